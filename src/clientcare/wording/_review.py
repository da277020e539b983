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
    "review.card_part_incomplete": Text(
        en="On the customer card {filled} of the {boxes} boxes of the part {part} are filled.",
        zh_hans="客户资料卡“{part}”部分共{boxes}栏，已填{filled}栏。",
        zh_hant="客戶資料卡「{part}」部分共{boxes}欄，已填{filled}欄。",
    ),
}
