"""``clientcare review``: a store or a mapped folder in, an explained review out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pendulum import Date, DateTime

from clientcare import kinds
from clientcare.cli._files import opened, write_text
from clientcare.cli._messages import Refusal
from clientcare.cli._rules import read_rules
from clientcare.codec import date_from_text, instant_from_text
from clientcare.errors import InvalidValueError, MissingExtraError
from clientcare.policies.greetings import LunarCalendar
from clientcare.reports.review_json import review_json
from clientcare.reports.review_text import review_text
from clientcare.repositories import Store
from clientcare.services.review import UNASSIGNED, BookReview
from clientcare.wording import Language


def review_source(
    source: Path,
    *,
    as_of: Date,
    now: DateTime | None,
    clock: DateTime,
    mapping: Path | None = None,
    rules: Path | None = None,
    form: str = "text",
    out: Path | None = None,
    lines: int | None = None,
    staff: str | None = None,
    language: Language = Language.EN,
) -> None:
    """
    Review the book in *source* and print the review, or write it to *out*.

    Raises:
        Refusal: *source* or *rules* cannot be read, *out* cannot be written or would
            replace one of them, or *staff* is nobody in the book.
        ClientCareError: What is wrong with the book or the rules.
    """
    check_out(out, (source, mapping, rules))
    rulebook = read_rules(rules)
    with opened(source, mapping, rulebook=rulebook, clock=clock) as book:
        review = BookReview(
            book.store, as_of=as_of, now=now, rulebook=rulebook, lunar=_lunar_calendar()
        )
        if staff is not None:
            _check_staff(book.store, staff)
        if form == "json":
            pieces = review_json(review, staff=staff, rows=book.rows, language=language)
        else:
            pieces = review_text(
                review, lines=lines, staff=staff, rows=book.rows, language=language
            )
        write_text(out, pieces)


def _lunar_calendar() -> LunarCalendar | None:
    """Return the lunar calendar where its extra is installed."""
    try:
        from clientcare.adapters.lunar import LunarPython  # noqa: PLC0415 - an extra
    except MissingExtraError:
        return None
    return LunarPython()


def check_out(out: Path | None, read: Iterable[Path | None]) -> None:
    """
    Refuse to write where there is no folder, or over what is read.

    Raises:
        Refusal: *out* is such a place.
    """
    if out is None:
        return
    if not out.absolute().parent.is_dir():
        raise Refusal(f"{out.parent}: there is no such folder")
    for path in read:
        if path is not None and out.exists() and path.exists() and out.samefile(path):
            raise Refusal(f"{out} is what is read; write to another file")


def _check_staff(store: Store, staff: str) -> None:
    with store.begin() as unit:
        if staff != UNASSIGNED and not unit.repository(kinds.STAFF).get_many([staff]):
            raise Refusal(f"--staff: nobody in the book has the id {staff!r}")


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
