"""What goes into a store and comes out of it: versions, pages, events."""

from __future__ import annotations

import enum
from typing import Generic, NewType, TypeVar

import attrs
from pendulum import DateTime

from clientcare.domain import _checks
from clientcare.domain._checks import MAX_KEY_LENGTH
from clientcare.errors import InvalidValueError

T_co = TypeVar("T_co", covariant=True)

Version = NewType("Version", str)
"""Marks one state of one row: opaque, never reused for a key, compared only for equality."""

Cursor = NewType("Cursor", str)
"""Where a page ended: opaque, printable ASCII, bound to kind, query and order."""


class Capability(enum.StrEnum):
    """
    What a store can do beyond the base; declared by the store, never detected.

    ``DURABLE``: opened again, also after a kill, it has every confirmed unit.
    ``MULTI_PROCESS``: several processes may have the same place open.
    ``INTERLEAVED_WRITES``: two units may both have staged writes at a time.
    ``SNAPSHOT_READS``: all reads of a unit see one state of the store.
    ``DESCENDING``: pages can be asked for in descending order.
    ``HISTORY``: former versions of tracked kinds can be read back.
    ``CLAIM``: several workers can share one outbox (``Outbox.claim``).
    """

    DURABLE = "durable"
    MULTI_PROCESS = "multi_process"
    INTERLEAVED_WRITES = "interleaved_writes"
    SNAPSHOT_READS = "snapshot_reads"
    DESCENDING = "descending"
    HISTORY = "history"
    CLAIM = "claim"


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
        worker: Who claimed it last; empty where nobody did.
    """

    id: str
    event: Event
    recorded_at: DateTime
    attempts: int = 0
    worker: str = ""
