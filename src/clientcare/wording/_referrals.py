"""Who named whom first, who is credited and rewarded, in words; no introducer is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "referral_identity.clear": Text(
        en="Introducer and prospect share nothing that was told of them.",
        zh_hans="介绍人与被介绍人没有相同资料。",
        zh_hant="介紹人與被介紹人沒有相同資料。",
    ),
    "referral_identity.review": Text(
        en="Introducer and prospect share: {shared}. Somebody should look at that.",
        zh_hans="介绍人与被介绍人相同之处：{shared}。请核查。",
        zh_hant="介紹人與被介紹人相同之處：{shared}。請核查。",
    ),
    "referral_identity.self": Text(
        en="Introducer and prospect are the same party; they share: {shared}.",
        zh_hans="介绍人与被介绍人是同一方，相同之处：{shared}。",
        zh_hant="介紹人與被介紹人是同一方，相同之處：{shared}。",
    ),
    "referral_identity.ring": Text(
        en=(
            "{count} referrals within {days:n day} share one value ({shared}): {referrals}."
            " From {least} on somebody should look at them."
        ),
        zh_hans="{days}天内有{count}个介绍资料相同（{shared}）：{referrals}。{least}个起应核查。",
        zh_hant="{days}天內有{count}個介紹資料相同（{shared}）：{referrals}。{least}個起應核查。",
    ),
    "referral_identity.no_ring": Text(
        en="None of the {namings:n naming} looks like one hand.",
        zh_hans="{namings}次提名中没有可疑之处。",
        zh_hant="{namings}次提名中沒有可疑之處。",
    ),
    "referral.claim_recorded": Text(
        en="The naming has ended; recorded as: {state}.",
        zh_hans="该提名已结束，记录为：{state}。",
        zh_hant="該提名已結束，記錄為：{state}。",
    ),
    "referral.claim_duplicate": Text(
        en="The prospect was named before, at {first_at} (referral {first}); that naming counts.",
        zh_hans="对方已于{first_at}被提名（介绍{first}），以那次为准。",
        zh_hant="對方已於{first_at}被提名（介紹{first}），以那次為準。",
    ),
    "referral.claim_cycle": Text(
        en="Who was named on {named_on} stands above the introducer in the credited referrals.",
        zh_hans="{named_on}被提名者是介绍人自己的上级介绍人。",
        zh_hant="{named_on}被提名者是介紹人自己的上級介紹人。",
    ),
    "referral.claim_existing_customer": Text(
        en="Named on {named_on}, but a customer already: the first order was on {first_order_on}.",
        zh_hans="{named_on}提名，但对方已是客户：首单在{first_order_on}。",
        zh_hant="{named_on}提名，但對方已是客戶：首單在{first_order_on}。",
    ),
    "referral.claim_valid": Text(
        en="The naming of {named_on} is the first valid one.",
        zh_hans="{named_on}的提名是首个有效提名。",
        zh_hant="{named_on}的提名是首個有效提名。",
    ),
    "referral.claim_already_known": Text(
        en=(
            "Named on {named_on}, but known already: our own open lead was touched on {touched_on},"
            " {days_before:n day} before; up to {most_days:n day} count. It is worked on and reported,"
            " without credit."
        ),
        zh_hans=(
            "{named_on}提名，但已有线索：自有线索在{touched_on}（{days_before}天前）有过联系，"
            "{most_days}天以内算数。照常跟进并回报，但不计功。"
        ),
        zh_hant=(
            "{named_on}提名，但已有線索：自有線索在{touched_on}（{days_before}天前）有過聯繫，"
            "{most_days}天以內算數。照常跟進並回報，但不計功。"
        ),
    ),
    "referral.claim_own_lead_cold": Text(
        en=(
            "The naming of {named_on} is the first valid one: our own lead was last touched on"
            " {touched_on}, {days_before:n day} before, and only {most_days:n day} count."
        ),
        zh_hans=(
            "{named_on}的提名是首个有效提名：自有线索最后一次联系在{touched_on}（{days_before}天前），"
            "只有{most_days}天以内算数。"
        ),
        zh_hant=(
            "{named_on}的提名是首個有效提名：自有線索最後一次聯繫在{touched_on}（{days_before}天前），"
            "只有{most_days}天以內算數。"
        ),
    ),
    "referral_credit.edges": Text(
        en="Credited referrals: {edges}.",
        zh_hans="计功的介绍：{edges}个。",
        zh_hant="計功的介紹：{edges}個。",
    ),
    "referral_credit.refused": Text(
        en="Referral {referral} is not credited: {why}.",
        zh_hans="介绍{referral}不计功：{why}。",
        zh_hant="介紹{referral}不計功：{why}。",
    ),
    "referral_credit.no_customer": Text(
        en="Referral {referral} is not credited: the prospect stands in the book as no customer.",
        zh_hans="介绍{referral}不计功：对方在客户资料中没有编号。",
        zh_hant="介紹{referral}不計功：對方在客戶資料中沒有編號。",
    ),
    "referral_reward.nothing": Text(
        en="No reward is in question; the referral is {state}.",
        zh_hans="没有待答谢事项；介绍状态：{state}。",
        zh_hant="沒有待答謝事項；介紹狀態：{state}。",
    ),
    "referral_reward.clawback_due": Text(
        en="The payment of the first order bounced on {bounced_on}: the reward has to come back.",
        zh_hans="首单付款在{bounced_on}被退回：应收回答谢。",
        zh_hant="首單付款在{bounced_on}被退回：應收回答謝。",
    ),
    "referral_reward.returned": Text(
        en="All of the first order had come back by {on}: the referral is reversed.",
        zh_hans="首单已于{on}全部退货：撤销该介绍。",
        zh_hant="首單已於{on}全部退貨：撤銷該介紹。",
    ),
    "referral_reward.bad_debt": Text(
        en="The invoice of the first order was given up on {on}: the referral is reversed.",
        zh_hans="首单货款在{on}成为坏账：撤销该介绍。",
        zh_hant="首單貨款在{on}成為壞帳：撤銷該介紹。",
    ),
    "referral_reward.bounced": Text(
        en="The payment of the first order bounced on {on}: the referral is reversed.",
        zh_hans="首单付款在{on}被退回：撤销该介绍。",
        zh_hant="首單付款在{on}被退回：撤銷該介紹。",
    ),
    "referral_reward.not_earned": Text(
        en="No reward: {standing}.",
        zh_hans="不予答谢：{standing}。",
        zh_hant="不予答謝：{standing}。",
    ),
    "referral_reward.not_credited": Text(
        en="No reward, as the conversion is not credited: {why}.",
        zh_hans="不计功，不予答谢：{why}。",
        zh_hant="不計功，不予答謝：{why}。",
    ),
    "referral_reward.order_value_unknown": Text(
        en="What the first order came to is unknown.",
        zh_hans="首单金额未知。",
        zh_hant="首單金額未知。",
    ),
    "referral_reward.spent_unknown": Text(
        en="What the year's rewards have cost is unknown, so it is open whether {amount} is left of the budget of {budget}.",
        zh_hans="本年答谢支出未知，无法判断预算{budget}是否还够{amount}。",
        zh_hant="本年答謝支出未知，無法判斷預算{budget}是否還夠{amount}。",
    ),
    "referral_reward.delivery_unknown": Text(
        en="Neither the delivery of the first order nor its invoice has a known date.",
        zh_hans="首单的交货日期和开票日期都未知。",
        zh_hant="首單的交貨日期和開票日期都未知。",
    ),
    "referral_reward.margin_unknown": Text(
        en="The margin of the first order is unknown.",
        zh_hans="首单毛利未知。",
        zh_hant="首單毛利未知。",
    ),
    "referral_reward.below_minimum": Text(
        en="No reward: the first order, less what came back, is {order_value}; {minimum} is the least.",
        zh_hans="不予答谢：首单扣除退货后为{order_value}，最低要求{minimum}。",
        zh_hant="不予答謝：首單扣除退貨後為{order_value}，最低要求{minimum}。",
    ),
    "referral_reward.held": Text(
        en="The reward is held until {free_on}[; today is {today}].",
        zh_hans="答谢须等到{free_on}[；今天{today}]。",
        zh_hant="答謝須等到{free_on}[；今天{today}]。",
    ),
    "referral_reward.unpaid": Text(
        en="The hold ended on {free_on}, but the first order is not fully paid[; today is {today}].",
        zh_hans="{free_on}等待期已满，但首单尚未付清[；今天{today}]。",
        zh_hant="{free_on}等待期已滿，但首單尚未付清[；今天{today}]。",
    ),
    "referral_reward.cap": Text(
        en="No reward: the introducer has had {given} of at most {most} in {year}.",
        zh_hans="不予答谢：{year}年已答谢{given}次，上限{most}次。",
        zh_hant="不予答謝：{year}年已答謝{given}次，上限{most}次。",
    ),
    "referral_reward.budget": Text(
        en="No reward: {amount} would exceed the {left} that is left of the year's budget.",
        zh_hans="不予答谢：{amount}超出本年预算余额{left}。",
        zh_hant="不予答謝：{amount}超出本年預算餘額{left}。",
    ),
    "referral_reward.granted": Text(
        en=(
            "Free since {free_on}: thank the introducer, and owe a favour."
            " Rewards so far this year: {given} of at most {most}."
        ),
        zh_hans="{free_on}起可以答谢：请致谢，并记一份人情。今年已答谢{given}次，上限{most}次。",
        zh_hant="{free_on}起可以答謝：請致謝，並記一份人情。今年已答謝{given}次，上限{most}次。",
    ),
    "referral_reward.granted_money": Text(
        en=(
            "{amount} to the introducer's firm, on its account: the lower of {fixed} and"
            " {percent} % of the margin of {margin}."
        ),
        zh_hans="答谢{amount}，付给介绍人的公司并入账：取{fixed}与毛利{margin}的{percent}%中较低者。",
        zh_hant="答謝{amount}，付給介紹人的公司並入帳：取{fixed}與毛利{margin}的{percent}%中較低者。",
    ),
    "referral_funnel.stages": Text(
        en=(
            "Named from {first_on} to {last_on}: {named}; permitted {consented}, contacted"
            " {contacted}, qualified {qualified}, converted {converted}; still on the way {open}."
        ),
        zh_hans=(
            "{first_on}至{last_on}提名{named}个：同意联系{consented}个，已联系{contacted}个，"
            "已确认{qualified}个，已成交{converted}个；还在进行{open}个。"
        ),
        zh_hant=(
            "{first_on}至{last_on}提名{named}個：同意聯繫{consented}個，已聯繫{contacted}個，"
            "已確認{qualified}個，已成交{converted}個；還在進行{open}個。"
        ),
    ),
    "referral_funnel.closed": Text(
        en=(
            "Closed {part} of the {whole} contacted: {share:percent}, likely {low:percent} to"
            " {high:percent}; the documents say {documents:percent}."
        ),
        zh_hans=(
            "已联系的{whole}个中成交{part}个：{share:percent}，可能在{low:percent}到{high:percent}之间；"
            "资料所说为{documents:percent}。"
        ),
        zh_hant=(
            "已聯繫的{whole}個中成交{part}個：{share:percent}，可能在{low:percent}到{high:percent}之間；"
            "資料所說為{documents:percent}。"
        ),
    ),
    "referral_funnel.won": Text(
        en=(
            "Won {part} of the {whole} named: {share:percent}, likely {low:percent} to {high:percent};"
            " of strangers the documents say {documents:percent}."
        ),
        zh_hans=(
            "提名的{whole}个中成交{part}个：{share:percent}，可能在{low:percent}到{high:percent}之间；"
            "对陌生人，资料所说为{documents:percent}。"
        ),
        zh_hant=(
            "提名的{whole}個中成交{part}個：{share:percent}，可能在{low:percent}到{high:percent}之間；"
            "對陌生人，資料所說為{documents:percent}。"
        ),
    ),
    "referral_funnel.ambassadors": Text(
        en=(
            "Of {whole:n customer} {part} introduced somebody who was won: {share:percent}, likely"
            " {low:percent} to {high:percent}; the documents say {documents:percent}."
        ),
        zh_hans=(
            "{whole}个客户中有{part}个介绍成功：{share:percent}，可能在{low:percent}到{high:percent}之间；"
            "资料所说为{documents:percent}。"
        ),
        zh_hant=(
            "{whole}個客戶中有{part}個介紹成功：{share:percent}，可能在{low:percent}到{high:percent}之間；"
            "資料所說為{documents:percent}。"
        ),
    ),
    "referral_funnel.conversion": Text(
        en=(
            "{kpi} of those named from {first_on} to {last_on}: {numerator} of {denominator},"
            " {value:percent}. The window ends at {window_until}, {days:n day} after the last naming day."
        ),
        zh_hans=(
            "{first_on}至{last_on}提名者的{kpi}：{denominator}个中{numerator}个，{value:percent}。"
            "统计到{window_until}，最后提名日后{days}天。"
        ),
        zh_hant=(
            "{first_on}至{last_on}提名者的{kpi}：{denominator}個中{numerator}個，{value:percent}。"
            "統計到{window_until}，最後提名日後{days}天。"
        ),
    ),
    "referral_funnel.provisional": Text(
        en="It is provisional: {open} are still on their way[; it is {now}].",
        zh_hans="这是暂计：还有{open}个在进行[；现在{now}]。",
        zh_hant="這是暫計：還有{open}個在進行[；現在{now}]。",
    ),
}
