"""Complaints whose histories could have happened: every step was recorded by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from pendulum import UTC, DateTime

from clientcare.domain._instants import moment
from clientcare.domain._worktime import instant_of
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    Apologised,
    CauseFound,
    ChangeMade,
    Closed,
    ComplaintEvent,
    Contained,
    CustomerHeated,
    CustomerReplied,
    DuplicateTaken,
    Escalated,
    EscalationAsked,
    ExtensionNotified,
    FinalAnswerSent,
    FoundUnfounded,
    HandedOver,
    HoldingLetterSent,
    Linked,
    MarkLifted,
    MarkSet,
    Merged,
    Noted,
    ProposalAccepted,
    ProposalRefused,
    ProposalSent,
    QuestionSent,
    RemedyApproved,
    RemedyChosen,
    ReminderSent,
    Reopened,
    Repeated,
    ResolvedOnFirstContact,
    SentBack,
    SettlementConfirmed,
    SettlementDenied,
    SeverityRated,
    SplitFrom,
    SplitOff,
    TakenOver,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseFactor,
    CauseKind,
    CauseOrigin,
    ChangeKind,
    ComplaintMark,
    ComplaintState,
    FaultSide,
    Priority,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.domain.staff import StaffRole
from clientcare.errors import TransitionError

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
RECEIVED: Final = DateTime(2026, 11, 19, 7, tzinfo=UTC)  # Thursday 15:00 in Shanghai
_STAFF: Final = (StaffId("rep"), StaffId("head"), StaffId("boss"))
_MINUTE: Final = 60_000_000

_TEXTS: Final = st.sampled_from(["a reason", "原因", "x"])
_MOVES: Final = (1, 60, 240, 479, 480, 481, 960, 1_440, 2_400, 4_800, 14_400)


def severities() -> st.SearchStrategy[Severity]:
    """Return every severity."""
    return st.builds(Severity, impact=st.integers(1, 3), urgency=st.integers(1, 3))


def causes() -> st.SearchStrategy[Cause]:
    """Return causes, the second level known or not."""
    return st.builds(
        Cause,
        kind=st.sampled_from(CauseKind),
        factor=st.none() | st.sampled_from(CauseFactor),
        fault=st.sampled_from(FaultSide),
        origin=st.none() | st.sampled_from(CauseOrigin),
    )


def remedies() -> st.SearchStrategy[tuple[Remedy, ...]]:
    """Return settlements; an explanation is always among them, so that they fit any cause."""
    money = st.integers(0, 100_000).map(lambda minor: Money(minor, "CNY"))
    remedy = st.builds(
        Remedy,
        kind=st.sampled_from(RemedyKind),
        amount=st.none() | money,
        goodwill=st.booleans(),
        what=st.sampled_from(["", "一箱"]),
    )
    explained = Remedy(kind=RemedyKind.EXPLANATION)
    return st.lists(remedy, max_size=2).map(lambda some: (explained, *some))


_REWORK: Final = st.sampled_from([ComplaintState.ANALYSING, ComplaintState.SOLUTION_FOUND])
_IDS: Final = st.sampled_from([ComplaintId("C-2"), ComplaintId("C-3")])
_MARKS: Final = st.sampled_from(ComplaintMark)
_LATER_HOURS: Final = st.sampled_from([4, 5, 24, 72, 900])
_ROLES: Final = st.sampled_from(
    [StaffRole.HANDLER, StaffRole.OFFICE_HEAD, StaffRole.SALES_MANAGER, StaffRole.GENERAL_MANAGER]
)
_APPROVER: Final = st.none() | _ROLES

_FIELDS: Final[dict[type, dict[str, st.SearchStrategy[object]]]] = {
    Acknowledged: {},
    AccountConfirmed: {"account": _TEXTS},
    CauseFound: {"cause": causes(), "evidence": _TEXTS},
    FoundUnfounded: {},
    RemedyChosen: {"remedies": remedies(), "decided_as": _ROLES, "approved_as": _APPROVER},
    RemedyApproved: {"role": _ROLES},
    Apologised: {"words": _TEXTS},
    ProposalSent: {},
    ProposalAccepted: {},
    ProposalRefused: {"back_to": st.none() | _REWORK},
    SentBack: {"back_to": _REWORK},
    FinalAnswerSent: {"external_route": _TEXTS},
    ActionDone: {"evidence": _TEXTS},
    SettlementDenied: {"back_to": _REWORK},
    Closed: {"lessons": _TEXTS, "by_silence": st.booleans()},
    ResolvedOnFirstContact: {
        "account": _TEXTS,
        "severity": severities(),
        "cause": st.none() | causes(),
        "remedies": remedies(),
        "evidence": _TEXTS,
        "lessons": _TEXTS,
        "decided_as": _ROLES,
        "approved_as": _APPROVER,
    },
    QuestionSent: {"question": _TEXTS},
    CustomerReplied: {},
    Withdrawn: {"kind": st.sampled_from(WithdrawalKind)},
    Merged: {"survivor_id": _IDS},
    Reopened: {},
    SeverityRated: {"severity": severities()},
    MarkSet: {"mark": _MARKS},
    MarkLifted: {
        "mark": _MARKS,
        "approved_by": st.just(StaffId("chief")),
        "approved_as": st.just(StaffRole.GENERAL_MANAGER),
    },
    Contained: {"measure": _TEXTS},
    HoldingLetterSent: {"answer_at": _LATER_HOURS},
    ExtensionNotified: {"answer_at": _LATER_HOURS},
    ReminderSent: {},
    CustomerHeated: {},
    ChangeMade: {
        "kind": st.sampled_from(ChangeKind),
        "person": st.just(StaffId("head")),
        "place": _TEXTS,
        "appointment_at": _LATER_HOURS,
    },
    EscalationAsked: {},
    Repeated: {"other_id": st.none() | _IDS},
    Escalated: {"step": st.sampled_from(["asked.1", "resolve.1.warning"])},
    HandedOver: {"to": st.sampled_from(_STAFF)},
    TakenOver: {},
    DuplicateTaken: {
        "duplicate_id": _IDS,
        "received_at": st.sampled_from([0, -10]),
        "acknowledged_at": st.sampled_from([None, 0]),
        "priority": st.sampled_from(Priority),
        "marks": st.sampled_from([(), (ComplaintMark.SAFETY,)]),
    },
    SplitOff: {"child_id": _IDS},
    SplitFrom: {"parent_id": _IDS},
    Linked: {"other_id": _IDS},
    SettlementConfirmed: {"satisfaction": st.none() | st.integers(1, 5)},
    Noted: {"text": _TEXTS},
}
_AFTER_EVENT: Final = {"answer_at", "appointment_at"}
_AFTER_RECEIPT: Final = {"received_at", "acknowledged_at"}


@st.composite
def events(
    draw: st.DrawFn, at: DateTime, receipt: DateTime, kinds: Sequence[type] = ()
) -> ComplaintEvent:
    """Return an event at an instant, of some kinds or of any; a duplicate is about as old."""
    kind = draw(st.sampled_from(tuple(kinds) or tuple(_FIELDS)))
    values: dict[str, object] = {"at": at, "by": draw(st.sampled_from(_STAFF)), "why": draw(_TEXTS)}
    for name, strategy in _FIELDS[kind].items():
        value = draw(strategy)
        if isinstance(value, int) and name in _AFTER_EVENT | _AFTER_RECEIPT:
            value = _later(at if name in _AFTER_EVENT else receipt, value * 60)
        values[name] = value
    if values.get("approved_as") is not None:
        values.setdefault("approved_by", draw(st.sampled_from(_STAFF)))
    made: ComplaintEvent = kind(**values)
    return made


_FORWARD: Final[dict[ComplaintState, tuple[type, ...]]] = {
    ComplaintState.RECEIVED: (Acknowledged,),
    ComplaintState.LISTENING: (SeverityRated, AccountConfirmed),
    ComplaintState.ANALYSING: (CauseFound,),
    ComplaintState.SOLUTION_FOUND: (RemedyChosen, ChangeMade, ProposalSent),
    ComplaintState.PROPOSED: (ProposalAccepted, ProposalRefused),
    ComplaintState.ACTING: (ActionDone,),
    ComplaintState.REVIEWING: (SettlementConfirmed, SettlementDenied, Closed),
    ComplaintState.WAITING_CUSTOMER: (CustomerReplied,),
}
"""The events that lead on, so that histories get far."""


@st.composite
def complaints(
    draw: st.DrawFn, *, calendar: WorkCalendar = OFFICE, most_events: int = 20
) -> Complaint:
    """Return a complaint received on 2026-11-19 with a history that could have happened."""
    complaint = Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        calendar_id=calendar.id,
        received_at=draw(_instants(RECEIVED)),
        received_by=StaffId("rep"),
        owner_id=StaffId("rep"),
        about="箱子漏了",
        remedy_sought="换货",
        tier=draw(st.none() | st.sampled_from(Tier)),
        severity=draw(st.none() | severities()),
        marks=draw(st.sampled_from([(), (), (), (ComplaintMark.SAFETY,), (ComplaintMark.PRESS,)])),
        heated=draw(st.sampled_from([False, False, True])),
    )
    for _ in range(draw(st.integers(0, most_events))):
        at = _later(complaint.last_at, draw(st.sampled_from((0, *_MOVES))))
        forward = _FORWARD.get(complaint.state, (Reopened,)) if draw(st.booleans()) else ()
        event = draw(events(at, complaint.received_at, forward))
        try:
            complaint = complaint.record(event, calendar=calendar)
        except TransitionError:
            continue
    return complaint


def _instants(around: DateTime) -> st.SearchStrategy[DateTime]:
    return st.integers(-2_880, 2_880).map(lambda minutes: _later(around, minutes))


def _later(at: DateTime, minutes: int) -> DateTime:
    zone = at.tzinfo
    assert zone is not None  # noqa: S101 - an instant has a zone
    return instant_of(zone, moment(at) + minutes * _MINUTE)
