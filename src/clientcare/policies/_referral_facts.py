"""What several policies ask of a referral."""

from __future__ import annotations

import attrs
from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.referral import Referral


def known_referral(referral: Referral, *, now: DateTime, calendar: WorkCalendar) -> Referral | None:
    """Return the referral as it was known at *now*; ``None`` before the naming."""
    known = tuple(event for event in referral.history if moment(event.at) <= moment(now))
    if not known:
        return None
    ordered = referral.first_ordered_on
    if ordered is not None and ordered > calendar.local(now).date():
        ordered = None
    if len(known) == len(referral.history) and ordered == referral.first_ordered_on:
        return referral
    return attrs.evolve(referral, history=known, first_ordered_on=ordered)


def last_day_to_order(referral: Referral, *, calendar: WorkCalendar, expiry_days: int) -> Date:
    """Return the last day on which a first order is in time (policies 5a)."""
    return days_after(calendar.local(referral.received_at).date(), expiry_days)


def days_after(day: Date, count: int) -> Date:
    """Return the day *count* calendar days later; the last that there is where none is left."""
    return Date.fromordinal(min(day.toordinal() + count, Date.max.toordinal()))
