"""Each type checker has to refuse this, and the kit too: ``replace`` takes no expected version."""

from __future__ import annotations

from pathlib import Path

from stranger_journal import JournalRecords, JournalUnit

from clientcare.record_store import Record, RecordUnit
from clientcare.testing.typing import accepts_record_unit


class CarelessUnit:
    """
    A unit that fits in all but one method.

    Args:
        unit: One that fits.
    """

    def __init__(self, unit: JournalUnit) -> None:
        self.read = unit.read
        self.read_many = unit.read_many
        self.insert = unit.insert
        self.delete = unit.delete
        self.scan = unit.scan
        self.append_event = unit.append_event
        self.commit = unit.commit
        self.rollback = unit.rollback

    def replace(self, record: Record, /) -> None:
        """Replace whatever stands there."""


class CarelessRecords(JournalRecords):
    """Hands out careless units."""

    def begin(self) -> RecordUnit:
        """Return a new unit."""
        return accepts_record_unit(CarelessUnit(JournalUnit(self)))


def open_records(place: Path) -> CarelessRecords:
    """Return the store at a place."""
    return CarelessRecords(place / "journal")
