"""Problems met at outlets, by their three classes (F10)."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from pendulum import DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, OutletProblemId
from clientcare.domain.outlets import OutletProblem, OutletProblemKind, ProblemClass
from clientcare.errors import InvalidValueError
from clientcare.policies.outlet_problems import ProblemStanding, Treatment, treat_problem
from clientcare.wording import texts

FIRM = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
K = OutletProblemKind


def at(day: int, hour: int = 9, minute: int = 0) -> DateTime:
    """Return a moment of November 2026; the 2nd is a Monday."""
    return pendulum.datetime(2026, 11, day, hour, minute, tz="Asia/Shanghai")


def problem(kind: OutletProblemKind, **changes: object) -> OutletProblem:
    """Return a problem noticed on Monday at 9."""
    found = OutletProblem(
        id=OutletProblemId("p"), customer_id=CustomerId("C"), kind=kind, noticed_at=at(2)
    )
    return attrs.evolve(found, **changes)  # type: ignore[arg-type]


def treated(one: OutletProblem, now: DateTime) -> Treatment:
    """Return how it is treated."""
    found = treat_problem(one, now=now, calendar=FIRM)
    assert set(found.codes) <= texts().keys()
    assert found.outcome is not None
    return found.outcome


def test_every_kind_has_its_class() -> None:
    """Nine daily ones, seven of expense, eight of selling through."""
    counts = [sum(kind.problem_class is one for kind in K) for one in ProblemClass]

    assert [9, 7, 8] == counts
    assert (ProblemClass.DAILY, ProblemClass.EXPENSE, ProblemClass.SELL_THROUGH) == tuple(
        kind.problem_class for kind in (K.CLEANING, K.FITTING_COST, K.CROSS_REGION)
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [(K.STOCKING, at(2, 11)), (K.VOLUME, at(9)), (K.RETURNS, at(16))],
)
def test_by_when(kind: OutletProblemKind, due: DateTime) -> None:
    """At once; within five business days; within ten. Exactly then is in time."""
    one = problem(kind)

    assert (due, ProblemStanding.IN_TIME) == (
        treated(one, due).due_at,
        treated(one, due).standing,
    )
    assert ProblemStanding.LATE is treated(one, due.add(microseconds=1)).standing


def test_what_has_to_be_recorded() -> None:
    """A principle for an expense, cause and measure for selling through."""
    assert () == treated(problem(K.COUNTING), at(2)).missing
    assert ("principle",) == treated(problem(K.COST), at(2)).missing
    assert ("measure",) == treated(problem(K.QUALITY, cause="mould"), at(2)).missing


def test_settled() -> None:
    """From its instant on; before it the problem was open."""
    one = problem(K.COUNTING, settled_at=at(2, 10))

    assert ProblemStanding.SETTLED is treated(one, at(2, 10)).standing
    assert ProblemStanding.IN_TIME is treated(one, at(2, 9, 59)).standing


def test_not_noticed_yet() -> None:
    """The past did not know it."""
    found = treat_problem(problem(K.COUNTING), now=at(1), calendar=FIRM)

    assert (None, ("outlet.not_noticed_yet",)) == (found.outcome, found.codes)


@pytest.mark.parametrize(
    ("kind", "changes", "fault"),
    [
        (K.COUNTING, {"settled_at": at(1)}, "before"),
        (K.COST, {"settled_at": at(3)}, "its principle"),
        (K.COST, {"settled_at": at(3), "principle": "  "}, "its principle"),
        (K.RETURNS, {"settled_at": at(3)}, "its cause and its measure"),
    ],
)
def test_what_cannot_be(kind: OutletProblemKind, changes: dict[str, object], fault: str) -> None:
    """Nothing is settled before it was noticed, or without what its class needs."""
    with pytest.raises(InvalidValueError, match=fault):
        problem(kind, **changes)
