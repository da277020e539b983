"""A small year of follow-up keeps the promises of the large one."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from tools.year_figures import FOLDER, NAME, Breaches, Year, breaches_of, drawing, page, year_of
from tools.year_of_follow_up import (
    CALENDAR,
    FIRST,
    ZONE,
    _lost,
    make_dealers,
    reps_for,
    run,
)

from clientcare.domain.ids import CustomerId, TouchpointId
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.agenda import Topic


@pytest.fixture(scope="module")
def year() -> Year:
    """Return a quarter of forty dealers whom one person looks after."""
    return run(dealers=40, days=90, seed=7)


def test_nothing_overdue_is_lost(year: Year) -> None:
    """What was late and not done stands on the list again the next working day."""
    assert 0 == year.lost
    assert year.total("visit") > 100


def test_nobody_is_contacted_beyond_the_rules(year: Year) -> None:
    """Caps, gaps, hours and consent, looked at from outside."""
    assert 0 == year.breaches.total
    assert year.breaches.most_calls_7d <= 2


def test_nobody_works_more_than_a_day_has(year: Year) -> None:
    """What does not fit is left over, and told."""
    assert all(week.spent <= week.capacity_minutes for week in year.weeks)
    assert all(week.full_days <= week.person_days for week in year.weeks)


def test_too_few_people_say_so() -> None:
    """Half the people leave more over, and lose nothing all the same."""
    few = run(dealers=60, days=30, seed=7, reps=1)
    many = run(dealers=60, days=30, seed=7, reps=2)

    assert sum(week.left_over for week in few.weeks) > sum(week.left_over for week in many.weeks)
    assert (0, 0) == (few.lost, few.breaches.total)


def test_the_same_seed_gives_the_same_year(year: Year) -> None:
    """A figure on the page can be made again."""
    assert year.data() == run(dealers=40, days=90, seed=7).data()


def test_a_line_that_vanishes_is_seen() -> None:
    """What was left undone yesterday and stands on no list today is lost, unless something happened."""
    (dealer,) = make_dealers(1, 1, 30, 7)
    dealer.deliveries = []
    dealer.complaints = []
    dealer.undone = frozenset({(Topic.AFTERCARE, ""), (Topic.VISIT, "")})
    found = [_lost(dealer, [], FIRST)]
    dealer.moved = True
    found.append(_lost(dealer, [], FIRST))

    assert [2, 0] == found


def test_the_looks_find_what_is_wrong() -> None:
    """Three calls on one night are seen as what they are."""
    night = CALENDAR.instant(FIRST, 22 * 60)
    calls = [
        Touchpoint(
            id=TouchpointId(str(minute)),
            customer_id=CustomerId("d"),
            channel=Channel.CALL,
            purpose=purpose,
            outcome=TouchOutcome.REACHED,
            at=night.add(minutes=minute),
        )
        for minute, purpose in ((0, Purpose.SERVICE), (1, Purpose.SERVICE), (2, Purpose.SERVICE))
    ]
    greeting = Touchpoint(
        id=TouchpointId("g"),
        customer_id=CustomerId("d"),
        channel=Channel.MESSAGE,
        purpose=Purpose.GREETING,
        outcome=TouchOutcome.SENT,
        at=night,
    )

    assert Breaches(week=1, gap=2, hours=3, wall=4, consent=1, most_calls_7d=3) == breaches_of(
        [*calls, greeting], (), ZONE, CALENDAR
    )


def test_the_page_is_drawn_from_the_figures() -> None:
    """Page and drawing are what the stored figures give."""
    shown = year_of(json.loads((FOLDER / f"{NAME}.json").read_text("utf-8")))

    assert (500, 365) == (shown.dealers, shown.days)
    assert page(shown) == (FOLDER / f"{NAME}.md").read_text("utf-8")
    assert drawing(shown) == (FOLDER / f"{NAME}.svg").read_text("utf-8")


def test_the_drawing_is_whole(year: Year) -> None:
    """It is well-formed, and every bar stands inside the frame and on its line."""
    shapes = ET.fromstring(drawing(year))  # noqa: S314 - our own text
    bars = [
        {name: int(shape.attrib[name]) for name in ("x", "y", "width", "height")}
        for shape in shapes.iter("{http://www.w3.org/2000/svg}rect")
        if "x" in shape.attrib
    ]

    assert len(bars) == len(year.weeks) * 4
    assert all(bar["x"] + bar["width"] <= 860 and bar["height"] >= 0 for bar in bars)
    assert {260, 410} >= {bar["y"] + bar["height"] for bar in bars[-len(year.weeks) :]}


def test_the_page_promises_what_it_shows() -> None:
    """Nothing was lost, and nobody pestered, in the year that is shown."""
    shown = year_of(json.loads((FOLDER / f"{NAME}.json").read_text("utf-8")))

    assert (0, 0, reps_for(500)) == (shown.lost, shown.breaches.total, shown.reps)
