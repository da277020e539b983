"""
One customer with several own companies: a view across them, on request (policies 2d).

Limits and exposure are each company's own, and no order check looks beyond its company.
This view adds them up in one currency, with rates handed in, for who has to see the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import CompanyId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.errors import InvalidValueError
from clientcare.policies._readable import readable
from clientcare.policies.effective_limit import EffectiveLimit
from clientcare.policies.exposure import Exposure, ExposureRules, exposure

_SOURCE: Final = "policies 2d"


@attrs.frozen(kw_only=True)
class CompanyPosition:
    """
    What stands between a customer and one own company.

    Attributes:
        ledger: The documents with that company.
        limit: The limit that counts there; ``None`` is unknown.
    """

    ledger: Ledger = field(validator=check.a(Ledger))
    limit: EffectiveLimit | None = field(
        default=None, validator=check.maybe(check.a(EffectiveLimit))
    )


@attrs.frozen(kw_only=True)
class AcrossCompanies:
    """
    A customer's exposure with all own companies, in one currency.

    Attributes:
        exposure: The sum, half up; ``None`` where an exchange rate is unknown.
        limits: The sum of all limits, half up; ``None`` where one is unknown or without
            a ceiling, or an exchange rate is unknown.
        by_company: The exposure with each company, in its own currencies.
    """

    exposure: Money | None
    limits: Money | None
    by_company: Mapping[CompanyId, Exposure]


def across_companies(
    positions: Iterable[CompanyPosition],
    *,
    as_of: Date,
    currency: str,
    rates: Rates = Rates(),
    rules: ExposureRules = ExposureRules(),
) -> Decision[AcrossCompanies]:
    """
    Add up what is at risk with one customer over all own companies, at the end of *as_of*.

    Money that came to one company pays no debt with another: each allocates its own. The
    sum is exact and rounded once.

    Raises:
        InvalidValueError: Ledgers of two customers, or two of one company.
        UnknownCurrencyError: *currency* is not an ISO 4217 code.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    minor_digits(currency)
    kept = tuple(positions)
    _one_customer(kept)
    decisions = {
        one.ledger.company_id: exposure(one.ledger, as_of=as_of, rules=rules) for one in kept
    }
    by_company = {company: one.outcome for company, one in sorted(decisions.items())}
    totals = tuple(total for one in by_company.values() for total in one.totals)
    limits = _limits(kept)
    outcome = AcrossCompanies(
        exposure=_sum(totals, currency, rates, as_of),
        limits=None if limits is None else _sum(limits, currency, rates, as_of),
        by_company=FrozenMap(by_company),
    )
    return Decision(
        outcome=outcome,
        reasons=tuple(_reasons(outcome, totals, currency, as_of)),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"currency": currency, "companies": tuple(by_company)},
    )


def _one_customer(positions: tuple[CompanyPosition, ...]) -> None:
    seen: set[CompanyId] = set()
    for one in positions:
        if one.ledger.customer_id != positions[0].ledger.customer_id:
            rule = f"ledgers of customer {positions[0].ledger.customer_id!r} only"
            raise InvalidValueError("positions", one.ledger.customer_id, rule)
        if one.ledger.company_id in seen:
            raise InvalidValueError("positions", one.ledger.company_id, "each company once")
        seen.add(one.ledger.company_id)


def _limits(positions: tuple[CompanyPosition, ...]) -> tuple[Money, ...] | None:
    """Return every limit's ceiling; ``None`` where one is unknown or there is none."""
    ceilings = [None if one.limit is None else one.limit.amount for one in positions]
    known = tuple(ceiling for ceiling in ceilings if ceiling is not None)
    return known if len(known) == len(ceilings) else None


def _sum(amounts: tuple[Money, ...], currency: str, rates: Rates, as_of: Date) -> Money | None:
    worth = rates.total(amounts, currency, as_of=as_of)
    return None if worth is None else readable(worth, currency)


def _reasons(
    outcome: AcrossCompanies, totals: tuple[Money, ...], currency: str, as_of: Date
) -> Iterator[Reason]:
    for company, one in outcome.by_company.items():
        yield Reason("exposure.of_company", {"company": company, "exposure": one.totals}, _SOURCE)
    facts: dict[str, Value] = {
        "companies": len(outcome.by_company),
        "exposure": outcome.exposure,
        "limits": outcome.limits,
    }
    if outcome.exposure is not None:
        yield Reason("exposure.across", facts, _SOURCE)
    else:
        unknown: dict[str, Value] = {"exposure": totals, "currency": currency, "as_of": as_of}
        yield Reason("exposure.across_unknown", unknown, _SOURCE)
