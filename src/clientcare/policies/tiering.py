"""
Which class a customer is in: A, B or C by value 等级 (policies 1a, T1, T2).

The best customers who together make the first 80 % of value are A, those up to
95 % are B, the rest is C; the cuts, and what happens on them, are rules. A class
by shares can change because another customer's value changed; one by absolute
cuts cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money, rounded
from clientcare.domain.scales import Tier
from clientcare.policies._tiering_items import CustomerValue, Item, items_of
from clientcare.policies._tiering_ladder import Ladder, Number, TierFloors, tier_floors
from clientcare.policies._tiering_rules import PRESETS, Crossing, TieringRules, Ties

__all__ = [
    "PRESETS",
    "Crossing",
    "CustomerValue",
    "TierFloors",
    "TieringRules",
    "Ties",
    "assign_tiers",
    "pareto_top20_share",
    "tier_floors",
]

Judged: TypeAlias = tuple[Tier | None, tuple[Reason, ...]]

_SOURCE: Final = "policies 1a"
_BY_SHARE: Final[Mapping[tuple[Crossing, Tier], str]] = {
    (Crossing.UP, Tier.A): "tiering.a_ahead",
    (Crossing.UP, Tier.B): "tiering.b_ahead",
    (Crossing.UP, Tier.C): "tiering.c_ahead",
    (Crossing.STRICT, Tier.A): "tiering.a_with_own",
    (Crossing.STRICT, Tier.B): "tiering.b_with_own",
    (Crossing.STRICT, Tier.C): "tiering.c_with_own",
}
_BY_MINIMUM: Final[Mapping[Tier, str]] = {
    Tier.A: "tiering.a_minimum",
    Tier.B: "tiering.b_minimum",
    Tier.C: "tiering.below_minimum",
}


def assign_tiers(
    facts: Iterable[CustomerValue], *, as_of: Date, rules: TieringRules = TieringRules()
) -> Mapping[CustomerId, Decision[Tier | None]]:
    """
    Decide the class of every customer at once.

    Ranked from the best down, a customer is A while those ahead hold less than
    ``a_percent`` of all positive value, B while they hold less than
    ``b_percent``, else C; exactly at a cut is the lower class. With
    ``crossing="strict"`` the customer's own value counts too, and exactly at a
    cut is the better class. Equal values share a class unless ``ties="by_id"``.
    A value of 0 or less is C and in no total.

    A group of firms is ranked as one, at its topmost parent. An unknown value
    leaves the customer, or the whole group, undetermined; the others are
    classed without it.

    Flags are reasons: ``tiering.no_positive_value``, ``tiering.negative_value``,
    ``tiering.provisional``, ``tiering.annualised``, ``tiering.rolled_up``,
    ``tiering.after_as_of``, and ``tiering.undifferentiated`` about the whole book.

    Raises:
        InvalidValueError: *as_of* is no plain date, a customer stands in
            *facts* twice, or parents form a ring.
        CurrencyMismatchError: The values are in several currencies.
    """
    require_date("as_of", as_of)
    items, currency = items_of(facts, as_of=as_of, rules=rules)
    judge = _by_share if rules.a_min is None else _by_minimum
    decided: dict[CustomerId, Decision[Tier | None]] = {}
    for item, (tier, reasons) in zip(items, judge(items, currency, rules), strict=True):
        decision = Decision(
            outcome=tier,
            reasons=(*reasons, *_flags(item, currency, rules)),
            rules=rules.ref,
            judged_at=as_of,
            inputs={"value": _shown(item.value, currency), "history_days": item.history_days},
        )
        decided.update(dict.fromkeys(item.members, decision))
    return FrozenMap(decided)


def pareto_top20_share(
    facts: Iterable[CustomerValue], *, as_of: Date, rules: TieringRules = TieringRules()
) -> Decision[Fraction | None]:
    """
    Return which share of all value the best fifth of the customers make (T1's 80/20).

    Counted are customers (a group is one) with a value above 0, the fifth
    rounded up; ``None`` where there is none. Unknown values are left out and
    counted in a reason.

    Raises:
        InvalidValueError: As for ``assign_tiers``.
        CurrencyMismatchError: As for ``assign_tiers``.
    """
    require_date("as_of", as_of)
    items, currency = items_of(facts, as_of=as_of, rules=rules)
    values = sorted(_positive(items), reverse=True)
    best = -(-len(values) // 5)
    top, total = sum(values[:best]), sum(values)
    share = Fraction(top) / total if total else None
    reasons = [Reason("tiering.nobody_positive", {"customers": len(items)}, _SOURCE)]
    if share is not None:
        compared: dict[str, Value] = {
            "best": best,
            "customers": len(values),
            "value": _shown(top, currency),
            "total": _shown(total, currency),
            "share": share,
        }
        reasons = [Reason("tiering.top_fifth", compared, "T1")]
    unknown = sum(item.value is None for item in items)
    if unknown:
        reasons.append(Reason("tiering.left_out", {"customers": unknown}, _SOURCE))
    return Decision(
        outcome=share,
        reasons=tuple(reasons),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"customers": len(items)},
    )


class _Standing(NamedTuple):
    """The class of an item, the value ahead of it, and that with its own (tie group's) value."""

    tier: Tier
    before: Number
    after: Number


def _by_share(items: Sequence[Item], currency: str | None, rules: TieringRules) -> Iterator[Judged]:
    standings = _standings(items, rules)
    book = _undifferentiated(standings, rules)
    shared: dict[str, Value] = {
        "total": _shown(sum(_positive(items)), currency),
        "a_percent": rules.a_percent,
        "b_percent": rules.b_percent,
    }
    for item in items:
        standing = standings.get(item.id)
        if standing is None:
            tier, reasons = _unranked(item, currency)
            yield tier, reasons if tier is None else (*reasons, *book)
            continue
        compared = {
            "value": _shown(item.value, currency),
            "annualised": item.given is not None,
            "before": _shown(standing.before, currency),
            "after": _shown(standing.after, currency),
            **shared,
        }
        code = _BY_SHARE[rules.crossing, standing.tier]
        yield standing.tier, (Reason(code, compared, _SOURCE), *book)


def _standings(items: Sequence[Item], rules: TieringRules) -> Mapping[CustomerId, _Standing]:
    """Return where every item with a positive value stands."""
    total = sum(_positive(items))
    strict = rules.crossing is Crossing.STRICT
    a, b = Fraction(rules.a_percent) / 100, Fraction(rules.b_percent) / 100
    a_bound, b_bound = a.numerator * total, b.numerator * total

    def standing(before: Number, after: Number) -> _Standing:
        if strict:
            is_a, is_b = after * a.denominator <= a_bound, after * b.denominator <= b_bound
        else:
            is_a, is_b = before * a.denominator < a_bound, before * b.denominator < b_bound
        return _Standing(Tier.A if is_a else Tier.B if is_b else Tier.C, before, after)

    places = _in_line(items) if rules.ties is Ties.BY_ID else _tied(items)
    return {key: standing(before, after) for key, before, after in places}


def _tied(items: Sequence[Item]) -> Iterator[tuple[CustomerId, Number, Number]]:
    ladder = Ladder(_positive(items))
    for item in items:
        if item.value is not None and item.value > 0:
            yield item.id, ladder.before(item.value), ladder.after(item.value)


def _in_line(items: Sequence[Item]) -> Iterator[tuple[CustomerId, Number, Number]]:
    line = [(-item.value, item.id) for item in items if item.value is not None and item.value > 0]
    before: Number = 0
    for minus_value, key in sorted(line):
        after = before - minus_value
        yield key, before, after
        before = after


def _by_minimum(
    items: Sequence[Item], currency: str | None, rules: TieringRules
) -> Iterator[Judged]:
    scale = 10 ** minor_digits(currency) if currency is not None else 1
    compared: dict[str, Value] = {"a_min": rules.a_min, "b_min": rules.b_min}
    floors = TierFloors(
        a=_ceiling(Fraction(rules.a_min or 0) * scale),
        b=_ceiling(Fraction(rules.b_min or 0) * scale),
        total=0,
    )
    for item in items:
        if item.value is None or item.value <= 0:
            yield _unranked(item, currency)
            continue
        tier = floors.tier(int(item.value))
        value = _shown(item.value, currency)
        facts = {"value": value, "annualised": item.given is not None, **compared}
        yield tier, (Reason(_BY_MINIMUM[tier], facts, _SOURCE),)


def _ceiling(value: Fraction) -> int:
    return -rounded(-value, "floor")


def _unranked(item: Item, currency: str | None) -> Judged:
    """Return the class of an item whose value is unknown, 0 or less."""
    if item.value is None:
        return None, (Reason("tiering.value_unknown", {"customers": item.unknown}, _SOURCE),)
    compared: dict[str, Value] = {"value": _shown(item.value, currency)}
    reasons = [Reason("tiering.no_positive_value", compared, _SOURCE)]
    if item.value < 0:
        reasons.append(Reason("tiering.negative_value", compared, _SOURCE))
    return Tier.C, tuple(reasons)


def _undifferentiated(
    standings: Mapping[CustomerId, _Standing], rules: TieringRules
) -> tuple[Reason, ...]:
    in_a = sum(standing.tier is Tier.A for standing in standings.values())
    if 100 * in_a <= rules.undifferentiated_percent * len(standings):
        return ()
    compared: dict[str, Value] = {
        "in_a": in_a,
        "customers": len(standings),
        "percent": rules.undifferentiated_percent,
    }
    return (Reason("tiering.undifferentiated", compared, _SOURCE),)


def _flags(item: Item, currency: str | None, rules: TieringRules) -> Iterator[Reason]:
    days = item.history_days
    if item.value is not None and days is not None and days < rules.full_history_days:
        compared: dict[str, Value] = {"history_days": days, "full_days": rules.full_history_days}
        yield Reason("tiering.provisional", compared, _SOURCE)
        if item.given is not None:
            compared["given"] = _shown(item.given, currency)
            compared["value"] = _shown(item.value, currency)
            yield Reason("tiering.annualised", compared, _SOURCE)
    if item.members != (item.id,):
        group: dict[str, Value] = {"parent": item.id, "members": len(item.members)}
        yield Reason("tiering.rolled_up", group, _SOURCE)
    if item.after_as_of:
        yield Reason("tiering.after_as_of", {"first_orders": item.after_as_of}, _SOURCE)


def _positive(items: Sequence[Item]) -> Iterator[Number]:
    return (item.value for item in items if item.value is not None and item.value > 0)


def _shown(value: Number | None, currency: str | None) -> Value:
    """Return a value as it is compared: money, or a weighted share without a unit."""
    return Money(value, currency) if isinstance(value, int) and currency is not None else value
