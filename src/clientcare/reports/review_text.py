"""
A review as text: a summary of the book, and the agenda with the reason of each line.

The sentences come from ``clientcare.wording``; only their frame is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pendulum import Date, DateTime

from clientcare.domain.ids import CustomerId
from clientcare.domain.scales import Tier
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.credit_hold import Verdict
from clientcare.services.review import BookReview, Totals
from clientcare.wording import render
from clientcare.wording._text import Language, shown

DEFAULT_LINES: Final = 40
_REASONS: Final = 2
_TITLES: Final = {
    "ordered": "Ordered",
    "invoiced": "Invoiced",
    "credited": "Credited",
    "paid": "Paid",
    "net_sales_12m": "Net sales, 12 months",
    "receivables": "Open receivables",
    "overdue": "of them overdue",
    "exposure": "Exposure",
}


def review_text(review: BookReview, *, lines: int | None = DEFAULT_LINES) -> str:
    """
    Return *review* as English text, making it on the way.

    Args:
        review: A review whose customers were not asked for yet.
        lines: How many lines of the agenda are shown; ``None`` shows all.
    """
    names = {one.customer.id: one.customer.name for one in review.customers()}
    return "\n".join([*_summary(review), "", *_agenda(review, names, lines)]) + "\n"


def _summary(review: BookReview) -> Iterator[str]:
    counts = review.counts
    title = f"Review of the book as of {review.as_of.isoformat()}"
    yield title
    yield "=" * len(title)
    yield f"Judged at {shown(review.now, Language.EN)} by rulebook {review.rules.name}, version {review.rules.version}."
    yield ""
    tiers = [f"{tier} {counts.tiers[tier]}" for tier in Tier]
    if counts.tiers[None]:
        tiers.append(f"undetermined {counts.tiers[None]}")
    yield f"{counts.customers} customers by tier: {', '.join(tiers)}. Moved since last time: {counts.moved}."
    verdicts = [
        f"{verdict} {counts.verdicts[verdict]}" for verdict in Verdict if counts.verdicts[verdict]
    ]
    yield f"An order of one unit today: {', '.join(verdicts) or 'nobody to ask'}."
    yield f"Open complaints: {counts.complaints}."
    for currency, totals in review.totals.items():
        yield ""
        yield from _sums(currency, totals)
    yield from _left_out(review)


def _sums(currency: str, totals: Totals) -> Iterator[str]:
    yield f"Totals in {currency}"
    for name, title in _TITLES.items():
        yield f"  {title:<22}{getattr(totals, name).amount:>20,f}"


def _left_out(review: BookReview) -> Iterator[str]:
    said = [
        (review.left_out.after_as_of, f"dated after {review.as_of.isoformat()}"),
        (review.left_out.of_unknown_customers, "of customers who are not in the book"),
        (review.left_out.of_other_companies, "of other own companies"),
    ]
    for counted, why in said:
        if counted:
            what = ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items()))
            yield ""
            yield f"Left out, {why}: {what}."


def _agenda(review: BookReview, names: Mapping[CustomerId, str], most: int | None) -> Iterator[str]:
    agenda = review.agenda
    by_urgency = [
        f"{sum(line.urgency is urgency for line in agenda)} {urgency}" for urgency in Urgency
    ]
    title = f"Agenda: {len(agenda)} lines ({', '.join(by_urgency)}), the most urgent first"
    yield title
    yield "-" * len(title)
    for place, line in enumerate(agenda[:most], start=1):
        yield from _line(place, line, names)
    if most is not None and len(agenda) > most:
        yield ""
        yield f"... and {len(agenda) - most} lines more."


def _line(place: int, line: AgendaLine, names: Mapping[CustomerId, str]) -> Iterator[str]:
    tier = "no tier" if line.tier is None else f"tier {line.tier}"
    parts = [
        f"{place:>4}. {line.urgency.upper():<5}{_topic(line.topic)}",
        f"{names[line.customer_id]} ({line.customer_id}, {tier})",
    ]
    if line.subject_id:
        parts[0] += f" {line.subject_id}"
    if line.due is not None:
        parts.append(f"due {_when(line.due)}")
    if line.amount is not None:
        parts.append(shown(line.amount, Language.EN))
    parts.append(f"for {line.staff_id}" if line.staff_id else "unassigned")
    yield " · ".join(parts)
    for reason in line.reasons[:_REASONS]:
        yield f"        {render(reason)}"


def _topic(topic: Topic) -> str:
    return topic.value.capitalize()


def _when(due: Date | DateTime) -> str:
    return shown(due, Language.EN)
