"""Sales of a wholesaler with credit notes and rows without a customer, against plain sums."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final

import pytest

from .conftest import Reviewed

AS_OF: Final = "2011-05-31"


def pence(text: str) -> int:
    """Return an amount with up to two decimals as whole pence."""
    whole, _, part = text.removeprefix("-").partition(".")
    minor = int(whole) * 100 + int(part.ljust(2, "0")[:2])
    return -minor if text.startswith("-") else minor


def minor(money: dict[str, str]) -> int:
    """Return money of the review as whole pence."""
    assert "GBP" == money["currency"]
    return pence(money["amount"])


@pytest.fixture(scope="module")
def rows(real_data: Path) -> list[dict[str, str]]:
    """Return all rows of the data."""
    with (real_data / "retail" / "invoices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sales(rows: list[dict[str, str]]) -> dict[str, int]:
    """Return each customer's net sales in pence; credit notes are negative in the data."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row["CustomerID"]:
            found[row["CustomerID"]] += pence(row["Amount"])
    return dict(found)


@pytest.fixture(scope="module")
def review(reviewed: Reviewed) -> dict[str, Any]:
    """Return the review."""
    return reviewed("retail", AS_OF)


def test_credit_notes_lower_net_sales(review: dict[str, Any], sales: dict[str, int]) -> None:
    """Everybody's net sales are invoices less credit notes, to the penny."""
    found = {one["id"]: minor(one["net_sales_12m"]) for one in review["customers"]}

    assert sales == found
    assert sum(sales.values()) == minor(review["totals"]["GBP"]["net_sales_12m"])


def test_credited_in_all(review: dict[str, Any], rows: list[dict[str, str]]) -> None:
    """The book's invoices and credit notes are those of rows with a customer."""
    known = [row for row in rows if row["CustomerID"]]
    totals = review["totals"]["GBP"]

    assert sum(pence(row["Amount"]) for row in known if row["IsCredit"] == "0") == minor(
        totals["invoiced"]
    )
    assert -sum(pence(row["Amount"]) for row in known if row["IsCredit"] == "1") == minor(
        totals["credited"]
    )


def test_tiers(review: dict[str, Any], sales: dict[str, int]) -> None:
    """Everybody's tier goes by the share of those who bought more."""
    everything = sum(value for value in sales.values() if value > 0)
    by_value = Counter(sales.values())
    before, tiers = 0, {}
    for value, count in sorted(by_value.items(), reverse=True):
        part = "A" if 100 * before < 80 * everything else "B"
        tiers[value] = part if value > 0 and 100 * before < 95 * everything else "C"
        before += value * count if value > 0 else 0

    assert {key: tiers[value] for key, value in sales.items()} == {
        one["id"]: one["tier"]["outcome"] for one in review["customers"]
    }


def test_nothing_positive_is_c(review: dict[str, Any], sales: dict[str, int]) -> None:
    """Customers with net 0 or below are C, and told why; those below 0 are marked."""
    poor = {key for key, value in sales.items() if value <= 0}
    below = {key for key, value in sales.items() if value < 0}
    codes = {
        one["id"]: {reason["code"] for reason in one["tier"]["reasons"]}
        for one in review["customers"]
    }

    assert below
    assert {"C"} == {one["tier"]["outcome"] for one in review["customers"] if one["id"] in poor}
    assert poor == {key for key, found in codes.items() if "tiering.no_positive_value" in found}
    assert below == {key for key, found in codes.items() if "tiering.negative_value" in found}


def test_rows_without_a_customer_are_reported(
    review: dict[str, Any], rows: list[dict[str, str]]
) -> None:
    """The review names how many rows it could not use, by kind and reason."""
    nobody = [row for row in rows if not row["CustomerID"]]
    invoices = sum(not row["InvoiceNo"].startswith("C") for row in nobody)

    assert len(nobody) > 1500
    assert {
        ("invoice", "no customer"): invoices,
        ("credit_note", "no customer"): len(nobody) - invoices,
    } == {
        (one["kind"], one["reason"]): one["rows"]
        for one in review["left_out"]["rows"]
        if one["reason"] == "no customer" and one["kind"] != "customer"
    }
