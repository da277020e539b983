"""
The SQLAlchemy adapter for async hosts (extra ``async``, and an async driver of your choice).

.. code-block:: text

    store = AsyncSqlAlchemyStore(create_async_engine("postgresql+psycopg://..."), KINDS)
    await store.create_all()

Its SQL is that of the sync adapter: SQLAlchemy lets one piece of code wait for
either kind of driver.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar

from pendulum import DateTime

from clientcare.adapters.sqlalchemy._records import CAPABILITIES, PAUSES, PREFIX, SqlAlchemyRecords
from clientcare.adapters.sqlalchemy._tables import Tables
from clientcare.aio import AsyncOutbox, AsyncStore, AsyncUnit
from clientcare.aio._bridge import Crew, Lane, bridged
from clientcare.errors import InvalidValueError, MissingExtraError, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.record_store._store import mint_version, utc_now
from clientcare.repositories import AnyKind, Capability

try:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
    from sqlalchemy.util import greenlet_spawn
except ImportError as exc:
    raise MissingExtraError("async") from exc

R = TypeVar("R")


class AsyncSqlAlchemyStore:
    """
    A full store for async hosts, in the tables of ``SqlAlchemyRecords`` and with its SQL.

    It runs in the host's event loop, without a thread: each call of the driver is
    awaited. Sync and async stores can have the same tables open.

    Args:
        bind: The host's engine, or a connection whose transaction is joined:
            units are savepoints then, and the host commits.
        kinds: Every kind that may be stored.
        schema: The database schema of the tables; the default one where ``None``.
        prefix: What the tables' names begin with.
        capabilities: What the database behind *bind* stands for.
        clock: Tells when something is written; an aware instant.
        mint: Makes versions; must never return the same text twice.

    Raises:
        InvalidValueError: Two kinds have one name; a connection that is not open;
            a pool that lends one connection to several units.
        MissingExtraError: What SQLAlchemy needs for async is not installed (on import).
    """

    def __init__(
        self,
        bind: AsyncEngine | AsyncConnection,
        kinds: Iterable[AnyKind],
        *,
        schema: str | None = None,
        prefix: str = PREFIX,
        capabilities: Collection[Capability] = CAPABILITIES,
        clock: Callable[[], DateTime] = utc_now,
        mint: Callable[[], str] = mint_version,
    ) -> None:
        inner = bind.sync_engine if isinstance(bind, AsyncEngine) else _of(bind)
        self._records = SqlAlchemyRecords(
            inner, schema=schema, prefix=prefix, capabilities=capabilities
        )
        self._backed = RecordBackedStore(self._records, kinds, clock=clock, mint=mint)
        crew = _Greenlets(to_the_end=inner.dialect.name == "sqlite")
        self._store = bridged(self._backed, crew)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What was declared, and ``HISTORY``."""
        return self._store.capabilities

    @property
    def outbox(self) -> AsyncOutbox:
        """The events that wait to be delivered."""
        return self._store.outbox

    @property
    def tables(self) -> Tables:
        """The tables, for migration tools."""
        return self._records.tables

    async def create_all(self) -> None:
        """See ``SqlAlchemyRecords.create_all``."""
        for pause in PAUSES:
            try:
                return await greenlet_spawn(self._records.create_once)
            except StoreUnavailable:
                await asyncio.sleep(pause)
        return await greenlet_spawn(self._records.create_once)

    def ddl(self) -> str:
        """See ``SqlAlchemyRecords.ddl``."""
        return self._records.ddl()

    def begin(self) -> AsyncUnit:
        """Return a new unit of work; it reaches the database when it is first used."""
        return self._store.begin()

    async def stale(self) -> Sequence[AnyKind]:
        """See ``RecordBackedStore.stale``."""
        return await greenlet_spawn(self._backed.stale)

    async def reindex(self, kind: AnyKind, /, *, batch: int = 500) -> int:
        """See ``RecordBackedStore.reindex``."""
        return await greenlet_spawn(self._backed.reindex, kind, batch=batch)

    async def close(self) -> None:
        """Refuse further units; the engine stays the host's."""
        await self._store.close()


def _of(bind: object) -> Connection:
    if not isinstance(bind, AsyncConnection):
        rule = "an AsyncEngine or an AsyncConnection"
        raise InvalidValueError("bind", type(bind).__name__, rule)
    if bind.sync_connection is None:
        raise InvalidValueError("bind", repr(bind), "a connection that is open")
    return bind.sync_connection


class _Greenlets:
    def __init__(self, *, to_the_end: bool) -> None:
        self._to_the_end = to_the_end

    def lane(self) -> Lane:
        return _ToTheEnd() if self._to_the_end else _Greenlet()


class _Greenlet:
    """Calls that are awaited wherever the driver is; a unit makes one at a time."""

    def start(self, work: Callable[[], R], /) -> asyncio.Future[R]:
        return asyncio.ensure_future(greenlet_spawn(work))

    def end(self) -> None:
        pass


class _ToTheEnd:
    """
    Calls that a cancelled task leaves running, as in a thread; what follows waits for them.

    A driver that works in a thread cannot break a call off: SQLAlchemy would drop the
    connection, and the file stayed locked.
    """

    def __init__(self) -> None:
        self._last: asyncio.Future[Any] | None = None

    def start(self, work: Callable[[], R], /) -> asyncio.Future[R]:
        job = asyncio.ensure_future(self._behind(self._last, work))
        self._last = job
        return asyncio.shield(job)

    def end(self) -> None:
        pass

    async def _behind(self, last: asyncio.Future[Any] | None, work: Callable[[], R]) -> R:
        if last is not None:
            await asyncio.wait([last])
        return await greenlet_spawn(work)


def _accepts(store: AsyncSqlAlchemyStore, crew: _Greenlets) -> tuple[AsyncStore, Crew]:
    return store, crew
