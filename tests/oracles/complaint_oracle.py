"""
The clocks and the way up of a complaint, said a second time and slowly, from the policy page.

Instants are whole microseconds since 1970 (UTC). Everything is worked out anew from
the history at each question; no code of the policies is used, only the facts and
the figures of the rules.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from pendulum import DateTime
from tests.oracles.calendar_oracle import EPOCH, MICROSECOND, MINUTE, PlainCalendar

from clientcare.domain import complaint_events as happened
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import ComplaintEvent
from clientcare.domain.complaint_facts import Remedy, Severity
from clientcare.domain.complaint_scales import ComplaintMark, ComplaintState, Priority
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import StaffRole
from clientcare.policies.escalation import EscalationRules, Target

State = ComplaintState
CLOCKS = ("acknowledge", "proposal", "containment", "resolve")
PAUSING = ("proposal", "resolve")
GM_LEVEL = 4


def counted(at: DateTime) -> int:
    """Return an instant as whole microseconds."""
    return (dt.datetime.fromisoformat(at.isoformat()) - EPOCH) // MICROSECOND


@dataclass
class Allotted:
    """So much time, round the clock or in the open hours."""

    amount: int
    round_the_clock: bool
    calendar: PlainCalendar

    def after(self, start: int, amount: int) -> int:
        """Return when so much of this kind of time has passed."""
        return start + amount if self.round_the_clock else self.calendar.add(start, amount)

    def span(self, start: int, end: int) -> int:
        """Return how much of this kind of time passes from one instant to the other."""
        return end - start if self.round_the_clock else self.calendar.between(start, end)


@dataclass
class Run:
    """One run of one clock."""

    start: int
    allotted: dict[Priority, Allotted]
    held: list[Priority]
    pauses: list[tuple[int, int | None]] = field(default_factory=list)
    missed_at: int | None = None
    ended_at: int | None = None
    verdict: str | None = None
    done_at: int | None = None
    fired: set[str] = field(default_factory=set)

    def due_by(self, priority: Priority) -> tuple[int | None, int]:
        """Return the due that one priority gives (none while paused), and the pauses in it."""
        given = self.allotted[priority]
        pauses = 0
        due = given.after(self.start, given.amount)
        for start, end in self.pauses:
            if start >= due:
                continue  # begun at or after the due: moves nothing
            if end is None:
                return None, pauses
            pauses += given.span(start, end)
            due = given.after(self.start, given.amount + pauses)
        return due, pauses

    def due(self) -> int | None:
        """Return the earliest due of those held since the last downgrade."""
        dues = [self.due_by(priority)[0] for priority in self.held if priority in self.allotted]
        return min((due for due in dues if due is not None), default=None)

    def applies(self) -> bool:
        """Whether a priority that counts asks for this clock."""
        return any(priority in self.allotted for priority in self.held)

    def mark(self, percent: int) -> int | None:
        """Return when a share of the target is used up; ``None`` while a pause holds it."""
        ranked = []
        for priority in self.held:
            if priority in self.allotted:
                due, _ = self.due_by(priority)
                ranked.append((due is None, due or 0, priority.rank, priority))
        if not ranked:
            return None
        priority = min(ranked)[3]
        given = self.allotted[priority]
        part = -(-given.amount * percent // 100)
        due, pauses = self.due_by(priority)
        mark = given.after(self.start, part + pauses)
        if due is None and mark > self.pauses[-1][0]:
            return None  # the present pause moves it
        return mark

    def notice(self, now: int, *, as_of: int | None = None) -> None:
        """Miss a due that lies before *now*."""
        due = self.due()
        if self.ended_at is None and self.done_at is not None and due is not None:
            late = due < self.done_at  # the work was done before anybody asked for it
            self.missed_at = as_of if late else None
            self.end(self.done_at, "met")
        if self.ended_at is None and self.missed_at is None and due is not None and due < now:
            self.missed_at = due if as_of is None else as_of

    def end(self, at: int, verdict: str) -> None:
        """End the run, met or stopped, unless it was missed."""
        unasked = not self.applies() and self.missed_at is None
        if self.ended_at is None and unasked and verdict == "met":
            self.done_at = at if self.done_at is None else self.done_at
        elif self.ended_at is None:
            if self.pauses and self.pauses[-1][1] is None:
                self.pauses[-1] = (self.pauses[-1][0], at)
            self.ended_at = at
            if self.missed_at is not None:
                self.verdict = "missed"
            elif self.applies():
                self.verdict = verdict

    def judged(self, now: int) -> str:
        """Return the verdict at an instant after the last event."""
        if self.verdict is not None:
            return self.verdict
        due = self.due()
        if self.missed_at is not None or (due is not None and due < now):
            return "missed"
        if not self.applies():
            return "nobody asked"
        return "paused" if due is None else "running"


@dataclass
class Round:
    """From the receipt, or a reopening, to the next one: what the outer caps are counted in."""

    start: int
    letters: list[int] = field(default_factory=list)
    extended: bool = False
    final_at: int | None = None
    passed: bool = False


@dataclass
class Step:
    """A step up, or a warning."""

    trigger: str
    at: int
    before: int
    after: int


class Story:
    """A complaint, told from its receipt to *now*."""

    def __init__(
        self, complaint: Complaint, calendar: PlainCalendar, rules: EscalationRules, now: int
    ) -> None:
        self.complaint = complaint
        self.calendar = calendar
        self.rules = rules
        self.state = State.RECEIVED
        self.back_to = State.RECEIVED
        self.entered = self.receipt = counted(complaint.received_at)
        self.acknowledged: int | None = None
        self.severity: Severity | None = complaint.severity
        self.marks = set(complaint.marks)
        self.floor = Priority.P4
        self.confirmed = False
        self.reminders = 0
        self.level = 0
        self.steps: list[Step] = []
        self.rounds = [Round(self.receipt)]
        self.priority = self._priority()
        self.runs = {
            kind: [Run(self.receipt, self._targets(kind), [self.priority])] for kind in CLOCKS
        }
        self.at = self.receipt
        for mark in complaint.marks:
            self._to_the_top(mark)
        for event in complaint.history:
            if counted(event.at) <= now:
                self._happens(event)
        self._time_passes(now)

    # --- what the rules give ---

    @property
    def day(self) -> int:
        """How much working time counts as a business day."""
        return self.rules.terms.business_day_minutes * MINUTE

    def _amount(self, target: Target) -> int:
        return target.minutes * MINUTE + target.business_days * self.day

    def _targets(self, kind: str) -> dict[Priority, Allotted]:
        found = {}
        for priority in Priority:
            target = getattr(self.rules.targets[priority], kind)
            if target is not None:
                found[priority] = Allotted(
                    self._amount(target), target.round_the_clock, self.calendar
                )
        return found

    def _priority(self) -> Priority:
        if self.marks & {ComplaintMark.SAFETY, ComplaintMark.LEGAL}:
            return Priority.P1
        if self.severity is None:
            rank = self.rules.provisional.rank  # as it stands: nobody has judged anything yet
        else:
            rank = min(max(self.severity.impact + self.severity.urgency - 1, 1), 4)
            if self.complaint.tier in self.rules.raise_tiers and rank > 2:
                rank -= 1
        return list(Priority)[min(rank, self.floor.rank) - 1]

    # --- time and events ---

    def _live(self) -> list[Run]:
        return [runs[-1] for runs in self.runs.values() if runs[-1].ended_at is None]

    def _time_passes(self, until: int) -> None:
        for run in self._live():
            run.notice(until)
        self._climb(until)
        self.at = until

    def _happens(self, event: ComplaintEvent) -> None:
        at = counted(event.at)
        self._time_passes(at)
        before = self.state
        if isinstance(event, happened.ResolvedOnFirstContact):
            self._acknowledge(at)  # listening is entered before step 1 sets the severity
        self._priority_changes(event, at)
        self._moves(event, at)
        self._records(event, at)
        for run in self._live():
            run.notice(at, as_of=at)
        self._triggers(event, before)
        self._climb(at)

    def _priority_changes(self, event: ComplaintEvent, at: int) -> None:
        if isinstance(event, happened.SeverityRated | happened.ResolvedOnFirstContact):
            self.severity = event.severity
            self.floor = Priority.P4
        elif isinstance(event, happened.MarkSet):
            self.marks.add(event.mark)
        elif isinstance(event, happened.MarkLifted):
            self.marks.discard(event.mark)
        elif isinstance(event, happened.DuplicateTaken):
            self.marks |= set(event.marks)
            self.floor = min(self.floor, event.priority, key=lambda each: each.rank)
            self._takes_receipt(event)
        new = self._priority()
        for run in self._live():
            if new.rank > self.priority.rank:
                run.held = [new]
            elif new.rank < self.priority.rank:
                run.held.append(new)
            run.notice(at, as_of=at)
        self.priority = new

    def _takes_receipt(self, event: happened.DuplicateTaken) -> None:
        """Take the earliest receipt and acknowledgement; a later round has its own start."""
        if len(self.rounds) > 1:
            return
        self.receipt = self.rounds[0].start = min(self.receipt, counted(event.received_at))
        for kind in CLOCKS:
            run = self.runs[kind][-1]
            if len(self.runs[kind]) == 1 and (run.ended_at is None or kind == "acknowledge"):
                run.start = self.receipt
        known = [] if self.acknowledged is None else [self.acknowledged]
        if event.acknowledged_at is not None:
            known.append(counted(event.acknowledged_at))
        if known:
            done = min(known)
            run = self.runs["acknowledge"][0]
            run.ended_at = run.verdict = run.missed_at = None
            run.notice(done)
            run.end(done, "met")
            self.acknowledged = done

    def _moves(self, event: ComplaintEvent, at: int) -> None:  # noqa: C901, PLR0912, PLR0915 - one list
        old = self.state
        if isinstance(event, happened.Acknowledged):
            self.state = State.LISTENING
            self._acknowledge(at)
        elif isinstance(event, happened.DuplicateTaken):
            if old is State.RECEIVED and event.acknowledged_at is not None:
                self.state = State.LISTENING  # the acknowledgement is taken over
        elif isinstance(event, happened.AccountConfirmed):
            self.state = State.ANALYSING
        elif isinstance(event, happened.CauseFound | happened.FoundUnfounded):
            self.state = State.SOLUTION_FOUND
        elif isinstance(event, happened.ProposalSent):
            self.state = State.PROPOSED
            self._end("proposal", at, "met")
        elif isinstance(event, happened.ProposalAccepted):
            self.state = State.ACTING
        elif isinstance(event, happened.ProposalRefused):
            self.state = event.back_to or State.PROPOSED
        elif isinstance(event, happened.SentBack):
            self.state = event.back_to
        elif isinstance(event, happened.ActionDone):
            self.state = State.REVIEWING
            self.confirmed = False
            self.rounds[-1].final_at = at
            self._end("resolve", at, "met")
        elif isinstance(event, happened.SettlementDenied):
            self.state = event.back_to
            self.rounds[-1].final_at = None
            self._again("resolve", at)
        elif isinstance(event, happened.Closed):
            self.state = State.CLOSED
            for kind in CLOCKS:  # a containment that nobody recorded has nothing left to run for
                self._end(kind, at, "stopped")
        elif isinstance(event, happened.ResolvedOnFirstContact):
            self.state = State.CLOSED
            self.rounds[-1].final_at = at
            for kind in CLOCKS:
                self._end(kind, at, "met")
        elif isinstance(event, happened.QuestionSent):
            self.back_to, self.state = self.state, State.WAITING_CUSTOMER
            self.reminders = 0
            for kind in PAUSING:
                if self.runs[kind][-1].ended_at is None:
                    self.runs[kind][-1].pauses.append((at, None))
        elif isinstance(event, happened.CustomerReplied):
            self.state = self.back_to
            for run in self._live():
                if run.pauses and run.pauses[-1][1] is None:
                    run.pauses[-1] = (run.pauses[-1][0], at)
        elif isinstance(event, happened.FinalAnswerSent | happened.Withdrawn | happened.Merged):
            self.state = {
                happened.FinalAnswerSent: State.DEADLOCK,
                happened.Withdrawn: State.WITHDRAWN,
                happened.Merged: State.MERGED,
            }[type(event)]
            if self.rounds[-1].final_at is None:
                self.rounds[-1].final_at = at
            for kind in CLOCKS:
                self._end(kind, at, "stopped")
        elif isinstance(event, happened.Reopened):
            self.state = State.LISTENING
            self.rounds.append(Round(at))
            for kind in CLOCKS:
                if kind == "resolve" or self.runs[kind][-1].verdict == "stopped":
                    self._again(kind, at)
                elif self.runs[kind][-1].judged(at) == "nobody asked":
                    self.runs[kind][-1] = Run(at, self._targets(kind), [self.priority])
            self._acknowledge(at)
        if self.state is not old:
            self.entered = at

    def _records(self, event: ComplaintEvent, at: int) -> None:
        if isinstance(event, happened.Contained):
            self._end("containment", at, "met")
        elif isinstance(event, happened.HoldingLetterSent | happened.ExtensionNotified):
            if self.acknowledged is not None:
                self.rounds[-1].letters.append(at)
            if isinstance(event, happened.ExtensionNotified):
                self.rounds[-1].extended = True
        elif isinstance(event, happened.ReminderSent):
            self.reminders += 1
        elif isinstance(event, happened.SettlementConfirmed):
            self.confirmed = True

    def _acknowledge(self, at: int) -> None:
        self.acknowledged = at if self.acknowledged is None else self.acknowledged
        self._end("acknowledge", at, "met")

    def _end(self, kind: str, at: int, verdict: str) -> None:
        self.runs[kind][-1].end(at, verdict)

    def _again(self, kind: str, at: int) -> None:
        allotted = {}
        for priority, given in self._targets(kind).items():
            used = 0
            for run in self.runs[kind]:
                assert run.ended_at is not None
                used += given.span(run.start, run.ended_at)
                for start, end in run.pauses:
                    assert end is not None
                    used -= given.span(start, end)
            least = min(given.amount, self.rules.rerun_business_days * self.day)
            amount = max(given.amount - used, least)
            allotted[priority] = Allotted(amount, given.round_the_clock, self.calendar)
        self.runs[kind].append(Run(at, allotted, [self.priority]))

    # --- the way up ---

    def _is_climbing(self) -> bool:
        return self.state is not State.REVIEWING and not self.state.is_terminal

    def _climb(self, until: int) -> None:
        """Fire what time alone fires, in its order."""
        if not self._is_climbing():
            return
        run = self.runs["resolve"][-1]
        rules = self.rules
        found = []
        warning, full = run.mark(rules.warn_percent), run.mark(rules.next_percent)
        beyond = run.mark(rules.beyond_percent)
        cap = self.final_cap(self.rounds[-1])
        if warning is not None and warning <= until and "warning" not in run.fired:
            found.append((max(warning, self.at), 0, "warning"))
        over = [(full, "overdue")] if full is not None and full < until else []
        if cap < until and not self.rounds[-1].passed:  # once a round
            over.append((cap, "final_cap"))
        if cap < until:
            self.rounds[-1].passed = True
        if over and not run.fired & {"overdue", "final_cap"}:
            at, name = min(over, key=lambda each: each[0])
            found.append((max(at, self.at, run.start), 1, name))
        if beyond is not None and beyond < until and "far_overdue" not in run.fired:
            found.append((max(beyond, self.at), 2, "far_overdue"))
        for at, _, trigger in sorted(found):
            run.fired.add(trigger)
            self._fire(trigger, at, 0 if trigger == "warning" else 1)

    def _fire(self, trigger: str, at: int, levels: int) -> None:
        after = min(self.level + levels, GM_LEVEL)
        self.steps.append(Step(trigger, at, self.level, after))
        self.level = after

    def _to_the_top(self, mark: ComplaintMark) -> None:
        if mark.value not in {step.trigger for step in self.steps}:
            self._fire(mark.value, self.at, GM_LEVEL)

    def _triggers(self, event: ComplaintEvent, before: ComplaintState) -> None:
        if before is not State.REVIEWING and not before.is_terminal:
            if isinstance(event, happened.ProposalRefused):
                self._fire("refused", self.at, 1)
            elif isinstance(event, happened.Repeated):
                self._fire("repeated", self.at, 1)
            elif isinstance(event, happened.EscalationAsked):
                self._fire("asked", self.at, 1)
        if self._is_climbing():  # a mark set in the review counts once that is left
            for mark in sorted(self.marks):
                self._to_the_top(mark)

    # --- the outer caps ---

    def acknowledge_cap(self) -> int:
        """Return 24 hours or one business day after the receipt, the later."""
        cap = self.rules.acknowledge_cap
        days = cap.business_days * self.day
        start = self.runs["acknowledge"][-1].start
        return max(start + cap.minutes * MINUTE, self.calendar.add(start, days))

    def status_cap(self, part: Round) -> int:
        """Return day 28 of a round."""
        return self.calendar.add_calendar_days(part.start, self.rules.terms.status_day)

    def final_cap(self, part: Round) -> int:
        """Return day 30 of a round, or day 56 where it was extended."""
        terms = self.rules.terms
        days = terms.extended_day if part.extended else terms.final_day
        return self.calendar.add_calendar_days(part.start, days)

    def cap_verdicts(self, now: int) -> dict[str, str]:
        """Return what has become of each cap."""
        stopped = self.runs["acknowledge"][-1]
        cap = self.acknowledge_cap()
        acknowledge = _kept(stopped.ended_at, cap, now)
        if self.acknowledged is None and stopped.ended_at is not None and stopped.ended_at <= cap:
            acknowledge = "stopped"
        status, final = [], []
        for part in self.rounds:
            told = [*part.letters, *([] if part.final_at is None else [part.final_at])]
            status.append(_kept(min(told, default=None), self.status_cap(part), now))
            final.append(_kept(part.final_at, self.final_cap(part), now))
        return {
            "acknowledge": acknowledge,
            "status": "missed" if "missed" in status else status[-1],
            "final": "missed" if "missed" in final else final[-1],
        }

    # --- what a check proposes ---

    def proposed(self, now: int) -> list[tuple[str, int]]:
        """Return what a check proposes, with the time since when."""
        terms = self.rules.terms
        found = []
        if self.state is State.WAITING_CUSTOMER:
            reminders = [
                self.calendar.add(self.entered, days * self.day)
                for days in terms.reminder_business_days
            ]
            for number, due in zip(count(), reminders):
                if due <= now and number >= self.reminders:
                    found.append(("reminder", due))
            limit = self.calendar.add_calendar_days(self.entered, terms.no_response_days)
            limit = max([limit, *reminders[-1:]])
            if limit <= now:
                found.append(("no_response", limit))
        if self.state is State.REVIEWING and not self.confirmed:
            due = self.calendar.add(self.entered, terms.silence_business_days * self.day)
            if due <= now:
                found.append(("silent_close", due))
        return found


def _kept(done: int | None, cap: int, now: int) -> str:
    if done is not None:
        return "met" if done <= cap else "missed"
    return "running" if now <= cap else "missed"


_RANKS = {"office_head": 1, "sales_manager": 2, "marketing_vp": 3}
_CAPS = {0: 0, 1: 200_00, 2: 1_000_00, 3: 5_000_00}  # in fen; above them there is none


class Generosity:
    """Who answers for how much goodwill, by the text of 3e."""

    def __init__(self) -> None:
        self.chooser: StaffId | None = None
        self.gifts: list[int | None] = []
        self.rank = 0
        self.given = False

    def take(self, event: ComplaintEvent) -> None:
        """Go on by one event."""
        if isinstance(event, happened.RemedyChosen | happened.ResolvedOnFirstContact):
            self.gifts, self.rank = _gifts(event.remedies), _rank(event.decided_as)
            self.rank = max(self.rank, _rank(event.approved_as))
            self.chooser = event.by
        if isinstance(event, happened.RemedyApproved):
            self.rank = max(self.rank, _rank(event.role))
        if isinstance(event, happened.ActionDone | happened.ResolvedOnFirstContact):
            self.given = self.given or bool(self.gifts)

    def forget(self) -> None:
        """Begin step 3 anew."""
        self.chooser, self.gifts, self.rank = None, [], 0

    def allows(self, event: ComplaintEvent) -> bool:
        """Whether the event keeps to one gesture a complaint and to everybody's authority."""
        if isinstance(event, happened.RemedyApproved):
            return self.chooser is not None and event.by != self.chooser
        if isinstance(event, happened.ProposalSent):
            return self.covers()
        if not isinstance(event, happened.RemedyChosen | happened.ResolvedOnFirstContact):
            return True
        if event.by == event.approved_by or (self.given and _gifts(event.remedies)):
            return False
        after = Generosity()
        after.take(event)
        return isinstance(event, happened.RemedyChosen) or after.covers()

    def covers(self) -> bool:
        """Whether whoever answers for the gesture may give that much."""
        if not self.gifts or self.rank not in _CAPS:
            return True
        known = [gift for gift in self.gifts if gift is not None]
        return len(known) == len(self.gifts) and sum(known) <= _CAPS[self.rank]


def _gifts(remedies: tuple[Remedy, ...]) -> list[int | None]:
    """Return what each gesture is worth, in fen."""
    amounts = [remedy.amount for remedy in remedies if remedy.goodwill]
    return [None if amount is None else amount.minor for amount in amounts]


def _rank(role: StaffRole | None) -> int:
    """Return the level of authority, 0 for a handler, 4 and more for who has no limit."""
    if role is None:
        return 0
    return 4 if role.value in {"general_manager", "owner"} else _RANKS.get(role.value, 0)


class Steps:
    """Which events a complaint takes next, by the text of the state machine."""

    def __init__(
        self, complaint: Complaint, calendar: PlainCalendar, rules: EscalationRules
    ) -> None:
        last = counted(complaint.history[-1].at if complaint.history else complaint.received_at)
        self.story = Story(complaint, calendar, rules, last)
        self.calendar = calendar
        self.terms = rules.terms
        self.last = last
        self.rated = self.heated = self.undecided = self.unfounded = self.failed = False
        self.heated = complaint.heated
        self.remedies = False
        self.changes: set[str] = set()
        self.carried_out: set[str] = set()
        self.marks = set(complaint.marks)
        self.owner = complaint.owner_id
        self.handed_to: StaffId | None = None
        self.purse = Generosity()
        for event in complaint.history:
            self._take(event)

    def _take(self, event: ComplaintEvent) -> None:  # noqa: C901, PLR0912 - one list
        if isinstance(event, happened.SeverityRated | happened.ResolvedOnFirstContact):
            self.rated = True
        if isinstance(event, happened.CustomerHeated):
            self.heated = True
        if isinstance(event, happened.ChangeMade):
            self.changes.add(event.kind.value)
        if isinstance(event, happened.FoundUnfounded):
            self.unfounded = True
        if isinstance(event, happened.CauseFound):
            self.unfounded = False
        if isinstance(event, happened.RemedyChosen):
            self.remedies = True
        if isinstance(event, happened.CauseFound | happened.FoundUnfounded):
            self.remedies = False
        if isinstance(event, happened.ProposalRefused):
            self.failed = True
            self.undecided = event.back_to is None
        if isinstance(event, happened.SentBack | happened.Reopened):
            self.undecided = False
        back_to = getattr(event, "back_to", None)
        if back_to is not None or isinstance(event, happened.Reopened):
            self.remedies = False
        self.purse.take(event)
        if not self.remedies:
            self.purse.forget()
        if isinstance(event, happened.MarkSet):
            self.marks.add(event.mark)
        if isinstance(event, happened.MarkLifted):
            self.marks.discard(event.mark)
        if isinstance(event, happened.DuplicateTaken):
            self.marks |= set(event.marks)
        if isinstance(event, happened.Escalated):
            self.carried_out.add(event.step)
        if isinstance(event, happened.HandedOver):
            self.handed_to = event.to
        if isinstance(event, happened.TakenOver):
            self.owner, self.handed_to = event.by, None

    def takes(self, event: ComplaintEvent) -> bool:
        """Whether the event may come next."""
        state, at = self.story.state, counted(event.at)
        if at < self.last:
            return False
        if state.is_terminal:
            limit = self.calendar.add_calendar_days(self.story.entered, self.terms.reopen_days)
            return isinstance(event, happened.Reopened) and at <= limit
        if isinstance(event, happened.Reopened):
            return False
        from_state = _FROM.get(type(event))
        if from_state is not None and state not in from_state:
            return False
        return self.purse.allows(event) and self._is_ready(event, at)

    def _is_ready(self, event: ComplaintEvent, at: int) -> bool:  # noqa: C901, PLR0911, PLR0912 - one list
        story, terms = self.story, self.terms
        if isinstance(event, happened.AccountConfirmed):
            return self.rated
        if isinstance(event, happened.ProposalSent):
            calm = not (self.heated or self.failed)
            return self.remedies and (calm or bool(self.changes))
        if isinstance(event, happened.ProposalRefused):
            return not self.undecided  # once each; to accept after all is never too late
        if isinstance(event, happened.SentBack | happened.FinalAnswerSent):
            return self.undecided
        if isinstance(event, happened.Closed):
            limit = self.calendar.add(story.entered, terms.silence_business_days * story.day)
            return at >= limit if event.by_silence else story.confirmed
        if isinstance(event, happened.Withdrawn):
            if event.kind.value == "by_customer":
                return True
            if story.state is not State.WAITING_CUSTOMER:
                return False
            days = max(terms.reminder_business_days)
            second = self.calendar.add(story.entered, days * story.day)
            given_up = self.calendar.add_calendar_days(story.entered, terms.no_response_days)
            return at >= max(given_up, second)
        if isinstance(event, happened.ExtensionNotified):
            part = story.rounds[-1]
            day = self.calendar.add_calendar_days(part.start, terms.final_day)
            last = self.calendar.add_calendar_days(part.start, terms.extended_day)
            return not part.extended and at <= day and counted(event.answer_at) <= last
        if isinstance(event, happened.MarkLifted):
            return event.mark in self.marks
        if isinstance(event, happened.MarkSet):
            return event.mark not in self.marks
        if isinstance(event, happened.SeverityRated):
            return state_after_receipt(self.story)  # step 1 sets it
        if isinstance(event, happened.Escalated):
            return event.step not in self.carried_out
        if isinstance(event, happened.HandedOver):
            return event.to != self.owner
        if isinstance(event, happened.TakenOver):
            return event.by == self.handed_to
        if isinstance(event, happened.HoldingLetterSent):
            return state_after_receipt(self.story)
        if isinstance(event, happened.ChangeMade):
            if event.kind.value in self.changes:
                return False
            if event.appointment_at is None or event.kind.value != "time":
                return True
            appointment = counted(event.appointment_at)
            earliest = self.calendar.add(at, terms.appointment_from_minutes * MINUTE)
            latest = self.calendar.add(at, terms.appointment_until_business_days * story.day)
            cap = story.final_cap(story.rounds[-1])
            return earliest <= appointment <= min(latest, cap)
        return True


def state_after_receipt(story: Story) -> bool:
    """Whether the complaint was acknowledged, so that a letter can be about its state."""
    return story.state is not State.RECEIVED


_WORKING = {State.LISTENING, State.ANALYSING, State.SOLUTION_FOUND, State.PROPOSED, State.ACTING}
_FROM: dict[type, set[ComplaintState]] = {
    happened.Acknowledged: {State.RECEIVED},
    happened.ResolvedOnFirstContact: {State.RECEIVED},
    happened.AccountConfirmed: {State.LISTENING},
    happened.CauseFound: {State.ANALYSING},
    happened.FoundUnfounded: {State.ANALYSING},
    happened.RemedyChosen: {State.SOLUTION_FOUND},
    happened.RemedyApproved: {State.SOLUTION_FOUND},
    happened.ProposalSent: {State.SOLUTION_FOUND},
    happened.ProposalAccepted: {State.PROPOSED},
    happened.ProposalRefused: {State.PROPOSED},
    happened.SentBack: {State.PROPOSED},
    happened.FinalAnswerSent: {State.PROPOSED},
    happened.ActionDone: {State.ACTING},
    happened.SettlementDenied: {State.REVIEWING},
    happened.SettlementConfirmed: {State.REVIEWING},
    happened.Closed: {State.REVIEWING},
    happened.QuestionSent: _WORKING,
    happened.CustomerReplied: {State.WAITING_CUSTOMER},
    happened.ReminderSent: {State.WAITING_CUSTOMER},
}
