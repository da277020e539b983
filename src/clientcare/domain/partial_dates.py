"""Dates of which a part is unknown, such as a birth date 出生年月 on a paper form."""

from __future__ import annotations

import calendar

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.errors import InvalidValueError

_LEAP_YEAR = 2000


@attrs.frozen(kw_only=True)
class PartialDate:
    """
    A date known by year and month, by month and day, or in full.

    The forms ask for year and month at least; whoever keeps as little as a
    birthday greeting needs keeps month and day and leaves the year out.

    Attributes:
        year: 1 to 9999; ``None`` where it is unknown or withheld.
        month: 1 to 12.
        day: The day of the month; ``None`` where it is unknown.

    Raises:
        InvalidValueError: Year and day are both unknown, or there is no such
            day (29 February stands where the year is unknown).
    """

    year: int | None = field(default=None, validator=check.maybe(check.whole(least=1, most=9999)))
    month: int = field(validator=check.whole(least=1, most=12))
    day: int | None = field(default=None, validator=check.maybe(check.whole(least=1, most=31)))

    def __attrs_post_init__(self) -> None:
        if self.day is None:
            if self.year is None:
                rule = "a year and month, a month and day, or all three"
                raise InvalidValueError("PartialDate.year", None, rule)
            return
        last = calendar.monthrange(self.year or _LEAP_YEAR, self.month)[1]
        if self.day > last:
            rule = f"a day that exists: 1 to {last}"
            raise InvalidValueError("PartialDate.day", self.day, rule)

    def __str__(self) -> str:
        """Return the known parts: ``1970-05``, ``1970-05-12``, or ``--05-12`` without a year."""
        year = "-" if self.year is None else f"{self.year:04d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{year}-{self.month:02d}{day}"
