"""
What is recorded in a complaint without moving it to another state.

Every event has ``at``, when it happened, ``by``, who of us recorded it, and ``why``,
the reason, where there is something to say; an event that needs a reason says so.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD, check_ahead
from clientcare.domain._instants import moment
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.complaint_scales import ChangeKind, ComplaintMark, Priority
from clientcare.domain.ids import ComplaintId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError

_TOP: Final = frozenset({StaffRole.GENERAL_MANAGER, StaffRole.OWNER})
_TEXT = personal("handling the complaint", "close + 3 years")


@attrs.frozen(kw_only=True)
class SeverityRated:
    """
    How bad it is was judged, first while listening, later again.

    Attributes:
        severity: The judgement.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    severity: Severity = field(validator=check.a(Severity))


@attrs.frozen(kw_only=True)
class MarkSet:
    """
    Safety, law or the press turned out to be touched.

    Attributes:
        mark: What is touched.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    mark: ComplaintMark = field(validator=check.a(ComplaintMark))


@attrs.frozen(kw_only=True)
class MarkLifted:
    """
    Safety, law or the press turned out not to be touched.

    Attributes:
        why: Why; required.
        mark: What is not touched after all.
        approved_by: The general manager who agreed; not who recorded it.
        approved_as: The role in which they did: general manager, or the owner above them.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    mark: ComplaintMark = field(validator=check.a(ComplaintMark))
    approved_by: StaffId = field(validator=check.key)
    approved_as: StaffRole = field(validator=check.a(StaffRole))

    def __attrs_post_init__(self) -> None:
        if self.approved_by == self.by:
            rule = "somebody other than who lifts it"
            raise InvalidValueError("MarkLifted.approved_by", self.approved_by, rule)
        if self.approved_as not in _TOP:
            rule = "the general manager, or the owner"
            raise InvalidValueError("MarkLifted.approved_as", self.approved_as.value, rule)


@attrs.frozen(kw_only=True)
class Contained:
    """
    An emergency measure keeps the harm from growing (C5).

    Attributes:
        measure: What was done.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    measure: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class HoldingLetterSent:
    """
    A letter told the customer where the matter stands.

    Attributes:
        why: Why; required.
        answer_at: Until when the customer will have the answer.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    answer_at: DateTime = field(validator=check.instant, metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        check_ahead(self, "answer_at", self.at, self.answer_at)


@attrs.frozen(kw_only=True)
class ExtensionNotified:
    """
    The customer was told that the final answer takes longer.

    Attributes:
        why: Why; required.
        answer_at: Until when the customer will have the answer.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    answer_at: DateTime = field(validator=check.instant, metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        check_ahead(self, "answer_at", self.at, self.answer_at)


@attrs.frozen(kw_only=True)
class ReminderSent:
    """The customer was reminded of our question."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class CustomerHeated:
    """The customer is heated; one of the three changes is called for (C2)."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class ChangeMade:
    """
    One of the three changes was made (C2).

    Attributes:
        kind: Person, place or time.
        person: The new person, for a change of person.
        place: The new place, for a change of place.
        appointment_at: The appointment, for a change of time.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    kind: ChangeKind = field(validator=check.a(ChangeKind))
    person: StaffId | None = field(default=None, validator=check.maybe(check.key))
    place: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    appointment_at: DateTime | None = field(
        default=None, validator=check.maybe(check.instant), metadata=AHEAD
    )

    def __attrs_post_init__(self) -> None:
        needed = {
            ChangeKind.PERSON: self.person,
            ChangeKind.PLACE: self.place.strip(),
            ChangeKind.TIME: self.appointment_at,
        }
        if not needed[self.kind]:
            rule = "names the new person, place or appointment, as its kind says"
            raise InvalidValueError("ChangeMade.kind", self.kind.value, rule)
        if self.appointment_at is not None:
            check_ahead(self, "appointment_at", self.at, self.appointment_at)


@attrs.frozen(kw_only=True)
class Apologised:
    """
    We apologised, at the start and without admitting a fault (C10, policies 3e).

    Attributes:
        words: What was said.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    words: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class RemedyApproved:
    """
    Somebody of higher authority approved the remedies chosen last (C4, policies 3e).

    Another choice of remedies needs another approval.

    Attributes:
        by: Who approved; not who chose.
        why: Why, where there is something to say.
        role: The role in which they approved.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    role: StaffRole = field(validator=check.a(StaffRole))


@attrs.frozen(kw_only=True)
class EscalationAsked:
    """The customer asked for somebody higher."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class Repeated:
    """
    The customer complained of the same matter again.

    Attributes:
        other_id: The second complaint, where it has an id of its own.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    other_id: ComplaintId | None = field(default=None, validator=check.maybe(check.key))


@attrs.frozen(kw_only=True)
class Escalated:
    """
    A step of escalation was carried out.

    Attributes:
        step: The key of the step, as the escalation policy names it.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    step: str = field(validator=check.text())


@attrs.frozen(kw_only=True)
class HandedOver:
    """
    The case was given to somebody else, who has still to take it over (C4).

    Attributes:
        to: Who is to take it over.
        department: The department that it goes to.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    to: StaffId = field(validator=check.key)
    department: StaffRole | None = field(default=None, validator=check.maybe(check.a(StaffRole)))


@attrs.frozen(kw_only=True)
class TakenOver:
    """Who it was given to has taken it over and is responsible now (C4)."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class DuplicateTaken:
    """
    A duplicate was merged into this complaint.

    Attributes:
        duplicate_id: The duplicate.
        received_at: When the duplicate was received.
        acknowledged_at: When it was acknowledged, if it was.
        priority: The priority that it had.
        marks: Its marks of safety, law and press.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    duplicate_id: ComplaintId = field(validator=check.key)
    received_at: DateTime = field(validator=check.instant)
    acknowledged_at: DateTime | None = field(validator=check.maybe(check.instant))
    priority: Priority = field(validator=check.a(Priority))
    marks: tuple[ComplaintMark, ...] = field(
        default=(), validator=check.tuple_of(check.a(ComplaintMark))
    )

    def __attrs_post_init__(self) -> None:
        known = self.acknowledged_at or self.received_at
        if not moment(self.received_at) <= moment(known) <= moment(self.at):
            rule = "received, then acknowledged, then taken over"
            raise InvalidValueError("DuplicateTaken.received_at", self.received_at, rule)


@attrs.frozen(kw_only=True)
class SplitOff:
    """
    A part was made a complaint of its own.

    Attributes:
        child_id: The new complaint.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    child_id: ComplaintId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class SplitFrom:
    """
    This complaint was split off; what stands before is the history they share.

    Attributes:
        parent_id: The complaint that it was split from.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    parent_id: ComplaintId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class Linked:
    """
    Another complaint has to do with this one and stays one of its own.

    Attributes:
        other_id: The other complaint.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    other_id: ComplaintId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class SettlementConfirmed:
    """
    The customer confirmed in step 6 that the matter is settled.

    Attributes:
        satisfaction: How satisfied they are, 1 to 5; ``None`` = not asked or not answered.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    satisfaction: int | None = field(
        default=None, validator=check.maybe(check.whole(least=1, most=5))
    )


@attrs.frozen(kw_only=True)
class Noted:
    """
    Something worth keeping happened that changes nothing else.

    Attributes:
        text: What it was.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    text: str = field(validator=check.text(), repr=False, metadata=_TEXT)
