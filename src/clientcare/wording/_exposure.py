"""Exposure in words (policies 2d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "exposure.total": Text(
        en=(
            "The exposure is {exposure}: receivables {receivables}, delivered but not billed"
            " {delivered_not_billed}, open orders {open_orders}, less unapplied {unapplied}."
        ),
        zh_hans=(
            "信用占用{exposure}：应收{receivables}，已发货未开票{delivered_not_billed}，"
            "未执行订单{open_orders}，减去未核销款项{unapplied}。"
        ),
        zh_hant=(
            "信用佔用{exposure}：應收{receivables}，已發貨未開票{delivered_not_billed}，"
            "未執行訂單{open_orders}，減去未核銷款項{unapplied}。"
        ),
    ),
    "exposure.nothing_on_record": Text(
        en="Nothing is on record up to {as_of}, so nothing is at risk.",
        zh_hans="截至{as_of}没有任何单据，因此没有信用占用。",
        zh_hant="截至{as_of}沒有任何單據，因此沒有信用佔用。",
    ),
    "exposure.disputed": Text(
        en="Of the receivables of {receivables}, {disputed} is disputed.",
        zh_hans="应收{receivables}中有{disputed}存在争议。",
        zh_hant="應收{receivables}中有{disputed}存在爭議。",
    ),
    "exposure.after_as_of": Text(
        en="Documents dated after {as_of} were left out: {documents}.",
        zh_hans="有{documents}份单据的日期在{as_of}之后，未计入。",
        zh_hant="有{documents}份單據的日期在{as_of}之後，未計入。",
    ),
    "exposure.of_company": Text(
        en="The exposure with our company {company} is {exposure}.",
        zh_hans="与本方公司{company}的信用占用为{exposure}。",
        zh_hant="與本方公司{company}的信用佔用為{exposure}。",
    ),
    "exposure.across": Text(
        en=(
            "Over {companies:pick one of our companies|all our companies} ({companies}) the"
            " exposure is {exposure}; the limits together are {limits}."
        ),
        zh_hans="与本方全部公司（{companies}家）的信用占用合计{exposure}，额度合计{limits}。",
        zh_hant="與本方全部公司（{companies}家）的信用佔用合計{exposure}，額度合計{limits}。",
    ),
    "exposure.across_unknown": Text(
        en=(
            "The exposure over all our companies, {exposure}, cannot be told in {currency}: an"
            " exchange rate of {as_of} is missing."
        ),
        zh_hans="与本方全部公司的信用占用{exposure}无法折合为{currency}：缺少{as_of}的汇率。",
        zh_hant="與本方全部公司的信用佔用{exposure}無法折合為{currency}：缺少{as_of}的匯率。",
    ),
}
