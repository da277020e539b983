"""
A folder of foreign CSV files into a store, whole or not at all.

All rows are read and checked before a single unit of work writes them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import ImportFailedError, RowFault
from clientcare.kinds import KINDS
from clientcare.repositories import AnyKind, Store
from clientcare.services.importing.building import Builder, Progress, Tally
from clientcare.services.importing.checking import (
    References,
    id_types,
    without_future,
    without_twins,
)
from clientcare.services.importing.mapping import FolderMapping, is_inside
from clientcare.services.importing.planning import Plan, plan
from clientcare.services.importing.reading import Table, read_table

_STEP: Final = 500
_LOG: Final = logging.getLogger("clientcare.importing")


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@attrs.frozen(kw_only=True)
class RowReport:
    """
    What became of the rows of a folder; what a report of the book tells of its source.

    Attributes:
        tallies: What became of the rows, for each kind and file.
        unread: How many rows of a file no object was made from, by file.
    """

    tallies: tuple[Tally, ...] = ()
    unread: Mapping[str, int] = attrs.field(factory=FrozenMap)


@attrs.frozen(kw_only=True)
class Imported:
    """
    What a folder holds.

    Attributes:
        objects: Each object with its kind, in the order of the mapping.
        tallies: What became of the rows, for each kind and file.
        unread: How many rows of a file no object was made from, by file; they
            are counted as left out in every tally of theirs.
        loose: How many times a document was named that is not there, by kind.
        rejects: What was wrong with rows that are not among the objects.
    """

    objects: tuple[tuple[AnyKind, Any], ...]
    tallies: tuple[Tally, ...]
    unread: Mapping[str, int] = attrs.field(factory=FrozenMap)
    loose: Mapping[str, int] = attrs.field(factory=FrozenMap)
    rejects: tuple[RowFault, ...] = ()

    @property
    def row_report(self) -> RowReport:
        """What became of the rows, without the objects."""
        return RowReport(tallies=self.tallies, unread=self.unread)

    def count(self, kind: str) -> int:
        """Return how many objects of one kind there are."""
        return sum(one.name == kind for one, _ in self.objects)


def read_folder(
    folder: str | os.PathLike[str],
    mapping: FolderMapping,
    *,
    today: Date,
    kinds: Sequence[AnyKind] = KINDS,
    keep_going: bool = False,
    allowed_sensitive: frozenset[str] = frozenset(),
    progress: Progress = _silent,
) -> Imported:
    """
    Return what *folder* holds, every row read and checked; nothing is written.

    Args:
        folder: Where the files are.
        mapping: How they become objects of ours.
        today: The day of the import; a later day is refused wherever something
            is told as having happened.
        kinds: What can be built.
        keep_going: Leave out bad rows, and what refers to them, instead of
            failing; they are handed back as rejects.
        allowed_sensitive: The sensitive fields for which a purpose is listed,
            each as ``Class.field``; any other one is refused.
        progress: Told how far the work is.

    Raises:
        ImportFailedError: Rows that cannot be read, all of them; or, also when
            keeping going, a file that is missing or not as the mapping says.
        PayloadError: The mapping asks for what cannot be; every fault, with its path.
    """
    require_date("today", today)
    tables = _all_tables(Path(folder), mapping)
    plans, misfits = plan(mapping, {kind.name: kind for kind in kinds}, tables, allowed_sensitive)
    if misfits:
        raise ImportFailedError(_sorted(misfits, mapping))
    builder = Builder(progress)
    for table in tables.values():
        builder.faults.extend(table.faults)
    built = [one for todo in plans for one in builder.run(todo)]
    built = list(without_twins(built, builder.faults))
    built = list(without_future(built, today, builder.faults, builder.refused))
    references = References(id_types(kinds), frozenset(todo.build.kind for todo in plans))
    built = references.whole(built, builder.refused, builder.faults)
    if builder.faults and not keep_going:
        raise ImportFailedError(_sorted(builder.faults, mapping))
    rejects = _sorted(builder.faults + references.dropped, mapping)
    _LOG.info("%d objects read from %s, %d faults", len(built), folder, len(rejects))
    return Imported(
        objects=tuple((one.plan.kind, one.value) for one in built),
        tallies=tuple(builder.tallies),
        unread=_unread(plans),
        loose=FrozenMap(references.loose),
        rejects=rejects,
    )


def write(imported: Imported, store: Store, *, progress: Progress = _silent) -> None:
    """
    Write all objects into *store* in one unit of work: all of them or none.

    Raises:
        AlreadyExists: The store has an object of the same kind and id.
        StoreError: What else the store reports.
    """
    total = len(imported.objects)
    with store.begin() as unit:
        for done, (kind, value) in enumerate(imported.objects):
            if done % _STEP == 0:
                progress("objects written", done, total)
            unit.repository(kind).add(value)
        unit.commit()
    progress("objects written", total, total)
    _LOG.info("%d objects written", total)


def _all_tables(folder: Path, mapping: FolderMapping) -> Mapping[str, Table]:
    tables: dict[str, Table] = {}
    faults: list[RowFault] = []
    for file in _files(mapping):
        try:
            tables[file] = read_table(folder, file, mapping.format_of(file))
        except ImportFailedError as exc:
            faults.extend(exc.faults)
    if faults:
        raise ImportFailedError(faults)
    return tables


def _files(mapping: FolderMapping) -> tuple[str, ...]:
    """Return every file that the mapping names, each once."""
    found: dict[str, None] = {}
    for build in mapping.build:
        found[build.file] = None
        found.update(dict.fromkeys(join.file for join in build.join))
        found.update(dict.fromkeys(_inside(build.fields)))
    return tuple(found)


def _inside(spec: object) -> tuple[str, ...]:
    """Return the files that fields read rows of, or join; what is malformed is told later."""
    if isinstance(spec, list):
        return tuple(file for item in spec for file in _inside(item))
    if not isinstance(spec, Mapping):
        return ()
    joins = spec.get("join")
    named = [spec, *(joins if isinstance(joins, list) else ())] if "fields" in spec else []
    own = [one.get("file") for one in named if isinstance(one, Mapping)]
    return (
        *(file for file in own if is_inside(file)),
        *(file for item in spec.values() for file in _inside(item)),
    )


def _sorted(faults: Iterable[RowFault], mapping: FolderMapping) -> tuple[RowFault, ...]:
    order = {file: place for place, file in enumerate(_files(mapping))}
    once = dict.fromkeys(faults)
    return tuple(sorted(once, key=lambda fault: (order[fault.file], fault.line)))


def _unread(plans: tuple[Plan, ...]) -> Mapping[str, int]:
    files: dict[str, set[tuple[str, int]]] = {}
    for todo in plans:
        left_out = set(todo.picker.left_out)
        known = files.setdefault(todo.table.file, left_out)
        files[todo.table.file] = known & left_out
    return FrozenMap({file: len(rows) for file, rows in files.items() if rows})
