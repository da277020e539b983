"""What holds of exposure and of allocation whatever the documents are."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import (
    CreditNoteId,
    DeliveryId,
    InvoiceId,
    OrderId,
    PaymentId,
)
from clientcare.domain.ledger import Ledger, Payment, Reference
from clientcare.policies.allocation import SettledBy, allocate
from clientcare.policies.exposure import exposure
from clientcare.testing.strategies.ledger import days, ledgers, payments

BOTH: Final = ("CNY", "USD")


def totals(ledger: Ledger, as_of: Date) -> Counter[str]:
    """Return the exposure in each currency, in minor units."""
    parts = exposure(ledger, as_of=as_of).outcome.by_currency
    return Counter({currency: one.total.minor for currency, one in parts.items()})


def renamed(reference: Reference) -> Reference:
    """Return the same reference to documents of other names."""
    return attrs.evolve(
        reference,
        invoice_id=reference.invoice_id and InvoiceId(f"x{reference.invoice_id}"),
        order_id=reference.order_id and OrderId(f"x{reference.order_id}"),
    )


def apart(ledger: Ledger) -> Ledger:
    """Return the same documents under other names, without write-offs."""
    return Ledger(
        customer_id=ledger.customer_id,
        orders=tuple(attrs.evolve(one, id=OrderId(f"x{one.id}")) for one in ledger.orders),
        deliveries=tuple(
            attrs.evolve(
                one,
                id=DeliveryId(f"x{one.id}"),
                lines=tuple(
                    attrs.evolve(line, order_id=OrderId(f"x{line.order_id}")) for line in one.lines
                ),
            )
            for one in ledger.deliveries
        ),
        invoices=tuple(
            attrs.evolve(
                one,
                id=InvoiceId(f"x{one.id}"),
                lines=tuple(
                    attrs.evolve(line, order_id=line.order_id and OrderId(f"x{line.order_id}"))
                    for line in one.lines
                ),
            )
            for one in ledger.invoices
        ),
        credit_notes=tuple(
            attrs.evolve(
                one,
                id=CreditNoteId(f"x{one.id}"),
                references=tuple(map(renamed, one.references)),
            )
            for one in ledger.credit_notes
        ),
        payments=tuple(
            attrs.evolve(
                one, id=PaymentId(f"x{one.id}"), references=tuple(map(renamed, one.references))
            )
            for one in ledger.payments
        ),
    )


@given(ledgers(currencies=BOTH), ledgers(currencies=BOTH), days(span_days=300))
def test_exposure_is_additive(one: Ledger, other: Ledger, as_of: Date) -> None:
    """Documents that name none of the others add what they are worth alone."""
    first, second = attrs.evolve(one, write_offs=()), apart(other)
    both = Ledger(
        customer_id=first.customer_id,
        orders=first.orders + second.orders,
        deliveries=first.deliveries + second.deliveries,
        invoices=first.invoices + second.invoices,
        credit_notes=first.credit_notes + second.credit_notes,
        payments=first.payments + second.payments,
    )
    alone = totals(first, as_of)
    alone.update(totals(second, as_of))

    assert alone == totals(both, as_of)


@given(ledgers(currencies=BOTH), days(span_days=300), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(
    book: Ledger, as_of: Date, random: Random
) -> None:
    """However they are listed, the exposure is the same in each of its parts."""
    documents = ("orders", "deliveries", "invoices", "credit_notes", "payments", "write_offs")
    mixed: dict[str, Any] = {
        kind: tuple(random.sample(listed, len(listed)))
        for kind in documents
        for listed in [getattr(book, kind)]
    }
    shuffled = attrs.evolve(book, **mixed)

    assert exposure(book, as_of=as_of).outcome == exposure(shuffled, as_of=as_of).outcome


@given(st.data(), ledgers(currencies=BOTH), days(span_days=300), st.sampled_from(BOTH))
def test_a_payment_never_raises_exposure(
    data: st.DataObject, book: Ledger, as_of: Date, currency: str
) -> None:
    """Whenever it came, whatever it names, cleared or bounced."""
    more: Payment = data.draw(payments("P-new", currency))
    paid = attrs.evolve(book, payments=(*book.payments, more))
    before, after = totals(book, as_of), totals(paid, as_of)

    assert all(after[code] <= before[code] for code in before | after)


@given(ledgers(currencies=BOTH), days(span_days=300))
def test_each_document_is_used_up_to_the_minor_unit(book: Ledger, as_of: Date) -> None:
    """What a document settles and what is left of it is all of it; of cash, deposits too."""
    known = allocate(book, as_of=as_of)
    used: Counter[tuple[SettledBy, str]] = Counter()
    for part in known.settlements:
        used[part.by, part.document_id] += part.amount.minor
    for left in known.unapplied:
        used[left.by, left.document_id] += left.amount.minor
    kept: Counter[str] = Counter()
    for one in book.payments:
        came = one.came_on is not None and one.came_on <= as_of
        bounced = one.bounced_on is not None and one.bounced_on <= as_of
        worth = one.amount.minor if came and not bounced else 0
        still = worth - used[SettledBy.PAYMENT, one.id]
        kept[one.currency] += still

        assert 0 <= still <= worth
    deposits: Counter[str] = Counter()
    for money in known.deposits.values():
        deposits[money.currency] += money.minor
    notes = {one.id: one.gross.minor for one in book.credit_notes if one.issued_on <= as_of}

    assert deposits == +kept
    assert notes == {key: used[SettledBy.CREDIT_NOTE, key] for key in notes}
