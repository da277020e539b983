"""The async face of a store keeps the same contract, and what only tasks can do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

from clientcare import aio
from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import AnyKind, Query, Store
from clientcare.testing.conformance import (
    ConcurrencyConformance,
    OutboxConformance,
    StoreConformance,
)
from clientcare.testing.portal import Loop, portal
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note


class _Async(StoreConformance, OutboxConformance, ConcurrencyConformance):
    """What both share: one loop for the whole class."""

    machine_examples: ClassVar[int] = 5
    loop: ClassVar[Loop]

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _in_a_loop(cls) -> Iterator[None]:
        cls.loop = Loop()
        yield
        cls.loop.close()


class TestMemory(_Async):
    """The memory adapter behind the async ports."""

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return an empty store."""
        del place
        return portal(aio.from_sync(RecordBackedStore(MemoryRecords(), kinds)), self.loop)


class TestSqlite(_Async):
    """The SQLite adapter behind the async ports."""

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return the store in a file."""
        records = SqliteRecords(place / "book", sync=False)
        return portal(aio.from_sync(RecordBackedStore(records, kinds)), self.loop)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[aio.AsyncStore]:
    """Return an async store with one note."""
    records = (
        MemoryRecords()
        if request.param == "memory"
        else SqliteRecords(tmp_path / "book", sync=False)
    )
    inner = RecordBackedStore(records, SAMPLE_KINDS)
    with inner.begin() as unit:
        unit.repository(NOTE).add(Note(id="k1", count=0))
        unit.commit()
    yield aio.from_sync(inner)
    inner.close()


async def _titles(store: aio.AsyncStore) -> list[tuple[str, int]]:
    async with store.begin() as unit:
        rows = aio.each(unit.repository(NOTE), Query(), limit=1)
        return [(row.value.id, row.value.count) async for row in rows]


def test_cancel_in_unit_discards(store: aio.AsyncStore) -> None:
    """A task that is cancelled within a unit leaves nothing, and the store goes on."""

    async def work(started: asyncio.Event) -> None:
        """Add a note and wait to be cancelled."""
        async with store.begin() as unit:
            await unit.repository(NOTE).add(Note(id="k2"))
            started.set()
            await asyncio.sleep(60)
            await unit.commit()

    async def story() -> list[tuple[str, int]]:
        """Play the story."""
        started = asyncio.Event()
        task = asyncio.create_task(work(started))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with store.begin() as unit:
            await unit.repository(NOTE).add(Note(id="k3"))
            await unit.commit()
        return await _titles(store)

    assert [("k1", 0), ("k3", 0)] == asyncio.run(story())


async def _increment(unit: aio.AsyncUnit) -> None:
    rows = unit.repository(NOTE)
    found = await rows.get("k1")
    await asyncio.sleep(0)
    more = attrs.evolve(found.value, count=found.value.count + 1)
    await rows.save(more, expected=found.version)


def test_tasks_interleave_without_lost_update(store: aio.AsyncStore) -> None:
    """Tasks that count on one row lose no increment."""

    async def story() -> list[tuple[str, int]]:
        """Play the story."""
        work = (aio.run_unit(store, _increment, attempts=1000) for _ in range(20))
        await asyncio.gather(*work)
        return await _titles(store)

    assert [("k1", 20)] == asyncio.run(story())


def test_run_unit_gives_up(store: aio.AsyncStore) -> None:
    """After its last try the conflict is raised; a lasting failure at once."""
    tried: list[str] = []

    async def lose(_: aio.AsyncUnit) -> None:
        """Lose the race."""
        tried.append("lost")
        raise Conflict("note", "k1", "1")

    async def fail(_: aio.AsyncUnit) -> None:
        """Fail for good."""
        tried.append("failed")
        raise StoreUnavailable("gone")

    with pytest.raises(Conflict):
        asyncio.run(aio.run_unit(store, lose, attempts=3))
    with pytest.raises(StoreUnavailable):
        asyncio.run(aio.run_unit(store, fail, attempts=3))
    with pytest.raises(InvalidValueError):
        asyncio.run(aio.run_unit(store, lose, attempts=0))

    assert ["lost"] * 3 + ["failed"] == tried


def test_store_is_closed_and_its_outbox_read(store: aio.AsyncStore) -> None:
    """The async store passes its capabilities, its outbox and its close on."""

    async def story() -> None:
        """Play the story."""
        assert [] == list(await store.outbox.pending())
        await store.outbox.acknowledge(["unknown"])
        await store.close()
        with pytest.raises(StoreUnavailable):
            await store.begin().repository(NOTE).get("k1")

    asyncio.run(story())


def test_portal_closes() -> None:
    """A loop that was ended refuses work."""
    loop = Loop()
    loop.close()
    loop.close()
    with pytest.raises(RuntimeError):
        loop.run(asyncio.sleep(0))
