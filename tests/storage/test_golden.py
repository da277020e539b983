"""What any release wrote is read by the present one, down to the last field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from tools.golden import FOLDER, leaves, release, texts

from clientcare.adapters.memory import MemoryRecords
from clientcare.codec import JsonCodec
from clientcare.domain.ids import CustomerId, PromiseId, StaffId
from clientcare.kinds import KINDS
from clientcare.record_store import Record, RecordBackedStore
from clientcare.repositories import AnyKind, Kind

BY_NAME: Final = {kind.name: kind for kind in KINDS}
FILES: Final = sorted(FOLDER.glob("*/*.json"))


def _values(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return found


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_golden_payloads_of_every_release_load(path: Path) -> None:
    """Each payload becomes an object that holds what the written one held."""
    kind = BY_NAME[path.stem]

    for golden in _values(path):
        value = kind.codec.load(json.dumps(golden["payload"]).encode())

        if golden["payload"]["schema"] == kind.codec.schema:
            assert golden["holds"] == dict(leaves(value))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_golden_payloads_are_written_the_same_way(path: Path) -> None:
    """A payload of the present version is written again as it was; an older one as the newest."""
    kind = BY_NAME[path.stem]

    for golden in _values(path):
        value = kind.codec.load(json.dumps(golden["payload"]).encode())
        again = json.loads(kind.codec.dump(value))

        assert kind.codec.schema == again["schema"]
        if golden["payload"]["schema"] == kind.codec.schema:
            assert golden["payload"] == again


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_golden_values_are_found_by_the_same_texts(path: Path) -> None:
    """
    A row is ordered and found by the texts it was written with.

    Who changes the text of an index or order raises ``Kind.text_version`` (or
    ``TEXT_VERSION`` for all of them), so that older stores are reindexed.
    """
    kind = BY_NAME[path.stem]

    for golden in _values(path):
        written = golden["texts"]
        now = texts(kind, kind.codec.load(json.dumps(golden["payload"]).encode()))
        if written["version"] == now["version"]:
            for part in ("orders", "indexes"):
                common = written[part].keys() & now[part].keys()

                assert {name: written[part][name] for name in common} == {
                    name: now[part][name] for name in common
                }


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_has_golden_payloads(kind: AnyKind) -> None:
    """A kind without any, or without one of its present version, is not ready for a release."""
    path = FOLDER / release() / f"{kind.name}.json"

    assert path.is_file(), "write it with: python -m tools.golden"
    assert {kind.codec.schema} == {golden["payload"]["schema"] for golden in _values(path)}


def _blank(kind: AnyKind) -> Iterator[str]:
    """Yield the fields of a kind that no golden value holds."""
    held = {
        place.split(".")[1].partition("[")[0]
        for golden in _values(FOLDER / release() / f"{kind.name}.json")
        for place in golden["holds"]
        if "." in place
    }
    return (field.name for field in attrs.fields(kind.type) if field.name not in held)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_golden_payloads_hold_every_field(kind: AnyKind) -> None:
    """Together they hold something in every field, so that none is forgotten by an upcaster."""
    assert [] == list(_blank(kind))


# --- an older payload, as a later release will meet it --------------------------------


@attrs.frozen(kw_only=True)
class _LaterPromise:
    """A promise as a later release might have it: two fields renamed, one new."""

    id: PromiseId
    customer_id: CustomerId
    promised_by: StaffId
    promised_at: str
    channel: str


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": data["id"],
        "customer_id": data["customer_id"],
        "promised_by": data.get("made_by", "nobody"),
        "promised_at": data["made_at"],
        "channel": "unknown",
    }


def test_an_old_payload_is_brought_up_to_date() -> None:
    """What release 0.1.0 wrote is read by a class that has moved on, and saved in its form."""
    golden = _values(FOLDER / "0.1.0" / "promise.json")[0]["payload"]
    old = golden["value"]
    codec: JsonCodec[_LaterPromise] = JsonCodec(
        name="promise", type=_LaterPromise, schema=2, upcasters={1: _renamed}
    )
    later = Kind(name="promise", type=_LaterPromise, key=lambda it: it.id, codec=codec)
    records = MemoryRecords()
    with RecordBackedStore(records, [later]).begin() as unit:
        raw = records.begin()
        raw.insert(_record(old["id"], golden))
        raw.commit()
        found = unit.repository(later).get(old["id"])
        unit.repository(later).save(found.value, expected=found.version)
        unit.commit()
    saved = records.begin().read("promise", old["id"])

    assert saved is not None
    assert (old.get("made_by", "nobody"), old["made_at"], "unknown") == (
        found.value.promised_by,
        found.value.promised_at,
        found.value.channel,
    )
    assert (2, 2) == (saved.schema, json.loads(saved.body)["schema"])


def _record(key: str, payload: dict[str, Any]) -> Record:
    return Record(
        kind="promise",
        key=key,
        version="v1",
        schema=1,
        recorded_at="2026-01-01T00:00:00.000000Z",
        body=json.dumps(payload).encode(),
    )
