"""``clientcare review``: a store or a mapped folder in, an explained review out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import MAPPING, Run, write


class TestGood:
    """What works."""

    def test_folder_and_store(self, run: Run, folder: Path) -> None:
        """A mapped folder and the store made of it give the same review, and nothing is written."""
        run("import", "book", "book.db")

        of_folder = run("review", "book", "--as-of", "2025-12-31", "--format", "json")
        of_store = run("review", "book.db", "--as-of", "2025-12-31", "--format", "json")

        assert (0, "") == (of_folder.exit_code, of_folder.stderr)
        assert of_folder.stdout == of_store.stdout
        assert ["C1", "C2"] == [one["id"] for one in json.loads(of_folder.stdout)["customers"]]
        assert {"book", "book.db"} == {
            path.name
            for path in folder.parent.iterdir()
            if path.suffix not in {".db-shm", ".db-wal"}
        }

    @pytest.mark.usefixtures("folder")
    def test_text(self, run: Run) -> None:
        """Without a format the review is text to read."""
        result = run("review", "book", "--as-of", "2025-12-31")

        assert 0 == result.exit_code
        assert "2025-12-31" in result.stdout

    def test_out(self, run: Run, folder: Path) -> None:
        """The review can go to a file, and the screen stays empty."""
        result = run("review", "book", "--as-of", "2025-12-31", "--format", "json", "--out", "r")

        assert (0, "") == (result.exit_code, result.stdout)
        assert "2025-12-31" == json.loads((folder.parent / "r").read_text("utf-8"))["as_of"]

    def test_rules(self, run: Run, folder: Path) -> None:
        """A rulebook is read from TOML or JSON, and named in the review."""
        (folder / "rules.toml").write_text('name = "north"\n', encoding="utf-8")
        (folder / "rules.json").write_text('{"name": "south"}', encoding="utf-8")

        named = [
            run("review", "book", "--as-of", "2025-12-31", "--rules", f"book/rules.{form}").stdout
            for form in ("toml", "json")
        ]

        assert ["north" in named[0], "south" in named[1]] == [True, True]

    @pytest.mark.usefixtures("folder")
    def test_now(self, run: Run) -> None:
        """The instant of the review can be told."""
        now = "2025-12-31T09:00:00+08:00"

        assert 0 == run("review", "book", "--as-of", "2025-12-31", "--now", now).exit_code

    def test_staff(self, run: Run, folder: Path) -> None:
        """One person's agenda can be asked for, that of nobody by name."""
        (folder / "mapping.toml").write_text(
            MAPPING + '[[build]]\nkind = "staff"\nfile = "c.csv"\n'
            'fields = { id = "S{no}", name = "{name}" }\n',
            encoding="utf-8",
        )

        texts = [
            run("review", "book", "--as-of", "2025-12-31", "--staff", staff).stdout
            for staff in ("SC1", "unassigned")
        ]

        assert "Agenda of Ann (SC1): 0 lines" in texts[0]
        assert "Agenda of unassigned: 2 lines" in texts[1]

    def test_rows_left_out(self, run: Run, folder: Path) -> None:
        """Rows of which nothing was made are told of, with the mapping's reason."""
        condition = 'where = [{ column = "staff", empty = false, reason = "nobody there" }]\n'
        (folder / "mapping.toml").write_text(
            MAPPING.replace("fields", condition + "fields"), encoding="utf-8"
        )

        text = run("review", "book", "--as-of", "2025-12-31").stdout

        assert "Left out, 1 row of c.csv from which nothing was made:\n" in text
        assert "  as customer: nobody there (1)\n" in text


class TestBad:
    """What is refused: one message, exit code 2, nothing written."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("nowhere", "--as-of", "2025-12-31"), "nowhere: there is no such store or folder"),
            (("book", "--as-of", "31.12.2025"), "--as-of: '31.12.2025' is refused"),
            (("book", "--as-of", "2025-02-30"), "--as-of: '2025-02-30' is refused"),
            (
                ("book", "--as-of", "2025-12-31", "--now", "2025-12-31 09:00"),
                "--now: '2025-12-31 09:00' is refused; the rule is: an instant with its offset",
            ),
            (("book", "--as-of", "2025-12-31", "--rules", "none"), "'none' does not exist"),
            (("book", "--as-of", "2025-12-31", "--format", "html"), "'html' is not one of"),
            (
                ("book", "--as-of", "2025-12-31", "--out", "nowhere/r"),
                "nowhere: there is no such folder",
            ),
            (("book/c.csv", "--as-of", "2025-12-31"), "c.csv"),
            (
                ("book", "--as-of", "2025-12-31", "--now", "2025-12-30T09:00:00+08:00"),
                "the rule is: on 2025-12-31 or later in Asia/Shanghai",
            ),
            (
                ("book", "--as-of", "2025-12-31", "--staff", "x"),
                "--staff: nobody in the book has the id 'x'",
            ),
            (("book", "--as-of", "2025-12-31", "--out", "book"), "is a directory"),
            (
                (
                    *("book", "--as-of", "2025-12-31", "--mapping", "book/mapping.toml"),
                    *("--out", "book/mapping.toml"),
                ),
                "book/mapping.toml is what is read; write to another file",
            ),
        ],
    )
    def test_arguments(
        self, run: Run, folder: Path, arguments: tuple[str, ...], message: str
    ) -> None:
        """Arguments that cannot be are told in one message."""
        before = {path: path.read_bytes() for path in folder.iterdir()}

        result = run("review", *arguments)

        assert (2, "") == (result.exit_code, result.stdout)
        assert message in result.stderr
        assert [folder] == list(folder.parent.iterdir())
        assert before == {path: path.read_bytes() for path in folder.iterdir()}

    @pytest.mark.parametrize(
        ("rules", "message"),
        [
            (b'nam = "x"\n', "$.nam: unknown key"),
            (b'currency = "XXX"\n', "$.currency"),
            (b'zone = "Nowhere"\n', "$.zone"),
            (b"[tiering]\na_percen = 70\n", "$.tiering.a_percen: unknown key"),
            (b"[tiering]\na_percent = 99\n", "a_percent"),
            (b"a = ", "TOML"),
            (b"\xff", "rules.toml"),
        ],
    )
    def test_rules(self, run: Run, folder: Path, rules: bytes, message: str) -> None:
        """A rulebook with a fault is refused with the fault's path."""
        (folder / "rules.toml").write_bytes(rules)

        result = run(
            *("review", "book", "--as-of", "2025-12-31", "--rules", "book/rules.toml"),
            *("--out", "review.txt"),
        )

        assert (2, "") == (result.exit_code, result.stdout)
        assert message in result.stderr
        assert [folder] == list(folder.parent.iterdir())

    def test_bad_row(self, run: Run, folder: Path) -> None:
        """A folder with a bad row is not reviewed in part."""
        write(folder, "no,name,staff,at", "C1,Ann,-1,", "C2,Bob,,")

        result = run("review", "book", "--as-of", "2025-12-31", "--out", "review.txt")

        assert (2, "") == (result.exit_code, result.stdout)
        assert "c.csv:2, column staff: '-1' is refused" in result.stderr
        assert [folder] == list(folder.parent.iterdir())

    def test_wrong_encoding(self, run: Run, folder: Path) -> None:
        """A file in another encoding than told is refused by name, and not half read."""
        (folder / "c.csv").write_bytes("no,name,staff,at\nC1,王,5,\n".encode("gb18030"))

        result = run("review", "book", "--as-of", "2025-12-31", "--out", "review.txt")

        assert (2, "") == (result.exit_code, result.stdout)
        assert "c.csv" in result.stderr
        assert [folder] == list(folder.parent.iterdir())

    def test_a_book_that_contradicts_itself(self, run: Run, folder: Path) -> None:
        """A fault that shows only when the customers are judged leaves no half file either."""
        (folder / "mapping.toml").write_text(
            MAPPING.replace("fields = {", 'fields = { parent_id = "{staff}",').replace(
                'headcount = "{staff}", ', ""
            ),
            encoding="utf-8",
        )
        write(folder, "no,name,staff,at", "C1,Ann,C2,", "C2,Bob,C1,")

        for out in ((), ("--out", "review.txt")):
            result = run("review", "book", "--as-of", "2025-12-31", "--format", "json", *out)

            assert (2, "") == (result.exit_code, result.stdout)
            assert "parents that form no ring" in result.stderr
            assert [folder] == list(folder.parent.iterdir())

    @pytest.mark.usefixtures("folder")
    def test_unwritable(self, run: Run) -> None:
        """A place that cannot be written to is told of."""
        result = run("review", "book", "--as-of", "2025-12-31", "--out", "/proc/review.txt")

        assert (2, "") == (result.exit_code, result.stdout)
        assert "/proc" in result.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_reasons_in_chinese(run: Run, folder: Path, form: str) -> None:
    """The reasons come in the language asked for, in both forms."""
    result = run(
        "review", str(folder), "--as-of", "2025-12-31", "--format", form, "--language", "zh-Hant"
    )

    assert 0 == result.exit_code
    assert "拜訪" in result.output
