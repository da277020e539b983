"""The numbers behind visits and contacts: how often, how far apart, how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import RulesRef
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError

_WEEK_DAYS: Final = 7


def _per_tier(least: int) -> check.Check:
    whole = check.whole(least=least)

    def run(owner: object, at: check.Field, value: Mapping[Tier, int]) -> None:
        if set(value) != set(Tier):
            check.refuse(owner, at, dict(value), "one value for each of A, B and C")
        for number in value.values():
            whole(owner, at, number)

    return run


def _monday(owner: object, at: check.Field, value: Date) -> None:
    check.date(owner, at, value)
    if value.weekday() != 0:
        check.refuse(owner, at, value, "a Monday")


@attrs.frozen(kw_only=True)
class CadenceRules:
    """
    How often customers of each tier are visited and contacted.

    Attributes:
        ref: Name and version of these rules.
        anchor_on: A Monday on which a cycle begins (policies 4c).
        cycle_weeks: Length of a cycle in weeks (policies 4c: 28 days).
        visits: Visits per cycle by tier; a key account is visited as an A
            (policies 4c).
        visits_untiered: Visits per cycle of prospects and of customers without a
            tier yet (policies 4c).
        at_risk_visits: Visits per cycle that a customer at risk gets more
            (policies 4c).
        at_risk_days: For how many days from the one on which they became so, the
            first included (policies 4c: one cycle).
        lost_days: A lost customer is visited when the last counted visit is
            so many days ago or more (policies 4c: once a quarter).
        gap_days: Least number of calendar days between two visits by tier
            (policies 4c).
        tolerance_business_days: How many business days a visit may lie before or
            after its day (policies 4c).
        visit_minutes: Length of a visit by tier, in minutes (policies 4c,
            industrial goods; consumer goods have 15 for all).
        contact_days: Target of calendar days between real contacts by tier (by
            judgement: the interval of the visits).
        contact_maximum_days: Most calendar days between real contacts by tier
            (by judgement: one visit left out).
        contact_lost_days: The target for lost customers, in calendar days.
        contact_lost_maximum_days: The maximum for lost customers.
        ambassador_months: Least number of calendar months between two meetings
            with an ambassador in that role (F3).

    Raises:
        InvalidValueError: A value breaks its rule, or a maximum is below its target.
    """

    ref: RulesRef = RulesRef("cadence", "1")
    anchor_on: Date = field(default=Date(2024, 1, 1), validator=_monday)
    cycle_weeks: int = field(default=4, validator=check.whole(least=1))
    visits: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 4, Tier.B: 2, Tier.C: 1}),
        converter=FrozenMap,
        validator=_per_tier(1),
    )
    visits_untiered: int = field(default=1, validator=check.whole(least=1))
    at_risk_visits: int = field(default=1, validator=check.whole())
    at_risk_days: int = field(default=28, validator=check.whole())
    lost_days: int = field(default=91, validator=check.whole(least=1))
    gap_days: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 4, Tier.B: 9, Tier.C: 18}),
        converter=FrozenMap,
        validator=_per_tier(1),
    )
    tolerance_business_days: int = field(default=2, validator=check.whole())
    visit_minutes: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 60, Tier.B: 40, Tier.C: 20}),
        converter=FrozenMap,
        validator=_per_tier(1),
    )
    contact_days: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 7, Tier.B: 14, Tier.C: 28}),
        converter=FrozenMap,
        validator=_per_tier(1),
    )
    contact_maximum_days: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 14, Tier.B: 28, Tier.C: 56}),
        converter=FrozenMap,
        validator=_per_tier(1),
    )
    contact_lost_days: int = field(default=91, validator=check.whole(least=1))
    contact_lost_maximum_days: int = field(default=182, validator=check.whole(least=1))
    ambassador_months: int = field(default=1, validator=check.whole(least=1))

    def __attrs_post_init__(self) -> None:
        pairs = [(self.contact_days[tier], self.contact_maximum_days[tier]) for tier in Tier]
        pairs.append((self.contact_lost_days, self.contact_lost_maximum_days))
        for target, most in pairs:
            if most < target:
                rule = f"not below its target, {target}"
                raise InvalidValueError("CadenceRules.contact_maximum_days", most, rule)
        most = max(*self.visits.values(), self.visits_untiered) + self.at_risk_visits
        if most > self.cycle_days:
            rule = f"with at_risk_visits no more than one a day, {self.cycle_days}"
            raise InvalidValueError("CadenceRules.visits", most, rule)

    @property
    def cycle_days(self) -> int:
        """Length of a cycle in calendar days."""
        return self.cycle_weeks * _WEEK_DAYS

    def cycle_of(self, day: Date) -> tuple[Date, Date]:
        """Return the first and the last day of the cycle that *day* lies in."""
        anchor = self.anchor_on.toordinal()
        passed = (day.toordinal() - anchor) // self.cycle_days
        first = anchor + passed * self.cycle_days
        return Date.fromordinal(first), Date.fromordinal(first + self.cycle_days - 1)
