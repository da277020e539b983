"""Whether the word to pay was kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.codec import JsonCodec
from clientcare.domain.ids import CustomerId, InvoiceId, PaymentPromiseId
from clientcare.domain.ledger import Ledger
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.errors import InvalidValueError
from clientcare.policies.payment_promises import (
    PaymentPromiseRules,
    PaymentPromiseState,
    judge_payment_promises,
)
from clientcare.testing.documents import (
    DEALER,
    credit_note,
    day,
    for_invoice,
    invoice,
    ledger,
    money,
    payment,
)
from clientcare.testing.strategies.ledger import ledgers, payment_promises
from clientcare.wording import Language, render

State = PaymentPromiseState
BILL: Final = invoice("I-1", "2024-01-01", "100", "2024-02-01")
OTHER: Final = invoice("I-2", "2024-01-02", "50", "2024-02-02")


def promise(
    key: str = "PP-1",
    *,
    made: str = "2024-03-01",
    due: str = "2024-03-10",
    amount: str = "100",
    named: Iterable[str] = ("I-1",),
    withdrawn: str | None = None,
) -> PaymentPromise:
    """Return a promise of March."""
    return PaymentPromise(
        id=PaymentPromiseId(key),
        customer_id=DEALER,
        made_on=day(made),
        due_on=day(due),
        amount=money(amount),
        invoice_ids=tuple(map(InvoiceId, named)),
        withdrawn_on=None if withdrawn is None else day(withdrawn),
    )


def judged(
    book: Ledger,
    *promises: PaymentPromise,
    as_of: str = "2024-03-31",
    rules: PaymentPromiseRules = PaymentPromiseRules(),
) -> list[PaymentPromiseState | None]:
    """Return what became of each promise."""
    found = judge_payment_promises(promises, book, as_of=day(as_of), rules=rules)
    for decision in found.values():
        for tongue in Language:
            assert "unknown" not in render(decision.reasons[0], tongue)
    return [found[one.id].outcome for one in promises]


@pytest.mark.parametrize(
    ("on", "amount", "expected"),
    [
        ("2024-03-01", "100", State.KEPT),
        ("2024-03-10", "100", State.KEPT),
        ("2024-03-11", "100", State.LATE),
        ("2024-03-10", "99.99", State.BROKEN),
        ("2024-02-29", "60", State.BROKEN),
    ],
)
def test_the_money_tells(on: str, amount: str, expected: State) -> None:
    """From the day it was made to the day promised is in time; money from before does not count."""
    book = ledger(BILL, payment("P-1", on, amount, for_invoice("I-1")))

    assert [expected] == judged(book, promise())


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2024-03-10", State.OPEN), ("2024-03-11", State.BROKEN)]
)
def test_on_the_day_it_is_still_open(as_of: str, expected: State) -> None:
    """The day promised is the last one."""
    assert [expected] == judged(ledger(BILL), promise(), as_of=as_of)


def test_days_of_grace() -> None:
    """With three days of grace the third still is in time."""
    book = ledger(BILL, payment("P-1", "2024-03-13", "100", for_invoice("I-1")))
    rules = PaymentPromiseRules(grace_days=3)

    assert [State.KEPT] == judged(book, promise(), rules=rules)
    assert [State.OPEN] == judged(ledger(BILL), promise(), as_of="2024-03-13", rules=rules)


def test_what_is_not_known_yet() -> None:
    """A promise of tomorrow was not made; one that was withdrawn no longer binds."""
    book = ledger(BILL)

    assert [None] == judged(book, promise(), as_of="2024-02-29")
    assert [State.WITHDRAWN] == judged(book, promise(withdrawn="2024-03-05"))
    assert [State.OPEN] == judged(book, promise(withdrawn="2024-03-05"), as_of="2024-03-04")


def test_money_counts_for_one_promise_only() -> None:
    """Of two promises the one due first takes it."""
    book = ledger(BILL, payment("P-1", "2024-03-09", "100", for_invoice("I-1")))
    first, second = promise("PP-2", due="2024-03-09"), promise("PP-1", amount="50")
    late = ledger(BILL, OTHER, payment("P-1", "2024-03-09", "100"))

    assert [State.KEPT, State.KEPT] == judged(book, first, second)  # nothing is left to pay
    assert [State.KEPT, State.BROKEN] == judged(
        late, attrs.evolve(first, invoice_ids=()), attrs.evolve(second, invoice_ids=())
    )


def test_named_invoices_come_first() -> None:
    """What settled the invoices named is not used for a promise that names none."""
    book = ledger(BILL, payment("P-1", "2024-03-05", "100", for_invoice("I-1")))
    general = promise("PP-0", due="2024-03-06", named=())

    assert [State.BROKEN, State.KEPT] == judged(book, general, promise())


def test_any_money_counts_where_nothing_was_named() -> None:
    """So does money that settles nothing yet."""
    book = ledger(OTHER, payment("P-1", "2024-03-05", "100"))

    assert [State.KEPT] == judged(book, promise(named=()))


def test_money_for_another_invoice_does_not_count() -> None:
    """A promise on one invoice is not kept by paying another, nor in another currency."""
    book = ledger(
        BILL,
        OTHER,
        payment("P-1", "2024-03-05", "50", for_invoice("I-2")),
        payment("P-2", "2024-03-05", "500", currency="USD"),
    )

    assert [State.BROKEN] == judged(book, promise())
    assert [State.BROKEN] == judged(book, promise(named=(), amount="51"))


def test_a_credit_note_can_settle_it() -> None:
    """Nothing left to pay is as good as paid; an unknown invoice is not settled."""
    book = ledger(BILL, credit_note("C-1", "2024-03-20", "100", for_invoice("I-1")))

    assert [State.KEPT] == judged(book, promise())
    assert [State.BROKEN] == judged(book, promise(named=("I-1", "I-9")))


def test_each_promise_once() -> None:
    """The same id twice is refused."""
    with pytest.raises(InvalidValueError, match="each promise once"):
        judged(ledger(), promise(), promise())


def test_of_this_customer_alone() -> None:
    """Another customer's promise is refused."""
    other = attrs.evolve(promise(), customer_id=CustomerId("x"))

    with pytest.raises(InvalidValueError, match="customer_id"):
        judged(ledger(), other)


@pytest.mark.parametrize(
    "change", [{"due": "2024-02-29"}, {"withdrawn": "2024-02-29"}, {"named": ("I-1", "I-1")}]
)
def test_a_promise_holds_together(change: dict[str, str]) -> None:
    """Not due or withdrawn before it was made, each invoice once."""
    with pytest.raises(InvalidValueError, match="PaymentPromise"):
        promise(**change)


@given(payment_promises("PP-1"))
def test_it_round_trips(value: PaymentPromise) -> None:
    """A promise comes back equal."""
    codec: JsonCodec[PaymentPromise] = JsonCodec(name="payment_promise", type=PaymentPromise)

    assert "CNY" == value.currency
    assert value == codec.load(codec.dump(value))


@given(ledgers(), payment_promises("PP-1"), st.integers(0, 40))
def test_what_was_kept_stays_kept(book: Ledger, value: PaymentPromise, later: int) -> None:
    """No later day makes a promise open again, unless money bounces."""
    sound = attrs.evolve(
        book,
        payments=tuple(attrs.evolve(one, bounced_on=None, references=()) for one in book.payments),
        credit_notes=(),
        invoices=(),
        orders=(),
        write_offs=(),
    )
    value = attrs.evolve(value, withdrawn_on=None, invoice_ids=())
    end = value.due_on.toordinal()
    states = [
        judge_payment_promises([value], sound, as_of=type(value.due_on).fromordinal(at))[
            value.id
        ].outcome
        for at in (end, end + 1, end + 1 + later)
    ]

    assert states[0] is not State.KEPT or states[1:] == [State.KEPT, State.KEPT]
    assert states[1] is not State.LATE or states[2] is State.LATE
