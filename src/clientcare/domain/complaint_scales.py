"""The closed lists of complaints: states, priorities, causes, remedies, changes."""

from __future__ import annotations

from clientcare.domain.scales import Scale


class ComplaintState(Scale):
    """Where a complaint stands; a state is named for the step under way (C1)."""

    RECEIVED = "received", "已受理"
    LISTENING = "listening", "倾听"
    ANALYSING = "analysing", "分析原因"
    SOLUTION_FOUND = "solution_found", "制定方案"
    PROPOSED = "proposed", "告知方案"
    ACTING = "acting", "执行"
    REVIEWING = "reviewing", "检讨"
    CLOSED = "closed", "已结案"
    WAITING_CUSTOMER = "waiting_customer", "等待客户"
    DEADLOCK = "deadlock", "僵局"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已合并"

    @property
    def is_terminal(self) -> bool:
        """Whether the state refuses everything but a reopening."""
        return self in _TERMINAL


_TERMINAL = frozenset(
    {
        ComplaintState.CLOSED,
        ComplaintState.DEADLOCK,
        ComplaintState.WITHDRAWN,
        ComplaintState.MERGED,
    }
)


class Priority(Scale):
    """How soon a complaint has to be dealt with; P1 first."""

    P1 = "P1", "特急"
    P2 = "P2", "紧急"
    P3 = "P3", "一般"
    P4 = "P4", "低"

    @property
    def rank(self) -> int:
        """1 for P1 to 4 for P4."""
        return int(self.value[1])


class ComplaintMark(Scale):
    """What sends a complaint to the general manager at once; the first two make it P1."""

    SAFETY = "safety", "安全"
    LEGAL = "legal", "法律"
    PRESS = "press", "媒体"


class CauseKind(Scale):
    """What a complaint came from, level 1."""

    PRODUCT_QUALITY = "product_quality", "产品质量"
    QUANTITY = "quantity", "数量短缺"
    DELIVERY_DELAY = "delivery_delay", "交货延误"
    TRANSIT_DAMAGE = "transit_damage", "运输损坏"
    PRICE_INVOICE = "price_invoice", "价格发票"
    PROMISE_CONTRACT = "promise_contract", "承诺合同"
    SERVICE_ATTITUDE = "service_attitude", "服务态度"
    INSTALLATION_USE = "installation_use", "安装使用说明"
    PAYMENT_CREDIT = "payment_credit", "付款信用"
    OTHER = "other", "其他"


class CauseOrigin(Scale):
    """
    The manual's own list of causes (C3): ours, the customer's, the goods'.

    It says how the trouble came about between people, where level 1 says what went wrong.
    """

    EXPLANATION = "explanation", "说明不足"
    PROMISE_NOT_KEPT = "promise_not_kept", "未履行约定"
    DISHONEST_ATTITUDE = "dishonest_attitude", "态度不诚实"
    OVERSIGHT = "oversight", "客户疏忽"
    MISUNDERSTANDING = "misunderstanding", "客户误解"
    DEFECT = "defect", "商品瑕疵"
    BAD_EQUIPMENT = "bad_equipment", "设备不良"

    @property
    def hurts_image(self) -> bool:
        """Whether it is one of the two that hurt the firm's image most (C3)."""
        return self in {CauseOrigin.PROMISE_NOT_KEPT, CauseOrigin.DISHONEST_ATTITUDE}


class CauseFactor(Scale):
    """What a complaint came from, level 2 人机料法测环."""

    MAN = "man", "人"
    MACHINE = "machine", "机"
    MATERIAL = "material", "料"
    METHOD = "method", "法"
    MEASUREMENT = "measurement", "测"
    ENVIRONMENT = "environment", "环"


class FaultSide(Scale):
    """Whose fault it was; our duty to handle it does not depend on that (C3)."""

    OURS = "ours", "我方"
    CARRIER = "carrier", "承运方"
    SUPPLIER = "supplier", "供应商"
    CUSTOMER = "customer", "客户"
    NONE = "none", "无责任方"


class RemedyKind(Scale):
    """What a complaint can be settled with (GB/T 19012, section 7, and the bare explanation)."""

    REFUND = "refund", "退款"
    REPLACEMENT = "replacement", "换货"
    REPAIR = "repair", "维修返工"
    SUBSTITUTE = "substitute", "代用品"
    TECHNICAL_HELP = "technical_help", "技术帮助"
    INFORMATION = "information", "提供信息"
    REFERRAL = "referral", "转介"
    FINANCIAL_HELP = "financial_help", "资金帮助"
    OTHER_HELP = "other_help", "其他帮助"
    COMPENSATION = "compensation", "赔偿"
    APOLOGY = "apology", "道歉"
    GIFT = "gift", "赠礼"
    EXPLANATION = "explanation", "解释"


class ChangeKind(Scale):
    """The three changes 三变法 that cool a heated customer down (C2)."""

    PERSON = "person", "换人"
    PLACE = "place", "换地点"
    TIME = "time", "换时间"


class WithdrawalKind(Scale):
    """Why a complaint was given up."""

    BY_CUSTOMER = "by_customer", "客户撤回"
    NO_RESPONSE = "no_response", "客户无回应"
