"""
Reasons in words, by language.

A policy answers with codes and numbers; this layer says them in English and in
simplified and traditional Chinese. Each area keeps its sentences in a module of
its own whose name starts with an underscore and which holds one table, TEXTS.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from pendulum import DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason
from clientcare.errors import InvalidValueError
from clientcare.wording._text import Filler, Language, Text

__all__ = ["Language", "Text", "explain", "render", "texts"]


@cache
def texts() -> Mapping[str, Text]:
    """Return every sentence of the library by reason code."""
    found: dict[str, Text] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name not in {"_text", "_words", "sources"}:
            table: Mapping[str, Text] = importlib.import_module(f"{__name__}.{module.name}").TEXTS
            found |= table
    return FrozenMap(found)


def render(
    reason: Reason, language: Language | str = Language.EN, *, told_at: DateTime | None = None
) -> str:
    """
    Return *reason* as a sentence of *language* that names the numbers it rests on.

    In a report that says at its head at which moment all was judged, hand that in as
    *told_at*: it is not repeated, and instants are shown in its zone without naming it.

    A code without a sentence of ours (a host's own policy) is shown as it is,
    with its facts.

    Raises:
        InvalidValueError: *language* is none of the three; the rule lists them.
    """
    filler = Filler(_known(language), told_at)
    text = texts().get(reason.code)
    if text is None:
        facts = ", ".join(
            f"{name} {filler.format_field(value, '')}" for name, value in reason.facts.items()
        )
        return f"{reason.code}: {facts}" if facts else reason.code
    return filler.fill(text, reason.facts)


def _known(language: Language | str) -> Language:
    try:
        return Language(language)
    except ValueError:
        raise InvalidValueError("language", language, f"one of {', '.join(Language)}") from None


def explain(decision: Decision[object], language: Language | str = Language.EN) -> tuple[str, ...]:
    """Return every reason of *decision* as a sentence, in their order."""
    return tuple(render(reason, language) for reason in decision.reasons)
