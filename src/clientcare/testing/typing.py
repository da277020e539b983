"""
Lines that make a type checker hold an adapter to its port.

.. code-block:: text

    accepts_record_store(MyRecords("book"))  # the checker names what does not fit
"""

from __future__ import annotations

from typing import TypeVar

from clientcare.aio import AsyncOutbox, AsyncRepository, AsyncStore, AsyncUnit
from clientcare.record_store import ClaimingRecordStore, RecordStore, RecordUnit
from clientcare.repositories import Outbox, Repository, Store, Unit

T = TypeVar("T")


def accepts_store(store: Store) -> Store:
    """Return *store*: a full store."""
    return store


def accepts_unit(unit: Unit) -> Unit:
    """Return *unit*: a unit of a full store."""
    return unit


def accepts_repository(repository: Repository[T]) -> Repository[T]:
    """Return *repository*: the rows of one kind."""
    return repository


def accepts_outbox(outbox: Outbox) -> Outbox:
    """Return *outbox*: the events of a full store."""
    return outbox


def accepts_record_store(records: RecordStore) -> RecordStore:
    """Return *records*: an adapter of the easy port."""
    return records


def accepts_claiming_record_store(records: ClaimingRecordStore) -> ClaimingRecordStore:
    """Return *records*: an adapter of the easy port that declares ``CLAIM``."""
    return records


def accepts_record_unit(unit: RecordUnit) -> RecordUnit:
    """Return *unit*: a unit of the easy port."""
    return unit


def accepts_async_store(store: AsyncStore) -> AsyncStore:
    """Return *store*: a full async store."""
    return store


def accepts_async_unit(unit: AsyncUnit) -> AsyncUnit:
    """Return *unit*: a unit of a full async store."""
    return unit


def accepts_async_repository(repository: AsyncRepository[T]) -> AsyncRepository[T]:
    """Return *repository*: the rows of one kind, of an async store."""
    return repository


def accepts_async_outbox(outbox: AsyncOutbox) -> AsyncOutbox:
    """Return *outbox*: the events of a full async store."""
    return outbox
