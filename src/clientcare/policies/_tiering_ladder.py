"""Values in order, and the sums that tell what lies ahead of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from typing import TypeAlias

import attrs

from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError
from clientcare.policies._tiering_rules import Crossing, TieringRules, Ties

Number: TypeAlias = int | Fraction


@attrs.frozen(kw_only=True)
class TierFloors:
    """
    The least value of each class in a book, for books too large to explain every line.

    Attributes:
        a: The least value of class A; ``None`` where nobody reaches it.
        b: The least value of class B; ``None`` where nobody reaches it.
        total: The sum of all positive values.
    """

    a: int | None
    b: int | None
    total: int

    def tier(self, value: int) -> Tier:
        """Return the class of *value*."""
        if self.a is not None and value >= self.a:
            return Tier.A
        return Tier.B if self.b is not None and value >= self.b else Tier.C


def tier_floors(values: Iterable[int], *, rules: TieringRules = TieringRules()) -> TierFloors:
    """
    Return the least value of each class among *values*, in minor units of one currency.

    It gives each value the class that ``assign_tiers`` gives it (nothing is
    annualised or rolled up here), from one sort of bare integers.

    Raises:
        InvalidValueError: *rules* rank ties by id, weigh measures, or have
            absolute cuts.
    """
    if rules.ties is not Ties.TOGETHER or rules.weights or rules.a_min is not None:
        raise InvalidValueError("rules", rules.ref, "shares of one measure, ties together")
    ladder = Ladder([value for value in values if value > 0])
    return TierFloors(
        a=ladder.floor(Fraction(rules.a_percent) / 100, rules.crossing),
        b=ladder.floor(Fraction(rules.b_percent) / 100, rules.crossing),
        total=int(ladder.total),
    )


class Ladder:
    """Positive values in ascending order, with the sums that tell what lies ahead of each."""

    def __init__(self, values: Iterable[Number]) -> None:
        self.values: list[Number] = sorted(values)
        self.sums: list[Number] = list(accumulate(self.values, initial=0))
        self.total = self.sums[-1]

    def before(self, value: Number) -> Number:
        """Return the sum of all greater values."""
        return self.total - self.sums[bisect_right(self.values, value)]

    def after(self, value: Number) -> Number:
        """Return the sum of all values that are as great or greater."""
        return self.total - self.sums[bisect_left(self.values, value)]

    def floor(self, share: Fraction, crossing: Crossing) -> int | None:
        """Return the least value whose ``before`` is below (``after`` is within) *share* of all."""
        if not self.values:
            return None
        below = self.total - share * self.total
        if crossing is Crossing.UP:
            return int(self.values[bisect_right(self.sums, below) - 1])
        outside = bisect_left(self.sums, below)
        if outside:  # equal values reach the class together or not at all
            outside = bisect_right(self.values, self.values[outside - 1])
        return int(self.values[outside]) if outside < len(self.values) else None
