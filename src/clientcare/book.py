"""
The customer book: the repositories of one unit of work, by name.

.. code-block:: text

    with store.begin() as unit:
        book = Book(unit)
        book.customers.add(customer)
        unit.commit()
"""

from __future__ import annotations

from clientcare import kinds
from clientcare.domain.customer import Customer
from clientcare.domain.orders import Delivery, Order
from clientcare.domain.receivables import CreditNote, Invoice, Payment, WriteOff
from clientcare.domain.staff import Staff
from clientcare.repositories import Repository, Unit


class Book:
    """
    The rows of one unit of work, each kind under its name.

    Args:
        unit: Stays the caller's: commit it, or leave it to discard.
    """

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    @property
    def customers(self) -> Repository[Customer]:
        """The customer cards 客户资料卡 (KH001)."""
        return self._unit.repository(kinds.CUSTOMER)

    @property
    def staff(self) -> Repository[Staff]:
        """Our own people."""
        return self._unit.repository(kinds.STAFF)

    @property
    def orders(self) -> Repository[Order]:
        """The orders of all customers."""
        return self._unit.repository(kinds.ORDER)

    @property
    def deliveries(self) -> Repository[Delivery]:
        """The deliveries of all customers."""
        return self._unit.repository(kinds.DELIVERY)

    @property
    def invoices(self) -> Repository[Invoice]:
        """The invoices of all customers."""
        return self._unit.repository(kinds.INVOICE)

    @property
    def credit_notes(self) -> Repository[CreditNote]:
        """The credit notes of all customers."""
        return self._unit.repository(kinds.CREDIT_NOTE)

    @property
    def payments(self) -> Repository[Payment]:
        """The payments of all customers."""
        return self._unit.repository(kinds.PAYMENT)

    @property
    def write_offs(self) -> Repository[WriteOff]:
        """What was written off, of all customers."""
        return self._unit.repository(kinds.WRITE_OFF)
