"""
Records in one SQLite file (the standard library's driver, WAL mode).

.. code-block:: text

    store = RecordBackedStore(SqliteRecords("book.clientcare"), KINDS)

Reads before a unit's first write each see what is committed at that moment; the
first write takes the file's only write lock and keeps it until the unit ends,
so keep writing units short. ``application_id`` and ``user_version`` mark the
file as ours: any other file, and one of a newer version, is refused untouched.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs

from clientcare.adapters._sqlite_file import Errors, prepare, refuse_foreign
from clientcare.adapters._sqlite_sql import (
    CLAIM,
    DELETE,
    FREE,
    INSERT,
    PENDING,
    SELECT,
    UPDATE,
    condition_sql,
    event_of,
    index_sql,
    place_values,
    record_of,
    row_of,
    scan_sql,
)
from clientcare.errors import AlreadyExists, Conflict, InvalidValueError, NotFound, StoreUnavailable
from clientcare.record_store import ClaimingRecordStore, Record, RecordedEvent, RecordUnit
from clientcare.repositories import Capability, Condition

_MOST_PARAMETERS: Final = 500
_FIRST_LOOK: Final = 100


class SqliteRecords:
    """
    Records and events in one SQLite file, for any number of threads and processes.

    Args:
        path: The file; made when absent, in a folder that exists.
        busy_seconds: How long a write waits for another one's lock before it
            raises ``StoreUnavailable(retryable=True)``.
        sync: Whether a commit waits until the disk has it. Without, a killed
            process still loses nothing, but a power cut may lose the last units.
        make: Whether an absent or empty file becomes a new store; without, it
            is refused, untouched.

    Raises:
        ForeignStore: The file is not ours, or of a newer version; it was not touched.
        StoreUnavailable: It cannot be opened.
    """

    capabilities: frozenset[Capability] = frozenset(
        {
            Capability.CLAIM,
            Capability.DESCENDING,
            Capability.DURABLE,
            Capability.MULTI_PROCESS,
        }
    )

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        busy_seconds: float = 5.0,
        sync: bool = True,
        make: bool = True,
    ) -> None:
        if os.fspath(path) == ":memory:":
            rule = "the name of a file; MemoryRecords keeps records in memory"
            raise InvalidValueError("path", path, rule)
        self._path = Path(path).absolute()
        self.errors = Errors(self._path)
        self._busy_seconds = busy_seconds
        self._synchronous = "FULL" if sync else "OFF"
        self._indexed: set[tuple[str, ...]] = set()
        self._written = 0
        self._look_at = _FIRST_LOOK
        self._closed = False
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._process = os.getpid()
        refuse_foreign(self._path, may_make=make)
        connection = self._connect()
        try:
            with self.errors:
                prepare(connection, self._path)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def begin(self) -> RecordUnit:
        """Return a new unit, on a connection of its own."""
        return _SqliteUnit(self.borrow(), self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged, the oldest first."""
        with self._alone() as connection:
            rows = connection.execute(PENDING, (limit,)).fetchall()
        return tuple(event_of(row) for row in rows)

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        with self._alone() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "UPDATE event SET body = NULL WHERE id = ?", ((id_,) for id_ in ids)
            )
            connection.execute("COMMIT")

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Hold the oldest events that are free; the write lock keeps other workers out."""
        with self._alone() as connection:
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.execute(FREE, (now, limit)).fetchall()
            connection.executemany(CLAIM, ((until, worker, row[0]) for row in rows))
            connection.execute("COMMIT")
        return tuple(attrs.evolve(event_of(row), worker=worker) for row in rows)

    def close(self) -> None:
        """Close the idle connections; those of open units close when these end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        if self._process == os.getpid():
            for connection in idle:
                connection.close()

    # --- connections

    def borrow(self) -> sqlite3.Connection:
        """Return a connection that nobody else uses."""
        if self._process != os.getpid():
            # A connection must be neither used nor closed on the far side of a fork.
            _INHERITED.append(self._idle)
            self._lock, self._idle, self._process = threading.Lock(), [], os.getpid()
        with self._lock:
            if self._closed:
                raise StoreUnavailable(f"{self._path} is closed")
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def give_back(self, connection: sqlite3.Connection, *, sound: bool) -> None:
        """Take a connection back; one that failed, or comes after ``close``, is closed."""
        with self._lock:
            if sound and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    @property
    def indexed(self) -> set[tuple[str, ...]]:
        """The kinds, with their orders and indexes, whose SQL indexes are committed."""
        return self._indexed

    def look(self, connection: sqlite3.Connection, written: int) -> None:
        """Let SQLite look at the rows each time they have grown: it picks its indexes by them."""
        self._written += written
        if self._written >= self._look_at:
            self._look_at = 4 * self._written
            connection.execute("PRAGMA analysis_limit = 1000")
            connection.execute("ANALYZE")

    def _connect(self) -> sqlite3.Connection:
        with self.errors:
            connection = sqlite3.connect(
                self._path,
                timeout=self._busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        return connection

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for statements outside any unit."""
        connection = self.borrow()
        sound = False
        try:
            with self.errors:
                yield connection
            sound = True
        finally:
            self.give_back(connection, sound=sound)


_INHERITED: Final[list[list[sqlite3.Connection]]] = []


class _SqliteUnit:
    """One transaction, begun by its first write."""

    def __init__(self, connection: sqlite3.Connection, store: SqliteRecords) -> None:
        self._connection = connection
        self._store = store
        self._errors = store.errors
        self._state = "reading"
        self._writes = 0
        self._indexed: set[tuple[str, ...]] = set()

    def read(self, kind: str, key: str, /) -> Record | None:
        rows = self._select(f"{SELECT} WHERE kind = ? AND key = ?", kind, key)
        return record_of(rows[0]) if rows else None

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        wanted = list(keys)
        found: list[Record] = []
        for start in range(0, len(wanted), _MOST_PARAMETERS):
            part = wanted[start : start + _MOST_PARAMETERS]
            marks = ", ".join("?" * len(part))
            rows = self._select(f"{SELECT} WHERE kind = ? AND key IN ({marks})", kind, *part)
            found.extend(map(record_of, rows))
        return found

    def insert(self, record: Record, /) -> None:
        self._index(record)
        if not self._change(INSERT, *row_of(record)):
            raise AlreadyExists(record.kind, record.key)

    def replace(self, record: Record, /, *, expected: str) -> None:
        self._index(record)
        kind, key, *changed = row_of(record)
        if not self._change(UPDATE, *changed, kind, key, expected):
            self._refuse(record.kind, record.key, expected)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        if not self._change(DELETE, kind, key, expected):
            self._refuse(kind, key, expected)

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
        conditions = [condition_sql(name, condition) for name, condition in where.items()]
        clauses = tuple(clause for clause, _ in conditions)
        values = [value for _, bound in conditions for value in bound]
        place = place_values(order, after)
        sql = scan_sql(kind, clauses, order, descending, bool(place))
        return tuple(map(record_of, self._select(sql, *values, *place, limit)))

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        self._change("INSERT OR IGNORE INTO event (id, body) VALUES (?, ?)", id, body)

    def commit(self) -> None:
        if self._state == "writing":
            with self._errors:
                self._store.look(self._connection, self._writes)
                self._connection.execute("COMMIT")
            self._store.indexed.update(self._indexed)
        self._finish(sound=True)

    def rollback(self) -> None:
        if self._state == "finished":
            return
        sound = False
        try:
            with self._errors:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                sound = True
        finally:
            self._finish(sound=sound)

    def _select(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._errors:
            return self._connection.execute(sql, values).fetchall()

    def _change(self, sql: str, *values: object) -> int:
        """Run a write under the write lock; return the number of rows changed."""
        self._lock()
        self._writes += 1
        with self._errors:
            return self._connection.execute(sql, values).rowcount

    def _lock(self) -> None:
        if self._state == "reading":
            with self._errors:
                self._connection.execute("BEGIN IMMEDIATE")
            self._state = "writing"

    def _index(self, record: Record) -> None:
        """Make the SQL indexes of a record's kind, where it is the first of its form."""
        names = (record.kind, *record.sorts, "", *record.indexes)
        if names in self._indexed or names in self._store.indexed:
            return
        self._lock()
        with self._errors:
            for statement in index_sql(record):
                self._connection.execute(statement)
        self._indexed.add(names)

    def _refuse(self, kind: str, key: str, expected: str) -> None:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        raise Conflict(kind, key, expected, found.version)

    def _finish(self, *, sound: bool) -> None:
        self._state = "finished"
        self._store.give_back(self._connection, sound=sound)


def _accepts(store: SqliteRecords, unit: _SqliteUnit) -> tuple[ClaimingRecordStore, RecordUnit]:
    return store, unit
