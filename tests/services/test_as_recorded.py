"""A past day is reviewed with the cards of that day, where the store keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pendulum
from pendulum import Date, DateTime

from clientcare import kinds
from clientcare.adapters.memory import MemoryRecords
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CreditCardId, CustomerId, StaffId
from clientcare.domain.memory import TierMemory
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Kind, Store
from clientcare.services.as_recorded import AsRecorded
from clientcare.services.book_stream import BookStream, CustomerFile
from clientcare.services.review import BookReview

MARCH, MAY, JULY = (DateTime(2026, month, 1, 12, tzinfo=pendulum.UTC) for month in (3, 5, 7))
REP, OTHER = StaffId("rep"), StaffId("other")
ANN = Customer(id=CustomerId("a"), name="Ann", owner_id=REP)


def card(amount: str, owner: str = "a") -> CreditCard:
    """Return the credit card of a customer, with a limit."""
    return CreditCard(
        id=CreditCardId("k"),
        customer_id=CustomerId(owner),
        limit=CreditLimit.of(Money.of(amount, "CNY")),
    )


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = MARCH

    def __call__(self) -> DateTime:
        """Return the time that it was set to."""
        return self.now


def book(*changes: tuple[DateTime, Kind[Any], Any]) -> Store:
    """Return a store in which each value was written at its instant."""
    clock = Clock()
    store = RecordBackedStore(MemoryRecords(), kinds.KINDS, clock=clock)
    for at, kind, value in changes:
        clock.now = at
        with store.begin() as unit:
            rows = unit.repository(kind)
            found = rows.get_many([kind.key(value)])
            if found:
                rows.save(value, expected=found[kind.key(value)].version)
            else:
                rows.add(value)
            unit.commit()
    return store


def files(store: Store, now: DateTime | None) -> dict[str, CustomerFile]:
    """Return all that a store holds on each customer, as it stood."""
    with store.begin() as unit:
        return {file.customer.id: file for file in BookStream(AsRecorded(unit, now)).files()}


def limits(store: Store, now: DateTime | None) -> Iterator[Money | None]:
    """Yield the limits of all cards as they stood."""
    with store.begin() as unit:
        for found in AsRecorded(unit, now).values(kinds.CREDIT_CARD):
            yield found.limit.amount if found.limit else None


def test_a_past_review_takes_the_card_of_its_day() -> None:
    """What was changed later is judged as it was: customer, card and tier memory."""
    store = book(
        (MARCH, kinds.CUSTOMER, ANN),
        (MARCH, kinds.CREDIT_CARD, card("100")),
        (MARCH, kinds.TIER_MEMORY, TierMemory(customer_id=ANN.id, held=Tier.A)),
        (MAY, kinds.CUSTOMER, attrs.evolve(ANN, owner_id=OTHER)),
        (MAY, kinds.CREDIT_CARD, card("900")),
        (MAY, kinds.TIER_MEMORY, TierMemory(customer_id=ANN.id, held=Tier.C)),
    )
    before, after = (files(store, now)["a"] for now in (MARCH, MAY))

    assert [(REP, (card("100"),), Tier.A), (OTHER, (card("900"),), Tier.C)] == [
        (one.customer.owner_id, one.cards, one.tier_memory.held if one.tier_memory else None)
        for one in (before, after)
    ]


def test_the_review_reads_so() -> None:
    """Whose customer it was on the day of the review is whose agenda shows it."""
    store = book(
        (MARCH, kinds.CUSTOMER, ANN), (MAY, kinds.CUSTOMER, attrs.evolve(ANN, owner_id=OTHER))
    )
    owners = [
        [one.customer.owner_id for one in BookReview(store, as_of=day).customers()]
        for day in (Date(2026, 4, 1), Date(2026, 6, 1))
    ]

    assert [[REP], [OTHER]] == owners


def test_a_row_written_later_is_taken_in_its_first_form() -> None:
    """A book imported in May tells of April what it told when it was imported."""
    store = book((MAY, kinds.CREDIT_CARD, card("100")), (JULY, kinds.CREDIT_CARD, card("900")))

    assert [Money.of("100", "CNY")] == list(limits(store, MARCH))
    assert [Money.of("100", "CNY")] == list(limits(store, MAY))
    assert [Money.of("900", "CNY")] == list(limits(store, JULY))


def test_without_a_moment_rows_are_read_as_they_stand() -> None:
    """A store without history knows the present alone."""
    store = book((MARCH, kinds.CREDIT_CARD, card("100")), (MAY, kinds.CREDIT_CARD, card("900")))

    assert [Money.of("900", "CNY")] == list(limits(store, None))


def test_what_changed_hands_stays_with_the_present_owner() -> None:
    """A card that belonged to another customer then is no card of theirs twice."""
    ben = Customer(id=CustomerId("b"), name="Ben")
    store = book(
        (MARCH, kinds.CUSTOMER, ANN),
        (MARCH, kinds.CUSTOMER, ben),
        (MARCH, kinds.CREDIT_CARD, card("100", owner="b")),
        (MAY, kinds.CREDIT_CARD, card("900", owner="a")),
    )
    found = {key: file.cards for key, file in files(store, MARCH).items()}

    assert {"a": (card("900", owner="a"),), "b": ()} == found
