"""The outbox: all events of a unit or none, each delivered at least once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pendulum

from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable, Unsupported
from clientcare.repositories import Capability
from clientcare.testing.checks._check import ConformanceError, Group, refused, same, true
from clientcare.testing.harness import Harness, event
from clientcare.testing.sample_kinds import NOTE, Note

OUTBOX = Group("outbox")
WORKERS: Final = 4
ATTEMPTS: Final = 10_000
CLAIMS: Final = 8
_BEGINNING: Final = pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai")


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


def _claim(harness: Harness, worker: str, seconds: int, *, limit: int = 100) -> list[str]:
    """Claim for a minute, so many seconds after the beginning."""
    now = _BEGINNING.add(seconds=seconds)
    items = harness.store.outbox.claim(worker, now=now, lease_seconds=60, limit=limit)
    return [item.event.id for item in items]


@OUTBOX.check(Capability.CLAIM)
def two_workers_never_claim_the_same_item(harness: Harness) -> None:
    """Outbox.claim: "no two hold one event at a time"."""
    ids = [f"e{number}" for number in range(WORKERS * CLAIMS)]
    harness.emit(*ids)
    stores = [harness.store]
    if Capability.MULTI_PROCESS in harness.capabilities:
        stores.append(harness.beside())
    start = threading.Barrier(WORKERS)

    def work(number: int) -> list[str]:
        outbox = stores[number % len(stores)].outbox
        start.wait()
        mine: list[str] = []
        for _ in range(ATTEMPTS):
            try:
                items = outbox.claim(f"w{number}", now=_BEGINNING, limit=2)
            except StoreUnavailable as exc:
                true(exc.retryable, f"a lost race is not retryable: {exc}")
                continue
            mine += [item.event.id for item in items]
            if not items or len(mine) > len(ids):  # where nothing is held it would never end
                return mine
        raise ConformanceError(f"claims do not end after {ATTEMPTS} of them")

    with ThreadPoolExecutor(WORKERS) as pool:
        claimed = [id_ for found in pool.map(work, range(WORKERS)) for id_ in found]
    same(sorted(ids), sorted(claimed), "what all workers together have claimed")


@OUTBOX.check(Capability.CLAIM)
def claim_ends_with_its_lease(harness: Harness) -> None:
    """Outbox.claim: "from that instant on an event that was not acknowledged can be claimed"."""
    harness.emit("e1", "e2")
    same(["e1", "e2"], _claim(harness, "w1", 0), "the first claim")
    for worker in ("w1", "w2"):
        same([], _claim(harness, worker, 59), f"what {worker} gets while the lease lasts")
    _acknowledge(harness, "e1")
    same(["e2"], _claim(harness, "w2", 60), "what another gets once the lease has ended")
    same([], _claim(harness, "w1", 119), "what the former worker gets then")
    same(["e2"], _claim(harness, "w1", 121), "what it gets once that lease has ended")
    _acknowledge(harness, "e2")
    same([], _claim(harness, "w1", 10_000), "what is left once all is acknowledged")


@OUTBOX.check(Capability.CLAIM)
def claim_takes_the_oldest_first(harness: Harness) -> None:
    """Outbox.claim: "Take the oldest events that nobody holds, the oldest first"."""
    ids = [f"e{number}" for number in (3, 1, 2, 9, 0)]
    harness.emit(*ids)
    harness.emit("a0", commit=False)
    same(ids[:2], _claim(harness, "w1", 0, limit=2), "the two oldest")
    same(ids[2:4], _claim(harness, "w2", 30, limit=2), "the next two")
    harness.emit("a1")
    same([*ids[:2], ids[4]], _claim(harness, "w3", 60, limit=3), "once the first lease has ended")
    same(["a1"], _claim(harness, "w3", 60), "what came last")


@OUTBOX.check(Capability.CLAIM)
def claims_are_counted_and_stay_pending(harness: Harness) -> None:
    """OutboxItem: "How often it was claimed before"."""
    harness.emit("e1")
    outbox = harness.store.outbox
    for before, worker in enumerate(("w1", "客")):
        now = _BEGINNING.add(minutes=before)
        (item,) = outbox.claim(worker, now=now, lease_seconds=60)
        same((event("e1"), before, worker), (item.event, item.attempts, item.worker), "the claim")
        (waiting,) = outbox.pending()
        same((before + 1, worker), (waiting.attempts, waiting.worker), "the event that is held")
    outbox.acknowledge([item.id])
    same([], harness.pending(), "the events once it is acknowledged")
    harness.emit("e1")
    same([], _claim(harness, "w1", 10_000), "an event emitted again once acknowledged")


@OUTBOX.check(Capability.CLAIM, Capability.DURABLE)
def claims_survive_reopen(harness: Harness) -> None:
    """Capability: "opened again, also after a kill, it has every confirmed unit"."""
    harness.emit("e1", "e2")
    same(["e1"], _claim(harness, "w1", 0, limit=1), "the first claim")
    harness.reopen()
    same(["e2"], _claim(harness, "w2", 59), "what is free while the lease lasts")
    same(["e1"], _claim(harness, "w2", 60), "what is free once it has ended")


@OUTBOX.check()
def bad_claim_is_refused(harness: Harness) -> None:
    """Outbox.claim: "The store lacks ``CLAIM``."""
    outbox = harness.store.outbox
    now = _BEGINNING
    if Capability.CLAIM not in harness.capabilities:
        refused(Unsupported, lambda: outbox.claim("w1", now=now), "claiming without CLAIM")
        return
    for what, call in (
        ("a limit of 0", lambda: outbox.claim("w1", now=now, limit=0)),
        ("a lease of 0", lambda: outbox.claim("w1", now=now, lease_seconds=0)),
        ("a lease without end", lambda: outbox.claim("w1", now=now, lease_seconds=10**15)),
        ("a worker without a name", lambda: outbox.claim("", now=now)),
        ("a naive instant", lambda: outbox.claim("w1", now=now.naive())),
    ):
        refused(InvalidValueError, call, what)
    same([], _claim(harness, "w1", 0), "what a store without events has")


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
