"""The permission to contact somebody, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "contact.free": Text(
        en=(
            "The contact is allowed: {today:n contact} so far today, {in_7_days} of {max_7d} in 7 days,"
            " {in_30_days} of {max_30d} in 30 days; {account_in_7_days} of {account_max_7d} with the"
            " account in 7 days."
        ),
        zh_hans=(
            "可以联系：今天已联系{today}次，7天内{in_7_days}次（最多{max_7d}次），30天内{in_30_days}次"
            "（最多{max_30d}次）；该客户7天内{account_in_7_days}次（最多{account_max_7d}次）。"
        ),
        zh_hant=(
            "可以聯繫：今天已聯繫{today}次，7天內{in_7_days}次（最多{max_7d}次），30天內{in_30_days}次"
            "（最多{max_30d}次）；該客戶7天內{account_in_7_days}次（最多{account_max_7d}次）。"
        ),
    ),
    "contact.legal_notice": Text(
        en="A legal notice by {channel} may go out at any time.",
        zh_hans="以{channel}发出的法律通知不受时间限制。",
        zh_hant="以{channel}發出的法律通知不受時間限制。",
    ),
    "contact.deferred": Text(
        en="The contact has to wait until {until}[; asked at {now}].",
        zh_hans="须等到{until}才可联系[；询问时间为{now}]。",
        zh_hant="須等到{until}才可聯繫[；詢問時間為{now}]。",
    ),
    "contact.no_opening": Text(
        en="The contact is denied: in {days:n day} [from {now} ]there is no time at which all rules hold.",
        zh_hans="不可联系：[自{now}起]{days}天内没有符合全部规则的时间。",
        zh_hant="不可聯繫：[自{now}起]{days}天內沒有符合全部規則的時間。",
    ),
    "contact.withdrawn": Text(
        en="The consent for {consent} by {channel} was withdrawn at {withdrawn_at}.",
        zh_hans="对{consent}（{channel}）的同意已于{withdrawn_at}撤回。",
        zh_hant="對{consent}（{channel}）的同意已於{withdrawn_at}撤回。",
    ),
    "contact.no_consent": Text(
        en="There is no consent for {consent} by {channel}.",
        zh_hans="没有对{consent}（{channel}）的同意。",
        zh_hant="沒有對{consent}（{channel}）的同意。",
    ),
    "contact.no_contract": Text(
        en="There is neither a contract nor a consent for {consent} by {channel}.",
        zh_hans="既无合同，也没有对{consent}（{channel}）的同意。",
        zh_hant="既無合同，也沒有對{consent}（{channel}）的同意。",
    ),
    "contact.contract_unknown": Text(
        en="There is no consent for {consent} by {channel}, and whether there is a contract is unknown.",
        zh_hans="没有对{consent}（{channel}）的同意，是否有合同也未知。",
        zh_hant="沒有對{consent}（{channel}）的同意，是否有合同也未知。",
    ),
    "contact.zone_unknown": Text(
        en="Neither the person's time zone nor the account's is known.",
        zh_hans="联系人和客户的时区均未知。",
        zh_hant="聯繫人和客戶的時區均未知。",
    ),
    "contact.person_unknown": Text(
        en="Nobody is named whom a contact for {purpose} by {channel} could reach.",
        zh_hans="没有可以用{channel}联系{purpose}的联系人。",
        zh_hant="沒有可以用{channel}聯繫{purpose}的聯繫人。",
    ),
    "contact.suppressed_by_complaint": Text(
        en="An open complaint of priority {priority} holds back contacts for {consent}.",
        zh_hans="有未结的{priority}投诉，暂停{consent}联系。",
        zh_hant="有未結的{priority}投訴，暫停{consent}聯繫。",
    ),
    "contact.suppressed_by_collection": Text(
        en="The account is in legal collection, which holds back contacts for {consent}.",
        zh_hans="该客户正在法律催收，暂停{consent}联系。",
        zh_hant="該客戶正在法律催收，暫停{consent}聯繫。",
    ),
    "contact.suppressed_by_hold": Text(
        en="A legal hold holds back contacts for {consent}.",
        zh_hans="因法律保全，暂停{consent}联系。",
        zh_hant="因法律保全，暫停{consent}聯繫。",
    ),
    "contact.outside_hours": Text(
        en="It is outside the person's hours: {hours} on business days in {zone}.",
        zh_hans="不在联系时间内：{zone}工作日{hours}。",
        zh_hant="不在聯繫時間內：{zone}工作日{hours}。",
    ),
    "contact.then_outside_hours": Text(
        en="At {free_at}, when nothing else would stand against it, it is outside the person's hours: {hours} on business days in {zone}.",
        zh_hans="到{free_at}虽无其他限制，但不在联系时间内：{zone}工作日{hours}。",
        zh_hant="到{free_at}雖無其他限制，但不在聯繫時間內：{zone}工作日{hours}。",
    ),
    "contact.outside_wall": Text(
        en="It is outside the hours in which anybody is contacted: {hours} in {zone}.",
        zh_hans="不在允许联系的时间内：{zone}{hours}。",
        zh_hant="不在允許聯繫的時間內：{zone}{hours}。",
    ),
    "contact.day_full": Text(
        en="The person was contacted {most:n time} today, which is the most.",
        zh_hans="今天已联系{most}次，已达上限。",
        zh_hant="今天已聯繫{most}次，已達上限。",
    ),
    "contact.week_full": Text(
        en="The person was contacted {most:n time} or more in {days:n day}; at most {most} are allowed.",
        zh_hans="{days}天内已联系{most}次或以上，最多{most}次。",
        zh_hant="{days}天內已聯繫{most}次或以上，最多{most}次。",
    ),
    "contact.month_full": Text(
        en="The person was contacted {most:n time} or more in {days:n day}; at most {most} are allowed.",
        zh_hans="{days}天内已联系{most}次或以上，最多{most}次。",
        zh_hant="{days}天內已聯繫{most}次或以上，最多{most}次。",
    ),
    "contact.account_full": Text(
        en="The account was contacted {most:n time} or more in {days:n day}; at most {most} are allowed.",
        zh_hans="该客户{days}天内已联系{most}次或以上，最多{most}次。",
        zh_hant="該客戶{days}天內已聯繫{most}次或以上，最多{most}次。",
    ),
    "contact.collection_full": Text(
        en="The person was dunned {most:n time} or more in {days:n day}; at most {most} are allowed.",
        zh_hans="{days}天内已催收{most}次或以上，最多{most}次。",
        zh_hant="{days}天內已催收{most}次或以上，最多{most}次。",
    ),
    "contact.gap": Text(
        en="The last contact was at {last_at}; {gap_hours:n hour} have to pass.",
        zh_hans="上次联系在{last_at}，须间隔{gap_hours}小时。",
        zh_hant="上次聯繫在{last_at}，須間隔{gap_hours}小時。",
    ),
    "contact.ambassador_met": Text(
        en=(
            "The ambassador was met at {last_at}; the next meeting in that role may be"
            " {months:n calendar month} later."
        ),
        zh_hans="{last_at}已与推荐人会面；须隔{months}个月再会面。",
        zh_hant="{last_at}已與推薦人會面；須隔{months}個月再會面。",
    ),
}
