"""
No way leads from the prospect's side to an introducer who is not to be named (R4, policies 5d).

Whatever the prospect's side can see of a referral is made for random histories and
identities, and searched for the introducer's identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.customer import BankAccount, Contact, Customer
from clientcare.domain.decisions import Decision
from clientcare.domain.identity import Party
from clientcare.domain.ids import CustomerId, PersonId, ReferralId, StaffId
from clientcare.domain.referral import (
    Prospect,
    Referral,
    ReferralEvent,
    ReferralEventKind,
    ReferralState,
)
from clientcare.domain.referral_sides import ProspectSide, prospect_side
from clientcare.domain.scales import ContactRole
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.policies.referral_claim import ClaimFacts, judge_claims
from clientcare.policies.referral_credit import CreditClaim, credit_referrals
from clientcare.policies.referral_duty import referral_duties
from clientcare.policies.referral_identity import Naming, check_identity, ring_alerts
from clientcare.policies.referral_reward import RewardFacts, decide_reward
from clientcare.reports.introductions import introduction_card, introduction_letter, opening
from clientcare.reports.referral_svg import names_that_may_be_shown, referral_network_svg
from clientcare.reports.review_json import review_json
from clientcare.reports.review_text import review_text
from clientcare.services.leaks import LeakSearch, Secrets
from clientcare.services.review import BookReview
from clientcare.wording import Language, explain

from .conftest import store_of


class Ours(TypedDict):
    """Who of us speaks."""

    our_firm: str
    salesperson: str


FIRM = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
START = pendulum.datetime(2026, 3, 2, 10, tz="Asia/Shanghai")
NOW = START.add(days=20)
PROSPECT = CustomerId("PROSPECT-1")
OUR_PEOPLE: Ours = {"our_firm": "North Tiles", "salesperson": "Zhao"}

NAMES = st.sampled_from(
    ["欧阳德海", "Ekaterina Voßberg", "Ｇｏｎｚáｌｅｚ & Söhne", "Mbeki-O'Brien", "司马 <大> 山"]
)
DIGITS = st.text("0123456789", min_size=8, max_size=11)


@st.composite
def introducers(draw: st.DrawFn) -> Customer:
    """Return an introducer whose identifiers are nobody else's."""
    return Customer(
        id=CustomerId("intro/" + draw(DIGITS)),
        name=draw(NAMES),
        owner_id=StaffId("rep-9"),
        phone="+49 77" + draw(DIGITS),
        tax_no="DE-99" + draw(DIGITS),
        address="Quellenweg " + draw(DIGITS),
        bank_accounts=(BankAccount(bank="B", account_no="6228" + draw(DIGITS)),),
        contacts=(
            Contact(
                role=ContactRole.PRINCIPAL,
                name="Heidemarie Knäbel",
                person_id=PersonId("person:" + draw(DIGITS)),
                phone="0176" + draw(DIGITS),
            ),
        ),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[Customer, Referral]:
    """Return an introducer and a referral of theirs in which they are not to be named."""
    introducer = draw(introducers())
    referral = Referral.name(
        id=ReferralId("R-1"),
        introducer_id=introducer.id,
        prospect=Prospect(
            name="Li Lei", firm="Li Tiles", phone="13800001111", customer_id=PROSPECT
        ),
        at=START,
        by=StaffId("rep-9"),
    )
    at = START
    for _ in range(draw(st.integers(0, 8))):
        at = at.add(minutes=draw(st.integers(0, 600)))
        does = draw(st.sampled_from(["move", "attempt", "thank", "report", "agree_naming"]))
        try:
            if does == "move":
                referral = referral.move(draw(st.sampled_from(ReferralState)), at=at)
            else:
                referral = getattr(referral, does)(at=at, reason=f"said by {introducer.name}")
        except TransitionError:
            continue
    if draw(st.booleans()):
        referral = attrs.evolve(referral, first_ordered_on=Date(2026, 3, 5))
    if referral.introducer_to_name(NOW) is not None or draw(st.booleans()):
        referral = referral.ask_anonymity(at=at, reason=introducer.name)
    return introducer, referral


def shown(introducer: Customer, referral: Referral) -> Iterator[tuple[str, str]]:
    """Yield all that the prospect's side can see of a referral, each with what it is."""
    side = prospect_side(referral, introducer_name=introducer.name, at=NOW)
    codec: JsonCodec[ProspectSide] = JsonCodec(name="side", type=ProspectSide)
    yield "repr", repr(side)
    yield "export", codec.dump(side).decode()
    yield "fields", str(attrs.asdict(side))
    for tongue in Language:
        yield "opening", opening(side, tongue, **OUR_PEOPLE)
        for write in (introduction_letter, introduction_card):
            with pytest.raises(InvalidValueError) as refused:
                write(side, tongue, **OUR_PEOPLE)
            yield "error", f"{refused.value} {refused.value!r}"
    yield "repr", repr(referral)
    yield "repr", repr(referral.history)
    yield from errors(referral)
    yield from decisions(introducer, referral)
    names = {introducer.id: introducer.name, PROSPECT: "Li Tiles"}
    for now in (START, NOW):
        graph = credit_referrals([CreditClaim(referral=referral)], now=now).outcome.graph
        seen = names_that_may_be_shown([referral], names, at=NOW)
        yield "drawing", referral_network_svg(graph, names=seen)
        yield "repr", repr(graph)


def errors(referral: Referral) -> Iterator[tuple[str, str]]:
    """Yield what refused steps and histories say."""
    for state in ReferralState:
        try:
            referral.move(state, at=START)
        except TransitionError as refused:
            yield "error", f"{refused} {refused!r}"
    early = ReferralEvent(kind=ReferralEventKind.THANKED, at=START.subtract(days=1))
    with pytest.raises(InvalidValueError) as broken:
        attrs.evolve(referral, history=(*referral.history, early))
    yield "error", f"{broken.value} {broken.value!r}"


def decisions(introducer: Customer, referral: Referral) -> Iterator[tuple[str, str]]:
    """Yield what the policies say, in every language and as they stand."""
    party = Party.of_customer(introducer)
    told: list[Decision[object]] = [
        referral_duties(referral, now=NOW, calendar=FIRM),
        check_identity(party, Party.of_prospect(referral.prospect), now=NOW),
        check_identity(party, party, now=NOW),
        credit_referrals([CreditClaim(referral=referral)], now=NOW),
        decide_reward(
            RewardFacts(referral=referral, delivered_on=Date(2026, 3, 5)), now=NOW, calendar=FIRM
        ),
        ring_alerts(
            [Naming(referral_id=ReferralId(str(n)), at=START, prospect=party) for n in range(3)],
            now=NOW,
        ),
        *judge_claims(
            [ClaimFacts(referral=referral, introducer=party)], now=NOW, calendar=FIRM
        ).values(),
    ]
    for decision in told:
        for tongue in Language:
            yield "explained", "\n".join(explain(decision, tongue))
        yield "reasons", repr(decision.reasons) + repr(decision.inputs)
    yield "repr", repr(party)


@settings(max_examples=40)
@given(histories())
def test_nothing_tells_the_introducer(told: tuple[Customer, Referral]) -> None:
    """Neither a rendering nor an export, an error, an event, a decision or a repr."""
    introducer, referral = told
    search = LeakSearch(Secrets.of_customer(introducer))
    side = prospect_side(referral, introducer_name=introducer.name, at=NOW)

    assert side.introduced_by is None
    for what, text in shown(introducer, referral):
        assert () == search.find(text), what


def test_the_review_of_who_was_introduced_tells_nothing() -> None:
    """What is read out of the book about the prospect, as text and as data."""
    introducer, referral = _plain_case()
    prospect = Customer(
        id=PROSPECT, name="Li Tiles", owner_id=StaffId("rep-1"), entered_on=Date(2026, 3, 1)
    )
    search = LeakSearch(Secrets.of_customer(introducer))
    store = store_of(prospect, introducer, referral)
    review = BookReview(store, as_of=Date(2026, 3, 22))
    (about,) = [one for one in review.customers() if one.customer.id == PROSPECT]

    assert () == search.find(repr(about))
    for form in (review_text, review_json):
        made = BookReview(store_of(prospect, referral), as_of=Date(2026, 3, 22))
        assert () == search.find("".join(form(made)))


def test_what_several_namings_have_in_common_tells_nothing() -> None:
    """The prospect stands in a ring with two introducers, who named the same firm."""
    introducer, referral = _plain_case()
    other = Customer(id=CustomerId("intro/889911"), name="司马青山", phone="017687654321")
    prospect = Customer(id=PROSPECT, name="Li Tiles", phone="021 555")
    same = Prospect(name="Li Lei", phone="021 555", customer_id=PROSPECT)
    friend = Prospect(name="Han", phone="021 555")
    namings = (
        referral,
        attrs.evolve(referral, id=ReferralId("R-2"), introducer_id=other.id, prospect=same),
        attrs.evolve(referral, id=ReferralId("R-3"), introducer_id=PROSPECT, prospect=friend),
    )
    review = BookReview(store_of(introducer, other, prospect, *namings), as_of=Date(2026, 3, 22))
    (about,) = [one for one in review.customers() if one.customer.id == PROSPECT]
    told = repr(about) + repr([one for one in review.agenda if one.customer_id == PROSPECT])
    explained = " ".join(explain(decision)[0] for _, decision in about.claims)

    assert about.claims
    assert "referral_identity.ring" in {one.code for one in about.notices}
    for who in (introducer, other):
        assert () == LeakSearch(Secrets.of_customer(who)).find(told + explained)


def test_who_agreed_is_named() -> None:
    """The search would find the name, so its silence above says something."""
    introducer, referral = _plain_case()
    agreed = referral.agree_naming(at=START)
    side = prospect_side(agreed, introducer_name=introducer.name, at=NOW)
    search = LeakSearch(Secrets.of_customer(introducer))

    assert search.find(introduction_letter(side, **OUR_PEOPLE))
    assert search.find(opening(side, "zh-Hant", **OUR_PEOPLE))


def _plain_case() -> tuple[Customer, Referral]:
    introducer = Customer(id=CustomerId("intro/771234"), name="欧阳德海", phone="017612345678")
    referral = Referral.name(
        id=ReferralId("R-1"),
        introducer_id=introducer.id,
        prospect=Prospect(name="Li Lei", customer_id=PROSPECT),
        at=START,
    )
    return introducer, referral
