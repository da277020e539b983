"""What is ranked: customers alone, or groups of firms as one, with one value each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._groups import heads_of
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies._tiering_rules import TieringRules


def _frozen(measures: Mapping[str, Money | None]) -> Mapping[str, Money | None]:
    return FrozenMap(measures)


def _measures(owner: object, at: check.Field, value: Mapping[str, Money | None]) -> None:
    for name, amount in value.items():
        check.text()(owner, at, name)
        check.maybe(check.a(Money))(owner, at, amount)


@attrs.frozen(kw_only=True)
class CustomerValue:
    """
    What one customer is worth, to be compared with the others.

    Attributes:
        customer_id: Which customer.
        value: Net sales of the last 12 months, without tax and less credit
            notes, or another measure that the firm ranks by; ``None`` where unknown.
        first_order_on: The first day with an order neither cancelled nor fully
            returned; ``None`` where there was none.
        parent_id: The firm that this one is a subsidiary of.
        measures: Several measures by name, where the rules weigh them; one
            that is missing or ``None`` is unknown.
    """

    customer_id: CustomerId = field(validator=check.key)
    value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    first_order_on: Date | None = field(default=None, validator=check.maybe(check.date))
    parent_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    measures: Mapping[str, Money | None] = field(
        factory=FrozenMap, converter=_frozen, validator=_measures
    )


@attrs.frozen(kw_only=True)
class Item:
    """
    One place in the ranking.

    Attributes:
        id: The customer, or the topmost parent of a group.
        members: The customers that take its class.
        value: Minor units, or a share where measures are weighed; annualised;
            ``None`` where unknown.
        given: The value before it was annualised, in minor units; ``None``
            where it was not.
        history_days: Days since the first order; ``None`` where there was none.
        unknown: The members, with the measure, whose value is unknown, by name.
        after_as_of: How many first orders lie after the day judged.
    """

    id: CustomerId
    members: tuple[CustomerId, ...]
    value: int | Fraction | None
    given: int | None
    history_days: int | None
    unknown: tuple[str, ...]
    after_as_of: int


def items_of(
    facts: Iterable[CustomerValue], *, as_of: Date, rules: TieringRules
) -> tuple[list[Item], str | None]:
    """
    Return what is ranked, in the order of *facts*, and the currency of a single measure.

    Raises:
        InvalidValueError: A customer stands in *facts* twice, or parents form a ring.
        CurrencyMismatchError: A measure is in several currencies.
    """
    by_id: dict[CustomerId, CustomerValue] = {}
    for fact in facts:
        if fact.customer_id in by_id:
            rule = "each customer once"
            raise InvalidValueError("CustomerValue.customer_id", fact.customer_id, rule)
        by_id[fact.customer_id] = fact
    groups: dict[CustomerId, list[CustomerValue]] = {}
    parents = {one: fact.parent_id for one, fact in by_id.items() if fact.parent_id is not None}
    heads = heads_of(parents, field="CustomerValue.parent_id")
    for one, fact in by_id.items():
        groups.setdefault(heads.get(one, one), []).append(fact)
    if rules.weights:
        return _weighed(groups, as_of, rules), None
    return _valued(groups, as_of, rules)


def _valued(
    groups: Mapping[CustomerId, Sequence[CustomerValue]], as_of: Date, rules: TieringRules
) -> tuple[list[Item], str | None]:
    currency = _one_currency(fact.value for group in groups.values() for fact in group)
    items = []
    for top, group in groups.items():
        history, later = _history(group, as_of)
        unknown = tuple(sorted(fact.customer_id for fact in group if fact.value is None))
        given = sum(fact.value.minor for fact in group if fact.value is not None)
        value = _annualised(given, history, rules)
        item = Item(
            id=top,
            members=tuple(fact.customer_id for fact in group),
            value=None if unknown else value,
            given=None if value == given else given,
            history_days=history,
            unknown=unknown,
            after_as_of=later,
        )
        items.append(item)
    return items, currency


def _weighed(
    groups: Mapping[CustomerId, Sequence[CustomerValue]], as_of: Date, rules: TieringRules
) -> list[Item]:
    """Return items whose value is the weighted sum of their shares in each measure."""
    weights = {name: Fraction(weight) for name, weight in rules.weights.items() if weight}
    histories = {top: _history(group, as_of) for top, group in groups.items()}
    unknown = {top: _unknown_measures(group, weights) for top, group in groups.items()}
    values: dict[CustomerId, Fraction] = defaultdict(Fraction)
    kept = Fraction()
    for name, weight in weights.items():
        _one_currency(fact.measures.get(name) for group in groups.values() for fact in group)
        amounts = {
            top: _annualised(_sum_of(group, name), histories[top][0], rules)
            for top, group in groups.items()
            if not unknown[top]
        }
        total = sum(amount for amount in amounts.values() if amount > 0)
        if total:
            kept += weight
            for top, amount in amounts.items():
                values[top] += weight * Fraction(amount, total)
    return [
        Item(
            id=top,
            members=tuple(fact.customer_id for fact in group),
            value=None if unknown[top] else values[top] / (kept or 1),
            given=None,
            history_days=histories[top][0],
            unknown=unknown[top],
            after_as_of=histories[top][1],
        )
        for top, group in groups.items()
    ]


def _unknown_measures(
    group: Sequence[CustomerValue], weights: Mapping[str, Fraction]
) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"{fact.customer_id} {name}"
            for fact in group
            for name in weights
            if fact.measures.get(name) is None
        )
    )


def _sum_of(group: Sequence[CustomerValue], name: str) -> int:
    amounts = (fact.measures.get(name) for fact in group)
    return sum(amount.minor for amount in amounts if amount is not None)


def _one_currency(amounts: Iterable[Money | None]) -> str | None:
    currencies = {amount.currency for amount in amounts if amount is not None}
    if len(currencies) > 1:
        first, other, *_ = sorted(currencies)
        raise CurrencyMismatchError("CustomerValue.value", other, f"all in {first}")
    return next(iter(currencies), None)


def _history(group: Sequence[CustomerValue], as_of: Date) -> tuple[int | None, int]:
    """Return the days since a group's first order, and how many first orders are yet to come."""
    # Ordinals: subtracting pendulum dates builds an Interval, at hundreds of times the cost.
    today = as_of.toordinal()
    days = [today - fact.first_order_on.toordinal() for fact in group if fact.first_order_on]
    past = [ago for ago in days if ago >= 0]
    return max(past, default=None), len(days) - len(past)


def _annualised(value: int, history_days: int | None, rules: TieringRules) -> int:
    """Return a positive value scaled up to a full period, half up, where the history allows it."""
    full = rules.full_history_days
    if value <= 0 or history_days is None:
        return value
    if not rules.annualise_from_days <= history_days < full:
        return value
    return (2 * value * full + history_days) // (2 * history_days)
