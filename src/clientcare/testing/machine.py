"""
A model machine: random stories, played on a store and on a plain dictionary.

Few keys, rows with equal sort values, pages of one row and a rival that commits
first are what bring the usual faults to light. Failing stories are not shrunk:
finding one takes a second, shrinking it may take minutes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    MissingExtraError,
    NotFound,
    StoreError,
    UnitClosed,
)
from clientcare.repositories import Capability, Eq, Query, Range, Version
from clientcare.testing._story import KEYS, SHELVES, Story
from clientcare.testing.checks._check import refused, same
from clientcare.testing.harness import OpenStore, event
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, SCRAP, Note, Scrap

try:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis import strategies as st
    from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
except ImportError as exc:
    raise MissingExtraError("testing") from exc

_keys = st.sampled_from(KEYS)
_shelves = st.sampled_from(SHELVES)
_words = st.lists(st.sampled_from(["x", "客"]), max_size=2)
_limits = st.sampled_from([1, 1, 1, 2, 3, 100])
_queries = st.builds(
    Query,
    st.sampled_from(
        [{}, {}, {"shelf": Eq("m")}, {"shelf": Range("", "m")}, *2 * [{"shelf": Range(most="m")}]]
    ),
    order=st.sampled_from(["shelf", "shelf", "key"]),
    descending=st.booleans(),
)


class StoreMachine(Story):
    """One story; made into a class of its own by ``store_machine``."""

    @rule()
    def commit(self) -> None:
        """Commit; a unit that was overtaken has to fail and leave nothing."""
        if self.is_overtaken:
            self.is_refused((Conflict, AlreadyExists, NotFound), self.unit.commit)
            return
        self.unit.commit()
        for key in self.written:
            if key in self.model.rows:
                self.committed.rows[key] = self.model.rows[key]
            else:
                self.committed.rows.pop(key, None)
        self.committed.tell(self.emitted)
        self.finished = self.unit
        self.end_unit()

    @rule()
    def discard(self) -> None:
        """Leave without commit."""
        self.unit.rollback()
        self.finished = self.unit
        self.end_unit()

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
        self.add_row(key, shelf, words)

    @rule(keys=st.lists(_keys, min_size=2, unique=True), shelf=_shelves, commit=st.booleans())
    def add_many(self, keys: list[str], shelf: str, *, commit: bool) -> None:
        """Add rows that are equal in their order."""
        for key in keys:
            if key not in self.model.rows and key not in self.committed.rows:
                self.add_row(key, shelf, [])
        if commit:
            self.commit()

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), shelf=_shelves, words=_words)
    def save(self, data: st.DataObject, shelf: str, words: list[str]) -> None:
        """Save a row under its present version."""
        key = data.draw(st.sampled_from(sorted(self.model.rows)), label="key")
        value = Scrap(id=key, shelf=shelf, words=list(words))
        expected = self.model.rows[key].version
        if not self.fails_early(key, lambda: self.rows.save(value, expected=expected)):
            self.stage(key, self.last, value, words)

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Remove a row under its present version."""
        key = data.draw(st.sampled_from(sorted(self.model.rows)), label="key")
        expected = self.model.rows[key].version
        if not self.fails_early(key, lambda: self.rows.remove(key, expected=expected)):
            self.note_base(key)
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
            self.is_refused(errors, lambda: self.rows.remove(key, expected=version))
        else:
            self.is_refused(errors, lambda: self.rows.save(value, expected=version))

    @rule(data=st.data(), fresh=st.integers(0, 3), commit=st.booleans())
    def emit(self, data: st.DataObject, fresh: int, *, commit: bool) -> None:
        """Emit some events, new ones and one told before; an id counts once, ever."""
        ids = [f"e{next(self.events)}" for _ in range(fresh)]
        if self.committed.told:
            ids.append(data.draw(st.sampled_from(sorted(self.committed.told)), label="again"))
        for id_ in ids:
            self.unit.emit(event(id_))
        self.emitted += ids
        if commit:
            self.commit()

    @precondition(lambda self: self.may_interleave)
    @rule(data=st.data(), shelf=_shelves, remove=st.booleans(), events=st.integers(0, 2))
    def rival_commits_first(
        self, data: st.DataObject, shelf: str, events: int, *, remove: bool
    ) -> None:
        """Another unit writes and commits while this one is open; often the very same row."""
        key = data.draw(st.sampled_from([*sorted(self.written) * 4, *KEYS]), label="key")
        ids = [f"e{next(self.events)}" for _ in range(events)]
        self.commit_as_rival(key, shelf, ids, remove=remove)

    @precondition(lambda self: self.written and self.may_interleave)
    @rule(data=st.data(), remove=st.booleans())
    def lose_the_race(self, data: st.DataObject, *, remove: bool) -> None:
        """Another unit commits a row that this one has written; then this one commits."""
        key = data.draw(st.sampled_from(sorted(self.written)), label="key")
        self.commit_as_rival(key, "m", (), remove=remove)
        self.commit()

    @precondition(lambda self: Capability.INTERLEAVED_WRITES in self.store.capabilities)
    @rule(key=_keys, shelf=_shelves)
    def save_and_lose_the_race(self, key: str, shelf: str) -> None:
        """Two units save one row, staged side by side; who commits second has to fail."""
        self.discard()
        if key not in self.committed.rows:
            self.commit_as_rival(key, shelf, (), remove=False)
        value = Scrap(id=key, shelf=shelf, words=["late"])
        version = self.rows.save(value, expected=self.model.rows[key].version)
        self.stage(key, version, value, ["late"])
        self.commit_as_rival(key, "m", (), remove=False)
        self.commit()

    @precondition(lambda self: self.may_interleave)
    @rule(key=_keys)
    def write_other_kind(self, key: str) -> None:
        """A row of another kind with the same key is another row."""
        with self.store.begin() as unit:
            notes = unit.repository(NOTE)
            if key in self.notes:
                notes.remove(key, expected=notes.get(key).version)
            else:
                notes.add(Note(id=key))
            unit.commit()
        self.notes ^= {key}

    # --- reads

    @rule(data=st.data())
    def get(self, data: st.DataObject) -> None:
        """Read a row that is there most of the time, and spoil what was handed out."""
        key = data.draw(st.sampled_from([*sorted(self.model.rows) * 3, *KEYS]), label="key")
        if key not in self.model.rows:
            refused(NotFound, lambda: self.rows.get(key), f"get {key!r}")
            return
        self.is_row(key, self.rows.get(key))

    @rule(keys=st.lists(_keys, max_size=4))
    def get_many(self, keys: list[str]) -> None:
        """Read several rows at once."""
        found = self.rows.get_many(keys)
        same({key for key in keys if key in self.model.rows}, set(found), "the keys found")
        for key, stored in found.items():
            self.is_row(key, stored)

    @rule(query=_queries, limit=_limits)
    def walk_pages(self, query: Query, limit: int) -> None:
        """Walk any listing to its end."""
        self.walk(self._possible(query), limit)

    @precondition(lambda self: self.may_interleave and len(self.model.rows) > 1)
    @rule(
        data=st.data(), query=_queries, shelf=_shelves, remove=st.sampled_from([True, True, False])
    )
    def change_within_walk(
        self, data: st.DataObject, query: Query, shelf: str, *, remove: bool
    ) -> None:
        """Between two pages a rival removes the cursor's row, or writes before or after it."""
        query = self._possible(query)
        page = self.rows.page(query, limit=1)
        if page.next is None:
            return
        at = page.items[0].value.id
        place = next(place for place in self.listing(query) if place[1] == at)
        key = data.draw(st.sampled_from([*[at] * len(KEYS), *KEYS]), label="key")
        self.commit_as_rival(key, shelf, (), remove=remove)
        rest = [
            where[1]
            for where in self.listing(query)
            if (where < place if query.descending else where > place)
        ]
        same(rest, self.rest(query, page.next, 1), f"{query}, beyond {place}")

    def _possible(self, query: Query) -> Query:
        possible = query.descending and Capability.DESCENDING in self.store.capabilities
        return Query(query.where, order=query.order, descending=possible)

    @invariant()
    def rows_are_listed_in_order(self) -> None:
        """Row by row, each once, with the unit's own changes."""
        self.walk(Query(order="shelf"), 1)
        self.walk(Query({"shelf": Eq("m")}), 1)
        for key in self.written:
            if key in self.model.rows:
                self.is_row(key, self.rows.get(key))

    @invariant()
    def others_see_what_is_committed(self) -> None:
        """Another unit sees the committed rows, and the outbox the committed events."""
        with self.store.begin() as other:
            rows = other.repository(SCRAP)
            found = {key: stored.version for key, stored in rows.get_many(KEYS).items()}
            notes = set(other.repository(NOTE).get_many(KEYS))
        same(self.committed.versions(), found, "the committed versions")
        same(self.notes, notes, "the rows of the other kind")
        waiting = [item.event.id for item in self.store.outbox.pending()]
        same(self.committed.waiting, waiting, "the events that wait")

    @rule(data=st.data())
    @precondition(lambda self: self.may_interleave and self.committed.waiting)
    def acknowledge(self, data: st.DataObject) -> None:
        """Acknowledge some events, often the newest alone, and one that is unknown."""
        items = self.store.outbox.pending()
        some = st.lists(st.sampled_from(items), max_size=2)
        chosen = data.draw(st.just([items[-1]]) | some, label="items")
        self.store.outbox.acknowledge([*(item.id for item in chosen), "unknown"])
        done = {item.event.id for item in chosen}
        self.committed.waiting = [id_ for id_ in self.committed.waiting if id_ not in done]

    @precondition(lambda self: self.may_interleave and Capability.CLAIM in self.store.capabilities)
    @rule(
        events=st.integers(0, 2),
        later=st.lists(st.sampled_from([0, 0, 1, 59, 60, 600]), min_size=2, max_size=4),
        limit=_limits,
    )
    def claim(self, events: int, later: list[int], limit: int) -> None:
        """Workers take turns, each takes the oldest events that are free for a minute."""
        ids = [f"e{next(self.events)}" for _ in range(events)]
        with self.store.begin() as rival:
            for id_ in ids:
                rival.emit(event(id_))
            rival.commit()
        self.committed.tell(ids)
        for turn, seconds in enumerate(later):
            worker = f"w{turn % 2}"
            self.seconds += seconds
            items = self.store.outbox.claim(worker, now=self.now, lease_seconds=60, limit=limit)
            found = [(item.event.id, item.attempts, item.worker) for item in items]
            same(self.committed.claim(worker, self.seconds, limit), found, "the events claimed")

    @precondition(lambda self: Capability.DURABLE in self.store.capabilities)
    @rule()
    def reopen(self) -> None:
        """Close the store and open it again; what was committed is there."""
        self.unit.rollback()
        self.store.close()
        self.store = type(self).open_store(self.place, SAMPLE_KINDS)
        self.finished = None
        self.end_unit()


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
