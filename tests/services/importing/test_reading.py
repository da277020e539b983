"""Files as rows: encodings, headers, lines, and what is no CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from clientcare.errors import ImportFailedError, RowFault
from clientcare.services.importing.formats import Format
from clientcare.services.importing.reading import Table, read_table


def read(folder: Path, content: bytes, **form: object) -> Table:
    """Return the rows of a file with this content."""
    (folder / "a.csv").write_bytes(content)
    return read_table(folder, "a.csv", Format(**form))  # type: ignore[arg-type]


def fault(folder: Path, content: bytes, **form: object) -> RowFault:
    """Return the one fault for which the file is refused."""
    with pytest.raises(ImportFailedError) as caught:
        read(folder, content, **form)
    (only,) = caught.value.faults
    return only


def test_lines(tmp_path: Path) -> None:
    """A row knows the line on which it starts, across line breaks in cells and empty lines."""
    table = read(tmp_path, b'a,b\n1,"x\ny"\n\n , \n2,z\n')

    assert [(2, ("1", "x\ny")), (6, ("2", "z"))] == [(row.line, row.cells) for row in table.rows]


def test_blanks(tmp_path: Path) -> None:
    """Blanks around a cell are no part of it, and listed texts stand for nothing."""
    table = read(tmp_path, b" a ,b\n x ,NULL\n", blank=("NULL", "-"))

    assert {"a": 0, "b": 1} == table.columns
    assert ("x", "") == table.rows[0].cells


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("编号;名\n1;王\n".encode(), {"delimiter": ";"}),
        ("编号;名\n1;王\n".encode("utf-8-sig"), {"delimiter": ";"}),
        ("编号,名\r\n1,王\r\n".encode("gb18030"), {"encoding": "gb18030"}),
        ("编号,名\n1,王\n".encode("utf-16"), {"encoding": "utf-16"}),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, form: dict[str, object]) -> None:
    """A file is read in its encoding; a byte order mark is skipped."""
    table = read(tmp_path, content, **form)

    assert {"编号": 0, "名": 1} == table.columns
    assert ("1", "王") == table.rows[0].cells


def test_wrong_encoding(tmp_path: Path) -> None:
    """Bytes that the encoding does not have are shown with their line."""
    content = "no,name\n1,x\n2,王\n".encode("gb18030")

    rule = "text in utf-8; name the file's encoding in the mapping"
    assert RowFault("a.csv", 3, "", "\\xcd", rule) == fault(tmp_path, content)


@pytest.mark.parametrize(
    ("encoding", "content", "shown"), [("utf-16", b"a,b", "\\x62"), ("punycode", b"a-!!", "")]
)
def test_another_encoding(tmp_path: Path, encoding: str, content: bytes, shown: str) -> None:
    """Any encoding that stumbles refuses the file, whether or not it says over which bytes."""
    found = fault(tmp_path, content, encoding=encoding)

    assert ("a.csv", 1, "", shown) == found[:4]
    assert found.rule.startswith(f"text in {encoding};")


def test_missing(tmp_path: Path) -> None:
    """A file that is not there is told by its name."""
    with pytest.raises(ImportFailedError) as caught:
        read_table(tmp_path, "b.csv", Format())

    assert "b.csv: expected a file that is there" == str(caught.value.faults[0])


def test_folder(tmp_path: Path) -> None:
    """What cannot be read as a file is told by its name."""
    (tmp_path / "b.csv").mkdir()

    with pytest.raises(ImportFailedError, match="a file that can be read"):
        read_table(tmp_path, "b.csv", Format())


def test_empty(tmp_path: Path) -> None:
    """A file without a header is refused."""
    assert "a header that names the columns; the file is empty" == fault(tmp_path, b"\n").rule


def test_heading_twice(tmp_path: Path) -> None:
    """A heading that stands there twice is ambiguous; two empty ones are not."""
    assert ("a.csv", 1, "b", "b") == fault(tmp_path, b"a,b,b,,\n")[:4]


def test_ragged(tmp_path: Path) -> None:
    """A row with more or fewer cells than the header is broken, and the only one."""
    table = read(tmp_path, b"a,b\n1\n1,2,3\n1,2\n")

    assert [True, True, False] == [row.broken for row in table.rows]
    assert [2, 3] == [one.line for one in table.faults]
    assert "2 cells as in the header; this row has 3" == table.faults[1].rule


def test_no_csv(tmp_path: Path) -> None:
    """A quote that never closes is told with the line on which its row starts."""
    found = fault(tmp_path, b'a,b\n1,2\n"x,3\n4,5\n')

    assert 3 == found.line
    assert found.rule.startswith("well-formed CSV: ")
