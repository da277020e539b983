"""The documents of the ledger and what they refuse."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import attrs
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.ids import (
    CompanyId,
    CreditNoteId,
    CustomerId,
    DeliveryId,
    InvoiceId,
    OrderId,
    PaymentId,
    WriteOffId,
)
from clientcare.domain.ledger import (
    CreditNote,
    Deferral,
    Delivery,
    DeliveryLine,
    Dispute,
    Instrument,
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
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.testing.strategies.ledger import DEALER, ledgers

Document: TypeAlias = Order | Delivery | Invoice | CreditNote | Payment | WriteOff

TEN: Final = Money.of(10, "CNY")
TWELVE: Final = Money.of(12, "CNY")
DOLLARS: Final = Money.of(10, "USD")
MARCH: Final = Date(2024, 3, 1)
APRIL: Final = Date(2024, 4, 1)

ORDER: Final = Order(
    id=OrderId("O-1"),
    customer_id=DEALER,
    ordered_on=MARCH,
    lines=(OrderLine(no="10", net=TEN, gross=TWELVE), OrderLine(no="20", net=TEN, gross=TWELVE)),
)
DELIVERY: Final = Delivery(
    id=DeliveryId("D-1"),
    customer_id=DEALER,
    delivered_on=MARCH,
    lines=(
        DeliveryLine(order_id=ORDER.id, line_no="10", gross=TWELVE),
        DeliveryLine(order_id=ORDER.id, line_no="20", gross=TWELVE),
    ),
)
INVOICE: Final = Invoice(
    id=InvoiceId("I-1"),
    customer_id=DEALER,
    invoiced_on=MARCH,
    lines=(InvoiceLine(net=TEN, gross=TWELVE), InvoiceLine(net=TEN, gross=TWELVE)),
)
CREDIT_NOTE: Final = CreditNote(
    id=CreditNoteId("C-1"), customer_id=DEALER, issued_on=MARCH, net=TEN, gross=TWELVE
)
PAYMENT: Final = Payment(id=PaymentId("P-1"), customer_id=DEALER, received_on=MARCH, amount=TWELVE)
WRITE_OFF: Final = WriteOff(
    id=WriteOffId("W-1"),
    customer_id=DEALER,
    written_off_on=MARCH,
    invoice_id=INVOICE.id,
    amount=TWELVE,
)
LEDGER: Final = Ledger(
    customer_id=DEALER,
    orders=(ORDER,),
    deliveries=(DELIVERY,),
    invoices=(INVOICE,),
    credit_notes=(CREDIT_NOTE,),
    payments=(PAYMENT,),
    write_offs=(WRITE_OFF,),
)


@pytest.mark.parametrize("document", [ORDER, INVOICE], ids=["order", "invoice"])
def test_a_document_is_worth_the_sum_of_its_lines(document: Order | Invoice) -> None:
    """Net and gross are the sums of the lines, in their currency."""
    worth = (document.net, document.gross, document.currency)

    assert (Money.of(20, "CNY"), Money.of(24, "CNY"), "CNY") == worth


def test_a_delivery_is_worth_the_sum_of_its_lines() -> None:
    """A delivery knows its value including tax."""
    worth = (DELIVERY.gross, DELIVERY.currency)

    assert (Money.of(24, "CNY"), "CNY") == worth


def test_single_amount_documents_know_their_currency() -> None:
    """A credit note, a payment and a write-off are in the currency of their amount."""
    found = {CREDIT_NOTE.currency, PAYMENT.currency, WRITE_OFF.currency}

    assert {"CNY"} == found


def test_an_order_is_open_until_the_day_it_ended() -> None:
    """A cancellation holds from its own day on."""
    order = attrs.evolve(ORDER, status=OrderStatus.CANCELLED, ended_on=APRIL)
    seen = (order.status_on(Date(2024, 3, 31)), order.status_on(APRIL))

    assert seen == (OrderStatus.OPEN, OrderStatus.CANCELLED)


def test_an_end_without_a_day_always_was() -> None:
    """An order cancelled on an unknown day was never open."""
    order = attrs.evolve(ORDER, status=OrderStatus.CANCELLED)

    assert OrderStatus.CANCELLED is order.status_on(MARCH)


@pytest.mark.parametrize("status", [OrderStatus.DRAFT, OrderStatus.OPEN])
def test_an_order_under_way_has_no_end(status: OrderStatus) -> None:
    """Only a closed or cancelled order has a day on which it ended."""
    with pytest.raises(InvalidValueError, match=r"Order\.ended_on"):
        attrs.evolve(ORDER, status=status, ended_on=APRIL)


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (Instrument.TRANSFER, MARCH),
        (Instrument.CASH, MARCH),
        (Instrument.CHEQUE, None),
        (Instrument.BILL, None),
    ],
)
def test_paper_is_no_money_until_it_clears(instrument: Instrument, expected: Date | None) -> None:
    """Transfers and cash are money on receipt; a cheque or bill is not."""
    payment = attrs.evolve(PAYMENT, instrument=instrument)

    assert expected == payment.came_on


def test_paper_is_money_on_the_day_it_clears() -> None:
    """The day the money came is the day of clearing."""
    payment = attrs.evolve(PAYMENT, instrument=Instrument.BILL, cleared_on=APRIL)

    assert payment.came_on == APRIL


def test_a_transfer_does_not_clear() -> None:
    """Clearing is for paper; on a transfer it would leave two days to choose from."""
    with pytest.raises(InvalidValueError, match=r"Payment\.cleared_on"):
        attrs.evolve(PAYMENT, cleared_on=APRIL)


BEFORE: Final = Date(2024, 2, 29)


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (ORDER, {"status": OrderStatus.CLOSED, "ended_on": BEFORE}),
        (ORDER, {"returned_on": BEFORE}),
        (DELIVERY, {"confirmed_on": BEFORE}),
        (PAYMENT, {"instrument": Instrument.CHEQUE, "cleared_on": BEFORE}),
        (PAYMENT, {"bounced_on": BEFORE}),
    ],
)
def test_nothing_happens_to_a_document_before_its_day(
    document: Document, changes: dict[str, Any]
) -> None:
    """What happens later to a document is not dated before it."""
    with pytest.raises(InvalidValueError, match="not before"):
        attrs.evolve(document, **changes)


def test_a_dispute_does_not_end_before_it_starts() -> None:
    """A dispute's days are in order."""
    with pytest.raises(InvalidValueError, match=r"Dispute\.ended_on"):
        Dispute(started_on=APRIL, ended_on=MARCH)


def test_a_deferral_does_not_end_before_it_is_agreed() -> None:
    """A deferral reaches its own day at least."""
    with pytest.raises(InvalidValueError, match=r"Deferral\.until_on"):
        Deferral(agreed_on=APRIL, until_on=MARCH)


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (ORDER, {"lines": (OrderLine(no="10", net=DOLLARS, gross=TEN),)}),
        (ORDER, {"lines": (*ORDER.lines, OrderLine(no="30", net=DOLLARS, gross=DOLLARS))}),
        (
            DELIVERY,
            {"lines": (*DELIVERY.lines, attrs.evolve(DELIVERY.lines[0], gross=DOLLARS))},
        ),
        (INVOICE, {"lines": (InvoiceLine(net=DOLLARS, gross=TEN),)}),
        (CREDIT_NOTE, {"net": DOLLARS}),
        (CREDIT_NOTE, {"references": (Reference(invoice_id=INVOICE.id, amount=DOLLARS),)}),
        (PAYMENT, {"references": (Reference(order_id=ORDER.id, amount=DOLLARS),)}),
    ],
)
def test_a_document_is_in_one_currency(document: Document, changes: dict[str, Any]) -> None:
    """Two currencies in one document are refused."""
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(document, **changes)


@pytest.mark.parametrize("amount", [Money(-1, "CNY"), 10, None])
def test_amounts_are_money_and_not_negative(amount: object) -> None:
    """A document holds no negative amount; giving back is a credit note."""
    with pytest.raises(InvalidValueError, match="Money, 0 or more"):
        Payment(id=PaymentId("P"), customer_id=DEALER, received_on=MARCH, amount=amount)  # type: ignore[arg-type]


def test_line_numbers_are_unique() -> None:
    """An order line is named by its number."""
    with pytest.raises(InvalidValueError, match=r"Order\.lines"):
        attrs.evolve(ORDER, lines=(ORDER.lines[0], ORDER.lines[0]))


def test_a_document_has_a_line() -> None:
    """An order without lines has neither value nor currency."""
    with pytest.raises(InvalidValueError, match="at least 1"):
        attrs.evolve(ORDER, lines=())


def test_a_line_number_needs_its_order() -> None:
    """An invoice line that names an order line names the order as well."""
    with pytest.raises(InvalidValueError, match=r"InvoiceLine\.line_no"):
        InvoiceLine(net=TEN, gross=TEN, line_no="10")


@pytest.mark.parametrize("names", [(None, None), (INVOICE.id, ORDER.id)])
def test_a_reference_names_one_thing(names: tuple[InvoiceId | None, OrderId | None]) -> None:
    """A reference is to an invoice or to an order."""
    with pytest.raises(InvalidValueError, match=r"Reference\.invoice_id"):
        Reference(invoice_id=names[0], order_id=names[1])


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(Ledger)][2:])
@pytest.mark.parametrize(
    "changes",
    [{"customer_id": CustomerId("other")}, {"company_id": CompanyId("other")}],
    ids=["customer", "company"],
)
def test_a_ledger_refuses_foreign_documents(name: str, changes: dict[str, str]) -> None:
    """Every document of a ledger is of its customer and its company."""
    documents: dict[str, Any] = {name: (attrs.evolve(getattr(LEDGER, name)[0], **changes),)}

    with pytest.raises(InvalidValueError, match=rf"Ledger\.{name}.*only"):
        attrs.evolve(LEDGER, **documents)


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(Ledger)][2:])
def test_a_ledger_refuses_an_id_twice(name: str) -> None:
    """Two documents of one kind have two ids."""
    documents: dict[str, Any] = {name: getattr(LEDGER, name) * 2}

    with pytest.raises(InvalidValueError, match=rf"Ledger\.{name}.*twice"):
        attrs.evolve(LEDGER, **documents)


def test_a_ledger_tells_its_currencies() -> None:
    """Currencies come sorted, each once."""
    ledger = attrs.evolve(
        LEDGER, payments=(PAYMENT, attrs.evolve(PAYMENT, id=PaymentId("P-2"), amount=DOLLARS))
    )

    assert ledger.currencies == ("CNY", "USD")


def test_the_reason_of_a_dispute_stays_out_of_sight() -> None:
    """What is contested may be about persons: it is not in the representation."""
    shown = repr(Dispute(reason="Mr Li says it never arrived"))

    assert "Li" not in shown


@given(ledgers(currencies=("CNY", "USD")))
def test_every_document_survives_storage(ledger: Ledger) -> None:
    """JSON gives back an equal object, for each kind."""
    for name in (field.name for field in attrs.fields(Ledger)[2:]):
        for document in getattr(ledger, name):
            codec = JsonCodec[attrs.AttrsInstance](name=name, type=type(document))

            assert document == codec.load(codec.dump(document))
