"""
What is owed on a referral now: first contact, thanks, reports, and the ends that time brings?

The introducer is owed thanks for the name and a report of the first contact and
of every outcome, good or bad (R3); the prospect is contacted within minutes
(R2). Nothing here names the introducer (R4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.referral import BEFORE_CONVERTED, Referral, ReferralState
from clientcare.domain.scales import Scale
from clientcare.policies._referral_facts import days_after, known_referral

_CLOCKS: Final = "policies 4a"
_STATES: Final = "policies 5a"


class DutyKind(Scale):
    """What is owed on a referral."""

    CONTACT = "contact", "联系"
    THANK = "thank", "致谢"
    REPORT = "report", "回报"
    QUALIFY = "qualify", "确认"
    CLOSE_UNREACHABLE = "close_unreachable", "结案：联系不上"
    CLOSE_EXPIRED = "close_expired", "结案：过期"


class DutyStanding(Scale):
    """How a duty stands at the moment asked."""

    IN_TIME = "in_time", "未到期"
    TARGET_MISSED = "target_missed", "超过目标"
    LATE = "late", "逾期"


@attrs.frozen(kw_only=True)
class ReferralDuty:
    """
    One thing owed.

    Attributes:
        kind: What.
        due: Until when, included: an instant, or a day in the firm's zone.
        standing: In time, past its target, or late.
        about: What a report is about; ``None`` for anything else.
        target_at: Until when the first contact should be made; ``None`` for
            anything else.
        next_attempt_at: When the next try is planned; ``None`` for anything else.
    """

    kind: DutyKind
    due: Date | DateTime
    standing: DutyStanding
    about: ReferralState | None = None
    target_at: DateTime | None = None
    next_attempt_at: DateTime | None = None


@attrs.frozen(kw_only=True)
class ReferralDutyRules:
    """
    The clocks of a referral.

    Attributes:
        ref: Name and version of these rules.
        contact_minutes: Target for the first contact, in working minutes from the
            later of receipt and permission (R2: six minutes).
        contact_business_days: Outer limit of the same, in business days
            (policies 4a).
        attempt_minutes: The first tries, in working minutes from the same start
            (policies 4a: at once and after one working hour).
        attempt_business_days: The tries after those, in business days from the
            same start (policies 4a).
        thank_business_days: For thanking the introducer, in business days from
            receipt (policies 4a).
        report_business_days: For reporting to the introducer, in business days
            from first contact and from every outcome (R3, policies 4a).
        qualify_days: For qualifying, in calendar days from first contact
            (policies 5a).
        expiry_days: For the first order, in calendar days from the naming
            (policies 5a: 180 for firms, 90 for consumers).

    Raises:
        InvalidValueError: A value breaks its rule.
    """

    ref: RulesRef = RulesRef("referral_duty", "1")
    contact_minutes: int = field(default=6, validator=check.whole())
    contact_business_days: int = field(default=1, validator=check.whole())
    attempt_minutes: tuple[int, ...] = field(
        default=(0, 60), validator=check.tuple_of(check.whole(), least=1)
    )
    attempt_business_days: tuple[int, ...] = field(
        default=(1, 3, 6, 10), validator=check.tuple_of(check.whole())
    )
    thank_business_days: int = field(default=1, validator=check.whole())
    report_business_days: int = field(default=2, validator=check.whole())
    qualify_days: int = field(default=30, validator=check.whole())
    expiry_days: int = field(default=180, validator=check.whole())

    @property
    def attempts(self) -> int:
        """How many tries there are."""
        return len(self.attempt_minutes) + len(self.attempt_business_days)


def referral_duties(
    referral: Referral,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: ReferralDutyRules = ReferralDutyRules(),
) -> Decision[tuple[ReferralDuty, ...]]:
    """
    Decide what is owed on a referral at an instant, what is late coming first.

    First contact has a target of 6 working minutes and a limit of one business
    day from the later of receipt and permission; after six tries in vain the
    referral may be closed as unreachable. Thanks are owed within one business day
    of receipt, a report within two of the first contact and of every outcome,
    both until done. Qualifying is late after day 30 from first contact; without a
    first order by day 180 from the naming it may be closed as expired. Exactly at
    a limit is in time (policies 4a, 5a).

    What happened after *now* is left out, so that a past moment can be asked.

    Raises:
        CalendarError: A clock runs past the calendar's published range, or
            nothing opens.
    """
    known = known_referral(referral, now=check.require_instant("now", now), calendar=calendar)
    if known is None:
        why = Reason("referral.not_yet_named", {"named_at": referral.received_at}, _STATES)
        return Decision(outcome=(), reasons=(why,), rules=rules.ref, judged_at=now)
    found = [
        *_contact(known, now, calendar, rules),
        *_thanks(known, now, calendar, rules),
        *_reports(known, now, calendar, rules),
        *_qualify(known, now, calendar, rules),
        *_expiry(known, now, calendar, rules),
    ]
    order = list(DutyStanding)
    found.sort(key=lambda duty: -order.index(duty[0].standing))
    return Decision(
        outcome=tuple(duty for duty, _ in found),
        reasons=(*(reason for _, reason in found), *_remarks(known, found=bool(found))),
        rules=rules.ref,
        judged_at=now,
        inputs={"referral": referral.id, "state": known.state, "attempts": len(known.attempts)},
    )


_Found = Iterator[tuple[ReferralDuty, Reason]]


def _remarks(known: Referral, *, found: bool) -> Iterator[Reason]:
    if known.state is ReferralState.NAMED:
        yield Reason("referral.permission_awaited", {"named_at": known.received_at}, _STATES)
    elif not found:
        yield Reason("referral.nothing_owed", {"state": known.state}, _STATES)


def _contact(
    known: Referral, now: DateTime, calendar: WorkCalendar, rules: ReferralDutyRules
) -> _Found:
    start = known.reached_at(ReferralState.CONSENTED)
    if known.state is not ReferralState.CONSENTED or start is None:
        return
    tried = known.attempts
    target_at = calendar.add(start, rules.contact_minutes)
    limit_at = calendar.add_business_days(start, rules.contact_business_days)
    standing = _standing(now, limit_at, target_at)
    if len(tried) >= rules.attempts:
        yield _unreachable(tried, standing, rules)
        return
    next_at = attempt_times(start, calendar=calendar, rules=rules)[len(tried)]
    compared: dict[str, Value] = {
        "permitted_at": start,
        "target_at": target_at,
        "limit_at": limit_at,
        "now": now,
        "attempts": len(tried),
        "next_attempt_at": next_at,
    }
    duty = ReferralDuty(
        kind=DutyKind.CONTACT,
        due=limit_at,
        standing=standing,
        target_at=target_at,
        next_attempt_at=next_at,
    )
    yield duty, Reason(f"referral.contact_{standing}", compared, "R2, policies 4a")


def attempt_times(
    start: DateTime,
    *,
    calendar: WorkCalendar,
    rules: ReferralDutyRules = ReferralDutyRules(),
) -> tuple[DateTime, ...]:
    """
    Return when contact is tried, each counted from *start* and none from the try before.

    *start* is the later of receipt and permission; from a closed instant the
    clocks start at the next opening (policies 4a).
    """
    opening = calendar.next_opening(start)
    soon = (calendar.add(opening, minutes) for minutes in rules.attempt_minutes)
    later = (calendar.add_business_days(start, days) for days in rules.attempt_business_days)
    return (*soon, *later)


def _unreachable(
    tried: tuple[DateTime, ...], standing: DutyStanding, rules: ReferralDutyRules
) -> tuple[ReferralDuty, Reason]:
    last_at = max(tried, key=moment)
    duty = ReferralDuty(kind=DutyKind.CLOSE_UNREACHABLE, due=last_at, standing=standing)
    compared: dict[str, Value] = {
        "attempts": len(tried),
        "most": rules.attempts,
        "last_at": last_at,
    }
    return duty, Reason("referral.attempts_used", compared, _CLOCKS)


def _thanks(
    known: Referral, now: DateTime, calendar: WorkCalendar, rules: ReferralDutyRules
) -> _Found:
    if known.thanked_at is not None:
        return
    due_at = calendar.add_business_days(known.received_at, rules.thank_business_days)
    standing = _standing(now, due_at)
    compared: dict[str, Value] = {"received_at": known.received_at, "due_at": due_at, "now": now}
    duty = ReferralDuty(kind=DutyKind.THANK, due=due_at, standing=standing)
    yield duty, Reason(f"referral.thanks_{standing}", compared, "R3, policies 4a")


def _reports(
    known: Referral, now: DateTime, calendar: WorkCalendar, rules: ReferralDutyRules
) -> _Found:
    for event in known.reports_owed:
        due_at = calendar.add_business_days(event.at, rules.report_business_days)
        standing = _standing(now, due_at)
        compared: dict[str, Value] = {
            "about": event.state,
            "happened_at": event.at,
            "due_at": due_at,
            "now": now,
        }
        duty = ReferralDuty(kind=DutyKind.REPORT, due=due_at, standing=standing, about=event.state)
        yield duty, Reason(f"referral.report_{standing}", compared, "R3, policies 4a")


def _qualify(
    known: Referral, now: DateTime, calendar: WorkCalendar, rules: ReferralDutyRules
) -> _Found:
    contacted_at = known.reached_at(ReferralState.CONTACTED)
    if known.state is not ReferralState.CONTACTED or contacted_at is None:
        return
    contacted_on = calendar.local(contacted_at).date()
    last_on, today = days_after(contacted_on, rules.qualify_days), calendar.local(now).date()
    late = today > last_on
    compared: dict[str, Value] = {
        "contacted_on": contacted_on,
        "last_on": last_on,
        "qualify_days": rules.qualify_days,
        "today": today,
    }
    duty = ReferralDuty(
        kind=DutyKind.QUALIFY,
        due=last_on,
        standing=DutyStanding.LATE if late else DutyStanding.IN_TIME,
    )
    yield duty, Reason("referral.qualify_late" if late else "referral.qualify", compared, _STATES)


def _expiry(
    known: Referral, now: DateTime, calendar: WorkCalendar, rules: ReferralDutyRules
) -> _Found:
    named_on = calendar.local(known.received_at).date()
    last_on, today = days_after(named_on, rules.expiry_days), calendar.local(now).date()
    ordered = known.first_ordered_on
    in_time = ordered is not None and ordered <= last_on
    if known.state not in BEFORE_CONVERTED or today <= last_on or in_time:
        return
    compared: dict[str, Value] = {
        "named_on": named_on,
        "last_on": last_on,
        "expiry_days": rules.expiry_days,
        "today": today,
    }
    kind = DutyKind.CLOSE_EXPIRED
    duty = ReferralDuty(kind=kind, due=last_on, standing=DutyStanding.LATE)
    yield duty, Reason("referral.expired", compared, _STATES)


def _standing(now: DateTime, limit_at: DateTime, target_at: DateTime | None = None) -> DutyStanding:
    if moment(now) > moment(limit_at):
        return DutyStanding.LATE
    missed = target_at is not None and moment(now) > moment(target_at)
    return DutyStanding.TARGET_MISSED if missed else DutyStanding.IN_TIME
