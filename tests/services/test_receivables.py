"""
The payment index of real invoices, against plain fractions.

The computation was written from the text of the policies (2b) and uses nothing of this
library: dates of the standard library, exact fractions, one file.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from pendulum import Date

from clientcare.adapters.memory import MemoryRecords
from clientcare.kinds import KINDS
from clientcare.policies.payment import late_share
from clientcare.record_store import RecordBackedStore
from clientcare.services.as_recorded import AsRecorded
from clientcare.services.book_stream import BookStream
from clientcare.services.importing import read_folder, read_mapping, write

from .conftest import EXAMPLES, Reviewed

# The chart: so many days past due earn so many points; straight lines in between.
CHART: Final = (
    *((-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60)),
    *((30, 50), (60, 40), (90, 30), (120, 20), (180, 1)),
)
DAYS: Final = ("2012-09-30", "2013-06-30", "2013-12-31", "2014-12-31", "2016-01-31")


class Bill(NamedTuple):
    """One row of the data."""

    customer: str
    invoiced: dt.date
    due: dt.date
    settled: dt.date
    amount: Fraction
    disputed: bool
    late: bool


def day_of(text: str) -> dt.date:
    """Return a day written as month/day/year."""
    month, day, year = map(int, text.split("/"))
    return dt.date(year, month, day)


@pytest.fixture(scope="module")
def bills(real_data: Path) -> list[Bill]:
    """Return all rows."""
    with (real_data / "receivables" / "invoices.csv").open(encoding="utf-8", newline="") as file:
        return [
            Bill(
                customer=row["customerID"],
                invoiced=day_of(row["InvoiceDate"]),
                due=day_of(row["DueDate"]),
                settled=day_of(row["SettledDate"]),
                amount=Fraction(row["InvoiceAmount"]),
                disputed=row["Disputed"] == "Yes",
                late=int(row["DaysLate"]) > 0,
            )
            for row in csv.DictReader(file)
        ]


def points(days: int) -> Fraction:
    """Return what so many days past due earn."""
    if days <= CHART[0][0]:
        return Fraction(100)
    for (left, high), (right, low) in pairwise(CHART):
        if days <= right:
            return high + Fraction((low - high) * (days - left), right - left)
    return Fraction(1)


def experience(bill: Bill, as_of: dt.date) -> Fraction | None:
    """Return the points of one invoice, if it tells anything by *as_of*."""
    if bill.invoiced > as_of:
        return None
    if bill.settled <= as_of:  # payment in full ends a dispute
        if bill.due <= as_of.replace(year=as_of.year - 2):
            return None
        return (
            Fraction(100)
            if bill.settled < bill.invoiced
            else points((bill.settled - bill.due).days)
        )
    if bill.disputed or bill.due >= as_of:
        return None
    return points((as_of - bill.due).days)


def index(bills: list[Bill], as_of: dt.date) -> int | None:
    """Return the mean weighted by amount, rounded half up; nothing of fewer than three."""
    known = [(one.amount, experience(one, as_of)) for one in bills]
    told = [(amount, score) for amount, score in known if score is not None and amount]
    if len(told) < 3:
        return None
    mean = sum(amount * score for amount, score in told) / sum(amount for amount, _ in told)
    return int(mean + Fraction(1, 2))


@pytest.mark.parametrize("as_of", DAYS)
def test_index_of_every_customer(reviewed: Reviewed, bills: list[Bill], as_of: str) -> None:
    """On days with open, disputed and forgotten invoices, each index is the plain one's."""
    by_customer: defaultdict[str, list[Bill]] = defaultdict(list)
    for bill in bills:
        by_customer[bill.customer].append(bill)

    assert {key: index(own, dt.date.fromisoformat(as_of)) for key, own in by_customer.items()} == {
        one["id"]: one["payment_index"]["outcome"]
        for one in reviewed("receivables", as_of)["customers"]
    }


def test_the_days_are_telling(reviewed: Reviewed) -> None:
    """Some index is unknown on some day, some is good and some is bad."""
    found = [
        one["payment_index"]["outcome"]
        for as_of in DAYS
        for one in reviewed("receivables", as_of)["customers"]
    ]
    known = [one for one in found if one is not None]

    assert len(known) < len(found)
    assert min(known) < 70
    assert max(known) >= 80


def shares(real_data: Path) -> Iterator[tuple[int, int]]:
    """Yield how many invoices of each customer were late, and on time."""
    mapping = read_mapping(EXAMPLES / "receivables" / "mapping.toml")
    imported = read_folder(real_data / "receivables", mapping, today=Date(2026, 1, 31))
    store = RecordBackedStore(MemoryRecords(), KINDS)
    write(imported, store)
    with store.begin() as unit:
        for _, ledger in BookStream(AsRecorded(unit)).ledgers():
            share = late_share(ledger, as_of=Date(2014, 12, 31)).outcome
            if share is not None:
                yield share.late, share.on_time


def test_late_share_of_the_book(real_data: Path, bills: list[Bill]) -> None:
    """Over all 1,412 invoices as many are late as the data says."""
    found = list(shares(real_data))
    late = sum(bill.late for bill in bills)

    assert (late, 1412 - late) == (sum(one for one, _ in found), sum(two for _, two in found))
