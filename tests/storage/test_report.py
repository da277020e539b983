"""The report that authors read, and the openers that it understands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.errors import InvalidValueError, StoreUnavailable
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Eq, In, Query, Unit, run_unit
from clientcare.testing.__main__ import main
from clientcare.testing.conformance import RecordStoreConformance
from clientcare.testing.report import Result, examine
from clientcare.testing.sample_kinds import NOTE

ADAPTER = """
from clientcare.adapters.memory import MemoryRecords
from clientcare.record_store import RecordBackedStore
from clientcare.testing.mutants import MUTANTS


def clean(place):
    return MemoryRecords()


def full(place, kinds):
    return RecordBackedStore(MemoryRecords(), kinds)


def raises(place):
    raise OSError("no such disk")


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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["clean", "--known-gap=empty_listings=typo"], "empty_listings"),
        (["clean", "--level", "x"], "level"),
        (["clean", "--examples=-3"], "examples"),
        (["nope"], "a name that"),
        (["raises"], "it raised OSError: no such disk"),
    ],
)
def test_wrong_input(
    adapter: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong input is one line of error and exit code 2, never a verdict on the adapter."""
    name, *options = arguments

    assert 2 == main([f"{adapter}:{name}", *options])
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


def test_known_gap_without_a_reason(adapter: Path) -> None:
    """A gap has to say why."""
    with pytest.raises(SystemExit) as caught:
        main([f"{adapter}:clean", "--known-gap=empty_listing"])

    assert caught.value.code == 2


def test_each_check_is_told_as_it_ends(adapter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command is not silent while it works; the report itself is the standard output."""
    main([f"{adapter}:clean", "--examples=1"])
    told = capsys.readouterr()

    assert "passed: empty_listing" in told.err.splitlines()
    assert "passed: store_machine" == told.err.splitlines()[-1]
    assert told.out.startswith("Conformance of ")


def test_class_names_gaps_that_there_are() -> None:
    """A known gap that no check has is refused as the class is made."""
    with pytest.raises(InvalidValueError, match="empty_listings"):
        type("TestMine", (RecordStoreConformance,), {"known_gaps": {"empty_listings": "typo"}})


def test_closed_memory_refuses_its_outbox() -> None:
    """A closed store is closed for events, too."""
    store = RecordBackedStore(MemoryRecords(), ())
    store.close()
    for call in (store.outbox.pending, lambda: store.outbox.acknowledge(["e1"])):
        with pytest.raises(StoreUnavailable, match="closed"):
            call()


def test_another_kind_of_the_same_name_is_told_apart() -> None:
    """The refusal does not name the very kind that was handed in as the one allowed."""
    store = RecordBackedStore(MemoryRecords(), [NOTE])
    with store.begin() as unit, pytest.raises(InvalidValueError, match="another one of its name"):
        unit.repository(attrs.evolve(NOTE))


def test_in_takes_several_values() -> None:
    """A bare text is not taken for its characters."""
    with pytest.raises(InvalidValueError, match=r"In\.values"):
        In("abc")


WRONG: Any = 5
EMPTY: Any = {}
TEXTS: Any = {"owner": "x"}


@pytest.mark.parametrize(
    "call",
    [
        lambda: Eq(WRONG),
        lambda: Query(TEXTS),
        lambda: SqliteRecords(":memory:"),
        lambda: run_unit(_memory(), _coroutine),
        lambda: run_unit(_memory(), lambda unit: unit.emit(EMPTY)),
    ],
)
def test_slips_of_a_caller(call: Callable[[], object]) -> None:
    """What is of the wrong type is refused in the words of the library."""
    with pytest.raises(InvalidValueError):
        call()


def _memory() -> RecordBackedStore:
    return RecordBackedStore(MemoryRecords(), [NOTE])


async def _coroutine(unit: Unit) -> None:
    unit.repository(NOTE)


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

    assert 0 == done.returncode
    assert "Traceback" not in done.stderr
    assert "conforms: " in done.stdout
