"""The file of the SQLite adapter: its marks, its tables, and what its driver reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from clientcare.errors import ForeignStore, StoreUnavailable

APPLICATION_ID: Final = 0x63436172  # "cCar"
SCHEMA_VERSION: Final = 2

_MAGIC: Final = b"SQLite format 3\x00"
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
        body BLOB, -- NULL once acknowledged: the id stays known
        claimed_until TEXT,
        claimed_by TEXT,
        attempts INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX event_pending ON event (place) WHERE body IS NOT NULL",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_MIGRATIONS: Final[Mapping[int, tuple[str, ...]]] = {
    # From the version that is the key to the next one.
    1: (
        "ALTER TABLE event ADD COLUMN claimed_until TEXT",
        "ALTER TABLE event ADD COLUMN claimed_by TEXT",
        "ALTER TABLE event ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    ),
}
_OURS: Final[set[tuple[int, int]]] = set()
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Errors:
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


def refuse_foreign(path: Path, *, may_make: bool) -> None:
    """
    Read the file's first bytes without SQLite, which might write to what it opens.

    Only once: closing a file drops the locks that this process has on it by
    other handles, and SQLite relies on its own.
    """
    try:
        found = path.stat()
        if (found.st_dev, found.st_ino) in _OURS:
            return
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        if may_make:
            return
        raise StoreUnavailable(f"{path}: there is no such file") from None
    except OSError as exc:
        raise StoreUnavailable(f"{path}: {exc.strerror}") from exc
    if not header:
        if may_make:
            return
        raise ForeignStore(str(path), "it is empty")
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


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of an empty file; bring those of an older layout up to date."""
    if _is_empty(connection):
        with _alone(connection):
            if _is_empty(connection):  # unless somebody else was first
                for statement in _TABLES:
                    connection.execute(statement)
    _check_marks(path, _number(connection, "application_id"), _number(connection, "user_version"))
    if _number(connection, "user_version") < SCHEMA_VERSION:
        with _alone(connection):
            _migrate(connection)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        with suppress(sqlite3.OperationalError):  # busy: the next one to open it will do it
            connection.execute("PRAGMA journal_mode = WAL")
    found = path.stat()
    _OURS.add((found.st_dev, found.st_ino))


@contextmanager
def _alone(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep everybody else out of the file, and do all or nothing."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _migrate(connection: sqlite3.Connection) -> None:
    found = _number(connection, "user_version")  # somebody else may have been first
    for version in range(found, SCHEMA_VERSION):
        for statement in _MIGRATIONS[version]:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not tables and not _number(connection, "application_id")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
