"""Favours owed (R6)."""

from __future__ import annotations

import pytest
from pendulum import Date

from clientcare.domain.ambassador import Favour, Rung
from clientcare.domain.ids import CustomerId, FavourId
from clientcare.errors import InvalidValueError


def favour(returned: Date | None) -> Favour:
    """Return a favour owed since the second of November."""
    return Favour(
        id=FavourId("f"),
        customer_id=CustomerId("C"),
        owed_since_on=Date(2026, 11, 2),
        returned_on=returned,
    )


@pytest.mark.parametrize(("day", "owed"), [(1, False), (2, True), (8, True), (9, False)])
def test_owed_until_returned(day: int, *, owed: bool) -> None:
    """From its first day until the day on which it is returned."""
    assert owed is favour(Date(2026, 11, 9)).is_owed_on(Date(2026, 11, day))


def test_owed_for_good() -> None:
    """Nothing but its return ends it."""
    assert favour(None).is_owed_on(Date(2040, 1, 1))


def test_not_returned_before() -> None:
    """A favour is returned after it was done."""
    with pytest.raises(InvalidValueError, match="returned_on"):
        favour(Date(2026, 11, 1))


def test_the_ladder() -> None:
    """Only the last rung is an ambassador's."""
    assert Rung.ADVOCATE is list(Rung)[-1]
