"""Who is waited for, since when, and who may sign in their place (policies 2f)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalEventKind, ApprovalRequest
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import APPROVERS, Staff, StaffRole
from clientcare.policies._approval_facts import (
    ApprovalFacts,
    ApprovalStanding,
    ApprovalStatus,
    local_day,
)
from clientcare.policies.approval_chain import ApprovalChain, ApprovalRules

_SOURCE: Final = "policies 2f"


@attrs.frozen(kw_only=True)
class OpenLevel:
    """A level that can sign now, and since when it can."""

    role: StaffRole
    since_on: Date
    waited_days: int


@attrs.frozen(kw_only=True)
class Waiting:
    """An open request on one day."""

    request: ApprovalRequest
    facts: ApprovalFacts
    chain: ApprovalChain
    today: Date
    rules: ApprovalRules

    @classmethod
    def of(
        cls,
        request: ApprovalRequest,
        facts: ApprovalFacts,
        chain: ApprovalChain,
        now: DateTime,
        rules: ApprovalRules,
    ) -> Waiting:
        today = local_day(facts, now)
        return cls(request=request, facts=facts, chain=chain, today=today, rules=rules)

    @property
    def left(self) -> tuple[StaffRole, ...]:
        """The levels of the chain above the last signature."""
        signed = [APPROVERS.index(one.role) for one in self.request.signatures if one.role]
        above = max(signed, default=-1)
        return tuple(role for role in self.chain.levels if APPROVERS.index(role) > above)

    def status(self) -> tuple[ApprovalStatus, tuple[Reason, ...]]:
        opened = self._opened()
        first = opened[0]
        may_sign, stands_for = self._people([one.role for one in opened])
        standing = ApprovalStanding.WAITING
        if first.waited_days > self.rules.remind_days:
            standing = ApprovalStanding.REMIND
        if len(opened) > 1 and not self.chain.any_one:
            standing = ApprovalStanding.ESCALATED
        status = ApprovalStatus(
            standing=standing,
            levels=self.chain.levels,
            signed=tuple(one.role for one in self.request.signatures if one.role),
            may_sign=may_sign,
            stands_for=stands_for,
            since_on=first.since_on,
            waited_days=first.waited_days,
            reminded=any(
                one.kind is ApprovalEventKind.REMINDED
                and one.role in {each.role for each in opened}
                for one in self.request.round
            ),
        )
        return status, (self._reason(standing, opened),)

    def _reason(self, standing: ApprovalStanding, opened: tuple[OpenLevel, ...]) -> Reason:
        compared: dict[str, Value] = {
            "level": opened[0].role,
            "since": opened[0].since_on,
            "days": opened[0].waited_days,
            "remind_days": self.rules.remind_days,
            "escalate_days": self.rules.escalate_days,
            "may_sign": tuple(one.role for one in opened),
        }
        return Reason(f"approval.{standing.value}", compared, _SOURCE)

    def _opened(self) -> tuple[OpenLevel, ...]:
        """Return the levels that can sign now, the lowest first."""
        since = local_day(self.facts, self._reached_at)
        waited = self._business_days(since)
        if self.chain.any_one:
            return tuple(
                OpenLevel(role=role, since_on=since, waited_days=waited) for role in self.left
            )
        found = []
        for role in (*self.left, *self._above()):
            found.append(OpenLevel(role=role, since_on=since, waited_days=waited))
            if waited <= self.rules.escalate_days:
                break
            since = self._next_since(since)
            waited = self._business_days(since)
        return tuple(found)

    def _above(self) -> Iterator[StaffRole]:
        """Yield the levels above the chain that can take its last one's place."""
        top = APPROVERS.index(self.chain.levels[-1])
        for role in APPROVERS[top + 1 :]:
            if self._holders(role):
                yield role

    @property
    def _reached_at(self) -> DateTime:
        moves = (one for one in self.request.round if one.kind is not ApprovalEventKind.REMINDED)
        return tuple(moves)[-1].at

    def _business_days(self, since: Date) -> int:
        days = range(since.toordinal() + 1, self.today.toordinal() + 1)
        return sum(self.facts.calendar.worktime.opens_on(day) for day in days)

    def _next_since(self, since: Date) -> Date:
        """Return the working day on which the level after this one is asked, too."""
        return self.facts.calendar.next_business_day(since, count=self.rules.escalate_days + 1)

    # --- the people ---

    def _holders(self, role: StaffRole) -> tuple[Staff, ...]:
        if role in self.chain.signers:
            return self.chain.signers[role]
        out = self.request.askers
        below = {one.id for signers in self.chain.signers.values() for one in signers}
        return tuple(
            one
            for one in self.facts.staff
            if role in one.roles and one.id not in out and one.id not in below
        )

    def _people(
        self, opened: list[StaffRole]
    ) -> tuple[Mapping[StaffId, StaffRole], Mapping[StaffId, StaffId]]:
        """Return who may sign now, each at their highest level, and whom deputies stand for."""
        may_sign: dict[StaffId, StaffRole] = {}
        stands_for: dict[StaffId, StaffId] = {}
        gone = self._gone
        higher: set[StaffId] = set()
        candidates = [*self.left, *(role for role in opened if role not in self.left)]
        for role in reversed(candidates):
            if role not in opened:
                higher |= {one.id for one in self._holders(role)}
                continue
            here = dict(self._able(role))
            for person, absent in here.items():
                if person not in higher and not {person, absent} & gone:
                    may_sign[person] = role
                    if absent != person:
                        stands_for[person] = absent
            higher |= here.keys()
        return may_sign, stands_for

    @property
    def _gone(self) -> set[StaffId]:
        """Who has signed in this round, or was stood in for."""
        signatures = self.request.signatures
        stood_for = {one.stands_for for one in signatures if one.stands_for is not None}
        return {one.by for one in signatures} | stood_for

    def _able(self, role: StaffRole) -> Iterator[tuple[StaffId, StaffId]]:
        """Yield who can sign at a level today and whose signature it is: deputies, then holders."""
        askers = self.request.askers
        holders = self._holders(role)
        for holder in holders:
            for deputy in holder.deputies_on(self.today, role):
                if deputy.deputy_id not in askers and deputy.appointed_by not in askers:
                    yield deputy.deputy_id, holder.id
        for holder in holders:
            yield holder.id, holder.id
