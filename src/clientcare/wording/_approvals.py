"""What is said of requests to change a limit (policies 2e, 2f)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    # --- the chain ---
    "approval.level": Text(
        en=(
            "A total of {total} is the {level}'s to decide; with {bumps:n level} more it is the"
            " {last}'s."
        ),
        zh_hans="总额{total}由{level}审批；提高{bumps}级后由{last}审批。",
        zh_hant="總額{total}由{level}審批；提高{bumps}級後由{last}審批。",
    ),
    "approval.increase_level": Text(
        en="A temporary increase takes a level above the {normal}: the {level}.",
        zh_hans="临时额度须高于{normal}一级审批：{level}。",
        zh_hant="臨時額度須高於{normal}一級審批：{level}。",
    ),
    "approval.no_ceiling": Text(
        en="A limit without a ceiling is the {level}'s to decide.",
        zh_hans="无上限额度由{level}审批。",
        zh_hant="無上限額度由{level}審批。",
    ),
    "approval.bump_grade": Text(
        en="One level more: the credit grade is {grade:grade}.",
        zh_hans="提高一级：信用等级为{grade:grade}。",
        zh_hant="提高一級：信用等級為{grade:grade}。",
    ),
    "approval.bump_terms": Text(
        en="One level more: the payment term of {terms_days:n day} is longer than {most}.",
        zh_hans="提高一级：账期{terms_days}天，超过{most}天。",
        zh_hant="提高一級：帳期{terms_days}天，超過{most}天。",
    ),
    "approval.bump_unsupported": Text(
        en="One level more: the figures do not support the limit (computed: {computed}).",
        zh_hans="提高一级：额度缺乏数据支持（计算额度：{computed}）。",
        zh_hant="提高一級：額度缺乏數據支持（計算額度：{computed}）。",
    ),
    "approval.bump_override": Text(
        en=(
            "One level more: {total} is above the computed limit of {computed} by more than"
            " {percent} %."
        ),
        zh_hans="提高一级：{total}超过计算额度{computed}的{percent}%以上。",
        zh_hant="提高一級：{total}超過計算額度{computed}的{percent}%以上。",
    ),
    "approval.total_unknown": Text(
        en=(
            "Whose signatures are needed cannot be told: the total is {total}, the computed limit"
            " {computed}; a rate from {currencies} into {into} of the last {days:n day} may be"
            " missing."
        ),
        zh_hans="无法确定审批人：总额{total}，计算额度{computed}；可能缺少近{days}天由{currencies}折算为{into}的汇率。",
        zh_hant="無法確定審批人：總額{total}，計算額度{computed}；可能缺少近{days}天由{currencies}折算為{into}的匯率。",
    ),
    "approval.cut": Text(
        en="A cut from {before:or_none} to {total} needs one signature of any of: {levels}.",
        zh_hans="额度由{before:or_none}降至{total}，只需以下任一人签字：{levels}。",
        zh_hant="額度由{before:or_none}降至{total}，只需以下任一人簽字：{levels}。",
    ),
    "approval.chain": Text(
        en="Who signs, in this order: {levels}.",
        zh_hans="签字顺序：{levels}。",
        zh_hant="簽字順序：{levels}。",
    ),
    "approval.level_dropped": Text(
        en="Nobody else is left to sign as {levels}: who holds that level asked, or signs higher, or there is none.",
        zh_hans="{levels}无他人可签：在任者是申请人，或在更高一级签字，或无人在任。",
        zh_hant="{levels}無他人可簽：在任者是申請人，或在更高一級簽字，或無人在任。",
    ),
    "approval.level_added": Text(
        en="Nobody is left to sign as {level}, so the {added} signs last.",
        zh_hans="{level}一级无人可签，改由{added}最后签字。",
        zh_hant="{level}一級無人可簽，改由{added}最後簽字。",
    ),
    "approval.no_higher_level": Text(
        en="It cannot be approved: from the {level} upward nobody is left to sign.",
        zh_hans="无法批准：{level}及以上无人可签。",
        zh_hant="無法批准：{level}及以上無人可簽。",
    ),
    # --- where a request stands ---
    "approval.waiting": Text(
        en=(
            "It has waited for the {level} since {since}: {days:n working day}. Who may sign:"
            " {may_sign}. A reminder follows after more than {remind_days}, the next level after"
            " more than {escalate_days}."
        ),
        zh_hans="自{since}起待{level}签字：{days}个工作日。可签：{may_sign}。超过{remind_days}个工作日催签，超过{escalate_days}个工作日可由上一级代签。",
        zh_hant="自{since}起待{level}簽字：{days}個工作日。可簽：{may_sign}。超過{remind_days}個工作日催簽，超過{escalate_days}個工作日可由上一級代簽。",
    ),
    "approval.remind": Text(
        en=(
            "The {level} has not answered since {since}: {days:n working day}, more than"
            " {remind_days}; a reminder is due. Who may sign: {may_sign}; after more than"
            " {escalate_days} the next level may, too."
        ),
        zh_hans="{level}自{since}起未答复：{days}个工作日，已超过{remind_days}个，应催签。可签：{may_sign}；超过{escalate_days}个工作日可由上一级代签。",
        zh_hant="{level}自{since}起未答覆：{days}個工作日，已超過{remind_days}個，應催簽。可簽：{may_sign}；超過{escalate_days}個工作日可由上一級代簽。",
    ),
    "approval.escalated": Text(
        en=(
            "The {level} has not answered since {since}: {days:n working day}, more than"
            " {escalate_days} (a reminder was due after {remind_days}). In their place may sign,"
            " too: {may_sign}."
        ),
        zh_hans="{level}自{since}起未答复：{days}个工作日，已超过{escalate_days}个（超过{remind_days}个即应催签）。现可签：{may_sign}。",
        zh_hant="{level}自{since}起未答覆：{days}個工作日，已超過{escalate_days}個（超過{remind_days}個即應催簽）。現可簽：{may_sign}。",
    ),
    "approval.stale": Text(
        en=(
            "The figures have changed since it was asked for, so no signature counts: total"
            " {total_then:or_none}, now {total:or_none}; computed limit {computed_then}, now"
            " {computed}; credit grade {grade_then:or_none}, now {grade:or_none}; payment term in"
            " days {terms_then}, now {terms_days}; limit so far {before_then:or_none}, now"
            " {before:or_none}; last day of a trial {lapses_then:or_none}, now"
            " {lapses_on:or_none}; without figures to support it {unsupported_then}, now"
            " {unsupported}; a cut {is_cut_then}, now {is_cut}. What changed: {changed}."
            " Amend it."
        ),
        zh_hans="申请后数据已变，签字失效：总额{total_then:or_none}，现为{total:or_none}；计算额度{computed_then}，现为{computed}；信用等级{grade_then:or_none}，现为{grade:or_none}；账期天数{terms_then}，现为{terms_days}；原额度{before_then:or_none}，现为{before:or_none}；试用截止{lapses_then:or_none}，现为{lapses_on:or_none}；缺乏数据支持：{unsupported_then}，现为{unsupported}；下调：{is_cut_then}，现为{is_cut}。变动项：{changed}。请修改申请。",
        zh_hant="申請後數據已變，簽字失效：總額{total_then:or_none}，現為{total:or_none}；計算額度{computed_then}，現為{computed}；信用等級{grade_then:or_none}，現為{grade:or_none}；帳期天數{terms_then}，現為{terms_days}；原額度{before_then:or_none}，現為{before:or_none}；試用截止{lapses_then:or_none}，現為{lapses_on:or_none}；缺乏數據支持：{unsupported_then}，現為{unsupported}；下調：{is_cut_then}，現為{is_cut}。變動項：{changed}。請修改申請。",
    ),
    "approval.cut_since": Text(
        en=(
            "The limit was cut to {cut_to} at {at}, after {total:or_none} was asked for, so no"
            " signature counts. Amend it."
        ),
        zh_hans="申请{total:or_none}后，额度已于{at}下调至{cut_to}，签字失效。请修改申请。",
        zh_hant="申請{total:or_none}後，額度已於{at}下調至{cut_to}，簽字失效。請修改申請。",
    ),
    "approval.chain_changed": Text(
        en=(
            "Whose signatures are needed has changed: now {levels}, while {signed} signed without"
            " completing it. Amend it."
        ),
        zh_hans="所需签字人已变：现为{levels}，而{signed}已签未完。请修改申请。",
        zh_hant="所需簽字人已變：現為{levels}，而{signed}已簽未完。請修改申請。",
    ),
    "approval.approved": Text(
        en="All have signed ({levels}), the last at {at}: the limit can be put on the card.",
        zh_hans="签字齐全（{levels}），最后一签于{at}：可登记额度。",
        zh_hant="簽字齊全（{levels}），最後一簽於{at}：可登記額度。",
    ),
    "approval.applied": Text(
        en="It was carried out at {at}. {why}",
        zh_hans="已于{at}生效。{why}",
        zh_hant="已於{at}生效。{why}",
    ),
    "approval.rejected": Text(
        en="It was rejected at {at}: {why}",
        zh_hans="已于{at}驳回：{why}",
        zh_hant="已於{at}駁回：{why}",
    ),
    "approval.withdrawn": Text(
        en="It was withdrawn at {at}. {why}",
        zh_hans="已于{at}撤回。{why}",
        zh_hant="已於{at}撤回。{why}",
    ),
    "approval.slicing": Text(
        en=(
            "{requests:n other request} for this card {requests:pick was|were} granted within"
            " {days:n day} before: from {from:or_none} to {total:or_none} in all."
        ),
        zh_hans="此前{days}天内该客户另有{requests}份申请获批：合计由{from:or_none}升至{total:or_none}。",
        zh_hant="此前{days}天內該客戶另有{requests}份申請獲批：合計由{from:or_none}升至{total:or_none}。",
    ),
    # --- signing and carrying out ---
    "approval.may_not_sign": Text(
        en=(
            "They may not sign (the request: {standing}). Asked for it themselves: {asked_for_it};"
            " signed already: {signed_already}."
        ),
        zh_hans="无权签字（申请状态：{standing}）。是否申请人：{asked_for_it}；是否已签：{signed_already}。",
        zh_hant="無權簽字（申請狀態：{standing}）。是否申請人：{asked_for_it}；是否已簽：{signed_already}。",
    ),
    "approval.may_not_reject": Text(
        en="They may not reject it (the request: {standing}). Asked for it themselves: {asked_for_it}.",
        zh_hans="无权驳回（申请状态：{standing}）。是否申请人：{asked_for_it}。",
        zh_hant="無權駁回（申請狀態：{standing}）。是否申請人：{asked_for_it}。",
    ),
    "approval.too_early": Text(
        en=(
            "The limit of {limit:or_none} counts from {granted_on}, and today is {today}: until"
            " then the one so far does. Carry it out on that day."
        ),
        zh_hans="额度{limit:or_none}自{granted_on}起生效，今天是{today}：此前仍按原额度，届时再执行。",
        zh_hant="額度{limit:or_none}自{granted_on}起生效，今天是{today}：此前仍按原額度，屆時再執行。",
    ),
    "approval.signed": Text(
        en="Signed as {level}; the last to sign is the {last}.",
        zh_hans="已以{level}身份签字；最后由{last}签字。",
        zh_hant="已以{level}身份簽字；最後由{last}簽字。",
    ),
    "approval.completed": Text(
        en="Signed as {level}; no further signature is needed (last of all: {last}).",
        zh_hans="已以{level}身份签字；无须再签（最后一级：{last}）。",
        zh_hant="已以{level}身份簽字；無須再簽（最後一級：{last}）。",
    ),
    "approval.other_card": Text(
        en="The request is for card {card_asked}, not for {card}.",
        zh_hans="该申请针对信用卡{card_asked}，不是{card}。",
        zh_hant="該申請針對信用卡{card_asked}，不是{card}。",
    ),
    "approval.level_too_low": Text(
        en="The last signature is the {signed}'s; the figures need the {level}'s.",
        zh_hans="最后签字者为{signed}，而按数据须由{level}签字。",
        zh_hant="最後簽字者為{signed}，而按數據須由{level}簽字。",
    ),
    "approval.increase_not_judged": Text(
        en="Whether the temporary increase keeps its rules was not judged, so it is not granted.",
        zh_hans="临时额度是否合规未经判断，不得批准。",
        zh_hant="臨時額度是否合規未經判斷，不得批准。",
    ),
    "approval.not_secured": Text(
        en=(
            "{requested:or_none} cannot be granted at credit grade {grade:grade}: only what is"
            " secured can ({secured})."
        ),
        zh_hans="信用等级{grade:grade}不得批准{requested:or_none}：只可批准有担保部分（{secured}）。",
        zh_hant="信用等級{grade:grade}不得批准{requested:or_none}：只可批准有擔保部分（{secured}）。",
    ),
    # --- temporary increases ---
    "credit.increase_allowed": Text(
        en=(
            "An increase of {increase} over {permanent} from {starts_on} to {ends_on} keeps the"
            " rules; it still has to be signed."
        ),
        zh_hans="在{permanent}上临时增加{increase}（{starts_on}至{ends_on}）合规，仍须审批。",
        zh_hant="在{permanent}上臨時增加{increase}（{starts_on}至{ends_on}）合規，仍須審批。",
    ),
    "credit.increase_limit_unknown": Text(
        en="On {starts_on} no permanent limit is set, so there is nothing to increase.",
        zh_hans="{starts_on}未设定固定额度，无可增加。",
        zh_hant="{starts_on}未設定固定額度，無可增加。",
    ),
    "credit.increase_without_limit": Text(
        en=(
            "On {starts_on} there is no permanent limit above 0 to increase (limit:"
            " {permanent:or_none})."
        ),
        zh_hans="{starts_on}没有大于0的固定额度可增加（额度：{permanent:or_none}）。",
        zh_hant="{starts_on}沒有大於0的固定額度可增加（額度：{permanent:or_none}）。",
    ),
    "credit.increase_on_other_limit": Text(
        en="The increase was asked for over {permanent_then}; the permanent limit is {permanent}.",
        zh_hans="申请时固定额度为{permanent_then}，现为{permanent}。",
        zh_hant="申請時固定額度為{permanent_then}，現為{permanent}。",
    ),
    "credit.increase_too_large": Text(
        en=(
            "{increase} is more than {percent} % of the permanent limit of {permanent}; {most} is"
            " the most."
        ),
        zh_hans="{increase}超过固定额度{permanent}的{percent}%，最多{most}。",
        zh_hant="{increase}超過固定額度{permanent}的{percent}%，最多{most}。",
    ),
    "credit.increase_too_long": Text(
        en="It would run for {days:n day}; {most} {most:pick is|are} the most.",
        zh_hans="期限{days}天，最多{most}天。",
        zh_hant="期限{days}天，最多{most}天。",
    ),
    "credit.increase_too_often": Text(
        en=("Increases would start on {starts}: more than {most} within {months:n month}."),
        zh_hans="临时额度起始日：{starts}，{months}个月内超过{most}次。",
        zh_hant="臨時額度起始日：{starts}，{months}個月內超過{most}次。",
    ),
    "credit.increase_while_overdue": Text(
        en=(
            "On {starts_on} {to_pay} is overdue by more than {days:n day}, the oldest by"
            " {oldest_days}: invoices {invoices} have to be paid first."
        ),
        zh_hans="{starts_on}逾期超过{days}天的欠款为{to_pay}，最久{oldest_days}天：须先付清发票{invoices}。",
        zh_hant="{starts_on}逾期超過{days}天的欠款為{to_pay}，最久{oldest_days}天：須先付清發票{invoices}。",
    ),
    # --- releases ---
    "credit.release_not_needed": Text(
        en="The order ({order:or_none}) goes on without a release.",
        zh_hans="订单（{order:or_none}）无须放行即可继续。",
        zh_hant="訂單（{order:or_none}）無須放行即可繼續。",
    ),
    "credit.release_covers": Text(
        en=(
            "The release of {value} of {released_on} lets the order of {order} go on: up to"
            " {percent} % more, until {last_on}, for {checks}."
        ),
        zh_hans="{released_on}放行的{value}仍覆盖订单{order}：可超{percent}%，至{last_on}，针对{checks}。",
        zh_hant="{released_on}放行的{value}仍覆蓋訂單{order}：可超{percent}%，至{last_on}，針對{checks}。",
    ),
    "credit.release_new_check": Text(
        en=(
            "The release of {value} of {released_on} (order: {order}; {percent} % more allowed;"
            " until {last_on}) is for {checks} alone; another check fails now."
        ),
        zh_hans="{released_on}放行的{value}（订单{order}，可超{percent}%，至{last_on}）只针对{checks}，现另有检查未过。",
        zh_hant="{released_on}放行的{value}（訂單{order}，可超{percent}%，至{last_on}）只針對{checks}，現另有檢查未過。",
    ),
    "credit.release_grown": Text(
        en=(
            "The order of {order} is more than {percent} % above the {value} released on"
            " {released_on} (until {last_on}, for {checks}): it is held again."
        ),
        zh_hans="订单{order}超出{released_on}放行的{value}达{percent}%以上（至{last_on}，针对{checks}）：重新暂停。",
        zh_hant="訂單{order}超出{released_on}放行的{value}達{percent}%以上（至{last_on}，針對{checks}）：重新暫停。",
    ),
    "credit.release_expired": Text(
        en=(
            "The release of {value} of {released_on} (order: {order}; {percent} % more allowed; for"
            " {checks}) ended with {last_on}."
        ),
        zh_hans="{released_on}放行的{value}（订单{order}，可超{percent}%，针对{checks}）已于{last_on}到期。",
        zh_hant="{released_on}放行的{value}（訂單{order}，可超{percent}%，針對{checks}）已於{last_on}到期。",
    ),
    "credit.release_none": Text(
        en="Nobody has released the order of {order:or_none}.",
        zh_hans="订单{order:or_none}未获放行。",
        zh_hant="訂單{order:or_none}未獲放行。",
    ),
    "credit.release_blocked": Text(
        en="The customer is blocked: no release lets the order of {order:or_none} go on.",
        zh_hans="客户已冻结：订单{order:or_none}不可放行。",
        zh_hant="客戶已凍結：訂單{order:or_none}不可放行。",
    ),
    "credit.nothing_to_release": Text(
        en="There is nothing to release (verdict: {verdict}; checks that stop it: {checks}).",
        zh_hans="无可放行（结论：{verdict}；未过检查：{checks}）。",
        zh_hant="無可放行（結論：{verdict}；未過檢查：{checks}）。",
    ),
    "credit.release_written": Text(
        en="The order ({verdict}) is let through in spite of: {checks}.",
        zh_hans="订单（{verdict}）予以放行，豁免检查：{checks}。",
        zh_hant="訂單（{verdict}）予以放行，豁免檢查：{checks}。",
    ),
    "credit.recheck_not_needed": Text(
        en="Nothing has changed for the worse (verdict: {verdict}).",
        zh_hans="没有不利变化（结论：{verdict}）。",
        zh_hant="沒有不利變化（結論：{verdict}）。",
    ),
    "credit.recheck_reopened": Text(
        en="Order {order} was reopened.",
        zh_hans="订单{order}已重开。",
        zh_hant="訂單{order}已重開。",
    ),
    "credit.recheck_order_grew": Text(
        en="Order {order} grew from {before} to {after}.",
        zh_hans="订单{order}由{before}增至{after}。",
        zh_hant="訂單{order}由{before}增至{after}。",
    ),
    "credit.recheck_limit_cut": Text(
        en="The limit was {before:or_none} and is {after:or_none}.",
        zh_hans="额度由{before:or_none}变为{after:or_none}。",
        zh_hant="額度由{before:or_none}變為{after:or_none}。",
    ),
    "credit.recheck_exposure_rose": Text(
        en="The exposure with the order was {before} and is {after}.",
        zh_hans="含订单的信用占用由{before}变为{after}。",
        zh_hant="含訂單的信用佔用由{before}變為{after}。",
    ),
    "credit.recheck_release_gone": Text(
        en="A release let the order go on before; now: {release}.",
        zh_hans="原有放行不再有效：{release}。",
        zh_hant="原有放行不再有效：{release}。",
    ),
    # --- dealers in difficulty (K3) ---
    "concession.running": Text(
        en=(
            "The agreement of {agreed_on} (until {ends_on}; because of {signs}) is kept so far."
            " Next day: {next_due_on:or_none}; still to pay by then: {to_pay:or_none}."
        ),
        zh_hans="{agreed_on}的帮扶协议（至{ends_on}；原因：{signs}）执行正常。下一付款日：{next_due_on:or_none}；届时尚欠：{to_pay:or_none}。",
        zh_hant="{agreed_on}的幫扶協議（至{ends_on}；原因：{signs}）執行正常。下一付款日：{next_due_on:or_none}；屆時尚欠：{to_pay:or_none}。",
    ),
    "concession.broken": Text(
        en=(
            "The agreement of {agreed_on} (until {ends_on}; because of {signs}) has been broken"
            " since {broken_on}: {missing} was missing of what was due on {due_on}. The invoices"
            " {invoices} fall due by their own dates again."
        ),
        zh_hans="{agreed_on}的帮扶协议（至{ends_on}；原因：{signs}）自{broken_on}起违约：{due_on}到期款尚缺{missing}。发票{invoices}恢复原付款期。",
        zh_hant="{agreed_on}的幫扶協議（至{ends_on}；原因：{signs}）自{broken_on}起違約：{due_on}到期款尚缺{missing}。發票{invoices}恢復原付款期。",
    ),
    "concession.kept": Text(
        en="The agreement of {agreed_on} (because of {signs}) was kept to its end on {ends_on}.",
        zh_hans="{agreed_on}的帮扶协议（原因：{signs}）已履行至{ends_on}结束。",
        zh_hant="{agreed_on}的幫扶協議（原因：{signs}）已履行至{ends_on}結束。",
    ),
    "concession.ended": Text(
        en="The agreement of {agreed_on} (until {ends_on}; because of {signs}) was ended on {ended_on}.",
        zh_hans="{agreed_on}的帮扶协议（至{ends_on}；原因：{signs}）已于{ended_on}终止。",
        zh_hant="{agreed_on}的幫扶協議（至{ends_on}；原因：{signs}）已於{ended_on}終止。",
    ),
}
