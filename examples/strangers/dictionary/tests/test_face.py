"""The async face keeps the contract too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stranger_dictionary import DictionaryStore
from stranger_dictionary.face import AsyncDictionaryStore

from clientcare.aio import AsyncStore
from clientcare.repositories import AnyKind, Store
from clientcare.testing.conformance import AsyncConformance


class TestAsyncDictionary(AsyncConformance):
    """All checks that the dictionary declares, and those for async stores."""

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> AsyncStore:
        """Return an empty store."""
        del place
        return AsyncDictionaryStore(DictionaryStore(kinds))

    async def open_faces(
        self, place: Path, kinds: Sequence[AnyKind]
    ) -> tuple[Store, AsyncStore] | None:
        """Return both faces of one dictionary."""
        del place
        store = DictionaryStore(kinds)
        return store, AsyncDictionaryStore(store)
