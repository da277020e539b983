"""
The layout of the tables: made, brought up to date, and told from a newer one.

Each version that a database has reached is a row of the table ``layout``.
Tables without it are those of version 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.pool import Pool
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.elements import ClauseElement

from clientcare.adapters.sqlalchemy._tables import Tables
from clientcare.errors import ForeignStore, StoreUnavailable

LAYOUT: Final = 2

_VERIFIED: Final[WeakKeyDictionary[Pool, set[str]]] = WeakKeyDictionary()


def verify(connection: Connection, of: Tables) -> None:
    """
    Refuse tables that are missing, older or newer; what was found right is not looked at again.

    Raises:
        StoreUnavailable: There are no such tables.
        ForeignStore: They are of another layout; nothing was touched.
    """
    verified = _VERIFIED.setdefault(connection.engine.pool, set())
    if of.layout.fullname in verified:
        return
    found = _found(connection, of)
    if not found:
        rule = f"there is no table {of.record.fullname}; create_all() makes it"
        raise StoreUnavailable(f"{_place(connection)}: {rule}")
    _refuse_newer(connection, found)
    if found < LAYOUT:
        rule = f"its layout has version {found}; create_all() brings it to {LAYOUT}"
        raise ForeignStore(_place(connection), rule)
    verified.add(of.layout.fullname)


def create(connection: Connection, of: Tables) -> None:
    """
    Make the tables that are not there, and bring those of an older layout up to date.

    Raises:
        ForeignStore: They are of a newer layout; nothing was touched.
    """
    found = _found(connection, of)
    _refuse_newer(connection, found)
    of.metadata.create_all(connection)
    if found == LAYOUT:
        return
    for version in range(found or LAYOUT, LAYOUT):
        _MIGRATIONS[version](connection, of)
    connection.execute(insert(of.layout).values(version=LAYOUT))


def statements(dialect: Dialect, of: Tables) -> Iterator[str]:
    """Yield the statements that make the tables, for hosts that run them on their own."""
    made: list[ClauseElement] = []
    of.metadata.create_all(
        MockConnection(dialect, lambda it, *_: made.append(it)), checkfirst=False
    )
    made.append(insert(of.layout).values(version=LAYOUT))
    for statement in made:
        compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        yield " ".join(str(compiled).split())


def _found(connection: Connection, of: Tables) -> int:
    """Return the version of the layout that is there; 0 where there is none."""
    there = inspect(connection)
    if there.has_table(of.layout.name, schema=of.layout.schema):
        reached = connection.execute(select(func.max(of.layout.c.version))).scalar()
        if reached is not None:
            return int(reached)
    return 1 if there.has_table(of.record.name, schema=of.record.schema) else 0


def _refuse_newer(connection: Connection, found: int) -> None:
    if found > LAYOUT:
        rule = f"its layout has version {found}; this clientcare knows up to {LAYOUT}"
        raise ForeignStore(_place(connection), rule)


def _place(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=True)


def _add_columns(connection: Connection, table: Table, *names: str) -> None:
    """Add those that are missing: where tables are made outside transactions, some may be there."""
    dialect = connection.dialect
    there = {it["name"] for it in inspect(connection).get_columns(table.name, schema=table.schema)}
    named = dialect.identifier_preparer.format_table(table)
    for name in names:
        if name not in there:
            column = CreateColumn(table.c[name]).compile(dialect=dialect)
            connection.execute(text(f"ALTER TABLE {named} ADD COLUMN {column}"))


def _to_2(connection: Connection, of: Tables) -> None:
    _add_columns(connection, of.event, "claimed_until", "claimed_by", "attempts")
    for index in of.event.indexes:
        index.create(connection, checkfirst=True)


_MIGRATIONS: Final[Mapping[int, Callable[[Connection, Tables], None]]] = {
    # From the version that is the key to the next one.
    1: _to_2,
}
