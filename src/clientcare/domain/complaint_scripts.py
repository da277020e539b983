"""
What to say to whom complains (C8): a catalogue that a firm fills for its own trade.

A script belongs to a kind of complaint. It tells what the customer feels, what to
heed, what to say, and what never to promise, in each language that the firm speaks.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.complaint_scales import CauseKind
from clientcare.errors import InvalidValueError

_SENTENCES = check.tuple_of(check.text(most=1000), least=1)


@attrs.frozen(kw_only=True)
class ScriptText:
    """
    A script in one language.

    Attributes:
        title: The kind of complaint in a few words.
        feels: What the customer feels.
        heed: Points to heed.
        say: What to say, in this order.
        never: What never to promise or say.
    """

    title: str = field(validator=check.text(most=200))
    feels: str = field(validator=check.text(most=1000))
    heed: tuple[str, ...] = field(validator=_SENTENCES)
    say: tuple[str, ...] = field(validator=_SENTENCES)
    never: tuple[str, ...] = field(validator=_SENTENCES)


def _texts(texts: Mapping[str, ScriptText]) -> Mapping[str, ScriptText]:
    return FrozenMap(texts)


def _by_language(owner: object, attribute: check.Field, value: Mapping[str, ScriptText]) -> None:
    if not value:
        check.refuse(owner, attribute, value, "at least one language")
    for language, text in value.items():
        check.text(most=35)(owner, attribute, language)
        check.a(ScriptText)(owner, attribute, text)


@attrs.frozen(kw_only=True)
class ComplaintScript:
    """
    What to say in one kind of complaint.

    Attributes:
        id: The script's name in its catalogue.
        causes: The causes, level 1, that it is meant for.
        texts: The script by language (BCP 47 tag, such as ``en`` or ``zh-Hans``).

    Raises:
        InvalidValueError: A field breaks its rule, or there is no language.
    """

    id: str = field(validator=check.key)
    causes: tuple[CauseKind, ...] = field(
        default=(), validator=check.none_twice(check.a(CauseKind))
    )
    texts: Mapping[str, ScriptText] = field(converter=_texts, validator=_by_language)

    def text(self, language: str) -> ScriptText | None:
        """
        Return the script in a language; ``None`` where it has none in it.

        A tag that is not there is shortened from its end, so that ``en-GB`` finds
        ``en``; another script of Chinese is never taken for the one asked for.
        """
        parts = language.split("-")
        tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
        by_tag = {tag.lower(): text for tag, text in self.texts.items()}
        return next((by_tag[tag.lower()] for tag in tags if tag.lower() in by_tag), None)


@attrs.frozen(kw_only=True)
class ScriptCatalogue:
    """
    The scripts of a firm.

    Attributes:
        scripts: Each with an id of its own, the ones to offer first at the front.

    Raises:
        InvalidValueError: Two have the same id.
    """

    scripts: tuple[ComplaintScript, ...] = field(
        default=(), validator=check.tuple_of(check.a(ComplaintScript))
    )

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for script in self.scripts:
            if script.id in seen:
                raise InvalidValueError("ScriptCatalogue.scripts", script.id, "each id once")
            seen.add(script.id)

    def script(self, script_id: str) -> ComplaintScript | None:
        """Return the script of an id; ``None`` where there is none."""
        return next((one for one in self.scripts if one.id == script_id), None)

    def for_cause(self, cause: CauseKind, language: str) -> tuple[ScriptText, ...]:
        """
        Return what to say where a cause is found or suspected, in a language.

        A language that no script has gives none, as does a cause that none is for.

        Raises:
            InvalidValueError: *cause* is no cause.
        """
        check.require_kind("cause", cause, CauseKind)
        found = (one.text(language) for one in self.scripts if cause in one.causes)
        return tuple(text for text in found if text is not None)
