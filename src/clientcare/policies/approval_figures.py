"""What a request to change a limit rests on today, and what speaks against it from the start."""

from __future__ import annotations

from typing import Final

import attrs
from pendulum import Date

from clientcare.domain.approval_requests import Asked, LimitFigures, RequestKind
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitState
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies.credit_limit import ProposedLimit
from clientcare.policies.effective_limit import EffectiveLimit, LimitsOnFile, effective_limit

_SOURCE: Final = "policies 2c"


def limit_figures(
    asked: Asked,
    card: CreditCard,
    *,
    limits: LimitsOnFile,
    grade: CreditGrade | None,
    proposed: ProposedLimit | None,
    as_of: Date,
) -> LimitFigures:
    """
    Return the figures of a request as they are on *as_of*.

    A limit that would be inherited is told by what it would be. A group's limit has no
    computed one beside it: the figures of one card do not support it.

    Args:
        asked: What is asked for.
        card: The credit card.
        limits: The limits from which the customer's is taken.
        grade: The grade that the card earns today.
        proposed: The limit that the figures allow today; ``None`` is unknown.
        as_of: The day.

    .. versionadded:: 0.1.0
    """
    after, so_far = _resulting(asked, limits, as_of), _so_far(asked, card, limits, as_of)
    total, total_state = _amount_of(after)
    before, before_state = _amount_of(so_far)
    if asked.increase is not None:
        total_state = LimitState.AMOUNT
        same = before is not None and before.currency == asked.increase.amount.currency
        total = before + asked.increase.amount if before is not None and same else None
    of_group = asked.kind is RequestKind.GROUP_LIMIT
    known = None if of_group else proposed
    return LimitFigures(
        total=total,
        total_state=total_state,
        before=before,
        before_state=before_state,
        grade=grade,
        terms_days=card.limit_basis.terms_days,
        computed=None if known is None else known.computed,
        unsupported=known is None or known.unsupported,
        lapses_on=None if after is None else after.lapses_on,
        before_lapses_on=None if so_far is None else so_far.lapses_on,
    )


def _resulting(asked: Asked, limits: LimitsOnFile, as_of: Date) -> EffectiveLimit | None:
    if asked.limit is None:
        return None
    wished = _from_today(asked.limit)
    if asked.kind is RequestKind.GROUP_LIMIT:
        after = attrs.evolve(limits, own=None, group=wished, increases=())
    else:
        after = attrs.evolve(limits, own=wished, increases=())
    return effective_limit(after, as_of=as_of).outcome


def _from_today(limit: CreditLimit) -> CreditLimit:
    """Return *limit* as if granted already: it is judged before its day comes."""
    return attrs.evolve(limit, granted_on=None)


def _so_far(
    asked: Asked, card: CreditCard, limits: LimitsOnFile, as_of: Date
) -> EffectiveLimit | None:
    if asked.kind is not RequestKind.GROUP_LIMIT:
        return effective_limit(limits, as_of=as_of).outcome
    group, _ = card.limit_for_group
    return effective_limit(LimitsOnFile(group=group), as_of=as_of).outcome


def _amount_of(limit: EffectiveLimit | None) -> tuple[Money | None, LimitState]:
    if limit is None:
        return None, LimitState.AMOUNT
    return limit.permanent, LimitState.NONE if limit.permanent is None else LimitState.AMOUNT


def limit_objections(
    asked: Asked, figures: LimitFigures, *, increase: Decision[bool] | None = None
) -> tuple[Reason, ...]:
    """
    Return why nobody can grant what is asked for, whoever signs; empty where they can.

    Grade C and an ungraded customer get no limit above what is secured, but theirs can
    always be cut. An increase has to keep the rules of 2e: *increase* is the answer of
    `clientcare.policies.temporary_increase.judge_increase`; without it nothing is granted.
    `clientcare.policies.approvals.approval_status` asks this of every request.

    .. versionadded:: 0.1.0
    """
    if asked.kind is RequestKind.INCREASE:
        if increase is None:
            return (Reason("approval.increase_not_judged", {}, "policies 2e"),)
        return () if increase.outcome else increase.reasons
    if figures.grade in {CreditGrade.A, CreditGrade.B} or asked.kind is RequestKind.GROUP_LIMIT:
        return ()
    if figures.is_cut or _is_secured(figures):
        return ()
    compared: dict[str, Value] = {
        "requested": figures.total,
        "grade": figures.grade,
        "secured": figures.computed,
    }
    return (Reason("approval.not_secured", compared, _SOURCE),)


def _is_secured(figures: LimitFigures) -> bool:
    total, secured = figures.total, figures.computed
    if total is not None and total.minor == 0:
        return True
    same = total is not None and secured is not None and total.currency == secured.currency
    return same and total is not None and secured is not None and total <= secured
