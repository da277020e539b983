"""
Referrals: a customer or friend names a person we may win 介绍 (R1-R9, policies 5a, 5d).

The state moves forward one step at a time, or to one of the ends, which are
final. Every step keeps who, when and why. Who introduced is never shown to the
prospect's side unless the introducer agreed (R4), so it stays out of ``repr``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, ReferralId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError, TransitionError


class ReferralState(Scale):
    """Where a referral stands: the seven steps first, then the ends."""

    NAMED = "named", "已提名"
    CONSENTED = "consented", "已同意联系"
    CONTACTED = "contacted", "已联系"
    QUALIFIED = "qualified", "已确认"
    CONVERTED = "converted", "已成交"
    REWARD_PENDING = "reward_pending", "待答谢"
    REWARDED = "rewarded", "已答谢"
    DUPLICATE = "duplicate", "重复"
    EXISTING_CUSTOMER = "existing_customer", "已是客户"
    SELF = "self", "自荐"
    CYCLE = "cycle", "互荐"
    NO_CONSENT = "no_consent", "未同意"
    UNREACHABLE = "unreachable", "联系不上"
    UNQUALIFIED = "unqualified", "不合格"
    LOST = "lost", "未成交"
    EXPIRED = "expired", "过期"
    REWARD_DENIED = "reward_denied", "不予答谢"
    REVERSED = "reversed", "撤销"


_S = ReferralState
BEFORE_CONVERTED: Final = (_S.NAMED, _S.CONSENTED, _S.CONTACTED, _S.QUALIFIED)
"""The steps before an order, while a referral is worked on."""

_COMES_FROM: Final[Mapping[ReferralState, tuple[ReferralState, ...]]] = FrozenMap(
    {
        _S.CONSENTED: (_S.NAMED,),
        _S.CONTACTED: (_S.CONSENTED,),
        _S.QUALIFIED: (_S.CONTACTED,),
        _S.CONVERTED: (_S.QUALIFIED,),
        _S.REWARD_PENDING: (_S.CONVERTED,),
        _S.REWARDED: (_S.REWARD_PENDING,),
        _S.DUPLICATE: (_S.NAMED,),
        _S.EXISTING_CUSTOMER: (_S.NAMED,),
        _S.SELF: (_S.NAMED,),
        _S.CYCLE: (_S.NAMED,),
        _S.NO_CONSENT: BEFORE_CONVERTED,
        _S.UNREACHABLE: (_S.CONSENTED,),
        _S.UNQUALIFIED: (_S.CONTACTED,),
        _S.LOST: (_S.CONTACTED, _S.QUALIFIED),
        _S.EXPIRED: BEFORE_CONVERTED,
        _S.REWARD_DENIED: (_S.CONVERTED, _S.REWARD_PENDING),
        _S.REVERSED: (_S.CONVERTED, _S.REWARD_PENDING, _S.REWARDED),
    }
)
ENDS: Final[frozenset[ReferralState]] = frozenset(
    {
        _S.DUPLICATE,
        _S.EXISTING_CUSTOMER,
        _S.SELF,
        _S.CYCLE,
        _S.NO_CONSENT,
        _S.UNREACHABLE,
        _S.UNQUALIFIED,
        _S.LOST,
        _S.EXPIRED,
        _S.REWARD_DENIED,
        _S.REVERSED,
    }
)
"""The ends, from which nothing leads on; a rewarded referral can still be reversed."""

REPORTABLE: Final[frozenset[ReferralState]] = ENDS | {_S.CONTACTED, _S.CONVERTED}
"""What the introducer is told of: first contact, the conversion and every end (R3)."""


class ReferralEventKind(Scale):
    """What can happen to a referral."""

    MOVED = "moved", "进展"
    ATTEMPTED = "attempted", "联系未果"
    THANKED = "thanked", "已致谢"
    REPORTED = "reported", "已回报"
    NAMING_AGREED = "naming_agreed", "同意具名"
    ANONYMITY_ASKED = "anonymity_asked", "要求匿名"


class Introduction(Scale):
    """How the introducer introduces us (R5); signing a letter or a card agrees to be named."""

    BY_WORD = "by_word", "口头"
    LETTER = "letter", "介绍信"
    CARD = "card", "介绍卡"


@attrs.frozen(kw_only=True)
class ReferralEvent:
    """
    One thing that happened to a referral.

    Attributes:
        kind: What happened.
        at: When.
        by: Who of us recorded it; ``None`` is unknown.
        state: The state that a move led to; ``None`` for anything else.
        reason: Why, or how.

    Raises:
        InvalidValueError: A field breaks its rule, a move names no state, or
            something else names one.
    """

    kind: ReferralEventKind = field(validator=check.a(ReferralEventKind))
    at: DateTime = field(validator=check.instant)
    by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    state: ReferralState | None = field(default=None, validator=check.maybe(check.a(ReferralState)))
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        if (self.kind is ReferralEventKind.MOVED) is (self.state is None):
            rule = "given for a move, and for nothing else"
            raise InvalidValueError("ReferralEvent.state", self.state, rule)


@attrs.frozen(kw_only=True)
class Prospect:
    """
    The person or firm that was named (R9: take name, address, age and trade).

    Attributes:
        name: The name.
        firm: The firm, where a person was named.
        address: The address.
        phone: The phone number.
        email: The e-mail address.
        tax_no: Tax number or unified social credit code.
        trade: The line of business.
        age: Age in years, as the introducer gave it.
        customer_id: The customer that the prospect is or became.
    """

    name: str = field(validator=check.text(), repr=False, metadata=personal())
    firm: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    address: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    phone: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    email: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    tax_no: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    trade: str = field(default="", validator=check.text(least=0))
    age: int | None = field(
        default=None,
        validator=check.maybe(check.whole(least=18, most=130)),
        repr=False,
        metadata=personal(),
    )
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))


@attrs.frozen(kw_only=True)
class Referral:
    """
    One naming of one prospect by one introducer 介绍.

    Attributes:
        id: The referral's id.
        introducer_id: Who introduced; shown to the prospect's side only where
            ``introducer_to_name`` says so.
        prospect: Who was named.
        history: What happened, the first being the naming; a move is never
            earlier than the move before, nothing is earlier than the naming.
        introduction: By word, letter or card.
        first_ordered_on: The day of the prospect's first order; ``None`` is none
            known.

    Raises:
        InvalidValueError: A field breaks its rule, or the history could not have
            happened.
    """

    id: ReferralId = field(validator=check.key)
    introducer_id: CustomerId = field(
        validator=check.key,
        repr=False,
        metadata=personal("thanking and reporting back", "relationship end + 36 months"),
    )
    prospect: Prospect = field(validator=check.a(Prospect))
    history: tuple[ReferralEvent, ...] = field(
        validator=check.tuple_of(check.a(ReferralEvent), least=1)
    )
    introduction: Introduction = field(
        default=Introduction.BY_WORD, validator=check.a(Introduction)
    )
    first_ordered_on: Date | None = field(default=None, validator=check.maybe(check.date))

    def __attrs_post_init__(self) -> None:
        first = self.history[0]
        if first.state is not ReferralState.NAMED:
            rule = "a history that begins with the naming"
            raise InvalidValueError("Referral.history", first.kind, rule)
        passed: tuple[ReferralEvent, ...] = (first,)
        for event in self.history[1:]:
            fault = _fault(passed, event)
            if fault is not None:
                raise InvalidValueError("Referral.history", event.state or event.kind, fault)
            passed = (*passed, event)

    @classmethod
    def name(
        cls,
        *,
        id: ReferralId,  # noqa: A002 - the field's own name
        introducer_id: CustomerId,
        prospect: Prospect,
        at: DateTime,
        by: StaffId | None = None,
        introduction: Introduction = Introduction.BY_WORD,
    ) -> Referral:
        """Return a new referral, named at the instant *at*."""
        kind = ReferralEventKind.MOVED
        naming = ReferralEvent(kind=kind, at=at, by=by, state=ReferralState.NAMED)
        return cls(
            id=id,
            introducer_id=introducer_id,
            prospect=prospect,
            history=(naming,),
            introduction=introduction,
        )

    @property
    def state(self) -> ReferralState:
        """Where it stands."""
        return _state(self.history)

    @property
    def received_at(self) -> DateTime:
        """When the name was received."""
        return self.history[0].at

    @property
    def has_ended(self) -> bool:
        """Whether it came to one of the ends, which are final."""
        return self.state in ENDS

    @property
    def attempts(self) -> tuple[DateTime, ...]:
        """When contact was tried in vain, in the recorded order."""
        kind = ReferralEventKind.ATTEMPTED
        return tuple(event.at for event in self.history if event.kind is kind)

    @property
    def thanked_at(self) -> DateTime | None:
        """When the introducer was first thanked for the name; ``None`` while that is owed."""
        kind = ReferralEventKind.THANKED
        thanks = (event.at for event in self.history if event.kind is kind)
        return min(thanks, key=moment, default=None)

    @property
    def reports_owed(self) -> tuple[ReferralEvent, ...]:
        """
        The moves that the introducer has yet to be told of, the oldest first (R3).

        First contact, the conversion and every end, good or bad, are owed once
        each until done; one report settles all that are owed when it is made, of
        one instant those that are recorded before it.
        """
        told = max(
            (
                (moment(event.at), place)
                for place, event in enumerate(self.history)
                if event.kind is ReferralEventKind.REPORTED
            ),
            default=(moment(self.received_at), -1),
        )
        return tuple(
            event
            for place, event in enumerate(self.history)
            if event.state in REPORTABLE and (moment(event.at), place) > told
        )

    def reached_at(self, state: ReferralState) -> DateTime | None:
        """Return when the referral came to *state*; ``None`` where it never did."""
        return next((event.at for event in self.history if event.state is state), None)

    def introducer_to_name(self, at: DateTime) -> CustomerId | None:
        """
        Return the introducer, if the prospect may hear of them at the instant *at*.

        Not asked is not named. Signing a letter or card is an agreement, made
        with the naming; a request for anonymity beats every agreement up to
        that instant (R4, R5, policies 5d). ``None`` means: speak of a business
        contact, and of nobody by name.
        """
        now = moment(check.require_instant("at", at))
        agreed = None if self.introduction is Introduction.BY_WORD else moment(self.received_at)
        asked: int | None = None
        for event in self.history:
            when = moment(event.at)
            if when <= now and event.kind is ReferralEventKind.NAMING_AGREED:
                agreed = when if agreed is None else max(agreed, when)
            elif when <= now and event.kind is ReferralEventKind.ANONYMITY_ASKED:
                asked = when if asked is None else max(asked, when)
        if agreed is None or agreed > now or (asked is not None and asked >= agreed):
            return None
        return self.introducer_id

    def move(
        self, to: ReferralState, *, at: DateTime, by: StaffId | None = None, reason: str = ""
    ) -> Referral:
        """
        Return this referral in the state *to*.

        Raises:
            TransitionError: *to* does not follow the present state, or *at* is
                before the last move.
        """
        event = ReferralEvent(kind=ReferralEventKind.MOVED, at=at, by=by, state=to, reason=reason)
        return self._record(event)

    def attempt(self, *, at: DateTime, by: StaffId | None = None, reason: str = "") -> Referral:
        """
        Return this referral with one more try that reached nobody.

        Raises:
            TransitionError: There is no permission to contact, the prospect was
                reached already, or *at* is before the permission.
        """
        return self._note(ReferralEventKind.ATTEMPTED, at=at, by=by, reason=reason)

    def thank(self, *, at: DateTime, by: StaffId | None = None, reason: str = "") -> Referral:
        """Return this referral with the introducer thanked for the name."""
        return self._note(ReferralEventKind.THANKED, at=at, by=by, reason=reason)

    def report(self, *, at: DateTime, by: StaffId | None = None, reason: str = "") -> Referral:
        """Return this referral with all told to the introducer that is owed at that instant."""
        return self._note(ReferralEventKind.REPORTED, at=at, by=by, reason=reason)

    def agree_naming(
        self, *, at: DateTime, by: StaffId | None = None, reason: str = ""
    ) -> Referral:
        """Return this referral with the introducer's agreement to be named."""
        return self._note(ReferralEventKind.NAMING_AGREED, at=at, by=by, reason=reason)

    def ask_anonymity(
        self, *, at: DateTime, by: StaffId | None = None, reason: str = ""
    ) -> Referral:
        """Return this referral with the introducer's request not to be named."""
        return self._note(ReferralEventKind.ANONYMITY_ASKED, at=at, by=by, reason=reason)

    def _note(
        self, kind: ReferralEventKind, *, at: DateTime, by: StaffId | None, reason: str
    ) -> Referral:
        return self._record(ReferralEvent(kind=kind, at=at, by=by, reason=reason))

    def _record(self, event: ReferralEvent) -> Referral:
        fault = _fault(self.history, event)
        if fault is not None:
            tried = event.state or event.kind
            raise TransitionError(f"Referral {self.id}", self.state, tried, fault)
        return attrs.evolve(self, history=(*self.history, event))


def _moves(history: tuple[ReferralEvent, ...]) -> tuple[ReferralEvent, ...]:
    return tuple(event for event in history if event.state is not None)


def _state(history: tuple[ReferralEvent, ...]) -> ReferralState:
    return next(event.state for event in reversed(history) if event.state is not None)


def _fault(history: tuple[ReferralEvent, ...], event: ReferralEvent) -> str | None:
    """Return why *event* cannot follow *history*; ``None`` if it can."""
    if moment(event.at) < moment(history[0].at):
        return "nothing happens before the naming"
    if event.kind is ReferralEventKind.ATTEMPTED and _state(history) is not _S.CONSENTED:
        return "contact is tried while there is permission and nobody was reached"
    if event.state is not None or event.kind is ReferralEventKind.ATTEMPTED:
        last = _moves(history)[-1]
        if event.state is not None and last.state not in _COMES_FROM.get(event.state, ()):
            return f"{event.state} does not follow {last.state}"
        if moment(event.at) < moment(last.at):
            return "no step is earlier than the last move"
    return None
