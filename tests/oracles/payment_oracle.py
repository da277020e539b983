"""
A second, naive reckoning of open items, payment index, ageing and late share.

Written from the text of policies 2b alone; it shares no code with the library's
policies and reads nothing of the documents but their fields. Money is in minor units.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain.ledger import (
    Instrument,
    Invoice,
    Ledger,
    Order,
    OrderStatus,
    Payment,
    Reference,
)
from clientcare.domain.rates import Rates

POINTS: Final = (
    (-30, 100),
    (-20, 90),
    (0, 80),
    (15, 70),
    (22, 60),
    (30, 50),
    (60, 40),
    (90, 30),
    (120, 20),
    (180, 1),
)
UNITS: Final = {"JPY": 1, "KWD": 1000}  # all others have a hundred
BOUNDS: Final = ((1, 30), (31, 60), (61, 90), (91, 10**9))


def months_back(day: Date, months: int) -> Date:
    """Go back so many months; where the month has no such day, to its last one."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return Date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def half_up(value: Fraction) -> int:
    """Round a value above 0, a half upward."""
    return int(value + Fraction(1, 2))


# --- allocation -----------------------------------------------------------------


@attrs.define
class Source:
    """A credit note or a payment on its way to the invoices."""

    kind: str
    id: str
    day: Date
    came: Date
    currency: str
    left: int
    names: tuple[tuple[str | None, str | None, int | None], ...]


@attrs.define
class Books:
    """What a naive clerk has written down by the end of the day."""

    open: dict[str, int] = attrs.field(factory=dict)
    settled: list[tuple[str, str, str, int, Date]] = attrs.field(factory=list)
    unapplied: dict[tuple[str, str], int] = attrs.field(factory=dict)
    deposits: dict[tuple[str, str], int] = attrs.field(factory=dict)

    def of(self, invoice: Invoice, kind: str) -> list[tuple[int, Date]]:
        """Return the amounts and days by which one kind of document settled an invoice."""
        return [
            (sum_, day) for by, _, to, sum_, day in self.settled if (by, to) == (kind, invoice.id)
        ]


def gross(invoice: Invoice) -> int:
    """Add up the lines."""
    return sum(line.gross.minor for line in invoice.lines)


def currency_of(document: Invoice | Order) -> str:
    """Return the one currency of a document's lines."""
    return document.lines[0].gross.currency


def came(payment: Payment, as_of: Date) -> Date | None:
    """Return the day the money came, if it has by *as_of* and did not go back."""
    if payment.bounced_on is not None and payment.bounced_on <= as_of:
        return None
    paper = payment.instrument in (Instrument.CHEQUE, Instrument.BILL)
    day = payment.cleared_on if paper else payment.received_on
    return day if day is not None and day <= as_of else None


def dispute_starts(invoice: Invoice, as_of: Date) -> list[Date]:
    """Return the starts of the disputes that are open on *as_of*."""
    found = []
    for dispute in invoice.disputes:
        start = invoice.invoiced_on if dispute.started_on is None else dispute.started_on
        ended = dispute.ended_on is not None and dispute.ended_on <= as_of
        if start <= as_of and not ended:
            found.append(start)
    return found


def is_open(order: Order, as_of: Date) -> bool:
    """Tell whether an order is neither draft nor over nor wholly back."""
    if order.ordered_on > as_of or order.status is OrderStatus.DRAFT:
        return False
    if order.returned_on is not None and order.returned_on <= as_of:
        return False
    if order.status is OrderStatus.OPEN:
        return True
    return order.ended_on is not None and order.ended_on > as_of


Names = tuple[tuple[str | None, str | None, int | None], ...]


def named_by(references: tuple[Reference, ...]) -> Names:
    """Return what references name: invoice, order and sum."""
    return tuple(
        (one.invoice_id, one.order_id, None if one.amount is None else one.amount.minor)
        for one in references
    )


def sources(ledger: Ledger, as_of: Date) -> list[Source]:
    """Line up the credit notes before the payments, each by date, then id."""
    notes, cash = [], []
    for note in ledger.credit_notes:
        day, names, money = note.issued_on, named_by(note.references), note.gross
        if day <= as_of:
            notes.append(
                Source("credit_note", note.id, day, day, money.currency, money.minor, names)
            )
    for payment in ledger.payments:
        day, names, money = payment.received_on, named_by(payment.references), payment.amount
        it_came = came(payment, as_of)
        if it_came is not None and day <= as_of:
            cash.append(
                Source("payment", payment.id, day, it_came, money.currency, money.minor, names)
            )
    return [
        *sorted(notes, key=lambda one: (one.day, one.id)),
        *sorted(cash, key=lambda one: (one.day, one.id)),
    ]


def left_over(ledger: Ledger, books: Books, kind: str, currency: str) -> int:
    """Add up the unapplied cash, or credit notes, of one currency."""
    payments = {str(one.id) for one in ledger.payments if one.amount.currency == currency}
    notes = {str(one.id) for one in ledger.credit_notes if one.gross.currency == currency}
    ours = payments if kind == "payment" else notes
    return sum(left for (by, key), left in books.unapplied.items() if by == kind and key in ours)


def by_age(invoices: list[Invoice]) -> list[Invoice]:
    """Sort oldest first."""
    return sorted(
        invoices, key=lambda one: (one.due_on or one.invoiced_on, one.invoiced_on, one.id)
    )


def known_invoices(ledger: Ledger, as_of: Date) -> list[Invoice]:
    """Return the invoices dated by the day, oldest first."""
    return by_age([one for one in ledger.invoices if one.invoiced_on <= as_of])


def settle(books: Books, source: Source, invoice: Invoice, most: int) -> int:
    """Move money from a source to an invoice; return how much."""
    if source.currency != currency_of(invoice):
        return 0
    moved = min(source.left, most, books.open[invoice.id])
    if moved > 0:
        source.left -= moved
        books.open[invoice.id] -= moved
        books.settled.append((source.kind, source.id, invoice.id, moved, source.came))
    return moved


def named_pass(books: Books, line: list[Source], ledger: Ledger, as_of: Date) -> None:
    """First all named references."""
    invoices = known_invoices(ledger, as_of)
    open_orders = {
        (order.id, currency_of(order)) for order in ledger.orders if is_open(order, as_of)
    }
    for source in line:
        for invoice_id, order_id, amount in source.names:
            most = source.left if amount is None else min(amount, source.left)
            for invoice in invoices:
                bills = order_id is not None and any(
                    each.order_id == order_id for each in invoice.lines
                )
                if invoice.id == invoice_id or bills:
                    most -= settle(books, source, invoice, most)
            key = (order_id or "", source.currency)
            if source.kind == "payment" and key in open_orders and most > 0:
                source.left -= most
                books.deposits[key] = books.deposits.get(key, 0) + most


def rest_pass(books: Books, line: list[Source], ledger: Ledger, as_of: Date) -> None:
    """Then what is left, to undisputed invoices, oldest first."""
    for source in line:
        for invoice in known_invoices(ledger, as_of):
            if not dispute_starts(invoice, as_of):
                settle(books, source, invoice, source.left)
        if source.left > 0:
            books.unapplied[source.kind, source.id] = source.left


def allocated(ledger: Ledger, as_of: Date) -> Books:
    """Allocate all money of a ledger as of a day."""
    books = Books()
    for invoice in known_invoices(ledger, as_of):
        books.open[invoice.id] = gross(invoice)
    line = sources(ledger, as_of)
    named_pass(books, line, ledger, as_of)
    rest_pass(books, line, ledger, as_of)
    for off in sorted(ledger.write_offs, key=lambda one: (one.written_off_on, one.id)):
        source = Source(
            "write_off",
            off.id,
            off.written_off_on,
            off.written_off_on,
            off.amount.currency,
            off.amount.minor,
            (),
        )
        for invoice in known_invoices(ledger, as_of):
            if off.written_off_on <= as_of and invoice.id == off.invoice_id:
                settle(books, source, invoice, source.left)
    return books


# --- index ----------------------------------------------------------------------


def score(days: int) -> Fraction:
    """Interpolate between the two points around *days*."""
    if days <= POINTS[0][0]:
        return Fraction(POINTS[0][1])
    for (left, high), (right, low) in itertools.pairwise(POINTS):
        if left <= days <= right:
            return high + Fraction((low - high) * (days - left), right - left)
    return Fraction(POINTS[-1][1])


def disputed_still(invoice: Invoice, books: Books, as_of: Date) -> bool:
    """Tell whether a dispute is open that full payment or credit has not ended."""
    starts = dispute_starts(invoice, as_of)
    paid = sum(money for money, _ in books.of(invoice, "payment"))
    credited = sum(money for money, _ in books.of(invoice, "credit_note"))
    return bool(starts) and paid + credited < gross(invoice)


def parts(invoice: Invoice, books: Books, as_of: Date) -> Iterator[tuple[int, Fraction]]:
    """Give weight and score of each part of an invoice that tells something."""
    due = invoice.due_on
    if due is None or gross(invoice) == 0 or disputed_still(invoice, books, as_of):
        return
    if due > months_back(as_of, 24):
        for money, day in books.of(invoice, "payment"):
            yield money, Fraction(100) if day < invoice.invoiced_on else score((day - due).days)
        for money, _ in books.of(invoice, "write_off"):
            yield money, Fraction(1)
    if due < as_of and books.open[invoice.id] > 0:
        yield books.open[invoice.id], score((as_of - due).days)


def factor(rates: Rates, source: str, target: str, as_of: Date) -> Fraction | None:
    """Return what a minor unit is worth by the latest rate of the last 10 days."""
    if source == target:
        return Fraction(1)
    cents = Fraction(UNITS.get(target, 100), UNITS.get(source, 100))
    found = None
    for rate in sorted(rates.rates, key=lambda one: one.on):
        if (rate.source, rate.target) == (source, target) and 0 <= (as_of - rate.on).days <= 10:
            found = Fraction(rate.factor) * cents
    return found


def index(ledger: Ledger, as_of: Date, rates: Rates, currency: str) -> int | None:
    """Reckon the payment index, or None."""
    books = allocated(ledger, as_of)
    scored = [
        (invoice, list(parts(invoice, books, as_of))) for invoice in known_invoices(ledger, as_of)
    ]
    scored = [(invoice, some) for invoice, some in scored if some]
    if len(scored) < 3:
        return None
    one = {currency_of(invoice) for invoice, _ in scored}
    worth, weight = Fraction(0), Fraction(0)
    for invoice, some in scored:
        its = Fraction(1) if len(one) == 1 else factor(rates, currency_of(invoice), currency, as_of)
        if its is None:
            return None
        for money, points in some:
            worth += money * its * points
            weight += money * its
    return half_up(worth / weight)


# --- ageing and late share ------------------------------------------------------


@attrs.define
class Ages:
    """One currency's open receivables by age."""

    current: int = 0
    past_due: list[int] = attrs.field(factory=lambda: [0, 0, 0, 0])
    undated: int = 0
    disputed: int = 0
    cash: int = 0
    credit: int = 0
    deposits: int = 0

    def add(self, days: int, money: int) -> None:
        """Put money into the bucket of its days past due."""
        if days <= 0:
            self.current += money
        for place, (least, most) in enumerate(BOUNDS):
            if least <= days <= most:
                self.past_due[place] += money


def ages(ledger: Ledger, as_of: Date, currency: str) -> Ages:
    """Sort the open amounts of one currency by age."""
    books, found = allocated(ledger, as_of), Ages()
    for invoice in known_invoices(ledger, as_of):
        if currency_of(invoice) != currency:
            continue
        still = books.open[invoice.id]
        if invoice.due_on is None:
            found.undated += still
        else:
            found.add((as_of - invoice.due_on).days, still)
        if dispute_starts(invoice, as_of):
            found.disputed += still
    found.cash = left_over(ledger, books, "payment", currency)
    found.credit = left_over(ledger, books, "credit_note", currency)
    found.deposits = sum(left for (_, its), left in books.deposits.items() if its == currency)
    return found


def lateness(invoice: Invoice, books: Books, as_of: Date) -> bool | None:
    """Tell whether an invoice was late; None where it tells nothing."""
    due = invoice.due_on
    if due is None or gross(invoice) == 0:
        return None
    paid = [day for _, day in books.of(invoice, "payment")]
    if books.of(invoice, "write_off") or (paid and max(paid) > due):
        return True
    if books.open[invoice.id] > 0:
        return True if due < as_of else None
    return False if paid else None


def late(
    ledger: Ledger, as_of: Date, rates: Rates, currency: str
) -> tuple[int, int, Fraction | None] | None:
    """Return the numbers late and on time, and the late share by amount."""
    books = allocated(ledger, as_of)
    told = {True: 0, False: 0}
    worth: dict[bool, Fraction | None] = {True: Fraction(0), False: Fraction(0)}
    judged = [(one, lateness(one, books, as_of)) for one in known_invoices(ledger, as_of)]
    judged = [(one, its) for one, its in judged if its is not None]
    alone = len({currency_of(one) for one, _ in judged}) == 1
    for invoice, its in judged:
        assert its is not None
        told[its] += 1
        rate = Fraction(1) if alone else factor(rates, currency_of(invoice), currency, as_of)
        before = worth[its]
        worth[its] = None if rate is None or before is None else before + rate * gross(invoice)
    if not judged:
        return None
    bad, good = worth[True], worth[False]
    return told[True], told[False], None if bad is None or good is None else bad / (bad + good)


# --- days beyond terms ----------------------------------------------------------


def days_late(ledger: Ledger, as_of: Date) -> Fraction | None:
    """Weigh the days after the due date by amount, early as none; one currency."""
    books = allocated(ledger, as_of)
    above = below = 0
    for invoice in known_invoices(ledger, as_of):
        if invoice.due_on is None or disputed_still(invoice, books, as_of):
            continue
        for kind, _, to, money, day in books.settled:
            in_window = invoice.due_on > months_back(as_of, 24)
            if to == invoice.id and kind != "credit_note" and in_window:
                above += money * max(0, (day - invoice.due_on).days)
                below += money
        if invoice.due_on < as_of:
            above += books.open[invoice.id] * (as_of - invoice.due_on).days
            below += books.open[invoice.id]
    return Fraction(above, below) if below else None
