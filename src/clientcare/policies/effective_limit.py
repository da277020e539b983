"""Which limit counts today (policies 2c, states of a limit; 2e, temporary increases)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitState, TemporaryIncrease
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import CustomerCategory, Scale

_SOURCE: Final = "policies 2c"
_INCREASE: Final = "policies 2e"


class LimitLevel(Scale):
    """Whose limit it is, from the nearest to the farthest."""

    CUSTOMER = "customer", "客户"
    GROUP = "group", "集团"
    CATEGORY = "category", "客户类别"
    FIRM = "firm", "公司"


def _standing(owner: object, at: check.Field, value: CreditLimit) -> None:
    check.a(CreditLimit)(owner, at, value)
    dated = value.granted_on is not None or value.lapses_on is not None
    if dated or value.state is LimitState.INHERITED:
        check.refuse(owner, at, value, "an amount, or none, without dates")


def _all_standing(
    owner: object, at: check.Field, value: Mapping[CustomerCategory, CreditLimit]
) -> None:
    for category, limit in value.items():
        check.a(CustomerCategory)(owner, at, category)
        _standing(owner, at, limit)


@attrs.frozen(kw_only=True)
class EffectiveLimitRules:
    """
    Which limit counts where a customer and its group have none of their own.

    A limit is written as ``"50000 CNY"``, or ``"none"`` for no ceiling.

    Attributes:
        ref: Name and version of these rules.
        category_limits: The limit of each customer category that has one.
        firm_limit: The firm's limit for all others; ``None`` where it has none:
            a customer whom no limit reaches is held (policies 2c).

    Raises:
        InvalidValueError: One of the limits passes on, or bears a date: standing
            limits are changed by changing the rulebook.
    """

    ref: RulesRef = field(default=RulesRef("effective_limit", "1"), validator=check.a(RulesRef))
    category_limits: Mapping[CustomerCategory, CreditLimit] = field(
        default=FrozenMap[CustomerCategory, CreditLimit](),
        converter=FrozenMap[CustomerCategory, CreditLimit],
        validator=_all_standing,
    )
    firm_limit: CreditLimit | None = field(default=None, validator=check.maybe(_standing))


@attrs.frozen(kw_only=True)
class LimitsOnFile:
    """
    The limits from which a customer's is taken: the first one that is set.

    Attributes:
        own: The customer's own; ``None`` where nobody decided.
        group: That of the group that the customer belongs to.
        category: That of the customer's category.
        firm: That of the firm for all others.
        increases: The customer's temporary increases, past ones too.
    """

    own: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    group: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    category: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    firm: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    increases: tuple[TemporaryIncrease, ...] = field(
        default=(), validator=check.tuple_of(check.a(TemporaryIncrease))
    )


def limits_on_file(
    card: CreditCard,
    *,
    category: CustomerCategory | None = None,
    group: CreditLimit | None = None,
    rules: EffectiveLimitRules = EffectiveLimitRules(),
) -> LimitsOnFile:
    """
    Gather the limits from which a customer's is taken.

    Args:
        card: The customer's credit card.
        category: The customer's category; ``None`` is unknown.
        group: The limit of the group that the customer belongs to, if any.
        rules: The standing limits of categories and firm.
    """
    return LimitsOnFile(
        own=card.limit,
        group=group,
        category=None if category is None else rules.category_limits.get(category),
        firm=rules.firm_limit,
        increases=card.increases,
    )


@attrs.frozen(kw_only=True)
class EffectiveLimit:
    """
    The limit that counts.

    Attributes:
        permanent: The limit without temporary increases; ``None`` where there
            is expressly no ceiling.
        temporary: The largest active increase; ``None`` where none is active.
        level: Whose limit it is.
        lapses_on: The last day of the permanent limit, where it is a trial limit; it may
            be over, and the permanent limit 0.
    """

    permanent: Money | None
    temporary: Money | None = None
    level: LimitLevel = LimitLevel.CUSTOMER
    lapses_on: Date | None = None

    @property
    def amount(self) -> Money | None:
        """The ceiling; ``None`` where there is expressly none."""
        if self.permanent is None or self.temporary is None:
            return self.permanent
        return self.permanent + self.temporary


def effective_limit(
    limits: LimitsOnFile, *, as_of: Date, rules: EffectiveLimitRules = EffectiveLimitRules()
) -> Decision[EffectiveLimit | None]:
    """
    Find the limit that counts on the local day *as_of*.

    The first that is set counts: the customer's, the group's, the category's,
    the firm's; "inherited" passes on as a blank does, and a limit granted later
    than *as_of* is not set yet. Nothing set anywhere is unknown (``None``). A
    trial limit is 0 from the day after its last one. Of active temporary
    increases the largest counts, up to and with its last day; one granted on a
    higher permanent limit than today's is over.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    found = _first_set(limits, as_of)
    outcome: EffectiveLimit | None = None
    reasons: tuple[Reason, ...] = (Reason("credit.limit_unknown", {}, _SOURCE),)
    if found is not None:
        outcome, reasons = _effective(*found, limits.increases, as_of)
    return Decision(outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=as_of)


def _first_set(limits: LimitsOnFile, as_of: Date) -> tuple[LimitLevel, CreditLimit] | None:
    chain = (
        (LimitLevel.CUSTOMER, limits.own),
        (LimitLevel.GROUP, limits.group),
        (LimitLevel.CATEGORY, limits.category),
        (LimitLevel.FIRM, limits.firm),
    )
    for level, limit in chain:
        if limit is not None and _is_set(limit, as_of):
            return level, limit
    return None


def _is_set(limit: CreditLimit, as_of: Date) -> bool:
    known = limit.granted_on is None or limit.granted_on <= as_of
    return known and limit.state is not LimitState.INHERITED


def _effective(
    level: LimitLevel, limit: CreditLimit, increases: tuple[TemporaryIncrease, ...], as_of: Date
) -> tuple[EffectiveLimit, tuple[Reason, ...]]:
    if limit.amount is None:
        unlimited = EffectiveLimit(permanent=None, level=level)
        return unlimited, (Reason("credit.no_ceiling", {"level": level}, _SOURCE),)
    lapsed = limit.lapses_on is not None and limit.lapses_on < as_of
    permanent = Money.zero(limit.amount.currency) if lapsed else limit.amount
    active = [one for one in increases if one.runs_on(as_of)]
    counted = [one for one in active if still_stands(one, permanent)]
    largest = max(counted, key=lambda one: one.amount, default=None)
    outcome = EffectiveLimit(
        permanent=permanent,
        temporary=largest.amount if largest else None,
        level=level,
        lapses_on=limit.lapses_on,
    )
    return outcome, tuple(_reasons(outcome, limit, largest, active, as_of))


def still_stands(increase: TemporaryIncrease, permanent: Money) -> bool:
    """Tell whether *increase* was granted on no more than *permanent*: a cut ends it."""
    same = increase.permanent_then.currency == permanent.currency
    return same and increase.permanent_then <= permanent


def _reasons(
    outcome: EffectiveLimit,
    limit: CreditLimit,
    largest: TemporaryIncrease | None,
    active: list[TemporaryIncrease],
    as_of: Date,
) -> Iterator[Reason]:
    permanent = outcome.permanent
    assert permanent is not None  # noqa: S101 - the caller has a limit with an amount
    facts: dict[str, Value] = {
        "limit": outcome.amount,
        "permanent": permanent,
        "temporary": outcome.temporary,
        "level": outcome.level,
    }
    yield Reason("credit.limit_on_file", facts, _SOURCE)
    if limit.lapses_on is not None and limit.lapses_on < as_of:
        facts = {"granted": limit.amount, "lapsed_on": limit.lapses_on}
        yield Reason("credit.trial_lapsed", facts, _SOURCE)
    if largest is not None:
        facts = {
            "increase": largest.amount,
            "ends_on": largest.ends_on,
            "active": sum(still_stands(one, permanent) for one in active),
        }
        yield Reason("credit.increase", facts, _INCREASE)
    for one in active:
        if not still_stands(one, permanent):
            facts = {
                "increase": one.amount,
                "permanent_then": one.permanent_then,
                "permanent": permanent,
            }
            yield Reason("credit.increase_ended_by_cut", facts, _INCREASE)
