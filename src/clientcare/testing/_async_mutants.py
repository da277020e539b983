"""Planted bugs of async stores: each has to be caught by one of the async checks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from clientcare.aio import AsyncOutbox, AsyncRepository, AsyncStore, AsyncUnit
from clientcare.errors import InvalidValueError, NotFound
from clientcare.repositories import Capability, Event, Kind, Stored, Version

T = TypeVar("T")


class SpoiltAsyncUnit:
    """An async unit that does what the one inside does; mutants override one method."""

    def __init__(self, inner: AsyncUnit, store: SpoiltAsyncStore) -> None:
        self.inner = inner
        self.store = store

    def repository(self, kind: Kind[T], /) -> AsyncRepository[T]:
        """Pass on."""
        return self.inner.repository(kind)

    async def emit(self, event: Event, /) -> None:
        """Pass on."""
        await self.inner.emit(event)

    async def commit(self) -> None:
        """Pass on."""
        await self.inner.commit()

    async def rollback(self) -> None:
        """Pass on."""
        await self.inner.rollback()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> bool | None:
        await self.rollback()
        return None


class SpoiltAsyncStore:
    """An async store that does what the one inside does; mutants override one method."""

    unit: type[SpoiltAsyncUnit] = SpoiltAsyncUnit

    def __init__(self, inner: AsyncStore) -> None:
        self.inner = inner
        self.notes: dict[Any, Any] = {}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Pass on."""
        return self.inner.capabilities

    @property
    def outbox(self) -> AsyncOutbox:
        """Pass on."""
        return self.inner.outbox

    def begin(self) -> Any:
        """Return a spoilt unit."""
        return self.unit(self.inner.begin(), self)

    async def close(self) -> None:
        """Pass on."""
        await self.inner.close()


ASYNC_MUTANTS: Final[dict[str, type[SpoiltAsyncStore]]] = {}
CAUGHT_BY: Final[dict[str, str]] = {}


def _store(check: str) -> Callable[[type[SpoiltAsyncStore]], type[SpoiltAsyncStore]]:
    def register(store: type[SpoiltAsyncStore]) -> type[SpoiltAsyncStore]:
        ASYNC_MUTANTS[store.__name__] = store
        CAUGHT_BY[store.__name__] = check
        return store

    return register


def _unit(check: str) -> Callable[[type[SpoiltAsyncUnit]], type[SpoiltAsyncUnit]]:
    def register(unit: type[SpoiltAsyncUnit]) -> type[SpoiltAsyncUnit]:
        made = {"unit": unit, "__doc__": unit.__doc__}
        _store(check)(type(unit.__name__, (SpoiltAsyncStore,), made))
        return unit

    return register


@_unit("cancel_in_unit_discards")
class CommitsWhenCancelled(SpoiltAsyncUnit):
    """Takes a cancelled task for one that has finished."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> bool | None:
        if kind is not None and issubclass(kind, asyncio.CancelledError):
            await self.commit()
        await self.rollback()
        return None


@_unit("cancel_in_unit_discards")
class SwallowsCancellation(SpoiltAsyncUnit):
    """Discards, and lets the task go on as if it had not been cancelled."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> bool | None:
        await self.rollback()
        return kind is not None and issubclass(kind, asyncio.CancelledError)


@_unit("cancel_in_unit_discards")
class CommitsInTwoSteps(SpoiltAsyncUnit):
    """Commits what each call has written at once, so that a cancelled task leaves a half."""

    async def emit(self, event: Event, /) -> None:
        """Emit in a unit of its own."""
        async with self.store.inner.begin() as unit:
            await unit.emit(event)
            await unit.commit()


class _ForgottenOnceFinished(SpoiltAsyncUnit):
    async def commit(self) -> None:
        self.store.notes.pop("open", None)
        await super().commit()

    async def rollback(self) -> None:
        self.store.notes.pop("open", None)
        await super().rollback()


@_store("tasks_interleave_without_lost_update")
class SharesOneUnit(SpoiltAsyncStore):
    """Has one connection, and so one transaction for all tasks."""

    unit = _ForgottenOnceFinished

    def begin(self) -> Any:
        """Return the unit that some task has begun."""
        return self.notes.setdefault("open", self.unit(self.inner.begin(), self))


class _Rows:
    """A repository that passes on; mutants override one method."""

    def __init__(self, inner: Any, notes: dict[Any, Any]) -> None:
        self.inner = inner
        self.notes = notes

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _SpoiltRowsUnit(SpoiltAsyncUnit):
    rows: type[_Rows] = _Rows

    def repository(self, kind: Kind[T], /) -> Any:
        """Return spoilt rows."""
        return self.rows(self.inner.repository(kind), self.store.notes)


class _LastWriteWins(_Rows):
    async def save(self, value: Any, /, *, expected: Version) -> Version:
        del expected
        present = await self.inner.get(value.id)
        version: Version = await self.inner.save(value, expected=present.version)
        return version


@_unit("tasks_interleave_without_lost_update")
class AwaitsBetweenCompareAndWrite(_SpoiltRowsUnit):
    """Reads the version that stands there, waits for it, and writes over it."""

    rows = _LastWriteWins


class _Remembered(_Rows):
    async def get(self, key: str, /, **options: Any) -> Stored[Any]:
        if key not in self.notes:
            self.notes[key] = await self.inner.get(key, **options)
        found: Stored[Any] = self.notes[key]
        return found


@_unit("sync_and_async_faces_agree")
class RemembersReads(_SpoiltRowsUnit):
    """Keeps what it has read, whoever writes it meanwhile."""

    rows = _Remembered


class _NoAsOf(_Rows):
    async def get(self, key: str, /) -> Stored[Any]:
        found: Stored[Any] = await self.inner.get(key)
        return found


@_unit("async_signatures_match_the_port")
class KnowsNoPast(_SpoiltRowsUnit):
    """Reads rows by a method that takes no instant."""

    rows = _NoAsOf


class _OtherErrors(_Rows):
    async def get(self, key: str, /, **options: Any) -> Stored[Any]:
        try:
            found: Stored[Any] = await self.inner.get(key, **options)
        except NotFound as exc:
            raise InvalidValueError("key", key, "a key that is there") from exc
        return found


@_unit("sync_and_async_faces_agree")
class RaisesOtherErrors(_SpoiltRowsUnit):
    """Reports a missing row in another way than the sync face."""

    rows = _OtherErrors


class _FirstAlone(_Rows):
    async def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[Any]]:
        found: Mapping[str, Stored[Any]] = await self.inner.get_many(list(keys)[:1])
        return found


@_unit("sync_and_async_faces_agree")
class ReadsTheFirstAlone(_SpoiltRowsUnit):
    """Awaits the first of several reads, and forgets the others."""

    rows = _FirstAlone


__all__ = ["ASYNC_MUTANTS", "CAUGHT_BY", "SpoiltAsyncStore", "SpoiltAsyncUnit"]
