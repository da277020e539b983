"""
What is owed to a customer beside calls and visits (F2, F4, F6, F7, F14, F18)?

Satisfaction is asked after each deal, what was sold is maintained, news and changes of
products are sent to who bought them, changes of people are acted on, the steps after a
purchase are done, and old customers are checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._months import add_months
from clientcare.domain.aftercare import (
    CustomerCheck,
    NoticeKind,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Scale, Tier
from clientcare.domain.touchpoints import Channel, Purpose
from clientcare.policies._after_sales_facts import order_sets
from clientcare.policies._contact_facts import ContactWish


class CareTopic(Scale):
    """What is owed."""

    SATISFACTION = "satisfaction", "满意度回访"
    MAINTENANCE = "maintenance", "定期保养"
    NOTICE = "notice", "产品通知"
    PERSONNEL = "personnel", "人事变动"
    PURCHASE = "purchase", "购后步骤"
    CHECK = "check", "老客户检查"


class CareStanding(Scale):
    """How it stands."""

    IN_TIME = "in_time", "未到期"
    DUE = "due", "应做"
    LATE = "late", "逾期"


@attrs.frozen(kw_only=True)
class CareDuty:
    """
    One thing owed to a customer.

    Attributes:
        topic: What.
        subject_id: The item, notice, change or purchase meant; empty for the customer.
        due_on: The business day from which it is due.
        late_after_on: The last day on which it is in time.
        standing: How that stands on the day asked.
    """

    topic: CareTopic
    subject_id: str = ""
    due_on: Date
    late_after_on: Date
    standing: CareStanding

    @property
    def wish(self) -> ContactWish:
        """The contact by which it is done, for the permission to contact (4e)."""
        return _WISHES[self.topic]


_WISHES: Final[Mapping[CareTopic, ContactWish]] = {
    CareTopic.SATISFACTION: ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE),
    CareTopic.MAINTENANCE: ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE),
    CareTopic.NOTICE: ContactWish(channel=Channel.MESSAGE, purpose=Purpose.SERVICE),
    CareTopic.PERSONNEL: ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE),
    CareTopic.PURCHASE: ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE),
    CareTopic.CHECK: ContactWish(channel=Channel.CALL, purpose=Purpose.SERVICE),
}


def _per_tier(owner: object, at: check.Field, value: Mapping[Tier, int]) -> None:
    if set(value) != set(Tier):
        check.refuse(owner, at, dict(value), "one value for each of A, B and C")
    for number in value.values():
        check.whole(least=1)(owner, at, number)


@attrs.frozen(kw_only=True)
class AftercareRules:
    """
    When what is owed beside calls and visits falls due; all by judgement but where told.

    Attributes:
        ref: Name and version of these rules.
        satisfaction_days: Satisfaction is asked from so many calendar days after the
            deal's confirmed delivery (F2: right after).
        satisfaction_until_days: And is late after so many.
        set_days: Deliveries up to so many days after the first of a set are one deal
            (policies 4b).
        maintenance_ahead_days: Maintenance is due so many calendar days before its day.
        maintenance_grace_days: And late so many after it.
        change_business_days: A change of what was bought is sent within so many business
            days of its issue (F4).
        bulletin_business_days: A bulletin likewise.
        bulletin_lapse_days: A bulletin that was not sent for so many calendar days is
            not sent any more (F4: the next one comes every month).
        bought_months: A notice goes to who bought the product in so many calendar months
            before its issue.
        personnel_business_days: A change of people is acted on within so many business
            days of being known (F7).
        purchase_business_days: The steps after a purchase are done within so many
            business days (F14).
        check_months: Calendar months from one check of an old customer to the next by
            tier; who has none is checked as C (F18).
        check_grace_days: A check is late so many calendar days after its day.
    """

    ref: RulesRef = RulesRef("aftercare", "1")
    satisfaction_days: int = field(default=1, validator=check.whole())
    satisfaction_until_days: int = field(default=7, validator=check.whole())
    set_days: int = field(default=14, validator=check.whole())
    maintenance_ahead_days: int = field(default=14, validator=check.whole())
    maintenance_grace_days: int = field(default=14, validator=check.whole())
    change_business_days: int = field(default=5, validator=check.whole())
    bulletin_business_days: int = field(default=10, validator=check.whole())
    bulletin_lapse_days: int = field(default=31, validator=check.whole())
    bought_months: int = field(default=24, validator=check.whole(least=1))
    personnel_business_days: int = field(default=5, validator=check.whole())
    purchase_business_days: int = field(default=5, validator=check.whole())
    check_months: Mapping[Tier, int] = field(
        default=FrozenMap({Tier.A: 3, Tier.B: 6, Tier.C: 12}),
        converter=FrozenMap[Tier, int],
        validator=_per_tier,
    )
    check_grace_days: int = field(default=30, validator=check.whole())


@attrs.frozen(kw_only=True)
class AftercareFacts:
    """
    What has to be known of a customer to say what is owed beside calls and visits.

    All dates are those of the firm's zone, in any order; what is dated after the day
    asked is left out.

    Attributes:
        tier: The tier; ``None`` is checked as C.
        lifecycle: The life-cycle state; ``None`` is unknown.
        entered_on: The day the customer entered the book; ``None`` is unknown.
        confirmed_on: The days of confirmed deliveries.
        bought_on: The last day on which each product was ordered.
        answers: What they answered on satisfaction.
        items: What is maintained.
        notices: The notices of the firm.
        told: The ids of the notices that the customer got.
        changes: Changes of people at the customer.
        purchases: The steps after each purchase.
        checks: The regular checks.
    """

    tier: Tier | None = None
    lifecycle: LifecycleState | None = None
    entered_on: Date | None = None
    confirmed_on: tuple[Date, ...] = ()
    bought_on: Mapping[str, Date] = field(factory=FrozenMap, converter=FrozenMap[str, Date])
    answers: tuple[SatisfactionAnswer, ...] = ()
    items: tuple[ServicedItem, ...] = ()
    notices: tuple[ProductNotice, ...] = ()
    told: Collection[str] = ()
    changes: tuple[PersonnelChange, ...] = ()
    purchases: tuple[PurchaseCare, ...] = ()
    checks: tuple[CustomerCheck, ...] = ()


_Found = tuple[CareDuty, Reason]


def care_duties(
    facts: AftercareFacts,
    *,
    as_of: Date,
    calendar: WorkCalendar,
    rules: AftercareRules = AftercareRules(),
) -> Decision[tuple[CareDuty, ...]]:
    """
    Decide what is owed to a customer beside calls and visits, the most urgent first.

    Each duty is due from a business day and late after another; both are in time
    themselves. A duty that is not due yet is not told.

    Raises:
        CalendarError: A day is outside the calendar's published range, or no business
            day is near it.

    .. versionadded:: 0.1.0
    """
    asked = _Asked(check.require_date("as_of", as_of), calendar, rules)
    found = [
        *asked.satisfaction(facts),
        *asked.maintenance(facts.items),
        *asked.notices(facts),
        *asked.personnel(facts.changes),
        *asked.purchases(facts.purchases),
        *asked.checks(facts),
    ]
    found.sort(key=_urgency)
    why = [reason for _, reason in found]
    return Decision(
        outcome=tuple(duty for duty, _ in found),
        reasons=tuple(why) or (Reason("aftercare.nothing_owed", {"as_of": as_of}, "F2 to F18"),),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"tier": facts.tier, "lifecycle": facts.lifecycle},
    )


def last_answer(answers: Iterable[SatisfactionAnswer], *, as_of: Date) -> int | None:
    """Return the latest answer on satisfaction up to a day; ``None`` is unknown."""
    known = [one for one in answers if one.answer is not None and one.asked_on <= as_of]
    return max(known, key=lambda one: (one.asked_on, one.id)).answer if known else None


def _urgency(found: _Found) -> tuple[int, str, str, str]:
    duty = found[0]
    late = 0 if duty.standing is CareStanding.LATE else 1
    return late, duty.late_after_on.isoformat(), duty.topic, duty.subject_id


class _Asked:
    """One question: as of which day, by which calendar and rules."""

    def __init__(self, as_of: Date, calendar: WorkCalendar, rules: AftercareRules) -> None:
        self._as_of = as_of
        self._calendar = calendar
        self._rules = rules

    def satisfaction(self, facts: AftercareFacts) -> list[_Found]:
        """Ask after the latest deal, once (F2)."""
        rules = self._rules
        days = [one.toordinal() for one in facts.confirmed_on if one <= self._as_of]
        sets = list(order_sets(days, set_days=rules.set_days))
        if not sets:
            return []
        dealt = Date.fromordinal(sets[-1][1])
        if any(dealt <= one.asked_on <= self._as_of for one in facts.answers):
            return []
        due, late = self._stretch(dealt, rules.satisfaction_days, rules.satisfaction_until_days)
        told: dict[str, Value] = {"dealt_on": dealt}
        return self._owed(CareTopic.SATISFACTION, "", (due, late), told, "F2")

    def maintenance(self, items: Iterable[ServicedItem]) -> list[_Found]:
        """Maintain what was sold, the interval counted from the last time (F6)."""
        rules, found = self._rules, []
        for item in items:
            if item.installed_on > self._as_of or self._over(item.ended_on):
                continue
            done = [day for day in item.serviced_on if day <= self._as_of]
            on = add_months(max([item.installed_on, *done]), item.every_months)
            due, late = self._stretch(
                on, -rules.maintenance_ahead_days, rules.maintenance_grace_days
            )
            told: dict[str, Value] = {"what": item.what, "on": on, "months": item.every_months}
            found += self._owed(CareTopic.MAINTENANCE, item.id, (due, late), told, "F6")
        return found

    def notices(self, facts: AftercareFacts) -> list[_Found]:
        """Send bulletins, and changes to who bought the product (F4)."""
        rules, found = self._rules, []
        for notice in facts.notices:
            if notice.issued_on > self._as_of or notice.id in facts.told:
                continue
            change = notice.kind is NoticeKind.CHANGE
            lapses = notice.issued_on.toordinal() + rules.bulletin_lapse_days
            if not _concerns(notice, facts, rules) or (
                not change and self._as_of.toordinal() > lapses
            ):
                continue
            days = rules.change_business_days if change else rules.bulletin_business_days
            due = self._calendar.business_day_from(notice.issued_on)
            late = self._calendar.next_business_day(due, count=days)
            told: dict[str, Value] = {"kind": notice.kind, "about": notice.about}
            found += self._owed(CareTopic.NOTICE, notice.id, (due, late), told, "F4")
        return found

    def personnel(self, changes: Iterable[PersonnelChange]) -> list[_Found]:
        """Act on a change of people before the relation suffers (F7)."""
        found = []
        for one in changes:
            if one.known_on > self._as_of or self._over(one.acted_on):
                continue
            due = self._calendar.business_day_from(one.known_on)
            late = self._calendar.next_business_day(due, count=self._rules.personnel_business_days)
            told: dict[str, Value] = {"role": one.role, "known_on": one.known_on}
            found += self._owed(CareTopic.PERSONNEL, one.id, (due, late), told, "F7")
        return found

    def purchases(self, purchases: Iterable[PurchaseCare]) -> list[_Found]:
        """Do the steps after each purchase (F14)."""
        found = []
        for one in purchases:
            steps = one.open_on(self._as_of)
            if one.bought_on > self._as_of or not steps:
                continue
            due = self._calendar.business_day_from(one.bought_on)
            late = self._calendar.next_business_day(due, count=self._rules.purchase_business_days)
            told: dict[str, Value] = {"bought_on": one.bought_on, "steps": steps}
            found += self._owed(CareTopic.PURCHASE, one.id, (due, late), told, "F14")
        return found

    def checks(self, facts: AftercareFacts) -> list[_Found]:
        """Check old customers at regular intervals (F18)."""
        rules = self._rules
        done = [one.checked_on for one in facts.checks if one.checked_on <= self._as_of]
        known = [*done, *([] if facts.entered_on is None else [facts.entered_on])]
        if not known or not facts.confirmed_on or facts.lifecycle is LifecycleState.PROSPECT:
            return []
        every = rules.check_months[facts.tier or Tier.C]
        on = add_months(max(known), every)
        due, late = self._stretch(on, 0, rules.check_grace_days)
        told: dict[str, Value] = {"last_on": max(done, default=None), "months": every}
        return self._owed(CareTopic.CHECK, "", (due, late), told, "F18")

    def _over(self, day: Date | None) -> bool:
        return day is not None and day <= self._as_of

    def _stretch(self, day: Date, first: int, last: int) -> tuple[Date, Date]:
        """Return the business day from which something is due, and the last one in time."""
        base = day.toordinal()
        due = self._calendar.business_day_from(Date.fromordinal(base + first))
        late = self._calendar.business_day_until(Date.fromordinal(base + last))
        return due, max(due, late)

    def _owed(
        self,
        topic: CareTopic,
        subject_id: str,
        stretch: tuple[Date, Date],
        told: Mapping[str, Value],
        source: str,
    ) -> list[_Found]:
        due, late = stretch
        if self._as_of < due:
            return []
        standing = CareStanding.LATE if self._as_of > late else CareStanding.DUE
        compared = {"standing": standing, "due_on": due, "late_after_on": late, **told}
        duty = CareDuty(
            topic=topic, subject_id=subject_id, due_on=due, late_after_on=late, standing=standing
        )
        return [(duty, Reason(f"aftercare.{topic}", compared, source))]


def _concerns(notice: ProductNotice, facts: AftercareFacts, rules: AftercareRules) -> bool:
    """Tell whether a notice is for a customer: for all, or for who bought the product."""
    if not notice.products:
        return True
    since = add_months(notice.issued_on, -rules.bought_months)
    return any(
        since < facts.bought_on[product]
        for product in notice.products
        if product in facts.bought_on
    )
