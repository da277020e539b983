"""Two writers of one tracked row: whoever finds its history written has lost the race."""

from __future__ import annotations

import pytest

from clientcare.adapters.memory import MemoryRecords
from clientcare.errors import Conflict
from clientcare.record_store import Record, RecordBackedStore
from clientcare.testing._spoilt import SpoiltStore, SpoiltUnit
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note


class _RivalBetween(SpoiltUnit):
    """Lets a rival commit between the write of a row and that of its history."""

    def replace(self, record: Record, /, *, expected: str) -> None:
        super().replace(record, expected=expected)
        rivals = self.store.notes.pop("rivals", None)
        if rivals is not None:
            rivals()


class _Store(SpoiltStore):
    unit = _RivalBetween


def test_history_written_by_a_rival_is_a_conflict_of_the_row() -> None:
    """The error names the row and the version that was expected, not the history."""
    records = _Store(MemoryRecords())
    store = RecordBackedStore(records, SAMPLE_KINDS)
    with store.begin() as unit:
        version = unit.repository(NOTE).add(Note(id="k1"))
        unit.commit()

    def save(title: str) -> None:
        with store.begin() as unit:
            unit.repository(NOTE).save(Note(id="k1", title=title), expected=version)
            unit.commit()

    records.notes["rivals"] = lambda: save("winner")
    with pytest.raises(Conflict) as caught:
        save("loser")

    assert (NOTE.name, "k1", version) == (
        caught.value.kind,
        caught.value.key,
        caught.value.expected,
    )
    with store.begin() as unit:
        assert "winner" == unit.repository(NOTE).get("k1").value.title
