"""Influence and referral value, by other ways than the library's."""

from __future__ import annotations

import decimal
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction


def influence(
    who: str, above: Mapping[str, str], worths: Mapping[str, int | None]
) -> tuple[Fraction, tuple[str, ...]]:
    """Return the sum and the unknown ones: every customer walks up to *who* and counts steps."""
    total, unknown = Fraction(0), []
    for one in worths:
        steps, here = 0, one
        while here != who and here in above:
            here = above[here]
            steps += 1
        if here != who or not 1 <= steps <= 5:
            continue
        worth = worths[one]
        if worth is None:
            unknown.append(one)
        elif worth > 0:
            total += Fraction(worth, 2 ** (steps - 1))
    return total, tuple(sorted(unknown))


def value(told: Sequence[tuple[int | None, int, int, int]], percent: int) -> int:
    """Return the value in minor units: a quarter's growth is two square roots of a year's."""
    with decimal.localcontext() as context:
        context.prec = 100
        quarter = (1 + Decimal(percent) / 100).sqrt().sqrt()
        total = Decimal(0)
        for kind, margin, saved, quarters in told:
            brought = saved + (margin if kind == 1 else 0)
            total += brought / quarter**quarters
        size = abs(total) + Decimal("0.5")
        # What is a whole number may come out a hair below it.
        whole = int((size + Decimal("1e-40")).to_integral_value(decimal.ROUND_FLOOR))
    return -whole if total < 0 else whole
