"""One unit of the SQLAlchemy adapter: a transaction, or a savepoint of the host's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from clientcare.adapters.sqlalchemy._errors import wrapped
from clientcare.adapters.sqlalchemy._sql import (
    belongs,
    beyond,
    fulfils,
    insert_if_new,
    record_of,
    row_of,
)
from clientcare.adapters.sqlalchemy._tables import Tables
from clientcare.errors import AlreadyExists, Conflict, NotFound
from clientcare.record_store import Record, RecordUnit
from clientcare.repositories import KEY_ORDER, Condition

PART: Final = 500
"""How many values one statement binds at most."""


class SqlUnit:
    """One transaction, or one savepoint of the host's."""

    def __init__(self, bind: Engine | Connection, of: Tables) -> None:
        self._owned = not isinstance(bind, Connection)
        with wrapped():
            self._connection = bind if isinstance(bind, Connection) else bind.connect()
            self._transaction = joined(self._connection)
        self._record, self._text, self._event = of.record, of.text, of.event

    def read(self, kind: str, key: str, /) -> Record | None:
        return next(iter(self.read_many(kind, [key])), None)

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        wanted = list(keys)
        found: list[Record] = []
        for start in range(0, len(wanted), PART):
            part = wanted[start : start + PART]
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
        try:
            with wrapped():
                if self._transaction.is_active:
                    self._transaction.rollback()
        finally:
            with wrapped():
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
        for start in range(0, len(places), PART):
            part = places[start : start + PART]
            keys = [key for _, key in part]
            wanted = select(text.key, text.name, text.value).where(
                text.kind == part[0][0], text.key.in_(keys)
            )
            for key, name, value in self._connection.execute(wanted):
                found.setdefault(key, {})[name] = value
        return found


def joined(connection: Connection) -> Any:
    """Begin a transaction, or a savepoint in the one that is open."""
    if not connection.in_transaction():
        return connection.begin()
    if connection.dialect.name == "sqlite":
        _make_begun(connection)
    return connection.begin_nested()


def _make_begun(connection: Connection) -> None:
    """
    Begin what SQLAlchemy holds for begun.

    SQLite's drivers begin at the first write alone; a savepoint before it would be a
    transaction of its own, applied for good as it ends.
    """
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        connection.exec_driver_sql("BEGIN")


def _accepts(unit: SqlUnit) -> RecordUnit:
    return unit
