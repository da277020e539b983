"""
What was sold to a customer, and on which days (policies 1, Terms).

Net sales 净销售额 = invoiced, or ordered where no invoices are kept, less credit notes,
without tax, each on its own date. An order day 下单日 is a day with an order that is
neither cancelled nor fully returned.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._checks import require_date
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ledger import Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError

_SOURCE: Final = "policies 1"


class SalesBasis(enum.StrEnum):
    """Which documents tell what was sold."""

    INVOICED = "invoiced"
    ORDERED = "ordered"


@attrs.frozen(kw_only=True)
class SalesRules:
    """
    What counts as a sale.

    Attributes:
        ref: Name and version of the rules.
        basis: ``invoiced``, or ``ordered`` for a firm that keeps no invoices.
    """

    ref: RulesRef = RulesRef("sales", "1")
    basis: SalesBasis = attrs.field(default=SalesBasis.INVOICED, validator=_checks.a(SalesBasis))


class _Entry(NamedTuple):
    """A document that adds to the sales or, below zero, takes from them."""

    on: Date
    net: Money


def net_sales(
    ledger: Ledger,
    *,
    after: Date,
    until: Date,
    as_of: Date | None = None,
    currency: str | None = None,
    rules: SalesRules = SalesRules(),
) -> Decision[Money | None]:
    """
    Return the net sales of the days after *after* up to and with *until*.

    By orders, drafts and cancelled orders are left out; a return lowers the sales by
    its credit note.

    Args:
        ledger: The customer's documents.
        after: The day before the first day that counts.
        until: The last day that counts.
        as_of: The day of judgement, *until* or later; *until* itself unless told. What
            happened after it is not known: documents are left out and counted, a
            cancellation has not happened.
        currency: The currency expected. Without it the documents tell.
        rules: Which documents count.

    Returns:
        The sum, negative where more came back than went; ``None`` where nothing was
        sold and no document tells in which currency.

    Raises:
        CurrencyMismatchError: The documents of these days are in several currencies,
            or in another one than *currency*.
        InvalidValueError: *after* is later than *until*, or *until* than *as_of*.

    .. versionadded:: 0.1.0
    """
    known_on = require_date("until", until) if as_of is None else require_date("as_of", as_of)
    if require_date("after", after) > until:
        raise InvalidValueError("after", after.isoformat(), f"not after {until.isoformat()}")
    if until > known_on:
        raise InvalidValueError("until", until.isoformat(), f"not after {known_on.isoformat()}")
    entries = tuple(_entries(ledger, known_on, rules.basis))
    counted = [entry for entry in entries if after < entry.on <= until]
    later = sum(entry.on > known_on for entry in entries)
    unit = _currency(counted, ledger, currency)
    net = None if unit is None else Money(sum(entry.net.minor for entry in counted), unit)
    return Decision(
        outcome=net,
        reasons=(_why(net, len(counted), after, until), *_news(later, known_on)),
        rules=rules.ref,
        judged_at=known_on,
        inputs={"basis": rules.basis, "after": after, "until": until},
    )


def order_days(ledger: Ledger, *, as_of: Date, after: Date | None = None) -> tuple[Date, ...]:
    """
    Return the order days up to and with *as_of*, each once, in their order.

    Only days later than *after*, where that is told. A cancellation or a return dated
    after *as_of* has not happened; a draft is no order yet.
    """
    require_date("as_of", as_of)
    return tuple(
        sorted(
            {
                order.ordered_on
                for order in ledger.orders
                if _counts(order, as_of)
                and not order.is_returned_on(as_of)
                and order.ordered_on <= as_of
                and (after is None or order.ordered_on > after)
            }
        )
    )


def first_order_day(ledger: Ledger, *, as_of: Date) -> Date | None:
    """Return the first order day up to and with *as_of*; ``None`` where there is none."""
    return min(order_days(ledger, as_of=as_of), default=None)


def history_days(ledger: Ledger, *, as_of: Date) -> int | None:
    """Return the days from the first order day to *as_of*; ``None`` without an order day."""
    first = first_order_day(ledger, as_of=as_of)
    return None if first is None else as_of.toordinal() - first.toordinal()


def _counts(order: Order, as_of: Date) -> bool:
    return order.status_on(as_of) not in {OrderStatus.DRAFT, OrderStatus.CANCELLED}


def _entries(ledger: Ledger, as_of: Date, basis: SalesBasis) -> Iterator[_Entry]:
    if basis is SalesBasis.INVOICED:
        yield from (_Entry(invoice.invoiced_on, invoice.net) for invoice in ledger.invoices)
    else:
        yield from (
            _Entry(order.ordered_on, order.net) for order in ledger.orders if _counts(order, as_of)
        )
    yield from (_Entry(note.issued_on, -note.net) for note in ledger.credit_notes)


def _currency(counted: Sequence[_Entry], ledger: Ledger, currency: str | None) -> str | None:
    """Return the one currency of the sales; of nothing sold, the one of the ledger."""
    found = sorted({entry.net.currency for entry in counted})
    if currency is None:
        known = found or ledger.currencies
        if len(found) > 1:
            raise CurrencyMismatchError("net_sales", tuple(found), f"all in {found[0]}")
        return known[0] if len(known) == 1 else None
    for other in found:
        if other != currency:
            raise CurrencyMismatchError("net_sales", other, f"all in {currency}")
    return currency


def _why(net: Money | None, documents: int, after: Date, until: Date) -> Reason:
    if net is None:
        return Reason("sales.nothing_sold", {"after": after, "until": until}, _SOURCE)
    facts: dict[str, Value] = {"net": net, "documents": documents, "after": after, "until": until}
    return Reason("sales.net", facts, _SOURCE)


def _news(later: int, as_of: Date) -> Iterator[Reason]:
    if later:
        yield Reason("sales.after_as_of", {"documents": later, "as_of": as_of}, _SOURCE)
