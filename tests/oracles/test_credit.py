"""Exposure, grade, limit and order check against a second reckoning from the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
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
from clientcare.domain.scales import CreditGrade
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
from .nasty_ledgers import AS_OFS, DEALER, Maker, ledgers, rates

MIXED: Final = ("CNY", "CNY", "CNY", "USD")
CASES = ledgers() | ledgers(currencies=MIXED)

# Which check a reason of ours is about.
CHECKS: Final = {
    "within_tolerance": "limit",
    "over_limit": "limit",
    "prepay": "limit",
    "group_within_tolerance": "limit",
    "group_over_limit": "limit",
    "group_prepay": "limit",
    "limit_unknown": "limit",
    "overdue": "overdue",
    "overdue_share": "payment",
    "low_index": "payment",
    "review_overdue": "review",
    "blocked": "block",
    "past_extension": "insurance",
}


@settings(max_examples=60)
@given(CASES)
def test_exposure_is_that_of_the_text(case: tuple[Ledger, Date]) -> None:
    """Each part of the exposure is what a naive reckoning gives."""
    ledger, as_of = case
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


def around(as_of: Date, *shifts: int) -> st.SearchStrategy[Date]:
    """Return days so far from *as_of*."""
    return st.sampled_from(shifts).map(lambda shift: Date.fromordinal(as_of.toordinal() + shift))


def money(*minors: int) -> st.SearchStrategy[Money]:
    """Return one of some amounts."""
    return st.sampled_from(minors).map(lambda minor: Money(minor, "CNY"))


@st.composite
def cards(draw: st.DrawFn, as_of: Date, *, most: int = 100_000) -> CreditCard:
    """Return a card with ratings, adverse facts, limits, increases, blocks and releases."""
    steps = st.none() | st.sampled_from(FiveSteps)

    def adverse() -> AdverseFact:
        since = draw(around(as_of, -400, -1, 0, 1))
        ended = draw(st.none() | around(as_of, -1, 0, 1))
        return AdverseFact(
            kind=draw(st.sampled_from(AdverseKind)),
            since_on=since,
            ended_on=ended and max(since, ended),
        )

    def increase() -> TemporaryIncrease:
        start = draw(around(as_of, -30, -1, 0, 1))
        end = draw(around(as_of, -1, 0, 1, 30))
        return TemporaryIncrease(
            amount=draw(money(most // 10, most // 5, 1)),
            permanent_then=draw(money(0, most // 2, most)),
            starts_on=start,
            ends_on=max(start, end),
            ended_on=draw(st.none() | st.none() | around(as_of, -1, 0, 1)),
        )

    def block() -> CreditBlock:
        since = draw(around(as_of, -1, 0, 1))
        lifted = draw(st.none() | around(as_of, -1, 0, 1))
        return CreditBlock(since_on=since, lifted_on=lifted and max(since, lifted), reason="x")

    def release() -> OrderRelease:
        checks = st.sampled_from([one for one in CreditCheck if one is not CreditCheck.BLOCK])
        return OrderRelease(
            order_id=OrderId(draw(st.sampled_from(("O-1", "O-2")))),
            value=draw(money(0, most // 5, most // 2, most, 2 * most)),
            released_on=draw(around(as_of, -8, -7, -1, 0, 1)),
            checks=tuple(draw(st.lists(checks, min_size=1, unique=True))),
        )

    def some(make: object, chance: int) -> tuple[object, ...]:
        assert callable(make)
        return tuple(make() for _ in range(max(0, draw(st.integers(-chance, 2)))))

    return CreditCard(
        id=CreditCardId("K-1"),
        customer_id=DEALER,
        accounting=Accounting(
            bank_credit=draw(steps),
            peer_reputation=draw(steps),
            management_assessment=draw(steps),
            payment_attitude=draw(st.none() | st.sampled_from(PaymentAttitude)),
        ),
        capital_rating=draw(steps),
        grade=draw(st.sampled_from(oracle.GRADES)),
        limit=draw(limits(as_of, most=most)),
        adverse_facts=some(adverse, 5),  # type: ignore[arg-type]
        increases=some(increase, 1),  # type: ignore[arg-type]
        blocks=some(block, 5),  # type: ignore[arg-type]
        releases=some(release, 2),  # type: ignore[arg-type]
        review_due_on=draw(st.none() | around(as_of, -91, -90, -31, -30, 0, 5)),
    )


@st.composite
def limits(draw: st.DrawFn, as_of: Date, *, most: int) -> CreditLimit | None:
    """Return no limit, or one of each state, granted or lapsed around the day."""
    which = draw(st.integers(0, 9))
    if which == 0:
        return None
    if which == 1:
        return CreditLimit.inherited()
    granted = draw(st.none() | st.none() | around(as_of, -400, 0, 1))
    if which == 2:
        return CreditLimit.without_ceiling(granted_on=granted)
    lapses = draw(st.none() | st.none() | around(as_of, -1, 0, 1))
    return CreditLimit.of(
        draw(money(0, most // 5, most // 2, most, most * 3 // 2, 2 * most)),
        granted_on=granted,
        lapses_on=lapses and max(lapses, granted or lapses),
    )


@settings(max_examples=60)
@given(st.data())
def test_grade_is_that_of_the_text(data: st.DataObject) -> None:
    """Score, grade, knock-outs and flags are what a naive reckoning gives."""
    most = data.draw(st.sampled_from((100, 20_000, 60_000)))
    codes: Sequence[str] = data.draw(st.sampled_from((("CNY",), MIXED)))
    ledger, as_of = data.draw(ledgers(currencies=codes, most=most))
    card = data.draw(cards(as_of))
    known = data.draw(rates(as_of))
    index = data.draw(st.none() | st.sampled_from((1, 49, 50, 59, 60, 69, 70, 79, 80, 100)))
    limit = data.draw(st.none() | money(0, 1_000_000, 2_000_000, 6_000_000))
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


SIGNED = st.none() | st.sampled_from((-1, 0, 1, 999_990, 1_000_000, 12_345_678, 200_000_000))
AMOUNTS = st.none() | st.sampled_from((0, 1, 99_999, 100_000, 250_000, 9_000_000, 12_000_001))
LIMIT_FLAGS = (
    *("unsupported", "negative_capital", "cash_first", "trial", "secured", "below_step"),
    "concentration",
)


def maybe(minor: int | None) -> Money | None:
    """Return minor units as money."""
    return None if minor is None else Money(minor, "CNY")


@settings(max_examples=150)
@given(st.data())
def test_proposed_limit_is_that_of_the_text(data: st.DataObject) -> None:
    """The limit and its flags are what a naive reckoning gives."""
    draw = data.draw
    grade: CreditGrade | None = draw(st.sampled_from(oracle.GRADES))
    facts = LimitFacts(
        grade=grade,
        currency="CNY",
        monthly_purchases=maybe(draw(AMOUNTS)),
        terms_days=draw(st.none() | st.sampled_from((0, 1, 15, 30, 61))),
        tangible_net_worth=maybe(draw(SIGNED)),
        working_capital=maybe(draw(SIGNED)),
        reference_limits=tuple(
            Money(minor or 0, "CNY") for minor in draw(st.lists(AMOUNTS, max_size=4))
        ),
        insurer_limit=maybe(draw(st.none() | AMOUNTS)),
        security=maybe(draw(st.none() | AMOUNTS)),
        new_customer=draw(st.booleans()),
        completed_orders=draw(st.none() | st.integers(0, 3)),
        firm_receivables=maybe(draw(AMOUNTS)),
        requested=maybe(draw(st.none() | AMOUNTS)),
    )
    method = draw(st.sampled_from(LimitMethod))
    rules = CreditLimitRules(method=method)
    decision = propose_limit(facts, as_of=Date(2026, 8, 31), rules=rules)
    expected = oracle.proposed(facts, average=method is LimitMethod.AVERAGE)
    found = decision.outcome

    assert (expected is None) == (found is None)
    if expected is not None and found is not None:
        assert expected.amount == found.amount.minor
        assert (expected.computed, expected.open) == (found.computed.minor, found.open.minor)
        assert found.lapses_on == (Date(2027, 2, 28) if "trial" in expected.flags else None)
        flags = {flag for flag in LIMIT_FLAGS if decision.has(f"credit.{flag}")}
        assert expected.flags == flags


@st.composite
def tight_limits(draw: st.DrawFn, ledger: Ledger, order: Order | None, as_of: Date) -> CreditLimit:
    """Return a limit that the exposure just reaches, with or without tolerance, or just misses."""
    taken = 0
    if order is not None:
        ledger = oracle.as_if_open(ledger, order)
        value, deposit = oracle.at_risk(ledger, order, as_of)
        taken = max(0, value - deposit)
    rows = oracle.exposed(ledger, as_of, None if order is None else order.id)
    total = taken + sum(row.total for row in rows.values())
    percent = draw(st.sampled_from((100, 105, 110)))
    shift = draw(st.sampled_from((-1, 0, 0, 1)))
    return CreditLimit.of(Money(max(0, total * 100 // percent + shift), "CNY"))


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


@st.composite
def order_cases(draw: st.DrawFn) -> tuple[CreditFacts, Date]:
    """Return an order to be checked, with groups, edits, deposits and releases."""
    codes = draw(st.sampled_from((("CNY",), MIXED)))
    as_of = draw(st.sampled_from(AS_OFS))
    most = draw(st.sampled_from((100, 30_000, 60_000)))
    maker = Maker(draw, as_of, codes, most)
    ledger = maker.ledger()
    order: Order | None = None
    if draw(st.integers(0, 4)):
        order = maker.order(draw(st.sampled_from(("O-1", "O-2", "O-3"))))
        if order.ordered_on > as_of:
            order = attrs.evolve(order, ordered_on=as_of, ended_on=None, returned_on=None)
    group = None
    if draw(st.integers(0, 3)) == 0:
        sister = CustomerId("sister")
        other = of_customer(maker.ledger(), sister)
        group = GroupFacts(limit=draw(limits(as_of, most=2 * most)), others=(other,))
    card = draw(cards(as_of, most=2 * most))
    if draw(st.booleans()):
        card = attrs.evolve(card, limit=draw(tight_limits(ledger, order, as_of)))
    facts = CreditFacts(
        card=card,
        ledger=ledger,
        currency="CNY",
        order=order,
        step=draw(st.sampled_from((OrderStep.ORDER, OrderStep.ORDER, *OrderStep))),
        payment_index=draw(st.none() | st.sampled_from((49, 50, 80))),
        group=group,
        category_limit=draw(st.none() | limits(as_of, most=most)),
        firm_limit=draw(st.none() | limits(as_of, most=most)),
        rates=draw(rates(as_of)),
    )
    return facts, as_of


@settings(max_examples=100)
@given(order_cases())
def test_order_check_is_that_of_the_text(case: tuple[CreditFacts, Date]) -> None:
    """The verdict and the failing checks are what a naive reckoning gives."""
    facts, as_of = case
    verdict, failing = oracle.checked(facts, as_of)
    decision = check_order(facts, as_of=as_of)
    found = set()
    for reason in decision.reasons:
        code = reason.code.removeprefix("credit.")
        if code in CHECKS:
            found.add(CHECKS[code])
        elif code == "rate_unknown":
            found.add(str(reason.facts["check"]))

    assert verdict == decision.outcome
    assert {check for check, _ in failing} == found
