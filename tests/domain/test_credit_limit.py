"""Limits, increases, blocks and cover."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from pendulum import Date

from clientcare.domain.credit_limit import (
    AdverseFact,
    CreditBlock,
    CreditInsurance,
    CreditLimit,
    LimitBasis,
    LimitState,
    OrderRelease,
    Security,
    TemporaryIncrease,
)
from clientcare.domain.credit_scales import AdverseKind, CreditCheck
from clientcare.domain.ids import OrderId
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError

MARCH_1 = Date(2026, 3, 1)
MARCH_31 = Date(2026, 3, 31)


def cny(amount: str) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def increase(ended_on: Date | None = None) -> TemporaryIncrease:
    """Return the increase of the worked example, valid through March."""
    return TemporaryIncrease(
        amount=cny("36000"),
        permanent_then=cny("120000"),
        starts_on=MARCH_1,
        ends_on=MARCH_31,
        ended_on=ended_on,
    )


def test_no_limit_an_inherited_one_and_zero_differ() -> None:
    """The three are different values."""
    limits = {CreditLimit.without_ceiling(), CreditLimit.inherited(), CreditLimit.of(cny("0"))}

    assert len(limits) == 3


def test_an_amount_needs_its_state_and_the_state_its_amount() -> None:
    """A limit says either how much or why there is no amount."""
    with pytest.raises(InvalidValueError, match="only then"):
        CreditLimit(state=LimitState.NONE, amount=cny("1"))
    with pytest.raises(InvalidValueError, match="only then"):
        CreditLimit(state=LimitState.AMOUNT)


def test_a_limit_is_not_negative() -> None:
    """Less than no credit cannot be granted."""
    with pytest.raises(InvalidValueError, match="0 or more"):
        CreditLimit.of(cny("-1"))


def test_only_an_amount_can_lapse() -> None:
    """An inherited limit has no trial of its own."""
    with pytest.raises(InvalidValueError, match="lapses"):
        CreditLimit(state=LimitState.INHERITED, lapses_on=MARCH_1)


def test_a_limit_does_not_lapse_before_its_grant() -> None:
    """The last day of a trial is not before its first."""
    with pytest.raises(InvalidValueError, match="not before"):
        CreditLimit.of(cny("1"), granted_on=MARCH_31, lapses_on=MARCH_1)


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (Date(2026, 2, 28), False),
        (MARCH_1, True),
        (MARCH_31, True),
        (Date(2026, 4, 1), False),
    ],
)
def test_an_increase_runs_on_both_its_ends(day: Date, runs: bool) -> None:  # noqa: FBT001 - a case
    """It counts on its first and last local day and expires by itself."""
    assert runs == increase().runs_on(day)


def test_an_increase_taken_back_ends_on_that_day() -> None:
    """The day from which it is taken back is no day of it."""
    taken_back = increase(ended_on=Date(2026, 3, 10))

    assert (True, False) == (
        taken_back.runs_on(Date(2026, 3, 9)),
        taken_back.runs_on(Date(2026, 3, 10)),
    )


def test_an_increase_is_above_zero_and_of_the_limits_currency() -> None:
    """An increase of nothing, or in another currency, is refused."""
    for amount, then in (("0", cny("1")), ("1", Money.of("1", "EUR")), ("1", cny("-1"))):
        with pytest.raises(InvalidValueError):
            TemporaryIncrease(
                amount=cny(amount), permanent_then=then, starts_on=MARCH_1, ends_on=MARCH_31
            )


def test_an_increase_does_not_end_before_it_starts() -> None:
    """Start and end are refused the wrong way round."""
    with pytest.raises(InvalidValueError, match="not before"):
        TemporaryIncrease(
            amount=cny("1"), permanent_then=cny("1"), starts_on=MARCH_31, ends_on=MARCH_1
        )


def test_a_block_runs_until_it_is_lifted() -> None:
    """Without an end it holds on every later day; the day of the lifting is free."""
    open_end = CreditBlock(since_on=MARCH_1, reason="cheques bounced")
    lifted = CreditBlock(since_on=MARCH_1, lifted_on=MARCH_31, reason="cheques bounced")
    mistake = CreditBlock(since_on=MARCH_1, lifted_on=MARCH_1, reason="the wrong customer")
    days = (Date(2026, 2, 28), MARCH_1, Date(2026, 3, 30), MARCH_31)

    assert [False, True, True, True] == [open_end.runs_on(day) for day in days]
    assert [False, True, True, False] == [lifted.runs_on(day) for day in days]
    assert [False] * 4 == [mistake.runs_on(day) for day in days]


def test_an_adverse_fact_runs_until_it_ends() -> None:
    """It is true from its first day on, and no longer on the day of its end."""
    lasting = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=MARCH_1)
    over = AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=MARCH_1, ended_on=MARCH_31)
    days = (Date(2026, 2, 28), MARCH_1, Date(2026, 3, 30), MARCH_31)

    assert [False, True, True, True] == [lasting.runs_on(day) for day in days]
    assert [False, True, True, False] == [over.runs_on(day) for day in days]


def test_neither_ends_before_it_starts() -> None:
    """The wrong way round is refused."""
    with pytest.raises(InvalidValueError, match="not before"):
        CreditBlock(since_on=MARCH_31, lifted_on=MARCH_1, reason="x")
    with pytest.raises(InvalidValueError, match="not before"):
        AdverseFact(kind=AdverseKind.INSOLVENCY, since_on=MARCH_31, ended_on=MARCH_1)


@pytest.mark.parametrize(
    ("exposure", "own_risk"),
    [("110000", 38_000_00), ("80000", 8_000_00), ("10000", 1_000_00), ("0", 0), ("-5", 0)],
)
def test_own_risk_is_what_the_insurer_does_not_bear(exposure: str, own_risk: int) -> None:
    """An exposure of 110,000 with 80,000 insured at 90 % leaves 38,000 (policies 2d)."""
    insurance = CreditInsurance(limit=cny("80000"), cover_percent=Decimal(90))

    assert Fraction(own_risk) == insurance.own_risk(cny(exposure))


def test_insurance_and_security_are_not_negative() -> None:
    """Neither an insurer's limit nor a security is below zero."""
    with pytest.raises(InvalidValueError, match="0 or more"):
        CreditInsurance(limit=cny("-1"), cover_percent=Decimal(90))
    with pytest.raises(InvalidValueError, match="0 or more"):
        Security(kind="deposit", value=cny("-1"))


def test_purchases_and_references_are_not_negative() -> None:
    """Net worth can be negative; what is bought or granted cannot."""
    with pytest.raises(InvalidValueError, match="0 or more"):
        LimitBasis(monthly_purchases=cny("-1"))
    with pytest.raises(InvalidValueError, match="0 or more"):
        LimitBasis(reference_limits=(cny("1"), cny("-1")))


def test_a_block_cannot_be_released() -> None:
    """A block is lifted for the customer, never waived for one order."""
    with pytest.raises(InvalidValueError, match="lifted, not released"):
        OrderRelease(
            order_id=OrderId("O-1"),
            value=cny("1"),
            released_on=MARCH_1,
            checks=(CreditCheck.LIMIT, CreditCheck.BLOCK),
        )
