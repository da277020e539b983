"""
The follow-up of a sale, said a second time from the policy page, day by day.

Days are ordinals; a calendar answers whether a date is a business day.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracles.calendar_oracle import PlainCalendar

STANDARD = (1, 7, 30, 90)


@dataclass
class Sold:
    """A customer who bought: days of confirmed deliveries, contacts, visits, bookings, rests."""

    calendar: PlainCalendar
    today: int
    deliveries: tuple[int, ...]
    contacts: tuple[int, ...]
    visits: tuple[int, ...]
    booked: tuple[int, ...]
    rests: tuple[tuple[int, int | None], ...]  # receipt, resumption
    new: bool

    def sets(self) -> list[list[int]]:
        """Return the deliveries known today, set by set."""
        found: list[list[int]] = []
        for day in sorted(one for one in self.deliveries if one <= self.today):
            if found and day - found[-1][0] <= 14:
                found[-1].append(day)
            else:
                found.append([day])
        return found

    def open_day(self, day: int) -> int:
        """Return a date, or the first business day after it."""
        while not self.calendar.is_business_day(day):
            day += 1
        return day

    def lapses(self, day: int) -> bool:
        """Tell whether a step of that date lapses."""
        return any(start <= day and (end is None or day < end) for start, end in self.rests)

    def manual(self) -> list[tuple[str, int | None, int | None, str]]:
        """Return kind, due day, last day in time and status of each step."""
        sets = self.sets()
        if not sets:
            return []
        found: list[tuple[str, int | None, int | None, str]] = []
        visit: tuple[str, int | None, int | None, str] | None = None
        if self.new:
            visit = self.new_buyer(sets[0][-1])
            found.append(visit)
        delivered = sets[-1][-1]
        visits = {day for day in self.booked if day >= self.today}
        if visit is not None and visit[3] != "done" and visit[1] is not None:
            visits.add(visit[1])
        weeks_from = max(
            [delivered, *(one for one in self.contacts if delivered <= one <= self.today)]
        )
        day = weeks_from  # walk on, and see on each day what falls on it
        while day <= delivered + 60:
            day += 1
            if day in visits:
                weeks_from = day
            if weeks_from + 7 > delivered + 30 or self.open_day(weeks_from + 7) != day:
                continue
            if any(weeks_from < one <= day + 2 for one in visits):
                continue
            found.append(("call", day, day, self.standing(day, day)))
            weeks_from = day
        return found

    def new_buyer(self, delivered: int) -> tuple[str, int | None, int | None, str]:
        """Return the visit two to three weeks after a delivery."""
        held = [day for day in self.visits if delivered + 14 <= day <= self.today]
        due: int | None = self.open_day(delivered + 14)
        for start, end in sorted(self.rests, key=lambda rest: rest[0]):
            if held and min(held) < start:
                continue
            if end is None:
                due = None
            elif due is not None:
                due = max(due, end)
        if due is None:
            return ("visit", None, None, "done" if held else "resting")
        days = range(due, delivered + 22)
        late = max((day for day in days if self.calendar.is_business_day(day)), default=due)
        if held:
            return ("visit", due, late, "done")
        return ("visit", due, late, self.standing(due, late, visit=True))

    def standing(self, due: int, late: int, *, visit: bool = False) -> str:
        """Return how a step stands that nothing has fulfilled."""
        if not visit and self.lapses(due):
            return "lapsed"
        if due > self.today:
            return "planned"
        if self.lapses(self.today):
            return "resting"
        return "due" if self.today <= late else "overdue"

    def standard(self) -> list[tuple[int, int, str]]:
        """Return day number, due day and status of each step that is not left out."""
        steps = [
            (self.open_day(group[-1] + number), group[-1], number)
            for group in self.sets()
            for number in STANDARD
        ]
        kept: list[tuple[int, int, int]] = []
        for step in sorted(steps, reverse=True):
            close = [one for one in kept if not self.lapses(one[0]) and one[0] - step[0] < 3]
            if self.lapses(step[0]) or not close:
                kept.append(step)
        known = [day for day in self.contacts if day <= self.today]
        found = []
        for due, delivered, number in sorted(kept):
            if any(max(delivered, due - 2) <= day <= due for day in known):
                status = "done"
            elif not self.lapses(due) and any(day > due for day in known):
                status = "made_up"
            else:
                status = self.standing(due, due)
            found.append((number, due, status))
        return found
