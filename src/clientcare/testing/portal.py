"""An async store behind the sync ports, so that one suite checks both."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from pendulum import DateTime

from clientcare.aio import AsyncRepository, AsyncStore, AsyncUnit
from clientcare.errors import StoreUnavailable
from clientcare.repositories import (
    EVERYTHING,
    AnyKind,
    Capability,
    Cursor,
    Event,
    Kind,
    Outbox,
    OutboxItem,
    Page,
    Query,
    Repository,
    Revision,
    Store,
    Stored,
    Unit,
    Version,
)
from clientcare.testing.harness import OpenStore

T = TypeVar("T")
R = TypeVar("R")


class Loop:
    """One event loop in a thread of its own; on the far side of a fork, another one."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        """
        Run a coroutine in the loop and wait for it.

        Raises:
            StoreUnavailable: The loop was ended.
        """
        if self._loop.is_closed():
            work.close()
            raise StoreUnavailable("the portal is closed")
        if self._process != os.getpid():
            self._begin()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """End the loop and its thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()


def portal(store: AsyncStore, loop: Loop | None = None) -> Store:
    """Return *store* behind the sync port; a loop of its own ends when it is closed."""
    return _PortalStore(store, loop or Loop(), owned=loop is None)


def opened(open_async: Callable[[Path, Sequence[AnyKind]], Awaitable[AsyncStore]]) -> OpenStore:
    """Return an opener of sync stores: each the async one, behind a loop of its own."""

    def open_store(place: Path, kinds: Sequence[AnyKind]) -> Store:
        loop = Loop()
        return _PortalStore(loop.run(_awaited(open_async(place, kinds))), loop, owned=True)

    return open_store


async def _awaited(found: Awaitable[R]) -> R:
    return await found


class _PortalStore:
    def __init__(self, store: AsyncStore, loop: Loop, *, owned: bool) -> None:
        self._store = store
        self._loop = loop
        self._owned = owned
        self._closed = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._store.capabilities

    def begin(self) -> Unit:
        return _PortalUnit(self._store.begin(), self._loop)

    @property
    def outbox(self) -> Outbox:
        return _PortalOutbox(self._store, self._loop)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._loop.run(self._store.close())
            if self._owned:
                self._loop.close()


class _PortalOutbox:
    def __init__(self, store: AsyncStore, loop: Loop) -> None:
        self._store = store
        self._loop = loop

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        return self._loop.run(self._store.outbox.pending(limit=limit))

    def acknowledge(self, ids: Collection[str], /) -> None:
        self._loop.run(self._store.outbox.acknowledge(ids))

    def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        return self._loop.run(
            self._store.outbox.claim(worker, now=now, lease_seconds=lease_seconds, limit=limit)
        )


class _PortalUnit:
    def __init__(self, unit: AsyncUnit, loop: Loop) -> None:
        self._unit = unit
        self._loop = loop

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        rows = self._unit.repository(kind)
        self._loop.run(rows.get_many([]))  # the sync port refuses a kind at once
        return _PortalRepository(rows, self._loop)

    def emit(self, event: Event, /) -> None:
        self._loop.run(self._unit.emit(event))

    def commit(self) -> None:
        self._loop.run(self._unit.commit())

    def rollback(self) -> None:
        self._loop.run(self._unit.rollback())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self.rollback()


class _PortalRepository(Generic[T]):
    def __init__(self, rows: AsyncRepository[T], loop: Loop) -> None:
        self._rows = rows
        self._loop = loop

    def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        return self._loop.run(self._rows.get(key, as_of=as_of))

    def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        return self._loop.run(self._rows.get_many(keys))

    def add(self, value: T, /) -> Version:
        return self._loop.run(self._rows.add(value))

    def save(self, value: T, /, *, expected: Version) -> Version:
        return self._loop.run(self._rows.save(value, expected=expected))

    def remove(self, key: str, /, *, expected: Version) -> None:
        self._loop.run(self._rows.remove(key, expected=expected))

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        return self._loop.run(self._rows.page(query, after=after, limit=limit))

    def history(self, key: str, /) -> Sequence[Revision[T]]:
        return self._loop.run(self._rows.history(key))

    def forget(self, key: str, /) -> None:
        self._loop.run(self._rows.forget(key))


def _accepts(repository: _PortalRepository[T]) -> Repository[T]:
    return repository
