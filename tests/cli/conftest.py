"""The command line, run inside the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clientcare.cli._commands import app

Run = Callable[..., Result]

MAPPING = """
[[build]]
kind = "customer"
file = "c.csv"
fields = { id = "{no}", name = "{name}", headcount = "{staff}", filled_at = "{at}" }
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, list(arguments), prog_name="clientcare")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a mapped folder with two customers."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    write(folder, "no,name,staff,at", "C1,Ann,5,2025-01-02T09:00:00+08:00", "C2,Bob,,")
    return folder


def write(folder: Path, *lines: str) -> None:
    """Write the customers' file anew."""
    (folder / "c.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
