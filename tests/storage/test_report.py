"""The report that authors read, and the openers that it understands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clientcare.errors import InvalidValueError
from clientcare.testing.__main__ import main
from clientcare.testing.report import Result, examine

ADAPTER = """
from clientcare.adapters.memory import MemoryRecords
from clientcare.record_store import RecordBackedStore
from clientcare.testing.mutants import MUTANTS


def clean(place):
    return MemoryRecords()


def full(place, kinds):
    return RecordBackedStore(MemoryRecords(), kinds)


def broken(place):
    return MUTANTS["LastWriteWins"](MemoryRecords())


class Opener:
    def open_store(self, place, kinds):
        return full(place, kinds)
"""


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Return a file with adapters in it."""
    path = tmp_path / "my_adapter.py"
    path.write_text(ADAPTER, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["clean", "full", "Opener"])
def test_clean_adapter_conforms(adapter: Path, name: str) -> None:
    """Record stores, full stores and classes are all understood."""
    report = examine(f"{adapter}:{name}", examples=3)

    assert [] == [line for line in report.lines if line.result is Result.FAILED]
    assert "  durable              not declared" in str(report)
    assert "skipped: reopened_store_sees_commits: not declared: durable" in str(report)
    assert str(report).endswith("skipped")


def test_broken_adapter_is_told_the_sentence(adapter: Path) -> None:
    """A failing check names what is wrong, and the sentence of the contract."""
    report = examine(f"{adapter}:broken", examples=1)

    assert not report.is_conforming
    assert "FAILED: stale_save_conflicts_and_winner_stays: " in str(report)
    assert 'the contract: Repository.save: "It has another version"' in str(report)
    assert "does not conform" in str(report)


def test_known_gaps_are_shown_and_must_be_real(
    adapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A known gap is no failure; one that passes is."""
    gap = "--known-gap=empty_listing=issue 7"

    assert 1 == main([f"{adapter}:clean", "--examples=1", gap])
    assert "empty_listing: a known gap that is none: it passes" in capsys.readouterr().out


@pytest.mark.parametrize("spec", ["nothing", ":x", "x:", "nowhere.py:x", "clientcare.nowhere:x"])
def test_wrong_factory(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be found is one line of error and exit code 2."""
    assert 2 == main([spec])
    assert 1 == len(capsys.readouterr().err.splitlines())


def test_wrong_factory_as_error() -> None:
    """The library says it with its own error."""
    with pytest.raises(InvalidValueError):
        examine("nothing")


def test_command(adapter: Path) -> None:
    """The module can be run."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "clientcare.testing", f"{adapter}:full", "--examples=1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "conforms: " in done.stdout
