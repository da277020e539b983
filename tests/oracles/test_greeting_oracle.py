"""Greetings come on the days that walking through the calendar finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from hypothesis import event, given
from hypothesis import strategies as st
from pendulum import Date
from tests.oracles.calendar_oracle import PlainCalendar
from tests.oracles.test_calendar_oracle import ours

from clientcare.domain.ids import CustomerId, OccasionId
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar
from clientcare.domain.touchpoints import Channel
from clientcare.policies.greetings import GreetingRules, next_greeting

TODAY = dt.date(2027, 12, 27).toordinal()


class Invented:
    """A lunar calendar of months of 29 and 30 days, with a leap month in some years."""

    def __init__(self, days: Mapping[tuple[int, int, int, bool], int]) -> None:
        self._days = days

    def date_of(self, year: int, month: int, day: int, *, leap: bool) -> Date | None:
        """Return the date that was drawn for a lunar day, if there is one."""
        found = self._days.get((year, month, day, leap))
        return None if found is None else Date.fromordinal(found)


def invented(
    short: frozenset[int], leap_years: Mapping[int, int]
) -> dict[tuple[int, int, int, bool], int]:
    """Lay out lunar years from 2024 on: a month is short by its number, a leap month follows its like."""
    found = {}
    day = dt.date(2024, 2, 10).toordinal()
    for year in range(2024, 2033):
        for month in range(1, 13):
            for leap in (False, True) if leap_years.get(year) == month else (False,):
                for number in range(1, 30 if (month + leap) % 12 in short else 31):
                    found[year, month, number, leap] = day
                    day += 1
    return found


def _gregorian(month: int, day: int) -> dict[int, int]:
    """Return the occasion's date by year, 29 February as the 28th in common years."""
    found = {}
    for year in range(2026, 2032):
        try:
            found[year] = dt.date(year, month, day).toordinal()
        except ValueError:
            found[year] = dt.date(year, 2, 28).toordinal()
    return found


def _lunar(
    days: Mapping[tuple[int, int, int, bool], int], month: int, day: int, *, leap: bool
) -> dict[int, int]:
    found = {}
    for year in range(2026, 2032):
        tries = [(year, month, day, leap), (year, month, day, False)]
        if day == 30:
            tries.append((year, month, 29, False))
        dates = [days[one] for one in tries if one in days]
        if dates:
            found[year] = dates[0]
    return found


@given(st.data())
def test_next_greeting(data: st.DataObject) -> None:
    """The first day on which it may still be sent, of a year that was not greeted."""
    near = st.integers(TODAY - 8, TODAY + 12)
    plain = PlainCalendar(
        zone="Asia/Shanghai",
        week=(((540, 1020),),) * 5 + ((),) * 2,
        holidays=frozenset(data.draw(st.sets(near, max_size=8))),
    )
    today = data.draw(st.integers(TODAY - 3, TODAY + 70))
    lunar = data.draw(st.booleans())
    leap = lunar and data.draw(st.booleans())
    month, day = data.draw(
        st.sampled_from([(1, 1), (12, 31), (2, 29), (12, 29), (12, 30), (11, 30), (1, 15)])
        .filter(lambda pair: not lunar or pair[1] <= 30)
        .filter(lambda pair: lunar or pair != (2, 30))
    )
    days = invented(
        data.draw(st.frozensets(st.integers(0, 11), max_size=8)),
        data.draw(
            st.dictionaries(st.sampled_from([2026, 2027, 2028]), st.sampled_from([1, 11, 12]))
        ),
    )
    greeted = data.draw(st.sets(st.integers(2026, 2029), max_size=3))
    called = data.draw(st.booleans())
    dates = _lunar(days, month, day, leap=leap) if lunar else _gregorian(month, day)
    expected = None
    for year in sorted(dates):
        on = dates[year]
        if year in greeted or year > dt.date.fromordinal(today).year + 3:
            continue
        send = on
        while called and not plain.is_business_day(send):
            send -= 1
        if send >= today and on >= today:
            expected = (year, on, send)
            break
    occasion = Occasion(
        id=OccasionId("o"),
        customer_id=CustomerId("dealer-1"),
        kind=OccasionKind.BIRTHDAY,
        month=month,
        day=day,
        calendar=YearCalendar.LUNAR if lunar else YearCalendar.GREGORIAN,
        leap=leap,
    )
    found = next_greeting(
        occasion,
        as_of=Date.fromordinal(today),
        calendar=ours(plain),
        greeted_years=greeted,
        lunar=Invented(days),
        rules=GreetingRules(channel=Channel.CALL if called else Channel.MESSAGE),
    ).outcome
    event("none" if expected is None else "lunar" if lunar else "gregorian")

    assert expected == (
        None
        if found is None
        else (
            found.year,
            found.occasion_on.toordinal(),
            found.send_at.toordinal(),
        )
    )
