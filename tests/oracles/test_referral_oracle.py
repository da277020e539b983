"""Claims, credits, rings and rewards answer as a slow reading of the text does."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pendulum
from hypothesis import event, given
from hypothesis import strategies as st
from pendulum import Date, DateTime
from tests.oracles import referral_oracle as slow
from tests.oracles.referral_oracle import DAY

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.identity import IdentifierKind, Party, comparable
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.money import Money
from clientcare.domain.referral import (
    Prospect,
    Referral,
    ReferralEvent,
    ReferralEventKind,
    ReferralState,
)
from clientcare.policies.referral_claim import ClaimFacts, ClaimStanding, judge_claims
from clientcare.policies.referral_credit import CreditClaim, credit_referrals
from clientcare.policies.referral_identity import Naming, ring_alerts
from clientcare.policies.referral_reward import RewardFacts, RewardRules, decide_reward

FIRM = WorkCalendar.weekly("firm", time_zone="UTC")
START = Date(2025, 3, 1)
END = DAY * 2000
S = ReferralState
ROAD = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED)
NEAR = st.sampled_from([0, 1, 2, 29, 30, 179, 180, 181, 182, 360])
MINUTES = st.builds(lambda day, minute: day * DAY + minute, NEAR, st.sampled_from([0, 1, 1439]))
WHO = st.sampled_from("ABCD")


def instant(minute: int) -> DateTime:
    """Return the instant so many minutes after the start."""
    start = pendulum.datetime(START.year, START.month, START.day, tz="UTC")
    return start.add(minutes=minute)


def date(day: int | None) -> Date | None:
    """Return the day so many days after the start."""
    return None if day is None else Date.fromordinal(START.toordinal() + day)


@given(st.text("0123456789+-() ٠１", max_size=8))
def test_phones(text: str) -> None:
    """A number is the same number to both readings."""
    plain = text.lstrip("( ")
    if "+" in plain[1:]:  # a plus in the middle is no number at all
        return

    ours = comparable(IdentifierKind.PHONE, text.replace("٠", "0"))
    assert slow.phone(plain.replace("٠", "0")) == ours


@st.composite
def namings(draw: st.DrawFn, key: str) -> slow.Named:
    """Return a naming near the days that matter, after any road."""
    at = draw(MINUTES)
    road = draw(st.integers(0, 4))
    later = at + draw(MINUTES)
    ends = {
        0: ("", "duplicate", "existing_customer", "self", "cycle", "no_consent", "expired"),
        1: ("", "unreachable", "no_consent", "expired"),
        2: ("", "unqualified", "lost", "no_consent", "expired"),
        3: ("", "lost", "no_consent", "expired"),
        4: ("", "reversed", "reward_denied"),
    }[road]
    end = draw(st.sampled_from(ends))
    days = st.none() | st.integers(-2, 2).map((at // DAY).__add__) | NEAR.map((at // DAY).__add__)
    touched = st.none() | st.sampled_from([-1, 0, 1, 179, 180, 181]).map((at // DAY).__sub__)
    return slow.Named(
        id=key,
        at=at,
        introducer=draw(WHO),
        marks=draw(st.frozensets(st.sampled_from("xyz"), max_size=2)),
        became=draw(st.none() | WHO),
        converted=later if road == 4 else None,
        end=(later, end) if end else None,
        ordered=draw(days),
        touched=draw(touched),
    )


def referral_of(one: slow.Named, road: int) -> Referral:
    """Return the same as a referral; all its moves but the end bear the instant of the naming."""

    def moved(state: ReferralState, minute: int) -> ReferralEvent:
        return ReferralEvent(kind=ReferralEventKind.MOVED, at=instant(minute), state=state)

    history = [moved(S.NAMED, one.at)]
    history += [
        moved(state, one.at if one.converted is None else one.converted) for state in ROAD[:road]
    ]
    if one.end is not None:
        history.append(moved(next(s for s in S if s.value == one.end[1]), one.end[0]))
    return Referral(
        id=ReferralId(one.id),
        introducer_id=CustomerId(one.introducer),
        prospect=Prospect(
            name="Li", customer_id=None if one.became is None else CustomerId(one.became)
        ),
        history=tuple(history),
        first_ordered_on=date(one.ordered),
    )


def road_of(one: slow.Named) -> int:
    """Return how many steps lead to the end that it came to."""
    if one.converted is not None:
        return 4
    last = {"unreachable": 1, "unqualified": 2, "lost": 2}
    return 0 if one.end is None else last.get(one.end[1], 0)


GRAPHS = st.sampled_from([{}, {"B": "A"}, {"B": "A", "C": "B"}, {"A": "D", "C": "A"}])


@given(st.tuples(*(namings(key) for key in ("r-1", "r-10", "r-2", "r-3"))), GRAPHS)
def test_claims(every: tuple[slow.Named, ...], above: dict[str, str]) -> None:
    """Every naming is worth the same to both."""
    # Who became the same customer is one prospect too.
    told = [
        one if one.became is None else attrs.evolve(one, marks=one.marks | {"=" + one.became})
        for one in every
    ]
    facts = [
        ClaimFacts(
            referral=referral_of(one, road_of(one)),
            prospect=Party(tax_nos=tuple(sorted(one.marks))),
            own_lead_touched_on=date(one.touched),
        )
        for one in every
    ]
    graph = CreditedGraph({CustomerId(k): CustomerId(v) for k, v in above.items()})
    found = judge_claims(facts, now=instant(END), calendar=FIRM, graph=graph)
    expected = {one.id: slow.claim(one, told, above) for one in told}
    for worth in expected.values():
        event(worth)

    assert expected == {key: str(decision.outcome) for key, decision in found.items()}


@given(st.lists(st.tuples(WHO, WHO, st.integers(0, 3), st.none() | st.integers(3, 6)), max_size=8))
def test_credits(steps: list[tuple[str, str, int, int | None]]) -> None:
    """At every minute both have the same edges, and refuse the same."""
    told = []
    claims = []
    for place, (referrer, referred, on, off) in enumerate(steps):
        key = f"r-{place}"
        told.append((on, key, 0, "on", referrer, referred))
        if off is not None:
            told.append((off, key, 1, "off", referrer, referred))
        one = slow.Named(
            id=key,
            at=0,
            introducer=referrer,
            marks=frozenset(),
            became=referred,
            converted=on,
            end=None if off is None else (off, "reversed"),
        )
        claims.append(CreditClaim(referral=referral_of(one, 4)))
    for minute in range(7):
        found = credit_referrals(claims, now=instant(minute)).outcome
        edges, refused = slow.edges(told, minute)

        assert edges == dict(found.graph.referrers)
        assert refused == {key: str(why) for key, why in found.refused.items()}


@given(
    st.lists(
        st.tuples(
            st.builds(
                lambda day, off: day * DAY + off, st.integers(0, 70), st.sampled_from([0, 1])
            ),
            st.frozensets(st.sampled_from("xy"), max_size=2),
        ),
        max_size=9,
    )
)
def test_rings(told: list[tuple[int, frozenset[str]]]) -> None:
    """The same namings are in some alert."""
    given_ = [(f"r-{place}", at, marks) for place, (at, marks) in enumerate(told)]
    found = ring_alerts(
        [
            Naming(
                referral_id=ReferralId(key),
                at=instant(at),
                prospect=Party(tax_nos=tuple(m for m in marks)),
            )
            for key, at, marks in given_
        ],
        now=instant(END),
    ).outcome
    marks_of = {key: marks for key, _, marks in given_}
    expected = slow.ring_members(given_)

    assert {key for _, key in expected} == {key for one in found for key in one.referral_ids}
    for alert in found:
        shared = frozenset.intersection(*(marks_of[key] for key in alert.referral_ids))
        assert any(
            {(mark.lower(), key) for key in alert.referral_ids} <= expected for mark in shared
        )


DAYS = st.none() | st.integers(0, 70)
AMOUNTS = st.none() | st.sampled_from([-100, 0, 1, 19, 20, 9999, 10000, 10001, 123456])
CASES = st.builds(
    slow.Converted,
    today=st.integers(0, 70),
    rewarded=st.booleans(),
    known=st.integers(0, 5).map(lambda one: one == 0),
    delivered=DAYS,
    invoiced=DAYS,
    paid=DAYS,
    returned=st.none() | st.none() | DAYS,
    bad_debt=st.none() | st.none() | DAYS,
    bounced=st.none() | st.none() | DAYS,
    value=AMOUNTS,
    margin=AMOUNTS,
    given=st.sampled_from([0, 11, 12]),
    spent=st.sampled_from([0, 4999, 5000, None]),
)
MAYBE = st.none() | st.sampled_from(["0", "0.005", "5", "50.01", "100"]).map(Decimal)


@given(CASES, MAYBE, MAYBE, st.sampled_from(["0", "0.005", "100"]).map(Decimal))
def test_rewards(
    case: slow.Converted, fixed: Decimal | None, budget: Decimal | None, least: Decimal
) -> None:
    """The same is to be done, with the same money."""
    one = slow.Named(id="r", at=-9 * DAY, introducer="A", marks=frozenset(), converted=-8 * DAY)
    referral = referral_of(one, 4)
    if case.rewarded:
        referral = referral.move(S.REWARD_PENDING, at=instant(-8 * DAY))
        referral = referral.move(S.REWARDED, at=instant(-8 * DAY))

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, "CNY")

    facts = RewardFacts(
        referral=referral,
        standing=ClaimStanding.ALREADY_KNOWN if case.known else ClaimStanding.VALID,
        delivered_on=date(case.delivered),
        invoiced_on=date(case.invoiced),
        paid_on=date(case.paid),
        returned_on=date(case.returned),
        bad_debt_on=date(case.bad_debt),
        bounced_on=date(case.bounced),
        order_value=money(case.value),
        margin=money(case.margin),
        rewards_this_year=case.given,
        spent_this_year=money(case.spent),
    )
    rules = RewardRules(fixed_amount=fixed, yearly_budget=budget, minimum_order=least)
    found = decide_reward(facts, now=instant(case.today * DAY), calendar=FIRM, rules=rules).outcome
    step, amount = slow.reward(case, fixed=fixed, budget=budget, least=least)
    event(str(step))

    assert step == (None if found is None else str(found.step))
    assert amount == (None if found is None or found.amount is None else found.amount.minor)
