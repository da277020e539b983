"""What is said and written around a referral (R3, R5, R9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import attrs
import pendulum
import pytest

from clientcare.domain.referral_sides import (
    IntroducerSide,
    IntroducerStage,
    ProspectSide,
    SourceCategory,
)
from clientcare.errors import InvalidValueError
from clientcare.reports.introductions import (
    ANONYMOUS_OPENING,
    ASK,
    CARD,
    LETTER,
    OPENING,
    ask_for_names,
    introduction_card,
    introduction_letter,
    opening,
    report_to_introducer,
)
from clientcare.wording import Language, Text


class Ours(TypedDict):
    """Who of us speaks."""

    our_firm: str
    salesperson: str


NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
NAMED = ProspectSide(prospect="Li Lei", introduced_by="Wang {0}", received_at=NOON)
UNNAMED = attrs.evolve(NAMED, introduced_by=None)
US: Ours = {"our_firm": "North Tiles", "salesperson": "Zhao"}
TEXTS = (OPENING, ANONYMOUS_OPENING, LETTER, CARD, ASK)


@pytest.mark.parametrize("tongue", Language)
def test_letter_and_card(tongue: Language) -> None:
    """Signed by who agreed, whatever characters the name has."""
    for write in (introduction_letter, introduction_card):
        text = write(NAMED, tongue, **US)
        assert all(one in text for one in ("Li Lei", "Wang {0}", "North Tiles", "Zhao"))


@pytest.mark.parametrize("write", [introduction_letter, introduction_card])
def test_nobody_signs_who_is_not_to_be_named(write: Callable[..., str]) -> None:
    """There is no letter and no card then."""
    with pytest.raises(InvalidValueError, match="agreed to be named"):
        write(UNNAMED, **US)


@pytest.mark.parametrize(
    ("tongue", "source"),
    [
        ("en", "a business contact"),
        ("zh-Hans", "一位业务上的朋友"),
        ("zh-Hant", "一位業務上的朋友"),
    ],
)
def test_the_first_words_always_tell_the_source(tongue: str, source: str) -> None:
    """By name where that is agreed, else by its kind."""
    assert "Wang {0}" in opening(NAMED, tongue, **US)
    assert source in opening(UNNAMED, tongue, **US)
    assert SourceCategory.BUSINESS_CONTACT is UNNAMED.source


def test_a_template_of_one_s_own() -> None:
    """It takes the same places, and a name that is not to be told is the source there."""
    mine = Text(en="{prospect}: {introduced_by}!", zh_hans="", zh_hant="")

    assert "Li Lei: Wang {0}!" == opening(NAMED, template=mine, **US)
    assert "Li Lei: a business contact!" == opening(UNNAMED, template=mine, **US)
    assert "Li Lei: Wang {0}!" == introduction_card(NAMED, template=mine, **US)


def test_the_ask_describes_somebody() -> None:
    """Never "anyone", and with anonymity on offer."""
    text = ask_for_names("under fifty and successful in business")

    assert "under fifty" in text
    assert "not be named" in text
    with pytest.raises(InvalidValueError, match="a kind of person"):
        ask_for_names(" ")


@pytest.mark.parametrize("tongue", Language)
@pytest.mark.parametrize("stage", IntroducerStage)
def test_every_stage_is_reported_with_thanks(stage: IntroducerStage, tongue: Language) -> None:
    """Good or bad, the introducer is thanked and told."""
    text = report_to_introducer(IntroducerSide(prospect="Li Lei", stage=stage), tongue)

    assert "Li Lei" in text
    assert any(thanks in text for thanks in ("Thank you", "感谢", "感謝"))


@pytest.mark.parametrize("text", TEXTS)
def test_each_is_written_in_its_own_characters(text: Text) -> None:
    """Simplified texts stay within GB 2312, traditional ones within Big5."""
    assert text.zh_hans.encode("gb2312")
    assert text.zh_hant.encode("big5")
