"""Exact money."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.currencies import minor_digits
from clientcare.domain.money import Money, rounded, total
from clientcare.errors import CurrencyMismatchError, InvalidValueError, UnknownCurrencyError

MINOR = st.integers(-(10**20), 10**20)
AMOUNTS = st.builds(Money, MINOR, st.sampled_from(("CNY", "JPY", "KWD", "CLF")))
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


def cny(amount: str | int) -> Money:
    """Return an amount in yuan."""
    return Money.of(amount, "CNY")


# --- laws ---


@given(AMOUNTS, WEIGHTS)
def test_allocation_loses_nothing(amount: Money, weights: list[int]) -> None:
    """The shares sum to the amount, to the minor unit."""
    assert amount == total(amount.allocate(weights), amount.currency)


@given(AMOUNTS, WEIGHTS)
def test_allocation_is_fair(amount: Money, weights: list[int]) -> None:
    """Each share is within one minor unit of its exact part, and none for no weight."""
    shares = amount.allocate(weights)

    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Fraction(amount.minor * weight, sum(weights))) < 1
        assert weight or share.minor == 0


@given(AMOUNTS)
def test_money_reads_back_what_it_shows(amount: Money) -> None:
    """Amount and text lead back to the same money."""
    number, currency = str(amount).split()

    assert amount == Money.of(number, currency)
    assert amount == Money.of(amount.amount, amount.currency)
    assert amount == eval(repr(amount))  # noqa: S307 - the representation is code


@given(AMOUNTS)
def test_equal_money_has_an_equal_hash(amount: Money) -> None:
    """Equal money is one key of a mapping, after pickling as well."""
    twin = Money(int(str(amount.minor)), amount.currency)

    assert amount == twin
    assert hash(amount) == hash(twin)
    assert amount == pickle.loads(pickle.dumps(amount))  # noqa: S301 - our own bytes


@given(MINOR, MINOR)
def test_arithmetic_is_that_of_whole_numbers(one: int, other: int) -> None:
    """Sum, difference, sign and order are those of the minor units."""
    left, right = Money(one, "CNY"), Money(other, "CNY")

    assert Money(one + other, "CNY") == left + right
    assert Money(one - other, "CNY") == left - right
    assert Money(-one, "CNY") == -left
    assert Money(abs(one), "CNY") == abs(left)
    assert Money(one * 3, "CNY") == left * 3 == 3 * left
    assert (one < other, one <= other, one > other) == (left < right, left <= right, left > right)


@given(AMOUNTS, st.integers(1, 5000))
def test_floor_to_is_the_greatest_multiple_below(amount: Money, step: int) -> None:
    """A multiple of the step, not above the amount, and less than a step away."""
    unit = step * 10 ** minor_digits(amount.currency)

    floored = amount.floor_to(step)

    assert floored.minor % unit == 0
    assert 0 <= amount.minor - floored.minor < unit


# --- what is refused ---


@pytest.mark.parametrize(
    "amount",
    [
        1.5,
        True,
        None,
        "",
        " 1",
        "1 ",
        "1,000",
        "1e3",
        ".5",
        "1.",
        "١٢",
        "NaN",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1e34"),
        Decimal("1e-400"),
        "1.234",
        Decimal("0.001"),
        Fraction(1, 2),
    ],
)
def test_inexact_amounts_are_refused(amount: object) -> None:
    """Floats, truth values, odd text, huge and too fine amounts never become money."""
    with pytest.raises(InvalidValueError, match=r"^Money\.amount"):
        Money.of(amount, "CNY")  # type: ignore[arg-type]


@pytest.mark.parametrize("minor", [1.0, True, "1", Decimal(1), None])
def test_minor_units_are_whole_numbers(minor: object) -> None:
    """Only an int is a number of minor units."""
    with pytest.raises(InvalidValueError, match=r"^Money\.minor"):
        Money(minor, "CNY")  # type: ignore[arg-type]


@pytest.mark.parametrize("minor", [10**34, -(10**34), 1 << 999])
def test_money_has_a_limit(minor: int) -> None:
    """What is built can be written and read back, so both stop at the same size."""
    largest = Money(10**34 - 1, "CLF")

    with pytest.raises(InvalidValueError, match="fewer than 1e34"):
        Money(minor, "CLF")
    assert largest == Money.of(largest.amount, "CLF")


@pytest.mark.parametrize("currency", ["cny", "RMB", "", "XAU", None, 3, ["CNY"]])
def test_unknown_currencies_are_refused(currency: object) -> None:
    """Only an active ISO 4217 code in upper case is a currency."""
    with pytest.raises(UnknownCurrencyError):
        Money(1, currency)  # type: ignore[arg-type]


def test_two_currencies_never_mix() -> None:
    """Sum, difference, order and total refuse another currency."""
    yuan, euro = cny(1), Money.of(1, "EUR")

    for mix in (
        lambda: yuan + euro,
        lambda: yuan - euro,
        lambda: yuan < euro,
        lambda: yuan >= euro,
        lambda: total([yuan, euro], "CNY"),
    ):
        with pytest.raises(CurrencyMismatchError, match="all in CNY"):
            mix()


def test_two_currencies_are_never_equal() -> None:
    """One yuan is not one euro, nor is nothing of the one nothing of the other."""
    assert cny(1) != Money.of(1, "EUR")
    assert Money.zero("CNY") != Money.zero("EUR")


@pytest.mark.parametrize("other", [1, 1.0, "1", None])
def test_money_meets_only_money(other: object) -> None:
    """A bare number is no money: neither equal, nor to be added or compared."""
    assert cny(1) != other
    with pytest.raises(TypeError):
        cny(1) + other  # type: ignore[operator]
    with pytest.raises(TypeError):
        cny(1) - other  # type: ignore[operator]
    with pytest.raises(TypeError):
        cny(1) < other  # type: ignore[operator] # noqa: B015 - it must raise


@pytest.mark.parametrize("factor", [1.5, True, Decimal(2), Fraction(1, 2), "2"])
def test_only_a_whole_factor_needs_no_rounding(factor: object) -> None:
    """A product that might round is asked for by name."""
    with pytest.raises(TypeError):
        cny(1) * factor  # type: ignore[operator]


@pytest.mark.parametrize("factor", [1.5, True, "2", Decimal("NaN"), Decimal("Infinity")])
def test_inexact_factors_are_refused(factor: object) -> None:
    """A float is no factor."""
    with pytest.raises(InvalidValueError, match="factor"):
        cny(1).times(factor, rounding="down")  # type: ignore[arg-type]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1, 2], [1.5], [True], ["a"]])
def test_bad_weights_are_refused(weights: list[int]) -> None:
    """Weights are whole, 0 or more, and not all 0."""
    with pytest.raises(InvalidValueError, match="weights"):
        cny(1).allocate(weights)


@pytest.mark.parametrize("step", [0, -1, 1.0, True])
def test_bad_steps_are_refused(step: int) -> None:
    """A step is a whole number of major units, 1 or more."""
    with pytest.raises(InvalidValueError, match="step"):
        cny(1).floor_to(step)


# --- examples ---


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1234.5", "CNY", 123450),
        (-3, "JPY", -3),
        ("0.001", "KWD", 1),
        (Decimal("2.0000"), "CLF", 20000),
    ],
)
def test_minor_units_follow_the_currency(
    amount: str | int | Decimal, currency: str, minor: int
) -> None:
    """The decimal places are those of ISO 4217."""
    assert Money(minor, currency) == Money.of(amount, currency)


def test_exponents_are_exact() -> None:
    """A Decimal with an exponent is the number that it names."""
    assert cny(1000) == Money.of(Decimal("1e3"), "CNY")
    assert Money.zero("CNY") == Money.of(Decimal("0e999999"), "CNY")


def test_amount_of_many_digits_is_exact() -> None:
    """More digits than the decimal context has are kept."""
    assert (
        Decimal("12345678901234567890123456789012.34")
        == Money(1234567890123456789012345678901234, "CNY").amount
    )


@pytest.mark.parametrize(
    ("rounding", "up", "down"), [("half_up", 3, -3), ("down", 2, -2), ("floor", 2, -3)]
)
def test_rounding_of_halves(rounding: str, up: int, down: int) -> None:
    """Half up goes away from zero, down toward it, floor below."""
    assert up == rounded(Fraction(5, 2), rounding)
    assert down == rounded(Fraction(-5, 2), rounding)


def test_unknown_rounding_is_refused() -> None:
    """Nothing is rounded by a name that is none of the three."""
    with pytest.raises(InvalidValueError, match="rounding"):
        cny(1).times(2, rounding="up")


def test_product_rounds_once() -> None:
    """The exact product is rounded to the minor unit."""
    assert cny("0.34") == cny("1.01").times(Fraction(1, 3), rounding="half_up")
    assert cny("0.33") == cny("1.01").times(Decimal("0.33"), rounding="down")
    assert cny("3.03") == cny("1.01").times(3, rounding="floor")


def test_leftover_goes_to_the_largest_remainder_then_the_earlier() -> None:
    """0.05 in three equal parts is 0.02, 0.02, 0.01."""
    parts = [Money(2, "CNY"), Money(2, "CNY"), Money(1, "CNY")]

    assert parts == list(Money(5, "CNY").allocate([1, 1, 1]))
    assert [-part for part in parts] == list(Money(-5, "CNY").allocate([1, 1, 1]))


def test_total_of_nothing() -> None:
    """No amounts sum to zero of the currency asked for."""
    assert Money.zero("EUR") == total([], "EUR")
