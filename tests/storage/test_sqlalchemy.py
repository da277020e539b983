"""The SQLAlchemy adapter keeps the contract on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest

from clientcare.errors import ForeignStore, InvalidValueError, NotFound, StoreUnavailable
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import each, run_unit
from clientcare.testing.checks._concurrency import increment
from clientcare.testing.conformance import RecordStoreConformance
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

sqlalchemy = pytest.importorskip("sqlalchemy")
from sqlalchemy import (  # noqa: E402 - after the check above
    Connection,
    Engine,
    create_engine,
    create_mock_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.pool import NullPool, QueuePool, StaticPool  # noqa: E402

from clientcare.adapters.sqlalchemy import SqlAlchemyRecords  # noqa: E402

KILLS: Final = 100 if "CLIENTCARE_FULL" in os.environ else 2


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


@pytest.mark.usefixtures("postgres")
class TestPostgres(RecordStoreConformance):
    """On PostgreSQL, each place a schema of its own."""

    machine_examples: ClassVar[int] = 5

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a schema that is named after the place."""
        schema = "place_" + hashlib.sha256(str(place).encode()).hexdigest()[:16]
        engine = create_engine(os.environ["CLIENTCARE_TEST_POSTGRES"], poolclass=NullPool)
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


@pytest.mark.parametrize("writes_first", [False, True])
def test_host_transaction_is_joined_by_an_ordinary_engine(
    tmp_path: Path, *, writes_first: bool
) -> None:
    """SQLite's driver begins late by itself; what the host undoes is undone nevertheless."""
    engine = create_engine(f"sqlite:///{tmp_path / 'book'}")
    SqlAlchemyRecords(engine).create_all()
    _statements(engine, "CREATE TABLE mine (a)")
    for key, commit in (("k1", False), ("k2", True)):
        with engine.connect() as connection:
            connection.begin()
            if writes_first:
                connection.execute(text("INSERT INTO mine VALUES (1)"))
            store = RecordBackedStore(SqlAlchemyRecords(connection), SAMPLE_KINDS)
            with store.begin() as unit:
                unit.repository(NOTE).add(Note(id=key))
                unit.commit()
            with RecordBackedStore(SqlAlchemyRecords(engine), SAMPLE_KINDS).begin() as other:
                assert {} == other.repository(NOTE).get_many([key])
            if commit:
                connection.commit()
    with RecordBackedStore(SqlAlchemyRecords(engine), SAMPLE_KINDS).begin() as unit:
        assert ["k2"] == list(unit.repository(NOTE).get_many(["k1", "k2"]))


def _static() -> Engine:
    return create_engine("sqlite:///ignored", poolclass=StaticPool)


@pytest.mark.parametrize("engine", [create_engine("sqlite://"), _static()])
def test_engine_that_shares_a_connection_is_refused(engine: Engine) -> None:
    """Units on one connection would undo each other's confirmed writes in silence."""
    with pytest.raises(InvalidValueError, match="name a file"):
        SqlAlchemyRecords(engine)


@pytest.mark.parametrize("bind", ["sqlite:///x", None])
def test_what_is_no_engine_is_refused(bind: Any) -> None:
    """It is told at once, and in the words of the library."""
    with pytest.raises(InvalidValueError, match="an Engine or Connection"):
        SqlAlchemyRecords(bind)


def test_prefix_has_to_be_text(tmp_path: Path) -> None:
    """``None`` would become a part of the tables' names."""
    nothing: Any = None
    with pytest.raises(InvalidValueError, match="prefix"):
        SqlAlchemyRecords(_sqlite(tmp_path), prefix=nothing)


@pytest.mark.parametrize(
    ("raised", "retryable"),
    [
        (ConnectionRefusedError("nobody listens"), True),
        (TimeoutError("no answer"), True),
        (FileNotFoundError("no such certificate"), False),
    ],
)
def test_what_a_driver_meets_as_it_connects(raised: OSError, *, retryable: bool) -> None:
    """Errors of the system that SQLAlchemy lets pass become errors of the port, the cause kept."""

    def connect() -> object:
        raise raised

    records = SqlAlchemyRecords(create_engine("sqlite://", creator=connect, poolclass=NullPool))
    with pytest.raises(StoreUnavailable) as caught:
        records.begin()

    assert (raised, retryable) == (caught.value.__cause__, caught.value.retryable)


def test_pool_that_is_all_lent_is_retryable(tmp_path: Path) -> None:
    """Where every connection is in use, another try may find one; a unit that ends gives its back."""
    url = f"sqlite:///{tmp_path / 'book'}"
    engine = create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    records = SqlAlchemyRecords(engine)
    records.create_all()
    first = records.begin()
    with pytest.raises(StoreUnavailable) as caught:
        records.begin()
    first.rollback()

    assert caught.value.retryable
    records.begin().rollback()


def test_failing_rollback_gives_the_connection_back(tmp_path: Path) -> None:
    """Where the driver cannot even roll back, its connection is not lost to the pool."""
    url = f"sqlite:///{tmp_path / 'book'}"
    engine = create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    records = SqlAlchemyRecords(engine)
    records.create_all()

    @event.listens_for(engine, "rollback")
    def _fail(_: Connection) -> None:
        raise sqlalchemy.exc.OperationalError("ROLLBACK", None, OSError("gone"))

    unit = records.begin()
    with pytest.raises(StoreUnavailable, match="gone"):
        unit.rollback()
    event.remove(engine, "rollback", _fail)

    records.begin().rollback()


def test_acknowledged_event_is_not_claimed(tmp_path: Path) -> None:
    """An event that is acknowledged between the look and the mark is left alone."""
    engine = _sqlite(tmp_path)
    records = SqlAlchemyRecords(engine)
    records.create_all()
    unit = records.begin()
    unit.append_event("e1", b"{}")
    unit.commit()
    looked: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _rival(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("UPDATE") and not looked:
            looked.append(statement)
            SqlAlchemyRecords(_sqlite(tmp_path)).acknowledge(["e1"])

    assert () == records.claim("w1", now="1", until="2", limit=1)
    assert 1 == len(looked)


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
        unit.repository(NOTE).add(Note(id="k1"))
        unit.commit()
    failed: list[str] = []

    def count() -> int:
        done = 0
        for _ in range(60):
            try:
                run_unit(store, increment, attempts=200)
            except StoreUnavailable as exc:
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
        counted = len(unit.repository(NOTE).get("k1").value.title)

    assert [] == failed
    # Each thread may have had one commit applied whose confirmation was lost: it counted twice.
    assert 240 == done <= counted <= 240 + 4


def _statements(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _older(engine: Engine) -> None:
    """Make the tables as the first layout had them."""
    SqlAlchemyRecords(engine).create_all()
    _statements(
        engine,
        "DROP TABLE clientcare_layout",
        "DROP INDEX clientcare_event_pending",
        "ALTER TABLE clientcare_event DROP COLUMN claimed_until",
        "ALTER TABLE clientcare_event DROP COLUMN claimed_by",
        "ALTER TABLE clientcare_event DROP COLUMN attempts",
        "INSERT INTO clientcare_event (id, body) VALUES ('e0', X'7b7d')",
    )


class TestLayout:
    """The tables are made, brought up to date and told from newer ones."""

    def test_older_tables_are_brought_up_to_date(self, tmp_path: Path) -> None:
        """An older layout is refused with the name of the command, which then keeps what is there."""
        engine = _sqlite(tmp_path)
        _older(engine)
        records = SqlAlchemyRecords(engine)
        with pytest.raises(ForeignStore, match="version 1; create_all"):
            records.begin()
        records.create_all()
        records.create_all()

        (event,) = records.claim("w1", now="1", until="2", limit=9)
        assert ("e0", 0) == (event.id, event.attempts)

    @pytest.mark.usefixtures("postgres")
    def test_older_tables_of_postgres(self, made_older: Callable[[Engine, str], Any]) -> None:
        """PostgreSQL gets the columns and the index that are new, and keeps what is there."""
        engine = create_engine(os.environ["CLIENTCARE_TEST_POSTGRES"], poolclass=NullPool)
        _statements(engine, "CREATE SCHEMA older")
        records = made_older(engine, "older")
        with pytest.raises(ForeignStore, match="version 1"):
            records.begin()
        records.create_all()

        assert ["e0"] == [it.id for it in records.claim("w1", now="1", until="2", limit=9)]
        assert 1 == len(inspect(engine).get_indexes("clientcare_event", schema="older")) - 1

    def test_newer_tables_are_refused(self, tmp_path: Path) -> None:
        """A layout of a later release is refused by every call, and left as it is."""
        engine = _sqlite(tmp_path)
        SqlAlchemyRecords(engine).create_all()
        _statements(engine, "INSERT INTO clientcare_layout (version) VALUES (99)")
        records = SqlAlchemyRecords(_sqlite(tmp_path))
        for call in (records.begin, records.create_all, lambda: records.pending(limit=1)):
            with pytest.raises(ForeignStore, match="version 99"):
                call()

    def test_missing_tables_are_named(self, tmp_path: Path) -> None:
        """Where nothing was made, the error says which table, and what makes it."""
        records = SqlAlchemyRecords(_sqlite(tmp_path))

        with pytest.raises(StoreUnavailable, match=r"clientcare_record; create_all\(\) makes it"):
            records.begin()

    def test_many_make_them_at_once(self, tmp_path: Path) -> None:
        """Whoever comes second finds them made."""

        def make(_: int) -> None:
            SqlAlchemyRecords(_sqlite(tmp_path)).create_all()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(make, range(8)))

        SqlAlchemyRecords(_sqlite(tmp_path)).begin().rollback()

    def test_statements_of_the_host(self, tmp_path: Path) -> None:
        """A host that runs the statements on its own has the same store."""
        engine = _sqlite(tmp_path)
        records = SqlAlchemyRecords(engine, prefix="care_")
        _statements(engine, *filter(str.strip, records.ddl().split(";\n")))

        records.begin().rollback()
        records.create_all()

    @pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb"])
    def test_statements_of_other_databases(self, dialect: str) -> None:
        """Text is compared by code point, and a value may be large."""
        records = SqlAlchemyRecords(create_mock_engine(f"{dialect}://", print))  # type: ignore[arg-type]
        found = records.ddl()

        expected = (
            ('key VARCHAR COLLATE "C" NOT NULL', "body BYTEA NOT NULL")
            if dialect == "postgresql"
            else ("`key` VARBINARY(1020) NOT NULL", " LONGBLOB NOT NULL")
        )
        assert [] == [it for it in expected if it not in found]
