"""
Text with foreign columns in braces: the one way in which a mapping names a value.

``{orderNumber}`` is a column, ``USD`` a constant, ``INV-{orderNumber}`` both.
Doubled braces stand for themselves.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

_PIECE: Final = re.compile(r"(\{\{|\}\})|\{([^{}]*)\}|([{}])|([^{}]+)")
_RULE: Final = "text with each column in one pair of braces; '{{' and '}}' stand for braces"


@attrs.frozen
class Column:
    """
    A foreign column as a mapping names it.

    Attributes:
        name: Its heading, or ``alias.heading`` for a column of a joined file.
    """

    name: str


@attrs.frozen
class Template:
    """
    A text of constants and columns.

    Attributes:
        parts: Constant text and columns, in their order.
    """

    parts: tuple[str | Column, ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """
        Return the template that *text* writes down.

        Raises:
            ValueError: A brace is left open or empty.
        """
        parts: list[str | Column] = []
        for brace, name, stray, constant in _PIECE.findall(text):
            if stray or not (brace or constant or name.strip()):
                raise ValueError(f"{_RULE}; this is {text!r}")
            parts.append(Column(name.strip()) if name else brace[:1] or constant)
        return cls(tuple(parts))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names, in their order."""
        return tuple(part.name for part in self.parts if isinstance(part, Column))

    @property
    def constant(self) -> str | None:
        """Its text where it names no column, else ``None``."""
        if self.columns:
            return None
        return "".join(part for part in self.parts if isinstance(part, str))
