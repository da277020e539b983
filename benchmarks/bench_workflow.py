"""Take complaints through the six steps, beside a bare table and what users would pick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs
import pendulum
from pendulum import DateTime
from statemachine import State, StateMachine
from transitions import Machine

from benchmarks.harness import Table, compare
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    ComplaintEvent,
    ProposalAccepted,
    ProposalSent,
    RemedyChosen,
    SettlementConfirmed,
    SeverityRated,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, FaultSide, RemedyKind
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId

CASES: Final = 300
_FEW: Final = 30  # of what is slow
_HANDLER: Final = StaffId("lin")
_RECEIVED_AT: Final = pendulum.datetime(2026, 11, 19, 15, tz="Asia/Shanghai")

MOVES: Final = (
    ("acknowledge", "received", "listening"),
    ("rate", "listening", "listening"),
    ("confirm", "listening", "analysing"),
    ("find_cause", "analysing", "solution_found"),
    ("choose", "solution_found", "solution_found"),
    ("propose", "solution_found", "proposed"),
    ("accept", "proposed", "acting"),
    ("act", "acting", "reviewing"),
    ("settle", "reviewing", "reviewing"),
    ("close", "reviewing", "closed"),
)


def table() -> Table:
    """Compare a step with its history; all but ours check nothing but the state."""
    steps = _steps()
    quick = {
        "evolve and a table": _all(lambda: _by_evolve(steps), CASES),
        "Complaint.record": _all(lambda: _ours(steps), CASES),
        "transitions": _all(lambda: _by_transitions(steps), CASES),
    }
    slow = {"python-statemachine": _all(lambda: _by_statemachine(steps), _FEW)}
    title = f"{CASES} complaints through {len(MOVES)} steps"
    found = compare(title, {**quick, **slow}, rounds=5)
    seconds = {
        name: one if name in quick else one * CASES / _FEW for name, one in found.seconds.items()
    }
    return Table(title=title, seconds=seconds)


def _all(one: Callable[[], tuple[str, int]], cases: int) -> Callable[[], tuple[str, int]]:
    """Return what takes some cases through all steps and tells state and history of the last."""

    def run() -> tuple[str, int]:
        found = ("", 0)
        for _ in range(cases):
            found = one()
        return found

    return run


def _steps() -> list[ComplaintEvent]:
    at = [_RECEIVED_AT.add(minutes=10 * place) for place in range(1, len(MOVES) + 1)]
    cause = Cause(kind=CauseKind.TRANSIT_DAMAGE, fault=FaultSide.CARRIER)
    remedies = (Remedy(kind=RemedyKind.REPLACEMENT),)
    return [
        Acknowledged(at=at[0], by=_HANDLER),
        SeverityRated(at=at[1], by=_HANDLER, severity=Severity(impact=2, urgency=2)),
        AccountConfirmed(at=at[2], by=_HANDLER, account="Two boxes leak."),
        CauseFound(at=at[3], by=_HANDLER, cause=cause, evidence="A photo."),
        RemedyChosen(at=at[4], by=_HANDLER, remedies=remedies),
        ProposalSent(at=at[5], by=_HANDLER),
        ProposalAccepted(at=at[6], by=_HANDLER),
        ActionDone(at=at[7], by=_HANDLER, evidence="Delivery note 17."),
        SettlementConfirmed(at=at[8], by=_HANDLER),
        Closed(at=at[9], by=_HANDLER, lessons="More straw."),
    ]


# --- ours ---


def _ours(steps: list[ComplaintEvent]) -> tuple[str, int]:
    complaint = _COMPLAINT
    for step in steps:
        complaint = complaint.record(step)
    return complaint.state.value, len(complaint.history)


_COMPLAINT: Final = Complaint(
    id=ComplaintId("P-1"),
    customer_id=CustomerId("C-17"),
    received_at=_RECEIVED_AT,
    received_by=_HANDLER,
    owner_id=_HANDLER,
    about="Two boxes leak.",
    remedy_sought="New ones.",
)


# --- a bare table ---

_TABLE: Final = {(move, before): after for move, before, after in MOVES}


@attrs.frozen(kw_only=True)
class _Case:
    id: str
    customer_id: str
    received_at: DateTime
    received_by: str
    owner_id: str
    about: str
    remedy_sought: str
    state: str = "received"
    entered_at: DateTime
    history: tuple[ComplaintEvent, ...] = ()


_CASE: Final = _Case(
    id="P-1",
    customer_id="C-17",
    received_at=_RECEIVED_AT,
    received_by=_HANDLER,
    owner_id=_HANDLER,
    about="Two boxes leak.",
    remedy_sought="New ones.",
    entered_at=_RECEIVED_AT,
)


def _by_evolve(steps: list[ComplaintEvent]) -> tuple[str, int]:
    case = _CASE
    for (move, _, _), step in zip(MOVES, steps, strict=True):
        case = attrs.evolve(
            case,
            state=_TABLE[move, case.state],
            entered_at=step.at,
            history=(*case.history, step),
        )
    return case.state, len(case.history)


# --- transitions: one machine, a model each ---


class _Model:
    state: str

    def __init__(self) -> None:
        self.history: list[ComplaintEvent] = []


_MACHINE: Final = Machine(
    model=None,
    states=list(dict.fromkeys([before for _, before, _ in MOVES] + ["closed"])),
    transitions=[
        {"trigger": move, "source": before, "dest": after} for move, before, after in MOVES
    ],
    initial="received",
    auto_transitions=False,
)


def _by_transitions(steps: list[ComplaintEvent]) -> tuple[str, int]:
    model = _Model()
    model.state = "received"
    for (move, _, _), step in zip(MOVES, steps, strict=True):
        _MACHINE.events[move].trigger(model)
        model.history.append(step)
    return model.state, len(model.history)


# --- python-statemachine ---


class _Flow(StateMachine):
    received = State(initial=True)
    listening = State()
    analysing = State()
    solution_found = State()
    proposed = State()
    acting = State()
    reviewing = State()
    closed = State(final=True)

    acknowledge = received.to(listening)
    rate = listening.to(listening)
    confirm = listening.to(analysing)
    find_cause = analysing.to(solution_found)
    choose = solution_found.to(solution_found)
    propose = solution_found.to(proposed)
    accept = proposed.to(acting)
    act = acting.to(reviewing)
    settle = reviewing.to(reviewing)
    close = reviewing.to(closed)


def _by_statemachine(steps: list[ComplaintEvent]) -> tuple[str, int]:
    flow, history = _Flow(), []
    for (move, _, _), step in zip(MOVES, steps, strict=True):
        flow.send(move)
        history.append(step)
    return str(flow.current_state_value), len(history)


if __name__ == "__main__":
    print(table())
