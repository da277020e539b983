"""The follow-up of sales is what a slow reading of the page gives, day by day."""

from __future__ import annotations

import datetime as dt

from hypothesis import event, given, settings
from hypothesis import strategies as st
from pendulum import Date
from tests.oracles.after_sales_oracle import Sold
from tests.oracles.calendar_oracle import MINUTE, PlainCalendar
from tests.oracles.test_calendar_oracle import ours, shown

from clientcare.domain.ids import CustomerId
from clientcare.policies.after_sales import (
    AfterSalesFacts,
    AfterSalesRules,
    Preset,
    Suspension,
    follow_up_sale,
)

TODAY = dt.date(2026, 11, 23).toordinal()
DAYS = st.integers(TODAY - 60, TODAY + 20) | st.integers(TODAY - 4, TODAY + 4)
DAY = 1440 * MINUTE


def _date(day: int) -> Date:
    return Date.fromordinal(day)


def _instant(day: int, minute: int) -> int:
    return (day - dt.date(1970, 1, 1).toordinal()) * DAY + (minute - 480) * MINUTE


@st.composite
def sales(draw: st.DrawFn) -> tuple[Sold, AfterSalesFacts]:
    """Return a customer who bought, for the oracle and for the library."""
    near = st.integers(TODAY - 70, TODAY + 120)
    holidays = frozenset(draw(st.sets(near, max_size=draw(st.sampled_from([0, 6])))))
    start = draw(near)
    holidays |= frozenset(range(start, start + draw(st.sampled_from([0, 0, 5, 12]))))
    plain = PlainCalendar(
        zone="Asia/Shanghai",
        week=(((540, 1020),),) * 5 + ((),) * 2,
        holidays=holidays,
        make_up=dict.fromkeys(draw(st.sets(near, max_size=3)) - holidays, ()),
    )
    recent = st.integers(TODAY - 24, TODAY)
    deliveries = tuple(draw(st.lists(DAYS | recent | recent, max_size=4)))
    contacts, visits = draw(st.lists(DAYS, max_size=3)), draw(st.lists(DAYS, max_size=2))
    booked = draw(st.lists(DAYS, max_size=2))
    if deliveries:  # at the bounds of a call, of a set, and of the visit to a new buyer
        bounds = st.sampled_from((5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 24))
        last = max((day for day in deliveries if day <= TODAY), default=TODAY)
        near_sale = bounds.map(last.__add__)
        booked += draw(st.lists(near_sale, max_size=2))
        contacts += draw(st.lists(near_sale, max_size=1))
        visits += draw(st.lists(near_sale, max_size=1))
        deliveries += tuple(draw(st.lists(near_sale, max_size=1)))
    complaints, rests = [], []
    for start in draw(st.lists(DAYS, max_size=draw(st.sampled_from([0, 0, 1, 2])))):
        received = _instant(start, draw(st.sampled_from([500, 600, 1100])))
        open_for = draw(st.none() | st.integers(0, 12))
        closed = None
        if open_for is not None:
            closed = max(
                received, _instant(start + open_for, draw(st.sampled_from([540, 1019, 1200])))
            )
        complaints.append(
            Suspension(
                received_at=shown(received), closed_at=None if closed is None else shown(closed)
            )
        )
        if start <= TODAY:
            known = closed is not None and start + (open_for or 0) <= TODAY
            end = None
            if known and closed is not None:
                end = plain.shown_day(plain.add_business_days(closed, 5))
            rests.append((start, end))
    new = draw(st.booleans())
    sold = Sold(
        calendar=plain,
        today=TODAY,
        deliveries=deliveries,
        contacts=tuple(contacts),
        visits=tuple(visits),
        booked=tuple(booked),
        rests=tuple(rests),
        new=new,
    )
    facts = AfterSalesFacts(
        customer_id=CustomerId("dealer-1"),
        confirmed_on=tuple(map(_date, deliveries)),
        bought_before=not new,
        contacted_on=tuple(map(_date, contacts)),
        visited_on=tuple(map(_date, visits)),
        booked_on=tuple(map(_date, booked)),
        suspensions=tuple(complaints),
    )
    return sold, facts


@given(sales())
@settings(max_examples=300)
def test_manual(sale: tuple[Sold, AfterSalesFacts]) -> None:
    """Weekly calls and the visit to a new buyer."""
    sold, facts = sale
    found = follow_up_sale(facts, as_of=_date(TODAY), calendar=ours(sold.calendar)).outcome
    steps = [
        (
            one.kind.value,
            None if one.due_on is None else one.due_on.toordinal(),
            None if one.late_after_on is None else one.late_after_on.toordinal(),
            one.status.value,
        )
        for one in found.steps
    ]
    for step in steps:
        event(step[3])

    assert sorted(sold.manual(), key=str) == sorted(steps, key=str)
    assert sold.lapses(TODAY) is found.resting


@given(sales())
@settings(max_examples=200)
def test_standard(sale: tuple[Sold, AfterSalesFacts]) -> None:
    """Days 1, 7, 30 and 90, those too close left out."""
    sold, facts = sale
    rules = AfterSalesRules(preset=Preset.STANDARD)
    found = follow_up_sale(
        facts, as_of=_date(TODAY), calendar=ours(sold.calendar), rules=rules
    ).outcome
    steps = [
        (one.day, None if one.due_on is None else one.due_on.toordinal(), one.status.value)
        for one in found.steps
    ]
    for step in steps:
        event(step[2])

    assert sold.standard() == steps
