"""The review of a book: who is judged how, what is summed, what is left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitBasis
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Decision, RulesRef
from clientcare.domain.ids import (
    CalendarId,
    CompanyId,
    ComplaintId,
    CreditCardId,
    CustomerId,
    PromiseId,
    ReferralId,
    StaffId,
    TouchpointId,
    VisitId,
    VisitPlanId,
)
from clientcare.domain.memory import TierMemory
from clientcare.domain.money import Money
from clientcare.domain.orders import OrderStatus
from clientcare.domain.promises import Promise
from clientcare.domain.rates import Rates
from clientcare.domain.receivables import Dispute
from clientcare.domain.referral import Prospect, Referral
from clientcare.domain.scales import CreditGrade, CustomerCategory, Tier
from clientcare.domain.staff import Staff, StaffRole
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.domain.visits import Visit, VisitOutcome
from clientcare.errors import InvalidValueError
from clientcare.policies.agenda import Topic
from clientcare.policies.credit_hold import CreditHoldRules, Verdict
from clientcare.policies.effective_limit import EffectiveLimit, EffectiveLimitRules, LimitLevel
from clientcare.policies.exchange import ExchangeRules
from clientcare.policies.exposure import ExposureRules
from clientcare.policies.promise_watch import PromiseStanding
from clientcare.policies.tiering import TieringRules
from clientcare.policies.visit_status import VisitStatus
from clientcare.rulebook import Rulebook
from clientcare.services.customer_review import CustomerReview, Policies
from clientcare.services.review import UNASSIGNED, BookReview, end_of_day
from clientcare.testing.documents import (
    Document,
    credit_note,
    invoice,
    order,
    payment,
    rate,
)

from .conftest import store_of

AS_OF = Date(2025, 12, 31)
REP = StaffId("rep")


def at(text: str, zone: str = "Asia/Shanghai") -> DateTime:
    """Return a local time, written ``2025-12-31 09:00``."""
    found = pendulum.parse(text, tz=zone)
    assert isinstance(found, DateTime)
    return found


def customer(key: str, **changes: Any) -> Customer:
    """Return a customer of the representative, changed as asked."""
    return Customer(id=CustomerId(key), name=f"firm {key}", **{"owner_id": REP, **changes})


def of(key: str, document: Document) -> Document:
    """Return *document* as that of a customer."""
    return attrs.evolve(document, customer_id=CustomerId(key))


def card(key: str, limit: CreditLimit | None = None, **changes: Any) -> CreditCard:
    """Return a customer's credit card."""
    return CreditCard(
        id=CreditCardId(changes.pop("id", f"card-{key}")),
        customer_id=CustomerId(key),
        limit=limit,
        **changes,
    )


def limited(amount: str, currency: str = "CNY") -> CreditLimit:
    """Return a limit of an amount."""
    return CreditLimit.of(Money.of(amount, currency))


def made(*values: object, **options: Any) -> tuple[BookReview, dict[str, CustomerReview]]:
    """Return the review of a book of *values*, complete, and its customers."""
    review = BookReview(store_of(*values), **{"as_of": AS_OF, **options})
    return review, {one.customer.id: one for one in review.customers()}


def promise(key: str, customer_id: str, made_at: str, due_at: str) -> Promise:
    """Return a promise of the representative."""
    return Promise(
        id=PromiseId(key),
        customer_id=CustomerId(customer_id),
        what="x",
        made_by=REP,
        made_at=at(made_at),
        due_at=at(due_at),
    )


def complaint(key: str, customer_id: str, received: str, **changes: Any) -> Complaint:
    """Return a complaint that the representative took."""
    return Complaint(
        id=ComplaintId(key),
        customer_id=CustomerId(customer_id),
        received_at=at(received),
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
        **changes,
    )


class TestWho:
    """Who is in the book on the day."""

    def test_a_customer_who_comes_later_is_left_out(self) -> None:
        """Who entered the book after the day was no customer then, and is counted."""
        review, found = made(
            customer("a", entered_on=Date(2025, 12, 31)), customer("b", entered_on=Date(2026, 1, 1))
        )

        assert {"a"} == set(found)
        assert {"customers": 1} == dict(review.left_out.after_as_of)

    def test_a_document_shows_that_a_customer_was_there(self) -> None:
        """Nothing is lost where the card was filled after the first invoice."""
        _, found = made(
            customer("a", entered_on=Date(2026, 1, 1)), of("a", invoice("i", "2025-12-31", "5"))
        )

        assert Money.of(5, "CNY") == found["a"].exposure_total


class TestWhen:
    """The day and the instant of a review."""

    def test_the_day_ends_in_the_rulebooks_zone(self) -> None:
        """Without an instant it is the last microsecond of the day in the firm's zone."""
        review = BookReview(store_of(), as_of=AS_OF, rulebook=Rulebook(zone="Europe/Berlin"))

        assert at("2025-12-31 23:59:59.999999", "Europe/Berlin") == review.now

    def test_the_last_day_of_a_changed_clock(self) -> None:
        """On the day the clocks go back the end is that of the second pass."""
        assert "+01:00" in end_of_day(Date(2025, 10, 26), "Europe/Berlin").isoformat()

    def test_an_instant_is_shown_in_the_firms_zone(self) -> None:
        """Whatever zone it came in."""
        review = BookReview(store_of(), as_of=AS_OF, now=at("2025-12-31 01:00", "UTC"))

        assert ("Asia/Shanghai", 9) == (review.now.timezone_name, review.now.hour)

    @pytest.mark.parametrize("now", ["2025-12-31 00:00", "2026-01-05 09:00"])
    def test_an_instant_on_the_day_or_after(self, now: str) -> None:
        """A day can be reviewed while it lasts, and later."""
        assert at(now) == BookReview(store_of(), as_of=AS_OF, now=at(now)).now

    @pytest.mark.parametrize(
        "options",
        [
            {"now": at("2025-12-30 23:59")},
            {"now": pendulum.naive(2025, 12, 31)},
            {"as_of": at("2025-12-31 09:00")},
            {"as_of": "2025-12-31"},
        ],
    )
    def test_what_cannot_be_is_refused(self, options: dict[str, Any]) -> None:
        """An instant before the day, one without a zone, and a day that is none."""
        with pytest.raises(InvalidValueError):
            BookReview(store_of(), **{"as_of": AS_OF, **options})


class TestStreaming:
    """Customers come one at a time."""

    def test_nobody_is_judged_before_they_are_asked_for(self) -> None:
        """The next customer is judged when the next one is taken."""
        seen: list[str] = []

        def visits(facts: Any, **_: Any) -> Decision[int]:
            seen.append(facts.customer_id)
            return Decision(outcome=1, reasons=(), rules=RulesRef("v", "1"), judged_at=AS_OF)

        store = store_of(*map(customer, "abc"))
        found = BookReview(store, as_of=AS_OF, policies=Policies(visits=visits)).customers()

        assert ("a", ["a"]) == (next(found).customer.id, seen)
        assert ("b", ["a", "b"]) == (next(found).customer.id, seen)

    def test_asked_twice_answers_the_same(self) -> None:
        """A review can be had again: the same customers, sums and agenda, nothing doubled."""
        review, first = made(
            *map(customer, "ab"),
            of("a", invoice("i", "2025-11-01", "100", "2025-11-20")),
            of("a", invoice("j", "2026-01-01", "100")),
        )
        sums = (review.totals, review.agenda, review.counts, review.left_out)
        second = {one.customer.id: one for one in review.customers()}

        assert first == second
        assert sums == (review.totals, review.agenda, review.counts, review.left_out)

    def test_an_empty_book(self) -> None:
        """Nobody, no sums, nothing to do."""
        review, found = made()

        assert ({}, {}, ()) == (found, review.totals, review.agenda)
        assert 0 == review.counts.customers


class TestCustomers:
    """What is said of one customer."""

    def test_a_book_of_one(self) -> None:
        """The only customer who buys is A."""
        review, found = made(
            customer("a"),
            of("a", order("o", "2024-01-01", "1")),
            of("a", invoice("i", "2025-06-01", "100")),
        )

        assert Tier.A is found["a"].tier.outcome
        assert {Tier.A: 1} == review.counts.tiers

    def test_without_a_card(self) -> None:
        """No card is no limit: unknown, so an order is held; there is no grade."""
        _, found = made(customer("a"), of("a", invoice("i", "2025-06-01", "100")))
        one = found["a"]

        assert (None, None, None) == (
            one.limit_on_file.outcome,
            one.grade.outcome,
            one.limit.outcome,
        )
        assert Verdict.HOLD is one.verdict.outcome
        assert "credit.limit_unknown" in one.verdict.codes

    def test_nothing_traded(self) -> None:
        """Who is in a book that trades in a currency, and has traded nothing, has sales of 0."""
        _, found = made(*map(customer, "ab"), of("a", invoice("i", "2025-06-01", "100")))

        assert (Money.of(0, "CNY"), Tier.C) == (found["b"].net_sales_12m, found["b"].tier.outcome)

    def test_nothing_traded_by_anybody(self) -> None:
        """In a book without any document even the currency of the sales is unknown."""
        _, found = made(customer("a"))

        assert (None, None) == (found["a"].net_sales_12m, found["a"].tier.outcome)

    def test_one_unit(self) -> None:
        """The verdict is that of an order of one unit of the limit's currency."""
        _, found = made(
            *map(customer, "abc"),
            card("a", limited("101", "EUR")),
            card("b", limited("100", "EUR")),
            card("c", limited("0", "EUR")),
            *(of(key, invoice(key, "2025-12-01", "100", currency="EUR")) for key in "ab"),
        )

        assert [Verdict.ALLOW, Verdict.HOLD, Verdict.PREPAY] == [
            one.verdict.outcome for one in found.values()
        ]

    def test_the_newest_card_counts(self) -> None:
        """Of several cards the one filled last; one filled after the moment is not there yet."""
        filled = [at("2025-01-01 09:00"), at("2025-06-01 09:00"), at("2026-01-01 09:00")]
        review, found = made(
            customer("a"),
            card("a", limited("1"), id="old"),
            *(
                card("a", limited(str(10 * place)), id=f"k{9 - place}", filled_at=when)
                for place, when in enumerate(filled, start=1)
            ),
        )
        limit = found["a"].limit_on_file.outcome

        assert limit is not None
        assert Money.of(20, "CNY") == limit.amount
        assert {"credit_card": 1} == review.left_out.after_as_of

    def test_the_tier_before(self) -> None:
        """The tier held so far is the recorded one, else that of the card."""
        review, found = made(
            customer("a", tier=Tier.B),
            customer("b", tier=Tier.C),
            customer("c"),
            TierMemory(customer_id=CustomerId("b"), held=Tier.A),
            of("a", invoice("i", "2025-06-01", "100")),
        )

        assert [Tier.B, Tier.A, None] == [one.tier_before for one in found.values()]
        assert 2 == review.counts.moved

    def test_members_of_a_group(self) -> None:
        """Subsidiaries have one class, and an order is checked with the exposure of all."""
        _, found = made(
            customer("a"),
            customer("b", parent_id=CustomerId("a")),
            customer("c"),
            card("b", limited("1000")),
            of("a", invoice("i", "2025-06-01", "900")),
            of("b", invoice("j", "2025-06-01", "1")),
            of("c", invoice("k", "2025-06-01", "99")),
        )

        assert [Tier.A, Tier.A, Tier.B] == [one.tier.outcome for one in found.values()]
        assert "tiering.rolled_up" in found["b"].tier.codes
        assert "credit.group_limit_unknown" in found["b"].verdict.codes
        assert "credit.group_limit_unknown" not in found["c"].verdict.codes

    def test_a_group_is_checked_against_the_limit_on_its_heads_card(self) -> None:
        """The head's own limit is the group's where no other is set, and members inherit it."""
        _, found = made(
            customer("a"),
            customer("b", parent_id=CustomerId("a")),
            card("a", limited("1000")),
            card("b", CreditLimit.inherited()),
            of("a", invoice("i", "2025-06-01", "950", due="2026-01-31")),
            of("b", invoice("j", "2025-06-01", "51", due="2026-01-31")),
        )
        on_file = found["b"].limit_on_file.outcome

        assert on_file == EffectiveLimit(permanent=Money.of("1000", "CNY"), level=LimitLevel.GROUP)
        assert "credit.group_over_limit" in found["b"].verdict.codes
        assert "credit.limit_unknown" not in found["b"].verdict.codes

    def test_a_limit_of_the_group_beats_that_of_its_head(self) -> None:
        """The head's own limit stays its own."""
        both = attrs.evolve(card("a", limited("10")), group_limit=limited("5000"))
        _, found = made(
            customer("a"),
            customer("b", parent_id=CustomerId("a")),
            both,
            card("b", CreditLimit.inherited()),
        )
        amounts = [one.limit_on_file.outcome.amount for one in found.values()]  # type: ignore[union-attr]

        assert [Money.of("10", "CNY"), Money.of("5000", "CNY")] == amounts

    def test_a_group_limit_that_is_not_granted_yet_is_no_measure(self) -> None:
        """Neither the firm's nor the category's limit is held against a whole group."""
        later = CreditLimit.of(Money.of("5000", "CNY"), granted_on=Date(2030, 1, 1))
        rules = EffectiveLimitRules(firm_limit=limited("100"))
        _, found = made(
            customer("a"),
            customer("b", parent_id=CustomerId("a")),
            attrs.evolve(card("a", limited("900")), group_limit=later),
            card("b", CreditLimit.inherited()),
            of("a", invoice("i", "2025-06-01", "800", due="2026-01-31")),
            rulebook=Rulebook(effective_limit=rules),
        )
        on_file = found["b"].limit_on_file.outcome

        assert on_file == EffectiveLimit(permanent=Money.of("100", "CNY"), level=LimitLevel.FIRM)
        assert "credit.group_limit_unknown" in found["b"].verdict.codes
        assert "credit.group_over_limit" not in found["b"].verdict.codes

    def test_a_parent_who_is_not_in_the_book(self) -> None:
        """Sisters are one group though their mother never bought."""
        _, found = made(
            *(customer(key, parent_id=CustomerId("mother")) for key in "ab"),
            of("a", invoice("i", "2025-06-01", "100")),
        )

        assert [Tier.A, Tier.A] == [one.tier.outcome for one in found.values()]

    def test_parents_in_a_ring(self) -> None:
        """A book that contradicts itself is refused."""
        with pytest.raises(InvalidValueError, match="ring"):
            made(customer("a", parent_id=CustomerId("b")), customer("b", parent_id=CustomerId("a")))


class TestLimitsOfTheRulebook:
    """The limits of a category and of the firm."""

    RULES = Rulebook(
        effective_limit=EffectiveLimitRules(
            category_limits={CustomerCategory.AGENT: limited("300")},
            firm_limit=limited("100"),
        )
    )

    def test_who_inherits_gets_the_first_that_is_set(self) -> None:
        """The category's where it has one, else the firm's; a limit of one's own stays."""
        _, found = made(
            customer("a", category=CustomerCategory.AGENT),
            customer("b", category=CustomerCategory.OTHER),
            customer("c", category=CustomerCategory.AGENT),
            card("a", CreditLimit.inherited()),
            card("c", limited("7")),
            rulebook=self.RULES,
        )
        levels = [one.limit_on_file.outcome.level for one in found.values()]  # type: ignore[union-attr]

        assert [LimitLevel.CATEGORY, LimitLevel.FIRM, LimitLevel.CUSTOMER] == levels
        assert [Verdict.ALLOW] * 3 == [one.verdict.outcome for one in found.values()]

    def test_the_order_check_goes_by_the_inherited_limit(self) -> None:
        """An exposure of 300 leaves no room for one more yuan."""
        _, found = made(
            customer("a", category=CustomerCategory.AGENT),
            of("a", invoice("i", "2025-12-01", "300", due="2026-01-31")),
            rulebook=self.RULES,
        )

        assert Verdict.ALLOW is found["a"].standing.outcome
        assert "credit.over_limit" in found["a"].verdict.codes


class TestOneRuleOnePlace:
    """What several credit policies go by is said once."""

    def test_the_grade_shelters_disputes_as_long_as_the_order_check(self) -> None:
        """A dispute of 31 days shelters where the rulebook gives it 60."""
        started = Date(2025, 11, 30)
        bill = invoice("i", "2025-06-01", "900", due="2025-07-01")
        bill = attrs.evolve(bill, disputes=(Dispute(started_on=started),))
        book = (customer("a"), card("a", limited("1000")), of("a", bill))
        longer = Rulebook(credit_hold=CreditHoldRules(exposure=ExposureRules(dispute_days=60)))
        _, usual = made(*book)
        _, patient = made(*book, rulebook=longer)

        assert CreditGrade.C is usual["a"].grade.outcome
        assert None is patient["a"].grade.outcome

    def test_the_age_of_a_rate_is_a_rule_of_the_book(self) -> None:
        """A rate of five days is too old where the rulebook says four."""
        book = (
            customer("a"),
            card("a", limited("1000")),
            of("a", invoice("i", "2025-06-01", "5", currency="USD", due="2026-01-31")),
        )
        rates = Rates(rates=(rate("USD", "CNY", "2025-12-26", "7"),))
        strict = Rulebook(exchange=ExchangeRules(max_age_days=4))
        _, usual = made(*book, rates=rates)
        _, strictly = made(*book, rates=rates, rulebook=strict)

        assert Verdict.ALLOW is usual["a"].verdict.outcome
        assert "credit.rate_unknown" in strictly["a"].verdict.codes

    def test_a_card_in_two_currencies_is_converted(self) -> None:
        """The need in dollar meets a limit in yuan; without a rate the limit is unknown."""
        basis = LimitBasis(monthly_purchases=Money.of("9000", "USD"), terms_days=15)
        book = (customer("a"), card("a", limited("1000"), limit_basis=basis))
        rates = Rates(rates=(rate("USD", "CNY", "2025-12-31", "7"),))
        _, usual = made(*book, rates=rates)
        _, blind = made(*book)

        assert Money.of("63000", "CNY") == usual["a"].limit.reasons[0].facts["need"]
        assert ("credit.limit_rate_unknown",) == blind["a"].limit.codes


class TestCurrencies:
    """A book in several currencies."""

    BOOK = (
        *map(customer, "abc"),
        of("a", invoice("i", "2025-06-01", "100")),
        of("b", invoice("j", "2025-06-01", "100")),
        of("c", invoice("k", "2025-06-01", "100", currency="USD")),
        of("c", invoice("l", "2025-07-01", "1", currency="CNY")),
    )

    def test_without_rates(self) -> None:
        """What cannot be converted is unknown for that customer; the others are ranked."""
        review, found = made(*self.BOOK)

        assert [False, False, True] == [one.net_sales_12m is None for one in found.values()]
        assert [Tier.A, Tier.A, None] == [one.tier.outcome for one in found.values()]
        assert (None, 1) == (found["c"].exposure_total, review.counts.tiers[None])

    def test_with_rates(self) -> None:
        """Everybody is ranked in the currency that most trade in."""
        rates = Rates(rates=(rate("USD", "CNY", "2025-12-30", "8"),))
        _, found = made(*self.BOOK, rates=rates)

        assert Money.of(801, "CNY") == found["c"].net_sales_12m
        assert Money.of(801, "CNY") == found["c"].exposure_total
        assert [Tier.B, Tier.B, Tier.A] == [one.tier.outcome for one in found.values()]

    def test_the_rulebooks_currency(self) -> None:
        """The rulebook can name another one to rank in."""
        rates = Rates(rates=(rate("CNY", "USD", "2025-12-30", "0.125"),))
        _, found = made(*self.BOOK, rates=rates, rulebook=Rulebook(currency="USD"))

        assert Money.of("12.50", "USD") == found["a"].net_sales_12m

    def test_totals_are_per_currency(self) -> None:
        """No sum mixes currencies, with or without rates."""
        rates = Rates(rates=(rate("USD", "CNY", "2025-12-30", "8"),))
        sums = {"CNY": Money.of(201, "CNY"), "USD": Money.of(100, "USD")}

        for options in ({}, {"rates": rates}):
            review, _ = made(*self.BOOK, **options)

            assert [sums] * 3 == [
                {currency: getattr(totals, part) for currency, totals in review.totals.items()}
                for part in ("invoiced", "net_sales_12m", "exposure")
            ]


class TestTotals:
    """The sums of the book."""

    def test_every_part(self) -> None:
        """Drafts, cancelled orders, bounced cheques and later documents are in no sum."""
        review, _ = made(
            customer("a"),
            of("a", order("o1", "2025-01-01", "100", net="90")),
            of("a", order("o2", "2025-01-01", "7", status=OrderStatus.DRAFT)),
            of("a", order("o3", "2026-01-01", "7")),
            of("a", invoice("i1", "2025-01-02", "60", "2025-01-31", net="50")),
            of("a", invoice("i2", "2026-01-01", "7")),
            of("a", credit_note("n1", "2025-01-03", "5", net="4")),
            of("a", credit_note("n2", "2026-01-03", "7")),
            of("a", payment("p1", "2025-02-01", "15")),
            of("a", payment("p2", "2025-02-01", "7", bounced="2025-02-09")),
            of("a", payment("p3", "2026-02-01", "7")),
        )
        totals = review.totals["CNY"]

        assert ["100", "60", "5", "15", "46", "40", "40"] == [
            f"{money.amount.normalize():f}"
            for money in (
                *(totals.ordered, totals.invoiced, totals.credited, totals.paid),
                *(totals.net_sales_12m, totals.receivables, totals.overdue),
            )
        ]

    def test_what_comes_later_is_counted(self) -> None:
        """Every kind of fact dated after the review is told, and none of them is known."""
        visit = Visit.plan(
            id=VisitId("v"), customer_id=CustomerId("a"), on=AS_OF, at=at("2026-01-01 09:00")
        )
        review, found = made(
            customer("a"),
            of("a", payment("p", "2026-01-01", "7")),
            promise("pr", "a", "2026-01-01 09:00", "2026-01-02 09:00"),
            complaint("co", "a", "2026-01-01 09:00"),
            Referral.name(
                id=ReferralId("r"),
                introducer_id=CustomerId("a"),
                prospect=Prospect(name="Li"),
                at=at("2026-01-01 09:00"),
            ),
            Touchpoint(
                id=TouchpointId("t"),
                customer_id=CustomerId("a"),
                channel=Channel.CALL,
                purpose=Purpose.SERVICE,
                outcome=TouchOutcome.REACHED,
                at=at("2026-01-01 09:00"),
            ),
            VisitPlan(
                id=VisitPlanId("vp"),
                staff_id=REP,
                starts_on=AS_OF,
                ends_on=AS_OF,
                visits=(visit,),
            ),
        )

        assert dict.fromkeys(("payment", "promise", "complaint", "referral", "touchpoint"), 1) == (
            review.left_out.after_as_of
        )
        assert ((), (), ()) == (
            found["a"].complaints,
            found["a"].promises,
            found["a"].referrals,
        )
        assert VisitStatus.PLANNED is not found["a"].visit_status.outcome


class TestReplay:
    """A past day is judged by what was known then."""

    def test_a_visit_held_later_was_still_planned(self) -> None:
        """What became of a visit after the moment is not known at it."""
        planned = Visit.plan(
            id=VisitId("v"),
            customer_id=CustomerId("a"),
            on=Date(2026, 1, 2),
            at=at("2025-12-01 09:00"),
        )
        held = planned.hold(
            at=at("2026-01-02 10:00"), by=REP, on=Date(2026, 1, 2), outcome=VisitOutcome.ORDER
        )

        def status(visit: Visit) -> Decision[VisitStatus | None]:
            plan = VisitPlan(
                id=VisitPlanId("vp"),
                staff_id=REP,
                starts_on=AS_OF,
                ends_on=Date(2026, 1, 9),
                visits=(visit,),
            )
            _, found = made(customer("a", entered_on=Date(2025, 12, 5)), plan)
            return found["a"].visit_status

        assert status(planned) == status(held)

    def test_a_promise_kept_later_was_open(self) -> None:
        """At the moment of the review it was not kept yet."""
        open_one = promise("p", "a", "2025-12-30 09:00", "2025-12-31 18:00")
        _, found = made(
            customer("a"), open_one.fulfil(at=at("2026-01-03 09:00")), now=at("2025-12-31 12:00")
        )
        ((_, decision),) = found["a"].promises

        assert PromiseStanding.TODAY is decision.outcome

    def test_a_settled_promise_is_not_listed(self) -> None:
        """What is done is no matter for a review."""
        kept = promise("p", "a", "2025-12-01 09:00", "2025-12-05 18:00").fulfil(
            at=at("2025-12-02 09:00")
        )
        _, found = made(customer("a"), kept)

        assert () == found["a"].promises


class TestCalendars:
    """Whose working time counts."""

    def test_the_books_own_calendar_of_the_firm(self) -> None:
        """A calendar of the book under the rulebook's id counts before the rulebook's."""
        day_off = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai", days=(5,))
        received = complaint("c", "a", "2025-12-29 09:00")  # a Monday

        def clock(*calendars: WorkCalendar) -> DateTime | None:
            _, found = made(customer("a"), received, *calendars)
            known = found["a"].complaints[0].deadlines.outcome
            assert known is not None
            return known.acknowledge.target_at

        assert at("2025-12-29 17:00") == clock()
        assert at("2026-01-03 17:00") == clock(day_off)

    def test_a_branch_has_its_own(self) -> None:
        """A complaint runs by its branch's calendar; by the firm's where the book has none."""
        branch = WorkCalendar.weekly("b", time_zone="Asia/Shanghai", hours="10:00-18:00")
        received = complaint("c", "a", "2025-12-29 10:00", calendar_id=CalendarId("b"))

        def clock(*calendars: WorkCalendar) -> DateTime | None:
            _, found = made(customer("a"), received, *calendars)
            known = found["a"].complaints[0].deadlines.outcome
            assert known is not None
            return known.acknowledge.target_at

        assert at("2025-12-29 18:00") == clock(branch)
        assert at("2025-12-30 10:00") == clock()

    def test_a_calendar_that_is_not_published(self) -> None:
        """What needs an unpublished day is undetermined; the review goes on."""
        old = attrs.evolve(
            WorkCalendar.weekly("firm", time_zone="Asia/Shanghai"),
            published_until=Date(2025, 6, 30),
        )
        review, found = made(
            old,
            customer("a", entered_on=Date(2025, 12, 1)),
            customer("b"),
            promise("p", "a", "2025-12-01 09:00", "2026-01-05 18:00"),
            Referral.name(
                id=ReferralId("r"),
                introducer_id=CustomerId("a"),
                prospect=Prospect(name="Li"),
                at=at("2025-12-01 09:00"),
            ),
            complaint("c", "a", "2025-12-29 09:00"),
        )
        one = found["a"]
        unknown = {"review.calendar_unknown"}

        assert ["a", "b"] == list(found)
        assert (None, unknown) == (one.visit_status.outcome, set(one.visit_status.codes))
        assert (None, unknown) == (one.promises[0][1].outcome, set(one.promises[0][1].codes))
        assert (None, unknown) == (one.referrals[0][1].outcome, set(one.referrals[0][1].codes))
        assert one.complaints[0].deadlines.outcome is None
        assert {Topic.COMPLAINT, Topic.PROMISE, Topic.REFERRAL} <= {
            line.topic for line in review.agenda
        }


class TestHosts:
    """What a host can put in place of ours."""

    def test_policies_are_asked(self) -> None:
        """A policy that was handed in answers, with the signature of ours."""

        def hold(facts: Any, *, as_of: Date, rules: Any) -> Decision[Verdict]:
            assert facts.ledger.customer_id == "a"
            return Decision(outcome=Verdict.REFUSE, reasons=(), rules=rules.ref, judged_at=as_of)

        review, found = made(customer("a"), policies=Policies(verdict=hold))

        assert Verdict.REFUSE is found["a"].verdict.outcome
        assert {Verdict.REFUSE: 1} == review.counts.verdicts

    def test_a_rulebook_changes_an_answer(self) -> None:
        """Lower cuts make a B of an A; the decision names the rules."""
        book = (
            *map(customer, "ab"),
            of("a", invoice("i", "2025-06-01", "60")),
            of("b", invoice("j", "2025-06-01", "40")),
        )
        ref = RulesRef("tiering", "house")
        house = TieringRules(ref=ref, a_percent=Decimal(50))
        _, ours = made(*book)
        review, theirs = made(*book, rulebook=Rulebook(name="house", tiering=house))

        assert (Tier.A, Tier.B) == (ours["b"].tier.outcome, theirs["b"].tier.outcome)
        assert (ref, "house") == (theirs["b"].tier.rules, review.rules.name)

    def test_another_own_company(self) -> None:
        """Limits and exposure are per own company."""
        theirs = attrs.evolve(
            invoice("i", "2025-06-01", "60"),
            customer_id=CustomerId("a"),
            company_id=CompanyId("north"),
        )
        review, _ = made(customer("a"), theirs)
        north, _ = made(customer("a"), theirs, company_id=CompanyId("north"))

        assert ({}, {"invoice": 1}) == (review.totals, review.left_out.of_other_companies)
        assert Money.of(60, "CNY") == north.totals["CNY"].invoiced


class TestAgendas:
    """One agenda for each of us."""

    BOOK = (
        customer("a"),
        customer("b", owner_id=None),
        Staff(id=REP, name="Wang", roles=(StaffRole.REP,)),
        of("a", invoice("i", "2025-06-01", "60", "2025-07-01")),
        of("b", invoice("j", "2025-06-01", "40", "2025-07-01")),
    )

    def test_by_person(self) -> None:
        """Customers without an owner are on the unassigned agenda, which comes last."""
        review, _ = made(*self.BOOK)

        assert [REP, None] == list(review.agendas)
        assert {"b"} == {line.customer_id for line in review.agendas[None]}
        assert set(review.agenda) == {line for own in review.agendas.values() for line in own}

    @pytest.mark.parametrize(
        ("staff", "customers"),
        [(None, {"a", "b"}), (REP, {"a"}), (UNASSIGNED, {"b"}), ("x", set())],
    )
    def test_of_one(self, staff: str | None, customers: set[str]) -> None:
        """One person's, the unassigned one, all of it, or that of somebody with nothing to do."""
        review, _ = made(*self.BOOK)

        assert customers == {line.customer_id for line in review.agenda_of(staff)}

    def test_who_is_there(self) -> None:
        """The review knows our people, to name them."""
        review, _ = made(*self.BOOK)

        assert "Wang" == review.staff[REP].name
