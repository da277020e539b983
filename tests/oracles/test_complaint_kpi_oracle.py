"""The key figures of complaints answer as a second reading of the text does."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import attrs
import pendulum
from hypothesis import event, given
from hypothesis import strategies as st
from pendulum import Date, DateTime
from tests.oracles.complaint_kpi_oracle import figures, middle, ninetieth

from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    CustomerReplied,
    DuplicateTaken,
    FoundUnfounded,
    Merged,
    ProposalAccepted,
    ProposalSent,
    QuestionSent,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
    SettlementDenied,
    SeverityRated,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    ComplaintState,
    FaultSide,
    Priority,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.errors import TransitionError
from clientcare.policies.complaint_kpis import (
    complaint_figures,
    complaint_rate,
    days_to_resolve,
    first_contact_resolution,
    hours_to_resolve,
    recurrence_rate,
    reopen_rate,
)
from clientcare.policies.escalation import ComplaintFacts
from clientcare.policies.kpi import Kpi, Period

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
START: Final = pendulum.datetime(2026, 6, 1, 9, tz="Asia/Shanghai")
CAUSES: Final = (CauseKind.QUANTITY, CauseKind.OTHER)
EXPLAIN: Final = (Remedy(kind=RemedyKind.EXPLANATION),)
RATED: Final = Severity(impact=3, urgency=3)


def later(at: DateTime, minutes: int) -> DateTime:
    """Return so many minutes later on the same clock."""
    return OFFICE.instant_from(moment(at) + minutes * 60_000_000)


GAPS: Final = st.sampled_from([0, 1, 30, 480, 600, 1_440, 4_000, 20_000, 30 * 1_440])


@st.composite
def cases(draw: st.DrawFn, number: int) -> Complaint:
    """Return a complaint that got somewhere, some of them more than once."""
    received = later(START, draw(st.integers(0, 200 * 1_440)))
    complaint = Complaint(
        id=ComplaintId(f"C-{number}"),
        customer_id=CustomerId(draw(st.sampled_from(["d1", "d2"]))),
        received_at=received,
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
    )
    found = Cause(kind=draw(st.sampled_from(CAUSES)), fault=FaultSide.OURS)
    roads: dict[ComplaintState, list[Any]] = {
        ComplaintState.RECEIVED: [Acknowledged, Acknowledged, ResolvedOnFirstContact],
        ComplaintState.LISTENING: [SeverityRated, AccountConfirmed, QuestionSent],
        ComplaintState.ANALYSING: [CauseFound, CauseFound, FoundUnfounded],
        ComplaintState.SOLUTION_FOUND: [RemedyChosen, ProposalSent],
        ComplaintState.PROPOSED: [ProposalAccepted],
        ComplaintState.ACTING: [ActionDone, ActionDone, QuestionSent, DuplicateTaken],
        ComplaintState.REVIEWING: [SettlementConfirmed, Closed, SettlementDenied],
        ComplaintState.WAITING_CUSTOMER: [CustomerReplied, CustomerReplied, Withdrawn],
        ComplaintState.CLOSED: [Reopened, Reopened, None],
        ComplaintState.WITHDRAWN: [Reopened, None],
    }
    facts: dict[type, dict[str, object]] = {
        SeverityRated: {"severity": RATED},
        AccountConfirmed: {"account": "x"},
        CauseFound: {"cause": found, "evidence": "x"},
        FoundUnfounded: {"why": "x"},
        RemedyChosen: {"remedies": EXPLAIN},
        ActionDone: {"evidence": "x"},
        Closed: {"lessons": "x"},
        SettlementDenied: {"back_to": ComplaintState.ANALYSING},
        QuestionSent: {"question": "x"},
        Reopened: {"why": "x"},
        Withdrawn: {"kind": WithdrawalKind.BY_CUSTOMER},
        Merged: {"survivor_id": ComplaintId("other")},
        SettlementConfirmed: {"satisfaction": draw(st.none() | st.integers(1, 5))},
        DuplicateTaken: {
            "duplicate_id": ComplaintId("double"),
            "received_at": later(received, -draw(st.sampled_from([0, 600, 3_000]))),
            "acknowledged_at": None,
            "priority": Priority.P3,
        },
        ResolvedOnFirstContact: {
            "account": "x",
            "severity": RATED,
            "cause": draw(st.none() | st.just(found)),
            "why": "x",
            "remedies": EXPLAIN,
            "evidence": "x",
            "lessons": "x",
        },
    }
    for _ in range(draw(st.integers(0, 30))):
        kind = draw(st.sampled_from(roads.get(complaint.state, [None])))
        if kind is None:
            break
        at = later(complaint.last_at, draw(GAPS))
        try:
            step = kind(**{"at": at, "by": REP, **facts.get(kind, {})})
            complaint = complaint.record(step, calendar=OFFICE)
        except TransitionError:
            continue
    if draw(st.integers(0, 9)) == 0 and not complaint.state.is_terminal:
        double = Merged(at=complaint.last_at, by=REP, survivor_id=ComplaintId("other"))
        complaint = complaint.record(double)
    return complaint


@st.composite
def books(draw: st.DrawFn) -> list[Complaint]:
    """Return some complaints."""
    return [draw(cases(number)) for number in range(draw(st.integers(0, 8)))]


def parts(kpi: Kpi) -> tuple[object, object]:
    """Return numerator and denominator."""
    return kpi.numerator, kpi.denominator


@given(books(), st.integers(0, 250), st.sampled_from([1, 30, 90, 250]), st.integers(0, 400 * 1_440))
def test_key_figures(book: list[Complaint], first: int, days: int, until: int) -> None:
    """Every figure of any period, judged at any moment."""
    first_on = Date(2026, 6, 1).add(days=first)
    last_on, now = first_on.add(days=days - 1), later(START, until)
    known = [ComplaintFacts(complaint=one, calendar=OFFICE) for one in book]
    found = complaint_figures(
        known, period=Period(first_on=first_on, last_on=last_on), now=now, orders=1_000
    )
    plain = figures(book, first_on, last_on, now)
    event(f"{len(plain.hours)} closed")

    assert plain.founded == complaint_rate(found).outcome.value
    assert plain.first_contact == parts(first_contact_resolution(found).outcome)
    assert plain.recurrence == parts(recurrence_rate(found).outcome)
    assert plain.reopened == parts(reopen_rate(found).outcome)
    assert sorted(plain.answers) == sorted(found.answers)
    spread = [one.outcome.value for one in (*hours_to_resolve(found), *days_to_resolve(found))]
    taken = list(map(Fraction, plain.days))
    assert [middle(plain.hours), ninetieth(plain.hours), middle(taken), ninetieth(taken)] == spread
    again = [attrs.evolve(one, complaint=one.complaint.as_known_at(now)) for one in known]
    assert found == complaint_figures(reversed(again), period=found.period, now=now, orders=1_000)
