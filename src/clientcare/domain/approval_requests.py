"""
A request to change a credit limit, and everything that became of it (K1, policies 2f).

A request is bound to the figures that it rests on. Whoever signs, rejects or
withdraws is on its record with the moment and the reason; nothing is ever taken
off it. An amendment asks for something else, or on other figures: the signatures
given so far lapse, and the chain starts anew.

What the record itself can rule out, it does: nobody signs twice, nobody signs what
they asked for, and nothing follows an end. Whose signatures are needed is told by
`clientcare.policies.approvals`, which is also the way to sign.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.approval_events import (
    ApprovalEvent,
    ApprovalEventKind,
    ApprovalState,
    Asked,
    LimitFigures,
    RequestKind,
)
from clientcare.domain.ids import (
    MAIN_COMPANY,
    ApprovalRequestId,
    CompanyId,
    CreditCardId,
    CustomerId,
    StaffId,
)
from clientcare.domain.staff import APPROVERS, StaffRole
from clientcare.errors import InvalidValueError, TransitionError

__all__ = [
    "ENDS",
    "ApprovalEvent",
    "ApprovalEventKind",
    "ApprovalRequest",
    "ApprovalState",
    "Asked",
    "LimitFigures",
    "RequestKind",
]

_K: Final = ApprovalEventKind
_ASKS: Final = frozenset({_K.REQUESTED, _K.AMENDED})
_OPEN: Final = frozenset({ApprovalState.OPEN})
_ALIVE: Final = frozenset({ApprovalState.OPEN, ApprovalState.APPROVED})
_FOLLOWS: Final = {
    _K.AMENDED: _ALIVE,
    _K.SIGNED: _OPEN,
    _K.REMINDED: _OPEN,
    _K.REJECTED: _OPEN,
    _K.WITHDRAWN: _ALIVE,
    _K.APPLIED: frozenset({ApprovalState.APPROVED}),
}
_LEADS_TO: Final = {
    _K.REQUESTED: ApprovalState.OPEN,
    _K.AMENDED: ApprovalState.OPEN,
    _K.REJECTED: ApprovalState.REJECTED,
    _K.WITHDRAWN: ApprovalState.WITHDRAWN,
    _K.APPLIED: ApprovalState.APPLIED,
}
ENDS: Final = frozenset({ApprovalState.APPLIED, ApprovalState.REJECTED, ApprovalState.WITHDRAWN})
"""The states that nothing follows."""


@attrs.frozen(kw_only=True)
class ApprovalRequest:
    """
    One request to change a limit 额度审批, with its whole trail.

    Attributes:
        id: The request's id.
        customer_id: Whose limit it is about.
        company_id: The own company that gives the credit.
        card_id: The credit card that bears the limit.
        history: What happened, the first being the request, none earlier than the
            one before it.

    Raises:
        InvalidValueError: A field breaks its rule, or the history could not have
            happened.
    """

    id: ApprovalRequestId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    card_id: CreditCardId = field(validator=check.key)
    history: tuple[ApprovalEvent, ...] = field(
        validator=check.tuple_of(check.a(ApprovalEvent), least=1)
    )

    def __attrs_post_init__(self) -> None:
        if self.history[0].kind is not _K.REQUESTED:
            rule = "a history that begins with the request"
            raise InvalidValueError("ApprovalRequest.history", self.history[0].kind, rule)
        for place, event in enumerate(self.history[1:], start=1):
            fault = _fault(self.history[:place], event)
            if fault is not None:
                raise InvalidValueError("ApprovalRequest.history", event.kind, fault)

    @classmethod
    def file(
        cls,
        *,
        id: ApprovalRequestId,  # noqa: A002 - the field's own name
        customer_id: CustomerId,
        card_id: CreditCardId,
        asked: Asked,
        figures: LimitFigures,
        at: DateTime,
        by: StaffId,
        reason: str = "",
        company_id: CompanyId = MAIN_COMPANY,
    ) -> ApprovalRequest:
        """Return a new request for what is *asked*, which rests on *figures*."""
        event = ApprovalEvent(
            kind=_K.REQUESTED, at=at, by=by, asked=asked, figures=figures, reason=reason
        )
        return cls(
            id=id,
            customer_id=customer_id,
            company_id=company_id,
            card_id=card_id,
            history=(event,),
        )

    # --- what it says ---

    @property
    def state(self) -> ApprovalState:
        """Where it stands by its record; whether its figures still hold is another question."""
        return _state(self.history)

    @property
    def has_ended(self) -> bool:
        """Whether nothing can follow."""
        return self.state in ENDS

    @property
    def asked(self) -> Asked:
        """What is asked for, as amended last."""
        asked = self.round[0].asked
        assert asked is not None  # noqa: S101 - a round begins with an event that asks
        return asked

    @property
    def figures(self) -> LimitFigures:
        """The figures that it rests on, as amended last."""
        figures = self.round[0].figures
        assert figures is not None  # noqa: S101 - a round begins with an event that asks
        return figures

    @property
    def round(self) -> tuple[ApprovalEvent, ...]:
        """What happened since it was asked or amended last; that event is the first."""
        return _round(self.history)

    @property
    def signatures(self) -> tuple[ApprovalEvent, ...]:
        """The signatures that count, in their order; those before an amendment have lapsed."""
        return _signatures(self.history)

    @property
    def askers(self) -> frozenset[StaffId]:
        """Who asked or amended, ever: none of them may sign."""
        return _askers(self.history)

    @property
    def requested_at(self) -> DateTime:
        """When it was asked for first."""
        return self.history[0].at

    def as_known_at(self, now: DateTime) -> ApprovalRequest | None:
        """Return this request as it stood at *now*; ``None`` where it was not asked yet."""
        until = moment(check.require_instant("now", now))
        known = tuple(event for event in self.history if moment(event.at) <= until)
        if len(known) == len(self.history):
            return self
        return attrs.evolve(self, history=known) if known else None

    # --- what can happen to it ---

    def amend(
        self, *, asked: Asked, figures: LimitFigures, at: DateTime, by: StaffId, reason: str = ""
    ) -> ApprovalRequest:
        """
        Return this request with something else asked for, or on other figures.

        Raises:
            TransitionError: It has ended, or *at* is before the last event.
        """
        return self._record(
            ApprovalEvent(
                kind=_K.AMENDED, at=at, by=by, asked=asked, figures=figures, reason=reason
            )
        )

    def sign(
        self,
        *,
        role: StaffRole,
        at: DateTime,
        by: StaffId,
        completes: bool,
        stands_for: StaffId | None = None,
        reason: str = "",
    ) -> ApprovalRequest:
        """
        Return this request with one more signature.

        Whether *by* may sign at that level, and whether it is the last one needed,
        is not asked here: `clientcare.policies.approvals.sign_request` does.

        Raises:
            TransitionError: It is not open; the signer asked for it or has signed;
                the level is not above the last one; or *at* is before the last event.
        """
        return self._record(
            ApprovalEvent(
                kind=_K.SIGNED,
                at=at,
                by=by,
                role=role,
                completes=completes,
                stands_for=stands_for,
                reason=reason,
            )
        )

    def remind(
        self, *, role: StaffRole, at: DateTime, by: StaffId, reason: str = ""
    ) -> ApprovalRequest:
        """
        Return this request with a reminder sent to a level.

        Raises:
            TransitionError: It is not open, or *at* is before the last event.
        """
        event = ApprovalEvent(kind=_K.REMINDED, at=at, by=by, role=role, reason=reason)
        return self._record(event)

    def reject(self, *, at: DateTime, by: StaffId, reason: str) -> ApprovalRequest:
        """
        Return this request rejected, which ends it.

        Whether *by* may is not asked here: `clientcare.policies.approvals.reject_request` does.

        Raises:
            TransitionError: It is not open; who asked for it can only withdraw it; or
                *at* is before the last event.
        """
        return self._record(ApprovalEvent(kind=_K.REJECTED, at=at, by=by, reason=reason))

    def withdraw(self, *, at: DateTime, by: StaffId, reason: str = "") -> ApprovalRequest:
        """
        Return this request withdrawn, which ends it.

        Raises:
            TransitionError: It has ended; somebody else asked for it; or *at* is before
                the last event.
        """
        return self._record(ApprovalEvent(kind=_K.WITHDRAWN, at=at, by=by, reason=reason))

    def mark_applied(self, *, at: DateTime, by: StaffId, reason: str = "") -> ApprovalRequest:
        """
        Return this request as carried out: the card bears what was asked for.

        Whether it may be is not asked here: call it only with the card in hand that
        `clientcare.policies.approvals.apply_request` gave.

        Raises:
            TransitionError: It is not approved, or *at* is before the last event.
        """
        return self._record(ApprovalEvent(kind=_K.APPLIED, at=at, by=by, reason=reason))

    def _record(self, event: ApprovalEvent) -> ApprovalRequest:
        fault = _fault(self.history, event)
        if fault is not None:
            raise TransitionError(f"ApprovalRequest {self.id}", self.state, event.kind, fault)
        return attrs.evolve(self, history=(*self.history, event))


def _state(history: tuple[ApprovalEvent, ...]) -> ApprovalState:
    for event in reversed(history):
        if event.kind in _LEADS_TO:
            return _LEADS_TO[event.kind]
        if event.completes:
            return ApprovalState.APPROVED
    raise AssertionError("a history begins with a request")  # pragma: no cover


def _round(history: tuple[ApprovalEvent, ...]) -> tuple[ApprovalEvent, ...]:
    start = max(place for place, event in enumerate(history) if event.kind in _ASKS)
    return history[start:]


def _signatures(history: tuple[ApprovalEvent, ...]) -> tuple[ApprovalEvent, ...]:
    return tuple(event for event in _round(history) if event.kind is _K.SIGNED)


def _askers(history: tuple[ApprovalEvent, ...]) -> frozenset[StaffId]:
    return frozenset(event.by for event in history if event.kind in _ASKS)


def _fault(history: tuple[ApprovalEvent, ...], event: ApprovalEvent) -> str | None:
    """Return why *event* cannot follow *history*; ``None`` if it can."""
    if moment(event.at) < moment(history[-1].at):
        return "nothing is earlier than the event before it"
    state = _state(history)
    if state not in _FOLLOWS.get(event.kind, ()):
        return f"{event.kind} does not follow {state}"
    asked_by_them = event.by in _askers(history)
    if event.kind is _K.WITHDRAWN and not asked_by_them:
        return "only who asked for it withdraws it"
    if event.kind is _K.REJECTED and asked_by_them:
        return "who asked for it withdraws it"
    return _signature_fault(history, event) if event.kind is _K.SIGNED else None


def _signature_fault(history: tuple[ApprovalEvent, ...], event: ApprovalEvent) -> str | None:
    signatures = _signatures(history)
    people = {event.by, event.stands_for}
    if people & _askers(history):
        return "nobody signs, or is stood in for, who asked for it"
    if people & {person for one in signatures for person in (one.by, one.stands_for) if person}:
        return "everybody signs once, themselves or by a deputy"
    if any(_level(one) >= _level(event) for one in signatures):
        return "signatures go upward, one for a level"
    return None


def _level(event: ApprovalEvent) -> int:
    assert event.role is not None  # noqa: S101 - signatures have one
    return APPROVERS.index(event.role)
