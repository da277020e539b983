"""How long the conformance kit takes over the two adapters that everybody has."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.harness import Table
from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.record_store import RecordStore
from clientcare.testing.report import examine

_AT_MOST_SECONDS: Final = 10


def open_memory(place: Path) -> RecordStore:
    """Return an empty store in memory."""
    del place
    return MemoryRecords()


def open_sqlite(place: Path) -> RecordStore:
    """Return the store in a file; as in the tests, the disk is not waited for."""
    return SqliteRecords(place / "book", sync=False)


def table() -> Table:
    """Time whole reports, by the clock on the wall: some checks wait for other processes."""
    seconds: dict[str, float] = {}
    openers: Sequence[str] = ("open_memory", "open_sqlite")
    for opener in openers:
        begin = time.perf_counter()
        assert examine(f"{__file__}:{opener}").is_conforming  # noqa: S101 - else the time says nothing
        seconds[opener.removeprefix("open_")] = time.perf_counter() - begin
    both = sum(seconds.values())
    return Table(
        title=f"a conformance report, both within {_AT_MOST_SECONDS} s: {both:.1f} s",
        seconds=seconds,
    )


if __name__ == "__main__":
    print(table())
