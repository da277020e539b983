"""What a review itself says, beside its policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "review.calendar_unknown": Text(
        en="This cannot be told: the calendar {calendar} does not know the working time around {day}.",
        zh_hans="无法判断：日历{calendar}没有{day}前后的工作时间。",
        zh_hant="無法判斷：日曆{calendar}沒有{day}前後的工作時間。",
    ),
}
