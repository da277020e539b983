"""The journal keeps the contract."""

from __future__ import annotations

from pathlib import Path

from stranger_journal import JournalRecords

from clientcare.record_store import RecordStore
from clientcare.testing.conformance import RecordStoreConformance


class TestJournal(RecordStoreConformance):
    """All checks that the journal declares."""

    def open_records(self, place: Path) -> RecordStore:
        """Return the journal at a place."""
        return JournalRecords(place / "journal")
