"""Who signs, and temporary increases, against a second reckoning from the text."""

from __future__ import annotations

import datetime as dt

import attrs
import pendulum
from hypothesis import given, settings
from pendulum import Date

from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures, RequestKind
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit_limit import CreditLimit, LimitState, TemporaryIncrease
from clientcare.domain.ids import ApprovalRequestId, CreditCardId, CustomerId, InvoiceId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS, Staff
from clientcare.policies.approval_chain import ChainFacts, approval_chain
from clientcare.policies.approvals import ApprovalFacts, approval_status
from clientcare.policies.effective_limit import LimitsOnFile
from clientcare.policies.overdue import OverdueItem
from clientcare.policies.temporary_increase import IncreaseFacts, judge_increase

from . import approval_oracle as oracle
from .nasty_ledgers import CHANCES, Chance

TOTALS = (
    *(0, 1, 1_999_999, 2_000_000, 2_000_001, 9_999_999, 10_000_000, 10_000_001),
    *(11_000_000, 11_000_001, 50_000_000, 50_000_001, 90_000_000),
)
MONDAY = Date(2026, 3, 2)
PEOPLE = "abcd"


def cny(minor: int | None) -> Money | None:
    """Return fen as money."""
    return None if minor is None else Money(minor, "CNY")


def some_figures(by: Chance) -> LimitFigures:
    """Return figures at and around every bound."""
    endless, free = by.one_in(9), by.one_in(9)
    return LimitFigures(
        total=None if endless else cny(by.pick(*TOTALS)),
        total_state=LimitState.NONE if endless else LimitState.AMOUNT,
        before=None if free else cny(by.pick(None, *TOTALS)),
        before_state=LimitState.NONE if free else LimitState.AMOUNT,
        grade=by.pick(None, *CreditGrade),
        terms_days=by.pick(None, 0, 60, 61),
        computed=cny(by.pick(None, *TOTALS)),
        unsupported=by.one_in(4),
        lapses_on=by.pick(None, None, MONDAY, Date(2026, 9, 1)),
        before_lapses_on=by.pick(None, None, MONDAY, Date(2026, 9, 1)),
    )


def some_people(by: Chance) -> tuple[Staff, ...]:
    """Return a few people with a few roles, some levels with nobody and some with several."""
    return tuple(
        Staff(
            id=StaffId(key),
            name=key,
            roles=tuple(role for role in APPROVERS if by.one_in(3)),
        )
        for key in PEOPLE
    )


def cut(about: LimitFigures) -> bool:
    """Tell whether less would count than does."""
    if about.total is None:
        return False
    if about.before_state is LimitState.NONE:
        return True
    ends, until = about.before_lapses_on, about.lapses_on
    if ends is not None and (until is None or until > ends):
        return False
    return about.before is not None and about.total.minor < about.before.minor


def expected_chain(
    about: LimitFigures, kind: RequestKind, staff: tuple[Staff, ...], askers: set[str]
) -> dict[str, set[str]] | None:
    """Return the chain of the text."""
    holders = {role: [one.id for one in staff if role in one.roles] for role in oracle.LADDER}
    increase = kind is RequestKind.INCREASE
    if cut(about) and not increase:
        return oracle.anybody(holders, askers)
    permanent = None if about.before is None else about.before.minor
    count = oracle.required(
        None if about.total is None else about.total.minor,
        about.grade,
        about.terms_days,
        None if about.computed is None else about.computed.minor,
        unsupported=about.unsupported,
        increase_on=(permanent,) if increase else None,
    )
    return oracle.chain(count, holders, askers)


@settings(max_examples=300)
@given(CHANCES)
def test_the_chain_is_that_of_the_text(by: Chance) -> None:
    """The levels and the people left at each."""
    kind, staff = by.pick(*RequestKind), some_people(by)
    about = some_figures(by)
    askers = frozenset(StaffId(key) for key in PEOPLE[: by.pick(0, 1, 2)])
    facts = ChainFacts(kind=kind, figures=about, askers=askers, staff=staff, currency="CNY")
    found = approval_chain(facts, as_of=MONDAY).outcome
    expected = expected_chain(about, kind, staff, set(askers))

    assert (expected is None) == (found is None)
    if expected is not None and found is not None:
        people = {role.value: {one.id for one in found.signers[role]} for role in found.levels}
        assert expected == people
        assert [role for role in oracle.LADDER if role in expected] == list(found.levels)
        assert found.any_one == (cut(about) and kind is not RequestKind.INCREASE)


@settings(max_examples=150)
@given(CHANCES)
def test_who_may_sign_after_some_days_is_that_of_the_text(by: Chance) -> None:
    """The first level, and each next one after more than five working days."""
    about, staff = some_figures(by), some_people(by)
    if cut(about):
        return
    if about.grade not in {CreditGrade.A, CreditGrade.B}:
        about = attrs.evolve(about, grade=CreditGrade.B)  # others are refused before any wait
    request = ApprovalRequest.file(
        id=ApprovalRequestId("R"),
        customer_id=CustomerId("C"),
        card_id=CreditCardId("K"),
        asked=Asked.for_limit(CreditLimit.without_ceiling()),
        figures=about,
        at=pendulum.datetime(2026, 3, by.pick(2, 6, 7), 23, tz="Asia/Shanghai"),
        by=StaffId("z"),
    )
    rows = expected_chain(about, RequestKind.LIMIT, staff, {"z"})
    now = request.requested_at.add(days=by.pick(0, 1, 4, 7, 8, 9, 10, 11, 16, 17, 18, 40))
    facts = ApprovalFacts(
        figures=about,
        staff=staff,
        currency="CNY",
        calendar=WorkCalendar.weekly("firm", time_zone="Asia/Shanghai"),
    )
    found = approval_status(request, facts, now=now).outcome

    assert (rows is None) == (found.standing == "undetermined")
    if rows is None:
        return
    levels = [role for role in oracle.LADDER if role in rows]
    above = {
        role: {str(one.id) for one in staff if role in one.roles}
        - {who for people in rows.values() for who in people}
        for role in oracle.LADDER[oracle.LADDER.index(levels[-1]) + 1 :]
    }
    rows |= {role: people for role, people in above.items() if people}
    order = [role for role in oracle.LADDER if role in rows]
    start, today = (dt.date(at.year, at.month, at.day) for at in (request.requested_at, now))
    opened = oracle.can_sign(order, start, today)
    expected: dict[str, str] = {}
    for role in opened:
        expected |= dict.fromkeys(rows[role], role)

    assert expected == {who: role.value for who, role in found.may_sign.items()}
    assert oracle.working_days(start, today) == found.waited_days


DAYS = (-400, -366, -365, -364, -200, -1, 0, 1, 100, 364, 365, 366)


def later(day: Date, days: int) -> Date:
    """Return a day some days later."""
    return Date.fromordinal(day.toordinal() + days)


def some_increase(by: Chance) -> tuple[IncreaseFacts, int | None]:
    """Return an increase at and around every bound, and the permanent limit under it."""
    permanent = by.pick(None, 0, 1, 100, 1_000_000, 3_333_333)
    size = 0 if permanent is None else permanent * 3 // 10
    amount = max(1, size + by.pick(-1, 0, 0, 1))
    starts_on = by.pick(MONDAY, Date(2024, 2, 29), Date(2025, 2, 28))
    length = by.pick(1, 89, 90, 90, 91)
    then = Money((permanent or 0) + by.pick(*(0,) * 20, 1), "CNY")

    def increase(start: Date, minor: int, days: int) -> TemporaryIncrease:
        return TemporaryIncrease(
            amount=Money(minor, "CNY"),
            permanent_then=then,
            starts_on=start,
            ends_on=later(start, days - 1),
        )

    earlier = by.few(lambda: increase(later(starts_on, by.pick(*DAYS)), 1, 1), 3, least=-2)
    overdue = by.few(
        lambda: OverdueItem(
            invoice_id=InvoiceId("I"),
            open=Money(1, "CNY"),
            days_past_due=99,
            days_overdue=by.pick(-1, 1, 15, 16),
            disputed=False,
            sheltered=by.one_in(2),
            insured=False,
        ),
        2,
        least=-3,
    )
    own = None if permanent is None else CreditLimit.of(Money(permanent, "CNY"))
    facts = IncreaseFacts(
        asked=increase(starts_on, amount, length),
        limits=LimitsOnFile(own=own, increases=earlier),
        overdue=overdue,
    )
    return facts, permanent


@settings(max_examples=300)
@given(CHANCES)
def test_increases_are_allowed_as_in_the_text(by: Chance) -> None:
    """Share, length, rolling starts and overdue items, at and around every bound."""
    facts, permanent = some_increase(by)
    asked = facts.asked
    expected = asked.permanent_then.minor == (permanent or 0) and oracle.increase_is_allowed(
        asked.amount.minor,
        permanent,
        (asked.starts_on, asked.ends_on),
        [one.starts_on for one in facts.limits.increases],
        [(one.days_overdue, one.sheltered) for one in facts.overdue],
    )

    assert expected == judge_increase(facts, as_of=MONDAY).outcome
