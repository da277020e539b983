"""
The storage ports for async hosts: the same names, ``async def`` and ``async with``.

.. code-block:: text

    async with store.begin() as unit:
        found = await unit.repository(CUSTOMER).get("c-17")
        await unit.repository(CUSTOMER).save(changed(found.value), expected=found.version)
        await unit.commit()

The contract is that of ``clientcare.repositories``, word for word; a task takes
the place of a thread. A unit whose task is cancelled is discarded.
"""

from __future__ import annotations

from clientcare.aio._from_sync import from_sync
from clientcare.aio._ports import AsyncOutbox, AsyncRepository, AsyncStore, AsyncUnit
from clientcare.aio._work import each, run_unit

__all__ = [
    "AsyncOutbox",
    "AsyncRepository",
    "AsyncStore",
    "AsyncUnit",
    "each",
    "from_sync",
    "run_unit",
]
