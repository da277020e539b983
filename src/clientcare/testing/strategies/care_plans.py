"""Recurring promises, gifts, favours, ambassadors, outlet problems and development plans."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ambassador import AmbassadorNote, Favour, Rung
from clientcare.domain.development import (
    DevelopmentPlan,
    DevelopmentStep,
    Man,
    NeedProfile,
    StepTaken,
)
from clientcare.domain.gifts import Gift, GiftKind, GiftOccasion
from clientcare.domain.ids import (
    CustomerId,
    DevelopmentPlanId,
    FavourId,
    GiftId,
    OutletProblemId,
    PersonId,
    RecurringPromiseId,
    ReferralId,
    StaffId,
    VisitId,
)
from clientcare.domain.money import Money
from clientcare.domain.outlets import OutletProblem, OutletProblemKind
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.testing.strategies.relations import instants, keys, notes, phrases

T = TypeVar("T")
_CUSTOMERS = keys().map(CustomerId)
_STAFF = st.none() | keys().map(StaffId)
_REFERRALS = st.none() | keys().map(ReferralId)
_YUAN = st.integers(0, 10**6).map(lambda fen: Money(fen, "CNY"))
_TOLD = st.none() | st.booleans()


def days(span_days: int = 400) -> st.SearchStrategy[Date]:
    """Return days of a little more than a year with a 29 February in it."""
    first = Date(2023, 12, 1).toordinal()
    return st.integers(first, first + span_days).map(Date.fromordinal)


@st.composite
def recurring_promises(draw: st.DrawFn) -> RecurringPromise:
    """Return a promise for a day of every month or every few."""
    begin = draw(days())
    length = draw(st.none() | st.integers(0, 400))
    return RecurringPromise(
        id=RecurringPromiseId(draw(keys())),
        customer_id=draw(_CUSTOMERS),
        what=draw(phrases()),
        to=draw(st.none() | keys().map(PersonId)),
        made_by=draw(_STAFF),
        made_at=draw(instants()),
        value=draw(st.none() | _YUAN),
        day_of_month=draw(st.sampled_from((1, 10, 28, 29, 30, 31))),
        every_months=draw(st.integers(1, 4)),
        from_on=begin,
        until_on=None if length is None else Date.fromordinal(begin.toordinal() + length),
    )


def gifts() -> st.SearchStrategy[Gift]:
    """Return something given."""
    return st.builds(
        Gift,
        id=keys().map(GiftId),
        customer_id=_CUSTOMERS,
        person_id=st.none() | keys().map(PersonId),
        kind=st.sampled_from(GiftKind),
        occasion=st.sampled_from(GiftOccasion),
        referral_id=_REFERRALS,
        value=st.none() | _YUAN,
        given_on=days(),
        given_by=_STAFF,
        approved_by=st.none() | st.just(StaffId("chief")),
        on_invoice=st.booleans(),
        is_official=_TOLD,
    )


@st.composite
def favours(draw: st.DrawFn) -> Favour:
    """Return a favour, owed or returned."""
    since = draw(days())
    after = draw(st.none() | st.integers(0, 90))
    return Favour(
        id=FavourId(draw(keys())),
        customer_id=draw(_CUSTOMERS),
        referral_id=draw(_REFERRALS),
        owed_since_on=since,
        returned_on=None if after is None else Date.fromordinal(since.toordinal() + after),
        returned_with=draw(notes()),
        returned_by=draw(_STAFF),
    )


def ambassador_notes() -> st.SearchStrategy[AmbassadorNote]:
    """Return what is known of a customer as an ambassador."""
    return st.builds(
        AmbassadorNote,
        customer_id=_CUSTOMERS,
        rung=st.none() | st.sampled_from(Rung),
        has_influence=_TOLD,
        is_unselfish=_TOLD,
        values_our_work=_TOLD,
        noted_by=_STAFF,
        noted_at=st.none() | instants(),
    )


@st.composite
def outlet_problems(draw: st.DrawFn) -> OutletProblem:
    """Return a problem met at an outlet, settled or not."""
    noticed_at = draw(instants())
    settled = draw(st.booleans())
    said = phrases() if settled else notes()
    return OutletProblem(
        id=OutletProblemId(draw(keys())),
        customer_id=draw(_CUSTOMERS),
        kind=draw(st.sampled_from(OutletProblemKind)),
        noticed_at=noticed_at,
        noticed_by=draw(_STAFF),
        visit_id=draw(st.none() | keys().map(VisitId)),
        note=draw(notes()),
        principle=draw(said),
        cause=draw(said),
        measure=draw(said),
        settled_at=noticed_at.add(minutes=draw(st.integers(0, 9))) if settled else None,
    )


@st.composite
def development_plans(draw: st.DrawFn) -> DevelopmentPlan:
    """Return a plan with a few steps taken."""
    at = draw(instants())
    taken = [
        StepTaken(step=step, at=at.add(minutes=place), by=draw(_STAFF), note=draw(notes()))
        for place, step in enumerate(tuple(DevelopmentStep)[: draw(st.integers(0, 7))])
    ]
    profile = NeedProfile(
        who=draw(notes()),
        can_use=draw(_TOLD),
        what_for=draw(notes()),
        price_range=draw(notes()),
        anything_else=draw(notes()),
        implied=tuple(draw(st.lists(phrases(), max_size=2))),
        explicit=tuple(draw(st.lists(phrases(), max_size=2))),
    )
    parts = "purpose goals state need supply competition finance tools methods flow schedule"
    return DevelopmentPlan(
        id=DevelopmentPlanId(draw(keys())),
        customer_id=draw(_CUSTOMERS),
        referral_id=draw(_REFERRALS),
        team=tuple(draw(st.lists(keys().map(StaffId), max_size=2, unique=True))),
        budget=draw(st.none() | _YUAN),
        man=Man(money=draw(_TOLD), authority=draw(_TOLD), need=draw(_TOLD)),
        profile=profile,
        taken=tuple(taken),
        **{part: draw(notes()) for part in parts.split()},
    )
