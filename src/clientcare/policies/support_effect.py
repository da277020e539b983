"""What has a year's support for a dealer cost, and what has it brought (F11)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money, total
from clientcare.domain.support import SupportItem, SupportKind, SupportPlan

_SOURCE: Final = "F11"
_RULES: Final = RulesRef("support_effect", "1")


@attrs.frozen(kw_only=True)
class SupportFigures:
    """
    Cost and effect of some pieces of support.

    Attributes:
        budget: What they may cost.
        spent: What they are known to have cost.
        effect: What they are known to have brought, by their own measures.
        effect_per_cost: Effect over cost, of the pieces of which both are known;
            ``None`` where these cost nothing.
    """

    budget: Money
    spent: Money
    effect: Money
    effect_per_cost: Fraction | None


@attrs.frozen(kw_only=True)
class SupportStanding:
    """
    How a year's support stands.

    Attributes:
        all: All pieces together.
        by_kind: Each kind that the plan has.
        left: What the year's budget leaves after what was spent; negative if overspent.
        overdue: Pieces planned for a day that has passed and not given.
        unmeasured: Pieces given whose effect is not known.
    """

    all: SupportFigures
    by_kind: Mapping[SupportKind, SupportFigures]
    left: Money
    overdue: int
    unmeasured: int


def support_effect(plan: SupportPlan, *, as_of: Date) -> Decision[SupportStanding]:
    """
    Decide how a year's support for one dealer stands on a day.

    What was given after the day is not known yet, nor what it cost and brought; a
    piece planned for the day itself is not overdue. A plan over its budget, planned
    or spent, is told, exactly the budget is not over it.
    """
    check.require_date("as_of", as_of)
    items = tuple(_as_of(item, as_of) for item in plan.items)
    currency = plan.budget.currency
    kinds = [kind for kind in SupportKind if any(item.kind is kind for item in items)]
    every = _figures(items, currency)
    waiting = [item.planned_on for item in items if item.done_on is None]
    overdue = sum(planned is not None and planned < as_of for planned in waiting)
    standing = SupportStanding(
        all=every,
        by_kind=FrozenMap(
            (kind, _figures([item for item in items if item.kind is kind], currency))
            for kind in kinds
        ),
        left=plan.budget - every.spent,
        overdue=overdue,
        unmeasured=sum(item.done_on is not None and item.effect is None for item in items),
    )
    return Decision(
        outcome=standing,
        reasons=tuple(_reasons(plan, standing)),
        rules=_RULES,
        judged_at=as_of,
        inputs={"plan": plan.id, "year": plan.year},
    )


def _as_of(item: SupportItem, day: Date) -> SupportItem:
    """Return a piece as it was known on *day*; what has no day of giving was known at any."""
    if item.done_on is None or item.done_on <= day:
        return item
    return attrs.evolve(item, done_on=None, spent=None, effect=None)


def _figures(items: Iterable[SupportItem], currency: str) -> SupportFigures:
    every = tuple(items)
    cost = gain = 0
    for one in every:
        if one.spent is not None and one.effect is not None:
            cost += one.spent.minor
            gain += one.effect.minor
    return SupportFigures(
        budget=total((one.budget for one in every), currency),
        spent=total((one.spent for one in every if one.spent is not None), currency),
        effect=total((one.effect for one in every if one.effect is not None), currency),
        effect_per_cost=Fraction(gain, cost) if cost else None,
    )


def _reasons(plan: SupportPlan, standing: SupportStanding) -> Iterator[Reason]:
    figures = standing.all
    facts: dict[str, Value] = {
        "year": plan.year,
        "budget": plan.budget,
        "planned": figures.budget,
        "spent": figures.spent,
        "effect": figures.effect,
    }
    yield Reason("support.standing", facts, _SOURCE)
    if figures.spent > plan.budget:
        yield Reason("support.overspent", {"over": -standing.left, **facts}, _SOURCE)
    if figures.budget > plan.budget:
        over = figures.budget - plan.budget
        yield Reason("support.over_planned", {"over": over, **facts}, _SOURCE)
    if standing.overdue:
        yield Reason("support.overdue", {"count": standing.overdue}, _SOURCE)
    if standing.unmeasured:
        yield Reason("support.unmeasured", {"count": standing.unmeasured}, _SOURCE)
