"""What holds for every book that is classed, however odd."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.policies.tiering import (
    Crossing,
    CustomerValue,
    TieringRules,
    Ties,
    assign_tiers,
    pareto_top20_share,
    tier_floors,
)
from clientcare.testing.strategies.customers import books

AS_OF = Date(2026, 11, 24)
BOOKS = books(AS_OF)
RULES = st.builds(
    TieringRules,
    a_percent=st.sampled_from((1, 50, Decimal("66.6"), 80)),
    b_percent=st.sampled_from((Decimal("80.5"), 95, 100)),
    crossing=st.sampled_from(Crossing),
    ties=st.sampled_from(Ties),
)


def tiers(facts: list[CustomerValue], rules: TieringRules) -> dict[CustomerId, Tier | None]:
    """Return the outcomes by customer."""
    decisions = assign_tiers(facts, as_of=AS_OF, rules=rules)
    return {name: decision.outcome for name, decision in decisions.items()}


def naive_values(facts: list[CustomerValue]) -> dict[str, tuple[list[str], int | None]]:
    """Return members and annualised value of each group, the slow and obvious way."""
    parents = {fact.customer_id: fact.parent_id for fact in facts}
    groups = defaultdict(list)
    for fact in facts:
        top = fact.customer_id
        while parents.get(top) is not None:
            top = parents[top] or top
        groups[top].append(fact)
    found: dict[str, tuple[list[str], int | None]] = {}
    for top, members in groups.items():
        names: list[str] = [fact.customer_id for fact in members]
        known = [fact.value.minor for fact in members if fact.value is not None]
        ages = [
            (AS_OF - fact.first_order_on).days
            for fact in members
            if fact.first_order_on is not None and fact.first_order_on <= AS_OF
        ]
        value = sum(known)
        if ages and 90 <= max(ages) < 365 and value > 0:
            scaled = Fraction(value * 365, max(ages))
            value = int(scaled + Fraction(1, 2))
        found[top] = (names, value if len(known) == len(members) else None)
    return found


def naive_tier(top: str, groups: dict[str, int], rules: TieringRules) -> Tier:
    """Return one group's class by adding up whoever is ahead."""
    own = groups[top]
    if own <= 0:
        return Tier.C
    total = sum(value for value in groups.values() if value > 0)
    if rules.ties is Ties.TOGETHER:
        before = sum(value for value in groups.values() if value > own)
        after = sum(value for value in groups.values() if value >= own)
    else:
        before = sum(
            value for name, value in groups.items() if value > own or (value == own and name < top)
        )
        after = before + own
    for tier, cut in ((Tier.A, rules.a_percent), (Tier.B, rules.b_percent)):
        bound = Fraction(cut) * total
        if (100 * before < bound) if rules.crossing is Crossing.UP else (100 * after <= bound):
            return tier
    return Tier.C


@given(BOOKS, RULES)
def test_agrees_with_the_obvious_way(facts: list[CustomerValue], rules: TieringRules) -> None:
    """Every class is the one found by adding up whoever is ahead."""
    groups = naive_values(facts)
    known = {top: value for top, (_, value) in groups.items() if value is not None}
    expected = {
        name: naive_tier(top, known, rules) if top in known else None
        for top, (names, _) in groups.items()
        for name in names
    }

    assert expected == tiers(facts, rules)


@given(BOOKS)
def test_pareto_share_agrees_with_the_obvious_way(facts: list[CustomerValue]) -> None:
    """The best fifth's share is that of the sorted values' head."""
    values = [value for _, value in naive_values(facts).values() if value is not None and value > 0]
    best = sorted(values)[::-1][: (len(values) + 4) // 5]
    expected = Fraction(sum(best), sum(values)) if values else None

    assert expected == pareto_top20_share(facts, as_of=AS_OF).outcome


@given(BOOKS, RULES, st.randoms(use_true_random=False))
def test_order_of_the_facts_does_not_matter(
    facts: list[CustomerValue], rules: TieringRules, random: Random
) -> None:
    """A shuffled book has the same decisions, reasons included."""
    shuffled = facts.copy()
    random.shuffle(shuffled)

    expected = assign_tiers(facts, as_of=AS_OF, rules=rules)

    assert expected == assign_tiers(shuffled, as_of=AS_OF, rules=rules)


@given(BOOKS, st.sampled_from(Crossing))
def test_equal_values_share_a_class(facts: list[CustomerValue], crossing: Crossing) -> None:
    """Who is worth the same is classed the same."""
    decisions = assign_tiers(facts, as_of=AS_OF, rules=TieringRules(crossing=crossing)).values()
    by_value = defaultdict(set)
    for decision in decisions:
        by_value[decision.inputs["value"]].add(decision.outcome)

    assert {1} >= {len(outcomes) for outcomes in by_value.values()}


@given(BOOKS, RULES)
def test_a_greater_value_is_never_in_a_worse_class(
    facts: list[CustomerValue], rules: TieringRules
) -> None:
    """Down the ranking the classes only fall."""
    ranked = [
        (value, decision.outcome)
        for decision in assign_tiers(facts, as_of=AS_OF, rules=rules).values()
        if isinstance(value := decision.inputs["value"], Money) and decision.outcome is not None
    ]
    falling = sorted(ranked, key=lambda pair: (-pair[0].minor, pair[1]))

    assert sorted(outcome for _, outcome in ranked) == [outcome for _, outcome in falling]


@given(
    st.lists(st.integers(-5, 30), max_size=12), RULES, st.integers(1, 10**9), st.sampled_from("CJ")
)
def test_scale_and_currency_do_not_matter(
    values: list[int], rules: TieringRules, factor: int, other: str
) -> None:
    """All values times the same number, in whatever currency, have the same classes."""

    def book(scale: int, currency: str) -> list[CustomerValue]:
        return [
            CustomerValue(customer_id=CustomerId(f"{place}"), value=Money(value * scale, currency))
            for place, value in enumerate(values)
        ]

    expected = tiers(book(1, "CNY"), rules)

    assert expected == tiers(book(factor, {"C": "CNY", "J": "JPY"}[other]), rules)


@given(BOOKS, RULES)
def test_one_measure_weighed_alone_is_that_measure(
    facts: list[CustomerValue], rules: TieringRules
) -> None:
    """Several measures, of which there is one, class as the plain value does."""
    weighed = attrs.evolve(rules, weights={"sales": Decimal(1)})
    moved = [attrs.evolve(fact, value=None, measures={"sales": fact.value}) for fact in facts]

    assert tiers(facts, rules) == tiers(moved, weighed)


@given(st.lists(st.integers(-5, 40), max_size=20), RULES)
def test_floors_give_the_same_classes(values: list[int], rules: TieringRules) -> None:
    """The fast way of large books gives each value the class that the explained way does."""
    together = attrs.evolve(rules, ties=Ties.TOGETHER)
    facts = [
        CustomerValue(customer_id=CustomerId(f"{place}"), value=Money(value, "CNY"))
        for place, value in enumerate(values)
    ]

    floors = tier_floors(values, rules=together)

    assert list(tiers(facts, together).values()) == [floors.tier(value) for value in values]


@given(BOOKS, RULES)
def test_absolute_cuts_depend_on_nobody_else(
    facts: list[CustomerValue], rules: TieringRules
) -> None:
    """With absolute cuts a customer alone has the class that they have in the book."""
    absolute = attrs.evolve(rules, a_min=Decimal("0.10"), b_min=Decimal("0.05"))
    alone = [attrs.evolve(fact, parent_id=None) for fact in facts]

    expected = assign_tiers(alone, as_of=AS_OF, rules=absolute)

    assert expected == {
        fact.customer_id: assign_tiers([fact], as_of=AS_OF, rules=absolute)[fact.customer_id]
        for fact in alone
    }
