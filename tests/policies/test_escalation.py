"""Deadlines and escalation of complaints: clocks, caps, pauses, priorities, the way up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from clientcare.domain._instants import moment
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
    SettlementConfirmed,
    SettlementDenied,
    SeverityRated,
    TakenOver,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, ComplaintTerms, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    ChangeKind,
    ComplaintMark,
    ComplaintState,
    FaultSide,
    Priority,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.ids import CalendarId, ComplaintId, CustomerId, StaffId
from clientcare.domain.scales import Tier
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError
from clientcare.policies.escalation import (
    Cap,
    CapKind,
    Clock,
    ClockKind,
    ClockVerdict,
    ComplaintFacts,
    Deadlines,
    Escalation,
    EscalationRules,
    StepKind,
    Target,
    Trigger,
    assess,
    deadlines,
)
from clientcare.testing.strategies.complaints import complaints
from clientcare.wording import explain, texts

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
HEAD: Final = StaffId("head")
P3: Final = Severity(impact=2, urgency=2)
P4: Final = Severity(impact=3, urgency=3)
P2: Final = Severity(impact=1, urgency=2)
P1: Final = Severity(impact=1, urgency=1)
EXCHANGE: Final = (Remedy(kind=RemedyKind.REPLACEMENT),)
CAUSE: Final = Cause(kind=CauseKind.PRODUCT_QUALITY, fault=FaultSide.OURS)


def at(text: str, zone: str = "Asia/Shanghai") -> DateTime:
    """Return local time ``MM-DD HH:MM``, of 2027 in January, else of 2026."""
    day, clock = text.split(" ")
    month, date = (int(part) for part in day.split("-"))
    hour, minute = (int(part) for part in clock.split(":"))
    return pendulum.datetime(2027 if month == 1 else 2026, month, date, hour, minute, tz=zone)


def received(
    when: str = "11-19 15:00",
    severity: Severity | None = P3,
    tier: Tier | None = None,
    marks: tuple[ComplaintMark, ...] = (),
) -> Complaint:
    """Return a complaint as received."""
    return Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=at(when),
        received_by=REP,
        owner_id=REP,
        about="两箱渗漏",
        remedy_sought="换货",
        severity=severity,
        tier=tier,
        marks=marks,
    )


def then(complaint: Complaint, *events: ComplaintEvent) -> Complaint:
    """Return the complaint after further events."""
    for event in events:
        complaint = complaint.record(event, calendar=OFFICE)
    return complaint


def ack(when: str) -> Acknowledged:
    """Return an acknowledgement."""
    return Acknowledged(at=at(when), by=REP)


def rate(when: str, severity: Severity) -> SeverityRated:
    """Return a rating with a reason."""
    return SeverityRated(at=at(when), by=REP, severity=severity, why="重新评估")


def ask(when: str) -> QuestionSent:
    """Return a question to the customer."""
    return QuestionSent(at=at(when), by=REP, question="哪一批?")


def reply(when: str) -> CustomerReplied:
    """Return the customer's answer."""
    return CustomerReplied(at=at(when), by=REP)


def analysed(when: str) -> tuple[ComplaintEvent, ...]:
    """Return listening and analysing done at once."""
    return (
        SeverityRated(at=at(when), by=REP, severity=P3, why="x"),
        AccountConfirmed(at=at(when), by=REP, account="两箱渗漏"),
        CauseFound(at=at(when), by=REP, cause=CAUSE, evidence="照片"),
    )


def propose(when: str) -> tuple[ComplaintEvent, ...]:
    """Return a remedy chosen and proposed at once."""
    return (
        RemedyChosen(at=at(when), by=REP, remedies=EXCHANGE),
        ProposalSent(at=at(when), by=REP),
    )


def acted(when: str) -> tuple[ComplaintEvent, ...]:
    """Return an accepted proposal carried out at once."""
    return (
        ProposalAccepted(at=at(when), by=REP),
        ActionDone(at=at(when), by=REP, evidence="签收单"),
    )


def through(when: str) -> tuple[ComplaintEvent, ...]:
    """Return everything from the acknowledgement to the review at once."""
    return (ack(when), *analysed(when), *propose(when), *acted(when))


def withdraw(when: str) -> Withdrawn:
    """Return a withdrawal by the customer."""
    return Withdrawn(at=at(when), by=REP, kind=WithdrawalKind.BY_CUSTOMER)


def reopen(when: str) -> Reopened:
    """Return a reopening."""
    return Reopened(at=at(when), by=REP, why="又漏了")


def told(complaint: Complaint, now: str, rules: EscalationRules | None = None) -> Deadlines:
    """Return the deadlines at local time *now*."""
    facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)
    found = deadlines(facts, now=at(now), rules=rules or EscalationRules()).outcome
    assert found is not None
    return found


def raised(complaint: Complaint, now: str) -> Escalation:
    """Return the escalation at local time *now*."""
    found = assess(ComplaintFacts(complaint=complaint, calendar=OFFICE), now=at(now)).outcome
    assert found is not None
    return found


def fired(complaint: Complaint, now: str) -> list[tuple[str, DateTime, int]]:
    """Return trigger, time and level of every step fired by *now*."""
    steps = raised(complaint, now).steps
    return [(step.trigger.value, step.fired_at, step.to_level) for step in steps]


# --- the worked examples ---


def test_example_p3_on_a_thursday() -> None:
    """P3 of Thu 2026-11-19 15:00: acknowledge by Fri 15:00, resolve in 80 working hours."""
    found = told(received(), "11-19 15:00")

    assert (Priority.P3, at("11-20 15:00"), at("12-03 15:00")) == (
        found.priority,
        found.acknowledge.target_at,
        found.resolve.target_at,
    )


def test_example_pause_of_sixteen_hours() -> None:
    """Waiting from Mon 23 10:00 to Wed 25 10:00 moves the due to Mon 2026-12-07 15:00."""
    waited = then(received(), ack("11-20 15:00"), ask("11-23 10:00"), reply("11-25 10:00"))
    found = told(waited, "11-25 10:00")

    assert (at("12-07 15:00"), at("12-19 15:00"), at("12-07 15:00")) == (
        found.resolve.target_at,
        found.final.due_at,
        found.resolve.due_at,
    )
    assert ClockVerdict.MET is found.acknowledge.verdict


def test_example_caps_do_not_move() -> None:
    """Day 30 is Sat 2026-12-19 15:00; an extension makes it day 56, 2027-01-14 15:00."""
    complaint = then(received(), ack("11-20 15:00"))
    notice = ExtensionNotified(
        at=at("12-19 15:00"), by=REP, why="等检测", answer_at=at("01-10 12:00")
    )
    extended = then(complaint, notice)

    assert at("12-19 15:00") == told(complaint, "11-25 10:00").final.due_at
    assert (at("01-14 15:00"), ClockVerdict.RUNNING, at("12-03 15:00")) == (
        told(extended, "12-20 10:00").final.due_at,
        told(extended, "12-20 10:00").final.verdict,
        told(extended, "12-20 10:00").resolve.target_at,
    )


def test_example_p4_on_a_friday_evening() -> None:
    """P4 of Fri 2026-11-20 18:30: 8 working hours end Mon 17:00, and so does the cap."""
    found = told(received("11-20 18:30", P4), "11-20 18:30")

    assert (at("11-23 17:00"), at("11-23 17:00")) == (
        found.acknowledge.target_at,
        found.acknowledge.cap.due_at if found.acknowledge.cap else None,
    )
    assert at("11-21 18:30") < at("11-23 17:00")


# --- priority ---


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        (1, 1, Priority.P1),
        (1, 2, Priority.P2),
        (2, 1, Priority.P2),
        (1, 3, Priority.P3),
        (2, 2, Priority.P3),
        (3, 1, Priority.P3),
        (2, 3, Priority.P4),
        (3, 2, Priority.P4),
        (3, 3, Priority.P4),
    ],
)
def test_priority_is_impact_and_urgency(impact: int, urgency: int, priority: Priority) -> None:
    """P = impact + urgency - 1, 4 at most."""
    severity = Severity(impact=impact, urgency=urgency)

    assert priority is told(received(severity=severity), "11-19 15:00").priority


@pytest.mark.parametrize(
    ("severity", "tier", "priority"),
    [
        (P4, Tier.A, Priority.P3),
        (P3, Tier.A, Priority.P2),
        (P2, Tier.A, Priority.P2),
        (P1, Tier.A, Priority.P1),
        (P4, Tier.B, Priority.P4),
        (None, Tier.A, Priority.P3),
        (None, None, Priority.P3),
    ],
)
def test_a_tier_raises_by_one_and_to_p2_at_most(
    severity: Severity | None, tier: Tier | None, priority: Priority
) -> None:
    """A tier alone makes no P1, and does not touch the provisional priority."""
    assert priority is told(received(severity=severity, tier=tier), "11-19 15:00").priority


@pytest.mark.parametrize("mark", [ComplaintMark.SAFETY, ComplaintMark.LEGAL])
def test_safety_and_law_are_p1(mark: ComplaintMark) -> None:
    """Safety or legal is always P1; the press alone is not."""
    assert Priority.P1 is told(received(severity=P4, marks=(mark,)), "11-19 15:00").priority
    press = received(severity=P4, marks=(ComplaintMark.PRESS,))
    assert Priority.P4 is told(press, "11-19 15:00").priority


def test_lifting_the_mark_gives_the_rated_priority_back() -> None:
    """While safety holds no rating lowers the priority; lifting it does."""
    marked = then(received(marks=(ComplaintMark.SAFETY,)), ack("11-19 15:30"))
    rated = then(marked, rate("11-19 15:30", P4))
    lift = MarkLifted(
        at=at("11-19 15:40"),
        by=REP,
        mark=ComplaintMark.SAFETY,
        approved_by=HEAD,
        approved_as=StaffRole.GENERAL_MANAGER,
        why="无害",
    )

    assert Priority.P1 is told(rated, "11-19 15:35").priority
    assert Priority.P4 is told(then(rated, lift), "11-19 15:40").priority


# --- the targets ---


@pytest.mark.parametrize(
    ("severity", "acknowledge", "proposal", "resolve"),
    [
        (P1, "11-19 16:00", "11-19 19:00", "11-23 15:00"),
        (P2, "11-20 11:00", "11-20 15:00", "11-26 15:00"),
        (P3, "11-20 15:00", "11-24 15:00", "12-03 15:00"),
        (P4, "11-20 15:00", "11-26 15:00", "12-17 15:00"),
    ],
)
def test_targets(severity: Severity, acknowledge: str, proposal: str, resolve: str) -> None:
    """Each priority has its targets; P1 acknowledges and proposes round the clock."""
    found = told(received(severity=severity), "11-19 15:00")

    assert (at(acknowledge), at(proposal), at(resolve)) == (
        found.acknowledge.target_at,
        found.proposal.target_at,
        found.resolve.target_at,
    )


def containment(found: Deadlines) -> Clock:
    """Return the containment clock, which has to be there."""
    assert found.containment is not None
    return found.containment


def test_containment_is_asked_of_p1_only() -> None:
    """P1 is contained within 24 hours round the clock, other priorities have no such clock."""
    urgent = received("11-20 18:30", P1)
    done = then(urgent, Contained(at=at("11-21 18:30"), by=REP, measure="停售"))

    assert told(received(), "11-19 15:00").containment is None
    assert at("11-21 18:30") == containment(told(urgent, "11-20 18:30")).target_at
    assert ClockVerdict.MET is containment(told(done, "11-25 10:00")).verdict
    assert ClockVerdict.MISSED is containment(told(urgent, "11-21 18:31")).verdict


# --- verdicts ---


def test_exactly_at_the_due_is_met() -> None:
    """Acknowledged at the due instant is in time, one minute later is not."""
    met = then(received(), ack("11-20 15:00"))
    late = then(received(), ack("11-20 15:01"))

    assert (ClockVerdict.MET, ClockVerdict.MISSED) == (
        told(met, "11-30 10:00").acknowledge.verdict,
        told(late, "11-30 10:00").acknowledge.verdict,
    )


def test_what_is_left_says_in_which_time() -> None:
    """The clocks of P3 count working time, the short ones of P1 the whole day."""
    usual = told(received(), "11-20 09:00")
    urgent = told(received(marks=(ComplaintMark.SAFETY,)), "11-20 09:00")

    assert [False] * 3 == [clock.round_the_clock for clock in usual.clocks]
    assert [True, True, True, False] == [clock.round_the_clock for clock in urgent.clocks]


def test_a_missed_target_is_known_without_anybody_touching_the_record() -> None:
    """At the due it still runs; right after it is missed."""
    complaint = received()

    assert (ClockVerdict.RUNNING, 0) == (
        told(complaint, "11-20 15:00").acknowledge.verdict,
        told(complaint, "11-20 15:00").acknowledge.remaining_minutes,
    )
    missed = told(complaint, "11-20 15:01").acknowledge
    assert (ClockVerdict.MISSED, -1, at("11-20 15:00")) == (
        missed.verdict,
        missed.remaining_minutes,
        missed.runs[0].missed_at,
    )


def test_a_late_acknowledgement_stays_missed_though_the_rest_was_on_time() -> None:
    """Each clock has its own verdict."""
    done = then(received(), *through("11-20 16:00"))
    found = told(done, "11-30 10:00")

    assert [ClockVerdict.MISSED, ClockVerdict.MET, ClockVerdict.MET] == [
        clock.verdict for clock in found.clocks
    ]
    assert (ClockVerdict.MISSED, None) == (
        found.acknowledge.cap.verdict if found.acknowledge.cap else None,
        found.next_due_at,
    )


def test_first_contact_stops_all_clocks() -> None:
    """A complaint resolved on first contact has met everything that was not due yet."""
    event = ResolvedOnFirstContact(
        at=at("11-19 15:30"),
        by=REP,
        account="x",
        severity=P1,
        cause=CAUSE,
        remedies=EXCHANGE,
        evidence="x",
        lessons="x",
    )
    found = told(then(received(severity=P1), event), "11-30 10:00")

    assert [ClockVerdict.MET] * 4 == [clock.verdict for clock in found.clocks]
    assert (ClockVerdict.MET, ClockVerdict.MET, ClockVerdict.MET) == (
        found.status.verdict,
        found.final.verdict,
        found.acknowledge.cap.verdict if found.acknowledge.cap else None,
    )


def test_first_contact_sets_the_severity_before_it_stops_the_clocks() -> None:
    """Rated P1 at the settlement, what P1 had to have by then is missed as of the settlement.

    The acknowledgement was there before step 1 rated anything, so the provisional
    priority judges it.
    """
    event = ResolvedOnFirstContact(
        at=at("11-19 21:00"),
        by=REP,
        account="x",
        severity=P1,
        cause=CAUSE,
        remedies=EXCHANGE,
        evidence="x",
        lessons="x",
    )
    found = told(then(received(severity=None), event), "11-30 10:00")

    assert [ClockVerdict.MET, ClockVerdict.MISSED, ClockVerdict.MET, ClockVerdict.MET] == [
        clock.verdict for clock in found.clocks
    ]
    assert at("11-19 21:00") == found.proposal.runs[0].missed_at


@pytest.mark.parametrize(
    "end",
    [
        withdraw("11-19 16:00"),
        Merged(at=at("11-19 16:00"), by=REP, survivor_id=ComplaintId("C-2")),
    ],
)
def test_an_end_before_the_due_stops_the_clocks(end: ComplaintEvent) -> None:
    """Withdrawn or merged before the due: neither met nor missed; the caps are met."""
    found = told(then(received(), end), "12-30 10:00")

    assert [ClockVerdict.STOPPED] * 3 == [clock.verdict for clock in found.clocks]
    assert (ClockVerdict.STOPPED, ClockVerdict.MET, ClockVerdict.MET) == (
        found.acknowledge.cap.verdict if found.acknowledge.cap else None,
        found.status.verdict,
        found.final.verdict,
    )


def test_a_deadlock_stops_resolving_and_is_final() -> None:
    """The final answer in writing stops the resolve clock; the proposal was made."""
    complaint = then(
        received(),
        ack("11-20 09:00"),
        *analysed("11-20 09:00"),
        *propose("11-20 10:00"),
        ProposalRefused(at=at("11-20 11:00"), by=REP),
        FinalAnswerSent(at=at("11-20 12:00"), by=REP, external_route="12315"),
    )
    found = told(complaint, "12-30 10:00")

    assert (ClockVerdict.MET, ClockVerdict.STOPPED, ClockVerdict.MET) == (
        found.proposal.verdict,
        found.resolve.verdict,
        found.final.verdict,
    )


# --- caps ---


def test_the_acknowledgement_cap_is_the_later_of_a_day_and_a_business_day() -> None:
    """On a Friday noon a business day is later than 24 hours; within the week they agree."""
    friday = told(received("11-20 12:00"), "11-20 12:00").acknowledge.cap
    monday = told(received("11-23 12:00", P1), "11-23 12:00").acknowledge.cap

    assert (at("11-23 12:00"), at("11-24 12:00")) == (
        friday.due_at if friday else None,
        monday.due_at if monday else None,
    )


def test_the_status_cap_is_met_by_a_letter_after_the_acknowledgement() -> None:
    """Day 28 is met by a letter, an extension notice or the final answer."""
    complaint = then(received(), ack("11-20 09:00"))
    letter = HoldingLetterSent(
        at=at("12-17 15:00"), by=REP, why="等检测", answer_at=at("12-31 10:00")
    )
    notice = ExtensionNotified(
        at=at("12-17 15:00"), by=REP, why="等检测", answer_at=at("12-31 10:00")
    )
    late = attrs.evolve(letter, at=at("12-17 15:01"))

    assert (
        Cap(kind=CapKind.STATUS, due_at=at("12-17 15:00"), verdict=ClockVerdict.RUNNING)
        == told(complaint, "12-17 15:00").status
    )
    for event, verdict in (
        (letter, ClockVerdict.MET),
        (notice, ClockVerdict.MET),
        (late, ClockVerdict.MISSED),
    ):
        assert verdict is told(then(complaint, event), "12-18 10:00").status.verdict
    assert ClockVerdict.MISSED is told(complaint, "12-17 15:01").status.verdict
    twice = then(complaint, letter, attrs.evolve(letter, at=at("12-18 09:00")))
    assert ClockVerdict.MET is told(twice, "12-18 10:00").status.verdict
    before_ack = then(received(), attrs.evolve(notice, at=at("11-19 16:00")), ack("11-20 09:00"))
    assert ClockVerdict.MISSED is told(before_ack, "12-18 10:00").status.verdict
    assert at("01-14 15:00") == told(before_ack, "12-18 10:00").final.due_at


def test_the_final_cap_is_met_by_the_review() -> None:
    """Entering the review by day 30 meets the final cap, later misses it."""
    assert (
        ClockVerdict.MET
        is told(then(received(), *through("12-19 15:00")), "01-20 10:00").final.verdict
    )
    late = told(then(received(), *through("12-19 15:01")), "01-20 10:00")
    assert (ClockVerdict.MISSED, ClockVerdict.MISSED) == (late.final.verdict, late.status.verdict)


def test_due_is_the_earlier_of_target_and_cap() -> None:
    """A long pause moves the target past day 30: the cap is shown."""
    waited = then(received(), ack("11-20 09:00"), ask("11-20 09:00"), reply("12-18 09:00"))
    found = told(waited, "12-18 09:00").resolve

    assert (at("12-31 15:00"), at("12-19 15:00")) == (found.target_at, found.due_at)


def test_caps_count_from_the_receipt_on_the_local_clock() -> None:
    """Day n keeps the local time across a clock change."""
    berlin = WorkCalendar.weekly("berlin", time_zone="Europe/Berlin")
    complaint = attrs.evolve(
        received(), received_at=pendulum.datetime(2026, 10, 10, 10, tz="Europe/Berlin")
    )
    facts = ComplaintFacts(complaint=complaint, calendar=berlin)
    found = deadlines(facts, now=complaint.received_at).outcome

    assert found is not None
    assert "2026-11-09T10:00:00+01:00" == found.final.due_at.isoformat()


# --- pauses ---


def test_while_paused_there_is_no_target_only_the_time_left() -> None:
    """In a pause the target is open, the time left stands, and so does the cap."""
    paused = then(received(), ack("11-20 15:00"), ask("11-23 10:00"))
    found = told(paused, "11-24 12:00").resolve

    assert (ClockVerdict.PAUSED, None, 4_800 - 11 * 60, at("12-19 15:00")) == (
        found.verdict,
        found.target_at,
        found.remaining_minutes,
        found.due_at,
    )


def test_acknowledgement_and_containment_do_not_pause() -> None:
    """Only proposal and resolve wait for the customer."""
    paused = then(received(severity=P1), ack("11-19 15:30"), ask("11-19 15:30"))
    found = told(paused, "11-19 16:00")

    assert [ClockVerdict.MET, ClockVerdict.PAUSED, ClockVerdict.RUNNING, ClockVerdict.PAUSED] == [
        clock.verdict for clock in found.clocks
    ]


def test_a_pause_leaves_ended_clocks_alone() -> None:
    """A question while acting pauses resolve; the proposal was made and stays met."""
    acting = then(
        received(),
        ack("11-20 09:00"),
        *analysed("11-20 09:00"),
        *propose("11-20 09:00"),
        ProposalAccepted(at=at("11-20 09:00"), by=REP),
        ask("11-20 10:00"),
    )
    found = told(then(acting, reply("11-23 10:00")), "11-23 10:00")

    assert ClockVerdict.PAUSED is told(acting, "11-20 10:00").resolve.verdict
    assert (ClockVerdict.MET, at("11-24 15:00")) == (
        found.proposal.verdict,
        found.proposal.target_at,
    )


def test_a_pause_outside_working_time_changes_nothing() -> None:
    """From closing to the next opening no working time passes."""
    waited = then(received(), ack("11-20 09:00"), ask("11-20 17:00"), reply("11-23 09:00"))

    assert at("12-03 15:00") == told(waited, "11-23 09:00").resolve.target_at


def test_a_pause_counts_on_the_clock_that_it_stops() -> None:
    """P1's proposal runs round the clock, so a pause over night moves it by the whole night."""
    waited = then(
        received(severity=P1), ack("11-19 15:30"), ask("11-19 17:00"), reply("11-20 09:00")
    )
    found = told(waited, "11-20 09:00")

    assert (at("11-20 11:00"), at("11-23 15:00")) == (
        found.proposal.target_at,
        found.resolve.target_at,
    )


def test_a_pause_begun_at_the_due_moves_nothing() -> None:
    """At the due or after it, a pause comes too late."""
    at_due = then(received(), ack("11-20 09:00"), ask("12-03 15:00"))
    before = then(received(), ack("11-20 09:00"), ask("12-03 14:59"))
    answered = then(at_due, reply("12-04 15:00"))

    assert (ClockVerdict.MISSED, at("12-03 15:00")) == (
        told(at_due, "12-03 15:01").resolve.verdict,
        told(at_due, "12-03 15:01").resolve.target_at,
    )
    assert ClockVerdict.PAUSED is told(before, "12-03 15:01").resolve.verdict
    assert at("12-03 15:00") == told(answered, "12-04 15:00").resolve.target_at


def test_a_proposal_awaiting_its_answer_pauses_nothing() -> None:
    """Waiting for yes or no is no question."""
    proposed = then(
        received(), ack("11-20 09:00"), *analysed("11-20 09:00"), *propose("11-20 09:00")
    )

    assert ClockVerdict.RUNNING is told(proposed, "11-25 09:00").resolve.verdict


def test_what_the_plan_cannot_tell_is_no_answer() -> None:
    """After the plan's end, or without any open hours, it is undetermined and says why."""
    known = attrs.evolve(OFFICE, published_until=pendulum.date(2026, 11, 30))
    facts = ComplaintFacts(complaint=received(), calendar=known)
    never = ComplaintFacts(complaint=received(), calendar=attrs.evolve(OFFICE, week=((),) * 7))

    for unknown, now in ((facts, "12-01 10:00"), (never, "11-20 10:00")):
        for question in (deadlines, assess):
            decision = question(unknown, now=at(now))
            assert (None, ("complaints.calendar_silent",)) == (decision.outcome, decision.codes)


YEAR: Final = attrs.evolve(OFFICE, published_until=pendulum.date(2026, 12, 31))


def test_a_mark_beyond_the_plan_hides_no_due() -> None:
    """Due on 25 December, with 150 % in the next year: due and the marks before are told."""
    facts = ComplaintFacts(complaint=received("12-11 15:00"), calendar=YEAR)
    found, way = deadlines(facts, now=at("12-14 10:00")), assess(facts, now=at("12-14 10:00"))
    assert found.outcome is not None
    assert way.outcome is not None

    assert at("12-25 15:00") == found.outcome.resolve.due_at
    assert "complaints.calendar_silent" not in found.codes
    marks = [step.trigger for step in way.outcome.upcoming]
    assert [Trigger.WARNING, Trigger.OVERDUE] == marks


def test_a_target_beyond_the_plan_hides_no_other() -> None:
    """The other clocks are told, and that this one runs; the reason names the missing day."""
    facts = ComplaintFacts(complaint=received("12-28 15:00"), calendar=YEAR)
    decision = deadlines(facts, now=at("12-29 10:00"))
    found = decision.outcome
    assert found is not None
    assert "complaints.calendar_silent" in decision.codes

    assert at("12-29 15:00") == found.acknowledge.due_at
    assert at("12-31 15:00") == found.proposal.due_at
    resolve = found.resolve
    assert (ClockVerdict.RUNNING, None, None) == (
        resolve.verdict,
        resolve.target_at,
        resolve.due_at,
    )
    assert 80 * 60 - 3 * 60 == resolve.remaining_minutes
    late = ComplaintFacts(
        complaint=received("12-01 15:00", severity=P4),
        calendar=attrs.evolve(OFFICE, published_until=pendulum.date(2026, 12, 10)),
    )
    capped = deadlines(late, now=at("12-02 10:00")).outcome
    assert capped is not None
    assert capped.resolve.due_at is None


def test_a_cap_that_the_plan_covers_is_due_before_a_target_that_it_does_not() -> None:
    """With the plan running past day 30, the cap is sure to be the earlier."""
    slow = EscalationRules(terms=ComplaintTerms(business_day_minutes=1_440))
    facts = ComplaintFacts(complaint=received("12-01 15:00", severity=P4), calendar=YEAR)
    found = deadlines(facts, now=at("12-02 10:00"), rules=slow).outcome
    way = assess(facts, now=at("12-02 10:00"), rules=slow).outcome
    assert found is not None
    assert way is not None

    assert (None, at("12-31 15:00")) == (found.resolve.target_at, found.resolve.due_at)
    assert [(Trigger.FINAL_CAP, 1)] == [(step.trigger, step.to_level) for step in way.upcoming]


def test_a_pause_holds_a_target_beyond_the_plan() -> None:
    """Paused over the end of the plan, the verdict and the time left are still told."""
    waiting = then(received("12-28 15:00"), ack("12-29 09:00"), ask("12-29 10:00"))
    facts = ComplaintFacts(complaint=waiting, calendar=YEAR)
    found = deadlines(facts, now=at("12-31 10:00")).outcome
    assert found is not None

    assert (ClockVerdict.PAUSED, 80 * 60 - 3 * 60) == (
        found.resolve.verdict,
        found.resolve.remaining_minutes,
    )


def test_the_press_is_told_of_though_the_target_is_not() -> None:
    """At once to the general manager, whatever the plan leaves open; past it no level is told."""
    press = received("12-28 15:00", marks=(ComplaintMark.PRESS,))
    facts = ComplaintFacts(complaint=press, calendar=YEAR)
    found = assess(facts, now=at("12-28 16:00")).outcome
    assert found is not None

    assert (4, [Trigger.PRESS], ()) == (
        found.level,
        [step.trigger for step in found.steps],
        found.upcoming,
    )
    assert assess(facts, now=at("01-05 10:00")).outcome is None


def test_a_missed_target_past_the_plan_leaves_the_level_open() -> None:
    """Due before the plan's end, asked about after it: missed, but 150 % cannot be told."""
    facts = ComplaintFacts(complaint=received("12-11 15:00"), calendar=YEAR)
    found = deadlines(facts, now=at("01-05 10:00")).outcome
    assert found is not None

    assert ClockVerdict.MISSED is found.resolve.verdict
    assert assess(facts, now=at("01-05 10:00")).outcome is None


def test_a_rise_beyond_the_plan_keeps_what_is_known() -> None:
    """Two priorities held, the lower one's target beyond the plan: the higher one's holds."""
    risen = then(received("12-24 15:00"), ack("12-24 16:00"), rate("12-25 10:00", P1))
    facts = ComplaintFacts(complaint=risen, calendar=YEAR)
    found = deadlines(facts, now=at("12-25 11:00")).outcome
    assert found is not None

    assert at("12-28 15:00") == found.resolve.target_at


def test_a_miss_is_known_though_how_late_it_is_is_not() -> None:
    """A due before the plan ends is missed after it; only the time left cannot be told."""
    calendar = attrs.evolve(OFFICE, published_until=pendulum.date(2026, 12, 31))
    facts = ComplaintFacts(complaint=received(), calendar=calendar)
    found = deadlines(facts, now=at("01-20 10:00")).outcome
    assert found is not None

    assert (ClockVerdict.MISSED, None) == (found.resolve.verdict, found.resolve.remaining_minutes)


def test_before_the_receipt_there_is_nothing_to_tell() -> None:
    """A moment before the receipt has no answer; the moment of receipt has."""
    facts = ComplaintFacts(complaint=received(), calendar=OFFICE)
    for question in (deadlines, assess):
        decision = question(facts, now=at("11-19 14:59"))

        assert (None, ("complaints.not_received",)) == (decision.outcome, decision.codes)


# --- what a check proposes ---


def test_reminders_are_proposed_after_three_and_seven_business_days() -> None:
    """Each reminder once; what was sent is not proposed again."""
    waiting = then(received(), ack("11-20 09:00"), ask("11-20 10:00"))
    sent = then(waiting, ReminderSent(at=at("11-25 11:00"), by=REP))

    def proposed(complaint: Complaint, now: str) -> list[tuple[StepKind, DateTime]]:
        return [(step.kind, step.due_at) for step in told(complaint, now).proposed]

    assert [] == proposed(waiting, "11-25 09:59")
    assert [(StepKind.REMINDER, at("11-25 10:00"))] == proposed(waiting, "11-25 10:00")
    assert [] == proposed(sent, "12-01 09:59")
    assert [(StepKind.REMINDER, at("12-01 10:00"))] == proposed(sent, "12-01 10:00")
    again = then(sent, reply("11-26 10:00"), ask("11-26 10:00"))
    assert [(StepKind.REMINDER, at("12-01 10:00"))] == proposed(again, "12-01 10:00")


def test_giving_up_is_proposed_after_fourteen_days() -> None:
    """14 calendar days after the question, both reminders due before."""
    waiting = then(received(), ack("11-20 09:00"), ask("11-20 10:00"))

    kinds = [step.kind for step in told(waiting, "12-04 10:00").proposed]

    assert [StepKind.REMINDER, StepKind.REMINDER, StepKind.NO_RESPONSE] == kinds
    assert StepKind.NO_RESPONSE not in {s.kind for s in told(waiting, "12-04 09:59").proposed}


def test_a_silent_close_is_proposed_after_ten_business_days() -> None:
    """Ten business days after entering the review, unless the customer has spoken."""
    review = then(received(), *through("11-20 10:00"))
    spoken = then(review, SettlementConfirmed(at=at("11-23 10:00"), by=REP))

    assert () == told(review, "12-04 09:59").proposed
    assert [StepKind.SILENT_CLOSE] == [s.kind for s in told(review, "12-04 10:00").proposed]
    assert () == told(spoken, "12-04 10:00").proposed


# --- priority changes ---


def test_an_upgrade_counts_from_the_receipt() -> None:
    """Rated higher, the due moves to what the higher priority gives from the receipt."""
    complaint = then(received(severity=P4), ack("11-20 09:00"), rate("11-20 10:00", P2))

    assert at("11-26 15:00") == told(complaint, "11-20 10:00").resolve.target_at


def test_an_upgrade_that_puts_the_due_in_the_past_misses_as_of_the_upgrade() -> None:
    """The clock is missed when the priority rises, not before."""
    complaint = then(received(severity=P4), ack("11-20 09:00"), rate("11-27 10:00", P2))
    found = told(complaint, "11-27 10:00").resolve

    assert (ClockVerdict.MISSED, at("11-27 10:00"), at("11-26 15:00")) == (
        found.verdict,
        found.runs[0].missed_at,
        found.target_at,
    )
    assert ClockVerdict.RUNNING is told(complaint, "11-27 09:59").resolve.verdict


def test_an_upgrade_never_moves_the_due_later() -> None:
    """P1's proposal runs round the clock; after a long pause P2's due is the earlier one."""
    complaint = then(
        received("11-19 15:00", P2),
        ack("11-19 15:30"),
        ask("11-19 16:00"),
        reply("11-20 10:00"),
    )
    before = told(complaint, "11-20 10:00").proposal.target_at
    upgraded = then(complaint, MarkSet(at=at("11-20 10:00"), by=REP, mark=ComplaintMark.LEGAL))

    assert at("11-20 17:00") == before
    assert at("11-20 13:00") == told(upgraded, "11-20 10:00").proposal.target_at
    weekend = then(
        received("11-20 15:00", P2),
        ack("11-20 15:30"),
        ask("11-20 16:00"),
        reply("11-23 09:00"),
        MarkSet(at=at("11-23 09:00"), by=REP, mark=ComplaintMark.LEGAL),
    )
    assert at("11-23 12:00") == told(weekend, "11-23 09:00").proposal.target_at
    evening = then(
        received("11-19 09:00", P2),
        ack("11-19 09:30"),
        ask("11-19 09:30"),
        reply("11-20 15:00"),
        MarkSet(at=at("11-20 15:00"), by=REP, mark=ComplaintMark.LEGAL),
    )
    assert at("11-20 18:30") == told(evening, "11-20 15:00").proposal.target_at


def test_a_downgrade_counts_from_the_receipt_and_keeps_what_was_missed() -> None:
    """Rated lower, the due moves out; a clock missed before stays missed."""
    early = then(received(severity=P2), ack("11-20 09:00"), rate("11-20 10:00", P4))
    late = then(received(severity=P2), ack("11-20 09:00"), rate("11-27 10:00", P4))

    assert (ClockVerdict.RUNNING, at("12-17 15:00")) == (
        told(early, "11-27 10:00").resolve.verdict,
        told(early, "11-27 10:00").resolve.target_at,
    )
    assert (ClockVerdict.MISSED, at("12-17 15:00")) == (
        told(late, "11-27 10:00").resolve.verdict,
        told(late, "11-27 10:00").resolve.target_at,
    )


def test_a_priority_change_leaves_ended_clocks_alone() -> None:
    """The acknowledgement was met as P4 and stays met."""
    complaint = then(
        received(severity=P4),
        ack("11-20 09:00"),
        MarkSet(at=at("11-20 10:00"), by=REP, mark=ComplaintMark.SAFETY),
    )
    found = told(complaint, "11-20 10:00")

    assert (ClockVerdict.MET, at("11-20 15:00")) == (
        found.acknowledge.verdict,
        found.acknowledge.target_at,
    )


def test_containment_of_a_complaint_that_became_p1() -> None:
    """The clock counts from the receipt; a measure taken before may have met it already."""
    safety = MarkSet(at=at("11-20 15:30"), by=REP, mark=ComplaintMark.SAFETY)
    measure = Contained(at=at("11-20 10:00"), by=REP, measure="停售")
    late = Contained(at=at("11-20 15:20"), by=REP, measure="停售")
    plain = received()

    assert None is told(then(plain, measure), "11-20 11:00").containment
    assert (
        ClockVerdict.MET is containment(told(then(plain, measure, safety), "11-20 16:00")).verdict
    )
    assert (
        ClockVerdict.MISSED is containment(told(then(plain, late, safety), "11-20 16:00")).verdict
    )
    missed = containment(told(then(plain, safety), "11-20 16:00"))
    assert (ClockVerdict.MISSED, at("11-20 15:30")) == (missed.verdict, missed.runs[0].missed_at)


def test_the_first_measure_counts() -> None:
    """A second emergency measure changes nothing, whenever the complaint becomes P1."""
    complaint = then(
        received(),
        Contained(at=at("11-20 10:00"), by=REP, measure="停售"),
        Contained(at=at("11-20 15:20"), by=REP, measure="召回"),
        MarkSet(at=at("11-20 15:30"), by=REP, mark=ComplaintMark.SAFETY),
    )

    assert at("11-20 10:00") == containment(told(complaint, "11-20 16:00")).runs[0].ended_at


def test_containment_leaves_with_the_priority_unless_it_was_missed() -> None:
    """Lifting the mark takes the containment clock away, but not a missed one."""
    safety = received(severity=P4, marks=(ComplaintMark.SAFETY,))

    def lift(when: str) -> MarkLifted:
        return MarkLifted(
            at=at(when),
            by=REP,
            mark=ComplaintMark.SAFETY,
            approved_by=HEAD,
            approved_as=StaffRole.GENERAL_MANAGER,
            why="无害",
        )

    assert None is told(then(safety, lift("11-20 10:00")), "11-30 10:00").containment
    missed = told(then(safety, lift("11-20 16:00")), "11-30 10:00")
    assert ClockVerdict.MISSED is containment(missed).verdict
    ended = then(safety, lift("11-20 10:00"), withdraw("11-20 11:00"))
    assert None is told(ended, "11-30 10:00").containment


# --- further runs ---


def test_a_reopening_restarts_resolve() -> None:
    """It gets what is left of the target, at least 2 business days, from the reopening."""
    closed = then(
        received(),
        *through("11-24 15:00"),
        SettlementConfirmed(at=at("11-24 16:00"), by=REP),
        Closed(at=at("11-24 16:00"), by=REP, lessons="x"),
    )
    again = then(closed, reopen("11-30 10:00"))
    found = told(again, "11-30 10:00")

    assert (at("12-09 10:00"), 2, ClockVerdict.RUNNING, ClockVerdict.MET) == (
        found.resolve.target_at,
        len(found.resolve.runs),
        found.resolve.verdict,
        found.proposal.verdict,
    )
    assert (at("12-28 10:00"), at("12-30 10:00")) == (found.status.due_at, found.final.due_at)
    assert ClockVerdict.RUNNING is found.final.verdict


def test_a_reopening_gives_at_least_two_business_days() -> None:
    """Where little is left, 2 business days are given; a missed run stays missed."""
    late = then(
        received(),
        *through("12-04 15:00"),
        SettlementConfirmed(at=at("12-04 15:00"), by=REP),
        Closed(at=at("12-04 15:00"), by=REP, lessons="x"),
        reopen("12-07 10:00"),
    )
    found = told(late, "12-07 10:00").resolve

    assert (at("12-09 10:00"), ClockVerdict.MISSED, ClockVerdict.RUNNING) == (
        found.target_at,
        found.verdict,
        found.runs[-1].verdict,
    )


def test_a_reopening_gives_no_more_than_the_whole_target() -> None:
    """P2's proposal has 1 business day in all, so no 2 are given; resolve has 33 of 40 hours left."""
    ended = then(received(severity=P2), ack("11-19 15:30"), withdraw("11-20 14:00"))
    found = told(then(ended, reopen("11-23 09:00")), "11-23 09:00")

    assert (at("11-23 17:00"), at("11-27 10:00")) == (
        found.proposal.target_at,
        found.resolve.target_at,
    )


def test_a_reopening_restarts_what_was_stopped() -> None:
    """Withdrawn before the proposal: both clocks run again, the acknowledgement is met at once."""
    again = then(received(), withdraw("11-19 16:00"), reopen("11-23 10:00"))
    found = told(again, "11-23 10:00")

    assert (ClockVerdict.MET, ClockVerdict.RUNNING, ClockVerdict.RUNNING) == (
        found.acknowledge.verdict,
        found.proposal.verdict,
        found.resolve.verdict,
    )
    assert (at("11-25 17:00"), ClockVerdict.MET) == (
        found.proposal.target_at,
        found.acknowledge.cap.verdict if found.acknowledge.cap else None,
    )


def test_a_run_stopped_in_a_pause_used_only_what_ran() -> None:
    """The pause in which it was withdrawn is no working time used."""
    again = then(
        received(),
        ack("11-19 16:00"),
        ask("11-19 16:00"),
        withdraw("11-20 16:00"),
        reopen("11-23 09:00"),
    )

    assert at("12-04 16:00") == told(again, "11-23 09:00").resolve.target_at


def test_a_clock_never_asked_for_starts_with_the_reopening() -> None:
    """P1 from a safety mark after the reopening is contained within 24 hours of it."""
    again = then(
        received(),
        withdraw("11-19 16:00"),
        reopen("11-23 10:00"),
        MarkSet(at=at("11-23 11:00"), by=REP, mark=ComplaintMark.SAFETY),
    )

    assert at("11-24 10:00") == containment(told(again, "11-23 11:00")).target_at


def test_a_priority_change_in_a_later_run_counts_from_the_reopening() -> None:
    """P2 has 4 of its 5 business days left, from the reopening on."""
    again = then(
        received(),
        withdraw("11-20 15:00"),
        reopen("11-23 10:00"),
        rate("11-23 11:00", P2),
    )

    assert at("11-27 10:00") == told(again, "11-23 11:00").resolve.target_at


def test_a_denial_restarts_resolve_but_not_the_caps() -> None:
    """Step 5 counts as not ended: the cap goes on, resolve has a run of its own."""
    review = then(received(), *through("12-02 15:00"))
    denied = then(
        review,
        SettlementDenied(at=at("12-18 15:00"), by=REP, back_to=ComplaintState.SOLUTION_FOUND),
    )
    found = told(denied, "12-18 15:00")

    assert (at("12-22 15:00"), ClockVerdict.RUNNING, ClockVerdict.RUNNING) == (
        found.resolve.target_at,
        found.final.verdict,
        found.resolve.verdict,
    )
    assert (ClockVerdict.MISSED, ClockVerdict.MISSED) == (
        told(denied, "12-19 15:01").final.verdict,
        found.status.verdict,
    )
    assert ClockVerdict.MET is told(review, "12-30 15:01").final.verdict


def test_a_missed_cap_of_an_earlier_round_stays_missed() -> None:
    """A reopening gives fresh caps, but what was broken stays broken."""
    again = then(
        received(),
        *through("12-21 15:00"),
        SettlementConfirmed(at=at("12-21 15:00"), by=REP),
        Closed(at=at("12-21 15:00"), by=REP, lessons="x"),
        reopen("12-22 10:00"),
    )
    found = told(again, "12-22 10:00").final

    assert (ClockVerdict.MISSED, at("01-21 10:00")) == (found.verdict, found.due_at)


# --- merging and splitting ---


def take(
    when: str,
    receipt: str,
    acknowledged: str | None = None,
    priority: Priority = Priority.P3,
) -> DuplicateTaken:
    """Return a duplicate taken into the complaint."""
    return DuplicateTaken(
        at=at(when),
        by=REP,
        duplicate_id=ComplaintId("C-2"),
        received_at=at(receipt),
        acknowledged_at=None if acknowledged is None else at(acknowledged),
        priority=priority,
    )


def test_the_survivor_counts_from_the_earliest_receipt() -> None:
    """Clocks and caps start at the duplicate's receipt."""
    found = told(then(received(), take("11-19 16:00", "11-18 15:00")), "11-19 16:00")

    assert (at("11-19 15:00"), ClockVerdict.MISSED, at("12-02 15:00"), at("12-18 15:00")) == (
        found.acknowledge.target_at,
        found.acknowledge.verdict,
        found.resolve.target_at,
        found.final.due_at,
    )


def test_the_survivor_takes_the_earliest_acknowledgement() -> None:
    """Acknowledged as the duplicate was, and judged by the earliest receipt."""
    taken = then(received(), take("11-20 15:30", "11-18 15:00", "11-19 15:00"))
    both = then(received(), ack("11-20 09:00"), take("11-20 09:30", "11-18 15:00"))
    younger = then(received(), ack("11-20 09:00"), take("11-20 09:30", "11-19 16:00"))

    assert [ClockVerdict.MET, ClockVerdict.MISSED, ClockVerdict.MET] == [
        told(complaint, "11-20 15:30").acknowledge.verdict for complaint in (taken, both, younger)
    ]
    assert ComplaintState.LISTENING is taken.state


def test_the_survivor_takes_the_higher_priority_until_rated_anew() -> None:
    """The duplicate's P2 holds until somebody rates the case; a lower one changes nothing."""
    taken = then(
        received(), ack("11-20 09:00"), take("11-20 09:30", "11-19 16:00", None, Priority.P2)
    )
    lower = then(received(), take("11-20 09:30", "11-19 16:00", None, Priority.P4))

    assert (Priority.P2, Priority.P3, Priority.P3) == (
        told(taken, "11-20 10:00").priority,
        told(then(taken, rate("11-20 10:00", P3)), "11-20 10:00").priority,
        told(lower, "11-20 10:00").priority,
    )
    unrated = then(received(severity=None), take("11-20 09:30", "11-19 16:00", None, Priority.P2))
    assert Priority.P2 is told(unrated, "11-20 10:00").priority


def test_the_priority_of_a_duplicate_shows_when_a_mark_is_lifted() -> None:
    """Safety hid that the duplicate ranked higher than what the survivor was rated."""
    marked = then(received(severity=P4, marks=(ComplaintMark.SAFETY,)), ack("11-19 15:30"))
    taken = then(marked, take("11-19 16:00", "11-19 15:00", None, Priority.P3))
    lifted = MarkLifted(
        at=at("11-19 17:00"),
        by=REP,
        mark=ComplaintMark.SAFETY,
        approved_by=HEAD,
        approved_as=StaffRole.GENERAL_MANAGER,
        why="没有危险",
    )

    assert Priority.P1 is told(taken, "11-19 16:30").priority
    assert Priority.P3 is told(then(taken, lifted), "11-19 17:00").priority


def test_the_survivor_keeps_its_extension_and_letter() -> None:
    """An older receipt moves the caps back, the extension stays."""
    notice = ExtensionNotified(
        at=at("11-20 10:00"), by=REP, why="等检测", answer_at=at("12-31 10:00")
    )
    taken = then(received(), ack("11-20 09:00"), notice, take("11-20 11:00", "11-18 15:00"))
    found = told(taken, "11-20 11:00")

    assert (at("01-13 15:00"), ClockVerdict.MET) == (found.final.due_at, found.status.verdict)


def test_a_reopened_survivor_keeps_its_clocks() -> None:
    """A duplicate of an older round changes nothing in the present one."""
    again = then(received(), withdraw("11-20 15:00"), reopen("11-23 10:00"))
    taken = then(again, take("11-23 11:00", "11-18 15:00"))

    assert told(again, "11-23 12:00").resolve == told(taken, "11-23 12:00").resolve


def test_a_split_off_complaint_carries_the_clocks() -> None:
    """The part has the parent's verdicts up to the split."""
    parent, child = then(received(), ack("11-20 15:01")).split(
        ComplaintId("C-9"), at=at("11-20 16:00"), by=REP
    )

    assert told(parent, "11-30 10:00").clocks == told(child, "11-30 10:00").clocks


# --- escalation ---


def test_marks_of_the_resolve_clock() -> None:
    """75 % warns when reached, 100 and 150 % go up once passed."""
    complaint = received()
    warned = raised(complaint, "12-01 11:00").steps

    assert [] == fired(complaint, "12-01 10:59")
    assert [("warning", at("12-01 11:00"), 0)] == fired(complaint, "12-01 11:00")
    assert (StaffRole.HANDLER, StaffRole.OFFICE_HEAD) == warned[0].warned
    assert 0 == raised(complaint, "12-03 15:00").level
    assert [
        ("warning", at("12-01 11:00"), 0),
        ("overdue", at("12-03 15:00"), 1),
    ] == fired(complaint, "12-03 15:01")
    assert 1 == raised(complaint, "12-10 15:00").level
    beyond = raised(complaint, "12-10 15:01")
    assert (2, StaffRole.SALES_MANAGER, at("12-10 15:00")) == (
        beyond.level,
        beyond.owner,
        beyond.steps[-1].fired_at,
    )


def test_pauses_move_the_marks() -> None:
    """Shares are of the working time without pauses; a fired warning stays after a pause."""
    waited = then(received(), ack("11-20 09:00"), ask("11-23 10:00"), reply("11-25 10:00"))
    fired_first = then(received(), ack("11-20 09:00"), ask("12-01 11:00"))

    assert [("warning", at("12-03 11:00"), 0)] == fired(waited, "12-04 10:00")
    assert [("warning", at("12-01 11:00"), 0)] == fired(fired_first, "12-02 10:00")
    assert [] == fired(then(received(), ack("11-20 09:00"), ask("12-01 10:59")), "12-02 10:00")


def test_a_pause_begun_after_the_due_holds_no_mark() -> None:
    """It moves nothing: 150 % of 80 hours, Thu 10 December 15:00, pass while we wait."""
    late = then(received(), ack("11-20 09:00"), ask("12-03 15:01"))

    assert [
        ("warning", at("12-01 11:00"), 0),
        ("overdue", at("12-03 15:00"), 1),
        ("far_overdue", at("12-10 15:00"), 2),
    ] == fired(late, "12-10 15:01")


def test_fired_steps_stay_after_a_downgrade() -> None:
    """Overdue as P2, the case stays a level up as P4, whose due lies ahead."""
    lowered = then(
        received(severity=P2), ack("11-19 15:30"), rate("11-19 16:00", P2), rate("11-30 10:00", P4)
    )

    assert [("warning", at("11-25 13:00"), 0), ("overdue", at("11-26 15:00"), 1)] == fired(
        lowered, "11-30 10:00"
    )
    assert 1 == raised(lowered, "12-01 10:00").level


def test_a_hand_over_changes_no_clock() -> None:
    """The clocks run by the calendar of the branch that received the case, whoever has it."""
    handed = then(
        received(),
        HandedOver(at=at("11-19 16:00"), by=REP, to=HEAD),
        TakenOver(at=at("11-19 16:30"), by=HEAD),
    )

    assert told(received(), "11-20 09:00") == told(handed, "11-20 09:00")


def test_time_alone_moves_no_state() -> None:
    """Long after both reminders and the 14 days the case still waits; giving up is proposed."""
    waiting = then(received(), ack("11-20 09:00"), ask("11-20 10:00"))

    assert StepKind.NO_RESPONSE in {step.kind for step in told(waiting, "12-18 10:00").proposed}
    assert ComplaintState.WAITING_CUSTOMER is waiting.as_known_at(at("12-18 10:00")).state


def test_a_passed_final_cap_does_what_the_whole_target_does() -> None:
    """Day 30 passed with the clock paused: the next level owns, once."""
    waited = then(received(), ack("11-20 09:00"), ask("11-20 09:00"), reply("12-23 09:00"))

    assert [("final_cap", at("12-19 15:00"), 1)] == fired(waited, "12-19 15:01")
    assert [
        ("final_cap", at("12-19 15:00"), 1),
        ("warning", at("01-01 11:00"), 1),
    ] == fired(waited, "01-05 15:01")
    assert [0, 1, 2] == [step[2] for step in fired(received(), "12-30 10:00")]


def test_the_cap_passes_in_the_review_and_counts_with_the_denial() -> None:
    """In the review nothing fires; the denial brings the broken cap back."""
    denied = then(
        received(),
        *through("12-02 15:00"),
        SettlementDenied(at=at("12-21 15:00"), by=REP, back_to=ComplaintState.ANALYSING),
    )

    assert [
        ("warning", at("12-01 11:00"), 0),
        ("final_cap", at("12-21 15:00"), 1),
    ] == fired(denied, "12-21 15:00")
    assert 1 == len(fired(denied, "12-21 14:59"))


def test_marks_fire_once_a_run() -> None:
    """A denial begins a new run with marks of its own allotment."""
    denied = then(
        received(),
        *through("12-04 10:00"),
        SettlementDenied(at=at("12-04 15:00"), by=REP, back_to=ComplaintState.ANALYSING),
    )

    assert [
        ("warning", at("12-01 11:00"), 0),
        ("overdue", at("12-03 15:00"), 1),
        ("warning", at("12-08 11:00"), 1),
        ("overdue", at("12-08 15:00"), 2),
    ] == fired(denied, "12-08 15:01")


@pytest.mark.parametrize("mark", list(ComplaintMark))
def test_safety_law_and_press_go_to_the_top_at_once(mark: ComplaintMark) -> None:
    """At intake or later, the general manager owns it at once."""
    at_intake = received(marks=(mark,))
    later = then(received(), MarkSet(at=at("11-19 16:00"), by=REP, mark=mark))

    assert [(mark.value, at("11-19 15:00"), 4)] == fired(at_intake, "11-19 15:00")
    assert [(mark.value, at("11-19 16:00"), 4)] == fired(later, "11-19 16:00")
    assert StaffRole.GENERAL_MANAGER is raised(later, "11-19 16:00").owner


def test_the_top_is_the_ceiling() -> None:
    """Further steps fire at the top without going beyond it."""
    asked = then(
        received(marks=(ComplaintMark.PRESS,)), EscalationAsked(at=at("11-19 16:00"), by=REP)
    )

    assert [("press", 4), ("asked", 4)] == [(s[0], s[2]) for s in fired(asked, "11-19 16:00")]


def test_refusal_repetition_and_request_go_up_one_each() -> None:
    """Steps add up, each refusal, repetition and request once."""
    complaint = then(
        received(),
        ack("11-20 09:00"),
        *analysed("11-20 09:00"),
        *propose("11-20 09:00"),
        ProposalRefused(at=at("11-20 10:00"), by=REP),
        Repeated(at=at("11-20 11:00"), by=REP),
        EscalationAsked(at=at("11-20 12:00"), by=REP),
    )

    assert [
        ("refused", at("11-20 10:00"), 1),
        ("repeated", at("11-20 11:00"), 2),
        ("asked", at("11-20 12:00"), 3),
    ] == fired(complaint, "11-20 12:00")
    assert ["refused.1", "repeated.1", "asked.1"] == [
        step.key for step in raised(complaint, "11-20 12:00").steps
    ]
    twice = then(complaint, EscalationAsked(at=at("11-20 13:00"), by=REP))
    assert "asked.2" == raised(twice, "11-20 13:00").steps[-1].key


def test_a_change_of_person_is_the_step_of_the_refusal() -> None:
    """Going up for the refusal and changing the person are one step, not two."""
    complaint = then(
        received(),
        ack("11-20 09:00"),
        *analysed("11-20 09:00"),
        *propose("11-20 09:00"),
        ProposalRefused(at=at("11-20 10:00"), by=REP),
    )
    changed = then(
        complaint,
        ChangeMade(at=at("11-20 10:00"), by=REP, kind=ChangeKind.PERSON, person=HEAD),
    )

    assert (True, ()) == (
        raised(complaint, "11-20 10:00").change_needed,
        raised(complaint, "11-20 10:00").changes,
    )
    assert (1, False, (ChangeKind.PERSON,)) == (
        raised(changed, "11-20 10:00").level,
        raised(changed, "11-20 10:00").change_needed,
        raised(changed, "11-20 10:00").changes,
    )


def test_a_heated_customer_needs_a_change() -> None:
    """Heat alone calls for one of the three changes."""
    heated = then(received(), CustomerHeated(at=at("11-19 16:00"), by=REP))

    assert raised(heated, "11-19 16:00").change_needed


def test_nothing_fires_in_the_review_or_after_the_end() -> None:
    """A request, a mark or the passing of time changes no level there, and fired steps stay."""
    review = then(received(), *through("12-02 15:00"))
    asked = then(
        review,
        EscalationAsked(at=at("12-02 16:00"), by=REP),
        MarkSet(at=at("12-02 16:00"), by=REP, mark=ComplaintMark.PRESS),
    )
    ended = then(received(), EscalationAsked(at=at("11-19 16:00"), by=REP), withdraw("11-19 17:00"))

    assert [("warning", at("12-01 11:00"), 0)] == fired(asked, "12-30 10:00")
    assert 1 == raised(ended, "12-30 10:00").level
    denied = SettlementDenied(at=at("12-03 10:00"), by=REP, back_to=ComplaintState.ANALYSING)
    assert ("press", at("12-03 10:00"), 4) == fired(then(asked, denied), "12-03 10:00")[-1]


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        (CauseKind.PRODUCT_QUALITY, StaffRole.QUALITY),
        (CauseKind.QUANTITY, StaffRole.LOGISTICS),
        (CauseKind.DELIVERY_DELAY, StaffRole.LOGISTICS),
        (CauseKind.TRANSIT_DAMAGE, StaffRole.LOGISTICS),
        (CauseKind.PRICE_INVOICE, StaffRole.FINANCE),
        (CauseKind.PAYMENT_CREDIT, StaffRole.FINANCE),
        (CauseKind.INSTALLATION_USE, StaffRole.TECHNICAL_SERVICE),
        (CauseKind.PROMISE_CONTRACT, StaffRole.SALES_MANAGER),
        (CauseKind.SERVICE_ATTITUDE, StaffRole.SALES_MANAGER),
        (CauseKind.OTHER, StaffRole.OFFICE_HEAD),
    ],
)
def test_the_cause_names_the_department(kind: CauseKind, function: StaffRole) -> None:
    """Each kind of cause goes to its department, whatever the level."""
    found = CauseFound(
        at=at("11-20 09:00"),
        by=REP,
        cause=Cause(kind=kind, fault=FaultSide.NONE),
        evidence="照片",
    )
    complaint = then(received(), ack("11-20 09:00"), *analysed("11-20 09:00")[:2], found)

    assert function is raised(complaint, "11-20 09:00").function


def test_no_cause_no_department() -> None:
    """Unknown or unfounded, nobody else is called in, and the reason says which."""
    listened = then(received(), ack("11-20 09:00"), *analysed("11-20 09:00")[:2])
    unfounded = then(listened, FoundUnfounded(at=at("11-20 09:00"), by=REP, why="看错"))
    facts = ComplaintFacts(complaint=listened, calendar=OFFICE)
    facts_of = ComplaintFacts(complaint=unfounded, calendar=OFFICE)

    assert assess(facts, now=at("11-20 09:00")).has("complaints.cause_unknown")
    assert assess(facts_of, now=at("11-20 09:00")).has("complaints.unfounded")


def test_the_former_owner_stays_responsible() -> None:
    """Until it is taken over, responsibility stays where it was."""
    handed = then(received(), HandedOver(at=at("11-19 16:00"), by=REP, to=HEAD))
    found = raised(handed, "11-19 16:00")

    assert (REP, HEAD) == (found.responsible, found.taking_over)


def test_recorded_steps_are_not_offered_again() -> None:
    """What an Escalated event carries is on record."""
    asked = then(received(), EscalationAsked(at=at("11-19 16:00"), by=REP))
    recorded = then(asked, Escalated(at=at("11-19 16:00"), by=REP, step="asked.1"))

    assert (("asked.1",), ()) == (
        raised(asked, "11-19 16:00").unrecorded,
        raised(recorded, "11-19 16:00").unrecorded,
    )


# --- reasons, facts, rules ---


@pytest.mark.parametrize(
    ("complaint", "code"),
    [
        (received(), "rated"),
        (received(tier=Tier.A), "tier_raised"),
        (received(severity=None), "provisional"),
        (received(marks=(ComplaintMark.LEGAL,)), "safety_or_legal"),
        (
            then(received(), take("11-19 16:00", "11-19 16:00", None, Priority.P2)),
            "merged_priority",
        ),
        (
            then(received(severity=None), take("11-19 16:00", "11-19 16:00", None, Priority.P2)),
            "merged_priority",
        ),
    ],
)
def test_the_first_reason_is_that_of_the_priority(complaint: Complaint, code: str) -> None:
    """The decision says why the complaint has its priority."""
    facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)

    assert f"complaints.{code}" == deadlines(facts, now=at("11-19 16:00")).codes[0]


def test_a_foreign_calendar_is_refused() -> None:
    """The clocks run by the calendar that the complaint names."""
    named = attrs.evolve(received(), calendar_id=CalendarId("beijing"))

    with pytest.raises(InvalidValueError, match="beijing"):
        ComplaintFacts(complaint=named, calendar=OFFICE)
    with pytest.raises(InvalidValueError):
        deadlines(
            ComplaintFacts(complaint=received(), calendar=OFFICE),
            now=pendulum.naive(2026, 11, 20),
        )


def test_bad_rules_are_refused() -> None:
    """Shares that do not rise, missing priorities or causes, empty targets."""
    default = EscalationRules()
    broken: Sequence[dict[str, object]] = (
        {"next_percent": 75},
        {"beyond_percent": 100},
        {"targets": {Priority.P1: default.targets[Priority.P1]}},
        {"targets": dict.fromkeys(Priority, 3)},
        {"functions": {}},
        {"functions": dict.fromkeys(CauseKind, 3)},
        {"ladder": ()},
    )
    for change in broken:
        with pytest.raises(InvalidValueError):
            EscalationRules(**change)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="minutes"):
        Target()


def test_the_business_day_is_a_figure_of_the_rules() -> None:
    """10 business days of 7 hours each are 70 working hours."""
    rules = EscalationRules()
    short = attrs.evolve(rules, terms=attrs.evolve(rules.terms, business_day_minutes=420))

    assert at("12-02 13:00") == told(received(), "11-19 15:00", short).resolve.target_at


def ahead(complaint: Complaint, now: str) -> list[tuple[Trigger, DateTime, int, StaffRole]]:
    """Return what time alone will do."""
    steps = raised(complaint, now).upcoming
    return [(step.trigger, step.at, step.to_level, step.owner) for step in steps]


def test_each_level_knows_until_when_it_has_to_resolve_it() -> None:
    """Warned after 60 hours, the office head's after 80, the sales manager's after 120."""
    complaint = then(received(), Acknowledged(at=at("11-20 10:00"), by=REP))

    assert [
        (Trigger.WARNING, at("12-01 11:00"), 0, StaffRole.HANDLER),
        (Trigger.OVERDUE, at("12-03 15:00"), 1, StaffRole.OFFICE_HEAD),
        (Trigger.FAR_OVERDUE, at("12-10 15:00"), 2, StaffRole.SALES_MANAGER),
    ] == ahead(complaint, "11-20 15:00")
    assert [Trigger.FAR_OVERDUE] == [step[0] for step in ahead(complaint, "12-03 15:01")]
    assert [] == ahead(complaint, "12-10 15:01")


def test_while_waiting_only_the_final_cap_lies_ahead() -> None:
    """A pause holds the marks, and never the cap."""
    asked = QuestionSent(at=at("11-23 10:00"), by=REP, question="x")
    waiting = then(received(), Acknowledged(at=at("11-20 10:00"), by=REP), asked)

    assert [(Trigger.FINAL_CAP, at("12-19 15:00"), 1, StaffRole.OFFICE_HEAD)] == ahead(
        waiting, "11-24 10:00"
    )


def test_the_same_day_of_the_next_month_is_another_day() -> None:
    """An acknowledgement a month later at the same hour is late, on time as its day may look."""
    late = then(received(), Acknowledged(at=at("12-19 15:00"), by=REP))

    assert ClockVerdict.MISSED is told(late, "12-19 15:00").acknowledge.verdict


# --- laws ---

MOMENTS: Final = st.integers(0, 60 * 1440).map(
    lambda minute: OFFICE.instant_from(moment(at("11-17 00:00")) + minute * 60_000_000)
)


@given(complaints(), MOMENTS)
def test_a_later_event_does_not_change_what_was_known(complaint: Complaint, now: DateTime) -> None:
    """The replay of a prefix is the state then known; asking twice gives the same."""
    facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)
    then_known = ComplaintFacts(complaint=complaint.as_known_at(now), calendar=OFFICE)

    for question in (deadlines, assess):
        first = question(facts, now=now)
        assert first == question(facts, now=now)
        assert first == question(then_known, now=now)


@given(complaints(), MOMENTS, MOMENTS)
def test_levels_and_misses_never_go_back(
    complaint: Complaint, one: DateTime, other: DateTime
) -> None:
    """Fired steps stay in their order, and a level never falls."""
    facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)
    early, late = sorted((one, other), key=moment)
    before, after = assess(facts, now=early).outcome, assess(facts, now=late).outcome
    if before is None or after is None:
        return

    assert before.steps == after.steps[: len(before.steps)]
    assert before.level <= after.level
    assert len({step.key for step in after.steps}) == len(after.steps)
    assert [moment(s.fired_at) for s in after.steps] == sorted(
        moment(s.fired_at) for s in after.steps
    )


@given(complaints(), MOMENTS)
def test_a_note_changes_nothing(complaint: Complaint, now: DateTime) -> None:
    """What only is noted moves no clock and no level."""
    if complaint.state.is_terminal:
        return
    noted = complaint.record(Noted(at=complaint.last_at, by=REP, text="x"))

    for question in (deadlines, assess):
        assert (
            question(ComplaintFacts(complaint=complaint, calendar=OFFICE), now=now).outcome
            == question(ComplaintFacts(complaint=noted, calendar=OFFICE), now=now).outcome
        )


@given(complaints(), MOMENTS)
def test_every_reason_has_its_sentence(complaint: Complaint, now: DateTime) -> None:
    """All codes are worded in all languages, and no place stays unfilled."""
    facts = ComplaintFacts(complaint=complaint, calendar=OFFICE)
    for decision in (deadlines(facts, now=now), assess(facts, now=now)):
        assert set(decision.codes) <= texts().keys()
        assert all(explain(decision))


def test_every_possible_code_is_worded() -> None:
    """Codes built from verdicts, triggers and steps have their sentences."""
    codes = {f"complaints.clock_{verdict.value}" for verdict in ClockVerdict}
    codes |= {f"complaints.cap_{verdict.value}" for verdict in ClockVerdict} - {
        "complaints.cap_paused"
    }
    codes |= {f"complaints.{kind.value}_due" for kind in StepKind}
    codes |= {f"complaints.{trigger.value}" for trigger in Trigger} - {
        "complaints.safety",
        "complaints.legal",
        "complaints.press",
    }

    assert set() == codes - texts().keys()


def test_a_clock_change_in_a_pause() -> None:
    """A pause over the change is as long as the working time that passed in it."""
    berlin = WorkCalendar.always("berlin", time_zone="Europe/Berlin")
    start = pendulum.datetime(2026, 10, 24, 12, tz="Europe/Berlin")
    complaint = attrs.evolve(received(), received_at=start)
    for event in (
        Acknowledged(at=start, by=REP),
        QuestionSent(at=start, by=REP, question="?"),
        CustomerReplied(at=start.add(days=1), by=REP),
    ):
        complaint = complaint.record(event)
    facts = ComplaintFacts(complaint=complaint, calendar=berlin)
    found = deadlines(facts, now=start.add(days=1)).outcome

    assert found is not None
    target = found.resolve.target_at
    assert target is not None
    assert (80 + 25) * 3_600_000_000 == moment(target) - moment(start)


def test_clock_kinds_are_all_there() -> None:
    """Every clock of a P1 complaint is told."""
    found = told(received(severity=P1), "11-19 15:00")

    assert list(ClockKind) == [clock.kind for clock in found.clocks]
    assert at("11-19 16:00") == found.next_due_at


def test_an_argument_of_another_kind_is_refused() -> None:
    """Facts that are no facts, and rules that are none, whatever is asked."""
    facts = ComplaintFacts(complaint=received(), calendar=OFFICE)
    now = at("11-20 10:00")
    for question in (deadlines, assess):
        with pytest.raises(InvalidValueError, match="EscalationRules"):
            question(facts, now=now, rules={})  # type: ignore[arg-type] # on purpose
        with pytest.raises(InvalidValueError, match="ComplaintFacts"):
            question(received(), now=now)  # type: ignore[arg-type] # on purpose
    with pytest.raises(InvalidValueError, match="time zone"):
        received().as_known_at(now.naive())
