"""
What the key figures of complaints are made of (policies 8).

The history of each complaint is read once, as it was known at a moment: what was
received and closed in a period, how long it took, what came back, what the customers
said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._complaint_flow import follow
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    ActionDone,
    Closed,
    ComplaintEvent,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
)
from clientcare.domain.complaint_scales import CauseKind, ComplaintState
from clientcare.domain.decisions import RulesRef
from clientcare.domain.ids import ComplaintId, CustomerId
from clientcare.errors import CalendarError, InvalidValueError
from clientcare.policies._complaint_case import ClockKind
from clientcare.policies._complaint_clock import ClockVerdict
from clientcare.policies.escalation import ComplaintFacts, EscalationRules, deadlines
from clientcare.policies.kpi import Period

_LEFT_OUT: Final = frozenset({ComplaintState.WITHDRAWN, ComplaintState.MERGED})
_CLOSINGS: Final = frozenset({Closed, ResolvedOnFirstContact})


@attrs.frozen(kw_only=True)
class ComplaintKpiRules:
    """
    How the key figures of complaints are reckoned.

    Attributes:
        ref: Name and version of these rules.
        per_orders: The complaint rate is told for so many orders (policies 8).
        per_customers: And for so many active customers a year (policies 8).
        year_days: Days of that year (policies 8).
        first_contact_days: So many days after a closing on the first contact no case
            of the same customer and cause may come (policies 8).
        recurrence_days: So many days after a closing such a case counts as a
            recurrence (policies 8).
        percentile: The percentile that stands beside each median (policies 8).
        satisfied_from: The least answer, of 1 to 5, that counts as satisfied (policies 8).
        least_answers: Fewer answers than these give no figure (policies 8).
    """

    ref: RulesRef = RulesRef("complaint_kpis", "1")
    per_orders: int = field(default=1_000, validator=check.whole(least=1))
    per_customers: int = field(default=100, validator=check.whole(least=1))
    year_days: int = field(default=365, validator=check.whole(least=1))
    first_contact_days: int = field(default=30, validator=check.whole(least=1))
    recurrence_days: int = field(default=90, validator=check.whole(least=1))
    percentile: int = field(default=90, validator=check.whole(least=1, most=100))
    satisfied_from: int = field(default=4, validator=check.whole(least=1, most=5))
    least_answers: int = field(default=5, validator=check.whole(least=1))


@attrs.frozen(kw_only=True)
class ClosedCase:
    """
    A complaint that was closed in the period; the first time, where several.

    Attributes:
        complaint_id: The complaint.
        closed_on: The local day of that closing.
        age_days: How many days ago that was on the day of judgement.
        first_contact: It was resolved on the first contact.
        reopened: It was reopened since.
        next_days: How many days after the closing the next case of the same customer
            and cause was received, 1 at the least; ``None`` = none was.
        net_microseconds: Working time from the receipt to the end of step 5, without
            what was spent waiting for the customer or ended; ``None`` where the
            calendar cannot tell.
        gross_days: Calendar days from the receipt to the end of step 5.
    """

    complaint_id: ComplaintId = field(validator=check.key)
    closed_on: Date = field(validator=check.date)
    age_days: int = field(validator=check.whole())
    first_contact: bool = field(default=False, validator=check.a(bool))
    reopened: bool = field(default=False, validator=check.a(bool))
    next_days: int | None = field(default=None, validator=check.maybe(check.whole(least=1)))
    net_microseconds: int | None = field(default=None, validator=check.maybe(check.whole()))
    gross_days: int = field(validator=check.whole())


@attrs.frozen(kw_only=True)
class ComplaintFigures:
    """
    The parts of the key figures of complaints in a period.

    Withdrawn complaints are left out, and merged ones count with their survivors.

    Attributes:
        period: The days that are looked at.
        now: The moment of judgement.
        founded: How many were received in the period and not found to be unfounded.
        undecided: How many of them have no cause yet.
        orders: Orders in the period; ``None`` = unknown.
        active_customers: Customers with an order in the period; ``None`` = unknown.
        closed: What was closed in the period, by the ids of the complaints.
        met: Complaints received in the period whose resolve clock was met.
        missed: The same missed, open ones past their due among them.
        not_due: The same that are open and not due, or ended before their due.
        undetermined: The same whose calendar cannot tell.
        answers: How satisfied customers were, 1 to 5, as they said in the period,
            ascending.
        after_now: Complaints left out, as they were received later.
    """

    period: Period = field(validator=check.a(Period))
    now: DateTime = field(validator=check.instant)
    founded: int = field(default=0, validator=check.whole())
    undecided: int = field(default=0, validator=check.whole())
    orders: int | None = field(default=None, validator=check.maybe(check.whole()))
    active_customers: int | None = field(default=None, validator=check.maybe(check.whole()))
    closed: tuple[ClosedCase, ...] = field(
        default=(), validator=check.tuple_of(check.a(ClosedCase))
    )
    met: int = field(default=0, validator=check.whole())
    missed: int = field(default=0, validator=check.whole())
    not_due: int = field(default=0, validator=check.whole())
    undetermined: int = field(default=0, validator=check.whole())
    answers: tuple[int, ...] = field(
        default=(), validator=check.tuple_of(check.whole(least=1, most=5))
    )
    after_now: int = field(default=0, validator=check.whole())


_DEFAULT: Final = EscalationRules()


def complaint_figures(
    facts: Iterable[ComplaintFacts],
    *,
    period: Period,
    now: DateTime,
    orders: int | None = None,
    active_customers: int | None = None,
    rules: EscalationRules = _DEFAULT,
) -> ComplaintFigures:
    """
    Return what happened to complaints in a period, as known at *now*.

    A day is that of the calendar of each complaint.

    Args:
        facts: All complaints, also those of other periods: they may be followed by, or
            follow, one of this.
        period: The days that are looked at.
        now: The moment of judgement; what came later is left out.
        orders: How many orders there were in the period; ``None`` = unknown.
        active_customers: How many customers ordered in the period; ``None`` = unknown.
        rules: What the clocks run by.

    Raises:
        InvalidValueError: A complaint stands in it twice with other facts (the same
            facts count once), a number is negative, or an argument is of another kind.

    .. versionadded:: 0.1.0
    """
    until = moment(check.require_instant("now", now))
    check.require_kind("period", period, Period)
    every = _each_once(facts)
    known = [_Known(one, now) for one in every if moment(one.complaint.received_at) <= until]
    counted = [one for one in known if one.complaint.state not in _LEFT_OUT]
    received = [one for one in counted if period.covers(one.received_on)]
    founded = [one for one in received if not one.complaint.progress.unfounded]
    following = _receipts(counted)
    verdicts = [one.verdict(now, rules) for one in received]
    closed = [one.closing(period, now, following) for one in counted]
    met, missed = verdicts.count(ClockVerdict.MET), verdicts.count(ClockVerdict.MISSED)
    undetermined = verdicts.count(None)
    return ComplaintFigures(
        period=period,
        now=now,
        founded=len(founded),
        undecided=sum(one.complaint.progress.cause is None for one in founded),
        orders=orders,
        active_customers=active_customers,
        closed=tuple(
            sorted((one for one in closed if one is not None), key=lambda one: one.complaint_id)
        ),
        met=met,
        missed=missed,
        not_due=len(verdicts) - met - missed - undetermined,
        undetermined=undetermined,
        answers=tuple(sorted(answer for one in counted for answer in one.answers(period))),
        after_now=len(every) - len(known),
    )


def _each_once(facts: Iterable[ComplaintFacts]) -> list[ComplaintFacts]:
    found: dict[ComplaintId, ComplaintFacts] = {}
    for one in facts:
        check.require_kind("facts", one, ComplaintFacts)
        if found.setdefault(one.complaint.id, one) is not one:
            raise InvalidValueError("facts", one.complaint.id, "each complaint once")
    return list(found.values())


_Key = tuple[CustomerId, CauseKind]
_Receipts = Mapping[_Key, list[tuple[Date, ComplaintId]]]


def _receipts(known: Iterable[_Known]) -> _Receipts:
    """Return the days of receipt by customer and cause."""
    found: defaultdict[_Key, list[tuple[Date, ComplaintId]]] = defaultdict(list)
    for one in known:
        if one.key is not None:
            found[one.key].append((one.received_on, one.complaint.id))
    return found


class _Known:
    """One complaint as known at the moment of judgement."""

    def __init__(self, facts: ComplaintFacts, now: DateTime) -> None:
        self.complaint: Complaint = facts.complaint.as_known_at(now)
        self._calendar: WorkCalendar = facts.calendar
        self.received_on = self._day(self.complaint.progress.received_at)
        cause = self.complaint.progress.cause
        self.key = None if cause is None else (self.complaint.customer_id, cause.kind)

    def _day(self, at: DateTime) -> Date:
        return self._calendar.local(at).date()

    def verdict(self, now: DateTime, rules: EscalationRules) -> ClockVerdict | None:
        """Return what became of the resolve clock; ``None`` where the calendar cannot tell."""
        facts = ComplaintFacts(complaint=self.complaint, calendar=self._calendar)
        found = deadlines(facts, now=now, rules=rules).outcome
        return None if found is None else getattr(found, ClockKind.RESOLVE.value).verdict

    def answers(self, period: Period) -> list[int]:
        """Return what the customer said in the period."""
        return [
            event.satisfaction
            for event in self.complaint.history
            if isinstance(event, SettlementConfirmed)
            and event.satisfaction is not None
            and period.covers(self._day(event.at))
        ]

    def closing(self, period: Period, now: DateTime, receipts: _Receipts) -> ClosedCase | None:
        """Return the first closing in the period."""
        history = self.complaint.history
        for place, event in enumerate(history):
            closed_on = self._day(event.at)
            if type(event) in _CLOSINGS and period.covers(closed_on):
                end = self._end_of_step_five(history[: place + 1])
                return ClosedCase(
                    complaint_id=self.complaint.id,
                    closed_on=closed_on,
                    age_days=self._day(now).toordinal() - closed_on.toordinal(),
                    first_contact=isinstance(event, ResolvedOnFirstContact),
                    reopened=any(isinstance(later, Reopened) for later in history[place + 1 :]),
                    next_days=self._next_days(closed_on, receipts),
                    net_microseconds=self._net(end),
                    gross_days=self._day(end).toordinal() - self.received_on.toordinal(),
                )
        return None

    @staticmethod
    def _end_of_step_five(history: tuple[ComplaintEvent, ...]) -> DateTime:
        ends = [event.at for event in history if isinstance(event, ActionDone)]
        return ends[-1] if ends and isinstance(history[-1], Closed) else history[-1].at

    def _next_days(self, closed_on: Date, receipts: _Receipts) -> int | None:
        if self.key is None:
            return None
        days = (
            received_on.toordinal() - closed_on.toordinal()
            for received_on, complaint_id in receipts[self.key]
            if complaint_id != self.complaint.id
        )
        return min((ahead for ahead in days if ahead >= 1), default=None)

    def _net(self, end: DateTime) -> int | None:
        """Return the working time up to *end* in which somebody of us had to act."""
        worktime, last = self._calendar.worktime, moment(end)
        progress = self.complaint.beginning
        since, used = moment(self.complaint.progress.received_at), 0
        try:
            for event in self.complaint.history:
                at = min(moment(event.at), last)
                state = progress.state
                if at > since:
                    if state is not ComplaintState.WAITING_CUSTOMER and not state.is_terminal:
                        used += worktime.between(since, at)
                    since = at
                progress = follow(progress, event)
        except CalendarError:
            return None
        return used
