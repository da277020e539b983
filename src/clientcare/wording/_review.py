"""What a review itself says, beside its policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "review.calendar_unknown": Text(
        en="This cannot be told: {fault}.",
        zh_hans="无法判断：{fault}。",
        zh_hant="無法判斷：{fault}。",
    ),
}
