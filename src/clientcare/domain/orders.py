"""Orders and deliveries; `clientcare.domain.ledger` has them all together."""

from __future__ import annotations

import enum
from decimal import Decimal

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import (
    SOME_DATE,
    check_amount,
    not_before,
    one_currency,
    unique,
)
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CustomerId, DeliveryId, OrderId
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError


class OrderStatus(enum.StrEnum):
    """Where an order stands: 草稿, 执行中, 已完结, 已取消."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class OrderLine:
    """
    One position of an order 订单.

    Attributes:
        no: The line's number, unique in its order.
        net: Without tax.
        gross: Including tax, in the same currency.
        product: What is ordered, in the firm's own words; empty where not told.
        quantity: In the product's unit; unknown is ``None``.
        ship_on: The promised day of shipment; unknown is ``None``.
    """

    no: str = attrs.field(validator=_checks.key)
    net: Money = attrs.field(validator=check_amount)
    gross: Money = attrs.field(validator=check_amount)
    product: str = attrs.field(default="", validator=_checks.text(least=0))
    quantity: Decimal | None = attrs.field(
        default=None, validator=_checks.maybe(_checks.decimal(least="0"))
    )
    ship_on: Date | None = attrs.field(default=None, validator=SOME_DATE, metadata=AHEAD)


@attrs.frozen(kw_only=True)
class Order:
    """
    An order of a customer 订单.

    Attributes:
        ordered_on: The day of the order; a draft's day of writing.
        status: The latest status known; see `status_on` for a past day.
        lines: At least one, all in one currency, their numbers unique.
        ended_on: The day it was closed or cancelled; ``None`` with such a status
            means that it always was.
        returned_on: The day by which everything had come back 全部退货.
    """

    id: OrderId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    ordered_on: Date = attrs.field(validator=_checks.date)
    status: OrderStatus = attrs.field(default=OrderStatus.OPEN, validator=_checks.a(OrderStatus))
    lines: tuple[OrderLine, ...] = attrs.field(
        validator=_checks.tuple_of(_checks.a(OrderLine), least=1)
    )
    ended_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    returned_on: Date | None = attrs.field(default=None, validator=SOME_DATE)

    def __attrs_post_init__(self) -> None:
        for line in self.lines:
            one_currency("Order.lines", (line.net, line.gross), self.currency)
        unique("Order.lines", (line.no for line in self.lines))
        if self.ended_on is not None and self.status in {OrderStatus.DRAFT, OrderStatus.OPEN}:
            rule = "only for an order that is closed or cancelled"
            raise InvalidValueError("Order.ended_on", self.ended_on.isoformat(), rule)
        not_before("Order.ended_on", self.ended_on, self.ordered_on, "ordered_on")
        not_before("Order.returned_on", self.returned_on, self.ordered_on, "ordered_on")

    @property
    def currency(self) -> str:
        """The currency of all its lines."""
        return self.lines[0].gross.currency

    @property
    def net(self) -> Money:
        """The value without tax."""
        return Money(sum(line.net.minor for line in self.lines), self.currency)

    @property
    def gross(self) -> Money:
        """The value including tax."""
        return Money(sum(line.gross.minor for line in self.lines), self.currency)

    def status_on(self, day: Date) -> OrderStatus:
        """Return the status on *day*: open until the day on which it ended."""
        if self.ended_on is not None and day < self.ended_on:
            return OrderStatus.OPEN
        return self.status

    def is_returned_on(self, day: Date) -> bool:
        """Tell whether everything had come back by *day*."""
        return self.returned_on is not None and self.returned_on <= day


@attrs.frozen(kw_only=True)
class DeliveryLine:
    """
    Goods delivered for one order line.

    Attributes:
        gross: The value of what was delivered, including tax.
    """

    order_id: OrderId = attrs.field(validator=_checks.key)
    line_no: str = attrs.field(validator=_checks.key)
    gross: Money = attrs.field(validator=check_amount)


@attrs.frozen(kw_only=True)
class Delivery:
    """
    Goods that left for the customer 发货单.

    Attributes:
        delivered_on: The day the goods left our hands; from then on they are at risk.
        confirmed_on: The day the customer confirmed receipt; unknown is ``None``.
        lines: At least one, all in one currency.
    """

    id: DeliveryId = attrs.field(validator=_checks.key)
    customer_id: CustomerId = attrs.field(validator=_checks.key)
    company_id: CompanyId = attrs.field(default=MAIN_COMPANY, validator=_checks.key)
    delivered_on: Date = attrs.field(validator=_checks.date)
    confirmed_on: Date | None = attrs.field(default=None, validator=SOME_DATE)
    lines: tuple[DeliveryLine, ...] = attrs.field(
        validator=_checks.tuple_of(_checks.a(DeliveryLine), least=1)
    )

    def __attrs_post_init__(self) -> None:
        one_currency("Delivery.lines", (line.gross for line in self.lines), self.currency)
        not_before("Delivery.confirmed_on", self.confirmed_on, self.delivered_on, "delivered_on")

    @property
    def currency(self) -> str:
        """The currency of all its lines."""
        return self.lines[0].gross.currency

    @property
    def gross(self) -> Money:
        """The value including tax."""
        return Money(sum(line.gross.minor for line in self.lines), self.currency)
