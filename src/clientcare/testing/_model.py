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
    """What is there: rows, events waiting, and every event id ever stored."""

    rows: dict[str, Row] = attrs.field(factory=dict)
    waiting: list[str] = attrs.field(factory=list)
    told: set[str] = attrs.field(factory=set)

    def copy(self) -> Model:
        """Return a model that can change on its own."""
        return Model(dict(self.rows), list(self.waiting), set(self.told))

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
