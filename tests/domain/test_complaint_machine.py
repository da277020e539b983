"""Whatever is asked of a complaint, some things are never so."""

from __future__ import annotations

from typing import Final

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    Closed,
    ProposalSent,
    RemedyApproved,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
    TakenOver,
)
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.domain.goodwill import GoodwillAuthority, standing_of
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import StaffRole
from clientcare.errors import TransitionError
from clientcare.testing.strategies.complaints import _FORWARD, _later, complaints, events

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
STAFF: Final = {StaffId("rep"), StaffId("head"), StaffId("boss")}
AUTHORITY: Final = {
    StaffRole.OFFICE_HEAD: 200_00,
    StaffRole.SALES_MANAGER: 1000_00,
    StaffRole.MARKETING_VP: 5000_00,
}
WAITS: Final = st.sampled_from([-60, 0, 0, 1, 240, 480, 1_440, 14_400, 60_000])


class Handling(RuleBasedStateMachine):
    """A complaint gets commands of every kind, in and out of turn."""

    @initialize(complaint=complaints(calendar=OFFICE, most_events=0))
    def receive(self, complaint: Complaint) -> None:
        """Begin with a complaint as received."""
        self.complaint = complaint
        self.taken: list[ComplaintState] = [complaint.state]

    @rule(data=st.data(), wait=WAITS)
    def anything(self, data: st.DataObject, wait: int) -> None:
        """Ask for anything, in time or too early."""
        at = _later(self.complaint.last_at, wait)
        self._ask(data.draw(events(at, self.complaint.received_at)))

    @rule(data=st.data(), wait=st.sampled_from([0, 60, 14_400]))
    def lead_on(self, data: st.DataObject, wait: int) -> None:
        """Ask for a step that leads on."""
        at = _later(self.complaint.last_at, wait)
        kinds = _FORWARD.get(self.complaint.state, (Reopened,))
        self._ask(data.draw(events(at, self.complaint.received_at, kinds)))

    @precondition(lambda self: self.complaint.state is ComplaintState.SOLUTION_FOUND)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        """Choose, perhaps approve, and propose."""
        at = self.complaint.last_at
        kinds = (RemedyChosen, RemedyApproved, ProposalSent)
        self._ask(data.draw(events(at, self.complaint.received_at, kinds)))

    def _ask(self, event: object) -> None:
        before, shown = self.complaint, repr(self.complaint.progress)
        history = before.history
        try:
            self.complaint = before.record(event, calendar=OFFICE)  # type: ignore[arg-type] # of any kind
        except TransitionError:
            assert self.complaint is before
            assert repr(before.progress) == shown
            assert before.history is history
        else:
            assert self.complaint.history == (*history, event)
            assert repr(before.progress) == shown
            self.taken.append(self.complaint.state)

    @invariant()
    def somebody_owns_it(self) -> None:
        """Never without an owner, who changes by a taking-over alone."""
        owner = self.complaint.owner_id
        for event in self.complaint.history:
            owner = event.by if isinstance(event, TakenOver) else owner

        assert self.complaint.progress.owner == owner
        assert owner in STAFF

    @invariant()
    def it_is_in_one_state(self) -> None:
        """The history read back leads to the same one state."""
        again = attrs.evolve(self.complaint)

        assert again.progress == self.complaint.progress
        assert self.complaint.state is self.taken[-1]

    @invariant()
    def it_is_closed_with_a_review(self) -> None:
        """Closed with lessons, after the customer has spoken or kept silent; never straight."""
        if self.complaint.state is not ComplaintState.CLOSED:
            return
        end = [
            each
            for each in self.complaint.history
            if isinstance(each, Closed | ResolvedOnFirstContact)
        ][-1]
        assert end.lessons.strip()
        if isinstance(end, Closed):
            assert ComplaintState.REVIEWING in self.taken
            assert end.by_silence or any(
                isinstance(each, SettlementConfirmed) for each in self.complaint.history
            )

    @invariant()
    def no_goodwill_goes_out_beyond_authority(self) -> None:
        """What was proposed was chosen or approved by somebody who may give that much."""
        choice: RemedyChosen | ResolvedOnFirstContact | None = None
        roles: list[StaffRole] = []
        for event in self.complaint.history:
            match event:
                case RemedyChosen() | ResolvedOnFirstContact():
                    choice = event
                    roles = [event.decided_as]
                    roles += [] if event.approved_as is None else [event.approved_as]
                    assert event.approved_by != event.by
                case RemedyApproved() if choice is not None:
                    assert event.by != choice.by
                    roles.append(event.role)
                case _:
                    pass
            if isinstance(event, ProposalSent | ResolvedOnFirstContact):
                assert choice is not None
                self._check(choice, roles)

    @staticmethod
    def _check(choice: RemedyChosen | ResolvedOnFirstContact, roles: list[StaffRole]) -> None:
        goodwill = [one.amount for one in choice.remedies if one.goodwill]
        highest = max(roles, key=standing_of)
        if not goodwill or highest is StaffRole.GENERAL_MANAGER:
            return
        assert None not in goodwill
        worth = sum(amount.minor for amount in goodwill if amount is not None)
        assert worth <= AUTHORITY.get(highest, 0)


Handling.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestHandling = Handling.TestCase


def test_the_authority_compared_with_is_the_default() -> None:
    """The figures above are those of the rules."""
    levels = {level.role: int(level.up_to) * 100 for level in GoodwillAuthority().levels}

    assert levels == AUTHORITY
