"""Complaints in words: priorities, clocks, caps and the way up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "complaints.not_received": Text(
        en="The complaint came in at {received_at}, after {now}.",
        zh_hans="投诉于{received_at}受理，晚于{now}。",
        zh_hant="投訴於{received_at}受理，晚於{now}。",
    ),
    "complaints.calendar_silent": Text(
        en="The calendar {calendar} cannot tell the working time around {day}.",
        zh_hans="日历{calendar}无法给出{day}前后的工作时间。",
        zh_hant="日曆{calendar}無法給出{day}前後的工作時間。",
    ),
    "complaints.safety_or_legal": Text(
        en="It touches {marks}, so it is {priority}.",
        zh_hans="涉及{marks}，优先级为{priority}。",
        zh_hant="涉及{marks}，優先級為{priority}。",
    ),
    "complaints.provisional": Text(
        en="Nobody has judged the severity yet; until then it is {priority}.",
        zh_hans="严重程度尚未评定；在此之前优先级为{priority}。",
        zh_hant="嚴重程度尚未評定；在此之前優先級為{priority}。",
    ),
    "complaints.rated": Text(
        en="Impact {impact} and urgency {urgency} make it {priority}.",
        zh_hans="影响{impact}、紧急{urgency}，优先级为{priority}。",
        zh_hant="影響{impact}、緊急{urgency}，優先級為{priority}。",
    ),
    "complaints.tier_raised": Text(
        en="Impact {impact}, urgency {urgency} and a customer of tier {tier} make it {priority}.",
        zh_hans="影响{impact}、紧急{urgency}，且为{tier}级客户，优先级为{priority}。",
        zh_hant="影響{impact}、緊急{urgency}，且為{tier}級客戶，優先級為{priority}。",
    ),
    "complaints.merged_priority": Text(
        en="A duplicate that was merged into it was {priority}, so it is.",
        zh_hans="并入的重复投诉优先级为{priority}，本投诉随之。",
        zh_hant="併入的重複投訴優先級為{priority}，本投訴隨之。",
    ),
    "complaints.clock_running": Text(
        en="The {clock:noun} is due by {target_at}; {minutes} minutes are left.",
        zh_hans="“{clock}”计时至{target_at}，还剩{minutes}分钟。",
        zh_hant="「{clock}」計時至{target_at}，還剩{minutes}分鐘。",
    ),
    "complaints.clock_paused": Text(
        en="The {clock:noun} waits for the customer's reply; {minutes} minutes are left then.",
        zh_hans="“{clock}”因等待客户暂停，还剩{minutes}分钟。",
        zh_hant="「{clock}」因等待客戶暫停，還剩{minutes}分鐘。",
    ),
    "complaints.clock_met": Text(
        en="The {clock:noun} was in time, at {ended_at}; it was due by {target_at}.",
        zh_hans="“{clock}”于{ended_at}按时完成，期限为{target_at}。",
        zh_hant="「{clock}」於{ended_at}按時完成，期限為{target_at}。",
    ),
    "complaints.clock_missed": Text(
        en="The time for the {clock:noun} ran out at {missed_at}.",
        zh_hans="“{clock}”于{missed_at}超时。",
        zh_hant="「{clock}」於{missed_at}超時。",
    ),
    "complaints.clock_stopped": Text(
        en="The {clock:noun} was no longer called for from {ended_at} on, before it was due.",
        zh_hans="“{clock}”在到期前于{ended_at}停止。",
        zh_hant="「{clock}」在到期前於{ended_at}停止。",
    ),
    "complaints.cap_running": Text(
        en="The outer limit for the {cap:noun} is {due_at}; it never pauses.",
        zh_hans="“{cap}”为{due_at}，不会暂停。",
        zh_hant="「{cap}」為{due_at}，不會暫停。",
    ),
    "complaints.cap_met": Text(
        en="The outer limit for the {cap:noun}, {due_at}, was kept.",
        zh_hans="“{cap}”{due_at}已遵守。",
        zh_hant="「{cap}」{due_at}已遵守。",
    ),
    "complaints.cap_missed": Text(
        en="The outer limit for the {cap:noun} was broken; the present one is {due_at}.",
        zh_hans="“{cap}”已被突破，现为{due_at}。",
        zh_hant="「{cap}」已被突破，現為{due_at}。",
    ),
    "complaints.cap_stopped": Text(
        en="The complaint ended before the outer limit for the {cap:noun}, {due_at}.",
        zh_hans="投诉在“{cap}”{due_at}之前已终止。",
        zh_hant="投訴在「{cap}」{due_at}之前已終止。",
    ),
    "complaints.reminder_due": Text(
        en="Since {due_at} the customer should be reminded of our question.",
        zh_hans="自{due_at}起应提醒客户答复我们的问题。",
        zh_hant="自{due_at}起應提醒客戶答覆我們的問題。",
    ),
    "complaints.no_response_due": Text(
        en="Since {due_at} the complaint may be given up for want of a response.",
        zh_hans="自{due_at}起可因客户无回应撤回投诉。",
        zh_hant="自{due_at}起可因客戶無回應撤回投訴。",
    ),
    "complaints.silent_close_due": Text(
        en="The customer has kept silent since the review began; since {due_at} it may be closed.",
        zh_hans="进入检讨后客户未提出异议，自{due_at}起可以结案。",
        zh_hant="進入檢討後客戶未提出異議，自{due_at}起可以結案。",
    ),
    "complaints.not_escalated": Text(
        en="Nothing has called for anybody above the {owner}.",
        zh_hans="尚无需要升级的情况，由{owner}处理。",
        zh_hant="尚無需要升級的情況，由{owner}處理。",
    ),
    "complaints.warning": Text(
        en="At {fired_at} the time to resolve ran short; warned: {warned}.",
        zh_hans="{fired_at}解决期限将至，已预警：{warned}。",
        zh_hant="{fired_at}解決期限將至，已預警：{warned}。",
    ),
    "complaints.overdue": Text(
        en="At {fired_at} the time to resolve was up; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}解决期限已到，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}解決期限已到，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.far_overdue": Text(
        en=(
            "At {fired_at} the time to resolve was far exceeded; the {owner} owns it at level"
            " {to_level}."
        ),
        zh_hans="{fired_at}严重超过解决期限，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}嚴重超過解決期限，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.final_cap": Text(
        en=(
            "At {fired_at} the limit for the final answer had passed; the {owner} owns it at level"
            " {to_level}."
        ),
        zh_hans="{fired_at}最终答复期限已过，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}最終答覆期限已過，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.at_once": Text(
        en="At {fired_at} it touched {trigger}: it went to the {owner} at once.",
        zh_hans="{fired_at}涉及{trigger}，立即升至{owner}。",
        zh_hant="{fired_at}涉及{trigger}，立即升至{owner}。",
    ),
    "complaints.refused": Text(
        en="At {fired_at} the customer refused a proposal; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}客户拒绝方案，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}客戶拒絕方案，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.repeated": Text(
        en="At {fired_at} the customer complained again; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}客户就同一事项再次投诉，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}客戶就同一事項再次投訴，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.asked": Text(
        en="At {fired_at} the customer asked for it; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}应客户要求升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}應客戶要求升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.function": Text(
        en="The cause is {cause}; that is a matter for {function}.",
        zh_hans="原因为{cause}，归{function}处理。",
        zh_hant="原因為{cause}，歸{function}處理。",
    ),
    "complaints.cause_unknown": Text(
        en="The cause is not known yet, so no department is called in.",
        zh_hans="原因未明，尚未确定责任部门。",
        zh_hant="原因未明，尚未確定責任部門。",
    ),
    "complaints.unfounded": Text(
        en="The complaint was found to have no ground, so no department is called in.",
        zh_hans="投诉不成立，无需转责任部门。",
        zh_hant="投訴不成立，無需轉責任部門。",
    ),
    "complaints.change_needed": Text(
        en=(
            "The next proposal needs a change of person, place or time first: proposals"
            " refused: {refusals}, heated: {heated}."
        ),
        zh_hans="下次提出方案前须换人、换地点或换时间：被拒{refusals}次，客户激动：{heated}。",
        zh_hant="下次提出方案前須換人、換地點或換時間：被拒{refusals}次，客戶激動：{heated}。",
    ),
    "complaints.not_taken_over": Text(
        en="{responsible} stays responsible until {to} has taken it over.",
        zh_hans="在{to}接手之前，仍由{responsible}负责。",
        zh_hant="在{to}接手之前，仍由{responsible}負責。",
    ),
}
