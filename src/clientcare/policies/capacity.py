"""
How many people does a year of visits need (policies 4d, the workload method of Talley)?

Minutes are summed as whole numbers and rounded up once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value

_SOURCE: Final = "policies 4d"


@attrs.frozen(kw_only=True)
class CapacityRules:
    """
    What one person can do in a year.

    Attributes:
        ref: Name and version of these rules.
        travel_minutes: The way to a visit, in minutes (policies 4d).
        field_days: Days of a year spent with customers, net of leave (policies 4d).
        field_minutes: Minutes of such a day spent on visits and ways (policies 4d: 6 h).
    """

    ref: RulesRef = RulesRef("capacity", "1")
    travel_minutes: int = field(default=15, validator=check.whole())
    field_days: int = field(default=216, validator=check.whole(least=1, most=366))
    field_minutes: int = field(default=360, validator=check.whole(least=1, most=1440))


@attrs.frozen(kw_only=True)
class VisitClass:
    """
    Customers who are visited alike.

    Attributes:
        name: What they are called.
        customers: How many there are; ``None`` is unknown.
        visits: Visits of each in a year; ``None`` is unknown.
        minutes: Length of a visit; ``None`` is unknown.

    Raises:
        InvalidValueError: A number is negative.
    """

    name: str = field(validator=check.text())
    customers: int | None = field(validator=check.maybe(check.whole()))
    visits: int | None = field(validator=check.maybe(check.whole()))
    minutes: int | None = field(validator=check.maybe(check.whole()))


@attrs.frozen(kw_only=True)
class Capacity:
    """
    How many people the visits need.

    Attributes:
        visits: Visits in a year.
        face_minutes: Minutes with customers.
        minutes: The same with the ways.
        people: How many people, as an exact fraction.
        reps: How many whole people.
        utilisation: How much of those is used; ``None`` where nobody is needed.
    """

    visits: int
    face_minutes: int
    minutes: int
    people: Fraction
    reps: int
    utilisation: Fraction | None


def capacity(
    classes: Iterable[VisitClass], *, as_of: Date, rules: CapacityRules = CapacityRules()
) -> Decision[Capacity | None]:
    """
    Decide how many people the visits of a year need.

    Visits × (minutes + way), summed over the classes, by the minutes that a person has
    in a year, rounded up: exactly six people's work needs six. ``None`` where a number
    is unknown.
    """
    check.require_date("as_of", as_of)
    visits = face = 0
    for one in classes:
        if one.customers is None or one.visits is None or one.minutes is None:
            unknown: dict[str, Value] = {"name": one.name}
            why = Reason("capacity.unknown", unknown, _SOURCE)
            return Decision(outcome=None, reasons=(why,), rules=rules.ref, judged_at=as_of)
        visits += one.customers * one.visits
        face += one.customers * one.visits * one.minutes
    minutes = face + visits * rules.travel_minutes
    yearly = rules.field_days * rules.field_minutes
    reps = -(-minutes // yearly)
    found = Capacity(
        visits=visits,
        face_minutes=face,
        minutes=minutes,
        people=Fraction(minutes, yearly),
        reps=reps,
        utilisation=Fraction(minutes, yearly * reps) if reps else None,
    )
    compared: dict[str, Value] = {
        "visits": visits,
        "hours": Fraction(minutes, 60),
        "hours_each": Fraction(yearly, 60),
        "people": found.people,
        "reps": reps,
        "utilisation": found.utilisation,
    }
    return Decision(
        outcome=found,
        reasons=(Reason("capacity.need", compared, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
    )
