"""Requests to change a limit, in the review and on the agenda."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit import Accounting, CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitBasis, TemporaryIncrease
from clientcare.domain.credit_scales import FiveSteps, PaymentAttitude
from clientcare.domain.customer import Customer
from clientcare.domain.ids import (
    ApprovalRequestId,
    CompanyId,
    CreditCardId,
    CustomerId,
    OfficeId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import Staff, StaffRole
from clientcare.policies.agenda import Topic, Urgency
from clientcare.policies.approvals import ApprovalStanding
from clientcare.rulebook import Rulebook
from clientcare.services.customer_review import CustomerReview
from clientcare.services.review import BookReview

from .conftest import store_of

DEALER = Customer(
    id=CustomerId("C-1"), name="dealer", owner_id=StaffId("rep"), office_id=OfficeId("north")
)
CARD = CreditCard(
    id=CreditCardId("K-1"),
    customer_id=DEALER.id,
    limit=CreditLimit.of(Money.of(50_000, "CNY")),
    accounting=Accounting(
        bank_credit=FiveSteps.AVERAGE,
        peer_reputation=FiveSteps.GOOD,
        management_assessment=FiveSteps.AVERAGE,
        payment_attitude=PaymentAttitude.AVERAGE,
        working_capital=Money.of(1_000_000, "CNY"),
    ),
    capital_rating=FiveSteps.AVERAGE,
    limit_basis=LimitBasis(monthly_purchases=Money.of(90_000, "CNY"), terms_days=30),
)
FIGURES = LimitFigures(
    total=Money.of(60_000, "CNY"),
    before=Money.of(50_000, "CNY"),
    grade=CreditGrade.B,
    terms_days=30,
    computed=Money.of(60_000, "CNY"),
)
TEAM = (
    Staff(
        id=StaffId("head"),
        name="Li",
        roles=(StaffRole.OFFICE_HEAD,),
        office_id=OfficeId("north"),
    ),
    Staff(
        id=StaffId("other"),
        name="Wu",
        roles=(StaffRole.OFFICE_HEAD,),
        office_id=OfficeId("south"),
    ),
    Staff(id=StaffId("sm"), name="Ma", roles=(StaffRole.SALES_MANAGER,)),
)


def at(text: str) -> DateTime:
    """Return a time of March 2026 in the firm's zone."""
    found = pendulum.parse(f"2026-03-{text}", tz="Asia/Shanghai")
    assert isinstance(found, DateTime)
    return found


REQUEST = ApprovalRequest.file(
    id=ApprovalRequestId("R-1"),
    customer_id=DEALER.id,
    card_id=CARD.id,
    asked=Asked.for_limit(CreditLimit.of(Money.of(60_000, "CNY"))),
    figures=FIGURES,
    at=at("02 09:00"),
    by=StaffId("rep"),
)


def made(
    *values: object, now: str = "02 18:00", **options: Any
) -> tuple[BookReview, CustomerReview]:
    """Return the review of one dealer on a day of March."""
    moment = at(now)
    book = (DEALER, *TEAM, *values)
    review = BookReview(store_of(*book), as_of=Date(2026, 3, moment.day), now=moment, **options)
    (dealer,) = review.customers()
    return review, dealer


def standing(*values: object, now: str = "02 18:00") -> ApprovalStanding | None:
    """Return where the one request stands."""
    ((_, decision),) = made(*values, now=now)[1].approvals
    return None if decision.outcome is None else decision.outcome.standing


def test_a_request_waits_for_the_head_of_the_customers_office() -> None:
    """It is due on their agenda, with the money at stake."""
    review, _ = made(CARD, REQUEST)
    lines = [line for line in review.agenda if line.topic is Topic.APPROVAL]

    assert [("head", Urgency.NOW, "R-1", FIGURES.total)] == [
        (line.staff_id, line.urgency, line.subject_id, line.amount) for line in lines
    ]


def test_after_some_working_days_it_is_late() -> None:
    """First for the one who is waited for, then for the next level, too."""
    reminded, _ = made(CARD, REQUEST, now="05 09:00")
    escalated, _ = made(CARD, REQUEST, now="10 09:00")
    late = [
        {line.staff_id for line in review.agenda if line.topic is Topic.APPROVAL}
        for review in (reminded, escalated)
    ]

    assert [{"head"}, {"head", "sm"}] == late
    assert [ApprovalStanding.REMIND, ApprovalStanding.ESCALATED] == [
        standing(CARD, REQUEST, now=now) for now in ("05 09:00", "10 09:00")
    ]


def test_a_card_that_says_something_else_makes_it_stale() -> None:
    """It goes back to who asked for it."""
    basis = attrs.evolve(CARD.limit_basis, terms_days=45)
    review, dealer = made(attrs.evolve(CARD, limit_basis=basis), REQUEST)
    (line,) = (one for one in review.agenda if one.topic is Topic.APPROVAL)

    assert ApprovalStanding.STALE is dealer.approvals[0][1].outcome.standing  # type: ignore[union-attr]
    assert ("rep", "approval.stale") == (line.staff_id, line.reasons[0].code)


def test_what_was_signed_later_was_not_signed_then() -> None:
    """A review of a past moment knows the request as it stood."""
    signed = REQUEST.sign(
        role=StaffRole.SALES_MANAGER, at=at("03 09:00"), by=StaffId("sm"), completes=True
    )

    assert ApprovalStanding.WAITING is standing(CARD, signed)
    assert ApprovalStanding.APPROVED is standing(CARD, signed, now="03 09:00")


def test_what_has_ended_or_is_another_companys_is_left_out() -> None:
    """Nobody waits for it here."""
    ended = REQUEST.withdraw(at=at("02 10:00"), by=StaffId("rep"))
    foreign = attrs.evolve(REQUEST, id=ApprovalRequestId("R-2"), company_id=CompanyId("south"))

    assert () == made(CARD, ended, foreign)[1].approvals


def test_a_request_that_comes_later_is_counted() -> None:
    """As everything that a past review leaves out."""
    review, dealer = made(CARD, attrs.evolve(REQUEST), now="01 09:00")

    assert () == dealer.approvals
    assert {"approval_request": 1} == dict(review.left_out.after_as_of)


def test_an_increase_against_its_rules_is_refused() -> None:
    """Whoever would sign it."""
    increase = TemporaryIncrease(
        amount=Money.of(20_000, "CNY"),
        permanent_then=Money.of(50_000, "CNY"),
        starts_on=Date(2026, 3, 2),
        ends_on=Date(2026, 3, 31),
    )
    figures = attrs.evolve(FIGURES, total=Money.of(70_000, "CNY"))
    first = attrs.evolve(REQUEST.history[0], asked=Asked.for_increase(increase), figures=figures)
    request = attrs.evolve(REQUEST, history=(first,))
    review, dealer = made(CARD, request)

    assert ApprovalStanding.REFUSED is dealer.approvals[0][1].outcome.standing  # type: ignore[union-attr]
    assert ("credit.increase_too_large",) == dealer.approvals[0][1].codes
    assert 1 == sum(line.topic is Topic.APPROVAL for line in review.agenda)


def test_a_calendar_that_ends_leaves_it_undetermined() -> None:
    """And says so to who asked for it."""
    calendar = attrs.evolve(
        WorkCalendar.weekly("firm", time_zone="Asia/Shanghai"), published_until=Date(2026, 3, 3)
    )
    review, dealer = made(CARD, REQUEST, now="09 09:00", rulebook=Rulebook(calendar=calendar))
    (line,) = (one for one in review.agenda if one.topic is Topic.APPROVAL)

    assert dealer.approvals[0][1].outcome is None
    assert ("rep", "review.calendar_unknown") == (line.staff_id, line.reasons[0].code)
