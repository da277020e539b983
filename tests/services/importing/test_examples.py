"""The shipped mappings against the public data sets, each figure computed apart from them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from pendulum import Date

from clientcare.domain.money import Money, total
from clientcare.domain.orders import OrderStatus
from clientcare.services.importing import Imported, read_folder, read_mapping

EXAMPLES: Final = Path(__file__).resolve().parents[3] / "examples"
TODAY: Final = Date(2026, 1, 31)
AS_OF: Final = Date(2005, 6, 1)


def imported(folder: Path, name: str) -> Imported:
    """Return what the shipped mapping makes of a data set."""
    return read_folder(folder / name, read_mapping(EXAMPLES / name / "mapping.toml"), today=TODAY)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, read apart from the library."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def models(real_data: Path) -> Imported:
    """Return the distributor of scale models."""
    return imported(real_data, "classicmodels")


@pytest.fixture(scope="module")
def receivables(real_data: Path) -> Imported:
    """Return the invoices with due dates."""
    return imported(real_data, "receivables")


@pytest.fixture(scope="module")
def retail(real_data: Path) -> Imported:
    """Return the wholesaler's invoices and credit notes."""
    return imported(real_data, "retail")


class TestModels:
    """classicmodels."""

    def test_counts(self, models: Imported) -> None:
        """Everybody and everything is there; only cancelled orders have no invoice."""
        counts = Counter(kind.name for kind, _ in models.objects)

        assert {
            "staff": 23,
            "customer": 122,
            "credit_card": 122,
            "order": 326,
            "invoice": 320,
            "payment": 273,
            "complaint": 3,
        } == counts
        assert {} == models.loose

    def test_ordered(self, models: Imported) -> None:
        """What was ordered by 2005-06-01, cancelled orders left out, is 9,365,336.43."""
        ordered = [
            value.net
            for kind, value in models.objects
            if kind.name == "order"
            and value.status is not OrderStatus.CANCELLED
            and value.ordered_on <= AS_OF
        ]

        assert Money.of("9365336.43", "USD") == total(ordered, "USD")

    def test_billed(self, models: Imported) -> None:
        """Every order that is not cancelled is billed on its date, whole, without a due date."""
        billed = {value.id: value for kind, value in models.objects if kind.name == "invoice"}
        ordered = [
            value
            for kind, value in models.objects
            if kind.name == "order" and value.status is not OrderStatus.CANCELLED
        ]

        assert {order.id: (order.ordered_on, order.gross, None) for order in ordered} == {
            key: (invoice.invoiced_on, invoice.gross, invoice.due_on)
            for key, invoice in billed.items()
        }

    def test_paid(self, models: Imported) -> None:
        """What was paid by 2005-06-01 is 8,794,749.97; two payments come later."""
        payments = [value for kind, value in models.objects if kind.name == "payment"]
        by_then = [value.amount for value in payments if value.received_on <= AS_OF]

        assert Money.of("8794749.97", "USD") == total(by_then, "USD")
        assert 2 == len(payments) - len(by_then)

    def test_limits(self, models: Imported) -> None:
        """Every limit is an amount; for 24 customers it is 0."""
        limits = [
            value.limit.amount for kind, value in models.objects if kind.name == "credit_card"
        ]

        assert 24 == sum(limit == Money.zero("USD") for limit in limits)

    def test_sales_reps(self, models: Imported, real_data: Path) -> None:
        """Customers belong to their sales rep, who has a superior; 22 have none."""
        source = rows(real_data / "classicmodels" / "customers.csv")
        owners = {
            value.id: value.owner_id for kind, value in models.objects if kind.name == "customer"
        }

        assert {
            row["customerNumber"]: row["salesRepEmployeeNumber"] or None for row in source
        } == owners
        assert 22 == list(owners.values()).count(None)

    def test_complaints(self, models: Imported, real_data: Path) -> None:
        """Disputed orders are complaints in the customer's words, received on the order date."""
        source = rows(real_data / "classicmodels" / "orders.csv")
        complaints = [value for kind, value in models.objects if kind.name == "complaint"]

        assert {
            (row["orderNumber"], row["customerNumber"], row["orderDate"], row["comments"].strip())
            for row in source
            if row["status"] == "Disputed"
        } == {
            (one.order_id, one.customer_id, one.received_at.date().isoformat(), one.about)
            for one in complaints
        }

    def test_blanks(self, models: Imported) -> None:
        """Blanks around names and places are gone."""
        customers = [value for kind, value in models.objects if kind.name == "customer"]
        texts = [
            text
            for customer in customers
            for text in (customer.address, customer.postcode, customer.phone)
            if text
        ]

        assert [] == [text for text in texts if text != text.strip() or " ," in text]


class TestReceivables:
    """receivables."""

    def test_counts(self, receivables: Imported) -> None:
        """Each row is an invoice and its payment, of 57 customers."""
        assert {"customer": 57, "invoice": 1412, "payment": 1412} == Counter(
            kind.name for kind, _ in receivables.objects
        )
        assert ({}, {}) == (receivables.unread, receivables.loose)

    def test_rows(self, receivables: Imported, real_data: Path) -> None:
        """Every date, amount and dispute is that of the data; leading zeros stay."""
        source = rows(real_data / "receivables" / "invoices.csv")
        paid = {value.id: value for kind, value in receivables.objects if kind.name == "payment"}

        def day(text: str) -> Date:
            month, date, year = map(int, text.split("/"))
            return Date(year, month, date)

        assert {
            row["invoiceNumber"]: (
                row["customerID"],
                day(row["InvoiceDate"]),
                day(row["DueDate"]),
                day(row["SettledDate"]),
                Decimal(row["InvoiceAmount"]),
                row["Disputed"] == "Yes",
            )
            for row in source
        } == {
            value.id: (
                value.customer_id,
                value.invoiced_on,
                value.due_on,
                paid[value.id].received_on,
                value.gross.amount,
                bool(value.disputes),
            )
            for kind, value in receivables.objects
            if kind.name == "invoice"
        }
        assert all(row["invoiceNumber"].startswith("0") for row in source[:5])

    def test_references(self, receivables: Imported) -> None:
        """Every payment names its invoice."""
        payments = [value for kind, value in receivables.objects if kind.name == "payment"]

        assert all(value.references[0].invoice_id == value.id for value in payments)


class TestRetail:
    """retail."""

    def test_counts(self, retail: Imported, real_data: Path) -> None:
        """Rows without a customer are left out and counted, all others are there."""
        source = rows(real_data / "retail" / "invoices.csv")
        known = [row for row in source if row["CustomerID"]]

        assert {
            "customer": len({row["CustomerID"] for row in known}),
            "invoice": sum(row["IsCredit"] == "0" for row in known),
            "credit_note": sum(row["IsCredit"] == "1" for row in known),
        } == Counter(kind.name for kind, _ in retail.objects)
        assert {"invoices.csv": len(source) - len(known)} == retail.unread

    def test_reasons(self, retail: Imported, real_data: Path) -> None:
        """The reports of the three kinds account for every row."""
        source = rows(real_data / "retail" / "invoices.csv")
        invoices, credit_notes = retail.tallies[1:]

        assert {"a credit note": 1677, "no customer": 1696} == invoices.left_out
        assert {"no credit note": 9106, "no customer": 89} == credit_notes.left_out
        for tally in (invoices, credit_notes):
            assert len(source) == tally.built + sum(tally.left_out.values())

    def test_net_sales(self, retail: Imported, real_data: Path) -> None:
        """Invoices less credit notes of each customer are the sum of their rows."""
        expected: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows(real_data / "retail" / "invoices.csv"):
            if row["CustomerID"]:
                expected[row["CustomerID"]] += Decimal(row["Amount"])
        found: dict[str, Decimal] = defaultdict(Decimal)
        for kind, value in retail.objects:
            if kind.name == "invoice":
                found[value.customer_id] += value.net.amount
            elif kind.name == "credit_note":
                found[value.customer_id] -= value.net.amount

        assert expected == found

    def test_no_bad_debt(self, retail: Imported) -> None:
        """No adjustment of bad debt became anybody's document."""
        assert [] == [value for _, value in retail.objects if value.id.startswith("A")]


class TestRowsThatTheDataLack:
    """What the shipped mappings do with rows that come in other years."""

    def test_bad_debt(self, tmp_path: Path) -> None:
        """A row that adjusts bad debt is nobody's document; it is left out and counted."""
        (tmp_path / "invoices.csv").write_text(
            "InvoiceNo,CustomerID,InvoiceDate,Country,Lines,Units,Amount,IsCredit\n"
            "A563185,12346,2011-08-12 14:50:00,United Kingdom,1,1,11062.06,0\n"
            "563190,12346,2011-08-12 15:00:00,United Kingdom,1,1,7.00,0\n",
            encoding="utf-8",
        )

        found = read_folder(
            tmp_path, read_mapping(EXAMPLES / "retail" / "mapping.toml"), today=TODAY
        )

        assert ["12346", "563190"] == [value.id for _, value in found.objects]
        assert {"adjusts bad debt": 1} == found.tallies[0].left_out
        assert {"invoices.csv": 1} == found.unread

    def test_not_settled(self, tmp_path: Path) -> None:
        """An invoice that is not settled is an invoice without a payment."""
        (tmp_path / "invoices.csv").write_text(
            "countryCode,customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,"
            "SettledDate\n1,C,07,1/2/2013,2/1/2013,5,No,\n",
            encoding="utf-8",
        )

        found = read_folder(
            tmp_path, read_mapping(EXAMPLES / "receivables" / "mapping.toml"), today=TODAY
        )

        assert ["customer", "invoice"] == [kind.name for kind, _ in found.objects]
