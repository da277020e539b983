"""
Records in memory: the reference adapter, and the fake for tests.

.. code-block:: text

    store = RecordBackedStore(MemoryRecords(), KINDS)
"""

from __future__ import annotations

import bisect
import heapq
import itertools
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreUnavailable
from clientcare.record_store import ClaimingRecordStore, Record, RecordedEvent, RecordUnit
from clientcare.repositories import KEY_ORDER, Capability, Condition, matches

Place: TypeAlias = tuple[str, str]
Placed: TypeAlias = tuple[Place, Record]


class MemoryRecords:
    """
    Records and events of this process alone, gone with it.

    Units stage their writes and apply them at commit under one lock, where
    every write is compared with what was committed meanwhile.
    """

    capabilities: frozenset[Capability] = frozenset(
        {Capability.CLAIM, Capability.DESCENDING, Capability.INTERLEAVED_WRITES}
    )

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._rows: dict[str, dict[str, Record]] = {}
        self._sorted: dict[tuple[str, str], list[Place]] = {}
        self._events: dict[str, RecordedEvent] = {}
        self._acknowledged: set[str] = set()
        self._held_until: dict[str, str] = {}
        self._closed = False

    def begin(self) -> RecordUnit:
        """Return a new unit."""
        self._require_open()
        return _MemoryUnit(self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged, the oldest first."""
        self._require_open()
        with self._lock:
            return tuple(itertools.islice(self._events.values(), limit))

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        self._require_open()
        with self._lock:
            for id_ in ids:
                if self._events.pop(id_, None) is not None:
                    self._acknowledged.add(id_)
                    self._held_until.pop(id_, None)

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Hold the oldest events that are free."""
        self._require_open()
        with self._lock:
            free = (
                event
                for event in self._events.values()
                if self._held_until.get(event.id, "") <= now
            )
            taken = tuple(itertools.islice(free, limit))
            for event in taken:
                self._held_until[event.id] = until
                self._events[event.id] = attrs.evolve(
                    event, attempts=event.attempts + 1, worker=worker
                )
        return tuple(attrs.evolve(event, worker=worker) for event in taken)

    def close(self) -> None:
        """Refuse further work."""
        self._closed = True

    def _require_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("it is closed")

    # --- for units

    def committed(self, kind: str, key: str) -> Record | None:
        """Return the committed record, or ``None``."""
        with self._lock:
            return self._rows.get(kind, {}).get(key)

    def beyond(
        self, kind: str, order: str, after: Place | None, *, descending: bool
    ) -> Iterator[Placed]:
        """Yield committed records in order, beyond *after*; call it under ``lock``."""
        rows = self._rows.get(kind, {})
        places = self._places(kind, order)
        if descending:
            end = len(places) if after is None else bisect.bisect_left(places, after)
            numbers = range(end - 1, -1, -1)
        else:
            numbers = range(0 if after is None else bisect.bisect_right(places, after), len(places))
        return ((places[at], rows[places[at][1]]) for at in numbers)

    @property
    def lock(self) -> threading.RLock:
        """Held while committed records are read together or changed."""
        return self._lock

    def apply(self, staged: Mapping[Place, _Staged], events: Iterable[RecordedEvent]) -> None:
        """Compare every staged write with what is committed, then apply all."""
        with self._lock:
            for (kind, key), change in staged.items():
                _guard(kind, key, change.base, self.committed(kind, key))
            for (kind, key), change in staged.items():
                rows = self._rows.setdefault(kind, {})
                if change.now is None:
                    rows.pop(key, None)
                else:
                    rows[key] = change.now
            touched = {kind for kind, _ in staged}
            self._sorted = {at: found for at, found in self._sorted.items() if at[0] not in touched}
            for event in events:
                if event.id not in self._acknowledged:
                    self._events.setdefault(event.id, event)

    def _places(self, kind: str, order: str) -> list[Place]:
        found = self._sorted.get((kind, order))
        if found is None:
            rows = self._rows.get(kind, {}).values()
            found = sorted(place for row in rows if (place := place_in(row, order)) is not None)
            self._sorted[kind, order] = found
        return found


@attrs.frozen
class _Staged:
    """A staged write: what was committed when it began, and what shall be."""

    base: Record | None
    now: Record | None


class _MemoryUnit:
    """Staged writes over what is committed."""

    def __init__(self, store: MemoryRecords) -> None:
        self._store = store
        self._staged: dict[Place, _Staged] = {}
        self._events: list[RecordedEvent] = []

    def read(self, kind: str, key: str, /) -> Record | None:
        staged = self._staged.get((kind, key))
        return self._store.committed(kind, key) if staged is None else staged.now

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        with self._store.lock:
            found = [self.read(kind, key) for key in keys]
        return [record for record in found if record is not None]

    def insert(self, record: Record, /) -> None:
        if self.read(record.kind, record.key) is not None:
            raise AlreadyExists(record.kind, record.key)
        self._stage(record.kind, record.key, None, record)

    def replace(self, record: Record, /, *, expected: str) -> None:
        found = self._expect(record.kind, record.key, expected)
        self._stage(record.kind, record.key, found, record)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        self._stage(kind, key, self._expect(kind, key, expected), None)

    def scan(
        self,
        kind: str,
        /,
        *,
        where: Mapping[str, Condition],
        order: str,
        descending: bool,
        after: Place | None,
        limit: int,
    ) -> Sequence[Record]:
        own = self._own(kind, order, after, descending=descending)
        with self._store.lock:
            theirs = (
                placed
                for placed in self._store.beyond(kind, order, after, descending=descending)
                if (kind, placed[1].key) not in self._staged
            )
            merged = heapq.merge(own, theirs, key=lambda placed: placed[0], reverse=descending)
            wanted = (record for _, record in merged if _fulfils(record, where))
            return tuple(itertools.islice(wanted, limit))

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        self._events.append(RecordedEvent(id=id, body=body))

    def commit(self) -> None:
        self._store.apply(self._staged, self._events)

    def rollback(self) -> None:
        self._staged.clear()
        self._events.clear()

    def _expect(self, kind: str, key: str, expected: str) -> Record:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        if found.version != expected:
            raise Conflict(kind, key, expected, found.version)
        return found

    def _stage(self, kind: str, key: str, found: Record | None, now: Record | None) -> None:
        before = self._staged.get((kind, key))
        base = found if before is None else before.base
        self._staged[kind, key] = _Staged(base, now)

    def _own(self, kind: str, order: str, after: Place | None, *, descending: bool) -> list[Placed]:
        mine = [
            (place, change.now)
            for (of, _), change in self._staged.items()
            if of == kind and change.now is not None
            if (place := place_in(change.now, order)) is not None
            if after is None or (place < after if descending else place > after)
        ]
        mine.sort(key=lambda placed: placed[0], reverse=descending)
        return mine


def place_in(record: Record, order: str) -> Place | None:
    """Return where a record stands in an order, or ``None`` where it is no part of it."""
    if order == KEY_ORDER:
        return record.key, record.key
    sort = record.sorts.get(order)
    return None if sort is None else (sort, record.key)


def _fulfils(record: Record, where: Mapping[str, Condition]) -> bool:
    return all(
        name in record.indexes and matches(condition, record.indexes[name])
        for name, condition in where.items()
    )


def _guard(kind: str, key: str, base: Record | None, found: Record | None) -> None:
    if base is None:
        if found is not None:
            raise AlreadyExists(kind, key)
    elif found is None or found.version != base.version:
        actual = None if found is None else found.version
        raise Conflict(kind, key, base.version, actual)


def _accepts(store: MemoryRecords, unit: _MemoryUnit) -> tuple[ClaimingRecordStore, RecordUnit]:
    return store, unit
