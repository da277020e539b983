"""Foreign event logs replayed as complaints."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from clientcare.codec import instant_from_text
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.errors import ImportFailedError, InvalidValueError, PayloadError, RowFault
from clientcare.services.log_mapping import LogStep, log_mapping_from_toml
from clientcare.services.replay import ReplayedCase, TimeSpent, replay_log

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Europe/Stockholm")
S: Final = ComplaintState
TEXT: Final = """
case = "no"
at = "when"
status = ["status"]
impact = "impact"
product = "item"
customer = "who"
handler = "by"

[steps]
new = "received"
seen = "acknowledged"
busy = "working"
wait = "waiting"
done = "closed"
gone = "withdrawn"
odd = "unchanged"

[severities]
high = { impact = 1, urgency = 2 }
"""
MAPPING: Final = log_mapping_from_toml(TEXT)
HOUR: Final = 3_600_000_000
Row = dict[str, str]


def at(text: str) -> DateTime:
    """Return an instant of June 2026, ``01T09:00``."""
    return instant_from_text(f"2026-06-{text}:00+02:00")


def row(status: str, when: str, /, **cells: str) -> Row:
    """Return an event."""
    usual = {"no": "7", "impact": "", "item": "", "who": "", "by": ""}
    return {**usual, "status": status, "when": f"2026-06-{when}:00+02:00", **cells}


def one(*rows: Row) -> ReplayedCase:
    """Return the only case of a log."""
    (found,) = replay_log(rows, MAPPING, calendar=OFFICE)
    return found


def last(*rows: Row) -> Complaint:
    """Return the last complaint of the only case."""
    return one(*rows).complaints[-1]


def kinds(complaint: Complaint) -> list[str]:
    """Return the names of the steps."""
    return [type(event).__name__ for event in complaint.history]


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["new"], S.RECEIVED),
        (["odd"], S.RECEIVED),
        (["seen"], S.LISTENING),
        (["busy"], S.ANALYSING),
        (["busy", "seen"], S.ANALYSING),
        (["wait"], S.WAITING_CUSTOMER),
        (["wait", "wait"], S.WAITING_CUSTOMER),
        (["wait", "odd"], S.WAITING_CUSTOMER),
        (["wait", "new"], S.LISTENING),
        (["busy", "wait", "new"], S.ANALYSING),
        (["done"], S.CLOSED),
        (["wait", "done"], S.CLOSED),
        (["done", "done"], S.CLOSED),
        (["done", "gone"], S.CLOSED),
        (["new", "gone"], S.WITHDRAWN),
        (["done", "new"], S.LISTENING),
        (["gone", "busy"], S.ANALYSING),
    ],
)
def test_each_event_leads_to_its_state(statuses: Sequence[str], state: ComplaintState) -> None:
    """By the steps that lie on the way, and no further."""
    rows = [row(status, f"{day:02}T09:00") for day, status in enumerate(statuses, start=1)]

    assert state is last(*rows).state


def test_the_steps_on_the_way_have_the_moment_of_the_event() -> None:
    """What the log does not tell is said to be not in the log."""
    complaint = last(row("new", "01T09:00"), row("busy", "02T09:00"), row("done", "03T09:00"))

    assert [at("02T09:00")] * 3 + [at("03T09:00")] * 7 == [event.at for event in complaint.history]
    assert ["Acknowledged", "SeverityRated", "AccountConfirmed"] == kinds(complaint)[:3]
    assert "Closed" == kinds(complaint)[-1]
    assert "Not in the log." == complaint.about


def test_closed_by_the_first_event_is_resolved_on_first_contact() -> None:
    """Nothing lies between the receipt and the end."""
    assert ["ResolvedOnFirstContact"] == kinds(last(row("done", "01T09:00")))


def test_what_the_log_tells_is_kept() -> None:
    """Impact, product, customer and handler; without them the lowest, nobody and the case."""
    full = last(row("busy", "01T09:00", impact="high", item="pump", who="d1", by="lin"))
    bare = last(row("busy", "01T09:00", impact="none such"))

    assert (Severity(impact=1, urgency=2), "pump", "d1", "lin") == (
        full.severity,
        full.product,
        full.customer_id,
        full.owner_id,
    )
    assert (None, "", "7", "log") == (bare.severity, bare.product, bare.customer_id, bare.owner_id)
    assert Severity(impact=3, urgency=3) == bare.progress.severity


def test_a_mapping_without_optional_columns() -> None:
    """Case, instant and status are enough."""
    mapping = log_mapping_from_toml(
        'case = "no"\nat = "when"\nstatus = ["a", "b"]\n[steps]\n"x / y" = "closed"'
    )
    rows = [{"no": "1", "when": "2026-06-01T09:00:00Z", "a": "x", "b": "y"}]
    (found,) = replay_log(rows, mapping, calendar=OFFICE)

    assert (S.CLOSED, "1") == (found.complaints[0].state, found.complaints[0].customer_id)
    assert ("no", "when", "a", "b") == mapping.columns


def test_reopened_within_thirty_days_and_continued_later() -> None:
    """The thirtieth day is in time; after it a complaint of its own follows."""
    july = "2026-07-01T09:00:00+02:00"
    in_time = one(row("done", "01T09:00"), row("busy", "01T09:00", when=july))
    later = one(
        row("done", "01T09:00"), row("busy", "01T09:00", when=july.replace("09:00:00", "09:00:01"))
    )

    assert (1, 1, 1) == (
        len(in_time.complaints),
        in_time.reopenings,
        in_time.complaints[0].progress.reopenings,
    )
    assert (["7", "7/2"], 1) == ([each.id for each in later.complaints], later.reopenings)
    assert "7" == later.complaints[1].follows_id


def test_where_the_time_went() -> None:
    """Handled, waited, handled, ended and handled again."""
    case = one(
        row("busy", "01T09:00"),
        row("wait", "01T11:00"),
        row("odd", "01T12:00"),
        row("new", "01T14:00"),
        row("done", "01T15:00"),
        row("busy", "01T20:00"),
        row("done", "01T21:00"),
    )

    assert TimeSpent(waiting=3 * HOUR, handling=4 * HOUR, ended=5 * HOUR) == case.spent


def test_events_are_taken_in_time_order() -> None:
    """However the log is sorted; cases stay in the order in which it first names them."""
    rows = [row("done", "02T09:00"), row("busy", "01T09:00"), row("busy", "01T08:00", no="6")]
    found = list(replay_log(rows, MAPPING, calendar=OFFICE))

    assert ["7", "6"] == [case.case_id for case in found]
    assert at("01T09:00") == found[0].complaints[0].received_at


def test_every_bad_event_is_reported_and_none_is_replayed() -> None:
    """By its line, column and value."""
    rows = [
        row("busy", "01T09:00"),
        row("lost", "01T09:00"),
        row("busy", "01T09:00", when="yesterday", no=" "),
        {"no": "8"},
    ]
    with pytest.raises(ImportFailedError) as caught:
        list(replay_log(rows, MAPPING, calendar=OFFICE, file="log.csv"))
    faults = caught.value.faults

    assert RowFault("log.csv", 3, "status", "lost", "a status that the mapping names") == faults[0]
    assert [(4, "no"), (4, "when")] == [(one.line, one.column) for one in faults[1:3]]
    assert {5} == {one.line for one in faults[3:]}


def test_what_cannot_be_an_id_is_reported_before_any_case() -> None:
    """Too long, or no text that can be kept: with its line, and nothing is yielded."""
    rows = [
        row("busy", "01T09:00"),
        row("busy", "01T09:00", no="x" * 300),
        row("busy", "01T09:00", no="\ud800"),
    ]
    with pytest.raises(ImportFailedError) as caught:
        next(replay_log(rows, MAPPING, calendar=OFFICE))

    assert [(3, "no"), (4, "no")] == [(one.line, one.column) for one in caught.value.faults]


def test_a_case_does_not_go_on_as_another_case() -> None:
    """A log with a case 7/2 of its own, and case 7 going on too late, is reported."""
    rows = [
        row("done", "01T09:00"),
        row("busy", "01T09:00", when="2026-09-01T09:00:00+02:00"),
        row("done", "01T09:00", when="2026-09-02T09:00:00+02:00"),
        row("busy", "01T09:00", no="7/2"),
    ]
    with pytest.raises(ImportFailedError) as caught:
        next(replay_log(rows, MAPPING, calendar=OFFICE))

    assert [(3, "no", "7")] == [(one.line, one.column, one.value) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("case = ", "no TOML"),
        (TEXT.replace("received", "put"), "steps"),
        (TEXT + "\nmore = 1", "more"),
        ('case = "no"\nat = "when"\nstatus = ["a"]\nsteps = {}', "steps"),
    ],
)
def test_a_mapping_with_faults(text: str, place: str) -> None:
    """The fault is named."""
    with pytest.raises(PayloadError, match=place):
        log_mapping_from_toml(text)


def test_a_mapping_made_by_hand_keeps_the_rules() -> None:
    """What is no severity or no step is refused."""
    with pytest.raises(InvalidValueError, match="severities"):
        attrs.evolve(MAPPING, severities={"high": 1})  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="steps"):
        attrs.evolve(MAPPING, steps={"new": "received"})  # type: ignore[arg-type]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(MAPPING.steps)), st.integers(0, 50 * 24)),
        min_size=1,
        max_size=25,
    )
)
def test_every_log_can_be_replayed(events: list[tuple[str, int]]) -> None:
    """Whatever follows what, after whatever time; and all of the time is accounted for."""
    hours, rows = 0, []
    for status, gap in events:
        hours += gap
        rows.append(row(status, "", when=at("01T09:00").add(hours=hours).isoformat()))
    case = one(*rows)
    spent = dict.fromkeys(("waiting", "handling", "ended"), 0)
    part = "handling"
    for (status, _), (_, gap) in pairwise(events):
        if status != "odd":
            part = {"wait": "waiting", "done": "ended", "gone": "ended"}.get(status, "handling")
        spent[part] += gap * HOUR

    assert TimeSpent(**spent) == case.spent
    assert len(case.complaints) == len({complaint.id for complaint in case.complaints})


def test_every_step_can_be_mapped() -> None:
    """The example of these tests uses each."""
    assert set(LogStep) == set(MAPPING.steps.values())
