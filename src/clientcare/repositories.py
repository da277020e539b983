"""
The typed storage ports: what clientcare asks of any store.

The docstrings here are the contract; ``clientcare.testing`` checks an adapter
against it, sentence by sentence. Most adapters implement the easy port of
``clientcare.record_store`` instead and get this one for nothing.

.. code-block:: text

    with store.begin() as unit:
        customers = unit.repository(CUSTOMER)
        found = customers.get("c-17")
        customers.save(changed(found.value), expected=found.version)
        unit.commit()
"""

from __future__ import annotations

import datetime as dt
import enum
import random
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Generic, NewType, Protocol, Self, TypeAlias, TypeVar

import attrs
from pendulum import Date, DateTime

from clientcare.domain import _checks
from clientcare.domain._checks import MAX_KEY_LENGTH
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")

Version = NewType("Version", str)
"""Marks one state of one row: opaque, never reused for a key, compared only for equality."""

Cursor = NewType("Cursor", str)
"""Where a page ended: opaque, printable ASCII, bound to kind, query and order."""

KEY_ORDER: Final = "key"
"""The order that every kind has: by key, code point by code point."""


class Capability(enum.StrEnum):
    """
    What a store can do beyond the base; declared by the store, never detected.

    ``DURABLE``: opened again, also after a kill, it has every confirmed unit.
    ``MULTI_PROCESS``: several processes may have the same place open.
    ``INTERLEAVED_WRITES``: two units may both have staged writes at a time.
    ``SNAPSHOT_READS``: all reads of a unit see one state of the store.
    ``DESCENDING``: pages can be asked for in descending order.
    ``HISTORY``: former versions of tracked kinds can be read back.
    ``CLAIM``: several workers can share one outbox.
    """

    DURABLE = "durable"
    MULTI_PROCESS = "multi_process"
    INTERLEAVED_WRITES = "interleaved_writes"
    SNAPSHOT_READS = "snapshot_reads"
    DESCENDING = "descending"
    HISTORY = "history"
    CLAIM = "claim"


# --- values -------------------------------------------------------------------


@attrs.frozen
class Stored(Generic[T_co]):
    """A value read from a store, and the version that a later write has to name."""

    value: T_co
    version: Version


@attrs.frozen
class Page(Generic[T_co]):
    """
    A part of a listing.

    Attributes:
        items: The rows, in the order asked for; at most as many as the limit.
        next: Where the next page starts; ``None`` exactly at the end.
    """

    items: tuple[Stored[T_co], ...]
    next: Cursor | None


@attrs.frozen
class Revision(Generic[T_co]):
    """
    One state that a row was in.

    Attributes:
        value: The value as it was.
        version: The version it had.
        recorded_at: When it was written (the store's clock, UTC).
        ended_at: When it was replaced or removed; ``None`` where it still stands.
    """

    value: T_co
    version: Version
    recorded_at: DateTime
    ended_at: DateTime | None


Sortable: TypeAlias = str | Date | DateTime | None
Ordinal: TypeAlias = Sortable | tuple[Sortable, ...]
"""What an index or order may be made of; ``sort_text`` turns it into text."""

_SEPARATOR: Final = "\x01"
_ESCAPES: Final = str.maketrans({"\x00": "\x02\x02", "\x01": "\x02\x03", "\x02": "\x02\x04"})
_LOW: Final = re.compile("[\x00-\x02]")


def sort_text(value: Ordinal) -> str:
    """
    Return *value* as text that sorts by code point just as the value does.

    Instants are compared in UTC, ``None`` comes first, tuples compare item by
    item. The text holds no NUL, so that every database can store it.
    """
    if isinstance(value, tuple):
        return _SEPARATOR.join(map(_part, value))
    return _part(value)


def _part(value: Sortable) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.translate(_ESCAPES) if _LOW.search(value) else str(value)
    return utc_text(value) if isinstance(value, DateTime) else value.isoformat()


def utc_text(value: dt.datetime) -> str:
    """Return an aware instant in UTC as text of fixed width, with microseconds."""
    offset = value.utcoffset()
    if offset is None:
        raise InvalidValueError("instant", value, _checks.AWARE)
    moment = dt.datetime.combine(value.date(), value.time())
    try:
        return (moment - offset).isoformat(timespec="microseconds") + "Z"
    except OverflowError:
        return _beyond_the_calendar(moment, offset)


def _beyond_the_calendar(moment: dt.datetime, offset: dt.timedelta) -> str:
    """Return text that sorts before year 1, or after year 9999, as an instant in UTC can be."""
    cycle = 400 if moment.year == dt.MINYEAR else -400
    shifted = moment.replace(year=moment.year + cycle) - offset
    clock = shifted.isoformat(timespec="microseconds")[len("2026-01-01") :] + "Z"
    if cycle > 0:
        return f"0000-12-31{clock}"
    return f"9999-12-31T{shifted.hour + 24}{clock[len('T00') :]}"


@attrs.frozen
class Eq:
    """The index has exactly this value (``None`` where a row has none)."""

    value: str = attrs.field(converter=sort_text)


@attrs.frozen
class In:
    """The index has one of these values."""

    values: tuple[str, ...] = attrs.field(
        converter=lambda values: tuple(dict.fromkeys(map(sort_text, values)))
    )


def _bound(value: Ordinal) -> str | None:
    return None if value is None else sort_text(value)


@attrs.frozen
class Range:
    """The index lies between these values, both included; a ``None`` bound is open."""

    least: str | None = attrs.field(default=None, converter=_bound)
    most: str | None = attrs.field(default=None, converter=_bound)


Condition: TypeAlias = Eq | In | Range


def matches(condition: Condition, value: str) -> bool:
    """Tell whether index text *value* fulfils *condition*."""
    if isinstance(condition, Eq):
        return value == condition.value
    if isinstance(condition, In):
        return value in condition.values
    return (condition.least is None or condition.least <= value) and (
        condition.most is None or value <= condition.most
    )


@attrs.frozen
class Query:
    """
    What a listing shows, and in which order.

    Attributes:
        where: A condition for each index named; all of them hold.
        order: An order that the kind declares, or ``"key"``. Rows that are
            equal in it follow by key.
        descending: The exact reverse order (capability ``DESCENDING``).
    """

    where: Mapping[str, Condition] = attrs.field(factory=FrozenMap, converter=FrozenMap)
    order: str = KEY_ORDER
    descending: bool = False


EVERYTHING: Final = Query()
"""All rows of a kind, by key."""


def _body(_: object, field: attrs.Attribute[bytes], value: bytes) -> None:
    if type(value) is not bytes:
        raise InvalidValueError(f"Event.{field.name}", value, "bytes")


@attrs.frozen(kw_only=True)
class Event:
    """
    Something that happened to a row, told to the outside through the outbox.

    Attributes:
        id: Chosen by the caller; the same id is stored once, ever.
        name: What happened, such as ``complaint.escalated``.
        occurred_at: When, by the caller's clock.
        kind: The kind of row that it happened to.
        key: The row's key.
        schema: The version of the body's form, 1 or more.
        body: The event's own data, as its codec writes it.
    """

    id: str = attrs.field(validator=_checks.key)
    name: str = attrs.field(validator=_checks.text(most=MAX_KEY_LENGTH))
    occurred_at: DateTime = attrs.field(validator=_checks.instant)
    kind: str = attrs.field(validator=_checks.text(most=MAX_KEY_LENGTH))
    key: str = attrs.field(validator=_checks.key)
    schema: int = attrs.field(default=1, validator=_checks.whole(least=1))
    body: bytes = attrs.field(default=b"{}", validator=_body)


@attrs.frozen(kw_only=True)
class OutboxItem:
    """
    An event that waits to be delivered.

    Attributes:
        id: What ``acknowledge`` takes.
        event: The event as it was emitted.
        recorded_at: When its unit wrote it (the store's clock, UTC).
        attempts: How often it was claimed before; 0 without ``CLAIM``.
    """

    id: str
    event: Event
    recorded_at: DateTime
    attempts: int = 0


# --- kinds --------------------------------------------------------------------

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


class Codec(Protocol[T]):
    """How values of one kind become bytes, and back (``clientcare.codec.JsonCodec``)."""

    @property
    def schema(self) -> int:
        """The payload version that ``dump`` writes, 1 or more."""

    def dump(self, value: T, /) -> bytes:
        """Return *value* as bytes, always in the newest payload version."""

    def load(self, body: bytes, /) -> T:
        """Return the value of *body*, older payload versions brought up to date."""


def _name(_: object, field: attrs.Attribute[Any], value: object) -> None:
    for name in (value,) if isinstance(value, str) else tuple(value):  # type: ignore[call-overload]
        if not _NAME.fullmatch(name) or (field.name != "name" and name == KEY_ORDER):
            raise InvalidValueError(
                f"Kind.{field.name}", name, "1 to 40 of a-z, 0-9 and _, a letter first; not 'key'"
            )


@attrs.frozen(kw_only=True, eq=False)
class Kind(Generic[T]):
    """
    One kind of stored object; declared once, by clientcare.

    Attributes:
        name: The kind's name in the store; never changes.
        type: The class of its values.
        key: Tells a value's key, 1 to 255 characters without NUL.
        codec: Writes and reads its values.
        indexes: What ``Query.where`` can ask for, by name. Sensitive data
            belongs neither here nor in orders: both are stored as plain text.
        orders: What ``Query.order`` can ask for besides ``"key"``.
        tracked: Whether former versions are kept (capability ``HISTORY``).
    """

    name: str = attrs.field(validator=_name)
    type: type[T]
    key: Callable[[T], str]
    codec: Codec[T]
    indexes: Mapping[str, Callable[[T], Ordinal]] = attrs.field(
        factory=FrozenMap, converter=FrozenMap, validator=_name, repr=False
    )
    orders: Mapping[str, Callable[[T], Ordinal]] = attrs.field(
        factory=FrozenMap, converter=FrozenMap, validator=_name, repr=False
    )
    tracked: bool = False


AnyKind: TypeAlias = Kind[Any]


# --- ports --------------------------------------------------------------------


class Repository(Protocol[T]):
    """
    The rows of one kind, seen through one unit of work.

    Ownership: the store keeps nothing that the caller can change, and hands out
    nothing that it keeps. Reads see the unit's own writes, and of other units
    only what is committed. After any error of a write the unit is finished.

    Every method raises ``UnitClosed`` where the unit is finished, and
    ``StoreUnavailable`` for whatever the driver reports.
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
        """Return the rows with these keys; absent ones are left out."""

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
        """

    def remove(self, key: str, /, *, expected: Version) -> None:
        """
        Remove the row that still has the version *expected*.

        Raises:
            NotFound: There is no such row.
            Conflict: It has another version; may come from ``commit`` as well.
        """

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """
        Return at most *limit* rows of a listing, from its start or *after* a cursor.

        Rows are ordered by code point of (order, key). The cursor survives the
        removal of its row; rows added before it do not come again, rows added
        after it do. It is no snapshot: a row that a save moves may be seen twice
        or not at all.

        Raises:
            BadCursor: *after* was tampered with, or belongs to another listing.
            InvalidValueError: *limit* below 1, an unknown order or index.
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
    exception. The least isolation is: reads see what is committed, and every
    write is guarded by its version.
    """

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """Return the rows of one kind; the store has to know it."""

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
        """Return the oldest events that were not acknowledged, the oldest first."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Mark as delivered; doing it twice, or with unknown ids, changes nothing."""


class Store(Protocol):
    """A place where rows and events live; safe to share between threads."""

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


# --- helpers ------------------------------------------------------------------


def each(
    repository: Repository[T], query: Query = EVERYTHING, /, *, limit: int = 500
) -> Iterator[Stored[T]]:
    """Yield every row of a listing, fetched page by page of *limit* rows."""
    after: Cursor | None = None
    while True:
        page = repository.page(query, after=after, limit=limit)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _wait(tried: int) -> None:
    time.sleep(random.uniform(0, min(0.005 * 2**tried, 0.5)))  # noqa: S311 - no secret


def run_unit(
    store: Store,
    work: Callable[[Unit], R],
    /,
    *,
    attempts: int = 5,
    wait: Callable[[int], object] = _wait,
) -> R:
    """
    Run *work* in a unit and commit it; where somebody else was first, do it all again.

    *work* may run several times, each time in a fresh unit, and so should touch
    nothing outside it. Between tries, ``wait(tries so far)`` is called.

    Raises:
        Conflict: The last of *attempts* tries lost as well.
        StoreUnavailable: Likewise, where the store says that a retry may help;
            at once where it does not.
    """
    if attempts < 1:
        raise InvalidValueError("attempts", attempts, "a whole number, 1 or more")
    for tried in range(1, attempts + 1):
        try:
            with store.begin() as unit:
                result = work(unit)
                unit.commit()
                return result
        except (Conflict, StoreUnavailable) as exc:
            final = isinstance(exc, StoreUnavailable) and not exc.retryable
            if final or tried == attempts:
                raise
        wait(tried)
    raise AssertionError  # pragma: no cover - the loop returns or raises
