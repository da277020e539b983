"""How a customer is to be visited: how often, how far apart and how long (policies 4c)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import CustomerId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Touchpoint
from clientcare.domain.visits import Visit
from clientcare.policies._cadence_rules import CadenceRules

_SOURCE: Final = "policies 4c"


@attrs.frozen(kw_only=True)
class CadenceFacts:
    """
    What has to be known of a customer to say when to see them.

    Attributes:
        customer_id: The customer.
        tier: The tier held; ``None`` where there is none yet.
        key_account: Whether it is a key account (T3), which is visited as an A.
        lifecycle: The life-cycle state; ``None`` where it is not known, and then
            the tier alone counts.
        at_risk_since_on: The day the customer became at risk; ``None`` is unknown.
        entered_on: The day the customer entered the book; ``None`` is unknown.
        visited_on: The days of counted visits, in the firm's zone, in any order.
            Two on one day are one (policies 4c).
        booked_on: The days for which visits are booked.
        contacted_at: The instants of real contacts, in any order.
    """

    customer_id: CustomerId = field(validator=check.key)
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    key_account: bool = field(default=False, validator=check.a(bool))
    lifecycle: LifecycleState | None = field(
        default=None, validator=check.maybe(check.a(LifecycleState))
    )
    at_risk_since_on: Date | None = field(default=None, validator=check.maybe(check.date))
    entered_on: Date | None = field(default=None, validator=check.maybe(check.date))
    visited_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    booked_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))
    contacted_at: tuple[DateTime, ...] = field(default=(), validator=check.tuple_of(check.instant))

    def last_visit_on(self, as_of: Date) -> Date | None:
        """Return the day of the last counted visit up to and with *as_of*; ``None`` without one."""
        return max((day for day in self.visited_on if day <= as_of), default=None)

    def with_events(
        self, *, touchpoints: Iterable[Touchpoint], visits: Iterable[Visit], calendar: WorkCalendar
    ) -> CadenceFacts:
        """
        Return these facts with visits, bookings and contacts read from what was recorded.

        Days are those of *calendar*'s zone, the firm's. Planned visits that were
        held count as real contacts by their check-in, or where that is unknown by
        the instant at which they were recorded.
        """
        touched, planned = tuple(touchpoints), tuple(visits)
        held = [visit for visit in planned if visit.counts]
        visited = {calendar.local(one.at).date() for one in touched if one.is_counted_visit}
        visited |= {visit.held_on for visit in held if visit.held_on is not None}
        contacts = {one.at for one in touched if one.is_real_contact}
        contacts |= {visit.checked_in_at or visit.history[-1].at for visit in held}
        return attrs.evolve(
            self,
            visited_on=tuple(sorted(visited)),
            booked_on=tuple(sorted(visit.planned_on for visit in planned if visit.is_open)),
            contacted_at=tuple(sorted(contacts, key=moment)),
        )


@attrs.frozen(kw_only=True)
class VisitTerms:
    """
    How a customer is to be visited at present.

    Attributes:
        visits: Visits in a cycle.
        extra: How many of them come on top for a customer at risk, with half the
            gap and no pattern.
        interval_days: Calendar days from one counted visit to the next.
        visited_as: The tier whose gap, minutes and pattern hold.
        gap_days: Least number of calendar days between two visits.
        extra_gap_days: The same around an extra visit.
        minutes: Length of a visit in minutes.
    """

    visits: int
    extra: int
    interval_days: int
    visited_as: Tier
    gap_days: int
    extra_gap_days: int
    minutes: int


def visit_frequency(
    facts: CadenceFacts, *, as_of: Date, rules: CadenceRules = CadenceRules()
) -> Decision[int]:
    """
    Decide how many visits a customer is due in a cycle of four weeks, as of a day.

    A key account or A has 4, B 2, C 1; a prospect or a customer without a tier
    1; a lost one none but one a quarter: 1 if the last counted visit is unknown
    or 91 days ago or more. A customer at risk has one more for the 28 days from
    the day on which they became so, and while that day is unknown (policies 4c).
    """
    terms = visit_terms(facts, as_of=as_of, rules=rules)
    return Decision(
        outcome=terms.outcome.visits,
        reasons=terms.reasons,
        rules=terms.rules,
        judged_at=terms.judged_at,
        inputs=terms.inputs,
    )


def visit_terms(
    facts: CadenceFacts, *, as_of: Date, rules: CadenceRules = CadenceRules()
) -> Decision[VisitTerms]:
    """
    Decide how a customer is to be visited at present: how often, how far apart, how long.

    Prospects, lost customers and those without a tier have the gap and the
    minutes of C; a visit on top for a customer at risk has half the gap, rounded
    down (policies 4c).
    """
    check.require_date("as_of", as_of)
    base, why = _base_visits(facts, as_of, rules)
    extra, risk = extra_visits(facts, as_of, rules)
    visited_as = visited_as_of(facts)
    gap = rules.gap_days[visited_as]
    lost = facts.lifecycle is LifecycleState.LOST
    terms = VisitTerms(
        visits=base + extra,
        extra=extra,
        interval_days=rules.lost_days if lost else rules.cycle_days // (base + extra),
        visited_as=visited_as,
        gap_days=gap,
        extra_gap_days=gap // 2,
        minutes=rules.visit_minutes[visited_as],
    )
    return Decision(
        outcome=terms,
        reasons=(why, *risk, *_flags(facts, as_of, rules, why, base)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={
            "tier": facts.tier,
            "key_account": facts.key_account,
            "lifecycle": facts.lifecycle,
            "last_visit_on": facts.last_visit_on(as_of),
        },
    )


def visited_as_of(facts: CadenceFacts) -> Tier:
    """Return the tier whose gap, minutes, pattern and intervals hold for a customer."""
    if facts.lifecycle in {LifecycleState.PROSPECT, LifecycleState.LOST}:
        return Tier.C
    return Tier.A if facts.key_account else facts.tier or Tier.C


def is_untiered(facts: CadenceFacts) -> bool:
    """Tell whether a customer has neither a tier nor the standing of a key account."""
    return facts.tier is None and not facts.key_account


def _base_visits(facts: CadenceFacts, as_of: Date, rules: CadenceRules) -> tuple[int, Reason]:
    if facts.lifecycle is LifecycleState.LOST:
        return _lost_visits(facts, as_of, rules)
    if facts.lifecycle is LifecycleState.PROSPECT:
        return _per_cycle("cadence.prospect", rules.visits_untiered, facts, rules)
    if facts.key_account:
        return _per_cycle("cadence.key_account", rules.visits[Tier.A], facts, rules)
    if facts.tier is None:  # and no key account
        return _per_cycle("cadence.untiered", rules.visits_untiered, facts, rules)
    return _per_cycle("cadence.by_tier", rules.visits[facts.tier], facts, rules)


def _per_cycle(
    code: str, visits: int, facts: CadenceFacts, rules: CadenceRules
) -> tuple[int, Reason]:
    compared: dict[str, Value] = {
        "visits": visits,
        "cycle_days": rules.cycle_days,
        "visited_as": visited_as_of(facts),
    }
    return visits, Reason(code, compared, _SOURCE)


def _lost_visits(facts: CadenceFacts, as_of: Date, rules: CadenceRules) -> tuple[int, Reason]:
    last = facts.last_visit_on(as_of)
    if last is None:
        return 1, Reason("cadence.lost_unvisited", {"lost_days": rules.lost_days}, _SOURCE)
    days = as_of.toordinal() - last.toordinal()
    due = days >= rules.lost_days
    code = "cadence.lost_due" if due else "cadence.lost_resting"
    compared: dict[str, Value] = {"last_on": last, "days": days, "lost_days": rules.lost_days}
    return int(due), Reason(code, compared, _SOURCE)


def extra_visits(
    facts: CadenceFacts, as_of: Date, rules: CadenceRules
) -> tuple[int, tuple[Reason, ...]]:
    """Return how many visits a cycle come on top for a customer at risk, and why."""
    if facts.lifecycle is not LifecycleState.AT_RISK:
        return 0, ()
    since = facts.at_risk_since_on
    extra = rules.at_risk_visits
    if since is None or since > as_of:  # a day to come is no known one
        return extra, (Reason("cadence.at_risk_since_unknown", {"extra": extra}, _SOURCE),)
    days = as_of.toordinal() - since.toordinal()
    compared: dict[str, Value] = {
        "since_on": since,
        "days": days,
        "at_risk_days": rules.at_risk_days,
        "extra": extra,
    }
    if days < rules.at_risk_days:
        return extra, (Reason("cadence.at_risk", compared, _SOURCE),)
    return 0, (Reason("cadence.at_risk_over", compared, _SOURCE),)


def _flags(
    facts: CadenceFacts, as_of: Date, rules: CadenceRules, why: Reason, visits: int
) -> tuple[Reason, ...]:
    flags = []
    if is_untiered(facts) and why.code != "cadence.untiered":
        flags.append(_per_cycle("cadence.untiered", visits, facts, rules)[1])
    if facts.lifecycle is None:
        flags.append(Reason("cadence.lifecycle_unknown", source=_SOURCE))
    later = sum(day > as_of for day in facts.visited_on)
    if later:
        flags.append(Reason("cadence.after_as_of", {"left_out": later}, "policies, Terms of 1"))
    return tuple(flags)
