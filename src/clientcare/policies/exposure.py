"""
How much is at risk with a customer, and what of it is overdue (policies 2d)?

Exposure 信用占用 = open receivables + delivered, not billed + open orders due to ship
within the horizon - unapplied cash, all including tax, apart for each currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason, RulesRef
from clientcare.domain.ids import OrderId
from clientcare.domain.ledger import Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError
from clientcare.policies._order_lines import LineState, line_states
from clientcare.policies.allocation import Allocation, allocation_on, is_open

_SOURCE: Final = "policies 2d"


@attrs.frozen(kw_only=True)
class ExposureRules:
    """
    What counts as exposure and as overdue.

    Attributes:
        ref: Name and version of the rules.
        horizon_days: Open orders promised for shipment up to this many calendar
            days ahead count, the last one included (policies 2d).
        dispute_days: For this many calendar days from its start, the last one
            included, a dispute keeps its invoice out of the overdue sums (policies
            2d, Settled).
    """

    ref: RulesRef = RulesRef("exposure", "1")
    horizon_days: int = attrs.field(default=30, validator=_checks.whole())
    dispute_days: int = attrs.field(default=30, validator=_checks.whole())


@attrs.frozen(kw_only=True)
class ExposureParts:
    """
    What is at risk in one currency, including tax.

    Attributes:
        receivables: Open amounts of all invoices, disputed ones included.
        delivered_not_billed: Goods that left without an invoice so far.
        open_orders: Still to be shipped within the horizon, less deposits.
        unapplied: Cash and credit notes that settle nothing yet.
        disputed: The part of *receivables* under an open dispute, however long.
    """

    receivables: Money
    delivered_not_billed: Money
    open_orders: Money
    unapplied: Money
    disputed: Money

    @property
    def total(self) -> Money:
        """The exposure; negative where the customer is in credit."""
        return self.receivables + self.delivered_not_billed + self.open_orders - self.unapplied


@attrs.frozen(kw_only=True)
class Exposure:
    """
    What is at risk with a customer.

    Attributes:
        by_currency: The parts in each currency that the ledger has documents in.
    """

    by_currency: Mapping[str, ExposureParts]

    @property
    def totals(self) -> tuple[Money, ...]:
        """The exposure in each currency."""
        return tuple(parts.total for parts in self.by_currency.values())

    def total_in(self, currency: str, rates: Rates, *, as_of: Date) -> Fraction | None:
        """
        Return the exposure in minor units of *currency*, exactly.

        ``None`` where a rate is unknown; a currency whose total is zero needs none.
        """
        return rates.total(self.totals, currency, as_of=as_of)


def exposure(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: ExposureRules = ExposureRules(),
    leave_out: OrderId | None = None,
    allocation: Allocation | None = None,
) -> Decision[Exposure]:
    """
    Reckon what is at risk with a customer at the end of *as_of*.

    Each thing counts once, per order line: what is billed is no longer delivered
    unbilled, and what is either is no longer open. Drafts, closed and cancelled orders
    have no open part; what was delivered unbilled of them stays. An order that came
    back as a whole has neither.

    Args:
        ledger: The customer's documents.
        as_of: The day; documents dated after it are left out and counted.
        rules: The horizon.
        leave_out: The order that is being checked: its open part is left out, so that
            it does not count twice.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    Raises:
        InvalidValueError: *as_of* is no date, or *allocation* is of another day.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    sums = _Sums()
    _add_receivables(sums, ledger, known)
    _add_orders(sums, ledger, known, rules.horizon_days, leave_out)
    outcome = Exposure(by_currency=sums.parts())
    return Decision(
        outcome=outcome,
        reasons=tuple(_reasons(outcome, ledger, as_of)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"horizon_days": rules.horizon_days, "left_out": leave_out},
    )


class _Sums:
    """Sums by part and currency, in minor units."""

    def __init__(self) -> None:
        self._minor: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, part: str, currency: str, minor: int) -> None:
        self._minor[currency][part] += minor

    def parts(self) -> FrozenMap[str, ExposureParts]:
        return FrozenMap(
            (currency, _parts(currency, minor)) for currency, minor in sorted(self._minor.items())
        )


def _parts(currency: str, minor: Mapping[str, int]) -> ExposureParts:
    def money(part: str) -> Money:
        return Money(minor.get(part, 0), currency)

    return ExposureParts(
        receivables=money("receivables"),
        delivered_not_billed=money("delivered_not_billed"),
        open_orders=money("open_orders"),
        unapplied=money("unapplied"),
        disputed=money("disputed"),
    )


def _add_receivables(sums: _Sums, ledger: Ledger, known: Allocation) -> None:
    for invoice in ledger.invoices:
        if invoice.id in known.open:
            minor = known.open[invoice.id].minor
            sums.add("receivables", invoice.currency, minor)
            if invoice.open_disputes(known.as_of):
                sums.add("disputed", invoice.currency, minor)
    for left in known.unapplied:
        sums.add("unapplied", left.amount.currency, left.amount.minor)


def _add_orders(
    sums: _Sums, ledger: Ledger, known: Allocation, horizon_days: int, leave_out: OrderId | None
) -> None:
    last = known.as_of.toordinal() + horizon_days
    orders = {order.id: order for order in ledger.orders}
    for (order_id, currency), lines in line_states(ledger, known.as_of).items():
        order = orders.get(order_id)
        returned = order is not None and order.is_returned_on(known.as_of)
        unbilled = 0 if returned else sum(line.unbilled for line in lines)
        sums.add("delivered_not_billed", currency, unbilled)
        if order is None or order_id == leave_out or not is_open(order, known.as_of):
            continue
        ahead = sum(line.open for line in lines if _ships_by(line, last))
        sums.add("open_orders", currency, max(0, ahead - _deposit(known, order_id, currency)))


def _ships_by(line: LineState, last: int) -> bool:
    return line.ship_on is None or line.ship_on.toordinal() <= last


def _deposit(known: Allocation, order_id: OrderId, currency: str) -> int:
    deposit = known.deposits.get(order_id)
    return deposit.minor if deposit is not None and deposit.currency == currency else 0


def _reasons(outcome: Exposure, ledger: Ledger, as_of: Date) -> Iterator[Reason]:
    for parts in outcome.by_currency.values():
        facts = {
            "exposure": parts.total,
            "receivables": parts.receivables,
            "delivered_not_billed": parts.delivered_not_billed,
            "open_orders": parts.open_orders,
            "unapplied": parts.unapplied,
        }
        yield Reason("exposure.total", facts, _SOURCE)
    if not outcome.by_currency:
        yield Reason("exposure.nothing_on_record", {"as_of": as_of}, _SOURCE)
    for parts in outcome.by_currency.values():
        if parts.disputed.minor:
            facts = {"disputed": parts.disputed, "receivables": parts.receivables}
            yield Reason("exposure.disputed", facts, _SOURCE)
    later = ledger.count_after(as_of)
    if later:
        yield Reason("exposure.after_as_of", {"documents": later, "as_of": as_of}, "policies 1")


# --- one order ------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class OrderAtRisk:
    """
    What an order adds to the exposure when it is checked.

    Attributes:
        undelivered: The value including tax of all that is neither delivered nor
            billed, whatever its day of shipment.
        deposit: The unused deposit for the order.
    """

    undelivered: Money
    deposit: Money

    @property
    def net(self) -> Money:
        """The undelivered value less the deposit, not below zero."""
        return Money(max(0, self.undelivered.minor - self.deposit.minor), self.deposit.currency)

    @property
    def is_prepaid(self) -> bool:
        """Whether the deposit covers all that is undelivered, and there is one."""
        return 0 < self.deposit.minor >= self.undelivered.minor


def with_order_open(ledger: Ledger, order: Order, *, as_of: Date) -> Ledger:
    """
    Return *ledger* as it would be if *order*, new or changed, were open on *as_of*.

    A draft, an edited and a reopened order are checked as what they would become;
    money that names the order is its deposit then.
    """
    opened = attrs.evolve(
        order,
        status=OrderStatus.OPEN,
        ended_on=None,
        returned_on=None,
        ordered_on=min(order.ordered_on, as_of),
    )
    return ledger.with_order(opened)


def order_at_risk(
    ledger: Ledger, order_id: OrderId, *, as_of: Date, allocation: Allocation | None = None
) -> OrderAtRisk:
    """
    Return the whole undelivered value of an open order in *ledger*, and its deposit.

    Use it with `exposure` on the same ledger (see `with_order_open`), the order left out
    there.

    Raises:
        InvalidValueError: The ledger has no such order, open on *as_of*.
    """
    require_date("as_of", as_of)
    order = next((order for order in ledger.orders if order.id == order_id), None)
    if order is None or not is_open(order, as_of):
        raise InvalidValueError("order_id", order_id, f"an order open on {as_of.isoformat()}")
    known = allocation_on(ledger, as_of, allocation)
    lines = line_states(ledger, as_of)[order_id, order.currency]
    return OrderAtRisk(
        undelivered=Money(sum(line.open for line in lines), order.currency),
        deposit=Money(_deposit(known, order_id, order.currency), order.currency),
    )
