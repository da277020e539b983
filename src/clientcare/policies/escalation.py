"""
How fast does a complaint have to move, and who steps in when it does not?

Both answers replay the history up to ``now``: the same facts give the same
answer however often and whenever they are asked for, and a missed target is
known without anybody touching the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._checks import require_instant
from clientcare.domain._complaint_periods import reminder_due, silence_ends, waiting_ends
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain._worktime import MINUTE
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_facts import ComplaintTerms
from clientcare.domain.complaint_scales import ChangeKind, ComplaintState
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError, NoOpenHoursError, UnpublishedDayError
from clientcare.policies._complaint_case import Case, ClockKind
from clientcare.policies._complaint_clock import BEYOND, ClockRun, ClockVerdict
from clientcare.policies._complaint_outcomes import (
    Cap,
    CapKind,
    Clock,
    Deadlines,
    Escalation,
    ProposedStep,
    Run,
    StepKind,
)
from clientcare.policies._complaint_reasons import (
    clock_reasons,
    escalation_reasons,
    priority_reason,
    proposal_reason,
)
from clientcare.policies._complaint_rules import EscalationRules, PriorityTargets, Target
from clientcare.policies._complaint_steps import (
    EscalationStep,
    FiredStep,
    Ladder,
    Trigger,
    UpcomingStep,
)

__all__ = [
    "Cap",
    "CapKind",
    "Clock",
    "ClockKind",
    "ClockVerdict",
    "ComplaintFacts",
    "Deadlines",
    "Escalation",
    "EscalationRules",
    "EscalationStep",
    "PriorityTargets",
    "ProposedStep",
    "Run",
    "StepKind",
    "Target",
    "Trigger",
    "UpcomingStep",
    "assess",
    "deadlines",
]


@attrs.frozen(kw_only=True)
class ComplaintFacts:
    """
    A complaint and the calendar that its clocks run by.

    Attributes:
        complaint: The complaint with its whole history.
        calendar: The calendar of the branch that received it, whoever handles it now.

    Raises:
        InvalidValueError: The complaint names another calendar.
    """

    complaint: Complaint = field(validator=check.a(Complaint))
    calendar: WorkCalendar = field(validator=check.a(WorkCalendar))

    def __attrs_post_init__(self) -> None:
        named = self.complaint.calendar_id
        if named is not None and named != self.calendar.id:
            rule = f"the calendar {named} of the complaint"
            raise InvalidValueError("ComplaintFacts.calendar", self.calendar.id, rule)


_DEFAULT = EscalationRules()
T = TypeVar("T")


def deadlines(
    facts: ComplaintFacts, *, now: DateTime, rules: EscalationRules = _DEFAULT
) -> Decision[Deadlines | None]:
    """
    Tell the priority of a complaint and what has become of its clocks by *now*.

    Exactly at a due is in time. Events after *now* are left out, so the past can
    be asked for. A target that lies beyond the published plan is not told, and a
    reason says so; its verdict and the other clocks are. The answer is undetermined
    before the receipt, and where a verdict or the cap on the acknowledgement takes a
    day that the calendar cannot tell (policies 3b).

    .. versionadded:: 0.1.0
    """
    why = _too_early(facts, now, rules)
    if why is not None:
        return _decision(None, (why,), facts, now, rules)
    try:
        case = _replay(facts, now, rules)
        outcome = _deadlines(case, facts.calendar, moment(now))
    except (NoOpenHoursError, UnpublishedDayError) as silent:
        return _decision(None, (_no_answer(silent),), facts, now, rules)
    proposed = (proposal_reason(step) for step in outcome.proposed)
    reasons = (priority_reason(case), *clock_reasons(outcome), *proposed, *_silent(case))
    return _decision(outcome, reasons, facts, now, rules)


def assess(
    facts: ComplaintFacts, *, now: DateTime, rules: EscalationRules = _DEFAULT
) -> Decision[Escalation | None]:
    """
    Tell how far up a complaint is by *now*, which steps led there and whose turn it is.

    Asking twice fires nothing twice: each step has a key of its own, and what a
    recorded ``Escalated`` event carries is not offered again. A mark beyond the
    published plan is missing from what is upcoming; where the level itself takes a
    day that the calendar cannot tell, it is undetermined (policies 3c, C2, C4).

    .. versionadded:: 0.1.0
    """
    why = _too_early(facts, now, rules)
    if why is not None:
        return _decision(None, (why,), facts, now, rules)
    try:
        case, ladder = _climb(facts, now, rules)
    except (NoOpenHoursError, UnpublishedDayError) as silent:
        return _decision(None, (_no_answer(silent),), facts, now, rules)
    outcome = _escalation(case, ladder, facts.calendar)
    return _decision(outcome, escalation_reasons(case, outcome), facts, now, rules)


def _replay(facts: ComplaintFacts, now: DateTime, rules: EscalationRules) -> Case:
    case = Case(facts.complaint, facts.calendar, rules)
    for event in facts.complaint.as_known_at(now).history:
        case.pass_time(moment(event.at))
        case.apply(event)
    case.pass_time(moment(now))
    return case


def _climb(facts: ComplaintFacts, now: DateTime, rules: EscalationRules) -> tuple[Case, Ladder]:
    case = Case(facts.complaint, facts.calendar, rules)
    ladder = Ladder(case)
    for event in facts.complaint.as_known_at(now).history:
        at = moment(event.at)
        case.pass_time(at)
        ladder.pass_time(at)
        state = case.progress.state
        case.apply(event)
        ladder.apply(event, state)
    case.pass_time(moment(now))
    ladder.pass_time(moment(now))
    return case, ladder


def _deadlines(case: Case, calendar: WorkCalendar, now: int) -> Deadlines:
    caps = _caps(case, calendar, now)
    beside = {
        ClockKind.ACKNOWLEDGE: caps[CapKind.ACKNOWLEDGE],
        ClockKind.RESOLVE: caps[CapKind.FINAL],
    }
    clocks = {
        kind: _clock(kind, case, beside.get(kind), calendar, now)
        for kind in ClockKind
        if case.runs[kind][-1].judge() is not None or _missed(case, kind)
    }
    return Deadlines(
        priority=case.priority,
        acknowledge=clocks[ClockKind.ACKNOWLEDGE],
        proposal=clocks[ClockKind.PROPOSAL],
        containment=clocks.get(ClockKind.CONTAINMENT),
        resolve=clocks[ClockKind.RESOLVE],
        status=caps[CapKind.STATUS],
        final=caps[CapKind.FINAL],
        proposed=tuple(
            ProposedStep(kind=kind, due_at=calendar.instant_from(due))
            for kind, due in _proposed(case, calendar, now)
        ),
    )


def _missed(case: Case, kind: ClockKind) -> bool:
    return any(run.judge() is ClockVerdict.MISSED for run in case.runs[kind])


def _caps(case: Case, calendar: WorkCalendar, now: int) -> dict[CapKind, Cap]:
    ends = [*(later.start for later in case.rounds[1:]), now]
    rounds = list(zip(case.rounds, ends, strict=True))
    present = case.round
    found = {
        CapKind.ACKNOWLEDGE: (
            case.acknowledge_cap(),
            [case.acknowledge_cap_verdict(now)],
        ),
        CapKind.STATUS: (
            present.status_cap,
            [one.status_verdict(end) for one, end in rounds],
        ),
        CapKind.FINAL: (present.final_cap, [one.final_verdict(end) for one, end in rounds]),
    }
    return {
        kind: Cap(kind=kind, due_at=calendar.instant_from(due), verdict=_overall(verdicts))
        for kind, (due, verdicts) in found.items()
    }


def _overall(verdicts: list[ClockVerdict]) -> ClockVerdict:
    return ClockVerdict.MISSED if ClockVerdict.MISSED in verdicts else verdicts[-1]


def _clock(kind: ClockKind, case: Case, cap: Cap | None, calendar: WorkCalendar, now: int) -> Clock:
    runs = [run for run in case.runs[kind] if run.judge() is not None]
    last = runs[-1]
    target_at = _target_at(last, calendar)
    sure = cap if cap is None or _is_first(cap, last) else None
    both = [at for at in (target_at, None if sure is None else sure.due_at) if at is not None]
    return Clock(
        kind=kind,
        verdict=_overall([run.judge() or ClockVerdict.STOPPED for run in runs]),
        target_at=target_at,
        cap=cap,
        due_at=min(both, key=moment, default=None),
        remaining_minutes=_remaining(last, now),
        round_the_clock=last.is_round_the_clock,
        runs=tuple(_run(run, calendar) for run in runs),
    )


def _target_at(run: ClockRun, calendar: WorkCalendar) -> DateTime | None:
    due = run.due()
    return None if due is None or due == BEYOND else calendar.instant_from(due)


def _is_first(cap: Cap, run: ClockRun) -> bool:
    """Tell whether a target that the plan does not give is sure to be later than *cap*."""
    if run.due() != BEYOND:
        return True
    try:
        run.check_known(BEYOND, moment(cap.due_at))
    except UnpublishedDayError:
        return False
    return True


def _run(run: ClockRun, calendar: WorkCalendar) -> Run:
    def at(instant: int | None) -> DateTime | None:
        return None if instant is None else calendar.instant_from(instant)

    return Run(
        started_at=calendar.instant_from(run.start),
        due_at=_target_at(run, calendar),
        missed_at=at(run.missed_at),
        ended_at=at(run.ended_at),
        verdict=run.judge() or ClockVerdict.STOPPED,
    )


def _remaining(run: ClockRun, now: int) -> int | None:
    try:
        left = run.remaining(now)
    except UnpublishedDayError:  # how late it is cannot be told, that it is late can
        return None
    return None if left is None else _whole_minutes(left)


def _whole_minutes(amount: int) -> int:
    return amount // MINUTE if amount >= 0 else -(-amount // MINUTE)


def _proposed(case: Case, calendar: WorkCalendar, now: int) -> Iterator[tuple[StepKind, int]]:
    progress, terms = case.progress, case.rules.terms

    def told(ends: Callable[[WorkCalendar, ComplaintTerms], int]) -> int:
        try:
            return ends(calendar, terms)
        except UnpublishedDayError:
            calendar.worktime.between(moment(progress.entered_at), now)  # ahead of it, or refused
            return BEYOND

    if progress.state is ComplaintState.WAITING_CUSTOMER:
        for days in terms.reminder_business_days[case.reminders :]:
            due = told(partial(reminder_due, progress.entered_at, days))
            if due <= now:
                yield StepKind.REMINDER, due
        end = told(partial(waiting_ends, progress.entered_at))
        if end <= now:
            yield StepKind.NO_RESPONSE, end
    elif progress.state is ComplaintState.REVIEWING and not progress.confirmed:
        end = told(partial(silence_ends, progress.entered_at))
        if end <= now:
            yield StepKind.SILENT_CLOSE, end


def _escalation(case: Case, ladder: Ladder, calendar: WorkCalendar) -> Escalation:
    progress, rules = case.progress, case.rules
    steps = tuple(_step(step, calendar, rules.ladder) for step in ladder.steps)
    cause = progress.cause
    return Escalation(
        level=ladder.level,
        owner=rules.ladder[ladder.level],
        function=None if cause is None else rules.functions[cause.kind],
        responsible=progress.owner,
        taking_over=progress.taking_over,
        steps=steps,
        change_needed=progress.needs_change,
        changes=tuple(kind for kind in ChangeKind if kind in progress.changes),
        unrecorded=tuple(
            step.key
            for step in steps
            if step.key not in progress.escalated and not progress.state.is_terminal
        ),
        upcoming=tuple(
            UpcomingStep(
                trigger=trigger,
                at=calendar.instant_from(at),
                to_level=level,
                owner=rules.ladder[level],
            )
            for at, trigger, level in ladder.upcoming()
        ),
    )


def _step(step: FiredStep, calendar: WorkCalendar, ladder: tuple[StaffRole, ...]) -> EscalationStep:
    above = min(step.to_level + 1, len(ladder) - 1)
    warned = dict.fromkeys((ladder[step.to_level], ladder[above]))
    return EscalationStep(
        key=step.key,
        trigger=step.trigger,
        fired_at=calendar.instant_from(step.at),
        from_level=step.from_level,
        to_level=step.to_level,
        owner=ladder[step.to_level],
        warned=tuple(warned) if step.trigger is Trigger.WARNING else (),
    )


def _too_early(facts: ComplaintFacts, now: DateTime, rules: EscalationRules) -> Reason | None:
    check.require_kind("facts", facts, ComplaintFacts)
    check.require_kind("rules", rules, EscalationRules)
    received_at = facts.complaint.received_at
    if moment(require_instant("now", now)) >= moment(received_at):
        return None
    return Reason(
        "complaints.not_received", {"received_at": received_at, "now": now}, "policies 0.2"
    )


def _silent(case: Case) -> list[Reason]:
    """Return the days that keep a target from being told, each once."""
    found = (runs[-1].silence() for runs in case.runs.values())
    return list(dict.fromkeys(_no_answer(silent) for silent in found if silent is not None))


def _no_answer(silent: NoOpenHoursError | UnpublishedDayError) -> Reason:
    day = silent.day if isinstance(silent, UnpublishedDayError) else silent.searched_from
    return Reason(
        "complaints.calendar_silent", {"calendar": silent.calendar, "day": day}, "policies 3b"
    )


def _decision(
    outcome: T,
    reasons: tuple[Reason, ...],
    facts: ComplaintFacts,
    now: DateTime,
    rules: EscalationRules,
) -> Decision[T]:
    inputs = {"complaint": facts.complaint.id, "calendar": facts.calendar.id}
    return Decision(
        outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=now, inputs=FrozenMap(inputs)
    )
