"""
Records in one append-only file: each line is a committed unit, as JSON.

The present state is the sum of the lines, kept in memory. A line that a crash
cut short has no end, so the unit was never confirmed, and it is cut off. One
process has the file open at a time.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreUnavailable
from clientcare.record_store import Record, RecordedEvent, RecordUnit
from clientcare.repositories import Capability, Condition, matches

__all__ = ["JournalRecords", "JournalUnit"]

_BYTES: Final = "latin-1"  # maps each byte to the character of its number


class JournalRecords:
    """
    Records and events in a journal, for any number of threads.

    Args:
        path: The file; made when absent.
    """

    def __init__(self, path: Path) -> None:
        self.rows: dict[tuple[str, str], Record] = {}
        self.lock: Final = threading.RLock()
        self._events: dict[str, bytes | None] = {}
        self._closed = False
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            self._file = os.fdopen(descriptor, "r+b")
            self._replay()
        except OSError as exc:
            raise StoreUnavailable(f"{path}: {exc}") from exc

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What it can do beyond the base."""
        return frozenset({Capability.DESCENDING, Capability.DURABLE, Capability.INTERLEAVED_WRITES})

    def begin(self) -> RecordUnit:
        """Return a new unit."""
        self.check()
        return JournalUnit(self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return what was not acknowledged, the oldest first."""
        self.check()
        with self.lock:
            waiting = [(id_, body) for id_, body in self._events.items() if body is not None]
        return [RecordedEvent(id=id_, body=body) for id_, body in waiting[:limit]]

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        with self.lock:
            known = [id_ for id_ in ids if self._events.get(id_) is not None]
            if known:
                self.append({"done": known})

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._closed = True
            self._file.close()

    def check(self) -> None:
        """Refuse work once it is closed."""
        if self._closed:
            raise StoreUnavailable("the journal is closed")

    def append(self, entry: dict[str, Any]) -> None:
        """Write an entry to the disk, then apply it."""
        self.check()
        end = self._file.seek(0, os.SEEK_END)
        try:
            self._file.write(json.dumps(entry).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as exc:
            os.truncate(self._file.fileno(), end)
            raise StoreUnavailable(str(exc)) from exc
        self._apply(entry)

    def _replay(self) -> None:
        whole = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            self._apply(json.loads(line))
        self._file.truncate(whole)

    def _apply(self, entry: dict[str, Any]) -> None:
        for kind, key, plain in entry.get("rows", ()):
            if plain is None:
                self.rows.pop((kind, key), None)
            else:
                fields = {**plain, "body": plain["body"].encode(_BYTES)}
                self.rows[kind, key] = Record(kind=kind, key=key, **fields)
        for id_, text in entry.get("events", ()):
            self._events.setdefault(id_, text.encode(_BYTES))
        for id_ in entry.get("done", ()):
            self._events[id_] = None


class JournalUnit:
    """Staged writes; what they rest on is compared again, under the lock, when they are written."""

    def __init__(self, journal: JournalRecords) -> None:
        self._journal = journal
        self._bases: dict[tuple[str, str], str | None] = {}
        self._staged: dict[tuple[str, str], Record | None] = {}
        self._events: dict[str, bytes] = {}

    def read(self, kind: str, key: str, /) -> Record | None:
        """Return the record, staged or committed."""
        self._journal.check()
        if (kind, key) in self._staged:
            return self._staged[kind, key]
        with self._journal.lock:
            return self._journal.rows.get((kind, key))

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        """Return those that are there, as of one moment."""
        with self._journal.lock:
            found = [self.read(kind, key) for key in keys]
        return [record for record in found if record is not None]

    def insert(self, record: Record, /) -> None:
        """Stage a new record."""
        if self.read(record.kind, record.key) is not None:
            raise AlreadyExists(record.kind, record.key)
        self._stage(record.kind, record.key, None, record)

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Stage another state of a record."""
        self._expect(record.kind, record.key, expected)
        self._stage(record.kind, record.key, expected, record)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Stage a removal."""
        self._expect(kind, key, expected)
        self._stage(kind, key, expected, None)

    def scan(
        self,
        kind: str,
        /,
        *,
        where: Mapping[str, Condition],
        order: str,
        descending: bool,
        after: tuple[str, str] | None,
        limit: int,
    ) -> Sequence[Record]:
        """Return the first records of a listing, beyond a place."""
        self._journal.check()
        with self._journal.lock:
            view: dict[tuple[str, str], Record | None] = {**self._journal.rows, **self._staged}
        found = {
            (record.key if order == "key" else record.sorts[order], record.key): record
            for record in view.values()
            if record is not None
            and record.kind == kind
            and (order == "key" or order in record.sorts)
            and _fulfils(record, where)
        }
        places = sorted(found, reverse=descending)
        if after is not None:
            places = [at for at in places if (at < after if descending else at > after)]
        return [found[at] for at in places[:limit]]

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Stage an event."""
        self._events.setdefault(id, body)

    def commit(self) -> None:
        """Compare and write in one step."""
        rows, events = self._staged.items(), self._events.items()
        if not rows and not events:
            return
        entry = {
            "rows": [[*at, record and _plain(record)] for at, record in rows],
            "events": [[id_, body.decode(_BYTES)] for id_, body in events],
        }
        with self._journal.lock:
            for (kind, key), base in self._bases.items():
                self._guard(kind, key, base)
            self._journal.append(entry)

    def rollback(self) -> None:
        """Forget what was staged."""
        self._bases.clear()
        self._staged.clear()
        self._events.clear()

    def _expect(self, kind: str, key: str, expected: str) -> None:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        if found.version != expected:
            raise Conflict(kind, key, expected, found.version)

    def _stage(self, kind: str, key: str, base: str | None, record: Record | None) -> None:
        self._bases.setdefault((kind, key), base)
        self._staged[kind, key] = record

    def _guard(self, kind: str, key: str, base: str | None) -> None:
        found = self._journal.rows.get((kind, key))
        if base is None and found is not None:
            raise AlreadyExists(kind, key)
        if base is not None and (found is None or found.version != base):
            raise Conflict(kind, key, base, None if found is None else found.version)


def _fulfils(record: Record, where: Mapping[str, Condition]) -> bool:
    return all(
        name in record.indexes and matches(condition, record.indexes[name])
        for name, condition in where.items()
    )


def _plain(record: Record) -> dict[str, Any]:
    return {
        "version": record.version,
        "schema": record.schema,
        "recorded_at": record.recorded_at,
        "body": record.body.decode(_BYTES),
        "sorts": dict(record.sorts),
        "indexes": dict(record.indexes),
    }
