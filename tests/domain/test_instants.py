"""Instants as whole numbers: exact in every zone and fold, and quick on steady days."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pendulum import DateTime

from clientcare.domain import _instants
from clientcare.domain._instants import moment, moment_of, steady_days
from clientcare.errors import InvalidValueError

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/St_Johns",  # its repeated hour reached over midnight
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # skipped a whole day
    "UTC",
)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def exactly(at: DateTime) -> int:
    """Return the same by the arithmetic of the standard library, in UTC."""
    zone = zoneinfo.ZoneInfo(at.timezone_name or "UTC")
    plain = dt.datetime(
        *(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond),
        tzinfo=zone,
        fold=at.fold,
    )
    return (plain.astimezone(dt.UTC) - EPOCH) // MICROSECOND


@given(
    st.datetimes(dt.datetime(2009, 1, 1), dt.datetime(2012, 6, 1)),  # noqa: DTZ001 - wall time
    st.sampled_from(ZONES),
    st.integers(0, 1),
)
@example(dt.datetime(2010, 11, 6, 23, 30), "America/St_Johns", 1)  # noqa: DTZ001 - wall time
@example(dt.datetime(2010, 11, 7, 0, 0, 30), "America/St_Johns", 1)  # noqa: DTZ001 - wall time
@example(dt.datetime(2011, 10, 30, 2, 30), "Europe/Berlin", 1)  # noqa: DTZ001 - wall time
def test_every_wall_time_in_both_folds(at: dt.datetime, zone: str, fold: int) -> None:
    """Repeated and skipped times, and days that a zone leaves out, count as they really pass."""
    shown = DateTime(
        *(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond),
        tzinfo=pendulum.timezone(zone),
        fold=fold,
    )

    assert exactly(shown) == moment(shown)


def test_the_second_pass_of_an_hour_that_reaches_over_midnight() -> None:
    """Until 2011 the clocks of St John's went from 00:01 back to 23:01 of the day before."""
    passes = [
        DateTime(2010, 11, 6, 23, 30, tzinfo=pendulum.timezone("America/St_Johns"), fold=fold)
        for fold in (0, 1)
    ]

    assert 3_600_000_000 == moment(passes[1]) - moment(passes[0])


@pytest.mark.parametrize("on", [dt.date.min, dt.date.max])
def test_the_ends_of_time(on: dt.date) -> None:
    """They have no neighbours to look at, and count all the same."""
    shown = DateTime(on.year, on.month, on.day, 12, tzinfo=pendulum.timezone("UTC"))

    assert exactly(shown) == moment(shown)


def test_no_more_zones_are_kept_than_are_used() -> None:
    """Each fixed offset is a zone of its own; they come and go."""
    for minute in range(250):
        zone = dt.timezone(dt.timedelta(minutes=minute))
        at = DateTime(2026, 1, 1, 12, tzinfo=zone)

        assert exactly(at.in_timezone("UTC")) == moment(at)
        assert len(_instants._ZONES) <= _instants._KEPT_ZONES


def test_no_more_days_are_kept_than_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound they are looked up anew."""
    monkeypatch.setattr(_instants, "_KEPT_DAYS", 3)
    days = steady_days(dt.timezone(dt.timedelta(minutes=1)))

    starts = [days[ordinal] for ordinal in (740_000, 740_001, 740_002, 740_003, 740_000)]

    assert starts[0] == starts[-1]
    assert len(days) <= 3


def test_an_argument_that_is_no_instant_is_refused_by_its_name() -> None:
    """A time without a zone is none, and a date neither."""
    assert moment(pendulum.datetime(2026, 1, 1)) == moment_of("at", pendulum.datetime(2026, 1, 1))
    with pytest.raises(InvalidValueError, match="at"):
        moment_of("at", pendulum.naive(2026, 1, 1))
