"""
May we contact this person now, later, or not at all (policies 4e)?

Consent and suppression say whether; caps and gaps say how often; the person's own
hours say when. A contact that only comes too soon is deferred, to the first instant at
which everything holds if nothing else happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
import pendulum
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain._worktime import MINUTE
from clientcare.domain.consents import ConsentChannel, ConsentPurpose, ruling_entry
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel, Purpose
from clientcare.errors import InvalidValueError
from clientcare.policies._contact_facts import (
    WRITTEN,
    ContactClass,
    ContactFacts,
    ContactWish,
    is_counted,
)
from clientcare.policies._contact_rules import ContactRules
from clientcare.policies._contact_search import (
    Earliest,
    LocalTime,
    earliest_for_all,
    months_after,
    per_day,
    rolling,
    since_last,
    within,
)

__all__ = [
    "ContactAnswer",
    "ContactClass",
    "ContactFacts",
    "ContactPermission",
    "ContactRules",
    "ContactWish",
    "is_counted",
    "may_contact",
]

_SOURCE: Final = "policies 4e"
_DAY: Final = 24 * 60 * MINUTE
_WEEK: Final = 7 * _DAY
_MONTH: Final = 30 * _DAY
_CHANNELS: Final = {channel.value: channel for channel in ConsentChannel}
_HELD_BACK: Final = frozenset(
    {ConsentPurpose.MARKETING, ConsentPurpose.REFERRAL, ConsentPurpose.GREETING}
)
_OFFICE_HOURS: Final = frozenset(
    {ContactClass.PROACTIVE, ContactClass.VISIT_DUE, ContactClass.COLLECTION}
)


class ContactPermission(Scale):
    """Whether somebody may be contacted."""

    ALLOWED = "allowed", "可联系"
    DEFERRED = "deferred", "延后联系"
    DENIED = "denied", "不可联系"


@attrs.frozen(kw_only=True)
class ContactAnswer:
    """
    The answer to a wish for contact.

    Attributes:
        permission: Allowed, deferred or denied.
        until: Of a deferred one the first instant at which everything holds, on the
            person's clock; ``None`` of any other.
    """

    permission: ContactPermission = field(validator=check.a(ContactPermission))
    until: DateTime | None = field(default=None, validator=check.maybe(check.instant))


_ALLOWED: Final = ContactAnswer(permission=ContactPermission.ALLOWED)
_DENIED: Final = ContactAnswer(permission=ContactPermission.DENIED)


def may_contact(
    facts: ContactFacts,
    wish: ContactWish,
    *,
    now: DateTime,
    rules: ContactRules = ContactRules(),
) -> Decision[ContactAnswer | None]:
    """
    Decide whether a person may be contacted at *now*, the instant meant for the contact.

    Denied beats deferred. Denied is what lacks consent, or what an open complaint of
    priority 1 or 2, legal collection or a legal hold holds back; consent is judged at
    *now*. Deferred is what comes too soon or at a wrong hour, until the first instant at
    which all rules hold; where there is none within 60 days it is denied. The gap is met
    at exactly 24 hours; a contact exactly 7 times 24 hours old has left that window.

    The outcome is ``None`` where the zone of person and account, or whether there is a
    contract, is unknown and matters.

    Raises:
        InvalidValueError: A touchpoint is dated after *now*, or an argument is of another
            class.
        CalendarError: The person's business days are not published that far.

    .. versionadded:: 0.1.0
    """
    check.require_kind("facts", facts, ContactFacts)
    check.require_kind("wish", wish, ContactWish)
    check.require_kind("rules", rules, ContactRules)
    case = _Case(facts=facts, wish=wish, now=check.require_instant("now", now), rules=rules)
    for one in facts.touchpoints:
        if moment(one.at) > case.at:
            raise InvalidValueError("Touchpoint.at", one.at, f"not after the request, {now}")
    refused, unknown = _refusals(case)
    if refused:
        return case.decide(_DENIED, refused)
    if unknown:
        return case.decide(None, unknown)
    if wish.kind is ContactClass.LEGAL_NOTICE and wish.channel in WRITTEN:
        free = Reason("contact.legal_notice", {"channel": wish.channel}, _SOURCE)
        return case.decide(_ALLOWED, (free,))
    if facts.zone is None:
        return case.decide(None, (Reason("contact.zone_unknown", source=_SOURCE),))
    return _in_time(case, LocalTime(zone=pendulum.timezone(facts.zone)))


@attrs.frozen(kw_only=True)
class _Case:
    """One question: who, which wish, when, by which rules."""

    facts: ContactFacts
    wish: ContactWish
    now: DateTime
    rules: ContactRules

    @property
    def at(self) -> int:
        return moment(self.now)

    def decide(
        self, outcome: ContactAnswer | None, reasons: Iterable[Reason]
    ) -> Decision[ContactAnswer | None]:
        wish = self.wish
        return Decision(
            outcome=outcome,
            reasons=tuple(reasons),
            rules=self.rules.ref,
            judged_at=self.now,
            inputs={
                "channel": wish.channel,
                "purpose": wish.purpose,
                "kind": wish.kind,
                "zone": self.facts.zone,
            },
        )


# --- whether at all -------------------------------------------------------------


def _refusals(case: _Case) -> tuple[list[Reason], list[Reason]]:
    """Return why the contact is refused, and what is unknown that could refuse it."""
    purpose = case.wish.consent
    if purpose is None:
        return [], []
    refused, unknown = _consent(case, purpose)
    if purpose in _HELD_BACK:
        refused += _suppressions(case, purpose)
    return refused, unknown


def _consent(case: _Case, purpose: ConsentPurpose) -> tuple[list[Reason], list[Reason]]:
    facts, wish = case.facts, case.wish
    entry = ruling_entry(
        facts.consents,
        subject_id=facts.person_id,
        purpose=purpose,
        channel=_CHANNELS[wish.channel.value],
        at=case.now,
    )
    about: dict[str, Value] = {"consent": purpose, "channel": wish.channel}
    if entry is not None:
        if entry.given:
            return [], []
        return [Reason("contact.withdrawn", {**about, "withdrawn_at": entry.at}, _SOURCE)], []
    if purpose is not ConsentPurpose.SERVICE:
        return [Reason("contact.no_consent", about, _SOURCE)], []
    if facts.under_contract or wish.purpose is Purpose.REPLY:
        return [], []
    if facts.under_contract is None:
        return [], [Reason("contact.contract_unknown", about, _SOURCE)]
    return [Reason("contact.no_contract", about, _SOURCE)], []


def _suppressions(case: _Case, purpose: ConsentPurpose) -> Iterator[Reason]:
    suppressing = case.rules.suppressing
    urgent = sorted(one for one in case.facts.open_complaints if one in suppressing)
    about: dict[str, Value] = {"consent": purpose}
    if urgent:
        yield Reason("contact.suppressed_by_complaint", {**about, "priority": urgent[0]}, _SOURCE)
    if case.facts.legal_collection:
        yield Reason("contact.suppressed_by_collection", about, _SOURCE)
    if case.facts.legal_hold:
        yield Reason("contact.suppressed_by_hold", about, _SOURCE)


# --- when -----------------------------------------------------------------------


def _in_time(case: _Case, clock: LocalTime) -> Decision[ContactAnswer | None]:
    at, days = case.at, case.rules.search_days
    frequency, hours = tuple(_frequency(case, clock)), _hours(case, clock)
    every = [*frequency, hours]
    waiting = [reason for rule, reason in every if rule(at) != at]
    if not waiting:
        free = Reason("contact.free", _used(case, clock), _SOURCE)
        return case.decide(_ALLOWED, (free,))
    until = earliest_for_all([rule for rule, _ in every], at, until=at + days * _DAY)
    if until is None:
        none = Reason("contact.no_opening", {"now": case.now, "days": days}, _SOURCE)
        return case.decide(_DENIED, (none, *waiting))
    local = clock.instant(until)
    first = Reason("contact.deferred", {"now": case.now, "until": local}, _SOURCE)
    answer = ContactAnswer(permission=ContactPermission.DEFERRED, until=local)
    free_at = earliest_for_all([rule for rule, _ in frequency], at, until=until)
    if hours[1] not in waiting and free_at is not None and free_at != until:
        waiting.append(_then_closed(hours[1], clock.instant(free_at)))
    return case.decide(answer, (first, *waiting))


def _then_closed(hours: Reason, free_at: DateTime) -> Reason:
    """Return that the hours alone move the contact on from *free_at*."""
    return Reason("contact.then_outside_hours", {**hours.facts, "free_at": free_at}, _SOURCE)


_Rule = tuple[Earliest, Reason]


def _hours(case: _Case, clock: LocalTime) -> _Rule:
    facts, rules = case.facts, case.rules
    if case.wish.kind in _OFFICE_HOURS:
        windows, calendar = rules.hours_within_wall, facts.calendar
        code = "contact.outside_hours"
    else:
        windows, calendar = rules.wall, None
        code = "contact.outside_wall"
    rule = within(windows, clock, calendar=calendar, search_days=rules.search_days)
    compared: dict[str, Value] = {"hours": tuple(map(str, windows)), "zone": facts.zone}
    return rule, Reason(code, compared, _SOURCE)


def _frequency(case: _Case, clock: LocalTime) -> Iterator[_Rule]:
    facts, wish, rules = case.facts, case.wish, case.rules
    if wish.meets_ambassador:
        yield _ambassador(facts, clock, rules)
    if wish.kind is ContactClass.COLLECTION:
        yield _collections(facts, rules)
    if wish.kind is not ContactClass.PROACTIVE:
        return
    times = _counted(facts)
    last = clock.instant(times[-1]) if times else None
    yield (
        per_day(times, clock, most=rules.max_day),
        Reason("contact.day_full", {"most": rules.max_day}, _SOURCE),
    )
    for code, most, days in (
        ("contact.week_full", rules.max_7d, 7),
        ("contact.month_full", rules.max_30d, 30),
    ):
        counted: dict[str, Value] = {"most": most, "days": days}
        yield rolling(times, most=most, length=days * _DAY), Reason(code, counted, _SOURCE)
    gap: dict[str, Value] = {"last_at": last, "gap_hours": rules.gap_hours}
    yield (
        since_last(times, gap=rules.gap_hours * 60 * MINUTE),
        Reason("contact.gap", gap, _SOURCE),
    )
    account = _account(facts)
    yield (
        rolling(account, most=rules.account_max_7d, length=_WEEK),
        Reason("contact.account_full", {"most": rules.account_max_7d, "days": 7}, _SOURCE),
    )


def _ambassador(facts: ContactFacts, clock: LocalTime, rules: ContactRules) -> _Rule:
    met = [
        moment(one.at)
        for one in facts.touchpoints
        if one.channel in {Channel.MEETING, Channel.VISIT}
        and one.purpose is Purpose.REFERRAL
        and one.is_real_contact
        and facts.reached(one)
    ]
    last = max(met, default=None)
    compared: dict[str, Value] = {
        "last_at": None if last is None else clock.instant(last),
        "months": rules.ambassador_months,
    }
    rule = months_after(last, clock, months=rules.ambassador_months)
    return rule, Reason("contact.ambassador_met", compared, "F3, policies 4e")


def _collections(facts: ContactFacts, rules: ContactRules) -> _Rule:
    times = sorted(
        moment(one.at)
        for one in facts.touchpoints
        if one.purpose is Purpose.COLLECTION and is_counted(one) and facts.reached(one)
    )
    most = rules.collection_max_7d
    why = Reason("contact.collection_full", {"most": most, "days": 7}, _SOURCE)
    return rolling(times, most=most, length=_WEEK), why


def _counted(facts: ContactFacts) -> list[int]:
    """Return when the person was contacted, the counted times ascending."""
    return sorted(
        moment(one.at) for one in facts.touchpoints if is_counted(one) and facts.reached(one)
    )


def _account(facts: ContactFacts) -> list[int]:
    """Return when anybody of the account was contacted, the counted times ascending."""
    return sorted(
        moment(one.at) for one in facts.touchpoints if is_counted(one) and facts.with_account(one)
    )


def _used(case: _Case, clock: LocalTime) -> Mapping[str, Value]:
    """Return what of the caps is used up."""
    facts, rules, at = case.facts, case.rules, case.at
    times, today = _counted(facts), clock.day_of(at)
    return {
        "today": sum(clock.day_of(one) == today for one in times),
        "in_7_days": sum(one > at - _WEEK for one in times),
        "in_30_days": sum(one > at - _MONTH for one in times),
        "account_in_7_days": sum(one > at - _WEEK for one in _account(facts)),
        "max_7d": rules.max_7d,
        "max_30d": rules.max_30d,
        "account_max_7d": rules.account_max_7d,
    }
