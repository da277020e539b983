"""
What a firm has decided about a dealer's credit: limit, increases, blocks, cover.

No limit, an inherited limit and a limit of zero are three different things, and
an unknown one (``None`` on the card) is a fourth.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import check_amount
from clientcare.domain.credit_scales import AdverseKind, CreditCheck, CreditEventKind
from clientcare.domain.ids import OrderId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.staff import APPROVERS, StaffRole
from clientcare.errors import InvalidValueError

_OUR_PEOPLE: Final = "who decided, for the record"


class LimitState(enum.StrEnum):
    """What was decided about a limit; no decision is no state, but an unknown limit."""

    AMOUNT = "amount"
    INHERITED = "inherited"
    NONE = "none"


@attrs.frozen(kw_only=True)
class CreditLimit:
    """
    A limit on file 信用核定额度 (KH002, policies 2c).

    Attributes:
        state: ``amount``: so much and no more, 0 being no credit. ``inherited``:
            that of the group, the category or the firm. ``none``: expressly
            without a ceiling.
        amount: The ceiling, 0 or more; only with the state ``amount``.
        granted_on: The day it was granted.
        lapses_on: The last local day of a trial limit; afterwards it is 0.
            Only with the state ``amount``.
    """

    state: LimitState = field(validator=check.a(LimitState))
    amount: Money | None = field(default=None, validator=check.maybe(check_amount))
    granted_on: Date | None = field(default=None, validator=check.maybe(check.date))
    lapses_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        """Refuse an amount without its state, and a state without its amount."""
        is_amount = self.state is LimitState.AMOUNT
        if is_amount != (self.amount is not None):
            rule = "given with the state 'amount', and only then"
            raise InvalidValueError("CreditLimit.amount", self.amount, rule)
        if self.lapses_on is not None and not is_amount:
            rule = "only a limit with the state 'amount' lapses"
            raise InvalidValueError("CreditLimit.lapses_on", self.lapses_on, rule)
        _in_order("CreditLimit.lapses_on", self.granted_on, self.lapses_on)

    @classmethod
    def of(
        cls, amount: Money, *, granted_on: Date | None = None, lapses_on: Date | None = None
    ) -> CreditLimit:
        """Return a limit of *amount*."""
        return cls(
            state=LimitState.AMOUNT, amount=amount, granted_on=granted_on, lapses_on=lapses_on
        )

    @classmethod
    def inherited(cls) -> CreditLimit:
        """Return the decision that the group's, the category's or the firm's limit counts."""
        return cls(state=LimitState.INHERITED)

    @classmethod
    def without_ceiling(cls, *, granted_on: Date | None = None) -> CreditLimit:
        """Return the decision that there is no ceiling."""
        return cls(state=LimitState.NONE, granted_on=granted_on)


@attrs.frozen(kw_only=True)
class TemporaryIncrease:
    """
    A limited rise of a permanent limit 临时额度 (policies 2e).

    Attributes:
        amount: What is added to the permanent limit; above 0, fixed at the grant.
        permanent_then: The permanent limit at the grant. A later cut below it
            ends the increase.
        starts_on: The first local day.
        ends_on: The last local day; it expires by itself at the end of it.
        ended_on: The day from which it was taken back; ``None`` where it was not.
        reason: Why it was granted.
        approved_by: Who approved it.
    """

    amount: Money = field(validator=check.a(Money))
    permanent_then: Money = field(validator=check_amount)
    starts_on: Date = field(validator=check.date, metadata=AHEAD)
    ends_on: Date = field(validator=check.date, metadata=AHEAD)
    ended_on: Date | None = field(default=None, validator=check.maybe(check.date))
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    approved_by: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse no increase at all, mixed currencies, and an end before the start."""
        if self.amount.minor <= 0:
            raise InvalidValueError("TemporaryIncrease.amount", self.amount, "above 0")
        if self.permanent_then.currency != self.amount.currency:
            rule = "of the currency of the increase"
            raise InvalidValueError("TemporaryIncrease.permanent_then", self.permanent_then, rule)
        _in_order("TemporaryIncrease.ends_on", self.starts_on, self.ends_on)

    def runs_on(self, day: Date) -> bool:
        """Tell whether *day* is one of its days; both ends are, the day it was ended is not."""
        taken_back = self.ended_on is not None and self.ended_on <= day
        return self.starts_on <= day <= self.ends_on and not taken_back


@attrs.frozen(kw_only=True)
class CreditBlock:
    """
    A customer blocked by decision 冻结; it is lifted, never released for one order.

    Attributes:
        since_on: The first blocked day.
        lifted_on: The day it was lifted, from which it no longer counts; ``None``
            until then.
        reason: Why.
        blocked_by: Who decided it.
        lifted_by: Who lifted it.
    """

    since_on: Date = field(validator=check.date)
    lifted_on: Date | None = field(default=None, validator=check.maybe(check.date))
    reason: str = field(validator=check.text(), repr=False, metadata=personal())
    blocked_by: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )
    lifted_by: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a lifting before the start."""
        _in_order("CreditBlock.lifted_on", self.since_on, self.lifted_on)

    def runs_on(self, day: Date) -> bool:
        """Tell whether *day* is blocked; the day of the lifting is not."""
        return self.since_on <= day and (self.lifted_on is None or day < self.lifted_on)


@attrs.frozen(kw_only=True)
class AdverseFact:
    """
    A recorded fact that rules out open credit (policies 2a); what is not recorded does not.

    Attributes:
        kind: Which.
        since_on: The first day on which it is true.
        ended_on: The day from which it is no longer true; ``None`` while it lasts.
        note: Where it was learnt, such as the court's file number.
    """

    kind: AdverseKind = field(validator=check.a(AdverseKind))
    since_on: Date = field(validator=check.date)
    ended_on: Date | None = field(default=None, validator=check.maybe(check.date))
    note: str = field(
        default="",
        validator=check.text(least=0),
        repr=False,
        metadata=personal("credit assessment", "5 years", of_person_only=True),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse an end before the start."""
        _in_order("AdverseFact.ended_on", self.since_on, self.ended_on)

    def runs_on(self, day: Date) -> bool:
        """Tell whether it is true on *day*; on the day of its end it is not."""
        return self.since_on <= day and (self.ended_on is None or day < self.ended_on)


@attrs.frozen(kw_only=True)
class CreditEvent:
    """
    Something that happened to a customer and calls for a credit review (policies 2g).

    What also rules out open credit is recorded as an `AdverseFact` alone.

    Attributes:
        kind: Which: the business has a new owner, or there is bad news of it.
        on: The local day.
        note: What was learnt, and where.
    """

    kind: CreditEventKind = field(validator=check.a(CreditEventKind))
    on: Date = field(validator=check.date)
    note: str = field(
        default="",
        validator=check.text(least=0),
        repr=False,
        metadata=personal("credit assessment", "5 years", of_person_only=True),
    )


@attrs.frozen(kw_only=True)
class CreditInsurance:
    """
    The insurer's promise for one customer 信用保险.

    Attributes:
        limit: The limit that the insurer named for this customer.
        cover_percent: What part of a loss inside that limit it bears, 0 to 100.
        until_on: The last covered day; ``None`` while it runs.
        extension_days: The maximum extension period of this policy, where it differs
            from that of the rules: an insured invoice later than that stops
            shipment.
    """

    limit: Money = field(validator=check_amount)
    cover_percent: Decimal = field(validator=check.decimal(least="0", most="100"))
    until_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)
    extension_days: int | None = field(default=None, validator=check.maybe(check.whole()))

    def runs_on(self, day: Date) -> bool:
        """Tell whether *day* is covered; the last day is."""
        return self.until_on is None or day <= self.until_on

    def own_risk(self, exposure: Money) -> Fraction:
        """
        Return what *exposure* leaves at our own risk, exact, in minor units.

        That is the exposure less the covered part of what lies inside the
        insurer's limit; an exposure of 0 or less is no risk.

        Raises:
            CurrencyMismatchError: *exposure* is not in the limit's currency.
        """
        if exposure <= Money.zero(self.limit.currency):
            return Fraction(0)
        inside = min(exposure, self.limit)
        return exposure.minor - Fraction(self.cover_percent) * inside.minor / 100


@attrs.frozen(kw_only=True)
class Security:
    """
    A security that the customer gave 担保.

    Attributes:
        kind: What it is, such as a deposit or a bank guarantee.
        value: Its value before any haircut, 0 or more.
        until_on: The last day on which it can be drawn on; ``None`` without end.
    """

    kind: str = field(validator=check.text())
    value: Money = field(validator=check_amount)
    until_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)


@attrs.frozen(kw_only=True)
class LimitBasis:
    """
    The figures that a limit is computed from (policies 2c), beside those of the form.

    Attributes:
        monthly_purchases: What the customer is expected to buy in a month, with tax.
        terms_days: The agreed payment term in days.
        tangible_net_worth: Net worth without intangibles; may be negative.
        reference_limits: What other suppliers told us that they grant.
        new_customer: Whether the trial of a new customer is not over.
    """

    monthly_purchases: Money | None = field(default=None, validator=check.maybe(check_amount))
    terms_days: int | None = field(default=None, validator=check.maybe(check.whole()))
    tangible_net_worth: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    reference_limits: tuple[Money, ...] = field(default=(), validator=check.tuple_of(check_amount))
    new_customer: bool = field(default=False, validator=check.a(bool))


def _approves(owner: object, at: check.Field, value: StaffRole) -> None:
    check.a(StaffRole)(owner, at, value)
    if value not in APPROVERS:
        check.refuse(owner, at, value, f"one of those who approve: {', '.join(APPROVERS)}")


@attrs.frozen(kw_only=True)
class Approval:
    """
    One signature under a credit decision 核准人.

    Attributes:
        role: The column of the form, or the owner above them.
        signed_by: Who signed; ``None`` if unknown, or erased.
        signed_on: The date beside the signature.
    """

    role: StaffRole = field(validator=_approves)
    signed_by: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )
    signed_on: Date | None = field(default=None, validator=check.maybe(check.date))


@attrs.frozen(kw_only=True)
class OrderRelease:
    """
    One order let through although checks failed 放行 (policies 2d); it stays on record.

    Attributes:
        order_id: The order.
        value: The gross value that was released.
        released_on: The local day.
        checks: The failing checks that were waived; a block cannot be.
        released_by: Who released it.
        reason: Why.
        until_on: The last day on which it holds, where that is sooner than by the
            rules (policies 2d: 7 days after its own).
    """

    order_id: OrderId = field(validator=check.key)
    value: Money = field(validator=check_amount)
    released_on: Date = field(validator=check.date)
    checks: tuple[CreditCheck, ...] = field(validator=check.tuple_of(check.a(CreditCheck), least=1))
    released_by: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    until_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)

    def __attrs_post_init__(self) -> None:
        """Refuse to waive a block, and an end before the start."""
        if CreditCheck.BLOCK in self.checks:
            rule = "a block is lifted, not released"
            raise InvalidValueError("OrderRelease.checks", self.checks, rule)
        _in_order("OrderRelease.until_on", self.released_on, self.until_on)

    def last_on(self, release_days: int) -> Date:
        """Return the last day on which it holds, *release_days* after its own at the latest."""
        last = Date.fromordinal(self.released_on.toordinal() + release_days)
        return last if self.until_on is None else min(last, self.until_on)

    def covers(self, value: Money, percent: Decimal) -> bool:
        """Tell whether an order of *value* is within what was released, *percent* above at most."""
        most = self.value.minor * (100 + Fraction(percent))
        return self.value.currency == value.currency and value.minor * 100 <= most


def _in_order(field: str, first: Date | None, last: Date | None) -> None:
    if first is not None and last is not None and last < first:
        raise InvalidValueError(field, last, f"not before {first}")
