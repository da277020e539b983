"""
The closed lists of the customer credit card 客户信用卡 (KH002), with its own labels.

Members stand in the order of the paper. Where an order from best to worst means
something, ``rank`` tells it (1 is best), also where the paper prints the options
in another order. The two lists that are scored have a ``rating`` (5 is best).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from clientcare.domain.scales import Scale

_BEST_RATING: Final = 5


class LegalForm(Scale):
    """The legal form 经营方式; a list of its own, not the ownership 性质 of KH001."""

    INDIVIDUAL = "individual", "个体"
    PARTNERSHIP = "partnership", "合伙"
    STATE_OWNED = "state_owned", "国有"
    COMPANY = "company", "公司"
    OTHER = "other", "其他"


class LocationKind(Scale):
    """Where the business is done 经营地点."""

    MARKET = "market", "市场"
    RESIDENTIAL = "residential", "住宅"
    SUBURB = "suburb", "郊外"
    OTHER = "other", "其他"


class Disposition(Scale):
    """The principal's disposition 性格; no order of merit."""

    GENTLE = "gentle", "温柔"
    EXCITABLE = "excitable", "兴奋"
    HEARTY = "hearty", "爽朗"
    ODD = "odd", "古怪"
    ARROGANT = "arrogant", "自大"


class Temperament(Scale):
    """The principal's temperament 气质; no order of merit."""

    STEADY = "steady", "稳重"
    TACITURN = "taciturn", "寡言"
    HASTY = "hasty", "急躁"
    TALKATIVE = "talkative", "饶舌"


class Eloquence(Scale):
    """How well the principal speaks 口才; printed with the middle option last."""

    ARTICULATE = "articulate", "能讲"
    INARTICULATE = "inarticulate", "口拙"
    AVERAGE = "average", "一般"

    @property
    def rank(self) -> int:
        """1 articulate, 2 average, 3 inarticulate."""
        return (Eloquence.ARTICULATE, Eloquence.AVERAGE, Eloquence.INARTICULATE).index(self) + 1


class Outlook(Scale):
    """The principal's way of thinking 思想; no order of merit."""

    STEADY = "steady", "稳健"
    CONSERVATIVE = "conservative", "保守"
    REFORMING = "reforming", "改新"
    RADICAL = "radical", "激进"


class Habit(Scale):
    """The principal's habits 嗜好; several may be ticked."""

    ALCOHOL = "alcohol", "酒"
    TOBACCO = "tobacco", "香烟"
    OTHER = "other", "其他"


class Level(Scale):
    """Medium, high or low, as printed for skill 技术 and dedication 专职程度."""

    MEDIUM = "medium", "中"
    HIGH = "high", "高"
    LOW = "low", "低"

    @property
    def rank(self) -> int:
        """1 high, 2 medium, 3 low; the paper prints medium first."""
        return (Level.HIGH, Level.MEDIUM, Level.LOW).index(self) + 1


class Ambition(Scale):
    """The principal's ambition 事业心."""

    ACTIVE = "active", "积极"
    AVERAGE = "average", "一般"
    PASSIVE = "passive", "消极"

    @property
    def rank(self) -> int:
        """1 is best; the order of the paper."""
        return _paper_rank(self)


class PlanningAbility(Scale):
    """How well the principal plans 策划能力."""

    STRONG = "strong", "强"
    MEDIUM = "medium", "中"
    WEAK = "weak", "弱"

    @property
    def rank(self) -> int:
        """1 is best; the order of the paper."""
        return _paper_rank(self)


class Condition(Scale):
    """Good, medium or poor, as printed for health 健康状况 and shop fitting 店内装饰."""

    GOOD = "good", "好"
    MEDIUM = "medium", "中"
    POOR = "poor", "差"

    @property
    def rank(self) -> int:
        """1 is best; the order of the paper."""
        return _paper_rank(self)


class SuccessorQuality(Scale):
    """How good the principal's successor 接班人 is."""

    EXCELLENT = "excellent", "优秀"
    AVERAGE = "average", "一般"
    POOR = "poor", "差"

    @property
    def rank(self) -> int:
        """1 is best; the order of the paper."""
        return _paper_rank(self)


class StaffMorale(Scale):
    """The mood of those who work there 从业人员."""

    KEEN = "keen", "热情"
    AVERAGE = "average", "一般"
    DISCONTENTED = "discontented", "不满"

    @property
    def rank(self) -> int:
        """1 is best; the order of the paper."""
        return _paper_rank(self)


class RoadDistance(Scale):
    """How far the premises are from the road 离马路."""

    NEAR = "near", "近"
    NOT_FAR = "not_far", "不远"
    FAR = "far", "很远"
    REMOTE = "remote", "偏僻"

    @property
    def rank(self) -> int:
        """1 is nearest; the order of the paper."""
        return _paper_rank(self)


class PropertyInsurance(Scale):
    """What the dealer is insured against 保险; several may be ticked."""

    FIRE = "fire", "火险"
    PROPERTY = "property", "财险"
    OTHER = "other", "其他"


class FiveSteps(Scale):
    """
    The card's five steps: bank credit 银行信用, peer reputation 同行评价, management 领导评价.

    Capital is rated by the same steps, by a person: the form holds its amount alone.

    Attributes:
        rating: 5 very good, down to 1 very poor.
    """

    VERY_GOOD = "very_good", "很好"
    GOOD = "good", "好"
    AVERAGE = "average", "一般"
    POOR = "poor", "差"
    VERY_POOR = "very_poor", "很差"

    def __init__(self, *_code_and_label: str) -> None:
        """Rate a member by its place: a policy asks for it too often to look it up."""
        self.rating: Final = _BEST_RATING - len(type(self).__members__)


class Books(Scale):
    """Whether the books 帐簿 are kept in full."""

    COMPLETE = "complete", "完备"
    INCOMPLETE = "incomplete", "不完备"


class PaymentAttitude(Scale):
    """
    The payment attitude 付款态度, best to worst as printed.

    Attributes:
        rating: 5 prompt, down to 1 makes difficulties.
    """

    PROMPT = "prompt", "爽快"
    AVERAGE = "average", "一般"
    PASSABLE = "passable", "尚可"
    DELAYS = "delays", "拖延"
    MAKES_DIFFICULTIES = "makes_difficulties", "为难"

    def __init__(self, *_code_and_label: str) -> None:
        """Rate a member by its place: a policy asks for it too often to look it up."""
        self.rating: Final = _BEST_RATING - len(type(self).__members__)


class AdverseKind(Scale):
    """A fact about a customer that rules out open credit, whatever the score (policies 2a)."""

    INSOLVENCY = "insolvency", "破产"
    DISHONEST_DEBTOR = "dishonest_debtor", "失信被执行人"
    BALANCE_REFUSED = "balance_refused", "拒绝对账"


class CreditEventKind(Scale):
    """What happened to a customer and calls for a credit review (policies 2g)."""

    OWNER_CHANGE = "owner_change", "业主变更"
    BAD_NEWS = "bad_news", "负面消息"


class CreditCheck(Scale):
    """The six checks of an order (policies 2d), in their order."""

    LIMIT = "limit", "信用额度"
    OVERDUE = "overdue", "逾期欠款"
    PAYMENT = "payment", "付款记录"
    REVIEW = "review", "信用复审"
    BLOCK = "block", "冻结"
    INSURANCE = "insurance", "信用保险"


def _paper_rank(member: Scale) -> int:
    return _paper_ranks(type(member))[member]


@cache
def _paper_ranks(kind: type[Scale]) -> Mapping[Scale, int]:
    return {member: place for place, member in enumerate(kind, start=1)}
