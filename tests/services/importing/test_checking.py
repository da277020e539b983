"""What no single row can tell, and what keeping going does about it."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from pendulum import Date

from clientcare.adapters.memory import MemoryRecords
from clientcare.book import Book
from clientcare.domain._ahead import may_lie_ahead
from clientcare.domain.complaint_events import ChangeMade, ExtensionNotified, HoldingLetterSent
from clientcare.domain.ledger import Invoice
from clientcare.errors import AlreadyExists, InvalidValueError, RowFault
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.services.importing import Imported, write

from .conftest import Import

Faults = Callable[..., tuple[RowFault, ...]]

MAPPING = """
[format]
currency = "EUR"

[[build]]
kind = "customer"
file = "c.csv"
fields = { id = "{no}", name = "{name}", owner_id = "{rep}", parent_id = "{parent}" }

[[build]]
kind = "invoice"
file = "i.csv"
[build.fields]
id = "{no}"
customer_id = "{customer}"
invoiced_on = "{day}"
due_on = "{due}"
lines = [{ net = "{net}", gross = "{net}", order_id = "{order}" }]

[[build]]
kind = "payment"
file = "p.csv"
[build.fields]
id = "{no}"
customer_id = "{customer}"
received_on = 2026-01-05
amount = "{amount}"
references = [{ invoice_id = "{invoice}" }]
"""
FILES = {
    "c.csv": "no,name,rep,parent\nC1,Ann,S1,\nC2,Bob,,C1\n",
    "i.csv": "no,customer,day,due,net,order\nI1,C1,2026-01-31,2026-03-01,5,\nI2,C2,2026-01-01,,7,O7\n",
    "p.csv": "no,customer,amount,invoice\nP1,C1,5,I1\nP2,C2,7,I9\nP3,C2,1,\n",
}


def keys(imported: Imported) -> list[str]:
    """Return the ids of all objects."""
    return [value.id for _, value in imported.objects]


def test_good(load: Import) -> None:
    """Kinds that the mapping does not build, and documents that are not there, may be named."""
    imported = load(MAPPING, FILES)

    assert ["C1", "C2", "I1", "I2", "P1", "P2", "P3"] == keys(imported)
    assert {"invoice": 1} == imported.loose
    assert (2, ()) == (imported.count("customer"), imported.rejects)


class TestTwins:
    """One id twice."""

    def test_fault(self, faults: Faults) -> None:
        """The later row with the same id is a fault that names the earlier one."""
        files = FILES | {"c.csv": FILES["c.csv"] + "C1,Eve,,\n"}

        assert (
            RowFault("c.csv", 4, "no", "C1", "an id of its own; c.csv line 2 has it already"),
        ) == faults(MAPPING, files)

    def test_keep_going(self, load: Import) -> None:
        """Keeping going keeps the earlier row, and what belongs to it."""
        files = FILES | {"c.csv": FILES["c.csv"] + "C1,Eve,,\n"}

        imported = load(MAPPING, files, keep_going=True)

        assert 7 == len(imported.objects)
        assert ["Ann", "Bob"] == [
            value.name for kind, value in imported.objects if kind.name == "customer"
        ]


class TestFuture:
    """Days that have not come."""

    def test_fact(self, faults: Faults) -> None:
        """What has happened cannot be dated after today; what is due can."""
        assert (
            RowFault("i.csv", 2, "day", "2026-01-31", "no later than today, 2026-01-30"),
        ) == faults(MAPPING, FILES, today=Date(2026, 1, 30))

    def test_instant(self, faults: Faults) -> None:
        """An instant counts by the date of its own zone."""
        mapping = """
        [format]
        zone = "Asia/Shanghai"
        [[build]]
        kind = "customer"
        file = "c.csv"
        fields = { id = "{no}", name = "{no}", filled_at = "{at}" }
        """

        found = faults(mapping, {"c.csv": "no,at\n1,2026-02-01 00:00\n2,2026-01-31 23:59\n"})

        assert [(2, "at")] == [(fault.line, fault.column) for fault in found]

    def test_constant(self, faults: Faults) -> None:
        """A future day that the mapping itself names is told at the row."""
        mapping = MAPPING.replace("received_on = 2026-01-05", "received_on = 2027-01-05")

        assert {("", "2027-01-05")} == {(one.column, one.value) for one in faults(mapping, FILES)}

    @pytest.mark.parametrize(
        ("cls", "name", "ahead"),
        [
            (HoldingLetterSent, "answer_at", True),
            (ExtensionNotified, "answer_at", True),
            (ChangeMade, "appointment_at", True),
            (Invoice, "due_on", True),
            (Invoice, "invoiced_on", False),
            (HoldingLetterSent, "at", False),
        ],
    )
    def test_what_may_lie_ahead(
        self, cls: type[attrs.AttrsInstance], name: str, *, ahead: bool
    ) -> None:
        """The field itself says whether its day may lie ahead: a promised answer may."""
        assert ahead == may_lie_ahead(attrs.fields_dict(cls)[name])

    @pytest.mark.parametrize("today", ["2026-01-31", None])
    def test_today(self, load: Import, today: object) -> None:
        """Today has to be a date."""
        with pytest.raises(InvalidValueError, match="today"):
            load(MAPPING, FILES, today=today)


class TestReferences:
    """Objects that name others."""

    def test_absent_customer(self, faults: Faults) -> None:
        """A document of a customer who is not there is a fault."""
        files = FILES | {"c.csv": "no,name,rep,parent\nC1,Ann,S1,\n"}

        assert {
            ("i.csv", 3, "customer", "C2", "the id of an imported customer"),
            ("p.csv", 3, "customer", "C2", "the id of an imported customer"),
            ("p.csv", 4, "customer", "C2", "the id of an imported customer"),
        } == set(faults(MAPPING, files))

    def test_no_cascade(self, faults: Faults) -> None:
        """What a refused row would take with it is not told as faults of its own."""
        files = FILES | {"c.csv": "no,name,rep,parent\nC1,,S1,\nC2,Bob,,C1\n"}

        assert [("c.csv", "name")] == [(one.file, one.column) for one in faults(MAPPING, files)]

    def test_keep_going(self, load: Import) -> None:
        """Keeping going drops what names a refused object, and what names that, and tells it."""
        files = FILES | {
            "i.csv": FILES["i.csv"].replace("I1,C1,2026-01-31", "I1,C1,2026-01-32"),
        }

        imported = load(MAPPING, files, keep_going=True)

        assert ["C1", "C2", "I2", "P2", "P3"] == keys(imported)
        assert [
            ("i.csv", "day", "a day that exists"),
            ("p.csv", "invoice", "the id of an accepted invoice; this one is refused"),
        ] == [(one.file, one.column, one.rule) for one in imported.rejects]

    def test_chain(self, load: Import) -> None:
        """A chain of references falls as a whole."""
        files = FILES | {"c.csv": "no,name,rep,parent\nC1,,S1,\nC2,Bob,,C1\n"}

        imported = load(MAPPING, files, keep_going=True)

        assert [] == keys(imported)
        assert 1 + 1 + 2 + 3 == len({(one.file, one.line) for one in imported.rejects})


class TestWrite:
    """Objects into a store."""

    def test_written(self, load: Import) -> None:
        """All objects are in the store afterwards, and progress was told."""
        told: list[tuple[str, int, int]] = []
        store = RecordBackedStore(MemoryRecords(), KINDS)

        write(load(MAPPING, FILES), store, progress=lambda *news: told.append(news))

        with store.begin() as unit:
            assert "Ann" == Book(unit).customers.get("C1").value.name
            assert "P3" == Book(unit).payments.get("P3").value.id
        assert [("objects written", 0, 7), ("objects written", 7, 7)] == told

    def test_all_or_none(self, load: Import) -> None:
        """Where one object cannot be written, none is."""
        store = RecordBackedStore(MemoryRecords(), KINDS)
        imported = load(MAPPING, FILES)
        with store.begin() as unit:
            (payment,) = [value for _, value in imported.objects if value.id == "P3"]
            Book(unit).payments.add(payment)
            unit.commit()

        with pytest.raises(AlreadyExists):
            write(imported, store)

        with store.begin() as unit:
            assert () == Book(unit).customers.page().items


def test_progress(load: Import) -> None:
    """Reading tells how far it is, and ends at the end."""
    told: list[tuple[str, int, int]] = []

    load(MAPPING, FILES, progress=lambda *news: told.append(news))

    assert ("customer from c.csv", 0, 2) == told[0]
    assert ("payment from p.csv", 3, 3) == told[-1]
