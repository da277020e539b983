"""Laws of the order check that hold for any ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditBlock, CreditLimit, OrderRelease
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import CreditCardId, CustomerId, InvoiceId, OrderId, PaymentId, StaffId
from clientcare.domain.ledger import Ledger, Order, OrderLine, Payment, Reference
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.domain.scales import CreditGrade
from clientcare.policies.allocation import allocate
from clientcare.policies.credit_hold import (
    CreditFacts,
    CreditHoldRules,
    GroupFacts,
    OrderStep,
    Verdict,
    check_order,
)
from clientcare.policies.exposure import with_order_open
from clientcare.policies.materiality import MaterialityRules
from clientcare.policies.order_release import ReleaseStanding, release_order, release_standing
from clientcare.testing.strategies.ledger import DEALER, days, ledgers, rates
from clientcare.wording import explain

RULES: Final = CreditHoldRules(materiality=MaterialityRules(floor_major=0))
ROUNDS: Final = 12
EVERY_TENTH_DAY: Final = tuple(
    Date.fromordinal(Date(2024, 1, 1).toordinal() + 10 * n) for n in range(21)
)

amounts = st.sampled_from((0, 100)) | st.integers(0, 600)
ceilings = amounts.map(lambda minor: CreditLimit.of(Money(minor, "CNY")))
limits = st.one_of(ceilings, ceilings, ceilings, st.just(CreditLimit.without_ceiling()))


def rename(ledger: Ledger) -> Ledger:
    """Return the invoices and payments of the ledger as those of another customer."""
    other = CustomerId("dealer-2")
    return Ledger(
        customer_id=other,
        invoices=tuple(attrs.evolve(one, customer_id=other) for one in ledger.invoices),
        payments=tuple(attrs.evolve(one, customer_id=other) for one in ledger.payments),
    )


def new_order(minor: int, currency: str = "CNY") -> Order:
    """Return an order of so much in one line."""
    amount = Money(minor, currency)
    return Order(
        id=OrderId("O-1"),
        customer_id=DEALER,
        ordered_on=Date(2024, 1, 1),
        lines=(OrderLine(no="10", net=amount, gross=amount),),
    )


releases = st.builds(
    lambda minor, on, checks: OrderRelease(
        order_id=OrderId("O-1"), value=Money(minor, "CNY"), released_on=on, checks=checks
    ),
    st.integers(0, 1_000),
    days(),
    st.lists(
        st.sampled_from([each for each in CreditCheck if each is not CreditCheck.BLOCK]),
        min_size=1,
        unique=True,
    ).map(tuple),
)
cards = st.builds(
    CreditCard,
    id=st.just(CreditCardId("K-1")),
    customer_id=st.just(DEALER),
    limit=st.one_of(limits, limits, st.none()),
    grade=st.none() | st.sampled_from(CreditGrade),
    blocks=st.lists(
        st.builds(CreditBlock, since_on=days(), reason=st.just("court case")), max_size=1
    ).map(tuple),
    releases=st.lists(releases, max_size=1).map(tuple),
    review_due_on=st.none() | days(),
)


@st.composite
def facts(
    draw: st.DrawFn, currencies: tuple[str, ...] = ("CNY",), *, rated: bool = True
) -> CreditFacts:
    """Return the facts of a customer with small sums and many coincidences."""
    known = tuple(
        Rate(source=code, target="CNY", on=day, factor=Decimal("7.1"))
        for code in currencies
        for day in EVERY_TENTH_DAY
        if code != "CNY"
    )
    group = st.builds(
        GroupFacts,
        limit=st.one_of(limits, limits, st.none()),
        others=ledgers().map(rename).map(lambda one: (one,)),
    )
    return CreditFacts(
        card=draw(cards),
        ledger=draw(ledgers(currencies=currencies)),
        currency="CNY",
        order=draw(st.integers(0, 1_000).map(new_order) | st.none()),
        payment_index=draw(st.none() | st.integers(0, 100)),
        group=draw(st.none() | group),
        rates=Rates(rates=known) if rated else draw(rates()),
    )


any_facts = st.one_of(
    facts(), facts(("CNY", "USD")), facts(("CNY", "USD")), facts(("CNY", "USD"), rated=False)
)


@settings(max_examples=60)
@given(facts(), days(), st.integers(0, 1_000), st.integers(0, 1_000))
def test_a_verdict_never_gets_kinder_when_the_order_grows(
    customer: CreditFacts, as_of: Date, one: int, other: int
) -> None:
    """The larger order is judged the same or worse, whatever deposit and releases there are."""
    small, large = sorted((one, other))
    verdicts = [
        check_order(
            attrs.evolve(customer, order=new_order(minor)), as_of=as_of, rules=RULES
        ).outcome.severity
        for minor in (small, large)
    ]

    assert verdicts == sorted(verdicts)


@settings(max_examples=60)
@given(facts(), days())
def test_an_exposure_equal_to_the_limit_passes(customer: CreditFacts, as_of: Date) -> None:
    """With a limit of exactly what is at risk the limit check does not fail."""
    total = check_order(customer, as_of=as_of, rules=RULES).inputs["total"]
    if isinstance(total, Money) and total.minor >= 0:
        card = attrs.evolve(customer.card, limit=CreditLimit.of(total))
        same = attrs.evolve(customer, card=card, group=None)
        decision = check_order(same, as_of=as_of, rules=RULES)
        assert [] == [
            one for one in decision.reasons if one.facts.get("check") is CreditCheck.LIMIT
        ]


@settings(max_examples=60)
@given(facts(), days())
def test_a_higher_limit_never_makes_the_limit_check_worse(
    customer: CreditFacts, as_of: Date
) -> None:
    """Neither does none at all."""

    def over(limit: CreditLimit) -> int:
        card = attrs.evolve(customer.card, limit=limit, releases=())
        alone = attrs.evolve(customer, card=card, group=None)
        decision = check_order(alone, as_of=as_of, rules=RULES)
        verdicts = [
            one.facts["verdict"]
            for one in decision.reasons
            if one.facts.get("check") is CreditCheck.LIMIT
        ]
        return max((each.severity for each in verdicts if isinstance(each, Verdict)), default=0)

    chain = [CreditLimit.of(Money(minor, "CNY")) for minor in (100, 500, 2_000)]
    severities = [over(limit) for limit in (*chain, CreditLimit.without_ceiling())]

    assert severities == sorted(severities, reverse=True)


# --- what a decision says would clear a hold does clear it ----------------------


def pay(customer: CreditFacts, as_of: Date, amount: Money, *references: Reference) -> CreditFacts:
    """Return the facts after a transfer."""
    number = len(customer.ledger.payments) + 1
    transfer = Payment(
        id=PaymentId(f"Z-{number}"),
        customer_id=DEALER,
        received_on=as_of,
        amount=amount,
        references=references,
    )
    ledger = customer.ledger
    return attrs.evolve(
        customer, ledger=attrs.evolve(ledger, payments=(*ledger.payments, transfer))
    )


def pay_limit(customer: CreditFacts, as_of: Date, reason: Reason) -> CreditFacts:
    """
    Let the exposure fall by what the limit check asks for.

    Money that names nothing goes to what was written off as well; that is at
    risk no longer, so it has to be paid on top.
    """
    amount = reason.facts["to_clear"]
    assert isinstance(amount, Money)
    given_up = sum(
        one.amount.minor for one in customer.ledger.write_offs if one.currency == amount.currency
    )
    return pay(customer, as_of, Money(amount.minor + given_up, amount.currency))


def pay_invoices(customer: CreditFacts, as_of: Date, reason: Reason) -> CreditFacts:
    """Pay the named invoices in full; it takes what the reason says."""
    ledger = customer.ledger
    if customer.order is not None:
        ledger = with_order_open(ledger, customer.order, as_of=as_of)
    open_ = allocate(ledger, as_of=as_of).open
    named, sums = reason.facts["invoices"], reason.facts["to_pay"]
    assert isinstance(named, tuple)
    assert isinstance(sums, tuple)
    for total in sums:
        assert isinstance(total, Money)
        ids = [InvoiceId(str(key)) for key in named]
        mine = [key for key in ids if open_[key].currency == total.currency]
        assert total == Money(sum(open_[key].minor for key in mine), total.currency)
        references = [Reference(invoice_id=key, amount=open_[key]) for key in mine]
        customer = pay(customer, as_of, total, *references)
    return customer


def give_rates(customer: CreditFacts, as_of: Date, reason: Reason) -> CreditFacts:
    """Hand in the rates that are missing."""
    missing, into = reason.facts["currencies"], reason.facts["into"]
    assert isinstance(missing, tuple)
    given_ = [
        Rate(source=str(code), target=str(into), on=as_of, factor=Decimal("7.1"))
        for code in missing
        if customer.rates.factor(str(code), str(into), as_of=as_of) is None
    ]
    return attrs.evolve(customer, rates=Rates(rates=(*customer.rates.rates, *given_)))


def raise_index(customer: CreditFacts, _: Date, reason: Reason) -> CreditFacts:
    """Pay better for a while."""
    least = reason.facts["least"]
    assert isinstance(least, int)
    return attrs.evolve(customer, payment_index=least)


def review(customer: CreditFacts, as_of: Date, _: Reason) -> CreditFacts:
    """Make the review that was due."""
    return attrs.evolve(customer, card=attrs.evolve(customer.card, review_due_on=as_of))


def lift(customer: CreditFacts, as_of: Date, _: Reason) -> CreditFacts:
    """Lift every block."""
    blocks = tuple(
        attrs.evolve(block, lifted_on=max(as_of, block.since_on)) for block in customer.card.blocks
    )
    return attrs.evolve(customer, card=attrs.evolve(customer.card, blocks=blocks))


def decide(customer: CreditFacts, _: Date, __: Reason) -> CreditFacts:
    """Decide on a limit."""
    card = attrs.evolve(customer.card, limit=CreditLimit.of(Money(500, "CNY")))
    return attrs.evolve(customer, card=card)


REMEDIES: Final[Mapping[str, Callable[[CreditFacts, Date, Reason], CreditFacts]]] = {
    "credit.within_tolerance": pay_limit,
    "credit.over_limit": pay_limit,
    "credit.prepay": pay_limit,
    "credit.group_within_tolerance": pay_limit,
    "credit.group_over_limit": pay_limit,
    "credit.group_prepay": pay_limit,
    "credit.overdue": pay_invoices,
    "credit.overdue_share": pay_invoices,
    "credit.past_extension": pay_invoices,
    "credit.low_index": raise_index,
    "credit.review_overdue": review,
    "credit.blocked": lift,
    "credit.limit_unknown": decide,
    "credit.rate_unknown": give_rates,
}


def failing(decision: Decision[Verdict]) -> list[Reason]:
    """Return the failing checks."""
    return [one for one in decision.reasons if one.code in REMEDIES]


@settings(max_examples=60)
@given(any_facts, days())
def test_what_is_said_to_clear_a_check_clears_it(customer: CreditFacts, as_of: Date) -> None:
    """After each remedy by itself the reason is gone."""
    decision = check_order(customer, as_of=as_of, rules=RULES)
    left = []
    for reason in failing(decision):
        cured = REMEDIES[reason.code](customer, as_of, reason)
        after = check_order(cured, as_of=as_of, rules=RULES)
        same = [one for one in failing(after) if one.code == reason.code]
        left += [one for one in same if one.facts.get("check") == reason.facts.get("check")]

    assert [] == left


@settings(max_examples=60)
@given(any_facts, days())
def test_doing_what_is_said_round_by_round_ends_with_a_pass(
    customer: CreditFacts, as_of: Date
) -> None:
    """No check sends the reader in a circle."""
    for _ in range(ROUNDS):
        decision = check_order(customer, as_of=as_of, rules=RULES)
        if not failing(decision):
            break
        customer = REMEDIES[failing(decision)[0].code](customer, as_of, failing(decision)[0])

    assert Verdict.ALLOW is decision.outcome


@settings(max_examples=60)
@given(any_facts, days())
def test_the_worst_check_that_is_not_waived_decides(customer: CreditFacts, as_of: Date) -> None:
    """The outcome is the worst verdict among the failing checks that no release waives."""
    decision = check_order(customer, as_of=as_of, rules=RULES)
    waived = {
        check
        for one in decision.reasons
        if one.code == "credit.released" and isinstance(one.facts["checks"], tuple)
        for check in one.facts["checks"]
    }
    verdicts = [
        one.facts["verdict"] for one in failing(decision) if one.facts["check"] not in waived
    ]
    worst = max(
        (each for each in verdicts if isinstance(each, Verdict)),
        key=lambda each: each.severity,
        default=Verdict.ALLOW,
    )

    assert worst is decision.outcome


@settings(max_examples=60)
@given(any_facts, days(), st.sampled_from(OrderStep))
def test_every_reason_is_put_in_words(customer: CreditFacts, as_of: Date, step: OrderStep) -> None:
    """No reason is shown as a bare code, in any language."""
    decision = check_order(attrs.evolve(customer, step=step), as_of=as_of, rules=RULES)
    sentences = [
        sentence
        for language in ("en", "zh-Hans", "zh-Hant")
        for sentence in explain(decision, language)
    ]

    assert [] == [sentence for sentence in sentences if sentence.startswith("credit.")]


@settings(max_examples=60)
@given(any_facts, days())
def test_what_somebody_releases_goes_on(customer: CreditFacts, as_of: Date) -> None:
    """The record that is written for an order lets that order pass, and no block."""
    bare = attrs.evolve(customer, card=attrs.evolve(customer.card, releases=()))
    release = release_order(bare, by=StaffId("boss"), reason="x", as_of=as_of, rules=RULES).outcome
    if release is None:
        held = check_order(bare, as_of=as_of, rules=RULES).outcome
        assert customer.order is None or held in {Verdict.ALLOW, Verdict.NOTICE, Verdict.REFUSE}
    else:
        let_through = attrs.evolve(bare, card=attrs.evolve(bare.card, releases=(release,)))
        standing = release_standing(let_through, as_of=as_of, rules=RULES).outcome
        verdict = check_order(let_through, as_of=as_of, rules=RULES).outcome

        assert ReleaseStanding.COVERS is standing
        assert verdict in {Verdict.ALLOW, Verdict.NOTICE}
