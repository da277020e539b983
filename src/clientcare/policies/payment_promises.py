"""Has a customer kept the word to pay (K2)? The ledger tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import InvoiceId, PaymentPromiseId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError
from clientcare.policies.allocation import Allocation, SettledBy, allocation_on

_SOURCE: Final = "K2"


class PaymentPromiseState(Scale):
    """What has become of a promise to pay."""

    OPEN = "open", "待付款"
    KEPT = "kept", "已付款"
    LATE = "late", "迟付款"
    BROKEN = "broken", "未付款"
    WITHDRAWN = "withdrawn", "已撤回"


@attrs.frozen(kw_only=True)
class PaymentPromiseRules:
    """
    When a promise to pay counts as kept.

    Attributes:
        ref: Name and version of these rules.
        grace_days: Money may come so many calendar days after the day promised, the
            last one included (by judgement: none).
    """

    ref: RulesRef = field(default=RulesRef("payment_promises", "1"), validator=check.a(RulesRef))
    grace_days: int = field(default=0, validator=check.whole())


def judge_payment_promises(
    promises: Iterable[PaymentPromise],
    ledger: Ledger,
    *,
    as_of: Date,
    rules: PaymentPromiseRules = PaymentPromiseRules(),
    allocation: Allocation | None = None,
) -> Mapping[PaymentPromiseId, Decision[PaymentPromiseState | None]]:
    """
    Say of each promise at the end of *as_of* whether the money came.

    Money counts from the day of the promise on, on the day it came, and each sum for
    one promise only: first those that name invoices take what settled them, then any
    other takes what is left; of each the one that is due first, then the one made first,
    then by id. On the last day of grace it still is in time. Nothing left to pay on the invoices named
    is as good as paid: a credit note can settle them too.

    Args:
        promises: The promises of the ledger's customer.
        ledger: The customer's documents.
        as_of: The day; a promise made after it is not known yet (``None``).
        rules: The days of grace.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    Raises:
        InvalidValueError: A promise of another customer or company, or one id twice.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    pool = _Pool(ledger, known)
    found: dict[PaymentPromiseId, Decision[PaymentPromiseState | None]] = {}
    in_order = sorted(promises, key=lambda one: (one.due_on, one.made_on, one.id))
    named_first = sorted(in_order, key=lambda one: not one.invoice_ids)
    for promise in named_first:
        _check_owner(promise, ledger, found)
        state, why = _judged(promise, pool, known, rules)
        found[promise.id] = Decision(
            outcome=state,
            reasons=(why,),
            rules=rules.ref,
            judged_at=as_of,
            inputs={"promise": promise.id, "due_on": promise.due_on, "amount": promise.amount},
        )
    return FrozenMap((one.id, found[one.id]) for one in in_order)


def _check_owner(
    promise: PaymentPromise, ledger: Ledger, found: Mapping[PaymentPromiseId, object]
) -> None:
    owner = (ledger.customer_id, ledger.company_id)
    if (promise.customer_id, promise.company_id) != owner:
        rule = f"promises of the ledger's {owner} only"
        raise InvalidValueError("PaymentPromise.customer_id", promise.customer_id, rule)
    if promise.id in found:
        raise InvalidValueError("PaymentPromise.id", promise.id, "each promise once")


class _Money(NamedTuple):
    """A part of a payment: when it came, and what it settled, if anything."""

    on: Date
    currency: str
    invoice_id: InvoiceId | None
    key: int


class _Pool:
    """The money that came, of which each minor unit fulfils one promise at most."""

    def __init__(self, ledger: Ledger, known: Allocation) -> None:
        self.known = known
        self._left: dict[_Money, int] = {}
        for one in known.settlements:
            if one.by is SettledBy.PAYMENT:
                self._add(one.on, one.amount, one.invoice_id)
        spare = {one.document_id: one for one in known.unapplied if one.by is SettledBy.PAYMENT}
        for payment in ledger.payments:
            if payment.id in spare and payment.came_on is not None:
                self._add(payment.came_on, spare[payment.id].amount, None)

    def _add(self, on: Date, amount: Money, invoice_id: InvoiceId | None) -> None:
        key = _Money(on, amount.currency, invoice_id, len(self._left))
        self._left[key] = amount.minor

    def take(self, promise: PaymentPromise) -> Iterator[tuple[Date, int]]:
        """Yield day and minor units of what fulfils *promise*, the earliest first."""
        missing = promise.amount.minor
        for part in sorted(self._left, key=lambda one: (one.on, one.key)):
            meant = not promise.invoice_ids or part.invoice_id in promise.invoice_ids
            if meant and part.currency == promise.currency and part.on >= promise.made_on:
                taken = min(missing, self._left[part])
                if taken:
                    self._left[part] -= taken
                    missing -= taken
                    yield part.on, taken

    def is_settled(self, promise: PaymentPromise) -> bool:
        """Tell whether nothing is left to pay on the invoices named."""
        named = [self.known.open.get(key) for key in promise.invoice_ids]
        return bool(named) and all(still is not None and not still.minor for still in named)


def _judged(
    promise: PaymentPromise, pool: _Pool, known: Allocation, rules: PaymentPromiseRules
) -> tuple[PaymentPromiseState | None, Reason]:
    facts: dict[str, Value] = {
        "amount": promise.amount,
        "made_on": promise.made_on,
        "due_on": promise.due_on,
        "as_of": known.as_of,
    }
    if promise.made_on > known.as_of:
        return None, Reason("payment_promise.not_yet_made", facts, _SOURCE)
    if promise.withdrawn_on is not None and promise.withdrawn_on <= known.as_of:
        del facts["as_of"]
        facts["withdrawn_on"] = promise.withdrawn_on
        return PaymentPromiseState.WITHDRAWN, _reason(PaymentPromiseState.WITHDRAWN, facts)
    return _by_money(promise, pool, facts, rules)


def _by_money(
    promise: PaymentPromise, pool: _Pool, facts: dict[str, Value], rules: PaymentPromiseRules
) -> tuple[PaymentPromiseState, Reason]:
    parts = list(pool.take(promise))
    last = promise.due_on.toordinal() + rules.grace_days
    in_time = sum(minor for on, minor in parts if on.toordinal() <= last)
    paid = Money(sum(minor for _, minor in parts), promise.currency)
    facts |= {"paid": paid, "grace_days": rules.grace_days}
    state = PaymentPromiseState.BROKEN
    if in_time >= promise.amount.minor:
        state = PaymentPromiseState.KEPT
    elif paid == promise.amount:
        state = PaymentPromiseState.LATE
        facts["paid_on"] = max(on for on, _ in parts)
    elif pool.is_settled(promise):
        return PaymentPromiseState.KEPT, Reason("payment_promise.settled", facts, _SOURCE)
    elif pool.known.as_of.toordinal() <= last:
        state = PaymentPromiseState.OPEN
    else:
        facts["missing"] = promise.amount - paid
    return state, _reason(state, facts)


def _reason(state: PaymentPromiseState, facts: Mapping[str, Value]) -> Reason:
    return Reason(f"payment_promise.{state.value}", facts, _SOURCE)
