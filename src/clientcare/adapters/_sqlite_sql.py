"""The SQL of the SQLite adapter: rows, conditions and pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any, Final

from clientcare.errors import InvalidValueError
from clientcare.record_store import Record, RecordedEvent
from clientcare.repositories import KEY_ORDER, Condition, Eq, In

_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,59}", re.ASCII)
SELECT: Final = "SELECT kind, key, version, schema, recorded_at, body, sorts, indexes FROM record"
INSERT: Final = (
    "INSERT INTO record (kind, key, version, schema, recorded_at, body, sorts, indexes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING"
)
UPDATE: Final = (
    "UPDATE record SET version = ?, schema = ?, recorded_at = ?, body = ?, sorts = ?, indexes = ?"
    " WHERE kind = ? AND key = ? AND version = ?"
)
DELETE: Final = "DELETE FROM record WHERE kind = ? AND key = ? AND version = ?"
_EVENTS: Final = "SELECT id, body, attempts, claimed_by FROM event WHERE body IS NOT NULL"
PENDING: Final = f"{_EVENTS} ORDER BY place LIMIT ?"
FREE: Final = f"{_EVENTS} AND (claimed_until IS NULL OR claimed_until <= ?) ORDER BY place LIMIT ?"
CLAIM: Final = (
    "UPDATE event SET claimed_until = ?, claimed_by = ?, attempts = attempts + 1 WHERE id = ?"
)


_from_json: Final = json.JSONDecoder().raw_decode  # json.loads looks at its options at every call


def _object(texts: Mapping[str, str]) -> str:
    """Return texts by name as JSON; names are safe as they are, and this is done for every row."""
    return "{" + ",".join([f'"{name}":{_quoted(text)}' for name, text in texts.items()]) + "}"


def row_of(record: Record) -> tuple[Any, ...]:
    """Return a record as the values of its columns."""
    return (
        record.kind,
        record.key,
        record.version,
        record.schema,
        record.recorded_at,
        record.body,
        _object(record.sorts),
        _object(record.indexes),
    )


def record_of(row: tuple[Any, ...]) -> Record:
    """Return the record of a row."""
    kind, key, version, schema, recorded_at, body, sorts, indexes = row
    return Record(
        kind=kind,
        key=key,
        version=version,
        schema=schema,
        recorded_at=recorded_at,
        body=body,
        sorts=_from_json(sorts)[0],
        indexes=_from_json(indexes)[0],
    )


def event_of(row: tuple[Any, ...]) -> RecordedEvent:
    """Return the event of a row."""
    id_, body, attempts, worker = row
    return RecordedEvent(id=id_, body=body, attempts=attempts, worker=worker or "")


@lru_cache(maxsize=1024)
def _expression(column: str, name: str) -> str:
    return f"json_extract({column}, '$.{_safe(name)}')"


def index_sql(record: Record) -> Iterator[str]:
    """Yield the statements that make an SQL index for each order and index of a kind."""
    kind = _safe(record.kind)
    for column, names in (("sorts", record.sorts), ("indexes", record.indexes)):
        for name in names:
            # SQLite uses a partial index only where the query repeats its condition literally.
            yield (
                f'CREATE INDEX IF NOT EXISTS "{kind}:{column}.{_safe(name)}" ON record'
                f" (kind, {_expression(column, name)}, key) WHERE kind = '{kind}'"
            )


def condition_sql(name: str, condition: Condition) -> tuple[str, tuple[str, ...]]:
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
def scan_sql(
    kind: str,
    clauses: tuple[str, ...],
    order: str,
    descending: bool,  # noqa: FBT001 - the cache wants positions
    beyond: bool,  # noqa: FBT001
) -> str:
    """Return the statement of a page."""
    way, beyond_it = ("DESC", "<") if descending else ("ASC", ">")
    parts = [f"kind = '{_safe(kind)}'", *clauses]
    if order == KEY_ORDER:
        parts += [f"key {beyond_it} ?"] * beyond
        ordered = f"key {way}"
    else:
        sort = _expression("sorts", order)
        ordered = f"{sort} {way}, key {way}"
        # A comparison of rows alone would not be looked up in an index on expressions.
        parts.append(f"{sort} {beyond_it}= ?" if beyond else f"{sort} IS NOT NULL")
        parts += [f"({sort} {beyond_it} ? OR key {beyond_it} ?)"] * beyond
    return f"{SELECT} WHERE {' AND '.join(parts)} ORDER BY {ordered} LIMIT ?"


def place_values(order: str, after: tuple[str, str] | None) -> tuple[str, ...]:
    """Return what the page's statement binds for the place it begins beyond."""
    if after is None:
        return ()
    sort, key = after
    return (key,) if order == KEY_ORDER else (sort, sort, key)


def _safe(name: str) -> str:
    """Return a name that may stand in SQL as it is; kinds declare no others."""
    if not _NAME.fullmatch(name):
        raise InvalidValueError("name", name, "a-z, 0-9, _ and . only, a letter first")
    return name
