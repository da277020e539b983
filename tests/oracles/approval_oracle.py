"""
A second, naive reckoning of who signs for a limit, and of temporary increases.

Written from the text of policies 2e and 2f alone; it shares no code with the
library's policies. Money is in fen, people are letters.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

LADDER = ("office_head", "sales_manager", "marketing_vp", "general_manager", "owner")
CUT = "one signature of any"

# --- the chain ------------------------------------------------------------------


def required(
    total: int | None,
    grade: str | None,
    terms: int | None,
    computed: int | None,
    *,
    unsupported: bool,
    increase_on: tuple[int | None] | None,
) -> int:
    """
    Return how many levels sign, 4 at most; a total of None has no ceiling.

    *increase_on* has the permanent limit under an increase; without it none is asked for.
    """
    if total is None:
        return 4
    level = 4
    for count, bound in ((3, 50_000_000), (2, 10_000_000), (1, 2_000_000)):
        if total <= bound:
            level = count
    bumps = 0
    if grade not in {"A", "B"}:
        bumps += 1
    if terms is not None and terms > 60:
        bumps += 1
    if unsupported or computed is None:
        bumps += 1
    permanent = total if increase_on is None else increase_on[0]
    if computed is not None and permanent is not None and 10 * permanent > 11 * computed:
        bumps += 1
    level = min(4, level + bumps)
    return min(4, level + 1) if increase_on else level


def chain(
    count: int, holders: Mapping[str, Sequence[str]], askers: set[str]
) -> dict[str, set[str]] | None:
    """Return who can sign at each level, the levels without anybody left out."""
    while count <= len(LADDER):
        rows = {}
        for place, role in enumerate(LADDER[:count]):
            above = {who for higher in LADDER[place + 1 : count] for who in holders[higher]}
            rows[role] = {who for who in holders[role] if who not in askers and who not in above}
        if rows[LADDER[count - 1]]:
            return {role: people for role, people in rows.items() if people}
        count += 1
    return None


def anybody(holders: Mapping[str, Sequence[str]], askers: set[str]) -> dict[str, set[str]] | None:
    """Return who can sign a cut, by level."""
    rows = {role: set(holders[role]) - askers for role in LADDER}
    return {role: people for role, people in rows.items() if people} or None


def working_days(after: dt.date, until: dt.date) -> int:
    """Count Mondays to Fridays, the first day left out."""
    count, day = 0, after
    while day < until:
        day += dt.timedelta(days=1)
        count += day.weekday() < 5
    return count


def can_sign(levels: Sequence[str], reached: dt.date, today: dt.date) -> list[str]:
    """Return the levels, of those in their order, that have been asked by *today*."""
    asked = []
    for level in levels:
        asked.append(level)
        if working_days(reached, today) <= 5:
            break
        reached = sixth_working_day(reached)
    return asked


def sixth_working_day(day: dt.date) -> dt.date:
    """Return the day on which more than five working days have passed."""
    start = day
    while working_days(start, day) < 6:
        day += dt.timedelta(days=1)
    return day


# --- temporary increases --------------------------------------------------------


def a_year_later(day: dt.date) -> dt.date:
    """Return the same day of the next year; of 29 February the 28th."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return dt.date(day.year + 1, day.month, min(day.day, last))


def increase_is_allowed(
    amount: int,
    permanent: int | None,
    days: tuple[dt.date, dt.date],
    starts: Sequence[dt.date],
    overdue: Sequence[tuple[int, bool]],
) -> bool:
    """Tell whether an increase keeps the rules; overdue items by days, and whether sheltered."""
    if permanent is None or permanent == 0:
        return False
    if 10 * amount > 3 * permanent:
        return False
    if (days[1] - days[0]).days + 1 > 90:
        return False
    dated = [*((day, False) for day in starts), (days[0], True)]
    for three in itertools.combinations(dated, 3):
        ordered = sorted(day for day, _ in three)
        if any(new for _, new in three) and ordered[2] < a_year_later(ordered[0]):
            return False
    return not any(late > 15 and not sheltered for late, sheltered in overdue)
