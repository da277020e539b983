"""
A second, naive reckoning of net sales and order days, from the Terms of policies 1 alone.

It shares no code with the library's policies. Money is in minor units.
"""

from __future__ import annotations

from pendulum import Date

from clientcare.domain.ledger import Ledger, Order, OrderStatus

from .payment_oracle import currency_of


class MixedError(Exception):
    """Sales in several currencies."""


def was_over(order: Order, status: OrderStatus, as_of: Date) -> bool:
    """Tell whether an order had a final status by the day."""
    known = order.ended_on is None or order.ended_on <= as_of
    return order.status is status and known


def counts(order: Order, as_of: Date) -> bool:
    """Tell whether an order was neither a draft nor cancelled by the day."""
    draft = order.status is OrderStatus.DRAFT
    return not draft and not was_over(order, OrderStatus.CANCELLED, as_of)


def order_days(ledger: Ledger, as_of: Date) -> list[Date]:
    """List the days with an order neither cancelled nor fully returned."""
    days = set()
    for order in ledger.orders:
        back = order.returned_on is not None and order.returned_on <= as_of
        if order.ordered_on <= as_of and counts(order, as_of) and not back:
            days.add(order.ordered_on)
    return sorted(days)


def net_sales(ledger: Ledger, after: Date, until: Date, as_of: Date, *, by_orders: bool) -> int:
    """Add up what was invoiced or ordered, and take off the credit notes."""
    invoices = [
        (one.invoiced_on, currency_of(one), sum(line.net.minor for line in one.lines))
        for one in ledger.invoices
    ]
    orders = [
        (one.ordered_on, currency_of(one), sum(line.net.minor for line in one.lines))
        for one in ledger.orders
        if counts(one, as_of)
    ]
    notes = [(one.issued_on, one.net.currency, -one.net.minor) for one in ledger.credit_notes]
    dated = [*(orders if by_orders else invoices), *notes]
    found = [(currency, minor) for day, currency, minor in dated if after < day <= until]
    if len({currency for currency, _ in found}) > 1:
        raise MixedError
    return sum(minor for _, minor in found)
