"""Every type checker accepts this."""

from __future__ import annotations

from pathlib import Path

from stranger_journal import JournalRecords

from clientcare.testing.typing import accepts_record_store

accepts_record_store(JournalRecords(Path("journal")))
