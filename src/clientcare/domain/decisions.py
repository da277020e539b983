"""
What a policy answers: an outcome, and why.

A reason is a stable code with the numbers that were compared; prose is rendered
from codes elsewhere (``clientcare.wording``), in the reader's language.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

import attrs
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.money import Money

T_co = TypeVar("T_co", covariant=True)

Plain: TypeAlias = (
    bool | int | str | enum.StrEnum | Decimal | Fraction | Money | Date | DateTime | None
)
Value: TypeAlias = Plain | tuple[Plain, ...]
"""What a reason can compare: exact values only, never a float."""


def _frozen_facts(facts: Mapping[str, Value]) -> Mapping[str, Value]:
    return facts if type(facts) is FrozenMap else FrozenMap(facts)


@attrs.frozen
class RulesRef:
    """
    Which rules judged.

    Attributes:
        name: The rules' name, such as ``tiering``.
        version: The rules' version, as their owner writes it.
    """

    name: str
    version: str


@attrs.frozen
class Reason:
    """
    One thing that a decision rests on.

    Attributes:
        code: A stable dotted code, such as ``credit.over_limit``.
        facts: The values that were compared, by name.
        source: The fact id, standard or formula that the rule comes from.
    """

    code: str
    facts: Mapping[str, Value] = attrs.field(factory=FrozenMap, converter=_frozen_facts)
    source: str = ""


@attrs.frozen(kw_only=True)
class Decision(Generic[T_co]):
    """
    An answer that explains itself.

    Attributes:
        outcome: The answer; ``None`` where it cannot be determined, and the
            first reason then says which fact is unknown.
        reasons: Why, the weightiest first; flags of the answer are reasons too.
        rules: Name and version of the rules that judged.
        judged_at: The date or instant for which it was judged.
        inputs: The values that the answer rests on, by name.
    """

    outcome: T_co
    reasons: tuple[Reason, ...]
    rules: RulesRef
    judged_at: Date | DateTime
    inputs: Mapping[str, Value] = attrs.field(factory=FrozenMap, converter=_frozen_facts)

    def has(self, code: str) -> bool:
        """Tell whether a reason with this code is among the reasons."""
        return any(reason.code == code for reason in self.reasons)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all reasons, in their order."""
        return tuple(reason.code for reason in self.reasons)
