"""
For which indexes and orders the rows of each kind were written.

What a row is found and ordered by is text that is stored with it. Where a kind
has come by another index or order, or makes another text of them, the rows that
are there would be missing from listings or stand in wrong places. So the form of
each kind is recorded beside its rows, compared when a store is first used, and
rewritten together with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

import attrs
from pendulum import DateTime

from clientcare.errors import (
    AlreadyExists,
    Conflict,
    NeedsReindex,
    NotFound,
    PayloadTooNew,
    StoreUnavailable,
)
from clientcare.record_store._ports import Record, RecordStore, RecordUnit
from clientcare.repositories import (
    KEY_ORDER,
    TEXT_VERSION,
    AnyKind,
    Kind,
    index_text,
    order_text,
    utc_text,
)

T = TypeVar("T")

_FORMS: Final = "clientcare.forms"  # no declared kind has a dot in its name
_ATTEMPTS: Final = 100
_LOST: Final = (AlreadyExists, Conflict, NotFound, StoreUnavailable)


def sorts_of(kind: Kind[T], value: T) -> dict[str, str]:
    """Return the text of *value* in each order of its kind."""
    return {name: order_text(of(value)) for name, of in kind.orders.items()}


def indexes_of(kind: Kind[T], value: T) -> dict[str, str]:
    """Return the text of *value* in each index of its kind."""
    return {name: index_text(of(value)) for name, of in kind.indexes.items()}


def form_of(kind: AnyKind) -> str:
    """Return all that the texts of a kind's rows depend on, as text."""
    form = {
        "indexes": sorted(kind.indexes),
        "orders": sorted(kind.orders),
        "texts": [TEXT_VERSION, kind.text_version],
    }
    return json.dumps(form)


class Forms:
    """
    The forms of a store's kinds, and what is recorded of them.

    Args:
        records: The adapter.
        kinds: The kinds, by name.
        clock: Tells the present instant.
        mint: Makes versions.
    """

    def __init__(
        self,
        records: RecordStore,
        kinds: Mapping[str, AnyKind],
        clock: Callable[[], DateTime],
        mint: Callable[[], str],
    ) -> None:
        self._records = records
        self._kinds = kinds
        self._clock = clock
        self._mint = mint
        self._stale: dict[str, NeedsReindex] = {}
        self._done = False

    def require(self, kind: AnyKind) -> None:
        """Refuse a kind whose rows were written in another form."""
        if kind.name in self._stale:
            raise self._stale[kind.name]

    def stale(self) -> tuple[AnyKind, ...]:
        """Return the kinds whose rows were written in another form."""
        self.compare()
        return tuple(self._kinds[name] for name in self._stale)

    def compare(self) -> None:
        """
        Compare every kind with what is recorded, and record what is not; then never again.

        Where recording fails, for others are writing or nobody may, the next call
        tries again: until then new rows are taken at their own word.
        """
        if self._done:
            return
        unit = self._records.begin()
        try:
            unrecorded = self._judged(unit)
        finally:
            unit.rollback()
        self._done = self._are_written(unrecorded) and not self._stale

    def reindex(self, kind: AnyKind, *, batch: int) -> int:
        """Rewrite the texts of a kind's rows, then record its form; return how many were rewritten."""
        after: tuple[str, str] | None = None
        rewritten = 0
        while True:
            rows = self._persist(partial(_rewrite, kind=kind, after=after, limit=batch))
            rewritten += sum(changed for _, changed in rows)
            if len(rows) < batch:
                break
            last, _ = rows[-1]
            after = last, last
        self._persist(lambda unit: self._write(unit, kind))
        self._stale.pop(kind.name, None)
        return rewritten

    def _judged(self, unit: RecordUnit) -> Sequence[AnyKind]:
        """Tell which kinds are stale; return those whose form is still to be recorded."""
        found = {it.key: it.body.decode() for it in unit.read_many(_FORMS, list(self._kinds))}
        stale: dict[str, NeedsReindex] = {}
        unrecorded: list[AnyKind] = []
        for name, kind in self._kinds.items():
            recorded = found.get(name)
            if recorded == form_of(kind):
                continue
            row = next(iter(_listed(unit, kind, None, 1)), None)
            if row is None or (recorded is None and _has_the_names(row, kind)):
                unrecorded.append(kind)
            else:
                stale[name] = NeedsReindex(name, recorded or "", form_of(kind))
        self._stale = stale
        return unrecorded

    def _are_written(self, kinds: Sequence[AnyKind]) -> bool:
        """Record the forms of these kinds in one unit; tell whether it was possible."""
        if not kinds:
            return True
        unit = self._records.begin()
        try:
            for kind in kinds:
                self._write(unit, kind)
            unit.commit()
        except BaseException as exc:
            unit.rollback()
            if isinstance(exc, _LOST):
                return False
            raise
        return True

    def _write(self, unit: RecordUnit, kind: AnyKind) -> None:
        form = Record(
            kind=_FORMS,
            key=kind.name,
            version=self._mint(),
            schema=1,
            recorded_at=utc_text(self._clock()),
            body=form_of(kind).encode(),
        )
        found = unit.read(_FORMS, kind.name)
        if found is None:
            unit.insert(form)
        else:
            unit.replace(form, expected=found.version)

    def _persist(self, work: Callable[[RecordUnit], T]) -> T:
        """Run *work* in a unit of its own; where somebody else was first, again."""
        for tried in range(1, _ATTEMPTS + 1):
            unit = self._records.begin()
            try:
                result = work(unit)
                unit.commit()
            except BaseException as exc:
                unit.rollback()  # whatever it was: an open unit would keep its locks
                final = isinstance(exc, StoreUnavailable) and not exc.retryable
                if final or not isinstance(exc, _LOST) or tried == _ATTEMPTS:
                    raise
            else:
                return result
        raise AssertionError  # pragma: no cover - the loop returns or raises


def _rewrite(
    unit: RecordUnit, *, kind: AnyKind, after: tuple[str, str] | None, limit: int
) -> list[tuple[str, bool]]:
    """Rewrite the next rows; return the key of each, and whether it had to be."""
    return [(row.key, _is_rewritten(unit, kind, row)) for row in _listed(unit, kind, after, limit)]


def _is_rewritten(unit: RecordUnit, kind: AnyKind, row: Record) -> bool:
    if row.schema > kind.codec.schema:
        raise PayloadTooNew(kind.name, row.schema)
    value = kind.codec.load(row.body)
    present = attrs.evolve(row, sorts=sorts_of(kind, value), indexes=indexes_of(kind, value))
    if (dict(row.sorts), dict(row.indexes)) == (present.sorts, present.indexes):
        return False
    # The value is what it was, and so is its version: nobody who has read it has lost a race.
    unit.replace(present, expected=row.version)
    return True


def _listed(
    unit: RecordUnit, kind: AnyKind, after: tuple[str, str] | None, limit: int
) -> Sequence[Record]:
    return unit.scan(
        kind.name, where={}, order=KEY_ORDER, descending=False, after=after, limit=limit
    )


def _has_the_names(row: Record, kind: AnyKind) -> bool:
    return set(row.sorts) == set(kind.orders) and set(row.indexes) == set(kind.indexes)
