"""The book of async hosts has what the other one has."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from clientcare import aio
from clientcare.adapters.memory import MemoryRecords
from clientcare.async_book import AsyncBook
from clientcare.book import Book
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore

NAMES: Final = sorted(name for name in dir(Book) if not name.startswith("_"))


class _Telling:
    """In place of a unit: tells which kind was asked for."""

    def repository(self, kind: object) -> object:
        """Return the kind itself."""
        return kind


def test_names_and_kinds_are_those_of_the_sync_book() -> None:
    """Every name stands for the same kind in both, and there is one for each kind."""
    unit: Any = _Telling()
    book, async_book = Book(unit), AsyncBook(unit)
    found = {name: getattr(async_book, name) for name in NAMES}

    assert {name: getattr(book, name) for name in NAMES} == found
    assert NAMES == sorted(name for name in dir(AsyncBook) if not name.startswith("_"))
    assert {kind.name for kind in KINDS} == {str(kind) for kind in found.values()}


def test_names_can_be_looked_at_without_a_book() -> None:
    """Tools that look at the class meet no error."""
    assert AsyncBook.customers is AsyncBook.customers
    with pytest.raises(AttributeError):
        _ = AsyncBook.dealers  # type: ignore[attr-defined]


def test_what_was_added_comes_back() -> None:
    """A committed customer is read back equal."""
    customer = Customer(id=CustomerId("C-17"), name="Harbour Lane")

    async def story() -> Customer:
        store = aio.from_sync(RecordBackedStore(MemoryRecords(), KINDS))
        async with store.begin() as unit:
            await AsyncBook(unit).customers.add(customer)
            await unit.commit()
        async with store.begin() as unit:
            return (await AsyncBook(unit).customers.get("C-17")).value

    assert customer == asyncio.run(story())
