"""
What the whole book tells of its referrals: which namings count, and who is credited.

A naming cannot be judged by itself: somebody else may have named the same prospect
before, and the prospect may stand in our book already. One pass over the customers,
which somebody else makes, gathers what tells the two sides of each naming.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credited_graph import CreditedGraph, EdgeRefusal
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.gifts import Gift, GiftOccasion
from clientcare.domain.identity import Party
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.referral import Referral
from clientcare.domain.touchpoints import Purpose, Touchpoint
from clientcare.policies.referral_claim import ClaimFacts, ClaimStanding, judge_claims
from clientcare.policies.referral_credit import CreditClaim, Credits, credit_referrals
from clientcare.policies.referral_identity import Naming, ring_alerts
from clientcare.rulebook import Rulebook
from clientcare.services.first_orders import (
    FirstOrder,
    days_of,
    first_order,
    ordered_before,
)

_Standings = Mapping[ReferralId, Decision[ClaimStanding | None]]

_ON_A_LEAD: Final = frozenset({Purpose.SALES, Purpose.MARKETING, Purpose.REPLY})


@attrs.frozen(kw_only=True)
class ReferralBook:
    """
    The referrals of a book, as known at an instant.

    Attributes:
        first_orders: The first order of everybody who introduced or was introduced.
        standings: What each naming is worth, beside all others.
        refused: Why a conversion is not credited, by referral.
        rings: What of a referral looks like one hand with others, in the days in which
            that stands against an introducer.
        spent: What all rewards of the calendar year have cost so far, by currency.
    """

    first_orders: Mapping[CustomerId, FirstOrder] = field(factory=FrozenMap)
    standings: _Standings = field(factory=FrozenMap)
    refused: Mapping[ReferralId, EdgeRefusal] = field(factory=FrozenMap)
    rings: Mapping[ReferralId, tuple[Reason, ...]] = field(factory=FrozenMap)
    spent: Mapping[str, Money] = field(factory=FrozenMap)


class ReferralBookReader:
    """
    Notes who is who, and the first orders, while somebody else reads the ledgers.

    Args:
        referrals: All referrals of the book; those named later are left out.
        as_of: The day of the review.
        now: Its instant.
        calendar: The firm's calendar; its zone tells the days.
        rulebook: The rules.
    """

    def __init__(
        self,
        referrals: Iterable[Referral],
        *,
        as_of: Date,
        now: DateTime,
        calendar: WorkCalendar,
        rulebook: Rulebook,
    ) -> None:
        self._as_of = as_of
        self._now = now
        self._calendar = calendar
        self._rulebook = rulebook
        self._referrals = [one for one in referrals if moment(one.received_at) <= moment(now)]
        self._named_at: dict[CustomerId, int] = {}  # the first naming of each prospect on a card
        for one in self._referrals:
            if (known := one.prospect.customer_id) is not None:
                at = moment(one.received_at)
                self._named_at[known] = min(at, self._named_at.get(known, at))
        self._wanted = {*self._named_at, *(one.introducer_id for one in self._referrals)}
        self._orders: dict[CustomerId, FirstOrder] = {}
        self._parties: dict[CustomerId, Party] = {}
        self._customers_since: dict[CustomerId, Date] = {}
        self._touched_at: dict[CustomerId, DateTime] = {}
        self._spent: defaultdict[str, int] = defaultdict(int)

    @property
    def prospects(self) -> tuple[CustomerId, ...]:
        """Who was named and has a card, in the order of their ids."""
        return tuple(sorted(self._named_at))

    # --- what is noted --------------------------------------------------------------

    def noting(
        self, ledgers: Iterable[tuple[Customer, Ledger]]
    ) -> Iterator[tuple[Customer, Ledger]]:
        """Yield *ledgers* as they come, and note whoever introduced or was introduced."""
        for customer, ledger in ledgers:
            if customer.id in self._wanted:
                self._parties[customer.id] = Party.of_customer(customer)
                found = first_order(ledger, as_of=self._as_of)
                if found is not None:
                    self._orders[customer.id] = found
                self._note_customer(customer.id, ledger)
            yield customer, ledger

    def _note_customer(self, who: CustomerId, ledger: Ledger) -> None:
        """Note who had ordered when first named, though the order was cancelled since."""
        named_at = self._named_at.get(who)
        if named_at is None:
            return
        before = ordered_before(ledger, self._calendar.instant_from(named_at).date())
        if before is not None:
            self._customers_since[who] = before

    def note_leads(self, touchpoints: Iterable[Touchpoint]) -> None:
        """
        Note when a lead of our own was last touched before anybody named the prospect.

        What was done for a referral, and greetings, touch no lead of our own.
        """
        for one in touchpoints:
            who = one.customer_id
            if who is None or one.referral_id is not None or one.purpose not in _ON_A_LEAD:
                continue
            at, last = moment(one.at), self._touched_at.get(who)
            if at < self._named_at.get(who, at) and (last is None or moment(last) < at):
                self._touched_at[who] = one.at

    def note_gifts(self, gifts: Iterable[Gift]) -> None:
        """Note what was given for referrals in the year of the review, up to its day."""
        for gift in gifts:
            given = gift.given_on.year == self._as_of.year and gift.given_on <= self._as_of
            if given and gift.occasion is GiftOccasion.REFERRAL and gift.value is not None:
                self._spent[gift.value.currency] += gift.value.minor

    # --- what that tells ------------------------------------------------------------

    def book(self, heads: Mapping[CustomerId, CustomerId]) -> ReferralBook:
        """
        Return what was noted; complete once all ledgers have come.

        Args:
            heads: The topmost parent of every customer that belongs to a group.
        """
        for who, party in self._parties.items():
            self._parties[who] = attrs.evolve(party, groups=(heads.get(who, who),))
        credits_ = self._credits(self._standings(CreditedGraph()))
        standings = self._standings(credits_.graph)
        return ReferralBook(
            first_orders=FrozenMap(self._orders),
            standings=standings,
            refused=self._credits(standings).refused,
            rings=self._rings(),
            spent={code: Money(minor, code) for code, minor in self._spent.items()},
        )

    def _standings(self, graph: CreditedGraph) -> _Standings:
        """Judge all namings; who stands above whom is told by what they themselves credit."""
        rules = self._rulebook
        return judge_claims(
            map(self._claim, self._referrals),
            now=self._now,
            calendar=self._calendar,
            graph=graph,
            rules=rules.referral_claim,
            identity=rules.referral_identity,
            duty=rules.referral_duty,
        )

    def _claim(self, referral: Referral) -> ClaimFacts:
        known = referral.prospect.customer_id
        touched_at = None if known is None else self._touched_at.get(known)
        return ClaimFacts(
            referral=referral,
            introducer=self._party(referral.introducer_id),
            prospect=self._party(known),
            first_order_on=self._first_ordered_on(known),
            own_lead_touched_on=(
                None if touched_at is None else self._calendar.local(touched_at).date()
            ),
        )

    def _credits(self, standings: _Standings) -> Credits:
        claims = (
            CreditClaim(
                referral=one,
                standing=standing,
                first_order_on=days_of(self._orders, one.prospect.customer_id),
                introducer_first_order_on=days_of(self._orders, one.introducer_id),
            )
            for one in self._referrals
            if (standing := standings[one.id].outcome) is not None
        )
        return credit_referrals(claims, now=self._now).outcome

    def _rings(self) -> Mapping[ReferralId, tuple[Reason, ...]]:
        """Tell of each referral which alerts of the last year it stands in."""
        namings = (
            Naming(
                referral_id=one.id,
                at=one.received_at,
                prospect=Party.of_prospect(one.prospect).joined(
                    self._party(one.prospect.customer_id)
                ),
            )
            for one in self._referrals
        )
        rules, today = self._rulebook, self._as_of.toordinal()
        decision = ring_alerts(namings, now=self._now, rules=rules.referral_identity)
        found: defaultdict[ReferralId, tuple[Reason, ...]] = defaultdict(tuple)
        for alert, why in zip(decision.outcome, decision.reasons, strict=False):
            last_on = self._calendar.local(alert.last_at).date()
            if today - last_on.toordinal() < rules.ambassador.clean_days:
                for one in alert.referral_ids:
                    found[one] += (why,)
        return found

    def _first_ordered_on(self, who: CustomerId | None) -> Date | None:
        since = None if who is None else self._customers_since.get(who)
        return since or days_of(self._orders, who)

    def _party(self, who: CustomerId | None) -> Party:
        return Party() if who is None else self._parties.get(who, Party())
