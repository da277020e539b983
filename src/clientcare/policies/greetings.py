"""
When is somebody greeted next (policies 4f, F4)?

Once per occasion and year of the occasion: by message on the day itself, by call on the
day or the last business day before. Consent is judged when the greeting is sent, by the
permission to contact (4e).
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, Protocol

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import OccasionId
from clientcare.domain.occasions import Occasion, YearCalendar
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel, Touchpoint

_SOURCE: Final = "F4, policies 4f"
_LONG_MONTH: Final = 30
_DAY_MINUTES: Final = 1440
_MARK: Final = re.compile(r"greeting:(?P<occasion>.+):(?P<year>\d{1,4})", re.DOTALL)


def greeting_mark(occasion_id: OccasionId, year: int) -> str:
    """Return what `Touchpoint.about` says of a greeting that was sent."""
    return f"greeting:{occasion_id}:{year}"


def greeted_years(occasion: Occasion, touchpoints: Iterable[Touchpoint]) -> frozenset[int]:
    """Return the years of an occasion in which it was greeted, by the marks of what was sent."""
    found = (_MARK.fullmatch(one.about) for one in touchpoints)
    return frozenset(
        int(mark["year"]) for mark in found if mark is not None and mark["occasion"] == occasion.id
    )


class LeapDay(Scale):
    """The day on which an occasion of 29 February falls in a common year."""

    FEBRUARY_28 = "february_28", "2月28日"
    MARCH_1 = "march_1", "3月1日"


class LunarCalendar(Protocol):
    """Turns dates of the Chinese lunar calendar into dates; ours needs the extra ``lunar``."""

    def date_of(self, year: int, month: int, day: int, *, leap: bool) -> Date | None:
        """Return the date of a lunar day; ``None`` where that year has no such day."""
        ...


@attrs.frozen(kw_only=True)
class GreetingRules:
    """
    How somebody is greeted.

    Attributes:
        ref: Name and version of these rules.
        channel: By which way: a call comes on a business day, anything else on the day
            itself.
        minute: The minute of the local day at which it is sent (policies 4f: 09:30).
        leap_day: Where 29 February falls in a common year (policies 4f).
    """

    ref: RulesRef = RulesRef("greetings", "1")
    channel: Channel = field(default=Channel.MESSAGE, validator=check.a(Channel))
    minute: int = field(default=9 * 60 + 30, validator=check.whole(most=_DAY_MINUTES - 1))
    leap_day: LeapDay = field(default=LeapDay.FEBRUARY_28, validator=check.a(LeapDay))


@attrs.frozen(kw_only=True)
class Greeting:
    """
    The next greeting.

    Attributes:
        occasion_on: The day that is celebrated.
        year: The year of the occasion, lunar for a lunar one: greet once in it.
        send_at: When to send it, on the calendar's clock.
        channel: By which way.
    """

    occasion_on: Date
    year: int
    send_at: DateTime
    channel: Channel


def next_greeting(
    occasion: Occasion,
    *,
    as_of: Date,
    calendar: WorkCalendar,
    greeted_years: Collection[int] = (),
    lunar: LunarCalendar | None = None,
    rules: GreetingRules = GreetingRules(),
) -> Decision[Greeting | None]:
    """
    Decide when a person is greeted next, on the day *as_of* or later.

    *as_of* and *calendar* are the person's own: their date, business days and zone. 29
    February is kept on the 28th in common years. A lunar day that the year does not have
    falls on the same day of the month that is not leap, then on the 29th for a 30th, else
    the year has none; a Gregorian year may so hold none or two. A call on the last day of
    the year may belong to the occasion of the next one. *greeted_years* are the years of
    the occasion in which it was greeted already.

    ``None`` where the day is unknown, the lunar calendar is missing, the occasion has
    ended, or it does not come in the next three years.

    Raises:
        CalendarError: The business day of a call is not published.

    .. versionadded:: 0.1.0
    """
    today = check.require_date("as_of", as_of)
    found, why = _next(
        occasion,
        today=today,
        calendar=calendar,
        greeted=greeted_years,
        lunar=lunar,
        rules=rules,
    )
    return Decision(
        outcome=found,
        reasons=(why,),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"occasion": occasion.id, "calendar": occasion.calendar},
    )


def _next(
    occasion: Occasion,
    *,
    today: Date,
    calendar: WorkCalendar,
    greeted: Collection[int],
    lunar: LunarCalendar | None,
    rules: GreetingRules,
) -> tuple[Greeting | None, Reason]:
    about: dict[str, Value] = {"occasion": occasion.kind, "as_of": today}
    if occasion.day is None:
        return None, Reason("greeting.day_unknown", about, _SOURCE)
    if occasion.calendar is YearCalendar.LUNAR and lunar is None:
        return None, Reason("greeting.calendar_unknown", about, _SOURCE)
    for year, on in _occurrences(occasion, occasion.day, today.year, lunar, rules):
        ended = occasion.ended_on is not None and on >= occasion.ended_on
        if ended or (occasion.ended_on is not None and today >= occasion.ended_on):
            return None, Reason("greeting.ended", {**about, "ended_on": occasion.ended_on}, _SOURCE)
        if year in greeted or on < today:
            continue
        called = rules.channel is Channel.CALL
        send_on = calendar.business_day_until(on) if called else on
        if send_on < today:
            continue
        greeting = Greeting(
            occasion_on=on,
            year=year,
            send_at=calendar.instant(send_on, rules.minute),
            channel=rules.channel,
        )
        told: dict[str, Value] = {**about, "occasion_on": on, "year": year, "send_on": send_on}
        return greeting, Reason("greeting.next", told, _SOURCE)
    return None, Reason("greeting.none_near", about, _SOURCE)


def _occurrences(
    occasion: Occasion,
    day: int,
    this_year: int,
    lunar: LunarCalendar | None,
    rules: GreetingRules,
) -> Iterator[tuple[int, Date]]:
    """Yield the years of the occasion and its days, from the last year to three years on."""
    first, last = Date.min.year, Date.max.year
    for year in range(max(first, this_year - 1), min(last, this_year + 3) + 1):
        if lunar is not None and occasion.calendar is YearCalendar.LUNAR:
            on = _lunar_day(occasion, day, year, lunar)
            if on is not None:
                yield year, on
        else:
            yield year, _gregorian_day(year, occasion.month, day, rules)


def _gregorian_day(year: int, month: int, day: int, rules: GreetingRules) -> Date:
    if day <= months.monthrange(year, month)[1]:
        return Date(year, month, day)
    return Date(year, 2, 28) if rules.leap_day is LeapDay.FEBRUARY_28 else Date(year, 3, 1)


def _lunar_day(occasion: Occasion, day: int, year: int, lunar: LunarCalendar) -> Date | None:
    tries = [(day, occasion.leap)]
    if occasion.leap:
        tries.append((day, False))
    if day == _LONG_MONTH:
        tries.append((day - 1, False))
    found = (lunar.date_of(year, occasion.month, one, leap=leap) for one, leap in tries)
    return next((on for on in found if on is not None), None)
