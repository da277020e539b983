"""What the checks of an order look at, reckoned once."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
from pendulum import Date

from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies._credit_hold_facts import CreditFacts, CreditHoldRules, Verdict
from clientcare.policies._readable import readable
from clientcare.policies.allocation import Allocation, allocation_on
from clientcare.policies.effective_limit import EffectiveLimit, LimitsOnFile, effective_limit
from clientcare.policies.exposure import (
    Exposure,
    OrderAtRisk,
    exposure,
    order_at_risk,
    with_order_open,
)
from clientcare.policies.materiality import OverdueSum, overdue_sum
from clientcare.policies.overdue import OverdueItem, overdue_items


@attrs.frozen(kw_only=True)
class Finding:
    """
    What one check found.

    Attributes:
        check: Which check.
        verdict: What it asks for; ``allow`` where it only notes something.
        reason: Why, with the numbers and what would clear it.
    """

    check: CreditCheck
    verdict: Verdict
    reason: Reason


@attrs.frozen(kw_only=True)
class Situation:
    """
    One customer and order on one day.

    Attributes:
        exposure: The customer's, without the order's own open part.
        at_risk: What the order adds; ``None`` without an order.
        limit: The effective limit and why.
        overdue: The open invoices past due.
    """

    facts: CreditFacts
    rules: CreditHoldRules
    as_of: Date
    exposure: Exposure
    at_risk: OrderAtRisk | None
    limit: Decision[EffectiveLimit | None]
    overdue: tuple[OverdueItem, ...]

    @classmethod
    def of(cls, facts: CreditFacts, as_of: Date, rules: CreditHoldRules) -> Situation:
        """Reckon the situation; the order counts as open, new or changed as it is."""
        order, ledger = facts.order, facts.ledger
        if order is not None:
            ledger = with_order_open(ledger, order, as_of=as_of)
        known = _allocated(ledger, facts, as_of)
        limits = LimitsOnFile(
            own=facts.card.limit,
            group=None if facts.group is None else facts.group.limit,
            category=facts.category_limit,
            firm=facts.firm_limit,
            increases=facts.card.increases,
        )
        return cls(
            facts=facts,
            rules=rules,
            as_of=as_of,
            exposure=exposure(
                ledger,
                as_of=as_of,
                rules=rules.exposure,
                leave_out=None if order is None else order.id,
                allocation=known,
            ).outcome,
            at_risk=None
            if order is None
            else order_at_risk(ledger, order.id, as_of=as_of, allocation=known),
            limit=effective_limit(limits, as_of=as_of),
            overdue=overdue_items(ledger, as_of=as_of, rules=rules.exposure, allocation=known),
        )

    @property
    def permanent(self) -> Money | None:
        """The permanent limit; ``None`` where it is none or unknown."""
        return None if self.limit.outcome is None else self.limit.outcome.permanent

    @property
    def currency(self) -> str:
        """The currency that is reckoned in."""
        return self.facts.currency if self.permanent is None else self.permanent.currency

    @property
    def grade(self) -> CreditGrade:
        """The grade by which tolerance goes; ungraded is as C."""
        return self.facts.card.grade or CreditGrade.C

    @property
    def order_net(self) -> Money:
        """What the order adds; nothing without one."""
        return Money.zero(self.currency) if self.at_risk is None else self.at_risk.net

    @property
    def amounts(self) -> tuple[Money, ...]:
        """The exposure in each currency, and what the order adds."""
        return (*self.exposure.totals, self.order_net)

    def total(self, amounts: tuple[Money, ...], currency: str) -> Fraction | None:
        """Return the exact sum of *amounts* in minor units; ``None`` where a rate is unknown."""
        return self.facts.rates.total(amounts, currency, as_of=self.as_of)

    def other_members(self) -> tuple[Money, ...]:
        """Return the exposure of the group's other members, in each currency."""
        others: tuple[Ledger, ...] = () if self.facts.group is None else self.facts.group.others
        decisions = (exposure(one, as_of=self.as_of, rules=self.rules.exposure) for one in others)
        return tuple(total for decision in decisions for total in decision.outcome.totals)

    def overdue_by(self, more_than_days: int) -> OverdueSum:
        """Return what is overdue by more than so many days."""
        return overdue_sum(
            self.overdue,
            more_than_days=more_than_days,
            limit=self.permanent,
            currency=self.currency,
            rates=self.facts.rates,
            as_of=self.as_of,
            rules=self.rules.materiality,
        )

    def rate_unknown(
        self, check: CreditCheck, amounts: tuple[Money, ...], currency: str
    ) -> Finding:
        """Return the finding that *check* cannot be made for want of an exchange rate."""
        missing = tuple(
            code
            for code in sorted({amount.currency for amount in amounts})
            if self._factor(code, currency) is None
        )
        facts: dict[str, Value] = {
            "check": check,
            "verdict": Verdict.HOLD,
            "currencies": missing,
            "into": currency,
            "days": self.facts.rates.max_age_days,
        }
        reason = Reason("credit.rate_unknown", facts, "policies 2d")
        return Finding(check=check, verdict=Verdict.HOLD, reason=reason)

    def _factor(self, code: str, currency: str) -> Fraction | None:
        return self.facts.rates.factor(code, currency, as_of=self.as_of)

    def shown(self, minor: Fraction) -> Money:
        """Return an exact sum as money of the currency that is reckoned in."""
        return readable(minor, self.currency)


def _allocated(ledger: Ledger, facts: CreditFacts, as_of: Date) -> Allocation:
    """Return what settled what in *ledger*; an order that no money names changes nothing of it."""
    order = facts.order
    references = itertools.chain(
        (reference for one in ledger.payments for reference in one.references),
        (reference for one in ledger.credit_notes for reference in one.references),
    )
    named = order is not None and any(one.order_id == order.id for one in references)
    return allocation_on(ledger, as_of, None if named else facts.allocation)
