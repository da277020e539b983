"""The six checks of an order, each by itself (policies 2d)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from clientcare.domain.credit_limit import CreditLimit, LimitState
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.money import Money
from clientcare.policies._credit_hold_facts import GroupFacts, Verdict
from clientcare.policies._hold_situation import Finding, Situation
from clientcare.policies._readable import readable
from clientcare.policies.effective_limit import EffectiveLimit, LimitsOnFile, effective_limit
from clientcare.policies.materiality import open_by_currency

_SOURCE: Final = "policies 2d"
_OWN: Final = {
    Verdict.NOTICE: "credit.within_tolerance",
    Verdict.PREPAY: "credit.prepay",
    Verdict.HOLD: "credit.over_limit",
}
_GROUP: Final = {
    Verdict.NOTICE: "credit.group_within_tolerance",
    Verdict.PREPAY: "credit.group_prepay",
    Verdict.HOLD: "credit.group_over_limit",
}


def check_block(at: Situation) -> Iterator[Finding]:
    """Check 5: a blocked customer is refused; paying does not help, lifting does."""
    for block in at.facts.card.blocks:
        if block.runs_on(at.as_of):
            facts: dict[str, Value] = {"since": block.since_on, "why": block.reason}
            yield _fails(CreditCheck.BLOCK, Verdict.REFUSE, "credit.blocked", facts)


# --- check 1 --------------------------------------------------------------------


def check_limit(at: Situation) -> Iterator[Finding]:
    """Check 1: exposure and order against the customer's limit."""
    limit = at.limit.outcome
    if limit is None:
        yield _fails(CreditCheck.LIMIT, Verdict.HOLD, "credit.limit_unknown", {})
        return
    for reason in at.limit.reasons:
        yield Finding(check=CreditCheck.LIMIT, verdict=Verdict.ALLOW, reason=reason)
    yield from _against(at, limit, at.amounts, _OWN)


def check_group(at: Situation) -> Iterator[Finding]:
    """Check 1 once more: the sum of the members' exposures against the group's limit."""
    group = at.facts.group
    if group is None:
        return
    limit = None if group.limit is None else _group_limit(at, group.limit, group)
    if limit is None:
        yield _note(CreditCheck.LIMIT, "credit.group_limit_unknown")
    else:
        yield from _against(at, limit, (*at.amounts, *at.other_members()), _GROUP)


def _group_limit(at: Situation, own: CreditLimit, group: GroupFacts) -> EffectiveLimit | None:
    # A limit of one customer is a measure for a group only where that was said.
    passes_on = own.state is LimitState.INHERITED
    limits = LimitsOnFile(
        group=own,
        category=at.facts.category_limit if passes_on else None,
        firm=at.facts.firm_limit if passes_on else None,
        increases=group.increases,
    )
    return effective_limit(limits, as_of=at.as_of).outcome


def _against(
    at: Situation, limit: EffectiveLimit, amounts: tuple[Money, ...], codes: dict[Verdict, str]
) -> Iterator[Finding]:
    permanent, ceiling = limit.permanent, limit.amount
    if permanent is None or ceiling is None:
        return
    currency = ceiling.currency
    total = at.total(amounts, currency)
    if total is None:
        yield at.rate_unknown(CreditCheck.LIMIT, amounts, currency)
        return
    percent = Fraction(at.rules.tolerance_percent[at.grade])
    tolerance = permanent.minor * percent / 100
    verdict = _limit_verdict(total, ceiling, tolerance)
    if verdict is not Verdict.ALLOW:
        facts: dict[str, Value] = {
            "total": readable(total, currency),
            "order": at.order_net,
            "limit": ceiling,
            "tolerance": readable(tolerance, currency),
            "grade": at.facts.card.grade,
            "to_clear": Money(math.ceil(total) - ceiling.minor, currency),
        }
        if verdict is Verdict.HOLD:
            above = math.ceil(total - ceiling.minor - tolerance)
            facts["to_notice"] = Money(above, currency)
        yield _fails(CreditCheck.LIMIT, verdict, codes[verdict], facts)


def _limit_verdict(total: Fraction, ceiling: Money, tolerance: Fraction) -> Verdict:
    if total <= ceiling.minor:
        return Verdict.ALLOW
    if ceiling.minor == 0:
        return Verdict.PREPAY
    return Verdict.NOTICE if total <= ceiling.minor + tolerance else Verdict.HOLD


# --- checks 2 and 3 -------------------------------------------------------------


def check_overdue(at: Situation) -> Iterator[Finding]:
    """Check 2: the oldest items past due, and what they sum up to."""
    late = at.overdue_by(at.rules.overdue_days)
    if late.minor is None:
        yield at.rate_unknown(CreditCheck.OVERDUE, late.to_pay, late.currency)
    elif late.is_material:
        yield _fails(CreditCheck.OVERDUE, Verdict.HOLD, "credit.overdue", late.facts)


def check_payment(at: Situation) -> Iterator[Finding]:
    """Check 3: the payment index, and the overdue share of the open receivables."""
    index = at.facts.payment_index
    if index is None:
        yield _note(CreditCheck.PAYMENT, "credit.index_unknown")
    elif index < at.rules.least_index:
        facts: dict[str, Value] = {"index": index, "least": at.rules.least_index}
        yield _fails(CreditCheck.PAYMENT, Verdict.HOLD, "credit.low_index", facts)
    yield from _overdue_share(at)


def _overdue_share(at: Situation) -> Iterator[Finding]:
    late = at.overdue_by(at.rules.share_days)
    if late.minor is None:
        yield at.rate_unknown(CreditCheck.PAYMENT, late.to_pay, late.currency)
        return
    if not late.is_material:
        return
    receivables = tuple(parts.receivables for parts in at.exposure.by_currency.values())
    balance = at.total(receivables, at.currency)
    if balance is None:
        yield at.rate_unknown(CreditCheck.PAYMENT, receivables, at.currency)
    elif late.minor * 100 > Fraction(at.rules.share_percent) * balance:
        facts: dict[str, Value] = {
            **late.facts,
            "balance": at.shown(balance),
            "percent": at.rules.share_percent,
        }
        yield _fails(CreditCheck.PAYMENT, Verdict.HOLD, "credit.overdue_share", facts)


# --- checks 4 and 6 -------------------------------------------------------------


def check_review(at: Situation) -> Iterator[Finding]:
    """Check 4: a credit review that should have been."""
    due_on = at.facts.card.review_due_on
    if due_on is None:
        yield _note(CreditCheck.REVIEW, "credit.review_unknown")
        return
    days = at.as_of.toordinal() - due_on.toordinal()
    notice, hold = at.rules.review_notice_days, at.rules.review_hold_days
    if days > notice:
        verdict = Verdict.HOLD if days > hold else Verdict.NOTICE
        facts: dict[str, Value] = {
            "due_on": due_on,
            "days": days,
            "notice_days": notice,
            "hold_days": hold,
        }
        yield _fails(CreditCheck.REVIEW, verdict, "credit.review_overdue", facts)


def check_insurance(at: Situation) -> Iterator[Finding]:
    """Check 6: an insured item past the insurer's maximum extension period, by its own due date."""
    insurance, most = at.facts.card.insurance, at.rules.extension_days
    if (
        insurance is not None
        and insurance.runs_on(at.as_of)
        and insurance.extension_days is not None
    ):
        most = insurance.extension_days
    late = [
        item
        for item in at.overdue
        if item.insured and not item.sheltered and item.days_past_due > most
    ]
    if late:
        facts: dict[str, Value] = {
            "oldest_days": max(item.days_past_due for item in late),
            "most": most,
            "invoices": tuple(item.invoice_id for item in late),
            "to_pay": open_by_currency(late),
        }
        yield _fails(CreditCheck.INSURANCE, Verdict.HOLD, "credit.past_extension", facts)


# --- findings -------------------------------------------------------------------


def _fails(check: CreditCheck, verdict: Verdict, code: str, facts: Mapping[str, Value]) -> Finding:
    reason = Reason(code, {"check": check, "verdict": verdict, **facts}, _SOURCE)
    return Finding(check=check, verdict=verdict, reason=reason)


def _note(check: CreditCheck, code: str) -> Finding:
    reason = Reason(code, {"check": check}, _SOURCE)
    return Finding(check=check, verdict=Verdict.ALLOW, reason=reason)
