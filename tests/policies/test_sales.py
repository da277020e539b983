"""What was sold, and on which days."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ledger import Ledger, OrderStatus
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.sales import (
    SalesBasis,
    SalesRules,
    first_order_day,
    history_days,
    net_sales,
    order_days,
)
from clientcare.testing.documents import credit_note, day, invoice, ledger, money, order
from clientcare.testing.strategies.ledger import days, ledgers, shuffled
from clientcare.wording import render

FROM: Final = day("2024-01-31")
TODAY: Final = day("2024-02-29")
BY_ORDERS: Final = SalesRules(basis=SalesBasis.ORDERED)


def _net(book: Ledger, rules: SalesRules = SalesRules(), **changes: Any) -> Money | None:
    return net_sales(book, after=FROM, until=TODAY, rules=rules, **changes).outcome


class TestNetSales:
    """Invoiced less credit notes, without tax."""

    def test_credit_notes_lower_the_sales_of_their_own_date(self) -> None:
        """An invoice of January credited in February lowers February."""
        book = ledger(
            invoice("I-1", "2024-01-31", "113", net="100"),
            invoice("I-2", "2024-02-01", "226", net="200"),
            invoice("I-3", "2024-02-29", "56.50", net="50"),
            invoice("I-4", "2024-03-01", "11.30", net="10"),
            credit_note("C-1", "2024-02-10", "113", net="100"),
        )
        decision = net_sales(book, after=FROM, until=TODAY)

        assert (money("150"), ("sales.net", "sales.after_as_of")) == (
            decision.outcome,
            decision.codes,
        )
        assert render(decision.reasons[0]) == (
            "Net sales after 2024-01-31 up to 2024-02-29 are 150.00 CNY, from 3 documents."
        )

    def test_more_returned_than_sold_is_negative(self) -> None:
        """Sales can be below zero."""
        assert _net(ledger(credit_note("C-1", "2024-02-10", "5"))) == money("-5")

    def test_orders_are_not_invoices(self) -> None:
        """By invoices an order alone sells nothing; the currency is that of the ledger."""
        assert _net(ledger(order("O-1", "2024-02-10", "5"))) == money("0")

    def test_where_no_invoices_are_kept_orders_count(self) -> None:
        """Without drafts and cancelled orders; a return lowers by its credit note."""
        book = ledger(
            order("O-1", "2024-02-01", "100"),
            order("O-2", "2024-02-01", "10", status=OrderStatus.CLOSED, ended="2024-02-10"),
            order("O-3", "2024-02-01", "20", status=OrderStatus.DRAFT),
            order("O-4", "2024-02-01", "30", status=OrderStatus.CANCELLED),
            order("O-5", "2024-02-01", "7", returned="2024-02-20"),
            credit_note("C-5", "2024-02-20", "7"),
            invoice("I-1", "2024-02-05", "100"),
        )

        assert _net(book, BY_ORDERS) == money("110")

    @pytest.mark.parametrize(("ended", "expected"), [("2024-02-29", "0"), ("2024-03-01", "100")])
    def test_a_cancellation_after_the_day_has_not_happened(self, ended: str, expected: str) -> None:
        """A replay of the past sees the order open."""
        book = ledger(order("O-1", "2024-02-01", "100", status=OrderStatus.CANCELLED, ended=ended))

        assert _net(book, BY_ORDERS) == money(expected)

    def test_a_period_of_the_past_is_judged_with_what_is_known_now(self) -> None:
        """The order cancelled since then is out, and the invoice since then is no news."""
        book = ledger(
            order("O-1", "2024-02-01", "100", status=OrderStatus.CANCELLED, ended="2024-03-01"),
            order("O-2", "2024-03-05", "10"),
        )
        decision = net_sales(
            book, after=FROM, until=TODAY, as_of=day("2024-03-31"), rules=BY_ORDERS
        )

        assert (money("0"), ("sales.net",)) == (decision.outcome, decision.codes)

    def test_mixed_currencies_are_refused(self) -> None:
        """One sum has one currency."""
        book = ledger(
            invoice("I-1", "2024-02-01", "1"), invoice("I-2", "2024-02-01", "1", currency="USD")
        )

        with pytest.raises(CurrencyMismatchError):
            _net(book)

    def test_currencies_of_other_days_do_not_mix(self) -> None:
        """Only the days asked for have to be in one currency."""
        book = ledger(
            invoice("I-1", "2024-02-01", "1"), invoice("I-2", "2024-01-01", "1", currency="USD")
        )

        assert _net(book) == money("1")

    def test_another_currency_than_expected_is_refused(self) -> None:
        """Who asks for dollars does not get yuan."""
        with pytest.raises(CurrencyMismatchError, match="USD"):
            _net(ledger(invoice("I-1", "2024-02-01", "1")), currency="USD")

    @pytest.mark.parametrize(
        ("currency", "expected"), [("CNY", money("0")), (None, None)], ids=["told", "not told"]
    )
    def test_nothing_sold_needs_a_currency(
        self, currency: str | None, expected: Money | None
    ) -> None:
        """Nothing of what, an empty ledger cannot tell."""
        decision = net_sales(ledger(), after=FROM, until=TODAY, currency=currency)

        assert expected == decision.outcome
        assert decision.codes == (("sales.nothing_sold",) if expected is None else ("sales.net",))

    def test_a_ledger_of_two_currencies_does_not_tell_which(self) -> None:
        """Nothing sold of one of two currencies is unknown."""
        book = ledger(
            invoice("I-1", "2024-01-01", "1"), invoice("I-2", "2024-01-01", "1", currency="USD")
        )

        assert _net(book) is None

    @pytest.mark.parametrize(
        ("name", "changes"),
        [("after", {"after": day("2024-03-01")}), ("until", {"as_of": day("2024-02-28")})],
    )
    def test_the_days_are_in_order(self, name: str, changes: dict[str, Date]) -> None:
        """The period does not end before it begins, nor after the day of judgement."""
        arguments: dict[str, Any] = {"after": FROM, "until": TODAY} | changes

        with pytest.raises(InvalidValueError, match=name):
            net_sales(ledger(), **arguments)


class TestOrderDays:
    """Days with an order neither cancelled nor fully returned."""

    BOOK: Final = ledger(
        order("O-1", "2024-02-10", "1"),
        order("O-2", "2024-02-10", "1"),
        order("O-3", "2024-01-05", "1", status=OrderStatus.CLOSED),
        order("O-4", "2024-01-06", "1", status=OrderStatus.CANCELLED, ended="2024-02-29"),
        order("O-5", "2024-01-07", "1", status=OrderStatus.CANCELLED, ended="2024-03-01"),
        order("O-6", "2024-01-08", "1", status=OrderStatus.CANCELLED),
        order("O-7", "2024-01-09", "1", status=OrderStatus.DRAFT),
        order("O-8", "2024-01-10", "1", returned="2024-02-29"),
        order("O-9", "2024-01-11", "1", returned="2024-03-01"),
        order("O-10", "2024-03-01", "1"),
    )

    def test_days_are_distinct_and_sorted(self) -> None:
        """What is cancelled or returned later still counts today."""
        expected = ("2024-01-05", "2024-01-07", "2024-01-11", "2024-02-10")

        assert tuple(map(day, expected)) == order_days(self.BOOK, as_of=TODAY)

    def test_days_of_a_window(self) -> None:
        """The first bound is left out."""
        found = order_days(self.BOOK, as_of=TODAY, after=day("2024-01-07"))

        assert tuple(map(day, ("2024-01-11", "2024-02-10"))) == found

    def test_the_history_starts_with_the_first_order_day(self) -> None:
        """From 5 January to 29 February are 55 days."""
        first = first_order_day(self.BOOK, as_of=TODAY)

        assert (day("2024-01-05"), 55) == (first, history_days(self.BOOK, as_of=TODAY))

    def test_without_orders_there_is_no_history(self) -> None:
        """Unknown is not zero."""
        assert (first_order_day(ledger(), as_of=TODAY), history_days(ledger(), as_of=TODAY)) == (
            None,
            None,
        )


@pytest.mark.parametrize("rules", [SalesRules(), BY_ORDERS], ids=["invoiced", "ordered"])
@given(st.data(), ledgers(), days(span_days=100), days(span_days=200))
def test_sales_add_up_over_periods(
    rules: SalesRules, data: st.DataObject, book: Ledger, middle: Date, until: Date
) -> None:
    """Two periods that meet sell what the whole sells, in any order of documents."""
    middle, until = sorted((middle, until))
    start = day("2023-12-31")
    other = data.draw(shuffled(book))

    def sold(one: Ledger, after: Date, to: Date) -> int:
        net = net_sales(one, after=after, until=to, as_of=until, currency="CNY", rules=rules)
        assert net.outcome is not None
        return net.outcome.minor

    parts = sold(book, start, middle) + sold(book, middle, until)

    assert parts == sold(other, start, until)
