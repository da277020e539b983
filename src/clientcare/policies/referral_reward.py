"""
Is the introducer rewarded, with what, and is a reward taken back (policies 5a, R6)?

By default the reward is no money: thanks, and a favour owed. Money needs the firm's
own amount, and goes to the firm that introduced, on its account, never to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money
from clientcare.domain.referral import Referral, ReferralState
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError
from clientcare.policies._referral_facts import days_after, known_referral
from clientcare.policies.referral_claim import ClaimStanding

_SOURCE: Final = "policies 5a"
_S = ReferralState


class RewardStep(Scale):
    """What is to be done about the reward."""

    NOTHING = "nothing", "无需处理"
    WAIT = "wait", "等待"
    GRANT = "grant", "答谢"
    DENY = "deny", "不予答谢"
    REVERSE = "reverse", "撤销"


class RewardKind(Scale):
    """What the introducer gets."""

    NON_CASH = "non_cash", "非现金"
    MONEY = "money", "现金"


@attrs.frozen(kw_only=True)
class Reward:
    """
    What is to be done about one reward.

    Attributes:
        step: Wait, grant, deny, reverse, or nothing.
        kind: What the introducer gets; ``None`` unless it is granted.
        amount: The money; ``None`` unless money is granted.
        free_on: The first day on which it may be given, the hold being over; ``None``
            where no reward is in question.
        clawback_due: A reward that was given has to come back.
    """

    step: RewardStep
    kind: RewardKind | None = None
    amount: Money | None = None
    free_on: Date | None = None
    clawback_due: bool = False


@attrs.frozen(kw_only=True)
class RewardRules:
    """
    When and with what an introducer is rewarded.

    Attributes:
        ref: Name and version of these rules.
        hold_days: Days from delivery of the first order (unknown: its invoice) until
            the reward is free: the return window and one day (policies 5a).
        fixed_amount: The firm's own amount, in major units; ``None`` rewards without
            money (policies 5a, R6).
        margin_percent: No more than so much of the first order's margin (policies 5a).
        most_a_year: Rewards for one introducer in a calendar year (policies 5a).
        yearly_budget: What all rewards of a calendar year may cost, in major units;
            ``None`` sets no limit.
        minimum_order: Below so much, in major units, the first order earns nothing.
    """

    ref: RulesRef = RulesRef("referral_reward", "1")
    hold_days: int = field(default=31, validator=check.whole())
    fixed_amount: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    margin_percent: Decimal = field(default=Decimal(5), validator=check.decimal(most="100"))
    most_a_year: int = field(default=12, validator=check.whole())
    yearly_budget: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    minimum_order: Decimal = field(default=Decimal(0), validator=check.decimal())


@attrs.frozen(kw_only=True)
class RewardFacts:
    """
    A converted referral, and what became of its first order.

    Attributes:
        referral: The referral.
        standing: What the naming is worth.
        edge_refused: Why the conversion is not credited, where it is not.
        delivered_on: The day on which the first order was delivered; ``None`` unknown.
        invoiced_on: The day of its invoice; ``None`` is unknown.
        paid_on: The day on which the invoice was fully paid; ``None`` is not yet.
        order_value: What the first order came to, less what came back of it; ``None``
            is unknown.
        margin: The margin of the same; ``None`` is unknown.
        returned_on: The day on which all of it had come back.
        bad_debt_on: The day on which its invoice was given up.
        bounced_on: The day on which its payment bounced.
        rewards_this_year: Rewards that the introducer got in the calendar year.
        spent_this_year: What all rewards of the calendar year have cost; ``None`` is
            unknown, which leaves a reward of money open where there is a budget.

    Raises:
        InvalidValueError: A field breaks its rule.
        CurrencyMismatchError: The amounts are not all of one currency.
    """

    referral: Referral = field(validator=check.a(Referral))
    standing: ClaimStanding = field(default=ClaimStanding.VALID, validator=check.a(ClaimStanding))
    edge_refused: EdgeRefusal | None = field(
        default=None, validator=check.maybe(check.a(EdgeRefusal))
    )
    delivered_on: Date | None = field(default=None, validator=check.maybe(check.date))
    invoiced_on: Date | None = field(default=None, validator=check.maybe(check.date))
    paid_on: Date | None = field(default=None, validator=check.maybe(check.date))
    order_value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    margin: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    returned_on: Date | None = field(default=None, validator=check.maybe(check.date))
    bad_debt_on: Date | None = field(default=None, validator=check.maybe(check.date))
    bounced_on: Date | None = field(default=None, validator=check.maybe(check.date))
    rewards_this_year: int = field(default=0, validator=check.whole())
    spent_this_year: Money | None = field(default=None, validator=check.maybe(check.a(Money)))

    def __attrs_post_init__(self) -> None:
        amounts = (self.order_value, self.margin, self.spent_this_year)
        codes = {one.currency for one in amounts if one is not None}
        if len(codes) > 1:
            raise CurrencyMismatchError("RewardFacts", ", ".join(sorted(codes)), "one currency")


def decide_reward(
    facts: RewardFacts,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: RewardRules = RewardRules(),
) -> Decision[Reward | None]:
    """
    Decide what is to be done about the reward for a referral at *now*.

    Free from day 31 after delivery of the first order (unknown: its invoice) and once
    the invoice is fully paid; day 31 itself is free. Before that a full return, a bad
    debt or a bounced payment reverses the referral; after the reward only a bounced
    payment does, and the reward has to come back. Below the minimum order, beyond the
    12th reward of the introducer in the calendar year or beyond the rest of the budget
    the reward is denied, never paid in part; so it is where the lead was our own or
    the conversion is not credited. Money is the lower of the firm's amount and 5 % of
    the margin, rounded down; a margin of 0 or less earns 0. ``None`` where a figure
    that decides is unknown. Days after *now* are not known yet.
    """
    check.require_instant("now", now)
    today = calendar.local(now).date()
    past = known_referral(facts.referral, now=now, calendar=calendar)
    state = None if past is None else past.state
    outcome, why = _Case(facts, state, today, rules).answer()
    return Decision(
        outcome=outcome,
        reasons=(why,),
        rules=rules.ref,
        judged_at=now,
        inputs={"referral": facts.referral.id, "state": state},
    )


_Answer = tuple[Reward | None, Reason]


class _Case:
    """One reward in question on one day."""

    def __init__(
        self, facts: RewardFacts, state: ReferralState | None, today: Date, rules: RewardRules
    ) -> None:
        self.facts = facts
        self.state = state
        self.today = today
        self.rules = rules
        start = self._by_today(facts.delivered_on) or self._by_today(facts.invoiced_on)
        self.free_on = None if start is None else days_after(start, rules.hold_days)

    def answer(self) -> _Answer:
        """Return what is to be done, and why."""
        if self.state is _S.REWARDED:
            return self._after_reward()
        if self.state not in {_S.CONVERTED, _S.REWARD_PENDING}:
            return self._step(RewardStep.NOTHING, "nothing", {"state": self.state})
        return self._undone() or self._earned_nothing() or self._held() or self._granted()

    def _after_reward(self) -> _Answer:
        bounced = self._by_today(self.facts.bounced_on)
        if bounced is None:
            return self._step(RewardStep.NOTHING, "nothing", {"state": self.state})
        reward = Reward(step=RewardStep.REVERSE, free_on=self.free_on, clawback_due=True)
        return reward, _reason("clawback_due", {"bounced_on": bounced})

    def _undone(self) -> _Answer | None:
        facts = self.facts
        for code, day in (
            ("returned", facts.returned_on),
            ("bad_debt", facts.bad_debt_on),
            ("bounced", facts.bounced_on),
        ):
            if self._by_today(day) is not None:
                return self._step(RewardStep.REVERSE, code, {"on": day})
        return None

    def _earned_nothing(self) -> _Answer | None:
        facts = self.facts
        if facts.standing is not ClaimStanding.VALID:
            return self._step(RewardStep.DENY, "not_earned", {"standing": facts.standing})
        if facts.edge_refused is not None:
            return self._step(RewardStep.DENY, "not_credited", {"why": facts.edge_refused})
        least = self.rules.minimum_order
        if least == 0:
            return None
        if facts.order_value is None:
            return None, _reason("order_value_unknown", {})
        floor = _major(least, facts.order_value.currency)
        if facts.order_value.minor < floor:
            compared: dict[str, Value] = {
                "order_value": facts.order_value,
                "minimum": _money(floor, facts.order_value.currency),
            }
            return self._step(RewardStep.DENY, "below_minimum", compared)
        return None

    def _held(self) -> _Answer | None:
        if self.free_on is None:
            return None, _reason("delivery_unknown", {})
        compared: dict[str, Value] = {"free_on": self.free_on, "today": self.today}
        if self.today < self.free_on:
            return self._step(RewardStep.WAIT, "held", compared)
        if self._by_today(self.facts.paid_on) is None:
            return self._step(RewardStep.WAIT, "unpaid", compared)
        return None

    def _granted(self) -> _Answer:
        rules, given = self.rules, self.facts.rewards_this_year
        counted: dict[str, Value] = {"given": given, "most": rules.most_a_year}
        if given >= rules.most_a_year:
            return self._step(RewardStep.DENY, "cap", {"year": self.today.year, **counted})
        if rules.fixed_amount is None:
            free: dict[str, Value] = {"free_on": self.free_on, **counted}
            return self._step(RewardStep.GRANT, "granted", free, kind=RewardKind.NON_CASH)
        return self._money(rules.fixed_amount)

    def _money(self, fixed: Decimal) -> _Answer:
        margin = self.facts.margin
        if margin is None:
            return None, _reason("margin_unknown", {})
        share = Fraction(max(margin.minor, 0)) * Fraction(self.rules.margin_percent) / 100
        minor = int(min(_major(fixed, margin.currency), share))  # cut off: both are 0 or more
        amount = Money(minor, margin.currency)
        compared: dict[str, Value] = {
            "amount": amount,
            "margin": margin,
            "percent": self.rules.margin_percent,
            "fixed": _money(_major(fixed, margin.currency), margin.currency),
        }
        left = self._budget_left(margin.currency)
        if left is not None and minor > left:
            rest = {"amount": amount, "left": _money(left, margin.currency)}
            return self._step(RewardStep.DENY, "budget", rest)
        if left is not None and self.facts.spent_this_year is None:
            whole: dict[str, Value] = {"amount": amount, "budget": _money(left, margin.currency)}
            return None, _reason("spent_unknown", whole)
        return self._step(
            RewardStep.GRANT, "granted_money", compared, kind=RewardKind.MONEY, amount=amount
        )

    def _budget_left(self, currency: str) -> Fraction | None:
        if self.rules.yearly_budget is None:
            return None
        spent = self.facts.spent_this_year
        return _major(self.rules.yearly_budget, currency) - (0 if spent is None else spent.minor)

    def _step(
        self,
        step: RewardStep,
        code: str,
        compared: Mapping[str, Value],
        *,
        kind: RewardKind | None = None,
        amount: Money | None = None,
    ) -> _Answer:
        free_on = None if step is RewardStep.NOTHING else self.free_on
        reward = Reward(step=step, kind=kind, amount=amount, free_on=free_on)
        return reward, _reason(code, compared)

    def _by_today(self, day: Date | None) -> Date | None:
        return day if day is not None and day <= self.today else None


def _reason(code: str, compared: Mapping[str, Value]) -> Reason:
    return Reason(f"referral_reward.{code}", compared, _SOURCE)


def _major(amount: Decimal, currency: str) -> Fraction:
    """Return an amount in major units as exact minor units."""
    return Fraction(amount) * Money.of(1, currency).minor


def _money(minor: Fraction, currency: str) -> Money:
    return Money(minor.numerator // minor.denominator, currency)
