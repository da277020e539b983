"""Foreign text to plain data: exact numbers, days, instants."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.services.importing import values
from clientcare.services.importing.values import RefusedError


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "plain"),
    [
        ("1234.50", ".", None, "1234.50"),
        ("-1,234,567.89", ".", ",", "-1234567.89"),
        ("1.234,5", ",", ".", "1234.5"),
        ("+7", ".", None, "7"),
        ("1234", ".", ",", "1234"),
        ("1 234", ".", " ", "1234"),
    ],
)
def test_number(text: str, decimal: str, thousands: str | None, plain: str) -> None:
    """A number is read with the marks of its file and keeps every digit."""
    assert plain == values.number(text, decimal, thousands)


@pytest.mark.parametrize(
    ("text", "thousands"),
    [
        *(("1,5", ","), ("12,34", ","), ("1,234", None), ("1 000", None)),
        *((text, None) for text in ("", ".5", "5.", "1e5", "nan", "$5", "١٢")),
    ],
)
def test_no_number(text: str, thousands: str | None) -> None:
    """An exponent, a group other than of three digits or any other text is no number."""
    with pytest.raises(RefusedError, match="a number such as"):
        values.number(text, ".", thousands)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(-999, 999))
def test_computed_exactly(value: Decimal, factor: int) -> None:
    """A product plus a sum comes out exact, whatever the size."""
    text = f"{value:f}"

    result = values.computed(text, [str(factor)], ["0.1"])

    assert Fraction(value) * factor + Fraction(1, 10) == result
    assert result == Fraction(values.decimal_text(result))


@pytest.mark.parametrize(
    ("value", "text"),
    [("-1/20", "-0.05"), ("5", "5"), ("0", "0"), ("-3/2", "-1.5"), ("1/1000", "0.001")],
)
def test_decimal_text(value: str, text: str) -> None:
    """An exact number is written without exponent and with the places it needs."""
    assert text == values.decimal_text(Fraction(value))


def test_amount_too_fine() -> None:
    """An amount finer than the minor unit is refused, and says by how much."""
    with pytest.raises(RefusedError, match=r"minor unit of USD .2 decimal places., which 0\.005"):
        values.amount_text(Fraction("0.005"), "USD", None)


@pytest.mark.parametrize(
    ("rounding", "text"), [("half_up", "-0.13"), ("down", "-0.12"), ("floor", "-0.13")]
)
def test_amount_rounded(rounding: str, text: str) -> None:
    """Rounding happens only as it is asked for."""
    assert text == values.amount_text(Fraction("-0.125"), "USD", rounding)


def test_amount_of_a_currency_without_cents() -> None:
    """The currency tells how many places there are."""
    assert "120" == values.amount_text(Fraction(120), "JPY", None)


def test_day() -> None:
    """A day is read as its format says, padded or not."""
    assert "2012-03-03" == values.day("3/3/2012", "%m/%d/%Y")


@pytest.mark.parametrize("text", ["30/2/2012", "2012-03-03", "3/3/12"])
def test_no_day(text: str) -> None:
    """A day that does not exist, or is written otherwise, is refused."""
    with pytest.raises(RefusedError, match="a day that exists, written as %d/%m/%Y"):
        values.day(text, "%d/%m/%Y")


@pytest.mark.parametrize(
    ("text", "form", "zone", "result"),
    [
        ("2026-01-05T09:00+08:00", None, None, "2026-01-05T09:00:00+08:00"),
        (
            "2026-01-05T09:00:00+08:00[Asia/Shanghai]",
            None,
            "Europe/Berlin",
            "2026-01-05T09:00:00+08:00[Asia/Shanghai]",
        ),
        (
            "2026-01-05 09:00",
            None,
            "Asia/Shanghai",
            "2026-01-05T09:00:00+08:00[Asia/Shanghai]",
        ),
        ("5.1.2026", "%d.%m.%Y", "UTC", "2026-01-05T00:00:00+00:00[UTC]"),
        ("5.1.2026 9 +0200", "%d.%m.%Y %H %z", "UTC", "2026-01-05T09:00:00+02:00"),
        (
            "2025-10-26 02:30",
            None,
            "Europe/Berlin",
            "2025-10-26T02:30:00+02:00[Europe/Berlin]",
        ),
    ],
)
def test_instant(text: str, form: str | None, zone: str | None, result: str) -> None:
    """An instant keeps its offset; local time takes the zone's, the earlier one if repeated."""
    assert result == values.instant(text, form, zone)


@pytest.mark.parametrize(
    ("text", "form", "zone", "rule"),
    [
        ("2026-01-05 09:00", None, None, "name its zone in the mapping"),
        ("2026-01-05", None, "UTC", "in ISO 8601"),
        ("noon", None, "UTC", "in ISO 8601"),
        ("2026-01-05 09:00", "%d.%m.%Y", "UTC", "written as %d.%m.%Y"),
        ("2025-03-30 02:30", None, "Europe/Berlin", "a clock change skips"),
    ],
)
def test_no_instant(text: str, form: str | None, zone: str | None, rule: str) -> None:
    """Local time without a zone, a skipped local time and other text are refused."""
    with pytest.raises(RefusedError, match=rule):
        values.instant(text, form, zone)
