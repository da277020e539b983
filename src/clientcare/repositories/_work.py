"""Small helpers for whoever works with a store."""

from __future__ import annotations

import inspect
import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from clientcare.errors import Conflict, InvalidValueError, StoreUnavailable
from clientcare.repositories._ports import Repository, Store, Unit
from clientcare.repositories._queries import EVERYTHING, Query
from clientcare.repositories._values import Cursor, Stored

T = TypeVar("T")
R = TypeVar("R")


def each(
    repository: Repository[T], query: Query = EVERYTHING, /, *, limit: int = 500
) -> Iterator[Stored[T]]:
    """Yield every row of a listing, fetched page by page of *limit* rows."""
    after: Cursor | None = None
    while True:
        page = repository.page(query, after=after, limit=limit)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _wait(tried: int) -> None:
    time.sleep(random.uniform(0, min(0.005 * 2**tried, 0.5)))  # noqa: S311 - no secret


def _done(result: R) -> R:
    if inspect.iscoroutine(result):  # nothing of it has run, and the unit would be empty
        result.close()
        raise InvalidValueError("work", "async def", "a plain function; clientcare.aio has its own")
    return result


def run_unit(
    store: Store,
    work: Callable[[Unit], R],
    /,
    *,
    attempts: int = 5,
    wait: Callable[[int], object] = _wait,
) -> R:
    """
    Run *work* in a unit and commit it; where somebody else was first, do it all again.

    *work* may run several times, each time in a fresh unit, and so should touch
    nothing outside it. Between tries, ``wait(tries so far)`` is called.

    Where the connection breaks while a commit is under way, nobody can tell
    whether it was applied, and *work* runs again. What must not happen twice adds
    a row whose key is taken from the request: the second run meets ``AlreadyExists``.

    Raises:
        Conflict: The last of *attempts* tries lost as well.
        StoreUnavailable: Likewise, where the store says that a retry may help;
            at once where it does not.
    """
    if attempts < 1:
        raise InvalidValueError("attempts", attempts, "a whole number, 1 or more")
    for tried in range(1, attempts + 1):
        try:
            with store.begin() as unit:
                result = _done(work(unit))
                unit.commit()
                return result
        except (Conflict, StoreUnavailable) as exc:
            final = isinstance(exc, StoreUnavailable) and not exc.retryable
            if final or tried == attempts:
                raise
        wait(tried)
    raise AssertionError  # pragma: no cover - the loop returns or raises
