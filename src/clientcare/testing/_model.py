"""What a store should hold: the plain dictionaries behind the model machine."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from clientcare.repositories import Version


@attrs.frozen
class Row:
    """What the model knows of a row."""

    version: Version
    shelf: str
    words: tuple[str, ...]


@attrs.define
class Model:
    """
    What is there.

    Attributes:
        rows: By key.
        waiting: The ids of the events that wait, the oldest first.
        told: Every event id ever stored.
        held: For each event that was claimed, until which second, and how often.
    """

    rows: dict[str, Row] = attrs.field(factory=dict)
    waiting: list[str] = attrs.field(factory=list)
    told: set[str] = attrs.field(factory=set)
    held: dict[str, tuple[int, int]] = attrs.field(factory=dict)

    def copy(self) -> Model:
        """Return a model that can change on its own."""
        return Model(dict(self.rows), list(self.waiting), set(self.told), dict(self.held))

    def version(self, key: str) -> Version | None:
        """Return the version of a row, or ``None``."""
        row = self.rows.get(key)
        return None if row is None else row.version

    def versions(self) -> dict[str, Version]:
        """Return the version of every row."""
        return {key: row.version for key, row in self.rows.items()}

    def tell(self, ids: Iterable[str]) -> None:
        """Note events, those apart whose id was ever seen."""
        for id_ in ids:
            if id_ not in self.told:
                self.told.add(id_)
                self.waiting.append(id_)

    def claim(self, worker: str, now: int, limit: int) -> list[tuple[str, int, str]]:
        """Hold the oldest events that are free for a minute; return them as claimed."""
        free = [id_ for id_ in self.waiting if self.held.get(id_, (now, 0))[0] <= now][:limit]
        before = {id_: self.held.get(id_, (0, 0))[1] for id_ in free}
        self.held.update({id_: (now + 60, count + 1) for id_, count in before.items()})
        return [(id_, count, worker) for id_, count in before.items()]
