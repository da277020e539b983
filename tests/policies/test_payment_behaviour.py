"""How a customer pays, measured beside typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import attrs
import pytest

from clientcare.domain.credit_scales import PaymentAttitude
from clientcare.domain.ids import PaymentPromiseId
from clientcare.domain.ledger import Ledger
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.rates import Rates
from clientcare.policies.payment import days_beyond_terms
from clientcare.policies.payment_behaviour import (
    PaymentBehaviourRules,
    PaymentFacts,
    PaymentTrend,
    payment_behaviour,
)
from clientcare.testing.documents import (
    DEALER,
    Document,
    credit_note,
    day,
    for_invoice,
    invoice,
    ledger,
    money,
    payment,
    rate,
    write_off,
)
from clientcare.wording import Language, render

TODAY: Final = day("2024-06-30")


def _paid(key: str, amount: str, due: str, on: str) -> tuple[Document, ...]:
    """Return an invoice and the payment that settles it."""
    number = key.removeprefix("I-")
    return (
        invoice(key, "2023-01-01", amount, due),
        payment(f"P-{number}", on, amount, for_invoice(key)),
    )


EXAMPLE: Final = (
    *_paid("I-1", "50000", "2024-05-01", "2024-05-01"),
    *_paid("I-2", "30000", "2024-05-01", "2024-05-13"),
    *_paid("I-3", "20000", "2024-05-01", "2024-06-10"),
)


class TestDaysBeyondTerms:
    """How late money comes."""

    @staticmethod
    def _days(*documents: Document) -> Fraction | None:
        return days_beyond_terms(ledger(*documents), as_of=TODAY).outcome

    def test_the_example(self) -> None:
        """50,000 on time, 30,000 after 12 days and 20,000 after 40 are 11.6 days."""
        assert Fraction("11.6") == self._days(*EXAMPLE)

    def test_early_money_makes_up_for_nothing(self) -> None:
        """A month early is 0 days beyond terms."""
        early = _paid("I-1", "100", "2024-05-31", "2024-05-01")
        late = _paid("I-2", "100", "2024-05-01", "2024-05-31")

        assert 15 == self._days(*early, *late)

    def test_open_and_given_up_parts_count(self) -> None:
        """Open overdue by the days up to today, written off up to its day; credit does not."""
        still = invoice("I-1", "2024-01-01", "100", "2024-06-20")
        gone = invoice("I-2", "2024-01-01", "100", "2024-05-01")
        back = invoice("I-3", "2024-01-01", "100", "2024-05-01")

        assert 20 == self._days(
            still,
            gone,
            back,
            write_off("W-1", "2024-05-31", "I-2", "100"),
            credit_note("C-1", "2024-06-30", "100", for_invoice("I-3")),
        )

    def test_nothing_due_tells_nothing(self) -> None:
        """Unknown is not nought."""
        decision = days_beyond_terms(
            ledger(invoice("I-1", "2024-06-01", "9", "2024-06-30")), as_of=TODAY
        )

        assert decision.outcome is None
        assert ("payment.no_experience",) == decision.codes

    def test_several_currencies_need_rates(self) -> None:
        """Dollars weigh at the day's rate, and cannot be weighed without one."""
        book = ledger(
            *_paid("I-1", "100", "2024-05-01", "2024-05-11"),
            invoice("I-2", "2024-01-01", "100", "2024-06-29", currency="USD"),
        )
        known = Rates(rates=(rate("USD", "CNY", "2024-06-30", "2"),))

        assert days_beyond_terms(book, as_of=TODAY, currency="CNY").outcome is None
        assert 4 == days_beyond_terms(book, as_of=TODAY, currency="CNY", rates=known).outcome


def _history(*late_days: int) -> Ledger:
    """Return a book of three invoices for each of these delays, six months apart."""
    documents: list[Document] = []
    for at, late in enumerate(late_days):
        for no in range(3):
            due = day(("2023-10-15", "2024-05-15")[at])
            on = due.add(days=late).isoformat()
            documents += _paid(f"I-{at}{no}", "100", due.isoformat(), on)
    return ledger(*documents)


class TestTrend:
    """Whether it gets better."""

    @pytest.mark.parametrize(
        ("late_days", "expected", "code"),
        [
            ((0, 0), PaymentTrend.STEADY, "steady"),
            ((0, 12), PaymentTrend.STEADY, "steady"),  # 80 and 76
            ((0, 15), PaymentTrend.WORSE, "worse"),  # 80 and 75: exactly the points
            ((15, 0), PaymentTrend.BETTER, "better"),  # 70 and 75
        ],
    )
    def test_against_half_a_year_before(
        self, late_days: tuple[int, int], expected: PaymentTrend, code: str
    ) -> None:
        """Five points more or less are a trend."""
        decision = payment_behaviour(PaymentFacts(ledger=_history(*late_days)), as_of=TODAY)

        assert expected is decision.outcome.trend
        assert decision.has(f"payment.trend_{code}")

    def test_without_an_index_there_is_no_trend(self) -> None:
        """Three invoices on both days are needed."""
        decision = payment_behaviour(PaymentFacts(ledger=ledger(*EXAMPLE)), as_of=TODAY)

        assert decision.outcome.trend is None
        assert decision.has("payment.trend_unknown")


class TestSideBySide:
    """What a person thinks beside what the ledger tells."""

    @pytest.mark.parametrize(
        ("attitude", "expected"),
        [
            (None, (None, 4, 4)),
            (PaymentAttitude.PROMPT, (5, 4, 4)),
            (PaymentAttitude.MAKES_DIFFICULTIES, (1, 4, 1)),
        ],
    )
    def test_the_lower_rating_counts(
        self, attitude: PaymentAttitude | None, expected: tuple[int | None, ...]
    ) -> None:
        """An index of 71 is rated 4; a person may only lower it (policies 2a)."""
        facts = PaymentFacts(ledger=ledger(*EXAMPLE), attitude=attitude)
        found = payment_behaviour(facts, as_of=TODAY).outcome

        assert 71 == found.index
        assert expected == (found.typed_rating, found.measured_rating, found.counted_rating)

    def test_without_an_index_the_person_counts(self) -> None:
        """What cannot be measured is not held against anybody."""
        facts = PaymentFacts(ledger=ledger(), attitude=PaymentAttitude.PROMPT)
        found = payment_behaviour(facts, as_of=TODAY).outcome

        assert (5, None, 5) == (found.typed_rating, found.measured_rating, found.counted_rating)

    def test_nothing_known_is_nothing(self) -> None:
        """Of an empty card and an empty book nothing is made up."""
        found = payment_behaviour(PaymentFacts(ledger=ledger()), as_of=TODAY).outcome

        assert (None, None, None, None, 0) == (
            found.counted_rating,
            found.days_beyond_terms,
            found.late,
            found.trend,
            found.broken_promises,
        )

    def test_promises_are_counted(self) -> None:
        """Those of tomorrow are not there yet."""
        broken = PaymentPromise(
            id=PaymentPromiseId("PP-1"),
            customer_id=DEALER,
            made_on=day("2024-05-01"),
            due_on=day("2024-05-31"),
            amount=money("999999"),
        )
        later = attrs.evolve(
            broken,
            id=PaymentPromiseId("PP-2"),
            made_on=day("2024-07-01"),
            due_on=day("2024-07-02"),
        )
        facts = PaymentFacts(ledger=ledger(*EXAMPLE), promises=(broken, later))
        decision = payment_behaviour(facts, as_of=TODAY)
        (why,) = (one for one in decision.reasons if one.code == "payment.promises")

        assert 1 == decision.outcome.broken_promises
        assert (1, 1, 0) == (why.facts["promises"], why.facts["broken"], why.facts["open"])

    def test_every_reason_is_a_sentence(self) -> None:
        """In all three languages."""
        facts = PaymentFacts(ledger=_history(0, 15), attitude=PaymentAttitude.PROMPT)
        decision = payment_behaviour(facts, as_of=TODAY, rules=PaymentBehaviourRules())

        for reason in decision.reasons:
            for tongue in Language:
                assert "unknown" not in render(reason, tongue)
                assert reason.code not in render(reason, tongue)
