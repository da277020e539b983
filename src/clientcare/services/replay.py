"""
A foreign event log of complaints, replayed as complaints of ours.

A log tells less than our history holds: that somebody worked on a case, that it waited,
that it was closed. So each of its events leads the complaint to the state that it
stands for, by the steps that lie on the way, all of them at that moment. What a step
has to say and the log does not tell is said to be not in the log. From then on the
clocks and the ladder can be asked about every case, as about any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from pendulum import DateTime

from clientcare.codec import instant_from_text
from clientcare.domain._checks import MAX_KEY_LENGTH
from clientcare.domain._complaint_flow import follow
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    Closed,
    ComplaintEvent,
    CustomerReplied,
    ProposalAccepted,
    ProposalSent,
    QuestionSent,
    RemedyChosen,
    Reopened,
    ResolvedOnFirstContact,
    SettlementConfirmed,
    SeverityRated,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, ComplaintTerms, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    ComplaintState,
    FaultSide,
    RemedyKind,
    WithdrawalKind,
)
from clientcare.domain.ids import ComplaintId, CustomerId, StaffId
from clientcare.errors import ImportFailedError, RowFault, TransitionError
from clientcare.services.log_mapping import JOINT, LogMapping, LogStep

NOT_TOLD: Final = "Not in the log."
"""What stands where a step has to say something that the log does not."""
_ROOM: Final = 5  # for "/9999", beyond which no log goes on
_NOBODY: Final = StaffId("log")
_CAUSE: Final = Cause(kind=CauseKind.OTHER, fault=FaultSide.NONE)
_REMEDIES: Final = (Remedy(kind=RemedyKind.OTHER_HELP),)
_LOWEST: Final = Severity(impact=3, urgency=3)
_S: Final = ComplaintState
_TERMS: Final = ComplaintTerms()


@attrs.frozen(kw_only=True)
class TimeSpent:
    """
    Where the time of a case went, in microseconds.

    Attributes:
        waiting: Waiting for the customer.
        handling: Open, and not waiting.
        ended: Ended, before it was taken up again.
    """

    waiting: int
    handling: int
    ended: int


@attrs.frozen(kw_only=True)
class ReplayedCase:
    """
    A case of a log.

    Attributes:
        case_id: Its id in the log.
        complaints: The complaint, and one more for each time that it went on too long
            after its end to be reopened; each follows the one before.
        last_at: The last event of the log, also where it changed nothing.
    """

    case_id: str
    complaints: tuple[Complaint, ...]
    last_at: DateTime

    @property
    def reopenings(self) -> int:
        """How often it went on after its end, in the same complaint or in a further one."""
        reopened = sum(one.progress.reopenings for one in self.complaints)
        return reopened + len(self.complaints) - 1

    @property
    def spent(self) -> TimeSpent:
        """Where the time from the receipt to the last event went."""
        parts = {"waiting": 0, "handling": 0, "ended": 0}
        state, since = _S.RECEIVED, moment(self.complaints[0].received_at)
        for complaint in self.complaints:
            progress = complaint.beginning
            steps = [(complaint.received_at, progress)]
            for event in complaint.history:
                progress = follow(progress, event)
                steps.append((event.at, progress))
            for at, after in steps:
                parts[_part(state)] += moment(at) - since
                state, since = after.state, moment(at)
        parts[_part(state)] += moment(self.last_at) - since
        return TimeSpent(**parts)


def _part(state: ComplaintState) -> str:
    if state is _S.WAITING_CUSTOMER:
        return "waiting"
    return "ended" if state.is_terminal else "handling"


def replay_log(
    rows: Iterable[Mapping[str, str]],
    mapping: LogMapping,
    *,
    calendar: WorkCalendar,
    terms: ComplaintTerms = _TERMS,
    file: str = "events",
) -> Iterator[ReplayedCase]:
    """
    Yield the cases of a log, in the order in which it first names them.

    The events of a case are taken in time order; at one instant, as they stand. A case
    that goes on after its end is reopened, as long as the terms allow it, and continued
    by a complaint of its own from then on.

    Args:
        rows: The events, as ``csv.DictReader`` gives them.
        mapping: Which column holds what, and what each status means.
        calendar: The calendar of who handled them.
        terms: Up to when an ended case can be reopened.
        file: The log's name, for faults.

    Raises:
        ImportFailedError: An event has no instant, no case or a status that the mapping
            does not name, a cell is no id, or a complaint that goes on too late would get
            the id of another case; every one of them, with its line. Nothing is yielded
            then.

    .. versionadded:: 0.1.0
    """
    cases = _cases(rows, mapping, file)
    found, faults = [], []
    for case_id, events in cases.items():
        case = _Case(case_id, mapping, calendar, terms)
        events.sort(key=lambda event: moment(event[0]))
        name = case_id
        for at, step, row, line in events:
            case.take(step, at, row)
            former, name = name, case.complaint.id
            if name != former and name in cases:
                rule = f"a case that does not go on as {name}, which is another case"
                faults.append(RowFault(file, line, mapping.case, case_id, rule))
        found.append(
            ReplayedCase(
                case_id=case_id,
                complaints=(*case.ended, case.complaint),
                last_at=calendar.local(events[-1][0]),
            )
        )
    if faults:
        raise ImportFailedError(faults)
    yield from found


_Event = tuple[DateTime, LogStep, Mapping[str, str], int]


def _cases(
    rows: Iterable[Mapping[str, str]], mapping: LogMapping, file: str
) -> Mapping[str, list[_Event]]:
    faults: list[RowFault] = []
    cases: defaultdict[str, list[_Event]] = defaultdict(list)
    for line, row in enumerate(rows, start=2):
        missing = [column for column in mapping.columns if row.get(column) is None]
        if missing:
            faults += [RowFault(file, line, column, "", "a value") for column in missing]
            continue
        found = _event(row, mapping, line)
        if isinstance(found, tuple):
            cases[row[mapping.case]].append(found)
        else:
            faults += [RowFault(file, line, *fault) for fault in found]
    if faults:
        raise ImportFailedError(faults)
    return cases


def _event(
    row: Mapping[str, str], mapping: LogMapping, line: int
) -> _Event | list[tuple[str, str, str]]:
    """Return the event of a row, or column, value and rule of each fault."""
    faults = []
    status = mapping.status_of(row)
    step = mapping.steps.get(status)
    if step is None:
        faults.append((JOINT.join(mapping.status), status, "a status that the mapping names"))
    if not row[mapping.case].strip():
        faults.append((mapping.case, "", "the id of a case"))
    faults += [
        (column, row[column], rule)
        for column in (mapping.case, mapping.customer, mapping.handler)
        if column and (rule := _no_id(row[column], room=column == mapping.case))
    ]
    try:
        at = instant_from_text(row[mapping.at])
    except ValueError as exc:
        faults.append((mapping.at, row[mapping.at], str(exc)))
    return faults if faults or step is None else (at, step, row, line)


def _no_id(cell: str, *, room: bool) -> str:
    """Return why a cell is no id; a case's leaves *room* for the number of a further complaint."""
    most = MAX_KEY_LENGTH - (_ROOM if room else 0)
    try:
        cell.encode()
    except UnicodeEncodeError:
        return "an id that Unicode can encode (no lone surrogates)"
    if len(cell) > most or "\0" in cell:
        return f"an id of up to {most} characters, none of them NUL"
    return ""


class _Case:
    """Builds the complaints of one case, event by event."""

    def __init__(
        self, case_id: str, mapping: LogMapping, calendar: WorkCalendar, terms: ComplaintTerms
    ) -> None:
        self._case_id = case_id
        self._mapping = mapping
        self._calendar = calendar
        self._terms = terms
        self._made: Complaint | None = None
        self.ended: list[Complaint] = []

    @property
    def complaint(self) -> Complaint:
        """The complaint that goes on."""
        assert self._made is not None  # noqa: S101 - made by the first event of a case
        return self._made

    def take(self, step: LogStep, at: DateTime, row: Mapping[str, str]) -> None:
        """Lead the complaint to where it stands after an event."""
        at, by = self._calendar.local(at), self._handler(row)
        if self._made is None:
            self._made = self._received(at, by, row)
        if step is LogStep.UNCHANGED:
            return
        if self.complaint.state.is_terminal:
            if step in {LogStep.CLOSED, LogStep.WITHDRAWN}:
                return
            self._go_on(at, by, row)
        for event in _way(self, step, at, by):
            self._record(event)

    def _go_on(self, at: DateTime, by: StaffId, row: Mapping[str, str]) -> None:
        try:
            self._record(Reopened(at=at, by=by, why=NOT_TOLD))
        except TransitionError:
            self.ended.append(self.complaint)
            self._made = self._received(at, by, row)

    def _record(self, event: ComplaintEvent) -> None:
        self._made = self.complaint.record(event, calendar=self._calendar, terms=self._terms)

    def _received(self, at: DateTime, by: StaffId, row: Mapping[str, str]) -> Complaint:
        number = len(self.ended)
        named = f"{self._case_id}/{number + 1}" if number else self._case_id
        customer = row[self._mapping.customer] if self._mapping.customer else ""
        return Complaint(
            id=ComplaintId(named),
            customer_id=CustomerId(customer.strip() or self._case_id),
            calendar_id=self._calendar.id,
            received_at=at,
            received_by=by,
            owner_id=by,
            about=NOT_TOLD,
            remedy_sought=NOT_TOLD,
            product=row[self._mapping.product] if self._mapping.product else "",
            severity=self._severity(row),
            follows_id=self.ended[-1].id if number else None,
        )

    def _severity(self, row: Mapping[str, str]) -> Severity | None:
        impact = self._mapping.impact
        return self._mapping.severities.get(row[impact]) if impact else None

    def _handler(self, row: Mapping[str, str]) -> StaffId:
        named = row[self._mapping.handler].strip() if self._mapping.handler else ""
        return StaffId(named) if named else _NOBODY


def _way(case: _Case, step: LogStep, at: DateTime, by: StaffId) -> Iterator[ComplaintEvent]:
    """Yield the steps to where *step* stands; each is recorded before the next is asked for."""
    if step is LogStep.WITHDRAWN:
        yield Withdrawn(at=at, by=by, kind=WithdrawalKind.BY_CUSTOMER)
        return
    if step is LogStep.CLOSED and case.complaint.state is _S.RECEIVED:
        yield _at_once(case.complaint, at, by)
        return
    if case.complaint.state is _S.WAITING_CUSTOMER and step is not LogStep.WAITING:
        yield CustomerReplied(at=at, by=by)
    if case.complaint.state is _S.RECEIVED and step is not LogStep.RECEIVED:
        yield Acknowledged(at=at, by=by)
    if case.complaint.state is _S.LISTENING and step in {LogStep.WORKING, LogStep.CLOSED}:
        if case.complaint.progress.severity is None:
            rated = case.complaint.severity or _LOWEST
            yield SeverityRated(at=at, by=by, severity=rated)
        yield AccountConfirmed(at=at, by=by, account=NOT_TOLD)
    if step is LogStep.WAITING and case.complaint.state is not _S.WAITING_CUSTOMER:
        yield QuestionSent(at=at, by=by, question=NOT_TOLD)
    if step is LogStep.CLOSED:
        yield from _rest(at, by)


def _rest(at: DateTime, by: StaffId) -> Iterator[ComplaintEvent]:
    yield CauseFound(at=at, by=by, cause=_CAUSE, evidence=NOT_TOLD)
    yield RemedyChosen(at=at, by=by, remedies=_REMEDIES)
    yield ProposalSent(at=at, by=by)
    yield ProposalAccepted(at=at, by=by)
    yield ActionDone(at=at, by=by, evidence=NOT_TOLD)
    yield SettlementConfirmed(at=at, by=by)
    yield Closed(at=at, by=by, lessons=NOT_TOLD)


def _at_once(complaint: Complaint, at: DateTime, by: StaffId) -> ResolvedOnFirstContact:
    return ResolvedOnFirstContact(
        at=at,
        by=by,
        account=NOT_TOLD,
        severity=complaint.severity or _LOWEST,
        cause=_CAUSE,
        remedies=_REMEDIES,
        evidence=NOT_TOLD,
        lessons=NOT_TOLD,
    )
