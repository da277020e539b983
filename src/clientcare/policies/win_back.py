"""
Whom do we ask why they leave, and whom do we try to win back (C6, C11)?

Most of those who leave never say why, so who is about to go is asked before, and who
went is asked as well. Who said that they would not come back is left in peace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import CustomerId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.money import Money
from clientcare.domain.surveys import CustomerSurvey
from clientcare.errors import CurrencyMismatchError, InvalidValueError

_SOURCE: Final = "C11"
_ASKED: Final = frozenset({LifecycleState.AT_RISK, LifecycleState.LOST})


@attrs.frozen(kw_only=True)
class WinBackRules:
    """
    When customers who leave are asked and tried for.

    Attributes:
        ref: Name and version of these rules.
        survey_days: They are asked within so many days of becoming at risk or lost
            (by judgement).
        retry_days: After a try, the next one comes so many days later (policies 4c:
            one visit a quarter to the lost).
    """

    ref: RulesRef = RulesRef("win_back", "1")
    survey_days: int = field(default=14, validator=check.whole())
    retry_days: int = field(default=91, validator=check.whole(least=1))


@attrs.frozen(kw_only=True)
class WinBackFacts:
    """
    A customer who may be leaving.

    Attributes:
        customer_id: The customer.
        lifecycle: The life-cycle state held; ``None`` is unknown.
        since_on: The day from which it is held; ``None`` is unknown.
        value: What the customer bought in the last good year; ``None`` is unknown.
        surveys: The surveys of the customer.
        contacts_on: Days of real contacts.

    Raises:
        InvalidValueError: A survey is of another customer.
    """

    customer_id: CustomerId = field(validator=check.key)
    lifecycle: LifecycleState | None = field(
        default=None, validator=check.maybe(check.a(LifecycleState))
    )
    since_on: Date | None = field(default=None, validator=check.maybe(check.date))
    value: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    surveys: tuple[CustomerSurvey, ...] = field(
        default=(), validator=check.tuple_of(check.a(CustomerSurvey))
    )
    contacts_on: tuple[Date, ...] = field(default=(), validator=check.tuple_of(check.date))

    def __attrs_post_init__(self) -> None:
        for survey in self.surveys:
            if survey.customer_id != self.customer_id:
                rule = f"surveys of {self.customer_id}"
                raise InvalidValueError("WinBackFacts.surveys", survey.customer_id, rule)


@attrs.frozen(kw_only=True)
class WinBack:
    """
    What is due for a customer who may be leaving.

    Attributes:
        listed: They are on the list of those to win back: lost, and not unwilling.
        survey_due_on: Until when they are to be asked; ``None`` = they were, or need not be.
        try_due_on: When the next try is due; ``None`` unless listed.
        value: What they are ranked by.
    """

    listed: bool
    survey_due_on: Date | None
    try_due_on: Date | None
    value: Money | None


_DEFAULT: Final = WinBackRules()


def win_back(
    facts: WinBackFacts, *, as_of: Date, rules: WinBackRules = _DEFAULT
) -> Decision[WinBack | None]:
    """
    Decide whether a customer is to be asked why they leave, and to be won back.

    Asked they are once since they became at risk or lost. A try is due at once where no
    real contact was since, else a quarter after the last. Undetermined where the
    life-cycle state is unknown; where its first day is, everything is due on *as_of*.

    Raises:
        InvalidValueError: *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    if facts.lifecycle is None:
        why = Reason("win_back.state_unknown", source=_SOURCE)
        return _decision(None, (why,), facts, as_of, rules)
    since = facts.since_on or as_of
    known = sorted(
        (one for one in facts.surveys if one.asked_on <= as_of), key=lambda one: one.asked_on
    )
    asked = [one for one in known if facts.since_on is None or one.asked_on >= since]
    said = [one.would_return for one in asked if one.would_return is not None]
    unwilling = bool(said) and not said[-1]
    listed = facts.lifecycle is LifecycleState.LOST and not unwilling
    ask = facts.lifecycle in _ASKED and not asked
    outcome = WinBack(
        listed=listed,
        survey_due_on=_due(since, rules.survey_days, facts, as_of) if ask else None,
        try_due_on=_try(facts, since, as_of, rules) if listed else None,
        value=facts.value,
    )
    return _decision(outcome, _reasons(facts, outcome, unwilling=unwilling), facts, as_of, rules)


def _due(since: Date, days: int, facts: WinBackFacts, as_of: Date) -> Date:
    return as_of if facts.since_on is None else since.add(days=days)


def _try(facts: WinBackFacts, since: Date, as_of: Date, rules: WinBackRules) -> Date:
    tried = [day for day in facts.contacts_on if since <= day <= as_of]
    return max(tried).add(days=rules.retry_days) if tried else since


def _reasons(facts: WinBackFacts, outcome: WinBack, *, unwilling: bool) -> tuple[Reason, ...]:
    compared: dict[str, Value] = {"state": facts.lifecycle, "since_on": facts.since_on}
    reasons = []
    if outcome.survey_due_on is not None:
        due = {**compared, "due_on": outcome.survey_due_on}
        reasons.append(Reason("win_back.ask", due, _SOURCE))
    if outcome.listed:
        tried: dict[str, Value] = {
            **compared,
            "due_on": outcome.try_due_on,
            "value": outcome.value,
        }
        reasons.append(Reason("win_back.try", tried, "C6"))
    if facts.lifecycle is LifecycleState.LOST and unwilling:
        reasons.append(Reason("win_back.unwilling", compared, _SOURCE))
    return tuple(reasons) or (Reason("win_back.nothing", compared, _SOURCE),)


def _decision(
    outcome: WinBack | None,
    reasons: tuple[Reason, ...],
    facts: WinBackFacts,
    as_of: Date,
    rules: WinBackRules,
) -> Decision[WinBack | None]:
    return Decision(
        outcome=outcome,
        reasons=reasons,
        rules=rules.ref,
        judged_at=as_of,
        inputs={"customer": facts.customer_id, "state": facts.lifecycle},
    )


def win_back_list(
    decisions: Mapping[CustomerId, Decision[WinBack | None]],
) -> tuple[CustomerId, ...]:
    """
    Return whom to win back first: the largest value first, unknown last, then by id.

    Raises:
        CurrencyMismatchError: The values are of several currencies.
    """
    listed = {
        customer: decision.outcome.value
        for customer, decision in decisions.items()
        if decision.outcome is not None and decision.outcome.listed
    }
    _check_one_currency(listed.values())

    def rank(customer: CustomerId) -> tuple[bool, int, CustomerId]:
        value = listed[customer]
        return value is None, 0 if value is None else -value.minor, customer

    return tuple(sorted(listed, key=rank))


def _check_one_currency(values: Iterable[Money | None]) -> None:
    currencies = sorted({value.currency for value in values if value is not None})
    if len(currencies) > 1:
        rule = f"all in {currencies[0]}"
        raise CurrencyMismatchError("WinBack.value", currencies[1], rule)
