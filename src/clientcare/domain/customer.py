"""
The customer data card 客户资料卡 (form KH001).

A box left blank is ``None`` (or an empty tuple, where several things can stand
in it): unknown, never zero.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.ids import CustomerId, OfficeId, PersonId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.privacy import personal, sensitive
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
from clientcare.errors import InvalidValueError

_PRIVATE: Final = "consent of the person"
_OUR_PEOPLE: Final = "knowing who did what"
_text: Final = check.maybe(check.text())


def _not_negative(owner: object, at: check.Field, value: Money) -> None:
    check.a(Money)(owner, at, value)
    if value.minor < 0:
        check.refuse(owner, at, value, "money, 0 or more")


@attrs.frozen(kw_only=True)
class Contact:
    """
    A person at the customer, in the role that they have when we sell 人员.

    Who has two roles stands on the card twice, with one *person_id*.

    Attributes:
        role: The row of the form: principal, influencer, buyer or seller.
        person_id: Who it is, across cards and roles; consents and the limits
            of contact are kept by it.
        name: 姓名.
        gender: 性别.
        born: Birth date 出生年月, by year and month at least; month and day
            where only the birthday is kept.
        ethnicity: 民族. Sensitive.
        post: Position in the firm 职务.
        marital_status: 婚否. Sensitive.
        phone: 电话.
        home_address: 住址.
        calibre: What kind of business person they are 素养, in words.
    """

    role: ContactRole = field(validator=check.a(ContactRole))
    person_id: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    name: str | None = field(default=None, validator=_text, repr=False, metadata=personal())
    gender: Gender | None = field(
        default=None, validator=check.maybe(check.a(Gender)), repr=False, metadata=personal()
    )
    born: PartialDate | None = field(
        default=None,
        validator=check.maybe(check.a(PartialDate)),
        repr=False,
        metadata=personal("birthday greetings", "consent end"),
    )
    ethnicity: str | None = field(default=None, validator=_text, repr=False, metadata=sensitive())
    post: str | None = field(default=None, validator=_text, repr=False, metadata=personal())
    marital_status: MaritalStatus | None = field(
        default=None,
        validator=check.maybe(check.a(MaritalStatus)),
        repr=False,
        metadata=sensitive(retention="consent end, reviewed every 12 months"),
    )
    phone: str | None = field(default=None, validator=_text, repr=False, metadata=personal())
    home_address: str | None = field(
        default=None,
        validator=_text,
        repr=False,
        metadata=personal(_PRIVATE, "consent end"),
    )
    calibre: str | None = field(default=None, validator=_text, repr=False, metadata=personal())


@attrs.frozen(kw_only=True)
class BankAccount:
    """
    A bank that the customer deals with, and the account there 往来银行及帐号.

    It is an account to be paid from or to, never a payment card.

    Attributes:
        bank: The bank's name.
        account_no: The number in full; shown only as ``masked_no``.
    """

    bank: str | None = field(
        default=None, validator=_text, repr=False, metadata=sensitive("contract", "legal period")
    )
    account_no: str | None = field(
        default=None, validator=_text, repr=False, metadata=sensitive("contract", "legal period")
    )

    @property
    def masked_no(self) -> str | None:
        """The number as it may be shown: its last four characters, if it has eight or more."""
        if self.account_no is None:
            return None
        shown = self.account_no[-4:] if len(self.account_no) >= 8 else ""  # noqa: PLR2004 - as said
        return f"****{shown}"


@attrs.frozen(kw_only=True)
class Turnover:
    """
    What the customer sells in a period 经营额.

    Attributes:
        amount: The money taken in that period.
        period: How long the period is.
    """

    amount: Money = field(validator=_not_negative)
    period: TurnoverPeriod = field(validator=check.a(TurnoverPeriod))


@attrs.frozen(kw_only=True)
class ProductLine:
    """
    A line of goods that the customer sells, and its weight 经营品种及比重.

    Attributes:
        name: The line, such as a brand or a kind of goods.
        share: Its share of the customer's business, 0 to 1; ``None`` where unknown.
    """

    name: str = field(validator=check.text())
    share: Decimal | None = field(default=None, validator=check.maybe(check.share))


def _at_most_a_whole(owner: object, at: check.Field, value: tuple[ProductLine, ...]) -> None:
    check.tuple_of(check.a(ProductLine))(owner, at, value)
    known = sum(Fraction(line.share) for line in value if line.share is not None)
    if known > 1:
        check.refuse(owner, at, value, "shares that sum to 1 at most")


@attrs.frozen(kw_only=True)
class Customer:
    """
    A dealer or other customer, with all that form KH001 keeps of them 客户资料卡.

    Where the customer is an individual or a partnership (``ownership``), name,
    address, phone, registration and tax number are personal data too.

    Attributes:
        id: Who it is, in the books of the firm.
        number: The card's number 编号, free text.
        name: 客户名称.
        address: 地址.
        phone: 电话.
        postcode: 邮编.
        fax: 传真.
        ownership: 性质.
        category: 类别.
        tier: The commercial class 等级 that the card shows; not the credit grade.
        contacts: The people 人员; a role can have several.
        registration_no: 工商登记号.
        tax_no: 税号(国税).
        bank_accounts: 往来银行及帐号. Sensitive.
        registered_capital: 资本额, 0 or more.
        working_capital: 流动资金; negative where short-term debt exceeds it.
        opened_on: The day the customer's business opened 开业日期.
        floor_area_m2: Selling area 营业面积, in m².
        warehouse_area_m2: Warehouse area 仓库面积, in m².
        headcount: Employees 雇员人数.
        premises: 店面.
        vehicles: How many vehicles 车辆.
        transport: 运输方式, each once.
        payment_method: How the customer pays 付款方式, in words.
        turnover: 经营额.
        product_lines: 经营品种及比重; known shares sum to 1 at most.
        trade_area: Where the customer's trade reaches 辐射范围.
        developed_on: The day we won the customer 开发日期.
        developed_by: Who of us won them 开发人.
        filled_by: Who filled the card 填表人.
        filled_at: When it was filled 填表时间.
        owner_id: The salesperson who looks after the customer; ``None`` puts
            the customer on the unassigned agenda.
        office_id: The office 办事处 that the customer belongs to.
        parent_id: The firm that this one is a subsidiary of.
        time_zone: IANA name of the customer's own zone; ``None`` is the firm's.
        entered_on: The day the customer entered our book, in the firm's zone.

    Raises:
        InvalidValueError: A field breaks its rule, or the customer is its own parent.
    """

    id: CustomerId = field(validator=check.key)
    number: str | None = field(default=None, validator=_text)
    name: str = field(validator=check.text(), repr=False, metadata=personal(of_person_only=True))
    address: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(of_person_only=True)
    )
    phone: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(of_person_only=True)
    )
    postcode: str | None = field(default=None, validator=_text)
    fax: str | None = field(default=None, validator=_text)
    ownership: Ownership | None = field(default=None, validator=check.maybe(check.a(Ownership)))
    category: CustomerCategory | None = field(
        default=None, validator=check.maybe(check.a(CustomerCategory))
    )
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    contacts: tuple[Contact, ...] = field(
        default=(), validator=check.tuple_of(check.a(Contact)), repr=False, metadata=personal()
    )
    registration_no: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(of_person_only=True)
    )
    tax_no: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(of_person_only=True)
    )
    bank_accounts: tuple[BankAccount, ...] = field(
        default=(),
        validator=check.tuple_of(check.a(BankAccount)),
        repr=False,
        metadata=sensitive("contract", "legal period"),
    )
    registered_capital: Money | None = field(default=None, validator=check.maybe(_not_negative))
    working_capital: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    opened_on: Date | None = field(default=None, validator=check.maybe(check.date))
    floor_area_m2: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    warehouse_area_m2: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    headcount: int | None = field(default=None, validator=check.maybe(check.whole()))
    premises: Premises | None = field(default=None, validator=check.maybe(check.a(Premises)))
    vehicles: int | None = field(default=None, validator=check.maybe(check.whole()))
    transport: tuple[Transport, ...] = field(
        default=(), validator=check.none_twice(check.a(Transport))
    )
    payment_method: str | None = field(default=None, validator=_text)
    turnover: Turnover | None = field(default=None, validator=check.maybe(check.a(Turnover)))
    product_lines: tuple[ProductLine, ...] = field(default=(), validator=_at_most_a_whole)
    trade_area: str | None = field(default=None, validator=_text)
    developed_on: Date | None = field(default=None, validator=check.maybe(check.date))
    developed_by: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(_OUR_PEOPLE)
    )
    filled_by: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(_OUR_PEOPLE)
    )
    filled_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))
    owner_id: StaffId | None = field(default=None, validator=check.maybe(check.key))
    office_id: OfficeId | None = field(default=None, validator=check.maybe(check.key))
    parent_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    time_zone: str | None = field(default=None, validator=check.maybe(check.zone))
    entered_on: Date | None = field(default=None, validator=check.maybe(check.date))

    def __attrs_post_init__(self) -> None:
        if self.parent_id == self.id:
            raise InvalidValueError("Customer.parent_id", self.parent_id, "another customer's id")

    def contacts_as(self, role: ContactRole) -> tuple[Contact, ...]:
        """Return the people of one row of the form, in their order on the card."""
        return tuple(contact for contact in self.contacts if contact.role is role)
