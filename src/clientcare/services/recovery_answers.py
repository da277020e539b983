"""What a customer still has coming after trouble, and what it bears on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pendulum import Date

from clientcare.domain._instants import moment
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.domain.decisions import Decision
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.policies.goodwill_balance import GoodwillBalance
from clientcare.policies.recovery import Recovery, RecoveryFacts
from clientcare.policies.recovery_effects import (
    ContestedInvoice,
    EffectFacts,
    EffectKind,
)
from clientcare.policies.relation_events import (
    RelationFacts,
    counts_against_us,
    relation_events,
)
from clientcare.policies.win_back import WinBack, WinBackFacts
from clientcare.services.book_facts import in_one_currency, sales_by_currency
from clientcare.services.book_stream import CustomerFile
from clientcare.services.customer_review import ComplaintReview, Setting

_SETTLED: Final = frozenset({ComplaintState.CLOSED, ComplaintState.DEADLOCK})


class RecoveryAnswers:
    """Answers the questions of recovery for one customer, whose file is as known then."""

    def __init__(self, file: CustomerFile, setting: Setting) -> None:
        self._file = file
        self._setting = setting
        self.balance = self._balance()

    def _balance(self) -> Decision[GoodwillBalance]:
        rules = self._setting.rulebook.goodwill_balance
        facts = RelationFacts(
            complaints=self._file.complaints,
            promises=self._file.promises,
            answers=self._file.satisfaction,
            referrals=self._file.referrals,
            orders=self._file.ledger.orders,
            deliveries=self._file.ledger.deliveries,
        )
        calendar, now = self._setting.calendar, self._setting.now
        events = relation_events(facts, now=now, calendar=calendar, rules=rules)
        return self._setting.policies.goodwill_balance(
            events, as_of=self._setting.as_of, rules=rules
        )

    def recovery(self) -> Decision[Recovery | None] | None:
        """Return where trust stands; ``None`` where no complaint against us has ended."""
        ended = [
            one for one in self._file.complaints if one.state in _SETTLED and counts_against_us(one)
        ]
        if not ended:
            return None
        last = max(ended, key=lambda one: (moment(one.progress.entered_at), one.id))
        local = self._setting.calendar.local
        facts = RecoveryFacts(
            customer_id=self._file.customer.id,
            complaint_id=last.id,
            settled_on=local(last.progress.entered_at).date(),
            open_ids=tuple(one.id for one in self._file.complaints if not one.state.is_terminal),
            owed=self.balance.outcome.owed,
            contacts_on=self._contacts(),
            answers=tuple(
                (one.asked_on, one.answer)
                for one in self._file.satisfaction
                if one.answer is not None
            ),
            lifecycle=None if self._file.lifecycle is None else self._file.lifecycle.held,
        )
        rules = self._setting.rulebook.recovery
        return self._setting.policies.recovery(
            facts, as_of=self._setting.as_of, calendar=self._setting.calendar, rules=rules
        )

    def win_back(self) -> Decision[WinBack | None]:
        """Return whether the customer is to be asked why they leave, and to be won back."""
        state = self._file.lifecycle
        facts = WinBackFacts(
            customer_id=self._file.customer.id,
            lifecycle=None if state is None else state.held,
            since_on=None if state is None else state.since_on,
            value=self._bought(),
            surveys=self._file.surveys,
            contacts_on=self._contacts(),
        )
        rules = self._setting.rulebook.win_back
        return self._setting.policies.win_back(facts, as_of=self._setting.as_of, rules=rules)

    def effects(
        self,
        complaints: Iterable[ComplaintReview],
        recovery: Decision[Recovery | None] | None,
        *,
        tier: Tier | None,
        before: Tier | None,
    ) -> Decision[tuple[EffectKind, ...]]:
        """Return what the trouble with the customer bears on."""
        following = None if recovery is None else recovery.outcome
        facts = EffectFacts(
            customer_id=self._file.customer.id,
            open_priorities=tuple(
                known.priority for one in complaints if (known := one.deadlines.outcome) is not None
            ),
            invoices=tuple(self._contested()),
            owed=self.balance.outcome.owed,
            follow_up_on=None if following is None else following.due_on,
            tier=tier,
            tier_before=before,
        )
        rules = self._setting.rulebook.recovery_effects
        return self._setting.policies.effects(facts, as_of=self._setting.as_of, rules=rules)

    def _bought(self) -> Money | None:
        """Return the net sales of the twelve months up to the last order; ``None`` is unknown."""
        setting, ledger = self._setting, self._file.ledger
        days = [one.ordered_on for one in ledger.orders if one.ordered_on <= setting.as_of]
        if not days:
            return None
        sales = sales_by_currency(ledger, as_of=max(days), rulebook=setting.rulebook)
        return in_one_currency(sales, setting.book.currency, setting.rates, as_of=max(days))

    def _contacts(self) -> tuple[Date, ...]:
        local = self._setting.calendar.local
        return tuple(local(one.at).date() for one in self._file.touchpoints if one.is_real_contact)

    def _contested(self) -> Iterable[ContestedInvoice]:
        """Yield the invoices in the book that open complaints are about."""
        invoices = {invoice.id: invoice for invoice in self._file.ledger.invoices}
        for one in self._file.complaints:
            if one.state.is_terminal or one.invoice_id not in invoices:
                continue
            invoice = invoices[one.invoice_id]
            yield ContestedInvoice(
                complaint_id=one.id,
                invoice_id=invoice.id,
                disputed=one.disputed,
                recorded=bool(invoice.open_disputes(self._setting.as_of)),
            )
