"""Working minutes added on the local clock, where no clock change is near."""

from __future__ import annotations

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain import _quick_add
from clientcare.domain._instants import moment
from clientcare.domain._quick_add import QuickAdd
from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import InvalidValueError, NoOpenHoursError
from clientcare.testing.strategies.calendars import instants, work_calendars

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
OFFICE = WorkCalendar.weekly("office", time_zone=SHANGHAI)
SUMMER = WorkCalendar.weekly("summer", time_zone=BERLIN, days=range(7))


def at(text: str, zone: str = SHANGHAI) -> DateTime:
    """Return a local time as an instant."""
    found = pendulum.parse(text, tz=zone)
    assert isinstance(found, DateTime)
    return found


@given(st.data(), st.sampled_from([1, 59, 60, 480, 961, 5_000, 30_000]))
def test_it_gives_what_the_plain_way_gives(data: st.DataObject, minutes: int) -> None:
    """Whatever the schedule, the zone and the start, to the microsecond."""
    calendar, first = data.draw(work_calendars(published=True))
    start = calendar.local(data.draw(instants(calendar, first)))
    quick = QuickAdd(calendar.worktime).add(start, minutes)

    if quick is not None:
        plain = calendar.worktime.add(moment(start), minutes * 60_000_000)
        assert (calendar.instant_from(plain), quick.fold) == (quick, 0)


@pytest.mark.parametrize("start", ["2026-03-27 08:00:00", "2026-10-23 23:58:07.5"])
def test_around_a_clock_change(start: str) -> None:
    """Every few minutes from before a weekend with a clock change until after it."""
    calendar = WorkCalendar.weekly("b", time_zone=BERLIN, hours="09:00-12:00, 13:00-24:00")
    begins = [at(start, BERLIN).add(minutes=ahead) for ahead in range(0, 5_000, 97)]
    steps = [(begin, minutes) for begin in begins for minutes in (1, 60, 480, 1_000)]
    plain = [calendar.worktime.add(moment(begin), 60_000_000 * more) for begin, more in steps]

    assert list(map(calendar.instant_from, plain)) == [calendar.add(*step) for step in steps]


@pytest.mark.parametrize(
    "start",
    [
        at("2026-03-29 09:00", BERLIN),  # the day of a clock change
        at("2026-10-24 16:30", BERLIN),  # the answer lies behind one
        at("2026-07-01 15:00", SHANGHAI),  # another zone
    ],
)
def test_it_leaves_to_others_what_it_cannot_tell(start: DateTime) -> None:
    """It has no answer, and the calendar asks where there is one."""
    assert QuickAdd(SUMMER.worktime).add(start, 60) is None
    assert SUMMER.between_minutes(start, SUMMER.add(start, 60)) == 60


def test_it_leaves_a_closing_at_the_start_of_a_day_with_a_clock_change() -> None:
    """The end of the last day that it knows is not told, though it is in time."""
    late = WorkCalendar.weekly("late", time_zone=BERLIN, hours="20:00-24:00", days=range(7))
    start = at("2026-03-28 23:00", BERLIN)

    assert QuickAdd(late.worktime).add(start, 60) is None
    assert at("2026-03-29 00:00", BERLIN) == late.add(start, 60)


def test_it_leaves_a_plan_with_a_wide_gap_to_the_search() -> None:
    """What opens after more than sixty days is not found by looking it up either."""
    months = [Date(2026, 4, 1).add(days=ahead) for ahead in range(75)]
    closed = OFFICE.with_holidays(months)

    assert QuickAdd(closed.worktime).add(at("2026-03-31 16:00"), 120) is None
    with pytest.raises(NoOpenHoursError):
        closed.add(at("2026-03-31 16:00"), 120)


def test_false_is_no_number_of_microseconds() -> None:
    """The quick way lets nothing pass that the plain way refuses."""
    with pytest.raises(InvalidValueError, match="microseconds"):
        OFFICE.add(at("2026-07-01 15:00"), 1, microseconds=False)


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the table starts anew, and answers the same."""
    monkeypatch.setattr(_quick_add, "_KEPT_DAYS", 100)
    calendar = WorkCalendar.weekly("office", time_zone=SHANGHAI)
    starts = [at(f"{year}-03-02 09:00") for year in (2020, 2026, 2020)]

    assert [start.add(hours=1) for start in starts] == [calendar.add(one, 60) for one in starts]
