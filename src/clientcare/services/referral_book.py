"""What the whole book tells of its converted referrals: who is credited, and the first orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.credited_graph import EdgeRefusal
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.ledger import Ledger
from clientcare.domain.referral import Referral, ReferralState
from clientcare.policies.referral_credit import CreditClaim, credit_referrals
from clientcare.services.first_orders import FirstOrder, days_of, first_order


@attrs.frozen(kw_only=True)
class ReferralBook:
    """
    The converted referrals of a book, as known at an instant.

    Attributes:
        first_orders: The first order of everybody who introduced or was introduced.
        refused: Why a conversion is not credited, by referral.
    """

    first_orders: Mapping[CustomerId, FirstOrder] = field(factory=FrozenMap)
    refused: Mapping[ReferralId, EdgeRefusal] = field(factory=FrozenMap)


class ReferralBookReader:
    """
    Notes the first orders while somebody else reads the ledgers.

    Args:
        referrals: All referrals of the book; only the converted ones are kept.
        as_of: The day of the review.
        now: Its instant.
    """

    def __init__(self, referrals: Iterable[Referral], *, as_of: Date, now: DateTime) -> None:
        self._as_of = as_of
        self._now = now
        self._converted = [one for one in referrals if self._has_converted(one)]
        self._wanted = {
            who
            for one in self._converted
            for who in (one.introducer_id, one.prospect.customer_id)
            if who is not None
        }
        self._orders: dict[CustomerId, FirstOrder] = {}

    def noting(
        self, ledgers: Iterable[tuple[Customer, Ledger]]
    ) -> Iterator[tuple[Customer, Ledger]]:
        """Yield *ledgers* as they come, and note the first orders that are wanted."""
        for customer, ledger in ledgers:
            if customer.id in self._wanted:
                found = first_order(ledger, as_of=self._as_of)
                if found is not None:
                    self._orders[customer.id] = found
            yield customer, ledger

    def book(self) -> ReferralBook:
        """Return what was noted; complete once all ledgers have come."""
        claims = (
            CreditClaim(
                referral=one,
                first_order_on=days_of(self._orders, one.prospect.customer_id),
                introducer_first_order_on=days_of(self._orders, one.introducer_id),
            )
            for one in self._converted
        )
        credits_ = credit_referrals(claims, now=self._now).outcome
        return ReferralBook(first_orders=FrozenMap(self._orders), refused=credits_.refused)

    def _has_converted(self, referral: Referral) -> bool:
        at = referral.reached_at(ReferralState.CONVERTED)
        return at is not None and moment(at) <= moment(self._now)
