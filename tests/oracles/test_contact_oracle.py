"""The permission to contact is what a walk through time, step by step, finds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.oracles.calendar_oracle import MINUTE, PlainCalendar
from tests.oracles.complaint_oracle import counted
from tests.oracles.contact_oracle import DAY, Asked, Entry, Past
from tests.oracles.test_calendar_oracle import ours, shown

from clientcare.domain.complaint_scales import Priority
from clientcare.domain.consents import ConsentChannel, ConsentEntry, ConsentPurpose
from clientcare.domain.ids import ConsentId, CustomerId, PersonId, TouchpointId
from clientcare.domain.touchpoints import Channel, Direction, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.contact_permission import ContactFacts, ContactWish, may_contact

STEP = 30 * MINUTE
PERSON, OTHER, ACCOUNT = PersonId("person"), PersonId("other"), CustomerId("dealer-1")
STARTS = (dt.date(2026, 11, 23), dt.date(2026, 3, 27), dt.date(2026, 10, 23), dt.date(2026, 1, 30))
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo")
EDGES = (480, 540, 720, 810, 1080, 1260)
_CHANNELS = {one.value: one for one in Channel}
_PURPOSES = {one.value: one for one in Purpose}
_CONSENTS = {one.value: one for one in ConsentPurpose}
_WAYS = {one.value: one for one in ConsentChannel}


@st.composite
def pasts(draw: st.DrawFn, at: int) -> Past:
    """Return a contact before an instant, often at the very bound of a window."""
    bounds = [0, STEP, DAY - STEP, DAY, 7 * DAY, 7 * DAY - STEP, 30 * DAY, 30 * DAY - STEP]
    ago = draw(st.sampled_from(bounds) | st.integers(0, 31 * 48).map(lambda n: n * STEP))
    with_us = draw(st.sampled_from([True, True, False]))
    return Past(
        at=at - ago,
        purpose=draw(st.sampled_from(["service", "collection", "collection", *_PURPOSES])),
        channel=draw(st.sampled_from(["call", "visit", "meeting", "message"])),
        outbound=draw(st.sampled_from([True, True, True, False])),
        reached=draw(st.sampled_from([True, True, True, False])),
        with_us=with_us,
        account=draw(st.booleans()) if with_us else True,
    )


@st.composite
def entries(draw: st.DrawFn, at: int) -> Entry:
    """Return a line of the ledger about the instant."""
    return Entry(
        at=at + draw(st.sampled_from([-DAY, -STEP, -1, 0, 0, 1])),
        purpose=draw(st.sampled_from(["*", *_CONSENTS])),
        channel=draw(st.sampled_from(["*", "call", "message", "visit"])),
        given=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Asked, int]:
    """Return a person, an account and a wish, and when it is asked."""
    first = draw(st.sampled_from(STARTS)).toordinal()
    at = (first - dt.date(1970, 1, 1).toordinal()) * DAY + draw(st.integers(0, 8 * 48)) * STEP
    at += draw(st.sampled_from([0, 0, 0, 1, MINUTE]))
    days = st.integers(first - 2, first + 12)
    zone = draw(st.sampled_from(ZONES))
    if draw(st.booleans()):  # an edge of the hours or of the wall, or just before it
        edge = dt.datetime.fromordinal(first + draw(st.integers(0, 8)))
        edge += dt.timedelta(minutes=draw(st.sampled_from(EDGES)))
        aware = edge.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        at = int(aware.timestamp()) * 1_000_000 - draw(st.sampled_from([0, 0, STEP]))
    holidays = frozenset(draw(st.sets(days, max_size=6)))
    plain = PlainCalendar(
        zone=zone,
        week=(((540, 1020),),) * 5 + ((),) * 2,
        holidays=holidays,
        make_up=dict.fromkeys(draw(st.sets(days, max_size=2)) - holidays, ()),
    )
    channel = draw(st.sampled_from(["call", "message", "visit", "meeting", "letter"]))
    purpose = draw(st.sampled_from(["service", "service", "marketing", "collection", *_PURPOSES]))
    wide = Entry(at=at - 40 * DAY, purpose="*", channel="*", given=True)
    asked = Asked(
        calendar=plain,
        purpose=purpose,
        channel=channel,
        due_visit=channel == "visit" and purpose == "service" and draw(st.booleans()),
        ambassador=purpose == "referral" and draw(st.booleans()),
        contract=draw(st.sampled_from([True, True, False, None])),
        entries=(
            *draw(st.sampled_from([(), (wide,), (wide,)])),
            *draw(st.lists(entries(at), max_size=2)),
        ),
        past=tuple(draw(st.lists(pasts(at), max_size=9))),
        urgent=draw(st.sampled_from([False, False, False, True])),
        hold=draw(st.sampled_from([False, False, False, True])),
    )
    return asked, at


def facts_of(asked: Asked) -> ContactFacts:
    """Return the same as the library's facts."""
    touched = [
        Touchpoint(
            id=TouchpointId(f"t-{place}"),
            customer_id=ACCOUNT if one.account else CustomerId("another"),
            channel=_CHANNELS[one.channel],
            direction=Direction.OUTBOUND if one.outbound else Direction.INBOUND,
            purpose=_PURPOSES[one.purpose],
            outcome=TouchOutcome.REACHED if one.reached else TouchOutcome.NOBODY,
            at=shown(one.at),
            contacts=(PERSON,) if one.with_us else (OTHER,),
        )
        for place, one in enumerate(asked.past)
    ]
    ledger = [
        ConsentEntry(
            id=ConsentId(f"c-{place}"),
            subject_id=PERSON,
            purpose=_CONSENTS[one.purpose],
            channel=_WAYS[one.channel],
            given=one.given,
            at=shown(one.at),
            evidence="form",
        )
        for place, one in enumerate(asked.entries)
    ]
    return ContactFacts(
        person_id=PERSON,
        customer_id=ACCOUNT,
        account_time_zone=asked.calendar.zone,
        calendar=ours(asked.calendar),
        under_contract=asked.contract,
        consents=tuple(ledger),
        touchpoints=tuple(touched),
        open_complaints=(Priority.P3, Priority.P2) if asked.urgent else (Priority.P3,),
        legal_hold=asked.hold,
    )


def wish_of(asked: Asked) -> ContactWish:
    """Return the same wish."""
    return ContactWish(
        channel=_CHANNELS[asked.channel],
        purpose=_PURPOSES[asked.purpose],
        due_visit=asked.due_visit,
        ambassador=asked.ambassador,
    )


@given(questions())
@settings(suppress_health_check=list(HealthCheck))
def test_may_contact(question: tuple[Asked, int]) -> None:
    """Allowed, deferred until the same instant, denied or unknown."""
    asked, at = question
    # A request between two steps has its past between them too: then the walk goes by whole minutes.
    step = STEP if at % STEP == 0 else MINUTE
    if at % MINUTE:
        asked = dataclasses.replace(asked, past=())
    expected = asked.answer(at, step=step)
    found = may_contact(facts_of(asked), wish_of(asked), now=shown(at)).outcome
    event(expected[0])
    if found is None:
        assert expected == ("unknown", None)
        return
    until = None if found.until is None else counted(found.until)

    assert expected == (found.permission.value, until)
