"""Our own adapters stand where a stranger's would: one subclass, one method."""

from __future__ import annotations

from pathlib import Path

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.record_store import RecordStore
from clientcare.testing.conformance import RecordStoreConformance


class TestMemory(RecordStoreConformance):
    """The memory adapter keeps the contract."""

    def open_records(self, place: Path) -> RecordStore:
        """Return an empty store."""
        del place
        return MemoryRecords()


class TestSqlite(RecordStoreConformance):
    """The SQLite adapter keeps the contract."""

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a file; the disk is not waited for, which is much faster."""
        return SqliteRecords(place / "book", sync=False)
