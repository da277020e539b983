"""Work calendars, small and nasty: few windows, clock changes, holes in the plan."""

from __future__ import annotations

from typing import Final

import attrs
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._worktime import instant_of
from clientcare.domain.calendars import Window, Windows, WorkCalendar
from clientcare.domain.ids import CalendarId

ZONES: Final = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/St_Johns",  # clocks went back at 00:01 until 2011
    "Australia/Lord_Howe",  # changes by half an hour
    "America/Sao_Paulo",  # skipped midnights until 2018
    "Pacific/Apia",  # skipped a whole day at the end of 2011
    "UTC",
)
FIRST_DAYS: Final = (
    Date(2010, 10, 30),
    Date(2011, 12, 24),
    Date(2018, 10, 28),
    Date(2026, 3, 20),
    Date(2026, 10, 15),
)
SPAN_DAYS: Final = 45
_EDGES: Final = (0, 1, 60, 90, 120, 150, 180, 540, 720, 810, 1020, 1380, 1439, 1440)


@st.composite
def windows(draw: st.DrawFn, *, least: int = 0) -> Windows:
    """Return windows of one day, apart or touching."""
    edges = sorted(draw(st.sets(st.sampled_from(_EDGES), min_size=2 * least, max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Window(opens_minute=opens, closes_minute=closes) for opens, closes in pairs)


@st.composite
def work_calendars(
    draw: st.DrawFn, *, zones: tuple[str, ...] = ZONES, published: bool = False
) -> tuple[WorkCalendar, Date]:
    """
    Return a calendar and the first of the days for which it has something special.

    With *published* it may have a published range.
    """
    first = draw(st.sampled_from(FIRST_DAYS))
    days = st.integers(0, SPAN_DAYS - 1).map(lambda ahead: _day(first, ahead))
    week = tuple(draw(st.lists(windows(), min_size=7, max_size=7)))
    holidays = draw(st.sets(days, max_size=4))
    make_up = draw(st.dictionaries(days, windows(), max_size=3))
    calendar = WorkCalendar(
        id=CalendarId("calendar"),
        time_zone=draw(st.sampled_from(zones)),
        week=week,
        exceptions=FrozenMap(draw(st.dictionaries(days, windows(), max_size=3))),
        holidays=tuple(holidays),
        make_up_days=FrozenMap({on: hours for on, hours in make_up.items() if on not in holidays}),
    )
    if published and draw(st.booleans()):
        start, length = draw(st.integers(0, SPAN_DAYS)), draw(st.integers(0, SPAN_DAYS))
        calendar = attrs.evolve(
            calendar,
            published_from=_day(first, start),
            published_until=_day(first, start + length),
        )
    return calendar, first


def instants(calendar: WorkCalendar, first: Date) -> st.SearchStrategy[DateTime]:
    """Return instants around the special days of a calendar, most of them on whole minutes."""
    start = calendar.instant(first, 0)
    minutes = st.integers(0, SPAN_DAYS * 1440).map(lambda minute: minute * 60_000_000)
    exact = st.integers(0, SPAN_DAYS * 1440 * 60_000_000)
    base = int(start.int_timestamp) * 1_000_000
    zone = start.tzinfo
    assert zone is not None  # noqa: S101 - a calendar's instants are aware
    return st.one_of(minutes, minutes, exact).map(lambda ahead: instant_of(zone, base + ahead))


def _day(first: Date, ahead: int) -> Date:
    return Date.fromordinal(first.toordinal() + ahead)
