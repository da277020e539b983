"""Small helpers for whoever works with an async store."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from clientcare.aio._ports import AsyncRepository, AsyncStore, AsyncUnit
from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable
from clientcare.repositories import EVERYTHING, Cursor, Query, Stored

T = TypeVar("T")
R = TypeVar("R")


async def each(
    repository: AsyncRepository[T], query: Query = EVERYTHING, /, *, limit: int = 500
) -> AsyncIterator[Stored[T]]:
    """Yield every row of a listing, fetched page by page of *limit* rows."""
    after: Cursor | None = None
    while True:
        page = await repository.page(query, after=after, limit=limit)
        for row in page.items:
            yield row
        if page.next is None:
            return
        after = page.next


async def _wait(tried: int) -> None:
    await asyncio.sleep(random.uniform(0, min(0.005 * 2**tried, 0.5)))  # noqa: S311 - no secret


async def run_unit(
    store: AsyncStore,
    work: Callable[[AsyncUnit], Awaitable[R]],
    /,
    *,
    attempts: int = 5,
    wait: Callable[[int], Awaitable[object]] = _wait,
) -> R:
    """
    Run *work* in a unit and commit it; where somebody else was first, do it all again.

    As ``clientcare.repositories.run_unit``, awaited.

    Raises:
        Conflict: The last of *attempts* tries lost as well.
        StoreUnavailable: Likewise, where the store says that a retry may help;
            at once where it does not.
    """
    if attempts < 1:
        raise InvalidValueError("attempts", attempts, "a whole number, 1 or more")
    for tried in range(1, attempts + 1):
        try:
            async with store.begin() as unit:
                result = await work(unit)
                await unit.commit()
                return result
        except (Conflict, StoreUnavailable) as exc:
            final = isinstance(exc, StoreUnavailable) and not exc.retryable
            if final or tried == attempts:
                raise
        await wait(tried)
    raise AssertionError  # pragma: no cover - the loop returns or raises
