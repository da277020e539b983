"""Wrappers that pass everything on; the planted bugs override one method each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, cast

from clientcare.record_store import (
    ClaimingRecordStore,
    Record,
    RecordedEvent,
    RecordStore,
    RecordUnit,
)
from clientcare.repositories import Capability, Condition


class SpoiltUnit:
    """A record unit that does what the one inside does; mutants override one method."""

    def __init__(self, inner: RecordUnit, store: SpoiltStore) -> None:
        self.inner = inner
        self.store = store

    def read(self, kind: str, key: str, /) -> Record | None:
        """Pass on."""
        return self.inner.read(kind, key)

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        """Pass on."""
        return self.inner.read_many(kind, keys)

    def insert(self, record: Record, /) -> None:
        """Pass on."""
        self.inner.insert(record)

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Pass on."""
        self.inner.replace(record, expected=expected)

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Pass on."""
        self.inner.delete(kind, key, expected=expected)

    def scan(
        self,
        kind: str,
        /,
        *,
        where: Mapping[str, Condition],
        order: str,
        descending: bool,
        after: tuple[str, str] | None,
        limit: int,
    ) -> Sequence[Record]:
        """Pass on."""
        return self.inner.scan(
            kind, where=where, order=order, descending=descending, after=after, limit=limit
        )

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Pass on."""
        self.inner.append_event(id, body)

    def commit(self) -> None:
        """Pass on."""
        self.inner.commit()

    def rollback(self) -> None:
        """Pass on."""
        self.inner.rollback()


class SpoiltStore:
    """A record store that does what the one inside does; mutants override one method."""

    unit: type[SpoiltUnit] = SpoiltUnit

    def __init__(self, inner: RecordStore) -> None:
        self.inner = inner
        self.notes: dict[Any, Any] = {}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Pass on."""
        return self.inner.capabilities

    def begin(self) -> RecordUnit:
        """Return a spoilt unit."""
        return self.unit(self.inner.begin(), self)

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Pass on."""
        return self.inner.pending(limit=limit)

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Pass on."""
        self.inner.acknowledge(ids)

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Pass on."""
        inner = cast("ClaimingRecordStore", self.inner)
        return inner.claim(worker, now=now, until=until, limit=limit)

    def close(self) -> None:
        """Pass on."""
        self.inner.close()


MUTANTS: Final[dict[str, type[SpoiltStore]]] = {}


def mutant(unit: type[SpoiltUnit]) -> type[SpoiltUnit]:
    """Register a mutant whose units are of this class."""
    name = unit.__name__
    MUTANTS[name] = type(name, (SpoiltStore,), {"unit": unit, "__doc__": unit.__doc__})
    return unit


def store_mutant(store: type[SpoiltStore]) -> type[SpoiltStore]:
    """Register a mutant of the store itself."""
    MUTANTS[store.__name__] = store
    return store


CLAIM_ONLY: Final[set[str]] = set()
RACES: Final[dict[str, type[SpoiltStore]]] = {}


def claim_mutant(store: type[SpoiltStore]) -> type[SpoiltStore]:
    """Register a mutant that shows only where ``CLAIM`` is declared."""
    CLAIM_ONLY.add(store.__name__)
    return store_mutant(store)


def race_mutant(store: type[SpoiltStore]) -> type[SpoiltStore]:
    """Register a mutant that no sequence of calls shows, only workers at a time."""
    RACES[store.__name__] = store
    return store
