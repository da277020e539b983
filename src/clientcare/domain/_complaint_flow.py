"""The state machine of a complaint: what may follow what, and what follows from it."""

from __future__ import annotations

from functools import singledispatch
from typing import Final

from clientcare.domain._instants import moment
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    Apologised,
    CauseFound,
    ChangeMade,
    Closed,
    ComplaintEvent,
    CustomerHeated,
    CustomerReplied,
    DuplicateTaken,
    Escalated,
    ExtensionNotified,
    FinalAnswerSent,
    FoundUnfounded,
    HandedOver,
    HoldingLetterSent,
    MarkLifted,
    MarkSet,
    Merged,
    ProposalAccepted,
    ProposalRefused,
    ProposalSent,
    QuestionSent,
    RemedyApproved,
    RemedyChosen,
    ReminderSent,
    Reopened,
    ResolvedOnFirstContact,
    SentBack,
    SettlementConfirmed,
    SettlementDenied,
    SeverityRated,
    TakenOver,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Remedy
from clientcare.domain.complaint_progress import ComplaintProgress, RefusedStepError
from clientcare.domain.complaint_scales import (
    ComplaintState,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.goodwill import gesture_of
from clientcare.errors import CurrencyMismatchError

_S = ComplaintState
_OPEN: Final = frozenset(state for state in _S if not state.is_terminal)
_PAUSABLE: Final = frozenset(
    {_S.LISTENING, _S.ANALYSING, _S.SOLUTION_FOUND, _S.PROPOSED, _S.ACTING}
)

_ALLOWED_IN: Final[dict[type, frozenset[ComplaintState]]] = {
    Acknowledged: frozenset({_S.RECEIVED}),
    ResolvedOnFirstContact: frozenset({_S.RECEIVED}),
    AccountConfirmed: frozenset({_S.LISTENING}),
    CauseFound: frozenset({_S.ANALYSING}),
    FoundUnfounded: frozenset({_S.ANALYSING}),
    RemedyChosen: frozenset({_S.SOLUTION_FOUND}),
    RemedyApproved: frozenset({_S.SOLUTION_FOUND}),
    ProposalSent: frozenset({_S.SOLUTION_FOUND}),
    ProposalAccepted: frozenset({_S.PROPOSED}),
    ProposalRefused: frozenset({_S.PROPOSED}),
    SentBack: frozenset({_S.PROPOSED}),
    FinalAnswerSent: frozenset({_S.PROPOSED}),
    ActionDone: frozenset({_S.ACTING}),
    SettlementConfirmed: frozenset({_S.REVIEWING}),
    SettlementDenied: frozenset({_S.REVIEWING}),
    Closed: frozenset({_S.REVIEWING}),
    QuestionSent: _PAUSABLE,
    ReminderSent: frozenset({_S.WAITING_CUSTOMER}),
    CustomerReplied: frozenset({_S.WAITING_CUSTOMER}),
    SeverityRated: _OPEN - {_S.RECEIVED},
    HoldingLetterSent: _OPEN - {_S.RECEIVED},
    Reopened: frozenset(_S) - _OPEN,
}
"""The states in which an event can happen; one that is not listed can in any open state."""


def follow(before: ComplaintProgress, event: ComplaintEvent) -> ComplaintProgress:
    """
    Return where a complaint stands after one more event, which is not before the last one.

    Raises:
        RefusedStepError: The event cannot happen in this state, or a guard of its
            own refuses it.
    """
    if before.state not in _ALLOWED_IN.get(type(event), _OPEN):
        raise RefusedStepError("it cannot happen in this state")
    return _STEPS.get(type(event), _step)(event, before)


def _enter(
    before: ComplaintProgress, state: ComplaintState, event: ComplaintEvent
) -> ComplaintProgress:
    return before._replace(state=state, entered_at=event.at, refused=False, confirmed=False)


@singledispatch  # which type has which step; ``follow`` looks it up itself, in half the time
def _step(event: ComplaintEvent, before: ComplaintProgress) -> ComplaintProgress:  # noqa: ARG001
    return before  # what changes nothing but the history


@_step.register
def _(event: Acknowledged, before: ComplaintProgress) -> ComplaintProgress:
    return _enter(before, _S.LISTENING, event)


@_step.register
def _(event: AccountConfirmed, before: ComplaintProgress) -> ComplaintProgress:
    if before.severity is None:
        raise RefusedStepError("listening ends with the severity rated")
    return _enter(before, _S.ANALYSING, event)


@_step.register
def _(event: CauseFound, before: ComplaintProgress) -> ComplaintProgress:
    found = _unsettled(before)._replace(cause=event.cause, unfounded=False)
    return _enter(found, _S.SOLUTION_FOUND, event)


@_step.register
def _(event: FoundUnfounded, before: ComplaintProgress) -> ComplaintProgress:
    found = _unsettled(before)._replace(cause=None, unfounded=True)
    return _enter(found, _S.SOLUTION_FOUND, event)


@_step.register
def _(event: RemedyChosen, before: ComplaintProgress) -> ComplaintProgress:
    _check_explained(event.remedies, unfounded=before.unfounded)
    return _chosen(before, event)


def _unsettled(before: ComplaintProgress) -> ComplaintProgress:
    return before._replace(remedies=(), gesture=None, chosen_by=None)


def _chosen(
    before: ComplaintProgress, event: RemedyChosen | ResolvedOnFirstContact
) -> ComplaintProgress:
    if event.approved_by == event.by:
        raise RefusedStepError("nobody approves their own choice")
    try:
        gesture = gesture_of(
            (one.amount for one in event.remedies if one.goodwill),
            decided_as=event.decided_as,
            approved_as=event.approved_as,
        )
    except CurrencyMismatchError as mixed:
        raise RefusedStepError(f"the goodwill is in several currencies: {mixed}") from None
    if gesture is not None and before.gesture_given_at is not None:
        raise RefusedStepError("one gesture of goodwill per complaint, and it was given")
    return before._replace(remedies=event.remedies, gesture=gesture, chosen_by=event.by)


@_step.register
def _(event: RemedyApproved, before: ComplaintProgress) -> ComplaintProgress:
    if not before.remedies:
        raise RefusedStepError("no remedy is chosen that could be approved")
    if event.by == before.chosen_by:
        raise RefusedStepError("nobody approves their own choice")
    if before.gesture is None:
        return before
    return before._replace(gesture=before.gesture.approved(event.role))


def _check_answered_for(progress: ComplaintProgress) -> None:
    if progress.gesture is not None and not progress.gesture.is_answered_for:
        raise RefusedStepError("goodwill needs the approval of somebody who has authority")


def _check_explained(remedies: tuple[Remedy, ...], *, unfounded: bool) -> None:
    if unfounded and all(remedy.kind is not RemedyKind.EXPLANATION for remedy in remedies):
        raise RefusedStepError("an unfounded complaint is settled with an explanation")


@_step.register
def _(event: ProposalSent, before: ComplaintProgress) -> ComplaintProgress:
    if not before.remedies:
        raise RefusedStepError("a proposal needs a remedy chosen since the solution is sought")
    _check_answered_for(before)
    if before.needs_change:
        raise RefusedStepError(
            "after a refusal, or with a heated customer, a proposal needs a change of person,"
            " place or time first"
        )
    return _enter(before, _S.PROPOSED, event)


@_step.register
def _(event: ProposalAccepted, before: ComplaintProgress) -> ComplaintProgress:
    return _enter(before, _S.ACTING, event)


@_step.register
def _(event: ProposalRefused, before: ComplaintProgress) -> ComplaintProgress:
    if before.refused:
        raise RefusedStepError("it is refused already; what follows has to be decided")
    refused = before._replace(refused=True, refusals=before.refusals + 1)
    return refused if event.back_to is None else _rework(refused, event.back_to, event)


@_step.register
def _(event: SentBack, before: ComplaintProgress) -> ComplaintProgress:
    _check_refused(before)
    return _rework(before, event.back_to, event)


def _check_refused(before: ComplaintProgress) -> None:
    if not before.refused:
        raise RefusedStepError("the customer has not refused the proposal")


def _rework(
    before: ComplaintProgress, to: ComplaintState, event: ComplaintEvent
) -> ComplaintProgress:
    return _enter(_unsettled(before), to, event)


@_step.register
def _(event: FinalAnswerSent, before: ComplaintProgress) -> ComplaintProgress:
    _check_refused(before)
    return _enter(before, _S.DEADLOCK, event)


@_step.register
def _(event: ActionDone, before: ComplaintProgress) -> ComplaintProgress:
    return _enter(_given(before, event), _S.REVIEWING, event)


def _given(before: ComplaintProgress, event: ComplaintEvent) -> ComplaintProgress:
    return before if before.gesture is None else before._replace(gesture_given_at=event.at)


@_step.register
def _(event: SettlementConfirmed, before: ComplaintProgress) -> ComplaintProgress:  # noqa: ARG001
    return before._replace(confirmed=True)


@_step.register
def _(event: SettlementDenied, before: ComplaintProgress) -> ComplaintProgress:
    return _rework(before, event.back_to, event)


@_step.register
def _(event: Closed, before: ComplaintProgress) -> ComplaintProgress:
    if not before.confirmed and not event.by_silence:
        raise RefusedStepError("the customer has neither confirmed nor kept silent long enough")
    return _enter(before, _S.CLOSED, event)


@_step.register
def _(event: ResolvedOnFirstContact, before: ComplaintProgress) -> ComplaintProgress:
    unfounded = event.cause is None
    if unfounded and not event.why.strip():
        raise RefusedStepError("an unfounded complaint needs the reason why it is")
    _check_explained(event.remedies, unfounded=unfounded)
    settled = _chosen(before, event)._replace(
        severity=event.severity, taken_priority=None, cause=event.cause, unfounded=unfounded
    )
    _check_answered_for(settled)
    return _enter(_given(settled, event), _S.CLOSED, event)


@_step.register
def _(event: QuestionSent, before: ComplaintProgress) -> ComplaintProgress:
    return before._replace(state=_S.WAITING_CUSTOMER, entered_at=event.at, back_to=before.state)


@_step.register
def _(event: CustomerReplied, before: ComplaintProgress) -> ComplaintProgress:
    assert before.back_to is not None  # noqa: S101 - set on entering the waiting state
    return before._replace(state=before.back_to, entered_at=event.at, back_to=None)


@_step.register
def _(event: Withdrawn, before: ComplaintProgress) -> ComplaintProgress:
    waiting = before.state is _S.WAITING_CUSTOMER
    if event.kind is WithdrawalKind.NO_RESPONSE and not waiting:
        raise RefusedStepError("only a question can stay without response")
    return _enter(before, _S.WITHDRAWN, event)


@_step.register
def _(event: Merged, before: ComplaintProgress) -> ComplaintProgress:
    return _enter(before._replace(survivor_id=event.survivor_id), _S.MERGED, event)


@_step.register
def _(event: Reopened, before: ComplaintProgress) -> ComplaintProgress:
    again = _unsettled(before)._replace(
        round_from=event.at,
        reopenings=before.reopenings + 1,
        back_to=None,
        extended=False,
        survivor_id=None,
    )
    return _enter(again, _S.LISTENING, event)


@_step.register
def _(event: SeverityRated, before: ComplaintProgress) -> ComplaintProgress:
    former, taken = before.severity, before.taken_priority
    if former is not None and not event.why.strip():
        level = former.level if taken is None else min(former.level, taken.rank)
        if event.severity.level > level:
            raise RefusedStepError(
                "a lower severity than the one rated before, or taken over, needs a reason"
            )
    return before._replace(severity=event.severity, taken_priority=None)


@_step.register
def _(event: MarkSet, before: ComplaintProgress) -> ComplaintProgress:
    if event.mark in before.marks:
        raise RefusedStepError(f"the mark {event.mark.value} is set already")
    return before._replace(marks=before.marks | {event.mark})


@_step.register
def _(event: MarkLifted, before: ComplaintProgress) -> ComplaintProgress:
    if event.mark not in before.marks:
        raise RefusedStepError(f"the mark {event.mark.value} is not set")
    return before._replace(marks=before.marks - {event.mark})


@_step.register
def _(event: ExtensionNotified, before: ComplaintProgress) -> ComplaintProgress:  # noqa: ARG001
    if before.extended:
        raise RefusedStepError("the final answer can be put off once")
    return before._replace(extended=True)


@_step.register
def _(event: CustomerHeated, before: ComplaintProgress) -> ComplaintProgress:  # noqa: ARG001
    return before._replace(heated=True)


@_step.register
def _(event: Apologised, before: ComplaintProgress) -> ComplaintProgress:  # noqa: ARG001
    return before._replace(apologised=True)


@_step.register
def _(event: ChangeMade, before: ComplaintProgress) -> ComplaintProgress:
    if event.kind in before.changes:
        raise RefusedStepError(f"the change of {event.kind.value} was made already")
    return before._replace(changes=before.changes | {event.kind})


@_step.register
def _(event: Escalated, before: ComplaintProgress) -> ComplaintProgress:
    if event.step in before.escalated:
        raise RefusedStepError(f"the step {event.step} was carried out already")
    return before._replace(escalated=before.escalated | {event.step})


@_step.register
def _(event: HandedOver, before: ComplaintProgress) -> ComplaintProgress:
    if event.to == before.owner:
        raise RefusedStepError(f"{event.to} is responsible already")
    return before._replace(taking_over=event.to)


@_step.register
def _(event: TakenOver, before: ComplaintProgress) -> ComplaintProgress:
    if event.by != before.taking_over:
        raise RefusedStepError("only who it was handed to can take it over")
    return before._replace(owner=event.by, taking_over=None)


@_step.register
def _(event: DuplicateTaken, before: ComplaintProgress) -> ComplaintProgress:
    given = (event.priority, before.taken_priority or event.priority)
    joined = before._replace(
        marks=before.marks | frozenset(event.marks),
        taken_priority=min(given, key=lambda one: one.rank),
    )
    if moment(event.received_at) < moment(before.received_at):
        begin = before.round_from if before.reopenings else event.received_at
        joined = joined._replace(received_at=event.received_at, round_from=begin)
    if before.state is _S.RECEIVED and event.acknowledged_at is not None:
        return _enter(joined, _S.LISTENING, event)
    return joined


_STEPS: Final = _step.registry
