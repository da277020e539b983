"""Sentences with places for the values of a reason, in three languages side by side."""

from __future__ import annotations

import enum
import string
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain.money import Money, rounded
from clientcare.domain.scales import Scale


class Language(enum.StrEnum):
    """The languages that reasons are worded in, by BCP 47 tag."""

    EN = "en"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"


@attrs.frozen(kw_only=True)
class Text:
    """
    One sentence in every language.

    Attributes:
        en: English.
        zh_hans: Simplified Chinese 简体.
        zh_hant: Traditional Chinese 繁體.
    """

    en: str
    zh_hans: str
    zh_hant: str

    def template(self, language: Language) -> str:
        """Return the sentence of one language, its places still open."""
        if language is Language.EN:
            return self.en
        return self.zh_hans if language is Language.ZH_HANS else self.zh_hant


class Filler(string.Formatter):
    """
    Puts the values of a reason into a sentence, each shown by its type.

    ``{share:percent}`` shows a share as a percentage with one decimal, half up.
    A place whose value is missing or unknown shows the language's word for it.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 - the base class's signature
        """Return the value of a place, ``None`` where the reason has none of that name."""
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return *value* as it is shown in a sentence."""
        if format_spec == "percent" and value is not None:
            tenths = rounded(Fraction(value) * 1000, "half_up")
            return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10} %"
        return shown(value, self._language)


_UNKNOWN: Final = Text(en="unknown", zh_hans="未知", zh_hant="未知")
_YES: Final = Text(en="yes", zh_hans="是", zh_hant="是")
_NO: Final = Text(en="no", zh_hans="否", zh_hant="否")


def shown(value: object, language: Language) -> str:
    """Return one value of a reason as a reader of *language* expects to see it."""
    if value is None:
        return _UNKNOWN.template(language)
    if isinstance(value, bool):
        return (_YES if value else _NO).template(language)
    if isinstance(value, tuple):
        return ", ".join(shown(item, language) for item in value)
    if isinstance(value, Scale):
        return value.value if language is Language.EN else value.label
    for kind, show in _BY_TYPE:
        if isinstance(value, kind):
            return show(value)
    return str(value)


def shown_decimal(value: Fraction) -> str:
    """Return a fraction with two decimals, half up: for reading, never for reckoning."""
    hundredths = rounded(value * 100, "half_up")
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


_BY_TYPE: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (Money, lambda money: f"{money.amount:,f} {money.currency}"),
    (DateTime, lambda at: f"{at:%Y-%m-%d %H:%M} ({at.timezone_name})"),
    (Date, Date.isoformat),
    (Fraction, lambda value: str(value) if value.denominator == 1 else shown_decimal(value)),
    (Decimal, lambda value: f"{value:f}"),
)
