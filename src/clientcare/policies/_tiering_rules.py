"""The rules by which customers are classed A, B and C."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import RulesRef
from clientcare.errors import InvalidValueError

_WEIGHTS_SLACK: Final = Fraction(1, 10**9)


class Crossing(enum.StrEnum):
    """Which class a customer gets whose sales cross a cut."""

    UP = "up"
    """The better one: what counts is the share of those ahead."""
    STRICT = "strict"
    """The worse one: what counts is the share with the customer's own sales."""


class Ties(enum.StrEnum):
    """What becomes of customers with equal values."""

    TOGETHER = "together"
    """They share a class."""
    BY_ID = "by_id"
    """They are ranked by id, ascending (by code point)."""


def _exact(value: object) -> object:
    return Decimal(value) if type(value) is int else value


def _frozen(weights: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return FrozenMap(weights)


def _weights(owner: object, at: check.Field, value: Mapping[str, Decimal]) -> None:
    for name, weight in value.items():
        check.text()(owner, at, name)
        check.decimal()(owner, at, weight)
    if value and abs(sum(map(Fraction, value.values()), Fraction()) - 1) > _WEIGHTS_SLACK:
        check.refuse(owner, at, value, "weights that sum to 1")


@attrs.frozen(kw_only=True)
class TieringRules:
    """
    How customers are classed by value (policies 1a; the default cuts are T1's 80/20).

    Attributes:
        ref: Name and version of these rules.
        a_percent: Class A ends where this many percent of all value are reached.
        b_percent: Class B ends here. Needed: 0 < a < b ≤ 100.
        crossing: The class of the customer who crosses a cut.
        ties: The classes of customers with equal values.
        annualise_from_days: From this length of history on, a positive value is
            scaled up to a full one; a shorter history is too little to go by.
        full_history_days: The days that a value covers: 365 for net sales of
            the last 12 months. A shorter history makes the class provisional.
        undifferentiated_percent: If A holds more than this many percent of the
            customers with a positive value, the classes say little.
        weights: By the names of several measures, the weight of each, 0 or
            more, 1 in all; empty, where ``CustomerValue.value`` alone counts.
        a_min: With absolute cuts, the least value of class A, in major units;
            ``None``, where classes are shares of all value.
        b_min: The least value of class B. Needed: a_min > b_min > 0.

    Raises:
        InvalidValueError: A value breaks its rule, only one absolute cut is
            given, or absolute cuts meet several measures.
    """

    ref: RulesRef = field(default=RulesRef("tiering", "1"), validator=check.a(RulesRef))
    a_percent: Decimal = field(default=Decimal(80), converter=_exact, validator=check.decimal())
    b_percent: Decimal = field(default=Decimal(95), converter=_exact, validator=check.decimal())
    crossing: Crossing = field(default=Crossing.UP, validator=check.a(Crossing))
    ties: Ties = field(default=Ties.TOGETHER, validator=check.a(Ties))
    annualise_from_days: int = field(default=90, validator=check.whole(least=1))
    full_history_days: int = field(default=365, validator=check.whole(least=1))
    undifferentiated_percent: int = field(default=50, validator=check.whole(most=100))
    weights: Mapping[str, Decimal] = field(factory=FrozenMap, converter=_frozen, validator=_weights)
    a_min: Decimal | None = field(
        default=None, converter=_exact, validator=check.maybe(check.decimal())
    )
    b_min: Decimal | None = field(
        default=None, converter=_exact, validator=check.maybe(check.decimal())
    )

    def __attrs_post_init__(self) -> None:
        if not 0 < self.a_percent < self.b_percent <= 100:  # noqa: PLR2004 - percent
            cuts = (self.a_percent, self.b_percent)
            raise InvalidValueError("TieringRules.a_percent", cuts, "0 < a < b <= 100")
        if self.a_min is None and self.b_min is None:
            return
        if self.a_min is None or self.b_min is None or not 0 < self.b_min < self.a_min:
            cuts_at = (self.a_min, self.b_min)
            raise InvalidValueError("TieringRules.a_min", cuts_at, "a_min > b_min > 0, or neither")
        if self.weights:
            rule = "no absolute cuts where several measures are weighed"
            raise InvalidValueError("TieringRules.a_min", self.a_min, rule)


PRESETS: Final[Mapping[str, TieringRules]] = FrozenMap(
    {
        "80/95": TieringRules(),
        "90/97": TieringRules(ref=RulesRef("tiering 90/97", "1"), a_percent=90, b_percent=97),
        "70/90": TieringRules(ref=RulesRef("tiering 70/90", "1"), a_percent=70, b_percent=90),
    }
)
"""The cuts that trades use (T1), by name."""
