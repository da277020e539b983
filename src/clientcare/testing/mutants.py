"""
Planted bugs: adapters that each break one sentence of the contract.

They prove the kit itself. Each mutant wraps a clean record store and spoils one
thing; a kit that lets one pass has a hole. Authors can run them too: over their
own adapter, every mutant has to be caught.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

import attrs

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreError
from clientcare.record_store import Record, RecordedEvent, RecordUnit
from clientcare.repositories import Condition
from clientcare.testing._spoilt import SpoiltStore, SpoiltUnit

MUTANTS: Final[dict[str, type[SpoiltStore]]] = {}


def _mutant(unit: type[SpoiltUnit]) -> type[SpoiltUnit]:
    """Register a mutant whose units are of this class."""
    name = unit.__name__
    MUTANTS[name] = type(name, (SpoiltStore,), {"unit": unit, "__doc__": unit.__doc__})
    return unit


def _outbox_mutant(store: type[SpoiltStore]) -> type[SpoiltStore]:
    MUTANTS[store.__name__] = store
    return store


def _present(unit: SpoiltUnit, kind: str, key: str) -> Record:
    found = unit.inner.read(kind, key)
    if found is None:
        raise NotFound(kind, key)
    return found


# --- writes -------------------------------------------------------------------


@_mutant
class LastWriteWins(SpoiltUnit):
    """Replaces whatever version stands there."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Ignore *expected*."""
        del expected
        present = _present(self, record.kind, record.key)
        self.inner.replace(record, expected=present.version)


@_mutant
class DeletesAnyVersion(SpoiltUnit):
    """Deletes whatever version stands there."""

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Ignore *expected*."""
        del expected
        self.inner.delete(kind, key, expected=_present(self, kind, key).version)


@_mutant
class ReplaceIsUpsert(SpoiltUnit):
    """Replacing a missing row adds it."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Insert where there is nothing."""
        if self.inner.read(record.kind, record.key) is None:
            self.inner.insert(record)
        else:
            self.inner.replace(record, expected=expected)


@_mutant
class InsertOverwrites(SpoiltUnit):
    """Adding a taken key replaces its row."""

    def insert(self, record: Record, /) -> None:
        """Replace where something is."""
        found = self.inner.read(record.kind, record.key)
        if found is None:
            self.inner.insert(record)
        else:
            self.inner.replace(record, expected=found.version)


@_mutant
class DeletingNothingIsFine(SpoiltUnit):
    """Removing a missing row passes in silence."""

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Swallow the error."""
        if self.inner.read(kind, key) is not None:
            self.inner.delete(kind, key, expected=expected)


@_mutant
class ConflictInsteadOfNotFound(SpoiltUnit):
    """Replacing a missing row reports a conflict."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Report the wrong error."""
        try:
            self.inner.replace(record, expected=expected)
        except NotFound as exc:
            raise Conflict(record.kind, record.key, expected) from exc


@_mutant
class ReusesVersions(SpoiltUnit):
    """Counts versions per row from 1, and starts again once the row is removed."""

    def insert(self, record: Record, /) -> None:
        """Give the first version."""
        self.inner.insert(attrs.evolve(record, version="1"))

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Give the next version."""
        following = str(int(expected) + 1) if expected.isdigit() else "1"
        self.inner.replace(attrs.evolve(record, version=following), expected=expected)


@_mutant
class KeepsTheVersion(SpoiltUnit):
    """A save leaves the version as it was."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Write the former version again."""
        self.inner.replace(attrs.evolve(record, version=expected), expected=expected)


@_mutant
class FoldsKeys(SpoiltUnit):
    """Normalises keys, as some databases and file systems do."""

    def insert(self, record: Record, /) -> None:
        """Normalise the key."""
        key = unicodedata.normalize("NFC", record.key)
        self.inner.insert(attrs.evolve(record, key=key))

    def read(self, kind: str, key: str, /) -> Record | None:
        """Normalise the key."""
        return self.inner.read(kind, unicodedata.normalize("NFC", key))


@_mutant
class MixesKinds(SpoiltUnit):
    """Keeps all kinds under one key space."""

    def insert(self, record: Record, /) -> None:
        """Refuse a key that another kind has."""
        taken = self.store.notes.setdefault(record.key, record.kind)
        if taken != record.kind:
            raise AlreadyExists(record.kind, record.key)
        self.inner.insert(record)


# --- units --------------------------------------------------------------------


@_mutant
class WritesAtOnce(SpoiltUnit):
    """Commits every write at once, so that nothing can be discarded."""

    def _now(self, write: Callable[[RecordUnit], None]) -> None:
        write(self.inner)
        self.inner.commit()
        self.inner = self.store.inner.begin()

    def insert(self, record: Record, /) -> None:
        """Insert and commit."""
        self._now(lambda inner: inner.insert(record))

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Replace and commit."""
        self._now(lambda inner: inner.replace(record, expected=expected))

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Delete and commit."""
        self._now(lambda inner: inner.delete(kind, key, expected=expected))


@_mutant
class RollbackCommits(SpoiltUnit):
    """Leaving a unit commits what it has staged."""

    def rollback(self) -> None:
        """Commit."""
        try:
            self.inner.commit()
        except StoreError:
            self.inner.rollback()


@_mutant
class ForgetsToCommit(SpoiltUnit):
    """Now and then a commit is confirmed and does nothing."""

    def commit(self) -> None:
        """Discard every third time."""
        count = self.store.notes["commits"] = self.store.notes.get("commits", 0) + 1
        if count % 3:
            self.inner.commit()
        else:
            self.inner.rollback()


@_mutant
class BlindToItsOwnWrites(SpoiltUnit):
    """Reads another transaction than it writes."""

    def read(self, kind: str, key: str, /) -> Record | None:
        """Read what is committed alone."""
        other = self.store.inner.begin()
        try:
            return other.read(kind, key)
        finally:
            other.rollback()


@_mutant
class SharesStagedRows(SpoiltUnit):
    """Shows staged inserts to other units."""

    def insert(self, record: Record, /) -> None:
        """Note the record for all."""
        self.inner.insert(record)
        self.store.notes[record.kind, record.key] = record

    def read_many(self, kind: str, keys: Collection[str], /) -> Iterable[Record]:
        """Mix in what any unit has staged."""
        found = {record.key: record for record in self.inner.read_many(kind, keys)}
        noted = (self.store.notes.get((kind, key)) for key in keys if key not in found)
        return [*found.values(), *(record for record in noted if record is not None)]


# --- pages --------------------------------------------------------------------


class _ScanMutant(SpoiltUnit):
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
        """Spoil what is found."""
        whole = self.inner.scan(
            kind, where=where, order=order, descending=descending, after=None, limit=2**31 - 1
        )
        return self.spoilt(whole, order, after, descending=descending)[:limit]

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Return what the mutant finds beyond *after*."""
        raise NotImplementedError


def _place(record: Record, order: str) -> tuple[str, str]:
    return (record.key if order == "key" else record.sorts[order], record.key)


def _beyond(
    whole: Sequence[Record], order: str, after: tuple[str, str] | None, *, descending: bool
) -> list[Record]:
    if after is None:
        return list(whole)
    if descending:
        return [record for record in whole if _place(record, order) < after]
    return [record for record in whole if _place(record, order) > after]


@_mutant
class SkipsTies(_ScanMutant):
    """Goes on beyond the sort text alone, so that equal rows get lost between pages."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Compare the text alone."""
        if after is None:
            return whole
        sorts = [(_place(record, order)[0], record) for record in whole]
        if descending:
            return [record for sort, record in sorts if sort < after[0]]
        return [record for sort, record in sorts if sort > after[0]]


@_mutant
class RepeatsTheLastRow(_ScanMutant):
    """Begins a page with the row that ended the last one."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Include the place itself."""
        found = _beyond(whole, order, after, descending=descending)
        return [record for record in whole if _place(record, order) == after] + found


@_mutant
class NeedsTheCursorsRow(_ScanMutant):
    """Looks the cursor's row up; once that is gone the listing ends."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Go on from the row, if it is there."""
        if after is not None and all(_place(record, order) != after for record in whole):
            return []
        return _beyond(whole, order, after, descending=descending)


@_mutant
class PagesByOffset(_ScanMutant):
    """Counts the rows handed out, so that rows added before the cursor come again."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Skip as many rows as lay before the place when it was first seen."""
        before = len(whole) - len(_beyond(whole, order, after, descending=descending))
        offset = self.store.notes.setdefault((order, descending, after), before)
        return list(whole)[offset:]


@_mutant
class TiesInAnyOrder(_ScanMutant):
    """Orders equal rows by when they were written, not by key."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Sort ties by version, which is as good as chance."""
        found = _beyond(whole, order, after, descending=descending)
        if order == "key":
            return found
        return sorted(
            found,
            key=lambda record: (record.sorts[order], record.version),
            reverse=descending,
        )


@_mutant
class SortsByLocale(_ScanMutant):
    """Orders text without regard to case and accents, as a collation does."""

    def spoilt(
        self,
        whole: Sequence[Record],
        order: str,
        after: tuple[str, str] | None,
        *,
        descending: bool,
    ) -> Sequence[Record]:
        """Sort by folded text."""

        def folded(record: Record) -> tuple[str, ...]:
            return tuple(
                unicodedata.normalize("NFKD", part).casefold() for part in _place(record, order)
            )

        found = _beyond(whole, order, after, descending=descending)
        return sorted(found, key=folded, reverse=descending)


@_mutant
class IgnoresWhere(SpoiltUnit):
    """Filters by the first condition alone."""

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
        """Drop every condition once there is a cursor."""
        where = {} if after is not None else where
        return self.inner.scan(
            kind, where=where, order=order, descending=descending, after=after, limit=limit
        )


@_mutant
class KeepsOldTexts(SpoiltUnit):
    """A save leaves orders and indexes as they were."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Write the body alone."""
        found = self.inner.read(record.kind, record.key)
        if found is not None:
            record = attrs.evolve(record, sorts=found.sorts, indexes=found.indexes)
        self.inner.replace(record, expected=expected)


# --- outbox -------------------------------------------------------------------


class _EmitsAtOnceUnit(SpoiltUnit):
    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Show the event to all."""
        self.store.notes.setdefault(id, RecordedEvent(id=id, body=body))
        self.inner.append_event(id, body)


@_outbox_mutant
class EmitsAtOnce(SpoiltStore):
    """Shows events before their unit commits."""

    unit = _EmitsAtOnceUnit

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Mix in what any unit has staged."""
        found = {event.id: event for event in self.inner.pending(limit=2**31 - 1)}
        return tuple({**self.notes, **found}.values())[:limit]

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Drop what was mixed in as well."""
        for id_ in ids:
            self.notes.pop(id_, None)
        self.inner.acknowledge(ids)


@_mutant
class StoresEventsTwice(SpoiltUnit):
    """Stores an event as often as it is emitted."""

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Give every event an id of its own."""
        count = self.store.notes["events"] = self.store.notes.get("events", 0) + 1
        self.inner.append_event(f"{id}#{count}", body)


@_mutant
class LosesEvents(SpoiltUnit):
    """Stores only the last event of a unit."""

    last: tuple[str, bytes] | None = None

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Keep the last one."""
        self.last = (id, body)

    def commit(self) -> None:
        """Store the one kept."""
        if self.last is not None:
            self.inner.append_event(*self.last)
        self.inner.commit()


@_outbox_mutant
class NewestEventsFirst(SpoiltStore):
    """Shows the outbox in reverse."""

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Reverse."""
        return tuple(reversed(self.inner.pending(limit=2**31 - 1)))[:limit]


@_outbox_mutant
class AcknowledgesUpTo(SpoiltStore):
    """Takes an acknowledged event for a high-water mark: all earlier ones are gone too."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Acknowledge everything up to the last id."""
        waiting = [event.id for event in self.inner.pending(limit=2**31 - 1)]
        places = [waiting.index(id_) for id_ in ids if id_ in waiting]
        self.inner.acknowledge(waiting[: max(places, default=-1) + 1])


@_outbox_mutant
class NeverForgetsEvents(SpoiltStore):
    """Acknowledging changes nothing."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Do nothing."""


# --- the race that sequential tests miss --------------------------------------


def _replace_anything(unit: SpoiltUnit, record: Record) -> None:
    found = unit.inner.read(record.kind, record.key)
    if found is None:
        unit.inner.insert(record)
    else:
        unit.inner.replace(record, expected=found.version)


def _delete_anything(unit: SpoiltUnit, kind: str, key: str) -> None:
    unit.inner.delete(kind, key, expected=_present(unit, kind, key).version)


@_mutant
class ChecksThenWrites(SpoiltUnit):
    """Compares when it is told to write, and at commit writes whatever stands there by then."""

    def __init__(self, inner: RecordUnit, store: SpoiltStore) -> None:
        super().__init__(inner, store)
        self.done: list[Callable[[SpoiltUnit], None]] = []

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Compare now."""
        self.inner.replace(record, expected=expected)
        self.done.append(lambda unit: _replace_anything(unit, record))

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Compare now."""
        self.inner.delete(kind, key, expected=expected)
        self.done.append(lambda unit: _delete_anything(unit, kind, key))

    def insert(self, record: Record, /) -> None:
        """Look now."""
        self.inner.insert(record)
        self.done.append(lambda unit: _replace_anything(unit, record))

    def commit(self) -> None:
        """Where somebody was first, do it all again without comparing."""
        try:
            self.inner.commit()
        except (Conflict, AlreadyExists):
            again = SpoiltUnit(self.store.inner.begin(), self.store)
            for write in self.done:
                with suppress(NotFound):
                    write(again)
            again.commit()


INTERLEAVED_ONLY: Final = frozenset({"ChecksThenWrites"})
"""Mutants whose bug shows only where two units can both have staged writes."""
