"""What only async stores can get wrong: cancelled tasks, tasks in turn, two faces of one place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

import attrs

from clientcare import aio
from clientcare.aio import AsyncOutbox, AsyncRepository, AsyncStore, AsyncUnit
from clientcare.errors import ClientCareError, Conflict
from clientcare.repositories import Cursor, Eq, Query, Stored, Version
from clientcare.testing.checks._check import ConformanceError, Group, NotCheckable, same, true
from clientcare.testing.checks._shape import fits
from clientcare.testing.harness import Harness, OpenAsync, event
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note

R = TypeVar("R")

ASYNC = Group("async")
TASKS: Final = 10
MOMENTS: Final = 24
PATIENCE_SECONDS: Final = 60


def _play(harness: Harness, story: Callable[[AsyncStore], Awaitable[R]]) -> R:
    """Open the async store in a loop of its own, play the story, and close it."""
    open_async: OpenAsync | None = harness.open_async
    if open_async is None:
        raise NotCheckable("only async stores have tasks")

    async def whole() -> R:
        store = await open_async(harness.place, SAMPLE_KINDS)
        try:
            return await asyncio.wait_for(story(store), PATIENCE_SECONDS)
        except TimeoutError as exc:
            raise ConformanceError(f"it does not end within {PATIENCE_SECONDS} seconds") from exc
        finally:
            await store.close()

    return asyncio.run(whole())


async def _keys(store: AsyncStore) -> list[str]:
    async with store.begin() as unit:
        return [row.value.id async for row in aio.each(unit.repository(NOTE))]


async def _events(store: AsyncStore) -> list[str]:
    return [item.event.id for item in await store.outbox.pending(limit=1000)]


async def _add(store: AsyncStore, note: Note) -> None:
    async def work(unit: AsyncUnit) -> None:
        await unit.repository(NOTE).add(note)

    await aio.run_unit(store, work, attempts=1000)


@ASYNC.check()
def async_signatures_match_the_port(harness: Harness) -> None:
    """AsyncRepository: "The rows of one kind, seen through one unit of work"; every name is there."""
    _play(harness, _fits_the_ports)


async def _fits_the_ports(store: AsyncStore) -> None:
    fits(AsyncStore, store)
    fits(AsyncOutbox, store.outbox)
    async with store.begin() as unit:
        fits(AsyncUnit, unit)
        fits(AsyncRepository, unit.repository(NOTE))


@ASYNC.check()
def cancel_in_unit_discards(harness: Harness) -> None:
    """AsyncUnit: "A unit whose task is cancelled is discarded, and the task ends cancelled"."""
    _play(harness, _cancel_everywhere)


async def _cancel_everywhere(store: AsyncStore) -> None:
    await _cancel_between_calls(store)
    for moment in range(MOMENTS):
        await _cancel_after(store, f"{moment:03d}", moment)
    await _add(store, Note(id="last"))
    keys = await _keys(store)
    told = [f"k{id_.removeprefix('e')}" for id_ in await _events(store)]
    same(sorted(key for key in keys if key != "last"), sorted(told), "rows and their events")


async def _cancel_between_calls(store: AsyncStore) -> None:
    """Cancel a task that has written and waits for something else."""
    written = asyncio.Event()

    async def work() -> None:
        async with store.begin() as unit:
            await unit.emit(event("e-never"))
            await unit.repository(NOTE).add(Note(id="k-never"))
            written.set()
            await asyncio.sleep(PATIENCE_SECONDS)
            await unit.commit()

    task = asyncio.create_task(work())
    await written.wait()
    await _cancelled(task)
    same(([], []), (await _keys(store), await _events(store)), "what a cancelled unit left")
    await _add(store, Note(id="last"))
    async with store.begin() as unit:
        rows = unit.repository(NOTE)
        await rows.remove("last", expected=(await rows.get("last")).version)
        await unit.commit()


async def _cancel_after(store: AsyncStore, name: str, moment: int) -> None:
    """Cancel a task that moment by moment gets further; it leaves all or nothing."""
    reached: list[str] = []

    async def work() -> None:
        async with store.begin() as unit:
            await unit.repository(NOTE).add(Note(id=f"k{name}"))
            await unit.emit(event(f"e{name}"))
            reached.append("commit")
            await unit.commit()

    task = asyncio.create_task(work())
    for _ in range(moment):
        await asyncio.sleep(0.0002 if moment % 2 else 0)
    if not task.done():
        await _cancelled(task)
    if not reached:
        true(f"k{name}" not in await _keys(store), "a unit cancelled before its commit is there")


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return
    raise ConformanceError("a task that was cancelled in a unit goes on as if nothing had been")


@ASYNC.check()
def tasks_interleave_without_lost_update(harness: Harness) -> None:
    """AsyncUnit: "While one unit waits, the units of other tasks go on."""
    _play(harness, _count_in_tasks)


async def _count_in_tasks(store: AsyncStore) -> None:
    await _add(store, Note(id="k1", count=0))
    counting = (aio.run_unit(store, _increment, attempts=1000) for _ in range(TASKS))
    await asyncio.gather(*counting)
    async with store.begin() as unit:
        same(TASKS, (await unit.repository(NOTE).get("k1")).value.count, "the count")
    await _both_read_then_write(store)


async def _increment(unit: AsyncUnit) -> None:
    rows = unit.repository(NOTE)
    found = await rows.get("k1")
    await asyncio.sleep(0)
    more = attrs.evolve(found.value, count=found.value.count + 1)
    await rows.save(more, expected=found.version)


async def _both_read_then_write(store: AsyncStore) -> None:
    """Two units of one task are two units: the second writer conflicts."""
    first, second = store.begin(), store.begin()
    async with first, second:
        version = (await first.repository(NOTE).get("k1")).version
        same(version, (await second.repository(NOTE).get("k1")).version, "the version both read")
        await first.repository(NOTE).save(Note(id="k1", title="first"), expected=version)
        await first.commit()
        try:
            await second.repository(NOTE).save(Note(id="k1", title="second"), expected=version)
            await second.commit()
        except Conflict:
            return
    raise ConformanceError("the second writer overwrote the first")


# --- two faces ----------------------------------------------------------------

_NOBODY: Final = Version("nobody")
_PROBES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "get": lambda rows: rows.get("k1"),
    "get nobody": lambda rows: rows.get("nobody"),
    "get an empty key": lambda rows: rows.get(""),
    "get_many": lambda rows: rows.get_many(["k3", "nobody", "k1"]),
    "page": lambda rows: rows.page(limit=2),
    "page by title": lambda rows: rows.page(Query({"owner": Eq("")}, order="title"), limit=1),
    "page without a limit": lambda rows: rows.page(limit=0),
    "page by nothing": lambda rows: rows.page(Query(order="nothing")),
    "page after nothing": lambda rows: rows.page(after=Cursor("nothing")),
    "history": lambda rows: rows.history("k1"),
    "history of nobody": lambda rows: rows.history("nobody"),
    "add a taken key": lambda rows: rows.add(Note(id="k1")),
    "add something else": lambda rows: rows.add("k9"),
    "save nobody": lambda rows: rows.save(Note(id="nobody"), expected=_NOBODY),
    "save another version": lambda rows: rows.save(Note(id="k1"), expected=_NOBODY),
    "remove another version": lambda rows: rows.remove("k1", expected=_NOBODY),
}


@ASYNC.check()
def sync_and_async_faces_agree(harness: Harness) -> None:
    """AsyncStore: "It answers as a sync store on the same place does, errors included."""
    open_faces = harness.open_faces
    if open_faces is None:
        raise NotCheckable("only async stores have two faces")

    async def whole() -> None:
        faces = await open_faces(harness.place, SAMPLE_KINDS)
        if faces is None:
            raise NotCheckable("override open_faces to show the same place as a sync store")
        sync, other = faces
        try:
            await _compare(Harness(lambda *_: sync, harness.place / "faces"), other)
        finally:
            await other.close()
            await asyncio.to_thread(sync.close)

    asyncio.run(whole())


async def _compare(sync: Harness, other: AsyncStore) -> None:
    same(sync.capabilities, other.capabilities, "the capabilities")
    (version,) = await asyncio.to_thread(sync.add, Note(id="k1"))
    await _add(other, Note(id="k2", title="b"))
    await _probe_all(sync, other)
    async with other.begin() as unit:
        found = await unit.repository(NOTE).get("k1")
        same(version, found.version, "the version that the sync face wrote")
        later = await unit.repository(NOTE).save(Note(id="k1", title="a"), expected=version)
        await unit.emit(event("e1"))
        await unit.commit()
    same(later, (await asyncio.to_thread(sync.get, "k1")).version, "what the async face wrote")
    await asyncio.to_thread(sync.save, Note(id="k1", title="c"), later)
    await asyncio.to_thread(sync.add, Note(id="k3"))
    await _probe_all(sync, other)
    waiting = await asyncio.to_thread(sync.store.outbox.pending)
    same(tuple(waiting), tuple(await other.outbox.pending()), "the events that wait")


async def _probe_all(sync: Harness, other: AsyncStore) -> None:
    for what, probe in _PROBES.items():
        expected = await asyncio.to_thread(_said, sync, probe)
        same(expected, await _said_async(other, probe), what)


def _said(sync: Harness, probe: Callable[[Any], Any]) -> object:
    try:
        with sync.begin() as unit:
            return _plain(probe(unit.repository(NOTE)))
    except ClientCareError as exc:
        return type(exc), str(exc)


async def _said_async(store: AsyncStore, probe: Callable[[Any], Any]) -> object:
    try:
        async with store.begin() as unit:
            return _plain(await probe(unit.repository(NOTE)))
    except ClientCareError as exc:
        return type(exc), str(exc)
    except Exception as exc:
        raise ConformanceError(f"the async face lets {exc!r} out") from exc


def _plain(found: object) -> object:
    """Return an answer as what it holds: which collection holds it is the store's business."""
    if isinstance(found, Mapping):
        return dict(found)
    return found if isinstance(found, (Stored, str)) or found is None else _items(found)


def _items(found: Any) -> object:
    return (tuple(found.items), found.next) if hasattr(found, "next") else tuple(found)
