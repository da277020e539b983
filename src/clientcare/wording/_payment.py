"""Payment behaviour and ageing in words (policies 2b)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "payment.index": Text(
        en="The payment index is {index}, the mean score {mean} of {invoices:n invoice}, weighted by amount and rounded.",
        zh_hans="付款指数为{index}，由{invoices}张发票按金额加权的平均分{mean}四舍五入得出。",
        zh_hant="付款指數為{index}，由{invoices}張發票按金額加權的平均分{mean}四捨五入得出。",
    ),
    "payment.too_few_invoices": Text(
        en="There is no payment index: {invoices:n invoice} could be scored, {needed} {needed:pick is|are} needed.",
        zh_hans="没有付款指数：可评分的发票有{invoices}张，至少需要{needed}张。",
        zh_hant="沒有付款指數：可評分的發票有{invoices}張，至少需要{needed}張。",
    ),
    "payment.unknown_rate": Text(
        en="No exchange rate from {currency} into {target:or_none} is known on {as_of}.",
        zh_hans="{as_of}从{currency}到{target:or_none}的汇率未知。",
        zh_hant="{as_of}從{currency}到{target:or_none}的匯率未知。",
    ),
    "payment.disputed_left_out": Text(
        en="Disputed invoices were left out: {invoices}.",
        zh_hans="有争议的发票未计入：{invoices}张。",
        zh_hant="有爭議的發票未計入：{invoices}張。",
    ),
    "payment.undated_left_out": Text(
        en="Invoices without a due date were left out: {invoices}.",
        zh_hans="没有到期日的发票未计入：{invoices}张。",
        zh_hant="沒有到期日的發票未計入：{invoices}張。",
    ),
    "payment.after_as_of": Text(
        en="Documents dated after {as_of} were left out: {documents}.",
        zh_hans="日期在{as_of}之后的单据未计入：{documents}份。",
        zh_hant="日期在{as_of}之後的單據未計入：{documents}份。",
    ),
    "payment.late_share": Text(
        en=(
            "Of the invoices, {late} {late:pick was|were} late and {on_time} on time:"
            " {by_number:percent} late by number, {by_amount:percent} by amount."
        ),
        zh_hans=(
            "逾期发票{late}张，按时{on_time}张：按张数逾期{by_number:percent}，"
            "按金额逾期{by_amount:percent}。"
        ),
        zh_hant=(
            "逾期發票{late}張，按時{on_time}張：按張數逾期{by_number:percent}，"
            "按金額逾期{by_amount:percent}。"
        ),
    ),
    "payment.no_settled_invoices": Text(
        en="Up to {as_of} no invoice was paid or fell overdue, so there is no late share.",
        zh_hans="截至{as_of}没有已付或逾期的发票，因此没有逾期比例。",
        zh_hant="截至{as_of}沒有已付或逾期的發票，因此沒有逾期比例。",
    ),
    "ageing.buckets": Text(
        en=(
            "Of {receivables} open, {overdue} is past due (by up to {bounds_days} days, and more:"
            " {past_due}); not yet due {current}, without a due date {undated}; disputed"
            " {disputed}."
        ),
        zh_hans=(
            "应收合计{receivables}，逾期{overdue}（逾期{bounds_days}天以内及更久依次为{past_due}）；"
            "未到期{current}，无到期日{undated}；其中有争议{disputed}。"
        ),
        zh_hant=(
            "應收合計{receivables}，逾期{overdue}（逾期{bounds_days}天以內及更久依次為{past_due}）；"
            "未到期{current}，無到期日{undated}；其中有爭議{disputed}。"
        ),
    ),
    "ageing.nothing_on_record": Text(
        en="Nothing is on record up to {as_of}, so nothing is open.",
        zh_hans="截至{as_of}没有任何记录，因此没有应收款。",
        zh_hant="截至{as_of}沒有任何記錄，因此沒有應收款。",
    ),
    "ageing.after_as_of": Text(
        en="Documents dated after {as_of} were left out: {documents}.",
        zh_hans="日期在{as_of}之后的单据未计入：{documents}份。",
        zh_hant="日期在{as_of}之後的單據未計入：{documents}份。",
    ),
}
