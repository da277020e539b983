"""The key figures of complaints in the review of a book."""

from __future__ import annotations

import json
from typing import Final

import attrs
from pendulum import Date
from tests.services.conftest import store_of
from tests.services.test_prevention import (
    AS_OF,
    DEALER,
    OWNER,
    YUAN,
    analysed,
    at,
    complaint,
    settled,
)

from clientcare.domain.complaint import Complaint
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId, OrderId
from clientcare.domain.orders import Order, OrderLine, OrderStatus
from clientcare.policies.complaint_kpis import complaint_figures, complaint_kpis
from clientcare.policies.escalation import ComplaintFacts
from clientcare.policies.kpi import KpiName, Period
from clientcare.reports.review_json import review_json
from clientcare.reports.review_text import review_text
from clientcare.rulebook import Rulebook
from clientcare.services.review import BookReview

OTHER: Final = CustomerId("dealer-2")
YEAR: Final = Period(first_on=Date(2025, 4, 1), last_on=AS_OF)


def of_other(made: Complaint) -> Complaint:
    """Return the same complaint of the other dealer."""
    return attrs.evolve(made, customer_id=OTHER)


COMPLAINTS: Final = (
    settled(complaint("C-1", at(1, 5)), at(1, 12)),
    settled(complaint("C-2", at(1, 20)), at(1, 23)),
    analysed(complaint("C-3", at(3, 20)), at(3, 23)),
    of_other(settled(complaint("C-4", at(3, 2)), at(3, 9))),
    of_other(complaint("C-5", at(3, 28))),
)


def order(name: str, on: Date, status: OrderStatus = OrderStatus.OPEN) -> Order:
    """Return an order of the dealer."""
    line = OrderLine(no="1", net=YUAN, gross=YUAN)
    return Order(id=OrderId(name), customer_id=DEALER, ordered_on=on, lines=(line,), status=status)


def review_of(*values: object) -> BookReview:
    """Return the review of a book with two customers, not made yet."""
    customers = (
        Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 1, 1)),
        Customer(id=OTHER, name="y", owner_id=OWNER, entered_on=Date(2025, 1, 1)),
    )
    return BookReview(store_of(*customers, *values), as_of=AS_OF, now=at(3, 31, 12))


def test_a_book_gives_what_all_its_complaints_together_give() -> None:
    """Customers are reckoned one by one; orders count from the day after a year ago on."""
    orders = (
        order("O-1", Date(2025, 3, 31)),
        order("O-2", Date(2025, 4, 1)),
        order("O-3", Date(2026, 3, 31)),
        order("O-4", Date(2026, 3, 31), OrderStatus.CANCELLED),
        order("O-5", Date(2026, 4, 1)),
    )
    review = review_of(*COMPLAINTS, *orders)
    empty = review.complaint_kpis
    list(review.customers())
    calendar = Rulebook().calendar
    together = complaint_figures(
        [ComplaintFacts(complaint=one, calendar=calendar) for one in COMPLAINTS],
        period=YEAR,
        now=at(3, 31, 12),
        orders=2,
        active_customers=1,
    )

    assert empty == ()
    assert review.complaint_kpis == complaint_kpis(together)
    by_name = {one.outcome.name: one.outcome for one in review.complaint_kpis}
    assert len(by_name) == len(review.complaint_kpis)
    assert by_name[KpiName.COMPLAINT_RATE].value == 2_500
    assert by_name[KpiName.REOPEN_RATE].denominator == 3


def test_a_book_without_complaints_has_no_figure_to_show() -> None:
    """Each stands in the JSON without a value, or with 0; the text says nothing of them."""
    data = json.loads("".join(review_json(review_of())))

    assert {one["value"] for one in data["complaint_kpis"]} == {None}
    assert "in key figures" not in "".join(review_text(review_of()))
    assert "in key figures" not in "".join(review_text(review_of(order("O-1", AS_OF))))


def test_text_and_json_show_the_figures() -> None:
    """Those that have a value, with the sentence that says of what."""
    told = "".join(review_text(review_of(*COMPLAINTS)))
    data = json.loads("".join(review_json(review_of(*COMPLAINTS))))
    found = {one["name"]: one for one in data["complaint_kpis"]}

    assert "Complaints of twelve months, in key figures:\n  From 2025-04-01 to 2026-03-31" in told
    assert "  Half of the 3 cases closed from 2025-04-01 to 2026-03-31 took 40 working" in told
    assert found["gross_time_to_resolve_median"]["value"] == "7/1"
    assert found["satisfaction"]["value"] is None
    assert (found["on_time"]["first_on"], found["on_time"]["last_on"]) == (
        "2025-04-01",
        "2026-03-31",
    )
