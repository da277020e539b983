"""``clientcare what-if``: one book under two rulebooks, and what changes."""

from __future__ import annotations

from pathlib import Path

from pendulum import Date, DateTime

from clientcare.cli._files import opened, write_text
from clientcare.cli._reviewing import check_out
from clientcare.cli._rules import read_rules
from clientcare.reports.what_if import what_if_json, what_if_text
from clientcare.services.what_if import WhatIf
from clientcare.wording import Language


def compare_rules(
    source: Path,
    *,
    as_of: Date,
    clock: DateTime,
    before: Path | None,
    after: Path | None,
    mapping: Path | None = None,
    form: str = "text",
    out: Path | None = None,
    language: Language = Language.EN,
) -> None:
    """
    Review the book in *source* by two rulebooks and print what changes, or write it to *out*.

    Raises:
        Refusal: *source* or a rulebook cannot be read, or *out* cannot be written or
            would replace one of them.
        ClientCareError: What is wrong with the book or the rules.
    """
    check_out(out, (source, mapping, before, after))
    old, new = read_rules(before), read_rules(after)
    with opened(source, mapping, rulebook=old, clock=clock) as book:
        what_if = WhatIf(book.store, as_of=as_of, before=old, after=new)
        write = what_if_json if form == "json" else what_if_text
        write_text(out, write(what_if, language=language))
