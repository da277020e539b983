"""The review of a public data set, as the command gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from clientcare.cli._commands import app

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Reviewed = Callable[[str, str], dict[str, Any]]


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
