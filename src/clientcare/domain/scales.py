"""
The closed lists of the two paper forms, as enums with the forms' own labels.

A member's value is its stable English code, which is what is stored; ``label``
is the Chinese label of the form. Members stand in the order of the paper.
"""

from __future__ import annotations

import enum
from typing import Self


class Scale(enum.StrEnum):
    """
    A closed list of a form.

    Attributes:
        label: The form's own (Chinese) word for the option.
    """

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make a member from its stored code and its printed label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Ownership(Scale):
    """Who owns the customer's business 性质 (KH001, boxes A to F)."""

    INDIVIDUAL = "individual", "个体"
    COLLECTIVE = "collective", "集体"
    PARTNERSHIP = "partnership", "合伙"
    STATE_OWNED = "state_owned", "国营"
    JOINT_STOCK = "joint_stock", "股份公司"
    OTHER = "other", "其他"

    @property
    def is_of_persons(self) -> bool:
        """Whether the business is its owners themselves, so that its data are personal data."""
        return self in {Ownership.INDIVIDUAL, Ownership.PARTNERSHIP}


class CustomerCategory(Scale):
    """The customer's place in the trade 类别 (KH001, boxes A to E)."""

    AGENT = "agent", "代理商"
    FIRST_TIER_WHOLESALER = "first_tier_wholesaler", "一级批发商"
    SECOND_TIER_WHOLESALER = "second_tier_wholesaler", "二级批发商"
    KEY_RETAILER = "key_retailer", "重要零售商"
    OTHER = "other", "其他"


class Tier(Scale):
    """The commercial class of a customer 等级 (KH001, T2); not the credit grade."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class CreditGrade(Scale):
    """The credit grade of a dealer 客户等级 (KH002, K1); not the sales tier."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class ContactRole(Scale):
    """What a person at the customer does when we sell 人员 (KH001, one row each)."""

    PRINCIPAL = "principal", "负责人"
    INFLUENCER = "influencer", "影响人"
    BUYER = "buyer", "采购人"
    SELLER = "seller", "售货人"


class Gender(Scale):
    """A person's gender 性别 (KH001; the form leaves the list open)."""

    MALE = "male", "男"
    FEMALE = "female", "女"
    OTHER = "other", "其他"


class MaritalStatus(Scale):
    """Whether a person is married 婚否 (KH001)."""

    MARRIED = "married", "已婚"
    UNMARRIED = "unmarried", "未婚"


class Premises(Scale):
    """Whose the customer's shop is 店面 (KH001)."""

    OWNED = "owned", "自有"
    RENTED = "rented", "租用"


class Transport(Scale):
    """How goods reach the customer 运输方式 (KH001; several can be ticked)."""

    RAIL = "rail", "铁路"
    WATER = "water", "水运"
    ROAD = "road", "汽运"
    SELF_PICKUP = "self_pickup", "自提"
    OTHER = "other", "其他"


class TurnoverPeriod(Scale):
    """The period that a turnover 经营额 is told for (KH001; the form leaves it open)."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季"
    YEAR = "year", "年"


class CardPart(Scale):
    """The four parts of a customer card's content 客户资料卡的内容."""

    BASICS = "basics", "基础资料"
    CHARACTERISTICS = "characteristics", "客户特征"
    BUSINESS = "business", "业务状况"
    TRADING = "trading", "交易现状"
