"""Units of work: one transaction, all or nothing."""

from __future__ import annotations

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    InvalidValueError,
    NotFound,
    StoreError,
    UnitClosed,
)
from clientcare.repositories import Query, Unit
from clientcare.testing.checks._check import ConformanceError, Group, refused, same
from clientcare.testing.harness import Harness, event
from clientcare.testing.sample_kinds import NOTE, SCRAP, Note, Scrap

UNITS = Group("units")


@UNITS.check()
def unit_reads_its_own_writes(harness: Harness) -> None:
    """Repository: "Reads see the unit's own writes"."""
    (version,) = harness.add(Note(id="k1", title="a"))
    (gone,) = harness.add(Note(id="k2"))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.add(Note(id="k3"))
        repository.save(Note(id="k1", title="b"), expected=version)
        repository.remove("k2", expected=gone)
        same("b", repository.get("k1").value.title, "the staged save")
        same({"k1", "k3"}, set(repository.get_many(["k1", "k2", "k3"])), "the keys that are there")
        refused(NotFound, lambda: repository.get("k2"), "reading what the unit removed")
        again = unit.repository(NOTE)
        same("k3", again.get("k3").value.id, "the staged row, through another repository")


@UNITS.check()
def uncommitted_writes_are_invisible_elsewhere(harness: Harness) -> None:
    """Repository: "of other units only what is committed"."""
    (version,) = harness.add(Note(id="k1", title="a"))
    with harness.begin() as writer:
        repository = writer.repository(NOTE)
        repository.save(Note(id="k1", title="b"), expected=version)
        repository.add(Note(id="k2"))
        same("a", harness.get("k1").value.title, "another unit's view of a staged save")
        same(["k1"], harness.listed(), "another unit's view of a staged add")
        writer.commit()
    same("b", harness.get("k1").value.title, "the row once it is committed")
    same(["k1", "k2"], harness.listed(), "the keys once they are committed")


@UNITS.check()
def leaving_without_commit_discards(harness: Harness) -> None:
    """Unit: "Leaving it without ``commit`` discards everything"."""
    (version,) = harness.add(Note(id="k1", title="a"))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.add(Note(id="k2"))
        repository.save(Note(id="k1", title="b"), expected=version)
        unit.emit(event("e1"))
    _is_untouched(harness)
    unit = harness.begin()
    unit.repository(NOTE).remove("k1", expected=version)
    unit.rollback()
    _is_untouched(harness)


@UNITS.check()
def exception_discards_and_propagates(harness: Harness) -> None:
    """Unit: "with or without an exception"."""
    harness.add(Note(id="k1", title="a"))

    class Oops(Exception):  # noqa: N818 - it stands for any exception of the caller
        pass

    def work() -> None:
        with harness.begin() as unit:
            unit.repository(NOTE).add(Note(id="k2"))
            unit.emit(event("e1"))
            raise Oops

    refused(Oops, work, "an exception of the caller")
    _is_untouched(harness)


@UNITS.check()
def conflict_discards_the_whole_unit(harness: Harness) -> None:
    """Unit.commit: "nothing was applied"."""
    (stale,) = harness.add(Note(id="k1", title="old"))
    harness.save(Note(id="k1", title="a"), stale)

    def work() -> None:
        with harness.begin() as unit:
            unit.emit(event("e1"))
            unit.repository(SCRAP).add(Scrap(id="k1"))
            unit.repository(NOTE).add(Note(id="k2"))
            unit.repository(NOTE).save(Note(id="k1", title="loser"), expected=stale)
            unit.commit()

    refused(Conflict, work, "a stale save among other writes")
    _is_untouched(harness)
    same([], harness.listed(kind=SCRAP), "the rows of the other kind")


@UNITS.check()
def two_kinds_commit_together(harness: Harness) -> None:
    """Unit.commit: "Make all of it visible at once"."""
    with harness.begin() as unit:
        unit.repository(NOTE).add(Note(id="k1"))
        unit.repository(SCRAP).add(Scrap(id="k1"))
        unit.emit(event("e1"))
        same(([], []), (harness.listed(), harness.listed(kind=SCRAP)), "before the commit")
        unit.commit()
    same((["k1"], ["k1"]), (harness.listed(), harness.listed(kind=SCRAP)), "after the commit")
    same(["e1"], harness.pending(), "the events after the commit")


@UNITS.check()
def finished_unit_refuses_work(harness: Harness) -> None:
    """Repository: "Every method raises ``UnitClosed`` where the unit is finished"."""
    (version,) = harness.add(Note(id="k1"))
    committed, rolled_back, failed = harness.begin(), harness.begin(), harness.begin()
    repositories = [unit.repository(NOTE) for unit in (committed, rolled_back, failed)]
    committed.commit()
    rolled_back.rollback()
    refused(AlreadyExists, lambda: _add_and_commit(failed), "adding a taken key")
    calls = (
        lambda it: it.get("k1"),
        lambda it: it.get_many(["k1"]),
        lambda it: it.page(),
        lambda it: it.add(Note(id="k2")),
        lambda it: it.save(Note(id="k1"), expected=version),
        lambda it: it.remove("k1", expected=version),
    )
    for repository in repositories:
        for call in calls:
            refused(UnitClosed, lambda call=call, it=repository: call(it), "a finished unit")  # type: ignore[misc]
    for unit in (committed, rolled_back, failed):
        refused(UnitClosed, unit.commit, "committing a finished unit")
        refused(UnitClosed, lambda unit=unit: unit.emit(event("e1")), "emitting in it")  # type: ignore[misc]
        refused(UnitClosed, lambda unit=unit: unit.repository(NOTE), "a repository of it")  # type: ignore[misc]
        unit.rollback()
    same(["k1"], harness.listed(), "what is there")


def _add_and_commit(unit: Unit) -> None:
    unit.repository(NOTE).add(Note(id="k1"))
    unit.commit()


@UNITS.check()
def failed_read_leaves_the_unit_open(harness: Harness) -> None:
    """Repository: "an error of a read leaves it open"."""
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.add(Note(id="k1"))
        refused(NotFound, lambda: repository.get("nobody"), "reading what is not there")
        refused(InvalidValueError, lambda: repository.page(limit=0), "a limit of 0")
        repository.add(Note(id="k2"))
        unit.commit()
    same(["k1", "k2"], harness.listed(), "what was committed")


@UNITS.check()
def rollback_is_idempotent(harness: Harness) -> None:
    """Unit.rollback: "a finished unit stays as it is"."""
    unit = harness.begin()
    unit.repository(NOTE).add(Note(id="k1"))
    unit.rollback()
    unit.rollback()
    with harness.begin() as unit:
        unit.repository(NOTE).add(Note(id="k2"))
        unit.commit()
        unit.rollback()
    unit.rollback()
    same(["k2"], harness.listed(), "what is there")


@UNITS.check()
def add_then_remove_in_one_unit_leaves_nothing(harness: Harness) -> None:
    """Repository: "Reads see the unit's own writes"."""
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        version = repository.add(Note(id="k1"))
        repository.remove("k1", expected=version)
        refused(NotFound, lambda: repository.get("k1"), "reading it in the unit")
        repository.add(Note(id="k2", title="a"))
        unit.commit()
    same(["k2"], harness.listed(), "what is there")
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.remove("k2", expected=repository.get("k2").version)
        repository.add(Note(id="k2", title="b"))
        unit.commit()
    same("b", harness.get("k2").value.title, "a row that was removed and added in one unit")


@UNITS.check()
def store_usable_after_failed_unit(harness: Harness) -> None:
    """Repository: "After any error of a write the unit is finished"."""
    (stale,) = harness.add(Note(id="k1"))
    fresh = harness.save(Note(id="k1"), stale)
    for _ in range(20):
        refused(Conflict, lambda: harness.save(Note(id="k1"), stale), "a stale save")
        refused(AlreadyExists, lambda: harness.add(Note(id="k1")), "adding a taken key")
    harness.save(Note(id="k1", title="b"), fresh)
    same("b", harness.get("k1").value.title, "the row")


@UNITS.check()
def empty_unit_commits(harness: Harness) -> None:
    """Unit.commit: "and finish the unit"."""
    with harness.begin() as unit:
        unit.commit()
    with harness.begin() as unit:
        unit.repository(NOTE).page(Query())
        unit.commit()
    same([], harness.listed(), "what is there")


@UNITS.check()
def closing_twice_is_fine(harness: Harness) -> None:
    """Store.close: "closing twice is fine"."""
    other = harness.fresh()
    other.close()
    other.close()
    refused(StoreError, lambda: other.begin().repository(NOTE).page(), "a closed store")


@UNITS.check()
def driver_errors_are_wrapped(harness: Harness) -> None:
    """Repository: "``StoreUnavailable`` for whatever the driver reports"."""
    other = harness.fresh()
    other.close()
    for call in (other.begin, other.outbox.pending):
        try:
            call()
        except StoreError:
            continue
        except Exception as exc:
            raise ConformanceError(f"a closed store lets {exc!r} out") from exc


@UNITS.check()
def undeclared_kind_is_refused(harness: Harness) -> None:
    """Unit.repository: "the store has to know it"."""
    place = harness.place / "kinds"
    place.mkdir()
    other = harness.open(place, [NOTE])
    with other.begin() as unit:
        refused(InvalidValueError, lambda: unit.repository(SCRAP), "a kind the store lacks")


def _is_untouched(harness: Harness) -> None:
    same(["k1"], harness.listed(), "the keys after a unit was discarded")
    same("a", harness.get("k1").value.title, "the row after a unit was discarded")
    same([], harness.pending(), "the events after a unit was discarded")
