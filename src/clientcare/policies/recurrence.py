"""
Does a trouble come back (policies 3d)?

Complaints are counted by what they share: product or process and cause, customer and
cause. A few in a rolling window, a single one of the highest priority, or a month out
of the ordinary call for a corrective action.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain._named_calendar import require_calendar
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_scales import CauseKind, ComplaintMark, ComplaintState, Priority
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import ComplaintId, CustomerId
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError
from clientcare.policies.control_chart import ControlChartRules, MonthFigures, control_chart
from clientcare.policies.escalation import EscalationRules

_SOURCE: Final = "policies 3d"


class RecurrenceTrigger(Scale):
    """What calls for a corrective action."""

    PROCESS = "process", "同一产品或流程重复"
    CUSTOMER = "customer", "同一客户重复"
    P1 = "p1", "特急投诉"
    RATE = "rate", "月投诉率异常"


@attrs.frozen(kw_only=True)
class RecurrenceRules:
    """
    When complaints call for a corrective action.

    Attributes:
        ref: Name and version of these rules.
        process_count: So many of one product or process and one cause (policies 3d).
        process_days: In so many days, the last one included (policies 3d).
        customer_count: So many from one customer with one cause (policies 3d).
        customer_days: In so many days, the last one included (policies 3d).
        chart: When a month's rate is out of the ordinary.
    """

    ref: RulesRef = RulesRef("recurrence", "1")
    process_count: int = field(default=3, validator=check.whole(least=1))
    process_days: int = field(default=90, validator=check.whole(least=1))
    customer_count: int = field(default=2, validator=check.whole(least=1))
    customer_days: int = field(default=180, validator=check.whole(least=1))
    chart: ControlChartRules = field(
        factory=ControlChartRules, validator=check.a(ControlChartRules)
    )


@attrs.frozen(kw_only=True)
class RecurrenceCase:
    """
    A complaint that counts, as it is counted.

    Attributes:
        complaint_id: The complaint.
        customer_id: Who complained.
        product: The product or process; blank is unknown. It is compared as written,
            so write one product always the same way.
        cause: The cause, level 1; ``None`` is unknown yet.
        received_on: The local day of the receipt, the earliest of merged ones.
        is_p1: Its priority is P1.
    """

    complaint_id: ComplaintId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    product: str = field(default="", validator=check.text(least=0))
    cause: CauseKind | None = field(default=None, validator=check.maybe(check.a(CauseKind)))
    received_on: Date = field(validator=check.date)
    is_p1: bool = field(default=False, validator=check.a(bool))

    @property
    def process_key(self) -> RecurrenceKey | None:
        """The key of its product or process and cause; ``None`` while one is unknown."""
        if self.cause is None or not self.product.strip():
            return None
        return RecurrenceKey.of_process(self.product, self.cause)

    @property
    def customer_key(self) -> RecurrenceKey | None:
        """The key of its customer and cause; ``None`` while the cause is unknown."""
        return (
            None if self.cause is None else RecurrenceKey.of_customer(self.customer_id, self.cause)
        )

    @property
    def own_key(self) -> RecurrenceKey:
        """The key of its process, or its own while that is unknown."""
        return self.process_key or RecurrenceKey.of_case(self.complaint_id)


@attrs.frozen(kw_only=True)
class Recurrence:
    """
    A trouble that came back, and calls for a corrective action.

    Attributes:
        trigger: What calls for it.
        key: What the complaints have in common.
        cases: The complaints, the oldest first; of a month none are named.
    """

    trigger: RecurrenceTrigger
    key: RecurrenceKey
    cases: tuple[RecurrenceCase, ...] = ()


_DEFAULT: Final = RecurrenceRules()
_ESCALATION: Final = EscalationRules()
_LEFT_OUT: Final = frozenset({ComplaintState.WITHDRAWN, ComplaintState.MERGED})
_AT_ONCE: Final = frozenset({ComplaintMark.SAFETY, ComplaintMark.LEGAL})


def recurrence_case(
    complaint: Complaint,
    *,
    now: DateTime,
    calendar: WorkCalendar,
    rules: EscalationRules = _ESCALATION,
) -> RecurrenceCase | None:
    """
    Return a complaint as it is counted, as known at *now*; ``None`` where it does not count.

    That is one that is unfounded, withdrawn, merged into another (which counts for
    both), or not received by then. Its day is that of *calendar*'s clock.

    Raises:
        InvalidValueError: The complaint names another calendar, or *now* is no instant.
    """
    check.require_instant("now", now)
    require_calendar(calendar, complaint.calendar_id, "complaint")
    if moment(complaint.received_at) > moment(now):
        return None
    known = complaint.as_known_at(now)
    progress = known.progress
    if progress.state in _LEFT_OUT or progress.unfounded:
        return None
    return RecurrenceCase(
        complaint_id=complaint.id,
        customer_id=complaint.customer_id,
        product=complaint.product,
        cause=None if progress.cause is None else progress.cause.kind,
        received_on=calendar.local(progress.received_at).date(),
        is_p1=_is_p1(known, rules),
    )


def _is_p1(known: Complaint, rules: EscalationRules) -> bool:
    """Tell whether its priority is P1; a sales tier alone makes none."""
    severity = known.progress.severity or known.severity
    if known.progress.marks & _AT_ONCE or (severity is not None and severity.level == 1):
        return True
    if severity is None and rules.provisional is Priority.P1:
        return True
    return known.progress.taken_priority is Priority.P1


# --- counting -----------------------------------------------------------------


def recurrences(
    cases: Iterable[RecurrenceCase],
    *,
    as_of: Date,
    months: Iterable[MonthFigures] = (),
    rules: RecurrenceRules = _DEFAULT,
) -> Decision[tuple[Recurrence, ...]]:
    """
    Return the troubles that call for a corrective action on a day.

    The rolling days are the dates that end with *as_of*. A P1 counts whenever it was
    received; a month, where it is the last complete one of those told. Cases received later are left
    out and counted.

    Raises:
        InvalidValueError: A complaint or a month stands in it twice, or *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    every = _each_once(cases)
    known = [case for case in every if case.received_on <= as_of]
    found = [
        *_of_processes(known, as_of, rules),
        *_of_customers(known, as_of, rules),
        *(_of_p1(case) for case in known if case.is_p1),
    ]
    reasons = [_reason(one, rules) for one in found]
    chart = control_chart(months, as_of=as_of, rules=rules.chart)
    last = chart.outcome[-1:]
    for point in last:
        reasons.append(point.reason)
        if point.exceeded:
            key = RecurrenceKey.of_month(point.month)
            found.append(Recurrence(trigger=RecurrenceTrigger.RATE, key=key))
    return Decision(
        outcome=tuple(found),
        reasons=(*reasons, *_notices(every, known)) or (Reason("recurrence.none", {}, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"cases": len(known)},
    )


def _each_once(cases: Iterable[RecurrenceCase]) -> list[RecurrenceCase]:
    every = sorted(cases, key=lambda case: (case.received_on, case.complaint_id))
    seen: set[ComplaintId] = set()
    for case in every:
        if case.complaint_id in seen:
            rule = "each complaint once"
            raise InvalidValueError("RecurrenceCase.complaint_id", case.complaint_id, rule)
        seen.add(case.complaint_id)
    return every


def _of_processes(
    known: Sequence[RecurrenceCase], as_of: Date, rules: RecurrenceRules
) -> list[Recurrence]:
    window = as_of, rules.process_days
    trigger, key_of = RecurrenceTrigger.PROCESS, attrgetter("process_key")
    return _rolling(trigger, known, key_of, window, rules.process_count)


def _of_customers(
    known: Sequence[RecurrenceCase], as_of: Date, rules: RecurrenceRules
) -> list[Recurrence]:
    window = as_of, rules.customer_days
    trigger, key_of = RecurrenceTrigger.CUSTOMER, attrgetter("customer_key")
    return _rolling(trigger, known, key_of, window, rules.customer_count)


def _rolling(
    trigger: RecurrenceTrigger,
    known: Sequence[RecurrenceCase],
    key_of: Callable[[RecurrenceCase], RecurrenceKey | None],
    window: tuple[Date, int],
    least: int,
) -> list[Recurrence]:
    """Return the keys that enough of the cases received in so many days have in common."""
    as_of, days = window
    by_key: defaultdict[RecurrenceKey, list[RecurrenceCase]] = defaultdict(list)
    for case in known:
        key = key_of(case)
        ago = as_of.toordinal() - case.received_on.toordinal()
        if key is not None and ago < days:
            by_key[key].append(case)
    return [
        Recurrence(trigger=trigger, key=key, cases=tuple(by_key[key]))
        for key in sorted(by_key, key=lambda one: one.text)
        if len(by_key[key]) >= least
    ]


def _of_p1(case: RecurrenceCase) -> Recurrence:
    return Recurrence(trigger=RecurrenceTrigger.P1, key=case.own_key, cases=(case,))


def _reason(found: Recurrence, rules: RecurrenceRules) -> Reason:
    key, count = found.key, len(found.cases)
    if found.trigger is RecurrenceTrigger.P1:
        return Reason("recurrence.p1", {"complaint": found.cases[0].complaint_id}, _SOURCE)
    facts: dict[str, Value] = {"count": count, "cause": key.cause}
    if found.trigger is RecurrenceTrigger.PROCESS:
        facts |= {"product": key.product, "days": rules.process_days}
        facts |= {"needed": rules.process_count}
    else:
        facts |= {"customer": key.customer_id, "days": rules.customer_days}
        facts |= {"needed": rules.customer_count}
    return Reason(f"recurrence.{found.trigger.value}", facts, _SOURCE)


def _notices(every: Sequence[RecurrenceCase], known: Sequence[RecurrenceCase]) -> list[Reason]:
    counts = {
        "recurrence.cause_unknown": sum(case.cause is None for case in known),
        "recurrence.product_unknown": sum(
            case.cause is not None and not case.product.strip() for case in known
        ),
        "recurrence.after_as_of": len(every) - len(known),
    }
    return [Reason(code, {"count": count}, _SOURCE) for code, count in counts.items() if count]
