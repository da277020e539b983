"""
Working time, said a second time and slowly, from the policy page alone.

Days are ordinals, instants are whole microseconds since 1970 (UTC). Nothing here
is shared with the library: windows are plain pairs of minutes, the zone is the
standard library's, and every answer walks window by window.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

MINUTE = 60_000_000
REACH_DAYS = 60
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)

Pairs = tuple[tuple[int, int], ...]


class NothingOpensError(Exception):
    """No open (or closing) moment within the reach of a search."""


class NotPublishedError(Exception):
    """The answer depends on a day without a published plan."""


def clock(zone: str, at: int) -> dt.datetime:
    """Return what the local clock shows, without a zone."""
    utc = EPOCH + dt.timedelta(microseconds=at)
    return utc.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


@cache
def first_instant(zone: str, day: int, minute: int) -> int:
    """Return the first instant at which the local clock shows a wall time or a later one."""
    wall = dt.datetime.fromordinal(day) + dt.timedelta(minutes=minute)
    as_utc = (wall.replace(tzinfo=dt.UTC) - EPOCH) // MICROSECOND
    at = as_utc - 15 * 60 * MINUTE  # no clock is further ahead
    near = [clock(zone, as_utc + days * 1440 * MINUTE) for days in (-2, 2)]
    ahead = max(
        (show.replace(tzinfo=dt.UTC) - EPOCH) // MICROSECOND - as_utc - days * 1440 * MINUTE
        for show, days in zip(near, (-2, 2), strict=True)
    )
    at = max(at, as_utc - ahead)  # before that, the clock shows less in either offset
    while clock(zone, at) < wall:
        at += MINUTE
    return at


@dataclass
class PlainCalendar:
    """What a calendar is made of; windows as (opens, closes) in minutes of the day."""

    zone: str
    week: tuple[Pairs, ...]
    exceptions: Mapping[int, Pairs] = field(default_factory=dict)
    holidays: frozenset[int] = frozenset()
    make_up: Mapping[int, Pairs] = field(default_factory=dict)
    first_day: int | None = None
    last_day: int | None = None
    _spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict, init=False, repr=False)
    _added: dict[tuple[int, int], int] = field(default_factory=dict, init=False, repr=False)

    def planned(self, day: int) -> Pairs:
        """Return the windows of a date: exception, then holiday or make-up day, then weekday."""
        too_early = self.first_day is not None and day < self.first_day
        if too_early or (self.last_day is not None and day > self.last_day):
            raise NotPublishedError(dt.date.fromordinal(day))
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.holidays:
            return ()
        if day in self.make_up:
            return self.make_up[day] or next((hours for hours in self.week if hours), ())
        return self.week[dt.date.fromordinal(day).weekday()]

    def spans(self, day: int) -> list[tuple[int, int]]:
        """Return the open spans of a date as instants."""
        if day not in self._spans:
            self._spans[day] = self._opened(day)
        return self._spans[day]

    def _opened(self, day: int) -> list[tuple[int, int]]:
        found = []
        for opens, closes in sorted(self.planned(day)):
            span = (
                first_instant(self.zone, day, opens),
                first_instant(self.zone, day, closes),
            )
            if span[0] < span[1]:
                found.append(span)
        return found

    def shown_day(self, at: int) -> int:
        """Return the date that the local clock shows, which may go back for an hour."""
        return clock(self.zone, at).toordinal()

    def day_of(self, at: int) -> int:
        """Return the date from whose first midnight to the next one's an instant lies."""
        day = clock(self.zone, at).toordinal() + 1
        while first_instant(self.zone, day, 0) > at:
            day -= 1
        return day

    def is_open(self, at: int) -> bool:
        """Tell whether an instant lies in a window."""
        self.planned(self.shown_day(at))
        return any(opens <= at < closes for opens, closes in self.spans(self.day_of(at)))

    def opening(self, at: int) -> tuple[int, int]:
        """Return the next open span, cut off at *at*."""
        start = self.shown_day(at)
        for day in range(start, start + REACH_DAYS + 1):
            for opens, closes in self.spans(day):
                if closes > at:
                    return max(opens, at), closes
        raise NothingOpensError

    def next_opening(self, at: int) -> int:
        """Return *at* when open, else the start of the next window."""
        return self.opening(at)[0]

    def next_closing(self, at: int) -> int:
        """Return where the run of touching windows ends that *at* or the next opening is in."""
        opens, closes = self.opening(at)
        last = self.day_of(opens) + REACH_DAYS
        while self.day_of(closes) <= last:
            touching = [span for span in self.spans(self.day_of(closes)) if span[0] == closes]
            if not touching:
                return closes
            closes = touching[0][1]
        raise NothingOpensError

    def add(self, at: int, amount: int) -> int:
        """Return the earliest instant from *at* on with so much open time between."""
        if (at, amount) not in self._added:
            self._added[at, amount] = self._walk(at, amount)
        return self._added[at, amount]

    def _walk(self, at: int, amount: int) -> int:
        if not amount:
            return at
        searched_from = day = self.shown_day(at)
        while day <= searched_from + REACH_DAYS:
            for opens, closes in self.spans(day):
                start = max(opens, at)
                if closes - start >= amount:
                    return start + amount
                if closes > start:
                    amount -= closes - start
                    searched_from = self.day_of(closes)
            day += 1
        raise NothingOpensError

    def subtract(self, at: int, amount: int) -> int:
        """Return the latest instant up to *at* with so much open time between."""
        while amount:
            opens, closes = self._behind(at)
            at = max(closes - amount, opens)
            amount -= closes - at
        return at

    def _behind(self, at: int) -> tuple[int, int]:
        start = self.day_of(at)
        for day in range(start, start - REACH_DAYS - 1, -1):
            if first_instant(self.zone, day, 0) >= at:
                continue  # nothing of that day lies before *at*
            for opens, closes in reversed(self.spans(day)):
                if opens < at:
                    return opens, min(closes, at)
        raise NothingOpensError

    def between(self, start: int, end: int) -> int:
        """Return the open time in [start, end), negative when *end* is before *start*."""
        if end < start:
            return -self.between(end, start)
        if end == start:
            return 0
        total = 0
        for day in range(self.shown_day(start), self.day_of(end - 1) + 1):
            for opens, closes in self.spans(day):
                total += max(0, min(closes, end) - max(opens, start))
        return total

    def is_business_day(self, day: int) -> bool:
        """Tell whether a date has any open time; one that the clock skips has none."""
        return bool(self.spans(day))

    def business_days_after(self, day: int) -> Iterator[int]:
        """Return the business days after a date."""
        searched_from = day
        while True:
            day += 1
            if day > searched_from + REACH_DAYS:
                raise NothingOpensError
            if self.is_business_day(day):
                yield day
                searched_from = day

    def add_business_days(self, at: int, days: int) -> int:
        """Return the same local time on the n-th following business day, or the next opening."""
        at = self.next_opening(at)
        if not days:
            return at
        shown = clock(self.zone, at)
        after = self.business_days_after(shown.toordinal())
        for _ in range(days):
            day = next(after)
        return self.next_opening(self.wall(day, shown))

    def add_calendar_days(self, at: int, days: int) -> int:
        """Return the same local time so many calendar days later."""
        shown = clock(self.zone, at)
        return self.wall(shown.toordinal() + days, shown) if days else at

    def wall(self, day: int, shown: dt.datetime) -> int:
        """Return the first instant at which the local clock shows that time of a date, or later."""
        minute = shown.hour * 60 + shown.minute
        rest = shown.second * 1_000_000 + shown.microsecond
        base = first_instant(self.zone, day, minute)
        found = clock(self.zone, base)
        wanted = dt.datetime.fromordinal(day) + dt.timedelta(minutes=minute)
        return base + rest if found == wanted else base
