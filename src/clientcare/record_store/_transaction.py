"""The states of a unit, kept above the adapters so that they need not."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Final

from pendulum import DateTime

from clientcare.errors import AlreadyExists, Conflict, StoreError, UnitClosed
from clientcare.record_store._ports import RecordUnit
from clientcare.repositories import Capability

_OPEN: Final = "open"


class Transaction:
    """
    A record unit that is open, and then finished for good.

    Args:
        records: The adapter's unit.
        capabilities: What the store declares.
        clock: Tells the present instant.
        mint: Makes a new version.

    Attributes:
        ended: For each version that this unit ends, the kind and key of its row.
    """

    def __init__(
        self,
        records: RecordUnit,
        capabilities: frozenset[Capability],
        clock: Callable[[], DateTime],
        mint: Callable[[], str],
    ) -> None:
        self.capabilities = capabilities
        self.clock = clock
        self.mint = mint
        self.ended: dict[str, tuple[str, str]] = {}
        self._records = records
        self._state = _OPEN

    def reading(self) -> RecordUnit:
        """Return the adapter's unit; an error of a read leaves it open."""
        if self._state != _OPEN:
            raise UnitClosed(self._state)
        return self._records

    def writing(self) -> _Writing:
        """Lend the adapter's unit; any error in here finishes it."""
        return _Writing(self)

    def fail(self, raised: BaseException) -> None:
        """Finish, since a write raised an error; raise another in its place where that says more."""
        exc = self._of_the_row(raised)
        # After an interrupt, too, nobody knows what was staged: only a rollback is safe.
        self._state = "failed"
        try:
            self._records.rollback()
        except StoreError as again:
            exc.add_note(f"rolling back failed as well: {again}")
        if exc is not raised:
            raise exc from raised

    def _of_the_row(self, exc: BaseException) -> BaseException:
        """Return the conflict of a row where its history tells that somebody else ended it first."""
        if isinstance(exc, AlreadyExists) and exc.key in self.ended:
            kind, key = self.ended[exc.key]
            return Conflict(kind, key, exc.key)
        return exc

    def commit(self) -> None:
        """Apply everything, and finish."""
        with self.writing() as records:
            records.commit()
        self._state = "committed"

    def rollback(self) -> None:
        """Apply nothing, and finish; a finished unit stays as it is."""
        if self._state == _OPEN:
            self._state = "rolled back"
            self._records.rollback()


class _Writing:
    """What ``with`` holds while the adapter's unit is lent; made for every write, so it is small."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def __enter__(self) -> RecordUnit:
        return self._transaction.reading()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._transaction.fail(error)
