"""Sentences with places for the values of a reason, in three languages side by side."""

from __future__ import annotations

import enum
import re
import string
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
from pendulum import Date, DateTime

from clientcare.domain.money import Money, rounded
from clientcare.domain.scales import Scale
from clientcare.wording._words import english, traditional


class Language(enum.StrEnum):
    """The languages that reasons are worded in, by BCP 47 tag."""

    EN = "en"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"


@attrs.frozen(kw_only=True)
class Text:
    """
    One sentence in every language.

    A part in square brackets names the moment that is judged; it is left out where
    the reader has been told that moment already.

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

    A place may say how: ``{share:percent}`` as a percentage with one decimal, half
    up; ``{minutes:hours}`` as hours where they are whole, else as minutes;
    ``{limit:or_none}`` as none instead of as unknown; ``{grade:grade}`` as none that
    counts as C; ``{days:n day}`` with an English noun in the singular or plural;
    ``{days:pick is|are}`` as the first word for 1 or yes, else as the second;
    ``{clock:task}`` and ``{cap:noun}`` as what a clock or a cap is for, in English. A
    place whose value is missing or unknown shows the language's word for it.

    Args:
        language: The language.
        told_at: The moment that the reader has been told already, if any: it is
            not repeated, and instants are shown in its zone without naming that.
    """

    def __init__(self, language: Language, told_at: DateTime | None = None) -> None:
        super().__init__()
        self._language = language
        self._told_at = told_at

    def fill(self, text: Text, facts: Mapping[str, Any]) -> str:
        """Return the sentence with *facts* in its places; where the last is empty, it just ends."""
        template = text.template(self._language)
        kept = r"\1" if self._told_at is None else ""
        return self.vformat(_MOMENT.sub(kept, template), (), facts).rstrip()

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 - the base class's signature
        """Return the value of a place, ``None`` where the reason has none of that name."""
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return *value* as it is shown in a sentence."""
        how, _, words = format_spec.partition(" ")
        if how == "pick":
            return words.split("|")[0 if value == 1 else 1]
        if value is None and how in _ABSENT:
            return _ABSENT[how].template(self._language)
        if how in {"percent", "hours"} and value is not None:
            return self._percent(value) if how == "percent" else self._hours(value)
        if self._language is Language.EN and how in _NAMES:
            return _NAMES[how].get(str(value), str(value))
        text = shown(value, self._language, self._told_at)
        if how == "n" and self._language is Language.EN:
            return f"{text} {words if value == 1 else words + 's'}"
        return text

    def _percent(self, value: Any) -> str:
        tenths = rounded(Fraction(value) * 1000, "half_up")
        sign = " %" if self._language is Language.EN else "%"
        return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}{sign}"

    def _hours(self, minutes: int) -> str:
        unit, count = ("minute", minutes) if minutes % 60 else ("hour", minutes // 60)
        if self._language is not Language.EN:
            return f"{count}{_UNITS[unit].template(self._language)}"
        return self.format_field(count, f"n {unit}")


_MOMENT: Final = re.compile(r"\[([^\[\]]*)\]")
_NONE: Final = Text(en="none", zh_hans="无", zh_hant="無")
_ABSENT: Final[Mapping[str, Text]] = {
    "or_none": _NONE,
    "grade": Text(
        en="none, which counts as C", zh_hans="未评级，按C级计", zh_hant="未評級，按C級計"
    ),
}
_UNITS: Final[Mapping[str, Text]] = {
    "hour": Text(en="hour", zh_hans="小时", zh_hant="小時"),
    "minute": Text(en="minute", zh_hans="分钟", zh_hant="分鐘"),
}
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "task": {
        "acknowledge": "acknowledge the complaint",
        "proposal": "propose a solution",
        "containment": "contain the harm",
        "resolve": "resolve the complaint",
    },
    "noun": {
        "acknowledge": "acknowledgement",
        "status": "written report on progress",
        "final": "final answer",
    },
}
_WORDS: Final[Mapping[bool | None, Text]] = {
    None: Text(en="unknown", zh_hans="未知", zh_hant="未知"),
    True: Text(en="yes", zh_hans="是", zh_hant="是"),
    False: Text(en="no", zh_hans="否", zh_hant="否"),
}


def shown(value: object, language: Language, told_at: DateTime | None = None) -> str:
    """
    Return one value of a reason as a reader of *language* expects to see it.

    An instant names its zone, unless the reader has been told *told_at*, whose zone
    then holds.
    """
    if value is None or isinstance(value, bool):
        return _WORDS[value].template(language)
    if isinstance(value, tuple):
        listed = (", " if language is Language.EN else "、").join(
            shown(item, language, told_at) for item in value
        )
        return listed or _NONE.template(language)
    if isinstance(value, Scale):
        return _called(value, language)
    if told_at is not None and isinstance(value, DateTime):
        return f"{value.astimezone(told_at.tzinfo):%Y-%m-%d %H:%M}"
    for kind, show in _BY_TYPE:
        if isinstance(value, kind):
            return show(value)
    return str(value)


def _called(member: Scale, language: Language) -> str:
    """Return what a member of a scale is called."""
    if language is Language.EN:
        return english(member)
    return traditional(member.label) if language is Language.ZH_HANT else member.label


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
