"""Agreements with dealers in difficulty, in the review and on the agenda."""

from __future__ import annotations

import attrs
import pytest
from pendulum import Date

from clientcare.domain.concessions import AgreedDeadline, Concession, WarningSign
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.customer import Customer
from clientcare.domain.ids import (
    CompanyId,
    ConcessionId,
    CreditCardId,
    CustomerId,
    InvoiceId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.policies.agenda import Urgency
from clientcare.policies.concession_watch import ConcessionStanding
from clientcare.policies.credit_hold import Verdict
from clientcare.services.customer_review import CustomerReview
from clientcare.services.review import BookReview
from clientcare.testing.documents import invoice

from .conftest import store_of

DEALER = Customer(id=CustomerId("C-1"), name="dealer", owner_id=StaffId("rep"))
CARD = CreditCard(
    id=CreditCardId("K-1"), customer_id=DEALER.id, limit=CreditLimit.of(Money.of(50_000, "CNY"))
)
OLD = attrs.evolve(invoice("I-1", "2025-12-01", "9000", "2026-01-31"), customer_id=DEALER.id)
AGREED = Concession(
    id=ConcessionId("N-1"),
    customer_id=DEALER.id,
    agreed_on=Date(2026, 3, 2),
    ends_on=Date(2026, 5, 31),
    agreed_by=StaffId("sm"),
    signs=(WarningSign.FALLING_SALES,),
    deadlines=(AgreedDeadline(invoice_id=InvoiceId("I-1"), until_on=Date(2026, 4, 30)),),
)


def made(agreed: Concession, on: Date) -> tuple[BookReview, CustomerReview]:
    """Return the review of the dealer on a day."""
    review = BookReview(store_of(DEALER, CARD, OLD, agreed), as_of=on)
    (dealer,) = review.customers()
    return review, dealer


@pytest.mark.parametrize(
    ("on", "urgency", "standing"),
    [
        (Date(2026, 4, 27), None, Verdict.ALLOW),
        (Date(2026, 4, 28), Urgency.SOON, Verdict.ALLOW),
        (Date(2026, 4, 30), Urgency.NOW, Verdict.ALLOW),
        (Date(2026, 5, 1), Urgency.LATE, Verdict.HOLD),
    ],
)
def test_what_is_due_is_on_the_agenda_and_shelters_until_then(
    on: Date, urgency: Urgency | None, standing: Verdict
) -> None:
    """Soon, today, and late once it is broken; then the old debt holds again."""
    review, dealer = made(AGREED, on)
    lines = [line.urgency for line in review.agenda if line.subject_id == "N-1"]

    assert ([] if urgency is None else [urgency]) == lines
    assert standing is dealer.standing.outcome


def test_what_is_over_or_another_companys_is_left_out() -> None:
    """Nor does it shelter anything."""
    foreign = attrs.evolve(AGREED, company_id=CompanyId("south"))
    ended = attrs.evolve(AGREED, ended_on=Date(2026, 3, 9))
    reviews = [made(one, Date(2026, 4, 28))[1] for one in (foreign, ended)]

    assert [(), ()] == [one.concessions for one in reviews]
    assert [Verdict.HOLD, Verdict.HOLD] == [one.standing.outcome for one in reviews]


def test_the_review_tells_where_it_stands() -> None:
    """With its reasons."""
    (told,) = made(AGREED, Date(2026, 4, 28))[1].concessions

    assert AGREED == told[0]
    assert ConcessionStanding.RUNNING is told[1].outcome.standing
