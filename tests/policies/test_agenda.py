"""The order of the agenda."""

from __future__ import annotations

from random import Random

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.decisions import Reason
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError
from clientcare.policies.agenda import AgendaLine, AgendaRules, Topic, Urgency, rank_agenda

_DAYS = st.sampled_from([pendulum.date(2026, 1, day) for day in (1, 2, 3)])
_MOMENTS = st.sampled_from([pendulum.datetime(2026, 1, day, tz="Asia/Shanghai") for day in (1, 2)])
LINES = st.builds(
    AgendaLine,
    customer_id=st.sampled_from([CustomerId("a"), CustomerId("b")]),
    topic=st.sampled_from(Topic),
    urgency=st.sampled_from(Urgency),
    due=st.none() | _DAYS | _MOMENTS,
    tier=st.none() | st.sampled_from(Tier),
    amount=st.none() | st.integers(0, 3).map(lambda minor: Money(minor, "CNY")),
    reasons=st.sampled_from(["x.a", "x.b"]).map(lambda code: (Reason(code),)),
)


def _line(
    urgency: Urgency = Urgency.NOW,
    topic: Topic = Topic.VISIT,
    tier: Tier | None = Tier.B,
    customer: str = "c",
) -> AgendaLine:
    return AgendaLine(
        customer_id=CustomerId(customer),
        topic=topic,
        urgency=urgency,
        tier=tier,
        reasons=(Reason("x.a"),),
    )


def test_lateness_beats_topic_and_tier() -> None:
    """What is late comes first, whatever it is about."""
    late = _line(Urgency.LATE, Topic.VISIT, None)
    now = _line(Urgency.NOW, Topic.ESCALATION, Tier.A)

    assert (late, now) == rank_agenda([now, late])


def test_topic_beats_tier() -> None:
    """Of two lines due now the weightier topic comes first."""
    complaint = _line(topic=Topic.COMPLAINT, tier=Tier.C)
    visit = _line(topic=Topic.VISIT, tier=Tier.A)

    assert (complaint, visit) == rank_agenda([visit, complaint])


def test_an_unknown_tier_ranks_last() -> None:
    """A customer without a tier follows those of C."""
    lines = [_line(tier=None, customer="a"), _line(tier=Tier.C), _line(tier=Tier.A)]

    assert [Tier.A, Tier.C, None] == [line.tier for line in rank_agenda(lines)]


def test_a_firm_can_weigh_topics_otherwise() -> None:
    """The order of topics is a rule."""
    rules = AgendaRules(topics=tuple(reversed(Topic)))
    visit, complaint = _line(topic=Topic.VISIT), _line(topic=Topic.COMPLAINT)

    assert (visit, complaint) == rank_agenda([complaint, visit], rules=rules)


def test_a_forgotten_topic_is_refused() -> None:
    """Rules that leave a topic without a place are refused."""
    with pytest.raises(InvalidValueError, match=r"AgendaRules\.topics"):
        AgendaRules(topics=(Topic.VISIT,))


@given(st.lists(LINES, max_size=6), st.randoms())
def test_the_order_of_the_input_does_not_matter(lines: list[AgendaLine], random: Random) -> None:
    """However the lines come in, the agenda is the same."""
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert rank_agenda(lines) == rank_agenda(shuffled)
