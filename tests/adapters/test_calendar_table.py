"""A firm's own table of days, as CSV and as TOML."""

from __future__ import annotations

import pytest
from pendulum import Date

from clientcare.adapters.calendar_table import (
    CalendarDay,
    CalendarTable,
    DayKind,
    table_from_csv,
    table_from_toml,
)
from clientcare.domain.calendars import WorkCalendar, parse_hours
from clientcare.errors import ImportFailedError, InvalidValueError, RowFault, UnpublishedDayError

OFFICE = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
CSV = """\
date,kind,windows
2026-10-01,holiday,
2026-10-10,make_up,
2026-10-11,make_up,"10:00-12:00, 13:00-15:00"
2026-12-31,exception,09:00-12:00
2026-12-30,exception,
"""
TOML = """\
published_from = 2026-01-01
published_until = 2026-12-31

[[days]]
date = 2026-10-01
kind = "holiday"

[[days]]
date = "2026-10-10"
kind = "make_up"

[[days]]
date = 2026-10-11
kind = "make_up"
windows = "10:00-12:00, 13:00-15:00"

[[days]]
date = 2026-12-31
kind = "exception"
windows = "09:00-12:00"

[[days]]
date = 2026-12-30
kind = "exception"
"""
FIRST, LAST = Date(2026, 1, 1), Date(2026, 12, 31)


def hours(calendar: WorkCalendar, day: int, month: int = 10) -> str:
    """Return the hours of a day of 2026 as text."""
    return ", ".join(map(str, calendar.windows_on(Date(2026, month, day))))


def faults_of(text: str) -> list[tuple[int, str, str]]:
    """Return line, column and value of each fault of a CSV."""
    with pytest.raises(ImportFailedError) as caught:
        table_from_csv(text)
    return [(fault.line, fault.column, fault.value) for fault in caught.value.faults]


def test_each_kind_of_day() -> None:
    """A holiday is closed; a make-up day has usual or given hours, an exception its own or none."""
    calendar = table_from_csv(CSV).applied_to(OFFICE)

    assert ["", "09:00-17:00", "10:00-12:00, 13:00-15:00"] == [
        hours(calendar, day) for day in (1, 10, 11)
    ]
    assert ["09:00-12:00", ""] == [hours(calendar, day, 12) for day in (31, 30)]


def test_toml_says_the_same_and_the_published_range() -> None:
    """Dates may be TOML's own or text; beyond the range days are refused."""
    table = table_from_toml(TOML)

    assert table_from_csv(CSV, published_from=FIRST, published_until=LAST) == table
    with pytest.raises(UnpublishedDayError):
        table.applied_to(OFFICE).is_business_day(Date(2027, 1, 4))


def test_no_range_leaves_that_of_the_calendar() -> None:
    """What the table does not say stays."""
    known = OFFICE.with_holidays([], published_from=FIRST, published_until=LAST)
    calendar = table_from_toml("").applied_to(known)

    assert known == calendar


def test_a_row_takes_the_place_of_what_the_calendar_says_of_its_date() -> None:
    """Whatever the date was before, a holiday, a make-up day or an exception."""
    before = OFFICE.with_holidays(
        [Date(2026, 10, 10), Date(2026, 10, 2)], make_up_days=[Date(2026, 10, 1)]
    ).with_exception(Date(2026, 10, 11), "00:00-24:00")
    calendar = table_from_csv(CSV).applied_to(before)

    assert (Date(2026, 10, 1), Date(2026, 10, 2)) == calendar.holidays
    assert ["", "", "09:00-17:00", "10:00-12:00, 13:00-15:00"] == [
        hours(calendar, day) for day in (1, 2, 10, 11)
    ]


def test_chinese_labels_a_byte_order_mark_and_blanks_are_read() -> None:
    """As a spreadsheet of the firm writes them."""
    text = "\ufeffdate, kind, windows\n2026-10-01, 放假 ,\n2026-10-10,调休上班,09:00-12:00\n"
    calendar = table_from_csv(text).applied_to(OFFICE)

    assert ["", "09:00-12:00"] == [hours(calendar, day) for day in (1, 10)]


def test_every_bad_cell_is_reported_with_its_place() -> None:
    """Line, column and value; nothing is half taken."""
    text = (
        "date,kind,windows\n2026-02-30,holiday,\n2026-10-01,party,25:00-26:00\n"
        "2026-10-02,holiday,09:00-12:00\n2026-10-03,exception,\n2026-10-03,holiday,\n"
        '2026-10-04,exception,"09:00-12:00, 11:00-13:00"\n2026-10-05,holiday,,more\n'
    )

    assert [
        (2, "date", "2026-02-30"),
        (3, "kind", "party"),
        (3, "windows", "25:00-26:00"),
        (4, "windows", "09:00-12:00"),
        (6, "date", "2026-10-03"),
        (7, "windows", "09:00-12:00, 11:00-13:00"),
        (8, "", "['more']"),
    ] == faults_of(text)


def test_a_missing_column_is_reported() -> None:
    """The header has to name all three columns and no other."""
    assert [(1, "", "")] == [(line, column, "") for line, column, _ in faults_of("date,kind\n")]
    assert [(1, "", "")] == faults_of("")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("days = 1", (0, "days")),
        ("published_until = 2026", (0, "published_until")),
        ("zone = 'UTC'", (0, "zone")),
        ("[[days]]\nkind = 'holiday'", (1, "date")),
        ("[[days]]\ndate = 2026-10-01\nkind = ['holiday']", (1, "kind")),
        ("[[days]]\ndate = 2026-10-01\nkind = 'exception'\nwindows = 9", (1, "windows")),
        ("days = [", (0, "")),
    ],
)
def test_bad_toml_is_reported(text: str, fault: tuple[int, str]) -> None:
    """Unknown keys, other types and what is no TOML."""
    with pytest.raises(ImportFailedError) as caught:
        table_from_toml(text)

    assert [fault] == [(one.line, one.column) for one in caught.value.faults]
    assert isinstance(caught.value.faults[0], RowFault)


def test_a_table_made_by_hand_keeps_the_rules() -> None:
    """Each date once, and no windows on a holiday."""
    day = CalendarDay(on=FIRST, kind=DayKind.EXCEPTION, windows=parse_hours("9:00-10:00"))

    with pytest.raises(InvalidValueError, match="each date once"):
        CalendarTable(days=(day, day))
    with pytest.raises(InvalidValueError, match="exception"):
        CalendarDay(on=FIRST, kind=DayKind.HOLIDAY, windows=day.windows)
