"""
The permission to contact somebody, said a second time and slowly, from the policy page alone.

Time is walked in steps; at each the rules are read as the page has them. Instants are
whole microseconds since 1970 (UTC).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.oracles.calendar_oracle import MINUTE, PlainCalendar, clock

HOUR = 60 * MINUTE
DAY = 24 * HOUR
HOURS = ((540, 720), (810, 1080))
WALL = ((480, 1260),)
PROACTIVE = {"sales", "service", "marketing", "referral", "bulletin"}
DUTIES = {"reply", "complaint", "delivery_notice"}
CONSENT = {
    "sales": "marketing",
    "bulletin": "marketing",
    "marketing": "marketing",
    "referral": "referral",
    "greeting": "greeting",
    "collection": None,
    "legal_notice": None,
}
MESSAGES = {"message", "email", "letter"}


@dataclass(frozen=True)
class Past:
    """A contact that was: when, what for, with whom of the account."""

    at: int
    purpose: str
    channel: str = "call"
    outbound: bool = True
    reached: bool = True
    with_us: bool = True  # the person asked about was among those reached
    account: bool = True

    @property
    def counts(self) -> bool:
        """Whether it uses up anything."""
        return self.outbound and self.reached and self.purpose != "greeting"


@dataclass(frozen=True)
class Entry:
    """A line of the consent ledger."""

    at: int
    purpose: str
    channel: str
    given: bool


@dataclass
class Asked:
    """A person, the account, and a wish."""

    calendar: PlainCalendar
    purpose: str
    channel: str
    due_visit: bool = False
    ambassador: bool = False
    contract: bool | None = True
    entries: tuple[Entry, ...] = ()
    past: tuple[Past, ...] = ()
    urgent: bool = False
    hold: bool = False
    _days: dict[int, bool] = field(default_factory=dict, init=False, repr=False)

    def answer(self, at: int, *, step: int) -> tuple[str, int | None]:
        """Return allowed, deferred with its instant, denied or unknown."""
        consent = "service" if self.due_visit else CONSENT.get(self.purpose, "service")
        if consent is not None:
            agreed = self.agreed(consent, at)
            held_back = consent != "service" and (self.urgent or self.hold)
            if agreed is False or held_back:
                return "denied", None
            if agreed is None:
                return "unknown", None
        if self.purpose == "legal_notice" and self.channel in MESSAGES and not self.due_visit:
            return "allowed", None
        for moment in steps(at, step):
            if moment > at + 60 * DAY:
                return "denied", None
            if self.holds(moment):
                return ("allowed", None) if moment == at else ("deferred", moment)
        raise AssertionError("time has an end")

    def agreed(self, consent: str, at: int) -> bool | None:
        """Return whether there is consent, None where that is unknown."""
        latest: Entry | None = None
        for entry in self.entries:
            fits = entry.purpose in {consent, "*"} and entry.channel in {self.channel, "*"}
            if fits and entry.at <= at:
                newer = latest is None or entry.at > latest.at
                same = latest is not None and entry.at == latest.at and not entry.given
                latest = entry if newer or same else latest
        if latest is not None:
            return latest.given
        if consent != "service":
            return False
        if self.purpose == "reply" and not self.due_visit:
            return True
        return self.contract

    def holds(self, at: int) -> bool:
        """Tell whether every rule of time holds at an instant."""
        if not self.in_hours(at):
            return False
        if self.ambassador and self.purpose == "referral" and self.channel in {"visit", "meeting"}:
            for one in self.past:
                role = one.purpose == "referral" and one.channel in {"visit", "meeting"}
                if role and one.reached and one.with_us and not self.month_later(one.at, at):
                    return False
        if self.due_visit:
            return True
        if self.purpose == "collection":
            dunned = [one for one in self.mine() if one.purpose == "collection"]
            return sum(one.at > at - 7 * DAY for one in dunned) < 7
        if self.purpose not in PROACTIVE:
            return True
        mine = [one.at for one in self.mine()]
        today = self.shown(at)
        return (
            sum(self.shown(one) == today for one in mine) < 1
            and sum(one > at - 7 * DAY for one in mine) < 2
            and sum(one > at - 30 * DAY for one in mine) < 6
            and all(at - one >= DAY for one in mine)
            and sum(one.at > at - 7 * DAY for one in self.past if one.counts and one.account) < 4
        )

    def mine(self) -> list[Past]:
        """Return what counts for the person."""
        return [one for one in self.past if one.counts and one.with_us]

    def in_hours(self, at: int) -> bool:
        """Tell whether the local clock allows it."""
        office = self.due_visit or self.purpose in PROACTIVE | {"collection"}
        day, plain = self.shown(at), self.calendar
        for near in (day - 1, day, day + 1):
            if office and not self.is_business_day(near):
                continue
            for opens, closes in HOURS if office else WALL:
                start = plain.wall(near, _minute(near, opens))
                end = plain.wall(near, _minute(near, closes))
                if start <= at < end:
                    return True
        return False

    def is_business_day(self, day: int) -> bool:
        """Tell whether a date is a business day."""
        if day not in self._days:
            self._days[day] = bool(self.calendar.planned(day))
        return self._days[day]

    def shown(self, at: int) -> int:
        """Return the date on the local clock."""
        return clock(self.calendar.zone, at).toordinal()

    def month_later(self, met: int, at: int) -> bool:
        """Tell whether a calendar month lies between, the day clamped."""
        last, now = clock(self.calendar.zone, met), clock(self.calendar.zone, at)
        months = (now.year - last.year) * 12 + now.month - last.month
        if months != 1:
            return months > 1
        tomorrow = now + dt.timedelta(days=1)
        is_last_day = tomorrow.month != now.month
        return now.day >= last.day or is_last_day


def steps(at: int, step: int) -> Iterator[int]:
    """Return the instant itself, then every full step after it."""
    yield at
    moment = (at // step + 1) * step
    while True:
        yield moment
        moment += step


def _minute(day: int, minute: int) -> dt.datetime:
    return dt.datetime.fromordinal(day) + dt.timedelta(minutes=minute)
