"""Plain data as TOML text."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare._toml import to_toml

_LEAF = (
    st.booleans()
    | st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
)
_TABLE: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(st.text(), _LEAF | st.lists(_LEAF, max_size=3), max_size=4),
    lambda inner: st.dictionaries(
        st.text(), _LEAF | inner | st.lists(inner, max_size=2), max_size=4
    ),
    max_leaves=8,
)


@given(_TABLE)
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    """The standard library's reader finds exactly what was written."""
    read = tomllib.loads(to_toml(data), parse_float=Decimal)

    assert data == read


def test_unknown_is_left_out() -> None:
    """TOML has no null; a key without a value is not written, at any depth."""
    text = to_toml({"a": None, "b": {"c": None}, "d": [{"e": 1, "f": None}]})

    assert {"b": {}, "d": [{"e": 1}]} == tomllib.loads(text)


def test_a_float_is_refused() -> None:
    """A float has no place in exact rules."""
    with pytest.raises(TypeError, match=r"0\.1"):
        to_toml({"a": 0.1})
