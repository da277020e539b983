"""What else is asked about credit beside the order check: increases, releases, changes, two cards."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from pendulum import Date

from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.credit_scales import LegalForm
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.ledger import Ledger, OrderStatus
from clientcare.domain.legal_forms import legal_form_clash
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade, Ownership
from clientcare.policies.credit_hold import CreditFacts, GroupFacts, OrderStep, check_order
from clientcare.policies.order_release import recheck_order, release_order, release_standing
from clientcare.policies.temporary_increase import judge_increase

from . import test_approvals
from .nasty_ledgers import DEALER, Chance


def more_decisions(by: Chance, facts: CreditFacts, as_of: Date) -> Iterator[Decision[object]]:
    """Ask for a release, after a change, and for a raise for a while."""
    yield release_standing(facts, as_of=as_of)
    yield recheck_order(facts, changed(by, facts), as_of=as_of)
    yield recheck_order(changed(by, facts), facts, as_of=as_of)
    written = release_order(facts, by=StaffId("boss"), reason="agreed", as_of=as_of)
    yield written
    if written.outcome is not None:
        freed = attrs.evolve(facts, card=attrs.evolve(facts.card, releases=(written.outcome,)))
        yield recheck_order(freed, facts, as_of=as_of)
    increase, _ = test_approvals.some_increase(by)
    yield judge_increase(increase, as_of=test_approvals.MONDAY)
    yield check_order(a_little_over(by, facts, as_of), as_of=as_of)


def changed(by: Chance, facts: CreditFacts) -> CreditFacts:
    """Return the same case with one thing different."""
    limit = attrs.evolve(facts.card, limit=CreditLimit.of(Money(by.pick(1, 10**9), "CNY")))
    ways = [
        attrs.evolve(facts, card=limit),
        attrs.evolve(facts, card=attrs.evolve(facts.card, releases=())),
        attrs.evolve(facts, ledger=Ledger(customer_id=DEALER)),
    ]
    order = facts.order
    if order is not None:
        lines = tuple(attrs.evolve(one, gross=one.gross * 3) for one in order.lines)
        closed = attrs.evolve(
            order, status=OrderStatus.CLOSED, ended_on=order.ordered_on, returned_on=None
        )
        ways += [
            attrs.evolve(facts, order=attrs.evolve(order, lines=lines)),
            attrs.evolve(facts, order=closed),
        ]
    return by.pick(*ways)


def a_little_over(by: Chance, facts: CreditFacts, as_of: Date) -> CreditFacts:
    """Return a customer of grade A without an order, whose group is a little above its limit."""
    card = attrs.evolve(facts.card, grade=CreditGrade.A)
    alone = attrs.evolve(facts, card=card, order=None, step=OrderStep.ORDER)
    at = check_order(alone, as_of=as_of).inputs["total"]
    limit = Money(at.minor * 100 // by.pick(101, 105), "CNY") if isinstance(at, Money) else None
    ceiling = CreditLimit.of(limit) if limit is not None and limit.minor > 0 else None
    other = Ledger(customer_id=CustomerId("sister"))
    return attrs.evolve(alone, group=GroupFacts(limit=ceiling, others=(other,)))


def clashes() -> Iterator[Reason]:
    """Yield what two cards that disagree on the kind of firm are told."""
    for form in LegalForm:
        for ownership in Ownership:
            reason = legal_form_clash(form, ownership)
            if reason is not None:
                yield reason
