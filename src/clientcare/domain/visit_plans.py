"""The visits of one person for a stretch of days 访问计划表 (F8, F12, policies 6)."""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain.ids import StaffId, VisitId, VisitPlanId
from clientcare.domain.visits import Visit
from clientcare.errors import InvalidValueError, NotFound


@attrs.frozen(kw_only=True)
class VisitPlan:
    """
    The visits of one person for a stretch of days 访问计划表 (F12).

    Attributes:
        id: The plan's id.
        staff_id: Who visits.
        starts_on: First day of the horizon.
        ends_on: Last day of the horizon, included.
        visits: All its visits, whatever became of them.

    Raises:
        InvalidValueError: A field breaks its rule, an id comes twice, a visit is
            planned outside the horizon, or a customer has two visits on a day.
    """

    id: VisitPlanId = field(validator=check.key)
    staff_id: StaffId = field(validator=check.key)
    starts_on: Date = field(validator=check.date, metadata=AHEAD)
    ends_on: Date = field(validator=check.date, metadata=AHEAD)
    visits: tuple[Visit, ...] = field(default=(), validator=check.tuple_of(check.a(Visit)))

    def __attrs_post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise InvalidValueError("VisitPlan.ends_on", self.ends_on, "not before starts_on")
        if len({visit.id for visit in self.visits}) < len(self.visits):
            raise InvalidValueError("VisitPlan.visits", self._ids(), "each id once")
        # A visit that was held stands in the way of an open one, never the other way round:
        # what happened is recorded, even twice on a day.
        taken = {(visit.customer_id, visit.held_on) for visit in self.visits}
        for visit in self.open_visits:
            if not self.starts_on <= visit.planned_on <= self.ends_on:
                rule = f"from {self.starts_on} to {self.ends_on}, the plan's horizon"
                raise InvalidValueError("Visit.planned_on", visit.planned_on, rule)
            if (visit.customer_id, visit.planned_on) in taken:
                rule = "one visit per customer and day"
                raise InvalidValueError("Visit.planned_on", visit.planned_on, rule)
            taken.add((visit.customer_id, visit.planned_on))

    def _ids(self) -> tuple[VisitId, ...]:
        return tuple(visit.id for visit in self.visits)

    @property
    def pins(self) -> tuple[Visit, ...]:
        """The open visits that re-planning leaves where they are."""
        return tuple(visit for visit in self.visits if visit.pinned and visit.is_open)

    @property
    def open_visits(self) -> tuple[Visit, ...]:
        """The visits still to come."""
        return tuple(visit for visit in self.visits if visit.is_open)

    def visit(self, visit_id: VisitId) -> Visit:
        """
        Return the visit with this id.

        Raises:
            NotFound: The plan has no such visit.
        """
        for visit in self.visits:
            if visit.id == visit_id:
                return visit
        raise NotFound("visit", visit_id)

    def with_visit(self, changed: Visit) -> VisitPlan:
        """
        Return this plan with *changed* in the place of the visit with its id.

        Raises:
            NotFound: The plan has no such visit.
            InvalidValueError: The changed visit does not fit the plan.
        """
        self.visit(changed.id)
        visits = tuple(changed if visit.id == changed.id else visit for visit in self.visits)
        return attrs.evolve(self, visits=visits)

    def replan(
        self, visits: tuple[Visit, ...], *, at: DateTime, by: StaffId | None, reason: str
    ) -> VisitPlan:
        """
        Return this plan with new visits in place of the open ones that are not pinned.

        What was held, missed or cancelled stays, and so do pins; what is
        replaced is cancelled with *reason*, so that the history is whole.

        Raises:
            InvalidValueError: A new visit does not fit the plan.
            TransitionError: No reason is given, or *at* is before a step of a
                visit that is replaced.
        """
        kept = tuple(
            visit.cancel(at=at, by=by, reason=reason)
            if visit.is_open and not visit.pinned
            else visit
            for visit in self.visits
        )
        return attrs.evolve(self, visits=kept + visits)
