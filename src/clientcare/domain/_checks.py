"""
Validators of domain fields: each refuses a value with one error that names the rule.

They do not coerce. Parsing text is the codec's work.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NoReturn, TypeAlias

import attrs
import pendulum
from pendulum import Date, DateTime

from clientcare.domain.money import Money
from clientcare.domain.privacy import HIDDEN, mark_of
from clientcare.errors import InvalidValueError

Field: TypeAlias = "attrs.Attribute[Any]"
Check: TypeAlias = Callable[[Any, Field, Any], None]

MAX_KEY_LENGTH: Final = 255
AWARE: Final = "an instant (pendulum.DateTime) with a time zone"
PLAIN_DATE: Final = "a calendar date (pendulum.Date) without a time of day"


def refuse(owner: object, field: Field, value: object, rule: str) -> NoReturn:
    """Raise the error for *value* in *field*; one about a person is not shown."""
    name = owner.__name__ if isinstance(owner, type) else type(owner).__name__
    shown = HIDDEN if mark_of(field).is_hidden else value
    raise InvalidValueError(f"{name}.{field.name}", shown, rule)


def maybe(check: Check) -> Check:
    """Return a check that also lets ``None`` (unknown) pass."""

    def run(owner: Any, field: Field, value: Any) -> None:
        if value is not None:
            check(owner, field, value)

    return run


def tuple_of(check: Check, *, least: int = 0) -> Check:
    """Return a check for a tuple whose every item passes *check*."""

    def run(owner: Any, field: Field, value: Any) -> None:
        if type(value) is not tuple:
            refuse(owner, field, value, "a tuple")
        if len(value) < least:
            refuse(owner, field, value, f"at least {least} of them")
        for item in value:
            check(owner, field, item)

    return run


def _named(kind: type) -> str:
    """Return what a kind is called in a rule: an enum with its members."""
    if issubclass(kind, enum.Enum):
        members = ", ".join(member.name for member in kind)
        return f"a member of {kind.__name__} ({members})"
    return kind.__name__


def a(*kinds: type) -> Check:
    """Return a check for an instance of one of *kinds* (``bool`` is no number here)."""

    def run(owner: Any, field: Field, value: Any) -> None:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            refuse(owner, field, value, " or ".join(map(_named, kinds)))

    return run


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def text(*, least: int = 1, most: int = 10_000) -> Check:
    """Return a check for text of *least* to *most* characters, not blank unless *least* is 0."""
    rule = f"text of {least} to {most} characters, not blank" if least else f"text, up to {most}"

    def run(owner: Any, field: Field, value: Any) -> None:
        if not isinstance(value, str) or len(value) > most:
            refuse(owner, field, value, rule)
        if least and (value.isspace() or not value):
            refuse(owner, field, value, rule)
        if not _is_encodable(value):
            refuse(owner, field, ascii(value), "text that Unicode can encode (no lone surrogates)")

    return run


def key(owner: Any, field: Field, value: Any) -> None:
    """Check an identifier: 1 to 255 characters, none of them NUL."""
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_KEY_LENGTH or "\0" in value:
        refuse(owner, field, value, f"an id of 1 to {MAX_KEY_LENGTH} characters, none of them NUL")
    if not _is_encodable(value):
        refuse(owner, field, ascii(value), "an id that Unicode can encode (no lone surrogates)")


def whole(*, least: int | None = 0, most: int | None = None) -> Check:
    """Return a check for an ``int`` within bounds, both included."""
    rule = "a whole number"
    rule += f", {least} or more" if least is not None else ""
    rule += f", {most} or less" if most is not None else ""

    def run(owner: Any, field: Field, value: Any) -> None:
        if (
            type(value) is not int
            or (least is not None and value < least)
            or (most is not None and value > most)
        ):
            refuse(owner, field, value, rule)

    return run


def decimal(*, least: str | None = "0", most: str | None = None) -> Check:
    """Return a check for a finite ``Decimal`` within bounds, both included."""
    low = None if least is None else Decimal(least)
    high = None if most is None else Decimal(most)
    rule = "a finite Decimal"
    rule += f", {least} or more" if least is not None else ""
    rule += f", {most} or less" if most is not None else ""

    def run(owner: Any, field: Field, value: Any) -> None:
        if (
            type(value) is not Decimal
            or not value.is_finite()
            or (low is not None and value < low)
            or (high is not None and value > high)
        ):
            refuse(owner, field, value, rule)

    return run


def not_negative(owner: Any, field: Field, value: Any) -> None:
    """Check an amount of money, 0 or more."""
    if not isinstance(value, Money) or value.minor < 0:
        refuse(owner, field, value, "an amount of money, 0 or more")


share: Final[Check] = decimal(least="0", most="1")
"""A share of a whole, 0 to 1."""


def none_twice(check: Check) -> Check:
    """Return a check for a tuple whose every item passes *check* and stands in it once."""
    each = tuple_of(check)

    def run(owner: Any, field: Field, value: Any) -> None:
        each(owner, field, value)
        if len(set(value)) < len(value):
            refuse(owner, field, value, "each of them once")

    return run


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        pendulum.timezone(name)
    except (ValueError, LookupError, OSError):
        return False
    return True


def zone(owner: Any, field: Field, value: Any) -> None:
    """Check the name of a time zone, such as ``Asia/Shanghai``."""
    if not isinstance(value, str) or not _is_zone(value):
        refuse(owner, field, value, "the IANA name of a time zone, such as Asia/Shanghai")


def _is_instant(value: object) -> bool:
    return isinstance(value, DateTime) and value.utcoffset() is not None


def _is_date(value: object) -> bool:
    return isinstance(value, Date) and not isinstance(value, DateTime)


def instant(owner: Any, field: Field, value: Any) -> None:
    """Check an aware instant."""
    if not _is_instant(value):
        refuse(owner, field, value, AWARE)


def date(owner: Any, field: Field, value: Any) -> None:
    """Check a calendar date; an instant is not one."""
    if not _is_date(value):
        refuse(owner, field, value, PLAIN_DATE)


def require_instant(name: str, value: DateTime) -> DateTime:
    """Return *value*, an argument called *name*, or refuse it: it must be an aware instant."""
    if not _is_instant(value):
        raise InvalidValueError(name, value, AWARE)
    return value


def require_date(name: str, value: Date) -> Date:
    """Return *value*, an argument called *name*, or refuse it: it must be a plain date."""
    if not _is_date(value):
        raise InvalidValueError(name, value, PLAIN_DATE)
    return value


def require_kind(name: str, value: object, kind: type) -> None:
    """Refuse an argument called *name* that is no *kind*; of what it is, the type alone is told."""
    if not isinstance(value, kind):
        raise InvalidValueError(name, type(value).__name__, kind.__name__)
