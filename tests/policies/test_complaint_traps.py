"""The traps of complaint clocks that others fell into, each held by one test."""

from __future__ import annotations

from typing import Any, Final

import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    ComplaintEvent,
    CustomerReplied,
    Escalated,
    EscalationAsked,
    ProposalAccepted,
    ProposalSent,
    QuestionSent,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
    SeverityRated,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, ComplaintMark, FaultSide, RemedyKind
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.policies.escalation import (
    ClockVerdict,
    ComplaintFacts,
    Deadlines,
    assess,
    deadlines,
)

REP: Final = StaffId("rep")
V: Final = ClockVerdict
SHANGHAI: Final = "Asia/Shanghai"
OFFICE: Final = WorkCalendar.weekly("office", time_zone=SHANGHAI)
CHINA_2025: Final = OFFICE.with_holidays(
    [
        *(Date(2025, 1, day) for day in range(28, 32)),
        *(Date(2025, 2, day) for day in range(1, 5)),
        *(Date(2025, 10, day) for day in range(1, 9)),
    ],
    make_up_days=[Date(2025, 1, 26), Date(2025, 10, 11)],
)


def at(text: str, zone: str = SHANGHAI) -> DateTime:
    """Return a local instant."""
    found = pendulum.parse(text, tz=zone)
    assert isinstance(found, DateTime)
    return found


def received(when: DateTime, impact: int = 2, **changes: Any) -> Complaint:
    """Return a complaint of priority P3, or P2 of a higher impact."""
    return Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("d"),
        received_at=when,
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
        severity=Severity(impact=impact, urgency=2),
        **changes,
    )


def judged(complaint: Complaint, now: DateTime, calendar: WorkCalendar = OFFICE) -> Deadlines:
    """Return the deadlines at an instant."""
    outcome = deadlines(ComplaintFacts(complaint=complaint, calendar=calendar), now=now).outcome
    assert outcome is not None
    return outcome


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2025-09-30 18:30", "2025-10-09 17:00"),
        ("2025-10-10 18:30", "2025-10-11 17:00"),
        ("2025-01-25 12:00", "2025-01-26 17:00"),
        ("2025-01-27 17:00", "2025-02-05 17:00"),
        ("2025-09-29 07:00", "2025-09-29 17:00"),
        ("2025-09-29 23:59", "2025-09-30 17:00"),
    ],
)
def test_out_of_hours_holidays_and_make_up_days(when: str, due: str) -> None:
    """8 working hours from the next opening: holidays are left out, working weekends are not."""
    complaint = received(at(when))

    assert judged(complaint, at(when), CHINA_2025).acknowledge.target_at == at(due)


def test_a_lunch_break_is_no_working_time() -> None:
    """P2 of 10:00 has 4 working hours, 2 of them after lunch."""
    lunch = WorkCalendar.weekly("l", time_zone=SHANGHAI, hours="09:00-12:00, 13:30-18:00")
    complaint = received(at("2026-11-19 10:00"), impact=1)

    found = judged(complaint, at("2026-11-19 10:00"), lunch).acknowledge
    assert found.target_at == at("2026-11-19 15:30")


def test_a_night_shift_is_two_windows() -> None:
    """From 22:00 to 6:00 over midnight, 4 working hours of 20:00 end at 2:00."""
    night = WorkCalendar.weekly(
        "n", time_zone=SHANGHAI, hours="00:00-06:00, 22:00-24:00", days=range(7)
    )
    complaint = received(at("2026-11-19 20:00"), impact=1)

    found = judged(complaint, at("2026-11-19 20:00"), night).acknowledge
    assert found.target_at == at("2026-11-20 02:00")


def _settled(when: DateTime) -> tuple[ComplaintEvent, ...]:
    """Return everything from the acknowledgement to the end, at one instant."""
    cause = Cause(kind=CauseKind.QUANTITY, fault=FaultSide.OURS)
    return (
        Acknowledged(at=when, by=REP),
        SeverityRated(at=when, by=REP, severity=Severity(impact=2, urgency=2)),
        AccountConfirmed(at=when, by=REP, account="x"),
        CauseFound(at=when, by=REP, cause=cause, evidence="x"),
        RemedyChosen(at=when, by=REP, remedies=(Remedy(kind=RemedyKind.REFUND),)),
        ProposalSent(at=when, by=REP),
        ProposalAccepted(at=when, by=REP),
        ActionDone(at=when, by=REP, evidence="x"),
        SettlementConfirmed(at=when, by=REP),
        Closed(at=when, by=REP, lessons="x"),
    )


def test_a_failed_first_response_stays_failed() -> None:
    """Acknowledged an hour late, all the rest in time: closed and reopened it is still missed."""
    complaint = received(at("2026-11-19 15:00"))
    for event in _settled(at("2026-11-20 16:00")):
        complaint = complaint.record(event, calendar=OFFICE)
    reopened = complaint.record(Reopened(at=at("2026-11-23 09:00"), by=REP, why="x"))

    for each in (complaint, reopened):
        found = judged(each, at("2026-11-23 10:00"))
        assert found.acknowledge.verdict is V.MISSED
        assert found.proposal.verdict is V.MET


def test_a_missed_target_is_known_though_nobody_touched_the_record() -> None:
    """The same record, asked at the due and a second after it."""
    complaint = received(at("2026-11-19 15:00"))
    due = at("2026-11-20 15:00")

    found = [judged(complaint, now).acknowledge.verdict for now in (due, due.add(seconds=1))]
    assert found == [V.RUNNING, V.MISSED]


def test_days_are_compared_as_dates() -> None:
    """Day 28 and 30 of a 31 January lie in February and March, at the same local time."""
    complaint = received(at("2026-01-31 10:00"))
    found = judged(complaint, at("2026-02-28 10:00"))

    assert (found.status.due_at, found.final.due_at) == (
        at("2026-02-28 10:00"),
        at("2026-03-02 10:00"),
    )
    assert found.status.verdict is V.RUNNING
    assert judged(complaint, at("2026-03-02 10:01")).final.verdict is V.MISSED


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ("2026-11-20 17:00", "2026-11-23 09:00", "2026-12-03 15:00"),
        ("2026-11-20 18:00", "2026-11-22 12:00", "2026-12-03 15:00"),
        ("2026-11-20 16:00", "2026-11-23 10:00", "2026-12-03 17:00"),
    ],
)
def test_a_pause_counts_by_its_working_time(asked: str, answered: str, due: str) -> None:
    """Over the weekend alone it moves nothing; with an hour on either side, two hours."""
    complaint = received(at("2026-11-19 15:00"))
    for event in (
        Acknowledged(at=at("2026-11-19 16:00"), by=REP),
        QuestionSent(at=at(asked), by=REP, question="x"),
        CustomerReplied(at=at(answered), by=REP),
    ):
        complaint = complaint.record(event)

    assert judged(complaint, at("2026-11-24 09:00")).resolve.target_at == at(due)


def test_a_pause_across_a_clock_change() -> None:
    """From Saturday 20:00 to Sunday 10:00 in Berlin, round the clock: 13 hours, not 14."""
    always = WorkCalendar.always("a", time_zone="Europe/Berlin")
    complaint = received(at("2026-03-28 12:00", "Europe/Berlin"))
    for event in (
        Acknowledged(at=at("2026-03-28 13:00", "Europe/Berlin"), by=REP),
        QuestionSent(at=at("2026-03-28 20:00", "Europe/Berlin"), by=REP, question="x"),
        CustomerReplied(at=at("2026-03-29 10:00", "Europe/Berlin"), by=REP),
    ):
        complaint = complaint.record(event)
    found = judged(complaint, at("2026-03-29 12:00", "Europe/Berlin"), always)

    assert found.resolve.target_at is not None
    begun = at("2026-03-28 12:00", "Europe/Berlin")
    assert found.resolve.target_at.int_timestamp - begun.int_timestamp == (80 + 13) * 3600


def test_the_check_fires_once() -> None:
    """Run twice in a minute, the same one step; recorded, none is left to carry out."""
    asked = received(at("2026-11-19 15:00")).record(
        EscalationAsked(at=at("2026-11-19 16:00"), by=REP)
    )

    def left(complaint: Complaint, now: str) -> tuple[str, ...]:
        facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)
        outcome = assess(facts, now=at(now)).outcome
        assert outcome is not None
        return outcome.unrecorded

    assert left(asked, "2026-11-19 16:00:10") == left(asked, "2026-11-19 16:00:50") == ("asked.1",)
    done = asked.record(Escalated(at=at("2026-11-19 16:01"), by=REP, step="asked.1"))
    assert left(done, "2026-11-19 16:01:30") == ()


def test_an_ended_complaint_leaves_no_step_to_carry_out() -> None:
    """Resolved on the first contact, a safety mark's step stays told, and nobody has to take it."""
    marked = received(at("2026-11-19 15:00"), marks=(ComplaintMark.SAFETY,))
    ended = marked.record(
        ResolvedOnFirstContact(
            at=at("2026-11-19 15:10"),
            by=REP,
            account="x",
            severity=Severity(impact=3, urgency=3),
            cause=Cause(kind=CauseKind.OTHER, fault=FaultSide.NONE),
            remedies=(Remedy(kind=RemedyKind.APOLOGY),),
            evidence="x",
            lessons="x",
        )
    )
    outcome = assess(
        ComplaintFacts(complaint=ended, calendar=OFFICE), now=at("2026-11-19 16:00")
    ).outcome
    assert outcome is not None

    assert (["safety"], ()) == ([step.key for step in outcome.steps], outcome.unrecorded)
