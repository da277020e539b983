"""Goodwill: the cap of a case, the authority of each level, and what was given before."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import ResolvedOnFirstContact
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, FaultSide, RemedyKind
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.staff import StaffRole
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.goodwill import (
    Goodwill,
    GoodwillFacts,
    GoodwillRules,
    GoodwillVerdict,
    check_goodwill,
    gesture_days,
    retention_at_stake,
)
from clientcare.wording import Language, explain

TODAY: Final = Date(2026, 11, 20)
HANDLER, OFFICE_HEAD = StaffRole.HANDLER, StaffRole.OFFICE_HEAD
MANAGER, VP = StaffRole.SALES_MANAGER, StaffRole.MARKETING_VP
GM, OWNER = StaffRole.GENERAL_MANAGER, StaffRole.OWNER
V: Final = GoodwillVerdict


def yuan(amount: str) -> Money:
    """Return an amount."""
    return Money.of(amount, "CNY")


def asked(
    amount: str,
    *,
    decider: StaffRole = HANDLER,
    disputed: str | None = "20000",
    margin: str | None = "60000",
    earlier: tuple[Date, ...] = (),
) -> Decision[Goodwill | None]:
    """Return what is said of a gesture today."""
    facts = GoodwillFacts(
        complaint_id=ComplaintId("C-1"),
        amount=yuan(amount),
        decider=decider,
        disputed=None if disputed is None else yuan(disputed),
        margin_12m=None if margin is None else yuan(margin),
        earlier_on=earlier,
    )
    return check_goodwill(facts, as_of=TODAY)


def verdict(answer: Decision[Goodwill | None]) -> GoodwillVerdict:
    """Return the verdict, which has to be there."""
    assert answer.outcome is not None
    return answer.outcome.verdict


def approver(answer: Decision[Goodwill | None]) -> StaffRole | None:
    """Return who has to agree."""
    assert answer.outcome is not None
    return answer.outcome.approver


def test_worked_example() -> None:
    """20,000 disputed and a margin of 60,000: 3,000, of which 200, 1,000 and the rest by level."""
    outcome = asked("0").outcome

    assert outcome is not None
    assert outcome.value_cap == yuan("3000")
    assert outcome.caps == {
        OFFICE_HEAD: yuan("200"),
        MANAGER: yuan("1000"),
        VP: yuan("3000"),
        GM: yuan("3000"),
    }


@pytest.mark.parametrize(
    ("amount", "decider", "expected"),
    [
        ("0", HANDLER, V.WITHIN),
        ("0.01", HANDLER, V.NEEDS_APPROVAL),
        ("200", OFFICE_HEAD, V.WITHIN),
        ("200.01", OFFICE_HEAD, V.NEEDS_APPROVAL),
        ("1000", MANAGER, V.WITHIN),
        ("1000.01", MANAGER, V.NEEDS_APPROVAL),
        ("3000", VP, V.WITHIN),
        ("3000", OWNER, V.WITHIN),
        ("3000.01", GM, V.OVER_CAP),
        ("1", StaffRole.FINANCE, V.NEEDS_APPROVAL),
    ],
)
def test_exactly_the_cap_passes(amount: str, decider: StaffRole, expected: GoodwillVerdict) -> None:
    """Each level gives up to its authority, and nobody more than the case is worth."""
    assert verdict(asked(amount, decider=decider)) is expected


def test_the_lowest_level_whose_authority_covers_it_is_asked() -> None:
    """Who is asked is nobody higher than needed."""
    amounts = ("0", "200", "200.01", "1000.01")

    assert [approver(asked(each)) for each in amounts] == [HANDLER, OFFICE_HEAD, MANAGER, VP]
    assert approver(asked("5000.01", margin="200000")) is GM


@pytest.mark.parametrize(
    ("disputed", "margin", "cap"),
    [
        ("20000", "-60000", "2000"),
        ("0", "-1", "0"),
        (None, "60000", "3000"),
        ("20000", None, "2000"),
        (None, "-5", "0"),
        ("0.99", None, "0.09"),
        ("50000", "60000", "5000"),
    ],
)
def test_what_the_cap_rests_on(disputed: str | None, margin: str | None, cap: str) -> None:
    """A negative margin is 0, an unknown value left out; the cap is shown cut to the cent."""
    outcome = asked("0", disputed=disputed, margin=margin).outcome

    assert outcome is not None
    assert outcome.value_cap == yuan(cap)


def test_both_values_unknown_is_undetermined() -> None:
    """Without value or margin nobody can tell."""
    answer = asked("1", disputed=None, margin=None)

    assert answer.outcome is None
    assert answer.codes[0] == "goodwill.values_unknown"


def test_the_exact_cap_is_compared() -> None:
    """10 % of 0.15 is a cent and a half: a cent passes, two do not."""
    found = [
        verdict(asked(each, disputed="0.15", margin=None, decider=GM)) for each in ("0.01", "0.02")
    ]

    assert found == [V.WITHIN, V.OVER_CAP]


@pytest.mark.parametrize(
    ("amount", "days", "expected"),
    [
        ("200", 180, MANAGER),
        ("200", 181, OFFICE_HEAD),
        ("200", 0, MANAGER),
        ("1000", 1, VP),
        ("1000.01", 1, GM),
        ("0", 1, OFFICE_HEAD),
    ],
)
def test_a_recent_gesture_asks_for_one_level_more(
    amount: str, days: int, expected: StaffRole
) -> None:
    """Up to 180 days after another gesture to the customer, the level above agrees."""
    assert approver(asked(amount, earlier=(TODAY.subtract(days=days),))) is expected


def test_the_general_manager_is_the_most_that_is_asked() -> None:
    """Above the top nobody is asked, whatever was given before."""
    answer = asked("5000.01", margin="200000", earlier=(TODAY,), decider=GM)

    assert (verdict(answer), approver(answer)) == (V.WITHIN, GM)


def test_gestures_after_the_day_are_left_out_and_counted() -> None:
    """What came later does not count, and is said."""
    answer = asked("200", earlier=(TODAY.add(days=1),))

    assert approver(answer) is OFFICE_HEAD
    assert answer.has("goodwill.after_as_of")


def test_what_is_owed_is_not_capped() -> None:
    """A refund of what is owed is no goodwill."""
    facts = GoodwillFacts(complaint_id=ComplaintId("C-1"), amount=yuan("99999"), owed=True)
    answer = check_goodwill(facts, as_of=TODAY)

    assert answer.outcome == Goodwill(verdict=V.OWED)


def test_one_gesture_per_complaint() -> None:
    """The second one is refused, however small."""
    facts = GoodwillFacts(
        complaint_id=ComplaintId("C-1"),
        amount=yuan("1"),
        disputed=yuan("20000"),
        decider=GM,
        given_in_case=True,
    )

    assert verdict(check_goodwill(facts, as_of=TODAY)) is V.GIVEN_BEFORE


def test_always_apologise() -> None:
    """Whatever the answer, the reminder to apologise stands in it."""
    answers = (asked("1"), asked("1", disputed=None, margin=None), asked("99999"))

    assert all(answer.codes[-1] == "goodwill.apologise" for answer in answers)


def test_the_business_case() -> None:
    """Of a margin of 60,000 a quick settlement keeps 28 points more: 16,800 a year."""
    answer = retention_at_stake(yuan("60000"), as_of=TODAY)

    assert answer.outcome == yuan("16800")
    assert "illustration" in explain(answer, Language.EN)[0]


@pytest.mark.parametrize(("margin", "stake"), [("-5", "0"), ("0.02", "0.01"), ("0.01", "0.00")])
def test_the_business_case_is_rounded_half_up(margin: str, stake: str) -> None:
    """A negative margin puts nothing at stake."""
    assert retention_at_stake(yuan(margin), as_of=TODAY).outcome == yuan(stake)


def test_the_business_case_of_an_unknown_margin() -> None:
    """Unknown stays unknown."""
    assert retention_at_stake(None, as_of=TODAY).outcome is None


def test_mixed_currencies_are_refused() -> None:
    """What is measured in one currency is not capped by another."""
    with pytest.raises(CurrencyMismatchError):
        GoodwillFacts(
            complaint_id=ComplaintId("C-1"), amount=yuan("1"), disputed=Money.of("1", "USD")
        )


def test_bad_rules_are_refused() -> None:
    """Slow settlements do not keep more customers than quick ones."""
    with pytest.raises(InvalidValueError, match="slow_retention"):
        GoodwillRules(quick_retention_percent=50)


def test_the_days_of_gestures() -> None:
    """A gesture counts on the firm's day on which it was carried out."""
    shanghai = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
    at = pendulum.datetime(2026, 11, 19, 17, tz="UTC")
    plain = Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=at,
        received_by=StaffId("rep"),
        owner_id=StaffId("rep"),
        about="x",
        remedy_sought="x",
    )
    settled = plain.record(
        ResolvedOnFirstContact(
            at=at,
            by=StaffId("rep"),
            account="x",
            severity=Severity(impact=3, urgency=3),
            cause=Cause(kind=CauseKind.QUANTITY, fault=FaultSide.OURS),
            remedies=(Remedy(kind=RemedyKind.GIFT, amount=yuan("5"), goodwill=True),),
            evidence="x",
            lessons="x",
            decided_as=OFFICE_HEAD,
        )
    )

    assert gesture_days((plain, settled), calendar=shanghai) == (Date(2026, 11, 20),)


_MONEY: Final = st.integers(-1_000_000, 10_000_000)


@given(
    amount=st.integers(0, 700_000) | st.sampled_from([0, 20_000, 20_001, 100_000, 500_000]),
    disputed=st.none() | st.integers(0, 10_000_000),
    margin=st.none() | _MONEY,
    ago=st.lists(st.integers(-3, 400) | st.sampled_from([180, 181]), max_size=2),
    decider=st.sampled_from(StaffRole),
)
def test_it_answers_as_a_second_reading_does(
    amount: int, disputed: int | None, margin: int | None, ago: list[int], decider: StaffRole
) -> None:
    """Said a second time, level by level and in ten-thousandths, the answer is the same."""
    facts = GoodwillFacts(
        complaint_id=ComplaintId("C-1"),
        amount=Money(amount, "CNY"),
        disputed=None if disputed is None else Money(disputed, "CNY"),
        margin_12m=None if margin is None else Money(margin, "CNY"),
        earlier_on=tuple(TODAY.subtract(days=days) for days in ago),
        decider=decider,
    )
    outcome = check_goodwill(facts, as_of=TODAY).outcome

    if disputed is None and margin is None:
        assert outcome is None
        return
    assert outcome is not None
    ladder = [(HANDLER, Decimal(0)), (OFFICE_HEAD, Decimal(200)), (MANAGER, Decimal(1000))]
    ladder += [(VP, Decimal(5000)), (GM, Decimal("Infinity"))]
    worth = max(
        Decimal(disputed or 0) * Decimal("0.1"),
        Decimal(max(margin or 0, 0)) * Decimal("0.05"),
    )
    assert outcome.caps == {
        role: Money(int(min(most * 100, worth)), "CNY") for role, most in ladder[1:]
    }
    if amount > worth:
        assert (outcome.verdict, outcome.approver) == (V.OVER_CAP, None)
        return
    place = next(at for at, (_, most) in enumerate(ladder) if amount <= most * 100)
    if any(0 <= days <= 180 for days in ago):
        place = min(place + 1, len(ladder) - 1)
    assert outcome.approver is ladder[place][0]
    roles = [role for role, _ in ladder]
    mine = roles.index(decider) if decider in roles else (len(roles) if decider is OWNER else 0)
    assert outcome.verdict is (V.WITHIN if mine >= place else V.NEEDS_APPROVAL)
