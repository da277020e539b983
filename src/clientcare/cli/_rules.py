"""The rulebook that a command is told."""

from __future__ import annotations

from pathlib import Path

from clientcare.cli._messages import Refusal
from clientcare.rulebook import Rulebook, rulebook_from_json, rulebook_from_toml


def read_rules(path: Path | None) -> Rulebook:
    """
    Return the rulebook in a TOML or JSON file; the default one without a file.

    Raises:
        Refusal: The file cannot be read.
        RulebookError: What is wrong with it.
    """
    if path is None:
        return Rulebook()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise Refusal(f"{path}: {exc}") from exc
    return rulebook_from_json(text) if path.suffix == ".json" else rulebook_from_toml(text)
