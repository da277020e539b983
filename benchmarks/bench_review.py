"""The review of a book: what a customer costs as the book grows, in time and in memory."""

from __future__ import annotations

import gc
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pendulum import Date

from benchmarks.harness import Table
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Store
from clientcare.services.importing import read_folder, read_mapping, write
from clientcare.services.review import BookReview
from clientcare.testing.sample_book import write_sample_book

AS_OF: Final = Date(2025, 12, 31)
SMALL, LARGE = 250, 1_000


@contextmanager
def _book(dealers: int) -> Iterator[Store]:
    """Give a store file with a sample book of so many dealers."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        write_sample_book(folder, dealers=dealers)
        store = RecordBackedStore(SqliteRecords(Path(place) / "book.db"), KINDS)
        write(
            read_folder(folder, read_mapping(folder / "mapping.toml"), today=Date(2026, 1, 31)),
            store,
        )
        gc.collect()
        yield store
        store.close()


def _review(store: Store) -> int:
    """Make a whole review, one customer at a time, and return how many lines are due."""
    review = BookReview(store, as_of=AS_OF)
    for _ in review.customers():
        pass
    return len(review.agenda)


def _seconds(store: Store) -> float:
    begin = time.process_time()
    _review(store)
    return time.process_time() - begin


def _peak(store: Store) -> float:
    tracemalloc.start()
    try:
        _review(store)
        return float(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def table() -> Table:
    """Compare the time of one customer in a small and in a large book, and the peak memory."""
    with _book(SMALL) as small, _book(LARGE) as large:
        rounds = [(_seconds(small), _seconds(large)) for _ in range(2)]
        peaks = (_peak(small), _peak(large))
    seconds = {
        f"a customer of {SMALL:,}": min(one for one, _ in rounds) / SMALL,
        f"a customer of {LARGE:,}": min(one for _, one in rounds) / LARGE,
    }
    more = peaks[1] / peaks[0]
    title = (
        f"review of a book in SQLite; peak memory of {LARGE:,} to {SMALL:,} customers {more:.2f} x"
    )
    return Table(title=title, seconds=seconds)


if __name__ == "__main__":
    print(table())
