"""Customer cards with every box blank or filled, our own people, and books to be classed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeVar

import pendulum
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.customer import BankAccount, Contact, Customer, ProductLine, Turnover
from clientcare.domain.ids import CalendarId, CustomerId, OfficeId, PersonId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.scales import (
    ContactRole,
    CustomerCategory,
    Gender,
    MaritalStatus,
    Ownership,
    Premises,
    Tier,
    Transport,
    TurnoverPeriod,
)
from clientcare.domain.staff import Deputy, Staff, StaffRole
from clientcare.policies.tiering import CustomerValue

T = TypeVar("T")

_ZONES: Final = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC")


def _blank_or(filled: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | filled


def _words() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
        lambda text: bool(text.strip())
    )


def _days() -> st.SearchStrategy[Date]:
    return st.dates().map(lambda day: Date(day.year, day.month, day.day))


def _instants() -> st.SearchStrategy[DateTime]:
    zones = st.sampled_from(_ZONES).map(pendulum.timezone)
    moments = st.datetimes(timezones=zones, allow_imaginary=False)
    return moments.map(pendulum.instance)


def _money(least: int) -> st.SearchStrategy[Money]:
    minor = st.integers(least, 10**12)
    return st.builds(Money, minor, st.sampled_from(("CNY", "EUR", "JPY", "KWD")))


def partial_dates() -> st.SearchStrategy[PartialDate]:
    """Return dates known by year and month, month and day, or in full."""
    year, month, day = st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)
    return st.one_of(
        st.builds(PartialDate, year=year, month=month),
        st.builds(PartialDate, month=month, day=day),
        st.builds(PartialDate, year=year, month=month, day=day),
    )


def contacts() -> st.SearchStrategy[Contact]:
    """Return people at a customer."""
    return st.builds(
        Contact,
        role=st.sampled_from(ContactRole),
        person_id=_blank_or(st.sampled_from(("P-1", "P-2")).map(PersonId)),
        name=_blank_or(_words()),
        gender=_blank_or(st.sampled_from(Gender)),
        born=_blank_or(partial_dates()),
        ethnicity=_blank_or(_words()),
        post=_blank_or(_words()),
        marital_status=_blank_or(st.sampled_from(MaritalStatus)),
        phone=_blank_or(_words()),
        home_address=_blank_or(_words()),
        calibre=_blank_or(_words()),
    )


def customers() -> st.SearchStrategy[Customer]:
    """Return customer cards, each box blank or filled."""
    shares = st.integers(0, 333).map(lambda tenths: Decimal(tenths) / 1000)
    areas = st.integers(0, 10**6).map(lambda tenths: Decimal(tenths).scaleb(-1))
    lines = st.builds(ProductLine, name=_words(), share=_blank_or(shares))
    accounts = st.builds(BankAccount, bank=_blank_or(_words()), account_no=_blank_or(_words()))
    return st.builds(
        Customer,
        id=st.sampled_from(("C-1", "C-2", "客-3")).map(CustomerId),
        number=_blank_or(_words()),
        name=_words(),
        address=_blank_or(_words()),
        phone=_blank_or(_words()),
        postcode=_blank_or(_words()),
        fax=_blank_or(_words()),
        ownership=_blank_or(st.sampled_from(Ownership)),
        category=_blank_or(st.sampled_from(CustomerCategory)),
        tier=_blank_or(st.sampled_from(Tier)),
        contacts=st.lists(contacts(), max_size=3).map(tuple),
        registration_no=_blank_or(_words()),
        tax_no=_blank_or(_words()),
        bank_accounts=st.lists(accounts, max_size=2).map(tuple),
        registered_capital=_blank_or(_money(0)),
        working_capital=_blank_or(_money(-(10**12))),
        opened_on=_blank_or(_days()),
        floor_area_m2=_blank_or(areas),
        warehouse_area_m2=_blank_or(areas),
        headcount=_blank_or(st.integers(0, 10**6)),
        premises=_blank_or(st.sampled_from(Premises)),
        vehicles=_blank_or(st.integers(0, 100)),
        transport=st.lists(st.sampled_from(Transport), unique=True).map(tuple),
        payment_method=_blank_or(_words()),
        turnover=_blank_or(
            st.builds(Turnover, amount=_money(0), period=st.sampled_from(TurnoverPeriod))
        ),
        product_lines=st.lists(lines, max_size=3).map(tuple),
        trade_area=_blank_or(_words()),
        developed_on=_blank_or(_days()),
        developed_by=_blank_or(_words()),
        filled_by=_blank_or(_words()),
        filled_at=_blank_or(_instants()),
        owner_id=_blank_or(st.sampled_from(("S-1", "S-2")).map(StaffId)),
        office_id=_blank_or(st.just(OfficeId("O-1"))),
        parent_id=_blank_or(st.just(CustomerId("C-9"))),
        time_zone=_blank_or(st.sampled_from(_ZONES)),
        entered_on=_blank_or(_days()),
    )


def staff() -> st.SearchStrategy[Staff]:
    """Return people of ours."""
    roles = st.sampled_from(StaffRole)
    deputies = st.tuples(_days(), _days()).flatmap(
        lambda days: st.builds(
            Deputy,
            deputy_id=st.just(StaffId("S-8")),
            role=roles,
            from_on=st.just(min(days)),
            until_on=st.just(max(days)),
            appointed_by=st.just(StaffId("S-9")),
        )
    )
    return st.builds(
        Staff,
        id=st.sampled_from(("S-1", "S-2", "S-3")).map(StaffId),
        name=_words(),
        roles=st.lists(roles, unique=True, max_size=3).map(tuple),
        office_id=_blank_or(st.just(OfficeId("O-1"))),
        superior_id=_blank_or(st.just(StaffId("S-9"))),
        calendar_id=_blank_or(st.just(CalendarId("cal"))),
        deputies=st.lists(deputies, max_size=2).map(tuple),
    )


def books(as_of: Date, *, currency: str = "CNY") -> st.SearchStrategy[list[CustomerValue]]:
    """Return books to be classed: small values, so that they tie and meet the cuts."""
    values = st.none() | st.integers(-3, 12) | st.sampled_from((20, 75, 80, 100, 10**15))
    ages = st.none() | st.sampled_from((-1, 0, 89, 90, 146, 364, 365, 2000))

    def facts(rows: list[tuple[int | None, int | None, int | None]]) -> list[CustomerValue]:
        return [
            CustomerValue(
                customer_id=CustomerId(f"c{place}"),
                value=None if value is None else Money(value, currency),
                first_order_on=None if age is None else as_of.subtract(days=age),
                # a parent further down, or one outside the book: never a ring
                parent_id=None if up is None else CustomerId(f"c{place + up}"),
            )
            for place, (value, age, up) in enumerate(rows)
        ]

    parents = st.none() | st.none() | st.integers(1, 3)
    return st.lists(st.tuples(values, ages, parents), max_size=14).map(facts)
