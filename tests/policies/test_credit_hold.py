"""The order check (policies 2d)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import (
    CreditBlock,
    CreditInsurance,
    CreditLimit,
    OrderRelease,
    TemporaryIncrease,
)
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision, Value
from clientcare.domain.ids import CompanyId, CreditCardId, CustomerId, InvoiceId, OrderId
from clientcare.domain.ledger import Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.policies.allocation import allocate
from clientcare.policies.credit_hold import (
    CreditFacts,
    CreditHoldRules,
    GroupFacts,
    OrderStep,
    Verdict,
    check_order,
)
from clientcare.policies.materiality import MaterialityRules
from clientcare.testing.documents import (
    DEALER,
    Document,
    credit_note,
    day,
    delivery,
    for_order,
    invoice,
    ledger,
    money,
    order,
    payment,
    rate,
)
from clientcare.wording import render

AS_OF = day("2026-03-31")
ALLOW, NOTICE, PREPAY, HOLD, REFUSE = Verdict
A, B, C = CreditGrade
NEW = order("NEW", "2026-03-31", "18000")


def limit_of(amount: str, currency: str = "CNY") -> CreditLimit:
    """Return a limit of *amount*."""
    return CreditLimit.of(money(amount, currency))


def card(
    limit: CreditLimit | None = None,
    grade: CreditGrade | None = None,
    *,
    review_due: Date | None = None,
    increases: tuple[TemporaryIncrease, ...] = (),
    blocks: tuple[CreditBlock, ...] = (),
    releases: tuple[OrderRelease, ...] = (),
    insurance: CreditInsurance | None = None,
) -> CreditCard:
    """Return a card; without a limit it has one of 120,000."""
    return CreditCard(
        id=CreditCardId("K-1"),
        customer_id=DEALER,
        limit=limit_of("120000") if limit is None else limit,
        grade=grade,
        review_due_on=review_due,
        increases=increases,
        blocks=blocks,
        releases=releases,
        insurance=insurance,
    )


def facts_of(
    *documents: Document,
    of: CreditCard | None = None,
    new: Order | None = None,
    index: int | None = None,
    rates: Rates = Rates(),
) -> CreditFacts:
    """Return the facts of the dealer with these documents."""
    return CreditFacts(
        card=card() if of is None else of,
        ledger=ledger(*documents),
        currency="CNY",
        order=new,
        payment_index=index,
        rates=rates,
    )


def judge(facts: CreditFacts, as_of: Date = AS_OF) -> Decision[Verdict]:
    """Return the decision by the default rules."""
    return check_order(facts, as_of=as_of)


def verdict(facts: CreditFacts, as_of: Date = AS_OF) -> Verdict:
    """Return the outcome by the default rules."""
    return judge(facts, as_of).outcome


def fact(decision: Decision[Verdict], code: str, name: str) -> Value:
    """Return a number of the reason with this code."""
    return next(one.facts[name] for one in decision.reasons if one.code == code)


def owed(gross: str, due: str | None = "2026-12-31") -> Document:
    """Return an open invoice."""
    return invoice(f"I-{gross}-{due}", "2025-01-01", gross, due)


EXAMPLE = (
    owed("95000"),
    order("OLD", "2026-03-01", "20000"),
    credit_note("C-1", "2026-03-01", "5000"),
)


class TestLimit:
    """Check 1: exposure and order against the limit."""

    @pytest.mark.parametrize(("grade", "expected"), [(A, NOTICE), (B, HOLD), (C, HOLD)])
    def test_worked_example(self, grade: CreditGrade, expected: Verdict) -> None:
        """90,000 + 20,000 + 18,000 is 128,000 of 120,000: noted for A, held for B."""
        documents = (owed("90000"), order("OLD", "2026-03-01", "20000"))
        decision = judge(facts_of(*documents, of=card(grade=grade), new=NEW))

        assert expected is decision.outcome
        assert money("8000") == decision.reasons[0].facts["to_clear"]

    def test_what_leaves_only_a_notice_is_told_too(self) -> None:
        """Of 120,000 a B has a tolerance of 6,000: 2,000 less is a notice, a fen short of it not."""
        told = judge(facts_of(owed("128000"), of=card(grade=B)))
        after = [
            judge(facts_of(owed(gross), of=card(grade=B))).outcome
            for gross in ("126000", "126000.01")
        ]

        assert money("2000") == fact(told, "credit.over_limit", "to_notice")
        assert money("8000") == fact(told, "credit.over_limit", "to_clear")
        assert [NOTICE, HOLD] == after
        assert (
            "It is no longer held when the exposure falls by 2,000.00 CNY, and within the limit"
            " when it falls by 8,000.00 CNY."
        ) in render(told.reasons[0])

    def test_without_a_tolerance_both_ways_back_are_one(self) -> None:
        """A C is held to the limit itself."""
        told = judge(facts_of(owed("128000"), of=card(grade=C)))

        assert money("8000") == fact(told, "credit.over_limit", "to_notice")

    def test_unapplied_credit_counts_against_the_exposure(self) -> None:
        """95,000 receivable, 20,000 ordered, 5,000 unapplied and 18,000 new are 128,000."""
        disputed = invoice("I-1", "2026-03-01", "95000", disputes=[("2026-03-01", None)])
        documents = (disputed, *EXAMPLE[1:])
        decision = judge(facts_of(*documents, of=card(grade=A), new=NEW))

        assert (NOTICE, money("128000")) == (decision.outcome, decision.inputs["total"])

    def test_an_exposure_equal_to_the_limit_passes(self) -> None:
        """102,000 and 18,000 are exactly 120,000; a cent more is not."""
        at_limit = facts_of(owed("102000"), new=NEW)
        above = facts_of(owed("102000.01"), new=NEW)

        assert (ALLOW, HOLD) == (verdict(at_limit), verdict(above))

    @pytest.mark.parametrize(
        ("grade", "last"), [(A, "132000"), (B, "126000"), (C, "120000"), (None, "120000")]
    )
    def test_the_end_of_the_tolerance_is_in(self, grade: CreditGrade | None, last: str) -> None:
        """10 % for A, 5 % for B, nothing for C and the ungraded; a cent more is held."""
        on_file = card(grade=grade)
        kindest = verdict(facts_of(owed(last), of=on_file))
        above = verdict(facts_of(owed(last), owed("0.01"), of=on_file))

        assert (ALLOW if last == "120000" else NOTICE, HOLD) == (kindest, above)

    def test_tolerance_is_a_share_of_the_permanent_limit(self) -> None:
        """10 % of 120,000 on top of 156,000, not 10 % of 156,000."""
        increase = TemporaryIncrease(
            amount=money("36000"),
            permanent_then=money("120000"),
            starts_on=day("2026-03-01"),
            ends_on=AS_OF,
        )
        on_file = card(grade=A, increases=(increase,))
        verdicts = [verdict(facts_of(owed(sum_), of=on_file)) for sum_ in ("168000", "168000.01")]

        assert [NOTICE, HOLD] == verdicts

    def test_an_expired_increase_blocks_new_orders(self) -> None:
        """With 140,000 at risk an order of 1 passes on 31 March and is held on 1 April."""
        increase = TemporaryIncrease(
            amount=money("36000"),
            permanent_then=money("120000"),
            starts_on=day("2026-03-01"),
            ends_on=AS_OF,
        )
        facts = facts_of(
            owed("140000"),
            of=card(grade=B, increases=(increase,)),
            new=order("NEW", "2026-03-31", "1"),
        )

        assert (ALLOW, HOLD) == (verdict(facts), verdict(facts, day("2026-04-01")))

    def test_a_cash_customer_prepays(self) -> None:
        """A limit of 0 asks for the money first, whatever the grade."""
        facts = facts_of(of=card(limit_of("0"), A), new=NEW)
        decision = judge(facts)

        assert PREPAY is decision.outcome
        assert money("18000") == fact(decision, "credit.prepay", "to_clear")

    def test_a_cash_customer_with_a_prepaid_order_passes(self) -> None:
        """The deposit covers the order; what is owed besides stays as it is."""
        deposit = payment("P-1", "2026-03-30", "18000", for_order("NEW"))
        facts = facts_of(owed("500"), deposit, of=card(limit_of("0")), new=NEW)

        assert ALLOW is verdict(facts)

    def test_a_part_prepaid_order_counts_with_the_rest(self) -> None:
        """A cent short of the whole, the cent is above a limit of 0."""
        deposit = payment("P-1", "2026-03-30", "17999.99", for_order("NEW"))
        decision = judge(facts_of(deposit, of=card(limit_of("0")), new=NEW))

        assert PREPAY is decision.outcome
        assert money("0.01") == fact(decision, "credit.prepay", "order")

    def test_tax_counts(self) -> None:
        """Order and invoice enter with tax; net of it they would pass."""
        new = order("NEW", "2026-03-31", "13000", net="10000")
        invoiced = invoice("I-1", "2026-01-01", "108000", "2026-12-31", net="100000")
        decision = judge(facts_of(invoiced, new=new))

        assert (HOLD, money("121000")) == (decision.outcome, decision.inputs["total"])

    def test_a_customer_in_credit_passes(self) -> None:
        """20,000 in advance cover an order of 18,000 without a limit."""
        facts = facts_of(payment("P-1", "2026-03-30", "20000"), of=card(limit_of("0")), new=NEW)

        assert ALLOW is verdict(facts)

    def test_no_ceiling_switches_the_check_off(self) -> None:
        """It says so; the other checks go on."""
        none = card(CreditLimit.without_ceiling())
        decision = judge(facts_of(owed("9000000"), of=none, new=NEW))
        late = judge(facts_of(owed("100", "2026-01-01"), of=none, new=NEW))

        assert ALLOW is decision.outcome
        assert decision.has("credit.no_ceiling")
        assert (HOLD, "credit.overdue") == (late.outcome, late.codes[0])

    def test_an_unknown_limit_holds(self) -> None:
        """Nothing set anywhere is no permission."""
        decision = judge(facts_of(of=attrs.evolve(card(), limit=None), new=NEW))

        assert (HOLD, "credit.limit_unknown") == (decision.outcome, decision.codes[0])

    @pytest.mark.parametrize("level", ["category", "firm"])
    def test_an_inherited_limit_counts(self, level: str) -> None:
        """The category's, else the firm's, where the customer has none of his own."""
        own = facts_of(of=card(CreditLimit.inherited()), new=NEW)
        facts = attrs.evolve(
            own,
            category_limit=limit_of("17999.99") if level == "category" else None,
            firm_limit=limit_of("17999.99") if level == "firm" else limit_of("18000"),
        )

        assert HOLD is verdict(facts)
        assert ALLOW is verdict(attrs.evolve(facts, category_limit=limit_of("18000")))

    def test_a_limit_below_the_exposure_stops_bad_payers(self) -> None:
        """It may be cut at any time; without an order the customer stands over it."""
        facts = facts_of(owed("90000"), of=card(limit_of("50000")))

        assert HOLD is verdict(facts)


class TestOrder:
    """What the order checked counts."""

    def test_the_whole_order_counts_whenever_it_ships(self) -> None:
        """A line due in a year is not left out, though that of another order is."""
        far = order("NEW", "2026-03-31", "100", "200", ships=("2026-04-10", "2027-04-10"))
        other = order("OLD", "2026-03-01", "400", ships=("2027-04-10",))
        decision = judge(facts_of(other, new=far))

        assert money("300") == decision.inputs["total"]

    def test_an_order_being_edited_counts_once(self) -> None:
        """Raised from 100 to 150, it counts 150."""
        before = order("NEW", "2026-03-01", "100")
        after = order("NEW", "2026-03-01", "150")
        decision = judge(facts_of(before, new=after))

        assert money("150") == decision.inputs["total"]

    @pytest.mark.parametrize("status", [OrderStatus.CLOSED, OrderStatus.DRAFT])
    def test_a_reopened_order_is_checked_again(self, status: OrderStatus) -> None:
        """Closed, it counts nothing by itself; checked, it counts as open."""
        closed = order("NEW", "2026-03-01", "100", status=status)

        assert money("0") == judge(facts_of(closed, owed("0"))).inputs["total"]
        assert money("100") == judge(facts_of(closed, new=closed)).inputs["total"]

    def test_what_is_delivered_or_billed_of_it_counts_once(self) -> None:
        """Of 100, 60 are delivered and 40 of these billed: 40 + 20 + 40 are 100."""
        new = order("NEW", "2026-03-01", "100")
        documents = (
            delivery("D-1", "2026-03-10", ("NEW", "1", "60")),
            invoice("I-1", "2026-03-11", "40", "2026-12-31", of=("NEW", "1")),
        )
        decision = judge(facts_of(new, *documents, new=new))

        assert (money("100"), money("40")) == (decision.inputs["total"], decision.inputs["order"])

    def test_an_order_dated_later_is_judged_all_the_same(self) -> None:
        """It is the question, not a fact of the past."""
        later = order("NEW", "2026-04-02", "120000.01")

        assert HOLD is verdict(facts_of(new=later))

    def test_billing_is_never_held(self) -> None:
        """Goods already shipped are billed, over any limit and for a blocked customer."""
        block = CreditBlock(since_on=day("2026-01-01"), reason="court case")
        facts = facts_of(owed("900000", "2025-01-01"), of=card(blocks=(block,)), new=NEW, index=1)
        decision = judge(attrs.evolve(facts, step=OrderStep.BILLING))

        assert (ALLOW, ("credit.billing",)) == (decision.outcome, decision.codes)

    @pytest.mark.parametrize(
        "step", [OrderStep.ORDER, OrderStep.EDIT, OrderStep.REOPENING, OrderStep.DELIVERY]
    )
    def test_all_other_steps_are_checked_alike(self, step: OrderStep) -> None:
        """At order, edit, reopening and delivery the same checks are made."""
        facts = facts_of(owed("110000"), of=card(grade=C), new=NEW)

        assert HOLD is verdict(attrs.evolve(facts, step=step))

    def test_a_prepaid_order_passes_all_but_the_block(self) -> None:
        """Nothing is at risk with it, however badly the customer pays."""
        deposit = payment("P-1", "2026-03-30", "18000", for_order("NEW"))
        late = invoice("I-1", "2025-06-01", "200000", "2025-07-01", insured=True)
        on_file = card(CreditLimit.inherited(), review_due=day("2025-01-01"))
        facts = facts_of(late, deposit, of=on_file, new=NEW, index=3)
        block = CreditBlock(since_on=AS_OF, reason="court case")
        blocked = attrs.evolve(facts, card=attrs.evolve(on_file, blocks=(block,)))

        assert (ALLOW, ("credit.prepaid",)) == (verdict(facts), judge(facts).codes)
        assert (REFUSE, "credit.blocked") == (verdict(blocked), judge(blocked).codes[0])


class TestOverdue:
    """Check 2: the oldest items past due."""

    @pytest.mark.parametrize(("due", "expected"), [("2026-03-16", ALLOW), ("2026-03-15", HOLD)])
    def test_more_than_fifteen_days_hold(self, due: str, expected: Verdict) -> None:
        """15 days past due are let through, 16 are not."""
        facts = facts_of(owed("1200", due), owed("10000"))

        assert expected is verdict(facts)

    @pytest.mark.parametrize(
        ("gross", "limit", "expected"),
        [
            ("1200", limit_of("120000"), HOLD),
            ("1199.99", limit_of("120000"), ALLOW),
            ("100", limit_of("5000"), HOLD),
            ("99.99", limit_of("5000"), ALLOW),
            ("100", CreditLimit.without_ceiling(), HOLD),
            ("99.99", CreditLimit.without_ceiling(), ALLOW),
        ],
    )
    def test_their_sum_has_to_be_material(
        self, gross: str, limit: CreditLimit, expected: Verdict
    ) -> None:
        """1 % of the permanent limit, at least 100; 100 where there is none."""
        facts = facts_of(owed(gross, "2026-03-15"), owed("4800"), of=card(limit))

        assert expected is verdict(facts)

    def test_an_increase_does_not_raise_what_is_material(self) -> None:
        """The permanent limit counts: 1,200 of 120,000 though 156,000 are granted."""
        increase = TemporaryIncrease(
            amount=money("36000"),
            permanent_then=money("120000"),
            starts_on=AS_OF,
            ends_on=AS_OF,
        )
        facts = facts_of(owed("1200", "2026-03-15"), owed("10000"), of=card(increases=(increase,)))

        assert HOLD is verdict(facts)

    def test_only_older_items_are_summed(self) -> None:
        """1,000 of 16 days and 1,000 of 15 days are not 2,000."""
        facts = facts_of(owed("1000", "2026-03-15"), owed("1001", "2026-03-16"), owed("100000"))

        assert ALLOW is verdict(facts)

    @pytest.mark.parametrize(("started", "expected"), [("2026-03-01", ALLOW), ("2026-02-28", HOLD)])
    def test_a_dispute_shelters_for_thirty_days(self, started: str, expected: Verdict) -> None:
        """On the 31st day a disputed item counts again."""
        disputed = invoice("I-1", "2025-06-01", "5000", "2025-07-01", disputes=[(started, None)])

        assert expected is verdict(facts_of(disputed, owed("100000")))

    @pytest.mark.parametrize(("until", "expected"), [("2026-03-31", ALLOW), ("2026-03-30", HOLD)])
    def test_a_deferral_holds_until_its_date_has_passed(
        self, until: str, expected: Verdict
    ) -> None:
        """Then the old due date rules again."""
        deferred = invoice(
            "I-1", "2025-06-01", "5000", "2026-01-01", deferrals=[("2026-01-01", until)]
        )

        assert expected is verdict(facts_of(deferred, owed("100000")))


class TestPayment:
    """Check 3: the payment index and the overdue share."""

    @pytest.mark.parametrize(("index", "expected"), [(50, ALLOW), (49, HOLD), (0, HOLD)])
    def test_an_index_below_fifty_holds(self, index: int, expected: Verdict) -> None:
        """Exactly 50 passes."""
        assert expected is verdict(facts_of(index=index))

    def test_an_unknown_index_is_listed_and_changes_nothing(self) -> None:
        """The decision says that the check was not made."""
        decision = judge(facts_of(new=NEW))

        assert ALLOW is decision.outcome
        assert decision.has("credit.index_unknown")

    @pytest.mark.parametrize(
        ("balance", "due", "expected"),
        [
            ("6000", "2026-03-25", ALLOW),
            ("5999.99", "2026-03-25", HOLD),
            ("5999.99", "2026-03-26", ALLOW),
        ],
    )
    def test_more_than_a_quarter_overdue_holds(
        self, balance: str, due: str, expected: Verdict
    ) -> None:
        """2,000 of 8,000 pass; more than five days past due count."""
        decision = judge(facts_of(owed("2000", due), owed(balance)))

        assert expected is decision.outcome
        assert decision.has("credit.overdue_share") == (expected is HOLD)

    def test_a_small_overdue_sum_does_not_hold(self) -> None:
        """1,199.99 of a limit of 120,000 is not material, though all is overdue."""
        assert ALLOW is verdict(facts_of(owed("1199.99", "2026-03-20")))

    def test_cash_is_not_netted_from_the_balance(self) -> None:
        """2,000 of 8,001 owed are less than a quarter, though 4,000 lie unapplied."""
        late = invoice("I-1", "2026-01-01", "2000", "2026-03-20")
        disputed = invoice(
            "I-2", "2026-01-01", "6001", "2026-12-31", disputes=[("2026-03-30", None)]
        )
        credit = payment("P-1", "2026-03-30", "4000", for_order("OLD"))
        other = order("OLD", "2026-03-01", "4000")

        assert ALLOW is verdict(facts_of(late, disputed, credit, other))


class TestReview:
    """Check 4: a credit review that should have been."""

    @pytest.mark.parametrize(
        ("due", "expected"),
        [
            ("2026-03-01", ALLOW),
            ("2026-02-28", NOTICE),
            ("2025-12-31", NOTICE),
            ("2025-12-30", HOLD),
        ],
    )
    def test_thirty_days_are_noted_and_ninety_hold(self, due: str, expected: Verdict) -> None:
        """30 and 90 days are still kind."""
        assert expected is verdict(facts_of(of=card(review_due=day(due))))

    def test_an_unknown_review_date_is_listed_and_changes_nothing(self) -> None:
        """The decision says that the check was not made."""
        assert judge(facts_of()).has("credit.review_unknown")


class TestBlock:
    """Check 5: a blocked customer."""

    def test_a_block_refuses_and_beats_every_hold(self) -> None:
        """It is named first, the failing checks after it."""
        block = CreditBlock(since_on=AS_OF, reason="court case")
        decision = judge(facts_of(owed("200000"), of=card(blocks=(block,)), index=10))

        assert REFUSE is decision.outcome
        assert ("credit.blocked", "credit.over_limit", "credit.low_index") == decision.codes[:3]

    def test_a_lifted_block_lets_through(self) -> None:
        """From the day of the lifting on."""
        block = CreditBlock(since_on=day("2026-01-01"), lifted_on=AS_OF, reason="court case")

        assert ALLOW is verdict(facts_of(of=card(blocks=(block,))))


class TestInsurance:
    """Check 6 and our own risk."""

    @pytest.mark.parametrize(
        ("due", "insured", "expected"),
        [
            ("2026-01-30", True, ALLOW),
            ("2026-01-29", True, HOLD),
            ("2026-01-29", False, ALLOW),
        ],
    )
    def test_an_insured_item_past_the_extension_stops_shipment(
        self,
        due: str,
        insured: bool,  # noqa: FBT001 - a case
        expected: Verdict,
    ) -> None:
        """60 days past due are in, 61 are not, whatever the sum."""
        item = invoice("I-1", "2025-12-01", "1", due, insured=insured)

        assert expected is verdict(facts_of(item, owed("10000")))

    def test_a_deferral_does_not_move_the_insurers_date(self) -> None:
        """The insurer keeps the invoice's own due date."""
        item = invoice(
            "I-1",
            "2025-06-01",
            "10",
            "2025-07-01",
            insured=True,
            deferrals=[("2026-01-01", "2026-12-31")],
        )
        decision = judge(facts_of(item))

        assert (HOLD, "credit.past_extension") == (decision.outcome, decision.codes[0])
        assert (money("10"),) == fact(decision, "credit.past_extension", "to_pay")

    def test_a_sheltered_item_does_not_stop_shipment(self) -> None:
        """A dispute keeps it out for its first thirty days."""
        item = invoice(
            "I-1",
            "2025-06-01",
            "10",
            "2025-07-01",
            insured=True,
            disputes=[("2026-03-01", None)],
        )

        assert ALLOW is verdict(facts_of(item))

    def test_own_risk_is_told(self) -> None:
        """110,000 with 80,000 insured at 90 % leave 38,000."""
        insurance = CreditInsurance(limit=money("80000"), cover_percent=Decimal(90))
        decision = judge(facts_of(owed("110000"), of=card(insurance=insurance)))

        assert money("38000") == fact(decision, "credit.own_risk", "own_risk")

    def test_own_risk_is_told_on_the_last_insured_day(self) -> None:
        """The insurance covers its last day."""
        insurance = CreditInsurance(limit=money("1"), cover_percent=Decimal(90), until_on=AS_OF)

        assert judge(facts_of(of=card(insurance=insurance))).has("credit.own_risk")

    def test_own_risk_is_not_told_without_cover_or_rate(self) -> None:
        """Neither after the insurance ended nor where the exposure is unknown."""
        ended = CreditInsurance(
            limit=money("1"), cover_percent=Decimal(90), until_on=day("2026-03-30")
        )
        foreign = CreditInsurance(limit=money("1", "EUR"), cover_percent=Decimal(90))
        decisions = [
            judge(facts_of(owed("110000"), of=card(insurance=each))) for each in (ended, foreign)
        ]

        assert [False, False] == [decision.has("credit.own_risk") for decision in decisions]


class TestCurrencies:
    """Documents in other currencies than the limit's."""

    DOLLARS = invoice("I-1", "2026-01-01", "1000", "2026-12-31", currency="USD")

    def test_they_count_at_the_latest_rate(self) -> None:
        """1,000 dollars at 7 are 7,000 yuan."""
        rates = Rates(rates=(rate("USD", "CNY", "2026-03-21", "7"),))
        decision = judge(facts_of(self.DOLLARS, rates=rates))

        assert (ALLOW, money("7000")) == (decision.outcome, decision.inputs["total"])

    def test_what_counts_is_exact(self) -> None:
        """A thousandth of a fen above the limit is above the limit."""
        rates = Rates(rates=(rate("USD", "CNY", "2026-03-31", "120.0000001"),))
        decision = judge(facts_of(self.DOLLARS, rates=rates))

        assert HOLD is decision.outcome
        assert money("0.01") == fact(decision, "credit.over_limit", "to_clear")
        assert money("0.01") == fact(decision, "credit.over_limit", "to_notice")

    @pytest.mark.parametrize("on", ["2026-03-20", "2026-04-01"])
    def test_a_rate_too_old_or_to_come_is_unknown_and_holds(self, on: str) -> None:
        """Eleven days are too old; what is missing is named."""
        rates = Rates(rates=(rate("USD", "CNY", on, "7"),))
        decision = judge(facts_of(self.DOLLARS, rates=rates))

        assert (HOLD, "credit.rate_unknown") == (decision.outcome, decision.codes[0])
        assert ("USD",) == fact(decision, "credit.rate_unknown", "currencies")

    def test_a_currency_with_a_zero_balance_needs_no_rate(self) -> None:
        """What was paid in full is no reason to hold."""
        paid = payment("P-1", "2026-03-01", "1000", currency="USD")

        assert ALLOW is verdict(facts_of(self.DOLLARS, paid))

    def test_overdue_sums_without_a_rate_hold(self) -> None:
        """Checks 2 and 3 cannot be made either."""
        late = invoice("I-1", "2025-01-01", "1000", "2025-02-01", currency="USD")
        decision = judge(facts_of(late, of=card(CreditLimit.without_ceiling())))

        assert HOLD is decision.outcome
        assert [CreditCheck.OVERDUE, CreditCheck.PAYMENT] == [
            one.facts["check"] for one in decision.reasons if one.code == "credit.rate_unknown"
        ]

    def test_a_balance_without_a_rate_holds_where_it_is_needed(self) -> None:
        """2,000 overdue of 5 or more days are material: the share has to be told."""
        late = invoice("I-2", "2025-01-01", "2000", "2026-03-20")
        no_ceiling = card(CreditLimit.without_ceiling())

        assert HOLD is verdict(facts_of(self.DOLLARS, late, of=no_ceiling))
        assert ALLOW is verdict(facts_of(self.DOLLARS, of=no_ceiling))

    def test_the_limits_currency_is_reckoned_in(self) -> None:
        """A limit in dollars is compared with dollars, whatever the firm's currency."""
        decision = judge(facts_of(self.DOLLARS, of=card(limit_of("1000", "USD"))))

        assert (ALLOW, money("1000", "USD")) == (decision.outcome, decision.inputs["total"])


class TestGroup:
    """A member of a group passes check 1 twice."""

    OTHER = attrs.evolve(ledger(), customer_id=CustomerId("dealer-2"), invoices=())

    def member(self, gross: str) -> Ledger:
        """Return the ledger of another member that owes *gross*."""
        theirs = attrs.evolve(
            invoice("I-9", "2026-01-01", gross, "2026-12-31"), customer_id=CustomerId("dealer-2")
        )
        return attrs.evolve(self.OTHER, invoices=(theirs,))

    def facts(self, limit: CreditLimit | None, gross: str, grade: CreditGrade) -> CreditFacts:
        """Return a customer who owes 100,000 of 120,000 and his group."""
        group = GroupFacts(limit=limit, others=(self.member(gross),))
        return attrs.evolve(facts_of(owed("100000"), of=card(grade=grade)), group=group)

    @pytest.mark.parametrize(
        ("gross", "expected"), [("100000", ALLOW), ("100000.01", NOTICE), ("110000.01", HOLD)]
    )
    def test_the_members_exposures_sum_up(self, gross: str, expected: Verdict) -> None:
        """200,000 pass, 5 % more are noted for a B, and that is the end of it."""
        assert expected is verdict(self.facts(limit_of("200000"), gross, B))

    def test_the_reason_says_that_it_is_the_group(self) -> None:
        """What clears it is what the group has to pay."""
        decision = judge(self.facts(limit_of("150000"), "60000", C))

        assert ("credit.group_over_limit",) == decision.codes[:1]
        assert money("10000") == fact(decision, "credit.group_over_limit", "to_clear")

    def test_a_group_without_credit_prepays(self) -> None:
        """A group limit of 0 makes cash customers of all members."""
        decision = judge(self.facts(limit_of("0"), "1", A))

        assert (PREPAY, "credit.group_prepay") == (decision.outcome, decision.codes[0])

    def test_the_own_limit_counts_as_well(self) -> None:
        """A group with room does not help a member over its own limit."""
        facts = self.facts(limit_of("900000"), "1", C)
        cut = attrs.evolve(facts, card=card(limit_of("99999"), C))

        assert (HOLD, "credit.over_limit") == (verdict(cut), judge(cut).codes[0])

    def test_a_group_without_a_ceiling_passes(self) -> None:
        """Expressly none is no limit to fail."""
        assert ALLOW is verdict(self.facts(CreditLimit.without_ceiling(), "9000000", C))

    @pytest.mark.parametrize("limit", [None, CreditLimit.inherited()])
    def test_a_group_whose_limit_nobody_set_is_not_checked(self, limit: CreditLimit | None) -> None:
        """The decision says so."""
        decision = judge(self.facts(limit, "9000000", C))

        assert ALLOW is decision.outcome
        assert decision.has("credit.group_limit_unknown")

    def test_a_group_limit_of_tomorrow_is_no_limit_of_the_firm_today(self) -> None:
        """What is not granted yet leaves the group unchecked, and is said."""
        later = CreditLimit.of(
            Money.of("1", "CNY"), granted_on=Date.fromordinal(AS_OF.toordinal() + 1)
        )
        facts = attrs.evolve(self.facts(later, "100000.01", C), firm_limit=limit_of("1"))

        assert ALLOW is verdict(facts)
        assert check_order(facts, as_of=AS_OF).has("credit.group_limit_unknown")

    def test_a_group_inherits_from_category_and_firm(self) -> None:
        """Where it is said so."""
        facts = self.facts(CreditLimit.inherited(), "100000.01", C)

        assert HOLD is verdict(attrs.evolve(facts, firm_limit=limit_of("200000")))

    def test_a_group_increase_counts(self) -> None:
        """200,000 and 10,000 for today."""
        facts = self.facts(limit_of("200000"), "110000", C)
        increase = TemporaryIncrease(
            amount=money("10000"),
            permanent_then=money("200000"),
            starts_on=AS_OF,
            ends_on=AS_OF,
        )
        assert facts.group is not None
        group = attrs.evolve(facts.group, increases=(increase,))

        assert (HOLD, ALLOW) == (verdict(facts), verdict(attrs.evolve(facts, group=group)))


class TestRelease:
    """An order let through although checks fail."""

    OVER = owed("119000")

    def release(
        self,
        *checks: CreditCheck,
        value: Money = money("18000"),
        on: str = "2026-03-31",
        of: str = "NEW",
    ) -> OrderRelease:
        """Return a release of the order, of the limit check unless told."""
        return OrderRelease(
            order_id=OrderId(of),
            value=value,
            released_on=day(on),
            checks=checks or (CreditCheck.LIMIT,),
        )

    def judged(self, release: OrderRelease, gross: str = "18000") -> Decision[Verdict]:
        """Return the decision on an order over the limit, with this release."""
        new = order("NEW", "2026-03-31", gross)
        return judge(facts_of(self.OVER, of=card(releases=(release,)), new=new))

    def test_a_release_lets_the_order_through_on_record(self) -> None:
        """The failing check stays listed, and the release beside it."""
        decision = self.judged(self.release())

        assert ALLOW is decision.outcome
        assert ("credit.over_limit", "credit.released") == decision.codes[:2]

    @pytest.mark.parametrize(("gross", "expected"), [("18900", ALLOW), ("18900.01", HOLD)])
    def test_it_covers_five_percent_more(self, gross: str, expected: Verdict) -> None:
        """A larger edit blocks again."""
        assert expected is self.judged(self.release(), gross).outcome

    @pytest.mark.parametrize(
        ("on", "expected"),
        [("2026-03-24", ALLOW), ("2026-03-23", HOLD), ("2026-04-01", HOLD)],
    )
    def test_it_holds_for_seven_days(self, on: str, expected: Verdict) -> None:
        """Up to and with the seventh day after it, and not before it."""
        assert expected is self.judged(self.release(on=on)).outcome

    def test_it_is_for_that_order_alone(self) -> None:
        """Another order, or another currency, is not released."""
        assert HOLD is self.judged(self.release(of="OTHER")).outcome
        assert HOLD is self.judged(self.release(value=money("18000", "EUR"))).outcome

    def test_a_new_failing_check_holds_again(self) -> None:
        """Only the checks that it names are waived."""
        facts = facts_of(self.OVER, of=card(releases=(self.release(),)), new=NEW, index=10)
        both = self.release(CreditCheck.LIMIT, CreditCheck.PAYMENT)
        waived = attrs.evolve(facts, card=card(releases=(both,)))

        assert (HOLD, ALLOW) == (verdict(facts), verdict(waived))

    def test_a_release_of_nothing_that_fails_is_not_told(self) -> None:
        """An order that passes needs none."""
        decision = judge(facts_of(of=card(releases=(self.release(),)), new=NEW))

        assert (ALLOW, False) == (decision.outcome, decision.has("credit.released"))

    def test_it_does_not_help_the_customer_without_the_order(self) -> None:
        """Without an order he is judged as he stands."""
        facts = facts_of(self.OVER, owed("2000"), of=card(releases=(self.release(),)))

        assert HOLD is verdict(facts)

    def test_a_block_is_not_released(self) -> None:
        """Whatever is waived, a block refuses."""
        every = tuple(each for each in CreditCheck if each is not CreditCheck.BLOCK)
        on_file = card(
            releases=(self.release(*every),),
            blocks=(CreditBlock(since_on=AS_OF, reason="court case"),),
        )

        assert REFUSE is verdict(facts_of(self.OVER, of=on_file, new=NEW))


class TestDecision:
    """What the decision says."""

    def test_a_pass_names_the_numbers(self) -> None:
        """Order, exposure and limit stand in the reason."""
        decision = judge(facts_of(owed("1000"), new=NEW))

        assert (money("19000"), money("18000"), money("120000")) == tuple(
            fact(decision, "credit.passes", name) for name in ("total", "order", "limit")
        )

    def test_every_failing_check_is_listed_worst_first(self) -> None:
        """Hold before notice, and in the order of the checks."""
        late = invoice("I-1", "2025-06-01", "200000", "2025-07-01", insured=True)
        on_file = card(grade=A, review_due=day("2026-02-01"))
        decision = judge(facts_of(late, of=on_file, index=20))

        assert (
            "credit.over_limit",
            "credit.overdue",
            "credit.low_index",
            "credit.overdue_share",
            "credit.past_extension",
            "credit.review_overdue",
        ) == decision.codes[:6]

    def test_what_to_pay_is_named_by_invoice(self) -> None:
        """The items that hold are listed."""
        decision = judge(facts_of(owed("5000", "2026-01-01"), owed("100000")))

        assert (InvoiceId("I-5000-2026-01-01"),) == fact(decision, "credit.overdue", "invoices")
        assert (money("5000"),) == fact(decision, "credit.overdue", "to_pay")

    def test_the_oldest_item_is_named(self) -> None:
        """Of two items 90 and 80 days past due the first gives the days."""
        items = [
            invoice(f"I-{due}", "2025-12-01", "5000", due, insured=True)
            for due in ("2026-01-10", "2025-12-31")
        ]
        decision = judge(facts_of(*items))

        assert (90, 90) == (
            fact(decision, "credit.overdue", "oldest_days"),
            fact(decision, "credit.past_extension", "oldest_days"),
        )

    def test_the_smallest_sum_is_material_where_the_rules_ask_for_none(self) -> None:
        """With no least sum a single fen past due holds."""
        rules = CreditHoldRules(materiality=MaterialityRules(floor_major=0))
        facts = facts_of(owed("0.01", "2026-01-01"), of=card(CreditLimit.without_ceiling()))

        assert HOLD is check_order(facts, as_of=AS_OF, rules=rules).outcome


class TestInsurersExtension:
    """The maximum extension period of one policy."""

    @pytest.mark.parametrize(
        ("until", "held"), [(None, True), (AS_OF, True), (Date(2026, 3, 30), False)]
    )
    def test_the_insurers_own_period_counts_while_it_covers(
        self,
        until: Date | None,
        held: bool,  # noqa: FBT001 - a case
    ) -> None:
        """31 days late are too many where it allows 30; a policy that ended says nothing."""
        insurance = CreditInsurance(
            limit=money("80000"), cover_percent=Decimal(90), until_on=until, extension_days=30
        )
        item = invoice("I", "2026-01-01", "50", "2026-02-28", insured=True)
        decision = judge(facts_of(item, of=card(insurance=insurance)))

        assert held == decision.has("credit.past_extension")


class TestFacts:
    """Facts that do not belong together."""

    def test_an_allocation_of_another_ledger_is_refused(self) -> None:
        """It would say that nothing is owed; one of the same ledger is taken."""
        book = ledger(owed("90000"))
        of_another = allocate(ledger(), as_of=AS_OF)
        facts = facts_of(owed("90000"))
        known = attrs.evolve(facts, allocation=allocate(book, as_of=AS_OF))

        assert verdict(facts) == verdict(known)
        with pytest.raises(InvalidValueError, match="reckoned from the ledger"):
            attrs.evolve(facts, allocation=of_another)

    def test_card_ledger_and_order_are_of_one_customer(self) -> None:
        """Another customer's ledger or order, or another company's, is refused."""
        facts = facts_of()
        foreign = attrs.evolve(ledger(), customer_id=CustomerId("dealer-2"))
        south = attrs.evolve(NEW, company_id=CompanyId("south"))
        with pytest.raises(InvalidValueError, match="ledger"):
            attrs.evolve(facts, ledger=foreign)
        with pytest.raises(InvalidValueError, match="order"):
            attrs.evolve(facts, order=south)

    def test_a_group_has_each_member_once_and_one_company(self) -> None:
        """The customer is not among the others, and limits are per own company."""
        south = attrs.evolve(
            ledger(), customer_id=CustomerId("dealer-2"), company_id=CompanyId("south")
        )
        for other in (ledger(), south):
            with pytest.raises(InvalidValueError, match="group"):
                attrs.evolve(facts_of(), group=GroupFacts(others=(other,)))

    def test_the_currency_is_known(self) -> None:
        """An unknown code is refused at once."""
        with pytest.raises(UnknownCurrencyError):
            attrs.evolve(facts_of(), currency="RMB")


class TestRules:
    """What the rules refuse."""

    @pytest.mark.parametrize(
        "percent",
        [
            {A: Decimal(10), B: Decimal(5)},
            {A: Decimal(5), B: Decimal(10), C: Decimal(0)},
            {A: Decimal(10), B: Decimal(5), C: Decimal(-1)},
        ],
    )
    def test_tolerance_falls_with_the_grade(self, percent: dict[CreditGrade, Decimal]) -> None:
        """A missing grade, a B above A and a negative one are refused."""
        with pytest.raises(InvalidValueError):
            CreditHoldRules(tolerance_percent=percent)

    def test_a_review_is_noted_before_it_holds(self) -> None:
        """The days to hold are not fewer than the days to notice."""
        with pytest.raises(InvalidValueError, match="review_hold_days"):
            CreditHoldRules(review_notice_days=91)
