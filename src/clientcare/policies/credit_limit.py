"""How much credit do need, strength and grade allow (policies 2c)?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._months import add_months
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies._credit_limit_facts import (
    CreditLimitRules,
    LimitFacts,
    LimitMethod,
    limit_facts,
)
from clientcare.policies._readable import readable

__all__ = [
    "CreditLimitRules",
    "LimitFacts",
    "LimitMethod",
    "ProposedLimit",
    "limit_facts",
    "propose_limit",
]

_SOURCE: Final = "policies 2c"
_WHOLE: Final = 100


@attrs.frozen(kw_only=True)
class ProposedLimit:
    """
    A limit that the figures allow; it counts once it is approved (policies 2f).

    Attributes:
        amount: The limit: what was asked for where a person may ask, else the
            computed one.
        computed: What need, strength and grade give, 0 or more.
        open: The part of *computed* that stands without security.
        lapses_on: The last day of a new customer's trial; afterwards it is 0.
        unsupported: Whether nothing is known of the customer's strength: the
            approval takes one level more.
    """

    amount: Money
    computed: Money
    open: Money
    lapses_on: Date | None
    unsupported: bool


def propose_limit(
    facts: LimitFacts, *, as_of: Date, rules: CreditLimitRules = CreditLimitRules()
) -> Decision[ProposedLimit | None]:
    """
    Compute a limit from need, capacity and grade; exact until the one rounding down.

    Amounts in other currencies are converted by the rate of *as_of*.

    Grade C and an ungraded customer never get an open limit, nor by request;
    a security gives the same to every grade. Without purchases or terms there
    is no need to go by, and the outcome is ``None``; so it is for a new
    customer whose completed orders are unknown, and where a rate is unknown.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    reckoning = _Reckoning.of(facts, as_of, rules)
    reasons = (
        tuple(_unknown(facts, as_of, rules)) if reckoning is None else tuple(reckoning.reasons())
    )
    return Decision(
        outcome=None if reckoning is None else reckoning.outcome,
        reasons=reasons,
        rules=rules.ref,
        judged_at=as_of,
        inputs={"grade": facts.grade, "method": rules.method, "requested": facts.requested},
    )


def _unknown(facts: LimitFacts, as_of: Date, rules: CreditLimitRules) -> Iterator[Reason]:
    compared: dict[str, Value]
    if missing := facts.unknown_rates(as_of):
        compared = {
            "currencies": missing,
            "into": facts.currency,
            "days": facts.rates.max_age_days,
        }
        yield Reason("credit.limit_rate_unknown", compared, _SOURCE)
    if facts.monthly_purchases is None or facts.terms_days is None:
        compared = {
            "monthly_purchases": facts.monthly_purchases,
            "terms_days": facts.terms_days,
        }
        yield Reason("credit.need_unknown", compared, _SOURCE)
    if facts.new_customer and facts.completed_orders is None:
        compared = {"needed": rules.cash_orders}
        yield Reason("credit.completed_orders_unknown", compared, _SOURCE)


# --- the figures, exact, in minor units -----------------------------------------


def _need(facts: LimitFacts, as_of: Date, rules: CreditLimitRules) -> Fraction | None:
    if facts.monthly_purchases is None or facts.terms_days is None:
        return None
    days = facts.terms_days + rules.buffer_days
    return facts.worth(facts.monthly_purchases, as_of) * days / rules.month_days


@attrs.frozen(kw_only=True)
class _Strength:
    """What is known of the customer's capacity, each figure on its own."""

    net_worth: Fraction | None
    working_capital: Fraction | None
    reference: Fraction | None
    insurer: Fraction | None

    @classmethod
    def of(cls, facts: LimitFacts, as_of: Date, rules: CreditLimitRules) -> _Strength:
        def share(amount: Money | None, percent: Decimal | int) -> Fraction | None:
            if amount is None:
                return None
            return facts.worth(amount, as_of) * Fraction(percent) / 100

        return cls(
            net_worth=share(facts.tangible_net_worth, rules.net_worth_percent),
            working_capital=share(facts.working_capital, rules.working_capital_percent),
            reference=_median([facts.worth(one, as_of) for one in facts.reference_limits]),
            insurer=share(facts.insurer_limit, _WHOLE),
        )

    @property
    def capacity(self) -> Fraction | None:
        figures = (self.net_worth, self.working_capital, self.reference, self.insurer)
        return min((figure for figure in figures if figure is not None), default=None)

    def average(self, need: Fraction) -> Fraction:
        worth = self.working_capital if self.net_worth is None else self.net_worth
        known = [figure for figure in (worth, self.reference, need) if figure is not None]
        mean = sum(known, Fraction()) / len(known)
        return mean if self.insurer is None else min(mean, self.insurer)


def _median(amounts: list[Fraction]) -> Fraction | None:
    if not amounts:
        return None
    ordered = sorted(amounts)
    half = len(ordered) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


@attrs.frozen(kw_only=True)
class _Reckoning:
    """A limit on its way from the figures to the proposal."""

    facts: LimitFacts
    rules: CreditLimitRules
    as_of: Date
    need: Fraction
    strength: _Strength
    exact_open: Fraction = field(init=False)
    exact_secured: Fraction = field(init=False)
    bare: Money = field(init=False)
    secured: Money = field(init=False)

    @exact_open.default
    def _exact_open(self) -> Fraction:
        if self.is_negative or self.is_cash_first:
            return Fraction(0)
        return self.base * Fraction(self.rules.factor[self.grade])

    @exact_secured.default
    def _exact_secured(self) -> Fraction:
        left = 1 - Fraction(self.rules.haircut_percent) / 100
        return min(self.need, self.security * left)

    @bare.default
    def _bare(self) -> Money:
        return self._stepped(self.exact_open)

    @secured.default
    def _secured(self) -> Money:
        return self._stepped(self.exact_secured)

    @classmethod
    def of(cls, facts: LimitFacts, as_of: Date, rules: CreditLimitRules) -> _Reckoning | None:
        if facts.unknown_rates(as_of):
            return None
        need = _need(facts, as_of, rules)
        if need is None or (facts.new_customer and facts.completed_orders is None):
            return None
        strength = _Strength.of(facts, as_of, rules)
        return cls(facts=facts, rules=rules, as_of=as_of, need=need, strength=strength)

    @property
    def security(self) -> Fraction:
        held = (self.facts.worth(one, self.as_of) for one in self.facts.securities)
        return sum(held, Fraction())

    @property
    def is_unsupported(self) -> bool:
        return self.strength.capacity is None

    @property
    def is_negative(self) -> bool:
        figures = (self.facts.tangible_net_worth, self.facts.working_capital)
        return any(figure is not None and figure.minor < 0 for figure in figures)

    @property
    def is_cash_first(self) -> bool:
        done = self.facts.completed_orders
        return self.facts.new_customer and done is not None and done < self.rules.cash_orders

    @property
    def is_trial(self) -> bool:
        return self.facts.new_customer and not self.is_cash_first

    @property
    def grade(self) -> CreditGrade:
        return self.facts.grade or CreditGrade.C

    @property
    def base(self) -> Fraction:
        capacity = self.strength.capacity
        if capacity is None:
            return self.need * Fraction(self.rules.unsupported_factor)
        if self.rules.method is LimitMethod.AVERAGE:
            return self.strength.average(self.need)
        return min(self.need, capacity)

    @property
    def computed(self) -> Money:
        return max(self.bare, self.secured)

    @property
    def amount(self) -> Money:
        requested = self.facts.requested
        if requested is None:
            return self.computed
        return min(requested, self.secured) if self.grade is CreditGrade.C else requested

    @property
    def lapses_on(self) -> Date | None:
        return add_months(self.as_of, self.rules.trial_months) if self.is_trial else None

    @property
    def outcome(self) -> ProposedLimit:
        return ProposedLimit(
            amount=self.amount,
            computed=self.computed,
            open=self.bare,
            lapses_on=self.lapses_on,
            unsupported=self.is_unsupported,
        )

    def _stepped(self, exact: Fraction) -> Money:
        step = self.rules.step_major * 10 ** minor_digits(self.facts.currency)
        return Money(exact // step * step, self.facts.currency)

    # --- why --------------------------------------------------------------------

    def reasons(self) -> Iterator[Reason]:
        yield Reason("credit.limit_computed", self._figures(), _SOURCE)
        if self.facts.grade is None:
            compared: dict[str, Value] = {
                "grade": self.grade,
                "factor": self.rules.factor[self.grade],
                "secured": self.secured,
            }
            yield Reason("credit.ungraded_counts_as_c", compared, _SOURCE)
        yield from self._requested()
        yield from self._flags()
        yield from self._concentration()

    def _figures(self) -> dict[str, Value]:
        strength = self.strength
        return {
            "computed": self.computed,
            "need": self._shown(self.need),
            "need_share": self.rules.unsupported_factor if self.is_unsupported else Decimal(1),
            "net_worth": self._shown(strength.net_worth),
            "working_capital": self._shown(strength.working_capital),
            "reference": self._shown(strength.reference),
            "insurer": self._shown(strength.insurer),
            "grade": self.facts.grade,
            "factor": self.rules.factor[self.grade],
            "method": self.rules.method,
        }

    def _requested(self) -> Iterator[Reason]:
        requested = self.facts.requested
        if requested is None:
            return
        compared: dict[str, Value] = {"requested": requested, "computed": self.computed}
        if self.amount < requested:
            compared |= {"grade": self.facts.grade, "secured": self.secured}
            yield Reason("credit.override_refused", compared, _SOURCE)
        elif requested != self.computed:
            yield Reason("credit.override", compared, _SOURCE)

    def _flags(self) -> Iterator[Reason]:
        facts, rules = self.facts, self.rules
        if self.is_unsupported:
            compared: dict[str, Value] = {"factor": rules.unsupported_factor}
            yield Reason("credit.unsupported", compared, _SOURCE)
        if self.is_negative:
            compared = {
                "tangible_net_worth": facts.tangible_net_worth,
                "working_capital": facts.working_capital,
            }
            yield Reason("credit.negative_capital", compared, _SOURCE)
        if self.is_cash_first:
            compared = {"completed": facts.completed_orders, "needed": rules.cash_orders}
            yield Reason("credit.cash_first", compared, _SOURCE)
        if self.is_trial:
            compared = {"lapses_on": self.lapses_on, "months": rules.trial_months}
            yield Reason("credit.trial", compared, _SOURCE)
        if self.secured > self.bare:
            compared = {
                "secured": self.secured,
                "open": self.bare,
                "security": self._shown(self.security),
                "haircut_percent": rules.haircut_percent,
            }
            yield Reason("credit.secured", compared, _SOURCE)
        exact = max(self.exact_open, self.exact_secured)
        if self.computed.minor == 0 and exact > 0:
            compared = {"exact": self._shown(exact), "step": self._step}
            yield Reason("credit.below_step", compared, _SOURCE)

    @property
    def _step(self) -> Money:
        return Money.of(self.rules.step_major, self.facts.currency)

    def _concentration(self) -> Iterator[Reason]:
        total = self.facts.firm_receivables
        if total is None or total.minor == 0:
            return
        percent = Fraction(self.rules.concentration_percent)
        if self.amount.minor * 100 > percent * total.minor:
            compared: dict[str, Value] = {
                "limit": self.amount,
                "receivables": total,
                "percent": self.rules.concentration_percent,
            }
            yield Reason("credit.concentration", compared, _SOURCE)

    def _shown(self, exact: Fraction | None) -> Money | None:
        return None if exact is None else readable(exact, self.facts.currency)
