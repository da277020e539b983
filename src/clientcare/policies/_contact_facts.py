"""What has to be known to say whether somebody may be contacted, and what counts (policies 4e)."""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.consents import ConsentEntry, ConsentPurpose
from clientcare.domain.ids import CustomerId, PersonId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel, Direction, Purpose, TouchOutcome, Touchpoint
from clientcare.errors import InvalidValueError

WRITTEN: Final = frozenset({Channel.MESSAGE, Channel.EMAIL, Channel.LETTER})
"""Channels on which something is sent rather than somebody met or spoken to."""

_BY_PHONE: Final = frozenset({Channel.CALL, Channel.MESSAGE})


class ContactClass(Scale):
    """Which rules of frequency and hours a contact keeps (policies 4e)."""

    PROACTIVE = "proactive", "主动联系"
    VISIT_DUE = "visit_due", "应有拜访"
    COLLECTION = "collection", "催收"
    SERVICE_DUTY = "service_duty", "答复与通知"
    LEGAL_NOTICE = "legal_notice", "法律通知"
    GREETING = "greeting", "问候"


_CLASS_OF: Final = {
    Purpose.REPLY: ContactClass.SERVICE_DUTY,
    Purpose.COMPLAINT: ContactClass.SERVICE_DUTY,
    Purpose.DELIVERY_NOTICE: ContactClass.SERVICE_DUTY,
    Purpose.LEGAL_NOTICE: ContactClass.LEGAL_NOTICE,
    Purpose.COLLECTION: ContactClass.COLLECTION,
    Purpose.GREETING: ContactClass.GREETING,
}
_CONSENT_OF: Final = {
    Purpose.SALES: ConsentPurpose.MARKETING,
    Purpose.MARKETING: ConsentPurpose.MARKETING,
    Purpose.BULLETIN: ConsentPurpose.MARKETING,
    Purpose.REFERRAL: ConsentPurpose.REFERRAL,
    Purpose.GREETING: ConsentPurpose.GREETING,
    Purpose.COLLECTION: None,
    Purpose.LEGAL_NOTICE: None,
}


@attrs.frozen(kw_only=True)
class ContactWish:
    """
    A contact that we would like to make.

    Attributes:
        channel: By which way.
        purpose: What for. Selling, marketing and bulletins need the consent for
            marketing; replies, complaint handling and delivery notices are service.
        due_visit: It is a visit due by tier (policies 4c), which is service and has
            gaps of its own; only with the channel ``VISIT`` and the purpose ``SERVICE``:
            whoever wants to sell on it asks for that besides.
        ambassador: The person is met in the role of an ambassador (F3); only with the
            purpose ``REFERRAL``.

    Raises:
        InvalidValueError: A field breaks its rule, a due visit is no visit or no service,
            or an ambassador is met for something else.
    """

    channel: Channel = field(validator=check.a(Channel))
    purpose: Purpose = field(validator=check.a(Purpose))
    due_visit: bool = field(default=False, validator=check.a(bool))
    ambassador: bool = field(default=False, validator=check.a(bool))

    def __attrs_post_init__(self) -> None:
        if self.due_visit and self.channel is not Channel.VISIT:
            raise InvalidValueError("ContactWish.due_visit", self.channel, "the channel visit")
        if self.due_visit and self.purpose is not Purpose.SERVICE:
            raise InvalidValueError("ContactWish.due_visit", self.purpose, "the purpose service")
        if self.ambassador and self.purpose is not Purpose.REFERRAL:
            raise InvalidValueError("ContactWish.ambassador", self.purpose, "the purpose referral")

    @property
    def kind(self) -> ContactClass:
        """Which rules of frequency and hours it keeps."""
        if self.due_visit:
            return ContactClass.VISIT_DUE
        return _CLASS_OF.get(self.purpose, ContactClass.PROACTIVE)

    @property
    def consent(self) -> ConsentPurpose | None:
        """The consent that it needs; ``None`` where it needs none."""
        return _CONSENT_OF.get(self.purpose, ConsentPurpose.SERVICE)

    @property
    def meets_ambassador(self) -> bool:
        """Whether it is a meeting with an ambassador in that role."""
        return self.ambassador and self.channel in {Channel.MEETING, Channel.VISIT}


@attrs.frozen(kw_only=True)
class ContactFacts:
    """
    What has to be known of a person to say whether they may be contacted.

    Attributes:
        person_id: The person.
        customer_id: The account; ``None`` for a prospect who belongs to none.
        time_zone: IANA name of the person's zone; ``None`` is the account's.
        account_time_zone: IANA name of the account's zone; ``None`` is unknown.
        calendar: The person's business days and holidays; its hours do not matter.
        under_contract: Whether we serve them under a contract; ``None`` is unknown.
        consents: The consent ledger, as far as it speaks of the person.
        touchpoints: What happened with the person and with the account, in any
            order. One that names nobody counts for each person of its account.
        shares_phone_with: Others who are reached by the same phone: a call or a
            message to one of them counts for each.
        open_complaints: The priorities of the account's open complaints.
        legal_collection: Whether the account is in legal collection.
        legal_hold: Whether a legal hold lies on the person or the account.
    """

    person_id: PersonId = field(validator=check.key, repr=False, metadata=personal())
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    time_zone: str | None = field(default=None, validator=check.maybe(check.zone))
    account_time_zone: str | None = field(default=None, validator=check.maybe(check.zone))
    calendar: WorkCalendar = field(validator=check.a(WorkCalendar))
    under_contract: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    consents: tuple[ConsentEntry, ...] = field(
        default=(), validator=check.tuple_of(check.a(ConsentEntry)), repr=False
    )
    touchpoints: tuple[Touchpoint, ...] = field(
        default=(), validator=check.tuple_of(check.a(Touchpoint)), repr=False
    )
    shares_phone_with: tuple[PersonId, ...] = field(
        default=(), validator=check.tuple_of(check.key), repr=False, metadata=personal()
    )
    open_complaints: tuple[Priority, ...] = field(
        default=(), validator=check.tuple_of(check.a(Priority))
    )
    legal_collection: bool = field(default=False, validator=check.a(bool))
    legal_hold: bool = field(default=False, validator=check.a(bool))

    @property
    def zone(self) -> str | None:
        """The zone in which the person's days and hours are; ``None`` is unknown."""
        return self.time_zone or self.account_time_zone

    def reached(self, one: Touchpoint) -> bool:
        """Tell whether a contact was one with the person, alone or with others."""
        if not one.contacts:
            return one.customer_id == self.customer_id
        if self.person_id in one.contacts:
            return True
        return one.channel in _BY_PHONE and any(
            other in one.contacts for other in self.shares_phone_with
        )

    def with_account(self, one: Touchpoint) -> bool:
        """Tell whether a contact was one with the account."""
        return self.customer_id is not None and one.customer_id == self.customer_id


def is_counted(one: Touchpoint) -> bool:
    """
    Tell whether a contact counts towards the caps.

    What reached somebody at our initiative does, and every message sent; greetings,
    inbound contacts and attempts that reached nobody do not (policies 4e).
    """
    if one.direction is not Direction.OUTBOUND or one.purpose is Purpose.GREETING:
        return False
    if one.outcome is TouchOutcome.MESSAGE_LEFT:
        return one.channel in WRITTEN
    return one.is_counted_visit or one.outcome in {TouchOutcome.REACHED, TouchOutcome.SENT}
