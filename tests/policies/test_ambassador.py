"""Conversion, influence, referral value, ranking and eligibility (policies 5c, R6)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date
from tests.oracles import ambassador_oracle as slow

from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.money import Money
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.ambassador import (
    AmbassadorScore,
    EligibilityFacts,
    ReferredType,
    ReferredValue,
    conversion,
    influence,
    is_eligible,
    rank_ambassadors,
    referral_value,
)
from clientcare.wording import texts

DAY = Date(2026, 11, 23)
NOON = pendulum.datetime(2026, 3, 2, 12, tz="Asia/Shanghai")
S = ReferralState
ROADS = {
    S.CONVERTED: (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED),
    S.REWARDED: (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REWARD_PENDING, S.REWARDED),
    S.REWARD_DENIED: (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REWARD_DENIED),
    S.REVERSED: (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REVERSED),
    S.UNREACHABLE: (S.CONSENTED, S.UNREACHABLE),
    S.UNQUALIFIED: (S.CONSENTED, S.CONTACTED, S.UNQUALIFIED),
    S.LOST: (S.CONSENTED, S.CONTACTED, S.LOST),
    S.EXPIRED: (S.EXPIRED,),
    S.CONTACTED: (S.CONSENTED, S.CONTACTED),
    **{end: (end,) for end in (S.DUPLICATE, S.EXISTING_CUSTOMER, S.SELF, S.CYCLE, S.NO_CONSENT)},
}


def referral(state: ReferralState, key: str = "r") -> Referral:
    """Return a referral that came to a state."""
    found = Referral.name(
        id=ReferralId(key), introducer_id=CustomerId("A"), prospect=Prospect(name="Li"), at=NOON
    )
    for step in ROADS[state]:
        found = found.move(step, at=NOON)
    return found


def cny(amount: str | int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


@pytest.mark.parametrize(
    ("won", "of", "percent"), [(1, 1, "29.2"), (6, 20, "27.0"), (0, 0, "15.0")]
)
def test_conversion_of_the_worked_examples(won: int, of: int, percent: str) -> None:
    """1 of 1 is 29.2 %, 6 of 20 is 27.0 %, none is 15 %."""
    every = [referral(S.CONVERTED if at < won else S.LOST, f"r-{at}") for at in range(of)]
    found = conversion(every, as_of=DAY)

    assert percent == f"{Decimal(int(found.outcome * 1000 + Fraction(1, 2))) / 10:.1f}"
    assert set(found.codes) <= texts().keys()


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (S.CONVERTED, (1, 1)),
        (S.REWARDED, (1, 1)),
        (S.REWARD_DENIED, (1, 1)),
        (S.REVERSED, (0, 1)),
        (S.UNREACHABLE, (0, 1)),
        (S.UNQUALIFIED, (0, 1)),
        (S.LOST, (0, 1)),
        (S.EXPIRED, (0, 1)),
        (S.CONTACTED, (0, 0)),
        (S.DUPLICATE, (0, 0)),
        (S.EXISTING_CUSTOMER, (0, 0)),
        (S.SELF, (0, 0)),
        (S.CYCLE, (0, 0)),
        (S.NO_CONSENT, (0, 0)),
    ],
)
def test_what_counts(state: ReferralState, counts: tuple[int, int]) -> None:
    """Won are the converted and not reversed; what never came to an outcome does not count."""
    facts = conversion([referral(state)], as_of=DAY).reasons[0].facts

    assert counts == (facts["won"], facts["of"])


def test_what_comes_after_the_day_is_left_out() -> None:
    """A replay of the past knows no conversion of later, and no naming."""
    won = referral(S.CONTACTED).move(S.QUALIFIED, at=NOON)
    won = won.move(S.CONVERTED, at=NOON.add(days=60))

    for day, counts in ((NOON.add(days=59), (0, 0)), (NOON.add(days=60), (1, 1))):
        facts = conversion([won], as_of=day.date()).reasons[0].facts
        assert counts == (facts["won"], facts["of"])
    assert 0 == conversion([won], as_of=NOON.subtract(days=1).date()).reasons[0].facts["of"]


def test_each_referral_comes_once() -> None:
    """One that comes twice is not counted twice."""
    with pytest.raises(InvalidValueError, match="each referral once"):
        conversion([referral(S.LOST), referral(S.LOST)], as_of=DAY)


GRAPH = CreditedGraph(
    {
        CustomerId(who): CustomerId(by)
        for who, by in (("B", "A"), ("C", "A"), ("D", "B"), ("E", "D"))
    }
)
VALUES = {CustomerId("B"): cny(100), CustomerId("C"): cny(0)}
VALUES |= {CustomerId("D"): cny(80), CustomerId("E"): cny(40)}


@pytest.mark.parametrize(("who", "worth"), [("A", 150), ("B", 100), ("D", 40), ("C", 0), ("E", 0)])
def test_influence_of_the_worked_example(who: str, worth: int) -> None:
    """A = 100 + 40 + 10, B = 80 + 20, D = 40, leaves nothing."""
    found = influence(CustomerId(who), graph=GRAPH, values=VALUES, as_of=DAY).outcome

    assert (Fraction(worth * 100), False) == (found.minor, found.at_least)


def test_a_loss_counts_as_nothing_by_itself() -> None:
    """Who makes a loss takes nothing away from the others."""
    values = {**VALUES, CustomerId("B"): cny(-500)}

    assert 5000 == influence(CustomerId("A"), graph=GRAPH, values=values, as_of=DAY).outcome.minor


def test_unknown_values_are_named() -> None:
    """The sum is then a least one."""
    values = {**VALUES, CustomerId("D"): None}
    del values[CustomerId("B")]
    found = influence(CustomerId("A"), graph=GRAPH, values=values, as_of=DAY)

    assert 1000 == found.outcome.minor
    assert (CustomerId("B"), CustomerId("D")) == found.outcome.unknown
    assert found.outcome.at_least
    assert {"ambassador.influence", "ambassador.at_least"} == set(found.codes)


def test_depth_six_is_out() -> None:
    """Depth 5 still counts, at a sixteenth."""
    chain = CreditedGraph({CustomerId(str(n + 1)): CustomerId(str(n)) for n in range(7)})
    values = {CustomerId(str(n)): cny(16) for n in (5, 6, 7)}

    assert 100 == influence(CustomerId("0"), graph=chain, values=values, as_of=DAY).outcome.minor


def test_values_of_two_currencies() -> None:
    """They cannot be added."""
    values = {**VALUES, CustomerId("C"): Money.of(1, "USD")}

    with pytest.raises(CurrencyMismatchError):
        influence(CustomerId("A"), graph=GRAPH, values=values, as_of=DAY)


def value(
    kind: ReferredType | None, margin: str | None, years: str, saved: str = "200"
) -> ReferredValue:
    """Return what one referred customer brought."""
    return ReferredValue(
        type=kind,
        margin=None if margin is None else cny(margin),
        saved=cny(saved),
        years=Decimal(years),
    )


def worth(*referred: ReferredValue, rate: str = "0.1") -> Money | None:
    """Return what they are worth in yuan."""
    found = referral_value(referred, rate=Decimal(rate), as_of=DAY, currency="CNY")
    assert set(found.codes) <= texts().keys()
    return found.outcome


def test_value_of_the_worked_example() -> None:
    """3,051.1 + 2,000.0 + 195.3 = 5,246.4, rounded once."""
    one, two = ReferredType.ONE, ReferredType.TWO
    parts = (value(one, "3000", "0.5"), value(one, "2000", "1"), value(two, None, "0.25"))

    assert [cny("3051.08"), cny("2000"), cny("195.29")] == [worth(part) for part in parts]
    assert cny("5246.37") == worth(*parts)


def test_an_unknown_type_is_two() -> None:
    """The careful reading counts the saved cost alone."""
    assert worth(value(None, "3000", "1")) == worth(value(ReferredType.TWO, "3000", "1"))
    assert worth(value(None, None, "0")) == cny(200)


def test_an_unknown_margin_of_type_one() -> None:
    """Then the value is undetermined."""
    assert worth(value(ReferredType.ONE, None, "1")) is None


def test_a_loss_stays_in() -> None:
    """What a referred customer loses lowers the value."""
    assert cny("-800") == worth(value(ReferredType.ONE, "-1000", "0"))


def test_nobody_is_worth_nothing() -> None:
    """No referrals, no value."""
    assert cny(0) == worth()


@pytest.mark.parametrize("rate", ["-1", "-1.1", "NaN", "1001"])
def test_a_rate_above_minus_one(rate: str) -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValueError, match="above -1"):
        worth(rate=rate)


def test_one_currency() -> None:
    """Amounts of another are refused."""
    with pytest.raises(CurrencyMismatchError):
        referral_value([value(None, None, "0")], rate=Decimal(0), as_of=DAY, currency="USD")
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(value(None, None, "0"), margin=Money.of(1, "USD"))


def test_ranking() -> None:
    """By influence, then conversion, both falling, then id."""

    def score(who: str, points: int, share: str) -> AmbassadorScore:
        return AmbassadorScore(
            customer_id=CustomerId(who), influence=Fraction(points), conversion=Fraction(share)
        )

    ranked = rank_ambassadors(
        [score("d", 1, "1/2"), score("c", 1, "1/2"), score("b", 1, "2/3"), score("a", 0, "1")]
    )
    assert ["b", "c", "d", "a"] == [one.customer_id for one in ranked]


YES = EligibilityFacts(has_influence=True, is_unselfish=True, values_our_work=True)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, True),
        ({"is_unselfish": None}, None),
        ({"is_unselfish": None, "has_influence": False}, False),
        ({"values_our_work": False}, False),
        ({"grave_complaint_open": True}, False),
        ({"ring_alert_on": DAY}, False),
        ({"self_or_cycle_on": Date(2025, 11, 24)}, False),
        ({"self_or_cycle_on": Date(2025, 11, 23)}, True),
        ({"ring_alert_on": Date(2026, 11, 24)}, True),
        ({"ring_alert_on": DAY, "has_influence": None}, False),
    ],
)
def test_eligibility(
    changes: dict[str, bool | Date | None],
    outcome: bool | None,  # noqa: FBT001 - what is expected
) -> None:
    """Three times yes and a clean year: one no is a no, else one unknown leaves it open."""
    found = is_eligible(attrs.evolve(YES, **changes), as_of=DAY)  # type: ignore[arg-type]

    assert outcome is found.outcome
    assert set(found.codes) <= texts().keys()


NODES = "ABCDEFGHIJ"
PARENTS = st.lists(st.integers(-1, 8), min_size=9, max_size=9)
WORTHS = st.lists(st.none() | st.integers(-300, 300), min_size=10, max_size=10)


@given(PARENTS, WORTHS)
def test_influence_agrees_with_the_oracle(parents: list[int], worths: list[int | None]) -> None:
    """A forest walked from the leaves up gives the same sums and the same unknowns."""
    above = {
        NODES[place + 1]: NODES[min(parent, place)]
        for place, parent in enumerate(parents)
        if parent >= 0
    }
    told = dict(zip(NODES, worths, strict=True))
    graph = CreditedGraph({CustomerId(k): CustomerId(v) for k, v in above.items()})
    values = {
        CustomerId(who): None if one is None else Money(one, "CNY") for who, one in told.items()
    }

    for who in NODES:
        found = influence(CustomerId(who), graph=graph, values=values, as_of=DAY).outcome
        assert slow.influence(who, above, told) == (found.minor, found.unknown)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2, None]),
            st.integers(-(10**7), 10**7),
            st.integers(0, 10**6),
            st.integers(0, 40),
        ),
        max_size=5,
    ),
    st.integers(-9, 50),
)
def test_value_agrees_with_the_oracle(
    told: list[tuple[int | None, int, int, int]], percent: int
) -> None:
    """Quarters of years by repeated square roots give the same sum."""
    kinds = {1: ReferredType.ONE, 2: ReferredType.TWO, None: None}
    referred = [
        ReferredValue(
            type=kinds[kind],
            margin=Money(margin, "CNY"),
            saved=Money(saved, "CNY"),
            years=Decimal(quarters) / 4,
        )
        for kind, margin, saved, quarters in told
    ]
    found = referral_value(referred, rate=Decimal(percent) / 100, as_of=DAY, currency="CNY").outcome

    assert found is not None
    assert slow.value(told, percent) == found.minor
