"""
What is said and written around a referral, in three languages (R3, R5, R9).

Everything for the prospect is made from a `ProspectSide` and so can name nobody who did
not agree to it. Templates of your own take the same places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.domain.referral_sides import IntroducerSide, IntroducerStage, ProspectSide
from clientcare.errors import InvalidValueError
from clientcare.wording._text import Filler, Language, Text, shown

__all__ = [
    "ANONYMOUS_OPENING",
    "ASK",
    "CARD",
    "LETTER",
    "OPENING",
    "ask_for_names",
    "introduction_card",
    "introduction_letter",
    "opening",
    "report_to_introducer",
]

OPENING: Final = Text(
    en="Good day, {prospect}. This is {salesperson} of {our_firm}; {introduced_by} gave us your name.",
    zh_hans="{prospect}，您好。我是{our_firm}的{salesperson}，是{introduced_by}介绍我与您联系的。",
    zh_hant="{prospect}，您好。我是{our_firm}的{salesperson}，是{introduced_by}介紹我與您聯繫的。",
)
"""The first words to a prospect whose introducer agreed to be named."""
ANONYMOUS_OPENING: Final = Text(
    en="Good day, {prospect}. This is {salesperson} of {our_firm}; we have your name from {source}.",
    zh_hans="{prospect}，您好。我是{our_firm}的{salesperson}，您的联系方式来自{source}。",
    zh_hant="{prospect}，您好。我是{our_firm}的{salesperson}，您的聯繫方式來自{source}。",
)
"""The first words where the introducer is not to be named."""
LETTER: Final = Text(
    en=(
        "Dear {prospect},\n\nI should like to introduce {salesperson} of {our_firm} to you. I have"
        " worked with them and value how they work. Please give them a little of your time;"
        " whether you buy is for you alone to decide.\n\n{introduced_by}\n"
    ),
    zh_hans=(
        "{prospect}：\n\n您好！现向您介绍{our_firm}的{salesperson}。我与他们合作过，很认可他们的做法，"
        "请您抽一点时间听听；买与不买，全由您自己决定。\n\n{introduced_by}\n"
    ),
    zh_hant=(
        "{prospect}：\n\n您好！現向您介紹{our_firm}的{salesperson}。我與他們合作過，很認可他們的做法，"
        "請您抽一點時間聽聽；買與不買，全由您自己決定。\n\n{introduced_by}\n"
    ),
)
"""The letter that an introducer signs (R5)."""
CARD: Final = Text(
    en="For {prospect}: this introduces {salesperson} of {our_firm}. {introduced_by}",
    zh_hans="致{prospect}：兹介绍{our_firm}的{salesperson}。{introduced_by}",
    zh_hant="致{prospect}：茲介紹{our_firm}的{salesperson}。{introduced_by}",
)
"""The small card that an introducer signs (R5)."""
ASK: Final = Text(
    en=(
        "Whom do you know who is {described}? Name, address, age and trade help us."
        " If you would rather not be named, your name stays with us."
    ),
    zh_hans="您认识的人中，有没有{described}的？请告诉我们姓名、地址、年龄和行业。您若不愿具名，我们绝不透露。",
    zh_hant="您認識的人中，有沒有{described}的？請告訴我們姓名、地址、年齡和行業。您若不願具名，我們絕不透露。",
)
"""The question to a customer: for a described kind of person, with anonymity on offer (R9, R4)."""
_REPORTS: Final[Mapping[IntroducerStage, Text]] = {
    IntroducerStage.WAITING: Text(
        en="Thank you for the name of {prospect}. We will be in touch with them soon.",
        zh_hans="感谢您介绍{prospect}，我们会尽快联系。",
        zh_hant="感謝您介紹{prospect}，我們會盡快聯繫。",
    ),
    IntroducerStage.CONTACTED: Text(
        en="Thank you for the name of {prospect}. We have spoken with them.",
        zh_hans="感谢您介绍{prospect}，我们已经联系上了。",
        zh_hant="感謝您介紹{prospect}，我們已經聯繫上了。",
    ),
    IntroducerStage.WON: Text(
        en="Thank you for the name of {prospect}: they have become our customer.",
        zh_hans="感谢您介绍{prospect}，对方已成为我们的客户。",
        zh_hant="感謝您介紹{prospect}，對方已成為我們的客戶。",
    ),
    IntroducerStage.NOT_WON: Text(
        en="Thank you for the name of {prospect}. Nothing came of it this time; your help counts all the same.",
        zh_hans="感谢您介绍{prospect}。这次没有谈成，但您的帮助我们同样铭记。",
        zh_hant="感謝您介紹{prospect}。這次沒有談成，但您的幫助我們同樣銘記。",
    ),
    IntroducerStage.NOT_TAKEN_UP: Text(
        en="Thank you for the name of {prospect}, whom we knew already; your help counts all the same.",
        zh_hans="感谢您介绍{prospect}。我们此前已有联系，但您的帮助我们同样铭记。",
        zh_hant="感謝您介紹{prospect}。我們此前已有聯繫，但您的幫助我們同樣銘記。",
    ),
}


def opening(
    side: ProspectSide,
    language: Language | str = Language.EN,
    *,
    our_firm: str,
    salesperson: str,
    template: Text | None = None,
) -> str:
    """
    Return the first words to a prospect, which always tell where we have the name from.

    The introducer is named only where *side* names one; a template of your own should
    then have the place ``introduced_by``, and ``source`` where it has none.
    """
    usual = ANONYMOUS_OPENING if side.introduced_by is None else OPENING
    return _filled(side, language, template or usual, our_firm, salesperson)


def introduction_letter(
    side: ProspectSide,
    language: Language | str = Language.EN,
    *,
    our_firm: str,
    salesperson: str,
    template: Text = LETTER,
) -> str:
    """
    Return the letter that the introducer signs (R5).

    Raises:
        InvalidValueError: The introducer is not to be named.
    """
    return _signed(side, language, template, our_firm, salesperson)


def introduction_card(
    side: ProspectSide,
    language: Language | str = Language.EN,
    *,
    our_firm: str,
    salesperson: str,
    template: Text = CARD,
) -> str:
    """
    Return the small card that the introducer signs (R5).

    Raises:
        InvalidValueError: The introducer is not to be named.
    """
    return _signed(side, language, template, our_firm, salesperson)


def ask_for_names(
    described: str, language: Language | str = Language.EN, *, template: Text = ASK
) -> str:
    """
    Return the question for a described kind of person, never for "anyone" (R9).

    Raises:
        InvalidValueError: Nobody is described.
    """
    if not described.strip():
        raise InvalidValueError("described", described, "a kind of person")
    return Filler(Language(language)).fill(template, {"described": described})


def report_to_introducer(side: IntroducerSide, language: Language | str = Language.EN) -> str:
    """Return what the introducer is told: thanks and the stage, good or bad, and no figures (R3)."""
    return Filler(Language(language)).fill(_REPORTS[side.stage], {"prospect": side.prospect})


def _signed(
    side: ProspectSide,
    language: Language | str,
    template: Text,
    our_firm: str,
    salesperson: str,
) -> str:
    if side.introduced_by is None:
        raise InvalidValueError(
            "ProspectSide.introduced_by", None, "somebody who agreed to be named"
        )
    return _filled(side, language, template, our_firm, salesperson)


def _filled(
    side: ProspectSide,
    language: Language | str,
    template: Text,
    our_firm: str,
    salesperson: str,
) -> str:
    tongue = Language(language)
    source = "a business contact" if tongue is Language.EN else shown(side.source, tongue)
    facts = {
        "prospect": side.prospect,
        "firm": side.firm,
        "introduced_by": side.introduced_by or source,
        "source": source,
        "our_firm": our_firm,
        "salesperson": salesperson,
    }
    return Filler(tongue).fill(template, facts)
