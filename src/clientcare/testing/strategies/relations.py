"""
Touchpoints, visits, promises, consents, referrals and what is remembered of customers.

Instants come from few moments in zones with and without clock changes, so that
equal instants, repeated hours and steps at one time are common.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeVar

import attrs
import pendulum
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.consents import ConsentChannel, ConsentEntry, ConsentPurpose
from clientcare.domain.decision_log import DecisionRecord
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import (
    ConsentId,
    CustomerId,
    DecisionRecordId,
    PersonId,
    PromiseId,
    ReferralId,
    StaffId,
    SupportPlanId,
    TouchpointId,
    VisitId,
    VisitPlanId,
)
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.memory import LifecycleMemory, TierMemory, TierPin
from clientcare.domain.money import Money
from clientcare.domain.promises import Promise
from clientcare.domain.referral import Introduction, Prospect, Referral, ReferralState
from clientcare.domain.scales import Tier
from clientcare.domain.support import SupportItem, SupportKind, SupportPlan
from clientcare.domain.touchpoints import (
    Channel,
    Direction,
    Purpose,
    TouchOutcome,
    Touchpoint,
)
from clientcare.domain.visit_plans import VisitPlan
from clientcare.domain.visits import Visit, VisitOutcome
from clientcare.errors import InvalidValueError, TransitionError

T = TypeVar("T")

_ZONES: Final = ("Asia/Shanghai", "Europe/Berlin", "UTC")
_FIRST: Final = Date(2026, 10, 5)
_HORIZON_DAYS: Final = 27
_KEYS: Final = ("1", "2", "客户-3")


def keys() -> st.SearchStrategy[str]:
    """Return few ids, so that references meet."""
    return st.sampled_from(_KEYS)


def notes() -> st.SearchStrategy[str]:
    """Return short texts that can be stored."""
    return st.text(st.characters(codec="utf-8"), max_size=8)


def phrases() -> st.SearchStrategy[str]:
    """Return short texts that are not blank."""
    return notes().filter(lambda text: bool(text.strip()))


def _days(span_days: int = _HORIZON_DAYS) -> st.SearchStrategy[Date]:
    first = _FIRST.toordinal()
    return st.integers(first, first + span_days).map(Date.fromordinal)


@st.composite
def instants(draw: st.DrawFn, span_days: int = _HORIZON_DAYS) -> DateTime:
    """Return an instant of a month with a clock change, on the minute or just after it."""
    minute = draw(st.integers(0, span_days * 1440))
    start = pendulum.datetime(_FIRST.year, _FIRST.month, _FIRST.day, tz="UTC")
    at = start.add(minutes=minute, microseconds=draw(st.sampled_from((0, 0, 1))))
    return at.in_timezone(draw(st.sampled_from(_ZONES)))


def _maybe(of: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | of


@st.composite
def touchpoints(draw: st.DrawFn) -> Touchpoint:
    """Return a contact or an attempt at one."""
    at = draw(instants())
    channel = draw(st.sampled_from(Channel))
    known = st.sampled_from(TouchOutcome)
    minutes = draw(_maybe(st.integers(0, 10)))
    return Touchpoint(
        id=TouchpointId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        referral_id=draw(_maybe(keys().map(ReferralId))),
        visit_id=draw(_maybe(keys().map(VisitId))),
        staff_id=draw(_maybe(keys().map(StaffId))),
        channel=channel,
        direction=draw(st.sampled_from(Direction)),
        purpose=draw(st.sampled_from(Purpose)),
        outcome=draw(_maybe(known) if channel is Channel.VISIT else known),
        at=at,
        ended_at=None if minutes is None else at.add(minutes=minutes),
        contacts=tuple(draw(st.lists(keys().map(PersonId), max_size=2))),
        about=draw(st.just("") | keys()),
        note=draw(notes()),
    )


def _stepped(draw: st.DrawFn, visit: Visit) -> Visit:
    """Return *visit* after one random step, or as it is where the step is refused."""
    last = visit.history[-1]
    at = last.at.add(minutes=draw(st.integers(0, 3)))
    by = draw(_maybe(keys().map(StaffId)))
    came = draw(_maybe(st.just(at)))
    try:
        match draw(st.integers(0, 3)):
            case 0:
                return visit.move(draw(_days()), at=at, by=by, reason=draw(phrases()))
            case 1:
                return visit.miss(at=at, by=by, reason=draw(phrases()))
            case 2:
                return visit.cancel(at=at, by=by, reason=draw(phrases()))
            case _:
                return visit.hold(
                    on=draw(_days()),
                    at=at,
                    by=by,
                    checked_in_at=came,
                    checked_out_at=came and came.add(minutes=draw(st.integers(0, 10))),
                    outcome=draw(_maybe(st.sampled_from(VisitOutcome))),
                    note=draw(notes()),
                )
    except TransitionError:
        return visit


@st.composite
def visits(draw: st.DrawFn, visit_id: str = "v-1") -> Visit:
    """Return a visit after a few steps."""
    visit = Visit.plan(
        id=VisitId(visit_id),
        customer_id=CustomerId(draw(keys())),
        on=draw(_days()),
        at=draw(instants()),
        by=draw(_maybe(keys().map(StaffId))),
        pinned=draw(st.booleans()),
        minutes_planned=draw(_maybe(st.integers(1, 90))),
    )
    for _ in range(draw(st.integers(0, 3))):
        visit = _stepped(draw, visit)
    return visit


@st.composite
def visit_plans(draw: st.DrawFn) -> VisitPlan:
    """Return a plan of four weeks with a few visits."""
    plan = VisitPlan(
        id=VisitPlanId(draw(keys())),
        staff_id=StaffId(draw(keys())),
        starts_on=_FIRST,
        ends_on=Date.fromordinal(_FIRST.toordinal() + _HORIZON_DAYS),
    )
    for place in range(draw(st.integers(0, 4))):
        visit = draw(visits(f"v-{place}"))
        try:
            plan = attrs.evolve(plan, visits=(*plan.visits, visit))
        except InvalidValueError:  # a second visit to the customer on a day
            continue
    return plan


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    """Return a promise, open or after a few steps."""
    made_at = draw(instants())
    promise = Promise(
        id=PromiseId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        what=draw(phrases()),
        to=draw(_maybe(keys().map(PersonId))),
        made_by=draw(_maybe(keys().map(StaffId))),
        made_at=made_at,
        due_at=made_at.add(minutes=draw(st.integers(0, 5))),
    )
    for _ in range(draw(st.integers(0, 2))):
        at = promise.history[-1].at if promise.history else made_at
        at = at.add(minutes=draw(st.integers(0, 6)))
        by = draw(_maybe(keys().map(StaffId)))
        try:
            match draw(st.integers(0, 2)):
                case 0:
                    promise = promise.fulfil(at=at, by=by)
                case 1:
                    promise = promise.break_(at=at, by=by, reason=draw(phrases()))
                case _:
                    promise = promise.release(at=at, by=by, reason=draw(phrases()))
        except TransitionError:
            break
    return promise


def consents() -> st.SearchStrategy[ConsentEntry]:
    """Return one line of a consent ledger."""
    return st.builds(
        ConsentEntry,
        id=keys().map(ConsentId),
        subject_id=keys().map(PersonId),
        customer_id=_maybe(keys().map(CustomerId)),
        referral_id=_maybe(keys().map(ReferralId)),
        purpose=st.sampled_from(ConsentPurpose),
        channel=st.sampled_from(ConsentChannel),
        given=st.booleans(),
        at=instants(span_days=1),
        evidence=phrases(),
    )


def prospects() -> st.SearchStrategy[Prospect]:
    """Return a person or firm that was named."""
    return st.builds(
        Prospect,
        name=phrases(),
        firm=notes(),
        address=notes(),
        phone=notes(),
        email=notes(),
        tax_no=notes(),
        trade=notes(),
        age=_maybe(st.integers(18, 130)),
        customer_id=_maybe(keys().map(CustomerId)),
    )


@st.composite
def referrals(draw: st.DrawFn) -> Referral:
    """Return a referral after a few steps, thanks and reports."""
    referral = Referral.name(
        id=ReferralId(draw(keys())),
        introducer_id=CustomerId(draw(keys())),
        prospect=draw(prospects()),
        at=draw(instants()),
        by=draw(_maybe(keys().map(StaffId))),
        introduction=draw(st.sampled_from(Introduction)),
    )
    for _ in range(draw(st.integers(0, 8))):
        at = referral.history[-1].at.add(minutes=draw(st.integers(0, 2)))
        does = draw(st.integers(0, 9))
        other = (
            referral.attempt,
            referral.thank,
            referral.report,
            referral.agree_naming,
            referral.ask_anonymity,
        )
        try:
            if does < len(other):
                referral = other[does](at=at, reason=draw(notes()))
            else:
                referral = referral.move(draw(st.sampled_from(ReferralState)), at=at)
        except TransitionError:
            continue
    return attrs.evolve(referral, first_ordered_on=draw(_maybe(_days())))


def _yuan() -> st.SearchStrategy[Money]:
    return st.integers(0, 10**6).map(lambda fen: Money(fen, "CNY"))


@st.composite
def support_plans(draw: st.DrawFn) -> SupportPlan:
    """Return one year's support for one customer."""
    item = st.builds(
        SupportItem,
        kind=st.sampled_from(SupportKind),
        what=phrases(),
        planned_on=_maybe(_days()),
        done_on=_maybe(_days()),
        budget=_yuan(),
        spent=_maybe(_yuan()),
        effect=_maybe(_yuan().map(Money.__neg__)),
        measure=notes(),
    )
    return SupportPlan(
        id=SupportPlanId(draw(keys())),
        customer_id=CustomerId(draw(keys())),
        year=draw(st.integers(2024, 2027)),
        budget=draw(_yuan()),
        items=tuple(draw(st.lists(item, max_size=3))),
    )


@st.composite
def tier_memories(draw: st.DrawFn) -> TierMemory:
    """Return what a tier remembers, some of it pinned."""
    held = draw(_maybe(st.sampled_from(Tier)))
    quarters = draw(st.sets(st.integers(0, 11), max_size=3))
    pins = st.builds(
        lambda tier, reason, start, days: TierPin(
            tier=tier,
            reason=reason,
            from_on=start,
            until_on=Date.fromordinal(start.toordinal() + days),
        ),
        st.sampled_from(Tier),
        phrases(),
        _days(),
        st.integers(0, 60),
    )
    return TierMemory(
        customer_id=CustomerId(draw(keys())),
        held=held,
        bad_reviews=0 if held is None else draw(st.integers(0, 1)),
        counted_on=tuple(Date(2024 + n // 4, n % 4 * 3 + 1, 15) for n in sorted(quarters)),
        pins=tuple(draw(st.lists(pins, max_size=2))),
    )


@st.composite
def lifecycle_memories(draw: st.DrawFn) -> LifecycleMemory:
    """Return what a life cycle remembers."""
    pointing_to = draw(_maybe(st.sampled_from(LifecycleState)))
    return LifecycleMemory(
        customer_id=CustomerId(draw(keys())),
        held=draw(_maybe(st.sampled_from(LifecycleState))),
        since_on=draw(_maybe(_days())),
        pointing_to=pointing_to,
        pointed=0 if pointing_to is None else 1,
        counted_on=draw(_maybe(_days())),
    )


@st.composite
def decision_records(draw: st.DrawFn) -> DecisionRecord:
    """Return one logged decision with an outcome of any plain kind."""
    plain: st.SearchStrategy[Value] = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        notes(),
        st.decimals(allow_nan=False, allow_infinity=False).map(Decimal),
        st.fractions(),
        _yuan(),
        _days(),
        instants(),
    )
    values = plain | st.lists(st.integers() | notes(), max_size=2).map(tuple)
    decision = Decision[Value](
        outcome=draw(values),
        reasons=(Reason("sample.reason", {"value": draw(values)}, "F5"),),
        rules=RulesRef("sample", "1"),
        judged_at=draw(_days() | instants()),
        inputs={"seen": draw(values)},
    )
    return DecisionRecord(
        id=DecisionRecordId(draw(keys())),
        subject_kind="customer",
        subject_id=draw(keys()),
        question=draw(phrases()),
        decision=decision,
    )
