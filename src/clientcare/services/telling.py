"""Answers that rest on a calendar, undetermined where the calendar cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pendulum import DateTime

from clientcare.domain.decisions import Decision, Reason, RulesRef
from clientcare.errors import NoOpenHoursError, UnpublishedDayError
from clientcare.services.customer_review import Setting

T = TypeVar("T")


def told(ask: Callable[[], Decision[T]], *, setting: Setting) -> Decision[T | None]:
    """Return the answer; undetermined where the calendar cannot tell the days it needs."""
    return told_by(ask, rules=setting.rulebook.ref, now=setting.now)


def told_by(
    ask: Callable[[], Decision[T]], *, rules: RulesRef, now: DateTime
) -> Decision[T | None]:
    """Return the answer as `told` does, outside a review."""
    try:
        return ask()
    except (NoOpenHoursError, UnpublishedDayError) as exc:
        day = exc.day if isinstance(exc, UnpublishedDayError) else exc.searched_from
        silent = {"calendar": exc.calendar, "day": day}
        why = Reason("review.calendar_unknown", silent, "policies 3b, WorkCalendar")
        return Decision(outcome=None, reasons=(why,), rules=rules, judged_at=now)
