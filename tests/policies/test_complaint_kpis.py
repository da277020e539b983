"""The key figures of complaints: every example and edge of policies 8."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    ComplaintEvent,
    CustomerReplied,
    FinalAnswerSent,
    Merged,
    ProposalAccepted,
    ProposalRefused,
    ProposalSent,
    QuestionSent,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
    SeverityRated,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    FaultSide,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.errors import InvalidValueError
from clientcare.policies.complaint_kpis import (
    ClosedCase,
    ComplaintFigures,
    ComplaintKpiRules,
    complaint_figures,
    complaint_kpis,
    complaint_rate,
    complaints_per_customer_year,
    customer_satisfaction,
    days_to_resolve,
    first_contact_resolution,
    hours_to_resolve,
    on_time_rate,
    recurrence_rate,
    reopen_rate,
    satisfaction,
)
from clientcare.policies.escalation import ComplaintFacts
from clientcare.policies.kpi import Kpi, Period

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
JUNE: Final = Period(first_on=Date(2026, 6, 1), last_on=Date(2026, 6, 30))
RATED: Final = Severity(impact=3, urgency=2)
EXPLAIN: Final = (Remedy(kind=RemedyKind.EXPLANATION),)


def at(text: str) -> DateTime:
    """Return a local time of 2026, ``06-01 09:00``."""
    found = pendulum.parse(f"2026-{text}", tz="Asia/Shanghai")
    assert isinstance(found, DateTime)
    return found


NOW: Final = at("12-31 12:00")
CAUSE: Final = Cause(kind=CauseKind.QUANTITY, fault=FaultSide.OURS)


def received(number: int = 1, when: str = "06-01 10:00", customer: str = "d1") -> Complaint:
    """Return a complaint; the first of June is a Monday."""
    return Complaint(
        id=ComplaintId(f"C-{number}"),
        customer_id=CustomerId(customer),
        received_at=at(when),
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
    )


def then(complaint: Complaint, *events: ComplaintEvent) -> Complaint:
    """Return a complaint with further events."""
    for event in events:
        complaint = complaint.record(event, calendar=OFFICE)
    return complaint


def at_once(when: str, cause: Cause | None = CAUSE) -> ResolvedOnFirstContact:
    """Return a resolution on the first contact."""
    return ResolvedOnFirstContact(
        at=at(when),
        by=REP,
        why="" if cause else "As agreed.",
        account="x",
        severity=RATED,
        cause=cause,
        remedies=EXPLAIN,
        evidence="x",
        lessons="x",
    )


def up_to_proposal(when: str) -> list[ComplaintEvent]:
    """Return the steps up to the proposal, all at one moment."""
    told: dict[str, Any] = {"at": at(when), "by": REP}
    return [
        Acknowledged(**told),
        SeverityRated(**told, severity=RATED),
        AccountConfirmed(**told, account="x"),
        CauseFound(**told, cause=CAUSE, evidence="x"),
        RemedyChosen(**told, remedies=EXPLAIN),
        ProposalSent(**told),
    ]


def through(when: str, done: str, closed: str, answer: int | None = None) -> list[ComplaintEvent]:
    """Return all six steps, with the end of step 5 and the closing at their moments."""
    return [
        *up_to_proposal(when),
        ProposalAccepted(at=at(when), by=REP),
        ActionDone(at=at(done), by=REP, evidence="x"),
        SettlementConfirmed(at=at(closed), by=REP, satisfaction=answer),
        Closed(at=at(closed), by=REP, lessons="x"),
    ]


def figures(*complaints: Complaint, now: DateTime = NOW, **options: Any) -> ComplaintFigures:
    """Return the figures of June."""
    calendar = options.pop("calendar", OFFICE)
    facts = [ComplaintFacts(complaint=one, calendar=calendar) for one in complaints]
    return complaint_figures(facts, **{"period": JUNE, "now": now, **options})


def closed_case(number: int, **changes: Any) -> ClosedCase:
    """Return a case that was closed long ago."""
    facts = {
        "complaint_id": ComplaintId(f"C-{number}"),
        "closed_on": Date(2026, 6, 1),
        "age_days": 200,
        "net_microseconds": 3_600_000_000 * number,
        "gross_days": number,
    }
    return ClosedCase(**{**facts, **changes})


def of(**parts: Any) -> ComplaintFigures:
    """Return figures made by hand."""
    return ComplaintFigures(**{"period": JUNE, "now": NOW, **parts})


def parts_of(decision: Decision[Kpi]) -> tuple[object, object, object]:
    """Return value, numerator and denominator."""
    return decision.outcome.value, decision.outcome.numerator, decision.outcome.denominator


class TestExamples:
    """The examples of the table."""

    def test_complaint_rate(self) -> None:
        """6 founded complaints over 4,000 orders are 1.5 for a thousand."""
        found = complaint_rate(of(founded=6, orders=4_000))

        assert (Fraction(3, 2), 6_000, 4_000) == parts_of(found)
        assert ("complaint_kpis.complaint_rate",) == found.codes

    def test_per_customer_and_year(self) -> None:
        """6 of 500 active customers in 30 days: 6 x 100 x 365 over 500 x 30."""
        found = complaints_per_customer_year(of(founded=6, active_customers=500))

        assert (Fraction(219_000, 15_000), 219_000, 15_000) == parts_of(found)

    def test_first_contact(self) -> None:
        """72 of 100."""
        cases = tuple(closed_case(one, first_contact=one < 72) for one in range(100))

        assert (Fraction(72, 100), 72, 100) == parts_of(first_contact_resolution(of(closed=cases)))

    def test_on_time(self) -> None:
        """45 met and 5 missed are 90 %."""
        assert (Fraction(9, 10), 45, 50) == parts_of(on_time_rate(of(met=45, missed=5, not_due=7)))

    def test_reopened_and_recurring(self) -> None:
        """3 and 4 of 100."""
        cases = tuple(
            closed_case(one, reopened=one < 3, next_days=90 if one < 4 else 91)
            for one in range(100)
        )

        assert (Fraction(3, 100), 3, 100) == parts_of(reopen_rate(of(closed=cases)))
        assert (Fraction(4, 100), 4, 100) == parts_of(recurrence_rate(of(closed=cases)))

    def test_satisfaction(self) -> None:
        """4, 5, 3, 5, 2 are 60 %."""
        found = customer_satisfaction(of(answers=(4, 5, 3, 5, 2)))

        assert (Fraction(3, 5), 3, 5) == parts_of(found)

    def test_percentile_and_median(self) -> None:
        """Of 1 to 10 hours: half took 5.5 or less, nine of ten 9 or less."""
        cases = tuple(closed_case(number) for number in range(1, 11))
        median, p90 = hours_to_resolve(of(closed=cases))

        assert (Fraction(11, 2), Fraction(9)) == (median.outcome.value, p90.outcome.value)
        assert (Fraction(11, 2), Fraction(9)) == tuple(
            one.outcome.value for one in days_to_resolve(of(closed=cases))
        )


@pytest.mark.parametrize(
    ("ask", "numerator", "denominator"),
    [
        (complaint_rate, 0, None),
        (complaints_per_customer_year, 0, None),
        (first_contact_resolution, 0, 0),
        (recurrence_rate, 0, 0),
        (reopen_rate, 0, 0),
        (on_time_rate, 0, 0),
        (customer_satisfaction, 0, 0),
        (lambda found: hours_to_resolve(found)[0], 0, 0),
        (lambda found: hours_to_resolve(found)[1], 0, 0),
        (lambda found: days_to_resolve(found)[0], 0, 0),
        (lambda found: days_to_resolve(found)[1], 0, 0),
    ],
)
def test_nothing_to_divide_by(
    ask: Callable[[ComplaintFigures], Decision[Kpi]],
    numerator: int,
    denominator: int | None,
) -> None:
    """No orders known, nothing closed, nobody asked: no value, and a reason that says so."""
    found = ask(of())

    assert (None, numerator, denominator) == parts_of(found)
    assert found.codes[0] in {"kpi.unknown_part", "kpi.no_denominator"}


class TestCounting:
    """What counts as received."""

    def test_withdrawn_and_merged_are_left_out_and_unfounded_is_none(self) -> None:
        """One whose cause is not known yet counts, and is told."""
        gone = Withdrawn(at=at("06-02 10:00"), by=REP, kind=WithdrawalKind.BY_CUSTOMER)
        merged = Merged(at=at("06-02 10:00"), by=REP, survivor_id=ComplaintId("C-1"))
        found = figures(
            received(1),
            then(received(2), gone),
            then(received(3), merged),
            then(received(4), at_once("06-01 11:00", cause=None)),
            then(received(5), at_once("06-01 11:00")),
            orders=2_000,
        )

        assert (2, 1) == (found.founded, found.undecided)
        assert Fraction(1) == complaint_rate(found).outcome.value

    def test_the_period_has_both_its_days_by_the_local_clock(self) -> None:
        """Midnight of Shanghai divides the days, whatever the zone of the instant."""
        moments = ["06-01 00:00", "06-30 23:59", "05-31 23:59", "07-01 00:00"]
        complaints = [
            attrs.evolve(received(number), received_at=at(when).in_timezone("UTC"))
            for number, when in enumerate(moments)
        ]

        assert 2 == figures(*complaints).founded

    def test_what_came_later_is_left_out_and_counted(self) -> None:
        """Judged in the middle of the month, the rest of it is not known."""
        found = figures(received(1), received(2, "06-20 10:00"), now=at("06-10 12:00"), orders=10)
        rate = complaint_rate(found)

        assert (1, 1) == (found.founded, found.after_now)
        assert ("complaint_kpis.complaint_rate", "complaint_kpis.after_as_of") == rate.codes

    def test_the_same_complaint_twice_is_refused(self) -> None:
        """Nothing counts double unseen."""
        with pytest.raises(InvalidValueError, match="each complaint once"):
            figures(received(1), received(1))

    def test_what_is_no_facts_or_no_period_is_refused(self) -> None:
        """By our own error, with what was expected."""
        with pytest.raises(InvalidValueError, match="ComplaintFacts"):
            complaint_figures(["x"], period=JUNE, now=NOW)  # type: ignore[list-item] # on purpose
        with pytest.raises(InvalidValueError, match="Period"):
            complaint_figures([], period=None, now=NOW)  # type: ignore[arg-type] # on purpose

    def test_a_negative_number_of_orders_is_refused(self) -> None:
        """Orders are counted."""
        with pytest.raises(InvalidValueError, match="orders"):
            figures(orders=-1)


class TestClosed:
    """What was closed in the period."""

    @pytest.mark.parametrize(("now", "judged"), [("07-01", 1), ("06-30", 0)])
    def test_provisional_until_thirty_days_have_passed(self, now: str, judged: int) -> None:
        """Closed on the first of June it is judged from the first of July on."""
        case = then(received(), at_once("06-01 11:00"))
        found = first_contact_resolution(figures(case, now=at(f"{now} 00:00")))

        assert judged == found.outcome.denominator
        assert (judged == 0) is found.has("complaint_kpis.provisional")

    @pytest.mark.parametrize(
        ("when", "good"), [("06-01", 1), ("06-02", 0), ("07-01", 0), ("07-02", 1)]
    )
    def test_a_like_case_from_one_to_thirty_days_after(self, when: str, good: int) -> None:
        """On the same day it is no recurrence, on the thirtieth it is, on the next it is not."""
        case = then(received(1), at_once("06-01 11:00"))
        like = then(
            received(2, f"{when} 12:00"), *through(f"{when} 13:00", "08-01 10:00", "08-01 10:00")
        )
        found = first_contact_resolution(figures(case, like))

        assert good == found.outcome.numerator

    def test_another_cause_or_customer_is_no_recurrence(self) -> None:
        """Nor is an unfounded one, which has no cause."""
        other = Cause(kind=CauseKind.OTHER, fault=FaultSide.OURS)
        found = figures(
            then(received(1), at_once("06-01 11:00")),
            then(received(2, "06-02 10:00", "d2"), at_once("06-02 11:00")),
            then(received(3, "06-02 10:00"), at_once("06-02 11:00", other)),
            then(received(4, "06-02 10:00"), at_once("06-02 11:00", None)),
        )

        assert [None] * 4 == [case.next_days for case in found.closed]

    def test_reopened_since(self) -> None:
        """Counted by its first closing in the period, though it was closed again."""
        again = Reopened(at=at("06-05 10:00"), by=REP, why="Leaks again.")
        case = then(
            received(),
            *through("06-01 11:00", "06-02 10:00", "06-03 10:00"),
            again,
            *through("06-05 11:00", "06-08 10:00", "06-09 10:00")[2:],
        )
        found = figures(case)

        assert [(Date(2026, 6, 3), True)] == [(one.closed_on, one.reopened) for one in found.closed]
        assert (Fraction(1), 1, 1) == parts_of(reopen_rate(found))

    def test_deadlock_is_no_closing(self) -> None:
        """It ended, but nothing was resolved."""
        refused = ProposalRefused(at=at("06-02 10:00"), by=REP)
        final = FinalAnswerSent(at=at("06-03 10:00"), by=REP, external_route="Court.")

        assert (
            () == figures(then(received(), *up_to_proposal("06-01 11:00"), refused, final)).closed
        )


class TestTime:
    """How long it took."""

    def test_waiting_is_left_out_of_the_hours_and_counted_in_the_days(self) -> None:
        """Monday 10:00 to Thursday 10:00 are 24 hours and 3 days; a day of waiting leaves 16."""
        asked = QuestionSent(at=at("06-01 12:00"), by=REP, question="Which batch?")
        told = CustomerReplied(at=at("06-02 12:00"), by=REP)
        steps = through("06-02 12:00", "06-04 10:00", "06-09 10:00")
        case = then(received(), Acknowledged(at=at("06-01 11:00"), by=REP), asked, told, *steps[1:])
        found = figures(case)
        (hours, _), (days, _) = hours_to_resolve(found), days_to_resolve(found)

        assert (Fraction(16), Fraction(3)) == (hours.outcome.value, days.outcome.value)

    def test_the_same_day_of_the_next_month_is_thirty_days_later(self) -> None:
        """Days are counted as dates, not by the day of the month."""
        summer = Period(first_on=Date(2026, 6, 1), last_on=Date(2026, 8, 31))
        case = then(received(), *through("06-01 11:00", "07-01 10:00", "07-01 10:00"))

        assert [30] == [one.gross_days for one in figures(case, period=summer).closed]

    def test_on_the_first_contact_it_ends_with_the_closing(self) -> None:
        """An hour, and no day."""
        found = figures(then(received(), at_once("06-01 11:00")))
        (hours, _), (days, _) = hours_to_resolve(found), days_to_resolve(found)

        assert (Fraction(1), Fraction(0)) == (hours.outcome.value, days.outcome.value)

    def test_a_calendar_that_cannot_tell_leaves_the_hours_unknown(self) -> None:
        """The days are known all the same, and on-time is not."""
        short = OFFICE.with_holidays([], published_until=Date(2026, 6, 2))
        case = then(received(), *through("06-01 11:00", "06-04 10:00", "06-04 10:00"))
        found = figures(case, calendar=short)
        (hours, _), (days, _) = hours_to_resolve(found), days_to_resolve(found)

        assert (None, Fraction(3)) == (hours.outcome.value, days.outcome.value)
        assert (None, None, None) == parts_of(on_time_rate(found))
        assert "kpi.unknown_part" == hours.codes[0]


class TestOnTime:
    """Met and missed, by the resolve clock."""

    def test_open_past_its_due_is_missed_and_open_before_it_is_left_out(self) -> None:
        """P4, twenty business days: received on the first, due on the 29th at the same hour."""
        met = then(received(1), *through("06-01 11:00", "06-29 10:00", "06-29 10:00"))
        late = then(received(2), *through("06-01 11:00", "06-29 10:01", "06-29 10:01"))
        gone = ProposalRefused(at=at("06-02 10:00"), by=REP)
        final = FinalAnswerSent(at=at("06-03 10:00"), by=REP, external_route="Court.")
        ended = then(received(3), *up_to_proposal("06-01 11:00"), gone, final)
        still = then(received(4), *up_to_proposal("06-01 11:00"))
        fresh = then(received(5, "06-02 10:00"), *up_to_proposal("06-02 11:00"))
        found = figures(met, late, ended, still, fresh, now=at("06-29 10:01"))

        assert (1, 2, 2) == (found.met, found.missed, found.not_due)
        assert Fraction(1, 3) == on_time_rate(found).outcome.value


class TestSatisfaction:
    """What customers answered."""

    def test_fewer_than_five_answers_give_no_value(self) -> None:
        """Both parts are told, and how many it takes."""
        found = satisfaction([5, 5, 5, 5], period=JUNE, now=NOW)

        assert (None, 4, 4) == parts_of(found)
        assert ("complaint_kpis.too_few_answers",) == found.codes

    @pytest.mark.parametrize("answer", [0, 6, True, 4.0])
    def test_other_answers_are_refused(self, answer: Any) -> None:
        """They are whole numbers from 1 to 5."""
        with pytest.raises(InvalidValueError, match="answers"):
            satisfaction([answer], period=JUNE, now=NOW)

    def test_answers_count_by_the_day_they_were_given(self) -> None:
        """In the period, whenever the complaint was received; no answer is none."""
        found = figures(
            then(
                received(1, "05-01 10:00"), *through("05-01 11:00", "06-01 10:00", "06-01 10:00", 4)
            ),
            then(received(2), *through("06-01 11:00", "06-30 10:00", "07-01 10:00", 1)),
            then(received(3), *through("06-01 11:00", "06-30 10:00", "06-30 10:00")),
        )

        assert (4,) == found.answers

    def test_rules(self) -> None:
        """A firm may call 3 satisfied, and be content with two answers."""
        rules = ComplaintKpiRules(satisfied_from=3, least_answers=2)

        assert (
            Fraction(1, 2) == satisfaction([3, 2], period=JUNE, now=NOW, rules=rules).outcome.value
        )


def test_all_figures_of_a_period_are_told_once() -> None:
    """Each median stands with its percentile, and nothing to divide by gives no value."""
    found = complaint_kpis(ComplaintFigures(period=JUNE, now=NOW))

    assert {one.outcome.value for one in found} == {None}
    assert len({one.outcome.name for one in found}) == len(found) == 11
