"""Which promises fall due, and which are broken though nobody has said so (F5)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import PromiseId
from clientcare.domain.promises import Promise, PromiseState
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

_SOURCE: Final = "F5"


class PromiseStanding(Scale):
    """How a promise stands at the moment asked."""

    SETTLED = "settled", "已了结"
    IN_TIME = "in_time", "未到期"
    SOON = "soon", "将到期"
    TODAY = "today", "今日到期"
    BROKEN = "broken", "未履行"


@attrs.frozen(kw_only=True)
class PromiseWatchRules:
    """
    How early a promise is brought to mind.

    Attributes:
        ref: Name and version of these rules.
        soon_business_days: A promise is due soon when its day is at most so many
            business days after today (by judgement: two, so that there is time
            to act or to speak first).
    """

    ref: RulesRef = RulesRef("promise_watch", "1")
    soon_business_days: int = field(default=2, validator=check.whole())


def watch_promise(
    promise: Promise,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: PromiseWatchRules = PromiseWatchRules(),
) -> Decision[PromiseStanding | None]:
    """
    Decide how a promise stands at an instant; ``None`` where it was not made by then.

    A promise is broken once its time has passed without being kept, whether or
    not somebody recorded that; exactly at the due instant it is still in time.
    What happened after *now* is left out, so that a past moment can be asked.

    Raises:
        CalendarError: The next business days are not published, or there are none.
    """
    check.require_instant("now", now)
    compared: dict[str, Value] = {
        "made_at": promise.made_at,
        "due_at": promise.due_at,
        "now": now,
    }
    standing: PromiseStanding | None = None
    if moment(promise.made_at) > moment(now):
        why = Reason("promise.not_yet_made", compared, _SOURCE)
    else:
        known = tuple(step for step in promise.history if moment(step.at) <= moment(now))
        standing, why = _standing(attrs.evolve(promise, history=known), now, calendar, rules)
    return Decision(
        outcome=standing,
        reasons=(why,),
        rules=rules.ref,
        judged_at=now,
        inputs={"promise": promise.id, **compared},
    )


def watch_promises(
    promises: Iterable[Promise],
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: PromiseWatchRules = PromiseWatchRules(),
) -> Mapping[PromiseId, Decision[PromiseStanding | None]]:
    """
    Decide for each promise how it stands at an instant, as ``watch_promise`` does.

    Raises:
        InvalidValueError: Two promises have the same id.
        CalendarError: The next business days are not published, or there are none.
    """
    found: dict[PromiseId, Decision[PromiseStanding | None]] = {}
    for promise in promises:
        if promise.id in found:
            raise InvalidValueError("Promise.id", promise.id, "each promise once")
        found[promise.id] = watch_promise(promise, now=now, calendar=calendar, rules=rules)
    return FrozenMap(found)


def _standing(
    known: Promise, now: DateTime, calendar: WorkCalendar, rules: PromiseWatchRules
) -> tuple[PromiseStanding, Reason]:
    compared: dict[str, Value] = {"due_at": known.due_at, "now": now}
    if not known.is_open:
        settled: dict[str, Value] = {"state": known.state, "at": known.history[-1].at}
        return PromiseStanding.SETTLED, Reason("promise.settled", settled, _SOURCE)
    if known.state is PromiseState.BROKEN:
        said: dict[str, Value] = {"said_at": known.history[-1].at, **compared}
        return PromiseStanding.BROKEN, Reason("promise.given_up", said, _SOURCE)
    if moment(now) > moment(known.due_at):
        return PromiseStanding.BROKEN, Reason("promise.broken", compared, _SOURCE)
    today, due_on = calendar.local(now).date(), calendar.local(known.due_at).date()
    if due_on == today:
        return PromiseStanding.TODAY, Reason("promise.due_today", compared, _SOURCE)
    soon_until = calendar.next_business_day(today, count=rules.soon_business_days)
    compared["soon_until_on"] = soon_until
    if due_on <= soon_until:
        return PromiseStanding.SOON, Reason("promise.due_soon", compared, _SOURCE)
    return PromiseStanding.IN_TIME, Reason("promise.in_time", compared, _SOURCE)
