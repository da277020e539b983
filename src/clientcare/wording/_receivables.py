"""The key figures of the receivables in words (policies 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "receivables.dso": Text(
        en=(
            "From {first_on} to {last_on} the DSO is {value} days: receivables {receivables}"
            " times {days} days, over sales of {sales}."
        ),
        zh_hans=(
            "{first_on}至{last_on}应收账款周转天数为{value}天："
            "应收{receivables}乘以{days}天，除以销售额{sales}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}應收帳款周轉天數為{value}天："
            "應收{receivables}乘以{days}天，除以銷售額{sales}。"
        ),
    ),
    "receivables.best_dso": Text(
        en=(
            "From {first_on} to {last_on} the best possible DSO is {value} days: receivables not"
            " yet due of {current} times {days} days, over sales of {sales}."
        ),
        zh_hans=(
            "{first_on}至{last_on}最佳应收账款周转天数为{value}天："
            "未到期应收{current}乘以{days}天，除以销售额{sales}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}最佳應收帳款周轉天數為{value}天："
            "未到期應收{current}乘以{days}天，除以銷售額{sales}。"
        ),
    ),
    "receivables.days_delinquent": Text(
        en=(
            "From {first_on} to {last_on} money comes {value} days late on average: receivables"
            " {receivables} less {current} not yet due, times {days} days, over sales of {sales}."
        ),
        zh_hans=(
            "{first_on}至{last_on}平均逾期{value}天：应收{receivables}减去未到期{current}，"
            "乘以{days}天，除以销售额{sales}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}平均逾期{value}天：應收{receivables}減去未到期{current}，"
            "乘以{days}天，除以銷售額{sales}。"
        ),
    ),
    "receivables.cei": Text(
        en=(
            "From {first_on} to {last_on} {value:percent} of what could be collected was: opening"
            " receivables {opening}, sales {sales}, closing receivables {receivables}, {current}"
            " of them not yet due; that is {numerator} over {denominator}."
        ),
        zh_hans=(
            "{first_on}至{last_on}收款有效性指数为{value:percent}：期初应收{opening}，"
            "销售额{sales}，期末应收{receivables}，其中未到期{current}；"
            "即{numerator}除以{denominator}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}收款有效性指數為{value:percent}：期初應收{opening}，"
            "銷售額{sales}，期末應收{receivables}，其中未到期{current}；"
            "即{numerator}除以{denominator}。"
        ),
    ),
    "receivables.overdue_rate": Text(
        en=(
            "At the end of {first_on} to {last_on} {value:percent} of the receivables are"
            " overdue: {numerator} of {denominator}."
        ),
        zh_hans="{first_on}至{last_on}期末逾期率为{value:percent}：逾期{numerator}，应收{denominator}。",
        zh_hant="{first_on}至{last_on}期末逾期率為{value:percent}：逾期{numerator}，應收{denominator}。",
    ),
    "receivables.collection_rate": Text(
        en=(
            "From {first_on} to {last_on} {value:percent} was collected: {numerator} of"
            " {denominator}, which is {opening} receivables at the start and {sales} sales."
        ),
        zh_hans=(
            "{first_on}至{last_on}回款率为{value:percent}：回款{numerator}，应回款{denominator}，"
            "即期初应收{opening}加销售额{sales}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}回款率為{value:percent}：回款{numerator}，應回款{denominator}，"
            "即期初應收{opening}加銷售額{sales}。"
        ),
    ),
    "receivables.cash_to_sales": Text(
        en=(
            "From {first_on} to {last_on} the money that came is {value:percent} of sales:"
            " {numerator} over {denominator}."
        ),
        zh_hans=(
            "{first_on}至{last_on}销售回款率为{value:percent}：回款{numerator}，销售额{denominator}。"
        ),
        zh_hant=(
            "{first_on}至{last_on}銷售回款率為{value:percent}：回款{numerator}，銷售額{denominator}。"
        ),
    ),
    "receivables.limit_use": Text(
        en=(
            "On {last_on} {value:percent} of the credit limit is in use: {numerator} of"
            " {denominator}."
        ),
        zh_hans="{last_on}额度使用率为{value:percent}：占用{numerator}，额度{denominator}。",
        zh_hant="{last_on}額度使用率為{value:percent}：佔用{numerator}，額度{denominator}。",
    ),
    "receivables.no_ceiling": Text(
        en="The limit in force on {as_of} has no ceiling, so no part of it is in use.",
        zh_hans="{as_of}的信用不设上限，因此没有使用率。",
        zh_hant="{as_of}的信用不設上限，因此沒有使用率。",
    ),
    "receivables.count_back_dso": Text(
        en=(
            "On {last_on} the receivables of {receivables} are the sales of the last {value}"
            " days, counted back to {first_on} over {months:n month}: {sales}."
        ),
        zh_hans=(
            "{last_on}应收{receivables}相当于最近{value}天的销售额，"
            "倒推至{first_on}，共{months}个月：{sales}。"
        ),
        zh_hant=(
            "{last_on}應收{receivables}相當於最近{value}天的銷售額，"
            "倒推至{first_on}，共{months}個月：{sales}。"
        ),
    ),
    "receivables.older_than_history": Text(
        en=(
            "The receivables of {receivables} on {last_on} are older than the sales on record:"
            " {sales} in {months:n month}, {days:n day} back to {first_on}."
        ),
        zh_hans=(
            "{last_on}应收{receivables}早于有记录的销售额：{months}个月为{sales}，"
            "共{days}天，倒推至{first_on}。"
        ),
        zh_hant=(
            "{last_on}應收{receivables}早於有記錄的銷售額：{months}個月為{sales}，"
            "共{days}天，倒推至{first_on}。"
        ),
    ),
}
