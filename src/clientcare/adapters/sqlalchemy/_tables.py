"""The tables of the SQLAlchemy adapter, the same on every database."""

from __future__ import annotations

from typing import Any, Final

import attrs
from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.dialects.mysql import LONGBLOB, VARBINARY
from sqlalchemy.types import TypeEngine

MYSQL: Final = frozenset({"mysql", "mariadb"})
"""How SQLAlchemy names MySQL's family of databases."""

_KEY_BYTES: Final = 4 * 255
_TEXT_BYTES: Final = 4 * 512


class CodePoints(TypeDecorator[str]):
    """
    Text that compares code point by code point, whatever the database's collation.

    PostgreSQL gets the collation ``C``; MySQL and MariaDB, whose collations
    ignore spaces at the end, get bytes of UTF-8, which sort the same way.
    """

    impl = String
    cache_ok = True

    def __init__(self, most_bytes: int = _KEY_BYTES) -> None:
        super().__init__()
        self.most_bytes = most_bytes

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the database at hand."""
        if dialect.name in MYSQL:
            return dialect.type_descriptor(VARBINARY(self.most_bytes))
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Return what the driver takes."""
        return value.encode() if value is not None and dialect.name in MYSQL else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Return what the driver gave, as text."""
        if value is None or dialect.name not in MYSQL:
            return None if value is None else str(value)
        return bytes(value).decode()


@attrs.frozen(kw_only=True)
class Tables:
    """
    The tables of one store.

    Attributes:
        metadata: Holds all of them.
        record: The rows.
        text: Each row's text in each order (``>name``) and index (``=name``).
        event: The outbox; an acknowledged event keeps its id and loses its body.
        layout: The versions of this layout that the database has reached.
    """

    metadata: MetaData
    record: Table
    text: Table
    event: Table
    layout: Table


def tables(schema: str | None, prefix: str) -> Tables:
    """Return the tables, in a schema and with a prefix of the host's choice."""
    metadata = MetaData(schema=schema)
    blob = LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")
    record = Table(
        f"{prefix}record",
        metadata,
        Column("kind", CodePoints(60), primary_key=True),
        Column("key", CodePoints(), primary_key=True),
        Column("version", CodePoints(64), nullable=False),
        Column("schema", Integer, nullable=False),
        Column("recorded_at", CodePoints(32), nullable=False),
        Column("body", blob, nullable=False),
    )
    text = Table(
        f"{prefix}text",
        metadata,
        Column("kind", CodePoints(60), primary_key=True),
        Column("key", CodePoints(), primary_key=True),
        Column("name", CodePoints(41), primary_key=True),
        Column("value", CodePoints(_TEXT_BYTES), nullable=False),
        # The key is left out of the index: together they can pass what one entry may hold.
        Index(f"{prefix}text_by_value", "kind", "name", "value"),
    )
    event = Table(
        f"{prefix}event",
        metadata,
        Column(
            "place",
            BigInteger().with_variant(Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        Column("id", CodePoints(), nullable=False, unique=True),
        Column("body", blob, nullable=True),
        Column("claimed_until", CodePoints(32), nullable=True),
        Column("claimed_by", CodePoints(), nullable=True),
        Column("attempts", Integer, nullable=False, server_default="0"),
    )
    waiting = event.c.body.is_not(None)
    pending = Index(
        f"{prefix}event_pending", event.c.place, postgresql_where=waiting, sqlite_where=waiting
    )
    # Elsewhere the primary key serves as well: an index cannot be limited to what waits.
    pending.ddl_if(dialect=("postgresql", "sqlite"))  # type: ignore[arg-type] # documented so
    layout = Table(
        f"{prefix}layout",
        metadata,
        Column("version", Integer, primary_key=True, autoincrement=False),
    )
    return Tables(metadata=metadata, record=record, text=text, event=event, layout=layout)
