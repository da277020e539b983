"""Listings: what a query asks, and the text by which rows are ordered and found."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import attrs
from pendulum import Date, DateTime

from clientcare.domain import _checks
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import InvalidValueError

KEY_ORDER: Final = "key"
"""The order that every kind has: by key, code point by code point."""

Sortable: TypeAlias = str | Date | DateTime | None
Ordinal: TypeAlias = Sortable | tuple[Sortable, ...]
"""What an index or order may be made of; ``sort_text`` turns it into text."""

TEXT_VERSION: Final = 1
"""Raised whenever a value gets another text by which it is ordered or found."""

_SEPARATOR: Final = "\x01"
_FIRST: Final = "\x01"  # no text but the empty one sorts before it
_ESCAPES: Final = str.maketrans({"\x00": "\x02\x02", "\x01": "\x02\x03", "\x02": "\x02\x04"})
_LOW: Final = re.compile("[\x00-\x02]")


def sort_text(value: Ordinal) -> str:
    """
    Return *value* as text that sorts by code point just as the value does.

    Instants are compared in UTC, ``None`` comes first, tuples compare item by
    item. The text holds no NUL, so that every database can store it.
    """
    if isinstance(value, tuple):
        return _SEPARATOR.join(map(_part, value))
    return _part(value)


def _part(value: Sortable) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.translate(_ESCAPES) if _LOW.search(value) else str(value)
    if isinstance(value, DateTime):
        return utc_text(value)
    day: object = value
    if not isinstance(day, dt.date):
        rule = "text, a date, an instant, None, or a tuple of these"
        raise InvalidValueError("value to find or order by", value, rule)
    return day.isoformat()


_CLOCK: Final = len("2026-01-01T00:00:00.000000")


def utc_text(value: dt.datetime) -> str:
    """Return an aware instant in UTC as text of fixed width, with microseconds."""
    offset = value.utcoffset()
    if offset is None:
        raise InvalidValueError("instant", value, _checks.AWARE)
    if not offset:
        return f"{dt.datetime.isoformat(value, timespec='microseconds')[:_CLOCK]}Z"
    moment = dt.datetime.combine(value.date(), value.time())
    try:
        return (moment - offset).isoformat(timespec="microseconds") + "Z"
    except OverflowError:
        return _beyond_the_calendar(moment, offset)


def _beyond_the_calendar(moment: dt.datetime, offset: dt.timedelta) -> str:
    """Return text that sorts before year 1, or after year 9999, as an instant in UTC can be."""
    cycle = 400 if moment.year == dt.MINYEAR else -400
    shifted = moment.replace(year=moment.year + cycle) - offset
    clock = shifted.isoformat(timespec="microseconds")[len("2026-01-01") :] + "Z"
    if cycle > 0:
        return f"0000-12-31{clock}"
    return f"9999-12-31T{shifted.hour + 24}{clock[len('T00') :]}"


_MOST: Final = 500


def order_text(value: Ordinal) -> str:
    """Return the text by which a row is ordered: the first 500 characters."""
    return sort_text(value)[:_MOST]


def index_text(value: Ordinal) -> str:
    """Return the text by which a row is found; a digest stands for what is beyond 500."""
    text = sort_text(value)
    if len(text) <= _MOST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return text[: _MOST - len(digest)] + digest


@attrs.frozen
class Eq:
    """The index has exactly this value (``None`` where a row has none)."""

    value: str = attrs.field(converter=index_text)


def _texts(values: Iterable[Ordinal]) -> tuple[str, ...]:
    if isinstance(values, str):  # it would count as its characters
        raise InvalidValueError("In.values", values, "several values, such as [value]")
    return tuple(dict.fromkeys(map(index_text, values)))


@attrs.frozen
class In:
    """The index has one of these values."""

    values: tuple[str, ...] = attrs.field(converter=_texts)


def _bound(value: Ordinal) -> str | None:
    return None if value is None else sort_text(value)


@attrs.frozen
class Range:
    """
    The index lies between these values, both included; a ``None`` bound is open.

    A row without a value lies outside every range that has a bound: with *most*
    alone, too, only rows whose value is known are found.
    """

    least: str | None = attrs.field(default=None, converter=_bound)
    most: str | None = attrs.field(default=None, converter=_bound)

    def __attrs_post_init__(self) -> None:
        if self.least is None and self.most is not None:
            object.__setattr__(self, "least", _FIRST)


Condition: TypeAlias = Eq | In | Range


def matches(condition: Condition, value: str) -> bool:
    """Tell whether index text *value* fulfils *condition*."""
    if isinstance(condition, Eq):
        return value == condition.value
    if isinstance(condition, In):
        return value in condition.values
    return (condition.least is None or condition.least <= value) and (
        condition.most is None or value <= condition.most
    )


def _frozen(where: Mapping[str, Condition]) -> Mapping[str, Condition]:
    given: Mapping[str, object] = where
    for name, condition in given.items():
        if not isinstance(condition, Condition):
            rule = f"Eq, In or Range, such as {{{name!r}: Eq(...)}}"
            raise InvalidValueError(f"Query.where.{name}", condition, rule)
    return FrozenMap(where)


@attrs.frozen
class Query:
    """
    What a listing shows, and in which order.

    Attributes:
        where: A condition for each index named; all of them hold.
        order: An order that the kind declares, or ``"key"``. Rows that are
            equal in it follow by key.
        descending: The exact reverse order (capability ``DESCENDING``).
    """

    where: Mapping[str, Condition] = attrs.field(factory=FrozenMap, converter=_frozen)
    order: str = KEY_ORDER
    descending: bool = False


EVERYTHING: Final = Query()
"""All rows of a kind, by key."""
