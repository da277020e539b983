"""What the dealers bought and paid: orders, deliveries, invoices, credit notes, payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from clientcare.testing._sample.days import END, later, plus, working_day
from clientcare.testing._sample.dealers import HABITS, Dealer, trend_percent
from clientcare.testing._sample.sheets import Sheet, with_tax, yuan

_PRODUCTS: Final = (  # code, name, fen without tax
    ("HD-90", "吸油烟机 HD-90", 1_280_00),
    ("HD-75", "吸油烟机 HD-75", 880_00),
    ("GS-2B", "燃气灶 GS-2B", 640_00),
    ("WH-16", "燃气热水器 WH-16", 1_560_00),
    ("EW-60", "电热水器 EW-60", 920_00),
    ("DC-100", "消毒柜 DC-100", 760_00),
    ("RO-400", "净水器 RO-400", 1_150_00),
    ("OV-38", "电烤箱 OV-38", 420_00),
    ("IC-21", "电磁炉 IC-21", 198_00),
    ("RC-4L", "电饭煲 RC-4L", 168_00),
    ("KT-17", "电热水壶 KT-17", 72_00),
    ("BL-12", "料理机 BL-12", 139_00),
)
_SEASON: Final = (125, 45, 85, 95, 115, 110, 78, 82, 118, 96, 132, 104)
"""Percent of a normal month, January first: before the Spring Festival, June and November sales."""


@dataclass(frozen=True)
class Bill:
    """An invoice, as far as others need to know it."""

    id: str
    dealer: str
    order: str
    invoiced_on: dt.date
    due_on: dt.date
    gross: int
    product: str


@dataclass
class Trade:
    """All papers of trade, and what the rest of the book wants to know of them."""

    orders: Sheet = field(
        default_factory=lambda: Sheet(
            "orders.csv", "order_no", "customer", "ordered_on", "status", "ended_on", "returned_on"
        )
    )
    order_lines: Sheet = field(
        default_factory=lambda: Sheet(
            "order_lines.csv",
            *("order_no", "line", "product", "quantity", "net", "gross", "ship_on"),
        )
    )
    deliveries: Sheet = field(
        default_factory=lambda: Sheet(
            "deliveries.csv",
            *("delivery_no", "customer", "delivered_on", "confirmed_on", "order_no", "line"),
            "gross",
        )
    )
    invoices: Sheet = field(
        default_factory=lambda: Sheet(
            "invoices.csv",
            *("invoice_no", "customer", "invoiced_on", "due_on", "order_no", "line"),
            *("net", "gross"),
        )
    )
    disputes: Sheet = field(
        default_factory=lambda: Sheet(
            "disputes.csv", "invoice_no", "started_on", "ended_on", "reason"
        )
    )
    deferrals: Sheet = field(
        default_factory=lambda: Sheet("deferrals.csv", "invoice_no", "agreed_on", "until_on")
    )
    credit_notes: Sheet = field(
        default_factory=lambda: Sheet(
            "credit_notes.csv",
            "credit_note_no",
            "customer",
            "issued_on",
            "net",
            "gross",
            "invoice_no",
        )
    )
    payments: Sheet = field(
        default_factory=lambda: Sheet(
            "payments.csv",
            *("payment_no", "customer", "received_on", "amount", "instrument"),
            *("cleared_on", "bounced_on", "invoice_no", "order_no"),
        )
    )
    write_offs: Sheet = field(
        default_factory=lambda: Sheet(
            "write_offs.csv", "write_off_no", "customer", "written_off_on", "invoice_no", "amount"
        )
    )
    bills: list[Bill] = field(default_factory=list)
    unpaid: dict[str, int] = field(default_factory=dict)
    contested: dict[str, Bill] = field(default_factory=dict)

    def sheets(self) -> tuple[Sheet, ...]:
        """Return every file."""
        return (
            *(self.orders, self.order_lines, self.deliveries, self.invoices, self.disputes),
            *(self.deferrals, self.credit_notes, self.payments, self.write_offs),
        )


def make_trade(seed: int, dealers: list[Dealer]) -> Trade:
    """Return two years of trade with all dealers."""
    trade = Trade()
    for dealer in dealers:
        if dealer.trades:
            _Account(seed, dealer, trade).run()
    return trade


class _Account:
    """The trade with one dealer, in its own stream of chance."""

    def __init__(self, seed: int, dealer: Dealer, trade: Trade) -> None:
        self.rng = Random(f"{seed}/trade/{dealer.id}")
        self.dealer = dealer
        self.trade = trade
        self.range = self.rng.sample(_PRODUCTS, self.rng.randrange(3, 8))
        self.numbers = dict.fromkeys(("SO", "DN", "INV", "CN", "PM", "WO"), 0)
        self.bounces = 2 if dealer.instrument == "cheque" and dealer.habit != "prompt" else 0
        self.rebate_net = 0

    def number(self, of: str) -> str:
        self.numbers[of] += 1
        return f"{of}-{self.dealer.id}-{self.numbers[of]:03}"

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    # --- orders ---

    def run(self) -> None:
        for day in self._order_days():
            self._order(day)
        self._extras()

    def _order_days(self) -> Iterator[dt.date]:
        dealer, rng = self.dealer, self.rng
        day = plus(dealer.first_on, rng.randrange(dealer.gap_days))
        while day <= dealer.last_on:
            day = working_day(day)
            away = dealer.fortune == "back" and dt.date(2025, 3, 1) < day < dt.date(2025, 10, 10)
            if day <= END and not away:
                yield day
            day = plus(day, max(3, dealer.gap_days * rng.randrange(70, 131) // 100))

    def _order(self, day: dt.date) -> None:
        dealer, rng, trade = self.dealer, self.rng, self.trade
        wanted = dealer.yearly * dealer.gap_days // 365
        wanted = wanted * _SEASON[day.month - 1] * trend_percent(dealer, day) // 10_000
        wanted = wanted * rng.randrange(65, 136) // 100
        number = self.number("SO")
        ship_on = later(day, rng.randrange(3, 8))
        parts = rng.sample(self.range, min(len(self.range), rng.choice((1, 1, 2, 2, 3))))
        lines: list[tuple[str, str, int]] = []
        for at, (code, name, price) in enumerate(parts, 1):
            quantity = max(1, wanted // len(parts) // price)
            net = quantity * price
            lines.append((str(at), code, net))
            trade.order_lines.add(
                number, str(at), f"{name}", quantity, yuan(net), yuan(with_tax(net)), ship_on
            )
        if day > plus(END, -4) and self.chance(30):
            trade.orders.add(number, dealer.id, day, "draft", None, None)
        elif self.chance(2):
            ended_on = min(later(day, 2), END)
            trade.orders.add(number, dealer.id, day, "cancelled", ended_on, None)
        else:
            self._fulfil(number, day, ship_on, lines)

    def _fulfil(
        self, order: str, day: dt.date, ship_on: dt.date, lines: list[tuple[str, str, int]]
    ) -> None:
        dealer, rng, trade = self.dealer, self.rng, self.trade
        first = working_day(plus(ship_on, rng.choice((-1, 0, 0, 0, 1, 2, 5))))
        first = max(first, later(day, 1))
        waits = len(lines) > 1 and self.chance(10)
        batches = [(first, lines[:1]), (later(first, 6), lines[1:])] if waits else [(first, lines)]
        done = [(on, batch) for on, batch in batches if on <= END]
        returned_on = None
        if len(done) == len(batches) == 1 and self.chance(1):
            returned_on = later(first, 8) if later(first, 8) <= END else None
        complete = len(done) == len(batches)
        status, ended_on = ("closed", done[-1][0]) if complete else ("open", None)
        trade.orders.add(order, dealer.id, day, status, ended_on, returned_on)
        prepaid = dealer.terms_days == 0
        if prepaid:
            gross = sum(with_tax(net) for _, _, net in lines)
            self._pay(gross, day, order=order)
        for on, batch in done:
            bill = self._deliver(order, on, batch)
            if bill is None:
                continue
            if returned_on is not None:
                self._credit(bill, returned_on, bill.gross, sum(net for _, _, net in batch))
            elif not prepaid:
                self._settle(bill, sum(net for _, _, net in batch))

    def _deliver(self, order: str, on: dt.date, lines: list[tuple[str, str, int]]) -> Bill | None:
        dealer, rng, trade = self.dealer, self.rng, self.trade
        number = self.number("DN")
        confirmed = plus(on, rng.randrange(1, 5))
        known = confirmed if confirmed <= END and not self.chance(4) else None
        for line, _, net in lines:
            trade.deliveries.add(number, dealer.id, on, known, order, line, yuan(with_tax(net)))
        invoiced_on = later(on, rng.choice((0, 0, 1, 2)))
        if invoiced_on > END:
            return None
        bill = Bill(
            id=self.number("INV"),
            dealer=dealer.id,
            order=order,
            invoiced_on=invoiced_on,
            due_on=plus(invoiced_on, dealer.terms_days),
            gross=sum(with_tax(net) for _, _, net in lines),
            product=lines[0][1],
        )
        for line, _, net in lines:
            trade.invoices.add(
                *(bill.id, dealer.id, invoiced_on, bill.due_on, order, line),
                *(yuan(net), yuan(with_tax(net))),
            )
        trade.bills.append(bill)
        self.rebate_net += sum(net for _, _, net in lines)
        return bill

    # --- money ---

    def _settle(self, bill: Bill, net: int) -> None:
        """Pay an invoice by the dealer's habit, or not yet, or not at all."""
        dealer, rng, trade = self.dealer, self.rng, self.trade
        owed = bill.gross
        if self.chance(3):
            part = net * rng.randrange(3, 16) // 100
            on = later(bill.invoiced_on, rng.randrange(4, 14))
            if part and on <= END:
                self._credit(bill, on, with_tax(part), part)
                owed -= with_tax(part)
        earliest, latest = next(habit[2:] for habit in HABITS if habit[0] == dealer.habit)
        pay_on = working_day(plus(bill.due_on, rng.randrange(earliest, latest + 1)))
        pay_on = max(pay_on, later(bill.invoiced_on, 1))
        gone = dealer.fortune == "lost" and dealer.habit in {"delays", "makes_difficulties"}
        if gone and bill.invoiced_on > plus(dealer.last_on, -60):
            trade.unpaid[bill.id] = owed
            return
        if self.chance(1) and pay_on > dt.date(2025, 11, 1) and _contested_on(bill) <= END:
            self._contest(bill, owed)
            return
        if pay_on > END:
            trade.unpaid[bill.id] = owed
            return
        if self.chance(11):
            part = owed * rng.randrange(40, 76) // 10_000 * 100
            self._pay(part, pay_on, invoice=bill.id)
            rest_on = working_day(plus(pay_on, rng.randrange(15, 40)))
            if rest_on <= END:
                self._pay(owed - part, rest_on, invoice=bill.id)
            else:
                trade.unpaid[bill.id] = owed - part
        else:
            self._pay(owed, pay_on, invoice=bill.id)

    def _pay(self, amount: int, on: dt.date, *, invoice: str = "", order: str = "") -> None:
        """Record a payment, perhaps by a cheque that bounces and is made good."""
        dealer, rng, trade = self.dealer, self.rng, self.trade
        named = invoice if self.dealer.names_invoices else ""
        instrument = dealer.instrument if not order else "transfer"
        cleared = bounced = None
        if instrument == "cheque":
            cleared = later(on, rng.randrange(2, 5))
            if self.bounces and on > dt.date(2025, 2, 1) and self.chance(35):
                self.bounces -= 1
                cleared, bounced = None, later(on, 3)
        elif instrument == "bill":
            cleared = working_day(plus(on, 30))
        if cleared is not None and cleared > END:
            cleared = None
        if bounced is not None and bounced > END:
            bounced = None
        trade.payments.add(
            *(self.number("PM"), dealer.id, on, yuan(amount), instrument),
            *(cleared, bounced, named or None, order or None),
        )
        if bounced is not None:
            again = later(bounced, rng.randrange(6, 16))
            if again <= END:
                trade.payments.add(
                    *(self.number("PM"), dealer.id, again, yuan(amount), "transfer"),
                    *(None, None, named or None, None),
                )

    def _credit(self, bill: Bill, on: dt.date, gross: int, net: int) -> None:
        self.trade.credit_notes.add(
            self.number("CN"), self.dealer.id, on, yuan(net), yuan(gross), bill.id
        )

    def _contest(self, bill: Bill, owed: int) -> None:
        """Leave an invoice unpaid because the dealer contests it; care.py has the complaint."""
        trade = self.trade
        trade.disputes.add(bill.id, _contested_on(bill), None, "到货数量与发票不符")
        trade.unpaid[bill.id] = owed
        trade.contested[bill.id] = bill

    def _extras(self) -> None:
        """Give the largest their rebate, write off what is gone, agree to wait where it helps."""
        dealer, trade = self.dealer, self.trade
        mine = [
            bill for bill in trade.bills if bill.dealer == dealer.id and bill.id in trade.unpaid
        ]
        if dealer.rank < 8:
            net = self.rebate_net // 200 // 100 * 100
            self.trade.credit_notes.add(
                *(self.number("CN"), dealer.id, dt.date(2025, 12, 26)),
                *(yuan(net), yuan(with_tax(net)), None),
            )
        old = [bill for bill in mine if bill.due_on < dt.date(2025, 3, 1)]
        if old and dealer.fortune == "lost":
            bill = old[0]
            trade.write_offs.add(
                self.number("WO"),
                dealer.id,
                dt.date(2025, 11, 28),
                bill.id,
                yuan(trade.unpaid[bill.id]),
            )
        late = [bill for bill in mine if bill.due_on < dt.date(2025, 12, 5)]
        if late and dealer.fortune in {"declining", "fading"} and bill_is_open(late[-1], trade):
            trade.deferrals.add(late[-1].id, dt.date(2025, 12, 8), dt.date(2026, 2, 27))


def _contested_on(bill: Bill) -> dt.date:
    """Return the day on which a dealer would contest an invoice."""
    return working_day(max(later(bill.invoiced_on, 4), dt.date(2025, 11, 20)))


def bill_is_open(bill: Bill, trade: Trade) -> bool:
    """Tell whether anything of an invoice is still owed, and not contested."""
    return bill.id in trade.unpaid and bill.id not in trade.contested


def tiers_of_2024(trade: Trade) -> dict[str, str]:
    """Return the class that the cards show: that of the year before, by what was billed."""
    billed: dict[str, int] = {}
    for bill in trade.bills:
        if bill.invoiced_on.year == 2024:
            billed[bill.dealer] = billed.get(bill.dealer, 0) + bill.gross
    total, before = sum(billed.values()), 0
    tiers: dict[str, str] = {}
    for dealer, value in sorted(billed.items(), key=lambda item: (-item[1], item[0])):
        share = 100 * before
        tiers[dealer] = "A" if share < 80 * total else "B" if share < 95 * total else "C"
        before += value
    return tiers
