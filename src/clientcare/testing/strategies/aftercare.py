"""Occasions, and what is looked after once something is sold."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.aftercare import (
    CustomerCheck,
    NoticeKind,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    PurchaseStep,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.ids import (
    CustomerCheckId,
    CustomerId,
    OccasionId,
    OrderId,
    PersonId,
    PersonnelChangeId,
    ProductNoticeId,
    PurchaseCareId,
    SatisfactionId,
    ServicedItemId,
    StaffId,
)
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar
from clientcare.domain.scales import ContactRole
from clientcare.testing.strategies.relations import keys, notes, phrases

_FIRST: Final = Date(2026, 10, 5).toordinal()
_SPAN_DAYS: Final = 60


def dates() -> st.SearchStrategy[Date]:
    """Return a date of two months."""
    return st.integers(_FIRST, _FIRST + _SPAN_DAYS).map(Date.fromordinal)


@st.composite
def occasions(draw: st.DrawFn) -> Occasion:
    """Return a birthday or an anniversary of either calendar."""
    lunar = draw(st.booleans())
    month = draw(st.integers(1, 12))
    last = 30 if lunar else 29 if month == 2 else 30  # noqa: PLR2004 - February
    return Occasion(
        id=OccasionId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        person_id=draw(st.none() | keys().map(PersonId)),
        kind=draw(st.sampled_from(OccasionKind)),
        month=month,
        day=draw(st.none() | st.integers(1, last)),
        calendar=YearCalendar.LUNAR if lunar else YearCalendar.GREGORIAN,
        leap=lunar and draw(st.booleans()),
        ended_on=draw(st.none() | dates()),
    )


def satisfaction_answers() -> st.SearchStrategy[SatisfactionAnswer]:
    """Return an answer on satisfaction, or none given."""
    return st.builds(
        SatisfactionAnswer,
        id=keys().map(SatisfactionId),
        customer_id=keys().map(CustomerId),
        order_id=st.none() | keys().map(OrderId),
        asked_on=dates(),
        answer=st.none() | st.integers(1, 5),
        asked_by=st.none() | keys().map(StaffId),
        note=notes(),
    )


def serviced_items() -> st.SearchStrategy[ServicedItem]:
    """Return something that is maintained."""
    return st.builds(
        ServicedItem,
        id=keys().map(ServicedItemId),
        customer_id=keys().map(CustomerId),
        what=phrases(),
        installed_on=dates(),
        every_months=st.integers(1, 24),
        serviced_on=st.lists(dates(), max_size=3).map(tuple),
        ended_on=st.none() | dates(),
    )


@st.composite
def product_notices(draw: st.DrawFn) -> ProductNotice:
    """Return a bulletin or a change."""
    kind = draw(st.sampled_from(NoticeKind))
    least = 1 if kind is NoticeKind.CHANGE else 0
    return ProductNotice(
        id=ProductNoticeId(draw(keys())),
        kind=kind,
        about=draw(phrases()),
        products=tuple(sorted(draw(st.sets(phrases(), min_size=least, max_size=2)))),
        issued_on=draw(dates()),
    )


@st.composite
def personnel_changes(draw: st.DrawFn) -> PersonnelChange:
    """Return a change of people, acted on or not."""
    known = draw(dates())
    later = draw(st.none() | st.integers(0, 9))
    return PersonnelChange(
        id=PersonnelChangeId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        role=draw(st.sampled_from(ContactRole)),
        left=draw(st.none() | keys().map(PersonId)),
        came=draw(st.none() | keys().map(PersonId)),
        known_on=known,
        acted_on=None if later is None else Date.fromordinal(known.toordinal() + later),
        note=draw(notes()),
    )


@st.composite
def purchase_care(draw: st.DrawFn) -> PurchaseCare:
    """Return a purchase with some steps done."""
    return PurchaseCare(
        id=PurchaseCareId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        order_id=draw(st.none() | keys().map(OrderId)),
        bought_on=draw(dates()),
        done_on=FrozenMap(
            draw(st.dictionaries(st.sampled_from(PurchaseStep), dates(), max_size=3))
        ),
        left_out=tuple(sorted(draw(st.sets(st.sampled_from(PurchaseStep), max_size=2)))),
    )


def customer_checks() -> st.SearchStrategy[CustomerCheck]:
    """Return a check of an old customer."""
    return st.builds(
        CustomerCheck,
        id=keys().map(CustomerCheckId),
        customer_id=keys().map(CustomerId),
        checked_on=dates(),
        competitors=notes(),
        needs=notes(),
        other_business=notes(),
        by=st.none() | keys().map(StaffId),
    )
