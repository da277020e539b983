"""
What every key figure of a book is made of (policies 8): a share of two numbers, and why.

A figure 指标 is exact, names its numerator, its denominator and its period, and has no
value where the denominator is not above zero or a part of it is unknown. The areas
reckon the parts; this module divides, explains and holds what they share: the exact
median and the nearest-rank percentile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError

Amount: TypeAlias = int | Fraction | Money
"""A part of a key figure: a count, an exact number or a sum of money."""
_T = TypeVar("_T", int, Fraction)
_SOURCE: Final = "policies 8"
_FULL: Final = 100


class KpiName(Scale):
    """The key figures of policies 8, and what they are called."""

    DSO = "dso", "应收账款周转天数"
    BEST_DSO = "best_dso", "最佳应收账款周转天数"
    DAYS_DELINQUENT = "days_delinquent", "平均逾期天数"
    COUNT_BACK_DSO = "count_back_dso", "倒推法应收账款周转天数"
    CEI = "cei", "收款有效性指数"
    OVERDUE_RATE = "overdue_rate", "逾期率"
    COLLECTION_RATE = "collection_rate", "回款率"
    CASH_TO_SALES = "cash_to_sales", "销售回款率"
    LIMIT_USE = "limit_use", "额度使用率"
    GROWTH = "growth", "销售增长率"
    SHARE_OF_WALLET = "share_of_wallet", "客户份额"
    TOP_SHARE = "top_share", "大客户占比"
    HERFINDAHL = "herfindahl", "集中度指数"
    EXPENSE_RATIO = "expense_ratio", "费用率"
    EXPENSE_GROWTH_GAP = "expense_growth_gap", "费用与销售增幅之差"
    VISIT_COVERAGE = "visit_coverage", "拜访覆盖率"
    TERRITORY_COVERAGE = "territory_coverage", "区域覆盖率"
    PLAN_RATE = "plan_rate", "计划完成率"
    CALL_COMPLIANCE = "call_compliance", "拜访达成率"
    ROUTE_COMPLIANCE = "route_compliance", "路线执行率"
    FREQUENCY_COMPLIANCE = "frequency_compliance", "频次达成率"
    PRODUCTIVE_CALL_RATE = "productive_call_rate", "有效拜访率"
    COMPLAINT_RATE = "complaint_rate", "投诉率"
    COMPLAINTS_PER_CUSTOMER_YEAR = "complaints_per_customer_year", "客户年投诉率"
    FIRST_CONTACT_RESOLUTION = "first_contact_resolution", "一次解决率"
    TIME_TO_RESOLVE_MEDIAN = "time_to_resolve_median", "解决时长中位数"
    TIME_TO_RESOLVE_P90 = "time_to_resolve_p90", "解决时长九成位"
    GROSS_TIME_TO_RESOLVE_MEDIAN = "gross_time_to_resolve_median", "解决天数中位数"
    GROSS_TIME_TO_RESOLVE_P90 = "gross_time_to_resolve_p90", "解决天数九成位"
    ON_TIME = "on_time", "按时率"
    REOPEN_RATE = "reopen_rate", "重开率"
    RECURRENCE = "recurrence", "重复投诉率"
    SATISFACTION = "satisfaction", "满意度"
    REFERRAL_CONVERSION = "referral_conversion", "介绍转化率"
    CONTACTED_CONVERSION = "contacted_conversion", "联系后转化率"
    PROMISE_KEEPING = "promise_keeping", "承诺履行率"
    RETENTION = "retention", "客户保留率"
    NET_REVENUE_RETENTION = "net_revenue_retention", "净收入保留率"
    CHURN = "churn", "客户流失率"


@attrs.frozen(kw_only=True)
class Period:
    """
    The days that a key figure looks at, the first and the last one included 期间.

    Attributes:
        first_on: Its first day.
        last_on: Its last day, not before the first.
    """

    first_on: Date = field(validator=check.date)
    last_on: Date = field(validator=check.date)

    def __attrs_post_init__(self) -> None:
        if self.last_on < self.first_on:
            rule = f"not before first_on ({self.first_on.isoformat()})"
            raise InvalidValueError("Period.last_on", self.last_on.isoformat(), rule)

    @property
    def days(self) -> int:
        """How many days it has, at least one."""
        return self.last_on.toordinal() - self.first_on.toordinal() + 1

    def covers(self, day: Date) -> bool:
        """Tell whether *day* is one of its days."""
        return self.first_on <= day <= self.last_on


@attrs.frozen(kw_only=True)
class Kpi:
    """
    One key figure.

    Attributes:
        name: Which one.
        value: Exactly numerator / denominator; ``None`` where the denominator is not
            above zero or a part is unknown.
        numerator: ``None`` where it is unknown.
        denominator: ``None`` where it is unknown.
        period: The days that it looks at.
    """

    name: KpiName = field(validator=check.a(KpiName))
    value: Fraction | None
    numerator: Amount | None
    denominator: Amount | None
    period: Period = field(validator=check.a(Period))


def ratio_kpi(
    name: KpiName,
    *,
    code: str,
    numerator: Amount | None,
    denominator: Amount | None,
    period: Period,
    judged_at: Date | DateTime,
    rules: RulesRef,
    facts: Mapping[str, Value] | None = None,
    flags: tuple[Reason, ...] = (),
    source: str = _SOURCE,
) -> Decision[Kpi]:
    """
    Return *numerator* / *denominator* as a key figure that explains itself.

    Args:
        name: Which figure it is.
        code: The code of the reason that names its numbers; its facts are ``value``,
            ``numerator``, ``denominator``, ``first_on``, ``last_on`` and *facts*.
        numerator: ``None`` where it is unknown.
        denominator: ``None`` where it is unknown.
        period: The days that it looks at.
        judged_at: The day or instant of judgement.
        rules: The rules by which the parts were reckoned.
        facts: What the parts were made of, by name.
        flags: Further reasons, such as ``provisional``; they follow the main one.
        source: Where the formula comes from.

    Returns:
        A figure always; its value is ``None``, and the first reason says why, where a
        part is unknown (``kpi.unknown_part``) or the denominator is not above zero
        (``kpi.no_denominator``).

    Raises:
        CurrencyMismatchError: The two parts are in two currencies.
        InvalidValueError: One part is money and the other is not.

    .. versionadded:: 0.1.0
    """
    compared: dict[str, Value] = {
        "kpi": name,
        "numerator": numerator,
        "denominator": denominator,
        "first_on": period.first_on,
        "last_on": period.last_on,
    }
    made_of = {**compared, **(facts or {})}
    value = None
    if numerator is None or denominator is None:
        why = Reason("kpi.unknown_part", made_of, source)
    else:
        above, below = _comparable(numerator, denominator)
        if below > 0:
            value = Fraction(above) / below
            why = Reason(code, {"value": value, **made_of}, source)
        else:
            why = Reason("kpi.no_denominator", made_of, source)
    return Decision(
        outcome=Kpi(
            name=name, value=value, numerator=numerator, denominator=denominator, period=period
        ),
        reasons=(why, *flags),
        rules=rules,
        judged_at=judged_at,
        inputs=made_of,
    )


def _comparable(one: Amount, other: Amount) -> tuple[int | Fraction, int | Fraction]:
    """Return two parts in the same unit: sums of money in their minor units."""
    if isinstance(one, Money) and isinstance(other, Money):
        if one.currency != other.currency:
            raise CurrencyMismatchError("denominator", other.currency, f"in {one.currency}")
        return one.minor, other.minor
    if isinstance(one, Money) or isinstance(other, Money):
        raise InvalidValueError("denominator", other, "money if the numerator is, else a number")
    return one, other


def median(values: Iterable[int | Fraction]) -> Fraction | None:
    """Return the exact median; of an even count the mean of the middle two; of none ``None``."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, odd = divmod(len(ordered), 2)
    if odd:
        return Fraction(ordered[half])
    return Fraction(ordered[half - 1] + ordered[half]) / 2


def percentile(values: Iterable[_T], *, percent: int = 90) -> _T | None:
    """
    Return the nearest-rank percentile: the value at place ceil(percent / 100 x n), from 1.

    Always one of *values*; of none it is ``None``.

    Raises:
        InvalidValueError: *percent* is not a whole number from 1 to 100.
    """
    if type(percent) is not int or not 1 <= percent <= _FULL:
        raise InvalidValueError("percent", percent, "a whole number from 1 to 100")
    ordered = sorted(values)
    return ordered[-(-percent * len(ordered) // _FULL) - 1] if ordered else None
