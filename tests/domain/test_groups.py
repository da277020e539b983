"""Who stands at the top of a group of customers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain._groups import heads_of
from clientcare.domain.ids import CustomerId
from clientcare.errors import InvalidValueError

_IDS = st.sampled_from([CustomerId(letter) for letter in "abcdefg"])


@given(st.dictionaries(_IDS, _IDS))
def test_each_climbs_to_its_own_top(parents: dict[CustomerId, CustomerId]) -> None:
    """Step by step upward, everybody ends at their head; who never ends is in a ring."""
    tops: dict[CustomerId, CustomerId] = {}
    for start in parents.keys() | set(parents.values()):
        at, steps = start, 0
        while at in parents and steps <= len(parents):
            at, steps = parents[at], steps + 1
        if at in parents:
            with pytest.raises(InvalidValueError, match="ring"):
                heads_of(parents)
            return
        tops[start] = at

    assert heads_of(parents) == tops
