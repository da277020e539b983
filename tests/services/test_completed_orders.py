"""Which orders of a new customer are delivered and fully paid (policies 2c)?"""

from __future__ import annotations

import pytest

from clientcare.policies.allocation import allocate
from clientcare.services.credit_answers import completed_orders
from clientcare.testing.documents import (
    Document,
    credit_note,
    day,
    delivery,
    for_invoice,
    invoice,
    ledger,
    order,
    payment,
    write_off,
)

ORDER = order("O-1", "2026-01-05", "100", "50")
GONE = delivery("D-1", "2026-01-08", ("O-1", "1", "100"), ("O-1", "2", "50"))
BILLED = invoice("I-1", "2026-01-08", "150", "2026-02-07", of=("O-1", None))
PAID = payment("P-1", "2026-02-07", "150", for_invoice("I-1"))


def completed(*documents: Document, as_of: str = "2026-03-01") -> int:
    """Return how many orders are completed."""
    book = ledger(*documents)
    return completed_orders(book, allocate(book, as_of=day(as_of)))


def test_an_order_delivered_and_paid_is_completed() -> None:
    """All left, all billed, all paid."""
    assert 1 == completed(ORDER, GONE, BILLED, PAID)


def test_it_is_completed_on_the_day_of_the_last_payment() -> None:
    """The day before, the invoice is open."""
    assert 1 == completed(ORDER, GONE, BILLED, PAID, as_of="2026-02-07")
    assert 0 == completed(ORDER, GONE, BILLED, PAID, as_of="2026-02-06")


@pytest.mark.parametrize(
    "documents",
    [
        (GONE, BILLED),
        (GONE, BILLED, payment("P-1", "2026-02-07", "149.99", for_invoice("I-1"))),
        (GONE, PAID),
        (GONE, invoice("I-1", "2026-01-08", "100", "2026-02-07", of=("O-1", "1")), PAID),
    ],
    ids=["unpaid", "a fen open", "not billed", "a line not billed"],
)
def test_what_is_not_paid_in_full_is_not_completed(documents: tuple[Document, ...]) -> None:
    """An open or unbilled fen is not paid."""
    assert 0 == completed(ORDER, *documents)


def test_an_order_that_all_came_back_or_is_worth_nothing_is_not_paid() -> None:
    """Some money has to have come for it; what is credited in part is paid by the rest."""
    back = credit_note("C-1", "2026-02-01", "150", for_invoice("I-1"))
    part = credit_note("C-1", "2026-02-01", "149", for_invoice("I-1"))
    free = (
        order("O-1", "2026-01-05", "0"),
        invoice("I-1", "2026-01-08", "0", "2026-02-07", of=("O-1", "1")),
    )

    assert [0, 1, 0] == [
        completed(ORDER, GONE, BILLED, back),
        completed(ORDER, GONE, BILLED, part, PAID),
        completed(*free),
    ]


def test_what_was_written_off_was_not_paid() -> None:
    """Giving up a debt does not make a customer a payer."""
    part = payment("P-1", "2026-02-07", "100", for_invoice("I-1"))

    assert 0 == completed(ORDER, GONE, BILLED, part, write_off("W-1", "2026-02-20", "I-1", "50"))


def test_a_credit_for_a_part_leaves_the_rest_to_pay() -> None:
    """A lower price, paid, is paid in full."""
    note = credit_note("C-1", "2026-01-20", "10", for_invoice("I-1"))
    rest = payment("P-1", "2026-02-07", "140", for_invoice("I-1"))

    assert 1 == completed(ORDER, GONE, BILLED, note, rest)


def test_what_is_paid_but_not_delivered_is_not_completed() -> None:
    """Billed in advance and paid, one line has not left yet."""
    half = delivery("D-1", "2026-01-08", ("O-1", "1", "100"))

    assert 0 == completed(ORDER, half, BILLED, PAID)


def test_without_deliveries_on_record_the_bill_tells() -> None:
    """A firm that keeps no deliveries bills what left; one that is to come is not known."""
    assert 1 == completed(ORDER, BILLED, PAID)
    tomorrow = delivery("D-1", "2026-03-02", ("O-1", "1", "100"))
    assert 1 == completed(ORDER, tomorrow, BILLED, PAID)


def test_each_order_counts_once() -> None:
    """Two orders completed are two."""
    both = (
        order("O-2", "2026-01-06", "30"),
        invoice("I-2", "2026-01-10", "30", "2026-02-07", of=("O-2", "1")),
        payment("P-2", "2026-02-01", "30", for_invoice("I-2")),
    )

    assert 2 == completed(ORDER, BILLED, PAID, *both)
