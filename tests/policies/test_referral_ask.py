"""When a customer is asked for a referral."""

from __future__ import annotations

import pytest
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId
from clientcare.errors import InvalidValueError
from clientcare.policies.after_sales import AfterSalesFacts, AfterSalesRules, Preset
from clientcare.policies.referral_ask import referral_ask
from clientcare.wording import explain

OFFICE = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
STANDARD = AfterSalesRules(preset=Preset.STANDARD)
FRIDAY = Date(2026, 11, 20)


def facts(*confirmed_on: Date) -> AfterSalesFacts:
    """Return a customer with confirmed deliveries."""
    return AfterSalesFacts(customer_id=CustomerId("dealer-1"), confirmed_on=confirmed_on)


def on(month: int, day: int) -> Date:
    """Return a date of 2026."""
    return Date(2026, month, day)


@pytest.mark.parametrize(
    ("complaint", "satisfaction", "manual", "standard"),
    [
        (False, None, True, False),
        (False, 4, True, True),
        (False, 3, False, False),
        (True, 5, False, False),
    ],
)
def test_when_a_referral_is_asked_for(
    complaint: bool,  # noqa: FBT001 - a column of the table
    satisfaction: int | None,
    *,
    manual: bool,
    standard: bool,
) -> None:
    """At the close of the deal unless displeased; with day 30 only if known to be pleased."""
    found = [
        referral_ask(
            facts(FRIDAY),
            closed_on=on(11, 10),
            open_complaint=complaint,
            satisfaction=satisfaction,
            as_of=FRIDAY,
            calendar=OFFICE,
            rules=rules,
        ).outcome
        for rules in (AfterSalesRules(), STANDARD)
    ]

    assert [on(11, 10) if manual else None, on(12, 21) if standard else None] == found


def test_without_a_day_nothing_is_asked() -> None:
    """No deal, no delivery: no day."""
    for rules in (AfterSalesRules(), STANDARD):
        decision = referral_ask(
            facts(),
            closed_on=None,
            open_complaint=False,
            satisfaction=5,
            as_of=FRIDAY,
            calendar=OFFICE,
            rules=rules,
        )
        assert (None, ("after_sales.referral_ask_no_day",)) == (decision.outcome, decision.codes)


def standard(as_of: Date, *confirmed_on: Date) -> Date | None:
    """Return on which day a pleased customer is asked in the standard manner."""
    return referral_ask(
        facts(*confirmed_on),
        closed_on=None,
        open_complaint=False,
        satisfaction=5,
        as_of=as_of,
        calendar=OFFICE,
        rules=STANDARD,
    ).outcome


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (on(3, 25), on(4, 1)),
        (on(4, 1), on(4, 1)),
        (on(4, 8), on(4, 1)),  # day 7 of the week in which it is asked for
        (on(4, 9), on(4, 20)),
        (on(4, 28), on(4, 20)),
    ],
)
def test_a_regular_buyer_is_asked_when_a_day_30_has_come(as_of: Date, expected: Date) -> None:
    """A newer delivery does not push the ask ahead for ever."""
    assert expected == standard(as_of, on(3, 2), on(3, 21))


def test_a_deal_of_later_is_not_known_yet() -> None:
    """A replay of the past asks for nothing that closed since."""
    decision = referral_ask(
        facts(),
        closed_on=on(12, 1),
        open_complaint=False,
        satisfaction=5,
        as_of=FRIDAY,
        calendar=OFFICE,
    )

    assert (None, ("after_sales.referral_ask_no_day",)) == (decision.outcome, decision.codes)


def test_without_an_answer_the_deal_is_reason_enough() -> None:
    """No figure is told of a satisfaction that is unknown."""
    decision = referral_ask(
        facts(),
        closed_on=FRIDAY,
        open_complaint=False,
        satisfaction=None,
        as_of=FRIDAY,
        calendar=OFFICE,
    )

    assert ("after_sales.referral_ask_untold",) == decision.codes
    assert "unknown" not in explain(decision)[0]


@pytest.mark.parametrize("answer", [0, 6, True, 4.0])
def test_satisfaction_is_1_to_5(answer: int) -> None:
    """Another figure is refused."""
    with pytest.raises(InvalidValueError, match="satisfaction"):
        referral_ask(
            facts(),
            closed_on=None,
            open_complaint=False,
            satisfaction=answer,
            as_of=FRIDAY,
            calendar=OFFICE,
        )
