"""The day of the next credit review against a second reckoning from the text."""

from __future__ import annotations

from hypothesis import given, settings
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import AdverseFact, CreditEvent, CreditLimit
from clientcare.domain.credit_scales import AdverseKind, CreditEventKind
from clientcare.domain.ids import CreditCardId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies.credit_readings import CreditHistory, review_facts
from clientcare.policies.credit_review import ReviewCause, credit_review_due
from clientcare.policies.effective_limit import LimitsOnFile

from . import review_oracle as oracle
from .nasty_ledgers import AS_OFS, CHANCES, DEALER, ONE, Chance, Maker


def a_limit(by: Chance, as_of: Date) -> CreditLimit | None:
    """Make a limit that exposure may reach, or another state."""
    granted = by.pick(None, None, by.day(as_of, -60, -5, 0, 1))
    if by.one_in(8):
        return by.pick(None, CreditLimit.without_ceiling(granted_on=granted))
    lapses = by.pick(None, None, by.day(as_of, -20, -1, 0, 9))
    return CreditLimit.of(
        Money(by.pick(0, 40, 150, 10_000, 40_000), "CNY"),
        granted_on=granted,
        lapses_on=lapses and max(lapses, granted or lapses),
    )


def a_card(by: Chance, as_of: Date) -> CreditCard:
    """Make a card that was reviewed some weeks ago, or never."""
    reviewed = by.day(as_of, -55, -34, -20, -2, -1, 0, 1)
    return CreditCard(
        id=CreditCardId("K-1"),
        customer_id=DEALER,
        grade=by.pick(None, *CreditGrade),
        limit=a_limit(by, as_of),
        reviewed_on=None if by.one_in(10) else reviewed,
        events=by.few(
            lambda: CreditEvent(kind=by.pick(*CreditEventKind), on=by.day(reviewed, 0, 1, 10, 60)),
            2,
            least=-2,
        ),
        adverse_facts=by.few(
            lambda: AdverseFact(
                kind=by.pick(*AdverseKind), since_on=by.day(reviewed, -5, 0, 1, 60)
            ),
            1,
            least=-3,
        ),
    )


@settings(max_examples=60)
@given(CHANCES)
def test_the_review_is_due_when_the_text_says(by: Chance) -> None:
    """Every cause falls due on the day on which looking day by day finds it."""
    as_of = by.pick(*AS_OFS)
    ledger = Maker(by, as_of, ONE, by.pick(100, 20_000)).ledger()
    card, now = a_card(by, as_of), by.pick(None, *CreditGrade)
    history = CreditHistory(ledger=ledger, limits=LimitsOnFile(own=card.limit), currency="CNY")
    facts = review_facts(card, history, as_of=as_of, grade=now)
    decision = credit_review_due(facts, as_of=as_of)
    expected = oracle.due(card, ledger, as_of, None if now is None else now.value)
    found: dict[str, object] = {}
    for reason in decision.reasons:
        cause = reason.code.removeprefix("credit_review.")
        on = reason.facts.get("on", reason.facts.get("due_on", reason.facts.get("lapses_on")))
        if cause in set(ReviewCause):
            found.setdefault(cause, as_of if cause == "never_reviewed" else on)

    assert expected == found
    assert min(expected.values(), default=None) == decision.outcome.due_on
    assert expected.get(decision.outcome.cause or "") == decision.outcome.due_on
