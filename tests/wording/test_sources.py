"""Whoever reads a reason can look up what it rests on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import clientcare
from clientcare.wording.sources import SOURCES, sources_of

PACKAGE: Final = Path(clientcare.__file__).parent
QUOTED: Final = re.compile(
    r"(policies(, Terms( of (section )?\d)?| \d(\.\d|[a-g])?)|KH\d{3}|[TKFCR]\d{1,2}|WorkCalendar)"
    r"((, | to )(policies( \d[a-g]?)|KH\d{3}|[TKFCR]\d{1,2}|WorkCalendar))*"
)


def _quoted() -> Iterator[str]:
    """Yield every text in the code that has the form of a source."""
    for folder in ("domain", "policies", "services"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and QUOTED.fullmatch(text):
                    yield text


def test_every_quoted_source_is_explained() -> None:
    """No reason quotes an id, alone or among others, that the table lacks."""
    quoted = set(_quoted())
    unknown = {
        text
        for text in quoted
        if len(list(sources_of(text))) != len(re.split(", (?!T)| to ", text))
    }

    assert len(quoted) > 40
    assert set() == unknown


def test_every_constant_of_a_source_has_the_form() -> None:
    """What a module names as its source can be looked up."""
    for folder in ("domain", "policies", "services"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for name, text in re.findall(
                r'^(_\w*SOURCE\w*)(?:: Final)? = "(.+)"$', path.read_text("utf-8"), re.MULTILINE
            ):
                assert list(sources_of(text)), (path.name, name, text)


def test_a_source_of_the_host_is_its_own() -> None:
    """What the library does not know is left to whoever wrote it."""
    assert [] == list(sources_of("house rule 7"))
    assert ["introduced prospects close", "after a sale"] == [
        one.title for one in sources_of("R1, policies 4b")
    ]


def test_titles_are_short_and_sentences_whole() -> None:
    """A title fits on a line, and every sentence ends."""
    assert [] == [key for key, one in SOURCES.items() if len(one.title) > 40]
    assert [] == [key for key, one in SOURCES.items() if not one.about.endswith(".")]
