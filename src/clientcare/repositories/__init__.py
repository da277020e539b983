"""
The typed storage ports: what clientcare asks of any store.

The docstrings here are the contract; ``clientcare.testing`` checks an adapter
against it, sentence by sentence. Most adapters implement the easy port of
``clientcare.record_store`` instead and get this one for nothing.

.. code-block:: text

    with store.begin() as unit:
        customers = unit.repository(CUSTOMER)
        found = customers.get("c-17")
        customers.save(changed(found.value), expected=found.version)
        unit.commit()
"""

from __future__ import annotations

from clientcare.repositories._kinds import AnyKind, Codec, Kind
from clientcare.repositories._ports import Outbox, Repository, Store, Unit
from clientcare.repositories._queries import (
    EVERYTHING,
    KEY_ORDER,
    TEXT_VERSION,
    Condition,
    Eq,
    In,
    Ordinal,
    Query,
    Range,
    Sortable,
    index_text,
    matches,
    order_text,
    sort_text,
    utc_text,
)
from clientcare.repositories._values import (
    Capability,
    Cursor,
    Event,
    OutboxItem,
    Page,
    Revision,
    Stored,
    Version,
)
from clientcare.repositories._work import each, run_unit

__all__ = [
    "EVERYTHING",
    "KEY_ORDER",
    "TEXT_VERSION",
    "AnyKind",
    "Capability",
    "Codec",
    "Condition",
    "Cursor",
    "Eq",
    "Event",
    "In",
    "Kind",
    "Ordinal",
    "Outbox",
    "OutboxItem",
    "Page",
    "Query",
    "Range",
    "Repository",
    "Revision",
    "Sortable",
    "Store",
    "Stored",
    "Unit",
    "Version",
    "each",
    "index_text",
    "matches",
    "order_text",
    "run_unit",
    "sort_text",
    "utc_text",
]
