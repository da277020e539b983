"""How soon an inquiry is answered."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.domain.touchpoints import Channel
from clientcare.policies.referral_duty import DutyKind, DutyStanding, referral_duties
from clientcare.policies.response import Response, ResponseFacts, ResponseState, respond

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("firm", time_zone=ZONE)


def at(text: str) -> DateTime:
    """Return a local time such as ``2026-11-23 09:00``; without a year of November 2026."""
    found = pendulum.parse(text if "-" in text else f"2026-11-{text}", tz=ZONE)
    assert isinstance(found, DateTime)
    return found


FRIDAY_EVENING = at("20 18:30")


def ask(now: str, **changes: Any) -> Response:
    """Return where the answer stands."""
    facts = ResponseFacts(**{"received_at": FRIDAY_EVENING, **changes})
    found = respond(facts, now=at(now), calendar=OFFICE).outcome
    assert found is not None
    return found


def test_worked_example() -> None:
    """Received on Friday at 18:30: six attempts from Monday on, each from the receipt."""
    found = ask("20 18:30")
    times = ["23 09:00", "23 10:00", "24 09:00", "26 09:00", "2026-12-01 09:00", "2026-12-07 09:00"]

    assert [at(one) for one in times] == [one.at for one in found.attempts]
    assert [Channel.CALL, Channel.MESSAGE] * 3 == [one.channel for one in found.attempts]
    assert (at("23 09:05"), at("23 10:00")) == (found.target_at, found.limit_at)


def test_worked_example_as_a_referral() -> None:
    """With permission: target Monday 09:06, limit and thanks by Tuesday 09:00."""
    referral = Referral.name(
        id=ReferralId("r"),
        introducer_id=CustomerId("dealer-1"),
        prospect=Prospect(name="Li"),
        at=FRIDAY_EVENING,
    ).move(ReferralState.CONSENTED, at=FRIDAY_EVENING)
    duties = referral_duties(referral, now=FRIDAY_EVENING, calendar=OFFICE).outcome
    by_kind = {one.kind: one for one in duties}

    assert (at("23 09:06"), at("24 09:00"), at("24 09:00")) == (
        by_kind[DutyKind.CONTACT].target_at,
        by_kind[DutyKind.CONTACT].due,
        by_kind[DutyKind.THANK].due,
    )


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("23 09:05", DutyStanding.IN_TIME),
        ("23 09:06", DutyStanding.TARGET_MISSED),
        ("23 10:00", DutyStanding.TARGET_MISSED),
        ("23 10:01", DutyStanding.LATE),
    ],
)
def test_exactly_at_a_limit_is_met(now: str, standing: DutyStanding) -> None:
    """The same whether nobody was reached so far or somebody at that very minute."""
    assert [standing, standing] == [
        ask(now).standing,
        ask("24 09:00", reached_at=(at(now),)).standing,
    ]


def test_a_success_ends_the_chain() -> None:
    """A real contact leaves no attempt to make; one before the receipt is another matter."""
    found = ask("23 12:00", reached_at=(at("23 09:30"),))
    earlier = ask("23 12:00", reached_at=(at("20 18:29"),))

    assert (ResponseState.REACHED, None) == (found.state, found.next_attempt)
    assert ResponseState.OPEN is earlier.state


def test_an_opt_out_ends_everything() -> None:
    """From its instant on, reached or not."""
    asked = [ask(now, opted_out_at=at("23 10:00")) for now in ("23 09:59", "23 10:00")]

    assert [ResponseState.OPEN, ResponseState.OPTED_OUT] == [one.state for one in asked]
    assert asked[1].next_attempt is None


def test_the_next_attempt_is_the_first_not_made() -> None:
    """However late the attempts before were made; those of later are not known."""
    found = ask("23 12:00", attempted_at=(at("23 11:00"), at("23 12:01")))
    assert found.next_attempt is not None

    assert at("23 10:00") == found.next_attempt.at


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-12-07 09:00", ResponseState.NURTURE),
        ("2027-03-07 23:59", ResponseState.NURTURE),
        ("2027-03-08 00:00", ResponseState.OVER),
    ],
)
def test_nurture(now: str, state: ResponseState) -> None:
    """For 90 days after the sixth attempt, the last day included."""
    six = tuple(at(f"23 09:{minute}") for minute in range(10, 16))
    found = ask(now, attempted_at=six)

    assert (state, Date(2027, 3, 7)) == (found.state, found.nurture_until_on)


def test_before_the_receipt() -> None:
    """What has not come is not answered."""
    decision = respond(
        ResponseFacts(received_at=FRIDAY_EVENING), now=at("20 18:29"), calendar=OFFICE
    )

    assert (None, ("response.not_yet_received",)) == (decision.outcome, decision.codes)


@given(st.integers(0, 14 * 1440))
def test_attempts_keep_their_order_and_never_come_before_the_receipt(minutes: int) -> None:
    """Whenever an inquiry comes, its attempts lie after it, one after the other."""
    received = at("02 00:00").add(minutes=minutes)
    facts = ResponseFacts(received_at=received)
    found = respond(facts, now=received, calendar=OFFICE).outcome
    assert found is not None
    times = [one.at for one in found.attempts]

    assert times == sorted(times)
    assert all((received <= one and OFFICE.is_open(one)) or one == found.limit_at for one in times)
