"""Visit frequency, visit status and referral clocks answer as a slow reading of the text does."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from pendulum import Date, DateTime
from tests.oracles.calendar_oracle import (
    MINUTE,
    NothingOpensError,
    NotPublishedError,
    PlainCalendar,
)
from tests.oracles.complaint_oracle import counted
from tests.oracles.test_calendar_oracle import moments, ours, plans, shown
from tests.oracles.visit_oracle import GAPS, MINUTES, Named, Visited, attempts

from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.referral import Prospect, Referral, ReferralEventKind, ReferralState
from clientcare.domain.scales import Tier
from clientcare.errors import TransitionError
from clientcare.policies.cadence import CadenceFacts, visit_frequency, visit_terms
from clientcare.policies.referral_duty import DutyKind, ReferralDuty, attempt_times, referral_duties
from clientcare.policies.visit_status import check_visit_gap, over_visits, visit_status

TODAY = dt.date(2026, 11, 23).toordinal()
NEAR = st.one_of(
    st.integers(-6, 6),
    st.sampled_from([-1, 0, 1]).flatmap(
        lambda off: st.sampled_from([-91, -56, -28, -14, -7, -5, -9, -18, -4]).map(off.__add__)
    ),
    st.integers(-200, 40),
)
DAYS = NEAR.map(TODAY.__add__)


def _date(day: int) -> Date:
    return Date.fromordinal(day)


@st.composite
def customers(draw: st.DrawFn) -> Visited:
    """Return a customer with visits at gaps and intervals, or a day beside them."""
    return Visited(
        tier=draw(st.none() | st.sampled_from(Tier)),
        key=draw(st.sampled_from([False, False, True])),
        lifecycle=draw(st.none() | st.sampled_from(LifecycleState)),
        at_risk_since=draw(st.none() | DAYS),
        entered=draw(st.none() | DAYS),
        visited=tuple(draw(st.lists(DAYS, max_size=8))),
        booked=tuple(draw(st.lists(DAYS, max_size=3))),
    )


def facts_of(customer: Visited) -> CadenceFacts:
    """Return the same customer as the library's facts."""
    since, entered = customer.at_risk_since, customer.entered
    return CadenceFacts(
        customer_id=CustomerId("dealer-1"),
        tier=customer.tier,
        key_account=customer.key,
        lifecycle=customer.lifecycle,
        at_risk_since_on=None if since is None else _date(since),
        entered_on=None if entered is None else _date(entered),
        visited_on=tuple(map(_date, customer.visited)),
        booked_on=tuple(map(_date, customer.booked)),
    )


@st.composite
def offices(draw: st.DrawFn) -> PlainCalendar:
    """Return a calendar of Shanghai with some holidays and make-up days about."""
    days = st.integers(TODAY - 10, TODAY + 10)
    holidays = frozenset(draw(st.sets(days, max_size=6)))
    return PlainCalendar(
        zone="Asia/Shanghai",
        week=(((540, 1020),),) * 5 + ((),) * 2,
        holidays=holidays,
        make_up=dict.fromkeys(draw(st.sets(days, max_size=2)) - holidays, ()),
        last_day=draw(st.sampled_from([None, None, None, TODAY + 3])),
    )


@given(customers(), offices())
def test_visit_status(customer: Visited, plain: PlainCalendar) -> None:
    """Overdue, planned, due or covered, the first that holds."""
    try:
        expected = customer.status(TODAY, plain)
    except (NotPublishedError, NothingOpensError):
        assume(condition=False)
    found = visit_status(facts_of(customer), as_of=_date(TODAY), calendar=ours(plain))
    event(expected)

    assert expected == found.outcome.value


@given(customers(), st.booleans(), DAYS)
def test_visit_terms(customer: Visited, extra: bool, day: int) -> None:  # noqa: FBT001
    """How often, how long and how far apart; visits above the target."""
    facts, as_of = facts_of(customer), _date(TODAY)
    terms = visit_terms(facts, as_of=as_of).outcome
    gap = GAPS[customer.grade()]

    assert customer.target(TODAY) == visit_frequency(facts, as_of=as_of).outcome
    assert (gap, gap // 2) == (terms.gap_days, terms.extra_gap_days)
    assert (MINUTES[customer.grade()], customer.on_top(TODAY)) == (terms.minutes, terms.extra)
    assert customer.above(TODAY) == over_visits(facts, as_of=as_of).outcome
    if day >= TODAY:
        kept = check_visit_gap(facts, on=_date(day), extra=extra, as_of=as_of).outcome
        assert customer.keeps_gap(day, TODAY, extra=extra) == kept


@given(st.data(), plans())
@settings(suppress_health_check=list(HealthCheck))
def test_attempts(data: st.DataObject, drawn: tuple[PlainCalendar, int]) -> None:
    """The six attempts, each from the start and none from the one before."""
    plain, middle = drawn
    start = data.draw(moments(plain, middle))
    try:
        expected = attempts(plain, start)
    except (NothingOpensError, NotPublishedError):
        assume(condition=False)

    assert expected == [counted(at) for at in attempt_times(shown(start), calendar=ours(plain))]


PATH = (
    ReferralState.CONSENTED,
    ReferralState.CONTACTED,
    ReferralState.QUALIFIED,
    ReferralState.CONVERTED,
    ReferralState.REWARD_PENDING,
    ReferralState.REWARDED,
)


def _named(at: int) -> Referral:
    return Referral.name(
        id=ReferralId("r-1"),
        introducer_id=CustomerId("wang-laoban"),
        prospect=Prospect(name="Li"),
        at=shown(at),
    )


@st.composite
def referrals(draw: st.DrawFn, start: int) -> Referral:
    """Return a referral some way along, with attempts, thanks and reports in between."""
    referral = _named(start)
    at = start
    steps = st.sampled_from([0, 1, 5, 6, 7, 60, 480, 1440, 2880, 4320, 43_200, 129_600])
    for _ in range(draw(st.integers(0, 12))):
        at += draw(steps) * MINUTE + draw(st.sampled_from([0, 0, 0, 1]))
        forward = PATH[PATH.index(referral.state) + 1] if referral.state in PATH[:-1] else PATH[0]
        to = draw(st.just(forward) | st.sampled_from(ReferralState))
        note = draw(st.sampled_from(["move", "move", "attempt", "attempt", "thank", "report"]))
        try:
            if note == "move":
                referral = referral.move(to, at=shown(at))
            else:
                referral = getattr(referral, note)(at=shown(at))
        except TransitionError:
            continue
    return referral


def _times(referral: Referral, kind: ReferralEventKind) -> list[int]:
    return [counted(one.at) for one in referral.history if one.kind is kind]


@given(st.data(), offices(), st.integers(-3 * 1440, 3 * 1440))
@settings(suppress_health_check=list(HealthCheck))
def test_referral_duties(data: st.DataObject, plain: PlainCalendar, ahead: int) -> None:
    """Contact, thanks, reports and the ends that time brings are owed as the text says."""
    start = (TODAY - dt.date(1970, 1, 1).toordinal()) * 1440 * MINUTE + ahead * MINUTE
    referral = data.draw(referrals(start))
    ordered = data.draw(st.none() | st.sampled_from([0, 10, 179, 180, 181]).map(TODAY.__add__))
    referral = _ordered(referral, ordered)
    plain.last_day = None
    moves = [(one.state.value, counted(one.at)) for one in referral.history[1:] if one.state]
    story = Named(
        received=start,
        moves=moves,
        tries=_times(referral, ReferralEventKind.ATTEMPTED),
        thanked=_times(referral, ReferralEventKind.THANKED),
        reported=_times(referral, ReferralEventKind.REPORTED),
        first_order=ordered,
    )
    times = [counted(one.at) for one in referral.history]
    bounds = [due for duty in story.owed(plain, times[-1]).values() for due in duty[:1]]
    instants = [due for due in bounds if isinstance(due, int) and due > start]
    ends = [start + days * 1440 * MINUTE for days in (30, 31, 180, 181)]
    base = data.draw(st.sampled_from([*times, *instants, *ends]))
    now = base + data.draw(st.sampled_from([0, 0, -1, 1, MINUTE, 720 * MINUTE]))
    found = referral_duties(referral, now=shown(now), calendar=ours(plain)).outcome
    event(referral.state.value)

    assert story.owed(plain, now) == owed(found)


def _ordered(referral: Referral, day: int | None) -> Referral:
    return attrs.evolve(referral, first_ordered_on=None if day is None else _date(day))


def owed(duties: tuple[ReferralDuty, ...]) -> dict[str, tuple[object, ...]]:
    """Return what the library says is owed, in the oracle's words."""
    found: dict[str, tuple[object, ...]] = {}
    for duty in duties:
        name = duty.kind.value
        if duty.kind in {DutyKind.CLOSE_EXPIRED, DutyKind.CLOSE_UNREACHABLE}:
            found[name] = ()
            continue
        if duty.about is not None:
            name = f"{name} {duty.about.value}"
        row: list[object] = [_bound(duty.due), duty.standing.value]
        if duty.kind is DutyKind.CONTACT:
            row += [_bound(duty.target_at), _bound(duty.next_attempt_at)]
        found[name] = tuple(row)
    return found


def _bound(at: Date | DateTime | None) -> int | None:
    if isinstance(at, DateTime):
        return counted(at)
    return None if at is None else at.toordinal()
