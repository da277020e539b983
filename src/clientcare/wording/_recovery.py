"""Recovery of trust in words: good events owed, follow-up, winning back, the iceberg."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "balance.nothing_bad": Text(
        en="Nothing bad is on record, so nothing is owed (good events: {good}).",
        zh_hans="没有不良记录，无须弥补（好事{good}件）。",
        zh_hant="沒有不良記錄，無須彌補（好事{good}件）。",
    ),
    "balance.owed": Text(
        en="{owed:n good event} still owed: each bad one takes {owed_per_bad} to make up (bad {bad}, good {good}, the last bad one on {last_bad_on}).",
        zh_hans="尚欠{owed}件好事：每件坏事须{owed_per_bad}件好事弥补（坏事{bad}件，好事{good}件，最近坏事{last_bad_on}）。",
        zh_hant="尚欠{owed}件好事：每件壞事須{owed_per_bad}件好事彌補（壞事{bad}件，好事{good}件，最近壞事{last_bad_on}）。",
    ),
    "balance.even": Text(
        en="What was owed is made up since {even_on}: each bad event takes {owed_per_bad} good ones (bad {bad}, good {good}, the last bad one on {last_bad_on}).",
        zh_hans="所欠已于{even_on}弥补完：每件坏事须{owed_per_bad}件好事（坏事{bad}件，好事{good}件，最近坏事{last_bad_on}）。",
        zh_hant="所欠已於{even_on}彌補完：每件壞事須{owed_per_bad}件好事（壞事{bad}件，好事{good}件，最近壞事{last_bad_on}）。",
    ),
    "balance.after_as_of": Text(
        en="Events dated after the day judged are left out: {count}.",
        zh_hans="判定日之后的事件不计：{count}件。",
        zh_hant="判定日之後的事件不計：{count}件。",
    ),
    "recovery.not_yet": Text(
        en="The complaint ended on {settled_on}, after the day judged.",
        zh_hans="投诉于{settled_on}才结束，晚于判定日。",
        zh_hant="投訴於{settled_on}才結束，晚於判定日。",
    ),
    "recovery.calendar_silent": Text(
        en="The calendar {calendar} cannot tell the business day of the next contact.",
        zh_hans="日历{calendar}无法给出下次联系的工作日。",
        zh_hant="日曆{calendar}無法給出下次聯繫的工作日。",
    ),
    "recovery.first_contact": Text(
        en="Complaint {complaint} ended on {settled_on}; trust is not back yet (good events owed: {owed}; satisfied answers in a row: {satisfied} of {needed}). The first contact is due on {due_on}, the business day {days:n day} after that or the next one.",
        zh_hans="投诉{complaint}已于{settled_on}结束，信任尚未恢复（尚欠好事{owed}件；连续满意答复{satisfied}次，须{needed}次）。首次联系应在{due_on}，即结束后{days}天或其后的工作日。",
        zh_hant="投訴{complaint}已於{settled_on}結束，信任尚未恢復（尚欠好事{owed}件；連續滿意答覆{satisfied}次，須{needed}次）。首次聯繫應在{due_on}，即結束後{days}天或其後的工作日。",
    ),
    "recovery.following": Text(
        en="Complaint {complaint} ended on {settled_on}; trust is not back yet (good events owed: {owed}; satisfied answers in a row: {satisfied} of {needed}). The next contact is due on {due_on}, the business day {days:n day} after the last one of {last_on} or the next one.",
        zh_hans="投诉{complaint}已于{settled_on}结束，信任尚未恢复（尚欠好事{owed}件；连续满意答复{satisfied}次，须{needed}次）。下次联系应在{due_on}，即上次联系（{last_on}）后{days}天或其后的工作日。",
        zh_hant="投訴{complaint}已於{settled_on}結束，信任尚未恢復（尚欠好事{owed}件；連續滿意答覆{satisfied}次，須{needed}次）。下次聯繫應在{due_on}，即上次聯繫（{last_on}）後{days}天或其後的工作日。",
    ),
    "recovery.trust_back": Text(
        en="Trust is back after complaint {complaint} of {settled_on}: good events owed {owed}, satisfied answers in a row {satisfied} of {needed}.",
        zh_hans="投诉{complaint}（{settled_on}结束）之后信任已恢复：尚欠好事{owed}件，连续满意答复{satisfied}次（须{needed}次）。",
        zh_hant="投訴{complaint}（{settled_on}結束）之後信任已恢復：尚欠好事{owed}件，連續滿意答覆{satisfied}次（須{needed}次）。",
    ),
    "recovery.not_settled": Text(
        en="Open complaints: {open}. Trust is followed up when they are settled (complaint {complaint} ended on {settled_on}, good events owed {owed}, satisfied answers in a row {satisfied} of {needed}).",
        zh_hans="尚有未结投诉{open}件，解决后再跟进信任（投诉{complaint}已于{settled_on}结束，尚欠好事{owed}件，连续满意答复{satisfied}次，须{needed}次）。",
        zh_hant="尚有未結投訴{open}件，解決後再跟進信任（投訴{complaint}已於{settled_on}結束，尚欠好事{owed}件，連續滿意答覆{satisfied}次，須{needed}次）。",
    ),
    "recovery.lost": Text(
        en="The customer is lost; this is no matter of follow-up but of winning back (complaint {complaint} ended on {settled_on}, good events owed {owed}, satisfied answers in a row {satisfied} of {needed}).",
        zh_hans="客户已流失，须挽回而非跟进（投诉{complaint}已于{settled_on}结束，尚欠好事{owed}件，连续满意答复{satisfied}次，须{needed}次）。",
        zh_hant="客戶已流失，須挽回而非跟進（投訴{complaint}已於{settled_on}結束，尚欠好事{owed}件，連續滿意答覆{satisfied}次，須{needed}次）。",
    ),
    "win_back.state_unknown": Text(
        en="The life-cycle state is unknown, so nobody can tell whether the customer is leaving.",
        zh_hans="生命周期状态未知，无法判断客户是否正在流失。",
        zh_hant="生命週期狀態未知，無法判斷客戶是否正在流失。",
    ),
    "win_back.ask": Text(
        en="Ask until {due_on} why the customer chose us, what made them buy ours, and what should be better ({state} since {since_on}).",
        zh_hans="请在{due_on}前询问：为何选择我们、为何买我们的、哪里应改进（{since_on}起为{state}）。",
        zh_hant="請在{due_on}前詢問：為何選擇我們、為何買我們的、哪裡應改進（{since_on}起為{state}）。",
    ),
    "win_back.try": Text(
        en="Try to win the customer back by {due_on}; they bought for {value} ({state} since {since_on}).",
        zh_hans="请在{due_on}前尝试挽回；客户曾购买{value}（{since_on}起为{state}）。",
        zh_hant="請在{due_on}前嘗試挽回；客戶曾購買{value}（{since_on}起為{state}）。",
    ),
    "win_back.unwilling": Text(
        en="The customer said that they will not come back, so they are left in peace ({state} since {since_on}).",
        zh_hans="客户表示不会回来，不再打扰（{since_on}起为{state}）。",
        zh_hant="客戶表示不會回來，不再打擾（{since_on}起為{state}）。",
    ),
    "win_back.nothing": Text(
        en="Nobody has to be asked or won back ({state} since {since_on}).",
        zh_hans="无须询问或挽回（{since_on}起为{state}）。",
        zh_hant="無須詢問或挽回（{since_on}起為{state}）。",
    ),
    "iceberg.unknown": Text(
        en="How many complaints there were is unknown ({complaints}); of {defective_percent} % defective {noticed_percent} % would be noticed and {complained_percent} % complained of, each told to {told_at_least}.",
        zh_hans="投诉件数未知（{complaints}）；按假设{defective_percent}%有缺陷，{noticed_percent}%被发现，{complained_percent}%投诉，每人告诉{told_at_least}人。",
        zh_hant="投訴件數未知（{complaints}）；按假設{defective_percent}%有缺陷，{noticed_percent}%被發現，{complained_percent}%投訴，每人告訴{told_at_least}人。",
    ),
    "iceberg.estimate": Text(
        en="An estimate, not a count: {complaints:n complaint} may stand for {defective} defects, {noticed} of them noticed and told to {told} people. Assumed is that {defective_percent} % are defective, {noticed_percent} % noticed, {complained_percent} % complained of, and that each who noticed tells {told_at_least}.",
        zh_hans="估计而非实数：{complaints}件投诉可能对应{defective}处缺陷，其中{noticed}处被发现，并告知{told}人。假设{defective_percent}%有缺陷，{noticed_percent}%被发现，{complained_percent}%投诉，发现者每人告诉{told_at_least}人。",
        zh_hant="估計而非實數：{complaints}件投訴可能對應{defective}處缺陷，其中{noticed}處被發現，並告知{told}人。假設{defective_percent}%有缺陷，{noticed_percent}%被發現，{complained_percent}%投訴，發現者每人告訴{told_at_least}人。",
    ),
    "effect.none": Text(
        en="No trouble bears on contacts, credit or tier.",
        zh_hans="没有影响联系、信用或等级的问题。",
        zh_hant="沒有影響聯繫、信用或等級的問題。",
    ),
    "effect.contact_suspended": Text(
        en="Open complaints of {priorities}: {count}. Until they are settled, contact the customer for service alone.",
        zh_hans="未结{priorities}投诉{count}件，解决前只作服务联系。",
        zh_hant="未結{priorities}投訴{count}件，解決前只作服務聯繫。",
    ),
    "effect.contact_follow_up": Text(
        en="Besides the usual contacts, one is due on {due_on}, until trust is back (good events owed: {owed}).",
        zh_hans="除例行联系外，{due_on}应再联系一次，直至信任恢复（尚欠好事{owed}件）。",
        zh_hant="除例行聯繫外，{due_on}應再聯繫一次，直至信任恢復（尚欠好事{owed}件）。",
    ),
    "effect.credit_dispute": Text(
        en="Complaint {complaint} contests invoice {invoice} ({disputed}), and no dispute is on record: record one, so that it does not count as overdue.",
        zh_hans="投诉{complaint}涉及发票{invoice}（{disputed}），但未登记争议：请登记，以免计入逾期。",
        zh_hant="投訴{complaint}涉及發票{invoice}（{disputed}），但未登記爭議：請登記，以免計入逾期。",
    ),
    "effect.tier_fell": Text(
        en="The tier fell from {before} to {tier} while complaints are open ({open}) or good events owed ({owed}): see whether the fall is our doing before treating the customer by it.",
        zh_hans="在有未结投诉（{open}件）或尚欠好事（{owed}件）期间，等级由{before}降为{tier}：先查是否因我方所致，再按新等级对待。",
        zh_hant="在有未結投訴（{open}件）或尚欠好事（{owed}件）期間，等級由{before}降為{tier}：先查是否因我方所致，再按新等級對待。",
    ),
}
