"""Instants keep their offset, zone, fold and microseconds."""

from __future__ import annotations

import os
import time

import pendulum
from pendulum import DateTime

from clientcare.errors import InvalidValueError
from clientcare.repositories import Capability, Query
from clientcare.testing.checks._check import Group, NotCheckable, refused, same
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE, Note

TIME = Group("time")


def _survives(harness: Harness, at: DateTime) -> DateTime:
    number = len(harness.listed())
    harness.add(Note(id=f"k{number}", at=at))
    found = harness.get(f"k{number}").value.at
    if not isinstance(found, DateTime):
        raise TypeError(found)
    return found


def _parts(at: DateTime) -> tuple[object, ...]:
    return at.timezone_name, at.utcoffset(), at.naive().replace(fold=0)


@TIME.check()
def zone_name_survives(harness: Harness) -> None:
    """Repository: "an instant keeps its offset, zone name, fold and microseconds"."""
    for zone in ("Asia/Shanghai", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT-14"):
        at = pendulum.datetime(2026, 7, 1, 9, tz=zone)
        same(_parts(at), _parts(_survives(harness, at)), f"an instant in {zone}")


@TIME.check()
def offset_survives(harness: Harness) -> None:
    """Repository: "an instant keeps its offset, zone name, fold and microseconds"."""
    for seconds in (0, 5 * 3600 + 45 * 60, -(9 * 3600 + 30 * 60), 3600):
        at = DateTime(2026, 7, 1, 9, tzinfo=pendulum.FixedTimezone(seconds))
        same(at.utcoffset(), _survives(harness, at).utcoffset(), "the offset")


@TIME.check()
def instant_survives(harness: Harness) -> None:
    """Repository: "an instant keeps its offset, zone name, fold and microseconds"."""
    at = pendulum.datetime(2026, 7, 1, 9, tz="Pacific/Auckland")
    same(at.timestamp(), _survives(harness, at).timestamp(), "the instant")


@TIME.check()
def repeated_hour_keeps_fold(harness: Harness) -> None:
    """Repository: "an instant keeps its offset, zone name, fold and microseconds"."""
    berlin = pendulum.timezone("Europe/Berlin")
    for fold in (0, 1):
        at = DateTime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold)
        found = _survives(harness, at)
        same(_parts(at), _parts(found), f"the repeated hour, fold {fold}")
        same(fold, found.fold, "the fold")


@TIME.check()
def microseconds_survive(harness: Harness) -> None:
    """Repository: "an instant keeps its offset, zone name, fold and microseconds"."""
    for microsecond in (1, 999_999, 123_456, 0):
        at = pendulum.datetime(2026, 7, 1, 9, tz="UTC").set(microsecond=microsecond)
        same(microsecond, _survives(harness, at).microsecond, "the microseconds")


@TIME.check()
def far_past_and_future_survive(harness: Harness) -> None:
    """Repository: "from the year 1 to the year 9999"."""
    east, west = pendulum.FixedTimezone(14 * 3600), pendulum.FixedTimezone(-12 * 3600)
    instants = [
        DateTime(1, 1, 1, tzinfo=east),
        DateTime(1, 1, 1, tzinfo=pendulum.UTC),
        DateTime(1900, 1, 1, tzinfo=pendulum.timezone("Asia/Shanghai")),
        DateTime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=pendulum.UTC),
        DateTime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=west),
    ]
    for at in instants:
        same(_parts(at), _parts(_survives(harness, at)), f"{at}")
    same(["k0", "k1", "k2", "k3", "k4"], harness.listed(Query(order="at")), "their order")


@TIME.check()
def naive_datetime_is_refused(harness: Harness) -> None:
    """Repository: "an instant without an offset is refused"."""
    naive = DateTime(2026, 7, 1, 9)
    refused(InvalidValueError, lambda: Note(id="k1", at=naive), "a naive instant in a value")
    if Capability.HISTORY not in harness.capabilities:
        return
    harness.add(Note(id="k1"))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        refused(ValueError, lambda: repository.get("k1", as_of=naive), "a naive as_of")


@TIME.check()
def store_ignores_process_time_zone(harness: Harness) -> None:
    """Repository: "The time zone of the process plays no part."""
    if not hasattr(time, "tzset"):
        raise NotCheckable("this system cannot change the time zone of a process")
    before = os.environ.get("TZ")
    at = pendulum.datetime(2026, 7, 1, 9, tz="Asia/Shanghai")
    try:
        _set_zone("America/St_Johns")
        harness.add(Note(id="k1", at=at))
        _set_zone("Pacific/Chatham")
        found = harness.get("k1").value.at
    finally:
        _set_zone(before)
    same(at, found, "an instant written in one zone and read in another")
    same("Asia/Shanghai", found.timezone_name if found else None, "its zone")


def _set_zone(name: str | None) -> None:
    if name is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = name
    time.tzset()
