"""Rewards, the hold, and what is taken back (policies 5a, R6)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pendulum
import pytest
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.money import Money
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.errors import CurrencyMismatchError
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_reward import (
    Reward,
    RewardFacts,
    RewardKind,
    RewardRules,
    RewardStep,
    decide_reward,
)
from clientcare.wording import texts

ZONE = "Asia/Shanghai"
OFFICE = WorkCalendar.weekly("office", time_zone=ZONE)
S = ReferralState
ROAD = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REWARD_PENDING, S.REWARDED)
NAMED = Referral.name(
    id=ReferralId("r"),
    introducer_id=CustomerId("wang"),
    prospect=Prospect(name="Li"),
    at=pendulum.datetime(2026, 3, 2, 12, tz=ZONE),
)


def reached(state: ReferralState) -> Referral:
    """Return the referral after all steps up to *state*."""
    found = NAMED
    for step in ROAD[: ROAD.index(state) + 1]:
        found = found.move(step, at=NAMED.received_at)
    return found


def cny(amount: str | int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


FACTS = RewardFacts(
    referral=reached(S.CONVERTED),
    delivered_on=Date(2026, 4, 1),
    invoiced_on=Date(2026, 3, 20),
    paid_on=Date(2026, 4, 20),
    order_value=cny(10_000),
    margin=cny("2000.19"),
)
FREE = Date(2026, 5, 2)  # day 31 from delivery
MONEY = RewardRules(fixed_amount=Decimal(500))


def ask(
    on: Date = FREE,
    *,
    facts: RewardFacts = FACTS,
    rules: RewardRules = RewardRules(),
    **changes: object,
) -> Decision[Reward | None]:
    """Return the decision at noon of a day."""
    facts = attrs.evolve(facts, **changes)  # type: ignore[arg-type]
    noon = pendulum.datetime(on.year, on.month, on.day, 12, tz=ZONE)
    decision = decide_reward(facts, now=noon, calendar=OFFICE, rules=rules)
    assert set(decision.codes) <= texts().keys()
    return decision


def step(decision: Decision[Reward | None]) -> tuple[str, RewardStep | None]:
    """Return why, and what is to be done."""
    done = decision.outcome
    return decision.codes[0].partition(".")[2], None if done is None else done.step


def test_without_money_by_default() -> None:
    """Thanks and a favour owed, free on day 31 from delivery."""
    decision = ask()

    assert Reward(step=RewardStep.GRANT, kind=RewardKind.NON_CASH, free_on=FREE) == decision.outcome


@pytest.mark.parametrize("state", [S.CONVERTED, S.REWARD_PENDING])
def test_the_hold(state: ReferralState) -> None:
    """The day before is too early, whatever the state."""
    referral = reached(state)

    assert ("held", RewardStep.WAIT) == step(ask(Date(2026, 5, 1), referral=referral))
    assert ("granted", RewardStep.GRANT) == step(ask(referral=referral))


def test_the_hold_counts_from_the_invoice_where_delivery_is_unknown() -> None:
    """Without either nothing can be said."""
    assert ("granted", RewardStep.GRANT) == step(ask(Date(2026, 4, 20), delivered_on=None))
    assert ("held", RewardStep.WAIT) == step(ask(Date(2026, 4, 19), delivered_on=None))
    assert ("delivery_unknown", None) == step(ask(delivered_on=None, invoiced_on=None))


@pytest.mark.parametrize("paid_on", [None, Date(2026, 5, 3)])
def test_paid_in_full_first(paid_on: Date | None) -> None:
    """The hold alone is not enough."""
    assert ("unpaid", RewardStep.WAIT) == step(ask(paid_on=paid_on))


@pytest.mark.parametrize("what", ["returned", "bad_debt", "bounced"])
def test_what_reverses_before_the_reward(what: str) -> None:
    """A full return, a bad debt or a bounced payment, from its day on."""
    undone = attrs.evolve(FACTS, **{f"{what}_on": FREE})  # type: ignore[arg-type]

    assert (what, RewardStep.REVERSE) == step(ask(facts=undone))
    assert ("held", RewardStep.WAIT) == step(ask(Date(2026, 5, 1), facts=undone))


def test_what_reverses_after_the_reward() -> None:
    """Only a bounced payment, and then the reward has to come back."""
    given = reached(S.REWARDED)
    back = ask(referral=given, bounced_on=FREE).outcome

    assert back is not None
    assert (RewardStep.REVERSE, True) == (back.step, back.clawback_due)
    assert ("nothing", RewardStep.NOTHING) == step(
        ask(referral=given, returned_on=FREE, bad_debt_on=FREE)
    )


@pytest.mark.parametrize("state", [S.CONSENTED, S.QUALIFIED])
def test_no_reward_in_question(state: ReferralState) -> None:
    """Before the conversion and after an end there is nothing to do."""
    assert ("nothing", RewardStep.NOTHING) == step(ask(referral=reached(state)))
    denied = reached(S.CONVERTED).move(S.REWARD_DENIED, at=NAMED.received_at)
    assert ("nothing", RewardStep.NOTHING) == step(ask(referral=denied))
    assert ("nothing", RewardStep.NOTHING) == step(ask(Date(2026, 3, 1)))


def test_an_own_lead_earns_nothing() -> None:
    """It was known already."""
    assert ("not_earned", RewardStep.DENY) == step(ask(standing=ClaimStanding.ALREADY_KNOWN))
    assert ("not_credited", RewardStep.DENY) == step(ask(edge_refused=EdgeRefusal.CYCLE))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (cny("999.99"), ("below_minimum", RewardStep.DENY)),
        (cny(1000), ("granted", RewardStep.GRANT)),
        (None, ("order_value_unknown", None)),
    ],
)
def test_the_minimum_order(value: Money | None, expected: tuple[str, RewardStep | None]) -> None:
    """After a partial return what was kept counts; exactly the least is enough."""
    rules = RewardRules(minimum_order=Decimal(1000))

    assert expected == step(ask(rules=rules, order_value=value))


@pytest.mark.parametrize(
    ("margin", "amount"),
    [
        (cny("2000.19"), cny("100.00")),  # 100.0095, rounded down
        (cny("10000"), cny(500)),
        (cny("10000.20"), cny(500)),
        (cny(0), cny(0)),
        (cny(-5), cny(0)),
    ],
)
def test_money(margin: Money, amount: Money) -> None:
    """The lower of the firm's amount and 5 % of the margin, rounded down; none below 0."""
    outcome = ask(rules=MONEY, margin=margin).outcome

    assert outcome is not None
    assert (RewardKind.MONEY, amount) == (outcome.kind, outcome.amount)


def test_unknown_margin() -> None:
    """Money by an unknown margin is undetermined."""
    assert ("margin_unknown", None) == step(ask(rules=MONEY, margin=None))
    assert ("granted", RewardStep.GRANT) == step(ask(margin=None))


def test_the_thirteenth_of_a_year() -> None:
    """Twelve a calendar year for one introducer."""
    assert ("granted", RewardStep.GRANT) == step(ask(rewards_this_year=11))
    assert ("cap", RewardStep.DENY) == step(ask(rewards_this_year=12))


@pytest.mark.parametrize(
    ("spent", "code"), [(None, "spent_unknown"), ("900", "granted_money"), ("900.01", "budget")]
)
def test_the_budget(spent: str | None, code: str) -> None:
    """What exceeds the rest is denied and not paid in part; exactly the rest is paid."""
    rules = RewardRules(fixed_amount=Decimal(100), yearly_budget=Decimal(1000))
    decision = ask(rules=rules, spent_this_year=None if spent is None else cny(spent))

    assert code == step(decision)[0]


def test_an_unknown_sum_decides_nothing_that_is_clear_without_it() -> None:
    """Above the whole budget, or without a budget, it does not matter."""
    small = RewardRules(fixed_amount=Decimal(100), yearly_budget=Decimal(99))

    assert "budget" == step(ask(rules=small))[0]
    assert "granted_money" == step(ask(rules=MONEY))[0]


def test_a_delivery_of_later_is_not_known_yet() -> None:
    """The hold then runs from the invoice, and without one from nothing."""
    later = Date(2026, 5, 3)

    assert Date(2026, 4, 20) == ask(delivered_on=later).outcome.free_on  # type: ignore[union-attr]
    assert "delivery_unknown" == step(ask(delivered_on=later, invoiced_on=None))[0]


def test_one_currency() -> None:
    """Amounts of two currencies are refused."""
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(FACTS, margin=Money.of(1, "USD"))
