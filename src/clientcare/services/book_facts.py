"""
What has to be known of the whole book before one customer can be judged.

Tiers compare every customer with all others, a group is one risk, and a limit is
warned of by its part of all receivables. One pass over the documents gathers these,
a few numbers a customer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Protocol, TypeVar

import attrs
from pendulum import Date

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._groups import heads_of
from clientcare.domain._instants import moment
from clientcare.domain._months import add_months
from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money, rounded
from clientcare.domain.rates import Rates
from clientcare.policies import sales as sales_policy
from clientcare.policies.allocation import allocate
from clientcare.policies.tiering import CustomerValue
from clientcare.rulebook import Rulebook
from clientcare.services.book_stream import comes_later


class _InCurrency(Protocol):
    @property
    def currency(self) -> str: ...


D = TypeVar("D", bound=_InCurrency)

_YEAR_MONTHS: Final = 12


@attrs.frozen(kw_only=True)
class BookFacts:
    """
    The book as a whole, as of a day.

    Attributes:
        currency: The currency in which customers are ranked; ``None`` where the
            book names none.
        values: Net sales of the last twelve months and history, for the tiers.
        groups: Of every group of firms, by its topmost parent, the documents of
            all members, one ledger each.
        heads: The topmost parent of every customer that belongs to a group.
        head_cards: The credit card of every topmost parent that has one: it bears the
            group's limit.
        receivables: All open receivables, by currency.
        net_sales: All net sales of the last twelve months, by currency.
    """

    currency: str | None
    values: tuple[CustomerValue, ...]
    groups: Mapping[CustomerId, tuple[Ledger, ...]]
    heads: Mapping[CustomerId, CustomerId]
    receivables: Mapping[str, Money]
    net_sales: Mapping[str, Money]
    head_cards: Mapping[CustomerId, CreditCard] = FrozenMap[CustomerId, CreditCard]()

    @cached_property
    def sales(self) -> Mapping[CustomerId, Money | None]:
        """Each customer's net sales of the last twelve months; ``None`` where unknown."""
        return {value.customer_id: value.value for value in self.values}


def gather_book_facts(
    ledgers: Iterable[tuple[Customer, Ledger]],
    *,
    as_of: Date,
    rulebook: Rulebook,
    rates: Rates,
    parents: Mapping[CustomerId, CustomerId],
    cards: Iterable[CreditCard] = (),
) -> BookFacts:
    """
    Return what one pass over all customers and their documents tells.

    Args:
        ledgers: Every customer with the documents of one own company.
        as_of: The day; later documents are left out.
        rulebook: What counts as a sale, and the currency to rank in.
        rates: Exchange rates, where the book has several currencies.
        parents: The parent of each customer that has one.
        cards: The credit cards with that own company, as they were known.

    Raises:
        InvalidValueError: Parents form a ring.
    """
    heads = heads_of(parents)
    sold: list[tuple[CustomerId, Mapping[str, Money], Date | None]] = []
    groups: defaultdict[CustomerId, list[Ledger]] = defaultdict(list)
    receivables: Counter[str] = Counter()
    net_sales: Counter[str] = Counter()
    for customer, ledger in ledgers:
        if comes_later(customer, ledger, as_of):
            continue
        sales = sales_by_currency(ledger, as_of=as_of, rulebook=rulebook)
        sold.append((customer.id, sales, sales_policy.first_order_day(ledger, as_of=as_of)))
        _sum_up(sales.values(), net_sales)
        _sum_up(allocate(ledger, as_of=as_of).open.values(), receivables)
        if customer.id in heads:
            groups[heads[customer.id]].append(ledger)
    currency = rulebook.currency or _commonest(sales for _, sales, _ in sold)
    values = (
        CustomerValue(
            customer_id=customer_id,
            value=in_one_currency(sales, currency, rates, as_of=as_of),
            first_order_on=first,
            parent_id=parents.get(customer_id),
        )
        for customer_id, sales, first in sold
    )
    return BookFacts(
        currency=currency,
        values=tuple(values),
        groups={head: tuple(ledgers) for head, ledgers in groups.items()},
        heads=heads,
        receivables={code: Money(minor, code) for code, minor in receivables.items()},
        net_sales={code: Money(minor, code) for code, minor in net_sales.items()},
        head_cards=_head_cards(cards, frozenset(heads.values())),
    )


def newest_card(cards: Iterable[CreditCard]) -> CreditCard | None:
    """Return the card filled last, of equal ones that of the greatest id; ``None`` of none."""
    return max(cards, key=_filled, default=None)


def _filled(card: CreditCard) -> tuple[int, str]:
    return (0 if card.filled_at is None else moment(card.filled_at), card.id)


def _head_cards(
    cards: Iterable[CreditCard], heads: frozenset[CustomerId]
) -> Mapping[CustomerId, CreditCard]:
    found: dict[CustomerId, CreditCard] = {}
    for card in cards:
        if card.customer_id in heads:
            known = found.get(card.customer_id, card)
            found[card.customer_id] = max(known, card, key=_filled)
    return FrozenMap(found)


def _sum_up(amounts: Iterable[Money], minor: Counter[str]) -> None:
    for amount in amounts:
        minor[amount.currency] += amount.minor


def sales_by_currency(ledger: Ledger, *, as_of: Date, rulebook: Rulebook) -> Mapping[str, Money]:
    """Return the net sales of the last twelve months in each currency of *ledger*."""
    after = add_months(as_of, -_YEAR_MONTHS)
    sales = {}
    for currency in ledger.currencies:
        part = ledger if len(ledger.currencies) == 1 else in_currency(ledger, currency)
        decision = sales_policy.net_sales(
            part, after=after, until=as_of, currency=currency, rules=rulebook.sales
        )
        if decision.outcome is not None:
            sales[currency] = decision.outcome
    return sales


def in_currency(ledger: Ledger, currency: str) -> Ledger:
    """Return the documents of *ledger* that are in *currency*."""

    def only(documents: tuple[D, ...]) -> tuple[D, ...]:
        return tuple(document for document in documents if document.currency == currency)

    return attrs.evolve(
        ledger,
        orders=only(ledger.orders),
        deliveries=only(ledger.deliveries),
        invoices=only(ledger.invoices),
        credit_notes=only(ledger.credit_notes),
        payments=only(ledger.payments),
        write_offs=only(ledger.write_offs),
    )


def in_one_currency(
    amounts: Mapping[str, Money], currency: str | None, rates: Rates, *, as_of: Date
) -> Money | None:
    """Return the sum of *amounts* in *currency*, half up; ``None`` where a rate is unknown."""
    if currency is None:
        return None
    worth = rates.total(amounts.values(), currency, as_of=as_of)
    return None if worth is None else Money(rounded(worth, "half_up"), currency)


def _commonest(books: Iterable[Mapping[str, Money]]) -> str | None:
    """Return the currency that most customers trade in; of equal ones the first by code."""
    counts = Counter(currency for sales in books for currency in sales)
    return min(counts, key=lambda code: (-counts[code], code), default=None)
