"""What passes between us and the dealers: contacts, visit plans, promises, referrals, consents."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

from clientcare.testing._sample import names
from clientcare.testing._sample.days import BEGIN, END, during, later, plus, working_day
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.sheets import Sheet
from clientcare.testing._sample.trade import Trade

_NOTES: Final = (
    "看了展台, 补了样机",
    "盘点库存, 本月可再订一批",
    "谈了下季度的促销安排",
    "新店长上任, 已介绍产品线",
    "客户反映对手在降价",
    "送达新产品资料",
    "核对往来账目, 无异议",
)
_PROMISES: Final = (
    "补发宣传物料",
    "派师傅上门培训安装",
    "确认下季度返利方案",
    "更换展台样机",
    "答复专供型号的价格",
    "补寄合同原件",
    "协调仓库提前发货",
)
_BROKEN_WHY: Final = ("物料缺货", "师傅排期冲突", "价格审批未下来")


def touchpoint_sheet(seed: int, dealers: list[Dealer]) -> Sheet:
    """Return two years of visits, calls and messages; the larger the dealer, the more."""
    sheet = Sheet(
        "touchpoints.csv",
        *("touchpoint", "customer", "staff", "channel", "direction", "purpose"),
        *("outcome", "at", "ended_at", "note"),
    )
    for dealer in dealers:
        rng = Random(f"{seed}/touch/{dealer.id}")
        rhythm = _rhythm(rng, dealer)
        day = plus(dealer.first_on, rng.randrange(1, rhythm))
        last = _last_contact(rng, dealer)
        at = 0
        while day <= last:
            day = working_day(day)
            if day > last:
                break
            at += 1
            _touch(rng, sheet, dealer, f"T-{dealer.id}-{at:03}", day)
            day = plus(day, max(2, rhythm * rng.randrange(55, 146) // 100))
    return sheet


def _rhythm(rng: Random, dealer: Dealer) -> int:
    usual = 12 if dealer.rank < 40 else 26 if dealer.rank < 100 else 50
    return usual * rng.randrange(80, 131) // 100


def _last_contact(rng: Random, dealer: Dealer) -> dt.date:
    """Return the day after which nobody went: some dealers are neglected."""
    if dealer.fortune == "lost":
        return plus(dealer.last_on, 90)
    neglected = rng.randrange(100) < 12
    return plus(END, -rng.randrange(35, 150)) if neglected else END


def _touch(rng: Random, sheet: Sheet, dealer: Dealer, number: str, day: dt.date) -> None:
    channel = rng.choices(("visit", "call", "message", "meeting"), weights=(52, 30, 14, 4))[0]
    begun = during(rng, day)
    minutes = rng.randrange(15, 75, 5) if channel in {"visit", "meeting"} else rng.randrange(3, 18)
    missed = rng.randrange(100) < 11
    inbound = channel in {"call", "message"} and not missed and rng.randrange(100) < 35
    prospect = dealer.fortune == "prospect"
    purpose = rng.choices(
        ("sales", "service", "collection", "marketing"),
        weights=(60, 24, 12 if dealer.habit in {"delays", "makes_difficulties"} else 2, 8),
    )[0]
    sheet.add(
        *(number, dealer.id, dealer.rep, channel, "inbound" if inbound else "outbound"),
        "sales" if prospect else purpose,
        ("sent" if channel == "message" else "nobody") if missed else "reached",
        begun,
        None if missed else begun + dt.timedelta(minutes=minutes),
        None if missed or rng.randrange(3) else rng.choice(_NOTES),
    )


def visit_sheet(seed: int, dealers: list[Dealer]) -> tuple[Sheet, Sheet, Sheet]:
    """Return each rep's plan for the four weeks around the end of the book."""
    plans = Sheet("visit_plans.csv", "plan", "staff", "starts_on", "ends_on")
    visits = Sheet(
        "visits.csv",
        *("plan", "visit", "customer", "planned_on", "pinned", "minutes", "held_on"),
        *("checked_in_at", "checked_out_at", "outcome", "note"),
    )
    steps = Sheet("visit_steps.csv", "visit", "state", "at", "by", "on", "reason")
    start, end = dt.date(2025, 12, 15), dt.date(2026, 1, 9)
    planned_at = dt.datetime(2025, 12, 12, 16, 0)
    for rep in sorted({dealer.rep for dealer in dealers if dealer.rep}):
        rng = Random(f"{seed}/visits/{rep}")
        plan = f"VP-{rep[2:]}-2025-12"
        plans.add(plan, rep, start, end)
        mine = [one for one in dealers if one.rep == rep and one.fortune != "lost"]
        at = 0
        for dealer in mine:
            times = 4 if dealer.rank < 40 else 2 if dealer.rank < 100 else 1
            first = working_day(plus(start, rng.randrange(0, 28 // times)))
            for time in range(times):
                day = working_day(plus(first, time * 28 // times))
                if day > end:
                    continue
                at += 1
                number = f"V-{rep[2:]}-{at:02}"
                steps.add(number, "planned", planned_at, rep, day, None)
                _visit(rng, (visits, steps), (plan, number, dealer, rep), day)
    return plans, visits, steps


def _visit(
    rng: Random, sheets: tuple[Sheet, Sheet], what: tuple[str, str, Dealer, str], day: dt.date
) -> None:
    visits, steps = sheets
    plan, number, dealer, rep = what
    begun = during(rng, day)
    minutes = 60 if dealer.rank < 40 else 40 if dealer.rank < 100 else 20
    missed = rng.randrange(100) < 12
    pinned = rng.randrange(100) < 6
    if day > END:
        visits.add(plan, number, dealer.id, day, pinned, minutes, *[None] * 5)
    elif missed:
        ended = during(rng, day, 17, 18)
        steps.add(number, "missed", ended, rep, day, "客户临时外出")
        visits.add(plan, number, dealer.id, day, pinned, minutes, *[None] * 5)
    else:
        stayed = begun + dt.timedelta(minutes=minutes + rng.randrange(-10, 25, 5))
        steps.add(number, "held", stayed, rep, day, None)
        outcome = rng.choice(("order", "order", "information", "agreement", "payment", "no_result"))
        visits.add(
            *(plan, number, dealer.id, day, pinned, minutes, day, begun, stayed, outcome),
            rng.choice(_NOTES),
        )


def promise_sheets(seed: int, dealers: list[Dealer]) -> tuple[Sheet, Sheet]:
    """Return what was promised, and what became of it."""
    promises = Sheet("promises.csv", "promise", "customer", "what", "made_by", "made_at", "due_at")
    steps = Sheet("promise_steps.csv", "promise", "state", "at", "by", "reason")
    rng = Random(f"{seed}/promises")
    active = [one for one in dealers if one.rep and one.fortune not in {"lost", "prospect"}]
    for at in range(1, 91):
        dealer = rng.choice(active)
        recent = at > 68
        made = plus(END, -rng.randrange(2, 24) if recent else -rng.randrange(40, 500))
        made = working_day(max(made, later(dealer.first_on, 5)))
        if made > plus(END, -1):
            continue
        made_at = during(rng, made)
        due = later(made, rng.choice((3, 5, 5, 8, 10)))
        due_at = dt.datetime(due.year, due.month, due.day, 18, 0)
        number = f"PR-{at:03}"
        promises.add(number, dealer.id, rng.choice(_PROMISES), dealer.rep, made_at, due_at)
        fate = rng.randrange(100)
        kept_at = during(rng, working_day(max(made, plus(due, -rng.randrange(0, 4)))), 16, 18)
        if made_at < kept_at <= due_at and fate < (35 if recent else 72):
            if kept_at.date() <= END:
                steps.add(number, "kept", kept_at, dealer.rep, None)
        elif fate < 86 and later(due, 4) <= END:
            steps.add(number, "late", during(rng, later(due, 3)), dealer.rep, None)
        elif (fate < 94 or not recent) and later(due, 2) <= END:
            why = rng.choice(_BROKEN_WHY)
            steps.add(number, "broken", during(rng, later(due, 1)), dealer.rep, why)
            if not recent and fate < 98:
                good = during(rng, later(due, 9))
                steps.add(number, "late", good, dealer.rep, "已补办并致歉")
    return promises, steps


_Road = tuple[str, ...]
_BEGUN: Final = ("named", "thanked", "consented", "contacted", "reported")
_WON: Final = (*_BEGUN, "qualified", "converted", "reported", "reward_pending", "rewarded")
_SETTLED: Final[tuple[_Road, ...]] = (  # what becomes of most referrals
    *((_WON,) * 4),
    *(((*_BEGUN, "lost", "reported"),) * 3),
    *(((*_BEGUN, "qualified", "lost", "reported"),) * 2),
    (*_BEGUN, "unqualified", "reported"),
    ("named", "thanked", "no_consent", "reported"),
    ("named", "thanked", "existing_customer", "reported"),
    ("named", "thanked", "consented", *(("attempted",) * 6), "unreachable", "reported"),
)
_FORGOTTEN: Final[tuple[_Road, ...]] = (  # what becomes of a few
    ("named", "thanked", "consented"),
    (*_BEGUN, "lost"),
)
_YOUNG: Final[tuple[_Road, ...]] = (  # how far those of December have come
    ("named",),
    ("named", "thanked"),
    ("named", "thanked", "consented"),
    ("named", "thanked", "consented", "attempted", "attempted"),
    ("named", "thanked", "consented", "contacted"),
    _BEGUN,
    (*_BEGUN, "qualified"),
)
_SETTLED_COUNT: Final = 30
_WAIT_DAYS: Final = {  # working days before a step, from and to
    "consented": (1, 3),
    "attempted": (1, 2),
    "reported": (1, 1),
    "qualified": (4, 12),
    "converted": (6, 15),
    "lost": (4, 15),
    "unqualified": (1, 6),
    "no_consent": (1, 4),
    "existing_customer": (1, 1),
    "unreachable": (1, 1),
    "reward_pending": (1, 2),
    "rewarded": (26, 32),
}


def referral_sheets(seed: int, dealers: list[Dealer], trade: Trade) -> tuple[Sheet, Sheet]:
    """Return who named whom, and how it went on."""
    first_order = _first_days(trade.orders, 2)
    first_paid = _first_days(trade.payments, 2)
    referrals = Sheet(
        "referrals.csv",
        *("referral", "introducer", "prospect", "firm", "phone", "trade", "introduction"),
        *("became", "first_ordered_on"),
    )
    events = Sheet("referral_events.csv", "referral", "kind", "at", "by", "state", "reason")
    rng = Random(f"{seed}/referrals")
    taken = {dealer.name for dealer in dealers}
    fresh = [one for one in dealers if one.fortune == "new" and one.rep and one.id in first_paid]
    friends = [one for one in dealers if one.fortune in {"steady", "growing"} and one.rep]
    above = {one.id: one.parent for one in dealers if one.parent}
    for at in range(1, 41):
        introducer = rng.choice(friends)
        young = at > _SETTLED_COUNT + len(_FORGOTTEN)
        road = _YOUNG[at % len(_YOUNG)] if young else rng.choice(_SETTLED)
        if _SETTLED_COUNT < at <= _SETTLED_COUNT + len(_FORGOTTEN):
            road = _FORGOTTEN[at - _SETTLED_COUNT - 1]
        dealer = _stranger(fresh, introducer, above) if road is _WON else None
        if road is _WON and dealer is None:
            road = (*_BEGUN, "lost", "reported")
        number = f"RF-{at:03}"
        town = introducer.town
        became = dealer.id if dealer else None
        if young:
            begin = working_day(plus(END, -rng.randrange(1, 16)))
            begin = min(begin, dt.date(2025, 12, 30))
        elif dealer:
            begin = working_day(plus(first_order[dealer.id], -25))
        else:
            begin = working_day(plus(BEGIN, rng.randrange(60, 640)))
        referrals.add(
            *(number, introducer.id, names.person(rng)),
            dealer.name if dealer else names.firm(rng, town, taken, english=False),
            *(names.mobile(rng), "厨卫电器"),
            rng.choice(("by_word", "by_word", "card", "letter")),
            became,
            first_order[dealer.id] if dealer else None,
        )
        paid_on = first_paid[dealer.id] if dealer else None
        _walk(
            rng=rng,
            events=events,
            number=number,
            by=introducer.rep or "S-GM",
            road=road,
            day=begin,
            paid_on=paid_on,
        )
    return referrals, events


def _stranger(fresh: list[Dealer], introducer: Dealer, above: dict[str, str]) -> Dealer | None:
    """Take out the last dealer who is of another group than the introducer."""

    def head(one: str) -> str:
        return head(above[one]) if one in above else one

    found = next((one for one in reversed(fresh) if head(one.id) != head(introducer.id)), None)
    if found is not None:
        fresh.remove(found)
    return found


def _first_days(sheet: Sheet, column: int) -> dict[str, dt.date]:
    """Return the first day of each customer in a file of dated papers."""
    found: dict[str, dt.date] = {}
    for row in sheet.rows:
        day = dt.date.fromisoformat(row[column])
        found[row[1]] = min(day, found.get(row[1], day))
    return found


def _walk(
    *,
    rng: Random,
    events: Sheet,
    number: str,
    by: str,
    road: tuple[str, ...],
    day: dt.date,
    paid_on: dt.date | None,
) -> None:
    moment = during(rng, day, 9, 12)
    for step in road:
        if step in _WAIT_DAYS:
            moment = during(rng, later(moment.date(), rng.randint(*_WAIT_DAYS[step])))
        elif step != "named":
            moment += dt.timedelta(minutes=rng.randrange(5, 55, 5))
        if step == "converted" and paid_on is not None:
            moment = max(moment, during(rng, working_day(paid_on), 14, 17))
        if moment.date() > END:
            return
        is_move = step not in {"thanked", "reported", "attempted"}
        events.add(
            *(number, "moved" if is_move else step, moment, by, step if is_move else None),
            "电话无人接听" if step == "attempted" else None,
        )


def consent_sheet(seed: int, dealers: list[Dealer]) -> Sheet:
    """Return what the principals allowed, and what some took back."""
    sheet = Sheet(
        "consents.csv",
        *("consent", "person", "customer", "purpose", "channel", "given", "at", "evidence"),
    )
    for dealer in dealers:
        rng = Random(f"{seed}/consent/{dealer.id}")
        if rng.randrange(100) >= 60:
            continue
        person = f"P-{dealer.id}-1"
        day = later(max(dealer.first_on, dt.date(2024, 1, 2)), 3)
        given_at = during(rng, min(day, dt.date(2025, 12, 30)))
        purpose = rng.choice(("greeting", "marketing", "*"))
        sheet.add(
            *(
                f"CS-{dealer.id}-1",
                person,
                dealer.id,
                purpose,
                "*",
                True,
                given_at,
                "客户资料卡签字",
            ),
        )
        if rng.randrange(100) < 8:
            sheet.add(
                *(f"CS-{dealer.id}-2", person, dealer.id, purpose, "*", False),
                *(max(given_at, dt.datetime(2025, 9, 3, 10, 0)), "微信回复"),
            )
    return sheet
