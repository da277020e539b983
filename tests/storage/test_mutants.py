"""The kit is tested itself: every planted bug is caught, twice over, and nothing else is."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import AnyKind, Store
from clientcare.testing._running import run_check, why_not
from clientcare.testing.checks import BASE, CONCURRENCY, OUTBOX, ConformanceError
from clientcare.testing.checks._pages import PAGES
from clientcare.testing.harness import Harness, OpenStore
from clientcare.testing.machine import profile, store_machine
from clientcare.testing.mutants import INTERLEAVED_ONLY, MUTANTS, RACES, SharesObjects

CLEAN: Final[dict[str, Callable[[Path], RecordStore]]] = {
    "memory": lambda _: MemoryRecords(),
    "sqlite": lambda place: SqliteRecords(place / "book", sync=False),
}
FULL: Final = "CLIENTCARE_FULL" in os.environ
SEEDS: Final = 5 if FULL else 1
CLEAN_RUNS: Final = 20 if FULL else 1
RACE_CHECKS: Final[dict[str, str]] = dict.fromkeys(
    RACES, "two_workers_never_claim_the_same_item"
) | {"ComparesBeforeItSaves": "threads_never_lose_an_increment"}
PAIRS: Final = [
    (name, base)
    for name in [*MUTANTS, "SharesObjects"]
    for base in CLEAN
    if base == "memory" or name not in INTERLEAVED_ONLY
]


def _opener(mutant: str, base: str) -> OpenStore:
    def open_store(place: Path, kinds: Sequence[AnyKind]) -> Store:
        if mutant == "SharesObjects":
            return SharesObjects(RecordBackedStore(CLEAN[base](place), kinds))
        return RecordBackedStore({**MUTANTS, **RACES}[mutant](CLEAN[base](place)), kinds)

    return open_store


def _caught_by(open_store: OpenStore, folder: Path) -> str | None:
    """Return the first named check that finds something wrong."""
    for group in (*BASE, OUTBOX, CONCURRENCY):
        for check in group:
            with Harness(open_store, folder / check.name) as harness:
                if why_not(check, harness.capabilities, "1.0"):
                    continue
                try:
                    run_check(check, harness)
                except ConformanceError:
                    return check.name
    return None


def _is_caught_by_machine(open_store: OpenStore, folder: Path, number: int) -> bool:
    machine = seed(number)(store_machine(open_store, folder))
    try:
        run_state_machine_as_test(machine, settings=profile(examples=100))
    except Exception:  # noqa: BLE001 - whatever a planted bug leads to is a find
        return True
    return False


def test_there_are_enough_of_them() -> None:
    """At least 15 planted bugs for each base store."""
    assert len([pair for pair in PAIRS if pair[1] == "sqlite"]) >= 15


@pytest.mark.parametrize(("mutant", "base"), PAIRS)
def test_named_check_catches(mutant: str, base: str, tmp_path: Path) -> None:
    """A named check catches it, and so its author learns the sentence that it breaks."""
    assert _caught_by(_opener(mutant, base), tmp_path) is not None


@pytest.mark.parametrize("base", CLEAN)
@pytest.mark.parametrize("race", RACES)
def test_named_check_catches_race(race: str, base: str, tmp_path: Path) -> None:
    """What no sequence of calls shows is caught by workers that come at the same time."""
    assert RACE_CHECKS[race] == _caught_by(_opener(race, base), tmp_path)


def test_unknown_value_in_a_range_is_caught(tmp_path: Path) -> None:
    """A range that finds rows without a value breaks a sentence of its own."""
    caught = _caught_by(_opener("FindsTheUnknownInRanges", "memory"), tmp_path)

    assert caught == "range_leaves_out_what_is_unknown"


def test_listing_without_end_does_not_hang_the_kit(tmp_path: Path) -> None:
    """A page that begins with its cursor's own row never gets on; the check ends nevertheless."""
    (check,) = (it for it in PAGES if it.name == "page_sees_own_staged_changes")
    with (
        Harness(_opener("RepeatsTheLastRow", "memory"), tmp_path) as harness,
        pytest.raises(ConformanceError, match="own view"),
    ):
        run_check(check, harness)


def test_lost_save_of_an_untracked_row_is_caught(tmp_path: Path) -> None:
    """A missing guard of saves is told by the check of saves, not hidden by history's inserts."""
    caught = _caught_by(_opener("SavesUnguarded", "memory"), tmp_path)

    assert caught == "interleaved_saves_staged_before_either_commits"


@pytest.mark.parametrize(("mutant", "base"), PAIRS)
def test_machine_catches(mutant: str, base: str, tmp_path: Path) -> None:
    """The model machine catches it, whatever the seed (five of them in a full run)."""
    missed = [
        number
        for number in range(SEEDS)
        if not _is_caught_by_machine(_opener(mutant, base), tmp_path / str(number), number)
    ]

    assert [] == missed


@pytest.mark.parametrize("base", CLEAN)
def test_clean_adapter_raises_no_alarm(base: str, tmp_path: Path) -> None:
    """Neither the checks nor the machine find fault with a clean adapter."""

    def open_store(place: Path, kinds: Sequence[AnyKind]) -> Store:
        return RecordBackedStore(CLEAN[base](place), kinds)

    for number in range(CLEAN_RUNS):
        folder = tmp_path / str(number)

        assert _caught_by(open_store, folder) is None
        assert not _is_caught_by_machine(open_store, folder / "machine", number)
