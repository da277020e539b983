"""
Recurrence and the control chart, said a second time from the policy page.

Days are ordinals, months whole numbers (year times twelve and month); the limit of
the chart is compared as a square root worked out to eighty digits.
"""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from decimal import Decimal

from pendulum import Date

from clientcare.domain.complaint_scales import CauseKind


@dataclass(frozen=True)
class Counted:
    """A complaint as it is counted."""

    name: str
    customer: str
    product: str
    cause: CauseKind | None
    day: int
    p1: bool


def troubles(cases: list[Counted], today: int) -> set[tuple[str, str, tuple[str, ...]]]:
    """Return trigger, key and complaints of all that calls for a corrective action."""
    found: set[tuple[str, str, tuple[str, ...]]] = set()
    for case in cases:
        if case.day > today:
            continue
        if case.p1:
            named = case.cause is not None and case.product.strip()
            key = f"process/{case.cause}/{case.product}" if named else f"case/{case.name}"
            found.add(("p1", key, (case.name,)))
        if case.cause is None:
            continue
        alike = [one for one in cases if one.cause is case.cause and today - 90 < one.day <= today]
        product = [one for one in alike if one.product == case.product]
        if case.product.strip() and case in product and len(product) >= 3:
            key = f"process/{case.cause}/{case.product}"
            found.add(("process", key, _names(product)))
        own = [
            one
            for one in cases
            if one.cause is case.cause
            and one.customer == case.customer
            and today - 180 < one.day <= today
        ]
        if case in own and len(own) >= 2:
            found.add(("customer", f"customer/{case.cause}/{case.customer}", _names(own)))
    return found


def _names(cases: list[Counted]) -> tuple[str, ...]:
    return tuple(one.name for one in sorted(cases, key=lambda one: (one.day, one.name)))


def exceeded(months: dict[int, tuple[int | None, int | None]], month: int) -> bool | None:
    """Tell whether a month's rate is above the limit; ``None`` is undetermined."""
    orders, complaints = months[month]
    before = [months.get(month - back, (None, None)) for back in range(1, 13)]
    if orders is None or complaints is None or complaints > orders:
        return None
    if any(one is None for pair in before for one in pair):
        return None
    among = sum(pair[0] or 0 for pair in before)
    found = sum(pair[1] or 0 for pair in before)
    if found > among or not among:
        return None
    with decimal.localcontext() as exact:
        exact.prec = 80
        mean = Decimal(found) / among
        if Decimal(orders) * found < 5 * Decimal(among):
            return None
        limit = mean + 3 * (mean * (1 - mean) / orders).sqrt()
        apart = Decimal(complaints) / orders - limit
        return apart > Decimal("1e-60")


def month_number(day: Date) -> int:
    """Return the month of a day as a number."""
    return day.year * 12 + day.month - 1


def first_of(number: int) -> Date:
    """Return the first day of a month."""
    return Date(number // 12, number % 12 + 1, 1)
