"""Groups of customers: who stands at the top of whom."""

from __future__ import annotations

from collections.abc import Mapping

from clientcare.domain.ids import CustomerId
from clientcare.errors import InvalidValueError


def heads_of(
    parents: Mapping[CustomerId, CustomerId], *, field: str = "Customer.parent_id"
) -> Mapping[CustomerId, CustomerId]:
    """
    Return the topmost parent of every customer in a group, the parents included.

    Raises:
        InvalidValueError: Parents form a ring; *field* names what tells the parent.
    """
    heads: dict[CustomerId, CustomerId] = {}
    for start in (*parents, *parents.values()):
        path: dict[CustomerId, None] = {}
        at = start
        while at not in heads:
            if at in path:
                raise InvalidValueError(field, at, "parents that form no ring")
            path[at] = None
            if at in parents:
                at = parents[at]
            else:
                heads[at] = at
        heads.update(dict.fromkeys(path, heads[at]))
    return heads
