"""Which class a customer is in (policies 1a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import pendulum
import pytest
from pendulum import Date

from clientcare.domain.decisions import Decision, RulesRef
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.tiering import (
    PRESETS,
    Crossing,
    CustomerValue,
    TierFloors,
    TieringRules,
    Ties,
    assign_tiers,
    pareto_top20_share,
    tier_floors,
)
from clientcare.wording import Language, render, texts

AS_OF = Date(2026, 11, 24)
LONG_AGO = Date(2020, 1, 1)
A, B, C = Tier.A, Tier.B, Tier.C
EXAMPLE = (400, 250, 150, 80, 50, 30, 20, 10, 10, 0, -25)
STRICT = TieringRules(crossing=Crossing.STRICT)
BY_ID = TieringRules(ties=Ties.BY_ID)


def cny(amount: int | str) -> Money:
    """Return an amount in yuan."""
    return Money.of(amount, "CNY")


def one(
    name: str,
    value: int | str | None,
    *,
    first: Date | None = LONG_AGO,
    parent: str | None = None,
) -> CustomerValue:
    """Return the facts of one customer."""
    return CustomerValue(
        customer_id=CustomerId(name),
        value=None if value is None else cny(value),
        first_order_on=first,
        parent_id=None if parent is None else CustomerId(parent),
    )


def book(*values: int | None) -> list[CustomerValue]:
    """Return customers c00, c01, ... with these values and a long history."""
    return [one(f"c{place:02}", value) for place, value in enumerate(values)]


def judged(
    facts: Iterable[CustomerValue], rules: TieringRules = TieringRules()
) -> Mapping[CustomerId, Decision[Tier | None]]:
    """Return all decisions as of the usual day."""
    return assign_tiers(facts, as_of=AS_OF, rules=rules)


def tiers(
    facts: Iterable[CustomerValue], rules: TieringRules = TieringRules()
) -> list[Tier | None]:
    """Return the outcomes alone."""
    return [decision.outcome for decision in judged(facts, rules).values()]


def decision_for(
    facts: Iterable[CustomerValue], name: str, rules: TieringRules = TieringRules()
) -> Decision[Tier | None]:
    """Return one customer's decision."""
    return judged(facts, rules)[CustomerId(name)]


def test_worked_example() -> None:
    """The page's example: exactly 80.0 % ahead is B, exactly 95 % is not reached by 93 %."""
    actual = tiers(book(*EXAMPLE))

    assert [A, A, A, B, B, B, C, C, C, C, C] == actual


def test_worked_example_strict() -> None:
    """Strictly, who crosses 95 % (93 % before, 96 % after) is C."""
    actual = tiers(book(*EXAMPLE), STRICT)

    assert [A, A, A, B, B, C, C, C, C, C, C] == actual


def test_reason_names_what_was_compared() -> None:
    """A reason holds the value, what lies ahead, the total and both cuts."""
    (reason,) = decision_for(book(*EXAMPLE), "c03").reasons

    assert reason.code == "tiering.b_ahead"
    assert {
        "value": cny(80),
        "annualised": False,
        "before": cny(800),
        "after": cny(880),
        "total": cny(1000),
        "a_percent": Decimal(80),
        "b_percent": Decimal(95),
    } == reason.facts


def test_decision_names_rules_day_and_inputs() -> None:
    """A decision can be audited: rules, day, value and history."""
    decision = decision_for(book(5), "c00")

    assert RulesRef("tiering", "1") == decision.rules
    assert decision.judged_at == AS_OF
    assert {"value": cny(5), "history_days": 2519} == decision.inputs


def test_zero_and_negative_values_are_flagged() -> None:
    """A value of 0 has one flag, one below 0 has two."""
    decisions = judged(book(*EXAMPLE))

    assert decisions[CustomerId("c09")].codes == ("tiering.no_positive_value",)
    assert decisions[CustomerId("c10")].codes == (
        "tiering.no_positive_value",
        "tiering.negative_value",
    )


def test_negative_value_is_not_in_the_total() -> None:
    """Returns of one customer do not push the others' shares past 100 %."""
    (reason,) = decision_for(book(900, 100, -500), "c00").reasons

    assert cny(1000) == reason.facts["total"]


def test_empty_book() -> None:
    """Nobody to class gives nothing."""
    assert {} == judged([])


def test_nobody_positive() -> None:
    """All values 0 or less: all C, without a division, and nothing is undifferentiated."""
    decisions = judged(book(0, 0, -3))

    assert [C, C, C] == [decision.outcome for decision in decisions.values()]
    assert not any(decision.has("tiering.undifferentiated") for decision in decisions.values())


@pytest.mark.parametrize(("rules", "tier"), [(TieringRules(), A), (STRICT, C)])
def test_one_customer(rules: TieringRules, tier: Tier) -> None:
    """One customer alone is A, strictly C."""
    assert [tier] == tiers(book(7), rules)


def test_one_customer_with_ninety_percent() -> None:
    """Who makes 90 % of all sales is A; strictly nobody is A."""
    values = (900, 50, 30, 20)

    assert [A, B, C, C] == tiers(book(*values))
    assert [B, B, C, C] == tiers(book(*values), STRICT)


@pytest.mark.parametrize(("rules", "tier"), [(TieringRules(), A), (STRICT, C)])
def test_equal_values_share_a_class(rules: TieringRules, tier: Tier) -> None:
    """Ten equal customers are all A, strictly all C."""
    assert [tier] * 10 == tiers(book(*[10] * 10), rules)


def test_book_mostly_in_a_is_undifferentiated() -> None:
    """A book with more than half of its customers in A is flagged at each of them."""
    decisions = judged(book(10, 10, 0))

    assert all(decision.has("tiering.undifferentiated") for decision in decisions.values())


def test_half_of_the_book_in_a_is_not_undifferentiated() -> None:
    """Exactly half is not more than half; customers without a positive value don't count."""
    decision = decision_for(book(80, 20, 0, 0), "c00")

    assert ("tiering.a_ahead",) == decision.codes


def test_book_of_one_is_undifferentiated() -> None:
    """One customer in A is all of the book."""
    assert decision_for(book(1), "c00").has("tiering.undifferentiated")


def test_undetermined_customer_is_not_flagged_as_undifferentiated() -> None:
    """The flag stands at who was classed, or not at all."""
    decision = decision_for(book(1, None), "c01")

    assert ("tiering.value_unknown",) == decision.codes


def test_tie_group_moves_together_across_a_cut() -> None:
    """Of equal values on the cut all get the better class, strictly all the worse."""
    values = (60, 15, 15, 10)

    assert [A, A, A, B] == tiers(book(*values))
    assert [A, B, B, C] == tiers(book(*values), STRICT)


def test_ties_by_id() -> None:
    """By id each stands alone: equal values in ascending order of the ids."""
    facts = [one("z", 20), one("a", 20), one("m", 60)]

    actual = {name: decision.outcome for name, decision in judged(facts, BY_ID).items()}

    assert {"m": A, "a": A, "z": B} == actual


def test_ties_by_id_strict() -> None:
    """By id and strictly, each one's own value counts alone."""
    rules = TieringRules(ties=Ties.BY_ID, crossing=Crossing.STRICT)

    assert [A, A, A, A, A, A, A, A, B, C] == tiers(book(*[10] * 10), rules)


def test_ids_are_compared_by_code_point() -> None:
    """An upper-case letter comes before a lower-case one, 10 before 9."""
    facts = [one("b", 10), one("B", 10), one("9", 10), one("10", 10)]

    rules = TieringRules(ties=Ties.BY_ID, a_percent=50, b_percent=75)

    assert [C, B, A, A] == tiers(facts, rules)


def test_strict_at_exactly_the_cut_is_in() -> None:
    """Strictly, exactly 80 % with the own value is A."""
    assert [A, B, C] == tiers(book(80, 15, 5), STRICT)


def test_strict_to_one_hundred_percent() -> None:
    """With b at 100 % the last customer is in B."""
    rules = TieringRules(b_percent=100, crossing=Crossing.STRICT)

    assert [A, B] == tiers(book(80, 20), rules)


@pytest.mark.parametrize(
    ("a", "b"), [(0, 95), (-1, 95), (95, 95), (96, 95), (80, 101), (80, Decimal("100.01"))]
)
def test_bad_cuts_are_refused(a: int, b: int) -> None:
    """Only 0 < a < b <= 100 makes cuts."""
    with pytest.raises(InvalidValueError):
        TieringRules(a_percent=a, b_percent=b)


def test_cut_is_no_float() -> None:
    """A float is no cut."""
    with pytest.raises(InvalidValueError):
        TieringRules(a_percent=80.0)


def test_broken_percent_is_compared_exactly() -> None:
    """A cut such as 66.6 % is compared without rounding."""
    rules = TieringRules(a_percent=Decimal("66.6"))

    assert [A, B, C] == tiers(book(666, 333, 1), rules)
    assert [A, A, C] == tiers(book(665, 334, 1), rules)


def test_presets() -> None:
    """The trades' cuts are 80/95, 90/97 and 70/90, each under a name of its own."""
    cuts = {name: (int(rules.a_percent), int(rules.b_percent)) for name, rules in PRESETS.items()}

    assert {"80/95": (80, 95), "90/97": (90, 97), "70/90": (70, 90)} == cuts
    assert len({rules.ref for rules in PRESETS.values()}) == 3


def test_unknown_value_is_undetermined_and_left_out() -> None:
    """An unknown value has no class, and the others are classed as if it were not there."""
    decisions = judged(book(80, None, 20))

    assert [A, None, B] == [decision.outcome for decision in decisions.values()]
    assert cny(100) == decisions[CustomerId("c00")].reasons[0].facts["total"]
    assert ("c01",) == decisions[CustomerId("c01")].reasons[0].facts["customers"]


def test_same_customer_twice_is_refused() -> None:
    """The same id twice is an error, even with equal facts."""
    with pytest.raises(InvalidValueError, match="customer_id"):
        judged([one("a", 1), one("a", 1)])


def test_mixed_currencies_are_refused() -> None:
    """Values of two currencies cannot be ranked."""
    euro = CustomerValue(customer_id=CustomerId("e"), value=Money.of(1, "EUR"))

    with pytest.raises(CurrencyMismatchError):
        judged([one("a", 0), euro])


def test_as_of_is_a_plain_date() -> None:
    """An instant is no day to judge for."""
    with pytest.raises(InvalidValueError):
        assign_tiers([], as_of=pendulum.datetime(2026, 1, 1))


# --- short histories ---


@pytest.mark.parametrize(
    ("days", "value", "flags"),
    [
        (0, 100, ("tiering.provisional",)),
        (89, 100, ("tiering.provisional",)),
        (90, Decimal("405.56"), ("tiering.provisional", "tiering.annualised")),
        (364, Decimal("100.27"), ("tiering.provisional", "tiering.annualised")),
        (365, 100, ()),
        (366, 100, ()),
    ],
)
def test_short_history(days: int, value: Decimal, flags: tuple[str, ...]) -> None:
    """From 90 to 364 days a value is annualised; below 365 it is provisional."""
    decision = decision_for([one("a", 100, first=AS_OF.subtract(days=days))], "a")

    assert Money.of(value, "CNY") == decision.reasons[0].facts["value"]
    assert ("tiering.a_ahead", "tiering.undifferentiated", *flags) == decision.codes


def test_annualised_value_rounds_half_up() -> None:
    """0.02 in 146 days is exactly 0.05 a year, 0.01 is 0.025 and so 0.03."""
    facts = [one("a", "0.02", first=AS_OF.subtract(days=146))]
    facts += [one("b", "0.01", first=AS_OF.subtract(days=146))]

    decisions = judged(facts)

    assert cny("0.05") == decisions[CustomerId("a")].reasons[0].facts["value"]
    assert cny("0.03") == decisions[CustomerId("b")].reasons[0].facts["value"]


def test_annualised_value_ranks_and_counts() -> None:
    """The annualised value decides the rank and stands in the total."""
    facts = [one("old", 100), one("new", 60, first=AS_OF.subtract(days=100))]

    decisions = judged(facts)

    assert [A, A] == [decision.outcome for decision in decisions.values()]
    assert cny(219) == decisions[CustomerId("old")].reasons[0].facts["before"]
    assert cny(319) == decisions[CustomerId("old")].reasons[0].facts["total"]


def test_a_reason_says_that_its_value_is_annualised() -> None:
    """What is ranked differs from the net sales, so the sentence says so before it quotes it."""
    new = one("a", 100, first=Date.fromordinal(AS_OF.toordinal() - 100))
    reason = decision_for([new], "a").reasons[0]

    assert True is reason.facts["annualised"]
    assert "Class A: with an annualised 365.00 CNY, " in render(reason)
    assert "本客户为年化的365.00 CNY，" in render(reason, "zh-Hans")


def test_value_without_gain_is_not_annualised() -> None:
    """A value of 0 or less stays as it is, but is provisional."""
    decision = decision_for([one("a", -10, first=AS_OF.subtract(days=100))], "a")

    assert (
        "tiering.no_positive_value",
        "tiering.negative_value",
        "tiering.provisional",
    ) == decision.codes
    assert cny(-10) == decision.reasons[0].facts["value"]


def test_customer_without_order_is_not_provisional() -> None:
    """No order means no history that could be short."""
    assert ("tiering.no_positive_value",) == decision_for([one("a", 0, first=None)], "a").codes


def test_first_order_after_the_day_judged_is_left_out() -> None:
    """A replay of the past does not know the later first order, and says so."""
    decision = decision_for([one("a", 0, first=AS_OF.add(days=1))], "a")

    assert ("tiering.no_positive_value", "tiering.after_as_of") == decision.codes


# --- groups of firms ---


def test_group_is_ranked_as_one() -> None:
    """Subsidiaries are one item at the topmost parent; each takes its class."""
    facts = [
        one("top", 30),
        one("mid", 30, parent="top"),
        one("low", 30, parent="mid"),
        one("other", 70),
        one("small", 5),
    ]

    decisions = judged(facts)

    assert {"top": A, "mid": A, "low": A, "other": A, "small": C} == {
        name: decision.outcome for name, decision in decisions.items()
    }
    assert cny(90) == decisions[CustomerId("low")].reasons[0].facts["value"]
    assert {"parent": "top", "members": 3} == decisions[CustomerId("low")].reasons[-1].facts


def test_group_counts_once_in_the_flag_of_the_book() -> None:
    """A group of three in A beside one customer in B is half of the book, not three quarters."""
    facts = [one("top", 30), one("a", 30, parent="top"), one("b", 20, parent="top"), one("c", 20)]

    assert not decision_for(facts, "c").has("tiering.undifferentiated")


def test_group_is_as_old_as_its_oldest_member() -> None:
    """The earliest first order counts; a member without an order has none."""
    facts = [
        one("top", 10, first=AS_OF.subtract(days=100)),
        one("sub", 10, first=AS_OF.subtract(days=400), parent="top"),
        one("new", 0, first=None, parent="top"),
    ]

    assert 400 == decision_for(facts, "top").inputs["history_days"]
    assert not decision_for(facts, "new").has("tiering.provisional")


def test_group_is_annualised_as_a_whole() -> None:
    """The sum of the members is scaled up, and rounded once."""
    facts = [
        one("top", "0.01", first=AS_OF.subtract(days=146)),
        one("sub", "0.01", first=AS_OF.subtract(days=100), parent="top"),
    ]

    assert cny("0.05") == decision_for(facts, "sub").inputs["value"]


def test_member_with_returns_lowers_the_group() -> None:
    """A negative member is subtracted."""
    facts = [one("top", 10), one("sub", -10, parent="top")]

    assert decision_for(facts, "top").has("tiering.no_positive_value")


def test_group_with_an_unknown_member_is_undetermined() -> None:
    """One unknown value makes the whole group unknown."""
    facts = [one("top", 10), one("sub", None, parent="top"), one("c", 5)]

    assert [None, None, A] == tiers(facts)


def test_group_under_a_parent_that_is_not_in_the_book() -> None:
    """Sisters whose parent has no facts are one group all the same."""
    facts = [one("a", 40, parent="holding"), one("b", 40, parent="holding"), one("c", 20)]

    decisions = judged(facts)

    assert [A, A, B] == [decision.outcome for decision in decisions.values()]
    assert "holding" == decisions[CustomerId("a")].reasons[-1].facts["parent"]


def test_only_child_of_an_absent_parent_is_flagged() -> None:
    """Who stands in the ranking under another id is told so."""
    assert decision_for([one("a", 1, parent="holding")], "a").has("tiering.rolled_up")


@pytest.mark.parametrize(
    "parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}]
)
def test_ring_of_parents_is_refused(parents: dict[str, str]) -> None:
    """Parents that lead back to themselves are an error."""
    with pytest.raises(InvalidValueError, match="ring"):
        judged([one(name, 1, parent=above) for name, above in parents.items()])


def test_long_chain_of_parents() -> None:
    """A chain of ten thousand firms is no recursion."""
    facts = [one(f"{place}", 1, parent=f"{place + 1}") for place in range(10_000)]

    assert {A} == set(tiers(facts))


# --- absolute cuts ---

ABSOLUTE = TieringRules(a_min=1000, b_min=Decimal("100.50"))


def test_absolute_cuts() -> None:
    """A value at the minimum earns the class; nobody else's sales matter."""
    facts = [one("a", 1000), one("b", "999.99"), one("c", "100.50"), one("d", "100.49")]

    assert [A, B, B, C] == tiers(facts, ABSOLUTE)


def test_absolute_cuts_name_both_minima() -> None:
    """The reason says what was needed."""
    (reason,) = decision_for([one("a", 500)], "a", ABSOLUTE).reasons

    assert "tiering.b_minimum" == reason.code
    assert {
        "value": cny(500),
        "annualised": False,
        "a_min": 1000,
        "b_min": Decimal("100.50"),
    } == reason.facts


def test_absolute_cut_finer_than_the_minor_unit() -> None:
    """A cut between two minor units needs the upper one."""
    rules = TieringRules(a_min=Decimal("10.005"), b_min=1)

    assert [A, B] == tiers([one("a", "10.01"), one("b", "10.00")], rules)


def test_absolute_cuts_of_a_currency_without_minor_units() -> None:
    """A cut is in major units of whatever currency the values have."""
    yen = CustomerValue(
        customer_id=CustomerId("y"), value=Money.of(1000, "JPY"), first_order_on=LONG_AGO
    )

    assert [A] == tiers([yen], ABSOLUTE)


def test_absolute_cuts_with_nothing_positive() -> None:
    """Unknown stays undetermined and 0 is C, also where no currency is known."""
    assert [None] == tiers([one("u", None)], ABSOLUTE)
    assert [None, C] == tiers([one("u", None), one("z", 0)], ABSOLUTE)


@pytest.mark.parametrize(
    ("a_min", "b_min"), [(100, None), (None, 100), (100, 100), (99, 100), (100, 0), (-1, -2)]
)
def test_bad_absolute_cuts_are_refused(a_min: int | None, b_min: int | None) -> None:
    """Only a_min > b_min > 0 makes absolute cuts."""
    with pytest.raises(InvalidValueError):
        TieringRules(a_min=a_min, b_min=b_min)


def test_absolute_cuts_refuse_several_measures() -> None:
    """A weighted sum of shares has no amount to compare with."""
    with pytest.raises(InvalidValueError):
        TieringRules(a_min=2, b_min=1, weights={"sales": Decimal(1)})


# --- several measures ---

TWO = TieringRules(weights={"sales": Decimal("0.5"), "margin": Decimal("0.5")})


def measured(
    name: str, sales: int | None, margin: int | None, *, first: Date | None = LONG_AGO
) -> CustomerValue:
    """Return a customer with two measures."""
    amounts = {"sales": sales, "margin": margin}
    return CustomerValue(
        customer_id=CustomerId(name),
        first_order_on=first,
        measures={key: None if one is None else cny(one) for key, one in amounts.items()},
    )


def test_several_measures() -> None:
    """Each measure counts by its share of the measure's positive total, exactly."""
    facts = [measured("a", 60, 10), measured("b", 30, 10), measured("c", 10, 10)]

    decisions = judged(facts, TWO)

    assert [Fraction(7, 15), Fraction(19, 60), Fraction(13, 60)] == [
        decision.inputs["value"] for decision in decisions.values()
    ]
    assert [A, A, A] == [decision.outcome for decision in decisions.values()]


def test_negative_measure_is_not_in_its_total_but_lowers_the_value() -> None:
    """A loss makes the customer's own value smaller and nobody's share larger."""
    facts = [measured("a", 60, 10), measured("b", 40, -10)]

    decisions = judged(facts, TWO)

    assert Fraction(8, 10) == decisions[CustomerId("a")].inputs["value"]
    assert Fraction(-3, 10) == decisions[CustomerId("b")].inputs["value"]
    assert decisions[CustomerId("b")].has("tiering.negative_value")


def test_measure_without_a_positive_value_drops_out() -> None:
    """Its weight is shared in proportion by the others."""
    facts = [measured("a", 75, 0), measured("b", 25, -5)]

    values = [decision.inputs["value"] for decision in judged(facts, TWO).values()]

    assert [Fraction(3, 4), Fraction(1, 4)] == values


def test_all_measures_without_a_positive_value() -> None:
    """Nothing left to compare: all C, without a division."""
    assert [C, C] == tiers([measured("a", 0, -1), measured("b", 0, 0)], TWO)


def test_unknown_measure_is_undetermined() -> None:
    """One unknown measure leaves the customer out of every total."""
    facts = [measured("a", 60, 10), measured("b", 1000, None)]

    decisions = judged(facts, TWO)

    assert [A, None] == [decision.outcome for decision in decisions.values()]
    assert 1 == decisions[CustomerId("a")].inputs["value"]
    assert ("b margin",) == decisions[CustomerId("b")].reasons[0].facts["customers"]


def test_measure_without_weight_may_be_unknown() -> None:
    """A weight of 0 asks for nothing."""
    rules = TieringRules(weights={"sales": Decimal(1), "margin": Decimal(0)})

    assert [A] == tiers([measured("a", 60, None)], rules)


def test_measures_are_annualised_each() -> None:
    """A short history scales each positive measure up before the shares are taken."""
    facts = [measured("a", 40, 10), measured("b", 20, 10, first=AS_OF.subtract(days=146))]

    decisions = judged(facts, TWO)

    shares = Fraction(50, 90) + Fraction(25, 35)
    assert shares / 2 == decisions[CustomerId("b")].inputs["value"]
    assert ("tiering.a_ahead", "tiering.undifferentiated", "tiering.provisional") == decisions[
        CustomerId("b")
    ].codes


def test_measure_in_two_currencies_is_refused() -> None:
    """A measure has one currency; two measures may have two."""
    euro = CustomerValue(
        customer_id=CustomerId("e"),
        measures={"sales": Money.of(1, "EUR"), "margin": cny(1)},
    )

    with pytest.raises(CurrencyMismatchError):
        judged([measured("a", 1, 1), euro], TWO)
    assert [A] == tiers([euro], TWO)


@pytest.mark.parametrize(
    "weights",
    [
        {"a": Decimal("0.5")},
        {"a": Decimal("0.5"), "b": Decimal("0.50000001")},
        {"a": Decimal(2), "b": Decimal(-1)},
        {"a": 1.0},
        {"": Decimal(1)},
    ],
)
def test_bad_weights_are_refused(weights: dict[str, Decimal]) -> None:
    """Weights are decimals, 0 or more, that sum to 1."""
    with pytest.raises(InvalidValueError):
        TieringRules(weights=weights)


def test_thirds_as_weights_are_near_enough() -> None:
    """Three thirds written with ten digits are off by less than a billionth."""
    third = Decimal("0.3333333333")

    rules = TieringRules(weights={"a": third, "b": third, "c": third})

    assert 3 == len(rules.weights)


# --- the 80/20 check ---


def test_pareto_share_of_the_worked_example() -> None:
    """Of 9 customers with a positive value the best 2 make 650 of 1000."""
    decision = pareto_top20_share(book(*EXAMPLE), as_of=AS_OF)

    assert Fraction(65, 100) == decision.outcome
    assert {
        "best": 2,
        "customers": 9,
        "value": cny(650),
        "total": cny(1000),
        "share": Fraction(65, 100),
    } == decision.reasons[0].facts


def test_pareto_share_of_nobody() -> None:
    """Nobody with a positive value has no share."""
    decision = pareto_top20_share(book(0, -1), as_of=AS_OF)

    assert decision.outcome is None
    assert ("tiering.nobody_positive",) == decision.codes


def test_pareto_share_leaves_unknown_values_out() -> None:
    """Unknown values are not in n and not in T, and that is said."""
    decision = pareto_top20_share(book(3, None, 1), as_of=AS_OF)

    assert Fraction(3, 4) == decision.outcome
    assert ("tiering.top_fifth", "tiering.left_out") == decision.codes


def test_pareto_share_of_several_measures() -> None:
    """The check works on weighted shares as well."""
    facts = [measured("a", 60, 10), measured("b", 40, 10)]

    assert Fraction(55, 100) == pareto_top20_share(facts, as_of=AS_OF, rules=TWO).outcome


@pytest.mark.parametrize(("count", "best"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_pareto_fifth_is_rounded_up(count: int, best: int) -> None:
    """A fifth of 6 customers is 2."""
    decision = pareto_top20_share(book(*range(1, count + 1)), as_of=AS_OF)

    assert best == decision.reasons[0].facts["best"]


# --- floors ---


def test_floors_of_the_worked_example() -> None:
    """The least value of each class says it all where no reason is asked for."""
    floors = tier_floors(EXAMPLE)

    assert TierFloors(a=150, b=30, total=1000) == floors
    assert [A, A, A, B, B, B, C, C, C, C, C] == [floors.tier(value) for value in EXAMPLE]


def test_floors_of_nobody() -> None:
    """A book without a positive value has no A and no B."""
    floors = tier_floors([0, -5])

    assert TierFloors(a=None, b=None, total=0) == floors
    assert floors.tier(0) is C


@pytest.mark.parametrize("rules", [BY_ID, ABSOLUTE, TWO])
def test_floors_refuse_rules_they_cannot_follow(rules: TieringRules) -> None:
    """Ranks by id, absolute cuts and several measures are no matter of one floor."""
    with pytest.raises(InvalidValueError):
        tier_floors([1], rules=rules)


# --- words ---


def test_every_code_is_worded() -> None:
    """Each code of this policy has a sentence that fills all its places."""
    facts = [
        *book(*EXAMPLE, None),
        one("new", 3, first=AS_OF.subtract(days=100), parent="x"),
        one("later", 0, first=AS_OF.add(days=3)),
    ]
    decisions: list[Decision[Tier | None] | Decision[Fraction | None]] = []
    for rules in (TieringRules(), STRICT, ABSOLUTE):
        decisions += judged(facts, rules).values()
    decisions += judged(book(1)).values()
    decisions += judged(book(1000, 500), ABSOLUTE).values()
    decisions += [pareto_top20_share(some, as_of=AS_OF) for some in (facts, [])]
    reasons = {reason.code: reason for decision in decisions for reason in decision.reasons}

    said = {code for code in texts() if code.startswith("tiering.")}
    assert said == reasons.keys()
    for tongue, unknown in ((Language.EN, "unknown"), (Language.ZH_HANS, "未知")):
        sentences = {render(reason, tongue) for reason in reasons.values()}
        assert len(reasons) == len(sentences)
        assert 2 >= sum(unknown in sentence for sentence in sentences)
