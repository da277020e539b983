"""
What if other rules held: one book under two rulebooks, customer by customer.

Both reviews go through the book side by side, so memory holds two customers at a time,
however large it is. Nothing is recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade, Scale, Tier
from clientcare.policies.credit_hold import Verdict
from clientcare.repositories import Store
from clientcare.rulebook import Rulebook
from clientcare.services.customer_review import CustomerReview, Policies
from clientcare.services.review import BookReview

Outcome: TypeAlias = Tier | CreditGrade | Verdict | Money | None


class Compared(Scale):
    """What is compared."""

    TIER = "tier", "客户等级"
    GRADE = "grade", "信用等级"
    LIMIT = "limit", "建议额度"
    VERDICT = "verdict", "订单结论"


class Direction(Scale):
    """Whether a change is good for the customer."""

    BETTER = "better", "变好"
    WORSE = "worse", "变差"
    UNCLEAR = "unclear", "不可比"


@attrs.frozen(kw_only=True)
class Change:
    """
    One answer that the other rules give otherwise.

    Attributes:
        compared: Which answer.
        before: By the rules of today; ``None`` is undetermined.
        after: By the other rules; ``None`` is undetermined.
        direction: Good or bad for the customer; unclear where one is undetermined.
        steps: How many steps on its scale; ``None`` for a limit, and where unclear.
        by: What the limit gains, or loses below zero; ``None`` for the others, and
            where unclear.
        why_before: The reasons of today's answer that the other has not.
        why_after: The reasons of the other answer that today's has not.
    """

    compared: Compared
    before: Outcome
    after: Outcome
    direction: Direction
    steps: int | None = None
    by: Money | None = None
    why_before: tuple[Reason, ...] = ()
    why_after: tuple[Reason, ...] = ()


@attrs.frozen(kw_only=True)
class CustomerChange:
    """
    What the other rules change for one customer.

    Attributes:
        customer_id: The customer.
        name: The customer's name.
        exposure: What is at risk, by the rules of today; ``None`` where unknown.
        changes: What changes, at least one.
    """

    customer_id: CustomerId
    name: str
    exposure: Money | None
    changes: tuple[Change, ...]


_RANKS: Final[Mapping[type, tuple[Outcome, ...]]] = {
    Tier: tuple(Tier),
    CreditGrade: tuple(CreditGrade),
    Verdict: tuple(Verdict),
}
"""Each scale from its best member to its worst."""


@attrs.define
class Summary:
    """
    How much changes in the whole book; complete after the last customer.

    Attributes:
        customers: How many were compared.
        changed: For how many something changes.
        counts: How many changes there are of each answer, by direction.
        limits: What all limits gain in each currency, or lose below zero.
    """

    customers: int = 0
    changed: int = 0
    counts: Counter[tuple[Compared, Direction]] = field(factory=Counter)
    limits: dict[str, Money] = field(factory=dict)

    def add(self, change: Change) -> None:
        """Count one change."""
        self.counts[change.compared, change.direction] += 1
        if change.by is not None:
            code = change.by.currency
            self.limits[code] = self.limits.get(code, Money.zero(code)) + change.by


class WhatIf:
    """
    A book under two rulebooks; ask for `changes`, then for the rest.

    Args:
        store: Where the book is; it is only read.
        as_of: The day of both reviews.
        before: The rules of today.
        after: The rules to try.
        now: The instant of both reviews; the end of the day unless told, each in the
            zone of its rulebook.
        policies: The policies asked, ours unless told.
        rates: Exchange rates, where the book has several currencies.
        company_id: The own company that is reviewed.

    Raises:
        InvalidValueError: *as_of* or *now* are refused by the review.

    .. versionadded:: 0.1.0
    """

    def __init__(
        self,
        store: Store,
        *,
        as_of: Date,
        before: Rulebook,
        after: Rulebook,
        now: DateTime | None = None,
        policies: Policies | None = None,
        rates: Rates | None = None,
        company_id: CompanyId = MAIN_COMPANY,
    ) -> None:
        self.before, self.after = (
            BookReview(
                store,
                as_of=as_of,
                now=now,
                rulebook=rulebook,
                policies=policies,
                rates=rates,
                company_id=company_id,
            )
            for rulebook in (before, after)
        )
        self.summary = Summary()

    def changes(self) -> Iterator[CustomerChange]:
        """
        Yield every customer for whom something changes, in the order of their ids.

        Raises:
            StoreError: The store could not be read.
            InvalidValueError: The book contradicts itself, as by parents in a ring.
        """
        self.summary = Summary()
        both = zip(self.before.customers(), self.after.customers(), strict=True)
        for one, other in both:
            self.summary.customers += 1
            changes = tuple(_changes(one, other))
            for change in changes:
                self.summary.add(change)
            if changes:
                self.summary.changed += 1
                yield CustomerChange(
                    customer_id=one.customer.id,
                    name=one.customer.name,
                    exposure=one.exposure_total,
                    changes=changes,
                )


def _changes(one: CustomerReview, other: CustomerReview) -> Iterator[Change]:
    answers: tuple[tuple[Compared, Decision[Outcome], Decision[Outcome]], ...] = (
        (Compared.TIER, one.tier, other.tier),
        (Compared.GRADE, one.grade, other.grade),
        (Compared.LIMIT, _amount(one), _amount(other)),
        (Compared.VERDICT, one.verdict, other.verdict),
    )
    for compared, before, after in answers:
        if before.outcome != after.outcome:
            yield _change(compared, before, after)


def _amount(review: CustomerReview) -> Decision[Outcome]:
    """Return the proposed limit as the amount alone."""
    decision, proposed = review.limit, review.limit.outcome
    return Decision(
        outcome=None if proposed is None else proposed.amount,
        reasons=decision.reasons,
        rules=decision.rules,
        judged_at=decision.judged_at,
        inputs=decision.inputs,
    )


def _change(compared: Compared, before: Decision[Outcome], after: Decision[Outcome]) -> Change:
    old, new = before.outcome, after.outcome
    steps = by = None
    better = 0
    if isinstance(old, Money) and isinstance(new, Money):
        if old.currency == new.currency:
            by = new - old
            better = by.minor
    elif old is not None and new is not None:
        scale = _RANKS[type(old)]
        better = scale.index(old) - scale.index(new)
        steps = abs(better)
    direction = Direction.UNCLEAR
    if better:
        direction = Direction.BETTER if better > 0 else Direction.WORSE
    return Change(
        compared=compared,
        before=old,
        after=new,
        direction=direction,
        steps=steps,
        by=by,
        why_before=_only(before, after),
        why_after=_only(after, before),
    )


def _only(decision: Decision[Outcome], other: Decision[Outcome]) -> tuple[Reason, ...]:
    return tuple(reason for reason in decision.reasons if reason not in other.reasons)
