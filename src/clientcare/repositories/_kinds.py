"""What clientcare declares once about each kind of stored object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

import attrs

from clientcare.domain import _checks
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import InvalidValueError
from clientcare.repositories._queries import KEY_ORDER, Ordinal

T = TypeVar("T")

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


class Codec(Protocol[T]):
    """How values of one kind become bytes, and back (``clientcare.codec.JsonCodec``)."""

    @property
    def schema(self) -> int:
        """The payload version that ``dump`` writes, 1 or more."""

    def dump(self, value: T, /) -> bytes:
        """Return *value* as bytes, always in the newest payload version."""

    def load(self, body: bytes, /) -> T:
        """Return the value of *body*, older payload versions brought up to date."""


def _name(_: object, field: attrs.Attribute[Any], value: str | Iterable[str]) -> None:
    for name in (value,) if isinstance(value, str) else value:
        if not _NAME.fullmatch(name) or (field.name != "name" and name == KEY_ORDER):
            rule = "1 to 40 of a-z, 0-9 and _, a letter first; not 'key'"
            raise InvalidValueError(f"Kind.{field.name}", name, rule)


@attrs.frozen(kw_only=True, eq=False)
class Kind(Generic[T]):
    """
    One kind of stored object; declared once, by clientcare.

    Attributes:
        name: The kind's name in the store; never changes.
        type: The class of its values.
        key: Tells a value's key, 1 to 255 characters without NUL.
        codec: Writes and reads its values.
        indexes: What ``Query.where`` can ask for, by name. Sensitive data
            belongs neither here nor in orders: both are stored as plain text.
        orders: What ``Query.order`` can ask for besides ``"key"``. An order
            compares the first 500 characters of its text, an index all of it.
        tracked: Whether former versions are kept (capability ``HISTORY``).
        text_version: Raised by whoever lets an index or order make another text
            of the same value; an index or order more or less is noticed anyway.
            Rows written before are refused until they are reindexed.
    """

    name: str = attrs.field(validator=_name)
    type: type[T]
    key: Callable[[T], str]
    codec: Codec[T]
    indexes: Mapping[str, Callable[[T], Ordinal]] = attrs.field(
        factory=FrozenMap, validator=_name, repr=False
    )
    orders: Mapping[str, Callable[[T], Ordinal]] = attrs.field(
        factory=FrozenMap, validator=_name, repr=False
    )
    tracked: bool = False
    text_version: int = attrs.field(default=1, validator=_checks.whole(least=1))

    def __str__(self) -> str:
        return self.name


AnyKind: TypeAlias = Kind[Any]
