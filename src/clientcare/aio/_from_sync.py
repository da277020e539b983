"""Any sync store for async hosts: each unit works in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from clientcare.aio._bridge import Crew, Lane, bridged
from clientcare.aio._ports import AsyncStore
from clientcare.repositories import Store

R = TypeVar("R")


def from_sync(store: Store) -> AsyncStore:
    """Return *store* for async hosts; it is closed together with the one returned."""
    return bridged(store, _Threads())


class _Threads:
    def lane(self) -> Lane:
        return _Thread()


class _Thread:
    """One thread: drivers often bind a connection to the thread that opened it."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="clientcare-unit")

    def start(self, work: Callable[[], R], /) -> asyncio.Future[R]:
        return asyncio.wrap_future(self._worker.submit(work))

    def end(self) -> None:
        self._worker.shutdown(wait=False)


def _accepts(crew: _Threads) -> Crew:
    return crew
