"""
Who speaks for us, and how well (policies 5c, R6)?

Three measures and no single number: how many of the named were won, how much business
stands below somebody in the credited referrals, and what the referrals were worth.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.money import Money
from clientcare.domain.referral import Referral, ReferralState
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies._readable import readable

_SOURCE: Final = "policies 5c"
_DIGITS: Final = 80
_S = ReferralState
_NOT_WON: Final = frozenset({_S.REVERSED, _S.UNREACHABLE, _S.UNQUALIFIED, _S.LOST, _S.EXPIRED})


@attrs.frozen(kw_only=True)
class AmbassadorRules:
    """
    How the measures are taken.

    Attributes:
        ref: Name and version of these rules.
        prior: The conversion that is taken for granted before there is any (policies
            5c; R1's 60 % stands beside the firm's own figure and is no prior).
        prior_weight: For how many referrals the prior stands (policies 5c).
        depth: How deep influence looks, this depth included (policies 5c).
        decay: By what each further depth is multiplied (policies 5c).
        clean_days: A ring alert or a self-referral in so many last days stands against
            somebody (policies 5c).
    """

    ref: RulesRef = RulesRef("ambassador", "1")
    prior: Decimal = field(default=Decimal("0.15"), validator=check.share)
    prior_weight: int = field(default=5, validator=check.whole(least=1))
    depth: int = field(default=5, validator=check.whole(least=1))
    decay: Decimal = field(default=Decimal("0.5"), validator=check.share)
    clean_days: int = field(default=365, validator=check.whole(least=1))


# --- how many of the named were won ---------------------------------------------


def conversion(
    referrals: Iterable[Referral], *, as_of: Date, rules: AmbassadorRules = AmbassadorRules()
) -> Decision[Fraction]:
    """
    Decide which share of somebody's referrals led to an order, shrunk towards the prior.

    (won + 5 x 0.15) / (n + 5). Won are those that converted and were not reversed,
    denied a reward or not; n are these and the reversed, unreachable, unqualified,
    lost and expired. What ended otherwise, or has not ended, does not count.

    Args:
        referrals: Those of one introducer.
        as_of: The day; steps of later days, each by its own clock, are left out.
        rules: The prior and its weight.

    Raises:
        InvalidValueError: A referral comes twice.
    """
    check.require_date("as_of", as_of)
    states = [
        (steps[-1], _S.CONVERTED in steps)
        for one in _each_once(referrals)
        if (steps := [event.state for event in one.history if event.at.date() <= as_of])
    ]
    lost = sum(state in _NOT_WON for state, _ in states)
    won = sum(converted and state is not _S.REVERSED for state, converted in states)
    weight = rules.prior_weight
    value = (won + weight * Fraction(rules.prior)) / (won + lost + weight)
    facts: dict[str, Value] = {
        "won": won,
        "of": won + lost,
        "conversion": value,
        "prior": rules.prior,
        "prior_weight": weight,
    }
    return Decision(
        outcome=value,
        reasons=(Reason("ambassador.conversion", facts, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
    )


def _each_once(referrals: Iterable[Referral]) -> Iterator[Referral]:
    seen: set[ReferralId] = set()
    for one in referrals:
        if one.id in seen:
            raise InvalidValueError("Referral.id", one.id, "each referral once")
        seen.add(one.id)
        yield one


# --- how much business stands below somebody ------------------------------------


@attrs.frozen(kw_only=True)
class Influence:
    """
    What the customers below somebody are worth, the farther the less.

    Attributes:
        minor: Exactly, in minor units.
        currency: Their currency; ``None`` where there is nobody of known value.
        unknown: Whose value is unknown and left out, in the order of their ids.
    """

    minor: Fraction
    currency: str | None
    unknown: tuple[CustomerId, ...] = ()

    @property
    def at_least(self) -> bool:
        """Whether it is at least so much, as some values are unknown."""
        return bool(self.unknown)


def influence(
    customer_id: CustomerId,
    *,
    graph: CreditedGraph,
    values: Mapping[CustomerId, Money | None],
    as_of: Date,
    rules: AmbassadorRules = AmbassadorRules(),
) -> Decision[Influence]:
    """
    Decide how much business stands below a customer in the credited referrals.

    The sum over everybody down to depth 5 of value x 0.5^(depth - 1), a negative value
    counting as 0; depth 1 is directly referred. An unknown value is left out and
    named, and the sum is then a least one.

    Args:
        customer_id: The customer.
        graph: The credited edges.
        values: Net margin of the last 12 months; ``None`` or missing is unknown.
        as_of: The day.
        rules: Depth and decay.

    Raises:
        CurrencyMismatchError: The values are of several currencies.
    """
    check.require_date("as_of", as_of)
    decay = Fraction(rules.decay)
    minor = Fraction(0)
    currency: str | None = None
    unknown = []
    people = 0
    for one, depth in graph.below(customer_id, depth=rules.depth):
        people += 1
        value = values.get(one)
        if value is None:
            unknown.append(one)
            continue
        currency = _same_currency(currency, value)
        minor += max(value.minor, 0) * decay ** (depth - 1)
    found = Influence(minor=minor, currency=currency, unknown=tuple(sorted(unknown)))
    facts: dict[str, Value] = {
        "influence": None if currency is None else readable(minor, currency),
        "customers": people,
        "depth": rules.depth,
        "decay": rules.decay,
    }
    reasons = [Reason("ambassador.influence", facts, _SOURCE)]
    if unknown:
        reasons.append(Reason("ambassador.at_least", {"unknown": found.unknown}, _SOURCE))
    return Decision(outcome=found, reasons=tuple(reasons), rules=rules.ref, judged_at=as_of)


def _same_currency(so_far: str | None, value: Money) -> str:
    if so_far is not None and value.currency != so_far:
        raise CurrencyMismatchError("values", value.currency, f"all in {so_far}")
    return value.currency


# --- what the referrals were worth ----------------------------------------------


class ReferredType(Scale):
    """Whether a referred customer would have come anyway (policies 5, Facts)."""

    ONE = "one", "因介绍而来"
    TWO = "two", "本来会来"


@attrs.frozen(kw_only=True)
class ReferredValue:
    """
    What one referred customer brought.

    Attributes:
        type: Whether they came by the referral alone; ``None``, unknown, is taken for
            would have come anyway.
        margin: The margin that they brought; ``None`` is unknown.
        saved: The cost of winning a customer that was saved.
        years: How many years from now, 0 or more.

    Raises:
        CurrencyMismatchError: Margin and saved cost are of two currencies.
    """

    type: ReferredType | None = field(default=None, validator=check.maybe(check.a(ReferredType)))
    margin: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    saved: Money = field(validator=check.a(Money))
    years: Decimal = field(validator=check.decimal(most="100"))

    def __attrs_post_init__(self) -> None:
        if self.margin is not None:
            _same_currency(self.saved.currency, self.margin)


def referral_value(
    referred: Iterable[ReferredValue],
    *,
    rate: Decimal,
    as_of: Date,
    currency: str,
    rules: AmbassadorRules = AmbassadorRules(),
) -> Decision[Money | None]:
    """
    Decide what somebody's referrals are worth today (customer referral value, CRV).

    Type one brings margin and saved cost, type two and unknown the saved cost alone,
    each divided by (1 + rate)^years; a loss stays in. Reckoned with 80 digits and
    rounded once at the end, half up. ``None`` where a margin that counts is unknown.

    Raises:
        InvalidValueError: *rate* is not a finite Decimal above -1, up to 1000.
        CurrencyMismatchError: An amount is not of *currency*.
    """
    check.require_date("as_of", as_of)
    if type(rate) is not Decimal or not rate.is_finite() or not -1 < rate <= 1000:  # noqa: PLR2004 - a bound against slips
        raise InvalidValueError("rate", rate, "a finite Decimal above -1, up to 1000")
    every = tuple(referred)
    for one in every:
        _same_currency(currency, one.saved)
    unknown = sum(one.type is ReferredType.ONE and one.margin is None for one in every)
    facts: dict[str, Value] = {"referred": len(every), "rate": rate}
    if unknown:
        why = Reason("ambassador.margin_unknown", {**facts, "unknown": unknown}, _SOURCE)
        return Decision(outcome=None, reasons=(why,), rules=rules.ref, judged_at=as_of)
    with decimal.localcontext() as context:
        context.prec, context.rounding = _DIGITS, decimal.ROUND_HALF_UP
        worth = sum((_today(one, rate) for one in every), Decimal(0))
        value = Money(int(worth.to_integral_value()), currency)
    why = Reason("ambassador.value", {"value": value, **facts}, _SOURCE)
    return Decision(outcome=value, reasons=(why,), rules=rules.ref, judged_at=as_of)


def _today(one: ReferredValue, rate: Decimal) -> Decimal:
    brought = one.saved.minor
    if one.type is ReferredType.ONE and one.margin is not None:
        brought += one.margin.minor
    return Decimal(brought) / (1 + rate) ** one.years


# --- ranking and eligibility ----------------------------------------------------


@attrs.frozen(kw_only=True)
class AmbassadorScore:
    """
    The two measures that a ranking goes by.

    Attributes:
        customer_id: The customer.
        influence: Exactly, in minor units of one currency.
        conversion: The shrunk share.
    """

    customer_id: CustomerId = field(validator=check.key)
    influence: Fraction
    conversion: Fraction


def rank_ambassadors(scores: Iterable[AmbassadorScore]) -> tuple[AmbassadorScore, ...]:
    """Return *scores* by influence, then conversion, both falling and exact, then id."""
    return tuple(sorted(scores, key=lambda one: (-one.influence, -one.conversion, one.customer_id)))


@attrs.frozen(kw_only=True)
class EligibilityFacts:
    """
    What decides whether somebody can be an ambassador.

    Attributes:
        has_influence: As the salesperson noted; ``None`` is unknown.
        is_unselfish: The same.
        values_our_work: The same.
        ring_alert_on: The day of the last ring alert with a referral of theirs.
        self_or_cycle_on: The day of their last self-referral or ring of two.
        grave_complaint_open: A complaint of priority P1 or P2 is open.
    """

    has_influence: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    is_unselfish: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    values_our_work: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    ring_alert_on: Date | None = field(default=None, validator=check.maybe(check.date))
    self_or_cycle_on: Date | None = field(default=None, validator=check.maybe(check.date))
    grave_complaint_open: bool = field(default=False, validator=check.a(bool))


def is_eligible(
    facts: EligibilityFacts, *, as_of: Date, rules: AmbassadorRules = AmbassadorRules()
) -> Decision[bool | None]:
    """
    Decide whether somebody can be an ambassador.

    All three of R6 have to be noted as yes: one no is a no, else one unknown leaves it
    undetermined. A ring alert or a self-referral in the last 365 days, or an open
    complaint of priority P1 or P2, is a no as well.
    """
    check.require_date("as_of", as_of)
    noted = {
        "has_influence": facts.has_influence,
        "is_unselfish": facts.is_unselfish,
        "values_our_work": facts.values_our_work,
    }
    against = [
        Reason(f"ambassador.no_{name}", {}, "R6") for name, is_ in noted.items() if is_ is False
    ]
    for code, day in (
        ("ambassador.ring_alert", facts.ring_alert_on),
        ("ambassador.self_referral", facts.self_or_cycle_on),
    ):
        if day is not None and 0 <= as_of.toordinal() - day.toordinal() < rules.clean_days:
            against.append(Reason(code, {"on": day, "days": rules.clean_days}, _SOURCE))
    if facts.grave_complaint_open:
        against.append(Reason("ambassador.grave_complaint", {}, _SOURCE))
    unknown = [
        Reason(f"ambassador.unknown_{name}", {}, "R6") for name, is_ in noted.items() if is_ is None
    ]
    outcome = False if against else None if unknown else True
    reasons = (*against, *unknown) or (Reason("ambassador.eligible", {}, "R6"),)
    return Decision(outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=as_of)
