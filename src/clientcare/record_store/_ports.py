"""What an adapter implements: records of bytes in units of work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import attrs

from clientcare.domain._frozen import FrozenMap
from clientcare.repositories import Capability, Condition


@attrs.frozen(kw_only=True)
class Record:
    """
    A row as an adapter sees it; kind and key identify it.

    Attributes:
        kind: ``a-z``, ``0-9``, ``_`` and ``.`` only, at most 60 characters.
        key: 1 to 255 characters without NUL; never folded or normalised.
        version: Printable ASCII, minted above the port.
        schema: The payload version of the body.
        recorded_at: When this version was written: UTC text of fixed width.
        body: The value's bytes.
        sorts: The row's text in each order of its kind: up to 500 characters,
            none of them NUL.
        indexes: The row's text in each index of its kind, likewise.
    """

    kind: str
    key: str
    version: str
    schema: int
    recorded_at: str
    body: bytes
    sorts: Mapping[str, str] = attrs.field(factory=FrozenMap)
    indexes: Mapping[str, str] = attrs.field(factory=FrozenMap)


@attrs.frozen(kw_only=True)
class RecordedEvent:
    """
    An event as an adapter sees it.

    Attributes:
        id: The event's id.
        body: Its bytes.
        attempts: How often it was claimed before; 0 without ``CLAIM``.
        worker: Who claimed it last; empty where nobody did.
    """

    id: str
    body: bytes
    attempts: int = 0
    worker: str = ""


class RecordUnit(Protocol):
    """
    One transaction over records and events; used by one thread at a time.

    Its reads see its own writes, and of other units only what is committed.
    After an error of a write, ``rollback`` is the only call that follows.
    Whatever the driver raises becomes ``StoreUnavailable``, its cause kept.
    """

    def read(self, kind: str, key: str, /) -> Record | None:
        """Return the record, or ``None``."""

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        """Return those of the records that are there, in any order."""

    def insert(self, record: Record, /) -> None:
        """
        Write a record whose kind and key are free.

        Raises:
            AlreadyExists: They are taken; may come from ``commit`` instead.
        """

    def replace(self, record: Record, /, *, expected: str) -> None:
        """
        Replace the record of this kind and key while it has version *expected*.

        The compare is part of the write, not a read before it.

        Raises:
            NotFound: There is no such record.
            Conflict: It has another version; may come from ``commit`` instead.
        """

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Delete the record while it has version *expected*; errors as ``replace``."""

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
        """
        Return the first *limit* records that fulfil *where*, in order.

        The order is by code point of (``sorts[order]``, key), or of the key
        alone where *order* is ``"key"``. *after* is such a pair (the key twice,
        where *order* is ``"key"``): only records beyond it are returned,
        whether or not a record stands there. A record without the index or the
        order is not part of the listing. *descending* is only asked for where
        ``DESCENDING`` is declared.
        """

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the contract's own name
        """Stage an event; where its id was ever stored before, do nothing."""

    def commit(self) -> None:
        """Apply all or nothing."""

    def rollback(self) -> None:
        """Apply nothing; may follow anything."""


class RecordStore(Protocol):
    """A place for records and events; safe to share between threads."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the adapter declares; ``HISTORY`` is added above this port."""

    def begin(self) -> RecordUnit:
        """Return a new unit."""

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Return committed events that were not acknowledged: oldest commit first, then in order."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Take events off ``pending`` for good; unknown ids change nothing."""

    def close(self) -> None:
        """Let go of everything; closing twice is fine."""


class ClaimingRecordStore(RecordStore, Protocol):
    """A record store that declares ``CLAIM``; only such a one needs this method."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """
        Mark the oldest free events as held by *worker* until *until*, and return them.

        Free is what is pending and was never claimed, or is held until *now* or
        earlier; both are UTC text of fixed width, so that they compare as text.
        The mark is guarded as every write is: of two workers that come at the
        same time each gets other events. Marking counts the attempt; what is
        returned tells those before.
        """
