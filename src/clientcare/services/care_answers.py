"""
What is owed to one customer after a sale, and whom of them we may contact.

The person asked about is the first on the card who has an id; where the card names
nobody, the account stands for its people.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain.ambassador import Rung
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import PersonId, TouchpointId
from clientcare.domain.ledger import OrderStatus
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.occasions import Occasion, OccasionKind, birthdays_of
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.after_sales import AfterSales, AfterSalesFacts, Suspension
from clientcare.policies.aftercare import AftercareFacts, CareDuty, last_answer
from clientcare.policies.cadence import CadenceFacts
from clientcare.policies.contact_permission import ContactAnswer, ContactFacts, ContactWish
from clientcare.policies.greetings import Greeting, greeted_years
from clientcare.services.book_stream import CustomerFile
from clientcare.services.customer_review import Setting
from clientcare.services.telling import told

_SALES_DAYS: Final = (
    400  # a chain is over after 90 days; what came before only says who is no new buyer
)


class CareAnswers:
    """
    Answers of one customer, each asked when it is needed.

    Args:
        file: The customer's file, as known at the instant of the review.
        setting: What is the same for every customer.
        tier: The customer's tier.
        cadence: Days of visits and contacts, as the visits are judged by.
    """

    def __init__(
        self, file: CustomerFile, setting: Setting, *, tier: Tier | None, cadence: CadenceFacts
    ) -> None:
        self._file = file
        self._setting = setting
        self._tier = tier
        self._cadence = cadence

    # --- after a sale ---

    def after_sales(self) -> Decision[AfterSales | None]:
        """Return the follow-up of what the customer bought."""
        setting = self._setting
        return told(
            lambda: setting.policies.after_sales(
                self._after_sales_facts,
                as_of=setting.as_of,
                calendar=setting.calendar,
                rules=setting.rulebook.after_sales,
            ),
            setting=setting,
        )

    def referral_ask(self) -> Decision[Date | None]:
        """Return from which day on the customer is to be asked for a referral, once a deal."""
        setting, file = self._setting, self._file
        rules = setting.rulebook.after_sales
        decision = told(
            lambda: setting.policies.referral_ask(
                self._after_sales_facts,
                closed_on=self._closed_on(),
                open_complaint=any(not one.state.is_terminal for one in file.complaints),
                satisfaction=last_answer(file.satisfaction, as_of=setting.as_of),
                as_of=setting.as_of,
                calendar=setting.calendar,
                rules=rules,
            ),
            setting=setting,
        )
        day = decision.outcome
        if day is None or (
            0 <= self._days_ago(day) <= rules.ask_until_days and not self._asked(day)
        ):
            return decision
        passed = Reason("after_sales.referral_ask_not_now", {"ask_on": day}, "R1, policies 4b")
        return attrs.evolve(decision, outcome=None, reasons=(passed, *decision.reasons))

    def ambassador_meeting(self) -> Decision[Date | None] | None:
        """Return from which day on an ambassador may be met again; ``None`` for who is none."""
        note, setting = self._file.ambassador, self._setting
        later = note is not None and note.noted_at is not None and note.noted_at > setting.now
        if note is None or note.rung is not Rung.ADVOCATE or later:
            return None
        return told(
            lambda: setting.policies.ambassador_meeting(
                self._file.touchpoints,
                now=setting.now,
                calendar=setting.calendar,
                rules=setting.rulebook.cadence,
            ),
            setting=setting,
        )

    def _closed_on(self) -> Date | None:
        """Return the day of the last deal."""
        as_of, void = self._setting.as_of, {OrderStatus.DRAFT, OrderStatus.CANCELLED}
        orders = (one for one in self._file.ledger.orders if one.ordered_on <= as_of)
        days = (one.ordered_on for one in orders if one.status_on(as_of) not in void)
        return max(days, default=None)

    def _asked(self, day: Date) -> bool:
        """Tell whether they were asked since a day: by a contact for it, or they named somebody."""
        local = self._setting.calendar.local
        asked = (one.at for one in self._file.touchpoints if one.purpose is Purpose.REFERRAL)
        named = (one.received_at for one in self._file.referrals)
        return any(local(at).date() >= day for at in (*asked, *named))

    def aftercare(self) -> Decision[tuple[CareDuty, ...] | None]:
        """Return what is owed beside calls and visits."""
        setting = self._setting
        facts = self._aftercare_facts()
        return told(
            lambda: setting.policies.aftercare(
                facts,
                as_of=setting.as_of,
                calendar=setting.calendar,
                rules=setting.rulebook.aftercare,
            ),
            setting=setting,
        )

    def greetings(self) -> Iterator[tuple[Occasion, Decision[Greeting | None]]]:
        """Yield the next greeting of each occasion."""
        setting = self._setting
        for occasion in self._occasions():
            years = greeted_years(occasion, self._file.touchpoints)
            yield (
                occasion,
                told(
                    lambda one=occasion, done=years: setting.policies.greeting(  # type: ignore[misc]
                        one,
                        as_of=setting.as_of,
                        calendar=setting.calendar,
                        greeted_years=done,
                        lunar=setting.lunar,
                        rules=setting.rulebook.greetings,
                    ),
                    setting=setting,
                ),
            )

    def _occasions(self) -> Iterator[Occasion]:
        """Yield what the book holds, and the birthdays of the card of whom it holds none."""
        yield from self._file.occasions
        known = {one.person_id for one in self._file.occasions if one.kind is OccasionKind.BIRTHDAY}
        yield from (one for one in birthdays_of(self._file.customer) if one.person_id not in known)

    @cached_property
    def _after_sales_facts(self) -> AfterSalesFacts:
        confirmed = self._confirmed_on
        recent = [day for day in confirmed if self._days_ago(day) <= _SALES_DAYS]
        return AfterSalesFacts(
            customer_id=self._file.customer.id,
            confirmed_on=tuple(recent),
            unconfirmed=sum(
                one.confirmed_on is None and self._days_ago(one.delivered_on) in range(_SALES_DAYS)
                for one in self._file.ledger.deliveries
            ),
            bought_before=len(recent) < len(confirmed),
            contacted_on=self._contacted_on,
            visited_on=self._cadence.visited_on,
            booked_on=self._cadence.booked_on,
            suspensions=tuple(self._suspensions()),
        )

    def _aftercare_facts(self) -> AftercareFacts:
        file, held = self._file, self._file.lifecycle
        return AftercareFacts(
            tier=self._tier,
            lifecycle=None if held is None else held.held,
            entered_on=file.customer.entered_on,
            confirmed_on=tuple(d for d in self._confirmed_on if self._days_ago(d) <= _SALES_DAYS),
            bought_on=self._bought_on() if self._setting.notices else {},
            answers=file.satisfaction,
            items=file.serviced_items,
            notices=self._setting.notices,
            told=frozenset(one.about for one in file.touchpoints if one.about),
            changes=file.personnel_changes,
            purchases=file.purchase_care,
            checks=file.customer_checks,
        )

    def _days_ago(self, day: Date) -> int:
        return self._setting.as_of.toordinal() - day.toordinal()

    @cached_property
    def _confirmed_on(self) -> tuple[Date, ...]:
        as_of = self._setting.as_of
        days = (one.confirmed_on for one in self._file.ledger.deliveries)
        return tuple(day for day in days if day is not None and day <= as_of)

    @cached_property
    def _contacted_on(self) -> tuple[Date, ...]:
        local = self._setting.calendar.local
        return tuple(local(at).date() for at in self._cadence.contacted_at)

    def _bought_on(self) -> dict[str, Date]:
        """Return the last day on which each product was ordered."""
        found: dict[str, Date] = {}
        for order in self._file.ledger.orders:
            for line in order.lines if order.ordered_on <= self._setting.as_of else ():
                known = found.get(line.product)
                found[line.product] = max(known or order.ordered_on, order.ordered_on)
        return found

    def _priority(self, complaint: Complaint) -> Priority | None:
        setting = self._setting
        outcome = setting.policies.deadlines(
            setting.complaint_facts(complaint), now=setting.now, rules=setting.rulebook.escalation
        ).outcome
        return None if outcome is None else outcome.priority

    def _suspensions(self) -> Iterator[Suspension]:
        """Yield the urgent complaints of the time in which a chain can run."""
        for one in self._file.complaints:
            ended = one.history[-1].at if one.state.is_terminal and one.history else None
            if ended is not None and self._days_ago(ended.date()) > _SALES_DAYS:
                continue
            if self._priority(one) in self._setting.rulebook.contact.suppressing:
                yield Suspension(received_at=one.received_at, closed_at=ended)

    # --- whom we may contact ---

    def may_contact(
        self, wish: ContactWish, *, at: DateTime | None = None, person: PersonId | None = None
    ) -> Decision[ContactAnswer | None]:
        """
        Return whether the customer may be contacted so.

        Asked for the first moment from the review's instant on at which the firm works,
        so that an agenda made at night says what holds the next morning; or for *at*,
        where that is later. Where the calendar does not tell, for the instant itself.
        """
        setting = self._setting
        when = setting.work_begins_at
        if at is not None and moment(at) > moment(when):
            when = at
        facts = self._contact_facts(person or self._person)
        return told(
            lambda: setting.policies.may_contact(
                facts, wish, now=when, rules=setting.rulebook.contact
            ),
            setting=setting,
        )

    @cached_property
    def _person(self) -> PersonId:
        named = (one.person_id for one in self._file.customer.contacts if one.person_id is not None)
        return next(named, PersonId(self._file.customer.id))

    def _contact_facts(self, person: PersonId) -> ContactFacts:
        file, setting = self._file, self._setting
        return ContactFacts(
            person_id=person,
            customer_id=file.customer.id,
            time_zone=file.customer.time_zone,
            account_time_zone=setting.rulebook.zone,
            calendar=setting.calendar,
            under_contract=self._under_contract,
            consents=file.consents,
            touchpoints=self._touchpoints,
            open_complaints=self._open_priorities,
        )

    @property
    def _under_contract(self) -> bool | None:
        """Whoever traded with us is under contract; a prospect is not; of others it is unknown."""
        ledger, as_of = self._file.ledger, self._setting.as_of
        traded = any(one.ordered_on <= as_of for one in ledger.orders) or any(
            one.invoiced_on <= as_of for one in ledger.invoices
        )
        if traded or self._confirmed_on:
            return True
        held = self._file.lifecycle
        return False if held is not None and held.held is LifecycleState.PROSPECT else None

    @cached_property
    def _open_priorities(self) -> tuple[Priority, ...]:
        found = (self._priority(one) for one in self._file.complaints if not one.state.is_terminal)
        return tuple(one for one in found if one is not None)

    @cached_property
    def _touchpoints(self) -> tuple[Touchpoint, ...]:
        """Return what happened, planned visits that were held and not told otherwise too."""
        known = {one.visit_id for one in self._file.touchpoints}
        held = (
            Touchpoint(
                id=TouchpointId(visit.id),
                customer_id=visit.customer_id,
                channel=Channel.VISIT,
                purpose=Purpose.SERVICE,
                outcome=TouchOutcome.REACHED,
                at=visit.checked_in_at or visit.history[-1].at,
            )
            for visit in self._setting.visits.get(self._file.customer.id, ())
            if visit.counts and visit.id not in known
        )
        now = moment(self._setting.now)
        return tuple(one for one in (*self._file.touchpoints, *held) if moment(one.at) <= now)
