"""Where a value comes from: the cells of a row, of the rows joined to it, and constants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import attrs

from clientcare.domain.privacy import HIDDEN
from clientcare.errors import RowFault
from clientcare.services.importing.reading import Row, Secrets, Table
from clientcare.services.importing.templates import Column, Template
from clientcare.services.importing.values import RefusedError

PARENT: Final = "parent"


@attrs.frozen(eq=False)
class Scope:
    """
    The rows that one object is made from.

    Attributes:
        rows: The row itself, then those joined to it, then that of the larger
            object around it; ``None`` where a look-up has an empty key.
        group: All rows of the object where several make one.
    """

    rows: tuple[Row | None, ...]
    group: tuple[Row, ...] = ()

    @property
    def row(self) -> Row:
        """The row itself."""
        row = self.rows[0]
        assert row is not None  # noqa: S101 - a scope begins with its row
        return row


class Cell(NamedTuple):
    """A column found: which of the scope's rows, which of its cells, its heading, its file's secrets."""

    position: int
    place: int
    heading: str
    secrets: Secrets

    @property
    def is_secret(self) -> bool:
        """Whether no fault may show its text: a sensitive field is made of it."""
        return self.heading in self.secrets.headings

    def read(self, scope: Scope) -> str:
        """Return the cell's text; empty where the row is not there."""
        row = scope.rows[self.position]
        return "" if row is None else row.cells[self.place]


class Place(NamedTuple):
    """Where a value stands: file, line, columns, and the text there."""

    file: str
    line: int
    column: str
    value: str


def place_of(cells: Iterable[Cell], scope: Scope, constant: str = "") -> Place:
    """
    Return where a value made of *cells* stands; one without any stands in the row.

    Where one of the cells is secret, so is the value.
    """
    cells = tuple(cells)
    found = next((row for cell in cells if (row := scope.rows[cell.position])), scope.row)
    columns = ", ".join(dict.fromkeys(cell.heading for cell in cells))
    value = ", ".join(cell.read(scope) for cell in cells) if cells else constant
    if any(cell.is_secret for cell in cells):
        value = HIDDEN
    return Place(found.file, found.line, columns, value)


@attrs.frozen
class Names:
    """
    The columns that a template can name.

    Attributes:
        tables: The tables of the scope's rows, each with its alias; the row's
            own comes first and has none.
    """

    tables: tuple[tuple[str, Table], ...]

    def find(self, name: str) -> Cell | RowFault:
        """Return the cell called *name*, or the fault that there is none."""
        alias, dot, heading = name.partition(".")
        for position, (known, table) in enumerate(self.tables):
            if position and dot and alias == known:
                return self._in(position, table, heading)
        return self._in(0, self.tables[0][1], name)

    def _in(self, position: int, table: Table, heading: str) -> Cell | RowFault:
        if heading in table.columns:
            return Cell(position, table.columns[heading], heading, table.secrets)
        known = ", ".join(table.columns)
        return RowFault(table.file, 1, heading, "", f"a column of the file, which has: {known}")


@attrs.frozen
class Text:
    """
    A template whose columns have been found.

    Attributes:
        parts: Constant text and cells, in their order.
        cells: The cells among them.
        constant: Its text where it has no cell.
    """

    parts: tuple[str | Cell, ...]
    cells: tuple[Cell, ...] = attrs.field(init=False)
    constant: str | None = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        cells = tuple(part for part in self.parts if isinstance(part, Cell))
        object.__setattr__(self, "cells", cells)
        plain = "".join(part for part in self.parts if isinstance(part, str))
        object.__setattr__(self, "constant", None if cells else plain)

    def read(self, scope: Scope) -> str:
        """Return its text; empty where all its cells are."""
        if self.constant is not None:
            return self.constant
        if len(self.parts) == 1:
            return self.cells[0].read(scope)
        texts = [part if isinstance(part, str) else part.read(scope) for part in self.parts]
        if not any(cell.read(scope) for cell in self.cells):
            return ""
        return "".join(texts).strip()


def resolve(template: Template, names: Names, missing: list[RowFault]) -> Text:
    """Return *template* with its columns found; those that are not go to *missing*."""
    parts: list[str | Cell] = []
    for part in template.parts:
        if not isinstance(part, Column):
            parts.append(part)
            continue
        found = names.find(part.name)
        if isinstance(found, RowFault):
            missing.append(found)
        else:
            parts.append(found)
    return Text(tuple(parts))


@attrs.frozen(kw_only=True)
class Source:
    """
    The long form of a value, its columns found.

    Attributes:
        texts: Those that are not empty are joined.
        separator: What stands between them.
        map: Our text for each of theirs.
        default: What stands for nothing.
        cells: All cells of its texts.
    """

    texts: tuple[Text, ...]
    separator: str = ", "
    map: Mapping[str, str] | None = None
    default: Text | None = None
    cells: tuple[Cell, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        cells = tuple(cell for text in self.texts for cell in text.cells)
        object.__setattr__(self, "cells", cells)

    def raw(self, scope: Scope) -> str:
        """Return what the file says."""
        if len(self.texts) == 1:
            return self.texts[0].read(scope)
        return self.separator.join(filter(None, (text.read(scope) for text in self.texts)))

    def read(self, scope: Scope) -> tuple[str, bool]:
        """
        Return the text to be understood, and whether the mapping wrote it.

        Raises:
            RefusedError: The value map does not list what the file says.
        """
        text = self.raw(scope)
        if self.map is not None and (text or "" in self.map):
            if text not in self.map:
                raise RefusedError("listed in the value map: " + ", ".join(self.map))
            return self.map[text], True
        if not text and self.default is not None:
            return self.default.read(scope), self.default.constant is not None
        return text, not self.cells
