"""The async SQLAlchemy store keeps the contract on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from clientcare.aio import AsyncStore
from clientcare.errors import ForeignStore, InvalidValueError, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import AnyKind, Store
from clientcare.testing.conformance import (
    AsyncConformance,
    AsyncExtraConformance,
    OutboxConformance,
)
from clientcare.testing.harness import event as event_of
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

pytest.importorskip("sqlalchemy")
pytest.importorskip("greenlet")
pytest.importorskip("aiosqlite")
from sqlalchemy import create_engine, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from clientcare.adapters.sqlalchemy import SqlAlchemyRecords
from clientcare.adapters.sqlalchemy.aio import AsyncSqlAlchemyStore


def _aiosqlite(place: Path) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{place / 'book'}", poolclass=NullPool)

    @event.listens_for(engine.sync_engine, "connect")
    def _fast(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    return engine


class TestAiosqlite(AsyncConformance):
    """On SQLite, by aiosqlite."""

    machine_examples: ClassVar[int] = 3

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> AsyncStore:
        """Return the store in a file."""
        store = AsyncSqlAlchemyStore(_aiosqlite(place), kinds)
        await store.create_all()
        return store

    async def open_faces(self, place: Path, kinds: Sequence[AnyKind]) -> tuple[Store, AsyncStore]:
        """Return a sync and an async store on one file."""
        sync = create_engine(f"sqlite:///{place / 'book'}", poolclass=NullPool)
        return RecordBackedStore(SqlAlchemyRecords(sync), kinds), await self.open_async(
            place, kinds
        )


@pytest.mark.usefixtures("postgres")
class TestPostgres(AsyncExtraConformance, OutboxConformance):
    """On PostgreSQL, by psycopg, each place a schema of its own."""

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> AsyncStore:
        """Return the store in a schema that is named after the place."""
        schema = "async_" + hashlib.sha256(str(place).encode()).hexdigest()[:16]
        engine = create_async_engine(os.environ["CLIENTCARE_TEST_POSTGRES"], poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        store = AsyncSqlAlchemyStore(engine, kinds, schema=schema)
        await store.create_all()
        return store

    async def open_faces(self, place: Path, kinds: Sequence[AnyKind]) -> tuple[Store, AsyncStore]:
        """Return a sync and an async store on one schema."""
        store = await self.open_async(place, kinds)
        assert isinstance(store, AsyncSqlAlchemyStore)
        engine = create_engine(os.environ["CLIENTCARE_TEST_POSTGRES"], poolclass=NullPool)
        schema = store.tables.record.schema
        return RecordBackedStore(SqlAlchemyRecords(engine, schema=schema), kinds), store


@pytest.mark.skipif("CLIENTCARE_FULL" not in os.environ, reason="only in a full run")
class TestPostgresWhole(TestPostgres, AsyncConformance):
    """The same, and all the rest of the kit."""

    machine_examples: ClassVar[int] = 3


def test_host_transaction_is_joined(tmp_path: Path) -> None:
    """On the host's connection a unit is a savepoint: what the host undoes is undone."""
    engine = _aiosqlite(tmp_path)

    @event.listens_for(engine.sync_engine, "connect")
    def _no_transactions_of_its_own(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]

    async def story() -> list[str]:
        """Write twice in the host's transactions, the first of which it undoes."""
        await AsyncSqlAlchemyStore(engine, SAMPLE_KINDS, prefix="care_").create_all()
        for key in ("k1", "k2"):
            async with engine.connect() as connection:
                await connection.begin()
                store = AsyncSqlAlchemyStore(connection, SAMPLE_KINDS, prefix="care_")
                async with store.begin() as unit:
                    await unit.repository(NOTE).add(Note(id=key))
                    await unit.emit(event_of(key))
                    await unit.commit()
                await (connection.rollback() if key == "k1" else connection.commit())
        store = AsyncSqlAlchemyStore(engine, SAMPLE_KINDS, prefix="care_")
        return [item.event.key for item in await store.outbox.pending()]

    assert 1 == len(asyncio.run(story()))


def test_cancelled_writes_leave_no_lock_behind(tmp_path: Path) -> None:
    """Wherever in its unit a task is cancelled, the next writer does not wait for its lock."""

    async def add(store: AsyncSqlAlchemyStore, key: str) -> None:
        async with store.begin() as unit:
            await unit.repository(NOTE).add(Note(id=key))
            await unit.commit()

    async def story() -> None:
        """Cancel ever later, and write at once."""
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{tmp_path / 'book'}", connect_args={"timeout": 0.5}
        )
        store = AsyncSqlAlchemyStore(engine, SAMPLE_KINDS)
        await store.create_all()
        for number in range(12):
            task = asyncio.create_task(add(store, f"cancelled{number}"))
            await asyncio.sleep(0.0005 * number)
            task.cancel()
            await asyncio.wait([task])
            await add(store, f"k{number}")
        await engine.dispose()

    asyncio.run(story())


def test_connection_has_to_be_open(tmp_path: Path) -> None:
    """A connection that was not opened is refused, and a closed store too."""

    async def story() -> None:
        """Play the story."""
        engine = _aiosqlite(tmp_path)
        with pytest.raises(InvalidValueError):
            AsyncSqlAlchemyStore(engine.connect(), SAMPLE_KINDS)
        sync: Any = create_engine("sqlite:///ignored")
        with pytest.raises(InvalidValueError, match="an AsyncEngine"):
            AsyncSqlAlchemyStore(sync, SAMPLE_KINDS)
        with pytest.raises(InvalidValueError, match="name a file"):
            AsyncSqlAlchemyStore(create_async_engine("sqlite+aiosqlite://"), SAMPLE_KINDS)
        store = AsyncSqlAlchemyStore(engine, SAMPLE_KINDS)
        await store.close()
        with pytest.raises(StoreUnavailable):
            await store.outbox.pending()

    asyncio.run(story())


def test_tables_are_told_and_newer_ones_refused(tmp_path: Path) -> None:
    """The statements are those of the sync adapter, and so are the refusals."""
    engine = _aiosqlite(tmp_path)
    store = AsyncSqlAlchemyStore(engine, SAMPLE_KINDS)

    async def story() -> None:
        """Make the tables, and then let a newer release have made them."""
        with pytest.raises(StoreUnavailable, match="create_all"):
            await store.outbox.pending()
        await store.create_all()
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO clientcare_layout VALUES (99)"))
        with pytest.raises(ForeignStore, match="99"):
            await store.create_all()

    asyncio.run(story())
    assert "CREATE TABLE clientcare_record" in store.ddl()


def test_missing_greenlet_names_the_extra() -> None:
    """Without what SQLAlchemy needs for async the error says what to install."""
    code = """
import sys
sys.modules["greenlet"] = None
try:
    import clientcare.adapters.sqlalchemy.aio
except ImportError as exc:
    print(exc)
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert "pip install 'clientcare[async]'" in done.stdout, done.stderr
