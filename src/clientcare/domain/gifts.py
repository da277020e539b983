"""
The register of what we give to whom: gifts, rewards, hospitality (policies 5, bribery rules).

What a person receives is kept apart from what a firm receives, as the limits are.
"""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain.ids import CustomerId, GiftId, PersonId, ReferralId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class GiftKind(Scale):
    """What is given."""

    GIFT = "gift", "礼品"
    HOSPITALITY = "hospitality", "招待"
    DISCOUNT = "discount", "折扣"
    MONEY = "money", "现金答谢"


class GiftOccasion(Scale):
    """Why it is given."""

    REFERRAL = "referral", "答谢介绍"
    GREETING = "greeting", "节日问候"
    GOODWILL = "goodwill", "补偿"
    OTHER = "other", "其他"


@attrs.frozen(kw_only=True)
class Gift:
    """
    Something given, or to be given 礼品登记.

    Attributes:
        id: The entry's id.
        customer_id: The firm that receives it, or whose person does.
        person_id: The person who receives it; ``None`` is the firm itself.
        kind: What is given.
        occasion: Why.
        referral_id: The referral that it thanks for.
        value: What it is worth, 0 or more; ``None`` is unknown.
        given_on: The day, or the day it is planned for.
        given_by: Who of us gives it.
        approved_by: Who agreed to it; ``None`` is nobody.
        on_invoice: It stands in both firms' books, as a credit note or an invoice does.
        is_official: The receiver is a public official or of a state body; ``None`` unknown.

    Raises:
        InvalidValueError: A field breaks its rule, or who gives also approves.
    """

    id: GiftId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    person_id: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    kind: GiftKind = field(validator=check.a(GiftKind))
    occasion: GiftOccasion = field(default=GiftOccasion.OTHER, validator=check.a(GiftOccasion))
    referral_id: ReferralId | None = field(default=None, validator=check.maybe(check.key))
    value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    given_on: Date = field(validator=check.date, metadata=AHEAD)
    given_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    approved_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    on_invoice: bool = field(default=False, validator=check.a(bool))
    is_official: bool | None = field(default=None, validator=check.maybe(check.a(bool)))

    def __attrs_post_init__(self) -> None:
        if self.value is not None and self.value.minor < 0:
            raise InvalidValueError("Gift.value", self.value, "0 or more")
        if self.approved_by is not None and self.approved_by == self.given_by:
            raise InvalidValueError("Gift.approved_by", self.approved_by, "not who gives it")

    @property
    def receiver(self) -> tuple[CustomerId, PersonId | None]:
        """Who receives it: the firm, or a person there."""
        return self.customer_id, self.person_id
