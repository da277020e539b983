"""``clientcare sample``: a made-up book."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run


def test_sample(run: Run, tmp_path: Path) -> None:
    """The sample is a mapped folder that can be imported."""
    written = run("sample", "book")

    assert (0, "") == (written.exit_code, written.stderr)
    assert "clientcare review book --as-of 2025-12-31" in written.stdout
    assert 0 == run("import", "book", "book.db").exit_code
    assert {"book", "book.db"} == {path.name for path in tmp_path.iterdir()}


def test_again(run: Run) -> None:
    """The same book can be written again."""
    run("sample", "book")

    assert 0 == run("sample", "book").exit_code


def test_something_else(run: Run, tmp_path: Path) -> None:
    """A folder with anything else in it is left as it is."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mapping.toml").write_text("mine", encoding="utf-8")

    result = run("sample", "book")

    assert (2, "Error: book is not empty; name a new or an empty folder\n") == (
        result.exit_code,
        result.stderr,
    )
    assert ["mapping.toml"] == [path.name for path in (tmp_path / "book").iterdir()]


def test_nowhere(run: Run) -> None:
    """The folder around it has to be there."""
    result = run("sample", "nowhere/book")

    assert 2 == result.exit_code
    assert "there is no such folder" in result.stderr
