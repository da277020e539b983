"""Calendars with the holidays of a country, from the `holidays` package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pendulum
import pytest
from pendulum import Date

from clientcare.adapters.public_holidays import with_public_holidays
from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import InvalidValueError, UnpublishedDayError

OFFICE = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
FIRST, LAST = Date(2023, 1, 1), Date(2025, 12, 31)


def china(**options: Any) -> WorkCalendar:
    """Return the office with China's holidays of three years."""
    asked = {"published_from": FIRST, "published_until": LAST, **options}
    return with_public_holidays(OFFICE, "CN", **asked)


def _holiday_files() -> list[Path]:
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("CLIENTCARE_DATA") or root.parent / "shared" / "data")
    return sorted((folder / "holiday_cn").glob("*.json"))


@pytest.mark.skipif(not _holiday_files(), reason="no real data: set CLIENTCARE_DATA")
def test_it_equals_the_published_lists_on_every_day_of_three_years() -> None:
    """Holidays and make-up days of the package are those of the State Council's notices."""
    listed = {
        Date.fromisoformat(day["date"]): not day["isOffDay"]
        for file in _holiday_files()
        for day in json.loads(file.read_text("utf-8"))["days"]
    }
    days = [FIRST.add(days=ahead) for ahead in range(3 * 365 + 1)]
    ours = china()

    expected = {day: listed.get(day, day.weekday() < 5) for day in days}

    assert expected == {day: ours.is_business_day(day) for day in days}
    assert {day for day, works in listed.items() if works and FIRST <= day <= LAST} == set(
        ours.make_up_days
    )


def test_a_year_that_the_package_answers_for_and_nobody_has_published_is_an_error() -> None:
    """The package has a list for every later year; the calendar refuses its days."""
    with pytest.raises(UnpublishedDayError):
        china().is_business_day(Date(2026, 1, 1))
    with pytest.raises(UnpublishedDayError):
        china().add(pendulum.datetime(2025, 12, 31, 16, tz="Asia/Shanghai"), 120)


def test_only_days_of_the_range_are_taken() -> None:
    """A part of a year leaves the rest of the package's list out."""
    half = china(published_from=Date(2025, 1, 1), published_until=Date(2025, 6, 30))

    assert Date(2025, 6, 2) == max(half.holidays)
    assert Date(2025, 4, 27) == max(half.make_up_days)


def test_what_the_firm_says_itself_stays() -> None:
    """An exception, a holiday or a make-up day of the calendar's own is not replaced."""
    ours = OFFICE.with_exception(Date(2025, 10, 1), "09:00-12:00").with_holidays(
        [Date(2025, 10, 11)], make_up_days=[Date(2025, 10, 2)]
    )
    calendar = with_public_holidays(ours, "CN", published_from=FIRST, published_until=LAST)

    assert calendar.is_business_day(Date(2025, 10, 1))
    assert calendar.is_business_day(Date(2025, 10, 2))
    assert not calendar.is_business_day(Date(2025, 10, 11))


def test_a_region_has_holidays_of_its_own() -> None:
    """Epiphany is one in Bavaria and none in Berlin."""
    calendars = [
        with_public_holidays(
            OFFICE, "DE", subdivision=region, published_from=FIRST, published_until=LAST
        )
        for region in ("BY", "BE")
    ]

    assert [False, True] == [one.is_business_day(Date(2025, 1, 6)) for one in calendars]


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"published_until": Date(2022, 12, 31)}, "not before 2023-01-01"),
        ({"published_from": Date(1949, 1, 1)}, "years 1950 to"),
        ({"subdivision": "XX"}, "known to the holidays package"),
        ({"categories": ["feasts"]}, "known to the holidays package"),
    ],
)
def test_what_the_package_cannot_answer_is_refused(options: dict[str, Any], rule: str) -> None:
    """An empty range, years before the package begins, an unknown region or category."""
    with pytest.raises(InvalidValueError, match=rule):
        china(**options)


def test_an_unknown_country_is_refused() -> None:
    """The error names what was asked for."""
    with pytest.raises(InvalidValueError, match="XX"):
        with_public_holidays(OFFICE, "XX", published_from=FIRST, published_until=LAST)


def test_without_the_package_the_error_names_the_extra() -> None:
    """It is imported by this one module alone."""
    text = "import sys; sys.modules['holidays'] = None; import clientcare.adapters.public_holidays"
    done = subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", text], capture_output=True, text=True, check=False
    )

    assert "clientcare[calendars]" in done.stderr
