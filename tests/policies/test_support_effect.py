"""What support costs and brings (F11)."""

from __future__ import annotations

from fractions import Fraction

import attrs
from pendulum import Date

from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId, SupportPlanId
from clientcare.domain.money import Money
from clientcare.domain.support import SupportItem, SupportKind, SupportPlan
from clientcare.policies.support_effect import SupportStanding, support_effect
from clientcare.wording import texts

DAY = Date(2026, 11, 23)


def cny(amount: int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


TASTING = SupportItem(
    kind=SupportKind.PROMOTION,
    what="tasting",
    planned_on=Date(2026, 5, 1),
    done_on=Date(2026, 5, 2),
    budget=cny(100),
    spent=cny(80),
    effect=cny(400),
)
SIGN = SupportItem(kind=SupportKind.SHOP, what="sign", planned_on=DAY, budget=cny(50))
PLAN = SupportPlan(
    id=SupportPlanId("s"),
    customer_id=CustomerId("C"),
    year=2026,
    budget=cny(150),
    items=(TASTING, SIGN),
)


def standing(*items: SupportItem, day: Date = DAY) -> Decision[SupportStanding]:
    """Return how a year with these pieces stands."""
    found = support_effect(attrs.evolve(PLAN, items=items), as_of=day)
    assert set(found.codes) <= texts().keys()
    return found


def test_cost_and_effect() -> None:
    """All together and each kind by itself."""
    found = standing(TASTING, SIGN)
    known = found.outcome

    assert (cny(150), cny(80), cny(400), Fraction(5)) == (
        known.all.budget,
        known.all.spent,
        known.all.effect,
        known.all.effect_per_cost,
    )
    assert (SupportKind.SHOP, SupportKind.PROMOTION) == tuple(known.by_kind)
    assert known.by_kind[SupportKind.SHOP].effect_per_cost is None
    assert (cny(70), 0, 0) == (known.left, known.overdue, known.unmeasured)
    assert ("support.standing",) == found.codes


def test_effect_per_cost_compares_what_is_known_of_both() -> None:
    """A piece whose effect is not measured costs the others nothing."""
    unmeasured = attrs.evolve(TASTING, effect=None)
    found = standing(TASTING, unmeasured)

    assert (Fraction(5), 1) == (found.outcome.all.effect_per_cost, found.outcome.unmeasured)
    assert found.has("support.unmeasured")


def test_overdue() -> None:
    """Planned for today is in time, for yesterday is not; without a day nothing is late."""
    yesterday = attrs.evolve(SIGN, planned_on=Date(2026, 11, 22))
    some_time = attrs.evolve(SIGN, planned_on=None)
    found = standing(SIGN, yesterday, some_time)

    assert 1 == found.outcome.overdue
    assert found.has("support.overdue")


def test_over_the_budget() -> None:
    """Planned and spent are told apart; exactly the budget is not over it."""
    dear = attrs.evolve(TASTING, spent=cny(151))
    wide = attrs.evolve(SIGN, budget=cny(51))

    assert ("support.standing", "support.overspent") == standing(dear).codes
    assert ("support.standing", "support.over_planned") == standing(TASTING, wide).codes
    assert ("support.standing",) == standing(attrs.evolve(TASTING, spent=cny(150))).codes


def test_the_past_does_not_know_what_came_later() -> None:
    """The day before the tasting it was planned and late, and had cost nothing."""
    found = standing(attrs.evolve(TASTING, planned_on=Date(2026, 4, 1)), day=Date(2026, 5, 1))

    assert (cny(0), 1) == (found.outcome.all.spent, found.outcome.overdue)
