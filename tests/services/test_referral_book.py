"""What the namings of a whole book are worth, and what of that the review shows."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.customer import Customer
from clientcare.domain.gifts import Gift, GiftKind, GiftOccasion
from clientcare.domain.ids import (
    CustomerId,
    GiftId,
    OrderId,
    ReferralId,
    StaffId,
    TouchpointId,
)
from clientcare.domain.ledger import (
    Order,
    OrderLine,
    OrderStatus,
)
from clientcare.domain.money import Money
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_reward import RewardFacts, RewardStep, decide_reward
from clientcare.services.customer_review import CustomerReview, Policies
from clientcare.services.review import BookReview

from .conftest import store_of

LI, WANG, ZHOU = CustomerId("li"), CustomerId("wang"), CustomerId("zhou")
AS_OF = Date(2026, 5, 20)
S = ReferralState
ROAD = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED)


def at(month: int, date: int) -> DateTime:
    """Return ten o'clock of a day of 2026."""
    return pendulum.datetime(2026, month, date, 10, tz="Asia/Shanghai")


def named(
    key: str,
    by: CustomerId,
    on: DateTime,
    prospect: Prospect,
    road: tuple[ReferralState, ...] = (),
) -> Referral:
    """Return a referral that went a road, a day a step."""
    one = Referral.name(id=ReferralId(key), introducer_id=by, prospect=prospect, at=on)
    for step, state in enumerate(road, 1):
        one = one.move(state, at=on.add(days=step))
    return one


def card(who: CustomerId, phone: str | None = None, parent: CustomerId | None = None) -> Customer:
    """Return a customer card."""
    return Customer(id=who, name=who, owner_id=StaffId("rep"), phone=phone, parent_id=parent)


def order(customer: CustomerId, on: Date) -> Order:
    """Return an order of 100 yuan."""
    line = OrderLine(no="1", net=Money.of(100, "CNY"), gross=Money.of(113, "CNY"))
    return Order(id=OrderId(f"o-{customer}"), customer_id=customer, ordered_on=on, lines=(line,))


CARDS = (card(LI, "021 555"), card(WANG), card(ZHOU))
BY_PHONE = Prospect(name="Mr Li", phone="+86 21 555")
BY_ID = Prospect(name="Mr Li", phone="021 555", customer_id=LI)


def reviewed(*values: object, policies: Policies | None = None) -> dict[str, CustomerReview]:
    """Return the reviews of a book, by customer."""
    review = BookReview(store_of(*values), as_of=AS_OF, policies=policies)
    return {one.customer.id: one for one in review.customers()}


def standings(review: CustomerReview) -> dict[str, ClaimStanding | None]:
    """Return what the namings that are shown are worth."""
    return {referral.id: decision.outcome for referral, decision in review.claims}


def test_who_named_first_keeps_the_prospect() -> None:
    """The second is a duplicate, found by the phone, and the agenda says that it ends."""
    book = BookReview(
        store_of(
            *CARDS,
            named("a", WANG, at(5, 4), BY_ID),
            named("b", ZHOU, at(5, 5), BY_PHONE),
        ),
        as_of=AS_OF,
    )
    found = {one.customer.id: standings(one) for one in book.customers()}

    assert {LI: {}, WANG: {}, ZHOU: {"b": ClaimStanding.DUPLICATE}} == found
    codes = {line.reasons[0].code: line.subject_id for line in book.agenda}
    assert "b" == codes["referral.claim_duplicate"]


def test_a_duplicate_earns_nothing_when_it_converts() -> None:
    """It is worth as little as before."""
    book = reviewed(
        *CARDS,
        named("a", WANG, at(3, 2), BY_ID),
        named("b", ZHOU, at(3, 3), BY_ID, ROAD),
        order(LI, Date(2026, 3, 9)),
    )

    ((_, decision),) = book[ZHOU].rewards
    assert RewardStep.DENY is (decision.outcome and decision.outcome.step)
    assert ("referral_reward.not_earned",) == decision.codes


def test_who_ordered_before_the_naming_is_a_customer_already() -> None:
    """However it was told."""
    book = reviewed(*CARDS, named("a", WANG, at(5, 4), BY_ID), order(LI, Date(2026, 5, 3)))

    assert {"a": ClaimStanding.EXISTING_CUSTOMER} == standings(book[WANG])


@pytest.mark.parametrize(("ended", "expected"), [(2, False), (3, False), (4, True), (9, True)])
def test_an_order_cancelled_since_the_naming_counts(*, ended: int, expected: bool) -> None:
    """It was one when they were named on the fourth; one cancelled before was none."""
    gone = attrs.evolve(
        order(LI, Date(2026, 5, 1)),
        status=OrderStatus.CANCELLED,
        ended_on=Date(2026, 5, ended),
    )
    found = standings(reviewed(*CARDS, named("a", WANG, at(5, 4), BY_ID), gone)[WANG])

    assert ({"a": ClaimStanding.EXISTING_CUSTOMER} if expected else {}) == found


def test_firms_of_one_group_introduce_themselves() -> None:
    """The topmost parent tells, here that of a parent."""
    book = reviewed(
        card(LI, parent=WANG),
        card(WANG, parent=CustomerId("top")),
        card(CustomerId("top")),
        card(ZHOU, parent=CustomerId("top")),
        named("a", ZHOU, at(5, 4), BY_ID),
    )

    assert {"a": ClaimStanding.SELF} == standings(book[ZHOU])


def test_nobody_introduces_who_stands_above() -> None:
    """Wang won Li, who ordered; Li cannot win Wang, who has not."""
    book = reviewed(
        *CARDS,
        named("a", WANG, at(3, 2), BY_ID, ROAD),
        order(LI, Date(2026, 3, 9)),
        named("b", LI, at(5, 4), Prospect(name="Wang", customer_id=WANG)),
    )

    assert {"b": ClaimStanding.CYCLE} == standings(book[LI])


def touch(key: str, on: DateTime, purpose: Purpose, referral: str | None = None) -> Touchpoint:
    """Return a call with Li."""
    return Touchpoint(
        id=TouchpointId(key),
        customer_id=LI,
        referral_id=None if referral is None else ReferralId(referral),
        channel=Channel.CALL,
        purpose=purpose,
        outcome=TouchOutcome.REACHED,
        at=on,
    )


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        pytest.param((touch("t", at(5, 3), Purpose.SALES),), True, id="before"),
        pytest.param((touch("t", at(5, 4), Purpose.SALES),), False, id="with the naming"),
        pytest.param((touch("t", at(5, 3), Purpose.GREETING),), False, id="a greeting"),
        pytest.param((touch("t", at(5, 3), Purpose.SALES, "z"),), False, id="for a referral"),
        pytest.param(
            (
                touch("t", at(5, 3), Purpose.SALES),
                touch("u", at(5, 2), Purpose.SALES),
                touch("v", at(5, 6), Purpose.SALES),
            ),
            True,
            id="the last before it counts",
        ),
    ],
)
def test_a_lead_of_our_own_was_known_already(
    touches: tuple[Touchpoint, ...], *, expected: bool
) -> None:
    """It is worked on all the same, so nothing is to be ended."""
    book = BookReview(store_of(*CARDS, named("a", WANG, at(5, 4), BY_ID), *touches), as_of=AS_OF)
    (wang,) = [one for one in book.customers() if one.customer.id == WANG]

    assert ({"a": ClaimStanding.ALREADY_KNOWN} if expected else {}) == standings(wang)
    assert not [line for line in book.agenda if "already_known" in line.reasons[0].code]
    for _, decision in wang.claims:
        assert Date(2026, 5, 3) == decision.reasons[0].facts["touched_on"]


def test_what_proves_nothing_is_looked_at() -> None:
    """The two share an address, as neighbours do; the naming counts."""
    at_home = [attrs.evolve(one, address="1 Long Street") for one in CARDS]
    book = reviewed(*at_home, named("a", WANG, at(5, 4), BY_ID))

    ((_, decision),) = book[WANG].claims
    assert (ClaimStanding.VALID, "referral_identity.review") == (
        decision.outcome,
        decision.reasons[1].code,
    )


def ring(last: DateTime) -> list[Referral]:
    """Return three namings with one phone number, the last at *last*."""
    return [
        named(str(place), who, last.subtract(days=2 - place), Prospect(name=who, phone="021 777"))
        for place, who in enumerate((WANG, ZHOU, WANG))
    ]


def test_a_ring_is_a_notice_to_every_introducer_in_it() -> None:
    """Once, however many of their referrals stand in it; the prospect hears nothing."""
    book = reviewed(*CARDS, *ring(at(5, 6)))
    seen = {
        who: [why for why in one.notices if why.code == "referral_identity.ring"]
        for who, one in book.items()
    }

    assert {LI: 0, WANG: 1, ZHOU: 1} == {who: len(notices) for who, notices in seen.items()}
    assert ("0", "1", "2") == seen[WANG][0].facts["referrals"]


def test_a_ring_of_long_ago_is_no_notice() -> None:
    """It stands against an introducer for 365 days (policies 5c)."""
    book = reviewed(*CARDS, *ring(AS_OF_BEFORE))

    assert not [why for why in book[WANG].notices if why.code == "referral_identity.ring"]


AS_OF_BEFORE = pendulum.datetime(2025, 5, 20, 10, tz="Asia/Shanghai")


def test_what_rewards_have_cost_this_year_is_told() -> None:
    """Of the year, up to the day, for referrals, in the order's currency."""
    asked: list[RewardFacts] = []

    def reward(facts: RewardFacts, **how: object) -> object:
        asked.append(facts)
        return decide_reward(facts, **how)  # type: ignore[arg-type]

    def gift(key: str, on: Date, worth: Money | None, why: GiftOccasion) -> Gift:
        return Gift(
            id=GiftId(key),
            customer_id=ZHOU,
            kind=GiftKind.GIFT,
            occasion=why,
            value=worth,
            given_on=on,
        )

    thanks, ten = GiftOccasion.REFERRAL, Money.of(10, "CNY")
    reviewed(
        *CARDS,
        named("a", WANG, at(3, 2), BY_ID, ROAD),
        order(LI, Date(2026, 3, 9)),
        gift("1", Date(2026, 1, 1), ten, thanks),
        gift("2", AS_OF, ten, thanks),
        gift("3", AS_OF.add(days=1), ten, thanks),
        gift("4", Date(2025, 12, 31), ten, thanks),
        gift("5", AS_OF, ten, GiftOccasion.GREETING),
        gift("6", AS_OF, Money.of(10, "USD"), thanks),
        gift("7", AS_OF, None, thanks),
        policies=Policies(reward=reward),  # type: ignore[arg-type]
    )

    assert [Money.of(20, "CNY")] == [facts.spent_this_year for facts in asked]


def test_a_past_day_knows_no_later_state() -> None:
    """What became of a referral since is left out."""
    one = named("a", WANG, at(5, 18), BY_ID, ROAD)
    book = reviewed(*CARDS, one)

    ((referral, _),) = book[WANG].referrals
    assert S.CONTACTED is referral.state
