"""
Short builders of ledger documents, for tests that are about a few of their fields.

Days are ISO text, money is plain text in major units of ``CNY`` unless told; all
belong to one dealer. ``None`` for a day stays ``None``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeAlias

from pendulum import Date

from clientcare.domain.ids import (
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
from clientcare.domain.rates import Rate

DEALER: Final = CustomerId("dealer-1")

Document: TypeAlias = Order | Delivery | Invoice | CreditNote | Payment | WriteOff


def day(text: str) -> Date:
    """Return the day that ISO *text* names."""
    return Date.fromisoformat(text)


def maybe_day(text: str | None) -> Date | None:
    """Return the day that ISO *text* names, if any."""
    return None if text is None else day(text)


def money(amount: str, currency: str = "CNY") -> Money:
    """Return *amount* major units."""
    return Money.of(amount, currency)


def ledger(*documents: Document) -> Ledger:
    """Return the ledger of *documents*."""
    return Ledger(
        customer_id=DEALER,
        orders=tuple(one for one in documents if isinstance(one, Order)),
        deliveries=tuple(one for one in documents if isinstance(one, Delivery)),
        invoices=tuple(one for one in documents if isinstance(one, Invoice)),
        credit_notes=tuple(one for one in documents if isinstance(one, CreditNote)),
        payments=tuple(one for one in documents if isinstance(one, Payment)),
        write_offs=tuple(one for one in documents if isinstance(one, WriteOff)),
    )


def order(
    key: str,
    on: str,
    *grosses: str,
    net: str | None = None,
    status: OrderStatus = OrderStatus.OPEN,
    ended: str | None = None,
    returned: str | None = None,
    ships: Iterable[str | None] = (),
    currency: str = "CNY",
) -> Order:
    """Return an order with a line ``1``, ``2``, ... for each of *grosses*."""
    days = itertools.chain(ships, itertools.repeat(None))
    return Order(
        id=OrderId(key),
        customer_id=DEALER,
        ordered_on=day(on),
        status=status,
        lines=tuple(
            OrderLine(
                no=str(no),
                net=money(net or gross, currency),
                gross=money(gross, currency),
                ship_on=maybe_day(ship),
            )
            for no, gross, ship in zip(itertools.count(1), grosses, days, strict=False)
        ),
        ended_on=maybe_day(ended),
        returned_on=maybe_day(returned),
    )


def delivery(key: str, on: str, *lines: tuple[str, str, str], currency: str = "CNY") -> Delivery:
    """Return a delivery of lines (order, line number, gross)."""
    return Delivery(
        id=DeliveryId(key),
        customer_id=DEALER,
        delivered_on=day(on),
        lines=tuple(
            DeliveryLine(order_id=OrderId(of), line_no=no, gross=money(gross, currency))
            for of, no, gross in lines
        ),
    )


def invoice(
    key: str,
    on: str,
    gross: str,
    due: str | None = None,
    *,
    net: str | None = None,
    of: tuple[str, str | None] | None = None,
    disputes: Iterable[tuple[str | None, str | None]] = (),
    deferrals: Iterable[tuple[str, str]] = (),
    insured: bool = False,
    currency: str = "CNY",
) -> Invoice:
    """Return an invoice of one line, which bills *of* (order, line number) if told."""
    order_id, line_no = of or (None, None)
    line = InvoiceLine(
        net=money(net or gross, currency),
        gross=money(gross, currency),
        order_id=None if order_id is None else OrderId(order_id),
        line_no=line_no,
    )
    return Invoice(
        id=InvoiceId(key),
        customer_id=DEALER,
        invoiced_on=day(on),
        due_on=maybe_day(due),
        lines=(line,),
        insured=insured,
        disputes=tuple(
            Dispute(started_on=maybe_day(start), ended_on=maybe_day(end)) for start, end in disputes
        ),
        deferrals=tuple(
            Deferral(agreed_on=day(agreed), until_on=day(until)) for agreed, until in deferrals
        ),
    )


def for_invoice(key: str, amount: str | None = None, currency: str = "CNY") -> Reference:
    """Return a reference to an invoice."""
    named = None if amount is None else money(amount, currency)
    return Reference(invoice_id=InvoiceId(key), amount=named)


def for_order(key: str, amount: str | None = None, currency: str = "CNY") -> Reference:
    """Return a reference to an order: a deposit."""
    named = None if amount is None else money(amount, currency)
    return Reference(order_id=OrderId(key), amount=named)


def credit_note(
    key: str,
    on: str,
    gross: str,
    *references: Reference,
    net: str | None = None,
    currency: str = "CNY",
) -> CreditNote:
    """Return a credit note."""
    return CreditNote(
        id=CreditNoteId(key),
        customer_id=DEALER,
        issued_on=day(on),
        net=money(net or gross, currency),
        gross=money(gross, currency),
        references=references,
    )


def payment(
    key: str,
    on: str,
    amount: str,
    *references: Reference,
    by: Instrument = Instrument.TRANSFER,
    cleared: str | None = None,
    bounced: str | None = None,
    currency: str = "CNY",
) -> Payment:
    """Return a payment, a transfer unless told."""
    return Payment(
        id=PaymentId(key),
        customer_id=DEALER,
        received_on=day(on),
        amount=money(amount, currency),
        instrument=by,
        cleared_on=maybe_day(cleared),
        bounced_on=maybe_day(bounced),
        references=references,
    )


def write_off(key: str, on: str, of: str, amount: str, *, currency: str = "CNY") -> WriteOff:
    """Return a write-off of the invoice *of*."""
    return WriteOff(
        id=WriteOffId(key),
        customer_id=DEALER,
        written_off_on=day(on),
        invoice_id=InvoiceId(of),
        amount=money(amount, currency),
    )


def rate(source: str, target: str, on: str, factor: str) -> Rate:
    """Return an exchange rate."""
    return Rate(source=source, target=target, on=day(on), factor=Decimal(factor))
