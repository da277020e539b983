"""Requests to change a limit, at every stage of their way."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Final

import pendulum
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures
from clientcare.domain.credit_limit import LimitState
from clientcare.domain.ids import ApprovalRequestId, CreditCardId, CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS
from clientcare.errors import TransitionError
from clientcare.testing.strategies.credit import credit_limits, temporary_increases

_PEOPLE: Final = st.sampled_from(("s-1", "s-2", "s-3", "王")).map(StaffId)
_START: Final = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")

_DAYS: Final = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)).map(
    lambda day: Date(day.year, day.month, day.day)
)


def _amounts() -> st.SearchStrategy[Money]:
    return st.builds(Money, st.integers(0, 90_000_000), st.just("CNY"))


def wishes() -> st.SearchStrategy[Asked]:
    """Return what can be asked for: limits of each state, for one or a group, and increases."""
    return (
        st.builds(Asked.for_limit, credit_limits())
        | st.builds(Asked.for_group, credit_limits())
        | st.builds(Asked.for_increase, temporary_increases())
    )


def figures() -> st.SearchStrategy[LimitFigures]:
    """Return figures of a limit, each known or not."""
    ends = st.tuples(st.none() | _amounts(), st.just(LimitState.AMOUNT)) | st.just(
        (None, LimitState.NONE)
    )
    return st.builds(
        lambda total, before, grade, terms, computed, unsupported, lapses: LimitFigures(
            total=total[0],
            total_state=total[1],
            before=before[0],
            before_state=before[1],
            grade=grade,
            terms_days=terms,
            computed=computed,
            unsupported=unsupported,
            lapses_on=lapses[0],
            before_lapses_on=lapses[1],
        ),
        ends,
        ends,
        st.none() | st.sampled_from(CreditGrade),
        st.none() | st.integers(0, 120),
        st.none() | _amounts(),
        st.booleans(),
        st.tuples(st.none() | _DAYS, st.none() | _DAYS),
    )


@st.composite
def approval_requests(
    draw: st.DrawFn,
    customer_ids: st.SearchStrategy[str] = st.sampled_from(("dealer-1", "经销商")),
) -> ApprovalRequest:
    """Return requests after some steps that their own record allows."""
    request = ApprovalRequest.file(
        id=ApprovalRequestId(draw(st.sampled_from(("R-1", "批-2")))),
        customer_id=CustomerId(draw(customer_ids)),
        card_id=CreditCardId("K-1"),
        asked=draw(wishes()),
        figures=draw(figures()),
        at=_START,
        by=draw(_PEOPLE),
        reason=draw(st.text(max_size=8)),
    )
    for hours in range(draw(st.integers(0, 6))):
        with contextlib.suppress(TransitionError):
            request = _stepped(draw, request, _START.add(hours=hours))
    return request


def _stepped(draw: st.DrawFn, request: ApprovalRequest, at: DateTime) -> ApprovalRequest:
    by, role = draw(_PEOPLE), draw(st.sampled_from(APPROVERS))
    step = draw(st.sampled_from(("sign", "sign", "sign", "remind", "amend", "end", "apply")))
    if step == "sign":
        absent = draw(st.none() | _PEOPLE.filter(lambda other: other != by))
        completes = draw(st.booleans())
        return request.sign(role=role, at=at, by=by, completes=completes, stands_for=absent)
    if step == "remind":
        return request.remind(role=role, at=at, by=by)
    if step == "amend":
        return request.amend(asked=draw(wishes()), figures=draw(figures()), at=at, by=by)
    if step == "apply":
        return request.mark_applied(at=at, by=by)
    if draw(st.booleans()):
        return request.reject(at=at, by=by, reason="too much")
    return request.withdraw(at=at, by=by)
