"""
The conformance classes: subclass one, override one method, run pytest.

.. code-block:: text

    from clientcare.testing.conformance import RecordStoreConformance

    class TestMyRecords(RecordStoreConformance):
        def open_records(self, place: Path) -> RecordStore:
            return MyRecords(place / "book")

*place* is a folder. One never seen before means an empty store; the same one
again means the same store, where the adapter is durable. Checks that need a
capability which the store does not declare are skipped, and pytest lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from clientcare.aio import AsyncStore
from clientcare.errors import MissingExtraError
from clientcare.record_store import RecordStore
from clientcare.repositories import AnyKind, Store
from clientcare.testing._running import opener_of, require_gaps, run_check, why_not
from clientcare.testing.checks import (
    ASYNC,
    BASE,
    CONCURRENCY,
    DURABILITY,
    OUTBOX,
    RECORDS,
    SCHEMA,
    Check,
    Group,
    NotCheckable,
)
from clientcare.testing.harness import Harness, over_records
from clientcare.testing.machine import run_machine
from clientcare.testing.portal import opened

try:
    import pytest
except ImportError as exc:
    raise MissingExtraError("testing") from exc

C = TypeVar("C", bound="type[_Conformance]")


class _Conformance:
    """What all conformance classes share."""

    conformance_level: ClassVar[str] = "1.0"
    known_gaps: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        require_gaps(cls.known_gaps)

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return the store at *place*; override it."""
        raise NotImplementedError

    @pytest.fixture
    def harness(self, tmp_path: Path) -> Iterator[Harness]:
        """Return the adapter under test."""
        harness = Harness(
            self.open_store,
            tmp_path,
            open_records=getattr(self, "open_records", None),
            opener=opener_of(type(self)),
            open_async=getattr(self, "open_async", None),
            open_faces=getattr(self, "open_faces", None),
        )
        with harness:
            yield harness


def _with(*groups: Group) -> Callable[[C], C]:
    """Give a class a test for each check."""

    def give(cls: C) -> C:
        for group in groups:
            for check in group:
                setattr(cls, f"test_{check.name}", _as_test(check))
        return cls

    return give


def _as_test(check: Check) -> Callable[..., None]:
    def test(self: _Conformance, harness: Harness, request: pytest.FixtureRequest) -> None:
        reason = why_not(check, harness.capabilities, self.conformance_level)
        if reason is not None:
            pytest.skip(f"{check.name}: {reason}")
        if check.name in self.known_gaps:
            gap = self.known_gaps[check.name]
            request.applymarker(pytest.mark.xfail(reason=gap, strict=True))
        try:
            run_check(check, harness)
        except NotCheckable as exc:
            pytest.skip(f"{check.name}: {exc}")

    test.__doc__ = check.cites
    test.__name__ = f"test_{check.name}"
    test.__qualname__ = test.__name__
    return test


@_with(*BASE)
class StoreConformance(_Conformance):
    """
    The base tier, for stores that fill the typed port themselves.

    Attributes:
        conformance_level: Checks of a later level are skipped as *upcoming*.
        known_gaps: For a check that is known to fail, why; it must fail then.
        machine_examples: How many random stories the model machine plays.
    """

    machine_examples: ClassVar[int] = 30

    def test_store_machine(self, tmp_path: Path) -> None:
        """Random stories: the store does what a plain dictionary would."""
        run_machine(self.open_store, tmp_path, examples=self.machine_examples)


@_with(OUTBOX)
class OutboxConformance(_Conformance):
    """Events: all of a unit or none, each delivered at least once."""


@_with(CONCURRENCY)
class ConcurrencyConformance(_Conformance):
    """Units at the same time, in one thread and in many."""


@_with(DURABILITY)
class DurabilityConformance(_Conformance):
    """What is confirmed stays: opened again, killed, from other processes."""


class FullConformance(
    StoreConformance, OutboxConformance, ConcurrencyConformance, DurabilityConformance
):
    """Everything, for stores that fill the typed port themselves: override ``open_store``."""


@_with(SCHEMA, RECORDS)
class RecordStoreConformance(FullConformance):
    """Everything, for adapters of the easy port: override ``open_records``."""

    def open_records(self, place: Path) -> RecordStore:
        """Return the record store at *place*; override it."""
        raise NotImplementedError

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return the full store on top of the record store."""
        return over_records(self.open_records)(place, kinds)


@_with(ASYNC)
class AsyncExtraConformance(_Conformance):
    """
    What only async stores can get wrong: override ``open_async``.

    Cancelled tasks, tasks in turn, and a sync and an async store on one place.
    """

    async def open_async(self, place: Path, kinds: Sequence[AnyKind]) -> AsyncStore:
        """Return the async store at *place*; override it."""
        raise NotImplementedError

    async def open_faces(
        self, place: Path, kinds: Sequence[AnyKind]
    ) -> tuple[Store, AsyncStore] | None:
        """Return one place as a sync and as an async store; override it where you have both."""
        del place, kinds
        return None

    def open_store(self, place: Path, kinds: Sequence[AnyKind]) -> Store:
        """Return the async store behind the sync port, with a loop of its own."""
        return opened(self.open_async)(place, kinds)


class AsyncConformance(AsyncExtraConformance, FullConformance):
    """Everything, for async stores: override ``open_async``, and ``open_faces`` if you can."""
