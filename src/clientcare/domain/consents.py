"""
The consent ledger: who allowed us what, and who took it back 同意记录 (policies 4e, 7).

Entries are only ever added. The latest entry rules; of entries at one instant a
withdrawal does; ``ANY`` stands for every purpose or every channel.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.ids import ConsentId, CustomerId, PersonId, ReferralId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.domain.touchpoints import Channel


class ConsentPurpose(Scale):
    """What a person can allow us to contact them for."""

    SERVICE = "service", "服务"
    MARKETING = "marketing", "推广"
    REFERRAL = "referral", "介绍"
    GREETING = "greeting", "问候"
    ANY = "*", "全部"


def _same(channel: Channel) -> tuple[str, str]:
    return channel.value, channel.label


class ConsentChannel(Scale):
    """By which way: any `Channel` of `clientcare.domain.touchpoints`, or all of them."""

    VISIT = _same(Channel.VISIT)
    CALL = _same(Channel.CALL)
    MEETING = _same(Channel.MEETING)
    MESSAGE = _same(Channel.MESSAGE)
    EMAIL = _same(Channel.EMAIL)
    LETTER = _same(Channel.LETTER)
    EVENT = _same(Channel.EVENT)
    GIFT = _same(Channel.GIFT)
    ANY = "*", "全部"


@attrs.frozen(kw_only=True)
class ConsentEntry:
    """
    One line of the consent ledger.

    Attributes:
        id: The entry's id.
        subject_id: The person who gave or withdrew it.
        customer_id: The customer whose contact the person is, where it is one.
        referral_id: The referral by which a prospect came.
        purpose: What for.
        channel: By which way.
        given: ``True`` for given, ``False`` for withdrawn.
        at: From when it holds; effective at this very instant.
        evidence: How we know: a form, a message, a call and who took it.
    """

    id: ConsentId = field(validator=check.key)
    subject_id: PersonId = field(
        validator=check.key,
        repr=False,
        metadata=personal("proof of consent", "withdrawal + 3 years"),
    )
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    referral_id: ReferralId | None = field(default=None, validator=check.maybe(check.key))
    purpose: ConsentPurpose = field(validator=check.a(ConsentPurpose))
    channel: ConsentChannel = field(validator=check.a(ConsentChannel))
    given: bool = field(validator=check.a(bool))
    at: DateTime = field(validator=check.instant)
    evidence: str = field(
        validator=check.text(),
        repr=False,
        metadata=personal("proof of consent", "withdrawal + 3 years"),
    )

    def covers(self, purpose: ConsentPurpose, channel: Channel | ConsentChannel) -> bool:
        """Tell whether this entry speaks of *purpose* by *channel*."""
        return self.purpose in {purpose, ConsentPurpose.ANY} and self.channel.value in {
            channel.value,
            ConsentChannel.ANY.value,
        }


def ruling_entry(
    entries: Iterable[ConsentEntry],
    *,
    subject_id: PersonId,
    purpose: ConsentPurpose,
    channel: Channel | ConsentChannel,
    at: DateTime,
) -> ConsentEntry | None:
    """
    Return the entry that rules for a person, purpose and channel at the instant *at*.

    That is the latest one up to and with *at*; of equal instants a withdrawal.
    ``None`` means that the ledger says nothing.
    """
    now = moment(check.require_instant("at", at))
    spoken = [
        entry
        for entry in entries
        if entry.subject_id == subject_id
        and entry.covers(purpose, channel)
        and moment(entry.at) <= now
    ]
    return max(spoken, key=lambda entry: (moment(entry.at), not entry.given), default=None)
