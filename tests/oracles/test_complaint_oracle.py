"""Complaint clocks and escalation answer as a slow reading of the text does."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Final

import attrs
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from pendulum import Date, DateTime
from tests.oracles.calendar_oracle import (
    MINUTE,
    NothingOpensError,
    NotPublishedError,
    PlainCalendar,
    first_instant,
)
from tests.oracles.complaint_oracle import CLOCKS, Run, Steps, Story, counted
from tests.oracles.test_calendar_oracle import ours, shown

from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import ComplaintEvent, Reopened
from clientcare.domain.complaint_facts import ComplaintTerms
from clientcare.domain.complaint_scales import ComplaintMark, Priority
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.domain.scales import Tier
from clientcare.errors import CalendarError, TransitionError
from clientcare.policies.escalation import (
    Clock,
    ComplaintFacts,
    Deadlines,
    Escalation,
    EscalationRules,
    PriorityTargets,
    Target,
    assess,
    deadlines,
)
from clientcare.testing.strategies.complaints import _FORWARD, events, severities

OFFICE_WEEK: Final = (((540, 1020),),) * 5 + ((),) * 2
LUNCH_WEEK: Final = (((540, 720), (780, 1020)),) * 5 + (((540, 720),), ())
NIGHT_WEEK: Final = (((0, 360), (1320, 1440)),) * 7
ALWAYS_WEEK: Final = (((0, 1440),),) * 7
THIN_WEEK: Final = ((), ((600, 900),), (), (), ((0, 30), (30, 290)), (), ())
PLACES: Final = (
    ("Asia/Shanghai", 2026, 11, 19),
    ("Europe/Berlin", 2026, 3, 26),
    ("Europe/Berlin", 2026, 10, 22),
    ("Australia/Lord_Howe", 2026, 4, 3),
    ("Australia/Lord_Howe", 2026, 10, 2),
    ("Pacific/Apia", 2011, 12, 27),
    ("Africa/Casablanca", 2026, 2, 12),
    ("Africa/Casablanca", 2026, 3, 20),
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[PlainCalendar, int]:
    """Return a plain calendar and an instant near which the clock or the plan is odd."""
    zone, year, month, day = draw(st.sampled_from(PLACES))
    first = first_instant_of(zone, year, month, day)
    base = first_day(year, month, day)
    week = draw(
        st.sampled_from([OFFICE_WEEK, OFFICE_WEEK, LUNCH_WEEK, NIGHT_WEEK, ALWAYS_WEEK, THIN_WEEK])
    )
    days = st.integers(base, base + 40)
    holidays = draw(st.sets(days, max_size=6))
    make_up = draw(st.sets(days.filter(lambda each: each not in holidays), max_size=3))
    last = draw(st.sampled_from([None] * 9 + [base + 20]))
    plain = PlainCalendar(
        zone=zone,
        week=week,
        holidays=frozenset(holidays),
        make_up=dict.fromkeys(make_up, ()),
        exceptions=draw(st.dictionaries(days, st.sampled_from([(), ((600, 700),)]), max_size=2)),
        last_day=last,
    )
    return plain, first + draw(st.integers(0, 4 * 1440)) * MINUTE


def first_day(year: int, month: int, day: int) -> int:
    """Return a date as a number."""
    return dt.date(year, month, day).toordinal()


def first_instant_of(zone: str, year: int, month: int, day: int) -> int:
    """Return where a date begins."""
    return first_instant(zone, first_day(year, month, day), 0)


def targets() -> st.SearchStrategy[Target]:
    """Return targets small enough to be met and missed."""
    minutes = st.builds(
        Target,
        minutes=st.sampled_from([20, 60, 240, 480]),
        round_the_clock=st.booleans(),
    )
    return minutes | st.builds(Target, business_days=st.sampled_from([1, 2, 5]))


@st.composite
def rules(draw: st.DrawFn) -> EscalationRules:
    """Return the default rules, or others in which a lower priority can be the faster."""
    if draw(st.sampled_from([True, True, False])):
        return EscalationRules()
    parts = st.builds(
        PriorityTargets,
        acknowledge=targets(),
        proposal=targets(),
        containment=st.none() | targets(),
        resolve=targets(),
    )
    return EscalationRules(
        targets={each: draw(parts) for each in Priority},  # type: ignore[arg-type] # converted
        raise_tiers=draw(st.sampled_from([(), (Tier.A, Tier.B)])),
        provisional=draw(st.sampled_from(Priority)),
        terms=ComplaintTerms(business_day_minutes=draw(st.sampled_from([60, 480, 600]))),
        rerun_business_days=draw(st.sampled_from([1, 2, 3])),
    )


DELTAS: Final = (0, 1, 30, 60, 240, 480, 1_440, 2_880, 7_200, 14_400, 30_000)
NUDGES: Final = (0, 0, 0, -1, 1, MINUTE)


def turning_points(story: Story) -> list[int]:
    """Return the instants at which something is due, or a mark is reached."""
    found = [runs[-1].due() for runs in story.runs.values()]
    found += [story.runs["resolve"][-1].mark(percent) for percent in (75, 100, 150)]
    part = story.rounds[-1]
    found += [story.acknowledge_cap(), story.status_cap(part), story.final_cap(part)]
    found += [due for _, due in story.proposed(story.at + 60 * 1440 * MINUTE)]
    return [each for each in found if each is not None]


@st.composite
def stories(
    draw: st.DrawFn, plain: PlainCalendar, start: int, figures: EscalationRules
) -> Complaint:
    """Return a complaint whose events fall on dues, marks and clock changes, or beside them."""
    calendar = ours(plain)
    marks: tuple[ComplaintMark, ...] = ()
    if draw(st.sampled_from([False] * 4 + [True])):
        marks = (draw(st.sampled_from(ComplaintMark)),)
    complaint = Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        calendar_id=calendar.id,
        received_at=shown(start),
        received_by=StaffId("rep"),
        owner_id=StaffId("rep"),
        about="箱子漏了",
        remedy_sought="换货",
        tier=draw(st.none() | st.sampled_from(Tier)),
        severity=draw(st.none() | severities()),
        marks=marks,
        heated=draw(st.sampled_from([False, False, True])),
    )
    last = start
    for _ in range(draw(st.integers(0, 12))):
        points: list[int] = []
        at_a_point = draw(st.booleans())
        try:
            if at_a_point:
                points = turning_points(Story(complaint, plain, figures, last))
        except (NothingOpensError, NotPublishedError):
            event("calendar ends")
        points = sorted({point for point in points if point >= last})
        if points:
            at = max(last, draw(st.sampled_from(points)) + draw(st.sampled_from(NUDGES)))
        else:
            at = last + draw(st.sampled_from(DELTAS)) * MINUTE
        forward = _FORWARD.get(complaint.state, (Reopened,))
        kinds = forward if draw(st.sampled_from([True, True, False])) else ()
        happening: ComplaintEvent = draw(events(shown(at), complaint.received_at, kinds))
        try:
            complaint = complaint.record(happening, calendar=calendar, terms=figures.terms)
        except (TransitionError, CalendarError):
            continue
        last = at
    return complaint


@st.composite
def cases(draw: st.DrawFn) -> tuple[Complaint, PlainCalendar, EscalationRules, int]:
    """Return a complaint, its calendar, the rules and the instant asked about."""
    plain, start = draw(plans())
    figures = draw(rules())
    complaint = draw(stories(plain, start, figures))
    times = [start, *(counted(each.at) for each in complaint.history)]
    last = times[-1] if draw(st.booleans()) else draw(st.sampled_from(times))
    try:
        points = turning_points(Story(complaint, plain, figures, last))
    except (NothingOpensError, NotPublishedError):
        points = []
    points = [point for point in points if point >= last]
    at_a_point = draw(st.booleans())
    if points and at_a_point:
        now = max(last, draw(st.sampled_from(points)) + draw(st.sampled_from(NUDGES)))
    else:
        now = last + draw(st.sampled_from(DELTAS)) * MINUTE
    return complaint, plain, figures, now


def _number(at: DateTime | None) -> int | None:
    return None if at is None else counted(at)


def told(story: Story, now: int) -> Mapping[str, object]:
    """Return what the slow reading says of the clocks."""
    found: dict[str, object] = {"priority": story.priority.value}
    caps = story.cap_verdicts(now)
    part = story.rounds[-1]
    caps_at = {
        "acknowledge": story.acknowledge_cap(),
        "status": story.status_cap(part),
        "final": story.final_cap(part),
    }
    for kind, at in caps_at.items():
        found[f"{kind} cap"] = (at, caps[kind])
    for kind in CLOCKS:
        runs = [run for run in story.runs[kind] if run.applies() or run.missed_at is not None]
        if not runs:
            found[kind] = None
            continue
        verdicts = [run.judged(now) for run in runs]
        found[kind] = {
            "verdict": "missed" if "missed" in verdicts else verdicts[-1],
            "target": runs[-1].due(),
            "runs": [
                (run.start, run.ended_at, run.judged(now), run.due(), missed_at(run, now))
                for run in runs
            ],
        }
    found["proposed"] = story.proposed(now)
    return found


def missed_at(run: Run, now: int) -> int | None:
    """Return when a run was missed."""
    if run.missed_at is not None:
        return run.missed_at
    due = run.due()
    return due if run.verdict is None and due is not None and due < now else None


def answered(outcome: Deadlines) -> Mapping[str, object]:
    """Return what the library says of the clocks, in the same words."""
    found: dict[str, object] = {"priority": outcome.priority.value}
    assert outcome.acknowledge.cap is not None
    caps = {
        "acknowledge": outcome.acknowledge.cap,
        "status": outcome.status,
        "final": outcome.final,
    }
    for kind, cap in caps.items():
        found[f"{kind} cap"] = (counted(cap.due_at), cap.verdict.value)
    for kind in CLOCKS:
        clock: Clock | None = getattr(outcome, kind)
        found[kind] = clock and {
            "verdict": clock.verdict.value,
            "target": _number(clock.target_at),
            "runs": [
                (
                    counted(run.started_at),
                    _number(run.ended_at),
                    run.verdict.value,
                    _number(run.due_at),
                    _number(run.missed_at),
                )
                for run in clock.runs
            ],
        }
    found["proposed"] = [(step.kind.value, counted(step.due_at)) for step in outcome.proposed]
    return found


@given(cases())
@settings(suppress_health_check=list(HealthCheck))
def test_clocks(case: tuple[Complaint, PlainCalendar, EscalationRules, int]) -> None:
    """Priority, every run of every clock, the caps and what is proposed are as the text says."""
    complaint, plain, figures, now = case
    facts = ComplaintFacts(complaint=complaint, calendar=ours(plain))
    outcome = deadlines(facts, now=shown(now), rules=figures).outcome
    try:
        expected = told(Story(complaint, plain, figures, now), now)
    except (NothingOpensError, NotPublishedError):
        event("undetermined")
        assume(condition=False)
    event(f"{len(complaint.history)} events")

    assert outcome is not None
    assert expected == answered(outcome)


@given(cases())
@settings(suppress_health_check=list(HealthCheck))
def test_way_up(case: tuple[Complaint, PlainCalendar, EscalationRules, int]) -> None:
    """Every step up the ladder, its instant and its level are as the text says."""
    complaint, plain, figures, now = case
    facts = ComplaintFacts(complaint=complaint, calendar=ours(plain))
    outcome = assess(facts, now=shown(now), rules=figures).outcome
    try:
        story = Story(complaint, plain, figures, now)
    except (NothingOpensError, NotPublishedError):
        event("undetermined")
        assume(condition=False)
    expected = [(step.trigger, step.at, step.before, step.after) for step in story.steps]

    assert outcome is not None
    assert expected == climbed(outcome)
    assert story.level == outcome.level


@given(cases(), st.integers(0, 25))
@settings(suppress_health_check=list(HealthCheck))
def test_what_is_told_before_the_plan_ends_stays_true(
    case: tuple[Complaint, PlainCalendar, EscalationRules, int], ahead: int
) -> None:
    """With the days beyond published, every answer is the same, and only gaps are filled."""
    complaint, plain, figures, now = case
    full = ours(dataclasses.replace(plain, last_day=None))
    end = dt.date.fromordinal(plain.day_of(now) + ahead)
    short = attrs.evolve(full, published_until=Date(end.year, end.month, end.day))
    at = shown(now)
    known, more = (ComplaintFacts(complaint=complaint, calendar=one) for one in (short, full))
    told_so_far = deadlines(known, now=at, rules=figures).outcome
    later = deadlines(more, now=at, rules=figures).outcome
    if told_so_far is not None:
        assert later is not None
        for one, other in zip(told_so_far.clocks, later.clocks, strict=True):
            assert one.verdict is other.verdict
            assert one.target_at in {None, other.target_at}
            assert one.due_at in {None, other.due_at}
            assert one.remaining_minutes in {None, other.remaining_minutes}
        assert told_so_far.proposed == later.proposed
    way, later_way = (assess(each, now=at, rules=figures).outcome for each in (known, more))
    if way is not None:
        assert later_way is not None
        assert (way.level, way.steps) == (later_way.level, later_way.steps)
        assert way.upcoming == later_way.upcoming[: len(way.upcoming)]


@st.composite
def next_events(
    draw: st.DrawFn,
) -> tuple[Complaint, PlainCalendar, EscalationRules, ComplaintEvent]:
    """Return a complaint and an event that may or may not follow, at a bound or beside it."""
    plain, start = draw(plans())
    figures = draw(rules())
    complaint = draw(stories(plain, start, figures))
    last = counted(complaint.history[-1].at) if complaint.history else start
    try:
        story = Story(complaint, plain, figures, last)
        points = turning_points(story)
        points += [plain.add_calendar_days(story.entered, days) for days in (14, 30)]
        points.append(plain.add_calendar_days(story.rounds[-1].start, 30))
    except (NothingOpensError, NotPublishedError):
        points = []
    points = [point for point in points if point >= last]
    at_a_point = draw(st.booleans())
    if points and at_a_point:
        at = draw(st.sampled_from(points)) + draw(st.sampled_from(NUDGES))
    else:
        at = last + draw(st.sampled_from((-1, *DELTAS))) * MINUTE
    forward = _FORWARD.get(complaint.state, (Reopened,))
    kinds = forward if draw(st.booleans()) else ()
    return complaint, plain, figures, draw(events(shown(at), complaint.received_at, kinds))


@given(next_events())
@settings(suppress_health_check=list(HealthCheck))
def test_state_machine(
    case: tuple[Complaint, PlainCalendar, EscalationRules, ComplaintEvent],
) -> None:
    """An event is taken or refused as the text of the state machine says."""
    complaint, plain, figures, following = case
    try:
        expected = Steps(complaint, plain, figures).takes(following)
    except (NothingOpensError, NotPublishedError):
        event("undetermined")
        assume(condition=False)
    try:
        complaint.record(following, calendar=ours(plain), terms=figures.terms)
    except TransitionError:
        taken = False
    else:
        taken = True
    event(f"{type(following).__name__} {taken}")

    assert expected == taken


def climbed(outcome: Escalation) -> list[tuple[str, int, int, int]]:
    """Return the steps that the library says."""
    return [
        (step.trigger.value, counted(step.fired_at), step.from_level, step.to_level)
        for step in outcome.steps
    ]
