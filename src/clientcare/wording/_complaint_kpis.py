"""The key figures of complaints in words (policies 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "complaint_kpis.complaint_rate": Text(
        en=(
            "From {first_on} to {last_on} there were {value} founded complaints for {per} orders:"
            " {founded} of them, {undecided} without a cause yet, over {denominator} orders."
        ),
        zh_hans=(
            "{first_on}至{last_on}每{per}张订单有{value}件成立的投诉："
            "共{founded}件（其中{undecided}件原因未定），除以订单{denominator}张。"
        ),
        zh_hant=(
            "{first_on}至{last_on}每{per}張訂單有{value}件成立的投訴："
            "共{founded}件（其中{undecided}件原因未定），除以訂單{denominator}張。"
        ),
    ),
    "complaint_kpis.complaints_per_customer_year": Text(
        en=(
            "From {first_on} to {last_on} there were {value} founded complaints for {per} active"
            " customers a year: {founded} of them, {undecided} without a cause yet, of"
            " {active_customers} active customers in {days} days."
        ),
        zh_hans=(
            "{first_on}至{last_on}每{per}家活跃客户每年有{value}件成立的投诉："
            "{days}天内{active_customers}家活跃客户共{founded}件（其中{undecided}件原因未定）。"
        ),
        zh_hant=(
            "{first_on}至{last_on}每{per}家活躍客戶每年有{value}件成立的投訴："
            "{days}天內{active_customers}家活躍客戶共{founded}件（其中{undecided}件原因未定）。"
        ),
    ),
    "complaint_kpis.first_contact_resolution": Text(
        en=(
            "From {first_on} to {last_on} {value:percent} of the closed cases, {numerator} of"
            " {denominator}, were resolved on the first contact, not reopened, and not followed"
            " by a like case of the customer within {days} days."
        ),
        zh_hans=(
            "{first_on}至{last_on}结案的{denominator}件中，{numerator}件（{value:percent}）"
            "一次解决，未重开，且{days}天内同一客户没有同类投诉。"
        ),
        zh_hant=(
            "{first_on}至{last_on}結案的{denominator}件中，{numerator}件（{value:percent}）"
            "一次解決，未重開，且{days}天內同一客戶沒有同類投訴。"
        ),
    ),
    "complaint_kpis.recurrence": Text(
        en=(
            "Of the cases closed from {first_on} to {last_on}, {value:percent}, {numerator} of"
            " {denominator}, were followed by a like case of the customer within {days} days."
        ),
        zh_hans=(
            "{first_on}至{last_on}结案的{denominator}件中，{numerator}件（{value:percent}）"
            "在{days}天内有同一客户的同类投诉。"
        ),
        zh_hant=(
            "{first_on}至{last_on}結案的{denominator}件中，{numerator}件（{value:percent}）"
            "在{days}天內有同一客戶的同類投訴。"
        ),
    ),
    "complaint_kpis.reopen_rate": Text(
        en=(
            "Of the cases closed from {first_on} to {last_on}, {value:percent}, {numerator} of"
            " {denominator}, were reopened since."
        ),
        zh_hans=(
            "{first_on}至{last_on}结案的{denominator}件中，此后有{numerator}件"
            "（{value:percent}）重开。"
        ),
        zh_hant=(
            "{first_on}至{last_on}結案的{denominator}件中，此後有{numerator}件"
            "（{value:percent}）重開。"
        ),
    ),
    "complaint_kpis.on_time": Text(
        en=(
            "Of the complaints received from {first_on} to {last_on}, {value:percent} were resolved"
            " in time: {met} in time, {missed} late; {not_due} are not due or ended before."
        ),
        zh_hans=(
            "{first_on}至{last_on}受理的投诉按时解决{value:percent}：按时{met}件，超时{missed}件；"
            "另有{not_due}件未到期或到期前已终止。"
        ),
        zh_hant=(
            "{first_on}至{last_on}受理的投訴按時解決{value:percent}：按時{met}件，超時{missed}件；"
            "另有{not_due}件未到期或到期前已終止。"
        ),
    ),
    "complaint_kpis.time_to_resolve_median": Text(
        en=(
            "Half of the {cases} cases closed from {first_on} to {last_on} took {value} working"
            " hours or less to solve, waiting for the customer left out."
        ),
        zh_hans=(
            "{first_on}至{last_on}结案的{cases}件中，半数在{value}个工作小时内解决"
            "（不含等待客户的时间）。"
        ),
        zh_hant=(
            "{first_on}至{last_on}結案的{cases}件中，半數在{value}個工作小時內解決"
            "（不含等待客戶的時間）。"
        ),
    ),
    "complaint_kpis.time_to_resolve_p90": Text(
        en=(
            "{percent} % of the {cases} cases closed from {first_on} to {last_on} took {value}"
            " working hours or less to solve, waiting for the customer left out."
        ),
        zh_hans=(
            "{first_on}至{last_on}结案的{cases}件中，{percent}%在{value}个工作小时内解决"
            "（不含等待客户的时间）。"
        ),
        zh_hant=(
            "{first_on}至{last_on}結案的{cases}件中，{percent}%在{value}個工作小時內解決"
            "（不含等待客戶的時間）。"
        ),
    ),
    "complaint_kpis.gross_time_to_resolve_median": Text(
        en=(
            "Half of the {cases} cases closed from {first_on} to {last_on} took {value} calendar"
            " days or less to solve."
        ),
        zh_hans="{first_on}至{last_on}结案的{cases}件中，半数在{value}个自然日内解决。",
        zh_hant="{first_on}至{last_on}結案的{cases}件中，半數在{value}個自然日內解決。",
    ),
    "complaint_kpis.gross_time_to_resolve_p90": Text(
        en=(
            "{percent} % of the {cases} cases closed from {first_on} to {last_on} took {value}"
            " calendar days or less to solve."
        ),
        zh_hans="{first_on}至{last_on}结案的{cases}件中，{percent}%在{value}个自然日内解决。",
        zh_hant="{first_on}至{last_on}結案的{cases}件中，{percent}%在{value}個自然日內解決。",
    ),
    "complaint_kpis.satisfaction": Text(
        en=(
            "From {first_on} to {last_on} {value:percent} of the customers who answered,"
            " {numerator} of {denominator}, gave {satisfied_from} or more of 5."
        ),
        zh_hans=(
            "{first_on}至{last_on}答复的{denominator}位客户中，{numerator}位（{value:percent}）"
            "给出{satisfied_from}分以上（满分5分）。"
        ),
        zh_hant=(
            "{first_on}至{last_on}答覆的{denominator}位客戶中，{numerator}位（{value:percent}）"
            "給出{satisfied_from}分以上（滿分5分）。"
        ),
    ),
    "complaint_kpis.too_few_answers": Text(
        en=(
            "From {first_on} to {last_on} only {denominator:n customer} answered, {numerator} of"
            " them with {satisfied_from} or more; a figure needs {least_answers} answers."
        ),
        zh_hans=(
            "{first_on}至{last_on}只有{denominator}位客户答复，其中{numerator}位给出"
            "{satisfied_from}分以上；计算至少需要{least_answers}份答复。"
        ),
        zh_hant=(
            "{first_on}至{last_on}只有{denominator}位客戶答覆，其中{numerator}位給出"
            "{satisfied_from}分以上；計算至少需要{least_answers}份答覆。"
        ),
    ),
    "complaint_kpis.provisional": Text(
        en=(
            "Provisional: {cases:n case} {cases:pick was|were} closed less than {days} days ago"
            " and {cases:pick is|are} left out."
        ),
        zh_hans="暂定：{cases}件结案不满{days}天，未计入。",
        zh_hant="暫定：{cases}件結案不滿{days}天，未計入。",
    ),
    "complaint_kpis.after_as_of": Text(
        en=(
            "{complaints:n complaint} {complaints:pick was|were} received later and"
            " {complaints:pick is|are} left out."
        ),
        zh_hans="此后才受理的{complaints}件投诉未计入。",
        zh_hant="此後才受理的{complaints}件投訴未計入。",
    ),
}
