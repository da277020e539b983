"""
A year of follow-up of made-up dealers, day by day: ``python -m tools.year_of_follow_up``.

Each morning everybody's due list is made by the library; the people work it down from the
top for as long as their day lasts, asking before each contact. What the year shows is
counted here and judged by looks of its own, not by the policies that made the lists.

With no arguments the command runs 500 dealers through 2025 and writes the page, the
drawing and the figures of ``docs/explanation/a-year-of-follow-up``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Final

import attrs
from pendulum import Date, DateTime
from tools.year_figures import Breaches, Week, Year, breaches_of

from clientcare.domain.aftercare import CustomerCheck, SatisfactionAnswer
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.consents import ConsentChannel, ConsentEntry, ConsentPurpose
from clientcare.domain.ids import (
    ConsentId,
    CustomerCheckId,
    CustomerId,
    OccasionId,
    PersonId,
    SatisfactionId,
    StaffId,
    TouchpointId,
)
from clientcare.domain.occasions import Occasion, OccasionKind
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import (
    Channel,
    Direction,
    Purpose,
    TouchOutcome,
    Touchpoint,
)
from clientcare.policies.after_sales import AfterSalesFacts, StepKind, Suspension
from clientcare.policies.aftercare import AftercareFacts, CareTopic
from clientcare.policies.agenda import AgendaLine, Topic, Urgency, rank_agenda
from clientcare.policies.cadence import CadenceFacts, CadenceRules
from clientcare.policies.capacity import CapacityRules, VisitClass, capacity
from clientcare.policies.contact_permission import (
    ContactFacts,
    ContactPermission,
    ContactWish,
    may_contact,
)
from clientcare.policies.greetings import greeting_mark
from clientcare.services.due_list import CareFacts, due_lines
from clientcare.testing._sample.days import special_days

ZONE: Final = "Asia/Shanghai"
FAR_ZONE: Final = "Asia/Urumqi"
FIRST: Final = Date(2025, 1, 2)
CALENDAR: Final = WorkCalendar.weekly("firm", time_zone=ZONE).with_holidays(
    [Date(day.year, day.month, day.day) for day, kind, _ in special_days() if kind == "holiday"],
    make_up_days=[
        Date(day.year, day.month, day.day) for day, kind, _ in special_days() if kind == "working"
    ],
)
_CADENCE: Final = CadenceRules()
_CAPACITY: Final = CapacityRules()
_MORNING_MINUTES: Final = 180
_CALL_MINUTES: Final = 10
_MESSAGE_MINUTES: Final = 2
_CALLS_A_YEAR: Final = 20
_KEPT_DAYS: Final = 100
_REACH: Final = frozenset({Topic.VISIT, Topic.CONTACT, Topic.AFTER_SALES})


def reps_for(dealers: int) -> int:
    """Return how many people the visits and calls of a year need (policies 4d)."""
    tiers = Counter(tier_of(place, dealers) for place in range(dealers))
    classes = [
        VisitClass(
            name=tier,
            customers=tiers[tier],
            visits=_CADENCE.visits[tier] * 13,
            minutes=_CADENCE.visit_minutes[tier] + _CAPACITY.travel_minutes,
        )
        for tier in Tier
    ]
    classes.append(
        VisitClass(name="calls", customers=dealers, visits=_CALLS_A_YEAR, minutes=_CALL_MINUTES)
    )
    found = capacity(classes, as_of=FIRST, rules=CapacityRules(travel_minutes=0)).outcome
    return max(1, 0 if found is None else found.reps)


def tier_of(place: int, dealers: int) -> Tier:
    """Return the tier of a dealer: of 500 there are 40 A, 120 B and 340 C."""
    if place * 100 < dealers * 8:
        return Tier.A
    return Tier.B if place * 100 < dealers * 32 else Tier.C


@attrs.define(kw_only=True)
class Dealer:
    """A dealer as the year goes by; what is to come is drawn at the start."""

    id: CustomerId
    tier: Tier
    rep: StaffId
    zone: str
    bought_before: bool
    deliveries: list[Date]
    complaints: list[Suspension]
    birthday: Occasion
    consents: tuple[ConsentEntry, ...]
    visited_on: list[Date]
    touchpoints: list[Touchpoint] = attrs.field(factory=list)
    answers: list[SatisfactionAnswer] = attrs.field(factory=list)
    checks: list[CustomerCheck] = attrs.field(factory=list)
    undone: frozenset[tuple[Topic, str]] = frozenset()
    moved: bool = False

    @property
    def person(self) -> PersonId:
        """The one person whom we know there."""
        return PersonId(f"P-{self.id}")

    def facts(self, now: DateTime) -> CareFacts:
        """Return what is known at an instant."""
        today = now.date()
        since = Date.fromordinal(today.toordinal() - _KEPT_DAYS)
        recent = [one for one in self.touchpoints if one.at.date() >= since]
        met = [one.at for one in recent if one.is_real_contact]
        met_on = tuple(at.date() for at in met)
        confirmed = tuple(day for day in self.deliveries if day <= today)
        return CareFacts(
            owner_id=self.rep,
            cadence=CadenceFacts(
                customer_id=self.id,
                tier=self.tier,
                entered_on=FIRST,
                visited_on=tuple(self.visited_on[-20:]),
                contacted_at=tuple(met[-1:]),
            ),
            after_sales=AfterSalesFacts(
                customer_id=self.id,
                confirmed_on=confirmed,
                bought_before=self.bought_before,
                contacted_on=met_on,
                visited_on=tuple(self.visited_on[-20:]),
                booked_on=self.booked_on(today),
                suspensions=tuple(self.complaints),
            ),
            aftercare=AftercareFacts(
                tier=self.tier,
                entered_on=FIRST,
                confirmed_on=confirmed,
                answers=tuple(self.answers[-3:]),
                checks=tuple(self.checks[-1:]),
            ),
            occasions=(self.birthday,),
            contact=self.contact_facts(recent),
        )

    def booked_on(self, today: Date) -> tuple[Date, ...]:
        """Return the day of the next visit by tier, which is agreed beforehand."""
        if not self.visited_on:
            return ()
        interval = _CADENCE.cycle_days // _CADENCE.visits[self.tier]
        following = Date.fromordinal(self.visited_on[-1].toordinal() + interval)
        return (CALENDAR.business_day_from(max(following, today)),)

    def contact_facts(self, touched: list[Touchpoint]) -> ContactFacts:
        """Return what has to be known to say whether the person may be contacted."""
        return ContactFacts(
            person_id=self.person,
            customer_id=self.id,
            time_zone=self.zone,
            calendar=CALENDAR,
            under_contract=True,
            consents=self.consents,
            touchpoints=tuple(touched),
        )


def make_dealers(count: int, reps: int, days: int, seed: int) -> list[Dealer]:
    """Return the dealers, each with what will happen to them."""
    return [_dealer(place, count, reps, days, seed) for place in range(count)]


def _dealer(place: int, count: int, reps: int, days: int, seed: int) -> Dealer:
    rng = Random(f"{seed}/{place}")
    number = CustomerId(f"D{place:04}")
    tier = tier_of(place, count)
    every = {Tier.A: 21, Tier.B: 45, Tier.C: 90}[tier]
    interval = 28 // _CADENCE.visits[tier]
    first = FIRST.toordinal()
    new = rng.randrange(100) < 10
    day = first + (rng.randrange(days) if new else -rng.randrange(every))
    deliveries = []
    while day < first + days:
        deliveries.append(Date.fromordinal(day))
        day += rng.randrange(every // 2, every * 3 // 2)
    visits = [] if new else [Date.fromordinal(first - 1 - rng.randrange(interval))]
    person = PersonId(f"P-{number}")
    before = [
        Touchpoint(
            id=TouchpointId(f"T-{number}-before"),
            customer_id=number,
            channel=Channel.VISIT,
            purpose=Purpose.SERVICE,
            outcome=TouchOutcome.REACHED,
            at=_at(day, 10 * 60),
            contacts=(person,),
        )
        for day in visits
    ]
    return Dealer(
        id=number,
        tier=tier,
        rep=StaffId(f"R{place % reps + 1}"),
        zone=FAR_ZONE if rng.randrange(100) < 5 else ZONE,
        bought_before=not new,
        deliveries=deliveries,
        complaints=_complaints(rng, first, days),
        birthday=Occasion(
            id=OccasionId(f"O-{number}"),
            customer_id=number,
            person_id=person,
            kind=OccasionKind.BIRTHDAY,
            month=rng.randrange(1, 13),
            day=rng.randrange(1, 29),
        ),
        consents=tuple(_consents(rng, number, first, days)),
        visited_on=visits,
        touchpoints=before,
    )


def _complaints(rng: Random, first: int, days: int) -> list[Suspension]:
    if rng.randrange(100) >= 8:
        return []
    start = _at(Date.fromordinal(first + rng.randrange(days)), 10 * 60)
    return [Suspension(received_at=start, closed_at=start.add(days=rng.randrange(3, 21)))]


def _consents(rng: Random, number: CustomerId, first: int, days: int) -> Iterator[ConsentEntry]:
    given = _at(Date.fromordinal(first - 30), 10 * 60)
    if rng.randrange(100) < 60:
        yield _entry(number, ConsentPurpose.GREETING, given, given=True)
    if rng.randrange(100) < 3:
        day = Date.fromordinal(first + rng.randrange(days))
        yield _entry(number, ConsentPurpose.SERVICE, _at(day, 15 * 60), given=False)


def _entry(
    number: CustomerId, purpose: ConsentPurpose, at: DateTime, *, given: bool
) -> ConsentEntry:
    return ConsentEntry(
        id=ConsentId(f"{number}-{purpose}"),
        subject_id=PersonId(f"P-{number}"),
        customer_id=number,
        purpose=purpose,
        channel=ConsentChannel.ANY,
        given=given,
        at=at,
        evidence="card",
    )


def _at(day: Date, minute: int) -> DateTime:
    return CALENDAR.instant(day, minute)


# --- the year -------------------------------------------------------------------


def run(*, dealers: int = 500, days: int = 365, seed: int = 1, reps: int | None = None) -> Year:
    """Return what a year of follow-up came to."""
    people = reps_for(dealers) if reps is None else reps
    book = make_dealers(dealers, people, days, seed)
    rng = Random(f"{seed}/year")
    weeks: list[Week] = []
    end = FIRST.toordinal() + days
    for day in range(FIRST.toordinal(), end):
        today = Date.fromordinal(day)
        if not weeks or today.weekday() == 0:
            weeks.append(Week(starts_on=today.isoformat()))
        if CALENDAR.is_business_day(today):
            _work(book, today, people, rng, weeks[-1])
        else:
            _send_greetings(book, today, rng, weeks[-1])
    found = Breaches()
    for dealer in book:
        ours = [one for one in dealer.touchpoints if one.staff_id is not None]
        found += breaches_of(ours, dealer.consents, dealer.zone, CALENDAR)
    return Year(dealers=dealers, reps=people, days=days, seed=seed, weeks=weeks, breaches=found)


def _work(book: list[Dealer], today: Date, people: int, rng: Random, week: Week) -> None:
    """Make the due lists of a morning, and work them down."""
    morning = _at(today, 9 * 60)
    lists: dict[StaffId, list[tuple[AgendaLine, Dealer]]] = {}
    for dealer in book:
        lines = list(due_lines(dealer.facts(morning), now=morning, calendar=CALENDAR))
        week.lost += _lost(dealer, lines, today)
        for line in lines:
            lists.setdefault(dealer.rep, []).append((line, dealer))
        dealer.undone = frozenset()
        dealer.moved = False
    left_over = 0
    week.capacity_minutes += people * _CAPACITY.field_minutes
    for mine in lists.values():
        of = {id(line): dealer for line, dealer in mine}
        ranked = rank_agenda(line for line, _ in mine)
        day = _Day(today, rng, week)
        day.work([(line, of[id(line)]) for line in ranked])
        left_over += day.left_over
        week.full_days += day.left_over > 0
    week.person_days += people
    week.left_over = left_over
    week.waiting = sum(len(dealer.undone) for dealer in book) - left_over


def _send_greetings(book: list[Dealer], today: Date, rng: Random, week: Week) -> None:
    """Send on a day off what was queued for it: a birthday does not wait for Monday."""
    morning = _at(today, 9 * 60)
    for dealer in book:
        if (dealer.birthday.month, dealer.birthday.day) == (today.month, today.day):
            lines = due_lines(dealer.facts(morning), now=morning, calendar=CALENDAR)
            greetings = [(line, dealer) for line in lines if line.topic is Topic.GREETING]
            _Day(today, rng, week).work(greetings)


def _lost(dealer: Dealer, lines: list[AgendaLine], today: Date) -> int:
    """Return how many late lines vanished though nothing had happened to the dealer."""
    yesterday = Date.fromordinal(today.toordinal() - 5)
    stirred = dealer.moved or any(
        yesterday <= day <= today
        for day in (
            *dealer.deliveries,
            *(one.received_at.date() for one in dealer.complaints),
            *(one.closed_at.date() for one in dealer.complaints if one.closed_at is not None),
        )
    )
    here = {(line.topic, line.subject_id) for line in lines}
    reached = any(topic in _REACH for topic, _ in here)
    return sum(
        not stirred and key not in here and not (key[0] in _REACH and reached)
        for key in dealer.undone
    )


class _Day:
    """One person's day: lines from the top, for as long as it lasts; ``left_over`` did not fit."""

    def __init__(self, today: Date, rng: Random, week: Week) -> None:
        self._today = today
        self._rng = rng
        self._week = week
        self._used = 0
        self._reserved = 0
        self.left_over = 0

    def work(self, lines: list[tuple[AgendaLine, Dealer]]) -> None:
        """Do what fits into the day; what does not is told."""
        later: list[tuple[AgendaLine, Dealer]] = []
        greetings = sum(line.topic is Topic.GREETING for line, _ in lines)
        self._reserved = greetings * _MESSAGE_MINUTES
        # A greeting is of its day alone, so it goes out before anything else is begun.
        for line, dealer in sorted(lines, key=lambda one: one[0].topic is not Topic.GREETING):
            if not self._do(line, dealer):
                later.append((line, dealer))
        later.sort(key=lambda one: one[0].topic is Topic.GREETING)
        for line, dealer in later:  # an hour that was wrong in the morning may be right now
            if not self._do(line, dealer, again=True):
                dealer.undone |= {(line.topic, line.subject_id)}

    def _do(self, line: AgendaLine, dealer: Dealer, *, again: bool = False) -> bool:
        agreed = dealer.booked_on(self._today)
        early = line.topic is Topic.VISIT and agreed and self._today < agreed[0]
        if line.urgency is Urgency.SOON or early:
            return True  # it has a day of its own
        wish, minutes = _wish(line, dealer)
        at = _at(self._today, _clock(self._used))
        known = dealer.contact_facts(dealer.touchpoints[-40:])
        answer = may_contact(known, wish, now=at).outcome
        until = None if answer is None else answer.until
        queued = again and line.topic is Topic.GREETING and until is not None
        if queued and until is not None and CALENDAR.local(until).date() == self._today:
            at = until  # a message waits by itself for its hour
            answer = may_contact(known, wish, now=at).outcome
        if answer is None or answer.permission is not ContactPermission.ALLOWED:
            denied = answer is not None and answer.permission is ContactPermission.DENIED
            if again:
                self._week.count("denied" if denied else "deferred")
            return denied and line.topic is Topic.GREETING  # who wants none is not owed one
        reserved = 0 if line.topic is Topic.GREETING else self._reserved
        if self._used + minutes + reserved > _CAPACITY.field_minutes:
            self.left_over += again
            return False
        self._used += minutes
        if line.topic is Topic.GREETING:
            self._reserved -= minutes
        self._week.add_minutes(wish.channel, minutes)
        self._record(line, dealer, wish, at)
        return True

    def _record(self, line: AgendaLine, dealer: Dealer, wish: ContactWish, at: DateTime) -> None:
        sent = wish.channel is Channel.MESSAGE
        reached = sent or self._rng.randrange(100) < (95 if wish.channel is Channel.VISIT else 88)
        outcome = TouchOutcome.NOBODY
        if reached:
            outcome = TouchOutcome.SENT if sent else TouchOutcome.REACHED
        greeting = line.topic is Topic.GREETING
        dealer.touchpoints.append(
            Touchpoint(
                id=TouchpointId(f"T-{dealer.id}-{len(dealer.touchpoints)}"),
                customer_id=dealer.id,
                staff_id=dealer.rep,
                channel=wish.channel,
                direction=Direction.OUTBOUND,
                purpose=wish.purpose,
                outcome=outcome,
                at=at,
                contacts=(dealer.person,),
                about=greeting_mark(dealer.birthday.id, self._today.year) if greeting else "",
            )
        )
        dealer.moved = True
        self._week.count(f"{wish.channel}{'' if reached else '_in_vain'}")
        if reached:
            self._settle(line, dealer, wish)

    def _settle(self, line: AgendaLine, dealer: Dealer, wish: ContactWish) -> None:
        if wish.channel is Channel.VISIT:
            dealer.visited_on.append(self._today)
        codes = {reason.code for reason in line.reasons}
        if f"aftercare.{CareTopic.SATISFACTION}" in codes:
            dealer.answers.append(
                SatisfactionAnswer(
                    id=SatisfactionId(f"S-{dealer.id}-{len(dealer.answers)}"),
                    customer_id=dealer.id,
                    asked_on=self._today,
                    answer=self._rng.choice((3, 4, 4, 5)),
                )
            )
        if f"aftercare.{CareTopic.CHECK}" in codes:
            dealer.checks.append(
                CustomerCheck(
                    id=CustomerCheckId(f"C-{dealer.id}-{len(dealer.checks)}"),
                    customer_id=dealer.id,
                    checked_on=self._today,
                )
            )


def _wish(line: AgendaLine, dealer: Dealer) -> tuple[ContactWish, int]:
    """Return the contact that a line asks for, and the minutes that it takes."""
    visit = _CADENCE.visit_minutes[dealer.tier] + _CAPACITY.travel_minutes
    if line.topic is Topic.VISIT:
        return _DUE_VISIT, visit
    if line.topic is Topic.GREETING:
        return _GREETING, _MESSAGE_MINUTES
    if line.topic is Topic.AFTER_SALES and line.reasons[0].facts["step"] is StepKind.VISIT:
        return _VISIT, visit
    return _CALL, _CALL_MINUTES


_CALL: Final = ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE)
_VISIT: Final = ContactWish(channel=Channel.VISIT, purpose=Purpose.SERVICE)
_DUE_VISIT: Final = attrs.evolve(_VISIT, due_visit=True)
_GREETING: Final = ContactWish(channel=Channel.MESSAGE, purpose=Purpose.GREETING)


def _clock(used: int) -> int:
    """Return the minute of the day after so many minutes of work: from 9:00, and from 13:30."""
    return 9 * 60 + used if used < _MORNING_MINUTES else 13 * 60 + 30 + used - _MORNING_MINUTES


def main() -> None:
    """Run the year and write page, drawing and figures."""
    from tools.year_figures import write_pages  # noqa: PLC0415 - the core writes nothing

    begin = dt.datetime.now(dt.UTC)
    year = run()
    write_pages(year)
    print(f"{year.summary()}\n{(dt.datetime.now(dt.UTC) - begin).seconds} s")


if __name__ == "__main__":
    main()
