"""
The approval workflow against a simple model: no path lets a limit change unsigned.

The model knows nothing of chains. It remembers who asked, who has signed and when the
request reached whom, and holds every step that the workflow takes against the text of
policies 2f: one signature a person, none for one's own wish, no level passed over that
somebody was left to sign for, and nothing on figures that have changed.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import pendulum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.ids import ApprovalRequestId, CreditCardId, CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS, Deputy, Staff, StaffRole
from clientcare.errors import TransitionError
from clientcare.policies.approvals import (
    ApprovalFacts,
    ApprovalStanding,
    apply_request,
    approval_status,
    reject_request,
    sign_request,
)

PEOPLE: Final = tuple(StaffId(key) for key in "abcde")
CALENDAR: Final = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
ZONE: Final = "Asia/Shanghai"
BOUNDS: Final = (20_000, 100_000, 500_000)
TOTALS: Final = (5_000, 20_000, 20_001, 100_000, 100_001, 500_000, 500_001)
BEFORE: Final = 10_000


def yuan(amount: int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


def working_days(since: dt.date, until: dt.date) -> int:
    """Count Mondays to Fridays after *since*."""
    days = range(since.toordinal() + 1, until.toordinal() + 1)
    return sum(dt.date.fromordinal(day).weekday() < 5 for day in days)


class Approvals(RuleBasedStateMachine):
    """One request of one card, and everything that people may try with it."""

    @initialize(
        roles=st.lists(
            st.sets(st.sampled_from(APPROVERS), min_size=1, max_size=2), min_size=5, max_size=5
        ),
        deputies=st.lists(
            st.tuples(
                st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(APPROVERS[:3])
            ),
            min_size=1,
            max_size=4,
        ),
        by=st.sampled_from(PEOPLE),
        total=st.sampled_from(TOTALS),
    )
    def begin(
        self,
        roles: list[set[StaffRole]],
        deputies: list[tuple[StaffId, StaffId, StaffRole]],
        by: StaffId,
        total: int,
    ) -> None:
        """Hire people, write a card with a limit of 10,000, and ask for another limit."""
        self.now: DateTime = pendulum.datetime(2026, 3, 2, 9, tz=ZONE)
        self.staff = tuple(
            Staff(
                id=key,
                name=key,
                roles=tuple(role for role in APPROVERS if role in own),
                deputies=tuple(
                    Deputy(
                        deputy_id=stand_in,
                        role=role,
                        from_on=Date(2026, 3, 1),
                        until_on=Date(2026, 3, 20),
                        appointed_by=PEOPLE[0],
                    )
                    for absent, stand_in, role in deputies
                    if absent == key != stand_in
                ),
            )
            for key, own in zip(PEOPLE, roles, strict=True)
        )
        self.grade: CreditGrade | None = CreditGrade.B
        self.card = CreditCard(
            id=CreditCardId("K-1"),
            customer_id=CustomerId("C-1"),
            limit=CreditLimit.of(yuan(BEFORE)),
        )
        self.total = total
        self.request = ApprovalRequest.file(
            id=ApprovalRequestId("R-1"),
            customer_id=CustomerId("C-1"),
            card_id=CreditCardId("K-1"),
            asked=Asked.for_limit(CreditLimit.of(yuan(total))),
            figures=self.figures,
            at=self.now,
            by=by,
        )
        self.askers = {by}
        self.start_anew()

    def start_anew(self) -> None:
        """Forget the signatures, as after an amendment."""
        self.signed_on = self.figures
        self.gone: set[StaffId] = set()
        self.highest = -1
        self.reached = self.now.date()
        self.finished = False

    @property
    def figures(self) -> LimitFigures:
        """What the request would rest on now."""
        return LimitFigures(
            total=yuan(self.total),
            before=yuan(BEFORE),
            grade=self.grade,
            terms_days=30,
            computed=yuan(self.total),
        )

    @property
    def facts(self) -> ApprovalFacts:
        """Return what the workflow is told."""
        return ApprovalFacts(
            figures=self.figures, staff=self.staff, currency="CNY", calendar=CALENDAR
        )

    # --- the model's own reckoning ---

    @property
    def is_cut(self) -> bool:
        """Whether less is asked for than there is."""
        return self.total < BEFORE

    @property
    def needed(self) -> int:
        """The place of the level that the figures lead to."""
        place = sum(self.total > bound for bound in BOUNDS)
        return min(3, place + (self.signed_on.grade in {None, CreditGrade.C}))

    def left_for(self, role: StaffRole, top: int) -> set[StaffId]:
        """Return who is left to sign at a level, who holds a higher one of the chain not."""
        higher = {
            one.id
            for one in self.staff
            for above in APPROVERS[: top + 1]
            if above in one.roles and APPROVERS.index(above) > APPROVERS.index(role)
        }
        return {one.id for one in self.staff if role in one.roles} - self.askers - higher

    def left_above(self, role: StaffRole, top: int) -> set[StaffId]:
        """Return who can take the place of the last level: nobody who is waited for below."""
        waited_for = {
            person for below in APPROVERS[: top + 1] for person in self.left_for(below, top)
        }
        return {one.id for one in self.staff if role in one.roles} - self.askers - waited_for

    @property
    def top(self) -> int | None:
        """The place of the level that signs last; ``None`` where nobody is left."""
        for place in range(self.needed, len(APPROVERS)):
            if self.left_for(APPROVERS[place], place):
                return place
        return None

    def stands_in(self, by: StaffId, role: StaffRole) -> set[StaffId]:
        """Return for whom somebody may sign at a level today."""
        return {
            holder.id
            for holder in self.staff
            if role in holder.roles and holder.id not in self.askers
            for deputy in holder.deputies
            if deputy.deputy_id == by and deputy.role is role
            if by not in self.askers and deputy.appointed_by not in self.askers
            if deputy.from_on <= self.now.date() <= deputy.until_on
        }

    # --- what people try ---

    @rule(by=st.sampled_from(PEOPLE))
    def sign(self, by: StaffId) -> None:
        """Somebody signs, or tries to."""
        was_open = self.request.state.value == "open"
        signed = sign_request(self.request, self.facts, by=by, now=self.now).outcome
        if signed is None:
            return
        assert was_open
        assert self.figures == self.signed_on, "signed on other figures"
        assert by not in self.askers, "signed what they asked for"
        assert by not in self.gone, "signed twice"
        event = signed.signatures[-1]
        assert event.role is not None
        self.check_right(by, event.role, event.stands_for)
        place = APPROVERS.index(event.role)
        assert place > self.highest, "signed below the last signature"
        if not self.is_cut:
            self.check_passed_over(place)
        self.gone |= {by} | ({event.stands_for} if event.stands_for else set())
        self.highest, self.reached = place, self.now.date()
        top = self.top
        self.finished = self.is_cut or (top is not None and place >= top)
        assert event.completes == self.finished
        self.request = signed

    def check_right(self, by: StaffId, role: StaffRole, stands_for: StaffId | None) -> None:
        """Who signs holds the level, or stands in for who does and has not signed."""
        own = {one.id for one in self.staff if role in one.roles}
        if stands_for is None:
            assert by in own, "signed without the role"
        else:
            assert stands_for in self.stands_in(by, role), "signed without a delegation"
            assert stands_for not in self.gone, "signed for somebody who has signed"

    def check_passed_over(self, place: int) -> None:
        """A level is passed over only where nobody is left for it, or nobody answered."""
        top = self.top
        assert top is not None, "signed though nobody is left to sign last"
        reached = self.reached
        for role in APPROVERS[self.highest + 1 : place]:
            if APPROVERS.index(role) <= top and not self.left_for(role, top):
                continue
            if APPROVERS.index(role) > top and not self.left_above(role, top):
                continue
            assert working_days(reached, self.now.date()) > 5, f"passed over {role}"
            start = reached
            while working_days(start, reached) < 6:
                reached = reached.add(days=1)

    @rule(by=st.sampled_from(PEOPLE), total=st.sampled_from(TOTALS))
    def amend(self, by: StaffId, total: int) -> None:
        """Somebody asks for something else."""
        before, self.total = self.total, total
        wish = Asked.for_limit(CreditLimit.of(yuan(total)))
        try:
            self.request = self.request.amend(asked=wish, figures=self.figures, at=self.now, by=by)
        except TransitionError:
            self.total = before
            return
        self.askers.add(by)
        self.start_anew()

    @rule(grade=st.sampled_from((CreditGrade.A, CreditGrade.B, None)))
    def change_the_grade(self, grade: CreditGrade | None) -> None:
        """The figures change under the request."""
        self.grade = grade

    @rule(hours=st.sampled_from((1, 24, 72, 168, 240)))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now = self.now.add(hours=hours)

    @precondition(lambda self: self.now.day % 3 == 0)
    @rule(by=st.sampled_from(PEOPLE))
    def reject(self, by: StaffId) -> None:
        """Somebody rejects it, seldom."""
        found = reject_request(self.request, self.facts, by=by, now=self.now, reason="no").outcome
        if found is None:
            return
        own = {role for one in self.staff for role in one.roles if one.id == by}
        stood_in = any(self.stands_in(by, role) for role in APPROVERS)
        assert by not in self.askers
        assert own or stood_in, "rejected by somebody who has no say"
        self.request = found

    @rule()
    def carry_out(self) -> None:
        """The card is written, if it may be."""
        card = apply_request(self.request, self.card, self.facts, now=self.now).outcome
        if card is None:
            return
        assert self.finished, "changed without the signatures"
        assert self.figures == self.signed_on, "changed on other figures"
        assert self.request.state.value == "approved"
        assert not self.gone & self.askers
        assert len(self.request.signatures) == len({one.by for one in self.request.signatures})
        assert self.is_cut or self.highest >= self.needed
        assert card.limit is not None
        assert yuan(self.total) == card.limit.amount
        self.request = self.request.mark_applied(at=self.now, by=PEOPLE[0])
        self.card = card

    # --- what always holds ---

    @invariant()
    def the_standing_is_that_of_the_model(self) -> None:
        """Stale as soon as the figures differ; approved when all have signed, never else."""
        standing = approval_status(self.request, self.facts, now=self.now).outcome.standing
        if self.request.has_ended:
            return
        if self.figures != self.signed_on:
            assert standing is ApprovalStanding.STALE
        else:
            assert self.finished == (standing is ApprovalStanding.APPROVED)

    @invariant()
    def who_has_not_signed_and_holds_the_next_level_alone_can(self) -> None:
        """The workflow never gets stuck while somebody is left."""
        status = approval_status(self.request, self.facts, now=self.now).outcome
        top = self.top
        if status.standing not in {"waiting", "remind", "escalated"} or self.is_cut or top is None:
            return
        left = [
            (role, people)
            for role in APPROVERS[self.highest + 1 : top + 1]
            if (people := self.left_for(role, top))
        ]
        role, people = left[0]
        for person in people - self.gone:
            assert person in status.may_sign, f"{person} cannot sign as {role}"


Approvals.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestApprovals = Approvals.TestCase
