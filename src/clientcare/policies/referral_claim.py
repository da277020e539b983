"""
Who of several introducers has named a prospect first, and who named nobody new (policies 5a)?

The first valid naming wins, and keeps the prospect until it ends without an order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import CreditedGraph, EdgeRefusal
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.identity import Identifier, IdentifierKind, Party
from clientcare.domain.ids import ReferralId
from clientcare.domain.referral import ENDS, Referral, ReferralState
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError
from clientcare.policies._referral_facts import known_referral, last_day_to_order
from clientcare.policies.referral_duty import ReferralDutyRules
from clientcare.policies.referral_identity import IdentityRules, IdentityVerdict, check_identity

_SOURCE: Final = "policies 5a"


class ClaimStanding(Scale):
    """What a naming is worth: the first two are worked on, the others end it."""

    VALID = "valid", "有效"
    ALREADY_KNOWN = "already_known", "已有线索"
    DUPLICATE = "duplicate", "重复"
    EXISTING_CUSTOMER = "existing_customer", "已是客户"
    SELF = "self", "自荐"
    CYCLE = "cycle", "互荐"
    NO_CONSENT = "no_consent", "未同意"


WORKED_ON: Final = frozenset({ClaimStanding.VALID, ClaimStanding.ALREADY_KNOWN})
"""What is worked on and reported; a naming of any other worth is to be ended."""


@attrs.frozen(kw_only=True)
class ClaimRules:
    """
    Who keeps a prospect.

    Attributes:
        ref: Name and version of these rules.
        own_lead_days: An open lead of our own that was touched in so many days before
            the naming, the last one included, beats it (policies 5a).
    """

    ref: RulesRef = RulesRef("referral_claim", "1")
    own_lead_days: int = field(default=180, validator=check.whole())


@attrs.frozen(kw_only=True)
class ClaimFacts:
    """
    One naming, and what is known of the two parties.

    Attributes:
        referral: The referral.
        introducer: What tells the introducer from others; the id on the referral counts
            besides.
        prospect: What we know of the prospect besides what the introducer told.
        first_order_on: The day of the prospect's first order that was not cancelled;
            ``None`` is none. The one on the referral counts besides.
        own_lead_touched_on: The day on which an open lead of our own was last touched;
            ``None`` is no such lead.
    """

    referral: Referral = field(validator=check.a(Referral))
    introducer: Party = field(factory=Party, validator=check.a(Party))
    prospect: Party = field(factory=Party, validator=check.a(Party))
    first_order_on: Date | None = field(default=None, validator=check.maybe(check.date))
    own_lead_touched_on: Date | None = field(default=None, validator=check.maybe(check.date))


def judge_claims(
    claims: Iterable[ClaimFacts],
    *,
    now: DateTime,
    calendar: WorkCalendar,
    graph: CreditedGraph = CreditedGraph(),
    rules: ClaimRules = ClaimRules(),
    identity: IdentityRules = IdentityRules(),
    duty: ReferralDutyRules = ReferralDutyRules(),
) -> Mapping[ReferralId, Decision[ClaimStanding | None]]:
    """
    Decide for each naming what it is worth; ``None`` where it was not made by *now*.

    Namings that share a hard identifier are of one prospect. Of these the first valid
    one wins, at equal instants the lowest id by code point; the later ones are
    duplicates for good. A naming after an end without a first order, or after the day
    by which a first order was due, starts afresh. Not valid are self-referrals and
    rings, who refused or withdrew the permission, and who ordered before the day of
    the naming. An open lead of our own that was touched up to 180 days before the
    naming makes it ``already_known``: it is worked on and reported, without credit.
    A shared address or contact person is a second reason, for somebody to look at. What is recorded as ended so stays so.

    Args:
        claims: All namings that could compete.
        now: The instant; what happened later is left out.
        calendar: The firm's calendar; its zone tells the days.
        graph: The credited edges.
        rules: Who keeps a prospect.
        identity: How two parties are compared.
        duty: When a referral expires.

    Raises:
        InvalidValueError: Two claims are of one referral.
    """
    check.require_instant("now", now)
    found: dict[ReferralId, Decision[ClaimStanding | None]] = {}
    known: list[_Claim] = []
    decided = _decided(now, rules)
    for facts in claims:
        named = facts.referral
        if named.id in found:
            raise InvalidValueError("Referral.id", named.id, "each referral once")
        past = known_referral(named, now=now, calendar=calendar)
        why = Reason("referral.not_yet_named", {"named_at": named.received_at}, _SOURCE)
        found[named.id] = decided(None, why)
        if past is not None:
            facts = attrs.evolve(facts, referral=past)  # noqa: PLW2901 - as it was known
            known.append(_Claim(facts, calendar, identity, duty))
    for rivals in _by_prospect(known):
        holder: _Claim | None = None
        for claim in sorted(rivals, key=lambda one: (moment(one.at), one.referral.id)):
            standing, why = claim.judged(holder, graph=graph, rules=rules)
            worked_on = standing in WORKED_ON
            found[claim.referral.id] = decided(standing, why, *(claim.doubts if worked_on else ()))
            if worked_on:
                holder = claim
    return FrozenMap(found)


def _decided(now: DateTime, rules: ClaimRules) -> Callable[..., Decision[ClaimStanding | None]]:
    def decide(standing: ClaimStanding | None, *why: Reason) -> Decision[ClaimStanding | None]:
        return Decision(outcome=standing, reasons=why, rules=rules.ref, judged_at=now)

    return decide


_RECORDED: Final[Mapping[ReferralState, ClaimStanding]] = {
    ReferralState.SELF: ClaimStanding.SELF,
    ReferralState.CYCLE: ClaimStanding.CYCLE,
    ReferralState.NO_CONSENT: ClaimStanding.NO_CONSENT,
    ReferralState.EXISTING_CUSTOMER: ClaimStanding.EXISTING_CUSTOMER,
    ReferralState.DUPLICATE: ClaimStanding.DUPLICATE,
}


class _Claim:
    """One naming, with what the comparison asks of it again and again."""

    def __init__(
        self,
        facts: ClaimFacts,
        calendar: WorkCalendar,
        identity: IdentityRules,
        duty: ReferralDutyRules,
    ) -> None:
        self.referral = facts.referral
        self.at = facts.referral.received_at
        self._facts = facts
        self._calendar = calendar
        self._identity = identity
        self._prospect = Party.of_prospect(facts.referral.prospect).joined(facts.prospect)
        self._named_on = calendar.local(self.at).date()
        self._last_on = last_day_to_order(
            facts.referral, calendar=calendar, expiry_days=duty.expiry_days
        )

    @property
    def hard(self) -> frozenset[Identifier]:
        """What makes two namings those of one prospect; firms of one group are several."""
        every = self._prospect.identifiers(country_code=self._identity.country_code)
        group = IdentifierKind.GROUP
        return frozenset(one for one in every if one[0].is_hard and one[0] is not group)

    def judged(
        self, holder: _Claim | None, *, graph: CreditedGraph, rules: ClaimRules
    ) -> tuple[ClaimStanding, Reason]:
        """Return what this naming is worth, where *holder* is the valid one before it."""
        recorded = _RECORDED.get(self.referral.state)
        if recorded is not None:
            return recorded, self._why("claim_recorded", {"state": self.referral.state})
        invalid = self._invalid(graph)
        if invalid is not None:
            return invalid
        if holder is not None and not holder.is_free_at(self.at):
            first: dict[str, Value] = {"first_at": holder.at, "first": holder.referral.id}
            return ClaimStanding.DUPLICATE, self._why("claim_duplicate", first)
        return self._valid(rules)

    @property
    def doubts(self) -> tuple[Reason, ...]:
        """What introducer and prospect share that proves nothing, but is looked at."""
        return self._same.reasons if self._same.outcome is IdentityVerdict.REVIEW else ()

    @cached_property
    def _same(self) -> Decision[IdentityVerdict]:
        us = Party(customer_ids=(self.referral.introducer_id,))
        told = self._facts.introducer.joined(us)
        return check_identity(told, self._prospect, now=self.at, rules=self._identity)

    def is_free_at(self, at: DateTime) -> bool:
        """Tell whether the prospect was free again for a naming at *at*, after an end."""
        converted_at = self.referral.reached_at(ReferralState.CONVERTED)
        if converted_at is not None and moment(converted_at) <= moment(at):
            return False
        ended = any(
            moment(event.at) < moment(at) for event in self.referral.history if event.state in ENDS
        )
        return ended or self._lapsed_by(at)

    def _lapsed_by(self, at: DateTime) -> bool:
        ordered = self._ordered_on
        in_time = ordered is not None and ordered <= self._last_on
        return not in_time and self._calendar.local(at).date() > self._last_on

    @property
    def _ordered_on(self) -> Date | None:
        days = (self._facts.first_order_on, self.referral.first_ordered_on)
        return min((day for day in days if day is not None), default=None)

    def _invalid(self, graph: CreditedGraph) -> tuple[ClaimStanding, Reason] | None:
        introducer_id, same = self.referral.introducer_id, self._same
        if same.outcome is IdentityVerdict.SELF:
            return ClaimStanding.SELF, same.reasons[0]
        if any(
            graph.refusal(introducer_id, one) is EdgeRefusal.CYCLE
            for one in self._prospect.customer_ids
        ):
            return ClaimStanding.CYCLE, self._why("claim_cycle", {"named_on": self._named_on})
        ordered = self._ordered_on
        if ordered is not None and ordered < self._named_on:
            days: dict[str, Value] = {"first_order_on": ordered, "named_on": self._named_on}
            return ClaimStanding.EXISTING_CUSTOMER, self._why("claim_existing_customer", days)
        return None

    def _valid(self, rules: ClaimRules) -> tuple[ClaimStanding, Reason]:
        touched = self._facts.own_lead_touched_on
        days: dict[str, Value] = {"named_on": self._named_on}
        if touched is None or touched > self._named_on:
            return ClaimStanding.VALID, self._why("claim_valid", days)
        ago = self._named_on.toordinal() - touched.toordinal()
        days |= {"touched_on": touched, "days_before": ago, "most_days": rules.own_lead_days}
        if ago <= rules.own_lead_days:
            return ClaimStanding.ALREADY_KNOWN, self._why("claim_already_known", days)
        return ClaimStanding.VALID, self._why("claim_own_lead_cold", days)

    def _why(self, code: str, compared: Mapping[str, Value]) -> Reason:
        return Reason(f"referral.{code}", compared, _SOURCE)


def _by_prospect(claims: list[_Claim]) -> Iterator[list[_Claim]]:
    """Yield the claims of each prospect: those that hard identifiers join, also by others."""
    sharing: defaultdict[Identifier, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        for one in claim.hard:
            sharing[one].append(place)
    joined = list(range(len(claims)))

    def head(place: int) -> int:
        while joined[place] != place:
            joined[place] = place = joined[joined[place]]
        return place

    for places in sharing.values():
        for place in places[1:]:
            joined[head(place)] = head(places[0])
    groups: defaultdict[int, list[_Claim]] = defaultdict(list)
    for place, claim in enumerate(claims):
        groups[head(place)].append(claim)
    yield from groups.values()
