"""
What moves a complaint from one state to another.

Every event has ``at``, when it happened, ``by``, who of us recorded it, and ``why``,
the reason, where there is something to say; an event that needs a reason says so.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import ComplaintState, WithdrawalKind
from clientcare.domain.ids import ComplaintId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError

_TEXT = personal("handling the complaint", "close + 3 years")


_STATE: Final = check.a(ComplaintState)


def _rework(owner: object, attribute: check.Field, value: object) -> None:
    _STATE(owner, attribute, value)
    if value not in {ComplaintState.ANALYSING, ComplaintState.SOLUTION_FOUND}:
        check.refuse(owner, attribute, value, "step 2 (analysing) or step 3 (solution_found)")


def _check_approver(owner: object, by: StaffId | None, role: StaffRole | None) -> None:
    if role is not None and by is None:
        name = f"{type(owner).__name__}.approved_as"
        raise InvalidValueError(name, role, "nothing without approved_by")


@attrs.frozen(kw_only=True)
class Acknowledged:
    """The acknowledgement was sent; listening begins."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class AccountConfirmed:
    """
    The customer confirmed our record of their account; the analysis begins (step 1).

    Attributes:
        account: The customer's account, as confirmed.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    account: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class CauseFound:
    """
    The root cause is known; a solution is sought (step 2).

    Attributes:
        cause: What it came from and whose fault it was.
        evidence: What shows it.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    cause: Cause = field(validator=check.a(Cause))
    evidence: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class FoundUnfounded:
    """
    The complaint has no ground; the remedy will be an explanation (step 2).

    Attributes:
        why: Why; required.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class RemedyChosen:
    """
    What the customer will be offered is settled (step 3).

    Attributes:
        remedies: What will be offered.
        decided_as: The role in which the chooser decides about a gesture of goodwill.
        approved_by: Who approved it; ``None`` = nobody, on the spot.
        approved_as: The role in which they did; without it the approval covers no gesture.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    remedies: tuple[Remedy, ...] = field(validator=check.tuple_of(check.a(Remedy), least=1))
    decided_as: StaffRole = field(default=StaffRole.HANDLER, validator=check.a(StaffRole))
    approved_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    approved_as: StaffRole | None = field(default=None, validator=check.maybe(check.a(StaffRole)))

    def __attrs_post_init__(self) -> None:
        _check_approver(self, self.approved_by, self.approved_as)


@attrs.frozen(kw_only=True)
class ProposalSent:
    """
    The solution was told to the customer (step 4).

    Attributes:
        proposal: What was told.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    proposal: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class ProposalAccepted:
    """The customer accepted; acting begins."""

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class ProposalRefused:
    """
    The customer refused the proposal.

    Attributes:
        back_to: The step that it goes back to, 2 or 3; ``None`` = not decided yet.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    back_to: ComplaintState | None = field(default=None, validator=check.maybe(_rework))


@attrs.frozen(kw_only=True)
class SentBack:
    """
    After a refusal the case goes back to step 2 or 3.

    Attributes:
        back_to: The step that it goes back to.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    back_to: ComplaintState = field(validator=_rework)


@attrs.frozen(kw_only=True)
class FinalAnswerSent:
    """
    After a refusal the final answer went out in writing; the case is in deadlock.

    Attributes:
        external_route: Where the customer can turn to outside.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    external_route: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class ActionDone:
    """
    What was promised is done (step 5); the review begins.

    Attributes:
        evidence: What shows it.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    evidence: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class SettlementDenied:
    """
    The customer denied in step 6 that the matter is settled.

    Attributes:
        back_to: The step that it goes back to, 2 or 3.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    back_to: ComplaintState = field(validator=_rework)


@attrs.frozen(kw_only=True)
class Closed:
    """
    The review is done and the case closed (step 6).

    Attributes:
        lessons: What we learned, so that it does not happen again.
        by_silence: The customer kept silent instead of confirming.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    lessons: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    by_silence: bool = field(default=False, validator=check.a(bool))


@attrs.frozen(kw_only=True)
class ResolvedOnFirstContact:
    """
    All six steps were done in one go, on the first contact.

    Attributes:
        account: The customer's account.
        severity: How bad it was.
        cause: What it came from; ``None`` = unfounded, for the reason in *why*.
        remedies: What it was settled with.
        evidence: What shows that it was done.
        lessons: What we learned.
        decided_as: The role in which the chooser decides about a gesture of goodwill.
        approved_by: Who approved it; ``None`` = nobody, on the spot.
        approved_as: The role in which they did; without it the approval covers no gesture.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    account: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    severity: Severity = field(validator=check.a(Severity))
    cause: Cause | None = field(validator=check.maybe(check.a(Cause)))
    remedies: tuple[Remedy, ...] = field(validator=check.tuple_of(check.a(Remedy), least=1))
    evidence: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    lessons: str = field(validator=check.text(), repr=False, metadata=_TEXT)
    decided_as: StaffRole = field(default=StaffRole.HANDLER, validator=check.a(StaffRole))
    approved_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    approved_as: StaffRole | None = field(default=None, validator=check.maybe(check.a(StaffRole)))

    def __attrs_post_init__(self) -> None:
        _check_approver(self, self.approved_by, self.approved_as)


@attrs.frozen(kw_only=True)
class QuestionSent:
    """
    A question to the customer went out; the clocks that may pause do.

    Attributes:
        question: What was asked.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    question: str = field(validator=check.text(), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class CustomerReplied:
    """
    The customer answered the question; the case goes on where it was.

    Attributes:
        answer: What they said.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    answer: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)


@attrs.frozen(kw_only=True)
class Withdrawn:
    """
    The complaint was given up.

    Attributes:
        kind: By the customer, or because they never answered.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    kind: WithdrawalKind = field(validator=check.a(WithdrawalKind))


@attrs.frozen(kw_only=True)
class Merged:
    """
    The complaint is a duplicate and lives on in another.

    Attributes:
        survivor_id: The one that it lives on in.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    survivor_id: ComplaintId = field(validator=check.key)


@attrs.frozen(kw_only=True)
class Reopened:
    """
    An ended complaint was taken up again; listening begins anew.

    Attributes:
        why: Why; required.
    """

    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key)
    why: str = field(validator=check.text(), repr=False, metadata=_TEXT)
