"""Which promises fall due, and which are broken (F5)."""

from __future__ import annotations

import pendulum
import pytest
from hypothesis import given
from pendulum import DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, PromiseId
from clientcare.domain.promises import Promise
from clientcare.errors import InvalidValueError
from clientcare.policies.promise_watch import PromiseStanding, watch_promise, watch_promises
from clientcare.testing.strategies import relations
from clientcare.wording import explain, texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=ZONE)


def at(day: int, hour: int = 9) -> DateTime:
    """Return a moment of November 2026."""
    return pendulum.datetime(2026, 11, day, hour, tz=ZONE)


PREMIUM = Promise(
    id=PromiseId("p-1"),
    customer_id=CustomerId("c-1"),
    what="the premium, collected on the tenth",
    made_at=at(2),
    due_at=at(10, 17),
)


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (at(2), PromiseStanding.IN_TIME),
        (at(5), PromiseStanding.IN_TIME),
        (at(6), PromiseStanding.SOON),
        (at(7), PromiseStanding.SOON),
        (at(9), PromiseStanding.SOON),
        (at(10), PromiseStanding.TODAY),
        (at(10, 17), PromiseStanding.TODAY),
        (at(10, 18), PromiseStanding.BROKEN),
        (at(30), PromiseStanding.BROKEN),
    ],
)
def test_an_open_promise(now: DateTime, standing: PromiseStanding) -> None:
    """Soon from two business days before, exactly at the due moment in time, then broken."""
    assert standing is watch_promise(PREMIUM, now=now, calendar=OFFICE).outcome


def test_not_made_yet() -> None:
    """Before it was made there is no answer, and a reason says so."""
    decision = watch_promise(PREMIUM, now=at(1), calendar=OFFICE)

    assert (None, ("promise.not_yet_made",)) == (decision.outcome, decision.codes)


def test_kept() -> None:
    """What is kept is settled, also when it was late; before, it was not."""
    late = PREMIUM.fulfil(at=at(12))

    assert [PromiseStanding.BROKEN, PromiseStanding.SETTLED] == [
        watch_promise(late, now=at(day), calendar=OFFICE).outcome for day in (11, 12)
    ]


def test_given_up_before_its_time() -> None:
    """A promise that certainly will not be kept is broken from then on."""
    decision = watch_promise(
        PREMIUM.break_(at=at(4), reason="no stock"), now=at(4), calendar=OFFICE
    )

    assert (PromiseStanding.BROKEN, ("promise.given_up",)) == (decision.outcome, decision.codes)


def test_many() -> None:
    """Each promise has its answer by id; the same id twice is refused."""
    assert [PREMIUM.id] == list(watch_promises([PREMIUM], now=at(3), calendar=OFFICE))
    with pytest.raises(InvalidValueError):
        watch_promises([PREMIUM, PREMIUM], now=at(3), calendar=OFFICE)


@given(relations.promises(), relations.instants())
def test_every_reason_is_worded(promise: Promise, now: DateTime) -> None:
    """Each sentence names its values, none of them unknown."""
    decision = watch_promise(promise, now=now, calendar=OFFICE)

    assert set() == set(decision.codes) - texts().keys()
    assert "unknown" not in "".join(explain(decision))
