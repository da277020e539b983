"""What is at risk with a customer."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import OrderId
from clientcare.domain.ledger import Instrument, Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError
from clientcare.policies.allocation import SettledBy, allocate
from clientcare.policies.exposure import (
    ExposureParts,
    ExposureRules,
    exposure,
    order_at_risk,
    with_order_open,
)
from clientcare.testing.documents import (
    credit_note,
    day,
    delivery,
    for_order,
    invoice,
    ledger,
    money,
    order,
    payment,
    rate,
)
from clientcare.testing.strategies.ledger import days, ledgers, shuffled
from clientcare.wording import render

TODAY: Final = day("2024-06-30")


def _parts(book: Ledger, leave_out: str | None = None, currency: str = "CNY") -> ExposureParts:
    left_out = None if leave_out is None else OrderId(leave_out)
    return exposure(book, as_of=TODAY, leave_out=left_out).outcome.by_currency[currency]


def _major(amount: Money) -> int:
    return amount.minor // 100


def _orders(book: Ledger) -> tuple[int, int]:
    """Return what is delivered unbilled and what is open, in major units."""
    parts = _parts(book)
    return (_major(parts.delivered_not_billed), _major(parts.open_orders))


def test_the_worked_example_of_the_order_check() -> None:
    """Receivables 95,000 and orders 20,000 less unapplied 5,000 are 110,000."""
    book = ledger(
        invoice("I-1", "2024-06-01", "95000", "2024-07-01", disputes=[(None, None)]),
        order("O-1", "2024-06-20", "20000"),
        payment("P-1", "2024-06-25", "5000"),
    )

    assert money("110000") == _parts(book).total


def test_the_decision_lists_every_part() -> None:
    """The reason names the numbers of the sum."""
    book = ledger(order("O-1", "2024-06-20", "20000"))
    (reason,) = exposure(book, as_of=TODAY).reasons

    assert (
        "The exposure is 20,000.00 CNY: receivables 0.00 CNY, delivered but not billed"
        " 0.00 CNY, open orders 20,000.00 CNY, less unapplied 0.00 CNY."
    ) == render(reason)


def test_an_empty_ledger_risks_nothing() -> None:
    """No document, no exposure, in no currency."""
    decision = exposure(ledger(), as_of=TODAY)

    assert ((), ("exposure.nothing_on_record",)) == (decision.outcome.totals, decision.codes)


def test_documents_of_tomorrow_are_left_out_and_counted() -> None:
    """A replay of the past does not see what came later."""
    book = ledger(
        order("O-1", "2024-07-01", "100"),
        delivery("D-1", "2024-07-01", ("O-1", "1", "100")),
        invoice("I-1", "2024-07-01", "100", of=("O-1", "1")),
    )
    decision = exposure(book, as_of=TODAY)

    assert ("exposure.nothing_on_record", "exposure.after_as_of") == decision.codes
    assert decision.reasons[1].facts["documents"] == 3


def test_disputed_invoices_are_in_and_their_sum_is_told() -> None:
    """A dispute takes nothing out of the exposure."""
    book = ledger(
        invoice("I-1", "2024-06-01", "70"),
        invoice("I-2", "2024-06-01", "30", disputes=[("2024-01-01", None)]),
    )
    parts = _parts(book)

    assert (100, 30) == (_major(parts.receivables), _major(parts.disputed))
    assert exposure(book, as_of=TODAY).has("exposure.disputed")


def test_unapplied_credit_notes_count_like_cash() -> None:
    """A customer in credit has a negative exposure."""
    book = ledger(credit_note("C-1", "2024-06-01", "70"), payment("P-1", "2024-06-01", "30"))

    assert money("-100") == _parts(book).total


def test_uncleared_paper_stays_in_receivables() -> None:
    """A bill in hand lowers nothing."""
    bill = payment("P-1", "2024-06-02", "100", by=Instrument.BILL)
    book = ledger(invoice("I-1", "2024-06-01", "100"), bill)

    assert money("100") == _parts(book).total


class TestEachThingOnce:
    """Ordered, delivered, billed: per order line, each amount once."""

    @pytest.mark.parametrize(
        ("delivered", "billed", "expected"),
        [
            ("0", "0", (0, 100)),
            ("60", "0", (60, 40)),
            ("60", "60", (0, 40)),
            ("60", "20", (40, 40)),
            ("60", "80", (0, 20)),
            ("120", "0", (120, 0)),
            ("120", "100", (20, 0)),
            ("0", "100", (0, 0)),
        ],
    )
    def test_a_line_on_its_way(
        self, delivered: str, billed: str, expected: tuple[int, int]
    ) -> None:
        """Delivered not billed, and open, of an order line of 100."""
        book = ledger(
            order("O-1", "2024-06-01", "100"),
            delivery("D-1", "2024-06-10", ("O-1", "1", delivered)),
            invoice("I-1", "2024-06-12", billed, of=("O-1", "1")),
        )

        assert expected == _orders(book)

    def test_a_line_too_much_delivered_does_not_fill_another(self) -> None:
        """Lines are not netted against each other."""
        book = ledger(
            order("O-1", "2024-06-01", "100", "100"),
            delivery("D-1", "2024-06-10", ("O-1", "1", "150")),
            invoice("I-1", "2024-06-12", "100", of=("O-1", "2")),
        )

        assert (150, 0) == _orders(book)

    def test_billing_an_order_as_a_whole_bills_delivered_goods_first(self) -> None:
        """An invoice without a line number is spread: delivered lines, then open ones."""
        book = ledger(
            order("O-1", "2024-06-01", "100", "100"),
            delivery("D-1", "2024-06-10", ("O-1", "2", "70")),
            invoice("I-1", "2024-06-12", "90", of=("O-1", None)),
        )

        assert (0, 110) == _orders(book)

    def test_billing_more_than_the_order_fills_it(self) -> None:
        """Nothing of the order is left to count."""
        book = ledger(
            order("O-1", "2024-06-01", "100", "100"),
            invoice("I-1", "2024-06-12", "300", of=("O-1", None)),
        )

        assert (0, 0) == _orders(book)

    def test_goods_of_an_order_not_kept_here_count(self) -> None:
        """A delivery for an archived order is at risk until it is billed."""
        book = ledger(delivery("D-1", "2024-06-10", ("gone", "1", "70")))

        assert (70, 0) == _orders(book)

    def test_another_currency_has_lines_of_its_own(self) -> None:
        """Dollars billed do not tell how much of a yuan order is billed."""
        book = ledger(
            order("O-1", "2024-06-01", "100"),
            delivery("D-1", "2024-06-10", ("O-1", "1", "30"), currency="USD"),
        )
        parts = exposure(book, as_of=TODAY).outcome.by_currency

        assert (100, 30) == (
            _major(parts["CNY"].open_orders),
            _major(parts["USD"].delivered_not_billed),
        )


class TestOpenOrders:
    """Which orders are open, how far ahead, and less which deposit."""

    @pytest.mark.parametrize(
        ("ship", "expected"),
        [(None, 100), ("2024-01-01", 100), ("2024-07-30", 100), ("2024-07-31", 0)],
    )
    def test_thirty_days_ahead_count(self, ship: str | None, expected: int) -> None:
        """A past or missing day of shipment counts; the thirtieth day is the last."""
        book = ledger(order("O-1", "2024-06-01", "100", ships=[ship]))

        assert (0, expected) == _orders(book)

    @pytest.mark.parametrize(
        ("ended", "expected"),
        [
            (order("O-1", "2024-06-01", "100", status=OrderStatus.DRAFT), (60, 0)),
            (order("O-1", "2024-06-01", "100", status=OrderStatus.CANCELLED), (60, 0)),
            (
                order("O-1", "2024-06-01", "100", status=OrderStatus.CLOSED, ended="2024-06-30"),
                (60, 0),
            ),
            (
                order("O-1", "2024-06-01", "100", status=OrderStatus.CLOSED, ended="2024-07-01"),
                (60, 40),
            ),
            (order("O-1", "2024-06-01", "100", returned="2024-06-30"), (0, 0)),
            (order("O-1", "2024-06-01", "100", returned="2024-07-01"), (60, 40)),
        ],
    )
    def test_ended_orders_have_no_open_part(self, ended: Order, expected: tuple[int, int]) -> None:
        """What was delivered unbilled stays, unless it all came back."""
        book = ledger(ended, delivery("D-1", "2024-06-10", ("O-1", "1", "60")))

        assert expected == _orders(book)

    def test_a_deposit_lowers_its_own_order_only(self) -> None:
        """And not below zero."""
        book = ledger(
            order("O-1", "2024-06-01", "100"),
            order("O-2", "2024-06-01", "50"),
            payment("P-1", "2024-06-02", "130", for_order("O-1")),
        )

        assert (0, 50) == _orders(book)

    def test_the_order_being_checked_does_not_count_twice(self) -> None:
        """Its open part is left out; what was delivered of it stays."""
        book = ledger(
            order("O-1", "2024-06-01", "100"),
            order("O-2", "2024-06-01", "50"),
            delivery("D-1", "2024-06-10", ("O-1", "1", "60")),
        )
        parts = _parts(book, leave_out="O-1")

        assert (60, 50) == (_major(parts.delivered_not_billed), _major(parts.open_orders))


class TestOrderAtRisk:
    """What an order adds when it is checked."""

    def test_the_whole_undelivered_value_counts(self) -> None:
        """Whatever its day of shipment, less its deposit."""
        book = ledger(
            order("O-1", "2024-06-01", "100", "100", ships=["2025-01-01"]),
            delivery("D-1", "2024-06-10", ("O-1", "2", "60")),
            payment("P-1", "2024-06-02", "30", for_order("O-1")),
        )
        risk = order_at_risk(book, OrderId("O-1"), as_of=TODAY)

        assert (140, 30, 110) == (_major(risk.undelivered), _major(risk.deposit), _major(risk.net))

    @pytest.mark.parametrize(
        ("deposit", "expected"), [("99", (1, False)), ("100", (0, True)), ("120", (0, True))]
    )
    def test_a_deposit_may_cover_an_order(self, deposit: str, expected: tuple[int, bool]) -> None:
        """From the full undelivered value on it is prepaid."""
        book = ledger(
            order("O-1", "2024-06-01", "100"),
            payment("P-1", "2024-06-02", deposit, for_order("O-1")),
        )
        risk = order_at_risk(book, OrderId("O-1"), as_of=TODAY, allocation=None)

        assert expected == (_major(risk.net), risk.is_prepaid)

    def test_an_order_without_a_deposit_is_not_prepaid(self) -> None:
        """Nothing paid is not everything paid, even for an order of 0."""
        book = ledger(order("O-1", "2024-06-01", "0"))

        assert not order_at_risk(book, OrderId("O-1"), as_of=TODAY).is_prepaid

    @pytest.mark.parametrize("key", ["O-1", "O-2"])
    def test_only_an_open_order_is_at_risk(self, key: str) -> None:
        """A draft and an unknown order are refused."""
        book = ledger(order("O-1", "2024-06-01", "100", status=OrderStatus.DRAFT))

        with pytest.raises(InvalidValueError, match="order_id"):
            order_at_risk(book, OrderId(key), as_of=TODAY)

    @pytest.mark.parametrize(
        "asked",
        [
            order("O-1", "2024-06-01", "100", status=OrderStatus.DRAFT),
            order("O-1", "2024-06-01", "100", status=OrderStatus.CLOSED, ended="2024-06-02"),
            order("O-1", "2024-06-01", "100", returned="2024-06-02"),
            order("O-1", "2024-07-01", "100"),
        ],
    )
    def test_a_checked_order_is_taken_as_open(self, asked: Order) -> None:
        """A new, reopened or edited order takes the place of its earlier self."""
        before = ledger(
            order("O-1", "2024-06-01", "900"), payment("P-1", "2024-06-02", "30", for_order("O-1"))
        )
        book = with_order_open(before, asked, as_of=TODAY)

        assert money("70") == order_at_risk(book, OrderId("O-1"), as_of=TODAY).net


def test_currencies_meet_only_with_rates() -> None:
    """The sum in one currency is exact, and unknown without a rate."""
    book = ledger(
        invoice("I-1", "2024-06-01", "100", currency="USD"),
        invoice("I-2", "2024-06-01", "100"),
        invoice("I-3", "2024-06-01", "0", currency="EUR"),
    )
    outcome = exposure(book, as_of=TODAY).outcome
    rates = Rates(rates=(rate("USD", "CNY", "2024-06-20", "7.12345"),))

    assert Fraction(8123450, 100) == outcome.total_in("CNY", rates, as_of=TODAY)
    assert outcome.total_in("CNY", Rates(), as_of=TODAY) is None


@pytest.mark.parametrize("field", ["horizon_days", "dispute_days"])
def test_rules_refuse_negative_days(field: str) -> None:
    """A horizon cannot lie behind."""
    with pytest.raises(InvalidValueError, match=field):
        attrs.evolve(ExposureRules(), **{field: -1})  # type: ignore[arg-type]


@given(ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_receivables_balance_with_money(book: Ledger, as_of: Date) -> None:
    """Receivables less unapplied = billed less what came, deposits and write-offs apart."""
    known = allocate(book, as_of=as_of)
    for currency, parts in exposure(book, as_of=as_of).outcome.by_currency.items():
        billed = sum(
            one.gross.minor
            for one in book.invoices
            if one.id in known.open and one.currency == currency
        )
        settled = [part for part in known.settlements if part.amount.currency == currency]
        given_up = sum(part.amount.minor for part in settled if part.by is SettledBy.WRITE_OFF)
        used = sum(part.amount.minor for part in settled if part.by is not SettledBy.WRITE_OFF)

        assert parts.receivables.minor == billed - used - given_up


@given(st.data(), ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_the_order_of_documents_does_not_matter(
    data: st.DataObject, book: Ledger, as_of: Date
) -> None:
    """A ledger and the same one shuffled are at equal risk."""
    other = data.draw(shuffled(book))

    assert exposure(book, as_of=as_of) == exposure(other, as_of=as_of)


@given(ledgers(), days(span_days=300), st.sampled_from(["O-1", "O-2", "O-3"]))
def test_leaving_an_order_out_adds_nothing(book: Ledger, as_of: Date, key: str) -> None:
    """Only open orders shrink; all the rest stays as it was."""
    all_in = exposure(book, as_of=as_of).outcome.by_currency
    without = exposure(book, as_of=as_of, leave_out=OrderId(key)).outcome.by_currency
    zero = Money.zero("CNY")

    for currency, parts in without.items():
        assert parts.open_orders <= all_in[currency].open_orders
        assert attrs.evolve(parts, open_orders=zero) == attrs.evolve(
            all_in[currency], open_orders=zero
        )
