"""The plain forms of values: text, numbers, money, dates and instants, and back."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

import pendulum
from pendulum import Date, DateTime

from clientcare.domain.decisions import Plain, Value
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError

_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d(?::\d\d)?)?)"
    r"(?:\[([A-Za-z0-9_+/-]+)\])?",
    re.ASCII,
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,6})?", re.ASCII)
_FRACTION: Final = re.compile(r"-?\d+/[1-9]\d*", re.ASCII)


class WrongInputError(ValueError):
    """Plain data that is not of the form that a type needs."""

    def __init__(self, wanted: str, value: object) -> None:
        super().__init__(wanted, value)
        self.wanted = wanted
        self.value = value

    def __str__(self) -> str:
        return f"expected {self.wanted}, got {self.value!r}"


wrong = WrongInputError


# --- leaves -----------------------------------------------------------------


def exactly(value: Any, kind: type) -> Any:
    if type(value) is kind:
        return value
    members = _members(kind)  # a StrEnum lands in the hook of str as well
    if members is None:
        raise wrong(_NAMES[kind], value)
    if type(value) is not str or value not in members:
        raise wrong("one of " + ", ".join(members), value)
    return members[value]


LEAVES: Final = {"", "Money"}  # what raises these errors is no object with a path of its own
_NAMES: Final = {str: "text", int: "a whole number", bool: "true or false"}


@cache
def _members(kind: type) -> Mapping[str, enum.Enum] | None:
    """Return the members of an enum by their text; ``None`` for a type that is none."""
    if not issubclass(kind, enum.Enum):
        return None
    return {str(member.value): member for member in kind}


def instant_to_text(value: DateTime) -> str:
    """
    Return an aware instant in the form of RFC 9557: offset, and zone name where it has one.

    Raises:
        InvalidValueError: The instant has no time zone.
    """
    if value.tzinfo is None:
        raise InvalidValueError("instant", value, "an instant with a time zone")
    name: str | None = getattr(value.tzinfo, "key", None)
    return value.isoformat() if name is None else f"{value.isoformat()}[{name}]"


def instant_from_text(text: object) -> DateTime:
    """
    Return the instant that *text* (ISO 8601 or RFC 9557) names, offset, zone and fold included.

    Raises:
        ValueError: No such text, no offset, an unknown zone, or an offset that
            the zone does not have at that time.
    """
    match = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise wrong("an instant such as 2026-01-31T09:00:00+08:00[Asia/Shanghai]", text)
    try:
        stamp = dt.datetime.fromisoformat(match[1])
    except ValueError:
        raise wrong("an instant that exists", text) from None
    if stamp.tzinfo is None:
        raise wrong("an instant with an offset", text)
    if match[2] is None:
        return _build(stamp, _fixed_zone(stamp.utcoffset() or dt.timedelta()))
    try:
        zone = pendulum.timezone(match[2])
    except (ValueError, LookupError, OSError):
        raise wrong("a known time zone", match[2]) from None
    offset = stamp.utcoffset()
    for fold in (0, 1):
        made = _build(stamp, zone, fold)
        if made.utcoffset() == offset:
            return made
    raise wrong(f"an offset that {match[2]} has at that time", text)


def _build(stamp: dt.datetime, zone: dt.tzinfo, fold: int = 0) -> DateTime:
    return DateTime(
        stamp.year,
        stamp.month,
        stamp.day,
        stamp.hour,
        stamp.minute,
        stamp.second,
        stamp.microsecond,
        tzinfo=zone,
        fold=fold,
    )


@lru_cache(maxsize=256)
def _fixed_zone(offset: dt.timedelta) -> dt.tzinfo:
    return pendulum.FixedTimezone(int(offset.total_seconds())) if offset else pendulum.UTC


def date_from_text(text: object) -> Date:
    """
    Return the calendar date that *text* (``YYYY-MM-DD``) names.

    Raises:
        ValueError: No such text, or no such day.
    """
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise wrong("a date such as 2026-01-31", text)
    try:
        return Date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        raise wrong("a day that exists", text) from None


def decimal_in(value: Any, _: Any) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise wrong("an exact decimal number as text", value)
    try:
        return Decimal(value)
    except InvalidOperation:  # pragma: no cover - the pattern above lets none through
        raise wrong("an exact decimal number as text", value) from None


def fraction_in(value: Any, _: Any) -> Fraction:
    if not isinstance(value, str) or not _FRACTION.fullmatch(value):
        raise wrong("a fraction such as 1/3", value)
    return Fraction(value)


def money_in(value: Any, _: Any) -> Money:
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        raise wrong('money such as {"amount": "1234.50", "currency": "CNY"}', value)
    if not isinstance(value["amount"], str):
        raise wrong("the amount of money as text", value["amount"])
    return Money.of(value["amount"], value["currency"])


def money_out(value: Money) -> dict[str, str]:
    return {"amount": value.amount_text, "currency": value.currency}


# --- the values of a reason: their type is not declared, so it is written down ---

_TAGS: Final[tuple[tuple[str, type, Callable[[Any], Any], Callable[[Any], Any]], ...]] = (
    ("money", Money, money_out, lambda data: money_in(data, Money)),
    ("instant", DateTime, instant_to_text, instant_from_text),
    ("date", Date, Date.isoformat, date_from_text),
    ("decimal", Decimal, str, lambda data: decimal_in(data, Decimal)),
    (
        "fraction",
        Fraction,
        lambda data: f"{data.numerator}/{data.denominator}",
        lambda data: fraction_in(data, Fraction),
    ),
)


def value_out(value: Value) -> Any:
    return [_plain_out(item) for item in value] if isinstance(value, tuple) else _plain_out(value)


def _plain_out(value: Plain) -> Any:
    if value is None or type(value) in {bool, int, str}:
        return value
    if isinstance(value, enum.StrEnum):
        return value.value
    for tag, kind, out, _ in _TAGS:
        if isinstance(value, kind):
            return {tag: out(value)}
    raise InvalidValueError("Reason.facts", value, "an exact value, or a tuple of them; no float")


def value_in(data: Any, _: Any) -> Value:
    if isinstance(data, list):
        return tuple(_plain_in(item) for item in data)
    return _plain_in(data)


def _plain_in(data: Any) -> Plain:
    if isinstance(data, dict) and len(data) == 1:
        for tag, _, _, read in _TAGS:
            if tag in data:
                return read(data[tag])  # type: ignore[no-any-return]
    if data is None or type(data) in {bool, int, str}:
        return data  # type: ignore[no-any-return]
    raise wrong("a plain value or one tagged value", data)
