"""
Due lists of visits, calls, follow-up and greetings, of as many customers as there are.

Customers come as a stream and are judged one by one; of each person's lines the most
urgent are kept, and how many were left out is told. So time grows with the number of
customers, and memory with that of the people who work, besides the customers' ids.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import attrs
from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId, PersonId, StaffId
from clientcare.domain.occasions import Occasion
from clientcare.errors import InvalidValueError
from clientcare.policies.after_sales import AfterSales, AfterSalesFacts, follow_up_sale
from clientcare.policies.aftercare import AftercareFacts, CareDuty, care_duties
from clientcare.policies.agenda import (
    AgendaLine,
    AgendaRules,
    Topic,
    Urgency,
    agenda_rank,
    rank_agenda,
)
from clientcare.policies.cadence import CadenceFacts, NextContact, next_contact
from clientcare.policies.contact_permission import (
    ContactAnswer,
    ContactFacts,
    ContactWish,
    may_contact,
)
from clientcare.policies.greetings import Greeting, LunarCalendar, greeted_years, next_greeting
from clientcare.policies.visit_status import VisitStatus, visit_status
from clientcare.rulebook import Rulebook
from clientcare.services.care_lines import care_lines
from clientcare.services.line_maker import LineMaker
from clientcare.services.telling import told_by

_DEFAULT = Rulebook()


@attrs.frozen(kw_only=True)
class CareFacts:
    """
    What has to be known of a customer to say what is due.

    Attributes:
        owner_id: Who looks after the customer; ``None`` is nobody.
        cadence: Tier, life cycle, visits and contacts.
        after_sales: Deliveries and urgent complaints.
        aftercare: What is owed beside calls and visits.
        occasions: Birthdays and anniversaries.
        contact: The person to be contacted, with consents and what happened.

    Raises:
        InvalidValueError: The parts are of different customers.
    """

    owner_id: StaffId | None = None
    cadence: CadenceFacts
    after_sales: AfterSalesFacts
    aftercare: AftercareFacts
    occasions: tuple[Occasion, ...] = ()
    contact: ContactFacts

    def __attrs_post_init__(self) -> None:
        mine = self.cadence.customer_id
        others = (
            ("after_sales", self.after_sales.customer_id),
            ("contact", self.contact.customer_id or mine),
            *(("occasions", one.customer_id) for one in self.occasions),
        )
        for part, customer_id in others:
            if customer_id != mine:
                raise InvalidValueError(f"CareFacts.{part}", customer_id, f"of customer {mine}")


@attrs.frozen(kw_only=True)
class DueList:
    """
    What one person has to do.

    Attributes:
        lines: The lines, the most urgent first.
        left_out: How many more there are, all of them less urgent.
    """

    lines: tuple[AgendaLine, ...]
    left_out: int = 0


@attrs.frozen(kw_only=True)
class _Answers:
    visit_status: Decision[VisitStatus | None]
    next_contact: Decision[NextContact | None]
    after_sales: Decision[AfterSales | None]
    aftercare: Decision[tuple[CareDuty, ...] | None]
    greetings: tuple[tuple[Occasion, Decision[Greeting | None]], ...]
    may_contact: partial[Decision[ContactAnswer | None]]


def due_lines(
    facts: CareFacts,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rulebook: Rulebook = _DEFAULT,
    lunar: LunarCalendar | None = None,
) -> Iterator[AgendaLine]:
    """
    Yield what is due to one customer at *now*, in no particular order.

    Whether the customer may be contacted is asked for *now*, of a greeting for when it
    goes out; a line that may not happen says so, and is never left out. Where the
    calendar does not tell the days that an answer rests on, a line says that instead.
    """
    local = calendar.local(now)
    today = local.date()
    answers = _Answers(
        visit_status=told_by(
            lambda: visit_status(
                facts.cadence, as_of=today, calendar=calendar, rules=rulebook.cadence
            ),
            rules=rulebook.ref,
            now=now,
        ),
        next_contact=told_by(
            lambda: next_contact(facts.cadence, now=now, calendar=calendar, rules=rulebook.cadence),
            rules=rulebook.ref,
            now=now,
        ),
        after_sales=told_by(
            lambda: follow_up_sale(
                facts.after_sales, as_of=today, calendar=calendar, rules=rulebook.after_sales
            ),
            rules=rulebook.ref,
            now=now,
        ),
        aftercare=told_by(
            lambda: care_duties(
                facts.aftercare, as_of=today, calendar=calendar, rules=rulebook.aftercare
            ),
            rules=rulebook.ref,
            now=now,
        ),
        greetings=tuple(
            (
                one,
                told_by(
                    partial(
                        next_greeting,
                        one,
                        as_of=today,
                        calendar=calendar,
                        greeted_years=greeted_years(one, facts.contact.touchpoints),
                        lunar=lunar,
                        rules=rulebook.greetings,
                    ),
                    rules=rulebook.ref,
                    now=now,
                ),
            )
            for one in facts.occasions
        ),
        may_contact=partial(_may_contact, facts, now, rulebook),
    )
    make = LineMaker(
        customer_id=facts.cadence.customer_id,
        owner_id=facts.owner_id,
        tier=facts.cadence.tier,
        now=local,
        soon_days=rulebook.agenda.soon_days,
    )
    yield from care_lines(answers, make)
    yield from _silent(answers, make)


def _silent(answers: _Answers, make: LineMaker) -> Iterator[AgendaLine]:
    """Yield a line for what the calendar does not tell, so that nobody is overlooked."""
    for topic, decision in (
        (Topic.VISIT, answers.visit_status),
        (Topic.CONTACT, answers.next_contact),
        (Topic.AFTER_SALES, answers.after_sales),
        (Topic.AFTERCARE, answers.aftercare),
        *((Topic.GREETING, decision) for _, decision in answers.greetings),
    ):
        if "review.calendar_unknown" in decision.codes:
            yield make.line(topic, Urgency.NOW, decision.reasons)


def _may_contact(
    facts: CareFacts,
    now: DateTime,
    rulebook: Rulebook,
    wish: ContactWish,
    *,
    at: DateTime | None = None,
    person: PersonId | None = None,
) -> Decision[ContactAnswer | None]:
    when = at if at is not None and moment(at) > moment(now) else now
    asked = facts.contact if person is None else attrs.evolve(facts.contact, person_id=person)
    return told_by(
        lambda: may_contact(asked, wish, now=when, rules=rulebook.contact),
        rules=rulebook.ref,
        now=now,
    )


def due_lists(
    customers: Iterable[CareFacts],
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rulebook: Rulebook = _DEFAULT,
    lunar: LunarCalendar | None = None,
    most: int | None = None,
) -> Mapping[StaffId | None, DueList]:
    """
    Return the due list of each person, made of a stream of customers.

    Args:
        customers: Whoever is looked after; read once, one at a time.
        now: The instant asked.
        calendar: The firm's calendar.
        rulebook: The rules.
        lunar: The lunar calendar, for who keeps birthdays by it.
        most: Keep at most so many lines for a person, the most urgent; ``None`` keeps
            all, and memory grows with them.

    Raises:
        InvalidValueError: A customer comes twice, or *most* is no whole number of 0 or more.

    .. versionadded:: 0.1.0
    """
    if most is not None and (type(most) is not int or most < 0):
        raise InvalidValueError("most", most, "a whole number, 0 or more")
    kept: dict[StaffId | None, _Kept] = {}
    seen: set[CustomerId] = set()
    for facts in customers:
        if facts.cadence.customer_id in seen:
            raise InvalidValueError("customer_id", facts.cadence.customer_id, "each customer once")
        seen.add(facts.cadence.customer_id)
        for line in due_lines(facts, now=now, calendar=calendar, rulebook=rulebook, lunar=lunar):
            mine = kept.setdefault(line.staff_id, _Kept(rulebook.agenda, most))
            mine.add(line)
    in_order = sorted(kept, key=lambda staff: (staff is None, staff or ""))
    return {staff: kept[staff].due_list() for staff in in_order}


class _Kept:
    """The most urgent lines of one person."""

    def __init__(self, rules: AgendaRules, most: int | None) -> None:
        self._rules = rules
        self._most = most
        self._left_out = 0
        self._heap: list[_Placed] = []

    def add(self, line: AgendaLine) -> None:
        placed = _Placed(rank=agenda_rank(line, rules=self._rules), line=line)
        if self._most is None or len(self._heap) < self._most:
            heapq.heappush(self._heap, placed)
            return
        self._left_out += 1
        if self._heap:
            heapq.heappushpop(self._heap, placed)

    def due_list(self) -> DueList:
        lines = rank_agenda((one.line for one in self._heap), rules=self._rules)
        return DueList(lines=lines, left_out=self._left_out)


@attrs.frozen(kw_only=True, eq=False)
class _Placed:
    """A line that sorts the least urgent first, as a heap drops its first."""

    rank: tuple[object, ...]
    line: AgendaLine

    def __lt__(self, other: _Placed) -> bool:
        return other.rank < self.rank
