"""The first way through the store: write a book, read it back."""

from __future__ import annotations

import pytest
from pendulum import Date

from clientcare.book import Book
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId, InvoiceId
from clientcare.domain.money import Money
from clientcare.domain.receivables import Invoice, InvoiceLine
from clientcare.errors import AlreadyExists, Conflict, NotFound, UnitClosed
from clientcare.repositories import Eq, Query, Range, Store, each


def _customer(key: str, name: str = "Lü & Co") -> Customer:
    return Customer(id=CustomerId(key), name=name)


def _invoice(key: str, customer: str, on: Date) -> Invoice:
    line = InvoiceLine(net=Money.of("1", "CNY"), gross=Money.of("1", "CNY"))
    return Invoice(
        id=InvoiceId(key), customer_id=CustomerId(customer), invoiced_on=on, lines=(line,)
    )


def test_what_was_added_comes_back(store: Store) -> None:
    """A committed customer is read back equal, under the version that ``add`` returned."""
    with store.begin() as unit:
        version = Book(unit).customers.add(_customer("c1"))
        unit.commit()
    with store.begin() as unit:
        found = Book(unit).customers.get("c1")

    assert (_customer("c1"), version) == (found.value, found.version)


def test_leaving_discards(store: Store) -> None:
    """A unit that is left without commit leaves nothing."""
    with store.begin() as unit:
        Book(unit).customers.add(_customer("c1"))
    with store.begin() as unit, pytest.raises(NotFound):
        Book(unit).customers.get("c1")


def test_stale_save_conflicts(store: Store) -> None:
    """Who read an older version cannot overwrite a newer one."""
    with store.begin() as unit:
        first = Book(unit).customers.add(_customer("c1"))
        second = Book(unit).customers.save(_customer("c1", "B"), expected=first)
        unit.commit()
    with store.begin() as unit:
        with pytest.raises(Conflict) as caught:
            Book(unit).customers.save(_customer("c1", "C"), expected=first)
        with pytest.raises(UnitClosed):
            Book(unit).customers.get("c1")

    assert ("customer", "c1", first, second) == (
        caught.value.kind,
        caught.value.key,
        caught.value.expected,
        caught.value.actual,
    )


def test_adding_twice_is_refused(store: Store) -> None:
    """A key belongs to one row."""
    with store.begin() as unit:
        Book(unit).customers.add(_customer("c1"))
        with pytest.raises(AlreadyExists):
            Book(unit).customers.add(_customer("c1"))


def test_documents_stream_by_customer(store: Store) -> None:
    """Invoices come customer by customer, then by date, whatever the page size."""
    with store.begin() as unit:
        for number, (customer, day) in enumerate([("b", 3), ("a", 9), ("b", 1), ("a", 2)]):
            Book(unit).invoices.add(_invoice(f"i{number}", customer, Date(2026, 1, day)))
        unit.commit()
    for limit in (1, 2, 3, 4, 5):
        with store.begin() as unit:
            rows = each(Book(unit).invoices, Query(order="customer"), limit=limit)

            assert ["i3", "i1", "i2", "i0"] == [row.value.id for row in rows]


def test_where_finds_a_customers_documents_of_a_time(store: Store) -> None:
    """Conditions combine, and a range includes both its ends."""
    with store.begin() as unit:
        invoices = Book(unit).invoices
        for number, (customer, day) in enumerate([("b", 3), ("a", 1), ("b", 1), ("b", 2)]):
            invoices.add(_invoice(f"i{number}", customer, Date(2026, 1, day)))
        days = Range(least=Date(2026, 1, 1), most=Date(2026, 1, 2))
        query = Query({"customer": Eq("b"), "date": days}, order="date")

        assert ["i2", "i3"] == [row.value.id for row in each(invoices, query)]
