"""
The key figures of the receivables once more, from the text of the policies alone.

Plain ``int`` and ``Fraction``; a day at a time where the library counts by months.
"""

from __future__ import annotations

from fractions import Fraction

from pendulum import Date

from clientcare.domain.ledger import Ledger

from . import payment_oracle


def owed(ledger: Ledger, day: Date, currency: str) -> dict[str, int]:
    """Return all that is open on a day, what is due from it on, and what was before."""
    still = payment_oracle.allocated(ledger, day).open
    sums = {"all": 0, "current": 0, "overdue": 0}
    for one in ledger.invoices:
        if one.id not in still or one.lines[0].gross.currency != currency:
            continue
        sums["all"] += still[one.id]
        if one.due_on is not None:
            sums["overdue" if one.due_on < day else "current"] += still[one.id]
    return sums


def sold_on(ledger: Ledger, ordinal: int, currency: str) -> int:
    """Return what was billed less credited on one day."""
    billed = sum(
        line.gross.minor
        for one in ledger.invoices
        if one.invoiced_on.toordinal() == ordinal
        for line in one.lines
        if line.gross.currency == currency
    )
    return billed - sum(
        one.gross.minor
        for one in ledger.credit_notes
        if one.issued_on.toordinal() == ordinal and one.gross.currency == currency
    )


def sold(ledger: Ledger, first: Date, last: Date, currency: str) -> int:
    """Return what was billed less credited from one day to another."""
    days = range(first.toordinal(), last.toordinal() + 1)
    return sum(sold_on(ledger, ordinal, currency) for ordinal in days)


def came(ledger: Ledger, first: Date, last: Date, currency: str) -> int:
    """Return the money that turned into money in the period and was not returned in it."""
    total = 0
    for one in ledger.payments:
        paper = one.instrument.value in {"cheque", "bill"}
        on = one.cleared_on if paper else one.received_on
        returned = one.bounced_on is not None and one.bounced_on <= last
        if on is not None and first <= on <= last and not returned:
            total += one.amount.minor if one.amount.currency == currency else 0
    return total


def share(above: int, below: int) -> Fraction | None:
    """Divide, if there is something to divide by."""
    return Fraction(above, below) if below > 0 else None


def figures(ledger: Ledger, first: Date, last: Date, currency: str) -> dict[str, Fraction | None]:
    """Return every ratio of the table."""
    begin = owed(ledger, Date.fromordinal(first.toordinal() - 1), currency)["all"]
    end = owed(ledger, last, currency)
    sales, cash = sold(ledger, first, last, currency), came(ledger, first, last, currency)
    days = last.toordinal() - first.toordinal() + 1
    dso, best = share(end["all"] * days, sales), share(end["current"] * days, sales)
    return {
        "dso": dso,
        "best_dso": best,
        "days_delinquent": None if dso is None or best is None else dso - best,
        "cei": share(begin + sales - end["all"], begin + sales - end["current"]),
        "overdue_rate": share(end["overdue"], end["all"]),
        "collection_rate": share(cash, begin + sales),
        "cash_to_sales": share(cash, sales),
    }


def counted_back(debt: int, ledger: Ledger, as_of: Date, months: int) -> Fraction | None:
    """Walk back month by month, finding each month's days one at a time."""
    days, ordinal = Fraction(0), as_of.toordinal()
    for _ in range(months):
        if debt <= 0:
            break
        month = [ordinal]
        while Date.fromordinal(month[-1]).day > 1:
            month.append(month[-1] - 1)
        sales = sum(sold_on(ledger, one, "CNY") for one in month)
        if sales > debt:
            return days + Fraction(debt * len(month), sales)
        days += len(month)
        debt -= max(0, sales)
        ordinal = month[-1] - 1
    return None if debt > 0 else days
