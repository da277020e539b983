"""The async ports; what each method promises stands at its namesake in ``repositories``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pendulum import DateTime

from clientcare.repositories import (
    EVERYTHING,
    Capability,
    Cursor,
    Event,
    Kind,
    OutboxItem,
    Page,
    Query,
    Revision,
    Stored,
    Version,
)

T = TypeVar("T")


class AsyncRepository(Protocol[T]):
    """The rows of one kind, seen through one unit of work: ``Repository``, awaited."""

    async def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        """See ``Repository.get``."""

    async def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        """See ``Repository.get_many``."""

    async def add(self, value: T, /) -> Version:
        """See ``Repository.add``."""

    async def save(self, value: T, /, *, expected: Version) -> Version:
        """See ``Repository.save``."""

    async def remove(self, key: str, /, *, expected: Version) -> None:
        """See ``Repository.remove``."""

    async def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """See ``Repository.page``."""

    async def history(self, key: str, /) -> Sequence[Revision[T]]:
        """See ``Repository.history``."""

    async def forget(self, key: str, /) -> None:
        """See ``Repository.forget``."""


class AsyncUnit(Protocol):
    """
    One transaction over rows and events: ``Unit``, awaited; not shared between tasks.

    A unit whose task is cancelled is discarded, and the task ends cancelled; a
    cancelled ``commit`` has applied all or nothing. While one unit waits, the
    units of other tasks go on.

    ``repository`` does not wait for the store: where the unit is finished or the
    kind unknown, its methods say so.
    """

    def repository(self, kind: Kind[T], /) -> AsyncRepository[T]:
        """See ``Unit.repository``."""

    async def emit(self, event: Event, /) -> None:
        """See ``Unit.emit``."""

    async def commit(self) -> None:
        """See ``Unit.commit``."""

    async def rollback(self) -> None:
        """See ``Unit.rollback``."""

    async def __aenter__(self) -> Self:
        """Return the unit itself."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Discard what was not committed; let the exception pass."""


class AsyncOutbox(Protocol):
    """The events that wait to be delivered: ``Outbox``, awaited."""

    async def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        """See ``Outbox.pending``."""

    async def acknowledge(self, ids: Collection[str], /) -> None:
        """See ``Outbox.acknowledge``."""

    async def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        """See ``Outbox.claim``."""


class AsyncStore(Protocol):
    """
    A place where rows and events live: ``Store``, awaited; safe to share between tasks.

    It answers as a sync store on the same place does, errors included.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """See ``Store.capabilities``."""

    def begin(self) -> AsyncUnit:
        """Return a new unit of work; it reaches the store when it is first used."""

    @property
    def outbox(self) -> AsyncOutbox:
        """See ``Store.outbox``."""

    async def close(self) -> None:
        """See ``Store.close``."""
