"""The key figures of the receivables against a second reckoning from the text."""

from __future__ import annotations

from hypothesis import given, settings
from pendulum import Date

from clientcare.policies.kpi import Period
from clientcare.policies.receivable_kpis import (
    ReceivableKpiRules,
    average_days_delinquent,
    best_possible_dso,
    cash_to_sales,
    collection_effectiveness,
    collection_rate,
    count_back_dso,
    days_sales_outstanding,
    monthly_sales,
    overdue_rate,
    receivable_figures,
)

from . import receivable_oracle as oracle
from .nasty_ledgers import AS_OFS, CHANCES, ONE, Chance, Maker


@settings(max_examples=150)
@given(CHANCES)
def test_figures_are_those_of_the_text(by: Chance) -> None:
    """Every figure of a customer over some days is what a naive reckoning gives."""
    last = by.pick(*AS_OFS)
    ledger = Maker(by, last, ONE, 100).ledger()
    first = Date.fromordinal(last.toordinal() - by.pick(0, 1, 6, 29, 89))
    period = Period(first_on=first, last_on=last)
    sums = receivable_figures((ledger,), period=period, currency="CNY")
    found = [
        reckon(sums).outcome
        for reckon in (
            days_sales_outstanding,
            best_possible_dso,
            average_days_delinquent,
            collection_effectiveness,
            overdue_rate,
            collection_rate,
            cash_to_sales,
        )
    ]

    assert oracle.figures(ledger, first, last, "CNY") == {one.name: one.value for one in found}


@settings(max_examples=100)
@given(CHANCES)
def test_counting_back_is_that_of_the_text(by: Chance) -> None:
    """The days of sales that a debt is worth are what a walk day by day finds."""
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, ONE, 100).ledger()
    rules = ReceivableKpiRules(count_back_months=by.pick(1, 3, 7))
    months = monthly_sales((ledger,), as_of=as_of, currency="CNY", rules=rules)
    period = Period(first_on=as_of, last_on=as_of)
    debt = receivable_figures((ledger,), period=period, currency="CNY").closing
    assert debt is not None
    found = count_back_dso(debt, months, as_of=as_of).outcome.value

    assert oracle.counted_back(debt.minor, ledger, as_of, rules.count_back_months) == found
