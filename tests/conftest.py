"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

_VARIABLE: Final = "CLIENTCARE_DATA"
_BESIDE_THE_CLONE: Final = Path(__file__).resolve().parents[2] / "shared" / "data"

# A busy machine makes no test wrong: how long an example takes is the benchmarks' business.
_PATIENT: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", _PATIENT)
settings.register_profile("fixed", _PATIENT, derandomize=True)
settings.register_profile("quick", _PATIENT, max_examples=20, derandomize=True)
settings.register_profile("hard", _PATIENT, max_examples=10_000)
settings.load_profile(os.environ.get("CLIENTCARE_EXAMPLES", "full"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """
    Return the folder of the public data sets.

    A test that asks for it skips where the folder is nowhere, and fails where
    the variable names one that is absent.
    """
    named = os.environ.get(_VARIABLE)
    if named is not None:
        folder = Path(named)
        assert folder.is_dir(), f"{_VARIABLE} names {named}, which is no folder"
        return folder
    if not _BESIDE_THE_CLONE.is_dir():
        pytest.skip(f"no real data: {_VARIABLE} is not set and ../shared/data is not there")
    return _BESIDE_THE_CLONE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that reads the real data, so that they can be picked with ``-m``."""
    for item in items:
        if isinstance(item, pytest.Function) and "real_data" in item.fixturenames:
            item.add_marker(pytest.mark.real_data)
