"""A credit decision names every number that it rests on, in every language."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
import pytest
from pendulum import Date

from clientcare.domain.credit_limit import CreditInsurance
from clientcare.domain.decisions import Decision, Plain, Reason
from clientcare.domain.ids import InvoiceId, PaymentPromiseId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.scales import CreditGrade, Tier
from clientcare.policies.across_companies import CompanyPosition, across_companies
from clientcare.policies.ageing import ageing
from clientcare.policies.collection_order import CollectionCase, collection_line
from clientcare.policies.credit_hold import check_order
from clientcare.policies.credit_limit import propose_limit
from clientcare.policies.credit_readings import CreditHistory, review_facts
from clientcare.policies.credit_review import CreditReviewRules, credit_review_due
from clientcare.policies.credit_score import score_card, score_facts
from clientcare.policies.effective_limit import EffectiveLimit, LimitsOnFile
from clientcare.policies.exposure import exposure
from clientcare.policies.overdue import overdue_items
from clientcare.policies.payment import payment_index
from clientcare.policies.payment_behaviour import PaymentFacts, payment_behaviour
from clientcare.policies.payment_promises import judge_payment_promises
from clientcare.testing import documents
from clientcare.testing.documents import day
from clientcare.wording import Language, render, texts
from clientcare.wording._text import Filler

from . import credit_questions, test_credit, test_credit_review
from .nasty_ledgers import AS_OFS, DEALER, MIXED, Chance, Maker, some_rates

SEEDS: Final = range(250)
ENOUGH: Final = 12
AREAS: Final = (
    *("ageing", "collection", "credit", "credit_review", "exposure", "payment"),
    "payment_promise",
)


def decisions(seed: int) -> Iterator[Decision[object]]:
    """Ask every credit policy of one nasty case."""
    by = Chance(seed)
    facts, as_of = test_credit.a_case(by)
    yield check_order(facts, as_of=as_of)
    yield check_order(attrs.evolve(facts, order=None), as_of=as_of)
    ledger, rates = facts.ledger, facts.rates
    graded = score_facts(
        facts.card,
        ledger,
        as_of=as_of,
        currency="CNY",
        rates=rates,
        payment_index=facts.payment_index,
    )
    yield score_card(graded, as_of=as_of)
    insured = CreditInsurance(limit=Money(5_000, "CNY"), cover_percent=Decimal(90))
    card = attrs.evolve(facts.card, insurance=insured)
    yield check_order(attrs.evolve(facts, card=card), as_of=as_of)
    yield propose_limit(test_credit.some_limit_facts(by), as_of=test_credit.AUGUST_31)
    yield exposure(ledger, as_of=as_of)
    yield ageing(ledger, as_of=as_of)
    yield from _review(by)
    yield from _money(by, ledger, as_of)
    yield from credit_questions.more_decisions(by, facts, as_of)


def _review(by: Chance) -> Iterator[Decision[object]]:
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, ("CNY",), by.pick(100, 20_000)).ledger()
    card = test_credit_review.a_card(by, as_of)
    rules = CreditReviewRules(look_back_days=by.pick(None, None, 35))
    limits = LimitsOnFile(own=card.limit)
    history = CreditHistory(ledger=ledger, limits=limits, currency="CNY", review=rules)
    facts = review_facts(card, history, as_of=as_of, grade=by.pick(None, *CreditGrade))
    yield credit_review_due(facts, as_of=as_of, rules=rules)


def _money(by: Chance, ledger: Ledger, as_of: Date) -> Iterator[Decision[object]]:
    mixed = Maker(by, as_of, MIXED, 30_000).ledger() if by.one_in(2) else ledger
    rates = some_rates(by, as_of)
    promises = tuple(
        PaymentPromise(
            id=PaymentPromiseId(f"PP-{no}"),
            customer_id=DEALER,
            made_on=(made := by.day(as_of, -40, -20, -5, 1)),
            due_on=by.day(made, 0, 10, 30),
            amount=Money(by.pick(0, 1, 5_000, 30_000), "CNY"),
            withdrawn_on=by.pick(None, None, None, by.day(made, 0, 5)),
        )
        for no in range(by.pick(0, 1, 2))
    )
    behaviour = payment_behaviour(
        PaymentFacts(ledger=mixed, promises=promises, rates=rates, currency="CNY"), as_of=as_of
    )
    yield behaviour
    judged = judge_payment_promises(promises, mixed, as_of=as_of)
    yield from judged.values()
    case = CollectionCase(
        customer_id=DEALER,
        overdue=overdue_items(mixed, as_of=as_of),
        tier=by.pick(None, *Tier),
        promises=tuple((one, judged[one.id].outcome) for one in promises),
    )
    yield collection_line(case, as_of=as_of, currency="CNY", rates=rates)


def plain_cases() -> Iterator[Decision[object]]:
    """Ask what the nasty cases hardly bring up: an empty book, a trend, a credited promise."""
    as_of = day("2024-06-30")
    yield exposure(documents.ledger(), as_of=as_of)
    dollars = documents.ledger(documents.invoice("I-1", "2024-06-01", "5", currency="USD"))
    for ledger in (documents.ledger(), dollars):
        here = CompanyPosition(ledger=ledger, limit=EffectiveLimit(permanent=Money(1, "CNY")))
        yield across_companies([here], as_of=as_of, currency="CNY")
    owed = (
        documents.invoice("I-2", "2024-05-01", "5", "2024-06-01", currency="USD"),
        *(documents.invoice(f"I-{no}", "2024-05-01", "5", "2024-06-01") for no in (3, 4)),
    )
    yield payment_index(documents.ledger(*owed), as_of=as_of)
    for late in ("2024-05-15", "2024-07-14"):
        book = [
            one
            for no in range(6)
            for one in (
                documents.invoice(f"I-{no}", "2023-01-01", "9", ("2023-10-15", late)[no // 3]),
                documents.payment(f"P-{no}", ("2023-10-15", "2024-06-14")[no // 3], "9"),
            )
        ]
        yield payment_behaviour(PaymentFacts(ledger=documents.ledger(*book)), as_of=as_of)
    for on in ("2024-05-15", "2024-05-20"):
        book = [
            one
            for no in range(6)
            for one in (
                documents.invoice(
                    f"I-{no}", "2023-01-01", "9", ("2023-10-15", "2024-05-15")[no // 3]
                ),
                documents.payment(f"P-{no}", ("2023-10-15", on)[no // 3], "9"),
            )
        ]
        yield payment_behaviour(PaymentFacts(ledger=documents.ledger(*book)), as_of=as_of)
    promise = PaymentPromise(
        id=PaymentPromiseId("PP-1"),
        customer_id=DEALER,
        made_on=day("2024-06-01"),
        due_on=day("2024-06-10"),
        amount=Money(900, "CNY"),
        invoice_ids=(InvoiceId("I-1"),),
    )
    settled = documents.ledger(
        documents.invoice("I-1", "2024-01-01", "9"),
        documents.credit_note("C-1", "2024-06-05", "9", documents.for_invoice("I-1")),
    )
    yield from judge_payment_promises(
        (attrs.evolve(promise, customer_id=documents.DEALER),), settled, as_of=as_of
    ).values()


@pytest.fixture(scope="module")
def found() -> dict[str, list[Reason]]:
    """Return what the policies say, by code; a few of each code are enough."""
    reasons: defaultdict[str, list[Reason]] = defaultdict(list)
    nasty = (decision for seed in SEEDS for decision in decisions(seed))
    told = (reason for decision in (*plain_cases(), *nasty) for reason in decision.reasons)
    for reason in (*credit_questions.clashes(), *told):
        if len(reasons[reason.code]) < ENOUGH:
            reasons[reason.code].append(reason)
    return reasons


def numbers(reason: Reason) -> Iterator[tuple[str, Plain]]:
    """Yield every number, sum and day among the facts of a reason."""
    for name, value in reason.facts.items():
        for one in value if isinstance(value, tuple) else (value,):
            counts = isinstance(one, int | Decimal | Fraction | Money | Date)
            if counts and not isinstance(one, bool):
                yield name, one


def is_named(value: Plain, text: str, tongue: Language) -> bool:
    """Tell whether a text shows a value, plainly or as a percentage or hours."""
    filler = Filler(tongue)
    ways = {filler.format_field(value, "")}
    if isinstance(value, int | Decimal | Fraction):
        ways.add(filler.format_field(value, "percent"))
    return any(way in text for way in ways)


@pytest.mark.parametrize("tongue", Language)
def test_every_number_is_named(found: dict[str, list[Reason]], tongue: Language) -> None:
    """What was compared stands in the sentence, in English and in both Chinese scripts."""
    silent = {
        (reason.code, name)
        for reasons in found.values()
        for reason in reasons
        for name, value in numbers(reason)
        if not is_named(value, render(reason, tongue), tongue)
    }

    assert set() == silent


def test_every_fact_has_its_place(found: dict[str, list[Reason]]) -> None:
    """Not only by chance: each fact that is a number has a place of its own in the sentence."""
    homeless = set()
    for code, reasons in found.items():
        places = {name for _, name, _, _ in string.Formatter().parse(texts()[code].en) if name}
        homeless |= {
            (code, name) for one in reasons for name, _ in numbers(one) if name not in places
        }

    assert set() == homeless


def test_no_code_is_left_out(found: dict[str, list[Reason]]) -> None:
    """The cases bring up every sentence of these areas."""
    left = {code for code in texts().keys() - found.keys() if code.partition(".")[0] in AREAS}

    assert set() == left
