"""
How much goodwill may a complaint cost, and who has to agree (policies 3e)?

A gesture is measured by what is at stake: the value disputed and what the customer
brings in a year. Fast and fair beats lavish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.goodwill import GoodwillAuthority, standing_of
from clientcare.domain.ids import ComplaintId
from clientcare.domain.money import Money, rounded
from clientcare.domain.scales import Scale
from clientcare.domain.staff import StaffRole
from clientcare.errors import CurrencyMismatchError, InvalidValueError

_SOURCE: Final = "policies 3e"
_WHOLE: Final = 100


class GoodwillVerdict(Scale):
    """What becomes of a gesture that is asked for."""

    OWED = "owed", "属应赔付"
    WITHIN = "within", "权限内"
    NEEDS_APPROVAL = "needs_approval", "须审批"
    OVER_CAP = "over_cap", "超出上限"
    GIVEN_BEFORE = "given_before", "本案已给"


@attrs.frozen(kw_only=True)
class GoodwillRules:
    """
    How much goodwill may cost.

    Attributes:
        ref: Name and version of these rules.
        authority: What each level may give on its own (policies 3e).
        disputed_percent: Up to so much of the value disputed (policies 3e).
        margin_percent: Or, if that is more, of the customer's margin of 12 months
            (policies 3e).
        repeat_days: A gesture to the same customer so many days before, the last
            day included, asks for one level more (policies 3e).
        quick_retention_percent: Customers who stay when they were satisfied
            quickly; for the illustration alone (TARP, US consumers, losses above $100).
        slow_retention_percent: The same where they were satisfied slowly.

    Raises:
        InvalidValueError: A figure is out of range, or slow is above quick.
    """

    ref: RulesRef = RulesRef("goodwill", "1")
    authority: GoodwillAuthority = field(
        factory=GoodwillAuthority, validator=check.a(GoodwillAuthority)
    )
    disputed_percent: int = field(default=10, validator=check.whole())
    margin_percent: int = field(default=5, validator=check.whole())
    repeat_days: int = field(default=180, validator=check.whole())
    quick_retention_percent: int = field(default=82, validator=check.whole(most=_WHOLE))
    slow_retention_percent: int = field(default=54, validator=check.whole(most=_WHOLE))

    def __attrs_post_init__(self) -> None:
        if self.slow_retention_percent > self.quick_retention_percent:
            raise InvalidValueError(
                "GoodwillRules.slow_retention_percent",
                self.slow_retention_percent,
                "not above quick_retention_percent",
            )


@attrs.frozen(kw_only=True)
class GoodwillFacts:
    """
    A gesture that is asked for, and what it is measured by.

    Attributes:
        complaint_id: The complaint.
        amount: What the gesture is worth, 0 or more.
        owed: It is a refund or a replacement of what is owed, so no goodwill.
        decider: The role of who wants to give it.
        disputed: The value at stake, 0 or more; ``None`` is unknown.
        margin_12m: What the customer brought in 12 months; may be negative;
            ``None`` is unknown.
        given_in_case: A gesture was given in this complaint already.
        earlier_on: The days of gestures to the same customer in other complaints.

    Raises:
        InvalidValueError: A field breaks its rule.
        CurrencyMismatchError: The amounts are not all of one currency.
    """

    complaint_id: ComplaintId = field(validator=check.key)
    amount: Money = field(validator=check.not_negative)
    owed: bool = field(default=False, validator=check.a(bool))
    decider: StaffRole = field(default=StaffRole.HANDLER, validator=check.a(StaffRole))
    disputed: Money | None = field(default=None, validator=check.maybe(check.not_negative))
    margin_12m: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    given_in_case: bool = field(default=False, validator=check.a(bool))
    earlier_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))

    def __attrs_post_init__(self) -> None:
        for name, money in (("disputed", self.disputed), ("margin_12m", self.margin_12m)):
            if money is not None and money.currency != self.amount.currency:
                rule = f"all in {self.amount.currency}"
                raise CurrencyMismatchError(f"GoodwillFacts.{name}", money.currency, rule)


@attrs.frozen(kw_only=True)
class Goodwill:
    """
    What may be given.

    Attributes:
        verdict: What becomes of the gesture asked for.
        value_cap: The most that the case is worth, whoever gives it, cut to whole
            minor units; ``None`` where no cap applies.
        caps: The same within each level's authority.
        approver: The lowest level that may give it; ``None`` where nobody may, or
            nobody has to be asked.
    """

    verdict: GoodwillVerdict
    value_cap: Money | None = None
    caps: Mapping[StaffRole, Money] = field(factory=FrozenMap)
    approver: StaffRole | None = None


_DEFAULT: Final = GoodwillRules()


def check_goodwill(
    facts: GoodwillFacts, *, as_of: Date, rules: GoodwillRules = _DEFAULT
) -> Decision[Goodwill | None]:
    """
    Decide whether a gesture may be given on a day, and who has to agree.

    Exactly the cap, and exactly a level's authority, passes. Undetermined where
    neither the disputed value nor the margin is known.

    Raises:
        InvalidValueError: *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    outcome, reasons = _judge(facts, as_of, rules)
    apology = Reason("goodwill.apologise", source="C10, policies 3e")
    return Decision(
        outcome=outcome,
        reasons=(*reasons, apology),
        rules=rules.ref,
        judged_at=as_of,
        inputs={
            "complaint": facts.complaint_id,
            "amount": facts.amount,
            "disputed": facts.disputed,
            "margin_12m": facts.margin_12m,
        },
    )


def _judge(
    facts: GoodwillFacts, as_of: Date, rules: GoodwillRules
) -> tuple[Goodwill | None, tuple[Reason, ...]]:
    if facts.owed:
        why = Reason("goodwill.owed", {"amount": facts.amount}, _SOURCE)
        return Goodwill(verdict=GoodwillVerdict.OWED), (why,)
    if facts.given_in_case:
        why = Reason("goodwill.given_before", {"amount": facts.amount}, _SOURCE)
        return Goodwill(verdict=GoodwillVerdict.GIVEN_BEFORE), (why,)
    cap = _value_cap(facts, rules)
    if cap is None:
        return None, (Reason("goodwill.values_unknown", source=_SOURCE),)
    measured = _measured(facts, cap, rules)
    if facts.amount.minor > cap:
        outcome = _answer(facts, cap, rules, GoodwillVerdict.OVER_CAP)
        return outcome, (Reason("goodwill.over_cap", measured, _SOURCE),)
    approver, repeated = _approver(facts, as_of, rules)
    enough = standing_of(facts.decider) >= standing_of(approver)
    verdict = GoodwillVerdict.WITHIN if enough else GoodwillVerdict.NEEDS_APPROVAL
    compared = {**measured, "decider": facts.decider, "approver": approver}
    why = Reason(f"goodwill.{verdict.value}", compared, _SOURCE)
    return _answer(facts, cap, rules, verdict, approver), (why, *repeated)


def _answer(
    facts: GoodwillFacts,
    cap: Fraction,
    rules: GoodwillRules,
    verdict: GoodwillVerdict,
    approver: StaffRole | None = None,
) -> Goodwill:
    currency = facts.amount.currency
    limits = {role: rules.authority.limit_of(role, currency) for role in rules.authority.roles}
    return Goodwill(
        verdict=verdict,
        value_cap=_cut(cap, currency),
        caps=FrozenMap(
            {
                role: _cut(cap if limit is None else min(limit, cap), currency)
                for role, limit in limits.items()
            }
        ),
        approver=approver,
    )


def _cut(minor: Fraction, currency: str) -> Money:
    return Money(rounded(minor, "floor"), currency)


def _value_cap(facts: GoodwillFacts, rules: GoodwillRules) -> Fraction | None:
    """Return the most that the case is worth, in exact minor units; ``None`` is unknown."""
    parts = []
    if facts.disputed is not None:
        parts.append(Fraction(facts.disputed.minor * rules.disputed_percent, _WHOLE))
    if facts.margin_12m is not None:
        margin = max(facts.margin_12m.minor, 0)
        parts.append(Fraction(margin * rules.margin_percent, _WHOLE))
    return max(parts, default=None)


def _measured(facts: GoodwillFacts, cap: Fraction, rules: GoodwillRules) -> dict[str, Value]:
    return {
        "amount": facts.amount,
        "cap": _cut(cap, facts.amount.currency),
        "disputed": facts.disputed,
        "disputed_percent": rules.disputed_percent,
        "margin_12m": facts.margin_12m,
        "margin_percent": rules.margin_percent,
    }


def _approver(
    facts: GoodwillFacts, as_of: Date, rules: GoodwillRules
) -> tuple[StaffRole, tuple[Reason, ...]]:
    """Return the lowest level that may give it, and why it is one higher than usual."""
    usual = rules.authority.lowest_for(facts.amount)
    days = [as_of.toordinal() - on.toordinal() for on in facts.earlier_on]
    recent = [ago for ago in days if 0 <= ago <= rules.repeat_days]
    reasons: list[Reason] = []
    if recent:
        reasons.append(
            Reason(
                "goodwill.recent_gesture",
                {"days": min(recent), "repeat_days": rules.repeat_days, "usual": usual},
                _SOURCE,
            )
        )
    later = sum(ago < 0 for ago in days)
    if later:
        reasons.append(Reason("goodwill.after_as_of", {"count": later}, "policies, Terms"))
    return rules.authority.above(usual) if recent else usual, tuple(reasons)


def gesture_days(complaints: Iterable[Complaint], *, calendar: WorkCalendar) -> tuple[Date, ...]:
    """
    Return the days on which goodwill was given in some complaints, on the calendar's clock.

    That is the day on which the action was done, or the case settled on first contact.
    """
    given = (complaint.progress.gesture_given_at for complaint in complaints)
    return tuple(calendar.local(at).date() for at in given if at is not None)


def retention_at_stake(
    margin_12m: Money | None, *, as_of: Date, rules: GoodwillRules = _DEFAULT
) -> Decision[Money | None]:
    """
    Illustrate what a quick settlement is worth a year, against a slow one.

    The margin of a year times the difference of two retention rates, rounded half up;
    a negative margin puts nothing at stake. The rates were measured among US consumers:
    show the figure as an illustration only.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    points = rules.quick_retention_percent - rules.slow_retention_percent
    compared: dict[str, Value] = {
        "margin_12m": margin_12m,
        "quick_percent": rules.quick_retention_percent,
        "slow_percent": rules.slow_retention_percent,
    }
    stake = None
    if margin_12m is not None:
        gain = Money(max(margin_12m.minor, 0), margin_12m.currency)
        stake = gain.times(Fraction(points, _WHOLE), rounding="half_up")
    code = "goodwill.margin_unknown" if stake is None else "goodwill.at_stake"
    return Decision(
        outcome=stake,
        reasons=(Reason(code, {**compared, "at_stake": stake}, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
        inputs=compared,
    )
