"""What type checkers say about the public interface."""

from __future__ import annotations

from typing import assert_type

from pendulum import Date

from clientcare.domain.decisions import Decision, RulesRef
from clientcare.domain.money import Money


def decisions_keep_their_outcome(decision: Decision[bool]) -> None:
    """A decision knows the type of its outcome."""
    assert_type(decision.outcome, bool)
    assert_type(decision.codes, tuple[str, ...])


def decisions_are_covariant(decision: Decision[bool]) -> Decision[bool | None]:
    """A decided answer stands in for one that may be undetermined."""
    return decision


def outcomes_are_inferred() -> None:
    """The outcome's type follows from the value."""
    decision = Decision(outcome=3, reasons=(), rules=RulesRef("x", "1"), judged_at=Date(2025, 1, 1))
    assert_type(decision, Decision[int])


def money_stays_money(price: Money) -> None:
    """Sums and multiples of money are money."""
    assert_type(price + price, Money)
