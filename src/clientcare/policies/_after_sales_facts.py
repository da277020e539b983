"""What the follow-up of a sale rests on, and its numbers (policies 4b)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import RulesRef
from clientcare.domain.ids import CustomerId
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError, UnpublishedDayError

BEST_SATISFACTION: Final = 5
"""The best answer on the scale of satisfaction; 1 is the worst (F2)."""


class Preset(Scale):
    """After which manner a sale is followed up."""

    MANUAL = "manual", "手册"
    STANDARD = "standard", "标准"


@attrs.frozen(kw_only=True)
class AfterSalesRules:
    """
    How a sale is followed up.

    Attributes:
        ref: Name and version of these rules.
        preset: ``MANUAL``: weekly calls for a month, and a visit to a new buyer (F1);
            ``STANDARD``: four steps tied to the delivery.
        set_days: Deliveries up to so many calendar days after the first of a set share
            one chain (policies 4b).
        call_days: Calendar days from one real contact to the next call (F1).
        last_call_day: The last day after delivery on which a call may fall, before it is
            moved to a business day (F1: the first month).
        visit_from_day: From so many days after delivery a new buyer is visited (F1).
        visit_until_day: Up to so many days after delivery that visit is in time (F1).
        standard_days: The steps of the standard manner, in days after delivery.
        apart_days: Steps less than so many calendar days apart are too close.
        resume_business_days: A chain goes on so many business days after the close of
            the complaint that suspended it (policies 4b).
        least_satisfaction: The least answer, of 1 to 5, with which a referral is asked
            for (policies 4b).
        ask_on_day: The step of the standard manner with which it is asked for.
        ask_until_days: For so many calendar days from its day on it is worth asking (by
            judgement: the moment passes).

    Raises:
        InvalidValueError: A value breaks its rule, or the visit ends before it begins.
    """

    ref: RulesRef = RulesRef("after_sales", "1")
    preset: Preset = field(default=Preset.MANUAL, validator=check.a(Preset))
    set_days: int = field(default=14, validator=check.whole())
    call_days: int = field(default=7, validator=check.whole(least=1))
    last_call_day: int = field(default=30, validator=check.whole())
    visit_from_day: int = field(default=14, validator=check.whole())
    visit_until_day: int = field(default=21, validator=check.whole())
    standard_days: tuple[int, ...] = field(
        default=(1, 7, 30, 90), validator=check.none_twice(check.whole())
    )
    apart_days: int = field(default=3, validator=check.whole(least=1))
    resume_business_days: int = field(default=5, validator=check.whole())
    least_satisfaction: int = field(default=4, validator=check.whole(least=1, most=5))
    ask_on_day: int = field(default=30, validator=check.whole())
    ask_until_days: int = field(default=7, validator=check.whole())

    def __attrs_post_init__(self) -> None:
        if self.visit_until_day < self.visit_from_day:
            rule = f"not before visit_from_day, {self.visit_from_day}"
            raise InvalidValueError("AfterSalesRules.visit_until_day", self.visit_until_day, rule)


@attrs.frozen(kw_only=True)
class Suspension:
    """
    An urgent complaint (P1 or P2), for as long as it is open.

    Attributes:
        received_at: When it was received.
        closed_at: When it was closed; ``None`` is not yet.

    Raises:
        InvalidValueError: It is closed before it is received.
    """

    received_at: DateTime = field(validator=check.instant)
    closed_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))

    def __attrs_post_init__(self) -> None:
        if self.closed_at is not None and moment(self.closed_at) < moment(self.received_at):
            rule = "not before received_at"
            raise InvalidValueError("Suspension.closed_at", self.closed_at, rule)


@attrs.frozen(kw_only=True)
class AfterSalesFacts:
    """
    What has to be known of a customer to follow up what they bought.

    All dates are those of the firm's zone, in any order.

    Attributes:
        customer_id: The customer.
        confirmed_on: The days on which the customer confirmed deliveries.
        unconfirmed: How many deliveries nobody has confirmed.
        bought_before: Whether there were deliveries before those given.
        contacted_on: The days of real contacts.
        visited_on: The days of counted visits.
        booked_on: The days for which visits are booked.
        suspensions: The urgent complaints, closed ones too.
    """

    customer_id: CustomerId = field(validator=check.key)
    confirmed_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    unconfirmed: int = field(default=0, validator=check.whole())
    bought_before: bool = field(default=False, validator=check.a(bool))
    contacted_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    visited_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    booked_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    suspensions: tuple[Suspension, ...] = field(
        default=(), validator=check.tuple_of(check.a(Suspension))
    )


def order_sets(days: Iterable[int], *, set_days: int) -> Iterator[tuple[int, int]]:
    """
    Yield the first and the last day of each order set, the oldest set first.

    A delivery up to *set_days* after the first of a set belongs to it; a later one
    opens a new set, so weekly deliveries do not make one set without end.
    """
    first = last = None
    for day in sorted(days):
        if first is None or last is None:
            first = last = day
        elif day <= first + set_days:
            last = day
        else:
            yield first, last
            first = last = day
    if first is not None and last is not None:
        yield first, last


def silences(
    suspensions: Iterable[Suspension],
    *,
    today: int,
    calendar: WorkCalendar,
    rules: AfterSalesRules,
) -> tuple[tuple[int, int | None], ...]:
    """
    Return the stretches of days in which a chain rests, ascending: [from, until).

    ``None`` as an end: the complaint is open on *today*, or the resumption is beyond the
    calendar's published days. What is dated after that day is not known on it.
    """
    found = []
    for one in suspensions:
        start = calendar.local(one.received_at).toordinal()
        if start > today:
            continue
        end = None
        if one.closed_at is not None and calendar.local(one.closed_at).toordinal() <= today:
            with suppress(UnpublishedDayError):  # later than every day that a step can have
                on = calendar.add_business_days(one.closed_at, rules.resume_business_days)
                end = on.toordinal()
        found.append((start, end))
    return tuple(sorted(found, key=lambda pair: pair[0]))


def rests_on(day: int, rests: Iterable[tuple[int, int | None]]) -> bool:
    """Tell whether a chain rests on a day."""
    return any(start <= day and (end is None or day < end) for start, end in rests)
