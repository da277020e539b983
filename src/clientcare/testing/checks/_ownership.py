"""The store keeps nothing that the caller can change, and hands out nothing it keeps."""

from __future__ import annotations

from clientcare.repositories import Query
from clientcare.testing.checks._check import Group, same
from clientcare.testing.harness import Harness, event
from clientcare.testing.sample_kinds import NOTE, SCRAP, Note, Scrap

OWNERSHIP = Group("ownership")


def _words(harness: Harness) -> list[str]:
    return harness.get_of(SCRAP, "k1").value.words


@OWNERSHIP.check()
def mutating_read_value_changes_nothing(harness: Harness) -> None:
    """Repository: "hands out nothing that it keeps"."""
    harness.add(Scrap(id="k1", words=["a"]), kind=SCRAP)
    harness.get_of(SCRAP, "k1").value.words.append("spoilt")
    same(["a"], _words(harness), "the value after the one read was changed")
    with harness.begin() as unit:
        repository = unit.repository(SCRAP)
        repository.get_many(["k1"])["k1"].value.words.append("spoilt")
        same(["a"], repository.get("k1").value.words, "the value, read again in the same unit")
        unit.commit()
    same(["a"], _words(harness), "the value after get_many's was changed")


@OWNERSHIP.check()
def mutating_written_value_changes_nothing(harness: Harness) -> None:
    """Repository: "keeps nothing that the caller can change"."""
    value = Scrap(id="k1", words=["a"])
    with harness.begin() as unit:
        repository = unit.repository(SCRAP)
        version = repository.add(value)
        value.words.append("spoilt")
        same(["a"], repository.get("k1").value.words, "the staged value, added")
        value = Scrap(id="k1", words=["b"])
        repository.save(value, expected=version)
        value.words.append("spoilt")
        same(["b"], repository.get("k1").value.words, "the staged value, saved")
        unit.commit()
    value.words.append("spoilt again")
    same(["b"], _words(harness), "the committed value")


@OWNERSHIP.check()
def mutating_paged_value_changes_nothing(harness: Harness) -> None:
    """Repository: "hands out nothing that it keeps"."""
    harness.add(Scrap(id="k1", words=["a"]), kind=SCRAP)
    with harness.begin() as unit:
        repository = unit.repository(SCRAP)
        for query in (Query(), Query(order="shelf")):
            repository.page(query).items[0].value.words.append("spoilt")
            same(["a"], repository.page(query).items[0].value.words, "the value, paged again")
        unit.commit()
    same(["a"], _words(harness), "the value after a paged one was changed")


@OWNERSHIP.check()
def mutating_emitted_event_changes_nothing(harness: Harness) -> None:
    """Repository: "keeps nothing that the caller can change"."""
    body = bytearray(b'{"is":"told"}')
    emitted = event("e1", bytes(body))
    with harness.begin() as unit:
        unit.emit(emitted)
        unit.commit()
    body.extend(b"spoilt")
    (item,) = harness.store.outbox.pending()
    same(event("e1"), item.event, "the event that waits")


@OWNERSHIP.check()
def two_stores_share_nothing(harness: Harness) -> None:
    """Store: "Two stores at different places share nothing."""
    other = harness.fresh()
    harness.add(Note(id="k1"))
    harness.emit("e1")
    with other.begin() as unit:
        same((), unit.repository(NOTE).page().items, "the rows of another store")
    same([], list(other.outbox.pending()), "the events of another store")
