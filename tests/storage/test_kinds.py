"""Every stored kind: its objects survive, and the book knows it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientcare import kinds
from clientcare.adapters.memory import MemoryRecords
from clientcare.book import Book
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import AnyKind, Eq, Query, sort_text
from clientcare.testing.strategies.kinds import VALUES


@pytest.mark.parametrize("kind", kinds.KINDS, ids=str)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_values_survive_and_are_found(kind: AnyKind, data: st.DataObject) -> None:
    """A value of each kind is read back equal, and found by each of its indexes and orders."""
    value = data.draw(VALUES[kind.name])
    store = RecordBackedStore(MemoryRecords(), kinds.KINDS)
    with store.begin() as unit:
        repository = unit.repository(kind)
        repository.add(value)
        where = {name: Eq(of(value)) for name, of in kind.indexes.items()}
        found = [repository.page(Query(where, order=name)).items for name in ["key", *kind.orders]]

        assert value == repository.get(kind.key(value)).value
        assert [[value]] * len(found) == [[row.value for row in rows] for rows in found]


@pytest.mark.parametrize("kind", kinds.KINDS, ids=str)
def test_facts_of_a_customer_can_be_merged(kind: AnyKind) -> None:
    """What has an index ``customer`` has the order ``customer`` too, what is of prospects apart."""
    of_prospects = kind in {kinds.REFERRAL, kinds.DEVELOPMENT_PLAN}

    assert ("customer" in kind.indexes) == ("customer" in kind.orders or of_prospects)


def test_the_book_shows_every_kind() -> None:
    """Each kind stands under one name of the book."""
    names = [name for name, value in vars(Book).items() if isinstance(value, property)]
    with RecordBackedStore(MemoryRecords(), kinds.KINDS).begin() as unit:
        shown = [getattr(Book(unit), name)._kind for name in names]

    assert list(kinds.KINDS) == shown


def test_sort_text_keeps_the_order_of_tuples() -> None:
    """A longer first part never passes into the second, whatever characters it holds."""
    pairs = [("a", "z"), ("a\x00", "a"), ("a\x01", "a"), ("a\x02", "b"), ("a\x03", "a"), ("b", "")]

    assert pairs == sorted(pairs, key=sort_text)
