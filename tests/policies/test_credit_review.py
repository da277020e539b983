"""When a customer's credit is to be reviewed."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import attrs
import pytest
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import (
    AdverseFact,
    CreditEvent,
    CreditLimit,
    TemporaryIncrease,
)
from clientcare.domain.credit_scales import AdverseKind, CreditEventKind
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CreditCardId
from clientcare.domain.ledger import Invoice
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.policies.allocation import allocate
from clientcare.policies.credit_readings import CreditHistory, credit_reading, review_facts
from clientcare.policies.credit_review import (
    CreditReading,
    CreditReviewFacts,
    CreditReviewRules,
    ReviewCause,
    ReviewDue,
    credit_review_due,
)
from clientcare.policies.effective_limit import LimitsOnFile
from clientcare.policies.materiality import MaterialityRules, OverdueSum, overdue_sum
from clientcare.policies.overdue import OverdueItem
from clientcare.testing.documents import (
    DEALER,
    day,
    for_invoice,
    invoice,
    ledger,
    money,
    order,
    payment,
)

TODAY: Final = day("2024-06-30")
FAR: Final = CreditReviewRules()
A_LIMIT: Final = CreditLimit.of(money("1000"))
FACTS: Final = CreditReviewFacts(
    grade=CreditGrade.B, limit=A_LIMIT, reviewed_on=day("2024-03-31"), index_then=80
)


def _due(facts: CreditReviewFacts, as_of: Date = TODAY) -> tuple[str | None, ReviewCause | None]:
    """Return the day, as text, and the cause."""
    found = credit_review_due(facts, as_of=as_of).outcome
    return (None if found.due_on is None else found.due_on.isoformat(), found.cause)


def _event(facts: CreditReviewFacts, cause: ReviewCause) -> str | None:
    """Return the day of the cause, if it is a reason."""
    decision = credit_review_due(facts, as_of=TODAY)
    days = [one.facts["on"] for one in decision.reasons if one.code.endswith(cause.value)]
    return str(days[0]) if days else None


def _late(amount: str, as_of: Date = TODAY) -> OverdueSum:
    """Return the sum of one item 31 days overdue."""
    item = OverdueItem(
        invoice_id=invoice("I-1", "2024-05-01", amount).id,
        open=money(amount),
        days_past_due=31,
        days_overdue=31,
        disputed=False,
        sheltered=False,
        insured=False,
    )
    return overdue_sum(
        (item,),
        more_than_days=30,
        limit=A_LIMIT.amount,
        currency="CNY",
        rates=Rates(),
        as_of=as_of,
        rules=MaterialityRules(),
    )


class TestRhythm:
    """By date."""

    @pytest.mark.parametrize(
        ("grade", "last", "expected"),
        [
            (CreditGrade.A, "2024-03-31", "2025-03-31"),
            (CreditGrade.B, "2023-08-31", "2024-02-29"),
            (CreditGrade.B, "2022-08-31", "2023-02-28"),
            (CreditGrade.C, "2024-03-31", "2024-06-30"),
            (None, "2024-03-31", "2024-06-30"),
        ],
    )
    def test_months_by_grade(self, grade: CreditGrade | None, last: str, expected: str) -> None:
        """A after 12 months, B after 6, C and ungraded after 3; the end of a month is clamped."""
        facts = attrs.evolve(FACTS, grade=grade, reviewed_on=day(last), index_then=None)

        assert (expected, ReviewCause.RHYTHM) == _due(facts)

    @pytest.mark.parametrize("limit", [None, CreditLimit.of(money("0"))])
    @pytest.mark.parametrize("grade", [CreditGrade.C, None])
    def test_c_without_a_limit_is_not_reviewed(
        self, grade: CreditGrade | None, limit: CreditLimit | None
    ) -> None:
        """There is nothing to take away, whatever happens."""
        news = CreditEvent(kind=CreditEventKind.BAD_NEWS, on=TODAY)
        facts = attrs.evolve(FACTS, grade=grade, limit=limit, events=(news,))
        decision = credit_review_due(facts, as_of=TODAY)

        assert ReviewDue() == decision.outcome
        assert ("credit_review.not_needed",) == decision.codes

    def test_a_good_grade_without_a_limit_is(self) -> None:
        """A and B are looked at again whatever their limit."""
        assert ("2024-09-30", ReviewCause.RHYTHM) == _due(attrs.evolve(FACTS, limit=None))

    @pytest.mark.parametrize("limit", [A_LIMIT, CreditLimit.without_ceiling()])
    def test_never_reviewed_is_due_now(self, limit: CreditLimit) -> None:
        """A limit that nobody ever looked at is due at once."""
        facts = attrs.evolve(FACTS, reviewed_on=None, limit=limit)

        assert ("2024-06-30", ReviewCause.NEVER_REVIEWED) == _due(facts)

    @pytest.mark.parametrize("limit", [None, CreditLimit.of(money("0"))])
    def test_never_reviewed_without_a_limit(self, limit: CreditLimit | None) -> None:
        """Without a limit nobody has to."""
        assert (None, None) == _due(attrs.evolve(FACTS, reviewed_on=None, limit=limit))

    def test_a_review_to_come_has_not_been(self) -> None:
        """Who asks about a past day is not told of a later review."""
        facts = attrs.evolve(FACTS, reviewed_on=day("2024-07-01"))

        assert ("2024-06-30", ReviewCause.NEVER_REVIEWED) == _due(facts)

    @pytest.mark.parametrize(
        ("lapses", "expected"),
        [
            ("2024-08-31", ("2024-08-31", ReviewCause.TRIAL_END)),
            ("2024-10-01", ("2024-09-30", ReviewCause.RHYTHM)),
            ("2024-03-31", ("2024-09-30", ReviewCause.RHYTHM)),
        ],
    )
    def test_the_end_of_a_trial(self, lapses: str, expected: tuple[str, ReviewCause]) -> None:
        """It counts if it is sooner, and if it was not reviewed since."""
        limit = CreditLimit.of(money("1000"), lapses_on=day(lapses))

        assert expected == _due(attrs.evolve(FACTS, limit=limit))

    def test_a_trial_of_nothing(self) -> None:
        """A limit of 0 has no trial to end."""
        limit = CreditLimit.of(money("0"), lapses_on=day("2024-08-31"))

        assert ("2024-09-30", ReviewCause.RHYTHM) == _due(attrs.evolve(FACTS, limit=limit))


class TestEvents:
    """At once."""

    @pytest.mark.parametrize(("index", "expected"), [(71, None), (70, "2024-05-05"), (None, None)])
    def test_a_drop_of_ten_points(self, index: int | None, expected: str | None) -> None:
        """80 at the last review and 70 now is a drop of 10."""
        reading = CreditReading(on=day("2024-05-05"), index=index)

        assert expected == _event(attrs.evolve(FACTS, readings=(reading,)), ReviewCause.INDEX_DROP)

    def test_a_drop_needs_an_index_before(self) -> None:
        """Without an index at the last review nothing has dropped."""
        reading = CreditReading(on=TODAY, index=1)
        facts = attrs.evolve(FACTS, index_then=None, readings=(reading,))

        assert _event(facts, ReviewCause.INDEX_DROP) is None

    @pytest.mark.parametrize(("amount", "expected"), [("99.99", None), ("100", "2024-05-05")])
    def test_a_material_sum_long_overdue(self, amount: str, expected: str | None) -> None:
        """More than 30 days, and from the least sum on."""
        reading = CreditReading(on=day("2024-05-05"), long_overdue=_late(amount))
        facts = attrs.evolve(FACTS, readings=(reading,))

        assert expected == _event(facts, ReviewCause.LONG_OVERDUE)

    @pytest.mark.parametrize(
        ("second", "expected"), [("2024-05-31", "2024-05-31"), ("2024-06-01", None)]
    )
    def test_twice_above_the_limit(self, second: str, expected: str | None) -> None:
        """Two dates at most 30 days apart; it is due on the second."""
        readings = (
            CreditReading(on=day(second), limit_use=Fraction(101, 100)),
            CreditReading(on=day("2024-05-01"), limit_use=Fraction(3, 2)),
            CreditReading(on=day("2024-05-02"), limit_use=Fraction(1)),
        )
        facts = attrs.evolve(FACTS, readings=readings)

        assert expected == _event(facts, ReviewCause.OVER_LIMIT)

    def test_one_date_above_the_limit_counts_once(self) -> None:
        """Two readings of one day are one date."""
        reading = CreditReading(on=day("2024-05-01"), limit_use=Fraction(2))

        assert _event(attrs.evolve(FACTS, readings=(reading,) * 2), ReviewCause.OVER_LIMIT) is None

    @pytest.mark.parametrize(
        ("now", "expected"), [(CreditGrade.C, "2024-06-30"), (CreditGrade.A, None), (None, None)]
    )
    def test_a_fall_in_grade(self, now: CreditGrade | None, expected: str | None) -> None:
        """Worse than on the card; what cannot be graded has not fallen."""
        facts = attrs.evolve(FACTS, readings=(CreditReading(on=TODAY, grade=now),))

        assert expected == _event(facts, ReviewCause.GRADE_FALL)

    def test_who_has_no_grade_cannot_fall(self) -> None:
        """Ungraded is as C, and nothing is below C."""
        reading = CreditReading(on=TODAY, grade=CreditGrade.C)
        facts = attrs.evolve(FACTS, grade=None, readings=(reading,))

        assert _event(facts, ReviewCause.GRADE_FALL) is None

    @pytest.mark.parametrize("kind", CreditEventKind)
    def test_what_was_recorded(self, kind: CreditEventKind) -> None:
        """A new owner and bad news are due on their day."""
        event = CreditEvent(kind=kind, on=day("2024-04-01"))

        causes = {cause.value: cause for cause in ReviewCause}

        assert ("2024-04-01", causes[kind.value]) == _due(attrs.evolve(FACTS, events=(event,)))

    def test_an_adverse_fact_is_bad_news(self) -> None:
        """What rules out open credit also calls for a review."""
        fact = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=day("2024-04-01"))
        facts = attrs.evolve(FACTS, adverse_facts=(fact,))

        assert ("2024-04-01", ReviewCause.BAD_NEWS) == _due(facts)

    @pytest.mark.parametrize("on", ["2024-03-31", "2024-07-01"])
    def test_only_after_the_last_review_and_until_today(self, on: str) -> None:
        """What was there at the review was seen; what is to come is not known."""
        event = CreditEvent(kind=CreditEventKind.BAD_NEWS, on=day(on))
        reading = CreditReading(on=day(on), index=1)
        facts = attrs.evolve(FACTS, events=(event,), readings=(reading,))

        assert ("2024-09-30", ReviewCause.RHYTHM) == _due(facts)

    def test_the_earliest_counts_and_all_are_told(self) -> None:
        """Every cause is a reason, in the order of their days."""
        events = (
            CreditEvent(kind=CreditEventKind.BAD_NEWS, on=day("2024-05-05")),
            CreditEvent(kind=CreditEventKind.OWNER_CHANGE, on=day("2024-04-04")),
        )
        decision = credit_review_due(attrs.evolve(FACTS, events=events), as_of=TODAY)

        assert (
            "credit_review.owner_change",
            "credit_review.bad_news",
            "credit_review.rhythm",
        ) == decision.codes


class TestRules:
    """What can be set."""

    @pytest.mark.parametrize("months", [{CreditGrade.A: 12}, dict.fromkeys(CreditGrade, 0)])
    def test_months_for_each_grade(self, months: dict[CreditGrade, int]) -> None:
        """Every grade has its months, one or more."""
        with pytest.raises(InvalidValueError, match="months"):
            CreditReviewRules(months=months)

    def test_a_worse_grade_is_not_reviewed_less(self) -> None:
        """C more often than A."""
        months = {CreditGrade.A: 3, CreditGrade.B: 6, CreditGrade.C: 12}

        with pytest.raises(InvalidValueError, match="months"):
            CreditReviewRules(months=months)


# --- reading it from the documents -------------------------------------------------


def _card(**changes: object) -> CreditCard:
    card = CreditCard(
        id=CreditCardId("K-1"),
        customer_id=DEALER,
        grade=CreditGrade.B,
        limit=A_LIMIT,
        reviewed_on=day("2024-03-31"),
    )
    return attrs.evolve(card, **changes)  # type: ignore[arg-type]


def _read(card: CreditCard, history: CreditHistory) -> Decision[ReviewDue]:
    return credit_review_due(review_facts(card, history, as_of=TODAY), as_of=TODAY)


class TestReadings:
    """What the ledger tells of the days since the last review."""

    def test_a_reading(self) -> None:
        """Index, overdue sum and limit use of one day."""
        book = ledger(invoice("I-1", "2024-04-01", "1200", "2024-05-01"))
        history = CreditHistory(
            ledger=book, limits=LimitsOnFile(own=A_LIMIT), currency="CNY", review=FAR
        )
        known = allocate(book, as_of=TODAY)
        reading = credit_reading(history, as_of=TODAY, allocation=known)

        assert (TODAY, None, Fraction(6, 5)) == (reading.on, reading.index, reading.limit_use)
        assert reading.long_overdue is not None
        assert 120000 == reading.long_overdue.minor

    @pytest.mark.parametrize(
        "limit", [None, CreditLimit.of(money("0")), CreditLimit.without_ceiling()]
    )
    def test_no_use_without_a_ceiling(self, limit: CreditLimit | None) -> None:
        """Where there is no ceiling above 0, no part of it is used."""
        book = ledger(invoice("I-1", "2024-04-01", "1200"))
        history = CreditHistory(ledger=book, limits=LimitsOnFile(own=limit), currency="CNY")

        assert credit_reading(history, as_of=TODAY).limit_use is None

    def test_no_use_without_a_rate(self) -> None:
        """Dollars do not use a limit in yuan unless a rate is known."""
        book = ledger(invoice("I-1", "2024-04-01", "1200", currency="USD"))
        history = CreditHistory(
            ledger=book, limits=LimitsOnFile(own=A_LIMIT), currency="CNY", review=FAR
        )

        assert credit_reading(history, as_of=TODAY).limit_use is None

    def test_above_the_limit_for_more_than_a_day(self) -> None:
        """The day after is the second date, though nothing happened on it."""
        book = ledger(
            order("O-1", "2024-04-20", "1001", ships=("2024-06-01",)),
            invoice("I-1", "2024-06-20", "1", "2024-08-01"),
        )
        history = CreditHistory(
            ledger=book, limits=LimitsOnFile(own=A_LIMIT), currency="CNY", review=FAR
        )
        decision = _read(_card(), history)

        assert ReviewDue(due_on=day("2024-05-03"), cause=ReviewCause.OVER_LIMIT) == decision.outcome

    def test_the_day_on_which_the_index_had_dropped(self) -> None:
        """Between documents the age of open debts alone moves it; the very day is found."""
        paid = [
            one
            for no in (1, 2, 3)
            for one in (
                invoice(f"I-{no}", "2024-01-01", "100", "2024-03-01"),
                payment(f"P-{no}", "2024-03-01", "100", for_invoice(f"I-{no}")),
            )
        ]
        book = ledger(*paid, invoice("I-4", "2024-03-20", "100", "2024-04-20"))
        history = CreditHistory(
            ledger=book, limits=LimitsOnFile(own=A_LIMIT), currency="CNY", review=FAR
        )
        facts = review_facts(_card(limit=None), history, as_of=TODAY)
        found = _event(attrs.evolve(facts, limit=None), ReviewCause.INDEX_DROP)

        assert 80 == facts.index_then
        assert "2024-06-14" == found  # 55 days late score 41 2/3: the mean falls to 70.42

    @pytest.mark.parametrize("as_of", ["2024-04-05", "2024-05-20", "2024-06-30", "2024-09-01"])
    def test_an_event_stays_where_it_was(self, as_of: str) -> None:
        """The day on which a review fell due moves with no later day, though it is over since."""
        book = ledger(
            invoice("I-1", "2024-04-01", "2000", "2024-08-01"),
            payment("P-1", "2024-04-03", "2000", for_invoice("I-1")),
        )
        history = CreditHistory(ledger=book, limits=LimitsOnFile(own=A_LIMIT), currency="CNY")
        facts = review_facts(_card(), history, as_of=day(as_of))
        decision = credit_review_due(facts, as_of=day(as_of))

        assert day("2024-04-02") == decision.outcome.due_on
        assert "credit_review.cut_off" not in decision.codes

    @pytest.mark.parametrize(
        ("days", "read_from"), [(30, "2024-05-31"), (89, "2024-04-02"), (90, None)]
    )
    def test_a_window_says_what_it_leaves_out(self, days: int, read_from: str | None) -> None:
        """Rules that look less far than the review say from which day on."""
        rules = CreditReviewRules(look_back_days=days)
        history = CreditHistory(ledger=ledger(), currency="CNY", review=rules)
        decision = credit_review_due(review_facts(_card(), history, as_of=TODAY), as_of=TODAY)
        said = [one.facts["read_from"] for one in decision.reasons if one.code.endswith("cut_off")]

        assert ([] if read_from is None else [day(read_from)]) == said

    @pytest.mark.parametrize("last", [None, TODAY, day("2024-06-29")])
    def test_nothing_lies_between(self, last: Date | None) -> None:
        """Never reviewed, reviewed today or yesterday: there is at most today to read."""
        history = CreditHistory(ledger=ledger(), currency="CNY")
        facts = review_facts(_card(reviewed_on=last), history, as_of=TODAY)

        assert (last == day("2024-06-29")) == bool(facts.readings)
        assert len(facts.readings) <= 1

    def test_the_limit_that_counts(self) -> None:
        """An inherited limit is the group's; one of tomorrow is not there yet."""
        later = CreditLimit.of(money("9"), granted_on=day("2024-07-01"))
        group = CreditLimit.of(money("5"), granted_on=day("2024-01-01"))
        increase = TemporaryIncrease(
            amount=money("1"),
            permanent_then=money("5"),
            starts_on=day("2024-05-01"),
            ends_on=day("2024-05-31"),
        )
        limits = LimitsOnFile(
            own=CreditLimit.inherited(), group=later, firm=group, increases=(increase,)
        )
        history = CreditHistory(ledger=ledger(), limits=limits, currency="CNY")

        assert group == review_facts(_card(), history, as_of=TODAY).limit

    def test_an_unknown_currency_is_refused(self) -> None:
        """The currency is an ISO code."""
        with pytest.raises(UnknownCurrencyError):
            CreditHistory(ledger=ledger(), currency="XXQ")

    @pytest.mark.parametrize(
        ("bill", "expected"),
        [
            # a dispute shelters for thirty days from its start
            (
                invoice("I-1", "2024-03-01", "500", "2024-03-10", disputes=[("2024-04-01", None)]),
                "2024-05-02",
            ),
            # one that ends sooner does not
            (
                invoice(
                    "I-1",
                    "2024-03-01",
                    "500",
                    "2024-03-10",
                    disputes=[("2024-04-01", "2024-04-20")],
                ),
                "2024-04-20",
            ),
            # one without a start starts with the invoice
            (
                invoice("I-1", "2024-03-20", "500", "2024-03-10", disputes=[(None, None)]),
                "2024-04-20",
            ),
            # an agreed day holds until it has passed, then the old one rules again
            (
                invoice(
                    "I-1",
                    "2024-03-01",
                    "500",
                    "2024-03-10",
                    deferrals=[("2024-04-01", "2024-05-20")],
                ),
                "2024-05-21",
            ),
            # without a due date nothing is overdue
            (invoice("I-1", "2024-03-01", "500"), None),
        ],
    )
    def test_the_day_on_which_a_debt_was_long_overdue(
        self, bill: Invoice, expected: str | None
    ) -> None:
        """Disputes and deferrals end on days of their own, and are looked at on them."""
        history = CreditHistory(ledger=ledger(bill), currency="CNY", review=FAR)
        facts = review_facts(_card(limit=None), history, as_of=TODAY)

        assert expected == _event(facts, ReviewCause.LONG_OVERDUE)

    def test_an_increase_and_an_order_have_their_days(self) -> None:
        """Below the limit while the increase runs, above it from the day after its last."""
        increase = TemporaryIncrease(
            amount=money("300"),
            permanent_then=money("1000"),
            starts_on=day("2024-04-01"),
            ends_on=day("2024-05-31"),
        )
        limits = LimitsOnFile(own=A_LIMIT, increases=(increase,))
        book = ledger(order("O-1", "2024-04-20", "1200"))
        history = CreditHistory(ledger=book, limits=limits, currency="CNY", review=FAR)
        decision = _read(_card(), history)

        assert ReviewDue(due_on=day("2024-06-02"), cause=ReviewCause.OVER_LIMIT) == decision.outcome
