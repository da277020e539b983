"""How well a customer pays."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.ledger import Instrument, Ledger, Payment
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError
from clientcare.policies.allocation import allocate
from clientcare.policies.payment import (
    LateShare,
    PaymentRules,
    late_share,
    payment_index,
    score_of_delay,
)
from clientcare.testing.documents import (
    Document,
    credit_note,
    day,
    for_invoice,
    invoice,
    ledger,
    payment,
    rate,
    write_off,
)
from clientcare.testing.strategies.ledger import days, ledgers, rates, shuffled
from clientcare.wording import render

TODAY: Final = day("2024-06-30")
ONE: Final = PaymentRules(min_invoices=1)


def _paid(key: str, amount: str, due: str, on: str, currency: str = "CNY") -> tuple[Document, ...]:
    """Return an invoice of 2024-01-01 and the payment that settles it."""
    number = key.removeprefix("I-")
    return (
        invoice(key, "2024-01-01", amount, due, currency=currency),
        payment(f"P-{number}", on, amount, for_invoice(key), currency=currency),
    )


def _mean(*documents: Document, as_of: Date = TODAY) -> Fraction | None:
    """Return the exact mean of the scores, one invoice being enough."""
    decision = payment_index(ledger(*documents), as_of=as_of, rules=ONE)
    mean = decision.reasons[0].facts.get("mean")
    assert mean is None or isinstance(mean, Fraction)
    return mean


class TestScore:
    """The line through the chart's points."""

    @pytest.mark.parametrize(
        ("late", "expected"),
        [
            *((-31, 100), (-30, 100), (-20, 90), (-10, 85), (0, 80), (12, 72)),
            *((15, 70), (22, 60), (30, 50), (45, 45), (60, 40), (90, 30)),
            *((120, 20), (180, 1), (181, 1), (100_000, 1)),
        ],
    )
    def test_the_chart_is_reproduced(self, late: int, expected: int) -> None:
        """85 is 10 days early, 45 is 45 days late, and so on."""
        assert expected == score_of_delay(late)

    def test_between_points_the_score_is_exact(self) -> None:
        """40 days late is 46 2/3."""
        assert Fraction(140, 3) == score_of_delay(40)

    @given(st.integers(-400, 400))
    def test_later_is_never_better(self, late: int) -> None:
        """The score never rises with the days."""
        assert score_of_delay(late) >= score_of_delay(late + 1)


class TestIndex:
    """What is scored, how it weighs, and when there is no index."""

    def test_the_worked_example(self) -> None:
        """50,000 on time, 30,000 12 days late, 20,000 40 days late: 70.93, so 71."""
        book = ledger(
            *_paid("I-1", "50000", "2024-03-01", "2024-03-01"),
            *_paid("I-2", "30000", "2024-03-01", "2024-03-13"),
            *_paid("I-3", "20000", "2024-03-01", "2024-04-10"),
        )
        decision = payment_index(book, as_of=TODAY)

        assert (71, Fraction(1064, 15)) == (decision.outcome, decision.reasons[0].facts["mean"])
        assert render(decision.reasons[0]) == (
            "The payment index is 71, the mean score 70.93 of 3 invoices, weighted by amount and"
            " rounded."
        )

    def test_the_mean_is_rounded_half_up_once(self) -> None:
        """70 and 60 in equal parts, and 80 and 65: 72.5 is 73."""
        book = ledger(
            *_paid("I-1", "50", "2024-03-01", "2024-03-01"),
            *_paid("I-2", "25", "2024-03-01", "2024-03-16"),
            *_paid("I-3", "25", "2024-03-01", "2024-03-23"),
        )

        assert payment_index(book, as_of=TODAY).outcome == 73

    def test_two_invoices_make_no_index(self) -> None:
        """Unknown is not zero."""
        book = ledger(
            *_paid("I-1", "50", "2024-03-01", "2024-03-01"),
            *_paid("I-2", "50", "2024-03-01", "2024-03-01"),
        )
        decision = payment_index(book, as_of=TODAY)

        assert (None, ("payment.too_few_invoices",)) == (decision.outcome, decision.codes)
        assert {"invoices": 2, "needed": 3} == decision.reasons[0].facts

    def test_an_invoice_in_parts_counts_once(self) -> None:
        """Three part payments of one invoice are one experience."""
        parts = (
            payment(f"P-{number}", "2024-03-01", "10", for_invoice("I-1")) for number in range(3)
        )
        book = ledger(invoice("I-1", "2024-01-01", "30", "2024-03-01"), *parts)

        assert payment_index(book, as_of=TODAY).outcome is None

    def test_parts_weigh_by_their_amounts(self) -> None:
        """A quarter on time and the rest 60 days late: (80 + 3 x 40) / 4."""
        mean = _mean(
            invoice("I-1", "2024-01-01", "40", "2024-03-01"),
            payment("P-1", "2024-03-01", "10"),
            payment("P-2", "2024-04-30", "30"),
        )

        assert mean == 50

    def test_an_open_overdue_part_counts_by_today(self) -> None:
        """90 days past due scores 30."""
        assert _mean(invoice("I-1", "2024-01-01", "40", "2024-04-01")) == 30

    @pytest.mark.parametrize("due", ["2024-06-30", "2024-07-01", None])
    def test_what_is_not_overdue_is_no_experience(self, due: str | None) -> None:
        """Due today, tomorrow or never: nothing to score."""
        assert _mean(invoice("I-1", "2024-01-01", "40", due)) is None

    def test_early_payment_before_the_due_date_counts(self) -> None:
        """Paid though not due yet: 10 days early scores 85."""
        assert _mean(*_paid("I-1", "40", "2024-07-10", "2024-06-30")) == 85

    def test_prepaid_is_the_best(self) -> None:
        """Paid before the invoice was written: 100, however near the due date."""
        mean = _mean(
            invoice("I-1", "2024-03-05", "40", "2024-03-05"), payment("P-1", "2024-03-04", "40")
        )

        assert mean == 100

    def test_paid_on_the_day_of_the_invoice_is_not_prepaid(self) -> None:
        """Cash on the day scores by its due date."""
        mean = _mean(
            invoice("I-1", "2024-03-05", "40", "2024-03-05"), payment("P-1", "2024-03-05", "40")
        )

        assert mean == 80

    def test_a_written_off_part_scores_one(self) -> None:
        """Half paid on time, half given up: (80 + 1) / 2."""
        mean = _mean(
            invoice("I-1", "2024-01-01", "40", "2024-03-01"),
            payment("P-1", "2024-03-01", "20"),
            write_off("W-1", "2024-05-01", "I-1", "20"),
        )

        assert Fraction(81, 2) == mean

    def test_a_credited_part_does_not_weigh(self) -> None:
        """Only the paid half is scored."""
        mean = _mean(
            invoice("I-1", "2024-01-01", "40", "2024-03-01"),
            credit_note("C-1", "2024-05-01", "20"),
            payment("P-1", "2024-03-01", "20"),
        )

        assert mean == 80

    @pytest.mark.parametrize(
        ("paid", "expected"),
        [
            (payment("P", "2024-03-01", "40", by=Instrument.BILL, cleared="2024-03-16"), 70),
            (payment("P", "2024-03-01", "40", by=Instrument.BILL, cleared="2024-07-01"), 30),
            (payment("P", "2024-03-01", "40", bounced="2024-03-20"), 30),
            (payment("P", "2024-07-01", "40"), 30),
        ],
    )
    def test_the_day_the_money_came_counts(self, paid: Payment, expected: int) -> None:
        """A bill by its clearing; what has not come leaves the invoice open."""
        due = "2024-03-01" if expected == 70 else "2024-04-01"

        assert expected == _mean(invoice("I-1", "2024-01-01", "40", due), paid)

    @pytest.mark.parametrize(("due", "expected"), [("2022-07-01", 80), ("2022-06-30", None)])
    def test_the_window_goes_by_due_date(self, due: str, expected: int | None) -> None:
        """Due exactly 24 months ago is out."""
        mean = _mean(
            invoice("I-1", "2022-01-01", "40", due), payment("P-1", due, "40", for_invoice("I-1"))
        )

        assert expected == mean

    def test_the_window_clamps(self) -> None:
        """From 29 February 24 months back is 28 February."""
        decision = payment_index(ledger(), as_of=day("2024-02-29"))

        assert day("2022-02-28") == decision.inputs["due_after"]

    def test_an_open_part_counts_however_old(self) -> None:
        """Of an old invoice only what is still open is scored."""
        mean = _mean(
            invoice("I-1", "2020-01-01", "40", "2020-02-01"),
            payment("P-1", "2020-02-01", "30", for_invoice("I-1")),
        )

        assert mean == 1

    def test_amounts_of_nothing_tell_nothing(self) -> None:
        """An invoice of 0 is neither paid nor late."""
        assert _mean(invoice("I-1", "2024-01-01", "0", "2024-03-01")) is None

    def test_a_disputed_invoice_is_left_out_whole(self) -> None:
        """Also what was paid of it."""
        disputed = invoice("I-1", "2024-01-01", "40", "2024-03-01", disputes=[(None, None)])
        book = ledger(disputed, payment("P-1", "2024-03-01", "30", for_invoice("I-1")))
        decision = payment_index(book, as_of=TODAY, rules=ONE)

        assert decision.outcome is None
        assert decision.codes == ("payment.too_few_invoices", "payment.disputed_left_out")

    @pytest.mark.parametrize(
        ("dispute", "expected"),
        [
            ((None, None), 80),
            (("2024-02-01", "2024-07-01"), 80),
            (("2024-02-01", "2024-06-30"), 80),
        ],
    )
    def test_full_payment_ends_a_dispute(
        self, dispute: tuple[str | None, str | None], expected: int
    ) -> None:
        """An end after the day is not known yet, so it changes nothing."""
        disputed = invoice("I-1", "2024-01-01", "40", "2024-03-01", disputes=[dispute])

        assert expected == _mean(disputed, payment("P-1", "2024-03-01", "40", for_invoice("I-1")))

    def test_a_write_off_does_not_end_a_dispute(self) -> None:
        """Only payment and credit do."""
        disputed = invoice("I-1", "2024-01-01", "40", "2024-03-01", disputes=[(None, None)])

        assert _mean(disputed, write_off("W-1", "2024-05-01", "I-1", "40")) is None

    def test_undated_and_later_documents_are_counted(self) -> None:
        """What was left out is told."""
        book = ledger(invoice("I-1", "2024-01-01", "40"), invoice("I-2", "2024-07-01", "40"))
        decision = payment_index(book, as_of=TODAY)

        assert decision.codes[1:] == ("payment.undated_left_out", "payment.after_as_of")


class TestCurrencies:
    """Amounts of several currencies weigh by the rate of the day."""

    BOOK: Final = ledger(
        *_paid("I-1", "10", "2024-03-01", "2024-03-01"),
        *_paid("I-2", "10", "2024-03-01", "2024-03-01"),
        *_paid("I-3", "5", "2024-03-01", "2024-04-30", currency="USD"),
    )

    def test_amounts_are_weighed_at_the_rate(self) -> None:
        """20 yuan at 80 and 5 dollars = 40 yuan at 40: 53 1/3."""
        known = Rates(rates=(rate("USD", "CNY", "2024-06-20", "8"),))
        decision = payment_index(self.BOOK, as_of=TODAY, rates=known, currency="CNY")

        assert (53, Fraction(160, 3)) == (decision.outcome, decision.reasons[0].facts["mean"])

    @pytest.mark.parametrize(
        ("currency", "code"), [("CNY", "payment.unknown_rate"), (None, "payment.no_currency")]
    )
    def test_an_unknown_rate_leaves_the_index_unknown(
        self, currency: str | None, code: str
    ) -> None:
        """A rate eleven days old, or no currency to weigh in, is no help."""
        known = Rates(rates=(rate("USD", "CNY", "2024-06-19", "8"),))
        decision = payment_index(self.BOOK, as_of=TODAY, rates=known, currency=currency)

        assert (None, (code,)) == (decision.outcome, decision.codes)

    def test_one_currency_needs_no_rate(self) -> None:
        """A common factor cancels out."""
        book = ledger(*_paid("I-1", "5", "2024-03-01", "2024-03-01", currency="USD"))

        assert payment_index(book, as_of=TODAY, rules=ONE, currency="CNY").outcome == 80


class TestLateShare:
    """Which share of the invoices was late."""

    def _share(self, *documents: Document) -> LateShare | None:
        return late_share(ledger(*documents), as_of=TODAY).outcome

    def test_late_and_on_time(self) -> None:
        """Paid on the due date is on time; a day after is late."""
        share = self._share(
            *_paid("I-1", "30", "2024-03-01", "2024-03-01"),
            *_paid("I-2", "10", "2024-03-01", "2024-03-02"),
        )

        assert share == LateShare(
            late=1, on_time=1, by_number=Fraction(1, 2), by_amount=Fraction(1, 4)
        )

    @pytest.mark.parametrize(
        "documents",
        [
            (invoice("I-1", "2024-01-01", "40", "2024-06-29"),),
            (
                invoice("I-1", "2024-01-01", "40", "2024-03-01"),
                payment("P-1", "2024-03-01", "20"),
                payment("P-2", "2024-03-02", "20"),
            ),
            (
                invoice("I-1", "2024-01-01", "40", "2024-03-01"),
                payment("P-1", "2024-03-01", "20"),
                write_off("W-1", "2024-03-01", "I-1", "20"),
            ),
        ],
        ids=["open past due", "last payment late", "written off"],
    )
    def test_what_is_late(self, documents: tuple[Document, ...]) -> None:
        """Open past due, the last payment late, or any part written off."""
        share = self._share(*documents)

        assert share is not None
        assert (1, 0) == (share.late, share.on_time)

    @pytest.mark.parametrize(
        "documents",
        [
            (invoice("I-1", "2024-01-01", "40", "2024-06-30"),),
            (
                invoice("I-1", "2024-01-01", "40", "2024-03-01"),
                credit_note("C-1", "2024-05-01", "40"),
            ),
            (invoice("I-1", "2024-01-01", "40"), payment("P-1", "2024-03-01", "40")),
            (invoice("I-1", "2024-07-01", "40", "2024-01-01"),),
        ],
        ids=["not due", "credited", "undated", "later"],
    )
    def test_what_is_left_out(self, documents: tuple[Document, ...]) -> None:
        """Without any invoice there is no share."""
        decision = late_share(ledger(*documents), as_of=TODAY)

        assert (None, ("payment.no_settled_invoices",)) == (decision.outcome, decision.codes)

    def test_an_unknown_rate_leaves_the_share_by_amount_unknown(self) -> None:
        """The share by number is known all the same."""
        decision = late_share(TestCurrencies.BOOK, as_of=TODAY, currency="CNY")

        assert decision.codes == ("payment.late_share", "payment.unknown_rate")
        assert decision.outcome == LateShare(
            late=1, on_time=2, by_number=Fraction(1, 3), by_amount=None
        )


@pytest.mark.parametrize(
    "points",
    [
        "nonsense",
        ((0, 80),),
        ((0, 80), (10,)),
        ((0, 80), (10, True)),
        ((0, 80), "10"),
        ((0, 80), (0, 70)),
        ((10, 80), (0, 70)),
        ((0, 80), (10, 81)),
        ((0, 101), (10, 80)),
        ((0, 80), (10, -1)),
        (),
    ],
)
def test_points_are_a_falling_line(points: Any) -> None:
    """Days rise, scores fall between 100 and 0, and there are at least two points."""
    with pytest.raises(InvalidValueError, match=r"PaymentRules\.points"):
        PaymentRules(points=points)


def test_rules_survive_the_codec() -> None:
    """JSON gives back equal rules."""
    codec = JsonCodec[PaymentRules](name="payment rules", type=PaymentRules)

    assert codec.load(codec.dump(ONE)) == ONE


@given(ledgers(currencies=("CNY", "USD")), days(span_days=300), rates())
def test_an_index_lies_within_the_scores(book: Ledger, as_of: Date, known: Rates) -> None:
    """From 1 to 100, or unknown with a reason that says what is missing."""
    decision = payment_index(book, as_of=as_of, rules=ONE, rates=known, currency="CNY")

    if decision.outcome is None:
        assert decision.codes[0] in {"payment.too_few_invoices", "payment.unknown_rate"}
    else:
        assert 1 <= decision.outcome <= 100


@given(st.data(), ledgers(), days(span_days=300))
def test_the_order_of_documents_does_not_matter(
    data: st.DataObject, book: Ledger, as_of: Date
) -> None:
    """A ledger and the same one shuffled are judged alike."""
    other = data.draw(shuffled(book))

    assert payment_index(book, as_of=as_of) == payment_index(other, as_of=as_of)
    assert late_share(book, as_of=as_of) == late_share(other, as_of=as_of)


@given(ledgers(), days(span_days=300))
def test_an_allocation_in_hand_changes_nothing(book: Ledger, as_of: Date) -> None:
    """The answer is the same with the allocation given."""
    known = allocate(book, as_of=as_of)
    with_it = payment_index(book, as_of=as_of, allocation=known)

    assert payment_index(book, as_of=as_of) == with_it
