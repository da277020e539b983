"""The easy port alone: what ``RecordBackedStore`` relies on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clientcare.errors import AlreadyExists, Conflict, NotFound
from clientcare.record_store import Record, RecordStore, RecordUnit
from clientcare.repositories import Capability, Condition, Eq
from clientcare.testing.checks._check import Group, NotCheckable, refused, same, true
from clientcare.testing.checks._shape import fits
from clientcare.testing.harness import Harness

RECORDS = Group("records")


def _records(harness: Harness) -> RecordStore:
    if harness.open_records is None:
        raise NotCheckable("this adapter does not fill the easy port")
    place = harness.place / "records"
    place.mkdir()
    return harness.open_records(place)


def record(key: str, version: str = "v1", **changes: Any) -> Record:
    """Return a record with this key."""
    fields: dict[str, Any] = {
        "kind": "conformance",
        "key": key,
        "version": version,
        "schema": 1,
        "recorded_at": "2026-01-01T00:00:00.000000Z",
        "body": b"{}",
        "sorts": {"name": "same"},
        "indexes": {"owner": "x"},
    }
    return Record(**{**fields, **changes})


def _scan(
    unit: RecordUnit,
    *,
    order: str = "name",
    after: tuple[str, str] | None = None,
    limit: int = 100,
    where: Mapping[str, Condition] | None = None,
    descending: bool = False,
) -> list[str]:
    found = unit.scan(
        "conformance",
        where=where or {},
        order=order,
        descending=descending,
        after=after,
        limit=limit,
    )
    return [row.key for row in found]


@RECORDS.check()
def record_signatures_match_the_port(harness: Harness) -> None:
    """RecordStore: "A place for records and events"; every name of the easy port is there."""
    records = _records(harness)
    fits(RecordStore, records)
    unit = records.begin()
    fits(RecordUnit, unit)
    unit.rollback()
    records.close()


@RECORDS.check()
def record_comes_back_whole(harness: Harness) -> None:
    """RecordUnit.read: "Return the record, or ``None``."""
    records = _records(harness)
    whole = record(
        "k1",
        body=bytes(range(256)),
        schema=7,
        sorts={"name": "客\x01", "other": ""},
        indexes={"owner": "\x02\x02", "state": "open"},
    )
    unit = records.begin()
    unit.insert(whole)
    unit.insert(record("k2", kind="conformance.history", sorts={}, indexes={}))
    unit.commit()
    unit = records.begin()
    same(_plain(whole), _plain(unit.read("conformance", "k1")), "the record read")
    same(None, unit.read("conformance", "nobody"), "a record that is not there")
    same(None, unit.read("unheard_of", "k1"), "a record of a kind never stored")
    (found,) = unit.read_many("conformance", ["k1", "nobody"])
    same(_plain(whole), _plain(found), "the record among many")
    (found,) = unit.scan(
        "conformance", where={}, order="other", descending=False, after=None, limit=9
    )
    same(_plain(whole), _plain(found), "the record scanned")
    unit.rollback()
    records.close()


def _plain(found: Record | None) -> object:
    if found is None:
        return None
    fields = (found.kind, found.key, found.version, found.schema, found.recorded_at, found.body)
    return fields, dict(found.sorts), dict(found.indexes)


@RECORDS.check()
def record_writes_are_guarded(harness: Harness) -> None:
    """RecordUnit.replace: "The compare is part of the write, not a read before it."""
    records = _records(harness)
    unit = records.begin()
    unit.insert(record("k1", "v1"))
    unit.commit()

    def attempt(work: str, error: type[Exception]) -> None:
        unit = records.begin()
        calls = {
            "insert": lambda: unit.insert(record("k1", "v2")),
            "replace": lambda: unit.replace(record("k1", "v2"), expected="v0"),
            "delete": lambda: unit.delete("conformance", "k1", expected="v0"),
            "replace nobody": lambda: unit.replace(record("k9", "v2"), expected="v1"),
            "delete nobody": lambda: unit.delete("conformance", "k9", expected="v1"),
        }

        def whole() -> None:
            calls[work]()
            unit.commit()

        refused(error, whole, work)
        unit.rollback()
        unit.rollback()

    attempt("insert", AlreadyExists)
    attempt("replace", Conflict)
    attempt("delete", Conflict)
    attempt("replace nobody", NotFound)
    attempt("delete nobody", NotFound)
    found = records.begin().read("conformance", "k1")
    same("v1", found.version if found else None, "the version that stands")
    records.close()


@RECORDS.check()
def scan_starts_beyond_a_place_without_a_row(harness: Harness) -> None:
    """RecordUnit.scan: "whether or not a record stands there"."""
    records = _records(harness)
    unit = records.begin()
    for key in ("a", "c", "e"):
        unit.insert(record(key))
    unit.insert(record("b", sorts={"name": "zz"}))
    same(["c", "e", "b"], _scan(unit, after=("same", "b")), "beyond (same, b), uncommitted")
    unit.commit()
    unit = records.begin()
    same(["c", "e", "b"], _scan(unit, after=("same", "b")), "beyond (same, b)")
    same(["a", "c", "e", "b"], _scan(unit, after=("", "zzz")), "beyond the empty text")
    same(["b"], _scan(unit, after=("same", "e")), "beyond (same, e)")
    same(["b"], _scan(unit, after=("t", "")), "beyond (t, )")
    same([], _scan(unit, after=("zz", "b")), "beyond the end")
    same(["b", "c", "e"], _scan(unit, order="key", after=("a", "a")), "beyond a, by key")
    same(["c", "e"], _scan(unit, after=("same", "a"), limit=2), "two rows")
    if Capability.DESCENDING in records.capabilities:
        downward = _scan(unit, after=("same", "d"), descending=True)
        same(["c", "a"], downward, "beyond (same, d), descending")
    unit.rollback()
    records.close()


@RECORDS.check()
def scan_leaves_out_rows_without_the_text(harness: Harness) -> None:
    """RecordUnit.scan: "A record without the index or the order is not part of the listing."""
    records = _records(harness)
    unit = records.begin()
    unit.insert(record("a"))
    unit.insert(record("b", sorts={}, indexes={}))
    unit.insert(record("c", sorts={"name": ""}, indexes={"owner": ""}))
    same(["c", "a"], _scan(unit), "by name")
    same(["a", "b", "c"], _scan(unit, order="key"), "by key")
    same(["c"], _scan(unit, order="key", where={"owner": Eq(None)}), "of the empty owner")
    same([], _scan(unit, where={"unheard_of": Eq("x")}), "by an index that no record has")
    same([], _scan(unit, order="unheard_of"), "in an order that no record has")
    unit.rollback()
    records.close()


@RECORDS.check()
def record_capabilities_leave_out_history(harness: Harness) -> None:
    """RecordStore.capabilities: "``HISTORY`` is added above this port"."""
    records = _records(harness)
    true(isinstance(records.capabilities, frozenset), "capabilities are no frozenset")
    true(Capability.HISTORY not in records.capabilities, "HISTORY is declared below")
    records.close()
