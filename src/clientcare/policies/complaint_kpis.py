"""
How well are complaints dealt with: the key figures of complaints (policies 8).

Each takes the figures of a period (`clientcare.policies.complaint_figures`) and returns
a `Kpi`: exact, with both its parts, and without a value where one is unknown or there
is nothing to divide by.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs
from pendulum import DateTime

from clientcare.domain._checks import require_instant
from clientcare.domain._worktime import MINUTE
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.errors import InvalidValueError
from clientcare.policies.complaint_figures import (
    ClosedCase,
    ComplaintFigures,
    ComplaintKpiRules,
    complaint_figures,
)
from clientcare.policies.kpi import Amount, Kpi, KpiName, Period, median, percentile, ratio_kpi

__all__ = [
    "ClosedCase",
    "ComplaintFigures",
    "ComplaintKpiRules",
    "complaint_figures",
    "complaint_kpis",
    "complaint_rate",
    "complaints_per_customer_year",
    "customer_satisfaction",
    "days_to_resolve",
    "first_contact_resolution",
    "hours_to_resolve",
    "on_time_rate",
    "recurrence_rate",
    "reopen_rate",
]

_SOURCE: Final = "policies 8"
_HOUR: Final = 60 * MINUTE
_ANSWERS: Final = range(1, 6)
_RULES: Final = ComplaintKpiRules()


def complaint_kpis(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> tuple[Decision[Kpi], ...]:
    """
    Return every key figure of complaints of a period, each median with its percentile.

    .. versionadded:: 0.1.0
    """
    return (
        complaint_rate(figures, rules=rules),
        complaints_per_customer_year(figures, rules=rules),
        first_contact_resolution(figures, rules=rules),
        *hours_to_resolve(figures, rules=rules),
        *days_to_resolve(figures, rules=rules),
        on_time_rate(figures, rules=rules),
        reopen_rate(figures, rules=rules),
        recurrence_rate(figures, rules=rules),
        customer_satisfaction(figures, rules=rules),
    )


def complaint_rate(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return founded complaints for each thousand orders 投诉率.

    A complaint whose cause is not known yet counts as founded; so many are told.

    .. versionadded:: 0.1.0
    """
    facts: dict[str, Value] = {
        "founded": figures.founded,
        "undecided": figures.undecided,
        "per": rules.per_orders,
    }
    parts = (figures.founded * rules.per_orders, figures.orders)
    return _ratio(KpiName.COMPLAINT_RATE, parts, facts, figures, rules)


def complaints_per_customer_year(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return founded complaints for each hundred active customers and year 客户年投诉率.

    .. versionadded:: 0.1.0
    """
    customers, days = figures.active_customers, figures.period.days
    facts: dict[str, Value] = {
        "founded": figures.founded,
        "undecided": figures.undecided,
        "per": rules.per_customers,
        "active_customers": customers,
        "days": days,
    }
    above = figures.founded * rules.per_customers * rules.year_days
    below = None if customers is None else customers * days
    return _ratio(KpiName.COMPLAINTS_PER_CUSTOMER_YEAR, (above, below), facts, figures, rules)


def first_contact_resolution(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return what was resolved for good on the first contact 一次解决率, of what was closed.

    For good: not reopened, and no case of the same customer and cause received from 1
    to 30 days after. Cases closed less than 30 days ago are left out and counted as
    ``provisional``; exactly 30 days ago they count.

    .. versionadded:: 0.1.0
    """
    days = rules.first_contact_days
    settled, flags = _settled(figures, days)
    good = [
        one
        for one in settled
        if one.first_contact and not one.reopened and not _followed(one, days)
    ]
    parts = (len(good), len(settled))
    name = KpiName.FIRST_CONTACT_RESOLUTION
    return _ratio(name, parts, {"days": days}, figures, rules, flags=flags)


def recurrence_rate(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return what came back 重复投诉率, of what was closed.

    That is followed by a case of the same customer and cause, received from 1 to 90 days
    after the closing. Cases closed less than 90 days ago are left out and counted as
    ``provisional``.

    .. versionadded:: 0.1.0
    """
    days = rules.recurrence_days
    settled, flags = _settled(figures, days)
    parts = (sum(_followed(one, days) for one in settled), len(settled))
    return _ratio(KpiName.RECURRENCE, parts, {"days": days}, figures, rules, flags=flags)


def reopen_rate(figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES) -> Decision[Kpi]:
    """
    Return what was reopened since 重开率, of what was closed in the period.

    .. versionadded:: 0.1.0
    """
    parts = (sum(one.reopened for one in figures.closed), len(figures.closed))
    return _ratio(KpiName.REOPEN_RATE, parts, {}, figures, rules)


def _settled(figures: ComplaintFigures, days: int) -> tuple[list[ClosedCase], tuple[Reason, ...]]:
    """Return what was closed long enough ago to be judged, and a flag for the rest."""
    settled = [one for one in figures.closed if one.age_days >= days]
    left = len(figures.closed) - len(settled)
    if not left:
        return settled, ()
    return settled, (Reason("complaint_kpis.provisional", {"cases": left, "days": days}, _SOURCE),)


def _followed(case: ClosedCase, days: int) -> bool:
    return case.next_days is not None and case.next_days <= days


def on_time_rate(figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES) -> Decision[Kpi]:
    """
    Return what was resolved in time 按时率: met / (met + missed), of what was received.

    Open past its due is missed; open and not due, or ended otherwise before its due, is
    left out.

    .. versionadded:: 0.1.0
    """
    facts: dict[str, Value] = {
        "met": figures.met,
        "missed": figures.missed,
        "not_due": figures.not_due,
        "undetermined": figures.undetermined,
    }
    unknown = figures.undetermined > 0
    parts = (None, None) if unknown else (figures.met, figures.met + figures.missed)
    return _ratio(KpiName.ON_TIME, parts, facts, figures, rules)


def hours_to_resolve(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> tuple[Decision[Kpi], Decision[Kpi]]:
    """
    Return median and P90 of the working hours to a solution 解决时长, waiting left out.

    From the receipt to the end of step 5, for what was closed in the period, without
    the time that we waited for the customer. Without a value where the calendar cannot
    tell the time of one of them.

    .. versionadded:: 0.1.0
    """
    spent = [one.net_microseconds for one in figures.closed]
    known = [Fraction(one, _HOUR) for one in spent if one is not None]
    names = KpiName.TIME_TO_RESOLVE_MEDIAN, KpiName.TIME_TO_RESOLVE_P90
    return _spread(names, known if len(known) == len(spent) else None, figures, rules)


def days_to_resolve(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> tuple[Decision[Kpi], Decision[Kpi]]:
    """
    Return median and P90 of the calendar days to a solution 解决天数, all of them.

    .. versionadded:: 0.1.0
    """
    names = KpiName.GROSS_TIME_TO_RESOLVE_MEDIAN, KpiName.GROSS_TIME_TO_RESOLVE_P90
    return _spread(names, [Fraction(one.gross_days) for one in figures.closed], figures, rules)


def _spread(
    names: tuple[KpiName, KpiName],
    values: list[Fraction] | None,
    figures: ComplaintFigures,
    rules: ComplaintKpiRules,
) -> tuple[Decision[Kpi], Decision[Kpi]]:
    """Return median and percentile as figures over 1; over 0 where there are no values."""
    facts: dict[str, Value] = {"cases": len(figures.closed), "percent": rules.percentile}
    found: tuple[Fraction | None, Fraction | None] = (None, None)
    if values is not None:
        found = median(values), percentile(values, percent=rules.percentile)
    below = 0 if values == [] else 1
    first, second = (
        _ratio(name, (0 if values == [] else one, below), facts, figures, rules)
        for name, one in zip(names, found, strict=True)
    )
    return first, second


def customer_satisfaction(
    figures: ComplaintFigures, *, rules: ComplaintKpiRules = _RULES
) -> Decision[Kpi]:
    """
    Return the satisfied customers 满意度: answers of 4 or 5, of all answers of 1 to 5.

    Fewer than five answers give no value (``complaint_kpis.too_few_answers``).

    .. versionadded:: 0.1.0
    """
    return satisfaction(figures.answers, period=figures.period, now=figures.now, rules=rules)


def satisfaction(
    answers: Iterable[int],
    *,
    period: Period,
    now: DateTime,
    rules: ComplaintKpiRules = _RULES,
) -> Decision[Kpi]:
    """
    Return the same for *answers* from anywhere, such as a survey.

    Raises:
        InvalidValueError: An answer is no whole number from 1 to 5, or *now* no instant.

    .. versionadded:: 0.1.0
    """
    require_instant("now", now)
    given = list(answers)
    for answer in given:
        if type(answer) is not int or answer not in _ANSWERS:
            raise InvalidValueError("answers", answer, "whole numbers from 1 to 5")
    facts: dict[str, Value] = {
        "satisfied_from": rules.satisfied_from,
        "least_answers": rules.least_answers,
    }
    decision = ratio_kpi(
        KpiName.SATISFACTION,
        code="complaint_kpis.satisfaction",
        numerator=sum(answer >= rules.satisfied_from for answer in given),
        denominator=len(given),
        period=period,
        judged_at=now,
        rules=rules.ref,
        facts=facts,
    )
    if not given or len(given) >= rules.least_answers:
        return decision
    why = Reason("complaint_kpis.too_few_answers", {**decision.inputs}, _SOURCE)
    return attrs.evolve(
        decision, outcome=attrs.evolve(decision.outcome, value=None), reasons=(why,)
    )


def _ratio(
    name: KpiName,
    parts: tuple[Amount | None, Amount | None],
    facts: dict[str, Value],
    figures: ComplaintFigures,
    rules: ComplaintKpiRules,
    *,
    flags: tuple[Reason, ...] = (),
) -> Decision[Kpi]:
    if figures.after_now:
        late = {"complaints": figures.after_now}
        flags = (*flags, Reason("complaint_kpis.after_as_of", late, _SOURCE))
    return ratio_kpi(
        name,
        code=f"complaint_kpis.{name.value}",
        numerator=parts[0],
        denominator=parts[1],
        period=figures.period,
        judged_at=figures.now,
        rules=rules.ref,
        facts=facts,
        flags=flags,
    )
