"""Why a customer is in class A, B or C."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "tiering.a_ahead": Text(
        en="Class A: with {annualised:pick an annualised |}{value}, the customers ahead hold {before} of {total}, less than {a_percent} %.",
        zh_hans="A级：本客户为{annualised:pick 年化的|}{value}，排在前面的客户合计{before}，不到总额{total}的{a_percent}%。",
        zh_hant="A級：本客戶為{annualised:pick 年化的|}{value}，排在前面的客戶合計{before}，不到總額{total}的{a_percent}%。",
    ),
    "tiering.b_ahead": Text(
        en="Class B: with {annualised:pick an annualised |}{value}, the customers ahead hold {before} of {total}, {a_percent} % or more, but less than {b_percent} %.",
        zh_hans="B级：本客户为{annualised:pick 年化的|}{value}，排在前面的客户合计{before}，已达总额{total}的{a_percent}%，但不到{b_percent}%。",
        zh_hant="B級：本客戶為{annualised:pick 年化的|}{value}，排在前面的客戶合計{before}，已達總額{total}的{a_percent}%，但不到{b_percent}%。",
    ),
    "tiering.c_ahead": Text(
        en="Class C: with {annualised:pick an annualised |}{value}, the customers ahead hold {before} of {total}, {b_percent} % or more.",
        zh_hans="C级：本客户为{annualised:pick 年化的|}{value}，排在前面的客户合计{before}，已达总额{total}的{b_percent}%。",
        zh_hant="C級：本客戶為{annualised:pick 年化的|}{value}，排在前面的客戶合計{before}，已達總額{total}的{b_percent}%。",
    ),
    "tiering.a_with_own": Text(
        en="Class A: up to and with this customer's {annualised:pick annualised |}{value}, the best hold {after} of {total}, {a_percent} % at most.",
        zh_hans="A级：连同本客户的{annualised:pick 年化的|}{value}，累计{after}，不超过总额{total}的{a_percent}%。",
        zh_hant="A級：連同本客戶的{annualised:pick 年化的|}{value}，累計{after}，不超過總額{total}的{a_percent}%。",
    ),
    "tiering.b_with_own": Text(
        en="Class B: up to and with this customer's {annualised:pick annualised |}{value}, the best hold {after} of {total}, more than {a_percent} %, but {b_percent} % at most.",
        zh_hans="B级：连同本客户的{annualised:pick 年化的|}{value}，累计{after}，超过总额{total}的{a_percent}%，但不超过{b_percent}%。",
        zh_hant="B級：連同本客戶的{annualised:pick 年化的|}{value}，累計{after}，超過總額{total}的{a_percent}%，但不超過{b_percent}%。",
    ),
    "tiering.c_with_own": Text(
        en="Class C: up to and with this customer's {annualised:pick annualised |}{value}, the best hold {after} of {total}, more than {b_percent} %.",
        zh_hans="C级：连同本客户的{annualised:pick 年化的|}{value}，累计{after}，超过总额{total}的{b_percent}%。",
        zh_hant="C級：連同本客戶的{annualised:pick 年化的|}{value}，累計{after}，超過總額{total}的{b_percent}%。",
    ),
    "tiering.a_minimum": Text(
        en="Class A: {annualised:pick annualised |}{value} is at least {a_min} (class B begins at {b_min}).",
        zh_hans="A级：{annualised:pick 年化的|}{value}达到{a_min}（B级从{b_min}起）。",
        zh_hant="A級：{annualised:pick 年化的|}{value}達到{a_min}（B級從{b_min}起）。",
    ),
    "tiering.b_minimum": Text(
        en="Class B: {annualised:pick annualised |}{value} is at least {b_min}, but less than {a_min}.",
        zh_hans="B级：{annualised:pick 年化的|}{value}达到{b_min}，但不到{a_min}。",
        zh_hant="B級：{annualised:pick 年化的|}{value}達到{b_min}，但不到{a_min}。",
    ),
    "tiering.below_minimum": Text(
        en="Class C: {annualised:pick annualised |}{value} is less than {b_min} (class A begins at {a_min}).",
        zh_hans="C级：{annualised:pick 年化的|}{value}不到{b_min}（A级从{a_min}起）。",
        zh_hant="C級：{annualised:pick 年化的|}{value}不到{b_min}（A級從{a_min}起）。",
    ),
    "tiering.value_unknown": Text(
        en="The class cannot be determined: the value is unknown for {customers}.",
        zh_hans="无法定级：以下客户的金额未知：{customers}。",
        zh_hant="無法定級：以下客戶的金額未知：{customers}。",
    ),
    "tiering.no_positive_value": Text(
        en="Class C: the value is {value}, not above 0.",
        zh_hans="C级：金额为{value}，不大于0。",
        zh_hant="C級：金額為{value}，不大於0。",
    ),
    "tiering.negative_value": Text(
        en="The value is {value}: more was returned than sold.",
        zh_hans="金额为{value}：退货多于销售。",
        zh_hant="金額為{value}：退貨多於銷售。",
    ),
    "tiering.undifferentiated": Text(
        en="Class A holds {in_a} of the {customers:n customer} with a positive value, more than {percent} %: the classes say little.",
        zh_hans="金额为正的{customers}个客户中有{in_a}个为A级，超过{percent}%：分级意义不大。",
        zh_hant="金額為正的{customers}個客戶中有{in_a}個為A級，超過{percent}%：分級意義不大。",
    ),
    "tiering.provisional": Text(
        en="Provisional: the first order was {history_days:n day} ago, less than {full_days}.",
        zh_hans="暂定：首次订货距今{history_days}天，不到{full_days}天。",
        zh_hant="暫定：首次訂貨距今{history_days}天，不到{full_days}天。",
    ),
    "tiering.annualised": Text(
        en="Annualised: {given} in {history_days:n day} was scaled up to {value} in {full_days:n day}.",
        zh_hans="年化：{history_days}天的{given}折算为{full_days}天的{value}。",
        zh_hant="年化：{history_days}天的{given}折算為{full_days}天的{value}。",
    ),
    "tiering.rolled_up": Text(
        en="Ranked as one group under {parent}, {members:n member} in all.",
        zh_hans="以{parent}为首的集团合并排名，共{members}家。",
        zh_hant="以{parent}為首的集團合併排名，共{members}家。",
    ),
    "tiering.after_as_of": Text(
        en="First orders after the day judged were left out: {first_orders}.",
        zh_hans="评定日之后的首次订货未计入：{first_orders}个。",
        zh_hant="評定日之後的首次訂貨未計入：{first_orders}個。",
    ),
    "tiering.top_fifth": Text(
        en="Of {customers:n customer} with a positive value, the best fifth ({best}) {best:pick makes|make} {value} of {total}: {share:percent}.",
        zh_hans="金额为正的{customers}个客户中，最好的五分之一（{best}个）合计{value}，占总额{total}的{share:percent}。",
        zh_hant="金額為正的{customers}個客戶中，最好的五分之一（{best}個）合計{value}，佔總額{total}的{share:percent}。",
    ),
    "tiering.nobody_positive": Text(
        en="No customer has a known value above 0; there {customers:pick is|are} {customers:n customer}.",
        zh_hans="{customers}个客户中没有一个已知金额大于0。",
        zh_hant="{customers}個客戶中沒有一個已知金額大於0。",
    ),
    "tiering.left_out": Text(
        en="Customers left out because their value is unknown: {customers}.",
        zh_hans="因金额未知而未计入的客户：{customers}个。",
        zh_hant="因金額未知而未計入的客戶：{customers}個。",
    ),
}
