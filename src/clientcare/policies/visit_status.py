"""Is a customer's visit due, planned, covered or overdue, and does a day keep the gap?"""

from __future__ import annotations

from typing import Final

from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.scales import Scale
from clientcare.policies._cadence_rules import CadenceRules
from clientcare.policies.cadence import CadenceFacts, VisitTerms, visit_frequency, visit_terms

_SOURCE: Final = "policies 4c"


class VisitStatus(Scale):
    """How a customer stands with the visits due to them 拜访覆盖."""

    OVERDUE = "overdue", "逾期"
    PLANNED = "planned", "已排"
    DUE = "due", "应访"
    COVERED = "covered", "已覆盖"


def visit_status(
    facts: CadenceFacts,
    *,
    as_of: Date,
    calendar: WorkCalendar,
    rules: CadenceRules = CadenceRules(),
) -> Decision[VisitStatus]:
    """
    Decide how a customer stands with the next visit, as of a day.

    The next one is due the tier's interval after the last counted visit (a lost
    customer's after 91 days), without any visit on the day the customer entered
    the book (unknown: as of the day asked). It is overdue after the second
    business day past that; else planned if a visit is booked by then; else due
    from the second business day before it; else covered (policies 4c).

    Raises:
        UnpublishedDayError: The answer depends on a day outside the calendar's
            published range.
    """
    terms = visit_terms(facts, as_of=as_of, rules=rules)
    next_on, basis = _next_on(facts, terms.outcome, as_of)
    status, reason = _status(facts, next_on, as_of, calendar, rules.tolerance_business_days)
    gap = _gap_reason(facts, terms.outcome, as_of) if status is not VisitStatus.COVERED else ()
    return Decision(
        outcome=status,
        reasons=(reason, *gap, *basis, *terms.reasons),
        rules=rules.ref,
        judged_at=as_of,
        inputs={**terms.inputs, "next_on": next_on, "interval_days": terms.outcome.interval_days},
    )


def _next_on(
    facts: CadenceFacts, terms: VisitTerms, as_of: Date
) -> tuple[Date, tuple[Reason, ...]]:
    last = facts.last_visit_on(as_of)
    if last is not None:
        return Date.fromordinal(last.toordinal() + terms.interval_days), ()
    entered = facts.entered_on
    if entered is None or entered > as_of:
        return as_of, (Reason("cadence.visit_entry_unknown", {"as_of": as_of}, _SOURCE),)
    return entered, (Reason("cadence.never_visited", {"entered_on": entered}, _SOURCE),)


def _status(
    facts: CadenceFacts, next_on: Date, as_of: Date, calendar: WorkCalendar, tolerance: int
) -> tuple[VisitStatus, Reason]:
    # Only the days in between are looked at, from the nearer side, so that the answer never
    # rests on others: as_of > next + n bd says that n business days or more lie between.
    compared: dict[str, Value] = {
        "next_on": next_on,
        "as_of": as_of,
        "tolerance_business_days": tolerance,
    }
    if as_of > next_on and _lie_between(as_of, next_on, calendar, tolerance):
        return VisitStatus.OVERDUE, Reason("cadence.visit_overdue", compared, _SOURCE)
    booked = _booked(facts, next_on, as_of, calendar, tolerance)
    if booked is not None:
        compared["booked_on"] = booked
        return VisitStatus.PLANNED, Reason("cadence.visit_planned", compared, _SOURCE)
    if as_of < next_on and _lie_between(as_of, next_on, calendar, tolerance):
        return VisitStatus.COVERED, Reason("cadence.visit_covered", compared, _SOURCE)
    return VisitStatus.DUE, Reason("cadence.visit_due", compared, _SOURCE)


def _booked(
    facts: CadenceFacts, next_on: Date, as_of: Date, calendar: WorkCalendar, tolerance: int
) -> Date | None:
    """Return the first visit booked from *as_of* to the end of the tolerance after *next_on*."""
    first = min((day for day in facts.booked_on if day >= as_of), default=None)
    if first is None or first <= next_on:
        return first
    return None if _lie_between(next_on, first, calendar, tolerance) else first


def _lie_between(start: Date, end: Date, calendar: WorkCalendar, count: int) -> bool:
    """Tell whether *count* business days lie between two dates, looking from *start* on."""
    first, last = start.toordinal(), end.toordinal()
    step = 1 if last > first else -1
    for day in range(first + step, last, step):
        if count <= 0:
            break
        count -= calendar.is_business_day(Date.fromordinal(day))
    return count <= 0


def _gap_reason(facts: CadenceFacts, terms: VisitTerms, as_of: Date) -> tuple[Reason, ...]:
    """Return a flag while the gap to the last visit, which beats the tolerance, is not over."""
    last = facts.last_visit_on(as_of)
    gap = terms.extra_gap_days if terms.extra else terms.gap_days
    if last is None or as_of.toordinal() >= last.toordinal() + gap:
        return ()
    earliest = Date.fromordinal(last.toordinal() + gap)
    compared: dict[str, Value] = {"last_on": last, "earliest_on": earliest, "gap_days": gap}
    return (Reason("cadence.gap_not_over", compared, _SOURCE),)


def check_visit_gap(
    facts: CadenceFacts,
    *,
    on: Date,
    extra: bool = False,
    as_of: Date,
    rules: CadenceRules = CadenceRules(),
) -> Decision[bool]:
    """
    Decide whether a visit on a day keeps the gap to those held and booked.

    Gaps are calendar days between visit dates, also across cycles; a visit on
    top for a customer at risk (*extra*) keeps half the gap, rounded down. Exactly
    the gap is enough; two visits on one day never are (policies 4c).
    """
    day = check.require_date("on", on).toordinal()
    terms = visit_terms(facts, as_of=as_of, rules=rules)
    gap = terms.outcome.extra_gap_days if extra else terms.outcome.gap_days
    others = {*(held for held in facts.visited_on if held <= as_of), *facts.booked_on}
    nearest = min(others, key=lambda other: abs(other.toordinal() - day), default=None)
    distance = None if nearest is None else abs(nearest.toordinal() - day)
    kept = distance is None or distance >= max(gap, 1)
    code = "cadence.gap_kept" if kept else "cadence.gap_broken"
    code = "cadence.gap_free" if nearest is None else code
    compared: dict[str, Value] = {
        "on": on,
        "nearest_on": nearest,
        "days": distance,
        "gap_days": gap,
    }
    return Decision(
        outcome=kept,
        reasons=(Reason(code, compared, _SOURCE), *terms.reasons),
        rules=rules.ref,
        judged_at=as_of,
        inputs=terms.inputs,
    )


def over_visits(
    facts: CadenceFacts, *, as_of: Date, rules: CadenceRules = CadenceRules()
) -> Decision[int]:
    """
    Decide by how many counted visits a customer is above the target of the present cycle.

    They make up for no other customer and for no other cycle (policies 4c).
    """
    target = visit_frequency(facts, as_of=as_of, rules=rules)
    first, last = rules.cycle_of(as_of)
    held = sum(first <= day <= as_of for day in set(facts.visited_on))
    over = max(0, held - target.outcome)
    code = "cadence.over_visited" if over else "cadence.not_over_visited"
    compared: dict[str, Value] = {
        "visits": held,
        "target": target.outcome,
        "over": over,
        "cycle_from_on": first,
        "cycle_until_on": last,
    }
    return Decision(
        outcome=over,
        reasons=(Reason(code, compared, _SOURCE), *target.reasons),
        rules=rules.ref,
        judged_at=as_of,
        inputs=target.inputs,
    )
