"""Due lists of a stream of customers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, OccasionId, PersonId, StaffId
from clientcare.domain.occasions import Occasion, OccasionKind
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError
from clientcare.policies.after_sales import AfterSalesFacts
from clientcare.policies.aftercare import AftercareFacts
from clientcare.policies.agenda import Topic, Urgency
from clientcare.policies.cadence import CadenceFacts
from clientcare.policies.contact_permission import ContactFacts, ContactPermission
from clientcare.services.due_list import CareFacts, due_lines, due_lists

OFFICE = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
NOW = pendulum.datetime(2026, 11, 23, 10, tz="Asia/Shanghai")


def customer(number: int, *, days: int = 30, tier: Tier = Tier.A, **changes: Any) -> CareFacts:
    """Return a customer who was last visited so many days ago."""
    name = CustomerId(f"dealer-{number}")
    visited = Date.fromordinal(NOW.toordinal() - days)
    return CareFacts(
        owner_id=StaffId(f"rep-{number % 2}"),
        cadence=CadenceFacts(customer_id=name, tier=tier, visited_on=(visited,)),
        after_sales=AfterSalesFacts(customer_id=name),
        aftercare=AftercareFacts(tier=tier),
        contact=ContactFacts(
            person_id=PersonId(f"p-{number}"),
            customer_id=name,
            account_time_zone="Asia/Shanghai",
            calendar=OFFICE,
            under_contract=True,
        ),
        **changes,
    )


def test_each_person_has_a_list() -> None:
    """By the people in order, the unassigned last."""
    nobody = attrs.evolve(customer(2), owner_id=None)
    found = due_lists([customer(1), nobody, customer(0)], now=NOW, calendar=OFFICE)

    assert ["rep-0", "rep-1", None] == list(found)
    assert {Topic.VISIT} == {line.topic for each in found.values() for line in each.lines}


def test_a_greeting_is_asked_for_when_it_goes_out() -> None:
    """Without consent it is shown, and denied."""
    birthday = Occasion(
        id=OccasionId("o"),
        customer_id=CustomerId("dealer-1"),
        person_id=PersonId("p-1"),
        kind=OccasionKind.BIRTHDAY,
        month=11,
        day=24,
    )
    lines = list(due_lines(customer(1, days=1, occasions=(birthday,)), now=NOW, calendar=OFFICE))
    greeting = next(line for line in lines if line.topic is Topic.GREETING)
    assert greeting.contact is not None

    assert (Urgency.SOON, ContactPermission.DENIED) == (greeting.urgency, greeting.permission)
    assert "2026-11-24 09:30" == f"{greeting.contact.judged_at:%Y-%m-%d %H:%M}"


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(Tier)), max_size=12), st.integers(0, 5)
)
def test_the_most_urgent_are_kept_and_the_rest_is_counted(
    drawn: list[tuple[int, Tier]], most: int
) -> None:
    """A short list is the beginning of the whole one."""
    customers = [customer(at, days=days, tier=tier) for at, (days, tier) in enumerate(drawn)]
    whole = due_lists(customers, now=NOW, calendar=OFFICE)
    short = due_lists(customers, now=NOW, calendar=OFFICE, most=most)

    assert {staff: each.lines[:most] for staff, each in whole.items()} == {
        staff: each.lines for staff, each in short.items()
    }
    assert {staff: len(each.lines) for staff, each in whole.items()} == {
        staff: len(each.lines) + each.left_out for staff, each in short.items()
    }


def test_customers_are_taken_one_at_a_time() -> None:
    """A stream that breaks off is read no further than it goes."""
    taken: list[int] = []

    def stream() -> Iterator[CareFacts]:
        for number in range(3):
            taken.append(number)
            yield customer(number)

    due_lists(stream(), now=NOW, calendar=OFFICE, most=1)

    assert [0, 1, 2] == taken


def test_a_customer_whose_days_the_calendar_does_not_tell() -> None:
    """A line says so; what it tells of the others stands."""
    until = attrs.evolve(OFFICE, published_until=NOW.date())
    lines = due_lists([customer(0, days=1), customer(1)], now=NOW, calendar=until)
    silent = {line.topic for line in lines[StaffId("rep-0")].lines}

    assert {"review.calendar_unknown"} == {
        code.code for line in lines[StaffId("rep-0")].lines for code in line.reasons
    }
    assert Topic.VISIT in silent
    assert list(lines) == ["rep-0", "rep-1"]


def test_one_late_delivery_stops_nobody_s_list() -> None:
    """A step beyond the published year leaves the visits of all as they are."""
    year = attrs.evolve(OFFICE, published_until=Date(2026, 12, 31))
    late = attrs.evolve(
        customer(0),
        after_sales=AfterSalesFacts(
            customer_id=CustomerId("dealer-0"), confirmed_on=(Date(2026, 11, 22),)
        ),
    )
    both = [late, customer(1)]

    assert due_lists(both, now=NOW, calendar=OFFICE) == due_lists(both, now=NOW, calendar=year)


def test_each_customer_comes_once() -> None:
    """A stream that holds one twice is refused, and so is a count below nothing."""
    with pytest.raises(InvalidValueError, match="each customer once"):
        due_lists([customer(1), customer(1)], now=NOW, calendar=OFFICE)
    with pytest.raises(InvalidValueError, match="most"):
        due_lists([], now=NOW, calendar=OFFICE, most=-1)


def test_the_parts_are_of_one_customer() -> None:
    """Facts of two customers make no due list."""
    one, other = customer(1), customer(2)

    for changes in ({"after_sales": other.after_sales}, {"contact": other.contact}):
        with pytest.raises(InvalidValueError, match="of customer dealer-1"):
            attrs.evolve(one, **changes)
