"""
How fast does the money come in: the key figures of the receivables (policies 8).

Each takes the sums of a period (`clientcare.policies.receivable_figures`) and returns a
`Kpi`: exact, with both its parts, and without a value where one is unknown or there is
nothing to divide by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError
from clientcare.policies.effective_limit import EffectiveLimit
from clientcare.policies.exposure import Exposure
from clientcare.policies.kpi import Kpi, KpiName, Period, ratio_kpi
from clientcare.policies.receivable_figures import (
    PeriodSales,
    ReceivableFigures,
    ReceivableKpiRules,
    converted,
    monthly_sales,
    one_currency,
    receivable_figures,
)

__all__ = [
    "PeriodSales",
    "ReceivableFigures",
    "ReceivableKpiRules",
    "average_days_delinquent",
    "best_possible_dso",
    "cash_to_sales",
    "collection_effectiveness",
    "collection_rate",
    "count_back_dso",
    "days_sales_outstanding",
    "limit_use",
    "monthly_sales",
    "overdue_rate",
    "receivable_figures",
]

_SOURCE: Final = "policies 8"
_NO_RATES: Final = Rates()
_RULES: Final = ReceivableKpiRules()

# --- the figures ----------------------------------------------------------------


def days_sales_outstanding(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the DSO 应收账款周转天数 in days: closing receivables x days / sales.

    .. versionadded:: 0.1.0
    """
    owed = figures.closing
    return _days(KpiName.DSO, owed, {"receivables": owed}, figures, rules)


def best_possible_dso(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the DSO that would be left if nothing were overdue: current x days / sales.

    .. versionadded:: 0.1.0
    """
    owed = figures.current
    return _days(KpiName.BEST_DSO, owed, {"current": owed}, figures, rules)


def average_days_delinquent(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return DSO less best possible DSO 平均逾期天数, in days.

    .. versionadded:: 0.1.0
    """
    closing, current = figures.closing, figures.current
    late = _less(closing, current)
    facts: dict[str, Value] = {"receivables": closing, "current": current}
    return _days(KpiName.DAYS_DELINQUENT, late, facts, figures, rules)


def _days(
    name: KpiName,
    owed: Money | None,
    facts: Mapping[str, Value],
    figures: ReceivableFigures,
    rules: ReceivableKpiRules,
) -> Decision[Kpi]:
    """Return how many days of sales are *owed*."""
    days = figures.period.days
    made_of = {**facts, "days": days, "sales": figures.sales}
    parts = (None if owed is None else owed * days, figures.sales)
    return _ratio(name, parts, made_of, figures, rules)


def collection_effectiveness(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the CEI 收款有效性指数: what was collected of what could have been.

    (opening + sales - closing) / (opening + sales - current).

    .. versionadded:: 0.1.0
    """
    due = _plus(figures.opening, figures.sales)
    facts: dict[str, Value] = {
        "opening": figures.opening,
        "sales": figures.sales,
        "receivables": figures.closing,
        "current": figures.current,
    }
    parts = (_less(due, figures.closing), _less(due, figures.current))
    return _ratio(KpiName.CEI, parts, facts, figures, rules)


def overdue_rate(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the overdue part of the closing receivables 逾期率, disputed items included.

    .. versionadded:: 0.1.0
    """
    parts = (figures.overdue, figures.closing)
    return _ratio(KpiName.OVERDUE_RATE, parts, {}, figures, rules)


def collection_rate(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the collection rate 回款率: cash / (opening receivables + sales).

    .. versionadded:: 0.1.0
    """
    facts: dict[str, Value] = {"opening": figures.opening, "sales": figures.sales}
    parts = (figures.cash, _plus(figures.opening, figures.sales))
    return _ratio(KpiName.COLLECTION_RATE, parts, facts, figures, rules)


def cash_to_sales(
    figures: ReceivableFigures, *, rules: ReceivableKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return cash / sales 销售回款率, which Chinese reports often call the collection rate too.

    .. versionadded:: 0.1.0
    """
    parts = (figures.cash, figures.sales)
    return _ratio(KpiName.CASH_TO_SALES, parts, {}, figures, rules)


def _plus(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one + other


def _less(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one - other


def _ratio(
    name: KpiName,
    parts: tuple[Money | None, Money | None],
    facts: Mapping[str, Value],
    figures: ReceivableFigures,
    rules: ReceivableKpiRules,
) -> Decision[Kpi]:
    return ratio_kpi(
        name,
        code=f"receivables.{name.value}",
        numerator=parts[0],
        denominator=parts[1],
        period=figures.period,
        judged_at=figures.period.last_on,
        rules=rules.ref,
        facts=facts,
    )


def limit_use(
    exposure: Exposure,
    limit: EffectiveLimit | None,
    *,
    as_of: Date,
    rates: Rates = _NO_RATES,
    rules: ReceivableKpiRules = _RULES,
) -> Decision[Kpi]:
    """
    Return exposure / effective limit on *as_of* 额度使用率; above 1 is above the limit.

    Without a ceiling, with a limit of 0 or an unknown one there is no value; a customer
    in credit uses less than nothing. What is used is told all the same, where it is in
    one currency.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    ceiling = None if limit is None else limit.amount
    used = next(iter(exposure.totals)) if len(exposure.totals) == 1 else None
    if ceiling is not None:
        used = converted(exposure.totals, ceiling.currency, as_of, rates)
    open_ended = limit is not None and ceiling is None
    return ratio_kpi(
        KpiName.LIMIT_USE,
        code="receivables.limit_use",
        numerator=used,
        denominator=ceiling,
        period=Period(first_on=as_of, last_on=as_of),
        judged_at=as_of,
        rules=rules.ref,
        flags=(Reason("receivables.no_ceiling", {"as_of": as_of}, _SOURCE),) if open_ended else (),
    )


# --- count back -----------------------------------------------------------------


def count_back_dso(
    receivables: Money | None,
    months: Sequence[PeriodSales],
    *,
    as_of: Date,
    rules: ReceivableKpiRules = _RULES,
) -> Decision[Kpi]:
    """
    Return the DSO by counting back 倒推法: how many days of sales the receivables are.

    The latest month's sales are taken off first, then the one before; the month in which
    the rest ends counts by its part. Receivables of 0 or less are 0 days; a month with
    sales of 0 or less adds its days and takes nothing off.

    Args:
        receivables: What is open at the end of *as_of*.
        months: The sales, the latest month first; it ends on *as_of*, and each other
            one on the day before the next begins.
        as_of: The day.
        rules: Only their name and version are used here.

    Returns:
        No value where *receivables* or the sales of a month that is needed are unknown
        (``kpi.unknown_part``), or the months are used up before the receivables are
        (``receivables.older_than_history``). The figure's numerator is its days, its
        denominator 1.

    Raises:
        CurrencyMismatchError: Two amounts are in two currencies.
        InvalidValueError: The months do not follow one another up to *as_of*.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    _following(months, as_of)
    one_currency("months", (receivables, *(month.sales for month in months)))
    left = None if receivables is None else Fraction(receivables.minor)
    days, used = Fraction(0), 0
    while left is not None and left > 0 and used < len(months):
        month, used = months[used], used + 1
        left, part = _taken(left, month)
        days += part
    first = months[used - 1].period.first_on if used else as_of
    period = Period(first_on=first, last_on=as_of)
    known = left is not None
    covered = left is not None and left <= 0
    made_of: dict[str, Value] = {
        "receivables": receivables,
        "months": used,
        "sales": tuple(month.sales for month in months[:used]),
    }
    decision = ratio_kpi(
        KpiName.COUNT_BACK_DSO,
        code="receivables.count_back_dso",
        numerator=days if covered else None,
        denominator=1,
        period=period,
        judged_at=as_of,
        rules=rules.ref,
        facts=made_of,
    )
    if covered or not known:
        return decision
    facts: dict[str, Value] = {**made_of, "days": period.days, "first_on": first, "last_on": as_of}
    why = Reason("receivables.older_than_history", facts, _SOURCE)
    return attrs.evolve(decision, reasons=(why,))


def _taken(left: Fraction, month: PeriodSales) -> tuple[Fraction | None, Fraction]:
    """Return what a month leaves of the receivables, and how many of its days it counts."""
    if month.sales is None:
        return None, Fraction(0)
    sold, days = month.sales.minor, Fraction(month.period.days)
    if sold <= 0:
        return left, days
    return left - sold, days if left >= sold else left / sold * days


def _following(months: Sequence[PeriodSales], as_of: Date) -> None:
    end = as_of.toordinal()
    for month in months:
        if month.period.last_on.toordinal() != end:
            rule = f"the latest month first, each up to the next, the last to {as_of.isoformat()}"
            raise InvalidValueError("months", month.period.last_on.isoformat(), rule)
        end = month.period.first_on.toordinal() - 1
