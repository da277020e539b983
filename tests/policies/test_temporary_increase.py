"""Temporary increases (policies 2e)."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date

from clientcare.domain.credit_limit import CreditLimit, LimitState, TemporaryIncrease
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId
from clientcare.domain.ledger import Dispute, Ledger
from clientcare.domain.money import Money
from clientcare.policies.effective_limit import LimitsOnFile, effective_limit
from clientcare.policies.temporary_increase import (
    IncreaseFacts,
    IncreaseRules,
    increase_facts,
    judge_increase,
)
from clientcare.testing.documents import invoice
from clientcare.wording import explain

from .approval_cases import MONDAY, cny, increase

PERMANENT = CreditLimit.of(cny("120000"))


def judge(
    asked: TemporaryIncrease,
    *earlier: TemporaryIncrease,
    own: CreditLimit | None = PERMANENT,
    **rules: Any,
) -> Decision[bool]:
    """Judge an increase over 120,000 of a customer without debts."""
    facts = IncreaseFacts(asked=asked, limits=LimitsOnFile(own=own, increases=earlier))
    return judge_increase(facts, as_of=MONDAY, rules=IncreaseRules(**rules))


def since(day: Date) -> TemporaryIncrease:
    """Return an increase of one day."""
    return increase("1000", starts_on=day, ends_on=day)


def test_worked_example() -> None:
    """36,000 over 120,000 for March is allowed, and ends with 31 March."""
    decision = judge(increase())
    limits = LimitsOnFile(own=PERMANENT, increases=(increase(),))
    ends = [
        effective_limit(limits, as_of=day).outcome for day in (Date(2026, 3, 31), Date(2026, 4, 1))
    ]

    assert decision.outcome
    assert ("credit.increase_allowed",) == decision.codes
    assert [cny("156000"), cny("120000")] == [one and one.amount for one in ends]


@pytest.mark.parametrize(("amount", "allowed"), [("36000", True), ("36000.01", False)])
def test_thirty_percent_are_the_most(amount: str, allowed: bool) -> None:  # noqa: FBT001 - a case
    """Exactly 30 % is allowed."""
    assert allowed == judge(increase(amount)).outcome


@pytest.mark.parametrize(("ends_on", "allowed"), [("2026-05-30", True), ("2026-05-31", False)])
def test_ninety_days_are_the_most(ends_on: str, allowed: bool) -> None:  # noqa: FBT001 - a case
    """The first and the last day are counted: 2 March to 30 May are 90."""
    year, month, day = map(int, ends_on.split("-"))

    assert allowed == judge(increase(ends_on=Date(year, month, day))).outcome


@pytest.mark.parametrize(("first", "allowed"), [(1, False), (2, True)])
def test_no_three_starts_within_twelve_months(first: int, allowed: bool) -> None:  # noqa: FBT001 - a case
    """One that is exactly twelve months away is not within them any more."""
    third = increase(starts_on=Date(2027, 3, first), ends_on=Date(2027, 3, 31))
    second = since(Date(2026, 9, 1))

    assert allowed == judge(third, since(MONDAY), second).outcome


def test_starts_that_are_planned_count_too() -> None:
    """The new one may be the first or the middle of the three."""
    later = (since(Date(2026, 6, 1)), since(Date(2026, 9, 1)))
    around = (since(Date(2025, 12, 1)), since(Date(2026, 9, 1)))

    assert not judge(increase(), *later).outcome
    assert not judge(increase(), *around).outcome
    assert judge(increase(), since(Date(2025, 3, 2)), since(Date(2026, 9, 1))).outcome


def test_what_was_taken_back_before_it_began_never_started() -> None:
    """One that was taken back later did."""
    never = attrs.evolve(since(Date(2026, 2, 1)), ended_on=Date(2026, 2, 1))
    early = increase("1", starts_on=Date(2026, 2, 1), ended_on=Date(2026, 2, 2))

    assert judge(increase(), never, since(Date(2026, 2, 9))).outcome
    assert not judge(increase(), early, since(Date(2026, 2, 9))).outcome


@pytest.mark.parametrize(
    "own", [None, CreditLimit.without_ceiling(), CreditLimit.of(cny("0")), CreditLimit.inherited()]
)
def test_no_limit_above_nothing_is_raised(own: CreditLimit | None) -> None:
    """Unknown, without a ceiling, and no credit."""
    is_set = own is not None and own.state is not LimitState.INHERITED
    code = "credit.increase_without_limit" if is_set else "credit.increase_limit_unknown"

    assert (code,) == judge(increase(), own=own).codes


def test_a_trial_that_lapses_before_the_first_day_is_nothing_to_raise() -> None:
    """The limit of the first day counts."""
    trial = CreditLimit.of(cny("120000"), lapses_on=Date(2026, 3, 1))

    assert ("credit.increase_without_limit",) == judge(increase(), own=trial).codes


@pytest.mark.parametrize("then", [cny("100000"), Money.of("120000", "USD")])
def test_it_rests_on_the_limit_that_there_is(then: Money) -> None:
    """Not on another amount or currency."""
    asked = TemporaryIncrease(
        amount=Money(1, then.currency),
        permanent_then=then,
        starts_on=MONDAY,
        ends_on=MONDAY,
    )

    assert ("credit.increase_on_other_limit",) == judge(asked).codes


class TestOverdue:
    """Nothing may be overdue too long."""

    @staticmethod
    def against(due: str, amount: str = "0.01", **changes: Any) -> Decision[bool]:
        """Judge an increase of a customer who owes an amount."""
        bill = attrs.evolve(invoice("I-1", "2025-12-01", amount, due=due), **changes)
        bill = attrs.evolve(bill, customer_id=CustomerId("C-1"))
        ledger = Ledger(customer_id=CustomerId("C-1"), invoices=(bill,))
        facts = increase_facts(increase(), limits=LimitsOnFile(own=PERMANENT), ledger=ledger)
        return judge_increase(facts, as_of=MONDAY)

    def test_fifteen_days_on_its_first_day_are_not_too_long(self) -> None:
        """Sixteen are, however small the sum."""
        assert self.against("2026-02-15").outcome
        assert ("credit.increase_while_overdue",) == self.against("2026-02-14").codes

    def test_a_dispute_shelters_for_its_first_days(self) -> None:
        """Not for ever."""
        young = (Dispute(started_on=Date(2026, 2, 1)),)
        old = (Dispute(started_on=Date(2026, 1, 1)),)

        assert self.against("2026-01-01", disputes=young).outcome
        assert not self.against("2026-01-01", disputes=old).outcome


def test_every_broken_rule_is_told() -> None:
    """At once, and in words that name what would be allowed."""
    decision = judge(
        increase("50000", ends_on=Date(2026, 12, 31)),
        since(Date(2026, 1, 5)),
        since(Date(2026, 2, 5)),
    )

    assert (
        "credit.increase_too_large",
        "credit.increase_too_long",
        "credit.increase_too_often",
    ) == decision.codes
    assert (
        "50,000.00 CNY is more than 30 % of the permanent limit of 120,000.00 CNY; 36,000.00 CNY"
        " is the most."
    ) == explain(decision)[0]
