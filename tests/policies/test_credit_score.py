"""The credit grade (policies 2a)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credit import Accounting, CreditCard
from clientcare.domain.credit_limit import AdverseFact
from clientcare.domain.credit_scales import AdverseKind, FiveSteps, PaymentAttitude
from clientcare.domain.ids import CreditCardId, CustomerId, InvoiceId, PaymentId
from clientcare.domain.ledger import Instrument, Invoice, InvoiceLine, Ledger, Payment
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.domain.scales import CreditGrade
from clientcare.errors import CurrencyMismatchError, InvalidValueError, UnknownCurrencyError
from clientcare.policies.credit_score import (
    CreditScoreRules,
    ScoreFacts,
    ScoreItem,
    score_card,
    score_facts,
)
from clientcare.policies.materiality import MaterialityRules
from clientcare.policies.overdue import OverdueItem
from clientcare.wording import explain

AS_OF = Date(2026, 3, 31)
A, B, C = CreditGrade

EXAMPLE = ScoreFacts(
    payment_attitude=PaymentAttitude.AVERAGE,
    capital=FiveSteps.AVERAGE,
    bank_credit=FiveSteps.GOOD,
    management_assessment=FiveSteps.AVERAGE,
    peer_reputation=FiveSteps.GOOD,
    currency="CNY",
)
BEST = ScoreFacts(
    payment_attitude=PaymentAttitude.PROMPT,
    capital=FiveSteps.VERY_GOOD,
    bank_credit=FiveSteps.VERY_GOOD,
    management_assessment=FiveSteps.VERY_GOOD,
    peer_reputation=FiveSteps.VERY_GOOD,
    currency="CNY",
)


def cny(amount: str) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def late(amount: Money, days: int, *, sheltered: bool = False) -> OverdueItem:
    """Return an open invoice so many days past due."""
    return OverdueItem(
        invoice_id=InvoiceId("I-1"),
        open=amount,
        days_past_due=days,
        days_overdue=days,
        disputed=sheltered,
        sheltered=sheltered,
        insured=False,
    )


def without(*unknown: str) -> ScoreFacts:
    """Return the best facts with some of the four five-step ratings unknown."""
    capital = None if "capital" in unknown else BEST.capital
    bank_credit = None if "bank_credit" in unknown else BEST.bank_credit
    peer_reputation = None if "peer_reputation" in unknown else BEST.peer_reputation
    return attrs.evolve(
        BEST, capital=capital, bank_credit=bank_credit, peer_reputation=peer_reputation
    )


class TestScore:
    """The weighted score and its grade."""

    def test_worked_example(self) -> None:
        """Ratings 4/3/4/3/4 score 65, a B."""
        decision = score_card(EXAMPLE, as_of=AS_OF)

        assert (B, Fraction(65)) == (decision.outcome, decision.inputs["score"])

    def test_without_capital_the_rest_is_scaled_up(self) -> None:
        """52.5 of 75 is 70, a B, and partial."""
        decision = score_card(attrs.evolve(EXAMPLE, capital=None), as_of=AS_OF)

        assert (B, Fraction(70)) == (decision.outcome, decision.inputs["score"])
        assert decision.has("credit.partial")

    @pytest.mark.parametrize(
        ("attitude", "score"), list(zip(PaymentAttitude, (100, 75, 50, 25, 0), strict=True))
    )
    def test_each_step_of_a_rating_is_a_quarter(
        self, attitude: PaymentAttitude, score: int
    ) -> None:
        """The best option is worth the whole weight, the worst nothing."""
        weights = dict.fromkeys(ScoreItem, 0) | {ScoreItem.PAYMENT_ATTITUDE: 100}
        rules = CreditScoreRules(weights=weights)
        facts = ScoreFacts(payment_attitude=attitude, currency="CNY")
        decision = score_card(facts, as_of=AS_OF, rules=rules)

        assert score == decision.inputs["score"]
        assert not decision.has("credit.partial")

    @pytest.mark.parametrize(
        ("capital", "rules", "grade"),
        [
            (FiveSteps.AVERAGE, CreditScoreRules(a_from=Decimal(65)), A),
            (FiveSteps.AVERAGE, CreditScoreRules(a_from=Decimal("65.01")), B),
            (FiveSteps.AVERAGE, CreditScoreRules(b_from=Decimal(65)), B),
            (FiveSteps.AVERAGE, CreditScoreRules(b_from=Decimal("65.01")), C),
        ],
    )
    def test_a_score_on_the_bound_earns_the_better_grade(
        self, capital: FiveSteps, rules: CreditScoreRules, grade: CreditGrade
    ) -> None:
        """The bounds belong to the better grade, and the exact score is compared."""
        decision = score_card(attrs.evolve(EXAMPLE, capital=capital), as_of=AS_OF, rules=rules)

        assert grade is decision.outcome

    def test_fifty_is_a_b_and_seventy_five_an_a(self) -> None:
        """All ratings in the middle are exactly 50, all second best exactly 75."""
        middle = ScoreFacts(
            payment_attitude=PaymentAttitude.PASSABLE,
            capital=FiveSteps.AVERAGE,
            bank_credit=FiveSteps.AVERAGE,
            management_assessment=FiveSteps.AVERAGE,
            peer_reputation=FiveSteps.AVERAGE,
            currency="CNY",
        )
        second = ScoreFacts(
            payment_attitude=PaymentAttitude.AVERAGE,
            capital=FiveSteps.GOOD,
            bank_credit=FiveSteps.GOOD,
            management_assessment=FiveSteps.GOOD,
            peer_reputation=FiveSteps.GOOD,
            currency="CNY",
        )
        grades = [score_card(facts, as_of=AS_OF).outcome for facts in (middle, second)]

        assert [B, A] == grades

    def test_a_score_is_never_rounded_before_it_is_compared(self) -> None:
        """70 of 85 known percent are 82.3529..., less than 82.353."""
        facts = attrs.evolve(BEST, bank_credit=None, management_assessment=FiveSteps.VERY_POOR)
        rules = CreditScoreRules(a_from=Decimal("82.353"))
        decision = score_card(facts, as_of=AS_OF, rules=rules)

        assert (Fraction(7000, 85), B) == (decision.inputs["score"], decision.outcome)

    def test_without_payment_attitude_there_is_no_grade(self) -> None:
        """65 known percent are enough, but not without the payment attitude."""
        decision = score_card(attrs.evolve(BEST, payment_attitude=None), as_of=AS_OF)

        assert (None, None) == (decision.outcome, decision.inputs["score"])
        assert decision.codes[0] == "credit.ungraded"

    @pytest.mark.parametrize(
        ("unknown", "outcome"),
        [
            (("capital", "bank_credit"), A),
            (("capital", "bank_credit", "peer_reputation"), None),
        ],
    )
    def test_sixty_percent_have_to_be_known(
        self, unknown: tuple[str, ...], outcome: CreditGrade | None
    ) -> None:
        """Exactly 60 known percent are enough, 50 are not."""
        decision = score_card(without(*unknown), as_of=AS_OF)

        assert outcome is decision.outcome


class TestPaymentAttitude:
    """The payment index rates the payment attitude; a person can only lower it."""

    @pytest.mark.parametrize(
        ("index", "rating"),
        [(80, 5), (79, 4), (70, 4), (69, 3), (60, 3), (59, 2), (50, 2), (49, 1), (0, 1)],
    )
    def test_the_index_rates(self, index: int, rating: int) -> None:
        """Each bound belongs to the better rating."""
        facts = attrs.evolve(BEST, payment_attitude=None, payment_index=index)
        decision = score_card(facts, as_of=AS_OF)

        assert rating == decision.inputs["payment_attitude"]

    def test_a_person_lowers_the_rating(self) -> None:
        """An index of 85 does not outweigh a customer who makes difficulties."""
        facts = attrs.evolve(
            BEST, payment_index=85, payment_attitude=PaymentAttitude.MAKES_DIFFICULTIES
        )
        decision = score_card(facts, as_of=AS_OF)

        assert decision.inputs["payment_attitude"] == 1

    def test_a_person_never_raises_the_rating(self) -> None:
        """An index of 45 stands, however prompt the customer seems."""
        decision = score_card(attrs.evolve(BEST, payment_index=45), as_of=AS_OF)

        assert decision.inputs["payment_attitude"] == 1


class TestKnockOuts:
    """What makes a C whatever the score."""

    @pytest.mark.parametrize("kind", AdverseKind)
    def test_an_adverse_fact_knocks_out(self, kind: AdverseKind) -> None:
        """Insolvency, the dishonest-debtor list and a refused balance do; the score is shown."""
        fact = AdverseFact(kind=kind, since_on=AS_OF)
        decision = score_card(attrs.evolve(BEST, adverse_facts=(fact,)), as_of=AS_OF)

        assert (C, Fraction(100)) == (decision.outcome, decision.inputs["score"])
        assert (f"credit.{kind.value}", "credit.score") == decision.codes

    def test_a_fact_that_is_over_or_to_come_does_not(self) -> None:
        """What ended today or begins tomorrow leaves the grade alone."""
        over = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=Date(2026, 1, 1), ended_on=AS_OF)
        to_come = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=Date(2026, 4, 1))
        decision = score_card(attrs.evolve(BEST, adverse_facts=(over, to_come)), as_of=AS_OF)

        assert A is decision.outcome

    def test_the_same_fact_twice_is_one_reason(self) -> None:
        """The earliest day is named."""
        days = (Date(2026, 2, 1), Date(2026, 1, 1), Date(2026, 3, 1))
        facts = tuple(AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=day) for day in days)
        decision = score_card(attrs.evolve(BEST, adverse_facts=facts), as_of=AS_OF)

        assert ("credit.insolvency", "credit.score") == decision.codes
        assert {"since": Date(2026, 1, 1)} == decision.reasons[0].facts

    def test_a_knock_out_beats_ungraded(self) -> None:
        """Nothing known but an insolvency is a C, not ungraded."""
        fact = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=AS_OF)
        facts = ScoreFacts(adverse_facts=(fact,), currency="CNY")
        decision = score_card(facts, as_of=AS_OF)

        assert C is decision.outcome
        assert ("credit.insolvency", "credit.ungraded") == decision.codes

    @pytest.mark.parametrize(
        ("item", "grade"),
        [
            (late(cny("100"), 61), C),
            (late(cny("100"), 60), A),
            (late(cny("99.99"), 61), A),
            (late(cny("100"), 61, sheltered=True), A),
        ],
    )
    def test_material_debts_over_sixty_days_old_knock_out(
        self, item: OverdueItem, grade: CreditGrade
    ) -> None:
        """More than 60 days, 100 or more, and not disputed."""
        decision = score_card(attrs.evolve(BEST, overdue=(item,)), as_of=AS_OF)

        assert grade is decision.outcome

    def test_what_is_material_grows_with_the_limit(self) -> None:
        """With a limit of 120,000 it takes 1,200."""
        limit = cny("120000")
        below = attrs.evolve(BEST, limit=limit, overdue=(late(cny("1199.99"), 90),))
        reached = attrs.evolve(BEST, limit=limit, overdue=(late(cny("1200"), 90),))
        grades = [score_card(facts, as_of=AS_OF).outcome for facts in (below, reached)]

        assert [A, C] == grades

    def test_nothing_overdue_is_never_material(self) -> None:
        """Not even where the rules ask for no least sum."""
        facts = attrs.evolve(BEST, materiality=MaterialityRules(floor_major=0))
        decision = score_card(facts, as_of=AS_OF)

        assert A is decision.outcome

    def test_debts_in_another_currency_count_at_the_days_rate(self) -> None:
        """20 euro at 8 are 160 yuan."""
        rate = Rate(source="EUR", target="CNY", on=AS_OF, factor=Decimal(8))
        facts = attrs.evolve(
            BEST, overdue=(late(Money.of("20", "EUR"), 90),), rates=Rates(rates=(rate,))
        )
        decision = score_card(facts, as_of=AS_OF)

        assert C is decision.outcome
        assert cny("160") == decision.reasons[0].facts["overdue"]

    def test_debts_without_a_rate_are_said_to_be_unknown(self) -> None:
        """What cannot be reckoned does not knock out, but is not kept silent."""
        facts = attrs.evolve(BEST, overdue=(late(Money.of("20", "EUR"), 90),))
        decision = score_card(facts, as_of=AS_OF)

        assert A is decision.outcome
        assert decision.has("credit.long_overdue_unknown")

    @pytest.mark.parametrize(
        ("days", "grade"),
        [
            ((AS_OF, Date(2025, 4, 1)), C),
            ((AS_OF, Date(2025, 3, 31)), A),
            ((AS_OF, Date(2026, 4, 1)), A),
            ((AS_OF,), A),
        ],
    )
    def test_two_bounced_instruments_in_twelve_months_knock_out(
        self, days: tuple[Date, ...], grade: CreditGrade
    ) -> None:
        """The same day a year ago is out, the day judged is in, a later one is not known."""
        decision = score_card(attrs.evolve(BEST, bounced_on=days), as_of=AS_OF)

        assert grade is decision.outcome


class TestFacts:
    """Gathering the facts from a card and a ledger."""

    def test_card_and_ledger_give_the_facts(self) -> None:
        """The boxes come from the card, bounced cheques and late invoices from the ledger."""
        dealer = CustomerId("dealer-1")
        card = CreditCard(
            id=CreditCardId("K-1"),
            customer_id=dealer,
            capital_rating=FiveSteps.AVERAGE,
            accounting=Accounting(
                payment_attitude=PaymentAttitude.AVERAGE,
                bank_credit=FiveSteps.GOOD,
                management_assessment=FiveSteps.AVERAGE,
                peer_reputation=FiveSteps.GOOD,
            ),
        )
        ledger = Ledger(
            customer_id=dealer,
            invoices=(
                Invoice(
                    id=InvoiceId("I-1"),
                    customer_id=dealer,
                    invoiced_on=Date(2026, 1, 1),
                    due_on=Date(2026, 1, 29),
                    lines=(InvoiceLine(net=cny("100"), gross=cny("100")),),
                ),
            ),
            payments=(
                Payment(
                    id=PaymentId("P-1"),
                    customer_id=dealer,
                    received_on=Date(2026, 2, 1),
                    amount=cny("50"),
                    instrument=Instrument.CHEQUE,
                    bounced_on=Date(2026, 2, 5),
                ),
                Payment(
                    id=PaymentId("P-2"),
                    customer_id=dealer,
                    received_on=Date(2026, 2, 1),
                    amount=cny("50"),
                    instrument=Instrument.CHEQUE,
                ),
            ),
        )
        facts = score_facts(card, ledger, as_of=AS_OF, currency="CNY", payment_index=72)

        expected = attrs.evolve(
            EXAMPLE,
            payment_index=72,
            bounced_on=(Date(2026, 2, 5),),
            overdue=(late(cny("100"), 61),),
        )
        assert expected == facts

    def test_the_limits_currency_is_reckoned_in(self) -> None:
        """A limit in euro makes euro the currency of the comparison."""
        card = CreditCard(id=CreditCardId("K-1"), customer_id=CustomerId("dealer-1"))
        ledger = Ledger(customer_id=CustomerId("dealer-1"))
        facts = score_facts(
            card,
            ledger,
            as_of=AS_OF,
            currency="CNY",
            limit=Money.of("1", "EUR"),
            rates=Rates(),
        )

        assert facts.currency == "EUR"

    def test_an_unknown_or_foreign_currency_is_refused(self) -> None:
        """The currency is an ISO 4217 code, and the limit's where there is one."""
        with pytest.raises(UnknownCurrencyError):
            ScoreFacts(currency="RMB")
        with pytest.raises(CurrencyMismatchError):
            ScoreFacts(currency="CNY", limit=Money.of("1", "EUR"))


class TestRules:
    """What the rules refuse."""

    def test_weights_sum_to_one_hundred(self) -> None:
        """A missing item, a sum of 99, and a negative weight are refused."""
        rules = CreditScoreRules()
        short = {item: weight for item, weight in rules.weights.items() if weight != 10}
        low = dict(rules.weights) | {ScoreItem.CAPITAL: 24}
        negative = dict(rules.weights) | {ScoreItem.CAPITAL: 70, ScoreItem.BANK_CREDIT: -30}
        for weights in (short, low, negative):
            with pytest.raises(InvalidValueError):
                CreditScoreRules(weights=weights)

    def test_a_grade_may_be_left_out(self) -> None:
        """Where A and B begin together nobody is a B."""
        rules = CreditScoreRules(a_from=Decimal(65), b_from=Decimal(65))

        assert A is score_card(EXAMPLE, as_of=AS_OF, rules=rules).outcome

    def test_the_bounds_fall(self) -> None:
        """B does not start above A, and the indices fall."""
        with pytest.raises(InvalidValueError, match="b_from"):
            CreditScoreRules(b_from=Decimal(76))
        with pytest.raises(InvalidValueError, match="falling"):
            CreditScoreRules(index_from=(80, 70, 70, 50))


ratings = st.none() | st.sampled_from(FiveSteps)
all_facts = st.builds(
    ScoreFacts,
    payment_attitude=st.none() | st.sampled_from(PaymentAttitude),
    capital=ratings,
    bank_credit=ratings,
    management_assessment=ratings,
    peer_reputation=ratings,
    payment_index=st.none() | st.integers(0, 100),
    adverse_facts=st.lists(
        st.builds(AdverseFact, kind=st.sampled_from(AdverseKind), since_on=st.just(AS_OF)),
        max_size=1,
    ).map(tuple),
    overdue=st.lists(
        st.builds(late, st.builds(Money, st.integers(1, 20_000), st.just("CNY")), st.just(61)),
        max_size=2,
    ).map(tuple),
    currency=st.just("CNY"),
)


def worth(grade: CreditGrade | None) -> int:
    """Return 3 for A down to 1 for C; ungraded counts as C."""
    return 1 if grade is None else 3 - list(CreditGrade).index(grade)


@given(all_facts, st.integers(0, 100), st.integers(0, 100))
def test_worse_payment_never_raises_the_grade(facts: ScoreFacts, one: int, other: int) -> None:
    """A lower payment index earns the same grade or a worse one."""
    low, high = sorted((one, other))
    worse = score_card(attrs.evolve(facts, payment_index=low), as_of=AS_OF)
    better = score_card(attrs.evolve(facts, payment_index=high), as_of=AS_OF)

    assert worth(worse.outcome) <= worth(better.outcome)


@given(all_facts, st.sampled_from(PaymentAttitude), st.sampled_from(PaymentAttitude))
def test_a_worse_attitude_never_raises_the_grade(
    facts: ScoreFacts, one: PaymentAttitude, other: PaymentAttitude
) -> None:
    """A worse judgement of a person earns the same grade or a worse one."""
    low, high = sorted((one, other), key=lambda attitude: attitude.rating)
    worse = score_card(attrs.evolve(facts, payment_attitude=low), as_of=AS_OF)
    better = score_card(attrs.evolve(facts, payment_attitude=high), as_of=AS_OF)

    assert worth(worse.outcome) <= worth(better.outcome)


@pytest.mark.parametrize(
    "box", ["capital", "bank_credit", "management_assessment", "peer_reputation"]
)
@given(facts=all_facts, one=st.sampled_from(FiveSteps), other=st.sampled_from(FiveSteps))
def test_a_worse_rating_never_raises_the_grade(
    box: str, facts: ScoreFacts, one: FiveSteps, other: FiveSteps
) -> None:
    """Lower capital, or any other box rated worse, earns the same grade or a worse one."""
    low, high = sorted((one, other), key=lambda step: step.rating)
    boxes: list[dict[str, Any]] = [{box: low}, {box: high}]
    worse, better = (
        score_card(attrs.evolve(facts, **changes), as_of=AS_OF).outcome for changes in boxes
    )

    assert worth(worse) <= worth(better)


@given(all_facts)
def test_every_reason_is_put_in_words(facts: ScoreFacts) -> None:
    """No reason is shown as a bare code, in any language."""
    decision = score_card(facts, as_of=AS_OF)
    sentences = [
        sentence
        for language in ("en", "zh-Hans", "zh-Hant")
        for sentence in explain(decision, language)
    ]

    assert [] == [sentence for sentence in sentences if sentence.startswith("credit.")]
