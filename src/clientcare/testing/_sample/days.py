"""The working days of the sample book: China's holidays and make-up days 2024 to 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Final

BEGIN: Final = dt.date(2024, 1, 1)
END: Final = dt.date(2025, 12, 31)
PUBLISHED_UNTIL: Final = dt.date(2026, 12, 31)

_HOLIDAYS: Final = (  # name, first day, last day
    ("元旦", "2024-01-01", "2024-01-01"),
    ("春节", "2024-02-10", "2024-02-17"),
    ("清明节", "2024-04-04", "2024-04-06"),
    ("劳动节", "2024-05-01", "2024-05-05"),
    ("端午节", "2024-06-10", "2024-06-10"),
    ("中秋节", "2024-09-15", "2024-09-17"),
    ("国庆节", "2024-10-01", "2024-10-07"),
    ("元旦", "2025-01-01", "2025-01-01"),
    ("春节", "2025-01-28", "2025-02-04"),
    ("清明节", "2025-04-04", "2025-04-06"),
    ("劳动节", "2025-05-01", "2025-05-05"),
    ("端午节", "2025-05-31", "2025-06-02"),
    ("国庆节、中秋节", "2025-10-01", "2025-10-08"),
    ("元旦", "2026-01-01", "2026-01-03"),
    ("春节", "2026-02-15", "2026-02-23"),
    ("清明节", "2026-04-04", "2026-04-06"),
    ("劳动节", "2026-05-01", "2026-05-05"),
    ("端午节", "2026-06-19", "2026-06-21"),
    ("中秋节", "2026-09-25", "2026-09-27"),
    ("国庆节", "2026-10-01", "2026-10-07"),
)
_MAKE_UP: Final = (  # name of the holiday that it makes up for, day
    ("春节", "2024-02-04"),
    ("春节", "2024-02-18"),
    ("清明节", "2024-04-07"),
    ("劳动节", "2024-04-28"),
    ("劳动节", "2024-05-11"),
    ("中秋节", "2024-09-14"),
    ("国庆节", "2024-09-29"),
    ("国庆节", "2024-10-12"),
    ("春节", "2025-01-26"),
    ("春节", "2025-02-08"),
    ("劳动节", "2025-04-27"),
    ("国庆节、中秋节", "2025-09-28"),
    ("国庆节、中秋节", "2025-10-11"),
    ("元旦", "2026-01-04"),
    ("春节", "2026-02-14"),
    ("春节", "2026-02-28"),
    ("劳动节", "2026-05-09"),
    ("国庆节", "2026-09-20"),
    ("国庆节", "2026-10-10"),
)


def special_days() -> Iterator[tuple[dt.date, str, str]]:
    """Yield day, ``holiday`` or ``working``, and the holiday's name, by date."""
    found = [
        (day, "holiday", name)
        for name, first, last in _HOLIDAYS
        for day in _span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    ]
    found += [(dt.date.fromisoformat(day), "working", name) for name, day in _MAKE_UP]
    return iter(sorted(found))


def _span(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += dt.timedelta(days=1)


_SPECIAL: Final = {day: kind == "working" for day, kind, _ in special_days()}


def works(day: dt.date) -> bool:
    """Tell whether the firm works on *day*."""
    return _SPECIAL.get(day, day.weekday() < 5)


def working_day(day: dt.date) -> dt.date:
    """Return *day* if the firm works on it, else the next day on which it does."""
    while not works(day):
        day += dt.timedelta(days=1)
    return day


def later(day: dt.date, working_days: int) -> dt.date:
    """Return the day that comes so many working days after *day*."""
    for _ in range(working_days):
        day = working_day(day + dt.timedelta(days=1))
    return day


def plus(day: dt.date, days: int) -> dt.date:
    """Return the day that comes so many calendar days after *day*."""
    return day + dt.timedelta(days=days)


def during(rng: Random, day: dt.date, first: int = 9, last: int = 17) -> dt.datetime:
    """Return some time of a working day, outside the lunch break."""
    hour = rng.choice([hour for hour in range(first, last) if hour != 12])
    return dt.datetime(day.year, day.month, day.day, hour, rng.randrange(0, 60, 5))
