"""From which sum on are overdue items worth a reaction (``min_overdue`` of policies 2d)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Value
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.policies._readable import readable
from clientcare.policies.overdue import OverdueItem


@attrs.frozen(kw_only=True)
class MaterialityRules:
    """
    The least overdue sum that counts: a share of the permanent limit, but not less than a floor.

    Attributes:
        limit_percent: The share of the permanent limit, in percent (policies 2d).
        floor_major: The floor, in major units of the limit's currency; it stands
            alone where there is no limit or none is known (policies 2d).
    """

    limit_percent: Decimal = field(default=Decimal(1), validator=check.decimal())
    floor_major: int = field(default=100, validator=check.whole())

    def least(self, limit: Money | None, currency: str) -> Fraction:
        """Return the least sum that counts, exact, in minor units of *currency*, the limit's."""
        floor = Fraction(self.floor_major * 10 ** minor_digits(currency))
        if limit is None:
            return floor
        return max(floor, limit.minor * Fraction(self.limit_percent) / 100)


@attrs.frozen(kw_only=True)
class OverdueSum:
    """
    What is overdue by more than some days, and whether it counts.

    Attributes:
        minor: Exact, in minor units; ``None`` where a rate is unknown.
        least: The least sum that counts, in the same unit.
        days: More days than this.
        items: The items summed.
        rules: Where the least sum comes from.
        limit: The permanent limit that it is a share of, where there is one.
        currency: The currency that it is reckoned in.
    """

    minor: Fraction | None
    least: Fraction
    days: int
    items: tuple[OverdueItem, ...]
    rules: MaterialityRules
    limit: Money | None
    currency: str

    @property
    def is_material(self) -> bool:
        """Whether something is overdue and it reaches the least sum; exactly that counts."""
        return self.minor is not None and 0 < self.minor >= self.least

    @property
    def facts(self) -> Mapping[str, Value]:
        """The numbers compared, for a reason."""
        return {
            "overdue": None if self.minor is None else readable(self.minor, self.currency),
            "least": readable(self.least, self.currency),
            "least_percent": self.rules.limit_percent,
            "of_limit": self.limit,
            "floor": Money.of(self.rules.floor_major, self.currency),
            "days": self.days,
            "oldest_days": max((item.days_overdue for item in self.items), default=0),
            "invoices": tuple(item.invoice_id for item in self.items),
            "to_pay": self.to_pay,
        }

    @property
    def to_pay(self) -> tuple[Money, ...]:
        """What is open on its items, in each of their currencies."""
        return open_by_currency(self.items)


def open_by_currency(items: Iterable[OverdueItem]) -> tuple[Money, ...]:
    """Return the sum that is open on *items* in each of their currencies."""
    sums: dict[str, Money] = {}
    for item in items:
        code = item.open.currency
        sums[code] = sums.get(code, Money.zero(code)) + item.open
    return tuple(sums[code] for code in sorted(sums))


def overdue_sum(
    items: Iterable[OverdueItem],
    *,
    more_than_days: int,
    limit: Money | None,
    currency: str,
    rates: Rates,
    as_of: Date,
    rules: MaterialityRules,
) -> OverdueSum:
    """Return what of *items* is overdue by more than so many days, in *currency*, the limit's."""
    counted = tuple(
        item for item in items if item.days_overdue > more_than_days and not item.sheltered
    )
    amounts = (item.open for item in counted)
    return OverdueSum(
        minor=rates.total(amounts, currency, as_of=as_of),
        least=rules.least(limit, currency),
        days=more_than_days,
        items=counted,
        rules=rules,
        limit=limit,
        currency=currency,
    )
