"""Whom to ask for money, in words (K2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "collection.nothing": Text(
        en="Nothing undisputed is more than {days:n day} overdue, so nothing is asked for.",
        zh_hans="没有逾期超过{days}天且无争议的款项，无需催收。",
        zh_hant="沒有逾期超過{days}天且無爭議的款項，無需催收。",
    ),
    "collection.broken_promise": Text(
        en="On {made_on} {amount} was promised by {due_on}, and it did not come.",
        zh_hans="{made_on}承诺{due_on}前付{amount}，未付。",
        zh_hant="{made_on}承諾{due_on}前付{amount}，未付。",
    ),
    "collection.waiting": Text(
        en="What is overdue was promised by {until}; until then it is waited for.",
        zh_hans="逾期款项已承诺于{until}前付清，届时之前暂不催收。",
        zh_hant="逾期款項已承諾於{until}前付清，屆時之前暫不催收。",
    ),
    "collection.overdue": Text(
        en=(
            "{overdue} is more than {days:n day} overdue, the oldest {oldest_days:n day} (open:"
            " {to_pay} on invoices {invoices}): weight {weight} {currency}-days, tier"
            " {tier:or_none}; sums from {least} on are not small ({least_percent} % of the limit"
            " {of_limit:or_none}, at least {floor})."
        ),
        zh_hans=(
            "{overdue}逾期超过{days}天，最久{oldest_days}天（发票{invoices}未付{to_pay}）："
            "权重{weight}（{currency}乘以天数），等级{tier:or_none}；达到{least}的不算小额"
            "（额度{of_limit:or_none}的{least_percent}%，至少{floor}）。"
        ),
        zh_hant=(
            "{overdue}逾期超過{days}天，最久{oldest_days}天（發票{invoices}未付{to_pay}）："
            "權重{weight}（{currency}乘以天數），等級{tier:or_none}；達到{least}的不算小額"
            "（額度{of_limit:or_none}的{least_percent}%，至少{floor}）。"
        ),
    ),
    "collection.small": Text(
        en=(
            "{overdue} is more than {days:n day} overdue, the oldest {oldest_days:n day} (open:"
            " {to_pay} on invoices {invoices}): weight {weight} {currency}-days, tier"
            " {tier:or_none}; that is small, below {least} ({least_percent} % of the limit"
            " {of_limit:or_none}, at least {floor})."
        ),
        zh_hans=(
            "{overdue}逾期超过{days}天，最久{oldest_days}天（发票{invoices}未付{to_pay}）："
            "权重{weight}（{currency}乘以天数），等级{tier:or_none}；不足{least}，属小额"
            "（额度{of_limit:or_none}的{least_percent}%，至少{floor}）。"
        ),
        zh_hant=(
            "{overdue}逾期超過{days}天，最久{oldest_days}天（發票{invoices}未付{to_pay}）："
            "權重{weight}（{currency}乘以天數），等級{tier:or_none}；不足{least}，屬小額"
            "（額度{of_limit:or_none}的{least_percent}%，至少{floor}）。"
        ),
    ),
    "collection.unknown_rate": Text(
        en=(
            "{to_pay} on invoices {invoices} is more than {days:n day} overdue, the oldest"
            " {oldest_days:n day}, tier {tier:or_none}; in {currency} its worth is unknown for"
            " want of an exchange rate, and so is its weight."
        ),
        zh_hans=(
            "发票{invoices}未付{to_pay}，逾期超过{days}天，最久{oldest_days}天，等级{tier:or_none}；"
            "缺少汇率，折合{currency}的金额和权重未知。"
        ),
        zh_hant=(
            "發票{invoices}未付{to_pay}，逾期超過{days}天，最久{oldest_days}天，等級{tier:or_none}；"
            "缺少匯率，折合{currency}的金額和權重未知。"
        ),
    ),
    "collection.left_out": Text(
        en="Not asked for, as a dispute or a deferral holds: invoices {invoices}.",
        zh_hans="因有争议或已延期，暂不催收的发票：{invoices}。",
        zh_hant="因有爭議或已延期，暫不催收的發票：{invoices}。",
    ),
}
