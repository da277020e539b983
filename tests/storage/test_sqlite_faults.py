"""What SQLite does when things go wrong around it: one clear error, and an intact store."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pendulum
import pytest

from clientcare.adapters._sqlite_file import APPLICATION_ID, SCHEMA_VERSION
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.errors import ForeignStore, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import EVERYTHING, Store, each
from clientcare.testing.harness import event
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

_NOBODY: Final = 65534
KILLS: Final = 100 if "CLIENTCARE_FULL" in os.environ else 3


def open_records(place: Path) -> SqliteRecords:
    """Return the store of the children that are killed; every commit waits for the disk."""
    return SqliteRecords(place / "book")


def _store(path: Path) -> Store:
    return RecordBackedStore(SqliteRecords(path, sync=False), SAMPLE_KINDS)


def _add(store: Store, *keys: str, size: int = 10) -> None:
    with store.begin() as unit:
        for key in keys:
            unit.repository(NOTE).add(Note(id=key, text="x" * size))
        unit.commit()


def _keys(store: Store) -> list[str]:
    with store.begin() as unit:
        return [row.value.id for row in each(unit.repository(NOTE), EVERYTHING)]


def _is_sound(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    return found == "ok"


def _sqlite_of_another(path: Path, *, application: int = 0, version: int = 0) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE invoice (no TEXT)")
    connection.execute(f"PRAGMA application_id = {application}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()


class TestForeignFile:
    """A file that is not ours, or of a newer version, is refused untouched."""

    @pytest.mark.parametrize(
        "content", [b"x", b"PK\x03\x04" * 100, b"SQLite format 3\x00", b"id,name\n" * 50]
    )
    def test_no_database(self, tmp_path: Path, content: bytes) -> None:
        """Something else than SQLite stays byte for byte."""
        path = tmp_path / "book"
        path.write_bytes(content)
        with pytest.raises(ForeignStore) as caught:
            SqliteRecords(path)

        assert content == path.read_bytes()
        assert [path] == list(tmp_path.iterdir())
        assert str(path) == caught.value.place

    @pytest.mark.parametrize("mode", ["delete", "wal"])
    def test_database_of_another(self, tmp_path: Path, mode: str) -> None:
        """Another application's database stays byte for byte, without files beside it."""
        path = tmp_path / "book"
        _sqlite_of_another(path)
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.close()
        content = path.read_bytes()
        with pytest.raises(ForeignStore, match="another application"):
            SqliteRecords(path)

        assert content == path.read_bytes()
        assert [path] == list(tmp_path.iterdir())

    def test_newer_version(self, tmp_path: Path) -> None:
        """A layout of a later release is refused with both versions named."""
        path = tmp_path / "book"
        _sqlite_of_another(path, application=APPLICATION_ID, version=SCHEMA_VERSION + 1)
        content = path.read_bytes()
        with pytest.raises(ForeignStore, match=f"version {SCHEMA_VERSION + 1}"):
            SqliteRecords(path)

        assert content == path.read_bytes()

    def test_empty_file_becomes_a_store(self, tmp_path: Path) -> None:
        """A file without content, as temporary files are, is made a store."""
        path = tmp_path / "book"
        path.touch()
        store = _store(path)
        _add(store, "k1")

        assert ["k1"] == _keys(store)

    def test_folder_or_nowhere(self, tmp_path: Path) -> None:
        """A folder, or a path in none, is one clear error."""
        for path in (tmp_path, tmp_path / "nowhere" / "book"):
            with pytest.raises(StoreUnavailable) as caught:
                SqliteRecords(path)

            assert not caught.value.retryable


def test_two_openers_make_one_store(tmp_path: Path) -> None:
    """Many openers of a file that is not there yet make it once."""
    start = threading.Barrier(8)
    failures: list[Exception] = []

    def work(number: int) -> None:
        start.wait()
        try:
            _add(_store(tmp_path / "book"), f"k{number}")
        except Exception as exc:  # noqa: BLE001 - shown below
            failures.append(exc)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == failures
    assert [f"k{number}" for number in range(8)] == _keys(_store(tmp_path / "book"))


def test_busy_store_is_retryable(tmp_path: Path) -> None:
    """A write that waits too long for another's lock says that a retry may help."""
    path = tmp_path / "book"
    patient = RecordBackedStore(SqliteRecords(path), SAMPLE_KINDS)
    hasty = RecordBackedStore(SqliteRecords(path, busy_seconds=0.01), SAMPLE_KINDS)
    with patient.begin() as holder:
        holder.repository(NOTE).add(Note(id="k1"))
        with pytest.raises(StoreUnavailable) as caught:
            _add(hasty, "k2")
        holder.commit()
    _add(hasty, "k3")

    assert caught.value.retryable
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert ["k1", "k3"] == _keys(patient)


@contextmanager
def _limited_files(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_full_disk(tmp_path: Path) -> None:
    """A disk that is full is one error; what was committed before stays, and later works again."""
    path = tmp_path / "book"
    store = _store(path)
    _add(store, "k1")
    with _limited_files(200_000), pytest.raises(StoreUnavailable) as caught:
        _add(store, *(f"big{number}" for number in range(50)), size=100_000)

    assert isinstance(caught.value.__cause__, sqlite3.Error)
    assert ["k1"] == _keys(store)
    _add(store, "k2")
    store.close()
    assert ["k1", "k2"] == _keys(_store(path))
    assert _is_sound(path)


def test_database_that_may_not_grow(tmp_path: Path) -> None:
    """A limit of pages is met the same way."""
    path = tmp_path / "book"
    records = SqliteRecords(path, sync=False)
    store = RecordBackedStore(records, SAMPLE_KINDS)
    _add(store, "k1")
    connection = records.borrow()
    connection.execute("PRAGMA max_page_count = 40")
    records.give_back(connection, sound=True)
    with pytest.raises(StoreUnavailable, match="full"):
        _add(store, "k2", size=1_000_000)

    assert ["k1"] == _keys(store)


@contextmanager
def _without_privileges() -> Iterator[None]:
    """A superuser may write to any file: be somebody else for a while."""
    former = os.geteuid()
    if former == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(former)


def test_read_only_file() -> None:
    """A file that may not be written is one error at the first write, and stays as it is."""
    with TemporaryDirectory() as folder:  # one that others may enter, unlike those of pytest
        place = Path(folder)
        place.chmod(0o777)
        path = place / "book"
        store = _store(path)
        _add(store, "k1")
        store.close()
        path.chmod(0o444)
        before = path.read_bytes()
        with _without_privileges():
            store = _store(path)
            with pytest.raises(StoreUnavailable, match="readonly") as caught:
                _add(store, "k2")
            assert ["k1"] == _keys(store)
            store.close()

        assert not caught.value.retryable
        assert before == path.read_bytes()


def test_read_only_connection(tmp_path: Path) -> None:
    """A connection that may not write is one error, and the store stays as it is."""
    path = tmp_path / "book"
    records = SqliteRecords(path, sync=False)
    store = RecordBackedStore(records, SAMPLE_KINDS)
    _add(store, "k1")
    connection = records.borrow()
    connection.execute("PRAGMA query_only = ON")
    records.give_back(connection, sound=True)
    with pytest.raises(StoreUnavailable, match="readonly"):
        _add(store, "k2")

    assert ["k1"] == _keys(store)


def _confirmed(lines: str) -> int:
    """Return how many units a killed child had confirmed; its last line may be torn."""
    whole = [line for line in lines.split("\n")[:-1] if line]
    return len(whole)


def test_kills_during_writes(tmp_path: Path) -> None:
    """A process killed at any moment loses no confirmed unit and leaves none half done."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    opener = f"{__file__}:open_records"
    open_records(tmp_path).close()
    for kill in range(KILLS):
        place = tmp_path / str(kill)
        place.mkdir()
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "clientcare.testing._child", opener, str(place), "write", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(0.002 * (kill % 50))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate(timeout=60)
        store = _store(place / "book")
        keys = _keys(store)
        told = [item.event.id for item in store.outbox.pending(limit=100_000)]
        store.close()

        assert len(keys) >= _confirmed(first + rest)
        assert [f"k{number:06d}" for number in range(len(keys))] == keys
        assert [key.replace("k", "e") for key in keys] == told
        assert _is_sound(place / "book")


def test_full_disk_takes_the_events_along(tmp_path: Path) -> None:
    """Events of a unit that failed are not there either."""
    store = _store(tmp_path / "book")

    def emit(*bodies: bytes) -> None:
        with store.begin() as unit:
            for number, body in enumerate(bodies):
                unit.emit(event(f"e{number}", body))
            unit.commit()

    with _limited_files(200_000), pytest.raises(StoreUnavailable):
        emit(b"small", b"x" * 1_000_000)

    assert () == store.outbox.pending()


def test_older_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    """A file of the first layout keeps what it has, and can do what is new."""
    path = tmp_path / "book"
    store = _store(path)
    _add(store, "k1")
    with store.begin() as unit:
        unit.emit(event("e1"))
        unit.commit()
    store.close()
    connection = sqlite3.connect(path)
    for column in ("claimed_until", "claimed_by", "attempts"):
        connection.execute(f"ALTER TABLE event DROP COLUMN {column}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()

    store = _store(path)
    now = pendulum.datetime(2026, 1, 1)
    assert ["e1"] == [item.event.id for item in store.outbox.claim("w1", now=now)]
    assert ["k1"] == _keys(store)
    store.close()
    assert SCHEMA_VERSION == int.from_bytes(path.read_bytes()[60:64], "big")
