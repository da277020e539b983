"""What every node of a compiled mapping does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import attrs

from clientcare.services.importing.sources import Cell, Place, Scope

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


_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[(.*?)\]")


def tokens_of(path: str) -> tuple[Token, ...]:
    """Return the steps of a path such as ``$.lines[0].net``."""
    return tuple(int(index) if index else name or key for name, index, key in _STEP.findall(path))
