"""The credited referrals are always a forest (policies 5b)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.credited_graph import CreditedGraph, EdgeRefusal
from clientcare.domain.ids import CustomerId
from clientcare.errors import InvalidValueError


def ident(name: str) -> CustomerId:
    """Return a customer's id."""
    return CustomerId(name)


A, B, C, D = map(ident, "ABCD")
CHAIN = CreditedGraph({B: A, D: B, C: A})


def test_the_way_up() -> None:
    """The nearest referrer comes first."""
    assert [B, A] == list(CHAIN.above(D))
    assert [] == list(CHAIN.above(A))


def test_the_way_down() -> None:
    """Depth 1 is directly referred; nobody deeper than asked is told."""
    assert [(B, 1), (C, 1), (D, 2)] == list(CHAIN.below(A))
    assert [(B, 1), (C, 1)] == list(CHAIN.below(A, depth=1))
    assert (B, C) == CHAIN.referred_by(A)
    assert () == CHAIN.referred_by(D)


@pytest.mark.parametrize(
    ("referrer", "referred", "why"),
    [
        (A, A, EdgeRefusal.SELF),
        (B, A, EdgeRefusal.CYCLE),
        (D, A, EdgeRefusal.CYCLE),
        (C, B, EdgeRefusal.TAKEN),
        (C, ident("E"), None),
        (ident("E"), A, None),
    ],
)
def test_refusals(referrer: CustomerId, referred: CustomerId, why: EdgeRefusal | None) -> None:
    """Nobody refers themselves or anybody above them, and one referrer is enough."""
    assert why is CHAIN.refusal(referrer, referred)


def test_a_refused_edge_is_not_made() -> None:
    """The graph stays as it was, and nobody is named."""
    with pytest.raises(InvalidValueError, match="cycle") as caught:
        CHAIN.credit(D, A)

    assert "'D'" not in str(caught.value)


def test_a_reversal_takes_the_edge() -> None:
    """Then the other way round is free."""
    assert A in CHAIN.without(B).without(D).credit(B, A).referrers


def test_an_erased_referrer_leaves_a_node_that_says_nothing() -> None:
    """Graph and credits hold; nobody else's id is taken."""
    gone = CHAIN.with_tombstone(B, ident("gone-1"))

    assert [ident("gone-1"), A] == list(gone.above(D))
    assert (C, ident("gone-1")) == gone.referred_by(A)
    for taken in (A, D):
        with pytest.raises(InvalidValueError, match="nobody has"):
            CHAIN.with_tombstone(B, taken)


@pytest.mark.parametrize("edges", [{A: A}, {A: B, B: A}, {A: B, B: C, C: D, D: B}])
def test_rings_are_refused(edges: dict[CustomerId, CustomerId]) -> None:
    """A graph handed in is checked too."""
    with pytest.raises(InvalidValueError, match="forest"):
        CreditedGraph(edges)


def test_nobody_is_named_in_repr() -> None:
    """Who referred whom is personal."""
    assert "CreditedGraph()" == repr(CHAIN)


NAMES = st.sampled_from("ABCDEFG").map(CustomerId)


@given(st.lists(st.tuples(NAMES, NAMES, st.booleans()), max_size=40))
def test_always_a_forest(steps: list[tuple[CustomerId, CustomerId, bool]]) -> None:
    """Whatever is credited and reversed: one referrer each, and no way leads back."""
    graph = CreditedGraph()
    for referrer, referred, credits_ in steps:
        if not credits_:
            graph = graph.without(referred)
        elif graph.refusal(referrer, referred) is None:
            graph = graph.credit(referrer, referred)

    for one in graph.referrers:
        way = list(graph.above(one))
        assert one not in way
        assert len(set(way)) == len(way)
    below = [
        one for root in "ABCDEFG" for one, depth in graph.below(CustomerId(root)) if depth == 1
    ]
    assert len(set(below)) == len(below) == len(graph.referrers)
