"""
A full store in a dictionary: the typed port, filled without the easy one.

It keeps values as the bytes of their kind's codec, so that nothing is shared
with the caller. Former versions it does not keep.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import json
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Final, Generic, NoReturn, Self, TypeVar

import pendulum
from pendulum import DateTime

from clientcare.errors import (
    AlreadyExists,
    BadCursor,
    Conflict,
    InvalidValueError,
    NotFound,
    StoreError,
    StoreUnavailable,
    UnitClosed,
    Unsupported,
)
from clientcare.repositories import (
    EVERYTHING,
    AnyKind,
    Capability,
    Cursor,
    Event,
    Kind,
    Outbox,
    OutboxItem,
    Page,
    Query,
    Repository,
    Revision,
    Stored,
    Unit,
    Version,
    index_text,
    matches,
    order_text,
)

__all__ = ["DictionaryRepository", "DictionaryStore", "DictionaryUnit"]

T = TypeVar("T")
Row = tuple[Version, bytes]

_LONGEST_KEY: Final = 255
_MOST_ROWS: Final = 2_000_000_000
_UNFIT: Final = re.compile("[\0\ud800-\udfff]")


class DictionaryStore:
    """
    Rows and events in memory.

    Args:
        kinds: What may be stored.
    """

    def __init__(self, kinds: Collection[AnyKind]) -> None:
        self.kinds: Final = {kind.name: kind for kind in kinds}
        self.lock: Final = threading.RLock()
        self.rows: dict[tuple[str, str], Row] = {}
        self.versions: Final = itertools.count(1)
        self.items: list[OutboxItem] = []
        self.told: set[str] = set()
        self._closed = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What it can do beyond the base."""
        return frozenset({Capability.DESCENDING, Capability.INTERLEAVED_WRITES})

    def begin(self) -> Unit:
        """Return a new unit of work."""
        self.check()
        return DictionaryUnit(self)

    @property
    def outbox(self) -> Outbox:
        """The events that wait to be delivered."""
        return _DictionaryOutbox(self)

    def close(self) -> None:
        """Refuse further work."""
        self._closed = True

    def check(self) -> None:
        """Refuse work once it is closed."""
        if self._closed:
            raise StoreUnavailable("the dictionary is closed")


class _DictionaryOutbox:
    def __init__(self, store: DictionaryStore) -> None:
        self._store = store

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        self._store.check()
        _require_limit(limit)
        with self._store.lock:
            return tuple(self._store.items[:limit])

    def acknowledge(self, ids: Collection[str], /) -> None:
        done = set(_texts("ids", ids))
        with self._store.lock:
            self._store.items = [item for item in self._store.items if item.id not in done]

    def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        del worker, now, lease_seconds, limit
        raise Unsupported(Capability.CLAIM)


class DictionaryUnit:
    """
    Staged rows and events; what they rest on is compared again when they are committed.

    Args:
        store: Where they go.
    """

    def __init__(self, store: DictionaryStore) -> None:
        self.store: Final = store
        self.bases: dict[tuple[str, str], Version | None] = {}
        self.staged: dict[tuple[str, str], Row | None] = {}
        self._events: list[Event] = []
        self._state = "open"

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        """Return the rows of one kind."""
        self.check()
        if self.store.kinds.get(kind.name) is not kind:
            raise InvalidValueError("kind", kind.name, "one that the store knows")
        return DictionaryRepository(kind, self)

    def emit(self, event: Event, /) -> None:
        """Stage an event."""
        self.check()
        self._events.append(event)

    def commit(self) -> None:
        """Compare and write in one step."""
        self.check()
        with self.store.lock:
            for (kind, key), base in self.bases.items():
                self._guard(kind, key, base)
            for at, row in self.staged.items():
                if row is None:
                    self.store.rows.pop(at, None)
                else:
                    self.store.rows[at] = row
            self._tell()
        self._state = "committed"

    def rollback(self) -> None:
        """Forget what was staged."""
        if self._state == "open":
            self._state = "rolled back"

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

    def check(self) -> None:
        """Refuse work once it is finished."""
        if self._state != "open":
            raise UnitClosed(self._state)
        self.store.check()

    def fail(self, error: StoreError) -> NoReturn:
        """End the unit, since a write failed."""
        self._state = "failed"
        raise error

    def _guard(self, kind: str, key: str, base: Version | None) -> None:
        row = self.store.rows.get((kind, key))
        if base is None and row is not None:
            self.fail(AlreadyExists(kind, key))
        if base is not None and (row is None or row[0] != base):
            self.fail(Conflict(kind, key, base, None if row is None else row[0]))

    def _tell(self) -> None:
        now = pendulum.now("UTC")
        for event in self._events:
            if event.id not in self.store.told:
                self.store.told.add(event.id)
                self.store.items.append(OutboxItem(id=event.id, event=event, recorded_at=now))


class DictionaryRepository(Generic[T]):
    """
    The rows of one kind, seen through one unit.

    Args:
        kind: Tells keys, indexes and orders, and makes bytes of values.
        unit: Where writes are staged.
    """

    def __init__(self, kind: Kind[T], unit: DictionaryUnit) -> None:
        self._kind = kind
        self._name = kind.name
        self._unit = unit

    def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        """Return the row with this key."""
        self._unit.check()
        if as_of is not None:
            raise Unsupported(Capability.HISTORY)
        row = self._row(key)
        if row is None:
            raise NotFound(self._name, key)
        return self._stored(row)

    def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        """Return those that are there, as of one moment."""
        self._unit.check()
        with self._unit.store.lock:
            found = {key: self._row(key) for key in _texts("keys", keys)}
        return {key: self._stored(row) for key, row in found.items() if row is not None}

    def add(self, value: T, /) -> Version:
        """Stage a new row."""
        key = self._key(value)
        if self._row(key) is not None:
            self._unit.fail(AlreadyExists(self._name, key))
        return self._stage(key, None, value)

    def save(self, value: T, /, *, expected: Version) -> Version:
        """Stage another state of a row."""
        key = self._key(value)
        _texts("expected", [expected])
        self._expect(key, expected)
        return self._stage(key, expected, value)

    def remove(self, key: str, /, *, expected: Version) -> None:
        """Stage a removal."""
        self._unit.check()
        _texts("key and expected", [key, expected])
        self._expect(key, expected)
        self._unit.bases.setdefault((self._name, key), expected)
        self._unit.staged[self._name, key] = None

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """Return a part of a listing."""
        self._unit.check()
        self._require_possible(query, limit)
        beyond = None if after is None else self._read_cursor(after, query)
        found = {
            (self._sort(stored.value, query.order), self._kind.key(stored.value)): stored
            for stored in map(self._stored, self._rows())
            if self._fulfils(stored.value, query)
        }
        places = sorted(found, reverse=query.descending)
        if beyond is not None:
            places = [at for at in places if (at < beyond if query.descending else at > beyond)]
        items = tuple(found[at] for at in places[:limit])
        more = len(places) > limit
        return Page(items, self._write_cursor(places[limit - 1], query) if more else None)

    def history(self, key: str, /) -> Sequence[Revision[T]]:
        """Refuse: former versions are not kept."""
        self._unit.check()
        raise Unsupported(f"{Capability.HISTORY} of {key}")

    def forget(self, key: str, /) -> None:
        """Refuse: former versions are not kept."""
        self._unit.check()
        raise Unsupported(f"{Capability.HISTORY} of {key}")

    # --- rows

    def _row(self, key: str) -> Row | None:
        at = (self._name, key)
        if at in self._unit.staged:
            return self._unit.staged[at]
        with self._unit.store.lock:
            return self._unit.store.rows.get(at)

    def _rows(self) -> list[Row]:
        with self._unit.store.lock:
            view: dict[tuple[str, str], Row | None] = {
                **self._unit.store.rows,
                **self._unit.staged,
            }
        return [row for (kind, _), row in view.items() if kind == self._name and row is not None]

    def _stored(self, row: Row) -> Stored[T]:
        return Stored(self._kind.codec.load(row[1]), row[0])

    def _key(self, value: T) -> str:
        self._unit.check()
        if not isinstance(value, self._kind.type):
            rule = f"a {self._kind.type.__name__}"
            raise InvalidValueError("value", type(value).__name__, rule)
        key = self._kind.key(value)
        if not 1 <= len(key) <= _LONGEST_KEY or _UNFIT.search(key):
            rule = "1 to 255 characters without NUL and lone surrogates"
            raise InvalidValueError("key", ascii(key), rule)
        return key

    def _expect(self, key: str, expected: Version) -> None:
        row = self._row(key)
        if row is None:
            self._unit.fail(NotFound(self._name, key))
        if row[0] != expected:
            self._unit.fail(Conflict(self._name, key, expected, row[0]))

    def _stage(self, key: str, base: Version | None, value: T) -> Version:
        version = Version(f"v{next(self._unit.store.versions)}")
        self._unit.bases.setdefault((self._name, key), base)
        self._unit.staged[self._name, key] = (version, self._kind.codec.dump(value))
        return version

    # --- listings

    def _require_possible(self, query: Query, limit: int) -> None:
        _require_limit(limit)
        if query.order not in {"key", *self._kind.orders}:
            raise InvalidValueError("Query.order", query.order, "an order of the kind")
        for name in query.where:
            if name not in self._kind.indexes:
                raise InvalidValueError("Query.where", name, "an index of the kind")

    def _sort(self, value: T, order: str) -> str:
        if order == "key":
            return self._kind.key(value)
        return order_text(self._kind.orders[order](value))

    def _fulfils(self, value: T, query: Query) -> bool:
        return all(
            matches(condition, index_text(self._kind.indexes[name](value)))
            for name, condition in query.where.items()
        )

    def _write_cursor(self, place: tuple[str, str], query: Query) -> Cursor:
        body = json.dumps([*place, self._seal(place, query)]).encode()
        return Cursor(base64.urlsafe_b64encode(body).decode())

    def _read_cursor(self, cursor: Cursor, query: Query) -> tuple[str, str]:
        try:
            sort, key, seal = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError, TypeError):
            raise BadCursor(cursor, "it is no cursor") from None
        if self._write_cursor((sort, key), query) != cursor or seal != self._seal(
            (sort, key), query
        ):
            raise BadCursor(cursor, "it was changed, or belongs to another listing")
        return sort, key

    def _seal(self, place: tuple[str, str], query: Query) -> str:
        listing = (self._name, sorted(query.where.items()), query.order, query.descending, place)
        return hashlib.sha256(repr(listing).encode()).hexdigest()


def _require_limit(limit: int) -> None:
    if not 1 <= limit <= _MOST_ROWS:
        raise InvalidValueError("limit", limit, f"1 to {_MOST_ROWS:,}")


def _texts(name: str, values: Collection[str]) -> Collection[str]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise InvalidValueError(name, type(values).__name__, "a collection of texts")
    return values
