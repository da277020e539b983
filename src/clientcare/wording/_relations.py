"""Duties on referrals, and promises, in words; none of them names an introducer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "referral.not_yet_named": Text(
        en="Nothing is owed yet: the referral came in only at {named_at}.",
        zh_hans="尚无应办事项：该介绍到{named_at}才收到。",
        zh_hant="尚無應辦事項：該介紹到{named_at}才收到。",
    ),
    "referral.permission_awaited": Text(
        en="Named on {named_at}; the prospect has not given permission to be contacted yet.",
        zh_hans="{named_at}提名；对方尚未同意联系。",
        zh_hant="{named_at}提名；對方尚未同意聯繫。",
    ),
    "referral.nothing_owed": Text(
        en="Nothing is owed; the referral is {state}.",
        zh_hans="没有应办事项；介绍状态：{state}。",
        zh_hant="沒有應辦事項；介紹狀態：{state}。",
    ),
    "referral.contact_in_time": Text(
        en=(
            "Contact has been permitted since {permitted_at}: make it by {target_at}, at the latest by"
            " {limit_at}. Tries in vain: {attempts}; the next one is planned for {next_attempt_at}[; it is {now}]."
        ),
        zh_hans=(
            "{permitted_at}起可以联系：目标{target_at}前，最迟{limit_at}。"
            "已试{attempts}次未果，下次{next_attempt_at}[；现在{now}]。"
        ),
        zh_hant=(
            "{permitted_at}起可以聯繫：目標{target_at}前，最遲{limit_at}。"
            "已試{attempts}次未果，下次{next_attempt_at}[；現在{now}]。"
        ),
    ),
    "referral.contact_target_missed": Text(
        en=(
            "Contact has been permitted since {permitted_at}; the target of {target_at} has passed, the"
            " limit is {limit_at}. Tries in vain: {attempts}; the next one is planned for {next_attempt_at}[;"
            " it is {now}]."
        ),
        zh_hans=(
            "{permitted_at}起可以联系；已过目标{target_at}，最迟{limit_at}。"
            "已试{attempts}次未果，下次{next_attempt_at}[；现在{now}]。"
        ),
        zh_hant=(
            "{permitted_at}起可以聯繫；已過目標{target_at}，最遲{limit_at}。"
            "已試{attempts}次未果，下次{next_attempt_at}[；現在{now}]。"
        ),
    ),
    "referral.contact_late": Text(
        en=(
            "Contact has been permitted since {permitted_at}; target {target_at} and limit {limit_at}"
            " have passed. Tries in vain: {attempts}; the next one is planned for {next_attempt_at}[; it is {now}]."
        ),
        zh_hans=(
            "{permitted_at}起可以联系；目标{target_at}和期限{limit_at}都已过。"
            "已试{attempts}次未果，下次{next_attempt_at}[；现在{now}]。"
        ),
        zh_hant=(
            "{permitted_at}起可以聯繫；目標{target_at}和期限{limit_at}都已過。"
            "已試{attempts}次未果，下次{next_attempt_at}[；現在{now}]。"
        ),
    ),
    "referral.attempts_used": Text(
        en=(
            "The tries are used up ({attempts} in vain of {most}, the last at {last_at}): close it as"
            " unreachable."
        ),
        zh_hans="联系次数已用完（上限{most}次，{attempts}次未果，最后一次{last_at}）：以联系不上结案。",
        zh_hant="聯繫次數已用完（上限{most}次，{attempts}次未果，最後一次{last_at}）：以聯繫不上結案。",
    ),
    "referral.thanks_in_time": Text(
        en="Thank the introducer for the name of {received_at} by {due_at}[; it is {now}].",
        zh_hans="{received_at}收到提名，请在{due_at}前感谢介绍人[；现在{now}]。",
        zh_hant="{received_at}收到提名，請在{due_at}前感謝介紹人[；現在{now}]。",
    ),
    "referral.thanks_late": Text(
        en="Thanks to the introducer for the name of {received_at} were due by {due_at}[; it is {now}].",
        zh_hans="{received_at}收到提名，应在{due_at}前感谢介绍人，已逾期[；现在{now}]。",
        zh_hant="{received_at}收到提名，應在{due_at}前感謝介紹人，已逾期[；現在{now}]。",
    ),
    "referral.report_in_time": Text(
        en="Report to the introducer by {due_at}: {about} since {happened_at}[; it is {now}].",
        zh_hans="请在{due_at}前回报介绍人：{happened_at}{about}[；现在{now}]。",
        zh_hant="請在{due_at}前回報介紹人：{happened_at}{about}[；現在{now}]。",
    ),
    "referral.report_late": Text(
        en="A report to the introducer was due by {due_at}: {about} since {happened_at}[; it is {now}].",
        zh_hans="应在{due_at}前回报介绍人，已逾期：{happened_at}{about}[；现在{now}]。",
        zh_hant="應在{due_at}前回報介紹人，已逾期：{happened_at}{about}[；現在{now}]。",
    ),
    "referral.qualify": Text(
        en=(
            "First contact was on {contacted_on}: decide by {last_on}, day {qualify_days}, whether"
            " the prospect qualifies[; today is {today}]."
        ),
        zh_hans="{contacted_on}首次联系：请在{last_on}（第{qualify_days}天）前判定是否合格[；今天{today}]。",
        zh_hant="{contacted_on}首次聯繫：請在{last_on}（第{qualify_days}天）前判定是否合格[；今天{today}]。",
    ),
    "referral.qualify_late": Text(
        en=(
            "First contact was on {contacted_on}; whether the prospect qualifies was to be decided by"
            " {last_on}, day {qualify_days}[; today is {today}]."
        ),
        zh_hans="{contacted_on}首次联系，应在{last_on}（第{qualify_days}天）前判定是否合格，已逾期[；今天{today}]。",
        zh_hant="{contacted_on}首次聯繫，應在{last_on}（第{qualify_days}天）前判定是否合格，已逾期[；今天{today}]。",
    ),
    "referral.expired": Text(
        en=(
            "Named on {named_on}; no first order by {last_on}, day {expiry_days}[; today is {today}]:"
            " close it as expired."
        ),
        zh_hans="{named_on}提名；到{last_on}（第{expiry_days}天）没有首单[，今天{today}]：以过期结案。",
        zh_hant="{named_on}提名；到{last_on}（第{expiry_days}天）沒有首單[，今天{today}]：以過期結案。",
    ),
    "promise.not_yet_made": Text(
        en="At {now} the promise of {made_at} (due {due_at}) was not made yet.",
        zh_hans="{now}时该承诺尚未作出（{made_at}作出，{due_at}到期）。",
        zh_hant="{now}時該承諾尚未作出（{made_at}作出，{due_at}到期）。",
    ),
    "promise.settled": Text(
        en="The promise has been settled since {at}: {state}.",
        zh_hans="承诺已于{at}了结：{state}。",
        zh_hant="承諾已於{at}了結：{state}。",
    ),
    "promise.given_up": Text(
        en="At {said_at} it was recorded that the promise due {due_at} is broken[; it is {now}].",
        zh_hans="{said_at}已记录：{due_at}到期的承诺未能履行[；现在{now}]。",
        zh_hant="{said_at}已記錄：{due_at}到期的承諾未能履行[；現在{now}]。",
    ),
    "promise.broken": Text(
        en="The promise was due {due_at} and is not kept[; it is {now}].",
        zh_hans="承诺应在{due_at}前履行，至今未履行[；现在{now}]。",
        zh_hant="承諾應在{due_at}前履行，至今未履行[；現在{now}]。",
    ),
    "promise.due_today": Text(
        en="The promise is due today, {due_at}[; it is {now}].",
        zh_hans="承诺今日{due_at}到期[；现在{now}]。",
        zh_hant="承諾今日{due_at}到期[；現在{now}]。",
    ),
    "promise.due_soon": Text(
        en="The promise is due soon, at {due_at}; soon is up to {soon_until_on}[; it is {now}].",
        zh_hans="承诺将于{due_at}到期（{soon_until_on}及以前为将到期）[；现在{now}]。",
        zh_hant="承諾將於{due_at}到期（{soon_until_on}及以前為將到期）[；現在{now}]。",
    ),
    "promise.in_time": Text(
        en="The promise is due at {due_at}, after {soon_until_on} and so not soon[; it is {now}].",
        zh_hans="承诺{due_at}到期，在{soon_until_on}之后，尚未将到期[；现在{now}]。",
        zh_hant="承諾{due_at}到期，在{soon_until_on}之後，尚未將到期[；現在{now}]。",
    ),
}
