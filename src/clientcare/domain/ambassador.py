"""Who speaks for us, how far they have come, and what we owe them (R6, R8)."""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.ids import CustomerId, FavourId, ReferralId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class Rung(Scale):
    """The ladder from stranger to advocate (R8); only the last are ambassadors."""

    STRANGER = "stranger", "陌生人"
    FRIEND = "friend", "朋友"
    OLD_FRIEND = "old_friend", "老朋友"
    COURTESY_CUSTOMER = "courtesy_customer", "捧场客户"
    DISPLEASED_CUSTOMER = "displeased_customer", "不满意客户"
    SILENT_CUSTOMER = "silent_customer", "满意而不说的客户"
    ADVOCATE = "advocate", "乐于介绍的客户"


@attrs.frozen(kw_only=True)
class AmbassadorNote:
    """
    What the salesperson knows of a customer as an ambassador 形象大使.

    Attributes:
        customer_id: The customer.
        rung: How far up the ladder; ``None`` is unknown.
        has_influence: By position; ``None`` is not asked yet.
        is_unselfish: ``None`` is not asked yet.
        values_our_work: ``None`` is not asked yet.
        noted_by: Who of us noted it.
        noted_at: When.
    """

    customer_id: CustomerId = field(validator=check.key)
    rung: Rung | None = field(default=None, validator=check.maybe(check.a(Rung)))
    has_influence: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    is_unselfish: bool | None = field(
        default=None, validator=check.maybe(check.a(bool)), repr=False, metadata=personal()
    )
    values_our_work: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    noted_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    noted_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))


@attrs.frozen(kw_only=True)
class Favour:
    """
    A favour that we owe, best returned with business of our own 人情 (R6).

    Attributes:
        id: The favour's id.
        customer_id: Whom we owe it.
        referral_id: The referral it is owed for, where it is for one.
        owed_since_on: Since when.
        returned_on: The day on which it was returned; ``None`` while it is owed.
        returned_with: With what.
        returned_by: Who of us returned it.

    Raises:
        InvalidValueError: A field breaks its rule, or it was returned before it was owed.
    """

    id: FavourId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    referral_id: ReferralId | None = field(default=None, validator=check.maybe(check.key))
    owed_since_on: Date = field(validator=check.date)
    returned_on: Date | None = field(default=None, validator=check.maybe(check.date))
    returned_with: str = field(
        default="", validator=check.text(least=0), repr=False, metadata=personal()
    )
    returned_by: StaffId | None = field(default=None, validator=check.maybe(check.key))

    def __attrs_post_init__(self) -> None:
        if self.returned_on is not None and self.returned_on < self.owed_since_on:
            raise InvalidValueError("Favour.returned_on", self.returned_on, "not before it is owed")

    def is_owed_on(self, day: Date) -> bool:
        """Tell whether it is owed on *day*: from its first day until the one it is returned on."""
        check.require_date("day", day)
        return self.owed_since_on <= day and (self.returned_on is None or day < self.returned_on)
