"""
What the default credit rules would have done with real orders.

``python -m tools.credit_on_real_data DATA`` prints the page that stands in the docs as
``explanation/credit-on-real-data.md``; DATA is the folder of the public data sets. With
``--write`` it writes that page. A test holds the page to what this prints.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.adapters.memory import MemoryRecords
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.ids import CreditCardId, OrderId
from clientcare.domain.ledger import Invoice, Ledger, Order, OrderLine, OrderStatus
from clientcare.domain.money import Money
from clientcare.kinds import KINDS
from clientcare.policies.allocation import Allocation, allocate
from clientcare.policies.credit_hold import CreditFacts, CreditHoldRules, Verdict, check_order
from clientcare.policies.exposure import exposure
from clientcare.policies.kpi import Period
from clientcare.policies.materiality import MaterialityRules
from clientcare.policies.payment import payment_index
from clientcare.policies.receivable_kpis import (
    average_days_delinquent,
    best_possible_dso,
    collection_effectiveness,
    days_sales_outstanding,
    overdue_rate,
    receivable_figures,
)
from clientcare.record_store import RecordBackedStore
from clientcare.services.as_recorded import AsRecorded
from clientcare.services.book_stream import BookStream, CustomerFile
from clientcare.services.importing import read_folder, read_mapping, write
from clientcare.wording._text import Language, shown

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "explanation" / "credit-on-real-data.md"
CURRENCY: Final = "USD"
LATE_DAYS: Final = 15
SMALL_FLOOR: Final = 10
END: Final = Date(2014, 12, 31)
HALF: Final = Period(first_on=Date(2013, 1, 1), last_on=Date(2013, 6, 30))
LAST: Final = Date(2005, 6, 1)
DEFAULT: Final = CreditHoldRules()
SMALLER: Final = CreditHoldRules(materiality=MaterialityRules(floor_major=SMALL_FLOOR))


@attrs.frozen
class Judged:
    """One order and what the default rules say of it on the eve of its day."""

    customer: str
    order: str
    on: Date
    value: Money
    verdict: Verdict
    codes: frozenset[str]
    total: Money | None
    limit: Money | None


@attrs.define
class Tally:
    """Orders of one verdict: how many, and what they are worth."""

    orders: int = 0
    minor: int = 0
    late: int = 0
    late_minor: int = 0
    codes: Counter[str] = field(factory=Counter)


# --- the two books ------------------------------------------------------------------


def files(data: Path, name: str) -> list[CustomerFile]:
    """Return all that a data set holds, customer by customer."""
    mapping = read_mapping(ROOT / "examples" / name / "mapping.toml")
    store = RecordBackedStore(MemoryRecords(), KINDS)
    write(read_folder(data / name, mapping, today=Date(2026, 1, 31)), store)
    with store.begin() as unit:
        return list(BookStream(AsRecorded(unit)).files())


def eve(day: Date) -> Date:
    """Return the day before."""
    return Date.fromordinal(day.toordinal() - 1)


def judged(
    file: CustomerFile, card: CreditCard, order: Order, rules: CreditHoldRules = DEFAULT
) -> Judged:
    """Judge an order by what was known on the evening before it came."""
    as_of = eve(order.ordered_on)
    known = allocate(file.ledger, as_of=as_of)
    facts = CreditFacts(
        card=card,
        ledger=file.ledger,
        currency=CURRENCY,
        order=order,
        payment_index=payment_index(file.ledger, as_of=as_of, allocation=known).outcome,
        allocation=known,
    )
    decision = check_order(facts, as_of=as_of, rules=rules)
    codes = {
        reason.code
        for reason in decision.reasons
        if reason.facts.get("verdict") not in {None, Verdict.ALLOW}
    }
    total, limit = decision.inputs["total"], decision.inputs["limit"]
    return Judged(
        customer=file.customer.id,
        order=order.id,
        on=order.ordered_on,
        value=order.gross,
        verdict=decision.outcome,
        codes=frozenset(codes),
        total=total if isinstance(total, Money) else None,
        limit=limit if isinstance(limit, Money) else None,
    )


def invoiced_as_ordered(file: CustomerFile, invoice: Invoice) -> Order:
    """Return the order that an invoice must have had, on the day of the invoice."""
    line = OrderLine(no="1", net=invoice.net, gross=invoice.gross)
    return Order(
        id=OrderId(f"order of {invoice.id}"),
        customer_id=file.customer.id,
        ordered_on=invoice.invoiced_on,
        lines=(line,),
    )


def receivables(found: list[CustomerFile], rules: CreditHoldRules = DEFAULT) -> Iterator[Judged]:
    """Judge every invoice of the first data set as an order, its customer without a ceiling."""
    for file in found:
        card = CreditCard(
            id=CreditCardId(file.customer.id),
            customer_id=file.customer.id,
            limit=CreditLimit.without_ceiling(),
        )
        for invoice in file.ledger.invoices:
            yield judged(file, card, invoiced_as_ordered(file, invoice), rules)


def classicmodels(found: list[CustomerFile]) -> Iterator[Judged]:
    """Judge every order of the second data set that was not cancelled, by the limit on file."""
    for file in found:
        for order in file.ledger.orders:
            if order.status is not OrderStatus.CANCELLED:
                yield judged(file, file.cards[0], order)


def paid_late(ledger: Ledger, known: Allocation) -> Mapping[str, bool]:
    """Tell of each invoice whether its last money came more than LATE_DAYS after the due date."""
    settled = known.settlements_by_invoice()
    return {
        f"order of {one.id}": any(
            part.on.toordinal() - one.due_on.toordinal() > LATE_DAYS
            for part in settled.get(one.id, ())
        )
        for one in ledger.invoices
        if one.due_on is not None
    }


def tallied(every: list[Judged], late: Mapping[str, bool]) -> Mapping[Verdict, Tally]:
    """Sum up orders by verdict."""
    found: defaultdict[Verdict, Tally] = defaultdict(Tally)
    for one in every:
        tally = found[one.verdict]
        tally.orders += 1
        tally.minor += one.value.minor
        tally.codes.update(one.codes)
        if late.get(one.order, False):
            tally.late += 1
            tally.late_minor += one.value.minor
    return found


# --- the page -------------------------------------------------------------------------


def money(minor: int) -> str:
    """Return minor units as readers expect them."""
    return shown(Money(minor, CURRENCY), Language.EN)


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal, half up."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"


def page(data: Path) -> Iterator[str]:
    """Yield the lines of the page."""
    yield from _HEAD
    yield from _first(files(data, "receivables"))
    yield from _second(files(data, "classicmodels"))
    yield from _TAIL


def _first(found: list[CustomerFile]) -> Iterator[str]:
    every = list(receivables(found))
    late: dict[str, bool] = {}
    for file in found:
        late |= paid_late(file.ledger, allocate(file.ledger, as_of=END))
    tallies = tallied(every, late)
    yield "## A firm's invoices, 2012 and 2013"
    yield ""
    yield (
        f"{len(found)} customers, {len(every):,} invoices of"
        f" {money(sum(one.value.minor for one in every))}. Each is judged as the order that it must"
        " have been, on the eve of its day. The data has no limits, so every customer counts as"
        " expressly without a ceiling, and the checks of overdue debt and of the payment record"
        " are left."
    )
    yield ""
    yield from _table(tallies, with_late=True)
    yield ""
    yield from _told(tallies)
    yield ""
    floor = DEFAULT.materiality.floor_major
    yield (
        f"So few are held because the invoices are small, {money(_mean(every))} on average, and the"
        f" default takes an overdue sum seriously from {floor} on. A firm like this one lowers that"
        f" floor. With `floor_major = {SMALL_FLOOR}`:"
    )
    yield ""
    smaller = tallied(list(receivables(found, SMALLER)), late)
    yield from _table(smaller, with_late=True)
    yield ""
    yield from _told(smaller)
    yield ""
    yield "Key figures of the first half of 2013, all customers together:"
    yield ""
    yield from _figures(found)
    yield ""


def _told(tallies: Mapping[Verdict, Tally]) -> Iterator[str]:
    orders = sum(tally.orders for tally in tallies.values())
    late = sum(tally.late for tally in tallies.values())
    worth, held = sum(tally.minor for tally in tallies.values()), tallies[Verdict.HOLD]
    yield (
        f"Of all invoices {percent(late, orders)} were paid more than {LATE_DAYS} days late; of"
        f" those whose order would have been held, {percent(held.late, held.orders)}. Somebody would"
        f" have looked at {money(held.minor)} before it went out ({percent(held.minor, worth)} of all"
        f" that was sold), and {money(held.late_minor)} of that did come more than {LATE_DAYS} days"
        " late."
    )


def _mean(every: list[Judged]) -> int:
    return sum(one.value.minor for one in every) // len(every)


def _figures(found: list[CustomerFile]) -> Iterator[str]:
    figures = receivable_figures((file.ledger for file in found), period=HALF, currency=CURRENCY)
    yield "| figure | value | from |"
    yield "|---|---:|---|"
    days = (
        ("DSO", days_sales_outstanding),
        ("best possible DSO", best_possible_dso),
        ("average days delinquent", average_days_delinquent),
    )
    for name, reckon in days:
        kpi = reckon(figures).outcome
        yield f"| {name} | {_decimal(kpi.value)} days | {figures.closing} owed, {figures.sales} sold |"
    for name, reckon in (("CEI", collection_effectiveness), ("overdue rate", overdue_rate)):
        kpi = reckon(figures).outcome
        yield f"| {name} | {_decimal(kpi.value, 100)} % | {kpi.numerator} of {kpi.denominator} |"


def _decimal(value: Fraction | None, times: int = 1) -> str:
    if value is None:
        return "unknown"
    tenths = (2 * value * times * 10 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"


def _second(found: list[CustomerFile]) -> Iterator[str]:
    every = list(classicmodels(found))
    tallies = tallied(every, {})
    yield "## A distributor's orders, 2003 to 2005"
    yield ""
    yield (
        f"{len(found)} customers, {len(every):,} orders of"
        f" {money(sum(one.value.minor for one in every))} that were not cancelled, each judged on"
        " its eve against the credit limit on file. There are no due dates and no ratings, so the"
        " limit is the only check that can fail, and nobody has a tolerance: ungraded counts as C."
    )
    yield ""
    yield from _table(tallies, with_late=False)
    yield ""
    yield "The held orders:"
    yield ""
    yield "| day | customer | order | value | with it the exposure is | limit | above it by |"
    yield "|---|---|---|---:|---:|---:|---:|"
    for one in sorted(every, key=lambda one: (one.on, one.order)):
        if one.verdict is Verdict.HOLD and one.total is not None and one.limit is not None:
            sums = (one.value, one.total, one.limit, one.total - one.limit)
            cells = " | ".join(money(each.minor) for each in sums)
            yield f"| {one.on.isoformat()} | {one.customer} | {one.order} | {cells} |"
    yield ""
    above = list(over_limit(found))
    excess = sum(owed - limit for _, owed, limit in above)
    yield (
        f"On {LAST.isoformat()}, after all of them, {len(above)} customers owe more than their limit,"
        f" {money(excess)} more in all:"
    )
    yield ""
    yield "| customer | exposure | limit |"
    yield "|---|---:|---:|"
    for customer, owed, limit in above:
        yield f"| {customer} | {money(owed)} | {money(limit)} |"
    yield ""


def over_limit(found: list[CustomerFile]) -> Iterator[tuple[str, int, int]]:
    """Yield who is above the limit on file on the last day: id, exposure and limit."""
    for file in found:
        limit = file.cards[0].limit
        owed = exposure(file.ledger, as_of=LAST).outcome.by_currency
        if limit is not None and limit.amount is not None and CURRENCY in owed:
            total = owed[CURRENCY].total.minor
            if total > limit.amount.minor:
                yield file.customer.id, total, limit.amount.minor


def _table(tallies: Mapping[Verdict, Tally], *, with_late: bool) -> Iterator[str]:
    orders = sum(tally.orders for tally in tallies.values())
    late = f" of them paid more than {LATE_DAYS} days late |" if with_late else ""
    yield f"| verdict | orders | share | value |{late} why |"
    yield "|---|---:|---:|---:|" + ("---:|" if with_late else "") + "---|"
    for verdict in Verdict:
        if verdict in tallies:
            one = tallies[verdict]
            why = ", ".join(f"`{code}` {count:,}" for code, count in sorted(one.codes.items()))
            came = f" {one.late:,} ({money(one.late_minor)}) |" if with_late else ""
            yield (
                f"| {verdict} | {one.orders:,} | {percent(one.orders, orders)} | {money(one.minor)} |"
                f"{came} {why or 'nothing fails'} |"
            )


_HEAD: Final = (
    "# What the defaults would have done",
    "",
    "Two public sets of real trade, and the default credit rules: which orders would have gone",
    "through, which would have been held, and what money was at stake. Every figure on this page is",
    "printed by one command,",
    "",
    "```console",
    "python -m tools.credit_on_real_data DATA",
    "```",
    "",
    "where `DATA` is the folder of [the data sets](../reference/data-sources.md); a test holds the",
    "page to it, and another reckons the verdicts once more without this library.",
    "",
)
_TAIL: Final = (
    "## What this shows, and what it does not",
    "",
    "A hold is a question and not a loss: somebody looks, and releases the order or asks for money",
    "first. What is shown is how often somebody would be asked, and how much of what they are asked",
    "about turned out badly. It does not show what would have been lost: in the first set everybody",
    "paid in the end, and the second ends before some did.",
)


def main(data: Path, *, save: bool = False) -> None:
    """Print the page, or write it where it stands."""
    text = "\n".join(page(data)) + "\n"
    if save:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), save="--write" in sys.argv)
