"""Who asked for another limit, who signed, and what was agreed with dealers in difficulty."""

from __future__ import annotations

import datetime as dt
from typing import Final

from clientcare.testing._sample.credit import Judged, chain_of
from clientcare.testing._sample.days import END, later, plus
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.people import head_of, manager_of
from clientcare.testing._sample.sheets import Sheet, yuan
from clientcare.testing._sample.trade import Trade, bill_is_open

_STEP: Final = 1_000_00
_UNINSURED_FROM: Final = 20
_AGREED_ON: Final = dt.date(2025, 12, 8)
_ENDS_ON: Final = dt.date(2026, 2, 27)
_INSTALMENTS: Final = (dt.date(2025, 12, 22), dt.date(2026, 1, 26), dt.date(2026, 2, 24))


def approval_request_sheets(seed: int, dealers: list[Dealer]) -> tuple[Sheet, ...]:
    """Return the requests to change a limit: some wait for a signature, some have ended."""
    requests = _Requests()
    for dealer in dealers:
        judged = Judged.of(seed, dealer)
        if dealer.rep is None or not judged.limit:
            continue
        if _can_be_supported(dealer, judged):
            supported = judged.supported(dealer.terms_days)
            amount = supported if dealer.rank % 5 == 0 else judged.limit * 6 // 5
            asked_on = later(dt.date(2025, 12, 15), dealer.rank % 11)
            requests.ask(dealer, judged, amount, asked_on, computed=supported)
            if dealer.rank % 2 and amount > judged.limit:
                requests.sign(dealer, "office_head", head_of(dealer.office), later(asked_on, 1))
        elif dealer.rank % 10 == 3 and judged.grade != "C":
            _grant(requests, dealer, judged)
        elif dealer.rank % 14 == 5 and judged.grade == "C":
            asked_on = later(dt.date(2025, 12, 1), dealer.rank % 9)
            requests.ask(dealer, judged, judged.limit * 2, asked_on)
            why = "回款未改善, 不予提高"
            requests.add(dealer, "rejected", later(asked_on, 2), head_of(dealer.office), why=why)
    return requests.asked, requests.events


def _can_be_supported(dealer: Dealer, judged: Judged) -> bool:
    """Tell whether it is plain what limit the figures allow: known, not insured, always in time."""
    plain = judged.known and judged.grade == "A" and dealer.habit == "prompt"
    chosen = dealer.rank >= _UNINSURED_FROM and dealer.rank % 7 in {0, 3, 5}
    return plain and chosen and dealer.fortune in {"steady", "growing"}


def _grant(requests: _Requests, dealer: Dealer, judged: Judged) -> None:
    """Let a limit on file be one that was asked for, signed and put on the card."""
    assert judged.limit is not None  # noqa: S101 - as asked before
    on = min(judged.reviewed_on, plus(END, -9))
    requests.ask(dealer, judged, judged.limit, on, before=judged.limit // 2, computed=judged.limit)
    chain = chain_of(dealer, judged.limit)
    for role, who in chain:
        on = later(on, 1)
        requests.sign(dealer, role, who, on, completes=role == chain[-1][0])
    requests.add(dealer, "applied", later(on, 1), "S-FIN")


class _Requests:
    """The two files of requests: what was asked, and what became of it."""

    def __init__(self) -> None:
        self.asked = Sheet("approval_requests.csv", "request", "customer", "card")
        self.events = Sheet(
            "approval_events.csv",
            *("request", "event", "at", "by", "asked_kind", "asked_amount", "asked_state"),
            *("before", "computed", "unsupported", "grade", "terms_days"),
            *("role", "completes", "why"),
        )

    def ask(
        self,
        dealer: Dealer,
        judged: Judged,
        amount: int,
        on: dt.date,
        *,
        before: int | None = None,
        computed: int | None = None,
    ) -> None:
        self.asked.add(f"AR-{dealer.id}", dealer.id, f"CR-{dealer.id}")
        self.events.add(
            *(f"AR-{dealer.id}", "requested", _at(on), dealer.rep),
            *("limit", yuan(amount // _STEP * _STEP), "amount"),
            yuan(judged.limit if before is None else before),
            *(yuan(computed), computed is None, judged.grade, dealer.terms_days),
            *(None, None, "旺季订货增加"),
        )

    def sign(
        self, dealer: Dealer, role: str, who: str, on: dt.date, *, completes: bool = False
    ) -> None:
        self.add(dealer, "signed", on, who, role=role, completes=completes)

    def add(
        self,
        dealer: Dealer,
        event: str,
        on: dt.date,
        who: str,
        *,
        role: str | None = None,
        completes: bool | None = None,
        why: str | None = None,
    ) -> None:
        self.events.add(f"AR-{dealer.id}", event, _at(on), who, *(None,) * 8, role, completes, why)


def _at(on: dt.date) -> dt.datetime:
    return dt.datetime(on.year, on.month, on.day, 10)


def concession_sheets(dealers: list[Dealer], trade: Trade) -> tuple[Sheet, ...]:
    """Return what was agreed with dealers whose sales fall and who owe: later days, in parts."""
    agreed = Sheet(
        "concessions.csv",
        *("concession", "customer", "agreed_on", "ends_on", "by", "sign", "invoice", "until_on"),
        *("support", "what", "reason"),
    )
    parts = Sheet("instalments.csv", "concession", "due_on", "amount")
    for dealer in dealers:
        late = [
            bill
            for bill in trade.bills
            if bill.dealer == dealer.id and bill.due_on < _AGREED_ON and bill_is_open(bill, trade)
        ]
        if not late or dealer.fortune not in {"declining", "fading"}:
            continue
        key = f"KA-{dealer.id}"
        agreed.add(
            *(key, dealer.id, _AGREED_ON, _ENDS_ON, manager_of(dealer.office), "falling_sales"),
            *(late[-1].id, _ENDS_ON, "promotion", "两个周末的店内演示", "销售下滑, 分期还款"),
        )
        owed = trade.unpaid[late[-1].id]
        due = _INSTALMENTS[int(dealer.id[1:]) % 2 :]  # one has missed the first, another has not
        for due_on in due:
            parts.add(key, due_on, yuan(owed // len(due)))
    return agreed, parts
