"""Templates: columns in braces, constants, both."""

from __future__ import annotations

import pytest

from clientcare.services.importing.templates import Column, Template


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("USD", ("USD",)),
        ("{a}", (Column("a"),)),
        ("INV-{a b.c}/{d}", ("INV-", Column("a b.c"), "/", Column("d"))),
        ("{{{a}}}", ("{", Column("a"), "}")),
        ("{ a }", (Column("a"),)),
        ("", ()),
    ],
)
def test_parts(text: str, parts: tuple[str | Column, ...]) -> None:
    """Text in one pair of braces is a column, doubled braces stand for themselves."""
    assert parts == Template.parse(text).parts


@pytest.mark.parametrize("text", ["{a", "a}", "{}", "{ }", "{a{b}}"])
def test_open_brace(text: str) -> None:
    """A brace that is left open, or holds nothing, is refused."""
    with pytest.raises(ValueError, match="one pair of braces"):
        Template.parse(text)


def test_constant() -> None:
    """Only a template without columns is a constant."""
    assert ("{x}", None) == (Template.parse("{{x}}").constant, Template.parse("a{x}").constant)
