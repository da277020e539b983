"""How old may an exchange rate be (policies 2d)?"""

from __future__ import annotations

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.decisions import RulesRef
from clientcare.domain.rates import MAX_AGE_DAYS, Rates


@attrs.frozen(kw_only=True)
class ExchangeRules:
    """
    How exchange rates are used; the rates themselves are handed in.

    Attributes:
        ref: Name and version of these rules.
        max_age_days: The age up to which a rate is used, in days, that age
            included (policies 2d). Every policy that converts goes by it.
    """

    ref: RulesRef = field(default=RulesRef("exchange", "1"), validator=check.a(RulesRef))
    max_age_days: int = field(default=MAX_AGE_DAYS, validator=check.whole())

    def applied_to(self, rates: Rates) -> Rates:
        """Return *rates*, used up to the age of these rules."""
        return attrs.evolve(rates, max_age_days=self.max_age_days)
