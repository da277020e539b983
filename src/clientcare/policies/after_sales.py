"""
When is a sale followed up, and what of it is due (policies 4b, F1, F2)?

The manner of the manual calls once a week for a month and visits a new buyer after two
to three weeks; the standard manner has steps on days 1, 7, 30 and 90. Both rest while
an urgent complaint is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.scales import Scale
from clientcare.errors import UnpublishedDayError
from clientcare.policies._after_sales_facts import (
    AfterSalesFacts,
    AfterSalesRules,
    Preset,
    Suspension,
    order_sets,
    rests_on,
    silences,
)

__all__ = [
    "AfterSales",
    "AfterSalesFacts",
    "AfterSalesRules",
    "FollowUp",
    "Preset",
    "StepKind",
    "StepStatus",
    "Suspension",
    "follow_up_sale",
]

_SOURCE: Final = "policies 4b"
_MANUAL: Final = "F1, policies 4b"
_Rests = tuple[tuple[int, int | None], ...]


class StepKind(Scale):
    """What a step of the follow-up is."""

    CALL = "call", "电话回访"
    VISIT = "visit", "上门回访"
    CONTACT = "contact", "回访"


class StepStatus(Scale):
    """How a step stands."""

    DONE = "done", "已完成"
    MADE_UP = "made_up", "已补做"
    LAPSED = "lapsed", "已取消"
    OVERDUE = "overdue", "逾期"
    DUE = "due", "应做"
    PLANNED = "planned", "计划"
    RESTING = "resting", "搁置"
    UNKNOWN = "unknown", "未定"


OPEN: Final = frozenset({StepStatus.OVERDUE, StepStatus.DUE})
"""The states of a step that somebody has to do now."""


@attrs.frozen(kw_only=True)
class FollowUp:
    """
    One step of the follow-up.

    Attributes:
        kind: A call, a visit, or a contact by any way.
        day: Its day after delivery in the standard manner; ``None`` in the manual's.
        delivered_on: The confirmed delivery that it counts from.
        due_on: The business day on which it is due; ``None`` of a visit while the chain
            rests with no end known, and of a step beyond the calendar's published days.
        late_after_on: The last day on which it is in time; ``None`` as *due_on*, and where
            only this day is beyond the published ones.
        status: How it stands.
    """

    kind: StepKind
    day: int | None = None
    delivered_on: Date
    due_on: Date | None
    late_after_on: Date | None
    status: StepStatus


@attrs.frozen(kw_only=True)
class AfterSales:
    """
    The follow-up of what a customer bought.

    Attributes:
        steps: The steps, in the order of their days; what is too close to a later one
            is left out.
        resting: Whether the chain rests on the day asked.
        resumes_on: The day on which it goes on; ``None`` while that is not known, and
            when it does not rest.
    """

    steps: tuple[FollowUp, ...] = ()
    resting: bool = False
    resumes_on: Date | None = None

    @property
    def open_steps(self) -> tuple[FollowUp, ...]:
        """The steps that are due or overdue."""
        return tuple(step for step in self.steps if step.status in OPEN)


def follow_up_sale(
    facts: AfterSalesFacts,
    *,
    as_of: Date,
    calendar: WorkCalendar,
    rules: AfterSalesRules = AfterSalesRules(),
) -> Decision[AfterSales]:
    """
    Decide which steps follow the confirmed deliveries of a customer, and how they stand.

    Deliveries up to 14 days after the first of a set share one chain, of the latest. All
    steps fall on business days.

    *Manual*: a call 7 days after the last real contact since delivery, while that day,
    before it is moved, is day 30 at the latest; later calls as if each is made on its
    day. A new buyer is visited from day 14 to day 21, which is owed until a visit from
    day 14 on is held. A call after a visit, or less than 3 days before it, gives way to
    it, and the weeks count from there. A new set's calls take the place of the older
    one's.

    *Standard*: steps on days 1, 7, 30 and 90. A real contact on the step's day, or less
    than 3 days before, does it; a later one makes up for it. Of two steps less than 3
    days apart the earlier is left out.

    What is dated from the receipt of an urgent complaint to the day before resumption
    (5 business days after its close) lapses; the visit is due on resumption. A call or
    step is late after its day. What is dated after *as_of* is left out.

    A step on or after a day that the calendar has no published plan for is ``UNKNOWN``,
    with a reason; the steps before it stand. Calls after an unknown one are not laid.

    Raises:
        CalendarError: No business day is near a step.
        InvalidValueError: An argument is of another class.

    .. versionadded:: 0.1.0
    """
    check.require_kind("facts", facts, AfterSalesFacts)
    check.require_kind("calendar", calendar, WorkCalendar)
    check.require_kind("rules", rules, AfterSalesRules)
    today = check.require_date("as_of", as_of).toordinal()
    rests = silences(facts.suspensions, today=today, calendar=calendar, rules=rules)
    chain = _Chain(facts, today, calendar, rests, rules)
    found = chain.manual() if rules.preset is Preset.MANUAL else chain.standard()
    steps = tuple(sorted(found, key=_in_order))
    resting = rests_on(today, rests)
    resumes_on = _resumption(today, rests) if resting else None
    outcome = AfterSales(steps=steps, resting=resting, resumes_on=resumes_on)
    return Decision(
        outcome=outcome,
        reasons=tuple(_reasons(outcome, facts, as_of, rules)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={
            "deliveries": len(facts.confirmed_on),
            "last_contact_on": max((d for d in facts.contacted_on if d <= as_of), default=None),
        },
    )


def _in_order(step: FollowUp) -> tuple[bool, str, str, int]:
    return (
        step.due_on is None,
        "" if step.due_on is None else step.due_on.isoformat(),
        step.delivered_on.isoformat(),
        step.day or 0,
    )


def _resumption(today: int, rests: _Rests) -> Date | None:
    """Return the first day from *today* on on which the chain does not rest."""
    ends = [end for _, end in rests]  # each has begun: what comes later is not known
    if None in ends:
        return None
    return Date.fromordinal(max(today, *(end for end in ends if end is not None)))


class _Chain:
    """The steps of one customer; days are ordinals."""

    def __init__(
        self,
        facts: AfterSalesFacts,
        today: int,
        calendar: WorkCalendar,
        rests: _Rests,
        rules: AfterSalesRules,
    ) -> None:
        self._today = today
        self._calendar = calendar
        self._rests = rests
        self._rules = rules
        self._sets = tuple(order_sets(self._known(facts.confirmed_on), set_days=rules.set_days))
        self._new_buyer = not facts.bought_before
        self._contacts = sorted(self._known(facts.contacted_on))
        self._visits = sorted(self._known(facts.visited_on))
        # A booked day that has passed without a visit holds no call back.
        self._booked = [one.toordinal() for one in facts.booked_on if one.toordinal() >= today]

    def _known(self, days: Iterable[Date]) -> list[int]:
        return [day.toordinal() for day in days if day.toordinal() <= self._today]

    def _from(self, day: int) -> int | None:
        """Return the first business day from a day on; ``None`` is beyond the published ones."""
        return _published(self._calendar.business_day_from, day)

    # --- the manner of the manual ---

    def manual(self) -> Iterator[FollowUp]:
        """Yield the calls of the latest set, and the visit to a new buyer."""
        if not self._sets:
            return
        visit = self._visit(self._sets[0][1]) if self._new_buyer else None
        if visit is not None:
            yield visit
        yield from self._calls(self._sets[-1][1], visit)

    def _visit(self, delivered: int) -> FollowUp:
        rules = self._rules
        earliest = delivered + rules.visit_from_day
        held = next((day for day in self._visits if day >= earliest), None)
        due = self._from(earliest)
        if due is None and held is None:
            return self._step(StepKind.VISIT, delivered, None, None, beyond=True)
        for start, end in self._rests:
            begins_in_time = held is None or start <= held
            if begins_in_time and (end is None or (due is not None and end > due)):
                due = end
        late = None
        if due is not None:
            last = delivered + rules.visit_until_day
            until = _published(self._calendar.business_day_until, last)
            late = None if until is None else max(due, until)
        return self._step(StepKind.VISIT, delivered, due, late, done=held is not None)

    def _calls(self, delivered: int, visit: FollowUp | None) -> Iterator[FollowUp]:
        rules = self._rules
        since = [day for day in self._contacts if day >= delivered]
        base = since[-1] if since else delivered
        visits = sorted({*self._booked, *_open_visit(visit)})
        while (plain := base + rules.call_days) <= delivered + rules.last_call_day:
            day = self._from(plain)
            if day is None:
                yield self._step(StepKind.CALL, delivered, None, None, beyond=True)
                return
            ahead = next((one for one in visits if base < one < day + rules.apart_days), None)
            if ahead is not None:
                base = ahead
                continue
            yield self._step(StepKind.CALL, delivered, day, day)
            base = day

    # --- the standard manner ---

    def standard(self) -> Iterator[FollowUp]:
        """Yield the steps of all sets, those left out that are too close to a later one."""
        rules = self._rules
        every = [
            (self._from(delivered + day), delivered, day)
            for _, delivered in self._sets
            for day in rules.standard_days
        ]
        for due, delivered, day in every:
            if due is None:
                yield self._step(StepKind.CONTACT, delivered, None, None, beyond=True, day=day)
        dated = sorted((due, delivered, day) for due, delivered, day in every if due is not None)
        after: int | None = None
        for due, delivered, day in reversed(dated):
            lapsed = rests_on(due, self._rests)
            if not lapsed:
                if after is not None and after - due < rules.apart_days:
                    continue
                after = due
            in_time = any(
                delivered <= one <= due and due - one < rules.apart_days for one in self._contacts
            )
            yield self._step(StepKind.CONTACT, delivered, due, due, done=in_time, day=day)

    # --- how a step stands ---

    def _step(
        self,
        kind: StepKind,
        delivered: int,
        due: int | None,
        late: int | None,
        *,
        done: bool = False,
        beyond: bool = False,
        day: int | None = None,
    ) -> FollowUp:
        status = StepStatus.UNKNOWN if beyond else self._status(kind, due, late)
        return FollowUp(
            kind=kind,
            day=day,
            delivered_on=Date.fromordinal(delivered),
            due_on=None if due is None else Date.fromordinal(due),
            late_after_on=None if late is None else Date.fromordinal(late),
            status=StepStatus.DONE if done else status,
        )

    def _status(self, kind: StepKind, due: int | None, late: int | None) -> StepStatus:
        if due is None:
            return StepStatus.RESTING
        if kind is not StepKind.VISIT and rests_on(due, self._rests):
            return StepStatus.LAPSED
        if kind is StepKind.CONTACT and any(one > due for one in self._contacts):
            return StepStatus.MADE_UP
        if due > self._today:
            return StepStatus.PLANNED
        if rests_on(self._today, self._rests):
            return StepStatus.RESTING
        return StepStatus.OVERDUE if late is not None and self._today > late else StepStatus.DUE


def _published(find: Callable[[Date], Date], day: int) -> int | None:
    try:
        return find(Date.fromordinal(day)).toordinal()
    except UnpublishedDayError:
        return None


def _open_visit(visit: FollowUp | None) -> tuple[int, ...]:
    """Return the day of the visit to a new buyer while it is owed."""
    if visit is None or visit.status is StepStatus.DONE or visit.due_on is None:
        return ()
    return (visit.due_on.toordinal(),)


# --- why ------------------------------------------------------------------------


def _reasons(
    outcome: AfterSales, facts: AfterSalesFacts, as_of: Date, rules: AfterSalesRules
) -> Iterator[Reason]:
    for step in outcome.open_steps:
        yield _step_reason(step, as_of)
    if outcome.resting:
        about: dict[str, Value] = {
            "as_of": as_of,
            "resumes_on": outcome.resumes_on,
            "business_days": rules.resume_business_days,
        }
        code = "resting" if outcome.resumes_on is not None else "suspended"
        yield Reason(f"after_sales.{code}", about, _SOURCE)
    coming = next((one for one in outcome.steps if one.status is StepStatus.PLANNED), None)
    if coming is not None:
        yield _step_reason(coming, as_of)
    beyond = [one for one in outcome.steps if one.status is StepStatus.UNKNOWN]
    for step in beyond:
        known: dict[str, Value] = {"step": step.kind, "delivered_on": step.delivered_on}
        code = "beyond_calendar" if step.day is None else "day_beyond_calendar"
        day: dict[str, Value] = {} if step.day is None else {"day": step.day}
        yield Reason(f"after_sales.{code}", {**known, **day}, _SOURCE)
    if facts.unconfirmed:
        count: dict[str, Value] = {"deliveries": facts.unconfirmed}
        yield Reason("after_sales.unconfirmed", count, _SOURCE)
    if coming is None and not outcome.open_steps and not beyond:
        code = "nothing_due" if outcome.steps else "nothing_to_follow"
        yield Reason(f"after_sales.{code}", {"as_of": as_of}, _SOURCE)


def _step_reason(step: FollowUp, as_of: Date) -> Reason:
    compared: dict[str, Value] = {
        "step": step.kind,
        "delivered_on": step.delivered_on,
        "due_on": step.due_on,
        "late_after_on": step.late_after_on,
        "as_of": as_of,
    }
    source = _SOURCE if step.day is not None else _MANUAL
    return Reason(f"after_sales.step_{step.status}", compared, source)
