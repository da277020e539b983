"""Scripts: a firm's own catalogue, and the three examples."""

from __future__ import annotations

import pytest

from clientcare.domain.complaint_scales import CauseKind
from clientcare.domain.complaint_scripts import ComplaintScript, ScriptCatalogue, ScriptText
from clientcare.errors import InvalidValueError, PayloadError
from clientcare.services.complaint_scripts import example_scripts, scripts_from_toml

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
OWN = """
[[scripts]]
id = "wrong_goods"
causes = ["quantity"]

[scripts.texts.en]
title = "The wrong goods came"
feels = "Left alone."
heed = ["Look at the note."]
say = ["We are sorry."]
never = ["Never blame the driver."]
"""


def test_the_examples_speak_three_languages() -> None:
    """Each of the three has every part in each language, as long in one as in the other."""
    scripts = example_scripts().scripts

    assert len(scripts) == 3
    for script in scripts:
        shapes = set()
        for language in LANGUAGES:
            text = script.text(language)
            assert text is not None
            shapes.add((len(text.heed), len(text.say), len(text.never)))
        assert len(shapes) == 1


def test_each_chinese_is_written_in_its_own_characters() -> None:
    """Simplified within GB 2312, traditional within Big5."""
    for script in example_scripts().scripts:
        for language, coding in (("zh-Hans", "gb2312"), ("zh-Hant", "big5")):
            text = script.text(language)
            assert text is not None
            whole = "".join((text.title, text.feels, *text.heed, *text.say, *text.never))
            whole.encode(coding)


def test_looked_up_by_cause_and_language() -> None:
    """Every script for the cause, in the catalogue's order; none in a language it has not."""
    scripts = example_scripts()

    assert [one.title for one in scripts.for_cause(CauseKind.SERVICE_ATTITUDE, "en")] == [
        "Nobody has come since the sale",
        "A long wait at the workshop",
    ]
    assert scripts.for_cause(CauseKind.PRODUCT_QUALITY, "zh-Hant")[0].title == "買來不久就出毛病"
    assert scripts.for_cause(CauseKind.PRICE_INVOICE, "en") == ()
    assert scripts.for_cause(CauseKind.PRODUCT_QUALITY, "fr") == ()


def test_a_narrower_language_finds_the_wider_one() -> None:
    """British English finds English; Chinese without its script finds neither."""
    script = example_scripts().script("long_wait_at_the_workshop")

    assert script is not None
    assert script.text("en-GB") is script.text("EN")
    assert script.text("zh-Hant-HK") is script.text("zh-hant")
    assert script.text("zh") is None
    assert example_scripts().script("unheard_of") is None


def test_a_firms_own_catalogue() -> None:
    """Read from TOML as it stands."""
    catalogue = scripts_from_toml(OWN)

    assert [text.never for text in catalogue.for_cause(CauseKind.QUANTITY, "en")] == [
        ("Never blame the driver.",)
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("scripts = ", "no TOML"),
        (OWN + 'moral = "x"', "moral"),
        (OWN.replace('"quantity"', '"rain"'), "causes"),
        (OWN.replace('["We are sorry."]', "[]"), "at least 1"),
        (OWN + OWN, "each id once"),
    ],
)
def test_every_fault_is_told(text: str, fault: str) -> None:
    """Unknown keys and causes, an empty list, an id twice, no TOML at all."""
    with pytest.raises(PayloadError, match=fault):
        scripts_from_toml(text)


def test_a_script_without_a_language_is_refused() -> None:
    """It would say nothing to anybody."""
    with pytest.raises(InvalidValueError, match="language"):
        ComplaintScript(id="x", texts={})
    assert ScriptCatalogue().for_cause(CauseKind.OTHER, "en") == ()
    with pytest.raises(InvalidValueError, match="CauseKind"):
        ScriptCatalogue().for_cause("other", "en")  # type: ignore[arg-type] # on purpose


def test_a_script_is_a_value() -> None:
    """Equal texts are equal scripts, and their texts cannot be changed."""
    text = ScriptText(title="x", feels="x", heed=("x",), say=("x",), never=("x",))

    assert ComplaintScript(id="x", texts={"en": text}) == ComplaintScript(
        id="x", texts={"en": text}
    )
