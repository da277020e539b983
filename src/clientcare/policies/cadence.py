"""
How often is a customer visited, and when is the next contact due?

Visits run in cycles of four weeks from a fixed Monday, not in calendar months:
13 cycles a year. The tier says how often; the life cycle beats the tier. The
next contact counts from the last *real* one: an attempt that reached nobody
moves nothing (policies, Terms of section 4, and 4c).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain._months import add_months
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel, Purpose, Touchpoint
from clientcare.policies._cadence_rules import CadenceRules
from clientcare.policies._visiting import (
    CadenceFacts,
    VisitTerms,
    extra_visits,
    is_untiered,
    visit_frequency,
    visit_terms,
    visited_as_of,
)

__all__ = [
    "CadenceFacts",
    "CadenceRules",
    "ContactUrgency",
    "NextContact",
    "VisitTerms",
    "next_ambassador_meeting",
    "next_contact",
    "visit_frequency",
    "visit_terms",
]

_SOURCE: Final = "policies 4c"
_TERMS: Final = "policies, Terms of section 4"


class ContactUrgency(Scale):
    """How a customer stands between the target and the maximum gap."""

    IN_TIME = "in_time", "未到期"
    DUE = "due", "应联系"
    OVERDUE = "overdue", "逾期"


@attrs.frozen(kw_only=True)
class NextContact:
    """
    When to reach out next.

    Attributes:
        due_on: The business day on which the next contact is due (amber from then).
        late_after_on: The last business day in time (red after it).
        urgency: How that stands today.
    """

    due_on: Date
    late_after_on: Date
    urgency: ContactUrgency


def next_contact(
    facts: CadenceFacts,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: CadenceRules = CadenceRules(),
) -> Decision[NextContact]:
    """
    Decide when to reach out to a customer next, whatever the way.

    Counted from the last real contact: due after the tier's target of calendar
    days, late after its maximum. Who was never reached is due from the day they
    entered the book (unknown: today) and late when target and maximum lie as far
    apart. The due day moves to the next business day, the last day in time to
    the business day before, but never before the due day. Both are in time
    themselves.

    For the 28 days after a customer became at risk, the target allows for one
    contact more in a cycle; the maximum stays.

    Raises:
        CalendarError: One of the two days is outside the calendar's published
            range, or no business day is near it.
    """
    today = calendar.local(check.require_instant("now", now)).date()
    last, base, basis = _last_contact(facts, now, today, calendar)
    target, most, class_reasons = _contact_days(facts, today, rules)
    first = base.toordinal() + (target if last is not None else 0)
    due_on = calendar.business_day_from(Date.fromordinal(first))
    latest = calendar.business_day_until(Date.fromordinal(first + most - target))
    late_after_on = max(latest, due_on)
    urgency = _urgency(today, due_on, late_after_on)
    compared: dict[str, Value] = {
        "counted_from_on": base,
        "due_on": due_on,
        "late_after_on": late_after_on,
        "today": today,
        "target_days": target,
        "maximum_days": most,
    }
    return Decision(
        outcome=NextContact(due_on=due_on, late_after_on=late_after_on, urgency=urgency),
        reasons=(Reason(f"cadence.contact_{urgency}", compared, _TERMS), *basis, *class_reasons),
        rules=rules.ref,
        judged_at=now,
        inputs={"tier": facts.tier, "lifecycle": facts.lifecycle, "last_contact_at": last},
    )


def _last_contact(
    facts: CadenceFacts, now: DateTime, today: Date, calendar: WorkCalendar
) -> tuple[DateTime | None, Date, tuple[Reason, ...]]:
    """Return the last real contact, the day from which to count, and why that one."""
    known = [at for at in facts.contacted_at if moment(at) <= moment(now)]
    later = len(facts.contacted_at) - len(known)
    flags: tuple[Reason, ...] = ()
    if later:
        flags = (Reason("cadence.after_as_of", {"left_out": later}, "policies, Terms of 1"),)
    if known:
        last = max(known, key=moment)
        return last, calendar.local(last).date(), flags
    entered = facts.entered_on
    if entered is None or entered > today:
        return None, today, (Reason("cadence.entry_unknown", {"today": today}, _TERMS), *flags)
    reason = Reason("cadence.never_contacted", {"entered_on": entered}, _TERMS)
    return None, entered, (reason, *flags)


def _contact_days(
    facts: CadenceFacts, today: Date, rules: CadenceRules
) -> tuple[int, int, tuple[Reason, ...]]:
    """Return target and maximum in calendar days, and what they rest on."""
    if facts.lifecycle is LifecycleState.LOST:
        lost = Reason("cadence.contact_lost", {"target_days": rules.contact_lost_days}, _SOURCE)
        return rules.contact_lost_days, rules.contact_lost_maximum_days, (lost,)
    visited_as = visited_as_of(facts)
    target = rules.contact_days[visited_as]
    extra, risk = extra_visits(facts, today, rules)
    cycle = rules.cycle_days
    # One contact more in a cycle of c days: c / (c/t + e) days apart, in whole days.
    sooner = max(1, cycle * target // (cycle + extra * target))
    return sooner, rules.contact_maximum_days[visited_as], (_class_reason(facts), *risk)


def _class_reason(facts: CadenceFacts) -> Reason:
    code = "cadence.contact_untiered" if is_untiered(facts) else "cadence.contact_as_tier"
    return Reason(code, {"visited_as": visited_as_of(facts)}, _SOURCE)


def _urgency(today: Date, due_on: Date, late_after_on: Date) -> ContactUrgency:
    if today > late_after_on:
        return ContactUrgency.OVERDUE
    return ContactUrgency.DUE if today >= due_on else ContactUrgency.IN_TIME


def next_ambassador_meeting(
    touchpoints: Iterable[Touchpoint],
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: CadenceRules = CadenceRules(),
) -> Decision[Date]:
    """
    Decide from which business day on an ambassador may be met again in that role.

    Once a month, not oftener: one calendar month after the last meeting or visit
    for the purpose of referral, the day clamped to the month's last (31 January
    → 28 February); visits due by tier neither count nor wait. Never met: today
    (F3, policies 4e).

    Raises:
        CalendarError: The day is outside the calendar's published range, or no
            business day is near it.
    """
    today = calendar.local(check.require_instant("now", now)).date()
    met = [
        one.at
        for one in touchpoints
        if one.channel in {Channel.MEETING, Channel.VISIT}
        and one.purpose is Purpose.REFERRAL
        and one.is_real_contact
        and moment(one.at) <= moment(now)
    ]
    last = calendar.local(max(met, key=moment)).date() if met else None
    months_apart = rules.ambassador_months
    free = today if last is None else add_months(last, months_apart)
    found = calendar.business_day_from(free)
    code = "cadence.ambassador_never_met" if last is None else "cadence.ambassador_met"
    compared: dict[str, Value] = {"last_on": last, "from_on": found, "months": months_apart}
    return Decision(
        outcome=found,
        reasons=(Reason(code, compared, "F3"),),
        rules=rules.ref,
        judged_at=now,
        inputs={"last_on": last},
    )
