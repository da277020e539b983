"""
Ledgers, small and nasty: few ids, a narrow span of days, small amounts.

So references hit, days coincide and sums tie, which is where mistakes live.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import (
    CreditNoteId,
    CustomerId,
    DeliveryId,
    InvoiceId,
    OrderId,
    PaymentId,
    PaymentPromiseId,
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
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.rates import Rate, Rates

DEALER: Final = CustomerId("dealer-1")
FIRST_DAY: Final = Date(2024, 1, 1)
_FIRST: Final = FIRST_DAY.toordinal()
_SPAN: Final = 200
_ORDERS: Final = ("O-1", "O-2", "O-3")
_INVOICES: Final = ("I-1", "I-2", "I-3", "I-4", "I-5")
_LINES: Final = ("10", "20")


def _day(ordinal: int) -> Date:
    return Date.fromordinal(ordinal)


def days(first: Date = FIRST_DAY, *, span_days: int = _SPAN) -> st.SearchStrategy[Date]:
    """Return days from *first* to *span_days* after it, both included."""
    start = first.toordinal()
    return st.integers(start, start + span_days).map(_day)


def amounts(currencies: Sequence[str] = ("CNY",), *, most: int = 500) -> st.SearchStrategy[Money]:
    """Return money of 0 to *most* minor units in one of *currencies*."""
    return st.builds(Money, st.integers(0, most), st.sampled_from(currencies))


def _later(day: Date) -> st.SearchStrategy[Date | None]:
    return st.none() | days(day, span_days=90)


@st.composite
def orders(draw: st.DrawFn, order_id: str, currency: str = "CNY") -> Order:
    """Return an order of the dealer, with one or two lines."""
    ordered_on = draw(days())
    status = draw(st.sampled_from(OrderStatus))
    ended = status in {OrderStatus.CLOSED, OrderStatus.CANCELLED}
    return Order(
        id=OrderId(order_id),
        customer_id=DEALER,
        ordered_on=ordered_on,
        status=status,
        lines=tuple(
            OrderLine(
                no=no,
                net=draw(amounts((currency,))),
                gross=draw(amounts((currency,))),
                product=draw(st.sampled_from(("", "paint", "灯具"))),
                quantity=draw(st.none() | st.just(Decimal("1.50"))),
                ship_on=draw(st.none() | days()),
            )
            for no in _LINES[: draw(st.integers(1, 2))]
        ),
        ended_on=draw(_later(ordered_on)) if ended else None,
        returned_on=draw(st.none() | st.none() | days(ordered_on, span_days=90)),
    )


@st.composite
def deliveries(draw: st.DrawFn, delivery_id: str, currency: str = "CNY") -> Delivery:
    """Return a delivery to the dealer."""
    delivered_on = draw(days())
    lines = draw(
        st.lists(
            st.builds(
                DeliveryLine,
                order_id=st.sampled_from(_ORDERS).map(OrderId),
                line_no=st.sampled_from(_LINES),
                gross=amounts((currency,)),
            ),
            min_size=1,
            max_size=3,
        )
    )
    return Delivery(
        id=DeliveryId(delivery_id),
        customer_id=DEALER,
        delivered_on=delivered_on,
        confirmed_on=draw(_later(delivered_on)),
        lines=tuple(lines),
    )


@st.composite
def disputes(draw: st.DrawFn) -> Dispute:
    """Return a dispute, its days known or not."""
    started_on = draw(st.none() | days())
    ended_on = draw(st.none() | days(started_on or FIRST_DAY, span_days=60))
    return Dispute(started_on=started_on, ended_on=ended_on)


@st.composite
def deferrals(draw: st.DrawFn) -> Deferral:
    """Return a deferral of 0 to 60 days."""
    agreed_on = draw(days())
    return Deferral(agreed_on=agreed_on, until_on=draw(days(agreed_on, span_days=60)))


@st.composite
def _invoice_lines(draw: st.DrawFn, currency: str) -> InvoiceLine:
    order_id = draw(st.none() | st.sampled_from(_ORDERS).map(OrderId))
    return InvoiceLine(
        net=draw(amounts((currency,))),
        gross=draw(amounts((currency,))),
        order_id=order_id,
        line_no=draw(st.none() | st.sampled_from(_LINES)) if order_id else None,
    )


@st.composite
def invoices(draw: st.DrawFn, invoice_id: str, currency: str = "CNY") -> Invoice:
    """Return an invoice to the dealer, at times undated, disputed or deferred."""
    return Invoice(
        id=InvoiceId(invoice_id),
        customer_id=DEALER,
        invoiced_on=draw(days()),
        due_on=draw(st.none() | days() | days()),
        lines=tuple(draw(st.lists(_invoice_lines(currency), min_size=1, max_size=2))),
        insured=draw(st.booleans()),
        disputes=tuple(draw(st.lists(disputes(), max_size=1))),
        deferrals=tuple(draw(st.lists(deferrals(), max_size=2))),
    )


def references(currency: str = "CNY") -> st.SearchStrategy[tuple[Reference, ...]]:
    """Return none to three references to invoices or orders."""
    named = st.none() | amounts((currency,))
    to_invoice = st.builds(
        Reference, invoice_id=st.sampled_from(_INVOICES).map(InvoiceId), amount=named
    )
    to_order = st.builds(Reference, order_id=st.sampled_from(_ORDERS).map(OrderId), amount=named)
    return st.lists(to_invoice | to_order, max_size=3).map(tuple)


@st.composite
def credit_notes(draw: st.DrawFn, credit_note_id: str, currency: str = "CNY") -> CreditNote:
    """Return a credit note to the dealer."""
    return CreditNote(
        id=CreditNoteId(credit_note_id),
        customer_id=DEALER,
        issued_on=draw(days()),
        net=draw(amounts((currency,))),
        gross=draw(amounts((currency,))),
        references=draw(references(currency)),
    )


@st.composite
def payments(draw: st.DrawFn, payment_id: str, currency: str = "CNY") -> Payment:
    """Return a payment of the dealer by any instrument, at times bounced."""
    received_on = draw(days())
    instrument = draw(st.sampled_from(Instrument))
    paper = instrument in {Instrument.CHEQUE, Instrument.BILL}
    return Payment(
        id=PaymentId(payment_id),
        customer_id=DEALER,
        received_on=received_on,
        amount=draw(amounts((currency,))),
        instrument=instrument,
        cleared_on=draw(_later(received_on)) if paper else None,
        bounced_on=draw(st.none() | st.none() | days(received_on, span_days=90)),
        references=draw(references(currency)),
    )


def write_offs(write_off_id: str, currency: str = "CNY") -> st.SearchStrategy[WriteOff]:
    """Return a write-off."""
    return st.builds(
        WriteOff,
        id=st.just(WriteOffId(write_off_id)),
        customer_id=st.just(DEALER),
        written_off_on=days(),
        invoice_id=st.sampled_from(_INVOICES).map(InvoiceId),
        amount=amounts((currency,)),
    )


@st.composite
def payment_promises(draw: st.DrawFn, promise_id: str) -> PaymentPromise:
    """Return a promise to pay, on any invoice or on some."""
    made_on = draw(days())
    named = st.lists(st.sampled_from(_INVOICES).map(InvoiceId), max_size=2, unique=True)
    return PaymentPromise(
        id=PaymentPromiseId(promise_id),
        customer_id=DEALER,
        made_on=made_on,
        due_on=draw(days(made_on, span_days=30)),
        amount=draw(amounts()),
        invoice_ids=tuple(draw(named)),
        withdrawn_on=draw(_later(made_on)),
    )


@st.composite
def ledgers(
    draw: st.DrawFn,
    *,
    currencies: Sequence[str] = ("CNY",),
) -> Ledger:
    """Return the ledger of one dealer; each document is in one of *currencies*."""

    def some(most: int) -> range:
        return range(1, draw(st.integers(0, most)) + 1)

    def currency() -> str:
        return draw(st.sampled_from(currencies))

    return Ledger(
        customer_id=DEALER,
        orders=tuple(draw(orders(f"O-{n}", currency())) for n in some(3)),
        deliveries=tuple(draw(deliveries(f"D-{n}", currency())) for n in some(3)),
        invoices=tuple(draw(invoices(f"I-{n}", currency())) for n in some(5)),
        credit_notes=tuple(draw(credit_notes(f"C-{n}", currency())) for n in some(2)),
        payments=tuple(draw(payments(f"P-{n}", currency())) for n in some(4)),
        write_offs=tuple(draw(write_offs(f"W-{n}", currency())) for n in some(2)),
    )


def shuffled(ledger: Ledger) -> st.SearchStrategy[Ledger]:
    """Return ledgers with the same documents in any order."""
    return st.builds(
        Ledger,
        customer_id=st.just(ledger.customer_id),
        company_id=st.just(ledger.company_id),
        orders=st.permutations(ledger.orders).map(tuple),
        deliveries=st.permutations(ledger.deliveries).map(tuple),
        invoices=st.permutations(ledger.invoices).map(tuple),
        credit_notes=st.permutations(ledger.credit_notes).map(tuple),
        payments=st.permutations(ledger.payments).map(tuple),
        write_offs=st.permutations(ledger.write_offs).map(tuple),
    )


@st.composite
def rates(draw: st.DrawFn, *, sources: Sequence[str] = ("USD",), target: str = "CNY") -> Rates:
    """Return rates into *target* on some days."""
    one = st.builds(
        Rate,
        source=st.sampled_from(sources),
        target=st.just(target),
        on=days(),
        factor=st.decimals("0.01", "20", places=4),
    )
    found = draw(st.lists(one, max_size=6, unique_by=lambda rate: (rate.source, rate.on)))
    return Rates(rates=tuple(found))
