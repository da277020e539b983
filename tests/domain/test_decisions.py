"""What a policy answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError, PayloadError

DECISION: Decision[Tier | None] = Decision(
    outcome=Tier.A,
    reasons=(Reason("tiering.a_ahead", {"value": 1}), Reason("tiering.provisional")),
    rules=RulesRef("tiering", "1"),
    judged_at=Date(2026, 11, 24),
)
REASONS: JsonCodec[Reason] = JsonCodec(name="reason", type=Reason)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.sampled_from(Tier),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.fractions(),
    st.builds(Money, st.integers(-(10**33), 10**33), st.sampled_from(("CNY", "JPY"))),
    st.dates().map(lambda day: Date(day.year, day.month, day.day)),
    st.datetimes(
        timezones=st.sampled_from(("Asia/Shanghai", "Europe/Berlin")).map(pendulum.timezone),
        allow_imaginary=False,
    ).map(pendulum.instance),
)


def test_codes_come_in_the_order_of_the_reasons() -> None:
    """The weightiest comes first."""
    assert ("tiering.a_ahead", "tiering.provisional") == DECISION.codes


def test_decision_knows_its_codes() -> None:
    """A code is there or not; a part of one is not."""
    assert DECISION.has("tiering.provisional")
    assert not DECISION.has("tiering")


def test_decision_can_be_hashed_and_not_changed() -> None:
    """A decision is frozen all the way down."""
    assert hash(DECISION) == hash(attrs.evolve(DECISION))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        DECISION.outcome = Tier.B  # type: ignore[misc]


def test_reason_keeps_nothing_of_the_dictionary_it_got() -> None:
    """Facts do not change after the fact."""
    facts: dict[str, Value] = {"days": 1}
    reason = Reason("x.y", facts)
    facts["days"] = 2

    assert {"days": 1} == reason.facts


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=3), PLAIN | st.tuples(PLAIN, PLAIN)
    )
)
def test_facts_round_trip_with_their_types(facts: dict[str, Value]) -> None:
    """Every kind of value comes back as that kind."""
    back = REASONS.load(REASONS.dump(Reason("x.y", facts)))

    assert facts == back.facts
    kinds = {name: type(value) for name, value in facts.items() if not isinstance(value, Tier)}
    assert kinds == {name: type(back.facts[name]) for name in kinds}


def test_decision_round_trips() -> None:
    """A decision comes back with its outcome's type."""
    codec: JsonCodec[Decision[Tier | None]] = JsonCodec(name="x", type=Decision[Tier | None])
    undetermined = attrs.evolve(
        DECISION, outcome=None, judged_at=pendulum.datetime(2026, 11, 24, tz="Asia/Shanghai")
    )

    for decision in (DECISION, undetermined):
        back = codec.load(codec.dump(decision))
        assert decision == back
        assert type(decision.judged_at) is type(back.judged_at)
    assert type(codec.load(codec.dump(DECISION)).outcome) is Tier


@pytest.mark.parametrize("value", [1.5, (1, (2,)), [1], {"a": 1}])
def test_inexact_facts_are_not_written(value: object) -> None:
    """A float, or what is no value, is refused before it is stored."""
    with pytest.raises(InvalidValueError, match="no float"):
        REASONS.dump(Reason("x.y", {"value": value}))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "value", ["1.5", '{"decimal":1}', '{"unknown":"1"}', '{"date":"2026-01-01","x":1}', "[[1]]"]
)
def test_unknown_facts_are_not_read(value: str) -> None:
    """Only plain values and those tagged by their type are facts."""
    body = f'{{"schema":1,"value":{{"code":"x","facts":{{"a":{value}}},"source":""}}}}'

    with pytest.raises(PayloadError, match="facts"):
        REASONS.load(body.encode())


def test_decimal_keeps_its_exponent() -> None:
    """2.50 is not turned into 2.5, and a third stays a third."""
    back = REASONS.load(REASONS.dump(Reason("x", {"a": Decimal("2.50"), "b": Fraction(1, 3)})))

    assert "2.50" == str(back.facts["a"])
    assert Fraction(1, 3) == back.facts["b"]
