"""The Chinese lunar calendar by the package ``lunar_python`` (extra ``lunar``)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pendulum import Date

from clientcare.errors import MissingExtraError

try:
    from lunar_python import LunarMonth  # type: ignore[import-untyped]
except ImportError as exc:
    raise MissingExtraError("lunar") from exc

_NOON: Final = 2_451_545  # the Julian day of 2000-01-01 at noon
_NOON_DAY: Final = dt.date(2000, 1, 1).toordinal()


class LunarPython:
    """
    Turns lunar dates into dates; to be handed to ``policies.greetings.next_greeting``.

    Raises:
        MissingExtraError: ``lunar_python`` is not installed (on import).
    """

    def date_of(self, year: int, month: int, day: int, *, leap: bool) -> Date | None:
        """Return the date of a lunar day; ``None`` where that year has no such day."""
        found = LunarMonth.fromYm(year, -month if leap else month)
        if found is None or not 1 <= day <= found.getDayCount():
            return None
        first = round(found.getFirstJulianDay())
        return Date.fromordinal(first - _NOON + _NOON_DAY + day - 1)
