"""
Was a month's complaint rate out of the ordinary (policies 3d)?

A p-chart: the share of complaints among a month's orders against the mean of the
twelve complete months before, and three standard deviations. The limit is a square
root, so it is compared by squaring whole numbers and never rounded before.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.errors import InvalidValueError

_SOURCE: Final = "policies 3d"
_SHOWN_DIGITS: Final = 6
_YEAR_MONTHS: Final = 12
_ROOM: Final = 10**20


@attrs.frozen(kw_only=True)
class ControlChartRules:
    """
    When a month is out of the ordinary.

    Attributes:
        ref: Name and version of these rules.
        baseline_months: Complete months before, pooled (policies 3d).
        sigmas: Standard deviations above the mean that are ordinary (policies 3d).
        least_expected: Complaints that the mean has to expect in the month (policies 3d).
    """

    ref: RulesRef = RulesRef("control_chart", "1")
    baseline_months: int = field(default=12, validator=check.whole(least=1))
    sigmas: int = field(default=3, validator=check.whole(least=1))
    least_expected: int = field(default=5, validator=check.whole(least=1))


@attrs.frozen(kw_only=True)
class MonthFigures:
    """
    The orders and complaints of one calendar month.

    Attributes:
        month: Its first day.
        orders: Orders of the month; ``None`` is unknown.
        complaints: Founded complaints received in it; ``None`` is unknown.

    Raises:
        InvalidValueError: A figure is negative, or the month does not begin on its
            first day.
    """

    month: Date = field(validator=check.date)
    orders: int | None = field(validator=check.maybe(check.whole()))
    complaints: int | None = field(validator=check.maybe(check.whole()))

    def __attrs_post_init__(self) -> None:
        if self.month.day != 1:
            raise InvalidValueError("MonthFigures.month", self.month, "the first day of a month")


@attrs.frozen(kw_only=True)
class ChartPoint:
    """
    One complete month on the chart.

    Attributes:
        month: Its first day.
        rate: Complaints to orders; ``None`` is undetermined.
        centre: The pooled rate of the months before; ``None`` is undetermined.
        variance: The square of one standard deviation, exact.
        limit: Mean and deviations, for display: six decimals, half up.
        exceeded: The rate is strictly above the exact limit; ``None`` is undetermined.
        reason: Why it was judged so, or why it could not be.
    """

    month: Date
    rate: Fraction | None = None
    centre: Fraction | None = None
    variance: Fraction | None = None
    limit: Decimal | None = None
    exceeded: bool | None = None
    reason: Reason


_DEFAULT: Final = ControlChartRules()


def control_chart(
    months: Iterable[MonthFigures], *, as_of: Date, rules: ControlChartRules = _DEFAULT
) -> Decision[tuple[ChartPoint, ...]]:
    """
    Return the chart of every month that is complete on a day, the oldest first.

    A month is complete with its last day. One that is exactly at the limit is not
    above it. Undetermined is a month without twelve before it, with figures that are
    unknown, with more complaints than orders, or too few complaints to expect.

    Raises:
        InvalidValueError: A month stands in it twice, or *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    by_month: dict[int, MonthFigures] = {}
    for one in months:
        if _number(one.month) in by_month:
            raise InvalidValueError("MonthFigures.month", one.month, "each month once")
        by_month[_number(one.month)] = one
    complete = sorted(number for number, one in by_month.items() if _last_day(one.month) <= as_of)
    points = tuple(
        _point(by_month[number], _before(by_month, number, rules.baseline_months), rules)
        for number in complete
    )
    why = tuple(point.reason for point in points) or (Reason("recurrence.no_month", {}, _SOURCE),)
    return Decision(
        outcome=points,
        reasons=why,
        rules=rules.ref,
        judged_at=as_of,
        inputs={"months": len(complete)},
    )


def _number(month: Date) -> int:
    return month.year * _YEAR_MONTHS + month.month


def _last_day(month: Date) -> Date:
    return Date(month.year, month.month, monthrange(month.year, month.month)[1])


def _before(by_month: Mapping[int, MonthFigures], number: int, count: int) -> list[MonthFigures]:
    """Return the figures of the months before, as far as they are there."""
    return [by_month[one] for one in range(number - count, number) if one in by_month]


def _point(
    now: MonthFigures, before: Sequence[MonthFigures], rules: ControlChartRules
) -> ChartPoint:
    orders, complaints = now.orders, now.complaints
    facts: dict[str, Value] = {"month": now.month, "orders": orders, "complaints": complaints}
    if orders is None or complaints is None:
        return _unknown(now, "figures_unknown", facts)
    if complaints > orders:
        return _unknown(now, "more_complaints_than_orders", facts)
    rate = Fraction(complaints, orders) if orders else None
    if len(before) < rules.baseline_months:
        facts |= {"months": len(before), "needed": rules.baseline_months}
        return _unknown(now, "history_too_short", facts, rate)
    pooled = _pooled(before)
    if pooled is None:
        return _unknown(now, "baseline_unknown", facts, rate)
    found, among = pooled
    facts |= {"baseline_complaints": found, "baseline_orders": among}
    if rate is None or not among or orders * found < rules.least_expected * among:
        expected = Fraction(orders * found, among) if among else None
        facts |= {"expected": expected, "needed": rules.least_expected}
        return _unknown(now, "too_few_expected", facts, rate)
    return _judged(now.month, rate, (Fraction(found, among), orders), rules, facts)


def _unknown(
    now: MonthFigures, why: str, facts: dict[str, Value], rate: Fraction | None = None
) -> ChartPoint:
    return ChartPoint(
        month=now.month, rate=rate, reason=Reason(f"recurrence.{why}", facts, _SOURCE)
    )


def _pooled(before: Sequence[MonthFigures]) -> tuple[int, int] | None:
    """Return complaints and orders of the months before; ``None`` where they cannot be a share."""
    found = among = 0
    for one in before:
        if one.orders is None or one.complaints is None:
            return None
        found, among = found + one.complaints, among + one.orders
    return None if found > among else (found, among)


def _judged(
    month: Date,
    rate: Fraction,
    expected: tuple[Fraction, int],
    rules: ControlChartRules,
    facts: dict[str, Value],
) -> ChartPoint:
    centre, orders = expected
    variance = centre * (1 - centre) / orders
    above = rate - centre
    exceeded = above > 0 and above * above > rules.sigmas**2 * variance
    limit = _shown(centre, rules.sigmas**2 * variance)
    code = "recurrence.rate_exceeded" if exceeded else "recurrence.rate_ordinary"
    facts = {**facts, "rate": rate, "centre": centre, "limit": limit, "sigmas": rules.sigmas}
    return ChartPoint(
        month=month,
        rate=rate,
        centre=centre,
        variance=variance,
        limit=limit,
        exceeded=exceeded,
        reason=Reason(code, facts, _SOURCE),
    )


def _shown(centre: Fraction, spread_squared: Fraction) -> Decimal:
    """Return the centre and the root of the spread with six decimals, half up."""
    squared = spread_squared * _ROOM * _ROOM
    root = isqrt(squared.numerator // squared.denominator)
    # The root is cut: one unit of 10**-20 decides no sixth decimal but at an exact tie.
    value = (centre * _ROOM + root) * 10**_SHOWN_DIGITS / _ROOM + Fraction(1, 2)
    return Decimal(value.numerator // value.denominator).scaleb(-_SHOWN_DIGITS)
