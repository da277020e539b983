"""The sample book: believable, and the same wherever and whenever it is written."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from pendulum import Date

from clientcare.domain.aftercare import SatisfactionAnswer
from clientcare.domain.ambassador import AmbassadorNote, Favour
from clientcare.domain.approval_requests import ApprovalRequest, ApprovalState
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_scales import ComplaintState
from clientcare.domain.concessions import Concession
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.corrective_progress import ActionState
from clientcare.domain.development import DevelopmentPlan
from clientcare.domain.gifts import Gift
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.domain.surveys import CustomerSurvey
from clientcare.services.importing import Imported, read_folder, read_mapping
from clientcare.testing._sample.days import special_days
from clientcare.testing.sample_book import write_sample_book

FIRST, LAST = "2024-01-01", "2025-12-31"
PLANNED = {"calendars.csv", "visit_plans.csv", "visits.csv", "visit_steps.csv"}
AHEAD = {  # columns that speak of days to come, or of days before the book
    *("ship_on", "due_on", "due_at", "until_on", "review_due_on", "lapses_on", "opened_on"),
    "ends_on",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one book."""
    folder = tmp_path_factory.mktemp("sample") / "book"
    write_sample_book(folder)
    return folder


@pytest.fixture(scope="module")
def found(book: Path) -> Imported:
    """Return all that is in that book."""
    return read_folder(book, read_mapping(book / "mapping.toml"), today=Date(2025, 12, 31))


def rows(book: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of one of its files."""
    with (book / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    """Return what each file of a folder has in it."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_bytes_in_another_process(book: Path, tmp_path: Path) -> None:
    """The same seed gives the same bytes, whatever the process hashes with."""
    program = (
        "import pathlib, sys; from clientcare.testing.sample_book import write_sample_book;"
        "write_sample_book(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", program, str(tmp_path)], check=True
    )

    assert digests(book) == digests(tmp_path)


def test_another_seed_gives_another_book(book: Path, tmp_path: Path) -> None:
    """Another seed gives other dealers."""
    write_sample_book(tmp_path, seed=1, dealers=20)

    assert digests(book)["customers.csv"] != digests(tmp_path)["customers.csv"]


def test_two_hundred_dealers(book: Path) -> None:
    """There are 200 dealers, each with an id and a name of its own."""
    dealers = rows(book, "customers.csv")

    assert (200, 200, 200) == (
        len(dealers),
        len({dealer["customer"] for dealer in dealers}),
        len({dealer["name"] for dealer in dealers}),
    )


def test_a_smaller_book(tmp_path: Path) -> None:
    """The number of dealers can be chosen, from 20 on."""
    write_sample_book(tmp_path, dealers=20)

    assert len(rows(tmp_path, "customers.csv")) == 20


def test_a_larger_book_ends_with_the_year_too(tmp_path: Path) -> None:
    """However many dealers there are, names do not run out, and no dispute is of next year."""
    write_sample_book(tmp_path, dealers=800)

    assert LAST >= max(row["started_on"] for row in rows(tmp_path, "disputes.csv"))
    assert LAST >= max(row["received_at"][:10] for row in rows(tmp_path, "complaints.csv"))


def test_too_small_a_book_is_refused(tmp_path: Path) -> None:
    """Fewer than 20 dealers make no book, and nothing is written."""
    with pytest.raises(ValueError, match="20 or more"):
        write_sample_book(tmp_path / "book", dealers=19)

    assert not (tmp_path / "book").exists()


def test_facts_are_of_two_years(book: Path) -> None:
    """Every fact is of 2024 or 2025."""
    days = {
        (path.name, column, cell[:10])
        for path in book.glob("*.csv")
        if path.name not in PLANNED
        for row in rows(book, path.name)
        for column, cell in row.items()
        if column not in AHEAD and re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", cell)
    }

    assert set() == {found for found in days if not FIRST <= found[2] <= LAST}


def test_a_fifth_makes_four_fifths(book: Path) -> None:
    """The best fifth of the dealers makes about 80 % of a year's sales (T1)."""
    sales: dict[str, int] = {}
    for row in rows(book, "invoices.csv"):
        if row["invoiced_on"] > "2024-12-31":
            net = int(row["net"].replace(".", ""))
            sales[row["customer"]] = sales.get(row["customer"], 0) + net
    best = sorted(sales.values(), reverse=True)[: len(sales) // 5]

    assert 74 <= 100 * sum(best) // sum(sales.values()) <= 86


def test_tax_is_thirteen_percent(book: Path) -> None:
    """Gross amounts are net amounts and 13 % tax, rounded to the fen."""
    wrong = [
        row
        for row in chain(rows(book, "order_lines.csv"), rows(book, "invoices.csv"))
        if abs(int(row["gross"].replace(".", "")) * 100 - int(row["net"].replace(".", "")) * 113)
        > 50
    ]

    assert [] == wrong


def test_every_part_has_something_to_show(book: Path) -> None:
    """No file is empty."""
    empty = [path.name for path in book.glob("*.csv") if not rows(book, path.name)]

    assert [] == empty


def test_names_in_two_scripts(book: Path) -> None:
    """There are dealers with Chinese and with English names."""
    english = [row for row in rows(book, "customers.csv") if row["name"].isascii()]

    assert 15 <= len(english) <= 60


def test_nothing_sensitive(book: Path) -> None:
    """No column holds what import refuses unless a purpose is listed."""
    columns = set(
        chain.from_iterable(row for path in book.glob("*.csv") for row in rows(book, path.name)[:1])
    )

    assert set() == columns & {"ethnicity", "marital_status", "health", "bank_account", "habits"}


def test_it_imports_without_a_fault(book: Path, found: Imported) -> None:
    """Every row of every file is read, checked and made an object."""
    left = {tally.file: (tally.refused, dict(tally.left_out)) for tally in found.tallies}

    assert dict.fromkeys(left, (0, {})) == left
    assert {path.name for path in book.glob("*.csv")} == set(left)
    assert {} == {**found.unread, **found.loose}


def test_gestures_of_goodwill_were_approved(found: Imported) -> None:
    """An apology comes with a small gift, which the head of the office has approved."""
    complaints = [value for _, value in found.objects if isinstance(value, Complaint)]
    given = [one for one in complaints if one.progress.gesture is not None]

    assert given
    assert {str(one.progress.gesture.worth) for one in given if one.progress.gesture} == {
        "100.00 CNY"
    }


def test_troubles_are_prevented_and_the_lost_are_asked(found: Imported) -> None:
    """One action is on watch and one has just begun; some of the lost have answered."""
    actions = [value for _, value in found.objects if isinstance(value, CorrectiveAction)]
    surveys = [value for _, value in found.objects if isinstance(value, CustomerSurvey)]

    assert [one.state for one in actions] == [ActionState.ON_WATCH, ActionState.CONTAINING]
    assert {one.answered for one in surveys} == {True, False}


def test_requests_and_agreements_are_at_several_stages(found: Imported) -> None:
    """Some wait for a signature, some are carried out; there are agreements with dealers."""
    requests = [one for _, one in found.objects if isinstance(one, ApprovalRequest)]
    states = {one.state for one in requests}

    assert {ApprovalState.OPEN, ApprovalState.APPLIED, ApprovalState.REJECTED} == states
    assert any(one.signatures for one in requests if one.state is ApprovalState.OPEN)
    assert any(one.figures.is_cut for one in requests)
    assert any(isinstance(one, Concession) for _, one in found.objects)


def test_complaints_are_at_every_stage(found: Imported) -> None:
    """The complaints that are open at the end have come differently far."""
    states = {value.state for _, value in found.objects if isinstance(value, Complaint)}

    assert states >= {
        *(ComplaintState.RECEIVED, ComplaintState.LISTENING, ComplaintState.ANALYSING),
        *(ComplaintState.PROPOSED, ComplaintState.ACTING, ComplaintState.REVIEWING),
        *(ComplaintState.CLOSED, ComplaintState.WITHDRAWN, ComplaintState.WAITING_CUSTOMER),
    }


def test_holidays_are_the_published_ones(real_data: Path) -> None:
    """Holidays and make-up days of 2024 and 2025 are the published ones, weekends apart."""
    published = {}
    for year in (2024, 2025):
        text = (real_data / "holiday_cn" / f"{year}.json").read_text(encoding="utf-8")
        for day in json.loads(text)["days"]:
            published[day["date"]] = "holiday" if day["isOffDay"] else "working"
    ours = {day.isoformat(): kind for day, kind, _ in special_days() if day.year < 2026}

    assert _effective(published) == _effective(ours)


def _effective(special: dict[str, str]) -> set[str]:
    """Return the dates whose plan differs from that of their weekday."""
    return {
        date
        for date, kind in special.items()
        if (dt.date.fromisoformat(date).weekday() < 5) == (kind == "holiday")
    }


def test_dealers_get_more_than_goods(found: Imported) -> None:
    """Every kind of attention has rows, and a favour is owed at the end."""
    kinds = {type(value) for _, value in found.objects}
    owed = [one for _, one in found.objects if isinstance(one, Favour) and not one.returned_on]

    assert kinds >= {
        *(SatisfactionAnswer, RecurringPromise, OutletProblem, Gift),
        *(AmbassadorNote, DevelopmentPlan),
    }
    assert owed
