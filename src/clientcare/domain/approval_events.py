"""What a request to change a limit asks for, what it rests on, and what can happen to it."""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import check_amount
from clientcare.domain.credit_limit import CreditLimit, LimitState, TemporaryIncrease
from clientcare.domain.ids import StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import CreditGrade, Scale
from clientcare.domain.staff import APPROVERS, StaffRole
from clientcare.errors import InvalidValueError

_OUR_PEOPLE: Final = "who decided, for the record"


class RequestKind(Scale):
    """What is asked for."""

    LIMIT = "limit", "信用额度"
    GROUP_LIMIT = "group_limit", "集团额度"
    INCREASE = "increase", "临时额度"


class ApprovalState(Scale):
    """Where a request stands by its own record."""

    OPEN = "open", "待批"
    APPROVED = "approved", "已批准"
    APPLIED = "applied", "已生效"
    REJECTED = "rejected", "已驳回"
    WITHDRAWN = "withdrawn", "已撤回"


class ApprovalEventKind(Scale):
    """What can happen to a request."""

    REQUESTED = "requested", "提出"
    AMENDED = "amended", "修改"
    SIGNED = "signed", "签字"
    REMINDED = "reminded", "催办"
    REJECTED = "rejected", "驳回"
    WITHDRAWN = "withdrawn", "撤回"
    APPLIED = "applied", "生效"


_K: Final = ApprovalEventKind
_ASKS: Final = frozenset({_K.REQUESTED, _K.AMENDED})
_OF_A_LEVEL: Final = frozenset({_K.SIGNED, _K.REMINDED})


@attrs.frozen(kw_only=True)
class Asked:
    """
    What a request asks for: a permanent limit, one for the group, or a temporary increase.

    Attributes:
        kind: Which of them.
        limit: The limit, for the first two.
        increase: The increase, for the third.

    Raises:
        InvalidValueError: The kind and what is given do not fit.
    """

    kind: RequestKind = field(validator=check.a(RequestKind))
    limit: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    increase: TemporaryIncrease | None = field(
        default=None, validator=check.maybe(check.a(TemporaryIncrease))
    )

    def __attrs_post_init__(self) -> None:
        temporary = self.kind is RequestKind.INCREASE
        if temporary != (self.increase is not None) or temporary == (self.limit is not None):
            rule = "an increase for the kind 'increase', else a limit"
            raise InvalidValueError("Asked.kind", self.kind, rule)

    @classmethod
    def for_limit(cls, limit: CreditLimit) -> Asked:
        """Return the wish for a permanent limit."""
        return cls(kind=RequestKind.LIMIT, limit=limit)

    @classmethod
    def for_group(cls, limit: CreditLimit) -> Asked:
        """Return the wish for a limit of the whole group."""
        return cls(kind=RequestKind.GROUP_LIMIT, limit=limit)

    @classmethod
    def for_increase(cls, increase: TemporaryIncrease) -> Asked:
        """Return the wish for a temporary increase."""
        return cls(kind=RequestKind.INCREASE, increase=increase)


def _of_state(owner: object, at: check.Field, value: LimitState) -> None:
    check.a(LimitState)(owner, at, value)
    if value is LimitState.INHERITED:
        check.refuse(owner, at, value, "amount or none")


@attrs.frozen(kw_only=True)
class LimitFigures:
    """
    The figures that a decision on a limit rests on; ``None`` is unknown.

    Attributes:
        total: What the customer would have: the permanent limit as it would be,
            with the temporary increase where one is asked for.
        total_state: ``none`` where there would be no ceiling.
        before: The permanent limit that counts so far.
        before_state: ``none`` where there is no ceiling so far.
        grade: The credit grade; ``None`` is ungraded.
        terms_days: The payment term.
        computed: The limit that the figures of the card give.
        unsupported: Whether nothing is known of the customer's strength.
        lapses_on: The last day of what the customer would have, where it is a trial limit.
        before_lapses_on: The last day of the limit that counts so far, where it is one.

    Raises:
        InvalidValueError: An amount stands beside no ceiling, or a state that is
            neither.
    """

    total: Money | None = field(default=None, validator=check.maybe(check_amount))
    total_state: LimitState = field(default=LimitState.AMOUNT, validator=_of_state)
    before: Money | None = field(default=None, validator=check.maybe(check_amount))
    before_state: LimitState = field(default=LimitState.AMOUNT, validator=_of_state)
    grade: CreditGrade | None = field(default=None, validator=check.maybe(check.a(CreditGrade)))
    terms_days: int | None = field(default=None, validator=check.maybe(check.whole()))
    computed: Money | None = field(default=None, validator=check.maybe(check_amount))
    unsupported: bool = field(default=False, validator=check.a(bool))
    lapses_on: Date | None = field(default=None, validator=check.maybe(check.date), metadata=AHEAD)
    before_lapses_on: Date | None = field(
        default=None, validator=check.maybe(check.date), metadata=AHEAD
    )

    def __attrs_post_init__(self) -> None:
        for name, amount, state in (
            ("total", self.total, self.total_state),
            ("before", self.before, self.before_state),
        ):
            if amount is not None and state is LimitState.NONE:
                raise InvalidValueError(f"LimitFigures.{name}", amount, "no amount without ceiling")

    @property
    def is_cut(self) -> bool:
        """
        Whether less would count than does so far; two currencies are not compared.

        A trial limit that would no longer end, or end later, is no cut, however small.
        """
        if self.total is None or self.before_state is LimitState.NONE:
            return self.total is not None
        if self._lasts_longer:
            return False
        before = self.before
        same = before is not None and before.currency == self.total.currency
        return same and before is not None and self.total < before

    @property
    def _lasts_longer(self) -> bool:
        ends = self.before_lapses_on
        return ends is not None and (self.lapses_on is None or self.lapses_on > ends)

    def changed_since(self, then: LimitFigures) -> tuple[str, ...]:
        """
        Return the names of the figures whose change lets signatures given on *then* lapse.

        The limit so far is not one of them: a trial limit that lapses, or a default of
        the firm, moves it without touching what was signed. It is where what is asked
        for has become a cut by it, or is no longer one: then others have to sign.
        """
        so_far = (
            {"before", "before_state", "before_lapses_on"} if self.is_cut == then.is_cut else set()
        )
        return tuple(
            part.name
            for part in attrs.fields(LimitFigures)
            if part.name not in so_far and getattr(self, part.name) != getattr(then, part.name)
        )


def _approves(owner: object, at: check.Field, value: StaffRole) -> None:
    check.a(StaffRole)(owner, at, value)
    if value not in APPROVERS:
        check.refuse(owner, at, value, f"one of those who approve: {', '.join(APPROVERS)}")


@attrs.frozen(kw_only=True)
class ApprovalEvent:
    """
    One thing that happened to a request.

    Attributes:
        kind: What.
        at: When.
        by: Who did it.
        asked: What is asked for from then on; of a request and its amendments alone.
        figures: The figures that it rests on; of the same.
        role: The level that signed, or that was reminded; of these alone.
        stands_for: Whom the signer stood in for, where a deputy signed.
        completes: Whether it was the last signature needed; of a signature alone.
        reason: Why.

    Raises:
        InvalidValueError: A field breaks its rule, or something is given that this
            kind of event has not, or missing that it has.
    """

    kind: ApprovalEventKind = field(validator=check.a(ApprovalEventKind))
    at: DateTime = field(validator=check.instant)
    by: StaffId = field(validator=check.key, repr=False, metadata=personal(_OUR_PEOPLE))
    asked: Asked | None = field(default=None, validator=check.maybe(check.a(Asked)))
    figures: LimitFigures | None = field(default=None, validator=check.maybe(check.a(LimitFigures)))
    role: StaffRole | None = field(default=None, validator=check.maybe(_approves))
    stands_for: StaffId | None = field(
        default=None,
        validator=check.maybe(check.key),
        repr=False,
        metadata=personal(_OUR_PEOPLE),
    )
    completes: bool = field(default=False, validator=check.a(bool))
    reason: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())

    def __attrs_post_init__(self) -> None:
        asks = self.kind in _ASKS
        if asks != (self.asked is not None) or asks != (self.figures is not None):
            rule = "what is asked for and its figures, for a request and its amendments"
            raise InvalidValueError("ApprovalEvent.asked", self.kind, rule)
        if (self.kind in _OF_A_LEVEL) != (self.role is not None):
            rule = "given for a signature and a reminder, and for nothing else"
            raise InvalidValueError("ApprovalEvent.role", self.kind, rule)
        of_a_signature = self.completes or self.stands_for is not None
        if of_a_signature and self.kind is not _K.SIGNED:
            rule = "only a signature completes, or is given for somebody else"
            raise InvalidValueError("ApprovalEvent.kind", self.kind, rule)
        if self.stands_for == self.by:
            raise InvalidValueError("ApprovalEvent.stands_for", self.kind, "somebody else's id")
