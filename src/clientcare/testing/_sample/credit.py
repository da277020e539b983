"""What the firm has decided about its dealers' credit: the cards KH002."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

from clientcare.testing._sample.days import END, later, plus, working_day
from clientcare.testing._sample.dealers import Dealer, trend_percent
from clientcare.testing._sample.people import head_of, legal_form_of, manager_of
from clientcare.testing._sample.sheets import Sheet, with_tax, yuan
from clientcare.testing._sample.trade import Trade

_STEPS: Final = ("very_poor", "poor", "average", "good", "very_good")
_HABIT_RATING: Final = {
    "prompt": 5,
    "average": 4,
    "passable": 3,
    "delays": 2,
    "makes_difficulties": 1,
}
_REVIEW_MONTHS: Final = {"A": 12, "B": 6, "C": 3}
_OFFICE_HEAD_MAY: Final = 20_000_00
_SALES_MANAGER_MAY: Final = 100_000_00
_VICE_PRESIDENT_MAY: Final = 500_000_00
_KNOWN_PERCENT: Final = 88


def credit_sheets(seed: int, dealers: list[Dealer], trade: Trade) -> tuple[Sheet, ...]:
    """Return the credit cards, and what hangs on them."""
    cards = Sheet(
        "credit_cards.csv",
        *("card", "customer", "first_traded_on", "legal_form", "location", "staff_morale"),
        *("cars", "road_distance", "shop_fitting", "bank_credit", "books", "peer_reputation"),
        *("management_assessment", "capital", "working_capital", "payment_attitude"),
        *("assessment", "limit_state", "limit_amount", "granted_on", "lapses_on", "grade"),
        *("capital_rating", "monthly_purchases", "terms_days", "net_worth", "new_customer"),
        *("insured_limit", "insured_percent", "reviewed_on", "review_due_on", "filled_by"),
    )
    approvals = Sheet("approvals.csv", "card", "role", "signed_by", "signed_on")
    increases = Sheet(
        "increases.csv", "card", "amount", "permanent", "from_on", "until_on", "reason", "by"
    )
    blocks = Sheet("blocks.csv", "card", "since_on", "lifted_on", "reason", "by")
    adverse = Sheet("adverse_facts.csv", "card", "fact", "since_on", "ended_on", "note")
    securities = Sheet("securities.csv", "card", "kind", "value", "until_on")
    for dealer in dealers:
        if dealer.fortune == "prospect" and dealer.rank % 3 == 0:
            continue
        rng = Random(f"{seed}/credit/{dealer.id}")
        card = f"CR-{dealer.id}"
        judged = Judged(rng, dealer)
        _add_card(rng, cards, dealer, judged, seed)
        _sign(approvals, card, dealer, judged)
        limit = judged.limit or 0
        steady = dealer.habit in {"prompt", "average"} and dealer.fortune in {"steady", "growing"}
        if steady and limit >= 50_000_00 and dealer.rank % 9 == 4:
            late = dealer.rank % 2 == 0
            start = dt.date(2025, 12, 8) if late else dt.date(2025, 5, 19)
            amount = limit * 3 // 10 // 1_000_00 * 1_000_00
            increases.add(
                *(card, yuan(amount), yuan(limit), start, plus(start, 59)),
                *("旺季备货", manager_of(dealer.office)),
            )
        unpaid = sum(
            trade.unpaid.get(bill.id, 0) for bill in trade.bills if bill.dealer == dealer.id
        )
        if dealer.fortune == "lost" and unpaid:
            blocks.add(card, dt.date(2025, 8, 11), None, "长期欠款, 停止发货", "S-FIN")
        if dealer.fortune == "lost" and dealer.habit == "makes_difficulties":
            adverse.add(card, "dishonest_debtor", dt.date(2025, 6, 3), None, "失信被执行人名单")
        if judged.grade == "C" and dealer.rank % 4 == 0:
            value = max(20_000_00, dealer.yearly // 24 // 10_000_00 * 10_000_00)
            securities.add(card, "保证金", yuan(value), None)
    return cards, approvals, increases, blocks, adverse, securities


class Judged:
    """How the firm rates a dealer, and what limit it has given."""

    @classmethod
    def of(cls, seed: int, dealer: Dealer) -> Judged:
        """Judge a dealer as the credit cards of the same seed do."""
        return cls(Random(f"{seed}/credit/{dealer.id}"), dealer)

    def __init__(self, rng: Random, dealer: Dealer) -> None:
        base = _HABIT_RATING[dealer.habit]
        self.attitude = base
        self.capital = _near(rng, 4 if dealer.rank < 40 else 3)
        self.bank = _near(rng, base)
        self.peers = _near(rng, base)
        self.ours = _near(rng, base)
        score = 35 * (base - 1) + 25 * (self.capital - 1) + 15 * (self.bank + self.ours - 2)
        score += 10 * (self.peers - 1)
        self.grade = "A" if score >= 300 else "B" if score >= 200 else "C"
        monthly = with_tax(dealer.yearly // 12) * trend_percent(dealer, dt.date(2025, 6, 1)) // 100
        self.monthly = monthly // 1_000_00 * 1_000_00
        self.worth = self.monthly * rng.randrange(20, 60)
        need = max(self.monthly * (dealer.terms_days + 15) // 30, _order_of(dealer) * 3 // 2)
        left_over = 55 if dealer.rank % 3 else 0
        factor = {"A": 145, "B": 125, "C": left_over}[self.grade]
        limit = need * factor * rng.randrange(85, 131) // 10_000 // 1_000_00 * 1_000_00
        self.limit: int | None = limit
        self.state: str | None = "amount"
        if dealer.terms_days == 0 or dealer.fortune == "prospect":
            self.limit = 0
        elif dealer.parent is not None:
            self.limit, self.state = None, "inherited"
        elif dealer.rank == 1:
            self.limit, self.state = None, "none"
        elif rng.randrange(100) < 4:
            self.limit, self.state = None, None
        due_months = _REVIEW_MONTHS[self.grade]
        age = rng.randrange(1, due_months * 30 + (90 if rng.randrange(100) < 15 else -10))
        self.reviewed_on = max(working_day(plus(END, -age)), dealer.first_on)
        self.reviewed_on = min(self.reviewed_on, END)
        self.due_on = working_day(plus(self.reviewed_on, due_months * 30))
        self.known = rng.randrange(100) < _KNOWN_PERCENT

    def supported(self, terms_days: int) -> int:
        """Return the limit that a known balance sheet gives at grade A (policies 2c)."""
        need = self.monthly * (terms_days + 15) // 30
        return min(need, self.worth // 20) // 1_000_00 * 1_000_00


def _order_of(dealer: Dealer) -> int:
    """Return what one order costs, including tax."""
    return with_tax(dealer.yearly * dealer.gap_days // 365)


def _near(rng: Random, rating: int) -> int:
    return min(5, max(1, rating + rng.choice((-1, 0, 0, 0, 1))))


def _add_card(rng: Random, cards: Sheet, dealer: Dealer, judged: Judged, seed: int) -> None:
    trial = dealer.fortune == "new"
    granted = max(plus(judged.reviewed_on, 2), dealer.first_on)
    granted = min(granted, END)
    insured = dealer.rank < 20 and judged.limit
    cards.add(
        *(
            f"CR-{dealer.id}",
            dealer.id,
            dealer.first_on if dealer.trades else None,
            legal_form_of(seed, dealer),
        ),
        rng.choice(("market", "residential", "suburb", "other")),
        rng.choice(("keen", "average", "average", "discontented")),
        rng.randrange(0, 6),
        rng.choice(("near", "near", "not_far", "far")),
        rng.choice(("good", "medium", "medium", "poor")),
        _STEPS[judged.bank - 1],
        rng.choice(("complete", "complete", "incomplete")),
        _STEPS[judged.peers - 1],
        _STEPS[judged.ours - 1],
        yuan(judged.worth) if judged.known else None,
        yuan(judged.worth // 2) if judged.known else None,
        dealer.habit if rng.randrange(100) < 94 else None,
        "合作稳定" if dealer.habit in {"prompt", "average"} else "回款需跟进",
        judged.state,
        yuan(judged.limit),
        granted if judged.state else None,
        plus(granted, 180) if trial and judged.state == "amount" else None,
        judged.grade if rng.randrange(100) < 96 else None,
        _STEPS[judged.capital - 1],
        yuan(judged.monthly),
        dealer.terms_days,
        yuan(judged.worth) if judged.known else None,
        trial,
        yuan(judged.limit * 8 // 10) if insured and judged.limit else None,
        90 if insured else None,
        *(judged.reviewed_on, judged.due_on, dealer.rep),
    )


def _sign(approvals: Sheet, card: str, dealer: Dealer, judged: Judged) -> None:
    """Put the signatures under a limit that its size asks for."""
    if judged.limit is None:
        return
    on = min(plus(judged.reviewed_on, 2), END)
    for role, who in chain_of(dealer, judged.limit):
        approvals.add(card, role, who, on)


def chain_of(dealer: Dealer, limit: int) -> list[tuple[str, str]]:
    """Return the levels that a limit of so many fen asks for, and who signs there."""
    chain = [("office_head", head_of(dealer.office))]
    if limit > _OFFICE_HEAD_MAY:
        chain.append(("sales_manager", manager_of(dealer.office)))
    if limit > _SALES_MANAGER_MAY:
        chain.append(("marketing_vp", "S-VP"))
    if limit > _VICE_PRESIDENT_MAY:
        chain.append(("general_manager", "S-GM"))
    return chain


def payment_promise_sheet(seed: int, trade: Trade) -> Sheet:
    """Return what dealers in arrears promised to pay; some let the day pass."""
    promises = Sheet(
        "payment_promises.csv",
        *("promise", "customer", "invoice", "amount", "made_on", "due_on", "by"),
    )
    rng = Random(f"{seed}/payment promises")
    late = [
        bill for bill in trade.bills if trade.unpaid.get(bill.id) and bill.due_on < plus(END, -30)
    ]
    for at, bill in enumerate(late[::3], start=1):
        made_on = working_day(plus(END, -rng.randrange(4, 28)))
        due_on = later(made_on, rng.choice((2, 5, 10)))
        amount = yuan(trade.unpaid[bill.id])
        promises.add(f"PP-{at:03}", bill.dealer, bill.id, amount, made_on, due_on, "S-FIN")
    return promises
