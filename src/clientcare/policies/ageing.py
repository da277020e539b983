"""How old are the open receivables (policies 2b)?"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain._checks import require_date
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money, total
from clientcare.policies.allocation import Allocation, SettledBy, allocation_on

_SOURCE: Final = "policies 2b"


def _bounds(owner: object, field: _checks.Field, value: object) -> None:
    rule = "one or more whole numbers of days, above 0 and rising"
    if not isinstance(value, tuple) or not value or any(type(day) is not int for day in value):
        _checks.refuse(owner, field, value, rule)
    if value[0] < 1 or list(value) != sorted(set(value)):
        _checks.refuse(owner, field, value, rule)


@attrs.frozen(kw_only=True)
class AgeingRules:
    """
    Where the buckets end.

    Attributes:
        ref: Name and version of the rules.
        bounds_days: The last day past due of each bucket but the last (policies 2b).
    """

    ref: RulesRef = RulesRef("ageing", "1")
    bounds_days: tuple[int, ...] = attrs.field(default=(30, 60, 90), validator=_bounds)


@attrs.frozen(kw_only=True)
class AgeingRow:
    """
    The open receivables in one currency by age 账龄.

    Attributes:
        current: Not past due; due on the day is current.
        past_due: One amount for each bucket: 1 to 30 days past due, 31 to 60, 61 to
            90, 91 and more, by the default rules.
        undated: Open invoices without a due date.
        disputed: What of all these is under an open dispute; it is in the buckets too.
        unapplied_cash: Payments that settle nothing yet; in no bucket.
        unapplied_credit: Credit notes that settle nothing yet; in no bucket.
        deposits: Payments that wait for their order's invoices; in no bucket.
    """

    current: Money
    past_due: tuple[Money, ...]
    undated: Money
    disputed: Money
    unapplied_cash: Money
    unapplied_credit: Money
    deposits: Money

    @property
    def overdue(self) -> Money:
        """The sum of all buckets past due."""
        return total(self.past_due, self.current.currency)

    @property
    def receivables(self) -> Money:
        """All open receivables: the sum of all buckets."""
        return self.current + self.overdue + self.undated


@attrs.frozen(kw_only=True)
class Ageing:
    """
    The open receivables of a customer by age.

    Attributes:
        by_currency: One row for each currency that the ledger has invoices or money in.
    """

    by_currency: Mapping[str, AgeingRow]


def ageing(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: AgeingRules = AgeingRules(),
    allocation: Allocation | None = None,
) -> Decision[Ageing]:
    """
    Sort the open amounts at the end of *as_of* by days past the invoice's due date.

    Unapplied cash and credit stand apart, so the buckets add up to the open
    receivables. A deferral does not change the age.

    Args:
        ledger: The customer's documents.
        as_of: The day; documents dated after it are left out.
        rules: The buckets.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    rows: defaultdict[str, _Row] = defaultdict(lambda: _Row(len(rules.bounds_days) + 1))
    for invoice in ledger.invoices:
        if invoice.id in known.open:
            row, minor = rows[invoice.currency], known.open[invoice.id].minor
            row.add(invoice.due_on, as_of, rules.bounds_days, minor)
            row.disputed += minor if invoice.open_disputes(as_of) else 0
    for left in known.unapplied:
        row = rows[left.amount.currency]
        if left.by is SettledBy.PAYMENT:
            row.cash += left.amount.minor
        else:
            row.credit += left.amount.minor
    for deposit in known.deposits.values():
        rows[deposit.currency].deposits += deposit.minor
    outcome = Ageing(
        by_currency=FrozenMap((key, row.as_money(key)) for key, row in sorted(rows.items()))
    )
    return Decision(
        outcome=outcome,
        reasons=tuple(_reasons(outcome, ledger, as_of, rules.bounds_days)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"bounds_days": rules.bounds_days},
    )


class _Row:
    """A row while it is being summed, in minor units."""

    def __init__(self, buckets: int) -> None:
        self.current = self.undated = self.disputed = 0
        self.cash = self.credit = self.deposits = 0
        self.past_due = [0] * buckets

    def add(self, due_on: Date | None, as_of: Date, bounds: tuple[int, ...], minor: int) -> None:
        if due_on is None:
            self.undated += minor
        elif due_on >= as_of:
            self.current += minor
        else:
            days = as_of.toordinal() - due_on.toordinal()
            self.past_due[bisect.bisect_left(bounds, days)] += minor

    def as_money(self, currency: str) -> AgeingRow:
        return AgeingRow(
            current=Money(self.current, currency),
            past_due=tuple(Money(minor, currency) for minor in self.past_due),
            undated=Money(self.undated, currency),
            disputed=Money(self.disputed, currency),
            unapplied_cash=Money(self.cash, currency),
            unapplied_credit=Money(self.credit, currency),
            deposits=Money(self.deposits, currency),
        )


def _reasons(
    outcome: Ageing, ledger: Ledger, as_of: Date, bounds_days: tuple[int, ...]
) -> Iterator[Reason]:
    for row in outcome.by_currency.values():
        facts: dict[str, Value] = {
            "receivables": row.receivables,
            "overdue": row.overdue,
            "current": row.current,
            "past_due": row.past_due,
            "bounds_days": bounds_days,
            "undated": row.undated,
            "disputed": row.disputed,
        }
        yield Reason("ageing.buckets", facts, _SOURCE)
    if not outcome.by_currency:
        yield Reason("ageing.nothing_on_record", {"as_of": as_of}, _SOURCE)
    later = ledger.count_after(as_of)
    if later:
        yield Reason("ageing.after_as_of", {"documents": later, "as_of": as_of}, "policies 1")
