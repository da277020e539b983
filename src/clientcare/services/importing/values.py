"""Foreign text to the plain data that the codec reads: numbers, money, dates, instants."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

import pendulum

from clientcare.codec import instant_to_text
from clientcare.domain.currencies import minor_digits
from clientcare.domain.money import Money, rounded

_DATE_ONLY: Final = 10


class RefusedError(ValueError):
    """
    A text is not what it has to be.

    Attributes:
        rule: What it has to be.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@lru_cache(maxsize=64)
def _number_pattern(decimal: str, thousands: str | None) -> re.Pattern[str]:
    whole = r"[0-9]+"
    if thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+)"
    return re.compile(rf"([+-]?)({whole})(?:{re.escape(decimal)}([0-9]+))?")


def number(text: str, decimal: str, thousands: str | None) -> str:
    """
    Return the number that *text* writes down, as plain decimal text; exact, never a float.

    Raises:
        RefusedError: It is none, has an exponent, or groups other than of three digits.
    """
    match = _number_pattern(decimal, thousands).fullmatch(text)
    if match is None:
        example = f"1{thousands or ''}234{decimal}50"
        raise RefusedError(f"a number such as {example}")
    sign, whole, places = match.groups()
    digits = whole.replace(thousands, "") if thousands else whole
    plain = digits if places is None else f"{digits}.{places}"
    return f"-{plain}" if sign == "-" else plain


def computed(value: str, times: list[str], plus: list[str]) -> Fraction:
    """Return *value* × each of *times* + each of *plus*, exactly; all are plain numbers."""
    result = Fraction(value)
    for factor in times:
        result *= Fraction(factor)
    for summand in plus:
        result += Fraction(summand)
    return result


def decimal_text(value: Fraction) -> str:
    """
    Return an exact number as decimal text.

    Its denominator has no other prime factors than 2 and 5: it came from decimal text.
    """
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    scaled = (value * 10**places).numerator
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def amount_text(value: Fraction, currency: str, rounding: str | None) -> str:
    """
    Return *value* in major units as the text of an amount of *currency*.

    Raises:
        RefusedError: It is finer than the minor unit, and no *rounding* is asked for.
    """
    digits = minor_digits(currency)
    scaled = value * 10**digits
    if scaled.denominator != 1 and rounding is None:
        raise RefusedError(
            f"no finer than the minor unit of {currency} ({digits} decimal places), which"
            f" {decimal_text(value)} is; say how in rounding"
        )
    minor = rounded(scaled, rounding) if rounding else scaled.numerator
    return Money(minor, currency).amount_text


def day(text: str, form: str) -> str:
    """
    Return the date that *text* writes in the format *form*, as ISO 8601.

    Raises:
        RefusedError: It does not, or there is no such day.
    """
    try:
        return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a date alone
    except ValueError:
        raise RefusedError(f"a day that exists, written as {form}") from None


def instant(text: str, form: str | None, zone: str | None) -> str:
    """
    Return the point in time that *text* writes, as RFC 9557.

    Without an offset of its own it is local time of *zone*. A local time that a
    clock change repeats is the earlier of the two; one that it skips is refused.

    Args:
        text: What stands in the file.
        form: Its format; ISO 8601 without one.
        zone: The zone of local time; without one an offset is needed.

    Raises:
        RefusedError: It is no such text, or local time without a zone.
    """
    if form is None and "[" in text:
        return text  # RFC 9557 already: the codec judges it
    stamp = _stamp(text, form)
    if stamp.tzinfo is not None:
        return stamp.isoformat()
    if zone is None:
        raise RefusedError("a point in time with an offset; or name its zone in the mapping")
    local = pendulum.timezone(zone).convert(stamp, raise_on_unknown_times=False)
    back = local.astimezone(dt.UTC).astimezone(local.tzinfo)
    if back.replace(tzinfo=None) != stamp:
        raise RefusedError(f"a time that exists in {zone}; a clock change skips this one")
    return instant_to_text(pendulum.instance(local))


def _stamp(text: str, form: str | None) -> dt.datetime:
    try:
        if form is not None:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 - the caller sees to the zone
        if len(text) > _DATE_ONLY:
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    shape = f"written as {form}" if form else "in ISO 8601, such as 2026-01-31T09:00:00+08:00"
    raise RefusedError(f"a point in time that exists, {shape}")
