"""
Corrective actions 纠正预防措施 (CAPA): what is done so that a trouble does not come back (C5).

One is opened when complaints recur, collects the later ones, goes through the
milestones of an 8D report, is then on watch, and is closed by a check that shows that
it worked (policies 3d). The history is the truth: nothing in it is ever changed.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import attrs
import pendulum
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._corrective_flow import follow
from clientcare.domain._instants import moment
from clientcare.domain.complaint_progress import RefusedStepError
from clientcare.domain.corrective_events import (
    CaseCollected,
    CorrectiveEvent,
    EffectChecked,
    JoinedInto,
)
from clientcare.domain.corrective_progress import ActionProgress, ActionState, CollectedCase
from clientcare.domain.ids import (
    MAIN_COMPANY,
    CalendarId,
    CompanyId,
    CorrectiveActionId,
    StaffId,
)
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.errors import InvalidValueError, TransitionError

_EVENTS: Final = frozenset(CorrectiveEvent.__args__)
WATCH_DAYS: Final = 90
"""Calendar days without a recurrence that the check of the effect waits for (policies 3d)."""


@attrs.frozen(kw_only=True)
class CorrectiveAction:
    """
    What is done so that a trouble does not come back 纠正预防措施.

    Attributes:
        id: The action's id.
        company_id: The own company whose trouble it is.
        key: What the complaints that it was opened for have in common.
        problem: What goes wrong: who, what, when, where, why, how, how often (D2).
        opened_at: When it was opened.
        opened_by: Who opened it.
        owner_id: Who is responsible from then on.
        calendar_id: The calendar that its milestones run by; ``None`` is the firm's.
        time_zone: The zone whose days its watch counts (IANA name).
        cases: The complaints that it was opened for.
        history: What happened since, in time order; at one instant, as recorded.

    Raises:
        InvalidValueError: A field breaks its rule, or the history could not have
            happened.
    """

    id: CorrectiveActionId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    key: RecurrenceKey = field(validator=check.a(RecurrenceKey))
    problem: str = field(validator=check.text())
    opened_at: DateTime = field(validator=check.instant)
    opened_by: StaffId = field(validator=check.key)
    owner_id: StaffId = field(validator=check.key)
    calendar_id: CalendarId | None = field(default=None, validator=check.maybe(check.key))
    time_zone: str = field(validator=check.zone)
    cases: tuple[CollectedCase, ...] = field(
        default=(), validator=check.none_twice(check.a(CollectedCase))
    )
    history: tuple[CorrectiveEvent, ...] = field(
        default=(), validator=check.tuple_of(check.a(*CorrectiveEvent.__args__))
    )

    def __attrs_post_init__(self) -> None:
        ids = [case.complaint_id for case in self.cases]
        if len(set(ids)) < len(ids):
            raise InvalidValueError("CorrectiveAction.cases", tuple(ids), "each complaint once")
        _ = self.progress

    @cached_property
    def progress(self) -> ActionProgress:
        """Where the action stands after its whole history."""
        progress = self.beginning
        for place, event in enumerate(self.history):
            try:
                self._check_own(event)
                progress = follow(progress, event)
            except RefusedStepError as refusal:
                name = f"CorrectiveAction.history[{place}]"
                step = f"{type(event).__name__} in state {progress.state.value}"
                raise InvalidValueError(name, step, str(refusal)) from None
        return progress

    @property
    def state(self) -> ActionState:
        """The state after the whole history."""
        return self.progress.state

    @property
    def beginning(self) -> ActionProgress:
        """Where the action stood when it was opened."""
        return ActionProgress(
            state=ActionState.CONTAINING,
            entered_at=self.opened_at,
            last_at=self.opened_at,
            owner=self.owner_id,
            key=self.key,
            cases=self.cases,
            round_from=self.opened_at,
        )

    def local_date(self, at: DateTime) -> Date:
        """Return the day of an instant in the action's zone."""
        return at.astimezone(pendulum.timezone(self.time_zone)).date()

    def watch_ends_on(self, days: int = WATCH_DAYS) -> Date | None:
        """
        Return the first day on which the effect can be checked, also once it was; else ``None``.

        That is so many days after the measures were in place, or after the last
        complaint of the kind was received.
        """
        in_place_at = self.progress.in_place_at
        if in_place_at is None:
            return None
        seen = [self.local_date(in_place_at), *(case.received_on for case in self.progress.cases)]
        return max(seen).add(days=days)

    def as_known_at(self, now: DateTime) -> CorrectiveAction:
        """Return this action without what happened after *now*."""
        until = moment(check.require_instant("now", now))
        known = tuple(event for event in self.history if moment(event.at) <= until)
        return self if len(known) == len(self.history) else attrs.evolve(self, history=known)

    def record(self, event: CorrectiveEvent, *, watch_days: int = WATCH_DAYS) -> CorrectiveAction:
        """
        Return this action with one more event at the end of its history.

        Args:
            event: What happened.
            watch_days: Calendar days without a recurrence that closing waits for.

        Raises:
            InvalidValueError: *event* is no event of a corrective action.
            TransitionError: The state or a guard refuses it, it comes before the
                last event, or the watch is not over.
        """
        if type(event) not in _EVENTS:
            rule = "an event of a corrective action"
            raise InvalidValueError("event", type(event).__name__, rule)
        try:
            self._check_own(event)
            follow(self.progress, event)
            self._check_watch(event, watch_days)
        except RefusedStepError as refusal:
            name, state = type(event).__name__, self.state.value
            what = f"Corrective action {self.id}"
            raise TransitionError(what, state, name, str(refusal)) from None
        return attrs.evolve(self, history=(*self.history, event))

    def _check_own(self, event: CorrectiveEvent) -> None:
        if isinstance(event, JoinedInto) and event.other_id == self.id:
            raise RefusedStepError("an action cannot be joined with itself")
        if isinstance(event, CaseCollected) and event.received_on > self.local_date(event.at):
            raise RefusedStepError("a case is received before it is collected")

    def _check_watch(self, event: CorrectiveEvent, days: int) -> None:
        ends_on = self.watch_ends_on(days)
        if not isinstance(event, EffectChecked) or not event.effective or ends_on is None:
            return
        if self.local_date(event.at) < ends_on:
            raise RefusedStepError(f"without a recurrence it can be closed from {ends_on} on")
