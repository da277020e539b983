"""What is a real contact (policies, Terms of section 4)."""

from __future__ import annotations

import attrs
import pendulum
import pytest

from clientcare.domain.consents import ConsentChannel
from clientcare.domain.ids import CustomerId, PersonId, ReferralId, TouchpointId
from clientcare.domain.touchpoints import (
    Channel,
    Direction,
    Purpose,
    TouchOutcome,
    Touchpoint,
)
from clientcare.errors import InvalidValueError

NOON = pendulum.datetime(2026, 11, 23, 12, tz="Asia/Shanghai")
CALL = Touchpoint(
    id=TouchpointId("t-1"),
    customer_id=CustomerId("c-1"),
    channel=Channel.CALL,
    purpose=Purpose.SERVICE,
    outcome=TouchOutcome.REACHED,
    at=NOON,
)


def like(**changes: object) -> Touchpoint:
    """Return the answered call, changed as asked."""
    return attrs.evolve(CALL, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("channel", Channel)
def test_answered_is_real(channel: Channel, direction: Direction) -> None:
    """Whatever was answered is a real contact, in either direction."""
    assert like(channel=channel, direction=direction).is_real_contact


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    "outcome", [TouchOutcome.NOBODY, TouchOutcome.SENT, TouchOutcome.MESSAGE_LEFT]
)
def test_unanswered_is_none(outcome: TouchOutcome, direction: Direction) -> None:
    """What reached nobody and what was not answered is none."""
    assert not like(outcome=outcome, direction=direction).is_real_contact


@pytest.mark.parametrize("purpose", [Purpose.GREETING, Purpose.BULLETIN])
def test_greeting_and_bulletin_are_none(purpose: Purpose) -> None:
    """A greeting and a bulletin are none, even answered."""
    assert not like(purpose=purpose).is_real_contact


@pytest.mark.parametrize(("seconds", "counts"), [(299, False), (300, True), (None, False)])
def test_visit_without_outcome(seconds: int | None, *, counts: bool) -> None:
    """A visit without an outcome counts from five minutes; without a check-out it does not."""
    ended_at = None if seconds is None else NOON.add(seconds=seconds)
    visit = like(channel=Channel.VISIT, outcome=None, ended_at=ended_at)

    assert (counts, counts) == (visit.is_real_contact, visit.is_counted_visit)


def test_visit_with_outcome() -> None:
    """A visit on which somebody was met counts, however short; a call is no visit."""
    assert like(channel=Channel.VISIT).is_counted_visit
    assert not CALL.is_counted_visit


def test_minutes_are_elapsed_time() -> None:
    """A clock change during a visit is no minute of it."""
    start = pendulum.datetime(2026, 10, 25, 2, 58, tz="Europe/Berlin", fold=0)
    end = pendulum.datetime(2026, 10, 25, 2, 4, tz="Europe/Berlin", fold=1)

    assert 6 == like(at=start, ended_at=end).minutes


@pytest.mark.parametrize(
    "changes",
    [
        {"customer_id": None},
        {"ended_at": NOON.subtract(microseconds=1)},
        {"outcome": None},
        {"at": pendulum.naive(2026, 11, 23)},
        {"contacts": ["p-1"]},
    ],
)
def test_refused(changes: dict[str, object]) -> None:
    """What cannot have happened is refused."""
    with pytest.raises(InvalidValueError):
        like(**changes)


def test_a_prospect_has_a_referral_instead() -> None:
    """A contact with a prospect names the referral."""
    assert like(customer_id=None, referral_id=ReferralId("r-1")).is_real_contact


def test_persons_stay_out_of_repr() -> None:
    """Who was reached and what was said is personal."""
    shown = repr(like(contacts=(PersonId("p-77"),), note="moved house"))

    assert "p-77" not in shown
    assert "moved" not in shown


def test_consent_channels_are_those_of_contacts() -> None:
    """Consents name the same channels as contacts, and all of them at once."""
    assert [*Channel, "*"] == list(ConsentChannel)
    assert [one.label for one in Channel] == [one.label for one in ConsentChannel][:-1]
