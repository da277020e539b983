"""
Do we keep what we promise, and is one promise more too many (F5)?

Promises are kept or trust goes: so how many were kept is a key figure, by salesperson
and by customer, and a new promise is looked at before it is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import CustomerId, PromiseId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.promises import Promise, PromiseState
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.kpi import Kpi, KpiName, Period, ratio_kpi

_SOURCE: Final = "F5"
_KEEPING: Final = RulesRef("promise_keeping", "1")
K = TypeVar("K")


def promise_keeping(
    promises: Iterable[Promise], *, period: Period, now: DateTime, calendar: WorkCalendar
) -> Decision[Kpi]:
    """
    Reckon how many of the promises due in a period were kept in time.

    Kept / (kept + late + broken + not kept though past due). What was released does
    not count, nor what is open and not past due yet; exactly at the due instant is
    in time. What happened after *now* is left out.

    Args:
        promises: The promises.
        period: The days on which they were due, in the calendar's zone.
        now: The instant of judgement.
        calendar: The firm's calendar; its zone tells the days.

    Raises:
        InvalidValueError: A promise comes twice.
    """
    check.require_instant("now", now)
    due = [one for one in _each_once(promises) if period.covers(calendar.local(one.due_at).date())]
    fates = [_fate(one, now) for one in due if moment(one.made_at) <= moment(now)]
    counted = {state: fates.count(state) for state in PromiseState}
    kept = counted[PromiseState.KEPT]
    missed = counted[PromiseState.LATE] + counted[PromiseState.BROKEN]
    facts: dict[str, Value] = {
        "late": counted[PromiseState.LATE],
        "broken": counted[PromiseState.BROKEN],
        "released": counted[PromiseState.RELEASED],
        "open": counted[PromiseState.OPEN],
    }
    return ratio_kpi(
        KpiName.PROMISE_KEEPING,
        code="promise.keeping",
        numerator=kept,
        denominator=kept + missed,
        period=period,
        judged_at=now,
        rules=_KEEPING,
        facts=facts,
        source=_SOURCE,
    )


def promise_keeping_by_rep(
    promises: Iterable[Promise], *, period: Period, now: DateTime, calendar: WorkCalendar
) -> Mapping[StaffId | None, Decision[Kpi]]:
    """Reckon ``promise_keeping`` of each salesperson; ``None`` is of nobody known."""
    parts = _apart(promises, lambda one: one.made_by)
    return FrozenMap(
        (who, promise_keeping(ones, period=period, now=now, calendar=calendar))
        for who, ones in parts.items()
    )


def promise_keeping_by_customer(
    promises: Iterable[Promise], *, period: Period, now: DateTime, calendar: WorkCalendar
) -> Mapping[CustomerId, Decision[Kpi]]:
    """Reckon ``promise_keeping`` towards each customer."""
    parts = _apart(promises, lambda one: one.customer_id)
    return FrozenMap(
        (who, promise_keeping(ones, period=period, now=now, calendar=calendar))
        for who, ones in parts.items()
    )


def _each_once(promises: Iterable[Promise]) -> Iterator[Promise]:
    seen: set[PromiseId] = set()
    for one in promises:
        if one.id in seen:
            raise InvalidValueError("Promise.id", one.id, "each promise once")
        seen.add(one.id)
        yield one


def _apart(promises: Iterable[Promise], by: Callable[[Promise], K]) -> Mapping[K, list[Promise]]:
    parts: defaultdict[K, list[Promise]] = defaultdict(list)
    for one in promises:
        parts[by(one)].append(one)
    return parts


def _fate(promise: Promise, now: DateTime) -> PromiseState:
    """Return what has become of a promise by *now*, broken too where nobody has said so."""
    steps = [step.state for step in promise.history if moment(step.at) <= moment(now)]
    state = steps[-1] if steps else PromiseState.OPEN
    passed = moment(now) > moment(promise.due_at)
    return PromiseState.BROKEN if state is PromiseState.OPEN and passed else state


# --- before a promise is made ---------------------------------------------------


class PromiseVerdict(Scale):
    """Whether a promise should be made."""

    FINE = "fine", "可以承诺"
    FLAGGED = "flagged", "须留意"
    REFUSED = "refused", "不可承诺"


@attrs.frozen(kw_only=True)
class PromiseGuardRules:
    """
    How much may be promised.

    All by judgement: the documents say not to promise too much, and not how much that is.

    Attributes:
        ref: Name and version of these rules.
        flag_to_customer: More open promises to one customer than this are flagged.
        flag_of_rep: More open promises of one salesperson than this are flagged.
        refuse_of_rep: More than this are refused.

    Raises:
        InvalidValueError: A value breaks its rule, or more is flagged than refused.
    """

    ref: RulesRef = RulesRef("promise_guard", "1")
    flag_to_customer: int = field(default=3, validator=check.whole(least=1))
    flag_of_rep: int = field(default=10, validator=check.whole(least=1))
    refuse_of_rep: int = field(default=20, validator=check.whole(least=1))

    def __attrs_post_init__(self) -> None:
        if self.refuse_of_rep < self.flag_of_rep:
            rule = f"not below flag_of_rep ({self.flag_of_rep})"
            raise InvalidValueError("PromiseGuardRules.refuse_of_rep", self.refuse_of_rep, rule)


def check_promise(
    planned: Promise,
    others: Iterable[Promise],
    *,
    authority: Money | None,
    rules: PromiseGuardRules = PromiseGuardRules(),
) -> Decision[PromiseVerdict]:
    """
    Decide whether a promise should be made, at the instant at which it would be.

    One worth more than whoever makes it may decide is refused; exactly that is fine.
    One of known worth where the authority is unknown is flagged. So are more open
    promises to the customer, or of the salesperson, than the rules allow with this
    one; far too many of the salesperson are refused.

    Args:
        planned: The promise.
        others: Promises made before; what is settled by then does not count, nor does
            *planned* itself.
        authority: Up to how much the salesperson may decide; ``None`` is unknown.
        rules: How much may be promised.

    Raises:
        InvalidValueError: One of the others comes twice.
        CurrencyMismatchError: Worth and authority are of two currencies.
    """
    now = planned.made_at
    still_open = [
        one
        for one in _each_once(others)
        if one.id != planned.id
        and moment(one.made_at) <= moment(now)
        and _fate(one, now) in {PromiseState.OPEN, PromiseState.BROKEN}
    ]
    to_customer = 1 + sum(one.customer_id == planned.customer_id for one in still_open)
    of_rep = 1 + sum(
        planned.made_by is not None and one.made_by == planned.made_by for one in still_open
    )
    found = [*_by_worth(planned, authority)]
    counted: dict[str, Value] = {"open": of_rep, "most": rules.flag_of_rep}
    if of_rep > rules.refuse_of_rep:
        counted["most"] = rules.refuse_of_rep
        found.append((PromiseVerdict.REFUSED, Reason("promise.far_too_many", counted, _SOURCE)))
    elif of_rep > rules.flag_of_rep:
        found.append((PromiseVerdict.FLAGGED, Reason("promise.too_many", counted, _SOURCE)))
    if to_customer > rules.flag_to_customer:
        facts: dict[str, Value] = {"open": to_customer, "most": rules.flag_to_customer}
        found.append((PromiseVerdict.FLAGGED, Reason("promise.too_many_to", facts, _SOURCE)))
    if not found:
        facts = {"to_customer": to_customer, "of_rep": of_rep}
        found.append((PromiseVerdict.FINE, Reason("promise.fine", facts, _SOURCE)))
    order = list(PromiseVerdict)
    found.sort(key=lambda one: -order.index(one[0]))
    return Decision(
        outcome=found[0][0],
        reasons=tuple(why for _, why in found),
        rules=rules.ref,
        judged_at=now,
        inputs={"promise": planned.id, "authority": authority},
    )


def _by_worth(planned: Promise, authority: Money | None) -> list[tuple[PromiseVerdict, Reason]]:
    if planned.value is None:
        return []
    facts: dict[str, Value] = {"value": planned.value, "authority": authority}
    if authority is None:
        return [(PromiseVerdict.FLAGGED, Reason("promise.authority_unknown", facts, _SOURCE))]
    if authority.currency != planned.value.currency:
        wanted = f"in {planned.value.currency}"
        raise CurrencyMismatchError("authority", authority.currency, wanted)
    if planned.value.minor > authority.minor:
        return [(PromiseVerdict.REFUSED, Reason("promise.beyond_authority", facts, _SOURCE))]
    return []
