"""Nodes that hold others: objects, arrays, and the rows that make several objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from clientcare.errors import RowFault
from clientcare.services.importing._node import BLANK, Node, Refused, Token
from clientcare.services.importing.mapping import Condition
from clientcare.services.importing.reading import Row, Table
from clientcare.services.importing.sources import Cell, Place, Scope, place_of
from clientcare.services.importing.values import RefusedError


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """
    An object inside a larger one.

    Attributes:
        fields: Its fields.
        when: Conditions under which it is there at all.
        always: Whether it is there although the files say nothing for it.
        sparse: Whether a field is left out where the files say nothing for it,
            since it may be one of another class of a union.
    """

    fields: Mapping[str, Node]
    when: tuple[tuple[Cell, Condition], ...] = ()
    always: bool = False
    sparse: bool = False

    def plain(self, scope: Scope) -> object:
        if not all(test.holds(cell.read(scope)) for cell, test in self.when):
            return BLANK
        if not self.always and self.from_files() and not self.told(scope):
            return BLANK
        data = {
            name: node.plain(scope)
            for name, node in self.fields.items()
            if not self.sparse or not node.from_files() or node.told(scope)
        }
        return {name: value for name, value in data.items() if value is not BLANK}

    def told(self, scope: Scope) -> bool:
        return any(node.told(scope) for node in self.fields.values())

    def from_files(self) -> bool:
        return any(node.from_files() for node in self.fields.values())

    def own_cells(self) -> Iterator[Cell]:
        for node in self.fields.values():
            yield from node.own_cells()
        yield from (cell for cell, _ in self.when if cell.position == 0)

    def locate(self, tokens: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        if tokens and tokens[0] in self.fields:
            return self.fields[str(tokens[0])].locate(tokens[1:], scope)
        return place_of((), scope), None


@attrs.frozen(kw_only=True, eq=False)
class Array:
    """
    Several values, each described for itself; those that nothing is told for are left out.

    Attributes:
        items: What each is made of.
    """

    items: tuple[Node, ...]

    def plain(self, scope: Scope) -> object:
        return [value for _, value in self._there(scope)]

    def _there(self, scope: Scope) -> list[tuple[Node, object]]:
        made = [(node, node.plain(scope)) for node in self.items]
        return [(node, value) for node, value in made if value is not BLANK]

    def told(self, scope: Scope) -> bool:
        return any(node.told(scope) for node in self.items)

    def from_files(self) -> bool:
        return any(node.from_files() for node in self.items)

    def own_cells(self) -> Iterator[Cell]:
        for node in self.items:
            yield from node.own_cells()

    def locate(self, tokens: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        there = self._there(scope)
        if tokens and isinstance(tokens[0], int) and tokens[0] < len(there):
            return there[tokens[0]][0].locate(tokens[1:], scope)
        return place_of((), scope), None


# --- a row and what is beside it ---------------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class Lookup:
    """
    A join: the one row of another file with the same key.

    Attributes:
        keys: The cells that make up the key, in the rows so far.
        rows: The other file's rows, by key.
        file: The other file's name.
        optional: Whether a key that is not there is fine.
    """

    keys: tuple[Cell, ...]
    rows: Mapping[tuple[str, ...], Row]
    file: str
    optional: bool

    def find(self, scope: Scope) -> Row | None:
        """Return the row; raises `RefusedError` where it has to be there and is not."""
        key = tuple(cell.read(scope) for cell in self.keys)
        if not any(key):
            return None
        found = self.rows.get(key)
        if found is None and not self.optional:
            raise RefusedError(f"a key that stands in {self.file}")
        return found


@attrs.frozen(kw_only=True, eq=False)
class Picker:
    """
    Which rows count, and what is joined to them.

    Attributes:
        where: Conditions, in the order in which they are tried.
        lookups: The joins, in their order.
        left_out: The rows that were left out, by file and line, and why; it grows
            as rows are picked, and picking a row twice does not count it twice.
    """

    where: tuple[tuple[Cell, Condition], ...]
    lookups: tuple[Lookup, ...]
    left_out: dict[tuple[str, int], str] = attrs.field(factory=dict)

    def scope(
        self, row: Row, faults: list[RowFault], beyond: tuple[Row | None, ...] = ()
    ) -> Scope | None:
        """
        Return the scope of *row*, or ``None`` where it is left out (counted) or refused (a fault).

        The rows *beyond* are those of the larger object around it.
        """
        fixed = len(self.lookups)
        rows: list[Row | None] = [row, *[None] * fixed, *beyond]
        for cell, test in self.where:
            if cell.position == 0 and not self._passes(cell, test, Scope((row,))):
                return None
        for position, lookup in enumerate(self.lookups, start=1):
            scope = Scope(tuple(rows))
            try:
                rows[position] = lookup.find(scope)
            except RefusedError as exc:
                faults.append(RowFault(*place_of(lookup.keys, scope), exc.rule))
                return None
        scope = Scope(tuple(rows))
        for cell, test in self.where:
            if cell.position and not self._passes(cell, test, scope):
                return None
        return scope

    def _passes(self, cell: Cell, test: Condition, scope: Scope) -> bool:
        if test.holds(cell.read(scope)):
            return True
        row = scope.row
        self.left_out[row.file, row.line] = test.reason
        return False


@attrs.frozen(kw_only=True, eq=False)
class Rows:
    """
    Several objects, one for each row of another file, or of the group.

    Attributes:
        part: What each is made of.
        picker: Which rows count.
        keys: The cells of the larger object's row that tell which rows are its.
        theirs: The cells of the rows that hold the same.
        index: The rows by key; ``None`` for the rows of the group.
        table: The file of the rows.
        around: The file of the larger objects' rows.
        asked: The keys that an object was made with so far.
    """

    part: Node
    picker: Picker
    keys: tuple[Cell, ...] = ()
    theirs: tuple[Cell, ...] = ()
    index: Mapping[tuple[str, ...], tuple[Row, ...]] | None = None
    table: Table
    around: Table
    asked: set[tuple[str, ...]] = attrs.field(factory=set)

    def key_of(self, scope: Scope) -> tuple[str, ...]:
        """Return the key of the rows that belong to an object."""
        return tuple(cell.read(scope) for cell in self.keys)

    def mine(self, scope: Scope) -> tuple[Row, ...]:
        """Return the rows that belong to an object."""
        if self.index is None:
            return scope.group
        key = self.key_of(scope)
        self.asked.add(key)
        return self.index.get(key, ())

    def _there(self, scope: Scope) -> list[tuple[Scope | Place, object]]:
        made: list[tuple[Scope | Place, object]] = []
        for row in self.mine(scope):
            faults: list[RowFault] = []
            inner = None if row.broken else self.picker.scope(row, faults, (scope.row,))
            if inner is not None:
                made.append((inner, self.part.plain(inner)))
            elif row.broken:
                place = Place(row.file, row.line, "", "")
                made.append((place, Refused("a whole row: its object has to have all of them")))
            elif faults:
                made.append((Place(*faults[0][:4]), Refused(faults[0].rule)))
        return [(inner, value) for inner, value in made if value is not BLANK]

    def plain(self, scope: Scope) -> object:
        return [value for _, value in self._there(scope)]

    def told(self, scope: Scope) -> bool:
        return bool(self.mine(scope))

    def from_files(self) -> bool:
        return True

    def own_cells(self) -> Iterator[Cell]:
        return iter(self.keys)

    def locate(self, tokens: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        there = self._there(scope)
        if not tokens or not isinstance(tokens[0], int) or tokens[0] >= len(there):
            return place_of(self.keys, scope), None
        inner, value = there[tokens[0]]
        if isinstance(inner, Scope):
            return self.part.locate(tokens[1:], inner)
        assert isinstance(value, Refused)  # noqa: S101 - a row without a scope was refused
        return inner, value.rule
