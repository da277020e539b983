"""What type checkers say about the outcomes of follow-up and permission."""

from __future__ import annotations

from typing import assert_type

from pendulum import Date, DateTime

from clientcare import (
    AftercareFacts,
    AfterSalesFacts,
    ContactFacts,
    ContactWish,
    Decision,
    ResponseFacts,
    VisitClass,
    WorkCalendar,
    capacity,
    care_duties,
    follow_up_sale,
    may_contact,
    referral_ask,
    respond,
)
from clientcare.policies.after_sales import AfterSales
from clientcare.policies.aftercare import CareDuty
from clientcare.policies.capacity import Capacity
from clientcare.policies.contact_permission import ContactAnswer
from clientcare.policies.response import Response


def permission(facts: ContactFacts, wish: ContactWish, now: DateTime) -> None:
    """Whether somebody may be contacted can be undetermined."""
    assert_type(may_contact(facts, wish, now=now), Decision[ContactAnswer | None])


def follow_up(facts: AfterSalesFacts, day: Date, calendar: WorkCalendar) -> None:
    """A sale always has a follow-up, though it may be empty; a referral need not be asked for."""
    assert_type(follow_up_sale(facts, as_of=day, calendar=calendar), Decision[AfterSales])
    asked = referral_ask(
        facts, closed_on=day, open_complaint=False, satisfaction=None, as_of=day, calendar=calendar
    )
    assert_type(asked, Decision[Date | None])


def care(facts: AftercareFacts, day: Date, calendar: WorkCalendar) -> None:
    """What is owed is a tuple, empty where there is nothing."""
    duties = care_duties(facts, as_of=day, calendar=calendar)
    assert_type(duties, Decision[tuple[CareDuty, ...]])


def inquiry(facts: ResponseFacts, now: DateTime, calendar: WorkCalendar) -> None:
    """Before its receipt there is no answer to an inquiry."""
    assert_type(respond(facts, now=now, calendar=calendar), Decision[Response | None])


def people(classes: list[VisitClass], day: Date) -> None:
    """How many people are needed is unknown where a number is."""
    assert_type(capacity(classes, as_of=day), Decision[Capacity | None])
