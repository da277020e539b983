"""
The review of the distributor of scale models, against plain SQL.

The queries were written from the text of the policies (1a, 2d and the terms before
them) and use nothing of this library: sums of integer cents in SQLite.
"""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import Any, Final

import pytest

from .conftest import Reviewed

AS_OF: Final = "2005-06-01"

# What an order that is not cancelled was billed on its day, in cents.
_SOLD: Final = """
CREATE VIEW sold AS
SELECT orders.customerNumber AS id, orderDate AS day,
       SUM(quantityOrdered * cents(priceEach)) AS cents
FROM orders JOIN orderdetails USING (orderNumber)
WHERE status <> 'Cancelled' AND orderDate <= :as_of
GROUP BY orderNumber
"""

_SUMS: Final = """
SELECT customerNumber AS id, customerName AS name, cents(creditLimit) AS credit,
       (SELECT COALESCE(SUM(cents), 0) FROM sold
        WHERE id = customerNumber AND day > :year_before) AS sales,
       (SELECT COALESCE(SUM(cents), 0) FROM sold WHERE id = customerNumber)
       - (SELECT COALESCE(SUM(cents(amount)), 0) FROM payments
          WHERE payments.customerNumber = customers.customerNumber
            AND paymentDate <= :as_of) AS exposure,
       (SELECT CAST(julianday(:as_of) - julianday(MIN(day)) AS INTEGER) FROM sold
        WHERE id = customerNumber) AS history
FROM customers
"""

# History from 90 to 364 days: sales are scaled up to 365 days, rounded half up.
# A class by what is held by those with more; equal values stand together.
_JUDGED: Final = f"""
WITH sums AS ({_SUMS}),
ranked AS (
    SELECT *, CASE WHEN sales > 0 AND history BETWEEN 90 AND 364
                   THEN (2 * sales * 365 + history) / (2 * history)
                   ELSE sales END AS value
    FROM sums
)
SELECT *,
       CASE WHEN value <= 0 THEN 'C'
            WHEN 100 * (SELECT COALESCE(SUM(value), 0) FROM ranked r WHERE r.value > ranked.value)
                 < 80 * (SELECT SUM(value) FROM ranked r WHERE r.value > 0) THEN 'A'
            WHEN 100 * (SELECT COALESCE(SUM(value), 0) FROM ranked r WHERE r.value > ranked.value)
                 < 95 * (SELECT SUM(value) FROM ranked r WHERE r.value > 0) THEN 'B'
            ELSE 'C' END AS tier,
       CASE WHEN exposure + 100 <= credit THEN 'allow'
            WHEN credit = 0 THEN 'prepay'
            ELSE 'hold' END AS verdict  -- ungraded: no tolerance; no due dates: nothing overdue
FROM ranked
ORDER BY id
"""  # noqa: S608 - our own text


def cents(text: str) -> int:
    """Return an amount with up to two decimals as whole cents."""
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2])


def dollars(minor: int) -> dict[str, str]:
    """Return whole cents as the review writes money."""
    sign = "-" if minor < 0 else ""
    return {"amount": f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}", "currency": "USD"}


@pytest.fixture(scope="module")
def database(real_data: Path) -> sqlite3.Connection:
    """Return the four files as tables of text."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.create_function("cents", 1, cents, deterministic=True)
    for name in ("customers", "orders", "orderdetails", "payments"):
        path = real_data / "classicmodels" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        database.execute(f"CREATE TABLE {name} ({', '.join(header)})")
        places = ", ".join("?" * len(header))
        database.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608 - our own names
    database.execute(_SOLD.replace(":as_of", f"'{AS_OF}'"))
    return database


@pytest.fixture(scope="module")
def judged(database: sqlite3.Connection) -> dict[str, sqlite3.Row]:
    """Return what SQL says of each customer."""
    rows = database.execute(_JUDGED, {"as_of": AS_OF, "year_before": "2004-06-01"})
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def review(reviewed: Reviewed) -> dict[str, Any]:
    """Return the review."""
    return reviewed("classicmodels", AS_OF)


def test_every_customer(review: dict[str, Any], judged: dict[str, sqlite3.Row]) -> None:
    """There are 122, in the order of their ids, under their names."""
    assert 122 == len(review["customers"])
    assert [(key, row["name"].strip()) for key, row in judged.items()] == [
        (one["id"], one["name"]) for one in review["customers"]
    ]


def test_totals(review: dict[str, Any]) -> None:
    """Cancelled orders are left out; two payments come later, are left out and counted."""
    totals = review["totals"]

    assert ["USD"] == list(totals)
    assert dollars(936533643) == totals["USD"]["ordered"]
    assert dollars(879474997) == totals["USD"]["paid"]
    assert {"payment": 2} == review["left_out"]["after_as_of"]
    assert ({}, {}) == (
        review["left_out"]["of_unknown_customers"],
        review["left_out"]["of_other_companies"],
    )


def test_net_sales(review: dict[str, Any], judged: dict[str, sqlite3.Row]) -> None:
    """Everybody's sales are those after 2004-06-01 up to and with 2005-06-01."""
    assert {key: dollars(row["sales"]) for key, row in judged.items()} == {
        one["id"]: one["net_sales_12m"] for one in review["customers"]
    }


def test_tiers(review: dict[str, Any], judged: dict[str, sqlite3.Row]) -> None:
    """Everybody's tier is that of the plain computation; all three occur."""
    tiers = {key: row["tier"] for key, row in judged.items()}

    assert {"A", "B", "C"} == set(tiers.values())
    assert tiers == {one["id"]: one["tier"]["outcome"] for one in review["customers"]}


def test_exposures(review: dict[str, Any], judged: dict[str, sqlite3.Row]) -> None:
    """Everybody owes what was billed less what was paid; the sum is the book's."""
    assert {key: dollars(row["exposure"]) for key, row in judged.items()} == {
        one["id"]: one["exposure"] for one in review["customers"]
    }
    assert (
        dollars(sum(row["exposure"] for row in judged.values()))
        == (review["totals"]["USD"]["exposure"])
    )


def test_verdicts(review: dict[str, Any], judged: dict[str, sqlite3.Row]) -> None:
    """Everybody's order of one dollar ends as the plain computation says."""
    verdicts = {key: row["verdict"] for key, row in judged.items()}

    assert {"allow", "hold", "prepay"} == set(verdicts.values())
    assert verdicts == {one["id"]: one["verdict"]["outcome"] for one in review["customers"]}


def test_nothing_is_made_up(review: dict[str, Any]) -> None:
    """Without due dates there is no payment index, without ratings no grade: unknown is null."""
    assert {(None, None, None)} == {
        tuple(one[name]["outcome"] for name in ("payment_index", "grade", "limit"))
        for one in review["customers"]
    }


def test_disputes_are_complaints(review: dict[str, Any], database: sqlite3.Connection) -> None:
    """Each disputed order is an open complaint of its customer, and late long since."""
    disputed = database.execute(
        "SELECT orderNumber, customerNumber FROM orders WHERE status = 'Disputed' ORDER BY 1"
    )
    found = [
        (complaint["id"], one["id"])
        for one in review["customers"]
        for complaint in one["complaints"]
    ]

    assert sorted(map(tuple, disputed)) == sorted(found)
    assert 3 == len(found)
