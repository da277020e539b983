"""
How well does a customer pay: the payment index and the late share (policies 2b).

The index 付款指数 scores each part of each invoice by its days from due date to pay
date and takes the mean of the scores, weighted by amount. (To score the mean delay
instead would let one early payment make up for a late one.) Ageing 账龄, of the same
section, stands in a module of its own and is offered here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

import attrs
from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain._months import add_months
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import InvoiceId
from clientcare.domain.ledger import Invoice, Ledger
from clientcare.domain.money import rounded
from clientcare.domain.rates import Rates
from clientcare.policies._payment_rules import PaymentRules, chart_of, score_of_delay
from clientcare.policies.ageing import Ageing, AgeingRow, AgeingRules, ageing
from clientcare.policies.allocation import Allocation, SettledBy, Settlement, allocation_on

__all__ = [
    "Ageing",
    "AgeingRow",
    "AgeingRules",
    "LateShare",
    "PaymentRules",
    "ageing",
    "days_beyond_terms",
    "late_share",
    "payment_index",
    "score_of_delay",
]

_SOURCE: Final = "policies 2b"
_NO_RATES: Final = Rates()


# --- the index ------------------------------------------------------------------


class _Part(NamedTuple):
    """A scored part of an invoice: minor units, the score times the scale, days past due."""

    weight: int
    currency: str
    score: int
    days: int


def payment_index(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: PaymentRules = PaymentRules(),
    rates: Rates = _NO_RATES,
    currency: str | None = None,
    allocation: Allocation | None = None,
) -> Decision[int | None]:
    """
    Return the payment index at the end of *as_of*: 1 to 100, high is good.

    The amounts paid (by the day the money came), written off and open overdue are
    scored; credit notes are not, nor what is not due yet: due on *as_of* is not
    overdue. Calendar days, no shift off weekends. Invoices without a due date or of
    amount 0 tell nothing. An invoice under dispute is left out whole; full payment or
    credit ends a dispute. The exact mean is rounded once, half up.

    Args:
        ledger: The customer's documents.
        as_of: The day; what happened after it is not known yet.
        rules: Scores, window and the least number of invoices.
        rates: Exchange rates; needed only where scored amounts are in several
            currencies. They then weigh at the rate of *as_of*.
        currency: The currency that they are weighed in.
        allocation: The result of `allocate` for the same ledger and day, where the
            caller has it already.

    Returns:
        ``None`` with fewer than ``rules.min_invoices`` invoices scored, or where a
        rate is unknown.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    settled = known.settlements_by_invoice()
    after = add_months(as_of, -rules.window_months)
    parts, invoices = _experiences(ledger, known, after, rules)
    index, why = _judge(parts, invoices, _Weighing(rates, currency, as_of, rules))
    return Decision(
        outcome=index,
        reasons=(why, *_left_out(ledger, known, settled)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"invoices": invoices, "due_after": after},
    )


def _experiences(
    ledger: Ledger, known: Allocation, after: Date, rules: PaymentRules
) -> tuple[list[_Part], int]:
    """Return every scored part, and of how many invoices they are."""
    settled = known.settlements_by_invoice()
    scored = [
        tuple(_parts(invoice, settled.get(invoice.id, ()), known, after, rules))
        for invoice in ledger.invoices
        if invoice.id in known.open and not _is_disputed(invoice, settled, known.as_of)
    ]
    return [part for of_invoice in scored for part in of_invoice], sum(map(bool, scored))


def _parts(
    invoice: Invoice,
    settled: Iterable[Settlement],
    known: Allocation,
    after: Date,
    rules: PaymentRules,
) -> Iterator[_Part]:
    due_on = invoice.due_on
    if due_on is None:
        return
    still_open = known.open[invoice.id]
    if due_on > after:
        for part in settled:
            if part.by is not SettledBy.CREDIT_NOTE:
                score, late = _score(part, invoice, due_on, rules), _days(due_on, part.on)
                yield _Part(part.amount.minor, still_open.currency, score, late)
    if still_open.minor and due_on < known.as_of:
        late = _days(due_on, known.as_of)
        score = chart_of(rules.points).scaled(late)
        yield _Part(still_open.minor, still_open.currency, score, late)


def _score(part: Settlement, invoice: Invoice, due_on: Date, rules: PaymentRules) -> int:
    chart = chart_of(rules.points)
    if part.by is SettledBy.WRITE_OFF:
        return rules.written_off_score * chart.scale
    if part.on < invoice.invoiced_on:
        return rules.prepaid_score * chart.scale
    return chart.scaled(_days(due_on, part.on))


def _days(start: Date, end: Date) -> int:
    return end.toordinal() - start.toordinal()


def _judge(parts: Sequence[_Part], invoices: int, weighing: _Weighing) -> tuple[int | None, Reason]:
    if invoices < weighing.rules.min_invoices:
        facts = {"invoices": invoices, "needed": weighing.rules.min_invoices}
        return None, Reason("payment.too_few_invoices", facts, _SOURCE)
    factors, unknown = weighing.factors({part.currency for part in parts})
    if unknown is not None:
        return None, unknown
    weights = [part.weight * factors[part.currency] for part in parts]
    scores = sum(weight * part.score for weight, part in zip(weights, parts, strict=True))
    mean = Fraction(scores) / sum(weights) / chart_of(weighing.rules.points).scale
    index = rounded(mean, "half_up")
    return index, Reason(
        "payment.index", {"index": index, "mean": mean, "invoices": invoices}, _SOURCE
    )


def _is_disputed(
    invoice: Invoice, settled: Mapping[InvoiceId, Sequence[Settlement]], as_of: Date
) -> bool:
    """
    Tell whether a dispute is open and not ended by full payment or credit.

    An end dated after *as_of* is not known yet, so it does not keep a paid invoice out.
    """
    if not invoice.disputes or not invoice.open_disputes(as_of):
        return False
    paid = sum(
        part.amount.minor
        for part in settled.get(invoice.id, ())
        if part.by is not SettledBy.WRITE_OFF
    )
    return paid < invoice.gross.minor


def _left_out(
    ledger: Ledger, known: Allocation, settled: Mapping[InvoiceId, Sequence[Settlement]]
) -> Iterator[Reason]:
    there = [invoice for invoice in ledger.invoices if invoice.id in known.open]
    disputed = sum(_is_disputed(invoice, settled, known.as_of) for invoice in there)
    undated = sum(invoice.due_on is None for invoice in there)
    later = ledger.count_after(known.as_of)
    if disputed:
        yield Reason("payment.disputed_left_out", {"invoices": disputed}, _SOURCE)
    if undated:
        yield Reason("payment.undated_left_out", {"invoices": undated}, _SOURCE)
    if later:
        yield Reason("payment.after_as_of", {"documents": later, "as_of": known.as_of}, _SOURCE)


@attrs.frozen
class _Weighing:
    """What amounts of several currencies weigh against each other."""

    rates: Rates
    currency: str | None
    as_of: Date
    rules: PaymentRules

    def factors(
        self, currencies: Iterable[str]
    ) -> tuple[Mapping[str, int | Fraction], Reason | None]:
        """Return the weight of one minor unit of each, and why there is none, if so."""
        ordered = sorted(currencies)
        if len(ordered) == 1:  # a common factor cancels out
            return {ordered[0]: 1}, None
        found: dict[str, int | Fraction] = {}
        for source in ordered:
            factor = self._factor(source)
            if factor is None and self.currency is None:
                mixed = {"currencies": tuple(ordered)}
                return found, Reason("payment.no_currency", mixed, "policies 2d")
            if factor is None:
                facts = {"currency": source, "target": self.currency, "as_of": self.as_of}
                return found, Reason("payment.unknown_rate", facts, "policies 2d")
            found[source] = factor
        return found, None

    def _factor(self, source: str) -> Fraction | None:
        if self.currency is None:
            return None
        return self.rates.factor(source, self.currency, as_of=self.as_of)


# --- days beyond terms ------------------------------------------------------------


def days_beyond_terms(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: PaymentRules = PaymentRules(),
    rates: Rates = _NO_RATES,
    currency: str | None = None,
    allocation: Allocation | None = None,
) -> Decision[Fraction | None]:
    """
    Return how many days after the due date money comes, weighted by amount 平均逾期付款天数.

    What the payment index scores is weighed here: paid, written off and open overdue
    amounts of the same window. Money that came early is 0 days beyond terms and makes up
    for none that came late. Arguments as for `payment_index`; exact, not rounded.

    Returns:
        ``None`` where nothing was due yet, or an exchange rate is unknown.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    after = add_months(as_of, -rules.window_months)
    parts, invoices = _experiences(ledger, known, after, rules)
    days, why = _mean_days(parts, invoices, _Weighing(rates, currency, as_of, rules))
    return Decision(
        outcome=days,
        reasons=(why,),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"invoices": invoices, "due_after": after},
    )


def _mean_days(
    parts: Sequence[_Part], invoices: int, weighing: _Weighing
) -> tuple[Fraction | None, Reason]:
    if not parts:
        return None, Reason("payment.no_experience", {"as_of": weighing.as_of}, _SOURCE)
    factors, unknown = weighing.factors({part.currency for part in parts})
    if unknown is not None:
        return None, unknown
    weights = [part.weight * factors[part.currency] for part in parts]
    beyond = (max(0, part.days) * weight for weight, part in zip(weights, parts, strict=True))
    mean = Fraction(sum(beyond)) / sum(weights)
    late = sum(part.days > 0 for part in parts)
    facts: dict[str, Value] = {"days": mean, "invoices": invoices, "late_parts": late}
    return mean, Reason("payment.days_beyond_terms", facts, _SOURCE)


# --- the late share ---------------------------------------------------------------


@attrs.frozen(kw_only=True)
class LateShare:
    """
    How many invoices were paid late 逾期比例.

    Attributes:
        late: Invoices whose last payment came after the due date, that were written
            off in part or whole, or that are open past due.
        on_time: Invoices paid by the due date.
        by_number: late / (late + on time).
        by_amount: The same, each invoice with its whole amount; ``None`` where an
            exchange rate is unknown.
    """

    late: int
    on_time: int
    by_number: Fraction
    by_amount: Fraction | None


def late_share(
    ledger: Ledger,
    *,
    as_of: Date,
    rules: PaymentRules = PaymentRules(),
    rates: Rates = _NO_RATES,
    currency: str | None = None,
    allocation: Allocation | None = None,
) -> Decision[LateShare | None]:
    """
    Return which share of the customer's invoices was late, up to and with *as_of*.

    Paid on the due date is on time. Left out are invoices that are open and not due,
    wholly credited, without a due date or of amount 0. Arguments as for
    `payment_index`; all invoices count, whenever due.

    Returns:
        ``None`` where no invoice is left.

    .. versionadded:: 0.1.0
    """
    require_date("as_of", as_of)
    known = allocation_on(ledger, as_of, allocation)
    settled = known.settlements_by_invoice()
    late: list[Invoice] = []
    on_time: list[Invoice] = []
    for invoice in ledger.invoices:
        if invoice.id in known.open:
            was_late = _was_late(invoice, settled.get(invoice.id, ()), known)
            if was_late is not None:
                (late if was_late else on_time).append(invoice)
    outcome, reasons = _shares(late, on_time, _Weighing(rates, currency, as_of, rules))
    return Decision(outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=as_of)


def _was_late(invoice: Invoice, settled: Sequence[Settlement], known: Allocation) -> bool | None:
    """Tell whether an invoice is late; ``None`` where it tells nothing."""
    due_on = invoice.due_on
    if due_on is None:
        return None
    if any(part.by is SettledBy.WRITE_OFF for part in settled):
        return True
    if known.open[invoice.id].minor:
        return True if due_on < known.as_of else None
    paid_on = [part.on for part in settled if part.by is SettledBy.PAYMENT]
    return max(paid_on) > due_on if paid_on else None


def _shares(
    late: Sequence[Invoice], on_time: Sequence[Invoice], weighing: _Weighing
) -> tuple[LateShare | None, tuple[Reason, ...]]:
    number = len(late) + len(on_time)
    if not number:
        why = Reason("payment.no_settled_invoices", {"as_of": weighing.as_of}, _SOURCE)
        return None, (why,)
    factors, unknown = weighing.factors({one.currency for one in (*late, *on_time)})
    by_amount = None
    if unknown is None:
        weigh = [
            sum(one.gross.minor * factors[one.currency] for one in kind) for kind in (late, on_time)
        ]
        by_amount = Fraction(weigh[0]) / sum(weigh)
    share = LateShare(
        late=len(late),
        on_time=len(on_time),
        by_number=Fraction(len(late), number),
        by_amount=by_amount,
    )
    facts: dict[str, Value] = {
        "late": share.late,
        "on_time": share.on_time,
        "by_number": share.by_number,
        "by_amount": share.by_amount,
    }
    why = Reason("payment.late_share", facts, _SOURCE)
    return share, (why,) if unknown is None else (why, unknown)
