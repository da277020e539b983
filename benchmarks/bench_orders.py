"""
Check an order of each of many dealers, with the reasons: a plain function and ours.

Every dealer has two years of invoices, most of them paid by name. The plain function is
what one would write by hand for just these books: it sums what is open, and makes the three
checks that can fail here, with the numbers compared beside each code. Ours allocates the
payments first; the third row is handed that allocation, as a review does it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

import attrs
from pendulum import Date

from benchmarks.harness import Table, compare
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.ids import CreditCardId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies.allocation import allocate
from clientcare.policies.credit_hold import CreditFacts, check_order
from clientcare.testing import documents

DEALERS: Final = 200
_INVOICES: Final = 40
_AS_OF: Final = Date(2025, 12, 31)
_TOLERANCE: Final = {"A": 10, "B": 5, "C": 0}
_CODES: Final = {
    "credit.within_tolerance": "notice",
    **dict.fromkeys(("credit.over_limit", "credit.overdue", "credit.overdue_share"), "hold"),
}
_WORST: Final = ("allow", "notice", "hold")

Reasons = list[tuple[str, dict[str, int]]]
Items = tuple[tuple[int, int, int], ...]  # gross and paid in fen, days past due


@attrs.frozen
class Case:
    """The same order as ours and as plain values."""

    facts: CreditFacts
    known: CreditFacts
    grade: str
    limit: int
    order: int
    items: Items


def table() -> Table:
    """Compare the verdicts."""
    cases = [_case(random.Random(seed)) for seed in range(DEALERS)]
    contenders: dict[str, Callable[[], list[str]]] = {
        "plain function with reasons": lambda: [_by_hand(one)[0] for one in cases],
        "check_order": lambda: [_ours(one.facts) for one in cases],
        "check_order, allocation known": lambda: [_ours(one.known) for one in cases],
    }
    return compare(f"Check {DEALERS} orders, each over {_INVOICES} invoices", contenders)


def _case(rng: random.Random) -> Case:
    items: list[tuple[int, int, int]] = []
    book: list[documents.Document] = []
    for no in range(_INVOICES):
        gross = rng.randrange(1_000, 9_000)
        on = Date.fromordinal(_AS_OF.toordinal() - 18 * (_INVOICES - no))
        due = Date.fromordinal(on.toordinal() + 30)
        is_paid = no < _INVOICES - 4 or rng.random() < 0.3
        key = f"I-{no}"
        book.append(documents.invoice(key, on.isoformat(), str(gross), due.isoformat()))
        if is_paid:
            named = documents.for_invoice(key)
            book.append(documents.payment(f"P-{no}", due.isoformat(), str(gross), named))
        paid = gross * 100 if is_paid else 0
        items.append((gross * 100, paid, _AS_OF.toordinal() - due.toordinal()))
    order, limit = rng.randrange(500, 5_000), rng.randrange(10, 30) * 1_000
    grade = rng.choice(list(CreditGrade))
    facts = CreditFacts(
        card=CreditCard(
            id=CreditCardId("K"),
            customer_id=documents.DEALER,
            grade=grade,
            limit=CreditLimit.of(Money.of(str(limit), "CNY")),
        ),
        ledger=documents.ledger(*book),
        currency="CNY",
        order=documents.order("O", _AS_OF.isoformat(), str(order)),
    )
    known = attrs.evolve(facts, allocation=allocate(facts.ledger, as_of=_AS_OF))
    return Case(facts, known, grade.value, limit * 100, order * 100, tuple(items))


def _ours(facts: CreditFacts) -> str:
    return check_order(facts, as_of=_AS_OF).outcome.value


def _by_hand(case: Case) -> tuple[str, Reasons]:
    """Check by hand: the same numbers beside each code."""
    reasons: Reasons = []
    still = [(gross - paid, days) for gross, paid, days in case.items if gross > paid]
    balance = sum(left for left, _ in still)
    total = balance + case.order
    compared = {"total": total, "limit": case.limit, "order": case.order}
    if total > case.limit:
        inside = 100 * (total - case.limit) <= _TOLERANCE[case.grade] * case.limit
        reasons.append(("credit.within_tolerance" if inside else "credit.over_limit", compared))
    least = max(case.limit, 100 * 100 * 100)  # in hundredths of a fen, as is 1 % of the limit
    old = sum(left for left, days in still if days > 15)
    if old and 100 * old >= least:
        reasons.append(("credit.overdue", {"overdue": old, "least": least}))
    late = sum(left for left, days in still if days > 5)
    if late and 100 * late >= least and 4 * late > balance:
        reasons.append(("credit.overdue_share", {"overdue": late, "balance": balance}))
    verdicts = [_CODES[code] for code, _ in reasons]
    return max(verdicts, key=_WORST.index, default="allow"), reasons
