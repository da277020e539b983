"""What the history of a complaint amounts to, step by step."""

from __future__ import annotations

from typing import Final, NamedTuple

from pendulum import DateTime

from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import (
    ChangeKind,
    ComplaintMark,
    ComplaintState,
    Priority,
)
from clientcare.domain.goodwill import Gesture
from clientcare.domain.ids import ComplaintId, StaffId


class ComplaintProgress(NamedTuple):
    """
    Where a complaint stands after some of its history.

    Attributes:
        state: The state.
        entered_at: When it was entered.
        received_at: When it was received, the earliest of merged ones.
        round_from: When the present round began: that receipt, or the last reopening.
        owner: Who is responsible.
        taking_over: Who it was handed to and has not taken over yet.
        severity: The severity rated last; ``None`` before step 1 rates it.
        taken_priority: The highest priority of duplicates taken since that rating.
        marks: The marks of safety, law and press that hold.
        cause: The cause found last; ``None`` while unknown or unfounded.
        unfounded: The last analysis found no ground.
        remedies: What was chosen since the solution is sought; nothing = not chosen.
        gesture: The goodwill among them, and who answers for it; ``None`` = none.
        chosen_by: Who chose them.
        gesture_given_at: When a gesture of goodwill was carried out, over the whole case.
        apologised: We apologised, over the whole case.
        refused: The proposal made last was refused and nothing decided since.
        refusals: How often a proposal was refused, over the whole case.
        confirmed: The customer confirmed the settlement in this review.
        heated: The customer is heated.
        changes: Which of the three changes were made, over the whole case.
        escalated: The keys of the steps of escalation carried out.
        back_to: While waiting for the customer, the state that a reply leads to.
        extended: An extension was notified in this round.
        reopenings: How often it was reopened.
        survivor_id: The complaint that it was merged into, while it is.
    """

    state: ComplaintState
    entered_at: DateTime
    received_at: DateTime
    round_from: DateTime
    owner: StaffId
    taking_over: StaffId | None = None
    severity: Severity | None = None
    taken_priority: Priority | None = None
    marks: frozenset[ComplaintMark] = frozenset()
    cause: Cause | None = None
    unfounded: bool = False
    remedies: tuple[Remedy, ...] = ()
    gesture: Gesture | None = None
    chosen_by: StaffId | None = None
    gesture_given_at: DateTime | None = None
    apologised: bool = False
    refused: bool = False
    refusals: int = 0
    confirmed: bool = False
    heated: bool = False
    changes: frozenset[ChangeKind] = frozenset()
    escalated: frozenset[str] = frozenset()
    back_to: ComplaintState | None = None
    extended: bool = False
    reopenings: int = 0
    survivor_id: ComplaintId | None = None

    @property
    def needs_change(self) -> bool:
        """Whether the next proposal needs a change of person, place or time first (C2)."""
        return (self.heated or self.refusals > 0) and not self.changes


_PLACES: Final = {name: place for place, name in enumerate(ComplaintProgress._fields)}


def _replaced(before: ComplaintProgress, /, **changes: object) -> ComplaintProgress:
    values: list[object] = list(before)
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return tuple.__new__(ComplaintProgress, values)


# What the generated method does, in a third of its time: every step of every replay comes by.
ComplaintProgress._replace = _replaced  # type: ignore[assignment, method-assign]


class RefusedStepError(Exception):
    """A step that a guard refuses, and why; the aggregate makes an error of ours of it."""
