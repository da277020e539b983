"""Promises: kept, late, broken, released (F5)."""

from __future__ import annotations

import attrs
import pendulum
import pytest

from clientcare.domain.ids import CustomerId, PersonId, PromiseId, StaffId
from clientcare.domain.promises import Promise, PromiseState, PromiseStep
from clientcare.errors import InvalidValueError, TransitionError

MADE = pendulum.datetime(2026, 11, 2, 9, tz="Asia/Shanghai")
DUE = pendulum.datetime(2026, 11, 10, 17, tz="Asia/Shanghai")
PROMISE = Promise(
    id=PromiseId("p-1"),
    customer_id=CustomerId("c-1"),
    what="bring the premium",
    to=PersonId("person-7"),
    made_at=MADE,
    due_at=DUE,
)


@pytest.mark.parametrize(
    ("late_microseconds", "state"), [(0, PromiseState.KEPT), (1, PromiseState.LATE)]
)
def test_exactly_at_the_due_instant_is_kept(late_microseconds: int, state: PromiseState) -> None:
    """Kept until the due instant itself, late after it."""
    done = PROMISE.fulfil(at=DUE.add(microseconds=late_microseconds), by=StaffId("rep"))

    assert (state, False) == (done.state, done.is_open)


def test_open() -> None:
    """A promise begins open."""
    assert (PromiseState.OPEN, True) == (PROMISE.state, PROMISE.is_open)


def test_made_good() -> None:
    """A broken promise that is kept after all is late, whenever that is."""
    broken = PROMISE.break_(at=MADE, reason="no stock")

    assert broken.is_open
    assert PromiseState.LATE is broken.fulfil(at=MADE).state


def test_released() -> None:
    """The one it was made to can release us, also from a broken one."""
    broken = PROMISE.break_(at=MADE, reason="no stock")

    assert PromiseState.RELEASED is broken.release(at=MADE, reason="they no longer need it").state


@pytest.mark.parametrize("event", ["break_", "release"])
def test_reason_needed(event: str) -> None:
    """Breaking and releasing need a reason."""
    with pytest.raises(TransitionError, match="a reason is needed"):
        getattr(PROMISE, event)(at=DUE, reason="")


@pytest.mark.parametrize("event", ["fulfil", "break_", "release"])
def test_settled_is_final(event: str) -> None:
    """A kept promise refuses every step."""
    with pytest.raises(TransitionError, match="does not follow"):
        getattr(PROMISE.fulfil(at=DUE), event)(at=DUE, reason="again")


def test_not_before_it_was_made() -> None:
    """Nothing happens to a promise before it is made."""
    with pytest.raises(TransitionError, match="earlier"):
        PROMISE.fulfil(at=MADE.subtract(seconds=1))


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": MADE.subtract(seconds=1)},
        {"what": " "},
        {"history": (PromiseStep(state=PromiseState.OPEN, at=DUE),)},
        {"history": (PromiseStep(state=PromiseState.KEPT, at=DUE.add(seconds=1)),)},
        {"history": (PromiseStep(state=PromiseState.LATE, at=DUE),)},
    ],
)
def test_refused(changes: dict[str, object]) -> None:
    """A promise that cannot have been so is refused."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(PROMISE, **changes)  # type: ignore[arg-type]


def test_naive_instant() -> None:
    """An instant without a zone is refused."""
    with pytest.raises(InvalidValueError):
        PROMISE.fulfil(at=pendulum.naive(2026, 11, 10))


def test_persons_stay_out_of_repr() -> None:
    """What was promised to whom is personal."""
    assert "person-7" not in repr(PROMISE)
    assert "premium" not in repr(PROMISE)
