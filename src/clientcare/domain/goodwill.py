"""
Goodwill 善意补偿: a gesture beyond what is owed, and who may answer for how much (C4, policies 3e).

A refund or a replacement of what is owed is no goodwill and has no limit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.currencies import minor_digits
from clientcare.domain.money import Money, total
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError


def standing_of(role: StaffRole) -> int:
    """Return how high a role stands, 0 for whoever has no authority of their own."""
    return role.level or 0


@attrs.frozen(kw_only=True)
class Gesture:
    """
    The goodwill among the remedies chosen.

    Attributes:
        worth: What it is worth in all; ``None`` is unknown.
        answered_by: The highest role in which somebody chose or approved it.
    """

    worth: Money | None
    answered_by: StaffRole

    @property
    def is_answered_for(self) -> bool:
        """Whether it costs nothing, or somebody who can have authority answers for it."""
        free = self.worth is not None and self.worth.minor == 0
        return free or standing_of(self.answered_by) > 0

    def approved(self, role: StaffRole) -> Gesture:
        """Return the same gesture, approved in a role."""
        return attrs.evolve(self, answered_by=max(self.answered_by, role, key=standing_of))


def gesture_of(
    amounts: Iterable[Money | None], *, decided_as: StaffRole, approved_as: StaffRole | None
) -> Gesture | None:
    """
    Return the gesture that the amounts of goodwill make up; ``None`` where there are none.

    Raises:
        CurrencyMismatchError: They are of several currencies.
    """
    given = tuple(amounts)
    if not given:
        return None
    known = [amount for amount in given if amount is not None]
    worth = total(known, known[0].currency) if known else None
    gesture = Gesture(worth=worth if len(known) == len(given) else None, answered_by=decided_as)
    return gesture if approved_as is None else gesture.approved(approved_as)


@attrs.frozen(kw_only=True)
class AuthorityLevel:
    """
    What one level may give on its own.

    Attributes:
        role: The level.
        up_to: The largest gesture, in major units of its currency, 0 or more.
    """

    role: StaffRole = field(validator=check.a(StaffRole))
    up_to: Decimal = field(validator=check.decimal())


_LEVELS: Final = (
    AuthorityLevel(role=StaffRole.OFFICE_HEAD, up_to=Decimal(200)),
    AuthorityLevel(role=StaffRole.SALES_MANAGER, up_to=Decimal(1000)),
    AuthorityLevel(role=StaffRole.MARKETING_VP, up_to=Decimal(5000)),
)


@attrs.frozen(kw_only=True)
class GoodwillAuthority:
    """
    How large a gesture each level may answer for 授权 (policies 3e).

    Whoever stands below the lowest level may give nothing; whoever stands at the
    top, or above it, whatever they see fit.

    Attributes:
        levels: The levels with a limit, the lowest first, their limits rising or equal.
        top: The level without a limit, above them.

    Raises:
        InvalidValueError: The levels are out of order, or a role cannot have authority.
    """

    levels: tuple[AuthorityLevel, ...] = field(
        default=_LEVELS, validator=check.tuple_of(check.a(AuthorityLevel))
    )
    top: StaffRole = field(default=StaffRole.GENERAL_MANAGER, validator=check.a(StaffRole))

    def __attrs_post_init__(self) -> None:
        ranks = [0, *(standing_of(level.role) for level in self.levels), standing_of(self.top)]
        if any(high <= low for low, high in itertools.pairwise(ranks)):
            rule = "roles of the line from office head to owner, each above the one before"
            raise InvalidValueError("GoodwillAuthority.levels", self.roles, rule)
        limits = [level.up_to for level in self.levels]
        if limits != sorted(limits):
            raise InvalidValueError("GoodwillAuthority.levels", tuple(limits), "rising limits")

    @property
    def roles(self) -> tuple[StaffRole, ...]:
        """Every level, the lowest first, the top last."""
        return (*(level.role for level in self.levels), self.top)

    def limit_of(self, role: StaffRole, currency: str) -> Fraction | None:
        """
        Return what a role may give, in minor units of *currency*; ``None`` = without limit.

        A role between two levels has the authority of the lower one.
        """
        rank = standing_of(role)
        if rank >= standing_of(self.top):
            return None
        within = [level.up_to for level in self.levels if standing_of(level.role) <= rank]
        most = within[-1] if within else Decimal(0)
        unit: int = 10 ** minor_digits(currency)
        return Fraction(most) * unit

    def covers(self, role: StaffRole, worth: Money | None) -> bool:
        """Tell whether a role may give *worth*, exactly the limit included; unknown needs the top."""
        if worth is None:
            return standing_of(role) >= standing_of(self.top)
        limit = self.limit_of(role, worth.currency)
        return limit is None or worth.minor <= limit

    def lowest_for(self, worth: Money) -> StaffRole:
        """Return the lowest level that may give *worth*; a handler where that is nothing."""
        if worth.minor == 0:
            return StaffRole.HANDLER
        return next(role for role in self.roles if self.covers(role, worth))

    def above(self, role: StaffRole) -> StaffRole:
        """Return the level above a role, the top at most."""
        rank = standing_of(role)
        return next((one for one in self.roles if standing_of(one) > rank), self.top)
