"""Allocation, payment index, ageing and late share against a second reckoning from the text."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.policies.ageing import ageing
from clientcare.policies.allocation import allocate
from clientcare.policies.payment import days_beyond_terms, late_share, payment_index, score_of_delay

from . import payment_oracle as oracle
from .nasty_ledgers import AS_OFS, CHANCES, ONE, Chance, Maker, a_ledger, some_rates


@settings(max_examples=300)
@given(CHANCES)
def test_allocation_is_that_of_the_text(by: Chance) -> None:
    """Each minor unit goes where a naive clerk would put it."""
    ledger, as_of = a_ledger(by)
    expected = oracle.allocated(ledger, as_of)
    actual = allocate(ledger, as_of=as_of)
    sums: Counter[tuple[str, str, str, Date]] = Counter()
    for kind, key, to, money, day in expected.settled:
        sums[kind, key, to, day] += money

    assert expected.open == {key: money.minor for key, money in actual.open.items()}
    assert dict(sums) == {
        (one.by.value, one.document_id, one.invoice_id, one.on): one.amount.minor
        for one in actual.settlements
    }
    assert expected.unapplied == {
        (one.by.value, one.document_id): one.amount.minor for one in actual.unapplied
    }
    assert expected.deposits == {
        (key, money.currency): money.minor for key, money in actual.deposits.items()
    }


@settings(max_examples=300)
@given(CHANCES)
def test_payment_index_is_that_of_the_text(by: Chance) -> None:
    """The index is what a naive reckoning gives."""
    ledger, as_of = a_ledger(by)
    known = some_rates(by, as_of)
    expected = oracle.index(ledger, as_of, known, "CNY")

    assert expected == payment_index(ledger, as_of=as_of, rates=known, currency="CNY").outcome


@given(st.integers(-60, 400))
def test_scores_run_straight_between_the_points(days: int) -> None:
    """A delay scores what a naive interpolation gives."""
    assert oracle.score(days) == score_of_delay(days)


@settings(max_examples=300)
@given(CHANCES)
def test_ageing_is_that_of_the_text(by: Chance) -> None:
    """Every bucket holds what a naive reckoning puts there."""
    ledger, as_of = a_ledger(by)
    actual = ageing(ledger, as_of=as_of).outcome.by_currency

    for currency in ("CNY", "USD", "JPY"):
        expected = oracle.ages(ledger, as_of, currency)
        row = actual.get(currency)
        found = row and oracle.Ages(
            row.current.minor,
            [money.minor for money in row.past_due],
            row.undated.minor,
            row.disputed.minor,
            row.unapplied_cash.minor,
            row.unapplied_credit.minor,
            row.deposits.minor,
        )
        assert expected == (found or oracle.Ages())


@settings(max_examples=300)
@given(CHANCES)
def test_late_share_is_that_of_the_text(by: Chance) -> None:
    """The shares are what a naive reckoning gives."""
    ledger, as_of = a_ledger(by)
    known = some_rates(by, as_of)
    expected = oracle.late(ledger, as_of, known, "CNY")
    actual = late_share(ledger, as_of=as_of, rates=known, currency="CNY").outcome

    assert expected == (actual and (actual.late, actual.on_time, actual.by_amount))


@settings(max_examples=200)
@given(CHANCES)
def test_days_beyond_terms_are_those_of_the_text(by: Chance) -> None:
    """The mean delay is what a naive reckoning gives."""
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, ONE, 100).ledger()

    assert oracle.days_late(ledger, as_of) == days_beyond_terms(ledger, as_of=as_of).outcome
