"""Whose signatures does a limit need (policies 2f, 2e)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.approval_requests import LimitFigures, RequestKind
from clientcare.domain.credit_limit import LimitState
from clientcare.domain.currencies import minor_digits
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import OfficeId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS, Staff, StaffRole

_SOURCE: Final = "policies 2f"
_INCREASE: Final = "policies 2e"
_HEAD, _MANAGER, _VICE, _GENERAL, _OWNER = APPROVERS
_BOUNDED: Final = (_HEAD, _MANAGER, _VICE)


def _rising(owner: object, at: check.Field, value: Mapping[StaffRole, int]) -> None:
    for amount in value.values():
        check.whole()(owner, at, amount)
    in_order = [value[role] for role in _BOUNDED if role in value]
    if set(value) != set(_BOUNDED) or in_order != sorted(in_order):
        rule = f"an amount for each of {', '.join(_BOUNDED)}, none below that of a lower level"
        check.refuse(owner, at, value, rule)


@attrs.frozen(kw_only=True)
class ApprovalRules:
    """
    Who has to sign for a limit, and how long an answer may take (policies 2f).

    Attributes:
        ref: Name and version of these rules.
        up_to_major: Up to which resulting total, that amount included, a level signs
            last, in major units of the firm's currency; above the highest it is the
            general manager.
        terms_days: A payment term of more than so many days takes a level more.
        override_percent: A limit above the computed one by more than so many percent
            takes a level more.
        increase_levels: A temporary increase takes so many levels more than its total
            (policies 2e).
        remind_days: After more than so many working days without an answer, whoever
            has to sign is reminded.
        escalate_days: After more than so many, the next level may sign in their place.
        slicing_days: Earlier requests for the same card that were granted within so
            many days are told to the signers (by judgement).

    Raises:
        InvalidValueError: A value breaks its rule, or the escalation is sooner than
            the reminder.
    """

    ref: RulesRef = field(default=RulesRef("approvals", "1"), validator=check.a(RulesRef))
    up_to_major: Mapping[StaffRole, int] = field(
        default=FrozenMap({_HEAD: 20_000, _MANAGER: 100_000, _VICE: 500_000}),
        converter=FrozenMap[StaffRole, int],
        validator=_rising,
    )
    terms_days: int = field(default=60, validator=check.whole())
    override_percent: Decimal = field(default=Decimal(10), validator=check.decimal())
    increase_levels: int = field(default=1, validator=check.whole())
    remind_days: int = field(default=2, validator=check.whole())
    escalate_days: int = field(default=5, validator=check.whole())
    slicing_days: int = field(default=90, validator=check.whole())

    def __attrs_post_init__(self) -> None:
        if self.escalate_days < self.remind_days:
            check.refuse(
                self,
                attrs.fields(ApprovalRules).escalate_days,
                self.escalate_days,
                f"at least the {self.remind_days} days of the reminder",
            )


@attrs.frozen(kw_only=True)
class ChainFacts:
    """
    What the chain of signatures rests on.

    Attributes:
        kind: What is asked for.
        figures: The figures of the request.
        askers: Who asked for it, or amended it: none of them signs.
        staff: Our people, those who left taken off.
        office_id: The customer's office: only its own office heads sign; ``None``
            lets those of any office.
        currency: The firm's own currency, in which the levels are told.
        rates: Exchange rates, where the limit is in another currency.
    """

    kind: RequestKind = field(validator=check.a(RequestKind))
    figures: LimitFigures = field(validator=check.a(LimitFigures))
    askers: frozenset[StaffId] = frozenset()
    staff: tuple[Staff, ...] = field(default=(), validator=check.tuple_of(check.a(Staff)))
    office_id: OfficeId | None = field(default=None, validator=check.maybe(check.key))
    currency: str
    rates: Rates = field(factory=Rates, validator=check.a(Rates))

    def __attrs_post_init__(self) -> None:
        minor_digits(self.currency)

    @property
    def is_cut(self) -> bool:
        """Whether less is asked for than counts so far."""
        return self.kind is not RequestKind.INCREASE and self.figures.is_cut

    def holders(self, role: StaffRole) -> tuple[Staff, ...]:
        """Return who has *role* for this customer."""
        return tuple(
            one
            for one in self.staff
            if role in one.roles
            and (role is not _HEAD or self.office_id is None or one.office_id == self.office_id)
        )


@attrs.frozen(kw_only=True)
class ApprovalChain:
    """
    Whose signatures are needed.

    Attributes:
        levels: The levels, from the lowest; of each one person signs.
        signers: Of each level who holds it and may sign there.
        any_one: Whether one signature of any of the levels is enough: for a cut.
    """

    levels: tuple[StaffRole, ...]
    signers: Mapping[StaffRole, tuple[Staff, ...]] = field(
        converter=FrozenMap[StaffRole, tuple[Staff, ...]]
    )
    any_one: bool = False


def approval_chain(
    facts: ChainFacts, *, as_of: Date, rules: ApprovalRules = ApprovalRules()
) -> Decision[ApprovalChain | None]:
    """
    Return whose signatures a limit needs, by the total that results and not by the step.

    A bound belongs to its level: 100,000 is the sales manager's, 100,000.01 the
    vice-president's. One level more, each, for grade C or none, for long terms, for
    unsupported figures and for a limit above the computed one by more than the
    override percentage; a temporary increase takes a level above what the permanent limit
    with it would take, these bumps included; the override is that of the permanent limit. The general
    manager is the highest level that an amount leads to, and that of a limit without
    a ceiling. A cut needs one signature, of any level.

    Nobody signs what they asked for. Who holds several levels of the chain signs at
    the highest. A level that nobody is left to sign for drops out; is it the last one,
    the next above is added, up to the owner. Where none is left, or the total cannot be
    told in the firm's currency, the outcome is ``None``.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    if facts.is_cut:
        outcome, reasons = _of_a_cut(facts)
    else:
        top, why = _required(facts, as_of, rules)
        if top is None:
            outcome, reasons = None, why
        else:
            outcome, more = _staffed(facts, top)
            reasons = (*more, *why) if outcome is None else (*why, *more)
    return Decision(outcome=outcome, reasons=reasons, rules=rules.ref, judged_at=as_of)


def _of_a_cut(facts: ChainFacts) -> tuple[ApprovalChain | None, tuple[Reason, ...]]:
    signers = {
        role: others for role in APPROVERS if (others := _others(facts.holders(role), facts.askers))
    }
    compared: dict[str, Value] = {
        "total": facts.figures.total,
        "before": facts.figures.before,
        "levels": tuple(signers),
    }
    if not signers:
        return None, (Reason("approval.no_higher_level", {"level": _HEAD}, _SOURCE),)
    chain = ApprovalChain(levels=tuple(signers), signers=signers, any_one=True)
    return chain, (Reason("approval.cut", compared, _SOURCE),)


# --- the level that the figures lead to -----------------------------------------


def _required(
    facts: ChainFacts, as_of: Date, rules: ApprovalRules
) -> tuple[int | None, tuple[Reason, ...]]:
    """Return the place of the highest level that has to sign, and why."""
    highest = APPROVERS.index(_GENERAL)
    if facts.figures.total_state is LimitState.NONE:
        return highest, (Reason("approval.no_ceiling", {"level": _GENERAL}, _SOURCE),)
    total = _worth(facts.figures.total, facts, as_of)
    if total is None:
        return None, (_unknown_total(facts),)
    bumps = _bumps(facts, as_of, rules)
    if bumps is None:
        return None, (_unknown_total(facts),)
    place = _place_of(total, facts.currency, rules)
    raised = min(place + len(bumps), highest)
    level: dict[str, Value] = {
        "total": facts.figures.total,
        "level": APPROVERS[place],
        "bumps": len(bumps),
        "last": APPROVERS[raised],
    }
    found = [Reason("approval.level", level, _SOURCE), *bumps]
    if facts.kind is RequestKind.INCREASE:
        normal, raised = raised, min(raised + rules.increase_levels, highest)
        above: dict[str, Value] = {"normal": APPROVERS[normal], "level": APPROVERS[raised]}
        found.append(Reason("approval.increase_level", above, _INCREASE))
    return raised, tuple(found)


def _unknown_total(facts: ChainFacts) -> Reason:
    figures = facts.figures
    known = tuple(one for one in (figures.total, figures.computed) if one is not None)
    compared: dict[str, Value] = {
        "total": figures.total,
        "computed": figures.computed,
        "currencies": tuple(sorted({one.currency for one in known} - {facts.currency})),
        "into": facts.currency,
        "days": facts.rates.max_age_days,
    }
    return Reason("approval.total_unknown", compared, _SOURCE)


def _worth(amount: Money | None, facts: ChainFacts, as_of: Date) -> Fraction | None:
    if amount is None:
        return None
    return facts.rates.total((amount,), facts.currency, as_of=as_of)


def _place_of(total: Fraction, currency: str, rules: ApprovalRules) -> int:
    unit = 10 ** minor_digits(currency)
    fitting = (
        place for place, role in enumerate(_BOUNDED) if total <= rules.up_to_major[role] * unit
    )
    return next(fitting, len(_BOUNDED))


def _bumps(facts: ChainFacts, as_of: Date, rules: ApprovalRules) -> tuple[Reason, ...] | None:
    """Return what takes a level more, each once; ``None`` where the override cannot be told."""
    figures = facts.figures
    found = []
    if figures.grade in {None, CreditGrade.C}:
        found.append(Reason("approval.bump_grade", {"grade": figures.grade}, _SOURCE))
    if figures.terms_days is not None and figures.terms_days > rules.terms_days:
        terms: dict[str, Value] = {"terms_days": figures.terms_days, "most": rules.terms_days}
        found.append(Reason("approval.bump_terms", terms, _SOURCE))
    if figures.unsupported or figures.computed is None:
        unsupported: dict[str, Value] = {"computed": figures.computed}
        found.append(Reason("approval.bump_unsupported", unsupported, _SOURCE))
    # An increase is above the computed limit by its nature: what it stands on is compared.
    increase = facts.kind is RequestKind.INCREASE
    permanent = figures.before if increase else figures.total
    if figures.computed is None or (increase and permanent is None):
        return tuple(found)
    total, computed = _pair(permanent, figures.computed, facts, as_of)
    if total is None or computed is None:
        return None
    if (total - computed) * 100 > computed * Fraction(rules.override_percent):
        compared: dict[str, Value] = {
            "total": permanent,
            "computed": figures.computed,
            "percent": rules.override_percent,
        }
        found.append(Reason("approval.bump_override", compared, _SOURCE))
    return tuple(found)


def _pair(
    total: Money | None, computed: Money, facts: ChainFacts, as_of: Date
) -> tuple[Fraction | None, Fraction | None]:
    """Return both in one currency: their own where they share it, else the firm's."""
    if total is not None and total.currency == computed.currency:
        return Fraction(total.minor), Fraction(computed.minor)
    return _worth(total, facts, as_of), _worth(computed, facts, as_of)


# --- the people -----------------------------------------------------------------


def _staffed(facts: ChainFacts, required: int) -> tuple[ApprovalChain | None, tuple[Reason, ...]]:
    for top in range(required, len(APPROVERS)):
        signers = _signers(facts, top)
        if APPROVERS[top] in signers:
            levels = tuple(role for role in APPROVERS if role in signers)
            chain = ApprovalChain(levels=levels, signers=signers)
            return chain, tuple(_why(levels, required, top))
    compared: dict[str, Value] = {"level": APPROVERS[required]}
    return None, (Reason("approval.no_higher_level", compared, _SOURCE),)


def _signers(facts: ChainFacts, top: int) -> dict[StaffRole, tuple[Staff, ...]]:
    """Return who is left to sign at each level up to *top*, the highest of a person counting."""
    found: dict[StaffRole, tuple[Staff, ...]] = {}
    higher: set[StaffId] = set()
    for role in reversed(APPROVERS[: top + 1]):
        holders = facts.holders(role)
        left = _others(holders, facts.askers | higher)
        higher |= {one.id for one in holders}
        if left:
            found[role] = left
    return found


def _others(staff: Iterable[Staff], out: frozenset[StaffId] | set[StaffId]) -> tuple[Staff, ...]:
    return tuple(one for one in staff if one.id not in out)


def _why(levels: tuple[StaffRole, ...], required: int, top: int) -> Iterator[Reason]:
    yield Reason("approval.chain", {"levels": levels}, _SOURCE)
    dropped = tuple(role for role in APPROVERS[:top] if role not in levels)
    if dropped:
        yield Reason("approval.level_dropped", {"levels": dropped}, _SOURCE)
    if top > required:
        added: dict[str, Value] = {"level": APPROVERS[required], "added": APPROVERS[top]}
        yield Reason("approval.level_added", added, _SOURCE)
