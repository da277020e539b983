"""What is owed after a sale, on the agenda, and whether the customer may be contacted for it."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.adapters.lunar import LunarPython
from clientcare.domain.aftercare import NoticeKind, ProductNotice, SatisfactionAnswer
from clientcare.domain.ambassador import AmbassadorNote, Rung
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.consents import ConsentChannel, ConsentEntry, ConsentPurpose
from clientcare.domain.customer import Contact, Customer
from clientcare.domain.ids import (
    ComplaintId,
    ConsentId,
    CustomerId,
    OccasionId,
    OrderId,
    PersonId,
    ProductNoticeId,
    SatisfactionId,
    StaffId,
    TouchpointId,
    VisitId,
    VisitPlanId,
)
from clientcare.domain.ledger import Delivery, DeliveryLine, Order, OrderLine
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.memory import LifecycleMemory
from clientcare.domain.money import Money
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.scales import ContactRole
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.domain.visits import Visit
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.contact_permission import ContactPermission
from clientcare.policies.greetings import greeting_mark
from clientcare.reports.review_text import review_text
from clientcare.services.review import BookReview

from .conftest import store_of

AS_OF = Date(2025, 12, 31)  # a Wednesday; the firm's hours are 9 to 17
DEALER, PERSON = CustomerId("dealer-1"), PersonId("person-1")
ALLOWED, DEFERRED = ContactPermission.ALLOWED, ContactPermission.DEFERRED
DENIED = ContactPermission.DENIED
ONE = Money.of(1, "CNY")
CARD = Customer(
    id=DEALER,
    name="x",
    owner_id=StaffId("owner"),
    entered_on=Date(2025, 12, 1),
    contacts=(Contact(role=ContactRole.PRINCIPAL, person_id=PERSON),),
)


def at(text: str) -> DateTime:
    """Return a local time of December 2025, ``31 09:00``."""
    found = pendulum.parse(f"2025-12-{text}", tz="Asia/Shanghai")
    assert isinstance(found, DateTime)
    return found


def touch(when: str, **changes: Any) -> Touchpoint:
    """Return a visit of an hour that reached the principal."""
    usual: dict[str, Any] = {
        "id": TouchpointId(when),
        "customer_id": DEALER,
        "channel": Channel.VISIT,
        "purpose": Purpose.SERVICE,
        "outcome": TouchOutcome.REACHED,
        "at": at(when),
        "contacts": (PERSON,),
    }
    return Touchpoint(**{**usual, **changes})


def delivered(on: Date, number: str = "d") -> Delivery:
    """Return a delivery that was confirmed at once."""
    return Delivery(
        id=number,  # type: ignore[arg-type]
        customer_id=DEALER,
        delivered_on=on,
        confirmed_on=on,
        lines=(DeliveryLine(order_id=OrderId("o"), line_no="1", gross=ONE),),
    )


def consent(purpose: ConsentPurpose, *, given: bool = True) -> ConsentEntry:
    """Return what the principal allowed, or took back."""
    return ConsentEntry(
        id=ConsentId("c"),
        subject_id=PERSON,
        customer_id=DEALER,
        purpose=purpose,
        channel=ConsentChannel.ANY,
        given=given,
        at=at("01 09:00"),
        evidence="form",
    )


def review_of(*values: object, now: str = "31 10:30", **options: Any) -> BookReview:
    """Return the review of a book with one customer, made."""
    review = BookReview(store_of(CARD, *values), as_of=AS_OF, now=at(now), **options)
    list(review.customers())
    return review


def lines(*values: object, **options: Any) -> dict[Topic, AgendaLine]:
    """Return the lines of the agenda by topic."""
    return {line.topic: line for line in review_of(*values, **options).agenda}


def test_a_call_after_a_sale() -> None:
    """A week after the delivery a call is due, which does for the contact that is due too."""
    found = lines(delivered(Date(2025, 12, 24)), touch("24 10:00"))
    line = found[Topic.AFTER_SALES]

    assert (Urgency.NOW, AS_OF, ALLOWED) == (line.urgency, line.due, line.permission)
    assert Topic.CONTACT not in found


def test_a_late_step() -> None:
    """A call that was due last week is late."""
    found = lines(delivered(Date(2025, 12, 10)), touch("10 10:00"))

    assert Urgency.LATE is found[Topic.AFTER_SALES].urgency


def test_what_comes_too_soon_is_shown_as_deferred() -> None:
    """Whoever was called twice in a week waits, and the line says until when."""
    called = [touch(f"{day} 10:00", channel=Channel.CALL) for day in (26, 29)]
    line = lines(delivered(Date(2025, 12, 23)), *called)[Topic.AFTERCARE]
    assert line.contact is not None
    assert line.contact.outcome is not None

    assert (DEFERRED, "2026-01-02 10:00") == (
        line.permission,
        f"{line.contact.outcome.until:%Y-%m-%d %H:%M}",
    )


def test_a_deferred_line_comes_after_what_may_be_done() -> None:
    """Of two lines equally late the one that may be done now is first."""
    called = [touch(f"{day} 10:00", channel=Channel.CALL) for day in (26, 29)]
    agenda = review_of(delivered(Date(2025, 12, 23)), *called).agenda
    ranked = [(line.urgency, line.permission) for line in agenda]

    assert [(Urgency.LATE, ALLOWED), (Urgency.LATE, DEFERRED), (Urgency.NOW, None)] == ranked


def test_the_text_says_what_has_to_wait() -> None:
    """The reason stands below the line."""
    called = [touch(f"{day} 10:00", channel=Channel.CALL) for day in (26, 29)]
    review = BookReview(
        store_of(CARD, delivered(Date(2025, 12, 23)), *called), as_of=AS_OF, now=at("31 10:30")
    )
    text = "".join(review_text(review))

    assert "The contact has to wait until 2026-01-02 10:00." in text


def test_who_took_back_every_consent_is_denied_and_shown() -> None:
    """The line stays, and says that it is denied."""
    found = lines(
        delivered(Date(2025, 12, 24)), touch("24 10:00"), consent(ConsentPurpose.ANY, given=False)
    )

    assert DENIED is found[Topic.AFTER_SALES].permission


def test_a_prospect_has_no_contract() -> None:
    """Nor may he be called without consent."""
    memory = LifecycleMemory(customer_id=DEALER, held=LifecycleState.PROSPECT)

    assert [DENIED, ALLOWED] == [
        lines(memory, *more)[Topic.VISIT].permission
        for more in ((), (consent(ConsentPurpose.SERVICE),))
    ]


def test_whether_there_is_a_contract_can_be_unknown() -> None:
    """Then nobody can say whether the visit is allowed."""
    line = lines()[Topic.VISIT]
    assert line.contact is not None

    assert (None, True) == (line.permission, line.contact.has("contact.contract_unknown"))


def test_satisfaction_is_asked_after_the_deal() -> None:
    """Until it was asked."""
    asked = SatisfactionAnswer(
        id=SatisfactionId("s"), customer_id=DEALER, asked_on=Date(2025, 12, 30), answer=5
    )
    sold = (delivered(Date(2025, 12, 29)), touch("29 10:00"))

    assert [True, False] == [Topic.AFTERCARE in lines(*sold, *more) for more in ((), (asked,))]


def ordered(on: Date) -> Order:
    """Return an order."""
    return Order(
        id=OrderId("o"),
        customer_id=DEALER,
        ordered_on=on,
        lines=(OrderLine(no="1", net=ONE, gross=ONE, product="valve"),),
    )


ASKED = SatisfactionAnswer(
    id=SatisfactionId("s"), customer_id=DEALER, asked_on=Date(2025, 12, 30), answer=3
)


@pytest.mark.parametrize(
    ("on", "more", "asks"),
    [
        (Date(2025, 12, 24), (), True),
        (Date(2025, 12, 23), (), False),
        (Date(2026, 1, 2), (), False),
        (Date(2025, 12, 29), (ASKED,), False),
        (Date(2025, 12, 29), (touch("29 10:00", purpose=Purpose.REFERRAL),), False),
        (Date(2025, 12, 29), (touch("28 10:00", purpose=Purpose.REFERRAL),), True),
    ],
)
def test_a_referral_is_asked_for_at_the_close_of_a_deal(
    on: Date,
    more: tuple[object, ...],
    asks: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """For a week, once, and not of who is displeased."""
    assert asks is (Topic.REFERRAL in lines(ordered(on), *more))


def test_notices_go_to_who_bought() -> None:
    """Once: a contact that names the notice settles it."""
    notice = ProductNotice(
        id=ProductNoticeId("n-1"),
        kind=NoticeKind.CHANGE,
        about="new valve",
        products=("valve",),
        issued_on=Date(2025, 12, 30),
    )
    order = ordered(Date(2025, 12, 1))
    sent = touch("30 10:00", about="n-1", channel=Channel.MESSAGE, outcome=TouchOutcome.SENT)
    found = lines(notice, order)[Topic.AFTERCARE]

    assert ("n-1", False) == (found.subject_id, Topic.AFTERCARE in lines(notice, order, sent))


BIRTHDAY = Occasion(
    id=OccasionId("b"),
    customer_id=DEALER,
    person_id=PERSON,
    kind=OccasionKind.BIRTHDAY,
    month=1,
    day=2,
)


@pytest.mark.parametrize(
    ("more", "permission"),
    [((), DENIED), ((consent(ConsentPurpose.GREETING),), ALLOWED)],
)
def test_greetings_need_consent(
    more: tuple[ConsentEntry, ...], permission: ContactPermission
) -> None:
    """A birthday in two days is shown, and whether it may be greeted."""
    line = lines(BIRTHDAY, *more)[Topic.GREETING]

    assert (Urgency.SOON, permission) == (line.urgency, line.permission)


def test_a_birthday_on_the_card_is_greeted_too() -> None:
    """Unless the book holds the person's birthday itself, by another calendar say."""
    born = attrs.evolve(CARD.contacts[0], born=PartialDate(month=1, day=2))
    card = attrs.evolve(CARD, contacts=(born,))
    lunar = attrs.evolve(BIRTHDAY, month=6, day=1, calendar=YearCalendar.LUNAR)
    found = []
    for more in ((), (lunar,)):
        review = BookReview(store_of(card, *more), as_of=AS_OF, now=at("31 10:30"))
        list(review.customers())
        found.append([line.subject_id for line in review.agenda if line.topic is Topic.GREETING])

    assert [["birthday:person-1"], []] == found


def test_a_birthday_is_greeted_once() -> None:
    """What was sent is marked."""
    sent = touch("30 10:00", purpose=Purpose.GREETING, about=greeting_mark(BIRTHDAY.id, 2026))

    assert Topic.GREETING not in lines(BIRTHDAY, sent)


@pytest.mark.parametrize(("lunar", "shown"), [(LunarPython(), True), (None, False)])
def test_a_lunar_birthday(lunar: LunarPython | None, *, shown: bool) -> None:
    """The 14th of the eleventh month of 2025 is 2 January 2026."""
    known = attrs.evolve(BIRTHDAY, month=11, day=14, calendar=YearCalendar.LUNAR)

    assert shown is (Topic.GREETING in lines(known, lunar=lunar))


def test_an_urgent_complaint_rests_the_chain() -> None:
    """While it is open nobody is called about what they bought."""
    complaint = Complaint(
        id=ComplaintId("c"),
        customer_id=DEALER,
        received_at=at("30 10:00"),
        received_by=StaffId("s"),
        owner_id=StaffId("s"),
        about="x",
        remedy_sought="x",
        severity=Severity(impact=1, urgency=1),
    )
    sold = (delivered(Date(2025, 12, 24)), touch("24 10:00"))
    calm = attrs.evolve(complaint, severity=Severity(impact=3, urgency=3))

    assert [False, True] == [Topic.AFTER_SALES in lines(*sold, one) for one in (complaint, calm)]


def test_a_visit_that_was_held_counts() -> None:
    """A planned visit that was held is a contact with the account, told once."""
    visit = Visit.plan(
        id=VisitId("v"), customer_id=DEALER, on=Date(2025, 12, 31), at=at("01 09:00")
    ).hold(
        on=Date(2025, 12, 31),
        at=at("31 11:00"),
        by=None,
        checked_in_at=at("31 10:00"),
        checked_out_at=at("31 11:00"),
    )
    plan = VisitPlan(
        id=VisitPlanId("p"),
        staff_id=StaffId("owner"),
        starts_on=Date(2025, 12, 1),
        ends_on=AS_OF,
        visits=(visit,),
    )
    found = lines(delivered(Date(2025, 12, 29)), plan, now="31 15:00")[Topic.AFTERCARE]

    assert DEFERRED is found.permission


def test_at_night_the_next_morning_is_asked_for() -> None:
    """An agenda made after hours tells what holds when work begins."""
    line = lines(delivered(Date(2025, 12, 24)), touch("24 10:00"), now="31 23:00")
    contact = line[Topic.AFTER_SALES].contact
    assert contact is not None

    assert (ALLOWED, "2026-01-01 09:00") == (
        line[Topic.AFTER_SALES].permission,
        f"{contact.judged_at:%Y-%m-%d %H:%M}",
    )


ADVOCATE = AmbassadorNote(customer_id=DEALER, rung=Rung.ADVOCATE, noted_at=at("01 09:00"))


def meetings(note: AmbassadorNote, *met: Touchpoint) -> list[tuple[Urgency, Date]]:
    """Return how pressing it is to meet the dealer as an ambassador, and from when on."""
    review = review_of(note, consent(ConsentPurpose.REFERRAL), *met)
    return [
        (line.urgency, line.due)
        for line in review.agenda
        if line.topic is Topic.REFERRAL and isinstance(line.due, Date)
    ]


def test_an_ambassador_is_met_once_a_month_and_not_oftener() -> None:
    """Who was met ten days ago is left alone; a meeting that may be held is never late."""
    role = {"channel": Channel.MEETING, "purpose": Purpose.REFERRAL}
    recently, before = touch("21 10:00", **role), touch("01 10:00", **role)

    assert [(Urgency.NOW, AS_OF)] == meetings(ADVOCATE)
    assert [] == meetings(ADVOCATE, recently)
    assert [(Urgency.SOON, Date(2026, 1, 1))] == meetings(ADVOCATE, before)


def test_who_is_no_ambassador_yet_is_not_met_as_one() -> None:
    """Only those at the top of the ladder are, and what is noted later is not known yet."""
    friend = attrs.evolve(ADVOCATE, rung=Rung.FRIEND)
    later = attrs.evolve(ADVOCATE, noted_at=at("31 23:00"))

    assert [] == meetings(friend) == meetings(later)
