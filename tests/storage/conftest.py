"""One store of each adapter."""

from __future__ import annotations

from collections.abc import Iterator
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
