"""Birthdays and anniversaries (F4)."""

from __future__ import annotations

from typing import Any

import pytest

from clientcare.domain.ids import CustomerId, OccasionId
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar
from clientcare.errors import InvalidValueError


def occasion(month: int, day: int | None, **changes: Any) -> Occasion:
    """Return a birthday."""
    return Occasion(
        id=OccasionId("o"),
        customer_id=CustomerId("dealer-1"),
        kind=OccasionKind.BIRTHDAY,
        month=month,
        day=day,
        **changes,
    )


@pytest.mark.parametrize(
    ("month", "day", "changes"),
    [
        (2, 30, {}),
        (4, 31, {}),
        (1, 31, {"calendar": YearCalendar.LUNAR}),
        (6, 1, {"leap": True}),
        (13, 1, {}),
    ],
)
def test_refused(month: int, day: int, changes: dict[str, Any]) -> None:
    """A day that never comes, and a leap month of the Gregorian calendar."""
    with pytest.raises(InvalidValueError):
        occasion(month, day, **changes)


@pytest.mark.parametrize(
    ("month", "day", "calendar"),
    [(2, 29, YearCalendar.GREGORIAN), (2, 30, YearCalendar.LUNAR), (5, None, YearCalendar.LUNAR)],
)
def test_allowed(month: int, day: int | None, calendar: YearCalendar) -> None:
    """29 February comes in some years, and every lunar month may have 30 days."""
    assert day == occasion(month, day, calendar=calendar).day
