"""Every stored object of the customer relation survives the way to JSON and back."""

from __future__ import annotations

import attrs
from hypothesis import given

from clientcare.codec import JsonCodec
from clientcare.domain.consents import ConsentEntry
from clientcare.domain.decision_log import DecisionRecord
from clientcare.domain.memory import LifecycleMemory, TierMemory
from clientcare.domain.promises import Promise
from clientcare.domain.referral import Referral
from clientcare.domain.support import SupportPlan
from clientcare.domain.touchpoints import Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.testing.strategies import relations


def again(value: attrs.AttrsInstance) -> object:
    """Return *value* after the way to bytes and back."""
    codec: JsonCodec[attrs.AttrsInstance] = JsonCodec(name="sample", type=type(value))
    return codec.load(codec.dump(value))


@given(relations.touchpoints())
def test_touchpoint_round_trips(value: Touchpoint) -> None:
    """A touchpoint comes back equal."""
    assert value == again(value)


@given(relations.visit_plans())
def test_visit_plan_round_trips(value: VisitPlan) -> None:
    """A visit plan comes back equal, histories included."""
    assert value == again(value)


@given(relations.promises())
def test_promise_round_trips(value: Promise) -> None:
    """A promise comes back equal, history included."""
    assert value == again(value)


@given(relations.consents())
def test_consent_round_trips(value: ConsentEntry) -> None:
    """A consent entry comes back equal."""
    assert value == again(value)


@given(relations.referrals())
def test_referral_round_trips(value: Referral) -> None:
    """A referral comes back equal, history included."""
    assert value == again(value)


@given(relations.support_plans())
def test_support_plan_round_trips(value: SupportPlan) -> None:
    """A support plan comes back equal."""
    assert value == again(value)


@given(relations.tier_memories())
def test_tier_memory_round_trips(value: TierMemory) -> None:
    """A tier memory comes back equal."""
    assert value == again(value)


@given(relations.lifecycle_memories())
def test_lifecycle_memory_round_trips(value: LifecycleMemory) -> None:
    """A life-cycle memory comes back equal."""
    assert value == again(value)


@given(relations.decision_records())
def test_decision_record_round_trips(value: DecisionRecord) -> None:
    """A decision record comes back equal, whatever plain value the outcome is."""
    assert value == again(value)
