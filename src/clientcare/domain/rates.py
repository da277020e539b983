"""
Exchange rates, handed in by date; the library has none of its own.

A rate is used as it is given: neither turned round nor chained through a third
currency, since nobody quoted the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain.currencies import minor_digits
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError

MAX_AGE_DAYS: Final = 10
"""How old a rate may be and still be used, in days (policies 2d)."""


def _code(_: object, __: _checks.Field, value: str) -> None:
    minor_digits(value)


def _factor(owner: object, field: _checks.Field, value: object) -> None:
    if type(value) is not Decimal or not value.is_finite() or value <= 0:
        _checks.refuse(owner, field, value, "a finite Decimal above 0")


@attrs.frozen(kw_only=True)
class Rate:
    """
    What one unit of a currency was worth in another on a day.

    Attributes:
        source: The ISO 4217 code of the currency that is converted.
        target: The ISO 4217 code of the currency that comes out; another one.
        on: The day of the rate.
        factor: Units of *target* for one unit of *source*, both major units; above 0.
    """

    source: str = attrs.field(validator=_code)
    target: str = attrs.field(validator=_code)
    on: Date = attrs.field(validator=_checks.date)
    factor: Decimal = attrs.field(validator=_factor)

    def __attrs_post_init__(self) -> None:
        if self.source == self.target:
            raise InvalidValueError("Rate.target", self.target, f"another one than {self.source}")


@attrs.frozen(kw_only=True)
class Rates:
    """
    The rates known, in any order.

    Attributes:
        rates: At most one for a pair of currencies and a day.
        max_age_days: The age up to which a rate is used, in days, that age
            included; the one place where this is said.

    Raises:
        InvalidValueError: Two rates for one pair of currencies on one day.
    """

    rates: tuple[Rate, ...] = attrs.field(default=(), validator=_checks.tuple_of(_checks.a(Rate)))
    max_age_days: int = attrs.field(default=MAX_AGE_DAYS, validator=_checks.whole())

    def __attrs_post_init__(self) -> None:
        seen: set[tuple[str, str, Date]] = set()
        for rate in self.rates:
            mark = (rate.source, rate.target, rate.on)
            if mark in seen:
                rule = "one rate for a pair of currencies and a day"
                raise InvalidValueError("Rates.rates", rate, rule)
            seen.add(mark)

    def latest(self, source: str, target: str, *, as_of: Date) -> Rate | None:
        """
        Return the latest rate from *source* into *target* dated on or before *as_of*.

        A rate exactly ``max_age_days`` old still counts; ``None`` where there is none.
        """
        _checks.require_date("as_of", as_of)
        oldest = as_of.toordinal() - self.max_age_days
        fitting = (
            rate
            for rate in self.rates
            if (rate.source, rate.target) == (source, target)
            and oldest <= rate.on.toordinal() <= as_of.toordinal()
        )
        return max(fitting, key=lambda rate: rate.on, default=None)

    def factor(self, source: str, target: str, *, as_of: Date) -> Fraction | None:
        """
        Return what one minor unit of *source* is worth in minor units of *target*, exactly.

        One where both are the same currency; ``None`` where no rate is known.
        """
        if source == target:
            return Fraction(1)
        rate = self.latest(source, target, as_of=as_of)
        if rate is None:
            return None
        places = minor_digits(target) - minor_digits(source)
        return Fraction(rate.factor) * Fraction(10) ** places

    def total(self, amounts: Iterable[Money], currency: str, *, as_of: Date) -> Fraction | None:
        """
        Return the sum of *amounts* in minor units of *currency*, exactly.

        Each currency is summed first; one that sums to zero needs no rate. ``None``
        where a rate that is needed is unknown (policies 2d).
        """
        sums: defaultdict[str, int] = defaultdict(int)
        for amount in amounts:
            sums[amount.currency] += amount.minor
        worth = Fraction(0)
        for source, minor in sums.items():
            if minor == 0:
                continue
            factor = self.factor(source, currency, as_of=as_of)
            if factor is None:
                return None
            worth += minor * factor
        return worth
