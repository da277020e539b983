"""Invoices and what settles them; `clientcare.domain.ledger` has all documents together."""

from __future__ import annotations

import enum
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import (
    SOME_DATE,
    SOME_KEY,
    check_amount,
    not_before,
    one_currency,
)
from clientcare.domain.ids import (
    MAIN_COMPANY,
    CompanyId,
    CreditNoteId,
    CustomerId,
    InvoiceId,
    OrderId,
    PaymentId,
    WriteOffId,
)
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.errors import InvalidValueError

# --- invoices -------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class InvoiceLine:
    """
    One position of an invoice.

    Attributes:
        net: Without tax.
        gross: Including tax, in the same currency.
        order_id: The order that it bills; ``None`` where it bills no order.
        line_no: The order line that it bills; ``None`` where it bills the order as
            a whole. Needs *order_id*.
    """

    net: Money = attrs.field(validator=check_amount)
    gross: Money = attrs.field(validator=check_amount)
    order_id: OrderId | None = attrs.field(default=None, validator=SOME_KEY)
    line_no: str | None = attrs.field(default=None, validator=SOME_KEY)

    def __attrs_post_init__(self) -> None:
        if self.line_no is not None and self.order_id is None:
            raise InvalidValueError("InvoiceLine.line_no", self.line_no, "only with an order_id")


@attrs.frozen(kw_only=True)
class Dispute:
    """
    The customer contests an invoice 争议.

    Attributes:
        started_on: ``None`` where not known: the invoice's date then counts.
        ended_on: The day it was settled, from which it no longer counts; ``None``
            while it goes on. Full payment or credit ends it as well.
        reason: What is contested, in words.
    """

    started_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    ended_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    reason: str = attrs.field(
        default="",
        validator=_checks.text(least=0),
        repr=False,
        metadata=personal("settling the dispute", "close + 3 years"),
    )

    def __attrs_post_init__(self) -> None:
        not_before("Dispute.ended_on", self.ended_on, self.started_on, "started_on")


@attrs.frozen(kw_only=True)
class Deferral:
    """
    A later payment day, agreed for a while (K3) 延期付款.

    Attributes:
        agreed_on: From this day on it counts.
        until_on: The agreed day; the last one on which the deferral holds.
    """

    agreed_on: Date = attrs.field(validator=_checks.date)
    until_on: Date = attrs.field(validator=_checks.date, metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        not_before("Deferral.until_on", self.until_on, self.agreed_on, "agreed_on")


@attrs.frozen(kw_only=True)
class Invoice:
    """
    What the customer owes for goods or services 发票.

    Attributes:
        invoiced_on: The date of the invoice.
        due_on: The day by which it is to be paid; on that day it is not overdue.
            ``None`` where no day was set. It may lie before the invoice's own date,
            as that of an advance which was asked for earlier.
        lines: At least one, all in one currency.
        insured: Whether the claim is under credit insurance.
        disputes: All disputes over it, past ones included.
        deferrals: All deferrals agreed for it, past ones included.
    """

    id: InvoiceId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    invoiced_on: Date = attrs.field(validator=_checks.date)
    due_on: Date | None = attrs.field(default=None, validator=SOME_DATE, metadata=AHEAD)
    lines: tuple[InvoiceLine, ...] = attrs.field(
        validator=_checks.tuple_of(_checks.a(InvoiceLine), least=1)
    )
    insured: bool = attrs.field(default=False, validator=_checks.a(bool))
    disputes: tuple[Dispute, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Dispute))
    )
    deferrals: tuple[Deferral, ...] = attrs.field(
        default=(), validator=_checks.tuple_of(_checks.a(Deferral))
    )

    def __attrs_post_init__(self) -> None:
        for line in self.lines:
            one_currency("Invoice.lines", (line.net, line.gross), self.currency)

    @property
    def currency(self) -> str:
        """The currency of all its lines."""
        return self.lines[0].gross.currency

    @property
    def net(self) -> Money:
        """The value without tax."""
        return Money(sum(line.net.minor for line in self.lines), self.currency)

    @property
    def gross(self) -> Money:
        """The value including tax: what is to be paid."""
        return Money(sum(line.gross.minor for line in self.lines), self.currency)

    def open_disputes(self, day: Date) -> tuple[Dispute, ...]:
        """Return the disputes that have started by *day* and not ended by then."""
        return tuple(
            dispute
            for dispute in self.disputes
            if (dispute.started_on or self.invoiced_on) <= day
            and (dispute.ended_on is None or dispute.ended_on > day)
        )

    def deferred_until(self, day: Date) -> Date | None:
        """Return the last day of the deferrals that hold on *day*; ``None`` where none does."""
        holding = (
            deferral.until_on
            for deferral in self.deferrals
            if deferral.agreed_on <= day <= deferral.until_on
        )
        return max(holding, default=None)


# --- what settles an invoice ----------------------------------------------------


@attrs.frozen(kw_only=True)
class Reference:
    """
    What a payment or a credit note says it is for: one invoice, or one order.

    Attributes:
        invoice_id: The invoice meant; exactly one of the two ids is given.
        order_id: The order meant: the money is its deposit 订金.
        amount: How much of the document is meant; ``None`` names no sum.
    """

    invoice_id: InvoiceId | None = attrs.field(default=None, validator=SOME_KEY)
    order_id: OrderId | None = attrs.field(default=None, validator=SOME_KEY)
    amount: Money | None = attrs.field(default=None, validator=_checks.maybe(check_amount))

    def __attrs_post_init__(self) -> None:
        if (self.invoice_id is None) == (self.order_id is None):
            both = (self.invoice_id, self.order_id)
            raise InvalidValueError(
                "Reference.invoice_id", both, "an invoice or an order, not both"
            )


_REFERENCES: Final = _checks.tuple_of(_checks.a(Reference))


@attrs.frozen(kw_only=True)
class CreditNote:
    """
    What we give back on paper: for returned goods or a lower price 贷项通知单.

    Attributes:
        net: Without tax.
        gross: Including tax, in the same currency.
        references: What it is for, in the order in which it is to be used.
    """

    id: CreditNoteId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    issued_on: Date = attrs.field(validator=_checks.date)
    net: Money = attrs.field(validator=check_amount)
    gross: Money = attrs.field(validator=check_amount)
    references: tuple[Reference, ...] = attrs.field(default=(), validator=_REFERENCES)

    def __attrs_post_init__(self) -> None:
        one_currency("CreditNote.net", (self.net,), self.currency)
        one_currency(
            "CreditNote.references", (one.amount for one in self.references), self.currency
        )

    @property
    def currency(self) -> str:
        """The currency of its amounts."""
        return self.gross.currency


class Instrument(enum.StrEnum):
    """How money came: 转账, 现金, 支票, 汇票."""

    TRANSFER = "transfer"
    CASH = "cash"
    CHEQUE = "cheque"
    BILL = "bill"


_PAPER: Final = frozenset({Instrument.CHEQUE, Instrument.BILL})


@attrs.frozen(kw_only=True)
class Payment:
    """
    Money, or the promise of it, from the customer 付款.

    Attributes:
        received_on: The day the money or the paper was received.
        cleared_on: The day a cheque or bill turned into money; ``None`` until then,
            and for transfers and cash, which are money at once.
        bounced_on: The day it was returned unpaid or called back.
        references: What it is for, in the order in which it is to be used.
    """

    id: PaymentId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    received_on: Date = attrs.field(validator=_checks.date)
    amount: Money = attrs.field(validator=check_amount)
    instrument: Instrument = attrs.field(
        default=Instrument.TRANSFER, validator=_checks.a(Instrument)
    )
    cleared_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    bounced_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    references: tuple[Reference, ...] = attrs.field(default=(), validator=_REFERENCES)

    def __attrs_post_init__(self) -> None:
        if self.cleared_on is not None and self.instrument not in _PAPER:
            shown = self.cleared_on.isoformat()
            raise InvalidValueError("Payment.cleared_on", shown, "only for a cheque or a bill")
        not_before("Payment.cleared_on", self.cleared_on, self.received_on, "received_on")
        not_before("Payment.bounced_on", self.bounced_on, self.received_on, "received_on")
        one_currency("Payment.references", (one.amount for one in self.references), self.currency)

    @property
    def currency(self) -> str:
        """The currency of its amount."""
        return self.amount.currency

    @property
    def came_on(self) -> Date | None:
        """The day the money came: a cheque's or bill's clearing, else its receipt."""
        return self.cleared_on if self.instrument in _PAPER else self.received_on


@attrs.frozen(kw_only=True)
class WriteOff:
    """A part of an invoice that we have given up 坏账核销."""

    id: WriteOffId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    written_off_on: Date = attrs.field(validator=_checks.date)
    invoice_id: InvoiceId = attrs.field(validator=_checks.key)
    amount: Money = attrs.field(validator=check_amount)

    @property
    def currency(self) -> str:
        """The currency of its amount."""
        return self.amount.currency
