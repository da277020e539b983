"""The guards of a complaint that depend on how much time has passed."""

from __future__ import annotations

from typing import Final

import pendulum
from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain._worktime import MINUTE, days_later
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint_events import (
    ChangeMade,
    Closed,
    ComplaintEvent,
    ExtensionNotified,
    Reopened,
    Withdrawn,
)
from clientcare.domain.complaint_facts import ComplaintTerms
from clientcare.domain.complaint_progress import ComplaintProgress, RefusedStepError
from clientcare.domain.complaint_scales import ChangeKind, WithdrawalKind

_TIMED: Final = frozenset({ChangeMade, Closed, ExtensionNotified, Reopened, Withdrawn})


def check_periods(
    event: ComplaintEvent,
    progress: ComplaintProgress,
    calendar: WorkCalendar | None,
    terms: ComplaintTerms,
) -> None:
    """
    Refuse an event whose period has not passed yet, or has passed.

    Raises:
        RefusedStepError: It is too early or too late, or the calendar that could
            tell is missing.
    """
    if type(event) not in _TIMED:
        return
    match event:
        case Closed(by_silence=True) if not progress.confirmed:
            earliest = silence_ends(progress.entered_at, _needed(calendar), terms)
            _not_before(event.at, earliest, "the silence of the customer is not long enough")
        case Withdrawn(kind=WithdrawalKind.NO_RESPONSE):
            earliest = waiting_ends(progress.entered_at, _needed(calendar), terms)
            _not_before(event.at, earliest, "the customer has more time to respond")
        case Reopened():
            latest = day_end(progress.entered_at, terms.reopen_days, calendar)
            _not_after(event.at, latest, "it ended too long ago; open a new one that follows it")
        case ExtensionNotified():
            latest = day_end(progress.round_from, terms.final_day, calendar)
            _not_after(event.at, latest, "the final answer is overdue already")
            farthest = day_end(progress.round_from, terms.extended_day, calendar)
            _not_after(event.answer_at, farthest, "it can be put off to the extended day at most")
        case ChangeMade(kind=ChangeKind.TIME, appointment_at=DateTime() as appointment):
            _check_appointment(event.at, appointment, progress, _needed(calendar), terms)
        case _:
            pass


def silence_ends(reviewed_at: DateTime, calendar: WorkCalendar, terms: ComplaintTerms) -> int:
    """Return when silence since the review began counts as the customer's confirmation."""
    minutes = terms.silence_business_days * terms.business_day_minutes
    return calendar.worktime.add(moment(reviewed_at), minutes * MINUTE)


def reminders_due(asked_at: DateTime, calendar: WorkCalendar, terms: ComplaintTerms) -> list[int]:
    """Return when the customer is to be reminded of a question."""
    return [reminder_due(asked_at, days, calendar, terms) for days in terms.reminder_business_days]


def reminder_due(
    asked_at: DateTime, days: int, calendar: WorkCalendar, terms: ComplaintTerms
) -> int:
    """Return when so many business days of waiting are over."""
    return calendar.worktime.add(moment(asked_at), days * terms.business_day_minutes * MINUTE)


def waiting_ends(asked_at: DateTime, calendar: WorkCalendar, terms: ComplaintTerms) -> int:
    """Return when a question without response may end the complaint."""
    patience = day_end(asked_at, terms.no_response_days, calendar)
    return max([patience, *reminders_due(asked_at, calendar, terms)])


def day_end(since: DateTime, days: int, calendar: WorkCalendar | None) -> int:
    """Return the same local time *days* calendar days later, on the calendar's clock."""
    zone = pendulum.timezone(calendar.time_zone) if calendar is not None else since.tzinfo
    assert zone is not None  # noqa: S101 - instants are aware
    return days_later(zone, moment(since), days)


def final_cap(progress: ComplaintProgress, calendar: WorkCalendar, terms: ComplaintTerms) -> int:
    """Return when the final answer is due at the latest."""
    days = terms.extended_day if progress.extended else terms.final_day
    return day_end(progress.round_from, days, calendar)


def _check_appointment(
    at: DateTime,
    appointment: DateTime,
    progress: ComplaintProgress,
    calendar: WorkCalendar,
    terms: ComplaintTerms,
) -> None:
    farthest = terms.appointment_until_business_days * terms.business_day_minutes
    earliest = calendar.worktime.add(moment(at), terms.appointment_from_minutes * MINUTE)
    latest = calendar.worktime.add(moment(at), farthest * MINUTE)
    _not_before(appointment, earliest, "the appointment is too soon to cool down")
    _not_after(appointment, latest, "the appointment is too far away")
    _not_after(
        appointment, final_cap(progress, calendar, terms), "the final answer is due before it"
    )


def _needed(calendar: WorkCalendar | None) -> WorkCalendar:
    if calendar is None:
        raise RefusedStepError("it needs the calendar of the branch, to count its working time")
    return calendar


def _not_before(at: DateTime, earliest: int, rule: str) -> None:
    if moment(at) < earliest:
        raise RefusedStepError(rule)


def _not_after(at: DateTime, latest: int, rule: str) -> None:
    if moment(at) > latest:
        raise RefusedStepError(rule)
