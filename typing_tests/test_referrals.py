"""What type checkers say about the outcomes of the policies on referrals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_type

from pendulum import DateTime

from clientcare import (
    ClaimFacts,
    CreditClaim,
    Referral,
    RewardFacts,
    credit_referrals,
    decide_reward,
    judge_claims,
    prospect_side,
)
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import ReferralId
from clientcare.domain.referral_sides import ProspectSide
from clientcare.policies.agenda import AgendaRules, Topic
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_credit import Credits
from clientcare.policies.referral_reward import Reward


def claims_come_by_referral(
    claims: Iterable[ClaimFacts], now: DateTime, calendar: WorkCalendar
) -> None:
    """Each naming has a decision of its own, which is undetermined before it was made."""
    found = judge_claims(claims, now=now, calendar=calendar)

    assert_type(found, Mapping[ReferralId, Decision[ClaimStanding | None]])


def credits_are_always_known(claims: Iterable[CreditClaim], now: DateTime) -> None:
    """A graph can be told of any referrals, of none too."""
    assert_type(credit_referrals(claims, now=now), Decision[Credits])


def a_reward_may_be_undetermined(facts: RewardFacts, now: DateTime, calendar: WorkCalendar) -> None:
    """An unknown delivery or margin leaves it open."""
    assert_type(decide_reward(facts, now=now, calendar=calendar), Decision[Reward | None])


def the_prospect_s_side_holds_texts(referral: Referral, at: DateTime) -> None:
    """Whom it names is a text or nobody, and no id."""
    side = prospect_side(referral, introducer_name="Wang", at=at)

    assert_type(side, ProspectSide)
    assert_type(side.introduced_by, str | None)


def rules_take_plain_mappings() -> None:
    """Minutes by topic are written as a dict."""
    assert_type(AgendaRules(topic_minutes={Topic.VISIT: 60}).topic_minutes, Mapping[Topic, int])
