"""Ledgers in which days coincide, sums tie and references miss, around one day of judgement."""

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
from clientcare.domain.rates import Rate, Rates

AS_OFS: Final = (Date(2026, 3, 31), Date(2028, 2, 29), Date(2025, 2, 28), Date(2026, 7, 1))
DEALER: Final = CustomerId("dealer-1")
_OFFSETS: Final = (
    *(-800, -731, -730, -729, -366, -365, -200, -181, -180, -121, -120, -91, -90, -75, -61, -60),
    *(-59, -45, -31, -30, -29, -22, -16, -15, -14, -10, -7, -6, -5, -4, -2, -1, 0, 0, 1, 2, 5, 10),
    *(15, 29, 30, 31, 32, 60, 90),
)
_ORDERS: Final = ("O-1", "O-2", "O-9")
_INVOICES: Final = ("I-1", "I-2", "I-3", "I-4", "I-9")


class Maker:
    """Draws documents around one day."""

    def __init__(self, draw: st.DrawFn, as_of: Date, currencies: Sequence[str], most: int) -> None:
        """Remember what to draw from."""
        self.draw = draw
        self.as_of = as_of
        self.currencies = currencies
        self.most = most

    def day(self, least: Date | None = None) -> Date:
        """Draw a day, not before *least*."""
        shift = self.draw(st.sampled_from(_OFFSETS))
        base = self.as_of if least is None or self.draw(st.booleans()) else least
        found = Date.fromordinal(base.toordinal() + shift)
        return found if least is None or found >= least else least

    def maybe_day(self, least: Date | None = None) -> Date | None:
        """Draw a day or none."""
        return self.day(least) if self.draw(st.booleans()) else None

    def code(self) -> str:
        """Draw a currency."""
        return self.draw(st.sampled_from(self.currencies))

    def money(self, currency: str) -> Money:
        """Draw an amount, often a round one."""
        few = st.sampled_from((0, 1, self.most // 10, self.most // 5, self.most // 2, self.most))
        return Money(self.draw(few | st.integers(0, self.most)), currency)

    def references(self, currency: str) -> tuple[Reference, ...]:
        """Draw up to three references."""
        found = []
        for _ in range(self.draw(st.integers(0, 3))):
            amount = self.money(currency) if self.draw(st.booleans()) else None
            if self.draw(st.booleans()):
                key = self.draw(st.sampled_from(_INVOICES))
                found.append(Reference(invoice_id=InvoiceId(key), amount=amount))
            else:
                key = self.draw(st.sampled_from(_ORDERS))
                found.append(Reference(order_id=OrderId(key), amount=amount))
        return tuple(found)

    def order(self, key: str) -> Order:
        """Draw an order of one or two lines."""
        currency, ordered = self.code(), self.day()
        status = self.draw(st.sampled_from((OrderStatus.OPEN, OrderStatus.OPEN, *OrderStatus)))
        over = status in {OrderStatus.CLOSED, OrderStatus.CANCELLED}
        lines = tuple(
            OrderLine(
                no=no,
                net=self.money(currency),
                gross=self.money(currency),
                ship_on=self.maybe_day(),
            )
            for no in ("10", "20")[: self.draw(st.integers(1, 2))]
        )
        back = self.draw(st.integers(0, 5)) == 0
        return Order(
            id=OrderId(key),
            customer_id=DEALER,
            ordered_on=ordered,
            status=status,
            lines=lines,
            ended_on=self.maybe_day(ordered) if over else None,
            returned_on=self.day(ordered) if back else None,
        )

    def delivery(self, key: str) -> Delivery:
        """Draw a delivery of a part, of all or of too much."""
        currency = self.code()
        lines = tuple(
            DeliveryLine(
                order_id=OrderId(self.draw(st.sampled_from(_ORDERS))),
                line_no=self.draw(st.sampled_from(("10", "20"))),
                gross=self.money(currency),
            )
            for _ in range(self.draw(st.integers(1, 2)))
        )
        return Delivery(
            id=DeliveryId(key), customer_id=DEALER, delivered_on=self.day(), lines=lines
        )

    def invoice(self, key: str) -> Invoice:
        """Draw an invoice, of an order line, a whole order or nothing."""
        currency = self.code()
        lines = []
        for _ in range(self.draw(st.integers(1, 2))):
            order = self.draw(st.none() | st.sampled_from(_ORDERS))
            line = self.draw(st.sampled_from(("10", "20", None))) if order else None
            lines.append(
                InvoiceLine(
                    net=self.money(currency),
                    gross=self.money(currency),
                    order_id=None if order is None else OrderId(order),
                    line_no=line,
                )
            )
        disputes = []
        for _ in range(max(0, self.draw(st.integers(-2, 2)))):
            start = self.maybe_day()
            disputes.append(Dispute(started_on=start, ended_on=self.maybe_day(start)))
        deferrals = []
        for _ in range(max(0, self.draw(st.integers(-1, 2)))):
            agreed = self.day()
            deferrals.append(Deferral(agreed_on=agreed, until_on=self.day(agreed)))
        return Invoice(
            id=InvoiceId(key),
            customer_id=DEALER,
            invoiced_on=self.day(),
            due_on=self.day() if self.draw(st.integers(0, 5)) else None,
            lines=tuple(lines),
            insured=self.draw(st.booleans()),
            disputes=tuple(disputes),
            deferrals=tuple(deferrals),
        )

    def credit_note(self, key: str) -> CreditNote:
        """Draw a credit note."""
        currency = self.code()
        return CreditNote(
            id=CreditNoteId(key),
            customer_id=DEALER,
            issued_on=self.day(),
            net=self.money(currency),
            gross=self.money(currency),
            references=self.references(currency),
        )

    def payment(self, key: str) -> Payment:
        """Draw a payment, cleared, uncleared or bounced."""
        currency, received = self.code(), self.day()
        by = self.draw(st.sampled_from(Instrument))
        paper = by in {Instrument.CHEQUE, Instrument.BILL}
        bounced = self.draw(st.integers(0, 4)) == 0
        return Payment(
            id=PaymentId(key),
            customer_id=DEALER,
            received_on=received,
            amount=self.money(currency),
            instrument=by,
            cleared_on=self.maybe_day(received) if paper else None,
            bounced_on=self.day(received) if bounced else None,
            references=self.references(currency),
        )

    def write_off(self, key: str) -> WriteOff:
        """Draw a write-off."""
        return WriteOff(
            id=WriteOffId(key),
            customer_id=DEALER,
            written_off_on=self.day(),
            invoice_id=InvoiceId(self.draw(st.sampled_from(_INVOICES))),
            amount=self.money(self.code()),
        )

    def ledger(self) -> Ledger:
        """Draw a ledger, in no order."""

        def keys(letter: str, most: int) -> list[str]:
            count = self.draw(st.integers(0, most))
            return self.draw(st.permutations([f"{letter}-{no + 1}" for no in range(count)]))

        return Ledger(
            customer_id=DEALER,
            orders=tuple(self.order(key) for key in keys("O", 2)),
            deliveries=tuple(self.delivery(key) for key in keys("D", 2)),
            invoices=tuple(self.invoice(key) for key in keys("I", 4)),
            credit_notes=tuple(self.credit_note(key) for key in keys("C", 2)),
            payments=tuple(self.payment(key) for key in keys("P", 4)),
            write_offs=tuple(self.write_off(key) for key in keys("W", 2)),
        )


@st.composite
def ledgers(
    draw: st.DrawFn, *, currencies: Sequence[str] = ("CNY",), most: int = 100
) -> tuple[Ledger, Date]:
    """Return a ledger and a day to judge it on."""
    as_of = draw(st.sampled_from(AS_OFS))
    ledger = Maker(draw, as_of, currencies, most).ledger()
    return ledger, as_of


@st.composite
def rates(draw: st.DrawFn, as_of: Date) -> Rates:
    """Return rates of dollar and euro into yuan, fresh, on the edge, too old or of tomorrow."""
    found = {}
    for source in ("USD", "EUR"):
        for age in draw(st.lists(st.sampled_from((-1, 0, 3, 10, 11)), unique=True, max_size=3)):
            found[source, age] = Rate(
                source=source,
                target="CNY",
                on=Date.fromordinal(as_of.toordinal() - age),
                factor=draw(st.sampled_from((Decimal("0.5"), Decimal("7.1234"), Decimal(3)))),
            )
    return Rates(rates=tuple(found.values()))
