"""WorkCalendar: working time, openings, closings and business days."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.codec import JsonCodec
from clientcare.domain.calendars import Window, WorkCalendar, parse_hours
from clientcare.errors import InvalidValueError, NoOpenHoursError, UnpublishedDayError

SHANGHAI = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=SHANGHAI)


def at(text: str, zone: str = SHANGHAI) -> DateTime:
    """Return local time ``YYYY-MM-DD HH:MM`` as an instant."""
    day, clock = text.split(" ")
    year, month, date = (int(part) for part in day.split("-"))
    hour, minute = (int(part) for part in clock.split(":"))
    return pendulum.datetime(year, month, date, hour, minute, tz=zone)


def on(text: str) -> Date:
    """Return the date that ISO text names."""
    return Date.fromisoformat(text)


# --- adding, taking away and counting working time ---


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-19 15:00", 0, "2026-11-19 15:00"),
        ("2026-11-19 15:00", 120, "2026-11-19 17:00"),
        ("2026-11-19 15:00", 121, "2026-11-20 09:01"),
        ("2026-11-19 15:00", 4_800, "2026-12-03 15:00"),
        ("2026-11-20 18:30", 480, "2026-11-23 17:00"),
        ("2026-11-20 18:30", 60, "2026-11-23 10:00"),
        ("2026-11-19 07:00", 60, "2026-11-19 10:00"),
        ("2026-11-21 12:00", 0, "2026-11-21 12:00"),
    ],
)
def test_add(start: str, minutes: int, end: str) -> None:
    """Working minutes run in open time only and may end exactly at a closing."""
    found = OFFICE.add(at(start), minutes)

    assert at(end) == found


@pytest.mark.parametrize(
    ("end", "minutes", "start"),
    [
        ("2026-11-19 15:00", 0, "2026-11-19 15:00"),
        ("2026-11-19 15:00", 360, "2026-11-19 09:00"),
        ("2026-11-19 15:00", 361, "2026-11-18 16:59"),
        ("2026-11-23 09:00", 480, "2026-11-20 09:00"),
        ("2026-11-21 12:00", 1, "2026-11-20 16:59"),
    ],
)
def test_subtract(end: str, minutes: int, start: str) -> None:
    """Taking working minutes away finds the latest instant, an opening at the earliest."""
    found = OFFICE.subtract(at(end), minutes)

    assert at(start) == found


def test_between_counts_backwards_as_negative() -> None:
    """Open time from a later to an earlier instant is negative."""
    start, end = at("2026-11-19 15:00"), at("2026-11-20 10:00")

    assert (
        OFFICE.between_minutes(start, end),
        OFFICE.between_minutes(end, start),
    ) == (180, -180)


def test_between_is_exact_below_the_minute() -> None:
    """Open time is exact to the microsecond; whole minutes are cut off toward zero."""
    start = at("2026-11-19 16:59")
    end = start.set(second=59, microsecond=7)

    assert (
        OFFICE.between_microseconds(start, end),
        OFFICE.between_minutes(start, end),
        OFFICE.between_minutes(end, start),
    ) == (59_000_007, 0, 0)


def test_answers_are_in_the_zone_of_the_calendar() -> None:
    """An argument in another zone means the same instant; the answer is on the local clock."""
    found = OFFICE.add(at("2026-11-19 07:00", "UTC"), 60)

    assert (found.isoformat(), found.timezone_name) == ("2026-11-19T16:00:00+08:00", SHANGHAI)


def test_night_shift_is_two_windows() -> None:
    """A night shift runs through midnight as two touching windows."""
    night = WorkCalendar.weekly("night", time_zone=SHANGHAI, hours="22:00-24:00, 00:00-06:00")

    assert at("2026-11-20 06:00") == night.next_closing(at("2026-11-19 23:00"))
    assert at("2026-11-20 01:00") == night.add(at("2026-11-19 23:00"), 120)


def test_lunch_breaks_do_not_count() -> None:
    """Several windows a day leave out what lies between them."""
    shop = WorkCalendar.weekly("shop", time_zone=SHANGHAI, hours="09:00-12:00, 13:30-18:00")

    assert at("2026-11-19 14:00") == shop.add(at("2026-11-19 11:00"), 90)


# --- openings and closings ---


def test_next_opening_of_an_open_instant_is_itself() -> None:
    """While open, the next opening is now; the closing instant is closed already."""
    assert at("2026-11-20 16:59") == OFFICE.next_opening(at("2026-11-20 16:59"))
    assert at("2026-11-23 09:00") == OFFICE.next_opening(at("2026-11-20 17:00"))
    assert not OFFICE.is_open(at("2026-11-20 17:00"))
    assert OFFICE.is_open(at("2026-11-20 09:00"))


def test_next_closing_from_a_closed_instant_is_that_of_the_next_opening() -> None:
    """Out of hours the next closing ends the next run of windows."""
    assert at("2026-11-23 17:00") == OFFICE.next_closing(at("2026-11-20 17:00"))


def test_round_the_clock_never_closes() -> None:
    """A calendar that is always open has no closing within the search."""
    always = WorkCalendar.always("24x7", time_zone=SHANGHAI)

    with pytest.raises(NoOpenHoursError, match="within 60 days of 2026-11-20"):
        always.next_closing(at("2026-11-20 17:00"))


def test_round_the_clock_counts_elapsed_time() -> None:
    """Round the clock, working time is elapsed time."""
    always = WorkCalendar.always("24x7", time_zone=SHANGHAI)

    assert at("2026-11-21 17:00") == always.add(at("2026-11-20 17:00"), 1_440)


# --- calendars that cannot answer ---


def test_calendar_without_hours_fails_instead_of_searching_for_ever() -> None:
    """No window at all: searching is refused, counting finds nothing."""
    never = WorkCalendar.weekly("never", time_zone=SHANGHAI, hours="")
    start = at("2026-11-20 17:00")

    searches: tuple[Callable[[], object], ...] = (
        lambda: never.add(start, 1),
        lambda: never.subtract(start, 1),
        lambda: never.next_opening(start),
        lambda: never.next_closing(start),
        lambda: never.add_business_days(start, 1),
        lambda: never.next_business_day(on("2026-11-20")),
        lambda: never.previous_business_day(on("2026-11-20")),
    )
    for search in searches:
        with pytest.raises(NoOpenHoursError):
            search()
    assert never.between_minutes(start, at("2027-11-20 17:00")) == 0


def test_search_reaches_sixty_days_and_no_further() -> None:
    """The 60th day after the local day searched from is found, the 61st is not."""
    closed = WorkCalendar.weekly("rare", time_zone=SHANGHAI, hours="")
    rare = closed.with_exception(on("2026-12-31"), "09:00-10:00")

    assert at("2026-12-31 09:00") == rare.next_opening(at("2026-11-01 00:00"))
    assert at("2026-12-31 09:30") == rare.add(at("2026-11-01 00:00"), 30)
    with pytest.raises(NoOpenHoursError):
        rare.next_opening(at("2026-10-31 23:59"))
    with pytest.raises(NoOpenHoursError):
        rare.add(at("2026-10-31 23:59"), 30)


def test_a_gap_inside_an_addition_is_searched_alike() -> None:
    """A wide gap on the way fails although the table reaches beyond it."""
    closed = WorkCalendar.weekly("rare", time_zone=SHANGHAI, hours="")
    rare = closed.with_exception(on("2026-11-01"), "09:00-10:00")
    seasonal = rare.with_exception(on("2026-12-31"), "09:00-10:00")
    yearly = rare.with_exception(on("2027-01-01"), "09:00-10:00")

    assert at("2026-12-31 09:01") == seasonal.add(at("2026-11-01 09:00"), 61)
    assert at("2026-11-01 09:59") == seasonal.subtract(at("2026-12-31 10:00"), 61)
    with pytest.raises(NoOpenHoursError):
        yearly.add(at("2026-11-01 09:00"), 61)
    with pytest.raises(NoOpenHoursError):
        yearly.subtract(at("2027-01-01 10:00"), 61)


def test_unpublished_days_are_refused_where_they_matter() -> None:
    """An answer that depends on an unpublished day is an error; one that doesn't is given."""
    known = attrs.evolve(OFFICE, published_from=on("2026-11-16"), published_until=on("2026-11-20"))

    assert at("2026-11-20 17:00") == known.add(at("2026-11-20 16:00"), 60)
    assert at("2026-11-16 09:00") == known.subtract(at("2026-11-16 10:00"), 60)
    assert at("2027-01-01 09:00") == known.add(at("2027-01-01 09:00"), 0)
    assert known.between_microseconds(at("2027-01-01 09:00"), at("2027-01-01 09:00")) == 0
    assert known.between_minutes(at("2026-11-20 00:00"), at("2026-11-21 00:00")) == 480
    for refused in (
        lambda: known.add(at("2026-11-20 16:00"), 61),
        lambda: known.subtract(at("2026-11-16 10:00"), 61),
        lambda: known.between_minutes(at("2026-11-20 16:00"), at("2026-11-21 00:01")),
        lambda: known.is_open(at("2026-11-21 00:00")),
        lambda: known.next_opening(at("2026-11-20 17:00")),
        lambda: known.is_business_day(on("2026-11-15")),
        lambda: known.windows_on(on("2026-11-21")),
        lambda: known.next_business_day(on("2026-11-20")),
    ):
        with pytest.raises(UnpublishedDayError, match=r"2026-11-16\.\.2026-11-20"):
            refused()


def test_a_run_that_reaches_the_end_of_the_published_range_is_not_known_to_close() -> None:
    """Whether a run ends at midnight depends on the next day, so that day has to be published."""
    known = attrs.evolve(
        WorkCalendar.always("24x7", time_zone=SHANGHAI), published_until=on("2026-11-20")
    )

    with pytest.raises(UnpublishedDayError):
        known.next_closing(at("2026-11-20 12:00"))


def test_the_ends_of_the_calendar_are_no_endless_search() -> None:
    """Instants at the edge of what dates can say are refused, not looped over."""
    with pytest.raises(UnpublishedDayError):
        OFFICE.is_open(at("9999-12-31 12:00", "UTC"))


# --- which hours hold on a date ---


def test_precedence_of_exception_holiday_and_make_up_day() -> None:
    """An exception beats holiday and make-up day, which beat the weekday."""
    wednesday, saturday = on("2026-11-18"), on("2026-11-21")
    plain = OFFICE.with_holidays([wednesday], make_up_days=[saturday])
    own = plain.with_exception(wednesday, "10:00-11:00").with_exception(saturday, "")

    assert ((), parse_hours("09:00-17:00")) == (
        plain.windows_on(wednesday),
        plain.windows_on(saturday),
    )
    assert (parse_hours("10:00-11:00"), ()) == (own.windows_on(wednesday), own.windows_on(saturday))


def test_make_up_day_has_its_own_hours_or_those_of_the_first_weekday_with_any() -> None:
    """Without hours of its own, a make-up day has those of the first open weekday."""
    tuesday = WorkCalendar(
        id=OFFICE.id,
        time_zone=SHANGHAI,
        week=((), parse_hours("10:00-12:00"), parse_hours("08:00-09:00"), (), (), (), ()),
        make_up_days={
            on("2026-11-21"): (),
            on("2026-11-22"): parse_hours("13:00-14:00"),
        },
    )

    assert str(tuesday.windows_on(on("2026-11-21"))[0]) == "10:00-12:00"
    assert str(tuesday.windows_on(on("2026-11-22"))[0]) == "13:00-14:00"


def test_make_up_day_of_a_calendar_without_hours_is_closed() -> None:
    """There is no weekday to take hours from, so nothing opens."""
    never = WorkCalendar.weekly("never", time_zone=SHANGHAI, hours="")

    closed = never.with_holidays([], make_up_days=[on("2026-11-21")])

    assert closed.windows_on(on("2026-11-21")) == ()


def test_touching_windows_are_one() -> None:
    """Windows that touch are stored as one, in whatever order they were given."""
    calendar = WorkCalendar.weekly("x", time_zone="UTC", hours="12:00-13:00, 09:00-12:00")

    assert parse_hours("09:00-13:00") == calendar.week[0]


def test_named_make_up_weekends_of_china() -> None:
    """Sunday 2025-01-26 and Saturday 2025-10-11 were working days."""
    china = OFFICE.with_holidays(
        [on("2025-01-28"), on("2025-10-08")], make_up_days=[on("2025-01-26"), on("2025-10-11")]
    )

    assert china.is_business_day(on("2025-01-26"))
    assert china.is_open(at("2025-10-11 09:00"))
    assert at("2025-01-27 09:00") == china.add_business_days(at("2025-01-26 09:00"), 1)


def _holiday_files() -> list[Path]:
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("CLIENTCARE_DATA") or root.parent / "shared" / "data")
    return sorted((folder / "holiday_cn").glob("*.json"))


@pytest.mark.skipif(not _holiday_files(), reason="no real data: set CLIENTCARE_DATA")
def test_holidays_and_make_up_days_of_china_on_every_day_of_three_years() -> None:
    """On every day from 2023 to 2025 the calendar says what the published lists say."""
    listed = {
        on(day["date"]): not day["isOffDay"]
        for file in _holiday_files()
        for day in json.loads(file.read_text("utf-8"))["days"]
    }
    china = OFFICE.with_holidays(
        [day for day, works in listed.items() if not works],
        make_up_days=[day for day, works in listed.items() if works],
        published_from=on("2023-01-01"),
        published_until=on("2025-12-31"),
    )
    days = [on("2023-01-01").add(days=ahead) for ahead in range(3 * 365 + 1)]

    expected = [listed.get(day, day.weekday() < 5) for day in days]

    assert expected == [china.is_business_day(day) for day in days]
    assert sum(expected) * 480 == china.between_minutes(
        at("2023-01-01 00:00"), at("2026-01-01 00:00")
    )


# --- business days ---


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20 18:30", 0, "2026-11-23 09:00"),
        ("2026-11-20 18:30", 1, "2026-11-24 09:00"),
        ("2026-11-20 18:30", 10, "2026-12-07 09:00"),
        ("2026-11-20 16:30", 0, "2026-11-20 16:30"),
        ("2026-11-20 16:30", 1, "2026-11-23 16:30"),
    ],
)
def test_add_business_days(start: str, days: int, end: str) -> None:
    """The same local time on the n-th following business day, from the next opening if closed."""
    assert at(end) == OFFICE.add_business_days(at(start), days)


def test_add_business_days_to_a_closed_time_moves_to_the_next_opening() -> None:
    """Where that local time is closed on the day found, the next opening is taken."""
    short_friday = OFFICE.with_exception(on("2026-11-20"), "09:00-12:00")

    assert at("2026-11-23 09:00") == short_friday.add_business_days(at("2026-11-19 15:00"), 1)


def test_business_days_around_a_date() -> None:
    """Days before and after, and the day itself where it is one."""
    friday, saturday, monday = on("2026-11-20"), on("2026-11-21"), on("2026-11-23")

    assert monday == OFFICE.next_business_day(friday)
    assert friday == OFFICE.previous_business_day(monday)
    assert on("2026-11-24") == OFFICE.next_business_day(saturday, count=2)
    assert saturday == OFFICE.next_business_day(saturday, count=0)
    assert (monday, friday) == (
        OFFICE.business_day_from(saturday),
        OFFICE.business_day_until(saturday),
    )
    assert (friday, friday) == (OFFICE.business_day_from(friday), OFFICE.business_day_until(friday))


def test_same_local_time_on_a_later_calendar_day() -> None:
    """Calendar days keep the local time, open or not, to the microsecond."""
    start = at("2026-11-19 15:00").set(second=7, microsecond=9)

    assert at("2026-12-19 15:00").set(second=7, microsecond=9) == OFFICE.add_calendar_days(
        start, 30
    )
    assert start == OFFICE.add_calendar_days(start, 0)


# --- clock changes ---

BERLIN = WorkCalendar.always("berlin", time_zone="Europe/Berlin")


def test_window_across_a_clock_change_is_longer_or_shorter() -> None:
    """Working time is what passes between the instants: 23 or 25 hours on a day of change."""
    spring = (at("2026-03-29 00:00", "Europe/Berlin"), at("2026-03-30 00:00", "Europe/Berlin"))
    autumn = (at("2026-10-25 00:00", "Europe/Berlin"), at("2026-10-26 00:00", "Europe/Berlin"))

    assert (
        BERLIN.between_minutes(*spring),
        BERLIN.between_minutes(*autumn),
    ) == (23 * 60, 25 * 60)


def test_a_repeated_opening_is_the_first_and_a_skipped_one_the_change() -> None:
    """02:30 opens at the first 02:30 in autumn and at the change, 03:00, in spring."""
    early = WorkCalendar.weekly(
        "early", time_zone="Europe/Berlin", hours="02:30-09:00", days=range(7)
    )

    autumn = early.next_opening(at("2026-10-25 00:00", "Europe/Berlin"))
    spring = early.next_opening(at("2026-03-29 00:00", "Europe/Berlin"))

    assert (
        autumn.isoformat(),
        spring.isoformat(),
    ) == ("2026-10-25T02:30:00+02:00", "2026-03-29T03:00:00+02:00")


def test_a_window_that_the_clock_skips_does_not_exist() -> None:
    """02:00 to 02:30 does not occur on the day the clock jumps over it."""
    early = WorkCalendar.weekly(
        "early", time_zone="Europe/Berlin", hours="02:00-02:30", days=range(7)
    )

    assert not early.is_business_day(on("2026-03-29"))
    assert on("2026-03-30") == early.next_business_day(on("2026-03-28"))


def test_a_skipped_local_time_on_a_later_day_is_the_change() -> None:
    """The same local time on a day that skips it is the moment of the change."""
    start = at("2026-03-28 02:30", "Europe/Berlin").set(microsecond=5)

    assert BERLIN.add_calendar_days(start, 1).isoformat() == "2026-03-29T03:00:00+02:00"
    assert BERLIN.instant(on("2026-03-29"), 150).isoformat() == "2026-03-29T03:00:00+02:00"


def test_a_change_that_repeats_midnight() -> None:
    """A day that starts twice (clocks back from 00:01 to 23:01) opens at its first start."""
    john = WorkCalendar.always("x", time_zone="America/St_Johns")
    saturday = attrs.evolve(john, exceptions={on("2010-11-06"): (), on("2010-11-08"): ()})
    start, end = at("2010-11-06 12:00", "UTC"), at("2010-11-09 00:00", "UTC")

    assert saturday.between_minutes(start, end) == 25 * 60
    assert saturday.is_open(at("2010-11-07 03:00", "UTC"))


def test_a_day_that_the_zone_skips_is_no_business_day() -> None:
    """Samoa had no Friday 2011-12-30."""
    samoa = WorkCalendar.weekly("samoa", time_zone="Pacific/Apia")

    assert on("2012-01-02") == samoa.next_business_day(on("2011-12-29"))


def test_local_shows_the_second_of_two_equal_times() -> None:
    """The second 02:30 of a repeated hour keeps its fold on the local clock."""
    second = pendulum.datetime(2026, 10, 25, 1, 30, tz="UTC")

    assert BERLIN.local(second).isoformat() == "2026-10-25T02:30:00+01:00"


# --- what is refused, and what lasts ---


@pytest.mark.parametrize(
    "text", ["", "9-17", "09:00", "09:60-10:00", "09:00-10:60", "17:00-09:00", "09:00-09:00"]
)
def test_text_that_is_no_window_is_refused(text: str) -> None:
    """Hours are two times of a day, the second after the first."""
    with pytest.raises(InvalidValueError):
        Window.of(text)


@pytest.mark.parametrize("text", ["23:00-24:01", "24:00-25:00"])
def test_hours_beyond_the_day_are_refused(text: str) -> None:
    """24:00 is the last closing."""
    with pytest.raises(InvalidValueError):
        Window.of(text)


def test_what_a_calendar_refuses() -> None:
    """Overlaps, unknown zones, double dates, bad types and an empty range are errors."""
    friday = on("2026-11-20")
    for broken in (
        lambda: WorkCalendar.weekly("x", time_zone="UTC", hours="09:00-12:00, 11:00-13:00"),
        lambda: WorkCalendar.weekly("x", time_zone="Mars/Phobos"),
        lambda: WorkCalendar.weekly("x", time_zone=""),
        lambda: WorkCalendar.weekly("x", time_zone="UTC", days=[7]),
        lambda: WorkCalendar.weekly("x", time_zone="UTC", days=[1, "a"]),  # type: ignore[list-item]
        lambda: WorkCalendar.weekly("", time_zone="UTC"),
        lambda: OFFICE.with_holidays([friday], make_up_days=[friday]),
        lambda: attrs.evolve(OFFICE, published_from=friday, published_until=on("2026-11-19")),
        lambda: attrs.evolve(OFFICE, week=((),)),
        lambda: attrs.evolve(OFFICE, week=[()] * 7),
        lambda: attrs.evolve(OFFICE, week=(("09:00",),) * 7),
        lambda: attrs.evolve(OFFICE, exceptions=[friday]),
        lambda: attrs.evolve(OFFICE, exceptions={at("2026-11-20 09:00"): ()}),
        lambda: attrs.evolve(OFFICE, holidays=(at("2026-11-20 09:00"), friday)),
        lambda: OFFICE.add(at("2026-11-20 09:00"), -1),
        lambda: OFFICE.add(pendulum.naive(2026, 11, 20), 1),
    ):
        with pytest.raises(InvalidValueError):
            broken()


def test_a_used_calendar_is_equal_to_a_new_one_and_can_be_copied() -> None:
    """What a calendar has worked out changes neither equality, hash, copy nor pickle."""
    used = WorkCalendar.weekly("office", time_zone=SHANGHAI)
    used.add(at("2026-11-19 15:00"), 4_800)

    assert (OFFICE, hash(OFFICE)) == (used, hash(used))
    assert used == pickle.loads(pickle.dumps(used))  # noqa: S301 - our own bytes
    assert (
        str(
            attrs.evolve(
                used, exceptions={on("2027-01-01"): parse_hours("09:00-10:00")}
            ).next_business_day(on("2026-12-31"))
        )
        == "2027-01-01"
    )


def test_a_calendar_survives_the_codec() -> None:
    """Every field of a calendar comes back from JSON as it was."""
    codec: JsonCodec[WorkCalendar] = JsonCodec(name="calendar", type=WorkCalendar)
    full = attrs.evolve(
        OFFICE.with_holidays(
            [on("2026-10-01")],
            make_up_days=[on("2026-10-10")],
            published_from=on("2026-01-01"),
            published_until=on("2026-12-31"),
        ).with_exception(on("2026-12-24"), "09:00-12:00"),
        name="总部",
    )

    assert full == codec.load(codec.dump(full))


def test_far_away_questions_do_not_compile_what_lies_between() -> None:
    """A question a thousand years away is answered from a table of its own."""
    calendar = WorkCalendar.weekly("x", time_zone="UTC")

    assert (
        calendar.between_microseconds(at("2026-11-19 00:00", "UTC"), at("2026-11-20 00:00", "UTC"))
        == 480 * 60 * 1_000_000
    )
    assert not calendar.is_open(at("3026-11-20 00:00", "UTC"))
    assert calendar.is_open(at("2026-11-19 09:00", "UTC"))


def test_business_days_between_two_dates() -> None:
    """The first date counts, the last does not; backwards it is negative."""
    closed = OFFICE.with_holidays([on("2026-11-18")], published_until=on("2026-12-31"))

    assert 4 == closed.business_days_between(on("2026-11-16"), on("2026-11-21"))
    assert -4 == closed.business_days_between(on("2026-11-21"), on("2026-11-16"))
    assert 0 == closed.business_days_between(on("2026-11-18"), on("2026-11-19"))
    with pytest.raises(UnpublishedDayError):
        closed.business_days_between(on("2026-12-31"), on("2027-01-02"))
