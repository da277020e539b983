"""Planned visits, their steps and their plan."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.domain.ids import CustomerId, StaffId, VisitId, VisitPlanId
from clientcare.domain.visit_plans import VisitPlan
from clientcare.domain.visits import Visit, VisitOutcome, VisitState, VisitStep
from clientcare.errors import InvalidValueError, NotFound, TransitionError
from clientcare.testing.strategies import relations

NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
MONDAY = Date(2026, 11, 2)
TUESDAY = Date(2026, 11, 3)
REP = StaffId("rep")


def planned(visit_id: str = "v-1", customer: str = "c-1", on: Date = MONDAY) -> Visit:
    """Return a visit that is planned for a day."""
    return Visit.plan(id=VisitId(visit_id), customer_id=CustomerId(customer), on=on, at=NOON)


def held(visit: Visit, **changes: object) -> Visit:
    """Return a visit as held on the Monday, changed as asked."""
    return visit.hold(on=MONDAY, at=NOON, by=REP, **changes)  # type: ignore[arg-type]


class TestVisit:
    """The steps of one visit."""

    def test_planned(self) -> None:
        """A new visit is open on its day."""
        visit = planned()

        assert (VisitState.PLANNED, MONDAY, True) == (
            visit.state,
            visit.planned_on,
            visit.is_open,
        )

    def test_moved(self) -> None:
        """A moved visit is open on the new day and remembers the first one and why."""
        visit = planned().move(TUESDAY, at=NOON, by=REP, reason="holiday")

        assert (VisitState.MOVED, TUESDAY, MONDAY, True, "holiday") == (
            visit.state,
            visit.planned_on,
            visit.first_planned_on,
            visit.is_open,
            visit.history[-1].reason,
        )

    def test_missed_is_placed_again(self) -> None:
        """A missed visit is no longer open until it is placed again."""
        missed = planned().miss(at=NOON, by=REP, reason="nobody there")

        assert not missed.is_open
        assert missed.move(TUESDAY, at=NOON, by=REP, reason="second try").is_open

    @pytest.mark.parametrize(
        ("minutes", "outcome", "counts"),
        [
            (None, None, False),
            (4, None, False),
            (5, None, True),
            (4, VisitOutcome.ORDER, True),
            (None, VisitOutcome.NO_RESULT, True),
        ],
    )
    def test_counts(
        self, minutes: int | None, outcome: VisitOutcome | None, *, counts: bool
    ) -> None:
        """A held visit counts from five minutes on site, or with an outcome."""
        left = None if minutes is None else NOON.add(minutes=minutes)
        visit = held(planned(), checked_in_at=NOON, checked_out_at=left, outcome=outcome)

        assert (minutes, counts) == (visit.minutes, visit.counts)

    def test_check_in_unknown(self) -> None:
        """Without a check-in the minutes are unknown."""
        assert held(planned()).minutes is None

    def test_only_held_visits_count(self) -> None:
        """A planned visit counts for nothing."""
        assert not planned().counts

    @pytest.mark.parametrize("event", ["move", "miss", "cancel"])
    def test_reason_needed(self, event: str) -> None:
        """What departs from the plan needs a reason."""
        how = {"at": NOON, "by": REP, "reason": " "}
        days = (TUESDAY,) if event == "move" else ()

        with pytest.raises(TransitionError, match="a reason is needed"):
            getattr(planned(), event)(*days, **how)

    @pytest.mark.parametrize("event", ["move", "miss", "cancel", "hold"])
    @pytest.mark.parametrize("end", ["held", "cancelled"])
    def test_ends_are_final(self, event: str, end: str) -> None:
        """Held and cancelled visits refuse every step."""
        done = (
            held(planned()) if end == "held" else planned().cancel(at=NOON, by=REP, reason="gone")
        )
        how: dict[str, object] = {"at": NOON, "by": REP}
        how |= {"on": MONDAY} if event == "hold" else {"reason": "because"}
        days = (TUESDAY,) if event == "move" else ()

        with pytest.raises(TransitionError):
            getattr(done, event)(*days, **how)

    def test_no_step_back_in_time(self) -> None:
        """A step before the last one is refused; one at the same instant is fine."""
        with pytest.raises(TransitionError, match="earlier"):
            planned().miss(at=NOON.subtract(seconds=1), by=REP, reason="late entry")

    def test_repeated_hour(self) -> None:
        """In a repeated hour the instant counts, not the clock on the wall."""
        first = pendulum.datetime(2026, 10, 25, 2, 45, tz="Europe/Berlin", fold=0)
        second = pendulum.datetime(2026, 10, 25, 2, 15, tz="Europe/Berlin", fold=1)
        visit = Visit.plan(id=VisitId("v"), customer_id=CustomerId("c"), on=MONDAY, at=first)

        assert VisitState.MISSED is visit.miss(at=second, by=REP, reason="ill").state

    @pytest.mark.parametrize(
        "changes",
        [
            {"history": ()},
            {"history": (VisitStep(state=VisitState.MISSED, at=NOON, on=MONDAY),)},
            {
                "history": (
                    VisitStep(state=VisitState.PLANNED, at=NOON, on=MONDAY),
                    VisitStep(state=VisitState.MISSED, at=NOON, on=TUESDAY),
                )
            },
            {"held_on": MONDAY},
            {"outcome": VisitOutcome.ORDER},
            {"checked_in_at": NOON},
            {"minutes_planned": 0},
        ],
    )
    def test_refused(self, changes: dict[str, object]) -> None:
        """A visit that cannot have been so is refused."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(planned(), **changes)  # type: ignore[arg-type]

    @pytest.mark.parametrize("came", [None, NOON])
    def test_left_before_they_came(self, came: pendulum.DateTime | None) -> None:
        """A check-out needs a check-in, and not a later one."""
        with pytest.raises(InvalidValueError):
            held(planned(), checked_in_at=came, checked_out_at=NOON.subtract(minutes=1))

    def test_whereabouts_stay_out_of_repr(self) -> None:
        """When a rep was where is personal."""
        assert "checked_in_at" not in repr(held(planned(), checked_in_at=NOON))


class TestVisitPlan:
    """The visits of one person."""

    def plan(self, *visits: Visit) -> VisitPlan:
        """Return a plan of four weeks."""
        return VisitPlan(
            id=VisitPlanId("plan"),
            staff_id=REP,
            starts_on=MONDAY,
            ends_on=Date(2026, 11, 29),
            visits=visits,
        )

    @pytest.mark.parametrize(
        "visits",
        [
            (planned(), planned(customer="c-2")),
            (planned(on=Date(2026, 11, 1)),),
            (planned(on=Date(2026, 11, 30)),),
            (planned(), planned("v-2")),
            (planned(), held(planned("v-2", on=TUESDAY))),
        ],
    )
    def test_refused(self, visits: tuple[Visit, ...]) -> None:
        """An id twice, a day outside the horizon, a customer twice on a day are refused."""
        with pytest.raises(InvalidValueError):
            self.plan(*visits)

    def test_horizon_ends_after_it_starts(self) -> None:
        """A horizon has at least one day."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(self.plan(), ends_on=Date(2026, 11, 1))

    def test_what_happened_is_kept(self) -> None:
        """Two visits held on one day did happen; a cancelled one takes no day."""
        visits = (
            held(planned()),
            held(planned("v-2")),
            planned("v-3").cancel(at=NOON, by=REP, reason="twice"),
        )

        assert visits == self.plan(*visits).visits

    def test_with_visit(self) -> None:
        """A changed visit takes the place of the one with its id."""
        plan = self.plan(planned(), planned("v-2", "c-2"))
        changed = held(plan.visit(VisitId("v-1")))

        assert (changed, plan.visits[1]) == plan.with_visit(changed).visits

    def test_unknown_visit(self) -> None:
        """A visit of another plan is not found."""
        with pytest.raises(NotFound):
            self.plan().with_visit(planned())

    def test_replan_keeps_what_was_held_and_what_is_pinned(self) -> None:
        """Re-planning replaces open visits alone, and keeps them as cancelled."""
        done, open_ = held(planned()), planned("v-2", "c-2")
        pin = attrs.evolve(planned("v-3", "c-3"), pinned=True)
        new = planned("v-4", "c-2", TUESDAY)
        plan = self.plan(done, open_, pin).replan((new,), at=NOON, by=None, reason="new plan")

        assert (pin,) == plan.pins
        assert (pin, new) == plan.open_visits
        assert done == plan.visit(VisitId("v-1"))
        assert VisitState.CANCELLED is plan.visit(VisitId("v-2")).state

    @given(relations.visit_plans())
    def test_replan_leaves_only_pins_and_new_visits_open(self, plan: VisitPlan) -> None:
        """After re-planning with nothing, only pins are open, and no history is lost."""
        later = pendulum.datetime(2027, 1, 1)
        again = plan.replan((), at=later, by=None, reason="again")

        assert plan.pins == again.open_visits
        assert all(
            new.history[: len(old.history)] == old.history
            for old, new in zip(plan.visits, again.visits, strict=True)
        )
