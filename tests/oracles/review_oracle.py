"""
When a credit review is due, once more: every day since the last one is looked at.

From the text of the policies (2g) alone; slow and plain.
"""

from __future__ import annotations

from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.ledger import Ledger
from clientcare.domain.rates import Rates

from . import credit_oracle, payment_oracle

ORDER = "ABC"


def months_later(day: Date, months: int) -> Date:
    """Return the same day of a later month, or that month's last."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    number = day.day
    while True:
        try:
            return Date(year, month, number)
        except ValueError:
            number -= 1


def amount_of(limit: CreditLimit | None, day: Date) -> int | None:
    """Return the limit's minor units on a day; ``None`` where there is none."""
    if limit is None or limit.amount is None:
        return None
    if limit.granted_on is not None and limit.granted_on > day:
        return None
    if limit.lapses_on is not None and limit.lapses_on < day:
        return 0
    return limit.amount.minor


def has_credit(limit: CreditLimit | None, as_of: Date) -> bool:
    """Tell whether a limit above 0 is on file, or expressly none."""
    if limit is None or (limit.granted_on is not None and limit.granted_on > as_of):
        return False
    return limit.state.value == "none" or (limit.amount is not None and limit.amount.minor > 0)


def day_by_day(card: CreditCard, ledger: Ledger, as_of: Date) -> dict[str, Date]:
    """Look at every day after the last review."""
    found, above = dict[str, Date](), list[Date]()
    last = card.reviewed_on
    assert last is not None
    then = payment_oracle.index(ledger, last, Rates(), "CNY")
    for ordinal in range(last.toordinal() + 1, as_of.toordinal() + 1):
        day = Date.fromordinal(ordinal)
        index = payment_oracle.index(ledger, day, Rates(), "CNY")
        if then is not None and index is not None and index <= then - 10:
            found.setdefault("index_drop", day)
        late = credit_oracle.overdue_by(credit_oracle.overdue(ledger, day), 30, "CNY", Rates(), day)
        most = amount_of(card.limit, day)
        if late and late >= credit_oracle.min_overdue(most):
            found.setdefault("long_overdue", day)
        used = sum(row.total for row in credit_oracle.exposed(ledger, day).values())
        if most and used > most:
            if above and (day - above[-1]).days <= 30:
                found.setdefault("over_limit", day)
            above.append(day)
    return found


def due(card: CreditCard, ledger: Ledger, as_of: Date, now: str | None) -> dict[str, Date]:
    """Return the day on which each cause falls due."""
    last, limit, found = card.reviewed_on, card.limit, dict[str, Date]()
    credit = has_credit(limit, as_of)
    if last is None or last > as_of:
        return {"never_reviewed": as_of} if credit else {}
    grade = card.grade.value if card.grade else "C"
    if not credit and grade == "C":
        return {}
    found["rhythm"] = months_later(last, {"A": 12, "B": 6, "C": 3}[grade])
    if credit and limit is not None and limit.lapses_on is not None and limit.lapses_on > last:
        found["trial_end"] = limit.lapses_on
    found |= day_by_day(card, ledger, as_of)
    if now is not None and card.grade is not None and last < as_of and now > grade:
        found["grade_fall"] = as_of
    told = [(one.on, one.kind.value) for one in card.events]
    told += [(one.since_on, "bad_news") for one in card.adverse_facts]
    for on, cause in sorted(told):
        if last < on <= as_of:
            found.setdefault(cause, on)
    return found
