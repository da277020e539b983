"""Our own people: who they are, what they may do, who is above them and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain.ids import CalendarId, OfficeId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class StaffRole(Scale):
    """
    What somebody of ours does.

    The approval roles of form KH002 (K1) come first, in the order of signing;
    above them stands the optional owner of the firm (policies 2f).
    """

    OFFICE_HEAD = "office_head", "办事处主任"
    SALES_MANAGER = "sales_manager", "销售经理"
    MARKETING_VP = "marketing_vp", "营销副总"
    GENERAL_MANAGER = "general_manager", "总经理"
    OWNER = "owner", "企业主"
    REP = "rep", "业务员"
    HANDLER = "handler", "投诉处理人"
    QUALITY = "quality", "质量"
    LOGISTICS = "logistics", "物流"
    FINANCE = "finance", "财务"
    TECHNICAL_SERVICE = "technical_service", "技术服务"

    @property
    def level(self) -> int | None:
        """The level at which this role approves: 1 office head, 4 general manager, 5 owner."""
        return APPROVERS.index(self) + 1 if self in APPROVERS else None


APPROVERS: Final = (
    StaffRole.OFFICE_HEAD,
    StaffRole.SALES_MANAGER,
    StaffRole.MARKETING_VP,
    StaffRole.GENERAL_MANAGER,
    StaffRole.OWNER,
)
"""Who approves credit 核准人, in the order of signing: the form's four columns, then the owner."""


@attrs.frozen(kw_only=True)
class Deputy:
    """
    Who stands in for somebody in one role, for some days.

    Attributes:
        deputy_id: Who stands in.
        role: The role in which they do.
        from_on: The first day.
        until_on: The last day, included.
        appointed_by: Who appointed them.

    Raises:
        InvalidValueError: A field breaks its rule, or the last day is before the first.
    """

    deputy_id: StaffId = field(validator=check.key)
    role: StaffRole = field(validator=check.a(StaffRole))
    from_on: Date = field(validator=check.date, metadata=AHEAD)
    until_on: Date = field(validator=check.date, metadata=AHEAD)
    appointed_by: StaffId = field(validator=check.key)

    def __attrs_post_init__(self) -> None:
        if self.until_on < self.from_on:
            raise InvalidValueError("Deputy.until_on", self.until_on, "not before from_on")


@attrs.frozen(kw_only=True)
class Staff:
    """
    Somebody of ours.

    Attributes:
        id: Who it is.
        name: Their name.
        roles: What they do, each once; nothing for who does none of it.
        office_id: The office 办事处 where they work.
        superior_id: Who is above them; ``None`` at the top.
        calendar_id: The calendar of their working time; ``None`` is the firm's.
        deputies: Who stands in for them, in which role and when.

    Raises:
        InvalidValueError: A field breaks its rule, or somebody is their own
            superior or deputy.
    """

    id: StaffId = field(validator=check.key)
    name: str = field(validator=check.text(), repr=False, metadata=personal("knowing who did what"))
    roles: tuple[StaffRole, ...] = field(default=(), validator=check.none_twice(check.a(StaffRole)))
    office_id: OfficeId | None = field(default=None, validator=check.maybe(check.key))
    superior_id: StaffId | None = field(default=None, validator=check.maybe(check.key))
    calendar_id: CalendarId | None = field(default=None, validator=check.maybe(check.key))
    deputies: tuple[Deputy, ...] = field(default=(), validator=check.tuple_of(check.a(Deputy)))

    def __attrs_post_init__(self) -> None:
        if self.superior_id == self.id:
            raise InvalidValueError("Staff.superior_id", self.superior_id, "somebody else's id")
        if any(deputy.deputy_id == self.id for deputy in self.deputies):
            raise InvalidValueError("Staff.deputies", self.id, "nobody is their own deputy")

    def deputies_on(self, day: Date, role: StaffRole) -> tuple[Deputy, ...]:
        """Return who stands in for this person in *role* on *day* (first and last day included)."""
        check.require_date("day", day)
        return tuple(
            deputy
            for deputy in self.deputies
            if deputy.role is role and deputy.from_on <= day <= deputy.until_on
        )


def superiors_of(staff_id: StaffId, staff: Mapping[StaffId, Staff]) -> tuple[Staff, ...]:
    """
    Return everybody above a person, the nearest first; nobody at the top.

    Raises:
        InvalidValueError: The person or somebody above them is not in *staff*,
            or the superiors form a ring.
    """
    chain: list[Staff] = []
    seen = {staff_id}
    above = _member(staff_id, staff).superior_id
    while above is not None:
        if above in seen:
            raise InvalidValueError("Staff.superior_id", above, "superiors that form no ring")
        seen.add(above)
        chain.append(_member(above, staff))
        above = chain[-1].superior_id
    return tuple(chain)


def _member(staff_id: StaffId, staff: Mapping[StaffId, Staff]) -> Staff:
    if staff_id not in staff:
        raise InvalidValueError("Staff.id", staff_id, "somebody on the staff")
    return staff[staff_id]
