"""When credit is to be reviewed, in words (policies 2g)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "credit_review.rhythm": Text(
        en=(
            "Credit grade {grade:grade}: a review every {months:n month}. The last one was on"
            " {reviewed_on}, so the next is due on {due_on}."
        ),
        zh_hans=(
            "信用等级{grade:grade}：每{months}个月复审一次。上次复审{reviewed_on}，下次应在{due_on}。"
        ),
        zh_hant=(
            "信用等級{grade:grade}：每{months}個月複審一次。上次複審{reviewed_on}，下次應在{due_on}。"
        ),
    ),
    "credit_review.trial_end": Text(
        en="The trial limit of {limit} ends on {lapses_on}; it is to be reviewed by then.",
        zh_hans="试用额度{limit}于{lapses_on}到期，届时应复审。",
        zh_hant="試用額度{limit}於{lapses_on}到期，屆時應複審。",
    ),
    "credit_review.never_reviewed": Text(
        en="There is a limit (amount: {limit:or_none}) and it was never reviewed: due now.",
        zh_hans="有信用额度（金额：{limit:or_none}），但从未复审：现在就应复审。",
        zh_hant="有信用額度（金額：{limit:or_none}），但從未複審：現在就應複審。",
    ),
    "credit_review.not_needed": Text(
        en=(
            "No review is needed: credit grade {grade:grade}, last review {reviewed_on:or_none},"
            " and no limit that calls for one."
        ),
        zh_hans="无需复审：信用等级{grade:grade}，上次复审{reviewed_on:or_none}，没有需要复审的额度。",
        zh_hant="無需複審：信用等級{grade:grade}，上次複審{reviewed_on:or_none}，沒有需要複審的額度。",
    ),
    "credit_review.index_drop": Text(
        en=(
            "On {on} the payment index was {index}, {drop} below the {index_then} of the last"
            " review; {least} or more call for a review at once."
        ),
        zh_hans="{on}付款指数为{index}，比上次复审的{index_then}低{drop}；降{least}及以上应立即复审。",
        zh_hant="{on}付款指數為{index}，比上次複審的{index_then}低{drop}；降{least}及以上應立即複審。",
    ),
    "credit_review.long_overdue": Text(
        en=(
            "On {on} {overdue} was more than {days} days overdue, the oldest {oldest_days:n day}"
            " (open: {to_pay} on invoices {invoices}); from {least} on (the greater of {floor}"
            " and {least_percent} % of the limit {of_limit:or_none}) it calls for a review."
        ),
        zh_hans=(
            "{on}有{overdue}逾期超过{days}天，最久{oldest_days}天（发票{invoices}未付{to_pay}）；"
            "达到{least}（{floor}与额度{of_limit:or_none}的{least_percent}%中较大者）即应复审。"
        ),
        zh_hant=(
            "{on}有{overdue}逾期超過{days}天，最久{oldest_days}天（發票{invoices}未付{to_pay}）；"
            "達到{least}（{floor}與額度{of_limit:or_none}的{least_percent}%中較大者）即應複審。"
        ),
    ),
    "credit_review.over_limit": Text(
        en=(
            "The limit was used to {first_use:percent} on {first_on} and to {use:percent} on {on}:"
            " above it on two days within {days} days."
        ),
        zh_hans=(
            "{first_on}额度使用率{first_use:percent}，{on}为{use:percent}：{days}天内两次超过额度。"
        ),
        zh_hant=(
            "{first_on}額度使用率{first_use:percent}，{on}為{use:percent}：{days}天內兩次超過額度。"
        ),
    ),
    "credit_review.grade_fall": Text(
        en="On {on} the figures gave credit grade {grade}; the card shows {grade_then}.",
        zh_hans="{on}按数据信用等级为{grade}，卡上为{grade_then}。",
        zh_hant="{on}按數據信用等級為{grade}，卡上為{grade_then}。",
    ),
    "credit_review.cut_off": Text(
        en=(
            "Past days were looked at from {read_from} on alone, though the last review was on"
            " {reviewed_on}: what happened in between and is over may be missing."
        ),
        zh_hans="上次复审{reviewed_on}，但只查看了{read_from}起的日子：此前发生而已过去的事可能未计入。",
        zh_hant="上次複審{reviewed_on}，但只查看了{read_from}起的日子：此前發生而已過去的事可能未計入。",
    ),
    "credit_review.owner_change": Text(
        en="Recorded on {on}: {what}. That calls for a review at once.",
        zh_hans="{on}有记录：{what}，应立即复审。",
        zh_hant="{on}有記錄：{what}，應立即複審。",
    ),
    "credit_review.bad_news": Text(
        en="Bad news recorded on {on}: {what}. That calls for a review at once.",
        zh_hans="{on}有负面记录：{what}，应立即复审。",
        zh_hant="{on}有負面記錄：{what}，應立即複審。",
    ),
}
