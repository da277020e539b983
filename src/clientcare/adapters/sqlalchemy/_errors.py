"""What SQLAlchemy and its drivers raise, as errors of the port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from clientcare.errors import StoreUnavailable

_RETRYABLE_STATES: Final = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
_RETRYABLE_WORDS: Final = (
    "database is locked",
    "deadlock",
    "lock wait timeout",
    "connection failed",
    "connection is bad",
    "connection to server",
    "connection refused",
    "connection is closed",
    "connection is lost",
    "server closed the connection",
    "can't connect to",
    "lost connection to",
    "server has gone away",
    "too many connections",
)


@contextmanager
def wrapped(*passed: type[Exception]) -> Iterator[None]:
    """Turn what SQLAlchemy and its driver raise into errors of the port, *passed* apart."""
    try:
        yield
    except passed:
        raise
    except SQLAlchemyError as exc:
        raise StoreUnavailable(str(exc).splitlines()[0], retryable=_may_retry(exc)) from exc
    except OSError as exc:  # SQLAlchemy lets pass what an async driver meets as it connects
        retryable = isinstance(exc, (ConnectionError, TimeoutError))
        raise StoreUnavailable(str(exc), retryable=retryable) from exc


def _may_retry(exc: SQLAlchemyError) -> bool:
    if not isinstance(exc, DBAPIError):
        return isinstance(exc, PoolTimeoutError)  # every connection of the pool is lent
    state = getattr(exc.orig, "sqlstate", None)
    text = str(exc.orig).lower()
    return (
        exc.connection_invalidated
        or state in _RETRYABLE_STATES
        or any(words in text for words in _RETRYABLE_WORDS)
    )
