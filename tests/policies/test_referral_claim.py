"""Who named a prospect first (policies 5a)."""

from __future__ import annotations

import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.identity import Party
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.errors import InvalidValueError
from clientcare.policies.referral_claim import ClaimFacts, ClaimStanding, judge_claims
from clientcare.wording import texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=ZONE)
NOON = pendulum.datetime(2026, 3, 2, 12, tz=ZONE)
LATER = NOON.add(years=2)
S = ClaimStanding
R = ReferralState


def named(
    key: str = "r-1",
    at: DateTime = NOON,
    *,
    by: str = "wang",
    phone: str = "138",
    became: str | None = None,
    ordered: Date | None = None,
) -> Referral:
    """Return a naming."""
    prospect = Prospect(
        name="Li", phone=phone, customer_id=None if became is None else CustomerId(became)
    )
    found = Referral.name(
        id=ReferralId(key), introducer_id=CustomerId(by), prospect=prospect, at=at
    )
    return ordering(found, ordered)


def ordering(referral: Referral, ordered: Date | None) -> Referral:
    """Return *referral* with the day of a first order."""
    return Referral(
        id=referral.id,
        introducer_id=referral.introducer_id,
        prospect=referral.prospect,
        history=referral.history,
        first_ordered_on=ordered,
    )


def moved(referral: Referral, *states: ReferralState, at: DateTime | None = None) -> Referral:
    """Return *referral* after some moves at one instant."""
    for state in states:
        referral = referral.move(state, at=at or referral.received_at)
    return referral


def standings(
    *claims: ClaimFacts | Referral, now: DateTime = LATER, graph: CreditedGraph = CreditedGraph()
) -> dict[str, ClaimStanding | None]:
    """Return what each naming is worth."""
    facts = [one if isinstance(one, ClaimFacts) else ClaimFacts(referral=one) for one in claims]
    found = judge_claims(facts, now=now, calendar=OFFICE, graph=graph)
    assert {code for one in found.values() for code in one.codes} <= texts().keys()
    return {key: decision.outcome for key, decision in found.items()}


def test_the_earliest_wins() -> None:
    """Whoever is first in the list."""
    first, second = named("r-2"), named("r-1", NOON.add(hours=1), by="zhao")

    assert {"r-1": S.DUPLICATE, "r-2": S.VALID} == standings(second, first)


def test_equal_instants_go_by_the_id() -> None:
    """The lowest by code point, in whatever zone the instant was written."""
    same = named("r-10", NOON.in_timezone("UTC"), by="zhao")

    assert {"r-10": S.VALID, "r-2": S.DUPLICATE} == standings(named("r-2"), same)


def test_other_prospects_do_not_compete() -> None:
    """Another phone is another prospect."""
    assert {"a": S.VALID, "b": S.VALID} == standings(named("a"), named("b", phone="139"))


def test_prospects_are_joined_by_what_they_share() -> None:
    """The first shares a phone with the second, the second a number with the third."""
    claims = (
        ClaimFacts(referral=named("a")),
        ClaimFacts(referral=named("b", NOON.add(days=1)), prospect=Party(tax_nos=("T",))),
        ClaimFacts(referral=named("c", NOON.add(days=2), phone=""), prospect=Party(tax_nos=("t",))),
    )

    assert {"a": S.VALID, "b": S.DUPLICATE, "c": S.DUPLICATE} == standings(*claims)


def test_firms_of_one_group_are_several_prospects() -> None:
    """Two dealers of one group can be named by two introducers."""
    group = Party(groups=(CustomerId("G"),))
    claims = [
        ClaimFacts(referral=named(key, phone=phone), prospect=group)
        for key, phone in (("a", "138"), ("b", "139"))
    ]

    assert {"a": S.VALID, "b": S.VALID} == standings(*claims)


@pytest.mark.parametrize("end", [R.EXPIRED, R.LOST, R.UNREACHABLE, R.UNQUALIFIED])
def test_an_end_without_an_order_frees_the_prospect(end: ReferralState) -> None:
    """A naming after it starts afresh, one before or with it is a duplicate for good."""
    road = [R.CONSENTED] if end is R.UNREACHABLE else [R.CONSENTED, R.CONTACTED]
    ended = NOON.add(days=10)
    first = moved(named("a"), *road).move(end, at=ended)
    during, with_it = named("b", NOON.add(days=9)), named("c", ended)
    after, last = named("d", ended.add(microseconds=1)), named("e", ended.add(days=1))

    assert {
        "a": S.VALID,
        "b": S.DUPLICATE,
        "c": S.DUPLICATE,
        "d": S.VALID,
        "e": S.DUPLICATE,
    } == standings(first, during, with_it, after, last)


def test_a_lapse_frees_even_if_nobody_recorded_it() -> None:
    """Day 180 is in time for an order, so the prospect is free from day 181."""
    first = named("a")
    on_the_day = named("b", NOON.add(days=180))
    after = named("c", NOON.add(days=181).start_of("day"))

    assert {"a": S.VALID, "b": S.DUPLICATE, "c": S.VALID} == standings(first, on_the_day, after)


def test_an_order_in_time_does_not_lapse() -> None:
    """Ordered on day 180 and unpaid: still the first naming's."""
    ordered = NOON.add(days=180).date()
    after = named("b", NOON.add(days=200), phone="138")

    assert (
        S.EXISTING_CUSTOMER
        is standings(
            named("a", ordered=ordered), ClaimFacts(referral=after, first_order_on=ordered)
        )["b"]
    )
    assert S.DUPLICATE is standings(named("a", ordered=ordered), after)["b"]


def test_a_conversion_never_frees() -> None:
    """Neither does its reversal."""
    road = (R.CONSENTED, R.CONTACTED, R.QUALIFIED, R.CONVERTED, R.REVERSED)
    first = moved(named("a", ordered=NOON.date()), *road)

    assert S.DUPLICATE is standings(first, named("b", NOON.add(days=300)))["b"]


def test_a_refused_permission_is_no_valid_naming() -> None:
    """The later naming wins, though it came before the refusal."""
    refused = named("a").move(R.NO_CONSENT, at=NOON.add(days=2))

    assert {"a": S.NO_CONSENT, "b": S.VALID} == standings(refused, named("b", NOON.add(days=1)))


@pytest.mark.parametrize(
    ("days", "standing"), [(-1, S.EXISTING_CUSTOMER), (0, S.VALID), (1, S.VALID)]
)
def test_who_ordered_before_the_naming(days: int, standing: ClaimStanding) -> None:
    """An order of an earlier day, however long ago, makes an existing customer."""
    ordered = NOON.add(days=days).date()

    assert standing is standings(named(ordered=ordered))["r-1"]
    assert standing is standings(ClaimFacts(referral=named(), first_order_on=ordered))["r-1"]


def test_an_existing_customer_does_not_hold() -> None:
    """The next naming is judged by itself."""
    lost = ClaimFacts(referral=named("a"), first_order_on=Date(2001, 1, 1))

    assert {"a": S.EXISTING_CUSTOMER, "b": S.VALID} == standings(lost, named("b", LATER))


def test_self_referral() -> None:
    """By what both share, or by the very id."""
    own = ClaimFacts(referral=named("a"), introducer=Party(phones=("+86138",)))

    assert {"a": S.SELF} == standings(own)
    assert {"b": S.SELF} == standings(named("b", became="wang"))


def test_what_proves_nothing_is_told_beside() -> None:
    """A shared address is looked at; the naming counts, and a duplicate is one anyway."""
    home = Party(addresses=("1 Long Street",))
    claims = [ClaimFacts(referral=named(key), introducer=home, prospect=home) for key in "ab"]
    found = judge_claims(claims, now=LATER, calendar=OFFICE)

    assert ("referral.claim_valid", "referral_identity.review") == found[ReferralId("a")].codes
    assert ("referral.claim_duplicate",) == found[ReferralId("b")].codes


def test_a_ring() -> None:
    """Who introduced us to the introducer is not named back."""
    graph = CreditedGraph(
        {CustomerId("wang"): CustomerId("li"), CustomerId("li"): CustomerId("zhao")}
    )

    assert {"a": S.CYCLE} == standings(named("a", became="zhao"), graph=graph)
    assert {"b": S.VALID} == standings(named("b", became="sun"), graph=graph)


@pytest.mark.parametrize(
    ("days", "standing"),
    [(0, S.ALREADY_KNOWN), (180, S.ALREADY_KNOWN), (181, S.VALID), (-1, S.VALID)],
)
def test_an_own_lead(days: int, standing: ClaimStanding) -> None:
    """Touched exactly 180 days before still counts; touched after the naming does not."""
    touched = Date.fromordinal(NOON.toordinal() - days)
    known = ClaimFacts(referral=named("a"), own_lead_touched_on=touched)

    assert {"a": standing, "b": S.DUPLICATE} == standings(known, named("b", NOON.add(days=1)))


def test_what_is_recorded_stays() -> None:
    """An end is final."""
    assert {"a": S.DUPLICATE} == standings(moved(named("a"), R.DUPLICATE))


def test_the_past_is_judged_as_it_was() -> None:
    """Before a naming it has no standing; before an end it holds."""
    expired = named("a").move(R.EXPIRED, at=NOON.add(days=5))
    second = named("b", NOON.add(days=6))

    assert {"a": None, "b": None} == standings(expired, second, now=NOON.subtract(days=1))
    assert {"a": S.VALID, "b": None} == standings(expired, second, now=NOON)


def test_each_referral_once() -> None:
    """One referral claimed twice is a slip."""
    with pytest.raises(InvalidValueError, match="once"):
        standings(named(), named())
