"""
How a customer pays, all in one place (policies 2a, 2b): measured beside typed.

The index, the days beyond terms, the late share, the broken promises and the trend are
read from the ledger; the rating of the card is what a person thinks. Both stand side by
side, and the lower one counts for the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._months import add_months
from clientcare.domain.credit_scales import PaymentAttitude
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import PaymentPromiseId
from clientcare.domain.ledger import Ledger
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.rates import Rates
from clientcare.domain.scales import Scale
from clientcare.policies.allocation import Allocation, allocate, allocation_on
from clientcare.policies.payment import (
    LateShare,
    PaymentRules,
    days_beyond_terms,
    late_share,
    payment_index,
)
from clientcare.policies.payment_promises import (
    PaymentPromiseRules,
    PaymentPromiseState,
    judge_payment_promises,
)

_SOURCE: Final = "policies 2b"
_SCORE: Final = "policies 2a"
_INDEX_FROM: Final = (80, 70, 60, 50)


class PaymentTrend(Scale):
    """Whether a customer pays better or worse than before."""

    BETTER = "better", "好转"
    STEADY = "steady", "平稳"
    WORSE = "worse", "变差"


@attrs.frozen(kw_only=True)
class PaymentBehaviourRules:
    """
    How payment behaviour is summed up.

    Attributes:
        ref: Name and version of these rules.
        trend_months: The index is compared with that of so many months before (by
            judgement: half a year).
        trend_points: A change of so many points or more is a trend (by judgement:
            half of what calls for a credit review).
        promises: When a promise to pay counts as kept.
    """

    ref: RulesRef = field(default=RulesRef("payment_behaviour", "1"), validator=check.a(RulesRef))
    trend_months: int = field(default=6, validator=check.whole(least=1, most=120))
    trend_points: int = field(default=5, validator=check.whole(least=1, most=100))
    promises: PaymentPromiseRules = field(
        factory=PaymentPromiseRules, validator=check.a(PaymentPromiseRules)
    )


@attrs.frozen(kw_only=True)
class PaymentFacts:
    """
    What payment behaviour is read from.

    Attributes:
        ledger: The customer's documents.
        attitude: The payment attitude as a person judges it 付款态度 (KH002).
        promises: What the customer promised to pay.
        rates: Exchange rates, where amounts are in several currencies.
        currency: The currency that they are weighed in.
        payment: How payments are scored.
        index_from: The indices from which on the payment attitude is rated 5, 4, 3
            and 2, as in the score (policies 2a).
    """

    ledger: Ledger = field(validator=check.a(Ledger))
    attitude: PaymentAttitude | None = field(
        default=None, validator=check.maybe(check.a(PaymentAttitude))
    )
    promises: tuple[PaymentPromise, ...] = field(
        default=(), validator=check.tuple_of(check.a(PaymentPromise))
    )
    rates: Rates = field(factory=Rates, validator=check.a(Rates))
    currency: str | None = None
    payment: PaymentRules = field(factory=PaymentRules, validator=check.a(PaymentRules))
    index_from: tuple[int, int, int, int] = _INDEX_FROM


@attrs.frozen(kw_only=True)
class PaymentBehaviour:
    """
    How a customer pays 付款表现; ``None`` is unknown.

    Attributes:
        index: The payment index.
        days_beyond_terms: How late money comes, weighted by amount; early is 0.
        late: The share of invoices that were late.
        trend: Whether the index rose or fell.
        promises: What became of each promise to pay.
        typed_rating: What a person rates, 1 to 5.
        measured_rating: What the index gives, 1 to 5.
    """

    index: int | None
    days_beyond_terms: Fraction | None
    late: LateShare | None
    trend: PaymentTrend | None
    promises: Mapping[PaymentPromiseId, Decision[PaymentPromiseState | None]]
    typed_rating: int | None
    measured_rating: int | None

    @property
    def broken_promises(self) -> int:
        """How many promises to pay are broken and not made good."""
        return sum(one.outcome is PaymentPromiseState.BROKEN for one in self.promises.values())

    @property
    def counted_rating(self) -> int | None:
        """The rating that counts: the lower of the two, where both are known."""
        known = [one for one in (self.typed_rating, self.measured_rating) if one is not None]
        return min(known, default=None)


def payment_behaviour(
    facts: PaymentFacts,
    *,
    as_of: Date,
    rules: PaymentBehaviourRules = PaymentBehaviourRules(),
    allocation: Allocation | None = None,
) -> Decision[PaymentBehaviour]:
    """
    Sum up how a customer pays, at the end of *as_of*.

    The trend compares today's index with that of ``trend_months`` before, each as it was
    known on its day; a change of exactly ``trend_points`` is a trend, and without both
    indices there is none.

    Args:
        facts: The documents, the promises and what a person thinks.
        as_of: The day; what came after it is not known.
        rules: What is a trend, and when a promise is kept.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    known = allocation_on(facts.ledger, as_of, allocation)
    return _Reader(facts, known, rules).decision()


class _Reader:
    """Asks every question of one ledger and day."""

    def __init__(
        self, facts: PaymentFacts, known: Allocation, rules: PaymentBehaviourRules
    ) -> None:
        self._facts = facts
        self._known = known
        self._rules = rules

    def decision(self) -> Decision[PaymentBehaviour]:
        facts, as_of = self._facts, self._known.as_of
        index = self._index(self._known)
        beyond, late = self._beyond(), self._late()
        trend, why = self._trend(index.outcome)
        promises = judge_payment_promises(
            facts.promises,
            facts.ledger,
            as_of=as_of,
            rules=self._rules.promises,
            allocation=self._known,
        )
        outcome = PaymentBehaviour(
            index=index.outcome,
            days_beyond_terms=beyond.outcome,
            late=late.outcome,
            trend=trend,
            promises=promises,
            typed_rating=None if facts.attitude is None else facts.attitude.rating,
            measured_rating=self._measured(index.outcome),
        )
        return Decision(
            outcome=outcome,
            reasons=(
                *index.reasons,
                *beyond.reasons,
                *late.reasons,
                why,
                *_ratings(outcome),
                *_promised(outcome),
            ),
            rules=self._rules.ref,
            judged_at=as_of,
            inputs={"index": outcome.index, "broken_promises": outcome.broken_promises},
        )

    def _index(self, known: Allocation) -> Decision[int | None]:
        facts = self._facts
        return payment_index(
            facts.ledger,
            as_of=known.as_of,
            rules=facts.payment,
            rates=facts.rates,
            currency=facts.currency,
            allocation=known,
        )

    def _beyond(self) -> Decision[Fraction | None]:
        facts = self._facts
        return days_beyond_terms(
            facts.ledger,
            as_of=self._known.as_of,
            rules=facts.payment,
            rates=facts.rates,
            currency=facts.currency,
            allocation=self._known,
        )

    def _late(self) -> Decision[LateShare | None]:
        facts = self._facts
        return late_share(
            facts.ledger,
            as_of=self._known.as_of,
            rules=facts.payment,
            rates=facts.rates,
            currency=facts.currency,
            allocation=self._known,
        )

    def _measured(self, index: int | None) -> int | None:
        return None if index is None else 1 + sum(index >= one for one in self._facts.index_from)

    def _trend(self, now: int | None) -> tuple[PaymentTrend | None, Reason]:
        rules = self._rules
        then_on = add_months(self._known.as_of, -rules.trend_months)
        then = self._index(allocate(self._facts.ledger, as_of=then_on)).outcome
        compared: dict[str, Value] = {"index": now, "then": then, "then_on": then_on}
        if now is None or then is None:
            return None, Reason("payment.trend_unknown", compared, _SOURCE)
        compared |= {"change": now - then, "points": rules.trend_points}
        if abs(now - then) < rules.trend_points:
            return PaymentTrend.STEADY, Reason("payment.trend_steady", compared, _SOURCE)
        if now > then:
            return PaymentTrend.BETTER, Reason("payment.trend_better", compared, _SOURCE)
        return PaymentTrend.WORSE, Reason("payment.trend_worse", compared, _SOURCE)


def _ratings(outcome: PaymentBehaviour) -> Iterator[Reason]:
    compared: dict[str, Value] = {
        "typed": outcome.typed_rating,
        "measured": outcome.measured_rating,
        "counted": outcome.counted_rating,
    }
    yield Reason("payment.ratings", compared, _SCORE)


def _promised(outcome: PaymentBehaviour) -> Iterator[Reason]:
    judged = [one for one in outcome.promises.values() if one.outcome is not None]
    if judged:
        states = [one.outcome for one in judged]
        compared: dict[str, Value] = {
            "promises": len(judged),
            "kept": states.count(PaymentPromiseState.KEPT),
            "late": states.count(PaymentPromiseState.LATE),
            "broken": states.count(PaymentPromiseState.BROKEN),
            "open": states.count(PaymentPromiseState.OPEN),
        }
        yield Reason("payment.promises", compared, "K2")
