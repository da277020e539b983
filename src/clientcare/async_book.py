"""
The customer book for async hosts: ``clientcare.book.Book``, awaited.

.. code-block:: text

    async with store.begin() as unit:
        book = AsyncBook(unit)
        await book.customers.add(customer)
        await unit.commit()
"""

from __future__ import annotations

from typing import Generic, Self, TypeVar, overload

from clientcare import kinds
from clientcare.aio import AsyncRepository, AsyncUnit
from clientcare.repositories import Kind

T = TypeVar("T")


class _Rows(Generic[T]):
    """A name of the book; looked up on a book, it is the rows of a kind."""

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    @overload
    def __get__(self, book: None, owner: type[AsyncBook], /) -> Self: ...
    @overload
    def __get__(self, book: AsyncBook, owner: type[AsyncBook], /) -> AsyncRepository[T]: ...
    def __get__(
        self, book: AsyncBook | None, owner: type[AsyncBook], /
    ) -> Self | AsyncRepository[T]:
        return self if book is None else book.unit.repository(self._kind)


class AsyncBook:
    """
    The rows of one unit of work, each kind under its name in ``Book``, where it is described.

    Args:
        unit: Stays the caller's: commit it, or leave it to discard.
    """

    customers = _Rows(kinds.CUSTOMER)
    cards = _Rows(kinds.CREDIT_CARD)
    approval_requests = _Rows(kinds.APPROVAL_REQUEST)
    concessions = _Rows(kinds.CONCESSION)
    staff = _Rows(kinds.STAFF)
    calendars = _Rows(kinds.WORK_CALENDAR)
    orders = _Rows(kinds.ORDER)
    deliveries = _Rows(kinds.DELIVERY)
    invoices = _Rows(kinds.INVOICE)
    credit_notes = _Rows(kinds.CREDIT_NOTE)
    payments = _Rows(kinds.PAYMENT)
    write_offs = _Rows(kinds.WRITE_OFF)
    complaints = _Rows(kinds.COMPLAINT)
    corrective_actions = _Rows(kinds.CORRECTIVE_ACTION)
    referrals = _Rows(kinds.REFERRAL)
    visit_plans = _Rows(kinds.VISIT_PLAN)
    touchpoints = _Rows(kinds.TOUCHPOINT)
    promises = _Rows(kinds.PROMISE)
    payment_promises = _Rows(kinds.PAYMENT_PROMISE)
    consents = _Rows(kinds.CONSENT)
    customer_surveys = _Rows(kinds.CUSTOMER_SURVEY)
    support_plans = _Rows(kinds.SUPPORT_PLAN)
    occasions = _Rows(kinds.OCCASION)
    satisfaction = _Rows(kinds.SATISFACTION)
    serviced_items = _Rows(kinds.SERVICED_ITEM)
    product_notices = _Rows(kinds.PRODUCT_NOTICE)
    personnel_changes = _Rows(kinds.PERSONNEL_CHANGE)
    purchase_care = _Rows(kinds.PURCHASE_CARE)
    customer_checks = _Rows(kinds.CUSTOMER_CHECK)
    recurring_promises = _Rows(kinds.RECURRING_PROMISE)
    gifts = _Rows(kinds.GIFT)
    favours = _Rows(kinds.FAVOUR)
    ambassador_notes = _Rows(kinds.AMBASSADOR_NOTE)
    outlet_problems = _Rows(kinds.OUTLET_PROBLEM)
    development_plans = _Rows(kinds.DEVELOPMENT_PLAN)
    tier_memories = _Rows(kinds.TIER_MEMORY)
    lifecycle_memories = _Rows(kinds.LIFECYCLE_MEMORY)
    decisions = _Rows(kinds.DECISION)

    def __init__(self, unit: AsyncUnit) -> None:
        self.unit = unit
