"""The classes A, B and C against a second reckoning from the text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError
from clientcare.policies.tiering import (
    Crossing,
    CustomerValue,
    TieringRules,
    Ties,
    assign_tiers,
    pareto_top20_share,
)

from .tiering_oracle import OracleError, classes, top_share

AS_OF = Date(2026, 11, 24)
FLAGS = (
    "no_positive_value",
    "negative_value",
    "provisional",
    "annualised",
    "undifferentiated",
    "after_as_of",
)

values = st.none() | st.integers(-3, 12) | st.sampled_from((-25, 50, 75, 80, 150, 400, 10**15))
ages = st.none() | st.sampled_from((-40, -1, 0, 1, 89, 90, 91, 146, 364, 365, 366, 2000))


@st.composite
def books(draw: st.DrawFn, currency: str = "CNY") -> list[CustomerValue]:
    """Return books with groups, parents outside the book, and at times a ring."""
    names = draw(st.lists(st.sampled_from("abcdefghijklmn"), unique=True, max_size=12))
    measure = st.dictionaries(
        st.sampled_from(("sales", "margin")),
        st.none() | st.integers(-4, 9).map(lambda minor: Money(minor, currency)),
    )
    solid = draw(st.booleans())
    found = []
    for place, name in enumerate(names):
        value, age = draw(values), draw(ages)
        up = draw(st.none() | st.none() | st.sampled_from("abcdefghijklmnxyz"))
        ring_free = up is None or up not in names[: place + 1]
        found.append(
            CustomerValue(
                customer_id=CustomerId(name),
                value=None if value is None else Money(value, currency),
                first_order_on=None if age is None else Date.fromordinal(AS_OF.toordinal() - age),
                parent_id=CustomerId(up) if up and (ring_free or not solid) else None,
                measures=draw(measure),
            )
        )
    return found


cuts = st.sampled_from(
    (
        (Decimal(80), Decimal(95)),
        (Decimal(90), Decimal(97)),
        (Decimal("66.6"), Decimal("89.9")),
        (Decimal(1), Decimal(2)),
        (Decimal(50), Decimal(100)),
        (Decimal(99), Decimal(100)),
    )
)
weights = st.sampled_from(
    (
        {},
        {},
        {"sales": Decimal(1)},
        {"sales": Decimal("0.7"), "margin": Decimal("0.3")},
        {"sales": Decimal("0.5"), "margin": Decimal("0.5")},
    )
)
shares = st.builds(
    lambda cut, crossing, ties, weight: TieringRules(
        a_percent=cut[0], b_percent=cut[1], crossing=crossing, ties=ties, weights=weight
    ),
    cuts,
    st.sampled_from(Crossing),
    st.sampled_from(Ties),
    weights,
)
absolute = st.sampled_from(
    (
        TieringRules(a_min=Decimal("0.80"), b_min=Decimal("0.05")),
        TieringRules(a_min=Decimal("0.055"), b_min=Decimal("0.0101")),
    )
)


@settings(max_examples=150)
@given(books(), shares | absolute)
def test_classes_are_those_of_the_text(book: list[CustomerValue], rules: TieringRules) -> None:
    """Class, value ahead and flags of every customer are what a naive reckoning gives."""
    try:
        expected = classes(book, AS_OF, rules)
    except OracleError:
        with pytest.raises(InvalidValueError):
            assign_tiers(book, as_of=AS_OF, rules=rules)
        return
    decisions = assign_tiers(book, as_of=AS_OF, rules=rules)

    assert set(expected) == set(decisions)
    for name, decision in decisions.items():
        answer = expected[name]
        flags = {flag for flag in FLAGS if decision.has(f"tiering.{flag}")}
        assert answer.tier == decision.outcome
        assert answer.flags == flags
        for reason in decision.reasons:
            before = reason.facts.get("before")
            if before is not None and answer.before is not None:
                exact = Fraction(before.minor) if isinstance(before, Money) else before
                assert answer.before == exact


@settings(max_examples=60)
@given(books(), shares)
def test_share_of_the_best_fifth_is_that_of_the_text(
    book: list[CustomerValue], rules: TieringRules
) -> None:
    """The best fifth's share is what a naive reckoning gives."""
    try:
        expected = top_share(book, AS_OF, rules)
    except OracleError:
        return

    assert expected == pareto_top20_share(book, as_of=AS_OF, rules=rules).outcome
