"""The steps up the ladder that a complaint's history has fired."""

from __future__ import annotations

from typing import Final

import attrs
from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain.complaint_events import (
    ComplaintEvent,
    EscalationAsked,
    ProposalRefused,
    Repeated,
)
from clientcare.domain.complaint_scales import ComplaintMark, ComplaintState
from clientcare.domain.scales import Scale
from clientcare.domain.staff import StaffRole
from clientcare.errors import UnpublishedDayError
from clientcare.policies._complaint_case import Case, ClockKind
from clientcare.policies._complaint_clock import BEYOND


class Trigger(Scale):
    """What made a complaint go up, or be warned of."""

    WARNING = "warning", "预警"
    OVERDUE = "overdue", "超时"
    FAR_OVERDUE = "far_overdue", "严重超时"
    FINAL_CAP = "final_cap", "最终期限已过"
    SAFETY = "safety", "安全"
    LEGAL = "legal", "法律"
    PRESS = "press", "媒体"
    REFUSED = "refused", "方案被拒"
    REPEATED = "repeated", "再次投诉"
    ASKED = "asked", "客户要求"


@attrs.frozen(kw_only=True)
class EscalationStep:
    """
    One step of escalation that fired.

    Attributes:
        key: Its name within the complaint, for ``Escalated.step``; each fires once.
        trigger: What fired it.
        fired_at: When it fired.
        from_level: The level before, 0 for the handler.
        to_level: The level after.
        owner: Who owns the complaint from then on, by role.
        warned: Who is warned, by role; nobody unless it is a warning.
    """

    key: str
    trigger: Trigger
    fired_at: DateTime
    from_level: int
    to_level: int
    owner: StaffRole
    warned: tuple[StaffRole, ...]


@attrs.frozen(kw_only=True)
class UpcomingStep:
    """
    A step that time alone will take, unless the complaint is resolved or pauses before.

    Attributes:
        trigger: What will fire it.
        at: Until when whoever owns it before has to resolve it; a warning comes at
            that moment, everything else once it has passed.
        to_level: The level that it leads to.
        owner: Who owns the complaint from then on, by role.
    """

    trigger: Trigger
    at: DateTime
    to_level: int
    owner: StaffRole


@attrs.frozen(kw_only=True)
class FiredStep:
    """A step as the ladder keeps it; *at* in microseconds since 1970."""

    key: str
    trigger: Trigger
    at: int
    from_level: int
    to_level: int


_MARKS: Final = {
    ComplaintMark.SAFETY: Trigger.SAFETY,
    ComplaintMark.LEGAL: Trigger.LEGAL,
    ComplaintMark.PRESS: Trigger.PRESS,
}
AT_ONCE: Final = frozenset(_MARKS.values())
"""What sends a complaint to the top of the ladder at once."""
_EVENTS: Final[dict[type, Trigger]] = {
    ProposalRefused: Trigger.REFUSED,
    Repeated: Trigger.REPEATED,
    EscalationAsked: Trigger.ASKED,
}


class Ladder:
    """The level of a complaint while its case is replayed."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.level = 0
        self.steps: list[FiredStep] = []
        self._fired: set[str] = set()
        self._since = moment(case.complaint.received_at)
        self._marks(self._since)

    def pass_time(self, until: int) -> None:
        """Fire what time alone fires up to *until*, in its order."""
        if self._climbs():
            for at, trigger, key in sorted(self._due(until), key=lambda due: due[0]):
                self._fire(key, trigger, max(at, self._since))
        self._since = until

    def apply(self, event: ComplaintEvent, state: ComplaintState) -> None:
        """Fire what the event fires; the case has taken it in, *state* is the one before."""
        at = moment(event.at)
        trigger = _EVENTS.get(type(event))
        if trigger is not None and _may_climb(state):
            count = sum(step.trigger is trigger for step in self.steps)
            self._fire(f"{trigger.value}.{count + 1}", trigger, at)
        self._marks(at)

    def upcoming(self) -> list[tuple[int, Trigger, int]]:
        """Return moment, trigger and level of all that time alone will fire, in its order."""
        found: list[tuple[int, Trigger, int]] = []
        level, top = self.level, len(self._case.rules.ladder) - 1
        fired = set(self._fired)
        marks = self._all_marks() if self._climbs() else []
        if any(at == BEYOND for at, _, _ in marks):
            marks = [mark for mark in marks if self._is_told(mark[0])]
        for at, trigger, key in sorted(marks, key=lambda mark: mark[0]):
            if key not in fired:
                fired.add(key)  # the final cap does what the whole target does, once
                level = level if trigger is Trigger.WARNING else min(level + 1, top)
                found.append((at, trigger, level))
        return found

    def _marks(self, at: int) -> None:
        if self._climbs():
            for mark in sorted(self._case.progress.marks):
                self._fire(mark.value, _MARKS[mark], at)

    def _climbs(self) -> bool:
        return _may_climb(self._case.progress.state)

    def _due(self, until: int) -> list[tuple[int, Trigger, str]]:
        """Return the steps that are reached or passed by *until*, some of them fired before."""
        marks = self._all_marks()
        for at, _, key in marks:
            if key not in self._fired:
                self._case.runs[ClockKind.RESOLVE][-1].check_known(at, until)
        due = [
            (at, trigger, key)
            for at, trigger, key in marks
            if at < until or (at == until and trigger is Trigger.WARNING)
        ]
        if any(trigger is Trigger.FINAL_CAP for _, trigger, _ in due):
            self._fired.add(self._cap_name)
        return due

    def _is_told(self, at: int) -> bool:
        """Whether the plan reaches up to *at*, so that no mark beyond it can come before."""
        if at == BEYOND:
            return False
        try:
            self._case.runs[ClockKind.RESOLVE][-1].check_known(BEYOND, at)
        except UnpublishedDayError:
            return False
        return True

    @property
    def _cap_name(self) -> str:
        return f"cap.{len(self._case.rounds)}"

    def _all_marks(self) -> list[tuple[int, Trigger, str]]:
        """Return every mark of the present run that no pause holds, and the cap until it fired."""
        rules, runs = self._case.rules, self._case.runs[ClockKind.RESOLVE]
        run, prefix = runs[-1], f"resolve.{len(runs)}"
        found = [
            (run.mark(rules.warn_percent), Trigger.WARNING, f"{prefix}.warning"),
            (run.mark(rules.next_percent), Trigger.OVERDUE, f"{prefix}.overdue"),
            (run.mark(rules.beyond_percent), Trigger.FAR_OVERDUE, f"{prefix}.far_overdue"),
        ]
        marks = [(at, trigger, key) for at, trigger, key in found if at is not None]
        if self._cap_name not in self._fired:
            cap = self._case.round.final_cap
            marks.append((cap, Trigger.FINAL_CAP, f"{prefix}.overdue"))
        return marks

    def _fire(self, key: str, trigger: Trigger, at: int) -> None:
        if key in self._fired:
            return
        self._fired.add(key)
        before, top = self.level, len(self._case.rules.ladder) - 1
        if trigger in AT_ONCE:
            self.level = top
        elif trigger is not Trigger.WARNING:
            self.level = min(before + 1, top)
        step = FiredStep(key=key, trigger=trigger, at=at, from_level=before, to_level=self.level)
        self.steps.append(step)


def _may_climb(state: ComplaintState) -> bool:
    return state is not ComplaintState.REVIEWING and not state.is_terminal
