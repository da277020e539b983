"""What the credit policies say: the cards, the score, the limit and the order check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.wording._text import Text

TEXTS: Final[Mapping[str, Text]] = {
    "credit.legal_form_clash": Text(
        en="The credit card says {legal_form}, the customer card says {ownership}:"
        " both cannot be true.",
        zh_hans="信用卡上的经营方式为{legal_form}，资料卡上的性质为{ownership}，两者矛盾。",
        zh_hant="信用卡上的經營方式為{legal_form}，資料卡上的性質為{ownership}，兩者矛盾。",
    ),
    # --- the grade (policies 2a) ---
    "credit.insolvency": Text(
        en="The customer has been insolvent since {since}: grade C.",
        zh_hans="客户自{since}起破产：信用等级C。",
        zh_hant="客戶自{since}起破產：信用等級C。",
    ),
    "credit.dishonest_debtor": Text(
        en="The customer has been on the courts' list of dishonest debtors since {since}: grade C.",
        zh_hans="客户自{since}起被列为失信被执行人：信用等级C。",
        zh_hant="客戶自{since}起被列為失信被執行人：信用等級C。",
    ),
    "credit.balance_refused": Text(
        en="The customer has refused to confirm the balance since {since}: grade C.",
        zh_hans="客户自{since}起拒绝对账：信用等级C。",
        zh_hant="客戶自{since}起拒絕對帳：信用等級C。",
    ),
    "credit.long_overdue": Text(
        en="{overdue} is more than {days} days past due, the oldest by {oldest_days} days;"
        " {least} or more makes grade C.",
        zh_hans="逾期超过{days}天的欠款为{overdue}，最久逾期{oldest_days}天；达到{least}即为信用等级C。",
        zh_hant="逾期超過{days}天的欠款為{overdue}，最久逾期{oldest_days}天；達到{least}即為信用等級C。",
    ),
    "credit.long_overdue_unknown": Text(
        en="What is more than {days} days past due (the oldest by {oldest_days} days) cannot be"
        " told: there is no exchange rate for all of {currencies}. From {least} on it would make"
        " grade C.",
        zh_hans="逾期超过{days}天的欠款（最久{oldest_days}天）无法计算：{currencies}缺少汇率。"
        "达到{least}即为信用等级C。",
        zh_hant="逾期超過{days}天的欠款（最久{oldest_days}天）無法計算：{currencies}缺少匯率。"
        "達到{least}即為信用等級C。",
    ),
    "credit.bounced": Text(
        en="{bounced} instruments bounced within {months} months; {bounces} make grade C.",
        zh_hans="{months}个月内有{bounced}张票据被退；{bounces}张即为信用等级C。",
        zh_hant="{months}個月內有{bounced}張票據被退；{bounces}張即為信用等級C。",
    ),
    "credit.score": Text(
        en="The score is {score} of 100, which earns grade {grade}: A from {a_from}, B from"
        " {b_from}.",
        zh_hans="得分{score}（满分100），对应等级{grade}：{a_from}分起为A，{b_from}分起为B。",
        zh_hant="得分{score}（滿分100），對應等級{grade}：{a_from}分起為A，{b_from}分起為B。",
    ),
    "credit.ungraded": Text(
        en="There is no grade: {known_weight} % of the score is known, {least} % and the payment"
        " attitude are needed. Missing: {missing}.",
        zh_hans="无法评级：已知项目占{known_weight}%，需{least}%且须知付款态度。缺少：{missing}。",
        zh_hant="無法評級：已知項目占{known_weight}%，需{least}%且須知付款態度。缺少：{missing}。",
    ),
    "credit.partial": Text(
        en="The score rests on {known_weight} % of its weights, scaled up ({least} % are enough)."
        " Missing: {missing}.",
        zh_hans="得分按已知的{known_weight}%权重折算（至少需{least}%）。缺少：{missing}。",
        zh_hant="得分按已知的{known_weight}%權重折算（至少需{least}%）。缺少：{missing}。",
    ),
    "credit.payment_rating": Text(
        en="The payment attitude counts {counted} of 5: the payment index is {index}, a person"
        " says {by_person}; the worse one counts.",
        zh_hans="付款态度计{counted}分（满分5）：付款指数为{index}，人工评分为{by_person}，取较低者。",
        zh_hant="付款態度計{counted}分（滿分5）：付款指數為{index}，人工評分為{by_person}，取較低者。",
    ),
}
