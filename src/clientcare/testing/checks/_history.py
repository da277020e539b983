"""Former versions of tracked kinds can be read back."""

from __future__ import annotations

import itertools
import time

from pendulum import DateTime

from clientcare.errors import Conflict, NotFound, Unsupported
from clientcare.repositories import AnyKind, Capability, Version
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE, SCRAP, Note, Scrap

HISTORY = Group("history")


def _past(harness: Harness, titles: str = "abc") -> list[Version]:
    """Write a note and save it again and again; return its versions."""
    versions = harness.add(Note(id="k1", title=titles[0]))
    for title in titles[1:]:
        versions.append(harness.save(Note(id="k1", title=title), versions[-1]))
    return versions


def _titles(harness: Harness, key: str = "k1") -> list[str]:
    with harness.begin() as unit:
        return [revision.value.title for revision in unit.repository(NOTE).history(key)]


def _title_at(harness: Harness, at: DateTime) -> str:
    with harness.begin() as unit:
        return unit.repository(NOTE).get("k1", as_of=at).value.title


@HISTORY.check(Capability.HISTORY)
def former_versions_are_listed_oldest_first(harness: Harness) -> None:
    """Repository.history: "every version of a row of a tracked kind, the oldest first"."""
    versions = _past(harness)
    with harness.begin() as unit:
        revisions = unit.repository(NOTE).history("k1")
    same(["a", "b", "c"], [revision.value.title for revision in revisions], "the titles")
    same(versions, [revision.version for revision in revisions], "the versions")
    same(None, revisions[-1].ended_at, "the end of the present one")
    for former, later in itertools.pairwise(revisions):
        same(former.ended_at, later.recorded_at, "an end and the beginning that follows")
        true(former.recorded_at < later.recorded_at, "a version begins no later than the last")


@HISTORY.check(Capability.HISTORY)
def row_can_be_read_as_of_any_instant(harness: Harness) -> None:
    """Repository.get: "a version counts from the moment it was written"."""
    _past(harness)
    with harness.begin() as unit:
        revisions = unit.repository(NOTE).history("k1")
    for revision in revisions:
        same(revision.value.title, _title_at(harness, revision.recorded_at), "as of its beginning")
    for former, later in itertools.pairwise(revisions):
        just_before = later.recorded_at.subtract(microseconds=1)
        same(former.value.title, _title_at(harness, just_before), "as of just before its end")
    same("c", _title_at(harness, revisions[-1].recorded_at.add(years=1)), "as of next year")
    too_early = revisions[0].recorded_at.subtract(microseconds=1)
    refused(NotFound, lambda: _title_at(harness, too_early), "as of before it was written")


@HISTORY.check(Capability.HISTORY)
def removed_row_keeps_its_history(harness: Harness) -> None:
    """Repository.history: "Removed rows keep their history until it is forgotten."""
    versions = _past(harness, "ab")
    harness.remove("k1", versions[-1])
    same(["a", "b"], _titles(harness), "the versions of a removed row")
    with harness.begin() as unit:
        revisions = unit.repository(NOTE).history("k1")
    end = revisions[-1].ended_at or revisions[-1].recorded_at
    refused(NotFound, lambda: _title_at(harness, end), "as of its removal")
    same("b", _title_at(harness, end.subtract(microseconds=1)), "as of just before its removal")
    time.sleep(0.001)
    harness.add(Note(id="k1", title="c"))
    same(["a", "b", "c"], _titles(harness), "the versions once it is added again")


@HISTORY.check(Capability.HISTORY)
def history_belongs_to_the_unit(harness: Harness) -> None:
    """Unit: "Leaving it without ``commit`` discards everything"."""
    (version,) = _past(harness, "a")
    stale = version
    with harness.begin() as unit:
        unit.repository(NOTE).save(Note(id="k1", title="b"), expected=version)
    same(["a"], _titles(harness), "the versions after a unit was left")
    version = harness.save(Note(id="k1", title="c"), version)
    refused(Conflict, lambda: harness.save(Note(id="k1", title="d"), stale), "a stale save")
    same(["a", "c"], _titles(harness), "the versions after a conflict")


@HISTORY.check(Capability.HISTORY)
def histories_of_rows_are_separate(harness: Harness) -> None:
    """Repository.history: "every version of a row"."""
    _past(harness, "ab")
    for key in ("K1", "k1 ", "k", "k1\x01"):
        harness.add(Note(id=key, title=key))
        same([key], _titles(harness, key), f"the versions of {key!r}")
    same(["a", "b"], _titles(harness), "the versions of k1")
    refused(NotFound, lambda: _titles(harness, "nobody"), "the history of a row that never was")
    same(sorted(["K1", "k", "k1", "k1\x01", "k1 "]), harness.listed(), "the rows listed")


@HISTORY.check(Capability.HISTORY)
def forgetting_drops_former_versions_only(harness: Harness) -> None:
    """Repository.forget: "Drop the former versions of a row, for erasure; the present one stays."""
    versions = _past(harness)
    with harness.begin() as unit:
        unit.repository(NOTE).forget("k1")
        unit.repository(NOTE).forget("nobody")
        unit.commit()
    same(["c"], _titles(harness), "the versions once they are forgotten")
    harness.remove("k1", versions[-1])
    with harness.begin() as unit:
        unit.repository(NOTE).forget("k1")
        unit.commit()
    refused(NotFound, lambda: _titles(harness), "the history of a row wholly forgotten")


@HISTORY.check()
def untracked_history_is_refused(harness: Harness) -> None:
    """Repository.history: "The store lacks ``HISTORY``, or the kind is not tracked."""
    harness.add(Scrap(id="k1"), kind=SCRAP)
    kinds: list[AnyKind] = [SCRAP] if Capability.HISTORY in harness.capabilities else [SCRAP, NOTE]
    now = DateTime.now("UTC")
    for kind in kinds:
        with harness.begin() as unit:
            repository = unit.repository(kind)
            refused(Unsupported, lambda: repository.history("k1"), "history")  # noqa: B023
            refused(Unsupported, lambda: repository.forget("k1"), "forget")  # noqa: B023
            refused(Unsupported, lambda: repository.get("k1", as_of=now), "as_of")  # noqa: B023
