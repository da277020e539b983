"""
How soon is an inquiry answered, and when is contact tried again (policies 4a)?

Attempts are counted from the receipt, not from the attempt before, and end with the
first success: a real contact. Who was never reached is nurtured for a while.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel
from clientcare.policies.referral_duty import DutyStanding, ReferralDutyRules, attempt_times

_SOURCE: Final = "policies 4a"


class ResponseState(Scale):
    """Where the answer to an inquiry stands."""

    OPEN = "open", "待联系"
    REACHED = "reached", "已接触"
    NURTURE = "nurture", "长期培育"
    OVER = "over", "已结束"
    OPTED_OUT = "opted_out", "已拒绝联系"


@attrs.frozen(kw_only=True)
class ResponseRules:
    """
    How an inquiry is answered.

    Attributes:
        ref: Name and version of these rules.
        target_minutes: The first contact should come within so many working minutes.
        limit_minutes: And must come within so many.
        attempt_minutes: The first attempts, in working minutes from the receipt.
        attempt_business_days: The attempts after those, in business days from it.
        channels: By which ways, one after the other, and round again.
        nurture_days: After the last attempt nobody is pressed, and the contact is kept
            warm for so many calendar days.
    """

    ref: RulesRef = RulesRef("response", "1")
    target_minutes: int = field(default=5, validator=check.whole())
    limit_minutes: int = field(default=60, validator=check.whole())
    attempt_minutes: tuple[int, ...] = field(
        default=(0, 60), validator=check.tuple_of(check.whole(), least=1)
    )
    attempt_business_days: tuple[int, ...] = field(
        default=(1, 3, 6, 10), validator=check.tuple_of(check.whole())
    )
    channels: tuple[Channel, ...] = field(
        default=(Channel.CALL, Channel.MESSAGE), validator=check.tuple_of(check.a(Channel), least=1)
    )
    nurture_days: int = field(default=90, validator=check.whole())


@attrs.frozen(kw_only=True)
class Attempt:
    """
    One planned attempt.

    Attributes:
        at: When it is made.
        channel: By which way.
        made: Whether so many attempts were made already.
    """

    at: DateTime
    channel: Channel
    made: bool


@attrs.frozen(kw_only=True)
class ResponseFacts:
    """
    An inquiry, and what was done about it.

    Attributes:
        received_at: When it came.
        attempted_at: When contact was tried, successful or not.
        reached_at: The real contacts with the person.
        opted_out_at: When the person asked not to be contacted; ``None`` is not.
    """

    received_at: DateTime = field(validator=check.instant)
    attempted_at: tuple[DateTime, ...] = field(default=(), validator=check.tuple_of(check.instant))
    reached_at: tuple[DateTime, ...] = field(default=(), validator=check.tuple_of(check.instant))
    opted_out_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))


@attrs.frozen(kw_only=True)
class Response:
    """
    Where the answer to an inquiry stands.

    Attributes:
        state: Open, reached, nurtured, over, or opted out.
        standing: In time, past the target, or late; of one that was reached as it was
            then.
        target_at: Until when the first contact should come.
        limit_at: Until when it must come.
        attempts: All attempts that are planned.
        next_attempt: The one that comes next; ``None`` once the chain has ended.
        nurture_until_on: The last day of nurture.
    """

    state: ResponseState
    standing: DutyStanding
    target_at: DateTime
    limit_at: DateTime
    attempts: tuple[Attempt, ...]
    next_attempt: Attempt | None
    nurture_until_on: Date


def respond(
    facts: ResponseFacts,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: ResponseRules = ResponseRules(),
) -> Decision[Response | None]:
    """
    Decide where the answer to an inquiry stands, and when contact is tried next.

    Target 5 and limit 60 working minutes from the receipt, exactly at either is met; six
    attempts: at once, after a working hour, and 1, 3, 6 and 10 business days from the
    receipt. A real contact after the receipt ends the chain, an opt-out ends everything;
    after six attempts in vain follow 90 days of nurture from the sixth as planned. Of a
    referred prospect tell `clientcare.policies.referral_duty.referral_duties`.

    ``None`` before the receipt. What happened after *now* is left out.

    Raises:
        CalendarError: A clock runs past the calendar's published range, or nothing opens.

    .. versionadded:: 0.1.0
    """
    check.require_instant("now", now)
    if moment(facts.received_at) > moment(now):
        why = Reason("response.not_yet_received", {"received_at": facts.received_at}, _SOURCE)
        return Decision(outcome=None, reasons=(why,), rules=rules.ref, judged_at=now)
    found = _response(facts, now, calendar, rules)
    compared: dict[str, Value] = {
        "received_at": facts.received_at,
        "target_at": found.target_at,
        "limit_at": found.limit_at,
        "attempts": sum(one.made for one in found.attempts),
        "most": len(found.attempts),
        "next_at": None if found.next_attempt is None else found.next_attempt.at,
        "nurture_until_on": found.nurture_until_on,
        "standing": found.standing,
        "now": now,
    }
    return Decision(
        outcome=found,
        reasons=(Reason(f"response.{found.state}", compared, _SOURCE),),
        rules=rules.ref,
        judged_at=now,
        inputs={"received_at": facts.received_at},
    )


def _response(
    facts: ResponseFacts, now: DateTime, calendar: WorkCalendar, rules: ResponseRules
) -> Response:
    start, at = facts.received_at, moment(now)
    opening = calendar.next_opening(start)
    target = calendar.add(opening, rules.target_minutes)
    limit = calendar.add(opening, rules.limit_minutes)
    attempts = _attempts(facts, at, calendar, rules)
    last_day = calendar.local(attempts[-1].at).toordinal() + rules.nurture_days
    reached = [one for one in map(moment, facts.reached_at) if moment(start) <= one <= at]
    opted_out = facts.opted_out_at is not None and moment(facts.opted_out_at) <= at
    following = next((one for one in attempts if not one.made), None)
    if opted_out:
        state = ResponseState.OPTED_OUT
    elif reached:
        state = ResponseState.REACHED
    elif following is not None:
        state = ResponseState.OPEN
    else:
        over = calendar.local(now).toordinal() > last_day
        state = ResponseState.OVER if over else ResponseState.NURTURE
    judged = min(reached, default=at)
    return Response(
        state=state,
        standing=_standing(judged, moment(target), moment(limit)),
        target_at=target,
        limit_at=limit,
        attempts=attempts,
        next_attempt=following if state is ResponseState.OPEN else None,
        nurture_until_on=Date.fromordinal(last_day),
    )


def _attempts(
    facts: ResponseFacts, at: int, calendar: WorkCalendar, rules: ResponseRules
) -> tuple[Attempt, ...]:
    made = sum(moment(facts.received_at) <= moment(one) <= at for one in facts.attempted_at)
    planned = attempt_times(
        facts.received_at,
        calendar=calendar,
        rules=ReferralDutyRules(
            attempt_minutes=rules.attempt_minutes,
            attempt_business_days=rules.attempt_business_days,
        ),
    )
    ways = rules.channels
    return tuple(
        Attempt(at=when, channel=ways[place % len(ways)], made=place < made)
        for place, when in enumerate(planned)
    )


def _standing(at: int, target: int, limit: int) -> DutyStanding:
    if at > limit:
        return DutyStanding.LATE
    return DutyStanding.TARGET_MISSED if at > target else DutyStanding.IN_TIME
