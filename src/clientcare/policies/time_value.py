"""What is an hour worth, and what does a lost one cost (F9)?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.money import Money, rounded
from clientcare.errors import InvalidValueError

_HOUR: Final = 60


@attrs.frozen(kw_only=True)
class TimeValueRules:
    """
    What a salesperson's year is worth; without a figure nothing is reckoned.

    Attributes:
        year_value: What a year brings, in major units; ``None`` is not told (F9's example:
            80,000).
        year_hours: Working hours of a year (F9: 2,080).
        day_hours: Working hours of a day (F9: 8).
    """

    year_value: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    year_hours: int = field(default=2080, validator=check.whole(least=1))
    day_hours: int = field(default=8, validator=check.whole(least=1, most=24))


def value_of_minutes(minutes: int, rules: TimeValueRules) -> Fraction | None:
    """Return exactly what *minutes* are worth, in major units; ``None`` without a figure."""
    if rules.year_value is None:
        return None
    return Fraction(rules.year_value) * minutes / (rules.year_hours * _HOUR)


def value_of_hour(currency: str, *, rules: TimeValueRules) -> Money | None:
    """
    Return what an hour is worth, half up to the minor unit (F9: 80,000 / 2,080 = 38.46).

    ``None`` where the firm gives no figure.
    """
    exact = value_of_minutes(_HOUR, rules)
    return None if exact is None else _money(exact, currency)


def cost_of_lost_time(minutes_a_day: int, currency: str, *, rules: TimeValueRules) -> Money | None:
    """
    Return what is lost in a year by so many minutes wasted every day.

    An hour of eight costs an eighth of the year (F9: 10,000 of 80,000). ``None`` where
    the firm gives no figure.

    Raises:
        InvalidValueError: *minutes_a_day* is no whole number from 0 to those of a working day.
    """
    most = rules.day_hours * _HOUR
    if type(minutes_a_day) is not int or not 0 <= minutes_a_day <= most:
        raise InvalidValueError("minutes_a_day", minutes_a_day, f"a whole number, 0 to {most}")
    if rules.year_value is None:
        return None
    share = Fraction(minutes_a_day, most)
    return _money(Fraction(rules.year_value) * share, currency)


def _money(major: Fraction, currency: str) -> Money:
    return Money(rounded(major * Money.of(1, currency).minor, "half_up"), currency)
