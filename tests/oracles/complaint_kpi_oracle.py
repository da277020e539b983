"""
The key figures of complaints, said a second time from the policy page.

An office from 9 to 17 on Monday to Friday, without holidays, in a zone that keeps one
offset; working time is the overlap of each day with its window, and idle time is taken
off the whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from clientcare.domain.complaint import Complaint

ENDS = {
    "Closed": "closed",
    "ResolvedOnFirstContact": "closed",
    "Withdrawn": "withdrawn",
    "Merged": "merged",
    "FinalAnswerSent": "deadlock",
}
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def worked(start: dt.datetime, end: dt.datetime) -> Fraction:
    """Return the office hours between two instants, day by day."""
    begin, finish = (
        dt.datetime.fromisoformat(at.isoformat()).astimezone(SHANGHAI) for at in (start, end)
    )
    total = dt.timedelta()
    day = begin.date()
    while day <= finish.date():
        opens = dt.datetime.combine(day, dt.time(9), SHANGHAI)
        inside = min(finish, opens + dt.timedelta(hours=8)) - max(begin, opens)
        if day.weekday() < 5 and inside > dt.timedelta():
            total += inside
        day += dt.timedelta(days=1)
    return Fraction(total // dt.timedelta(microseconds=1), 3_600_000_000)


@dataclass
class Told:
    """What a history tells up to a moment."""

    name: str
    customer: str
    received: dt.datetime
    state: str = "open"
    unfounded: bool = False
    cause: str | None = None
    closings: list[tuple[dt.datetime, bool, dt.datetime]] = field(default_factory=list)
    reopenings: list[int] = field(default_factory=list)
    idle: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    answers: list[tuple[dt.date, int]] = field(default_factory=list)


def tell(complaint: Complaint, now: dt.datetime) -> Told:
    """Return what happened, from the names of the events alone."""
    told = Told(complaint.id, complaint.customer_id, complaint.received_at)
    resting: dt.datetime | None = None
    acted: dt.datetime | None = None
    for event in complaint.history:
        if event.at > now:
            break
        kind, at = type(event).__name__, event.at
        if kind in {"CustomerReplied", "Reopened"} and resting is not None:
            told.idle.append((resting, at))
            resting = None
        if kind == "QuestionSent" or (kind in ENDS and resting is None):
            resting = at
        acted = at if kind == "ActionDone" else acted
        if kind in {"Closed", "ResolvedOnFirstContact"}:
            first = kind == "ResolvedOnFirstContact"
            told.closings.append((at, first, at if first or acted is None else acted))
        learn(told, kind, event)
    return told


def learn(told: Told, kind: str, event: object) -> None:
    """Take in what an event says."""
    said = vars_of(event)
    if kind in ENDS:
        told.state = ENDS[kind]
    if kind == "Reopened":
        told.state = "open"
        told.reopenings.append(len(told.closings))
    if kind == "DuplicateTaken":
        told.received = min(told.received, said["received_at"])
    if kind in {"CauseFound", "FoundUnfounded", "ResolvedOnFirstContact"}:
        cause = said.get("cause")
        told.cause = None if cause is None else cause.kind.value
        told.unfounded = cause is None
    if kind == "SettlementConfirmed" and said["satisfaction"] is not None:
        told.answers.append((day_of(said["at"]), said["satisfaction"]))


def vars_of(event: Any) -> dict[str, Any]:
    """Return the fields of an event."""
    return {name.name: getattr(event, name.name) for name in type(event).__attrs_attrs__}


def day_of(at: dt.datetime) -> dt.date:
    """Return the local day."""
    return at.astimezone(SHANGHAI).date()


@dataclass
class Figures:
    """Numerators and denominators."""

    founded: int = 0
    first_contact: tuple[int, int] = (0, 0)
    recurrence: tuple[int, int] = (0, 0)
    reopened: tuple[int, int] = (0, 0)
    hours: list[Fraction] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


def figures(
    complaints: list[Complaint], first: dt.date, last: dt.date, now: dt.datetime
) -> Figures:
    """Return the parts of the key figures of a period."""
    every = [tell(one, now) for one in complaints if one.received_at <= now]
    told = [one for one in every if one.state not in {"withdrawn", "merged"}]
    found = Figures()
    found.founded = sum(first <= day_of(one.received) <= last and not one.unfounded for one in told)
    once, back, again = [0, 0], [0, 0], [0, 0]
    for one in told:
        found.answers += [answer for day, answer in one.answers if first <= day <= last]
        places = [
            place for place, (at, _, _) in enumerate(one.closings) if first <= day_of(at) <= last
        ]
        if not places:
            continue
        at, at_once, end = one.closings[places[0]]
        closed_on = day_of(at)
        later = [
            (day_of(other.received) - closed_on).days
            for other in told
            if other.name != one.name
            and one.cause is not None
            and (other.customer, other.cause) == (one.customer, one.cause)
        ]
        age = (day_of(now) - closed_on).days
        reopened = any(count > places[0] for count in one.reopenings)
        again[0] += reopened
        again[1] += 1
        if age >= 30:
            once[1] += 1
            once[0] += at_once and not reopened and not any(1 <= days <= 30 for days in later)
        if age >= 90:
            back[1] += 1
            back[0] += any(1 <= days <= 90 for days in later)
        idle = [(a, min(b, end)) for a, b in one.idle if a < end]
        found.hours.append(worked(one.received, end) - sum(worked(a, b) for a, b in idle))
        found.days.append((day_of(end) - day_of(one.received)).days)
    found.first_contact = (once[0], once[1])
    found.recurrence = (back[0], back[1])
    found.reopened = (again[0], again[1])
    return found


def middle(values: list[Fraction]) -> Fraction | None:
    """Return the median by pairing off the ends."""
    left = sorted(values)
    while len(left) > 2:
        left = left[1:-1]
    return sum(left, Fraction(0)) / len(left) if left else None


def ninetieth(values: list[Fraction]) -> Fraction | None:
    """Return the least value with at least nine tenths of all at or below it."""
    fits = [one for one in values if 10 * sum(other <= one for other in values) >= 9 * len(values)]
    return min(fits) if fits else None
