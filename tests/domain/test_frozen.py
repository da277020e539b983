"""A mapping that cannot change."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain._frozen import FrozenMap

ITEMS = st.dictionaries(st.text(max_size=3), st.integers(), max_size=5)


@given(ITEMS)
def test_it_compares_as_a_mapping(items: dict[str, int]) -> None:
    """It equals any mapping with the same items."""
    assert FrozenMap(items) == items
    assert FrozenMap(items) == FrozenMap(list(items.items())[::-1])


@given(ITEMS, st.text(max_size=3))
def test_it_is_read_as_any_mapping(items: dict[str, int], key: str) -> None:
    """Keys, values, items, and what is not in it."""
    frozen = FrozenMap(items)

    assert list(items) == list(frozen.keys())
    assert list(items.values()) == list(frozen.values())
    assert items.items() == frozen.items()
    assert (key in items) == (key in frozen)
    assert items.get(key) == frozen.get(key)
    assert items.get(key, "none") == frozen.get(key, "none")


@given(ITEMS)
def test_equal_maps_have_equal_hashes(items: dict[str, int]) -> None:
    """The order of the items does not matter to the hash."""
    assert hash(FrozenMap(items)) == hash(FrozenMap(list(items.items())[::-1]))


@given(ITEMS)
def test_copies_are_equal(items: dict[str, int]) -> None:
    """It survives pickling and copying."""
    frozen = FrozenMap(items)

    assert frozen == pickle.loads(pickle.dumps(frozen))  # noqa: S301 - our own bytes
    assert frozen == copy.deepcopy(frozen) == copy.copy(frozen)


def test_it_keeps_nothing_of_its_source() -> None:
    """What becomes of the dictionary that it was made from does not matter."""
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["b"] = 2

    assert {"a": 1} == frozen


def test_it_cannot_be_changed() -> None:
    """No item, attribute or slot can be set or deleted."""
    frozen = FrozenMap({"a": 1})

    with pytest.raises(TypeError):
        frozen["a"] = 2  # type: ignore[index]
    with pytest.raises(AttributeError, match="cannot be changed"):
        frozen._items = {}
    with pytest.raises(AttributeError, match="cannot be changed"):
        del frozen._items
    assert {"a": 1} == frozen


def test_it_shows_its_items() -> None:
    """It reads as a dictionary does, in the order given."""
    assert "{'b': 1, 'a': 2}" == repr(FrozenMap({"b": 1, "a": 2}))


def test_unhashable_values_make_it_unhashable() -> None:
    """What can change inside is no key."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenMap({"a": []}))
