"""The customer card and its invariants (form KH001)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pendulum
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.customer import BankAccount, Contact, Customer, ProductLine, Turnover
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.privacy import PrivacyClass, privacy_of
from clientcare.domain.scales import (
    ContactRole,
    CustomerCategory,
    Ownership,
    Scale,
    Transport,
    TurnoverPeriod,
)
from clientcare.errors import InvalidValueError
from clientcare.testing.strategies.customers import customers

CARD = Customer(id=CustomerId("C-1"), name="永兴商店")
CODEC: JsonCodec[Customer] = JsonCodec(name="customer", type=Customer)


@given(customers())
def test_card_round_trips(card: Customer) -> None:
    """A card comes back from JSON equal, with every box blank or filled."""
    assert card == CODEC.load(CODEC.dump(card))


@given(customers())
def test_card_can_be_hashed(card: Customer) -> None:
    """A card is frozen all the way down."""
    assert hash(card) == hash(attrs.evolve(card))


def test_blank_card_is_unknown_everywhere() -> None:
    """Only id and name are needed; every other box is None, or empty where several things fit."""
    others = {
        field.name: getattr(CARD, field.name)
        for field in attrs.fields(Customer)
        if field.name not in {"id", "name"}
    }

    assert set(others.values()) == {None, ()}


@pytest.mark.parametrize(
    ("scale", "labels"),
    [
        (Ownership, "个体 集体 合伙 国营 股份公司 其他"),
        (CustomerCategory, "代理商 一级批发商 二级批发商 重要零售商 其他"),
        (ContactRole, "负责人 影响人 采购人 售货人"),
        (Transport, "铁路 水运 汽运 自提 其他"),
    ],
)
def test_options_stand_in_the_order_of_the_paper(scale: type[Scale], labels: str) -> None:
    """Options are labelled and ordered as on the form."""
    assert labels.split() == [option.label for option in scale]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("name", " "),
        ("number", ""),
        ("address", ""),
        ("phone", 5),
        ("ownership", "individual"),
        ("tier", "A"),
        ("contacts", []),
        ("contacts", ("Li",)),
        ("bank_accounts", ("6222",)),
        ("registered_capital", 5),
        ("registered_capital", Money.of(-1, "CNY")),
        ("working_capital", Decimal(5)),
        ("opened_on", pendulum.datetime(2020, 1, 1)),
        ("floor_area_m2", Decimal(-1)),
        ("warehouse_area_m2", 3),
        ("headcount", -1),
        ("headcount", True),
        ("vehicles", 1.0),
        ("transport", (Transport.RAIL, Transport.RAIL)),
        ("product_lines", (5,)),
        ("filled_at", Date(2020, 1, 1)),
        ("time_zone", "Asia/Nowhere"),
        ("time_zone", 8),
        ("entered_on", "2020-01-01"),
    ],
)
def test_wrong_values_are_refused_by_name(field: str, value: object) -> None:
    """Every field refuses what it cannot hold and names itself."""
    with pytest.raises(InvalidValueError, match=rf"^Customer\.{field}: "):
        attrs.evolve(CARD, **{field: value})  # type: ignore[arg-type]


def test_working_capital_may_be_negative() -> None:
    """Short-term debt can exceed what is at hand."""
    owed = Money.of(-5, "CNY")

    assert owed == attrs.evolve(CARD, working_capital=owed).working_capital


def test_customer_is_not_its_own_parent() -> None:
    """A firm is no subsidiary of itself."""
    with pytest.raises(InvalidValueError, match="parent_id"):
        attrs.evolve(CARD, parent_id=CARD.id)


def test_shares_may_make_a_whole() -> None:
    """Shares of exactly 1 in all are right; an unknown one counts nothing."""
    lines = (
        ProductLine(name="酒", share=Decimal("0.7")),
        ProductLine(name="茶", share=Decimal("0.3")),
        ProductLine(name="烟"),
    )

    assert lines == attrs.evolve(CARD, product_lines=lines).product_lines


def test_shares_are_summed_exactly() -> None:
    """The sum is not rounded to the 28 digits of a decimal context."""
    lines = (
        ProductLine(name="a", share=Decimal(1)),
        ProductLine(name="b", share=Decimal("1e-40")),
    )

    with pytest.raises(InvalidValueError, match="sum to 1"):
        attrs.evolve(CARD, product_lines=lines)


def test_share_is_at_most_a_whole() -> None:
    """One share alone stays within 0 to 1."""
    with pytest.raises(InvalidValueError):
        ProductLine(name="a", share=Decimal("1.01"))


def test_turnover_is_not_negative() -> None:
    """Nobody sells less than nothing."""
    with pytest.raises(InvalidValueError):
        Turnover(amount=Money.of(-1, "CNY"), period=TurnoverPeriod.YEAR)


def test_role_can_have_several_people() -> None:
    """The people of one row come in the order of the card."""
    people = (
        Contact(role=ContactRole.BUYER, name="甲"),
        Contact(role=ContactRole.SELLER, name="乙"),
        Contact(role=ContactRole.BUYER, name="丙"),
    )

    assert people[::2] == attrs.evolve(CARD, contacts=people).contacts_as(ContactRole.BUYER)


@pytest.mark.parametrize(
    ("number", "masked"),
    [("6222021234567890123", "****0123"), ("12345678", "****5678"), ("1234567", "****")],
)
def test_account_number_is_masked(number: str, masked: str) -> None:
    """At most the last four characters of an account are shown, of a short one none."""
    assert masked == BankAccount(bank="工行", account_no=number).masked_no


def test_unknown_account_number_has_no_mask() -> None:
    """A blank box is unknown, not masked."""
    assert BankAccount(bank="工行").masked_no is None


def test_marks_of_the_card() -> None:
    """The privacy marks are those of the form."""
    marks = privacy_of(Customer)
    of_persons = {name for name, mark in marks.items() if mark.of_person_only}
    personal = {name for name, mark in marks.items() if mark.level is PrivacyClass.PERSONAL}
    sensitive = {name for name, mark in marks.items() if mark.level is PrivacyClass.SENSITIVE}

    assert {"name", "address", "phone", "registration_no", "tax_no"} == of_persons
    assert {"contacts", "developed_by", "filled_by"} == personal - of_persons
    assert {"bank_accounts"} == sensitive


def test_marks_of_a_contact() -> None:
    """Everything about a person is personal; ethnicity and marital status are sensitive."""
    levels = {name: mark.level.value for name, mark in privacy_of(Contact).items()}

    assert {
        "role": "business",
        "person_id": "personal",
        "name": "personal",
        "gender": "personal",
        "born": "personal",
        "ethnicity": "sensitive",
        "post": "personal",
        "marital_status": "sensitive",
        "phone": "personal",
        "home_address": "personal",
        "calibre": "personal",
    } == levels


@pytest.mark.parametrize(
    ("ownership", "expected"),
    [(Ownership.INDIVIDUAL, True), (Ownership.PARTNERSHIP, True), (Ownership.COLLECTIVE, False)],
)
def test_who_is_a_person(ownership: Ownership, *, expected: bool) -> None:
    """An individual and a partnership are persons, others are not."""
    assert expected == ownership.is_of_persons


# --- partial dates ---


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (PartialDate(year=1970, month=5), "1970-05"),
        (PartialDate(year=1970, month=5, day=9), "1970-05-09"),
        (PartialDate(month=2, day=29), "--02-29"),
        (PartialDate(year=2024, month=2, day=29), "2024-02-29"),
    ],
)
def test_partial_date_shows_what_is_known(date: PartialDate, text: str) -> None:
    """A year and month, a month and day, or all three."""
    assert text == str(date)


@pytest.mark.parametrize(
    "parts",
    [
        {"month": 5},
        {"year": 0, "month": 5},
        {"year": 1970, "month": 13},
        {"year": 1970, "month": 0},
        {"year": 1970, "month": 4, "day": 31},
        {"year": 1970, "month": 4, "day": 0},
        {"year": 2023, "month": 2, "day": 29},
        {"month": 2, "day": 30},
    ],
)
def test_impossible_partial_date_is_refused(parts: dict[str, int]) -> None:
    """A month alone says too little, and a day has to exist."""
    with pytest.raises(InvalidValueError, match="PartialDate"):
        PartialDate(**parts)
