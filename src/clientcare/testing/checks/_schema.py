"""Payload versions: older ones are brought up to date, newer ones are left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from clientcare.codec import JsonCodec
from clientcare.errors import PayloadTooNew
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import Kind
from clientcare.testing.checks._check import Group, NotCheckable, refused, same
from clientcare.testing.harness import Harness

SCHEMA = Group("schema")


@attrs.frozen(kw_only=True)
class _Old:
    id: str
    name: str


@attrs.frozen(kw_only=True)
class _New:
    id: str
    given_name: str


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": data["id"], "given_name": data["name"]}


_NAME: Final = "conformance_person"
OLD: Final = Kind[_Old](
    name=_NAME, type=_Old, key=lambda it: it.id, codec=JsonCodec[_Old](name=_NAME, type=_Old)
)
NEW: Final = Kind[_New](
    name=_NAME,
    type=_New,
    key=lambda it: it.id,
    codec=JsonCodec[_New](name=_NAME, type=_New, schema=2, upcasters={1: _renamed}),
)


def _records(harness: Harness) -> RecordStore:
    if harness.open_records is None:
        raise NotCheckable("only adapters of the easy port show what is stored")
    place = harness.place / "schema"
    place.mkdir()
    return harness.open_records(place)


@SCHEMA.check()
def older_payload_is_upcast(harness: Harness) -> None:
    """Codec.load: "older payload versions brought up to date"."""
    records = _records(harness)
    with RecordBackedStore(records, [OLD]).begin() as unit:
        unit.repository(OLD).add(_Old(id="k1", name="Li"))
        unit.commit()
    store = RecordBackedStore(records, [NEW])
    with store.begin() as unit:
        found = unit.repository(NEW).get("k1")
        same(_New(id="k1", given_name="Li"), found.value, "an older payload")
        unit.repository(NEW).save(found.value, expected=found.version)
        unit.commit()
    record = records.begin().read(_NAME, "k1")
    same(2, record.schema if record else None, "the payload version once it is saved")
    store.close()


@SCHEMA.check()
def upcast_does_not_write_on_read(harness: Harness) -> None:
    """Codec.dump: "always in the newest payload version"; reading writes nothing."""
    records = _records(harness)
    with RecordBackedStore(records, [OLD]).begin() as unit:
        unit.repository(OLD).add(_Old(id="k1", name="Li"))
        unit.commit()
    before = records.begin().read(_NAME, "k1")
    with RecordBackedStore(records, [NEW]).begin() as unit:
        unit.repository(NEW).get("k1")
        unit.repository(NEW).page()
        unit.commit()
    same(before, records.begin().read(_NAME, "k1"), "the record after it was read")
    records.close()


@SCHEMA.check()
def newer_payload_raises_and_is_untouched(harness: Harness) -> None:
    """Repository.get: "A newer clientcare wrote it; it stays as it is."""
    records = _records(harness)
    with RecordBackedStore(records, [NEW]).begin() as unit:
        unit.repository(NEW).add(_New(id="k1", given_name="Li"))
        unit.commit()
    before = records.begin().read(_NAME, "k1")
    store = RecordBackedStore(records, [OLD])
    for read in ("get", "page", "get_many"):
        with store.begin() as unit:
            repository = unit.repository(OLD)
            calls: dict[str, Callable[[], object]] = {
                "get": lambda: repository.get("k1"),  # noqa: B023
                "page": repository.page,
                "get_many": lambda: repository.get_many(["k1"]),  # noqa: B023
            }
            error = refused(PayloadTooNew, calls[read], read)
            same((_NAME, 2), (error.kind, error.schema), "what is too new")
    same(before, records.begin().read(_NAME, "k1"), "the record that is too new")
    store.close()
