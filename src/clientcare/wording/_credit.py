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
        en=(
            "{overdue} is more than {days:n day} past due, the oldest by {oldest_days:n"
            " day}; {least} or more makes grade C ({least_percent} % of the permanent limit"
            " ({of_limit:or_none}), but at least {floor}). Open: {to_pay} on {invoices}."
        ),
        zh_hans="逾期超过{days}天的欠款为{overdue}，最久逾期{oldest_days}天；达到{least}即为信用等级C（固定额度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。发票{invoices}未付{to_pay}。",
        zh_hant="逾期超過{days}天的欠款為{overdue}，最久逾期{oldest_days}天；達到{least}即為信用等級C（固定額度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。發票{invoices}未付{to_pay}。",
    ),
    "credit.long_overdue_unknown": Text(
        en=(
            "What is more than {days:n day} past due (the oldest by {oldest_days:n day})"
            " cannot be told: an exchange rate for {to_pay} is missing. {least} or more"
            " would make grade C ({least_percent} % of the permanent limit"
            " ({of_limit:or_none}), but at least {floor})."
        ),
        zh_hans="逾期超过{days}天的欠款（最久{oldest_days}天）无法计算：{to_pay}缺少汇率。达到{least}即为信用等级C（固定额度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。",
        zh_hant="逾期超過{days}天的欠款（最久{oldest_days}天）無法計算：{to_pay}缺少匯率。達到{least}即為信用等級C（固定額度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。",
    ),
    "credit.bounced": Text(
        en=(
            "{bounced:n instrument} bounced within {months:n month}; {bounces} or more"
            " {bounces:pick makes|make} grade C."
        ),
        zh_hans="{months}个月内有{bounced}张票据被退；达到{bounces}张即为信用等级C。",
        zh_hant="{months}個月內有{bounced}張票據被退；達到{bounces}張即為信用等級C。",
    ),
    "credit.score": Text(
        en="The score is {score} of 100, which earns credit grade {grade}: A from {a_from}, B from"
        " {b_from}.",
        zh_hans="得分{score}（满分100），对应信用等级{grade}：{a_from}分起为A，{b_from}分起为B。",
        zh_hant="得分{score}（滿分100），對應信用等級{grade}：{a_from}分起為A，{b_from}分起為B。",
    ),
    "credit.ungraded": Text(
        en=(
            "There is no grade, which counts as C: {known_weight} % of the score is known,"
            " {least} % and the payment attitude are needed. Missing: {missing}."
        ),
        zh_hans="无法评级，按C级计：已知项目占{known_weight}%，需{least}%且须知付款态度。缺少：{missing}。",
        zh_hant="無法評級，按C級計：已知項目占{known_weight}%，需{least}%且須知付款態度。缺少：{missing}。",
    ),
    "credit.partial": Text(
        en="The score rests on {known_weight} % of its weights, scaled up ({least} % are enough)."
        " Missing: {missing}.",
        zh_hans="得分按已知的{known_weight}%权重折算（至少需{least}%）。缺少：{missing}。",
        zh_hant="得分按已知的{known_weight}%權重折算（至少需{least}%）。缺少：{missing}。",
    ),
    "credit.payment_rating": Text(
        en=(
            "The payment attitude counts {counted} of 5, the worse of two ratings: by the"
            " payment index of {index}, and by a person ({by_person:or_none})."
        ),
        zh_hans="付款态度计{counted}分（满分5），取较低者：一为付款指数{index}折算，一为人工评分（{by_person:or_none}）。",
        zh_hant="付款態度計{counted}分（滿分5），取較低者：一為付款指數{index}折算，一為人工評分（{by_person:or_none}）。",
    ),
    # --- the computed limit (policies 2c) ---
    "credit.limit_computed": Text(
        en=(
            "The computed limit is {computed} (credit grade {grade:grade}; factor"
            " {factor}; method: {method}): need {need}, of which"
            " {need_share:percent} counts; what net worth allows {net_worth},"
            " working capital {working_capital}, references {reference}, the insurer"
            " {insurer}."
        ),
        zh_hans="计算额度为{computed}（信用等级：{grade:grade}；系数{factor}；方法：{method}）：需求{need}（计入{need_share:percent}）；净资产允许{net_worth}，流动资金允许{working_capital}，同行参考{reference}，保险公司{insurer}。",
        zh_hant="計算額度為{computed}（信用等級：{grade:grade}；係數{factor}；方法：{method}）：需求{need}（計入{need_share:percent}）；淨資產允許{net_worth}，流動資金允許{working_capital}，同行參考{reference}，保險公司{insurer}。",
    ),
    "credit.ungraded_counts_as_c": Text(
        en=(
            "The customer is ungraded, which counts as credit grade {grade}: with a factor"
            " of {factor} there is no open limit, only what security allows ({secured})."
        ),
        zh_hans="客户未评级，按信用等级{grade}计：系数为{factor}，不得有无担保额度，只可有担保额度（{secured}）。",
        zh_hant="客戶未評級，按信用等級{grade}計：係數為{factor}，不得有無擔保額度，只可有擔保額度（{secured}）。",
    ),
    "credit.need_unknown": Text(
        en="The limit cannot be told: the expected monthly purchases are {monthly_purchases}, the"
        " payment term in days is {terms_days}; both have to be known.",
        zh_hans="无法计算额度：预计月采购额{monthly_purchases}，账期天数{terms_days}，两者均须已知。",
        zh_hant="無法計算額度：預計月採購額{monthly_purchases}，帳期天數{terms_days}，兩者均須已知。",
    ),
    "credit.limit_rate_unknown": Text(
        en=(
            "The limit cannot be told: no exchange rate from {currencies} into {into} is known"
            " that is at most {days:n day} old."
        ),
        zh_hans="无法计算额度：缺少{days}天以内由{currencies}折算为{into}的汇率。",
        zh_hant="無法計算額度：缺少{days}天以內由{currencies}折算為{into}的匯率。",
    ),
    "credit.completed_orders_unknown": Text(
        en=(
            "The limit cannot be told: it is not known how many orders the new customer"
            " has received and fully paid; {needed} {needed:pick is|are} needed."
        ),
        zh_hans="无法计算额度：不知新客户已收货并付清的订单数，需{needed}单。",
        zh_hant="無法計算額度：不知新客戶已收貨並付清的訂單數，需{needed}單。",
    ),
    "credit.override": Text(
        en="{requested} is asked for, {computed} was computed.",
        zh_hans="申请额度{requested}，计算额度{computed}。",
        zh_hant="申請額度{requested}，計算額度{computed}。",
    ),
    "credit.override_refused": Text(
        en=(
            "{requested} is asked for and {computed} was computed, but a customer of"
            " credit grade C, or ungraded (here: {grade:or_none}), never gets an open"
            " limit: {secured} is secured."
        ),
        zh_hans="申请额度{requested}，计算额度{computed}；C级或未评级客户（本客户：{grade:grade}）不得给予无担保额度，有担保部分为{secured}。",
        zh_hant="申請額度{requested}，計算額度{computed}；C級或未評級客戶（本客戶：{grade:grade}）不得給予無擔保額度，有擔保部分為{secured}。",
    ),
    "credit.unsupported": Text(
        en="Nothing is known of the customer's strength: {factor:percent} of the need counts, and the"
        " approval takes one level more.",
        zh_hans="客户实力不明：需求按{factor:percent}计，审批须提高一级。",
        zh_hant="客戶實力不明：需求按{factor:percent}計，審批須提高一級。",
    ),
    "credit.negative_capital": Text(
        en="Net worth is {tangible_net_worth}, working capital {working_capital}: below zero there"
        " is no open limit.",
        zh_hans="净资产{tangible_net_worth}，流动资金{working_capital}：为负则无无担保额度。",
        zh_hant="淨資產{tangible_net_worth}，流動資金{working_capital}：為負則無無擔保額度。",
    ),
    "credit.cash_first": Text(
        en=(
            "A new customer pays the first {needed:n order} in cash; so far {completed}"
            " {completed:pick is|are} delivered and fully paid."
        ),
        zh_hans="新客户前{needed}单须现款；已交货并付清{completed}单。",
        zh_hant="新客戶前{needed}單須現款；已交貨並付清{completed}單。",
    ),
    "credit.trial": Text(
        en="The limit is on trial for {months:n month}: after {lapses_on} it is 0 unless renewed.",
        zh_hans="试用额度，为期{months}个月：{lapses_on}之后如不续期即为0。",
        zh_hant="試用額度，為期{months}個月：{lapses_on}之後如不續期即為0。",
    ),
    "credit.secured": Text(
        en="The security of {security}, less {haircut_percent} %, allows {secured}, more than the"
        " open limit of {open}.",
        zh_hans="担保物{security}扣除{haircut_percent}%后允许{secured}，高于无担保额度{open}。",
        zh_hant="擔保物{security}扣除{haircut_percent}%後允許{secured}，高於無擔保額度{open}。",
    ),
    "credit.below_step": Text(
        en="{exact} is below the smallest limit of {step}: the limit is 0.",
        zh_hans="{exact}低于最小额度{step}，额度为0。",
        zh_hant="{exact}低於最小額度{step}，額度為0。",
    ),
    "credit.concentration": Text(
        en="A limit of {limit} is more than {percent} % of all our open receivables"
        " ({receivables}).",
        zh_hans="额度{limit}超过我方全部应收账款{receivables}的{percent}%。",
        zh_hant="額度{limit}超過我方全部應收帳款{receivables}的{percent}%。",
    ),
    # --- the limit on file (policies 2c, 2e) ---
    "credit.limit_unknown": Text(
        en=(
            "No limit is set, neither for the customer nor the group, the category or the"
            " firm. An order that is not prepaid is held until one is set."
        ),
        zh_hans="未设定额度：客户、集团、客户类别、公司均无。设定之前，未预付的订单一律暂停。",
        zh_hant="未設定額度：客戶、集團、客戶類別、公司均無。設定之前，未預付的訂單一律暫停。",
    ),
    "credit.limit_on_file": Text(
        en="The limit is {limit}: permanent {permanent} (that of the {level}), temporary"
        " {temporary:or_none}.",
        zh_hans="额度为{limit}：固定额度{permanent}（{level}一级的额度），临时额度{temporary:or_none}。",
        zh_hant="額度為{limit}：固定額度{permanent}（{level}一級的額度），臨時額度{temporary:or_none}。",
    ),
    "credit.no_ceiling": Text(
        en="The limit is expressly without a ceiling (that of the {level}).",
        zh_hans="明确不设上限（{level}一级的额度）。",
        zh_hant="明確不設上限（{level}一級的額度）。",
    ),
    "credit.trial_lapsed": Text(
        en="The trial limit of {granted} lapsed at the end of {lapsed_on}: it is 0.",
        zh_hans="试用额度{granted}已于{lapsed_on}日终失效，现为0。",
        zh_hant="試用額度{granted}已於{lapsed_on}日終失效，現為0。",
    ),
    "credit.increase": Text(
        en=(
            "A temporary increase of {increase} runs to the end of {ends_on}{active:pick"
            " |, the largest of those that count}; counting: {active}."
        ),
        zh_hans="临时额度{increase}有效至{ends_on}日终；有效的共{active}笔，取最大者。",
        zh_hant="臨時額度{increase}有效至{ends_on}日終；有效的共{active}筆，取最大者。",
    ),
    "credit.increase_ended_by_cut": Text(
        en="A temporary increase of {increase} is over: it was granted on a limit of"
        " {permanent_then}, which is {permanent} now.",
        zh_hans="临时额度{increase}已终止：授予时固定额度为{permanent_then}，现为{permanent}。",
        zh_hant="臨時額度{increase}已終止：授予時固定額度為{permanent_then}，現為{permanent}。",
    ),
    # --- the order check (policies 2d) ---
    "credit.passes": Text(
        en=(
            "No check fails: the exposure with {order} for this order is {total}, the"
            " limit is {limit:or_none}. Payment index: {payment_index}."
        ),
        zh_hans="各项检查均通过：含本订单{order}的信用占用为{total}，额度为{limit:or_none}。付款指数：{payment_index}。",
        zh_hant="各項檢查均通過：含本訂單{order}的信用佔用為{total}，額度為{limit:or_none}。付款指數：{payment_index}。",
    ),
    "credit.prepaid": Text(
        en="The order is prepaid: the deposit of {deposit} covers the {undelivered} still to be"
        " delivered.",
        zh_hans="订单已预付：订金{deposit}足以支付未交货的{undelivered}。",
        zh_hant="訂單已預付：訂金{deposit}足以支付未交貨的{undelivered}。",
    ),
    "credit.billing": Text(
        en="What was delivered can always be billed: {verdict}.",
        zh_hans="已交付的货物随时可以开票：{verdict}。",
        zh_hant="已交付的貨物隨時可以開票：{verdict}。",
    ),
    "credit.within_tolerance": Text(
        en=(
            "The exposure with {order} for this order is {total}, above the limit of"
            " {limit}, but within the tolerance of {tolerance} (credit grade"
            " {grade:grade}): a notice. It is within the limit when the exposure falls by"
            " {to_clear}."
        ),
        zh_hans="含本订单{order}的信用占用为{total}，超过额度{limit}，但在容差{tolerance}之内（信用等级：{grade:grade}），仅提醒。占用减少{to_clear}即在额度内。",
        zh_hant="含本訂單{order}的信用佔用為{total}，超過額度{limit}，但在容差{tolerance}之內（信用等級：{grade:grade}），僅提醒。佔用減少{to_clear}即在額度內。",
    ),
    "credit.over_limit": Text(
        en=(
            "The exposure with {order} for this order is {total}, above the limit of"
            " {limit} and the tolerance of {tolerance} (credit grade {grade:grade}). It is"
            " no longer held when the exposure falls by {to_notice}, and within the limit"
            " when it falls by {to_clear}."
        ),
        zh_hans="含本订单{order}的信用占用为{total}，超过额度{limit}及容差{tolerance}（信用等级：{grade:grade}）。占用减少{to_notice}即不再暂停，减少{to_clear}即在额度内。",
        zh_hant="含本訂單{order}的信用佔用為{total}，超過額度{limit}及容差{tolerance}（信用等級：{grade:grade}）。佔用減少{to_notice}即不再暫停，減少{to_clear}即在額度內。",
    ),
    "credit.prepay": Text(
        en=(
            "A cash customer: the limit is {limit} (tolerance {tolerance}, credit grade"
            " {grade:grade}), and the exposure with {order} for this order is {total}. It"
            " clears when the exposure falls by {to_clear}, as by prepayment."
        ),
        zh_hans="现款客户：额度{limit}（容差{tolerance}，信用等级：{grade:grade}），含本订单{order}的信用占用为{total}。占用减少{to_clear}（如预付）即可。",
        zh_hant="現款客戶：額度{limit}（容差{tolerance}，信用等級：{grade:grade}），含本訂單{order}的信用佔用為{total}。佔用減少{to_clear}（如預付）即可。",
    ),
    "credit.group_within_tolerance": Text(
        en=(
            "The group's exposure with {order} for this order is {total}, above its limit"
            " of {limit}, but within the tolerance of {tolerance} (credit grade"
            " {grade:grade}): a notice. It is within the limit when the exposure falls by"
            " {to_clear}."
        ),
        zh_hans="含本订单{order}的集团信用占用为{total}，超过集团额度{limit}，但在容差{tolerance}之内（信用等级：{grade:grade}），仅提醒。占用减少{to_clear}即在额度内。",
        zh_hant="含本訂單{order}的集團信用佔用為{total}，超過集團額度{limit}，但在容差{tolerance}之內（信用等級：{grade:grade}），僅提醒。佔用減少{to_clear}即在額度內。",
    ),
    "credit.group_over_limit": Text(
        en=(
            "The group's exposure with {order} for this order is {total}, above its limit"
            " of {limit} and the tolerance of {tolerance} (credit grade {grade:grade}). It"
            " is no longer held when the exposure falls by {to_notice}, and within the"
            " limit when it falls by {to_clear}."
        ),
        zh_hans="含本订单{order}的集团信用占用为{total}，超过集团额度{limit}及容差{tolerance}（信用等级：{grade:grade}）。占用减少{to_notice}即不再暂停，减少{to_clear}即在额度内。",
        zh_hant="含本訂單{order}的集團信用佔用為{total}，超過集團額度{limit}及容差{tolerance}（信用等級：{grade:grade}）。佔用減少{to_notice}即不再暫停，減少{to_clear}即在額度內。",
    ),
    "credit.group_prepay": Text(
        en=(
            "The group buys for cash: its limit is {limit} (tolerance {tolerance}, credit"
            " grade {grade:grade}), and its exposure with {order} for this order is"
            " {total}. It clears when the exposure falls by {to_clear}, as by prepayment."
        ),
        zh_hans="集团为现款客户：额度{limit}（容差{tolerance}，信用等级：{grade:grade}），含本订单{order}的信用占用为{total}。占用减少{to_clear}（如预付）即可。",
        zh_hant="集團為現款客戶：額度{limit}（容差{tolerance}，信用等級：{grade:grade}），含本訂單{order}的信用佔用為{total}。佔用減少{to_clear}（如預付）即可。",
    ),
    "credit.group_limit_unknown": Text(
        en=("No limit is set for the group: the {check} check was made for the customer alone."),
        zh_hans="集团未设定额度：“{check}”检查仅针对客户本身。",
        zh_hant="集團未設定額度：「{check}」檢查僅針對客戶本身。",
    ),
    "credit.rate_unknown": Text(
        en=(
            "The {check} check cannot be made ({verdict}): there is no exchange rate from"
            " {currencies} into {into} that is at most {days:n day} old. It can be made"
            " when one is given."
        ),
        zh_hans="“{check}”检查无法进行（{verdict}）：缺少{days}天以内{currencies}兑{into}的汇率，补充汇率后即可检查。",
        zh_hant="「{check}」檢查無法進行（{verdict}）：缺少{days}天以內{currencies}兌{into}的匯率，補充匯率後即可檢查。",
    ),
    "credit.overdue": Text(
        en=(
            "{overdue} is more than {days:n day} past due, the oldest by {oldest_days:n"
            " day}; {least} or more is held ({least_percent} % of the permanent limit"
            " ({of_limit:or_none}), but at least {floor}). It clears at the latest when"
            " {to_pay} is paid on {invoices}."
        ),
        zh_hans="逾期超过{days}天的欠款为{overdue}，最久逾期{oldest_days}天；达到{least}即暂停（固定额度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。最迟付清发票{invoices}的{to_pay}即可解除。",
        zh_hant="逾期超過{days}天的欠款為{overdue}，最久逾期{oldest_days}天；達到{least}即暫停（固定額度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。最遲付清發票{invoices}的{to_pay}即可解除。",
    ),
    "credit.overdue_share": Text(
        en=(
            "{overdue} is more than {days:n day} past due (the oldest by {oldest_days:n"
            " day}), more than {percent} % of the {balance} receivable, and reaches {least}"
            " ({least_percent} % of the permanent limit ({of_limit:or_none}), but at least"
            " {floor}). It clears at the latest when {to_pay} is paid on {invoices}."
        ),
        zh_hans="逾期超过{days}天的欠款为{overdue}（最久{oldest_days}天），超过应收账款{balance}的{percent}%，且达到{least}（固定额度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。最迟付清发票{invoices}的{to_pay}即可解除。",
        zh_hant="逾期超過{days}天的欠款為{overdue}（最久{oldest_days}天），超過應收帳款{balance}的{percent}%，且達到{least}（固定額度（{of_limit:or_none}）的{least_percent}%，至少{floor}）。最遲付清發票{invoices}的{to_pay}即可解除。",
    ),
    "credit.low_index": Text(
        en=(
            "The payment index is {index}, below {least}; it clears at {least} or more, or"
            " by a release."
        ),
        zh_hans="付款指数为{index}，低于{least}；达到{least}或经特批方可解除。",
        zh_hant="付款指數為{index}，低於{least}；達到{least}或經特批方可解除。",
    ),
    "credit.index_unknown": Text(
        en="There is no payment index: the {check} check looks at overdue items alone.",
        zh_hans="无付款指数：“{check}”检查仅看逾期欠款。",
        zh_hant="無付款指數：「{check}」檢查僅看逾期欠款。",
    ),
    "credit.review_overdue": Text(
        en=(
            "The credit review was due on {due_on}, {days:n day} ago: more than"
            " {notice_days:n day} is a notice, more than {hold_days} a hold. It clears when"
            " the review is made."
        ),
        zh_hans="信用复审应于{due_on}进行，已过{days}天：超过{notice_days}天提醒，超过{hold_days}天暂停。完成复审即可解除。",
        zh_hant="信用複審應於{due_on}進行，已過{days}天：超過{notice_days}天提醒，超過{hold_days}天暫停。完成複審即可解除。",
    ),
    "credit.review_unknown": Text(
        en="It is not known when the credit review is due: the {check} check was not made.",
        zh_hans="不知信用复审到期日：“{check}”检查未进行。",
        zh_hant="不知信用複審到期日：「{check}」檢查未進行。",
    ),
    "credit.blocked": Text(
        en="The customer has been blocked since {since}: {why}. It clears when the block is lifted; an"
        " order cannot be released.",
        zh_hans="客户自{since}起被冻结：{why}。解除冻结方可，不得对单笔订单放行。",
        zh_hant="客戶自{since}起被凍結：{why}。解除凍結方可，不得對單筆訂單放行。",
    ),
    "credit.past_extension": Text(
        en=(
            "An insured invoice is {oldest_days:n day} past due; the insurer allows"
            " {most}. It clears when {to_pay} is paid on {invoices}."
        ),
        zh_hans="已投保的发票逾期{oldest_days}天，保险公司最多允许{most}天。付清发票{invoices}的{to_pay}即可解除。",
        zh_hant="已投保的發票逾期{oldest_days}天，保險公司最多允許{most}天。付清發票{invoices}的{to_pay}即可解除。",
    ),
    "credit.released": Text(
        en=(
            "The order was released on {released_on} for {value} in spite of: {checks}."
            " That holds for {days:n day} and for an order up to {percent} % larger."
        ),
        zh_hans="订单已于{released_on}特批放行（金额{value}），豁免：{checks}。{days}天内且增幅不超过{percent}%有效。",
        zh_hant="訂單已於{released_on}特批放行（金額{value}），豁免：{checks}。{days}天內且增幅不超過{percent}%有效。",
    ),
    "credit.own_risk": Text(
        en="Of the exposure of {exposure}, {own_risk} is at our own risk: the insurer bears"
        " {cover_percent} % of what is within {insured}.",
        zh_hans="信用占用{exposure}中，自担风险为{own_risk}：保险公司承担{insured}以内的{cover_percent}%。",
        zh_hant="信用佔用{exposure}中，自擔風險為{own_risk}：保險公司承擔{insured}以內的{cover_percent}%。",
    ),
}
