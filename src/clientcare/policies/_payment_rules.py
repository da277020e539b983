"""How payments are scored (policies 2b)."""

from __future__ import annotations

import bisect
import math
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final

import attrs

from clientcare.domain import _checks
from clientcare.domain.decisions import RulesRef

_BEST: Final = 100
_ENDS: Final = 2


def _points(owner: object, field: _checks.Field, value: object) -> None:
    rule = "two or more (days late, score) of whole numbers, days rising, scores 0 to 100 falling"
    if not isinstance(value, tuple) or len(value) < _ENDS or not all(map(_is_point, value)):
        _checks.refuse(owner, field, value, rule)
    days, scores = [point[0] for point in value], [point[1] for point in value]
    falling = scores == sorted(scores, reverse=True) and scores[0] <= _BEST and scores[-1] >= 0
    if days != sorted(set(days)) or not falling:
        _checks.refuse(owner, field, value, rule)


def _is_point(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) == len(("days", "score"))
        and all(type(number) is int for number in value)
    )


@attrs.frozen(kw_only=True)
class PaymentRules:
    """
    How payments are scored.

    Attributes:
        ref: Name and version of the rules.
        points: Pairs of days late (negative: early) and score, between which the score
            runs straight; before the first and after the last pair it stays (policies
            2b; they give the values of the D&B chart).
        prepaid_score: The score of what was paid before the invoice date.
        written_off_score: The score of what was written off.
        window_months: Invoices due within so many months up to the day count; an open
            overdue part counts however old.
        min_invoices: With fewer invoices scored there is no index.
    """

    ref: RulesRef = RulesRef("payment", "1")
    points: tuple[tuple[int, int], ...] = attrs.field(
        default=(
            *((-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50)),
            *((60, 40), (90, 30), (120, 20), (180, 1)),
        ),
        validator=_points,
    )
    prepaid_score: int = attrs.field(default=_BEST, validator=_checks.whole(most=_BEST))
    written_off_score: int = attrs.field(default=1, validator=_checks.whole(most=_BEST))
    window_months: int = attrs.field(default=24, validator=_checks.whole(least=1, most=1200))
    min_invoices: int = attrs.field(default=3, validator=_checks.whole(least=1))


def score_of_delay(days: int, *, rules: PaymentRules = PaymentRules()) -> Fraction:
    """Return the exact score of a payment *days* after the due date (negative: before)."""
    chart = chart_of(rules.points)
    return Fraction(chart.scaled(days), chart.scale)


class Chart:
    """The scores as whole numbers, so that thousands of them are summed without fractions."""

    def __init__(self, points: tuple[tuple[int, int], ...]) -> None:
        self._points = points
        self.scale = math.lcm(*(end - start for (start, _), (end, _) in pairwise(points)))

    def scaled(self, days: int) -> int:
        """Return the score of a payment so many days late, times the scale."""
        points = self._points
        place = bisect.bisect_left(points, (days,))
        if place == 0:
            return points[0][1] * self.scale
        if place == len(points):
            return points[-1][1] * self.scale
        (start, high), (end, low) = points[place - 1 : place + 1]
        return high * self.scale + (low - high) * (days - start) * self.scale // (end - start)


@lru_cache(maxsize=32)
def chart_of(points: tuple[tuple[int, int], ...]) -> Chart:
    """Return the chart through *points*."""
    return Chart(points)
