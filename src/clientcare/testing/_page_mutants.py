"""Planted bugs of listings."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import attrs

from clientcare.record_store import Record
from clientcare.repositories import Condition, Range
from clientcare.testing._spoilt import SpoiltUnit, mutant


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


@mutant
class FindsTheUnknownInRanges(SpoiltUnit):
    """Takes a row without a value for one that is below every bound."""

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
        """Open the lower bound where it is the first text there is."""
        opened = {
            name: Range("", it.most) if isinstance(it, Range) and it.least == "\x01" else it
            for name, it in where.items()
        }
        return super().scan(
            kind, where=opened, order=order, descending=descending, after=after, limit=limit
        )


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


@mutant
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


@mutant
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


@mutant
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


@mutant
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


@mutant
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


@mutant
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


@mutant
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


@mutant
class KeepsOldTexts(SpoiltUnit):
    """A save leaves orders and indexes as they were."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        """Write the body alone."""
        found = self.inner.read(record.kind, record.key)
        if found is not None:
            record = attrs.evolve(record, sorts=found.sorts, indexes=found.indexes)
        self.inner.replace(record, expected=expected)
