"""The outbox, made of recorded events."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import attrs
from pendulum import DateTime

from clientcare.codec import instant_from_text, instant_to_text
from clientcare.errors import InvalidValueError
from clientcare.record_store._keys import is_key
from clientcare.record_store._ports import RecordedEvent, RecordStore
from clientcare.repositories import Event, OutboxItem, utc_text


class RecordOutbox:
    """The outbox of a record store."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records

    def pending(self, *, limit: int = 100) -> Sequence[OutboxItem]:
        """See ``Outbox.pending``."""
        if type(limit) is not int or limit < 1:
            raise InvalidValueError("limit", limit, "a whole number, 1 or more")
        return tuple(map(_unsealed, self._records.pending(limit=limit)))

    def acknowledge(self, ids: Collection[str], /) -> None:
        """See ``Outbox.acknowledge``."""
        self._records.acknowledge([id_ for id_ in dict.fromkeys(ids) if is_key(id_)])


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
    return OutboxItem(id=record.id, event=event, recorded_at=recorded_at, attempts=record.attempts)
