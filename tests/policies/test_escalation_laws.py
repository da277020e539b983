"""What holds of every complaint: idle pauses, checks run twice, prefixes of a history."""

from __future__ import annotations

from typing import Final

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    Acknowledged,
    ComplaintEvent,
    CustomerReplied,
    Escalated,
    QuestionSent,
)
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.policies.escalation import ComplaintFacts, Deadlines, assess, deadlines
from clientcare.testing.strategies.calendars import instants, work_calendars
from clientcare.testing.strategies.complaints import OFFICE, complaints

REP: Final = StaffId("rep")
NOW: Final = st.integers(0, 60 * 24 * 90).map(
    lambda minutes: OFFICE.instant_from(
        moment(OFFICE.instant(Date(2026, 11, 15), 0)) + minutes * 60_000_000
    )
)


def known(complaint: Complaint, calendar: WorkCalendar, now: DateTime) -> Deadlines | None:
    """Return the clocks."""
    return deadlines(ComplaintFacts(complaint=complaint, calendar=calendar), now=now).outcome


@st.composite
def idle_pauses(
    draw: st.DrawFn,
) -> tuple[WorkCalendar, Complaint, tuple[ComplaintEvent, ...], DateTime]:
    """Return a complaint and a question that was asked and answered while all was closed."""
    calendar, first = draw(work_calendars())
    received, acknowledged, asked, replied, now = sorted(
        draw(st.tuples(*[instants(calendar, first)] * 5)), key=moment
    )
    assume(not calendar.between_microseconds(asked, replied))
    complaint = Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=received,
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
        severity=Severity(impact=3, urgency=draw(st.integers(1, 3))),  # none runs day and night
    ).record(Acknowledged(at=acknowledged, by=REP))
    pause = (
        QuestionSent(at=asked, by=REP, question="x"),
        CustomerReplied(at=replied, by=REP),
    )
    return calendar, complaint, pause, now


@settings(max_examples=50)
@given(idle_pauses())
def test_a_pause_outside_working_time_changes_nothing(
    drawn: tuple[WorkCalendar, Complaint, tuple[ComplaintEvent, ...], DateTime],
) -> None:
    """No due, no verdict, no cap, no step of the ladder; over random schedules and zones."""
    calendar, complaint, pause, now = drawn
    paused = attrs.evolve(complaint, history=(*complaint.history, *pause))
    ways = [
        assess(ComplaintFacts(complaint=one, calendar=calendar), now=now).outcome
        for one in (complaint, paused)
    ]

    assert known(complaint, calendar, now) == known(paused, calendar, now)
    assert ways[0] == ways[1]


@settings(max_examples=50)
@given(complaints(), NOW)
def test_running_the_check_twice_changes_nothing(complaint: Complaint, now: DateTime) -> None:
    """The same answer, and once what it fired is recorded there is nothing left to record."""
    then = complaint.as_known_at(now)
    facts = ComplaintFacts(complaint=then, calendar=OFFICE)
    first = assess(facts, now=now)
    assume(first.outcome is not None and not then.state.is_terminal)
    assert first.outcome is not None
    told = then
    for step in first.outcome.unrecorded:
        told = told.record(Escalated(at=now, by=REP, step=step))
    second = assess(ComplaintFacts(complaint=told, calendar=OFFICE), now=now)

    assert first == assess(facts, now=now)
    assert second.outcome == attrs.evolve(first.outcome, unrecorded=())
    assert known(then, OFFICE, now) == known(told, OFFICE, now)


@settings(max_examples=50)
@given(complaints(), st.integers(0, 20))
def test_a_prefix_of_the_history_is_what_was_known(complaint: Complaint, length: int) -> None:
    """Built from the first events alone, a complaint answers as the whole one does of then."""
    prefix = attrs.evolve(complaint, history=complaint.history[:length])
    later = complaint.history[length:]
    now = prefix.last_at
    assume(not later or moment(later[0].at) > moment(now))
    whole, part = (ComplaintFacts(complaint=one, calendar=OFFICE) for one in (complaint, prefix))

    assert prefix.state is complaint.as_known_at(now).state
    assert deadlines(part, now=now) == deadlines(whole, now=now)
    assert assess(part, now=now) == assess(whole, now=now)


@settings(max_examples=50)
@given(complaints(), st.integers(0, 20), st.sampled_from([0, 60, 1_440]))
def test_what_lies_ahead_comes_true(complaint: Complaint, length: int, minutes: int) -> None:
    """Where nobody does anything, the steps fire as they were foretold, and no others."""
    prefix = attrs.evolve(complaint, history=complaint.history[:length])
    facts = ComplaintFacts(complaint=prefix, calendar=OFFICE)
    before = assess(facts, now=_after(prefix.last_at, minutes * 60_000_000)).outcome
    if before is None or not before.upcoming:
        return
    after = assess(facts, now=_after(before.upcoming[-1].at, 1)).outcome
    assert after is not None

    assert [(step.trigger, step.to_level, step.owner) for step in before.upcoming] == [
        (step.trigger, step.to_level, step.owner) for step in after.steps[len(before.steps) :]
    ]
    assert () == after.upcoming


def _after(at: DateTime, microseconds: int) -> DateTime:
    return OFFICE.instant_from(moment(at) + microseconds)
