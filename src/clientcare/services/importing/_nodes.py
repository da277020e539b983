"""The compiled form of a mapping: nodes that turn rows into the plain data of an object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import attrs

from clientcare.domain.currencies import minor_digits
from clientcare.domain.privacy import HIDDEN
from clientcare.errors import RowFault, UnknownCurrencyError
from clientcare.services.importing import values
from clientcare.services.importing.mapping import PLAIN, Condition, Format
from clientcare.services.importing.reading import Row
from clientcare.services.importing.sources import Cell, Place, Scope, Source, Text, place_of
from clientcare.services.importing.values import RefusedError

BLANK: Final = object()
"""Nothing is told: the field is left out."""
Token = str | int


class Node(Protocol):
    """What makes the plain data of one field from the rows of a scope."""

    def plain(self, scope: Scope) -> object:
        """Return the plain data, `BLANK`, or a `Refused`."""

    def told(self, scope: Scope) -> bool:
        """Tell whether the files say anything for it."""

    def from_files(self) -> bool:
        """Tell whether it takes anything from the files at all."""

    def own_cells(self) -> Iterator[Cell]:
        """Yield the cells of the object's own row that it reads."""

    def locate(self, tokens: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        """Return where the value at a path stands, and the rule that it broke here, if any."""


@attrs.frozen
class Refused:
    """
    Stands where a text was refused; the codec refuses it in turn, at its path.

    Attributes:
        rule: What the text has to be.
    """

    rule: str


# --- one value ------------------------------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class Leaf:
    """
    One value.

    Attributes:
        form: ``text``, ``whole``, ``decimal``, ``money``, ``truth``, ``date`` or ``instant``.
        source: Where it comes from.
        format: How the file writes it.
        currency: Of money.
        times: Numbers to multiply with.
        plus: Numbers to add.
        rounding: How a product is rounded to the minor unit.
        hidden: Whether the value is sensitive, and no fault may show it.
    """

    form: str
    source: Source
    format: Format
    currency: Text | None = None
    times: tuple[Text, ...] = ()
    plus: tuple[Text, ...] = ()
    rounding: str | None = None
    hidden: bool = False

    def plain(self, scope: Scope) -> object:
        try:
            return self.read(scope)
        except RefusedError as exc:
            return Refused(exc.rule)

    def read(self, scope: Scope) -> object:
        """Return the plain data; raises `RefusedError`."""
        text, is_ours = self.source.read(scope)
        if not text:
            return BLANK
        return self.understood(text, PLAIN if is_ours else self.format, scope)

    def understood(self, text: str, form: Format, scope: Scope) -> object:
        """Return the plain data for a *text* that is not empty; raises `RefusedError`."""
        match self.form:
            case "whole" | "decimal" | "money":
                return self._number(text, form, scope)
            case "truth":
                if text not in {"true", "false"}:
                    raise RefusedError("true or false; a value map says which is which")
                return text == "true"
            case "date":
                is_iso = form.date == PLAIN.date
                return text if is_iso else values.day(text, form.date or "")
            case "instant":
                return values.instant(text, form.instant, form.zone)
            case _:
                return text

    def _number(self, text: str, form: Format, scope: Scope) -> object:
        plain = values.number(text, form.decimal or ".", form.thousands)
        factors = [self._operand(factor, scope) for factor in self.times]
        summands = [self._operand(summand, scope) for summand in self.plus]
        if "" in factors or "" in summands:
            return BLANK  # what is not known is not 0
        if self.form == "money":
            return self._money(plain, factors, summands, scope)
        if factors or summands:
            plain = values.decimal_text(values.computed(plain, factors, summands))
        if self.form == "decimal":
            return plain
        if "." in plain:
            raise RefusedError("a whole number")
        return int(plain)

    def _operand(self, operand: Text, scope: Scope) -> str:
        text = operand.read(scope)
        form = PLAIN if operand.constant is not None else self.format
        return values.number(text, form.decimal or ".", form.thousands) if text else ""

    def _money(self, plain: str, factors: list[str], summands: list[str], scope: Scope) -> object:
        currency = self.currency.read(scope) if self.currency else ""
        if not currency:
            raise RefusedError("an amount with a currency, which is not told here")
        try:
            minor_digits(currency)
        except UnknownCurrencyError as exc:
            raise RefusedError(f"an amount with {exc.rule}, which {currency!r} is not") from None
        exact = values.computed(plain, factors, summands)
        return {
            "amount": values.amount_text(exact, currency, self.rounding),
            "currency": currency,
        }

    def told(self, scope: Scope) -> bool:
        return bool(self.source.cells) and self.source.raw(scope) != ""

    def from_files(self) -> bool:
        return bool(self.source.cells)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that it reads."""
        yield from self.source.cells
        for text in (*self.times, *self.plus, self.currency):
            yield from text.cells if text else ()

    def own_cells(self) -> Iterator[Cell]:
        return (cell for cell in self.cells() if cell.position == 0)

    def locate(self, _: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        place = place_of(dict.fromkeys(self.cells()), scope, self.source.raw(scope))
        if self.hidden:
            place = place._replace(value=HIDDEN)
        refused = self.plain(scope)
        return place, refused.rule if isinstance(refused, Refused) else None


@attrs.frozen(kw_only=True, eq=False)
class Split:
    """
    Several values in one cell.

    Attributes:
        leaf: How each is understood.
        separator: What stands between them.
    """

    leaf: Leaf
    separator: str

    def plain(self, scope: Scope) -> object:
        texts = [part.strip() for part in self.leaf.source.raw(scope).split(self.separator)]
        return [self._one(text, scope) for text in texts if text] or BLANK

    def _one(self, text: str, scope: Scope) -> object:
        known = self.leaf.source.map
        if known is not None and text not in known:
            return Refused("each listed in the value map: " + ", ".join(known))
        try:
            if known is not None:
                return self.leaf.understood(known[text], PLAIN, scope)
            return self.leaf.understood(text, self.leaf.format, scope)
        except RefusedError as exc:
            return Refused(exc.rule)

    def told(self, scope: Scope) -> bool:
        return self.leaf.told(scope)

    def from_files(self) -> bool:
        return self.leaf.from_files()

    def own_cells(self) -> Iterator[Cell]:
        return self.leaf.own_cells()

    def locate(self, _: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        value = HIDDEN if self.leaf.hidden else self.leaf.source.raw(scope)
        place = place_of(self.leaf.source.cells, scope)._replace(value=value)
        items = self.plain(scope)
        assert isinstance(items, list)  # noqa: S101 - a fault was found in it
        bad = [item.rule for item in items if isinstance(item, Refused)]
        return place, bad[0] if bad else None


# --- several --------------------------------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """
    An object inside a larger one.

    Attributes:
        fields: Its fields.
        when: Conditions under which it is there at all.
        always: Whether it is there although the files say nothing for it.
    """

    fields: Mapping[str, Node]
    when: tuple[tuple[Cell, Condition], ...] = ()
    always: bool = False

    def plain(self, scope: Scope) -> object:
        if not all(test.holds(cell.read(scope)) for cell, test in self.when):
            return BLANK
        if not self.always and self.from_files() and not self.told(scope):
            return BLANK
        data = {name: node.plain(scope) for name, node in self.fields.items()}
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
        file: The file of the rows; empty for those of the group.
        asked: The keys that an object was made with so far.
    """

    part: Node
    picker: Picker
    keys: tuple[Cell, ...] = ()
    theirs: tuple[Cell, ...] = ()
    index: Mapping[tuple[str, ...], tuple[Row, ...]] | None = None
    file: str = ""
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

    def _there(self, scope: Scope) -> list[tuple[Scope | Row, object]]:
        made: list[tuple[Scope | Row, object]] = []
        for row in self.mine(scope):
            faults: list[RowFault] = []
            inner = None if row.broken else self.picker.scope(row, faults, (scope.row,))
            if inner is not None:
                made.append((inner, self.part.plain(inner)))
            elif row.broken:
                made.append((row, Refused(f"{row.file} line {row.line} to be whole")))
            elif faults:
                made.append((row, Refused(faults[0].rule)))
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
        return Place(inner.file, inner.line, "", ""), value.rule


_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[(.*?)\]")


def tokens_of(path: str) -> tuple[Token, ...]:
    """Return the steps of a path such as ``$.lines[0].net``."""
    return tuple(int(index) if index else name or key for name, index, key in _STEP.findall(path))


def is_refused(data: Any) -> bool:
    """Tell whether a refused text stands anywhere in plain data."""
    if isinstance(data, dict):
        return any(map(is_refused, data.values()))
    if isinstance(data, list):
        return any(map(is_refused, data))
    return isinstance(data, Refused)
