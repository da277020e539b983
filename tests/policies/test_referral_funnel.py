"""The funnel of referrals beside the documents' figures (R1, R7, policies 8)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Prospect, Referral, ReferralState
from clientcare.errors import InvalidValueError
from clientcare.policies.kpi import KpiName, Period
from clientcare.policies.referral_funnel import (
    Funnel,
    FunnelStage,
    referral_conversion,
    referral_funnel,
    wilson,
)
from clientcare.wording import texts

FIRM = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
MARCH = Period(first_on=Date(2026, 3, 1), last_on=Date(2026, 3, 31))
NOON = pendulum.datetime(2026, 3, 2, 12, tz="Asia/Shanghai")
LATER = pendulum.datetime(2026, 6, 29, 12, tz="Asia/Shanghai")
Z = Decimal("1.959964")
S = ReferralState
WON = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED)


def referral(
    key: str, *road: ReferralState, by: str = "A", at: DateTime = NOON, on: DateTime = NOON
) -> Referral:
    """Return a referral after a road."""
    found = Referral.name(
        id=ReferralId(key), introducer_id=CustomerId(by), prospect=Prospect(name="Li"), at=at
    )
    for state in road:
        found = found.move(state, at=on)
    return found


COHORT = (
    referral("a", *WON),
    referral("b", *WON, S.REWARD_PENDING, by="B"),
    referral("c", *WON, S.REVERSED),
    referral("d", S.CONSENTED, S.CONTACTED, S.LOST),
    referral("e", S.CONSENTED),
    referral("f", S.NO_CONSENT),
    referral("g", *WON, at=NOON.subtract(months=1), on=NOON),
)


def funnel(*, now: DateTime = LATER, customers: int | None = 10) -> Funnel:
    """Return the funnel of March."""
    found = referral_funnel(COHORT, period=MARCH, now=now, calendar=FIRM, customers=customers)
    assert set(found.codes) <= texts().keys()
    return found.outcome


def test_stages() -> None:
    """Named in the period alone; a reversed one is not converted."""
    stages = funnel().counts

    assert (6, 5, 4, 3, 2) == tuple(stages[stage] for stage in FunnelStage)
    assert 1 == funnel().open


def test_beside_the_documents() -> None:
    """R1's 60 % beside converted of contacted, R7's 10 % beside ambassadors of customers."""
    found = funnel()

    assert (Fraction(1, 2), Decimal("0.6")) == (found.closed.value, found.closed.documents)
    assert Fraction(1, 3) == found.won.value
    assert found.ambassadors is not None
    assert (Fraction(2, 10), Decimal("0.1")) == (
        found.ambassadors.value,
        found.ambassadors.documents,
    )
    assert funnel(customers=None).ambassadors is None


def test_an_empty_funnel() -> None:
    """Nothing named, no share and no interval."""
    found = funnel(now=NOON.subtract(days=1))

    assert (None, None, None) == (found.won.value, found.won.low, found.won.high)


@pytest.mark.parametrize(
    ("part", "whole", "ends"),
    [
        (0, 10, ("0.0000", "0.2775")),
        (10, 10, ("0.7225", "1.0000")),
        (5, 10, ("0.2366", "0.7634")),
        (15, 1000, ("0.0091", "0.0246")),
    ],
)
def test_wilson(part: int, whole: int, ends: tuple[str, str]) -> None:
    """Known intervals at 95 %."""
    assert tuple(map(Decimal, ends)) == wilson(part, whole, z=Z)


def test_wilson_refuses_what_is_no_share() -> None:
    """More than all is no share; of none there is no interval."""
    with pytest.raises(InvalidValueError, match="from 0 to 3"):
        wilson(4, 3, z=Z)
    assert wilson(0, 0, z=Z) is None


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_solve_the_equation(told: tuple[int, int]) -> None:
    """At each end the share is z standard deviations away, whatever way that is reckoned."""
    part, whole = told
    ends = wilson(part, whole, z=Z)
    assert ends is not None
    square = Fraction(Z) ** 2
    step = Fraction(1, 20_000)

    def beyond(end: Fraction) -> bool:
        return (Fraction(part, whole) - end) ** 2 * whole > square * end * (1 - end)

    low, high = map(Fraction, ends)
    share = Fraction(part, whole)
    assert low - step <= share <= high + step
    assert low <= step or beyond(low - 2 * step)
    assert high >= 1 - step or beyond(high + 2 * step)


@pytest.mark.parametrize(
    ("of_contacted", "name", "whole"),
    [(False, KpiName.REFERRAL_CONVERSION, 6), (True, KpiName.CONTACTED_CONVERSION, 4)],
)
def test_the_key_figures(*, of_contacted: bool, name: KpiName, whole: int) -> None:
    """Converted of named, and of contacted; the window is told, and that one is still open."""
    found = referral_conversion(
        COHORT, period=MARCH, now=LATER, calendar=FIRM, of_contacted=of_contacted
    )

    assert (name, 2, whole) == (
        found.outcome.name,
        found.outcome.numerator,
        found.outcome.denominator,
    )
    assert (90, LATER) == (found.inputs["days"], found.inputs["window_until"])
    assert ("referral_funnel.conversion", "referral_funnel.provisional") == found.codes
    assert set(found.codes) <= texts().keys()


def test_a_finished_cohort_is_final() -> None:
    """Nobody on the way, nothing provisional."""
    found = referral_conversion([COHORT[0]], period=MARCH, now=LATER, calendar=FIRM)

    assert ("referral_funnel.conversion",) == found.codes


def test_introducers_who_are_no_customers() -> None:
    """More introducers than customers make no share; the rest of the funnel stands."""
    found = funnel(customers=1)

    assert found.ambassadors is None
    assert 2 == found.won.part


@pytest.mark.parametrize("customers", [-1, True, "3"])
def test_the_number_of_customers_is_a_number(customers: int) -> None:
    """Anything else is refused by name."""
    with pytest.raises(InvalidValueError, match="customers"):
        funnel(customers=customers)


def test_each_referral_comes_once() -> None:
    """One that comes twice is not counted twice."""
    for reckon in (referral_funnel, referral_conversion):
        with pytest.raises(InvalidValueError, match="each referral once"):
            reckon([COHORT[0], COHORT[0]], period=MARCH, now=LATER, calendar=FIRM)
