"""The follow-up of sales, and of inquiries, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "after_sales.step_due": Text(
        en="A {step} is due {due_on}, in time until {late_after_on}: it follows the delivery of {delivered_on}[; today is {as_of}].",
        zh_hans="{due_on}应做{step}，最迟{late_after_on}：对应{delivered_on}的交货[；今天是{as_of}]。",
        zh_hant="{due_on}應做{step}，最遲{late_after_on}：對應{delivered_on}的交貨[；今天是{as_of}]。",
    ),
    "after_sales.step_overdue": Text(
        en="A {step} was due {due_on} and is late: the last day in time was {late_after_on}. It follows the delivery of {delivered_on}[; today is {as_of}].",
        zh_hans="{due_on}应做的{step}已逾期，最迟应在{late_after_on}：对应{delivered_on}的交货[；今天是{as_of}]。",
        zh_hant="{due_on}應做的{step}已逾期，最遲應在{late_after_on}：對應{delivered_on}的交貨[；今天是{as_of}]。",
    ),
    "after_sales.step_planned": Text(
        en="The next step is a {step} on {due_on}, in time until {late_after_on}, after the delivery of {delivered_on}[; today is {as_of}].",
        zh_hans="下一步是{due_on}的{step}，最迟{late_after_on}，对应{delivered_on}的交货[；今天是{as_of}]。",
        zh_hant="下一步是{due_on}的{step}，最遲{late_after_on}，對應{delivered_on}的交貨[；今天是{as_of}]。",
    ),
    "after_sales.beyond_calendar": Text(
        en="The day of the next {step} after the delivery of {delivered_on} is unknown: the calendar is not published that far.",
        zh_hans="{delivered_on}交货后的下一次{step}日期未定：日历尚未公布到那时。",
        zh_hant="{delivered_on}交貨後的下一次{step}日期未定：日曆尚未公布到那時。",
    ),
    "after_sales.day_beyond_calendar": Text(
        en="The date of the {step} on day {day} after the delivery of {delivered_on} is unknown: the calendar is not published that far.",
        zh_hans="{delivered_on}交货后第{day}天的{step}日期未定：日历尚未公布到那时。",
        zh_hant="{delivered_on}交貨後第{day}天的{step}日期未定：日曆尚未公布到那時。",
    ),
    "after_sales.suspended": Text(
        en="The follow-up rests while an urgent complaint is open; it goes on {business_days:n business day} after the close, {resumes_on:or_none} as yet[ on {as_of}].",
        zh_hans="紧急投诉未结，回访搁置；结案后{business_days}个工作日恢复，[截至{as_of}]日期{resumes_on:or_none}。",
        zh_hant="緊急投訴未結，回訪擱置；結案後{business_days}個工作日恢復，[截至{as_of}]日期{resumes_on:or_none}。",
    ),
    "after_sales.resting": Text(
        en="The follow-up rests until {resumes_on}, {business_days:n business day} after the close of an urgent complaint[; today is {as_of}].",
        zh_hans="回访搁置到{resumes_on}，即紧急投诉结案后{business_days}个工作日[；今天是{as_of}]。",
        zh_hant="回訪擱置到{resumes_on}，即緊急投訴結案後{business_days}個工作日[；今天是{as_of}]。",
    ),
    "after_sales.unconfirmed": Text(
        en="Deliveries that nobody has confirmed, and that are not followed up: {deliveries}.",
        zh_hans="有{deliveries}笔交货未确认，不安排回访。",
        zh_hant="有{deliveries}筆交貨未確認，不安排回訪。",
    ),
    "after_sales.nothing_to_follow": Text(
        en="There is no confirmed delivery to follow up[ on {as_of}].",
        zh_hans="[截至{as_of}]没有需要回访的已确认交货。",
        zh_hant="[截至{as_of}]沒有需要回訪的已確認交貨。",
    ),
    "after_sales.nothing_due": Text(
        en="No step of the follow-up is due or planned[ on {as_of}].",
        zh_hans="[截至{as_of}]没有应做或计划的回访。",
        zh_hant="[截至{as_of}]沒有應做或計劃的回訪。",
    ),
    "after_sales.referral_ask": Text(
        en="A referral is asked for on {ask_on}: the last satisfaction is {satisfaction} of 5, {least} is enough; the deal closed on {closed_on}.",
        zh_hans="{ask_on}可请客户介绍：最近满意度{satisfaction}分（满分5分），{least}分即可；成交于{closed_on}。",
        zh_hant="{ask_on}可請客戶介紹：最近滿意度{satisfaction}分（滿分5分），{least}分即可；成交於{closed_on}。",
    ),
    "after_sales.referral_ask_untold": Text(
        en="A referral is asked for on {ask_on}: the deal closed on {closed_on}. The customer has not said how satisfied they are; below {least} of 5 nobody would be asked.",
        zh_hans="{ask_on}可请客户介绍：成交于{closed_on}。客户未作满意度评价；低于{least}分（满分5分）则不请。",
        zh_hant="{ask_on}可請客戶介紹：成交於{closed_on}。客戶未作滿意度評價；低於{least}分（滿分5分）則不請。",
    ),
    "after_sales.referral_ask_not_now": Text(
        en="The time to ask for a referral, from {ask_on}, is not now, or it was done.",
        zh_hans="请客户介绍的时间（{ask_on}起）不是现在，或已经问过。",
        zh_hant="請客戶介紹的時間（{ask_on}起）不是現在，或已經問過。",
    ),
    "after_sales.referral_ask_no_day": Text(
        en="No day is there to ask for a referral ({ask_on}): the deal closed on {closed_on}, the last satisfaction is {satisfaction} of 5, {least} is enough.",
        zh_hans="没有请客户介绍的日期（{ask_on}）：成交于{closed_on}，最近满意度{satisfaction}分（满分5分），{least}分即可。",
        zh_hant="沒有請客戶介紹的日期（{ask_on}）：成交於{closed_on}，最近滿意度{satisfaction}分（滿分5分），{least}分即可。",
    ),
    "after_sales.referral_ask_complaint": Text(
        en="A complaint is open, so no referral is asked for; the deal closed on {closed_on}, the last satisfaction is {satisfaction} of 5 ({least} is enough).",
        zh_hans="有未结投诉，不请客户介绍；成交于{closed_on}，最近满意度{satisfaction}分（满分5分，{least}分即可）。",
        zh_hant="有未結投訴，不請客戶介紹；成交於{closed_on}，最近滿意度{satisfaction}分（滿分5分，{least}分即可）。",
    ),
    "after_sales.referral_ask_unknown": Text(
        en="No referral is asked for: the last satisfaction is {satisfaction}, and {least} of 5 is needed; the deal closed on {closed_on}.",
        zh_hans="不请客户介绍：最近满意度{satisfaction}，须达{least}分（满分5分）；成交于{closed_on}。",
        zh_hant="不請客戶介紹：最近滿意度{satisfaction}，須達{least}分（滿分5分）；成交於{closed_on}。",
    ),
    "after_sales.referral_ask_dissatisfied": Text(
        en="No referral is asked for: the last satisfaction is {satisfaction} of 5, below {least}; the deal closed on {closed_on}.",
        zh_hans="不请客户介绍：最近满意度{satisfaction}分（满分5分），低于{least}分；成交于{closed_on}。",
        zh_hant="不請客戶介紹：最近滿意度{satisfaction}分（滿分5分），低於{least}分；成交於{closed_on}。",
    ),
    "response.not_yet_received": Text(
        en="The inquiry came at {received_at}, after the moment asked.",
        zh_hans="询问在{received_at}收到，晚于所问时刻。",
        zh_hant="詢問在{received_at}收到，晚於所問時刻。",
    ),
    "response.open": Text(
        en="The inquiry waits for a first contact. It came at {received_at}; target {target_at}, limit {limit_at}: {standing}. Attempts made: {attempts} of {most}; next {next_at:or_none}; nurture until {nurture_until_on}[; now {now}].",
        zh_hans="询问尚待首次接触。收到于{received_at}；目标{target_at}，期限{limit_at}：{standing}。已尝试{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；现在{now}]。",
        zh_hant="詢問尚待首次接觸。收到於{received_at}；目標{target_at}，期限{limit_at}：{standing}。已嘗試{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；現在{now}]。",
    ),
    "response.reached": Text(
        en="The person who inquired was reached. It came at {received_at}; target {target_at}, limit {limit_at}: {standing}. Attempts made: {attempts} of {most}; next {next_at:or_none}; nurture until {nurture_until_on}[; now {now}].",
        zh_hans="已与询问人接触。收到于{received_at}；目标{target_at}，期限{limit_at}：{standing}。已尝试{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；现在{now}]。",
        zh_hant="已與詢問人接觸。收到於{received_at}；目標{target_at}，期限{limit_at}：{standing}。已嘗試{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；現在{now}]。",
    ),
    "response.nurture": Text(
        en="Nobody was reached by all attempts; the contact is kept warm. It came at {received_at}; target {target_at}, limit {limit_at}: {standing}. Attempts made: {attempts} of {most}; next {next_at:or_none}; nurture until {nurture_until_on}[; now {now}].",
        zh_hans="多次尝试均未接触，转为持续培育。收到于{received_at}；目标{target_at}，期限{limit_at}：{standing}。已尝试{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；现在{now}]。",
        zh_hant="多次嘗試均未接觸，轉為持續培育。收到於{received_at}；目標{target_at}，期限{limit_at}：{standing}。已嘗試{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；現在{now}]。",
    ),
    "response.over": Text(
        en="Nobody was reached, and the time of nurture is over. It came at {received_at}; target {target_at}, limit {limit_at}: {standing}. Attempts made: {attempts} of {most}; next {next_at:or_none}; nurture until {nurture_until_on}[; now {now}].",
        zh_hans="一直未接触，培育期已过。收到于{received_at}；目标{target_at}，期限{limit_at}：{standing}。已尝试{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；现在{now}]。",
        zh_hant="一直未接觸，培育期已過。收到於{received_at}；目標{target_at}，期限{limit_at}：{standing}。已嘗試{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；現在{now}]。",
    ),
    "response.opted_out": Text(
        en="The person asked not to be contacted. It came at {received_at}; target {target_at}, limit {limit_at}: {standing}. Attempts made: {attempts} of {most}; next {next_at:or_none}; nurture until {nurture_until_on}[; now {now}].",
        zh_hans="询问人已拒绝联系。收到于{received_at}；目标{target_at}，期限{limit_at}：{standing}。已尝试{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；现在{now}]。",
        zh_hant="詢問人已拒絕聯繫。收到於{received_at}；目標{target_at}，期限{limit_at}：{standing}。已嘗試{attempts}次（共{most}次），下次{next_at:or_none}，培育到{nurture_until_on}[；現在{now}]。",
    ),
}
