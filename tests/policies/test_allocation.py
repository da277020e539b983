"""Which money settles which invoice."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ledger import Instrument, Ledger, Order, OrderStatus, Payment, Reference
from clientcare.errors import InvalidValueError
from clientcare.policies.allocation import Allocation, SettledBy, allocate, allocation_on
from clientcare.testing.documents import (
    credit_note,
    day,
    for_invoice,
    for_order,
    invoice,
    ledger,
    order,
    payment,
    write_off,
)
from clientcare.testing.strategies.ledger import days, ledgers, shuffled

END: Final = day("2024-06-30")


def _open(ledger: Ledger, as_of: Date = END) -> dict[str, int]:
    """Return what is still owed, in major units, of the invoices that are not settled."""
    found = allocate(ledger, as_of=as_of).open.items()
    return {key: money.minor // 100 for key, money in found if money.minor}


def _unapplied(ledger: Ledger, as_of: Date = END) -> dict[str, int]:
    found = allocate(ledger, as_of=as_of).unapplied
    return {left.document_id: left.amount.minor // 100 for left in found}


def _deposits(ledger: Ledger, as_of: Date = END) -> dict[str, int]:
    found = allocate(ledger, as_of=as_of).deposits.items()
    return {key: money.minor // 100 for key, money in found}


OLD: Final = invoice("I-1", "2024-01-10", "100", "2024-02-10")
NEW: Final = invoice("I-2", "2024-01-20", "100", "2024-02-20")


class TestNamed:
    """What documents name comes first."""

    def test_a_payment_goes_where_it_says(self) -> None:
        """A named invoice is paid although an older one is open."""
        book = ledger(OLD, NEW, payment("P-1", "2024-03-01", "80", for_invoice("I-2")))

        assert {"I-1": 100, "I-2": 20} == _open(book)

    def test_credit_notes_come_before_payments(self) -> None:
        """A later credit note takes its invoice before an earlier payment does."""
        book = ledger(
            OLD,
            NEW,
            payment("P-1", "2024-02-01", "100", for_invoice("I-2")),
            credit_note("C-1", "2024-03-01", "100", for_invoice("I-2")),
        )
        by = {(one.invoice_id, one.by) for one in allocate(book, as_of=END).settlements}

        assert {("I-2", SettledBy.CREDIT_NOTE), ("I-1", SettledBy.PAYMENT)} == by

    def test_all_names_come_before_any_rest(self) -> None:
        """An early payment without a name does not take what a later one names."""
        book = ledger(
            OLD,
            NEW,
            payment("P-1", "2024-03-01", "100"),
            payment("P-2", "2024-03-02", "100", for_invoice("I-1")),
        )
        paid_by = {one.invoice_id: one.document_id for one in allocate(book, as_of=END).settlements}

        assert {"I-1": "P-2", "I-2": "P-1"} == paid_by

    def test_a_reference_takes_no_more_than_it_names(self) -> None:
        """The rest of the payment goes to the oldest invoice."""
        book = ledger(OLD, NEW, payment("P-1", "2024-03-01", "80", for_invoice("I-2", "30")))

        assert {"I-1": 50, "I-2": 70} == _open(book)

    def test_a_reference_takes_no_more_than_is_open(self) -> None:
        """Naming more than the invoice leaves the rest free."""
        book = ledger(OLD, payment("P-1", "2024-03-01", "130", for_invoice("I-1", "130")))

        assert ({}, {"P-1": 30}) == (_open(book), _unapplied(book))

    def test_a_reference_takes_no_more_than_the_document_has(self) -> None:
        """A payment that names more than it brings pays what it brings."""
        book = ledger(OLD, NEW, payment("P-1", "2024-03-01", "30", for_invoice("I-2", "130")))

        assert ({"I-1": 100, "I-2": 70}, {}) == (_open(book), _unapplied(book))

    def test_references_are_used_in_their_order(self) -> None:
        """The first named gets the money that is too little for both."""
        names = (for_invoice("I-2"), for_invoice("I-1"))
        book = ledger(OLD, NEW, payment("P-1", "2024-03-01", "120", *names))

        assert {"I-1": 80} == _open(book)

    def test_the_earlier_payment_names_first(self) -> None:
        """Of two payments that name one invoice the earlier one settles it."""
        book = ledger(
            OLD,
            payment("P-1", "2024-03-02", "100", for_invoice("I-1")),
            payment("P-2", "2024-03-01", "60", for_invoice("I-1")),
        )

        assert {"P-1": 60} == _unapplied(book)

    def test_paper_takes_its_turn_by_the_day_of_receipt(self) -> None:
        """The document's own date orders; the clearing tells only when the money came."""
        bill = payment("P-2", "2024-03-01", "60", by=Instrument.BILL, cleared="2024-05-01")
        book = ledger(OLD, bill, payment("P-1", "2024-04-01", "100"))

        assert {"P-1": 60} == _unapplied(book)

    def test_the_smaller_id_names_first_on_one_day(self) -> None:
        """On one day the id decides."""
        book = ledger(
            OLD,
            payment("P-2", "2024-03-01", "60", for_invoice("I-1")),
            payment("P-1", "2024-03-01", "100", for_invoice("I-1")),
        )

        assert {"P-2": 60} == _unapplied(book)

    @pytest.mark.parametrize(
        "name", [for_invoice("gone"), for_invoice("I-9"), for_order("gone"), for_order("O-9")]
    )
    def test_an_unknown_name_names_nothing(self, name: Reference) -> None:
        """Money that names an archived or a later document is free for others."""
        later = (invoice("I-9", "2024-07-01", "50"), order("O-9", "2024-07-01", "50"))
        book = ledger(OLD, *later, payment("P-1", "2024-03-01", "30", name))

        assert {"I-1": 70} == _open(book)

    def test_a_disputed_invoice_can_be_named(self) -> None:
        """Who names a disputed invoice pays it."""
        disputed = invoice("I-3", "2024-01-01", "100", disputes=[(None, None)])
        book = ledger(disputed, payment("P-1", "2024-03-01", "100", for_invoice("I-3")))

        assert {} == _open(book)


class TestRest:
    """What is left goes to undisputed invoices, oldest first."""

    def test_the_oldest_due_date_comes_first(self) -> None:
        """Age goes by due date before the invoice's own date."""
        early = invoice("I-3", "2024-02-01", "100", "2024-02-05")
        book = ledger(OLD, early, payment("P-1", "2024-03-01", "100"))

        assert {"I-1": 100} == _open(book)

    def test_an_undated_invoice_goes_by_its_own_date(self) -> None:
        """Without a due date the invoice date tells the age."""
        undated = invoice("I-3", "2024-02-09", "100")
        book = ledger(OLD, undated, payment("P-1", "2024-03-01", "100"))

        assert {"I-1": 100} == _open(book)

    def test_of_equal_due_dates_the_earlier_invoice_comes_first(self) -> None:
        """Then the id decides."""
        book = ledger(
            invoice("I-3", "2024-01-12", "100", "2024-02-10"),
            invoice("I-0", "2024-01-12", "100", "2024-02-10"),
            OLD,
            payment("P-1", "2024-03-01", "150"),
        )

        assert {"I-0": 50, "I-3": 100} == _open(book)

    def test_disputed_invoices_are_skipped(self) -> None:
        """Money without a name does not go to what the customer contests."""
        disputed = invoice("I-0", "2024-01-01", "100", disputes=[("2024-02-01", None)])
        book = ledger(disputed, OLD, payment("P-1", "2024-03-01", "150"))

        assert ({"I-0": 100}, {"P-1": 50}) == (_open(book), _unapplied(book))

    @pytest.mark.parametrize(
        ("dispute", "expected"),
        [
            (("2024-06-30", None), {"I-0": 100}),
            (("2024-07-01", None), {}),
            (("2024-02-01", "2024-06-30"), {}),
            (("2024-02-01", "2024-07-01"), {"I-0": 100}),
        ],
    )
    def test_a_dispute_holds_from_its_start_to_the_day_before_its_end(
        self, dispute: tuple[str, str | None], expected: dict[str, int]
    ) -> None:
        """On the day it starts it is open, on the day it ends it is not."""
        disputed = invoice("I-0", "2024-01-01", "100", disputes=[dispute])
        book = ledger(disputed, payment("P-1", "2024-03-01", "100"))

        assert expected == _open(book)

    def test_credit_notes_are_used_before_payments(self) -> None:
        """The payment is what is left over."""
        book = ledger(
            OLD, payment("P-1", "2024-02-01", "100"), credit_note("C-1", "2024-03-01", "100")
        )

        assert {"P-1": 100} == _unapplied(book)

    def test_currencies_are_apart(self) -> None:
        """Dollars settle no yuan, named or not."""
        dollars = payment("P-1", "2024-03-01", "100", for_invoice("I-1"), currency="USD")

        assert {"I-1": 100} == _open(ledger(OLD, dollars))


class TestPaper:
    """Cheques and bills settle from the day on which they clear."""

    @pytest.mark.parametrize(
        ("cheque", "expected"),
        [
            (payment("P-1", "2024-03-01", "100", by=Instrument.CHEQUE), {"I-1": 100}),
            (
                payment("P-1", "2024-03-01", "100", by=Instrument.BILL, cleared="2024-07-01"),
                {"I-1": 100},
            ),
            (payment("P-1", "2024-03-01", "100", by=Instrument.BILL, cleared="2024-06-30"), {}),
            (payment("P-1", "2024-03-01", "100", bounced="2024-06-30"), {"I-1": 100}),
            (payment("P-1", "2024-03-01", "100", bounced="2024-07-01"), {}),
            (payment("P-1", "2024-07-01", "100"), {"I-1": 100}),
        ],
    )
    def test_what_has_not_come_settles_nothing(
        self, cheque: Payment, expected: dict[str, int]
    ) -> None:
        """Neither uncleared nor bounced paper, nor money of tomorrow."""
        assert expected == _open(ledger(OLD, cheque))

    def test_a_settlement_knows_the_day_the_money_came(self) -> None:
        """The bill's clearing counts, not its receipt."""
        bill = payment("P-1", "2024-03-01", "100", by=Instrument.BILL, cleared="2024-05-01")
        (settlement,) = allocate(ledger(OLD, bill), as_of=END).settlements

        assert settlement.on == day("2024-05-01")


class TestDeposits:
    """Cash that names an order is that order's deposit."""

    def test_a_deposit_waits_for_its_order(self) -> None:
        """It pays no other invoice and is not unapplied."""
        book = ledger(
            OLD,
            order("O-1", "2024-02-01", "500"),
            payment("P-1", "2024-03-01", "90", for_order("O-1", "60")),
        )

        assert ({"I-1": 70}, {"O-1": 60}, {}) == (_open(book), _deposits(book), _unapplied(book))

    def test_a_deposit_goes_to_the_orders_invoices_oldest_first(self) -> None:
        """The order's invoices are paid although an older one is open."""
        book = ledger(
            OLD,
            order("O-1", "2024-02-01", "500"),
            invoice("I-8", "2024-03-10", "50", "2024-04-01", of=("O-1", "1")),
            invoice("I-7", "2024-03-11", "50", "2024-04-02", of=("O-1", None)),
            payment("P-1", "2024-03-01", "70", for_order("O-1")),
        )

        assert ({"I-1": 100, "I-7": 30}, {}) == (_open(book), _deposits(book))

    @pytest.mark.parametrize(
        "ended",
        [
            order("O-1", "2024-02-01", "500", status=OrderStatus.CLOSED, ended="2024-06-30"),
            order("O-1", "2024-02-01", "500", status=OrderStatus.CANCELLED),
            order("O-1", "2024-02-01", "500", status=OrderStatus.DRAFT),
            order("O-1", "2024-02-01", "500", returned="2024-06-30"),
            order("O-1", "2024-02-01", "500", currency="USD"),
        ],
        ids=["closed", "cancelled", "draft", "returned", "foreign"],
    )
    def test_a_deposit_is_free_once_its_order_is_not_open(self, ended: Order) -> None:
        """The money then goes to the oldest invoice like any other."""
        book = ledger(OLD, ended, payment("P-1", "2024-03-01", "60", for_order("O-1")))

        assert ({"I-1": 40}, {}) == (_open(book), _deposits(book))

    def test_an_order_stays_open_until_the_day_it_ended(self) -> None:
        """The day before, the deposit still waits."""
        closed = order("O-1", "2024-02-01", "500", status=OrderStatus.CLOSED, ended="2024-07-01")
        book = ledger(OLD, closed, payment("P-1", "2024-03-01", "60", for_order("O-1")))

        assert {"O-1": 60} == _deposits(book)

    def test_a_credit_note_is_no_deposit(self) -> None:
        """It goes to the order's invoices, and is free for the rest."""
        book = ledger(
            OLD,
            order("O-1", "2024-02-01", "500"),
            invoice("I-8", "2024-03-10", "50", "2024-04-01", of=("O-1", "1")),
            credit_note("C-1", "2024-03-15", "70", for_order("O-1")),
        )

        assert ({"I-1": 80}, {}) == (_open(book), _deposits(book))


class TestWriteOffs:
    """What was given up comes last, on the invoice that it names."""

    def test_a_write_off_takes_what_payments_leave(self) -> None:
        """A payment after the write-off still counts as a payment."""
        book = ledger(
            OLD, write_off("W-1", "2024-03-01", "I-1", "100"), payment("P-1", "2024-04-01", "40")
        )
        parts = {one.by: one.amount.minor // 100 for one in allocate(book, as_of=END).settlements}

        assert {SettledBy.PAYMENT: 40, SettledBy.WRITE_OFF: 60} == parts

    @pytest.mark.parametrize(
        ("of", "on", "currency"),
        [("I-2", "2024-03-01", "CNY"), ("I-1", "2024-07-01", "CNY"), ("I-1", "2024-03-01", "USD")],
    )
    def test_a_write_off_of_another_thing_takes_nothing(
        self, of: str, on: str, currency: str
    ) -> None:
        """Another invoice, a later day and another currency leave the invoice open."""
        book = ledger(OLD, write_off("W-1", on, of, "100", currency=currency))

        assert {"I-1": 100} == _open(book)


def test_two_parts_from_one_document_are_one_settlement() -> None:
    """What a payment names and what its rest adds are told together."""
    book = ledger(OLD, payment("P-1", "2024-03-01", "80", for_invoice("I-1", "30")))
    (settlement,) = allocate(book, as_of=END).settlements

    assert settlement.amount.minor == 8000


def test_settlements_are_found_by_invoice() -> None:
    """Each invoice has its own list."""
    book = ledger(OLD, NEW, payment("P-1", "2024-03-01", "150"))
    found = allocate(book, as_of=END).settlements_by_invoice()

    assert {"I-1": 1, "I-2": 1} == {key: len(parts) for key, parts in found.items()}


def test_an_allocation_in_hand_is_used() -> None:
    """It need not be reckoned again."""
    book = ledger(OLD)
    known = allocate(book, as_of=END)

    assert known is allocation_on(book, END, known)


def test_an_allocation_of_another_day_is_refused() -> None:
    """Yesterday's allocation says nothing about today."""
    book = ledger(OLD)
    known = allocate(book, as_of=day("2024-06-29"))

    with pytest.raises(InvalidValueError, match="allocation"):
        allocation_on(book, END, known)


def _came(ledger: Ledger, as_of: Date) -> Counter[str]:
    """Return all money and credit known on a day, in minor units by currency."""
    came: Counter[str] = Counter()
    for note in ledger.credit_notes:
        if note.issued_on <= as_of:
            came[note.currency] += note.gross.minor
    for paid in ledger.payments:
        there = paid.came_on is not None and paid.came_on <= as_of
        if there and not (paid.bounced_on is not None and paid.bounced_on <= as_of):
            came[paid.currency] += paid.amount.minor
    return came


def _went(found: Allocation) -> Counter[str]:
    went: Counter[str] = Counter()
    for part in found.settlements:
        if part.by is not SettledBy.WRITE_OFF:
            went[part.amount.currency] += part.amount.minor
    for left in found.unapplied:
        went[left.amount.currency] += left.amount.minor
    for deposit in found.deposits.values():
        went[deposit.currency] += deposit.minor
    return went


@given(ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_allocation_loses_no_minor_unit(book: Ledger, as_of: Date) -> None:
    """All money that came is settlement, deposit or unapplied, in its own currency."""
    found = allocate(book, as_of=as_of)
    amounts = (
        *(part.amount for part in found.settlements),
        *(left.amount for left in found.unapplied),
        *found.deposits.values(),
    )

    assert _came(book, as_of) == _went(found)
    assert all(amount.minor > 0 for amount in amounts)


@given(ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_an_invoice_is_open_less_what_settled_it(book: Ledger, as_of: Date) -> None:
    """Gross = open + settled, and nothing is settled beyond it."""
    found = allocate(book, as_of=as_of)
    by_invoice = found.settlements_by_invoice()
    for one in book.invoices:
        if one.invoiced_on <= as_of:
            settled = sum(part.amount.minor for part in by_invoice.get(one.id, ()))

            assert one.gross.minor == found.open[one.id].minor + settled
            assert found.open[one.id].minor >= 0


@given(st.data(), ledgers(currencies=("CNY", "USD")), days(span_days=300))
def test_the_order_of_documents_does_not_matter(
    data: st.DataObject, book: Ledger, as_of: Date
) -> None:
    """A ledger and the same one shuffled allocate alike."""
    other = data.draw(shuffled(book))

    assert allocate(book, as_of=as_of) == allocate(other, as_of=as_of)


@given(ledgers(), days(span_days=300))
def test_money_does_not_lie_idle_beside_an_undisputed_debt(book: Ledger, as_of: Date) -> None:
    """In one currency: something unapplied means that no undisputed invoice is open."""
    found = allocate(book, as_of=as_of)
    owed = sum(
        found.open[one.id].minor
        for one in book.invoices
        if one.id in found.open and not one.open_disputes(as_of)
    )

    assert not (owed and found.unapplied)
