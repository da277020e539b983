"""
What recurs in the whole book, and the corrective actions against it.

While the customers pass by, their complaints are kept as they are counted, a few words
each, and the orders by month; then the actions are judged and missing ones proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain._months import add_months
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.domain.orders import OrderStatus
from clientcare.domain.scales import Tier
from clientcare.policies.action_plan import PlanKind, PlannedAction, plan_actions
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.control_chart import MonthFigures
from clientcare.policies.corrective_action import ActionStanding
from clientcare.policies.iceberg import Iceberg, iceberg
from clientcare.policies.recurrence import (
    Recurrence,
    RecurrenceCase,
    recurrence_case,
)
from clientcare.services.book_stream import CustomerFile
from clientcare.services.customer_review import Setting
from clientcare.services.line_maker import urgency_of

_VOID: Final = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED})
_YEAR_MONTHS: Final = 12


@attrs.frozen(kw_only=True)
class ActionReview:
    """
    Where one open corrective action stands.

    Attributes:
        action: The action as it was known at the review's instant.
        standing: Its milestones and its watch.
    """

    action: CorrectiveAction
    standing: Decision[ActionStanding | None]


@attrs.frozen(kw_only=True)
class PreventionReview:
    """
    What recurs in the book, and what is done against it.

    Attributes:
        recurrences: The troubles that call for a corrective action.
        actions: The open corrective actions.
        plans: What is to be recorded: actions to open, cases to collect.
        iceberg: The defects that the complaints of twelve months may stand for.
    """

    recurrences: Decision[tuple[Recurrence, ...]]
    actions: tuple[ActionReview, ...]
    plans: tuple[PlannedAction, ...]
    iceberg: Decision[Iceberg | None]


def _standing(action: CorrectiveAction, setting: Setting) -> Decision[ActionStanding | None]:
    calendar = setting.calendar
    if action.calendar_id is not None:
        calendar = setting.calendars.get(action.calendar_id, calendar)
        if calendar.id != action.calendar_id:
            action = attrs.evolve(action, calendar_id=None)  # a book without it has the firm's
    rules = setting.rulebook.corrective_action
    return setting.policies.corrective_action(
        action, now=setting.now, calendar=calendar, rules=rules
    )


def _number(month: tuple[int, int]) -> int:
    return month[0] * _YEAR_MONTHS + month[1] - 1


class PreventionTally:
    """Keeps what recurrence is judged by, while the customers of a book pass by."""

    def __init__(self) -> None:
        self._cases: list[RecurrenceCase] = []
        self._orders: Counter[tuple[int, int]] = Counter()
        self._customers: dict[CustomerId, tuple[Customer, Tier | None]] = {}

    def add(self, file: CustomerFile, tier: Tier | None, *, setting: Setting) -> None:
        """Take in one customer, whose *file* is as known at the instant."""
        for order in file.ledger.orders:
            if order.ordered_on <= setting.as_of and order.status_on(setting.as_of) not in _VOID:
                self._orders[order.ordered_on.year, order.ordered_on.month] += 1
        for complaint in file.complaints:
            facts = setting.complaint_facts(complaint)
            rules = setting.rulebook.escalation
            case = recurrence_case(
                facts.complaint, now=setting.now, calendar=facts.calendar, rules=rules
            )
            if case is not None:
                self._cases.append(case)
                self._customers[file.customer.id] = (file.customer, tier)

    def review(self, actions: Iterable[CorrectiveAction], *, setting: Setting) -> PreventionReview:
        """Return what recurs and what is done against it, once every customer has passed by."""
        rules, as_of = setting.rulebook, setting.as_of
        found = setting.policies.recurrences(
            self._cases, as_of=as_of, months=self._months(as_of), rules=rules.recurrence
        )
        known = [
            one.as_known_at(setting.now)
            for one in actions
            if moment(one.opened_at) <= moment(setting.now)
        ]
        year_ago = add_months(as_of, -_YEAR_MONTHS)
        return PreventionReview(
            recurrences=found,
            actions=tuple(
                ActionReview(action=one, standing=_standing(one, setting))
                for one in known
                if not one.state.is_terminal
            ),
            plans=plan_actions(found.outcome, self._cases, known, rules=rules.recurrence),
            iceberg=iceberg(
                sum(year_ago < case.received_on <= as_of for case in self._cases),
                as_of=as_of,
                rules=rules.iceberg,
            ),
        )

    def _months(self, as_of: Date) -> Iterator[MonthFigures]:
        """Yield every month from the first order on; before it nothing is known."""
        received = (case.received_on for case in self._cases)
        counted = Counter((day.year, day.month) for day in received)
        first = min(self._orders, default=None)
        if first is None:
            return
        last = as_of.year, as_of.month
        for number in range(_number(first), _number(last) + 1):
            year, month = number // _YEAR_MONTHS, number % _YEAR_MONTHS + 1
            yield MonthFigures(
                month=Date(year, month, 1),
                orders=self._orders[year, month],
                complaints=counted[year, month],
            )

    def lines(self, review: PreventionReview, *, setting: Setting) -> Iterator[AgendaLine]:
        """
        Yield what is due for the corrective actions, each with the customer who complained last.

        An action without a case, as on a month, is about no single customer.
        """
        soon_days = setting.rulebook.agenda.soon_days
        for one in review.actions:
            standing, progress = one.standing.outcome, one.action.progress
            due = None if standing is None else standing.next_due
            urgency = urgency_of(due, now=setting.now, soon_days=soon_days)
            if standing is None or urgency is not None:
                yield self._line(
                    [case.complaint_id for case in progress.cases],
                    urgency=urgency or Urgency.NOW,
                    reasons=one.standing.reasons,
                    subject_id=one.action.id,
                    staff_id=progress.owner,
                    due=due,
                )
        why = list(zip(review.recurrences.outcome, review.recurrences.reasons, strict=False))
        for plan in review.plans:
            if plan.kind is PlanKind.OPEN:
                yield self._line(
                    [case.complaint_id for case in plan.cases],
                    urgency=Urgency.NOW,
                    reasons=tuple(reason for found, reason in why if found.key == plan.key),
                    subject_id=plan.key.text,
                )

    def _line(
        self,
        cases: Iterable[ComplaintId],
        *,
        urgency: Urgency,
        reasons: tuple[Reason, ...],
        subject_id: str,
        staff_id: StaffId | None = None,
        due: Date | DateTime | None = None,
    ) -> AgendaLine:
        customer, tier = self._last_customer(frozenset(cases))
        return AgendaLine(
            customer_id=None if customer is None else customer.id,
            staff_id=staff_id or (None if customer is None else customer.owner_id),
            topic=Topic.PREVENTION,
            urgency=urgency,
            due=due,
            tier=tier,
            reasons=reasons,
            subject_id=subject_id,
        )

    def _last_customer(self, cases: frozenset[ComplaintId]) -> tuple[Customer | None, Tier | None]:
        """Return who complained last, and their tier; nobody where no case is in the book."""
        there = [case for case in self._cases if case.complaint_id in cases]
        if not there:
            return None, None
        last = max(there, key=lambda case: (case.received_on, case.complaint_id))
        return self._customers[last.customer_id]
