"""What the credit policies say: the cards, the score, the limit and the order check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "credit.legal_form_clash": Text(
        en="The credit card says {legal_form}, the customer card says {ownership}:"
        " both cannot be true.",
        zh_hans="信用卡上的经营方式为{legal_form}，资料卡上的性质为{ownership}，两者矛盾。",
        zh_hant="信用卡上的經營方式為{legal_form}，資料卡上的性質為{ownership}，兩者矛盾。",
    ),
}
