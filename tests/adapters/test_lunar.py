"""The lunar calendar is an extra."""

from __future__ import annotations

import importlib
import sys

import pytest
from pendulum import Date

from clientcare.adapters.lunar import LunarPython
from clientcare.cli._reviewing import _lunar_calendar
from clientcare.errors import MissingExtraError


def test_new_years_days() -> None:
    """The first day of the lunar years 2024 to 2026."""
    found = [LunarPython().date_of(year, 1, 1, leap=False) for year in (2024, 2025, 2026)]

    assert [Date(2024, 2, 10), Date(2025, 1, 29), Date(2026, 2, 17)] == found


@pytest.mark.parametrize(
    ("month", "day", "leap"), [(5, 1, True), (12, 30, False), (6, 30, True), (1, 0, False)]
)
def test_days_that_2025_does_not_have(month: int, day: int, *, leap: bool) -> None:
    """It has a leap sixth month of 29 days, and a twelfth of 29."""
    assert LunarPython().date_of(2025, month, day, leap=leap) is None


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The import names the extra, and the command does without."""
    monkeypatch.setitem(sys.modules, "lunar_python", None)
    monkeypatch.delitem(sys.modules, "clientcare.adapters.lunar")
    with pytest.raises(MissingExtraError, match="lunar"):
        importlib.import_module("clientcare.adapters.lunar")

    assert _lunar_calendar() is None


def test_the_command_uses_it_where_it_is() -> None:
    """With the extra installed the review greets by the lunar calendar too."""
    assert isinstance(_lunar_calendar(), LunarPython)
