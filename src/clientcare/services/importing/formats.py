"""How foreign files write things: encoding, dates, numbers, money."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NewType

import attrs
import pendulum
from attrs import field

from clientcare.domain.currencies import minor_digits
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.services.importing.templates import Template

Scalar = NewType("Scalar", Template)
"""One template; TOML may write a number, a truth value or a date as it is."""
Texts = NewType("Texts", tuple[str, ...])
"""One text, or an array of them."""

_DAY: Final = dt.datetime(2001, 2, 3, tzinfo=dt.UTC)
_INSTANT: Final = dt.datetime(2001, 2, 3, 16, 5, tzinfo=dt.UTC)


def one_of(*allowed: str) -> Any:
    """Return a validator for one of *allowed*, or ``None``."""

    def check(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
        if value is not None and value not in allowed:
            raise InvalidValueError(named(owner, at), value, "one of " + ", ".join(allowed))

    return check


def named(owner: object, at: attrs.Attribute[Any]) -> str:
    """Return a field's dotted name."""
    return f"{owner.__name__ if isinstance(owner, type) else type(owner).__name__}.{at.name}"


def _encoding(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
    if value is not None:
        try:
            b"a".decode(value, "replace")
        except (LookupError, UnicodeError):
            rule = "an encoding of text that Python knows, such as utf-8 or gb18030"
            raise InvalidValueError(named(owner, at), value, rule) from None


def _one_character(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
    if value is not None and (len(value) != 1 or value.isalnum() or value in '"+-'):
        raise InvalidValueError(named(owner, at), value, "one character, no letter, digit or sign")


def _tells(moment: dt.datetime, what: str) -> Any:
    def check(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
        if value is None:
            return
        try:
            read = dt.datetime.strptime(moment.strftime(value), value)  # noqa: DTZ007 - no instant
        except ValueError:
            read = dt.datetime.min  # noqa: DTZ901 - stands for no answer
        if read.replace(tzinfo=None) != moment.replace(tzinfo=None):
            rule = f"a format in the manner of strptime that tells {what}"
            raise InvalidValueError(named(owner, at), value, rule)

    return check


def _instant_format(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
    if value is not None and not any(part in value for part in ("%H", "%I", "%X", "%c", "%T")):
        _tells(_DAY, "year, month and day")(owner, at, value)
    else:
        _tells(_INSTANT, "year, month, day, hour and minute")(owner, at, value)


def _zone(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
    if value is not None:
        try:
            pendulum.timezone(value)
        except (ValueError, LookupError):
            rule = "a time zone such as Asia/Shanghai"
            raise InvalidValueError(named(owner, at), value, rule) from None


def _currency(owner: object, at: attrs.Attribute[Any], value: Any) -> None:
    if value is not None and value.constant is not None:
        try:
            minor_digits(value.constant)
        except UnknownCurrencyError as exc:
            raise InvalidValueError(named(owner, at), value.constant, exc.rule) from None


@attrs.frozen(kw_only=True)
class Format:
    """
    How a file writes things; ``None`` leaves it to the level above.

    Attributes:
        encoding: How its bytes are read; a byte order mark is skipped.
        delimiter: What stands between two cells.
        blank: Texts that stand for nothing, beside the empty one.
        date: Of dates, in the manner of ``strptime``.
        instant: Of points in time, in the manner of ``strptime``.
        zone: The time zone of points in time that name none themselves.
        currency: Of money, as a template.
        decimal: The decimal mark.
        thousands: What may stand between groups of three digits; nothing if empty.
    """

    encoding: str | None = field(default=None, validator=_encoding)
    delimiter: str | None = field(default=None, validator=_one_character)
    blank: Texts | None = None
    date: str | None = field(default=None, validator=_tells(_DAY, "year, month and day"))
    instant: str | None = field(default=None, validator=_instant_format)
    zone: str | None = field(default=None, validator=_zone)
    currency: Scalar | None = field(default=None, validator=_currency)
    decimal: str | None = field(default=None, validator=_one_character)
    thousands: str | None = field(default=None, validator=_one_character)

    def __attrs_post_init__(self) -> None:
        if self.thousands is not None and self.thousands == (self.decimal or "."):
            rule = "another character than the decimal mark"
            raise InvalidValueError("Format.thousands", self.thousands, rule)

    def over(self, other: Format) -> Format:
        """Return this format, with what it leaves open taken from *other*."""
        mine = {at.name: getattr(self, at.name) for at in attrs.fields(Format)}
        known = {name: value for name, value in mine.items() if value is not None}
        return attrs.evolve(other, **known)


PLAIN: Final = Format(encoding="utf-8", delimiter=",", date="%Y-%m-%d", decimal=".")
"""What holds where a mapping says nothing, and for the constants of a mapping itself."""
