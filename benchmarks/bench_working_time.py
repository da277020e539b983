"""Add sixteen working hours to many instants, beside a plain day table and what users would pick."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Final, TypeVar

import businesstimedelta
import holidays
import pandas as pd
import pendulum
import pytz
from pendulum import Date, DateTime

from benchmarks.harness import Table, compare
from clientcare.domain.calendars import WorkCalendar

T = TypeVar("T")
ZONE: Final = "Asia/Shanghai"
INSTANTS: Final = 200
MINUTES: Final = 960
YEARS: Final = (2024, 2025)
_REPEATS: Final = 20  # of what is quick
_OPENS, _CLOSES = 9, 17
_FAR: Final = "the same, 200 days ahead"


def table() -> Table:
    """Compare answers on aware instants; 9 to 17 without a break is all that the others can do."""
    closed = sorted(holidays.country_holidays("DE", years=YEARS))
    starts = _starts(closed)
    stamps = [pd.Timestamp(at) for at in starts]
    office = WorkCalendar.weekly("office", time_zone=ZONE).with_holidays(
        Date(day.year, day.month, day.day) for day in closed
    )
    quick = {
        "plain day table": _run(_day_table(closed), starts, _REPEATS),
        "WorkCalendar.add": _run(office.add, starts, _REPEATS),
        _FAR: _run(lambda at, minutes: office.add(at, minutes * 100), starts, _REPEATS),
    }
    slow = {
        "pandas CustomBusinessHour": _run(_pandas(closed), stamps),
        "businesstimedelta": _run(_businesstimedelta(closed), starts),
    }
    title = f"{MINUTES // 60} working hours added to {INSTANTS} instants"
    answers = [name for name in (*quick, *slow) if name != _FAR]
    found = compare(title, {**quick, **slow}, answers=answers)
    seconds = {
        name: one / _REPEATS if name in quick else one for name, one in found.seconds.items()
    }
    return Table(title=title, seconds=seconds)


def _run(
    add: Callable[[T, int], dt.datetime], starts: list[T], repeats: int = 1
) -> Callable[[], list[dt.datetime]]:
    def run() -> list[dt.datetime]:
        found: list[dt.datetime] = []
        for _ in range(repeats):
            found = [add(at, MINUTES) for at in starts]
        return found

    return run


def _starts(closed: list[dt.date]) -> list[DateTime]:
    """Return instants in open time, none of them at an opening, where the others disagree."""
    rng = random.Random(1)
    found: list[DateTime] = []
    while len(found) < INSTANTS:
        day = Date(YEARS[0], 1, 2).add(days=rng.randrange(700))
        if day.weekday() < 5 and day not in closed:
            minute = rng.randrange(1, (_CLOSES - _OPENS) * 60)
            found.append(
                pendulum.datetime(day.year, day.month, day.day, _OPENS, tz=ZONE).add(minutes=minute)
            )
    return found


def _day_table(closed: list[dt.date]) -> Callable[[DateTime, int], DateTime]:
    """Return a look-up in a list of working days; it knows one window and no clock change."""
    zone = pendulum.timezone(ZONE)
    first = dt.date(YEARS[0], 1, 1).toordinal()
    days = [dt.date.fromordinal(first + ahead) for ahead in range(800)]
    working = [day for day in days if day.weekday() < 5 and day not in closed]
    place_of = {day.toordinal(): place for place, day in enumerate(working)}
    length = (_CLOSES - _OPENS) * 60

    def add(at: DateTime, minutes: int) -> DateTime:
        since_opening = (at.hour - _OPENS) * 60 + at.minute
        days, rest = divmod(since_opening + minutes, length)
        day = working[place_of[at.toordinal()] + days]
        hour, minute = divmod(rest, 60)
        return DateTime(
            day.year, day.month, day.day, _OPENS + hour, minute, at.second, at.microsecond, zone
        )

    return add


def _pandas(closed: list[dt.date]) -> Callable[[pd.Timestamp, int], dt.datetime]:
    step = pd.offsets.CustomBusinessHour(
        n=MINUTES // 60, start=f"{_OPENS:02}:00", end=f"{_CLOSES}:00", holidays=closed
    )
    return lambda at, _: at + step


def _businesstimedelta(closed: list[dt.date]) -> Callable[[DateTime, int], dt.datetime]:
    zone = pytz.timezone(ZONE)
    hours = businesstimedelta.WorkDayRule(
        start_time=dt.time(_OPENS), end_time=dt.time(_CLOSES), working_days=range(5), tz=zone
    )
    off = businesstimedelta.HolidayRule(dict.fromkeys(closed, "closed"), tz=zone)
    rules = businesstimedelta.Rules([hours, off])
    step = businesstimedelta.BusinessTimeDelta(rules, hours=MINUTES // 60)
    return lambda at, _: at + step


if __name__ == "__main__":
    print(table())
