"""The store of the SQLAlchemy adapter."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import attrs
from sqlalchemy import Connection, Engine, Row, Select, Update, or_, select, update

from clientcare.adapters.sqlalchemy import _layout
from clientcare.adapters.sqlalchemy._binds import bound
from clientcare.adapters.sqlalchemy._errors import wrapped
from clientcare.adapters.sqlalchemy._sql import event_of
from clientcare.adapters.sqlalchemy._tables import MYSQL, Tables, tables
from clientcare.adapters.sqlalchemy._units import PART, SqlUnit, joined
from clientcare.errors import InvalidValueError, StoreUnavailable
from clientcare.record_store import ClaimingRecordStore, RecordedEvent, RecordUnit
from clientcare.repositories import Capability

PREFIX: Final = "clientcare_"
PAUSES: Final = (0.02, 0.1, 0.5)
"""Seconds between tries to make the tables."""
CAPABILITIES: Final = frozenset(
    {
        Capability.CLAIM,
        Capability.DESCENDING,
        Capability.DURABLE,
        Capability.MULTI_PROCESS,
    }
)
_LOCKS_ROWS: Final = MYSQL | {"postgresql"}


class SqlAlchemyRecords:
    """
    Records and events in four tables of a database.

    Args:
        bind: The host's engine, which gives each unit a connection of its own (so for
            SQLite name a file); or a connection whose open transaction is joined.
            Units of a connection have its isolation: MySQL and MariaDB need
            ``READ COMMITTED``, which units of an engine get anyway.
        schema: The database schema of the tables; the default one where ``None``.
        prefix: What the tables' names begin with.
        capabilities: What the database behind *bind* stands for.

    Raises:
        InvalidValueError: *bind* is none of these; the engine's pool lends one
            connection to several units, as that of SQLite in memory does.
        MissingExtraError: SQLAlchemy is not installed (on import).
    """

    def __init__(
        self,
        bind: Engine | Connection,
        *,
        schema: str | None = None,
        prefix: str = PREFIX,
        capabilities: Collection[Capability] = CAPABILITIES,
    ) -> None:
        self._bind = bound(bind)
        if not isinstance(prefix, str):
            raise InvalidValueError("prefix", prefix, "text")
        self._tables = tables(schema, prefix)
        self._capabilities = frozenset(capabilities)
        self._closed = False
        self._verified = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What was declared."""
        return self._capabilities

    @property
    def tables(self) -> Tables:
        """The tables, for migration tools."""
        return self._tables

    def create_all(self) -> None:
        """
        Make the tables that are not there yet, and bring older ones up to date.

        Several processes may do so at the same time.

        Raises:
            ForeignStore: The tables are of a newer clientcare; they were not touched.
        """
        for pause in PAUSES:
            try:
                return self.create_once()
            except StoreUnavailable:
                time.sleep(pause)
        return self.create_once()

    def create_once(self) -> None:
        """Do as ``create_all``, and fail where somebody else is at it right now."""
        with self._connected() as connection:
            _layout.create(connection, self._tables)

    def ddl(self) -> str:
        """Return what makes the tables as SQL, for hosts that migrate on their own."""
        return "".join(f"{it};\n" for it in _layout.statements(self._bind.dialect, self._tables))

    def begin(self) -> RecordUnit:
        """
        Return a new unit.

        Raises:
            ForeignStore: The tables are of another layout; older ones need ``create_all``.
        """
        self._verify()
        return SqlUnit(self._bind, self._tables)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged, the oldest first."""
        with self._alone() as connection:
            rows = connection.execute(self._waiting(limit)).all()
        return tuple(map(event_of, rows))

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        event = self._tables.event
        wanted = list(ids)
        with self._alone() as connection:
            for start in range(0, len(wanted), PART):
                part = wanted[start : start + PART]
                connection.execute(update(event).where(event.c.id.in_(part)).values(body=None))

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """
        Hold the oldest events that are free.

        PostgreSQL, MySQL and MariaDB lock the rows and pass over those that others
        have locked; elsewhere each row is compared again as it is written.
        """
        event = self._tables.event.c
        free = or_(event.claimed_until.is_(None), event.claimed_until <= now)
        marked = (
            update(self._tables.event)
            .where(free, event.body.is_not(None))
            .values(claimed_until=until, claimed_by=worker, attempts=event.attempts + 1)
        )
        while True:
            with self._alone() as connection:
                rows = connection.execute(
                    self._waiting(limit).where(free).with_for_update(skip_locked=True)
                ).all()
                taken = self._mark(connection, marked, rows)
            if taken or not rows:  # else others were faster with each of them
                return tuple(attrs.evolve(event_of(row), worker=worker) for row in taken)

    def _mark(
        self, connection: Connection, marked: Update, rows: Sequence[Row[Any]]
    ) -> Sequence[Row[Any]]:
        id_ = self._tables.event.c.id
        if connection.dialect.name in _LOCKS_ROWS:
            for start in range(0, len(rows), PART):
                part = [row.id for row in rows[start : start + PART]]
                connection.execute(marked.where(id_.in_(part)))
            return rows
        return [row for row in rows if connection.execute(marked.where(id_ == row.id)).rowcount]

    def _waiting(self, limit: int) -> Select[Any]:
        event = self._tables.event.c
        wanted = select(event.id, event.body, event.attempts, event.claimed_by)
        return wanted.where(event.body.is_not(None)).order_by(event.place).limit(limit)

    def close(self) -> None:
        """Refuse further units; the engine stays the host's."""
        self._closed = True

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        self._verify()
        with self._connected() as connection:
            yield connection

    def _verify(self) -> None:
        if self._closed:
            raise StoreUnavailable("it is closed")
        if not self._verified:
            with self._connected() as connection:
                _layout.verify(connection, self._tables)
            self._verified = True

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with wrapped():
            if isinstance(self._bind, Connection):
                with joined(self._bind):
                    yield self._bind
            else:
                with self._bind.begin() as connection:
                    yield connection


def _accepts(store: SqlAlchemyRecords) -> ClaimingRecordStore:
    return store
