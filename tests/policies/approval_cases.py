"""People, figures and requests for the tests of approvals."""

from __future__ import annotations

from typing import Any, Final

import pendulum
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit_limit import CreditLimit, TemporaryIncrease
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import ApprovalRequestId, CreditCardId, CustomerId, OfficeId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import Deputy, Staff, StaffRole
from clientcare.policies.approvals import ApprovalFacts
from clientcare.policies.effective_limit import LimitsOnFile
from clientcare.policies.temporary_increase import IncreaseFacts, judge_increase

HEAD, MANAGER, VICE, GENERAL, OWNER = (
    StaffRole.OFFICE_HEAD,
    StaffRole.SALES_MANAGER,
    StaffRole.MARKETING_VP,
    StaffRole.GENERAL_MANAGER,
    StaffRole.OWNER,
)
MONDAY: Final = Date(2026, 3, 2)
CALENDAR: Final = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")


def at(text: str) -> DateTime:
    """Return a time of March 2026 in the firm's zone, written ``02 09:00``."""
    found = pendulum.parse(f"2026-03-{text}", tz="Asia/Shanghai")
    assert isinstance(found, DateTime)
    return found


def cny(amount: str) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def someone(key: str, *roles: StaffRole, office: str = "north", **changes: Any) -> Staff:
    """Return somebody of ours."""
    return Staff(id=StaffId(key), name=key, roles=roles, office_id=OfficeId(office), **changes)


def deputy(key: str, role: StaffRole, *, by: str = "gm", first: int = 2, last: int = 31) -> Deputy:
    """Return a deputy for some days of March 2026."""
    return Deputy(
        deputy_id=StaffId(key),
        role=role,
        from_on=Date(2026, 3, first),
        until_on=Date(2026, 3, last),
        appointed_by=StaffId(by),
    )


REP: Final = someone("rep", StaffRole.REP)
TEAM: Final = (
    REP,
    someone("head", HEAD),
    someone("sm", MANAGER),
    someone("vp", VICE),
    someone("gm", GENERAL),
)


def figures(total: str = "60000", /, **changes: Any) -> LimitFigures:
    """Return the figures of grade B, computed as asked, over a limit of 50,000 so far."""
    usual = {
        "total": cny(total),
        "before": cny("50000"),
        "grade": CreditGrade.B,
        "terms_days": 30,
        "computed": cny(total),
    }
    return LimitFigures(**{**usual, **changes})


def asked(total: str = "60000") -> Asked:
    """Return the wish for a permanent limit."""
    return Asked.for_limit(CreditLimit.of(cny(total)))


def increase(amount: str = "36000", then: str = "120000", **changes: Any) -> TemporaryIncrease:
    """Return an increase of March 2026."""
    usual = {"starts_on": MONDAY, "ends_on": Date(2026, 3, 31)}
    return TemporaryIncrease(amount=cny(amount), permanent_then=cny(then), **{**usual, **changes})


def filed(
    total: str = "60000", *, by: str = "rep", key: str = "R-1", **changes: Any
) -> ApprovalRequest:
    """Return a request of Monday morning."""
    usual = {"asked": asked(total), "figures": figures(total), "at": at("02 09:00")}
    return ApprovalRequest.file(
        id=ApprovalRequestId(key),
        customer_id=CustomerId("C-1"),
        card_id=CreditCardId("K-1"),
        by=StaffId(by),
        **{**usual, **changes},
    )


def judged(wanted: TemporaryIncrease) -> Decision[bool]:
    """Return what the rules of increases say of one, on the limit that it names."""
    limits = LimitsOnFile(own=CreditLimit.of(wanted.permanent_then))
    return judge_increase(IncreaseFacts(asked=wanted, limits=limits), as_of=MONDAY)


def held(
    request: ApprovalRequest, staff: tuple[Staff, ...] = TEAM, **changes: Any
) -> ApprovalFacts:
    """Return the facts under which nothing has changed, and an increase may be granted."""
    wanted = request.asked.increase
    usual: dict[str, Any] = {
        "figures": request.figures,
        "staff": staff,
        "currency": "CNY",
        "calendar": CALENDAR,
        "increase": wanted and judged(wanted),
    }
    return ApprovalFacts(**{**usual, **changes})
