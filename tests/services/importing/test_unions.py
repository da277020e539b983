"""Import of fields that can hold objects of several classes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs
import pytest
from pendulum import Date

from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import Acknowledged, Contained
from clientcare.errors import ImportFailedError, PayloadError, RowFault
from clientcare.services.importing import FolderMapping, Imported, parse_mapping, read_folder

COMPLAINTS: Final = "no,customer\nC-1,D-1\n"
EVENTS: Final = "complaint,event,at,measure\n{}"
HISTORY: Final = {"type": "{event}", "at": "{at}", "by": "S-1", "measure": "{measure}"}


def mapping(history: dict[str, str]) -> FolderMapping:
    """Return a mapping of complaints whose events have these fields."""
    fields = {
        "id": "{no}",
        "customer_id": "{customer}",
        "received_at": "2025-01-02T09:00+08:00",
        "received_by": "S-1",
        "owner_id": "S-1",
        "about": "late",
        "remedy_sought": "soon",
        "history": {"file": "events.csv", "on": {"no": "complaint"}, "fields": history},
    }
    build = {"kind": "complaint", "file": "complaints.csv", "fields": fields}
    return parse_mapping({"format": {"zone": "Asia/Shanghai"}, "build": [build]})


def imported(folder: Path, events: str, history: dict[str, str] = HISTORY) -> Imported:
    """Import one complaint with *events*."""
    (folder / "complaints.csv").write_text(COMPLAINTS, encoding="utf-8")
    (folder / "events.csv").write_text(EVENTS.format(events), encoding="utf-8")
    return read_folder(folder, mapping(history), today=Date(2025, 1, 31))


def test_a_type_tells_the_class(tmp_path: Path) -> None:
    """Each row becomes an object of the class that its type names, with the fields told."""
    found = imported(
        tmp_path,
        "C-1,acknowledged,2025-01-02 09:30,\nC-1,contained,2025-01-02 10:00,power cut\n",
    )
    complaint = found.objects[0][1]

    assert isinstance(complaint, Complaint)
    assert [Acknowledged, Contained] == [type(event) for event in complaint.history]


def test_a_field_of_another_class_is_refused(tmp_path: Path) -> None:
    """A row that tells something which its class has no field for is a fault."""
    with pytest.raises(ImportFailedError) as caught:
        imported(tmp_path, "C-1,acknowledged,2025-01-02 09:30,all heard\n")

    assert _places(caught.value.faults) == [("events.csv", 2, "measure", "all heard")]


def test_an_unknown_type_is_refused(tmp_path: Path) -> None:
    """A type that is none of the classes is a fault in its own cell's row."""
    with pytest.raises(ImportFailedError) as caught:
        imported(tmp_path, "C-1,ignored,2025-01-02 09:30,\n")

    assert [("events.csv", 2)] == [place[:2] for place in _places(caught.value.faults)]


def test_a_mapping_without_a_type_is_refused(tmp_path: Path) -> None:
    """The mapping has to say which column tells the class."""
    with pytest.raises(PayloadError, match="a type, which is one of acknowledged"):
        imported(tmp_path, "", {"at": "{at}"})


def test_a_field_of_no_class_is_refused(tmp_path: Path) -> None:
    """A field that none of the classes has is a fault of the mapping."""
    with pytest.raises(PayloadError, match="no field of any of them"):
        imported(tmp_path, "", {"type": "{event}", "colour": "red"})


def _places(faults: tuple[RowFault, ...]) -> list[tuple[str, int, str, str]]:
    return [(fault.file, fault.line, fault.column, fault.value) for fault in faults]


def test_an_array_of_typed_objects(tmp_path: Path) -> None:
    """Single objects can be described as well, each with its type."""
    (tmp_path / "complaints.csv").write_text(COMPLAINTS, encoding="utf-8")
    (build,) = mapping(HISTORY).build
    heard = {"type": "acknowledged", "at": "2025-01-02T10:00+08:00", "by": "S-1"}
    fields = {**build.fields, "history": [heard]}

    found = read_folder(
        tmp_path,
        FolderMapping(build=(attrs.evolve(build, fields=fields),)),
        today=Date(2025, 1, 31),
    )

    assert [Acknowledged] == [type(event) for event in found.objects[0][1].history]


def test_a_bad_value_of_a_typed_object(tmp_path: Path) -> None:
    """What a typed object cannot mean is told with its path."""
    with pytest.raises(PayloadError) as caught:
        imported(tmp_path, "", {**HISTORY, "at": "{at"})

    assert ["$.build[0].fields.history.fields.at.value"] == [
        fault.path for fault in caught.value.faults
    ]
