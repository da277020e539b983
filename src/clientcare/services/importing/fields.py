"""The fields of our own classes: of which type they are, and what stands in them."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, get_args, get_origin

import attrs
from pendulum import Date, DateTime

from clientcare.domain.money import Money

_FORMS: Final[tuple[tuple[type, str], ...]] = (
    (bool, "truth"),
    (int, "whole"),
    (Decimal, "decimal"),
    (Money, "money"),
    (DateTime, "instant"),
    (Date, "date"),
    (str, "text"),
)


def plain_type(kind: Any) -> Any:
    """Return *kind* without ``None`` and without the names that stand for ``str``."""
    if get_origin(kind) in {typing.Union, types.UnionType}:
        others = [arg for arg in get_args(kind) if arg is not types.NoneType]
        kind = others[0] if len(others) == 1 else kind
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    return kind


def members_of(kind: Any) -> tuple[type[attrs.AttrsInstance], ...]:
    """Return the classes of a union of our classes; nothing for any other type."""
    members = get_args(kind) if get_origin(kind) in {typing.Union, types.UnionType} else ()
    return members if len(members) > 1 and all(map(attrs.has, members)) else ()


def form_of(kind: Any) -> str | None:
    """Return how text becomes a value of *kind*; ``None`` where it cannot."""
    if not isinstance(kind, type):
        return None
    if issubclass(kind, enum.Enum):
        return "text"
    return next((form for base, form in _FORMS if issubclass(kind, base)), None)


def walk(value: object, kind: Any, path: str) -> Iterator[tuple[str, Any, object]]:
    """Yield path, declared type and value of all that stands in an object and is no container."""
    inner = plain_type(kind)
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from walk(item, get_args(inner)[0], f"{path}[{place}]")
    elif attrs.has(type(value)) and not isinstance(value, Money):
        cls: Any = type(value)
        for at in attrs.fields(attrs.resolve_types(cls)):
            yield from walk(getattr(value, at.name), at.type, f"{path}.{at.name}")
    elif value is not None:
        yield path, kind, value
