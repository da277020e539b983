"""The closed lists of KH002."""

from __future__ import annotations

import pytest

from clientcare.domain import credit_scales as scales
from clientcare.domain.scales import Scale

PRINTED = {
    scales.LegalForm: "个体 合伙 国有 公司 其他",
    scales.LocationKind: "市场 住宅 郊外 其他",
    scales.Disposition: "温柔 兴奋 爽朗 古怪 自大",
    scales.Temperament: "稳重 寡言 急躁 饶舌",
    scales.Eloquence: "能讲 口拙 一般",
    scales.Outlook: "稳健 保守 改新 激进",
    scales.Habit: "酒 香烟 其他",
    scales.Level: "中 高 低",
    scales.Ambition: "积极 一般 消极",
    scales.PlanningAbility: "强 中 弱",
    scales.Condition: "好 中 差",
    scales.SuccessorQuality: "优秀 一般 差",
    scales.StaffMorale: "热情 一般 不满",
    scales.RoadDistance: "近 不远 很远 偏僻",
    scales.PropertyInsurance: "火险 财险 其他",
    scales.FiveSteps: "很好 好 一般 差 很差",
    scales.Books: "完备 不完备",
    scales.PaymentAttitude: "爽快 一般 尚可 拖延 为难",
}


@pytest.mark.parametrize(("kind", "labels"), PRINTED.items())
def test_members_stand_in_the_order_of_the_paper(kind: type[Scale], labels: str) -> None:
    """Each list has the form's options, with its labels, in its order."""
    printed = tuple(labels.split())

    assert printed == tuple(member.label for member in kind)


@pytest.mark.parametrize(
    ("best_to_worst"),
    [
        (scales.Eloquence.ARTICULATE, scales.Eloquence.AVERAGE, scales.Eloquence.INARTICULATE),
        (scales.Level.HIGH, scales.Level.MEDIUM, scales.Level.LOW),
        tuple(scales.Ambition),
        tuple(scales.PlanningAbility),
        tuple(scales.Condition),
        tuple(scales.SuccessorQuality),
        tuple(scales.StaffMorale),
        tuple(scales.RoadDistance),
    ],
)
def test_rank_runs_from_best_to_worst(
    best_to_worst: tuple[
        scales.Eloquence
        | scales.Level
        | scales.Ambition
        | scales.PlanningAbility
        | scales.Condition
        | scales.SuccessorQuality
        | scales.StaffMorale
        | scales.RoadDistance,
        ...,
    ],
) -> None:
    """Rank 1 is best, also where the paper prints the options in another order."""
    ranks = [member.rank for member in best_to_worst]

    assert list(range(1, len(best_to_worst) + 1)) == ranks


@pytest.mark.parametrize("kind", [scales.FiveSteps, scales.PaymentAttitude])
def test_the_scored_lists_are_rated_five_to_one(
    kind: type[scales.FiveSteps | scales.PaymentAttitude],
) -> None:
    """The first printed option is worth 5, the last 1."""
    ratings = [member.rating for member in kind]

    assert [5, 4, 3, 2, 1] == ratings
