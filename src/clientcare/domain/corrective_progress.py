"""What the history of a corrective action amounts to, step by step."""

from __future__ import annotations

from typing import Final, NamedTuple

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain.ids import ComplaintId, CorrectiveActionId, StaffId
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.domain.scales import Scale


class ActionState(Scale):
    """Where a corrective action stands; a state is named for the step under way."""

    CONTAINING = "containing", "临时围堵"
    ANALYSING = "analysing", "查找根因"
    CHOOSING = "choosing", "选定措施"
    IMPLEMENTING = "implementing", "落实措施"
    ON_WATCH = "on_watch", "观察"
    CLOSED = "closed", "已关闭"
    JOINED = "joined", "已合并"
    CALLED_OFF = "called_off", "已取消"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more happens in it."""
        return self in _TERMINAL


_TERMINAL: Final = frozenset({ActionState.CLOSED, ActionState.JOINED, ActionState.CALLED_OFF})


@attrs.frozen(kw_only=True)
class CollectedCase:
    """
    A complaint that belongs to a corrective action.

    Attributes:
        complaint_id: The complaint.
        received_on: The day on which it was received.
    """

    complaint_id: ComplaintId = field(validator=check.key)
    received_on: Date = field(validator=check.date)


class ActionProgress(NamedTuple):
    """
    Where a corrective action stands after some of its history.

    Attributes:
        state: The state.
        entered_at: When it was entered.
        last_at: When the last event happened; the opening before any.
        owner: Who is responsible.
        taking_over: Who it was handed to and has not taken over yet.
        key: What its cases have in common.
        cases: Its cases, as they were collected.
        round_from: When the milestones began to count: the opening, or the last
            check that found no effect.
        rounds: How often the root cause was sought.
        reached: The milestones of this round that were reached, and when; the
            emergency measure counts for every round.
        in_place_at: When the measures were in place, while it is on watch.
        other_id: The action that it lives on in.
    """

    state: ActionState
    entered_at: DateTime
    last_at: DateTime
    owner: StaffId
    key: RecurrenceKey
    cases: tuple[CollectedCase, ...]
    round_from: DateTime
    taking_over: StaffId | None = None
    rounds: int = 1
    reached: tuple[tuple[ActionState, DateTime], ...] = ()
    in_place_at: DateTime | None = None
    other_id: CorrectiveActionId | None = None

    def reached_at(self, step: ActionState) -> DateTime | None:
        """Return when the step under way in a state was done; ``None`` = not yet."""
        return dict(self.reached).get(step)
