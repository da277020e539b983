"""The async face of a store keeps the same contract, and what only tasks can do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

import pytest

from clientcare import aio
from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import AnyKind, Store
from clientcare.testing._running import run_check
from clientcare.testing.checks import ASYNC, ConformanceError
from clientcare.testing.conformance import AsyncConformance
from clientcare.testing.harness import Harness
from clientcare.testing.mutants import ASYNC_MUTANTS, CAUGHT_BY
from clientcare.testing.portal import Loop, opened
from clientcare.testing.report import examine
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note


class TestMemory(AsyncConformance):
    """The memory adapter behind the async ports."""

    machine_examples: ClassVar[int] = 5

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> aio.AsyncStore:
        """Return an empty store."""
        _, store = await self.open_faces(place, kinds)
        return store

    async def open_faces(
        self, place: Path, kinds: Sequence[AnyKind]
    ) -> tuple[Store, aio.AsyncStore]:
        """Return both faces of one store."""
        del place
        store = RecordBackedStore(MemoryRecords(), kinds)
        return store, aio.from_sync(store)


class TestSqlite(AsyncConformance):
    """The SQLite adapter behind the async ports."""

    machine_examples: ClassVar[int] = 5

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> aio.AsyncStore:
        """Return the store in a file."""
        records = SqliteRecords(place / "book", sync=False)
        return aio.from_sync(RecordBackedStore(records, kinds))

    async def open_faces(
        self, place: Path, kinds: Sequence[AnyKind]
    ) -> tuple[Store, aio.AsyncStore]:
        """Return a sync and an async store on one file."""
        records = SqliteRecords(place / "book", sync=False)
        return RecordBackedStore(records, kinds), await self.open_async(place, kinds)


FACES: Final = {"memory": TestMemory().open_faces, "sqlite": TestSqlite().open_faces}


class TestMutants:
    """The async checks are tested themselves."""

    @pytest.mark.parametrize("base", FACES)
    @pytest.mark.parametrize("mutant", ASYNC_MUTANTS)
    def test_named_check_catches(self, mutant: str, base: str, tmp_path: Path) -> None:
        """Each planted bug is caught by the check that is named for it."""

        async def open_faces(place: Path, kinds: Sequence[AnyKind]) -> tuple[Store, aio.AsyncStore]:
            """Return a clean sync face and a spoilt async one."""
            sync, other = await FACES[base](place, kinds)
            return sync, ASYNC_MUTANTS[mutant](other)

        async def open_async(place: Path, kinds: Sequence[AnyKind]) -> aio.AsyncStore:
            """Return the spoilt face."""
            return (await open_faces(place, kinds))[1]

        (check,) = (check for check in ASYNC if check.name == CAUGHT_BY[mutant])
        harness = Harness(
            opened(open_async), tmp_path, open_async=open_async, open_faces=open_faces
        )
        with harness, pytest.raises(ConformanceError):
            run_check(check, harness)

    def test_every_check_has_one(self) -> None:
        """No async check that nothing was ever caught by."""
        assert {check.name for check in ASYNC} == set(CAUGHT_BY.values())


def test_report_understands_async_stores() -> None:
    """A class with ``open_async`` is examined whole, its tasks included."""
    spec = f"{__file__}:TestMemory"
    report = examine(spec, examples=1)

    assert report.is_conforming
    assert "async: 4 passed" in str(report)


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
    with pytest.raises(StoreUnavailable):
        loop.run(asyncio.sleep(0))
