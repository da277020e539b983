"""A planted bug of the typed port: a store that keeps, and hands out, the caller's own objects."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self, TypeVar

import attrs

from clientcare.repositories import (
    Capability,
    Event,
    Kind,
    Outbox,
    Repository,
    Store,
    Stored,
    Unit,
    Version,
)

T = TypeVar("T")


class SharesObjects:
    """Remembers each value by its version, and hands the very object out again."""

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.kept: dict[Version, Any] = {}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Pass on."""
        return self.inner.capabilities

    @property
    def outbox(self) -> Outbox:
        """Pass on."""
        return self.inner.outbox

    def begin(self) -> Unit:
        """Return a unit that shares."""
        return _SharingUnit(self.inner.begin(), self.kept)

    def close(self) -> None:
        """Pass on."""
        self.inner.close()


class _SharingUnit:
    def __init__(self, inner: Unit, kept: dict[Version, Any]) -> None:
        self.inner = inner
        self.kept = kept

    def repository(self, kind: Kind[T], /) -> Repository[T]:
        return _sharing(self.inner.repository(kind), self.kept)

    def emit(self, event: Event, /) -> None:
        self.inner.emit(event)

    def commit(self) -> None:
        self.inner.commit()

    def rollback(self) -> None:
        self.inner.rollback()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self.rollback()


def _sharing(inner: Repository[T], kept: dict[Version, Any]) -> Repository[T]:
    """Return *inner* with a memory: a proxy, for only its values are of interest."""

    class Sharing:
        def __getattr__(self, name: str) -> Any:
            return getattr(inner, name)

        def add(self, value: T, /) -> Version:
            version = inner.add(value)
            kept[version] = value
            return version

        def save(self, value: T, /, *, expected: Version) -> Version:
            version = inner.save(value, expected=expected)
            kept[version] = value
            return version

        def get(self, key: str, /, **options: Any) -> Stored[T]:
            found = inner.get(key, **options)
            return attrs.evolve(found, value=kept.setdefault(found.version, found.value))

    shared: Any = Sharing()
    return shared  # type: ignore[no-any-return]
