"""What an order is checked by: the verdicts, the rules and the facts of one customer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, TemporaryIncrease
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import RulesRef
from clientcare.domain.ledger import Ledger, Order
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade, Scale
from clientcare.errors import InvalidValueError
from clientcare.policies.allocation import Allocation
from clientcare.policies.exposure import ExposureRules
from clientcare.policies.materiality import MaterialityRules


class Verdict(Scale):
    """What becomes of an order, from the kindest to the harshest."""

    ALLOW = "allow", "放行"
    NOTICE = "notice", "提醒"
    PREPAY = "prepay", "先款后货"
    HOLD = "hold", "暂停"
    REFUSE = "refuse", "拒绝"

    @property
    def severity(self) -> int:
        """0 for allow, up to 4 for refuse; the worst verdict of all checks counts."""
        return list(Verdict).index(self)


class OrderStep(Scale):
    """Where an order stands when it is checked."""

    ORDER = "order", "下单"
    EDIT = "edit", "修改"
    REOPENING = "reopening", "重开"
    DELIVERY = "delivery", "发货"
    BILLING = "billing", "开票"


def _tolerances(owner: object, at: check.Field, value: Mapping[CreditGrade, Decimal]) -> None:
    for percent in value.values():
        check.decimal()(owner, at, percent)
    in_order = [value[grade] for grade in CreditGrade if grade in value]
    if len(in_order) != len(CreditGrade) or in_order != sorted(in_order, reverse=True):
        check.refuse(owner, at, value, "a percentage for each grade, none above a better grade's")


@attrs.frozen(kw_only=True)
class CreditHoldRules:
    """
    When an order is let through, noted, held or refused (policies 2d).

    Attributes:
        ref: Name and version of these rules.
        tolerance_percent: By grade, how far above the limit an order is only
            noted, in percent of the permanent limit, that point included;
            ungraded is as C.
        overdue_days: Items more than so many days past due hold (check 2).
        materiality: From which overdue sum on checks 2 and 3 react, and the
            grade's knock-out (policies 2a) with them; this is the one place.
        least_index: A payment index below this holds (check 3).
        share_days: Items more than so many days past due make the overdue share
            (check 3).
        share_percent: An overdue share of more than so many percent of the open
            receivables holds (check 3).
        review_notice_days: A credit review overdue by more days is noted (check 4).
        review_hold_days: One overdue by more days than this holds (check 4).
        extension_days: An insured item more than so many days past due stops
            shipment (check 6): the insurer's maximum extension period.
        release_days: A release holds for so many days after its own.
        release_percent: A released order may grow by so many percent.
        exposure: What counts as exposure, and how long a dispute shelters.

    Raises:
        InvalidValueError: A value breaks its rule, or a review is held sooner
            than it is noted.
    """

    ref: RulesRef = field(default=RulesRef("credit_hold", "1"), validator=check.a(RulesRef))
    tolerance_percent: Mapping[CreditGrade, Decimal] = field(
        default=FrozenMap(
            {
                CreditGrade.A: Decimal(10),
                CreditGrade.B: Decimal(5),
                CreditGrade.C: Decimal(0),
            }
        ),
        converter=FrozenMap[CreditGrade, Decimal],
        validator=_tolerances,
    )
    overdue_days: int = field(default=15, validator=check.whole())
    materiality: MaterialityRules = field(
        factory=MaterialityRules, validator=check.a(MaterialityRules)
    )
    least_index: int = field(default=50, validator=check.whole(most=100))
    share_days: int = field(default=5, validator=check.whole())
    share_percent: Decimal = field(default=Decimal(25), validator=check.decimal())
    review_notice_days: int = field(default=30, validator=check.whole())
    review_hold_days: int = field(default=90, validator=check.whole())
    extension_days: int = field(default=60, validator=check.whole())
    release_days: int = field(default=7, validator=check.whole())
    release_percent: Decimal = field(default=Decimal(5), validator=check.decimal())
    exposure: ExposureRules = field(factory=ExposureRules, validator=check.a(ExposureRules))

    def __attrs_post_init__(self) -> None:
        if self.review_hold_days < self.review_notice_days:
            name, value = "CreditHoldRules.review_hold_days", self.review_hold_days
            raise InvalidValueError(name, value, f"at least {self.review_notice_days}")


@attrs.frozen(kw_only=True)
class GroupFacts:
    """
    The group that a customer belongs to.

    Attributes:
        limit: The group's limit. Where nobody decided on one, or it is not
            granted yet, the group is not checked, and the decision says so;
            "inherited" says that the category's or the firm's limit is its.
        increases: The group's temporary increases.
        others: The documents of every other member, one ledger each.
    """

    limit: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    increases: tuple[TemporaryIncrease, ...] = field(
        default=(), validator=check.tuple_of(check.a(TemporaryIncrease))
    )
    others: tuple[Ledger, ...] = field(default=(), validator=check.tuple_of(check.a(Ledger)))


@attrs.frozen(kw_only=True)
class CreditFacts:
    """
    All that an order check needs to know of one customer.

    Attributes:
        card: The credit card: limit, grade, increases, block, review, releases.
        ledger: The customer's documents with the card's company.
        currency: The firm's own currency: it is reckoned in where the limit is
            unknown or none; else the limit's currency is.
        order: The order to judge, as it would be; it need not be in the ledger,
            and replaces the one of the same id that is. ``None`` judges the
            customer as he stands.
        step: Where the order stands.
        payment_index: The rounded payment index; ``None`` where there is none.
        group: The group that the customer belongs to, if any.
        category_limit: The limit of the customer's category.
        firm_limit: The firm's limit for all others.
        rates: Exchange rates, where documents are in other currencies.
        allocation: The result of `allocate` for the same ledger and the day judged,
            where the caller has it already.

    Raises:
        InvalidValueError: Card, ledger, allocation and group do not belong together.
        UnknownCurrencyError: *currency* is not an ISO 4217 code.
    """

    card: CreditCard = field(validator=check.a(CreditCard))
    ledger: Ledger = field(validator=check.a(Ledger))
    currency: str
    order: Order | None = field(default=None, validator=check.maybe(check.a(Order)))
    step: OrderStep = field(default=OrderStep.ORDER, validator=check.a(OrderStep))
    payment_index: int | None = field(default=None, validator=check.maybe(check.whole(most=100)))
    group: GroupFacts | None = field(default=None, validator=check.maybe(check.a(GroupFacts)))
    category_limit: CreditLimit | None = field(
        default=None, validator=check.maybe(check.a(CreditLimit))
    )
    firm_limit: CreditLimit | None = field(
        default=None, validator=check.maybe(check.a(CreditLimit))
    )
    rates: Rates = field(factory=Rates, validator=check.a(Rates))
    allocation: Allocation | None = field(default=None, validator=check.maybe(check.a(Allocation)))

    def __attrs_post_init__(self) -> None:
        minor_digits(self.currency)
        card = (self.card.customer_id, self.card.company_id)
        own = (self.ledger.customer_id, self.ledger.company_id)
        if own != card:
            raise InvalidValueError("CreditFacts.ledger", own, f"that of the card's {card}")
        order = self.order
        if order is not None and (order.customer_id, order.company_id) != card:
            raise InvalidValueError("CreditFacts.order", order.id, f"an order of the card's {card}")
        others = self.group.others if self.group is not None else ()
        members = [self.ledger.customer_id, *(one.customer_id for one in others)]
        if len(set(members)) < len(members):
            raise InvalidValueError("CreditFacts.group", tuple(members), "each member once")
        if any(one.company_id != self.ledger.company_id for one in others):
            rule = f"ledgers with company {self.ledger.company_id!r} only"
            raise InvalidValueError("CreditFacts.group", tuple(members), rule)
        self._check_allocation()

    def _check_allocation(self) -> None:
        """Refuse an allocation of another ledger, which would say that nothing is owed."""
        if self.allocation is None:
            return
        day = self.allocation.as_of
        known = {one.id for one in self.ledger.invoices if one.invoiced_on <= day}
        others = known ^ self.allocation.open.keys()
        if others:
            rule = f"reckoned from the ledger: invoices of one of them alone: {sorted(others)[:3]}"
            raise InvalidValueError("CreditFacts.allocation", day.isoformat(), rule)
