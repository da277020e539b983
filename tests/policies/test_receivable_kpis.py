"""How fast the money comes in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final, TypeAlias

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.decisions import Decision
from clientcare.domain.ledger import Instrument
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.effective_limit import EffectiveLimit
from clientcare.policies.exposure import exposure
from clientcare.policies.kpi import Kpi, KpiName, Period
from clientcare.policies.receivable_kpis import (
    PeriodSales,
    ReceivableFigures,
    ReceivableKpiRules,
    average_days_delinquent,
    best_possible_dso,
    cash_to_sales,
    collection_effectiveness,
    collection_rate,
    count_back_dso,
    days_sales_outstanding,
    limit_use,
    monthly_sales,
    overdue_rate,
    receivable_figures,
)
from clientcare.testing.documents import (
    credit_note,
    day,
    for_invoice,
    invoice,
    ledger,
    money,
    payment,
    rate,
)
from clientcare.wording import Language, render, texts

Reckon: TypeAlias = Callable[[ReceivableFigures], Decision[Kpi]]
APRIL: Final = Period(first_on=day("2024-04-01"), last_on=day("2024-04-30"))
EXAMPLE: Final = ReceivableFigures(
    period=APRIL,
    opening=money("400"),
    closing=money("380"),
    current=money("320"),
    overdue=money("60"),
    sales=money("300"),
    cash=money("320"),
)
ALL: Final = (
    days_sales_outstanding,
    best_possible_dso,
    average_days_delinquent,
    collection_effectiveness,
    overdue_rate,
    collection_rate,
    cash_to_sales,
)


class TestExamples:
    """The table of the policies."""

    def test_dso(self) -> None:
        """380 / 300 x 30 days are 38."""
        assert 38 == days_sales_outstanding(EXAMPLE).outcome.value

    def test_best_possible_dso(self) -> None:
        """320 / 300 x 30 days are 32."""
        assert 32 == best_possible_dso(EXAMPLE).outcome.value

    def test_average_days_delinquent(self) -> None:
        """38 less 32 days are 6."""
        assert 6 == average_days_delinquent(EXAMPLE).outcome.value

    def test_collection_effectiveness(self) -> None:
        """(400 + 300 - 380) / (400 + 300 - 320) is 84.2 %."""
        found = collection_effectiveness(EXAMPLE).outcome

        assert (money("320"), money("380")) == (found.numerator, found.denominator)
        assert Fraction(320, 380) == found.value

    def test_overdue_rate(self) -> None:
        """60 of 380 is 15.8 %."""
        assert Fraction(60, 380) == overdue_rate(EXAMPLE).outcome.value

    def test_collection_rate(self) -> None:
        """320 of 400 + 300 is 45.7 %."""
        assert Fraction(320, 700) == collection_rate(EXAMPLE).outcome.value

    def test_cash_to_sales(self) -> None:
        """320 of 300 is 106.7 %, a figure of its own."""
        assert Fraction(320, 300) == cash_to_sales(EXAMPLE).outcome.value


class TestUnknownAndNothing:
    """No figure is made up."""

    @pytest.mark.parametrize("reckon", ALL)
    def test_unknown_parts_leave_no_value(self, reckon: Reckon) -> None:
        """With nothing known there is no figure, and the reason says so."""
        decision = reckon(ReceivableFigures(period=APRIL))

        assert decision.outcome.value is None
        assert ("kpi.unknown_part",) == decision.codes

    @pytest.mark.parametrize("reckon", ALL)
    def test_nothing_to_divide_by(self, reckon: Reckon) -> None:
        """Where nothing was owed and nothing sold, nothing is divided."""
        zero = Money.zero("CNY")
        nothing = attrs.evolve(
            EXAMPLE, opening=zero, closing=zero, current=zero, overdue=zero, sales=zero, cash=zero
        )

        assert ("kpi.no_denominator",) == reckon(nothing).codes

    @pytest.mark.parametrize("reckon", ALL)
    def test_two_parts_and_the_period_are_told(self, reckon: Reckon) -> None:
        """Every figure is exactly its numerator over its denominator."""
        found = reckon(EXAMPLE).outcome

        assert APRIL == found.period
        assert isinstance(found.numerator, Money)
        assert isinstance(found.denominator, Money)
        assert Fraction(found.numerator.minor, found.denominator.minor) == found.value

    def test_figures_are_in_one_currency(self) -> None:
        """Yuan and dollars do not meet."""
        with pytest.raises(CurrencyMismatchError, match="USD"):
            attrs.evolve(EXAMPLE, cash=money("1", "USD"))

    def test_a_part_is_no_more_than_the_whole(self) -> None:
        """What is current or overdue is a part of what is open."""
        with pytest.raises(InvalidValueError, match=r"current.*a part of closing"):
            attrs.evolve(EXAMPLE, current=money("381"))
        with pytest.raises(InvalidValueError, match=r"overdue.*a part of closing"):
            attrs.evolve(EXAMPLE, overdue=money("381"))


class TestLimitUse:
    """What part of the limit is used."""

    @staticmethod
    def _use(
        owed: str, limit: EffectiveLimit | None, currency: str = "CNY", rates: Rates = Rates()
    ) -> Decision[Kpi]:
        as_of = day("2024-06-30")
        book = ledger(invoice("I-1", "2024-06-01", owed, currency=currency))
        return limit_use(exposure(book, as_of=as_of).outcome, limit, as_of=as_of, rates=rates)

    @staticmethod
    def _limit(amount: str | None) -> EffectiveLimit:
        known = None if amount is None else money(amount)
        return EffectiveLimit(permanent=known)

    def test_the_example(self) -> None:
        """110 of 120 is 91.7 %."""
        assert Fraction(110, 120) == self._use("110", self._limit("120")).outcome.value

    def test_a_limit_of_zero_is_not_used(self) -> None:
        """Nothing is divided by nothing."""
        assert ("kpi.no_denominator",) == self._use("110", self._limit("0")).codes

    def test_no_ceiling_is_not_used(self) -> None:
        """A limit that is expressly none has no part; what is used is told."""
        decision = self._use("110", self._limit(None))

        assert (None, money("110")) == (decision.outcome.value, decision.outcome.numerator)
        assert ("kpi.unknown_part", "receivables.no_ceiling") == decision.codes

    def test_an_unknown_limit(self) -> None:
        """Nobody decided, so nobody knows."""
        assert ("kpi.unknown_part",) == self._use("110", None).codes

    def test_another_currency_is_converted(self) -> None:
        """Dollars count at the day's rate, and not at all without one."""
        known = Rates(rates=(rate("USD", "CNY", "2024-06-28", "7"),))

        assert Fraction(7, 12) == self._use("10", self._limit("120"), "USD", known).outcome.value
        assert self._use("10", self._limit("120"), "USD").outcome.value is None


def _months(*sales: str | None) -> tuple[PeriodSales, ...]:
    """Return months of sales, the latest first, back from April 2024."""
    ends = [("04-01", "04-30"), ("03-01", "03-31"), ("02-01", "02-29"), ("01-01", "01-31")]
    return tuple(
        PeriodSales(
            period=Period(first_on=day(f"2024-{first}"), last_on=day(f"2024-{last}")),
            sales=None if amount is None else money(amount),
        )
        for (first, last), amount in zip(ends, sales, strict=False)
    )


def _back(owed: str | None, *sales: str | None) -> Decision[Kpi]:
    known = None if owed is None else money(owed)
    return count_back_dso(known, _months(*sales), as_of=APRIL.last_on)


class TestCountBack:
    """Days of sales, counted back month by month."""

    def test_the_example(self) -> None:
        """380 is all of April's 300 and 80 of March's 320: 30 + 80 / 320 x 31 days."""
        found = _back("380", "300", "320").outcome

        assert Fraction("37.75") == found.value
        assert (KpiName.COUNT_BACK_DSO, Fraction("37.75"), 1) == (
            found.name,
            found.numerator,
            found.denominator,
        )
        assert (day("2024-03-01"), APRIL.last_on) == (found.period.first_on, found.period.last_on)

    @pytest.mark.parametrize(
        ("owed", "expected"),
        [("0", 0), ("150", 15), ("300", 30), ("300.01", Fraction(30) + Fraction(31, 32000))],
    )
    def test_the_last_month_counts_by_its_part(self, owed: str, expected: Fraction) -> None:
        """Nothing owed is no day; a month that is just used up counts with all its days."""
        assert expected == _back(owed, "300", "320").outcome.value

    def test_a_customer_in_credit_is_no_days(self) -> None:
        """Receivables below zero are 0 days, whatever was sold."""
        assert 0 == _back("-5").outcome.value

    @pytest.mark.parametrize("march", ["0", "-50"])
    def test_a_month_without_sales_adds_its_days(self, march: str) -> None:
        """It takes nothing off, also where more came back than went."""
        found = _back("380", "300", march, "80").outcome

        assert 30 + 31 + 29 == found.value

    def test_older_than_history(self) -> None:
        """Months that are used up before the receivables are leave no value."""
        decision = _back("380", "300", "79.99")

        assert decision.outcome.value is None
        assert ("receivables.older_than_history",) == decision.codes
        assert 61 == decision.reasons[0].facts["days"]

    def test_no_months_at_all(self) -> None:
        """Without a history every debt is older."""
        assert ("receivables.older_than_history",) == _back("1").codes

    @pytest.mark.parametrize("args", [(None, "300"), ("380", "300", None)])
    def test_unknown_parts(self, args: tuple[str | None, ...]) -> None:
        """Unknown receivables, or unknown sales of a month that is needed, leave no value."""
        assert ("kpi.unknown_part",) == _back(*args).codes

    def test_an_unknown_month_that_is_not_needed(self) -> None:
        """What is older than the debt does not matter."""
        assert 30 == _back("300", "300", None).outcome.value

    def test_months_must_follow_one_another(self) -> None:
        """A gap would hide sales."""
        april, _, february = _months("1", "1", "1")

        with pytest.raises(InvalidValueError, match="2024-02-29"):
            count_back_dso(money("5"), (april, february), as_of=APRIL.last_on)

    def test_one_currency(self) -> None:
        """Receivables and sales are in one currency."""
        with pytest.raises(CurrencyMismatchError, match="CNY"):
            count_back_dso(money("5", "USD"), _months("1"), as_of=APRIL.last_on)

    @given(st.integers(0, 2000), st.integers(0, 2000), st.lists(st.integers(1, 500), max_size=4))
    def test_more_debt_is_never_fewer_days(self, one: int, other: int, sales: list[int]) -> None:
        """Where both can be counted, the larger debt is the older one."""
        less, more = sorted((one, other))
        months = _months(*map(str, sales))
        values = [
            count_back_dso(money(str(owed)), months, as_of=APRIL.last_on).outcome.value
            for owed in (less, more)
        ]

        assert values[1] is None or (values[0] is not None and values[0] <= values[1])


class TestFigures:
    """What a book tells of a period."""

    BOOK: Final = ledger(
        invoice("I-1", "2024-03-10", "400", "2024-04-10"),
        invoice("I-2", "2024-04-01", "200", "2024-04-29", net="180"),
        invoice("I-3", "2024-04-30", "150", "2024-04-30"),
        invoice("I-4", "2024-05-01", "999", "2024-05-30"),
        invoice("I-5", "2024-04-20", "30"),
        credit_note("C-1", "2024-04-15", "50", for_invoice("I-2"), net="45"),
        payment("P-1", "2024-04-01", "100", for_invoice("I-1")),
        payment("P-2", "2024-03-31", "20", for_invoice("I-1")),
        payment("P-3", "2024-05-01", "7", for_invoice("I-1")),
        payment("P-4", "2024-04-10", "60", by=Instrument.BILL),
        payment("P-5", "2024-04-10", "70", bounced="2024-04-30"),
        payment("P-6", "2024-04-11", "80", for_invoice("I-1"), bounced="2024-05-01"),
    )

    def test_each_part(self) -> None:
        """Both ends of the period belong to it; what has no due date is neither overdue nor not."""
        found = receivable_figures((self.BOOK,), period=APRIL, currency="CNY")

        assert found == ReceivableFigures(
            period=APRIL,
            opening=money("380"),  # 400 less 20
            closing=money("530"),  # 200 of I-1, 150 each of I-2 and I-3, 30 of I-5
            current=money("150"),  # due on the last day
            overdue=money("350"),
            sales=money("330"),  # 200 + 150 + 30 less 50
            cash=money("180"),  # neither the uncleared bill nor what bounced by the end
        )

    def test_customers_add_up(self) -> None:
        """Two books are the sum of both."""
        two = receivable_figures((self.BOOK, self.BOOK), period=APRIL, currency="CNY")

        assert (money("1060"), money("360")) == (two.closing, two.cash)

    def test_an_empty_book(self) -> None:
        """Nothing is nought, not unknown."""
        found = receivable_figures((), period=APRIL, currency="CNY")

        assert {money("0")} == {found.opening, found.closing, found.sales, found.cash}

    def test_other_currencies_need_a_rate(self) -> None:
        """Only the parts that have another currency in them become unknown."""
        book = ledger(
            invoice("I-1", "2024-04-10", "10", "2024-05-10", currency="USD"),
            invoice("I-2", "2024-03-10", "5", "2024-04-10"),
        )
        known = Rates(rates=(rate("USD", "CNY", "2024-04-30", "7.1234"),))
        without = receivable_figures((book,), period=APRIL, currency="CNY")
        with_rate = receivable_figures((book,), period=APRIL, currency="CNY", rates=known)

        assert (None, None, money("5")) == (without.closing, without.sales, without.overdue)
        assert (money("76.23"), money("71.23")) == (with_rate.closing, with_rate.sales)

    def test_months_of_sales(self) -> None:
        """The running month ends with the day, each other one is whole."""
        rules = ReceivableKpiRules(count_back_months=3)
        months = monthly_sales((self.BOOK,), as_of=day("2024-04-20"), currency="CNY", rules=rules)

        assert [
            ("2024-04-01", "2024-04-20", money("180")),
            ("2024-03-01", "2024-03-31", money("400")),
            ("2024-02-01", "2024-02-29", money("0")),
        ] == [
            (m.period.first_on.isoformat(), m.period.last_on.isoformat(), m.sales) for m in months
        ]

    def test_months_without_a_rate(self) -> None:
        """A month with sales in a currency that has no rate is unknown."""
        book = ledger(invoice("I-1", "2024-04-10", "10", currency="USD"))
        rules = ReceivableKpiRules(count_back_months=1)

        (month,) = monthly_sales((book,), as_of=APRIL.last_on, currency="CNY", rules=rules)

        assert month.sales is None


@pytest.mark.parametrize("reckon", ALL)
def test_every_figure_is_worded(reckon: Reckon) -> None:
    """The code of each figure has its sentence, which names value and parts."""
    reason = reckon(EXAMPLE).reasons[0]

    assert reason.code in texts()
    assert all("unknown" not in render(reason, tongue) for tongue in Language)


def test_the_rest_is_worded() -> None:
    """So have the codes of limit use and counting back."""
    codes = {"limit_use", "no_ceiling", "count_back_dso", "older_than_history"}

    assert set() == {f"receivables.{code}" for code in codes} - texts().keys()
