"""Exchange rates by date."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.testing.strategies.ledger import rates

MARCH: Final = Date(2024, 3, 1)
DOLLAR: Final = Rate(source="USD", target="CNY", on=MARCH, factor=Decimal("7.2"))
RATES: Final = Rates(
    rates=(
        DOLLAR,
        attrs.evolve(DOLLAR, on=Date(2024, 3, 4), factor=Decimal("7.3")),
        attrs.evolve(DOLLAR, source="JPY", factor=Decimal("0.05")),
    )
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (Date(2024, 2, 29), None),
        (MARCH, Decimal("7.2")),
        (Date(2024, 3, 3), Decimal("7.2")),
        (Date(2024, 3, 4), Decimal("7.3")),
        (Date(2024, 3, 14), Decimal("7.3")),
        (Date(2024, 3, 15), None),
    ],
)
def test_the_latest_rate_of_ten_days_counts(day: Date, expected: Decimal | None) -> None:
    """A rate from the future is not known yet; one more than ten days old is too old."""
    rate = RATES.latest("USD", "CNY", as_of=day)

    assert expected == (rate and rate.factor)


def test_rates_are_not_turned_round() -> None:
    """Nobody quoted the inverse."""
    factor = RATES.factor("CNY", "USD", as_of=MARCH)

    assert factor is None


def test_a_currency_is_worth_itself() -> None:
    """No rate is needed within a currency."""
    factor = Rates().factor("CNY", "CNY", as_of=MARCH)

    assert Fraction(1) == factor


def test_minor_units_may_differ() -> None:
    """1000 yen (no minor unit) at 0.05 are 50.00 yuan, 5000 fen."""
    worth = RATES.total([Money(1000, "JPY")], "CNY", as_of=MARCH)

    assert worth == 5000


def test_a_sum_is_exact() -> None:
    """No rounding happens on the way."""
    worth = RATES.total([Money(1, "USD"), Money(1, "CNY")], "CNY", as_of=MARCH)

    assert Fraction(41, 5) == worth


def test_an_unknown_rate_leaves_the_sum_unknown() -> None:
    """A part that cannot be converted is not taken for nothing."""
    worth = RATES.total([Money(1, "CNY"), Money(1, "EUR")], "CNY", as_of=MARCH)

    assert worth is None


def test_a_zero_balance_needs_no_rate() -> None:
    """Euros that cancel out need no rate for the euro."""
    worth = RATES.total([Money(5, "EUR"), Money(-5, "EUR"), Money(1, "CNY")], "CNY", as_of=MARCH)

    assert worth == 1


def test_a_pair_has_one_rate_a_day() -> None:
    """Two rates for one day would leave the choice to chance."""
    with pytest.raises(InvalidValueError, match="one rate"):
        Rates(rates=(DOLLAR, attrs.evolve(DOLLAR, factor=Decimal(7))))


def test_a_rate_is_between_two_currencies() -> None:
    """A currency has no rate into itself."""
    with pytest.raises(InvalidValueError, match=r"Rate\.target"):
        attrs.evolve(DOLLAR, target="USD")


def test_a_rate_names_known_currencies() -> None:
    """The codes are those of ISO 4217."""
    with pytest.raises(UnknownCurrencyError):
        attrs.evolve(DOLLAR, source="usd")


@pytest.mark.parametrize("factor", [Decimal(0), Decimal("NaN"), Decimal(-1), 7])
def test_a_factor_is_above_zero(factor: object) -> None:
    """Zero, negative, not finite and inexact factors are refused."""
    with pytest.raises(InvalidValueError, match=r"Rate\.factor"):
        Rate(source="USD", target="CNY", on=MARCH, factor=factor)  # type: ignore[arg-type]


@given(rates())
def test_rates_survive_storage(known: Rates) -> None:
    """JSON gives back equal rates."""
    codec = JsonCodec[Rates](name="rates", type=Rates)

    assert known == codec.load(codec.dump(known))
