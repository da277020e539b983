"""Support given to dealers: planned by year, with a budget and a measured effect (F11)."""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain.ids import CustomerId, SupportPlanId
from clientcare.domain.money import Money, total
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError


class SupportKind(Scale):
    """What kind of support it is (F11)."""

    SELLING = "selling", "销售支援"
    PUBLICITY = "publicity", "宣传支援"
    SHOP = "shop", "店铺陈列支援"
    PROMOTION = "promotion", "促销支援"


@attrs.frozen(kw_only=True)
class SupportItem:
    """
    One piece of support.

    Attributes:
        kind: Selling, publicity, shop and display, or promotion.
        what: What is given, such as staff training or a tasting.
        planned_on: The day it is planned for; ``None`` is some time in the year.
        done_on: The day it was given; ``None`` is not yet.
        budget: What it may cost, 0 or more.
        spent: What it cost; ``None`` is not known yet.
        effect: What it brought in sales, by the measure described; may be
            negative; ``None`` is not measured yet.
        measure: How the effect is measured.

    Raises:
        InvalidValueError: A field breaks its rule.
        CurrencyMismatchError: The amounts are not all of one currency.
    """

    kind: SupportKind = field(validator=check.a(SupportKind))
    what: str = field(validator=check.text())
    planned_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)
    done_on: Date | None = field(default=None, validator=check.maybe(check.date))
    budget: Money = field(validator=check.a(Money))
    spent: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    effect: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    measure: str = field(default="", validator=check.text(least=0))

    def __attrs_post_init__(self) -> None:
        for name, amount in (("budget", self.budget), ("spent", self.spent)):
            if amount is not None and amount.minor < 0:
                raise InvalidValueError(f"SupportItem.{name}", amount, "0 or more")
        for amount in (self.spent, self.effect):
            _same_currency("SupportItem", amount, self.budget.currency)


@attrs.frozen(kw_only=True)
class SupportPlan:
    """
    One year's support for one customer 经销商支援计划.

    Attributes:
        id: The plan's id.
        customer_id: The customer.
        year: The calendar year.
        budget: What the year's support may cost, 0 or more.
        items: What is planned and was given.

    Raises:
        InvalidValueError: A field breaks its rule.
        CurrencyMismatchError: An item is of another currency than the budget.
    """

    id: SupportPlanId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    year: int = field(validator=check.whole(least=1900, most=9999))
    budget: Money = field(validator=check.a(Money))
    items: tuple[SupportItem, ...] = field(
        default=(), validator=check.tuple_of(check.a(SupportItem))
    )

    def __attrs_post_init__(self) -> None:
        if self.budget.minor < 0:
            raise InvalidValueError("SupportPlan.budget", self.budget, "0 or more")
        for item in self.items:
            _same_currency("SupportPlan", item.budget, self.budget.currency)

    @property
    def unplanned(self) -> Money:
        """What the year's budget leaves after all items' budgets; negative if over-planned."""
        return self.budget - total((item.budget for item in self.items), self.budget.currency)

    @property
    def spent(self) -> Money:
        """What is known to be spent."""
        known = (item.spent for item in self.items if item.spent is not None)
        return total(known, self.budget.currency)


def _same_currency(owner: str, amount: Money | None, currency: str) -> None:
    if amount is not None and amount.currency != currency:
        raise CurrencyMismatchError(f"{owner}.currency", amount.currency, f"all in {currency}")
