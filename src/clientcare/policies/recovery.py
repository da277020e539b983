"""
Is trust back after a complaint (C5), and when do we ask for it next?

Beyond the settlement the customer is followed up until trust is back: until the good
events owed for the bad ones have come, or they have said often enough that they are
satisfied. Who has left is won back, not followed up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import ComplaintId, CustomerId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Scale
from clientcare.errors import NoOpenHoursError, UnpublishedDayError

_SOURCE: Final = "C5"
_WORST, _BEST = 1, 5


class RecoveryState(Scale):
    """Where trust stands after a complaint."""

    NOT_SETTLED = "not_settled", "尚未解决"
    FOLLOWING = "following", "跟进中"
    TRUST_BACK = "trust_back", "信任恢复"
    LOST = "lost", "已流失"


@attrs.frozen(kw_only=True)
class RecoveryRules:
    """
    How trust is followed up.

    Attributes:
        ref: Name and version of these rules.
        first_days: The first contact falls so many days after the settlement (F1).
        then_days: The next ones so many days after the last real contact (by
            judgement: once a month, so as to care and not to press).
        well_from: Satisfied from this answer of 1 to 5 on (policies, section 8).
        answers_needed: So many such answers in a row since the settlement bring
            trust back (by judgement).
    """

    ref: RulesRef = RulesRef("recovery", "1")
    first_days: int = field(default=7, validator=check.whole(least=1))
    then_days: int = field(default=30, validator=check.whole(least=1))
    well_from: int = field(default=4, validator=check.whole(least=_WORST, most=_BEST))
    answers_needed: int = field(default=3, validator=check.whole(least=1))


_GRADE: Final = check.whole(least=_WORST, most=_BEST)


def _answer(owner: object, attribute: check.Field, value: object) -> None:
    if type(value) is not tuple or len(value) != 2:  # noqa: PLR2004 - a day and its answer
        check.refuse(owner, attribute, value, "pairs of a day and an answer of 1 to 5")
    check.date(owner, attribute, value[0])
    _GRADE(owner, attribute, value[1])


@attrs.frozen(kw_only=True)
class RecoveryFacts:
    """
    A customer after a complaint.

    Attributes:
        customer_id: The customer.
        complaint_id: The last complaint that counts against us, of those that ended.
        settled_on: The day on which it ended.
        open_ids: Complaints that are still open.
        owed: Good events still owed; see `clientcare.policies.goodwill_balance`.
        contacts_on: Days of real contacts.
        answers: Days on which they said how satisfied they are, with the answer of
            1 to 5; of one day the later answer later.
        lifecycle: The life-cycle state held; ``None`` is unknown.

    Raises:
        InvalidValueError: A field breaks its rule.
    """

    customer_id: CustomerId = field(validator=check.key)
    complaint_id: ComplaintId = field(validator=check.key)
    settled_on: Date = field(validator=check.date)
    open_ids: tuple[ComplaintId, ...] = field(default=(), validator=check.tuple_of(check.key))
    owed: int = field(validator=check.whole())
    contacts_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    answers: tuple[tuple[Date, int], ...] = field(default=(), validator=check.tuple_of(_answer))
    lifecycle: LifecycleState | None = field(
        default=None, validator=check.maybe(check.a(LifecycleState))
    )


@attrs.frozen(kw_only=True)
class Recovery:
    """
    Where trust stands.

    Attributes:
        state: Where it stands.
        due_on: The day of the next contact; ``None`` unless it is followed up.
        owed: Good events still owed.
        satisfied: Satisfied answers in a row since the settlement.
    """

    state: RecoveryState
    due_on: Date | None
    owed: int
    satisfied: int


_DEFAULT: Final = RecoveryRules()


def follow_recovery(
    facts: RecoveryFacts,
    *,
    as_of: Date,
    calendar: WorkCalendar,
    rules: RecoveryRules = _DEFAULT,
) -> Decision[Recovery | None]:
    """
    Decide whether trust is back on a day, and when the next contact is due.

    The first contact falls a week after the settlement, the next ones a month after
    the last real contact, on the next business day. It ends where nothing is owed any
    more, or with the satisfied answers in a row; a worse answer begins the row anew.
    What is dated after *as_of* is left out. Undetermined where the settlement is later,
    or the calendar cannot tell a business day.

    Raises:
        InvalidValueError: *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    if facts.settled_on > as_of:
        why = Reason("recovery.not_yet", {"settled_on": facts.settled_on}, "policies, Terms")
        return _decision(None, why, facts, as_of, rules)
    satisfied = _in_a_row(facts, as_of, rules)
    compared: dict[str, Value] = {
        "complaint": facts.complaint_id,
        "settled_on": facts.settled_on,
        "owed": facts.owed,
        "satisfied": satisfied,
        "needed": rules.answers_needed,
    }
    state = _state(facts, satisfied, rules)
    due_on, code = None, state.value
    if state is RecoveryState.FOLLOWING:
        try:
            due_on, last_on = _next(facts, as_of, calendar, rules)
        except (NoOpenHoursError, UnpublishedDayError) as silent:
            why = Reason("recovery.calendar_silent", {"calendar": silent.calendar}, _SOURCE)
            return _decision(None, why, facts, as_of, rules)
        compared |= {"due_on": due_on, "last_on": last_on}
        compared |= {"days": rules.first_days if last_on is None else rules.then_days}
        code = "first_contact" if last_on is None else code
    elif state is RecoveryState.NOT_SETTLED:
        compared |= {"open": len(facts.open_ids)}
    outcome = Recovery(state=state, due_on=due_on, owed=facts.owed, satisfied=satisfied)
    reason = Reason(f"recovery.{code}", compared, _SOURCE)
    return _decision(outcome, reason, facts, as_of, rules)


def _decision(
    outcome: Recovery | None,
    why: Reason,
    facts: RecoveryFacts,
    as_of: Date,
    rules: RecoveryRules,
) -> Decision[Recovery | None]:
    return Decision(
        outcome=outcome,
        reasons=(why,),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"customer": facts.customer_id, "complaint": facts.complaint_id},
    )


def _in_a_row(facts: RecoveryFacts, as_of: Date, rules: RecoveryRules) -> int:
    """Return how many satisfied answers stand at the end of those since the settlement."""
    row = 0
    for on, answer in sorted(facts.answers, key=lambda given: given[0]):
        if facts.settled_on < on <= as_of:
            row = row + 1 if answer >= rules.well_from else 0
    return row


def _state(facts: RecoveryFacts, satisfied: int, rules: RecoveryRules) -> RecoveryState:
    if facts.lifecycle is LifecycleState.LOST:
        return RecoveryState.LOST
    if facts.open_ids:
        return RecoveryState.NOT_SETTLED
    if facts.owed == 0 or satisfied >= rules.answers_needed:
        return RecoveryState.TRUST_BACK
    return RecoveryState.FOLLOWING


def _next(
    facts: RecoveryFacts, as_of: Date, calendar: WorkCalendar, rules: RecoveryRules
) -> tuple[Date, Date | None]:
    """Return the day of the next contact, and that of the last one since the settlement."""
    last_on = _last(facts.contacts_on, facts.settled_on, as_of)
    planned = (
        facts.settled_on.add(days=rules.first_days)
        if last_on is None
        else last_on.add(days=rules.then_days)
    )
    return calendar.business_day_from(planned), last_on


def _last(days: Sequence[Date], after: Date, until: Date) -> Date | None:
    return max((day for day in days if after < day <= until), default=None)
