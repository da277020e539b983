"""What no single row can tell: ids twice, days that have not come, objects that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain._ahead import may_lie_ahead
from clientcare.errors import RowFault
from clientcare.repositories import AnyKind
from clientcare.services.importing.building import Built
from clientcare.services.importing.fields import Held, walk

DOCUMENTS: Final = frozenset(
    {"order", "delivery", "invoice", "credit_note", "payment", "write_off"}
)
"""Kinds that may be named though they are not there, such as an archived order."""

_REFUSED: Final = "the id of an accepted {}; this one is refused"
_ABSENT: Final = "the id of an imported {}"


def id_types(kinds: Iterable[AnyKind]) -> Mapping[Any, str]:
    """Return for each type of id the kind whose objects have such ids."""
    found: dict[Any, str] = {}
    for kind in kinds:
        fields = attrs.fields_dict(attrs.resolve_types(kind.type))
        if "id" in fields and fields["id"].type is not str:
            found[fields["id"].type] = kind.name
    return found


def without_twins(built: Iterable[Built], faults: list[RowFault]) -> Iterator[Built]:
    """Yield each object whose id is new; one that comes again is a fault."""
    first: dict[tuple[str, str], Built] = {}
    for one in built:
        key = (one.kind, one.key)
        if key in first:
            place = first[key].scope.row
            rule = f"an id of its own; {place.file} line {place.line} has it already"
            faults.append(one.fault("$.id", rule))
        else:
            first[key] = one
            yield one


def without_future(
    built: Iterable[Built], today: Date, faults: list[RowFault], refused: dict[str, set[str]]
) -> Iterator[Built]:
    """Yield each object that tells of nothing after *today*; one that does is a fault."""
    for one in built:
        ahead = [held.path for held in walk(one.value, "$") if _is_ahead(held, today)]
        if ahead:
            rule = f"no later than today, {today.isoformat()}"
            faults.extend(one.fault(path, rule) for path in ahead)
            refused.setdefault(one.kind, set()).add(one.key)
        else:
            yield one


def _is_ahead(held: Held, today: Date) -> bool:
    if not isinstance(held.value, Date) or may_lie_ahead(held.field):
        return False
    day = held.value.date() if isinstance(held.value, DateTime) else held.value
    return day > today


@attrs.define(eq=False)
class References:
    """
    Who names whom.

    Attributes:
        kinds: For each type of id the kind that it is of.
        mapped: The kinds that the mapping builds; others cannot be checked.
        loose: How many ids of documents that are not there were named, by kind.
        dropped: What named something that is itself refused.
    """

    kinds: Mapping[Any, str]
    mapped: frozenset[str]
    loose: Counter[str] = attrs.field(factory=Counter)
    dropped: list[RowFault] = attrs.field(factory=list)

    def whole(
        self, built: list[Built], refused: dict[str, set[str]], faults: list[RowFault]
    ) -> list[Built]:
        """Return the objects that name nothing refused and nobody who is not there."""
        named = [(one, tuple(self._named(one))) for one in built]
        kept = named
        while True:
            there = {(one.kind, one.key) for one, _ in kept}
            good: list[tuple[Built, tuple[tuple[str, str, str], ...]]] = []
            for one, names in kept:
                bad = [
                    (path, kind, key in refused.get(kind, ()))
                    for path, kind, key in names
                    if self._is_broken(kind, key, there, refused)
                ]
                for path, kind, is_refused in bad:
                    if is_refused:
                        self.dropped.append(one.fault(path, _REFUSED.format(kind)))
                    else:
                        faults.append(one.fault(path, _ABSENT.format(kind)))
                if bad:
                    refused.setdefault(one.kind, set()).add(one.key)
                else:
                    good.append((one, names))
            if len(good) == len(kept):
                break
            kept = good
        self.loose.update(
            kind for _, names in kept for _, kind, key in names if (kind, key) not in there
        )
        return [one for one, _ in kept]

    def _named(self, one: Built) -> Iterator[tuple[str, str, str]]:
        for held in walk(one.value, "$"):
            kind = self.kinds.get(held.declared)
            if kind in self.mapped and held.path != "$.id":
                yield held.path, str(kind), str(held.value)

    def _is_broken(
        self, kind: str, key: str, there: set[tuple[str, str]], refused: Mapping[str, set[str]]
    ) -> bool:
        if (kind, key) in there:
            return False
        return key in refused.get(kind, ()) or kind not in DOCUMENTS
