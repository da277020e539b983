"""Import of fields that are kept by key, such as the make-up days of a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import ImportFailedError, PayloadError
from clientcare.services.importing import Imported, parse_mapping, read_folder

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
