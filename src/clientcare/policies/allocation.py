"""
Which payment, credit note or write-off settled which invoice (policies 2b, Allocation).

Reckoned afresh as of each date from the documents dated on or before it, apart for
each currency. In this order:

1. What documents name: credit notes before payments, each by date, then id; up to
   the sum named and what is still open. Cash that names an order goes to the order's
   invoices; what is left of it is the order's deposit while the order is open.
2. What is left of credit notes, then of payments, by date, then id, to undisputed
   invoices, oldest first: by due date (none: invoice date), invoice date, id.
3. Write-offs, on the invoice that they name.

Cheques and bills not cleared and whatever bounced settle nothing.
"""

from __future__ import annotations

import enum
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs
from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.ids import InvoiceId, OrderId
from clientcare.domain.ledger import Invoice, Ledger, Order, OrderStatus, Reference
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError


class SettledBy(enum.StrEnum):
    """What settles an invoice, or is left over."""

    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    WRITE_OFF = "write_off"


@attrs.frozen
class Settlement:
    """
    A part of an invoice that is no longer open.

    Attributes:
        by: The kind of document that settled it.
        document_id: That document's id.
        amount: Above 0, including tax.
        on: The day the money came, the credit note was issued, or the sum was
            written off; not the day of allocation.
    """

    invoice_id: InvoiceId
    by: SettledBy
    document_id: str
    amount: Money
    on: Date


@attrs.frozen
class Unapplied:
    """
    What is left of a payment or a credit note, and is no order's deposit.

    Attributes:
        amount: Above 0.
    """

    by: SettledBy
    document_id: str
    amount: Money


@attrs.frozen(kw_only=True)
class Allocation:
    """
    The state of a ledger's money at the end of a day.

    Attributes:
        as_of: The day.
        open: What is still owed on each invoice dated on or before *as_of*,
            settled ones (0) included.
        settlements: What settled what; one entry for each pair of document and
            invoice, by invoice, day and document.
        unapplied: What is left of payments and credit notes, by kind and id.
        deposits: The unused deposit of each open order that has one.
    """

    as_of: Date
    open: Mapping[InvoiceId, Money]
    settlements: tuple[Settlement, ...]
    unapplied: tuple[Unapplied, ...]
    deposits: Mapping[OrderId, Money]

    def settlements_by_invoice(self) -> Mapping[InvoiceId, Sequence[Settlement]]:
        """Return the settlements of each invoice that has any."""
        found: defaultdict[InvoiceId, list[Settlement]] = defaultdict(list)
        for settlement in self.settlements:
            found[settlement.invoice_id].append(settlement)
        return found


def allocate(ledger: Ledger, *, as_of: Date) -> Allocation:
    """
    Return what is open, settled and left over at the end of *as_of*.

    The order of the documents in the ledger does not matter, and no minor unit is
    lost: money that came is settlement, deposit or unapplied.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    book = _Book(ledger, as_of)
    sources = (
        *sorted(_credits(ledger, as_of), key=_by_date_then_id),
        *sorted(_cash(ledger, as_of), key=_by_date_then_id),
    )
    for source in sources:
        for reference in source.references:
            book.settle_named(source, reference)
    for source in sources:
        book.settle_oldest(source)
    book.write_off()
    return book.closed(sources)


def allocation_on(ledger: Ledger, as_of: Date, allocation: Allocation | None) -> Allocation:
    """
    Return *allocation* where the caller has it already, else reckon it.

    Raises:
        InvalidValueError: It is of another day than *as_of*.
    """
    if allocation is None:
        return allocate(ledger, as_of=as_of)
    if allocation.as_of != as_of:
        rule = f"reckoned as of {as_of.isoformat()}"
        raise InvalidValueError("allocation", allocation.as_of.isoformat(), rule)
    return allocation


def oldest_first(invoice: Invoice) -> tuple[Date, Date, str]:
    """Return the sort key of invoices by age: due date (none: invoice date), date, id."""
    return (invoice.due_on or invoice.invoiced_on, invoice.invoiced_on, invoice.id)


def is_open(order: Order, as_of: Date) -> bool:
    """Tell whether *order* was known on *as_of*, open, and not fully returned."""
    return (
        order.ordered_on <= as_of
        and order.status_on(as_of) is OrderStatus.OPEN
        and not order.is_returned_on(as_of)
    )


@attrs.define(eq=False)
class _Source:
    """A payment or a credit note, and what is left of it in minor units."""

    by: SettledBy
    id: str
    dated_on: Date
    came_on: Date
    currency: str
    references: tuple[Reference, ...]
    left: int


def _by_date_then_id(source: _Source) -> tuple[Date, str]:
    return (source.dated_on, source.id)


def _credits(ledger: Ledger, as_of: Date) -> Iterable[_Source]:
    for note in ledger.credit_notes:
        if note.issued_on <= as_of:
            yield _Source(
                by=SettledBy.CREDIT_NOTE,
                id=note.id,
                dated_on=note.issued_on,
                came_on=note.issued_on,
                currency=note.currency,
                references=note.references,
                left=note.gross.minor,
            )


def _cash(ledger: Ledger, as_of: Date) -> Iterable[_Source]:
    for payment in ledger.payments:
        came_on = payment.came_on
        bounced = payment.bounced_on is not None and payment.bounced_on <= as_of
        if came_on is not None and came_on <= as_of and not bounced:
            yield _Source(
                by=SettledBy.PAYMENT,
                id=payment.id,
                dated_on=payment.received_on,
                came_on=came_on,
                currency=payment.currency,
                references=payment.references,
                left=payment.amount.minor,
            )


_Pair: TypeAlias = tuple[InvoiceId, SettledBy, str]


class _Book:
    """The state while it is being reckoned, in minor units."""

    def __init__(self, ledger: Ledger, as_of: Date) -> None:
        self._ledger = ledger
        self._as_of = as_of
        known = (invoice for invoice in ledger.invoices if invoice.invoiced_on <= as_of)
        self._invoices = {invoice.id: invoice for invoice in sorted(known, key=oldest_first)}
        self._open = {key: invoice.gross.minor for key, invoice in self._invoices.items()}
        self._of_order: defaultdict[OrderId | None, list[Invoice]] = defaultdict(list)
        self._queues: defaultdict[str, deque[Invoice]] = defaultdict(deque)
        for invoice in self._invoices.values():
            for order_id in {line.order_id for line in invoice.lines}:
                self._of_order[order_id].append(invoice)
            if not invoice.open_disputes(as_of):
                self._queues[invoice.currency].append(invoice)
        self._orders = {order.id: order for order in ledger.orders if is_open(order, as_of)}
        self._settled: dict[_Pair, tuple[int, Date]] = {}
        self._deposits: defaultdict[OrderId, int] = defaultdict(int)

    def settle_named(self, source: _Source, reference: Reference) -> None:
        """Use *source* for what one of its references names."""
        named = source.left if reference.amount is None else reference.amount.minor
        budget = min(source.left, named)
        if reference.invoice_id is not None:
            targets = [reference.invoice_id]
        else:
            targets = [invoice.id for invoice in self._of_order.get(reference.order_id, ())]
        for invoice_id in targets:
            budget -= self._settle(source, invoice_id, budget)
        if reference.order_id is not None and source.by is SettledBy.PAYMENT:
            self._keep_deposit(source, reference.order_id, budget)

    def settle_oldest(self, source: _Source) -> None:
        """Use what is left of *source* for undisputed invoices, oldest first."""
        queue = self._queues[source.currency]
        while source.left and queue:
            self._settle(source, queue[0].id, source.left)
            if not self._open[queue[0].id]:
                queue.popleft()

    def write_off(self) -> None:
        """Take off what has been given up, by date, then id."""
        known = (one for one in self._ledger.write_offs if one.written_off_on <= self._as_of)
        for one in sorted(known, key=lambda one: (one.written_off_on, one.id)):
            source = _Source(
                by=SettledBy.WRITE_OFF,
                id=one.id,
                dated_on=one.written_off_on,
                came_on=one.written_off_on,
                currency=one.currency,
                references=(),
                left=one.amount.minor,
            )
            self._settle(source, one.invoice_id, source.left)

    def closed(self, sources: Iterable[_Source]) -> Allocation:
        """Return the state reached, in money."""
        invoices, orders = self._invoices, self._orders
        settlements = (
            Settlement(invoice_id, by, key, Money(minor, invoices[invoice_id].currency), on)
            for (invoice_id, by, key), (minor, on) in self._settled.items()
        )
        left = (
            Unapplied(source.by, source.id, Money(source.left, source.currency))
            for source in sources
            if source.left
        )
        return Allocation(
            as_of=self._as_of,
            open=FrozenMap(
                (key, Money(minor, invoices[key].currency)) for key, minor in self._open.items()
            ),
            settlements=tuple(
                sorted(
                    settlements, key=lambda one: (one.invoice_id, one.on, one.by, one.document_id)
                )
            ),
            unapplied=tuple(sorted(left, key=lambda one: (one.by, one.document_id))),
            deposits=FrozenMap(
                (key, Money(minor, orders[key].currency))
                for key, minor in sorted(self._deposits.items())
            ),
        )

    def _settle(self, source: _Source, invoice_id: InvoiceId, budget: int) -> int:
        """Settle up to *budget* of an invoice, and return how much it took."""
        invoice = self._invoices.get(invoice_id)
        if invoice is None or invoice.currency != source.currency:
            return 0
        taken = min(budget, self._open[invoice_id])
        if taken:
            pair = (invoice_id, source.by, source.id)
            before, _ = self._settled.get(pair, (0, source.came_on))
            self._settled[pair] = (before + taken, source.came_on)
            self._open[invoice_id] -= taken
            source.left -= taken
        return taken

    def _keep_deposit(self, source: _Source, order_id: OrderId, budget: int) -> None:
        order = self._orders.get(order_id)
        if budget and order is not None and order.currency == source.currency:
            self._deposits[order_id] += budget
            source.left -= budget
