"""May this order go through, and if not, what would let it (policies 2d)?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.credit_limit import OrderRelease
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.policies._credit_hold_facts import (
    CreditFacts,
    CreditHoldRules,
    GroupFacts,
    OrderStep,
    Verdict,
)
from clientcare.policies._hold_checks import (
    check_block,
    check_group,
    check_insurance,
    check_limit,
    check_overdue,
    check_payment,
    check_review,
)
from clientcare.policies._hold_situation import Finding, Situation
from clientcare.policies._readable import readable

__all__ = [
    "CreditFacts",
    "CreditHoldRules",
    "GroupFacts",
    "OrderStep",
    "Verdict",
    "check_order",
]

_SOURCE: Final = "policies 2d"
_COVERED: Final = (
    check_limit,
    check_group,
    check_overdue,
    check_payment,
    check_review,
    check_insurance,
)


def check_order(
    facts: CreditFacts, *, as_of: Date, rules: CreditHoldRules = CreditHoldRules()
) -> Decision[Verdict]:
    """
    Check an order, or without one the customer as he stands, on the local day *as_of*.

    The worst verdict of six checks counts, and every failing one is a reason
    with the numbers compared and what would clear it (``to_clear``, ``to_pay``,
    ``invoices``; where the limit holds also ``to_notice``, after which it is only noted, and
    which without a tolerance is the same). An exposure equal to the limit passes, and so
    does the end of the tolerance. The order counts once, with all of it that is undelivered,
    less its deposit, whenever it ships. One that its deposit covers whole
    passes all checks but the block. Billing what was delivered is never held.
    A release waives the checks that it names; they stay listed. Checks that
    cannot be made for want of a payment index or a review date are listed and
    change nothing; an unknown limit or exchange rate holds.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    if facts.step is OrderStep.BILLING:
        reason = Reason("credit.billing", {"verdict": Verdict.ALLOW}, _SOURCE)
        return Decision(outcome=Verdict.ALLOW, reasons=(reason,), rules=rules.ref, judged_at=as_of)
    at = Situation.of(facts, as_of, rules)
    findings = tuple(_findings(at))
    releases = tuple(_valid_releases(at))
    waived = frozenset(chain.from_iterable(release.checks for release in releases))
    counted = [one.verdict for one in findings if one.check not in waived]
    failing = [one for one in findings if one.verdict is not Verdict.ALLOW]
    failing.sort(key=lambda one: (-one.verdict.severity, list(CreditCheck).index(one.check)))
    return Decision(
        outcome=max(counted, key=lambda verdict: verdict.severity, default=Verdict.ALLOW),
        reasons=(
            *(one.reason for one in failing),
            *_released(at, releases, failing),
            *(() if failing else _passes(at)),
            *(one.reason for one in findings if one.verdict is Verdict.ALLOW),
            *_own_risk(at),
        ),
        rules=rules.ref,
        judged_at=as_of,
        inputs=_inputs(at),
    )


def _findings(at: Situation) -> Iterator[Finding]:
    yield from check_block(at)
    if at.at_risk is None or not at.at_risk.is_prepaid:
        for one in _COVERED:
            yield from one(at)


# --- releases -------------------------------------------------------------------


def _valid_releases(at: Situation) -> Iterator[OrderRelease]:
    order = at.facts.order
    for release in at.facts.card.releases:
        if order is None or release.order_id != order.id:
            continue
        in_time = release.released_on <= at.as_of <= release.last_on(at.rules.release_days)
        if in_time and release.covers(order.gross, at.rules.release_percent):
            yield release


def _released(
    at: Situation, releases: Sequence[OrderRelease], failing: Sequence[Finding]
) -> Iterator[Reason]:
    for release in releases:
        waived = tuple(
            each for each in CreditCheck if each in release.checks and _is_among(each, failing)
        )
        if waived:
            facts: dict[str, Value] = {
                "checks": waived,
                "value": release.value,
                "percent": at.rules.release_percent,
                "released_on": release.released_on,
                "days": at.rules.release_days,
            }
            yield Reason("credit.released", facts, _SOURCE)


def _is_among(each: CreditCheck, failing: Sequence[Finding]) -> bool:
    return any(one.check is each for one in failing)


# --- what else the decision says ------------------------------------------------


def _passes(at: Situation) -> Iterator[Reason]:
    if at.at_risk is not None and at.at_risk.is_prepaid:
        facts: dict[str, Value] = {
            "undelivered": at.at_risk.undelivered,
            "deposit": at.at_risk.deposit,
        }
        yield Reason("credit.prepaid", facts, _SOURCE)
    else:
        yield Reason("credit.passes", _inputs(at), _SOURCE)


def _own_risk(at: Situation) -> Iterator[Reason]:
    insured = at.facts.card.insurance
    if insured is None or not insured.runs_on(at.as_of):
        return
    currency = insured.limit.currency
    total = at.total(at.amounts, currency)
    if total is not None:
        exposed = readable(total, currency)
        facts: dict[str, Value] = {
            "exposure": exposed,
            "insured": insured.limit,
            "cover_percent": insured.cover_percent,
            "own_risk": readable(insured.own_risk(exposed), currency),
        }
        yield Reason("credit.own_risk", facts, _SOURCE)


def _inputs(at: Situation) -> dict[str, Value]:
    total = at.total(at.amounts, at.currency)
    limit = at.limit.outcome
    return {
        "total": None if total is None else at.shown(total),
        "order": at.order_net,
        "limit": None if limit is None else limit.amount,
        "grade": at.facts.card.grade,
        "payment_index": at.facts.payment_index,
    }
