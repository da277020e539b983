"""
Which conversions are credited to their introducers (policies 5b)?

The edges come in the order of the conversions; one that would break the forest, or
whose prospect ordered before the introducer did, is refused. A reversal takes its
edge away; what was refused before stays refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.credited_graph import CreditedGraph, EdgeRefusal, edge_refusal
from clientcare.domain.decisions import Decision, Reason, RulesRef
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Referral, ReferralEvent, ReferralState
from clientcare.errors import InvalidValueError
from clientcare.policies.referral_claim import ClaimStanding

_SOURCE: Final = "policies 5b"
_RULES: Final = RulesRef("referral_credit", "1")


@attrs.frozen(kw_only=True)
class CreditClaim:
    """
    One referral that may be credited.

    Attributes:
        referral: The referral.
        standing: What the naming is worth; only a valid one is credited.
        first_order_on: The day of the prospect's first order; ``None`` is none. Without
            it the one on the referral counts.
        introducer_first_order_on: The day of the introducer's first order; ``None`` is
            none: an ambassador need not be a customer.
    """

    referral: Referral = field(validator=check.a(Referral))
    standing: ClaimStanding = field(default=ClaimStanding.VALID, validator=check.a(ClaimStanding))
    first_order_on: Date | None = field(default=None, validator=check.maybe(check.date))
    introducer_first_order_on: Date | None = field(default=None, validator=check.maybe(check.date))


@attrs.frozen(kw_only=True)
class Credits:
    """
    Who is credited with whom, and which conversions are not.

    Attributes:
        graph: The credited edges, always a forest.
        by: Of each customer who was referred, the referral that is credited.
        refused: Why a conversion is not credited, by referral.
    """

    graph: CreditedGraph
    by: Mapping[CustomerId, ReferralId]
    refused: Mapping[ReferralId, EdgeRefusal]


def credit_referrals(claims: Iterable[CreditClaim], *, now: DateTime) -> Decision[Credits]:
    """
    Decide which conversions up to *now* are credited.

    Conversions and reversals of one instant go by the referral's id. A conversion of
    a prospect who stands in no book as a customer has no edge, nor has one whose
    naming is not valid; the order test is strict and only where both have ordered.

    Raises:
        InvalidValueError: Two claims are of one referral.
    """
    until = moment(check.require_instant("now", now))
    by_id: dict[ReferralId, CreditClaim] = {}
    for claim in claims:
        if claim.referral.id in by_id:
            raise InvalidValueError("Referral.id", claim.referral.id, "each referral once")
        by_id[claim.referral.id] = claim
    steps = sorted(
        (moment(event.at), claim.referral.id, place, event)
        for claim in by_id.values()
        for place, event in enumerate(claim.referral.history)
        if event.state in _TELLING and moment(event.at) <= until
    )
    ledger = _Ledger()
    for _, referral_id, _, event in steps:
        ledger.take(by_id[referral_id], event)
    return Decision(
        outcome=Credits(
            graph=CreditedGraph(ledger.referrers),
            by=FrozenMap(ledger.by),
            refused=FrozenMap(ledger.refused),
        ),
        reasons=tuple(ledger.reasons()),
        rules=_RULES,
        judged_at=now,
        inputs={"referrals": len(by_id), "edges": len(ledger.by)},
    )


_TELLING: Final = frozenset({ReferralState.CONVERTED, ReferralState.REVERSED})


class _Ledger:
    """The edges as they come and go."""

    def __init__(self) -> None:
        self.referrers: dict[CustomerId, CustomerId] = {}
        self.by: dict[CustomerId, ReferralId] = {}
        self.refused: dict[ReferralId, EdgeRefusal] = {}
        self._nobody: list[ReferralId] = []

    def take(self, claim: CreditClaim, event: ReferralEvent) -> None:
        """Add the edge of a conversion, or take it away."""
        referral = claim.referral
        referred = referral.prospect.customer_id
        if claim.standing is not ClaimStanding.VALID:
            return
        if referred is None:
            if event.state is ReferralState.CONVERTED:
                self._nobody.append(referral.id)
        elif event.state is ReferralState.REVERSED:
            if self.by.get(referred) == referral.id:
                del self.by[referred], self.referrers[referred]
        else:
            self._credit(claim, referred)

    def _credit(self, claim: CreditClaim, referred: CustomerId) -> None:
        referral = claim.referral
        fault = edge_refusal(self.referrers, referral.introducer_id, referred)
        if fault is None and _ordered_before(claim):
            fault = EdgeRefusal.ORDERED_BEFORE
        if fault is not None:
            self.refused[referral.id] = fault
            return
        self.referrers[referred] = referral.introducer_id
        self.by[referred] = referral.id

    def reasons(self) -> Iterator[Reason]:
        """Yield how many edges there are, and what was refused."""
        yield Reason("referral_credit.edges", {"edges": len(self.by)}, _SOURCE)
        for referral_id, fault in self.refused.items():
            why = {"referral": referral_id, "why": fault}
            yield Reason("referral_credit.refused", why, _SOURCE)
        for referral_id in self._nobody:
            yield Reason("referral_credit.no_customer", {"referral": referral_id}, _SOURCE)


def _ordered_before(claim: CreditClaim) -> bool:
    ours = claim.first_order_on or claim.referral.first_ordered_on
    theirs = claim.introducer_first_order_on
    return ours is not None and theirs is not None and ours < theirs
