"""
The customer credit card 客户信用卡 (form KH002): a trade-credit record of a dealer.

It is no payment card, and no field of it ever holds a card number. A box left
blank is ``None`` (or an empty tuple, where several things can stand in it):
unknown, never zero and never the last option.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import check_amount
from clientcare.domain.credit_limit import (
    AdverseFact,
    Approval,
    CreditBlock,
    CreditEvent,
    CreditInsurance,
    CreditLimit,
    LimitBasis,
    LimitState,
    OrderRelease,
    Security,
    TemporaryIncrease,
)
from clientcare.domain.credit_premises import PremisesInUse
from clientcare.domain.credit_scales import (
    Ambition,
    Books,
    Condition,
    Disposition,
    Eloquence,
    FiveSteps,
    Habit,
    LegalForm,
    Level,
    LocationKind,
    Outlook,
    PaymentAttitude,
    PlanningAbility,
    StaffMorale,
    SuccessorQuality,
    Temperament,
)
from clientcare.domain.customer import BankAccount
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal, sensitive
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS

_ASSESSMENT: Final = ("credit assessment", "relationship end + 36 months")
_OUR_PEOPLE: Final = "knowing who did what"
_PRIVATE: Final = ("consent of the person", "consent end")
_PAST: Final = ("consent of the person", "24 months")
_text: Final = check.maybe(check.text())


def _one_of(kind: type) -> check.Check:
    return check.maybe(check.a(kind))


@attrs.frozen(kw_only=True)
class Principal:
    """
    The person who runs the dealer's business 负责人.

    Attributes:
        name: 负责人.
        home_phone: 住宅电话.
        disposition: 性格. Sensitive.
        temperament: 气质. Sensitive.
        interests: 兴趣.
        reputation: 名誉.
        education: 学历.
        origin: 出身.
        career: 经历.
        eloquence: 口才.
        outlook: 思想. Sensitive.
        habits: 嗜好, each once. Sensitive.
        strengths: 长处.
        special_skill: 特长.
        weaknesses: 短处.
        skill: 技术.
        ambition: 事业心.
        dedication: How far this is the principal's only business 专职程度.
        planning_ability: 策划能力.
        health: 健康状况. Sensitive.
        successor: How good the successor is 接班人.
    """

    name: str | None = field(default=None, validator=_text, repr=False, metadata=personal())
    home_phone: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_PRIVATE)
    )
    disposition: Disposition | None = field(
        default=None, validator=_one_of(Disposition), repr=False, metadata=sensitive()
    )
    temperament: Temperament | None = field(
        default=None, validator=_one_of(Temperament), repr=False, metadata=sensitive()
    )
    interests: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_PRIVATE)
    )
    reputation: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_ASSESSMENT)
    )
    education: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_PAST)
    )
    origin: str | None = field(default=None, validator=_text, repr=False, metadata=personal(*_PAST))
    career: str | None = field(default=None, validator=_text, repr=False, metadata=personal(*_PAST))
    eloquence: Eloquence | None = field(
        default=None, validator=_one_of(Eloquence), repr=False, metadata=personal(*_ASSESSMENT)
    )
    outlook: Outlook | None = field(
        default=None, validator=_one_of(Outlook), repr=False, metadata=sensitive()
    )
    habits: tuple[Habit, ...] = field(
        default=(),
        validator=check.none_twice(check.a(Habit)),
        repr=False,
        metadata=sensitive(),
    )
    strengths: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_ASSESSMENT)
    )
    special_skill: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_ASSESSMENT)
    )
    weaknesses: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(*_ASSESSMENT)
    )
    skill: Level | None = field(
        default=None, validator=_one_of(Level), repr=False, metadata=personal(*_ASSESSMENT)
    )
    ambition: Ambition | None = field(
        default=None, validator=_one_of(Ambition), repr=False, metadata=personal(*_ASSESSMENT)
    )
    dedication: Level | None = field(
        default=None, validator=_one_of(Level), repr=False, metadata=personal(*_ASSESSMENT)
    )
    planning_ability: PlanningAbility | None = field(
        default=None,
        validator=_one_of(PlanningAbility),
        repr=False,
        metadata=personal(*_ASSESSMENT),
    )
    health: Condition | None = field(
        default=None, validator=_one_of(Condition), repr=False, metadata=sensitive()
    )
    successor: SuccessorQuality | None = field(
        default=None,
        validator=_one_of(SuccessorQuality),
        repr=False,
        metadata=personal(*_ASSESSMENT),
    )


@attrs.frozen(kw_only=True)
class Accounting:
    """
    The accounting block of the form 会计方面.

    Attributes:
        bank_accounts: The banks dealt with and the accounts there 银行往来
            银行帐号. Sensitive.
        bank_credit: 银行信用.
        books: 帐簿.
        peer_reputation: 同行评价.
        management_assessment: 领导评价, read as that of our own management.
        capital: 资本额, 0 or more.
        working_capital: 流动资金; negative where short-term debt exceeds it.
        payment_attitude: 付款态度, as people judge it.
        licence_no: 营业执照登记号.
        remarks: 备注.
    """

    bank_accounts: tuple[BankAccount, ...] = field(
        default=(),
        validator=check.tuple_of(check.a(BankAccount)),
        repr=False,
        metadata=sensitive("contract", "legal period"),
    )
    bank_credit: FiveSteps | None = field(default=None, validator=_one_of(FiveSteps))
    books: Books | None = field(default=None, validator=_one_of(Books))
    peer_reputation: FiveSteps | None = field(default=None, validator=_one_of(FiveSteps))
    management_assessment: FiveSteps | None = field(default=None, validator=_one_of(FiveSteps))
    capital: Money | None = field(default=None, validator=check.maybe(check_amount))
    working_capital: Money | None = field(default=None, validator=_one_of(Money))
    payment_attitude: PaymentAttitude | None = field(
        default=None, validator=_one_of(PaymentAttitude)
    )
    licence_no: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(of_person_only=True)
    )
    remarks: str | None = field(default=None, validator=_text)


@attrs.frozen(kw_only=True)
class LineCarried:
    """
    One row of the goods that the dealer carries 经营品种.

    Attributes:
        product: 经营品种.
        brand: 品牌.
        company: The maker 公司.
        monthly_sales: 月销售额, 0 or more.
        share: Its share of the dealer's sales 所占比重, 0 to 1.
    """

    product: str | None = field(default=None, validator=_text)
    brand: str | None = field(default=None, validator=_text)
    company: str | None = field(default=None, validator=_text)
    monthly_sales: Money | None = field(default=None, validator=check.maybe(check_amount))
    share: Decimal | None = field(default=None, validator=check.maybe(check.share))


def _at_most_a_whole(owner: object, at: check.Field, value: tuple[LineCarried, ...]) -> None:
    check.tuple_of(check.a(LineCarried))(owner, at, value)
    if sum(Fraction(line.share) for line in value if line.share is not None) > 1:
        check.refuse(owner, at, value, "shares that sum to 1 at most")


def _columns_in_order(owner: object, at: check.Field, value: tuple[Approval, ...]) -> None:
    check.tuple_of(check.a(Approval))(owner, at, value)
    levels = [APPROVERS.index(approval.role) for approval in value]
    if levels != sorted(set(levels)):
        check.refuse(owner, at, value, "each role once, from the office head upward")


def _many(kind: type) -> check.Check:
    return check.tuple_of(check.a(kind))


@attrs.frozen(kw_only=True)
class CreditCard:
    """
    A trade-credit record of a dealer 客户信用卡: no payment card, and never a card number.

    The form's number, name, address, phone, fax and postcode stand on the
    customer card, to which ``customer_id`` leads. Below the form's own boxes
    stand the facts that the credit policies need and the paper has no box for.

    Attributes:
        id: The card's own id.
        customer_id: Whose card it is.
        company_id: The own selling company that gives the credit.
        founded_on: 创业日期.
        first_traded_on: 开始交易日期.
        legal_form: 经营方式; kept beside the ownership of KH001.
        location: 经营地点.
        product_range: 经营品种.
        trade_area: 辐射区域.
        principal: 负责人.
        staff_morale: 从业人员.
        premises: 使用店铺.
        accounting: 会计方面.
        lines_carried: 经营品种 品牌 公司 月销售额 所占比重; known shares sum
            to 1 at most.
        sales_assessment: 销售人员对其评价及建议.
        limit: The approved limit 信用核定额度; ``None`` is no decision, an
            amount of 0 is no credit.
        group_limit: The limit of the whole group 集团额度, on the card of its
            topmost parent; blank, that customer's own limit is the group's.
        grade: The credit grade 客户等级; not the sales tier.
        approvals: 核准人, in the order of the form's columns.
        filled_by: 填表人.
        filled_at: 填表时间.
        capital_rating: How a person rates the capital (policies 2a).
        limit_basis: The figures that a limit is computed from (policies 2c).
        increases: Temporary increases, past ones too.
        blocks: Blocks by decision, past ones too.
        adverse_facts: What rules out open credit whatever the score.
        events: What happened and calls for a review, past events too.
        insurance: What a credit insurer promised.
        securities: What the customer gave as security.
        releases: Orders let through although checks failed.
        reviewed_on: The last credit review.
        review_due_on: When the next one is due.

    Raises:
        InvalidValueError: A field breaks its rule.
    """

    id: CreditCardId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    founded_on: Date | None = field(default=None, validator=check.maybe(check.date))
    first_traded_on: Date | None = field(default=None, validator=check.maybe(check.date))
    legal_form: LegalForm | None = field(default=None, validator=_one_of(LegalForm))
    location: LocationKind | None = field(default=None, validator=_one_of(LocationKind))
    product_range: str | None = field(default=None, validator=_text)
    trade_area: str | None = field(default=None, validator=_text)
    principal: Principal = field(factory=Principal, validator=check.a(Principal))
    staff_morale: StaffMorale | None = field(default=None, validator=_one_of(StaffMorale))
    premises: PremisesInUse = field(factory=PremisesInUse, validator=check.a(PremisesInUse))
    accounting: Accounting = field(factory=Accounting, validator=check.a(Accounting))
    lines_carried: tuple[LineCarried, ...] = field(default=(), validator=_at_most_a_whole)
    sales_assessment: str | None = field(default=None, validator=_text)
    limit: CreditLimit | None = field(default=None, validator=_one_of(CreditLimit))
    group_limit: CreditLimit | None = field(default=None, validator=_one_of(CreditLimit))
    grade: CreditGrade | None = field(default=None, validator=_one_of(CreditGrade))
    approvals: tuple[Approval, ...] = field(default=(), validator=_columns_in_order)
    filled_by: str | None = field(
        default=None, validator=_text, repr=False, metadata=personal(_OUR_PEOPLE)
    )
    filled_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))
    capital_rating: FiveSteps | None = field(default=None, validator=_one_of(FiveSteps))
    limit_basis: LimitBasis = field(factory=LimitBasis, validator=check.a(LimitBasis))
    increases: tuple[TemporaryIncrease, ...] = field(default=(), validator=_many(TemporaryIncrease))
    blocks: tuple[CreditBlock, ...] = field(default=(), validator=_many(CreditBlock))
    adverse_facts: tuple[AdverseFact, ...] = field(default=(), validator=_many(AdverseFact))
    events: tuple[CreditEvent, ...] = field(default=(), validator=_many(CreditEvent))
    insurance: CreditInsurance | None = field(default=None, validator=_one_of(CreditInsurance))
    securities: tuple[Security, ...] = field(default=(), validator=_many(Security))
    releases: tuple[OrderRelease, ...] = field(default=(), validator=_many(OrderRelease))
    reviewed_on: Date | None = field(default=None, validator=check.maybe(check.date))
    review_due_on: Date | None = field(
        default=None, validator=check.maybe(check.date), metadata=AHEAD
    )

    @property
    def limit_for_group(self) -> tuple[CreditLimit | None, tuple[TemporaryIncrease, ...]]:
        """The limit that this card sets for the group of its customer, and its increases."""
        if self.group_limit is not None:
            return self.group_limit, ()
        if self.limit is None or self.limit.state is LimitState.INHERITED:
            return None, ()
        return self.limit, self.increases
