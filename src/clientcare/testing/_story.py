"""One story's bookkeeping: the unit under test, its model, and what others committed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pendulum
from pendulum import DateTime

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    MissingExtraError,
    NotFound,
    StoreError,
    UnitClosed,
)
from clientcare.repositories import (
    Capability,
    Cursor,
    Query,
    Repository,
    Store,
    Stored,
    Unit,
    Version,
    matches,
)
from clientcare.testing._model import Model, Row
from clientcare.testing.checks._check import ConformanceError, refused, same, true
from clientcare.testing.harness import OpenStore, event
from clientcare.testing.sample_kinds import SAMPLE_KINDS, SCRAP, Scrap

try:
    from hypothesis.stateful import RuleBasedStateMachine
except ImportError as exc:
    raise MissingExtraError("testing") from exc

KEYS: Final = ("a", "b", "c", "B", "é", "e\u0301")
SHELVES: Final = ("", "", "m", "m", "Z")
_BEGINNING: Final = pendulum.datetime(2026, 1, 1)


class Story(RuleBasedStateMachine):
    """
    A store, a unit of it that is open, and what a plain dictionary makes of both.

    The unit may be open while a rival commits, as long as it has written
    nothing or the store declares ``INTERLEAVED_WRITES``.
    """

    open_store: OpenStore
    folder: Path
    _places: Final = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.place = self.folder / f"story-{next(self._places)}"
        self.place.mkdir(parents=True)
        self.store: Store = type(self).open_store(self.place, SAMPLE_KINDS)
        self.committed = Model()
        self.seen: dict[str, set[Version]] = {key: set() for key in KEYS}
        self.finished: Unit | None = None
        self.events = itertools.count()
        self.seconds = 0
        self.last = Version("")
        self.notes: set[str] = set()
        self.end_unit()

    def teardown(self) -> None:
        """Close the store."""
        self.unit.rollback()
        self.store.close()

    def end_unit(self) -> None:
        """Begin the next unit; its model starts from what is committed."""
        self.unit = self.store.begin()
        self.rows: Repository[Scrap] = self.unit.repository(SCRAP)
        self.model = self.committed.copy()
        self.written: dict[str, Row | None] = {}
        self.emitted: list[str] = []

    @property
    def now(self) -> DateTime:
        """The workers' clock; it stands still unless a claim moves it."""
        return _BEGINNING.add(seconds=self.seconds)

    @property
    def may_interleave(self) -> bool:
        """Whether another unit may write while this one is open."""
        clean = not self.written and not self.emitted
        return clean or Capability.INTERLEAVED_WRITES in self.store.capabilities

    @property
    def is_overtaken(self) -> bool:
        """Whether a rival changed a row that this unit has written."""
        return any(
            self.committed.version(key) != (None if base is None else base.version)
            for key, base in self.written.items()
        )

    def add_row(self, key: str, shelf: str, words: list[str]) -> None:
        """Add a row; a taken key is refused."""
        value = Scrap(id=key, shelf=shelf, words=list(words))
        if key in self.model.rows:
            self.is_refused((AlreadyExists,), lambda: self.rows.add(value))
            return
        if self.fails_early(key, lambda: self.rows.add(value)):
            return
        self.stage(key, self.last, value, words)

    def fails_early(self, key: str, write: Callable[[], Version | None]) -> bool:
        """Run a write; where a rival was first it may fail here instead of at commit."""
        base = self.written.get(key, self.model.rows.get(key))
        overtaken = self.committed.version(key) != (base.version if base else None)
        try:
            self.last = write() or self.last
        except (Conflict, AlreadyExists, NotFound):
            if not overtaken:
                raise
            self.end_unit()
            return True
        return False

    def is_refused(self, errors: tuple[type[StoreError], ...], call: Callable[[], object]) -> None:
        """Demand one of these errors, and that it ends the unit."""
        try:
            call()
        except errors:
            refused(UnitClosed, lambda: self.rows.get("a"), "the unit after a refused write")
            self.finished = self.unit
            self.unit.rollback()
            self.end_unit()
            return
        names = " or ".join(error.__name__ for error in errors)
        raise AssertionError(f"expected {names}, got no error")

    def stage(self, key: str, version: Version, value: Scrap, words: list[str]) -> None:
        """Note a staged row, and spoil the object that was handed in."""
        self.is_new(key, version)
        self.note_base(key)
        self.model.rows[key] = Row(version, value.shelf, tuple(words))
        value.words.append("spoilt")

    def note_base(self, key: str) -> None:
        """Note what stood there before this unit first wrote."""
        self.written.setdefault(key, self.model.rows.get(key))

    def is_new(self, key: str, version: Version) -> None:
        """Demand a version never seen before for this key."""
        true(version not in self.seen[key], f"the version {version!r} was used again")
        self.seen[key].add(version)

    def is_row(self, key: str, stored: Stored[Scrap]) -> None:
        """Demand what the model knows of a row, and spoil the object that was handed out."""
        row = self.model.rows.get(key)
        if row is None:
            raise ConformanceError(f"{key!r} is found and should not be there")
        expected = Scrap(id=key, shelf=row.shelf, words=list(row.words))
        same(expected, stored.value, f"the row {key!r}")
        same(row.version, stored.version, f"the version of {key!r}")
        stored.value.words.append("spoilt")

    def commit_as_rival(self, key: str, shelf: str, ids: Sequence[str], *, remove: bool) -> None:
        """Write a row and events in a unit of somebody else, and commit it."""
        value = Scrap(id=key, shelf=shelf, words=["rival"])
        with self.store.begin() as rival:
            rows = rival.repository(SCRAP)
            row = self.committed.rows.get(key)
            if row is not None and remove:
                rows.remove(key, expected=row.version)
                del self.committed.rows[key]
            else:
                version = rows.save(value, expected=row.version) if row else rows.add(value)
                self.is_new(key, version)
                self.committed.rows[key] = Row(version, shelf, ("rival",))
            value.words.append("spoilt")
            for id_ in ids:
                rival.emit(event(id_))
            rival.commit()
        self.committed.tell(ids)
        self.follow(key)

    def follow(self, key: str) -> None:
        """Let the unit's view follow what others committed: it reads what is committed."""
        if key in self.written:
            return
        if Capability.SNAPSHOT_READS in self.store.capabilities:
            self.unit.rollback()
            self.end_unit()
        elif key in self.committed.rows:
            self.model.rows[key] = self.committed.rows[key]
        else:
            self.model.rows.pop(key, None)

    def listing(self, query: Query) -> list[tuple[str, str]]:
        """Return the places (order text, key) that a listing should have."""
        condition = query.where.get("shelf")
        places = [
            (row.shelf if query.order == "shelf" else key, key)
            for key, row in self.model.rows.items()
            if condition is None or matches(condition, row.shelf)
        ]
        return sorted(places, reverse=query.descending)

    def walk(self, query: Query, limit: int) -> None:
        """Walk a listing to its end: each row once, in order."""
        expected = [key for _, key in self.listing(query)]
        same(expected, self.rest(query, None, limit), f"{query}, pages of {limit}")

    def rest(self, query: Query, after: Cursor | None, limit: int) -> list[str]:
        """Return the keys of a listing from a cursor to its end."""
        keys: list[str] = []
        for _ in range(len(KEYS) + 2):
            page = self.rows.page(query, after=after, limit=limit)
            true(len(page.items) <= limit, "a page longer than its limit")
            for stored in page.items:
                keys.append(stored.value.id)
                self.is_row(keys[-1], stored)
            after = page.next
            if after is None:
                return keys
        raise AssertionError(f"the listing does not end: {keys}")
