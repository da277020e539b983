"""A complaint replayed event by event, with its clocks and outer caps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from pendulum import DateTime

from clientcare.domain._complaint_flow import follow
from clientcare.domain._complaint_periods import day_end, final_cap
from clientcare.domain._instants import moment
from clientcare.domain._worktime import MINUTE
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    ComplaintEvent,
    Contained,
    CustomerReplied,
    DuplicateTaken,
    ExtensionNotified,
    HoldingLetterSent,
    QuestionSent,
    ReminderSent,
    Reopened,
    ResolvedOnFirstContact,
    SettlementDenied,
)
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.complaint_progress import ComplaintProgress
from clientcare.domain.complaint_scales import ComplaintMark, ComplaintState, Priority
from clientcare.domain.scales import Scale, Tier
from clientcare.policies._complaint_clock import (
    Allot,
    Allotment,
    ClockRun,
    ClockVerdict,
    RoundTheClock,
    Ticker,
    next_allotment,
)
from clientcare.policies._complaint_rules import EscalationRules, PriorityTargets, Target

_S = ComplaintState
_AT_ONCE_P1: Final = frozenset({ComplaintMark.SAFETY, ComplaintMark.LEGAL})
_BY_RANK: Final = {priority.rank: priority for priority in Priority}


class ClockKind(Scale):
    """The four clocks of a complaint; all of them start at the receipt."""

    ACKNOWLEDGE = "acknowledge", "受理确认"
    PROPOSAL = "proposal", "提出方案"
    CONTAINMENT = "containment", "应急措施"
    RESOLVE = "resolve", "解决"


_PAUSABLE: Final = (ClockKind.PROPOSAL, ClockKind.RESOLVE)


def rated_priority(severity: Severity, tier: Tier | None, rules: EscalationRules) -> Priority:
    """Return what a severity gives a customer of a tier."""
    level = severity.level
    if tier in rules.raise_tiers:
        level = min(level, max(level - 1, Priority.P2.rank))
    return _BY_RANK[level]


@attrs.define(kw_only=True)
class Round:
    """
    The outer caps of one round: from the receipt or a reopening on, never paused.

    Attributes:
        start: When the round began.
        status_cap: Until when a letter on the state of the matter, or the final, is due.
        final_day: Until when the final answer is due without an extension.
        final_cap: Until when it is due.
        letter_at: When the first letter after the acknowledgement went out.
        final_at: When the review or the end was entered.
    """

    start: int
    status_cap: int
    final_day: int
    final_cap: int
    letter_at: int | None = None
    final_at: int | None = None

    def status_verdict(self, now: int) -> ClockVerdict:
        """Return the verdict of the cap on the letter."""
        done = [at for at in (self.letter_at, self.final_at) if at is not None]
        return verdict_of(self.status_cap, min(done, default=None), now)

    def final_verdict(self, now: int) -> ClockVerdict:
        """Return the verdict of the cap on the final answer."""
        return verdict_of(self.final_cap, self.final_at, now)


def verdict_of(cap: int, done_at: int | None, now: int) -> ClockVerdict:
    """Return whether something due at *cap* was done in time; exactly at it is in time."""
    if done_at is not None:
        return ClockVerdict.MET if done_at <= cap else ClockVerdict.MISSED
    return ClockVerdict.RUNNING if now <= cap else ClockVerdict.MISSED


class Case:
    """A complaint replayed: where it stands, its priority, its clocks and its caps."""

    def __init__(
        self, complaint: Complaint, calendar: WorkCalendar, rules: EscalationRules
    ) -> None:
        self.complaint = complaint
        self.rules = rules
        self._calendar = calendar
        self._work: Ticker = calendar.worktime
        self._always: Ticker = RoundTheClock()
        self.progress = complaint.beginning
        self.priority = self._priority()
        self.acknowledged_at: int | None = None
        self.reminders = 0  # sent since the question that is waited for
        self.rounds = [self._round(complaint.received_at)]
        start = moment(complaint.received_at)
        self._targets: Mapping[ClockKind, Allot] = {
            kind: self._allotments(kind) for kind in ClockKind
        }
        self.runs = {
            kind: [ClockRun(start=start, allot=self._targets[kind], held=[self.priority])]
            for kind in ClockKind
        }

    # --- what is asked ---

    @property
    def round(self) -> Round:
        """The present round."""
        return self.rounds[-1]

    def acknowledge_cap(self) -> int:
        """Return the outer cap of the acknowledgement: the later of its two periods."""
        start = self.runs[ClockKind.ACKNOWLEDGE][-1].start
        cap = self.rules.acknowledge_cap
        day = cap.business_days * self.rules.terms.business_day_minutes
        return max(
            self._always.add(start, cap.minutes * MINUTE), self._work.add(start, day * MINUTE)
        )

    def acknowledge_cap_verdict(self, now: int) -> ClockVerdict:
        """Return the verdict of that cap; an end before the acknowledgement stops it."""
        run = self.runs[ClockKind.ACKNOWLEDGE][-1]
        verdict = verdict_of(self.acknowledge_cap(), run.ended_at, now)
        stopped = run.ended_at is not None and self.acknowledged_at is None
        return ClockVerdict.STOPPED if stopped and verdict is ClockVerdict.MET else verdict

    # --- the replay ---

    def pass_time(self, until: int) -> None:
        """Let time pass up to *until*."""
        for runs in self.runs.values():
            runs[-1].pass_time(until)

    def apply(self, event: ComplaintEvent) -> None:
        """Take in the next event; time has passed up to it."""
        before, at = self.progress, moment(event.at)
        self.progress = after = follow(before, event)
        if isinstance(event, Reopened):
            self._reopen(event)
        self._pauses(event, at)
        if isinstance(event, DuplicateTaken):
            self._take_duplicate(event, before)
        if isinstance(event, ResolvedOnFirstContact):
            self._acknowledge(at)  # listening is entered before step 1 sets the severity
        self._reprioritise()
        for runs in self.runs.values():
            runs[-1].review(at)  # a rise puts a due in the past before the event can meet it
        self._letters(event, at)
        self._finish(event, before, after, at)
        if isinstance(event, SettlementDenied):
            self.round.final_at = None  # the caps go on as if step 5 had not ended
            self._rerun(ClockKind.RESOLVE, at)
        for runs in self.runs.values():
            runs[-1].review(at)

    def _reopen(self, event: Reopened) -> None:
        at = moment(event.at)
        self.rounds.append(self._round(event.at))
        for kind, runs in self.runs.items():
            if kind is ClockKind.RESOLVE or runs[-1].verdict is ClockVerdict.STOPPED:
                self._rerun(kind, at)
            elif runs[-1].verdict is None:  # no priority has asked for it yet
                allot = self._targets[kind]
                runs[-1] = ClockRun(start=at, allot=allot, held=[self.priority])

    def _rerun(self, kind: ClockKind, at: int) -> None:
        terms = self.rules.terms
        least = self.rules.rerun_business_days * terms.business_day_minutes * MINUTE
        allot = next_allotment(self._targets[kind], self.runs[kind], least)
        self.runs[kind].append(ClockRun(start=at, allot=allot, held=[self.priority]))

    def _pauses(self, event: ComplaintEvent, at: int) -> None:
        if isinstance(event, ReminderSent):
            self.reminders += 1
        elif isinstance(event, QuestionSent):
            self.reminders = 0
        for kind in _PAUSABLE:
            if isinstance(event, QuestionSent):
                self.runs[kind][-1].pause(at)
            elif isinstance(event, CustomerReplied):
                self.runs[kind][-1].resume(at)

    def _take_duplicate(self, event: DuplicateTaken, before: ComplaintProgress) -> None:
        if before.reopenings:
            return
        received = moment(self.progress.received_at)
        if received < moment(before.received_at):
            fresh = self._round(self.progress.received_at)
            self.round.start, self.round.status_cap = fresh.start, fresh.status_cap
            self.round.final_day, self.round.final_cap = fresh.final_day, self._final_cap()
            for runs in self.runs.values():
                if runs[-1].is_live and len(runs) == 1:
                    runs[0].start = received
        self._acknowledge_anew(event, received)

    def _acknowledge_anew(self, event: DuplicateTaken, received: int) -> None:
        """Judge the acknowledgement by the earliest receipt and the earliest of both."""
        first = self.runs[ClockKind.ACKNOWLEDGE][0]
        known = [at for at in (first.ended_at, self.acknowledged_at) if at is not None]
        if event.acknowledged_at is not None:
            known.append(moment(event.acknowledged_at))
        first.start = min(first.start, received)
        if not known:
            return
        first.missed_at = first.ended_at = first.verdict = None
        first.pass_time(min(known))
        first.finish(min(known))
        self.acknowledged_at = min(known)

    def _reprioritise(self) -> None:
        present = self._priority()
        if present is self.priority:
            return
        self.priority = present
        for runs in self.runs.values():
            runs[-1].hold(present)

    def _letters(self, event: ComplaintEvent, at: int) -> None:
        letter = isinstance(event, HoldingLetterSent | ExtensionNotified)
        if letter and self.acknowledged_at is not None and self.round.letter_at is None:
            self.round.letter_at = at
        if isinstance(event, ExtensionNotified) and at <= self.round.final_day:
            self.round.final_cap = self._final_cap()

    def _finish(
        self,
        event: ComplaintEvent,
        before: ComplaintProgress,
        after: ComplaintProgress,
        at: int,
    ) -> None:
        if isinstance(event, ResolvedOnFirstContact):
            self._end_all(at, done=True)
        if after.state is _S.LISTENING and before.state is not _S.WAITING_CUSTOMER:
            self._acknowledge(at)
        if after.state is _S.PROPOSED:
            self.runs[ClockKind.PROPOSAL][-1].finish(at)
        if isinstance(event, Contained):
            self.runs[ClockKind.CONTAINMENT][-1].finish(at)
        if after.state is _S.REVIEWING:
            self.runs[ClockKind.RESOLVE][-1].finish(at)
        if after.state.is_terminal:
            self._end_all(at, done=False)
        if (after.state is _S.REVIEWING or after.state.is_terminal) and (
            self.round.final_at is None
        ):
            self.round.final_at = at

    def _acknowledge(self, at: int) -> None:
        self.runs[ClockKind.ACKNOWLEDGE][-1].finish(at)
        self.acknowledged_at = at if self.acknowledged_at is None else self.acknowledged_at

    def _end_all(self, at: int, *, done: bool) -> None:
        for runs in self.runs.values():
            if done:
                runs[-1].finish(at)
            else:
                runs[-1].stop(at)

    # --- figures ---

    def _priority(self) -> Priority:
        if self.progress.marks & _AT_ONCE_P1:
            return Priority.P1
        severity = self.progress.severity or self.complaint.severity
        given = self.rules.provisional
        if severity is not None:
            given = rated_priority(severity, self.complaint.tier, self.rules)
        taken = self.progress.taken_priority
        if taken is not None:
            given = min(given, taken, key=lambda one: one.rank)
        return given

    def _round(self, since: DateTime) -> Round:
        terms = self.rules.terms
        final = day_end(since, terms.final_day, self._calendar)
        return Round(
            start=moment(since),
            status_cap=day_end(since, terms.status_day, self._calendar),
            final_day=final,
            final_cap=final,
        )

    def _final_cap(self) -> int:
        return final_cap(self.progress, self._calendar, self.rules.terms)

    def _allotments(self, kind: ClockKind) -> Allot:
        found = {
            priority: self._allotment(self._target(kind, targets))
            for priority, targets in self.rules.targets.items()
        }
        return {priority: given for priority, given in found.items() if given is not None}

    def _target(self, kind: ClockKind, targets: PriorityTargets) -> Target | None:
        return {
            ClockKind.ACKNOWLEDGE: targets.acknowledge,
            ClockKind.PROPOSAL: targets.proposal,
            ClockKind.CONTAINMENT: targets.containment,
            ClockKind.RESOLVE: targets.resolve,
        }[kind]

    def _allotment(self, target: Target | None) -> Allotment | None:
        if target is None:
            return None
        ticker = self._always if target.round_the_clock else self._work
        return Allotment(ticker=ticker, amount=self.rules.minutes_of(target) * MINUTE)
