"""
The most asked question, answered on the local clock: what is so many working minutes later?

While a zone keeps one offset, open time is a matter of local minutes, and neither the
start nor the answer has to pass through UTC. That is most of the cost. Whatever this
table cannot tell, near a clock change or the edge of the plan, ``Worktime`` tells.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Final, NamedTuple

from pendulum import DateTime

from clientcare.domain._instants import steady_days
from clientcare.domain._worktime import SEARCH_DAYS, Worktime

_DAY_MINUTES: Final = 1440
_DAYS_BACK: Final = 30
_DAYS_AHEAD: Final = 180
_SPARE_DAYS: Final = 60  # a start so near the end of a table gets a table of its own
_KEPT_DAYS: Final = 20_000
_WIDE: Final = (SEARCH_DAYS - 2) * _DAY_MINUTES


class _Era(NamedTuple):
    """
    The open stretches of days with one offset, in minutes since the local start of *first*.

    ``totals[i]`` is the open time before stretch *i*, in minutes; it has one entry more
    than there are stretches.
    """

    first: int
    opens: list[int]
    closes: list[int]
    totals: list[int]
    dates: list[tuple[int, int, int]]


class QuickAdd:
    """
    Adds working minutes where no clock change and no edge of the plan is near.

    Args:
        worktime: The calendar's open time, which can tell the rest.
    """

    def __init__(self, worktime: Worktime) -> None:
        self._zone = worktime.zone
        self._plan = worktime.plan
        self._days = steady_days(worktime.zone)
        self._first, self._last = worktime.published
        self._eras: dict[int, _Era | None] = {}

    def add(self, at: DateTime, minutes: int) -> DateTime | None:
        """Return the instant *minutes* (1 or more) of open time after *at*; ``None`` = ask further."""
        if at.tzinfo is not self._zone:
            return None
        day = at.toordinal()
        try:
            era = self._eras[day]
        except KeyError:
            era = self._build(day)
        if era is None:
            return None
        first, opens, closes, totals, dates = era
        start = ((day - first) * 24 + at.hour) * 60 + at.minute
        place = bisect_right(opens, start) - 1
        if place >= 0 and start < closes[place]:
            second, micro = at.second, at.microsecond
            wanted = totals[place] + start - opens[place] + minutes
        else:
            second = micro = 0
            wanted = totals[place + 1] + minutes
        # Without a rest it ends at a closing; with one it is past it, in the next stretch.
        found = bisect_right(totals, wanted) if second or micro else bisect_left(totals, wanted)
        if found > len(opens):
            return None
        day, minute = divmod(opens[found - 1] + wanted - totals[found - 1], _DAY_MINUTES)
        if day >= len(dates):
            return None
        year, month, date = dates[day]
        return DateTime(year, month, date, minute // 60, minute % 60, second, micro, self._zone)

    def _build(self, day: int) -> _Era | None:
        if len(self._eras) > _KEPT_DAYS:
            self._eras.clear()
        if not self._is_steady(day):
            self._eras[day] = None
            return None
        first, last = day, day + 1
        while first > day - _DAYS_BACK and self._is_steady(first - 1):
            first -= 1
        while last < day + _DAYS_AHEAD and self._is_steady(last):
            last += 1
        era = self._compile(first, last)
        for covered in range(first, max(day + 1, last - _SPARE_DAYS)):
            self._eras.setdefault(covered, era)
        return era

    def _is_steady(self, day: int) -> bool:
        """Tell whether the plan of a day is published and its offset the same throughout."""
        return self._first <= day <= self._last and self._days[day] is not None

    def _compile(self, first: int, last: int) -> _Era | None:
        windows = [
            ((day - first) * _DAY_MINUTES + opens, (day - first) * _DAY_MINUTES + closes)
            for day in range(first, last)
            for opens, closes in self._plan(day)
        ]
        opens, closes = [one for one, _ in windows], [other for _, other in windows]
        if any(
            opening - closing > _WIDE for closing, opening in zip([0, *closes], opens, strict=False)
        ):
            return None  # a search across it may have to fail
        totals = list(accumulate((closes - opens for opens, closes in windows), initial=0))
        days = map(dt.date.fromordinal, range(first, last))
        return _Era(first, opens, closes, totals, [(on.year, on.month, on.day) for on in days])
