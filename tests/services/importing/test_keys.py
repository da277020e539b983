"""Import of fields that are kept by key, such as the make-up days of a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import ImportFailedError, PayloadError
from clientcare.services.importing import Imported, parse_mapping, read_folder
from clientcare.services.importing._leaves import Keys, Leaf, Split
from clientcare.services.importing.formats import PLAIN
from clientcare.services.importing.reading import Row, Secrets
from clientcare.services.importing.sources import Cell, Scope, Source, Text

SPLIT: Final = {"value": "{make_up}", "split": ";"}


def imported(folder: Path, days: str, spec: object = SPLIT) -> Imported:
    """Import one calendar with make-up days."""
    (folder / "calendars.csv").write_text(f"id,make_up\nCN,{days}\n", encoding="utf-8")
    week = [[{"opens_minute": 540, "closes_minute": 1020}], [], [], [], [], [], []]
    fields = {"id": "{id}", "time_zone": "Asia/Shanghai", "week": week, "make_up_days": spec}
    build = {"kind": "work_calendar", "file": "calendars.csv", "fields": fields}
    return read_folder(folder, parse_mapping({"build": [build]}), today=Date(2025, 12, 31))


def test_keys_stand_in_one_cell(tmp_path: Path) -> None:
    """Each date in the cell becomes a key with nothing beside it."""
    calendar = imported(tmp_path, "2025-01-26;2025-02-08").objects[0][1]

    assert isinstance(calendar, WorkCalendar)
    assert {Date(2025, 1, 26): (), Date(2025, 2, 8): ()} == dict(calendar.make_up_days)


def test_an_empty_cell_has_no_keys(tmp_path: Path) -> None:
    """Nothing in the cell is no make-up day."""
    calendar = imported(tmp_path, "").objects[0][1]

    assert isinstance(calendar, WorkCalendar)
    assert not calendar.make_up_days


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    """A text that is no date is told with its cell."""
    with pytest.raises(ImportFailedError) as caught:
        imported(tmp_path, "2025-01-26;soon")

    assert [("make_up", "2025-01-26;soon")] == [
        (fault.column, fault.value) for fault in caught.value.faults
    ]


def test_values_beside_keys_cannot_be_told(tmp_path: Path) -> None:
    """A mapping that says anything but keys is refused."""
    with pytest.raises(PayloadError, match="for the keys"):
        imported(tmp_path, "", "{make_up}")


def test_rows_of_one_calendar_have_to_agree_in_its_days(tmp_path: Path) -> None:
    """The cell with the days is one of those in which the rows of a group have to agree."""
    (tmp_path / "calendars.csv").write_text(
        "id,make_up\nCN,2025-01-26\nCN,2025-02-08\n", encoding="utf-8"
    )
    fields = {"id": "{id}", "time_zone": "Asia/Shanghai", "week": [], "make_up_days": SPLIT}
    build = {"kind": "work_calendar", "file": "calendars.csv", "group": ["id"], "fields": fields}

    with pytest.raises(ImportFailedError) as caught:
        read_folder(tmp_path, parse_mapping({"build": [build]}), today=Date(2025, 12, 31))

    assert ["make_up"] == [fault.column for fault in caught.value.faults]


def test_keys_are_told_by_their_cell() -> None:
    """White box: keys count as told, as any other value, where their cell is not empty."""
    text = Text((Cell(0, 0, "days", Secrets()),))
    leaf = Leaf(form="date", source=Source(texts=(text,)), format=PLAIN)
    keys = Keys(split=Split(leaf=leaf, separator=";"))

    told = [keys.told(Scope((Row("a.csv", 2, (cell,)),))) for cell in ("2025-01-26", "")]

    assert [True, False] == told
    assert keys.from_files()
