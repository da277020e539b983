"""Birthdays and anniversaries on which we greet somebody 生日与纪念日 (F4, policies 4f)."""

from __future__ import annotations

import calendar
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.customer import Contact, Customer
from clientcare.domain.ids import CustomerId, OccasionId, PersonId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

_LEAP_YEAR: Final = 2000
_LUNAR_MONTH_DAYS: Final = 30


class OccasionKind(Scale):
    """What is celebrated."""

    BIRTHDAY = "birthday", "生日"
    ANNIVERSARY = "anniversary", "纪念日"


class YearCalendar(Scale):
    """The calendar by which an occasion comes round."""

    GREGORIAN = "gregorian", "公历"
    LUNAR = "lunar", "农历"


@attrs.frozen(kw_only=True)
class Occasion:
    """
    A day of the year on which somebody is greeted.

    No year of birth is kept: a greeting needs the day alone.

    Attributes:
        id: The occasion's id.
        customer_id: The customer.
        person_id: Whose occasion it is; ``None`` is the customer's own.
        kind: Birthday or anniversary.
        month: 1 to 12, of the calendar named.
        day: The day of the month; ``None`` where it is unknown.
        calendar: Gregorian, or the Chinese lunar calendar.
        leap: Of a lunar occasion: it is in the leap month of that number 闰月.
        ended_on: From this day on nobody is greeted: the person died, left or was
            erased.

    Raises:
        InvalidValueError: A field breaks its rule, there is no such day, or a
            Gregorian month is called a leap month.
    """

    id: OccasionId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    person_id: PersonId | None = field(default=None, validator=check.maybe(check.key))
    kind: OccasionKind = field(validator=check.a(OccasionKind))
    month: int = field(
        validator=check.whole(least=1, most=12),
        repr=False,
        metadata=personal("greetings", "consent end"),
    )
    day: int | None = field(
        default=None,
        validator=check.maybe(check.whole(least=1, most=31)),
        repr=False,
        metadata=personal("greetings", "consent end"),
    )
    calendar: YearCalendar = field(default=YearCalendar.GREGORIAN, validator=check.a(YearCalendar))
    leap: bool = field(default=False, validator=check.a(bool))
    ended_on: Date | None = field(default=None, validator=check.maybe(check.date))

    def __attrs_post_init__(self) -> None:
        lunar = self.calendar is YearCalendar.LUNAR
        last = _LUNAR_MONTH_DAYS if lunar else calendar.monthrange(_LEAP_YEAR, self.month)[1]
        if self.day is not None and self.day > last:
            raise InvalidValueError("Occasion.day", self.day, f"a day that exists: 1 to {last}")
        if self.leap and not lunar:
            raise InvalidValueError("Occasion.leap", self.leap, "only of the lunar calendar")


def birthdays_of(customer: Customer) -> tuple[Occasion, ...]:
    """
    Return the birthdays that a customer card tells, of the people on it who have an id.

    The forms ask for year and month alone; where they have the day it is unknown here too.
    A person who stands in several rows of the card has one birthday.
    """
    found = {
        contact.person_id: contact
        for contact in reversed(customer.contacts)
        if contact.person_id is not None and contact.born is not None
    }
    return tuple(_birthday(customer, found[person]) for person in sorted(found))


def _birthday(customer: Customer, contact: Contact) -> Occasion:
    born, person = contact.born, contact.person_id
    assert born is not None  # noqa: S101 - chosen for it
    return Occasion(
        id=OccasionId(f"birthday:{person}"),
        customer_id=customer.id,
        person_id=person,
        kind=OccasionKind.BIRTHDAY,
        month=born.month,
        day=born.day,
    )
