"""When somebody is greeted."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.adapters.lunar import LunarPython
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, OccasionId, TouchpointId
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.greetings import (
    GreetingRules,
    LeapDay,
    LunarCalendar,
    greeted_years,
    greeting_mark,
    next_greeting,
)

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("firm", time_zone=ZONE)
CALL = GreetingRules(channel=Channel.CALL)
LUNAR = YearCalendar.LUNAR
OURS: LunarCalendar = LunarPython()


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


def ask(known: Occasion, as_of: Date, **options: Any) -> tuple[str, int, str] | str:
    """Return occasion, year and when it is sent; or the reason why not."""
    decision = next_greeting(known, as_of=as_of, calendar=OFFICE, **options)
    found = decision.outcome
    if found is None:
        return decision.codes[0]
    return found.occasion_on.isoformat(), found.year, f"{found.send_at:%Y-%m-%d %H:%M}"


def test_a_message_goes_on_the_day() -> None:
    """At half past nine, on a Sunday too."""
    assert ("2026-11-29", 2026, "2026-11-29 09:30") == ask(occasion(11, 29), Date(2026, 11, 23))


@pytest.mark.parametrize(
    ("day", "sent"), [(29, "2026-11-27 09:30"), (27, "2026-11-27 09:30"), (30, "2026-11-30 09:30")]
)
def test_a_call_comes_on_a_business_day(day: int, sent: str) -> None:
    """On the day if it is one, else on the one before."""
    found = ask(occasion(11, day), Date(2026, 11, 23), rules=CALL)

    assert sent == found[2]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (Date(2027, 1, 1), "2027-02-28"),
        (Date(2028, 1, 1), "2028-02-29"),
    ],
)
def test_29_february(as_of: Date, expected: str) -> None:
    """On the 28th in a common year, on the 29th in a leap year."""
    assert expected == ask(occasion(2, 29), as_of)[0]


def test_29_february_on_the_first_of_march() -> None:
    """A firm may choose so."""
    rules = GreetingRules(leap_day=LeapDay.MARCH_1)

    assert "2027-03-01" == ask(occasion(2, 29), Date(2027, 1, 1), rules=rules)[0]


def test_once_a_year_of_the_occasion() -> None:
    """Whoever was greeted this year is greeted next year."""
    known = occasion(11, 23)

    assert ["2026-11-23", "2027-11-23", "2027-11-23"] == [
        ask(known, Date(2026, 11, 23))[0],
        ask(known, Date(2026, 11, 23), greeted_years={2026})[0],
        ask(known, Date(2026, 11, 24))[0],
    ]


def test_new_years_day_called_on_new_years_eve() -> None:
    """A call on the last business day of the year is of the new year."""
    closed = OFFICE.with_holidays([Date(2027, 1, 1)])
    found = next_greeting(
        occasion(1, 1), as_of=Date(2026, 12, 31), calendar=closed, rules=CALL
    ).outcome
    assert found is not None

    assert (2027, Date(2026, 12, 31)) == (found.year, found.send_at.date())


def test_a_call_whose_day_has_passed_is_of_next_year() -> None:
    """On the Sunday itself it is too late to call on the Friday."""
    assert 2027 == ask(occasion(11, 29), Date(2026, 11, 28), rules=CALL)[1]


@pytest.mark.parametrize(
    ("month", "day", "leap", "as_of", "expected"),
    [
        (1, 1, False, Date(2025, 1, 1), ("2025-01-29", 2025)),
        (12, 20, False, Date(2025, 1, 1), ("2025-01-19", 2024)),
        (12, 30, False, Date(2025, 1, 1), ("2025-01-28", 2024)),
        (6, 1, True, Date(2025, 1, 1), ("2025-07-25", 2025)),
        (6, 1, True, Date(2026, 1, 1), ("2026-07-14", 2026)),
        (6, 30, True, Date(2025, 1, 1), ("2025-07-24", 2025)),
    ],
)
def test_lunar(month: int, day: int, *, leap: bool, as_of: Date, expected: tuple[str, int]) -> None:
    """A missing leap month is the plain one, a missing 30th the 29th."""
    known = occasion(month, day, calendar=LUNAR, leap=leap)

    assert expected == ask(known, as_of, lunar=OURS)[:2]


def test_a_gregorian_year_may_hold_two() -> None:
    """Each is of a lunar year of its own."""
    known = occasion(12, 20, calendar=LUNAR)
    dates = [
        ask(known, Date(2025, 1, 1), lunar=OURS, greeted_years=years)[:2] for years in ((), (2024,))
    ]

    assert [("2025-01-19", 2024), ("2026-02-07", 2025)] == dates


@pytest.mark.parametrize(
    ("known", "options", "code"),
    [
        (occasion(11, None), {}, "greeting.day_unknown"),
        (occasion(11, 1, calendar=LUNAR), {}, "greeting.calendar_unknown"),
        (occasion(11, 29, ended_on=Date(2026, 11, 23)), {}, "greeting.ended"),
        (occasion(11, 29, ended_on=Date(2026, 11, 29)), {}, "greeting.ended"),
        (occasion(11, 29), {"greeted_years": range(2020, 2040)}, "greeting.none_near"),
    ],
)
def test_none(known: Occasion, options: dict[str, Any], code: str) -> None:
    """No day, no calendar, nobody left to greet, or no year left."""
    assert code == ask(known, Date(2026, 11, 23), **options)


def test_the_last_year_that_there_is() -> None:
    """Its days are greeted, and after them none is near."""
    assert 9999 == ask(occasion(6, 1), Date(9999, 5, 1))[1]
    assert "greeting.none_near" == ask(occasion(6, 1), Date(9999, 6, 2))


def test_a_year_without_the_day() -> None:
    """A converter that knows no such day leaves the year out."""

    class Never:
        """A calendar that has no day."""

        def date_of(self, year: int, month: int, day: int, *, leap: bool) -> Date | None:  # noqa: ARG002 - the port
            """Return none."""
            return None

    known = occasion(6, 30, calendar=LUNAR, leap=True)

    assert "greeting.none_near" == ask(known, Date(2026, 11, 23), lunar=Never())


@given(
    year=st.integers(2000, 2099),
    month=st.integers(1, 12),
    day=st.integers(1, 30),
    leap=st.booleans(),
)
def test_lunar_days_follow_one_another(year: int, month: int, day: int, *, leap: bool) -> None:
    """The next day of a lunar month is the next date, and the year is near the Gregorian one."""
    today = OURS.date_of(year, month, day, leap=leap)
    tomorrow = OURS.date_of(year, month, day + 1, leap=leap)

    assert today is None or abs(today.year - year) <= 1
    assert tomorrow is None or (today is not None and tomorrow == today.add(days=1))


def test_the_zone_is_the_calendars() -> None:
    """Half past nine where the person is."""
    berlin = WorkCalendar.weekly("x", time_zone="Europe/Berlin")
    found = next_greeting(occasion(11, 29), as_of=Date(2026, 11, 23), calendar=berlin).outcome
    assert found is not None

    assert pendulum.datetime(2026, 11, 29, 9, 30, tz="Europe/Berlin") == found.send_at


def test_what_was_sent_is_marked() -> None:
    """The mark names the occasion and its year; other marks are of other things."""
    known = occasion(11, 23)
    sent = [
        Touchpoint(
            id=TouchpointId(str(place)),
            customer_id=known.customer_id,
            channel=Channel.MESSAGE,
            purpose=Purpose.GREETING,
            outcome=TouchOutcome.SENT,
            at=pendulum.datetime(2026, 11, 23, tz=ZONE),
            about=about,
        )
        for place, about in enumerate(
            [
                greeting_mark(known.id, 2025),
                greeting_mark(OccasionId("other"), 2026),
                "",
                "notice:2024",
            ]
        )
    ]

    assert {2025} == greeted_years(known, sent)
