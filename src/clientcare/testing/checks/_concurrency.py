"""Units at the same time: in one thread, in many, in several processes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreUnavailable
from clientcare.repositories import Capability, Kind, Stored, Unit, Version, run_unit
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness, event
from clientcare.testing.sample_kinds import NOTE, SCRAP, Note, Scrap

R = TypeVar("R")

CONCURRENCY = Group("concurrency")
THREADS = 8
TURNS = 4
ATTEMPTS = 1000
KINDS: Final[tuple[Kind[Any], ...]] = (NOTE, SCRAP)
"""One tracked, one not: a save of a tracked row also inserts, and that guard can hide another."""


@CONCURRENCY.check()
def interleaved_units_second_writer_conflicts(harness: Harness) -> None:
    """Unit: "A unit that has only read keeps nobody from writing."""
    for kind in KINDS:
        (version,) = harness.add(_saying(kind, ""), kind=kind)
        first, second = harness.begin(), harness.begin()
        for unit in (first, second):
            same(version, unit.repository(kind).get("k1").version, "the version both read")
        first.repository(kind).save(_saying(kind, "first"), expected=version)
        first.commit()
        late = partial(_save_and_commit, second, kind, version)
        refused(Conflict, late, f"the second writer of {kind.name}")
        same("first", _said(harness, kind), f"the winner's text in {kind.name}")


def _save_and_commit(unit: Unit, kind: Kind[Any], version: Version) -> None:
    with unit:
        unit.repository(kind).save(_saying(kind, "second"), expected=version)
        unit.commit()


@CONCURRENCY.check(Capability.INTERLEAVED_WRITES)
def interleaved_saves_staged_before_either_commits(harness: Harness) -> None:
    """Repository.save: "The compare happens in the write itself"."""
    for kind in KINDS:
        (version,) = harness.add(_saying(kind, ""), kind=kind)
        first, second = harness.begin(), harness.begin()
        conflicts = []
        try:
            for unit, text in ((first, "first"), (second, "second")):
                unit.repository(kind).save(_saying(kind, text), expected=version)
            first.commit()
            second.commit()
        except Conflict as exc:
            conflicts.append(exc)
        finally:
            first.rollback()
            second.rollback()
        same(1, len(conflicts), f"the number of conflicts over {kind.name}")
        same("first", _said(harness, kind), f"the winner's text in {kind.name}")


def _saying(kind: Kind[Any], text: str) -> Note | Scrap:
    return Note(id="k1", title=text) if kind is NOTE else Scrap(id="k1", shelf=text)


def _said(harness: Harness, kind: Kind[Any]) -> str:
    value: Note | Scrap = harness.get_of(kind, "k1").value
    return value.title if isinstance(value, Note) else value.shelf


@CONCURRENCY.check(Capability.INTERLEAVED_WRITES)
def interleaved_writes_to_different_rows_both_stand(harness: Harness) -> None:
    """Capability: "two units may both have staged writes at a time"."""
    versions = harness.add(Note(id="k1"), Note(id="k2"))
    first, second = harness.begin(), harness.begin()
    for unit, key, version in ((first, "k1", versions[0]), (second, "k2", versions[1])):
        unit.repository(NOTE).save(Note(id=key, title="new"), expected=version)
        unit.repository(NOTE).add(Note(id=f"{key}-added"))
    second.commit()
    first.commit()
    same(["k1", "k1-added", "k2", "k2-added"], harness.listed(), "the rows of both")


@CONCURRENCY.check(Capability.INTERLEAVED_WRITES)
def interleaved_remove_and_save_conflict(harness: Harness) -> None:
    """Unit.commit: "Somebody else was first; nothing was applied."""
    (version,) = harness.add(Note(id="k1"))
    first, second = harness.begin(), harness.begin()
    first.repository(NOTE).remove("k1", expected=version)
    first.commit()

    def work() -> None:
        with second:
            second.repository(NOTE).add(Note(id="k2"))
            second.repository(NOTE).save(Note(id="k1", title="late"), expected=version)
            second.commit()

    try:
        work()
    except (Conflict, NotFound):
        same([], harness.listed(), "the rows once the unit failed")
    else:
        refused(Conflict, lambda: None, "saving what another unit removed")


@CONCURRENCY.check()
def threads_never_lose_an_increment(harness: Harness) -> None:
    """Store: "safe to share between threads"."""
    start_counting(harness)

    def count() -> None:
        for _ in range(TURNS):
            for kind in KINDS:
                run_unit(harness.store, partial(increment, kind=kind), attempts=ATTEMPTS)

    _together(count)
    counted(THREADS * TURNS, harness)


def start_counting(harness: Harness) -> None:
    """Add the rows ``k1`` of both kinds, at zero."""
    for kind in KINDS:
        harness.add(_saying(kind, ""), kind=kind)


def counted(expected: int, harness: Harness) -> None:
    """Demand that the rows ``k1`` of both kinds have counted so far."""
    for kind in KINDS:
        same(expected, len(_said(harness, kind)), f"the count in {kind.name}")


def increment(unit: Unit, *, kind: Kind[Any] = NOTE) -> None:
    """Count one more, a stroke each, on the row ``k1`` of a kind."""
    repository = unit.repository(kind)
    found = repository.get("k1")
    value: Note | Scrap = found.value
    if isinstance(value, Note):
        value = attrs.evolve(value, title=value.title + "|")
    else:
        value = attrs.evolve(value, shelf=value.shelf + "|")
    repository.save(value, expected=found.version)


@CONCURRENCY.check()
def threads_adding_the_same_key_have_one_winner(harness: Harness) -> None:
    """Repository.add: "Its key is taken; may come from ``commit`` as well."""
    start = threading.Barrier(THREADS)
    names = iter(range(THREADS))

    def add() -> bool:
        name = str(next(names))
        start.wait()
        try:
            with harness.begin() as unit:
                unit.emit(event(f"e{name}"))
                unit.repository(NOTE).add(Note(id="k1", title=name))
                unit.commit()
        except (AlreadyExists, Conflict):
            return False
        except StoreUnavailable as exc:
            true(exc.retryable, f"a lost race is not retryable: {exc}")
            return False
        return True

    won = _together(add)
    same(1, won.count(True), "the number of winners")
    same([f"e{harness.get('k1').value.title}"], harness.pending(), "the winner's event")


@CONCURRENCY.check()
def history_is_explainable(harness: Harness) -> None:
    """Repository.save: "Replace the row that still has the version *expected*"."""
    (start,) = harness.add(Note(id="k1"))
    steps: list[tuple[Version, Version]] = []

    def work() -> None:
        for _ in range(TURNS * 2):
            found: Stored[Note] = harness.get("k1")
            try:
                steps.append((found.version, harness.save(found.value, found.version)))
            except (Conflict, StoreUnavailable):
                continue

    _together(work)
    following = dict(steps)
    same(len(steps), len(following), "saves that followed different versions")
    at, length = start, 0
    while at in following:
        at, length = following[at], length + 1
    same(len(steps), length, "the chain of successful saves")
    same(at, harness.get("k1").version, "the end of the chain and the version read")


@CONCURRENCY.check()
def readers_see_whole_units(harness: Harness) -> None:
    """Unit.commit: "Make all of it visible at once"."""
    harness.add(Note(id="k1", count=0), Note(id="k2", count=0))
    done = threading.Event()
    torn: list[tuple[int, ...]] = []

    def write() -> None:
        for count in range(1, 16):
            with harness.begin() as unit:
                repository = unit.repository(NOTE)
                for key in ("k1", "k2"):
                    version = repository.get(key).version
                    repository.save(Note(id=key, count=count), expected=version)
                unit.commit()
        done.set()

    def read() -> None:
        while not done.is_set():
            with harness.begin() as unit:
                found = unit.repository(NOTE).get_many(["k1", "k2"]).values()
            counts = tuple(row.value.count for row in found)
            if len(set(counts)) > 1:
                torn.append(counts)

    with ThreadPoolExecutor(3) as pool:
        for job in [pool.submit(write), pool.submit(read), pool.submit(read)]:
            job.add_done_callback(lambda _: done.set())
    same([], torn, "what readers saw of half a unit")


@CONCURRENCY.check(Capability.MULTI_PROCESS)
def two_stores_on_one_place_agree(harness: Harness) -> None:
    """Capability: "several processes may have the same place open"."""
    (version,) = harness.add(Note(id="k1"))
    other = harness.beside()
    with other.begin() as unit:
        second = unit.repository(NOTE).save(Note(id="k1", title="b"), expected=version)
        unit.emit(event("e1"))
        unit.commit()
    same(second, harness.get("k1").version, "the version seen by the first store")
    same(["e1"], harness.pending(), "the events seen by the first store")
    refused(Conflict, lambda: harness.save(Note(id="k1"), version), "a save it knew nothing of")


def _together(work: Callable[[], R]) -> list[R]:
    with ThreadPoolExecutor(THREADS) as pool:
        return [job.result() for job in [pool.submit(work) for _ in range(THREADS)]]
