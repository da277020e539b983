"""What a year of follow-up came to: its figures, the looks at them, the page and the drawing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.consents import ConsentEntry, ConsentPurpose
from clientcare.domain.touchpoints import Channel, Direction, Purpose, TouchOutcome, Touchpoint

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "explanation"
NAME: Final = "a-year-of-follow-up"
_DAY: Final = 24 * 3600


@attrs.frozen
class Breaches:
    """
    Contacts that broke a rule, and the most contacts that any person had.

    Attributes:
        week: Proactive contacts that were a third within 7 times 24 hours.
        month: Proactive contacts that were a seventh within 30 times 24 hours.
        gap: Proactive contacts within 24 hours of the one before.
        hours: Calls and visits outside the person's hours or business days.
        wall: Contacts before 8 or from 21 on.
        consent: Contacts after service was taken back, and greetings nobody allowed.
        most_calls_7d: The most proactive contacts of a person in 7 days.
    """

    week: int = 0
    month: int = 0
    gap: int = 0
    hours: int = 0
    wall: int = 0
    consent: int = 0
    most_calls_7d: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.week + self.month + self.gap + self.hours + self.wall + self.consent

    def __add__(self, other: Breaches) -> Breaches:
        return Breaches(
            *(
                max(mine, theirs) if name.name == "most_calls_7d" else mine + theirs
                for name, mine, theirs in zip(
                    attrs.fields(Breaches), attrs.astuple(self), attrs.astuple(other), strict=True
                )
            )
        )


def breaches_of(
    touchpoints: Sequence[Touchpoint],
    consents: Iterable[ConsentEntry],
    zone: str,
    calendar: WorkCalendar,
) -> Breaches:
    """Look at all that happened to one person, from outside."""
    ledger = tuple(consents)
    counted: list[int] = []
    found = Breaches()
    for one in sorted(touchpoints, key=lambda touch: touch.at.int_timestamp):
        at, local = one.at.int_timestamp, one.at.in_timezone(zone)
        minute = local.hour * 60 + local.minute
        found += Breaches(wall=not 8 * 60 <= minute < 21 * 60, consent=_forbidden(one, ledger))
        if one.purpose is not Purpose.GREETING:
            open_now = 540 <= minute < 720 or 810 <= minute < 1080
            found += Breaches(hours=not (open_now and calendar.is_business_day(local.date())))
        counts = one.outcome in {TouchOutcome.REACHED, TouchOutcome.SENT}
        if one.direction is not Direction.OUTBOUND or one.purpose is Purpose.GREETING:
            continue
        if one.channel is Channel.CALL and counts:
            within = [sum(then > at - days * _DAY for then in counted) for days in (7, 30)]
            found += Breaches(
                week=within[0] >= 2,
                month=within[1] >= 6,
                gap=any(at - then < _DAY for then in counted),
                most_calls_7d=within[0] + 1,
            )
        if counts:
            counted.append(at)
    return found


def _forbidden(one: Touchpoint, ledger: Iterable[ConsentEntry]) -> bool:
    greeting = one.purpose is Purpose.GREETING
    of = ConsentPurpose.GREETING if greeting else ConsentPurpose.SERVICE
    spoken = [entry for entry in ledger if entry.purpose is of and entry.at <= one.at]
    return not spoken if greeting else any(not entry.given for entry in spoken)


@attrs.define
class Week:
    """
    One week of all people together.

    Attributes:
        starts_on: Its Monday, or the first day of the year.
        minutes: Minutes spent, by channel.
        capacity_minutes: Minutes that there were.
        person_days: Days worked, each person's counted.
        full_days: Those of them in which not everything fitted.
        left_over: Lines left at the end of its last day because the day was full.
        waiting: Lines left then because the customer may not be contacted yet, or at all.
        lost: Lines that vanished though nothing had happened.
        counts: What was done, and what had to wait, by kind.
    """

    starts_on: str
    minutes: dict[str, int] = attrs.field(factory=dict)
    capacity_minutes: int = 0
    person_days: int = 0
    full_days: int = 0
    left_over: int = 0
    waiting: int = 0
    lost: int = 0
    counts: dict[str, int] = attrs.field(factory=dict)

    def add_minutes(self, channel: Channel, minutes: int) -> None:
        """Count minutes spent by a channel."""
        self.minutes[channel.value] = self.minutes.get(channel.value, 0) + minutes

    def count(self, what: str) -> None:
        """Count one thing."""
        self.counts[what] = self.counts.get(what, 0) + 1

    @property
    def spent(self) -> int:
        """All minutes spent."""
        return sum(self.minutes.values())


@attrs.frozen(kw_only=True)
class Year:
    """What a year came to."""

    dealers: int
    reps: int
    days: int
    seed: int
    weeks: list[Week]
    breaches: Breaches

    def total(self, name: str) -> int:
        """Return the sum of a count over the weeks."""
        return sum(week.counts.get(name, 0) for week in self.weeks)

    @property
    def lost(self) -> int:
        """Lines that vanished."""
        return sum(week.lost for week in self.weeks)

    def summary(self) -> str:
        """Return the figures in a few lines."""
        return "\n".join(f"{name}: {value}" for name, value in figures(self).items())

    def data(self) -> Mapping[str, Any]:
        """Return everything as plain data."""
        return attrs.asdict(self)


def year_of(data: Mapping[str, Any]) -> Year:
    """Return the year that plain data tell of."""
    weeks = [Week(**week) for week in data["weeks"]]
    return Year(**{**data, "weeks": weeks, "breaches": Breaches(**data["breaches"])})


def figures(year: Year) -> Mapping[str, str]:
    """Return the figures that the page shows, by what they are."""
    minutes: Counter[str] = Counter()
    for week in year.weeks:
        minutes.update(week.minutes)
    spent = sum(minutes.values())
    there = sum(week.capacity_minutes for week in year.weeks)
    return {
        "Dealers, and people who look after them": f"{year.dealers}, {year.reps}",
        "Visits held": f"{year.total('visit'):,}",
        "Visits on which nobody was met": f"{year.total('visit_in_vain'):,}",
        "Calls that reached somebody": f"{year.total('call'):,}",
        "Calls in vain": f"{year.total('call_in_vain'):,}",
        "Birthday greetings sent": f"{year.total('message'):,}",
        "Contacts that had to wait when they were tried": f"{year.total('deferred'):,}",
        "Contacts that were denied": f"{year.total('denied'):,}",
        "Minutes spent of the minutes there were": f"{100 * spent // max(1, there)} %",
        "Days in which not everything fitted, of all days that people worked": (
            f"{sum(week.full_days for week in year.weeks):,} of"
            f" {sum(week.person_days for week in year.weeks):,}"
        ),
        "Lines left over at a week's end because the day was full, at most": (
            f"{max(week.left_over for week in year.weeks):,}"
        ),
        "Late lines that vanished though nothing had happened": f"{year.lost}",
        "Contacts beyond a cap, a gap, the hours or a consent": f"{year.breaches.total}",
        "Most calls to one person in 7 days, other contacts before them counted": (
            f"{year.breaches.most_calls_7d}"
        ),
    }


# --- page and drawing -----------------------------------------------------------

_PAGE: Final = """\
# A year of follow-up

Does it hold together? Caps on contacts, gaps between visits, calls after a sale, birthdays, complaints that make the
follow-up rest, and people whose day has an end: each rule is simple, and a year of all of them is not. So the library is
run through a year of {dealers} made-up dealers, day by day: every morning it makes everybody's due list
(`clientcare.services.due_list.due_lines`), the people work theirs down from the top, and ask before each contact
(`clientcare.policies.contact_permission.may_contact`). How many people there are is what `clientcare.policies.capacity`
says. The calendar is China's of 2025, with its holidays and make-up days; one call in eight reaches nobody, some dealers
complain, some live two hours further west, some take back their consent.

![Minutes spent week by week, and what was left over](a-year-of-follow-up.svg)

{table}

- **Nothing overdue is lost.** A line that is late and not done stands on the list again the next working day, until it is
  done or its reason is gone.
- **Nobody is pestered.** All contacts of the year were looked at again afterwards, by other means than the policy's own:
  none came beyond a cap, within a gap, outside the person's hours, or without consent.
- **A day that is too full says so.** Nobody works more than the minutes of a day; what did not fit stays on the list and
  is counted. The drawing shows it in the first week, when everybody is due at once ({first} lines), and after holidays
  (Spring Festival, the days of early April and of May, Golden Week), worked off within three weeks. It comes back four to
  five weeks later, when the visits made up then all come round together: a thing to even out by hand, or by planning.

Page, drawing and figures are written by

```console
python -m tools.year_of_follow_up
```

always the same for the same seed. The tests run a smaller year of the same kind and hold it to the same promises.
"""


def page(year: Year) -> str:
    """Return the page of the documentation."""
    rows = ["| what | in the year |", "|---|---|"]
    rows += [f"| {name} | {value} |" for name, value in figures(year).items()]
    first = year.weeks[0].left_over
    return _PAGE.format(dealers=year.dealers, table="\n".join(rows), first=first)


_WIDTH: Final = 860
_LEFT: Final = 60
_PLOT: Final = 780
_LEAST_SIZE: Final = 2
_TYPE: Final = 'font-family="sans-serif" font-size="12" role="img"'
_COLOURS: Final = {"visit": "#3b6ea5", "call": "#e0913a", "message": "#6aa84f"}


def drawing(year: Year) -> str:
    """Return the drawing of a year as SVG: minutes spent above, lines left over below."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} 460" {_TYPE}>',
        f"<title>A year of follow-up of {year.dealers} dealers</title>",
        f'<rect width="{_WIDTH}" height="460" fill="#ffffff"/>',
        *_bars(year, top=40, height=220),
        *_steps(year, top=310, height=100),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(year: Year, *, top: int, height: int) -> Iterator[str]:
    """Yield the stacked minutes of each week, and what there was of them as a line."""
    most = max(max(week.capacity_minutes, week.spent) for week in year.weeks) or 1
    base, width = top + height, _PLOT // len(year.weeks)
    yield f'<text x="{_LEFT}" y="{top - 16}">Hours a week</text>'
    yield from _legend(top)
    yield from _axis(top, height, f"{most // 60:,}")
    for place, week in enumerate(year.weeks):
        foot = base
        for channel, colour in _COLOURS.items():
            minutes = week.minutes.get(channel, 0)
            # A few minutes are less than a point of the drawing, and are to be seen all the same.
            size = max(_LEAST_SIZE, minutes * height // most) if minutes else 0
            foot -= size
            yield (
                f'<rect x="{_LEFT + place * width + 1}" y="{foot}" width="{width - 2}"'
                f' height="{size}" fill="{colour}"/>'
            )
    points = " ".join(
        f"{_LEFT + place * width + width // 2},{base - week.capacity_minutes * height // most}"
        for place, week in enumerate(year.weeks)
    )
    yield f'<polyline points="{points}" fill="none" stroke="#222222" stroke-width="1.5"/>'


def _legend(top: int) -> Iterator[str]:
    """Yield what the colours are, and the line."""
    y, words = top - 26, {"visit": "visits", "call": "calls", "message": "messages"}
    for place, (channel, word) in enumerate(words.items()):
        x = _LEFT + 110 + place * 90
        yield f'<circle cx="{x + 6}" cy="{y + 6}" r="6" fill="{_COLOURS[channel]}"/>'
        yield f'<text x="{x + 18}" y="{top - 16}">{word}</text>'
    x = _LEFT + 110 + len(words) * 90
    yield f'<line x1="{x}" y1="{y + 6}" x2="{x + 18}" y2="{y + 6}" stroke="#222222" stroke-width="1.5"/>'
    yield f'<text x="{x + 24}" y="{top - 16}">hours that there were</text>'


def _steps(year: Year, *, top: int, height: int) -> Iterator[str]:
    """Yield the lines left over at the end of each week."""
    most = max(week.left_over for week in year.weeks) or 1
    base, width = top + height, _PLOT // len(year.weeks)
    yield f'<text x="{_LEFT}" y="{top - 16}">Lines left over at the end of the week because the day was full</text>'
    yield from _axis(top, height, f"{most:,}")
    for place, week in enumerate(year.weeks):
        size = week.left_over * height // most
        yield (
            f'<rect x="{_LEFT + place * width + 1}" y="{base - size}" width="{width - 2}"'
            f' height="{size}" fill="#b04a4a"/>'
        )
        if place % 8 == 0:
            yield f'<text x="{_LEFT + place * width}" y="{base + 18}">{week.starts_on}</text>'


def _axis(top: int, height: int, most: str) -> Iterator[str]:
    base = top + height
    yield f'<line x1="{_LEFT}" y1="{base}" x2="{_LEFT + _PLOT}" y2="{base}" stroke="#999999"/>'
    yield f'<text x="{_LEFT - 8}" y="{top + 10}" text-anchor="end">{most}</text>'
    yield f'<text x="{_LEFT - 8}" y="{base}" text-anchor="end">0</text>'


def write_pages(year: Year) -> None:
    """Write the page, the drawing and the figures behind them."""
    figures_text = json.dumps(year.data(), indent=1) + "\n"
    (FOLDER / f"{NAME}.json").write_text(figures_text, encoding="utf-8")
    (FOLDER / f"{NAME}.md").write_text(page(year), encoding="utf-8")
    (FOLDER / f"{NAME}.svg").write_text(drawing(year), encoding="utf-8")
