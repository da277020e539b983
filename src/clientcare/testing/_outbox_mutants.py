"""Planted bugs of the outbox."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from typing import Final

import attrs

from clientcare.record_store import RecordedEvent
from clientcare.testing._spoilt import (
    SpoiltStore,
    SpoiltUnit,
    claim_mutant,
    mutant,
    race_mutant,
    store_mutant,
)


class _EmitsAtOnceUnit(SpoiltUnit):
    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Show the event to all."""
        self.store.notes.setdefault(id, RecordedEvent(id=id, body=body))
        self.inner.append_event(id, body)


@store_mutant
class EmitsAtOnce(SpoiltStore):
    """Shows events before their unit commits."""

    unit = _EmitsAtOnceUnit

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Mix in what any unit has staged."""
        found = {event.id: event for event in self.inner.pending(limit=2**31 - 1)}
        return tuple({**self.notes, **found}.values())[:limit]

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Drop what was mixed in as well."""
        for id_ in ids:
            self.notes.pop(id_, None)
        self.inner.acknowledge(ids)


@mutant
class StoresEventsTwice(SpoiltUnit):
    """Stores an event as often as it is emitted."""

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Give every event an id of its own."""
        count = self.store.notes["events"] = self.store.notes.get("events", 0) + 1
        self.inner.append_event(f"{id}#{count}", body)


@mutant
class LosesEvents(SpoiltUnit):
    """Stores only the last event of a unit."""

    last: tuple[str, bytes] | None = None

    def append_event(self, id: str, body: bytes, /) -> None:  # noqa: A002 - the port's own name
        """Keep the last one."""
        self.last = (id, body)

    def commit(self) -> None:
        """Store the one kept."""
        if self.last is not None:
            self.inner.append_event(*self.last)
        self.inner.commit()


@store_mutant
class NewestEventsFirst(SpoiltStore):
    """Shows the outbox in reverse."""

    def pending(self, *, limit: int) -> Sequence[RecordedEvent]:
        """Reverse."""
        return tuple(reversed(self.inner.pending(limit=2**31 - 1)))[:limit]


@store_mutant
class AcknowledgesUpTo(SpoiltStore):
    """Takes an acknowledged event for a high-water mark: all earlier ones are gone too."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Acknowledge everything up to the last id."""
        waiting = [event.id for event in self.inner.pending(limit=2**31 - 1)]
        places = [waiting.index(id_) for id_ in ids if id_ in waiting]
        self.inner.acknowledge(waiting[: max(places, default=-1) + 1])


@store_mutant
class NeverForgetsEvents(SpoiltStore):
    """Acknowledging changes nothing."""

    def acknowledge(self, ids: Collection[str], /) -> None:
        """Do nothing."""


# --- claims -------------------------------------------------------------------

_NEVER: Final = "9999-12-31T23:59:59.999999Z"


@claim_mutant
class ForgetsClaims(SpoiltStore):
    """Hands out what waits, and holds it for nobody."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Hold nothing."""
        del until
        return super().claim(worker, now=now, until=now, limit=limit)


@claim_mutant
class ClaimsForGood(SpoiltStore):
    """A claim never ends: the events of a worker that died are lost."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Hold for ever."""
        del until
        return super().claim(worker, now=now, until=_NEVER, limit=limit)


@claim_mutant
class ClaimsTheNewest(SpoiltStore):
    """Takes everything that is free, and hands out the newest of it."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Take the last ones."""
        return super().claim(worker, now=now, until=until, limit=2**31 - 1)[-limit:]


@claim_mutant
class CountsTheClaimItself(SpoiltStore):
    """Tells of a first claim that there was one before."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Count one too many."""
        found = super().claim(worker, now=now, until=until, limit=limit)
        return [attrs.evolve(event, attempts=event.attempts + 1) for event in found]


@race_mutant
class LooksThenClaims(SpoiltStore):
    """Looks what is free, and holds it a moment later, whoever was there meanwhile."""

    def claim(self, worker: str, /, *, now: str, until: str, limit: int) -> Sequence[RecordedEvent]:
        """Look and hold in two steps."""
        held = dict(self.notes)
        free = [it for it in self.pending(limit=2**31 - 1) if held.get(it.id, "") <= now][:limit]
        time.sleep(0.001)
        self.notes.update(dict.fromkeys([it.id for it in free], until))
        return [attrs.evolve(it, worker=worker) for it in free]
