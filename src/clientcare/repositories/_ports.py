"""The ports themselves; their docstrings are the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pendulum import DateTime

from clientcare.repositories._kinds import Kind
from clientcare.repositories._queries import EVERYTHING, Query
from clientcare.repositories._values import (
    Capability,
    Cursor,
    Event,
    OutboxItem,
    Page,
    Revision,
    Stored,
    Version,
)

T = TypeVar("T")


class Repository(Protocol[T]):
    """
    The rows of one kind, seen through one unit of work.

    Keys are 1 to 255 characters, any but NUL and lone surrogates. Keys are
    compared code point by code point: nothing is folded or normalised.

    A value comes back equal, to the last character and digit: a trail keeps its
    order and length, an instant keeps its offset, zone name, fold and
    microseconds, from the year 1 to the year 9999; an instant without an offset
    is refused. The time zone of the process plays no part.

    Ownership: the store keeps nothing that the caller can change, and hands out
    nothing that it keeps.

    Reads see the unit's own writes, and of other units only what is committed.
    After any error of a write the unit is finished, unless it refused an argument
    (``InvalidValueError``); an error of a read leaves it open.

    Every method raises ``UnitClosed`` where the unit is finished, and
    ``StoreUnavailable`` for whatever the driver reports. Errors carry their
    facts and can be pickled.
    """

    def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        """
        Return the row with this key.

        With *as_of* (capability ``HISTORY``, tracked kinds) the row as it stood
        at that instant: a version counts from the moment it was written.

        Raises:
            NotFound: There is no such row, or was none at *as_of*.
            PayloadTooNew: A newer clientcare wrote it; it stays as it is.
            Unsupported: *as_of* without ``HISTORY``.
        """

    def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        """
        Return the rows with these keys, however many they are; absent ones are left out.

        Raises:
            InvalidValueError: A bare text, or what is no text, among the keys.
        """

    def add(self, value: T, /) -> Version:
        """
        Write a new row.

        Raises:
            AlreadyExists: Its key is taken; may come from ``commit`` as well.
            InvalidValueError: The key is not 1 to 255 characters without NUL, or
                *value* is not of this kind.
        """

    def save(self, value: T, /, *, expected: Version) -> Version:
        """
        Replace the row that still has the version *expected*; it is no upsert.

        The compare happens in the write itself. The new version was never seen
        before for this key, not even before a removal.

        Raises:
            NotFound: There is no such row.
            Conflict: It has another version; may come from ``commit`` as well.
            InvalidValueError: *expected* is no text, such as a whole ``Stored``.
        """

    def remove(self, key: str, /, *, expected: Version) -> None:
        """
        Remove the row that still has the version *expected*.

        Raises:
            NotFound: There is no such row.
            Conflict: It has another version; may come from ``commit`` as well.
            InvalidValueError: *key* or *expected* is no text.
        """

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """
        Return at most *limit* rows of a listing, from its start or *after* a cursor.

        Rows are ordered by code point of (order, key); instants compare in UTC. The
        cursor survives the
        removal of its row; rows added before it do not come again, rows added
        after it do. It is no snapshot: a row that a save moves may be seen twice
        or not at all.

        Raises:
            BadCursor: *after* was tampered with, or belongs to another listing.
            InvalidValueError: *limit* below 1 or past 2,000,000,000, an unknown
                order or index.
            Unsupported: Descending without ``DESCENDING``.
        """

    def history(self, key: str, /) -> Sequence[Revision[T]]:
        """
        Return every version of a row of a tracked kind, the oldest first.

        Removed rows keep their history until it is forgotten.

        Raises:
            NotFound: No row ever had this key, or all of it was forgotten.
            Unsupported: The store lacks ``HISTORY``, or the kind is not tracked.
        """

    def forget(self, key: str, /) -> None:
        """
        Drop the former versions of a row, for erasure; the present one stays.

        Raises:
            Unsupported: The store lacks ``HISTORY``, or the kind is not tracked.
        """


class Unit(Protocol):
    """
    One transaction over rows and events; not shared between threads.

    Leaving it without ``commit`` discards everything, with or without an
    exception. A unit that has only read keeps nobody from writing. The least
    isolation is: reads see what is committed, and every write is guarded by its
    version.
    """

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """
        Return the rows of one kind; the store has to know it.

        Raises:
            InvalidValueError: The store does not know the kind.
            NeedsReindex: Its rows were written for other indexes or orders, and
                listings would be wrong.
        """

    def emit(self, event: Event, /) -> None:
        """Stage an event; one whose id the store has seen before changes nothing."""

    def commit(self) -> None:
        """
        Make all of it visible at once, and finish the unit.

        Raises:
            Conflict: Somebody else was first; nothing was applied.
        """

    def rollback(self) -> None:
        """Discard everything; a finished unit stays as it is."""

    def __enter__(self) -> Self:
        """Return the unit itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Discard what was not committed; let the exception pass."""


class Outbox(Protocol):
    """
    The events that wait to be delivered, each at least once.

    Events of a unit appear all or none, in the order they were emitted, once
    their unit is committed.
    """

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        """
        Return the oldest events that were not acknowledged, the oldest first.

        Raises:
            InvalidValueError: *limit* below 1 or past 2,000,000,000.
        """

    def acknowledge(self, ids: Collection[str], /) -> None:
        """
        Mark as delivered; doing it twice, or with unknown ids, changes nothing.

        Raises:
            InvalidValueError: A bare text, or what is no text, among the ids.
        """

    def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        """
        Take the oldest events that nobody holds, the oldest first, and hold them for *worker*.

        However many workers share an outbox, no two hold one event at a time. A
        claim ends with its lease, *lease_seconds* after *now*; from that instant
        on an event that was not acknowledged can be claimed again, by anybody.
        Until then nobody gets it, its own worker included. Claimed events stay
        in ``pending``, and whoever delivered one acknowledges it, late or not.

        *now* comes from the caller, for the store reads no clock here: workers
        whose clocks differ take each other's events that much too early.

        Raises:
            InvalidValueError: *limit* or *lease_seconds* below 1, an instant
                without an offset, a *worker* that is no key.
            Unsupported: The store lacks ``CLAIM``.
        """


class Store(Protocol):
    """
    A place where rows and events live; safe to share between threads.

    Two stores at different places share nothing.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the store declares beyond the base."""

    def begin(self) -> Unit:
        """Return a new unit of work."""

    @property
    def outbox(self) -> Outbox:
        """The events that wait to be delivered."""

    def close(self) -> None:
        """Let go of files and connections; closing twice is fine."""
