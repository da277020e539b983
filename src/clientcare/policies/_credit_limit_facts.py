"""What a credit limit is computed from, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._documents import check_amount
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.credit import CreditCard
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import RulesRef
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade, Scale
from clientcare.errors import CurrencyMismatchError

_amount: Final = check.maybe(check_amount)
_signed: Final = check.maybe(check.a(Money))


class LimitMethod(Scale):
    """How need and capacity make one figure."""

    MIN = "min", "取较低者"
    """The smaller of the two: the safer way."""
    AVERAGE = "average", "取平均值"
    """The mean of what is known of strength, references and need, capped by an insurer's limit."""


def _factors(owner: object, at: check.Field, value: Mapping[CreditGrade, Decimal]) -> None:
    for factor in value.values():
        check.decimal()(owner, at, factor)
    in_order = [value[grade] for grade in CreditGrade if grade in value]
    if len(in_order) != len(CreditGrade) or in_order != sorted(in_order, reverse=True):
        check.refuse(owner, at, value, "a factor for each grade, none above that of a better one")
    if value[CreditGrade.C] != 0:
        check.refuse(owner, at, value, "0 for grade C, which never gets an open limit")


@attrs.frozen(kw_only=True)
class CreditLimitRules:
    """
    How a limit is computed (policies 2c).

    Attributes:
        ref: Name and version of these rules.
        buffer_days: Added to the payment term, for the time until goods are paid.
        month_days: The days of a month of purchases.
        net_worth_percent: What part of the tangible net worth we give, in percent.
        working_capital_percent: What part of the working capital.
        factor: By grade, what part of the figure is granted; never for C.
        method: How need and capacity make one figure.
        unsupported_factor: What part of the need is left where nothing is known
            of the capacity.
        haircut_percent: What part of a security is not counted, in percent.
        step_major: A limit is a multiple of so many major units, rounded down.
        cash_orders: A new customer pays so many first orders in cash.
        trial_months: The months that a new customer's limit is on trial.
        concentration_percent: A limit above this part of all our open
            receivables is warned of, in percent.

    Raises:
        InvalidValueError: A value breaks its rule; grade C has a factor above 0.
    """

    ref: RulesRef = field(default=RulesRef("credit_limit", "1"), validator=check.a(RulesRef))
    buffer_days: int = field(default=15, validator=check.whole())
    month_days: int = field(default=30, validator=check.whole(least=1))
    net_worth_percent: Decimal = field(default=Decimal(10), validator=check.decimal())
    working_capital_percent: Decimal = field(default=Decimal(10), validator=check.decimal())
    factor: Mapping[CreditGrade, Decimal] = field(
        default=FrozenMap(
            {
                CreditGrade.A: Decimal("1.0"),
                CreditGrade.B: Decimal("0.6"),
                CreditGrade.C: Decimal("0.0"),
            }
        ),
        converter=FrozenMap[CreditGrade, Decimal],
        validator=_factors,
    )
    method: LimitMethod = field(default=LimitMethod.MIN, validator=check.a(LimitMethod))
    unsupported_factor: Decimal = field(default=Decimal("0.5"), validator=check.share)
    haircut_percent: Decimal = field(default=Decimal(20), validator=check.decimal(most="100"))
    step_major: int = field(default=1000, validator=check.whole(least=1))
    cash_orders: int = field(default=2, validator=check.whole())
    trial_months: int = field(default=6, validator=check.whole(least=1))
    concentration_percent: Decimal = field(default=Decimal(25), validator=check.decimal())


@attrs.frozen(kw_only=True)
class LimitFacts:
    """
    What a limit rests on; `limit_facts` gathers it from a card. ``None`` is unknown.

    Amounts may be in several currencies; they are converted into the limit's.

    Attributes:
        grade: The credit grade; ``None`` is ungraded and counts as C.
        currency: The limit's currency.
        monthly_purchases: What the customer is expected to buy in a month, with tax.
        terms_days: The payment term.
        tangible_net_worth: Net worth without intangibles; may be negative.
        working_capital: May be negative.
        reference_limits: What other suppliers say that they grant.
        insurer_limit: The limit that a credit insurer named, not divided by its cover.
        securities: The values of the securities held, before the haircut.
        new_customer: Whether the first orders and the trial are not over yet.
        completed_orders: The orders delivered and fully paid so far; needed of
            a new customer.
        firm_receivables: All open receivables of our own firm, in that currency.
        requested: A limit that a person asks for instead of the computed one, in
            that currency.
        rates: Exchange rates, where amounts are in other currencies.

    Raises:
        CurrencyMismatchError: The receivables or the limit asked for are in another
            currency.
    """

    grade: CreditGrade | None = field(default=None, validator=check.maybe(check.a(CreditGrade)))
    currency: str
    monthly_purchases: Money | None = field(default=None, validator=_amount)
    terms_days: int | None = field(default=None, validator=check.maybe(check.whole()))
    tangible_net_worth: Money | None = field(default=None, validator=_signed)
    working_capital: Money | None = field(default=None, validator=_signed)
    reference_limits: tuple[Money, ...] = field(default=(), validator=check.tuple_of(check_amount))
    insurer_limit: Money | None = field(default=None, validator=_amount)
    securities: tuple[Money, ...] = field(default=(), validator=check.tuple_of(check_amount))
    new_customer: bool = field(default=False, validator=check.a(bool))
    completed_orders: int | None = field(default=None, validator=check.maybe(check.whole()))
    firm_receivables: Money | None = field(default=None, validator=_amount)
    requested: Money | None = field(default=None, validator=_amount)
    rates: Rates = field(factory=Rates, validator=check.a(Rates))

    def __attrs_post_init__(self) -> None:
        minor_digits(self.currency)
        for amount in (self.firm_receivables, self.requested):
            if amount is not None and amount.currency != self.currency:
                rule = f"in {self.currency}"
                raise CurrencyMismatchError("LimitFacts.currency", amount.currency, rule)

    def unknown_rates(self, as_of: Date) -> tuple[str, ...]:
        """Return the currencies of amounts that cannot be converted on *as_of*, sorted."""
        amounts = (
            self.monthly_purchases,
            self.tangible_net_worth,
            self.working_capital,
            *self.reference_limits,
            self.insurer_limit,
            *self.securities,
        )
        codes = {amount.currency for amount in amounts if amount is not None and amount.minor}
        return tuple(
            code
            for code in sorted(codes)
            if self.rates.factor(code, self.currency, as_of=as_of) is None
        )

    def worth(self, amount: Money, as_of: Date) -> Fraction:
        """Return *amount*, whose rate is known, in minor units of the limit's currency, exactly."""
        worth = self.rates.total((amount,), self.currency, as_of=as_of)
        assert worth is not None  # noqa: S101 - unknown rates were asked for before
        return worth


def limit_facts(
    card: CreditCard,
    *,
    as_of: Date,
    currency: str,
    grade: CreditGrade | None,
    completed_orders: int | None = None,
    firm_receivables: Money | None = None,
    requested: Money | None = None,
    rates: Rates = Rates(),
) -> LimitFacts:
    """Gather what a limit rests on from a card: securities and insurance that run on *as_of*."""
    insured = card.insurance
    if insured is not None and not insured.runs_on(as_of):
        insured = None
    return LimitFacts(
        grade=grade,
        currency=currency,
        monthly_purchases=card.limit_basis.monthly_purchases,
        terms_days=card.limit_basis.terms_days,
        tangible_net_worth=card.limit_basis.tangible_net_worth,
        working_capital=card.accounting.working_capital,
        reference_limits=card.limit_basis.reference_limits,
        insurer_limit=None if insured is None else insured.limit,
        securities=tuple(
            security.value
            for security in card.securities
            if security.until_on is None or as_of <= security.until_on
        ),
        new_customer=card.limit_basis.new_customer,
        completed_orders=completed_orders,
        firm_receivables=firm_receivables,
        requested=requested,
        rates=rates,
    )
