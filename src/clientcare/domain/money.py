"""
Exact money: integer minor units of one ISO 4217 currency.

A float never becomes money, two currencies never mix, and an amount finer than
the currency's minor unit is refused; rounding happens only where a caller asks
for it by name.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from typing import Final

import attrs

from clientcare.domain.currencies import minor_digits
from clientcare.errors import CurrencyMismatchError, InvalidValueError

_PLAIN: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_LIMIT_DIGITS: Final = 34
_LIMIT: Final = 10**_LIMIT_DIGITS
_WITHIN: Final = f"fewer than 1e{_LIMIT_DIGITS} minor units"
_EXACT: Final = "an int, a Decimal or plain decimal text such as '1234.50'; never a float"


def _minor(_: object, field: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int:
        raise InvalidValueError(f"Money.{field.name}", value, "a whole number of minor units")
    if not -_LIMIT < value < _LIMIT:
        raise InvalidValueError(f"Money.{field.name}", f"{value.bit_length()} bits", _WITHIN)


def _code(_: object, __: attrs.Attribute[str], value: str) -> None:
    minor_digits(value)


@total_ordering
@attrs.frozen(order=False)
class Money:
    """
    An amount of one currency.

    Attributes:
        minor: The amount in minor units (cents, fen), of fewer than 35 digits;
            may be negative.
        currency: The ISO 4217 code, upper case.

    Raises:
        UnknownCurrencyError: *currency* is not an ISO 4217 code.
        InvalidValueError: *minor* is not an ``int``, or too large.
    """

    minor: int = attrs.field(validator=_minor)
    currency: str = attrs.field(validator=_code)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """
        Return *amount* in major units as money.

        Raises:
            UnknownCurrencyError: *currency* is not an ISO 4217 code.
            InvalidValueError: *amount* is a float, no plain number, or finer
                than the minor unit (``"1.234"`` of CNY).
        """
        digits = minor_digits(currency)
        if type(amount) is int:
            return cls(amount * 10**digits, currency)
        if isinstance(amount, str) and _PLAIN.fullmatch(amount):
            amount = Decimal(amount)
        if not isinstance(amount, Decimal) or not amount.is_finite():
            raise InvalidValueError("Money.amount", amount, _EXACT)
        if amount and not -_LIMIT_DIGITS < amount.adjusted() < _LIMIT_DIGITS:
            rule = f"{_WITHIN}, and no finer than one"  # without building a number of that size
            raise InvalidValueError("Money.amount", f"{amount:.3e}", rule)
        numerator, denominator = amount.as_integer_ratio()
        minor, finer = divmod(numerator * 10**digits, denominator)
        if finer:
            rule = f"no finer than the minor unit of {currency} ({digits} decimal places)"
            raise InvalidValueError("Money.amount", str(amount), rule)
        return cls(minor, currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing, in *currency*."""
        return cls(0, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with the currency's decimal places."""
        with decimal.localcontext() as context:
            context.prec = _LIMIT_DIGITS
            return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    @property
    def amount_text(self) -> str:
        """The amount in major units as text, such as ``-1234.50``; nothing but digits and signs."""
        digits = minor_digits(self.currency)
        figures = str(abs(self.minor)).zfill(digits + 1)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{figures[:-digits]}.{figures[-digits:]}" if digits else f"{sign}{figures}"

    def __str__(self) -> str:
        return f"{self.amount_text} {self.currency}"

    def __repr__(self) -> str:
        return f"Money.of('{self.amount_text}', '{self.currency}')"

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, factor: int) -> Money:
        if type(factor) is not int:
            return NotImplemented
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor < self._same(other)

    def times(self, factor: int | Decimal | Fraction, *, rounding: str) -> Money:
        """
        Return this amount times *factor*, rounded to the minor unit as asked.

        Args:
            factor: An exact factor; a float is refused.
            rounding: ``"half_up"`` (away from zero at a tie), ``"down"``
                (toward zero) or ``"floor"``.

        Raises:
            InvalidValueError: *factor* is no exact number, or *rounding* is
                none of the three.
        """
        if type(factor) not in {int, Decimal, Fraction} or (
            isinstance(factor, Decimal) and not factor.is_finite()
        ):
            raise InvalidValueError("factor", factor, "an int, a finite Decimal or a Fraction")
        return Money(rounded(self.minor * Fraction(factor), rounding), self.currency)

    def floor_to(self, step: int) -> Money:
        """Return the largest multiple of *step* major units that is not above this amount."""
        if type(step) is not int or step < 1:
            raise InvalidValueError("step", step, "a whole number of major units, 1 or more")
        unit = step * 10 ** minor_digits(self.currency)
        return Money(self.minor // unit * unit, self.currency)

    def allocate(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """
        Split this amount by *weights* without losing a minor unit (largest remainder).

        Units left over go to the largest remainders; of equal ones the earlier
        share gets it.

        Raises:
            InvalidValueError: No weights, a negative one, or none above 0.
        """
        if any(type(weight) is not int or weight < 0 for weight in weights) or not any(weights):
            raise InvalidValueError("weights", tuple(weights), "whole, 0 or more, not all 0")
        total = sum(weights)
        sign = -1 if self.minor < 0 else 1
        parts = [divmod(abs(self.minor) * weight, total) for weight in weights]
        left = abs(self.minor) - sum(share for share, _ in parts)
        by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
        lucky = set(by_remainder[:left])
        return tuple(
            Money(sign * (share + (place in lucky)), self.currency)
            for place, (share, _) in enumerate(parts)
        )

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError("currency", other.currency, f"all in {self.currency}")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """
    Return the sum of *amounts*, all of *currency*; nothing sums to zero.

    Raises:
        CurrencyMismatchError: One of them is of another currency.
    """
    return sum(amounts, Money.zero(currency))


def rounded(value: Fraction, rounding: str) -> int:
    """Return *value* as a whole number: ``half_up`` (away from zero), ``down`` or ``floor``."""
    if rounding == "floor":
        return value.numerator // value.denominator
    size = abs(value)
    if rounding == "half_up":
        size += Fraction(1, 2)
    elif rounding != "down":
        raise InvalidValueError("rounding", rounding, "half_up, down or floor")
    whole = size.numerator // size.denominator
    return -whole if value < 0 else whole
