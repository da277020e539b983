"""
Help agreed with a dealer in difficulty (K3): recorded, with an end, and never more credit.

A dealer whose sales fall and whose stock grows may be given later payment days,
instalments and support for a while. Nothing here raises a limit: that takes a request
and its signatures.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import check_amount, one_currency, unique
from clientcare.domain.ids import (
    MAIN_COMPANY,
    CompanyId,
    ConcessionId,
    CustomerId,
    InvoiceId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.domain.support import SupportKind
from clientcare.errors import InvalidValueError

_OUR_PEOPLE: Final = "who decided, for the record"


class WarningSign(Scale):
    """What shows that a dealer is in difficulty (K3)."""

    FALLING_SALES = "falling_sales", "销售下滑"
    RISING_STOCK = "rising_stock", "库存上升"
    MONEY_TIED_UP = "money_tied_up", "资金占压"
    PURCHASE_OBLIGATION = "purchase_obligation", "进货义务到期"


@attrs.frozen(kw_only=True)
class AgreedDeadline:
    """
    A later day for one invoice 约定付款期.

    Attributes:
        invoice_id: The invoice.
        until_on: The agreed day; the last one on which it may be paid.
    """

    invoice_id: InvoiceId = field(validator=check.key)
    until_on: Date = field(validator=check.date, metadata=AHEAD)


@attrs.frozen(kw_only=True)
class Instalment:
    """
    A part of the old debt, due on a day 分期付款.

    Attributes:
        due_on: The last day on which it may be paid.
        amount: How much, 0 or more.
    """

    due_on: Date = field(validator=check.date, metadata=AHEAD)
    amount: Money = field(validator=check_amount)


@attrs.frozen(kw_only=True)
class AgreedSupport:
    """
    What we add to help the dealer sell 约定支援.

    Attributes:
        kind: Selling, publicity, shop or promotion.
        what: What is given, such as two weekends with our demonstrators.
        until_on: The last day by which it is given.
    """

    kind: SupportKind = field(validator=check.a(SupportKind))
    what: str = field(validator=check.text())
    until_on: Date = field(validator=check.date, metadata=AHEAD)


@attrs.frozen(kw_only=True)
class Concession:
    """
    What was agreed with a dealer in difficulty 帮扶协议 (K3).

    Attributes:
        id: The agreement's id.
        customer_id: The dealer.
        company_id: The own company that agreed.
        agreed_on: The first day on which it holds.
        ends_on: Its last day; nothing in it reaches further.
        agreed_by: Who of us agreed.
        signs: The warning signs that it answers, each once.
        deadlines: Later days for invoices, one each.
        instalments: Parts of the old debt, by due day.
        support: What we add.
        ended_on: The day from which it was ended early; ``None`` where it was not.
        reason: Why, in words.

    Raises:
        InvalidValueError: A field breaks its rule, nothing is agreed, or something
            lies outside its days.
        CurrencyMismatchError: Instalments of several currencies.
    """

    id: ConcessionId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    agreed_on: Date = field(validator=check.date)
    ends_on: Date = field(validator=check.date, metadata=AHEAD)
    agreed_by: StaffId = field(validator=check.key, repr=False, metadata=personal(_OUR_PEOPLE))
    signs: tuple[WarningSign, ...] = field(validator=check.none_twice(check.a(WarningSign)))
    deadlines: tuple[AgreedDeadline, ...] = field(
        default=(), validator=check.tuple_of(check.a(AgreedDeadline))
    )
    instalments: tuple[Instalment, ...] = field(
        default=(), validator=check.tuple_of(check.a(Instalment))
    )
    support: tuple[AgreedSupport, ...] = field(
        default=(), validator=check.tuple_of(check.a(AgreedSupport))
    )
    ended_on: Date | None = field(default=None, validator=check.maybe(check.date))
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        if not self.signs:
            raise InvalidValueError("Concession.signs", self.signs, "at least one warning sign")
        if not (self.deadlines or self.instalments or self.support):
            rule = "a deadline, an instalment or support"
            raise InvalidValueError("Concession.deadlines", (), rule)
        unique("Concession.deadlines", (one.invoice_id for one in self.deadlines))
        days = [one.due_on for one in self.instalments]
        if days != sorted(set(days)):
            raise InvalidValueError("Concession.instalments", tuple(days), "each on a later day")
        for each in self.instalments[:1]:
            amounts = (one.amount for one in self.instalments)
            one_currency("Concession.instalments", amounts, each.amount.currency)
        for day in self._days():
            if not self.agreed_on <= day <= self.ends_on:
                rule = f"from {self.agreed_on} to {self.ends_on}"
                raise InvalidValueError("Concession.ends_on", day, rule)

    def _days(self) -> Iterable[Date]:
        ended = () if self.ended_on is None else (self.ended_on,)
        return itertools.chain(
            (self.ends_on,),
            (one.until_on for one in self.deadlines),
            (one.due_on for one in self.instalments),
            (one.until_on for one in self.support),
            ended,
        )
