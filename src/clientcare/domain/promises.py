"""
Promises: what was promised, to whom, by when, and whether it was kept 承诺 (F5, F21).

A promise that cannot be kept is released by the one it was made to; a new date
is a new promise, so that a delay never hides in a changed one.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, PersonId, PromiseId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError, TransitionError


class PromiseState(Scale):
    """What has become of a promise."""

    OPEN = "open", "待履行"
    KEPT = "kept", "已履行"
    LATE = "late", "迟履行"
    BROKEN = "broken", "未履行"
    RELEASED = "released", "已解除"


_DONE: Final = frozenset({PromiseState.KEPT, PromiseState.LATE})
_MAY_FOLLOW: Final = {
    PromiseState.OPEN: frozenset({*_DONE, PromiseState.BROKEN, PromiseState.RELEASED}),
    PromiseState.BROKEN: frozenset({PromiseState.LATE, PromiseState.RELEASED}),
    PromiseState.KEPT: frozenset[PromiseState](),
    PromiseState.LATE: frozenset[PromiseState](),
    PromiseState.RELEASED: frozenset[PromiseState](),
}


@attrs.frozen(kw_only=True)
class PromiseStep:
    """
    One step in the life of a promise.

    Attributes:
        state: The state that it led to.
        at: When it happened.
        by: Who of us recorded it; ``None`` is unknown.
        reason: Why.
    """

    state: PromiseState = field(validator=check.a(PromiseState))
    at: DateTime = field(validator=check.instant)
    by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())


@attrs.frozen(kw_only=True)
class Promise:
    """
    Something that we promised a customer 承诺.

    Attributes:
        id: The promise's id.
        customer_id: The customer.
        what: What was promised.
        to: The person it was promised to; ``None`` is the firm as such.
        made_by: Who of us promised it; ``None`` is unknown.
        made_at: When.
        due_at: Until when, this instant included. Where only a day was named,
            the end of that day in the firm's zone.
        value: What it costs us to keep, 0 or more; ``None`` is not told.
        history: What became of it, the oldest step first; nothing while open.

    Raises:
        InvalidValueError: A field breaks its rule, it costs less than nothing, it is due
            before it was made, or the steps do not follow one another.
    """

    id: PromiseId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    what: str = field(validator=check.text(), repr=False, metadata=personal())
    to: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    made_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    made_at: DateTime = field(validator=check.instant)
    due_at: DateTime = field(validator=check.instant, metadata=AHEAD)
    value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    history: tuple[PromiseStep, ...] = field(
        default=(), validator=check.tuple_of(check.a(PromiseStep))
    )

    def __attrs_post_init__(self) -> None:
        if self.value is not None and self.value.minor < 0:
            raise InvalidValueError("Promise.value", self.value, "0 or more")
        if moment(self.due_at) < moment(self.made_at):
            raise InvalidValueError("Promise.due_at", self.due_at, "not before made_at")
        state, at = PromiseState.OPEN, self.made_at
        for step in self.history:
            fault = self._fault(state, at, step)
            if fault is not None:
                raise InvalidValueError("Promise.history", step.state, fault)
            state, at = step.state, step.at

    @property
    def state(self) -> PromiseState:
        """What has become of it, as far as it is recorded."""
        return self.history[-1].state if self.history else PromiseState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether something is still owed: open, or broken and not made good."""
        return self.state in {PromiseState.OPEN, PromiseState.BROKEN}

    def fulfil(self, *, at: DateTime, by: StaffId | None = None, reason: str = "") -> Promise:
        """
        Return this promise as kept, or as late where *at* is after the due instant.

        Raises:
            TransitionError: It is settled already, or *at* is before the last step.
        """
        now = moment(check.require_instant("at", at))
        in_time = self.state is PromiseState.OPEN and now <= moment(self.due_at)
        state = PromiseState.KEPT if in_time else PromiseState.LATE
        return self._step("fulfil", PromiseStep(state=state, at=at, by=by, reason=reason))

    def break_(self, *, at: DateTime, by: StaffId | None = None, reason: str) -> Promise:
        """
        Return this promise as broken: passed its time, or certain not to be kept.

        Raises:
            TransitionError: It is not open, no reason is given, or *at* is before
                the last step.
        """
        return self._reasoned("break", PromiseState.BROKEN, at=at, by=by, reason=reason)

    def release(self, *, at: DateTime, by: StaffId | None = None, reason: str) -> Promise:
        """
        Return this promise as released by the one it was made to.

        Raises:
            TransitionError: It is settled already, no reason is given, or *at* is
                before the last step.
        """
        return self._reasoned("release", PromiseState.RELEASED, at=at, by=by, reason=reason)

    def _reasoned(
        self, event: str, state: PromiseState, *, at: DateTime, by: StaffId | None, reason: str
    ) -> Promise:
        if not reason.strip():
            raise TransitionError(f"Promise {self.id}", self.state, event, "a reason is needed")
        return self._step(event, PromiseStep(state=state, at=at, by=by, reason=reason))

    def _step(self, event: str, step: PromiseStep) -> Promise:
        last_at = self.history[-1].at if self.history else self.made_at
        fault = self._fault(self.state, last_at, step)
        if fault is not None:
            raise TransitionError(f"Promise {self.id}", self.state, event, fault)
        return attrs.evolve(self, history=(*self.history, step))

    def _fault(self, state: PromiseState, at: DateTime, step: PromiseStep) -> str | None:
        """Return why *step* cannot follow *state* reached *at*; ``None`` if it can."""
        if step.state not in _MAY_FOLLOW[state]:
            return f"{step.state} does not follow {state}"
        if moment(step.at) < moment(at):
            return "no step is earlier than the one before"
        late = moment(step.at) > moment(self.due_at)
        if step.state is PromiseState.KEPT and late:
            return f"kept means until {self.due_at}"
        if step.state is PromiseState.LATE and state is PromiseState.OPEN and not late:
            return f"late means after {self.due_at}"
        return None
