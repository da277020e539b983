"""A review as JSON: its shape, its pieces, its languages."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pendulum
import pytest
from click.testing import CliRunner
from pendulum import Date

from clientcare.cli._commands import app
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.reports._plain import plain
from clientcare.reports.review_json import review_json, review_schema
from clientcare.repositories import Store
from clientcare.services.importing import RowReport, Tally
from clientcare.services.review import UNASSIGNED, BookReview

AS_OF = Date(2025, 12, 31)
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
VALIDATOR = jsonschema.Draft202012Validator(dict(review_schema()))


def of(store: Store, **options: Any) -> dict[str, Any]:
    """Return the review of a store as data."""
    found: dict[str, Any] = json.loads(
        "".join(review_json(BookReview(store, as_of=AS_OF), **options))
    )
    return found


@pytest.fixture(scope="module")
def data(sample: Store) -> dict[str, Any]:
    """Return the review of the sample book."""
    return of(sample)


def faults(data: object) -> list[str]:
    """Return where *data* breaks the schema."""
    return sorted({error.json_path for error in VALIDATOR.iter_errors(data)})


class TestSchema:
    """The shape that is promised."""

    def test_the_schema_is_one(self) -> None:
        """It is a valid schema of its draft."""
        jsonschema.Draft202012Validator.check_schema(dict(review_schema()))

    def test_sample_book(self, data: dict[str, Any]) -> None:
        """The review of the sample book has the shape, and something of every part."""
        assert [] == faults(data)
        assert all(
            any(one[part] for one in data["customers"])
            for part in ("complaints", "promises", "referrals")
        )

    def test_real_book(self, real_data: Path) -> None:
        """So has the review of real data."""
        result = CliRunner().invoke(
            app,
            [
                *("review", str(real_data / "classicmodels"), "--as-of", "2005-06-01"),
                *("--mapping", str(EXAMPLES / "classicmodels" / "mapping.toml")),
                *("--format", "json"),
            ],
        )

        assert [] == faults(json.loads(result.stdout))

    @pytest.mark.parametrize(
        ("path", "break_it"),
        [
            ("$", lambda it: it.pop("totals")),
            ("$", lambda it: it.update(more=1)),
            ("$.as_of", lambda it: it.update(as_of="31.12.2025")),
            ("$.now", lambda it: it.update(now=None)),
            ("$.rules", lambda it: it["rules"].pop("version")),
            ("$.customers[0]", lambda it: it["customers"][0].pop("verdict")),
            ("$.customers[0]", lambda it: it["customers"][0].update(born="1970-01-01")),
            ("$.customers[0].id", lambda it: it["customers"][0].update(id=1)),
            (
                "$.customers[0].tier.outcome",
                lambda it: it["customers"][0]["tier"].update(outcome="D"),
            ),
            (
                "$.customers[0].verdict.outcome",
                lambda it: it["customers"][0]["verdict"].update(outcome=None),
            ),
            (
                "$.customers[0].payment_index.outcome",
                lambda it: it["customers"][0]["payment_index"].update(outcome=70.5),
            ),
            (
                "$.customers[0].exposure",
                lambda it: it["customers"][0].update(exposure=12.5),
            ),
            (
                "$.customers[0].exposure",
                lambda it: it["customers"][0].update(exposure={"amount": 12.5, "currency": "CNY"}),
            ),
            (
                "$.customers[0].tier.reasons[0].code",
                lambda it: it["customers"][0]["tier"]["reasons"][0].update(code="A is A"),
            ),
            ("$.totals", lambda it: it["totals"].update(Euro=it["totals"]["CNY"])),
            (
                "$.left_out.after_as_of.payment",
                lambda it: it["left_out"]["after_as_of"].update(payment=0),
            ),
            ("$.agenda[0].urgency", lambda it: it["agenda"][0].update(urgency="later")),
            ("$.agenda[0].due", lambda it: it["agenda"][0].update(due="soon")),
        ],
    )
    def test_planted_faults(
        self, data: dict[str, Any], path: str, break_it: Callable[[Any], object]
    ) -> None:
        """Each wrong shape is found, at its place."""
        broken = copy.deepcopy(data)
        break_it(broken)

        assert [path] == faults(broken)


class TestPieces:
    """How it is written."""

    def test_a_customer_a_line(self, sample: Store) -> None:
        """After the head each customer is one line, so memory can hold one at a time."""
        head, *lines = "".join(review_json(BookReview(sample, as_of=AS_OF))).splitlines()
        customers = [json.loads(line.rstrip(",")) for line in lines[:-1]]

        assert head.endswith('"customers": [')
        assert [f"C{number:03}" for number in range(1, 61)] == [one["id"] for one in customers]
        assert lines[-1].startswith("], ")

    def test_customers_come_while_it_is_written(self, sample: Store) -> None:
        """Nobody is judged before the head is out, and one piece is one customer."""
        pieces = review_json(BookReview(sample, as_of=AS_OF))

        assert '"as_of": "2025-12-31"' in next(pieces)
        assert '"id": "C001"' in next(pieces)

    def test_the_same_again(self, sample: Store) -> None:
        """The review of a past day has the same text whenever it is made."""
        first, second = ("".join(review_json(BookReview(sample, as_of=AS_OF))) for _ in range(2))

        assert first == second

    def test_an_empty_book(self, tmp_path: Path) -> None:
        """Nobody in it is no fault."""
        (tmp_path / "mapping.toml").write_text("build = []\n", encoding="utf-8")
        (tmp_path / "mapping.toml").write_text(
            '[[build]]\nkind = "customer"\nfile = "c.csv"\nfields = { id = "{a}", name = "{a}" }\n',
            encoding="utf-8",
        )
        (tmp_path / "c.csv").write_text("a\n", encoding="utf-8")
        result = CliRunner().invoke(
            app, ["review", str(tmp_path), "--as-of", "2025-12-31", "--format", "json"]
        )
        data = json.loads(result.stdout)

        assert ([], [], {}, []) == (
            faults(data),
            data["customers"],
            data["totals"],
            data["agenda"],
        )


class TestContents:
    """What it says."""

    def test_languages(self, sample: Store, data: dict[str, Any]) -> None:
        """Sentences come in the language asked for; codes and numbers are the same."""
        chinese = of(sample, language="zh-Hans")
        mine, theirs = (one["customers"][0]["tier"]["reasons"][0] for one in (data, chinese))

        assert mine["text"].isascii()
        assert "级" in theirs["text"]
        assert {**mine, "text": ""} == {**theirs, "text": ""}

    def test_a_language_that_is_not_spoken(self, sample: Store) -> None:
        """Only the three are."""
        with pytest.raises(ValueError, match="fr"):
            next(review_json(BookReview(sample, as_of=AS_OF), language="fr"))

    def test_one_persons_agenda(self, sample: Store, data: dict[str, Any]) -> None:
        """The agenda can be one person's; the customers are all there."""
        staff = data["agenda"][0]["staff"]
        own = of(sample, staff=staff)

        assert data["customers"] == own["customers"]
        assert [one for one in data["agenda"] if one["staff"] == staff] == own["agenda"]
        assert len(own["agenda"]) < len(data["agenda"])

    def test_the_unassigned_agenda(self, sample: Store, data: dict[str, Any]) -> None:
        """What nobody has to do in particular can be asked for by name."""
        assert [one for one in data["agenda"] if one["staff"] is None] == (
            of(sample, staff=UNASSIGNED)["agenda"]
        )

    def test_rows_that_were_left_out(self, sample: Store) -> None:
        """What became of the rows of a folder stands with what else could not be used."""
        tally = Tally(
            kind="invoice", file="i.csv", rows=9, built=6, refused=0, left_out={"a sample": 3}
        )
        rows = RowReport(tallies=(tally,), unread={"i.csv": 3})
        found = of(sample, rows=rows)

        assert [{"file": "i.csv", "kind": "invoice", "reason": "a sample", "rows": 3}] == (
            found["left_out"]["rows"]
        )
        assert [] == faults(found)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (3, 3),
        (True, True),
        (Tier.A, "A"),
        (Money.of("-1234.5", "CNY"), {"amount": "-1234.50", "currency": "CNY"}),
        (Money.of(5, "JPY"), {"amount": "5", "currency": "JPY"}),
        (Date(2026, 1, 31), "2026-01-31"),
        (
            pendulum.datetime(2026, 1, 31, 9, tz="Asia/Shanghai"),
            "2026-01-31T09:00:00+08:00[Asia/Shanghai]",
        ),
        (Decimal("1E+2"), "100"),
        (Fraction(-1, 3), "-1/3"),
        ((Tier.A, 1), ["A", 1]),
    ],
)
def test_plain(value: object, expected: object) -> None:
    """Every value has one exact form; nothing becomes a float."""
    assert expected == plain(value)
