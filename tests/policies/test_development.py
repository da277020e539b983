"""The seven steps of developing a prospect (F13, T10)."""

from __future__ import annotations

import attrs
import pendulum
import pytest

from clientcare.domain.development import DevelopmentPlan, DevelopmentStep, Man, StepTaken
from clientcare.domain.ids import CustomerId, DevelopmentPlanId, ReferralId, StaffId
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.policies.development import PlanPart, next_step, qualify_prospect
from clientcare.wording import texts

NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
D = DevelopmentStep
BARE = DevelopmentPlan(id=DevelopmentPlanId("d"), customer_id=CustomerId("C"))
YES = Man(money=True, authority=True, need=True)
FULL = attrs.evolve(
    BARE,
    man=YES,
    team=(StaffId("rep"),),
    budget=Money.zero("CNY"),
    **dict.fromkeys(  # type: ignore[arg-type]
        [
            "purpose",
            "goals",
            "state",
            "need",
            "supply",
            "competition",
            "finance",
            "tools",
            "methods",
            "flow",
            "schedule",
        ],
        "x",
    ),
)


@pytest.mark.parametrize(
    ("man", "outcome"),
    [
        (YES, True),
        (Man(), None),
        (Man(money=True, authority=True), None),
        (Man(need=False), False),
    ],
)
def test_money_authority_need(man: Man, *, outcome: bool | None) -> None:
    """All three; one no is a no, else one unknown leaves it open."""
    found = qualify_prospect(man, now=NOON)

    assert outcome is found.outcome
    assert set(found.codes) <= texts().keys()


def taken(plan: DevelopmentPlan, *steps: DevelopmentStep) -> DevelopmentPlan:
    """Return the plan after some steps."""
    for step in steps:
        plan = plan.take(step, at=NOON, note="x")
    return plan


@pytest.mark.parametrize("count", range(8))
def test_the_next_step(count: int) -> None:
    """One after the other, until all seven are taken."""
    steps = list(D)
    found = next_step(taken(FULL, *steps[:count]), now=NOON)

    assert (steps[count] if count < 7 else None) is found.outcome.next_step
    assert set(found.codes) <= texts().keys()
    assert (("development.done",) if count == 7 else ("development.next",)) == found.codes


def test_a_past_day_knows_no_later_step() -> None:
    """The step of that very instant is known, the one after it is not."""
    plan = BARE.take(D.FIND, at=NOON).take(D.PREPARE, at=NOON.add(minutes=1))

    assert D.PREPARE is next_step(plan, now=NOON).outcome.next_step
    assert D.APPROACH is next_step(plan, now=NOON.add(minutes=1)).outcome.next_step


def test_who_is_not_qualified_goes_no_farther() -> None:
    """Who is not known to be is flagged."""
    stopped = next_step(attrs.evolve(FULL, man=Man(money=False)), now=NOON)
    open_ = next_step(attrs.evolve(FULL, man=Man()), now=NOON)

    assert (None, ("development.stopped", "development.not_qualified")) == (
        stopped.outcome.next_step,
        stopped.codes,
    )
    assert (D.FIND, ("development.next", "development.not_known")) == (
        open_.outcome.next_step,
        open_.codes,
    )
    assert ("development.done",) == next_step(taken(BARE, *D), now=NOON).codes


def test_gaps() -> None:
    """A part is complete where all of it is told; a budget of nothing is told."""
    assert tuple(PlanPart) == next_step(BARE, now=NOON).outcome.gaps
    assert () == next_step(FULL, now=NOON).outcome.gaps
    assert (PlanPart.EXECUTION,) == next_step(attrs.evolve(FULL, team=()), now=NOON).outcome.gaps


def test_steps_come_in_order_and_can_be_taken_again() -> None:
    """An objection can lead back to explaining."""
    plan = taken(BARE, D.FIND, D.PREPARE, D.APPROACH, D.EXPLAIN, D.OBJECTIONS, D.EXPLAIN)

    assert D.OBJECTIONS is plan.reached
    with pytest.raises(TransitionError, match="find comes first"):
        taken(BARE, D.PREPARE)
    with pytest.raises(TransitionError, match="earlier"):
        plan.take(D.CLOSE, at=NOON.subtract(days=1))


def test_what_cannot_be() -> None:
    """A plan is about somebody, costs nothing below nothing and has no impossible past."""
    with pytest.raises(InvalidValueError, match="about"):
        DevelopmentPlan(id=DevelopmentPlanId("d"))
    with pytest.raises(InvalidValueError, match="0 or more"):
        attrs.evolve(FULL, budget=Money.of(-1, "CNY"))
    with pytest.raises(InvalidValueError, match="comes first"):
        attrs.evolve(FULL, taken=(StepTaken(step=D.CLOSE, at=NOON),))
    assert DevelopmentPlan(id=DevelopmentPlanId("d"), referral_id=ReferralId("r")).reached is None
