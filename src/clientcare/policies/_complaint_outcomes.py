"""What is said of a complaint's clocks and of its way up."""

from __future__ import annotations

import attrs
from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain.complaint_scales import ChangeKind, Priority
from clientcare.domain.ids import StaffId
from clientcare.domain.scales import Scale
from clientcare.domain.staff import StaffRole
from clientcare.policies._complaint_case import ClockKind
from clientcare.policies._complaint_clock import ClockVerdict
from clientcare.policies._complaint_steps import EscalationStep, UpcomingStep


class CapKind(Scale):
    """The outer caps, which never pause."""

    ACKNOWLEDGE = "acknowledge", "受理确认最终期限"
    STATUS = "status", "进展书面答复期限"
    FINAL = "final", "最终答复期限"


class StepKind(Scale):
    """What a check may propose; only the recorded event counts."""

    REMINDER = "reminder", "提醒客户"
    NO_RESPONSE = "no_response", "因无回应撤回"
    SILENT_CLOSE = "silent_close", "客户无异议结案"


@attrs.frozen(kw_only=True)
class Run:
    """
    One run of a clock.

    Attributes:
        started_at: The receipt, a reopening or a denial.
        due_at: Its due instant; ``None`` while a pause holds it.
        missed_at: When it was missed: at the due, or when a rise of the priority
            put the due in the past.
        ended_at: When it ended.
        verdict: Its verdict.
    """

    started_at: DateTime
    due_at: DateTime | None
    missed_at: DateTime | None
    ended_at: DateTime | None
    verdict: ClockVerdict


@attrs.frozen(kw_only=True)
class Cap:
    """
    An outer cap.

    Attributes:
        kind: Which one.
        due_at: The last instant that is in time.
        verdict: Its verdict; the caps of an earlier round that were missed count.
    """

    kind: CapKind
    due_at: DateTime
    verdict: ClockVerdict


@attrs.frozen(kw_only=True)
class Clock:
    """
    One clock of a complaint, all its runs together.

    Attributes:
        kind: Which one.
        verdict: Missed if any run was, else that of the last run.
        target_at: The due instant of the last run; ``None`` while a pause holds it,
            and where it lies beyond the published plan.
        cap: The outer cap that stands beside the target, where there is one.
        due_at: The earlier of target and cap, for display and ranking; ``None``
            where neither is known.
        remaining_minutes: Whole minutes of the clock's own time that are left of
            a run that has not ended, negative past the due, cut off toward zero;
            ``None`` where a day between has no published plan.
        round_the_clock: Whether these run round the clock; else they are minutes
            of working time.
        runs: Every run, the first one first.
    """

    kind: ClockKind
    verdict: ClockVerdict
    target_at: DateTime | None
    cap: Cap | None
    due_at: DateTime | None
    remaining_minutes: int | None
    round_the_clock: bool
    runs: tuple[Run, ...]


@attrs.frozen(kw_only=True)
class ProposedStep:
    """
    An event that a check proposes; time alone moves no complaint.

    Attributes:
        kind: What is proposed.
        due_at: Since when.
    """

    kind: StepKind
    due_at: DateTime


@attrs.frozen(kw_only=True)
class Deadlines:
    """
    The priority, clocks and caps of a complaint.

    Attributes:
        priority: The priority that holds.
        acknowledge: Until the acknowledgement; never pauses.
        proposal: Until the first proposal.
        containment: Until the emergency measure; ``None`` where none is asked for.
        resolve: Until the end of step 5.
        status: The cap on a letter about the state of the matter.
        final: The cap on the final answer.
        proposed: What a check proposes to do.
    """

    priority: Priority
    acknowledge: Clock
    proposal: Clock
    containment: Clock | None
    resolve: Clock
    status: Cap
    final: Cap
    proposed: tuple[ProposedStep, ...]

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """All clocks that apply."""
        clocks = (self.acknowledge, self.proposal, self.containment, self.resolve)
        return tuple(clock for clock in clocks if clock is not None)

    @property
    def next_due_at(self) -> DateTime | None:
        """The earliest due instant of what is still open; ``None`` = nothing is."""
        live = {ClockVerdict.RUNNING, ClockVerdict.PAUSED}
        found = [clock.due_at for clock in self.clocks if clock.runs[-1].ended_at is None]
        found += [cap.due_at for cap in (self.status, self.final) if cap.verdict in live]
        return min((at for at in found if at is not None), key=moment, default=None)


@attrs.frozen(kw_only=True)
class Escalation:
    """
    How far up a complaint is, and why.

    Attributes:
        level: 0 for the handler up to the top of the ladder.
        owner: Who owns it at that level, by role.
        function: The department that the cause calls for; ``None`` is unknown.
        responsible: Who is responsible until somebody else has taken it over (C4).
        taking_over: Who it was handed to and has not taken over yet.
        steps: Every step that fired, in its order.
        change_needed: The next proposal needs one of the three changes first (C2).
        changes: The changes that were made.
        unrecorded: The keys of the steps that no ``Escalated`` event carries yet; none
            once the complaint has ended, for nobody can take them then.
        upcoming: What time alone will do, in its order: until when each level has to
            resolve it, and who owns it then; without what lies beyond the published plan.
    """

    level: int
    owner: StaffRole
    function: StaffRole | None
    responsible: StaffId
    taking_over: StaffId | None
    steps: tuple[EscalationStep, ...]
    change_needed: bool
    changes: tuple[ChangeKind, ...]
    unrecorded: tuple[str, ...]
    upcoming: tuple[UpcomingStep, ...]
