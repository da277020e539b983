"""The SQL of the SQLAlchemy adapter: rows, conditions and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table, and_, or_
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from clientcare.record_store import Record, RecordedEvent
from clientcare.repositories import Condition, Eq, In


def row_of(record: Record) -> dict[str, Any]:
    """Return the columns of a record."""
    return {
        "kind": record.kind,
        "key": record.key,
        "version": record.version,
        "schema": record.schema,
        "recorded_at": record.recorded_at,
        "body": record.body,
    }


def record_of(row: Any, texts: Mapping[str, str]) -> Record:
    """Return the record of a row and its texts."""
    return Record(
        kind=row.kind,
        key=row.key,
        version=row.version,
        schema=row.schema,
        recorded_at=row.recorded_at,
        body=bytes(row.body),
        sorts={name[1:]: value for name, value in texts.items() if name[0] == ">"},
        indexes={name[1:]: value for name, value in texts.items() if name[0] == "="},
    )


def event_of(row: Any) -> RecordedEvent:
    """Return the event of a row."""
    return RecordedEvent(
        id=row.id, body=bytes(row.body), attempts=row.attempts, worker=row.claimed_by or ""
    )


def insert_if_new(table: Table, dialect: str) -> Insert:
    """Return an insert that does nothing where the id is taken, as each database says it."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    # IGNORE would pass over every other fault of the row as well.
    return mysql.insert(table).on_duplicate_key_update(id=table.c.id)


def belongs(text: FromClause, record: FromClause, name: str) -> ColumnElement[bool]:
    """Join a row with its text of this name."""
    return and_(text.c.kind == record.c.kind, text.c.key == record.c.key, text.c.name == name)


def fulfils(value: ColumnElement[str], condition: Condition) -> ColumnElement[bool]:
    """Return *condition* on an index text as SQL."""
    if isinstance(condition, Eq):
        return value == condition.value
    if isinstance(condition, In):
        return value.in_(condition.values)
    least = value >= (condition.least or "")
    return least if condition.most is None else and_(least, value <= condition.most)


def beyond(
    columns: Sequence[ColumnElement[str]], place: Sequence[str], *, descending: bool
) -> ColumnElement[bool]:
    """Compare as tuples do, in a form that every database knows."""
    column, text = columns[0], place[0]
    past = column < text if descending else column > text
    if len(columns) == 1:
        return past
    tied = and_(column == text, beyond(columns[1:], place[1:], descending=descending))
    return or_(past, tied)
