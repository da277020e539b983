"""Complaints of two years: most are settled, some take long, a few are open at the end."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final, NamedTuple

from clientcare.testing._sample.days import END, during, later, plus, working_day
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.people import head_of
from clientcare.testing._sample.sheets import Cell, Sheet, yuan
from clientcare.testing._sample.trade import Bill, Trade

_WORDS: Final = (
    "account",
    "evidence",
    "proposal",
    "question",
    "answer",
    "lessons",
    "measure",
    "place",
)
_COLUMNS: Final = (
    *("complaint", "event", "at", "by", "why"),
    *_WORDS,
    *("impact", "urgency", "cause", "fault", "remedy", "amount", "goodwill"),
    *("back_to", "kind", "satisfaction", "mark", "to", "department"),
    *("approved_by", "approved_as"),
)


class _Matter(NamedTuple):
    """What a complaint can be about."""

    cause: str
    fault: str
    about: str
    sought: str
    remedy: str
    done: str
    lesson: str
    department: str


_MATTERS: Final = (
    _Matter(
        *("product_quality", "ours", "到货三台有异响", "换货", "replacement"),
        *("新机已签收, 旧机已收回", "供应批次加抽检", "quality"),
    ),
    _Matter(
        *("transit_damage", "carrier", "外箱破损, 面板划伤", "补发面板", "replacement"),
        *("面板已寄达并装好", "易碎件改用加厚护角", "logistics"),
    ),
    _Matter(
        *("delivery_delay", "ours", "促销前一周货还没到", "尽快发货并说明原因", "apology"),
        *("货已到店", "促销订单提前锁车", "logistics"),
    ),
    _Matter(
        *("quantity", "carrier", "少到两箱", "补货或退款", "refund"),
        *("差额已冲减货款", "装车时双人点数", "logistics"),
    ),
    _Matter(
        *("price_invoice", "ours", "发票单价与合同不一致", "重开发票", "compensation"),
        *("红字发票和新发票已寄出", "价格表先更新后开票", "finance"),
    ),
    _Matter(
        *("promise_contract", "ours", "答应的宣传物料一直没到", "补发物料", "other_help"),
        *("物料已到店并布置", "承诺登记到期提醒", "finance"),
    ),
    _Matter(
        *("installation_use", "none", "装上后不能正常使用", "派人上门", "technical_help"),
        *("师傅上门调试并更换了配件", "包装内加安装要点卡", "technical_service"),
    ),
    _Matter(
        *("service_attitude", "ours", "售后电话三次没人接", "道歉并给一个固定联系人", "apology"),
        *("已指定联系人并回访", "午间安排值班", "technical_service"),
    ),
)
_SHORTAGE: Final = _MATTERS[3]
_SMOKE: Final = _Matter(
    *("product_quality", "ours", "一台通电后冒烟, 已断电", "立即检查同批产品", "replacement"),
    *("同批产品已全部换回", "温控器改用双重保护", "quality"),
)
_USUAL: Final = (
    *("acknowledged", "severity_rated", "account_confirmed", "cause_found", "remedy_chosen"),
    *("proposal_sent", "proposal_accepted", "action_done", "settlement_confirmed", "closed"),
)
_ASKING: Final = (*_USUAL[:3], "question_sent", "customer_replied", *_USUAL[3:])
_REFUSED: Final = (*_USUAL[:6], "proposal_refused", "change_made", *_USUAL[4:])
_HANDED: Final = (*_USUAL[:3], "handed_over", "taken_over", *_USUAL[3:])
_UNFOUNDED: Final = (*_USUAL[:3], "found_unfounded", *_USUAL[4:])
_GIVEN_UP: Final = (*_USUAL[:3], "withdrawn")
_SAFETY: Final = ("acknowledged", "contained", *_USUAL[1:])
_Road = tuple[str, ...]
_PAST: Final[tuple[_Road, ...]] = (
    _USUAL,
    _USUAL,
    _USUAL,
    _ASKING,
    _HANDED,
    _HANDED,
    _REFUSED,
    _UNFOUNDED,
    _GIVEN_UP,
)
_OPEN: Final[
    tuple[tuple[_Road, int], ...]
] = (  # how far it has come, and how many days before the end it was received
    ((), 1),
    (_USUAL[:1], 2),
    (_USUAL[:3], 8),
    (_USUAL[:3], 41),
    (_ASKING[:4], 12),
    (_HANDED[:4], 6),
    (_USUAL[:6], 9),
    (_REFUSED[:7], 15),
    (_USUAL[:7], 22),
    (_USUAL[:8], 26),
    (_SAFETY[:3], 1),
)
PAST_COMPLAINTS: Final = 34
_GESTURE: Final[dict[str, Cell]] = {  # an apology comes with something, which the head approves
    "remedy": "gift",
    "amount": yuan(100_00),
    "goodwill": True,
    "approved_as": "office_head",
}
_DEPARTMENTS: Final = {
    "quality": "S-QA",
    "logistics": "S-LOG",
    "finance": "S-FIN",
    "technical_service": "S-TEC",
}


def complaint_sheets(seed: int, dealers: list[Dealer], trade: Trade) -> tuple[Sheet, Sheet]:
    """Return the complaints and all that happened to each."""
    complaints = Sheet(
        "complaints.csv",
        *("complaint", "customer", "office", "person", "received_at", "received_by", "owner"),
        *("channel", "about", "sought", "order_no", "invoice_no", "product", "disputed"),
        *("impact", "urgency", "mark", "heated"),
    )
    desk = _Desk(
        Random(f"{seed}/complaints"), dealers, complaints, Sheet("complaint_events.csv", *_COLUMNS)
    )
    bills = sorted(trade.bills, key=lambda bill: (bill.invoiced_on, bill.id))
    started = {row[0]: dt.date.fromisoformat(row[1]) for row in trade.disputes.rows}
    old = [bill for bill in bills if plus(bill.invoiced_on, 90) <= END]
    for road in desk.rng.choices(_PAST, k=PAST_COMPLAINTS):
        bill = desk.rng.choice(old)
        day = later(bill.invoiced_on, desk.rng.randrange(2, 15))
        desk.take(bill, day, desk.rng.choice(_MATTERS), road)
    for bill in trade.contested.values():
        day = started[bill.id]
        far: _Road = _USUAL[:6] if (END - day).days > 20 else _USUAL[:3]
        desk.take(bill, day, _SHORTAGE, far, disputed=trade.unpaid[bill.id])
    recent = [
        bill
        for bill in bills
        if plus(bill.invoiced_on, 60) > END and plus(bill.invoiced_on, 45) <= END
    ]
    for road, days in _OPEN:
        day = plus(END, -days)
        matter = _SMOKE if "contained" in road else desk.rng.choice(_MATTERS)
        desk.take(desk.rng.choice(recent), working_day(day), matter, road)
    return complaints, desk.events


class _Desk:
    """Takes complaints and writes down what happens to them."""

    def __init__(
        self, rng: Random, dealers: list[Dealer], complaints: Sheet, events: Sheet
    ) -> None:
        self.rng = rng
        self.dealers = {dealer.id: dealer for dealer in dealers}
        self.complaints = complaints
        self.events = events
        self.handler = ""

    def take(
        self,
        bill: Bill,
        day: dt.date,
        matter: _Matter,
        road: _Road,
        disputed: int | None = None,
    ) -> None:
        rng, dealer = self.rng, self.dealers[bill.dealer]
        number = f"TS-{len(self.complaints.rows) + 1:03}"
        safety = matter is _SMOKE
        heated = (
            road[1:3] == _USUAL[1:3] and "proposal_refused" not in road and rng.randrange(100) < 12
        )
        if heated:
            road = (*road[:2], "change_made", *road[2:])
        founded = "found_unfounded" not in road
        self.handler = f"S-{dealer.office}-R1"
        received = during(rng, day, 9, 12)
        self.complaints.add(
            *(number, dealer.id, dealer.office, f"P-{dealer.id}-2", received, self.handler),
            *(
                self.handler,
                rng.choice(("call", "call", "message", "visit")),
                f"{bill.product}: {matter.about}",
            ),
            *(matter.sought, bill.order, bill.id, bill.product),
            yuan(disputed or bill.gross * rng.randrange(4, 20) // 100),
            *((1, 1, "safety") if safety else (None, None, None)),
            heated,
        )
        moment = received
        slow = rng.randrange(100) < 18
        for step in road:
            moment = self._after(moment, step, slow=slow, fast=safety)
            if moment.date() > END:
                return
            self._write(number, step, moment, matter, dealer, founded=founded)

    def _after(self, moment: dt.datetime, step: str, *, slow: bool, fast: bool) -> dt.datetime:
        """Return when the next step was done."""
        rng = self.rng
        soon = moment + dt.timedelta(minutes=rng.randrange(10, 50, 5))
        if fast or step in {"acknowledged", "severity_rated", "handed_over", "remedy_chosen"}:
            return soon
        days = {
            "account_confirmed": 1,
            "closed": rng.randrange(1, 4),
            "action_done": rng.randrange(2, 5),
        }
        wait = days.get(step, rng.choice((1, 1, 2)))
        if slow and step in {"cause_found", "action_done", "taken_over"}:
            wait += rng.randrange(4, 9)
        return during(rng, later(moment.date(), wait), 9, 16)

    def _write(
        self,
        number: str,
        step: str,
        moment: dt.datetime,
        matter: _Matter,
        dealer: Dealer,
        *,
        founded: bool,
    ) -> None:
        """Write a step down; who is handed the case handles it from then on."""
        cells: dict[str, Cell] = {"complaint": number, "event": step, "at": moment}
        cells["by"] = head_of(dealer.office) if step == "closed" else self.handler
        cells |= self._said(step, matter, matter.remedy if founded else "explanation")
        if step == "remedy_chosen" and cells["remedy"] == "apology":
            cells |= _GESTURE | {"approved_by": head_of(dealer.office)}
        self.events.add(*[cells.get(column) for column in _COLUMNS])
        if step == "handed_over":
            self.handler = _DEPARTMENTS[matter.department]

    def _said(self, step: str, matter: _Matter, remedy: str) -> dict[str, Cell]:
        """Return what is recorded with a step, beside who and when."""
        safety = matter is _SMOKE
        impact, urgency = self.rng.choice(((2, 2), (2, 3), (2, 3), (3, 3)))
        said: dict[str, dict[str, Cell]] = {
            "severity_rated": {"impact": 1, "urgency": 1}
            if safety
            else {"impact": impact, "urgency": urgency},
            "account_confirmed": {"account": f"{matter.about}; 客户希望{matter.sought}"},
            "contained": {"measure": "通知停用同批产品并断电"},
            "cause_found": {
                "cause": matter.cause,
                "fault": matter.fault,
                "evidence": "照片与发货记录",
            },
            "found_unfounded": {"why": "监控显示货物签收时完好"},
            "remedy_chosen": {"remedy": remedy, "goodwill": False},
            "proposal_sent": {"proposal": f"{matter.sought}, 三个工作日内完成"},
            "proposal_refused": {"why": "客户认为太慢", "back_to": "solution_found"},
            "change_made": {"kind": "place", "place": "到客户办公室面谈"},
            "question_sent": {"question": "请提供产品序列号和照片"},
            "customer_replied": {"answer": "已发照片和序列号"},
            "handed_over": {
                "to": _DEPARTMENTS[matter.department],
                "department": matter.department,
            },
            "action_done": {"evidence": matter.done},
            "settlement_confirmed": {"satisfaction": self.rng.choice((3, 4, 4, 5, 5))},
            "closed": {"lessons": matter.lesson},
            "withdrawn": {"kind": "by_customer", "why": "客户自行解决"},
        }
        return said.get(step, {})
