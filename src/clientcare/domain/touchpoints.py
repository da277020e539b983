"""
What really happened between us and a customer: calls, visits, meetings, messages.

A touchpoint is a fact and is never changed. Whether it was a *real contact*
decides when the next one is due (policies, Terms of section 4).
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, PersonId, ReferralId, StaffId, TouchpointId, VisitId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

COUNTED_VISIT_MINUTES: Final = 5
"""A visit without a recorded outcome counts from this many minutes on site (policies 4c)."""


class Channel(Scale):
    """The way in which we and the customer meet (F4, F20, T17)."""

    VISIT = "visit", "拜访"
    CALL = "call", "电话"
    MEETING = "meeting", "会面"
    MESSAGE = "message", "短信微信"
    EMAIL = "email", "邮件"
    LETTER = "letter", "信函"
    EVENT = "event", "活动"
    GIFT = "gift", "礼品"


class Direction(Scale):
    """Who began it."""

    OUTBOUND = "outbound", "我方发起"
    INBOUND = "inbound", "客户发起"


class Purpose(Scale):
    """What a contact was for."""

    SALES = "sales", "销售"
    SERVICE = "service", "服务"
    MARKETING = "marketing", "推广"
    REFERRAL = "referral", "介绍"
    GREETING = "greeting", "问候"
    BULLETIN = "bulletin", "产品简报"
    REPLY = "reply", "答复"
    COMPLAINT = "complaint", "投诉处理"
    COLLECTION = "collection", "催收"
    DELIVERY_NOTICE = "delivery_notice", "交货通知"
    LEGAL_NOTICE = "legal_notice", "法律通知"


class TouchOutcome(Scale):
    """What came of a contact."""

    REACHED = "reached", "已接触"
    SENT = "sent", "已发出"
    MESSAGE_LEFT = "message_left", "已留言"
    NOBODY = "nobody", "无人"


_NEVER_REAL: Final = frozenset({Purpose.GREETING, Purpose.BULLETIN})


@attrs.frozen(kw_only=True)
class Touchpoint:
    """
    One contact, or one attempt at a contact 客户接触.

    Attributes:
        id: The touchpoint's id.
        customer_id: The customer; ``None`` for a prospect who is no customer yet.
        referral_id: The referral that a prospect came by.
        visit_id: The planned visit that this was.
        staff_id: Who of us had the contact; ``None`` is unknown.
        channel: Visit, call, meeting, message and so on.
        direction: Whether we began it or they did.
        purpose: What it was for.
        outcome: What came of it. ``REACHED`` means answered: a call taken, a
            message replied to, somebody met. Only a visit may leave it unknown;
            its minutes then decide.
        at: When it began.
        ended_at: When it ended (the check-out of a visit); ``None`` is unknown.
        contacts: Which persons were reached.
        about: What it settled, where that has an id: a product notice, an occasion.
        note: What was said.

    Raises:
        InvalidValueError: A field breaks its rule, neither customer nor referral
            is named, it ends before it begins, or the outcome of something else
            than a visit is unknown.
    """

    id: TouchpointId = field(validator=check.key)
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    referral_id: ReferralId | None = field(default=None, validator=check.maybe(check.key))
    visit_id: VisitId | None = field(default=None, validator=check.maybe(check.key))
    staff_id: StaffId | None = field(default=None, validator=check.maybe(check.key))
    channel: Channel = field(validator=check.a(Channel))
    direction: Direction = field(default=Direction.OUTBOUND, validator=check.a(Direction))
    purpose: Purpose = field(validator=check.a(Purpose))
    outcome: TouchOutcome | None = field(default=None, validator=check.maybe(check.a(TouchOutcome)))
    at: DateTime = field(validator=check.instant)
    ended_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))
    contacts: tuple[PersonId, ...] = field(
        default=(), validator=check.tuple_of(check.key), repr=False, metadata=personal()
    )
    about: str = field(default="", validator=check.text(least=0, most=255))
    note: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        if self.customer_id is None and self.referral_id is None:
            rule = "a customer or a referral that it was about"
            raise InvalidValueError("Touchpoint.customer_id", None, rule)
        if self.ended_at is not None and moment(self.ended_at) < moment(self.at):
            raise InvalidValueError("Touchpoint.ended_at", self.ended_at, "not before it began")
        if self.outcome is None and self.channel is not Channel.VISIT:
            raise InvalidValueError("Touchpoint.outcome", None, "known, except for a visit")

    @property
    def minutes(self) -> int | None:
        """Whole minutes that passed from begin to end; ``None`` where the end is unknown."""
        return minutes_between(self.at, self.ended_at)

    @property
    def is_real_contact(self) -> bool:
        """
        Whether somebody was really spoken to (policies, Terms of section 4).

        A call answered, a meeting, a message answered, a visit that counts, in
        either direction. An attempt that reached nobody, an unanswered message,
        a bulletin and a greeting are none.
        """
        return self.purpose not in _NEVER_REAL and self._reached

    @property
    def is_counted_visit(self) -> bool:
        """Whether this was a visit that counts, whatever its purpose (policies 4c)."""
        return self.channel is Channel.VISIT and self._reached

    @property
    def _reached(self) -> bool:
        if self.outcome is None:
            return counts_as_visit(self.minutes, outcome_recorded=False)
        return self.outcome is TouchOutcome.REACHED


def minutes_between(start: DateTime, end: DateTime | None) -> int | None:
    """Return the whole minutes that passed from *start* to *end*; ``None`` without an end."""
    # Elapsed time of instants: a clock change in between is no minute of the visit.
    return None if end is None else (end.int_timestamp - start.int_timestamp) // 60


def counts_as_visit(minutes: int | None, *, outcome_recorded: bool) -> bool:
    """Tell whether a visit counts: 5 minutes on site or more, or an outcome (policies 4c)."""
    return outcome_recorded or (minutes is not None and minutes >= COUNTED_VISIT_MINUTES)
