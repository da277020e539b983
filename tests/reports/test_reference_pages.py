"""The reference pages that are drawn from the code."""

from __future__ import annotations

import tomllib

import pytest
from tools.reference_pages import FOLDER, pages

from clientcare.rulebook import Rulebook, rulebook_from_toml


@pytest.mark.parametrize("name", ["conformance.md", "review-json.md", "rulebook.md", "sources.md"])
def test_a_page_is_what_the_code_says(name: str) -> None:
    """``python -m tools.reference_pages`` writes it anew after a change."""
    assert pages()[name] == (FOLDER / name).read_text("utf-8")


def test_the_rulebook_of_the_page_is_the_default() -> None:
    """Who copies it out of the page gets what they had."""
    text = (FOLDER / "rulebook.md").read_text("utf-8")
    toml = text.partition("```toml\n")[2].partition("```")[0]

    assert tomllib.loads(toml)
    assert Rulebook() == rulebook_from_toml(toml)


def test_every_field_is_described() -> None:
    """No row of the page on the review lacks its meaning."""
    rows = [line for line in pages()["review-json.md"].splitlines() if line.startswith("| `")]

    assert len(rows) > 70
    assert [] == [row for row in rows if row.endswith("|  |")]
