"""The limit on file (policies 2c, 2e)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, TemporaryIncrease
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import CustomerCategory
from clientcare.errors import InvalidValueError
from clientcare.policies.effective_limit import (
    EffectiveLimit,
    EffectiveLimitRules,
    LimitLevel,
    LimitsOnFile,
    effective_limit,
    limits_on_file,
)
from clientcare.testing.strategies.credit import credit_limits, temporary_increases
from clientcare.wording import explain

MARCH_31 = Date(2026, 3, 31)
APRIL_1 = Date(2026, 4, 1)


def cny(amount: str) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def increase(
    amount: str = "36000", *, then: Money = cny("120000"), ends_on: Date = MARCH_31
) -> TemporaryIncrease:
    """Return an increase that starts on 1 March."""
    return TemporaryIncrease(
        amount=cny(amount), permanent_then=then, starts_on=Date(2026, 3, 1), ends_on=ends_on
    )


def amount_on(limits: LimitsOnFile, day: Date = MARCH_31) -> Money | None:
    """Return the ceiling of a limit that is known."""
    outcome = effective_limit(limits, as_of=day).outcome
    assert outcome is not None
    return outcome.amount


class TestStates:
    """Amount, inherited, none, and unknown."""

    def test_the_first_that_is_set_counts(self) -> None:
        """Customer, group, category, firm: a blank and "inherited" pass on."""
        inherited = CreditLimit.inherited()
        own, group, category, firm = (CreditLimit.of(cny(each)) for each in "4321")
        chains = [
            (LimitsOnFile(own=own, group=group, category=category, firm=firm), "4"),
            (LimitsOnFile(own=inherited, group=group, category=category, firm=firm), "3"),
            (LimitsOnFile(own=inherited, group=inherited, category=category, firm=firm), "2"),
            (LimitsOnFile(own=inherited, firm=firm), "1"),
            (LimitsOnFile(firm=firm), "1"),
        ]

        assert [cny(expected) for _, expected in chains] == [amount_on(each) for each, _ in chains]

    @pytest.mark.parametrize(
        "limits",
        [LimitsOnFile(), LimitsOnFile(own=CreditLimit.inherited(), firm=CreditLimit.inherited())],
    )
    def test_nothing_set_anywhere_is_unknown(self, limits: LimitsOnFile) -> None:
        """It is neither zero nor without a ceiling."""
        decision = effective_limit(limits, as_of=MARCH_31)

        assert decision.outcome is None
        assert ("credit.limit_unknown",) == decision.codes

    def test_zero_is_a_limit(self) -> None:
        """No credit is a decision, and does not pass on to the firm's limit."""
        limits = LimitsOnFile(own=CreditLimit.of(cny("0")), firm=CreditLimit.of(cny("9")))

        assert cny("0") == amount_on(limits)

    def test_none_is_expressly_without_a_ceiling(self) -> None:
        """Known, and no amount; an increase adds nothing to it."""
        limits = LimitsOnFile(own=CreditLimit.without_ceiling(), increases=(increase(),))
        decision = effective_limit(limits, as_of=MARCH_31)

        assert EffectiveLimit(permanent=None) == decision.outcome
        assert ("credit.no_ceiling",) == decision.codes

    def test_a_limit_granted_later_is_not_set_yet(self) -> None:
        """A replay of the past does not see it."""
        limits = LimitsOnFile(
            own=CreditLimit.of(cny("5"), granted_on=APRIL_1), firm=CreditLimit.of(cny("1"))
        )

        assert (cny("1"), cny("5")) == (amount_on(limits), amount_on(limits, APRIL_1))

    def test_the_level_is_told(self) -> None:
        """The decision says whose limit it is."""
        limits = LimitsOnFile(category=CreditLimit.of(cny("7")))

        assert (
            EffectiveLimit(permanent=cny("7"), level=LimitLevel.CATEGORY)
            == effective_limit(limits, as_of=MARCH_31).outcome
        )

    def test_a_trial_limit_is_zero_after_its_last_day(self) -> None:
        """It lapses at the end of that local day."""
        limits = LimitsOnFile(own=CreditLimit.of(cny("5"), lapses_on=MARCH_31))

        assert (cny("5"), cny("0")) == (amount_on(limits), amount_on(limits, APRIL_1))
        assert effective_limit(limits, as_of=APRIL_1).has("credit.trial_lapsed")


class TestIncreases:
    """Temporary increases."""

    LIMIT = CreditLimit.of(cny("120000"))

    def test_worked_example(self) -> None:
        """120,000 + 36,000 until 31 March inclusive, and 120,000 on 1 April."""
        limits = LimitsOnFile(own=self.LIMIT, increases=(increase(),))

        assert (cny("156000"), cny("120000")) == (amount_on(limits), amount_on(limits, APRIL_1))

    def test_the_largest_counts_not_the_sum(self) -> None:
        """Of 10,000, 36,000 and 20,000 the second is added."""
        several = tuple(increase(amount) for amount in ("10000", "36000", "20000"))
        limits = LimitsOnFile(own=self.LIMIT, increases=several)

        assert cny("156000") == amount_on(limits)

    def test_only_those_that_still_stand_are_counted(self) -> None:
        """The largest of those that count may be smaller than one that a cut ended."""
        ended = increase("50000", then=cny("130000"))
        limits = LimitsOnFile(own=self.LIMIT, increases=(ended, increase("10000")))
        decision = effective_limit(limits, as_of=MARCH_31)
        (reason,) = (one for one in decision.reasons if one.code == "credit.increase")

        assert (cny("10000"), 1) == (reason.facts["increase"], reason.facts["active"])

    def test_a_cut_of_the_permanent_limit_ends_it(self) -> None:
        """Granted on 120,000, it adds nothing to 119,999.99, and the reason says so."""
        limits = LimitsOnFile(own=CreditLimit.of(cny("119999.99")), increases=(increase(),))
        decision = effective_limit(limits, as_of=MARCH_31)

        assert decision.outcome == EffectiveLimit(permanent=cny("119999.99"))
        assert decision.has("credit.increase_ended_by_cut")

    def test_a_rise_of_the_permanent_limit_does_not_end_it(self) -> None:
        """It adds the amount that was fixed at the grant."""
        limits = LimitsOnFile(own=CreditLimit.of(cny("130000")), increases=(increase(),))

        assert cny("166000") == amount_on(limits)

    def test_a_lapsed_trial_ends_it(self) -> None:
        """What is left of a limit of zero is zero."""
        trial = CreditLimit.of(cny("120000"), lapses_on=Date(2026, 3, 10))
        limits = LimitsOnFile(own=trial, increases=(increase(),))

        assert cny("0") == amount_on(limits)

    def test_an_increase_in_another_currency_adds_nothing(self) -> None:
        """The limit has moved to another currency since."""
        limits = LimitsOnFile(
            own=CreditLimit.of(Money.of("120000", "EUR")), increases=(increase(),)
        )

        assert Money.of("120000", "EUR") == amount_on(limits)

    def test_an_inherited_limit_can_be_increased(self) -> None:
        """The increase is the customer's own, whoever's limit it stands on."""
        limits = LimitsOnFile(own=CreditLimit.inherited(), firm=self.LIMIT, increases=(increase(),))

        assert cny("156000") == amount_on(limits)


levels = st.none() | credit_limits()


@given(
    st.builds(
        LimitsOnFile,
        own=levels,
        group=levels,
        category=levels,
        firm=levels,
        increases=st.lists(temporary_increases(), max_size=2).map(tuple),
    )
)
def test_every_reason_is_put_in_words(limits: LimitsOnFile) -> None:
    """No reason is shown as a bare code, in any language."""
    decision = effective_limit(limits, as_of=MARCH_31)
    sentences = [
        sentence
        for language in ("en", "zh-Hans", "zh-Hant")
        for sentence in explain(decision, language)
    ]

    assert [] == [sentence for sentence in sentences if sentence.startswith("credit.")]


class TestStandingLimits:
    """The limits of categories and firm in the rules."""

    @pytest.mark.parametrize(
        "limit",
        [
            CreditLimit.inherited(),
            CreditLimit.of(cny("1"), granted_on=MARCH_31),
            CreditLimit.of(cny("1"), lapses_on=MARCH_31),
        ],
    )
    def test_a_standing_limit_passes_on_nothing_and_bears_no_date(self, limit: CreditLimit) -> None:
        """It is changed by changing the rulebook."""
        with pytest.raises(InvalidValueError, match="firm_limit"):
            EffectiveLimitRules(firm_limit=limit)
        with pytest.raises(InvalidValueError, match="category_limits"):
            EffectiveLimitRules(category_limits={CustomerCategory.AGENT: limit})

    def test_a_customer_of_no_known_category_has_the_firms(self) -> None:
        """An unknown category is none of those named."""
        rules = EffectiveLimitRules(
            category_limits={CustomerCategory.AGENT: CreditLimit.of(cny("2"))},
            firm_limit=CreditLimit.of(cny("1")),
        )
        card = CreditCard(id=CreditCardId("K-1"), customer_id=CustomerId("C-1"))
        found = [
            amount_on(limits_on_file(card, category=category, rules=rules))
            for category in (None, CustomerCategory.OTHER, CustomerCategory.AGENT)
        ]

        assert [cny("1"), cny("1"), cny("2")] == found
