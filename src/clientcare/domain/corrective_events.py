"""
The history of a corrective action: one class for each thing that can happen to it.

Every event has ``at``, when it happened, ``by``, who of us recorded it, and ``why``,
the reason, where there is something to say; an event that needs a reason says so. A
hand-over, a taking-over and a note are the events of a complaint.
"""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._complaint_records import HandedOver, Noted, TakenOver
from clientcare.domain.complaint_scales import CauseFactor
from clientcare.domain.ids import ComplaintId, CorrectiveActionId, StaffId
from clientcare.domain.recurrence_key import RecurrenceKey

__all__ = [
    "CalledOff",
    "CaseCollected",
    "CaseDropped",
    "CorrectiveEvent",
    "EffectChecked",
    "HandedOver",
    "InterimMeasureTaken",
    "JoinedInto",
    "KeyFound",
    "MeasuresChosen",
    "MeasuresInPlace",
    "Noted",
    "RootCauseFound",
    "TakenOver",
]


@attrs.frozen(kw_only=True)
class InterimMeasureTaken:
    """
    The harm is contained for the time being (D3).

    Attributes:
        measure: What was done.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    measure: str = field(validator=check.text())


@attrs.frozen(kw_only=True)
class RootCauseFound:
    """
    The root cause is known (D4).

    Attributes:
        root_cause: What it is.
        factor: What made it go wrong; ``None`` is unknown.
        evidence: What shows it.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    root_cause: str = field(validator=check.text())
    factor: CauseFactor | None = field(default=None, validator=check.maybe(check.a(CauseFactor)))
    evidence: str = field(validator=check.text())


@attrs.frozen(kw_only=True)
class MeasuresChosen:
    """
    It is settled what will be done against the root cause (D5).

    Attributes:
        measures: What will be done, at least one thing.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    measures: tuple[str, ...] = field(validator=check.tuple_of(check.text(), least=1))


@attrs.frozen(kw_only=True)
class MeasuresInPlace:
    """
    The measures are in place, what prevents a recurrence is set down, the report signed (D6 to D8).

    Attributes:
        evidence: What shows that they are in place.
        prevention: What was changed so that it happens nowhere else either.
        signed_by: Who signed the report.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    evidence: str = field(validator=check.text())
    prevention: str = field(validator=check.text())
    signed_by: StaffId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class EffectChecked:
    """
    It was checked whether the measures work.

    Attributes:
        effective: They do, and the action is closed; else the root cause is sought anew.
        evidence: What shows it.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    effective: bool = field(validator=check.a(bool))
    evidence: str = field(validator=check.text())


@attrs.frozen(kw_only=True)
class CaseCollected:
    """
    One more complaint of the same kind came in.

    Attributes:
        complaint_id: The complaint.
        received_on: The day on which it was received.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    complaint_id: ComplaintId = field(validator=check.key)
    received_on: Date = field(validator=check.date)


@attrs.frozen(kw_only=True)
class CaseDropped:
    """
    A complaint turned out not to count: unfounded, withdrawn, of another cause.

    Attributes:
        why: Why; required.
        complaint_id: The complaint.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text())
    complaint_id: ComplaintId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class KeyFound:
    """
    The cause of the one complaint that it was opened for is known by now.

    Attributes:
        key: The product or process and the cause.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    key: RecurrenceKey = field(validator=check.a(RecurrenceKey))


@attrs.frozen(kw_only=True)
class JoinedInto:
    """
    Another action on the same matter is open, and this one lives on in it.

    Attributes:
        other_id: The other action.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0))
    other_id: CorrectiveActionId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class CalledOff:
    """
    No case is left, so there is nothing to prevent.

    Attributes:
        why: Why; required.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text())


CorrectiveEvent = (
    InterimMeasureTaken
    | RootCauseFound
    | MeasuresChosen
    | MeasuresInPlace
    | EffectChecked
    | CaseCollected
    | CaseDropped
    | KeyFound
    | JoinedInto
    | CalledOff
    | HandedOver
    | TakenOver
    | Noted
)
"""Whatever can stand in the history of a corrective action."""
