"""
Visits and referral clocks, said a second time from the policy page.

Days are ordinals, instants whole microseconds since 1970 (UTC).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tests.oracles.calendar_oracle import MINUTE, PlainCalendar, clock

from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Tier

CYCLE_DAYS = 28
QUARTER_DAYS = 91
TOLERANCE = 2
ANCHOR = dt.date(2024, 1, 1).toordinal()
PER_CYCLE = {Tier.A: 4, Tier.B: 2, Tier.C: 1}
GAPS = {Tier.A: 4, Tier.B: 9, Tier.C: 18}
MINUTES = {Tier.A: 60, Tier.B: 40, Tier.C: 20}


@dataclass
class Visited:
    """A customer as the visits see it."""

    tier: Tier | None
    key: bool
    lifecycle: LifecycleState | None
    at_risk_since: int | None
    entered: int | None
    visited: tuple[int, ...]
    booked: tuple[int, ...]

    def last(self, today: int) -> int | None:
        """Return the day of the last counted visit."""
        return max((day for day in self.visited if day <= today), default=None)

    def grade(self) -> Tier:
        """Return whose gap and minutes hold: a key account's are A's, C's where nothing is."""
        if self.lifecycle in {LifecycleState.PROSPECT, LifecycleState.LOST}:
            return Tier.C
        return Tier.A if self.key else self.tier or Tier.C

    def on_top(self, today: int) -> int:
        """Return the visit on top for a customer at risk."""
        if self.lifecycle is not LifecycleState.AT_RISK:
            return 0
        since = self.at_risk_since
        if since is None or since > today:  # what lies ahead is not known yet
            return 1
        return 1 if today < since + CYCLE_DAYS else 0

    def target(self, today: int) -> int:
        """Return the visits of a cycle."""
        if self.lifecycle is LifecycleState.LOST:
            last = self.last(today)
            return 1 if last is None or today - last >= QUARTER_DAYS else 0
        return PER_CYCLE[self.grade()] + self.on_top(today)

    def next_day(self, today: int) -> int:
        """Return the day on which the next visit is due."""
        last = self.last(today)
        if last is None:
            return today if self.entered is None else min(self.entered, today)
        if self.lifecycle is LifecycleState.LOST:
            return last + QUARTER_DAYS
        return last + CYCLE_DAYS // self.target(today)

    def status(self, today: int, calendar: PlainCalendar) -> str:
        """Return overdue, planned, due or covered: the first that holds."""
        due = self.next_day(today)
        late_after = nth_business_day(calendar, due, TOLERANCE)
        if today > late_after:
            return "overdue"
        if any(today <= day <= late_after for day in self.booked):
            return "planned"
        return "due" if today >= nth_business_day(calendar, due, -TOLERANCE) else "covered"

    def keeps_gap(self, day: int, today: int, *, extra: bool) -> bool:
        """Whether a visit on a day is far enough from those held and those booked."""
        gap = GAPS[self.grade()] // (2 if extra else 1)
        held = [each for each in self.visited if each <= today]
        return all(abs(day - each) >= gap for each in [*held, *self.booked])

    def above(self, today: int) -> int:
        """Return the counted visits of the cycle above the target."""
        start = today - (today - ANCHOR) % CYCLE_DAYS
        held = {day for day in self.visited if start <= day <= today}
        return max(0, len(held) - self.target(today))


def nth_business_day(calendar: PlainCalendar, day: int, count: int) -> int:
    """Return the n-th business day after a date, or before it for a negative count."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += step
        while not calendar.is_business_day(day):
            day += step
    return day


def attempts(calendar: PlainCalendar, start: int) -> list[int]:
    """Return when the six attempts fall, each counted from the start."""
    hour = calendar.add(calendar.next_opening(start), 60 * MINUTE)
    later = [calendar.add_business_days(start, days) for days in (1, 3, 6, 10)]
    return [calendar.next_opening(start), hour, *later]


@dataclass
class Named:
    """A referral as its clocks see it: what it came to, in order, and what was done."""

    received: int
    moves: Sequence[tuple[str, int]]
    tries: Sequence[int]
    thanked: Sequence[int]
    reported: Sequence[int]
    first_order: int | None

    def owed(self, calendar: PlainCalendar, now: int) -> dict[str, tuple[object, ...]]:
        """Return what is owed: by kind (a report with what it is about), due and standing."""
        found: dict[str, tuple[object, ...]] = {}
        if now < self.received:
            return found
        moves = [(state, at) for state, at in self.moves if at <= now]
        state = moves[-1][0] if moves else "named"
        today = clock(calendar.zone, now).toordinal()
        found |= self._contact(calendar, now, dict(moves), state)
        if not any(at <= now for at in self.thanked):
            due = calendar.add_business_days(self.received, 1)
            found["thank"] = (due, standing(now, due))
        for reached, at in moves:
            if reached in _TOLD and not any(at <= told <= now for told in self.reported):
                due = calendar.add_business_days(at, 2)
                found[f"report {reached}"] = (due, standing(now, due))
        if state == "contacted":
            day = clock(calendar.zone, dict(moves)["contacted"]).toordinal() + 30
            found["qualify"] = (day, "late" if today > day else "in_time")
        last_day = clock(calendar.zone, self.received).toordinal() + 180
        ordered = self.first_order is not None and self.first_order <= min(today, last_day)
        before = {"named", "consented", "contacted", "qualified"}
        if state in before and not ordered and today > last_day:
            found["close_expired"] = ()
        return found

    def _contact(
        self, calendar: PlainCalendar, now: int, moves: dict[str, int], state: str
    ) -> dict[str, tuple[object, ...]]:
        if state != "consented":
            return {}
        start = max(self.received, moves["consented"])
        target = calendar.add(calendar.next_opening(start), 6 * MINUTE)
        limit = calendar.add_business_days(start, 1)
        tried = len([at for at in self.tries if at <= now])
        planned = attempts(calendar, start)
        if tried >= len(planned):
            return {"close_unreachable": ()}
        return {"contact": (limit, standing(now, limit, target), target, planned[tried])}


_TOLD = {
    "contacted",
    "converted",
    "duplicate",
    "existing_customer",
    "self",
    "cycle",
    "no_consent",
    "unreachable",
    "unqualified",
    "lost",
    "expired",
    "reward_denied",
    "reversed",
}


def standing(now: int, limit: int, target: int | None = None) -> str:
    """Return how a duty stands; exactly at a bound is in time."""
    if now > limit:
        return "late"
    return "target_missed" if target is not None and now > target else "in_time"
