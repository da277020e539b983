"""WorkCalendar against a slow oracle that looks at every single minute."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from itertools import accumulate

import pendulum
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import NoOpenHoursError, UnpublishedDayError
from clientcare.testing.strategies.calendars import SPAN_DAYS, instants, work_calendars

AROUND_DAYS = 64
MINUTE = 60_000_000


class Oracle:
    """Every minute around the special days of a calendar: open or not, and on which day."""

    def __init__(self, calendar: WorkCalendar, first: Date) -> None:
        self.calendar = calendar
        zone = pendulum.timezone(calendar.time_zone)
        self.first = first.toordinal() - AROUND_DAYS
        self.days = SPAN_DAYS + 2 * AROUND_DAYS
        start = dt.datetime.fromordinal(self.first - 1).replace(tzinfo=dt.UTC)
        self.start = moment(pendulum.instance(start)) // MINUTE
        # what the local clock shows at each minute, as minutes since the first day's midnight
        midnight = dt.datetime.fromordinal(self.first)
        self.shown: list[int] = []
        for hour in range((self.days + 3) * 24):
            minutes = [start + dt.timedelta(hours=hour, minutes=ahead) for ahead in range(61)]
            ends = (minutes[0].astimezone(zone), minutes[-1].astimezone(zone))
            base = (ends[0].replace(tzinfo=None) - midnight) // dt.timedelta(minutes=1)
            if ends[0].utcoffset() == ends[1].utcoffset():
                self.shown.extend(range(base, base + 60))
                continue
            for utc in minutes[:60]:
                local = utc.astimezone(zone).replace(tzinfo=None)
                self.shown.append((local - midnight) // dt.timedelta(minutes=1))
        latest = list(accumulate(self.shown, max))
        self.open = [False] * len(self.shown)
        for day in range(self.days):
            for window in self.planned(Date.fromordinal(self.first + day)):
                opens = bisect_left(latest, day * 1440 + window[0])
                closes = bisect_left(latest, day * 1440 + window[1])
                for place in range(opens, closes):
                    self.open[place] = True

    def planned(self, on: Date) -> list[tuple[int, int]]:
        """Return the windows of a date by the precedence of the text."""
        calendar = self.calendar
        if on in calendar.exceptions:
            windows = calendar.exceptions[on]
        elif on in calendar.holidays:
            windows = ()
        elif on in calendar.make_up_days:
            windows = calendar.make_up_days[on] or next(filter(None, calendar.week), ())
        else:
            windows = calendar.week[on.weekday()]
        return [(window.opens_minute, window.closes_minute) for window in windows]

    def place(self, at: DateTime) -> int:
        """Return the minute of an instant."""
        return moment(at) // MINUTE - self.start

    def day(self, place: int) -> int:
        """Return the local day of a minute."""
        return self.shown[place] // 1440

    def check(self, day: int) -> None:
        """Refuse a day that is not published."""
        on = Date.fromordinal(self.first + day)
        calendar = self.calendar
        if (calendar.published_from and on < calendar.published_from) or (
            calendar.published_until and on > calendar.published_until
        ):
            raise UnpublishedDayError("x", "x", "x")

    def next_opening(self, place: int) -> int:
        """Walk to the next open minute."""
        last = self.day(place) + 60
        while self.day(place) <= last:
            self.check(self.day(place))
            if self.open[place]:
                return place
            place += 1
        raise NoOpenHoursError("x", "x", 60)

    def next_closing(self, place: int) -> int:
        """Walk to the end of the open run."""
        place = self.next_opening(place)
        last = self.day(place) + 60
        while self.day(place) <= last:
            self.check(self.day(place))
            if not self.open[place]:
                return place
            place += 1
        raise NoOpenHoursError("x", "x", 60)

    def add(self, place: int, minutes: int) -> int:
        """Walk forward over so many open minutes."""
        for _ in range(minutes):
            place = self.next_opening(place) + 1
        return place

    def subtract(self, place: int, minutes: int) -> int:
        """Walk backward over so many open minutes."""
        for _ in range(minutes):
            last = self.day(place - 1) - 60
            while True:
                place -= 1
                if self.day(place) < last:
                    raise NoOpenHoursError("x", "x", 60)
                self.check(self.day(place))
                if self.open[place]:
                    break
        return place

    def between(self, start: int, end: int) -> int:
        """Count the open minutes."""
        if end < start:
            return -self.between(end, start)
        for place in range(start, end):
            self.check(self.day(place))
        return sum(self.open[start:end])


def outcome(question: Callable[[], object]) -> object:
    """Return the answer, or the kind of error."""
    try:
        return question()
    except (NoOpenHoursError, UnpublishedDayError) as exc:
        return type(exc)


def whole_minute(at: DateTime) -> DateTime:
    """Return the instant with seconds cut off."""
    return at.replace(second=0, microsecond=0)


def differences(
    oracle: Oracle, one: DateTime, other: DateTime, minutes: int
) -> list[tuple[str, object, object]]:
    """Return every question that the calendar answers otherwise than the walk."""
    calendar, here, there = oracle.calendar, oracle.place(one), oracle.place(other)

    def at(find: Callable[[], DateTime]) -> object:
        return outcome(lambda: oracle.place(find()))

    def is_open() -> bool:
        oracle.check(oracle.day(here))
        return oracle.open[here]

    pairs = (
        ("open", outcome(is_open), outcome(lambda: calendar.is_open(one))),
        (
            "opening",
            outcome(lambda: oracle.next_opening(here)),
            at(lambda: calendar.next_opening(one)),
        ),
        (
            "closing",
            outcome(lambda: oracle.next_closing(here)),
            at(lambda: calendar.next_closing(one)),
        ),
        ("add", outcome(lambda: oracle.add(here, minutes)), at(lambda: calendar.add(one, minutes))),
        (
            "subtract",
            outcome(lambda: oracle.subtract(here, minutes)),
            at(lambda: calendar.subtract(one, minutes)),
        ),
        (
            "between",
            outcome(lambda: oracle.between(here, there)),
            outcome(lambda: calendar.between_minutes(one, other)),
        ),
    )
    return [pair for pair in pairs if pair[1] != pair[2]]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_minute_agrees(data: st.DataObject) -> None:
    """Open, opening, closing, adding, taking away and counting agree with the walk."""
    calendar, first = data.draw(work_calendars(published=True))
    oracle = Oracle(calendar, first)
    for _ in range(5):
        one = whole_minute(data.draw(instants(calendar, first)))
        other = whole_minute(data.draw(instants(calendar, first)))
        minutes = data.draw(st.sampled_from([0, 1, 59, 60, 480, 481, 960, 2_000]))

        assert [] == differences(oracle, one, other, minutes)


@settings(deadline=None)
@given(st.data())
def test_add_then_between_gives_it_back(data: st.DataObject) -> None:
    """To the microsecond, and by the same amount in both directions."""
    calendar, first = data.draw(work_calendars())
    at = data.draw(instants(calendar, first))
    amount = data.draw(st.integers(0, 200_000_000_000))
    try:
        later = calendar.add(at, microseconds=amount)
        earlier = calendar.subtract(at, microseconds=amount)
    except NoOpenHoursError:
        return

    assert (amount, amount) == (
        calendar.between_microseconds(at, later),
        calendar.between_microseconds(earlier, at),
    )
    assert -amount == calendar.between_microseconds(later, at)


@settings(deadline=None)
@given(st.data())
def test_parts_add_up(data: st.DataObject) -> None:
    """Open time from a to c is that from a to b and from b to c."""
    calendar, first = data.draw(work_calendars())
    one, two, three = (data.draw(instants(calendar, first)) for _ in range(3))

    parts = calendar.between_microseconds(one, two) + calendar.between_microseconds(two, three)

    assert parts == calendar.between_microseconds(one, three)


@settings(deadline=None)
@given(st.data())
def test_the_order_of_questions_does_not_matter(data: st.DataObject) -> None:
    """What was asked before changes no answer."""
    calendar, first = data.draw(work_calendars(published=True))
    times = [data.draw(instants(calendar, first)) for _ in range(4)]
    fresh = unused_copy(calendar)

    forward = {moment(at): outcome(partial(calendar.add, at, 600)) for at in times}
    backward = {moment(at): outcome(partial(fresh.add, at, 600)) for at in reversed(times)}

    assert forward == backward


def unused_copy(calendar: WorkCalendar) -> WorkCalendar:
    """Return an equal calendar that has worked out nothing yet."""
    return WorkCalendar(
        id=calendar.id,
        time_zone=calendar.time_zone,
        week=calendar.week,
        exceptions=calendar.exceptions,
        holidays=calendar.holidays,
        make_up_days=calendar.make_up_days,
        published_from=calendar.published_from,
        published_until=calendar.published_until,
    )
