"""
A real log of problem tickets, against plain arithmetic on its rows.

The computation uses nothing of this library: the time between one row of a case and the
next belongs to the status of the first.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import runpy
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from clientcare.domain.complaint_scales import ComplaintState
from clientcare.services.replay import ReplayedCase

from .conftest import EXAMPLES

PAGE: Final = Path(__file__).resolve().parents[2] / "docs/explanation/complaints-on-real-data.md"
MICROSECOND: Final = dt.timedelta(microseconds=1)

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def log(real_data: Path) -> Path:
    """Return the file of the log."""
    return real_data / "problems" / "events.csv"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """Return what the example defines."""
    return runpy.run_path(str(EXAMPLES / "problems" / "report.py"))


@pytest.fixture(scope="module")
def cases(example: dict[str, Any], log: Path) -> dict[str, ReplayedCase]:
    """Return the replayed cases by their ids."""
    return {case.case_id: case for case in example["replayed"](log)}


@pytest.fixture(scope="module")
def rows(log: Path) -> dict[str, list[tuple[dt.datetime, str]]]:
    """Return instant and status of each event of a case, in time order."""
    found: defaultdict[str, list[tuple[dt.datetime, str]]] = defaultdict(list)
    with log.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = dt.datetime.fromisoformat(row["time:timestamp"])
            found[row["case_id"]].append((at, row["lifecycle:transition"]))
    return {case: sorted(events, key=lambda event: event[0]) for case, events in found.items()}


def test_every_case_loads_and_ends(
    cases: dict[str, ReplayedCase], rows: dict[str, list[tuple[dt.datetime, str]]]
) -> None:
    """All of the 1,487 cases are there, each with its first and its last moment, and closed."""
    assert rows.keys() == cases.keys()
    assert len(cases) == 1_487
    assert {ComplaintState.CLOSED} == {case.complaints[-1].state for case in cases.values()}
    assert {key: (events[0][0], events[-1][0]) for key, events in rows.items()} == {
        key: (case.complaints[0].received_at, case.complaints[-1].last_at)
        for key, case in cases.items()
    }


def test_waiting_and_handling_time(
    cases: dict[str, ReplayedCase], rows: dict[str, list[tuple[dt.datetime, str]]]
) -> None:
    """To the second, for every case; an unmatched status goes on with the one before."""
    expected = {}
    for key, events in rows.items():
        spent = {"waiting": dt.timedelta(), "handling": dt.timedelta(), "ended": dt.timedelta()}
        part = "handling"
        for (at, status), (until, _) in pairwise(events):
            if status != "Unmatched":
                ended = status in {"Closed", "Cancelled"}
                part = "waiting" if status == "Wait" else "ended" if ended else "handling"
            spent[part] += until - at
        expected[key] = tuple(one // MICROSECOND for one in spent.values())

    assert expected == {
        key: (case.spent.waiting, case.spent.handling, case.spent.ended)
        for key, case in cases.items()
    }


def test_reopened_cases_are_found(
    cases: dict[str, ReplayedCase], rows: dict[str, list[tuple[dt.datetime, str]]]
) -> None:
    """Every case that goes on after its end, and how often; 61 of them."""
    ends = {"Closed", "Cancelled"}
    expected = {}
    for key, events in rows.items():
        again = sum(
            status in ends and following not in ends
            for (_, status), (_, following) in pairwise(events)
        )
        if again:
            expected[key] = again

    assert expected == {key: case.reopenings for key, case in cases.items() if case.reopenings}
    assert len(expected) == 61


def test_too_late_to_be_reopened_is_a_complaint_that_follows(
    cases: dict[str, ReplayedCase],
) -> None:
    """More than thirty days after its end a case goes on as one of its own, which names it."""
    for case in cases.values():
        for before, after in pairwise(case.complaints):
            gone = after.received_at - before.last_at

            assert before.id == after.follows_id
            assert gone > dt.timedelta(days=29)


def test_the_page_shows_what_the_command_prints(example: dict[str, Any], log: Path) -> None:
    """The figures of the documentation are those of the present code."""
    shown = re.findall(r"```text\n(The log\n.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)

    assert [example["report"](log)] == shown
