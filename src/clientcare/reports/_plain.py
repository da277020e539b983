"""Values, reasons and decisions as plain data, in the form that ``review_json`` describes."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from pendulum import Date, DateTime

from clientcare.codec import instant_to_text
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.money import Money
from clientcare.wording import Language, render

Json: TypeAlias = Any  # what json.dumps takes; typed no closer by the standard library
_SAME: Final = object()


def decided(
    decision: Decision[object], language: Language, outcome: object = _SAME
) -> dict[str, Json]:
    """Return a decision as its outcome (or what stands for it) and its reasons."""
    return {
        "outcome": plain(decision.outcome if outcome is _SAME else outcome),
        "reasons": reasons_data(decision.reasons, language),
    }


def decided_if_any(decision: Decision[object] | None, language: Language) -> dict[str, Json] | None:
    """Return a decision, or ``None`` where the question was not asked."""
    return None if decision is None else decided(decision, language)


def reasons_data(reasons: Iterable[Reason], language: Language) -> list[Json]:
    """Return reasons with their codes, numbers, sources and sentences."""
    return [
        {
            "code": reason.code,
            "text": render(reason, language),
            "facts": {name: plain(value) for name, value in reason.facts.items()},
            "source": reason.source,
        }
        for reason in reasons
    ]


def plain(value: object) -> Json:
    """Return one value in the form that the module describes."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    return value


_FORMS: Final[tuple[tuple[type, Any], ...]] = (
    (Money, lambda money: {"amount": f"{money.amount_text}", "currency": money.currency}),
    (DateTime, instant_to_text),
    (Date, Date.isoformat),
    (Decimal, lambda number: f"{number:f}"),
    (Fraction, lambda share: f"{share.numerator}/{share.denominator}"),
)
