"""How far each order line has come: ordered, delivered, billed (policies 2d)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import attrs
from pendulum import Date

from clientcare.domain.ids import OrderId
from clientcare.domain.ledger import Ledger


@attrs.define
class LineState:
    """
    One order line at the end of a day, in minor units including tax.

    Attributes:
        ship_on: The promised day of shipment; unknown is ``None``.
    """

    ordered: int = 0
    delivered: int = 0
    billed: int = 0
    ship_on: Date | None = None

    @property
    def unbilled(self) -> int:
        """Delivered, but not billed yet."""
        return max(0, self.delivered - self.billed)

    @property
    def open(self) -> int:
        """Neither delivered nor billed yet."""
        return max(0, self.ordered - max(self.delivered, self.billed))


_Key: TypeAlias = tuple[OrderId, str]
_Lines: TypeAlias = defaultdict[str, LineState]
_Found: TypeAlias = defaultdict[_Key, _Lines]


def line_states(ledger: Ledger, as_of: Date) -> Mapping[_Key, tuple[LineState, ...]]:
    """
    Return the lines of each order by order and currency.

    An invoice line that bills an order as a whole is spread over the order's lines by
    number: first over what is delivered and unbilled, then over what is open. A
    delivery or invoice in another currency than the order's has lines of its own: what
    it settles of the order cannot be told, so the order's lines stay as they are.
    """
    found: _Found = defaultdict(lambda: defaultdict(LineState))
    _add_orders(found, ledger, as_of)
    _add_deliveries(found, ledger, as_of)
    for key, minor in _add_invoices(found, ledger, as_of).items():
        _spread(found[key], minor)
    return {key: tuple(lines.values()) for key, lines in found.items()}


def _add_orders(found: _Found, ledger: Ledger, as_of: Date) -> None:
    for order in ledger.orders:
        if order.ordered_on <= as_of:
            for line in order.lines:
                state = found[order.id, order.currency][line.no]
                state.ordered, state.ship_on = line.gross.minor, line.ship_on


def _add_deliveries(found: _Found, ledger: Ledger, as_of: Date) -> None:
    for delivery in ledger.deliveries:
        if delivery.delivered_on <= as_of:
            for line in delivery.lines:
                found[line.order_id, delivery.currency][line.line_no].delivered += line.gross.minor


def _add_invoices(found: _Found, ledger: Ledger, as_of: Date) -> Mapping[_Key, int]:
    """Add what is billed line by line, and return what is billed of whole orders."""
    whole: defaultdict[_Key, int] = defaultdict(int)
    for invoice in ledger.invoices:
        if invoice.invoiced_on <= as_of:
            for line in invoice.lines:
                if line.order_id is not None:
                    key = (line.order_id, invoice.currency)
                    if line.line_no is None:
                        whole[key] += line.gross.minor
                    else:
                        found[key][line.line_no].billed += line.gross.minor
    return whole


def _spread(lines: _Lines, minor: int) -> None:
    by_number = [lines[no] for no in sorted(lines)]
    for state in by_number:
        part = min(minor, state.unbilled)
        state.billed += part
        minor -= part
    for state in by_number:  # what is left finds every line billed as far as delivered
        part = min(minor, state.open)
        state.billed += part
        minor -= part
