"""Which rows of which files count, and how rows of several files find each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from clientcare.errors import RowFault
from clientcare.services.importing._nodes import Lookup, Picker
from clientcare.services.importing.mapping import Condition, Join
from clientcare.services.importing.reading import Row, Table
from clientcare.services.importing.sources import Cell, Names, Scope, place_of

Tables = Mapping[str, Table]
"""Every file that the mapping names, by its name."""


@attrs.frozen(eq=False)
class Finder:
    """
    Finds columns and rows, and keeps what it does not find.

    Attributes:
        tables: The files.
        missing: The columns that are not there.
    """

    tables: Tables
    missing: list[RowFault] = attrs.field(factory=list)
    _twice: list[tuple[tuple[Cell, ...], Row, str]] = attrs.field(factory=list)

    def faults(self) -> tuple[RowFault, ...]:
        """Return all that is wrong; to be asked for once it is known which columns are secret."""
        twice = [RowFault(*place_of(keys, Scope((row,))), rule) for keys, row, rule in self._twice]
        return tuple(dict.fromkeys([*self.missing, *twice]))

    def picked(
        self,
        table: Table,
        joins: tuple[Join, ...],
        where: tuple[Condition, ...],
        beyond: tuple[tuple[str, Table], ...],
    ) -> tuple[Names, Picker]:
        """Return the columns that can be named beside the rows of *table*, and which rows count."""
        known: list[tuple[str, Table]] = [("", table)]
        lookups: list[Lookup] = []
        for join in joins:
            other = self.tables[join.file]
            so_far = Names(tuple(known))
            lookups.append(
                Lookup(
                    keys=self.cells(join.on, so_far),
                    rows=self._unique(other, self.cells(join.on.values(), Names((("", other),)))),
                    file=join.file,
                    optional=join.optional,
                )
            )
            known.append((join.name, other))
        names = Names((*known, *beyond))
        tests = [(cell, test) for test in where for cell in self.cells([test.column], names)]
        return names, Picker(where=tuple(tests), lookups=tuple(lookups))

    def cells(self, columns: Iterable[str], names: Names) -> tuple[Cell, ...]:
        """Return the columns that are there."""
        found = [names.find(column) for column in columns]
        self.missing.extend(one for one in found if isinstance(one, RowFault))
        return tuple(one for one in found if isinstance(one, Cell))

    def _unique(self, table: Table, keys: tuple[Cell, ...]) -> dict[tuple[str, ...], Row]:
        rows: dict[tuple[str, ...], Row] = {}
        for row in table.rows:
            key = tuple(row.cells[cell.place] for cell in keys)
            if row.broken or not any(key):
                continue
            if key in rows:
                rule = f"a key that stands there once; line {rows[key].line} has it too"
                self._twice.append((keys, row, rule))
            rows.setdefault(key, row)
        return rows


def by_key(table: Table, keys: tuple[Cell, ...]) -> Mapping[tuple[str, ...], tuple[Row, ...]]:
    """Return the rows of a file by their key."""
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        rows.setdefault(tuple(row.cells[cell.place] for cell in keys), []).append(row)
    return {key: tuple(several) for key, several in rows.items()}
