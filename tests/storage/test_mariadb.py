"""The SQLAlchemy adapter keeps the contract on a real MariaDB, by the dialects of both names."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest

from clientcare.errors import Conflict, ForeignStore, StoreUnavailable
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import Eq, Query, each
from clientcare.testing.conformance import RecordStoreConformance
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

pytest.importorskip("sqlalchemy")
pytest.importorskip("pymysql")
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from clientcare.adapters.sqlalchemy import SqlAlchemyRecords

pytestmark = [
    pytest.mark.skipif("CLIENTCARE_FULL" not in os.environ, reason="only in a full run"),
    pytest.mark.usefixtures("mariadb"),
]


def _engine(dialect: str = "mariadb") -> Engine:
    url = f"{dialect}+pymysql://{os.environ['CLIENTCARE_TEST_MARIADB']}/?charset=utf8mb4"
    return create_engine(url, poolclass=NullPool)


def _records(place: Path, dialect: str) -> SqlAlchemyRecords:
    schema = "place_" + hashlib.sha256(str(place).encode()).hexdigest()[:16]
    engine = _engine(dialect)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE DATABASE IF NOT EXISTS {schema}"))
    records = SqlAlchemyRecords(engine, schema=schema)
    records.create_all()
    return records


class TestMariadb(RecordStoreConformance):
    """By the dialect ``mariadb``."""

    machine_examples: ClassVar[int] = 5

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a database that is named after the place."""
        return _records(place, "mariadb")


class TestMysql(RecordStoreConformance):
    """By the dialect ``mysql``, as far as MariaDB can stand for it."""

    machine_examples: ClassVar[int] = 2

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a database that is named after the place."""
        return _records(place, "mysql")


def _store(place: Path) -> RecordBackedStore:
    return RecordBackedStore(_records(place, "mariadb"), SAMPLE_KINDS)


def test_older_tables_are_brought_up_to_date(made_older: Callable[[Engine, str], Any]) -> None:
    """The columns that are new are added, and what is there is kept."""
    engine = _engine()
    with engine.begin() as connection:
        connection.execute(text("CREATE DATABASE older"))
    records = made_older(engine, "older")
    with pytest.raises(ForeignStore, match="version 1"):
        records.begin()
    records.create_all()

    assert ["e0"] == [it.id for it in records.claim("w1", now="1", until="2", limit=9)]


def test_widest_texts_fit(tmp_path: Path) -> None:
    """A key of 255 characters of four bytes, and an order and an index of 500, are kept whole."""
    store = _store(tmp_path)
    wide = Note(id="\U0001f600" * 255, owner="\U0001f600" * 500, title="\U0001f600" * 500)
    with store.begin() as unit:
        unit.repository(NOTE).add(wide)
        unit.commit()
    with store.begin() as unit:
        found = unit.repository(NOTE).page(Query({"owner": Eq(wide.owner)}, order="title"))
        assert [wide] == [row.value for row in found.items]


def test_spaces_and_case_tell_keys_apart(tmp_path: Path) -> None:
    """No collation takes one key for another, and rows are listed code point by code point."""
    store = _store(tmp_path)
    keys = ["A", "a", "a ", "a\t", "\u00e1", "a\u0301", "\uffff", "\U0001f600"]
    with store.begin() as unit:
        for key in keys:
            unit.repository(NOTE).add(Note(id=key))
        unit.commit()
    with store.begin() as unit:
        found = [row.value.id for row in each(unit.repository(NOTE))]

    assert sorted(keys) == found


def test_deadlock_is_retryable(tmp_path: Path) -> None:
    """Two units that write two rows crosswise: one is told to try again, and none is lost."""
    store = _store(tmp_path)
    with store.begin() as unit:
        versions = {key: unit.repository(NOTE).add(Note(id=key)) for key in ("k1", "k2")}
        unit.commit()
    both = threading.Barrier(2)

    def write(keys: tuple[str, str]) -> str:
        with store.begin() as unit:
            rows = unit.repository(NOTE)
            rows.save(Note(id=keys[0]), expected=versions[keys[0]])
            both.wait(timeout=30)
            try:
                rows.save(Note(id=keys[1]), expected=versions[keys[1]])
                unit.commit()
            except StoreUnavailable as exc:
                return f"retryable {exc.retryable}"
            except Conflict:
                return "conflict"
            return "committed"

    with ThreadPoolExecutor(2) as pool:
        ended = sorted(pool.map(write, [("k1", "k2"), ("k2", "k1")]))

    assert ["committed", "retryable True"] == ended


def test_lost_connection_is_retryable(tmp_path: Path) -> None:
    """A connection that the server ends is one error, its cause kept, and the store goes on."""
    store = _store(tmp_path)
    with _engine().connect() as other, store.begin() as unit:
        unit.repository(NOTE).add(Note(id="k1"))
        ours = other.execute(
            text(
                "SELECT p.id FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
            )
        )
        for (number,) in ours.all():
            other.execute(text(f"KILL {number}"))
        with pytest.raises(StoreUnavailable) as caught:
            unit.repository(NOTE).add(Note(id="k2"))
    with store.begin() as unit:
        assert {} == unit.repository(NOTE).get_many(["k1", "k2"])

    assert caught.value.retryable
    assert caught.value.__cause__ is not None


def test_server_that_is_not_there_is_retryable() -> None:
    """Where nobody answers, a retry may help."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"mariadb+pymysql://root@127.0.0.1:{probe.getsockname()[1]}/x"
        with pytest.raises(StoreUnavailable) as caught:
            SqlAlchemyRecords(create_engine(url, poolclass=NullPool)).begin()

    assert caught.value.retryable
