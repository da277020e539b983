"""What every key figure is made of."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.decisions import Decision, Reason, RulesRef
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.kpi import (
    Amount,
    Kpi,
    KpiName,
    Period,
    median,
    percentile,
    ratio_kpi,
)
from clientcare.testing.documents import day

MARCH: Final = Period(first_on=day("2024-03-01"), last_on=day("2024-03-31"))


def _ratio(numerator: Amount | None, denominator: Amount | None) -> Decision[Kpi]:
    return ratio_kpi(
        KpiName.ON_TIME,
        code="shop.on_time",
        numerator=numerator,
        denominator=denominator,
        period=MARCH,
        judged_at=MARCH.last_on,
        rules=RulesRef("kpi", "1"),
        facts={"met": numerator},
        flags=(Reason("shop.provisional"),),
    )


class TestPeriod:
    """Days from one to another."""

    def test_both_ends_belong_to_it(self) -> None:
        """March has 31 days, its first and last among them."""
        ends = ("2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01")

        assert 31 == MARCH.days
        assert [False, True, True, False] == [MARCH.covers(day(end)) for end in ends]

    def test_one_day_is_a_period(self) -> None:
        """The same day can begin and end it."""
        assert 1 == Period(first_on=day("2024-03-01"), last_on=day("2024-03-01")).days

    def test_no_period_runs_backwards(self) -> None:
        """An end before the start is refused."""
        with pytest.raises(InvalidValueError, match="last_on"):
            Period(first_on=day("2024-03-02"), last_on=day("2024-03-01"))


class TestRatio:
    """Numerator over denominator, exact and explained."""

    def test_a_figure_names_all_its_parts(self) -> None:
        """Value, numerator, denominator and period are told, and so is what they are made of."""
        decision = _ratio(45, 50)

        assert decision.outcome == Kpi(
            name=KpiName.ON_TIME,
            value=Fraction(9, 10),
            numerator=45,
            denominator=50,
            period=MARCH,
        )
        assert ("shop.on_time", "shop.provisional") == decision.codes
        assert {
            "value": Fraction(9, 10),
            "kpi": KpiName.ON_TIME,
            "numerator": 45,
            "denominator": 50,
            "first_on": MARCH.first_on,
            "last_on": MARCH.last_on,
            "met": 45,
        } == dict(decision.reasons[0].facts)

    def test_money_is_divided_by_money(self) -> None:
        """The value of two sums is a plain number."""
        value = _ratio(Money.of(1, "CNY"), Money.of(3, "CNY")).outcome.value

        assert Fraction(1, 3) == value

    @pytest.mark.parametrize("below", [0, -5, Money.zero("CNY")])
    def test_nothing_is_divided_by_nothing(self, below: int | Money) -> None:
        """A denominator that is not above zero leaves no value, but keeps the parts."""
        above = Money.of(5, "CNY") if isinstance(below, Money) else 5
        decision = _ratio(above, below)

        assert decision.outcome.value is None
        assert (above, below) == (decision.outcome.numerator, decision.outcome.denominator)
        assert ("kpi.no_denominator", "shop.provisional") == decision.codes

    @pytest.mark.parametrize(("above", "below"), [(None, 5), (5, None), (None, 0)])
    def test_an_unknown_part_leaves_no_value(self, above: int | None, below: int | None) -> None:
        """Unknown is never nought."""
        decision = _ratio(above, below)

        assert decision.outcome.value is None
        assert "kpi.unknown_part" == decision.codes[0]

    def test_two_currencies_do_not_mix(self) -> None:
        """Yuan are not divided by dollars."""
        with pytest.raises(CurrencyMismatchError, match="USD"):
            _ratio(Money.of(1, "CNY"), Money.of(1, "USD"))

    @pytest.mark.parametrize(("above", "below"), [(Money.of(1, "CNY"), 1), (1, Money.of(1, "CNY"))])
    def test_money_is_not_divided_by_a_number(self, above: Amount, below: Amount) -> None:
        """Both parts are money, or neither."""
        with pytest.raises(InvalidValueError, match="denominator"):
            _ratio(above, below)


class TestMedian:
    """The value in the middle."""

    @pytest.mark.parametrize(
        ("values", "expected"),
        [((), None), ((7,), 7), ((9, 1, 5), 5), ((4, 1), Fraction(5, 2)), ((1, 9, 2, 8), 5)],
    )
    def test_the_middle(self, values: tuple[int, ...], expected: int | Fraction | None) -> None:
        """Of an even count the mean of the middle two; of none there is none."""
        assert expected == median(values)


class TestPercentile:
    """The nearest rank."""

    @pytest.mark.parametrize(
        ("count", "expected"), [(0, None), (1, 1), (9, 9), (10, 9), (11, 10), (100, 90)]
    )
    def test_the_place_is_rounded_up(self, count: int, expected: int | None) -> None:
        """Of n values the one at place ceil(90 n / 100)."""
        assert expected == percentile(range(count, 0, -1))

    @pytest.mark.parametrize("percent", [0, 101, True])
    def test_a_percentage_is_from_one_to_a_hundred(self, percent: int) -> None:
        """Anything else is refused."""
        with pytest.raises(InvalidValueError, match="percent"):
            percentile((1,), percent=percent)

    @given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
    def test_so_many_are_not_above_it(self, values: list[int], percent: int) -> None:
        """It is the least of the values that at least so many percent do not exceed."""
        found = percentile(values, percent=percent)
        reached = [
            one for one in values if 100 * sum(v <= one for v in values) >= percent * len(values)
        ]

        assert min(reached) == found
