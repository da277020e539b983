"""What the review of one customer asks somebody to do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.ambassador import Favour
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import Acknowledged, QuestionSent
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.complaint_scales import ComplaintMark
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.customer import Customer
from clientcare.domain.ids import (
    ComplaintId,
    CreditCardId,
    CustomerId,
    FavourId,
    OutletProblemId,
    PaymentPromiseId,
    PromiseId,
    RecurringPromiseId,
    ReferralId,
    StaffId,
    SupportPlanId,
    TouchpointId,
    VisitId,
    VisitPlanId,
)
from clientcare.domain.money import Money
from clientcare.domain.outlets import OutletProblem, OutletProblemKind
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.promises import Promise
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.domain.support import SupportItem, SupportKind, SupportPlan
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.domain.visits import Visit
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.visit_status import VisitStatus
from clientcare.services.review import BookReview
from clientcare.testing.documents import Document, invoice
from clientcare.wording import texts

from .conftest import store_of

AS_OF = Date(2025, 12, 31)  # a Wednesday; the firm's hours are 9 to 17
OWNER, OTHER = StaffId("owner"), StaffId("other")
DEALER = CustomerId("dealer-1")


def at(text: str) -> DateTime:
    """Return a local time of December 2025, ``31 09:00``."""
    found = pendulum.parse(f"2025-12-{text}", tz="Asia/Shanghai")
    assert isinstance(found, DateTime)
    return found


def visited(day: str) -> Touchpoint:
    """Return a visit of an hour on a day of the month."""
    return Touchpoint(
        id=TouchpointId("visit"),
        customer_id=DEALER,
        channel=Channel.VISIT,
        purpose=Purpose.SALES,
        outcome=TouchOutcome.REACHED,
        at=at(f"{day} 09:00"),
        ended_at=at(f"{day} 10:00"),
    )


def agenda(*values: object, now: str = "31 12:00") -> list[AgendaLine]:
    """Return the agenda of a book with one customer, who was visited today."""
    customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 12, 1))
    review = BookReview(store_of(customer, visited("31"), *values), as_of=AS_OF, now=at(now))
    list(review.customers())
    return list(review.agenda)


def only(*values: object, **options: Any) -> AgendaLine:
    """Return the one line that is due, beside the corrective action that a P1 calls for."""
    (line,) = (one for one in agenda(*values, **options) if one.topic is not Topic.PREVENTION)
    return line


def complaint(received: str, **changes: Any) -> Complaint:
    """Return a complaint of the lowest priority that somebody else handles."""
    return Complaint(
        id=ComplaintId("c"),
        customer_id=DEALER,
        received_at=at(received),
        received_by=OTHER,
        owner_id=OTHER,
        about="x",
        remedy_sought="x",
        **{"severity": Severity(impact=3, urgency=3), **changes},
    )


def promise(due: str) -> Promise:
    """Return a promise that somebody else made."""
    return Promise(
        id=PromiseId("p"),
        customer_id=DEALER,
        what="x",
        made_by=OTHER,
        made_at=at("01 09:00"),
        due_at=at(due) if due.startswith("31") else pendulum.parse(due, tz="Asia/Shanghai"),  # type: ignore[arg-type]
    )


def named(when: str) -> Referral:
    """Return a referral that was received at a moment."""
    return Referral.name(
        id=ReferralId("r"), introducer_id=DEALER, prospect=Prospect(name="Li"), at=at(when)
    )


def card(limit: str, reviewed: Date | None = Date(2025, 12, 31)) -> CreditCard:
    """Return a card with a limit, reviewed today unless told."""
    amount = CreditLimit.of(Money.of(limit, "CNY"))
    return CreditCard(id=CreditCardId("k"), customer_id=DEALER, limit=amount, reviewed_on=reviewed)


def test_nothing_is_due() -> None:
    """A customer who was visited today and owes nothing has no line."""
    assert [] == agenda()


class TestComplaints:
    """Complaints and their escalation."""

    def test_in_time(self) -> None:
        """A complaint whose next clock runs out today is due now, for whoever handles it."""
        line = only(complaint("30 12:00"))  # P4: acknowledge within 8 hours of business

        assert (Topic.COMPLAINT, Urgency.NOW, "c") == (line.topic, line.urgency, line.subject_id)
        assert (at("31 12:00"), OTHER) == (line.due, line.staff_id)
        assert "complaints.clock_running" == line.reasons[0].code

    def test_late(self) -> None:
        """One whose clock ran out is late, and what was missed is said first."""
        line = only(complaint("29 12:00"))

        assert (Urgency.LATE, at("30 12:00")) == (line.urgency, line.due)
        assert "complaints.clock_missed" == line.reasons[0].code

    def test_soon(self) -> None:
        """One that is due within the soon days."""
        line = only(complaint("31 10:00"))

        assert (Urgency.SOON, Date(2026, 1, 1)) == (line.urgency, line.due.date())  # type: ignore[union-attr]

    def test_escalated(self) -> None:
        """An escalation that nobody has recorded takes the place of the complaint's line."""
        line = only(complaint("31 10:00", marks=(ComplaintMark.SAFETY,)))

        assert (Topic.ESCALATION, Urgency.LATE) == (line.topic, line.urgency)
        assert at("31 11:00") == line.due
        assert "complaints.at_once" == line.reasons[0].code

    def test_escalated_and_not_due_yet(self) -> None:
        """An escalation whose complaint is due later is for today; it is not late."""
        line = only(complaint("31 10:00", marks=(ComplaintMark.SAFETY,)), now="31 10:30")

        assert (Topic.ESCALATION, Urgency.NOW) == (line.topic, line.urgency)
        assert at("31 11:00") == line.due

    @pytest.mark.parametrize(("asked", "urgency"), [("11", Urgency.NOW), ("22", Urgency.LATE)])
    def test_a_step_is_proposed(self, asked: str, urgency: Urgency) -> None:
        """A reminder that is due is for today, and late where a clock ran out before the pause."""
        waiting = complaint("08 09:00").record(Acknowledged(at=at("08 09:30"), by=OTHER))
        waiting = waiting.record(QuestionSent(at=at(f"{asked} 09:00"), by=OTHER, question="x"))
        line = only(waiting)

        assert (Topic.COMPLAINT, urgency) == (line.topic, line.urgency)


class TestReferrals:
    """What is owed on referrals."""

    def test_thanks_due(self) -> None:
        """Thanks are due now on their last day, for who looks after the introducer."""
        line = only(named("30 12:30"))

        assert (Topic.REFERRAL, Urgency.NOW, OWNER) == (line.topic, line.urgency, line.staff_id)
        assert at("31 12:30") == line.due

    def test_target_missed(self) -> None:
        """A first contact past its six minutes but within its day is due now."""
        permitted = named("31 09:00").move(ReferralState.CONSENTED, at=at("31 09:30"))
        line = only(permitted.thank(at=at("31 09:01"), by=OWNER))

        assert Urgency.NOW is line.urgency

    def test_the_earliest_of_the_late(self) -> None:
        """Of several duties that are late the line is due by the first."""
        contacted = (
            named("22 09:00")
            .move(ReferralState.CONSENTED, at=at("22 09:30"))
            .move(ReferralState.CONTACTED, at=at("24 10:00"))
        )
        line = only(contacted)

        assert (Urgency.LATE, at("23 09:00")) == (line.urgency, line.due)


class TestPromises:
    """What we promised."""

    @pytest.mark.parametrize(
        ("due", "urgency"),
        [("31 11:00", Urgency.LATE), ("31 18:00", Urgency.NOW), ("2026-01-02 18:00", Urgency.SOON)],
    )
    def test_urgency(self, due: str, urgency: Urgency) -> None:
        """Broken is late, today is now, within two business days is soon; for who promised."""
        line = only(promise(due))

        assert (Topic.PROMISE, urgency, OTHER, "p") == (
            line.topic,
            line.urgency,
            line.staff_id,
            line.subject_id,
        )

    def test_far_off(self) -> None:
        """A promise that is due next month is no matter for today."""
        assert [] == agenda(promise("2026-01-30 18:00"))


class TestMoney:
    """What customers owe."""

    @staticmethod
    def bill(amount: str, due: str | None) -> Document:
        """Return an invoice."""
        return invoice("i", "2025-11-01", amount, due)

    def test_over_the_limit(self) -> None:
        """Who is held and owes money has a line with the exposure; failing checks come first."""
        line = only(card("50"), self.bill("100", None))

        assert (Topic.CREDIT, Urgency.NOW) == (line.topic, line.urgency)
        assert Money.of(100, "CNY") == line.amount
        assert "credit.over_limit" == line.reasons[0].code

    def test_over_the_limit_as_the_customer_stands(self) -> None:
        """What would clear it is told of the debt alone: no order was placed."""
        line = only(card("50"), self.bill("100", None))

        assert Money.of(50, "CNY") in line.reasons[0].facts.values()

    def test_at_the_limit(self) -> None:
        """Who is just within the limit is told of by what the least order would meet."""
        line = only(card("100"), self.bill("100", None))

        assert Money.of(101, "CNY") in line.reasons[0].facts.values()

    def test_held_and_owing_nothing(self) -> None:
        """Who has no limit and owes nothing has none: there is nothing to do."""
        assert [] == agenda(attrs.evolve(card("1"), limit=None))

    @pytest.mark.parametrize(
        ("due", "urgency"), [("2025-12-30", Urgency.NOW), ("2025-11-30", Urgency.LATE)]
    )
    def test_overdue(self, due: str, urgency: Urgency) -> None:
        """Past due is to be collected; by more than the first bound of the ages it is late."""
        (line,) = (
            line
            for line in agenda(card("5000"), self.bill("100", due))
            if line.topic is Topic.COLLECTION
        )

        assert (urgency, Money.of(100, "CNY")) == (line.urgency, line.amount)
        assert ["ageing.buckets"] == [reason.code for reason in line.reasons]

    def test_overdue_in_two_currencies(self) -> None:
        """Each currency has its own line, with its own reason."""
        euros = attrs.evolve(
            invoice("j", "2025-11-01", "7", "2025-12-30", currency="EUR"), customer_id=DEALER
        )
        lines = [
            line
            for line in agenda(card("5000"), self.bill("100", "2025-12-30"), euros)
            if line.topic is Topic.COLLECTION
        ]

        assert {(Money.of(100, "CNY"), "CNY"), (Money.of(7, "EUR"), "EUR")} == {
            (line.amount, line.reasons[0].facts["overdue"].currency)  # type: ignore[union-attr]
            for line in lines
        }
        assert {1} == {len(line.reasons) for line in lines}


class TestCollections:
    """Promises to pay, and whom to ask."""

    @staticmethod
    def promise(due: str) -> PaymentPromise:
        """Return a promise of December to pay all."""
        return PaymentPromise(
            id=PaymentPromiseId("pp"),
            customer_id=DEALER,
            made_on=Date(2025, 12, 1),
            due_on=Date.fromisoformat(due),
            amount=Money.of(100, "CNY"),
        )

    def test_a_broken_promise_is_late(self) -> None:
        """It is the first reason to ask, however short the debt is overdue."""
        bill = invoice("i", "2025-11-01", "100", "2025-12-29")
        lines = agenda(card("5000"), bill, self.promise("2025-12-30"))
        (line,) = (line for line in lines if line.topic is Topic.COLLECTION)

        assert Urgency.LATE is line.urgency
        assert "collection.broken_promise" == line.reasons[0].code

    def test_an_open_promise_is_waited_for(self) -> None:
        """Nobody is asked again for what is promised by a day to come."""
        bill = invoice("i", "2025-11-01", "100", "2025-12-29")

        assert [] == agenda(card("5000"), bill, self.promise("2026-01-10"))

    def test_the_order_of_the_day(self) -> None:
        """The review has the list, complete after the last customer."""
        customer = Customer(id=DEALER, name="x", owner_id=OWNER)
        bill = invoice("i", "2025-11-01", "100", "2025-12-29")
        review = BookReview(
            store_of(customer, bill, self.promise("2025-12-30")), as_of=AS_OF, now=at("31 12:00")
        )
        (reviewed,) = review.customers()
        (line,) = review.collections

        assert (DEALER, OWNER, Fraction(200)) == (line.customer_id, line.staff_id, line.weight)
        assert 1 == reviewed.payment_behaviour.outcome.broken_promises


class TestCreditReview:
    """The reviews of credit that are due (policies 2g)."""

    @pytest.mark.parametrize(
        ("reviewed", "urgency"),
        [
            (None, Urgency.NOW),
            (Date(2025, 9, 29), Urgency.LATE),
            (Date(2025, 9, 30), Urgency.LATE),
            (Date(2025, 10, 1), Urgency.SOON),
        ],
    )
    def test_due(self, reviewed: Date | None, urgency: Urgency) -> None:
        """Three months after the last one who is not graded is due, never reviewed now."""
        line = only(card("5", reviewed))

        assert (Topic.CREDIT_REVIEW, urgency) == (line.topic, line.urgency)
        assert line.reasons[0].code.startswith("credit_review.")

    def test_an_order_check_knows_the_day(self) -> None:
        """Where no day was typed in, 100 days after the one that follows from the rules holds."""
        lines = agenda(card("500", Date(2025, 6, 22)), invoice("i", "2025-11-01", "9"))
        held = next(line for line in lines if line.topic is Topic.CREDIT)

        assert "credit.review_overdue" == held.reasons[0].code
        assert Date(2025, 9, 22) == held.reasons[0].facts["due_on"]

    def test_not_due_yet(self) -> None:
        """A review that is due in three days is no matter for today."""
        assert [] == agenda(card("5", Date(2025, 10, 3)))


class TestCare:
    """Visits and contacts."""

    @staticmethod
    def book(entered: Date, *values: object) -> list[AgendaLine]:
        """Return the agenda of a customer who was visited only as told."""
        customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=entered)
        review = BookReview(store_of(customer, *values), as_of=AS_OF, now=at("31 12:00"))
        list(review.customers())
        return list(review.agenda)

    def test_visit(self) -> None:
        """A visit that is overdue is late, and takes the place of the contact."""
        (line,) = self.book(Date(2025, 6, 1))

        assert (Topic.VISIT, Urgency.LATE, OWNER) == (line.topic, line.urgency, line.staff_id)
        assert line.reasons[0].code.startswith(f"cadence.visit_{VisitStatus.OVERDUE}")

    def test_contact(self) -> None:
        """Who has a visit booked in time, but should have been heard from, has a contact due."""
        booked = Visit.plan(
            id=VisitId("v"), customer_id=DEALER, on=Date(2026, 1, 1), at=at("12 09:00")
        )
        plan = VisitPlan(
            id=VisitPlanId("vp"),
            staff_id=OWNER,
            starts_on=Date(2025, 12, 15),
            ends_on=Date(2026, 1, 9),
            visits=(booked,),
        )
        (line,) = self.book(Date(2025, 6, 1), visited("02"), plan)

        assert (Topic.CONTACT, Urgency.NOW, Date(2025, 12, 30)) == (
            line.topic,
            line.urgency,
            line.due,
        )


class TestOtherCare:
    """Recurring promises, outlet problems, support and favours."""

    def recurring(self, day: int) -> RecurringPromise:
        """Return a promise for a day of every month since November."""
        return RecurringPromise(
            id=RecurringPromiseId("m"),
            customer_id=DEALER,
            what="x",
            made_by=OTHER,
            made_at=pendulum.datetime(2025, 11, 1, tz="Asia/Shanghai"),
            day_of_month=day,
            from_on=Date(2025, 12, 1),
        )

    def test_a_recurring_promise_warns_before_it_breaks(self) -> None:
        """The first of January is two business days ahead, for who promised it."""
        kept = promise_of(self.recurring(1), Date(2025, 12, 1)).fulfil(at=at("01 09:00"))
        line = only(self.recurring(1), kept)

        assert (Topic.PROMISE, Urgency.SOON, OTHER, "m@2026-01-01") == (
            line.topic,
            line.urgency,
            line.staff_id,
            line.subject_id,
        )

    def test_one_that_nobody_recorded_is_broken(self) -> None:
        """December's was due on the tenth; January's is not near."""
        line = only(self.recurring(10))

        assert (Urgency.LATE, "m@2025-12-10") == (line.urgency, line.subject_id)

    def test_one_of_the_future_is_not_known(self) -> None:
        """What is promised after the review is left out."""
        assert [] == agenda(attrs.evolve(self.recurring(10), made_at=at("31 18:00")))

    @pytest.mark.parametrize(
        ("noticed", "urgency"), [("31 11:00", Urgency.NOW), ("30 09:00", Urgency.LATE)]
    )
    def test_an_outlet_problem(self, noticed: str, urgency: Urgency) -> None:
        """A daily matter is due within two working hours."""
        problem = OutletProblem(
            id=OutletProblemId("o"),
            customer_id=DEALER,
            kind=OutletProblemKind.CLEANING,
            noticed_at=at(noticed),
        )
        line = only(problem)

        assert (Topic.OUTLET, urgency, OWNER, "o") == (
            line.topic,
            line.urgency,
            line.staff_id,
            line.subject_id,
        )
        assert [] == agenda(attrs.evolve(problem, settled_at=at("31 11:30")))
        assert [] == agenda(attrs.evolve(problem, kind=OutletProblemKind.RETURNS))

    def test_support_that_is_overdue(self) -> None:
        """Of this year alone; what is in time has no line."""
        item = SupportItem(
            kind=SupportKind.SHOP,
            what="sign",
            planned_on=Date(2025, 12, 30),
            budget=Money.of(1, "CNY"),
        )
        plan = SupportPlan(
            id=SupportPlanId("s"),
            customer_id=DEALER,
            year=2025,
            budget=Money.of(1, "CNY"),
            items=(item,),
        )
        line = only(plan)

        assert (Topic.SUPPORT, Urgency.NOW, "s") == (line.topic, line.urgency, line.subject_id)
        assert [] == agenda(attrs.evolve(plan, year=2024))
        assert [] == agenda(attrs.evolve(plan, items=()))

    def test_a_favour_owed(self) -> None:
        """It stays on the agenda until it is returned."""
        favour = Favour(id=FavourId("f"), customer_id=DEALER, owed_since_on=Date(2025, 12, 1))
        line = only(favour)

        assert (Topic.FAVOUR, Urgency.SOON, "f") == (line.topic, line.urgency, line.subject_id)
        assert "referral.favour_owed" in texts()
        assert [] == agenda(attrs.evolve(favour, returned_on=AS_OF))


def promise_of(recurring: RecurringPromise, until: Date) -> Promise:
    """Return the one promise of a recurring one up to a day."""
    firm = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
    (found,) = recurring.promises(until=until, calendar=firm)
    return found
