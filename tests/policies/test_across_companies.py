"""One customer with several own companies."""

from __future__ import annotations

from typing import Final

import attrs
import pytest

from clientcare.domain.ids import CompanyId, CustomerId
from clientcare.domain.ledger import Ledger
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.policies.across_companies import CompanyPosition, across_companies
from clientcare.policies.effective_limit import EffectiveLimit
from clientcare.testing.documents import DEALER, day, invoice, money, payment, rate

TODAY: Final = day("2024-06-30")
NORTH, SOUTH = CompanyId("north"), CompanyId("south")
KNOWN: Final = Rates(rates=(rate("USD", "CNY", "2024-06-28", "7.125"),))


def book(company: CompanyId, owed: str, currency: str = "CNY", paid: str = "0") -> Ledger:
    """Return the documents with one company."""
    bill = invoice("I-1", "2024-06-01", owed, currency=currency)
    came = payment("P-1", "2024-06-02", paid, currency=currency)
    return Ledger(
        customer_id=DEALER,
        company_id=company,
        invoices=(attrs.evolve(bill, company_id=company),),
        payments=(attrs.evolve(came, company_id=company),),
    )


def limited(amount: str | None, currency: str = "CNY") -> EffectiveLimit:
    """Return a limit, or none expressly."""
    return EffectiveLimit(permanent=None if amount is None else money(amount, currency))


def test_the_sum_in_one_currency() -> None:
    """Dollars at the day's rate; every company's own part is kept."""
    decision = across_companies(
        [
            CompanyPosition(ledger=book(SOUTH, "10.01", "USD"), limit=limited("2", "USD")),
            CompanyPosition(ledger=book(NORTH, "100"), limit=limited("50")),
        ],
        as_of=TODAY,
        currency="CNY",
        rates=KNOWN,
    )
    found = decision.outcome

    assert money("171.32") == found.exposure  # 71.32125, rounded once
    assert money("64.25") == found.limits
    assert [NORTH, SOUTH] == list(found.by_company)
    assert ("exposure.of_company", "exposure.of_company", "exposure.across") == decision.codes


def test_money_with_one_company_pays_no_debt_with_another() -> None:
    """What was paid too much in the south lowers the sum, and settles nothing in the north."""
    found = across_companies(
        [
            CompanyPosition(ledger=book(NORTH, "100")),
            CompanyPosition(ledger=book(SOUTH, "0", paid="30")),
        ],
        as_of=TODAY,
        currency="CNY",
    ).outcome

    assert money("70") == found.exposure
    assert money("100") == found.by_company[NORTH].by_currency["CNY"].receivables


def test_an_unknown_rate() -> None:
    """The sum is unknown, and the parts are told."""
    decision = across_companies(
        [CompanyPosition(ledger=book(NORTH, "100", "USD"), limit=limited("9", "USD"))],
        as_of=TODAY,
        currency="CNY",
    )

    assert (None, None) == (decision.outcome.exposure, decision.outcome.limits)
    assert ("exposure.of_company", "exposure.across_unknown") == decision.codes


@pytest.mark.parametrize("limit", [None, limited(None)])
def test_limits_that_cannot_be_added(limit: EffectiveLimit | None) -> None:
    """One that is unknown or without a ceiling leaves no sum of the limits."""
    found = across_companies(
        [
            CompanyPosition(ledger=book(NORTH, "100"), limit=limit),
            CompanyPosition(ledger=book(SOUTH, "1"), limit=limited("5")),
        ],
        as_of=TODAY,
        currency="CNY",
    ).outcome

    assert (money("101"), None) == (found.exposure, found.limits)


def test_no_company_at_all() -> None:
    """Nothing is nothing."""
    found = across_companies([], as_of=TODAY, currency="CNY").outcome

    assert (money("0"), money("0")) == (found.exposure, found.limits)


def test_one_customer_and_each_company_once() -> None:
    """Two customers, or two ledgers of one company, are a mistake."""
    other = Ledger(customer_id=CustomerId("x"), company_id=SOUTH)

    for second in (other, book(NORTH, "1")):
        with pytest.raises(InvalidValueError, match="positions"):
            across_companies(
                [CompanyPosition(ledger=book(NORTH, "1")), CompanyPosition(ledger=second)],
                as_of=TODAY,
                currency="CNY",
            )


def test_an_unknown_currency() -> None:
    """The currency is an ISO code."""
    with pytest.raises(UnknownCurrencyError):
        across_companies([], as_of=TODAY, currency="XXQ")
