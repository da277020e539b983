"""Time as money (F9)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError
from clientcare.policies.time_value import TimeValueRules, cost_of_lost_time, value_of_hour

MANUAL = TimeValueRules(year_value=Decimal(80_000))


def test_the_manual_s_hour() -> None:
    """80,000 over 2,080 hours is 38.46."""
    assert Money.of("38.46", "CNY") == value_of_hour("CNY", rules=MANUAL)


def test_the_manual_s_lost_hour() -> None:
    """An hour of eight wasted every day costs an eighth of the year, 10,000."""
    assert Money.of(10_000, "CNY") == cost_of_lost_time(60, "CNY", rules=MANUAL)


@pytest.mark.parametrize("minutes", [-60, 481, 1.5, "60"])
def test_lost_time_lies_within_a_working_day(minutes: int) -> None:
    """Nobody loses more than there is, or less than nothing."""
    with pytest.raises(InvalidValueError, match="minutes_a_day"):
        cost_of_lost_time(minutes, "CNY", rules=MANUAL)


def test_without_a_figure_nothing_is_reckoned() -> None:
    """Unknown is not zero."""
    assert value_of_hour("CNY", rules=TimeValueRules()) is None
    assert cost_of_lost_time(60, "CNY", rules=TimeValueRules()) is None
