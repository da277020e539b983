"""The outbox, made of recorded events."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final, cast

import attrs
from pendulum import DateTime

from clientcare.codec import instant_from_text, instant_to_text
from clientcare.domain import _checks
from clientcare.errors import InvalidValueError, Unsupported
from clientcare.record_store._keys import is_key, require_key, require_texts
from clientcare.record_store._ports import ClaimingRecordStore, RecordedEvent, RecordStore
from clientcare.repositories import Capability, Event, OutboxItem, utc_text

_MOST: Final = 2_000_000_000  # every database takes it, and one more


class RecordOutbox:
    """The outbox of a record store."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        """See ``Outbox.pending``."""
        require_count("limit", limit)
        return tuple(map(_unsealed, self._records.pending(limit=limit)))

    def acknowledge(self, ids: Collection[str], /) -> None:
        """See ``Outbox.acknowledge``."""
        self._records.acknowledge([id_ for id_ in require_texts("ids", ids) if is_key(id_)])

    def claim(
        self, worker: str, /, *, now: DateTime, lease_seconds: int = 60, limit: int = 100
    ) -> Sequence[OutboxItem]:
        """See ``Outbox.claim``."""
        if Capability.CLAIM not in self._records.capabilities:
            raise Unsupported(Capability.CLAIM)
        require_key("worker", worker)
        require_count("lease_seconds", lease_seconds)
        require_count("limit", limit)
        began = utc_text(_checks.require_instant("now", now))
        ended = utc_text(_lease_end(now, lease_seconds))
        # What is declared is there; nothing is tried out.
        records = cast("ClaimingRecordStore", self._records)
        found = records.claim(worker, now=began, until=ended, limit=limit)
        return tuple(map(_unsealed, found))


def require_count(name: str, value: int) -> None:
    """Refuse what is no whole number of 1 to two thousand millions."""
    if type(value) is not int or not 1 <= value <= _MOST:
        raise InvalidValueError(name, value, f"a whole number, 1 to {_MOST:,}")


def _lease_end(now: DateTime, seconds: int) -> DateTime:
    try:
        return now.add(seconds=seconds)
    except (OverflowError, ValueError):
        rule = "a lease that ends before the year 10000"
        raise InvalidValueError("lease_seconds", seconds, rule) from None


def sealed(event: Event, recorded_at: DateTime) -> bytes:
    """Return an event and when it was recorded as bytes."""
    head = attrs.asdict(event, filter=lambda field, _: field.name != "body")
    head["occurred_at"] = instant_to_text(event.occurred_at)
    head["recorded_at"] = utc_text(recorded_at)
    return json.dumps(head).encode() + b"\n" + event.body


def _unsealed(record: RecordedEvent) -> OutboxItem:
    head, _, body = record.body.partition(b"\n")
    fields: dict[str, Any] = json.loads(head)
    recorded_at = instant_from_text(fields.pop("recorded_at"))
    fields["occurred_at"] = instant_from_text(fields["occurred_at"])
    event = Event(**fields, body=body)
    return OutboxItem(
        id=record.id,
        event=event,
        recorded_at=recorded_at,
        attempts=record.attempts,
        worker=record.worker,
    )
