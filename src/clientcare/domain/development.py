"""How a prospect is developed: plan and seven steps (F13), what qualifies and what is needed."""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, DevelopmentPlanId, ReferralId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError, TransitionError

_text = check.text(least=0)


class DevelopmentStep(Scale):
    """The seven steps (F13), in their order."""

    FIND = "find", "寻找与评定"
    PREPARE = "prepare", "准备"
    APPROACH = "approach", "接近"
    EXPLAIN = "explain", "说明与展示"
    OBJECTIONS = "objections", "处理异议"
    CLOSE = "close", "成交"
    KEEP = "keep", "跟进与维系"


@attrs.frozen(kw_only=True)
class Man:
    """
    Money, authority, need: what qualifies a prospect (T10); ``None`` is not known yet.

    Attributes:
        money: They can pay.
        authority: Whom we talk to can decide.
        need: They need it.
    """

    money: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    authority: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    need: bool | None = field(default=None, validator=check.maybe(check.a(bool)))


@attrs.frozen(kw_only=True)
class NeedProfile:
    """
    The five questions about a need, and what was heard (T16).

    Attributes:
        who: Who will use it.
        can_use: Whether they can use it.
        what_for: What for.
        price_range: In which range of prices.
        anything_else: Whatever else.
        implied: What they complain of at present.
        explicit: What they say they want.
    """

    who: str = field(default="", validator=_text, repr=False, metadata=personal())
    can_use: bool | None = field(default=None, validator=check.maybe(check.a(bool)))
    what_for: str = field(default="", validator=_text, repr=False, metadata=personal())
    price_range: str = field(default="", validator=_text)
    anything_else: str = field(default="", validator=_text, repr=False, metadata=personal())
    implied: tuple[str, ...] = field(
        default=(), validator=check.tuple_of(check.text()), repr=False, metadata=personal()
    )
    explicit: tuple[str, ...] = field(
        default=(), validator=check.tuple_of(check.text()), repr=False, metadata=personal()
    )


@attrs.frozen(kw_only=True)
class StepTaken:
    """
    One step that was taken.

    Attributes:
        step: Which.
        at: When.
        by: Who took it; ``None`` is unknown.
        note: What came of it.
    """

    step: DevelopmentStep = field(validator=check.a(DevelopmentStep))
    at: DateTime = field(validator=check.instant)
    by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    note: str = field(default="", validator=_text, repr=False, metadata=personal())


@attrs.frozen(kw_only=True)
class DevelopmentPlan:
    """
    The plan by which a prospect is won 客户开发计划 (F13).

    Attributes:
        id: The plan's id.
        customer_id: The prospect's card, where there is one.
        referral_id: The referral that named them, where one did.
        purpose: Why them, and the background.
        goals: What is to be reached.
        state: Target analysis: how they stand.
        need: Target analysis: what they need.
        supply: Own conditions: what we can deliver.
        competition: Own conditions: who else is there.
        finance: Own conditions: what we can afford.
        tools: Execution: with what.
        methods: Execution: how.
        flow: Execution: in which order.
        schedule: Execution: when.
        team: Execution: who.
        budget: Execution: for how much; 0 or more.
        man: Money, authority, need.
        profile: The need in detail.
        taken: The steps taken; a step comes after the one before it was taken once,
            and may be taken again.

    Raises:
        InvalidValueError: A field breaks its rule, nobody is named to develop, or a
            step was skipped or stands before an earlier one in time.
    """

    id: DevelopmentPlanId = field(validator=check.key)
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    referral_id: ReferralId | None = field(default=None, validator=check.maybe(check.key))
    purpose: str = field(default="", validator=_text)
    goals: str = field(default="", validator=_text)
    state: str = field(default="", validator=_text, repr=False, metadata=personal())
    need: str = field(default="", validator=_text, repr=False, metadata=personal())
    supply: str = field(default="", validator=_text)
    competition: str = field(default="", validator=_text)
    finance: str = field(default="", validator=_text)
    tools: str = field(default="", validator=_text)
    methods: str = field(default="", validator=_text)
    flow: str = field(default="", validator=_text)
    schedule: str = field(default="", validator=_text)
    team: tuple[StaffId, ...] = field(default=(), validator=check.none_twice(check.key))
    budget: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    man: Man = field(factory=Man, validator=check.a(Man))
    profile: NeedProfile = field(factory=NeedProfile, validator=check.a(NeedProfile))
    taken: tuple[StepTaken, ...] = field(default=(), validator=check.tuple_of(check.a(StepTaken)))

    def __attrs_post_init__(self) -> None:
        if self.customer_id is None and self.referral_id is None:
            rule = "a customer's card or a referral that it is about"
            raise InvalidValueError("DevelopmentPlan.customer_id", None, rule)
        if self.budget is not None and self.budget.minor < 0:
            raise InvalidValueError("DevelopmentPlan.budget", self.budget, "0 or more")
        for place, one in enumerate(self.taken):
            fault = _fault(self.taken[:place], one)
            if fault is not None:
                raise InvalidValueError("DevelopmentPlan.taken", one.step, fault)

    @property
    def reached(self) -> DevelopmentStep | None:
        """The farthest step that was taken; ``None`` before the first."""
        return _farthest(self.taken)

    def take(
        self, step: DevelopmentStep, *, at: DateTime, by: StaffId | None = None, note: str = ""
    ) -> DevelopmentPlan:
        """
        Return this plan with one more step taken.

        Raises:
            TransitionError: A step before it was not taken, or *at* is before the last.
        """
        one = StepTaken(step=step, at=at, by=by, note=note)
        fault = _fault(self.taken, one)
        if fault is not None:
            raise TransitionError(f"DevelopmentPlan {self.id}", self.reached or "new", step, fault)
        return attrs.evolve(self, taken=(*self.taken, one))


_ORDER = tuple(DevelopmentStep)


def _farthest(taken: tuple[StepTaken, ...]) -> DevelopmentStep | None:
    return max((one.step for one in taken), key=_ORDER.index, default=None)


def _fault(taken: tuple[StepTaken, ...], one: StepTaken) -> str | None:
    farthest = _farthest(taken)
    so_far = -1 if farthest is None else _ORDER.index(farthest)
    if _ORDER.index(one.step) > so_far + 1:
        return f"{_ORDER[so_far + 1]} comes first"
    if taken and moment(one.at) < moment(taken[-1].at):
        return "no step is earlier than the one before"
    return None
