"""The adapter's whole test: one class, one method."""

from __future__ import annotations

from pathlib import Path

from json_folder import FolderRecords

from clientcare.record_store import RecordStore
from clientcare.testing.conformance import RecordStoreConformance


class TestFolder(RecordStoreConformance):
    """A folder of JSON files keeps the contract."""

    def open_records(self, place: Path) -> RecordStore:
        """Return the store in a folder."""
        return FolderRecords(place / "book")
