"""A/B/C of many customers, beside a sort by a key function and the bare sort."""

from __future__ import annotations

import random
from typing import Final

from pendulum import Date

from benchmarks.harness import Table, compare
from clientcare.domain.ids import CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.policies.tiering import CustomerValue, assign_tiers

CUSTOMERS: Final = 100_000


def table() -> Table:
    """Compare what decides, and explains, with what only sorts and cuts."""
    rng = random.Random(1)
    facts = [
        CustomerValue(
            customer_id=CustomerId(f"{at:07}"),
            value=Money(int(rng.paretovariate(1.16) * 10_000), "CNY"),
            first_order_on=Date(2020, 1, 1),
        )
        for at in range(CUSTOMERS)
    ]
    bare = {fact.customer_id: fact.value.minor for fact in facts if fact.value is not None}
    as_of = Date(2025, 12, 31)

    def ours() -> dict[CustomerId, Tier | None]:
        return {one: decided.outcome for one, decided in assign_tiers(facts, as_of=as_of).items()}

    def by_key() -> dict[CustomerId, Tier | None]:
        return _cut(sorted(bare.items(), key=lambda item: -item[1]))

    return compare(
        f"A/B/C of {CUSTOMERS:,} customers",
        {
            "sorted(key=lambda) and cut": by_key,
            "assign_tiers, each with its reason": ours,
            "sorted() of bare values, no answer": lambda: sorted(bare.values()),
        },
        answers=["sorted(key=lambda) and cut", "assign_tiers, each with its reason"],
    )


def _cut(ranked: list[tuple[CustomerId, int]]) -> dict[CustomerId, Tier | None]:
    """Class customers from the best down, equal values together."""
    total = sum(value for _, value in ranked)
    tiers: dict[CustomerId, Tier | None] = {}
    before = ahead = 0
    last = None
    for customer, value in ranked:
        if value != last:
            before, last = ahead, value
        ahead += value
        share = 100 * before
        tiers[customer] = Tier.A if share < 80 * total else Tier.B if share < 95 * total else Tier.C
    return tiers


if __name__ == "__main__":
    print(table())
