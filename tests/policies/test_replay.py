"""A past day is judged by what was known on it, and by nothing that came later."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ledger import Invoice, Ledger, Order, OrderStatus, Payment
from clientcare.policies.ageing import ageing
from clientcare.policies.allocation import allocate
from clientcare.policies.exposure import exposure
from clientcare.policies.overdue import overdue_items
from clientcare.policies.payment import PaymentRules, late_share, payment_index
from clientcare.policies.sales import SalesBasis, SalesRules, net_sales, order_days
from clientcare.testing.strategies.ledger import FIRST_DAY, days, ledgers

ONE = PaymentRules(min_invoices=1)


def _kept(on: Date | None, day: Date) -> Date | None:
    return on if on is not None and on <= day else None


def _order_then(order: Order, day: Date) -> Order:
    ended = order.ended_on is None or order.ended_on <= day
    return attrs.evolve(
        order,
        status=order.status if ended else OrderStatus.OPEN,
        ended_on=_kept(order.ended_on, day),
        returned_on=_kept(order.returned_on, day),
    )


def _invoice_then(invoice: Invoice, day: Date) -> Invoice:
    return attrs.evolve(
        invoice,
        disputes=tuple(
            attrs.evolve(dispute, ended_on=_kept(dispute.ended_on, day))
            for dispute in invoice.disputes
            if dispute.started_on is None or dispute.started_on <= day
        ),
        deferrals=tuple(one for one in invoice.deferrals if one.agreed_on <= day),
    )


def _payment_then(payment: Payment, day: Date) -> Payment:
    return attrs.evolve(
        payment,
        cleared_on=_kept(payment.cleared_on, day),
        bounced_on=_kept(payment.bounced_on, day),
    )


def _then(book: Ledger, day: Date) -> Ledger:
    """Return the ledger as it was kept on *day*."""
    return Ledger(
        customer_id=book.customer_id,
        orders=tuple(_order_then(one, day) for one in book.orders if one.ordered_on <= day),
        deliveries=tuple(one for one in book.deliveries if one.delivered_on <= day),
        invoices=tuple(_invoice_then(one, day) for one in book.invoices if one.invoiced_on <= day),
        credit_notes=tuple(one for one in book.credit_notes if one.issued_on <= day),
        payments=tuple(_payment_then(one, day) for one in book.payments if one.received_on <= day),
        write_offs=tuple(one for one in book.write_offs if one.written_off_on <= day),
    )


@given(ledgers(currencies=("CNY", "USD")), days(span_days=250))
def test_the_state_of_the_money_is_that_of_the_day(book: Ledger, day: Date) -> None:
    """Allocation, exposure, ageing and overdue items replay."""
    then = _then(book, day)

    assert allocate(book, as_of=day) == allocate(then, as_of=day)
    assert exposure(book, as_of=day).outcome == exposure(then, as_of=day).outcome
    assert ageing(book, as_of=day).outcome == ageing(then, as_of=day).outcome
    assert overdue_items(book, as_of=day) == overdue_items(then, as_of=day)


@given(ledgers(), days(span_days=250))
def test_the_record_of_payment_is_that_of_the_day(book: Ledger, day: Date) -> None:
    """Index and late share replay."""
    then = _then(book, day)
    now_known = payment_index(book, as_of=day, rules=ONE)
    then_known = payment_index(then, as_of=day, rules=ONE)

    assert (now_known.outcome, now_known.reasons[0]) == (
        then_known.outcome,
        then_known.reasons[0],
    )
    assert late_share(book, as_of=day).outcome == late_share(then, as_of=day).outcome


@pytest.mark.parametrize("basis", SalesBasis)
@given(st.data(), ledgers())
def test_the_sales_are_those_of_the_day(
    basis: SalesBasis, data: st.DataObject, book: Ledger
) -> None:
    """Net sales and order days replay."""
    day = data.draw(days(span_days=250))
    then, rules = _then(book, day), SalesRules(basis=basis)

    assert order_days(book, as_of=day) == order_days(then, as_of=day)
    assert (
        net_sales(book, after=FIRST_DAY, until=day, currency="CNY", rules=rules).outcome
        == net_sales(then, after=FIRST_DAY, until=day, currency="CNY", rules=rules).outcome
    )
