"""How many defects does a count of complaints stand for (C7)?"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import rounded
from clientcare.errors import InvalidValueError

_SOURCE: Final = "C7"


@attrs.frozen(kw_only=True)
class IcebergRules:
    """
    The iceberg: of the defects only a part is noticed, and of that only a part complained of.

    The manual's claim, not a measurement: 10 % defective, 5 % noticed, 1 % complained.

    Attributes:
        ref: Name and version of these rules.
        defective_percent: Of all that was sold, what is defective.
        noticed_percent: Of all that was sold, where a defect is noticed.
        complained_percent: Of all that was sold, what is complained of.
        told_at_least: People whom a dissatisfied customer tells (C6).

    Raises:
        InvalidValueError: A figure is out of range, or more is complained of than
            noticed, or noticed than defective.
    """

    ref: RulesRef = RulesRef("iceberg", "1")
    defective_percent: int = field(default=10, validator=check.whole(least=1, most=100))
    noticed_percent: int = field(default=5, validator=check.whole(least=1, most=100))
    complained_percent: int = field(default=1, validator=check.whole(least=1, most=100))
    told_at_least: int = field(default=11, validator=check.whole())

    def __attrs_post_init__(self) -> None:
        if not self.complained_percent <= self.noticed_percent <= self.defective_percent:
            rule = "between complained_percent and defective_percent"
            raise InvalidValueError("IcebergRules.noticed_percent", self.noticed_percent, rule)


@attrs.frozen(kw_only=True)
class Iceberg:
    """
    What stands behind a count of complaints, as an estimate.

    Attributes:
        complaints: The count.
        noticed: Defects that customers noticed, half up.
        defective: Defects in all, half up.
        told: People who heard of it, where each one that noticed told that many.
    """

    complaints: int
    noticed: int
    defective: int
    told: int


_DEFAULT: Final = IcebergRules()


def iceberg(
    complaints: int | None, *, as_of: Date, rules: IcebergRules = _DEFAULT
) -> Decision[Iceberg | None]:
    """
    Estimate the defects behind a count of complaints; its assumptions stand in the reason.

    Undetermined where the count is unknown.

    Raises:
        InvalidValueError: The count is negative or no whole number, or *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    if complaints is not None and (type(complaints) is not int or complaints < 0):
        raise InvalidValueError("complaints", complaints, "a whole number, 0 or more")
    assumed: dict[str, Value] = {
        "defective_percent": rules.defective_percent,
        "noticed_percent": rules.noticed_percent,
        "complained_percent": rules.complained_percent,
        "told_at_least": rules.told_at_least,
        "complaints": complaints,
    }
    if complaints is None:
        outcome, why = None, Reason("iceberg.unknown", assumed, _SOURCE)
    else:
        outcome = _estimate(complaints, rules)
        found = {"noticed": outcome.noticed, "defective": outcome.defective, "told": outcome.told}
        why = Reason("iceberg.estimate", {**assumed, **found}, _SOURCE)
    return Decision(
        outcome=outcome,
        reasons=(why,),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"complaints": complaints},
    )


def _estimate(complaints: int, rules: IcebergRules) -> Iceberg:
    def times(percent: int) -> int:
        return rounded(Fraction(complaints * percent, rules.complained_percent), "half_up")

    noticed = times(rules.noticed_percent)
    return Iceberg(
        complaints=complaints,
        noticed=noticed,
        defective=times(rules.defective_percent),
        told=noticed * rules.told_at_least,
    )
