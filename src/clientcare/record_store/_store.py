"""The full store on top of a record store."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Self, TypeVar

import pendulum
from pendulum import DateTime

from clientcare.errors import InvalidValueError
from clientcare.record_store._outbox import RecordOutbox, sealed
from clientcare.record_store._ports import RecordStore
from clientcare.record_store._repository import RecordRepository
from clientcare.record_store._transaction import Transaction
from clientcare.repositories import (
    AnyKind,
    Capability,
    Event,
    Kind,
    Outbox,
    Repository,
    Store,
    Unit,
)

T = TypeVar("T")


def _utc_now() -> DateTime:
    return pendulum.now("UTC")


def _mint() -> str:
    return secrets.token_urlsafe(12)


class RecordBackedStore:
    """
    A full store on top of a record store.

    Args:
        records: The adapter; it is closed together with this store.
        kinds: Every kind that may be stored.
        clock: Tells when something is written; an aware instant.
        mint: Makes versions; must never return the same text twice.

    Raises:
        InvalidValueError: Two kinds have one name.
    """

    def __init__(
        self,
        records: RecordStore,
        kinds: Iterable[AnyKind],
        *,
        clock: Callable[[], DateTime] = _utc_now,
        mint: Callable[[], str] = _mint,
    ) -> None:
        self._records = records
        self._kinds: dict[str, AnyKind] = {}
        for kind in kinds:
            if self._kinds.setdefault(kind.name, kind) is not kind:
                raise InvalidValueError("kinds", kind.name, "each name once")
        self._clock = clock
        self._mint = mint
        self._outbox = RecordOutbox(records)
        self._capabilities = records.capabilities | {Capability.HISTORY}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the record store declares, and ``HISTORY``."""
        return self._capabilities

    @property
    def outbox(self) -> Outbox:
        """The events that wait to be delivered."""
        return self._outbox

    def begin(self) -> Unit:
        """Return a new unit of work."""
        records = self._records.begin()
        transaction = Transaction(records, self._capabilities, self._clock, self._mint)
        return RecordBackedUnit(transaction, self._kinds)

    def close(self) -> None:
        """Close the record store."""
        self._records.close()


class RecordBackedUnit:
    """One unit of work over records."""

    def __init__(self, transaction: Transaction, kinds: Mapping[str, AnyKind]) -> None:
        self._transaction = transaction
        self._kinds = kinds

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """See ``Unit.repository``."""
        self._transaction.reading()
        if self._kinds.get(kind.name) is not kind:
            raise InvalidValueError("kind", kind.name, "one of: " + ", ".join(self._kinds))
        return RecordRepository(kind, self._transaction)

    def emit(self, event: Event, /) -> None:
        """See ``Unit.emit``."""
        body = sealed(event, self._transaction.clock())
        with self._transaction.writing() as records:
            records.append_event(event.id, body)

    def commit(self) -> None:
        """See ``Unit.commit``."""
        self._transaction.commit()

    def rollback(self) -> None:
        """See ``Unit.rollback``."""
        self._transaction.rollback()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self.rollback()


def _accepts(store: RecordBackedStore, unit: RecordBackedUnit) -> tuple[Store, Unit]:
    return store, unit
