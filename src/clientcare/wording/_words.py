"""What the members of our scales are called: English words, and traditional characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.domain.scales import Scale

ENGLISH: Final[Mapping[str, Mapping[str, str]]] = {
    "CauseKind": {
        "quantity": "short quantity",
        "price_invoice": "price or invoice",
        "promise_contract": "promise or contract",
        "installation_use": "installation or use",
        "payment_credit": "payment or credit",
    },
    "ComplaintMark": {"legal": "the law", "press": "the press"},
    "CreditCheck": {
        "limit": "credit limit",
        "overdue": "overdue debt",
        "payment": "payment record",
        "review": "credit review",
        "insurance": "credit insurance",
    },
    "KpiName": {
        "dso": "DSO",
        "best_dso": "best possible DSO",
        "days_delinquent": "average days delinquent",
        "count_back_dso": "count-back DSO",
        "cei": "collection effectiveness index",
        "cash_to_sales": "cash to sales",
        "top_share": "share of the best customers",
        "herfindahl": "Herfindahl index",
        "expense_growth_gap": "gap of expense growth and sales growth",
        "complaints_per_customer_year": "complaints per customer and year",
        "time_to_resolve_median": "median time to resolve",
        "time_to_resolve_p90": "time to resolve of nine in ten",
        "contacted_conversion": "conversion of the contacted",
    },
    "LimitLevel": {"category": "customer category"},
    "LimitMethod": {"min": "the lower of need and capacity", "average": "the average"},
    "ReferralState": {"self": "self-referral", "cycle": "mutual referral"},
    "StaffRole": {
        "marketing_vp": "marketing vice president",
        "rep": "sales representative",
        "handler": "complaint handler",
        "quality": "quality department",
        "logistics": "logistics department",
        "finance": "finance department",
        "technical_service": "technical service",
    },
    "Trigger": {"legal": "the law", "press": "the press"},
}
"""By the name of the scale and the code, where the code itself reads badly."""

_WORDS: Final = {
    "合伙": "合夥",
    "答复": "答覆",
    "复审": "複審",
    "重复": "重複",
    "公历": "公曆",
    "农历": "農曆",
}
_PAIRS: Final = (
    "业業临臨签簽驳駁严嚴个個为為书書产產价價优優会會传傳体體倾傾偿償兴興决決况況冻凍划劃别別办辦务務动動单單发發后後听聽员員响響团團国國场場坏壞处處备備复復头頭奋奮审審对對导導"
    "违違占佔压壓将將帮幫并併广廣应應开開异異强強录錄征徵态態总總户戶执執报報损損换換数數无無时時暂暫术術机機极極标標检檢测測温溫满滿潜潛点點烟煙热熱状狀环環现現电電盖蓋础礎确確"
    "礼禮积積稳穩简簡类類系繫紧緊约約级級终終绍紹经經结結绝絕维維联聯荐薦营營装裝触觸计計订訂认認讨討议議记記讲講访訪评評诉訴话話误誤说說诺諾谢謝负負财財责責账帳货貨"
    "质質购購资資赔賠赠贈转轉较較输輸过過运運进進远遠迟遲邮郵采採释釋铁鐵银銀铺鋪销銷长長问問间間陈陳险險难難预預领領题題额額饶饒"
    "门門补補册冊搁擱缓緩变變骤驟养養纪紀"
    "达達频頻区區费費净淨线線与與诚誠实實设設备備"
    "属屬给給权權内內须須审審纠糾围圍监監关關赢贏验驗识識诺諾责責编編税稅帐帳阶階红紅宾賓馆館门門号號"
    "从從变變试試"
    "临臨选選签簽归歸观觀闭閉恳懇诋詆毁毀竞競争爭买買训訓练練论論"
    "乐樂寻尋节節盘盤库庫润潤窜竄来來条條洁潔还還义義调調"
)
_CHARACTERS: Final = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def english(member: Scale) -> str:
    """Return a member of a scale in English: its word, else its code with spaces."""
    words = ENGLISH.get(type(member).__name__, {})
    return words.get(member.value, member.value.replace("_", " "))


def traditional(label: str) -> str:
    """Return the label of a scale in traditional characters; no table for any other text."""
    for simplified, written in _WORDS.items():
        label = label.replace(simplified, written)
    return label.translate(_CHARACTERS)
