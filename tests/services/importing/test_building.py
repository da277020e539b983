"""Rows to objects: what each part of the language does, and how bad rows are told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pendulum import Date

from clientcare.domain.money import Money
from clientcare.errors import RowFault
from clientcare.services.importing import Imported, Tally

from .conftest import Import

Faults = Callable[..., tuple[RowFault, ...]]

ORDERS = """
[format]
currency = "USD"

[[build]]
kind = "order"
file = "o.csv"

[build.fields]
id = "{no}"
customer_id = "{customer}"
ordered_on = "{day}"

[build.fields.lines]
file = "l.csv"
on = "no"

[build.fields.lines.fields]
no = "{line}"
net = { value = "{quantity}", times = "{price}" }
gross = { value = "{quantity}", times = ["{price}", "1.10"], plus = "{extra}" }
quantity = "{quantity}"
product = "{parent.shop}"
"""
ORDER_FILES = {
    "o.csv": "no,customer,day,shop\nO1,C1,2025-01-02,north\nO2,C2,2025-01-03,south\n",
    "l.csv": "line,no,quantity,price,extra\n1,O1,3,0.10,0\n1,O2,2,5,1\n2,O1,1,7,0.05\n",
}
CUSTOMERS = """
[[build]]
kind = "customer"
file = "c.csv"
{options}
[build.fields]
id = "{{no}}"
name = "{{name}}"
{fields}
"""


def customers(fields: str = "", options: str = "") -> str:
    """Return a mapping of customers with some more fields."""
    return CUSTOMERS.format(fields=fields, options=options)


def one(imported: Imported) -> object:
    """Return the only object."""
    ((_, value),) = imported.objects
    return value


class TestValues:
    """Single values."""

    @pytest.mark.parametrize(
        ("field", "spec", "cell", "value"),
        [
            ("phone", '"{x}"', " 12 ", "12"),
            ("phone", '"{x}"', "", None),
            ("phone", '"tel {x}"', "", None),
            ("phone", '"tel {x}{name}"', "", "tel Ann"),
            ("phone", '["{x}", "{name}"]', "", "Ann"),
            ("phone", '["{x}", "{name}"]', "1", "1, Ann"),
            ("phone", '{ value = ["{x}", "{name}"], separator = "/" }', "1", "1/Ann"),
            ("phone", '{ value = "{x}", default = "none" }', "", "none"),
            ("phone", '{ value = "{x}", default = "{name}" }', "", "Ann"),
            ("phone", '{ value = "{x}", map = { a = "b" } }', "a", "b"),
            ("phone", '{ value = "{x}", map = { a = "b" } }', "", None),
            ("phone", '{ value = "{x}", map = { "" = "b" } }', "", "b"),
            ("phone", '{ value = "x" }', "1", "x"),
            ("headcount", "7", "", 7),
            ("headcount", '"{x}"', "12", 12),
            ("headcount", '{ value = "{x}", thousands = "," }', "1,200", 1200),
            ("headcount", '{ value = "{x}", times = 12 }', "3", 36),
            ("floor_area_m2", '"{x}"', "12.50", Decimal("12.50")),
            ("floor_area_m2", '{ value = "{x}", decimal = "," }', "12,5", Decimal("12.5")),
            ("floor_area_m2", '{ value = "{x}", times = "0.01" }', "5", Decimal("0.05")),
            ("floor_area_m2", "1.5", "", Decimal("1.5")),
            ("floor_area_m2", '{ value = "{x}", times = "{name}" }', "", None),
            ("floor_area_m2", '{ value = "2", times = "{x}" }', "", None),
            ("working_capital", '{ value = "{x}", currency = "EUR" }', "-5.5", ("-5.50", "EUR")),
            (
                "working_capital",
                '{ value = "{x}", times = "0.333", rounding = "half_up", currency = "EUR" }',
                "0.5",
                ("0.17", "EUR"),
            ),
            ("opened_on", '"{x}"', "2024-02-29", Date(2024, 2, 29)),
            ("opened_on", "2024-02-29", "", Date(2024, 2, 29)),
            ("opened_on", '{ value = "{x}", date = "%d.%m.%y" }', "1.2.24", Date(2024, 2, 1)),
            ("tier", '"{x}"', "A", "A"),
        ],
    )
    def test_value(self, load: Import, field: str, spec: str, cell: str, value: object) -> None:
        """The type of our field decides how a text is understood; nothing told is unknown."""
        imported = load(customers(f"{field} = {spec}"), {"c.csv": f'no,name,x\n1,Ann,"{cell}"\n'})

        expected = Money.of(*value) if isinstance(value, tuple) else value
        assert expected == getattr(one(imported), field)

    @pytest.mark.parametrize(
        ("field", "spec", "cell", "rule"),
        [
            ("headcount", '"{x}"', "-3", "a whole number, 0 or more"),
            ("headcount", '"{x}"', "3.5", "a whole number"),
            ("headcount", '"{x}"', "many", "a number such as 1234.50"),
            ("tier", '"{x}"', "D", "one of A, B, C"),
            ("opened_on", '"{x}"', "2024-02-30", "a day that exists"),
            ("opened_on", '"{x}"', "29.2.2024", "a date such as 2026-01-31"),
            ("phone", '{ value = "{x}", map = { a = "b" } }', "c", "listed in the value map: a"),
            (
                "filled_at",
                '"{x}"',
                "2024-02-29 09:00",
                "a point in time with an offset; or name its zone in the mapping",
            ),
            (
                "working_capital",
                '{ value = "5", currency = "{x}" }',
                "EURO",
                "an amount with an active ISO 4217 code in upper case, which 'EURO' is not",
            ),
            (
                "working_capital",
                '{ value = "{x}", currency = "JPY" }',
                "1.5",
                "no finer than the minor unit of JPY (0 decimal places), which 1.5 is; say how in rounding",
            ),
        ],
    )
    def test_refused(self, faults: Faults, field: str, spec: str, cell: str, rule: str) -> None:
        """A bad text is told with file, line, column, text and rule."""
        found = faults(customers(f"{field} = {spec}"), {"c.csv": f"no,name,x\n1,Ann,{cell}\n"})

        assert (RowFault("c.csv", 2, "x", cell, rule),) == found

    def test_no_currency(self, faults: Faults) -> None:
        """Money whose currency is not told in its row is refused, not guessed."""
        (found,) = faults(
            customers('working_capital = { value = "{name}", currency = "{x}" }'),
            {"c.csv": "no,name,x\n1,5,\n"},
        )

        assert ("name, x", "an amount with a currency, which is not told here") == (
            found.column,
            found.rule,
        )

    def test_required(self, faults: Faults) -> None:
        """A value that has to be there is refused where it is empty."""
        (found,) = faults(customers(), {"c.csv": "no,name\n1,\n"})

        assert "c.csv:2, column name: expected not empty: it is required" == str(found)

    def test_no_id(self, faults: Faults) -> None:
        """An id that is empty is refused as well."""
        (found,) = faults(customers(), {"c.csv": "no,name\n,Ann\n"})

        assert RowFault("c.csv", 2, "no", "", "not empty: it is required") == found

    def test_field_that_is_not_mapped(self, faults: Faults) -> None:
        """A rule about a field that no column fills is told for the row."""
        mapping = """
        [[build]]
        kind = "credit_card"
        file = "c.csv"
        fields = { id = "{no}", customer_id = "{no}", limit = { state = "{x}" } }
        """

        (found,) = faults(mapping, {"c.csv": "no,x\n1,amount\n"})

        assert ("c.csv", 2, "", "") == found[:4]
        assert found.rule.startswith("given with the state 'amount'")

    def test_every_fault(self, faults: Faults) -> None:
        """All that is wrong is told at once, in the order of the lines."""
        found = faults(
            customers('headcount = "{x}"\ntier = "{y}"'),
            {"c.csv": "no,name,x,y\n1,Ann,-1,D\n2,,few,A\n"},
        )

        assert [2, 2, 3, 3] == [fault.line for fault in found]
        assert {"x", "y", "name"} == {fault.column for fault in found}

    def test_rule_of_several_fields(self, faults: Faults) -> None:
        """A rule between fields is told at the field that it is about."""
        (found,) = faults(customers('parent_id = "{x}"'), {"c.csv": "no,name,x\n1,Ann,1\n"})

        assert RowFault("c.csv", 2, "x", "1", "another customer's id") == found

    def test_unknown_column(self, faults: Faults) -> None:
        """A column that is not there is told with the columns that are."""
        (found,) = faults(customers('phone = "{tel}"'), {"c.csv": "no,name\n1,Ann\n"})

        assert RowFault("c.csv", 1, "tel", "", "a column of the file, which has: no, name") == found

    def test_truth(self, load: Import) -> None:
        """True and false are written so, or a value map says which is which."""
        mapping = """
        [format]
        currency = "USD"
        [[build]]
        kind = "invoice"
        file = "i.csv"
        [build.fields]
        id = "{no}"
        customer_id = "1"
        invoiced_on = 2024-01-01
        insured = { value = "{x}", map = { Y = true, N = false } }
        lines = [{ net = "1", gross = "1" }]
        """

        values = [
            value.insured for _, value in load(mapping, {"i.csv": "no,x\n1,Y\n2,N\n"}).objects
        ]

        assert [True, False] == values

    def test_no_truth(self, faults: Faults) -> None:
        """Any other word is neither true nor false."""
        mapping = """
        [[build]]
        kind = "credit_card"
        file = "i.csv"
        fields = { id = "1", customer_id = "1", limit_basis = { new_customer = "{x}" } }
        """

        (found,) = faults(mapping, {"i.csv": "x\nYES\n"})

        assert ("x", "true or false; a value map says which is which") == (found.column, found.rule)


class TestParts:
    """Objects and arrays inside an object."""

    def test_array(self, load: Import) -> None:
        """Of an array those are left out for which the files say nothing."""
        mapping = customers(
            'contacts = [{ role = "buyer", name = "{x}" }, { role = "seller", name = "{y}" },'
            ' { role = "principal" }]'
        )

        customer: object = one(load(mapping, {"c.csv": "no,name,x,y\n1,Ann,,Bob\n"}))

        assert [("seller", "Bob"), ("principal", None)] == [
            (contact.role, contact.name)
            for contact in customer.contacts  # type: ignore[attr-defined]
        ]

    def test_array_fault(self, faults: Faults) -> None:
        """A fault behind an item that was left out is told at its own column."""
        mapping = customers(
            'contacts = [{ role = "buyer", name = "{x}" }, { role = "{z}", name = "{y}" }]'
        )

        (found,) = faults(mapping, {"c.csv": "no,name,x,y,z\n1,Ann,,Bob,boss\n"})

        assert ("z", "boss") == (found.column, found.value)

    @pytest.mark.parametrize(("cell", "there"), [("Yes", 1), ("No", 0)])
    def test_when(self, load: Import, cell: str, there: int) -> None:
        """Conditions can say whether a part is there."""
        mapping = customers(
            'contacts = [{ role = "buyer", when = [{ column = "x", is = "Yes" }] }]'
        )

        customer: object = one(load(mapping, {"c.csv": f"no,name,x\n1,Ann,{cell}\n"}))

        assert there == len(customer.contacts)  # type: ignore[attr-defined]

    def test_nested(self, load: Import) -> None:
        """A part that nothing is told for is not there."""
        mapping = """
        [format]
        currency = "USD"
        [[build]]
        kind = "credit_card"
        file = "c.csv"
        fields = { id = "{no}", customer_id = "{no}", limit = { state = "amount", amount = "{x}" } }
        """

        limits = [value.limit for _, value in load(mapping, {"c.csv": "no,x\n1,0\n2,\n"}).objects]

        assert Money.of("0", "USD") == limits[0].amount
        assert limits[1] is None

    def test_split(self, load: Import) -> None:
        """One cell can hold several values."""
        mapping = customers('transport = { value = "{x}", split = ";" }')

        values = [
            value.transport
            for _, value in load(mapping, {"c.csv": "no,name,x\n1,A,rail; road;\n2,B,\n"}).objects
        ]

        assert [("rail", "road"), ()] == values

    def test_split_and_mapped(self, load: Import) -> None:
        """Each of several values goes through the value map."""
        mapping = customers('transport = { value = "{x}", split = "/", map = { R = "rail" } }')

        customer: object = one(load(mapping, {"c.csv": "no,name,x\n1,A,R\n"}))

        assert ("rail",) == customer.transport  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("more", "rule"),
        [("", "one of rail"), (", map = { R = 'rail' }", "each listed in the value map: R")],
    )
    def test_split_fault(self, faults: Faults, more: str, rule: str) -> None:
        """A bad one of several values is told with its whole cell."""
        mapping = customers(f'transport = {{ value = "{{x}}", split = "/" {more} }}')

        (found,) = faults(mapping, {"c.csv": "no,name,x\n1,A,R/ship\n"})[-1:]

        assert "R/ship" == found.value
        assert found.rule.startswith(rule)

    def test_split_sensitive(self, faults: Faults) -> None:
        """A sensitive value is not shown."""
        mapping = """
        [[build]]
        kind = "credit_card"
        file = "c.csv"
        [build.fields]
        id = "{no}"
        customer_id = "{no}"
        principal = { habits = { value = "{x}", split = "/" }, health = "{y}" }
        """
        allowed = frozenset({"Principal.habits", "Principal.health"})

        found = faults(mapping, {"c.csv": "no,x,y\n1,opera,sick\n"}, allowed_sensitive=allowed)

        assert [("x", "<hidden>"), ("y", "<hidden>")] == [
            (fault.column, fault.value) for fault in found
        ]
        assert "opera" not in str(found)

    def test_rows_that_differ_hide_what_is_sensitive(self, faults: Faults) -> None:
        """Of rows that make one object, a sensitive cell that differs is named without its text."""
        mapping = """
        [[build]]
        kind = "credit_card"
        file = "c.csv"
        group = ["no"]
        take = "same"
        [build.fields]
        id = "{no}"
        customer_id = "{owner}"
        principal = { health = "{y}" }
        """
        allowed = frozenset({"Principal.health"})
        rows = "no,owner,y\n1,Ann,gout\n1,Bob,flu\n"

        found = faults(mapping, {"c.csv": rows}, allowed_sensitive=allowed)

        assert [
            ("owner", "Bob", "'Ann' as on line 2: they make one credit_card"),
            ("y", "<hidden>", "the same as on line 2: they make one credit_card"),
        ] == [(fault.column, fault.value, fault.rule) for fault in found]

    def test_keys_hide_what_is_sensitive(self, faults: Faults) -> None:
        """A column of a sensitive field is not shown either where it joins files or tells twins."""
        mapping = """
        [[build]]
        kind = "credit_card"
        file = "c.csv"
        [[build.join]]
        name = "s"
        file = "s.csv"
        on = { y = "state" }
        [build.fields]
        id = "{no}"
        customer_id = "{no}"
        principal = { health = "{y}", habits = { value = "{s.state}", split = "/" } }
        """
        allowed = frozenset({"Principal.habits", "Principal.health"})

        absent = faults(
            mapping,
            {"c.csv": "no,y\n1,gout\n", "s.csv": "state\nflu\n"},
            allowed_sensitive=allowed,
        )
        twice = faults(
            mapping,
            {"c.csv": "no,y\n1,flu\n", "s.csv": "state\nflu\nflu\n"},
            allowed_sensitive=allowed,
        )

        assert [("y", "<hidden>")] == [(fault.column, fault.value) for fault in absent]
        assert [("state", "<hidden>")] == [(fault.column, fault.value) for fault in twice]

    def test_split_refused_by_form(self, faults: Faults) -> None:
        """Each of several values is understood by its type."""
        mapping = """
        [[build]]
        kind = "work_calendar"
        file = "c.csv"
        [build.fields]
        id = "{no}"
        time_zone = "Asia/Shanghai"
        week = []
        holidays = { value = "{x}", split = ";", date = "%d.%m.%Y" }
        """

        found = faults(mapping, {"c.csv": "no,x\n1,1.1.2025;2025\n"})

        assert ("x", "a day that exists, written as %d.%m.%Y") in {
            (fault.column, fault.rule) for fault in found
        }


NESTED = """
[[build]]
kind = "credit_card"
file = "c.csv"
group = ["no"]
[build.fields]
id = "{no}"
customer_id = "{no}"
premises = { insurance = { value = "{x}", split = "/" } }
accounting = { bank_accounts = [{ bank = "{y}" }] }
"""
ALLOWED = frozenset({"Accounting.bank_accounts", "BankAccount.bank"})


class TestPartsInParts:
    """Arrays, rows and split cells inside an optional part."""

    def test_told(self, load: Import) -> None:
        """A part is there when anything inside it is told."""
        card: object = one(
            load(NESTED, {"c.csv": "no,x,y\n1,fire/other,Bank\n"}, allowed_sensitive=ALLOWED)
        )

        assert ("fire", "other") == card.premises.insurance  # type: ignore[attr-defined]
        assert 1 == len(card.accounting.bank_accounts)  # type: ignore[attr-defined]

    def test_not_told(self, load: Import) -> None:
        """Where nothing is told, the part is as it is without a mapping."""
        card: object = one(load(NESTED, {"c.csv": "no,x,y\n1,,\n"}, allowed_sensitive=ALLOWED))

        assert () == card.premises.insurance  # type: ignore[attr-defined]

    def test_disagreement(self, faults: Faults) -> None:
        """Rows of one object have to agree in the columns of inner parts too."""
        found = faults(
            NESTED, {"c.csv": "no,x,y\n1,fire,A\n1,other,B\n"}, allowed_sensitive=ALLOWED
        )

        assert {"x", "y"} == {fault.column for fault in found}

    def test_rows(self, load: Import) -> None:
        """Rows inside a part count as told."""
        mapping = NESTED.replace(
            '[{ bank = "{y}" }]', '{ file = "b.csv", on = "no", fields = { bank = "{name}" } }'
        )
        files = {"c.csv": "no,x,y\n1,,\n2,,\n", "b.csv": "no,name\n2,Bank\n"}

        cards = [value for _, value in load(mapping, files, allowed_sensitive=ALLOWED).objects]

        assert [0, 1] == [len(card.accounting.bank_accounts) for card in cards]


class TestRows:
    """Rows of another file inside an object."""

    def test_lines(self, load: Import) -> None:
        """Rows with the same key become the parts, in their order; products are exact."""
        first, second = (value for _, value in load(ORDERS, ORDER_FILES).objects)

        assert [
            ("1", Money.of("0.30", "USD"), Money.of("0.33", "USD"), "north"),
            ("2", Money.of("7", "USD"), Money.of("7.75", "USD"), "north"),
        ] == [(line.no, line.net, line.gross, line.product) for line in first.lines]
        assert [Decimal(2)] == [line.quantity for line in second.lines]

    def test_fault(self, faults: Faults) -> None:
        """A fault in a part is told at the row of the part."""
        files = ORDER_FILES | {"l.csv": "line,no,quantity,price,extra\n1,O1,x,1,0\n1,O2,1,1,0\n"}

        found = faults(ORDERS, files)

        assert ("l.csv", 2, "quantity", "x") in {fault[:4] for fault in found}

    def test_no_rows(self, faults: Faults) -> None:
        """An object whose parts are missing is told at its key."""
        files = ORDER_FILES | {"l.csv": "line,no,quantity,price,extra\n1,O1,1,1,0\n"}

        assert (RowFault("o.csv", 3, "no", "O2", "at least 1 of them"),) == faults(ORDERS, files)

    def test_orphan(self, faults: Faults) -> None:
        """A row whose object is not there is a fault, not silently dropped."""
        files = ORDER_FILES | {"l.csv": ORDER_FILES["l.csv"] + "1,O9,1,1,0\n"}

        assert (RowFault("l.csv", 5, "no", "O9", "a key that stands in o.csv"),) == faults(
            ORDERS, files
        )

    def test_left_out_with_its_object(self, load: Import) -> None:
        """Rows of an object that is left out are counted."""
        mapping = ORDERS.replace(
            'file = "o.csv"', 'file = "o.csv"\nwhere = [{ column = "shop", not = "south" }]'
        )

        imported = load(mapping, ORDER_FILES)

        assert (
            Tally(
                kind="order",
                file="o.csv",
                rows=2,
                built=1,
                refused=0,
                left_out={"kept only if shop is not 'south'": 1},
            ),
            Tally(
                kind="rows of order",
                file="l.csv",
                rows=3,
                built=2,
                refused=0,
                left_out={"belongs to a row of o.csv that is left out": 1},
            ),
        ) == imported.tallies
        assert {"o.csv": 1} == imported.unread

    def test_left_out_rows(self, load: Import) -> None:
        """Rows inside can be left out as well, and are counted."""
        mapping = ORDERS.replace(
            'on = "no"', 'on = "no"\nwhere = [{ column = "line", is = "1", reason = "later" }]'
        )

        imported = load(mapping, ORDER_FILES)

        assert [1, 1] == [len(value.lines) for _, value in imported.objects]
        assert {"later": 1} == imported.tallies[1].left_out
        assert 2 == imported.tallies[1].built

    def test_broken_row(self, faults: Faults) -> None:
        """A broken row takes its object with it: half an order is none."""
        files = ORDER_FILES | {"l.csv": ORDER_FILES["l.csv"] + "2,O2,1\n"}

        assert {
            ("l.csv", 5, "5 cells as in the header; this row has 3"),
            ("l.csv", 5, "a whole row: its object has to have all of them"),
        } == {(fault.file, fault.line, fault.rule) for fault in faults(ORDERS, files)}

    def test_rows_in_rows(self, load: Import) -> None:
        """Rows can hold rows again."""
        mapping = """
        [[build]]
        kind = "visit_plan"
        file = "p.csv"
        [build.fields]
        id = "{plan}"
        staff_id = "S"
        starts_on = 2025-01-01
        ends_on = 2025-01-31
        [build.fields.visits]
        file = "v.csv"
        on = "plan"
        [build.fields.visits.fields]
        id = "{visit}"
        customer_id = "C"
        [build.fields.visits.fields.history]
        file = "s.csv"
        on = { visit = "of" }
        fields = { state = "planned", at = "2025-01-01T08:00:00+08:00", by = "S", on = "{on}" }
        """
        files = {
            "p.csv": "plan\nP1\n",
            "v.csv": "plan,visit\nP1,V1\nP1,V2\n",
            "s.csv": "of,on\nV1,2025-01-07\nV2,2025-01-08\n",
        }

        plan: object = one(load(mapping, files))

        assert [Date(2025, 1, 7), Date(2025, 1, 8)] == [
            visit.history[0].on
            for visit in plan.visits  # type: ignore[attr-defined]
        ]


JOINED = customers(
    'address = "{place.city}"\noffice_id = "{place.country.x}"',
    'join = [{ file = "p.csv", name = "place", on = { p = "code" } }]',
)


class TestJoins:
    """Look-ups in other files."""

    def test_join(self, load: Import) -> None:
        """Columns of the other file are named with the join's name; an empty key is unknown."""
        files = {
            "c.csv": "no,name,p\n1,Ann,7\n2,Bob,\n",
            "p.csv": "code,city,country.x\n7,Rome,IT\n,Nowhere,-\n",
        }

        assert [("Rome", "IT"), (None, None)] == [
            (value.address, value.office_id) for _, value in load(JOINED, files).objects
        ]

    def test_absent(self, faults: Faults) -> None:
        """A key that the other file does not have is a fault."""
        files = {"c.csv": "no,name,p\n1,Ann,8\n", "p.csv": "code,city,country.x\n7,Rome,IT\n"}

        assert (RowFault("c.csv", 2, "p", "8", "a key that stands in p.csv"),) == faults(
            JOINED, files
        )

    def test_optional(self, load: Import) -> None:
        """A join can say that the other file need not have every key."""
        files = {"c.csv": "no,name,p\n1,Ann,8\n", "p.csv": "code,city,country.x\n7,Rome,IT\n"}
        mapping = JOINED.replace('"code" }', '"code" }, optional = true')

        customer: object = one(load(mapping, files))

        assert customer.address is None  # type: ignore[attr-defined]

    def test_ambiguous(self, faults: Faults) -> None:
        """A key that stands twice in the other file is a fault there."""
        files = {"c.csv": "no,name,p\n", "p.csv": "code,city,country.x\n7,Rome,IT\n7,Oslo,NO\n"}

        assert (
            RowFault("p.csv", 3, "code", "7", "a key that stands there once; line 2 has it too"),
        ) == faults(JOINED, files)

    def test_unknown_column(self, faults: Faults) -> None:
        """A column that the other file does not have is told as its own."""
        files = {"c.csv": "no,name,p\n", "p.csv": "code,city\n"}

        assert ("p.csv", "country.x") == faults(JOINED, files)[0][0:3:2]

    def test_chain_and_condition(self, load: Import) -> None:
        """A join can start from a join, and a condition can ask for joined columns."""
        mapping = customers(
            'address = "{land.name}"',
            'join = [{ file = "p.csv", name = "place", on = { p = "code" } },'
            ' { file = "l.csv", name = "land", on = { "place.land" = "id" } }]\n'
            'where = [{ column = "land.name", not = "Norway", reason = "not ours" }]',
        )
        files = {
            "c.csv": "no,name,p\n1,Ann,7\n2,Bob,8\n",
            "p.csv": "code,land\n7,IT\n8,NO\n",
            "l.csv": "id,name\nIT,Italy\nNO,Norway\n",
        }

        imported = load(mapping, files)

        assert ["Italy"] == [value.address for _, value in imported.objects]
        assert {"not ours": 1} == imported.tallies[0].left_out

    def test_fault_at_the_joined_row(self, faults: Faults) -> None:
        """A bad text of a joined row is told where it stands."""
        mapping = customers(
            'headcount = "{place.staff}"', 'join = [{ file = "p.csv", name = "place", on = "p" }]'
        )
        files = {"c.csv": "no,name,p\n1,Ann,7\n", "p.csv": "p,staff\n6,1\n7,-2\n"}

        assert ("p.csv", 3, "staff", "-2") == faults(mapping, files)[0][:4]

    def test_join_inside_rows(self, load: Import) -> None:
        """Rows inside an object can be joined too."""
        mapping = ORDERS.replace('"{parent.shop}"', '"{item.name} for {parent.shop}"').replace(
            'on = "no"', 'on = "no"\njoin = [{ file = "i.csv", name = "item", on = "line" }]'
        )

        imported = load(mapping, ORDER_FILES | {"i.csv": "line,name\n1,pan\n2,pot\n"})

        assert ["pan for north", "pot for north", "pan for south"] == [
            line.product for _, value in imported.objects for line in value.lines
        ]

    def test_absent_inside_rows(self, faults: Faults) -> None:
        """A row inside whose join fails takes its object with it."""
        mapping = ORDERS.replace(
            'on = "no"', 'on = "no"\njoin = [{ file = "i.csv", name = "item", on = "line" }]'
        )

        found = faults(mapping, ORDER_FILES | {"i.csv": "line,name\n1,pan\n"})

        assert (RowFault("l.csv", 4, "line", "2", "a key that stands in i.csv"),) == found


GROUPED = """
[format]
currency = "USD"
[[build]]
kind = "invoice"
file = "i.csv"
group = ["no"]
TAKE
[build.fields]
id = "{no}"
customer_id = "{customer}"
invoiced_on = 2025-01-01
[build.fields.lines.fields]
net = "{net}"
gross = "{net}"
"""


class TestGroups:
    """Several rows that make one object."""

    def test_group(self, load: Import) -> None:
        """Rows with the same key make one object, also where they stand apart."""
        files = {"i.csv": "no,customer,net\nI1,C,1\nI2,C,2\nI1,C,3\n"}

        imported = load(GROUPED.replace("TAKE", ""), files)

        assert [("I1", 2), ("I2", 1)] == [
            (value.id, len(value.lines)) for _, value in imported.objects
        ]

    def test_disagreement(self, faults: Faults) -> None:
        """Rows of one object that tell different things are a fault."""
        files = {"i.csv": "no,customer,net\nI1,C,1\nI1,D,3\n"}

        assert (
            RowFault("i.csv", 3, "customer", "D", "'C' as on line 2: they make one invoice"),
        ) == faults(GROUPED.replace("TAKE", ""), files)

    @pytest.mark.parametrize(("take", "customer"), [("first", "C"), ("last", "D")])
    def test_take(self, load: Import, take: str, customer: str) -> None:
        """A mapping can say which row counts; the parts are of all rows all the same."""
        files = {"i.csv": "no,customer,net\nI1,C,1\nI1,D,3\n"}

        invoice: object = one(load(GROUPED.replace("TAKE", f'take = "{take}"'), files))

        assert (customer, 2) == (invoice.customer_id, len(invoice.lines))  # type: ignore[attr-defined]

    def test_no_key(self, faults: Faults) -> None:
        """A row without the key belongs to nothing, which is a fault."""
        files = {"i.csv": "no,customer,net\n,C,1\n"}

        assert (
            RowFault("i.csv", 2, "no", "", "not empty: it tells which rows belong together"),
        ) == faults(GROUPED.replace("TAKE", ""), files)

    def test_broken_row(self, load: Import) -> None:
        """A broken row takes all rows of its object with it; one without a key only itself."""
        files = {"i.csv": "no,customer,net\nI1,C,1\nI2,C,2\nI1,C\n,\n,C\n"}

        imported = load(GROUPED.replace("TAKE", ""), files, keep_going=True)

        assert ["I2"] == [value.id for _, value in imported.objects]
        assert [
            (2, "line 4 to be right as well: they make one invoice"),
            (4, "3 cells as in the header; this row has 2"),
            (6, "3 cells as in the header; this row has 2"),
        ] == [(fault.line, fault.rule) for fault in imported.rejects]
        assert 2 == imported.tallies[0].refused

    def test_fault_in_a_row(self, faults: Faults) -> None:
        """A bad row of a group is told at its own line."""
        files = {"i.csv": "no,customer,net\nI1,C,1\nI1,C,x\n"}

        found = faults(GROUPED.replace("TAKE", ""), files)

        assert {("i.csv", 3, "net", "x", "a number such as 1234.50")} == set(found)


def test_fault_of_several_files(faults: Faults) -> None:
    """Files that cannot be read are told together, before any row."""
    assert ["o.csv", "l.csv"] == [fault.file for fault in faults(ORDERS, {})]
