"""
What does trouble with a customer mean for tier, contacts and credit (C5, C6)?

Nothing is changed in silence: each effect is a notice that names what to do and why,
and somebody decides. The tier is still judged by sales, the credit by payment.
"""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import ComplaintId, CustomerId, InvoiceId
from clientcare.domain.money import Money
from clientcare.domain.scales import Scale, Tier

_SOURCE: Final = "C5, C6"


class EffectKind(Scale):
    """What a trouble has an effect on."""

    CONTACT = "contact", "联系"
    CREDIT = "credit", "信用"
    TIER = "tier", "等级"


@attrs.frozen(kw_only=True)
class EffectRules:
    """
    When trouble has an effect.

    Attributes:
        ref: Name and version of these rules.
        suspending: Open complaints of these priorities suspend marketing, referral
            and greetings (policies 4e).
    """

    ref: RulesRef = RulesRef("recovery_effects", "1")
    suspending: tuple[Priority, ...] = field(
        default=(Priority.P1, Priority.P2), validator=check.none_twice(check.a(Priority))
    )


@attrs.frozen(kw_only=True)
class ContestedInvoice:
    """
    An invoice that an open complaint is about.

    Attributes:
        complaint_id: The complaint.
        invoice_id: The invoice.
        disputed: The value at stake; ``None`` is unknown.
        recorded: A dispute of the invoice is on record.
    """

    complaint_id: ComplaintId = field(validator=check.key)
    invoice_id: InvoiceId = field(validator=check.key)
    disputed: Money | None = field(default=None, validator=check.maybe(check.not_negative))
    recorded: bool = field(validator=check.a(bool))


@attrs.frozen(kw_only=True)
class EffectFacts:
    """
    A customer and the trouble with them.

    Attributes:
        customer_id: The customer.
        open_priorities: The priorities of the open complaints.
        invoices: The invoices that open complaints are about.
        owed: Good events still owed.
        follow_up_on: The day of the next contact of the recovery; ``None`` = none is due.
        tier: The tier by sales now; ``None`` is unknown.
        tier_before: The tier held before; ``None`` is unknown.
    """

    customer_id: CustomerId = field(validator=check.key)
    open_priorities: tuple[Priority, ...] = field(
        default=(), validator=check.tuple_of(check.a(Priority))
    )
    invoices: tuple[ContestedInvoice, ...] = field(
        default=(), validator=check.tuple_of(check.a(ContestedInvoice))
    )
    owed: int = field(default=0, validator=check.whole())
    follow_up_on: Date | None = field(default=None, validator=check.maybe(check.date))
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    tier_before: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))


_DEFAULT: Final = EffectRules()
_RANKS: Final = {tier: place for place, tier in enumerate(Tier)}


def recovery_effects(
    facts: EffectFacts, *, as_of: Date, rules: EffectRules = _DEFAULT
) -> Decision[tuple[EffectKind, ...]]:
    """
    Return what the trouble with a customer has an effect on; the reasons say which.

    *Contacts*: a severe open complaint suspends what is not service, and a follow-up of
    the recovery comes beside the usual cadence. *Credit*: what an open complaint
    contests is recorded as a dispute, which keeps it out of the overdue debt (policies
    2d); nothing else of the credit changes. *Tier*: where it fell while something is
    owed, the fall may be our doing.

    Raises:
        InvalidValueError: *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    reasons = [*_contact(facts, rules), *_credit(facts), *_tier(facts)]
    kinds = {reason.code.split(".")[1].split("_")[0] for reason in reasons}
    return Decision(
        outcome=tuple(kind for kind in EffectKind if kind.value in kinds),
        reasons=tuple(reasons) or (Reason("effect.none", source=_SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"customer": facts.customer_id, "owed": facts.owed},
    )


def _contact(facts: EffectFacts, rules: EffectRules) -> list[Reason]:
    reasons = []
    severe = sum(one in rules.suspending for one in facts.open_priorities)
    if severe:
        counted: dict[str, Value] = {"count": severe, "priorities": rules.suspending}
        reasons.append(Reason("effect.contact_suspended", counted, "policies 4e"))
    if facts.follow_up_on is not None:
        due: dict[str, Value] = {"due_on": facts.follow_up_on, "owed": facts.owed}
        reasons.append(Reason("effect.contact_follow_up", due, "C5"))
    return reasons


def _credit(facts: EffectFacts) -> list[Reason]:
    return [
        Reason(
            "effect.credit_dispute",
            {
                "invoice": one.invoice_id,
                "complaint": one.complaint_id,
                "disputed": one.disputed,
            },
            "policies 2d",
        )
        for one in facts.invoices
        if not one.recorded
    ]


def _tier(facts: EffectFacts) -> list[Reason]:
    now, before = facts.tier, facts.tier_before
    if now is None or before is None or _RANKS[now] <= _RANKS[before]:
        return []
    if not facts.owed and not facts.open_priorities:
        return []
    compared: dict[str, Value] = {
        "tier": now,
        "before": before,
        "owed": facts.owed,
        "open": len(facts.open_priorities),
    }
    return [Reason("effect.tier_fell", compared, _SOURCE)]
