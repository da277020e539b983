"""What the tier and the life cycle remember between two evaluations (policies 1b, 1f)."""

from __future__ import annotations

import itertools
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._months import add_months
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError

_LONGEST_MONTHS: Final = 12


@attrs.frozen(kw_only=True)
class TierPin:
    """
    A tier set by hand, for some time 手工定级.

    Attributes:
        tier: The tier.
        reason: Why.
        from_on: First day, included.
        until_on: Last day, included; 12 months after the first day at most.
        set_by: Who set it; ``None`` is unknown.

    Raises:
        InvalidValueError: A field breaks its rule, or it ends before it begins
            or after more than 12 months.
    """

    tier: Tier = field(validator=check.a(Tier))
    reason: str = field(validator=check.text(), repr=False, metadata=personal())
    from_on: Date = field(validator=check.date, metadata=AHEAD)
    until_on: Date = field(validator=check.date, metadata=AHEAD)
    set_by: StaffId | None = field(default=None, validator=check.maybe(check.key))

    def __attrs_post_init__(self) -> None:
        if not self.from_on <= self.until_on <= add_months(self.from_on, _LONGEST_MONTHS):
            rule = "from from_on to 12 months after it"
            raise InvalidValueError("TierPin.until_on", self.until_on, rule)

    def covers(self, day: Date) -> bool:
        """Tell whether the pin holds on *day*."""
        return self.from_on <= day <= self.until_on


def _quarter(day: Date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


@attrs.frozen(kw_only=True)
class TierMemory:
    """
    The tier that a customer holds, and what it would take to lose it (policies 1b).

    Attributes:
        customer_id: The customer.
        held: The tier held; ``None`` is none yet.
        bad_reviews: How many counted reviews in a row were bad.
        counted_on: The days of the reviews that counted, one a calendar quarter
            at most, the oldest first.
        pins: Tiers set by hand, in the order in which they were set.

    Raises:
        InvalidValueError: A field breaks its rule, two reviews count in one
            quarter, or they are not in order.
    """

    customer_id: CustomerId = field(validator=check.key)
    held: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    bad_reviews: int = field(default=0, validator=check.whole())
    counted_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    pins: tuple[TierPin, ...] = field(default=(), validator=check.tuple_of(check.a(TierPin)))

    def __attrs_post_init__(self) -> None:
        quarters = [_quarter(day) for day in self.counted_on]
        if any(later <= earlier for earlier, later in itertools.pairwise(quarters)):
            rule = "one review a quarter, the oldest first"
            raise InvalidValueError("TierMemory.counted_on", self.counted_on, rule)
        if self.held is None and self.bad_reviews:
            rule = "0 while no tier is held"
            raise InvalidValueError("TierMemory.bad_reviews", self.bad_reviews, rule)

    def pin_on(self, day: Date) -> TierPin | None:
        """Return the pin that holds on *day*: of several the one that started last."""
        check.require_date("day", day)
        # Of equal starts the one set last: max keeps the first of equals, so look backwards.
        holding = [pin for pin in reversed(self.pins) if pin.covers(day)]
        return max(holding, key=lambda pin: pin.from_on, default=None)


@attrs.frozen(kw_only=True)
class LifecycleMemory:
    """
    The life-cycle state that a customer holds, and where it points (policies 1f).

    Attributes:
        customer_id: The customer.
        held: The state held; ``None`` is none yet.
        since_on: The day from which it is held; ``None`` is unknown.
        pointing_to: The other state that the last counted evaluations point to.
        pointed: How many counted evaluations in a row do.
        counted_on: The day of the last evaluation that counted, one a calendar
            month at most.

    Raises:
        InvalidValueError: A field breaks its rule, or one of *pointing_to* and
            *pointed* is there without the other.
    """

    customer_id: CustomerId = field(validator=check.key)
    held: LifecycleState | None = field(
        default=None, validator=check.maybe(check.a(LifecycleState))
    )
    since_on: Date | None = field(default=None, validator=check.maybe(check.date))
    pointing_to: LifecycleState | None = field(
        default=None, validator=check.maybe(check.a(LifecycleState))
    )
    pointed: int = field(default=0, validator=check.whole())
    counted_on: Date | None = field(default=None, validator=check.maybe(check.date))

    def __attrs_post_init__(self) -> None:
        if (self.pointing_to is None) is not (self.pointed == 0):
            rule = "above 0 if and only if it points to a state"
            raise InvalidValueError("LifecycleMemory.pointed", self.pointed, rule)
