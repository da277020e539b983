"""A sample book in a store."""

from __future__ import annotations

import pytest
from pendulum import Date

from clientcare.adapters.memory import MemoryRecords
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Store
from clientcare.services.importing import read_folder, read_mapping, write
from clientcare.testing.sample_book import write_sample_book


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with a sample book of 60 dealers."""
    folder = tmp_path_factory.mktemp("sample") / "book"
    write_sample_book(folder, dealers=60)
    imported = read_folder(folder, read_mapping(folder / "mapping.toml"), today=Date(2025, 12, 31))
    store = RecordBackedStore(MemoryRecords(), KINDS)
    write(imported, store)
    return store
