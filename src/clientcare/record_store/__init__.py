"""
The easy port: an adapter that stores records of bytes becomes a full store.

An author writes ``RecordStore`` and ``RecordUnit``: no types, no cursors, no
version minting. ``RecordBackedStore`` puts the rest on top: codec and payload
versions, ownership, cursors, errors, the states of a unit, and history.

.. code-block:: text

    store = RecordBackedStore(MemoryRecords(), KINDS)
"""

from __future__ import annotations

from clientcare.record_store._ports import (
    ClaimingRecordStore,
    Record,
    RecordedEvent,
    RecordStore,
    RecordUnit,
)
from clientcare.record_store._store import RecordBackedStore

__all__ = [
    "ClaimingRecordStore",
    "Record",
    "RecordBackedStore",
    "RecordStore",
    "RecordUnit",
    "RecordedEvent",
]
