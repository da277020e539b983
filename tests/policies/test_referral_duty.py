"""What is owed on a referral (R1-R4, policies 4a and 5a)."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import ENDS, Prospect, Referral, ReferralState
from clientcare.errors import InvalidValueError
from clientcare.policies.referral_duty import (
    DutyKind,
    DutyStanding,
    ReferralDuty,
    ReferralDutyRules,
    attempt_times,
    referral_duties,
)
from clientcare.testing.strategies import relations
from clientcare.wording import explain, texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=ZONE)
RECEIVED = pendulum.datetime(2026, 11, 20, 18, 30, tz=ZONE)
NAMED = Referral.name(
    id=ReferralId("r-1"),
    introducer_id=CustomerId("wang-laoban"),
    prospect=Prospect(name="Li"),
    at=RECEIVED,
)
PERMITTED = NAMED.move(ReferralState.CONSENTED, at=RECEIVED)
CONTACTED = PERMITTED.move(ReferralState.CONTACTED, at=RECEIVED)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> DateTime:
    """Return a moment of 2026 in the office's zone."""
    return pendulum.datetime(2026, month, day, hour, minute, tz=ZONE)


def duties(referral: Referral, now: DateTime) -> dict[DutyKind, ReferralDuty]:
    """Return what is owed, by kind."""
    decision = referral_duties(referral, now=now, calendar=OFFICE)
    return {duty.kind: duty for duty in decision.outcome}


def test_worked_example() -> None:
    """Received Friday 18:30 with permission: target Monday 09:06, limit and thanks Tuesday 09:00."""
    found = duties(PERMITTED, RECEIVED)

    assert at(23, 9, 6) == found[DutyKind.CONTACT].target_at
    assert at(24) == found[DutyKind.CONTACT].due
    assert at(24) == found[DutyKind.THANK].due


def test_attempts_of_the_worked_example() -> None:
    """Six tries, each counted from the receipt: at once, 1 hour, 1, 3, 6 and 10 business days."""
    expected = (at(23), at(23, 10), at(24), at(26), at(1, month=12), at(7, month=12))

    assert expected == attempt_times(RECEIVED, calendar=OFFICE)


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (at(23, 9, 6), DutyStanding.IN_TIME),
        (at(23, 9, 7), DutyStanding.TARGET_MISSED),
        (at(24), DutyStanding.TARGET_MISSED),
        (at(24, 9, 1), DutyStanding.LATE),
    ],
)
def test_first_contact(now: DateTime, standing: DutyStanding) -> None:
    """Exactly at target and limit is in time; past them it shows, whoever looks."""
    assert standing is duties(PERMITTED, now)[DutyKind.CONTACT].standing


def test_clocks_run_from_the_permission() -> None:
    """The later of receipt and permission counts."""
    later = NAMED.move(ReferralState.CONSENTED, at=at(25, 14))

    assert at(25, 14, 6) == duties(later, at(25, 14))[DutyKind.CONTACT].target_at


def test_nothing_to_contact_without_permission() -> None:
    """Before the permission only thanks are owed, and a reason says what is awaited."""
    decision = referral_duties(NAMED, now=RECEIVED, calendar=OFFICE)

    assert [DutyKind.THANK] == [duty.kind for duty in decision.outcome]
    assert decision.has("referral.permission_awaited")


def test_an_attempt_plans_the_next_one() -> None:
    """A try in vain moves neither target nor limit; the next try is the next of the six."""
    tried = PERMITTED.attempt(at=at(23))
    found = duties(tried, at(23))[DutyKind.CONTACT]

    assert (at(23, 10), at(24)) == (found.next_attempt_at, found.due)


def test_six_attempts() -> None:
    """After six tries in vain the referral may be closed as unreachable."""
    tried = PERMITTED
    for when in attempt_times(RECEIVED, calendar=OFFICE):
        tried = tried.attempt(at=when)
    found = duties(tried, at(7, month=12))

    assert DutyKind.CONTACT not in found
    assert at(7, month=12) == found[DutyKind.CLOSE_UNREACHABLE].due


@pytest.mark.parametrize(
    ("now", "standing"), [(at(24), DutyStanding.IN_TIME), (at(24, 9, 1), DutyStanding.LATE)]
)
def test_thanks(now: DateTime, standing: DutyStanding) -> None:
    """Thanks are owed within one business day of receipt, until done."""
    assert standing is duties(NAMED, now)[DutyKind.THANK].standing
    assert DutyKind.THANK not in duties(NAMED.thank(at=at(30)), at(30))


@pytest.mark.parametrize(
    ("now", "standing"), [(at(25), DutyStanding.IN_TIME), (at(25, 9, 1), DutyStanding.LATE)]
)
def test_report_of_first_contact(now: DateTime, standing: DutyStanding) -> None:
    """The introducer hears of the first contact within two business days."""
    found = duties(CONTACTED, now)[DutyKind.REPORT]

    assert (standing, ReferralState.CONTACTED) == (found.standing, found.about)


def test_one_report_settles_all() -> None:
    """Contact and end are owed each, and one report settles both; the thanks stay owed."""
    lost = CONTACTED.move(ReferralState.LOST, at=at(24))
    owed = referral_duties(lost, now=at(24), calendar=OFFICE).outcome

    assert [ReferralState.CONTACTED, ReferralState.LOST] == [
        duty.about for duty in owed if duty.kind is DutyKind.REPORT
    ]
    assert {DutyKind.THANK} == set(duties(lost.report(at=at(24)), at(24)))


def test_nothing_owed() -> None:
    """All done is said, too."""
    done = CONTACTED.move(ReferralState.LOST, at=at(24)).report(at=at(24)).thank(at=at(24))
    decision = referral_duties(done, now=at(24), calendar=OFFICE)

    assert ((), ("referral.nothing_owed",)) == (decision.outcome, decision.codes)


@pytest.mark.parametrize(("day", "late"), [(20, False), (21, True)])
def test_qualifying(day: int, *, late: bool) -> None:
    """Qualifying is late after day 30 from first contact, which ends nothing."""
    decision = referral_duties(CONTACTED, now=at(day, 23, month=12), calendar=OFFICE)

    assert late is decision.has("referral.qualify_late")


@pytest.mark.parametrize(
    ("days", "ordered", "expired"),
    [
        (180, None, False),
        (181, None, True),
        (181, 180, False),
        (181, 181, True),
        (200, 190, True),
        (300, 100, False),
    ],
)
def test_expiry(days: int, ordered: int | None, *, expired: bool) -> None:
    """Day 180 from the naming is in time; an order in time does not expire, paid or not."""
    named_on = Date(2026, 11, 20).toordinal()
    known = attrs.evolve(
        PERMITTED,
        first_ordered_on=None if ordered is None else Date.fromordinal(named_on + ordered),
    )

    assert expired is (DutyKind.CLOSE_EXPIRED in duties(known, RECEIVED.add(days=days)))


def test_a_converted_referral_does_not_expire() -> None:
    """Expiry ends only what is not converted."""
    won = CONTACTED.move(ReferralState.QUALIFIED, at=at(23)).move(
        ReferralState.CONVERTED, at=at(24)
    )

    assert DutyKind.CLOSE_EXPIRED not in duties(won, RECEIVED.add(days=200))


def test_an_order_to_come_is_left_out() -> None:
    """Asked for a past moment, a later first order is not known."""
    known = attrs.evolve(PERMITTED, first_ordered_on=Date(2027, 12, 1))

    assert DutyKind.CLOSE_EXPIRED in duties(known, RECEIVED.add(days=200))


def test_before_the_naming() -> None:
    """Before the naming nothing was owed."""
    decision = referral_duties(NAMED, now=RECEIVED.subtract(seconds=1), calendar=OFFICE)

    assert ((), ("referral.not_yet_named",)) == (decision.outcome, decision.codes)


def test_a_past_moment_can_be_asked() -> None:
    """What happened after the moment asked changes nothing."""
    later = CONTACTED.move(ReferralState.LOST, at=at(27)).report(at=at(27)).thank(at=at(27))

    assert duties(CONTACTED, at(25)) == duties(later, at(25))


def test_what_is_late_comes_first() -> None:
    """Late duties stand before those in time."""
    won = CONTACTED.move(ReferralState.QUALIFIED, at=at(26)).move(
        ReferralState.CONVERTED, at=at(26)
    )
    found = referral_duties(won, now=at(26), calendar=OFFICE).outcome

    assert [DutyStanding.LATE, DutyStanding.LATE, DutyStanding.IN_TIME] == [
        duty.standing for duty in found
    ]


def test_naive_instant() -> None:
    """An instant without a zone is refused."""
    with pytest.raises(InvalidValueError):
        referral_duties(NAMED, now=pendulum.naive(2026, 11, 23), calendar=OFFICE)


@pytest.mark.parametrize("changes", [{"contact_minutes": -1}, {"attempt_minutes": ()}])
def test_rules_are_checked(changes: dict[str, object]) -> None:
    """Rules that make no sense are refused."""
    with pytest.raises(InvalidValueError):
        ReferralDutyRules(**changes)  # type: ignore[arg-type]


@given(relations.referrals(), relations.instants())
def test_laws(referral: Referral, now: DateTime) -> None:
    """Ends leave thanks and reports alone; sentences are whole; the introducer is in none."""
    known = attrs.evolve(referral, introducer_id=CustomerId("wang-laoban"))
    decision = referral_duties(known, now=now, calendar=OFFICE)
    told = "\n".join(explain(decision))

    assert set() == set(decision.codes) - texts().keys()
    assert "unknown" not in told
    assert "wang" not in told + repr(decision) + repr(known)
    if decision.inputs.get("state") in ENDS:
        assert {duty.kind for duty in decision.outcome} <= {DutyKind.THANK, DutyKind.REPORT}


@given(relations.referrals(), relations.instants(), st.integers(0, 5000))
def test_nothing_gets_less_late_by_waiting(referral: Referral, now: DateTime, minutes: int) -> None:
    """Without a further event, no duty goes away or becomes less late."""
    last = max((event.at for event in referral.history), key=lambda when: when.int_timestamp)
    start = max(now, last.add(minutes=1))
    order = list(DutyStanding)
    earlier, later = (
        {
            (duty.kind, duty.about): order.index(duty.standing)
            for duty in referral_duties(referral, now=when, calendar=OFFICE).outcome
        }
        for when in (start, start.add(minutes=minutes))
    )

    assert earlier.keys() <= later.keys()
    assert all(later[duty] >= standing for duty, standing in earlier.items())
