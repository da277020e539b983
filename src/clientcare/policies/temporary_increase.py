"""May a limit be raised for a while (policies 2e)?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._months import add_months
from clientcare.domain.credit_limit import TemporaryIncrease
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.policies._readable import readable
from clientcare.policies.effective_limit import (
    EffectiveLimitRules,
    LimitsOnFile,
    effective_limit,
)
from clientcare.policies.exposure import ExposureRules
from clientcare.policies.materiality import open_by_currency
from clientcare.policies.overdue import OverdueItem, overdue_items

_SOURCE: Final = "policies 2e"


@attrs.frozen(kw_only=True)
class IncreaseRules:
    """
    When a limit may be raised for a while (policies 2e); each bound is included.

    Attributes:
        ref: Name and version of these rules.
        most_percent: An increase is at most so many percent of the permanent limit.
        most_days: It runs for so many days at most, its first and last included.
        most_starts: So many increases may start within ``months``.
        months: The months in which starts are counted: one that is further away is
            not in them.
        overdue_days: Nothing may be overdue by more than so many days when it starts.
    """

    ref: RulesRef = field(default=RulesRef("temporary_increase", "1"), validator=check.a(RulesRef))
    most_percent: Decimal = field(default=Decimal(30), validator=check.decimal())
    most_days: int = field(default=90, validator=check.whole(least=1))
    most_starts: int = field(default=2, validator=check.whole(least=1))
    months: int = field(default=12, validator=check.whole(least=1, most=1200))
    overdue_days: int = field(default=15, validator=check.whole())


@attrs.frozen(kw_only=True)
class IncreaseFacts:
    """
    What an increase that is asked for is held against.

    Attributes:
        asked: The increase.
        limits: The limits on file, the increases granted so far among them.
        overdue: The open invoices past due on its first day.
    """

    asked: TemporaryIncrease = field(validator=check.a(TemporaryIncrease))
    limits: LimitsOnFile = field(factory=LimitsOnFile, validator=check.a(LimitsOnFile))
    overdue: tuple[OverdueItem, ...] = field(
        default=(), validator=check.tuple_of(check.a(OverdueItem))
    )


def increase_facts(
    asked: TemporaryIncrease,
    *,
    limits: LimitsOnFile,
    ledger: Ledger,
    sheltering: ExposureRules = ExposureRules(),
) -> IncreaseFacts:
    """
    Gather what an increase is held against; what is overdue is that of its first day.

    Args:
        asked: The increase.
        limits: The limits on file.
        ledger: The customer's documents.
        sheltering: How long a dispute keeps an item out of the overdue sums; that of
            the order check.
    """
    late = overdue_items(ledger, as_of=asked.starts_on, rules=sheltering)
    return IncreaseFacts(asked=asked, limits=limits, overdue=late)


def judge_increase(
    facts: IncreaseFacts,
    *,
    as_of: Date,
    rules: IncreaseRules = IncreaseRules(),
    limit_rules: EffectiveLimitRules = EffectiveLimitRules(),
) -> Decision[bool]:
    """
    Tell whether a temporary increase may be granted at all; who has to sign is another question.

    It is held against the permanent limit and the debts of its own first day. A limit
    that is unknown, without a ceiling or 0 is not raised for a while. However small, an
    undisputed item that is overdue too long rules it out. An increase that was taken
    back before its first day never started. Every rule that it breaks is a reason, with
    what would be allowed.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    starts_on = facts.asked.starts_on
    limit = effective_limit(facts.limits, as_of=starts_on, rules=limit_rules).outcome
    permanent = None if limit is None else limit.permanent
    against = tuple(_against(facts, permanent, rules, unknown=limit is None))
    told: dict[str, Value] = {
        "increase": facts.asked.amount,
        "permanent": permanent,
        "starts_on": starts_on,
        "ends_on": facts.asked.ends_on,
    }
    return Decision(
        outcome=not against,
        reasons=against or (Reason("credit.increase_allowed", told, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
        inputs=told,
    )


def _against(
    facts: IncreaseFacts, permanent: Money | None, rules: IncreaseRules, *, unknown: bool
) -> Iterator[Reason]:
    if unknown:
        when: dict[str, Value] = {"starts_on": facts.asked.starts_on}
        yield Reason("credit.increase_limit_unknown", when, _SOURCE)
    elif permanent is None or permanent.minor == 0:
        compared: dict[str, Value] = {
            "permanent": permanent,
            "starts_on": facts.asked.starts_on,
        }
        yield Reason("credit.increase_without_limit", compared, _SOURCE)
    else:
        yield from _amount(facts.asked, permanent, rules)
    yield from _length(facts.asked, rules)
    yield from _starts(facts, rules)
    yield from _overdue(facts, rules)


def _amount(asked: TemporaryIncrease, permanent: Money, rules: IncreaseRules) -> Iterator[Reason]:
    compared: dict[str, Value]
    if asked.permanent_then != permanent:
        compared = {"permanent_then": asked.permanent_then, "permanent": permanent}
        yield Reason("credit.increase_on_other_limit", compared, _SOURCE)
        return
    most = permanent.minor * Fraction(rules.most_percent) / 100
    if asked.amount.minor > most:
        compared = {
            "increase": asked.amount,
            "most": readable(Fraction(most.numerator // most.denominator), permanent.currency),
            "percent": rules.most_percent,
            "permanent": permanent,
        }
        yield Reason("credit.increase_too_large", compared, _SOURCE)


def _length(asked: TemporaryIncrease, rules: IncreaseRules) -> Iterator[Reason]:
    days = asked.ends_on.toordinal() - asked.starts_on.toordinal() + 1
    if days > rules.most_days:
        compared: dict[str, Value] = {"days": days, "most": rules.most_days}
        yield Reason("credit.increase_too_long", compared, _SOURCE)


def _starts(facts: IncreaseFacts, rules: IncreaseRules) -> Iterator[Reason]:
    """Look for a run of starts, the new one among them, that is longer than allowed."""
    own = facts.asked.starts_on
    started = (one.starts_on for one in facts.limits.increases if _ever_ran(one))
    others = sorted(started)
    place = sum(day <= own for day in others)
    starts = [*others[:place], own, *others[place:]]
    for first in range(max(0, place - rules.most_starts), place + 1):
        run = starts[first : first + rules.most_starts + 1]
        if len(run) > rules.most_starts and run[-1] < add_months(run[0], rules.months):
            compared: dict[str, Value] = {
                "starts": tuple(run),
                "most": rules.most_starts,
                "months": rules.months,
            }
            yield Reason("credit.increase_too_often", compared, _SOURCE)
            return


def _ever_ran(increase: TemporaryIncrease) -> bool:
    return increase.ended_on is None or increase.ended_on > increase.starts_on


def _overdue(facts: IncreaseFacts, rules: IncreaseRules) -> Iterator[Reason]:
    late = [
        item
        for item in facts.overdue
        if item.days_overdue > rules.overdue_days and not item.sheltered
    ]
    if late:
        compared: dict[str, Value] = {
            "starts_on": facts.asked.starts_on,
            "days": rules.overdue_days,
            "oldest_days": max(item.days_overdue for item in late),
            "invoices": tuple(item.invoice_id for item in late),
            "to_pay": open_by_currency(late),
        }
        yield Reason("credit.increase_while_overdue", compared, _SOURCE)
