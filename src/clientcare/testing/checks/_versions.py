"""Versions: new at every write, never used again, compared in the write itself."""

from __future__ import annotations

import attrs
import pendulum

from clientcare.errors import AlreadyExists, Conflict, NotFound
from clientcare.repositories import Capability, Version
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE, Note, Remark

VERSIONS = Group("versions")


@VERSIONS.check()
def add_twice_raises_already_exists(harness: Harness) -> None:
    """Repository.add: "Its key is taken"."""
    (version,) = harness.add(Note(id="k1", title="first"))
    error = refused(
        AlreadyExists, lambda: harness.add(Note(id="k1", title="second")), "adding it again"
    )
    same((NOTE.name, "k1"), (error.kind, error.key), "what exists")
    same(("first", version), _now(harness), "the row and its version")
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.add(Note(id="k2"))
        refused(AlreadyExists, lambda: repository.add(Note(id="k2")), "adding it twice in a unit")


@VERSIONS.check()
def save_changes_the_version(harness: Harness) -> None:
    """Repository.save: "The new version was never seen before for this key"."""
    (first,) = harness.add(Note(id="k1"))
    second = harness.save(Note(id="k1"), first)
    third = harness.save(Note(id="k1"), second)
    same(3, len({first, second, third}), "different versions of one unchanged value")
    same(third, harness.get("k1").version, "the version read")


@VERSIONS.check()
def read_does_not_change_the_version(harness: Harness) -> None:
    """Stored: "the version that a later write has to name"."""
    (version,) = harness.add(Note(id="k1"))
    for _ in range(3):
        same(version, harness.get("k1").version, "the version read")
    with harness.begin() as unit:
        same(version, unit.repository(NOTE).page().items[0].version, "the version paged")
        unit.commit()
    harness.save(Note(id="k1", title="b"), version)


@VERSIONS.check()
def stale_save_conflicts_and_winner_stays(harness: Harness) -> None:
    """Repository.save: "It has another version"."""
    (stale,) = harness.add(Note(id="k1", title="first"))
    winner = harness.save(Note(id="k1", title="winner"), stale)
    error = refused(Conflict, lambda: harness.save(Note(id="k1", title="loser"), stale), "stale")
    same((NOTE.name, "k1", stale), (error.kind, error.key, error.expected), "the conflict")
    true(error.actual in {None, winner}, f"the conflict names the version {error.actual!r}")
    same(("winner", winner), _now(harness), "the row and its version")


@VERSIONS.check()
def stale_remove_conflicts(harness: Harness) -> None:
    """Repository.remove: "Remove the row that still has the version *expected*."""
    (stale,) = harness.add(Note(id="k1", title="first"))
    winner = harness.save(Note(id="k1", title="winner"), stale)
    refused(Conflict, lambda: harness.remove("k1", stale), "a stale remove")
    same(("winner", winner), _now(harness), "the row and its version")
    harness.remove("k1", winner)
    same([], harness.listed(), "what is left")


@VERSIONS.check()
def made_up_version_conflicts(harness: Harness) -> None:
    """Repository.save: "Replace the row that still has the version *expected*; it is no upsert."""
    (version,) = harness.add(Note(id="k1", title="first"))
    for made_up in ("", "0", "1", version + " ", version.upper() + "x", "%", "*"):
        wrong = Version(made_up)
        refused(Conflict, lambda wrong=wrong: harness.save(Note(id="k1"), wrong), repr(wrong))  # type: ignore[misc]
        refused(Conflict, lambda wrong=wrong: harness.remove("k1", wrong), repr(wrong))  # type: ignore[misc]
    same(("first", version), _now(harness), "the row and its version")


@VERSIONS.check()
def save_missing_raises_not_found(harness: Harness) -> None:
    """Repository.save: "it is no upsert"."""
    wrong = Version("none")
    error = refused(NotFound, lambda: harness.save(Note(id="k1"), wrong), "saving a missing row")
    same((NOTE.name, "k1"), (error.kind, error.key), "what was not found")
    refused(NotFound, lambda: harness.remove("k1", wrong), "removing a missing row")
    same([], harness.listed(), "what is there")


@VERSIONS.check()
def save_after_remove_raises_not_found(harness: Harness) -> None:
    """Repository.save: "There is no such row."""
    (version,) = harness.add(Note(id="k1"))
    harness.remove("k1", version)
    refused(NotFound, lambda: harness.save(Note(id="k1"), version), "saving a removed row")
    refused(NotFound, lambda: harness.remove("k1", version), "removing a removed row")
    refused(NotFound, lambda: harness.get("k1"), "reading a removed row")


@VERSIONS.check()
def old_version_is_dead_after_remove_and_re_add(harness: Harness) -> None:
    """Repository.save: "not even before a removal"."""
    (version,) = harness.add(Note(id="k1", title="first"))
    seen = {version}
    for title in ("second", "third"):
        harness.remove("k1", version)
        (version,) = harness.add(Note(id="k1", title=title))
        true(version not in seen, f"the version {version!r} was used again")
        for old in seen:
            refused(
                Conflict,
                lambda old=old: harness.save(Note(id="k1", title="loser"), old),  # type: ignore[misc]
                "saving under a version from before the removal",
            )
        seen.add(version)
        same((title, version), _now(harness), "the row and its version")


@VERSIONS.check()
def second_save_in_unit_uses_new_version(harness: Harness) -> None:
    """Repository: "Reads see the unit's own writes"."""
    (version,) = harness.add(Note(id="k1"))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        second = repository.save(Note(id="k1", title="b"), expected=version)
        same(second, repository.get("k1").version, "the version of the staged row")
        third = repository.save(Note(id="k1", title="c"), expected=second)
        unit.commit()
    same(("c", third), _now(harness), "the row and its version")
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.save(Note(id="k1", title="d"), expected=third)
        refused(
            Conflict,
            lambda: repository.save(Note(id="k1", title="e"), expected=third),
            "saving twice under one version",
        )
    same(("c", third), _now(harness), "the row after a conflict")


@VERSIONS.check(Capability.DURABLE)
def version_survives_reopen(harness: Harness) -> None:
    """Capability: "opened again, also after a kill, it has every confirmed unit"."""
    (version,) = harness.add(Note(id="k1", title="a"))
    harness.reopen()
    same(("a", version), _now(harness), "the row and its version")
    second = harness.save(Note(id="k1", title="b"), version)
    harness.remove("k1", second)
    harness.reopen()
    (third,) = harness.add(Note(id="k1", title="c"))
    true(third not in {version, second}, f"the version {third!r} was used again")


@VERSIONS.check()
def trail_only_change_changes_the_version(harness: Harness) -> None:
    """Repository.save: "The new version was never seen before for this key"."""
    remark = Remark(at=pendulum.datetime(2026, 1, 1), text="a")
    note = Note(id="k1", trail=(remark,))
    (first,) = harness.add(note)
    longer = attrs.evolve(note, trail=(remark, remark))
    second = harness.save(longer, first)
    true(first != second, "the version stayed the same")
    refused(Conflict, lambda: harness.save(note, first), "a save under the former version")
    same(longer, harness.get("k1").value, "the row")


def _now(harness: Harness) -> tuple[str, Version]:
    found = harness.get("k1")
    return found.value.title, found.version
