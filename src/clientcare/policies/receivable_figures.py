"""
What the key figures of the receivables are made of, summed up over a book (policies 8).

All amounts include tax. Sales are what was invoiced less credit notes, each on its own
date; receivables are what is open on the invoices, money that settles nothing yet is not
taken off. Current 未到期 is what falls due on the period's last day or later, overdue
已逾期 what fell due before it, disputed items in both; an invoice without a due date is
neither. Nothing is rounded but sums that were converted from other currencies: those go
half up to the minor unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._months import add_months
from clientcare.domain.decisions import RulesRef
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money, rounded
from clientcare.domain.rates import Rates
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.allocation import allocate
from clientcare.policies.kpi import Period

_NO_RATES: Final = Rates()
_amount: Final = check.maybe(check.a(Money))


@attrs.frozen(kw_only=True)
class ReceivableKpiRules:
    """
    How the figures of the receivables are reckoned.

    Attributes:
        ref: Name and version of the rules.
        count_back_months: How many months of sales `monthly_sales` looks back, the
            running one included (by judgement: two years).
    """

    ref: RulesRef = RulesRef("receivable_kpis", "1")
    count_back_months: int = field(default=24, validator=check.whole(least=1, most=1200))


_RULES: Final = ReceivableKpiRules()


@attrs.frozen(kw_only=True)
class ReceivableFigures:
    """
    What a firm was owed, sold and paid in a period; `receivable_figures` sums it up.

    Attributes:
        period: The days meant.
        opening: Open receivables at the end of the day before its first one.
        closing: Open receivables at the end of its last day.
        current: What of *closing* falls due on that day or later.
        overdue: What of *closing* fell due before that day.
        sales: Invoiced less credited in the period.
        cash: Money that came in the period and had not bounced by its end.

    Raises:
        CurrencyMismatchError: Two known amounts are in two currencies.
        InvalidValueError: What is current or overdue is more than is open.
    """

    period: Period = field(validator=check.a(Period))
    opening: Money | None = field(default=None, validator=_amount)
    closing: Money | None = field(default=None, validator=_amount)
    current: Money | None = field(default=None, validator=_amount)
    overdue: Money | None = field(default=None, validator=_amount)
    sales: Money | None = field(default=None, validator=_amount)
    cash: Money | None = field(default=None, validator=_amount)

    def __attrs_post_init__(self) -> None:
        one_currency(
            "ReceivableFigures",
            (self.opening, self.closing, self.current, self.overdue, self.sales, self.cash),
        )
        for name, part in (("current", self.current), ("overdue", self.overdue)):
            if part is not None and self.closing is not None and part > self.closing:
                rule = f"a part of closing, which is {self.closing}"
                raise InvalidValueError(f"ReceivableFigures.{name}", part, rule)


def one_currency(name: str, amounts: Iterable[Money | None]) -> None:
    """Refuse known amounts of two currencies."""
    known = [amount.currency for amount in amounts if amount is not None]
    for currency in known:
        if currency != known[0]:
            raise CurrencyMismatchError(name, currency, f"all in {known[0]}")


@attrs.frozen(kw_only=True)
class PeriodSales:
    """
    What was sold in a month, or any other stretch of days.

    Attributes:
        period: The days.
        sales: Invoiced less credited in them; ``None`` where unknown.
    """

    period: Period = field(validator=check.a(Period))
    sales: Money | None = field(validator=_amount)


# --- summing up a book ----------------------------------------------------------


def receivable_figures(
    ledgers: Iterable[Ledger],
    *,
    period: Period,
    currency: str,
    rates: Rates = _NO_RATES,
) -> ReceivableFigures:
    """
    Sum up what *ledgers* tell of a period, in *currency*.

    A book of one currency needs no rates. Others are converted, all at the rate of the
    period's last day; what has no rate by then is unknown.

    .. versionadded:: 0.1.0
    """
    sums = _Sums(period)
    for ledger in ledgers:
        sums.add(ledger)
    return ReceivableFigures(
        period=period,
        **{
            part: converted(amounts, currency, period.last_on, rates)
            for part, amounts in sums.parts.items()
        },
    )


class _Sums:
    """The amounts of a period by part, in each currency, while they are being summed."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._minor: dict[str, dict[str, int]] = {
            part.name: {} for part in attrs.fields(ReceivableFigures) if part.name != "period"
        }

    @property
    def parts(self) -> Mapping[str, tuple[Money, ...]]:
        return {
            part: tuple(Money(minor, code) for code, minor in sums.items())
            for part, sums in self._minor.items()
        }

    def add(self, ledger: Ledger) -> None:
        self._add_open(ledger)
        for amount in _sold(ledger, self._period):
            self._plus("sales", amount)
        for payment in ledger.payments:
            came, bounced = payment.came_on, payment.bounced_on
            kept = bounced is None or bounced > self._period.last_on
            if came is not None and kept and self._period.covers(came):
                self._plus("cash", payment.amount)

    def _add_open(self, ledger: Ledger) -> None:
        end = self._period.last_on
        eve = Date.fromordinal(self._period.first_on.toordinal() - 1)
        for amount in allocate(ledger, as_of=eve).open.values():
            self._plus("opening", amount)
        at_end = allocate(ledger, as_of=end).open
        for invoice in ledger.invoices:
            if invoice.id in at_end:
                still = at_end[invoice.id]
                self._plus("closing", still)
                if invoice.due_on is not None:
                    self._plus("current" if invoice.due_on >= end else "overdue", still)

    def _plus(self, part: str, amount: Money) -> None:
        sums = self._minor[part]
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor


def monthly_sales(
    ledgers: Iterable[Ledger],
    *,
    as_of: Date,
    currency: str,
    rates: Rates = _NO_RATES,
    rules: ReceivableKpiRules = _RULES,
) -> tuple[PeriodSales, ...]:
    """
    Return the sales of each calendar month for `count_back_dso`, the latest first.

    The month of *as_of* ends with it. There are as many months as the rules say.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    kept = tuple(ledgers)
    found = []
    for period in _months(as_of, rules.count_back_months):
        amounts = (amount for ledger in kept for amount in _sold(ledger, period))
        sales = converted(amounts, currency, as_of, rates)
        found.append(PeriodSales(period=period, sales=sales))
    return tuple(found)


def _months(as_of: Date, count: int) -> Iterable[Period]:
    last = as_of
    for back in range(count):
        first = add_months(Date(as_of.year, as_of.month, 1), -back)
        yield Period(first_on=first, last_on=last)
        last = Date.fromordinal(first.toordinal() - 1)


def _sold(ledger: Ledger, period: Period) -> Iterable[Money]:
    """Yield what was invoiced in *period* and, below zero, what was credited."""
    for invoice in ledger.invoices:
        if period.covers(invoice.invoiced_on):
            yield invoice.gross
    for note in ledger.credit_notes:
        if period.covers(note.issued_on):
            yield -note.gross


def converted(amounts: Iterable[Money], currency: str, on: Date, rates: Rates) -> Money | None:
    """Return the sum of *amounts* in *currency*, half up; ``None`` where a rate is unknown."""
    worth = rates.total(amounts, currency, as_of=on)
    return None if worth is None else Money(rounded(worth, "half_up"), currency)
