"""Sales in words (policies 1, Terms)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "sales.net": Text(
        en="Net sales after {after} up to {until} are {net}, from {documents:n document}.",
        zh_hans="{after}之后至{until}的净销售额为{net}，共{documents}份单据。",
        zh_hant="{after}之後至{until}的淨銷售額為{net}，共{documents}份單據。",
    ),
    "sales.nothing_sold": Text(
        en="After {after} up to {until} nothing was sold, and no document tells the currency.",
        zh_hans="{after}之后至{until}没有销售，也没有单据说明币种。",
        zh_hant="{after}之後至{until}沒有銷售，也沒有單據說明幣種。",
    ),
    "sales.after_as_of": Text(
        en="Documents dated after {as_of} were left out: {documents}.",
        zh_hans="日期在{as_of}之后的单据未计入：{documents}份。",
        zh_hant="日期在{as_of}之後的單據未計入：{documents}份。",
    ),
}
