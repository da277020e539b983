"""
Read a whole book customer by customer, in one pass over each kind.

Every kind is listed by customer and the listings are merged, so that memory holds
one customer at a time however large the book is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

import attrs
from attrs import field
from pendulum import Date

from clientcare import kinds
from clientcare.domain.aftercare import (
    CustomerCheck,
    PersonnelChange,
    PurchaseCare,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.ambassador import AmbassadorNote, Favour
from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.complaint import Complaint
from clientcare.domain.concessions import Concession
from clientcare.domain.consents import ConsentEntry
from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CustomerId
from clientcare.domain.ledger import Ledger
from clientcare.domain.memory import LifecycleMemory, TierMemory
from clientcare.domain.occasions import Occasion
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.promises import Promise
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.domain.referral import Referral
from clientcare.domain.support import SupportPlan
from clientcare.domain.surveys import CustomerSurvey
from clientcare.domain.touchpoints import Touchpoint
from clientcare.repositories import Kind, Query
from clientcare.services.as_recorded import AsRecorded

T = TypeVar("T")

M = TypeVar("M", TierMemory, LifecycleMemory, AmbassadorNote)


class _OfCompany(Protocol):
    @property
    def company_id(self) -> CompanyId: ...


C = TypeVar("C", bound=_OfCompany)

_AFTER_ALL: Final = "\U0010ffff" * 256  # sorts after every key, as no key is that long
_DOCUMENTS: Final[Mapping[str, Kind[Any]]] = {
    "orders": kinds.ORDER,
    "deliveries": kinds.DELIVERY,
    "invoices": kinds.INVOICE,
    "credit_notes": kinds.CREDIT_NOTE,
    "payments": kinds.PAYMENT,
    "write_offs": kinds.WRITE_OFF,
}
_FURTHER: Final[Mapping[str, Kind[Any]]] = {
    "approvals": kinds.APPROVAL_REQUEST,
    "concessions": kinds.CONCESSION,
    "consents": kinds.CONSENT,
    "occasions": kinds.OCCASION,
    "satisfaction": kinds.SATISFACTION,
    "serviced_items": kinds.SERVICED_ITEM,
    "personnel_changes": kinds.PERSONNEL_CHANGE,
    "purchase_care": kinds.PURCHASE_CARE,
    "customer_checks": kinds.CUSTOMER_CHECK,
    "recurring": kinds.RECURRING_PROMISE,
    "problems": kinds.OUTLET_PROBLEM,
    "favours": kinds.FAVOUR,
    "support": kinds.SUPPORT_PLAN,
    "surveys": kinds.CUSTOMER_SURVEY,
}


@attrs.frozen(kw_only=True)
class CustomerFile:
    """
    All that the book holds on one customer.

    Attributes:
        customer: The customer card.
        ledger: The documents with the own company that is reviewed.
        cards: The credit cards with that company, in no particular order.
        approvals: The requests to change a limit, ended ones too.
        concessions: What was agreed in difficulties, past ones too.
        complaints: All of them, closed ones too.
        referrals: Those that the customer introduced.
        touchpoints: What really happened, the oldest first.
        promises: What we promised the customer.
        consents: What the customer's people allowed, and took back.
        occasions: Birthdays and anniversaries.
        satisfaction: What they answered when asked how satisfied they are.
        serviced_items: What was sold and is maintained.
        personnel_changes: Who came and left.
        purchase_care: The steps after each purchase.
        customer_checks: The regular checks.
        recurring: What we promised for a day of every month.
        problems: Problems met at the customer's outlets, settled ones too.
        favours: Favours that we owe or have returned.
        support: The plans of support, all years.
        payment_promises: What the customer promised to pay that company.
        surveys: When they were asked why they came or left, and what they said.
        tier_memory: The tier held so far; ``None`` where none is recorded.
        lifecycle: The life-cycle state held; ``None`` where none is recorded.
        ambassador: What is known of them as an ambassador; ``None`` where nothing is.
    """

    customer: Customer
    ledger: Ledger
    cards: tuple[CreditCard, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    referrals: tuple[Referral, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    promises: tuple[Promise, ...] = ()
    approvals: tuple[ApprovalRequest, ...] = ()
    concessions: tuple[Concession, ...] = ()
    consents: tuple[ConsentEntry, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    satisfaction: tuple[SatisfactionAnswer, ...] = ()
    serviced_items: tuple[ServicedItem, ...] = ()
    personnel_changes: tuple[PersonnelChange, ...] = ()
    purchase_care: tuple[PurchaseCare, ...] = ()
    customer_checks: tuple[CustomerCheck, ...] = ()
    recurring: tuple[RecurringPromise, ...] = ()
    problems: tuple[OutletProblem, ...] = ()
    favours: tuple[Favour, ...] = ()
    support: tuple[SupportPlan, ...] = ()
    payment_promises: tuple[PaymentPromise, ...] = ()
    surveys: tuple[CustomerSurvey, ...] = ()
    tier_memory: TierMemory | None = None
    lifecycle: LifecycleMemory | None = None
    ambassador: AmbassadorNote | None = None


@attrs.define
class LeftOut:
    """
    What a pass over the book could not use, counted by kind.

    Attributes:
        of_unknown_customers: Facts that name a customer who is not in the book.
        of_other_companies: Documents and cards with another own company.
        after_as_of: Facts dated after the day or the instant of the review.
    """

    of_unknown_customers: Counter[str] = field(factory=Counter)
    of_other_companies: Counter[str] = field(factory=Counter)
    after_as_of: Counter[str] = field(factory=Counter)


def comes_later(customer: Customer, ledger: Ledger, as_of: Date) -> bool:
    """
    Tell whether a customer was not in the book yet on *as_of*.

    So it is where the customer entered after that day; one with a document of that day
    or before was there, whatever the card says.
    """
    if customer.entered_on is None or customer.entered_on <= as_of:
        return False
    documents = sum(len(getattr(ledger, name)) for name in _DOCUMENTS)
    return ledger.count_after(as_of) == documents


class _Listing(Generic[T]):
    """The rows of one kind in the order of customers, taken in portions."""

    def __init__(self, name: str, rows: Iterator[T], owner: Callable[[T], str | None]) -> None:
        self.name = name
        self.strays = 0
        self._rows = rows
        self._owner = owner
        self._next = next(rows, None)

    def take(self, customer_id: str) -> Iterator[T]:
        """Yield the rows of *customer_id*; those of customers not in the book are strays."""
        while self._next is not None:
            row, owner = self._next, self._owner(self._next)
            if owner is not None and owner > customer_id:
                return
            self._next = next(self._rows, None)
            if owner == customer_id:
                yield row
            elif owner is not None:  # a prospect's facts belong to no customer yet
                self.strays += 1


class BookStream:
    """
    One pass over a book, customer by customer in the order of their ids.

    Args:
        recorded: Reads the rows, as they stood at some moment.
        company_id: The own company whose documents and cards are read.
    """

    def __init__(self, recorded: AsRecorded, *, company_id: CompanyId = MAIN_COMPANY) -> None:
        self.left_out = LeftOut()
        self._recorded = recorded
        self._company_id = company_id

    def ledgers(self) -> Iterator[tuple[Customer, Ledger]]:
        """Yield every customer with the documents of trade alone."""
        documents = {name: self._listing(kind) for name, kind in _DOCUMENTS.items()}
        for customer in self._customers():
            yield customer, self._ledger(customer.id, documents)

    def files(self) -> Iterator[CustomerFile]:
        """Yield all that the book holds on each customer; then ``left_out`` is complete."""
        documents = {name: self._listing(kind) for name, kind in _DOCUMENTS.items()}
        cards = self._listing(kinds.CREDIT_CARD)
        complaints = self._listing(kinds.COMPLAINT)
        referrals = self._listing(kinds.REFERRAL, "introducer")
        touchpoints = self._listing(kinds.TOUCHPOINT)
        promises = self._listing(kinds.PROMISE)
        further = {name: self._listing(kind) for name, kind in _FURTHER.items()}
        payment_promises = self._listing(kinds.PAYMENT_PROMISE)
        tiers = self._memories(kinds.TIER_MEMORY)
        lifecycles = self._memories(kinds.LIFECYCLE_MEMORY)
        ambassadors = self._memories(kinds.AMBASSADOR_NOTE)
        for customer in self._customers():
            yield CustomerFile(
                customer=customer,
                ledger=self._ledger(customer.id, documents),
                cards=tuple(self._ours(cards, customer.id)),
                complaints=tuple(self._ours(complaints, customer.id)),
                referrals=tuple(referrals.take(customer.id)),
                touchpoints=tuple(touchpoints.take(customer.id)),
                promises=tuple(promises.take(customer.id)),
                payment_promises=tuple(self._ours(payment_promises, customer.id)),
                **{name: tuple(rows.take(customer.id)) for name, rows in further.items()},
                tier_memory=next(tiers.take(customer.id), None),
                lifecycle=next(lifecycles.take(customer.id), None),
                ambassador=next(ambassadors.take(customer.id), None),
            )
        every: tuple[_Listing[Any], ...] = (
            cards,
            complaints,
            referrals,
            touchpoints,
            promises,
            payment_promises,
            *further.values(),
        )
        for listing in (*documents.values(), *every):
            self._drain(listing)

    def _customers(self) -> Iterator[Customer]:
        return self._recorded.values(kinds.CUSTOMER)

    def _listing(self, kind: Kind[T], by: str = "customer") -> _Listing[T]:
        rows = self._recorded.rows(kind, Query(order=by))
        index = kind.indexes[by]

        def owner(row: T) -> str | None:
            found = index(row)
            return None if found is None else str(found)

        # What changed hands since stays with the present owner, in whose place it is listed.
        as_listed = (then if owner(then) == owner(now) else now for then, now in rows)
        return _Listing(kind.name, as_listed, owner)

    def _memories(self, kind: Kind[M]) -> _Listing[M]:
        rows = self._recorded.values(kind)
        return _Listing(kind.name, rows, lambda row: row.customer_id)

    def _ledger(self, customer_id: CustomerId, documents: Mapping[str, _Listing[Any]]) -> Ledger:
        found = {
            name: tuple(self._ours(listing, customer_id)) for name, listing in documents.items()
        }
        return Ledger(customer_id=customer_id, company_id=self._company_id, **found)

    def _ours(self, listing: _Listing[C], customer_id: CustomerId) -> Iterator[C]:
        for row in listing.take(customer_id):
            if row.company_id == self._company_id:
                yield row
            else:
                self.left_out.of_other_companies[listing.name] += 1

    def _drain(self, listing: _Listing[Any]) -> None:
        """Count what stands after the last customer, and what stood between two."""
        for _ in listing.take(_AFTER_ALL):
            pass
        if listing.strays:
            self.left_out.of_unknown_customers[listing.name] += listing.strays
