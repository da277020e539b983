"""What the care of one customer asks somebody to do: visits, calls, follow-up, greetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from clientcare.domain.decisions import Decision
from clientcare.domain.occasions import Occasion
from clientcare.domain.touchpoints import Channel, Purpose
from clientcare.policies.after_sales import AfterSales, StepKind, StepStatus
from clientcare.policies.aftercare import CareDuty, CareStanding
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.cadence import ContactUrgency, NextContact
from clientcare.policies.contact_permission import ContactAnswer, ContactWish
from clientcare.policies.greetings import Greeting
from clientcare.policies.visit_status import VisitStatus
from clientcare.services.line_maker import LineMaker

_CONTACTS: Final = {ContactUrgency.OVERDUE: Urgency.LATE, ContactUrgency.DUE: Urgency.NOW}
_VISITS: Final = {VisitStatus.OVERDUE: Urgency.LATE, VisitStatus.DUE: Urgency.NOW}
_CALL: Final = ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE)
_VISIT: Final = ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE)
_DUE_VISIT: Final = ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE, due_visit=True)


class Cared(Protocol):
    """The answers that the lines of care are made of, as a review has them."""

    @property
    def visit_status(self) -> Decision[VisitStatus | None]:
        """How the customer stands with the next visit."""
        ...

    @property
    def next_contact(self) -> Decision[NextContact | None]:
        """When to reach out next."""
        ...

    @property
    def after_sales(self) -> Decision[AfterSales | None]:
        """The follow-up of what was bought."""
        ...

    @property
    def aftercare(self) -> Decision[tuple[CareDuty, ...] | None]:
        """What is owed beside calls and visits."""
        ...

    @property
    def greetings(self) -> tuple[tuple[Occasion, Decision[Greeting | None]], ...]:
        """The next greeting of each occasion."""
        ...

    @property
    def may_contact(self) -> Callable[..., Decision[ContactAnswer | None]]:
        """Asks whether the customer may be contacted by a wish."""
        ...


def care_lines(review: Cared, make: LineMaker) -> Iterator[AgendaLine]:
    """
    Yield what is due to a customer by visits, calls, care after a sale, and greetings.

    A visit that is due takes the place of a contact that is due, and so does a step of
    the follow-up: one call or visit does for both.
    """
    yield from _care(review, make)
    yield from _aftercare(review, make)
    yield from _greetings(review, make)


def _care(review: Cared, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield what the rhythm of visits and contacts asks for."""
    visit, contact = review.visit_status.outcome, review.next_contact.outcome
    sale = review.after_sales.outcome
    steps = () if sale is None else sale.open_steps
    if steps:
        late = any(step.status is StepStatus.OVERDUE for step in steps)
        first = steps[0]
        yield make.line(
            Topic.AFTER_SALES,
            Urgency.LATE if late else Urgency.NOW,
            review.after_sales.reasons,
            due=first.due_on,
            contact=review.may_contact(_VISIT if first.kind is StepKind.VISIT else _CALL),
        )
    if visit is not None and visit in _VISITS:
        allowed = review.may_contact(_DUE_VISIT)
        reasons = review.visit_status.reasons
        yield make.line(Topic.VISIT, _VISITS[visit], reasons, contact=allowed)
    elif not steps and contact is not None and contact.urgency in _CONTACTS:
        yield make.line(
            Topic.CONTACT,
            _CONTACTS[contact.urgency],
            review.next_contact.reasons,
            due=contact.due_on,
            contact=review.may_contact(_CALL),
        )


def _aftercare(review: Cared, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield one line for each thing that is owed beside calls and visits."""
    for duty, reason in zip(review.aftercare.outcome or (), review.aftercare.reasons, strict=False):
        yield make.line(
            Topic.AFTERCARE,
            Urgency.LATE if duty.standing is CareStanding.LATE else Urgency.NOW,
            (reason,),
            due=duty.due_on,
            subject_id=duty.subject_id,
            contact=review.may_contact(duty.wish),
        )


def _greetings(review: Cared, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield the greetings of today and the next days; their consent is judged when they go out."""
    for occasion, decision in review.greetings:
        greeting = decision.outcome
        urgency = None if greeting is None else make.urgency_of(greeting.send_at)
        if greeting is None or urgency is None:
            continue
        wish = ContactWish(channel=greeting.channel, purpose=Purpose.GREETING)
        yield make.line(
            Topic.GREETING,
            urgency,
            decision.reasons,
            due=greeting.send_at,
            subject_id=occasion.id,
            contact=review.may_contact(wish, at=greeting.send_at, person=occasion.person_id),
        )
