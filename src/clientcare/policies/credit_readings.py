"""
How a customer's credit stood on the days since the last review (policies 2g).

What calls for a review is found by looking again at every day on which something
changed: a document, a due date, a dispute, a limit. Between two such days only the age of
open debts moves, and with it the payment index, which falls; the day on which it had
fallen far enough is found by halving.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from fractions import Fraction

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._months import add_months
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitState
from clientcare.domain.currencies import minor_digits
from clientcare.domain.ledger import Ledger
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade
from clientcare.policies.allocation import Allocation, allocate
from clientcare.policies.credit_review import CreditReading, CreditReviewFacts, CreditReviewRules
from clientcare.policies.effective_limit import EffectiveLimit, LimitsOnFile, effective_limit
from clientcare.policies.exposure import ExposureRules, exposure
from clientcare.policies.materiality import MaterialityRules, overdue_sum
from clientcare.policies.overdue import overdue_items
from clientcare.policies.payment import PaymentRules, payment_index


@attrs.frozen(kw_only=True)
class CreditHistory:
    """
    What past days can be read from.

    Attributes:
        ledger: The customer's documents.
        limits: The limits and increases; a permanent limit is taken to have been what
            it is, from its grant on.
        currency: The firm's own currency, for a customer without a limit.
        rates: Exchange rates, where documents are in other currencies.
        payment: How payments are scored.
        review: Which days overdue count, and how far to look back if not to the last review.
        exposure: What counts as exposure, and how long a dispute shelters.
        materiality: From which sum on overdue items count (policies 2d).
    """

    ledger: Ledger = field(validator=check.a(Ledger))
    limits: LimitsOnFile = field(factory=LimitsOnFile, validator=check.a(LimitsOnFile))
    currency: str
    rates: Rates = field(factory=Rates, validator=check.a(Rates))
    payment: PaymentRules = field(factory=PaymentRules, validator=check.a(PaymentRules))
    review: CreditReviewRules = field(
        factory=CreditReviewRules, validator=check.a(CreditReviewRules)
    )
    exposure: ExposureRules = field(factory=ExposureRules, validator=check.a(ExposureRules))
    materiality: MaterialityRules = field(
        factory=MaterialityRules, validator=check.a(MaterialityRules)
    )

    def __attrs_post_init__(self) -> None:
        minor_digits(self.currency)


def credit_reading(
    history: CreditHistory,
    *,
    as_of: Date,
    grade: CreditGrade | None = None,
    allocation: Allocation | None = None,
) -> CreditReading:
    """
    Return how the credit of one customer stood at the end of *as_of*.

    Args:
        history: What the day is read from.
        as_of: The day.
        grade: The grade that the figures of the day give, where the caller knows it.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    known = allocate(history.ledger, as_of=as_of) if allocation is None else allocation
    limit = effective_limit(history.limits, as_of=as_of).outcome
    permanent = None if limit is None else limit.permanent
    late = overdue_sum(
        overdue_items(history.ledger, as_of=as_of, rules=history.exposure, allocation=known),
        more_than_days=history.review.overdue_days,
        limit=permanent,
        currency=history.currency if permanent is None else permanent.currency,
        rates=history.rates,
        as_of=as_of,
        rules=history.materiality,
    )
    return CreditReading(
        on=as_of,
        index=_index(history, known),
        grade=grade,
        long_overdue=late,
        limit_use=_use(history, limit, known),
    )


def _index(history: CreditHistory, known: Allocation) -> int | None:
    return payment_index(
        history.ledger,
        as_of=known.as_of,
        rules=history.payment,
        rates=history.rates,
        currency=history.currency,
        allocation=known,
    ).outcome


def _use(
    history: CreditHistory, limit: EffectiveLimit | None, known: Allocation
) -> Fraction | None:
    ceiling = None if limit is None else limit.amount
    if ceiling is None or ceiling.minor == 0:
        return None
    rules = history.exposure
    at_risk = exposure(history.ledger, as_of=known.as_of, rules=rules, allocation=known).outcome
    total = at_risk.total_in(ceiling.currency, history.rates, as_of=known.as_of)
    return None if total is None else total / ceiling.minor


# --- the facts of a review --------------------------------------------------------


def review_facts(
    card: CreditCard,
    history: CreditHistory,
    *,
    as_of: Date,
    grade: CreditGrade | None = None,
    allocation: Allocation | None = None,
) -> CreditReviewFacts:
    """
    Gather what the day of the next credit review rests on.

    Past days are read back to the last review; where the rules look less far, the facts
    say from which day on.

    Args:
        card: The credit card.
        history: The customer's documents, limits and rules.
        as_of: The day judged.
        grade: The grade that today's figures give, where there is one.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    reviewed_on = card.reviewed_on
    index_then = None
    readings: tuple[CreditReading, ...] = ()
    read_from = None
    if reviewed_on is not None and reviewed_on < as_of:
        index_then = _index(history, allocate(history.ledger, as_of=reviewed_on))
        after = _read_after(history, reviewed_on, as_of)
        if after > reviewed_on.toordinal():
            read_from = Date.fromordinal(after + 1)
        today = credit_reading(history, as_of=as_of, grade=grade, allocation=allocation)
        readings = (*_readings(history, after, as_of, index_then), today)
    return CreditReviewFacts(
        grade=card.grade,
        limit=_counting(history.limits, as_of),
        reviewed_on=reviewed_on,
        index_then=index_then,
        readings=readings,
        events=card.events,
        adverse_facts=card.adverse_facts,
        read_from=read_from,
    )


def _read_after(history: CreditHistory, reviewed_on: Date, as_of: Date) -> int:
    """Return the ordinal of the day after which days are read."""
    days = history.review.look_back_days
    since = reviewed_on.toordinal()
    return since if days is None else max(since, as_of.toordinal() - days - 1)


def _counting(limits: LimitsOnFile, as_of: Date) -> CreditLimit | None:
    """Return the limit that counts, a trial limit that is over still as it was granted."""
    for limit in (limits.own, limits.group, limits.category, limits.firm):
        if limit is None or limit.state is LimitState.INHERITED:
            continue
        if limit.granted_on is None or limit.granted_on <= as_of:
            return limit
    return None


def _readings(
    history: CreditHistory, after: int, as_of: Date, index_then: int | None
) -> Iterator[CreditReading]:
    """Yield a reading of each day of change after *after* and before *as_of*, and of what follows."""
    until = as_of.toordinal()
    days = sorted(
        {day for day in _days_of_change(history, as_of) if after < day < until} | {after + 1}
    )
    for day, following in zip(days, (*days[1:], until), strict=True):
        if day >= until:
            return
        known = allocate(history.ledger, as_of=Date.fromordinal(day))
        reading = credit_reading(history, as_of=known.as_of, allocation=known)
        yield reading
        last = following - 1
        if last > day:
            if reading.limit_use is not None and reading.limit_use > 1:
                yield _later(history, known, day + 1)
            yield from _index_fallen(history, known, last, index_then)


def _later(history: CreditHistory, known: Allocation, day: int) -> CreditReading:
    """Return the reading of a later day until which no document changes anything."""
    same = attrs.evolve(known, as_of=Date.fromordinal(day))
    return credit_reading(history, as_of=same.as_of, allocation=same)


def _index_fallen(
    history: CreditHistory, known: Allocation, last: int, index_then: int | None
) -> Iterator[CreditReading]:
    """Yield the reading of the first day up to *last* on which the index had dropped enough."""
    if index_then is None:
        return
    floor = index_then - history.review.index_drop

    def has_fallen(day: int) -> bool:
        index = _index(history, attrs.evolve(known, as_of=Date.fromordinal(day)))
        return index is not None and index <= floor

    first = known.as_of.toordinal() + 1
    if has_fallen(last):
        found = first + bisect.bisect_left(range(first, last), x=True, key=has_fallen)
        yield _later(history, known, found)


def _days_of_change(history: CreditHistory, as_of: Date) -> Iterator[int]:
    """Yield the ordinals of the days on which a reading may change but by the age of debts."""
    yield from _days_of_documents(history.ledger)
    yield from _days_of_invoices(history, as_of)
    for order in history.ledger.orders:
        for line in order.lines:
            if line.ship_on is not None:
                yield line.ship_on.toordinal() - history.exposure.horizon_days
    limits = history.limits
    for limit in (limits.own, limits.group, limits.category, limits.firm):
        if limit is not None:
            yield from _ends(limit.granted_on, limit.lapses_on)
    for increase in limits.increases:
        yield from _ends(increase.starts_on, increase.ends_on)
        yield from _ends(increase.ended_on, None)


def _ends(first: Date | None, last: Date | None) -> Iterator[int]:
    """Yield the first day and the day after the last one, where they are known."""
    if first is not None:
        yield first.toordinal()
    if last is not None:
        yield last.toordinal() + 1


def _days_of_documents(ledger: Ledger) -> Iterator[int]:
    dates = (
        *(one.invoiced_on for one in ledger.invoices),
        *(one.delivered_on for one in ledger.deliveries),
        *(one.issued_on for one in ledger.credit_notes),
        *(one.written_off_on for one in ledger.write_offs),
        *(on for one in ledger.orders for on in (one.ordered_on, one.ended_on, one.returned_on)),
        *(
            on
            for one in ledger.payments
            for on in (one.received_on, one.cleared_on, one.bounced_on)
        ),
    )
    return (on.toordinal() for on in dates if on is not None)


def _days_of_invoices(history: CreditHistory, as_of: Date) -> Iterator[int]:
    rules = history.review
    for invoice in history.ledger.invoices:
        if invoice.due_on is not None and invoice.due_on < as_of:
            due = invoice.due_on.toordinal()
            yield due + 1
            yield due + rules.overdue_days + 1
            yield add_months(invoice.due_on, history.payment.window_months).toordinal()
        for dispute in invoice.disputes:
            start = (dispute.started_on or invoice.invoiced_on).toordinal()
            yield from (start, start + history.exposure.dispute_days + 1)
            yield from _ends(dispute.ended_on, None)
        for deferral in invoice.deferrals:
            agreed = deferral.until_on.toordinal()
            yield from (deferral.agreed_on.toordinal(), agreed + 1)
            yield agreed + rules.overdue_days + 1
