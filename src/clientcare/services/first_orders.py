"""
The first order of who was introduced to us, and what became of it, read from the ledger.

A reward for an introduction rests on it (policies 5a).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.ids import CustomerId, InvoiceId
from clientcare.domain.ledger import Invoice, Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.domain.referral import Referral, ReferralState
from clientcare.policies.allocation import allocate
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_reward import RewardFacts

_VOID = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED})


@attrs.frozen(kw_only=True)
class FirstOrder:
    """
    A first order, as known on a day.

    Attributes:
        ordered_on: Its day.
        delivered_on: The first delivery for it; ``None`` is none known.
        invoiced_on: Its first invoice; ``None`` is none known.
        paid_on: The day of judgement, where its invoices have nothing open then.
        value: What it came to without tax, less the credit notes on its invoices.
        returned_on: The day by which all of it had come back.
        bad_debt_on: The first day on which a part of its invoices was given up.
        bounced_on: The first day on which a payment for it bounced.
    """

    ordered_on: Date
    delivered_on: Date | None = None
    invoiced_on: Date | None = None
    paid_on: Date | None = None
    value: Money | None = None
    returned_on: Date | None = None
    bad_debt_on: Date | None = None
    bounced_on: Date | None = None


def first_order(ledger: Ledger, *, as_of: Date) -> FirstOrder | None:
    """
    Return the first order that was neither a draft nor cancelled by *as_of*.

    Of one day the lowest id counts. ``None`` is no such order.
    """
    placed = [
        order
        for order in ledger.orders
        if order.ordered_on <= as_of and order.status_on(as_of) not in _VOID
    ]
    if not placed:
        return None
    order = min(placed, key=lambda one: (one.ordered_on, one.id))
    invoices = [
        invoice
        for invoice in ledger.invoices
        if invoice.invoiced_on <= as_of and any(line.order_id == order.id for line in invoice.lines)
    ]
    meant = {invoice.id for invoice in invoices}
    found = FirstOrder(
        ordered_on=order.ordered_on,
        delivered_on=_first(
            one.delivered_on
            for one in ledger.deliveries
            if one.delivered_on <= as_of and any(line.order_id == order.id for line in one.lines)
        ),
        invoiced_on=_first(invoice.invoiced_on for invoice in invoices),
        paid_on=as_of if _is_paid(ledger, invoices, as_of) else None,
        value=_kept(ledger, order, meant, as_of),
    )
    return _with_trouble(found, ledger, order, meant, as_of)


def _with_trouble(
    found: FirstOrder, ledger: Ledger, order: Order, meant: set[InvoiceId], as_of: Date
) -> FirstOrder:
    """Return a first order with what undoes a reward: it came back, was given up, or bounced."""
    return attrs.evolve(
        found,
        returned_on=order.returned_on if order.is_returned_on(as_of) else None,
        bad_debt_on=_first(
            one.written_off_on
            for one in ledger.write_offs
            if one.invoice_id in meant and one.written_off_on <= as_of
        ),
        bounced_on=_first(
            one.bounced_on
            for one in ledger.payments
            if any(ref.invoice_id in meant or ref.order_id == order.id for ref in one.references)
            and one.bounced_on is not None
            and one.bounced_on <= as_of
        ),
    )


def ordered_before(ledger: Ledger, day: Date) -> Date | None:
    """
    Return the day of the first order before *day* that was not cancelled before it either.

    Whoever placed one was a customer on *day*, whatever became of it since (policies 5a).
    """
    eve = Date.fromordinal(day.toordinal() - 1)
    return _first(
        one.ordered_on
        for one in ledger.orders
        if one.ordered_on < day and one.status_on(eve) not in _VOID
    )


def _first(days: Iterable[Date | None]) -> Date | None:
    return min((day for day in days if day is not None), default=None)


def _is_paid(ledger: Ledger, invoices: list[Invoice], as_of: Date) -> bool:
    if not invoices:
        return False
    still_open = allocate(ledger, as_of=as_of).open
    return all(still_open[invoice.id].minor <= 0 for invoice in invoices)


def _kept(ledger: Ledger, order: Order, meant: set[InvoiceId], as_of: Date) -> Money:
    minor = order.net.minor
    for note in ledger.credit_notes:
        if note.issued_on <= as_of and note.currency == order.currency:
            minor -= note.net.minor * any(ref.invoice_id in meant for ref in note.references)
    return Money(minor, order.currency)


def reward_facts(
    referral: Referral,
    first: FirstOrder | None,
    *,
    standing: ClaimStanding = ClaimStanding.VALID,
    refused: EdgeRefusal | None,
    others: Iterable[Referral],
    spent: Mapping[str, Money] = FrozenMap[str, Money](),
    now: DateTime,
) -> RewardFacts:
    """
    Return what decides about the reward for a referral.

    Args:
        referral: The referral.
        first: The prospect's first order; ``None`` is none known.
        standing: What the naming is worth.
        refused: Why the conversion is not credited, where it is not.
        others: All referrals of the introducer.
        spent: What all rewards of that year have cost, by currency.
        now: The instant, in the firm's zone: the rewards of its year up to it are counted.
    """
    given = (one.reached_at(ReferralState.REWARDED) for one in others)
    this_year = sum(
        at is not None and moment(at) <= moment(now) and at.astimezone(now.tzinfo).year == now.year
        for at in given
    )
    facts = RewardFacts(
        referral=referral,
        standing=standing,
        edge_refused=refused,
        rewards_this_year=this_year,
    )
    if first is None:
        return facts
    return attrs.evolve(
        facts,
        delivered_on=first.delivered_on,
        invoiced_on=first.invoiced_on,
        paid_on=first.paid_on,
        order_value=first.value,
        spent_this_year=None if first.value is None else _spent(spent, first.value.currency),
        returned_on=first.returned_on,
        bad_debt_on=first.bad_debt_on,
        bounced_on=first.bounced_on,
    )


def _spent(spent: Mapping[str, Money], currency: str) -> Money:
    return spent.get(currency, Money.zero(currency))


def days_of(orders: Mapping[CustomerId, FirstOrder], customer_id: CustomerId | None) -> Date | None:
    """Return the day of a customer's first order, where one is known."""
    first = None if customer_id is None else orders.get(customer_id)
    return None if first is None else first.ordered_on
