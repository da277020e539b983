"""
Planned visits and what became of them 访问计划 (F8, F12, policies 4c and 6).

A visit is planned, moved, held, missed or cancelled; each step keeps who, when
and why. Held and cancelled are final; a missed visit may be placed again.
"""

from __future__ import annotations

import itertools
from typing import Final, NoReturn

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, StaffId, VisitId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import counts_as_visit, minutes_between
from clientcare.errors import InvalidValueError, TransitionError


class VisitState(Scale):
    """What has become of a planned visit."""

    PLANNED = "planned", "计划"
    MOVED = "moved", "改期"
    HELD = "held", "已访"
    MISSED = "missed", "未访"
    CANCELLED = "cancelled", "取消"


class VisitOutcome(Scale):
    """What a held visit brought; a trip on which nobody was met is a missed visit (F10, F23)."""

    ORDER = "order", "订货"
    AGREEMENT = "agreement", "约定"
    PROBLEM_SOLVED = "problem_solved", "解决问题"
    INFORMATION = "information", "了解情况"
    PAYMENT = "payment", "收款"
    NO_RESULT = "no_result", "无结果"


OPEN_STATES: Final = frozenset({VisitState.PLANNED, VisitState.MOVED})
"""The states of a visit that is still to come."""

_MAY_FOLLOW: Final = {
    VisitState.PLANNED: frozenset(
        {VisitState.MOVED, VisitState.HELD, VisitState.MISSED, VisitState.CANCELLED}
    ),
    VisitState.MOVED: frozenset(
        {VisitState.MOVED, VisitState.HELD, VisitState.MISSED, VisitState.CANCELLED}
    ),
    VisitState.MISSED: frozenset({VisitState.MOVED, VisitState.CANCELLED}),
    VisitState.HELD: frozenset[VisitState](),
    VisitState.CANCELLED: frozenset[VisitState](),
}


@attrs.frozen(kw_only=True)
class VisitStep:
    """
    One step in the life of a planned visit.

    Attributes:
        state: The state that it led to.
        at: When it was recorded.
        by: Who recorded it; ``None`` where the planner did.
        on: The planned day from this step on.
        reason: Why.
    """

    state: VisitState = field(validator=check.a(VisitState))
    at: DateTime = field(validator=check.instant)
    by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    on: Date = field(validator=check.date, metadata=AHEAD)
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())


@attrs.frozen(kw_only=True)
class Visit:
    """
    One visit of a plan.

    Attributes:
        id: The visit's id.
        customer_id: Whom to visit.
        history: Its steps, the oldest first; the first one planned it.
        pinned: Agreed with the customer: re-planning leaves it where it is.
        minutes_planned: How long it should last; ``None`` leaves it to the tier.
        held_on: The firm's calendar day on which it was held.
        checked_in_at: When the visitor arrived; ``None`` is unknown.
        checked_out_at: When the visitor left; ``None`` is unknown.
        outcome: What it brought; ``None`` is not recorded.
        note: What was said and seen.

    Raises:
        InvalidValueError: A field breaks its rule, the steps do not follow one
            another, or a visit that was not held has facts of a held one.
    """

    id: VisitId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    history: tuple[VisitStep, ...] = field(validator=check.tuple_of(check.a(VisitStep), least=1))
    pinned: bool = field(default=False, validator=check.a(bool))
    minutes_planned: int | None = field(default=None, validator=check.maybe(check.whole(least=1)))
    held_on: Date | None = field(default=None, validator=check.maybe(check.date))
    checked_in_at: DateTime | None = field(
        default=None,
        validator=check.maybe(check.instant),
        repr=False,
        metadata=personal(purpose="proof of the visit", retention="90 days"),
    )
    checked_out_at: DateTime | None = field(
        default=None,
        validator=check.maybe(check.instant),
        repr=False,
        metadata=personal(purpose="proof of the visit", retention="90 days"),
    )
    outcome: VisitOutcome | None = field(default=None, validator=check.maybe(check.a(VisitOutcome)))
    note: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        _check_history(self.history)
        held = self.state is VisitState.HELD
        if held is not (self.held_on is not None):
            raise InvalidValueError("Visit.held_on", self.held_on, "known if and only if held")
        if not held and (self.checked_in_at or self.checked_out_at or self.outcome):
            rule = "no check-in, check-out or outcome unless it was held"
            raise InvalidValueError("Visit.state", self.state, rule)
        _check_stay(self.checked_in_at, self.checked_out_at)

    @classmethod
    def plan(
        cls,
        *,
        id: VisitId,  # noqa: A002 - the field's own name
        customer_id: CustomerId,
        on: Date,
        at: DateTime,
        by: StaffId | None = None,
        pinned: bool = False,
        minutes_planned: int | None = None,
    ) -> Visit:
        """Return a new visit that is planned for the day *on*."""
        first = VisitStep(state=VisitState.PLANNED, at=at, by=by, on=on)
        return cls(
            id=id,
            customer_id=customer_id,
            history=(first,),
            pinned=pinned,
            minutes_planned=minutes_planned,
        )

    @property
    def state(self) -> VisitState:
        """What has become of it."""
        return self.history[-1].state

    @property
    def planned_on(self) -> Date:
        """The day for which it is planned now."""
        return self.history[-1].on

    @property
    def first_planned_on(self) -> Date:
        """The day for which it was planned at first."""
        return self.history[0].on

    @property
    def is_open(self) -> bool:
        """Whether it is still to come: planned or moved."""
        return self.state in OPEN_STATES

    @property
    def minutes(self) -> int | None:
        """Whole minutes from check-in to check-out; ``None`` where one of them is unknown."""
        if self.checked_in_at is None:
            return None
        return minutes_between(self.checked_in_at, self.checked_out_at)

    @property
    def counts(self) -> bool:
        """Whether it counts: held, and 5 minutes on site or an outcome recorded (policies 4c)."""
        held = self.state is VisitState.HELD
        return held and counts_as_visit(self.minutes, outcome_recorded=self.outcome is not None)

    def move(self, to: Date, *, at: DateTime, by: StaffId | None, reason: str) -> Visit:
        """
        Return this visit on another day; a missed one is placed again.

        Raises:
            TransitionError: It is held or cancelled, no reason is given, or *at*
                is before the last step.
        """
        self._need(reason, "move")
        return self._step(VisitState.MOVED, "move", at=at, by=by, on=to, reason=reason)

    def miss(self, *, at: DateTime, by: StaffId | None, reason: str) -> Visit:
        """
        Return this visit as missed.

        Raises:
            TransitionError: It is not open, no reason is given, or *at* is
                before the last step.
        """
        self._need(reason, "miss")
        return self._step(VisitState.MISSED, "miss", at=at, by=by, reason=reason)

    def cancel(self, *, at: DateTime, by: StaffId | None, reason: str) -> Visit:
        """
        Return this visit as cancelled, for good.

        Raises:
            TransitionError: It is held or cancelled, no reason is given, or *at*
                is before the last step.
        """
        self._need(reason, "cancel")
        return self._step(VisitState.CANCELLED, "cancel", at=at, by=by, reason=reason)

    def hold(
        self,
        *,
        on: Date,
        at: DateTime,
        by: StaffId | None,
        checked_in_at: DateTime | None = None,
        checked_out_at: DateTime | None = None,
        outcome: VisitOutcome | None = None,
        note: str = "",
    ) -> Visit:
        """
        Return this visit as held on the firm's day *on*.

        Raises:
            TransitionError: It is not open, or *at* is before the last step.
            InvalidValueError: The check-out is before the check-in.
        """
        step = self._next(VisitState.HELD, "hold", at=at, by=by, on=self.planned_on, reason="")
        return attrs.evolve(
            self,
            history=(*self.history, step),
            held_on=on,
            checked_in_at=checked_in_at,
            checked_out_at=checked_out_at,
            outcome=outcome,
            note=note,
        )

    def _need(self, reason: str, event: str) -> None:
        if not reason.strip():
            self._refuse(event, "a reason is needed")

    def _step(
        self,
        state: VisitState,
        event: str,
        *,
        at: DateTime,
        by: StaffId | None,
        on: Date | None = None,
        reason: str,
    ) -> Visit:
        day = self.planned_on if on is None else on
        step = self._next(state, event, at=at, by=by, on=day, reason=reason)
        return attrs.evolve(self, history=(*self.history, step))

    def _next(
        self,
        state: VisitState,
        event: str,
        *,
        at: DateTime,
        by: StaffId | None,
        on: Date,
        reason: str,
    ) -> VisitStep:
        step = VisitStep(state=state, at=at, by=by, on=on, reason=reason)
        fault = _fault(self.history[-1], step)
        if fault is not None:
            self._refuse(event, fault)
        return step

    def _refuse(self, event: str, rule: str) -> NoReturn:
        raise TransitionError(f"Visit {self.id}", self.state, event, rule)


def _fault(last: VisitStep, step: VisitStep) -> str | None:
    """Return why *step* cannot follow *last*; ``None`` if it can."""
    if step.state not in _MAY_FOLLOW[last.state]:
        return f"{step.state} does not follow {last.state}"
    if moment(step.at) < moment(last.at):
        return "no step is earlier than the one before"
    if step.state is not VisitState.MOVED and step.on != last.on:
        return "only a move changes the planned day"
    return None


def _check_history(history: tuple[VisitStep, ...]) -> None:
    if history[0].state is not VisitState.PLANNED:
        raise InvalidValueError("Visit.history", history[0].state, "the first step plans the visit")
    for last, step in itertools.pairwise(history):
        fault = _fault(last, step)
        if fault is not None:
            raise InvalidValueError("Visit.history", step.state, fault)


def _check_stay(came: DateTime | None, left: DateTime | None) -> None:
    if left is None:
        return
    if came is None or moment(left) < moment(came):
        rule = "not before the check-in, which has to be known"
        raise InvalidValueError("Visit.checked_out_at", left, rule)
