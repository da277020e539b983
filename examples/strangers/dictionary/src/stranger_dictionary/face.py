"""The same dictionary for async hosts: it never waits, so each call is the sync one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

from pendulum import DateTime

from clientcare.aio import AsyncOutbox, AsyncRepository, AsyncUnit
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
    Stored,
    Version,
)
from stranger_dictionary import DictionaryStore, DictionaryUnit

__all__ = ["AsyncDictionaryRepository", "AsyncDictionaryStore", "AsyncDictionaryUnit"]

T = TypeVar("T")


class AsyncDictionaryStore:
    """
    Rows and events in memory, awaited.

    Args:
        store: The sync face.
    """

    def __init__(self, store: DictionaryStore) -> None:
        self._store = store

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What it can do beyond the base."""
        return self._store.capabilities

    def begin(self) -> AsyncUnit:
        """Return a new unit of work."""
        return AsyncDictionaryUnit(DictionaryUnit(self._store))

    @property
    def outbox(self) -> AsyncOutbox:
        """The events that wait to be delivered."""
        return _AsyncDictionaryOutbox(self._store)

    async def close(self) -> None:
        """Refuse further work."""
        self._store.close()


class _AsyncDictionaryOutbox:
    def __init__(self, store: DictionaryStore) -> None:
        self._store = store

    async def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        return self._store.outbox.pending(limit=limit)

    async def acknowledge(self, ids: Collection[str], /) -> None:
        self._store.outbox.acknowledge(ids)

    async def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        return self._store.outbox.claim(worker, now=now, lease_seconds=lease_seconds, limit=limit)


class AsyncDictionaryUnit:
    """
    Staged rows and events; a cancelled task leaves the block, which discards them.

    Args:
        unit: The sync unit.
    """

    def __init__(self, unit: DictionaryUnit) -> None:
        self._unit = unit

    def repository(self, kind: Kind[T], /) -> AsyncRepository[T]:
        """Return the rows of one kind; its methods refuse one that is unknown."""
        return AsyncDictionaryRepository(kind, self._unit)

    async def emit(self, event: Event, /) -> None:
        """Stage an event."""
        self._unit.emit(event)

    async def commit(self) -> None:
        """Compare and write in one step."""
        self._unit.commit()

    async def rollback(self) -> None:
        """Forget what was staged."""
        self._unit.rollback()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self._unit.rollback()


class AsyncDictionaryRepository(Generic[T]):
    """
    The rows of one kind, seen through one unit.

    Args:
        kind: The kind.
        unit: The sync unit.
    """

    def __init__(self, kind: Kind[T], unit: DictionaryUnit) -> None:
        self._kind = kind
        self._unit = unit

    def _rows(self) -> Repository[T]:
        return self._unit.repository(self._kind)

    async def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        """Return the row with this key."""
        return self._rows().get(key, as_of=as_of)

    async def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        """Return those that are there."""
        return self._rows().get_many(keys)

    async def add(self, value: T, /) -> Version:
        """Stage a new row."""
        return self._rows().add(value)

    async def save(self, value: T, /, *, expected: Version) -> Version:
        """Stage another state of a row."""
        return self._rows().save(value, expected=expected)

    async def remove(self, key: str, /, *, expected: Version) -> None:
        """Stage a removal."""
        self._rows().remove(key, expected=expected)

    async def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """Return a part of a listing."""
        return self._rows().page(query, after=after, limit=limit)

    async def history(self, key: str, /) -> Sequence[Revision[T]]:
        """Refuse: former versions are not kept."""
        return self._rows().history(key)

    async def forget(self, key: str, /) -> None:
        """Refuse: former versions are not kept."""
        self._rows().forget(key)
