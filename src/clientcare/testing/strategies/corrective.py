"""Corrective actions whose histories could have happened: every step was recorded by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from pendulum import UTC, Date, DateTime

from clientcare.domain.complaint_scales import CauseFactor, CauseKind
from clientcare.domain.corrective_action import CorrectiveAction
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
    Noted,
    RootCauseFound,
    TakenOver,
)
from clientcare.domain.corrective_progress import ActionState, CollectedCase
from clientcare.domain.ids import ComplaintId, CorrectiveActionId, CustomerId, StaffId
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.errors import TransitionError

OPENED: Final = DateTime(2026, 3, 2, 1, tzinfo=UTC)  # Monday 09:00 in Shanghai
STAFF: Final = (StaffId("rep"), StaffId("head"), StaffId("boss"))
_CASES: Final = tuple(ComplaintId(f"C-{number}") for number in range(4))
_TEXTS: Final = st.sampled_from(["a reason", "原因", "x"])
_DAYS: Final = st.integers(-20, 200).map(lambda days: Date(2026, 3, 2).add(days=days))


def keys() -> st.SearchStrategy[RecurrenceKey]:
    """Return keys of every kind."""
    causes = st.sampled_from(CauseKind)
    return (
        st.builds(RecurrenceKey.of_process, st.sampled_from(["泵", "送货"]), causes)
        | st.builds(RecurrenceKey.of_customer, st.sampled_from([CustomerId("dealer-1")]), causes)
        | st.builds(RecurrenceKey.of_case, st.sampled_from(_CASES))
        | st.builds(RecurrenceKey.of_month, st.sampled_from([Date(2026, 2, 1)]))
    )


_FIELDS: Final[dict[type, dict[str, st.SearchStrategy[object]]]] = {
    InterimMeasureTaken: {"measure": _TEXTS},
    RootCauseFound: {
        "root_cause": _TEXTS,
        "factor": st.none() | st.sampled_from(CauseFactor),
        "evidence": _TEXTS,
    },
    MeasuresChosen: {"measures": st.lists(_TEXTS, min_size=1, max_size=2).map(tuple)},
    MeasuresInPlace: {
        "evidence": _TEXTS,
        "prevention": _TEXTS,
        "signed_by": st.sampled_from(STAFF),
    },
    EffectChecked: {"effective": st.booleans(), "evidence": _TEXTS},
    CaseCollected: {"complaint_id": st.sampled_from(_CASES), "received_on": _DAYS},
    CaseDropped: {"complaint_id": st.sampled_from(_CASES)},
    KeyFound: {"key": keys()},
    JoinedInto: {"other_id": st.sampled_from(["A-1", "A-2"]).map(CorrectiveActionId)},
    CalledOff: {},
    HandedOver: {"to": st.sampled_from(STAFF)},
    TakenOver: {},
    Noted: {"text": _TEXTS},
}
FORWARD: Final[dict[ActionState, tuple[type, ...]]] = {
    ActionState.CONTAINING: (InterimMeasureTaken,),
    ActionState.ANALYSING: (RootCauseFound,),
    ActionState.CHOOSING: (MeasuresChosen,),
    ActionState.IMPLEMENTING: (MeasuresInPlace,),
    ActionState.ON_WATCH: (EffectChecked, CaseCollected),
}
"""The events that lead on, so that histories get far."""


@st.composite
def corrective_events(draw: st.DrawFn, at: DateTime, kinds: Sequence[type] = ()) -> CorrectiveEvent:
    """Return an event at an instant, of some kinds or of any."""
    kind = draw(st.sampled_from(tuple(kinds) or tuple(_FIELDS)))
    values = {name: draw(strategy) for name, strategy in _FIELDS[kind].items()}
    made: CorrectiveEvent = kind(at=at, by=draw(st.sampled_from(STAFF)), why=draw(_TEXTS), **values)
    return made


@st.composite
def corrective_actions(draw: st.DrawFn, *, most_events: int = 16) -> CorrectiveAction:
    """Return an action opened on 2026-03-02 with a history that could have happened."""
    ids = draw(st.lists(st.sampled_from(_CASES), unique=True, max_size=2))
    action = CorrectiveAction(
        id=CorrectiveActionId("A-1"),
        key=draw(keys()),
        problem="泵渗漏",
        opened_at=OPENED,
        opened_by=STAFF[0],
        owner_id=STAFF[0],
        time_zone="Asia/Shanghai",
        cases=tuple(
            CollectedCase(complaint_id=each, received_on=Date(2026, 2, 20)) for each in ids
        ),
    )
    for _ in range(draw(st.integers(0, most_events))):
        hours = draw(st.sampled_from([0, 1, 8, 24, 24 * 20, 24 * 89, 24 * 91]))
        at = action.progress.last_at.add(hours=hours)
        forward = FORWARD.get(action.state, ()) if draw(st.booleans()) else ()
        try:
            action = action.record(draw(corrective_events(at, forward)))
        except TransitionError:
            continue
    return action
