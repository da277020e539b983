"""
Rows as they stood at the moment of a review, where the store keeps their history.

A card that was changed since is judged as it was then. A row that was only written
later, as every row of a book that was imported later, is taken in its first form:
when it was written says nothing of when it was so. Rows removed since are not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from pendulum import DateTime

from clientcare import kinds
from clientcare.repositories import (
    EVERYTHING,
    AnyKind,
    Kind,
    Query,
    Revision,
    Unit,
    each,
)

T = TypeVar("T")

_OWN_HISTORY: Final[frozenset[AnyKind]] = frozenset(
    {kinds.APPROVAL_REQUEST, kinds.COMPLAINT, kinds.CORRECTIVE_ACTION, kinds.VISIT_PLAN}
)
"""Tracked kinds that tell themselves what they were at a moment; the rest is read by version."""


class AsRecorded:
    """
    Reads a book as it was recorded at a moment.

    Args:
        unit: A unit of work to read in; it is not written to.
        now: The moment, where the store has ``HISTORY``; without one the rows are
            read as they stand.
    """

    def __init__(self, unit: Unit, now: DateTime | None = None) -> None:
        self._unit = unit
        self._now = now
        self._former: dict[str, Mapping[str, Any]] = {}

    def rows(self, kind: Kind[T], query: Query = EVERYTHING) -> Iterator[tuple[T, T]]:
        """Yield each row as it stood, and as it stands now; in the order in which they stand now."""
        former = self._former_of(kind)
        for row in each(self._unit.repository(kind), query):
            then: T = former.get(kind.key(row.value), row.value)
            yield then, row.value

    def values(self, kind: Kind[T], query: Query = EVERYTHING) -> Iterator[T]:
        """Yield each row as it stood."""
        return (then for then, _ in self.rows(kind, query))

    def _former_of(self, kind: Kind[T]) -> Mapping[str, T]:
        """Return the rows that stood otherwise, by key; they are looked for once, and kept."""
        if self._now is None or not kind.tracked or kind in _OWN_HISTORY:
            return {}
        if kind.name not in self._former:
            repository = self._unit.repository(kind)
            found: dict[str, T] = {}
            for row in each(repository):
                key = kind.key(row.value)
                then = _version_at(self._now, repository.history(key))
                if then.version != row.version:
                    found[key] = then.value
            self._former[kind.name] = found
        return self._former[kind.name]


def _version_at(now: DateTime, revisions: Sequence[Revision[T]]) -> Revision[T]:
    known = [one for one in revisions if one.recorded_at <= now]
    return known[-1] if known else revisions[0]
