"""
Promises that come back every month, such as a premium on the tenth (F5).

Each month's is a promise of its own, with its own fate: see `RecurringPromise.promises`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._instants import moment
from clientcare.domain._months import add_months
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, PersonId, PromiseId, RecurringPromiseId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.promises import Promise
from clientcare.errors import InvalidValueError


@attrs.frozen(kw_only=True)
class RecurringPromise:
    """
    Something promised for a day of every month, or of every few months 定期承诺.

    Attributes:
        id: Its id; each month's promise adds its day to it.
        customer_id: The customer.
        what: What was promised.
        to: The person it was promised to; ``None`` is the firm as such.
        made_by: Who of us promised it; ``None`` is unknown.
        made_at: When.
        value: What each costs us, 0 or more; ``None`` is not told.
        day_of_month: The day, 1 to 31; a shorter month's last day stands for it.
        every_months: 1 is every month.
        from_on: The first day that can be one; its month is the first that counts. A
            day before the promise was made is none.
        until_on: The last day that can be one; ``None`` is open.

    Raises:
        InvalidValueError: A field breaks its rule, or it ends before it begins.
    """

    id: RecurringPromiseId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    what: str = field(validator=check.text(), repr=False, metadata=personal())
    to: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    made_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    made_at: DateTime = field(validator=check.instant)
    value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    day_of_month: int = field(validator=check.whole(least=1, most=31))
    every_months: int = field(default=1, validator=check.whole(least=1, most=120))
    from_on: Date = field(validator=check.date, metadata=AHEAD)
    until_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        if self.value is not None and self.value.minor < 0:
            raise InvalidValueError("RecurringPromise.value", self.value, "0 or more")
        if self.until_on is not None and self.until_on < self.from_on:
            raise InvalidValueError(
                "RecurringPromise.until_on", self.until_on, "not before from_on"
            )

    def due_days(self, *, until: Date) -> tuple[Date, ...]:
        """Return the days on which it falls due since it was made, up to and with *until*."""
        check.require_date("until", until)
        last = until if self.until_on is None else min(until, self.until_on)
        return tuple(self._days(last))

    def _days(self, last: Date) -> Iterator[Date]:
        months = 0
        first = max(self.from_on, self.made_at.date())
        while True:
            # From the first of the month, as the 31st clamped once would stay clamped.
            begin = add_months(Date(self.from_on.year, self.from_on.month, 1), months)
            if begin > last:
                return
            end = add_months(begin, 1).toordinal() - 1
            day = Date.fromordinal(min(begin.toordinal() + self.day_of_month - 1, end))
            if first <= day <= last:
                yield day
            months += self.every_months

    def promises(self, *, until: Date, calendar: WorkCalendar) -> tuple[Promise, ...]:
        """
        Return a promise for each due day up to and with *until*, due at its end.

        What would have been due before it was promised is none.

        Args:
            until: The last day.
            calendar: The firm's calendar; its zone tells when a day ends.
        """
        found = ((day, _end_of(day, calendar)) for day in self.due_days(until=until))
        return tuple(
            self._promise(day, due_at)
            for day, due_at in found
            if moment(due_at) >= moment(self.made_at)  # the calendar's day may end before theirs
        )

    def _promise(self, day: Date, due_at: DateTime) -> Promise:
        return Promise(
            id=PromiseId(f"{self.id}@{day.isoformat()}"),
            customer_id=self.customer_id,
            what=self.what,
            to=self.to,
            made_by=self.made_by,
            made_at=self.made_at,
            due_at=due_at,
            value=self.value,
        )


def _end_of(day: Date, calendar: WorkCalendar) -> DateTime:
    after = calendar.instant(Date.fromordinal(day.toordinal() + 1), 0)
    return calendar.instant_from(moment(after) - 1)
