"""The log of decisions: what was decided about what, by which rules, and why."""

from __future__ import annotations

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Value
from clientcare.domain.ids import DecisionRecordId


@attrs.frozen(kw_only=True)
class DecisionRecord:
    """
    One decision as it was taken; only ever added.

    Attributes:
        id: The record's id.
        subject_kind: What it is about, such as ``customer``.
        subject_id: Which one.
        question: The question that was answered, such as ``credit_limit``.
        decision: The answer with its reasons, rules and day. Its outcome is a
            plain value; an option of a scale is stored as its code.
    """

    id: DecisionRecordId = field(validator=check.key)
    subject_kind: str = field(validator=check.text(most=255))
    subject_id: str = field(validator=check.key)
    question: str = field(validator=check.text(most=255))
    decision: Decision[Value] = field(validator=check.a(Decision))
