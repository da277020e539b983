"""
What is looked after once something is sold (F2, F4, F6, F7, F14, F18).

Answers on satisfaction, maintenance of what was sold, news of products, changes of
people at the customer, the steps after a purchase, and the regular check of old
customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.ids import (
    CustomerCheckId,
    CustomerId,
    OrderId,
    PersonId,
    PersonnelChangeId,
    ProductNoticeId,
    PurchaseCareId,
    SatisfactionId,
    ServicedItemId,
    StaffId,
)
from clientcare.domain.privacy import personal
from clientcare.domain.scales import ContactRole, Scale
from clientcare.errors import InvalidValueError

BEST_ANSWER: Final = 5
"""The best answer on satisfaction; 1 is the worst."""


@attrs.frozen(kw_only=True)
class SatisfactionAnswer:
    """
    What a customer answered when asked how satisfied they are 满意度 (F2).

    Attributes:
        id: The answer's id.
        customer_id: The customer.
        order_id: The deal that was asked about; ``None`` is the whole relation.
        asked_on: The day on which we asked, in the firm's zone.
        answer: 1 (worst) to 5 (best); ``None`` where they gave none.
        asked_by: Who of us asked.
        note: What they said.
    """

    id: SatisfactionId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    order_id: OrderId | None = field(default=None, validator=check.maybe(check.key))
    asked_on: Date = field(validator=check.date)
    answer: int | None = field(
        default=None, validator=check.maybe(check.whole(least=1, most=BEST_ANSWER))
    )
    asked_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    note: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())


@attrs.frozen(kw_only=True)
class ServicedItem:
    """
    Something sold that is maintained at regular intervals 定期保养 (F6).

    Attributes:
        id: The item's id.
        customer_id: The customer.
        what: What it is.
        installed_on: The day from which the intervals count.
        every_months: Calendar months from one maintenance to the next.
        serviced_on: The days on which it was maintained.
        ended_on: From this day on it is not maintained any more.
    """

    id: ServicedItemId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    what: str = field(validator=check.text(most=200))
    installed_on: Date = field(validator=check.date)
    every_months: int = field(validator=check.whole(least=1, most=600))
    serviced_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    ended_on: Date | None = field(default=None, validator=check.maybe(check.date))


class NoticeKind(Scale):
    """What a notice tells (F4)."""

    BULLETIN = "bulletin", "产品简报"
    CHANGE = "change", "变更通知"


@attrs.frozen(kw_only=True)
class ProductNotice:
    """
    A bulletin, or a change of composition, specification or grade 产品通知 (F4).

    Attributes:
        id: The notice's id.
        kind: A bulletin, or a change of what customers bought.
        about: What it tells, in a line.
        products: The products it is about, in the words of the orders; none is for
            everybody. A change names at least one.
        issued_on: The day from which it is sent.

    Raises:
        InvalidValueError: A field breaks its rule, or a change names no product.
    """

    id: ProductNoticeId = field(validator=check.key)
    kind: NoticeKind = field(validator=check.a(NoticeKind))
    about: str = field(validator=check.text(most=500))
    products: tuple[str, ...] = field(default=(), validator=check.none_twice(check.text()))
    issued_on: Date = field(validator=check.date)

    def __attrs_post_init__(self) -> None:
        if self.kind is NoticeKind.CHANGE and not self.products:
            raise InvalidValueError("ProductNotice.products", (), "at least one, of a change")


@attrs.frozen(kw_only=True)
class PersonnelChange:
    """
    A person at the customer who came, left or changed post 人事变动 (F7).

    Attributes:
        id: The change's id.
        customer_id: The customer.
        role: The role concerned.
        left: Who had the role before.
        came: Who has it now.
        known_on: The day on which we learned of it.
        acted_on: The day on which we had met the new person, or settled what to do.
        note: What it means for us.

    Raises:
        InvalidValueError: A field breaks its rule, or it was acted on before it was known.
    """

    id: PersonnelChangeId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    role: ContactRole = field(validator=check.a(ContactRole))
    left: PersonId | None = field(default=None, validator=check.maybe(check.key))
    came: PersonId | None = field(default=None, validator=check.maybe(check.key))
    known_on: Date = field(validator=check.date)
    acted_on: Date | None = field(default=None, validator=check.maybe(check.date))
    note: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        if self.acted_on is not None and self.acted_on < self.known_on:
            raise InvalidValueError(
                "PersonnelChange.acted_on", self.acted_on, "not before known_on"
            )


class PurchaseStep(Scale):
    """What is done once a customer has bought, in this order (F14)."""

    INVOICE = "invoice", "开发票"
    PAYMENT = "payment", "收款"
    UNPACK = "unpack", "开箱验货"
    RECORD = "record", "填客户资料"
    EXPLAIN = "explain", "说明售后服务"
    THANK = "thank", "致谢"


@attrs.frozen(kw_only=True)
class PurchaseCare:
    """
    The steps after one purchase 购后步骤 (F14).

    Attributes:
        id: The record's id.
        customer_id: The customer.
        order_id: The order.
        bought_on: The day of the purchase.
        done_on: The day of each step that is done.
        left_out: Steps that this purchase does not need.
    """

    id: PurchaseCareId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    order_id: OrderId | None = field(default=None, validator=check.maybe(check.key))
    bought_on: Date = field(validator=check.date)
    done_on: Mapping[PurchaseStep, Date] = field(
        factory=FrozenMap, converter=FrozenMap[PurchaseStep, Date]
    )
    left_out: tuple[PurchaseStep, ...] = field(
        default=(), validator=check.none_twice(check.a(PurchaseStep))
    )

    def __attrs_post_init__(self) -> None:
        for step, on in self.done_on.items():
            if not isinstance(step, PurchaseStep):
                raise InvalidValueError("PurchaseCare.done_on", step, "a PurchaseStep")
            check.require_date("PurchaseCare.done_on", on)

    def open_on(self, day: Date) -> tuple[PurchaseStep, ...]:
        """Return the steps that were still to be done at the end of a day, in their order."""
        done = {step for step, on in self.done_on.items() if on <= day}
        return tuple(one for one in PurchaseStep if one not in done and one not in self.left_out)


@attrs.frozen(kw_only=True)
class CustomerCheck:
    """
    The regular look at an old customer 老客户检查 (F18).

    Attributes:
        id: The check's id.
        customer_id: The customer.
        checked_on: The day of the check.
        competitors: What competitors do there.
        needs: Whether and how the needs have moved.
        other_business: What other business there is.
        by: Who of us checked.
    """

    id: CustomerCheckId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    checked_on: Date = field(validator=check.date)
    competitors: str = field(default="", validator=check.text(least=0))
    needs: str = field(default="", validator=check.text(least=0))
    other_business: str = field(default="", validator=check.text(least=0))
    by: StaffId | None = field(default=None, validator=check.maybe(check.key))
