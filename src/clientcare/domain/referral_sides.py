"""
What each side of a referral may see: the prospect no introducer, the introducer no figures.

`ProspectSide` is made of plain texts and has no way back to the referral or to the
introducer (R4, policies 5d). Whatever is shown, sent or exported to the prospect is made
from it alone.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId
from clientcare.domain.privacy import personal
from clientcare.domain.referral import ENDS, Referral, ReferralState
from clientcare.domain.scales import Scale

_S = ReferralState


class SourceCategory(Scale):
    """Where we have a prospect's name from, as the prospect may be told (policies 5d)."""

    BUSINESS_CONTACT = "business_contact", "一位业务上的朋友"


@attrs.frozen(kw_only=True)
class ProspectSide:
    """
    A referral as the prospect may see it.

    Attributes:
        prospect: The prospect's own name.
        firm: The prospect's own firm.
        source: Where we have the name from; always told, as the person has a right to it.
        introduced_by: The introducer's name, only where they agreed to be named.
        received_at: When we received the name.
    """

    prospect: str = field(validator=check.text(), repr=False, metadata=personal())
    firm: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    source: SourceCategory = field(
        default=SourceCategory.BUSINESS_CONTACT, validator=check.a(SourceCategory)
    )
    introduced_by: str | None = field(
        default=None, validator=check.maybe(check.text()), repr=False, metadata=personal()
    )
    received_at: DateTime = field(validator=check.instant)


def prospect_side(referral: Referral, *, introducer_name: str, at: DateTime) -> ProspectSide:
    """
    Return what the prospect may see of *referral* at the instant *at*.

    Args:
        referral: The referral.
        introducer_name: The introducer's name; it is dropped unless they agreed to be
            named and have not asked for anonymity since.
        at: The instant.
    """
    named = referral.introducer_to_name(at) is not None
    return ProspectSide(
        prospect=referral.prospect.name,
        firm=referral.prospect.firm,
        introduced_by=introducer_name if named else None,
        received_at=referral.received_at,
    )


class IntroducerStage(Scale):
    """How far it has come, as the introducer may be told: stage and outcome alone."""

    WAITING = "waiting", "等待联系"
    CONTACTED = "contacted", "已联系"
    WON = "won", "已成交"
    NOT_WON = "not_won", "未成交"
    NOT_TAKEN_UP = "not_taken_up", "未予跟进"


_NOT_TAKEN_UP: Final = frozenset({_S.DUPLICATE, _S.EXISTING_CUSTOMER, _S.SELF, _S.CYCLE})


@attrs.frozen(kw_only=True)
class IntroducerSide:
    """
    A referral as the introducer may see it: never the prospect's figures.

    Attributes:
        prospect: The name that the introducer gave.
        stage: How far it has come.
    """

    prospect: str = field(validator=check.text(), repr=False, metadata=personal())
    stage: IntroducerStage = field(validator=check.a(IntroducerStage))


def introducer_side(referral: Referral, *, at: DateTime) -> IntroducerSide:
    """Return what the introducer may see of *referral* at the instant *at*."""
    until = moment(check.require_instant("at", at))
    reached = {event.state for event in referral.history if moment(event.at) <= until}
    return IntroducerSide(prospect=referral.prospect.name, stage=_stage(reached))


def _stage(reached: set[ReferralState | None]) -> IntroducerStage:
    if _S.CONVERTED in reached:
        return IntroducerStage.NOT_WON if _S.REVERSED in reached else IntroducerStage.WON
    if reached & _NOT_TAKEN_UP:
        return IntroducerStage.NOT_TAKEN_UP
    if reached & ENDS:
        return IntroducerStage.NOT_WON
    return IntroducerStage.CONTACTED if _S.CONTACTED in reached else IntroducerStage.WAITING


def without_introducer(referral: Referral, *, tombstone: CustomerId) -> Referral:
    """
    Return *referral* as it stays in the book after its introducer was erased.

    The id of nobody stands in the introducer's place, and what people wrote into the
    reasons of its events is gone; states, instants and credits hold (policies 5d).

    Args:
        referral: The referral.
        tombstone: A random id that says nothing; never a hash of the old one.
    """
    history = tuple(attrs.evolve(event, reason="") for event in referral.history)
    return attrs.evolve(referral, introducer_id=tombstone, history=history)
