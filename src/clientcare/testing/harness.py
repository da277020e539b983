"""What a check works with: fresh stores, the same place opened again, a second handle."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias, TypeVar

import pendulum
from pendulum import DateTime

from clientcare.aio import AsyncStore
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import (
    EVERYTHING,
    AnyKind,
    Capability,
    Event,
    Kind,
    Query,
    Store,
    Stored,
    Unit,
    Version,
    each,
)
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

T = TypeVar("T")

_BERLIN: Final = pendulum.timezone("Europe/Berlin")

OpenStore: TypeAlias = Callable[[Path, Sequence[AnyKind]], Store]
OpenRecords: TypeAlias = Callable[[Path], RecordStore]
OpenAsync: TypeAlias = Callable[[Path, Sequence[AnyKind]], Awaitable[AsyncStore]]
OpenFaces: TypeAlias = Callable[
    [Path, Sequence[AnyKind]], Awaitable[tuple[Store, AsyncStore] | None]
]


def over_records(open_records: OpenRecords) -> OpenStore:
    """Return an opener of full stores on top of an opener of record stores."""

    def open_store(place: Path, kinds: Sequence[AnyKind]) -> Store:
        return RecordBackedStore(open_records(place), kinds)

    return open_store


class Harness:
    """
    The adapter under test, and the places where its stores live.

    Args:
        open_store: Opens the store that lives at a place: an empty one at a
            place never seen before, the same again where it is durable.
        folder: An empty folder; each place is a folder of its own in it.
        open_records: Opens the record store at a place, where there is one.
        opener: How another process finds the opener: ``path:factory``.
        open_async: Opens the async store at a place, where there is one.
        open_faces: Opens one place as a sync and as an async store, or returns
            ``None`` where it cannot.
    """

    def __init__(
        self,
        open_store: OpenStore,
        folder: Path,
        *,
        open_records: OpenRecords | None = None,
        opener: str | None = None,
        open_async: OpenAsync | None = None,
        open_faces: OpenFaces | None = None,
    ) -> None:
        self.open_async = open_async
        self.open_faces = open_faces
        self.open_records = open_records
        self.opener = opener
        self._open_store = open_store
        self._folder = folder
        self._numbers = itertools.count(1)
        self._opened: list[Store] = []
        self.place = self._new_place()
        self.store = self.open(self.place)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the store declares."""
        return self.store.capabilities

    # --- stores

    def open(self, place: Path, kinds: Sequence[AnyKind] = SAMPLE_KINDS) -> Store:
        """Return the store at a place; it is closed at the end."""
        store = self._open_store(place, kinds)
        self._opened.append(store)
        return store

    def fresh(self) -> Store:
        """Return an empty store at another place."""
        return self.open(self._new_place())

    def beside(self) -> Store:
        """Return a second store on the same place."""
        return self.open(self.place)

    def reopen(self) -> Store:
        """Close the store, and return what is found at its place."""
        self.store.close()
        self.store = self.open(self.place)
        return self.store

    def close(self) -> None:
        """Close every store that was opened."""
        for store in self._opened:
            store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _new_place(self) -> Path:
        place = self._folder / f"place-{next(self._numbers)}"
        place.mkdir(parents=True)
        return place

    # --- what nearly every check does

    def begin(self) -> Unit:
        """Return a new unit."""
        return self.store.begin()

    def add(self, *values: Any, kind: Kind[Any] = NOTE) -> list[Version]:
        """Add and commit; return the versions."""
        with self.begin() as unit:
            versions = [unit.repository(kind).add(value) for value in values]
            unit.commit()
        return versions

    def save(self, value: T, expected: Version, *, kind: Kind[Any] = NOTE) -> Version:
        """Save and commit; return the new version."""
        with self.begin() as unit:
            version: Version = unit.repository(kind).save(value, expected=expected)
            unit.commit()
        return version

    def remove(self, key: str, expected: Version, *, kind: Kind[Any] = NOTE) -> None:
        """Remove and commit."""
        with self.begin() as unit:
            unit.repository(kind).remove(key, expected=expected)
            unit.commit()

    def get(self, key: str) -> Stored[Note]:
        """Return a note, read in a unit of its own."""
        return self.get_of(NOTE, key)

    def get_of(self, kind: Kind[T], key: str) -> Stored[T]:
        """Return a value, read in a unit of its own."""
        with self.begin() as unit:
            return unit.repository(kind).get(key)

    def listed(self, query: Query = EVERYTHING, *, kind: Kind[Any] = NOTE) -> list[str]:
        """Return the keys of a listing, in its order."""
        with self.begin() as unit:
            return [kind.key(row.value) for row in each(unit.repository(kind), query)]

    def emit(self, *ids: str, commit: bool = True) -> None:
        """Emit events in one unit."""
        with self.begin() as unit:
            for id_ in ids:
                unit.emit(event(id_))
            if commit:
                unit.commit()

    def pending(self) -> list[str]:
        """Return the ids of the events that wait."""
        return [item.event.id for item in self.store.outbox.pending(limit=1000)]


def event(id_: str, body: bytes = b'{"is":"told"}') -> Event:
    """Return an event with this id."""
    return Event(
        id=id_,
        name="note.written",
        occurred_at=DateTime(2026, 10, 25, 2, 30, tzinfo=_BERLIN, fold=1),
        kind=NOTE.name,
        key="k1",
        schema=3,
        body=body,
    )
