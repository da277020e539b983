"""Which credit grade does a dealer's card earn (policies 2a)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._months import add_months
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import AdverseFact
from clientcare.domain.credit_scales import AdverseKind, FiveSteps, PaymentAttitude
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade, Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.allocation import Allocation
from clientcare.policies.exposure import ExposureRules
from clientcare.policies.materiality import MaterialityRules, OverdueSum, overdue_sum
from clientcare.policies.overdue import OverdueItem, overdue_items

_SOURCE: Final = "policies 2a"
_FULL: Final = 100
_STEPS: Final = 4


class ScoreItem(Scale):
    """What the score is made of, by the boxes of the card."""

    PAYMENT_ATTITUDE = "payment_attitude", "付款态度"
    CAPITAL = "capital", "资本额"
    BANK_CREDIT = "bank_credit", "银行信用"
    MANAGEMENT_ASSESSMENT = "management_assessment", "领导评价"
    PEER_REPUTATION = "peer_reputation", "同行评价"


_CODES: Final = {item: item.value for item in ScoreItem}


def _weights(owner: object, at: check.Field, value: Mapping[ScoreItem, int]) -> None:
    for weight in value.values():
        check.whole(least=0, most=_FULL)(owner, at, weight)
    if set(value) != set(ScoreItem) or sum(value.values()) != _FULL:
        check.refuse(owner, at, value, "a weight for every item, 100 in all")


def _falling(owner: object, at: check.Field, value: tuple[int, int, int, int]) -> None:
    check.tuple_of(check.whole(least=0, most=_FULL))(owner, at, value)
    if len(set(value)) != _STEPS or list(value) != sorted(value, reverse=True):
        check.refuse(owner, at, value, "four falling indices")


@attrs.frozen(kw_only=True)
class CreditScoreRules:
    """
    How a card is scored (policies 2a).

    Attributes:
        ref: Name and version of these rules.
        weights: The weight of each item, in percent; 100 in all.
        least_known_weight: With less known weight than this there is no grade.
        a_from: Grade A from this score on, of 100.
        b_from: Grade B from this score on.
        index_from: The payment indices from which on the payment attitude is
            rated 5, 4, 3 and 2; below the last one it is 1.
        long_overdue_days: Items more than so many days past due knock out, if
            they are material.
        bounces: So many bounced instruments knock out.
        bounce_months: The months, up to the day judged, in which they count.

    Raises:
        InvalidValueError: A value breaks its rule, or b_from is above a_from.
    """

    ref: RulesRef = field(default=RulesRef("credit_score", "1"), validator=check.a(RulesRef))
    weights: Mapping[ScoreItem, int] = field(
        default=FrozenMap(
            {
                ScoreItem.PAYMENT_ATTITUDE: 35,
                ScoreItem.CAPITAL: 25,
                ScoreItem.BANK_CREDIT: 15,
                ScoreItem.MANAGEMENT_ASSESSMENT: 15,
                ScoreItem.PEER_REPUTATION: 10,
            }
        ),
        converter=FrozenMap[ScoreItem, int],
        validator=_weights,
    )
    least_known_weight: int = field(default=60, validator=check.whole(least=1, most=_FULL))
    a_from: Decimal = field(default=Decimal(75), validator=check.decimal(most="100"))
    b_from: Decimal = field(default=Decimal(50), validator=check.decimal(most="100"))
    index_from: tuple[int, int, int, int] = field(default=(80, 70, 60, 50), validator=_falling)
    long_overdue_days: int = field(default=60, validator=check.whole())
    bounces: int = field(default=2, validator=check.whole(least=1))
    bounce_months: int = field(default=12, validator=check.whole(least=1))

    def __attrs_post_init__(self) -> None:
        if self.b_from > self.a_from:
            raise InvalidValueError("CreditScoreRules.b_from", self.b_from, "at most a_from")


@attrs.frozen(kw_only=True)
class ScoreFacts:
    """
    What a grade rests on; `score_facts` gathers it from a card and a ledger.

    Attributes:
        payment_attitude: 付款态度, as a person judges it.
        capital: How a person rates the capital; the form holds its amount alone.
        bank_credit: 银行信用.
        management_assessment: 领导评价.
        peer_reputation: 同行评价.
        payment_index: The rounded payment index (policies 2b), 0 to 100.
        adverse_facts: What was recorded; those of other days are left out.
        bounced_on: The day of each bounced instrument.
        overdue: The open invoices past due.
        limit: The permanent limit, where it is an amount and known.
        currency: The currency to reckon in; the limit's, where there is one.
        rates: Exchange rates, where invoices are in other currencies.
        materiality: From which sum on overdue items count, as in the order check
            (policies 2d).
    """

    payment_attitude: PaymentAttitude | None = field(
        default=None, validator=check.maybe(check.a(PaymentAttitude))
    )
    capital: FiveSteps | None = field(default=None, validator=check.maybe(check.a(FiveSteps)))
    bank_credit: FiveSteps | None = field(default=None, validator=check.maybe(check.a(FiveSteps)))
    management_assessment: FiveSteps | None = field(
        default=None, validator=check.maybe(check.a(FiveSteps))
    )
    peer_reputation: FiveSteps | None = field(
        default=None, validator=check.maybe(check.a(FiveSteps))
    )
    payment_index: int | None = field(default=None, validator=check.maybe(check.whole(most=_FULL)))
    adverse_facts: tuple[AdverseFact, ...] = field(
        default=(), validator=check.tuple_of(check.a(AdverseFact))
    )
    bounced_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    overdue: tuple[OverdueItem, ...] = field(
        default=(), validator=check.tuple_of(check.a(OverdueItem))
    )
    limit: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    currency: str
    rates: Rates = field(factory=Rates, validator=check.a(Rates))
    materiality: MaterialityRules = field(
        factory=MaterialityRules, validator=check.a(MaterialityRules)
    )

    def __attrs_post_init__(self) -> None:
        minor_digits(self.currency)
        if self.limit is not None and self.limit.currency != self.currency:
            raise CurrencyMismatchError(
                "ScoreFacts.limit", self.limit.currency, f"in {self.currency}"
            )


def score_facts(
    card: CreditCard,
    ledger: Ledger,
    *,
    as_of: Date,
    currency: str,
    payment_index: int | None = None,
    limit: Money | None = None,
    rates: Rates = Rates(),
    sheltering: ExposureRules = ExposureRules(),
    materiality: MaterialityRules = MaterialityRules(),
    allocation: Allocation | None = None,
) -> ScoreFacts:
    """
    Gather what a grade rests on from a card and the documents of its customer.

    Args:
        card: The credit card.
        ledger: The customer's documents.
        as_of: The day judged.
        currency: The firm's own currency, for a customer without a limit.
        payment_index: The outcome of the payment index, ``None`` where there is none.
        limit: The permanent limit, where it is an amount and known.
        rates: Exchange rates, where invoices are in other currencies.
        sheltering: How long a dispute keeps an item out of the overdue sums; that
            of the order check.
        materiality: From which sum on overdue items count; that of the order check.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.
    """
    accounting = card.accounting
    return ScoreFacts(
        payment_attitude=accounting.payment_attitude,
        capital=card.capital_rating,
        bank_credit=accounting.bank_credit,
        management_assessment=accounting.management_assessment,
        peer_reputation=accounting.peer_reputation,
        payment_index=payment_index,
        adverse_facts=card.adverse_facts,
        bounced_on=tuple(
            payment.bounced_on for payment in ledger.payments if payment.bounced_on is not None
        ),
        overdue=overdue_items(ledger, as_of=as_of, rules=sheltering, allocation=allocation),
        limit=limit,
        currency=currency if limit is None else limit.currency,
        rates=rates,
        materiality=materiality,
    )


def score_card(
    facts: ScoreFacts, *, as_of: Date, rules: CreditScoreRules = CreditScoreRules()
) -> Decision[CreditGrade | None]:
    """
    Grade a dealer A, B or C by the exact score, or C by a knock-out whatever the score.

    A score of exactly ``a_from`` is an A, exactly ``b_from`` a B. Where the
    payment attitude, or too much else, is unknown the outcome is ``None``:
    ungraded, which counts as C but for another reason. The exact score is in
    the decision's inputs, and in the reason ``credit.score``; a knock-out does
    not hide it.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    ratings = _ratings(facts, rules)
    weight, score = _score(ratings, rules)
    earned = None if score is None else _grade(score, rules)
    late = _late(facts, as_of, rules) if facts.overdue else None
    knock_outs = tuple(_knock_outs(facts, as_of, late, rules))
    inputs: dict[str, Value] = {"score": score, "known_weight": weight}
    inputs |= {_CODES[item]: rating for item, rating in ratings.items()}
    return Decision(
        outcome=CreditGrade.C if knock_outs else earned,
        reasons=(
            *knock_outs,
            *_score_reasons(score, earned, weight, ratings, rules),
            *_payment_reasons(facts, ratings[ScoreItem.PAYMENT_ATTITUDE]),
            *_unknown(late),
        ),
        rules=rules.ref,
        judged_at=as_of,
        inputs=inputs,
    )


# --- the score ------------------------------------------------------------------


def _ratings(facts: ScoreFacts, rules: CreditScoreRules) -> Mapping[ScoreItem, int | None]:
    capital, bank = facts.capital, facts.bank_credit
    management, peers = facts.management_assessment, facts.peer_reputation
    return {
        ScoreItem.PAYMENT_ATTITUDE: _payment_rating(facts, rules),
        ScoreItem.CAPITAL: None if capital is None else capital.rating,
        ScoreItem.BANK_CREDIT: None if bank is None else bank.rating,
        ScoreItem.MANAGEMENT_ASSESSMENT: None if management is None else management.rating,
        ScoreItem.PEER_REPUTATION: None if peers is None else peers.rating,
    }


def _payment_rating(facts: ScoreFacts, rules: CreditScoreRules) -> int | None:
    """Return the worse of the rating that the index gives and that of a person."""
    by_person = None if facts.payment_attitude is None else facts.payment_attitude.rating
    if facts.payment_index is None:
        return by_person
    by_index = 1 + sum(facts.payment_index >= least for least in rules.index_from)
    return by_index if by_person is None else min(by_index, by_person)


def _score(
    ratings: Mapping[ScoreItem, int | None], rules: CreditScoreRules
) -> tuple[int, Fraction | None]:
    """Return the known weight, and the score where it is enough."""
    known = points = 0
    for item, weight in rules.weights.items():
        rating = ratings[item]
        if rating is not None:
            known += weight
            points += weight * (rating - 1)
    if ratings[ScoreItem.PAYMENT_ATTITUDE] is None or known < rules.least_known_weight:
        return known, None
    return known, Fraction(points * _FULL, _STEPS * known)


def _grade(score: Fraction, rules: CreditScoreRules) -> CreditGrade:
    for least, grade in ((rules.a_from, CreditGrade.A), (rules.b_from, CreditGrade.B)):
        above, below = least.as_integer_ratio()  # whole numbers compare much faster
        if score.numerator * below >= above * score.denominator:
            return grade
    return CreditGrade.C


def _score_reasons(
    score: Fraction | None,
    earned: CreditGrade | None,
    weight: int,
    ratings: Mapping[ScoreItem, int | None],
    rules: CreditScoreRules,
) -> Iterator[Reason]:
    missing = tuple(
        item for item, rating in ratings.items() if rating is None and rules.weights[item]
    )
    facts: dict[str, Value] = {
        "known_weight": weight,
        "least": rules.least_known_weight,
        "missing": missing,
    }
    if score is None:
        yield Reason("credit.ungraded", facts, _SOURCE)
        return
    compared: dict[str, Value] = {
        "score": score,
        "grade": earned,
        "a_from": rules.a_from,
        "b_from": rules.b_from,
    }
    yield Reason("credit.score", compared, _SOURCE)
    if missing:
        yield Reason("credit.partial", facts, _SOURCE)


def _payment_reasons(facts: ScoreFacts, counted: int | None) -> Iterator[Reason]:
    if facts.payment_index is not None:
        by_person = None if facts.payment_attitude is None else facts.payment_attitude.rating
        compared = {"index": facts.payment_index, "by_person": by_person, "counted": counted}
        yield Reason("credit.payment_rating", compared, _SOURCE)


# --- knock-outs -----------------------------------------------------------------


def _late(facts: ScoreFacts, as_of: Date, rules: CreditScoreRules) -> OverdueSum:
    return overdue_sum(
        facts.overdue,
        more_than_days=rules.long_overdue_days,
        limit=facts.limit,
        currency=facts.currency,
        rates=facts.rates,
        as_of=as_of,
        rules=facts.materiality,
    )


def _knock_outs(
    facts: ScoreFacts, as_of: Date, late: OverdueSum | None, rules: CreditScoreRules
) -> Iterator[Reason]:
    since: dict[AdverseKind, Date] = {}
    for fact in facts.adverse_facts:
        if fact.runs_on(as_of):
            since[fact.kind] = min(fact.since_on, since.get(fact.kind, fact.since_on))
    for kind in AdverseKind if since else ():
        if kind in since:
            yield Reason(f"credit.{kind.value}", {"since": since[kind]}, _SOURCE)
    if late is not None and late.is_material:
        yield Reason("credit.long_overdue", late.facts, _SOURCE)
    if len(facts.bounced_on) < rules.bounces:
        return
    after = add_months(as_of, -rules.bounce_months)
    bounced = sum(after < day <= as_of for day in facts.bounced_on)
    if bounced >= rules.bounces:
        compared = {"bounced": bounced, "bounces": rules.bounces, "months": rules.bounce_months}
        yield Reason("credit.bounced", compared, _SOURCE)


def _unknown(late: OverdueSum | None) -> Iterator[Reason]:
    if late is not None and late.minor is None:
        yield Reason("credit.long_overdue_unknown", late.facts, _SOURCE)
