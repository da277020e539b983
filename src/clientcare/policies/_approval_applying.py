"""What an approved request changes on a card, and what still speaks against it (policies 2f)."""

from __future__ import annotations

from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, RequestKind
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import Approval, CreditLimit, TemporaryIncrease
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.ids import StaffId
from clientcare.domain.money import Money
from clientcare.domain.staff import APPROVERS, Staff
from clientcare.policies._approval_facts import ApprovalFacts, chain_of
from clientcare.policies.approval_chain import ApprovalRules
from clientcare.policies.effective_limit import still_stands

_SOURCE: Final = "policies 2f"


def too_early(request: ApprovalRequest, today: Date) -> Reason | None:
    """Return that the limit counts from a later day: on the card it would hide the one so far."""
    limit = request.asked.limit
    if limit is None or limit.granted_on is None or limit.granted_on <= today:
        return None
    told: dict[str, Value] = {"limit": limit.amount, "granted_on": limit.granted_on, "today": today}
    return Reason("approval.too_early", told, _SOURCE)


def missing_level(
    request: ApprovalRequest, facts: ApprovalFacts, rules: ApprovalRules
) -> Reason | None:
    """Return what speaks against a record that says it is complete, though its level is too low."""
    # Without people every level is vacant: the level is asked for, not who holds it today.
    everybody = tuple(
        Staff(id=StaffId(f"any {role.value}"), name=role.label, roles=(role,)) for role in APPROVERS
    )
    chain = chain_of(request, attrs.evolve(facts, staff=everybody, office_id=None), rules)
    signed = request.signatures[-1].role
    if chain.outcome is not None and signed is not None:
        needed = chain.outcome.levels[0 if chain.outcome.any_one else -1]
        if APPROVERS.index(signed) >= APPROVERS.index(needed):
            return None
        return Reason("approval.level_too_low", {"level": needed, "signed": signed}, _SOURCE)
    return chain.reasons[0]


def with_what_was_asked(
    card: CreditCard, request: ApprovalRequest, now: DateTime, calendar: WorkCalendar
) -> CreditCard:
    """Return *card* with what an approved request asks for."""
    asked = request.asked
    if asked.increase is not None:
        last = request.signatures[-1].by
        granted = attrs.evolve(asked.increase, approved_by=last)
        return attrs.evolve(card, increases=(*card.increases, granted))
    assert asked.limit is not None  # noqa: S101 - what is no increase is a limit
    today = calendar.local(now).date()
    limit = _granted(asked.limit, today)
    if asked.kind is RequestKind.GROUP_LIMIT:
        return attrs.evolve(card, group_limit=limit)
    return attrs.evolve(
        card,
        limit=limit,
        grade=request.figures.grade,
        approvals=_approvals(request, calendar),
        increases=tuple(_ended_by(one, request.figures.total, today) for one in card.increases),
    )


def _ended_by(increase: TemporaryIncrease, total: Money | None, today: Date) -> TemporaryIncrease:
    """Return *increase*, taken back from *today* on if it was granted on more than *total*."""
    over = increase.ends_on < today or (
        increase.ended_on is not None and increase.ended_on <= today
    )
    if over or total is None or still_stands(increase, total):
        return increase
    return attrs.evolve(increase, ended_on=today)


def _granted(limit: CreditLimit, today: Date) -> CreditLimit:
    return limit if limit.granted_on is not None else attrs.evolve(limit, granted_on=today)


def _approvals(request: ApprovalRequest, calendar: WorkCalendar) -> tuple[Approval, ...]:
    return tuple(
        Approval(role=one.role, signed_by=one.by, signed_on=calendar.local(one.at).date())
        for one in request.signatures
        if one.role is not None
    )
