"""Adding calendar months."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain._months import add_months
from clientcare.errors import InvalidValueError


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (Date(2024, 2, 29), -12, Date(2023, 2, 28)),
        (Date(2024, 2, 29), -24, Date(2022, 2, 28)),
        (Date(2024, 8, 31), 6, Date(2025, 2, 28)),
        (Date(2023, 8, 31), 6, Date(2024, 2, 29)),
        (Date(2024, 1, 15), -1, Date(2023, 12, 15)),
        (Date(2024, 12, 31), 1, Date(2025, 1, 31)),
        (Date(2024, 5, 5), 0, Date(2024, 5, 5)),
    ],
)
def test_months_clamp(day: Date, months: int, expected: Date) -> None:
    """A day that the month does not have becomes its last day."""
    moved = add_months(day, months)

    assert expected == moved


@given(st.dates(min_value=Date(1900, 1, 1), max_value=Date(2100, 1, 1)), st.integers(-1000, 1000))
def test_months_are_added_as_pendulum_adds_them(day: Date, months: int) -> None:
    """The result is that of pendulum."""
    start = Date(day.year, day.month, day.day)

    assert start.add(months=months) == add_months(start, months)


@pytest.mark.parametrize("months", [-24_300, 120_000])
def test_the_calendar_has_ends(months: int) -> None:
    """A month outside the calendar is refused by name."""
    with pytest.raises(InvalidValueError, match="months"):
        add_months(Date(2024, 1, 1), months)
