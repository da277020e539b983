"""What is known of a complaint's weight, cause and settlement."""

from __future__ import annotations

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.complaint_scales import (
    CauseFactor,
    CauseKind,
    CauseOrigin,
    FaultSide,
    RemedyKind,
)
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.errors import InvalidValueError

_HIGHEST, _LOWEST = 1, 3


@attrs.frozen(kw_only=True)
class Severity:
    """
    How bad a complaint is.

    Attributes:
        impact: 1 high (safety, law, several customers, or a key customer stopped),
            2 one customer's business hampered, 3 an inconvenience.
        urgency: 1 harm growing or a deadline within a day, 2 within 5 calendar
            days, 3 later.
    """

    impact: int = field(validator=check.whole(least=_HIGHEST, most=_LOWEST))
    urgency: int = field(validator=check.whole(least=_HIGHEST, most=_LOWEST))

    @property
    def level(self) -> int:
        """The priority number that both give: impact + urgency - 1, 4 at most."""
        return min(self.impact + self.urgency - 1, 4)


@attrs.frozen(kw_only=True)
class Cause:
    """
    What a complaint came from (C3).

    Attributes:
        kind: Level 1, what went wrong.
        factor: Level 2, what made it go wrong; ``None`` is unknown.
        fault: Whose fault it was.
        origin: The same in the manual's list of causes; ``None`` is not told.
    """

    kind: CauseKind = field(validator=check.a(CauseKind))
    factor: CauseFactor | None = field(default=None, validator=check.maybe(check.a(CauseFactor)))
    fault: FaultSide = field(validator=check.a(FaultSide))
    origin: CauseOrigin | None = field(default=None, validator=check.maybe(check.a(CauseOrigin)))


@attrs.frozen(kw_only=True)
class Remedy:
    """
    One thing that a complaint is settled with.

    Attributes:
        kind: What kind of remedy.
        amount: What it is worth, 0 or more; ``None`` where it has no price or it is
            unknown.
        goodwill: It is a gesture, beyond what is owed.
        what: What exactly, in terms of the customer's loss (C10).
    """

    kind: RemedyKind = field(validator=check.a(RemedyKind))
    amount: Money | None = field(default=None, validator=check.maybe(check.not_negative))
    goodwill: bool = field(default=False, validator=check.a(bool))
    what: str = field(
        default="",
        validator=check.text(least=0),
        repr=False,
        metadata=personal("handling the complaint", "close + 3 years"),
    )


@attrs.frozen(kw_only=True)
class ComplaintTerms:
    """
    The periods that the steps of a complaint themselves depend on (policies 3a, 3b, 3c).

    Attributes:
        business_day_minutes: Working minutes that count as one business day.
        silence_business_days: Business days of silence after entering the
            review that stand for the customer's confirmation.
        reminder_business_days: After how many business days of waiting the
            customer is reminded, ascending.
        no_response_days: After how many calendar days of waiting, but not before
            the last reminder is due, the complaint is given up.
        reopen_days: Up to how many calendar days after its end, included, a
            complaint can be reopened.
        status_day: The calendar day up to which the customer has a letter on
            where the matter stands, or the final answer.
        final_day: The calendar day up to which the final answer is due, and up
            to which it can be extended.
        extended_day: The same after an extension.
        appointment_from_minutes: Working minutes that a cooling-off appointment
            lies ahead at least.
        appointment_until_business_days: Business days of working time that it lies
            ahead at most; they end at a closing, not at the next opening.

    Raises:
        InvalidValueError: A period is no whole number in range, or they are out of order.
    """

    business_day_minutes: int = field(default=480, validator=check.whole(least=1))
    silence_business_days: int = field(default=10, validator=check.whole(least=1))
    reminder_business_days: tuple[int, ...] = field(
        default=(3, 7), validator=check.tuple_of(check.whole(least=1))
    )
    no_response_days: int = field(default=14, validator=check.whole(least=1))
    reopen_days: int = field(default=30, validator=check.whole(least=0))
    status_day: int = field(default=28, validator=check.whole(least=1))
    final_day: int = field(default=30, validator=check.whole(least=1))
    extended_day: int = field(default=56, validator=check.whole(least=1))
    appointment_from_minutes: int = field(default=240, validator=check.whole(least=0))
    appointment_until_business_days: int = field(default=2, validator=check.whole(least=0))

    def __attrs_post_init__(self) -> None:
        if not self.status_day <= self.final_day <= self.extended_day:
            raise InvalidValueError(
                "ComplaintTerms.final_day", self.final_day, "between status_day and extended_day"
            )
        if list(self.reminder_business_days) != sorted(set(self.reminder_business_days)):
            raise InvalidValueError(
                "ComplaintTerms.reminder_business_days", self.reminder_business_days, "ascending"
            )
