"""
Complaints 投诉: from the customer's first word to the lessons, each step on record (C1).

The history is the truth: where a complaint stands follows from it, and nothing
in it is ever changed. Time alone never moves a complaint; a policy may propose
a step, and only the recorded one counts.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final, NoReturn

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._complaint_flow import follow
from clientcare.domain._complaint_periods import check_periods
from clientcare.domain._instants import moment
from clientcare.domain._named_calendar import require_calendar
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint_events import (
    ComplaintEvent,
    DuplicateTaken,
    Linked,
    Merged,
    ProposalSent,
    Repeated,
    ResolvedOnFirstContact,
    SplitFrom,
    SplitOff,
)
from clientcare.domain.complaint_facts import ComplaintTerms, Severity
from clientcare.domain.complaint_progress import ComplaintProgress, RefusedStepError
from clientcare.domain.complaint_scales import ComplaintMark, ComplaintState, Priority
from clientcare.domain.goodwill import GoodwillAuthority
from clientcare.domain.ids import (
    MAIN_COMPANY,
    CalendarId,
    CompanyId,
    ComplaintId,
    CustomerId,
    DeliveryId,
    InvoiceId,
    OfficeId,
    OrderId,
    PersonId,
    PromiseId,
    StaffId,
    VisitId,
)
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Channel
from clientcare.errors import InvalidValueError, TransitionError

_TEXT = personal("handling the complaint", "close + 3 years")
_OTHER: Final = {
    Merged: "survivor_id",
    DuplicateTaken: "duplicate_id",
    Linked: "other_id",
    Repeated: "other_id",
    SplitOff: "child_id",
    SplitFrom: "parent_id",
}
_EVENTS: Final = frozenset(ComplaintEvent.__args__)
_SETTLING: Final = frozenset({ProposalSent, ResolvedOnFirstContact})


@attrs.frozen(kw_only=True, slots=False)  # each step copies it, which a dict does at once
class Complaint:
    """
    A complaint of a customer and all that happened to it 投诉.

    Attributes:
        id: The complaint's id.
        customer_id: Who complains.
        company_id: The own company that sold.
        office_id: The branch that received it; ``None`` is the head office.
        calendar_id: The calendar of that branch, which its clocks run by, whoever
            handles it later; ``None`` is the firm's.
        person_id: The person who complains; ``None`` is unknown.
        received_at: When we received it.
        received_by: Who of us did.
        owner_id: Who is responsible from the receipt on (C4).
        channel: How it reached us; ``None`` is unknown.
        about: What the customer says, written down without arguing (C1).
        remedy_sought: What the customer wants.
        order_id: The order in question.
        order_line_no: The line of that order.
        delivery_id: The delivery in question.
        invoice_id: The invoice in question.
        invoice_line_no: The line of that invoice.
        visit_id: The visit in question.
        promise_id: The promise in question.
        product: The product or process in question; blank is unknown.
        disputed: The value at stake, 0 or more; ``None`` is unknown.
        tier: The sales tier that the customer had then; ``None`` = no tier.
        severity: A provisional judgement at intake, until step 1 rates it.
        marks: Marks of safety, law and press seen at intake.
        heated: The customer was heated at intake (C2).
        follows_id: An earlier complaint that this one continues, too old to reopen.
        history: What happened since, in time order; at one instant, as recorded.

    Raises:
        InvalidValueError: A field breaks its rule, or the history could not have
            happened.
    """

    id: ComplaintId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    office_id: OfficeId | None = field(default=None, validator=check.maybe(check.key))
    calendar_id: CalendarId | None = field(default=None, validator=check.maybe(check.key))
    person_id: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    received_at: DateTime = field(validator=check.instant)
    received_by: StaffId = field(validator=check.key)
    owner_id: StaffId = field(validator=check.key)
    channel: Channel | None = field(default=None, validator=check.maybe(check.a(Channel)))
    about: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    remedy_sought: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    order_id: OrderId | None = field(default=None, validator=check.maybe(check.key))
    order_line_no: str = field(default="", validator=check.text(least=0))
    delivery_id: DeliveryId | None = field(default=None, validator=check.maybe(check.key))
    invoice_id: InvoiceId | None = field(default=None, validator=check.maybe(check.key))
    invoice_line_no: str = field(default="", validator=check.text(least=0))
    visit_id: VisitId | None = field(default=None, validator=check.maybe(check.key))
    promise_id: PromiseId | None = field(default=None, validator=check.maybe(check.key))
    product: str = field(default="", validator=check.text(least=0))
    disputed: Money | None = field(default=None, validator=check.maybe(check.not_negative))
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    severity: Severity | None = field(default=None, validator=check.maybe(check.a(Severity)))
    marks: tuple[ComplaintMark, ...] = field(
        default=(), validator=check.tuple_of(check.a(ComplaintMark))
    )
    heated: bool = field(default=False, validator=check.a(bool))
    follows_id: ComplaintId | None = field(default=None, validator=check.maybe(check.key))
    history: tuple[ComplaintEvent, ...] = field(
        default=(), validator=check.tuple_of(check.a(*ComplaintEvent.__args__))
    )

    def __attrs_post_init__(self) -> None:
        if self.order_line_no and self.order_id is None:
            raise InvalidValueError(
                "Complaint.order_line_no", self.order_line_no, "a line needs its order_id"
            )
        if self.invoice_line_no and self.invoice_id is None:
            raise InvalidValueError(
                "Complaint.invoice_line_no", self.invoice_line_no, "a line needs its invoice_id"
            )
        if self.follows_id == self.id:
            raise InvalidValueError("Complaint.follows_id", self.id, "another complaint")
        vars(self)["progress"] = self._replay()

    @cached_property
    def progress(self) -> ComplaintProgress:
        """Where the complaint stands after its whole history."""
        return self._replay()

    @property
    def state(self) -> ComplaintState:
        """The state after the whole history."""
        return self.progress.state

    @property
    def last_at(self) -> DateTime:
        """When the last event happened; the receipt before any."""
        return self.history[-1].at if self.history else self.received_at

    @cached_property
    def _last_moment(self) -> int:
        return moment(self.last_at)

    @property
    def beginning(self) -> ComplaintProgress:
        """Where the complaint stood when it was received."""
        return ComplaintProgress(
            state=ComplaintState.RECEIVED,
            entered_at=self.received_at,
            received_at=self.received_at,
            round_from=self.received_at,
            owner=self.owner_id,
            marks=frozenset(self.marks),
            heated=self.heated,
        )

    def as_known_at(self, now: DateTime) -> Complaint:
        """Return this complaint without what happened after *now*."""
        until = moment(check.require_instant("now", now))
        known = tuple(event for event in self.history if moment(event.at) <= until)
        return self if len(known) == len(self.history) else self._until(known)

    def record(
        self,
        event: ComplaintEvent,
        *,
        calendar: WorkCalendar | None = None,
        terms: ComplaintTerms = ComplaintTerms(),
        authority: GoodwillAuthority = GoodwillAuthority(),
    ) -> Complaint:
        """
        Return this complaint with one more event at the end of its history.

        Args:
            event: What happened.
            calendar: The calendar of the branch; needed for closing by silence,
                withdrawing for want of a response, and a change of time. Where it
                is left out, calendar days count on the clock of the complaint's
                own instants.
            terms: The periods that those steps depend on.
            authority: How large a gesture of goodwill each level may answer for.

        Raises:
            InvalidValueError: *event* is no event of a complaint, or the complaint names
                another calendar.
            TransitionError: The state or a guard refuses it, it comes before the
                last event, a period has not passed or has passed already, or a gesture
                of goodwill goes beyond the authority of who answers for it.
            CalendarError: The calendar cannot tell the working time of a period.
        """
        if type(event) not in _EVENTS:
            raise InvalidValueError("event", type(event).__name__, "an event of a complaint")
        if calendar is not None:
            require_calendar(calendar, self.calendar_id, "complaint")
        try:
            self._check_other(event, self.history)
            after = follow(self.progress, event)
            now = moment(event.at)
            if now < self._last_moment:
                _refuse_order(self.last_at)
            check_periods(event, self.progress, calendar, terms)
            if type(event) in _SETTLING:
                _check_authority(after, authority)
        except RefusedStepError as refusal:
            name, state = type(event).__name__, self.state.value
            raise TransitionError(f"Complaint {self.id}", state, name, str(refusal)) from None
        return self._followed(event, after, now)

    def split(
        self, child_id: ComplaintId, *, at: DateTime, by: StaffId, why: str = ""
    ) -> tuple[Complaint, Complaint]:
        """
        Return this complaint and a part of it as one of its own, which shares the history so far.

        Raises:
            TransitionError: This complaint has ended, or *at* is before its last event.
            InvalidValueError: *child_id* is this complaint's own.
        """
        if child_id == self.id:
            raise InvalidValueError("child_id", child_id, "the id of a new complaint")
        parent = self.record(SplitOff(at=at, by=by, why=why, child_id=child_id))
        origin = SplitFrom(at=at, by=by, why=why, parent_id=self.id)
        child = attrs.evolve(self, id=child_id, history=(*self.history, origin))
        return parent, child

    def take_duplicate(
        self, duplicate: Complaint, *, priority: Priority, at: DateTime, by: StaffId, why: str = ""
    ) -> tuple[Complaint, Complaint]:
        """
        Return this complaint as the survivor of both, and the duplicate as merged into it.

        The survivor takes the earliest receipt and acknowledgement, the higher
        priority and the marks; *priority* is the one that the duplicate has.

        Raises:
            InvalidValueError: The duplicate is of another customer or own company, or was
                taken before and never reopened since.
            TransitionError: One of the two has ended, or *at* is before an event of theirs.
        """
        for name in ("customer_id", "company_id"):
            if getattr(duplicate, name) != getattr(self, name):
                rule = f"that of the complaint, {getattr(self, name)}"
                raise InvalidValueError(f"duplicate.{name}", getattr(duplicate, name), rule)
        if not duplicate.progress.reopenings and any(
            isinstance(one, DuplicateTaken) and one.duplicate_id == duplicate.id
            for one in self.history
        ):
            raise InvalidValueError("duplicate.id", duplicate.id, "each duplicate once")
        taken = DuplicateTaken(
            at=at,
            by=by,
            why=why,
            duplicate_id=duplicate.id,
            received_at=duplicate.progress.received_at,
            acknowledged_at=duplicate.acknowledged_at,
            priority=priority,
            marks=tuple(sorted(duplicate.progress.marks)),
        )
        merged = Merged(at=at, by=by, why=why, survivor_id=self.id)
        return self.record(taken), duplicate.record(merged)

    @cached_property
    def acknowledged_at(self) -> DateTime | None:
        """When the complaint was acknowledged, the earliest of merged ones; else ``None``."""
        before = self.beginning
        found: list[DateTime] = []
        for event in self.history:
            if isinstance(event, DuplicateTaken) and event.acknowledged_at is not None:
                found.append(event.acknowledged_at)
            after = follow(before, event)
            if before.state is ComplaintState.RECEIVED and not after.state.is_terminal:
                found.extend([event.at] if after.state is not before.state else [])
            before = after
        return min(found, key=moment, default=None)

    def _check_other(self, event: ComplaintEvent, before: tuple[ComplaintEvent, ...]) -> None:
        name = _OTHER.get(type(event))
        if name is None:
            return
        if getattr(event, name) == self.id:
            raise RefusedStepError("a complaint cannot be merged or linked with itself")
        if isinstance(event, SplitOff) and any(
            isinstance(one, SplitOff) and one.child_id == event.child_id for one in before
        ):
            raise RefusedStepError(f"{event.child_id} was split off already")

    def _replay(self) -> ComplaintProgress:
        progress, last = self.beginning, moment(self.received_at)
        for place, event in enumerate(self.history):
            try:
                self._check_other(event, self.history[:place])
                after, now = follow(progress, event), moment(event.at)
                if now < last:
                    _refuse_order(self.history[place - 1].at if place else self.received_at)
            except RefusedStepError as refusal:
                name = f"Complaint.history[{place}]"
                step = f"{type(event).__name__} in state {progress.state.value}"
                raise InvalidValueError(name, step, str(refusal)) from None
            progress, last = after, now
        return progress

    def _followed(self, event: ComplaintEvent, progress: ComplaintProgress, now: int) -> Complaint:
        facts = vars(self).copy()
        facts["history"] = (*self.history, event)
        facts["progress"], facts["_last_moment"] = progress, now
        facts.pop("acknowledged_at", None)
        return _of(facts)

    def _until(self, history: tuple[ComplaintEvent, ...]) -> Complaint:
        facts = vars(self).copy()
        facts["history"] = history
        for derived in ("progress", "_last_moment", "acknowledged_at"):
            facts.pop(derived, None)
        return _of(facts)


def _of(facts: dict[str, object]) -> Complaint:
    """Return the complaint of *facts* that are known to be right: neither checked nor replayed."""
    complaint = object.__new__(Complaint)
    object.__setattr__(complaint, "__dict__", facts)
    return complaint


def _refuse_order(last_at: DateTime) -> NoReturn:
    raise RefusedStepError(f"events come in time order, and the last one was at {last_at}")


def _check_authority(after: ComplaintProgress, authority: GoodwillAuthority) -> None:
    gesture = after.gesture
    if gesture is not None and not authority.covers(gesture.answered_by, gesture.worth):
        worth = "of unknown worth" if gesture.worth is None else f"of {gesture.worth}"
        rule = f"goodwill {worth} is beyond the authority of the {gesture.answered_by.value}"
        raise RefusedStepError(rule)
