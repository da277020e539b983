"""How is a problem met at an outlet to be treated, and by when (F10)?"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.outlets import OutletProblem, ProblemClass
from clientcare.domain.scales import Scale

_SOURCE: Final = "F10"


class ProblemStanding(Scale):
    """How a problem stands."""

    SETTLED = "settled", "已解决"
    IN_TIME = "in_time", "未到期"
    LATE = "late", "逾期"


@attrs.frozen(kw_only=True)
class OutletRules:
    """
    By when each class is settled; the classes are the document's, the times by judgement.

    Attributes:
        ref: Name and version of these rules.
        daily_minutes: A daily matter is settled at once: so many working minutes.
        expense_business_days: A matter of expense is decided by principle in so many
            business days.
        sell_through_business_days: A problem of selling through is treated to its cause
            in so many business days.
    """

    ref: RulesRef = RulesRef("outlet_problems", "1")
    daily_minutes: int = field(default=120, validator=check.whole(least=1))
    expense_business_days: int = field(default=5, validator=check.whole(least=1))
    sell_through_business_days: int = field(default=10, validator=check.whole(least=1))


@attrs.frozen(kw_only=True)
class Treatment:
    """
    What is to be done about a problem.

    Attributes:
        problem_class: At once, by principle, or systematically.
        due_at: Until when, included.
        standing: Settled, in time, or late.
        missing: What has to be recorded before it can be settled.
    """

    problem_class: ProblemClass
    due_at: DateTime
    standing: ProblemStanding
    missing: tuple[str, ...] = ()


def treat_problem(
    problem: OutletProblem,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: OutletRules = OutletRules(),
) -> Decision[Treatment | None]:
    """
    Decide how a problem is treated and until when; ``None`` where it was not noticed by *now*.

    Daily matters at once, matters of expense by a stated principle, problems of
    selling through systematically: cause, then measure. Exactly at the due instant
    is in time; a settlement after *now* is not known yet.

    Raises:
        CalendarError: The due instant is outside the calendar's published range.
    """
    check.require_instant("now", now)
    if moment(problem.noticed_at) > moment(now):
        early = Reason("outlet.not_noticed_yet", {"noticed_at": problem.noticed_at}, _SOURCE)
        return Decision(outcome=None, reasons=(early,), rules=rules.ref, judged_at=now)
    due_at = _due(problem, calendar, rules)
    settled = problem.settled_at
    if settled is not None and moment(settled) <= moment(now):
        standing = ProblemStanding.SETTLED
    else:
        late = moment(now) > moment(due_at)
        standing = ProblemStanding.LATE if late else ProblemStanding.IN_TIME
    kind = problem.kind.problem_class
    facts: dict[str, Value] = {
        "kind": problem.kind,
        "noticed_at": problem.noticed_at,
        "due_at": due_at,
        "now": now,
    }
    if standing is ProblemStanding.SETTLED:
        why = Reason("outlet.settled", {**facts, "settled_at": settled}, _SOURCE)
    else:
        why = Reason(f"outlet.{kind}_{standing}", facts, _SOURCE)
    treatment = Treatment(
        problem_class=kind, due_at=due_at, standing=standing, missing=problem.missing
    )
    return Decision(
        outcome=treatment,
        reasons=(why,),
        rules=rules.ref,
        judged_at=now,
        inputs={"problem": problem.id},
    )


def _due(problem: OutletProblem, calendar: WorkCalendar, rules: OutletRules) -> DateTime:
    start, kind = problem.noticed_at, problem.kind.problem_class
    if kind is ProblemClass.DAILY:
        return calendar.add(start, rules.daily_minutes)
    by_principle = kind is ProblemClass.EXPENSE
    days = rules.expense_business_days if by_principle else rules.sell_through_business_days
    return calendar.add_business_days(start, days)
