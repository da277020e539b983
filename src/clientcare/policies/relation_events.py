"""
What was good and what was bad in the dealings with a customer, as the book tells it (C6)?

What a rule counts is another question: see ``clientcare.policies.goodwill_balance``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.aftercare import SatisfactionAnswer
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import SettlementConfirmed
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.domain.orders import Delivery, Order
from clientcare.domain.promises import Promise, PromiseState
from clientcare.domain.referral import Referral
from clientcare.policies.goodwill_balance import (
    GoodwillBalanceRules,
    RelationEvent,
    RelationKind,
)

_K = RelationKind
_LEFT_OUT: Final = frozenset({ComplaintState.WITHDRAWN, ComplaintState.MERGED})
_DEFAULT: Final = GoodwillBalanceRules()
_Found: TypeAlias = Iterator[tuple[RelationKind, DateTime, str]]


@attrs.frozen(kw_only=True)
class RelationFacts:
    """
    What the book holds of the dealings with one customer, as known then.

    Attributes:
        complaints: The customer's complaints.
        promises: What we promised.
        answers: What they answered when asked how satisfied they are.
        referrals: Those that the customer introduced.
        orders: The orders, which tell when goods were promised.
        deliveries: The deliveries.
    """

    complaints: tuple[Complaint, ...] = field(
        default=(), validator=check.tuple_of(check.a(Complaint))
    )
    promises: tuple[Promise, ...] = ()
    answers: tuple[SatisfactionAnswer, ...] = ()
    referrals: tuple[Referral, ...] = ()
    orders: tuple[Order, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


def relation_events(
    facts: RelationFacts,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: GoodwillBalanceRules = _DEFAULT,
) -> tuple[RelationEvent, ...]:
    """
    Return what was good and bad in the dealings with a customer by *now*, in no order.

    A complaint counts unless it is unfounded, withdrawn or merged, on the day of its
    receipt; a promise is broken once its time has passed, whether or not anybody
    recorded that, and what a complaint is about is not counted beside it. A delivery
    is late where one of its lines came after the day promised for it; where none was
    promised it is neither.
    """
    found: list[RelationEvent] = []
    for kind, at, subject in (
        *_of_complaints(facts.complaints, rules),
        *_of_promises(facts, now),
        *_of_referrals(facts.referrals),
    ):
        on = calendar.local(at).date()
        found.append(RelationEvent(kind=kind, on=on, subject_id=subject))
    found.extend(_of_answers(facts.answers, rules))
    found.extend(_of_deliveries(facts))
    return tuple(found)


def counts_against_us(complaint: Complaint) -> bool:
    """Tell whether a complaint is a bad event: not unfounded, withdrawn or merged."""
    return complaint.state not in _LEFT_OUT and not complaint.progress.unfounded


def _of_complaints(complaints: Iterable[Complaint], rules: GoodwillBalanceRules) -> _Found:
    for one in complaints:
        if counts_against_us(one):
            yield _K.COMPLAINT, one.progress.received_at, one.id
        for event in one.history:
            answer = event.satisfaction if isinstance(event, SettlementConfirmed) else None
            if answer is not None and answer >= rules.well_from:
                yield _K.SETTLED_WELL, event.at, one.id


def _of_promises(facts: RelationFacts, now: DateTime) -> _Found:
    told = {one.promise_id for one in facts.complaints if counts_against_us(one)}
    for promise in facts.promises:
        known = [step for step in promise.history if moment(step.at) <= moment(now)]
        state = known[-1].state if known else PromiseState.OPEN
        if state is PromiseState.KEPT:
            yield _K.PROMISE_KEPT, known[-1].at, promise.id
        elif state is PromiseState.RELEASED or promise.id in told:
            continue
        elif state is PromiseState.BROKEN:
            yield _K.PROMISE_BROKEN, known[-1].at, promise.id
        elif moment(promise.due_at) < moment(now):  # passed, or kept too late
            yield _K.PROMISE_BROKEN, promise.due_at, promise.id


def _of_answers(
    answers: Iterable[SatisfactionAnswer], rules: GoodwillBalanceRules
) -> Iterator[RelationEvent]:
    for one in answers:
        if one.answer is not None and one.answer >= rules.well_from:
            yield RelationEvent(kind=_K.RATED_WELL, on=one.asked_on, subject_id=one.id)
        elif one.answer is not None and one.answer <= rules.badly_to:
            yield RelationEvent(kind=_K.RATED_BADLY, on=one.asked_on, subject_id=one.id)


def _of_referrals(referrals: Iterable[Referral]) -> _Found:
    for one in referrals:
        if one.thanked_at is not None:
            yield _K.REFERRAL_THANKED, one.thanked_at, one.id


def _of_deliveries(facts: RelationFacts) -> Iterator[RelationEvent]:
    promised = {(order.id, line.no): line.ship_on for order in facts.orders for line in order.lines}
    told = {one.delivery_id for one in facts.complaints if counts_against_us(one)}
    for delivery in facts.deliveries:
        days = [promised.get((line.order_id, line.line_no)) for line in delivery.lines]
        known = [day for day in days if day is not None]
        if not known:
            continue
        late = any(delivery.delivered_on > day for day in known)
        if not (late and delivery.id in told):
            kind = _K.DELIVERED_LATE if late else _K.DELIVERED_ON_TIME
            yield RelationEvent(kind=kind, on=delivery.delivered_on, subject_id=delivery.id)
