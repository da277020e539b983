"""
What the book told at a past moment: later facts are left out, and counted.

A review of a past day has to give what it would have given then. Documents of trade
stay in the ledger, whose policies look at their dates; whatever is not judged by its
date there is left out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, TypeVar

import attrs
from pendulum import Date, DateTime

from clientcare import kinds
from clientcare.domain._instants import moment
from clientcare.domain.ledger import Ledger
from clientcare.domain.visits import Visit
from clientcare.services.book_stream import CustomerFile

T = TypeVar("T")

_DATED: Final[tuple[tuple[str, Callable[[Ledger], Iterable[Date]]], ...]] = (
    (kinds.ORDER.name, lambda ledger: (one.ordered_on for one in ledger.orders)),
    (kinds.DELIVERY.name, lambda ledger: (one.delivered_on for one in ledger.deliveries)),
    (kinds.INVOICE.name, lambda ledger: (one.invoiced_on for one in ledger.invoices)),
    (kinds.CREDIT_NOTE.name, lambda ledger: (one.issued_on for one in ledger.credit_notes)),
    (kinds.PAYMENT.name, lambda ledger: (one.received_on for one in ledger.payments)),
    (kinds.WRITE_OFF.name, lambda ledger: (one.written_off_on for one in ledger.write_offs)),
)


def as_known(file: CustomerFile, *, now: DateTime, later: Counter[str]) -> CustomerFile:
    """
    Return *file* without what came after *now*; *later* counts that by kind.

    The documents of trade stay: see `count_documents_after`. What became of a
    promise or a referral later is left to their policies, which look at its history, and
    so is a promise to pay, which has a day and no moment.
    """
    known = partial(_known, now=now, later=later)
    return attrs.evolve(
        file,
        cards=known(kinds.CREDIT_CARD.name, file.cards, lambda card: card.filled_at),
        complaints=tuple(
            one.as_known_at(now)
            for one in known(kinds.COMPLAINT.name, file.complaints, lambda one: one.received_at)
        ),
        approvals=tuple(
            then
            for one in known(
                kinds.APPROVAL_REQUEST.name, file.approvals, lambda one: one.requested_at
            )
            if (then := one.as_known_at(now)) is not None
        ),
        referrals=known(kinds.REFERRAL.name, file.referrals, lambda one: one.received_at),
        consents=known(kinds.CONSENT.name, file.consents, lambda one: one.at),
        touchpoints=known(kinds.TOUCHPOINT.name, file.touchpoints, lambda one: one.at),
        promises=known(kinds.PROMISE.name, file.promises, lambda one: one.made_at),
        recurring=known(kinds.RECURRING_PROMISE.name, file.recurring, lambda one: one.made_at),
        problems=known(kinds.OUTLET_PROBLEM.name, file.problems, lambda one: one.noticed_at),
    )


def _known(
    kind: str,
    facts: Iterable[T],
    at: Callable[[T], DateTime | None],
    *,
    now: DateTime,
    later: Counter[str],
) -> tuple[T, ...]:
    """Return the facts up to *now*; those of an unknown moment are known at any."""
    every = tuple(facts)
    found = tuple(one for one in every if (when := at(one)) is None or moment(when) <= moment(now))
    if len(found) < len(every):
        later[kind] += len(every) - len(found)
    return found


def count_documents_after(ledger: Ledger, day: Date) -> Counter[str]:
    """Return how many documents of each kind are dated after *day*."""
    counts = ((kind, sum(on > day for on in dates(ledger))) for kind, dates in _DATED)
    return Counter({kind: count for kind, count in counts if count})


def visit_as_known(visit: Visit, now: DateTime) -> Visit | None:
    """Return *visit* as it stood at *now*; ``None`` where it was not planned yet."""
    steps = tuple(step for step in visit.history if moment(step.at) <= moment(now))
    if not steps:
        return None
    if len(steps) == len(visit.history):
        return visit
    return attrs.evolve(
        visit, history=steps, held_on=None, checked_in_at=None, checked_out_at=None, outcome=None
    )
