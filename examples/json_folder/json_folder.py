"""
Records in a folder of JSON files: a whole adapter, to read and to copy.

Each commit is one file, numbered in order: ``0000000001.json``, and so on. It is
written under another name, flushed to the disk and then linked to its number,
which the file system grants to one writer only. So a unit is there or not, a
number is taken once, and whoever comes second reads the winner's file, compares
again and takes the next number. What the folder holds is the sum of its files.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreUnavailable
from clientcare.record_store import Record, RecordedEvent, RecordUnit
from clientcare.repositories import Capability, Condition, matches

Place = tuple[str, str]


class FolderRecords:
    """
    Records and events in a folder, for any number of threads and processes.

    Args:
        folder: Made when absent.
    """

    capabilities = frozenset(
        {
            Capability.CLAIM,
            Capability.DESCENDING,
            Capability.DURABLE,
            Capability.INTERLEAVED_WRITES,
            Capability.MULTI_PROCESS,
        }
    )

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._rows: dict[Place, Record] = {}
        self._events: dict[str, bytes | None] = {}
        self._claims: dict[str, tuple[str, str, int]] = {}  # until, worker, attempts
        self._number = 0
        self._closed = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreUnavailable(str(exc)) from exc

    def begin(self) -> RecordUnit:
        """Return a new unit."""
        self.refresh()
        return FolderUnit(self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return what was not acknowledged, the oldest first."""
        self.refresh()
        with self._lock:
            return self._waiting()[:limit]

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        with self._lock:
            self.refresh()
            known = [id_ for id_ in ids if self._events.get(id_) is not None]
        if known:
            self.append({}, {}, known)

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Hold the oldest events that are free; where another commit is first, look again."""
        with self._lock:
            while True:
                self.refresh()
                free = [it for it in self._waiting() if self._until(it.id) <= now][:limit]
                claims = {it.id: [until, worker, it.attempts + 1] for it in free}
                if not free or self._commit({"claims": claims}):
                    return [attrs.evolve(it, worker=worker) for it in free]

    def close(self) -> None:
        """Refuse further work."""
        self._closed = True

    def rows(self) -> dict[Place, Record]:
        """Return everything that is committed by now."""
        self.refresh()
        with self._lock:
            return dict(self._rows)

    # --- the files

    def refresh(self) -> None:
        """Read the commits of others."""
        if self._closed:
            raise StoreUnavailable("it is closed")
        with self._lock:
            while (path := self._path(self._number + 1)).exists():
                try:
                    commit = json.loads(path.read_bytes())
                except (OSError, ValueError) as exc:
                    raise StoreUnavailable(f"{path}: {exc}") from exc
                self._apply(commit)

    def append(
        self,
        staged: Mapping[Place, tuple[Record | None, Record | None]],
        events: Mapping[str, bytes],
        acknowledged: Collection[str] = (),
    ) -> None:
        """Write one commit; *staged* tells for each row what stood there and what shall."""
        commit = {
            "rows": [[*at, now and _to_plain(now)] for at, (_, now) in staged.items()],
            "events": {id_: _to_text(body) for id_, body in events.items()},
            "acknowledged": list(acknowledged),
        }
        with self._lock:
            while True:
                self.refresh()
                for (kind, key), (base, _) in staged.items():
                    _guard(kind, key, base, self._rows.get((kind, key)))
                if self._commit(commit):
                    self.refresh()
                    return

    def _commit(self, commit: Mapping[str, Any]) -> bool:
        """Write the next file; tell whether nobody was first."""
        return self._write(self._path(self._number + 1), json.dumps(commit).encode())

    def _waiting(self) -> list[RecordedEvent]:
        return [
            RecordedEvent(id=id_, body=body, attempts=attempts, worker=worker)
            for id_, body in self._events.items()
            if body is not None
            for _, worker, attempts in [self._claims.get(id_, ("", "", 0))]
        ]

    def _until(self, id_: str) -> str:
        return self._claims[id_][0] if id_ in self._claims else ""

    def _write(self, path: Path, body: bytes) -> bool:
        """Make a file with all of *body* or none of it; tell whether the name was free."""
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".new-") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
                os.link(file.name, path)
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except FileExistsError:
            return False
        except OSError as exc:
            raise StoreUnavailable(f"{path}: {exc}") from exc
        return True

    def _apply(self, commit: dict[str, Any]) -> None:
        for kind, key, plain in commit.get("rows", ()):
            if plain is None:
                self._rows.pop((kind, key), None)
            else:
                self._rows[kind, key] = _from_plain(plain)
        for id_, text in commit.get("events", {}).items():
            self._events.setdefault(id_, base64.b64decode(text))
        for id_ in commit.get("acknowledged", ()):
            self._events[id_] = None
        for id_, (until, worker, attempts) in commit.get("claims", {}).items():
            self._claims[id_] = until, worker, attempts
        self._number += 1

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:010d}.json"


class FolderUnit:
    """Staged writes, compared again when they are committed."""

    def __init__(self, store: FolderRecords) -> None:
        self._store = store
        self._staged: dict[Place, tuple[Record | None, Record | None]] = {}
        self._events: dict[str, bytes] = {}

    def read(self, kind: str, key: str, /) -> Record | None:
        """Return the record, staged or committed."""
        return self._view().get((kind, key))

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        """Return those that are there."""
        view = self._view()
        return [view[kind, key] for key in keys if (kind, key) in view]

    def insert(self, record: Record, /) -> None:
        """Stage a new record."""
        if self.read(record.kind, record.key) is not None:
            raise AlreadyExists(record.kind, record.key)
        self._stage(record.kind, record.key, None, record)

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Stage another state of a record."""
        found = self._expect(record.kind, record.key, expected)
        self._stage(record.kind, record.key, found, record)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Stage a removal."""
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
        """Return the first records of a listing, beyond a place."""
        found: list[tuple[Place, Record]] = []
        for (of, key), record in self._view().items():
            sort = key if order == "key" else record.sorts.get(order)
            if of != kind or sort is None:
                continue
            if all(
                name in record.indexes and matches(condition, record.indexes[name])
                for name, condition in where.items()
            ):
                found.append(((sort, key), record))
        found.sort(key=lambda pair: pair[0], reverse=descending)
        if after is not None:
            found = [pair for pair in found if (pair[0] < after if descending else pair[0] > after)]
        return [record for _, record in found[:limit]]

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Stage an event."""
        self._events.setdefault(id, body)

    def commit(self) -> None:
        """Write everything as one file."""
        if self._staged or self._events:
            self._store.append(self._staged, self._events)

    def rollback(self) -> None:
        """Forget what was staged."""
        self._staged.clear()
        self._events.clear()

    def _view(self) -> dict[Place, Record]:
        view = self._store.rows()
        for at, (_, now) in self._staged.items():
            if now is None:
                view.pop(at, None)
            else:
                view[at] = now
        return view

    def _expect(self, kind: str, key: str, expected: str) -> Record:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        if found.version != expected:
            raise Conflict(kind, key, expected, found.version)
        return found

    def _stage(self, kind: str, key: str, found: Record | None, now: Record | None) -> None:
        base, _ = self._staged.get((kind, key), (found, None))
        self._staged[kind, key] = (base, now)


def _guard(kind: str, key: str, base: Record | None, found: Record | None) -> None:
    if base is None and found is not None:
        raise AlreadyExists(kind, key)
    if base is not None and (found is None or found.version != base.version):
        raise Conflict(kind, key, base.version, None if found is None else found.version)


def _to_text(body: bytes) -> str:
    return base64.b64encode(body).decode()


def _to_plain(record: Record) -> dict[str, Any]:
    return {
        **attrs.asdict(record, recurse=False),
        "body": _to_text(record.body),
        "sorts": dict(record.sorts),
        "indexes": dict(record.indexes),
    }


def _from_plain(plain: dict[str, Any]) -> Record:
    fields = dict(plain)
    fields["body"] = base64.b64decode(plain["body"])
    return Record(**fields)
