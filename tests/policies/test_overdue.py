"""What is past due, by how much, and what of it counts."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ledger import Invoice, Ledger
from clientcare.policies.overdue import OverdueItem, overdue_items, overdue_sums
from clientcare.testing.documents import day, invoice, ledger, money, payment
from clientcare.testing.strategies.ledger import days, ledgers, shuffled

TODAY: Final = day("2024-06-30")


def _item(one: Invoice) -> OverdueItem:
    (item,) = overdue_items(ledger(one), as_of=TODAY)
    return item


def test_due_today_is_not_overdue() -> None:
    """The day after is the first day overdue."""
    book = ledger(
        invoice("I-1", "2024-06-01", "10", "2024-06-30"),
        invoice("I-2", "2024-06-01", "10", "2024-06-29"),
        invoice("I-3", "2024-06-01", "10"),
        invoice("I-4", "2024-07-01", "10", "2024-06-01"),
        invoice("I-5", "2024-06-01", "0", "2024-06-01"),
    )
    found = [(item.invoice_id, item.days_overdue) for item in overdue_items(book, as_of=TODAY)]

    assert [("I-2", 1)] == found


def test_the_longest_overdue_comes_first() -> None:
    """Then the smaller id."""
    book = ledger(
        invoice("I-3", "2024-01-01", "10", "2024-05-01"),
        invoice("I-2", "2024-01-01", "10", "2024-05-01"),
        invoice("I-4", "2024-01-01", "10", "2024-04-01"),
    )

    assert ["I-4", "I-2", "I-3"] == [item.invoice_id for item in overdue_items(book, as_of=TODAY)]


def test_only_what_is_open_is_overdue() -> None:
    """A part payment lowers the sum."""
    book = ledger(
        invoice("I-1", "2024-01-01", "10", "2024-05-01"), payment("P-1", "2024-05-01", "4")
    )
    (item,) = overdue_items(book, as_of=TODAY)

    assert money("6") == item.open


@pytest.mark.parametrize(
    ("deferral", "expected"),
    [
        (("2024-06-01", "2024-06-30"), 0),
        (("2024-06-01", "2024-06-29"), 29),
        (("2024-06-30", "2024-07-10"), -10),
        (("2024-07-01", "2024-07-10"), 29),
    ],
)
def test_a_deferral_holds_until_its_own_date_has_passed(
    deferral: tuple[str, str], expected: int
) -> None:
    """From the day it was agreed to its last day; then the old date rules again."""
    item = _item(invoice("I-1", "2024-01-01", "10", "2024-06-01", deferrals=[deferral]))

    assert (29, expected) == (item.days_past_due, item.days_overdue)


def test_the_longest_deferral_counts() -> None:
    """Of two that hold the later day is the one agreed."""
    deferrals = [("2024-06-01", "2024-07-10"), ("2024-06-02", "2024-07-05")]
    item = _item(invoice("I-1", "2024-01-01", "10", "2024-06-01", deferrals=deferrals))

    assert item.days_overdue == -10


@pytest.mark.parametrize(
    ("disputes", "sheltered"),
    [
        ([("2024-03-01", None), ("2024-06-20", None)], False),
        ([("2024-03-01", "2024-06-25"), ("2024-06-20", None)], False),
        ([("2024-03-01", "2024-06-19"), ("2024-06-20", None)], False),
        ([("2024-03-01", "2024-06-18"), ("2024-06-20", None)], True),
        ([("2024-06-20", None), ("2024-06-10", None), ("2024-08-01", None)], True),
        ([("2024-03-01", "2024-03-01"), ("2024-06-20", None)], True),
    ],
)
def test_another_dispute_shelters_nothing_again(
    disputes: list[tuple[str, str | None]], *, sheltered: bool
) -> None:
    """Overlapping ones are one, and so is one filed by the day after the last was settled."""
    item = _item(invoice("I-1", "2024-01-01", "10", "2024-06-01", disputes=disputes))

    assert (True, sheltered) == (item.disputed, item.sheltered)


@pytest.mark.parametrize(
    ("dispute", "invoiced", "expected"),
    [
        (("2024-05-31", None), "2024-01-01", (True, True)),
        (("2024-05-30", None), "2024-01-01", (True, False)),
        ((None, None), "2024-05-31", (True, True)),
        ((None, None), "2024-05-30", (True, False)),
        (("2024-06-20", "2024-06-30"), "2024-01-01", (False, False)),
        (("2024-07-01", None), "2024-01-01", (False, False)),
    ],
)
def test_a_dispute_shelters_for_thirty_days(
    dispute: tuple[str | None, str | None], invoiced: str, expected: tuple[bool, bool]
) -> None:
    """From its start, or the invoice date where no start is known; then the item counts."""
    item = _item(invoice("I-1", invoiced, "10", "2024-06-01", disputes=[dispute]))

    assert expected == (item.disputed, item.sheltered)


def test_the_insurance_is_told() -> None:
    """Whether the claim is insured comes with the item."""
    assert _item(invoice("I-1", "2024-01-01", "10", "2024-06-01", insured=True)).insured


def test_sums_are_by_currency_and_beyond_a_number_of_days() -> None:
    """Exactly so many days is not more; sheltered items are out."""
    book = ledger(
        invoice("I-1", "2024-01-01", "1", "2024-06-15"),
        invoice("I-2", "2024-01-01", "2", "2024-06-14"),
        invoice("I-3", "2024-01-01", "4", "2024-06-01"),
        invoice("I-4", "2024-01-01", "8", "2024-06-01", disputes=[("2024-06-20", None)]),
        invoice("I-5", "2024-01-01", "16", "2024-06-01", currency="USD"),
    )
    items = overdue_items(book, as_of=TODAY)

    assert {"CNY": money("6"), "USD": money("16", "USD")} == overdue_sums(items, more_than_days=15)
    assert {"CNY": money("7"), "USD": money("16", "USD")} == overdue_sums(items)


@given(st.data(), ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_the_order_of_documents_does_not_matter(
    data: st.DataObject, book: Ledger, as_of: Date
) -> None:
    """A ledger and the same one shuffled have equal items."""
    other = data.draw(shuffled(book))

    assert overdue_items(book, as_of=as_of) == overdue_items(other, as_of=as_of)


@given(ledgers(), days(span_days=300))
def test_a_deferral_never_makes_an_item_older(book: Ledger, as_of: Date) -> None:
    """By the agreed date an item is overdue no longer than by its own, or not at all."""
    for item in overdue_items(book, as_of=as_of):
        assert item.days_overdue == item.days_past_due or item.days_overdue <= 0
