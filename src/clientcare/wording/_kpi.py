"""Key figures in words (policies 8); each area words its own figures beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "kpi.unknown_part": Text(
        en=(
            "The {kpi} of {first_on} to {last_on} is unknown, as a part of it is:"
            " {numerator} over {denominator}."
        ),
        zh_hans=(
            "{first_on}至{last_on}的{kpi}无法计算，因为有未知数：{numerator}除以{denominator}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}的{kpi}無法計算，因為有未知數：{numerator}除以{denominator}。"
        ),
    ),
    "kpi.no_denominator": Text(
        en=(
            "There is no {kpi} of {first_on} to {last_on}: {numerator} would be divided by"
            " {denominator}, which is not above zero."
        ),
        zh_hans=(
            "{first_on}至{last_on}没有{kpi}：{numerator}要除以{denominator}，而后者不大于零。"
        ),
        zh_hant=(
            "{first_on}至{last_on}沒有{kpi}：{numerator}要除以{denominator}，而後者不大於零。"
        ),
    ),
}
