"""Files of a folder as rows of text, each with the line on which it starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from clientcare.domain._frozen import FrozenMap
from clientcare.errors import ImportFailedError, RowFault
from clientcare.services.importing.formats import Format

_HEADER: Final = 1


@attrs.frozen
class Row:
    """
    One row of a file.

    Attributes:
        file: The file's name inside its folder.
        line: The line on which the row starts, the header being line 1.
        cells: Its texts without blanks around them; empty where nothing is told.
        broken: Whether it is refused as a whole, and has been reported.
    """

    file: str
    line: int
    cells: tuple[str, ...]
    broken: bool = False


@attrs.define(eq=False)
class Secrets:
    """
    The columns of a file whose texts no fault may show.

    Attributes:
        headings: Those of sensitive fields; they become known while a mapping is planned.
    """

    headings: set[str] = attrs.field(factory=set)


@attrs.frozen
class Table:
    """
    A file that has been read.

    Attributes:
        file: The file's name inside its folder.
        columns: The place of each column, by its heading.
        rows: Its rows, in their order.
        faults: What is wrong with single rows; those are marked as broken.
        secrets: The columns whose texts no fault may show.
    """

    file: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...]
    secrets: Secrets = attrs.field(factory=Secrets)


def read_table(folder: Path, file: str, form: Format) -> Table:
    """
    Return the rows of a CSV file in *folder*.

    Blanks around a cell are no part of it; wholly empty lines are skipped.

    Raises:
        ImportFailedError: The file is missing, is not in the encoding, has no
            or an ambiguous header, or is no CSV.
    """
    text = _decoded(folder, file, form.encoding or "utf-8")
    rows = _numbered(file, text, form.delimiter or ",")
    _, header = next(rows, (0, []))
    columns = _columns(file, header)
    blank = frozenset(form.blank or ())
    read: list[Row] = []
    faults: list[RowFault] = []
    for line, raw in rows:
        cells = tuple(_cell(cell, blank) for cell in raw)
        broken = len(cells) != len(header)
        if broken:
            rule = f"{len(header)} cells as in the header; this row has {len(cells)}"
            faults.append(RowFault(file, line, "", "", rule))
            cells = (*cells, *[""] * len(header))[: len(header)]
        read.append(Row(file, line, cells, broken))
    return Table(file, columns, tuple(read), tuple(faults))


def _cell(raw: str, blank: frozenset[str]) -> str:
    text = raw.strip()
    return "" if text in blank else text


def _decoded(folder: Path, file: str, encoding: str) -> str:
    try:
        data = (folder / file).read_bytes()
    except FileNotFoundError:
        raise _whole(file, 0, "a file that is there") from None
    except OSError as exc:
        raise _whole(file, 0, f"a file that can be read: {exc.strerror}") from exc
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as exc:
        start, end = (exc.start, exc.end) if isinstance(exc, UnicodeDecodeError) else (0, 0)
        line = data.count(b"\n", 0, start) + 1
        rule = f"text in {encoding}; name the file's encoding in the mapping"
        shown = "".join(f"\\x{byte:02x}" for byte in data[start:end][:4])
        raise ImportFailedError([RowFault(file, line, "", shown, rule)]) from None


def _numbered(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as exc:
            raise _whole(file, start, f"well-formed CSV: {exc}") from None
        if any(cell.strip() for cell in cells):
            yield start, cells


def _columns(file: str, header: list[str]) -> Mapping[str, int]:
    names = [name.strip() for name in header]
    if not names:
        raise _whole(file, _HEADER, "a header that names the columns; the file is empty")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ImportFailedError(
            RowFault(file, _HEADER, name, name, "a heading that stands there once")
            for name in twice
        )
    return FrozenMap({name: place for place, name in enumerate(names) if name})


def _whole(file: str, line: int, rule: str) -> ImportFailedError:
    return ImportFailedError([RowFault(file, line, "", "", rule)])
