"""Exact sums as money, for reasons; what is compared stays exact."""

from __future__ import annotations

from fractions import Fraction

from clientcare.domain.money import Money, rounded


def readable(minor: Fraction, currency: str) -> Money:
    """Return an exact sum of minor units as money, half up where it is no whole number."""
    return Money(rounded(minor, "half_up"), currency)
