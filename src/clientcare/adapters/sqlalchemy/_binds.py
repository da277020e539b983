"""What the SQLAlchemy adapter can be bound to."""

from __future__ import annotations

from typing import Final, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.pool import SingletonThreadPool, StaticPool

from clientcare.adapters.sqlalchemy._tables import MYSQL
from clientcare.errors import InvalidValueError

_SHARED: Final = (SingletonThreadPool, StaticPool)


def bound(bind: object) -> Engine | Connection:
    """
    Return the engine or connection, as units need it.

    Raises:
        InvalidValueError: It is neither, or its pool lends one connection to several units.
    """
    if isinstance(bind, Connection):
        return bind
    if isinstance(bind, MockConnection):
        return cast("Connection", bind)  # it only shows statements, and for that it is one
    if not isinstance(bind, Engine):
        rule = "an Engine or Connection; clientcare.adapters.sqlalchemy.aio takes the async ones"
        raise InvalidValueError("bind", type(bind).__name__, rule)
    if isinstance(bind.pool, _SHARED):
        # As one unit ends, the pool rolls back what another has staged on the same connection.
        rule = "an engine that gives each unit a connection of its own; for SQLite, name a file"
        raise InvalidValueError("bind", f"an engine with a {type(bind.pool).__name__}", rule)
    if bind.dialect.name in MYSQL:
        # Its own default would show a unit the same old rows, however often it reads.
        return bind.execution_options(isolation_level="READ COMMITTED")
    return bind
