"""Calendar months without pendulum's arithmetic, which is slow (see the traps)."""

from __future__ import annotations

import calendar

from pendulum import Date

from clientcare.errors import InvalidValueError


def add_months(day: Date, months: int) -> Date:
    """
    Return the same day of the month *months* later (negative: earlier), clamped.

    29 February less 12 months is 28 February; 31 August plus 6 is the last day of
    February.

    Raises:
        InvalidValueError: The result would lie outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years that a date can have
        raise InvalidValueError("months", months, "a result within the years 1 to 9999")
    last = calendar.monthrange(year, month + 1)[1]
    return Date(year, month + 1, min(day.day, last))
