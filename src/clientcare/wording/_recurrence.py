"""Recurrence and corrective actions in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "recurrence.none": Text(
        en="No trouble came back often enough to call for a corrective action.",
        zh_hans="没有问题重复到须采取纠正措施的程度。",
        zh_hant="沒有問題重複到須採取糾正措施的程度。",
    ),
    "recurrence.process": Text(
        en="{product}: {count:n complaint} of {cause} in {days:n day}; {needed} call for a corrective action.",
        zh_hans="{product}：{days}天内{cause}投诉{count}件，满{needed}件须采取纠正措施。",
        zh_hant="{product}：{days}天內{cause}投訴{count}件，滿{needed}件須採取糾正措施。",
    ),
    "recurrence.customer": Text(
        en="Customer {customer}: {count:n complaint} of {cause} in {days:n day}; {needed} call for a corrective action.",
        zh_hans="客户{customer}：{days}天内{cause}投诉{count}件，满{needed}件须采取纠正措施。",
        zh_hant="客戶{customer}：{days}天內{cause}投訴{count}件，滿{needed}件須採取糾正措施。",
    ),
    "recurrence.p1": Text(
        en="Complaint {complaint} is P1, which alone calls for a corrective action.",
        zh_hans="投诉{complaint}为P1，一件即须采取纠正措施。",
        zh_hant="投訴{complaint}為P1，一件即須採取糾正措施。",
    ),
    "recurrence.cause_unknown": Text(
        en="Complaints whose cause is unknown yet, which count for no cause: {count}.",
        zh_hans="原因尚未查明、不计入任何原因的投诉：{count}件。",
        zh_hant="原因尚未查明、不計入任何原因的投訴：{count}件。",
    ),
    "recurrence.product_unknown": Text(
        en="Complaints that name no product or process, which count for none: {count}.",
        zh_hans="未注明产品或流程、不计入任何产品的投诉：{count}件。",
        zh_hant="未註明產品或流程、不計入任何產品的投訴：{count}件。",
    ),
    "recurrence.after_as_of": Text(
        en="Complaints received after the day judged are left out: {count}.",
        zh_hans="判定日之后受理的投诉不计：{count}件。",
        zh_hant="判定日之後受理的投訴不計：{count}件。",
    ),
    "recurrence.no_month": Text(
        en="No month is complete, so no rate can be judged.",
        zh_hans="没有完整的月份，无法判定投诉率。",
        zh_hant="沒有完整的月份，無法判定投訴率。",
    ),
    "recurrence.rate_exceeded": Text(
        en="In the month of {month} {complaints:n complaint} met {orders:n order}: {rate:percent}, above the limit of {limit:percent} (mean {centre:percent} from {baseline_complaints} of {baseline_orders}, and {sigmas} standard deviations).",
        zh_hans="{month}起的一个月投诉{complaints}件、订单{orders}张：{rate:percent}，高于控制上限{limit:percent}（均值{centre:percent}，即{baseline_orders}张中{baseline_complaints}件，加{sigmas}倍标准差）。",
        zh_hant="{month}起的一個月投訴{complaints}件、訂單{orders}張：{rate:percent}，高於控制上限{limit:percent}（均值{centre:percent}，即{baseline_orders}張中{baseline_complaints}件，加{sigmas}倍標準差）。",
    ),
    "recurrence.rate_ordinary": Text(
        en="In the month of {month} {complaints:n complaint} met {orders:n order}: {rate:percent}, not above the limit of {limit:percent} (mean {centre:percent} from {baseline_complaints} of {baseline_orders}, and {sigmas} standard deviations).",
        zh_hans="{month}起的一个月投诉{complaints}件、订单{orders}张：{rate:percent}，未高于控制上限{limit:percent}（均值{centre:percent}，即{baseline_orders}张中{baseline_complaints}件，加{sigmas}倍标准差）。",
        zh_hant="{month}起的一個月投訴{complaints}件、訂單{orders}張：{rate:percent}，未高於控制上限{limit:percent}（均值{centre:percent}，即{baseline_orders}張中{baseline_complaints}件，加{sigmas}倍標準差）。",
    ),
    "recurrence.figures_unknown": Text(
        en="The month of {month} cannot be judged: orders {orders}, complaints {complaints}.",
        zh_hans="{month}起的一个月无法判定：订单{orders}，投诉{complaints}。",
        zh_hant="{month}起的一個月無法判定：訂單{orders}，投訴{complaints}。",
    ),
    "recurrence.more_complaints_than_orders": Text(
        en="The month of {month} cannot be judged: {complaints:n complaint} are more than {orders:n order}.",
        zh_hans="{month}起的一个月无法判定：投诉{complaints}件多于订单{orders}张。",
        zh_hant="{month}起的一個月無法判定：投訴{complaints}件多於訂單{orders}張。",
    ),
    "recurrence.history_too_short": Text(
        en="The month of {month} cannot be judged: {months:n month} before it are known, {needed} are needed ({complaints:n complaint}, {orders:n order}).",
        zh_hans="{month}起的一个月无法判定：此前仅知{months}个月，需{needed}个月（投诉{complaints}件，订单{orders}张）。",
        zh_hant="{month}起的一個月無法判定：此前僅知{months}個月，需{needed}個月（投訴{complaints}件，訂單{orders}張）。",
    ),
    "recurrence.baseline_unknown": Text(
        en="The month of {month} cannot be judged: the months before give no rate ({complaints:n complaint}, {orders:n order} in it).",
        zh_hans="{month}起的一个月无法判定：此前各月得不出投诉率（本月投诉{complaints}件，订单{orders}张）。",
        zh_hant="{month}起的一個月無法判定：此前各月得不出投訴率（本月投訴{complaints}件，訂單{orders}張）。",
    ),
    "recurrence.too_few_expected": Text(
        en="The month of {month} cannot be judged: of {orders:n order} the months before ({baseline_complaints} of {baseline_orders}) expect {expected} complaints, {needed} are needed (there were {complaints}).",
        zh_hans="{month}起的一个月无法判定：按此前各月（{baseline_orders}张中{baseline_complaints}件），{orders}张订单应有{expected}件投诉，需至少{needed}件（实有{complaints}件）。",
        zh_hant="{month}起的一個月無法判定：按此前各月（{baseline_orders}張中{baseline_complaints}件），{orders}張訂單應有{expected}件投訴，需至少{needed}件（實有{complaints}件）。",
    ),
    "corrective.not_opened": Text(
        en="The corrective action was opened at {opened_at}, after {now}.",
        zh_hans="纠正措施于{opened_at}新开，晚于{now}。",
        zh_hant="糾正措施於{opened_at}新開，晚於{now}。",
    ),
    "corrective.calendar_silent": Text(
        en="The calendar {calendar} cannot tell the working time around {day}.",
        zh_hans="日历{calendar}无法给出{day}前后的工作时间。",
        zh_hant="日曆{calendar}無法給出{day}前後的工作時間。",
    ),
    "corrective.milestone_running": Text(
        en="Due by {due_at}, {business_days:n business day} from the start: {milestone}.",
        zh_hans="“{milestone}”期限为{due_at}（起算后{business_days}个工作日）。",
        zh_hant="「{milestone}」期限為{due_at}（起算後{business_days}個工作日）。",
    ),
    "corrective.milestone_met": Text(
        en="In time, at {reached_at}, due by {due_at} ({business_days:n business day}): {milestone}.",
        zh_hans="“{milestone}”于{reached_at}按时完成，期限为{due_at}（{business_days}个工作日）。",
        zh_hant="「{milestone}」於{reached_at}按時完成，期限為{due_at}（{business_days}個工作日）。",
    ),
    "corrective.milestone_missed": Text(
        en="Late, due by {due_at} ({business_days:n business day}), reached at {reached_at}: {milestone}.",
        zh_hans="“{milestone}”已逾期，期限为{due_at}（{business_days}个工作日），完成于{reached_at}。",
        zh_hant="「{milestone}」已逾期，期限為{due_at}（{business_days}個工作日），完成於{reached_at}。",
    ),
    "corrective.milestone_overdue": Text(
        en="Not reached, and due by {due_at} ({business_days:n business day}): {milestone}.",
        zh_hans="“{milestone}”尚未完成，期限{due_at}（{business_days}个工作日）已过。",
        zh_hant="「{milestone}」尚未完成，期限{due_at}（{business_days}個工作日）已過。",
    ),
    "corrective.milestone_stopped": Text(
        en="Given up before it was due at {due_at} ({business_days:n business day}): {milestone}.",
        zh_hans="“{milestone}”在期限{due_at}（{business_days}个工作日）之前终止。",
        zh_hant="「{milestone}」在期限{due_at}（{business_days}個工作日）之前終止。",
    ),
    "corrective.on_watch": Text(
        en="On watch: the effect can be checked from {check_from_on}, after {watch_days:n day} without a recurrence.",
        zh_hans="观察中：{watch_days}天无复发后，可自{check_from_on}起验证效果。",
        zh_hant="觀察中：{watch_days}天無復發後，可自{check_from_on}起驗證效果。",
    ),
    "corrective.check_due": Text(
        en="Check now whether the measures work: {watch_days:n day} without a recurrence ended on {check_from_on}.",
        zh_hans="现在验证措施效果：{watch_days}天无复发期已于{check_from_on}届满。",
        zh_hant="現在驗證措施效果：{watch_days}天無復發期已於{check_from_on}屆滿。",
    ),
    "corrective.recurred": Text(
        en="It came back on {recurred_on}, so the {watch_days:n day} began anew, until {check_from_on}.",
        zh_hans="{recurred_on}复发，{watch_days}天重新起算，至{check_from_on}。",
        zh_hant="{recurred_on}復發，{watch_days}天重新起算，至{check_from_on}。",
    ),
    "corrective.ended": Text(
        en="The corrective action ended at {at}: {state}.",
        zh_hans="纠正措施于{at}结束：{state}。",
        zh_hant="糾正措施於{at}結束：{state}。",
    ),
}
