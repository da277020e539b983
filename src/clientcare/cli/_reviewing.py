"""``clientcare review``: a store or a mapped folder in, an explained review out."""

from __future__ import annotations

from pathlib import Path

import click
from pendulum import Date, DateTime

from clientcare.cli._files import opened, write_text
from clientcare.cli._messages import Refusal
from clientcare.codec import date_from_text, instant_from_text
from clientcare.errors import InvalidValueError
from clientcare.reports.review_json import review_json
from clientcare.reports.review_text import review_text
from clientcare.rulebook import Rulebook, rulebook_from_json, rulebook_from_toml
from clientcare.services.review import BookReview


def review_source(
    source: Path,
    *,
    as_of: Date,
    now: DateTime | None,
    today: Date,
    mapping: Path | None = None,
    rules: Path | None = None,
    form: str = "text",
    out: Path | None = None,
    lines: int | None = None,
) -> None:
    """
    Review the book in *source* and print the review, or write it to *out*.

    Raises:
        Refusal: *source* or *rules* cannot be read.
        ClientCareError: What is wrong with the book or the rules.
    """
    if out is not None and not out.absolute().parent.is_dir():
        raise Refusal(f"{out.parent}: there is no such folder")
    rulebook = read_rules(rules)
    with opened(source, mapping, today=today) as store:
        review = BookReview(store, as_of=as_of, now=now, rulebook=rulebook)
        text = "".join(review_json(review)) if form == "json" else review_text(review, lines=lines)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_text(out, text)


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


def to_date(text: str) -> Date:
    """
    Return the date that an option gives.

    Raises:
        InvalidValueError: It is none.
    """
    try:
        return date_from_text(text)
    except ValueError:
        raise InvalidValueError("--as-of", text, "a date such as 2026-01-31") from None


def to_instant(text: str) -> DateTime:
    """
    Return the instant that an option gives.

    Raises:
        InvalidValueError: It is none, or has no offset.
    """
    try:
        return instant_from_text(text)
    except ValueError:
        rule = "an instant with its offset, such as 2026-01-31T09:00:00+08:00"
        raise InvalidValueError("--now", text, rule) from None
