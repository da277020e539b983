"""Promises that come back (F5)."""

from __future__ import annotations

import datetime as dt

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, RecurringPromiseId
from clientcare.domain.money import Money
from clientcare.domain.promises import PromiseState
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.errors import InvalidValueError
from clientcare.testing.strategies import care_plans

ZONE = "Asia/Shanghai"
FIRM = WorkCalendar.weekly("firm", time_zone=ZONE)
PREMIUM = RecurringPromise(
    id=RecurringPromiseId("premium"),
    customer_id=CustomerId("C"),
    what="collect the premium",
    made_at=pendulum.datetime(2026, 1, 5, 9, tz="Asia/Shanghai"),
    day_of_month=10,
    from_on=Date(2026, 1, 5),
)


def days(until: Date, **changes: object) -> list[str]:
    """Return the due days, as month and day."""
    promise = attrs.evolve(PREMIUM, **changes)  # type: ignore[arg-type]
    return [f"{day:%m-%d}" for day in promise.due_days(until=until)]


def test_the_tenth_of_each_month() -> None:
    """From the first day on, up to and with the last."""
    assert ["01-10", "02-10", "03-10"] == days(Date(2026, 3, 10))
    assert ["01-10", "02-10"] == days(Date(2026, 3, 9))
    assert ["02-10", "03-10"] == days(Date(2026, 3, 31), from_on=Date(2026, 1, 11))
    assert ["01-10"] == days(Date(2026, 9, 9), until_on=Date(2026, 2, 9))


def test_month_ends() -> None:
    """The last day stands for a 31st that a month has not, and the next is the 31st again."""
    assert ["01-31", "02-28", "03-31", "04-30"] == days(Date(2026, 5, 1), day_of_month=31)
    assert ["02-29"] == [
        f"{day:%m-%d}"
        for day in attrs.evolve(PREMIUM, day_of_month=30, from_on=Date(2028, 2, 1)).due_days(
            until=Date(2028, 3, 1)
        )
    ]


def test_every_few_months() -> None:
    """The month of the first day counts, whether its day is reached or not."""
    assert ["04-10", "07-10"] == days(Date(2026, 8, 1), every_months=3, from_on=Date(2026, 1, 11))


def test_each_month_s_is_a_promise() -> None:
    """Due at the end of its day in the firm's zone, with an id of its own."""
    first, second = PREMIUM.promises(until=Date(2026, 2, 28), calendar=FIRM)

    assert "premium@2026-01-10" == first.id
    assert pendulum.datetime(2026, 1, 10, 23, 59, 59, 999999, tz="Asia/Shanghai") == first.due_at
    assert (PREMIUM.what, PREMIUM.made_at) == (second.what, second.made_at)
    assert PromiseState.KEPT is first.fulfil(at=first.due_at).state


def test_one_made_later_than_it_began() -> None:
    """Nothing is broken before it is promised: it begins with the first due day after."""
    late = attrs.evolve(PREMIUM, made_at=PREMIUM.made_at.add(days=20))
    last_minute = attrs.evolve(PREMIUM, made_at=pendulum.datetime(2026, 1, 10, 23, 59, tz=ZONE))
    first, *_ = late.promises(until=Date(2026, 2, 28), calendar=FIRM)

    assert ["02-10"] == days(Date(2026, 2, 28), made_at=late.made_at)
    assert ("premium@2026-02-10", late.made_at) == (first.id, first.made_at)
    assert ["01-10"] == days(Date(2026, 1, 31), made_at=last_minute.made_at)


def test_made_where_the_day_ends_later() -> None:
    """A day that had ended in the firm's zone when it was promised is none."""
    abroad = pendulum.datetime(2026, 1, 10, 20, tz="America/New_York")
    promise = attrs.evolve(PREMIUM, made_at=abroad)

    assert () == promise.promises(until=Date(2026, 1, 31), calendar=FIRM)


def test_a_promise_costs_nothing_or_more() -> None:
    """A negative worth is a slip, of a promise as of one that comes back."""
    less = Money.of(-1, "CNY")
    promise = PREMIUM.promises(until=Date(2026, 1, 31), calendar=FIRM)[0]

    for one in (PREMIUM, promise):
        with pytest.raises(InvalidValueError, match="0 or more"):
            attrs.evolve(one, value=less)


def test_it_does_not_end_before_it_begins() -> None:
    """A slip is refused."""
    with pytest.raises(InvalidValueError, match="until_on"):
        attrs.evolve(PREMIUM, until_on=Date(2026, 1, 4))


@given(care_plans.recurring_promises(), st.integers(0, 900))
def test_the_days_are_those_that_a_walk_over_all_days_finds(
    promise: RecurringPromise, span: int
) -> None:
    """A day is due where it is the day of its month, or the month's last if that is shorter."""
    until = Date.fromordinal(promise.from_on.toordinal() + span)
    expected = []
    for ordinal in range(promise.from_on.toordinal(), until.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        last = (day + dt.timedelta(days=1)).day == 1
        fits = day.day == promise.day_of_month or (last and day.day < promise.day_of_month)
        months = (day.year - promise.from_on.year) * 12 + day.month - promise.from_on.month
        ended = promise.until_on is not None and day > promise.until_on
        made = day >= promise.made_at.date()
        if fits and made and months % promise.every_months == 0 and not ended:
            expected.append(day)

    assert expected == list(promise.due_days(until=until))
