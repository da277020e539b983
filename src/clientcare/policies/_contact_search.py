"""
The earliest instant at which all rules of frequency and hours hold.

Each rule answers alone: from which instant on, not before the one asked, do you hold?
Asking them in turn until none moves the instant gives the earliest for all, however
far it lies, without stepping through the time in between.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import attrs
import pendulum
from pendulum import Date, DateTime

from clientcare.domain._months import add_months
from clientcare.domain._worktime import MINUTE, SECOND, at_clock, instant_of, local_seconds
from clientcare.domain.calendars import Windows, WorkCalendar

_DAY: Final = 24 * 60 * MINUTE
_DAY_SECONDS: Final = 86_400
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()

Earliest = Callable[[int], int | None]
"""From an instant to the first one from it on at which a rule holds; ``None``: not within reach."""


@attrs.frozen(kw_only=True)
class LocalTime:
    """The clock of a zone, in whole microseconds since 1970 (UTC)."""

    zone: pendulum.Timezone

    def day_of(self, at: int) -> int:
        """Return the ordinal of the date that the clock shows."""
        return _EPOCH_DAY + local_seconds(self.zone, at // SECOND) // _DAY_SECONDS

    def next_date(self, at: int) -> int:
        """Return the first instant after *at* at which the clock shows a later date."""
        found = at_clock(self.zone, self.day_of(at) + 1, 0)
        if found > at:
            return found
        # The clock went back over midnight: the date comes a second time.
        seconds = at // SECOND
        left = _DAY_SECONDS - local_seconds(self.zone, seconds) % _DAY_SECONDS
        return (seconds + left) * SECOND

    def opens(self, day: int, minute: int) -> int:
        """Return the first instant at which the clock shows that minute of a day, or later."""
        return at_clock(self.zone, day, minute * MINUTE)

    def instant(self, at: int) -> DateTime:
        """Return the instant on this clock."""
        return instant_of(self.zone, at)


def rolling(times: Sequence[int], *, most: int, length: int) -> Earliest:
    """
    Return the rule that fewer than *most* of *times* lie in the last *length* microseconds.

    *times* ascend. What is exactly *length* old has left the window.
    """

    def earliest(at: int) -> int:
        inside = len(times) - bisect_right(times, at - length)
        if inside < most:
            return at
        return times[len(times) - most] + length

    return earliest


def since_last(times: Sequence[int], *, gap: int) -> Earliest:
    """Return the rule that the last of *times* is *gap* microseconds old, or more."""

    def earliest(at: int) -> int:
        return max(at, times[-1] + gap) if times else at

    return earliest


def per_day(times: Sequence[int], clock: LocalTime, *, most: int) -> Earliest:
    """Return the rule that the local day has fewer than *most* of *times*."""
    days = sorted(clock.day_of(at) for at in times)

    def earliest(at: int) -> int:
        day = clock.day_of(at)
        while bisect_right(days, day) - bisect_left(days, day) >= most:
            at = clock.next_date(at)
            day = clock.day_of(at)
        return at

    return earliest


def months_after(last: int | None, clock: LocalTime, *, months: int) -> Earliest:
    """Return the rule that so many calendar months lie after the local day of *last*."""
    first = -1
    if last is not None:
        free = add_months(Date.fromordinal(clock.day_of(last)), months)
        first = clock.opens(free.toordinal(), 0)

    def earliest(at: int) -> int:
        return max(at, first)

    return earliest


def within(
    windows: Windows, clock: LocalTime, *, calendar: WorkCalendar | None, search_days: int
) -> Earliest:
    """
    Return the rule that the local clock stands in one of *windows*.

    With a *calendar* only its business days count. A window opens at the first instant
    that shows its begin or a later time, and is over at the first that shows its end.
    """

    def earliest(at: int) -> int | None:
        day = clock.day_of(at)
        for one in range(day, day + search_days + 2):
            if calendar is not None and not calendar.worktime.opens_on(one):
                continue
            for window in windows:
                opens = clock.opens(one, window.opens_minute)
                closes = clock.opens(one, window.closes_minute)
                if max(opens, at) < closes:
                    return max(opens, at)
        return None

    return earliest


def earliest_for_all(rules: Sequence[Earliest], at: int, *, until: int) -> int | None:
    """Return the first instant from *at* up to *until* at which every rule holds."""
    while at <= until:
        found = at
        for rule in rules:
            moved = rule(found)
            if moved is None:
                return None
            found = moved
        if found == at:
            return at
        at = found
    return None
