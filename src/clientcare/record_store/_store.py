"""The full store on top of a record store."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

import pendulum
from pendulum import DateTime

from clientcare.errors import InvalidValueError
from clientcare.record_store._forms import Forms
from clientcare.record_store._outbox import RecordOutbox, require_count, sealed
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


def utc_now() -> DateTime:
    """Return the present instant, by the clock of this machine."""
    return pendulum.now("UTC")


def mint_version() -> str:
    """Return a text that was never returned before."""
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
        clock: Callable[[], DateTime] = utc_now,
        mint: Callable[[], str] = mint_version,
    ) -> None:
        self._records = records
        self._kinds: dict[str, AnyKind] = {}
        for kind in kinds:
            if self._kinds.setdefault(kind.name, kind) is not kind:
                raise InvalidValueError("kinds", kind.name, "each name once")
        self._clock = clock
        self._mint = mint
        self._outbox = RecordOutbox(records)
        self._forms = Forms(records, self._kinds, clock, mint)
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
        """
        Return a new unit of work.

        The first one compares what each kind is found and ordered by with what
        its rows were written for. A kind that differs is refused by
        ``Unit.repository`` with ``NeedsReindex``; the others go on.
        """
        self._forms.compare()
        records = self._records.begin()
        transaction = Transaction(records, self._capabilities, self._clock, self._mint)
        return RecordBackedUnit(transaction, self._kinds, self._forms)

    def stale(self) -> Sequence[AnyKind]:
        """Return the kinds whose rows were written for other indexes or orders."""
        return self._forms.stale()

    def reindex(self, kind: AnyKind, /, *, batch: int = 500) -> int:
        """
        Rewrite what the rows of a kind are found and ordered by; return how many needed it.

        Values, versions and history stay as they are. The rows are rewritten in
        units of *batch*, and the kind is open again after the last one: a run that
        was broken off is simply run again. Processes of a release that knows the
        old form should be stopped first, for what they write has the old form.

        Raises:
            InvalidValueError: The store does not know the kind; *batch* below 1.
            PayloadTooNew: A newer clientcare wrote one of the rows.
        """
        require_known(self._kinds, kind)
        require_count("batch", batch)
        return self._forms.reindex(kind, batch=batch)

    def close(self) -> None:
        """Close the record store."""
        self._records.close()


def require_known(kinds: Mapping[str, AnyKind], kind: AnyKind) -> None:
    """Refuse a kind that is not one of *kinds*."""
    known = kinds.get(kind.name)
    if known is not None and known is not kind:
        rule = "the very Kind that the store was opened with; this is another one of its name"
        raise InvalidValueError("kind", kind.name, rule)
    if known is None:
        raise InvalidValueError("kind", kind.name, "one of: " + ", ".join(kinds))


class RecordBackedUnit:
    """One unit of work over records."""

    def __init__(
        self, transaction: Transaction, kinds: Mapping[str, AnyKind], forms: Forms
    ) -> None:
        self._transaction = transaction
        self._kinds = kinds
        self._forms = forms

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """See ``Unit.repository``."""
        self._transaction.reading()
        require_known(self._kinds, kind)
        self._forms.require(kind)
        return RecordRepository(kind, self._transaction)

    def emit(self, event: Event, /) -> None:
        """See ``Unit.emit``."""
        if not isinstance(event, Event):
            raise InvalidValueError("event", type(event).__name__, "an Event")
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
