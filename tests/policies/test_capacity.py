"""How many people the visits of a year need."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pendulum import Date

from clientcare.errors import InvalidValueError
from clientcare.policies.capacity import CapacityRules, VisitClass, capacity

DAY = Date(2026, 11, 23)


def group(customers: int | None, visits: int | None, minutes: int | None) -> VisitClass:
    """Return customers who are visited alike."""
    return VisitClass(name="x", customers=customers, visits=visits, minutes=minutes)


EXAMPLE = (group(40, 52, 60), group(120, 26, 40), group(340, 12, 20))


def test_worked_example() -> None:
    """40 A, 120 B and 340 C with 15 minutes of way: 6.05 people, so 7, used to 86 %."""
    found = capacity(EXAMPLE, as_of=DAY).outcome
    assert found is not None

    assert (9_280, 5_520 * 60, 7_840 * 60, 7) == (
        found.visits,
        found.face_minutes,
        found.minutes,
        found.reps,
    )
    assert (Fraction(7840, 1296), Fraction(7840, 1296 * 7)) == (found.people, found.utilisation)


def test_worked_example_without_ways() -> None:
    """With 960 hours of selling 5.75 people, so 6."""
    rules = CapacityRules(travel_minutes=0, field_days=240, field_minutes=240)
    found = capacity(EXAMPLE, as_of=DAY, rules=rules).outcome
    assert found is not None

    assert (Fraction(23, 4), 6) == (found.people, found.reps)


def test_exactly_six_is_six() -> None:
    """Nothing is rounded before the end."""
    rules = CapacityRules(travel_minutes=0, field_days=100, field_minutes=100)
    found = capacity([group(1, 1, 59_999), group(1, 1, 1)], as_of=DAY, rules=rules).outcome
    assert found is not None

    assert (6, Fraction(1)) == (found.reps, found.utilisation)


def test_no_customers() -> None:
    """Nobody is needed, and nobody used."""
    found = capacity([], as_of=DAY).outcome
    assert found is not None

    assert (0, None) == (found.reps, found.utilisation)


@pytest.mark.parametrize("numbers", [(None, 1, 1), (1, None, 1), (1, 1, None)])
def test_unknown_is_undetermined(numbers: Any) -> None:
    """A number that is not known is not taken for none."""
    decision = capacity([group(*numbers)], as_of=DAY)

    assert (None, ("capacity.unknown",)) == (decision.outcome, decision.codes)


@pytest.mark.parametrize("numbers", [(-1, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_negative_is_refused(numbers: Any) -> None:
    """No class has fewer than none."""
    with pytest.raises(InvalidValueError):
        group(*numbers)


@pytest.mark.parametrize("changes", [{"field_days": 0}, {"field_minutes": 0}])
def test_no_time_is_refused(changes: dict[str, Any]) -> None:
    """Who has no time can visit nobody."""
    with pytest.raises(InvalidValueError):
        CapacityRules(**changes)
