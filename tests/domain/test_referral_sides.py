"""What each side of a referral may see (R4, policies 5d)."""

from __future__ import annotations

from typing import get_type_hints

import attrs
import pendulum
import pytest
from pendulum import DateTime

from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Introduction, Prospect, Referral, ReferralState
from clientcare.domain.referral_sides import (
    IntroducerSide,
    IntroducerStage,
    ProspectSide,
    SourceCategory,
    introducer_side,
    prospect_side,
    without_introducer,
)

NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
S = ReferralState
NAMED = Referral.name(
    id=ReferralId("r"),
    introducer_id=CustomerId("wang"),
    prospect=Prospect(name="Li Lei", firm="Li Tiles", phone="138"),
    at=NOON,
)


def named_to_prospect(referral: Referral) -> str | None:
    """Return whom the prospect hears of the next day."""
    return prospect_side(referral, introducer_name="Wang", at=NOON.add(days=1)).introduced_by


def test_not_asked_is_not_named() -> None:
    """The prospect hears of a business contact."""
    side = prospect_side(NAMED, introducer_name="Wang", at=NOON)

    assert ("Li Lei", "Li Tiles", None) == (side.prospect, side.firm, side.introduced_by)
    assert "business_contact" == side.source


def test_agreed_is_named_until_asked_otherwise() -> None:
    """A request for anonymity beats every agreement before it, a signed letter too."""
    agreed = NAMED.agree_naming(at=NOON)
    signed = attrs.evolve(NAMED, introduction=Introduction.LETTER)

    assert "Wang" == named_to_prospect(agreed) == named_to_prospect(signed)
    assert named_to_prospect(agreed.ask_anonymity(at=NOON)) is None
    assert named_to_prospect(signed.ask_anonymity(at=NOON.add(hours=1))) is None


def test_no_field_leads_back() -> None:
    """The view is made of texts and an instant alone."""
    fields = get_type_hints(ProspectSide)

    assert {"prospect", "firm", "source", "introduced_by", "received_at"} == set(fields)
    assert {str, SourceCategory, str | None, DateTime} == set(fields.values())


def test_nobody_is_in_the_repr() -> None:
    """Neither side's names."""
    side = prospect_side(NAMED.agree_naming(at=NOON), introducer_name="Wang", at=NOON)

    assert not {"Wang", "Li"} & set(repr(side).replace("'", " ").split())


ROADS = {
    (): IntroducerStage.WAITING,
    (S.CONSENTED,): IntroducerStage.WAITING,
    (S.CONSENTED, S.CONTACTED): IntroducerStage.CONTACTED,
    (S.CONSENTED, S.CONTACTED, S.LOST): IntroducerStage.NOT_WON,
    (S.CONSENTED, S.CONTACTED, S.QUALIFIED): IntroducerStage.CONTACTED,
    (S.NO_CONSENT,): IntroducerStage.NOT_WON,
    (S.DUPLICATE,): IntroducerStage.NOT_TAKEN_UP,
    (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED): IntroducerStage.WON,
    (
        S.CONSENTED,
        S.CONTACTED,
        S.QUALIFIED,
        S.CONVERTED,
        S.REWARD_DENIED,
    ): IntroducerStage.WON,
    (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REVERSED): IntroducerStage.NOT_WON,
}


@pytest.mark.parametrize("road", ROADS)
def test_the_introducer_sees_the_stage(road: tuple[ReferralState, ...]) -> None:
    """Contacted, won or not, and no figure; what comes later is not known."""
    referral = NAMED
    for state in road:
        referral = referral.move(state, at=NOON.add(days=1))

    assert ROADS[road] is introducer_side(referral, at=NOON.add(days=1)).stage
    assert IntroducerStage.WAITING is introducer_side(referral, at=NOON).stage
    assert {"prospect", "stage"} == {part.name for part in attrs.fields(IntroducerSide)}


def test_an_erased_introducer_leaves_the_referral_as_it_was() -> None:
    """States and instants hold; the id and what people wrote are gone."""
    told = NAMED.thank(at=NOON, reason="called Wang at home").move(S.CONSENTED, at=NOON)
    kept = without_introducer(told, tombstone=CustomerId("gone-1"))

    assert (told.state, told.thanked_at, told.prospect) == (
        kept.state,
        kept.thanked_at,
        kept.prospect,
    )
    assert "gone-1" == kept.introducer_id
    assert {""} == {event.reason for event in kept.history}
