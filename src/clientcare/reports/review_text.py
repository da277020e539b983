"""
A review as text: a summary of the book, and the agenda with the reason of each line.

The sentences come from ``clientcare.wording``; only their frame is here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pendulum import DateTime

from clientcare.domain.decisions import Reason
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.scales import Tier
from clientcare.policies.action_plan import PlanKind
from clientcare.policies.agenda import AgendaLine, Urgency
from clientcare.policies.contact_permission import ContactPermission
from clientcare.policies.credit_hold import Verdict
from clientcare.services.importing import RowReport
from clientcare.services.review import UNASSIGNED, BookReview, Counts, Totals
from clientcare.wording import render
from clientcare.wording._text import Language, shown

DEFAULT_LINES: Final = 40
_NO_ROWS: Final = RowReport()
_REASONS: Final = 2
_COLLECTIONS: Final = 10
_INDENT: Final = " " * 6
_TITLES: Final = {
    "ordered": "Ordered",
    "invoiced": "Invoiced",
    "credited": "Credited",
    "paid": "Paid",
    "net_sales_12m": "Net sales, 12 months",
    "receivables": "Open receivables",
    "overdue": "  of them overdue",
    "exposure": "Exposure",
}


def review_text(
    review: BookReview,
    *,
    lines: int | None = DEFAULT_LINES,
    staff: str | None = None,
    rows: RowReport = _NO_ROWS,
    language: Language = Language.EN,
) -> Iterator[str]:
    """
    Yield *review* as text, making it on the way; the lines end in line feeds.

    Args:
        review: A review whose customers were not asked for yet.
        lines: How many lines of the agenda are shown; ``None`` shows all.
        staff: Whose agenda is shown, by id, or ``unassigned``; ``None`` shows all of it.
        rows: What became of the rows, where the book was read from files.
        language: The language of the reasons; the frame around them is English.
    """
    names = {one.customer.id: one.customer.name for one in review.customers()}
    for line in (
        *_summary(review, language),
        *_left_out(review, rows),
        "",
        *_agenda(review, names, lines, staff, language),
        *_collections(review, names, staff, language),
    ):
        yield f"{line}\n"


def _summary(review: BookReview, language: Language) -> Iterator[str]:
    counts = review.counts
    title = f"Review of the book as of {review.as_of.isoformat()}"
    yield title
    yield "=" * len(title)
    yield (
        f"Judged at {review.now:%Y-%m-%d %H:%M}, {review.now.timezone_name} time, by rulebook"
        f" {review.rules.name}, version {review.rules.version}."
    )
    yield ""
    tiers = [f"{tier} {counts.tiers[tier]}" for tier in Tier]
    if counts.tiers[None]:
        tiers.append(f"undetermined {counts.tiers[None]}")
    yield f"{_many(counts.customers, 'customer')} by tier: {', '.join(tiers)}."
    yield f"Tier changed since last time: {counts.moved}."
    verdicts = [
        f"{verdict} {counts.verdicts[verdict]}" for verdict in Verdict if counts.verdicts[verdict]
    ]
    yield f"What an order of one unit would meet today: {', '.join(verdicts) or 'nobody to ask'}."
    yield f"Open complaints: {counts.complaints}."
    yield from _prevention(review)
    yield from _complaint_kpis(review, language)
    yield from _cards(counts)
    for currency, totals in review.totals.items():
        yield ""
        yield from _sums(currency, totals)


def _cards(counts: Counts) -> Iterator[str]:
    parts = [
        f"{part} {filled * 100 // counts.boxes[part]} %" for part, filled in counts.filled.items()
    ]
    if parts:
        yield f"Boxes of the customer cards that are filled: {', '.join(parts)}."
    if counts.clashes:
        yield f"{_many(counts.clashes, 'credit card')} whose legal form contradicts the ownership."


def _prevention(review: BookReview) -> Iterator[str]:
    """Yield what recurs and what lies below, where there is something to say."""
    if review.prevention is None:
        return
    to_open = sum(plan.kind is PlanKind.OPEN for plan in review.prevention.plans)
    if to_open or review.prevention.actions:
        yield f"Corrective actions: {len(review.prevention.actions)} open, {to_open} to be opened."
    below = review.prevention.iceberg.outcome
    if below is not None and below.complaints:
        yield (
            f"Complaints of twelve months: {below.complaints}, which may stand for"
            f" {below.defective} defects (an estimate)."
        )


def _complaint_kpis(review: BookReview, language: Language) -> Iterator[str]:
    """Yield the key figures of complaints that have a value; none where nothing came or ended."""
    known = [one for one in review.complaint_kpis if one.outcome.value is not None]
    if any(one.outcome.numerator for one in known):
        yield "Complaints of twelve months, in key figures:"
        for one in known:
            yield f"  {render(one.reasons[0], language, told_at=review.now)}"


def _sums(currency: str, totals: Totals) -> Iterator[str]:
    yield f"Totals in {currency}"
    for name, title in _TITLES.items():
        yield f"  {title:<22}{getattr(totals, name).amount:>20,f}"


# --- what could not be used -------------------------------------------------------


def _left_out(review: BookReview, rows: RowReport) -> Iterator[str]:
    said = [
        (review.left_out.after_as_of, f"dated after {review.as_of.isoformat()}"),
        (review.left_out.of_unknown_customers, "of customers who are not in the book"),
        (review.left_out.of_other_companies, "of other own companies"),
    ]
    for counted, why in said:
        if counted:
            what = ", ".join(_many(count, kind) for kind, count in sorted(counted.items()))
            yield ""
            yield f"Left out, {why}: {what}."
    for file, count in rows.unread.items():
        yield ""
        yield f"Left out, {_many(count, 'row')} of {file} from which nothing was made:"
        for tally in rows.tallies:
            if tally.file == file:
                why = "; ".join(f"{reason} ({n:,})" for reason, n in tally.left_out.items())
                yield f"  as {_spoken(tally.kind)}: {why}"


def _many(count: int, kind: str) -> str:
    """Return how many there are of a kind, in words."""
    word = _spoken(kind)
    if count != 1:
        word = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word}"


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


# --- the agenda -------------------------------------------------------------------


def _agenda(
    review: BookReview,
    names: Mapping[CustomerId, str],
    most: int | None,
    staff: str | None,
    language: Language,
) -> Iterator[str]:
    agenda = review.agenda_of(staff)
    owner = "Agenda" if staff is None else f"Agenda of {_person(review, StaffId(staff))}"
    counts = [(sum(line.urgency is urgency for line in agenda), urgency) for urgency in Urgency]
    spread = ", ".join(f"{count} {urgency}" for count, urgency in counts)
    title = f"{owner}: {_many(len(agenda), 'line')} ({spread}), the most urgent first"
    yield title
    yield "-" * len(title)
    if staff is None and agenda:
        yield from _who(review)
    for place, line in enumerate(agenda[:most], start=1):
        yield from _line(place, line, review, names, language)
    if most is not None and len(agenda) > most:
        yield ""
        yield f"... and {_many(len(agenda) - most, 'more line')}."


def _who(review: BookReview) -> Iterator[str]:
    parts = [f"{_person(review, staff)} {len(lines)}" for staff, lines in review.agendas.items()]
    yield from textwrap.wrap(f"By person: {', '.join(parts)}.", 100, break_long_words=False)
    yield ""


def _person(review: BookReview, staff_id: StaffId | None) -> str:
    if staff_id is None:
        return UNASSIGNED
    known = review.staff.get(staff_id)
    return staff_id if known is None else f"{known.name} ({staff_id})"


def _line(
    place: int,
    line: AgendaLine,
    review: BookReview,
    names: Mapping[CustomerId, str],
    language: Language,
) -> Iterator[str]:
    reasons = line.reasons[:_REASONS]
    parts = [
        f"{place:>4}. {line.urgency.upper():<5}{_spoken(line.topic).capitalize()} {line.subject_id}".rstrip(),
        _whom(line, names),
    ]
    if line.due is not None and not _said(line.due, reasons):
        parts.append(f"due {shown(line.due, Language.EN, review.now)}")
    if line.amount is not None and not _said(line.amount, reasons):
        parts.append(shown(line.amount, Language.EN))
    who = _person(review, line.staff_id)
    parts.append(who if line.staff_id is None else f"for {who}")
    yield " · ".join(parts)
    for reason in (*reasons, *_waits(line)):
        yield f"{_INDENT}{render(reason, language, told_at=review.now)}"


def _whom(line: AgendaLine, names: Mapping[CustomerId, str]) -> str:
    if line.customer_id is None:
        return "no single customer"
    tier = "no tier" if line.tier is None else f"tier {line.tier}"
    return f"{names[line.customer_id]} ({line.customer_id}, {tier})"


def _waits(line: AgendaLine) -> Iterable[Reason]:
    """Return why the customer may not be contacted now, where they may not."""
    if line.contact is None or line.permission is ContactPermission.ALLOWED:
        return ()
    return line.contact.reasons[:_REASONS]


def _said(value: object, reasons: Iterable[Reason]) -> bool:
    """Tell whether a reason names *value* already."""
    return any(
        value == fact and isinstance(fact, DateTime) is isinstance(value, DateTime)
        for reason in reasons
        for fact in reason.facts.values()
    )


# --- whom to ask for money ----------------------------------------------------------


def _collections(
    review: BookReview, names: Mapping[CustomerId, str], staff: str | None, language: Language
) -> Iterator[str]:
    """Yield the head of the collections order; the JSON of the review has all of it."""
    asked = [
        line
        for line in review.collections
        if staff is None or (line.staff_id or UNASSIGNED) == staff
    ]
    if not asked:
        return
    title = f"Collections: {_many(len(asked), 'customer')}, the first to be asked first"
    yield ""
    yield title
    yield "-" * len(title)
    for place, line in enumerate(asked[:_COLLECTIONS], start=1):
        owed = "unknown" if line.overdue is None else shown(line.overdue, Language.EN)
        yield (
            f"{place:>4}. {_spoken(line.standing).capitalize()} · {names[line.customer_id]}"
            f" ({line.customer_id}) · {owed} · oldest {line.oldest_days} days"
        )
        yield f"{_INDENT}{render(line.reasons[0], language, told_at=review.now)}"
    if len(asked) > _COLLECTIONS:
        yield ""
        yield f"... and {_many(len(asked) - _COLLECTIONS, 'more customer')}."
