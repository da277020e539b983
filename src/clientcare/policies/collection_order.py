"""
Whom to ask for money first (K2): the collections order of the day 催收顺序.

What weighs is money times days: 10,000 that is 9 days overdue weighs as much as 1,000
that is 90. A broken promise comes before any weight, since somebody gave his word; small
sums come after all others, and who promised to pay by a day to come is left in peace
until then. Nothing is hidden: those who wait are in the list, at its end, and say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.rates import Rates
from clientcare.domain.scales import Scale, Tier
from clientcare.errors import InvalidValueError
from clientcare.policies._readable import readable
from clientcare.policies.materiality import MaterialityRules, OverdueSum, overdue_sum
from clientcare.policies.overdue import OverdueItem
from clientcare.policies.payment_promises import PaymentPromiseState

_SOURCE: Final = "K2"


class CollectionStanding(Scale):
    """Why a customer stands where he does, the first to be asked first."""

    BROKEN_PROMISE = "broken_promise", "承诺未履行"
    OVERDUE = "overdue", "已逾期"
    SMALL = "small", "小额逾期"
    WAITING = "waiting", "待承诺到期"


@attrs.frozen(kw_only=True)
class CollectionRules:
    """
    How collections are ordered.

    Attributes:
        ref: Name and version of these rules.
        more_than_days: Items more than so many days past due are asked for.
    """

    ref: RulesRef = field(default=RulesRef("collections", "1"), validator=check.a(RulesRef))
    more_than_days: int = field(default=0, validator=check.whole())


def _promise(owner: object, at: check.Field, value: object) -> None:
    match value:
        case (PaymentPromise(), PaymentPromiseState() | None):
            return
    check.refuse(owner, at, value, "a promise and what became of it")


@attrs.frozen(kw_only=True)
class CollectionCase:
    """
    What one customer owes, and has promised.

    Attributes:
        customer_id: The customer.
        staff_id: Who asks; ``None`` is nobody yet.
        overdue: The open invoices past due; a dispute that shelters one and a deferral
            that holds keep it out of the sum.
        tier: The customer's tier; ``None`` ranks after C.
        limit: The permanent limit, where it is an amount and known.
        promises: What the customer promised to pay, and what became of it.
        materiality: A smaller sum comes last (the measure of policies 2d).
    """

    customer_id: CustomerId = field(validator=check.key)
    staff_id: StaffId | None = field(default=None, validator=check.maybe(check.key))
    overdue: tuple[OverdueItem, ...] = field(
        default=(), validator=check.tuple_of(check.a(OverdueItem))
    )
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    limit: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    promises: tuple[tuple[PaymentPromise, PaymentPromiseState | None], ...] = field(
        default=(), validator=check.tuple_of(_promise)
    )
    materiality: MaterialityRules = field(
        factory=MaterialityRules, validator=check.a(MaterialityRules)
    )


@attrs.frozen(kw_only=True)
class CollectionLine:
    """
    One customer to be asked for money.

    Attributes:
        customer_id: The customer.
        staff_id: Who asks.
        standing: Why here.
        overdue: What is to be paid, in the currency that the list is reckoned in;
            ``None`` where a rate is unknown.
        to_pay: The same in each of its currencies.
        weight: Money times days, exact, in major units times days; ``None`` where a
            rate is unknown.
        oldest_days: How long the oldest item is overdue.
        tier: The customer's tier.
        wait_until: The day of the open promise that is waited for.
        reasons: Why, the weightiest first.
    """

    customer_id: CustomerId
    staff_id: StaffId | None
    standing: CollectionStanding
    overdue: Money | None
    to_pay: tuple[Money, ...]
    weight: Fraction | None
    oldest_days: int
    tier: Tier | None
    wait_until: Date | None
    reasons: tuple[Reason, ...]


def collection_line(
    case: CollectionCase,
    *,
    as_of: Date,
    currency: str,
    rates: Rates = Rates(),
    rules: CollectionRules = CollectionRules(),
) -> Decision[CollectionLine | None]:
    """
    Return what one customer is to be asked for on *as_of*; ``None`` where nothing is due.

    A promise that is open and not yet due makes the customer wait if no other one is
    broken and what was promised covers all that is overdue.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    minor_digits(currency)
    owed = _owed(case, as_of, currency, rates, rules)
    line = None
    if owed.items:
        line = _line(case, owed, _weight(owed, rates, as_of), as_of, rates)
    nothing = Reason("collection.nothing", {"days": rules.more_than_days}, _SOURCE)
    return Decision(
        outcome=line,
        reasons=(nothing,) if line is None else line.reasons,
        rules=rules.ref,
        judged_at=as_of,
        inputs={"customer": case.customer_id, "tier": case.tier},
    )


def _owed(
    case: CollectionCase, as_of: Date, currency: str, rates: Rates, rules: CollectionRules
) -> OverdueSum:
    same = case.limit is not None and case.limit.currency == currency
    return overdue_sum(
        case.overdue,
        more_than_days=rules.more_than_days,
        limit=case.limit if same else None,
        currency=currency,
        rates=rates,
        as_of=as_of,
        rules=case.materiality,
    )


def _weight(owed: OverdueSum, rates: Rates, as_of: Date) -> Fraction | None:
    """Return money times days, in major units; a day more weighs more, so does a unit more."""
    heavy = (item.open * item.days_overdue for item in owed.items)
    minor = rates.total(heavy, owed.currency, as_of=as_of)
    return None if minor is None else minor / 10 ** minor_digits(owed.currency)


def _line(
    case: CollectionCase, owed: OverdueSum, weight: Fraction | None, as_of: Date, rates: Rates
) -> CollectionLine:
    broken = [one for one, state in case.promises if state is PaymentPromiseState.BROKEN]
    waiting = _waiting(case, owed, as_of, rates)
    standing = CollectionStanding.OVERDUE
    if broken:
        standing = CollectionStanding.BROKEN_PROMISE
    elif waiting is not None:
        standing = CollectionStanding.WAITING
    elif owed.minor is not None and not owed.is_material:
        standing = CollectionStanding.SMALL
    wait_until = None if waiting is None or broken else waiting
    return CollectionLine(
        customer_id=case.customer_id,
        staff_id=case.staff_id,
        standing=standing,
        overdue=None if owed.minor is None else readable(owed.minor, owed.currency),
        to_pay=owed.to_pay,
        weight=weight,
        oldest_days=max(item.days_overdue for item in owed.items),
        tier=case.tier,
        wait_until=wait_until,
        reasons=tuple(_reasons(case, owed, weight, broken, wait_until)),
    )


def _waiting(case: CollectionCase, owed: OverdueSum, as_of: Date, rates: Rates) -> Date | None:
    """Return the last day of open promises that together cover what is overdue."""
    still = [one for one, state in case.promises if state is PaymentPromiseState.OPEN]
    promised = rates.total((one.amount for one in still), owed.currency, as_of=as_of)
    if not still or promised is None or owed.minor is None or promised < owed.minor:
        return None
    return max(one.due_on for one in still)


def _reasons(
    case: CollectionCase,
    owed: OverdueSum,
    weight: Fraction | None,
    broken: list[PaymentPromise],
    wait_until: Date | None,
) -> Iterator[Reason]:
    for one in sorted(broken, key=lambda one: (one.due_on, one.id)):
        said: dict[str, Value] = {
            "amount": one.amount,
            "made_on": one.made_on,
            "due_on": one.due_on,
        }
        yield Reason("collection.broken_promise", said, _SOURCE)
    if wait_until is not None:
        yield Reason("collection.waiting", {"until": wait_until}, _SOURCE)
    facts: dict[str, Value] = {
        **owed.facts,
        "weight": weight,
        "tier": case.tier,
        "currency": owed.currency,
    }
    if owed.minor is None:
        told = ("days", "oldest_days", "invoices", "to_pay", "tier", "currency")
        unknown = {name: facts[name] for name in told}
        yield Reason("collection.unknown_rate", unknown, "policies 2d")
    elif owed.is_material:
        yield Reason("collection.overdue", facts, _SOURCE)
    else:
        yield Reason("collection.small", facts, _SOURCE)
    sheltered = [item for item in case.overdue if item.sheltered or item.days_overdue <= 0]
    if sheltered:
        left: dict[str, Value] = {"invoices": tuple(item.invoice_id for item in sheltered)}
        yield Reason("collection.left_out", left, "policies 2d")


_STANDINGS: Final = {standing: at for at, standing in enumerate(CollectionStanding)}
_TIERS: Final = {tier: at for at, tier in enumerate((*Tier, None))}


def collection_order(lines: Iterable[CollectionLine]) -> tuple[CollectionLine, ...]:
    """
    Return *lines* in the order in which the customers are to be asked.

    By standing; then by weight, the heaviest first and an unknown one before all, so that
    it is not overlooked; then by the oldest item, the tier (A first, unknown last) and
    the customer's id. The order of the input does not matter.

    Raises:
        InvalidValueError: One customer twice.

    .. versionadded:: 0.1.0
    """
    kept = tuple(lines)
    seen: set[CustomerId] = set()
    for line in kept:
        if line.customer_id in seen:
            raise InvalidValueError("customer_id", line.customer_id, "each customer once")
        seen.add(line.customer_id)
    return tuple(sorted(kept, key=_rank))


def _rank(line: CollectionLine) -> tuple[int, bool, Fraction, int, int, str]:
    return (
        _STANDINGS[line.standing],
        line.weight is not None,
        -(line.weight or Fraction(0)),
        -line.oldest_days,
        _TIERS[line.tier],
        line.customer_id,
    )
