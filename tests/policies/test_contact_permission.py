"""May this person be contacted?"""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar, parse_hours
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.consents import ConsentChannel, ConsentEntry, ConsentPurpose
from clientcare.domain.ids import ConsentId, CustomerId, PersonId, TouchpointId
from clientcare.domain.touchpoints import Channel, Direction, Purpose, TouchOutcome, Touchpoint
from clientcare.errors import InvalidValueError, UnpublishedDayError
from clientcare.policies.contact_permission import (
    ContactAnswer,
    ContactClass,
    ContactFacts,
    ContactPermission,
    ContactRules,
    ContactWish,
    is_counted,
    may_contact,
)

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("firm", time_zone=ZONE)
PERSON, OTHER, ACCOUNT = PersonId("person"), PersonId("other"), CustomerId("dealer-1")
CALL = ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE)
ALLOWED, DENIED = ContactPermission.ALLOWED, ContactPermission.DENIED


def at(text: str, zone: str = ZONE) -> DateTime:
    """Return a local time such as ``2026-11-23 10:00``; without a year of November 2026."""
    found = pendulum.parse(text if "-" in text else f"2026-11-{text}", tz=zone)
    assert isinstance(found, DateTime)
    return found


def touch(when: str, zone: str = ZONE, **changes: Any) -> Touchpoint:
    """Return a call that reached the person."""
    usual: dict[str, Any] = {
        "id": TouchpointId(when),
        "customer_id": ACCOUNT,
        "channel": Channel.CALL,
        "purpose": Purpose.SERVICE,
        "outcome": TouchOutcome.REACHED,
        "at": at(when, zone),
        "contacts": (PERSON,),
    }
    return Touchpoint(**{**usual, **changes})


def consent(
    purpose: ConsentPurpose = ConsentPurpose.ANY,
    channel: ConsentChannel = ConsentChannel.ANY,
    *,
    given: bool = True,
    when: str = "01 09:00",
) -> ConsentEntry:
    """Return a line of the consent ledger."""
    return ConsentEntry(
        id=ConsentId(f"{purpose}{channel}{given}{when}"),
        subject_id=PERSON,
        purpose=purpose,
        channel=channel,
        given=given,
        at=at(when),
        evidence="form",
    )


def facts(*touched: Touchpoint, **changes: Any) -> ContactFacts:
    """Return a person of a dealer under contract."""
    usual: dict[str, Any] = {
        "person_id": PERSON,
        "customer_id": ACCOUNT,
        "account_time_zone": ZONE,
        "calendar": OFFICE,
        "under_contract": True,
        "touchpoints": touched,
    }
    return ContactFacts(**{**usual, **changes})


def ask(
    known: ContactFacts, when: str, wish: ContactWish = CALL, **options: Any
) -> ContactPermission | DateTime | None:
    """Return allowed, denied, or until when it is deferred."""
    found = may_contact(known, wish, now=at(when), **options).outcome
    return None if found is None else found.until or found.permission


# --- caps and gaps ------------------------------------------------------------------


def test_worked_example() -> None:
    """Contacts on Monday and Wednesday, asked on Friday: next Monday at the same time."""
    known = facts(touch("16 10:00"), touch("18 10:00"))

    assert at("23 10:00") == ask(known, "20 15:00")


def test_the_weekend_that_moves_it_is_told() -> None:
    """A gap that ends on a Saturday is half the reason for Monday; one that ends at work is all."""
    found = may_contact(facts(touch("20 10:00")), CALL, now=at("20 15:00"))
    plain = may_contact(facts(touch("16 10:00"), touch("18 10:00")), CALL, now=at("20 15:00"))

    assert at("23 09:00") == (found.outcome and found.outcome.until)
    assert "contact.then_outside_hours" == found.codes[-1]
    assert at("21 10:00") == found.reasons[-1].facts["free_at"]
    assert "contact.then_outside_hours" not in plain.codes


def test_until_is_moved_into_the_hours() -> None:
    """A contact that leaves the window at night opens the next morning."""
    known = facts(touch("16 12:30"), touch("18 10:00"))

    assert at("23 13:30") == ask(known, "20 15:00")


@pytest.mark.parametrize(("when", "free"), [("24 10:00", True), ("24 09:59", False)])
def test_the_gap_is_met_at_exactly_24_hours(when: str, *, free: bool) -> None:
    """One contact a day, 24 hours apart; exactly so many is enough."""
    assert (ALLOWED if free else at("24 10:00")) == ask(facts(touch("23 10:00")), when)


def test_what_is_exactly_7_days_old_has_left() -> None:
    """The window of 7 days is open at its begin."""
    known = facts(touch("16 10:00"), touch("18 10:00"))

    assert [at("23 10:00"), ALLOWED] == [ask(known, "23 09:59"), ask(known, "23 10:00")]


def test_six_in_thirty_days() -> None:
    """The seventh waits for the first to become 30 days old."""
    days = ("2026-10-26", "2026-10-30", "2026-11-03", "2026-11-07", "2026-11-11", "2026-11-15")
    known = facts(*(touch(f"{day} 10:00") for day in days))

    assert [at("25 10:00"), ALLOWED] == [ask(known, "24 10:00"), ask(known, "25 10:00")]


def test_the_day_is_the_persons_own() -> None:
    """Two contacts 24 hours apart never share a day; with a shorter gap the date counts."""
    rules = ContactRules(
        gap_hours=1, wall=parse_hours("00:00-24:00"), hours=parse_hours("00:00-24:00")
    )
    known = facts(touch("23 22:00"))

    assert at("24 00:00") == ask(known, "23 23:30", rules=rules)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"direction": Direction.INBOUND}, False),
        ({"outcome": TouchOutcome.NOBODY}, False),
        ({"outcome": TouchOutcome.MESSAGE_LEFT}, False),
        ({"outcome": TouchOutcome.MESSAGE_LEFT, "channel": Channel.EMAIL}, True),
        ({"outcome": TouchOutcome.SENT, "channel": Channel.MESSAGE}, True),
        ({"purpose": Purpose.GREETING}, False),
        ({"purpose": Purpose.REPLY}, True),
        ({"purpose": Purpose.COLLECTION}, True),
        ({"channel": Channel.VISIT, "outcome": None}, False),
        ({"channel": Channel.VISIT, "outcome": None, "ended_at": at("23 10:05")}, True),
    ],
)
def test_what_counts(changes: dict[str, Any], *, counts: bool) -> None:
    """Who was reached by us counts, and what was sent; no greeting, nothing inbound."""
    one = touch("23 10:00", **changes)

    assert (counts, ALLOWED if not counts else at("24 10:00")) == (
        is_counted(one),
        ask(facts(one), "23 15:00"),
    )


def test_the_account_has_a_cap_of_its_own() -> None:
    """Four contacts in 7 days with anybody there; one with several persons is one."""
    four = [touch(f"{day} 10:00", contacts=(OTHER,)) for day in (17, 18, 19, 20)]
    together = [touch(f"{day} 10:00", contacts=(OTHER, PersonId("x"))) for day in (17, 18, 19)]

    assert [at("24 10:00"), ALLOWED] == [
        ask(facts(*four), "23 10:00"),
        ask(facts(*together), "23 10:00"),
    ]


def test_a_shared_phone_counts_for_each() -> None:
    """A call to one is a call to all at that phone; a visit is not."""
    call, visit = (
        touch("23 10:00", contacts=(OTHER,)),
        touch("23 10:00", contacts=(OTHER,), channel=Channel.VISIT),
    )

    assert [at("24 10:00"), ALLOWED, ALLOWED] == [
        ask(facts(call, shares_phone_with=(OTHER,)), "23 15:00"),
        ask(facts(visit, shares_phone_with=(OTHER,)), "23 15:00"),
        ask(facts(call), "23 15:00"),
    ]


def test_a_contact_that_names_nobody_counts_for_each() -> None:
    """Where it is not known who was reached, it may have been this person."""
    assert at("24 10:00") == ask(facts(touch("23 10:00", contacts=())), "23 15:00")


def test_other_accounts_count_for_the_person_alone() -> None:
    """A person of two dealers has one measure, each dealer one of its own."""
    elsewhere = [
        touch(f"{day} 10:00", customer_id=CustomerId("other"), contacts=(person,))
        for day, person in ((17, OTHER), (18, OTHER), (19, OTHER), (20, OTHER), (21, PERSON))
    ]

    assert ALLOWED == ask(facts(*elsewhere), "23 10:00")


def test_a_contact_after_the_request_is_refused() -> None:
    """What has not happened yet is no fact."""
    with pytest.raises(InvalidValueError, match=r"Touchpoint\.at"):
        may_contact(facts(touch("23 10:01")), CALL, now=at("23 10:00"))


# --- exempt classes and collection ----------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        (Purpose.REPLY, ContactClass.SERVICE_DUTY),
        (Purpose.COMPLAINT, ContactClass.SERVICE_DUTY),
        (Purpose.DELIVERY_NOTICE, ContactClass.SERVICE_DUTY),
        (Purpose.LEGAL_NOTICE, ContactClass.LEGAL_NOTICE),
    ],
)
def test_exempt_contacts_keep_the_wall_alone(purpose: Purpose, kind: ContactClass) -> None:
    """No cap and no business day holds them back, but nobody is called before 8 or from 21 on."""
    wish = ContactWish(channel=Channel.CALL, purpose=purpose)
    known = facts(touch("21 09:00"))

    assert [kind, ALLOWED, ALLOWED, at("22 08:00"), at("21 08:00")] == [
        wish.kind,
        ask(known, "21 20:59", wish),
        ask(known, "22 08:00", wish),
        ask(known, "21 21:00", wish),
        ask(facts(), "21 07:59", wish),
    ]


def test_a_written_legal_notice_goes_at_any_time() -> None:
    """It needs no consent, no hour and no zone."""
    wish = ContactWish(channel=Channel.LETTER, purpose=Purpose.LEGAL_NOTICE)
    refused = (consent(given=False),)

    assert ALLOWED == ask(
        facts(account_time_zone=None, consents=refused, legal_hold=True), "22 03:00", wish
    )


def test_due_visits_keep_the_hours() -> None:
    """A visit due by tier is exempt from caps and gap, but comes in the hours."""
    wish = ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE, due_visit=True)
    known = facts(touch("23 10:00"))

    assert [ContactClass.VISIT_DUE, ALLOWED, at("23 13:30")] == [
        wish.kind,
        ask(known, "23 11:59", wish),
        ask(known, "23 12:00", wish),
    ]


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.SERVICE])
def test_a_due_visit_is_a_pretext_for_nothing(purpose: Purpose) -> None:
    """It is service: for another purpose that one's own consent is asked."""
    with pytest.raises(InvalidValueError, match="the purpose service"):
        ContactWish(channel=Channel.VISIT, purpose=purpose, due_visit=True)


def test_an_ambassador_is_met_for_referrals() -> None:
    """The role says nothing about a visit for something else."""
    with pytest.raises(InvalidValueError, match="the purpose referral"):
        ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE, ambassador=True)


def test_only_a_visit_is_a_due_visit() -> None:
    """A call cannot be a visit due by tier."""
    with pytest.raises(InvalidValueError, match="due_visit"):
        ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE, due_visit=True)


def test_seven_collections_in_seven_days() -> None:
    """Collection has a cap of its own in place of caps and gap, and keeps the hours."""
    wish = ContactWish(channel=Channel.CALL, purpose=Purpose.COLLECTION)
    times = [f"{day} {hour}:00" for day in (18, 19, 20) for hour in (10, 15)]
    six = [touch(when, purpose=Purpose.COLLECTION) for when in times]
    seventh = touch("20 16:00", purpose=Purpose.COLLECTION)

    assert [ALLOWED, at("25 10:00"), at("23 09:00")] == [
        ask(facts(*six), "20 16:00", wish),
        ask(facts(*six, seventh), "24 10:00", wish),
        ask(facts(*six), "21 10:00", wish),
    ]


def test_ambassadors_once_a_month() -> None:
    """A meeting in that role comes a calendar month after the last one: 31 January, 28 February."""
    wish = ContactWish(channel=Channel.MEETING, purpose=Purpose.REFERRAL, ambassador=True)
    met = touch("2026-01-31 10:00", purpose=Purpose.REFERRAL, channel=Channel.MEETING)
    known = facts(met, consents=(consent(when="2026-01-01 09:00"),))
    every_day = WorkCalendar.weekly("firm", time_zone=ZONE, days=range(7))

    assert [at("2026-02-28 09:00"), at("2026-03-02 09:00"), ALLOWED] == [
        ask(attrs.evolve(known, calendar=every_day), "2026-02-20 10:00", wish),
        ask(known, "2026-02-20 10:00", wish),
        ask(attrs.evolve(known, touchpoints=()), "2026-02-20 10:00", wish),
    ]


def test_visits_due_do_not_count_as_meetings_in_the_role() -> None:
    """Whatever the visits due to the account by tier."""
    wish = ContactWish(channel=Channel.VISIT, purpose=Purpose.REFERRAL, ambassador=True)
    visit = touch("13 10:00", purpose=Purpose.SALES, channel=Channel.VISIT)

    assert ALLOWED == ask(facts(visit, consents=(consent(),)), "23 10:00", wish)


# --- hours ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("23 08:59", "23 09:00"),
        ("23 09:00", None),
        ("23 11:59", None),
        ("23 12:00", "23 13:30"),
        ("23 17:59", None),
        ("23 18:00", "24 09:00"),
        ("21 10:00", "23 09:00"),
    ],
)
def test_hours(when: str, expected: str | None) -> None:
    """From the opening on, before the closing, on business days."""
    assert (ALLOWED if expected is None else at(expected)) == ask(facts(), when)


def test_holidays_and_make_up_days() -> None:
    """Golden Week is closed, the working Saturday after it open."""
    china = OFFICE.with_holidays(
        [Date(2025, 10, day) for day in range(1, 9)], make_up_days=[Date(2025, 10, 11)]
    )
    known = facts(calendar=china)

    assert [at("2025-10-09 09:00"), ALLOWED] == [
        ask(known, "2025-09-30 18:00"),
        ask(known, "2025-10-11 10:00"),
    ]


def test_the_recipients_clock_counts() -> None:
    """Nine in Berlin is four in the afternoon in Shanghai, or three in summer."""
    berlin = facts(time_zone="Europe/Berlin")

    assert at("23 09:00", "Europe/Berlin") == ask(berlin, "23 10:00")


def test_a_gap_opens_at_its_end() -> None:
    """A window that begins in a skipped hour opens when the clock has jumped."""
    rules = ContactRules(hours=parse_hours("02:30-04:00"), wall=parse_hours("00:00-24:00"))
    sunday = WorkCalendar.weekly("x", time_zone="Europe/Berlin", days=range(7))
    known = facts(time_zone="Europe/Berlin", calendar=sunday)
    now = pendulum.datetime(2026, 3, 29, 1, 0, tz="Europe/Berlin")
    found = may_contact(known, CALL, now=now, rules=rules).outcome
    assert found is not None

    assert pendulum.datetime(2026, 3, 29, 3, 0, tz="Europe/Berlin") == found.until


def test_a_fold_opens_at_its_first_pass_and_closes_there() -> None:
    """An hour that comes twice counts the first time."""
    rules = ContactRules(hours=parse_hours("02:00-02:30"), wall=parse_hours("00:00-24:00"))
    sunday = WorkCalendar.weekly("x", time_zone="Europe/Berlin", days=range(7))
    known = facts(time_zone="Europe/Berlin", calendar=sunday)
    midnight = pendulum.datetime(2026, 10, 25, tz="Europe/Berlin")
    passes = [midnight.add(minutes=minutes) for minutes in (120, 149, 150, 180)]
    found = [may_contact(known, CALL, now=one, rules=rules).outcome for one in passes]

    assert [ALLOWED, ALLOWED, ContactPermission.DEFERRED, ContactPermission.DEFERRED] == [
        one and one.permission for one in found
    ]


def test_a_date_that_comes_twice_ends_at_its_second_end() -> None:
    """Where the clock goes back over midnight, the day goes on after its first end."""
    zone = "America/St_Johns"  # 2010-11-07 00:01 became 2010-11-06 23:01
    open_always = parse_hours("00:00-24:00")
    rules = ContactRules(gap_hours=0, hours=open_always, wall=open_always)
    every = WorkCalendar.weekly("x", time_zone=zone, days=range(7))
    known = facts(touch("2010-11-06 20:00", zone), time_zone=zone, calendar=every)
    first = pendulum.datetime(2010, 11, 6, 23, 30, tz=zone, fold=0)
    passes = [first, first.add(minutes=30), first.add(minutes=60)]  # 23:30, 00:00, 23:30 again
    found = [may_contact(known, CALL, now=one, rules=rules).outcome for one in passes]
    expected = [first.add(minutes=30), None, first.add(minutes=90)]

    assert expected == [one and one.until for one in found]


def test_an_unknown_zone_is_undetermined() -> None:
    """The account's zone stands in for the person's; without both nobody can say."""
    decision = may_contact(facts(account_time_zone=None), CALL, now=at("23 10:00"))

    assert (None, ("contact.zone_unknown",)) == (decision.outcome, decision.codes)


def test_no_opening_within_60_days() -> None:
    """A calendar that never opens gives no time to wait for."""
    closed = WorkCalendar.weekly("closed", time_zone=ZONE, days=())
    decision = may_contact(facts(calendar=closed), CALL, now=at("23 10:00"))

    assert (ContactAnswer(permission=DENIED), "contact.no_opening") == (
        decision.outcome,
        decision.codes[0],
    )


@pytest.mark.parametrize(("days", "expected"), [(61, DENIED), (60, at("23 10:00").add(days=60))])
def test_the_search_ends_after_60_days(days: int, expected: ContactPermission | DateTime) -> None:
    """The sixtieth day at the same time is the last that is looked at."""
    first = at("23 00:00").add(days=days).date()
    opens = WorkCalendar.weekly("late", time_zone=ZONE, days=()).with_exception(
        Date(first.year, first.month, first.day), "00:00-24:00"
    )
    rules = ContactRules(hours=parse_hours("10:00-11:00"))

    assert expected == ask(facts(calendar=opens), "23 10:00", rules=rules)


def test_a_rule_that_never_opens_again_is_denied() -> None:
    """A gap longer than the search leaves no time."""
    rules = ContactRules(gap_hours=24 * 62)

    assert DENIED == ask(facts(touch("23 09:00")), "23 10:00", rules=rules)


def test_unpublished_days_are_an_error() -> None:
    """A plan that ends is not guessed."""
    known = facts(calendar=attrs.evolve(OFFICE, published_until=Date(2026, 11, 20)))
    with pytest.raises(UnpublishedDayError):
        may_contact(known, CALL, now=at("23 10:00"))


# --- consent ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "allowed"),
    [
        (Purpose.SERVICE, True),
        (Purpose.REPLY, True),
        (Purpose.COMPLAINT, True),
        (Purpose.COLLECTION, True),
        (Purpose.SALES, False),
        (Purpose.MARKETING, False),
        (Purpose.BULLETIN, False),
        (Purpose.REFERRAL, False),
        (Purpose.GREETING, False),
    ],
)
def test_without_any_consent(purpose: Purpose, *, allowed: bool) -> None:
    """Silence is a no for marketing, referral and greeting, a yes for service under contract."""
    wish = ContactWish(channel=Channel.CALL, purpose=purpose)
    decision = may_contact(facts(), wish, now=at("23 10:00"))

    assert (ALLOWED if allowed else DENIED) == ask(facts(), "23 10:00", wish)
    assert allowed is not decision.has("contact.no_consent")


@pytest.mark.parametrize(
    ("contract", "purpose", "expected"),
    [
        (False, Purpose.SERVICE, DENIED),
        (False, Purpose.REPLY, ALLOWED),
        (None, Purpose.REPLY, ALLOWED),
        (None, Purpose.SERVICE, None),
        (False, Purpose.COMPLAINT, DENIED),
    ],
)
def test_without_a_contract(
    contract: bool | None,  # noqa: FBT001 - a column of the table
    purpose: Purpose,
    expected: ContactPermission | None,
) -> None:
    """Service needs the contract; a reply does not."""
    wish = ContactWish(channel=Channel.CALL, purpose=purpose)

    assert expected == ask(facts(under_contract=contract), "23 10:00", wish)


def test_a_withdrawal_of_service_stops_replies() -> None:
    """It is effective at its very instant."""
    wish = ContactWish(channel=Channel.CALL, purpose=Purpose.REPLY)
    known = facts(consents=(consent(ConsentPurpose.SERVICE, given=False, when="23 10:00"),))

    assert [ALLOWED, DENIED] == [ask(known, "23 09:59", wish), ask(known, "23 10:00", wish)]


def test_the_latest_entry_wins_and_of_equal_ones_the_withdrawal() -> None:
    """The star stands for every purpose and every channel."""
    wish = ContactWish(channel=Channel.CALL, purpose=Purpose.MARKETING)
    given, taken = consent(), consent(given=False)
    later = consent(ConsentPurpose.MARKETING, ConsentChannel.CALL, when="02 09:00")
    other = consent(ConsentPurpose.MARKETING, ConsentChannel.EMAIL, when="02 09:00")

    assert [ALLOWED, DENIED, ALLOWED, DENIED] == [
        ask(facts(consents=entries), "23 10:00", wish)
        for entries in ((given,), (given, taken), (taken, later), (taken, other))
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"open_complaints": (Priority.P3, Priority.P2)}, "contact.suppressed_by_complaint"),
        ({"legal_collection": True}, "contact.suppressed_by_collection"),
        ({"legal_hold": True}, "contact.suppressed_by_hold"),
    ],
)
@pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.REFERRAL, Purpose.GREETING])
def test_suppressed(changes: dict[str, Any], code: str, purpose: Purpose) -> None:
    """Urgent complaints, legal collection and legal hold hold back all but service."""
    known = facts(consents=(consent(),), **changes)
    wish = ContactWish(channel=Channel.CALL, purpose=purpose)
    decision = may_contact(known, wish, now=at("23 10:00"))

    assert (True, ALLOWED) == (decision.has(code), ask(known, "23 10:00"))
    assert DENIED == ask(known, "23 10:00", wish)


def test_a_minor_complaint_suppresses_nothing() -> None:
    """Only priority 1 and 2 do."""
    wish = ContactWish(channel=Channel.CALL, purpose=Purpose.MARKETING)
    known = facts(consents=(consent(),), open_complaints=(Priority.P3,))

    assert ALLOWED == ask(known, "23 10:00", wish)


def test_denied_beats_deferred() -> None:
    """Who did not consent is told so at night as well, and without a zone."""
    wish = ContactWish(channel=Channel.CALL, purpose=Purpose.MARKETING)

    assert [DENIED, DENIED] == [
        ask(facts(), "23 03:00", wish),
        ask(facts(account_time_zone=None), "23 03:00", wish),
    ]


def test_greetings_keep_the_wall_alone() -> None:
    """They go on a holiday too, and neither count nor wait for other contacts."""
    wish = ContactWish(channel=Channel.MESSAGE, purpose=Purpose.GREETING)
    known = facts(touch("21 09:00"), consents=(consent(),))

    assert [ALLOWED, at("22 08:00")] == [ask(known, "21 09:30", wish), ask(known, "21 21:00", wish)]


# --- rules -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"max_day": 0},
        {"gap_hours": -1},
        {"hours": ()},
        {"hours": parse_hours("09:00-12:00") + parse_hours("11:00-13:00")},
        {"suppressing": (Priority.P1, Priority.P1)},
    ],
)
def test_refused_rules(changes: dict[str, Any]) -> None:
    """Rules that contradict themselves are refused."""
    with pytest.raises(InvalidValueError):
        ContactRules(**changes)


@pytest.mark.parametrize("slip", [{"facts": None}, {"wish": Channel.CALL}, {"rules": OFFICE}])
def test_a_slip_of_the_arguments_is_told_by_name(slip: dict[str, Any]) -> None:
    """Something of another class is refused, and no attribute of it is missed."""
    known: dict[str, Any] = {"facts": facts(), "wish": CALL, **slip}

    with pytest.raises(InvalidValueError, match=next(iter(slip))):
        may_contact(known.pop("facts"), known.pop("wish"), now=at("23 10:00"), **known)


def test_hours_wholly_outside_the_wall_are_refused() -> None:
    """Nobody could ever be contacted by them."""
    with pytest.raises(InvalidValueError, match="within the wall"):
        ContactRules(hours=parse_hours("21:00-23:00"))


def test_the_wall_beats_wider_hours() -> None:
    """Hours that a firm sets hold only within the wall."""
    rules = ContactRules(hours=parse_hours("06:00-23:00, 23:30-24:00"))

    assert ("08:00-21:00",) == tuple(map(str, rules.hours_within_wall))


# --- laws --------------------------------------------------------------------------------

WISHES = st.sampled_from(
    [
        CALL,
        ContactWish(channel=Channel.MESSAGE, purpose=Purpose.MARKETING),
        ContactWish(channel=Channel.CALL, purpose=Purpose.COLLECTION),
        ContactWish(channel=Channel.CALL, purpose=Purpose.REPLY),
        ContactWish(channel=Channel.MESSAGE, purpose=Purpose.GREETING),
        ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE, due_visit=True),
    ]
)
HOUR = 3600


@given(st.lists(st.tuples(st.integers(0, 90), WISHES), max_size=25), st.integers(0, 600))
@settings(max_examples=40)
def test_no_schedule_breaks_a_rule(
    wishes: list[tuple[int, ContactWish]], withdrawn_after: int
) -> None:
    """Whoever asks each time and waits as told breaks no cap, no hour and no withdrawal."""
    withdrawal = attrs.evolve(
        consent(ConsentPurpose.MARKETING, given=False), at=at("02 00:00").add(hours=withdrawn_after)
    )
    known = facts(consents=(consent(), withdrawal))
    now = at("02 00:00")
    done: list[tuple[DateTime, ContactWish]] = []
    for hours, wish in wishes:
        now = now.add(hours=hours)
        answer = may_contact(known, wish, now=now).outcome
        assert answer is not None
        if answer.until is not None:
            again = may_contact(known, wish, now=answer.until).outcome
            ledger_moved = wish.purpose is Purpose.MARKETING and answer.until >= withdrawal.at
            assert ledger_moved or again == ContactAnswer(permission=ALLOWED)
            now = answer.until
            answer = again
        if answer == ContactAnswer(permission=ALLOWED):
            done.append((now, wish))
            made = touch(f"{now:%Y-%m-%d %H:%M}", channel=wish.channel, purpose=wish.purpose)
            known = attrs.evolve(known, touchpoints=(*known.touchpoints, made))

    _assert_kept(done, withdrawal.at)


def _assert_kept(done: list[tuple[DateTime, ContactWish]], withdrawn_at: DateTime) -> None:
    """Look at a whole schedule from outside."""
    counted = [
        moment.int_timestamp for moment, wish in done if wish.purpose is not Purpose.GREETING
    ]
    for place, (moment, wish) in enumerate(done):
        before = counted[: sum(w.purpose is not Purpose.GREETING for _, w in done[:place])]
        stamp = moment.int_timestamp
        assert 8 <= moment.hour < 21
        if wish.purpose is Purpose.MARKETING:
            assert moment < withdrawn_at
        if wish.kind is ContactClass.PROACTIVE:
            assert sum(one > stamp - 7 * 24 * HOUR for one in before) < 2
            assert sum(one > stamp - 30 * 24 * HOUR for one in before) < 6
            assert all(stamp - one >= 24 * HOUR for one in before)
        if wish.kind is not ContactClass.SERVICE_DUTY and wish.purpose is not Purpose.GREETING:
            assert moment.weekday() < 5
            assert 9 <= moment.hour < 12 or (13, 30) <= (moment.hour, moment.minute) < (18, 0)
