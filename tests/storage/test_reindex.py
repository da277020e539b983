"""A kind that has come by an index, or makes other texts, is refused until its rows are rewritten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.codec import JsonCodec
from clientcare.errors import (
    BadCursor,
    Conflict,
    InvalidValueError,
    NeedsReindex,
    PayloadError,
    PayloadTooNew,
    StoreUnavailable,
)
from clientcare.record_store import RecordBackedStore, RecordStore
from clientcare.repositories import Eq, Kind, Ordinal, Query, each
from clientcare.testing._spoilt import SpoiltStore, SpoiltUnit


@attrs.frozen(kw_only=True)
class Parcel:
    """Something to be found."""

    id: str
    town: str = ""
    weight: str = ""


_By = Mapping[str, Callable[[Parcel], Ordinal]]
TOWN: Final[_By] = {"town": lambda it: it.town}
WEIGHT: Final[_By] = {"weight": lambda it: it.weight}


def _kind(indexes: _By, orders: _By, *, text_version: int = 1, schema: int = 1) -> Kind[Parcel]:
    steps: dict[int, Any] = {1: lambda data: data} if schema > 1 else {}
    return Kind[Parcel](
        name="parcel",
        type=Parcel,
        key=lambda it: it.id,
        codec=JsonCodec[Parcel](name="parcel", type=Parcel, schema=schema, upcasters=steps),
        indexes=indexes,
        orders=orders,
        tracked=True,
        text_version=text_version,
    )


OTHER: Final = Kind[Parcel](
    name="other",
    type=Parcel,
    key=lambda it: it.id,
    codec=JsonCodec[Parcel](name="other", type=Parcel),
)
OLD: Final = _kind(TOWN, {})
MORE_INDEXES: Final = _kind({**TOWN, **WEIGHT}, {})
MORE_ORDERS: Final = _kind(TOWN, WEIGHT)
OTHER_TEXT: Final = _kind({"town": lambda it: it.town.casefold()}, {}, text_version=2)
FEWER: Final = _kind({}, {})


def _memory(_: Path) -> Callable[[], RecordStore]:
    records = MemoryRecords()
    return lambda: records


def _sqlite(place: Path) -> Callable[[], RecordStore]:
    return lambda: SqliteRecords(place / "book", sync=False)


def _sqlalchemy(place: Path) -> Callable[[], RecordStore]:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    from clientcare.adapters.sqlalchemy import SqlAlchemyRecords  # noqa: PLC0415 - it may be absent

    engine = sqlalchemy.create_engine(
        f"sqlite:///{place / 'book'}", poolclass=sqlalchemy.pool.NullPool
    )
    SqlAlchemyRecords(engine).create_all()
    return lambda: SqlAlchemyRecords(engine)


@pytest.fixture(params=[_memory, _sqlite, _sqlalchemy], ids=["memory", "sqlite", "sqlalchemy"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], RecordStore]:
    """Return what opens one place again and again; seven parcels of the old kind are there."""
    opening: Callable[[], RecordStore] = request.param(tmp_path)
    store = RecordBackedStore(opening(), [OLD, OTHER])
    with store.begin() as unit:
        for number in range(7):
            town = "Hamburg" if number % 2 else "Celle"
            unit.repository(OLD).add(Parcel(id=f"p{number}", town=town, weight=str(9 - number)))
        unit.commit()
    return opening


def _found(store: RecordBackedStore, kind: Kind[Parcel], query: Query) -> list[str]:
    with store.begin() as unit:
        return [row.value.id for row in each(unit.repository(kind), query)]


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        (MORE_INDEXES, Query({"weight": Eq("6")}), ["p3"]),
        (MORE_ORDERS, Query(order="weight"), [f"p{number}" for number in (6, 5, 4, 3, 2, 1, 0)]),
        (OTHER_TEXT, Query({"town": Eq("hamburg")}), ["p1", "p3", "p5"]),
    ],
    ids=["index", "order", "text"],
)
def test_refused_until_reindexed(
    again: Callable[[], RecordStore], kind: Kind[Parcel], query: Query, expected: list[str]
) -> None:
    """The kind is refused with the name of the command, the others go on; then it answers rightly."""
    store = RecordBackedStore(again(), [kind, OTHER])
    with store.begin() as unit:
        with pytest.raises(NeedsReindex, match=r"RecordBackedStore.reindex\(parcel\)"):
            unit.repository(kind)
        unit.repository(OTHER).add(Parcel(id="o1"))
        unit.commit()
    assert (kind,) == tuple(store.stale())

    assert 7 == store.reindex(kind, batch=3)
    assert expected == _found(store, kind, query)
    assert () == tuple(store.stale())
    assert 0 == store.reindex(kind)
    assert expected == _found(RecordBackedStore(again(), [kind]), kind, query)


def test_values_versions_and_history_stay(again: Callable[[], RecordStore]) -> None:
    """Only the texts are rewritten: who has read a row before can still save it."""
    store = RecordBackedStore(again(), [OLD])
    with store.begin() as unit:
        before = unit.repository(OLD).get("p1")
        versions = len(unit.repository(OLD).history("p1"))
    store = RecordBackedStore(again(), [MORE_INDEXES])
    store.reindex(MORE_INDEXES)
    with store.begin() as unit:
        rows = unit.repository(MORE_INDEXES)

        assert before == rows.get("p1")
        assert versions == len(rows.history("p1"))
        rows.save(before.value, expected=before.version)


def test_older_release_is_refused_as_well(again: Callable[[], RecordStore]) -> None:
    """A release that knows fewer indexes would write rows that the newer one cannot find."""
    with pytest.raises(NeedsReindex), RecordBackedStore(again(), [FEWER]).begin() as unit:
        unit.repository(FEWER)


def test_kind_without_rows_is_never_stale(tmp_path: Path) -> None:
    """Where nothing is stored nothing can be found wrongly: the new form is recorded."""
    again = _sqlite(tmp_path)
    for kind in (OLD, MORE_INDEXES, OTHER_TEXT):
        store = RecordBackedStore(again(), [kind])

        assert () == tuple(store.stale())
        store.close()


@pytest.mark.parametrize(("kind", "stale"), [(OLD, False), (MORE_INDEXES, True)])
def test_rows_without_a_recorded_form_tell_it(kind: Kind[Parcel], *, stale: bool) -> None:
    """A store from before forms were recorded is taken by the names that its rows carry."""
    records = MemoryRecords()
    unit = _copy(again=_memory(Path())(), into=records)
    unit.commit()

    assert ([kind] if stale else []) == list(RecordBackedStore(records, [kind]).stale())


def _copy(again: RecordStore, into: RecordStore) -> Any:
    """Stage a row as a release without recorded forms would have written it."""
    with RecordBackedStore(again, [OLD]).begin() as unit:
        unit.repository(OLD).add(Parcel(id="p1"))
        unit.commit()
    row = again.begin().read("parcel", "p1")
    assert row is not None
    copy = into.begin()
    copy.insert(row)
    return copy


def test_former_cursor_is_refused(again: Callable[[], RecordStore]) -> None:
    """A cursor stands at a text; where the text is another one it stands nowhere."""
    with RecordBackedStore(again(), [OLD]).begin() as unit:
        cursor = unit.repository(OLD).page(limit=2).next
    store = RecordBackedStore(again(), [OTHER_TEXT])
    store.reindex(OTHER_TEXT)
    with store.begin() as unit, pytest.raises(BadCursor):
        unit.repository(OTHER_TEXT).page(after=cursor)


def test_newer_payload_ends_it(again: Callable[[], RecordStore]) -> None:
    """A row that this release cannot read is not rewritten, and the kind stays refused."""
    newer = _kind(TOWN, {}, schema=2)
    store = RecordBackedStore(again(), [newer])
    with store.begin() as unit:
        unit.repository(newer).add(Parcel(id="z"))
        unit.commit()
    store = RecordBackedStore(again(), [MORE_INDEXES])
    with pytest.raises(PayloadTooNew):
        store.reindex(MORE_INDEXES)

    assert (MORE_INDEXES,) == tuple(store.stale())


def test_wrong_arguments_are_refused() -> None:
    """A kind that the store does not know, and a batch of nothing."""
    store = RecordBackedStore(MemoryRecords(), [OLD])
    with pytest.raises(InvalidValueError):
        store.reindex(OTHER)
    with pytest.raises(InvalidValueError):
        store.reindex(OLD, batch=0)


class _FailingUnit(SpoiltUnit):
    """Commits only when it is told to."""

    def commit(self) -> None:
        errors: list[Exception] = self.store.notes.setdefault("errors", [])
        if errors:
            raise errors.pop()
        super().commit()

    def rollback(self) -> None:
        self.store.notes["undone"] = self.store.notes.get("undone", 0) + 1
        super().rollback()


class _Failing(SpoiltStore):
    unit = _FailingUnit


def test_recording_is_tried_again() -> None:
    """Where the form cannot be recorded the store works, and records it the next time."""
    records = _Failing(MemoryRecords())
    records.notes["errors"] = [StoreUnavailable("read only")]
    store = RecordBackedStore(records, [OLD])
    store.begin().rollback()

    assert records.begin().read("clientcare.forms", "parcel") is None
    store.begin().rollback()
    assert records.begin().read("clientcare.forms", "parcel") is not None


def test_lost_race_is_run_again_and_a_lasting_failure_is_not() -> None:
    """A batch that somebody else was faster with is read and rewritten anew."""
    records = _Failing(MemoryRecords())
    store = RecordBackedStore(records, [OLD])
    records.notes["errors"] = [Conflict("parcel", "p1", "v1")]

    assert 0 == store.reindex(OLD)
    records.notes["errors"] = [StoreUnavailable("gone")]
    with pytest.raises(StoreUnavailable):
        store.reindex(OLD)


def test_unreadable_row_leaves_no_lock_behind(tmp_path: Path) -> None:
    """A row that cannot be read ends the rewriting, and nobody waits for its unit afterwards."""
    again = _sqlite(tmp_path)
    store = RecordBackedStore(again(), [OLD])
    with store.begin() as unit:
        unit.repository(OLD).add(Parcel(id="p1"))
        unit.commit()
    records = again()
    unit_of_records = records.begin()
    found = unit_of_records.read("parcel", "p1")
    assert found is not None
    unit_of_records.insert(attrs.evolve(found, key="p2", body=b"{}"))
    unit_of_records.commit()
    stale = RecordBackedStore(again(), [MORE_INDEXES])
    with pytest.raises(PayloadError) as caught:
        stale.reindex(MORE_INDEXES)
    other = SqliteRecords(tmp_path / "book", busy_seconds=0.1).begin()

    assert "parcel" in str(caught.value)  # its traceback, and so the unit, is still there
    other.delete("parcel", "p2", expected=found.version)
    other.commit()


def test_comparing_ends_its_unit_whatever_is_raised() -> None:
    """An error that says nothing of a race is passed on, and the unit is left behind undone."""
    records = _Failing(MemoryRecords())
    records.notes["errors"] = [RuntimeError("a bug of the adapter")]
    with pytest.raises(RuntimeError):
        RecordBackedStore(records, [OLD]).begin()

    assert 2 == records.notes["undone"]  # the unit that looked, and the one that would write


def test_async_store_is_reindexed(tmp_path: Path) -> None:
    """The async SQLAlchemy store refuses and rewrites the same way."""
    pytest.importorskip("aiosqlite")
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - it may be absent
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    from clientcare.adapters.sqlalchemy.aio import AsyncSqlAlchemyStore  # noqa: PLC0415

    async def story() -> list[object]:
        """Write in the old form, and open with the new one."""
        url = f"sqlite+aiosqlite:///{tmp_path / 'book'}"
        engine = create_async_engine(url, poolclass=NullPool)
        store = AsyncSqlAlchemyStore(engine, [OLD])
        await store.create_all()
        async with store.begin() as unit:
            await unit.repository(OLD).add(Parcel(id="p1"))
            await unit.commit()
        store = AsyncSqlAlchemyStore(engine, [MORE_ORDERS])
        with pytest.raises(NeedsReindex):
            async with store.begin() as unit:
                await unit.repository(MORE_ORDERS).get("p1")
        return [*await store.stale(), await store.reindex(MORE_ORDERS), *await store.stale()]

    assert [MORE_ORDERS, 1] == asyncio.run(story())
