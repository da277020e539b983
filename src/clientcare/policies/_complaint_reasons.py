"""Why a complaint's clocks and level are what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clientcare.domain.complaint_scales import ComplaintMark
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.staff import StaffRole
from clientcare.policies._complaint_case import Case, rated_priority
from clientcare.policies._complaint_outcomes import (
    Cap,
    Clock,
    Deadlines,
    Escalation,
    ProposedStep,
)
from clientcare.policies._complaint_rules import EscalationRules
from clientcare.policies._complaint_steps import AT_ONCE, EscalationStep, Trigger, UpcomingStep

_CLOCKS: Final = "policies 3b"
_LADDER: Final = "policies 3c"


def priority_reason(case: Case) -> Reason:
    """Return why the complaint has its priority."""
    priority, severity = case.priority, case.progress.severity or case.complaint.severity
    marks = sorted(case.progress.marks - {ComplaintMark.PRESS})
    if marks:
        return Reason(
            "complaints.safety_or_legal", {"priority": priority, "marks": tuple(marks)}, _CLOCKS
        )
    if severity is None:
        return _unrated(case)
    tier = case.complaint.tier
    facts: dict[str, Value] = {
        "priority": priority,
        "impact": severity.impact,
        "urgency": severity.urgency,
    }
    if rated_priority(severity, tier, case.rules) is not priority:
        return Reason("complaints.merged_priority", {"priority": priority}, _CLOCKS)
    if rated_priority(severity, None, case.rules) is not priority:
        return Reason("complaints.tier_raised", {**facts, "tier": tier}, _CLOCKS)
    return Reason("complaints.rated", facts, _CLOCKS)


def _unrated(case: Case) -> Reason:
    if case.priority is case.rules.provisional:
        return Reason("complaints.provisional", {"priority": case.priority}, _CLOCKS)
    return Reason("complaints.merged_priority", {"priority": case.priority}, _CLOCKS)


def clock_reasons(outcome: Deadlines) -> Iterator[Reason]:
    """Yield the verdict of each clock and cap, the missed ones first."""
    verdicts = [_clock_reason(clock) for clock in outcome.clocks]
    caps = (outcome.acknowledge.cap, outcome.status, outcome.final)
    verdicts += [_cap_reason(cap) for cap in caps if cap is not None]
    yield from sorted(verdicts, key=lambda reason: not reason.code.endswith("_missed"))


def _clock_reason(clock: Clock) -> Reason:
    missed = [run.missed_at for run in clock.runs if run.missed_at is not None]
    facts: dict[str, Value] = {
        "clock": clock.kind,
        "target_at": clock.target_at,
        "minutes": clock.remaining_minutes,
        "round_the_clock": clock.round_the_clock,
        "ended_at": clock.runs[-1].ended_at,
        "missed_at": missed[0] if missed else None,
    }
    return Reason(f"complaints.clock_{clock.verdict.value}", facts, _CLOCKS)


def _cap_reason(cap: Cap) -> Reason:
    facts: dict[str, Value] = {"cap": cap.kind, "due_at": cap.due_at}
    return Reason(f"complaints.cap_{cap.verdict.value}", facts, _CLOCKS)


def proposal_reason(step: ProposedStep) -> Reason:
    """Return why a check proposes a step."""
    return Reason(f"complaints.{step.kind.value}_due", {"due_at": step.due_at}, _CLOCKS)


def escalation_reasons(case: Case, outcome: Escalation) -> tuple[Reason, ...]:
    """Return why a complaint is at its level, the last step first, and what else is called for."""
    reasons = [_step_reason(step, case.rules) for step in reversed(outcome.steps)]
    if not reasons:
        reasons.append(Reason("complaints.not_escalated", {"owner": outcome.owner}, _LADDER))
    reasons.extend(_upcoming_reason(outcome.owner, step) for step in outcome.upcoming[:1])
    reasons.append(_function_reason(case, outcome))
    if outcome.change_needed:
        facts = {"refusals": case.progress.refusals, "heated": case.progress.heated}
        reasons.append(Reason("complaints.change_needed", facts, "C2"))
    if outcome.taking_over is not None:
        facts_of = {"responsible": outcome.responsible, "to": outcome.taking_over}
        reasons.append(Reason("complaints.not_taken_over", facts_of, "C4"))
    return tuple(reasons)


def _upcoming_reason(owner: StaffRole, step: UpcomingStep) -> Reason:
    facts: dict[str, Value] = {
        "owner": owner,
        "until": step.at,
        "trigger": step.trigger,
        "to_level": step.to_level,
        "next_owner": step.owner,
    }
    code = "complaints.next_warning" if step.trigger is Trigger.WARNING else "complaints.next_step"
    return Reason(code, facts, _LADDER)


def _function_reason(case: Case, outcome: Escalation) -> Reason:
    cause = case.progress.cause
    if cause is not None:
        facts = {"cause": cause.kind, "function": outcome.function}
        return Reason("complaints.function", facts, _LADDER)
    if case.progress.unfounded:
        return Reason("complaints.unfounded", source=_LADDER)
    return Reason("complaints.cause_unknown", source=_LADDER)


def _step_reason(step: EscalationStep, rules: EscalationRules) -> Reason:
    facts: dict[str, Value] = {
        "trigger": step.trigger,
        "fired_at": step.fired_at,
        "from_level": step.from_level,
        "to_level": step.to_level,
        "owner": step.owner,
        "warned": step.warned,
    }
    percent = {
        Trigger.WARNING: rules.warn_percent,
        Trigger.OVERDUE: rules.next_percent,
        Trigger.FAR_OVERDUE: rules.beyond_percent,
    }.get(step.trigger)
    if percent is not None:
        facts["percent"] = percent
    code = "at_once" if step.trigger in AT_ONCE else step.trigger.value
    return Reason(f"complaints.{code}", facts, _LADDER)
