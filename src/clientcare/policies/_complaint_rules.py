"""The figures that complaints are clocked and escalated by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.complaint_facts import ComplaintTerms
from clientcare.domain.complaint_scales import CauseKind, Priority
from clientcare.domain.decisions import RulesRef
from clientcare.domain.scales import Tier
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError


@attrs.frozen(kw_only=True)
class Target:
    """
    How long something may take.

    Attributes:
        minutes: Minutes.
        business_days: Business days, each of as many minutes as the terms say;
            added to the minutes.
        round_the_clock: The time runs on every day and hour instead of in the
            open hours of the complaint's calendar.
    """

    minutes: int = field(default=0, validator=check.whole())
    business_days: int = field(default=0, validator=check.whole())
    round_the_clock: bool = field(default=False, validator=check.a(bool))

    def __attrs_post_init__(self) -> None:
        if not self.minutes and not self.business_days:
            raise InvalidValueError("Target.minutes", self.minutes, "some time, more than 0")


@attrs.frozen(kw_only=True)
class PriorityTargets:
    """
    The targets of one priority, all counted from the receipt.

    Attributes:
        acknowledge: Until the acknowledgement.
        proposal: Until the first proposal (step 4).
        containment: Until the emergency measure; ``None`` = none is asked for.
        resolve: Until the end of step 5.
    """

    acknowledge: Target = field(validator=check.a(Target))
    proposal: Target = field(validator=check.a(Target))
    containment: Target | None = field(default=None, validator=check.maybe(check.a(Target)))
    resolve: Target = field(validator=check.a(Target))


_TARGETS: Final = FrozenMap(
    {
        Priority.P1: PriorityTargets(
            acknowledge=Target(minutes=60, round_the_clock=True),
            proposal=Target(minutes=240, round_the_clock=True),
            containment=Target(minutes=1440, round_the_clock=True),
            resolve=Target(business_days=2),
        ),
        Priority.P2: PriorityTargets(
            acknowledge=Target(minutes=240),
            proposal=Target(business_days=1),
            resolve=Target(business_days=5),
        ),
        Priority.P3: PriorityTargets(
            acknowledge=Target(minutes=480),
            proposal=Target(business_days=3),
            resolve=Target(business_days=10),
        ),
        Priority.P4: PriorityTargets(
            acknowledge=Target(minutes=480),
            proposal=Target(business_days=5),
            resolve=Target(business_days=20),
        ),
    }
)

_FUNCTIONS: Final = FrozenMap(
    {
        CauseKind.PRODUCT_QUALITY: StaffRole.QUALITY,
        CauseKind.QUANTITY: StaffRole.LOGISTICS,
        CauseKind.DELIVERY_DELAY: StaffRole.LOGISTICS,
        CauseKind.TRANSIT_DAMAGE: StaffRole.LOGISTICS,
        CauseKind.PRICE_INVOICE: StaffRole.FINANCE,
        CauseKind.PROMISE_CONTRACT: StaffRole.SALES_MANAGER,
        CauseKind.SERVICE_ATTITUDE: StaffRole.SALES_MANAGER,
        CauseKind.INSTALLATION_USE: StaffRole.TECHNICAL_SERVICE,
        CauseKind.PAYMENT_CREDIT: StaffRole.FINANCE,
        CauseKind.OTHER: StaffRole.OFFICE_HEAD,
    }
)

_LADDER: Final = (
    StaffRole.HANDLER,
    StaffRole.OFFICE_HEAD,
    StaffRole.SALES_MANAGER,
    StaffRole.MARKETING_VP,
    StaffRole.GENERAL_MANAGER,
)


def _all_priorities(owner: object, attribute: check.Field, value: object) -> None:
    if not isinstance(value, FrozenMap) or value.keys() != set(Priority):
        check.refuse(owner, attribute, value, "targets for each of P1 to P4")
    for targets in value.values():
        check.a(PriorityTargets)(owner, attribute, targets)


def _all_causes(owner: object, attribute: check.Field, value: object) -> None:
    if not isinstance(value, FrozenMap) or value.keys() != set(CauseKind):
        check.refuse(owner, attribute, value, "a department for each kind of cause")
    for role in value.values():
        check.a(StaffRole)(owner, attribute, role)


@attrs.frozen(kw_only=True)
class EscalationRules:
    """
    How fast complaints have to move, and who steps in when they don't.

    Attributes:
        ref: Name and version of these rules.
        targets: For each priority, the time from the receipt (policies 3b).
        raise_tiers: Sales tiers whose complaints rank one priority higher, up to
            P2 (policies 3b).
        provisional: The priority before anybody has judged the severity (policies 3b).
        terms: The periods that the steps themselves depend on (policies 3a to 3c).
        acknowledge_cap: Minutes round the clock and business days after the
            receipt; the later is the outer cap of the acknowledgement (policies 3b).
        rerun_business_days: Business days that a clock that runs again gets at
            least, unless its whole target is shorter (policies 3b).
        warn_percent: Share of the resolve target, in percent, at which the owner
            and the next level are warned (policies 3c).
        next_percent: Share past which the next level owns (policies 3c).
        beyond_percent: Share past which it goes up once more (policies 3c).
        functions: For each kind of cause, the department that it goes to (policies 3c).
        ladder: Who owns at each level, from the handler up (policies 3c).

    Raises:
        InvalidValueError: A figure is out of range, the shares do not rise, or a
            priority or cause is missing.
    """

    ref: RulesRef = RulesRef("complaints", "1")
    targets: Mapping[Priority, PriorityTargets] = field(
        default=_TARGETS, converter=FrozenMap, validator=_all_priorities
    )
    raise_tiers: tuple[Tier, ...] = field(
        default=(Tier.A,), validator=check.tuple_of(check.a(Tier))
    )
    provisional: Priority = field(default=Priority.P3, validator=check.a(Priority))
    terms: ComplaintTerms = field(factory=ComplaintTerms, validator=check.a(ComplaintTerms))
    acknowledge_cap: Target = field(
        default=Target(minutes=1440, business_days=1), validator=check.a(Target)
    )
    rerun_business_days: int = field(default=2, validator=check.whole(least=1))
    warn_percent: int = field(default=75, validator=check.whole(least=1))
    next_percent: int = field(default=100, validator=check.whole(least=1))
    beyond_percent: int = field(default=150, validator=check.whole(least=1))
    functions: Mapping[CauseKind, StaffRole] = field(
        default=_FUNCTIONS, converter=FrozenMap, validator=_all_causes
    )
    ladder: tuple[StaffRole, ...] = field(
        default=_LADDER, validator=check.tuple_of(check.a(StaffRole), least=1)
    )

    def __attrs_post_init__(self) -> None:
        if not self.warn_percent < self.next_percent < self.beyond_percent:
            raise InvalidValueError(
                "EscalationRules.next_percent",
                self.next_percent,
                "between warn_percent and beyond_percent",
            )

    def minutes_of(self, target: Target) -> int:
        """Return the minutes of a target, business days included."""
        return target.minutes + target.business_days * self.terms.business_day_minutes
