"""What follows a sale."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId
from clientcare.errors import InvalidValueError
from clientcare.policies.after_sales import (
    AfterSales,
    AfterSalesFacts,
    AfterSalesRules,
    Preset,
    StepKind,
    StepStatus,
    Suspension,
    follow_up_sale,
)
from clientcare.wording import texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("firm", time_zone=ZONE)
CHINA = OFFICE.with_holidays(
    [Date(2025, 10, day) for day in range(1, 9)],
    make_up_days=[Date(2025, 9, 28), Date(2025, 10, 11)],
)
STANDARD = AfterSalesRules(preset=Preset.STANDARD)
FRIDAY = Date(2026, 11, 20)


def facts(*confirmed_on: Date, **changes: Any) -> AfterSalesFacts:
    """Return a customer with confirmed deliveries."""
    return AfterSalesFacts(customer_id=CustomerId("dealer-1"), confirmed_on=confirmed_on, **changes)


def ask(known: AfterSalesFacts, as_of: Date, **options: Any) -> AfterSales:
    """Return the follow-up as of a day."""
    return follow_up_sale(known, as_of=as_of, **{"calendar": OFFICE, **options}).outcome


def days(found: AfterSales, kind: StepKind | None = None) -> list[Date | None]:
    """Return the due days of the steps of a kind."""
    return [one.due_on for one in found.steps if kind is None or one.kind is kind]


def on(month: int, day: int, year: int = 2026) -> Date:
    """Return a date of 2026."""
    return Date(year, month, day)


def at(month: int, day: int, hour: int = 10) -> DateTime:
    """Return a local time of 2026."""
    return pendulum.datetime(2026, month, day, hour, tz=ZONE)


# --- worked examples -------------------------------------------------------------------


def test_a_new_buyer() -> None:
    """Delivered Friday 20 November: call on 27, visit on 4 December, calls on 11 and 18."""
    found = ask(facts(FRIDAY), FRIDAY)
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert [on(11, 27), on(12, 11), on(12, 18)] == days(found, StepKind.CALL)
    assert (on(12, 4), on(12, 11)) == (visit.due_on, visit.late_after_on)


def test_an_old_buyer() -> None:
    """Delivered Saturday 21 November: calls on 30 November, 7, 14 and 21 December."""
    found = ask(facts(on(11, 21), bought_before=True), on(11, 21))

    assert [on(11, 30), on(12, 7), on(12, 14), on(12, 21)] == days(found)


def test_the_standard_manner() -> None:
    """Days 1, 7, 30 and 90 after a Friday, each moved to a business day."""
    found = ask(facts(FRIDAY), FRIDAY, rules=STANDARD)

    assert [on(11, 23), on(11, 27), on(12, 21), on(2, 18, 2027)] == days(found)
    assert [1, 7, 30, 90] == [one.day for one in found.steps]


def test_golden_week() -> None:
    """Days 1 and 7 both fall on 9 October 2025; only day 7 is left."""
    found = ask(facts(on(9, 30, 2025)), on(9, 30, 2025), calendar=CHINA, rules=STANDARD)

    assert [(7, on(10, 9, 2025)), (30, on(10, 30, 2025)), (90, on(12, 29, 2025))] == [
        (one.day, one.due_on) for one in found.steps
    ]


# --- the manner of the manual ------------------------------------------------------------


def test_calls_restart_from_the_last_real_contact() -> None:
    """A contact before the call moves all later ones."""
    found = ask(facts(FRIDAY, contacted_on=(on(11, 25),), bought_before=True), on(11, 26))

    assert [on(12, 2), on(12, 9), on(12, 16)] == days(found)


def test_a_contact_before_the_delivery_moves_nothing() -> None:
    """Weeks count from the delivery until there is a contact since."""
    found = ask(facts(FRIDAY, contacted_on=(on(11, 19),), bought_before=True), FRIDAY)

    assert on(11, 27) == days(found)[0]


def test_who_is_visited_weekly_gets_no_calls() -> None:
    """A call gives way to a booked visit, and the weeks count from that."""
    booked = (on(11, 27), on(12, 4), on(12, 11), on(12, 18))
    found = ask(facts(FRIDAY, booked_on=booked, bought_before=True), FRIDAY)

    assert [] == days(found)


@pytest.mark.parametrize(
    ("booked", "first"),
    [(on(11, 29), on(12, 7)), (on(11, 30), on(11, 27)), (on(11, 26), on(12, 3))],
)
def test_a_call_gives_way_to_a_visit_less_than_three_days_after(booked: Date, first: Date) -> None:
    """Two days before a visit it gives way, three days before it stands."""
    found = ask(facts(FRIDAY, booked_on=(booked,), bought_before=True), FRIDAY)

    assert first == days(found)[0]


def test_a_booking_that_has_passed_holds_nothing_back() -> None:
    """Only a visit that is still to come takes the place of a call."""
    found = ask(facts(FRIDAY, booked_on=(on(11, 26),), bought_before=True), on(11, 30))

    assert on(11, 27) == days(found)[0]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (on(12, 3), StepStatus.PLANNED),
        (on(12, 4), StepStatus.DUE),
        (on(12, 11), StepStatus.DUE),
        (on(12, 12), StepStatus.OVERDUE),
    ],
)
def test_the_visit_is_due_for_a_week(as_of: Date, status: StepStatus) -> None:
    """From the first business day after two weeks to the last one within three."""
    found = ask(facts(FRIDAY), as_of)
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (status, status in {StepStatus.DUE, StepStatus.OVERDUE}) == (
        visit.status,
        visit in found.open_steps,
    )


@pytest.mark.parametrize(("visited", "status"), [(4, StepStatus.DONE), (3, StepStatus.DUE)])
def test_the_visit_is_owed_until_it_is_held(visited: int, status: StepStatus) -> None:
    """A visit before two weeks have passed does not confirm the decision."""
    found = ask(facts(FRIDAY, visited_on=(on(12, visited),)), on(12, 7))
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert status is visit.status


def test_no_business_day_in_the_third_week() -> None:
    """Then the visit is late after its due day."""
    closed = OFFICE.with_holidays([on(12, day) for day in range(4, 15)])
    found = ask(facts(FRIDAY), FRIDAY, calendar=closed)
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (on(12, 15), on(12, 15)) == (visit.due_on, visit.late_after_on)


# --- order sets -------------------------------------------------------------------------


def test_deliveries_of_a_set_share_a_chain() -> None:
    """Up to 14 days after the first; the chain is that of the latest."""
    found = ask(facts(on(11, 2), on(11, 9), on(11, 16), bought_before=True), on(11, 16))

    assert on(11, 23) == days(found)[0]


def test_weekly_deliveries_do_not_postpone_for_ever() -> None:
    """A delivery 15 days after the first opens a new set; the visit owed stays."""
    found = ask(facts(on(11, 2), on(11, 17)), on(11, 18))
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (on(11, 16), on(11, 2)) == (visit.due_on, visit.delivered_on)
    assert {on(11, 17)} == {one.delivered_on for one in found.steps if one is not visit}


def test_deliveries_after_the_day_are_not_known() -> None:
    """A past day is judged as it was."""
    decision = follow_up_sale(facts(FRIDAY), as_of=on(11, 19), calendar=OFFICE)

    assert ((), ("after_sales.nothing_to_follow",)) == (decision.outcome.steps, decision.codes)


def test_nobody_confirmed() -> None:
    """An unconfirmed delivery opens no chain, and is told."""
    decision = follow_up_sale(facts(unconfirmed=2), as_of=FRIDAY, calendar=OFFICE)

    assert ("after_sales.unconfirmed", "after_sales.nothing_to_follow") == decision.codes


# --- suspension -------------------------------------------------------------------------


def test_an_urgent_complaint_suspends() -> None:
    """What falls before the fifth business day after the close lapses; what falls on it stands."""
    stop = Suspension(received_at=at(11, 26), closed_at=at(11, 27))
    found = ask(facts(FRIDAY, suspensions=(stop,), bought_before=True), on(11, 30))

    assert [
        (on(11, 27), StepStatus.LAPSED),
        (on(12, 4), StepStatus.PLANNED),
        (on(12, 11), StepStatus.PLANNED),
        (on(12, 18), StepStatus.PLANNED),
    ] == [(one.due_on, one.status) for one in found.steps]
    assert (True, on(12, 4)) == (found.resting, found.resumes_on)


def test_while_it_is_open_nothing_is_due() -> None:
    """The visit has no day while nobody knows when the chain goes on."""
    stop = Suspension(received_at=at(12, 1))
    decision = follow_up_sale(facts(FRIDAY, suspensions=(stop,)), as_of=on(12, 7), calendar=OFFICE)
    visit = next(one for one in decision.outcome.steps if one.kind is StepKind.VISIT)

    assert (None, StepStatus.RESTING) == (visit.due_on, visit.status)
    assert ((), None) == (decision.outcome.open_steps, decision.outcome.resumes_on)
    assert decision.has("after_sales.suspended")


def test_the_visit_is_due_on_resumption() -> None:
    """It is owed all the same, in time until day 21 or that day."""
    stop = Suspension(received_at=at(12, 1), closed_at=at(12, 7))
    found = ask(facts(FRIDAY, suspensions=(stop,)), on(12, 14))
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (on(12, 14), on(12, 14), StepStatus.DUE) == (
        visit.due_on,
        visit.late_after_on,
        visit.status,
    )


def test_a_complaint_after_the_visit_moves_it_no_more() -> None:
    """What is done stays done."""
    stop = Suspension(received_at=at(12, 9))
    found = ask(facts(FRIDAY, suspensions=(stop,), visited_on=(on(12, 8),)), on(12, 10))
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (on(12, 4), StepStatus.DONE) == (visit.due_on, visit.status)


def test_a_complaint_of_tomorrow_is_not_known() -> None:
    """Neither its receipt nor its close."""
    later = Suspension(received_at=at(11, 30))
    closed_later = Suspension(received_at=at(11, 25), closed_at=at(11, 30))
    known = facts(FRIDAY, suspensions=(later, closed_later), bought_before=True)
    found = ask(known, on(11, 27))

    assert (True, None) == (found.resting, found.resumes_on)


def test_two_rests_on_end() -> None:
    """A chain goes on when the last of them is over."""
    stops = (
        Suspension(received_at=at(11, 23), closed_at=at(11, 24)),
        Suspension(received_at=at(11, 25), closed_at=at(11, 27)),
    )
    found = ask(facts(FRIDAY, suspensions=stops), on(11, 27))

    assert on(12, 4) == found.resumes_on


def test_a_complaint_is_not_closed_before_it_comes() -> None:
    """A suspension that ends before it begins is refused."""
    with pytest.raises(InvalidValueError, match="closed_at"):
        Suspension(received_at=at(11, 24), closed_at=at(11, 23))


# --- the standard manner ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "status"),
    [
        (on(11, 24), StepStatus.OVERDUE),
        (on(11, 25), StepStatus.DONE),
        (on(11, 27), StepStatus.DONE),
        (on(11, 28), StepStatus.MADE_UP),
    ],
)
def test_a_contact_on_the_day_or_shortly_before_does_a_step(
    contact: Date, status: StepStatus
) -> None:
    """Less than three days before; a later one makes up for it."""
    found = ask(facts(FRIDAY, contacted_on=(contact,)), on(11, 28), rules=STANDARD)

    assert status is next(one for one in found.steps if one.day == 7).status


def test_steps_of_different_chains_keep_apart() -> None:
    """Of two deliveries the later one's step stays where they meet."""
    found = ask(facts(on(10, 1), on(10, 30)), on(10, 30), rules=STANDARD)

    meeting = [one for one in found.steps if one.due_on in {on(10, 30), on(11, 2)}]

    assert [(1, on(10, 30))] == [(one.day, one.delivered_on) for one in meeting]


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    """The visit cannot be late before it is due."""
    with pytest.raises(InvalidValueError, match="visit_until_day"):
        AfterSalesRules(visit_from_day=14, visit_until_day=13)


# --- laws -----------------------------------------------------------------------------------


@given(
    st.integers(0, 6).map(lambda ahead: Date.fromordinal(FRIDAY.toordinal() + ahead)),
    st.lists(st.integers(0, 30), max_size=4),
    st.integers(0, 40),
)
def test_early_completion_never_brings_the_next_call_nearer_than_the_gap(
    delivered: Date, contacts: list[int], today: int
) -> None:
    """From the last real contact to the next call there are seven days or more, and so between calls."""
    as_of = Date.fromordinal(delivered.toordinal() + today)
    contacted = [Date.fromordinal(delivered.toordinal() + day) for day in contacts if day <= today]
    known = facts(delivered, contacted_on=tuple(contacted), bought_before=True)
    found = [one for one in days(ask(known, as_of)) if one is not None]
    starts = [max([delivered, *contacted]), *found]

    assert all(
        later.toordinal() - earlier.toordinal() >= 7
        for earlier, later in zip(starts, found, strict=False)
    )


@pytest.mark.parametrize("slip", [{"calendar": None}, {"rules": OFFICE}])
def test_a_slip_of_the_arguments_is_told_by_name(slip: dict[str, Any]) -> None:
    """Something of another class is refused."""
    with pytest.raises(InvalidValueError, match=next(iter(slip))):
        ask(facts(FRIDAY), FRIDAY, **slip)


# --- at the end of the published calendar ----------------------------------------------


def test_what_is_beyond_the_calendar_is_unknown_and_the_rest_stands() -> None:
    """Delivered 10 November, published to the year's end: day 90 alone is unknown."""
    year = attrs.evolve(OFFICE, published_until=on(12, 31))
    decision = follow_up_sale(facts(on(11, 10)), as_of=on(11, 10), calendar=year, rules=STANDARD)
    found = decision.outcome

    assert [on(11, 11), on(11, 17), on(12, 10), None] == days(found)
    assert (90, StepStatus.UNKNOWN) == (found.steps[-1].day, found.steps[-1].status)
    assert "after_sales.day_beyond_calendar" in decision.codes


def test_the_manual_s_steps_beyond_the_calendar() -> None:
    """The visit and the first unknown call are named; what rests on them is not laid."""
    year = attrs.evolve(OFFICE, published_until=on(12, 31))
    decision = follow_up_sale(facts(on(12, 22)), as_of=on(12, 22), calendar=year)

    assert [(StepKind.CALL, on(12, 29)), (StepKind.VISIT, None), (StepKind.CALL, None)] == [
        (one.kind, one.due_on) for one in decision.outcome.steps
    ]
    assert 2 == decision.codes.count("after_sales.beyond_calendar")
    assert set(decision.codes) <= texts().keys()


def test_a_visit_whose_last_day_is_beyond_the_calendar() -> None:
    """It is due on its day, and not late as far as is known."""
    year = attrs.evolve(OFFICE, published_until=on(12, 31))
    found = ask(facts(on(12, 14)), on(12, 30), calendar=year)
    visit = next(one for one in found.steps if one.kind is StepKind.VISIT)

    assert (on(12, 28), None, StepStatus.DUE) == (visit.due_on, visit.late_after_on, visit.status)


def test_a_resumption_beyond_the_calendar() -> None:
    """It rests with no end known, and every step that has a date lapses."""
    year = attrs.evolve(OFFICE, published_until=on(12, 31))
    stop = Suspension(received_at=at(12, 21), closed_at=at(12, 28))
    found = ask(
        facts(on(12, 14), suspensions=(stop,), bought_before=True), on(12, 30), calendar=year
    )

    assert (True, None) == (found.resting, found.resumes_on)
    assert [StepStatus.LAPSED, StepStatus.LAPSED, StepStatus.UNKNOWN] == [
        one.status for one in found.steps
    ]
