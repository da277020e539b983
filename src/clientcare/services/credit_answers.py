"""The credit questions of one customer, which rest on one another."""

from __future__ import annotations

from typing import Final

import attrs
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import (
    CreditCardId,
    OrderId,
)
from clientcare.domain.ledger import Ledger, Order, OrderLine
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade, Tier
from clientcare.policies._order_lines import LineState, line_states
from clientcare.policies.allocation import Allocation, SettledBy, allocate
from clientcare.policies.collection_order import CollectionCase, CollectionLine
from clientcare.policies.credit_hold import CreditFacts, GroupFacts, Verdict
from clientcare.policies.credit_limit import ProposedLimit, limit_facts
from clientcare.policies.credit_readings import CreditHistory, review_facts
from clientcare.policies.credit_review import ReviewDue
from clientcare.policies.credit_score import score_facts
from clientcare.policies.effective_limit import effective_limit, limits_on_file
from clientcare.policies.exposure import exposure
from clientcare.policies.overdue import overdue_items
from clientcare.policies.payment_behaviour import PaymentBehaviour, PaymentFacts
from clientcare.services.book_facts import in_one_currency, newest_card
from clientcare.services.book_stream import CustomerFile
from clientcare.services.customer_review import Setting

NO_MONEY_SEEN: Final = "CNY"
"""What nothing is counted in, where neither the book nor the rulebook names a currency."""
ONE_UNIT: Final = OrderId("one-unit-order")


class CreditAnswers:
    """What the credit policies say of one customer."""

    def __init__(self, file: CustomerFile, setting: Setting) -> None:
        self._file = file
        self._ledger = file.ledger
        self._setting = setting
        self.card = newest_card(file.cards) or CreditCard(
            id=CreditCardId(file.customer.id),
            customer_id=file.customer.id,
            company_id=file.ledger.company_id,
        )
        rules, as_of = setting.rulebook, setting.as_of
        self.allocation = allocate(self._ledger, as_of=as_of)
        self.exposure = exposure(
            self._ledger, as_of=as_of, rules=rules.credit_hold.exposure, allocation=self.allocation
        )
        self.group = self._group()
        self.limits = limits_on_file(
            self.card,
            category=file.customer.category,
            group=None if self.group is None else self.group.limit,
            rules=rules.effective_limit,
        )
        self.on_file = effective_limit(self.limits, as_of=as_of, rules=rules.effective_limit)
        self.permanent = None if self.on_file.outcome is None else self.on_file.outcome.permanent
        self.currency = self._own_currency()
        self.index = setting.policies.payment_index(
            self._ledger,
            as_of=as_of,
            rules=rules.payment,
            rates=setting.rates,
            currency=self.currency,
            allocation=self.allocation,
        )

    def _own_currency(self) -> str:
        """Return the currency to reckon in: the limit's, the ledger's only one, or the book's."""
        if self.permanent is not None:
            return self.permanent.currency
        known = self._ledger.currencies
        return known[0] if len(known) == 1 else self._setting.book.currency or NO_MONEY_SEEN

    def grade(self) -> Decision[CreditGrade | None]:
        """Return the grade that the card earns."""
        facts = score_facts(
            self.card,
            self._ledger,
            as_of=self._setting.as_of,
            currency=self.currency,
            payment_index=self.index.outcome,
            limit=self.permanent,
            rates=self._setting.rates,
            sheltering=self._setting.rulebook.credit_hold.exposure,
            materiality=self._setting.rulebook.credit_hold.materiality,
            allocation=self.allocation,
        )
        rules = self._setting.rulebook.credit_score
        return self._setting.policies.grade(facts, as_of=self._setting.as_of, rules=rules)

    def limit(self, grade: CreditGrade | None) -> Decision[ProposedLimit | None]:
        """Return the limit that the figures allow a customer of *grade*."""
        facts = limit_facts(
            self.card,
            as_of=self._setting.as_of,
            currency=self.currency,
            grade=grade,
            completed_orders=completed_orders(self._ledger, self.allocation),
            firm_receivables=in_one_currency(
                self._setting.book.receivables,
                self.currency,
                self._setting.rates,
                as_of=self._setting.as_of,
            ),
            rates=self._setting.rates,
        )
        rules = self._setting.rulebook.credit_limit
        return self._setting.policies.limit(facts, as_of=self._setting.as_of, rules=rules)

    def verdict(self, grade: CreditGrade | None, review: ReviewDue) -> Decision[Verdict]:
        """Return what becomes of an order of one currency unit today."""
        order = _one_unit(self.card, self.currency, self._setting.as_of)
        return self._checked(grade, review, order)

    def standing(self, grade: CreditGrade | None, review: ReviewDue) -> Decision[Verdict]:
        """Return what the same checks say of the customer as he stands, without an order."""
        return self._checked(grade, review, None)

    def behaviour(self) -> Decision[PaymentBehaviour]:
        """Return how the customer pays, measured beside typed."""
        rulebook = self._setting.rulebook
        facts = PaymentFacts(
            ledger=self._ledger,
            attitude=self.card.accounting.payment_attitude,
            promises=self._file.payment_promises,
            rates=self._setting.rates,
            currency=self.currency,
            payment=rulebook.payment,
            index_from=rulebook.credit_score.index_from,
        )
        return self._setting.policies.payment_behaviour(
            facts,
            as_of=self._setting.as_of,
            rules=rulebook.payment_behaviour,
            allocation=self.allocation,
        )

    def collection(
        self, behaviour: PaymentBehaviour, tier: Tier | None
    ) -> Decision[CollectionLine | None]:
        """Return what the customer is to be asked for."""
        rulebook, as_of = self._setting.rulebook, self._setting.as_of
        case = CollectionCase(
            customer_id=self._ledger.customer_id,
            staff_id=self._file.customer.owner_id,
            overdue=overdue_items(
                self._ledger,
                as_of=as_of,
                rules=rulebook.credit_hold.exposure,
                allocation=self.allocation,
            ),
            tier=tier,
            limit=self.permanent,
            promises=tuple(
                (one, behaviour.promises[one.id].outcome) for one in self._file.payment_promises
            ),
            materiality=rulebook.credit_hold.materiality,
        )
        return self._setting.policies.collection(
            case,
            as_of=as_of,
            currency=self._setting.book.currency or self.currency,
            rates=self._setting.rates,
            rules=rulebook.collections,
        )

    def review(self, grade: CreditGrade | None) -> Decision[ReviewDue]:
        """Return when the credit is to be reviewed, if *grade* is what the figures give today."""
        history = CreditHistory(
            ledger=self._ledger,
            limits=self.limits,
            currency=self.currency,
            rates=self._setting.rates,
            payment=self._setting.rulebook.payment,
            review=self._setting.rulebook.credit_review,
            exposure=self._setting.rulebook.credit_hold.exposure,
            materiality=self._setting.rulebook.credit_hold.materiality,
        )
        as_of = self._setting.as_of
        facts = review_facts(
            self.card, history, as_of=as_of, grade=grade, allocation=self.allocation
        )
        rules = self._setting.rulebook.credit_review
        return self._setting.policies.credit_review(facts, as_of=as_of, rules=rules)

    def _checked(
        self, grade: CreditGrade | None, review: ReviewDue, order: Order | None
    ) -> Decision[Verdict]:
        """Check an order by the card, filled up with what follows from its figures."""
        card = self.card if self.card.grade is not None else attrs.evolve(self.card, grade=grade)
        if card.review_due_on is None and card.reviewed_on is not None:
            card = attrs.evolve(card, review_due_on=review.due_on)
        facts = CreditFacts(
            card=card,
            ledger=self._ledger,
            currency=self.currency,
            order=order,
            payment_index=self.index.outcome,
            group=self.group,
            category_limit=self.limits.category,
            firm_limit=self.limits.firm,
            rates=self._setting.rates,
            allocation=self.allocation,
        )
        rules = self._setting.rulebook.credit_hold
        return self._setting.policies.verdict(facts, as_of=self._setting.as_of, rules=rules)

    def _group(self) -> GroupFacts | None:
        book, own = self._setting.book, self._ledger.customer_id
        if own not in book.heads:
            return None
        head = book.heads[own]
        members = book.groups.get(head, ())
        card = book.head_cards.get(head)
        limit, increases = (None, ()) if card is None else card.limit_for_group
        return GroupFacts(
            limit=limit,
            increases=increases,
            others=tuple(one for one in members if one.customer_id != own),
        )


def _one_unit(card: CreditCard, currency: str, as_of: Date) -> Order:
    unit = Money.of(1, currency)
    return Order(
        id=ONE_UNIT,
        customer_id=card.customer_id,
        company_id=card.company_id,
        ordered_on=as_of,
        lines=(OrderLine(no="1", net=unit, gross=unit),),
    )


def completed_orders(ledger: Ledger, allocation: Allocation) -> int:
    """
    Return how many orders were delivered and fully paid by the allocation's day (policies 2c).

    Where no delivery is on record, what is billed counts as delivered. What was written
    off was not paid, nor was an order that was credited whole, or is worth nothing: some
    money has to have come for it.
    """
    told = any(one.delivered_on <= allocation.as_of for one in ledger.deliveries)
    unpaid = {key for key, still in allocation.open.items() if still.minor}
    unpaid |= {one.invoice_id for one in allocation.settlements if one.by is SettledBy.WRITE_OFF}
    paid = {one.invoice_id for one in allocation.settlements if one.by is SettledBy.PAYMENT}
    done = 0
    for (order_id, currency), lines in line_states(ledger, allocation.as_of).items():
        billing = {
            invoice.id
            for invoice in ledger.invoices
            if invoice.id in allocation.open
            and invoice.currency == currency
            and any(line.order_id == order_id for line in invoice.lines)
        }
        if billing & paid and not billing & unpaid:
            done += all(_is_delivered(line, told=told) for line in lines)
    return done


def _is_delivered(line: LineState, *, told: bool) -> bool:
    gone = line.delivered if told else max(line.delivered, line.billed)
    return line.ordered <= gone <= line.billed
