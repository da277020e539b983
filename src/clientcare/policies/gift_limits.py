"""
May this be given to whom (bribery rules: policies 5, R6)?

A reward to a buyer's employee can be commercial bribery. So money goes to the firm and
into both books, never to a person; what a person receives stays small, is added up over
a year, and is approved above a limit. Design input, no legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.gifts import Gift, GiftKind
from clientcare.domain.ids import GiftId
from clientcare.domain.money import Money
from clientcare.domain.scales import Scale
from clientcare.errors import CurrencyMismatchError, InvalidValueError

_SOURCE: Final = "R6, policies 5"


class GiftVerdict(Scale):
    """Whether it may be given."""

    ALLOWED = "allowed", "可以"
    NEEDS_APPROVAL = "needs_approval", "须批准"
    REFUSED = "refused", "不可以"


@attrs.frozen(kw_only=True)
class GiftRules:
    """
    What a receiver may get.

    All limits are by judgement and low on purpose: set your own firm's.

    Attributes:
        ref: Name and version of these rules.
        approve_above: One thing worth more than this, in major units, is approved
            before.
        person_year_limit: What one person may get in a calendar year, in major units;
            on an invoice or not, and at whatever firm.
        firm_year_limit: What one firm may get in a calendar year without being
            approved, in major units; what stands on an invoice is not counted.
    """

    ref: RulesRef = RulesRef("gift_limits", "1")
    approve_above: Decimal = field(default=Decimal(200), validator=check.decimal())
    person_year_limit: Decimal = field(default=Decimal(500), validator=check.decimal())
    firm_year_limit: Decimal = field(default=Decimal(5000), validator=check.decimal())

    def __attrs_post_init__(self) -> None:
        if self.person_year_limit < self.approve_above:
            rule = f"not below approve_above ({self.approve_above})"
            raise InvalidValueError("GiftRules.person_year_limit", self.person_year_limit, rule)


def check_gift(
    planned: Gift, register: Iterable[Gift], *, rules: GiftRules = GiftRules()
) -> Decision[GiftVerdict | None]:
    """
    Decide whether *planned* may be given, by what its receiver got in that calendar year.

    Refused are money to a person, money that stands in no book, anything to a public
    official, and what takes a person above the year's limit; exactly the limit passes.
    A person's limit counts what stands on an invoice too, and what they got at whatever
    firm; a firm's counts neither what is invoiced nor what its people got.
    Above the limit for one thing, or for a firm above the year's, somebody has to
    agree who does not give it. ``None`` where its value is unknown, whether the receiver
    is an official is, or the worth of something that they got and the rest decides nothing.

    Args:
        planned: What would be given.
        register: What was given; other receivers, other years and *planned* itself are
            passed over.
        rules: The limits.

    Raises:
        InvalidValueError: The register holds one id twice.
        CurrencyMismatchError: The receiver got things in another currency.
    """
    counted = [one for one in _each_once(register) if _counts(one, planned)]
    before = _sum(planned, counted)
    unvalued = tuple(sorted(one.id for one in counted if one.value is None))
    verdict, why = _judged(planned, before, unvalued, rules)
    return Decision(
        outcome=verdict,
        reasons=(why,),
        rules=rules.ref,
        judged_at=planned.given_on,
        inputs={"gift": planned.id, "before": before},
    )


def _each_once(register: Iterable[Gift]) -> Iterator[Gift]:
    seen: set[GiftId] = set()
    for gift in register:
        if gift.id in seen:
            raise InvalidValueError("Gift.id", gift.id, "each gift once")
        seen.add(gift.id)
        yield gift


def _counts(gift: Gift, planned: Gift) -> bool:
    """Tell whether *gift* takes up the limit of who receives *planned*, in that year."""
    if gift.id == planned.id or gift.given_on.year != planned.given_on.year:
        return False
    if planned.person_id is not None:  # wherever they work, and whatever the books say
        return gift.person_id == planned.person_id
    return gift.receiver == planned.receiver and not gift.on_invoice


def _sum(planned: Gift, counted: Iterable[Gift]) -> Money | None:
    """Return what is known of the worth of *counted*; ``None`` where *planned* has no value."""
    if planned.value is None:
        return None
    total = Money.zero(planned.value.currency)
    for gift in counted:
        if gift.value is None:
            continue
        if gift.value.currency != total.currency:
            wanted = f"all in {total.currency}"
            raise CurrencyMismatchError("Gift.value", gift.value.currency, wanted)
        total += gift.value
    return total


def _judged(
    planned: Gift, before: Money | None, unvalued: tuple[GiftId, ...], rules: GiftRules
) -> tuple[GiftVerdict | None, Reason]:
    to_person = planned.person_id is not None
    if planned.is_official:
        return GiftVerdict.REFUSED, _reason("official", {"kind": planned.kind})
    if planned.kind is GiftKind.MONEY and (to_person or not planned.on_invoice):
        facts: dict[str, Value] = {"to_person": to_person, "on_invoice": planned.on_invoice}
        return GiftVerdict.REFUSED, _reason("money", facts)
    if planned.value is None or before is None:
        return None, _reason("value_unknown", {})
    if planned.is_official is None and to_person:
        return None, _reason("office_unknown", {"value": planned.value})
    verdict, why = _by_value(planned, planned.value, before, rules)
    may_be_worse = (
        verdict is not GiftVerdict.REFUSED if to_person else verdict is GiftVerdict.ALLOWED
    )
    if unvalued and may_be_worse and (to_person or planned.approved_by is None):
        return None, _reason("register_unknown", {"known": before, "unknown": unvalued})
    return verdict, why


def _by_value(
    planned: Gift, value: Money, before: Money, rules: GiftRules
) -> tuple[GiftVerdict, Reason]:
    to_person = planned.person_id is not None
    limit = rules.person_year_limit if to_person else rules.firm_year_limit
    free = planned.on_invoice and not to_person
    year_total = before if free else before + value
    facts: dict[str, Value] = {
        "value": value,
        "year": planned.given_on.year,
        "year_total": year_total,
        "year_limit": limit,
        "approve_above": rules.approve_above,
    }
    over_year = _exceeds(year_total, limit)
    if over_year and to_person:
        return GiftVerdict.REFUSED, _reason("over_year_limit", facts)
    if over_year or (not free and _exceeds(value, rules.approve_above)):
        if planned.approved_by is None:
            return GiftVerdict.NEEDS_APPROVAL, _reason("needs_approval", facts)
        return GiftVerdict.ALLOWED, _reason("approved", facts)
    return GiftVerdict.ALLOWED, _reason("within_limits", facts)


def _exceeds(amount: Money, limit: Decimal) -> bool:
    return amount.minor > Fraction(limit) * Money.of(1, amount.currency).minor


def _reason(code: str, facts: dict[str, Value]) -> Reason:
    return Reason(f"gifts.{code}", facts, _SOURCE)
