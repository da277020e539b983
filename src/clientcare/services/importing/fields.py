"""The fields of our own classes: of which type they are, and what stands in them."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_origin

import attrs
from pendulum import Date, DateTime

from clientcare.domain.money import Money

_UNIONS: Final = (typing.Union, types.UnionType)
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
    kind = _without_none(kind)
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    return kind


def _without_none(kind: Any) -> Any:
    if get_origin(kind) not in _UNIONS:
        return kind
    others = [arg for arg in get_args(kind) if arg is not types.NoneType]
    return others[0] if len(others) == 1 else kind


def members_of(kind: Any) -> tuple[type[attrs.AttrsInstance], ...]:
    """Return the classes of a union of our classes; nothing for any other type."""
    members = get_args(kind) if get_origin(kind) in _UNIONS else ()
    return members if len(members) > 1 and all(map(attrs.has, members)) else ()


def form_of(kind: Any) -> str | None:
    """Return how text becomes a value of *kind*; ``None`` where it cannot."""
    if not isinstance(kind, type):
        return None
    if issubclass(kind, enum.Enum):
        return "text"
    return next((form for base, form in _FORMS if issubclass(kind, base)), None)


class Held(NamedTuple):
    """A date, an instant or an id that an object holds: where, in which field, declared as what."""

    path: str
    field: attrs.Attribute[Any]
    declared: Any
    value: object


def walk(value: object, path: str) -> Iterator[Held]:
    """Yield every date, instant and id that an object holds."""
    cls: Any = type(value)
    for field, declared, is_tuple in _watched(cls):
        held = getattr(value, field.name)
        if held is None:
            continue
        inside = f"{path}.{field.name}"
        if is_tuple:
            for place, item in enumerate(held):
                yield from _inside(Held(f"{inside}[{place}]", field, declared, item))
        else:
            yield from _inside(Held(inside, field, declared, held))


def _inside(held: Held) -> Iterator[Held]:
    if attrs.has(type(held.value)):
        yield from walk(held.value, held.path)
    else:
        yield held


@cache
def _watched(cls: Any) -> tuple[tuple[attrs.Attribute[Any], Any, bool], ...]:
    """Return field, type and whether it holds several, of each field that a walk looks into."""
    found: list[tuple[attrs.Attribute[Any], Any, bool]] = []
    for at in attrs.fields(attrs.resolve_types(cls)):
        declared = _without_none(at.type)
        is_tuple = get_origin(declared) is tuple
        if is_tuple:
            declared = _without_none(get_args(declared)[0])
        if any(map(_is_watched, _members(declared))):
            found.append((at, declared, is_tuple))
    return tuple(found)


def _members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in _UNIONS else (kind,)


def _is_watched(kind: Any) -> bool:
    if hasattr(kind, "__supertype__"):  # an id
        return True
    if not isinstance(kind, type) or kind is Money:
        return False
    return issubclass(kind, Date) or attrs.has(kind)
