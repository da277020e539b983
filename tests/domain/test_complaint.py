"""Complaint: the six steps, the side states and what each of them refuses."""

from __future__ import annotations

import pickle
from typing import Any, Final

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from clientcare.codec import JsonCodec
from clientcare.domain._complaint_flow import follow
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
from clientcare.domain.complaint_facts import Cause, ComplaintTerms, Remedy, Severity
from clientcare.domain.complaint_progress import ComplaintProgress
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
from clientcare.domain.corrective_events import InterimMeasureTaken
from clientcare.domain.ids import CompanyId, ComplaintId, CustomerId, OrderId, StaffId
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.testing.strategies.complaints import complaints

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
HEAD: Final = StaffId("head")
S: Final = ComplaintState


def at(text: str) -> DateTime:
    """Return local time ``MM-DD HH:MM`` of 2026 in Shanghai."""
    day, clock = text.split(" ")
    month, date = (int(part) for part in day.split("-"))
    hour, minute = (int(part) for part in clock.split(":"))
    return pendulum.datetime(2026, month, date, hour, minute, tz="Asia/Shanghai")


def received(when: str = "11-19 15:00") -> Complaint:
    """Return a complaint as received."""
    return Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=at(when),
        received_by=REP,
        owner_id=REP,
        about="两箱渗漏",
        remedy_sought="换货",
    )


CAUSE: Final = Cause(kind=CauseKind.PRODUCT_QUALITY, fault=FaultSide.OURS)
SEVERITY: Final = Severity(impact=2, urgency=2)
EXCHANGE: Final = (Remedy(kind=RemedyKind.REPLACEMENT),)
EXPLAIN: Final = (Remedy(kind=RemedyKind.EXPLANATION),)
NOON: Final = at("11-20 12:00")


def acknowledged(when: DateTime = NOON) -> Acknowledged:
    """Return an acknowledgement."""
    return Acknowledged(at=when, by=REP)


def rated(when: DateTime = NOON, impact: int = 2, urgency: int = 2, why: str = "") -> SeverityRated:
    """Return a rating."""
    severity = Severity(impact=impact, urgency=urgency)
    return SeverityRated(at=when, by=REP, severity=severity, why=why)


def way(when: DateTime = NOON) -> dict[ComplaintState, tuple[ComplaintEvent, ...]]:
    """Return the events that lead from one step to the next, all at one instant."""
    return {
        S.RECEIVED: (acknowledged(when),),
        S.LISTENING: (rated(when), AccountConfirmed(at=when, by=REP, account="两箱渗漏")),
        S.ANALYSING: (CauseFound(at=when, by=REP, cause=CAUSE, evidence="照片"),),
        S.SOLUTION_FOUND: (
            RemedyChosen(at=when, by=REP, remedies=EXCHANGE),
            ProposalSent(at=when, by=REP),
        ),
        S.PROPOSED: (ProposalAccepted(at=when, by=REP),),
        S.ACTING: (ActionDone(at=when, by=REP, evidence="签收单"),),
        S.REVIEWING: (
            SettlementConfirmed(at=when, by=REP, satisfaction=5),
            Closed(at=when, by=REP, lessons="加固包装"),
        ),
    }


def in_state(state: ComplaintState, when: DateTime = NOON) -> Complaint:
    """Return a complaint that went the straight road up to a state."""
    complaint = received()
    for step in (
        S.RECEIVED, S.LISTENING, S.ANALYSING, S.SOLUTION_FOUND, S.PROPOSED, S.ACTING, S.REVIEWING,
    ):  # fmt: skip
        if complaint.state is state:
            return complaint
        for event in way(when)[step]:
            complaint = complaint.record(event)
    return complaint


def asked(state: ComplaintState, when: DateTime = NOON) -> Complaint:
    """Return a complaint that waits for an answer asked for in a state."""
    return in_state(state).record(QuestionSent(at=when, by=REP, question="哪一批?"))


# --- the six steps ---


def test_the_straight_road() -> None:
    """Each step leads to the next, and the review to the end."""
    complaint = received()
    states = [complaint.state]
    for step in list(way().values()):
        for event in step:
            complaint = complaint.record(event)
        states.append(complaint.state)

    assert [
        S.RECEIVED, S.LISTENING, S.ANALYSING, S.SOLUTION_FOUND, S.PROPOSED, S.ACTING, S.REVIEWING,
        S.CLOSED,
    ] == states  # fmt: skip
    assert (CAUSE, EXCHANGE) == (complaint.progress.cause, complaint.progress.remedies)


@pytest.mark.parametrize(
    "state", [S.LISTENING, S.ANALYSING, S.SOLUTION_FOUND, S.PROPOSED, S.ACTING]
)
def test_no_step_is_skipped(state: ComplaintState) -> None:
    """An event of a later step is refused, and the complaint is as it was."""
    complaint = in_state(state)
    for later in [step for step in way() if step is not state]:
        event = way()[later][-1]

        with pytest.raises(TransitionError, match="cannot happen in this state"):
            complaint.record(event)


def test_listening_ends_only_with_the_severity_rated() -> None:
    """The account is confirmed, but nobody has said how bad it is."""
    complaint = in_state(S.LISTENING)

    with pytest.raises(TransitionError, match="severity"):
        complaint.record(way()[S.LISTENING][1])


def test_severity_is_not_rated_before_listening() -> None:
    """Until step 1 the judgement of the intake holds."""
    with pytest.raises(TransitionError):
        received().record(rated())


def test_a_lower_severity_needs_a_reason() -> None:
    """Rating it lower than before needs a reason, rating it higher or first does not."""
    complaint = in_state(S.ANALYSING)

    assert complaint.record(rated(impact=1)).progress.severity == Severity(impact=1, urgency=2)
    assert complaint.record(rated(impact=3, why="只有一箱")).progress.severity is not None
    with pytest.raises(TransitionError, match="reason"):
        complaint.record(rated(impact=3))


def test_unfounded_goes_the_same_road_with_an_explanation() -> None:
    """A complaint without ground is settled with an explanation."""
    unfounded = in_state(S.ANALYSING).record(FoundUnfounded(at=NOON, by=REP, why="标签看错"))

    assert (S.SOLUTION_FOUND, True) == (unfounded.state, unfounded.progress.unfounded)
    with pytest.raises(TransitionError, match="explanation"):
        unfounded.record(RemedyChosen(at=NOON, by=REP, remedies=EXCHANGE))
    chosen = unfounded.record(RemedyChosen(at=NOON, by=REP, remedies=EXPLAIN))
    assert chosen.record(ProposalSent(at=NOON, by=REP)).state is S.PROPOSED


def test_a_proposal_needs_a_remedy() -> None:
    """Nothing is proposed before something is chosen, also after going back."""
    with pytest.raises(TransitionError, match="remedy"):
        in_state(S.SOLUTION_FOUND).record(ProposalSent(at=NOON, by=REP))
    back = in_state(S.PROPOSED).record(ProposalRefused(at=NOON, by=REP, back_to=S.SOLUTION_FOUND))
    with pytest.raises(TransitionError, match="remedy"):
        back.record(ProposalSent(at=NOON, by=REP))


def test_resolved_on_first_contact() -> None:
    """All six steps in one go close a complaint just received, and only such a one."""
    event = ResolvedOnFirstContact(
        at=NOON,
        by=REP,
        account="发票抬头错",
        severity=SEVERITY,
        cause=CAUSE,
        remedies=EXCHANGE,
        evidence="新发票",
        lessons="核对抬头",
    )

    closed = received().record(event)

    assert (S.CLOSED, CAUSE, SEVERITY) == (
        closed.state,
        closed.progress.cause,
        closed.progress.severity,
    )
    assert closed.acknowledged_at is None
    with pytest.raises(TransitionError):
        in_state(S.LISTENING).record(event)
    with pytest.raises(TransitionError, match="reason"):
        received().record(attrs.evolve(event, cause=None))
    with pytest.raises(TransitionError, match="explanation"):
        received().record(attrs.evolve(event, cause=None, why="看错"))
    unfounded = attrs.evolve(event, cause=None, why="看错", remedies=EXPLAIN)
    assert received().record(unfounded).progress.unfounded


# --- refusal, deadlock, denial ---


@pytest.mark.parametrize("back_to", [S.ANALYSING, S.SOLUTION_FOUND])
def test_a_refusal_goes_back_to_step_two_or_three(back_to: ComplaintState) -> None:
    """At once or later, a refused proposal goes back; each refusal counts once."""
    proposed = in_state(S.PROPOSED)
    at_once = proposed.record(ProposalRefused(at=NOON, by=REP, back_to=back_to))
    refused = proposed.record(ProposalRefused(at=NOON, by=REP))
    later = refused.record(SentBack(at=NOON, by=REP, back_to=back_to))

    assert (back_to, back_to, S.PROPOSED) == (at_once.state, later.state, refused.state)
    assert later.progress.refusals == 1
    with pytest.raises(TransitionError, match="already"):
        refused.record(ProposalRefused(at=NOON, by=REP))
    with pytest.raises(InvalidValueError):
        ProposalRefused(at=NOON, by=REP, back_to=S.ACTING)


def test_a_customer_may_accept_after_all() -> None:
    """While nothing else is decided, a refused proposal can be accepted."""
    refused = in_state(S.PROPOSED).record(ProposalRefused(at=NOON, by=REP))

    accepted = refused.record(ProposalAccepted(at=NOON, by=REP))

    assert (S.ACTING, False) == (accepted.state, accepted.progress.refused)


def test_deadlock_needs_a_refusal_first() -> None:
    """The final answer in writing follows a refusal and ends the case."""
    final = FinalAnswerSent(at=NOON, by=REP, external_route="12315")
    refused = in_state(S.PROPOSED).record(ProposalRefused(at=NOON, by=REP))

    assert refused.record(final).state is S.DEADLOCK
    with pytest.raises(TransitionError, match="refused"):
        in_state(S.PROPOSED).record(final)
    with pytest.raises(TransitionError, match="refused"):
        in_state(S.PROPOSED).record(SentBack(at=NOON, by=REP, back_to=S.ANALYSING))


@pytest.mark.parametrize("back_to", [S.ANALYSING, S.SOLUTION_FOUND])
def test_a_denial_in_the_review_goes_back(back_to: ComplaintState) -> None:
    """Who denies that it is settled sends it back to step 2 or 3."""
    denied = in_state(S.REVIEWING).record(SettlementDenied(at=NOON, by=REP, back_to=back_to))

    assert back_to is denied.state


# --- closing ---


def test_closing_needs_confirmation_or_silence() -> None:
    """Neither confirmed nor silent for ten business days: it stays under review."""
    review = in_state(S.REVIEWING)
    with pytest.raises(TransitionError, match="neither confirmed"):
        review.record(Closed(at=at("11-30 12:00"), by=REP, lessons="x"))


def test_silence_counts_after_ten_business_days() -> None:
    """Ten business days are 80 working hours after entering the review, that moment included."""
    review = in_state(S.REVIEWING)
    silent = Closed(at=at("12-04 12:00"), by=REP, lessons="x", by_silence=True)

    assert review.record(silent, calendar=OFFICE).state is S.CLOSED
    early = attrs.evolve(silent, at=at("12-04 11:59"))
    with pytest.raises(TransitionError, match="silence"):
        review.record(early, calendar=OFFICE)
    with pytest.raises(TransitionError, match="calendar"):
        review.record(silent)
    confirmed = review.record(SettlementConfirmed(at=NOON, by=REP))
    assert confirmed.record(early).state is S.CLOSED


def test_lessons_are_required() -> None:
    """A case is not closed without what was learned."""
    with pytest.raises(InvalidValueError, match="lessons"):
        Closed(at=NOON, by=REP, lessons=" ")


# --- waiting for the customer ---


@pytest.mark.parametrize(
    "state", [S.LISTENING, S.ANALYSING, S.SOLUTION_FOUND, S.PROPOSED, S.ACTING]
)
def test_the_reply_leads_back(state: ComplaintState) -> None:
    """Waiting is entered with a question and left to the state it came from."""
    waiting = asked(state)

    assert waiting.state is S.WAITING_CUSTOMER
    assert waiting.record(CustomerReplied(at=NOON, by=REP)).state is state
    assert waiting.record(ReminderSent(at=NOON, by=REP)).state is S.WAITING_CUSTOMER


def test_a_refused_proposal_stays_refused_over_a_question() -> None:
    """A question between the refusal and the decision forgets nothing."""
    refused = in_state(S.PROPOSED).record(ProposalRefused(at=NOON, by=REP))
    waiting = refused.record(QuestionSent(at=NOON, by=REP, question="?"))

    assert waiting.record(CustomerReplied(at=NOON, by=REP)).progress.refused


@pytest.mark.parametrize("state", [S.RECEIVED, S.REVIEWING])
def test_no_waiting_before_the_acknowledgement_or_in_the_review(state: ComplaintState) -> None:
    """Pauses before the acknowledgement, and in the review, are refused."""
    with pytest.raises(TransitionError):
        asked(state)


def test_no_response_ends_the_case_after_fourteen_days() -> None:
    """Fourteen calendar days after the question, when both reminders were due before."""
    waiting = asked(S.ANALYSING)
    given_up = Withdrawn(at=at("12-04 12:00"), by=REP, kind=WithdrawalKind.NO_RESPONSE)

    assert waiting.record(given_up, calendar=OFFICE).state is S.WITHDRAWN
    with pytest.raises(TransitionError, match="more time"):
        waiting.record(attrs.evolve(given_up, at=at("12-04 11:59")), calendar=OFFICE)
    with pytest.raises(TransitionError, match="question"):
        in_state(S.ANALYSING).record(given_up, calendar=OFFICE)


def test_no_response_waits_for_the_second_reminder() -> None:
    """Where holidays put the second reminder later than 14 days, it is waited for."""
    holidays = [pendulum.date(2026, 11, day) for day in range(23, 31)]
    slow = OFFICE.with_holidays(holidays)
    waiting = asked(S.ANALYSING)
    given_up = Withdrawn(at=at("12-09 12:00"), by=REP, kind=WithdrawalKind.NO_RESPONSE)

    assert waiting.record(given_up, calendar=slow).state is S.WITHDRAWN
    with pytest.raises(TransitionError, match="more time"):
        waiting.record(attrs.evolve(given_up, at=at("12-09 11:59")), calendar=slow)


# --- the end, and after it ---


ENDED: Final = {
    S.CLOSED: in_state(S.CLOSED),
    S.DEADLOCK: in_state(S.PROPOSED)
    .record(ProposalRefused(at=NOON, by=REP))
    .record(FinalAnswerSent(at=NOON, by=REP, external_route="12315")),
    S.WITHDRAWN: received().record(Withdrawn(at=NOON, by=REP, kind=WithdrawalKind.BY_CUSTOMER)),
    S.MERGED: received().record(Merged(at=NOON, by=REP, survivor_id=ComplaintId("C-2"))),
}


@pytest.mark.parametrize("state", list(ENDED))
def test_ended_complaints_refuse_all_but_a_reopening(state: ComplaintState) -> None:
    """Terminal states take no event; a reopening within 30 days leads to listening."""
    ended = ENDED[state]
    reopened = Reopened(at=at("12-20 12:00"), by=REP, why="又漏了")

    assert state is ended.state
    for event in (Noted(at=NOON, by=REP, text="x"), *(step[0] for step in way().values())):
        with pytest.raises(TransitionError):
            ended.record(event)
    again = ended.record(reopened)
    assert (S.LISTENING, 1, None) == (
        again.state,
        again.progress.reopenings,
        again.progress.survivor_id,
    )
    assert S.LISTENING is ended.record(reopened, calendar=OFFICE).state
    with pytest.raises(TransitionError, match="too long ago"):
        ended.record(attrs.evolve(reopened, at=at("12-20 12:01")))


def test_open_complaints_cannot_be_reopened() -> None:
    """Only what has ended can begin again."""
    with pytest.raises(TransitionError):
        received().record(Reopened(at=NOON, by=REP, why="x"))


# --- order, responsibility, marks ---


def test_events_come_in_time_order() -> None:
    """An earlier event than the last is refused; one at the same instant is not."""
    complaint = in_state(S.LISTENING)

    assert complaint.record(Noted(at=NOON, by=REP, text="x")).history
    with pytest.raises(TransitionError, match="time order"):
        complaint.record(Noted(at=at("11-20 11:59"), by=REP, text="x"))
    with pytest.raises(TransitionError, match="time order"):
        received().record(acknowledged(at("11-19 14:59")))


def test_time_order_in_a_repeated_hour() -> None:
    """02:10 of the second pass comes after 02:50 of the first."""
    zone = pendulum.timezone("Europe/Berlin")
    first = DateTime(2026, 10, 25, 2, 50, tzinfo=zone, fold=0)
    second = DateTime(2026, 10, 25, 2, 10, tzinfo=zone, fold=1)
    complaint = attrs.evolve(received(), received_at=first)

    assert complaint.record(acknowledged(second)).state is S.LISTENING
    with pytest.raises(TransitionError, match="time order"):
        complaint.record(acknowledged(second)).record(Noted(at=first, by=REP, text="x"))


def test_the_former_owner_stays_responsible_until_taken_over() -> None:
    """A hand-over changes nothing until the new one takes over."""
    handed = received().record(HandedOver(at=NOON, by=REP, to=HEAD))
    taken = handed.record(TakenOver(at=NOON, by=HEAD))

    assert (REP, HEAD) == (handed.progress.owner, handed.progress.taking_over)
    assert (HEAD, None) == (taken.progress.owner, taken.progress.taking_over)
    with pytest.raises(TransitionError, match="handed to"):
        handed.record(TakenOver(at=NOON, by=REP))
    with pytest.raises(TransitionError, match="already"):
        taken.record(HandedOver(at=NOON, by=REP, to=HEAD))


def test_marks_are_set_and_lifted_once() -> None:
    """A mark is set once and lifted with a reason and an approval."""
    marked = received().record(MarkSet(at=NOON, by=REP, mark=ComplaintMark.SAFETY))
    lift = MarkLifted(
        at=NOON,
        by=REP,
        mark=ComplaintMark.SAFETY,
        approved_by=HEAD,
        approved_as=StaffRole.GENERAL_MANAGER,
        why="检测无害",
    )

    assert marked.record(lift).progress.marks == frozenset()
    with pytest.raises(TransitionError, match="already"):
        marked.record(MarkSet(at=NOON, by=REP, mark=ComplaintMark.SAFETY))
    with pytest.raises(TransitionError, match="not set"):
        received().record(lift)
    with pytest.raises(InvalidValueError, match="why"):
        attrs.evolve(lift, why="")


def test_a_step_of_escalation_is_carried_out_once() -> None:
    """The same step is refused the second time."""
    escalated = received().record(Escalated(at=NOON, by=REP, step="r0:100"))

    assert {"r0:100"} == escalated.progress.escalated
    with pytest.raises(TransitionError, match="already"):
        escalated.record(Escalated(at=NOON, by=REP, step="r0:100"))


def test_letters_and_emergency_measures_leave_the_state() -> None:
    """Letters follow the acknowledgement; an emergency measure may come before."""
    letter = HoldingLetterSent(at=NOON, by=REP, why="等检测", answer_at=at("12-25 12:00"))

    assert received().record(Contained(at=NOON, by=REP, measure="停售")).state is S.RECEIVED
    assert in_state(S.LISTENING).record(letter).state is S.LISTENING
    with pytest.raises(TransitionError):
        received().record(letter)


def test_an_extension_is_notified_once_and_up_to_day_thirty() -> None:
    """Up to day 30 at the same local time, once in a round; a reopening begins a new round."""
    notice = ExtensionNotified(
        at=at("12-19 15:00"), by=REP, why="等检测", answer_at=at("12-31 12:00")
    )
    extended = in_state(S.ACTING).record(notice)

    assert extended.progress.extended
    with pytest.raises(TransitionError, match="once"):
        extended.record(notice)
    with pytest.raises(TransitionError, match="overdue"):
        in_state(S.ACTING).record(attrs.evolve(notice, at=at("12-19 15:01")))
    again = ENDED[S.WITHDRAWN].record(Reopened(at=at("12-20 12:00"), by=REP, why="x"))
    assert again.record(attrs.evolve(notice, at=at("12-31 12:00"))).progress.extended


# --- the three changes ---


CHANGES: Final = {
    ChangeKind.PERSON: ChangeMade(at=NOON, by=REP, kind=ChangeKind.PERSON, person=HEAD),
    ChangeKind.PLACE: ChangeMade(at=NOON, by=REP, kind=ChangeKind.PLACE, place="会客室"),
    ChangeKind.TIME: ChangeMade(
        at=NOON, by=REP, kind=ChangeKind.TIME, appointment_at=at("11-23 12:00")
    ),
}


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_heated_customer_needs_a_change_before_the_proposal(kind: ChangeKind) -> None:
    """Heated, no proposal goes out until person, place or time was changed."""
    heated = in_state(S.SOLUTION_FOUND).record(CustomerHeated(at=NOON, by=REP))
    ready = heated.record(RemedyChosen(at=NOON, by=REP, remedies=EXCHANGE))
    proposal = ProposalSent(at=NOON, by=REP)

    with pytest.raises(TransitionError, match="change of person"):
        ready.record(proposal)
    changed = ready.record(CHANGES[kind], calendar=OFFICE)
    assert changed.record(proposal).state is S.PROPOSED
    with pytest.raises(TransitionError, match="already"):
        changed.record(CHANGES[kind], calendar=OFFICE)


def test_heat_at_intake_and_a_refusal_call_for_a_change_alike() -> None:
    """A customer who came heated, or refused once, gets no next proposal without a change."""
    came_heated = attrs.evolve(received(), heated=True)
    refused = in_state(S.PROPOSED).record(
        ProposalRefused(at=NOON, by=REP, back_to=S.SOLUTION_FOUND)
    )
    ready = refused.record(RemedyChosen(at=NOON, by=REP, remedies=EXCHANGE))

    assert came_heated.progress.heated
    with pytest.raises(TransitionError, match="change of person"):
        ready.record(ProposalSent(at=NOON, by=REP))
    changed = ready.record(CHANGES[ChangeKind.PERSON])
    assert changed.record(ProposalSent(at=NOON, by=REP)).state is S.PROPOSED


@pytest.mark.parametrize(
    ("appointment", "rule"),
    [("11-20 15:59", "too soon"), ("11-24 12:01", "too far")],
)
def test_a_cooling_off_appointment_has_its_bounds(appointment: str, rule: str) -> None:
    """4 working hours to 2 business days ahead, both included."""
    change = attrs.evolve(CHANGES[ChangeKind.TIME], appointment_at=at(appointment))
    with pytest.raises(TransitionError, match=rule):
        in_state(S.LISTENING).record(change, calendar=OFFICE)
    for allowed in ("11-20 16:00", "11-24 12:00"):
        good = attrs.evolve(change, appointment_at=at(allowed))
        assert in_state(S.LISTENING).record(good, calendar=OFFICE).progress.changes


def test_an_appointment_after_the_final_cap_is_refused() -> None:
    """A change of time moves no cap; an extension does."""
    complaint = in_state(S.ACTING)
    change = ChangeMade(
        at=at("12-18 12:00"), by=REP, kind=ChangeKind.TIME, appointment_at=at("12-21 12:00")
    )
    notice = ExtensionNotified(
        at=at("12-18 12:00"), by=REP, why="等检测", answer_at=at("12-31 12:00")
    )

    with pytest.raises(TransitionError, match="final answer"):
        complaint.record(change, calendar=OFFICE)
    assert complaint.record(notice).record(change, calendar=OFFICE).progress.changes


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_change_names_what_is_new(kind: ChangeKind) -> None:
    """A change without its new person, place or appointment is refused."""
    with pytest.raises(InvalidValueError, match=r"ChangeMade\.kind"):
        ChangeMade(at=NOON, by=REP, kind=kind)


# --- merging and splitting ---


def duplicate(when: str = "11-19 10:00") -> Complaint:
    """Return another complaint on the same matter."""
    return attrs.evolve(received(when), id=ComplaintId("C-2"))


def test_the_survivor_takes_the_earliest_receipt_and_acknowledgement() -> None:
    """The survivor counts from the duplicate's receipt and is acknowledged as it was."""
    older = duplicate().record(acknowledged(at("11-19 11:00")))
    survivor, merged = received().take_duplicate(older, priority=Priority.P2, at=NOON, by=REP)

    assert (S.LISTENING, at("11-19 10:00"), at("11-19 11:00")) == (
        survivor.state,
        survivor.progress.received_at,
        survivor.acknowledged_at,
    )
    assert (S.MERGED, "C-1") == (merged.state, merged.progress.survivor_id)


def test_a_younger_duplicate_changes_neither_receipt_nor_acknowledgement() -> None:
    """What the survivor has earlier stays; marks join."""
    younger = attrs.evolve(duplicate("11-19 16:00"), marks=(ComplaintMark.SAFETY,))
    first = in_state(S.ANALYSING)
    survivor, _ = first.take_duplicate(younger, priority=Priority.P3, at=NOON, by=REP)

    assert (S.ANALYSING, first.received_at, NOON, frozenset({ComplaintMark.SAFETY})) == (
        survivor.state,
        survivor.progress.received_at,
        survivor.acknowledged_at,
        survivor.progress.marks,
    )


def test_a_reopened_survivor_keeps_its_round() -> None:
    """An older duplicate moves the receipt, not the beginning of a reopened round."""
    again = ENDED[S.CLOSED].record(Reopened(at=at("11-30 12:00"), by=REP, why="x"))
    survivor, _ = again.take_duplicate(
        duplicate(), priority=Priority.P3, at=at("11-30 12:00"), by=REP
    )

    assert (at("11-19 10:00"), at("11-30 12:00")) == (
        survivor.progress.received_at,
        survivor.progress.round_from,
    )


def test_a_complaint_is_no_duplicate_of_itself() -> None:
    """Neither side of a merger can be the complaint itself."""
    with pytest.raises(TransitionError, match="itself"):
        received().record(Merged(at=NOON, by=REP, survivor_id=ComplaintId("C-1")))
    with pytest.raises(TransitionError, match="itself"):
        received().take_duplicate(received(), priority=Priority.P3, at=NOON, by=REP)


def test_a_split_off_complaint_shares_the_history() -> None:
    """The part carries what happened up to the split, and goes its own way from there."""
    parent, child = in_state(S.ANALYSING).split(ComplaintId("C-9"), at=NOON, by=REP)

    assert (S.ANALYSING, S.ANALYSING) == (parent.state, child.state)
    assert parent.history[:-1] == child.history[:-1]
    with pytest.raises(InvalidValueError):
        parent.split(parent.id, at=NOON, by=REP)


# --- the object itself ---


def test_what_a_complaint_refuses() -> None:
    """A line without its order, itself as predecessor, a history that cannot be."""
    with pytest.raises(InvalidValueError, match="order_line_no"):
        attrs.evolve(received(), order_line_no="1")
    with pytest.raises(InvalidValueError, match="follows_id"):
        attrs.evolve(received(), follows_id=ComplaintId("C-1"))
    with pytest.raises(InvalidValueError, match=r"history\[0\].*Closed in state received"):
        attrs.evolve(received(), history=(Closed(at=NOON, by=REP, lessons="x"),))
    with pytest.raises(InvalidValueError, match="history"):
        attrs.evolve(received(), history=("x",))  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match=r"history\[0\]"):
        attrs.evolve(received(), history=(Acknowledged(at=NOON.subtract(years=1), by=REP),))
    assert attrs.evolve(received(), order_id=OrderId("O-1"), order_line_no="1").order_line_no


def test_terms_are_checked() -> None:
    """Days are in order, and so are reminders."""
    with pytest.raises(InvalidValueError, match="final_day"):
        ComplaintTerms(final_day=27)
    with pytest.raises(InvalidValueError, match="reminder"):
        ComplaintTerms(reminder_business_days=(7, 3))


def test_what_was_known_then() -> None:
    """A complaint as known at an instant has the history up to it, that instant included."""
    closed = in_state(S.CLOSED)

    assert closed is closed.as_known_at(NOON)
    assert received() == closed.as_known_at(at("11-20 11:59"))


def test_free_text_is_not_shown() -> None:
    """What customers say stays out of representations."""
    assert "渗漏" not in repr(in_state(S.ANALYSING))


CODEC: Final[JsonCodec[Complaint]] = JsonCodec(name="complaint", type=Complaint)


@given(complaints())
def test_round_trip(complaint: Complaint) -> None:
    """Complaint and history survive the codec, a pickle and being built anew."""
    assert complaint == CODEC.load(CODEC.dump(complaint))
    assert complaint == pickle.loads(pickle.dumps(complaint))  # noqa: S301 - our own bytes
    assert complaint.progress == attrs.evolve(complaint).progress
    assert hash(complaint) == hash(attrs.evolve(complaint))


@given(complaints(), st.integers(0, 20))
def test_a_prefix_is_a_complaint(complaint: Complaint, length: int) -> None:
    """Every beginning of a history could have happened."""
    before = attrs.evolve(complaint, history=complaint.history[:length])

    assert before.progress.refusals <= complaint.progress.refusals


def test_events_are_stored_with_their_kind() -> None:
    """Each event of the history says which it is."""
    text = CODEC.dump(in_state(S.LISTENING)).decode()

    assert '"history":[{"type":"acknowledged"' in text


# --- what makes it quick ---


@given(complaints(), st.integers(0, 30))
def test_steps_and_a_load_lead_to_the_same(complaint: Complaint, length: int) -> None:
    """Recorded step by step, cut off at a moment, or read at once: one complaint."""
    known = complaint.history[:length]
    loaded = attrs.evolve(complaint, history=known)
    cut = complaint.as_known_at(loaded.last_at)

    assert attrs.evolve(cut) == cut
    assert attrs.evolve(cut).progress == cut.progress
    for event in complaint.history[length:]:
        after = follow(loaded.progress, event)
        loaded = attrs.evolve(loaded, history=(*loaded.history, event))
        assert after == loaded.progress


@given(complaints())
def test_progress_is_changed_as_any_named_tuple(complaint: Complaint) -> None:
    """The quick way to replace a field gives what the generated one would."""
    progress = complaint.progress
    for name in progress._fields:
        change: dict[str, Any] = {name: S.MERGED}

        assert ComplaintProgress(**{**progress._asdict(), **change}) == progress._replace(**change)


def test_a_load_replays_the_history_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check of a new object found out is kept."""
    calls: list[ComplaintEvent] = []

    def counted(before: ComplaintProgress, event: ComplaintEvent) -> ComplaintProgress:
        calls.append(event)
        return follow(before, event)

    monkeypatch.setattr("clientcare.domain.complaint.follow", counted)
    complaint = attrs.evolve(received(), history=(acknowledged(), rated()))

    assert S.LISTENING is complaint.state
    assert [acknowledged(), rated()] == calls


# --- what cannot be true is refused ---


def test_a_priority_taken_over_is_lowered_with_a_reason() -> None:
    """A duplicate's P1 is not rated away without a word."""
    urgent = attrs.evolve(received(), id=ComplaintId("C-2"))
    survivor, _ = in_state(S.ANALYSING).take_duplicate(
        urgent, priority=Priority.P1, at=NOON, by=REP
    )

    assert Priority.P1 is survivor.progress.taken_priority
    with pytest.raises(TransitionError, match="taken over"):
        survivor.record(rated(impact=1, urgency=2))
    lowered = survivor.record(rated(impact=1, urgency=2, why="重新评估"))
    assert lowered.progress.taken_priority is None
    assert survivor.record(rated(impact=1, urgency=1)).progress.taken_priority is None


def test_a_complaint_counts_on_its_own_calendar_alone() -> None:
    """Another calendar than the one it names is refused, and so is what is none."""
    ours = attrs.evolve(received(), calendar_id=OFFICE.id)
    other = WorkCalendar.always("other", time_zone="UTC")

    assert ours.record(acknowledged(), calendar=OFFICE).state is S.LISTENING
    for wrong in (other, "office"):
        with pytest.raises(InvalidValueError, match="calendar"):
            ours.record(acknowledged(), calendar=wrong)  # type: ignore[arg-type] # on purpose


def test_only_an_event_of_a_complaint_is_recorded() -> None:
    """Text, a class and an event of something else are refused alike."""
    foreign = InterimMeasureTaken(at=NOON, by=REP, measure="停发")

    for wrong in ("ack", Acknowledged, foreign):
        with pytest.raises(InvalidValueError, match="an event of a complaint"):
            received().record(wrong)  # type: ignore[arg-type] # on purpose


def test_a_step_back_leads_to_a_state() -> None:
    """The state's name as text is none."""
    for kind in (ProposalRefused, SentBack, SettlementDenied):
        with pytest.raises(InvalidValueError, match="back_to"):
            kind(at=NOON, by=REP, back_to="analysing")  # type: ignore[arg-type] # on purpose


def test_a_mark_is_lifted_by_the_general_manager() -> None:
    """Nobody approves their own lifting, and no lower role is enough."""

    def lift(approver: StaffId, role: StaffRole) -> MarkLifted:
        return MarkLifted(
            at=NOON,
            by=REP,
            why="检测无害",
            mark=ComplaintMark.SAFETY,
            approved_by=approver,
            approved_as=role,
        )

    assert lift(HEAD, StaffRole.OWNER).approved_by == HEAD
    with pytest.raises(InvalidValueError, match="approved_by"):
        lift(REP, StaffRole.GENERAL_MANAGER)
    with pytest.raises(InvalidValueError, match="approved_as"):
        lift(HEAD, StaffRole.SALES_MANAGER)


def test_a_promised_answer_lies_ahead() -> None:
    """No letter names a day gone by; an extension ends with the extended day."""
    for kind in (HoldingLetterSent, ExtensionNotified):
        with pytest.raises(InvalidValueError, match="answer_at"):
            kind(at=NOON, by=REP, why="等检测", answer_at=at("11-19 12:00"))
    last = at("11-19 15:00").add(days=56)
    late = ExtensionNotified(at=NOON, by=REP, why="等检测", answer_at=last.add(minutes=1))
    with pytest.raises(TransitionError, match="extended day"):
        in_state(S.LISTENING).record(late, calendar=OFFICE)
    just = attrs.evolve(late, answer_at=last)
    assert in_state(S.LISTENING).record(just, calendar=OFFICE).progress.extended


def test_a_duplicate_came_before_it_was_taken() -> None:
    """Received, acknowledged and taken over in this order."""

    def taken(received_at: str, acknowledged_at: str | None) -> DuplicateTaken:
        return DuplicateTaken(
            at=NOON,
            by=REP,
            duplicate_id=ComplaintId("C-2"),
            received_at=at(received_at),
            acknowledged_at=None if acknowledged_at is None else at(acknowledged_at),
            priority=Priority.P3,
        )

    assert taken("11-20 12:00", "11-20 12:00").duplicate_id == "C-2"
    for wrong in (("11-20 12:01", None), ("11-20 11:00", "11-20 10:00")):
        with pytest.raises(InvalidValueError, match="received_at"):
            taken(*wrong)


def test_a_duplicate_is_of_the_same_customer_and_taken_once() -> None:
    """Another customer's or own company's is refused; again after a reopening is not."""
    twin = attrs.evolve(received(), id=ComplaintId("C-2"))

    def take(survivor: Complaint, duplicate: Complaint) -> tuple[Complaint, Complaint]:
        return survivor.take_duplicate(duplicate, priority=Priority.P3, at=NOON, by=REP)

    survivor, merged = take(received(), twin)
    for strange in (
        attrs.evolve(twin, customer_id=CustomerId("dealer-2")),
        attrs.evolve(twin, company_id=CompanyId("sister")),
    ):
        with pytest.raises(InvalidValueError, match=r"duplicate\.c"):
            take(received(), strange)
    with pytest.raises(InvalidValueError, match="each duplicate once"):
        take(survivor, twin)
    reopened = merged.record(Reopened(at=NOON, by=REP, why="还没解决"))
    assert take(survivor, reopened)[1].state is S.MERGED


def test_no_complaint_is_its_own_other() -> None:
    """Repeated, split off and split from name another one, and each part is split off once."""
    own = ComplaintId("C-1")
    for event in (
        Repeated(at=NOON, by=REP, other_id=own),
        SplitOff(at=NOON, by=REP, child_id=own),
        SplitFrom(at=NOON, by=REP, parent_id=own),
    ):
        with pytest.raises(TransitionError, match="itself"):
            received().record(event)
    parent, _ = received().split(ComplaintId("C-9"), at=NOON, by=REP)
    parent, _ = parent.split(ComplaintId("C-8"), at=NOON, by=REP)
    with pytest.raises(TransitionError, match="C-9 was split off already"):
        parent.split(ComplaintId("C-9"), at=NOON, by=REP)


def test_a_change_changes_something() -> None:
    """A place is named, and an appointment is ahead, whatever is changed."""
    person = ChangeMade(at=NOON, by=REP, kind=ChangeKind.PERSON, person=HEAD)
    with pytest.raises(InvalidValueError, match=r"ChangeMade\.kind"):
        ChangeMade(at=NOON, by=REP, kind=ChangeKind.PLACE, place="  ")
    with pytest.raises(InvalidValueError, match="appointment_at"):
        attrs.evolve(person, appointment_at=at("11-20 11:00"))
