"""
What is due for a corrective action (policies 3d)?

Milestones run in working time from the opening; the watch counts calendar days. Both
are replayed from the history, so a missed milestone is known without anybody touching
the record.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain._named_calendar import require_calendar
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.corrective_action import WATCH_DAYS, CorrectiveAction
from clientcare.domain.corrective_progress import ActionProgress, ActionState
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError, NoOpenHoursError, UnpublishedDayError
from clientcare.policies._complaint_clock import ClockVerdict

_SOURCE: Final = "policies 3d"


class Milestone(Scale):
    """The milestones of an 8D report that have a date."""

    D3 = "d3", "临时措施"
    D4 = "d4", "根本原因"
    D5 = "d5", "纠正措施选定"
    D8 = "d8", "措施落实并签署"


_STEP_OF: Final = {
    Milestone.D3: ActionState.CONTAINING,
    Milestone.D4: ActionState.ANALYSING,
    Milestone.D5: ActionState.CHOOSING,
    Milestone.D8: ActionState.IMPLEMENTING,
}


@attrs.frozen(kw_only=True)
class CorrectiveActionRules:
    """
    How fast a corrective action has to move.

    Attributes:
        ref: Name and version of these rules.
        business_day_minutes: Working minutes that count as one business day (policies 3b).
        d3_business_days: Business days from the opening to the emergency measure.
        d4_business_days: To the root cause.
        d5_business_days: To the choice of measures.
        d8_business_days: Until they are in place and the report is signed.
        watch_days: Calendar days without a recurrence before the effect is checked.

    Raises:
        InvalidValueError: A figure is out of range, or the milestones are out of order.
    """

    ref: RulesRef = RulesRef("corrective_action", "1")
    business_day_minutes: int = field(default=480, validator=check.whole(least=1))
    d3_business_days: int = field(default=1, validator=check.whole(least=1))
    d4_business_days: int = field(default=10, validator=check.whole(least=1))
    d5_business_days: int = field(default=15, validator=check.whole(least=1))
    d8_business_days: int = field(default=60, validator=check.whole(least=1))
    watch_days: int = field(default=WATCH_DAYS, validator=check.whole(least=1))

    def __attrs_post_init__(self) -> None:
        days = list(self.days.values())
        if days != sorted(days):
            raise InvalidValueError("CorrectiveActionRules", tuple(days), "D3, D4, D5, D8 in order")

    @property
    def days(self) -> dict[Milestone, int]:
        """The business days of each milestone."""
        return {
            Milestone.D3: self.d3_business_days,
            Milestone.D4: self.d4_business_days,
            Milestone.D5: self.d5_business_days,
            Milestone.D8: self.d8_business_days,
        }


@attrs.frozen(kw_only=True)
class MilestoneStanding:
    """
    One milestone.

    Attributes:
        milestone: Which one.
        due_at: Until when, this instant included.
        reached_at: When it was reached; ``None`` = not yet.
        verdict: Running, met, missed, or stopped with the action before its due.
    """

    milestone: Milestone
    due_at: DateTime
    reached_at: DateTime | None
    verdict: ClockVerdict


@attrs.frozen(kw_only=True)
class ActionStanding:
    """
    Where a corrective action stands.

    Attributes:
        state: The state.
        milestones: Every milestone of the present round.
        check_from_on: The first day on which the effect can be checked, also once
            it was; ``None`` while the measures are not in place.
        recurred_on: The last day on which a case came in after the measures were in
            place; ``None`` = none did.
    """

    state: ActionState
    milestones: tuple[MilestoneStanding, ...]
    check_from_on: Date | None
    recurred_on: Date | None

    @property
    def next_due(self) -> Date | DateTime | None:
        """The next milestone that was not reached, or the day of the check; else ``None``."""
        if self.state.is_terminal:
            return None
        open_ = [one.due_at for one in self.milestones if one.reached_at is None]
        return open_[0] if open_ else self.check_from_on


_DEFAULT: Final = CorrectiveActionRules()


def judge_action(
    action: CorrectiveAction,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: CorrectiveActionRules = _DEFAULT,
) -> Decision[ActionStanding | None]:
    """
    Tell what has become of the milestones of a corrective action by *now*, and what is due.

    Exactly at a due is in time. After a check that found no effect, the milestones from
    the root cause on count anew from it. Undetermined before the opening, and where the
    calendar cannot tell the working time.

    Raises:
        InvalidValueError: The action names another calendar, or *now* is no instant.

    .. versionadded:: 0.1.0
    """
    check.require_instant("now", now)
    require_calendar(calendar, action.calendar_id, "corrective action")
    if moment(action.opened_at) > moment(now):
        facts: dict[str, Value] = {"opened_at": action.opened_at, "now": now}
        return _decision(
            None, (Reason("corrective.not_opened", facts, "policies 0.2"),), action, now, rules
        )
    known = action.as_known_at(now)
    try:
        milestones = _milestones(known, now, calendar, rules)
    except (NoOpenHoursError, UnpublishedDayError) as silent:
        day = silent.day if isinstance(silent, UnpublishedDayError) else silent.searched_from
        facts = {"calendar": silent.calendar, "day": day}
        why = Reason("corrective.calendar_silent", facts, _SOURCE)
        return _decision(None, (why,), action, now, rules)
    outcome = ActionStanding(
        state=known.state,
        milestones=milestones,
        check_from_on=known.watch_ends_on(rules.watch_days),
        recurred_on=_recurred_on(known),
    )
    return _decision(outcome, _reasons(known, outcome, now, rules), action, now, rules)


def _decision(
    outcome: ActionStanding | None,
    reasons: tuple[Reason, ...],
    action: CorrectiveAction,
    now: DateTime,
    rules: CorrectiveActionRules,
) -> Decision[ActionStanding | None]:
    inputs = {"action": action.id, "key": action.progress.key.text}
    return Decision(outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=now, inputs=inputs)


def _milestones(
    known: CorrectiveAction, now: DateTime, calendar: WorkCalendar, rules: CorrectiveActionRules
) -> tuple[MilestoneStanding, ...]:
    progress = known.progress
    found = []
    for milestone, days in rules.days.items():
        start = known.opened_at if milestone is Milestone.D3 else progress.round_from
        due_at = calendar.add(start, days * rules.business_day_minutes)
        reached_at = progress.reached_at(_STEP_OF[milestone])
        found.append(
            MilestoneStanding(
                milestone=milestone,
                due_at=due_at,
                reached_at=reached_at,
                verdict=_verdict(progress, due_at, reached_at, now),
            )
        )
    return tuple(found)


def _verdict(
    progress: ActionProgress, due_at: DateTime, reached_at: DateTime | None, now: DateTime
) -> ClockVerdict:
    ended = progress.state.is_terminal and reached_at is None
    until = reached_at or (progress.entered_at if ended else now)
    if moment(until) > moment(due_at):
        return ClockVerdict.MISSED
    if reached_at is not None:
        return ClockVerdict.MET
    return ClockVerdict.STOPPED if ended else ClockVerdict.RUNNING


def _recurred_on(known: CorrectiveAction) -> Date | None:
    in_place_at = known.progress.in_place_at
    if in_place_at is None:
        return None
    since = known.local_date(in_place_at)
    later = (case.received_on for case in known.progress.cases if case.received_on > since)
    return max(later, default=None)


def _reasons(
    known: CorrectiveAction, outcome: ActionStanding, now: DateTime, rules: CorrectiveActionRules
) -> tuple[Reason, ...]:
    in_order = sorted(outcome.milestones, key=lambda one: one.verdict is not ClockVerdict.MISSED)
    reasons = [_milestone_reason(one, rules) for one in in_order]
    if outcome.check_from_on is not None and not outcome.state.is_terminal:
        due = known.local_date(now) >= outcome.check_from_on
        facts: dict[str, Value] = {
            "check_from_on": outcome.check_from_on,
            "watch_days": rules.watch_days,
        }
        code = "corrective.check_due" if due else "corrective.on_watch"
        reasons.insert(0, Reason(code, facts, _SOURCE))
        if outcome.recurred_on is not None:
            facts = {**facts, "recurred_on": outcome.recurred_on}
            reasons.insert(1, Reason("corrective.recurred", facts, _SOURCE))
    if outcome.state.is_terminal:
        ended: dict[str, Value] = {"state": outcome.state, "at": known.progress.entered_at}
        reasons.insert(0, Reason("corrective.ended", ended, _SOURCE))
    return tuple(reasons)


def _milestone_reason(one: MilestoneStanding, rules: CorrectiveActionRules) -> Reason:
    facts: dict[str, Value] = {
        "milestone": one.milestone,
        "due_at": one.due_at,
        "business_days": rules.days[one.milestone],
    }
    if one.reached_at is not None:
        facts["reached_at"] = one.reached_at
    elif one.verdict is ClockVerdict.MISSED:
        return Reason("corrective.milestone_overdue", facts, _SOURCE)
    return Reason(f"corrective.milestone_{one.verdict.value}", facts, _SOURCE)
