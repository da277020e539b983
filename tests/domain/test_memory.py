"""What tiers and life cycles remember (policies 1b, 1f)."""

from __future__ import annotations

import attrs
import pytest
from pendulum import Date

from clientcare.domain.ids import CustomerId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.memory import LifecycleMemory, TierMemory, TierPin
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError

PIN = TierPin(tier=Tier.A, reason="strategic", from_on=Date(2026, 1, 1), until_on=Date(2026, 3, 31))


def memory(**changes: object) -> TierMemory:
    """Return the memory of a customer who holds B, changed as asked."""
    held = TierMemory(customer_id=CustomerId("c-1"), held=Tier.B)
    return attrs.evolve(held, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (Date(2025, 12, 31), False),
        (Date(2026, 1, 1), True),
        (Date(2026, 3, 31), True),
        (Date(2026, 4, 1), False),
    ],
)
def test_pin_covers_both_its_days(day: Date, *, covered: bool) -> None:
    """A pin holds from its first to its last day, both included."""
    assert covered is (memory(pins=(PIN,)).pin_on(day) is not None)


@pytest.mark.parametrize(
    ("from_on", "until_on", "fine"),
    [
        (Date(2026, 1, 1), Date(2027, 1, 1), True),
        (Date(2026, 1, 1), Date(2027, 1, 2), False),
        (Date(2024, 2, 29), Date(2025, 2, 28), True),
        (Date(2024, 2, 29), Date(2025, 3, 1), False),
        (Date(2026, 1, 2), Date(2026, 1, 1), False),
    ],
)
def test_pin_ends_within_twelve_months(from_on: Date, until_on: Date, *, fine: bool) -> None:
    """A pin ends at most twelve months after its start, clamped to the month's end."""
    if fine:
        assert until_on == attrs.evolve(PIN, from_on=from_on, until_on=until_on).until_on
    else:
        with pytest.raises(InvalidValueError):
            attrs.evolve(PIN, from_on=from_on, until_on=until_on)


def test_of_overlapping_pins_the_latest_start_holds() -> None:
    """The pin that started last holds; of equal starts the one set last."""
    later = attrs.evolve(PIN, tier=Tier.C, from_on=Date(2026, 2, 1))
    again = attrs.evolve(PIN, tier=Tier.B)
    day = Date(2026, 2, 10)

    assert later == memory(pins=(later, PIN)).pin_on(day)
    assert again == memory(pins=(PIN, again)).pin_on(day)


@pytest.mark.parametrize(
    "changes",
    [
        {"counted_on": (Date(2026, 1, 1), Date(2026, 3, 31))},
        {"counted_on": (Date(2026, 4, 1), Date(2026, 1, 1))},
        {"held": None, "bad_reviews": 1},
        {"bad_reviews": -1},
    ],
)
def test_tier_memory_refused(changes: dict[str, object]) -> None:
    """One review counts a quarter, in order; nothing is counted against no tier."""
    with pytest.raises(InvalidValueError):
        memory(**changes)


@pytest.mark.parametrize(("state", "pointed"), [(None, 1), (LifecycleState.GROWING, 0)])
def test_lifecycle_memory_refused(state: LifecycleState | None, pointed: int) -> None:
    """It points to a state a number of times, or to none."""
    with pytest.raises(InvalidValueError):
        LifecycleMemory(customer_id=CustomerId("c-1"), pointing_to=state, pointed=pointed)
