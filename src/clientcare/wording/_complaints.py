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
        en="Impact {impact} and urgency {urgency} (1 is highest) make it {priority}.",
        zh_hans="影响程度{impact}、紧急程度{urgency}（1为最高），优先级为{priority}。",
        zh_hant="影響程度{impact}、緊急程度{urgency}（1為最高），優先級為{priority}。",
    ),
    "complaints.tier_raised": Text(
        en="Impact {impact} and urgency {urgency} (1 is highest), and a customer of tier {tier}, make it {priority}.",
        zh_hans="影响程度{impact}、紧急程度{urgency}（1为最高），且为{tier}级客户，优先级为{priority}。",
        zh_hant="影響程度{impact}、緊急程度{urgency}（1為最高），且為{tier}級客戶，優先級為{priority}。",
    ),
    "complaints.merged_priority": Text(
        en="A duplicate that was merged into it was {priority}, so this one is too.",
        zh_hans="并入的重复投诉优先级为{priority}，本投诉随之。",
        zh_hant="併入的重複投訴優先級為{priority}，本投訴隨之。",
    ),
    "complaints.clock_running": Text(
        en="The time to {clock:task} runs until {target_at}; left: {minutes:hours} ({round_the_clock:pick round the clock|working time}).",
        zh_hans="“{clock}”限时至{target_at}，还剩{minutes:hours}（{round_the_clock:pick 连续计时|工作时间}）。",
        zh_hant="「{clock}」限時至{target_at}，還剩{minutes:hours}（{round_the_clock:pick 連續計時|工作時間}）。",
    ),
    "complaints.clock_paused": Text(
        en="The time to {clock:task} stands still until the customer replies; left then: {minutes:hours} ({round_the_clock:pick round the clock|working time}).",
        zh_hans="“{clock}”因等待客户答复暂停计时，届时还剩{minutes:hours}（{round_the_clock:pick 连续计时|工作时间}）。",
        zh_hant="「{clock}」因等待客戶答覆暫停計時，屆時還剩{minutes:hours}（{round_the_clock:pick 連續計時|工作時間}）。",
    ),
    "complaints.clock_met": Text(
        en="The time to {clock:task} was kept, at {ended_at}; it ran until {target_at}.",
        zh_hans="“{clock}”于{ended_at}按时完成，期限为{target_at}。",
        zh_hant="「{clock}」於{ended_at}按時完成，期限為{target_at}。",
    ),
    "complaints.clock_missed": Text(
        en="The time to {clock:task} was missed: it ran out at {missed_at}.",
        zh_hans="“{clock}”已超时：{missed_at}期满。",
        zh_hant="「{clock}」已超時：{missed_at}期滿。",
    ),
    "complaints.clock_stopped": Text(
        en="The time to {clock:task} stopped at {ended_at}, before it ran out.",
        zh_hans="“{clock}”在期满前于{ended_at}停止计时。",
        zh_hant="「{clock}」在期滿前於{ended_at}停止計時。",
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
        en="Nothing has called for escalation: the {owner} owns it.",
        zh_hans="尚无需要升级的情况，由{owner}处理。",
        zh_hant="尚無需要升級的情況，由{owner}處理。",
    ),
    "complaints.next_warning": Text(
        en="At {until} the {owner} is warned, unless it is resolved or paused before.",
        zh_hans="如在{until}前未解决或暂停，届时向{owner}预警。",
        zh_hant="如在{until}前未解決或暫停，屆時向{owner}預警。",
    ),
    "complaints.next_step": Text(
        en=(
            "The {owner} has until {until} to resolve it; after that the {next_owner} owns it at"
            " level {to_level} ({trigger})."
        ),
        zh_hans="{owner}须在{until}前解决；此后升至{to_level}级，由{next_owner}负责（{trigger}）。",
        zh_hant="{owner}須在{until}前解決；此後升至{to_level}級，由{next_owner}負責（{trigger}）。",
    ),
    "complaints.warning": Text(
        en="At {fired_at} {percent} % of the time to resolve the complaint was used up; warned: {warned}.",
        zh_hans="{fired_at}解决时限已用{percent}%，已预警：{warned}。",
        zh_hant="{fired_at}解決時限已用{percent}%，已預警：{warned}。",
    ),
    "complaints.overdue": Text(
        en="From {fired_at} on more than {percent} % of the time to resolve the complaint was used up; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}起解决时限已用超过{percent}%，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}起解決時限已用超過{percent}%，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.far_overdue": Text(
        en=(
            "From {fired_at} on more than {percent} % of the time to resolve the complaint was used up;"
            " the {owner} owns it at level {to_level}."
        ),
        zh_hans="{fired_at}起解决时限已用超过{percent}%，升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}起解決時限已用超過{percent}%，升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.final_cap": Text(
        en=(
            "At {fired_at} the outer limit for the final answer had passed; the {owner} owns it at level"
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
        en="At {fired_at} the customer asked for escalation; the {owner} owns it at level {to_level}.",
        zh_hans="{fired_at}应客户要求升至第{to_level}级，由{owner}负责。",
        zh_hant="{fired_at}應客戶要求升至第{to_level}級，由{owner}負責。",
    ),
    "complaints.function": Text(
        en="The cause is {cause}; that is a matter for the {function}.",
        zh_hans="原因为{cause}，由{function}负责处理。",
        zh_hant="原因為{cause}，由{function}負責處理。",
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
            " refused: {refusals}, customer heated: {heated}."
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
