"""The numbers behind the permission to contact somebody (policies 4e)."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.calendars import Window, Windows, parse_hours
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.decisions import RulesRef
from clientcare.errors import InvalidValueError

_DAY_HOURS: Final = 24


def _windows(owner: object, at: check.Field, value: Windows) -> None:
    check.tuple_of(check.a(Window), least=1)(owner, at, value)
    for earlier, later in pairwise(sorted(value)):
        if later.opens_minute < earlier.closes_minute:
            check.refuse(owner, at, f"{earlier} and {later}", "windows that do not overlap")


@attrs.frozen(kw_only=True)
class ContactRules:
    """
    How often and at which hours a person may be contacted.

    Attributes:
        ref: Name and version of these rules.
        max_day: Most counted contacts with a person on a local calendar day.
        max_7d: Most counted contacts with a person in any 7 times 24 hours.
        max_30d: Most counted contacts with a person in any 30 times 24 hours.
        gap_hours: Least hours between two counted contacts with a person; met at
            exactly so many.
        account_max_7d: Most counted contacts with all persons of an account in any 7
            times 24 hours; one with several persons at once is one.
        collection_max_7d: Most collection contacts with a person in any 7 times 24
            hours, in place of the caps and the gap.
        hours: When a person may be contacted on their own business days, as local
            wall times; the opening counts, the closing does not.
        wall: The hours outside which nobody is contacted on any day; *hours* hold
            only within it.
        search_days: How far ahead a time is looked for, in times 24 hours.
        ambassador_months: Least calendar months between two meetings with an
            ambassador in that role (F3).
        suppressing: Open complaints of these priorities hold back marketing, asking
            for referrals and greetings.

    Raises:
        InvalidValueError: A value breaks its rule, windows overlap, or no hour lies within
            the wall.
    """

    ref: RulesRef = RulesRef("contact", "1")
    max_day: int = field(default=1, validator=check.whole(least=1))
    max_7d: int = field(default=2, validator=check.whole(least=1))
    max_30d: int = field(default=6, validator=check.whole(least=1))
    gap_hours: int = field(default=_DAY_HOURS, validator=check.whole())
    account_max_7d: int = field(default=4, validator=check.whole(least=1))
    collection_max_7d: int = field(default=7, validator=check.whole(least=1))
    hours: Windows = field(default=parse_hours("09:00-12:00, 13:30-18:00"), validator=_windows)
    wall: Windows = field(default=parse_hours("08:00-21:00"), validator=_windows)
    search_days: int = field(default=60, validator=check.whole(least=1, most=3650))
    ambassador_months: int = field(default=1, validator=check.whole(least=1))
    suppressing: tuple[Priority, ...] = field(
        default=(Priority.P1, Priority.P2), validator=check.none_twice(check.a(Priority))
    )

    def __attrs_post_init__(self) -> None:
        if not self.hours_within_wall:
            told = ", ".join(map(str, self.hours))
            raise InvalidValueError("ContactRules.hours", told, "partly within the wall")

    @property
    def hours_within_wall(self) -> Windows:
        """The windows that lie both in the hours and in the wall."""
        both = (
            (max(hour.opens_minute, wall.opens_minute), min(hour.closes_minute, wall.closes_minute))
            for hour in self.hours
            for wall in self.wall
        )
        return tuple(
            Window(opens_minute=opens, closes_minute=closes)
            for opens, closes in sorted(both)
            if opens < closes
        )
