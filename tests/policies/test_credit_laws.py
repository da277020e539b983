"""Laws that hold from the ledger to the limit."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credit_scales import FiveSteps, PaymentAttitude
from clientcare.domain.ids import InvoiceId
from clientcare.domain.ledger import Ledger, Reference
from clientcare.domain.scales import CreditGrade
from clientcare.policies.credit_limit import propose_limit
from clientcare.policies.credit_score import ScoreFacts, score_card
from clientcare.policies.payment import payment_index
from clientcare.testing.documents import Document, invoice, ledger, payment

from .test_credit_limit import EXAMPLE

AS_OF = Date(2026, 3, 31)
BEST = ScoreFacts(
    payment_attitude=PaymentAttitude.PROMPT,
    capital=FiveSteps.GOOD,
    bank_credit=FiveSteps.GOOD,
    management_assessment=FiveSteps.GOOD,
    peer_reputation=FiveSteps.GOOD,
    currency="CNY",
)
_days = st.integers(0, 300).map(lambda back: Date.fromordinal(AS_OF.toordinal() - back))


def _paid(days: list[Date], amounts: list[int]) -> Ledger:
    """Return a ledger of invoices that were each paid in one sum."""
    documents: list[Document] = []
    for place, (day, amount) in enumerate(zip(days, amounts, strict=True)):
        key = f"I-{place}"
        documents.append(invoice(key, "2025-05-01", str(amount), "2025-07-01"))
        reference = Reference(invoice_id=InvoiceId(key))
        documents.append(payment(f"P-{place}", day.isoformat(), str(amount), reference))
    return ledger(*documents)


def _grade_and_limit(known: Ledger) -> tuple[int, int, int]:
    """Return index, grade (3 is A) and limit of the customer of a ledger."""
    index = payment_index(known, as_of=AS_OF).outcome
    assert index is not None
    grade = score_card(attrs.evolve(BEST, payment_index=index), as_of=AS_OF).outcome
    assert grade is not None
    limit = propose_limit(attrs.evolve(EXAMPLE, grade=grade), as_of=AS_OF).outcome
    assert limit is not None
    return index, 3 - list(CreditGrade).index(grade), limit.amount.minor


@settings(max_examples=60)
@given(
    st.lists(st.tuples(_days, st.integers(1, 9)), min_size=3, max_size=5),
    st.integers(0, 4),
    st.integers(0, 300),
)
def test_later_payment_never_raises_index_grade_or_limit(
    paid: list[tuple[Date, int]], place: int, delay: int
) -> None:
    """One payment comes later, all else alike."""
    days, amounts = [day for day, _ in paid], [amount for _, amount in paid]
    late = list(days)
    at = place % len(days)
    late[at] = min(AS_OF, Date.fromordinal(days[at].toordinal() + delay))
    before, after = (_grade_and_limit(_paid(each, amounts)) for each in (days, late))

    assert all(now <= then for then, now in zip(before, after, strict=True))
