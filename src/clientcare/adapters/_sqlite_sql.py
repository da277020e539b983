"""The SQL of the SQLite adapter: rows, conditions and pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from clientcare.errors import InvalidValueError
from clientcare.record_store import Record
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


def row_of(record: Record) -> tuple[Any, ...]:
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


def record_of(row: tuple[Any, ...]) -> Record:
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


def names_in(record: Record) -> Iterator[str]:
    yield from (f"sorts.{name}" for name in record.sorts)
    yield from (f"indexes.{name}" for name in record.indexes)


@lru_cache(maxsize=1024)
def _expression(column: str, name: str) -> str:
    return f"json_extract({column}, '$.{_safe(name)}')"


def index_sql(kind: str, name: str) -> str:
    column, _, inner = name.partition(".")
    # SQLite uses a partial index only where the query repeats its condition literally.
    return (
        f'CREATE INDEX IF NOT EXISTS "{_safe(kind)}:{_safe(name)}" ON record'
        f" ({_expression(column, inner)}, key) WHERE kind = '{_safe(kind)}'"
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
    by_key = order == KEY_ORDER
    columns = ["key"] if by_key else [_expression("sorts", order), "key"]
    parts = [f"kind = '{_safe(kind)}'", *clauses, f"{columns[0]} IS NOT NULL"]
    if beyond:
        marks = ", ".join("?" * len(columns))
        parts.append(f"({', '.join(columns)}) {'<' if descending else '>'} ({marks})")
    ordered = ", ".join(f"{column} DESC" if descending else column for column in columns)
    return f"{SELECT} WHERE {' AND '.join(parts)} ORDER BY {ordered} LIMIT ?"


def _safe(name: str) -> str:
    """Return a name that may stand in SQL as it is; kinds declare no others."""
    if not _NAME.fullmatch(name):
        raise InvalidValueError("name", name, "a-z, 0-9, _ and . only, a letter first")
    return name
