"""What other rules would change."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs
import pytest
from click.testing import CliRunner
from pendulum import Date

from clientcare.cli._commands import app
from clientcare.domain.credit import Accounting, CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitBasis
from clientcare.domain.credit_scales import FiveSteps, PaymentAttitude
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade, Tier
from clientcare.policies.credit_hold import CreditHoldRules, Verdict
from clientcare.policies.credit_limit import CreditLimitRules
from clientcare.policies.credit_score import CreditScoreRules
from clientcare.policies.tiering import TieringRules
from clientcare.reports.what_if import what_if_json, what_if_text
from clientcare.rulebook import Rulebook, rulebook_to_toml
from clientcare.services.what_if import Change, Compared, CustomerChange, Direction, WhatIf
from clientcare.testing.documents import DEALER, invoice, rate
from clientcare.wording import Language

from .conftest import store_of

AS_OF: Final = Date(2025, 12, 31)
TODAY: Final = Rulebook()


def card(limit: str = "100") -> CreditCard:
    """Return a card that scores 75 and needs 1,500 a month."""
    good = FiveSteps.GOOD
    return CreditCard(
        id=CreditCardId("k"),
        customer_id=DEALER,
        accounting=Accounting(
            payment_attitude=PaymentAttitude.AVERAGE,
            bank_credit=good,
            management_assessment=good,
            peer_reputation=good,
        ),
        capital_rating=FiveSteps.VERY_GOOD,
        limit=CreditLimit.of(Money.of(limit, "CNY")),
        limit_basis=LimitBasis(
            monthly_purchases=Money.of(9000, "CNY"),
            terms_days=30,
            tangible_net_worth=Money.of(900_000, "CNY"),
        ),
    )


def what_if(after: Rulebook, *values: object) -> WhatIf:
    """Return the comparison of today's rules with others, for one dealer."""
    customer = Customer(id=DEALER, name="Dealer One")
    store = store_of(customer, Customer(id=CustomerId("z"), name="z"), *values)
    return WhatIf(store, as_of=AS_OF, before=TODAY, after=after)


def only(after: Rulebook, *values: object) -> Change:
    """Return the one change that there is."""
    ((change,),) = (one.changes for one in what_if(after, *values).changes())
    return change


def test_the_same_rules_change_nothing() -> None:
    """Everybody was compared and nobody is told of."""
    same = what_if(TODAY, card(), invoice("i", "2025-11-01", "90"))

    assert [] == list(same.changes())
    assert (2, 0) == (same.summary.customers, same.summary.changed)


def test_a_grade() -> None:
    """Down two steps, with the score and the cut that no longer lets it pass."""
    stricter = Rulebook(credit_score=CreditScoreRules(a_from=Decimal(100), b_from=Decimal(99)))
    (graded,) = what_if(stricter, card()).changes()
    grade = next(one for one in graded.changes if one.compared is Compared.GRADE)

    assert (CreditGrade.A, CreditGrade.C, Direction.WORSE, 2) == (
        grade.before,
        grade.after,
        grade.direction,
        grade.steps,
    )
    assert ["credit.score"] == [one.code for one in grade.why_after]


def test_a_limit() -> None:
    """By how much money it falls."""
    change = only(Rulebook(credit_limit=CreditLimitRules(buffer_days=0)), card())

    assert (Compared.LIMIT, Direction.WORSE, None) == (
        change.compared,
        change.direction,
        change.steps,
    )
    assert isinstance(change.before, Money)
    assert isinstance(change.after, Money)
    assert change.by == change.after - change.before
    assert change.by is not None
    assert change.by.minor < 0


def test_a_verdict() -> None:
    """A wider tolerance turns a hold into a notice: one step of its ladder at a time."""
    kinder = {CreditGrade.A: Decimal(50), CreditGrade.B: Decimal(50), CreditGrade.C: Decimal(50)}
    after = Rulebook(credit_hold=CreditHoldRules(tolerance_percent=kinder))
    change = only(after, card("100"), invoice("i", "2025-11-01", "130"))

    assert (Compared.VERDICT, Verdict.HOLD, Verdict.NOTICE, Direction.BETTER, 2) == (
        change.compared,
        change.before,
        change.after,
        change.direction,
        change.steps,
    )
    assert ["credit.over_limit"] == [one.code for one in change.why_before]
    assert "credit.within_tolerance" in [one.code for one in change.why_after]


def test_what_is_undetermined_is_unclear() -> None:
    """A grade that is lost for want of ratings is neither better nor worse."""
    after = Rulebook(credit_score=CreditScoreRules(least_known_weight=100))
    partly = CreditCard(
        id=CreditCardId("k"),
        customer_id=DEALER,
        accounting=Accounting(
            payment_attitude=PaymentAttitude.PROMPT, bank_credit=FiveSteps.VERY_GOOD
        ),
        capital_rating=FiveSteps.VERY_GOOD,
    )
    change = only(after, partly)

    assert (Compared.GRADE, CreditGrade.A, None) == (change.compared, change.before, change.after)
    assert (Direction.UNCLEAR, None) == (change.direction, change.steps)


def test_two_currencies_are_not_compared() -> None:
    """A limit in dollars is neither more nor less than one in yuan."""
    dealer = attrs.evolve(card(), limit=None)
    customer = Customer(id=DEALER, name="Dealer One")
    rates = Rates(rates=(rate("CNY", "USD", "2025-12-31", "0.14"),))
    compared = WhatIf(
        store_of(customer, dealer),
        as_of=AS_OF,
        before=Rulebook(currency="CNY"),
        after=Rulebook(currency="USD"),
        rates=rates,
    )
    (one,) = compared.changes()
    change = next(one for one in one.changes if one.compared is Compared.LIMIT)

    assert (Direction.UNCLEAR, None) == (change.direction, change.by)


def test_steps_as_text() -> None:
    """A grade that falls by two steps says so."""
    stricter = Rulebook(credit_score=CreditScoreRules(a_from=Decimal(100), b_from=Decimal(99)))
    text = "".join(what_if_text(what_if(stricter, card())))

    assert "grade: A -> C (worse, 2 steps)" in text


def test_the_sum() -> None:
    """Counts by answer and direction, and what the limits lose together."""
    compared = what_if(Rulebook(credit_limit=CreditLimitRules(buffer_days=0)), card())
    (one,) = compared.changes()
    (change,) = one.changes

    assert CustomerChange is type(one)
    assert 1 == compared.summary.counts[Compared.LIMIT, Direction.WORSE]
    assert {"CNY": change.by} == compared.summary.limits


@pytest.mark.parametrize("tongue", Language)
def test_as_text(tongue: Language) -> None:
    """Who, what, by how much, why, and the sum."""
    compared = what_if(Rulebook(credit_limit=CreditLimitRules(buffer_days=0)), card())
    text = "".join(what_if_text(compared, language=tongue))

    assert "Dealer One (dealer-1) · exposure 0.00 CNY" in text
    assert "limit:" in text
    assert "      was: " in text
    assert "1 of 2 customers change." in text
    assert "all limits together: -" in text


def test_as_json() -> None:
    """The same as data."""
    compared = what_if(Rulebook(tiering=TieringRules()), card())
    other = what_if(Rulebook(credit_limit=CreditLimitRules(buffer_days=0)), card())
    nothing = json.loads("".join(what_if_json(compared)))
    found = json.loads("".join(what_if_json(other)))

    assert ([], 0) == (nothing["customers"], nothing["changed"])
    assert ("limit", "worse") == (
        found["customers"][0]["changes"][0]["compared"],
        found["customers"][0]["changes"][0]["direction"],
    )
    assert 1 == found["counts"]["limit"]["worse"]


def test_the_command(tmp_path: Path, real_data: Path) -> None:
    """With a rulebook of other cuts, tiers change; without one nothing does."""
    mapping = Path(__file__).resolve().parents[2] / "examples" / "classicmodels" / "mapping.toml"
    rules = tmp_path / "other.toml"
    rules.write_text(rulebook_to_toml(Rulebook(name="other", tiering=TieringRules(a_percent=60))))
    base = [
        *("what-if", str(real_data / "classicmodels"), "--mapping", str(mapping)),
        *("--as-of", "2005-06-01", "--format", "json"),
    ]
    result = CliRunner().invoke(app, [*base, "--after", str(rules)])
    found = json.loads(result.stdout)
    refused = CliRunner().invoke(app, [*base, "--after", str(rules), "--out", str(rules)])

    assert {"tier"} == {one["compared"] for who in found["customers"] for one in who["changes"]}
    assert found["counts"]["tier"]["worse"] == found["changed"] > 0
    assert Tier.A.value in {one["before"] for who in found["customers"] for one in who["changes"]}
    assert refused.exit_code != 0
