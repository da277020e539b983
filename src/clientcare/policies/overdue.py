"""Which open invoices are past due, by how much, and do they count (policies 2d)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.ids import InvoiceId
from clientcare.domain.ledger import Invoice, Ledger
from clientcare.domain.money import Money
from clientcare.policies.allocation import Allocation, allocation_on
from clientcare.policies.exposure import ExposureRules

_RULES: Final = ExposureRules()


@attrs.frozen(kw_only=True)
class OverdueItem:
    """
    An open invoice whose own due date has passed.

    Attributes:
        open: What is still owed, above 0.
        days_past_due: Calendar days since the invoice's own due date, at least 1: for
            the index, ageing and the insurer.
        days_overdue: The same, by the agreed date while a deferral (K3) holds: 0 or
            less then. This is what the overdue sums go by.
        disputed: Whether a dispute is open.
        sheltered: Whether a dispute keeps the item out of the overdue sums: only
            within the first days from its start.
        insured: Whether the claim is under credit insurance.
    """

    invoice_id: InvoiceId
    open: Money
    days_past_due: int
    days_overdue: int
    disputed: bool
    sheltered: bool
    insured: bool


def overdue_items(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: ExposureRules = _RULES,
    allocation: Allocation | None = None,
) -> tuple[OverdueItem, ...]:
    """
    Return the open invoices past their own due date, the longest overdue first.

    Due on *as_of* is not overdue; an invoice without a due date never is. A dispute
    shelters its invoice up to and with the day ``rules.dispute_days`` after its start
    (start unknown: the invoice date). Disputes of one invoice that overlap, or follow one
    another by the next day, are one.

    Args:
        ledger: The customer's documents.
        as_of: The day; what is dated after it is left out.
        rules: How long a dispute shelters.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    items = [
        _item(invoice, invoice.due_on, known, rules)
        for invoice in ledger.invoices
        if invoice.due_on is not None
        and invoice.due_on < as_of
        and invoice.id in known.open
        and known.open[invoice.id].minor
    ]
    return tuple(sorted(items, key=lambda item: (-item.days_overdue, item.invoice_id)))


def overdue_sums(items: Iterable[OverdueItem], *, more_than_days: int = 0) -> Mapping[str, Money]:
    """
    Return the sum in each currency of the items overdue by more than so many days.

    Items sheltered by a dispute are left out; exactly *more_than_days* is not more.
    """
    minor: defaultdict[str, int] = defaultdict(int)
    for item in items:
        if item.days_overdue > more_than_days and not item.sheltered:
            minor[item.open.currency] += item.open.minor
    return FrozenMap((currency, Money(sum_, currency)) for currency, sum_ in sorted(minor.items()))


def _item(invoice: Invoice, due_on: Date, known: Allocation, rules: ExposureRules) -> OverdueItem:
    today = known.as_of.toordinal()
    since = _disputed_since(invoice, today)
    agreed_on = invoice.deferred_until(known.as_of) or due_on
    return OverdueItem(
        invoice_id=invoice.id,
        open=known.open[invoice.id],
        days_past_due=today - due_on.toordinal(),
        days_overdue=today - agreed_on.toordinal(),
        disputed=since is not None,
        sheltered=since is not None and today - since <= rules.dispute_days,
        insured=invoice.insured,
    )


def _disputed_since(invoice: Invoice, today: int) -> int | None:
    """
    Return from which day on *invoice* has been under dispute; ``None`` where it is not.

    Disputes that overlap are one, and so are one and the next if that begins by the day
    after the first was settled: filing another shelters nothing again.
    """
    since, until = today, -1
    for start, end in sorted(_spans(invoice)):
        if start > today:
            break
        if start > until + 1:
            since = start
        until = max(until, end)
    return since if until > today else None


def _spans(invoice: Invoice) -> Iterator[tuple[int, int]]:
    """Yield the first day of each dispute, and the day from which it no longer counts."""
    for dispute in invoice.disputes:
        start = (dispute.started_on or invoice.invoiced_on).toordinal()
        end = Date.max if dispute.ended_on is None else dispute.ended_on
        if start < end.toordinal():
            yield start, end.toordinal()
