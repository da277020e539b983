"""What dealers get beside the goods: questions, monthly promises, thanks, help at their outlets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Final

from clientcare.testing._sample.days import BEGIN, END, during, later, plus, working_day
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.sheets import Sheet

_MONTHLY: Final = ("每月上门盘点样机", "每月寄送价格表", "每月核对往来账目", "每月培训店员")
_SAID: Final = ("送货及时", "样机有小毛病", "希望多做促销", "服务不错", "返利到得慢")
_EXPENSES: Final = ("display_cost", "fitting_cost")
_PROBLEMS: Final = (
    *("stocking", "displaying", "displaying", "replenishing", "cleaning", "counting"),
    *("display_cost", "fitting_cost", "late_delivery", "promotion_missed", "short_delivery"),
)
_DAILY: Final = frozenset(_PROBLEMS[:6])
_STEPS: Final = ("find", "prepare", "approach", "explain")


def attention_sheets(
    seed: int, dealers: list[Dealer], referrals: Sheet, events: Sheet
) -> Iterator[Sheet]:
    """Yield these files; thanks are for the *referrals* whose *events* end with a reward."""
    served = [one for one in dealers if one.rep and one.fortune not in {"lost", "prospect"}]
    yield _satisfaction(Random(f"{seed}/satisfaction"), served)
    yield _monthly(Random(f"{seed}/monthly"), served)
    yield _problems(Random(f"{seed}/problems"), served)
    yield from _thanks(referrals, events)
    yield _ambassadors(Random(f"{seed}/ambassadors"), referrals)
    yield from _plans(Random(f"{seed}/plans"), dealers)


def _satisfaction(rng: Random, served: list[Dealer]) -> Sheet:
    sheet = Sheet("satisfaction.csv", "answer", "customer", "asked_on", "marks", "by", "note")
    for at, dealer in enumerate(served[::3], 1):
        day = working_day(max(plus(END, -rng.randrange(20, 360)), later(dealer.first_on, 5)))
        if day > END:
            continue
        marks = rng.choices((5, 4, 3, 2, None), weights=(30, 45, 14, 7, 4))[0]
        said = rng.choice(_SAID) if marks and rng.randrange(2) else None
        sheet.add(f"SA-{at:03}", dealer.id, day, marks, dealer.rep, said)
    return sheet


def _monthly(rng: Random, served: list[Dealer]) -> Sheet:
    sheet = Sheet(
        "recurring_promises.csv",
        *("promise", "customer", "what", "by", "made_at", "day_of_month", "from_on", "until_on"),
    )
    for at, dealer in enumerate(served[5:50:15], 1):
        made = working_day(dt.date(2025, 11, 3))
        sheet.add(
            *(f"RP-{at}", dealer.id, rng.choice(_MONTHLY), dealer.rep, during(rng, made)),
            *(rng.choice((5, 15, 31)), dt.date(2025, 12, 1), dt.date(2026, 6, 30)),
        )
    return sheet


def _problems(rng: Random, served: list[Dealer]) -> Sheet:
    sheet = Sheet(
        "outlet_problems.csv",
        *("problem", "customer", "kind", "noticed_at", "by", "principle", "cause", "measure"),
        "settled_at",
    )
    for at in range(1, 19):
        dealer = rng.choice(served)
        recent = at > 14
        noticed = plus(END, -rng.randrange(1, 8) if recent else -rng.randrange(20, 300))
        noticed = working_day(min(max(noticed, later(dealer.first_on, 3)), dt.date(2025, 12, 29)))
        kind = rng.choice(_PROBLEMS)
        expense, daily = kind in _EXPENSES, kind in _DAILY
        told = not recent and not daily and not expense
        sheet.add(
            *(f"OP-{at:02}", dealer.id, kind, during(rng, noticed, 9, 16), dealer.rep),
            "按销量比例分摊" if expense and not recent else None,
            "仓库漏单" if told else None,
            "改为双人核单" if told else None,
            None if recent else during(rng, later(noticed, 1), 9, 17),
        )
    return sheet


def _thanks(referrals: Sheet, events: Sheet) -> tuple[Sheet, Sheet]:
    """Return the favours owed for rewarded referrals, and the small things given for them."""
    favours = Sheet("favours.csv", "favour", "customer", "referral", "since", "returned_on", "with")
    gifts = Sheet("gifts.csv", "gift", "customer", "referral", "kind", "worth", "given_on", "by")
    introducers = {row[0]: row[1] for row in referrals.rows}
    rewarded = [row for row in events.rows if row[4] == "rewarded"]
    for at, (referral, _, given_at, by, *_) in enumerate(rewarded, 1):
        day = dt.date.fromisoformat(given_at[:10])
        who = introducers[referral]
        if at % 2:
            gifts.add(f"GI-{at:02}", who, referral, "gift", "180.00", day, by)
        back = later(day, 30)
        returned = at % 3 == 0 and back <= END
        favours.add(
            *(f"FV-{at:02}", who, referral, day),
            *((back, "介绍工程客户") if returned else (None, None)),
        )
    return favours, gifts


def _ambassadors(rng: Random, referrals: Sheet) -> Sheet:
    sheet = Sheet(
        "ambassadors.csv",
        *("customer", "rung", "influence", "unselfish", "values_us", "noted_at"),
    )
    for who in sorted({row[1] for row in referrals.rows})[:6]:
        known = rng.randrange(3) > 0
        sheet.add(
            *(who, "advocate" if known else "silent_customer", True),
            *(known or None, True, during(rng, working_day(plus(BEGIN, rng.randrange(400, 700))))),
        )
    return sheet


def _plans(rng: Random, dealers: list[Dealer]) -> tuple[Sheet, Sheet]:
    plans = Sheet("development_plans.csv", "plan", "customer", "purpose", "team", "budget")
    steps = Sheet("development_steps.csv", "plan", "step", "at", "by")
    prospects = [one for one in dealers if one.rep and not one.trades]
    for at, dealer in enumerate(prospects[:4], 1):
        plan = f"DP-{at}"
        plans.add(plan, dealer.id, "填补该镇空白网点", dealer.rep, "3000.00")
        day = working_day(plus(END, -60 - 7 * at))
        for step in _STEPS[: 1 + at % len(_STEPS)]:
            steps.add(plan, step, during(rng, day), dealer.rep)
            day = later(day, 5)
    return plans, steps
