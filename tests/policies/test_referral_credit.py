"""Which conversions are credited (policies 5b)."""

from __future__ import annotations

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.errors import InvalidValueError
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_credit import CreditClaim, Credits, credit_referrals
from clientcare.wording import texts

START = pendulum.datetime(2026, 3, 2, 12, tz="Asia/Shanghai")
ROAD = (
    ReferralState.CONSENTED,
    ReferralState.CONTACTED,
    ReferralState.QUALIFIED,
    ReferralState.CONVERTED,
)


def converted(
    key: str, by: str, who: str | None, *, hour: int = 0, reversed_hour: int | None = None
) -> Referral:
    """Return a referral that converted some hours after the start."""
    prospect = Prospect(name="Li", customer_id=None if who is None else CustomerId(who))
    found = Referral.name(
        id=ReferralId(key), introducer_id=CustomerId(by), prospect=prospect, at=START
    )
    for state in ROAD:
        found = found.move(state, at=START.add(hours=hour))
    if reversed_hour is not None:
        found = found.move(ReferralState.REVERSED, at=START.add(hours=reversed_hour))
    return found


def credited(*claims: CreditClaim | Referral, hours: int = 1000) -> Credits:
    """Return what is credited some hours after the start."""
    facts = [one if isinstance(one, CreditClaim) else CreditClaim(referral=one) for one in claims]
    decision = credit_referrals(facts, now=START.add(hours=hours))
    assert set(decision.codes) <= texts().keys()
    return decision.outcome


def test_a_conversion_is_credited() -> None:
    """The edge counts from the conversion on."""
    one = converted("r", "A", "B", hour=5)

    assert {"B": "A"} == dict(credited(one, hours=5).graph.referrers)
    assert {} == dict(credited(one, hours=4).graph.referrers)
    assert {"B": "r"} == dict(credited(one).by)


def test_no_ring() -> None:
    """A names B, B names A: the second conversion is refused."""
    found = credited(converted("r", "A", "B"), converted("s", "B", "A", hour=1))

    assert {"s": EdgeRefusal.CYCLE} == dict(found.refused)


def test_one_referrer_each() -> None:
    """Of one instant the lower id is first."""
    found = credited(converted("s", "C", "B"), converted("r", "A", "B"))

    assert ({"B": "A"}, {"s": EdgeRefusal.TAKEN}) == (
        dict(found.graph.referrers),
        dict(found.refused),
    )


def test_a_reversal_takes_its_own_edge_alone() -> None:
    """What was refused before stays refused; what comes after is free."""
    first = converted("r", "A", "B", reversed_hour=10)
    taken = converted("s", "C", "B", hour=1, reversed_hour=2)
    after = converted("t", "C", "B", hour=11)

    assert {"B": "A"} == dict(credited(first, taken, after, hours=9).graph.referrers)
    assert {} == dict(credited(first, taken, after, hours=10).graph.referrers)
    assert {"B": "t"} == dict(credited(first, taken, after).by)


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [(1, 2, EdgeRefusal.ORDERED_BEFORE), (2, 2, None), (3, 2, None), (1, None, None)],
)
def test_the_order_test(ours: int, theirs: int | None, why: EdgeRefusal | None) -> None:
    """A strictly earlier day, and only where both have ordered."""
    claim = CreditClaim(
        referral=converted("r", "A", "B"),
        first_order_on=Date(2026, 3, ours),
        introducer_first_order_on=None if theirs is None else Date(2026, 3, theirs),
    )

    assert why is credited(claim).refused.get(ReferralId("r"))


def test_a_prospect_without_an_order_on_file() -> None:
    """Nothing can be compared, so the edge stands."""
    claim = CreditClaim(
        referral=converted("r", "A", "B"), introducer_first_order_on=Date(2026, 3, 1)
    )

    assert {} == dict(credited(claim).refused)


def test_what_has_no_edge() -> None:
    """An own lead has none, nor a prospect who is no customer."""
    known = CreditClaim(referral=converted("r", "A", "B"), standing=ClaimStanding.ALREADY_KNOWN)
    nobody = converted("s", "A", None, reversed_hour=3)
    decision = credit_referrals([known, CreditClaim(referral=nobody)], now=START.add(days=9))

    assert {} == dict(decision.outcome.by)
    assert decision.has("referral_credit.no_customer")


def test_each_referral_once() -> None:
    """One referral claimed twice is a slip."""
    with pytest.raises(InvalidValueError, match="once"):
        credited(converted("r", "A", "B"), converted("r", "A", "C"))


NAMES = st.sampled_from("ABCDE")


@given(
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 5), st.none() | st.integers(5, 9)), max_size=12)
)
def test_the_credited_graph_is_always_a_forest(
    steps: list[tuple[str, str, int, int | None]],
) -> None:
    """At every hour each customer has one referrer at most, and no way leads back."""
    claims = [
        converted(f"r-{place}", by, who, hour=hour, reversed_hour=back)
        for place, (by, who, hour, back) in enumerate(steps)
    ]

    for hour in range(10):
        graph = credited(*claims, hours=hour).graph
        assert all(one not in graph.above(one) for one in graph.referrers)
