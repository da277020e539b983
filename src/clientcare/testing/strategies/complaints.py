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
    MarkLifted,
    MarkSet,
    Merged,
    Noted,
    ProposalAccepted,
    ProposalRefused,
    ProposalSent,
    QuestionSent,
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


def events(
    at: DateTime, before: DateTime, kinds: Sequence[type] = ()
) -> st.SearchStrategy[ComplaintEvent]:
    """
    Return events at an instant, of some kinds or of any.

    *before* is the receipt that a duplicate can have.
    """
    head = {"at": st.just(at), "by": st.sampled_from(_STAFF), "why": _TEXTS}
    rework = st.sampled_from([ComplaintState.ANALYSING, ComplaintState.SOLUTION_FOUND])
    ids = st.sampled_from([ComplaintId("C-2"), ComplaintId("C-3")])
    later = st.sampled_from([4, 5, 24, 72, 900]).map(lambda hours: _later(at, hours * 60))
    marks = st.sampled_from(ComplaintMark)
    own: dict[type, dict[str, st.SearchStrategy[object]]] = {
        Acknowledged: {},
        AccountConfirmed: {"account": _TEXTS},
        CauseFound: {"cause": causes(), "evidence": _TEXTS},
        FoundUnfounded: {},
        RemedyChosen: {
            "remedies": remedies(),
            "approved_by": st.none() | st.sampled_from(_STAFF),
        },
        ProposalSent: {},
        ProposalAccepted: {},
        ProposalRefused: {"back_to": st.none() | rework},
        SentBack: {"back_to": rework},
        FinalAnswerSent: {"external_route": _TEXTS},
        ActionDone: {"evidence": _TEXTS},
        SettlementDenied: {"back_to": rework},
        Closed: {"lessons": _TEXTS, "by_silence": st.booleans()},
        ResolvedOnFirstContact: {
            "account": _TEXTS,
            "severity": severities(),
            "cause": st.none() | causes(),
            "remedies": remedies(),
            "evidence": _TEXTS,
            "lessons": _TEXTS,
        },
        QuestionSent: {"question": _TEXTS},
        CustomerReplied: {},
        Withdrawn: {"kind": st.sampled_from(WithdrawalKind)},
        Merged: {"survivor_id": ids},
        Reopened: {},
        SeverityRated: {"severity": severities()},
        MarkSet: {"mark": marks},
        MarkLifted: {"mark": marks, "approved_by": st.just(StaffId("boss"))},
        Contained: {"measure": _TEXTS},
        HoldingLetterSent: {"answer_at": later},
        ExtensionNotified: {"answer_at": later},
        ReminderSent: {},
        CustomerHeated: {},
        ChangeMade: {
            "kind": st.sampled_from(ChangeKind),
            "person": st.just(StaffId("head")),
            "place": _TEXTS,
            "appointment_at": later,
        },
        EscalationAsked: {},
        Repeated: {"other_id": st.none() | ids},
        Escalated: {"step": st.sampled_from(["75:0", "100:0"])},
        HandedOver: {"to": st.sampled_from(_STAFF)},
        TakenOver: {},
        DuplicateTaken: {
            "duplicate_id": ids,
            "received_at": st.sampled_from([before, _later(before, -600)]),
            "acknowledged_at": st.sampled_from([None, before]),
            "priority": st.sampled_from(Priority),
            "marks": st.sampled_from([(), (ComplaintMark.SAFETY,)]),
        },
        SplitOff: {"child_id": ids},
        SplitFrom: {"parent_id": ids},
        SettlementConfirmed: {"satisfaction": st.none() | st.integers(1, 5)},
        Noted: {"text": _TEXTS},
    }
    chosen = {kind: fields for kind, fields in own.items() if not kinds or kind in kinds}
    return st.one_of([st.builds(kind, **head, **fields) for kind, fields in chosen.items()])


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
        at = _later(complaint.progress.last_at, draw(st.sampled_from((0, *_MOVES))))
        event = draw(_next(complaint, at))
        try:
            complaint = complaint.record(event, calendar=calendar)
        except TransitionError:
            continue
    return complaint


def _next(complaint: Complaint, at: DateTime) -> st.SearchStrategy[ComplaintEvent]:
    forward = _FORWARD.get(complaint.state, (Reopened,))
    before = complaint.received_at
    return st.one_of(events(at, before), events(at, before, forward))


def _instants(around: DateTime) -> st.SearchStrategy[DateTime]:
    return st.integers(-2_880, 2_880).map(lambda minutes: _later(around, minutes))


def _later(at: DateTime, minutes: int) -> DateTime:
    zone = at.tzinfo
    assert zone is not None  # noqa: S101 - an instant has a zone
    return instant_of(zone, moment(at) + minutes * _MINUTE)
