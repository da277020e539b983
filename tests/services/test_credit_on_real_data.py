"""
What the default credit rules say of real orders, against plain reckoning.

The plain side was written from the text of the policies (2b, 2d) and reads the files
itself: dates of the standard library, integer cents, exact fractions.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from pendulum import Date
from tools import credit_on_real_data as tool

from clientcare.policies.allocation import allocate
from clientcare.policies.credit_hold import CreditHoldRules, Verdict
from clientcare.policies.exposure import exposure
from clientcare.policies.payment import days_beyond_terms, late_share
from clientcare.services.book_stream import CustomerFile

from .test_receivables import Bill, day_of, index

ONE_DAY: Final = dt.timedelta(days=1)
YEARS: Final = 2


class Row(NamedTuple):
    """One invoice with its number."""

    number: str
    bill: Bill


def cents(text: str) -> int:
    """Return an amount with up to two decimals as whole cents."""
    return int(Fraction(text) * 100)


@pytest.fixture(scope="module")
def rows(real_data: Path) -> dict[str, list[Row]]:
    """Return the invoices of each customer."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    with (real_data / "receivables" / "invoices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            bill = Bill(
                customer=row["customerID"],
                invoiced=day_of(row["InvoiceDate"]),
                due=day_of(row["DueDate"]),
                settled=day_of(row["SettledDate"]),
                amount=Fraction(row["InvoiceAmount"]),
                disputed=row["Disputed"] == "Yes",
                late=int(row["DaysLate"]) > 0,
            )
            found[bill.customer].append(Row(row["invoiceNumber"], bill))
    return found


@pytest.fixture(scope="module")
def invoices(real_data: Path) -> list[CustomerFile]:
    """Return the first data set as the library reads it."""
    return tool.files(real_data, "receivables")


@pytest.fixture(scope="module")
def dealers(real_data: Path) -> list[CustomerFile]:
    """Return the second data set as the library reads it."""
    return tool.files(real_data, "classicmodels")


def test_the_page_is_what_the_command_prints(real_data: Path) -> None:
    """No figure of the docs is typed by hand: ``python -m tools.credit_on_real_data``."""
    expected = "\n".join(tool.page(real_data)) + "\n"

    assert expected == tool.PAGE.read_text("utf-8")


# --- the invoices -------------------------------------------------------------------


def open_on(bills: list[Bill], day: dt.date) -> list[Bill]:
    """Return what is owed at the end of a day."""
    return [one for one in bills if one.invoiced <= day < one.settled]


def counted(bills: list[Bill], day: dt.date, more_than: int) -> Fraction:
    """Sum up what is overdue by more days; a dispute shelters for 30 days from the invoice."""
    return sum(
        (
            one.amount
            for one in open_on(bills, day)
            if (day - one.due).days > more_than
            and not (one.disputed and (day - one.invoiced).days <= 30)
        ),
        Fraction(0),
    )


def failing(bills: list[Bill], day: dt.date, floor: int) -> set[str]:
    """Return which checks an order on the day after would fail."""
    found = set()
    if counted(bills, day, 15) >= floor:
        found.add("credit.overdue")
    score = index(bills, day)
    if score is not None and score < 50:
        found.add("credit.low_index")
    balance = sum(one.amount for one in open_on(bills, day))
    late = counted(bills, day, 5)
    if late >= floor and 4 * late > balance:
        found.add("credit.overdue_share")
    return found


@pytest.mark.parametrize(("floor", "rules"), [(100, tool.DEFAULT), (10, tool.SMALLER)])
def test_verdict_of_every_invoice(
    rows: dict[str, list[Row]],
    invoices: list[CustomerFile],
    floor: int,
    rules: CreditHoldRules,
) -> None:
    """Of all 1,412 orders the same fail the same checks."""
    expected = {
        f"order of {row.number}": failing(
            [one.bill for one in own], row.bill.invoiced - ONE_DAY, floor
        )
        for own in rows.values()
        for row in own
    }
    found = {one.order: set(one.codes) for one in tool.receivables(invoices, rules)}

    assert any(expected.values())
    assert expected == found


@pytest.mark.parametrize("as_of", ["2012-09-30", "2013-06-30", "2013-12-31"])
def test_exposure_and_lateness_of_every_customer(
    rows: dict[str, list[Row]], invoices: list[CustomerFile], as_of: str
) -> None:
    """What is owed, how many were late, and by how many days, are those of the plain side."""
    day = dt.date.fromisoformat(as_of)
    for file in invoices:
        bills = [row.bill for row in rows[file.customer.id]]
        on = Date(day.year, day.month, day.day)
        known = allocate(file.ledger, as_of=on)
        parts = exposure(file.ledger, as_of=on, allocation=known).outcome.by_currency.get("USD")
        share = late_share(file.ledger, as_of=on, allocation=known).outcome
        days = days_beyond_terms(file.ledger, as_of=on, allocation=known).outcome

        owed = 100 * sum(one.amount for one in open_on(bills, day))
        assert owed == (0 if parts is None else parts.total.minor)
        assert lateness(bills, day) == (None if share is None else (share.late, share.on_time))
        assert mean_days(bills, day) == days


def lateness(bills: list[Bill], day: dt.date) -> tuple[int, int] | None:
    """Count what was late and on time; open and not due tells nothing."""
    late = on_time = 0
    for one in bills:
        if one.invoiced > day:
            continue
        if one.settled <= day:
            late += one.settled > one.due
            on_time += one.settled <= one.due
        else:
            late += one.due < day
    return (late, on_time) if late + on_time else None


def mean_days(bills: list[Bill], day: dt.date) -> Fraction | None:
    """Weigh the days after the due date by amount, early as none."""
    above = below = Fraction(0)
    for one in bills:
        if one.invoiced > day:
            continue
        if one.settled <= day:
            if one.due > day.replace(year=day.year - YEARS):
                above += one.amount * max(0, (one.settled - one.due).days)
                below += one.amount
        elif not one.disputed and one.due < day:
            above += one.amount * (day - one.due).days
            below += one.amount
    return above / below if below else None


# --- the orders ---------------------------------------------------------------------


class Trade(NamedTuple):
    """What the files tell of one customer."""

    limit: int
    orders: list[tuple[str, dt.date, int]]
    paid: list[tuple[dt.date, int]]


@pytest.fixture(scope="module")
def trades(real_data: Path) -> dict[str, Trade]:
    """Return limit, orders that were not cancelled, and payments of each customer."""
    folder = real_data / "classicmodels"

    def read(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    worth: defaultdict[str, int] = defaultdict(int)
    for row in read("orderdetails"):
        worth[row["orderNumber"]] += int(row["quantityOrdered"]) * cents(row["priceEach"])
    found = {
        row["customerNumber"]: Trade(cents(row["creditLimit"]), [], []) for row in read("customers")
    }
    for row in read("orders"):
        if row["status"] != "Cancelled":
            day = dt.date.fromisoformat(row["orderDate"])
            order = (row["orderNumber"], day, worth[row["orderNumber"]])
            found[row["customerNumber"]].orders.append(order)
    for row in read("payments"):
        day = dt.date.fromisoformat(row["paymentDate"])
        found[row["customerNumber"]].paid.append((day, cents(row["amount"])))
    return found


def owing(trade: Trade, day: dt.date) -> int:
    """Return what was ordered less what was paid by the end of a day."""
    ordered = sum(value for _, on, value in trade.orders if on <= day)
    return ordered - sum(value for on, value in trade.paid if on <= day)


def test_verdict_of_every_order(trades: dict[str, Trade], dealers: list[CustomerFile]) -> None:
    """Of all 320 orders the same are held, by the same exposure."""
    expected = {}
    for trade in trades.values():
        for number, on, value in trade.orders:
            total = owing(trade, on - ONE_DAY) + value
            verdict = Verdict.ALLOW
            if total > trade.limit:
                verdict = Verdict.PREPAY if trade.limit == 0 else Verdict.HOLD
            expected[number] = (verdict, total)
    found = {
        one.order: (one.verdict, None if one.total is None else one.total.minor)
        for one in tool.classicmodels(dealers)
    }

    assert {Verdict.ALLOW, Verdict.HOLD} <= {verdict for verdict, _ in expected.values()}
    assert expected == found


def test_who_is_over_the_limit(trades: dict[str, Trade], dealers: list[CustomerFile]) -> None:
    """On the last day the same customers are above their limit, by as much."""
    day = dt.date(2005, 6, 1)
    expected = [
        (key, owing(trade, day), trade.limit)
        for key, trade in sorted(trades.items())
        if owing(trade, day) > trade.limit
    ]

    assert expected
    assert expected == sorted(tool.over_limit(dealers))
