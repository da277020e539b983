"""Exposure, grade, limit and order check against a second reckoning from the text."""

from __future__ import annotations

from decimal import Decimal

import attrs
from hypothesis import given, settings
from pendulum import Date

from clientcare.domain.credit import Accounting, CreditCard
from clientcare.domain.credit_limit import (
    AdverseFact,
    CreditBlock,
    CreditLimit,
    OrderRelease,
    TemporaryIncrease,
)
from clientcare.domain.credit_scales import AdverseKind, CreditCheck, FiveSteps, PaymentAttitude
from clientcare.domain.ids import CreditCardId, CustomerId, OrderId
from clientcare.domain.ledger import Ledger, Order
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.policies.allocation import allocate
from clientcare.policies.credit_hold import CreditFacts, GroupFacts, OrderStep, check_order
from clientcare.policies.credit_limit import (
    CreditLimitRules,
    LimitFacts,
    LimitMethod,
    propose_limit,
)
from clientcare.policies.credit_score import score_card, score_facts
from clientcare.policies.exposure import exposure

from . import credit_oracle as oracle
from .nasty_ledgers import AS_OFS, CHANCES, DEALER, MIXED, ONE, Chance, Maker, a_ledger, some_rates


@settings(max_examples=300)
@given(CHANCES)
def test_exposure_is_that_of_the_text(by: Chance) -> None:
    """Each part of the exposure is what a naive reckoning gives."""
    ledger, as_of = a_ledger(by)
    actual = exposure(ledger, as_of=as_of).outcome.by_currency

    for currency, expected in oracle.exposed(ledger, as_of).items():
        row = actual.get(currency)
        found = row and oracle.Exposed(
            row.receivables.minor,
            row.delivered_not_billed.minor,
            row.open_orders.minor,
            row.unapplied.minor,
            row.disputed.minor,
        )
        assert expected == (found or oracle.Exposed())


def money(by: Chance, *minors: int) -> Money:
    """Choose one of some amounts."""
    return Money(by.pick(*minors), "CNY")


def an_adverse_fact(by: Chance, as_of: Date) -> AdverseFact:
    """Make a fact that is true, over or to come."""
    since = by.day(as_of, -400, -1, 0, 1)
    ended = by.pick(None, by.day(as_of, -1, 0, 1))
    return AdverseFact(
        kind=by.pick(*AdverseKind), since_on=since, ended_on=ended and max(since, ended)
    )


def an_increase(by: Chance, as_of: Date, most: int) -> TemporaryIncrease:
    """Make an increase, granted on a limit as high as today's or not."""
    start, end = by.day(as_of, -30, -1, 0, 1), by.day(as_of, -1, 0, 1, 30)
    return TemporaryIncrease(
        amount=money(by, most // 10, most // 5, 1),
        permanent_then=money(by, 0, most // 2, most),
        starts_on=start,
        ends_on=max(start, end),
        ended_on=by.pick(None, None, by.day(as_of, -1, 0, 1)),
    )


def a_block(by: Chance, as_of: Date) -> CreditBlock:
    """Make a block, lifted or not."""
    since = by.day(as_of, -1, 0, 1)
    lifted = by.pick(None, by.day(as_of, -1, 0, 1))
    return CreditBlock(since_on=since, lifted_on=lifted and max(since, lifted), reason="x")


def a_release(by: Chance, as_of: Date, order: Order | None) -> OrderRelease:
    """Make a release of about the order's value."""
    value = 0 if order is None else sum(line.gross.minor for line in order.lines)
    checks = [one for one in CreditCheck if one is not CreditCheck.BLOCK and not by.one_in(3)]
    return OrderRelease(
        order_id=OrderId(by.pick("O-1", "O-2")),
        value=money(by, 0, value, value * 2, value * 100 // 105, -(-value * 100 // 105)),
        released_on=by.day(as_of, -8, -7, -1, 0, 1),
        checks=tuple(checks) or (CreditCheck.LIMIT,),
    )


def a_limit(by: Chance, as_of: Date, most: int) -> CreditLimit | None:
    """Make no limit, or one of each state, granted or lapsed around the day."""
    which = by.random.randrange(10)
    if which == 0:
        return None
    if which == 1:
        return CreditLimit.inherited()
    granted = by.pick(None, None, by.day(as_of, -400, 0, 1))
    if which == 2:
        return CreditLimit.without_ceiling(granted_on=granted)
    lapses = by.pick(None, None, by.day(as_of, -1, 0, 1))
    return CreditLimit.of(
        money(by, 0, most // 5, most // 2, most, most * 3 // 2, 2 * most),
        granted_on=granted,
        lapses_on=lapses and max(lapses, granted or lapses),
    )


def a_card(by: Chance, as_of: Date, most: int, order: Order | None = None) -> CreditCard:
    """Make a card with ratings, adverse facts, limits, increases, blocks and releases."""
    steps: tuple[FiveSteps | None, ...] = (None, *FiveSteps)

    def rated() -> FiveSteps | None:
        return by.pick(*steps)

    return CreditCard(
        id=CreditCardId("K-1"),
        customer_id=DEALER,
        accounting=Accounting(
            bank_credit=rated(),
            peer_reputation=rated(),
            management_assessment=rated(),
            payment_attitude=by.pick(None, *PaymentAttitude),
        ),
        capital_rating=rated(),
        grade=by.pick(*oracle.GRADES),
        limit=a_limit(by, as_of, most),
        adverse_facts=by.few(lambda: an_adverse_fact(by, as_of), 2, least=-5),
        increases=by.few(lambda: an_increase(by, as_of, most), 2, least=-1),
        blocks=by.few(lambda: a_block(by, as_of), 2, least=-8),
        releases=by.few(lambda: a_release(by, as_of, order), 2, least=-1),
        review_due_on=by.pick(None, None, by.day(as_of, -91, -90, -31, -30, 0, 5)),
    )


@settings(max_examples=300)
@given(CHANCES)
def test_grade_is_that_of_the_text(by: Chance) -> None:
    """Score, grade, knock-outs and flags are what a naive reckoning gives."""
    most = by.pick(10_000, 20_000, 60_000)
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, by.pick(ONE, MIXED), most).ledger()
    card = a_card(by, as_of, most)
    known = some_rates(by, as_of)
    index = by.pick(None, 1, 49, 50, 59, 60, 69, 70, 79, 80, 100)
    limit = by.pick(None, money(by, 0, 1_000_000, 2_000_000, 6_000_000))
    facts = score_facts(
        card, ledger, as_of=as_of, currency="CNY", payment_index=index, limit=limit, rates=known
    )
    decision = score_card(facts, as_of=as_of)
    out = oracle.knocked_out(card, ledger, as_of, limit, known)
    ratings = oracle.ratings(card, index)
    score, grade = oracle.graded(ratings)

    kinds = {*(kind.value for kind in AdverseKind), "long_overdue", "bounced"}
    assert out == {kind for kind in kinds if decision.has(f"credit.{kind}")}
    if not decision.has("credit.long_overdue_unknown"):
        assert ("C" if out else grade) == decision.outcome
    assert (score is not None and len(ratings) < 5) == decision.has("credit.partial")
    for reason in decision.reasons:
        if reason.code == "credit.score":
            assert score == reason.facts["score"]
    assert (score is not None) == decision.has("credit.score")


AUGUST_31 = Date(2026, 8, 31)
SIGNED = (None, None, -1, 0, 1, 999_990, 1_000_000, 12_345_678, 200_000_000)
AMOUNTS = (None, 0, 1, 99_999, 100_000, 250_000, 9_000_000, 12_000_001)
LIMIT_FLAGS = (
    *("unsupported", "negative_capital", "cash_first", "trial", "secured", "below_step"),
    "concentration",
)


def maybe(minor: int | None, currency: str = "CNY") -> Money | None:
    """Return minor units as money."""
    return None if minor is None else Money(minor, currency)


def foreign(by: Chance) -> str:
    """Return the limit's currency, now and then another one, with or without a rate."""
    return by.pick("CNY", "CNY", "CNY", "CNY", "CNY", "CNY", "USD", "JPY", "EUR")


def rates_in_august(by: Chance) -> Rates:
    """Return a rate that is used, one that is known of late, and one that is too old."""
    usual = [("USD", 10, "7.1234"), ("JPY", 0, "0.0485"), ("EUR", by.pick(3, 11), "8")]
    return Rates(
        rates=tuple(
            Rate(
                source=source,
                target="CNY",
                on=Date.fromordinal(AUGUST_31.toordinal() - age),
                factor=Decimal(factor),
            )
            for source, age, factor in usual
        )
    )


def some_limit_facts(by: Chance) -> LimitFacts:
    """Choose what a limit rests on, known or not, in one currency or several."""
    return LimitFacts(
        grade=by.pick(*oracle.GRADES),
        currency="CNY",
        monthly_purchases=maybe(by.pick(*AMOUNTS, 9_000_000, 3_000_000), foreign(by)),
        terms_days=by.pick(None, 0, 1, 15, 30, 30, 61),
        tangible_net_worth=maybe(by.pick(*SIGNED), foreign(by)),
        working_capital=maybe(by.pick(*SIGNED), foreign(by)),
        reference_limits=by.few(lambda: Money(by.pick(*AMOUNTS) or 0, foreign(by)), 4, least=-3),
        insurer_limit=maybe(by.pick(None, *AMOUNTS), foreign(by)),
        securities=by.few(lambda: Money(by.pick(*AMOUNTS) or 0, foreign(by)), 3, least=-3),
        new_customer=by.one_in(3),
        completed_orders=by.pick(None, 0, 1, 2, 3),
        firm_receivables=maybe(by.pick(*AMOUNTS)),
        requested=maybe(by.pick(None, *AMOUNTS)),
        rates=rates_in_august(by),
    )


@settings(max_examples=300)
@given(CHANCES)
def test_proposed_limit_is_that_of_the_text(by: Chance) -> None:
    """The limit and its flags are what a naive reckoning gives."""
    facts = some_limit_facts(by)
    method = by.pick(*LimitMethod)
    rules = CreditLimitRules(method=method)
    decision = propose_limit(facts, as_of=AUGUST_31, rules=rules)
    expected = oracle.proposed(facts, AUGUST_31, average=method is LimitMethod.AVERAGE)
    found = decision.outcome

    assert (expected is None) == (found is None)
    if expected is not None and found is not None:
        assert expected.amount == found.amount.minor
        assert (expected.computed, expected.open) == (found.computed.minor, found.open.minor)
        assert found.lapses_on == (Date(2027, 2, 28) if "trial" in expected.flags else None)
        flags = {flag for flag in LIMIT_FLAGS if decision.has(f"credit.{flag}")}
        assert expected.flags == flags


def a_tight_limit(by: Chance, ledger: Ledger, order: Order | None, as_of: Date) -> CreditLimit:
    """Return a limit that the exposure just reaches, with or without tolerance, or just misses."""
    taken = 0
    if order is not None:
        ledger = oracle.as_if_open(ledger, order)
        value, deposit = oracle.at_risk(ledger, order, as_of)
        taken = max(0, value - deposit)
    rows = oracle.exposed(ledger, as_of, None if order is None else order.id)
    total = taken + sum(row.total for row in rows.values())
    percent = by.pick(100, 105, 110)
    return CreditLimit.of(Money(max(0, total * 100 // percent + by.pick(-1, 0, 0, 1)), "CNY"))


def a_tight_order(by: Chance, ledger: Ledger, order: Order, as_of: Date, limit: int) -> Order:
    """Return the order with a first line that just reaches the tolerance, or just misses it."""
    book = oracle.as_if_open(ledger, order)
    value, deposit = oracle.at_risk(book, order, as_of)
    total = sum(row.total for row in oracle.exposed(book, as_of, order.id).values())
    missing = limit * by.pick(100, 105, 110) // 100 + by.pick(-1, 0, 1) - total - value + deposit
    first = order.lines[0]
    gross = Money(max(0, first.gross.minor + missing), first.gross.currency)
    return attrs.evolve(order, lines=(attrs.evolve(first, gross=gross), *order.lines[1:]))


def of_customer(ledger: Ledger, key: CustomerId) -> Ledger:
    """Return the same documents as another customer's."""
    return Ledger(
        customer_id=key,
        orders=tuple(attrs.evolve(one, customer_id=key) for one in ledger.orders),
        deliveries=tuple(attrs.evolve(one, customer_id=key) for one in ledger.deliveries),
        invoices=tuple(attrs.evolve(one, customer_id=key) for one in ledger.invoices),
        credit_notes=tuple(attrs.evolve(one, customer_id=key) for one in ledger.credit_notes),
        payments=tuple(attrs.evolve(one, customer_id=key) for one in ledger.payments),
        write_offs=tuple(attrs.evolve(one, customer_id=key) for one in ledger.write_offs),
    )


def a_group(by: Chance, maker: Maker, as_of: Date) -> GroupFacts:
    """Make a group with one other member."""
    other = of_customer(maker.ledger(), CustomerId("sister"))
    return GroupFacts(
        limit=a_limit(by, as_of, 4 * maker.most),
        increases=by.few(lambda: an_increase(by, as_of, maker.most), 1, least=-2),
        others=(other,),
    )


def an_order(by: Chance, maker: Maker) -> Order | None:
    """Make an order to check, new or known, or none."""
    if by.one_in(5):
        return None
    order = maker.order(by.pick("O-1", "O-1", "O-2", "O-3"))
    if order.ordered_on <= maker.as_of:
        return order
    return attrs.evolve(order, ordered_on=maker.as_of, ended_on=None, returned_on=None)


def a_case(by: Chance) -> tuple[CreditFacts, Date]:
    """Make an order to be checked, with groups, edits, deposits and releases."""
    as_of = by.pick(*AS_OFS)
    maker = Maker(by, as_of, by.pick(ONE, ONE, MIXED), by.pick(100, 10_000, 30_000))
    ledger, order = maker.ledger(), an_order(by, maker)
    card = a_card(by, as_of, 3 * maker.most, order)
    if by.one_in(3):
        card = attrs.evolve(card, limit=a_tight_limit(by, ledger, order, as_of))
    elif order is not None and by.one_in(2):
        limit = 100 * by.random.randint(0, maker.most // 10)
        order = a_tight_order(by, ledger, order, as_of, limit)
        card = attrs.evolve(card, limit=CreditLimit.of(Money(limit, "CNY")))
    facts = CreditFacts(
        card=card,
        ledger=ledger,
        currency="CNY",
        order=order,
        step=by.pick(*(4 * (OrderStep.ORDER,)), *OrderStep),
        payment_index=by.pick(None, 49, 50, 80),
        group=a_group(by, maker, as_of) if by.one_in(4) else None,
        category_limit=by.pick(None, a_limit(by, as_of, 2 * maker.most)),
        firm_limit=by.pick(None, a_limit(by, as_of, 2 * maker.most)),
        rates=some_rates(by, as_of),
    )
    return facts, as_of


@settings(max_examples=600)
@given(CHANCES)
def test_order_check_is_that_of_the_text(by: Chance) -> None:
    """The verdict and the failing checks are what a naive reckoning gives."""
    facts, as_of = a_case(by)
    verdict, failing = oracle.checked(facts, as_of)
    decision = check_order(facts, as_of=as_of)
    found = {
        (str(reason.facts["check"]), str(reason.facts["verdict"]))
        for reason in decision.reasons
        if "check" in reason.facts and "verdict" in reason.facts
    }

    assert verdict == decision.outcome
    assert failing == found


@settings(max_examples=100)
@given(CHANCES)
def test_an_allocation_handed_in_changes_nothing(by: Chance) -> None:
    """Who has reckoned what settled what already gets the same decision."""
    facts, as_of = a_case(by)
    known = attrs.evolve(facts, allocation=allocate(facts.ledger, as_of=as_of))

    assert check_order(facts, as_of=as_of) == check_order(known, as_of=as_of)
