"""Tables in the making, and how they are written down."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Final

Cell = str | int | bool | dt.date | dt.datetime | None
TAX_PERCENT: Final = 13


class Sheet:
    """One CSV file: a heading and rows, each cell written in one way only."""

    def __init__(self, name: str, *columns: str) -> None:
        self.name = name
        self.columns = columns
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: Cell) -> None:
        """Add a row; nothing is written for ``None``."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{self.name} has {len(self.columns)} columns, not {len(cells)}")
        self.rows.append(tuple(map(_written, cells)))

    def text(self) -> str:
        """Return the file."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def yuan(fen: int | None) -> str | None:
    """Return an amount of fen as text in yuan."""
    if fen is None:
        return None
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def with_tax(net: int) -> int:
    """Return *net* fen including tax, rounded to the fen."""
    return (net * (100 + TAX_PERCENT) + 50) // 100


def several(items: Sequence[str]) -> str:
    """Return several values for one cell."""
    return ";".join(items)
