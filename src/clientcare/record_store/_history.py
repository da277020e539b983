"""Former versions of tracked rows: records of a kind of their own, in the same units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pendulum import DateTime

from clientcare.codec import instant_from_text
from clientcare.record_store._ports import Record
from clientcare.record_store._transaction import Transaction
from clientcare.repositories import Condition, Eq, Range, index_text, utc_text

_SUFFIX: Final = ".history"  # no declared kind has a dot in its name
_UNLIMITED: Final = 2**31 - 1


class History:
    """
    The former versions of the rows of one kind.

    A version is written here when it ends, so that adding rows costs nothing
    more. It is stored under its own version, which no other ever has.
    """

    def __init__(self, kind: str, unit: Transaction) -> None:
        self._kind = kind + _SUFFIX
        self._unit = unit

    def keep(self, former: Record, *, ended_at: str) -> None:
        """Write a version that ended."""
        kept = Record(
            kind=self._kind,
            key=former.version,
            version=former.version,
            schema=former.schema,
            recorded_at=former.recorded_at,
            body=former.body,
            sorts={"ended": ended_at},
            indexes={"of": index_text(former.key), "ended": ended_at},
        )
        self._unit.ended[former.version] = former.kind, former.key
        with self._unit.writing() as records:
            records.insert(kept)

    def all(self, key: str) -> Sequence[Record]:
        """Return every former version of a row, the oldest first."""
        return self._scan({"of": Eq(key)}, _UNLIMITED)

    def at(self, key: str, moment: str) -> Record | None:
        """Return the first version that ended after *moment*, if there is one."""
        after = Range(least=just_after(moment))
        return next(iter(self._scan({"of": Eq(key), "ended": after}, 1)), None)

    def forget(self, key: str) -> None:
        """Delete every former version of a row."""
        for record in self.all(key):
            with self._unit.writing() as records:
                records.delete(record.kind, record.key, expected=record.version)

    def _scan(self, where: dict[str, Condition], limit: int) -> Sequence[Record]:
        return self._unit.reading().scan(
            self._kind, where=where, order="ended", descending=False, after=None, limit=limit
        )


def instant(text: str) -> DateTime:
    """Return the instant of a text that ``utc_text`` wrote."""
    return instant_from_text(text)


def just_after(text: str) -> str:
    """Return the next microsecond."""
    return utc_text(instant(text).add(microseconds=1))
