"""A book read customer by customer, and what of it cannot be used."""

from __future__ import annotations

from collections import Counter

import attrs
import pendulum
from pendulum import DateTime

from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.ids import (
    CompanyId,
    CreditCardId,
    CustomerId,
    InvoiceId,
    PromiseId,
    ReferralId,
    TouchpointId,
)
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.memory import LifecycleMemory, TierMemory
from clientcare.domain.promises import Promise
from clientcare.domain.receivables import Invoice
from clientcare.domain.referral import Prospect, Referral
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.repositories import Store
from clientcare.services.as_recorded import AsRecorded
from clientcare.services.book_stream import BookStream, CustomerFile, LeftOut
from clientcare.testing.documents import invoice

from .conftest import store_of

NORTH = CompanyId("north")


def customer(key: str) -> Customer:
    """Return a customer."""
    return Customer(id=CustomerId(key), name=f"firm {key}")


def bill(key: str, of: str, company: CompanyId | None = None) -> Invoice:
    """Return an invoice of a customer."""
    made = attrs.evolve(invoice(key, "2025-01-02", "10"), customer_id=CustomerId(of))
    return made if company is None else attrs.evolve(made, company_id=company)


def at(day: int) -> DateTime:
    """Return nine o'clock of a day of January 2025."""
    return pendulum.datetime(2025, 1, day, 9, tz="Asia/Shanghai")


def promise(key: str, of: str) -> Promise:
    """Return a promise to a customer."""
    return Promise(
        id=PromiseId(key), customer_id=CustomerId(of), what="x", made_at=at(2), due_at=at(9)
    )


def touch(key: str, of: str | None) -> Touchpoint:
    """Return a call with a customer, or with a prospect who is none."""
    return Touchpoint(
        id=TouchpointId(key),
        customer_id=None if of is None else CustomerId(of),
        referral_id=ReferralId("r") if of is None else None,
        channel=Channel.CALL,
        purpose=Purpose.SERVICE,
        outcome=TouchOutcome.REACHED,
        at=at(3),
    )


def referral(key: str, by: str) -> Referral:
    """Return what a customer named."""
    return Referral.name(
        id=ReferralId(key),
        introducer_id=CustomerId(by),
        prospect=Prospect(name="Li"),
        at=at(2),
    )


def files(store: Store) -> tuple[dict[str, CustomerFile], LeftOut]:
    """Return all files of a book, and what was left out."""
    with store.begin() as unit:
        stream = BookStream(AsRecorded(unit))
        return {file.customer.id: file for file in stream.files()}, stream.left_out


def test_an_empty_book_has_no_files() -> None:
    """Nothing comes of nothing."""
    assert ({}, LeftOut()) == files(store_of())


def test_customers_come_in_the_order_of_their_ids() -> None:
    """By code point, whatever the order in which they were written."""
    found, _ = files(store_of(*(customer(key) for key in ("c10", "b", "é", "c1", "C"))))

    assert ["C", "b", "c1", "c10", "é"] == list(found)


def test_everybody_gets_what_is_theirs() -> None:
    """Documents, cards, promises, referrals, touchpoints and memories go to their customer."""
    card = CreditCard(id=CreditCardId("k"), customer_id=CustomerId("b"))
    memory = TierMemory(customer_id=CustomerId("b"), held=Tier.A)
    lifecycle = LifecycleMemory(customer_id=CustomerId("b"), held=LifecycleState.STABLE)
    mine = (bill("i2", "b"), promise("p", "b"), referral("r", "b"), touch("t", "b"))
    found, left = files(
        store_of(*map(customer, "abc"), bill("i1", "a"), card, memory, lifecycle, *mine)
    )
    file = found["b"]

    assert (LeftOut(), ()) == (left, found["c"].ledger.invoices)
    assert ["i1"] == [one.id for one in found["a"].ledger.invoices]
    assert ((card,), memory, lifecycle) == (file.cards, file.tier_memory, file.lifecycle)
    assert mine == (*file.ledger.invoices, *file.promises, *file.referrals, *file.touchpoints)


def test_facts_of_unknown_customers_are_counted() -> None:
    """Wherever they stand: before the first customer, between two, after the last."""
    _, left = files(
        store_of(
            *map(customer, "bd"),
            *(bill(f"i-{of}", of) for of in "abcde"),
            promise("p", "z"),
            referral("r", "a"),
            touch("t", "c"),
        )
    )

    assert {"invoice": 3, "promise": 1, "referral": 1, "touchpoint": 1} == (
        left.of_unknown_customers
    )


def test_a_book_without_customers_counts_all() -> None:
    """With nobody in the book, everything is of somebody unknown."""
    found, left = files(store_of(bill("i", "a")))

    assert ({}, Counter({"invoice": 1})) == (found, left.of_unknown_customers)


def test_facts_of_a_prospect_are_nobodys() -> None:
    """A call with a prospect belongs to no customer yet, and is no stray."""
    found, left = files(store_of(customer("a"), touch("t", None)))

    assert ((), LeftOut()) == (found["a"].touchpoints, left)


def test_other_own_companies_are_left_out_and_counted() -> None:
    """A review is of one own company; documents with another one are told."""
    theirs = CreditCard(id=CreditCardId("k"), customer_id=CustomerId("a"), company_id=NORTH)
    store = store_of(customer("a"), bill("i1", "a"), bill("i2", "a", NORTH), theirs)
    found, left = files(store)
    with store.begin() as unit:
        (other,) = BookStream(AsRecorded(unit), company_id=NORTH).files()

    assert (["i1"], ()) == ([one.id for one in found["a"].ledger.invoices], found["a"].cards)
    assert {"invoice": 1, "credit_card": 1} == left.of_other_companies
    assert ((theirs,), [InvoiceId("i2")]) == (
        other.cards,
        [one.id for one in other.ledger.invoices],
    )


def test_ledgers_alone() -> None:
    """The first pass over a book reads customers and documents only."""
    with store_of(*map(customer, "ab"), bill("i", "b")).begin() as unit:
        found = [
            (one.id, len(ledger.invoices)) for one, ledger in BookStream(AsRecorded(unit)).ledgers()
        ]

    assert [("a", 0), ("b", 1)] == found
