"""Each type checker has to refuse this, and the kit too: ``save`` takes no expected version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from stranger_dictionary import DictionaryRepository, DictionaryStore, DictionaryUnit

from clientcare.repositories import AnyKind, Kind, Repository, Unit, Version
from clientcare.testing.typing import accepts_repository

T = TypeVar("T")


class CarelessRepository(Generic[T]):
    """
    A repository that fits in all but one method.

    Args:
        rows: One that fits.
    """

    def __init__(self, rows: DictionaryRepository[T]) -> None:
        self.get = rows.get
        self.get_many = rows.get_many
        self.add = rows.add
        self.remove = rows.remove
        self.page = rows.page
        self.history = rows.history
        self.forget = rows.forget

    def save(self, value: T, /) -> Version:
        """Replace whatever stands there."""
        return self.add(value)


class CarelessUnit(DictionaryUnit):
    """Hands out careless repositories."""

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """Return the rows of one kind."""
        return accepts_repository(CarelessRepository(DictionaryRepository(kind, self)))


class CarelessStore(DictionaryStore):
    """Hands out careless units."""

    def begin(self) -> Unit:
        """Return a new unit of work."""
        return CarelessUnit(self)


def open_store(place: Path, kinds: Sequence[AnyKind]) -> CarelessStore:
    """Return an empty store."""
    del place
    return CarelessStore(kinds)
