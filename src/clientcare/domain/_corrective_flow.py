"""The state machine of a corrective action: what may follow what, and what follows from it."""

from __future__ import annotations

from functools import singledispatch
from typing import Final

from clientcare.domain._instants import moment
from clientcare.domain.complaint_progress import RefusedStepError
from clientcare.domain.corrective_events import (
    CalledOff,
    CaseCollected,
    CaseDropped,
    CorrectiveEvent,
    EffectChecked,
    HandedOver,
    InterimMeasureTaken,
    JoinedInto,
    KeyFound,
    MeasuresChosen,
    MeasuresInPlace,
    RootCauseFound,
    TakenOver,
)
from clientcare.domain.corrective_progress import ActionProgress, ActionState, CollectedCase
from clientcare.domain.recurrence_key import KeyKind

_S = ActionState
_OPEN: Final = frozenset(state for state in _S if not state.is_terminal)
_STEPS: Final[dict[type, tuple[ActionState, ActionState]]] = {
    InterimMeasureTaken: (_S.CONTAINING, _S.ANALYSING),
    RootCauseFound: (_S.ANALYSING, _S.CHOOSING),
    MeasuresChosen: (_S.CHOOSING, _S.IMPLEMENTING),
    MeasuresInPlace: (_S.IMPLEMENTING, _S.ON_WATCH),
}
"""The milestones: the state each is reached in, and the one that it leads to."""


def follow(before: ActionProgress, event: CorrectiveEvent) -> ActionProgress:
    """
    Return where an action stands after one more event.

    Raises:
        RefusedStepError: The event cannot happen in this state, comes before the
            one already recorded, or a guard of its own refuses it.
    """
    if before.state not in _allowed_in(event):
        raise RefusedStepError("it cannot happen in this state")
    if moment(event.at) < moment(before.last_at):
        raise RefusedStepError(
            f"events come in time order, and the last one was at {before.last_at}"
        )
    return _step(event, before)._replace(last_at=event.at)


def _allowed_in(event: CorrectiveEvent) -> frozenset[ActionState]:
    step = _STEPS.get(type(event))
    if step is not None:
        return frozenset({step[0]})
    return frozenset({_S.ON_WATCH}) if isinstance(event, EffectChecked) else _OPEN


def _enter(before: ActionProgress, state: ActionState, event: CorrectiveEvent) -> ActionProgress:
    return before._replace(state=state, entered_at=event.at)


@singledispatch
def _step(event: CorrectiveEvent, before: ActionProgress) -> ActionProgress:
    """Return what a milestone leads to; a note leads nowhere."""
    step = _STEPS.get(type(event))
    if step is None:
        return before
    reached = before._replace(reached=(*before.reached, (step[0], event.at)))
    in_place_at = event.at if isinstance(event, MeasuresInPlace) else None
    return _enter(reached, step[1], event)._replace(in_place_at=in_place_at)


@_step.register
def _(event: EffectChecked, before: ActionProgress) -> ActionProgress:
    if event.effective:
        return _enter(before, _S.CLOSED, event)
    kept = tuple(one for one in before.reached if one[0] is _S.CONTAINING)
    again = before._replace(
        round_from=event.at, rounds=before.rounds + 1, reached=kept, in_place_at=None
    )
    return _enter(again, _S.ANALYSING, event)


@_step.register
def _(event: CaseCollected, before: ActionProgress) -> ActionProgress:
    if any(case.complaint_id == event.complaint_id for case in before.cases):
        raise RefusedStepError(f"{event.complaint_id} is among the cases already")
    case = CollectedCase(complaint_id=event.complaint_id, received_on=event.received_on)
    return before._replace(cases=(*before.cases, case))


@_step.register
def _(event: CaseDropped, before: ActionProgress) -> ActionProgress:
    left = tuple(case for case in before.cases if case.complaint_id != event.complaint_id)
    if len(left) == len(before.cases):
        raise RefusedStepError(f"{event.complaint_id} is not among the cases")
    return before._replace(cases=left)


@_step.register
def _(event: KeyFound, before: ActionProgress) -> ActionProgress:
    if before.key.kind is not KeyKind.CASE or event.key.kind is not KeyKind.PROCESS:
        rule = "a single case whose cause was unknown gets the key of its process"
        raise RefusedStepError(rule)
    return before._replace(key=event.key)


@_step.register
def _(event: JoinedInto, before: ActionProgress) -> ActionProgress:
    return _enter(before, _S.JOINED, event)._replace(other_id=event.other_id)


@_step.register
def _(event: CalledOff, before: ActionProgress) -> ActionProgress:
    if before.cases:
        raise RefusedStepError(f"cases are left: {len(before.cases)}")
    return _enter(before, _S.CALLED_OFF, event)


@_step.register
def _(event: HandedOver, before: ActionProgress) -> ActionProgress:
    if event.to == before.owner:
        raise RefusedStepError(f"{event.to} is responsible already")
    return before._replace(taking_over=event.to)


@_step.register
def _(event: TakenOver, before: ActionProgress) -> ActionProgress:
    if event.by != before.taking_over:
        raise RefusedStepError("only who it was handed to can take it over")
    return before._replace(owner=event.by, taking_over=None)
