"""The order of the agenda."""

from __future__ import annotations

from decimal import Decimal
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
from clientcare.policies.agenda import (
    AgendaLine,
    AgendaRules,
    Topic,
    Urgency,
    agenda_rank,
    rank_agenda,
)
from clientcare.policies.time_value import TimeValueRules
from clientcare.wording import texts

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
    amount: Money | None = None,
) -> AgendaLine:
    return AgendaLine(
        customer_id=CustomerId(customer),
        topic=topic,
        urgency=urgency,
        tier=tier,
        amount=amount,
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


class TestTime:
    """Time as money in the order of an agenda (F9)."""

    RULES = AgendaRules(
        time=TimeValueRules(year_value=Decimal(80_000)),
        topic_minutes={Topic.COLLECTION: 30},
    )

    def test_what_is_not_worth_its_time_goes_behind(self) -> None:
        """Half an hour costs 19.23: 19 of an A go behind a visit to a C, and the line says why."""
        small = _line(topic=Topic.COLLECTION, tier=Tier.A, amount=Money.of(19, "CNY"))
        visit = _line(topic=Topic.VISIT, tier=Tier.C)
        first, last = rank_agenda([small, visit], rules=self.RULES)

        assert (visit, "agenda.not_worth_the_time") == (first, last.reasons[-1].code)
        assert last.reasons[-1].code in texts()
        assert (first, last) == rank_agenda([last, first], rules=self.RULES)
        assert (small, visit) == rank_agenda([small, visit])

    def test_what_is_worth_it_stays(self) -> None:
        """Exactly the cost is worth it; so is what has no money at stake, or no minutes told."""
        rules = AgendaRules(
            time=TimeValueRules(year_value=Decimal(2080)), topic_minutes={Topic.COLLECTION: 60}
        )
        exact = _line(topic=Topic.COLLECTION, amount=Money.of(1, "CNY"))
        bare = _line(topic=Topic.COLLECTION)
        credit = _line(topic=Topic.CREDIT, amount=Money.of(0, "CNY"))

        assert {exact, bare, credit} == set(rank_agenda([exact, bare, credit], rules=rules))

    def test_minutes_alone_say_nothing(self) -> None:
        """Without the worth of a year nothing is put behind."""
        line = _line(topic=Topic.COLLECTION, amount=Money.of(0, "CNY"))

        assert (line,) == rank_agenda(
            [line], rules=AgendaRules(topic_minutes={Topic.COLLECTION: 60})
        )

    @pytest.mark.parametrize("minutes", [{Topic.VISIT: -1}, {"visit": 3}, {Topic.VISIT: True}])
    def test_minutes_are_whole_and_by_topic(self, minutes: dict[Topic, int]) -> None:
        """Anything else is refused."""
        with pytest.raises(InvalidValueError, match="whole minutes"):
            AgendaRules(topic_minutes=minutes)

    @given(st.lists(LINES, max_size=8), st.sampled_from([None, 2080, 80_000]))
    def test_one_line_ranks_as_it_does_among_others(
        self, lines: list[AgendaLine], worth: int | None
    ) -> None:
        """Who merges streams of lines comes to the same order."""
        value = None if worth is None else Decimal(worth)
        rules = AgendaRules(
            time=TimeValueRules(year_value=value), topic_minutes=dict.fromkeys(Topic, 1)
        )
        ranked = rank_agenda(lines, rules=rules)

        assert [agenda_rank(one, rules=rules) for one in ranked] == sorted(
            agenda_rank(one, rules=rules) for one in lines
        )
