"""Planted bugs of writes and units."""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress

import attrs

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreError
from clientcare.record_store import Record, RecordUnit
from clientcare.testing._spoilt import SpoiltStore, SpoiltUnit, mutant, race_mutant


def _present(unit: SpoiltUnit, kind: str, key: str) -> Record:
    found = unit.inner.read(kind, key)
    if found is None:
        raise NotFound(kind, key)
    return found


@mutant
class LastWriteWins(SpoiltUnit):
    """Replaces whatever version stands there."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Ignore *expected*."""
        del expected
        present = _present(self, record.kind, record.key)
        self.inner.replace(record, expected=present.version)


@mutant
class DeletesAnyVersion(SpoiltUnit):
    """Deletes whatever version stands there."""

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Ignore *expected*."""
        del expected
        self.inner.delete(kind, key, expected=_present(self, kind, key).version)


@mutant
class ReplaceIsUpsert(SpoiltUnit):
    """Replacing a missing row adds it."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Insert where there is nothing."""
        if self.inner.read(record.kind, record.key) is None:
            self.inner.insert(record)
        else:
            self.inner.replace(record, expected=expected)


@mutant
class InsertOverwrites(SpoiltUnit):
    """Adding a taken key replaces its row."""

    def insert(self, record: Record, /) -> None:
        """Replace where something is."""
        found = self.inner.read(record.kind, record.key)
        if found is None:
            self.inner.insert(record)
        else:
            self.inner.replace(record, expected=found.version)


@mutant
class DeletingNothingIsFine(SpoiltUnit):
    """Removing a missing row passes in silence."""

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Swallow the error."""
        if self.inner.read(kind, key) is not None:
            self.inner.delete(kind, key, expected=expected)


@mutant
class ConflictInsteadOfNotFound(SpoiltUnit):
    """Replacing a missing row reports a conflict."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Report the wrong error."""
        try:
            self.inner.replace(record, expected=expected)
        except NotFound as exc:
            raise Conflict(record.kind, record.key, expected) from exc


@mutant
class ReusesVersions(SpoiltUnit):
    """Counts versions per row from 1, and starts again once the row is removed."""

    def insert(self, record: Record, /) -> None:
        """Give the first version."""
        self.inner.insert(attrs.evolve(record, version="1"))

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Give the next version."""
        following = str(int(expected) + 1) if expected.isdigit() else "1"
        self.inner.replace(attrs.evolve(record, version=following), expected=expected)


@mutant
class KeepsTheVersion(SpoiltUnit):
    """A save leaves the version as it was."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Write the former version again."""
        self.inner.replace(attrs.evolve(record, version=expected), expected=expected)


@mutant
class FoldsKeys(SpoiltUnit):
    """Normalises keys, as some databases and file systems do."""

    def insert(self, record: Record, /) -> None:
        """Normalise the key."""
        key = unicodedata.normalize("NFC", record.key)
        self.inner.insert(attrs.evolve(record, key=key))

    def read(self, kind: str, key: str, /) -> Record | None:
        """Normalise the key."""
        return self.inner.read(kind, unicodedata.normalize("NFC", key))


@mutant
class MixesKinds(SpoiltUnit):
    """Keeps all kinds under one key space."""

    def insert(self, record: Record, /) -> None:
        """Refuse a key that another kind has."""
        taken = self.store.notes.setdefault(record.key, record.kind)
        if taken != record.kind:
            raise AlreadyExists(record.kind, record.key)
        self.inner.insert(record)


# --- units --------------------------------------------------------------------


@mutant
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


@mutant
class RollbackCommits(SpoiltUnit):
    """Leaving a unit commits what it has staged."""

    def rollback(self) -> None:
        """Commit."""
        try:
            self.inner.commit()
        except StoreError:
            self.inner.rollback()


@mutant
class ForgetsToCommit(SpoiltUnit):
    """Now and then a commit is confirmed and does nothing."""

    def commit(self) -> None:
        """Discard every third time."""
        count = self.store.notes["commits"] = self.store.notes.get("commits", 0) + 1
        if count % 3:
            self.inner.commit()
        else:
            self.inner.rollback()


@mutant
class BlindToItsOwnWrites(SpoiltUnit):
    """Reads another transaction than it writes."""

    def read(self, kind: str, key: str, /) -> Record | None:
        """Read what is committed alone."""
        other = self.store.inner.begin()
        try:
            return other.read(kind, key)
        finally:
            other.rollback()


@mutant
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


# --- the race that sequential tests miss --------------------------------------


def _replace_anything(unit: SpoiltUnit, record: Record) -> None:
    found = unit.inner.read(record.kind, record.key)
    if found is None:
        unit.inner.insert(record)
    else:
        unit.inner.replace(record, expected=found.version)


def _delete_anything(unit: SpoiltUnit, kind: str, key: str) -> None:
    unit.inner.delete(kind, key, expected=_present(unit, kind, key).version)


@mutant
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


@mutant
class SavesUnguarded(SpoiltUnit):
    """Guards what it adds and removes, and at commit saves over whatever stands there by then."""

    def __init__(self, inner: RecordUnit, store: SpoiltStore) -> None:
        super().__init__(inner, store)
        self.done: list[Callable[[RecordUnit], None]] = []

    def insert(self, record: Record, /) -> None:
        """Guard, now and at commit."""
        self.inner.insert(record)
        self.done.append(lambda unit: unit.insert(record))

    def delete(self, kind: str, key: str, /, *, expected: str) -> None:
        """Guard, now and at commit."""
        self.inner.delete(kind, key, expected=expected)
        self.done.append(lambda unit: unit.delete(kind, key, expected=expected))

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Compare now alone."""
        self.inner.replace(record, expected=expected)
        self.done.append(lambda unit: _replace_present(unit, record))

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Note it for the second try."""
        self.inner.append_event(id, body)
        self.done.append(lambda unit: unit.append_event(id, body))

    def commit(self) -> None:
        """Where somebody was first, do it all again without comparing what is saved."""
        try:
            self.inner.commit()
        except Conflict:
            again = self.store.inner.begin()
            try:
                for write in self.done:
                    write(again)
                again.commit()
            finally:
                again.rollback()


def _replace_present(unit: RecordUnit, record: Record) -> None:
    found = unit.read(record.kind, record.key)
    if found is None:
        raise NotFound(record.kind, record.key)
    unit.replace(record, expected=found.version)


class _ComparesFirst(SpoiltUnit):
    """Compares, and only then writes over whatever stands there by then."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Leave time between the compare and the write."""
        found = _present(self, record.kind, record.key)
        if found.version != expected:
            raise Conflict(record.kind, record.key, expected, found.version)
        time.sleep(random.uniform(0, 0.005))  # noqa: S311 - no secret
        _replace_present(self.inner, record)


@race_mutant
class ComparesBeforeItSaves(SpoiltStore):
    """The compare of a save is a read before the write."""

    unit = _ComparesFirst
