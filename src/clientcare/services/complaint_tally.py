"""
The key figures of the complaints of a whole book, over its last twelve months.

Complaints are followed by complaints of the same customer alone, so each customer is
reckoned as they pass by, and only a few numbers of them are kept.
"""

from __future__ import annotations

from typing import Final

from clientcare.domain._months import add_months
from clientcare.domain.decisions import Decision
from clientcare.domain.orders import OrderStatus
from clientcare.policies.complaint_kpis import ComplaintFigures, complaint_figures, complaint_kpis
from clientcare.policies.kpi import Kpi, Period
from clientcare.policies.sales import order_days
from clientcare.services.book_stream import CustomerFile
from clientcare.services.customer_review import Setting

_YEAR_MONTHS: Final = 12
_VOID: Final = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED})
_COUNTS: Final = ("founded", "undecided", "met", "missed", "not_due", "undetermined")


class ComplaintTally:
    """
    Adds up what happened to complaints in the twelve months that end with the review's day.

    Args:
        setting: What is the same for every customer of the review.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        after = add_months(setting.as_of, -_YEAR_MONTHS)
        self._period = Period(first_on=after.add(days=1), last_on=setting.as_of)
        self._parts: list[ComplaintFigures] = []
        self._orders = 0
        self._active = 0

    def add(self, file: CustomerFile) -> None:
        """Take in one customer, whose *file* is as known at the instant."""
        as_of, period = self._setting.as_of, self._period
        self._orders += sum(
            period.covers(order.ordered_on) and order.status_on(as_of) not in _VOID
            for order in file.ledger.orders
        )
        self._active += any(map(period.covers, order_days(file.ledger, as_of=as_of)))
        if file.complaints:
            facts = map(self._setting.complaint_facts, file.complaints)
            rules = self._setting.rulebook.escalation
            now = self._setting.now
            self._parts.append(complaint_figures(facts, period=period, now=now, rules=rules))

    def kpis(self) -> tuple[Decision[Kpi], ...]:
        """Return every key figure, once all customers have passed by."""
        sums = {name: sum(getattr(one, name) for one in self._parts) for name in _COUNTS}
        closed = (case for part in self._parts for case in part.closed)
        figures = ComplaintFigures(
            period=self._period,
            now=self._setting.now,
            orders=self._orders,
            active_customers=self._active,
            closed=tuple(sorted(closed, key=lambda case: case.complaint_id)),
            answers=tuple(sorted(answer for part in self._parts for answer in part.answers)),
            **sums,
        )
        return complaint_kpis(figures, rules=self._setting.rulebook.complaint_kpis)
