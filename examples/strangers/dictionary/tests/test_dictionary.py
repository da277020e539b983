"""The dictionary keeps the contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stranger_dictionary import DictionaryStore

from clientcare.repositories import AnyKind, Store
from clientcare.testing.conformance import FullConformance


class TestDictionary(FullConformance):
    """All checks that the dictionary declares."""

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return an empty store."""
        del place
        return DictionaryStore(kinds)
