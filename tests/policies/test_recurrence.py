"""Recurrence: rolling counts, single complaints of the highest priority, and the control chart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    CauseFound,
    DuplicateTaken,
    FoundUnfounded,
    Merged,
    Reopened,
    SeverityRated,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    ComplaintMark,
    FaultSide,
    Priority,
    WithdrawalKind,
)
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError
from clientcare.policies.control_chart import ChartPoint, MonthFigures, control_chart
from clientcare.policies.escalation import EscalationRules
from clientcare.policies.recurrence import (
    RecurrenceCase,
    RecurrenceTrigger,
    recurrence_case,
    recurrences,
)

TODAY: Final = Date(2026, 11, 20)
OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
LATE: Final = CauseKind.DELIVERY_DELAY
NOON: Final = pendulum.datetime(2026, 11, 20, 12, tz="Asia/Shanghai")


def case(
    name: str,
    days: int,
    *,
    customer: str = "d1",
    product: str = "泵",
    cause: CauseKind | None = LATE,
    p1: bool = False,
) -> RecurrenceCase:
    """Return a case received so many days ago."""
    return RecurrenceCase(
        complaint_id=ComplaintId(name),
        customer_id=CustomerId(customer),
        product=product,
        cause=cause,
        received_on=TODAY.subtract(days=days),
        is_p1=p1,
    )


def found(*cases: RecurrenceCase) -> list[tuple[RecurrenceTrigger, RecurrenceKey]]:
    """Return the triggers of today and their keys."""
    outcome = recurrences(cases, as_of=TODAY).outcome
    return [(one.trigger, one.key) for one in outcome]


PUMP: Final = RecurrenceKey.of_process("泵", LATE)


@pytest.mark.parametrize(("days", "fires"), [(89, True), (90, False)])
def test_three_of_one_process_and_cause_in_ninety_days(days: int, *, fires: bool) -> None:
    """The ninety dates that end with today; a complaint of the ninetieth day before has left."""
    cases = (case("1", 0), case("2", 5, customer="d2"), case("3", days, customer="d3"))

    assert found(*cases) == ([(RecurrenceTrigger.PROCESS, PUMP)] if fires else [])


@pytest.mark.parametrize(("days", "fires"), [(179, True), (180, False)])
def test_two_of_one_customer_and_cause_in_half_a_year(days: int, *, fires: bool) -> None:
    """Whatever the product."""
    key = RecurrenceKey.of_customer(CustomerId("d1"), LATE)
    cases = (case("1", 0), case("2", days, product="阀"))

    assert found(*cases) == ([(RecurrenceTrigger.CUSTOMER, key)] if fires else [])


def test_a_p1_alone_is_enough() -> None:
    """It takes the key of its process; until that is known, its own."""
    own = RecurrenceKey.of_case(ComplaintId("1"))

    assert found(case("1", 400, p1=True)) == [(RecurrenceTrigger.P1, PUMP)]
    assert found(case("1", 0, p1=True, cause=None)) == [(RecurrenceTrigger.P1, own)]
    assert found(case("1", 0, p1=True, product="")) == [(RecurrenceTrigger.P1, own)]


def test_what_is_unknown_counts_for_nothing_and_is_said() -> None:
    """No cause, no product, received later: left out, each with its count."""
    answer = recurrences(
        [case("1", 0, cause=None), case("2", 0, product=""), case("3", -1)], as_of=TODAY
    )

    assert answer.outcome == ()
    assert [(reason.code, reason.facts["count"]) for reason in answer.reasons] == [
        ("recurrence.cause_unknown", 1),
        ("recurrence.product_unknown", 1),
        ("recurrence.after_as_of", 1),
    ]


def test_nothing_found_has_a_reason() -> None:
    """An empty answer says so."""
    assert recurrences((), as_of=TODAY).codes == ("recurrence.none",)


def test_a_complaint_twice_is_refused() -> None:
    """Each complaint counts once."""
    with pytest.raises(InvalidValueError, match="once"):
        recurrences([case("1", 0), case("1", 1)], as_of=TODAY)


# --- which complaints count -----------------------------------------------------


def complaint(**given: object) -> Complaint:
    """Return a complaint received on 2026-11-19 at 17:00 UTC, the 20th in Shanghai."""
    fields: dict[str, object] = {
        "id": "C-1",
        "customer_id": "d1",
        "received_at": pendulum.datetime(2026, 11, 19, 17, tz="UTC"),
        "received_by": REP,
        "owner_id": REP,
        "about": "x",
        "remedy_sought": "x",
        "product": "泵",
        **given,
    }
    return Complaint(**fields)  # type: ignore[arg-type] # fields by name


def counted(
    made: Complaint, now: DateTime = NOON, rules: EscalationRules = EscalationRules()
) -> RecurrenceCase | None:
    """Return a complaint as it is counted."""
    return recurrence_case(made, now=now, calendar=OFFICE, rules=rules)


def analysed(made: Complaint) -> Complaint:
    """Return a complaint that is being analysed."""
    for event in (
        Acknowledged(at=NOON, by=REP),
        SeverityRated(at=NOON, by=REP, severity=Severity(impact=3, urgency=3), why="x"),
        AccountConfirmed(at=NOON, by=REP, account="x"),
    ):
        made = made.record(event)
    return made


def test_a_case_has_the_local_day_and_the_cause() -> None:
    """Counted by the local date of the receipt, with cause level 1 once it is found."""
    cause = Cause(kind=LATE, fault=FaultSide.CARRIER)
    one = counted(
        analysed(complaint()).record(CauseFound(at=NOON, by=REP, cause=cause, evidence="x"))
    )

    assert one is not None
    assert (one.received_on, one.cause, one.product) == (Date(2026, 11, 20), LATE, "泵")
    assert one.process_key == PUMP


def test_what_does_not_count() -> None:
    """Unfounded, withdrawn, merged, not received yet."""
    gone = Withdrawn(at=NOON, by=REP, kind=WithdrawalKind.BY_CUSTOMER)
    merged = Merged(at=NOON, by=REP, survivor_id=ComplaintId("C-2"))
    before = pendulum.datetime(2026, 11, 19, 16, 59, tz="UTC")

    assert counted(analysed(complaint()).record(FoundUnfounded(at=NOON, by=REP, why="x"))) is None
    assert counted(complaint().record(gone)) is None
    assert counted(complaint().record(merged)) is None
    assert counted(complaint(), before) is None


def test_as_known_on_the_day_judged() -> None:
    """Withdrawn later, it counted before; reopened, it counts again, once."""
    gone = Withdrawn(at=NOON, by=REP, kind=WithdrawalKind.BY_CUSTOMER)
    again = Reopened(at=NOON, by=REP, why="x")

    assert counted(complaint().record(gone), NOON.subtract(seconds=1)) is not None
    assert counted(complaint().record(gone).record(again)) is not None


def test_the_survivor_counts_from_the_earliest_receipt() -> None:
    """Merged ones count once, on the day of the first of them."""
    taken = duplicate(Priority.P3)

    one = counted(complaint().record(taken))

    assert one is not None
    assert one.received_on == Date(2026, 11, 1)


def duplicate(priority: Priority) -> DuplicateTaken:
    """Return a duplicate of 1 November."""
    return DuplicateTaken(
        at=NOON,
        by=REP,
        duplicate_id=ComplaintId("C-0"),
        received_at=pendulum.datetime(2026, 11, 1, 12, tz="Asia/Shanghai"),
        acknowledged_at=None,
        priority=priority,
    )


@pytest.mark.parametrize(
    ("made", "p1"),
    [
        (complaint(), False),
        (complaint(severity=Severity(impact=1, urgency=1)), True),
        (complaint(severity=Severity(impact=1, urgency=2), tier=Tier.A), False),
        (complaint(marks=(ComplaintMark.SAFETY,)), True),
        (complaint(marks=(ComplaintMark.LEGAL,)), True),
        (complaint(marks=(ComplaintMark.PRESS,)), False),
        (complaint().record(duplicate(Priority.P1)), True),
        (complaint().record(duplicate(Priority.P2)), False),
        (analysed(complaint().record(duplicate(Priority.P1))), False),
        (analysed(complaint(severity=Severity(impact=1, urgency=1))), False),
    ],
)
def test_what_makes_a_p1(made: Complaint, *, p1: bool) -> None:
    """The priority known on the day: rated 1 and 1, safety or law, or merged in and not rated since."""
    one = counted(made)

    assert one is not None
    assert one.is_p1 is p1


def test_a_firm_may_begin_with_p1() -> None:
    """Where the rules make P1 of what nobody has judged yet."""
    one = counted(complaint(), rules=EscalationRules(provisional=Priority.P1))

    assert one is not None
    assert one.is_p1


# --- the control chart ------------------------------------------------------------


def year(orders: int | None = 100, complaints: int | None = 10) -> list[MonthFigures]:
    """Return the twelve months of 2025, all alike."""
    return [
        MonthFigures(month=Date(2025, month, 1), orders=orders, complaints=complaints)
        for month in range(1, 13)
    ]


def january(orders: int | None, complaints: int | None) -> MonthFigures:
    """Return January 2026."""
    return MonthFigures(month=Date(2026, 1, 1), orders=orders, complaints=complaints)


def last_point(*months: MonthFigures, as_of: Date = Date(2026, 1, 31)) -> ChartPoint:
    """Return the chart of the last complete month."""
    return control_chart(months, as_of=as_of).outcome[-1]


def test_a_month_above_its_limit() -> None:
    """Mean 10 %, deviation 1 % at 900 orders: 118 complaints are above 13 %."""
    point = last_point(*year(), january(900, 118))

    assert (point.rate, point.centre, point.variance, point.limit, point.exceeded) == (
        Fraction(118, 900),
        Fraction(1, 10),
        Fraction(1, 10_000),
        Decimal("0.130000"),
        True,
    )


def test_the_rate_calls_for_an_action_with_the_last_complete_month() -> None:
    """The trouble is the month; before its last day it is not complete."""
    months = [*year(), january(900, 118)]
    done = recurrences((), as_of=Date(2026, 1, 31), months=months)
    early = recurrences((), as_of=Date(2026, 1, 30), months=months)

    assert [(one.trigger, one.key) for one in done.outcome] == [
        (RecurrenceTrigger.RATE, RecurrenceKey.of_month(Date(2026, 1, 1)))
    ]
    assert done.has("recurrence.rate_exceeded")
    assert early.outcome == ()


@pytest.mark.parametrize(
    ("before", "month", "code"),
    [
        (year(), january(None, 5), "figures_unknown"),
        (year(), january(100, None), "figures_unknown"),
        (year(), january(4, 5), "more_complaints_than_orders"),
        (year()[1:], january(100, 50), "history_too_short"),
        (year(orders=None), january(100, 50), "baseline_unknown"),
        (year(complaints=None), january(100, 50), "baseline_unknown"),
        (year(orders=5), january(100, 50), "baseline_unknown"),
        (year(), january(49, 40), "too_few_expected"),
        (year(complaints=0), january(900, 40), "too_few_expected"),
        (year(orders=0, complaints=0), january(900, 40), "too_few_expected"),
        (year(), january(0, 0), "too_few_expected"),
    ],
)
def test_what_leaves_a_month_undetermined(
    before: list[MonthFigures], month: MonthFigures, code: str
) -> None:
    """Unknown figures, a short history, more complaints than orders, too few to expect."""
    point = last_point(*before, month)

    assert point.exceeded is None
    assert point.reason.code == f"recurrence.{code}"


def test_exactly_five_expected_are_enough() -> None:
    """At 10 %, 50 orders expect 5."""
    assert last_point(*year(), january(50, 11)).exceeded is False


def test_an_ordinary_month_says_so() -> None:
    """Not above the limit, with the numbers."""
    point = last_point(*year(), january(900, 117))

    assert (point.exceeded, point.reason.code) == (False, "recurrence.rate_ordinary")


def test_a_month_stands_in_it_once_and_begins_on_its_first_day() -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValueError, match="once"):
        control_chart([january(1, 1), january(1, 1)], as_of=TODAY)
    with pytest.raises(InvalidValueError, match="first day"):
        MonthFigures(month=Date(2026, 1, 2), orders=1, complaints=1)
    assert control_chart([], as_of=TODAY).codes == ("recurrence.no_month",)


def test_the_ends_of_the_calendar_do_no_harm() -> None:
    """In the first and in the last month that there is, the answer is as anywhere."""
    first = MonthFigures(month=Date(1, 1, 1), orders=1, complaints=1)
    last = MonthFigures(month=Date(9999, 12, 1), orders=1, complaints=1)
    found = control_chart([first, last], as_of=Date(9999, 12, 31)).outcome

    assert [point.exceeded for point in found] == [None, None]
    assert recurrences((), as_of=Date(1, 1, 1)).outcome == ()


def test_a_complaint_is_counted_on_its_own_calendar() -> None:
    """Another one than it names is refused: its day could be another."""
    named = complaint(calendar_id=OFFICE.id)
    other = WorkCalendar.always("other", time_zone="UTC")

    assert recurrence_case(named, now=named.received_at, calendar=OFFICE) is not None
    with pytest.raises(InvalidValueError, match="calendar"):
        recurrence_case(named, now=named.received_at, calendar=other)
