"""Problems met at an outlet, in their three classes (F10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.domain.ids import CustomerId, OutletProblemId, StaffId, VisitId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class ProblemClass(Scale):
    """How a problem is treated: at once, by principle, or systematically (F10)."""

    DAILY = "daily", "日常类"
    EXPENSE = "expense", "费用类"
    SELL_THROUGH = "sell_through", "销售类"


class OutletProblemKind(Scale):
    """What can be wrong at an outlet (F10), in the order of the classes."""

    MOVING = "moving", "搬货"
    STOCKING = "stocking", "上货"
    DISPLAYING = "displaying", "陈列"
    PROMOTING = "promoting", "促销"
    DELIVERING = "delivering", "送货"
    REPLENISHING = "replenishing", "补货"
    COUNTING = "counting", "盘点"
    SETTLING = "settling", "结算"
    CLEANING = "cleaning", "清洁"
    FITTING_COST = "fitting_cost", "装修费用"
    DISPLAY_COST = "display_cost", "陈列费用"
    STOCK_COST = "stock_cost", "库存费用"
    VOLUME = "volume", "销量"
    COST = "cost", "成本"
    PROFIT = "profit", "利润"
    ADVERTISING = "advertising", "广告费用"
    CROSS_REGION = "cross_region", "窜货"
    QUALITY = "quality", "质量投诉"
    RETURNS = "returns", "退货"
    LATE_DELIVERY = "late_delivery", "交货延误"
    POOR_SERVICE = "poor_service", "服务不佳"
    ACCOUNTS = "accounts", "账目不符"
    SHORT_DELIVERY = "short_delivery", "短货"
    PROMOTION_MISSED = "promotion_missed", "促销未执行"

    @property
    def problem_class(self) -> ProblemClass:
        """Which of the three classes it belongs to."""
        return _CLASSES[self]


_K = OutletProblemKind
_EVERY: Final = tuple(OutletProblemKind)
_CLASSES: Final[Mapping[OutletProblemKind, ProblemClass]] = FrozenMap(
    {
        **dict.fromkeys(_EVERY[: _EVERY.index(_K.FITTING_COST)], ProblemClass.DAILY),
        **dict.fromkeys(
            _EVERY[_EVERY.index(_K.FITTING_COST) : _EVERY.index(_K.CROSS_REGION)],
            ProblemClass.EXPENSE,
        ),
        **dict.fromkeys(_EVERY[_EVERY.index(_K.CROSS_REGION) :], ProblemClass.SELL_THROUGH),
    }
)


@attrs.frozen(kw_only=True)
class OutletProblem:
    """
    One problem met at an outlet 终端问题.

    Attributes:
        id: The problem's id.
        customer_id: The customer whose outlet it is.
        kind: What is wrong; it tells the class.
        noticed_at: When it was noticed.
        noticed_by: Who of us noticed it; ``None`` is unknown.
        visit_id: The visit on which it was noticed.
        note: What was seen.
        principle: By what principle a matter of expense was decided.
        cause: Why a problem of selling through arose.
        measure: What was done against it.
        settled_at: When it was settled; ``None`` is not yet.

    Raises:
        InvalidValueError: A field breaks its rule, it was settled before it was noticed,
            or without what its class needs: a principle for an expense, cause and
            measure for a problem of selling through.
    """

    id: OutletProblemId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    kind: OutletProblemKind = field(validator=check.a(OutletProblemKind))
    noticed_at: DateTime = field(validator=check.instant)
    noticed_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    visit_id: VisitId | None = field(default=None, validator=check.maybe(check.key))
    note: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    principle: str = field(default="", validator=check.text(least=0))
    cause: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    measure: str = field(default="", validator=check.text(least=0), repr=False, metadata=personal())
    settled_at: DateTime | None = field(default=None, validator=check.maybe(check.instant))

    def __attrs_post_init__(self) -> None:
        if self.settled_at is None:
            return
        if moment(self.settled_at) < moment(self.noticed_at):
            rule = "not before it was noticed"
            raise InvalidValueError("OutletProblem.settled_at", self.settled_at, rule)
        missing = self.missing
        if missing:
            rule = f"only with its {' and its '.join(missing)}"
            raise InvalidValueError("OutletProblem.settled_at", self.settled_at, rule)

    @property
    def missing(self) -> tuple[str, ...]:
        """What its class needs before it can be settled, and what is not there yet."""
        return tuple(
            name for name in _NEEDS[self.kind.problem_class] if not getattr(self, name).strip()
        )


_NEEDS: Final[Mapping[ProblemClass, tuple[str, ...]]] = FrozenMap(
    {
        ProblemClass.DAILY: (),
        ProblemClass.EXPENSE: ("principle",),
        ProblemClass.SELL_THROUGH: ("cause", "measure"),
    }
)
