"""
What our clocks and our ladder would have said of a real log of problem tickets.

    python examples/problems/report.py path/to/problems/events.csv

The log is that of the BPI Challenge 2013, closed problems (Ward Steeman, 4TU.ResearchData);
docs/explanation/complaints-on-real-data.md shows what this prints.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pendulum

from clientcare.domain.calendars import WorkCalendar
from clientcare.policies.complaint_kpis import (
    complaint_figures,
    days_to_resolve,
    hours_to_resolve,
    on_time_rate,
    reopen_rate,
)
from clientcare.policies.escalation import (
    ClockVerdict,
    ComplaintFacts,
    Deadlines,
    Escalation,
    EscalationRules,
    assess,
    deadlines,
)
from clientcare.policies.kpi import Kpi, Period
from clientcare.services.log_mapping import log_mapping_from_toml
from clientcare.services.replay import ReplayedCase, replay_log

MAPPING = Path(__file__).with_name("mapping.toml")
OFFICE = WorkCalendar.weekly("office", time_zone="Europe/Stockholm")
NOW = pendulum.datetime(2012, 6, 1, tz="Europe/Stockholm")
PERIOD = Period(first_on=pendulum.date(2006, 1, 1), last_on=pendulum.date(2012, 5, 31))
HOUR = 3_600_000_000


def replayed(events: Path) -> list[ReplayedCase]:
    """Return the cases of the log."""
    mapping = log_mapping_from_toml(MAPPING.read_text("utf-8"))
    with events.open(encoding="utf-8", newline="") as rows:
        return list(replay_log(csv.DictReader(rows), mapping, calendar=OFFICE, file=events.name))


def report(events: Path) -> str:
    """Return all figures as text."""
    cases = replayed(events)
    facts = [
        ComplaintFacts(complaint=complaint, calendar=OFFICE)
        for case in cases
        for complaint in case.complaints
    ]
    told = [known for one in facts if (known := deadlines(one, now=NOW).outcome) is not None]
    ways = [way for one in facts if (way := assess(one, now=NOW).outcome) is not None]
    sections = (_log(cases), _clocks(told), _ladder(ways), _figures(facts))
    return "\n\n".join("\n".join(lines) for lines in sections)


def _log(cases: Sequence[ReplayedCase]) -> Iterator[str]:
    complaints = [complaint for case in cases for complaint in case.complaints]
    spent = [case.spent for case in cases]
    waiting, handling = (
        sum(getattr(one, name) for one in spent) for name in ("waiting", "handling")
    )
    yield "The log"
    yield _row("cases", len(cases))
    yield _row("complaints", len(complaints))
    yield _row("cases that went on after their end", sum(case.reopenings > 0 for case in cases))
    yield _row("  how often", sum(case.reopenings for case in cases))
    yield _row("  too late to be reopened", len(complaints) - len(cases))
    yield _row("cases that ever waited", sum(one.waiting > 0 for one in spent))
    yield _row("hours handled", f"{handling // HOUR:,}")
    yield _row("hours waited", f"{waiting // HOUR:,}")


def _clocks(told: Iterable[Deadlines]) -> Iterator[str]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in told:
        priority = one.priority.value
        missed = {
            "acknowledge": one.acknowledge.verdict,
            "resolve": one.resolve.verdict,
            "final answer": one.final.verdict,
        }
        counts[priority, "all"] += 1
        for name, verdict in missed.items():
            counts[priority, name] += verdict is ClockVerdict.MISSED
    yield "Complaints, and how many missed each clock"
    names = ("all", "acknowledge", "resolve", "final answer")
    yield "  ".join(["", *(f"{name:>12}" for name in names)]).rstrip()
    for priority in sorted({key for key, _ in counts}):
        yield "  ".join([priority, *(f"{counts[priority, name]:>12,}" for name in names)])


def _ladder(ways: Sequence[Escalation]) -> Iterator[str]:
    levels = Counter(way.level for way in ways)
    triggers = Counter(step.trigger for way in ways for step in way.steps)
    yield "How far up they went"
    for level, role in enumerate(EscalationRules().ladder):
        yield _row(f"{level} {role.value.replace('_', ' ')}", levels[level])
    yield "What took them there"
    for trigger, count in sorted(triggers.items()):
        yield _row(trigger.value.replace("_", " "), count)


def _figures(facts: Sequence[ComplaintFacts]) -> Iterator[str]:
    found = complaint_figures(facts, period=PERIOD, now=NOW)
    hours, days = hours_to_resolve(found), days_to_resolve(found)
    yield "Key figures"
    yield _row("working hours, median", _shown(hours[0].outcome))
    yield _row("working hours, P90", _shown(hours[1].outcome))
    yield _row("calendar days, median", _shown(days[0].outcome))
    yield _row("calendar days, P90", _shown(days[1].outcome))
    yield _row("in time", _share(on_time_rate(found).outcome))
    yield _row("reopened", _share(reopen_rate(found).outcome))


def _row(name: str, value: object) -> str:
    return f"{name:<36}{value:>9,}" if isinstance(value, int) else f"{name:<36}{value:>9}"


def _shown(figure: Kpi) -> str:
    return "unknown" if figure.value is None else f"{_tenths(figure.value):,}"


def _share(figure: Kpi) -> str:
    return "unknown" if figure.value is None else f"{_tenths(figure.value * 100)} %"


def _tenths(value: Fraction) -> float:
    """Return a value for display, with one decimal, half up."""
    return int(value * 10 + Fraction(1, 2)) / 10


if __name__ == "__main__":
    print(report(Path(sys.argv[1])))  # noqa: T201 - a command
