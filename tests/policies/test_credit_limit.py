"""The computed limit (policies 2c)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credit import Accounting, CreditCard
from clientcare.domain.credit_limit import CreditInsurance, LimitBasis, Security
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.domain.scales import CreditGrade
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.credit_limit import (
    CreditLimitRules,
    LimitFacts,
    LimitMethod,
    ProposedLimit,
    limit_facts,
    propose_limit,
)
from clientcare.wording import explain

AS_OF = Date(2026, 8, 31)
A, B, C = CreditGrade
AVERAGE = CreditLimitRules(method=LimitMethod.AVERAGE)


def cny(amount: str) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


EXAMPLE = LimitFacts(
    grade=B,
    currency="CNY",
    monthly_purchases=cny("90000"),
    terms_days=30,
    tangible_net_worth=cny("2000000"),
    working_capital=cny("1000000"),
)
REFERENCES = (cny("100000"), cny("140000"))


def proposed(facts: LimitFacts, rules: CreditLimitRules = CreditLimitRules()) -> ProposedLimit:
    """Return the proposal, which is known."""
    outcome = propose_limit(facts, as_of=AS_OF, rules=rules).outcome
    assert outcome is not None
    return outcome


def codes(facts: LimitFacts, rules: CreditLimitRules = CreditLimitRules()) -> tuple[str, ...]:
    """Return the flags: the codes of all reasons after the first."""
    return propose_limit(facts, as_of=AS_OF, rules=rules).codes[1:]


class TestFigures:
    """Need, capacity and the way to one figure."""

    def test_worked_example(self) -> None:
        """Need 135,000, capacity 100,000, grade B: 60,000."""
        assert cny("60000") == proposed(EXAMPLE).amount

    def test_average_of_the_worked_example(self) -> None:
        """The mean of 200,000, 120,000 and 135,000 times 0.6 is 91,000, not 90,000."""
        facts = attrs.evolve(EXAMPLE, reference_limits=REFERENCES)

        assert cny("91000") == proposed(facts, AVERAGE).amount
        assert cny("60000") == proposed(facts).amount

    def test_the_average_takes_working_capital_where_net_worth_is_unknown(self) -> None:
        """The mean of 100,000 and 135,000 times 0.6 is 70,500, so 70,000."""
        facts = attrs.evolve(EXAMPLE, tangible_net_worth=None)

        assert cny("70000") == proposed(facts, AVERAGE).amount

    def test_an_insurer_caps_the_average(self) -> None:
        """A named limit of 50,000 leaves 30,000 to a B."""
        facts = attrs.evolve(EXAMPLE, insurer_limit=cny("50000"))

        assert cny("30000") == proposed(facts, AVERAGE).amount

    def test_an_insurers_limit_is_a_capacity_as_it_is(self) -> None:
        """It is not divided by the cover."""
        facts = attrs.evolve(EXAMPLE, grade=A, insurer_limit=cny("50000"))

        assert cny("50000") == proposed(facts).amount

    @pytest.mark.parametrize(
        ("references", "limit"),
        [
            (("30000",), "30000"),
            (("30000", "50000"), "40000"),
            (("90000", "30000", "50000"), "50000"),
            (("10000", "30000", "50000", "90000"), "40000"),
            (("10000", "20000", "50000", "60000", "90000"), "50000"),
        ],
    )
    def test_references_count_by_their_median(
        self, references: tuple[str, ...], limit: str
    ) -> None:
        """Of an even number it is the mean of the middle two."""
        known = tuple(cny(amount) for amount in references)
        facts = attrs.evolve(EXAMPLE, grade=A, reference_limits=known)

        assert cny(limit) == proposed(facts).amount

    def test_the_need_caps_the_limit(self) -> None:
        """Who buys for 9,000 a month needs 13,500, however rich: 13,000."""
        facts = attrs.evolve(EXAMPLE, grade=A, monthly_purchases=cny("9000"))

        assert cny("13000") == proposed(facts).amount

    def test_a_net_worth_of_nothing_allows_nothing(self) -> None:
        """Zero is known, and is not a negative capital."""
        facts = attrs.evolve(EXAMPLE, grade=A, tangible_net_worth=cny("0"))

        assert cny("0") == proposed(facts).amount
        assert codes(facts) == ()

    def test_a_limit_below_the_step_is_zero(self) -> None:
        """999 is rounded down to nothing, and flagged."""
        facts = attrs.evolve(EXAMPLE, grade=A, tangible_net_worth=cny("9999.99"))

        assert cny("0") == proposed(facts).amount
        assert ("credit.below_step",) == codes(facts)

    def test_the_step_is_in_major_units_of_the_currency(self) -> None:
        """A thousand yen are a step, though the yen has no minor unit."""
        facts = LimitFacts(
            grade=A,
            currency="JPY",
            monthly_purchases=Money.of("1999", "JPY"),
            terms_days=15,
            tangible_net_worth=Money.of("1000000", "JPY"),
        )

        assert Money.of("1000", "JPY") == proposed(facts).amount

    @pytest.mark.parametrize("unknown", ["monthly_purchases", "terms_days"])
    def test_without_a_need_the_limit_is_undetermined(self, unknown: str) -> None:
        """Purchases and terms have to be known in every case, secured or not."""
        facts = LimitFacts(
            grade=A,
            currency="CNY",
            monthly_purchases=None if unknown == "monthly_purchases" else cny("1"),
            terms_days=None if unknown == "terms_days" else 30,
            securities=(cny("100000"),),
        )
        decision = propose_limit(facts, as_of=AS_OF)

        assert decision.outcome is None
        assert ("credit.need_unknown",) == decision.codes


class TestUnsupported:
    """Nothing is known of the customer's strength."""

    FACTS = attrs.evolve(EXAMPLE, tangible_net_worth=None, working_capital=None)

    @pytest.mark.parametrize("method", LimitMethod)
    def test_half_the_need_counts(self, method: LimitMethod) -> None:
        """135,000 x 0.6 x 0.5 is 40,500, so 40,000, and one approval more."""
        outcome = proposed(self.FACTS, CreditLimitRules(method=method))

        assert (cny("40000"), True) == (outcome.amount, outcome.unsupported)
        assert ("credit.unsupported",) == codes(self.FACTS)
        (first, *_) = propose_limit(self.FACTS, as_of=AS_OF).reasons
        assert Decimal("0.5") == first.facts["need_share"]

    def test_one_known_figure_supports_the_limit(self) -> None:
        """An insurer's limit alone is a capacity."""
        facts = attrs.evolve(self.FACTS, insurer_limit=cny("500000"))

        assert (cny("81000"), False) == (proposed(facts).amount, proposed(facts).unsupported)
        assert cny("81000") == proposed(facts, AVERAGE).amount


class TestGradeAndSecurity:
    """What a C gets, and what a security adds."""

    @pytest.mark.parametrize("grade", [C, None])
    def test_c_and_ungraded_get_no_open_limit(self, grade: CreditGrade | None) -> None:
        """Whatever the figures."""
        assert cny("0") == proposed(attrs.evolve(EXAMPLE, grade=grade)).amount

    @pytest.mark.parametrize("grade", [C, None])
    def test_c_and_ungraded_get_none_by_request_either(self, grade: CreditGrade | None) -> None:
        """The request is refused down to what is secured."""
        facts = attrs.evolve(
            EXAMPLE, grade=grade, requested=cny("90000"), securities=(cny("50000"),)
        )

        assert cny("40000") == proposed(facts).amount
        ungraded = () if grade else ("credit.ungraded_counts_as_c",)
        assert (*ungraded, "credit.override_refused", "credit.secured") == codes(facts)

    def test_it_is_said_that_ungraded_counts_as_c(self) -> None:
        """Who reads the limit is told outright why a customer without a grade gets none."""
        facts = attrs.evolve(EXAMPLE, grade=None)
        told = explain(propose_limit(facts, as_of=AS_OF))

        assert (
            "The customer is ungraded, which counts as credit grade C: with a factor of 0.0 there"
            " is no open limit, only what security allows (0.00 CNY)."
        ) in told

    def test_c_may_ask_for_less_than_is_secured(self) -> None:
        """A smaller request stands."""
        facts = attrs.evolve(EXAMPLE, grade=C, requested=cny("30000"), securities=(cny("50000"),))

        assert cny("30000") == proposed(facts).amount
        assert ("credit.override", "credit.secured") == codes(facts)

    def test_others_may_ask_for_another_limit(self) -> None:
        """The request stands, and what was computed is said beside."""
        facts = attrs.evolve(EXAMPLE, requested=cny("70000"))
        outcome = proposed(facts)

        assert (cny("70000"), cny("60000")) == (outcome.amount, outcome.computed)
        assert ("credit.override",) == codes(facts)

    def test_a_request_for_the_computed_limit_is_none(self) -> None:
        """Nothing is overridden."""
        assert codes(attrs.evolve(EXAMPLE, requested=cny("60000"))) == ()

    @pytest.mark.parametrize(("grade", "limit"), [(A, "100000"), (B, "80000"), (C, "80000")])
    def test_a_security_gives_every_grade_the_same(self, grade: CreditGrade, limit: str) -> None:
        """100,000 less 20 % is 80,000, and the two are never added."""
        facts = attrs.evolve(EXAMPLE, grade=grade, securities=(cny("100000"),))

        assert cny(limit) == proposed(facts).amount

    def test_the_haircut_is_a_fifth(self) -> None:
        """A million less 20 % is 800,000, where the need allows it."""
        facts = attrs.evolve(
            EXAMPLE, grade=C, monthly_purchases=cny("900000"), securities=(cny("1000000"),)
        )

        assert cny("800000") == proposed(facts).amount

    def test_only_a_larger_security_is_flagged(self) -> None:
        """80,000 is more than B's 60,000, but less than A's 100,000."""
        facts = attrs.evolve(EXAMPLE, securities=(cny("100000"),))

        assert ("credit.secured",) == codes(facts)
        assert codes(attrs.evolve(facts, grade=A)) == ()

    def test_the_need_caps_a_secured_limit_too(self) -> None:
        """A security of a million gives no more than the need of 135,000."""
        facts = attrs.evolve(EXAMPLE, grade=C, securities=(cny("1000000"),))

        assert cny("135000") == proposed(facts).amount

    @pytest.mark.parametrize("figure", ["tangible_net_worth", "working_capital"])
    @pytest.mark.parametrize("method", LimitMethod)
    def test_negative_capital_leaves_only_what_is_secured(
        self, figure: str, method: LimitMethod
    ) -> None:
        """One negative figure is enough, whatever the other one and the method."""
        below = cny("-0.01")
        facts = attrs.evolve(
            EXAMPLE,
            grade=A,
            tangible_net_worth=below if figure == "tangible_net_worth" else cny("9000000"),
            working_capital=below if figure == "working_capital" else cny("9000000"),
        )
        rules = CreditLimitRules(method=method)
        secured = attrs.evolve(facts, securities=(cny("50000"),))

        assert (cny("0"), cny("40000")) == (
            proposed(facts, rules).amount,
            proposed(secured, rules).amount,
        )
        assert ("credit.negative_capital",) == codes(facts, rules)


class TestNewCustomer:
    """Cash first, then on trial."""

    @pytest.mark.parametrize("done", [0, 1])
    def test_the_first_orders_are_paid_in_cash(self, done: int) -> None:
        """With fewer than two orders delivered and fully paid there is no open limit."""
        facts = attrs.evolve(EXAMPLE, new_customer=True, completed_orders=done)
        outcome = proposed(facts)

        assert (cny("0"), None) == (outcome.amount, outcome.lapses_on)
        assert ("credit.cash_first",) == codes(facts)

    def test_then_the_limit_is_on_trial(self) -> None:
        """Six months after 31 August the last day is 28 February."""
        facts = attrs.evolve(EXAMPLE, new_customer=True, completed_orders=2)
        outcome = proposed(facts)

        assert (cny("60000"), Date(2027, 2, 28)) == (outcome.amount, outcome.lapses_on)
        assert ("credit.trial",) == codes(facts)

    def test_a_security_helps_from_the_first_order(self) -> None:
        """Cash first bars the open limit alone."""
        facts = attrs.evolve(
            EXAMPLE, new_customer=True, completed_orders=0, securities=(cny("50000"),)
        )

        assert cny("40000") == proposed(facts).amount

    def test_unknown_orders_leave_the_limit_undetermined(self) -> None:
        """Whether the first orders are paid is not guessed."""
        decision = propose_limit(attrs.evolve(EXAMPLE, new_customer=True), as_of=AS_OF)

        assert decision.outcome is None
        assert ("credit.completed_orders_unknown",) == decision.codes


class TestConcentration:
    """A limit that is large for our own firm."""

    @pytest.mark.parametrize(
        ("receivables", "flags"),
        [
            ("240000", ()),
            ("239999.99", ("credit.concentration",)),
            ("0", ()),
        ],
    )
    def test_more_than_a_quarter_of_our_receivables_is_warned_of(
        self, receivables: str, flags: tuple[str, ...]
    ) -> None:
        """60,000 is exactly a quarter of 240,000; with none at all there is no warning."""
        facts = attrs.evolve(EXAMPLE, firm_receivables=cny(receivables))

        assert flags == codes(facts)


class TestFacts:
    """Gathering the facts from a card."""

    CARD = CreditCard(
        id=CreditCardId("K-1"),
        customer_id=CustomerId("dealer-1"),
        accounting=Accounting(working_capital=cny("1000000")),
        limit_basis=LimitBasis(
            monthly_purchases=cny("90000"),
            terms_days=30,
            tangible_net_worth=cny("2000000"),
        ),
    )

    def test_the_card_gives_the_facts(self) -> None:
        """A card without security and insurance has neither as known figures."""
        facts = limit_facts(self.CARD, as_of=AS_OF, currency="CNY", grade=B)

        assert facts == EXAMPLE

    def test_securities_add_up_while_they_run(self) -> None:
        """The last day counts, the day after it does not."""
        securities = tuple(
            Security(kind="deposit", value=cny(value), until_on=until)
            for value, until in (
                ("10", None),
                ("5", AS_OF),
                ("1", Date(2026, 8, 30)),
            )
        )
        card = attrs.evolve(self.CARD, securities=securities)
        facts = limit_facts(card, as_of=AS_OF, currency="CNY", grade=B)

        assert (cny("10"), cny("5")) == facts.securities

    @pytest.mark.parametrize(
        ("until", "limit"),
        [(None, cny("70")), (AS_OF, cny("70")), (Date(2026, 8, 30), None)],
    )
    def test_an_insurers_limit_counts_while_it_runs(
        self, until: Date | None, limit: Money | None
    ) -> None:
        """An insurance that ended yesterday names no limit."""
        insurance = CreditInsurance(limit=cny("70"), cover_percent=Decimal(90), until_on=until)
        card = attrs.evolve(self.CARD, insurance=insurance)
        facts = limit_facts(card, as_of=AS_OF, currency="CNY", grade=B)

        assert limit == facts.insurer_limit

    def test_what_is_compared_with_the_limit_is_in_its_currency(self) -> None:
        """Nobody asks for a limit in yuan in euro."""
        with pytest.raises(CurrencyMismatchError):
            attrs.evolve(EXAMPLE, requested=Money.of("1", "EUR"))
        with pytest.raises(CurrencyMismatchError):
            attrs.evolve(EXAMPLE, firm_receivables=Money.of("1", "EUR"))


class TestCurrencies:
    """Figures in several currencies."""

    RATES = Rates(
        rates=(Rate(source="EUR", target="CNY", on=Date(2026, 8, 21), factor=Decimal("8.00")),)
    )

    def test_other_currencies_are_converted_exactly(self) -> None:
        """10 % of 100,000 euro at 8.00 are 80,000 yuan; 0.6 of them 48,000."""
        facts = attrs.evolve(
            EXAMPLE, tangible_net_worth=Money.of("100000", "EUR"), rates=self.RATES
        )

        assert cny("48000") == proposed(facts).amount

    def test_securities_of_two_currencies_add_up(self) -> None:
        """50,000 yuan and 10,000 euro, less a fifth, are 104,000."""
        facts = attrs.evolve(
            EXAMPLE, securities=(cny("50000"), Money.of("10000", "EUR")), rates=self.RATES
        )

        assert cny("104000") == proposed(facts).amount

    def test_an_unknown_rate_leaves_the_limit_unknown(self) -> None:
        """The reason names the currency; nothing is guessed."""
        facts = attrs.evolve(EXAMPLE, working_capital=Money.of("1", "USD"), rates=self.RATES)
        decision = propose_limit(facts, as_of=AS_OF)

        assert decision.outcome is None
        assert ("credit.limit_rate_unknown",) == decision.codes
        assert (
            "The limit cannot be told: no exchange rate from USD into CNY is known that is at most"
            " 10 days old."
        ) == explain(decision)[0]

    def test_nothing_needs_no_rate(self) -> None:
        """A zero is a zero in any currency."""
        facts = attrs.evolve(EXAMPLE, monthly_purchases=Money.of("0", "USD"))

        assert cny("0") == proposed(facts).amount


class TestRules:
    """What the rules refuse."""

    @pytest.mark.parametrize(
        "factor",
        [
            {A: Decimal(1), B: Decimal(1)},
            {A: Decimal(1), B: Decimal(1), C: Decimal("0.1")},
            {A: Decimal("0.5"), B: Decimal(1), C: Decimal(0)},
        ],
    )
    def test_factors_fall_with_the_grade_and_c_has_none(
        self, factor: dict[CreditGrade, Decimal]
    ) -> None:
        """A missing grade, an open limit for C, and a B above A are refused."""
        with pytest.raises(InvalidValueError):
            CreditLimitRules(factor=factor)


amounts = st.builds(Money, st.integers(0, 30_000_000), st.just("CNY"))
signed = st.builds(Money, st.integers(-1_000_000, 300_000_000), st.just("CNY"))
all_facts = st.builds(
    LimitFacts,
    grade=st.none() | st.sampled_from(CreditGrade),
    currency=st.just("CNY"),
    monthly_purchases=st.none() | amounts,
    terms_days=st.none() | st.integers(0, 120),
    tangible_net_worth=st.none() | signed,
    working_capital=st.none() | signed,
    reference_limits=st.lists(amounts, max_size=3).map(tuple),
    insurer_limit=st.none() | amounts,
    securities=st.lists(amounts, max_size=1).map(tuple),
    new_customer=st.booleans(),
    completed_orders=st.none() | st.integers(0, 3),
    firm_receivables=st.none() | amounts,
    requested=st.none() | amounts,
)
all_rules = st.sampled_from((CreditLimitRules(), AVERAGE))


@given(all_facts, all_rules)
def test_a_limit_never_rises_when_a_rating_falls(
    facts: LimitFacts, rules: CreditLimitRules
) -> None:
    """A beats or equals B, B equals or beats C, and ungraded is as C."""
    limits = [
        propose_limit(attrs.evolve(facts, grade=grade), as_of=AS_OF, rules=rules).outcome
        for grade in (None, C, B, A)
    ]
    known = [(limit.amount, limit.computed) for limit in limits if limit is not None]

    assert known == sorted(known)
    assert len(set(known[:2])) <= 1


@given(all_facts)
def test_a_computed_limit_is_a_multiple_of_the_step_and_no_more_than_the_need(
    facts: LimitFacts,
) -> None:
    """Nothing is granted that is not needed."""
    outcome = propose_limit(facts, as_of=AS_OF).outcome
    purchases, terms = facts.monthly_purchases, facts.terms_days
    if outcome is not None and purchases is not None and terms is not None:
        assert outcome.computed.minor % 100_000 == 0
        assert outcome.computed.minor * 30 <= purchases.minor * (terms + 15)


@given(all_facts, all_rules)
def test_every_reason_is_put_in_words(facts: LimitFacts, rules: CreditLimitRules) -> None:
    """No reason is shown as a bare code, in any language."""
    decision = propose_limit(facts, as_of=AS_OF, rules=rules)
    sentences = [
        sentence
        for language in ("en", "zh-Hans", "zh-Hant")
        for sentence in explain(decision, language)
    ]

    assert [] == [sentence for sentence in sentences if sentence.startswith("credit.")]


@given(all_facts, all_rules, st.integers(0, 300_000_000))
def test_a_limit_never_rises_when_capital_falls(
    facts: LimitFacts, rules: CreditLimitRules, less: int
) -> None:
    """Neither by less net worth nor by less working capital, both known."""
    fell = {
        name: Money(known.minor - less, known.currency)
        for name, known in (
            ("tangible_net_worth", facts.tangible_net_worth),
            ("working_capital", facts.working_capital),
        )
        if known is not None
    }
    poorer = attrs.evolve(
        facts,
        tangible_net_worth=fell.get("tangible_net_worth"),
        working_capital=fell.get("working_capital"),
    )
    limits = [propose_limit(one, as_of=AS_OF, rules=rules).outcome for one in (poorer, facts)]

    if limits[0] is not None and limits[1] is not None:
        assert limits[0].computed <= limits[1].computed
