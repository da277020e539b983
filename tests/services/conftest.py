"""A small book in memory, and the review of a public data set as the command gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from clientcare.adapters.memory import MemoryRecords
from clientcare.cli._commands import app
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Store

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Reviewed = Callable[[str, str], dict[str, Any]]


def store_of(*values: object) -> Store:
    """Return a store in memory that holds *values*, each under its kind."""
    kinds = {kind.type: kind for kind in KINDS}
    store = RecordBackedStore(MemoryRecords(), KINDS)
    with store.begin() as unit:
        for value in values:
            unit.repository(kinds[type(value)]).add(value)
        unit.commit()
    return store


@pytest.fixture(scope="session")
def reviewed(real_data: Path) -> Reviewed:
    """Return what reviews a public data set, with its shipped mapping, as of a day."""

    @cache
    def run(name: str, as_of: str) -> dict[str, Any]:
        mapping = EXAMPLES / name / "mapping.toml"
        result = CliRunner().invoke(
            app,
            [
                *("review", str(real_data / name), "--mapping", str(mapping)),
                *("--as-of", as_of, "--format", "json"),
            ],
        )
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return run
