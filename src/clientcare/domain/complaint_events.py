"""
The history of a complaint: one class for each thing that can happen to it.

Each keeps when it happened, who recorded it and why.
"""

from __future__ import annotations

from clientcare.domain._complaint_records import (
    Apologised,
    ChangeMade,
    Contained,
    CustomerHeated,
    DuplicateTaken,
    Escalated,
    EscalationAsked,
    ExtensionNotified,
    HandedOver,
    HoldingLetterSent,
    Linked,
    MarkLifted,
    MarkSet,
    Noted,
    RemedyApproved,
    ReminderSent,
    Repeated,
    SettlementConfirmed,
    SeverityRated,
    SplitFrom,
    SplitOff,
    TakenOver,
)
from clientcare.domain._complaint_steps import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    CustomerReplied,
    FinalAnswerSent,
    FoundUnfounded,
    Merged,
    ProposalAccepted,
    ProposalRefused,
    ProposalSent,
    QuestionSent,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SentBack,
    SettlementDenied,
    Withdrawn,
)

__all__ = [
    "AccountConfirmed",
    "Acknowledged",
    "ActionDone",
    "Apologised",
    "CauseFound",
    "ChangeMade",
    "Closed",
    "ComplaintEvent",
    "ComplaintRecord",
    "ComplaintStep",
    "Contained",
    "CustomerHeated",
    "CustomerReplied",
    "DuplicateTaken",
    "Escalated",
    "EscalationAsked",
    "ExtensionNotified",
    "FinalAnswerSent",
    "FoundUnfounded",
    "HandedOver",
    "HoldingLetterSent",
    "Linked",
    "MarkLifted",
    "MarkSet",
    "Merged",
    "Noted",
    "ProposalAccepted",
    "ProposalRefused",
    "ProposalSent",
    "QuestionSent",
    "RemedyApproved",
    "RemedyChosen",
    "ReminderSent",
    "Reopened",
    "Repeated",
    "ResolvedOnFirstContact",
    "SentBack",
    "SettlementConfirmed",
    "SettlementDenied",
    "SeverityRated",
    "SplitFrom",
    "SplitOff",
    "TakenOver",
    "Withdrawn",
]

ComplaintStep = (
    Acknowledged
    | AccountConfirmed
    | CauseFound
    | FoundUnfounded
    | RemedyChosen
    | ProposalSent
    | ProposalAccepted
    | ProposalRefused
    | SentBack
    | FinalAnswerSent
    | ActionDone
    | SettlementDenied
    | Closed
    | ResolvedOnFirstContact
    | QuestionSent
    | CustomerReplied
    | Withdrawn
    | Merged
    | Reopened
)
"""What moves a complaint to another state."""

ComplaintRecord = (
    SeverityRated
    | MarkSet
    | MarkLifted
    | Contained
    | HoldingLetterSent
    | ExtensionNotified
    | ReminderSent
    | Apologised
    | RemedyApproved
    | CustomerHeated
    | ChangeMade
    | EscalationAsked
    | Repeated
    | Escalated
    | HandedOver
    | TakenOver
    | DuplicateTaken
    | SplitOff
    | SplitFrom
    | Linked
    | SettlementConfirmed
    | Noted
)
"""What is recorded without a move."""

ComplaintEvent = ComplaintStep | ComplaintRecord
"""Whatever can stand in the history of a complaint."""
