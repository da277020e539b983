"""Birthdays and anniversaries (F4)."""

from __future__ import annotations

from typing import Any

import pytest

from clientcare.domain.customer import Contact, Customer
from clientcare.domain.ids import CustomerId, OccasionId, PersonId
from clientcare.domain.occasions import Occasion, OccasionKind, YearCalendar, birthdays_of
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.scales import ContactRole
from clientcare.errors import InvalidValueError


def occasion(month: int, day: int | None, **changes: Any) -> Occasion:
    """Return a birthday."""
    return Occasion(
        id=OccasionId("o"),
        customer_id=CustomerId("dealer-1"),
        kind=OccasionKind.BIRTHDAY,
        month=month,
        day=day,
        **changes,
    )


@pytest.mark.parametrize(
    ("month", "day", "changes"),
    [
        (2, 30, {}),
        (4, 31, {}),
        (1, 31, {"calendar": YearCalendar.LUNAR}),
        (6, 1, {"leap": True}),
        (13, 1, {}),
    ],
)
def test_refused(month: int, day: int, changes: dict[str, Any]) -> None:
    """A day that never comes, and a leap month of the Gregorian calendar."""
    with pytest.raises(InvalidValueError):
        occasion(month, day, **changes)


def test_the_birthdays_of_a_card() -> None:
    """Of each person with an id once; where the card has no day, the day is unknown."""

    def contact(role: ContactRole, person: str | None, born: PartialDate | None) -> Contact:
        return Contact(role=role, person_id=None if person is None else PersonId(person), born=born)

    card = Customer(
        id=CustomerId("dealer-1"),
        name="x",
        contacts=(
            contact(ContactRole.PRINCIPAL, "P-2", PartialDate(month=5, day=12)),
            contact(ContactRole.BUYER, "P-2", PartialDate(month=5, day=13)),
            contact(ContactRole.SELLER, "P-1", PartialDate(year=1970, month=2)),
            contact(ContactRole.INFLUENCER, None, PartialDate(month=1, day=1)),
            contact(ContactRole.INFLUENCER, "P-3", None),
        ),
    )

    assert [("P-1", 2, None), ("P-2", 5, 12)] == [
        (one.person_id, one.month, one.day) for one in birthdays_of(card)
    ]


@pytest.mark.parametrize(
    ("month", "day", "calendar"),
    [(2, 29, YearCalendar.GREGORIAN), (2, 30, YearCalendar.LUNAR), (5, None, YearCalendar.LUNAR)],
)
def test_allowed(month: int, day: int | None, calendar: YearCalendar) -> None:
    """29 February comes in some years, and every lunar month may have 30 days."""
    assert day == occasion(month, day, calendar=calendar).day
