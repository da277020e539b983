"""
A sync store behind the async ports; a *crew* says where its calls run.

Threads are one crew (``from_sync``); a driver that awaits may bring another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from pendulum import DateTime

from clientcare.aio._ports import AsyncOutbox, AsyncRepository, AsyncStore, AsyncUnit
from clientcare.errors import UnitClosed
from clientcare.repositories import (
    EVERYTHING,
    Capability,
    Cursor,
    Event,
    Kind,
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

T = TypeVar("T")
R = TypeVar("R")


class Lane(Protocol):
    """Where the calls of one unit run, one after another."""

    def start(self, work: Callable[[], R], /) -> asyncio.Future[R]:
        """Run *work* behind what was started before."""

    def end(self) -> None:
        """Nothing more will be started."""


class Crew(Protocol):
    """Where the calls of a store run."""

    def lane(self) -> Lane:
        """Return a new lane."""


def bridged(store: Store, crew: Crew) -> AsyncStore:
    """Return *store* for async hosts; it is closed together with the one returned."""
    return _AsyncStore(store, crew)


async def _alone(crew: Crew, work: Callable[[], R]) -> R:
    """Run a call outside any unit."""
    lane = crew.lane()
    job = lane.start(work)
    lane.end()
    return await job


class _AsyncStore:
    def __init__(self, store: Store, crew: Crew) -> None:
        self._store = store
        self._crew = crew

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._store.capabilities

    def begin(self) -> AsyncUnit:
        return _AsyncUnit(self._store, self._crew)

    @property
    def outbox(self) -> AsyncOutbox:
        return _AsyncOutbox(self._store, self._crew)

    async def close(self) -> None:
        await _alone(self._crew, self._store.close)


class _AsyncOutbox:
    def __init__(self, store: Store, crew: Crew) -> None:
        self._store = store
        self._crew = crew

    async def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        return await _alone(self._crew, lambda: self._store.outbox.pending(limit=limit))

    async def acknowledge(self, ids: Collection[str], /) -> None:
        await _alone(self._crew, lambda: self._store.outbox.acknowledge(ids))

    async def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        return await _alone(
            self._crew,
            lambda: self._store.outbox.claim(
                worker, now=now, lease_seconds=lease_seconds, limit=limit
            ),
        )


class _AsyncUnit:
    """A unit that is begun and used in one lane, ended with the unit."""

    def __init__(self, store: Store, crew: Crew) -> None:
        self._store = store
        self._crew = crew
        self._lane: Lane | None = None
        self._unit: Unit | None = None
        self._finished = ""

    def repository(self, kind: Kind[T], /) -> AsyncRepository[T]:
        return _AsyncRepository(self, kind)

    async def emit(self, event: Event, /) -> None:
        await self.run(lambda unit: unit.emit(event))

    async def commit(self) -> None:
        await self.run(lambda unit: unit.commit())
        self._end("committed")

    async def rollback(self) -> None:
        lane, begun = self._lane, not self._finished
        if not begun or lane is None:
            self._end("rolled back")
            return
        # Behind whatever a cancelled task has left running; a second cancel does not stop it.
        job = lane.start(self._discard)
        self._end("rolled back")
        await asyncio.shield(job)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        await self.rollback()

    async def run(self, work: Callable[[Unit], R]) -> R:
        """Run *work* with the unit in its lane."""
        if self._finished:
            raise UnitClosed(self._finished)
        if self._lane is None:
            self._lane = self._crew.lane()
        return await self._lane.start(lambda: self._work(work))

    def _work(self, work: Callable[[Unit], R]) -> R:
        if self._unit is None:
            self._unit = self._store.begin()
        return work(self._unit)

    def _discard(self) -> None:
        if self._unit is not None:
            self._unit.rollback()

    def _end(self, state: str) -> None:
        if not self._finished:
            self._finished = state
            if self._lane is not None:
                self._lane.end()


class _AsyncRepository(Generic[T]):
    def __init__(self, unit: _AsyncUnit, kind: Kind[T]) -> None:
        self._unit = unit
        self._kind = kind

    async def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        return await self._run(lambda rows: rows.get(key, as_of=as_of))

    async def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        return await self._run(lambda rows: rows.get_many(keys))

    async def add(self, value: T, /) -> Version:
        return await self._run(lambda rows: rows.add(value))

    async def save(self, value: T, /, *, expected: Version) -> Version:
        return await self._run(lambda rows: rows.save(value, expected=expected))

    async def remove(self, key: str, /, *, expected: Version) -> None:
        await self._run(lambda rows: rows.remove(key, expected=expected))

    async def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        return await self._run(lambda rows: rows.page(query, after=after, limit=limit))

    async def history(self, key: str, /) -> Sequence[Revision[T]]:
        return await self._run(lambda rows: rows.history(key))

    async def forget(self, key: str, /) -> None:
        await self._run(lambda rows: rows.forget(key))

    async def _run(self, work: Callable[[Repository[T]], R]) -> R:
        return await self._unit.run(lambda unit: work(unit.repository(self._kind)))


def _accepts(repository: _AsyncRepository[T]) -> AsyncRepository[T]:
    return repository
