"""
The easy port: an adapter that stores records of bytes becomes a full store.

An author writes ``RecordStore`` and ``RecordUnit``: no types, no cursors, no
version minting. ``RecordBackedStore`` puts the rest on top: codec and payload
versions, ownership, cursors, errors, the states of a unit, and history.

.. code-block:: text

    store = RecordBackedStore(MemoryRecords(), KINDS)
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeVar

import attrs
import pendulum
from pendulum import DateTime

from clientcare import _cursors
from clientcare.codec import instant_from_text, instant_to_text
from clientcare.domain import _checks
from clientcare.domain._checks import MAX_KEY_LENGTH
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import (
    InvalidValueError,
    NotFound,
    PayloadTooNew,
    StoreError,
    UnitClosed,
    Unsupported,
)
from clientcare.repositories import (
    EVERYTHING,
    KEY_ORDER,
    AnyKind,
    Capability,
    Condition,
    Cursor,
    Eq,
    Event,
    Kind,
    Outbox,
    OutboxItem,
    Page,
    Query,
    Range,
    Repository,
    Revision,
    Store,
    Stored,
    Unit,
    Version,
    sort_text,
    utc_text,
)

T = TypeVar("T")
R = TypeVar("R")


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
        sorts: The row's text in each order of its kind, free of NUL.
        indexes: The row's text in each index of its kind, free of NUL.
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
    """

    id: str
    body: bytes
    attempts: int = 0


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


# --- the store on top ---------------------------------------------------------

_HISTORY: Final = ".history"  # no declared kind has a dot in its name
_OPEN: Final = "open"
_UNLIMITED: Final = 2**31 - 1


def _utc_now() -> DateTime:
    return pendulum.now("UTC")


def _mint() -> str:
    return secrets.token_urlsafe(12)


class RecordBackedStore:
    """
    A full store on top of a record store.

    Args:
        records: The adapter; closed together with this store.
        kinds: Every kind that may be stored.
        clock: Tells when things are written; an aware instant.
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
        self._outbox = _RecordOutbox(records)
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
        return _RecordBackedUnit(
            self._records.begin(), self._kinds, self._capabilities, self._clock, self._mint
        )

    def close(self) -> None:
        """Close the record store."""
        self._records.close()


class _RecordBackedUnit:
    """Keeps the states of a unit, so that adapters need not."""

    def __init__(
        self,
        records: RecordUnit,
        kinds: Mapping[str, AnyKind],
        capabilities: frozenset[Capability],
        clock: Callable[[], DateTime],
        mint: Callable[[], str],
    ) -> None:
        self._records = records
        self._kinds = kinds
        self._clock = clock
        self.capabilities = capabilities
        self.mint = mint
        self._state = _OPEN

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        self._check()
        if self._kinds.get(kind.name) is not kind:
            raise InvalidValueError("kind", kind.name, "one of: " + ", ".join(self._kinds))
        return _RecordRepository(kind, self)

    def emit(self, event: Event, /) -> None:
        self.write(lambda records: records.append_event(event.id, _sealed(event, self._clock())))

    def commit(self) -> None:
        self.write(lambda records: records.commit())
        self._state = "committed"

    def rollback(self) -> None:
        if self._state == _OPEN:
            self._state = "rolled back"
            self._records.rollback()

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

    def now(self) -> DateTime:
        return self._clock()

    def read(self, work: Callable[[RecordUnit], R]) -> R:
        self._check()
        return work(self._records)

    def write(self, work: Callable[[RecordUnit], R]) -> R:
        self._check()
        try:
            return work(self._records)
        except BaseException as exc:
            # Also after an interrupt nobody knows what was applied: only a rollback is safe.
            self._state = "failed"
            try:
                self._records.rollback()
            except StoreError as again:
                exc.add_note(f"rolling back failed as well: {again}")
            raise

    def _check(self) -> None:
        if self._state != _OPEN:
            raise UnitClosed(self._state)


class _RecordRepository(Generic[T]):
    """The rows of one kind, as records of one unit."""

    def __init__(self, kind: Kind[T], unit: _RecordBackedUnit) -> None:
        self._kind = kind
        self._name = kind.name
        self._unit = unit

    def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        if as_of is not None:
            return self._get_as_of(key, as_of)
        record = self._read(key)
        if record is None:
            raise NotFound(self._name, key)
        return self._stored(record)

    def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        wanted = [key for key in dict.fromkeys(keys) if is_key(key)]
        found = self._unit.read(
            lambda records: records.read_many(self._name, wanted) if wanted else ()
        )
        by_key = {record.key: record for record in found}
        return {key: self._stored(by_key[key]) for key in wanted if key in by_key}

    def add(self, value: T, /) -> Version:
        record = self._record(value)
        self._unit.write(lambda records: records.insert(record))
        return Version(record.version)

    def save(self, value: T, /, *, expected: Version) -> Version:
        record = self._record(value)
        if self._kind.tracked:
            former = self._former(record.key)
            later = max(record.recorded_at, _just_after(former.recorded_at))
            record = attrs.evolve(record, recorded_at=later)
            self._unit.write(lambda records: self._replace(records, record, expected))
            self._keep(former, ended_at=later)
        else:
            self._unit.write(lambda records: self._replace(records, record, expected))
        return Version(record.version)

    def remove(self, key: str, /, *, expected: Version) -> None:
        if not is_key(key):
            self._missing(key)
        former = self._former(key) if self._kind.tracked else None
        self._unit.write(lambda records: records.delete(self._name, key, expected=expected))
        if former is not None:
            ended_at = max(utc_text(self._unit.now()), _just_after(former.recorded_at))
            self._keep(former, ended_at=ended_at)

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        self._check(query, limit)
        place = None if after is None else _cursors.read(after, self._name, query)
        found = self._unit.read(
            lambda records: records.scan(
                self._name,
                where=query.where,
                order=query.order,
                descending=query.descending,
                after=place,
                limit=limit + 1,
            )
        )
        items = tuple(self._stored(record) for record in found[:limit])
        if len(found) <= limit:
            return Page(items, None)
        last = found[limit - 1]
        place = (last.key if query.order == KEY_ORDER else last.sorts[query.order], last.key)
        return Page(items, _cursors.write(self._name, query, place))

    def history(self, key: str, /) -> Sequence[Revision[T]]:
        self._require_history()
        former = self._former_records(key) if is_key(key) else []
        revisions = [self._revision(record, record.sorts["ended"]) for record in former]
        present = self._read(key)
        if present is not None:
            revisions.append(self._revision(present, None))
        if not revisions:
            raise NotFound(self._name, key)
        return tuple(revisions)

    def forget(self, key: str, /) -> None:
        self._require_history()
        former = self._former_records(key) if is_key(key) else []
        for record in former:
            self._unit.write(
                lambda records, record=record: records.delete(  # type: ignore[misc]
                    record.kind, record.key, expected=record.version
                )
            )

    # --- one row

    def _read(self, key: str) -> Record | None:
        return self._unit.read(
            lambda records: records.read(self._name, key) if is_key(key) else None
        )

    def _stored(self, record: Record) -> Stored[T]:
        return Stored(self._value(record), Version(record.version))

    def _value(self, record: Record) -> T:
        if record.schema > self._kind.codec.schema:
            raise PayloadTooNew(self._name, record.schema)
        return self._kind.codec.load(record.body)

    def _record(self, value: T) -> Record:
        kind = self._kind
        if not isinstance(value, kind.type):
            raise InvalidValueError("value", type(value).__name__, f"a {kind.type.__name__}")
        key = kind.key(value)
        if not is_key(key):
            rule = f"1 to {MAX_KEY_LENGTH} characters, none of them NUL or a lone surrogate"
            raise InvalidValueError(f"{kind.name}.key", key, rule)
        return Record(
            kind=kind.name,
            key=key,
            version=self._unit.mint(),
            schema=kind.codec.schema,
            recorded_at=utc_text(self._unit.now()),
            body=kind.codec.dump(value),
            sorts={name: sort_text(of(value)) for name, of in kind.orders.items()},
            indexes={name: sort_text(of(value)) for name, of in kind.indexes.items()},
        )

    def _replace(self, records: RecordUnit, record: Record, expected: str) -> None:
        records.replace(record, expected=expected)

    def _check(self, query: Query, limit: int) -> None:
        if type(limit) is not int or limit < 1:
            raise InvalidValueError("limit", limit, "a whole number, 1 or more")
        if query.order != KEY_ORDER and query.order not in self._kind.orders:
            known = ", ".join([KEY_ORDER, *self._kind.orders])
            raise InvalidValueError("Query.order", query.order, f"for {self._name} one of: {known}")
        for name in query.where:
            if name not in self._kind.indexes:
                known = ", ".join(self._kind.indexes) or "none"
                raise InvalidValueError("Query.where", name, f"for {self._name} one of: {known}")
        if query.descending and Capability.DESCENDING not in self._unit.capabilities:
            raise Unsupported(Capability.DESCENDING)

    # --- history: former versions are records of a kind of their own

    def _require_history(self) -> None:
        if not self._kind.tracked:
            raise Unsupported(f"{Capability.HISTORY} of {self._name}")

    def _missing(self, key: str) -> Record:
        def fail(_: RecordUnit) -> Record:
            raise NotFound(self._name, key)

        return self._unit.write(fail)

    def _former(self, key: str) -> Record:
        return self._read(key) or self._missing(key)

    def _keep(self, former: Record, *, ended_at: str) -> None:
        kept = Record(
            kind=self._name + _HISTORY,
            key=former.version,
            version=former.version,
            schema=former.schema,
            recorded_at=former.recorded_at,
            body=former.body,
            sorts={"ended": ended_at},
            indexes={"of": sort_text(former.key), "ended": ended_at},
        )
        self._unit.write(lambda records: records.insert(kept))

    def _former_records(
        self, key: str, *, ended_after: str | None = None, limit: int = _UNLIMITED
    ) -> Sequence[Record]:
        where: dict[str, Condition] = {"of": Eq(key)}
        if ended_after is not None:
            where["ended"] = Range(least=_just_after(ended_after))
        return self._unit.read(
            lambda records: records.scan(
                self._name + _HISTORY,
                where=where,
                order="ended",
                descending=False,
                after=None,
                limit=limit,
            )
        )

    def _get_as_of(self, key: str, as_of: DateTime) -> Stored[T]:
        self._require_history()
        moment = utc_text(_checks.require_instant("as_of", as_of))
        record = self._read(key)
        if is_key(key) and (record is None or record.recorded_at > moment):
            record = next(iter(self._former_records(key, ended_after=moment, limit=1)), None)
        if record is None or record.recorded_at > moment:
            raise NotFound(self._name, key)
        return self._stored(record)

    def _revision(self, record: Record, ended: str | None) -> Revision[T]:
        return Revision(
            self._value(record),
            Version(record.version),
            _instant(record.recorded_at),
            None if ended is None else _instant(ended),
        )


class _RecordOutbox:
    """The outbox of a record store."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        if type(limit) is not int or limit < 1:
            raise InvalidValueError("limit", limit, "a whole number, 1 or more")
        return tuple(map(_unsealed, self._records.pending(limit=limit)))

    def acknowledge(self, ids: Collection[str], /) -> None:
        known = [id_ for id_ in dict.fromkeys(ids) if is_key(id_)]
        if known:
            self._records.acknowledge(known)


# --- small things -------------------------------------------------------------


def is_key(key: object) -> bool:
    """Tell whether *key* can be a key: 1 to 255 characters, no NUL, no lone surrogate."""
    if not isinstance(key, str) or not 1 <= len(key) <= MAX_KEY_LENGTH or "\0" in key:
        return False
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(text: str) -> DateTime:
    return instant_from_text(text).in_timezone("UTC")


def _just_after(recorded_at: str) -> str:
    return utc_text(_instant(recorded_at).add(microseconds=1))


def _sealed(event: Event, recorded_at: DateTime) -> bytes:
    head = attrs.asdict(event, filter=lambda field, _: field.name != "body")
    head["occurred_at"] = instant_to_text(event.occurred_at)
    head["recorded_at"] = utc_text(recorded_at)
    return json.dumps(head).encode() + b"\n" + event.body


def _unsealed(record: RecordedEvent) -> OutboxItem:
    head, _, body = record.body.partition(b"\n")
    fields: dict[str, Any] = json.loads(head)
    recorded_at = _instant(fields.pop("recorded_at"))
    fields["occurred_at"] = instant_from_text(fields["occurred_at"])
    event = Event(**fields, body=body)
    return OutboxItem(id=record.id, event=event, recorded_at=recorded_at, attempts=record.attempts)


def _accepts(store: RecordBackedStore) -> Store:
    return store
