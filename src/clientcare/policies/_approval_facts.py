"""What a request to change a limit is held against, and where it can stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.approval_requests import ApprovalRequest, LimitFigures
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import OfficeId, StaffId
from clientcare.domain.rates import Rates
from clientcare.domain.scales import Scale
from clientcare.domain.staff import Staff, StaffRole
from clientcare.errors import InvalidValueError
from clientcare.policies.approval_chain import (
    ApprovalChain,
    ApprovalRules,
    ChainFacts,
    approval_chain,
)


class ApprovalStanding(Scale):
    """Where a request stands today."""

    WAITING = "waiting", "待签"
    REMIND = "remind", "催签"
    ESCALATED = "escalated", "升级"
    UNDETERMINED = "undetermined", "无法确定"
    REFUSED = "refused", "不得批准"
    STALE = "stale", "已过时"
    APPROVED = "approved", "已批准"
    APPLIED = "applied", "已生效"
    REJECTED = "rejected", "已驳回"
    WITHDRAWN = "withdrawn", "已撤回"


CAN_BE_SIGNED: Final = frozenset(
    {ApprovalStanding.WAITING, ApprovalStanding.REMIND, ApprovalStanding.ESCALATED}
)
"""Where a signature can be given."""


@attrs.frozen(kw_only=True)
class ApprovalFacts:
    """
    What a request is held against.

    Attributes:
        figures: The figures as they are now; a request on others is stale.
        increase: What `clientcare.policies.temporary_increase.judge_increase` says today
            of the temporary increase that is asked for; without it none is granted.
        objections: Why what is asked for can't be granted by anybody, beside what
            `clientcare.policies.approval_figures.limit_objections` finds, which is always
            asked.
        staff: Our people, those who left taken off.
        office_id: The customer's office; ``None`` lets the heads of any office sign.
        currency: The firm's own currency.
        calendar: Whose working days the wait is counted in, and whose days are meant.
        rates: Exchange rates, where the limit is in another currency.
        others: The other requests for the same card.

    Raises:
        InvalidValueError: Two of the staff have one id.
    """

    figures: LimitFigures = field(validator=check.a(LimitFigures))
    increase: Decision[bool] | None = field(default=None, validator=check.maybe(check.a(Decision)))
    objections: tuple[Reason, ...] = field(default=(), validator=check.tuple_of(check.a(Reason)))
    staff: tuple[Staff, ...] = field(default=(), validator=check.tuple_of(check.a(Staff)))
    office_id: OfficeId | None = field(default=None, validator=check.maybe(check.key))
    currency: str
    calendar: WorkCalendar = field(validator=check.a(WorkCalendar))
    rates: Rates = field(factory=Rates, validator=check.a(Rates))
    others: tuple[ApprovalRequest, ...] = field(
        default=(), validator=check.tuple_of(check.a(ApprovalRequest))
    )

    def __attrs_post_init__(self) -> None:
        ids = [one.id for one in self.staff]
        if len(set(ids)) < len(ids):
            raise InvalidValueError("ApprovalFacts.staff", tuple(ids), "each person once")


@attrs.frozen(kw_only=True)
class ApprovalStatus:
    """
    Where a request stands.

    Attributes:
        standing: In one word.
        levels: The levels whose signature is needed, in their order; of a cut, any.
        signed: The levels that signed.
        may_sign: Who may sign now, and at which level.
        stands_for: Of each deputy among them whom they stand in for.
        since_on: The day on which the request reached the level that is waited for.
        waited_days: The working days since, today included.
        reminded: Whether that level was reminded since; of a cut, any level.
    """

    standing: ApprovalStanding
    levels: tuple[StaffRole, ...] = ()
    signed: tuple[StaffRole, ...] = ()
    may_sign: Mapping[StaffId, StaffRole] = field(
        factory=FrozenMap[StaffId, StaffRole], converter=FrozenMap[StaffId, StaffRole]
    )
    stands_for: Mapping[StaffId, StaffId] = field(
        factory=FrozenMap[StaffId, StaffId], converter=FrozenMap[StaffId, StaffId]
    )
    since_on: Date | None = None
    waited_days: int = 0
    reminded: bool = False


def chain_of(
    request: ApprovalRequest, facts: ApprovalFacts, rules: ApprovalRules
) -> Decision[ApprovalChain | None]:
    """Return the chain at the rates of the day it was asked: the level does not drift."""
    chain = ChainFacts(
        kind=request.asked.kind,
        figures=request.figures,
        askers=request.askers,
        staff=facts.staff,
        office_id=facts.office_id,
        currency=facts.currency,
        rates=facts.rates,
    )
    return approval_chain(chain, as_of=local_day(facts, request.round[0].at), rules=rules)


def local_day(facts: ApprovalFacts, at: DateTime) -> Date:
    """Return the day of an instant where the calendar is."""
    return facts.calendar.local(at).date()
