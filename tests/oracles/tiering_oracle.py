"""
A second, naive reckoning of the classes A, B and C, written from the text of policies 1a alone.

It shares no code with the library's policies: only the facts and the rules come from there.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs
from pendulum import Date

from clientcare.policies.tiering import Crossing, CustomerValue, TieringRules, Ties


class OracleError(Exception):
    """The text calls such facts an error."""


@attrs.frozen
class Answer:
    """What the text says about one customer."""

    tier: str | None
    before: Fraction | None
    flags: frozenset[str]


@attrs.frozen
class Group:
    """A customer, or all firms below one topmost parent."""

    top: str
    members: tuple[CustomerValue, ...]
    history: int | None
    late: int


def half_up(value: Fraction) -> int:
    """Round away from zero where exactly between two."""
    if value < 0:
        return -half_up(-value)
    return int(value + Fraction(1, 2))


def check_book(facts: Sequence[CustomerValue]) -> None:
    """Refuse the same customer twice and several currencies."""
    if len({fact.customer_id for fact in facts}) < len(facts):
        raise OracleError("twice")


def topmost(fact: CustomerValue, book: Mapping[str, CustomerValue]) -> str:
    """Climb until nobody is above."""
    here: str = fact.customer_id
    seen = []
    while here in book and book[here].parent_id is not None:
        if here in seen:
            raise OracleError("ring")
        seen.append(here)
        here = str(book[here].parent_id)
    return here


def grouped(facts: Sequence[CustomerValue], as_of: Date) -> list[Group]:
    """Roll every subsidiary up to its topmost parent."""
    book: dict[str, CustomerValue] = {fact.customer_id: fact for fact in facts}
    tops = [topmost(fact, book) for fact in facts]
    found = []
    for top in sorted(set(tops)):
        members = tuple(fact for fact, its in zip(facts, tops, strict=True) if its == top)
        ages = [
            (as_of - member.first_order_on).days
            for member in members
            if member.first_order_on is not None and member.first_order_on <= as_of
        ]
        late = sum(
            member.first_order_on is not None and member.first_order_on > as_of
            for member in members
        )
        found.append(Group(top, members, max(ages, default=None), late))
    return found


def measured(group: Group, name: str | None) -> int | None:
    """Add up one measure over a group; unknown if one member's is."""
    total = 0
    for member in group.members:
        money = member.value if name is None else member.measures.get(name)
        if money is None:
            return None
        total += money.minor
    return total


def to_a_year(value: int, history: int | None) -> int:
    """Annualise what is positive and at least 90, but less than 365 days old."""
    if history is not None and 90 <= history < 365 and value > 0:
        return half_up(Fraction(value * 365, history))
    return value


def plain_values(groups: list[Group]) -> dict[str, Fraction | None]:
    """Value each group by its one value."""
    found: dict[str, Fraction | None] = {}
    for group in groups:
        value = measured(group, None)
        found[group.top] = None if value is None else Fraction(to_a_year(value, group.history))
    return found


def weighed_values(groups: list[Group], rules: TieringRules) -> dict[str, Fraction | None]:
    """Value each group by several measures: the weighted shares of their positive totals."""
    table: dict[str, dict[str, int]] = {}
    for group in groups:
        row = {}
        for name in rules.weights:
            value = measured(group, name)
            if value is not None:
                row[name] = to_a_year(value, group.history)
        if len(row) == len(rules.weights):
            table[group.top] = row
    totals = {
        name: sum(row[name] for row in table.values() if row[name] > 0) for name in rules.weights
    }
    left = sum(Fraction(rules.weights[name]) for name in totals if totals[name] > 0)
    found: dict[str, Fraction | None] = {group.top: None for group in groups}
    for top, its in table.items():
        value_of = Fraction(0)
        for name, total in totals.items():
            if total > 0 and left > 0:
                value_of += Fraction(rules.weights[name]) / left * its[name] / total
        found[top] = value_of
    return found


def before_of(top: str, values: Mapping[str, Fraction], ties: Ties) -> Fraction:
    """Add up whoever stands ahead."""
    own = values[top]
    ahead = Fraction(0)
    for other, value in values.items():
        first = value > own or (ties is Ties.BY_ID and value == own and other < top)
        if first and value > 0:
            ahead += value
    return ahead


def class_of(top: str, values: Mapping[str, Fraction], rules: TieringRules) -> str:
    """Class one group by shares."""
    if values[top] <= 0:
        return "C"
    total = sum(value for value in values.values() if value > 0)
    before = before_of(top, values, rules.ties)
    own = (
        values[top]
        if rules.ties is Ties.BY_ID
        else values[top] * sum(value == values[top] for value in values.values())
    )
    for name, cut in (("A", rules.a_percent), ("B", rules.b_percent)):
        if rules.crossing is Crossing.UP and 100 * before < Fraction(cut) * total:
            return name
        if rules.crossing is Crossing.STRICT and 100 * (before + own) <= Fraction(cut) * total:
            return name
    return "C"


def class_by_cuts(value: Fraction, rules: TieringRules, digits: int) -> str:
    """Class a value by absolute cuts."""
    assert rules.a_min is not None
    assert rules.b_min is not None
    if value >= Fraction(rules.a_min) * 10**digits:
        return "A"
    return "B" if value >= Fraction(rules.b_min) * 10**digits else "C"


def flags_of(group: Group, value: Fraction | None, given: int | None) -> set[str]:
    """Collect the flags of one group."""
    found = set()
    if value is not None and group.history is not None and group.history < 365:
        found.add("provisional")  # what has no class is not marked
    if value is not None and value <= 0:
        found.add("no_positive_value")
    if value is not None and value < 0:
        found.add("negative_value")
    if given is not None and value is not None and to_a_year(given, group.history) != given:
        found.add("annualised")
    if group.late:
        found.add("after_as_of")
    return found


def classes(
    facts: Sequence[CustomerValue], as_of: Date, rules: TieringRules, digits: int = 2
) -> dict[str, Answer]:
    """Class every customer of a book."""
    check_book(facts)
    groups = grouped(facts, as_of)
    values = weighed_values(groups, rules) if rules.weights else plain_values(groups)
    known = {top: value for top, value in values.items() if value is not None}
    absolute = rules.a_min is not None
    tiers = {
        top: class_by_cuts(value, rules, digits) if absolute else class_of(top, known, rules)
        for top, value in known.items()
    }
    positive = [top for top, value in known.items() if value > 0]
    alike = not absolute and 100 * sum(tiers[top] == "A" for top in positive) > 50 * len(positive)
    found = {}
    for group in groups:
        value = values[group.top]
        given = None if rules.weights else measured(group, None)
        flags = flags_of(group, value, given) | (
            {"undifferentiated"} if alike and value is not None else set()
        )
        ahead = value is not None and value > 0 and not absolute
        for member in group.members:
            found[str(member.customer_id)] = Answer(
                tiers.get(group.top),
                before_of(group.top, known, rules.ties) if ahead else None,
                frozenset(flags),
            )
    return found


def top_share(facts: Sequence[CustomerValue], as_of: Date, rules: TieringRules) -> Fraction | None:
    """Return the share of all positive value that the best fifth, rounded up, makes."""
    check_book(facts)
    groups = grouped(facts, as_of)
    values = weighed_values(groups, rules) if rules.weights else plain_values(groups)
    ranked = sorted((value for value in values.values() if value and value > 0), reverse=True)
    if not ranked:
        return None
    best = 0
    while best * 5 < len(ranked):
        best += 1
    return Fraction(sum(itertools.islice(ranked, best))) / sum(ranked)
