"""The outbox: all events of a unit or none, each delivered at least once."""

from __future__ import annotations

from clientcare.errors import Conflict, InvalidValueError
from clientcare.repositories import Capability
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness, event
from clientcare.testing.sample_kinds import NOTE, Note

OUTBOX = Group("outbox")


def _acknowledge(harness: Harness, *ids: str) -> None:
    outbox = harness.store.outbox
    items = {item.event.id: item.id for item in outbox.pending(limit=1000)}
    outbox.acknowledge([items.get(id_, id_) for id_ in ids])


@OUTBOX.check()
def events_appear_only_after_commit(harness: Harness) -> None:
    """Outbox: "once their unit is committed"."""
    with harness.begin() as unit:
        unit.emit(event("e1"))
        same([], harness.pending(), "the events before the commit")
        unit.commit()
    (item,) = harness.store.outbox.pending()
    same(event("e1"), item.event, "the event")
    same(0, item.attempts, "its attempts")
    same(1, item.event.occurred_at.fold, "the fold of its instant")
    true(item.recorded_at.utcoffset() is not None, "it was recorded at a naive instant")


@OUTBOX.check()
def events_vanish_with_the_unit(harness: Harness) -> None:
    """Outbox: "Events of a unit appear all or none"."""
    harness.emit("e1", "e2", commit=False)
    same([], harness.pending(), "the events of a unit that was left")
    (stale,) = harness.add(Note(id="k1"))
    harness.save(Note(id="k1"), stale)

    def work() -> None:
        with harness.begin() as unit:
            unit.emit(event("e1"))
            unit.repository(NOTE).save(Note(id="k1"), expected=stale)
            unit.commit()

    refused(Conflict, work, "a stale save")
    same([], harness.pending(), "the events of a unit that failed")
    harness.emit("e1")
    same(["e1"], harness.pending(), "an event whose first unit was discarded")


@OUTBOX.check()
def events_keep_emit_order_within_unit(harness: Harness) -> None:
    """Outbox: "in the order they were emitted"."""
    ids = [f"e{number}" for number in (3, 1, 2, 9, 0)]
    harness.emit(*ids)
    harness.emit("a0")
    same([*ids, "a0"], harness.pending(), "the events")
    same(ids[:2], [item.event.id for item in harness.store.outbox.pending(limit=2)], "two of them")


@OUTBOX.check()
def same_event_id_is_stored_once_even_after_ack(harness: Harness) -> None:
    """Unit.emit: "one whose id the store has seen before changes nothing"."""
    harness.emit("e1", "e2", "e1")
    same(["e1", "e2"], harness.pending(), "an event emitted twice in a unit")
    with harness.begin() as unit:
        unit.emit(event("e2", b"another body"))
        unit.emit(event("e3"))
        unit.commit()
    same(["e1", "e2", "e3"], harness.pending(), "an event emitted again")
    same(event("e2"), harness.store.outbox.pending()[1].event, "the body stored first")
    _acknowledge(harness, "e1", "e2")
    harness.emit("e2", "e4", "e1")
    same(["e3", "e4"], harness.pending(), "an event emitted again once acknowledged")


@OUTBOX.check()
def acknowledge_is_idempotent(harness: Harness) -> None:
    """Outbox.acknowledge: "doing it twice, or with unknown ids, changes nothing"."""
    harness.emit("e1", "e2", "e3")
    (first, *_) = harness.store.outbox.pending()
    harness.store.outbox.acknowledge([])
    harness.store.outbox.acknowledge([first.id, "unknown", first.id])
    harness.store.outbox.acknowledge({first.id, "", "nul\0"})
    same(["e2", "e3"], harness.pending(), "the events that still wait")
    _acknowledge(harness, "e3")
    same(["e2"], harness.pending(), "the events once a later one is acknowledged")


@OUTBOX.check()
def bad_pending_limit_is_refused(harness: Harness) -> None:
    """Outbox.pending: "*limit* below 1"."""
    refused(InvalidValueError, lambda: harness.store.outbox.pending(limit=0), "a limit of 0")


@OUTBOX.check(Capability.INTERLEAVED_WRITES)
def late_committer_is_not_skipped(harness: Harness) -> None:
    """Outbox: "each at least once"."""
    early, late = harness.begin(), harness.begin()
    early.emit(event("early"))
    late.emit(event("late"))
    late.commit()
    same(["late"], harness.pending(), "the events while a unit that began earlier is open")
    _acknowledge(harness, "late")
    early.commit()
    same(["early"], harness.pending(), "the events once it has committed")


@OUTBOX.check()
def rows_and_events_commit_together(harness: Harness) -> None:
    """Unit: "One transaction over rows and events"."""
    for number in range(5):
        with harness.begin() as unit:
            unit.emit(event(f"e{number}"))
            unit.repository(NOTE).add(Note(id=f"k{number}"))
            if number % 2:
                unit.commit()
        same(
            [key.replace("k", "e") for key in harness.listed()],
            harness.pending(),
            "rows and events",
        )


@OUTBOX.check(Capability.DURABLE)
def events_survive_reopen(harness: Harness) -> None:
    """Capability: "opened again, also after a kill, it has every confirmed unit"."""
    harness.emit("e1", "e2", "e3")
    _acknowledge(harness, "e2")
    harness.reopen()
    same(["e1", "e3"], harness.pending(), "the events that wait")
    harness.emit("e2")
    same(["e1", "e3"], harness.pending(), "an acknowledged event emitted again")


@OUTBOX.check()
def event_body_bytes_survive(harness: Harness) -> None:
    """Event: "The event's own data, as its codec writes it"."""
    bodies = [b"", b"\n", bytes(range(256)), "客户\n👩".encode(), b"x" * 300_000]
    with harness.begin() as unit:
        for number, body in enumerate(bodies):
            unit.emit(event(f"e{number}", body))
        unit.commit()
    found = [item.event.body for item in harness.store.outbox.pending()]
    same(bodies, found, "the bodies")
