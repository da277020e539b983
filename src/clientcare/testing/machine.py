"""
A model machine: random stories, played on a store and on a plain dictionary.

Few keys, rows with equal sort values, pages of one row and a rival that commits
first are what bring the usual faults to light. Failing stories are not shrunk:
finding one takes a second, shrinking it may take minutes.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clientcare.errors import AlreadyExists, Conflict, NotFound, StoreError, UnitClosed
from clientcare.repositories import (
    Capability,
    Cursor,
    Eq,
    Query,
    Repository,
    Store,
    Unit,
    Version,
)
from clientcare.testing._model import Model, Row
from clientcare.testing.checks._check import refused, same, true
from clientcare.testing.harness import OpenStore, event
from clientcare.testing.sample_kinds import SAMPLE_KINDS, SCRAP, Scrap

KEYS: Final = ("a", "b", "c", "d", "é", "e\u0301")
SHELVES: Final = ("", "m", "m", "z")
EVENTS: Final = ("e1", "e2", "e3", "e4")

_keys = st.sampled_from(KEYS)
_shelves = st.sampled_from(SHELVES)
_words = st.lists(st.sampled_from(["x", "客"]), max_size=2)
_limits = st.sampled_from([1, 1, 1, 2, 3, 100])


class StoreMachine(RuleBasedStateMachine):
    """
    One story; made into a class of its own by ``store_machine``.

    The unit under test may be open while a rival commits, as long as it has
    written nothing or the store declares ``INTERLEAVED_WRITES``.
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
        self._end_unit()

    def teardown(self) -> None:
        """Close the store."""
        self.unit.rollback()
        self.store.close()

    # --- the unit

    def _end_unit(self) -> None:
        self.unit = self.store.begin()
        self.rows: Repository[Scrap] = self.unit.repository(SCRAP)
        self.model = self.committed.copy()
        self.written: dict[str, Row | None] = {}
        self.emitted: list[str] = []

    @property
    def _may_interleave(self) -> bool:
        clean = not self.written and not self.emitted
        return clean or Capability.INTERLEAVED_WRITES in self.store.capabilities

    @property
    def _is_overtaken(self) -> bool:
        """Whether a rival changed a row that this unit has written."""
        return any(
            self.committed.version(key) != (None if base is None else base.version)
            for key, base in self.written.items()
        )

    @rule()
    def commit(self) -> None:
        """Commit; a unit that was overtaken has to fail and leave nothing."""
        if self._is_overtaken:
            self._refused((Conflict, AlreadyExists, NotFound), self.unit.commit)
            return
        self.unit.commit()
        for key in self.written:
            if key in self.model.rows:
                self.committed.rows[key] = self.model.rows[key]
            else:
                self.committed.rows.pop(key, None)
        for id_ in self.emitted:
            self.committed.tell(id_)
        self.finished = self.unit
        self._end_unit()

    @rule()
    def discard(self) -> None:
        """Leave without commit."""
        self.unit.rollback()
        self.finished = self.unit
        self._end_unit()

    @precondition(lambda self: self.finished is not None)
    @rule(key=_keys)
    def use_finished_unit(self, key: str) -> None:
        """A finished unit refuses work."""
        finished = self.finished
        assert finished is not None  # noqa: S101 - the precondition
        refused(UnitClosed, lambda: finished.repository(SCRAP).get(key), "a finished unit")
        finished.rollback()

    # --- writes

    @rule(key=_keys, shelf=_shelves, words=_words)
    def add(self, key: str, shelf: str, words: list[str]) -> None:
        """Add a row; a taken key is refused and ends the unit."""
        self._add(key, shelf, words)

    @rule(keys=st.lists(_keys, min_size=2, unique=True), shelf=_shelves)
    def add_many(self, keys: list[str], shelf: str) -> None:
        """Add rows that are equal in their order."""
        for key in keys:
            if key not in self.model.rows and key not in self.committed.rows:
                self._add(key, shelf, [])

    def _add(self, key: str, shelf: str, words: list[str]) -> None:
        value = Scrap(id=key, shelf=shelf, words=list(words))
        if key in self.model.rows:
            self._refused((AlreadyExists,), lambda: self.rows.add(value))
            return
        if self._fails_early(key, lambda: self.rows.add(value)):
            return
        self._stage(key, self._last, value, words)

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), shelf=_shelves, words=_words)
    def save(self, data: st.DataObject, shelf: str, words: list[str]) -> None:
        """Save a row under its present version."""
        key = data.draw(st.sampled_from(sorted(self.model.rows)), label="key")
        value = Scrap(id=key, shelf=shelf, words=list(words))
        expected = self.model.rows[key].version
        if not self._fails_early(key, lambda: self.rows.save(value, expected=expected)):
            self._stage(key, self._last, value, words)

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Remove a row under its present version."""
        key = data.draw(st.sampled_from(sorted(self.model.rows)), label="key")
        expected = self.model.rows[key].version
        if not self._fails_early(key, lambda: self.rows.remove(key, expected=expected)):
            self._note_base(key)
            del self.model.rows[key]

    @rule(data=st.data(), key=_keys, remove=st.booleans())
    def use_stale_version(self, data: st.DataObject, key: str, *, remove: bool) -> None:
        """A version that is not the present one is refused and ends the unit."""
        row = self.model.rows.get(key)
        stale = sorted(self.seen[key] - ({row.version} if row else set()))
        version = data.draw(st.sampled_from([*stale, Version("never")]), label="version")
        value = Scrap(id=key, shelf="m", words=["stale"])
        errors: tuple[type[StoreError], ...] = (NotFound,) if row is None else (Conflict,)
        if row is None and key in self.committed.rows:
            errors = (NotFound, Conflict)
        if remove:
            self._refused(errors, lambda: self.rows.remove(key, expected=version))
        else:
            self._refused(errors, lambda: self.rows.save(value, expected=version))

    @rule(id_=st.sampled_from(EVENTS))
    def emit(self, id_: str) -> None:
        """Emit an event; its id counts once, ever."""
        self.unit.emit(event(id_))
        self.emitted.append(id_)

    @precondition(lambda self: self._may_interleave)
    @rule(key=_keys, shelf=_shelves, remove=st.booleans(), id_=st.sampled_from(EVENTS))
    def rival_commits_first(self, key: str, shelf: str, id_: str, *, remove: bool) -> None:
        """Another unit writes and commits while this one is open."""
        with self.store.begin() as rival:
            rows = rival.repository(SCRAP)
            row = self.committed.rows.get(key)
            value = Scrap(id=key, shelf=shelf, words=["rival"])
            if row is None:
                self._commit_rivals(key, rows.add(value), value)
            elif remove:
                rows.remove(key, expected=row.version)
                del self.committed.rows[key]
            else:
                self._commit_rivals(key, rows.save(value, expected=row.version), value)
            value.words.append("spoilt")
            rival.emit(event(id_))
            rival.commit()
        self.committed.tell(id_)
        if key not in self.written:
            self._follow(key)

    def _commit_rivals(self, key: str, version: Version, value: Scrap) -> None:
        self._is_new(key, version)
        self.committed.rows[key] = Row(version, value.shelf, tuple(value.words))

    def _follow(self, key: str) -> None:
        """Let the unit's view follow what others committed: it reads what is committed."""
        if Capability.SNAPSHOT_READS in self.store.capabilities:
            self.unit.rollback()
            self._end_unit()
        elif key in self.committed.rows:
            self.model.rows[key] = self.committed.rows[key]
        else:
            self.model.rows.pop(key, None)

    # --- reads

    @rule(data=st.data())
    def get(self, data: st.DataObject) -> None:
        """Read a row that is there most of the time, and spoil what was handed out."""
        key = data.draw(st.sampled_from([*sorted(self.model.rows) * 3, *KEYS]), label="key")
        row = self.model.rows.get(key)
        if row is None:
            refused(NotFound, lambda: self.rows.get(key), f"get {key!r}")
            return
        found = self.rows.get(key)
        self._is_row(key, row, found.value, found.version)
        found.value.words.append("spoilt")

    @rule(keys=st.lists(_keys, max_size=4))
    def get_many(self, keys: list[str]) -> None:
        """Read several rows at once."""
        found = self.rows.get_many(keys)
        same({key for key in keys if key in self.model.rows}, set(found), "the keys found")
        for key, stored in found.items():
            self._is_row(key, self.model.rows[key], stored.value, stored.version)
            stored.value.words.append("spoilt")

    @rule(
        limit=_limits,
        order=st.sampled_from(["shelf", "shelf", "key"]),
        shelf=st.sampled_from([None, None, "m", "z"]),
        downward=st.booleans(),
    )
    def walk_pages(self, limit: int, order: str, shelf: str | None, *, downward: bool) -> None:
        """Walk a listing to its end: each row once, in order."""
        descending = downward and Capability.DESCENDING in self.store.capabilities
        where = {} if shelf is None else {"shelf": Eq(shelf)}
        query = Query(where, order=order, descending=descending)
        wanted = [
            ((row.shelf if order == "shelf" else ""), key)
            for key, row in self.model.rows.items()
            if shelf in {None, row.shelf}
        ]
        expected = [key for _, key in sorted(wanted, reverse=descending)]
        same(expected, self._walk(query, limit), f"{query}, pages of {limit}")

    def _walk(self, query: Query, limit: int) -> list[str]:
        keys: list[str] = []
        after: Cursor | None = None
        for _ in range(len(KEYS) + 2):
            page = self.rows.page(query, after=after, limit=limit)
            true(len(page.items) <= limit, "a page longer than its limit")
            for stored in page.items:
                key = stored.value.id
                row = self.model.rows.get(key)
                true(row is not None, f"{key!r} is listed and not there")
                if row is not None:
                    self._is_row(key, row, stored.value, stored.version)
                stored.value.words.append("spoilt")
                keys.append(key)
            after = page.next
            if after is None:
                return keys
        raise AssertionError(f"the listing does not end: {keys}")

    @invariant()
    def others_see_what_is_committed(self) -> None:
        """Another unit sees the committed rows, and the outbox the committed events."""
        with self.store.begin() as other:
            rows = other.repository(SCRAP)
            found = {key: stored.version for key, stored in rows.get_many(KEYS).items()}
        same(self.committed.versions(), found, "the committed versions")
        waiting = [item.event.id for item in self.store.outbox.pending()]
        same(self.committed.waiting, waiting, "the events that wait")

    @rule(data=st.data())
    @precondition(lambda self: self._may_interleave)
    def acknowledge(self, data: st.DataObject) -> None:
        """Acknowledge some events, and one that is unknown."""
        items = self.store.outbox.pending()
        chosen = data.draw(st.sets(st.sampled_from(items)) if items else st.just(set()))
        self.store.outbox.acknowledge([*(item.id for item in chosen), "unknown"])
        done = {item.event.id for item in chosen}
        self.committed.waiting = [id_ for id_ in self.committed.waiting if id_ not in done]

    @precondition(lambda self: Capability.DURABLE in self.store.capabilities)
    @rule()
    def reopen(self) -> None:
        """Close the store and open it again; what was committed is there."""
        self.unit.rollback()
        self.store.close()
        self.store = type(self).open_store(self.place, SAMPLE_KINDS)
        self.finished = None
        self._end_unit()

    # --- small steps

    def _fails_early(self, key: str, write: Any) -> bool:
        """Run a write; where a rival was first it may fail here instead of at commit."""
        base = self.written.get(key, self.model.rows.get(key))
        overtaken = self.committed.version(key) != (base.version if base else None)
        try:
            self._last = write()
        except (Conflict, AlreadyExists, NotFound):
            if not overtaken:
                raise
            self._end_unit()
            return True
        return False

    def _refused(self, errors: tuple[type[StoreError], ...], call: Any) -> None:
        try:
            call()
        except errors:
            refused(UnitClosed, lambda: self.rows.get("a"), "the unit after a refused write")
            self.finished = self.unit
            self.unit.rollback()
            self._end_unit()
            return
        names = " or ".join(error.__name__ for error in errors)
        raise AssertionError(f"expected {names}, got no error")

    def _stage(self, key: str, version: Version, value: Scrap, words: list[str]) -> None:
        self._is_new(key, version)
        self._note_base(key)
        self.model.rows[key] = Row(version, value.shelf, tuple(words))
        value.words.append("spoilt")

    def _note_base(self, key: str) -> None:
        self.written.setdefault(key, self.model.rows.get(key))

    def _is_new(self, key: str, version: Version) -> None:
        true(version not in self.seen[key], f"the version {version!r} was used again")
        self.seen[key].add(version)

    def _is_row(self, key: str, row: Row, value: Scrap, version: Version) -> None:
        same(Scrap(id=key, shelf=row.shelf, words=list(row.words)), value, f"the row {key!r}")
        same(row.version, version, f"the version of {key!r}")


def store_machine(open_store: OpenStore, folder: Path) -> type[StoreMachine]:
    """Return the machine for one adapter; stories live in *folder*, a place each."""
    return type(
        "StoreMachineOf",
        (StoreMachine,),
        {"open_store": staticmethod(open_store), "folder": folder},
    )


def profile(examples: int = 30, steps: int = 30) -> settings:
    """Return settings for stories: not shrunk, not kept, at the same pace everywhere."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def run_machine(open_store: OpenStore, folder: Path | None = None, *, examples: int = 30) -> None:
    """Play *examples* random stories."""
    with tempfile.TemporaryDirectory() as temporary:
        machine = store_machine(open_store, folder or Path(temporary))
        run_state_machine_as_test(machine, settings=profile(examples))


__all__ = ["StoreMachine", "profile", "run_machine", "store_machine"]
