"""The check that a question is asked with the calendar that its subject names."""

from __future__ import annotations

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CalendarId
from clientcare.errors import InvalidValueError


def require_calendar(calendar: WorkCalendar, named: CalendarId | None, owner: str) -> WorkCalendar:
    """Return *calendar*, or refuse it: it must be the one that the *owner* names, if it does."""
    if not isinstance(calendar, WorkCalendar):
        raise InvalidValueError("calendar", type(calendar).__name__, "a WorkCalendar")
    if named is not None and calendar.id != named:
        raise InvalidValueError("calendar", calendar.id, f"the calendar {named} of the {owner}")
    return calendar
