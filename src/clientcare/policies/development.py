"""Is a prospect worth developing, and what is the next step (F13, T10)?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.development import DevelopmentPlan, DevelopmentStep, Man
from clientcare.domain.scales import Scale

_RULES: Final = RulesRef("development", "1")


class PlanPart(Scale):
    """The parts that a development plan holds (F13)."""

    PURPOSE = "purpose", "目的与背景"
    GOALS = "goals", "目标"
    TARGET = "target", "对象分析"
    OWN_CONDITIONS = "own_conditions", "自身条件"
    EXECUTION = "execution", "实施"


_PARTS: Final[Mapping[PlanPart, tuple[str, ...]]] = {
    PlanPart.PURPOSE: ("purpose",),
    PlanPart.GOALS: ("goals",),
    PlanPart.TARGET: ("state", "need"),
    PlanPart.OWN_CONDITIONS: ("supply", "competition", "finance"),
    PlanPart.EXECUTION: ("tools", "methods", "flow", "schedule", "team", "budget"),
}


@attrs.frozen(kw_only=True)
class Progress:
    """
    How far a prospect is developed.

    Attributes:
        next_step: What comes next; ``None`` after the last, or for who is not qualified.
        gaps: The parts of the plan that are not complete.
    """

    next_step: DevelopmentStep | None
    gaps: tuple[PlanPart, ...]


def qualify_prospect(man: Man, *, now: DateTime) -> Decision[bool | None]:
    """
    Decide whether a prospect is qualified: money, authority and need, all three (T10).

    One no is a no; else one unknown leaves it undetermined.
    """
    check.require_instant("now", now)
    told = {"money": man.money, "authority": man.authority, "need": man.need}
    against = tuple(name for name, is_ in told.items() if is_ is False)
    unknown = tuple(name for name, is_ in told.items() if is_ is None)
    if against:
        outcome, code = False, "development.not_qualified"
    elif unknown:
        outcome, code = None, "development.not_known"
    else:
        outcome, code = True, "development.qualified"
    why = Reason(code, told, "T10")
    return Decision(outcome=outcome, reasons=(why,), rules=_RULES, judged_at=now)


def next_step(plan: DevelopmentPlan, *, now: DateTime) -> Decision[Progress]:
    """
    Decide which step comes next, and what the plan still lacks.

    The first step is to find and to qualify: who is not qualified goes no farther, and
    who is not known to be is flagged. Steps taken after *now* are left out.
    """
    qualified = qualify_prospect(plan.man, now=now)
    gaps = tuple(
        part
        for part, names in _PARTS.items()
        if any(getattr(plan, name) in ("", (), None) for name in names)
    )
    order = list(DevelopmentStep)
    taken = tuple(one for one in plan.taken if moment(one.at) <= moment(now))
    reached = attrs.evolve(plan, taken=taken).reached
    at = 0 if reached is None else order.index(reached) + 1
    step = order[at] if at < len(order) and qualified.outcome is not False else None
    facts: dict[str, Value] = {"reached": reached, "next": step, "gaps": gaps}
    done = at == len(order)
    code = "development.done" if done else "development.next" if step else "development.stopped"
    flags = () if qualified.outcome or done else qualified.reasons
    return Decision(
        outcome=Progress(next_step=step, gaps=gaps),
        reasons=(Reason(code, facts, "F13"), *flags),
        rules=_RULES,
        judged_at=now,
        inputs={"plan": plan.id},
    )
