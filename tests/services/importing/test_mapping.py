"""What a mapping may say, and what is refused before any row is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clientcare.errors import Fault, PayloadError
from clientcare.services.importing import parse_mapping, read_mapping
from clientcare.services.importing.mapping import Condition

MappingFaults = Callable[..., tuple[Fault, ...]]

CUSTOMERS = """
[[build]]
kind = "customer"
file = "c.csv"
fields = {{ id = "{{no}}", name = "{{name}}" {more} }}
"""
FILES = {"c.csv": "no,name,x\n1,Ann,\n"}
ORDERS = """
[[build]]
kind = "customer"
file = "c.csv"
fields = { id = "{no}", name = "{name}" }
"""


def refused(text: dict[str, object]) -> tuple[Fault, ...]:
    """Return the faults of a mapping's form."""
    with pytest.raises(PayloadError) as caught:
        parse_mapping(text)
    return caught.value.faults


class TestForm:
    """The form of the file."""

    def test_every_fault(self) -> None:
        """All faults are told at once, each with its path."""
        data: dict[str, object] = {
            "form": {},
            "format": {"encoding": "utf-99", "delimiter": "ab", "zone": "Mars", "currency": "XXX"},
            "build": [{"kind": "customer", "file": "../c.csv", "take": "any", "fields": {}}],
        }

        assert {
            "$.form",
            "$.format.encoding",
            "$.format.delimiter",
            "$.format.zone",
            "$.format.currency",
            "$.build[0].file",
            "$.build[0].take",
        } == {fault.path for fault in refused(data)}

    def test_nothing_to_build(self) -> None:
        """A mapping that builds nothing is none."""
        assert ["$.build"] == [fault.path for fault in refused({"build": []})]

    @pytest.mark.parametrize(
        "form",
        [
            {"date": "%d/%m"},
            {"encoding": "hex"},
            {"encoding": "undefined"},
            {"date": "%Q"},
            {"instant": "%Y-%m-%d %H"},
            {"instant": "%H:%M"},
            {"instant": "%d.%m"},
            {"decimal": "1"},
            {"thousands": "."},
            {"decimal": ",", "thousands": ","},
            {"blank": 1},
            {"blank": []},
            {"currency": 1.5},
        ],
    )
    def test_format(self, form: dict[str, object]) -> None:
        """A format has to tell all of a date, and its marks have to differ."""
        assert 1 == len(refused({"format": form, "build": [_build()]}))

    @pytest.mark.parametrize("form", [{"instant": "%d.%m.%Y"}, {"instant": "%d.%m.%Y %I:%M %p"}])
    def test_good_instants(self, form: dict[str, object]) -> None:
        """A format of instants may leave out the time, which is midnight then."""
        assert parse_mapping({"format": form, "build": [_build()]}).format.instant

    def test_levels_that_clash(self) -> None:
        """Marks of two levels that do not fit together are a fault."""
        data = {
            "format": {"thousands": ","},
            "files": {"c.csv": {"decimal": ","}},
            "build": [_build()],
        }

        assert ["$.thousands"] == [fault.path for fault in refused(data)]

    @pytest.mark.parametrize(
        "condition",
        [
            "status",
            {"column": "a"},
            {"column": "a", "is": "b", "not": "c"},
            {"column": "a", "is": "b", "why": "c"},
            {"column": 1, "is": "b"},
            {"column": "a", "is": 1},
            {"column": "a", "is": True},
            {"column": "a", "empty": "no"},
            {"column": "a", "is": "b", "reason": 1},
            {"column": "a", "is": []},
        ],
    )
    def test_condition(self, condition: object) -> None:
        """A condition has a column, one test, and perhaps a reason."""
        faults = refused({"build": [_build(where=[condition])]})

        assert ["$.build[0].where[0]"] == [fault.path[:19] for fault in faults]

    @pytest.mark.parametrize(
        "join",
        [
            {"file": "a.csv", "name": "parent", "on": "a"},
            {"file": "a.csv", "name": "a b", "on": "a"},
            {"file": "a.csv", "name": "a", "on": ""},
            {"file": "a.csv", "name": "a", "on": {"b": 1}},
            {"file": "a.csv", "name": "a", "on": []},
            {"file": "", "name": "a", "on": "b"},
            {"file": "/a.csv", "name": "a", "on": "b"},
        ],
    )
    def test_join(self, join: object) -> None:
        """A join has a file of the folder, a name of its own and a key."""
        assert 1 == len(refused({"build": [_build(join=[join])]}))

    def test_joins_of_one_name(self) -> None:
        """Two joins cannot have one name."""
        join = {"file": "a.csv", "name": "a", "on": "b"}

        assert ["$.build[0].join"] == [
            fault.path for fault in refused({"build": [_build(join=[join, join])]})
        ]


def _build(**more: object) -> dict[str, object]:
    return {"kind": "customer", "file": "c.csv", "fields": {}, **more}


@pytest.mark.parametrize(
    ("spec", "text", "holds"),
    [
        ({"is": "a"}, "a", True),
        ({"is": ["a", "b"]}, "b", True),
        ({"is": "a"}, "A", False),
        ({"not": "a"}, "b", True),
        ({"not": ["a", "b"]}, "b", False),
        ({"starts": "C"}, "C1", True),
        ({"starts": ["C", "A"]}, "B1", False),
        ({"not_starts": "C"}, "C1", False),
        ({"empty": True}, "", True),
        ({"empty": False}, "", False),
        ({"empty": False}, "a", True),
    ],
)
def test_conditions(spec: dict[str, object], text: str, *, holds: bool) -> None:
    """A condition compares the text of one column."""
    build = parse_mapping({"build": [_build(where=[{"column": "x", **spec}])]}).build[0]

    assert holds == build.where[0].holds(text)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"is": ["a", "b"]}, "kept only if x is 'a' or 'b'"),
        ({"not": "a"}, "kept only if x is not 'a'"),
        ({"starts": "a"}, "kept only if x starts with 'a'"),
        ({"not_starts": "a"}, "kept only if x does not start with 'a'"),
        ({"empty": False}, "kept only if x is not empty"),
        ({"empty": True}, "kept only if x is empty"),
        ({"empty": True, "reason": "old"}, "old"),
    ],
)
def test_reasons(spec: dict[str, object], reason: str) -> None:
    """A condition without a reason of its own says in words what it asks for."""
    build = parse_mapping({"build": [_build(where=[{"column": "x", **spec}])]}).build[0]

    assert [reason] == [condition.reason for condition in build.where]
    assert all(isinstance(condition, Condition) for condition in build.where)


class TestFile:
    """The file that a mapping stands in."""

    def test_read(self, tmp_path: Path) -> None:
        """A mapping is read from TOML."""
        path = tmp_path / "mapping.toml"
        path.write_text(ORDERS, encoding="utf-8")

        assert "customer" == read_mapping(path).build[0].kind

    @pytest.mark.parametrize(
        ("content", "rule"), [(b"\xff", "must be UTF-8"), (b"a = ", "no TOML: ")]
    )
    def test_unreadable(self, tmp_path: Path, content: bytes, rule: str) -> None:
        """A file that is no TOML in UTF-8 is refused by its name."""
        path = tmp_path / "mapping.toml"
        path.write_bytes(content)

        with pytest.raises(PayloadError, match=rule) as caught:
            read_mapping(path)

        assert str(path) == caught.value.faults[0].path

    def test_missing(self, tmp_path: Path) -> None:
        """A file that is not there is refused by its name."""
        with pytest.raises(PayloadError, match="there is no such file"):
            read_mapping(tmp_path / "mapping.toml")

    def test_folder(self, tmp_path: Path) -> None:
        """A folder in place of the file is refused by its name."""
        with pytest.raises(PayloadError, match="cannot be read"):
            read_mapping(tmp_path)


class TestAgainstOurs:
    """What the classes of the domain say to a mapping."""

    @pytest.mark.parametrize(
        ("more", "path", "rule"),
        [
            (', nam = "{x}"', "nam", "no field of Customer: id, number, name"),
            (', phone = { value = "{x}", maps = {} }', "phone.maps", "unknown key"),
            (", phone = { map = {} }", "phone.value", "required"),
            (', phone = { value = [["{x}"]] }', "phone.value", "text such as"),
            (", phone = { value = [] }", "phone.value", "at least one template"),
            (', phone = { value = "{x" }', "phone.value", "pair of braces"),
            (', phone = { value = "{x}", map = { a = "{x}" } }', "phone.map", "constants"),
            (', phone = { value = "{x}", times = 2 }', "phone", "for numbers and money"),
            (', opened_on = { value = "{x}", date = "%d" }', "opened_on.date", "year, month"),
            (', headcount = { value = "{x}", rounding = "up" }', "headcount.rounding", "one of"),
            (', working_capital = "{x}"', "working_capital", "money needs a currency"),
            (', turnover = "{x}"', "turnover", "a table with fields of Turnover"),
            (', contacts = "{x}"', "contacts", "an array, a table with fields"),
            (', contacts = [{ role = "buyer", phon = "1" }]', "contacts[0].phon", "no field of"),
            (', contacts = [{ phone = "1" }]', "contacts[0].role", "required by Contact"),
            (", contacts = { fields = {} }", "contacts.fields.role", "required by Contact"),
            (', contacts = { on = "no", fields = {} }', "contacts.on", "file and on together"),
            (', transport = { file = "c.csv", on = "no", fields = {} }', "transport", "rows make"),
            (', name = "x"', "name", "is a column of the file: write '{x}'"),
            (", contacts = { fields = {}, join = 5 }", "contacts.join", "expected an array"),
            (", contacts = { fields = {}, join = [5] }", "contacts.join[0]", "expected an object"),
            (
                ', contacts = { file = "../x.csv", on = "no", fields = {} }',
                "contacts.file",
                "a file inside the folder",
            ),
        ],
    )
    def test_field(self, mapping_faults: MappingFaults, more: str, path: str, rule: str) -> None:
        """What a mapping asks for and cannot be is told with its path."""
        text = CUSTOMERS.format(more=more)
        if more.startswith(", name"):
            text = text.replace('name = "{name}" , ', "")

        faults = mapping_faults(text, FILES)

        assert f"$.build[0].fields.{path}" == faults[0].path
        assert rule in faults[0].rule

    def test_required(self, mapping_faults: MappingFaults) -> None:
        """A field that an object cannot be without has to be mapped."""
        text = '[[build]]\nkind = "customer"\nfile = "c.csv"\nfields = { number = "{no}" }\n'

        assert ["$.build[0].fields.id", "$.build[0].fields.name"] == [
            fault.path for fault in mapping_faults(text, FILES)
        ]

    def test_kind(self, mapping_faults: MappingFaults) -> None:
        """A kind that nobody knows is a fault that lists the known ones."""
        text = '[[build]]\nkind = "car"\nfile = "c.csv"\nfields = {}\n'

        fault = mapping_faults(text, FILES)[0]

        assert fault.path == "$.build[0].kind"
        assert "customer" in fault.rule

    def test_group_rows_without_a_group(self, mapping_faults: MappingFaults) -> None:
        """Rows of the group need a group."""
        text = CUSTOMERS.format(more=', contacts = { fields = { role = "buyer" } }')

        assert ["$.build[0].group"] == [fault.path for fault in mapping_faults(text, FILES)]

    def test_sensitive(self, mapping_faults: MappingFaults) -> None:
        """A sensitive field is refused unless a purpose is listed for it."""
        text = CUSTOMERS.format(more=', bank_accounts = [{ bank = "{x}" }]')

        faults = mapping_faults(text, FILES, allowed_sensitive=frozenset({"BankAccount.bank"}))

        assert ["$.build[0].fields.bank_accounts"] == [fault.path for fault in faults]
        assert faults[0].rule.startswith("Customer.bank_accounts is sensitive")

    def test_no_columns(self, mapping_faults: MappingFaults) -> None:
        """A field that no column can hold cannot be imported."""
        text = """
        [[build]]
        kind = "work_calendar"
        file = "c.csv"
        [build.fields]
        id = "{no}"
        time_zone = "Asia/Shanghai"
        week = []
        exceptions = "{x}"
        """

        assert ["$.build[0].fields.exceptions"] == [
            fault.path for fault in mapping_faults(text, FILES)
        ]

    def test_any_value(self, mapping_faults: MappingFaults) -> None:
        """A field that holds a value of any type does not say how to understand a text."""
        text = """
        [[build]]
        kind = "decision"
        file = "c.csv"
        [build.fields]
        id = "{no}"
        subject_kind = "customer"
        subject_id = "{no}"
        question = "tier"
        decision = { outcome = "{x}" }
        """

        assert (
            Fault("$.build[0].fields.decision", "cannot be imported from columns"),
        ) == mapping_faults(text, FILES)

    def test_format_of_a_value_that_clashes(self, mapping_faults: MappingFaults) -> None:
        """A value's own marks have to fit those of its file."""
        more = ', floor_area_m2 = { value = "{x}", decimal = "," }'
        text = '[format]\nthousands = ","\n' + CUSTOMERS.format(more=more)

        assert ["$.build[0].fields.floor_area_m2"] == [
            fault.path for fault in mapping_faults(text, FILES)
        ]
