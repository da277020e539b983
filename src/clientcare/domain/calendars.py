"""
When a place works: weekly hours, holidays, make-up working days, exceptions.

A calendar answers in open time: it adds working minutes to an instant, counts
those between two, and finds openings, closings and business days, across clock
changes and over any number of windows a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs
import pendulum
from pendulum import Date, DateTime

from clientcare.domain import _checks
from clientcare.domain._ahead import AHEAD
from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment_of
from clientcare.domain._quick_add import QuickAdd
from clientcare.domain._windows import (
    WHOLE_DAY,
    Window,
    Windows,
    check_dates,
    check_week,
    joined_days,
    joined_week,
    parse_hours,
    sorted_dates,
)
from clientcare.domain._worktime import (
    FIRST_DAY,
    LAST_DAY,
    MINUTE,
    SECOND,
    Worktime,
    at_clock,
    days_later,
    instant_of,
)
from clientcare.domain.ids import CalendarId
from clientcare.errors import InvalidValueError

__all__ = ["EVERY_DAY", "MONDAY_TO_FRIDAY", "Window", "Windows", "WorkCalendar", "parse_hours"]

MONDAY_TO_FRIDAY: Final = (0, 1, 2, 3, 4)
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
_DAY: Final = _checks.maybe(_checks.date)
_ZERO: Final = 0  # by identity, as False and 0.0 are to be refused


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """
    The working time of a place 工作日历.

    What holds on a date: its exception; else closed on a holiday, or the hours of
    a make-up working day 调休; else the hours of its weekday. Windows are local
    wall times, each turned into the first instant at which the local clock shows
    that time or later; working time is the time that passes between those.

    Instants come back as ``pendulum.DateTime`` in the calendar's own zone,
    whatever the zone of the argument.

    A day outside the published range has no known hours: what depends on one is
    refused (``UnpublishedDayError``). A search ends with ``NoOpenHoursError``
    where the local day that it starts from and the 60 after it (before it, when
    it looks back) have nothing.

    Attributes:
        id: The calendar's id.
        name: What people call it; may be blank.
        time_zone: IANA name of the zone in which the windows are wall times.
        week: The windows of Monday to Sunday; touching ones become one.
        exceptions: Dates with windows of their own; none = closed.
        holidays: Dates on which nothing is open.
        make_up_days: Working dates in exchange for holidays, with their windows;
            none = those of the first weekday that has any.
        published_from: First date with a known plan; ``None`` = no bound.
        published_until: Last date with a known plan; ``None`` = no bound.

    Raises:
        InvalidValueError: Windows overlap, or one date is both a holiday and a
            make-up day, or the published range is empty.
    """

    id: CalendarId = attrs.field(validator=_checks.key)
    name: str = attrs.field(default="", validator=_checks.text(least=0, most=200))
    time_zone: str = attrs.field(validator=_checks.zone)
    week: tuple[Windows, ...] = attrs.field(converter=joined_week, validator=check_week)
    exceptions: Mapping[Date, Windows] = attrs.field(
        factory=FrozenMap, converter=joined_days, validator=check_dates
    )
    holidays: tuple[Date, ...] = attrs.field(
        default=(),
        converter=sorted_dates,
        validator=_checks.tuple_of(_checks.date),
        metadata=AHEAD,
    )
    make_up_days: Mapping[Date, Windows] = attrs.field(
        factory=FrozenMap, converter=joined_days, validator=check_dates
    )
    published_from: Date | None = attrs.field(default=None, validator=_DAY, metadata=AHEAD)
    published_until: Date | None = attrs.field(default=None, validator=_DAY, metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        both = sorted(set(self.holidays) & self.make_up_days.keys())
        if both:
            rule = "a date is a holiday or a make-up day, not both"
            raise InvalidValueError("WorkCalendar.make_up_days", both[0].isoformat(), rule)
        first, last = self.published_from, self.published_until
        if first is not None and last is not None and last < first:
            rule = f"not before the first published day, {first}"
            raise InvalidValueError("WorkCalendar.published_until", last.isoformat(), rule)

    # --- common calendars ---

    @classmethod
    def weekly(
        cls,
        calendar_id: str,
        *,
        time_zone: str,
        hours: Windows | str = "09:00-17:00",
        days: Iterable[int] = MONDAY_TO_FRIDAY,
        name: str = "",
    ) -> WorkCalendar:
        """
        Return a calendar with the same *hours* on some *days* of the week (Monday is 0).

        Text such as ``09:00-12:00, 13:30-18:00`` will do for the hours.
        """
        windows = parse_hours(hours) if isinstance(hours, str) else hours
        chosen = tuple(sorted(set(days), key=str))
        if not set(chosen) <= set(EVERY_DAY):
            raise InvalidValueError("days", chosen, "weekdays 0 (Monday) to 6")
        week = tuple(windows if day in chosen else () for day in EVERY_DAY)
        return cls(id=CalendarId(calendar_id), name=name, time_zone=time_zone, week=week)

    @classmethod
    def always(cls, calendar_id: str, *, time_zone: str, name: str = "") -> WorkCalendar:
        """Return a calendar that is open round the clock on every day (24x7)."""
        return cls.weekly(
            calendar_id, time_zone=time_zone, hours=WHOLE_DAY, days=EVERY_DAY, name=name
        )

    def with_holidays(
        self,
        holidays: Iterable[Date],
        *,
        make_up_days: Iterable[Date] = (),
        published_from: Date | None = None,
        published_until: Date | None = None,
    ) -> WorkCalendar:
        """
        Return this calendar with further holidays and make-up working days.

        A make-up day added here has the hours of the first weekday that has any.
        A bound of the published range that is given replaces the present one.
        """
        return attrs.evolve(
            self,
            holidays=(*self.holidays, *holidays),
            make_up_days=FrozenMap({**self.make_up_days, **dict.fromkeys(make_up_days, ())}),
            published_from=published_from or self.published_from,
            published_until=published_until or self.published_until,
        )

    def with_exception(self, on: Date, hours: Windows | str) -> WorkCalendar:
        """Return this calendar with *hours* of its own for a date; blank = closed."""
        windows = parse_hours(hours) if isinstance(hours, str) else hours
        return attrs.evolve(self, exceptions=FrozenMap({**self.exceptions, on: windows}))

    # --- days ---

    def windows_on(self, on: Date) -> Windows:
        """
        Return the planned windows of a date, in order.

        Raises:
            UnpublishedDayError: The date is outside the published range.
        """
        day = require_date("on", on).toordinal()
        self.worktime.require(day)
        return self._planned(on)

    def is_business_day(self, on: Date) -> bool:
        """
        Tell whether there is any open time on a date.

        Raises:
            UnpublishedDayError: The date is outside the published range.
        """
        return self.worktime.opens_on(require_date("on", on).toordinal())

    def next_business_day(self, on: Date, *, count: int = 1) -> Date:
        """
        Return the *count*-th business day after a date (0: the date itself).

        Raises:
            NoOpenHoursError: 60 days in a row have no open time.
            UnpublishedDayError: A day that had to be looked at is not published.
        """
        return self._business_day(on, _natural("count", count))

    def previous_business_day(self, on: Date, *, count: int = 1) -> Date:
        """Return the *count*-th business day before a date; raises as ``next_business_day``."""
        return self._business_day(on, -_natural("count", count))

    def business_days_between(self, start: Date, end: Date) -> int:
        """
        Return how many business days are in [start, end); negative when *end* is before *start*.

        Raises:
            UnpublishedDayError: A day in between is outside the published range.
        """
        first, last = (require_date("on", on).toordinal() for on in (start, end))
        count = sum(map(self.worktime.opens_on, range(min(first, last), max(first, last))))
        return count if first <= last else -count

    def business_day_from(self, on: Date) -> Date:
        """Return the date itself if it is a business day, else the next one."""
        return on if self.is_business_day(on) else self.next_business_day(on)

    def business_day_until(self, on: Date) -> Date:
        """Return the date itself if it is a business day, else the one before."""
        return on if self.is_business_day(on) else self.previous_business_day(on)

    def _business_day(self, on: Date, count: int) -> Date:
        day = require_date("on", on).toordinal()
        return Date.fromordinal(self.worktime.business_day(day, count))

    # --- open time ---

    def is_open(self, at: DateTime) -> bool:
        """
        Tell whether an instant is inside a window (the closing instant is not).

        Raises:
            UnpublishedDayError: Its local day is outside the published range.
        """
        return self.worktime.is_open(moment_of("at", at))

    def next_opening(self, at: DateTime) -> DateTime:
        """
        Return *at* itself when open, else the start of the next window.

        Raises:
            NoOpenHoursError: Nothing opens on the local day or the 60 after it.
            UnpublishedDayError: A day that had to be looked at is not published.
        """
        return self._instant(self.worktime.next_opening(moment_of("at", at)))

    def next_closing(self, at: DateTime) -> DateTime:
        """
        Return the end of the run of touching windows that *at*, or the next opening, is in.

        Raises:
            NoOpenHoursError: It does not close within 60 days (24x7 never does), or
                nothing opens.
            UnpublishedDayError: A day that had to be looked at is not published.
        """
        return self._instant(self.worktime.next_closing(moment_of("at", at)))

    def add(self, at: DateTime, minutes: int = 0, *, microseconds: int = 0) -> DateTime:
        """
        Return the earliest instant from *at* on with so much open time between.

        It ends at a closing, not at the next opening; adding nothing gives *at*.

        Raises:
            InvalidValueError: The time to add is negative or no whole number.
            NoOpenHoursError: Too little opens: 60 days in a row have nothing.
            UnpublishedDayError: A day that had to be looked at is not published.
        """
        if type(at) is DateTime and type(minutes) is int and minutes > 0 and microseconds is _ZERO:
            found = self._quick.add(at, minutes)
            if found is not None:
                return found
        return self._instant(self.worktime.add(moment_of("at", at), _amount(minutes, microseconds)))

    def subtract(self, at: DateTime, minutes: int = 0, *, microseconds: int = 0) -> DateTime:
        """
        Return the latest instant up to *at* with so much open time between.

        Taking nothing gives *at*; raises as ``add`` does.
        """
        amount = _amount(minutes, microseconds)
        return self._instant(self.worktime.subtract(moment_of("at", at), amount))

    def between_microseconds(self, start: DateTime, end: DateTime) -> int:
        """
        Return the open time in [start, end), exactly; negative when *end* is before *start*.

        Raises:
            UnpublishedDayError: A day in between is outside the published range.
        """
        first, last = moment_of("start", start), moment_of("end", end)
        if last < first:
            return -self.worktime.between(last, first)
        return self.worktime.between(first, last)

    def between_minutes(self, start: DateTime, end: DateTime) -> int:
        """Return the whole minutes of open time in [start, end), cut off toward zero."""
        exact = self.between_microseconds(start, end)
        return exact // MINUTE if exact >= 0 else -(-exact // MINUTE)

    # --- business days from an instant ---

    def add_business_days(self, at: DateTime, days: int) -> DateTime:
        """
        Return the same local time on the *days*-th following business day.

        From a closed instant it starts at the next opening; where the time found
        is closed, it moves to the next opening.

        Raises:
            InvalidValueError: *days* is negative or no whole number.
            NoOpenHoursError: 60 days in a row have no open time.
            UnpublishedDayError: A day that had to be looked at is not published.
        """
        count = _natural("days", days)
        start = self.next_opening(at)
        day = self._business_day(start.date(), count)
        clock = (start.hour * 60 + start.minute) * MINUTE + start.second * SECOND
        found = at_clock(self._zone, day.toordinal(), clock + start.microsecond)
        return self._instant(self.worktime.next_opening(found)) if count else start

    def add_calendar_days(self, at: DateTime, days: int) -> DateTime:
        """Return the same local time *days* calendar days later, open or not."""
        count = _natural("days", days)
        return self._instant(days_later(self._zone, moment_of("at", at), count))

    def local(self, at: DateTime) -> DateTime:
        """Return the same instant on the calendar's own clock."""
        return self._instant(moment_of("at", at))

    def instant_from(self, microseconds: int) -> DateTime:
        """Return the instant so long after 1970 (UTC), as ``worktime`` counts, on the local clock."""
        return self._instant(microseconds)

    def instant(self, on: Date, minute: int) -> DateTime:
        """Return the first instant at which the local clock shows that minute of a date, or later."""
        day, minute = require_date("on", on).toordinal(), _natural("minute", minute)
        return self._instant(at_clock(self._zone, day, minute * MINUTE))

    # --- the tables ---

    @cached_property
    def _zone(self) -> pendulum.Timezone:
        return pendulum.timezone(self.time_zone)

    @cached_property
    def worktime(self) -> Worktime:
        """The same answers in whole microseconds since 1970 (UTC), for loops."""
        first, last = self.published_from, self.published_until
        published = (
            FIRST_DAY if first is None else max(first.toordinal(), FIRST_DAY),
            LAST_DAY if last is None else min(last.toordinal(), LAST_DAY),
        )
        return Worktime(self.name or self.id, self._zone, self._minutes_of, published)

    @cached_property
    def _quick(self) -> QuickAdd:
        return QuickAdd(self.worktime)

    @cached_property
    def _closed_dates(self) -> frozenset[Date]:
        return frozenset(self.holidays)

    def _planned(self, on: Date) -> Windows:
        if on in self.exceptions:
            return self.exceptions[on]
        if on in self._closed_dates:
            return ()
        if on in self.make_up_days:
            return self.make_up_days[on] or next((day for day in self.week if day), ())
        return self.week[on.weekday()]

    def _minutes_of(self, day: int) -> list[tuple[int, int]]:
        planned = self._planned(Date.fromordinal(day))
        return [(window.opens_minute, window.closes_minute) for window in planned]

    def _instant(self, moment: int) -> DateTime:
        return instant_of(self._zone, moment)


def _natural(name: str, value: int) -> int:
    if type(value) is not int or value < 0:
        raise InvalidValueError(name, value, "a whole number, 0 or more")
    return value


def _amount(minutes: int, microseconds: int) -> int:
    return _natural("minutes", minutes) * MINUTE + _natural("microseconds", microseconds)
