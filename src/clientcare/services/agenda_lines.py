"""What the review of one customer asks somebody to do, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.referral import ReferralState
from clientcare.domain.touchpoints import Channel, Purpose
from clientcare.policies.agenda import AgendaLine, AgendaRules, Topic, Urgency
from clientcare.policies.approvals import CAN_BE_SIGNED, ApprovalStanding
from clientcare.policies.collection_order import CollectionStanding
from clientcare.policies.concession_watch import ConcessionStanding
from clientcare.policies.contact_permission import ContactWish
from clientcare.policies.credit_hold import Verdict
from clientcare.policies.escalation import Deadlines
from clientcare.policies.goodwill import GoodwillVerdict
from clientcare.policies.promise_watch import PromiseStanding
from clientcare.policies.referral_claim import WORKED_ON
from clientcare.policies.referral_duty import DutyStanding
from clientcare.policies.referral_reward import RewardStep
from clientcare.services.care_lines import care_lines
from clientcare.services.customer_review import CustomerReview
from clientcare.services.line_maker import LineMaker

_DUTIES: Final = {DutyStanding.LATE: Urgency.LATE, DutyStanding.TARGET_MISSED: Urgency.NOW}
_PROMISES: Final = {
    PromiseStanding.BROKEN: Urgency.LATE,
    PromiseStanding.TODAY: Urgency.NOW,
    PromiseStanding.SOON: Urgency.SOON,
}
_CALL: Final = ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE)
_RECOVERY: Final = ContactWish(channel=Channel.CALL, purpose=Purpose.COMPLAINT)
_AMBASSADOR: Final = ContactWish(channel=Channel.VISIT, purpose=Purpose.REFERRAL, ambassador=True)
_DUNNING: Final = ContactWish(channel=Channel.CALL, purpose=Purpose.COLLECTION)
_PRESSING: Final = ("_missed", "_due", "_running", "_paused")
_STUCK: Final = frozenset({GoodwillVerdict.NEEDS_APPROVAL, GoodwillVerdict.OVER_CAP})
_HELD: Final = frozenset({Verdict.HOLD, Verdict.REFUSE})


def agenda_lines(
    review: CustomerReview, *, now: DateTime, rules: AgendaRules
) -> Iterator[AgendaLine]:
    """
    Yield what is due for one customer at *now*, in no particular order.

    Days are those of *now*'s own zone, the firm's.

    An escalation that nobody has recorded yet takes the place of its complaint's line,
    a visit that is due that of a contact that is due. A customer who is
    held but owes nothing has no line: there is nothing to do before an order comes.
    """
    make = LineMaker(
        customer_id=review.customer.id,
        owner_id=review.customer.owner_id,
        tier=review.tier.outcome,
        now=now,
        soon_days=rules.soon_days,
    )
    yield from _complaints(review, make)
    yield from _referrals(review, make)
    yield from _claims(review, make)
    yield from _rewards(review, make)
    yield from _promises(review, make)
    yield from _problems(review, make)
    yield from _credit(review, make)
    yield from _collections(review, make)
    yield from _approvals(review, make)
    yield from _concessions(review, make)
    yield from _credit_review(review, make)
    yield from care_lines(review, make)
    yield from _referral_ask(review, make)
    yield from _ambassador(review, make)
    yield from _gestures(review, make)
    yield from _recovery(review, make)
    yield from _owed(review, make)


def _complaints(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    for one in review.complaints:
        known, ladder = one.deadlines.outcome, one.escalation.outcome
        about = partial(
            make.line,
            subject_id=one.complaint.id,
            staff_id=None if ladder is None else ladder.responsible,
        )
        if known is None:
            yield about(Topic.COMPLAINT, Urgency.NOW, one.deadlines.reasons)
            continue
        clock_due = _clock_due(known)
        proposed = [step.due_at for step in known.proposed]
        due = min([*proposed, *([clock_due] if clock_due else [])], key=moment, default=None)
        urgency = make.urgency_of(clock_due)
        topic, reasons = Topic.COMPLAINT, _pressing(one.deadlines.reasons)
        if ladder is not None and ladder.unrecorded:
            topic, reasons = Topic.ESCALATION, one.escalation.reasons
        if urgency is not Urgency.LATE and (topic is Topic.ESCALATION or proposed):
            urgency = Urgency.NOW  # what has fired or is proposed waits for no clock
        if urgency is not None:
            yield about(topic, urgency, reasons, due=due)


def _pressing(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Put what calls for something first, and what is well after it."""

    def rank(reason: Reason) -> int:
        found = [at for at, end in enumerate(_PRESSING) if reason.code.endswith(end)]
        return found[0] if found else len(_PRESSING)

    return tuple(sorted(reasons, key=rank))


def _clock_due(known: Deadlines) -> DateTime | None:
    """Return the earliest due moment of the clocks that are still open, missed ones too."""
    dues = [
        clock.due_at for clock in known.clocks if clock.runs[-1].ended_at is None and clock.due_at
    ]
    return min(dues, key=moment, default=known.next_due_at)


def _referrals(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield one line a referral: its most urgent duty sets urgency and due."""
    for referral, decision in review.referrals:
        if decision.outcome is None:
            yield make.line(Topic.REFERRAL, Urgency.NOW, decision.reasons, subject_id=referral.id)
            continue
        owed = [
            (urgency, duty.due)
            for duty in decision.outcome
            if (urgency := _DUTIES.get(duty.standing) or make.urgency_of(duty.due)) is not None
        ]
        if owed:
            urgency, due = min(owed, key=make.rank)
            yield make.line(
                Topic.REFERRAL, urgency, decision.reasons, due=due, subject_id=referral.id
            )


def _claims(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for a naming that is to be ended: it can be, before anything came of it."""
    for referral, decision in review.claims:
        if referral.state is ReferralState.NAMED and decision.outcome not in WORKED_ON:
            yield make.line(Topic.REFERRAL, Urgency.NOW, decision.reasons, subject_id=referral.id)


def _rewards(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for a reward that can be given, and for one that cannot be or comes back."""
    for referral, decision in review.rewards:
        reward = decision.outcome
        if reward is None or reward.step is not RewardStep.WAIT:
            yield make.line(
                Topic.REFERRAL,
                Urgency.NOW,
                decision.reasons,
                amount=None if reward is None else reward.amount,
                subject_id=referral.id,
            )


def _referral_ask(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield whom to ask for a referral: in a contact that is made anyway, so it needs no leave."""
    day = review.referral_ask.outcome
    if day is not None:
        yield make.line(Topic.REFERRAL, Urgency.NOW, review.referral_ask.reasons, due=day)


def _ambassador(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield whom to meet as an ambassador; never late, as too close costs respect (F3)."""
    meeting = review.ambassador_meeting
    day = None if meeting is None else meeting.outcome
    urgency = make.urgency_of(day)
    if meeting is not None and urgency is not None:
        yield make.line(
            Topic.REFERRAL,
            Urgency.NOW if urgency is Urgency.LATE else urgency,
            meeting.reasons,
            due=day,
            contact=review.may_contact(_AMBASSADOR),
        )


def _promises(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    for promise, decision in review.promises:
        urgency = Urgency.NOW if decision.outcome is None else _PROMISES.get(decision.outcome)
        if urgency is not None:
            yield make.line(
                Topic.PROMISE,
                urgency,
                decision.reasons,
                due=promise.due_at,
                subject_id=promise.id,
                staff_id=promise.made_by,
            )


def _problems(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    for problem, decision in review.problems:
        treatment = decision.outcome
        due = None if treatment is None else treatment.due_at
        urgency = Urgency.NOW if treatment is None else make.urgency_of(due)
        if urgency is not None:
            yield make.line(Topic.OUTLET, urgency, decision.reasons, due=due, subject_id=problem.id)


def _owed(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield support that is overdue, and favours that are to be returned when there is a chance."""
    for plan, decision in review.support:
        if decision.has("support.overdue"):
            yield make.line(Topic.SUPPORT, Urgency.NOW, decision.reasons, subject_id=plan.id)
    for favour in review.favours:
        since: dict[str, Value] = {"owed_since_on": favour.owed_since_on}
        why = Reason("referral.favour_owed", since, "R6")
        yield make.line(Topic.FAVOUR, Urgency.SOON, (why,), subject_id=favour.id)


def _credit(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for who is held as he stands; else for who would be by the least order."""
    owes = review.exposure_total is None or review.exposure_total.minor > 0
    held = [one for one in (review.standing, review.verdict) if one.outcome in _HELD]
    if held and owes:
        yield make.line(Topic.CREDIT, Urgency.NOW, held[0].reasons, amount=review.exposure_total)


def _approvals(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line to each who may sign; to who asked last where it waits for them."""
    for request, decision in review.approvals:
        status = decision.outcome
        about = partial(
            make.line,
            Topic.APPROVAL,
            amount=request.figures.total,
            subject_id=request.id,
        )
        if status is None or status.standing not in CAN_BE_SIGNED:
            yield about(Urgency.NOW, decision.reasons, staff_id=request.round[0].by)
            continue
        waits = status.standing is ApprovalStanding.WAITING
        for person in status.may_sign:
            urgency = Urgency.NOW if waits else Urgency.LATE
            yield about(urgency, decision.reasons, due=status.since_on, staff_id=person)


def _concessions(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for what is due by an agreement, and for one that was broken."""
    for agreed, decision in review.concessions:
        status = decision.outcome
        broken = status.standing is ConcessionStanding.BROKEN
        urgency = Urgency.LATE if broken else make.urgency_of(status.next_due_on)
        if urgency is not None:
            yield make.line(
                Topic.CREDIT,
                urgency,
                decision.reasons,
                due=status.broken_on or status.next_due_on,
                amount=status.to_pay,
                subject_id=agreed.id,
            )


def _credit_review(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    due_on, reasons = review.credit_review.outcome.due_on, review.credit_review.reasons
    urgency = make.urgency_of(due_on)
    if urgency is not None:
        at_stake = review.exposure_total
        yield make.line(Topic.CREDIT_REVIEW, urgency, reasons, due=due_on, amount=at_stake)


def _collections(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for each currency that is owed, but none while a promise is waited for."""
    asked = review.collection.outcome
    standing = None if asked is None else asked.standing
    if standing is CollectionStanding.WAITING:
        return
    broken = tuple(
        one for one in review.collection.reasons if one.code == "collection.broken_promise"
    )
    for row in review.ageing.outcome.by_currency.values():
        if row.overdue.minor > 0:
            older = any(money.minor > 0 for money in row.past_due[1:])
            urgency = Urgency.LATE if older or broken else Urgency.NOW
            reasons = tuple(
                one for one in review.ageing.reasons if one.facts.get("overdue") == row.overdue
            )
            yield make.line(
                Topic.COLLECTION,
                urgency,
                broken + (reasons or review.ageing.reasons),
                amount=row.overdue,
                contact=review.may_contact(_DUNNING),
            )


def _recovery(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield the next contact until trust is back; of the leaving, the asking and the next try."""
    following = None if review.recovery is None else review.recovery.outcome
    if review.recovery is not None and following is not None:
        urgency = make.urgency_of(following.due_on)
        if urgency is not None:
            yield make.line(
                Topic.RECOVERY,
                urgency,
                review.recovery.reasons,
                due=following.due_on,
                contact=review.may_contact(_RECOVERY),
            )
    leaving = review.win_back.outcome
    dues = () if leaving is None else (leaving.survey_due_on, leaving.try_due_on)
    due = min((one for one in dues if one is not None), default=None)
    urgency = make.urgency_of(due)
    if leaving is not None and urgency is not None:
        yield make.line(
            Topic.RECOVERY,
            urgency,
            review.win_back.reasons,
            due=due,
            amount=leaving.value,
            contact=review.may_contact(_CALL),
        )


def _gestures(review: CustomerReview, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield the gestures of goodwill that cannot be offered as chosen, or lacked authority."""
    for one in review.complaints:
        about = partial(
            make.line,
            Topic.APPROVAL,
            Urgency.NOW,
            subject_id=one.complaint.id,
            staff_id=one.complaint.progress.owner,
        )
        found = None if one.goodwill is None else one.goodwill.outcome
        seeking = one.complaint.state is ComplaintState.SOLUTION_FOUND
        if one.goodwill is not None and found is not None and seeking and found.verdict in _STUCK:
            yield about(one.goodwill.reasons)
        if one.goodwill_audit is not None and one.goodwill_audit.outcome is False:
            yield about(one.goodwill_audit.reasons)
