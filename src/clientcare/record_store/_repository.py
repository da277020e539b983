"""The rows of one kind, made of records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

import attrs
from pendulum import DateTime

from clientcare.domain import _checks
from clientcare.errors import InvalidValueError, NotFound, PayloadTooNew, Unsupported
from clientcare.record_store import _cursors
from clientcare.record_store._forms import indexes_of, sorts_of
from clientcare.record_store._history import History, instant, just_after
from clientcare.record_store._keys import is_key, require_key, require_text, require_texts
from clientcare.record_store._outbox import require_count
from clientcare.record_store._ports import Record
from clientcare.record_store._transaction import Transaction
from clientcare.repositories import (
    EVERYTHING,
    KEY_ORDER,
    TEXT_VERSION,
    Capability,
    Cursor,
    Kind,
    Page,
    Query,
    Repository,
    Revision,
    Stored,
    Version,
    utc_text,
)

T = TypeVar("T")


class RecordRepository(Generic[T]):
    """The rows of one kind, seen through one unit."""

    def __init__(self, kind: Kind[T], unit: Transaction) -> None:
        self._kind = kind
        self._name = kind.name
        self._unit = unit
        self._listing = f"{kind.name} {TEXT_VERSION}.{kind.text_version}"
        self._history = History(kind.name, unit)

    def get(self, key: str, /, *, as_of: DateTime | None = None) -> Stored[T]:
        """See ``Repository.get``."""
        record = self._read(key) if as_of is None else self._read_as_of(key, as_of)
        if record is None:
            raise NotFound(self._name, key)
        return self._stored(record)

    def get_many(self, keys: Collection[str], /) -> Mapping[str, Stored[T]]:
        """See ``Repository.get_many``."""
        records = self._unit.reading()
        wanted = [key for key in require_texts(f"{self._name}.keys", keys) if is_key(key)]
        found = {record.key: record for record in records.read_many(self._name, wanted)}
        return {key: self._stored(found[key]) for key in wanted if key in found}

    def add(self, value: T, /) -> Version:
        """See ``Repository.add``."""
        record = self._record(value)
        with self._unit.writing() as records:
            records.insert(record)
        return Version(record.version)

    def save(self, value: T, /, *, expected: Version) -> Version:
        """See ``Repository.save``."""
        require_text("expected", expected)
        record = self._record(value)
        former = self._former(record.key)
        if former is not None:
            later = max(record.recorded_at, just_after(former.recorded_at))
            record = attrs.evolve(record, recorded_at=later)
        with self._unit.writing() as records:
            records.replace(record, expected=expected)
        if former is not None:
            self._history.keep(former, ended_at=record.recorded_at)
        return Version(record.version)

    def remove(self, key: str, /, *, expected: Version) -> None:
        """See ``Repository.remove``."""
        require_text(f"{self._name}.key", key)
        require_text("expected", expected)
        former = self._former(key)
        with self._unit.writing() as records:
            if not is_key(key):
                raise NotFound(self._name, key)
            records.delete(self._name, key, expected=expected)
        if former is not None:
            now = utc_text(self._unit.clock())
            self._history.keep(former, ended_at=max(now, just_after(former.recorded_at)))

    def page(
        self, query: Query = EVERYTHING, /, *, after: Cursor | None = None, limit: int = 50
    ) -> Page[T]:
        """See ``Repository.page``."""
        records = self._unit.reading()
        self._check(query, limit)
        found = records.scan(
            self._name,
            where=query.where,
            order=query.order,
            descending=query.descending,
            after=None if after is None else _cursors.read(after, self._listing, query),
            limit=limit + 1,
        )
        items = tuple(map(self._stored, found[:limit]))
        if len(found) <= limit:
            return Page(items, None)
        last = found[limit - 1]
        sort = last.key if query.order == KEY_ORDER else last.sorts[query.order]
        return Page(items, _cursors.write(self._listing, query, (sort, last.key)))

    def history(self, key: str, /) -> Sequence[Revision[T]]:
        """See ``Repository.history``."""
        self._require_history()
        present = self._read(key)
        former = self._history.all(key) if is_key(key) else ()
        revisions = [self._revision(record, record.sorts["ended"]) for record in former]
        if present is not None:
            revisions.append(self._revision(present, None))
        if not revisions:
            raise NotFound(self._name, key)
        return tuple(revisions)

    def forget(self, key: str, /) -> None:
        """See ``Repository.forget``."""
        self._require_history()
        if is_key(key):
            self._history.forget(key)

    def _read(self, key: str) -> Record | None:
        records = self._unit.reading()
        return records.read(self._name, key) if is_key(key) else None

    def _read_as_of(self, key: str, as_of: DateTime) -> Record | None:
        self._require_history()
        moment = utc_text(_checks.require_instant("as_of", as_of))
        record = self._read(key)
        if is_key(key) and (record is None or record.recorded_at > moment):
            record = self._history.at(key, moment)
        return record if record is not None and record.recorded_at <= moment else None

    def _former(self, key: str) -> Record | None:
        """Return the present record where its kind is tracked: the write will end it."""
        return self._read(key) if self._kind.tracked else None

    def _require_history(self) -> None:
        self._unit.reading()
        if not self._kind.tracked:
            raise Unsupported(f"{Capability.HISTORY} of {self._name}, a kind that is not tracked")

    def _stored(self, record: Record) -> Stored[T]:
        return Stored(self._value(record), Version(record.version))

    def _revision(self, record: Record, ended_at: str | None) -> Revision[T]:
        return Revision(
            self._value(record),
            Version(record.version),
            instant(record.recorded_at),
            None if ended_at is None else instant(ended_at),
        )

    def _value(self, record: Record) -> T:
        if record.schema > self._kind.codec.schema:
            raise PayloadTooNew(self._name, record.schema)
        return self._kind.codec.load(record.body)

    def _record(self, value: T) -> Record:
        kind = self._kind
        if not isinstance(value, kind.type):
            raise InvalidValueError("value", type(value).__name__, f"a {kind.type.__name__}")
        return Record(
            kind=kind.name,
            key=require_key(kind.name, kind.key(value)),
            version=self._unit.mint(),
            schema=kind.codec.schema,
            recorded_at=utc_text(self._unit.clock()),
            body=kind.codec.dump(value),
            sorts=sorts_of(kind, value),
            indexes=indexes_of(kind, value),
        )

    def _check(self, query: Query, limit: int) -> None:
        require_count("limit", limit)
        _known(query.order, "Query.order", self._name, [KEY_ORDER, *self._kind.orders])
        for name in query.where:
            _known(name, "Query.where", self._name, [*self._kind.indexes])
        if query.descending and Capability.DESCENDING not in self._unit.capabilities:
            raise Unsupported(Capability.DESCENDING)


def _known(name: str, field: str, kind: str, names: Collection[str]) -> None:
    if name not in names:
        raise InvalidValueError(field, name, f"for {kind} one of: {', '.join(names) or '(none)'}")


def _accepts(repository: RecordRepository[T]) -> Repository[T]:
    return repository
