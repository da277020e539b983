"""Does a dealer in difficulty keep what was agreed, and what happens if not (K3)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.concessions import Concession
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import InvoiceId
from clientcare.domain.ledger import Deferral, Invoice, Ledger
from clientcare.domain.money import Money
from clientcare.domain.scales import Scale
from clientcare.policies.allocation import Allocation, SettledBy, Settlement, allocation_on

_SOURCE: Final = "K3"


@attrs.frozen(kw_only=True)
class ConcessionRules:
    """
    How strictly an agreement is taken.

    Attributes:
        ref: Name and version of these rules.
        grace_days: The calendar days after an agreed one in which money still comes
            in time (by judgement: none).
    """

    ref: RulesRef = field(default=RulesRef("concessions", "1"), validator=check.a(RulesRef))
    grace_days: int = field(default=0, validator=check.whole())


class ConcessionStanding(Scale):
    """Where an agreement stands."""

    RUNNING = "running", "执行中"
    BROKEN = "broken", "已违约"
    KEPT = "kept", "已履行"
    ENDED = "ended", "已终止"


@attrs.frozen(kw_only=True)
class ConcessionStatus:
    """
    Where an agreement stands.

    Attributes:
        standing: In one word.
        broken_on: The first day on which it was broken.
        next_due_on: The next agreed day on which money is due.
        to_pay: What is still to be paid by then.
        falls_due: The invoices whose own due date rules again, since it was broken.
    """

    standing: ConcessionStanding
    broken_on: Date | None = None
    next_due_on: Date | None = None
    to_pay: Money | None = None
    falls_due: tuple[InvoiceId, ...] = ()


def watch_concession(
    concession: Concession,
    ledger: Ledger,
    *,
    as_of: Date,
    rules: ConcessionRules = ConcessionRules(),
    allocation: Allocation | None = None,
) -> Decision[ConcessionStatus]:
    """
    Tell whether an agreement is kept on *as_of*; paid on the agreed day is in time.

    Instalments are paid by what settles the invoices with an agreed deadline, else
    those dated up to the agreement; new purchases are no part of it. A sum that came
    too late or too small breaks the agreement for good: from the day after, its
    deadlines fall away and the invoices' own due dates rule again. The limit is never
    touched, neither way.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    paper = _Paper(concession, ledger, known, rules.grace_days)
    breaches = sorted(paper.breaches(as_of), key=lambda one: one[0])
    outcome, reason = _judged(concession, paper, breaches, as_of)
    return Decision(outcome=outcome, reasons=(reason,), rules=rules.ref, judged_at=as_of)


def _judged(
    concession: Concession,
    paper: _Paper,
    breaches: list[tuple[Date, Date, Money]],
    as_of: Date,
) -> tuple[ConcessionStatus, Reason]:
    told: dict[str, Value] = {
        "agreed_on": concession.agreed_on,
        "ends_on": concession.ends_on,
        "signs": concession.signs,
    }
    ended_on = concession.ended_on
    if ended_on is not None and ended_on <= as_of:
        ended: dict[str, Value] = {**told, "ended_on": ended_on}
        status = ConcessionStatus(standing=ConcessionStanding.ENDED)
        return status, Reason("concession.ended", ended, _SOURCE)
    if breaches:
        broken_on, due_on, missing = breaches[0]
        falls_due = tuple(one.invoice_id for one in concession.deadlines)
        broken: dict[str, Value] = {
            **told,
            "broken_on": broken_on,
            "due_on": due_on,
            "missing": missing,
            "invoices": falls_due,
        }
        status = ConcessionStatus(
            standing=ConcessionStanding.BROKEN, broken_on=broken_on, falls_due=falls_due
        )
        return status, Reason("concession.broken", broken, _SOURCE)
    if as_of > concession.ends_on:
        status = ConcessionStatus(standing=ConcessionStanding.KEPT)
        return status, Reason("concession.kept", told, _SOURCE)
    next_due_on, to_pay = paper.next_due(as_of)
    status = ConcessionStatus(
        standing=ConcessionStanding.RUNNING, next_due_on=next_due_on, to_pay=to_pay
    )
    running: dict[str, Value] = {**told, "next_due_on": next_due_on, "to_pay": to_pay}
    return status, Reason("concession.running", running, _SOURCE)


class _Paper:
    """What was agreed, against what came."""

    def __init__(
        self, concession: Concession, ledger: Ledger, known: Allocation, grace_days: int
    ) -> None:
        self._agreed = concession
        self._grace_days = grace_days
        self._invoices: Mapping[InvoiceId, Invoice] = {
            one.id: one for one in ledger.invoices if one.id in known.open
        }
        self._settlements = known.settlements

    def breaches(self, as_of: Date) -> Iterator[tuple[Date, Date, Money]]:
        """Yield the day on which each breach is known, the agreed day and what was missing."""
        for due_on, missing in self._owed_on_time():
            last = due_on.toordinal() + self._grace_days
            if missing.minor > 0 and last < as_of.toordinal():
                yield Date.fromordinal(last + 1), due_on, missing

    def next_due(self, as_of: Date) -> tuple[Date | None, Money | None]:
        """Return the next agreed day that is not paid for yet, and what is missing by then."""
        left = [
            (due_on, missing)
            for due_on, missing in self._owed_on_time()
            if missing.minor > 0 and due_on.toordinal() + self._grace_days >= as_of.toordinal()
        ]
        return min(left, key=lambda one: one[0], default=(None, None))

    def _owed_on_time(self) -> Iterator[tuple[Date, Money]]:
        """Yield each agreed day with what is missing of it by the end of its grace."""
        for deadline in self._agreed.deadlines:
            invoice = self._invoices.get(deadline.invoice_id)
            if invoice is not None:
                came = self._settled(deadline.until_on, {invoice.id}, invoice.currency)
                yield deadline.until_on, invoice.gross - came
        owed = 0
        for instalment in self._agreed.instalments:
            currency = instalment.amount.currency
            owed += instalment.amount.minor
            came = self._settled(instalment.due_on, self._scope, currency, paid_since=True)
            yield instalment.due_on, Money(max(0, owed - came.minor), currency)

    @property
    def _scope(self) -> set[InvoiceId]:
        named = {one.invoice_id for one in self._agreed.deadlines}
        old = {
            one.id for one in self._invoices.values() if one.invoiced_on <= self._agreed.agreed_on
        }
        return named or old

    def _settled(
        self, due_on: Date, scope: set[InvoiceId], currency: str, *, paid_since: bool = False
    ) -> Money:
        last = Date.fromordinal(due_on.toordinal() + self._grace_days)
        came = (
            one.amount.minor
            for one in self._settlements
            if one.invoice_id in scope
            and one.amount.currency == currency
            and one.on <= last
            and (not paid_since or self._is_payment_since(one))
        )
        return Money(sum(came), currency)

    def _is_payment_since(self, settlement: Settlement) -> bool:
        return settlement.by is SettledBy.PAYMENT and settlement.on >= self._agreed.agreed_on


def deferred_ledger(
    ledger: Ledger,
    concessions: Iterable[Concession],
    *,
    as_of: Date,
    rules: ConcessionRules = ConcessionRules(),
) -> Ledger:
    """
    Return *ledger* with the deadlines of agreements on its invoices, as known on *as_of*.

    A deadline holds while its agreement does: up to the day before it was broken or
    ended. Overdue sums go by it; payment index, ageing and the insurer's check keep the
    invoice's own due date (policies 2d).

    .. versionadded:: 0.1.0
    """
    found: dict[InvoiceId, list[Deferral]] = {}
    for concession in concessions:
        if concession.agreed_on > as_of:
            continue
        status = watch_concession(concession, ledger, as_of=as_of, rules=rules).outcome
        ends = [day for day in (status.broken_on, concession.ended_on) if day is not None]
        held = [Date.fromordinal(day.toordinal() - 1) for day in ends if day <= as_of]
        for deadline in concession.deadlines:
            until_on = min([deadline.until_on, *held])
            if until_on >= concession.agreed_on:
                deferral = Deferral(agreed_on=concession.agreed_on, until_on=until_on)
                found.setdefault(deadline.invoice_id, []).append(deferral)
    if not found:
        return ledger
    invoices = tuple(
        attrs.evolve(one, deferrals=(*one.deferrals, *found.get(one.id, ())))
        for one in ledger.invoices
    )
    return attrs.evolve(ledger, invoices=invoices)
