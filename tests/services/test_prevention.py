"""What recurs in a book, the trust of its customers, and what both ask somebody to do."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
import pendulum
from pendulum import Date, DateTime
from tests.services.conftest import store_of

from clientcare.domain.aftercare import SatisfactionAnswer
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    ProposalAccepted,
    ProposalSent,
    RemedyApproved,
    RemedyChosen,
    SettlementConfirmed,
    SeverityRated,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, ComplaintMark, FaultSide, RemedyKind
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.corrective_events import InterimMeasureTaken
from clientcare.domain.corrective_progress import CollectedCase
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import (
    CalendarId,
    CompanyId,
    ComplaintId,
    CorrectiveActionId,
    CustomerId,
    CustomerSurveyId,
    InvoiceId,
    OrderId,
    SatisfactionId,
    StaffId,
)
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.memory import LifecycleMemory
from clientcare.domain.money import Money
from clientcare.domain.orders import Order, OrderLine, OrderStatus
from clientcare.domain.receivables import Dispute, Invoice, InvoiceLine
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.domain.staff import Staff, StaffRole
from clientcare.domain.surveys import CustomerSurvey
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.goodwill import GoodwillVerdict
from clientcare.policies.goodwill_balance import GoodwillBalance, goodwill_balance
from clientcare.policies.recovery import RecoveryState
from clientcare.policies.recovery_effects import EffectKind
from clientcare.policies.recurrence import Recurrence, RecurrenceRules, RecurrenceTrigger
from clientcare.reports.review_json import review_json
from clientcare.reports.review_text import review_text
from clientcare.services.customer_review import CustomerReview, Policies
from clientcare.services.review import BookReview

AS_OF: Final = Date(2026, 3, 31)  # a Tuesday
DEALER: Final = CustomerId("dealer-1")
OWNER, HANDLER = StaffId("owner"), StaffId("handler")
KEY: Final = RecurrenceKey.of_process("泵", CauseKind.PRODUCT_QUALITY)
YUAN: Final = Money.of(100, "CNY")


def at(month: int, day: int, hour: int = 9) -> DateTime:
    """Return local time of 2026 in Shanghai."""
    return pendulum.datetime(2026, month, day, hour, tz="Asia/Shanghai")


def complaint(name: str, when: DateTime, **changes: Any) -> Complaint:
    """Return a complaint of the dealer about the pump."""
    return Complaint(
        id=ComplaintId(name),
        customer_id=DEALER,
        received_at=when,
        received_by=HANDLER,
        owner_id=HANDLER,
        about="x",
        remedy_sought="x",
        product="泵",
        **{"severity": Severity(impact=3, urgency=3), **changes},
    )


def analysed(made: Complaint, when: DateTime) -> Complaint:
    """Return a complaint whose cause is known, all at one instant."""
    cause = Cause(kind=CauseKind.PRODUCT_QUALITY, fault=FaultSide.OURS)
    for event in (
        Acknowledged(at=when, by=HANDLER),
        SeverityRated(at=when, by=HANDLER, severity=Severity(impact=3, urgency=3)),
        AccountConfirmed(at=when, by=HANDLER, account="x"),
        CauseFound(at=when, by=HANDLER, cause=cause, evidence="x"),
    ):
        made = made.record(event)
    return made


def settled(made: Complaint, when: DateTime) -> Complaint:
    """Return a complaint settled and closed, all at one instant."""
    made = analysed(made, when)
    for event in (
        RemedyChosen(at=when, by=HANDLER, remedies=(Remedy(kind=RemedyKind.REPAIR),)),
        ProposalSent(at=when, by=HANDLER),
        ProposalAccepted(at=when, by=HANDLER),
        ActionDone(at=when, by=HANDLER, evidence="x"),
        SettlementConfirmed(at=when, by=HANDLER, satisfaction=3),
        Closed(at=when, by=HANDLER, lessons="x"),
    ):
        made = made.record(event)
    return made


def action(*cases: str, **changes: Any) -> CorrectiveAction:
    """Return an action opened on Monday 30 March, 09:00."""
    return CorrectiveAction(
        problem="x",
        opened_by=HANDLER,
        owner_id=HANDLER,
        time_zone="Asia/Shanghai",
        cases=tuple(
            CollectedCase(complaint_id=ComplaintId(name), received_on=Date(2026, 3, 1))
            for name in cases
        ),
        **{"id": CorrectiveActionId("A-1"), "key": KEY, "opened_at": at(3, 30), **changes},
    )


def review_of(*values: object, now: DateTime = at(3, 31, 12)) -> tuple[BookReview, CustomerReview]:
    """Return the review of a book with one customer, made."""
    customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 12, 1))
    review = BookReview(store_of(customer, *values), as_of=AS_OF, now=now)
    (only,) = review.customers()
    return review, only


def lines(topic: Topic, *values: object, **options: Any) -> list[AgendaLine]:
    """Return the lines of one topic."""
    review, _ = review_of(*values, **options)
    return [line for line in review.agenda if line.topic is topic]


# --- recurrence ----------------------------------------------------------------------


def test_a_trouble_that_recurs_is_on_the_agenda() -> None:
    """Three of one kind: the customer of the last one, for who looks after them."""
    cases = [analysed(complaint(f"C-{number}", at(3, number)), at(3, 9)) for number in (1, 2, 3)]
    (line,) = (
        line
        for line in lines(Topic.PREVENTION, *cases)
        if line.subject_id == "process/product_quality/泵"
    )

    assert (line.customer_id, line.staff_id, line.urgency) == (DEALER, OWNER, Urgency.NOW)
    assert [reason.code for reason in line.reasons] == ["recurrence.process"]


def test_an_open_action_shows_its_next_milestone() -> None:
    """Due at the closing of Monday and late on Tuesday; for who is responsible for it."""
    case = analysed(complaint("C-1", at(3, 1)), at(3, 9))
    (line,) = lines(Topic.PREVENTION, case, action("C-1"))

    assert (line.subject_id, line.staff_id, line.urgency) == ("A-1", HANDLER, Urgency.LATE)
    assert line.due == at(3, 30, 17)
    assert line.reasons[0].code == "corrective.milestone_overdue"


def test_what_is_not_due_yet_is_no_line() -> None:
    """The emergency measure taken, the root cause is due in two weeks."""
    case = analysed(complaint("C-1", at(3, 1)), at(3, 9))
    taken = action("C-1").record(InterimMeasureTaken(at=at(3, 30, 10), by=HANDLER, measure="x"))

    assert lines(Topic.PREVENTION, case, taken) == []


def test_an_action_whose_calendar_is_silent_is_a_line() -> None:
    """Somebody has to look."""
    _, review = review_of()
    short = attrs.evolve(
        BookReview(store_of(), as_of=AS_OF).rulebook.calendar,
        id=CalendarId("short"),
        published_until=Date(2026, 3, 30),
    )
    case = analysed(complaint("C-1", at(3, 1)), at(3, 9))
    (line,) = lines(Topic.PREVENTION, case, short, action("C-1", calendar_id=CalendarId("short")))

    assert line.reasons[0].code == "corrective.calendar_silent"
    assert review.recovery is None


def test_an_action_on_a_month_is_about_no_single_customer() -> None:
    """It is a line of its owner all the same; one of another company is not."""
    month = action(key=RecurrenceKey.of_month(Date(2026, 2, 1)))
    other = action(id=CorrectiveActionId("A-2"), company_id=CompanyId("other"))
    later = action(id=CorrectiveActionId("A-3"), opened_at=at(4, 1))
    review, _ = review_of(month, other, later)

    assert review.prevention is not None
    assert [one.action.id for one in review.prevention.actions] == ["A-1"]
    (line,) = (line for line in review.agenda if line.topic is Topic.PREVENTION)
    assert (line.customer_id, line.staff_id, line.tier) == (None, HANDLER, None)


def test_a_month_out_of_the_ordinary_is_a_line_for_nobody_in_particular() -> None:
    """The text names no customer, and the JSON tells none."""
    month = RecurrenceKey.of_month(Date(2026, 2, 1))
    why = (Reason("recurrence.none", {}, "policies 3d"),)

    def judged(*_: object, as_of: Date, **__: object) -> Decision[tuple[Recurrence, ...]]:
        found = Recurrence(trigger=RecurrenceTrigger.RATE, key=month)
        return Decision(outcome=(found,), reasons=why, rules=RecurrenceRules().ref, judged_at=as_of)

    def reviewed() -> BookReview:
        return BookReview(store_of(), as_of=AS_OF, policies=Policies(recurrences=judged))

    data = json.loads("".join(review_json(reviewed())))
    (line,) = data["agenda"]

    assert (line["customer"], line["staff"], line["topic"]) == (None, None, "prevention")
    assert "Prevention month/2026-02 · no single customer" in "".join(review_text(reviewed()))


def test_months_are_counted_from_the_first_order_on() -> None:
    """Drafts and cancelled orders count for nothing, months without an order as none."""
    line = OrderLine(no="1", net=YUAN, gross=YUAN)
    orders = [
        Order(
            id=OrderId(f"O-{number}"),
            customer_id=DEALER,
            ordered_on=day,
            lines=(line,),
            status=status,
        )
        for number, (day, status) in enumerate(
            [
                (Date(2025, 12, 5), OrderStatus.OPEN),
                (Date(2026, 3, 5), OrderStatus.OPEN),
                (Date(2026, 3, 6), OrderStatus.CANCELLED),
            ]
        )
    ]
    review, _ = review_of(*orders, complaint("C-1", at(3, 1)))
    assert review.prevention is not None
    (reason,) = (
        one
        for one in review.prevention.recurrences.reasons
        if one.code == "recurrence.history_too_short"
    )

    assert reason.facts == {
        "month": Date(2026, 3, 1),
        "orders": 1,
        "complaints": 1,
        "months": 3,
        "needed": 12,
    }


# --- trust -----------------------------------------------------------------------------


def test_a_settled_complaint_is_followed_up() -> None:
    """Settled on Monday 23 March: a contact is due on Monday 30, which is late."""
    made = settled(complaint("C-1", at(3, 20)), at(3, 23))
    (line,) = lines(Topic.RECOVERY, made)
    _, customer = review_of(made)

    assert (line.urgency, line.due) == (Urgency.LATE, Date(2026, 3, 30))
    assert customer.goodwill_balance.outcome.owed == 12
    assert customer.effects.outcome == (EffectKind.CONTACT,)


def test_satisfied_answers_bring_trust_back() -> None:
    """Three in a row, each also one of the good events owed."""
    answers = [
        SatisfactionAnswer(
            id=SatisfactionId(f"S-{day}"), customer_id=DEALER, asked_on=Date(2026, 3, day), answer=5
        )
        for day in (24, 25, 26)
    ]
    silent = SatisfactionAnswer(
        id=SatisfactionId("S"), customer_id=DEALER, asked_on=Date(2026, 3, 27)
    )
    made = settled(complaint("C-1", at(3, 20)), at(3, 23))
    _, customer = review_of(made, *answers, silent)

    assert customer.recovery is not None
    assert customer.recovery.outcome is not None
    assert customer.recovery.outcome.state is RecoveryState.TRUST_BACK
    assert customer.goodwill_balance.outcome.owed == 9


def test_the_leaving_are_asked_and_tried_for() -> None:
    """A lost customer is on the agenda with what they bought in their last year."""
    lost = LifecycleMemory(customer_id=DEALER, held=LifecycleState.LOST, since_on=Date(2026, 3, 1))
    order = Order(
        id=OrderId("O-1"),
        customer_id=DEALER,
        ordered_on=Date(2024, 3, 5),
        lines=(OrderLine(no="1", net=YUAN, gross=YUAN),),
    )
    invoice = Invoice(
        id=InvoiceId("I-1"),
        customer_id=DEALER,
        invoiced_on=Date(2024, 3, 5),
        due_on=Date(2024, 4, 5),
        lines=(InvoiceLine(net=YUAN, gross=YUAN),),
    )
    asked = CustomerSurvey(
        id=CustomerSurveyId("S-1"),
        customer_id=DEALER,
        asked_on=Date(2026, 3, 2),
        asked_by=OWNER,
        answered=True,
        would_return=False,
    )
    (line,) = lines(Topic.RECOVERY, lost, order, invoice)

    assert (line.due, line.amount) == (Date(2026, 3, 1), YUAN)
    assert lines(Topic.RECOVERY, lost, asked) == []


def test_a_contested_invoice_is_noticed_until_the_dispute_is_on_record() -> None:
    """Its complaint is open; an invoice that is not in the book is left alone."""
    made = complaint("C-1", at(3, 20), invoice_id=InvoiceId("I-1"))
    invoice = Invoice(
        id=InvoiceId("I-1"),
        customer_id=DEALER,
        invoiced_on=Date(2026, 3, 5),
        due_on=Date(2026, 4, 5),
        lines=(InvoiceLine(net=YUAN, gross=YUAN),),
    )
    disputed = attrs.evolve(invoice, disputes=(Dispute(started_on=Date(2026, 3, 20)),))

    def credit(*values: object) -> bool:
        _, customer = review_of(*values)
        return EffectKind.CREDIT in customer.effects.outcome

    assert [credit(made, invoice), credit(made, disputed), credit(made)] == [True, False, False]


def test_a_gesture_is_judged_with_its_complaint() -> None:
    """The handler's gift of 50 needs the office head; what was given is not judged again."""
    gift = Remedy(kind=RemedyKind.GIFT, amount=Money.of(50, "CNY"), goodwill=True)
    made = analysed(complaint("C-1", at(3, 20), disputed=Money.of(1000, "CNY")), at(3, 21))
    chosen = made.record(RemedyChosen(at=at(3, 21), by=HANDLER, remedies=(gift,)))
    _, customer = review_of(chosen)

    (found,) = customer.complaints
    assert found.goodwill is not None
    assert found.goodwill.outcome is not None
    assert found.goodwill.outcome.verdict is GoodwillVerdict.NEEDS_APPROVAL
    assert found.goodwill.outcome.approver is StaffRole.OFFICE_HEAD
    (line,) = lines(Topic.APPROVAL, chosen)
    assert (line.subject_id, line.staff_id, line.urgency) == ("C-1", HANDLER, Urgency.NOW)
    approved = chosen.record(RemedyApproved(at=at(3, 22), by=OWNER, role=StaffRole.OFFICE_HEAD))
    assert lines(Topic.APPROVAL, approved) == []
    boss = Staff(id=OWNER, name="x", roles=(StaffRole.OFFICE_HEAD,))
    assert lines(Topic.APPROVAL, approved, boss) == []
    rep = Staff(id=OWNER, name="x", roles=(StaffRole.REP,))
    (line,) = lines(Topic.APPROVAL, approved, rep)
    assert [reason.code for reason in line.reasons] == ["goodwill.role_not_held"]


def test_a_gesture_in_another_currency_than_the_dispute_is_undetermined() -> None:
    """Nothing known measures it."""
    gift = Remedy(kind=RemedyKind.GIFT, amount=Money.of(50, "USD"), goodwill=True)
    made = analysed(complaint("C-1", at(3, 20), disputed=Money.of(1000, "CNY")), at(3, 21))
    _, customer = review_of(made.record(RemedyChosen(at=at(3, 21), by=HANDLER, remedies=(gift,))))

    (found,) = customer.complaints
    assert found.goodwill is not None
    assert found.goodwill.outcome is None


def test_a_firm_hands_in_its_own_policies() -> None:
    """Who never counts anything as bad owes nothing, whatever the complaints."""

    def calm(_: object, **options: Any) -> Decision[GoodwillBalance]:
        return goodwill_balance((), **options)

    made = settled(complaint("C-1", at(3, 20)), at(3, 23))
    customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 12, 1))
    review = BookReview(
        store_of(customer, made), as_of=AS_OF, policies=Policies(goodwill_balance=calm)
    )
    (found,) = review.customers()

    assert found.goodwill_balance.outcome.owed == 0
    assert found.recovery is not None
    assert found.recovery.outcome is not None
    assert found.recovery.outcome.state is RecoveryState.TRUST_BACK


def test_all_of_it_stands_in_the_json() -> None:
    """Trust with the customer, what recurs with the book."""
    made = complaint("C-1", at(3, 20), marks=(ComplaintMark.SAFETY,))
    old = settled(complaint("C-2", at(3, 1)), at(3, 23))
    customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 12, 1))
    store = store_of(customer, made, old, action("C-2", key=KEY))
    data = json.loads("".join(review_json(BookReview(store, as_of=AS_OF))))
    found, (dealer,) = data["prevention"], data["customers"]

    assert dealer["good_events_owed"]["outcome"] == 24
    assert dealer["recovery"]["state"] == "not_settled"
    assert dealer["win_back"]["listed"] is None
    assert dealer["effects"]["outcome"] == ["contact"]
    assert [one["kind"] for one in found["plans"]] == ["open"]
    assert found["plans"][0]["complaints"] == ["C-1"]
    assert found["actions"][0]["milestones"]["d3"]["verdict"] == "missed"
    assert found["defects"]["outcome"] == 20


def test_the_text_says_what_recurs_and_what_lies_below() -> None:
    """One action open, one to be opened, and ten times as many defects; of nothing, nothing."""
    made = complaint("C-1", at(3, 20), marks=(ComplaintMark.SAFETY,))
    old = settled(complaint("C-2", at(3, 1)), at(3, 23))
    customer = Customer(id=DEALER, name="x", owner_id=OWNER, entered_on=Date(2025, 12, 1))

    def text(*values: object) -> str:
        return "".join(review_text(BookReview(store_of(customer, *values), as_of=AS_OF)))

    told = text(made, old, action("C-2", key=KEY))
    assert "Corrective actions: 1 open, 1 to be opened." in told
    assert "Complaints of twelve months: 2, which may stand for 20 defects (an estimate)." in told
    assert "defects" not in text()
    assert "Corrective" not in text()
