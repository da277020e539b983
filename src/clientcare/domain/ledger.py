"""
The documents of trade with a customer: what was ordered, delivered, billed, paid.

A document is never rewritten. What happens to it later (an order is cancelled, an
invoice is disputed or deferred, a cheque clears or bounces) is added to it with its
date, so that any past day can be judged as it was: a fact dated *d* holds from *d*
on, *d* included. Every document is in one currency and belongs to one customer and
one own company.
"""

from __future__ import annotations

import itertools
from typing import Protocol

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._documents import unique
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CustomerId
from clientcare.domain.orders import Delivery, DeliveryLine, Order, OrderLine, OrderStatus
from clientcare.domain.receivables import (
    CreditNote,
    Deferral,
    Dispute,
    Instrument,
    Invoice,
    InvoiceLine,
    Payment,
    Reference,
    WriteOff,
)
from clientcare.errors import InvalidValueError

__all__ = [
    "CreditNote",
    "Deferral",
    "Delivery",
    "DeliveryLine",
    "Dispute",
    "Instrument",
    "Invoice",
    "InvoiceLine",
    "Ledger",
    "Order",
    "OrderLine",
    "OrderStatus",
    "Payment",
    "Reference",
    "WriteOff",
]


class _Document(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def customer_id(self) -> CustomerId: ...
    @property
    def company_id(self) -> CompanyId: ...
    @property
    def currency(self) -> str: ...


@attrs.frozen(kw_only=True)
class Ledger:
    """
    All documents of one customer with one own company, in any order.

    A document may name others that are not here (an archived order, say).

    Raises:
        InvalidValueError: A document of another customer or company, or two of one
            kind with the same id.
    """

    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    orders: tuple[Order, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Order))
    )
    deliveries: tuple[Delivery, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Delivery))
    )
    invoices: tuple[Invoice, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Invoice))
    )
    credit_notes: tuple[CreditNote, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(CreditNote))
    )
    payments: tuple[Payment, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Payment))
    )
    write_offs: tuple[WriteOff, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(WriteOff))
    )

    def __attrs_post_init__(self) -> None:
        for name, documents in self._kinds():
            unique(f"Ledger.{name}", (document.id for document in documents))
            for document in documents:
                if document.customer_id != self.customer_id:
                    rule = f"documents of customer {self.customer_id!r} only"
                    raise InvalidValueError(f"Ledger.{name}", document.customer_id, rule)
                if document.company_id != self.company_id:
                    rule = f"documents of company {self.company_id!r} only"
                    raise InvalidValueError(f"Ledger.{name}", document.company_id, rule)

    def _kinds(self) -> tuple[tuple[str, tuple[_Document, ...]], ...]:
        return (
            ("orders", self.orders),
            ("deliveries", self.deliveries),
            ("invoices", self.invoices),
            ("credit_notes", self.credit_notes),
            ("payments", self.payments),
            ("write_offs", self.write_offs),
        )

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of its documents, sorted, each once."""
        found = {document.currency for _, documents in self._kinds() for document in documents}
        return tuple(sorted(found))

    def count_after(self, day: Date) -> int:
        """Return how many documents are dated after *day*, and so not known on it."""
        dates = itertools.chain(
            (order.ordered_on for order in self.orders),
            (delivery.delivered_on for delivery in self.deliveries),
            (invoice.invoiced_on for invoice in self.invoices),
            (note.issued_on for note in self.credit_notes),
            (payment.received_on for payment in self.payments),
            (write_off.written_off_on for write_off in self.write_offs),
        )
        return sum(date > day for date in dates)

    def with_order(self, order: Order) -> Ledger:
        """Return a ledger that has *order*, in place of one with the same id if there is one."""
        others = tuple(known for known in self.orders if known.id != order.id)
        return attrs.evolve(self, orders=(*others, order))
