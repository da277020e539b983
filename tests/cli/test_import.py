"""``clientcare import``: a folder into a store, and one clear message for whatever is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from clientcare.adapters.sqlite import SqliteRecords
from clientcare.book import Book
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore

from .conftest import MAPPING, Run, write


def names(path: Path) -> list[str]:
    """Return the names of all customers in a store file."""
    store = RecordBackedStore(SqliteRecords(path), KINDS)
    with store.begin() as unit:
        found = [row.value.name for row in Book(unit).customers.page().items]
    store.close()
    return found


class TestGood:
    """What works."""

    def test_store(self, run: Run, folder: Path) -> None:
        """The store is one file with all objects, and what became of the rows is told."""
        result = run("import", "book", "book.db")

        assert (0, "") == (result.exit_code, result.stderr)
        assert "customer: 2 from 2 rows of c.csv\n2 objects written to book.db\n" == result.stdout
        assert ["Ann", "Bob"] == names(folder.parent / "book.db")
        assert {"book", "book.db"} == {path.name for path in folder.parent.iterdir()}

    def test_mapping_elsewhere(self, run: Run, folder: Path) -> None:
        """The mapping can stand anywhere."""
        (folder / "mapping.toml").rename(folder.parent / "other.toml")

        assert 0 == run("import", "book", "book.db", "--mapping", "other.toml").exit_code

    def test_purposes(self, run: Run, folder: Path) -> None:
        """A sensitive field is taken for a purpose that the rulebook lists, and not without."""
        contact = 'contacts = [{ role = "buyer", ethnicity = "{staff}" }], name'
        (folder / "mapping.toml").write_text(MAPPING.replace("name", contact, 1), encoding="utf-8")
        rules = folder.parent / "rules.toml"
        rules.write_text('[sensitive_purposes]\n"Contact.ethnicity" = "invitations"\n', "utf-8")

        refused = run("import", "book", "book.db")

        assert "Contact.ethnicity is sensitive, and no purpose is listed for it" in refused.stderr
        assert 0 == run("import", "book", "book.db", "--rules", "rules.toml").exit_code

    def test_reasons(self, run: Run, folder: Path) -> None:
        """Rows that are left out are told by reason."""
        condition = 'where = [{ column = "staff", empty = false, reason = "nobody there" }]\n'
        (folder / "mapping.toml").write_text(
            MAPPING.replace("fields", condition + "fields"), encoding="utf-8"
        )

        lines = run("import", "book", "book.db").stdout.splitlines()

        assert [
            "customer: 1 from 2 rows of c.csv",
            "  1 rows left out: nobody there",
            "c.csv: nothing was made of 1 rows",
            "1 objects written to book.db",
        ] == lines

    def test_loose(self, run: Run, folder: Path) -> None:
        """Documents that are named and not there are told."""
        (folder / "mapping.toml").write_text(
            """
            [format]
            currency = "EUR"
            [[build]]
            kind = "payment"
            file = "c.csv"
            [build.fields]
            id = "{no}"
            customer_id = "{name}"
            received_on = 2025-01-02
            amount = "1"
            references = [{ invoice_id = "{staff}" }]
            [[build]]
            kind = "invoice"
            file = "c.csv"
            where = [{ column = "staff", is = "none" }]
            [build.fields]
            id = "{no}"
            customer_id = "{name}"
            invoiced_on = 2025-01-02
            lines = []
            """,
            encoding="utf-8",
        )

        lines = run("import", "book", "book.db").stdout.splitlines()

        assert "invoice: named 1 times without being there" in lines

    def test_keep_going(self, run: Run, folder: Path) -> None:
        """Keeping going imports the good rows and writes what is wrong with the others."""
        write(folder, "no,name,staff,at", "C1,Ann,-1,", "C2,Bob,,", 'C3,"C, D",=x,')

        result = run("import", "book", "book.db", "--keep-going", "--rejects", "bad.csv")

        assert 0 == result.exit_code
        assert ["Bob"] == names(folder.parent / "book.db")
        assert (
            "file,line,column,value,rule\n"
            'c.csv,2,staff,-1,"a whole number, 0 or more"\n'
            "c.csv,4,staff,=x,a number such as 1234.50\n"
        ) == (folder.parent / "bad.csv").read_text(encoding="utf-8")
        assert result.stderr.startswith("2 faults, left out:\n  c.csv:2, column staff: '-1' is")
        assert "customer: 1 from 3 rows of c.csv, 2 refused" in result.stdout

    def test_many_faults(self, run: Run, folder: Path) -> None:
        """Of very many faults the first are told, and how many more there are."""
        write(folder, "no,name,staff,at", *(f"C{number},,," for number in range(25)))

        result = run("import", "book", "book.db")

        assert result.stderr.startswith("Error: 25 faults, nothing was written:\n")
        assert result.stderr.endswith("  ... and 5 more\n")
        assert 22 == len(result.stderr.splitlines())


class TestBad:
    """What is refused: one message, exit code 2, nothing written."""

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (("no,name,staff,at", "C1,Ann,-3,"), "c.csv:2, column staff: '-3' is refused; the rule is: a whole number, 0 or more"),
            (("no,name,staff,at", "C1,Ann,,2025-01-02 09:00"), "c.csv:2, column at: '2025-01-02 09:00' is refused; the rule is: a point in time with an offset"),
            (("no,name,staff,at", "C1,Ann,,2025-02-30T09:00:00Z"), "c.csv:2, column at: '2025-02-30T09:00:00Z' is refused"),
            (("no,name,staff", "C1,Ann,"), "c.csv:1, column at: expected a column of the file, which has: no, name, staff"),
            (("no,name,staff,at", "C1,Ann,,9999-01-02T09:00:00Z"), "no later than today"),
            (("no,name,staff,at", "C1,Ann,,", "C1,Bob,,"), "an id of its own; c.csv line 2 has it already"),
        ],
    )  # fmt: skip
    def test_rows(self, run: Run, folder: Path, lines: tuple[str, ...], message: str) -> None:
        """A bad row is told by file, line, column, value and rule."""
        write(folder, *lines)

        result = run("import", "book", "book.db")

        assert (2, "") == (result.exit_code, result.stdout)
        assert message in result.stderr
        assert 2 == len(result.stderr.splitlines())
        assert [folder] == list(folder.parent.iterdir())

    def test_missing_file(self, run: Run, folder: Path) -> None:
        """A file that is not there is told by its name."""
        (folder / "c.csv").unlink()

        result = run("import", "book", "book.db")

        assert 2 == result.exit_code
        assert "c.csv: expected a file that is there" in result.stderr

    def test_wrong_encoding(self, run: Run, folder: Path) -> None:
        """Bytes that the encoding does not have are told with their line."""
        (folder / "c.csv").write_bytes("no,name,staff,at\nC1,王,,\n".encode("gb18030"))

        result = run("import", "book", "book.db")

        assert 2 == result.exit_code
        assert "c.csv:2: '\\\\xcd' is refused; the rule is: text in utf-8" in result.stderr

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("[[build]]", '[format]\ncurrency = "XXX"\n[[build]]', "$.format.currency: "),
            ("name =", "nam =", "$.build[0].fields.nam: no field of Customer"),
            ("[[build]]", "[[build]", "no TOML: "),
        ],
    )
    def test_mapping(self, run: Run, folder: Path, old: str, new: str, message: str) -> None:
        """A fault of the mapping is told with its path."""
        (folder / "mapping.toml").write_text(MAPPING.replace(old, new), encoding="utf-8")

        result = run("import", "book", "book.db")

        assert 2 == result.exit_code
        assert result.stderr.startswith("Error: not a valid mapping:")
        assert message in result.stderr
        assert [folder] == list(folder.parent.iterdir())

    def test_no_mapping(self, run: Run, folder: Path) -> None:
        """A folder without a mapping needs one named."""
        (folder / "mapping.toml").unlink()

        result = run("import", "book", "book.db")

        assert (2, "Error: book has no mapping.toml in it; name one with --mapping\n") == (
            result.exit_code,
            result.stderr,
        )

    def test_store_is_there(self, run: Run, folder: Path) -> None:
        """A store that is there is neither overwritten nor added to."""
        (folder.parent / "book.db").write_text("mine", encoding="utf-8")

        result = run("import", "book", "book.db")

        assert 2 == result.exit_code
        assert "is there already" in result.stderr
        assert "mine" == (folder.parent / "book.db").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("nowhere", "book.db"), "'nowhere' does not exist"),
            (("book", "nowhere/book.db"), "nowhere: there is no such folder"),
            (("book", "book.db", "--rejects", "bad.csv"), "--rejects goes with --keep-going"),
            (
                ("book", "book.db", "--keep-going", "--rejects", "book.db"),
                "cannot be the same file",
            ),
            (
                ("book", "book.db", "--keep-going", "--rejects", "nowhere/bad.csv"),
                "nowhere: there is no such folder",
            ),
            (("book", "book.db", "--mapping", "none.toml"), "'none.toml' does not exist"),
        ],
    )
    def test_arguments(
        self, run: Run, folder: Path, arguments: tuple[str, ...], message: str
    ) -> None:
        """Arguments that cannot be are told before anything is read."""
        result = run("import", *arguments)

        assert 2 == result.exit_code
        assert message in result.stderr
        assert [folder] == list(folder.parent.iterdir())

    def test_system(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the system refuses is told too, and leaves nothing behind."""

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied", "book.db")

        monkeypatch.setattr("os.replace", refuse)

        result = run("import", "book", "book.db")

        assert (2, "Error: book.db: Permission denied\n") == (result.exit_code, result.stderr)
        assert [folder] == list(folder.parent.iterdir())
