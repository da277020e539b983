"""Net sales and order days against a second reckoning from the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.errors import CurrencyMismatchError
from clientcare.policies.sales import (
    SalesBasis,
    SalesRules,
    first_order_day,
    history_days,
    net_sales,
    order_days,
)

from . import sales_oracle as oracle
from .nasty_ledgers import CHANCES, Chance, a_ledger
from .payment_oracle import months_back


@settings(max_examples=300)
@given(CHANCES, st.sampled_from(SalesBasis), st.sampled_from((0, 1, 3, 12)), st.integers(0, 40))
def test_net_sales_are_those_of_the_text(
    by: Chance, basis: SalesBasis, months: int, later: int
) -> None:
    """The sales of the last months are what a naive reckoning gives."""
    ledger, until = a_ledger(by)
    after, as_of = months_back(until, months), Date.fromordinal(until.toordinal() + later)
    rules = SalesRules(basis=basis)
    by_orders = basis is SalesBasis.ORDERED
    try:
        expected = oracle.net_sales(ledger, after, until, as_of, by_orders=by_orders)
    except oracle.MixedError:
        with pytest.raises(CurrencyMismatchError):
            net_sales(ledger, after=after, until=until, as_of=as_of, rules=rules)
        return
    decision = net_sales(ledger, after=after, until=until, as_of=as_of, rules=rules)

    assert expected == (0 if decision.outcome is None else decision.outcome.minor)


@settings(max_examples=300)
@given(CHANCES)
def test_order_days_are_those_of_the_text(by: Chance) -> None:
    """Order days, the first of them and the history are what a naive reckoning gives."""
    ledger, as_of = a_ledger(by)
    expected = oracle.order_days(ledger, as_of)

    assert tuple(expected) == order_days(ledger, as_of=as_of)
    assert (expected[0] if expected else None) == first_order_day(ledger, as_of=as_of)
    history = (as_of - expected[0]).days if expected else None
    assert history == history_days(ledger, as_of=as_of)
