"""How often a customer is visited, and when the next contact is due (policies 4c, F1-F3)."""

from __future__ import annotations

import datetime as dt

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId, StaffId, TouchpointId, VisitId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.domain.visits import Visit, VisitOutcome
from clientcare.errors import InvalidValueError
from clientcare.policies.cadence import (
    CadenceFacts,
    CadenceRules,
    ContactUrgency,
    next_ambassador_meeting,
    next_contact,
    visit_frequency,
    visit_terms,
)
from clientcare.policies.visit_status import check_visit_gap, over_visits, visit_status
from clientcare.testing.strategies import relations
from clientcare.wording import explain, texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=ZONE)
TODAY = Date(2026, 11, 23)
NOON = pendulum.datetime(2026, 11, 23, 12, tz=ZONE)


def facts(**changes: object) -> CadenceFacts:
    """Return what is known of a stable customer of tier A, changed as asked."""
    stable = CadenceFacts(
        customer_id=CustomerId("c-1"), tier=Tier.A, lifecycle=LifecycleState.STABLE
    )
    return attrs.evolve(stable, **changes)  # type: ignore[arg-type]


def before(days: int) -> Date:
    """Return the day so many days before the day asked."""
    return Date.fromordinal(TODAY.toordinal() - days)


def touch(at: DateTime, **changes: object) -> Touchpoint:
    """Return an answered call at an instant, changed as asked."""
    call = Touchpoint(
        id=TouchpointId("t-1"),
        customer_id=CustomerId("c-1"),
        channel=Channel.CALL,
        purpose=Purpose.SERVICE,
        outcome=TouchOutcome.REACHED,
        at=at,
    )
    return attrs.evolve(call, **changes)  # type: ignore[arg-type]


class TestVisitFrequency:
    """Visits in a cycle of four weeks."""

    @pytest.mark.parametrize(("tier", "visits"), [(Tier.A, 4), (Tier.B, 2), (Tier.C, 1)])
    def test_by_tier(self, tier: Tier, visits: int) -> None:
        """A is visited four times, B twice, C once."""
        assert visits == visit_frequency(facts(tier=tier), as_of=TODAY).outcome

    @pytest.mark.parametrize("tier", [*Tier, None])
    def test_key_account(self, tier: Tier | None) -> None:
        """A key account is visited as an A, whatever its tier."""
        decision = visit_frequency(facts(tier=tier, key_account=True), as_of=TODAY)

        assert (4, ("cadence.key_account",)) == (decision.outcome, decision.codes)

    def test_thirteen_cycles_a_year(self) -> None:
        """A year of 364 days has 52 visits of an A, 26 of a B and 13 of a C."""
        rules = CadenceRules()
        cycles = 364 // rules.cycle_days

        assert [52, 26, 13] == [cycles * rules.visits[tier] for tier in Tier]

    @pytest.mark.parametrize("tier", [*Tier, None])
    def test_prospect(self, tier: Tier | None) -> None:
        """A prospect is visited once, for the life cycle beats the tier."""
        decision = visit_frequency(facts(tier=tier, lifecycle=LifecycleState.PROSPECT), as_of=TODAY)

        assert (1, tier is None) == (decision.outcome, decision.has("cadence.untiered"))

    def test_untiered(self) -> None:
        """Without a tier there is one visit, and the reason says so."""
        decision = visit_frequency(facts(tier=None), as_of=TODAY)

        assert (1, ("cadence.untiered",)) == (decision.outcome, decision.codes)

    def test_lifecycle_not_given(self) -> None:
        """Where the life cycle is not given, the tier alone counts."""
        decision = visit_frequency(facts(lifecycle=None), as_of=TODAY)

        assert (4, ("cadence.by_tier", "cadence.lifecycle_unknown")) == (
            decision.outcome,
            decision.codes,
        )

    @pytest.mark.parametrize(
        "state",
        [
            LifecycleState.NEW,
            LifecycleState.REACTIVATED,
            LifecycleState.GROWING,
            LifecycleState.DECLINING,
            LifecycleState.STABLE,
        ],
    )
    def test_other_states(self, state: LifecycleState) -> None:
        """Every other state leaves the tier to decide."""
        assert 4 == visit_frequency(facts(lifecycle=state), as_of=TODAY).outcome

    @pytest.mark.parametrize(("days", "visits"), [(90, 0), (91, 1), (92, 1), (0, 0)])
    def test_lost(self, days: int, visits: int) -> None:
        """A lost customer is visited when the last visit is 91 days ago or more."""
        lost = facts(lifecycle=LifecycleState.LOST, visited_on=(before(days),))

        assert visits == visit_frequency(lost, as_of=TODAY).outcome

    def test_lost_and_never_visited(self) -> None:
        """A lost customer whose last visit is unknown is visited once."""
        decision = visit_frequency(facts(tier=None, lifecycle=LifecycleState.LOST), as_of=TODAY)

        assert (1, ("cadence.lost_unvisited", "cadence.untiered")) == (
            decision.outcome,
            decision.codes,
        )

    @pytest.mark.parametrize(("tier", "visits"), [(Tier.A, 5), (Tier.B, 3), (Tier.C, 2), (None, 2)])
    def test_at_risk(self, tier: Tier | None, visits: int) -> None:
        """A customer at risk gets one visit more."""
        risky = facts(tier=tier, lifecycle=LifecycleState.AT_RISK, at_risk_since_on=TODAY)

        assert visits == visit_frequency(risky, as_of=TODAY).outcome

    @pytest.mark.parametrize(
        ("days", "visits", "code"),
        [
            (0, 5, "cadence.at_risk"),
            (27, 5, "cadence.at_risk"),
            (28, 4, "cadence.at_risk_over"),
        ],
    )
    def test_at_risk_for_28_days(self, days: int, visits: int, code: str) -> None:
        """The visit more is for 28 days, the first included."""
        risky = facts(lifecycle=LifecycleState.AT_RISK, at_risk_since_on=before(days))
        decision = visit_frequency(risky, as_of=TODAY)

        assert (visits, True) == (decision.outcome, decision.has(code))

    @pytest.mark.parametrize("since", [None, before(-1)])
    def test_at_risk_since_unknown(self, since: Date | None) -> None:
        """Where the day is unknown, or still to come, the visit more stands."""
        risky = facts(lifecycle=LifecycleState.AT_RISK, at_risk_since_on=since)
        decision = visit_frequency(risky, as_of=TODAY)

        assert (5, True) == (decision.outcome, decision.has("cadence.at_risk_since_unknown"))

    def test_later_visits_are_left_out(self) -> None:
        """Visits after the day asked are left out and counted, so that a replay works."""
        lost = facts(lifecycle=LifecycleState.LOST, visited_on=(before(91), before(-1)))
        decision = visit_frequency(lost, as_of=TODAY)

        assert (1, {"left_out": 1}) == (decision.outcome, decision.reasons[-1].facts)

    def test_an_instant_is_no_day(self) -> None:
        """A day is asked for, not an instant."""
        with pytest.raises(InvalidValueError):
            visit_frequency(facts(), as_of=NOON)


class TestVisitTerms:
    """Gap, interval and minutes."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"tier": Tier.A}, (7, 4, 2, 60)),
            ({"tier": Tier.B}, (14, 9, 4, 40)),
            ({"tier": Tier.C}, (28, 18, 9, 20)),
            ({"tier": None}, (28, 18, 9, 20)),
            ({"lifecycle": LifecycleState.PROSPECT}, (28, 18, 9, 20)),
            ({"lifecycle": LifecycleState.LOST}, (91, 18, 9, 20)),
            ({"lifecycle": LifecycleState.AT_RISK}, (5, 4, 2, 60)),
            ({"lifecycle": LifecycleState.AT_RISK, "tier": Tier.B}, (9, 9, 4, 40)),
            ({"lifecycle": LifecycleState.AT_RISK, "tier": Tier.C}, (14, 18, 9, 20)),
        ],
    )
    def test_by_tier(self, changes: dict[str, object], expected: tuple[int, ...]) -> None:
        """Prospects, lost and untiered customers have the gap and the minutes of C."""
        terms = visit_terms(facts(**changes), as_of=TODAY).outcome

        assert expected == (
            terms.interval_days,
            terms.gap_days,
            terms.extra_gap_days,
            terms.minutes,
        )


class TestRules:
    """What rules are refused."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"anchor_on": Date(2024, 1, 2)},
            {"anchor_on": "2024-01-01"},
            {"visits": {Tier.A: 4, Tier.B: 2}},
            {"visits": {Tier.A: 4, Tier.B: 2, Tier.C: 0}},
            {"visits": {Tier.A: 28, Tier.B: 2, Tier.C: 1}},
            {"cycle_weeks": 0},
            {"contact_days": {Tier.A: 15, Tier.B: 14, Tier.C: 28}},
            {"contact_lost_maximum_days": 90},
            {"gap_days": {Tier.A: True, Tier.B: 9, Tier.C: 18}},
        ],
    )
    def test_refused(self, changes: dict[str, object]) -> None:
        """Rules that contradict themselves are refused."""
        with pytest.raises(InvalidValueError):
            CadenceRules(**changes)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("day", "first", "last"),
        [
            (Date(2024, 1, 1), Date(2024, 1, 1), Date(2024, 1, 28)),
            (Date(2024, 1, 28), Date(2024, 1, 1), Date(2024, 1, 28)),
            (Date(2024, 1, 29), Date(2024, 1, 29), Date(2024, 2, 25)),
            (Date(2023, 12, 31), Date(2023, 12, 4), Date(2023, 12, 31)),
        ],
    )
    def test_cycle(self, day: Date, first: Date, last: Date) -> None:
        """Cycles of 28 days follow one another from the anchor, both ways."""
        assert (first, last) == CadenceRules().cycle_of(day)


class TestNextContact:
    """When to reach out next."""

    def ask(self, **changes: object) -> tuple[Date, Date, ContactUrgency]:
        """Return due day, last day in time and urgency at noon of the day."""
        found = next_contact(facts(**changes), now=NOON, calendar=OFFICE).outcome
        return found.due_on, found.late_after_on, found.urgency

    @pytest.mark.parametrize(
        ("tier", "due_on", "late_after_on"),
        [
            (Tier.A, Date(2026, 11, 27), Date(2026, 12, 4)),
            (Tier.B, Date(2026, 12, 4), Date(2026, 12, 18)),
            (Tier.C, Date(2026, 12, 18), Date(2027, 1, 15)),
            (None, Date(2026, 12, 18), Date(2027, 1, 15)),
        ],
    )
    def test_by_tier(self, tier: Tier | None, due_on: Date, late_after_on: Date) -> None:
        """Target and maximum count from the last real contact, a Friday here, by tier."""
        friday = pendulum.datetime(2026, 11, 20, 10, tz=ZONE)

        assert (due_on, late_after_on, ContactUrgency.IN_TIME) == self.ask(
            tier=tier, contacted_at=(friday,)
        )

    @pytest.mark.parametrize(
        ("days", "urgency"),
        [
            (6, ContactUrgency.IN_TIME),
            (7, ContactUrgency.DUE),
            (14, ContactUrgency.DUE),
            (15, ContactUrgency.OVERDUE),
        ],
    )
    def test_urgency(self, days: int, urgency: ContactUrgency) -> None:
        """Amber from the target on, red after the maximum, which is in time itself."""
        assert urgency is self.ask(contacted_at=(NOON.subtract(days=days),))[2]

    def test_weekend(self) -> None:
        """A due day on a weekend moves on, a last day on a weekend moves back."""
        sunday = pendulum.datetime(2026, 11, 15, 10, tz=ZONE)

        assert (Date(2026, 11, 23), Date(2026, 11, 27), ContactUrgency.DUE) == self.ask(
            contacted_at=(sunday,)
        )

    def test_long_holiday(self) -> None:
        """Where no business day lies between target and maximum, the due day is the last one."""
        closed = OFFICE.with_holidays([Date(2026, 11, day) for day in range(20, 30)])
        at = pendulum.datetime(2026, 11, 13, 10, tz=ZONE)
        found = next_contact(facts(contacted_at=(at,)), now=NOON, calendar=closed).outcome

        assert (Date(2026, 11, 30), Date(2026, 11, 30)) == (found.due_on, found.late_after_on)

    def test_never_contacted(self) -> None:
        """Who was never reached is due from the day they entered the book."""
        found = self.ask(entered_on=Date(2026, 11, 19))

        assert (Date(2026, 11, 19), Date(2026, 11, 26), ContactUrgency.DUE) == found

    @pytest.mark.parametrize("entered", [None, before(-3)])
    def test_entry_unknown(self, entered: Date | None) -> None:
        """Without a contact and a day of entry, today counts."""
        assert (TODAY, Date(2026, 11, 30), ContactUrgency.DUE) == self.ask(entered_on=entered)

    def test_at_risk(self) -> None:
        """At risk, one contact more fits in a cycle: 28 // 5 days; the maximum stays."""
        found = self.ask(
            lifecycle=LifecycleState.AT_RISK,
            contacted_at=(pendulum.datetime(2026, 11, 16, tz=ZONE),),
        )

        assert (Date(2026, 11, 23), Date(2026, 11, 30), ContactUrgency.DUE) == found

    def test_lost(self) -> None:
        """A lost customer is contacted once a quarter."""
        found = self.ask(
            lifecycle=LifecycleState.LOST, contacted_at=(pendulum.datetime(2026, 8, 24, tz=ZONE),)
        )

        assert (TODAY, Date(2027, 2, 22), ContactUrgency.DUE) == found

    def test_later_contacts_are_left_out(self) -> None:
        """A contact after the instant asked is left out and counted."""
        decision = next_contact(
            facts(contacted_at=(NOON.add(microseconds=1),)), now=NOON, calendar=OFFICE
        )

        assert decision.has("cadence.after_as_of")
        assert decision.has("cadence.entry_unknown")

    def test_local_day(self) -> None:
        """The day of a contact is that of the firm's zone."""
        late = pendulum.datetime(2026, 11, 15, 17, tz="UTC")  # Monday 01:00 in Shanghai

        assert TODAY == self.ask(contacted_at=(late,))[0]

    def test_naive_instant(self) -> None:
        """An instant without a zone is refused."""
        with pytest.raises(InvalidValueError):
            next_contact(facts(), now=pendulum.naive(2026, 11, 23), calendar=OFFICE)


class TestWithEvents:
    """What counts of that which was recorded."""

    def visit(self, on: Date, customer: str = "c-1") -> Visit:
        """Return a visit planned for a day."""
        return Visit.plan(
            id=VisitId("v-1"), customer_id=CustomerId(customer), on=on, at=NOON.subtract(days=30)
        )

    def test_attempts_change_nothing(self) -> None:
        """Unanswered calls and messages, a bulletin and a greeting are no contact."""
        vain = [
            touch(NOON, outcome=TouchOutcome.NOBODY),
            touch(NOON, outcome=TouchOutcome.MESSAGE_LEFT),
            touch(NOON, channel=Channel.MESSAGE, outcome=TouchOutcome.SENT),
            touch(NOON, purpose=Purpose.BULLETIN),
            touch(NOON, purpose=Purpose.GREETING),
            touch(NOON, channel=Channel.VISIT, outcome=None),
        ]

        assert facts() == facts().with_events(touchpoints=vain, visits=(), calendar=OFFICE)

    def test_counted_visits(self) -> None:
        """Two visits on one local day are one; a visit planned and held counts as well."""
        morning = pendulum.datetime(2026, 11, 19, 18, tz="UTC")  # 02:00 on the 20th
        held = self.visit(TODAY).hold(
            on=TODAY, at=NOON, by=StaffId("s"), outcome=VisitOutcome.ORDER
        )
        found = facts().with_events(
            touchpoints=[
                touch(morning, channel=Channel.VISIT),
                touch(morning.add(hours=8), channel=Channel.VISIT, purpose=Purpose.GREETING),
            ],
            visits=[held, self.visit(before(-7))],
            calendar=OFFICE,
        )

        assert (Date(2026, 11, 20), TODAY) == found.visited_on
        assert (before(-7),) == found.booked_on
        assert (morning, NOON) == found.contacted_at

    @given(st.lists(relations.touchpoints(), max_size=6))
    def test_only_real_contacts(self, recorded: list[Touchpoint]) -> None:
        """What is no real contact can be left away without a change."""
        real = [one for one in recorded if one.is_real_contact or one.is_counted_visit]

        assert facts().with_events(
            touchpoints=recorded, visits=(), calendar=OFFICE
        ) == facts().with_events(touchpoints=real, visits=(), calendar=OFFICE)


class TestAmbassador:
    """Ambassadors are met once a month, not oftener (F3)."""

    def met(self, at: DateTime, **changes: object) -> Touchpoint:
        """Return a meeting with an ambassador in that role."""
        return touch(at, channel=Channel.MEETING, purpose=Purpose.REFERRAL, **changes)

    def ask(self, *met: Touchpoint, now: DateTime = NOON) -> Date:
        """Return the first day that is free."""
        return next_ambassador_meeting(met, now=now, calendar=OFFICE).outcome

    @pytest.mark.parametrize(
        ("last", "free"),
        [
            ((2026, 1, 31), Date(2026, 3, 2)),  # 28 February is a Saturday
            ((2024, 1, 31), Date(2024, 2, 29)),
            ((2026, 11, 5), Date(2026, 12, 7)),  # 5 December is a Saturday
            ((2026, 12, 15), Date(2027, 1, 15)),
        ],
    )
    def test_one_calendar_month(self, last: tuple[int, int, int], free: Date) -> None:
        """One calendar month later, the day clamped, then the next business day."""
        at = pendulum.datetime(*last, 10, tz=ZONE)

        assert free == self.ask(self.met(at), now=at.add(hours=1))

    def test_never_met(self) -> None:
        """Never met in that role is free today; other meetings do not count."""
        other = touch(NOON.subtract(days=1), channel=Channel.MEETING, purpose=Purpose.SALES)

        assert TODAY == self.ask(
            other, self.met(NOON.add(days=1)), self.met(NOON, outcome=TouchOutcome.NOBODY)
        )


@given(
    st.sampled_from([*Tier, None]),
    st.sampled_from([*LifecycleState, None]),
    st.integers(0, 400),
    st.integers(0, 60),
)
def test_later_contact_never_brings_the_next_one_forward(
    tier: Tier | None, state: LifecycleState | None, ago: int, later: int
) -> None:
    """A contact that happens later never makes the next one due earlier."""
    first, second = NOON.subtract(days=ago + later), NOON.subtract(days=ago)
    found = [
        next_contact(
            facts(tier=tier, lifecycle=state, contacted_at=at), now=NOON, calendar=OFFICE
        ).outcome
        for at in ((first,), (first, second))
    ]

    assert found[0].due_on <= found[1].due_on
    assert found[0].late_after_on <= found[1].late_after_on


@given(st.sampled_from([*Tier, None]), st.integers(0, 100))
def test_urgency_only_grows(tier: Tier | None, days: int) -> None:
    """With no further contact, a customer never becomes less urgent."""
    order = list(ContactUrgency)
    known = facts(tier=tier, contacted_at=(NOON,))
    found = [
        next_contact(known, now=NOON.add(days=day), calendar=OFFICE).outcome.urgency
        for day in (days, days + 1)
    ]

    assert order.index(found[0]) <= order.index(found[1])


@given(
    st.sampled_from([*LifecycleState, None]),
    st.sampled_from([*Tier, None]),
    st.dates(),
    st.lists(st.integers(-3, 200).map(before), max_size=2),
)
def test_every_reason_is_worded(
    state: LifecycleState | None, tier: Tier | None, since: dt.date, visited: list[Date]
) -> None:
    """Each sentence of a decision names its numbers, none of them unknown."""
    asked = facts(
        tier=tier,
        lifecycle=state,
        at_risk_since_on=Date(since.year, since.month, since.day),
        visited_on=tuple(visited),
    )
    decisions: list[Decision[object]] = [
        visit_frequency(asked, as_of=TODAY),
        next_contact(asked, now=NOON, calendar=OFFICE),
        visit_status(asked, as_of=TODAY, calendar=OFFICE),
        check_visit_gap(asked, on=TODAY, as_of=TODAY),
        over_visits(asked, as_of=TODAY),
    ]

    assert set() == {code for one in decisions for code in one.codes} - texts().keys()
    for one in decisions:
        for line in explain(one):
            assert "unknown" not in line.replace("unknown day", "").replace("state is unknown", "")
