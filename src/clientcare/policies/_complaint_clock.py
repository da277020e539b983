"""One run of one complaint clock: what it gives each priority, what pauses it, how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import attrs

from clientcare.domain.complaint_scales import Priority
from clientcare.domain.scales import Scale
from clientcare.errors import UnpublishedDayError

BEYOND: Final = 1 << 80
"""Stands for an instant after all that the calendar has published: later than any other."""


class ClockVerdict(Scale):
    """What has become of a clock or an outer cap."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "暂停"
    MET = "met", "按时"
    MISSED = "missed", "超时"
    STOPPED = "stopped", "已停"


class Ticker(Protocol):
    """Something that counts time, in microseconds since 1970."""

    def add(self, start: int, amount: int, /) -> int:
        """Return the earliest instant from *start* on with *amount* of its time between."""

    def between(self, start: int, end: int, /) -> int:
        """Return its time in [start, end); *start* is not after *end*."""


class RoundTheClock:
    """Time that always runs."""

    def add(self, start: int, amount: int, /) -> int:
        """Return *start* and *amount* more."""
        return start + amount

    def between(self, start: int, end: int, /) -> int:
        """Return what passes from *start* to *end*."""
        return end - start


@attrs.frozen(kw_only=True)
class Allotment:
    """
    What one priority gives a run.

    Attributes:
        ticker: What counts the time.
        amount: How much of it, in microseconds.
    """

    ticker: Ticker
    amount: int


@attrs.frozen(kw_only=True)
class Candidate:
    """
    The due instant that one priority gives.

    Attributes:
        due: The instant; while paused, the one it would be without this pause; ``BEYOND``
            where the calendar does not reach so far.
        allotment: What the priority gives.
        moved: The time of the pauses that move it, the present one left out.
        paused: The present pause moves it too.
    """

    due: int
    allotment: Allotment
    moved: int
    paused: bool


Allot = dict[Priority, Allotment]


@attrs.define(kw_only=True)
class ClockRun:
    """
    One run of a clock, from its start to its end, as events come in.

    Attributes:
        start: When it started.
        allot: What each priority gives it; a priority may give nothing.
        held: The priorities held since the last downgrade in this run.
        pauses: The pauses that ended.
        paused_from: When the present pause began.
        missed_at: When it was missed.
        done_at: When its work was done, where no priority asked for it then.
        ended_at: When it ended.
        verdict: Its verdict once it has ended; ``None`` where no priority asked for it.
    """

    start: int
    allot: Allot
    held: list[Priority]
    pauses: list[tuple[int, int]] = attrs.field(factory=list)
    paused_from: int | None = None
    missed_at: int | None = None
    done_at: int | None = None
    ended_at: int | None = None
    verdict: ClockVerdict | None = None

    @property
    def is_live(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None

    def candidate(self) -> Candidate | None:
        """Return the earliest due that a priority held since the last downgrade gives."""
        given = [self.allot[priority] for priority in self.held if priority in self.allot]
        if len(given) == 1:
            return self._candidate(given[0])
        found = [self._candidate(each) for each in given]
        first = min(
            found, key=lambda one: (one.due, one.allotment.amount + one.moved), default=None
        )
        if first is not None and first.due != BEYOND:
            for other in found:
                if other.due == BEYOND:  # the later one only if the plan reaches up to the first
                    other.allotment.ticker.between(self.start, first.due)
        return first

    def _candidate(self, allotment: Allotment) -> Candidate:
        due, moved = self.at(allotment, allotment.amount, 0), 0
        for begin, end in self.pauses:
            if begin >= due:
                break
            moved += allotment.ticker.between(begin, end)
            due = self.at(allotment, allotment.amount, moved)
        paused = self.paused_from is not None and self.paused_from < due
        return Candidate(due=due, allotment=allotment, moved=moved, paused=paused)

    def at(self, allotment: Allotment, amount: int, moved: int) -> int:
        """Return when *amount* of an allotment's time is used up, pauses left out."""
        try:
            return allotment.ticker.add(self.start, amount + moved)
        except UnpublishedDayError:
            return BEYOND

    def check_known(self, due: int, until: int) -> None:
        """
        Refuse a *due* beyond the plan unless that reaches up to *until*, and so shows it ahead.

        Raises:
            UnpublishedDayError: A day between the start and *until* has no published plan.
        """
        candidate = self.candidate()
        if due == BEYOND and candidate is not None:
            candidate.allotment.ticker.between(self.start, until)

    def silence(self) -> UnpublishedDayError | None:
        """Return why the due cannot be told; ``None`` where it can, or nobody asks for it."""
        candidate = self.candidate()
        if candidate is not None:
            allotment = candidate.allotment
            try:
                allotment.ticker.add(self.start, allotment.amount + candidate.moved)
            except UnpublishedDayError as silent:
                return silent
        return None

    def mark(self, percent: int) -> int | None:
        """
        Return when a share of the allotment is used up; ``None`` while a pause holds it.

        ``BEYOND`` where the calendar does not reach so far.
        """
        candidate = self.candidate()
        assert candidate is not None  # noqa: S101 - shares are of a target that always holds
        share = -(-candidate.allotment.amount * percent // 100)
        mark = self.at(candidate.allotment, share, candidate.moved)
        held = candidate.paused and self.paused_from is not None and mark > self.paused_from
        return None if held else mark

    def due(self) -> int | None:
        """Return the due instant; ``None`` while a pause holds it or no priority asks for it."""
        candidate = self.candidate()
        return None if candidate is None or candidate.paused else candidate.due

    def pass_time(self, until: int) -> None:
        """Notice a due that was passed before *until*."""
        if self.is_live and self.missed_at is None:
            due = self.due()
            if due is None:
                return
            self.check_known(due, until)
            if due < until:
                self.missed_at = due

    def review(self, now: int) -> None:
        """Notice a due that an event at *now* put in the past: it is missed as of then."""
        if not self.is_live or (self.missed_at is not None and self.done_at is None):
            return
        due = self.due()
        if due is None:
            return
        self.check_known(due, now)
        if self.done_at is not None:
            self.missed_at = now if due < self.done_at else self.missed_at
            self._end(self.done_at, ClockVerdict.MET)
        elif due < now:
            self.missed_at = now

    def pause(self, at: int) -> None:
        """Begin a pause."""
        if self.is_live:
            self.paused_from = at

    def resume(self, at: int) -> None:
        """End the pause."""
        if self.is_live and self.paused_from is not None:
            self.pauses.append((self.paused_from, at))
            self.paused_from = None

    def hold(self, priority: Priority) -> None:
        """Take another priority: a higher one joins, a lower one replaces what was held."""
        if not self.is_live:
            return
        if priority.rank > self.held[-1].rank:
            self.held = [priority]
        else:
            self.held.append(priority)

    def finish(self, at: int) -> None:
        """End the run because its work is done: met, unless it was missed."""
        if self.judge() is not None:
            self._end(at, ClockVerdict.MET)
        elif self.is_live and self.done_at is None:
            self.done_at = at

    def stop(self, at: int) -> None:
        """End the run because the complaint ended otherwise: stopped, unless it was missed."""
        self._end(at, ClockVerdict.STOPPED)

    def _end(self, at: int, verdict: ClockVerdict) -> None:
        if self.is_live:
            asked_for = self.judge() is not None
            self.ended_at = at
            if asked_for:
                self.verdict = verdict if self.missed_at is None else ClockVerdict.MISSED

    def used(self, ticker: Ticker) -> int:
        """Return the time of *ticker* that the run used up to its end, pauses left out."""
        assert self.ended_at is not None  # noqa: S101 - only ended runs are followed by another
        pauses = [*self.pauses]
        if self.paused_from is not None:
            pauses.append((self.paused_from, self.ended_at))
        paused = sum(ticker.between(begin, end) for begin, end in pauses)
        return ticker.between(self.start, self.ended_at) - paused

    def judge(self) -> ClockVerdict | None:
        """Return the verdict now; ``None`` where no priority asks for the clock."""
        if not self.is_live:
            return self.verdict
        candidate = self.candidate()
        if self.missed_at is not None:
            return ClockVerdict.MISSED
        if candidate is None:
            return None
        return ClockVerdict.PAUSED if candidate.paused else ClockVerdict.RUNNING

    @property
    def is_round_the_clock(self) -> bool:
        """Whether the target that holds is counted round the clock."""
        candidate = self.candidate()
        return candidate is not None and isinstance(candidate.allotment.ticker, RoundTheClock)

    def remaining(self, now: int) -> int | None:
        """Return the time left of a live run, negative past its due; ``None`` without a target."""
        candidate = self.candidate()
        if not self.is_live or candidate is None:
            return None
        here = self.paused_from if candidate.paused and self.paused_from is not None else now
        ticker = candidate.allotment.ticker
        if candidate.due == BEYOND:
            amount = candidate.allotment.amount + candidate.moved
            return amount - ticker.between(self.start, here)
        if here <= candidate.due:
            return ticker.between(here, candidate.due)
        return -ticker.between(candidate.due, here)


def next_allotment(targets: Allot, runs: Sequence[ClockRun], least: int) -> Allot:
    """
    Return what each priority gives a further run.

    That is what earlier runs left of its target, but *least* at the least, or
    the whole target where that is shorter.
    """
    return {
        priority: Allotment(
            ticker=target.ticker,
            amount=max(
                target.amount - sum(run.used(target.ticker) for run in runs),
                min(target.amount, least),
            ),
        )
        for priority, target in targets.items()
    }
