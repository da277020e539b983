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
    "payment.no_currency": Text(
        en="Amounts in {currencies} cannot be weighed: no currency to weigh them in was given.",
        zh_hans="{currencies}的金额无法加权：未指定折算货币。",
        zh_hant="{currencies}的金額無法加權：未指定折算貨幣。",
    ),
    "payment.unknown_rate": Text(
        en="No exchange rate from {currency} into {target} is known on {as_of}.",
        zh_hans="{as_of}从{currency}到{target}的汇率未知。",
        zh_hant="{as_of}從{currency}到{target}的匯率未知。",
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
    "payment.days_beyond_terms": Text(
        en=(
            "Money comes {days} days after the due date, weighted by amount, early as 0:"
            " {invoices:n invoice}, {late_parts:n late part}."
        ),
        zh_hans="按金额加权平均逾期{days}天付款，提前付款按0计：{invoices}张发票，逾期{late_parts}笔。",
        zh_hant="按金額加權平均逾期{days}天付款，提前付款按0計：{invoices}張發票，逾期{late_parts}筆。",
    ),
    "payment.no_experience": Text(
        en="Nothing has been paid or fallen due[ up to {as_of}], so nothing can be said of delays.",
        zh_hans="[截至{as_of}]没有付款或到期的款项，无法判断逾期天数。",
        zh_hant="[截至{as_of}]沒有付款或到期的款項，無法判斷逾期天數。",
    ),
    "payment.trend_unknown": Text(
        en="No trend can be told: the index is {index}, on {then_on} it was {then}.",
        zh_hans="无法判断趋势：付款指数为{index}，{then_on}为{then}。",
        zh_hant="無法判斷趨勢：付款指數為{index}，{then_on}為{then}。",
    ),
    "payment.trend_steady": Text(
        en=(
            "Payment is steady: the index is {index}, on {then_on} it was {then}; the change of"
            " {change} is less than {points} points."
        ),
        zh_hans="付款平稳：指数为{index}，{then_on}为{then}，变化{change}，不足{points}分。",
        zh_hant="付款平穩：指數為{index}，{then_on}為{then}，變化{change}，不足{points}分。",
    ),
    "payment.trend_better": Text(
        en=(
            "Payment gets better: the index is {index}, on {then_on} it was {then}; the change of"
            " {change} reaches {points} points."
        ),
        zh_hans="付款好转：指数为{index}，{then_on}为{then}，变化{change}，达到{points}分。",
        zh_hant="付款好轉：指數為{index}，{then_on}為{then}，變化{change}，達到{points}分。",
    ),
    "payment.trend_worse": Text(
        en=(
            "Payment gets worse: the index is {index}, on {then_on} it was {then}; the change of"
            " {change} reaches {points} points."
        ),
        zh_hans="付款变差：指数为{index}，{then_on}为{then}，变化{change}，达到{points}分。",
        zh_hant="付款變差：指數為{index}，{then_on}為{then}，變化{change}，達到{points}分。",
    ),
    "payment.ratings": Text(
        en=(
            "Payment attitude: a person rates {typed:or_none}, the index gives"
            " {measured:or_none}; {counted:or_none} counts (1 is worst, 5 best)."
        ),
        zh_hans="付款态度：人工评{typed:or_none}，指数评{measured:or_none}，按{counted:or_none}计（1最差，5最好）。",
        zh_hant="付款態度：人工評{typed:or_none}，指數評{measured:or_none}，按{counted:or_none}計（1最差，5最好）。",
    ),
    "payment.promises": Text(
        en=("Promises to pay: {promises}; kept {kept}, late {late}, broken {broken}, open {open}."),
        zh_hans="付款承诺{promises}个：按时{kept}，迟付{late}，未付{broken}，待付{open}。",
        zh_hant="付款承諾{promises}個：按時{kept}，遲付{late}，未付{broken}，待付{open}。",
    ),
    "payment_promise.not_yet_made": Text(
        en="The promise of {amount} by {due_on} was made on {made_on}, after {as_of}.",
        zh_hans="{due_on}前付{amount}的承诺于{made_on}作出，晚于{as_of}。",
        zh_hant="{due_on}前付{amount}的承諾於{made_on}作出，晚於{as_of}。",
    ),
    "payment_promise.withdrawn": Text(
        en="The promise of {made_on} to pay {amount} by {due_on} was withdrawn on {withdrawn_on}.",
        zh_hans="{made_on}关于{due_on}前付{amount}的承诺已于{withdrawn_on}撤回。",
        zh_hant="{made_on}關於{due_on}前付{amount}的承諾已於{withdrawn_on}撤回。",
    ),
    "payment_promise.kept": Text(
        en=(
            "The promise of {made_on} to pay {amount} by {due_on} (grace {grace_days:n day}) was"
            " kept: {paid} came[ by {as_of}]."
        ),
        zh_hans="{made_on}承诺{due_on}前付{amount}（宽限{grace_days}天），已履行：[截至{as_of}]收到{paid}。",
        zh_hant="{made_on}承諾{due_on}前付{amount}（寬限{grace_days}天），已履行：[截至{as_of}]收到{paid}。",
    ),
    "payment_promise.settled": Text(
        en=(
            "The promise of {made_on} to pay {amount} by {due_on} (grace {grace_days:n day}) is"
            " met: {paid} came, and nothing is open on its invoices[ on {as_of}]."
        ),
        zh_hans="{made_on}承诺{due_on}前付{amount}（宽限{grace_days}天），已了结：收到{paid}，[{as_of}]所指发票已无欠款。",
        zh_hant="{made_on}承諾{due_on}前付{amount}（寬限{grace_days}天），已了結：收到{paid}，[{as_of}]所指發票已無欠款。",
    ),
    "payment_promise.late": Text(
        en=(
            "The promise of {made_on} to pay {amount} by {due_on} (grace {grace_days:n day}) was"
            " kept late: {paid} was complete on {paid_on}[, as of {as_of}]."
        ),
        zh_hans="{made_on}承诺{due_on}前付{amount}（宽限{grace_days}天），迟付：{paid}于{paid_on}付清[，截至{as_of}]。",
        zh_hant="{made_on}承諾{due_on}前付{amount}（寬限{grace_days}天），遲付：{paid}於{paid_on}付清[，截至{as_of}]。",
    ),
    "payment_promise.open": Text(
        en=(
            "By the promise of {made_on}, {amount} is to come by {due_on} (grace"
            " {grace_days:n day}); {paid} came so far[ by {as_of}]."
        ),
        zh_hans="{made_on}承诺{due_on}前付{amount}（宽限{grace_days}天），[截至{as_of}]收到{paid}。",
        zh_hant="{made_on}承諾{due_on}前付{amount}（寬限{grace_days}天），[截至{as_of}]收到{paid}。",
    ),
    "payment_promise.broken": Text(
        en=(
            "The promise of {made_on} to pay {amount} by {due_on} (grace {grace_days:n day}) is"
            " broken: {paid} came[ by {as_of}], {missing} is missing."
        ),
        zh_hans="{made_on}承诺{due_on}前付{amount}（宽限{grace_days}天），未履行：[截至{as_of}]收到{paid}，尚缺{missing}。",
        zh_hant="{made_on}承諾{due_on}前付{amount}（寬限{grace_days}天），未履行：[截至{as_of}]收到{paid}，尚缺{missing}。",
    ),
}
