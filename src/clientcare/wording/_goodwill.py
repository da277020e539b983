"""Goodwill in words: what may be given, and who has to agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "goodwill.owed": Text(
        en="{amount} is owed, so it is no goodwill and has no cap.",
        zh_hans="{amount}属应赔付，不是善意补偿，不设上限。",
        zh_hant="{amount}屬應賠付，不是善意補償，不設上限。",
    ),
    "goodwill.given_before": Text(
        en="A gesture was given in this complaint already; {amount} would be the second.",
        zh_hans="本案已给过一次善意补偿，{amount}将是第二次。",
        zh_hant="本案已給過一次善意補償，{amount}將是第二次。",
    ),
    "goodwill.values_unknown": Text(
        en="Neither the value disputed nor the customer's margin is known, so no cap can be told.",
        zh_hans="争议金额和客户毛利均未知，无法得出上限。",
        zh_hant="爭議金額和客戶毛利均未知，無法得出上限。",
    ),
    "goodwill.over_cap": Text(
        en="{amount} is more than the case is worth, {cap}: the larger of {disputed_percent} % of the value disputed ({disputed}) and {margin_percent} % of the margin of 12 months ({margin_12m}).",
        zh_hans="{amount}超过本案上限{cap}：争议金额（{disputed}）的{disputed_percent}%与12个月毛利（{margin_12m}）的{margin_percent}%中较大者。",
        zh_hant="{amount}超過本案上限{cap}：爭議金額（{disputed}）的{disputed_percent}%與12個月毛利（{margin_12m}）的{margin_percent}%中較大者。",
    ),
    "goodwill.within": Text(
        en="{amount} is within the authority of the {decider} ({approver} is enough) and within {cap}: the larger of {disputed_percent} % of the value disputed ({disputed}) and {margin_percent} % of the margin of 12 months ({margin_12m}).",
        zh_hans="{amount}在{decider}权限内（{approver}即可），且不超过{cap}：争议金额（{disputed}）的{disputed_percent}%与12个月毛利（{margin_12m}）的{margin_percent}%中较大者。",
        zh_hant="{amount}在{decider}權限內（{approver}即可），且不超過{cap}：爭議金額（{disputed}）的{disputed_percent}%與12個月毛利（{margin_12m}）的{margin_percent}%中較大者。",
    ),
    "goodwill.needs_approval": Text(
        en="{amount} is beyond the authority of the {decider}: it needs the {approver}. The case is worth up to {cap}: the larger of {disputed_percent} % of the value disputed ({disputed}) and {margin_percent} % of the margin of 12 months ({margin_12m}).",
        zh_hans="{amount}超出{decider}权限，须{approver}批准。本案上限{cap}：争议金额（{disputed}）的{disputed_percent}%与12个月毛利（{margin_12m}）的{margin_percent}%中较大者。",
        zh_hant="{amount}超出{decider}權限，須{approver}批准。本案上限{cap}：爭議金額（{disputed}）的{disputed_percent}%與12個月毛利（{margin_12m}）的{margin_percent}%中較大者。",
    ),
    "goodwill.recent_gesture": Text(
        en="The same customer was given something {days:n day} ago, not more than {repeat_days:n day}, so one level above the {usual} has to agree.",
        zh_hans="同一客户{days}天前刚获补偿，未超过{repeat_days}天，须由{usual}的上一级批准。",
        zh_hant="同一客戶{days}天前剛獲補償，未超過{repeat_days}天，須由{usual}的上一級批准。",
    ),
    "goodwill.after_as_of": Text(
        en="Gestures dated after the day judged are left out: {count}.",
        zh_hans="判定日之后的补偿不计：{count}次。",
        zh_hant="判定日之後的補償不計：{count}次。",
    ),
    "goodwill.authority_held": Text(
        en="Everybody who answered for a gesture had the authority for it.",
        zh_hans="为补偿负责的人均有相应权限。",
        zh_hant="為補償負責的人均有相應權限。",
    ),
    "goodwill.role_not_held": Text(
        en="{person} answered for goodwill as {role} on {on}, but neither has that role nor stood in for it.",
        zh_hans="{person}于{on}以{role}身份为补偿负责，但既不任此职，也非其代理人。",
        zh_hant="{person}於{on}以{role}身份為補償負責，但既不任此職，也非其代理人。",
    ),
    "goodwill.person_unknown": Text(
        en="{person} answered for goodwill as {role} on {on}, and is not on the staff list.",
        zh_hans="{person}于{on}以{role}身份为补偿负责，但不在员工名单中。",
        zh_hant="{person}於{on}以{role}身份為補償負責，但不在員工名單中。",
    ),
    "goodwill.beyond_authority": Text(
        en="Goodwill worth {amount} was offered on {on} on the word of the {role}, who may give up to {up_to}.",
        zh_hans="{on}以{role}的名义提出价值{amount}的补偿，其权限上限为{up_to}。",
        zh_hant="{on}以{role}的名義提出價值{amount}的補償，其權限上限為{up_to}。",
    ),
    "goodwill.apologise": Text(
        en="Apologise in any case, without admitting a fault.",
        zh_hans="无论如何先道歉，但不承认过错。",
        zh_hant="無論如何先道歉，但不承認過錯。",
    ),
    "goodwill.margin_unknown": Text(
        en="The customer's margin of 12 months is unknown, so nothing can be illustrated.",
        zh_hans="客户12个月毛利未知，无法举例说明。",
        zh_hant="客戶12個月毛利未知，無法舉例說明。",
    ),
    "goodwill.at_stake": Text(
        en="For illustration only (measured among US consumers): {quick_percent} % stay after a quick settlement, {slow_percent} % after a slow one; of a margin of {margin_12m} that is {at_stake} a year.",
        zh_hans="仅作示意（美国消费者数据）：快速解决后{quick_percent}%留下，缓慢解决后{slow_percent}%；毛利{margin_12m}，每年相差{at_stake}。",
        zh_hant="僅作示意（美國消費者數據）：快速解決後{quick_percent}%留下，緩慢解決後{slow_percent}%；毛利{margin_12m}，每年相差{at_stake}。",
    ),
}
