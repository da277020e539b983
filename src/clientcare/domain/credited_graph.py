"""
Who is credited with whom: at most one referrer each, and never a ring (policies 5b).

What is built here is always a forest: an edge that would make it anything else is
refused.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs
from attrs import field

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.ids import CustomerId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class EdgeRefusal(Scale):
    """Why somebody is not credited with somebody."""

    SELF = "self", "自荐"
    CYCLE = "cycle", "互荐"
    TAKEN = "taken", "已有介绍人"
    ORDERED_BEFORE = "ordered_before", "早于介绍人成交"


_FOREST: Final = "a forest: nobody refers themselves or anybody above them"


def _frozen(referrers: Mapping[CustomerId, CustomerId]) -> Mapping[CustomerId, CustomerId]:
    return FrozenMap(referrers)


@attrs.frozen
class CreditedGraph:
    """
    The credited edges of a book.

    Attributes:
        referrers: Of each customer who was referred, the one credited referrer.

    Raises:
        InvalidValueError: The edges are no forest.
    """

    referrers: Mapping[CustomerId, CustomerId] = field(
        factory=FrozenMap, converter=_frozen, repr=False, metadata=personal("thanking the referrer")
    )

    def __attrs_post_init__(self) -> None:
        sound: set[CustomerId] = set()
        for start in self.referrers:
            way: dict[CustomerId, None] = {}
            here: CustomerId | None = start
            while here is not None and here not in sound:
                if here in way:
                    ring = f"a ring among {len(way)}"
                    raise InvalidValueError("CreditedGraph.referrers", ring, _FOREST)
                way[here] = None
                here = self.referrers.get(here)
            sound.update(way)

    def above(self, customer_id: CustomerId) -> Iterator[CustomerId]:
        """Yield the referrer of a customer, the referrer's referrer, and so on."""
        return _above(self.referrers, customer_id)

    def referred_by(self, customer_id: CustomerId) -> tuple[CustomerId, ...]:
        """Return whom a customer is credited with, in the order of their ids."""
        return self._referred.get(customer_id, ())

    def below(
        self, customer_id: CustomerId, *, depth: int | None = None
    ) -> Iterator[tuple[CustomerId, int]]:
        """
        Yield everybody below a customer with their depth: 1 is directly referred.

        Args:
            customer_id: The customer.
            depth: How deep to go, this depth included; ``None`` goes to the end.
        """
        waiting = deque([(customer_id, 0)])
        while waiting:
            here, level = waiting.popleft()
            if depth is not None and level >= depth:
                continue
            for one in self.referred_by(here):
                yield one, level + 1
                waiting.append((one, level + 1))

    def refusal(self, referrer: CustomerId, referred: CustomerId) -> EdgeRefusal | None:
        """Return why *referrer* cannot be credited with *referred*; ``None`` where they can."""
        return edge_refusal(self.referrers, referrer, referred)

    def credit(self, referrer: CustomerId, referred: CustomerId) -> CreditedGraph:
        """
        Return this graph with one more edge.

        Raises:
            InvalidValueError: The edge is refused, as ``refusal`` tells.
        """
        fault = self.refusal(referrer, referred)
        if fault is not None:
            raise InvalidValueError("CreditedGraph.referrers", fault, _FOREST)
        return CreditedGraph({**self.referrers, referred: referrer})

    def without(self, referred: CustomerId) -> CreditedGraph:
        """Return this graph without the edge to *referred*, as after a reversal."""
        left = {one: above for one, above in self.referrers.items() if one != referred}
        return CreditedGraph(left)

    def with_tombstone(self, customer_id: CustomerId, tombstone: CustomerId) -> CreditedGraph:
        """
        Return this graph with an id that says nothing in a customer's place, as after erasure.

        Edges and credits hold (policies 5d).

        Raises:
            InvalidValueError: *tombstone* is somebody in the graph already.
        """
        if tombstone in self.referrers or tombstone in self.referrers.values():
            raise InvalidValueError("tombstone", tombstone, "an id that nobody has")

        def kept(one: CustomerId) -> CustomerId:
            return tombstone if one == customer_id else one

        return CreditedGraph({kept(one): kept(above) for one, above in self.referrers.items()})

    @cached_property
    def _referred(self) -> Mapping[CustomerId, tuple[CustomerId, ...]]:
        found: defaultdict[CustomerId, list[CustomerId]] = defaultdict(list)
        for referred in sorted(self.referrers):
            found[self.referrers[referred]].append(referred)
        return {referrer: tuple(ones) for referrer, ones in found.items()}


def edge_refusal(
    referrers: Mapping[CustomerId, CustomerId], referrer: CustomerId, referred: CustomerId
) -> EdgeRefusal | None:
    """
    Return why *referrer* cannot be credited with *referred*; ``None`` where they can.

    Args:
        referrers: Of each customer who was referred, the credited referrer: a forest.
        referrer: Who would be credited.
        referred: With whom.
    """
    if referrer == referred:
        return EdgeRefusal.SELF
    if referred in _above(referrers, referrer):
        return EdgeRefusal.CYCLE
    return EdgeRefusal.TAKEN if referred in referrers else None


def _above(
    referrers: Mapping[CustomerId, CustomerId], customer_id: CustomerId
) -> Iterator[CustomerId]:
    here = referrers.get(customer_id)
    while here is not None:
        yield here
        here = referrers.get(here)
