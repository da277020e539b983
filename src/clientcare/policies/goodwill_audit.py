"""
Did those who answered for a gesture have the authority that they named (C4, policies 3e)?

A complaint records in which role somebody chose or approved a gesture. Whether they
have that role is known only beside the staff, and whether the role is enough only
beside the rules, so a complaint that was read from a store is looked through here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._complaint_flow import follow
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    ComplaintEvent,
    ProposalSent,
    RemedyApproved,
    RemedyChosen,
    ResolvedOnFirstContact,
)
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.goodwill import Gesture, standing_of
from clientcare.domain.ids import StaffId
from clientcare.domain.money import Money, rounded
from clientcare.domain.staff import Staff, StaffRole
from clientcare.policies.goodwill import GoodwillRules

_SOURCE: Final = "C4, policies 3e"
_DEFAULT: Final = GoodwillRules()


@attrs.frozen(kw_only=True)
class _Claim:
    """Who answered for remedies in which role, and when."""

    person: StaffId
    role: StaffRole
    on: Date

    @property
    def facts(self) -> dict[str, Value]:
        return {"person": self.person, "role": self.role, "on": self.on}


def audit_goodwill(
    complaint: Complaint,
    *,
    staff: Mapping[StaffId, Staff],
    now: DateTime,
    calendar: WorkCalendar,
    rules: GoodwillRules = _DEFAULT,
) -> Decision[bool | None]:
    """
    Tell whether everybody who answered for a gesture by *now* had the authority for it.

    Somebody has the authority of a role who has that role or a higher one, or stands in on
    that day, in *calendar*'s zone, for somebody who has it. What was offered, or given on
    the first contact, has to be within the limit of the highest role that answered for it,
    exactly the limit included. Undetermined where all else is in order and somebody is not
    on the *staff*. Roles have no dates: those are judged by that the staff has.

    .. versionadded:: 0.1.0
    """
    check.require_instant("now", now)
    known = complaint.as_known_at(now)
    found = [
        *(one for claim in _claims(known, calendar) for one in _doubts(claim, staff)),
        *_beyond(known, calendar, rules),
    ]
    in_order: bool | None = not found
    if found and all(one.code == "goodwill.person_unknown" for one in found):
        in_order = None
    return Decision(
        outcome=in_order,
        reasons=tuple(found) or (Reason("goodwill.authority_held", {}, _SOURCE),),
        rules=rules.ref,
        judged_at=now,
        inputs={"complaint": complaint.id},
    )


def _steps(known: Complaint) -> Iterator[tuple[ComplaintEvent, Gesture]]:
    """Yield what happened while a gesture was chosen, with the gesture as it was then."""
    progress = known.beginning
    for event in known.history:
        progress = follow(progress, event)
        if progress.gesture is not None:
            yield event, progress.gesture


def _claims(known: Complaint, calendar: WorkCalendar) -> Iterator[_Claim]:
    """Yield who claimed what authority; a role without any needs nobody's."""
    for event, _ in _steps(known):
        on = calendar.local(event.at).date()
        for person, role in _roles_named(event):
            if standing_of(role):
                yield _Claim(person=person, role=role, on=on)


def _roles_named(event: ComplaintEvent) -> Iterator[tuple[StaffId, StaffRole]]:
    if isinstance(event, RemedyApproved):
        yield event.by, event.role
    elif isinstance(event, RemedyChosen | ResolvedOnFirstContact):
        yield event.by, event.decided_as
        if event.approved_by is not None and event.approved_as is not None:
            yield event.approved_by, event.approved_as


def _doubts(claim: _Claim, staff: Mapping[StaffId, Staff]) -> Iterator[Reason]:
    if claim.person not in staff:
        yield Reason("goodwill.person_unknown", claim.facts, _SOURCE)
    elif _standing(claim, staff) < standing_of(claim.role):
        yield Reason("goodwill.role_not_held", claim.facts, _SOURCE)


def _standing(claim: _Claim, staff: Mapping[StaffId, Staff]) -> int:
    """Return the highest standing somebody has on the day, their own or lent."""
    own = staff[claim.person].roles
    lent = (
        role
        for other in staff.values()
        for role in other.roles
        if any(one.deputy_id == claim.person for one in other.deputies_on(claim.on, role))
    )
    return max(map(standing_of, (*own, *lent)), default=0)


def _beyond(known: Complaint, calendar: WorkCalendar, rules: GoodwillRules) -> Iterator[Reason]:
    """Yield the gestures that were offered or given beyond the authority behind them."""
    for event, gesture in _steps(known):
        settling = isinstance(event, ProposalSent | ResolvedOnFirstContact)
        if settling and not rules.authority.covers(gesture.answered_by, gesture.worth):
            facts: dict[str, Value] = {
                "amount": gesture.worth,
                "role": gesture.answered_by,
                "up_to": _up_to(gesture, rules),
                "on": calendar.local(event.at).date(),
            }
            yield Reason("goodwill.beyond_authority", facts, _SOURCE)


def _up_to(gesture: Gesture, rules: GoodwillRules) -> Money | None:
    """Return what the role may give, cut to whole minor units; ``None`` of an unknown worth."""
    if gesture.worth is None:
        return None
    limit = rules.authority.limit_of(gesture.answered_by, gesture.worth.currency)
    return None if limit is None else Money(rounded(limit, "floor"), gesture.worth.currency)
