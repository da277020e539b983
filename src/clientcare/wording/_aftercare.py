"""What is owed beside calls and visits, and greetings, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "aftercare.satisfaction": Text(
        en="Asking how satisfied they are with the deal delivered on {dealt_on} is {standing}: from {due_on}, in time until {late_after_on}.",
        zh_hans="对{dealt_on}交货的满意度回访{standing}：{due_on}起，最迟{late_after_on}。",
        zh_hant="對{dealt_on}交貨的滿意度回訪{standing}：{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.maintenance": Text(
        en="Maintenance of {what} is {standing}: its day is {on}, every {months:n month}; from {due_on}, in time until {late_after_on}.",
        zh_hans="{what}的保养{standing}：应在{on}，每{months}个月一次；{due_on}起，最迟{late_after_on}。",
        zh_hant="{what}的保養{standing}：應在{on}，每{months}個月一次；{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.notice": Text(
        en="The {kind} ({about}) to the customer is {standing}: from {due_on}, in time until {late_after_on}.",
        zh_hans="给客户的{kind}（{about}）{standing}：{due_on}起，最迟{late_after_on}。",
        zh_hant="給客戶的{kind}（{about}）{standing}：{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.personnel": Text(
        en="Acting on the change of the {role} at the customer, known since {known_on}, is {standing}: from {due_on}, in time until {late_after_on}.",
        zh_hans="客户{role}的人事变动（{known_on}得知）的处理{standing}：{due_on}起，最迟{late_after_on}。",
        zh_hant="客戶{role}的人事變動（{known_on}得知）的處理{standing}：{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.purchase": Text(
        en="After the purchase of {bought_on} these steps are open and {standing}: {steps}; from {due_on}, in time until {late_after_on}.",
        zh_hans="{bought_on}购买后的步骤未完成，{standing}：{steps}；{due_on}起，最迟{late_after_on}。",
        zh_hant="{bought_on}購買後的步驟未完成，{standing}：{steps}；{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.check": Text(
        en="The regular check of the customer is {standing}: every {months:n month}, last on {last_on}; from {due_on}, in time until {late_after_on}.",
        zh_hans="老客户检查{standing}：每{months}个月一次，上次{last_on}；{due_on}起，最迟{late_after_on}。",
        zh_hant="老客戶檢查{standing}：每{months}個月一次，上次{last_on}；{due_on}起，最遲{late_after_on}。",
    ),
    "aftercare.nothing_owed": Text(
        en="Nothing else is owed to the customer[ on {as_of}].",
        zh_hans="[截至{as_of}]没有其他应做的事。",
        zh_hant="[截至{as_of}]沒有其他應做的事。",
    ),
    "greeting.next": Text(
        en="The {occasion} is on {occasion_on}, of the year {year}; the greeting goes out on {send_on}[; today is {as_of}].",
        zh_hans="{occasion}在{occasion_on}（{year}年），{send_on}发出问候[；今天是{as_of}]。",
        zh_hant="{occasion}在{occasion_on}（{year}年），{send_on}發出問候[；今天是{as_of}]。",
    ),
    "greeting.day_unknown": Text(
        en="The day of the {occasion} is unknown, so nobody is greeted[; today is {as_of}].",
        zh_hans="{occasion}的日期未知，不问候[；今天是{as_of}]。",
        zh_hant="{occasion}的日期未知，不問候[；今天是{as_of}]。",
    ),
    "greeting.calendar_unknown": Text(
        en="The {occasion} is by the lunar calendar, and none was given to reckon with[; today is {as_of}].",
        zh_hans="{occasion}按农历，但没有可用的农历换算[；今天是{as_of}]。",
        zh_hant="{occasion}按農曆，但沒有可用的農曆換算[；今天是{as_of}]。",
    ),
    "greeting.ended": Text(
        en="Nobody is greeted on this {occasion} from {ended_on} on[; today is {as_of}].",
        zh_hans="自{ended_on}起不再为{occasion}问候[；今天是{as_of}]。",
        zh_hant="自{ended_on}起不再為{occasion}問候[；今天是{as_of}]。",
    ),
    "greeting.none_near": Text(
        en="The {occasion} does not come in the next years[ after {as_of}].",
        zh_hans="{occasion}[在{as_of}之后]的几年内没有日期。",
        zh_hant="{occasion}[在{as_of}之後]的幾年內沒有日期。",
    ),
    "capacity.unknown": Text(
        en="How many customers, visits or minutes there are of class {name} is unknown.",
        zh_hans="{name}类的客户数、拜访次数或时长未知。",
        zh_hant="{name}類的客戶數、拜訪次數或時長未知。",
    ),
    "capacity.need": Text(
        en="{visits:n visit} a year take {hours} hours; a person has {hours_each}: {people} people, so {reps:n whole one}, used to {utilisation:percent}.",
        zh_hans="全年{visits}次拜访需{hours}小时；每人{hours_each}小时：需{people}人，即{reps}人，利用率{utilisation:percent}。",
        zh_hant="全年{visits}次拜訪需{hours}小時；每人{hours_each}小時：需{people}人，即{reps}人，利用率{utilisation:percent}。",
    ),
}
