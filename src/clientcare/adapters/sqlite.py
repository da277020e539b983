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

import json
import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    ForeignStore,
    InvalidValueError,
    NotFound,
    StoreUnavailable,
)
from clientcare.record_store import Record, RecordedEvent, RecordStore, RecordUnit
from clientcare.repositories import KEY_ORDER, Capability, Condition, Eq, In

APPLICATION_ID: Final = 0x63436172  # "cCar"
SCHEMA_VERSION: Final = 1

_MAGIC: Final = b"SQLite format 3\x00"
_MOST_PARAMETERS: Final = 500
_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,59}", re.ASCII)
_HEADER_BYTES: Final = 100
_TABLES: Final = (
    """
    CREATE TABLE record (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        schema INTEGER NOT NULL,
        recorded_at TEXT NOT NULL,
        body BLOB NOT NULL,
        sorts TEXT NOT NULL, -- JSON: the row's text in each order
        indexes TEXT NOT NULL, -- JSON: the row's text in each index
        UNIQUE (kind, key)
    )
    """,
    """
    CREATE TABLE event (
        place INTEGER PRIMARY KEY, -- one writer at a time: ascending in order of commit
        id TEXT NOT NULL UNIQUE,
        body BLOB -- NULL once acknowledged: the id stays known
    )
    """,
    "CREATE INDEX event_pending ON event (place) WHERE body IS NOT NULL",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class SqliteRecords:
    """
    Records and events in one SQLite file, for any number of threads and processes.

    Args:
        path: The file; made when absent, in a folder that exists.
        busy_seconds: How long a write waits for another one's lock before it
            raises ``StoreUnavailable(retryable=True)``.

    Raises:
        ForeignStore: The file is not ours, or of a newer version; it was not touched.
        StoreUnavailable: It cannot be opened.
    """

    capabilities: frozenset[Capability] = frozenset(
        {Capability.DESCENDING, Capability.DURABLE, Capability.MULTI_PROCESS}
    )

    def __init__(self, path: str | os.PathLike[str], *, busy_seconds: float = 5.0) -> None:
        self._path = Path(path).absolute()
        self.errors = _Errors(self._path)
        self._busy_seconds = busy_seconds
        self._indexed: set[tuple[str, ...]] = set()
        self._closed = False
        self._forget_connections()
        _refuse_foreign(self._path)
        with self.errors:
            connection = self._connect()
            try:
                _prepare(connection, self._path)
            except BaseException:
                connection.close()
                raise
        self._idle.append(connection)

    def begin(self) -> RecordUnit:
        """Return a new unit, on a connection of its own."""
        return _SqliteUnit(self.borrow(), self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged, the oldest first."""
        select = "SELECT id, body FROM event WHERE body IS NOT NULL ORDER BY place LIMIT ?"
        with self._alone() as connection:
            rows = connection.execute(select, (limit,)).fetchall()
        return tuple(RecordedEvent(id=id_, body=body) for id_, body in rows)

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        with self._alone() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "UPDATE event SET body = NULL WHERE id = ?", ((id_,) for id_ in ids)
            )
            connection.execute("COMMIT")

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
            self._forget_connections()
        with self._lock:
            if self._closed:
                raise StoreUnavailable(f"{self._path} is closed")
            if self._idle:
                return self._idle.pop()
        with self.errors:
            return self._connect()

    def give_back(self, connection: sqlite3.Connection, *, sound: bool) -> None:
        """Take a connection back; one that failed, or comes after ``close``, is closed."""
        with self._lock:
            if sound and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def index(self, connection: sqlite3.Connection, record: Record) -> tuple[str, ...] | None:
        """Make the SQL indexes that a record's kind needs; return which, where any were new."""
        names = (record.kind, *_names(record))
        if names in self._indexed:
            return None
        for name in names[1:]:
            connection.execute(_index_sql(record.kind, name))
        return names

    def remember(self, indexed: Iterable[tuple[str, ...]]) -> None:
        """Remember that these SQL indexes are committed."""
        self._indexed.update(indexed)

    def _forget_connections(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._process = os.getpid()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA synchronous = FULL")
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
        self._indexed: list[tuple[str, ...]] = []

    def read(self, kind: str, key: str, /) -> Record | None:
        rows = self._select(f"{_SELECT} WHERE kind = ? AND key = ?", kind, key)
        return _record(rows[0]) if rows else None

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        wanted = list(keys)
        found: list[Record] = []
        for start in range(0, len(wanted), _MOST_PARAMETERS):
            part = wanted[start : start + _MOST_PARAMETERS]
            marks = ", ".join("?" * len(part))
            rows = self._select(f"{_SELECT} WHERE kind = ? AND key IN ({marks})", kind, *part)
            found.extend(map(_record, rows))
        return found

    def insert(self, record: Record, /) -> None:
        self._index(record)
        if not self._change(_INSERT, *_row(record)):
            raise AlreadyExists(record.kind, record.key)

    def replace(self, record: Record, /, *, expected: str) -> None:
        self._index(record)
        kind, key, *changed = _row(record)
        if not self._change(_UPDATE, *changed, kind, key, expected):
            self._refuse(record.kind, record.key, expected)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        if not self._change(_DELETE, kind, key, expected):
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
        conditions = [_condition(name, condition) for name, condition in where.items()]
        clauses = tuple(clause for clause, _ in conditions)
        values = [value for _, bound in conditions for value in bound]
        place = () if after is None else after[1:] if order == KEY_ORDER else after
        sql = _scan_sql(kind, clauses, order, descending, bool(place))
        return tuple(map(_record, self._select(sql, *values, *place, limit)))

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        self._change("INSERT OR IGNORE INTO event (id, body) VALUES (?, ?)", id, body)

    def commit(self) -> None:
        if self._state == "writing":
            with self._errors:
                self._connection.execute("COMMIT")
            self._store.remember(self._indexed)
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
        with self._errors:
            return self._connection.execute(sql, values).rowcount

    def _lock(self) -> None:
        if self._state == "reading":
            with self._errors:
                self._connection.execute("BEGIN IMMEDIATE")
            self._state = "writing"

    def _index(self, record: Record) -> None:
        self._lock()
        with self._errors:
            fresh = self._store.index(self._connection, record)
        if fresh is not None:
            self._indexed.append(fresh)

    def _refuse(self, kind: str, key: str, expected: str) -> None:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        raise Conflict(kind, key, expected, found.version)

    def _finish(self, *, sound: bool) -> None:
        self._state = "finished"
        self._store.give_back(self._connection, sound=sound)


# --- SQL ----------------------------------------------------------------------

_SELECT: Final = "SELECT kind, key, version, schema, recorded_at, body, sorts, indexes FROM record"
_INSERT: Final = (
    "INSERT INTO record (kind, key, version, schema, recorded_at, body, sorts, indexes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING"
)
_UPDATE: Final = (
    "UPDATE record SET version = ?, schema = ?, recorded_at = ?, body = ?, sorts = ?, indexes = ?"
    " WHERE kind = ? AND key = ? AND version = ?"
)
_DELETE: Final = "DELETE FROM record WHERE kind = ? AND key = ? AND version = ?"


def _row(record: Record) -> tuple[Any, ...]:
    return (
        record.kind,
        record.key,
        record.version,
        record.schema,
        record.recorded_at,
        record.body,
        json.dumps(dict(record.sorts), ensure_ascii=False),
        json.dumps(dict(record.indexes), ensure_ascii=False),
    )


def _record(row: tuple[Any, ...]) -> Record:
    kind, key, version, schema, recorded_at, body, sorts, indexes = row
    return Record(
        kind=kind,
        key=key,
        version=version,
        schema=schema,
        recorded_at=recorded_at,
        body=body,
        sorts=json.loads(sorts),
        indexes=json.loads(indexes),
    )


def _names(record: Record) -> Iterator[str]:
    yield from (f"sorts.{name}" for name in record.sorts)
    yield from (f"indexes.{name}" for name in record.indexes)


@lru_cache(maxsize=1024)
def _expression(column: str, name: str) -> str:
    return f"json_extract({column}, '$.{_safe(name)}')"


def _index_sql(kind: str, name: str) -> str:
    column, _, inner = name.partition(".")
    # SQLite uses a partial index only where the query repeats its condition literally.
    return (
        f'CREATE INDEX IF NOT EXISTS "{_safe(kind)}:{_safe(name)}" ON record'
        f" ({_expression(column, inner)}, key) WHERE kind = '{_safe(kind)}'"
    )


def _condition(name: str, condition: Condition) -> tuple[str, tuple[str, ...]]:
    """Return SQL for *condition* on index *name*, and the values it binds."""
    expression = _expression("indexes", name)
    if isinstance(condition, Eq):
        return f"{expression} = ?", (condition.value,)
    if isinstance(condition, In):
        marks = ", ".join("?" * len(condition.values))
        return f"{expression} IN ({marks})", condition.values
    least = condition.least or ""  # every text is at least the empty one
    if condition.most is None:
        return f"{expression} >= ?", (least,)
    return f"{expression} BETWEEN ? AND ?", (least, condition.most)


@lru_cache(maxsize=1024)
def _scan_sql(
    kind: str,
    clauses: tuple[str, ...],
    order: str,
    descending: bool,  # noqa: FBT001 - the cache wants positions
    beyond: bool,  # noqa: FBT001
) -> str:
    by_key = order == KEY_ORDER
    columns = ["key"] if by_key else [_expression("sorts", order), "key"]
    parts = [f"kind = '{_safe(kind)}'", *clauses, f"{columns[0]} IS NOT NULL"]
    if beyond:
        marks = ", ".join("?" * len(columns))
        parts.append(f"({', '.join(columns)}) {'<' if descending else '>'} ({marks})")
    ordered = ", ".join(f"{column} DESC" if descending else column for column in columns)
    return f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY {ordered} LIMIT ?"


def _safe(name: str) -> str:
    """Return a name that may stand in SQL as it is; kinds declare no others."""
    if not _NAME.fullmatch(name):
        raise InvalidValueError("name", name, "a-z, 0-9, _ and . only, a letter first")
    return name


# --- the file -----------------------------------------------------------------


class _Errors:
    """Turns what the driver raises into errors of the port, the cause kept."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, sqlite3.Error):
            # The low byte is the primary code; the rest tells variants of it apart.
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raise StoreUnavailable(f"{self._path}: {error}", retryable=code in _BUSY) from error


def _refuse_foreign(path: Path) -> None:
    """Read the file's first bytes without SQLite, which might write to what it opens."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return
    except OSError as exc:
        raise StoreUnavailable(f"{path}: {exc.strerror}") from exc
    if not header:
        return
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise ForeignStore(str(path), "it is no SQLite file")
    version, application = (int.from_bytes(header[at : at + 4], "big") for at in (60, 68))
    _check_marks(path, application, version)


def _check_marks(path: Path, application: int, version: int) -> None:
    if application != APPLICATION_ID:
        raise ForeignStore(str(path), "it is an SQLite file of another application")
    if version > SCHEMA_VERSION:
        rule = f"its layout has version {version}; this clientcare knows up to {SCHEMA_VERSION}"
        raise ForeignStore(str(path), rule)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of an empty file, or check that they are ours."""
    if _is_empty(connection):
        connection.execute("BEGIN EXCLUSIVE")
        try:
            if _is_empty(connection):  # unless somebody else was first
                for statement in _TABLES:
                    connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    _check_marks(path, _pragma(connection, "application_id"), _pragma(connection, "user_version"))
    if _pragma(connection, "journal_mode") != "wal":
        with suppress(sqlite3.OperationalError):  # busy: the next one to open it will do it
            connection.execute("PRAGMA journal_mode = WAL")


def _is_empty(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0 and _pragma(connection, "application_id") == 0


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


_STORE: Final[type[RecordStore]] = SqliteRecords
_UNIT: Final[type[RecordUnit]] = _SqliteUnit
