"""
Working time as a table of open stretches, and the two searches that answer from it.

Everything here is whole microseconds since 1970 in UTC: a local window is turned
into instants once, when its day is first needed, so that a clock change costs
nothing later and cannot be got wrong twice.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from pendulum import DateTime

from clientcare.errors import NoOpenHoursError, UnpublishedDayError

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
SEARCH_DAYS: Final = 60
_DAY_SECONDS: Final = 86_400
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall time by intent
# A zone moves an instant by up to a day, and a search looks a day around.
FIRST_DAY: Final = dt.date(1, 1, 3).toordinal()
LAST_DAY: Final = dt.date(9999, 12, 28).toordinal()
_CHUNK_DAYS: Final = 120
_FAR_DAYS: Final = 20_000

DayPlan = Callable[[int], Sequence[tuple[int, int]]]
"""From a day's ordinal to its windows, in minutes of the day, ascending and apart."""


def day_text(ordinal: int) -> str:
    """Return a day's ordinal as ISO 8601."""
    return dt.date.fromordinal(ordinal).isoformat()


def first_instant(zone: dt.tzinfo, wall: int) -> int:
    """
    Return the first instant (seconds since 1970, UTC) at which the clock of *zone* shows *wall*.

    *wall* counts the seconds that a local clock shows since 1970-01-01 00:00. A
    time that the clock repeats is met the first time; one that it skips is met
    at the moment of the change.
    """
    shown = _EPOCH + dt.timedelta(seconds=wall)
    before = _offset(shown.replace(tzinfo=zone))
    after = _offset(shown.replace(tzinfo=zone, fold=1))
    if after <= before:
        return wall - before
    low, high = wall - after, wall - before  # the clock jumps over *wall* between these two
    while high - low > 1:
        middle = (low + high) // 2
        if local_seconds(zone, middle) >= wall:
            high = middle
        else:
            low = middle
    return high


def local_seconds(zone: dt.tzinfo, seconds: int) -> int:
    """Return what the clock of *zone* shows at an instant, as seconds since 1970-01-01 00:00."""
    return seconds + _offset(_local_time(zone, seconds))


def at_clock(zone: dt.tzinfo, day: int, clock: int) -> int:
    """
    Return the first instant of a day at which the clock of *zone* shows *clock* or later.

    *clock* counts the microseconds that the clock shows since midnight; the
    instant comes as microseconds since 1970 in UTC.
    """
    seconds, rest = divmod(clock, SECOND)
    wall = midnight(day) + seconds
    found = first_instant(zone, wall)
    skipped = local_seconds(zone, found) > wall
    return found * SECOND + (0 if skipped else rest)


def days_later(zone: dt.tzinfo, moment: int, days: int) -> int:
    """Return the instant that shows the same local time *days* calendar days later."""
    if not days:
        return moment
    seconds, rest = divmod(moment, SECOND)
    day, clock = divmod(local_seconds(zone, seconds), _DAY_SECONDS)
    return at_clock(zone, _EPOCH_DAY + day + days, clock * SECOND + rest)


def midnight(day: int) -> int:
    """Return the wall time, in seconds since 1970-01-01 00:00, at which a day starts."""
    return (day - _EPOCH_DAY) * _DAY_SECONDS


def instant_of(zone: dt.tzinfo, moment: int) -> DateTime:
    """Return the instant *moment* microseconds after 1970 (UTC) on the clock of *zone*."""
    seconds, micro = divmod(moment, SECOND)
    at = _local_time(zone, seconds)
    return DateTime(
        at.year, at.month, at.day, at.hour, at.minute, at.second, micro, zone, fold=at.fold
    )


def _local_time(zone: dt.tzinfo, seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, zone)


def _offset(moment: dt.datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None  # noqa: S101 - every moment here has a zone
    return offset.days * _DAY_SECONDS + offset.seconds


class _Stretches(NamedTuple):
    """
    All open stretches of the days from *first* up to, without, *last*.

    ``totals[i]`` is the open time before stretch *i*; it has one entry more than
    there are stretches. *wide* tells that two neighbours, or an edge and its
    neighbour, stand so far apart that a search between them may have to fail.
    """

    first: int
    last: int
    start: int
    end: int
    opens: list[int]
    closes: list[int]
    totals: list[int]
    wide: bool

    def passed(self, moment: int) -> int:
        """Return the open time from the table's start to *moment*."""
        place = bisect_right(self.opens, moment) - 1
        if place < 0:
            return 0
        return self.totals[place] + min(moment, self.closes[place]) - self.opens[place]


_WIDE: Final = (SEARCH_DAYS - 2) * _DAY_SECONDS * SECOND


class Worktime:
    """
    The open time of one calendar.

    Args:
        name: The calendar's name, for errors.
        zone: Its time zone.
        plan: The windows of a day.
        published: First and last published day, as ordinals.
    """

    def __init__(
        self, name: str, zone: dt.tzinfo, plan: DayPlan, published: tuple[int, int]
    ) -> None:
        self._name = name
        self.zone = zone
        self.plan = plan
        self.published = self._first, self._last = published
        self._table: _Stretches | None = None

    # --- questions ---

    def between(self, start: int, end: int) -> int:
        """Return the open time in [start, end); *start* is not after *end*."""
        table = self._table
        if table is None or start < table.start or end > table.end:
            if start == end:
                return 0
            first, last = self.day_of(start), self.day_of(end - 1)
            self.require(first)
            self.require(last)
            table = self._covering(first, last)
        return table.passed(end) - table.passed(start)

    def add(self, start: int, amount: int) -> int:
        """Return the earliest instant from *start* on with *amount* of open time between."""
        table = self._table
        if table is not None and not table.wide and table.start <= start < table.end:
            wanted = table.passed(start) + amount
            place = bisect_left(table.totals, wanted) - 1
            if 0 <= place < len(table.opens) and amount:
                return table.opens[place] + wanted - table.totals[place]
        return self._add_step_by_step(start, amount)

    def _add_step_by_step(self, start: int, amount: int) -> int:
        while amount:
            start = self.next_opening(start)
            table = self._at(start)
            closing = table.closes[bisect_right(table.opens, start) - 1]
            if amount <= closing - start:
                return start + amount
            amount -= closing - start
            start = closing
        return start

    def subtract(self, end: int, amount: int) -> int:
        """Return the latest instant up to *end* with *amount* of open time between."""
        table = self._table
        if table is not None and not table.wide and table.start <= end < table.end:
            wanted = table.passed(end) - amount
            if wanted >= 0 and amount:
                place = bisect_right(table.totals, wanted) - 1
                return table.opens[place] + wanted - table.totals[place]
        while amount:
            opens, closes = self._stretch_before(end)
            open_here = min(end, closes) - opens
            if amount <= open_here:
                return min(end, closes) - amount
            amount -= open_here
            end = opens
        return end

    def is_open(self, moment: int) -> bool:
        """Tell whether *moment* lies in an open stretch."""
        table = self._at(moment)
        place = bisect_right(table.opens, moment) - 1
        return place >= 0 and moment < table.closes[place]

    def next_opening(self, moment: int) -> int:
        """Return *moment* itself when open, else the start of the next stretch."""
        table = self._at(moment)
        place = bisect_right(table.opens, moment) - 1
        if place >= 0 and moment < table.closes[place]:
            return moment
        if place + 1 < len(table.opens) and table.opens[place + 1] - moment < _WIDE:
            return table.opens[place + 1]
        return self._search_opening(moment)

    def _search_opening(self, moment: int) -> int:
        day = self.day_of(moment)
        for ahead in range(day, day + SEARCH_DAYS + 1):
            self.require(ahead)
            table = self._covering(ahead, ahead)
            place = bisect_right(table.opens, moment)
            if place < len(table.opens) and table.opens[place] < self._midnight(ahead + 1):
                return table.opens[place]
        raise NoOpenHoursError(self._name, day_text(day), SEARCH_DAYS)

    def next_closing(self, moment: int) -> int:
        """Return the end of the run of touching stretches that is open at the next opening."""
        closing = opening = self.next_opening(moment)
        day = self.day_of(opening)
        while True:
            behind = self.day_of(closing)
            if behind > day + SEARCH_DAYS:
                raise NoOpenHoursError(self._name, day_text(day), SEARCH_DAYS)
            self.require(behind)
            table = self._covering(behind, behind)
            place = bisect_right(table.opens, closing) - 1
            if place < 0 or table.closes[place] <= closing:
                return closing
            closing = table.closes[place]

    def _stretch_before(self, moment: int) -> tuple[int, int]:
        """Return the last stretch with open time before *moment*."""
        day = self.day_of(moment - 1)
        for back in range(day, day - SEARCH_DAYS - 1, -1):
            self.require(back)
            table = self._covering(back, back)
            place = bisect_left(table.opens, moment) - 1
            if place >= 0 and table.opens[place] >= self._midnight(back):
                return table.opens[place], table.closes[place]
        raise NoOpenHoursError(self._name, day_text(day), SEARCH_DAYS)

    def opens_on(self, day: int) -> bool:
        """Tell whether a published day has any open time."""
        self.require(day)
        table = self._covering(day, day)
        place = bisect_left(table.opens, self._midnight(day))
        return place < len(table.opens) and table.opens[place] < self._midnight(day + 1)

    def business_day(self, day: int, count: int) -> int:
        """Return the *count*-th day with open time after *day* (before it, if negative)."""
        step = 1 if count > 0 else -1
        found = day
        for _ in range(abs(count)):
            found = self._next_business_day(found, step)
        return found

    def _next_business_day(self, day: int, step: int) -> int:
        for far in range(1, SEARCH_DAYS + 1):
            if self.opens_on(day + step * far):
                return day + step * far
        raise NoOpenHoursError(self._name, day_text(day), SEARCH_DAYS)

    def day_of(self, moment: int) -> int:
        """Return the ordinal of the local day of an instant."""
        return _EPOCH_DAY + local_seconds(self.zone, moment // SECOND) // _DAY_SECONDS

    # --- the table ---

    def _at(self, moment: int) -> _Stretches:
        table = self._table
        if table is not None and table.start <= moment < table.end:
            return table
        day = self.day_of(moment)
        self.require(day)
        return self._covering(day, day)

    def require(self, day: int) -> None:
        """Refuse a day outside the published range."""
        if not self._first <= day <= self._last:
            first = day_text(self._first) if self._first > FIRST_DAY else ""
            last = day_text(self._last) if self._last < LAST_DAY else ""
            shown = day_text(min(max(day, 1), dt.date.max.toordinal()))
            raise UnpublishedDayError(self._name, shown, f"{first}..{last}")

    def _covering(self, first: int, last: int) -> _Stretches:
        """Return a table of at least the days from *first* to *last*, as far as published."""
        # Beyond a change that repeats midnight, a day's local times run into the next day.
        first = max(self._first, first - 1)
        last = min(self._last, last + 1) + 1
        table = self._table
        if table is not None and table.first <= first and last <= table.last:
            return table
        if table is not None and max(table.first - last, first - table.last) < _FAR_DAYS:
            grow = max(_CHUNK_DAYS, table.last - table.first)
            first = table.first if first >= table.first else first - grow
            last = table.last if last <= table.last else last + grow
        else:
            first, last = first - _CHUNK_DAYS, last + _CHUNK_DAYS
        self._table = table = self._compile(max(first, self._first), min(last, self._last + 1))
        return table

    def _compile(self, first: int, last: int) -> _Stretches:
        opens: list[int] = []
        closes: list[int] = []
        for day in range(first, last):
            base = midnight(day)
            for opening, closing in self.plan(day):
                start = first_instant(self.zone, base + opening * 60) * SECOND
                end = first_instant(self.zone, base + closing * 60) * SECOND
                if start < end:  # a clock change can skip the whole window
                    opens.append(start)
                    closes.append(end)
        lengths = (end - start for start, end in zip(opens, closes, strict=True))
        totals = list(accumulate(lengths, initial=0))
        start, end = self._midnight(first), self._midnight(last)
        edges = zip([start, *closes], [*opens, end], strict=True)
        wide = any(opening - closing > _WIDE for closing, opening in edges)
        return _Stretches(first, last, start, end, opens, closes, totals, wide)

    def _midnight(self, day: int) -> int:
        return first_instant(self.zone, midnight(day)) * SECOND
