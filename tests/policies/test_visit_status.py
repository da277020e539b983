"""Is the next visit due, planned, covered or overdue (policies 4c)?"""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Tier
from clientcare.errors import UnpublishedDayError
from clientcare.policies.cadence import CadenceFacts, CadenceRules, visit_terms
from clientcare.policies.visit_status import (
    VisitStatus,
    check_visit_gap,
    over_visits,
    visit_status,
)

OFFICE = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
LAST = Date(2026, 11, 2)


def facts(**changes: object) -> CadenceFacts:
    """Return the A customer of the worked example, changed as asked."""
    example = CadenceFacts(
        customer_id=CustomerId("c-1"),
        tier=Tier.A,
        lifecycle=LifecycleState.STABLE,
        visited_on=(LAST,),
    )
    return attrs.evolve(example, **changes)  # type: ignore[arg-type]


def status(as_of: Date, **changes: object) -> VisitStatus:
    """Return the status of the example, changed as asked."""
    return visit_status(facts(**changes), as_of=as_of, calendar=OFFICE).outcome


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (2, VisitStatus.COVERED),
        (4, VisitStatus.COVERED),
        (5, VisitStatus.DUE),
        (9, VisitStatus.DUE),
        (11, VisitStatus.DUE),
        (12, VisitStatus.OVERDUE),
    ],
)
def test_worked_example(day: int, expected: VisitStatus) -> None:
    """A, last Monday 2 November: due from Thursday 5 to Wednesday 11, overdue on Thursday 12."""
    assert expected is status(Date(2026, 11, day))


@pytest.mark.parametrize(
    ("as_of", "booked", "expected"),
    [
        (3, 9, VisitStatus.PLANNED),
        (3, 3, VisitStatus.PLANNED),
        (3, 11, VisitStatus.PLANNED),
        (3, 12, VisitStatus.COVERED),
        (9, 12, VisitStatus.DUE),
        (9, 8, VisitStatus.DUE),
        (12, 12, VisitStatus.OVERDUE),
    ],
)
def test_planned(as_of: int, booked: int, expected: VisitStatus) -> None:
    """A visit booked from today to the second business day after counts; overdue comes first."""
    assert expected is status(Date(2026, 11, as_of), booked_on=(Date(2026, 11, booked),))


def test_early_completion_moves_the_next_one() -> None:
    """The next one counts from the visit that was held, not from the plan."""
    early = (LAST, Date(2026, 11, 6))

    assert [VisitStatus.COVERED, VisitStatus.DUE] == [
        status(Date(2026, 11, day), visited_on=early) for day in (10, 11)
    ]


def test_the_gap_wins() -> None:
    """Due within the tolerance, but before the gap is over: a reason says from when."""
    decision = visit_status(facts(), as_of=Date(2026, 11, 5), calendar=OFFICE)
    found = next(one for one in decision.reasons if one.code == "cadence.gap_not_over")

    assert Date(2026, 11, 6) == found.facts["earliest_on"]
    assert not visit_status(facts(), as_of=Date(2026, 11, 6), calendar=OFFICE).has(found.code)


def test_never_visited() -> None:
    """Without any visit, the next one is of the day the customer entered the book."""
    never = {"visited_on": (), "entered_on": Date(2026, 11, 9)}

    assert [VisitStatus.DUE, VisitStatus.OVERDUE] == [
        status(Date(2026, 11, day), **never) for day in (11, 12)
    ]


@pytest.mark.parametrize("entered", [None, Date(2026, 12, 1)])
def test_entry_unknown(entered: Date | None) -> None:
    """Without a visit and a day of entry, a visit is due now."""
    assert VisitStatus.DUE is status(Date(2026, 11, 9), visited_on=(), entered_on=entered)


def test_lost() -> None:
    """A lost customer's next visit is 91 days after the last one."""
    lost = {"lifecycle": LifecycleState.LOST, "visited_on": (Date(2026, 8, 10),)}

    assert [VisitStatus.COVERED, VisitStatus.DUE, VisitStatus.OVERDUE] == [
        status(Date(2026, 11, day), **lost) for day in (4, 5, 12)
    ]


def test_holidays_widen_the_tolerance() -> None:
    """The tolerance is in business days: two closed days more, two days later overdue."""
    closed = OFFICE.with_holidays([Date(2026, 11, 10), Date(2026, 11, 11)])
    found = [
        visit_status(facts(), as_of=Date(2026, 11, day), calendar=closed).outcome
        for day in (13, 14)
    ]

    assert [VisitStatus.DUE, VisitStatus.OVERDUE] == found


def test_a_far_visit_needs_no_far_calendar() -> None:
    """What lies months ahead is covered though next year's holidays are not published."""
    until_today = attrs.evolve(OFFICE, published_until=Date(2026, 11, 10))
    lost = facts(lifecycle=LifecycleState.LOST)

    assert (
        VisitStatus.COVERED
        is visit_status(lost, as_of=Date(2026, 11, 5), calendar=until_today).outcome
    )


def test_an_unpublished_day_is_refused() -> None:
    """What the answer depends on has to be published."""
    until_today = attrs.evolve(OFFICE, published_until=Date(2026, 11, 5))

    with pytest.raises(UnpublishedDayError):
        visit_status(facts(), as_of=Date(2026, 11, 5), calendar=until_today)


def test_days_that_decide_nothing_need_no_plan() -> None:
    """Next on Monday 9, due to Wednesday 11: a visit booked later is too late, whatever opens."""
    until_wednesday = attrs.evolve(OFFICE, published_until=Date(2026, 11, 11))
    booked = facts(booked_on=(Date(2026, 12, 1),))
    found = visit_status(booked, as_of=Date(2026, 11, 6), calendar=until_wednesday)

    assert VisitStatus.DUE is found.outcome


@given(
    tier=st.sampled_from([*Tier, None]),
    state=st.sampled_from(LifecycleState),
    visited=st.lists(st.integers(-60, 60), max_size=3),
    booked=st.lists(st.integers(-20, 60), max_size=3),
    entered=st.none() | st.integers(-60, 10),
    tolerance=st.integers(0, 3),
    holidays=st.sets(st.integers(-20, 60), max_size=8),
)
def test_same_as_the_text(  # noqa: PLR0917 - one argument for each fact
    tier: Tier | None,
    state: LifecycleState,
    visited: list[int],
    booked: list[int],
    entered: int | None,
    tolerance: int,
    holidays: set[int],
) -> None:
    """The status is what the four conditions, asked in their order and as written, say."""
    as_of = Date(2026, 11, 5)

    def day(offset: int) -> Date:
        return Date.fromordinal(as_of.toordinal() + offset)

    known = facts(
        tier=tier,
        lifecycle=state,
        visited_on=tuple(map(day, visited)),
        booked_on=tuple(map(day, booked)),
        entered_on=None if entered is None else day(entered),
    )
    calendar = OFFICE.with_holidays(map(day, holidays))
    interval = visit_terms(known, as_of=as_of).outcome.interval_days
    held = [one for one in visited if one <= 0]
    start = entered if entered is not None and entered <= 0 else 0
    next_on = day(max(held) + interval) if held else day(start)
    late = calendar.next_business_day(next_on, count=tolerance)
    soon = calendar.previous_business_day(next_on, count=tolerance)
    if as_of > late:
        expected = VisitStatus.OVERDUE
    elif any(as_of <= day(one) <= late for one in booked):
        expected = VisitStatus.PLANNED
    else:
        expected = VisitStatus.DUE if as_of >= soon else VisitStatus.COVERED

    assert (
        expected
        is visit_status(
            known,
            as_of=as_of,
            calendar=calendar,
            rules=CadenceRules(tolerance_business_days=tolerance),
        ).outcome
    )


@given(st.sampled_from([*Tier, None]), st.sampled_from(LifecycleState), st.integers(0, 27))
def test_early_completion_keeps_the_gap(
    tier: Tier | None, state: LifecycleState, early: int
) -> None:
    """However early a visit is held, the next one is never closer than the least gap."""
    held = Date.fromordinal(LAST.toordinal() + early)
    known = facts(tier=tier, lifecycle=state, visited_on=(LAST, held))
    decision = visit_status(known, as_of=held, calendar=OFFICE)
    terms = visit_terms(known, as_of=held).outcome
    next_on = decision.inputs["next_on"]

    assert isinstance(next_on, Date)
    assert next_on.toordinal() - held.toordinal() >= (
        terms.extra_gap_days if terms.extra else terms.gap_days
    )


class TestGap:
    """Days between two visits."""

    @pytest.mark.parametrize(
        ("day", "extra", "kept"),
        [(5, False, False), (6, False, True), (3, True, False), (4, True, True), (2, True, False)],
    )
    def test_after_the_last(self, *, day: int, extra: bool, kept: bool) -> None:
        """Exactly the gap is enough; a visit on top keeps half of it."""
        found = check_visit_gap(facts(), on=Date(2026, 11, day), extra=extra, as_of=LAST)

        assert kept is found.outcome

    def test_before_a_booked_one(self) -> None:
        """The gap is also kept to visits booked later, across cycles."""
        booked = facts(visited_on=(), booked_on=(Date(2026, 11, 30),))

        assert [True, False] == [
            check_visit_gap(booked, on=Date(2026, 11, day), as_of=LAST).outcome for day in (26, 27)
        ]

    def test_free(self) -> None:
        """Where nothing is held or booked, every day is free."""
        found = check_visit_gap(facts(visited_on=()), on=LAST, as_of=LAST)

        assert (True, True) == (found.outcome, found.has("cadence.gap_free"))


class TestOverVisits:
    """Counted visits above the target of a cycle."""

    @pytest.mark.parametrize(
        ("days", "over"), [((2, 3, 4), 0), ((2, 3, 4, 5), 0), ((2, 3, 4, 5, 6), 1)]
    )
    def test_above_the_target(self, days: tuple[int, ...], over: int) -> None:
        """The fifth visit to an A in a cycle is one too many."""
        visited = tuple(Date(2026, 11, day) for day in days)

        assert over == over_visits(facts(visited_on=visited), as_of=Date(2026, 11, 8)).outcome

    def test_one_a_day(self) -> None:
        """Two visits on one day count once."""
        visited = (LAST,) * 5

        assert 0 == over_visits(facts(visited_on=visited), as_of=LAST).outcome

    def test_of_this_cycle_alone(self) -> None:
        """Visits of another cycle make up for nothing, nor do later ones."""
        first, _ = CadenceRules().cycle_of(LAST)
        eve = Date.fromordinal(first.toordinal() - 1)
        visited = (eve, first, *(Date(2026, 11, day) for day in (9, 10, 11, 12)))

        assert 0 == over_visits(facts(visited_on=visited), as_of=LAST).outcome
