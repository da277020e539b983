"""Promises, support, outlets, gifts, ambassadors and the development of prospects, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "ambassador.conversion": Text(
        en="Won {won} of {of} referrals that came to an outcome; with {prior_weight} more at {prior:percent} taken for granted that is {conversion:percent}.",
        zh_hans="有结果的{of}个介绍中成交{won}个；再按{prior:percent}计入{prior_weight}个，折合{conversion:percent}。",
        zh_hant="有結果的{of}個介紹中成交{won}個；再按{prior:percent}計入{prior_weight}個，折合{conversion:percent}。",
    ),
    "ambassador.influence": Text(
        en="{customers:n customer} stand below, down to depth {depth}; each depth counts {decay} of the one above: {influence}.",
        zh_hans="下线{depth}层内有{customers}个客户，每深一层按{decay}折算：{influence}。",
        zh_hant="下線{depth}層內有{customers}個客戶，每深一層按{decay}折算：{influence}。",
    ),
    "ambassador.at_least": Text(
        en="It is at least so much: the value of {unknown} is unknown.",
        zh_hans="这是下限：{unknown}的价值未知。",
        zh_hant="這是下限：{unknown}的價值未知。",
    ),
    "ambassador.value": Text(
        en="The {referred:n referred customer} are worth {value} today, at {rate:percent} a year.",
        zh_hans="所介绍的{referred}个客户现值{value}，年利率{rate:percent}。",
        zh_hant="所介紹的{referred}個客戶現值{value}，年利率{rate:percent}。",
    ),
    "ambassador.margin_unknown": Text(
        en="Of {referred:n referred customer} the margin of {unknown} is unknown; the rate is {rate:percent} a year.",
        zh_hans="所介绍的{referred}个客户中有{unknown}个毛利未知；年利率{rate:percent}。",
        zh_hant="所介紹的{referred}個客戶中有{unknown}個毛利未知；年利率{rate:percent}。",
    ),
    "ambassador.no_has_influence": Text(
        en="Noted as no: influence by position.",
        zh_hans="记录为否：有影响力。",
        zh_hant="記錄為否：有影響力。",
    ),
    "ambassador.unknown_has_influence": Text(
        en="Not known yet: influence by position.",
        zh_hans="尚不清楚：有影响力。",
        zh_hant="尚不清楚：有影響力。",
    ),
    "ambassador.no_is_unselfish": Text(
        en="Noted as no: being unselfish.",
        zh_hans="记录为否：不自私。",
        zh_hant="記錄為否：不自私。",
    ),
    "ambassador.unknown_is_unselfish": Text(
        en="Not known yet: being unselfish.",
        zh_hans="尚不清楚：不自私。",
        zh_hant="尚不清楚：不自私。",
    ),
    "ambassador.no_values_our_work": Text(
        en="Noted as no: valuing how we work.",
        zh_hans="记录为否：认可我们的做法。",
        zh_hant="記錄為否：認可我們的做法。",
    ),
    "ambassador.unknown_values_our_work": Text(
        en="Not known yet: valuing how we work.",
        zh_hans="尚不清楚：认可我们的做法。",
        zh_hant="尚不清楚：認可我們的做法。",
    ),
    "ambassador.ring_alert": Text(
        en="A ring alert of {on} lies within the last {days:n day}.",
        zh_hans="最近{days}天内（{on}）有可疑介绍警示。",
        zh_hant="最近{days}天內（{on}）有可疑介紹警示。",
    ),
    "ambassador.self_referral": Text(
        en="A self-referral or mutual referral of {on} lies within the last {days:n day}.",
        zh_hans="最近{days}天内（{on}）有自荐或互荐。",
        zh_hant="最近{days}天內（{on}）有自薦或互薦。",
    ),
    "ambassador.grave_complaint": Text(
        en="A complaint of priority P1 or P2 is open.",
        zh_hans="有未结的P1或P2级投诉。",
        zh_hant="有未結的P1或P2級投訴。",
    ),
    "ambassador.eligible": Text(
        en="Influence, unselfish, values our work: all noted as yes, and nothing stands against it.",
        zh_hans="有影响力、不自私、认可我们的做法：均为是，且无不利情况。",
        zh_hant="有影響力、不自私、認可我們的做法：均為是，且無不利情況。",
    ),
    "gifts.official": Text(
        en="Nothing is given to a public official ({kind}).",
        zh_hans="不得向公职人员给予任何东西（{kind}）。",
        zh_hant="不得向公職人員給予任何東西（{kind}）。",
    ),
    "gifts.money": Text(
        en="Money goes to the firm and stands in both books (to a person: {to_person}; on an invoice: {on_invoice}).",
        zh_hans="现金只付给公司并由双方入账（给个人：{to_person}；有票据：{on_invoice}）。",
        zh_hant="現金只付給公司並由雙方入帳（給個人：{to_person}；有票據：{on_invoice}）。",
    ),
    "gifts.value_unknown": Text(
        en="What it is worth is unknown.",
        zh_hans="价值未知。",
        zh_hant="價值未知。",
    ),
    "gifts.register_unknown": Text(
        en="What the receiver got this year is known in part: {known}. Of {unknown} it is unknown.",
        zh_hans="收受人本年所得仅部分已知：{known}；{unknown}的价值未知。",
        zh_hant="收受人本年所得僅部分已知：{known}；{unknown}的價值未知。",
    ),
    "gifts.office_unknown": Text(
        en="Worth {value}, but whether the receiver is a public official is unknown.",
        zh_hans="价值{value}，但不知收受人是否为公职人员。",
        zh_hant="價值{value}，但不知收受人是否為公職人員。",
    ),
    "gifts.over_year_limit": Text(
        en="{value} is too much. The receiver has {year_total} in {year} with it; the limit is {year_limit}, and above {approve_above} at once somebody has to agree.",
        zh_hans="{value}超限。连同这次，收受人{year}年共{year_total}，上限{year_limit}；单次超过{approve_above}须批准。",
        zh_hant="{value}超限。連同這次，收受人{year}年共{year_total}，上限{year_limit}；單次超過{approve_above}須批准。",
    ),
    "gifts.needs_approval": Text(
        en="{value} needs somebody's agreement. The receiver has {year_total} in {year} with it; the limit is {year_limit}, and above {approve_above} at once somebody has to agree.",
        zh_hans="{value}须批准。连同这次，收受人{year}年共{year_total}，上限{year_limit}；单次超过{approve_above}须批准。",
        zh_hant="{value}須批准。連同這次，收受人{year}年共{year_total}，上限{year_limit}；單次超過{approve_above}須批准。",
    ),
    "gifts.approved": Text(
        en="{value} was agreed to. The receiver has {year_total} in {year} with it; the limit is {year_limit}, and above {approve_above} at once somebody has to agree.",
        zh_hans="{value}已批准。连同这次，收受人{year}年共{year_total}，上限{year_limit}；单次超过{approve_above}须批准。",
        zh_hant="{value}已批准。連同這次，收受人{year}年共{year_total}，上限{year_limit}；單次超過{approve_above}須批准。",
    ),
    "gifts.within_limits": Text(
        en="{value} is within the limits. The receiver has {year_total} in {year} with it; the limit is {year_limit}, and above {approve_above} at once somebody has to agree.",
        zh_hans="{value}在限额内。连同这次，收受人{year}年共{year_total}，上限{year_limit}；单次超过{approve_above}须批准。",
        zh_hant="{value}在限額內。連同這次，收受人{year}年共{year_total}，上限{year_limit}；單次超過{approve_above}須批准。",
    ),
    "referral.favour_owed": Text(
        en="We have owed a favour since {owed_since_on}: best returned with business of our own.",
        zh_hans="自{owed_since_on}起欠一份人情：最好用我们自己的生意来还。",
        zh_hant="自{owed_since_on}起欠一份人情：最好用我們自己的生意來還。",
    ),
    "promise.keeping": Text(
        en="Kept in time: {numerator} of the {denominator:n promise} due from {first_on} to {last_on}, {value:percent}. Late {late}, broken {broken}; not counted: released {released}, not due yet {open}.",
        zh_hans="{first_on}至{last_on}到期的{denominator}个承诺中按时履行{numerator}个，{value:percent}。迟履行{late}个，未履行{broken}个；不计：已解除{released}个，未到期{open}个。",
        zh_hant="{first_on}至{last_on}到期的{denominator}個承諾中按時履行{numerator}個，{value:percent}。遲履行{late}個，未履行{broken}個；不計：已解除{released}個，未到期{open}個。",
    ),
    "promise.far_too_many": Text(
        en="With this one {open} promises of the salesperson would be open; more than {most} are refused.",
        zh_hans="加上这个，业务员将有{open}个未了承诺；超过{most}个不可再承诺。",
        zh_hant="加上這個，業務員將有{open}個未了承諾；超過{most}個不可再承諾。",
    ),
    "promise.too_many": Text(
        en="With this one {open} promises of the salesperson would be open; more than {most} are too many.",
        zh_hans="加上这个，业务员将有{open}个未了承诺；超过{most}个就太多。",
        zh_hant="加上這個，業務員將有{open}個未了承諾；超過{most}個就太多。",
    ),
    "promise.too_many_to": Text(
        en="With this one {open} promises to the customer would be open; more than {most} are too many.",
        zh_hans="加上这个，对该客户将有{open}个未了承诺；超过{most}个就太多。",
        zh_hant="加上這個，對該客戶將有{open}個未了承諾；超過{most}個就太多。",
    ),
    "promise.fine": Text(
        en="With this one {to_customer} promises to the customer and {of_rep} of the salesperson would be open.",
        zh_hans="加上这个，对该客户有{to_customer}个未了承诺，业务员有{of_rep}个。",
        zh_hant="加上這個，對該客戶有{to_customer}個未了承諾，業務員有{of_rep}個。",
    ),
    "promise.authority_unknown": Text(
        en="It is worth {value}, and up to how much the salesperson may decide is {authority}.",
        zh_hans="价值{value}，业务员的权限：{authority}。",
        zh_hant="價值{value}，業務員的權限：{authority}。",
    ),
    "promise.beyond_authority": Text(
        en="It is worth {value}; the salesperson may decide up to {authority}.",
        zh_hans="价值{value}，超出业务员权限{authority}。",
        zh_hant="價值{value}，超出業務員權限{authority}。",
    ),
    "outlet.not_noticed_yet": Text(
        en="It was noticed only at {noticed_at}.",
        zh_hans="到{noticed_at}才发现。",
        zh_hant="到{noticed_at}才發現。",
    ),
    "outlet.settled": Text(
        en="{kind}, noticed at {noticed_at}, was settled at {settled_at}; it was due by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，{settled_at}解决，期限{due_at}[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，{settled_at}解決，期限{due_at}[；現在{now}]。",
    ),
    "outlet.daily_in_time": Text(
        en="{kind}, noticed at {noticed_at}, is treated at once, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，应立即处理，期限{due_at}[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，應立即處理，期限{due_at}[；現在{now}]。",
    ),
    "outlet.daily_late": Text(
        en="{kind}, noticed at {noticed_at}, was to be treated at once, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，本应立即处理，期限{due_at}，已逾期[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，本應立即處理，期限{due_at}，已逾期[；現在{now}]。",
    ),
    "outlet.expense_in_time": Text(
        en="{kind}, noticed at {noticed_at}, is treated by a stated principle, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，应按原则处理，期限{due_at}[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，應按原則處理，期限{due_at}[；現在{now}]。",
    ),
    "outlet.expense_late": Text(
        en="{kind}, noticed at {noticed_at}, was to be treated by a stated principle, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，本应按原则处理，期限{due_at}，已逾期[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，本應按原則處理，期限{due_at}，已逾期[；現在{now}]。",
    ),
    "outlet.sell_through_in_time": Text(
        en="{kind}, noticed at {noticed_at}, is treated systematically: cause, then measure, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，应从根本处理（先原因，后措施），期限{due_at}[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，應從根本處理（先原因，後措施），期限{due_at}[；現在{now}]。",
    ),
    "outlet.sell_through_late": Text(
        en="{kind}, noticed at {noticed_at}, was to be treated systematically: cause, then measure, by {due_at}[; it is {now}].",
        zh_hans="{kind}：{noticed_at}发现，本应从根本处理（先原因，后措施），期限{due_at}，已逾期[；现在{now}]。",
        zh_hant="{kind}：{noticed_at}發現，本應從根本處理（先原因，後措施），期限{due_at}，已逾期[；現在{now}]。",
    ),
    "development.not_qualified": Text(
        en="The prospect is not qualified: money {money}, authority {authority}, need {need}.",
        zh_hans="对方不合格：资金{money}，决定权{authority}，需要{need}。",
        zh_hant="對方不合格：資金{money}，決定權{authority}，需要{need}。",
    ),
    "development.not_known": Text(
        en="Whether the prospect is qualified is not known yet: money {money}, authority {authority}, need {need}.",
        zh_hans="尚不清楚对方是否合格：资金{money}，决定权{authority}，需要{need}。",
        zh_hant="尚不清楚對方是否合格：資金{money}，決定權{authority}，需要{need}。",
    ),
    "development.qualified": Text(
        en="The prospect is qualified: money {money}, authority {authority}, need {need}.",
        zh_hans="对方合格：资金{money}，决定权{authority}，需要{need}。",
        zh_hant="對方合格：資金{money}，決定權{authority}，需要{need}。",
    ),
    "development.next": Text(
        en="Next: {next} (so far: {reached:or_none}). The plan's gaps: {gaps}.",
        zh_hans="下一步：{next}（已到：{reached:or_none}）。计划缺项：{gaps}。",
        zh_hant="下一步：{next}（已到：{reached:or_none}）。計劃缺項：{gaps}。",
    ),
    "development.done": Text(
        en="All seven steps are taken, the last: {reached}; next: {next:or_none}. The plan's gaps: {gaps}.",
        zh_hans="七步都已完成，最后：{reached}；下一步：{next:or_none}。计划缺项：{gaps}。",
        zh_hant="七步都已完成，最後：{reached}；下一步：{next:or_none}。計劃缺項：{gaps}。",
    ),
    "development.stopped": Text(
        en="It goes no farther (so far: {reached:or_none}; next: {next:or_none}). The plan's gaps: {gaps}.",
        zh_hans="到此为止（已到：{reached:or_none}；下一步：{next:or_none}）。计划缺项：{gaps}。",
        zh_hant="到此為止（已到：{reached:or_none}；下一步：{next:or_none}）。計劃缺項：{gaps}。",
    ),
    "support.standing": Text(
        en="Support in {year}: Budget {budget}, planned {planned}, spent {spent}, effect {effect}.",
        zh_hans="{year}年支援：预算{budget}，计划{planned}，已用{spent}，效果{effect}。",
        zh_hant="{year}年支援：預算{budget}，計劃{planned}，已用{spent}，效果{effect}。",
    ),
    "support.overspent": Text(
        en="The support of {year} is overspent by {over}: Budget {budget}, planned {planned}, spent {spent}, effect {effect}.",
        zh_hans="{year}年支援超支{over}：预算{budget}，计划{planned}，已用{spent}，效果{effect}。",
        zh_hant="{year}年支援超支{over}：預算{budget}，計劃{planned}，已用{spent}，效果{effect}。",
    ),
    "support.over_planned": Text(
        en="More is planned for {year} than its budget, by {over}: Budget {budget}, planned {planned}, spent {spent}, effect {effect}.",
        zh_hans="{year}年支援计划超出预算{over}：预算{budget}，计划{planned}，已用{spent}，效果{effect}。",
        zh_hant="{year}年支援計劃超出預算{over}：預算{budget}，計劃{planned}，已用{spent}，效果{effect}。",
    ),
    "support.overdue": Text(
        en="{count:n piece} of support {count:pick is|are} past the planned day and not given.",
        zh_hans="有{count}项支援已过计划日期而未给。",
        zh_hant="有{count}項支援已過計劃日期而未給。",
    ),
    "support.unmeasured": Text(
        en="The effect of {count:n piece} of support is not measured.",
        zh_hans="有{count}项支援未衡量效果。",
        zh_hant="有{count}項支援未衡量效果。",
    ),
    "agenda.not_worth_the_time": Text(
        en="{amount} is at stake, and {minutes:n minute} of time cost {cost}.",
        zh_hans="所涉金额{amount}，而{minutes}分钟的时间值{cost}。",
        zh_hant="所涉金額{amount}，而{minutes}分鐘的時間值{cost}。",
    ),
}
