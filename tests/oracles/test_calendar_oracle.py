"""WorkCalendar answers as a slow reading of the text does, on ordinary and on nasty calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from hypothesis import event, given
from hypothesis import strategies as st
from pendulum import Date, DateTime
from tests.oracles.calendar_oracle import (
    EPOCH,
    MICROSECOND,
    MINUTE,
    NothingOpensError,
    NotPublishedError,
    Pairs,
    PlainCalendar,
    clock,
    first_instant,
)

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.calendars import Window, Windows, WorkCalendar
from clientcare.domain.ids import CalendarId
from clientcare.errors import NoOpenHoursError, UnpublishedDayError

SPAN_DAYS: Final = 24

# A zone and a date about which its clock does something.
PLACES: Final = (
    ("Asia/Shanghai", dt.date(2026, 2, 10)),
    ("Europe/Berlin", dt.date(2026, 3, 29)),
    ("Europe/Berlin", dt.date(2026, 10, 25)),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),  # half an hour back
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),  # and forward
    ("Pacific/Apia", dt.date(2011, 12, 30)),  # a date that never was
    ("Africa/Casablanca", dt.date(2026, 2, 15)),  # back for Ramadan
    ("Africa/Casablanca", dt.date(2026, 3, 22)),
    ("America/St_Johns", dt.date(2010, 11, 7)),  # back at 00:01, into the day before
    ("America/Sao_Paulo", dt.date(2018, 11, 4)),  # no midnight
    ("America/Havana", dt.date(2026, 11, 1)),  # 01:00 back to 00:00
    ("Antarctica/Troll", dt.date(2026, 3, 29)),  # two hours at once
)
# The date itself comes back there; the text does not say to which the hour belongs.
TWICE_A_DATE: Final = ("America/St_Johns",)
EDGES: Final = (0, 1, 30, 60, 90, 120, 135, 150, 180, 540, 720, 780, 1020, 1380, 1439, 1440)


@st.composite
def hours(draw: st.DrawFn) -> Pairs:
    """Return windows of a day, apart or touching, in any order."""
    edges = sorted(draw(st.sets(st.sampled_from(EDGES), max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if len(edges) > 2 and draw(st.booleans()):
        pairs.append((edges[1], edges[2]))  # closes the hole between two of them
    return tuple(draw(st.permutations(pairs)))


@st.composite
def plans(draw: st.DrawFn) -> tuple[PlainCalendar, int]:
    """Return a plain calendar and the date about which it is odd."""
    zone, about = draw(st.sampled_from(PLACES))
    middle = about.toordinal()
    days = st.integers(middle - SPAN_DAYS // 2, middle + SPAN_DAYS // 2) | st.just(middle)
    kind = draw(st.sampled_from(["any", "any", "office", "always", "sparse"]))
    week: list[Pairs] = [()] * 7
    if kind == "any":
        week = draw(st.lists(hours(), min_size=7, max_size=7))
    elif kind == "office":
        week = [((540, 720), (780, 1020))] * 5 + [()] * 2
    elif kind == "always":
        week = [((0, 1440),)] * 7
    holidays = frozenset(draw(st.sets(days, max_size=4)))
    make_up = draw(
        st.dictionaries(days.filter(lambda day: day not in holidays), hours(), max_size=3)
    )
    first = draw(st.none() | st.just(middle) | days)
    last = draw(st.none() | st.integers(0, 70).map((first or middle).__add__))
    if zone in TWICE_A_DATE:
        first = last = None
    return (
        PlainCalendar(
            zone=zone,
            week=tuple(week),
            exceptions=draw(st.dictionaries(days, hours(), max_size=3)),
            holidays=holidays,
            make_up=make_up,
            first_day=first,
            last_day=last,
        ),
        middle,
    )


def ours(plain: PlainCalendar) -> WorkCalendar:
    """Return the library's calendar with the same plan."""
    return WorkCalendar(
        id=CalendarId("calendar"),
        time_zone=plain.zone,
        week=tuple(_windows(pairs) for pairs in plain.week),
        exceptions=FrozenMap({_date(day): _windows(at) for day, at in plain.exceptions.items()}),
        holidays=tuple(_date(day) for day in plain.holidays),
        make_up_days=FrozenMap({_date(day): _windows(at) for day, at in plain.make_up.items()}),
        published_from=None if plain.first_day is None else _date(plain.first_day),
        published_until=None if plain.last_day is None else _date(plain.last_day),
    )


def _windows(pairs: Pairs) -> Windows:
    return tuple(Window(opens_minute=opens, closes_minute=closes) for opens, closes in pairs)


def _date(day: int) -> Date:
    return Date.fromordinal(day)


def shown(at: int) -> DateTime:
    """Return an instant as a caller may hand it in, in a zone that is not the calendar's."""
    utc = EPOCH + dt.timedelta(microseconds=at)
    return DateTime.instance(utc)


def counted(at: DateTime) -> int:
    """Return an instant as whole microseconds."""
    return (dt.datetime.fromisoformat(at.isoformat()) - EPOCH) // MICROSECOND


@st.composite
def moments(draw: st.DrawFn, plain: PlainCalendar, middle: int) -> int:
    """Return an instant at or beside an edge, or anywhere near the odd date."""
    day = draw(st.integers(middle - SPAN_DAYS // 2, middle + SPAN_DAYS // 2) | st.just(middle))
    if draw(st.booleans()):
        base = first_instant(plain.zone, day, draw(st.sampled_from(EDGES)))
        nudge = st.sampled_from([0, 0, -1, 1, -MINUTE, MINUTE, 30 * MINUTE, 60 * MINUTE])
        return base + draw(nudge)
    minute = first_instant(plain.zone, day, 0) + draw(st.integers(0, 1500)) * MINUTE
    return minute + draw(st.sampled_from([0, 0, 1, 59_999_999]))


amounts = st.one_of(
    st.sampled_from([0, 1, 60, 480, 960, 4800, 9600]).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 20_000).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 40_000 * MINUTE),
)


def answer(ask: Callable[[], object]) -> object:
    """Return an answer, an instant as a number; or the name of the refusal."""
    try:
        found = ask()
    except (NotPublishedError, UnpublishedDayError):
        found = "unpublished"
    except (NothingOpensError, NoOpenHoursError):
        found = "nothing opens"
    if isinstance(found, DateTime):
        found = counted(found)
    elif isinstance(found, Date):
        found = found.toordinal()
    event(found if isinstance(found, str) else type(found).__name__)
    return found


@given(st.data(), plans())
def test_points_in_time(data: st.DataObject, drawn: tuple[PlainCalendar, int]) -> None:
    """Open or not, the next opening and the next closing are as the text says."""
    plain, middle = drawn
    calendar = ours(plain)
    at = data.draw(moments(plain, middle))

    assert answer(lambda: plain.is_open(at)) == answer(lambda: calendar.is_open(shown(at)))
    assert answer(lambda: plain.next_opening(at)) == answer(
        lambda: calendar.next_opening(shown(at))
    )
    assert answer(lambda: plain.next_closing(at)) == answer(
        lambda: calendar.next_closing(shown(at))
    )


@given(st.data(), plans())
def test_spans(data: st.DataObject, drawn: tuple[PlainCalendar, int]) -> None:
    """Open time between two instants, in either direction, is as the text says."""
    plain, middle = drawn
    calendar = ours(plain)
    start = data.draw(moments(plain, middle))
    end = data.draw(moments(plain, middle))

    assert answer(lambda: plain.between(start, end)) == answer(
        lambda: calendar.between_microseconds(shown(start), shown(end))
    )


@given(st.data(), plans(), amounts)
def test_steps(data: st.DataObject, drawn: tuple[PlainCalendar, int], amount: int) -> None:
    """Adding and taking open time ends where the text says."""
    plain, middle = drawn
    calendar = ours(plain)
    at = data.draw(moments(plain, middle))

    assert answer(lambda: plain.add(at, amount)) == answer(
        lambda: calendar.add(shown(at), microseconds=amount)
    )
    assert answer(lambda: plain.subtract(at, amount)) == answer(
        lambda: calendar.subtract(shown(at), microseconds=amount)
    )


@given(st.data(), plans(), st.sampled_from([0, 1, 2, 3, 10]))
def test_days(data: st.DataObject, drawn: tuple[PlainCalendar, int], days: int) -> None:
    """Business days and calendar days later are as the text says."""
    plain, middle = drawn
    calendar = ours(plain)
    at = data.draw(moments(plain, middle))
    day = clock(plain.zone, at).toordinal()

    assert answer(lambda: plain.is_business_day(day)) == answer(
        lambda: calendar.is_business_day(_date(day))
    )
    assert answer(lambda: plain.add_business_days(at, days)) == answer(
        lambda: calendar.add_business_days(shown(at), days)
    )
    assert answer(lambda: plain.add_calendar_days(at, days)) == answer(
        lambda: calendar.add_calendar_days(shown(at), days)
    )
