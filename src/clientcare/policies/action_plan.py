"""
Which corrective actions have to be opened, and which cases do they collect (policies 3d)?

One open action per key: what recurs is compared with the actions that are there, and
what is to be recorded is proposed. Only what is recorded counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from clientcare.domain._instants import moment
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.ids import ComplaintId, CorrectiveActionId
from clientcare.domain.recurrence_key import KeyKind, RecurrenceKey
from clientcare.domain.scales import Scale
from clientcare.policies.recurrence import (
    Recurrence,
    RecurrenceCase,
    RecurrenceRules,
    RecurrenceTrigger,
)


class PlanKind(Scale):
    """What a check proposes for corrective actions; only what is recorded counts."""

    OPEN = "open", "新开"
    COLLECT = "collect", "归入"
    REKEY = "rekey", "补充原因"
    JOIN = "join", "合并"
    DROP = "drop", "剔除"


@attrs.frozen(kw_only=True)
class PlannedAction:
    """
    One thing to record.

    Attributes:
        kind: What is proposed.
        key: What the complaints have in common.
        action_id: The open action that it is for; ``None`` where one is to be opened.
        other_id: The open action that it is to be joined into.
        cases: The complaints to open it with, or to collect.
        gone: The complaints that turned out not to count.
    """

    kind: PlanKind
    key: RecurrenceKey
    action_id: CorrectiveActionId | None = None
    other_id: CorrectiveActionId | None = None
    cases: tuple[RecurrenceCase, ...] = ()
    gone: tuple[ComplaintId, ...] = ()


def plan_actions(
    found: Iterable[Recurrence],
    cases: Iterable[RecurrenceCase],
    actions: Iterable[CorrectiveAction],
    *,
    rules: RecurrenceRules = RecurrenceRules(),
) -> tuple[PlannedAction, ...]:
    """
    Return what is to be recorded so that each trouble has one open corrective action.

    A trouble whose cases all belong to an action on the same key, open or ended, needs
    no other. An open action collects later cases of its key, and those received in the
    rolling days before it was opened. An action on one case whose process is known by
    now gets that key, or is joined into the action that has it. A case that does not
    count any more, or has another cause by now, is dropped. Recorded, nothing is
    proposed a second time.

    Args:
        found: What `recurrences` found.
        cases: All cases that count.
        actions: Every corrective action, ended ones too, as known then.
        rules: The rolling days.

    .. versionadded:: 0.1.0
    """
    every = sorted(actions, key=lambda one: (moment(one.opened_at), one.id))
    open_ = [one for one in every if not one.state.is_terminal]
    counted = list(cases)
    taken, plans = _moved(open_, counted)
    moved = {plan.action_id for plan in plans}
    for action in open_:
        if action.id not in moved:
            plans.extend(_dropped(action, counted))
            plans.extend(_collected(action, counted, rules))
    opened: dict[RecurrenceKey, dict[ComplaintId, RecurrenceCase]] = {}
    for one in found:
        if one.key not in taken and not _is_settled(one, every):
            opened.setdefault(one.key, {}).update({case.complaint_id: case for case in one.cases})
    plans.extend(
        PlannedAction(kind=PlanKind.OPEN, key=key, cases=tuple(given.values()))
        for key, given in opened.items()
    )
    return tuple(plans)


def _moved(
    open_: Sequence[CorrectiveAction], cases: Sequence[RecurrenceCase]
) -> tuple[dict[RecurrenceKey, CorrectiveActionId], list[PlannedAction]]:
    """Return who has which key by now, and what becomes of actions whose key is another's."""
    known = {case.complaint_id: case.process_key for case in cases}
    taken = {one.progress.key: one.id for one in reversed(open_)}
    plans: list[PlannedAction] = []
    for action in open_:
        present = action.progress.key
        found = None if present.complaint_id is None else known.get(present.complaint_id)
        key = found or present
        first = taken.setdefault(key, action.id)
        if first != action.id:
            plan = PlannedAction(kind=PlanKind.JOIN, key=key, action_id=action.id, other_id=first)
            plans.append(plan)
        elif found is not None:
            plans.append(PlannedAction(kind=PlanKind.REKEY, key=key, action_id=action.id))
    return taken, plans


def _dropped(action: CorrectiveAction, cases: Sequence[RecurrenceCase]) -> Iterator[PlannedAction]:
    """Yield which of its cases do not count any more, or have another cause by now."""
    key = action.progress.key
    by_id = {case.complaint_id: case for case in cases}
    gone = tuple(
        one.complaint_id
        for one in action.progress.cases
        if one.complaint_id not in by_id or _is_of_another(by_id[one.complaint_id], key)
    )
    if gone:
        yield PlannedAction(kind=PlanKind.DROP, key=key, action_id=action.id, gone=gone)


def _is_of_another(case: RecurrenceCase, key: RecurrenceKey) -> bool:
    """Tell whether a case is known to have other things in common; of a month it has no key."""
    present = {KeyKind.PROCESS: case.process_key, KeyKind.CUSTOMER: case.customer_key}
    known = present.get(key.kind)
    return known is not None and known != key


def _collected(
    action: CorrectiveAction, cases: Sequence[RecurrenceCase], rules: RecurrenceRules
) -> Iterator[PlannedAction]:
    """Yield the cases of its key that it does not have yet."""
    key = action.progress.key
    there = {case.complaint_id for case in action.progress.cases}
    days = {KeyKind.PROCESS: rules.process_days, KeyKind.CUSTOMER: rules.customer_days}
    since = action.local_date(action.opened_at).toordinal() - days.get(key.kind, 0)
    missing = tuple(
        case
        for case in cases
        if case.complaint_id not in there
        and key in {case.process_key, case.customer_key}
        and case.received_on.toordinal() > since
    )
    if missing:
        yield PlannedAction(kind=PlanKind.COLLECT, key=key, action_id=action.id, cases=missing)


def _is_settled(found: Recurrence, every: Sequence[CorrectiveAction]) -> bool:
    """Tell whether actions on the same key, or on the one case alone, had all the cases."""
    keys = {found.key}
    if found.trigger is RecurrenceTrigger.P1:  # its process was unknown while the action was open
        keys |= {RecurrenceKey.of_case(case.complaint_id) for case in found.cases}
    same = [one for one in every if one.progress.key in keys]
    there = {case.complaint_id for one in same for case in one.progress.cases}
    return bool(same) and all(case.complaint_id in there for case in found.cases)
