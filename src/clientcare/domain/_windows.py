"""Stretches of a day in which work is done, and the checks of fields that hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import InvalidValueError

_DAY_MINUTES: Final = 1440
_DAYS_A_WEEK: Final = 7
_HOURS: Final = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", re.ASCII)


@attrs.frozen(kw_only=True, order=True)
class Window:
    """
    A stretch of a local day in which work is done: [opens, closes).

    A night shift is two windows, one up to 24:00 and one from 00:00.

    Attributes:
        opens_minute: First minute of the day that is open, 0 to 1439.
        closes_minute: First minute of the day that is closed again, after the
            opening, up to 1440 (24:00).
    """

    opens_minute: int = attrs.field(validator=_checks.whole(least=0, most=_DAY_MINUTES - 1))
    closes_minute: int = attrs.field(validator=_checks.whole(least=1, most=_DAY_MINUTES))

    def __attrs_post_init__(self) -> None:
        if self.closes_minute <= self.opens_minute:
            raise InvalidValueError(
                "Window.closes_minute", self.closes_minute, f"after {self.opens_minute}"
            )

    @classmethod
    def of(cls, hours: str) -> Window:
        """
        Return the window that text such as ``09:00-17:30`` names; ``24:00`` is the day's end.

        Raises:
            InvalidValueError: No such text, or closing not after opening.
        """
        match = _HOURS.fullmatch(hours)
        parts = [int(part) for part in match.groups()] if match else [99]
        if match is None or parts[1] >= 60 or parts[3] >= 60:  # noqa: PLR2004 - minutes
            raise InvalidValueError("hours", hours, "two times such as 09:00-17:30")
        opens, closes = parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]
        return cls(opens_minute=opens, closes_minute=closes)

    def __str__(self) -> str:
        times = (divmod(minute, 60) for minute in (self.opens_minute, self.closes_minute))
        return "-".join(f"{hour:02}:{minute:02}" for hour, minute in times)


Windows = tuple[Window, ...]
WHOLE_DAY: Final = (Window(opens_minute=0, closes_minute=_DAY_MINUTES),)


def parse_hours(text: str) -> Windows:
    """
    Return the windows that text such as ``09:00-12:00, 13:30-18:00`` names; blank is none.

    Raises:
        InvalidValueError: A part is no window.
    """
    return tuple(Window.of(part) for part in text.split(",") if text.strip())


def joined(windows: object) -> object:
    """Return windows in order, touching ones made one; anything else is left to the validator."""
    if type(windows) is not tuple or not all(isinstance(one, Window) for one in windows):
        return windows
    found: list[Window] = []
    for window in sorted(windows):
        if found and found[-1].closes_minute == window.opens_minute:
            opens = found.pop().opens_minute
            found.append(Window(opens_minute=opens, closes_minute=window.closes_minute))
        else:
            found.append(window)
    return tuple(found)


def joined_week(week: object) -> object:
    """Return the windows of each weekday joined, for a field's converter."""
    return tuple(joined(day) for day in week) if type(week) is tuple else week


def joined_days(days: object) -> object:
    """Return the windows of each date joined, for a field's converter."""
    if not isinstance(days, Mapping):
        return days
    return FrozenMap({on: joined(day) for on, day in days.items()})


def sorted_dates(dates: object) -> object:
    """Return dates in order, each once, for a field's converter."""
    if type(dates) is not tuple or not all(type(on) is Date for on in dates):
        return dates
    return tuple(sorted(set(dates)))


def apart(owner: object, field: _checks.Field, value: Windows) -> None:
    """Check the windows of one day: none overlaps another."""
    _checks.tuple_of(_checks.a(Window))(owner, field, value)
    for earlier, later in pairwise(value):
        if later.opens_minute < earlier.closes_minute:
            _checks.refuse(owner, field, f"{earlier} and {later}", "windows that do not overlap")


def check_week(owner: object, field: _checks.Field, value: object) -> None:
    """Check the windows of seven weekdays."""
    if type(value) is not tuple or len(value) != _DAYS_A_WEEK:
        _checks.refuse(owner, field, value, "seven tuples of windows, Monday first")
    for day in value:
        apart(owner, field, day)


def check_dates(owner: object, field: _checks.Field, value: object) -> None:
    """Check the windows of dates."""
    if not isinstance(value, FrozenMap):
        _checks.refuse(owner, field, value, "a mapping from dates to tuples of windows")
    for on, day in value.items():
        _checks.date(owner, field, on)
        apart(owner, field, day)
