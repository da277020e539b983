"""
A firm's own table of days: holidays, make-up working days and exceptions, by date.

As CSV, one row a day::

    date,kind,windows
    2026-10-01,holiday,
    2026-10-10,make_up,
    2026-12-31,exception,09:00-12:00

and as TOML, where the published range can stand beside it::

    published_from = 2026-01-01
    published_until = 2026-12-31

    [[days]]
    date = 2026-12-31
    kind = "exception"
    windows = "09:00-12:00"

A make-up day without windows has the hours of the first weekday that has any; an
exception without is closed; a holiday has none.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Final, TypeVar

import attrs
from attrs import field
from pendulum import Date

from clientcare.codec import date_from_text
from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._windows import apart, joined
from clientcare.domain.calendars import Windows, WorkCalendar, parse_hours
from clientcare.domain.scales import Scale
from clientcare.errors import ImportFailedError, InvalidValueError, RowFault

T = TypeVar("T")
_COLUMNS: Final = ("date", "kind", "windows")
_BOUNDS: Final = ("published_from", "published_until")


class DayKind(Scale):
    """What a table says of a day."""

    HOLIDAY = "holiday", "放假"
    MAKE_UP = "make_up", "调休上班"
    EXCEPTION = "exception", "特殊安排"


@attrs.frozen(kw_only=True)
class CalendarDay:
    """
    One row of a table.

    Attributes:
        on: The date.
        kind: What it is.
        windows: Its hours; none = the usual ones on a make-up day, else closed.

    Raises:
        InvalidValueError: A holiday has windows, or they overlap.
    """

    on: Date = field(validator=check.date)
    kind: DayKind = field(validator=check.a(DayKind))
    windows: Windows = field(default=(), converter=joined, validator=apart)

    def __attrs_post_init__(self) -> None:
        if self.kind is DayKind.HOLIDAY and self.windows:
            shown = ", ".join(map(str, self.windows))
            rule = "no windows on a holiday; a day with hours of its own is an exception"
            raise InvalidValueError("CalendarDay.windows", shown, rule)


def _no_date_twice(_: object, at: check.Field, value: tuple[CalendarDay, ...]) -> None:
    for day, following in pairwise(sorted(day.on for day in value)):
        if day == following:
            raise InvalidValueError(f"CalendarTable.{at.name}", day, "each date once")


@attrs.frozen(kw_only=True)
class CalendarTable:
    """
    The days that differ from the week, and how far they are published.

    Attributes:
        days: The rows; each date once.
        published_from: First date of the plan; ``None`` = as in the calendar.
        published_until: Last date of the plan; ``None`` = as in the calendar.
    """

    days: tuple[CalendarDay, ...] = field(
        validator=[check.tuple_of(check.a(CalendarDay)), _no_date_twice]
    )
    published_from: Date | None = field(default=None, validator=check.maybe(check.date))
    published_until: Date | None = field(default=None, validator=check.maybe(check.date))

    def applied_to(self, calendar: WorkCalendar) -> WorkCalendar:
        """
        Return *calendar* with the days of this table, which take the place of what it says of them.

        Raises:
            InvalidValueError: The published range becomes empty.
        """
        listed = {day.on for day in self.days}
        kept = {on: hours for on, hours in calendar.exceptions.items() if on not in listed}
        made_up = {on: hours for on, hours in calendar.make_up_days.items() if on not in listed}
        holidays = [on for on in calendar.holidays if on not in listed]
        return attrs.evolve(
            calendar,
            exceptions=FrozenMap({**kept, **self._windows(DayKind.EXCEPTION)}),
            holidays=(*holidays, *self._windows(DayKind.HOLIDAY)),
            make_up_days=FrozenMap({**made_up, **self._windows(DayKind.MAKE_UP)}),
            published_from=self.published_from or calendar.published_from,
            published_until=self.published_until or calendar.published_until,
        )

    def _windows(self, kind: DayKind) -> dict[Date, Windows]:
        return {day.on: day.windows for day in self.days if day.kind is kind}


def table_from_csv(
    text: str,
    *,
    file: str = "calendar.csv",
    published_from: Date | None = None,
    published_until: Date | None = None,
) -> CalendarTable:
    """
    Return the table that CSV *text* with the columns date, kind and windows holds.

    The kind is a code or its Chinese label; *file* is the name that faults give.

    Raises:
        ImportFailedError: Every bad row, with its line, column, value and rule.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restkey="", restval="")
    header = [name.strip() for name in reader.fieldnames or ()]
    if sorted(header) != sorted(_COLUMNS):
        rule = "a header with the columns " + ", ".join(_COLUMNS)
        raise ImportFailedError([RowFault(file, 1, "", ",".join(header), rule)])
    reader.fieldnames = header
    rows = [(reader.line_num, row) for row in reader]
    return _table(rows, file, (published_from, published_until))


def table_from_toml(text: str, *, file: str = "calendar.toml") -> CalendarTable:
    """
    Return the table that TOML *text* holds: rows ``[[days]]`` and the published range.

    Raises:
        ImportFailedError: No TOML, unknown keys, or every bad row by its place, the
            first being 1.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ImportFailedError([RowFault(file, 0, "", "", f"TOML: {exc}")]) from None
    rows = data.pop("days", [])
    bounds = [data.pop(name, None) for name in _BOUNDS]
    faults = [RowFault(file, 0, name, "", "no such key") for name in data]
    faults += [
        RowFault(file, 0, name, str(bound), "a date such as 2026-01-31")
        for name, bound in zip(_BOUNDS, bounds, strict=True)
        if bound is not None and type(bound) is not dt.date
    ]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(RowFault(file, 0, "days", "", "rows that begin with [[days]]"))
    if faults:
        raise ImportFailedError(faults)
    first, last = (None if bound is None else Date.fromisoformat(f"{bound}") for bound in bounds)
    return _table(enumerate(rows, start=1), file, (first, last))


# --- rows -------------------------------------------------------------------------


def _table(
    rows: Iterable[tuple[int, Mapping[str, object]]],
    file: str,
    published: tuple[Date | None, Date | None],
) -> CalendarTable:
    faults: list[RowFault] = []
    days: dict[Date, CalendarDay] = {}
    for line, row in rows:
        reading = _Reading(file, line, row)
        day = reading.day()
        if day is not None and days.setdefault(day.on, day) is not day:
            reading.fault("date", "each date once")
        faults += reading.faults
    if faults:
        raise ImportFailedError(faults)
    first, last = published
    return CalendarTable(days=tuple(days.values()), published_from=first, published_until=last)


class _Reading:
    """Reads one row, and keeps what is wrong with it."""

    def __init__(self, file: str, line: int, row: Mapping[str, object]) -> None:
        self._place = file, line
        self._row = row
        self.faults: list[RowFault] = []
        for column in sorted(row.keys() - set(_COLUMNS)):
            self.fault(column, "one of the columns " + ", ".join(_COLUMNS))

    def fault(self, column: str, rule: str) -> None:
        """Note what is wrong with a cell."""
        value = self._row.get(column, "")
        self.faults.append(RowFault(*self._place, column, str(value), rule))

    def day(self) -> CalendarDay | None:
        """Return the day that the row names; ``None`` where something is wrong with it."""
        on = self._cell("date", _date)
        kind = self._cell("kind", _kind)
        windows = self._cell("windows", _windows)
        if self.faults or on is None or kind is None or windows is None:
            return None
        try:
            return CalendarDay(on=on, kind=kind, windows=windows)
        except InvalidValueError as exc:
            self.fault("windows", exc.rule)
            return None

    def _cell(self, column: str, read: Callable[[object], T]) -> T | None:
        try:
            return read(self._row.get(column, ""))
        except InvalidValueError as exc:
            self.fault(column, exc.rule)
            return None


def _date(value: object) -> Date:
    if type(value) is dt.date:  # what TOML calls a local date
        return Date(value.year, value.month, value.day)
    try:
        return date_from_text(value.strip() if isinstance(value, str) else value)
    except ValueError:
        raise InvalidValueError("date", value, "a day that exists, such as 2026-01-31") from None


def _kind(value: object) -> DayKind:
    if isinstance(value, str):
        for kind in DayKind:
            if value.strip() in {kind.value, kind.label}:
                return kind
    raise InvalidValueError("kind", value, "one of " + ", ".join(DayKind))


def _windows(value: object) -> Windows:
    if not isinstance(value, str):
        raise InvalidValueError("windows", value, "hours such as 09:00-12:00, 13:30-18:00")
    return parse_hours(value)
