"""The first order of who was introduced, and the reward for it in the review."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.customer import Customer
from clientcare.domain.ids import (
    CreditNoteId,
    CustomerId,
    DeliveryId,
    InvoiceId,
    OrderId,
    PaymentId,
    ReferralId,
    StaffId,
    WriteOffId,
)
from clientcare.domain.ledger import (
    CreditNote,
    Delivery,
    DeliveryLine,
    Invoice,
    InvoiceLine,
    Ledger,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Reference,
    WriteOff,
)
from clientcare.domain.money import Money
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.policies.agenda import Topic, Urgency
from clientcare.policies.referral_reward import RewardStep
from clientcare.services.first_orders import first_order, reward_facts
from clientcare.services.review import BookReview

from .conftest import store_of

LI, WANG = CustomerId("li"), CustomerId("wang")
AS_OF = Date(2026, 5, 20)
S = ReferralState
ROAD = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED)


def day(month: int, date: int) -> Date:
    """Return a day of 2026."""
    return Date(2026, month, date)


def cny(amount: int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def order(key: str = "o", on: Date = Date(2026, 3, 10), customer: CustomerId = LI) -> Order:
    """Return an order of 1,000."""
    line = OrderLine(no="1", net=cny(1000), gross=cny(1130))
    return Order(id=OrderId(key), customer_id=customer, ordered_on=on, lines=(line,))


DELIVERY = Delivery(
    id=DeliveryId("d"),
    customer_id=LI,
    delivered_on=day(3, 12),
    lines=(DeliveryLine(order_id=OrderId("o"), line_no="1", gross=cny(1130)),),
)
INVOICE = Invoice(
    id=InvoiceId("i"),
    customer_id=LI,
    invoiced_on=day(3, 13),
    due_on=day(4, 12),
    lines=(InvoiceLine(net=cny(1000), gross=cny(1130), order_id=OrderId("o")),),
)
OF_INVOICE = (Reference(invoice_id=InvoiceId("i")),)
PAID = Payment(
    id=PaymentId("p"),
    customer_id=LI,
    received_on=day(4, 1),
    amount=cny(1130),
    references=OF_INVOICE,
)
LEDGER = Ledger(
    customer_id=LI, orders=(order(),), deliveries=(DELIVERY,), invoices=(INVOICE,), payments=(PAID,)
)


def test_a_first_order_that_went_well() -> None:
    """Delivered, invoiced and fully paid."""
    found = first_order(LEDGER, as_of=AS_OF)

    assert found is not None
    assert (day(3, 10), day(3, 12), day(3, 13), AS_OF, cny(1000)) == (
        found.ordered_on,
        found.delivered_on,
        found.invoiced_on,
        found.paid_on,
        found.value,
    )
    assert (None, None, None) == (found.returned_on, found.bad_debt_on, found.bounced_on)


def test_the_past_knows_less() -> None:
    """Before each document came it was not there."""
    found = first_order(LEDGER, as_of=day(3, 11))

    assert found is not None
    assert (None, None, None) == (found.delivered_on, found.invoiced_on, found.paid_on)
    assert first_order(LEDGER, as_of=day(3, 9)) is None


def test_which_order_is_the_first() -> None:
    """The earliest that is neither a draft nor cancelled; of one day the lowest id."""
    void = attrs.evolve(order("a", day(1, 1)), status=OrderStatus.CANCELLED)
    ledger = attrs.evolve(LEDGER, orders=(order("p"), order(), void))
    found = first_order(ledger, as_of=AS_OF)

    assert found is not None
    assert (day(3, 10), day(3, 12)) == (found.ordered_on, found.delivered_on)


def test_what_went_wrong() -> None:
    """A return, a credit note, a write-off and a payment that bounced."""
    bounced = attrs.evolve(PAID, id=PaymentId("q"), bounced_on=day(4, 20))
    deposit = attrs.evolve(
        bounced, id=PaymentId("r"), references=(Reference(order_id=OrderId("o")),)
    )
    other = attrs.evolve(bounced, id=PaymentId("s"), references=())
    note = CreditNote(
        id=CreditNoteId("n"),
        customer_id=LI,
        issued_on=day(4, 2),
        net=cny(300),
        gross=cny(339),
        references=OF_INVOICE,
    )
    loose = attrs.evolve(note, id=CreditNoteId("m"), references=())
    usd = Money.of(300, "USD")
    foreign = attrs.evolve(loose, id=CreditNoteId("k"), net=usd, gross=usd)
    lost = WriteOff(
        id=WriteOffId("w"),
        customer_id=LI,
        written_off_on=day(4, 30),
        invoice_id=InvoiceId("i"),
        amount=cny(1),
    )
    ledger = attrs.evolve(
        LEDGER,
        orders=(attrs.evolve(order(), returned_on=day(5, 1)),),
        payments=(bounced, deposit, other),
        credit_notes=(note, loose, foreign),
        write_offs=(lost,),
    )
    found = first_order(ledger, as_of=AS_OF)

    assert found is not None
    assert (day(5, 1), day(4, 30), day(4, 20), None, cny(700)) == (
        found.returned_on,
        found.bad_debt_on,
        found.bounced_on,
        found.paid_on,
        found.value,
    )


def at(month: int, date: int) -> DateTime:
    """Return noon of a day."""
    return pendulum.datetime(2026, month, date, 12, tz="Asia/Shanghai")


def converted(key: str = "r", *more: ReferralState, prospect: CustomerId | None = LI) -> Referral:
    """Return a referral that converted on the second of April, told and thanked for."""
    found = Referral.name(
        id=ReferralId(key),
        introducer_id=WANG,
        prospect=Prospect(name="x", customer_id=prospect),
        at=at(3, 2),
    ).thank(at=at(3, 2))
    for state in (*ROAD, *more):
        found = found.move(state, at=at(4, 2))
    return found.report(at=at(4, 2))


def test_the_rewards_of_the_year_are_counted() -> None:
    """Those up to the instant, in the firm's zone."""
    given = converted("g", S.REWARD_PENDING, S.REWARDED)

    for now, count in ((at(4, 1), 0), (at(4, 2), 1), (at(5, 1).add(years=1), 0)):
        facts = reward_facts(converted(), None, refused=None, others=(given,), now=now)
        assert count == facts.rewards_this_year


def reviewed(*values: object, as_of: Date = AS_OF) -> BookReview:
    """Return the review of a book with the two and what is told."""
    people = [
        Customer(id=who, name=who, owner_id=StaffId("rep"), entered_on=day(1, 1))
        for who in (LI, WANG)
    ]
    return BookReview(store_of(*people, *values), as_of=as_of)


PAPERS = (order(), DELIVERY, INVOICE, PAID)


def of_wang(review: BookReview) -> list[tuple[str, RewardStep | None, str]]:
    """Return what is to be done about the introducer's rewards."""
    (wang,) = [one for one in review.customers() if one.customer.id == WANG]
    return [
        (
            referral.id,
            None if decision.outcome is None else decision.outcome.step,
            decision.codes[0].partition(".")[2],
        )
        for referral, decision in wang.rewards
    ]


def test_a_reward_that_is_free_is_on_the_agenda() -> None:
    """Paid, and 31 days after the delivery of 12 March."""
    review = reviewed(converted(), *PAPERS)

    assert [("r", RewardStep.GRANT, "granted")] == of_wang(review)
    lines = [line for line in review.agenda if line.topic is Topic.REFERRAL]
    assert [("r", Urgency.NOW, WANG)] == [
        (line.subject_id, line.urgency, line.customer_id) for line in lines
    ]


def test_a_reward_that_is_held_is_no_line() -> None:
    """It shows on the review alone."""
    review = reviewed(converted(), *PAPERS, as_of=day(4, 11))

    assert [("r", RewardStep.WAIT, "held")] == of_wang(review)
    assert not [line for line in review.agenda if line.topic is Topic.REFERRAL]


def test_an_unknown_order_leaves_it_open() -> None:
    """Somebody has to look: the prospect is no customer, or has no order on file."""
    assert [("r", None, "delivery_unknown")] == of_wang(reviewed(converted(prospect=None)))
    assert [("r", None, "delivery_unknown")] == of_wang(reviewed(converted()))


def test_who_ordered_before_the_introducer_is_not_credited() -> None:
    """The review knows the first orders of both."""
    review = reviewed(converted(), *PAPERS, order("w", day(3, 11), WANG))

    assert [("r", RewardStep.DENY, "not_credited")] == of_wang(review)
    assert EdgeRefusal.ORDERED_BEFORE in EdgeRefusal


@pytest.mark.parametrize("state", [S.REWARD_DENIED, S.REVERSED])
def test_what_is_over_is_not_shown(state: ReferralState) -> None:
    """Nothing is to be done about it."""
    assert [] == of_wang(reviewed(converted("r", state), *PAPERS))
