"""
Records in any database that SQLAlchemy 2 speaks to (extra ``sql``).

.. code-block:: text

    records = SqlAlchemyRecords(create_engine("postgresql+psycopg://..."), prefix="care_")
    records.create_all()
    store = RecordBackedStore(records, KINDS)

The host may hand in a connection instead of an engine: units then join the
transaction that is open on it, as savepoints, and the host commits. (On SQLite
savepoints need the driver's own transactions switched off; see "Serializable
isolation / Savepoints" in SQLAlchemy's notes on pysqlite.)

Reads see what is committed (the database's usual isolation), every write is
guarded by its version in the statement itself. Two units that write the same
row wait for each other; a deadlock is reported as retryable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    MissingExtraError,
    NotFound,
    StoreUnavailable,
)
from clientcare.record_store import Record, RecordedEvent, RecordStore, RecordUnit
from clientcare.repositories import KEY_ORDER, Capability, Condition

try:
    from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
    from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
    from sqlalchemy.sql.elements import ColumnElement
    from sqlalchemy.sql.selectable import FromClause

    from clientcare.adapters._sqlalchemy_sql import (
        belongs,
        beyond,
        fulfils,
        insert_if_new,
        record_of,
        row_of,
    )
    from clientcare.adapters._sqlalchemy_tables import Tables, tables
except ImportError as exc:
    raise MissingExtraError("sql") from exc

_PART: Final = 500
_RETRYABLE_STATES: Final = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
_RETRYABLE_WORDS: Final = (
    "database is locked",
    "deadlock",
    "lock wait timeout",
    "connection failed",
    "connection is bad",
    "connection to server",
    "connection refused",
    "connection is closed",
    "connection is lost",
    "server closed the connection",
)


class SqlAlchemyRecords:
    """
    Records and events in three tables of a database.

    Args:
        bind: The host's engine, or a connection whose transaction is joined.
        schema: The database schema of the tables; the default one where ``None``.
        prefix: What the tables' names begin with.
        capabilities: What the database behind *bind* stands for.

    Raises:
        MissingExtraError: SQLAlchemy is not installed (on import).
    """

    def __init__(
        self,
        bind: Engine | Connection,
        *,
        schema: str | None = None,
        prefix: str = "clientcare_",
        capabilities: Collection[Capability] = (
            Capability.DESCENDING,
            Capability.DURABLE,
            Capability.MULTI_PROCESS,
        ),
    ) -> None:
        self._bind = bind
        self._tables = tables(schema, prefix)
        self._capabilities = frozenset(capabilities)
        self._closed = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What was declared."""
        return self._capabilities

    @property
    def tables(self) -> Tables:
        """The tables, for migration tools."""
        return self._tables

    def create_all(self) -> None:
        """Make the tables that are not there yet."""
        with wrapped():
            self._tables.metadata.create_all(self._bind)

    def begin(self) -> RecordUnit:
        """Return a new unit."""
        if self._closed:
            raise StoreUnavailable("it is closed")
        return _SqlUnit(self._bind, self._tables)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged, the oldest first."""
        event = self._tables.event
        wanted = (
            select(event.c.id, event.c.body)
            .where(event.c.body.is_not(None))
            .order_by(event.c.place)
            .limit(limit)
        )
        with self._alone() as connection:
            rows = connection.execute(wanted).all()
        return tuple(RecordedEvent(id=id_, body=bytes(body)) for id_, body in rows)

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending``; their ids stay known."""
        event = self._tables.event
        wanted = list(ids)
        with self._alone() as connection:
            for start in range(0, len(wanted), _PART):
                part = wanted[start : start + _PART]
                connection.execute(update(event).where(event.c.id.in_(part)).values(body=None))

    def close(self) -> None:
        """Refuse further units; the engine stays the host's."""
        self._closed = True

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        if self._closed:
            raise StoreUnavailable("it is closed")
        with wrapped():
            if isinstance(self._bind, Connection):
                with _joined(self._bind):
                    yield self._bind
            else:
                with self._bind.begin() as connection:
                    yield connection


class _SqlUnit:
    """One transaction, or one savepoint of the host's."""

    def __init__(self, bind: Engine | Connection, of: Tables) -> None:
        self._owned = not isinstance(bind, Connection)
        with wrapped():
            self._connection = bind if isinstance(bind, Connection) else bind.connect()
            self._transaction = _joined(self._connection)
        self._record, self._text, self._event = of.record, of.text, of.event

    def read(self, kind: str, key: str, /) -> Record | None:
        return next(iter(self.read_many(kind, [key])), None)

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        wanted = list(keys)
        found: list[Record] = []
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            row = self._record.c
            found += self._records(select(self._record).where(row.kind == kind, row.key.in_(part)))
        return found

    def insert(self, record: Record, /) -> None:
        try:
            with wrapped(IntegrityError):
                self._connection.execute(insert(self._record).values(row_of(record)))
        except IntegrityError as exc:
            raise AlreadyExists(record.kind, record.key) from exc
        self._write_texts(record)

    def replace(self, record: Record, /, *, expected: str) -> None:
        statement = update(self._record).values(row_of(record))
        self._guarded(statement.where(*self._is(record.kind, record.key, expected)))
        if not self._changed:
            self._refuse(record.kind, record.key, expected)
        self._drop_texts(record.kind, record.key)
        self._write_texts(record)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        self._guarded(delete(self._record).where(*self._is(kind, key, expected)))
        if not self._changed:
            self._refuse(kind, key, expected)
        self._drop_texts(kind, key)

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
        source: FromClause = self._record
        row = self._record.c
        columns: list[ColumnElement[str]] = [row.key]
        if order != KEY_ORDER:
            sort = self._text.alias("sort")
            source = source.join(sort, belongs(sort, self._record, ">" + order))
            columns.insert(0, sort.c.value)
        conditions = [row.kind == kind]
        for number, (name, condition) in enumerate(where.items()):
            index = self._text.alias(f"index_{number}")
            source = source.join(index, belongs(index, self._record, "=" + name))
            conditions.append(fulfils(index.c.value, condition))
        if after is not None:
            place = after if order != KEY_ORDER else after[1:]
            conditions.append(beyond(columns, place, descending=descending))
        ordered = [column.desc() if descending else column.asc() for column in columns]
        wanted = select(self._record).select_from(source).where(*conditions)
        return self._records(wanted.order_by(*ordered).limit(limit))

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        statement = insert_if_new(self._event, self._connection.dialect.name)
        with wrapped():
            self._connection.execute(statement.values(id=id, body=body))

    def commit(self) -> None:
        with wrapped():
            self._transaction.commit()
            self._leave()

    def rollback(self) -> None:
        with wrapped():
            if self._transaction.is_active:
                self._transaction.rollback()
            self._leave()

    def _leave(self) -> None:
        if self._owned:
            self._connection.close()

    def _guarded(self, statement: Any) -> None:
        with wrapped():
            self._changed = self._connection.execute(statement).rowcount

    def _is(self, kind: str, key: str, expected: str) -> tuple[ColumnElement[bool], ...]:
        row = self._record.c
        return row.kind == kind, row.key == key, row.version == expected

    def _refuse(self, kind: str, key: str, expected: str) -> None:
        found = self.read(kind, key)
        if found is None:
            raise NotFound(kind, key)
        raise Conflict(kind, key, expected, found.version)

    def _drop_texts(self, kind: str, key: str) -> None:
        text = self._text.c
        with wrapped():
            self._connection.execute(delete(self._text).where(text.kind == kind, text.key == key))

    def _write_texts(self, record: Record) -> None:
        named = [(">" + name, value) for name, value in record.sorts.items()]
        named += [("=" + name, value) for name, value in record.indexes.items()]
        if named:
            at = {"kind": record.kind, "key": record.key}
            rows = [{**at, "name": name, "value": value} for name, value in named]
            with wrapped():
                self._connection.execute(insert(self._text), rows)

    def _records(self, wanted: Select[Any]) -> list[Record]:
        with wrapped():
            rows = self._connection.execute(wanted).all()
            texts = self._texts([(row.kind, row.key) for row in rows])
        return [record_of(row, texts.get(row.key, {})) for row in rows]

    def _texts(self, places: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
        """Return the texts of rows of one kind, by key."""
        found: dict[str, dict[str, str]] = {}
        text = self._text.c
        for start in range(0, len(places), _PART):
            part = places[start : start + _PART]
            keys = [key for _, key in part]
            wanted = select(text.key, text.name, text.value).where(
                text.kind == part[0][0], text.key.in_(keys)
            )
            for key, name, value in self._connection.execute(wanted):
                found.setdefault(key, {})[name] = value
        return found


def _joined(connection: Connection) -> Any:
    """Begin a transaction, or a savepoint in the one that is open."""
    return connection.begin_nested() if connection.in_transaction() else connection.begin()


@contextmanager
def wrapped(*passed: type[Exception]) -> Iterator[None]:
    """Turn what SQLAlchemy and its driver raise into errors of the port, *passed* apart."""
    try:
        yield
    except passed:
        raise
    except SQLAlchemyError as exc:
        raise StoreUnavailable(str(exc).splitlines()[0], retryable=_may_retry(exc)) from exc


def _may_retry(exc: SQLAlchemyError) -> bool:
    if not isinstance(exc, DBAPIError):
        return False
    state = getattr(exc.orig, "sqlstate", None)
    text = str(exc.orig).lower()
    return (
        exc.connection_invalidated
        or state in _RETRYABLE_STATES
        or any(words in text for words in _RETRYABLE_WORDS)
    )


def _accepts(store: SqlAlchemyRecords, unit: _SqlUnit) -> tuple[RecordStore, RecordUnit]:
    return store, unit
