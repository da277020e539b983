"""The command itself, and what it tells."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Final

import pendulum
import pytest
from rich.console import Console

from clientcare.adapters.sqlite import SqliteRecords
from clientcare.cli import _commands as commands
from clientcare.cli import _messages as messages
from clientcare.cli import main
from clientcare.cli._files import opened, read_mapped, write_text
from clientcare.cli._messages import Refusal
from clientcare.errors import ForeignStore, ImportFailedError
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.rulebook import Rulebook

from .conftest import Run

NOON: Final = pendulum.datetime(2026, 1, 31, 12)


def test_help(run: Run) -> None:
    """Help names the commands."""
    text = run("--help").stdout

    assert "Usage: clientcare [OPTIONS] COMMAND" in text
    assert "import" in text
    assert "sample" in text


def test_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is that of the installed package, if it is installed."""

    def absent(_: str) -> str:
        raise PackageNotFoundError

    assert run("--version").stdout.startswith("clientcare, version ")
    monkeypatch.setattr("importlib.metadata.version", absent)
    assert "not installed" == commands._version()


def test_main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The installed command runs the commands."""
    monkeypatch.setattr(sys, "argv", ["clientcare", "--help"])

    with pytest.raises(SystemExit) as end:
        main()

    assert 0 == end.value.code
    assert capsys.readouterr().out.startswith("Usage: clientcare ")


@pytest.mark.parametrize("module", ["click", "rich.console"])
def test_missing_extra(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the extra, one message names it."""
    for name in [name for name in sys.modules if name.startswith("clientcare.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SystemExit) as end:
        main()

    assert 2 == end.value.code
    assert (
        "Error: this needs an optional part: pip install 'clientcare[cli]'\n"
        == capsys.readouterr().err
    )


def test_another_missing_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of our own that is missing is a bug, and no extra."""
    monkeypatch.setitem(sys.modules, "clientcare.cli._commands", None)

    with pytest.raises(ModuleNotFoundError):
        main()


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is drawn on a terminal."""
    console = Console(force_terminal=True, record=True, width=80)
    monkeypatch.setattr(messages, "Console", lambda **_: console)

    with messages.shown_progress() as progress:
        progress("customers", 0, 10)
        progress("customers", 10, 10)

    assert "customers" in console.export_text()


class TestOpened:
    """The store that a source names."""

    def test_folder(self, folder: Path) -> None:
        """A mapped folder is read into memory."""
        with (
            opened(folder, None, rulebook=Rulebook(), clock=NOON) as source,
            source.store.begin() as unit,
        ):
            assert 2 == len(unit.repository(KINDS[0]).page().items)

    def test_store(self, tmp_path: Path) -> None:
        """A store file is opened as it is."""
        path = tmp_path / "book.db"
        RecordBackedStore(SqliteRecords(path), KINDS).close()

        with (
            opened(path, None, rulebook=Rulebook(), clock=NOON) as source,
            source.store.begin() as unit,
        ):
            assert () == unit.repository(KINDS[0]).page().items

    def test_refused(self, tmp_path: Path) -> None:
        """What is neither is refused, and nothing is made."""
        path = tmp_path / "book.db"
        for source, mapping in ((path, None), (tmp_path, None)):
            with pytest.raises(Refusal), opened(source, mapping, rulebook=Rulebook(), clock=NOON):
                pass

        assert [] == list(tmp_path.iterdir())

    def test_an_empty_file_is_no_store(self, tmp_path: Path) -> None:
        """What is only looked at is not made into a store."""
        path = tmp_path / "book.db"
        path.touch()

        with (
            pytest.raises(ForeignStore, match="it is empty"),
            opened(path, None, rulebook=Rulebook(), clock=NOON),
        ):
            pass

        assert b"" == path.read_bytes()

    def test_today_is_that_of_the_firm(self, folder: Path) -> None:
        """What happened on the firm's day is no future, whatever day it is elsewhere."""
        mapping = (folder / "mapping.toml").read_text("utf-8")
        mapping = mapping.replace('name = "{name}",', 'name = "{name}", opened_on = 2026-02-01,')
        (folder / "mapping.toml").write_text(mapping, "utf-8")
        clock = pendulum.datetime(2026, 1, 31, 20)

        for zone, is_future in (("Asia/Shanghai", False), ("UTC", True)):
            with pytest.raises(ImportFailedError) if is_future else nullcontext():
                read_mapped(folder, None, rulebook=Rulebook(zone=zone), clock=clock)

    def test_mapping_for_a_store(self, tmp_path: Path) -> None:
        """A store needs no mapping."""
        path = tmp_path / "book.db"
        RecordBackedStore(SqliteRecords(path), KINDS).close()

        with (
            pytest.raises(Refusal, match="needs no mapping"),
            opened(path, path, rulebook=Rulebook(), clock=NOON),
        ):
            pass


class TestWriteText:
    """Files that come into being whole."""

    def test_replaced(self, tmp_path: Path) -> None:
        """What a link leads to is replaced, the link stays."""
        (tmp_path / "real").write_text("old", encoding="utf-8")
        (tmp_path / "link").symlink_to("real")

        write_text(tmp_path / "link", ["new"])

        assert (tmp_path / "link").is_symlink()
        assert "new" == (tmp_path / "real").read_text(encoding="utf-8")

    def test_device(self) -> None:
        """What is no file, such as a terminal, is written to directly."""
        write_text(Path("/dev/null"), ["gone"])

        assert not Path("/dev/null").is_file()
