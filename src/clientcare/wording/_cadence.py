"""Visits and contacts in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "cadence.by_tier": Text(
        en="Tier {visited_as} is visited {visits:n time} in {cycle_days:n day}.",
        zh_hans="{visited_as}级客户每{cycle_days}天拜访{visits}次。",
        zh_hant="{visited_as}級客戶每{cycle_days}天拜訪{visits}次。",
    ),
    "cadence.key_account": Text(
        en="A key account is visited like tier {visited_as}: {visits:n time} in {cycle_days:n day}.",
        zh_hans="重点客户按{visited_as}级拜访：每{cycle_days}天{visits}次。",
        zh_hant="重點客戶按{visited_as}級拜訪：每{cycle_days}天{visits}次。",
    ),
    "cadence.prospect": Text(
        en=(
            "A prospect is visited {visits:n time} in {cycle_days:n day}, with the gap and the"
            " minutes of tier {visited_as}."
        ),
        zh_hans="潜在客户每{cycle_days}天拜访{visits}次，间隔和时长按{visited_as}级。",
        zh_hant="潛在客戶每{cycle_days}天拜訪{visits}次，間隔和時長按{visited_as}級。",
    ),
    "cadence.untiered": Text(
        en=(
            "There is no tier yet: {visits:n visit} in {cycle_days:n day}, with the gap and the"
            " minutes of tier {visited_as}."
        ),
        zh_hans="尚未定级：每{cycle_days}天拜访{visits}次，间隔和时长按{visited_as}级。",
        zh_hant="尚未定級：每{cycle_days}天拜訪{visits}次，間隔和時長按{visited_as}級。",
    ),
    "cadence.lost_unvisited": Text(
        en="The customer is lost and has no counted visit; one is due every {lost_days:n day}.",
        zh_hans="客户已流失，且没有有效拜访；每{lost_days}天应拜访一次。",
        zh_hant="客戶已流失，且沒有有效拜訪；每{lost_days}天應拜訪一次。",
    ),
    "cadence.lost_due": Text(
        en=(
            "The customer is lost; the last counted visit was on {last_on}, {days:n day} ago, and"
            " one is due every {lost_days:n day}."
        ),
        zh_hans="客户已流失；上次有效拜访在{last_on}，已过{days}天，每{lost_days}天应拜访一次。",
        zh_hant="客戶已流失；上次有效拜訪在{last_on}，已過{days}天，每{lost_days}天應拜訪一次。",
    ),
    "cadence.lost_resting": Text(
        en=(
            "The customer is lost and was visited on {last_on}, {days:n day} ago; the next visit"
            " is due {lost_days:n day} after that one."
        ),
        zh_hans="客户已流失，{last_on}已拜访，已过{days}天；满{lost_days}天应再拜访。",
        zh_hant="客戶已流失，{last_on}已拜訪，已過{days}天；滿{lost_days}天應再拜訪。",
    ),
    "cadence.at_risk": Text(
        en=(
            "The customer has been at risk since {since_on}, {days:n day} ago, and gets {extra} more in"
            " a cycle for the first {at_risk_days:n day}."
        ),
        zh_hans="客户自{since_on}起有流失风险，已{days}天；前{at_risk_days}天内每周期多{extra}次。",
        zh_hant="客戶自{since_on}起有流失風險，已{days}天；前{at_risk_days}天內每週期多{extra}次。",
    ),
    "cadence.at_risk_since_unknown": Text(
        en="The customer has been at risk since an unknown day and gets {extra} more in a cycle.",
        zh_hans="客户有流失风险，起始日未知，每周期多{extra}次。",
        zh_hant="客戶有流失風險，起始日未知，每週期多{extra}次。",
    ),
    "cadence.at_risk_over": Text(
        en=(
            "The customer has been at risk since {since_on}, {days:n day} ago; the {extra} more in a"
            " cycle {extra:pick was|were} for the first {at_risk_days:n day} only."
        ),
        zh_hans="客户自{since_on}起有流失风险，已{days}天；每周期多出的{extra}次只限前{at_risk_days}天。",
        zh_hant="客戶自{since_on}起有流失風險，已{days}天；每週期多出的{extra}次只限前{at_risk_days}天。",
    ),
    "cadence.lifecycle_unknown": Text(
        en="The life-cycle state is unknown; the tier alone counts.",
        zh_hans="生命周期状态未知，只按等级。",
        zh_hant="生命週期狀態未知，只按等級。",
    ),
    "cadence.after_as_of": Text(
        en="Dated later and left out: {left_out}.",
        zh_hans="之后的{left_out}次未计入。",
        zh_hant="之後的{left_out}次未計入。",
    ),
    "cadence.contact_in_time": Text(
        en=(
            "Counted from {counted_from_on}, the next contact is due on {due_on} and late after {late_after_on}"
            " (target {target_days:n day}, at most {maximum_days}, both moved to business"
            " days)[; today is {today}]."
        ),
        zh_hans=(
            "自{counted_from_on}起算，下次联系应在{due_on}，{late_after_on}之后为逾期"
            "（目标{target_days}天，最长{maximum_days}天，均顺延或提前到工作日）[；今天是{today}]。"
        ),
        zh_hant=(
            "自{counted_from_on}起算，下次聯繫應在{due_on}，{late_after_on}之後為逾期"
            "（目標{target_days}天，最長{maximum_days}天，均順延或提前到工作日）[；今天是{today}]。"
        ),
    ),
    "cadence.contact_due": Text(
        en=(
            "Counted from {counted_from_on}, a contact has been due since {due_on} and is late after {late_after_on}"
            " (target {target_days:n day}, at most {maximum_days}, both moved to business"
            " days)[; today is {today}]."
        ),
        zh_hans=(
            "自{counted_from_on}起算，{due_on}起应联系，{late_after_on}之后为逾期"
            "（目标{target_days}天，最长{maximum_days}天，均顺延或提前到工作日）[；今天是{today}]。"
        ),
        zh_hant=(
            "自{counted_from_on}起算，{due_on}起應聯繫，{late_after_on}之後為逾期"
            "（目標{target_days}天，最長{maximum_days}天，均順延或提前到工作日）[；今天是{today}]。"
        ),
    ),
    "cadence.contact_overdue": Text(
        en=(
            "Counted from {counted_from_on}, a contact was due on {due_on} and is late: the last day in time was {late_after_on}"
            " (target {target_days:n day}, at most {maximum_days}, both moved to business"
            " days)[; today is {today}]."
        ),
        zh_hans=(
            "自{counted_from_on}起算，{due_on}应联系，已逾期：最后期限为{late_after_on}"
            "（目标{target_days}天，最长{maximum_days}天，均顺延或提前到工作日）[；今天是{today}]。"
        ),
        zh_hant=(
            "自{counted_from_on}起算，{due_on}應聯繫，已逾期：最後期限為{late_after_on}"
            "（目標{target_days}天，最長{maximum_days}天，均順延或提前到工作日）[；今天是{today}]。"
        ),
    ),
    "cadence.contact_as_tier": Text(
        en="The days are those of tier {visited_as}.",
        zh_hans="天数按{visited_as}级。",
        zh_hant="天數按{visited_as}級。",
    ),
    "cadence.contact_untiered": Text(
        en="There is no tier yet; the days are those of tier {visited_as}.",
        zh_hans="尚未定级，天数按{visited_as}级。",
        zh_hant="尚未定級，天數按{visited_as}級。",
    ),
    "cadence.contact_lost": Text(
        en="The customer is lost and is contacted every {target_days:n day}.",
        zh_hans="客户已流失，每{target_days}天联系一次。",
        zh_hant="客戶已流失，每{target_days}天聯繫一次。",
    ),
    "cadence.entry_unknown": Text(
        en="No real contact is known, nor the day the customer entered the book: the first contact is due from today, {today}.",
        zh_hans="没有真实接触的记录，建档日也未知：从今天{today}起应首次联系。",
        zh_hant="沒有真實接觸的記錄，建檔日也未知：從今天{today}起應首次聯繫。",
    ),
    "cadence.never_contacted": Text(
        en="No real contact is known: the first one is due from {entered_on}, when the customer entered the book.",
        zh_hans="没有真实接触的记录：从建档日{entered_on}起应首次联系。",
        zh_hant="沒有真實接觸的記錄：從建檔日{entered_on}起應首次聯繫。",
    ),
    "cadence.ambassador_never_met": Text(
        en="The ambassador was never met in that role; a meeting may be held from {from_on} on.",
        zh_hans="尚未以推荐人身份会面；{from_on}起可以会面。",
        zh_hant="尚未以推薦人身分會面；{from_on}起可以會面。",
    ),
    "cadence.ambassador_met": Text(
        en=(
            "The ambassador was met on {last_on}; the next meeting may be held from {from_on}"
            " on, {months:n calendar month} later at the earliest."
        ),
        zh_hans="{last_on}已与推荐人会面；最早隔{months}个月，{from_on}起可以再会面。",
        zh_hant="{last_on}已與推薦人會面；最早隔{months}個月，{from_on}起可以再會面。",
    ),
    "cadence.visit_overdue": Text(
        en=(
            "The visit of {next_on} is overdue[ on {as_of}]: it is more than"
            " {tolerance_business_days:n business day} late."
        ),
        zh_hans="{next_on}应有的拜访[到{as_of}]已逾期：晚了{tolerance_business_days}个工作日以上。",
        zh_hant="{next_on}應有的拜訪[到{as_of}]已逾期：晚了{tolerance_business_days}個工作日以上。",
    ),
    "cadence.visit_planned": Text(
        en=(
            "[As of {as_of}: ]A visit is booked for {booked_on}, in time: the next one is due on"
            " {next_on}, {tolerance_business_days:n business day} later at the latest."
        ),
        zh_hans=(
            "[截至{as_of}，]已约{booked_on}拜访，未逾期：应在{next_on}，最迟其后{tolerance_business_days}个工作日。"
        ),
        zh_hant=(
            "[截至{as_of}，]已約{booked_on}拜訪，未逾期：應在{next_on}，最遲其後{tolerance_business_days}個工作日。"
        ),
    ),
    "cadence.visit_due": Text(
        en=(
            "The visit of {next_on} is due[ on {as_of}], from"
            " {tolerance_business_days:n business day} before to as many after, and none is booked in"
            " that time."
        ),
        zh_hans="{next_on}的拜访[在{as_of}]已到期（前后{tolerance_business_days}个工作日），期内尚无预约。",
        zh_hant="{next_on}的拜訪[在{as_of}]已到期（前後{tolerance_business_days}個工作日），期內尚無預約。",
    ),
    "cadence.visit_covered": Text(
        en=(
            "[On {as_of}: ]The next visit, of {next_on}, is more than"
            " {tolerance_business_days:n business day} away."
        ),
        zh_hans="[到{as_of}，]距{next_on}的下次拜访还有{tolerance_business_days}个工作日以上。",
        zh_hant="[到{as_of}，]距{next_on}的下次拜訪還有{tolerance_business_days}個工作日以上。",
    ),
    "cadence.visit_entry_unknown": Text(
        en="No counted visit is known, nor the day the customer entered the book: the first visit is due on {as_of}.",
        zh_hans="没有有效拜访的记录，建档日也未知：首次拜访应在{as_of}。",
        zh_hant="沒有有效拜訪的記錄，建檔日也未知：首次拜訪應在{as_of}。",
    ),
    "cadence.never_visited": Text(
        en="No counted visit is known: the first one was due on {entered_on}, when the customer entered the book.",
        zh_hans="没有有效拜访的记录：首次拜访应在建档日{entered_on}。",
        zh_hant="沒有有效拜訪的記錄：首次拜訪應在建檔日{entered_on}。",
    ),
    "cadence.gap_not_over": Text(
        en=(
            "After the visit of {last_on} the least gap of {gap_days:n day} allows the next one"
            " from {earliest_on} on."
        ),
        zh_hans="{last_on}拜访之后须隔{gap_days}天，最早{earliest_on}再访。",
        zh_hant="{last_on}拜訪之後須隔{gap_days}天，最早{earliest_on}再訪。",
    ),
    "cadence.gap_free": Text(
        en="No other visit is held or booked, so {on} keeps the least gap of {gap_days:n day}.",
        zh_hans="没有其他已做或已约的拜访，{on}符合至少{gap_days}天的间隔。",
        zh_hant="沒有其他已做或已約的拜訪，{on}符合至少{gap_days}天的間隔。",
    ),
    "cadence.gap_kept": Text(
        en=(
            "{on} is {days:n day} from the visit of {nearest_on}, which keeps the least gap of"
            " {gap_days:n day}."
        ),
        zh_hans="{on}距{nearest_on}的拜访{days}天，符合至少{gap_days}天的间隔。",
        zh_hant="{on}距{nearest_on}的拜訪{days}天，符合至少{gap_days}天的間隔。",
    ),
    "cadence.gap_broken": Text(
        en="{on} is {days:n day} from the visit of {nearest_on}; the least gap is {gap_days:n day}.",
        zh_hans="{on}距{nearest_on}的拜访仅{days}天，间隔至少应为{gap_days}天。",
        zh_hant="{on}距{nearest_on}的拜訪僅{days}天，間隔至少應為{gap_days}天。",
    ),
    "cadence.over_visited": Text(
        en=(
            "From {cycle_from_on} to {cycle_until_on} there {visits:pick was|were} {visits:n counted visit} where"
            " {target} {target:pick is|are} due: {over} too many."
        ),
        zh_hans=(
            "{cycle_from_on}至{cycle_until_on}有效拜访{visits}次，应为{target}次，多{over}次。"
        ),
        zh_hant=(
            "{cycle_from_on}至{cycle_until_on}有效拜訪{visits}次，應為{target}次，多{over}次。"
        ),
    ),
    "cadence.not_over_visited": Text(
        en=(
            "From {cycle_from_on} to {cycle_until_on} there {visits:pick was|were} {visits:n counted visit} where"
            " {target} {target:pick is|are} due: not too many."
        ),
        zh_hans=("{cycle_from_on}至{cycle_until_on}有效拜访{visits}次，应为{target}次，未超出。"),
        zh_hant=("{cycle_from_on}至{cycle_until_on}有效拜訪{visits}次，應為{target}次，未超出。"),
    ),
}
