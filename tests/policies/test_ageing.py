"""How old the open receivables are."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ledger import Ledger
from clientcare.domain.money import total
from clientcare.errors import InvalidValueError
from clientcare.policies.ageing import Ageing, AgeingRow, AgeingRules, ageing
from clientcare.policies.allocation import allocate
from clientcare.policies.exposure import exposure
from clientcare.testing.documents import (
    credit_note,
    day,
    for_order,
    invoice,
    ledger,
    money,
    order,
    payment,
)
from clientcare.testing.strategies.ledger import days, ledgers, shuffled
from clientcare.wording import render

TODAY: Final = day("2024-06-30")


def _row(book: Ledger) -> AgeingRow:
    return ageing(book, as_of=TODAY).outcome.by_currency["CNY"]


def _major(row: AgeingRow) -> tuple[int, ...]:
    buckets = (row.current, *row.past_due, row.undated)
    return tuple(one.minor // 100 for one in buckets)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2024-07-01", (1, 0, 0, 0, 0, 0)),
        ("2024-06-30", (1, 0, 0, 0, 0, 0)),
        ("2024-06-29", (0, 1, 0, 0, 0, 0)),
        ("2024-05-31", (0, 1, 0, 0, 0, 0)),
        ("2024-05-30", (0, 0, 1, 0, 0, 0)),
        ("2024-05-01", (0, 0, 1, 0, 0, 0)),
        ("2024-04-30", (0, 0, 0, 1, 0, 0)),
        ("2024-04-01", (0, 0, 0, 1, 0, 0)),
        ("2024-03-31", (0, 0, 0, 0, 1, 0)),
        (None, (0, 0, 0, 0, 0, 1)),
    ],
)
def test_buckets_end_with_their_bound(due: str | None, expected: tuple[int, ...]) -> None:
    """Current, 1 to 30, 31 to 60, 61 to 90, 91 and more days past due, undated."""
    assert expected == _major(_row(ledger(invoice("I-1", "2024-01-01", "1", due))))


def test_disputed_items_are_in_and_their_sum_is_beside() -> None:
    """A dispute takes nothing out of a bucket, however long."""
    row = _row(
        ledger(
            invoice("I-1", "2023-01-01", "2", "2024-06-01", disputes=[(None, None)]),
            invoice("I-2", "2024-01-01", "1", "2024-06-01"),
        )
    )

    assert (money("3"), money("2")) == (row.overdue, row.disputed)


def test_unapplied_money_stands_apart() -> None:
    """Cash, credit and deposits are in no bucket."""
    row = _row(
        ledger(
            invoice("I-1", "2024-01-01", "9", disputes=[(None, None)]),
            order("O-1", "2024-06-01", "50"),
            payment("P-1", "2024-06-01", "1"),
            credit_note("C-1", "2024-06-01", "2"),
            payment("P-2", "2024-06-01", "4", for_order("O-1")),
        )
    )
    apart = (row.unapplied_cash, row.unapplied_credit, row.deposits)

    assert (money("1"), money("2"), money("4")) == apart
    assert money("9") == row.receivables


def test_a_deferral_does_not_change_the_age() -> None:
    """Ageing keeps the invoice's own due date."""
    deferred = invoice(
        "I-1", "2024-01-01", "1", "2024-06-29", deferrals=[("2024-06-01", "2024-08-01")]
    )

    assert money("1") == _row(ledger(deferred)).overdue


def test_currencies_have_rows_of_their_own() -> None:
    """No sum goes across currencies."""
    book = ledger(
        invoice("I-1", "2024-01-01", "1"), invoice("I-2", "2024-01-01", "1", currency="USD")
    )

    assert ["CNY", "USD"] == list(ageing(book, as_of=TODAY).outcome.by_currency)


def test_nothing_on_record_is_said() -> None:
    """An empty ledger has no row; what comes later is counted."""
    decision = ageing(ledger(invoice("I-1", "2024-07-01", "1")), as_of=TODAY)

    assert Ageing(by_currency={}) == decision.outcome
    assert decision.codes == ("ageing.nothing_on_record", "ageing.after_as_of")


def test_the_reason_names_every_bucket() -> None:
    """In words with all amounts."""
    decision = ageing(ledger(invoice("I-1", "2024-01-01", "1", "2024-06-01")), as_of=TODAY)

    assert render(decision.reasons[0]) == (
        "Of 1.00 CNY open, 1.00 CNY is past due (by up to 30, 60, 90 days, and more: 1.00 CNY,"
        " 0.00 CNY, 0.00 CNY, 0.00 CNY); not yet due 0.00 CNY, without a due date 0.00 CNY;"
        " disputed 0.00 CNY."
    )


@pytest.mark.parametrize("bounds", [(), (0, 30), (30, 30), (60, 30), ("30",), [30], (True,)])
def test_bounds_rise_from_one(bounds: Any) -> None:
    """A bucket has at least a day."""
    with pytest.raises(InvalidValueError, match=r"AgeingRules\.bounds_days"):
        AgeingRules(bounds_days=bounds)


@given(ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_buckets_add_up_to_the_receivables(book: Ledger, as_of: Date) -> None:
    """They are those of the exposure, and unapplied money is the same as well."""
    known = allocate(book, as_of=as_of)
    rows = ageing(book, as_of=as_of, allocation=known).outcome.by_currency
    at_risk = exposure(book, as_of=as_of).outcome.by_currency
    for currency, row in rows.items():
        owed = total(
            (amount for amount in known.open.values() if amount.currency == currency), currency
        )

        assert owed == row.receivables
        if currency in at_risk:
            parts = at_risk[currency]
            assert (parts.receivables, parts.unapplied, parts.disputed) == (
                row.receivables,
                row.unapplied_cash + row.unapplied_credit,
                row.disputed,
            )


@given(st.data(), ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_the_order_of_documents_does_not_matter(
    data: st.DataObject, book: Ledger, as_of: Date
) -> None:
    """A ledger and the same one shuffled age alike."""
    other = data.draw(shuffled(book))

    assert ageing(book, as_of=as_of) == ageing(other, as_of=as_of)
