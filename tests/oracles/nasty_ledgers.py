"""Ledgers in which days coincide, sums tie and references miss, around one day of judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import Final, TypeVar

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
_INVOICES: Final = ("I-1", "I-2", "I-3", "I-4", "I-5", "I-9")


T = TypeVar("T")


class Chance:
    """
    Chooses by a seed.

    A seed covers far more ground in the same time than drawing every field; the
    failing one is printed and can be tried again.
    """

    def __init__(self, seed: int) -> None:
        """Start from a seed."""
        self.random = Random(seed)  # noqa: S311 - no secret

    def pick(self, *options: T) -> T:
        """Choose one of some values."""
        return options[self.random.randrange(len(options))]

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.random.randrange(count) == 0

    def few(self, make: Callable[[], T], most: int, *, least: int = 0) -> tuple[T, ...]:
        """Make some values; with a negative *least* often none."""
        return tuple(make() for _ in range(max(0, self.random.randint(least, most))))

    def day(self, near: Date, *shifts: int) -> Date:
        """Choose a day so far from another one."""
        return Date.fromordinal(near.toordinal() + self.pick(*shifts))


CHANCES: Final = st.builds(Chance, st.integers(0, 2**32 - 1))


class Maker:
    """Makes documents around one day."""

    def __init__(self, by: Chance, as_of: Date, currencies: Sequence[str], most: int) -> None:
        """Remember what to choose from."""
        self.by = by
        self.as_of = as_of
        self.currencies = currencies
        self.most = most

    def day(self, least: Date | None = None) -> Date:
        """Choose a day, not before *least*."""
        base = self.as_of if least is None or self.by.one_in(2) else least
        found = self.by.day(base, *_OFFSETS)
        return found if least is None or found >= least else least

    def maybe_day(self, least: Date | None = None) -> Date | None:
        """Choose a day or none."""
        return self.day(least) if self.by.one_in(2) else None

    def code(self) -> str:
        """Choose a currency."""
        return self.by.pick(*self.currencies)

    def money(self, currency: str) -> Money:
        """Choose an amount, often a round one."""
        most = self.most
        if self.by.one_in(3):
            return Money(self.by.random.randint(0, most), currency)
        return Money(self.by.pick(0, 1, most // 10, most // 5, most // 2, most, most), currency)

    def reference(self, currency: str) -> Reference:
        """Make a reference to an invoice or an order, known or not."""
        amount = self.money(currency) if self.by.one_in(2) else None
        if self.by.one_in(2):
            return Reference(invoice_id=InvoiceId(self.by.pick(*_INVOICES)), amount=amount)
        return Reference(order_id=OrderId(self.by.pick(*_ORDERS)), amount=amount)

    def references(self, currency: str) -> tuple[Reference, ...]:
        """Make up to three references."""
        return self.by.few(lambda: self.reference(currency), 3)

    def order(self, key: str) -> Order:
        """Make an order of one or two lines."""
        currency, ordered = self.code(), self.day()
        status = self.by.pick(OrderStatus.OPEN, OrderStatus.OPEN, OrderStatus.OPEN, *OrderStatus)
        over = status in {OrderStatus.CLOSED, OrderStatus.CANCELLED}
        lines = tuple(
            OrderLine(
                no=no,
                net=self.money(currency),
                gross=self.money(currency),
                ship_on=self.maybe_day(),
            )
            for no in self.by.pick(("10",), ("10", "20"))
        )
        return Order(
            id=OrderId(key),
            customer_id=DEALER,
            ordered_on=ordered,
            status=status,
            lines=lines,
            ended_on=self.maybe_day(ordered) if over else None,
            returned_on=self.day(ordered) if self.by.one_in(6) else None,
        )

    def delivery(self, key: str) -> Delivery:
        """Make a delivery of a part, of all or of too much."""
        currency = self.code()
        lines = self.by.few(
            lambda: DeliveryLine(
                order_id=OrderId(self.by.pick(*_ORDERS)),
                line_no=self.by.pick("10", "20"),
                gross=self.money(currency),
            ),
            2,
            least=1,
        )
        return Delivery(
            id=DeliveryId(key), customer_id=DEALER, delivered_on=self.day(), lines=lines
        )

    def invoice_line(self, currency: str) -> InvoiceLine:
        """Make a line that bills an order line, a whole order or nothing."""
        order = self.by.pick(None, *_ORDERS)
        return InvoiceLine(
            net=self.money(currency),
            gross=self.money(currency),
            order_id=None if order is None else OrderId(order),
            line_no=None if order is None else self.by.pick("10", "20", None),
        )

    def dispute(self) -> Dispute:
        """Make a dispute with all, some or no dates."""
        start = self.maybe_day()
        return Dispute(started_on=start, ended_on=self.maybe_day(start))

    def deferral(self) -> Deferral:
        """Make a deferral."""
        agreed = self.day()
        return Deferral(agreed_on=agreed, until_on=self.day(agreed))

    def invoice(self, key: str) -> Invoice:
        """Make an invoice, at times undated, disputed or deferred."""
        currency = self.code()
        return Invoice(
            id=InvoiceId(key),
            customer_id=DEALER,
            invoiced_on=min(self.day(), self.day()),
            due_on=None if self.by.one_in(12) else self.day(),
            lines=self.by.few(lambda: self.invoice_line(currency), 2, least=1),
            insured=self.by.one_in(3),
            disputes=self.by.few(self.dispute, 2, least=-3),
            deferrals=self.by.few(self.deferral, 2, least=-3),
        )

    def credit_note(self, key: str) -> CreditNote:
        """Make a credit note."""
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
        """Make a payment, cleared, uncleared or bounced."""
        currency, received = self.code(), self.day()
        by = self.by.pick(*Instrument)
        paper = by in {Instrument.CHEQUE, Instrument.BILL}
        return Payment(
            id=PaymentId(key),
            customer_id=DEALER,
            received_on=received,
            amount=self.money(currency),
            instrument=by,
            cleared_on=self.maybe_day(received) if paper else None,
            bounced_on=self.day(received) if self.by.one_in(4) else None,
            references=self.references(currency),
        )

    def write_off(self, key: str) -> WriteOff:
        """Make a write-off."""
        return WriteOff(
            id=WriteOffId(key),
            customer_id=DEALER,
            written_off_on=self.day(),
            invoice_id=InvoiceId(self.by.pick(*_INVOICES)),
            amount=self.money(self.code()),
        )

    def keyed(self, letter: str, make: Callable[[str], T], most: int) -> tuple[T, ...]:
        """Make some documents, their ids in no order."""
        count = self.by.pick(*range(most + 1), most, most, most)
        keys = [f"{letter}-{no + 1}" for no in range(count)]
        self.by.random.shuffle(keys)
        return tuple(make(key) for key in keys)

    def ledger(self) -> Ledger:
        """Make a ledger."""
        return Ledger(
            customer_id=DEALER,
            orders=self.keyed("O", self.order, 2),
            deliveries=self.keyed("D", self.delivery, 2),
            invoices=self.keyed("I", self.invoice, 5),
            credit_notes=self.keyed("C", self.credit_note, 2),
            payments=self.keyed("P", self.payment, 4),
            write_offs=self.keyed("W", self.write_off, 2),
        )


ONE: Final = ("CNY",)
MIXED: Final = ("CNY", "CNY", "CNY", "USD", "JPY", "KWD")


def a_ledger(by: Chance) -> tuple[Ledger, Date]:
    """Return a ledger, in one currency or several, and a day to judge it on."""
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, by.pick(ONE, ONE, MIXED), 100).ledger()
    if by.one_in(12):
        as_of = by.day(as_of, -1000, 1000)  # before, or after, everything
    return ledger, as_of


def some_rates(by: Chance, as_of: Date) -> Rates:
    """Return rates into yuan: fresh, on the edge, too old or of tomorrow."""
    return Rates(
        rates=tuple(
            Rate(
                source=source,
                target="CNY",
                on=Date.fromordinal(as_of.toordinal() - age),
                factor=by.pick(Decimal("0.5"), Decimal("7.1234"), Decimal(3)),
            )
            for source in ("USD", "JPY", "KWD")
            for age in (-1, 0, 3, 10, 11)
            if by.one_in(3)
        )
    )
